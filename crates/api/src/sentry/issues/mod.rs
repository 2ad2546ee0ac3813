//! Issues: lists, one, changes, activity and comments, hashes, user reports, and short ids.
//!
//! Every route of one issue answers under two addresses: `/organizations/{organization}/issues/{issue}/…`, where the
//! issue may also be named by its short id, and the older `/issues/{issue}/…`.

mod activity;
mod bulk;
mod change;
mod detail;
mod events;
mod hashes;
mod legacy;
mod list;
mod numbers;
mod people;
mod reports;
mod shape;
mod short_ids;
mod stats;
mod target;
mod tickets;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

pub(crate) use change::announce;
pub(crate) use events::listing_of;
pub(crate) use legacy::with_legacy;
pub(crate) use people::People;
pub(crate) use target::{IssueAccess, IssueTarget};

/// Scopes that may read issues.
pub(crate) const READ: [&str; 3] = ["event:read", "event:write", "event:admin"];
/// Scopes that may change issues.
pub(crate) const WRITE: [&str; 2] = ["event:write", "event:admin"];
/// Scope that may delete issues.
pub(crate) const ADMIN: [&str; 1] = ["event:admin"];

/// All routes of this part.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(list::routes())
        .merge(detail::routes())
        .merge(events::routes())
        .merge(activity::routes())
        .merge(hashes::routes())
        .merge(stats::routes())
        .merge(tickets::routes())
        .merge(reports::routes())
        .merge(short_ids::routes())
}
