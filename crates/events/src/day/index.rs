//! The index of a day, open for reading.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use tantivy::columnar::{Column, StrColumn};
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentMeta;
use tantivy::store::Compressor;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, SegmentReader};

use super::columns::{OpenColumns, SegmentTag};
use super::note::CommitNote;
use crate::document::IndexDocument;
use crate::error::{At, EventsError, OfIndex, Result};
use crate::merge::Tiers;
use crate::schema::{Fields, build};
use crate::words::{WORDS, WordTokenizer};

/// Least memory the index accepts for a writer.
const MIN_WRITER_BYTES: usize = 15 << 20;

/// An open index.
pub(crate) struct DayIndex {
    /// Its folder.
    pub(crate) folder: PathBuf,
    /// Its fields.
    pub(crate) fields: Fields,
    index: Index,
    reader: IndexReader,
    columns: OpenColumns,
}

impl DayIndex {
    /// Makes an empty index.
    pub(crate) fn create(dataset: Dataset, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder).at("create", folder)?;
        let directory = MmapDirectory::open(folder).of_index(folder)?;
        let settings =
            IndexSettings { docstore_compression: Compressor::None, docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        Index::create(directory, build(dataset), settings).of_index(folder).map(drop)
    }

    /// Opens an index that exists.
    pub(crate) fn open(dataset: Dataset, folder: &Path) -> Result<Self> {
        let directory = MmapDirectory::open(folder).of_index(folder)?;
        let index = Index::open(directory).of_index(folder)?;
        index.tokenizers().register(WORDS, TextAnalyzer::builder(WordTokenizer::default()).build());
        let fields = Fields::of(dataset, index.schema()).of_index(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(1).try_into();
        let reader: IndexReader = reader.of_index(folder)?;
        Ok(Self { folder: folder.to_owned(), fields, index, reader, columns: OpenColumns::default() })
    }

    /// What is committed and loaded.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Loads what was committed since.
    pub(crate) fn reload(&self) -> Result<()> {
        self.reader.reload().of_index(&self.folder)?;
        self.columns.keep(&self.reader.searcher());
        Ok(())
    }

    /// A column of words of a segment; `None` when the segment has none of that name.
    pub(crate) fn words(&self, segment: &SegmentReader, name: &str) -> tantivy::Result<Option<StrColumn>> {
        self.columns.words(|| self.reader.searcher(), segment, name)
    }

    /// A column of whole numbers or moments of a segment; `None` when the segment has none of that name.
    pub(crate) fn whole(&self, segment: &SegmentReader, name: &str) -> tantivy::Result<Option<Column<i64>>> {
        self.columns.whole(|| self.reader.searcher(), segment, name)
    }

    /// Tags that documents of a segment have or had.
    pub(crate) fn tags(&self, segment: &SegmentReader) -> tantivy::Result<Arc<[SegmentTag]>> {
        self.columns.tags(|| self.reader.searcher(), segment, self.fields.common.tags)
    }

    /// The note of the last commit.
    pub(crate) fn note(&self) -> Result<CommitNote> {
        let metas = self.index.load_metas().of_index(&self.folder)?;
        CommitNote::parse(metas.payload.as_deref())
            .ok_or_else(|| EventsError::corrupt(&self.folder, "the note of the last commit cannot be read"))
    }

    /// Segments of the last commit.
    pub(crate) fn segments(&self) -> Result<Vec<SegmentMeta>> {
        self.index.searchable_segment_metas().of_index(&self.folder)
    }

    /// Files whose checksum does not fit.
    pub(crate) fn damaged_files(&self) -> Result<Vec<PathBuf>> {
        Ok(self.index.validate_checksum().of_index(&self.folder)?.into_iter().collect())
    }

    /// Opens the writer: one indexing thread, one for merges.
    pub(crate) fn writer(&self, memory_bytes: usize) -> Result<IndexWriter<IndexDocument>> {
        let options = tantivy::indexer::IndexWriterOptions::builder()
            .memory_budget_per_thread(memory_bytes.max(MIN_WRITER_BYTES))
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter<IndexDocument> = self.index.writer_with_options(options).of_index(&self.folder)?;
        writer.set_merge_policy(Box::new(Tiers));
        Ok(writer)
    }
}

/// Commit file of an index, without opening it; nothing when it cannot be read.
fn listed(folder: &Path) -> serde_json::Value {
    let content = std::fs::read(folder.join("meta.json")).unwrap_or_default();
    serde_json::from_slice(&content).unwrap_or_default()
}

/// Segments of an index by its `meta.json` alone; none when it cannot be read.
fn listed_segments(folder: &Path) -> Vec<serde_json::Value> {
    listed(folder).get("segments").and_then(|s| s.as_array()).cloned().unwrap_or_default()
}

/// The note of the last commit by `meta.json` alone; `None` when there was none or it cannot be read.
pub(super) fn listed_note(folder: &Path) -> Option<CommitNote> {
    CommitNote::parse(Some(listed(folder).get("payload")?.as_str()?))
}

/// How many segments an index has.
pub(super) fn count_segments(folder: &Path) -> usize {
    listed_segments(folder).len()
}

/// How many documents an index has.
pub(super) fn count_documents(folder: &Path) -> u64 {
    let count = |segment: &serde_json::Value| {
        let all = segment.get("max_doc").and_then(serde_json::Value::as_u64).unwrap_or(0);
        let deleted = segment.get("deletes").and_then(|d| d.get("num_deleted_docs")).and_then(serde_json::Value::as_u64);
        all.saturating_sub(deleted.unwrap_or(0))
    };
    listed_segments(folder).iter().map(count).sum()
}
