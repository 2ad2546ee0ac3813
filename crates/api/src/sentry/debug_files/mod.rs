//! Debug files of a project: putting them together, listing, loading down, deleting, and what older clients ask besides.

mod assemble;
mod list;
mod older;
mod shape;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

const READ: [&str; 4] = ["project:read", "project:releases", "project:write", "org:ci"];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(assemble::routes()).merge(list::routes()).merge(older::routes())
}
