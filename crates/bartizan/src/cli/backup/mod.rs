//! `bartizan backup FILE`: everything in one compressed tar, also while the server runs.
//!
//! The order makes the copy whole without stopping anybody (a restored copy replays its queue like after a crash):
//!
//! 1. hard links of the queue's segments, so that none is released under us;
//! 2. the `indexed` position: what is indexed later than this is replayed and recognised;
//! 3. the metadata store by its own online copy (its `processed` position is after that of step 1);
//! 4. the day indexes: commit file first, then the immutable files it names, again when a merge took one away; packs
//!    as long as they are (a longer tail than the commit knows is cut when the copy is opened), all under the names they
//!    had before and after;
//! 5. blobs;
//! 6. the queue's segments once more, for what came meanwhile.

mod copy;
mod restore;
mod staging;

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use bartizan_ports::meta::System;
use serde_json::json;

use super::output;
use crate::config::Config;
use crate::server::adapters::{self, EVENTS_DIR, META_FILE, QUEUE_DIR};

pub(crate) use restore::{run as restore, settle};
use staging::Staging;

/// Compression level of the archive: payloads in it are compressed already.
const ARCHIVE_LEVEL: i32 = 1;

pub(crate) fn run(config: &Config, target: &Path, json: bool) -> Result<()> {
    adapters::ensure_installation(config)?;
    ensure!(!target.exists(), "{} exists already", target.display());
    let staging = Staging::beside(&config.data_dir)?;
    stage(config, &staging.content())?;
    let bytes = pack(&staging.content(), target)?;
    let data = json!({"file": target.display().to_string(), "bytes": bytes});
    output::print(json, &data, &format!("wrote {} ({bytes} bytes)", target.display()))
}

fn stage(config: &Config, staging: &Path) -> Result<()> {
    let data = &config.data_dir;
    copy::link_tree(&data.join(QUEUE_DIR), &staging.join(QUEUE_DIR))?;
    copy::copy_files(&data.join(EVENTS_DIR), &staging.join(EVENTS_DIR))?;
    adapters::open_sqlite(config)?.backup_to(&staging.join(META_FILE)).context("cannot copy the metadata store")?;
    copy::copy_days(&data.join(EVENTS_DIR), &staging.join(EVENTS_DIR))?;
    copy::link_tree(&data.join(adapters::BLOBS_DIR), &staging.join(adapters::BLOBS_DIR))?;
    copy::link_tree(&data.join(QUEUE_DIR), &staging.join(QUEUE_DIR))
}

fn pack(staging: &Path, target: &Path) -> Result<u64> {
    let part = target.with_extension("part");
    let written = write_archive(staging, &part)
        .and_then(|()| std::fs::rename(&part, target).with_context(|| format!("cannot name {}", target.display())));
    if written.is_err() {
        std::fs::remove_file(&part).ok();
    }
    written?;
    Ok(std::fs::metadata(target)?.len())
}

fn write_archive(staging: &Path, part: &Path) -> Result<()> {
    let file = File::create(part).with_context(|| format!("cannot write {}", part.display()))?;
    let mut stream = zstd::Encoder::new(file, ARCHIVE_LEVEL)?;
    // A restore compares it before it believes anything.
    stream.include_checksum(true)?;
    let mut tar = tar::Builder::new(stream);
    tar.follow_symlinks(false);
    append(&mut tar, staging, Path::new("bartizan")).context("cannot write the archive")?;
    tar.into_inner()?.finish()?.sync_all()?;
    Ok(())
}

/// Adds files with the size they have now; one that grows meanwhile must not write past its header.
fn append<W: Write>(tar: &mut tar::Builder<W>, from: &Path, name: &Path) -> Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let name = name.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            append(tar, &entry.path(), &name)?;
            continue;
        }
        let file = File::open(entry.path())?;
        let mut header = tar::Header::new_gnu();
        header.set_metadata(&file.metadata()?);
        let size = header.size()?;
        tar.append_data(&mut header, &name, file.take(size))?;
    }
    Ok(())
}
