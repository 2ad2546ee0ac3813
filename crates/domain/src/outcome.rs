//! What became of a received item. Received = the sum of all outcomes, per key, category and minute.

use serde::{Deserialize, Serialize};

/// The end of an item's journey. The numbers are stored: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Outcome {
    /// Stored and counted.
    Accepted = 0,
    /// Refused by a filter the owner set.
    Filtered = 1,
    /// Left out by sampling.
    Sampled = 2,
    /// Over a rate limit or quota, or refused for want of room.
    RateLimited = 3,
    /// Broken beyond use.
    Invalid = 4,
    /// An item whose id is stored already.
    Duplicate = 5,
    /// Dropped by the SDK before it was sent, as its client report says.
    ClientDiscard = 6,
    /// A kind this version keeps raw or does not process yet.
    Unsupported = 7,
    /// No outcome: the item came. Counted where items are taken out of their envelopes, before anything is decided
    /// about them, so that the sum of the outcomes can be checked against it.
    Received = 8,
}

impl Outcome {
    /// All outcomes in stored order.
    pub const ALL: [Self; 9] = [
        Self::Accepted,
        Self::Filtered,
        Self::Sampled,
        Self::RateLimited,
        Self::Invalid,
        Self::Duplicate,
        Self::ClientDiscard,
        Self::Unsupported,
        Self::Received,
    ];

    /// Whether received items end with it; what SDKs dropped themselves never came.
    pub const fn is_of_received(self) -> bool {
        !matches!(self, Self::ClientDiscard | Self::Received)
    }

    /// The name used in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Filtered => "filtered",
            Self::Sampled => "sampled",
            Self::RateLimited => "rate_limited",
            Self::Invalid => "invalid",
            Self::Duplicate => "duplicate",
            Self::ClientDiscard => "client_discard",
            Self::Unsupported => "unsupported",
            Self::Received => "received",
        }
    }

    /// From the stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}
