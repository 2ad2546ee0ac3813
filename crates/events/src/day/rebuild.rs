//! Building a day's index again from its packs.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::fs;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::erase::ByAddress;
use super::note::CommitNote;
use super::write::DayWriter;
use super::{Day, DayIndex, REBUILDING_FILE};
use crate::document::IndexDocument;
use crate::error::{At, OfIndex, Result};
use crate::files;
use crate::pack::{self, Address};
use crate::record;

/// What a rebuild found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Rebuilt {
    /// Documents indexed.
    pub(crate) documents: u64,
    /// Records that could not be read.
    pub(crate) damaged: u64,
}

impl Day {
    /// Whether there are packs to rebuild from.
    pub(crate) fn can_be_rebuilt(&self) -> bool {
        !pack::list(&self.pack_folder()).is_empty() || !self.index_folder().join("meta.json").exists()
    }

    /// Replaces the index by one made from the packs. Documents not committed yet are committed before, or given up.
    pub(crate) fn rebuild(&self) -> Result<Rebuilt> {
        let mut writer = self.write.lock();
        if let Err(error) = self.commit_locked(&mut writer, None) {
            tracing::warn!(day = %self.folder.display(), %error, "could not commit before rebuilding");
        }
        self.abandon(&mut writer);
        self.rebuild_locked(&mut writer)
    }

    pub(super) fn rebuild_locked(&self, writer: &mut DayWriter) -> Result<Rebuilt> {
        debug_assert!(writer.writer.is_none());
        self.shared.claim()?;
        self.close_reader();
        self.drop_filter();
        let folder = self.index_folder();
        let unfinished = self.folder.join(REBUILDING_FILE);
        files::replace(&unfinished, b"", true)?;
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error).at("remove", &folder),
            _ => {}
        }
        self.write_schema()?;
        DayIndex::create(self.dataset, &folder)?;
        let index = self.index()?;
        let mut open = index.writer(self.shared.options.writer_memory_bytes)?;
        let (mut rebuilt, mut packs, mut seen) = (Rebuilt::default(), BTreeMap::new(), FxHashMap::default());
        // Of two records of one event the later was put in the place of the earlier.
        let mut replaced = Vec::new();
        let pack_folder = self.pack_folder();
        for number in pack::list(&pack_folder) {
            let scanned = pack::scan(&pack_folder, number, u64::MAX, |found| {
                let document = match found.raw {
                    Ok(None) => return Ok(()),
                    Ok(Some(raw)) => record::decode(self.dataset, &raw, false),
                    Err(_) => None,
                };
                match document {
                    Some(document) => {
                        let address = Address { pack: number, position: found.position }.to_u64();
                        // A sealed pack is not read in the order it was written in.
                        match seen.entry((document.project_id, document.event_id)) {
                            Entry::Vacant(entry) => {
                                entry.insert(address);
                                rebuilt.documents += 1;
                            }
                            Entry::Occupied(mut entry) => {
                                let latest = address.max(*entry.get());
                                replaced.push(address.min(*entry.get()));
                                entry.insert(latest);
                            }
                        }
                        let mut document = IndexDocument::new(&index.fields, document, address);
                        document.travel(&self.shared.in_flight);
                        open.add_document(document).of_index(&folder)?;
                    }
                    None => rebuilt.damaged += 1,
                }
                Ok(())
            });
            match scanned {
                Ok(length) => drop(packs.insert(number, length)),
                Err(error) => {
                    tracing::error!(%error, "a pack cannot be read; it is kept and left out of the index");
                    rebuilt.damaged += 1;
                    let path = pack::current_path(&pack_folder, number);
                    packs.insert(number, path.metadata().map_or(0, |meta| meta.len()));
                }
            }
        }
        if !replaced.is_empty() {
            open.delete_query(Box::new(ByAddress(Arc::new(replaced.iter().copied().collect())))).of_index(&folder)?;
        }
        let mut prepared = open.prepare_commit().of_index(&folder)?;
        prepared.set_payload(&CommitNote { up_to: 0, packs, replaced: replaced.clone() }.print());
        prepared.commit().of_index(&folder)?;
        open.wait_merging_threads().of_index(&folder)?;
        fs::remove_file(&unfinished).at("remove", &unfinished)?;
        self.erase_records(&replaced)?;
        writer.waiting.clear();
        self.publish(&index)?;
        writer.rebuilt = true;
        self.forget_size();
        self.readable.store(true, std::sync::atomic::Ordering::Release);
        writer.ready = None;
        Ok(rebuilt)
    }
}
