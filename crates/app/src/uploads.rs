//! Files that come in chunks: stored by their SHA-1, put together on demand, handed to what understands them.
//!
//! A client asks for a file to be put together and learns which chunks are missing; it sends them and asks again. The
//! wish is a row of the metadata store until its result is stored, so that after a crash [`Uploads::resume`] goes on
//! where it stopped. One file is put together at a time: its bytes are held in memory, at most [`MAX_FILE_BYTES`].

mod archive;
mod bundle;
mod debug_file;
mod limits;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_domain::artifact::Assembly;
use bartizan_domain::time::HOUR_US;
use bartizan_domain::{OrganizationId, Timestamp};
use bartizan_ports::ErrorKind;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::MetaStore;
use bytes::Bytes;
use parking_lot::Mutex;
use sha1::{Digest, Sha1};
use tokio::sync::{Semaphore, watch};

use crate::repair::{Repair, Repairs};
use crate::{AppError, AppResult, Clock};

pub use archive::{MAX_ARCHIVE_BYTES, MAX_ARCHIVE_FILES, unpack};
pub use bundle::{BUNDLE_KIND, BundleFinisher, BundleTarget, InspectBundle};
pub use debug_file::{DEBUG_FILE_KIND, DebugFileFinisher, DebugFileTarget, FoundObject, InspectDebugFile};
pub use limits::{ArtifactPolicy, UploadLimits};

/// Largest chunk in bytes; a power of two, which older clients insist on.
pub const MAX_CHUNK_BYTES: usize = 8 * 1024 * 1024;
/// Most chunks in one request.
pub const MAX_CHUNKS_PER_REQUEST: usize = 64;
/// Largest request with chunks in bytes.
pub const MAX_REQUEST_BYTES: usize = 32 * 1024 * 1024;
/// Largest file in bytes.
pub const MAX_FILE_BYTES: u64 = 512 * 1024 * 1024;
/// Most chunks of a file: clients may cut finer than they must.
pub const MAX_CHUNKS_PER_FILE: usize = 4096;
/// Age at which a chunk and an unfinished assembly are forgotten.
const CHUNK_LIFETIME_US: i64 = 24 * HOUR_US;
/// Most chunks or bundles one clean-up takes in one step.
const SWEEP_ROWS: usize = 500;
/// A client that asks is answered after so long, done or not; it asks again.
const PATIENCE: Duration = Duration::from_secs(3);

/// What becomes of a file once it is put together.
pub trait Finisher: Send + Sync + 'static {
    /// Kind of assembly this is for.
    fn kind(&self) -> &'static str;
    /// Whether the result is stored already; what is asked for again is young again.
    ///
    /// # Errors
    /// Of the store.
    fn is_done(&self, assembly: &Assembly) -> AppResult<bool>;
    /// Checks the bytes and says under which key they are to be stored. Called on a blocking thread.
    ///
    /// # Errors
    /// A sentence for the person who sent it.
    fn check(&self, assembly: &Assembly, bytes: &Bytes) -> Result<Checked, String>;
    /// Which stored events the result may explain.
    ///
    /// # Errors
    /// `Internal` for an unreadable wish.
    fn explains(&self, assembly: &Assembly) -> AppResult<Vec<Repair>>;
}

/// Stores a result.
pub type StoreWork = Box<dyn FnOnce(&dyn MetaStore) -> AppResult<()> + Send>;

/// A file that was found good.
pub struct Checked {
    /// Key its bytes are stored under, and the bytes.
    pub blob: (String, Bytes),
    /// Stores the result, after the bytes are stored.
    pub store: StoreWork,
}

/// How far an assembly is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// These chunks are missing.
    NotFound(Vec<String>),
    /// It is being worked on.
    Assembling,
    /// It is stored.
    Ok,
    /// It cannot be used, and why.
    Error(String),
}

type JobKey = (OrganizationId, String, String, String);
type Outcome = Option<Result<(), String>>;

/// Uploads. Cheap to clone.
#[derive(Clone)]
pub struct Uploads {
    inner: Arc<Inner>,
}

struct Inner {
    meta: Arc<dyn MetaStore>,
    blobs: Arc<dyn BlobStore>,
    clock: Clock,
    finishers: Vec<Arc<dyn Finisher>>,
    running: Mutex<HashMap<JobKey, watch::Receiver<Outcome>>>,
    turn: Semaphore,
    repairs: Arc<Repairs>,
}

/// Key of a chunk in the blob store.
fn chunk_key(organization: OrganizationId, sha1: &str) -> String {
    format!("{organization}/_chunks/{sha1}")
}

/// True for 40 lower-case hex digits.
pub fn is_sha1(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn key_of(assembly: &Assembly) -> JobKey {
    (assembly.organization_id, assembly.kind.clone(), assembly.checksum.clone(), assembly.target.clone())
}

impl Uploads {
    /// Uploads into these stores.
    pub fn new(meta: Arc<dyn MetaStore>, blobs: Arc<dyn BlobStore>, clock: Clock, finishers: Vec<Arc<dyn Finisher>>) -> Self {
        let (running, turn) = (Mutex::new(HashMap::new()), Semaphore::new(1));
        let repairs = Arc::new(Repairs::new(Arc::clone(&meta)));
        Self { inner: Arc::new(Inner { meta, blobs, clock, finishers, running, turn, repairs }) }
    }

    /// What is to be read anew because of uploads.
    pub fn repairs(&self) -> Arc<Repairs> {
        Arc::clone(&self.inner.repairs)
    }

    /// Stores a chunk under the SHA-1 that the client says it has.
    ///
    /// # Errors
    /// `Invalid` when the bytes have another SHA-1 or are too many.
    pub async fn put_chunk(&self, organization: OrganizationId, sha1: &str, bytes: Bytes) -> AppResult<()> {
        if bytes.len() > MAX_CHUNK_BYTES {
            return Err(AppError::invalid("file", format!("A chunk has at most {MAX_CHUNK_BYTES} bytes.")));
        }
        let (actual, bytes) = blocking(move || (hex::encode(Sha1::digest(&bytes)), bytes)).await?;
        if actual != sha1 {
            return Err(AppError::invalid("file", format!("The chunk named {sha1} has the SHA-1 {actual}.")));
        }
        let size = bytes.len() as u64;
        self.inner.blobs.put(&chunk_key(organization, &actual), bytes).await?;
        let (meta, now) = (Arc::clone(&self.inner.meta), self.inner.clock.now());
        blocking(move || meta.note_chunk(organization, &actual, size, now)).await?.map_err(AppError::from)
    }

    /// Puts a file together, or says what is missing. Asking twice does the work once.
    ///
    /// # Errors
    /// `Invalid` for hashes that are none, `Store`.
    pub async fn assemble(&self, mut assembly: Assembly) -> AppResult<Progress> {
        assembly.created = self.inner.clock.now();
        if !is_sha1(&assembly.checksum) || !assembly.chunks.iter().all(|chunk| is_sha1(chunk)) {
            return Err(AppError::invalid("checksum", "A checksum is 40 lower-case hex digits."));
        }
        if assembly.chunks.len() > MAX_CHUNKS_PER_FILE {
            return Err(AppError::invalid("chunks", format!("A file has at most {MAX_CHUNKS_PER_FILE} chunks.")));
        }
        let finisher = self.finisher(&assembly)?;
        let known = self.inner.running.lock().get(&key_of(&assembly)).cloned();
        if let Some(outcome) = known {
            return Ok(self.wait(&key_of(&assembly), outcome).await);
        }
        let (inner, asked) = (Arc::clone(&self.inner), assembly.clone());
        let before = blocking(move || inner.look(finisher.as_ref(), &asked)).await??;
        match before {
            Some(progress) => Ok(progress),
            None => Ok(self.wait(&key_of(&assembly), self.start(assembly.clone())).await),
        }
    }

    fn finisher(&self, assembly: &Assembly) -> AppResult<Arc<dyn Finisher>> {
        let found = self.inner.finishers.iter().find(|f| f.kind() == assembly.kind);
        found.cloned().ok_or_else(|| AppError::Internal(format!("nothing is made of files of kind {}", assembly.kind)))
    }

    /// Starts the work unless it runs already.
    fn start(&self, assembly: Assembly) -> watch::Receiver<Outcome> {
        let mut running = self.inner.running.lock();
        if let Some(outcome) = running.get(&key_of(&assembly)) {
            return outcome.clone();
        }
        let (done, outcome) = watch::channel(None);
        running.insert(key_of(&assembly), outcome.clone());
        let uploads = self.clone();
        tokio::spawn(async move {
            let result = uploads.put_together(&assembly).await;
            let failed = result.is_err();
            let _ = done.send(Some(result));
            // A failure is told to the next who asks; it is forgotten with him, or here when nobody does.
            if failed {
                tokio::time::sleep(PATIENCE * 20).await;
            }
            uploads.inner.running.lock().remove(&key_of(&assembly));
        });
        outcome
    }

    async fn wait(&self, key: &JobKey, mut outcome: watch::Receiver<Outcome>) -> Progress {
        let ended = tokio::time::timeout(PATIENCE, outcome.wait_for(Option::is_some)).await;
        let result = match ended {
            Ok(Ok(result)) => result.clone(),
            Ok(Err(_)) => Some(Err("The work was interrupted; try again.".to_owned())),
            Err(_) => None,
        };
        match result {
            None => Progress::Assembling,
            Some(Ok(())) => Progress::Ok,
            Some(Err(detail)) => {
                self.inner.running.lock().remove(key);
                Progress::Error(detail)
            }
        }
    }

    /// The work itself. A file that is no good is forgotten; when a store fails the wish stays and is tried again.
    async fn put_together(&self, assembly: &Assembly) -> Result<(), String> {
        let Ok(_turn) = self.inner.turn.acquire().await else { return Err("The server stops.".to_owned()) };
        let result = self.work(assembly).await;
        let retry = matches!(&result, Err(AppError::Store(_) | AppError::Internal(_)));
        if let Err(error) = &result {
            tracing::warn!(checksum = assembly.checksum, kind = assembly.kind, %error, retry, "an upload could not be used");
        }
        if !retry {
            let (meta, ended) = (Arc::clone(&self.inner.meta), assembly.clone());
            let _ = blocking(move || meta.end_assembly(&ended)).await;
        }
        result.map_err(|error| error.to_string())
    }

    /// Takes a file that came whole; its checksum is counted here, and answered.
    ///
    /// # Errors
    /// `Invalid` with a sentence when it is no good, `Store`.
    pub async fn take_whole(&self, mut assembly: Assembly, bytes: Bytes) -> AppResult<String> {
        assembly.created = self.inner.clock.now();
        let Ok(_turn) = self.inner.turn.acquire().await else { return Err(AppError::Internal("the server stops".to_owned())) };
        let (checksum, bytes) = blocking(move || (hex::encode(Sha1::digest(&bytes)), bytes)).await?;
        assembly.checksum.clone_from(&checksum);
        let (finisher, asked) = (self.finisher(&assembly)?, assembly.clone());
        if !blocking(move || finisher.is_done(&asked)).await?? {
            self.finish(&assembly, bytes).await?;
        }
        Ok(checksum)
    }

    async fn work(&self, assembly: &Assembly) -> AppResult<()> {
        let bytes = self.collect(assembly).await?;
        self.finish(assembly, bytes).await
    }

    async fn finish(&self, assembly: &Assembly, bytes: Bytes) -> AppResult<()> {
        let finisher = self.finisher(assembly)?;
        let (wish, explains) = (assembly.clone(), finisher.explains(assembly)?);
        let checked = blocking(move || {
            let actual = hex::encode(Sha1::digest(&bytes));
            if actual != wish.checksum {
                return Err(format!("The file put together has the checksum {actual}, not {}.", wish.checksum));
            }
            finisher.check(&wish, &bytes)
        })
        .await?
        .map_err(|detail| AppError::invalid("file", detail))?;
        let (key, bytes) = checked.blob;
        self.inner.blobs.put(&key, bytes).await?;
        let inner = Arc::clone(&self.inner);
        blocking(move || {
            (checked.store)(inner.meta.as_ref())?;
            inner.repairs.note(explains, inner.clock.now())
        })
        .await?
    }

    async fn collect(&self, assembly: &Assembly) -> AppResult<Bytes> {
        let mut bytes = Vec::new();
        for chunk in &assembly.chunks {
            let part = self.inner.blobs.get(&chunk_key(assembly.organization_id, chunk), None).await?;
            if (bytes.len() + part.len()) as u64 > MAX_FILE_BYTES {
                return Err(AppError::invalid("file", format!("A file has at most {MAX_FILE_BYTES} bytes.")));
            }
            bytes.extend_from_slice(&part);
        }
        Ok(bytes.into())
    }

    /// Goes on with what a stop or a crash interrupted; call once at the start.
    ///
    /// # Errors
    /// Of the store.
    pub async fn resume(&self) -> AppResult<usize> {
        let meta = Arc::clone(&self.inner.meta);
        let open = blocking(move || meta.assemblies()).await??;
        let count = open.len();
        for assembly in open {
            drop(self.start(assembly));
        }
        Ok(count)
    }

    /// Forgets old chunks, assemblies that never ended, and bundles and debug files that nothing used since `keep_from`.
    ///
    /// # Errors
    /// Of the stores.
    pub async fn sweep(&self, keep_from: Timestamp) -> AppResult<()> {
        let before = self.inner.clock.now().plus(-CHUNK_LIFETIME_US);
        loop {
            let meta = Arc::clone(&self.inner.meta);
            let (chunks, bundles, files) = blocking(move || {
                let old = meta.assemblies()?.into_iter().filter(|a| a.created < before);
                old.map(|assembly| meta.end_assembly(&assembly)).collect::<Result<Vec<_>, _>>()?;
                let chunks = meta.drop_chunks(before, SWEEP_ROWS)?;
                Ok::<_, AppError>((chunks, meta.drop_bundles(keep_from, SWEEP_ROWS)?, meta.drop_debug_files(keep_from, SWEEP_ROWS)?))
            })
            .await??;
            let chunk_keys = chunks.iter().map(|(organization, sha1)| chunk_key(*organization, sha1));
            for key in chunk_keys.chain(bundles.iter().chain(&files).cloned()) {
                self.inner.blobs.delete(&key).await?;
            }
            if chunks.len() < SWEEP_ROWS && bundles.is_empty() && files.is_empty() {
                return Ok(());
            }
        }
    }
}

impl Inner {
    /// What can be answered without work; `None` when there is work, whose wish is noted then.
    fn look(&self, finisher: &dyn Finisher, assembly: &Assembly) -> AppResult<Option<Progress>> {
        if finisher.is_done(assembly)? {
            return Ok(Some(Progress::Ok));
        }
        let sizes = self.meta.chunks(assembly.organization_id, &assembly.chunks)?;
        let missing: Vec<String> =
            assembly.chunks.iter().zip(&sizes).filter(|(_, size)| size.is_none()).map(|(chunk, _)| chunk.clone()).collect();
        // Without chunks a client asks whether the file is there at all.
        if !missing.is_empty() || assembly.chunks.is_empty() {
            return Ok(Some(Progress::NotFound(missing)));
        }
        if sizes.iter().flatten().sum::<u64>() > MAX_FILE_BYTES {
            return Ok(Some(Progress::Error(format!("A file has at most {MAX_FILE_BYTES} bytes."))));
        }
        match self.meta.begin_assembly(assembly) {
            Ok(()) => Ok(None),
            Err(error) if error.kind == ErrorKind::Invalid => Ok(Some(Progress::Error(error.message))),
            Err(error) => Err(error.into()),
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> AppResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::Internal(error.to_string()))
}

#[cfg(test)]
mod tests;
