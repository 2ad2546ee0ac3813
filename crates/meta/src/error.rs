//! From SQLite's result codes to the door's error kinds.

use bartizan_ports::{ErrorKind, StoreError};
use rusqlite::ErrorCode;

/// `SQLITE_CONSTRAINT_UNIQUE` and `SQLITE_CONSTRAINT_PRIMARYKEY`: the two that mean "taken".
const TAKEN: [i32; 2] = [2067, 1555];

/// Translates an error of the engine; what the statement was about is for the log, in `cause`.
pub(crate) fn store_error(error: rusqlite::Error) -> StoreError {
    let (kind, message) = classify(&error);
    StoreError::new(kind, message).caused_by(error)
}

fn classify(error: &rusqlite::Error) -> (ErrorKind, &'static str) {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                (ErrorKind::Unavailable, "metadata database is busy: another writer held it too long")
            }
            ErrorCode::DiskFull => (ErrorKind::Full, "no room left on the disk of the metadata database"),
            ErrorCode::DatabaseCorrupt => (ErrorKind::Corrupt, "metadata database is damaged; restore a backup"),
            ErrorCode::NotADatabase => (ErrorKind::Corrupt, "the metadata file is not a database"),
            ErrorCode::CannotOpen => (ErrorKind::Unavailable, "metadata database cannot be opened; check the path and its permissions"),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => {
                (ErrorKind::Unavailable, "metadata database cannot be written; check the file's permissions")
            }
            ErrorCode::SystemIoFailure => (ErrorKind::Unavailable, "metadata database: input or output failed"),
            ErrorCode::OutOfMemory => (ErrorKind::Unavailable, "metadata database: out of memory"),
            ErrorCode::TooBig => (ErrorKind::Invalid, "value too large for the metadata database"),
            ErrorCode::ConstraintViolation if TAKEN.contains(&failure.extended_code) => {
                (ErrorKind::Conflict, "a row with this unique value exists already")
            }
            ErrorCode::ConstraintViolation => (ErrorKind::Conflict, "the row refers to something that does not exist (any more)"),
            _ => (ErrorKind::Internal, "metadata database failed"),
        },
        E::FromSqlConversionFailure(..) | E::InvalidColumnType(..) | E::IntegralValueOutOfRange(..) => {
            (ErrorKind::Corrupt, "metadata database holds a value that cannot be read")
        }
        E::QueryReturnedNoRows => (ErrorKind::NotFound, "row not found"),
        _ => (ErrorKind::Internal, "metadata database failed"),
    }
}

/// Makes a "taken" error say what is taken, and leaves others as they are.
pub(crate) fn taken(what: &'static str) -> impl Fn(StoreError) -> StoreError {
    move |error| {
        if error.kind == ErrorKind::Conflict { StoreError { message: format!("{what} is taken"), ..error } } else { error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn result_codes_have_kinds() {
        let kind = |code: i32| store_error(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)).kind;
        for (code, want) in [
            (5, ErrorKind::Unavailable),
            (517, ErrorKind::Unavailable),
            (6, ErrorKind::Unavailable),
            (13, ErrorKind::Full),
            (11, ErrorKind::Corrupt),
            (26, ErrorKind::Corrupt),
            (8, ErrorKind::Unavailable),
            (14, ErrorKind::Unavailable),
            (10, ErrorKind::Unavailable),
            (2067, ErrorKind::Conflict),
            (1555, ErrorKind::Conflict),
            (787, ErrorKind::Conflict),
            (1, ErrorKind::Internal),
            (18, ErrorKind::Invalid),
        ] {
            assert_eq!(kind(code), want, "{code}");
        }
    }

    #[test]
    fn a_conflict_says_what_is_taken() {
        let error = store_error(rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(2067), None));
        assert_eq!(taken("this slug")(error).to_string(), "this slug is taken");
    }
}
