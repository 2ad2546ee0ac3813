//! `bartizan debug-files`: files that make native stack traces readable.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use bartizan_app::Clock;
use bartizan_app::uploads::{DebugFileFinisher, DebugFileTarget, Uploads};
use bartizan_domain::artifact::DebugFile;
use bartizan_domain::project::Project;
use bartizan_ports::meta::{DebugFileFilter, MetaStore};
use serde_json::{Value, json};

use super::args::DebugFilesCommand;
use super::output;
use crate::config::Config;
use crate::server::{adapters, debug_files};

pub(crate) async fn run(config: &Config, command: DebugFilesCommand, json: bool) -> Result<()> {
    adapters::ensure_installation(config)?;
    let meta = adapters::open_meta(config)?;
    match command {
        DebugFilesCommand::Add { org, project, debug_id, paths } => {
            let project = find(meta.as_ref(), &org, &project)?;
            let uploads = uploads(config, &meta)?;
            let mut rows = Vec::new();
            for path in paths {
                let checksum = add(&uploads, &project, &path, debug_id.clone()).await.with_context(|| path.display().to_string())?;
                rows.extend(meta.debug_files_by_checksum(project.organization_id, project.id, &[checksum])?);
            }
            print(json, &rows)
        }
        DebugFilesCommand::List { org, project } => {
            let project = find(meta.as_ref(), &org, &project)?;
            print(json, &meta.debug_files(project.organization_id, project.id, &DebugFileFilter::default(), usize::MAX, 0)?)
        }
    }
}

fn find(meta: &dyn MetaStore, organization: &str, project: &str) -> Result<Project> {
    let organization = meta.organization_by_slug(organization).with_context(|| format!("organisation {organization:?}"))?;
    meta.project_by_slug(organization.id, project).with_context(|| format!("project {project:?}"))
}

/// Files are read in a process of their own, with scratch files in a folder of this command.
fn uploads(config: &Config, meta: &Arc<dyn MetaStore>) -> Result<Uploads> {
    let cache = adapters::symbol_cache(config, Path::new(adapters::SYMBOL_SCRATCH_DIR))?;
    let (inspect, limits) = (debug_files::inspector(Arc::new(cache)), config.artifacts.limits);
    let finisher = DebugFileFinisher { meta: Arc::clone(meta), inspect, limits };
    Ok(Uploads::new(Arc::clone(meta), adapters::open_blobs(config)?, Clock::system(), vec![Arc::new(finisher)]))
}

/// Answers the checksum.
async fn add(uploads: &Uploads, project: &Project, path: &Path, debug_id: Option<String>) -> Result<String> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = bytes::Bytes::from(tokio::fs::read(path).await?);
    let target = DebugFileTarget { project: project.id, name, debug_id };
    Ok(uploads.take_whole(target.wish(project.organization_id, String::new(), Vec::new())?, bytes).await?)
}

fn print(json: bool, rows: &[DebugFile]) -> Result<()> {
    let row = |file: &DebugFile| {
        json!({
            "debug_id": file.debug_id, "code_id": file.code_id, "kind": file.kind, "arch": file.arch, "role": file.role,
            "features": file.features, "name": file.name, "sha1": file.checksum, "size": file.size,
        })
    };
    let data: Value = rows.iter().map(row).collect();
    let line = |file: &DebugFile| format!("{}  {}  {}  {}  {}", file.debug_id, file.kind, file.arch, file.features.join(","), file.name);
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
    output::print(json, &data, if text.is_empty() { "no debug file yet" } else { &text })
}
