//! Tags: keys, their values with counts, the users behind them; of an organisation, a project or an issue.
//!
//! The event store knows the values of a key, not which keys there are: those come from a sample of the newest and
//! oldest events, and only those that match some event are answered.

mod count;
mod routes;
mod shape;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

pub(crate) use count::{Tags, ValueSort, keys_of_issue};
pub(crate) use routes::listing;
pub(crate) use shape::{TagKeyBody, TagValueBody, label};

/// All routes of this part.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    routes::routes()
}
