//! A folder of files that can be made again at any time: of one version, under a bound, those used last longest.
//!
//! Files stand under `<root>/v<version>/`. Any of them, and the whole folder, can be deleted while the program runs.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// What a file takes on disk is a multiple of this, in bytes: so small files are bounded in number too.
const BLOCK_BYTES: u64 = 4096;

/// The folder.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    max_bytes: u64,
    /// On disk, as far as it was counted and written since.
    bytes: AtomicU64,
    /// Of files that are being written.
    number: AtomicU64,
}

impl Folder {
    /// Opens the folder below `root` for files of that version, at most `max_bytes` of them on disk; what other versions
    /// left in `root` is removed.
    ///
    /// # Errors
    /// When the folder cannot be made or listed.
    pub fn open(root: &Path, version: u32, max_bytes: u64) -> io::Result<Self> {
        let dir = root.join(format!("v{version}"));
        fs::create_dir_all(&dir)?;
        for entry in fs::read_dir(root)?.flatten() {
            let path = entry.path();
            if path != dir && path.is_dir() {
                // What cannot be removed is never read.
                let _ = fs::remove_dir_all(path);
            }
        }
        let folder = Self { dir, max_bytes, bytes: AtomicU64::new(0), number: AtomicU64::new(0) };
        folder.sweep(None);
        Ok(folder)
    }

    /// Where a file of that name stands.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// A name that nobody else uses, for a file that is needed for a moment only. Left over it is swept like any other.
    ///
    /// # Errors
    /// When the folder was deleted since it was opened and cannot be made again.
    pub(crate) fn scratch(&self, what: &str) -> io::Result<PathBuf> {
        fs::create_dir_all(&self.dir)?;
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        Ok(self.dir.join(format!("{}-{number}.{what}", std::process::id())))
    }

    /// Notes a file as used now.
    pub(crate) fn touch(&self, name: &str) {
        // One that cannot be noted goes sooner, no more.
        let _ = File::open(self.path(name)).and_then(|file| file.set_modified(SystemTime::now()));
    }

    /// The bytes of a file; `None` when it is not there. One of more than `max_bytes` is damage.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub(crate) fn read(&self, name: &str, max_bytes: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.path(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len().min(max_bytes)).unwrap_or(0));
        file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max_bytes { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(Some(bytes)) }
    }

    /// Writes a file whole or not at all, then makes room: this one stays, whatever its size.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let (part, path) = (self.scratch("part")?, self.path(name));
        fs::write(&part, bytes).and_then(|()| fs::rename(&part, &path)).inspect_err(|_| drop(fs::remove_file(&part)))?;
        let size = on_disk(bytes.len() as u64);
        if self.bytes.fetch_add(size, Ordering::Relaxed).saturating_add(size) > self.max_bytes {
            self.sweep(Some(&path));
        }
        Ok(())
    }

    /// Deletes a file that is of no use.
    pub(crate) fn remove(&self, name: &str) {
        // What stays is found to be of no use again.
        let _ = fs::remove_file(self.path(name));
    }

    /// Counts, and deletes what was used longest ago until a tenth of the space is free again.
    fn sweep(&self, spared: Option<&Path>) {
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        let mut files: Vec<(SystemTime, u64, PathBuf)> = entries
            .flatten()
            .filter_map(|entry| {
                let meta = entry.metadata().ok()?;
                Some((meta.modified().ok()?, on_disk(meta.len()), entry.path()))
            })
            .collect();
        let mut total: u64 = files.iter().map(|(_, size, _)| size).sum();
        if total > self.max_bytes {
            files.sort_unstable();
            let goal = self.max_bytes - self.max_bytes / 10;
            for (_, size, path) in files.iter().filter(|(_, _, path)| Some(path.as_path()) != spared) {
                if total <= goal {
                    break;
                }
                if fs::remove_file(path).is_ok() {
                    total = total.saturating_sub(*size);
                }
            }
        }
        self.bytes.store(total, Ordering::Relaxed);
    }
}

fn on_disk(len: u64) -> u64 {
    len.next_multiple_of(BLOCK_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Folder) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(&folder.dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_was_used_longest_ago_makes_room() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path(), 1, 10 * BLOCK_BYTES).unwrap();
        for (age, name) in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].iter().enumerate() {
            folder.put(name, &[1]).unwrap();
            let then = SystemTime::now() - std::time::Duration::from_secs(100 - age as u64);
            File::open(folder.path(name)).unwrap().set_modified(then).unwrap();
        }
        assert_eq!(names(&folder).len(), 10, "it may be full");
        folder.touch("a");
        folder.put("k", &[1]).unwrap();
        assert_eq!(names(&folder).concat(), "adefghijk", "two of the oldest went, not the one that was used");
        folder.put("large", &[1; 12 * BLOCK_BYTES as usize]).unwrap();
        assert_eq!(names(&folder), ["large"], "the last one stays, whatever its size");
        let smaller = Folder::open(root.path(), 1, BLOCK_BYTES).unwrap();
        assert_eq!(names(&smaller).len(), 0, "a smaller bound holds from the start");
    }

    #[test]
    fn other_versions_are_removed_and_the_folder_may_go() {
        let root = tempfile::tempdir().unwrap();
        Folder::open(root.path(), 1, 1 << 20).unwrap().put("a", b"old").unwrap();
        let folder = Folder::open(root.path(), 2, 1 << 20).unwrap();
        assert_eq!(folder.read("a", 10).unwrap(), None);
        assert!(!root.path().join("v1").exists());
        fs::remove_dir_all(root.path()).unwrap();
        folder.put("a", b"new").unwrap();
        assert_eq!(folder.read("a", 10).unwrap().as_deref(), Some(b"new".as_slice()));
        assert!(folder.read("a", 2).is_err(), "more than was asked for is damage");
        folder.remove("a");
        assert_eq!(folder.read("a", 10).unwrap(), None);
        assert_eq!(names(&folder).len(), 0, "nothing half written is left");
    }
}
