//! Debug files: what native, .NET and Java stack traces are read with.

use std::sync::Arc;

use bartizan_domain::artifact::{Assembly, DebugFile, debug_file_key};
use bartizan_domain::{DebugFileId, ProjectId};
use bartizan_ports::meta::MetaStore;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Checked, Finisher, UploadLimits};
use crate::repair::{Explained, Repair};
use crate::{AppError, AppResult};

/// Kind of assembly that becomes a debug file.
pub const DEBUG_FILE_KIND: &str = "debug_file";
/// Longest name that is kept, in characters; of a longer one the end is kept.
const MAX_NAME_CHARS: usize = 500;

/// What a debug file is uploaded for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebugFileTarget {
    /// Project whose events it may explain.
    pub project: ProjectId,
    /// Name it comes with.
    pub name: String,
    /// Identifier that the client names, in any spelling; for files that carry none.
    pub debug_id: Option<String>,
}

impl DebugFileTarget {
    /// The wish to put such a file together. Its time is set when it is asked for.
    ///
    /// # Errors
    /// `Internal`.
    pub fn wish(self, organization_id: bartizan_domain::OrganizationId, checksum: String, chunks: Vec<String>) -> AppResult<Assembly> {
        let target = serde_json::to_string(&self).map_err(|error| AppError::Internal(error.to_string()))?;
        let created = bartizan_domain::Timestamp(0);
        Ok(Assembly { organization_id, kind: DEBUG_FILE_KIND.to_owned(), checksum, target, chunks, created })
    }
}

/// What a reader finds in a debug file, for each object of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundObject {
    /// As [`DebugFile::kind`].
    pub kind: String,
    /// As [`DebugFile::debug_id`].
    pub debug_id: String,
    /// As [`DebugFile::code_id`].
    pub code_id: Option<String>,
    /// As [`DebugFile::arch`].
    pub arch: String,
    /// As [`DebugFile::role`].
    pub role: Option<String>,
    /// As [`DebugFile::features`].
    pub features: Vec<String>,
}

/// Reads a file with its name and the identifier told; the error is a sentence for the person who sent it.
pub type InspectDebugFile = Arc<dyn Fn(&Bytes, &str, Option<&str>) -> Result<Vec<FoundObject>, String> + Send + Sync>;

/// Makes debug files of files.
pub struct DebugFileFinisher {
    /// Where files are noted.
    pub meta: Arc<dyn MetaStore>,
    /// Reads files.
    pub inspect: InspectDebugFile,
    /// What a project may keep.
    pub limits: UploadLimits,
}

fn target(assembly: &Assembly) -> AppResult<DebugFileTarget> {
    serde_json::from_str(&assembly.target).map_err(|error| AppError::Internal(format!("unreadable target: {error}")))
}

/// The end of a long name: it tells more than the folders before it.
fn short(name: &str) -> String {
    let extra = name.chars().count().saturating_sub(MAX_NAME_CHARS);
    name.chars().skip(extra).filter(|c| !c.is_control()).collect()
}

fn row(assembly: &Assembly, target: &DebugFileTarget, size: u64, object: FoundObject) -> DebugFile {
    DebugFile {
        id: DebugFileId(0),
        organization_id: assembly.organization_id,
        project_id: target.project,
        checksum: assembly.checksum.clone(),
        debug_id: object.debug_id,
        code_id: object.code_id.map(|id| id.to_ascii_lowercase()),
        kind: object.kind,
        arch: object.arch,
        role: object.role,
        name: short(&target.name),
        features: object.features,
        size,
        created: assembly.created,
        used: assembly.created,
        releases: Vec::new(),
    }
}

impl Finisher for DebugFileFinisher {
    fn kind(&self) -> &'static str {
        DEBUG_FILE_KIND
    }

    fn is_done(&self, assembly: &Assembly) -> AppResult<bool> {
        let target = target(assembly)?;
        let checksum = std::slice::from_ref(&assembly.checksum);
        let mut found = self.meta.debug_files_by_checksum(assembly.organization_id, target.project, checksum)?;
        // A file that carries no identifier may come again under another one: it is read anew then.
        if let Some(told) = target.debug_id.as_deref().and_then(bartizan_domain::artifact::debug_id) {
            found.retain(|file| file.debug_id == told || file.kind != "proguard");
        }
        let ids: Vec<DebugFileId> = found.iter().map(|file| file.id).collect();
        self.meta.touch_debug_files(&ids, assembly.created)?;
        Ok(!ids.is_empty())
    }

    fn check(&self, assembly: &Assembly, bytes: &Bytes) -> Result<Checked, String> {
        let target = target(assembly).map_err(|error| error.to_string())?;
        let size = bytes.len() as u64;
        let objects = (self.inspect)(bytes, &target.name, target.debug_id.as_deref())?;
        if objects.is_empty() {
            return Err("There is nothing in the file that could be used.".to_owned());
        }
        self.limits.check(self.meta.as_ref(), assembly.organization_id, target.project, size)?;
        let rows: Vec<DebugFile> = objects.into_iter().map(|object| row(assembly, &target, size, object)).collect();
        let key = debug_file_key(assembly.organization_id, target.project, &assembly.checksum);
        let store = move |meta: &dyn MetaStore| meta.save_debug_files(&rows).map_err(AppError::from);
        Ok(Checked { blob: (key, bytes.clone()), store: Box::new(store) })
    }

    fn explains(&self, assembly: &Assembly) -> AppResult<Vec<Repair>> {
        Ok(vec![Repair::new(assembly.organization_id, target(assembly)?.project, Explained::Native)])
    }
}
