//! Writing a day: payloads into its packs, documents into its index, both made durable by one commit.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bartizan_domain::document::Document;
use tantivy::IndexWriter;

use super::{Day, DayIndex, INDEX_FOLDER, index};
use crate::clock;
use crate::document::IndexDocument;
use crate::error::{At, EventsError, OfIndex, Result};
use crate::pack::{self, Codec, Effort, PackWriter, read_header};
use crate::record;

/// Records of a day before its packs carry a dictionary: a quiet day does not earn its bytes back.
const RECORDS_BEFORE_DICTIONARY: u64 = 200;

/// A day with more documents keeps the segments it has.
const MAX_MERGED_DOCUMENTS: u64 = 3_000_000;

/// The writing side of a day.
pub(super) struct DayWriter {
    /// Set once the folder is ready and its packs are what the index's last commit knows.
    pub(super) ready: Option<Arc<DayIndex>>,
    pub(super) writer: Option<IndexWriter<IndexDocument>>,
    pub(super) up_to: u64,
    pub(super) packs: BTreeMap<u32, u64>,
    pub(super) pack: Option<PackWriter>,
    pending: Vec<IndexDocument>,
    pending_bytes: usize,
    pub(super) dirty: bool,
    last_write: Instant,
    /// The index was made again from the packs when the day was made ready.
    pub(super) rebuilt: bool,
    /// Addresses of records that the next commit puts others in the place of.
    pub(super) replaced: Vec<u64>,
    /// Addresses of records in sealed packs that others were put in the place of: still to be erased.
    pub(super) waiting: Vec<u64>,
    /// The pack that is being sealed: nothing is appended to it.
    pub(super) sealing: Option<u32>,
    /// The day was dropped; whoever still holds it must ask for a new one.
    pub(super) gone: bool,
}

/// What became of a request to close a day's writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eviction {
    /// It is closed.
    Closed,
    /// There was nothing to close.
    Nothing,
    /// Somebody is writing.
    Busy,
}

impl DayWriter {
    pub(super) fn new() -> Self {
        Self {
            ready: None,
            writer: None,
            up_to: 0,
            packs: BTreeMap::new(),
            pack: None,
            pending: Vec::new(),
            pending_bytes: 0,
            dirty: false,
            last_write: Instant::now(),
            rebuilt: false,
            replaced: Vec::new(),
            waiting: Vec::new(),
            sealing: None,
            gone: false,
        }
    }
}

impl Day {
    /// Takes documents (normalised already). Returns them when the day was dropped meanwhile.
    pub(crate) fn append(&self, documents: Vec<Document>) -> Result<Option<Vec<Document>>> {
        let mut writer = self.write.lock();
        if writer.gone {
            return Ok(Some(documents));
        }
        self.append_locked(&mut writer, documents).map(|()| None)
    }

    fn append_locked(&self, writer: &mut DayWriter, mut documents: Vec<Document>) -> Result<()> {
        let index = self.prepare(writer)?;
        if std::mem::take(&mut writer.rebuilt) {
            // The packs may have held events that no commit knew: now they are stored.
            let stored = |d: &Document| self.committed(d.project_id, d.event_id);
            let known = documents.iter().map(stored).collect::<Result<Vec<_>>>()?;
            let mut known = known.into_iter();
            documents.retain(|_| known.next().flatten().is_none());
        }
        if writer.writer.is_none() && self.shared.open_writers.load(Ordering::Relaxed) < self.shared.options.max_open_writers {
            self.open_writer(writer, &index)?;
        }
        writer.last_write = Instant::now();
        let effort = if documents.len() >= self.shared.options.hurry_from { Effort::Hurried } else { Effort::Full };
        let mut raw = Vec::new();
        for document in documents {
            record::encode(self.dataset, &document, &mut raw);
            if let Some(dictionaries) = self.shared.dictionaries(self.dataset) {
                dictionaries.offer(self.number, &raw);
            }
            let address = self.pack(writer)?.append(&raw, effort)?;
            self.remember(&document);
            self.set_dirty(writer, true);
            let document = IndexDocument::new(&index.fields, document, address.to_u64());
            self.feed(writer, document)?;
        }
        Ok(())
    }

    /// Gives a document to the indexing thread, or keeps it until there is one.
    pub(super) fn feed(&self, writer: &mut DayWriter, mut document: IndexDocument) -> Result<()> {
        if let Some(open) = &writer.writer {
            document.travel(&self.shared.in_flight);
            if let Err(error) = open.add_document(document) {
                self.abandon(writer);
                return Err(error).of_index(&self.index_folder());
            }
        } else {
            writer.pending_bytes += document.bytes();
            self.shared.pending_bytes.fetch_add(document.bytes(), Ordering::Relaxed);
            writer.pending.push(document);
        }
        Ok(())
    }

    /// Makes the folder ready for writing: creates it, or cuts its packs back to what the index knows.
    pub(super) fn prepare(&self, writer: &mut DayWriter) -> Result<Arc<DayIndex>> {
        if let Some(index) = &writer.ready {
            return Ok(Arc::clone(index));
        }
        self.shared.claim()?;
        if !self.exists() {
            self.create()?;
        }
        pack::settle(&self.pack_folder(), writer.sealing)?;
        let opened = self.index().and_then(|index| {
            let note = index.note()?;
            self.check_note(&index, &note)?;
            Ok((index, note))
        });
        let (index, note) = match opened {
            Err(error) if error.kind() == bartizan_ports::ErrorKind::Corrupt && self.can_be_rebuilt() => {
                tracing::warn!(day = %self.folder.display(), %error, "the index is damaged; rebuilding it from its packs");
                self.rebuild_locked(writer)?;
                let index = self.index()?;
                let note = index.note()?;
                (index, note)
            }
            opened => opened?,
        };
        writer.up_to = note.up_to;
        writer.packs = note.packs;
        self.cut_back(writer)?;
        writer.waiting.clear();
        self.erase_replaced(writer, &note.replaced)?;
        writer.ready = Some(Arc::clone(&index));
        Ok(index)
    }

    /// Refuses an index that does not know all it should. Only what a commit knew was ever sealed: an index that knows
    /// nothing of a sealed pack is not that of these packs.
    fn check_note(&self, index: &DayIndex, note: &super::note::CommitNote) -> Result<()> {
        if self.is_half_rebuilt() {
            return Err(EventsError::corrupt(&index.folder, "a rebuild was interrupted"));
        }
        let folder = self.pack_folder();
        let unknown = pack::list(&folder).into_iter().find(|number| !note.packs.contains_key(number) && pack::is_sealed(&folder, *number));
        match unknown {
            None => Ok(()),
            Some(number) => Err(EventsError::corrupt(&index.folder, format!("the index knows nothing of sealed pack {number}"))),
        }
    }

    /// Removes what no commit knows from the packs, and goes on with the last one.
    fn cut_back(&self, writer: &mut DayWriter) -> Result<()> {
        let folder = self.pack_folder();
        fs::create_dir_all(&folder).at("create", &folder)?;
        for number in pack::list(&folder) {
            let path = pack::path(&folder, number);
            if !writer.packs.contains_key(&number) {
                fs::remove_file(&path).at("remove", &path)?;
            }
        }
        writer.pack = None;
        let Some((&number, &length)) = writer.packs.last_key_value() else { return Ok(()) };
        if writer.sealing == Some(number) || pack::is_sealed(&folder, number) {
            return Ok(());
        }
        let path = pack::path(&folder, number);
        // A damaged last pack is left as it is: reading from it says so, and writing goes on in a new one.
        let resumed = File::open(&path).at("open", &path).and_then(|file| {
            let (dictionary, start) = read_header(&file, &path, pack::MAGIC)?;
            let have = file.metadata().at("read", &path)?.len();
            if have < length || length < start {
                return Err(EventsError::corrupt(&path, format!("{have} bytes where the index knows {length}")));
            }
            let codec = match dictionary {
                None => Arc::clone(&self.shared.plain),
                dictionary => Arc::new(Codec::new(self.shared.options.compression_level, dictionary)),
            };
            PackWriter::resume(&folder, number, length, codec)
        });
        match resumed {
            Ok(resumed) => writer.pack = Some(resumed),
            Err(error) => tracing::error!(%error, "the last pack of a day is damaged; a new one is begun"),
        }
        Ok(())
    }

    /// The pack to append to: the last one, unless it is full or a dictionary has come.
    pub(super) fn pack<'a>(&self, writer: &'a mut DayWriter) -> Result<&'a mut PackWriter> {
        let trained = self.shared.dictionaries(self.dataset).and_then(|d| d.current());
        let full = writer.pack.as_ref().is_some_and(|open| {
            // How many records a resumed pack has nobody knows; its length tells as well.
            let earned = |codec: &Codec| open.length() >= 2 * codec.dictionary().len() as u64;
            open.length() >= self.shared.options.max_pack_bytes
                || (!open.has_dictionary() && open.records() >= RECORDS_BEFORE_DICTIONARY && trained.as_deref().is_some_and(earned))
        });
        if full && let Some(mut open) = writer.pack.take() {
            open.sync()?;
            writer.packs.insert(open.number(), open.length());
        }
        if writer.pack.is_none() {
            let number = writer.packs.last_key_value().map_or(1, |(last, _)| last + 1);
            // What comes late to a day whose packs are sealed seldom earns a dictionary.
            let is_first = number == 1 || pack::is_sealed(&self.pack_folder(), number - 1) || writer.sealing == Some(number - 1);
            let codec = trained.filter(|_| !is_first).unwrap_or_else(|| Arc::clone(&self.shared.plain));
            let open = PackWriter::create(&self.pack_folder(), number, codec)?;
            writer.packs.insert(number, open.length());
            writer.pack = Some(open);
        }
        writer.pack.as_mut().ok_or_else(|| EventsError::Invalid("no pack".into()))
    }

    pub(super) fn open_writer(&self, writer: &mut DayWriter, index: &DayIndex) -> Result<()> {
        writer.writer = Some(index.writer(self.shared.options.writer_memory_bytes)?);
        self.shared.open_writers.fetch_add(1, Ordering::Relaxed);
        self.touch();
        let pending = std::mem::take(&mut writer.pending);
        self.shared.pending_bytes.fetch_sub(std::mem::take(&mut writer.pending_bytes), Ordering::Relaxed);
        pending.into_iter().try_for_each(|document| self.feed(writer, document))
    }

    /// Makes what was appended durable and visible. `None` keeps the offset of the last commit.
    ///
    /// When it fails, nothing of it counts: documents and payloads since the last commit are given up.
    pub(crate) fn commit(&self, up_to: Option<u64>) -> Result<()> {
        let mut writer = self.write.lock();
        self.commit_locked(&mut writer, up_to)
    }

    pub(super) fn commit_locked(&self, writer: &mut DayWriter, up_to: Option<u64>) -> Result<()> {
        if !writer.dirty {
            return Ok(());
        }
        let result = self.try_commit(writer, up_to);
        if result.is_err() {
            self.abandon(writer);
        }
        result
    }

    fn try_commit(&self, writer: &mut DayWriter, up_to: Option<u64>) -> Result<()> {
        let index = self.prepare(writer)?;
        if let Some(open) = &mut writer.pack {
            open.sync()?;
            writer.packs.insert(open.number(), open.length());
        }
        if writer.writer.is_none() {
            self.open_writer(writer, &index)?;
        }
        let up_to = up_to.unwrap_or(writer.up_to);
        let mut replaced = std::mem::take(&mut writer.replaced);
        replaced.extend_from_slice(&writer.waiting);
        let note = super::note::CommitNote { up_to, packs: writer.packs.clone(), replaced };
        if let Some(open) = &mut writer.writer {
            let mut prepared = open.prepare_commit().of_index(&index.folder)?;
            prepared.set_payload(&note.print());
            prepared.commit().of_index(&index.folder)?;
        }
        self.publish(&index)?;
        writer.up_to = up_to;
        self.set_dirty(writer, false);
        self.uncommitted.lock().clear();
        self.changed.store(clock::now_seconds(), Ordering::Relaxed);
        self.commits.fetch_add(1, Ordering::AcqRel);
        self.unmerged.store(true, Ordering::Relaxed);
        self.forget_size();
        Ok(())
    }

    /// Gives up what was appended since the last commit; the next append starts from the disk again.
    pub(super) fn abandon(&self, writer: &mut DayWriter) {
        if writer.writer.take().is_some() {
            self.shared.open_writers.fetch_sub(1, Ordering::Relaxed);
        }
        writer.pending.clear();
        self.shared.pending_bytes.fetch_sub(std::mem::take(&mut writer.pending_bytes), Ordering::Relaxed);
        writer.pack = None;
        writer.ready = None;
        writer.replaced.clear();
        if writer.dirty {
            self.shared.given_up.store(true, Ordering::Release);
        }
        self.set_dirty(writer, false);
        self.uncommitted.lock().clear();
    }

    pub(super) fn set_dirty(&self, writer: &mut DayWriter, dirty: bool) {
        writer.dirty = dirty;
        self.dirty.store(dirty, Ordering::Release);
    }

    /// Whether documents wait for the next commit.
    pub(crate) fn is_dirty(&self) -> bool {
        self.dirty.load(Ordering::Acquire)
    }

    /// Whether an index writer is open; `None` while somebody writes.
    pub(crate) fn has_writer(&self) -> Option<bool> {
        self.write.try_lock().map(|writer| writer.writer.is_some())
    }

    /// Bytes of documents that wait for a writer.
    pub(crate) fn pending_bytes(&self) -> usize {
        self.write.try_lock().map_or(0, |writer| writer.pending_bytes)
    }

    /// Opens a writer for documents that wait without one.
    pub(crate) fn drain_pending(&self) -> Result<()> {
        let mut writer = self.write.lock();
        if writer.pending.is_empty() || writer.writer.is_some() {
            return Ok(());
        }
        let index = self.prepare(&mut writer)?;
        self.open_writer(&mut writer, &index)
    }

    /// Closes the writer (committing what it holds) if nobody is writing.
    pub(crate) fn evict_writer(&self) -> Result<Eviction> {
        let Some(mut writer) = self.write.try_lock() else { return Ok(Eviction::Busy) };
        if writer.writer.is_none() {
            return Ok(Eviction::Nothing);
        }
        self.commit_locked(&mut writer, None)?;
        self.close_writer(&mut writer)?;
        Ok(Eviction::Closed)
    }

    /// Closes the writer when nothing was written for `idle`; a day that is over is merged into one segment first.
    pub(crate) fn close_when_idle(&self, idle: Duration, over: bool) -> Result<Eviction> {
        let Some(mut writer) = self.write.try_lock() else { return Ok(Eviction::Busy) };
        if writer.dirty || writer.last_write.elapsed() < idle {
            return Ok(Eviction::Busy);
        }
        if writer.gone {
            return Ok(Eviction::Nothing);
        }
        let merge = over && self.shared.is_claimed() && self.unmerged.swap(false, Ordering::Relaxed);
        if merge && writer.writer.is_none() && index::count_segments(&self.index_folder()) > 1 {
            let index = self.prepare(&mut writer)?;
            self.open_writer(&mut writer, &index)?;
        }
        let Some(index) = writer.ready.clone() else { return Ok(Eviction::Nothing) };
        if writer.writer.is_some() {
            if merge {
                self.merge_locked(&mut writer, &index)?;
            }
            self.close_writer(&mut writer)?;
        }
        writer.pack = None;
        writer.ready = None;
        Ok(Eviction::Closed)
    }

    /// Merges all segments into one.
    pub(super) fn merge_locked(&self, writer: &mut DayWriter, index: &Arc<DayIndex>) -> Result<()> {
        let segments = index.segments()?;
        let documents: u64 = segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        let segments: Vec<_> = segments.iter().map(|segment| segment.id()).collect();
        let worth = segments.len() > 1 && documents <= MAX_MERGED_DOCUMENTS;
        if let Some(open) = writer.writer.as_mut().filter(|_| worth) {
            open.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
            open.merge(&segments).wait().of_index(&index.folder)?;
            open.garbage_collect_files().wait().of_index(&index.folder)?;
            self.publish(index)?;
            self.forget_size();
        }
        Ok(())
    }

    /// Closes the writer after the merges it is at.
    pub(super) fn close_writer(&self, writer: &mut DayWriter) -> Result<()> {
        let Some(open) = writer.writer.take() else { return Ok(()) };
        self.shared.open_writers.fetch_sub(1, Ordering::Relaxed);
        let waited = open.wait_merging_threads().of_index(&self.folder.join(INDEX_FOLDER));
        if let Some(index) = &writer.ready {
            self.publish(index)?;
        }
        self.forget_size();
        waited
    }
}
