//! From what the disk says to what a caller may do.

use std::io;

use bartizan_ports::{ErrorKind, StoreError};

/// `Full` when there is no room, else `Unavailable`.
pub(crate) fn io_error(what: &str, error: io::Error) -> StoreError {
    StoreError::new(io_kind(&error), what).caused_by(error)
}

pub(crate) fn io_kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorKind::Full,
        _ => ErrorKind::Unavailable,
    }
}

pub(crate) fn unavailable(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Unavailable, what)
}

pub(crate) fn full(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Full, what)
}

/// One failure told to several waiters (a cause cannot be copied, its text can).
pub(crate) fn again(error: &StoreError) -> StoreError {
    let copy = StoreError::new(error.kind, error.message.clone());
    match &error.cause {
        Some(cause) => copy.caused_by(cause.to_string()),
        None => copy,
    }
}
