//! Why a debug file cannot be used.

/// Failures of reading debug files; the text is shown to people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NativeError {
    /// The first bytes belong to no format that is read here.
    #[error("the file is no debug file of a known format")]
    UnknownFormat,
    /// The file says what it is, and is not.
    #[error("the file is malformed: {0}")]
    Malformed(String),
    /// Neither the file nor the client names an identifier.
    #[error("the file has no debug id; build with a build id, or upload the file that has it")]
    NoDebugId,
    /// Larger than is read.
    #[error("the file is larger than is read")]
    TooLarge,
    /// Took longer than is waited.
    #[error("reading the file took longer than {seconds} s")]
    Timeout {
        /// How long was waited.
        seconds: u64,
    },
    /// The reader of the file failed as a whole (it ran out of memory or crashed).
    #[error("the file cannot be read within the limits of memory")]
    Crashed,
    /// The store of files failed; trying again may help.
    #[error("the debug files cannot be reached: {0}")]
    Store(String),
}

impl NativeError {
    pub(crate) fn malformed(error: impl std::fmt::Display) -> Self {
        Self::Malformed(error.to_string())
    }

    pub(crate) fn store(error: impl std::fmt::Display) -> Self {
        Self::Store(error.to_string())
    }

    /// Whether the same file read again may give another result.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Store(_) | Self::Timeout { .. })
    }
}
