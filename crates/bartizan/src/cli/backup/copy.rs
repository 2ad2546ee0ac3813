//! Copies of files that somebody else is writing.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Commit file of an index; names the files that belong to the commit.
const COMMIT_FILE: &str = "meta.json";
/// A file not written for this long is taken to be finished.
const REST: Duration = Duration::from_secs(600);
/// Tries before a day that merges all the time is given up.
const MAX_TRIES: u32 = 20;

/// Hard links (or, on another volume, copies) of all files below `from`. A file that vanishes meanwhile is left out.
pub(super) fn link_tree(from: &Path, to: &Path) -> Result<()> {
    for entry in entries(from)? {
        let target = to.join(entry.file_name().unwrap_or_default());
        if entry.is_dir() {
            link_tree(&entry, &target)?;
        } else {
            fs::create_dir_all(to)?;
            link(&entry, &target)?;
        }
    }
    Ok(())
}

/// Copies the files (not the folders) of `from`.
pub(super) fn copy_files(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in entries(from)?.into_iter().filter(|e| e.is_file()) {
        fs::copy(&entry, to.join(entry.file_name().unwrap_or_default())).with_context(|| format!("cannot copy {}", entry.display()))?;
    }
    Ok(())
}

/// Copies `events/<dataset>/<day>` folders, each as of one commit.
pub(super) fn copy_days(from: &Path, to: &Path) -> Result<()> {
    for dataset in entries(from)?.into_iter().filter(|e| e.is_dir()) {
        let dataset_to = to.join(dataset.file_name().unwrap_or_default());
        copy_files(&dataset, &dataset_to)?;
        for day in entries(&dataset)?.into_iter().filter(|e| e.is_dir()) {
            copy_day(&day, &dataset_to.join(day.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}

fn copy_day(from: &Path, to: &Path) -> Result<()> {
    for _ in 0..MAX_TRIES {
        fs::remove_dir_all(to).ok();
        if try_copy_day(from, to)? || !from.exists() {
            return Ok(());
        }
    }
    bail!("{} changes all the time; try again when there is less load", from.display())
}

/// False when a file of the commit was merged away meanwhile, or a pack became a sealed one: either of its names may
/// have been gone when it was looked for.
fn try_copy_day(from: &Path, to: &Path) -> Result<bool> {
    let packs = pack_names(from)?;
    let commit = from.join("index").join(COMMIT_FILE);
    let before = fs::read(&commit).unwrap_or_default();
    link_tree(from, to)?;
    // The commit file is replaced, never rewritten, so what was read before still is one commit.
    if !before.is_empty() {
        let copied = to.join("index").join(COMMIT_FILE);
        fs::remove_file(&copied).ok();
        fs::write(&copied, &before)?;
    }
    Ok(fs::read(&commit).unwrap_or_default() == before && pack_names(from)? == packs)
}

/// Names of the packs of a day, without what is being written beside them.
fn pack_names(day: &Path) -> Result<Vec<PathBuf>> {
    let mut names = entries(&day.join("packs"))?;
    names.retain(|name| name.extension().is_some_and(|extension| extension == "pack" || extension == "sealed"));
    Ok(names)
}

/// A link for a file at rest; a copy for one that may still grow, since a link would grow with it.
fn link(from: &Path, to: &Path) -> Result<()> {
    fs::remove_file(to).ok();
    let result = if is_at_rest(from) { fs::hard_link(from, to) } else { Err(ErrorKind::Unsupported.into()) };
    match result.or_else(|_| fs::copy(from, to).map(|_| ())) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).with_context(|| format!("cannot copy {}", from.display())),
        _ => Ok(()),
    }
}

fn is_at_rest(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|info| info.modified()).ok();
    modified.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > REST)
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    let listing = match fs::read_dir(dir) {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", dir.display())),
    };
    let mut paths: Vec<PathBuf> = listing.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
    paths.sort();
    Ok(paths)
}
