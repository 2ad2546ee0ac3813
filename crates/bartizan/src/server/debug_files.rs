//! Debug files behind the blob door.
//!
//! `<organisation>/<project>/debug-files/data/<sha1>` holds a file's bytes, `…/debug-files/id/<debug id>/<sha1>` says as
//! JSON what is in it ([`Row`]), and so does `…/debug-files/code/<code id>/<sha1>`. A key begins with organisation and
//! project, so that no lookup can leave them.

use std::sync::Arc;

use bartizan_domain::project::Project;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::{ErrorKind, StoreResult};
use bartizan_symbols::native::{DebugFile, DebugFiles, FileKind, NativeError, ObjectInfo, Scope};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};
use tokio::runtime::Handle;

/// Rows read for one identifier: builds of one id differ only in what was stripped from them.
const MAX_ROWS: usize = 16;
/// Longest part of a key made of an identifier, in characters.
const MAX_ID_CHARS: usize = 100;

/// One object of a file, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// What the file says of itself.
    #[serde(flatten)]
    pub(crate) info: ObjectInfo,
    /// Name under which it came.
    pub(crate) name: String,
    /// SHA-1 in hex.
    pub(crate) sha1: String,
    /// Bytes.
    pub(crate) size: u64,
}

/// Debug files of all projects.
pub(crate) struct BlobDebugFiles {
    blobs: Arc<dyn BlobStore>,
    runtime: Handle,
}

impl BlobDebugFiles {
    /// On a store; lookups wait on `runtime` and must not be made on its threads.
    pub(crate) fn new(blobs: Arc<dyn BlobStore>, runtime: Handle) -> Self {
        Self { blobs, runtime }
    }

    /// Stores a file that was looked into; a file that is there is replaced by itself.
    pub(crate) async fn add(&self, project: &Project, name: &str, bytes: Bytes, objects: Vec<ObjectInfo>) -> StoreResult<Vec<Row>> {
        let root = root(project.organization_id.0, project.id.0);
        let sha1 = hex::encode(Sha1::digest(&bytes));
        let size = bytes.len() as u64;
        self.blobs.put(&format!("{root}/data/{sha1}"), bytes).await?;
        let mut rows = Vec::with_capacity(objects.len());
        for info in objects {
            let row = Row { info, name: name.to_owned(), sha1: sha1.clone(), size };
            let text = Bytes::from(serde_json::to_vec(&row).unwrap_or_default());
            self.blobs.put(&format!("{root}/id/{}/{sha1}", segment(&row.info.debug_id)), text.clone()).await?;
            if let Some(code_id) = &row.info.code_id {
                self.blobs.put(&format!("{root}/code/{}/{sha1}", segment(code_id)), text).await?;
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// All files of a project.
    pub(crate) async fn list(&self, project: &Project) -> StoreResult<Vec<Row>> {
        self.rows(&format!("{}/id", root(project.organization_id.0, project.id.0)), usize::MAX).await
    }

    async fn rows(&self, prefix: &str, limit: usize) -> StoreResult<Vec<Row>> {
        let mut rows = Vec::new();
        for blob in self.blobs.list(prefix).await?.into_iter().take(limit) {
            match self.blobs.get(&blob.key, None).await {
                Ok(text) => rows.extend(serde_json::from_slice::<Row>(&text)),
                Err(error) if error.kind == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(rows)
    }
}

impl DebugFiles for BlobDebugFiles {
    fn find(&self, scope: Scope, debug_id: Option<&str>, code_id: Option<&str>) -> Result<Vec<DebugFile>, NativeError> {
        let folder = match (debug_id, code_id) {
            (Some(id), _) => format!("id/{}", segment(id)),
            (None, Some(id)) => format!("code/{}", segment(id)),
            (None, None) => return Ok(Vec::new()),
        };
        let root = root(scope.organization, scope.project);
        let rows =
            self.runtime.block_on(self.rows(&format!("{root}/{folder}"), MAX_ROWS)).map_err(|e| NativeError::Store(e.to_string()))?;
        Ok(rows.into_iter().enumerate().map(|(id, row)| file(id, row, scope, &root)).collect())
    }

    fn load(&self, file: &DebugFile) -> Result<Bytes, NativeError> {
        self.runtime.block_on(self.blobs.get(&file.blob, None)).map_err(|e| NativeError::Store(e.to_string()))
    }
}

fn file(id: usize, row: Row, scope: Scope, root: &str) -> DebugFile {
    let kind: FileKind = row.info.kind;
    DebugFile {
        id: i64::try_from(id).unwrap_or(i64::MAX),
        scope,
        blob: format!("{root}/data/{}", segment(&row.sha1)),
        checksum: row.sha1,
        kind,
        debug_id: row.info.debug_id,
        code_id: row.info.code_id,
        name: row.name,
        features: row.info.features,
    }
}

fn root(organization: i64, project: i64) -> String {
    format!("{organization}/{project}/debug-files")
}

/// An identifier as a part of a key.
fn segment(id: &str) -> String {
    let fit = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let text: String = id.chars().filter(fit).take(MAX_ID_CHARS).collect::<String>().to_ascii_lowercase();
    if text.is_empty() { "none".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_cannot_leave_their_folder() {
        for (id, expected) in [("../../2/7", "27"), ("", "none"), ("B6B1-7d6a", "b6b1-7d6a"), ("a/b", "ab")] {
            assert_eq!(segment(id), expected);
        }
    }
}
