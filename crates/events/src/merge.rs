//! When segments of a day are merged: tiers of eight.

use tantivy::SegmentMeta;
use tantivy::indexer::{MergeCandidate, MergePolicy};

/// Segments of one tier that become one.
const FAN_IN: usize = 8;
/// Upper bound of the lowest tier in documents; each next one is `FAN_IN` times as large.
const LOWEST_TIER_DOCS: u32 = 1_024;
/// Segments of this size are left alone.
const MAX_MERGED_DOCS: u32 = 1_000_000;

/// Merges eight segments of about the same size: a document moves once per tier, five times in a million, and a day
/// has some dozen segments at most while it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tiers;

fn tier(docs: u32) -> usize {
    let mut bound = LOWEST_TIER_DOCS;
    let mut tier = 0;
    while docs >= bound && tier < 8 {
        bound = bound.saturating_mul(8);
        tier += 1;
    }
    tier
}

impl MergePolicy for Tiers {
    fn compute_merge_candidates(&self, segments: &[SegmentMeta]) -> Vec<MergeCandidate> {
        let mut tiers: [Vec<&SegmentMeta>; 9] = Default::default();
        for segment in segments.iter().filter(|s| s.num_docs() < MAX_MERGED_DOCS) {
            if let Some(list) = tiers.get_mut(tier(segment.num_docs())) {
                list.push(segment);
            }
        }
        let full = tiers.iter().filter(|list| list.len() >= FAN_IN);
        full.map(|list| MergeCandidate(list.iter().map(|s| s.id()).collect())).collect()
    }
}
