//! `bartizan restore FILE`: unpacks a backup into an empty data folder, wholly or not at all.
//!
//! 1. Everything is unpacked into [`UNPACKING_DIR`] inside the data folder, so on the same volume, and checked: the
//!    stream's checksum, the length of every file, the end of the archive, the metadata store. What goes wrong up to here
//!    takes that folder away again.
//! 2. One rename to [`COMPLETE_DIR`] is the moment from which on the restore has happened.
//! 3. Its entries are moved into place, the metadata store last. A stop in between is finished by whatever command comes
//!    next ([`settle`]), as a stop before step 2 is undone by it.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::cli::output;
use crate::config::Config;
use crate::server::adapters::META_FILE;
use crate::server::lock::{DataLock, LOCK_FILE};

/// Where an archive is unpacked to and checked.
const UNPACKING_DIR: &str = ".restore";
/// What was unpacked, once it is known to be whole.
const COMPLETE_DIR: &str = ".restored";
/// Folder that a fresh volume has of itself.
const VOLUME_DIR: &str = "lost+found";
/// Zero bytes that end a tar archive: two blocks.
const TAR_END_BYTES: u64 = 1024;

pub(crate) fn run(config: &Config, archive: &Path, json: bool) -> Result<()> {
    let data = &config.data_dir;
    let files = restore(data, archive)?;
    output::print(json, &json!({"files": files}), &format!("restored {files} files into {}", data.display()))
}

/// Finishes or undoes a restore into the data folder that was interrupted; waits for none that is going on.
pub(crate) fn settle(data: &Path) -> Result<()> {
    if !data.join(UNPACKING_DIR).exists() && !data.join(COMPLETE_DIR).exists() {
        return Ok(());
    }
    match DataLock::try_take(data)? {
        Some(_lock) => settle_locked(data),
        None if data.join(META_FILE).exists() => Ok(()),
        None => bail!("a backup is being restored into {}; try again when it is done", data.display()),
    }
}

/// Answers the number of files.
fn restore(data: &Path, archive: &Path) -> Result<u64> {
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let _lock = DataLock::take(data)?;
    settle_locked(data)?;
    ensure_empty(data)?;
    let unpacking = data.join(UNPACKING_DIR);
    let files = match unpack(file, &unpacking) {
        Ok(files) => files,
        Err(error) => {
            fs::remove_dir_all(&unpacking).ok();
            return Err(error.context(format!("nothing was restored from {}", archive.display())));
        }
    };
    // All bytes before the name that vouches for them.
    rustix::fs::sync();
    rename(&unpacking, &data.join(COMPLETE_DIR))?;
    settle_locked(data)?;
    Ok(files)
}

fn ensure_empty(data: &Path) -> Result<()> {
    ensure!(!data.join(META_FILE).exists(), "{} holds an installation already; restore into an empty folder", data.display());
    let foreign = entries(data)?.into_iter().find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        !name.starts_with('.') && name != VOLUME_DIR && name != LOCK_FILE
    });
    match foreign {
        Some(path) => bail!("{} is not empty: it holds {}; restore into an empty folder", data.display(), path.display()),
        None => Ok(()),
    }
}

fn unpack(file: File, target: &Path) -> Result<u64> {
    let stream = zstd::Decoder::new(file).context("not a backup: no zstd stream")?;
    let mut tar = tar::Archive::new(EndWatch { inner: BufReader::new(stream), zeros: 0 });
    let mut files = 0_u64;
    for entry in tar.entries().context("the archive is damaged")? {
        let mut entry = entry.context("the archive is damaged")?;
        let inside = entry.path()?.strip_prefix("bartizan").context("not a backup of bartizan")?.to_path_buf();
        ensure!(inside.components().all(|part| matches!(part, Component::Normal(_))), "the archive names a path outside the folder");
        ensure!(entry.header().entry_type().is_dir() || entry.header().entry_type().is_file(), "the archive holds a link");
        if inside.as_os_str().is_empty() {
            continue;
        }
        let path = target.join(&inside);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        entry.unpack(&path).with_context(|| format!("cannot unpack {}", inside.display()))?;
        files += 1;
    }
    // The checksum stands behind the last entry: it is compared only by whoever reads to the very end.
    let mut rest = tar.into_inner();
    io::copy(&mut rest, &mut io::sink()).context("the archive is damaged")?;
    ensure!(rest.zeros >= TAR_END_BYTES, "the archive is cut short");
    ensure!(target.join(META_FILE).is_file(), "the archive holds no metadata store");
    Ok(files)
}

/// With the folder's lock held.
fn settle_locked(data: &Path) -> Result<()> {
    let unpacking = data.join(UNPACKING_DIR);
    if unpacking.exists() {
        fs::remove_dir_all(&unpacking).with_context(|| format!("cannot remove {}", unpacking.display()))?;
    }
    let complete = data.join(COMPLETE_DIR);
    if !complete.exists() {
        return Ok(());
    }
    let mut waiting = entries(&complete)?;
    // An installation is there once its metadata store is.
    waiting.sort_by_key(|path| path.ends_with(META_FILE));
    for from in waiting {
        rename(&from, &data.join(from.file_name().unwrap_or_default()))?;
    }
    File::open(data).and_then(|folder| folder.sync_all()).with_context(|| format!("cannot write {}", data.display()))?;
    fs::remove_dir(&complete).with_context(|| format!("cannot remove {}", complete.display()))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("cannot move {} to {}", from.display(), to.display()))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    listing.map(|entry| Ok(entry.with_context(|| format!("cannot read {}", folder.display()))?.path())).collect()
}

/// Counts the zero bytes that a stream ends with.
struct EndWatch<R> {
    inner: R,
    zeros: u64,
}

impl<R: Read> Read for EndWatch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        let zeros = read.iter().rev().take_while(|byte| **byte == 0).count();
        self.zeros = if zeros == count { self.zeros + zeros as u64 } else { zeros as u64 };
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::run as backup;
    use super::*;
    use crate::config::RawConfig;
    use crate::server::adapters;

    /// An installation of some files, and its backup.
    fn backed_up(folder: &Path) -> PathBuf {
        let data = folder.join("original");
        fs::create_dir_all(data.join("queue")).unwrap();
        // Bytes that do not compress: damage in them is seen by nothing but a checksum.
        let mut state = 1_u32;
        let noise: Vec<u8> = (0..300_000).map(|_| noise(&mut state).to_le_bytes()[2]).collect();
        fs::write(data.join("queue/0.seg"), noise).unwrap();
        let config = config(&data);
        drop(adapters::open_sqlite(&config).unwrap());
        let archive = folder.join("backup.tar.zst");
        backup(&config, &archive, true).unwrap();
        archive
    }

    fn noise(state: &mut u32) -> u32 {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *state
    }

    fn config(data: &Path) -> Config {
        let flags = [("data_dir", data.display().to_string())];
        RawConfig::gather(None, std::iter::empty(), &flags).unwrap().resolve().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            entries(folder).unwrap().iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        names.retain(|name| name != LOCK_FILE);
        names.sort();
        names
    }

    fn refused(data: &Path, archive: &Path) -> String {
        format!("{:#}", restore(data, archive).unwrap_err())
    }

    #[test]
    fn an_archive_that_is_cut_short_or_damaged_leaves_nothing_and_a_good_one_is_taken_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let archive = backed_up(folder.path());
        let bytes = fs::read(&archive).unwrap();
        let (bad, data) = (folder.path().join("bad"), folder.path().join("copy"));
        for cut in [0, 10, bytes.len() / 2, bytes.len() * 85 / 100, bytes.len() - 5, bytes.len() - 1] {
            fs::write(&bad, &bytes[..cut]).unwrap();
            let told = refused(&data, &bad);
            assert!(told.contains("nothing was restored"), "{told}");
            assert_eq!(names(&data), [""; 0], "left behind by an archive of {cut} bytes");
        }
        for place in [bytes.len() / 4, bytes.len() / 2, bytes.len() * 3 / 4, bytes.len() - 2] {
            let mut broken = bytes.clone();
            broken[place] ^= 0x55;
            fs::write(&bad, &broken).unwrap();
            refused(&data, &bad);
            assert_eq!(names(&data), [""; 0], "left behind by damage at byte {place}");
        }
        restore(&data, &archive).unwrap();
        assert_eq!(names(&data), [META_FILE, "queue"]);
        assert_eq!(fs::read(data.join("queue/0.seg")).unwrap(), fs::read(folder.path().join("original/queue/0.seg")).unwrap());
        assert!(refused(&data, &archive).contains("holds an installation already"));
    }

    #[test]
    fn an_archive_without_its_end_or_its_metadata_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (archive, data) = (folder.path().join("made.tar.zst"), folder.path().join("copy"));
        let write = |name: &str, ended: bool| {
            let mut tar = tar::Builder::new(Vec::new());
            let mut header = tar::Header::new_gnu();
            header.set_size(3);
            header.set_mode(0o600);
            tar.append_data(&mut header, name, &b"abc"[..]).unwrap();
            let whole = tar.into_inner().unwrap();
            let kept = if ended { &whole[..] } else { &whole[..1024] };
            let mut stream = zstd::Encoder::new(File::create(&archive).unwrap(), 1).unwrap();
            stream.write_all(kept).unwrap();
            stream.finish().unwrap();
        };
        write("bartizan/meta.db", false);
        assert!(refused(&data, &archive).contains("cut short"));
        write("bartizan/other", true);
        assert!(refused(&data, &archive).contains("no metadata store"));
        write("elsewhere/meta.db", true);
        assert!(refused(&data, &archive).contains("not a backup of bartizan"));
        assert_eq!(names(&data), [""; 0]);
    }

    #[test]
    fn a_folder_with_other_peoples_files_is_refused_and_a_fresh_volume_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let archive = backed_up(folder.path());
        let data = folder.path().join("volume");
        fs::create_dir_all(data.join(VOLUME_DIR)).unwrap();
        fs::write(data.join(".keep"), "").unwrap();
        fs::write(data.join("thesis.txt"), "words").unwrap();
        let told = refused(&data, &archive);
        assert!(told.contains("not empty") && told.contains("thesis.txt"), "{told}");
        assert_eq!(names(&data), [".keep", VOLUME_DIR, "thesis.txt"]);
        fs::remove_file(data.join("thesis.txt")).unwrap();
        restore(&data, &archive).unwrap();
        assert_eq!(names(&data), [".keep", VOLUME_DIR, META_FILE, "queue"]);
    }

    #[test]
    fn an_interrupted_restore_is_undone_before_and_finished_after_it_was_complete() {
        let folder = tempfile::tempdir().unwrap();
        let archive = backed_up(folder.path());
        let data = folder.path().join("copy");
        fs::create_dir_all(data.join(UNPACKING_DIR).join("queue")).unwrap();
        fs::write(data.join(UNPACKING_DIR).join(META_FILE), "half").unwrap();
        settle(&data).unwrap();
        assert_eq!(names(&data), [""; 0]);

        restore(&data, &archive).unwrap();
        // As after a stop between two moves: the metadata store still waits.
        fs::create_dir(data.join(COMPLETE_DIR)).unwrap();
        fs::rename(data.join(META_FILE), data.join(COMPLETE_DIR).join(META_FILE)).unwrap();
        let busy = DataLock::take(&data).unwrap();
        assert!(settle(&data).unwrap_err().to_string().contains("is being restored"));
        drop(busy);
        settle(&data).unwrap();
        assert_eq!(names(&data), [META_FILE, "queue"]);
    }
}
