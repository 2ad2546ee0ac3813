//! Debug files behind the doors of metadata and blobs: found for events, read when they come.

use std::sync::Arc;

use bartizan_app::Clock;
use bartizan_app::uploads::{FoundObject, InspectDebugFile};
use bartizan_domain::artifact::DebugFile as Stored;
use bartizan_domain::time::DAY_US;
use bartizan_domain::{DebugFileId, OrganizationId, ProjectId};
use bartizan_ports::StoreError;
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::MetaStore;
use bartizan_symbols::native::{DebugFile, DebugFiles, FormCache, NativeError, Scope, id_in_name};
use bytes::Bytes;
use tokio::runtime::Handle;

/// Use is noted to the day, so that a busy file is written of once a day.
const USE_GRAIN_US: i64 = DAY_US;

/// Debug files of all projects. Lookups wait on `runtime` and must not be made on its threads.
pub(crate) struct StoredDebugFiles {
    pub(crate) meta: Arc<dyn MetaStore>,
    pub(crate) blobs: Arc<dyn BlobStore>,
    pub(crate) clock: Clock,
    pub(crate) runtime: Handle,
}

impl StoredDebugFiles {
    /// Notes that files were of use. A failure costs nothing but a day of their life.
    fn note_use(&self, files: &[Stored]) {
        let now = self.clock.now();
        let old: Vec<DebugFileId> = files.iter().filter(|file| file.used.plus(USE_GRAIN_US) < now).map(|file| file.id).collect();
        if let Err(error) = self.meta.touch_debug_files(&old, now) {
            tracing::debug!(%error, "the use of debug files could not be noted");
        }
    }
}

fn store_error(error: &StoreError) -> NativeError {
    NativeError::Store(error.to_string())
}

impl DebugFiles for StoredDebugFiles {
    fn find(&self, scope: Scope, debug_id: Option<&str>, code_id: Option<&str>) -> Result<Vec<DebugFile>, NativeError> {
        let (organization, project) = (OrganizationId(scope.organization), ProjectId(scope.project));
        let found = self.meta.find_debug_files(organization, project, debug_id, code_id).map_err(|error| store_error(&error))?;
        self.note_use(&found);
        // Kinds that this version does not read are passed over.
        Ok(found.into_iter().filter_map(|file| read(file, scope)).collect())
    }

    fn load(&self, file: &DebugFile) -> Result<Bytes, NativeError> {
        self.runtime.block_on(self.blobs.get(&file.blob, None)).map_err(|error| store_error(&error))
    }
}

fn read(file: Stored, scope: Scope) -> Option<DebugFile> {
    Some(DebugFile {
        id: file.id.0,
        scope,
        blob: file.blob_key(),
        checksum: file.checksum,
        kind: file.kind.parse().ok()?,
        debug_id: file.debug_id,
        code_id: file.code_id,
        name: file.name,
        features: file.features,
    })
}

/// Reads a file that was uploaded, in a process of its own. A mapping is known by its name when the client says no more.
pub(crate) fn inspector(cache: Arc<FormCache>) -> InspectDebugFile {
    Arc::new(move |bytes, name, told| {
        let from_name = id_in_name(name);
        let objects = cache.inspect(bytes, told.or(from_name.as_deref())).map_err(|error| sentence(&error.to_string()))?;
        let found = objects.into_iter().map(|object| FoundObject {
            kind: object.kind.as_str().to_owned(),
            debug_id: object.debug_id,
            code_id: object.code_id,
            arch: object.arch,
            role: object.role,
            features: object.features,
        });
        Ok(found.collect())
    })
}

/// An error's text as a sentence.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
