//! The few file operations the journal needs, as a seam: the real folder here, a simulated disk that
//! loses unsynced writes in the tests.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// One flat folder of files.
pub(crate) trait Disk: Send + Sync + 'static {
    /// Names of the files in the folder.
    fn list(&self) -> io::Result<Vec<String>>;
    /// Opens a file to read; with `create` a new, empty one to write (an old one is emptied).
    fn open(&self, name: &str, how: How) -> io::Result<Box<dyn DiskFile>>;
    /// Renames within the folder; durable after `sync_dir`.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;
    /// Removes a file; durable after `sync_dir`.
    fn remove(&self, name: &str) -> io::Result<()>;
    /// Makes creations, renames and removals durable.
    fn sync_dir(&self) -> io::Result<()>;
    /// Bytes free for us on the volume.
    fn free_bytes(&self) -> io::Result<u64>;
    /// Keeps damaged bytes and the reason for the operator under a name (once for each name).
    fn set_aside(&self, name: &str, bytes: &[u8], reason: &str) -> io::Result<()>;
}

/// How to open a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Read,
    Write,
    Create,
}

/// One open file.
pub(crate) trait DiskFile: Send {
    fn len(&self) -> io::Result<u64>;
    /// Fills `buf` from `pos` on; an early end of file is `UnexpectedEof`.
    fn read_exact_at(&self, buf: &mut [u8], pos: u64) -> io::Result<()>;
    /// Writes all of `bytes` at `pos`.
    fn write_all_at(&self, bytes: &[u8], pos: u64) -> io::Result<()>;
    /// Makes content and length durable.
    fn sync(&self) -> io::Result<()>;
    fn set_len(&self, len: u64) -> io::Result<()>;
}

/// Most files kept in `damaged/`: a dying disk shall not fill itself with copies.
const MAX_SET_ASIDE_FILES: usize = 1_000;

/// The real folder, held by a lock for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder when it is missing and takes its lock.
    ///
    /// # Errors
    /// `WouldBlock` when another process (or another journal of this one) holds it.
    pub(crate) fn open(dir: &Path) -> io::Result<Self> {
        create_dir_durably(dir)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join("journal.lock"))?;
        rustix::fs::flock(&lock, rustix::fs::FlockOperation::NonBlockingLockExclusive)?;
        Ok(Self { dir: dir.to_owned(), _lock: lock })
    }
}

fn create_dir_durably(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(parent) = parent {
        create_dir_durably(parent)?;
    }
    match fs::create_dir(dir) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(e),
        _ => File::open(parent.unwrap_or_else(|| Path::new(".")))?.sync_all(),
    }
}

impl Disk for Folder {
    fn list(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.dir)? {
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    fn open(&self, name: &str, how: How) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        match how {
            How::Read => options.read(true),
            How::Write => options.read(true).write(true),
            How::Create => options.read(true).write(true).create(true).truncate(true),
        };
        Ok(Box::new(options.open(self.dir.join(name))?))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.dir.join(from), self.dir.join(to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.dir.join(name))
    }

    fn sync_dir(&self) -> io::Result<()> {
        File::open(&self.dir)?.sync_all()
    }

    fn free_bytes(&self) -> io::Result<u64> {
        let stat = rustix::fs::statvfs(&self.dir)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    fn set_aside(&self, name: &str, bytes: &[u8], reason: &str) -> io::Result<()> {
        let dir = self.dir.join("damaged");
        create_dir_durably(&dir)?;
        let (note, copy) = (dir.join(format!("{name}.txt")), dir.join(format!("{name}.bin")));
        if note.exists() || fs::read_dir(&dir)?.count() >= 2 * MAX_SET_ASIDE_FILES {
            return Ok(());
        }
        write_durably(&copy, bytes)?;
        write_durably(&note, format!("{reason}\n").as_bytes())?;
        File::open(&dir)?.sync_all()
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl DiskFile for File {
    fn len(&self) -> io::Result<u64> {
        self.metadata().map(|m| m.len())
    }

    fn read_exact_at(&self, buf: &mut [u8], pos: u64) -> io::Result<()> {
        FileExt::read_exact_at(self, buf, pos)
    }

    fn write_all_at(&self, bytes: &[u8], pos: u64) -> io::Result<()> {
        FileExt::write_all_at(self, bytes, pos)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        File::set_len(self, len)
    }
}

/// A random number: from the system, else from what the standard library seeds its hashers with.
pub(crate) fn random_u64() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    let mut seed = [0; 8];
    match File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut seed)) {
        Ok(()) => u64::from_le_bytes(seed),
        Err(_) => std::hash::RandomState::new().build_hasher().finish(),
    }
}
