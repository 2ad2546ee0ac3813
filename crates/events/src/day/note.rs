//! What an index's commit says about itself: how far it has come and how long the packs were that it points into.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Payload of an index commit, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommitNote {
    /// Every document of the queue's records up to this offset that belongs here is in.
    pub(crate) up_to: u64,
    /// Length of each pack.
    pub(crate) packs: BTreeMap<u32, u64>,
    /// Addresses of records that this commit, or one before it, put others in the place of. Those in packs that still
    /// are as they were written are erased after it, and once more when the day is next made ready for writing, in
    /// case a crash came between. Those in sealed packs wait here until they are worth writing the pack anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) replaced: Vec<u64>,
}

impl CommitNote {
    /// As text.
    pub(crate) fn print(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From text; an index that was never committed has none.
    pub(crate) fn parse(text: Option<&str>) -> Option<Self> {
        text.map_or_else(|| Some(Self::default()), |text| serde_json::from_str(text).ok())
    }
}
