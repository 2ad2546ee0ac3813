//! The web API: `sentry/` (compatible with clients of the ecosystem) and `native/` (our own interface); each handler
//! parses, authorises, calls a query or a command of `app`, and wraps the answer. Emits its own OpenAPI document.
//!
//! **Promise:** every answer under `/api/0/` and `/api/native/` is JSON of type `application/json`, errors and unknown
//! routes included; a path works with and without a slash at its end; no handler blocks the runtime.
//!
//! **Invariant:** tenants are walls. A handler reaches an organisation or project only through
//! [`ApiState::organization`] and [`ApiState::project`], which check membership and scope; a test walks every operation of
//! the OpenAPI document and fails when one lets a stranger in.

pub mod auth;
pub mod body;
mod error;
mod limit;
mod native;
mod openapi;
pub mod pagination;
pub mod params;
mod router;
mod sentry;
mod state;

pub use error::{ApiError, ApiResult};
pub use limit::ClientAddress;
pub use openapi::{openapi, openapi_json};
pub use router::router;
pub use state::{ApiOptions, ApiState, DiskStatus, SystemStatus};
