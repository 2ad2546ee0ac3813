//! Uploaded files that make stack traces readable: chunks, assemblies, artifact bundles.
//!
//! A file comes in chunks, each named by the SHA-1 of its bytes, and is put together on demand. Chunks belong to the
//! organisation and grow old; what is put together belongs to projects.

use crate::{ArtifactId, DebugFileId, OrganizationId, ProjectId, Timestamp};

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
    /// When it was uploaded or an event last needed it, to the day.
    pub used: Timestamp,
}

/// One object of an uploaded debug file, as it is stored. A file with several (a fat Mach-O) has a row for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebugFile {
    /// Row; 0 before it is stored.
    pub id: DebugFileId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project whose events it may explain.
    pub project_id: ProjectId,
    /// SHA-1 of the file, 40 lower-case hex digits.
    pub checksum: String,
    /// Identifier in its one written form: lower case with hyphens, an age only where it has one.
    pub debug_id: String,
    /// Identifier of the code: build id in hex, PE time stamp and size.
    pub code_id: Option<String>,
    /// `elf`, `macho`, `pdb`, `pe`, `breakpad`, `sourcebundle`, `wasm`, `portablepdb`, `proguard`.
    pub kind: String,
    /// `x86_64`, `arm64`, `any` …
    pub arch: String,
    /// `exe`, `lib`, `dbg`, `src` …
    pub role: Option<String>,
    /// Name under which it was uploaded.
    pub name: String,
    /// Of `symtab`, `debug`, `unwind`, `sources`, `mapping`.
    pub features: Vec<String>,
    /// Size of the file in bytes.
    pub size: u64,
    /// When it was uploaded (last).
    pub created: Timestamp,
    /// When it was uploaded or an event last needed it, to the day.
    pub used: Timestamp,
    /// Releases that a tool named for its debug id, sorted.
    pub releases: Vec<String>,
}

impl DebugFile {
    /// Key of the file's bytes in the blob store. It begins with organisation and project, so that no lookup leaves them.
    pub fn blob_key(&self) -> String {
        debug_file_key(self.organization_id, self.project_id, &self.checksum)
    }
}

/// Key of a debug file's bytes in the blob store.
pub fn debug_file_key(organization: OrganizationId, project: ProjectId, checksum: &str) -> String {
    format!("{organization}/{project}/debug-files/data/{checksum}")
}

/// A debug id in its one written form, from any spelling that names a UUID: lower case with hyphens, and an age in hex only
/// where it is not 0 (`dfb8e43a-f242-3d73-a453-aeb6a777ef75-a`).
pub fn debug_id(text: &str) -> Option<String> {
    let digits: String = text.trim().chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase();
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let (uuid, age) = digits.split_at_checked(UUID_DIGITS)?;
    let age = if age.is_empty() { 0 } else { u32::from_str_radix(age, 16).ok()? };
    let cut = |from: usize, to: usize| uuid.get(from..to).unwrap_or_default();
    let id = format!("{}-{}-{}-{}-{}", cut(0, 8), cut(8, 12), cut(12, 16), cut(16, 20), cut(20, 32));
    Some(if age == 0 { id } else { format!("{id}-{age:x}") })
}

/// Hex digits of a UUID.
const UUID_DIGITS: usize = 32;

/// What a project keeps of one sort of artifact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Bundles, or files.
    pub count: u64,
    /// Bytes of them; a file with several objects counts once.
    pub bytes: u64,
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
    /// When the bundle was uploaded or an event last needed it, to the day.
    pub used: Timestamp,
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

    #[test]
    fn debug_ids_have_one_form() {
        let plain = "dfb8e43a-f242-3d73-a453-aeb6a777ef75";
        for text in
            ["DFB8E43AF2423D73A453AEB6A777EF75", "dfb8e43af2423d73a453aeb6a777ef750", plain, " DFB8E43A-F242-3D73-A453-AEB6A777EF75-0 "]
        {
            assert_eq!(debug_id(text).as_deref(), Some(plain), "{text}");
        }
        assert_eq!(debug_id("DFB8E43AF2423D73A453AEB6A777EF75A"), Some(format!("{plain}-a")));
        assert_eq!(debug_id(&format!("{plain}-10")), Some(format!("{plain}-10")));
        for text in ["", "dfb8e43a", "no id", "dfb8e43af2423d73a453aeb6a777ef75123456789", "ä"] {
            assert_eq!(debug_id(text), None, "{text}");
        }
    }
}
