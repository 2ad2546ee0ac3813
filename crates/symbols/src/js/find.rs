//! Which uploaded files explain a minified file: by its debug id, then by release, dist and address.

use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

use bartizan_domain::artifact::{FileKind, FoundFile};
use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::StoreError;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::Artifacts;
use base64::Engine as _;
use bytes::Bytes;
use parking_lot::Mutex;

use super::bundle::{Archive, BundleError};
use super::cache::{MapCache, MapKey};
use super::map::{MAX_CODE_BYTES, MAX_MAP_BYTES, Map};
use super::step::Step;
use super::urls::{candidates, joined, reference};

/// References to maps that are remembered; when there are more it begins anew.
const MAX_REFERENCES: usize = 1024;
/// Longest of them, in bytes.
const MAX_REFERENCE_BYTES: usize = 4096;
/// Read ahead of an archive, in bytes.
const BLOCK_BYTES: u64 = 512 * 1024;
/// Longest text of an event that a message repeats, in characters.
const MAX_TOLD_CHARS: usize = 300;

/// Whose event it is, and what it says of itself. Nothing is looked up without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Tenant.
    pub organization: OrganizationId,
    /// Project: only bundles uploaded for it are looked at.
    pub project: ProjectId,
    /// Release; empty for none.
    pub release: String,
    /// Distribution; empty for none.
    pub dist: String,
}

/// A map that was found.
#[derive(Debug, Clone)]
pub struct Match {
    /// The map.
    pub map: Arc<Map>,
    /// Address of the map.
    pub url: String,
    /// `debug-id` or `release`.
    pub by: &'static str,
}

/// Where the map of a minified file is.
#[derive(Debug, Clone)]
enum Reference {
    /// Within the file.
    Inline,
    /// At that address.
    At(String),
}

impl Reference {
    fn of(text: &str) -> Self {
        if text.starts_with(INLINE) { Self::Inline } else { Self::At(text.to_owned()) }
    }

    fn is_short(&self) -> bool {
        matches!(self, Self::At(text) if text.len() <= MAX_REFERENCE_BYTES) || matches!(self, Self::Inline)
    }
}

/// How a map within the file's own reference begins.
const INLINE: &str = "data:";

/// What the ends of minified files say, by archive and path; their content never changes.
type References = Arc<Mutex<HashMap<(String, String), Option<Reference>>>>;

/// Told of a file each time it explained one; the file says when its bundle was last noted as used.
pub type NoteUse = Arc<dyn Fn(&FoundFile) + Send + Sync>;

/// The uploaded files of all projects.
#[derive(Clone)]
pub struct Finder {
    artifacts: Arc<dyn Artifacts>,
    blobs: Arc<dyn BlobStore>,
    runtime: tokio::runtime::Handle,
    cache: Arc<MapCache>,
    references: References,
    note_use: NoteUse,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Finder").field("cache", &self.cache).finish_non_exhaustive()
    }
}

impl Finder {
    /// On these stores; reads of blobs wait on `runtime` and must not be made on its threads.
    pub fn new(artifacts: Arc<dyn Artifacts>, blobs: Arc<dyn BlobStore>, runtime: tokio::runtime::Handle, note_use: NoteUse) -> Self {
        Self { artifacts, blobs, runtime, cache: Arc::default(), references: Arc::default(), note_use }
    }

    /// With that cache instead of one in memory alone.
    #[must_use]
    pub fn with_cache(self, cache: MapCache) -> Self {
        Self { cache: Arc::new(cache), ..self }
    }

    /// The map of a minified file by its address and debug id (32 hex digits).
    ///
    /// # Errors
    /// The steps that failed, in their order.
    pub fn map(&self, question: &Question, url: &str, debug_id: Option<&str>) -> Result<Match, Vec<Step>> {
        let mut failed = Vec::new();
        if let Some(id) = debug_id {
            match self.by_debug_id(question, id) {
                Ok(found) => return Ok(found),
                Err(step @ (Step::Broken { .. } | Step::Store(_))) => return Err(vec![step]),
                Err(step) => failed.push(step),
            }
        }
        if question.release.is_empty() {
            if failed.is_empty() {
                failed.push(Step::NothingToLookBy);
            }
            return Err(failed);
        }
        self.by_url(question, url).map_err(|step| {
            failed.push(step);
            failed
        })
    }

    fn by_debug_id(&self, question: &Question, id: &str) -> Result<Match, Step> {
        let found = self.artifacts.files_by_debug_id(question.organization, question.project, id).map_err(store)?;
        let code = found.iter().find(|file| file.file.kind == FileKind::MinifiedSource);
        if let Some(map) = found.iter().find(|file| file.file.kind == FileKind::SourceMap) {
            let own = found.iter().find(|file| file.file.kind == FileKind::MinifiedSource && file.blob_key == map.blob_key);
            return self.read(map, own.or(code), "debug-id");
        }
        let Some(code) = code else { return Err(Step::UnknownDebugId { id: id.to_owned() }) };
        let missing = || Step::NoMapForDebugId { id: id.to_owned() };
        let Reference::At(named) = self.reference_of(code)?.ok_or_else(missing)? else { return self.inline(code, "debug-id") };
        let wanted = joined(&code.file.url, &named);
        let (_, files) = self.artifacts.bundle(question.organization, question.project, code.bundle).map_err(store)?;
        let file = files.into_iter().find(|file| file.url == wanted).ok_or_else(missing)?;
        self.read(&FoundFile { file, ..code.clone() }, Some(code), "debug-id")
    }

    fn by_url(&self, question: &Question, url: &str) -> Result<Match, Step> {
        let Some(code) = self.file(question, url)? else { return Err(self.no_file(question, url)) };
        let named = self.reference_of(&code)?.ok_or_else(|| Step::NoReference { file: told(&code.file.url) })?;
        let Reference::At(named) = named else { return self.inline(&code, "release") };
        let wanted = joined(&code.file.url, &named);
        let map = self.file(question, &wanted)?;
        let map = map.ok_or_else(|| Step::NoMap { release: told(&question.release), file: told(&code.file.url), map: told(&wanted) })?;
        self.read(&map, Some(&code), "release")
    }

    fn no_file(&self, question: &Question, url: &str) -> Step {
        let release = told(&question.release);
        match self.artifacts.count_bundles(question.organization, question.project, &question.release) {
            Ok((_, 0)) => Step::EmptyRelease { release },
            Ok(_) => Step::UnknownUrl { release, url: told(candidates(url).last().map_or(url, String::as_str)) },
            Err(error) => store(error),
        }
    }

    /// The newest file of the release with that address: of the event's dist, else of none.
    fn file(&self, question: &Question, url: &str) -> Result<Option<FoundFile>, Step> {
        let urls = candidates(url);
        let found = self.artifacts.files_by_url(question.organization, question.project, &question.release, &urls).map_err(store)?;
        let (mut fitting, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|file| file.dist == question.dist || file.dist.is_empty());
        // A stable sort: of equals the newest stays first.
        fitting.sort_by_key(|file| (file.dist != question.dist, urls.iter().position(|url| *url == file.file.url)));
        match (fitting.into_iter().next(), others.into_iter().next()) {
            (None, Some(other)) => {
                let release = told(&question.release);
                Err(Step::WrongDist { release, uploaded: told(&other.dist), wanted: told(&question.dist) })
            }
            (found, _) => Ok(found),
        }
    }

    /// The reference to the map: from the headers, else at the end of the file, which is read for it once.
    fn reference_of(&self, code: &FoundFile) -> Result<Option<Reference>, Step> {
        if let Some(header) = &code.file.source_map {
            return Ok(Some(Reference::of(header)));
        }
        let key = (code.blob_key.clone(), code.file.path.clone());
        if let Some(known) = self.references.lock().get(&key) {
            return Ok(known.clone());
        }
        let found = self.text(code)?.and_then(|text| reference(&text).map(Reference::of));
        if found.as_ref().is_none_or(Reference::is_short) {
            let mut references = self.references.lock();
            if references.len() >= MAX_REFERENCES {
                references.clear();
            }
            references.insert(key, found.clone());
        }
        Ok(found)
    }

    /// The text of a minified file; `None` when it is too large for any use, or no text.
    fn text(&self, file: &FoundFile) -> Result<Option<String>, Step> {
        match self.bytes(file, MAX_CODE_BYTES as u64) {
            Ok(bytes) => Ok(String::from_utf8(bytes).ok()),
            Err(Step::Broken { .. }) => Ok(None),
            Err(step) => Err(step),
        }
    }

    fn bytes(&self, found: &FoundFile, cap: u64) -> Result<Vec<u8>, Step> {
        let reader = BlobReader::new(Arc::clone(&self.blobs), self.runtime.clone(), found.blob_key.clone(), found.bundle_size);
        let fault = Arc::clone(&reader.fault);
        let read = Archive::over(reader).and_then(|mut archive| archive.read_capped(&found.file.path, cap));
        read.map_err(|error| match fault.lock().take() {
            Some(fault) => store(fault),
            None => broken(found, &error),
        })
    }

    /// The map in an archive, from the cache when it was read before.
    fn read(&self, found: &FoundFile, code: Option<&FoundFile>, by: &'static str) -> Result<Match, Step> {
        let code_path = code.map(|code| format!("{}/{}", code.blob_key, code.file.path)).unwrap_or_default();
        let key = MapKey { blob: found.blob_key.clone(), path: found.file.path.clone(), code: code_path };
        let url = told(&found.file.url);
        let read = || {
            let code = code.map(|code| self.text(code)).transpose()?.flatten();
            let bytes = self.bytes(found, MAX_MAP_BYTES as u64)?;
            parse(&url, code.as_deref(), bytes)
        };
        let map = self.cache.get(key, read)?;
        (self.note_use)(found);
        Ok(Match { map, url: url.clone(), by })
    }

    /// The map within the minified file's own reference.
    fn inline(&self, code: &FoundFile, by: &'static str) -> Result<Match, Step> {
        let url = told(&code.file.url);
        let key = MapKey { blob: code.blob_key.clone(), path: String::new(), code: code.file.path.clone() };
        let read = || {
            let text = self.text(code)?;
            let own = || text.as_deref().and_then(reference);
            let named = code.file.source_map.as_deref().or_else(own).unwrap_or_default();
            let data = unpacked(named).map_err(|reason| Step::Broken { map: url.clone(), reason })?;
            parse(&url, text.as_deref(), data)
        };
        let map = self.cache.get(key, read)?;
        (self.note_use)(code);
        Ok(Match { map, url: url.clone(), by })
    }
}

/// What a `data:` URL holds.
fn unpacked(url: &str) -> Result<Vec<u8>, String> {
    let (head, body) = url.split_once(',').ok_or("its data: URL has no comma")?;
    if body.len() > MAX_MAP_BYTES {
        return Err("its data: URL is too long".to_owned());
    }
    if head.ends_with(";base64") {
        let plain = body.trim_end_matches('=');
        return base64::engine::general_purpose::STANDARD_NO_PAD.decode(plain).map_err(|error| error.to_string());
    }
    Ok(percent_decoded(body))
}

fn parse(url: &str, code: Option<&str>, bytes: Vec<u8>) -> Result<Map, Step> {
    let reason = |reason: String| Step::Broken { map: url.to_owned(), reason };
    let text = String::from_utf8(bytes).map_err(|_| reason("it is no UTF-8".to_owned()))?;
    Map::read(code, &text).map_err(|error| reason(error.to_string()))
}

pub(super) fn percent_decoded(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    out
}

fn told(text: &str) -> String {
    text.chars().take(MAX_TOLD_CHARS).collect()
}

#[expect(clippy::needless_pass_by_value, reason = "used with map_err")]
fn store(error: StoreError) -> Step {
    Step::Store(error.to_string())
}

fn broken(found: &FoundFile, error: &BundleError) -> Step {
    Step::Broken { map: told(&found.file.url), reason: error.to_string().trim_end_matches('.').to_owned() }
}

/// A blob as a file, read block by block: an archive of hundreds of megabytes is never in memory.
struct BlobReader {
    blobs: Arc<dyn BlobStore>,
    runtime: tokio::runtime::Handle,
    key: String,
    size: u64,
    at: u64,
    block_at: u64,
    block: Bytes,
    /// What the store said when it failed: the archive's reader would take it for damage.
    fault: Arc<Mutex<Option<StoreError>>>,
}

impl BlobReader {
    fn new(blobs: Arc<dyn BlobStore>, runtime: tokio::runtime::Handle, key: String, size: u64) -> Self {
        Self { blobs, runtime, key, size, at: 0, block_at: 0, block: Bytes::new(), fault: Arc::default() }
    }

    /// What of the block stands at the current place.
    fn rest(&self) -> &[u8] {
        let offset = self.at.checked_sub(self.block_at).and_then(|offset| usize::try_from(offset).ok());
        offset.and_then(|offset| self.block.get(offset..)).unwrap_or_default()
    }
}

impl Read for BlobReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size || out.is_empty() {
            return Ok(0);
        }
        if self.rest().is_empty() {
            let end = self.at.saturating_add(BLOCK_BYTES).min(self.size);
            self.block = self.runtime.block_on(self.blobs.get(&self.key, Some(self.at..end))).map_err(|error| {
                let told = io::Error::other(error.to_string());
                *self.fault.lock() = Some(error);
                told
            })?;
            self.block_at = self.at;
        }
        let rest = self.rest();
        let count = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for BlobReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
