//! Where debug files come from: a door that the caller fills with its table and its store.

use bytes::Bytes;

use super::error::NativeError;
use super::object::FileKind;

/// Whose files they are. Nothing is ever looked up without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Organisation.
    pub organization: i64,
    /// Project.
    pub project: i64,
}

/// One object of an uploaded file, as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebugFile {
    /// Row.
    pub id: i64,
    /// Whose it is.
    pub scope: Scope,
    /// SHA-1 of the file in hex.
    pub checksum: String,
    /// Kind.
    pub kind: FileKind,
    /// Identifier, in its one written form.
    pub debug_id: String,
    /// Identifier of the code.
    pub code_id: Option<String>,
    /// Name under which it was uploaded.
    pub name: String,
    /// Of `symtab`, `debug`, `unwind`, `sources`, `mapping`.
    pub features: Vec<String>,
    /// Key of its bytes in the store.
    pub blob: String,
}

impl DebugFile {
    /// Whether it has a feature.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|own| own == feature)
    }
}

/// The table and the store of debug files.
pub trait DebugFiles: Send + Sync {
    /// Files of the project with this debug id or, where that is unknown, this code id; newest first.
    ///
    /// # Errors
    /// When the table cannot be asked.
    fn find(&self, scope: Scope, debug_id: Option<&str>, code_id: Option<&str>) -> Result<Vec<DebugFile>, NativeError>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// When the store cannot be asked, or does not have it.
    fn load(&self, file: &DebugFile) -> Result<Bytes, NativeError>;
}
