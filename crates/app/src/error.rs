//! Why a command was not done.

use bartizan_ports::{ErrorKind, StoreError};

/// A field that was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field in our own words (`slug`, `email` …).
    pub field: &'static str,
    /// What is wrong with it, a sentence for people.
    pub message: String,
}

/// Error of a command. The text is fit for the person who gave it; causes stay in the source.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Something given was wrong.
    #[error("{}", .0.message)]
    Invalid(FieldError),
    /// A name is taken, or the rules forbid it in this state.
    #[error("{0}")]
    Conflict(String),
    /// It does not exist in this organisation.
    #[error("{0}")]
    NotFound(String),
    /// Wrong address or password, or a used or unknown link.
    #[error("{0}")]
    Denied(&'static str),
    /// Too many tries; wait so many seconds.
    #[error("Too many attempts. Try again in {retry_after_s} seconds.")]
    TooMany {
        /// Seconds to wait.
        retry_after_s: u64,
    },
    /// The store could not do it.
    #[error("the store did not answer")]
    Store(#[source] StoreError),
    /// A failure of the machine (no randomness, a hash that cannot be made).
    #[error("internal failure: {0}")]
    Internal(String),
}

/// Result of a command.
pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// A wrong field.
    pub fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid(FieldError { field, message: message.into() })
    }

    /// Turns a conflict of the store into a sentence about `what`.
    pub(crate) fn when_taken(what: &str) -> impl FnOnce(StoreError) -> Self + '_ {
        move |error| match error.kind {
            ErrorKind::Conflict => Self::Conflict(what.to_owned()),
            _ => error.into(),
        }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error.kind {
            ErrorKind::NotFound => Self::NotFound(error.message),
            ErrorKind::Conflict => Self::Conflict(error.message),
            _ => Self::Store(error),
        }
    }
}
