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
use bartizan_symbols::js::NoteUse;
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

/// Notes that artifact bundles were of use, each at most once a day. A failure costs nothing but a day of their life.
pub(crate) fn note_bundles(meta: Arc<dyn MetaStore>, clock: Clock) -> NoteUse {
    Arc::new(move |file| {
        let now = clock.now();
        if file.used.plus(USE_GRAIN_US) >= now {
            return;
        }
        if let Err(error) = meta.touch_bundles(&[file.bundle], now) {
            tracing::debug!(%error, "the use of an artifact bundle could not be noted");
        }
    })
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

#[cfg(test)]
mod tests {
    use bartizan_domain::Timestamp;
    use bartizan_domain::artifact::{ArtifactBundle, BundleFile, FileKind};
    use bartizan_ports::meta::{Artifacts as _, MemoryMeta, NewProject, Organizations as _, Projects as _};

    use super::*;

    #[test]
    fn the_use_of_a_bundle_is_noted_once_a_day() {
        let meta = Arc::new(MemoryMeta::new());
        let organization_id = meta.create_organization("acme", "Acme", Timestamp(1)).unwrap().id;
        let new = NewProject {
            organization_id,
            slug: "web".into(),
            name: "Web".into(),
            platform: None,
            team: None,
            public_key: "a".repeat(32),
            secret_key: "b".repeat(32),
        };
        let project = meta.create_project(&new, Timestamp(1)).unwrap().0.id;
        let bundle = ArtifactBundle {
            id: bartizan_domain::ArtifactId(0),
            organization_id,
            projects: vec![project],
            checksum: "c".repeat(40),
            release: String::new(),
            dist: String::new(),
            blob_key: "key".into(),
            size: 1,
            files: 1,
            created: Timestamp(1),
            used: Timestamp(1),
        };
        let id = "d".repeat(32);
        let file = BundleFile {
            path: "a.js".into(),
            url: "~/a.js".into(),
            kind: FileKind::MinifiedSource,
            debug_id: Some(id.clone()),
            source_map: None,
        };
        meta.save_bundle(&bundle, &[file]).unwrap();
        let used = || meta.files_by_debug_id(organization_id, project, &id).unwrap().remove(0);
        for (now, noted) in [(DAY_US, 1), (DAY_US + 2, DAY_US + 2), (2 * DAY_US, DAY_US + 2)] {
            note_bundles(meta.clone(), Clock::new(move || Timestamp(now)))(&used());
            assert_eq!(used().used, Timestamp(noted), "at {now}");
        }
    }
}
