//! Tags: keys, their values with counts, the users behind them; of an organisation, a project or an issue.
//!
//! Keys are those of the tags that matching events have, and of the fields that are shown as tags.

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
