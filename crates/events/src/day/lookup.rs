//! Finding one event: is it here, under which offset, and what was its payload.

use std::sync::Arc;

use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::{EventId, OrganizationId, ProjectId};
use bartizan_ports::events::StoredEvent;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::{Day, DayIndex};
use crate::columns;
use crate::error::{EventsError, OfIndex, Result};
use crate::filter::IdFilter;
use crate::hash::mix;
use crate::pack::{Address, PackFile};
use crate::record;
use crate::schema::{event_key, halves};

/// Hash of an event for the filters.
pub(crate) fn filter_hash(project: ProjectId, event: EventId) -> u64 {
    let (hi, lo) = halves(event);
    mix(hi ^ mix(lo ^ project.0.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// Where a document is.
struct Found<'a> {
    segment: &'a SegmentReader,
    document: DocId,
}

impl Day {
    /// Remembers an appended document.
    pub(super) fn remember(&self, document: &Document) {
        let key = (document.project_id, document.event_id);
        self.uncommitted.lock().insert(key, document.offset);
        if let Some(filter) = self.filter.write().as_mut() {
            filter.insert(filter_hash(key.0, key.1));
        }
    }

    /// Offset of an event that was appended and not committed.
    fn uncommitted(&self, project: ProjectId, event: EventId) -> Option<u64> {
        self.uncommitted.lock().get(&(project, event)).copied()
    }

    /// Offset under which an event is stored here, appended or committed. `hash` is its [`filter_hash`].
    pub(crate) fn locate(&self, project: ProjectId, event: EventId, hash: u64) -> Result<Option<u64>> {
        if let Some(offset) = self.uncommitted(project, event) {
            return Ok(Some(offset));
        }
        if self.is_readable() && self.may_hold(hash)? { self.committed(project, event) } else { Ok(None) }
    }

    /// False when the event is certainly not here. Loads the filter when it is not there.
    fn may_hold(&self, hash: u64) -> Result<bool> {
        if let Some(filter) = self.filter.read().as_ref() {
            return Ok(filter.may_contain(hash));
        }
        let mut slot = self.filter.write();
        if slot.is_none() {
            *slot = Some(self.load_filter()?);
            self.touch();
        }
        Ok(slot.as_ref().is_none_or(|filter| filter.may_contain(hash)))
    }

    /// Reads all event ids. What is appended and not committed is taken first: a commit in between moves it from
    /// there into the index that is read after.
    fn load_filter(&self) -> Result<IdFilter> {
        let appended: Vec<(ProjectId, EventId)> = self.uncommitted.lock().keys().copied().collect();
        let index = self.index()?;
        let searcher = index.searcher();
        let count = usize::try_from(searcher.num_docs()).unwrap_or(0);
        let mut filter = IdFilter::with_capacity(count + appended.len());
        for segment in searcher.segment_readers() {
            let ids = columns::Ids::open(segment).of_index(&index.folder)?;
            (0..segment.max_doc()).for_each(|document| filter.insert(filter_hash(ids.project(document), ids.event(document))));
        }
        appended.into_iter().for_each(|(project, event)| filter.insert(filter_hash(project, event)));
        Ok(filter)
    }

    /// Memory of the filter.
    pub(crate) fn filter_bytes(&self) -> usize {
        self.filter.read().as_ref().map_or(0, IdFilter::bytes)
    }

    /// Forgets the filter.
    pub(crate) fn drop_filter(&self) {
        *self.filter.write() = None;
    }

    /// Offset under which an event is committed.
    pub(super) fn committed(&self, project: ProjectId, event: EventId) -> Result<Option<u64>> {
        let index = self.index()?;
        let searcher = index.searcher();
        let Some(found) = find(&index, searcher.segment_readers(), project, event).of_index(&index.folder)? else {
            return Ok(None);
        };
        let offsets = columns::first_i64(found.segment, "offset").of_index(&index.folder)?;
        Ok(Some(offsets.get_val(found.document).cast_unsigned()))
    }

    /// Where an event is committed.
    pub(super) fn address(&self, project: ProjectId, event: EventId) -> Result<Option<u64>> {
        let index = self.index()?;
        let searcher = index.searcher();
        let Some(found) = find(&index, searcher.segment_readers(), project, event).of_index(&index.folder)? else {
            return Ok(None);
        };
        let addresses = columns::first_u64(found.segment, "address").of_index(&index.folder)?;
        Ok(Some(addresses.get_val(found.document)))
    }

    /// The document with its payload.
    pub(crate) fn read_document(&self, organization: OrganizationId, project: ProjectId, event: EventId) -> Result<Option<Document>> {
        let (mut looked, mut found) = (None, None);
        // A record may be replaced, and so erased, between being found and being read: then it is elsewhere now.
        while found.is_none() {
            let address = self.address(project, event)?;
            if address.is_none() || address == looked {
                return Ok(None);
            }
            looked = address;
            found = self.read_record(Address::from_u64(address.unwrap_or_default()), true)?;
        }
        Ok(found.filter(|d| d.organization_id == organization && d.project_id == project && d.event_id == event))
    }

    /// The event with its payload.
    pub(crate) fn read_event(&self, organization: OrganizationId, project: ProjectId, event: EventId) -> Result<Option<StoredEvent>> {
        let Some(document) = self.read_document(organization, project, event)? else { return Ok(None) };
        let group_hash = document.fields.iter().find(|(name, _)| *name == GROUP_HASH);
        Ok(Some(StoredEvent {
            project_id: project,
            event_id: event,
            timestamp: document.timestamp,
            payload: Arc::clone(&document.payload),
            group_hash: group_hash.and_then(|(_, value): &(_, FieldValue)| value.as_str().map(str::to_owned)),
        }))
    }

    /// A pack, open for reading.
    pub(super) fn open_pack(&self, number: u32) -> Result<Arc<PackFile>> {
        let key = (self.dataset, self.number, number);
        self.shared.packs.get(key, |blocks| PackFile::open(&self.pack_folder(), number, blocks))
    }

    /// The document at an address; `None` when it was erased.
    pub(crate) fn read_record(&self, address: Address, with_payload: bool) -> Result<Option<Document>> {
        let Some(raw) = self.open_pack(address.pack)?.read(address.position)? else { return Ok(None) };
        let damaged = || {
            let path = crate::pack::current_path(&self.pack_folder(), address.pack);
            EventsError::corrupt(&path, format!("record at {} makes no sense", address.position))
        };
        record::decode(self.dataset, &raw, with_payload).map(Some).ok_or_else(damaged)
    }
}

/// Looks an event up by its key and checks the id itself.
fn find<'a>(index: &DayIndex, segments: &'a [SegmentReader], project: ProjectId, event: EventId) -> tantivy::Result<Option<Found<'a>>> {
    let term = Term::from_field_u64(index.fields.common.event_key, event_key(event));
    for segment in segments {
        let inverted = segment.inverted_index(index.fields.common.event_key)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let ids = columns::Ids::open(segment)?;
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            let alive = segment.alive_bitset().is_none_or(|alive| alive.is_alive(document));
            if alive && ids.event(document) == event && ids.project(document) == project {
                return Ok(Some(Found { segment, document }));
            }
            postings.advance();
        }
    }
    Ok(None)
}
