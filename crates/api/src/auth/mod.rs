//! Who calls, and what they may do where.
//!
//! [`Caller`] is an extractor: a handler that takes one answers 401 to strangers. What the caller may do in an
//! organisation or project is asked with [`ApiState::organization`](crate::ApiState::organization) and
//! [`ApiState::project`](crate::ApiState::project).

mod access;
mod cache;
mod caller;
mod cookie;

pub use access::{Access, ProjectAccess};
pub(crate) use cache::CredentialCache;
pub use caller::{Caller, CallerKind, CsrfExempt, MaybeCaller};
pub(crate) use cookie::SessionCookie;
