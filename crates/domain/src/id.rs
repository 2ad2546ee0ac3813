//! Identifiers. Rows have small integers, printed as decimal strings; events and groups have 128 bits,
//! printed as 32 lower-case hex digits without dashes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

row_id! {
    /// Organisation: the tenant.
    OrganizationId,
    /// Project: the number at the end of a DSN.
    ProjectId,
    /// Client key (DSN).
    KeyId,
    /// Issue (group of events).
    IssueId,
    /// User account.
    UserId,
    /// Membership of a user in an organisation.
    MemberId,
    /// Team.
    TeamId,
    /// API token.
    TokenId,
    /// Release.
    ReleaseId,
    /// Entry in an issue's activity.
    ActivityId,
    /// Artifact bundle.
    ArtifactId,
    /// Debug file of a project.
    DebugFileId,
    /// Attachment of an event.
    AttachmentId,
    /// Saved view of a list.
    ViewId,
    /// Saved question to the events.
    SavedQueryId,
    /// Ticket of another tool that belongs to an issue.
    TicketId,
}

macro_rules! hex_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }

        impl FromStr for $name {
            type Err = hex::FromHexError;
            /// Takes 32 hex digits; dashes are ignored, so UUIDs are fine.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut bytes = [0_u8; 16];
                if text.contains('-') {
                    let plain: String = text.chars().filter(|c| *c != '-').collect();
                    hex::decode_to_slice(plain, &mut bytes)?;
                } else {
                    hex::decode_to_slice(text, &mut bytes)?;
                }
                Ok(Self(bytes))
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

hex_id! {
    /// Event id as the SDK chose it.
    EventId,
    /// Hash that decides which issue an event belongs to.
    GroupHash,
}
