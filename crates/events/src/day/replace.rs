//! Putting documents in the place of committed ones: the new record is appended to the packs and synced, one index
//! commit deletes the old document and adds the new one, and then the old record is erased.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_domain::document::Document;
use rustc_hash::FxHashSet;

use super::Day;
use super::erase::ByAddress;
use super::write::DayWriter;
use crate::document::IndexDocument;
use crate::error::{OfIndex, Result};
use crate::pack::{self, Address, Effort};
use crate::record;

/// Replaced records that may wait in the sealed packs of a day. Each commit of the day lists them, ten bytes each.
const MAX_WAITING: usize = 4_096;

impl Day {
    /// Replaces documents (normalised already) that are committed here; answers how many.
    pub(crate) fn replace(&self, documents: Vec<Document>) -> Result<u64> {
        let mut writer = self.write.lock();
        if writer.gone {
            return Ok(0);
        }
        self.commit_locked(&mut writer, None)?;
        let mut placed = Vec::with_capacity(documents.len());
        for document in documents {
            placed.extend(self.placed(document)?);
        }
        if placed.is_empty() {
            return Ok(0);
        }
        let result = self.put(&mut writer, placed);
        if result.is_err() {
            self.abandon(&mut writer);
        }
        let replaced = result?;
        self.erase_replaced(&mut writer, &replaced)?;
        Ok(replaced.len() as u64)
    }

    /// The document as it goes in the place of the one at the address; `None` when there is none, or another's.
    fn placed(&self, mut document: Document) -> Result<Option<(u64, Document)>> {
        let Some(address) = self.address(document.project_id, document.event_id)? else { return Ok(None) };
        let Some(stored) = self.read_record(Address::from_u64(address), false)? else { return Ok(None) };
        let key = |d: &Document| (d.organization_id, d.project_id, d.event_id, d.timestamp);
        document.offset = stored.offset;
        Ok((key(&stored) == key(&document)).then_some((address, document)))
    }

    /// Appends and commits; answers the addresses that were left.
    fn put(&self, writer: &mut DayWriter, placed: Vec<(u64, Document)>) -> Result<Vec<u64>> {
        let index = self.prepare(writer)?;
        if writer.writer.is_none() {
            self.open_writer(writer, &index)?;
        }
        let left: FxHashSet<u64> = placed.iter().map(|(address, _)| *address).collect();
        writer.replaced = left.iter().copied().collect();
        let replaced = writer.replaced.clone();
        if let Some(open) = &writer.writer {
            open.delete_query(Box::new(ByAddress(Arc::new(left)))).of_index(&index.folder)?;
        }
        let mut raw = Vec::new();
        let mut seen = FxHashSet::default();
        for (_, document) in placed.into_iter().filter(|(address, _)| seen.insert(*address)) {
            record::encode(self.dataset, &document, &mut raw);
            let address = self.pack(writer)?.append(&raw, Effort::Full)?;
            self.set_dirty(writer, true);
            self.feed(writer, IndexDocument::new(&index.fields, document, address.to_u64()))?;
        }
        self.commit_locked(writer, None)?;
        Ok(replaced)
    }

    /// Erases records that no document points to any more. Doing it twice does no harm. Those in sealed packs wait
    /// until there are many of them, or until the day is left alone: each erasure there writes a whole file.
    pub(super) fn erase_replaced(&self, writer: &mut DayWriter, addresses: &[u64]) -> Result<()> {
        let folder = self.pack_folder();
        let mut sealed: BTreeMap<u32, bool> = BTreeMap::new();
        let mut is_sealed = |address: u64| {
            let number = Address::from_u64(address).pack;
            *sealed.entry(number).or_insert_with(|| pack::is_sealed(&folder, number))
        };
        let (later, now): (Vec<u64>, Vec<u64>) = addresses.iter().partition(|address| is_sealed(**address));
        self.erase_records(&now)?;
        for address in later {
            if !writer.waiting.contains(&address) && !self.is_erased(Address::from_u64(address)) {
                writer.waiting.push(address);
            }
        }
        if writer.waiting.len() >= MAX_WAITING { self.erase_waiting(writer) } else { Ok(()) }
    }

    /// Erases what waits in sealed packs.
    pub(super) fn erase_waiting(&self, writer: &mut DayWriter) -> Result<()> {
        self.erase_records(&writer.waiting)?;
        writer.waiting.clear();
        Ok(())
    }

    /// Whether the record of an address is known to be erased. Of what is damaged it is not.
    fn is_erased(&self, address: Address) -> bool {
        self.open_pack(address.pack).and_then(|pack| pack.is_erased(address.position)).unwrap_or(false)
    }
}
