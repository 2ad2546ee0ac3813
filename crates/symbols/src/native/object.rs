//! What a debug file says of itself: kind, identifiers, architecture, what it can be used for.

use std::str::FromStr;

use symbolic::common::{Arch, DebugId};
use symbolic::debuginfo::{Archive, FileFormat, Object, ObjectKind, ParseObjectOptions};

use super::error::NativeError;

/// Largest section of an ELF file after unpacking, in bytes.
pub(crate) const MAX_SECTION_BYTES: usize = 1024 * 1024 * 1024;
/// Largest source file inside a bundle or a portable PDB after unpacking, in bytes.
pub(crate) const MAX_EMBEDDED_SOURCE_BYTES: usize = 4 * 1024 * 1024;
/// Deepest nesting of inlined functions that is followed.
pub(crate) const MAX_INLINE_DEPTH: u32 = 256;
/// Objects looked at in one file (a fat Mach-O has one for each architecture).
const MAX_OBJECTS: usize = 16;
/// First bytes of a mapping that are searched for its form.
const MAPPING_PROBE_BYTES: usize = 64 * 1024;

/// Limits for every reader of debug files.
pub(crate) fn options() -> ParseObjectOptions {
    let mut options = ParseObjectOptions::default();
    options.max_decompressed_section_size = Some(MAX_SECTION_BYTES);
    options.max_decompressed_embedded_source_size = Some(MAX_EMBEDDED_SOURCE_BYTES);
    options.max_inline_depth = Some(MAX_INLINE_DEPTH);
    options
}

/// Kinds of files, by the names of the wire (`symbolType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// ELF, with DWARF or symbols.
    Elf,
    /// Mach-O or the inside of a dSYM.
    MachO,
    /// Windows program database.
    Pdb,
    /// Windows executable or library.
    Pe,
    /// Breakpad symbol text.
    Breakpad,
    /// ZIP of source files of one debug id.
    SourceBundle,
    /// WebAssembly module.
    Wasm,
    /// .NET portable program database.
    PortablePdb,
    /// ProGuard or R8 mapping text.
    Proguard,
}

impl FileKind {
    /// As it stands in answers and in the table of debug files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Elf => "elf",
            Self::MachO => "macho",
            Self::Pdb => "pdb",
            Self::Pe => "pe",
            Self::Breakpad => "breakpad",
            Self::SourceBundle => "sourcebundle",
            Self::Wasm => "wasm",
            Self::PortablePdb => "portablepdb",
            Self::Proguard => "proguard",
        }
    }

    /// MIME type that answers carry for such a file.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Elf => "application/x-elf-binary",
            Self::MachO => "application/x-mach-binary",
            Self::Pdb => "application/x-ms-pdb",
            Self::Pe => "application/x-ms-exe",
            Self::Breakpad => "text/x-breakpad",
            Self::SourceBundle => "application/x-sentry-bundle+zip",
            Self::Wasm => "application/wasm",
            Self::PortablePdb => "application/x-portable-pdb",
            Self::Proguard => "text/x-proguard+plain",
        }
    }

    const fn of(format: FileFormat) -> Option<Self> {
        Some(match format {
            FileFormat::Elf => Self::Elf,
            FileFormat::MachO => Self::MachO,
            FileFormat::Pdb => Self::Pdb,
            FileFormat::Pe => Self::Pe,
            FileFormat::Breakpad => Self::Breakpad,
            FileFormat::SourceBundle => Self::SourceBundle,
            FileFormat::Wasm => Self::Wasm,
            FileFormat::PortablePdb => Self::PortablePdb,
            _ => return None,
        })
    }
}

impl FromStr for FileKind {
    type Err = NativeError;

    fn from_str(text: &str) -> Result<Self, NativeError> {
        let all = [
            Self::Elf,
            Self::MachO,
            Self::Pdb,
            Self::Pe,
            Self::Breakpad,
            Self::SourceBundle,
            Self::Wasm,
            Self::PortablePdb,
            Self::Proguard,
        ];
        all.into_iter().find(|kind| kind.as_str() == text).ok_or(NativeError::UnknownFormat)
    }
}

/// One debug file, or one object of a file with several.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ObjectInfo {
    /// Kind of file.
    pub kind: FileKind,
    /// Identifier in the form of [`debug_id`].
    pub debug_id: String,
    /// Identifier of the code: build id in hex, PE time stamp and size.
    pub code_id: Option<String>,
    /// Architecture as the wire names it: `x86_64`, `arm64`, `any` …
    pub arch: String,
    /// Use of the object: `exe`, `lib`, `dbg`, `src` …
    pub role: Option<String>,
    /// Of `symtab`, `debug`, `unwind`, `sources`, `mapping`.
    pub features: Vec<String>,
}

/// A debug id in its one written form (lower case with hyphens, an age only where it has one), from any spelling.
pub fn debug_id(text: &str) -> Option<String> {
    DebugId::from_str(text.trim()).ok().filter(|id| !id.is_nil()).map(|id| id.to_string())
}

/// Looks into an uploaded file; `told` is the identifier that the client names, in any spelling.
///
/// # Errors
/// When the file is of no known kind, is broken, or carries no identifier and none is `told`.
pub fn inspect(data: &[u8], told: Option<&str>) -> Result<Vec<ObjectInfo>, NativeError> {
    if Archive::test(data) || Object::test(data) {
        let found = objects(data, told)?;
        return if found.is_empty() { Err(NativeError::NoDebugId) } else { Ok(found) };
    }
    if is_mapping(data) {
        return Ok(vec![mapping(data, told)]);
    }
    Err(NativeError::UnknownFormat)
}

fn objects(data: &[u8], told: Option<&str>) -> Result<Vec<ObjectInfo>, NativeError> {
    let archive = Archive::parse_with_opts(data, options()).map_err(NativeError::malformed)?;
    let mut found = Vec::new();
    for object in archive.objects().take(MAX_OBJECTS) {
        let object = object.map_err(NativeError::malformed)?;
        let own = Some(object.debug_id()).filter(|id| !id.is_nil()).map(|id| id.to_string());
        let (Some(kind), Some(debug_id)) = (FileKind::of(object.file_format()), own.or_else(|| told.and_then(debug_id))) else { continue };
        found.push(ObjectInfo {
            kind,
            debug_id,
            code_id: object.code_id().map(|id| id.to_string()),
            arch: arch_name(object.arch()),
            role: role(object.kind()),
            features: features(&object),
        });
    }
    Ok(found)
}

fn arch_name(arch: Arch) -> String {
    if arch == Arch::Unknown { "any".to_owned() } else { arch.name().to_owned() }
}

fn role(kind: ObjectKind) -> Option<String> {
    if kind == ObjectKind::None { None } else { Some(kind.name().to_owned()) }
}

fn features(object: &Object<'_>) -> Vec<String> {
    let all = [
        ("symtab", object.has_symbols()),
        ("debug", object.has_debug_info()),
        ("unwind", object.has_unwind_info()),
        ("sources", object.has_sources()),
    ];
    all.into_iter().filter(|(_, has)| *has).map(|(name, _)| name.to_owned()).collect()
}

fn is_mapping(data: &[u8]) -> bool {
    let head = data.get(..MAPPING_PROBE_BYTES.min(data.len())).unwrap_or(data);
    std::str::from_utf8(head).map_or_else(|error| error.valid_up_to() + 4 > head.len(), |_| true)
        && proguard::ProguardMapping::new(head).iter().flatten().any(|record| matches!(record, proguard::ProguardRecord::Class { .. }))
}

/// A mapping is known by what the client says, else by what its content hashes to.
fn mapping(data: &[u8], told: Option<&str>) -> ObjectInfo {
    let debug_id = told.and_then(debug_id).unwrap_or_else(|| proguard::ProguardMapping::new(data).uuid().to_string());
    let features = vec!["mapping".to_owned()];
    ObjectInfo { kind: FileKind::Proguard, debug_id, code_id: None, arch: "any".to_owned(), role: None, features }
}

/// The identifier in the name of a mapping, as clients upload it: `/proguard/<uuid>.txt`.
pub fn id_in_name(name: &str) -> Option<String> {
    name.rsplit('/').next().and_then(|file| file.strip_suffix(".txt")).and_then(debug_id)
}

/// The object with this debug id; the only object of a file counts even when its own id is another (the id was told).
pub(crate) fn pick<'d>(data: &'d [u8], debug_id: &str) -> Result<Object<'d>, NativeError> {
    let archive = Archive::parse_with_opts(data, options()).map_err(NativeError::malformed)?;
    let mut objects = Vec::new();
    for object in archive.objects().take(MAX_OBJECTS) {
        objects.push(object.map_err(NativeError::malformed)?);
    }
    if let Some(at) = objects.iter().position(|object| object.debug_id().to_string() == debug_id) {
        return Ok(objects.swap_remove(at));
    }
    if objects.len() == 1 { objects.pop().ok_or(NativeError::NoDebugId) } else { Err(NativeError::NoDebugId) }
}
