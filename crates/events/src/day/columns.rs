//! What was found of a segment's columns once: looking for a column costs more than reading a few rows of it.

use std::sync::Arc;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::schema::{tag_column_of_path, tag_key};

/// Columns kept open per day, about 1 KB each.
const MAX_COLUMNS: usize = 512;
/// Keys of tags looked at per segment, in the order of their names.
const MAX_TAG_KEYS: usize = 2_000;
/// What ends the path of a term of a JSON field, and the byte after it.
const END_OF_PATH: (u8, u8) = (0, 1);

/// A tag that documents of a segment have.
#[derive(Debug)]
pub(crate) struct SegmentTag {
    /// Its key.
    pub(crate) key: String,
    /// Its column.
    pub(crate) column: String,
}

#[derive(Default)]
struct OfSegment {
    words: FxHashMap<Box<str>, Option<StrColumn>>,
    whole: FxHashMap<Box<str>, Option<Column<i64>>>,
    tags: Option<Arc<[SegmentTag]>>,
}

/// Opened columns of the segments of a day.
#[derive(Default)]
pub(crate) struct OpenColumns {
    found: Mutex<FxHashMap<SegmentId, OfSegment>>,
}

impl OpenColumns {
    /// The column of words of that name; `None` when the segment has none. `now` is asked under the lock which segments
    /// there are: columns of others are not kept, since they would hold files that are deleted.
    pub(crate) fn words(&self, now: impl FnOnce() -> Searcher, segment: &SegmentReader, name: &str) -> tantivy::Result<Option<StrColumn>> {
        if let Some(column) = self.found.lock().get(&segment.segment_id()).and_then(|segment| segment.words.get(name)) {
            return Ok(column.clone());
        }
        let column = segment.fast_fields().str(name)?;
        self.note(now, segment, |of| of.words.insert(name.into(), column.clone()));
        Ok(column)
    }

    /// The same for whole numbers and moments.
    pub(crate) fn whole(
        &self,
        now: impl FnOnce() -> Searcher,
        segment: &SegmentReader,
        name: &str,
    ) -> tantivy::Result<Option<Column<i64>>> {
        if let Some(column) = self.found.lock().get(&segment.segment_id()).and_then(|segment| segment.whole.get(name)) {
            return Ok(column.clone());
        }
        let column = segment.fast_fields().column_opt::<i64>(name)?;
        self.note(now, segment, |of| of.whole.insert(name.into(), column.clone()));
        Ok(column)
    }

    fn note<T>(&self, now: impl FnOnce() -> Searcher, segment: &SegmentReader, insert: impl FnOnce(&mut OfSegment) -> Option<T>) {
        let mut found = self.found.lock();
        if has(&now(), segment.segment_id()) {
            if found.values().map(|segment| segment.words.len() + segment.whole.len()).sum::<usize>() >= MAX_COLUMNS {
                found.clear();
            }
            insert(found.entry(segment.segment_id()).or_default());
        }
    }

    /// Tags that documents of the segment have or had.
    pub(crate) fn tags(&self, now: impl FnOnce() -> Searcher, segment: &SegmentReader, field: Field) -> tantivy::Result<Arc<[SegmentTag]>> {
        let id = segment.segment_id();
        if let Some(tags) = self.found.lock().get(&id).and_then(|segment| segment.tags.clone()) {
            return Ok(tags);
        }
        let tags: Arc<[SegmentTag]> = read_tags(segment, field)?.into();
        let mut found = self.found.lock();
        if has(&now(), id) {
            found.entry(id).or_default().tags = Some(Arc::clone(&tags));
        }
        Ok(tags)
    }

    /// Forgets the columns of segments that are gone.
    pub(crate) fn keep(&self, searcher: &Searcher) {
        self.found.lock().retain(|id, _| has(searcher, *id));
    }
}

fn has(searcher: &Searcher, id: SegmentId) -> bool {
    searcher.segment_readers().iter().any(|segment| segment.segment_id() == id)
}

/// Paths of the terms of the tags, each found by a leap over all terms of the one before.
fn read_tags(segment: &SegmentReader, field: Field) -> tantivy::Result<Vec<SegmentTag>> {
    let inverted = segment.inverted_index(field)?;
    let mut tags = Vec::new();
    let mut from: Vec<u8> = Vec::new();
    while tags.len() < MAX_TAG_KEYS {
        let mut terms = inverted.terms().range().ge(&from).into_stream()?;
        if !terms.advance() {
            break;
        }
        let path = terms.key().split(|byte| *byte == END_OF_PATH.0).next().unwrap_or_default();
        from = path.to_vec();
        from.push(END_OF_PATH.1);
        let path = String::from_utf8_lossy(path);
        tags.extend(tag_key(&path).map(|key| SegmentTag { key, column: tag_column_of_path(&path) }));
    }
    Ok(tags)
}
