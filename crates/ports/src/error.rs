//! The error all doors share: an outward kind, an inward cause.

use std::error::Error as StdError;
use std::fmt;

/// What a caller may do about a failed call. At most seven values, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The thing asked for does not exist (or is not visible to this tenant). Not retryable.
    NotFound,
    /// A unique name is taken, or the row changed under the caller. Not retryable as it is.
    Conflict,
    /// The request itself is wrong (too large, malformed, unsupported). Not retryable.
    Invalid,
    /// The store is busy or its peer is away. Retry with back-off.
    Unavailable,
    /// No room: the disk or a quota is full. Retry when space was freed; reading goes on.
    Full,
    /// Stored bytes are damaged. Not retryable; `doctor --repair` may help.
    Corrupt,
    /// Anything else; a bug or an unknown failure of the machine.
    Internal,
}

/// Error of any door. `message` is fit for logs and operators; the source keeps the cause.
#[derive(Debug)]
pub struct StoreError {
    /// What a caller may do.
    pub kind: ErrorKind,
    /// What happened, lower case, without the cause.
    pub message: String,
    /// The cause, kept apart so that an outward answer never repeats it.
    pub cause: Option<Box<dyn StdError + Send + Sync>>,
}

/// Result of a door.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// An error without a cause.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), cause: None }
    }

    /// The same error with its cause attached.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Shorthand for [`ErrorKind::NotFound`].
    pub fn not_found(what: impl fmt::Display) -> Self {
        Self::new(ErrorKind::NotFound, format!("{what} not found"))
    }

    /// True when the same call may succeed later without anybody changing the request.
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, ErrorKind::Unavailable | ErrorKind::Full)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for StoreError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|c| c as &(dyn StdError + 'static))
    }
}
