//! A debug file as the ecosystem's clients read it.

use bartizan_domain::artifact::DebugFile;
use serde::Serialize;
use utoipa::ToSchema;

/// A debug file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DebugFile)]
pub(crate) struct DebugFileAnswer {
    id: String,
    /// Debug id, under the name that older clients read.
    uuid: String,
    debug_id: String,
    code_id: Option<String>,
    cpu_name: String,
    /// Name of the file.
    object_name: String,
    /// `elf`, `macho`, `pdb`, `pe`, `breakpad`, `sourcebundle`, `wasm`, `portablepdb`, `proguard`.
    symbol_type: String,
    headers: DebugFileHeaders,
    size: u64,
    sha1: String,
    date_created: String,
    /// When an event last needed it, or it was uploaded; to the day.
    date_last_used: String,
    /// Releases that a tool named for its debug id.
    releases: Vec<String>,
    data: DebugFileData,
}

/// What the file is by its media type.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct DebugFileHeaders {
    #[serde(rename = "Content-Type")]
    content_type: &'static str,
}

/// What the file can be used for.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct DebugFileData {
    /// `exe`, `lib`, `dbg`, `src` …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Of `symtab`, `debug`, `unwind`, `sources`, `mapping`.
    features: Vec<String>,
}

/// Media type by kind.
pub(super) fn content_type(kind: &str) -> &'static str {
    match kind {
        "elf" => "application/x-elf-binary",
        "macho" => "application/x-mach-binary",
        "pdb" => "application/x-ms-pdb",
        "pe" => "application/x-dosexec",
        "breakpad" => "text/x-breakpad",
        "sourcebundle" => "application/x-sentry-bundle+zip",
        "wasm" => "application/wasm",
        "portablepdb" => "application/x-portable-pdb",
        "proguard" => "text/x-proguard+plain",
        _ => "application/octet-stream",
    }
}

impl From<&DebugFile> for DebugFileAnswer {
    fn from(file: &DebugFile) -> Self {
        Self {
            id: file.id.to_string(),
            uuid: file.debug_id.clone(),
            debug_id: file.debug_id.clone(),
            code_id: file.code_id.clone(),
            cpu_name: file.arch.clone(),
            object_name: file.name.clone(),
            symbol_type: file.kind.clone(),
            headers: DebugFileHeaders { content_type: content_type(&file.kind) },
            size: file.size,
            sha1: file.checksum.clone(),
            date_created: file.created.to_rfc3339(),
            date_last_used: file.used.to_rfc3339(),
            releases: file.releases.clone(),
            data: DebugFileData { role: file.role.clone(), features: file.features.clone() },
        }
    }
}
