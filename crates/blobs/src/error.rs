//! From what the store says to what a caller may do.

use std::error::Error as StdError;
use std::io;

use bartizan_ports::{ErrorKind, StoreError};
use object_store::Error;

/// The door's error for a store's error; `what` says what was tried.
pub(crate) fn store_error(what: &str, error: Error) -> StoreError {
    StoreError::new(kind(&error), what).caused_by(error)
}

/// Wrong credentials are `Unavailable`, not final: the operator corrects them and the call is repeated,
/// instead of the blob being given up.
fn kind(error: &Error) -> ErrorKind {
    match error {
        Error::NotFound { .. } => ErrorKind::NotFound,
        Error::AlreadyExists { .. } | Error::Precondition { .. } | Error::NotModified { .. } => ErrorKind::Conflict,
        Error::InvalidPath { .. } => ErrorKind::Invalid,
        Error::NotSupported { .. } | Error::NotImplemented { .. } | Error::UnknownConfigurationKey { .. } => ErrorKind::Internal,
        other => io_kind(other).unwrap_or(ErrorKind::Unavailable),
    }
}

/// The kind that the machine's own error deserves, wherever it stands in the chain of causes.
fn io_kind(error: &Error) -> Option<ErrorKind> {
    let mut cause: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(current) = cause {
        match current.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge) => return Some(ErrorKind::Full),
            // A key under another key (`a/b` beside `a/b/c`): a folder cannot hold both.
            Some(io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory) => return Some(ErrorKind::Invalid),
            _ => cause = current.source(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generic(source: io::Error) -> Error {
        Error::Generic { store: "test", source: Box::new(source) }
    }

    #[test]
    fn a_full_disk_is_full_and_the_rest_may_be_repeated() {
        assert_eq!(kind(&generic(io::ErrorKind::StorageFull.into())), ErrorKind::Full);
        assert_eq!(kind(&generic(io::ErrorKind::NotADirectory.into())), ErrorKind::Invalid);
        assert_eq!(kind(&generic(io::ErrorKind::ConnectionReset.into())), ErrorKind::Unavailable);
        let denied = Error::PermissionDenied { path: "k".into(), source: "403".into() };
        assert!(store_error("cannot store a blob", denied).is_retryable());
    }
}
