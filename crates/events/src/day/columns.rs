//! Columns of words that were opened once: finding a column in a segment costs more than reading a few rows of it.

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{Searcher, SegmentReader};

/// Columns kept open per day, about 1 KB each.
const MAX_COLUMNS: usize = 512;

type BySegment = FxHashMap<SegmentId, FxHashMap<Box<str>, Option<StrColumn>>>;

/// Opened columns of the segments of a day.
#[derive(Default)]
pub(crate) struct OpenColumns {
    found: Mutex<BySegment>,
}

impl OpenColumns {
    /// The column of that name; `None` when the segment has none. `searcher` is asked under the lock which
    /// segments there are now: columns of others are not kept, since they would hold files that are deleted.
    pub(crate) fn words(
        &self,
        searcher: impl FnOnce() -> Searcher,
        segment: &SegmentReader,
        name: &str,
    ) -> tantivy::Result<Option<StrColumn>> {
        let id = segment.segment_id();
        if let Some(column) = self.found.lock().get(&id).and_then(|columns| columns.get(name)) {
            return Ok(column.clone());
        }
        let column = segment.fast_fields().str(name)?;
        let mut found = self.found.lock();
        if has(&searcher(), id) {
            if found.values().map(FxHashMap::len).sum::<usize>() >= MAX_COLUMNS {
                found.clear();
            }
            found.entry(id).or_default().insert(name.into(), column.clone());
        }
        Ok(column)
    }

    /// Forgets the columns of segments that are gone.
    pub(crate) fn keep(&self, searcher: &Searcher) {
        self.found.lock().retain(|id, _| has(searcher, *id));
    }
}

fn has(searcher: &Searcher, id: SegmentId) -> bool {
    searcher.segment_readers().iter().any(|segment| segment.segment_id() == id)
}
