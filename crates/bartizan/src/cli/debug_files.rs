//! `bartizan debug-files`: files that make native stack traces readable.

use std::path::Path;

use anyhow::{Context, Result, bail};
use bartizan_domain::project::Project;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::args::DebugFilesCommand;
use super::output;
use crate::config::Config;
use crate::server::adapters;
use crate::server::debug_files::{BlobDebugFiles, Row};

pub(crate) async fn run(config: &Config, command: DebugFilesCommand, json: bool) -> Result<()> {
    let files = BlobDebugFiles::new(adapters::open_blobs(config)?, Handle::current());
    match command {
        DebugFilesCommand::Add { org, project, debug_id, paths } => {
            let project = find(config, &org, &project)?;
            let mut rows = Vec::new();
            for path in paths {
                rows.extend(add(config, &files, &project, &path, debug_id.as_deref()).await.with_context(|| path.display().to_string())?);
            }
            print(json, &rows)
        }
        DebugFilesCommand::List { org, project } => print(json, &files.list(&find(config, &org, &project)?).await?),
    }
}

fn find(config: &Config, organization: &str, project: &str) -> Result<Project> {
    let meta = adapters::open_meta(config)?;
    let organization = meta.organization_by_slug(organization).with_context(|| format!("organisation {organization:?}"))?;
    meta.project_by_slug(organization.id, project).with_context(|| format!("project {project:?}"))
}

async fn add(config: &Config, files: &BlobDebugFiles, project: &Project, path: &Path, told: Option<&str>) -> Result<Vec<Row>> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = bytes::Bytes::from(tokio::fs::read(path).await?);
    let objects = {
        let (config, bytes, told) = (config.clone(), bytes.clone(), told.map(str::to_owned));
        tokio::task::spawn_blocking(move || inspect(&config, &bytes, told.as_deref())).await??
    };
    Ok(files.add(project, &name, bytes, objects).await?)
}

/// Looks into the file in a process of its own, with scratch files in a folder that goes away.
fn inspect(config: &Config, bytes: &[u8], told: Option<&str>) -> Result<Vec<bartizan_symbols::native::ObjectInfo>> {
    let cache = adapters::symbol_cache(config, Path::new(adapters::SYMBOL_SCRATCH_DIR))?;
    let objects = cache.inspect(bytes, told)?;
    if objects.is_empty() {
        bail!("there is nothing in it that can be used");
    }
    Ok(objects)
}

fn print(json: bool, rows: &[Row]) -> Result<()> {
    let data: Value = rows.iter().map(|row| json!(row)).collect();
    let line = |row: &Row| {
        let info = &row.info;
        format!("{}  {}  {}  {}  {}", info.debug_id, info.kind.as_str(), info.arch, info.features.join(","), row.name)
    };
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
    output::print(json, &data, if text.is_empty() { "no debug file yet" } else { &text })
}
