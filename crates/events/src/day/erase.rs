//! Erasing events for good: payloads are overwritten in place, documents deleted, and the segments they were in
//! written anew, so that no term of them stays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bartizan_domain::query::Filter;
use bartizan_domain::{OrganizationId, ProjectId, TimeRange};
use bartizan_ports::events::Removed;
use rustc_hash::FxHashSet;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{BitSet, Score, SegmentReader, TantivyError};

use super::write::DayWriter;
use super::{Day, DayIndex};
use crate::columns;
use crate::compile::{Scope, for_each};
use crate::error::{OfIndex, Result};
use crate::pack::{self, Address};

/// What to erase.
pub(crate) struct Subject<'a> {
    pub(crate) organization: OrganizationId,
    pub(crate) projects: &'a [ProjectId],
    pub(crate) range: TimeRange,
    pub(crate) filter: &'a Filter,
}

impl Day {
    /// Erases matching events, those not committed yet included.
    ///
    /// Payloads go first: when it is interrupted, the same call finds the events again and finishes.
    pub(crate) fn erase(&self, subject: &Subject<'_>) -> Result<Removed> {
        let mut writer = self.write.lock();
        self.commit_locked(&mut writer, None)?;
        let index = self.prepare(&mut writer)?;
        let doomed = self.doomed(&index, subject)?;
        if doomed.is_empty() {
            return Ok(Removed::default());
        }
        // What others were put in the place of may be of these events: it goes in the same pass.
        let all: Vec<u64> = doomed.iter().chain(&writer.waiting).copied().collect();
        let removed = Removed { documents: doomed.len() as u64, bytes: self.erase_records(&all)?, ..Removed::default() };
        writer.waiting.clear();
        let result = self.delete(&mut writer, &index, doomed);
        if result.is_err() {
            self.abandon(&mut writer);
        }
        result.map(|()| removed)
    }

    /// Erases records, pack by pack. Doing it twice does no harm. Returns the bytes erased.
    pub(super) fn erase_records(&self, addresses: &[u64]) -> Result<u64> {
        let mut by_pack: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for address in addresses.iter().map(|address| Address::from_u64(*address)) {
            by_pack.entry(address.pack).or_default().push(address.position);
        }
        let mut bytes = 0;
        for (number, positions) in &mut by_pack {
            positions.sort_unstable();
            positions.dedup();
            self.erasures.fetch_add(1, Ordering::AcqRel);
            let erased = pack::erase(&self.pack_folder(), *number, positions, self.shared.options.sealed_level);
            // A sealed pack is another file now.
            self.shared.packs.forget(self.dataset, self.number);
            bytes += erased?;
        }
        self.forget_size();
        Ok(bytes)
    }

    /// Addresses of what matches.
    fn doomed(&self, index: &DayIndex, subject: &Subject<'_>) -> Result<FxHashSet<u64>> {
        let mut doomed = FxHashSet::default();
        let searcher = index.searcher();
        let scope = Scope { organization: subject.organization, projects: subject.projects, range: subject.range };
        for segment in searcher.segment_readers() {
            let matching = scope.compile(&index.fields, segment, subject.filter).of_index(&index.folder)?;
            let addresses = columns::first_u64(segment, "address").of_index(&index.folder)?;
            for_each(segment, matching.docs, |document| {
                doomed.insert(addresses.get_val(document));
            });
        }
        Ok(doomed)
    }

    /// Deletes the documents and writes the segments they were in anew.
    fn delete(&self, writer: &mut DayWriter, index: &Arc<DayIndex>, doomed: FxHashSet<u64>) -> Result<()> {
        self.close_writer(writer)?;
        let mut open = index.writer(self.shared.options.writer_memory_bytes)?;
        open.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        open.delete_query(Box::new(ByAddress(Arc::new(doomed)))).of_index(&index.folder)?;
        let note = super::note::CommitNote { up_to: writer.up_to, packs: writer.packs.clone(), replaced: Vec::new() };
        let mut prepared = open.prepare_commit().of_index(&index.folder)?;
        prepared.set_payload(&note.print());
        prepared.commit().of_index(&index.folder)?;
        for segment in index.segments()?.into_iter().filter(|segment| segment.has_deletes()) {
            open.merge(&[segment.id()]).wait().of_index(&index.folder)?;
        }
        open.garbage_collect_files().wait().of_index(&index.folder)?;
        open.wait_merging_threads().of_index(&index.folder)?;
        self.publish(index)?;
        self.drop_filter();
        self.forget_size();
        Ok(())
    }
}

/// Documents with one of these addresses.
#[derive(Debug, Clone)]
pub(super) struct ByAddress(pub(super) Arc<FxHashSet<u64>>);

impl Query for ByAddress {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for ByAddress {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let addresses = columns::first_u64(segment, "address")?;
        let mut found = BitSet::with_max_value(segment.max_doc());
        for document in 0..segment.max_doc() {
            if self.0.contains(&addresses.get_val(document)) {
                found.insert(document);
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: u32) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("no scores here".into()))
    }
}
