//! Uploaded files that make stack traces readable: chunks, assemblies, artifact bundles.
//!
//! A file comes in chunks, each named by the SHA-1 of its bytes, and is put together on demand. Chunks belong to the
//! organisation and grow old; what is put together belongs to projects.

use crate::{ArtifactId, OrganizationId, ProjectId, Timestamp};

/// A file to put together from chunks; kept until it is done, so that a crash in between loses nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembly {
    /// Tenant.
    pub organization_id: OrganizationId,
    /// What the file is to become: `bundle`, `debug_file` …
    pub kind: String,
    /// SHA-1 of the whole, 40 lower-case hex digits.
    pub checksum: String,
    /// What tells two requests with the same checksum apart (projects, release, dist …), as JSON text.
    pub target: String,
    /// SHA-1 of each chunk in order.
    pub chunks: Vec<String>,
    /// When it was asked for.
    pub created: Timestamp,
}

/// What a file in a bundle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// A file as browsers load it.
    MinifiedSource,
    /// A source map.
    SourceMap,
    /// A source file.
    Source,
    /// A RAM bundle of React Native.
    RamBundle,
    /// Anything else.
    Other,
}

impl FileKind {
    /// As in the bundle's manifest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MinifiedSource => "minified_source",
            Self::SourceMap => "source_map",
            Self::Source => "source",
            Self::RamBundle => "indexed_ram_bundle",
            Self::Other => "other",
        }
    }

    /// From the manifest's word.
    pub fn parse(text: &str) -> Self {
        [Self::MinifiedSource, Self::SourceMap, Self::Source, Self::RamBundle]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .unwrap_or(Self::Other)
    }
}

/// A file in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFile {
    /// Path in the archive.
    pub path: String,
    /// URL under which the file is known: `~/static/app.js`, a whole URL, or the path of a module.
    pub url: String,
    /// What it is.
    pub kind: FileKind,
    /// Debug id: 32 lower-case hex digits.
    pub debug_id: Option<String>,
    /// Reference to its source map from the headers.
    pub source_map: Option<String>,
}

/// A bundle of files as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactBundle {
    /// Row; 0 before it is stored.
    pub id: ArtifactId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Projects whose events it may explain.
    pub projects: Vec<ProjectId>,
    /// SHA-1 of the archive, 40 lower-case hex digits.
    pub checksum: String,
    /// Release it was uploaded for; empty for none.
    pub release: String,
    /// Distribution of the release; empty for none.
    pub dist: String,
    /// Key in the blob store.
    pub blob_key: String,
    /// Size in bytes.
    pub size: u64,
    /// Number of files.
    pub files: u64,
    /// When it was uploaded (last).
    pub created: Timestamp,
}

/// A file found for a frame, with the bundle it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Bundle.
    pub bundle: ArtifactId,
    /// Key of the bundle in the blob store.
    pub blob_key: String,
    /// Size of the bundle in bytes.
    pub bundle_size: u64,
    /// Distribution the bundle was uploaded for; empty for none.
    pub dist: String,
    /// The file.
    pub file: BundleFile,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_names() {
        for kind in [FileKind::MinifiedSource, FileKind::SourceMap, FileKind::Source, FileKind::RamBundle, FileKind::Other] {
            assert_eq!(FileKind::parse(kind.as_str()), kind);
        }
        assert_eq!(FileKind::parse("something new"), FileKind::Other);
    }
}
