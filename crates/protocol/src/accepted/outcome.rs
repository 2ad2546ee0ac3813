//! Counts of what was refused.

use super::codec::{Reader, RecordError, Writer};
use crate::category::DataCategory;

/// What became of items, as a number of the wire. The numbers are stored: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum OutcomeCode {
    /// Stored and counted.
    Accepted = 0,
    /// Refused by a filter of the owner.
    Filtered = 1,
    /// Left out by sampling.
    Sampled = 2,
    /// Over a limit, or no room.
    RateLimited = 3,
    /// Broken.
    Invalid = 4,
    /// Stored already.
    Duplicate = 5,
    /// Dropped by the SDK.
    ClientDiscard = 6,
    /// Not processed by this version.
    Unsupported = 7,
}

impl OutcomeCode {
    /// The stored number.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// From the stored number.
    pub const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::Accepted,
            1 => Self::Filtered,
            2 => Self::Sampled,
            3 => Self::RateLimited,
            4 => Self::Invalid,
            5 => Self::Duplicate,
            6 => Self::ClientDiscard,
            7 => Self::Unsupported,
            _ => return None,
        })
    }
}

/// How many items of a kind had one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutcomeCount {
    /// Tenant.
    pub organization_id: i64,
    /// Project.
    pub project_id: i64,
    /// Key.
    pub key_id: i64,
    /// Kind of items.
    pub category: DataCategory,
    /// Fate.
    pub outcome: OutcomeCode,
    /// Why, in one word.
    pub reason: String,
    /// How many.
    pub quantity: u32,
    /// When, in microseconds since 1970.
    pub timestamp_us: i64,
}

impl OutcomeCount {
    pub(super) fn write(&self, header: &mut Writer) {
        header.i64(self.organization_id);
        header.i64(self.project_id);
        header.i64(self.key_id);
        header.i64(self.timestamp_us);
        header.u32(self.quantity);
        header.u8(self.category.code());
        header.u8(self.outcome.code());
        header.text(Some(&self.reason));
    }

    pub(super) fn read(header: &mut Reader<'_>) -> Result<Self, RecordError> {
        Ok(Self {
            organization_id: header.i64()?,
            project_id: header.i64()?,
            key_id: header.i64()?,
            timestamp_us: header.i64()?,
            quantity: header.u32()?,
            category: DataCategory::from_code(header.u8()?).unwrap_or(DataCategory::Unknown),
            outcome: OutcomeCode::from_code(header.u8()?).ok_or(RecordError::BadField("outcome"))?,
            reason: header.text("reason")?.unwrap_or_default().to_owned(),
        })
    }
}
