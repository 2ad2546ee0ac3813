//! What goes wrong inside the store, with the file it went wrong in, and what kind of trouble that is for a caller.

use std::io;
use std::path::{Path, PathBuf};

use bartizan_ports::{ErrorKind, StoreError};
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

/// Result inside this room.
pub(crate) type Result<T> = std::result::Result<T, EventsError>;

/// A failure of the embedded event store.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EventsError {
    /// A file could not be read or written.
    #[error("{what} {}", path.display())]
    Io {
        /// What was tried.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// An index failed.
    #[error("index {}", path.display())]
    Index {
        /// Its folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: TantivyError,
    },
    /// Stored bytes are not what was written.
    #[error("{}: {what}", path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Files of a later format.
    #[error("{}: written by a newer version of this program", path.display())]
    Newer {
        /// The file that says so.
        path: PathBuf,
    },
    /// Another process writes to the store.
    #[error("{}: another process writes to this store", path.display())]
    InUse {
        /// The lock file.
        path: PathBuf,
    },
    /// Documents that were appended had to be given up.
    #[error("events appended since the last commit were given up; the queue has to be read again")]
    GivenUp,
    /// Work in the background was told to stop.
    #[error("stopped before it was done")]
    Stopped,
    /// A question that cannot be answered.
    #[error("{0}")]
    Invalid(String),
}

impl EventsError {
    /// Damage in a file.
    pub(crate) fn corrupt(path: &Path, what: impl Into<String>) -> Self {
        Self::Corrupt { path: path.to_owned(), what: what.into() }
    }

    /// What a caller may do about it.
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::Io { source, .. } => io_kind(source),
            Self::Index { source, .. } => index_kind(source),
            Self::Corrupt { .. } => ErrorKind::Corrupt,
            Self::Newer { .. } => ErrorKind::Internal,
            Self::GivenUp | Self::Stopped | Self::InUse { .. } => ErrorKind::Unavailable,
            Self::Invalid(_) => ErrorKind::Invalid,
        }
    }
}

fn io_kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => ErrorKind::Full,
        io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => ErrorKind::Corrupt,
        _ => ErrorKind::Unavailable,
    }
}

fn index_kind(error: &TantivyError) -> ErrorKind {
    match error {
        TantivyError::DataCorruption(_)
        | TantivyError::SchemaError(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::DeserializeError(_) => ErrorKind::Corrupt,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => io_kind(io_error),
        TantivyError::OpenReadError(_) => ErrorKind::Corrupt,
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(_)) => ErrorKind::Corrupt,
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => io_kind(io_error),
        TantivyError::IoError(io_error) => io_kind(io_error),
        TantivyError::InvalidArgument(_) => ErrorKind::Internal,
        _ => ErrorKind::Unavailable,
    }
}

impl From<EventsError> for StoreError {
    fn from(error: EventsError) -> Self {
        Self::new(error.kind(), error.to_string()).caused_by(error)
    }
}

/// Adds the file to a failure.
pub(crate) trait At<T> {
    /// `what` is a verb: "read", "sync".
    fn at(self, what: &'static str, path: &Path) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, what: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| EventsError::Io { what, path: path.to_owned(), source })
    }
}

/// Adds the index folder to a failure.
pub(crate) trait OfIndex<T> {
    /// `path` is the index folder.
    fn of_index(self, path: &Path) -> Result<T>;
}

impl<T, E: Into<TantivyError>> OfIndex<T> for std::result::Result<T, E> {
    fn of_index(self, path: &Path) -> Result<T> {
        self.map_err(|source| EventsError::Index { path: path.to_owned(), source: source.into() })
    }
}
