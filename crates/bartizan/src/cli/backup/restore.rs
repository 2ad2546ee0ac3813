//! `bartizan restore FILE`: unpacks a backup into an empty data folder.

use std::fs::File;
use std::path::{Component, Path};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::cli::output;
use crate::config::Config;
use crate::server::adapters::META_FILE;
use crate::server::lock::DataLock;

pub(crate) fn run(config: &Config, archive: &Path, json: bool) -> Result<()> {
    let data = &config.data_dir;
    ensure!(!data.join(META_FILE).exists(), "{} holds an installation already; restore into an empty folder", data.display());
    let _lock = DataLock::take(data)?;
    let file = File::open(archive).with_context(|| format!("cannot read {}", archive.display()))?;
    let mut tar = tar::Archive::new(zstd::Decoder::new(file).context("not a backup: no zstd stream")?);
    let mut files = 0_u64;
    for entry in tar.entries()? {
        let mut entry = entry.context("the archive is damaged")?;
        let inside = entry.path()?.strip_prefix("bartizan").context("not a backup of bartizan")?.to_path_buf();
        ensure!(inside.components().all(|part| matches!(part, Component::Normal(_))), "the archive names a path outside the folder");
        ensure!(entry.header().entry_type().is_dir() || entry.header().entry_type().is_file(), "the archive holds a link");
        if inside.as_os_str().is_empty() {
            continue;
        }
        let target = data.join(&inside);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        entry.unpack(&target).with_context(|| format!("cannot write {}", target.display()))?;
        files += 1;
    }
    ensure!(data.join(META_FILE).exists(), "the archive holds no metadata store");
    output::print(json, &json!({"files": files}), &format!("restored {files} files into {}", data.display()))
}
