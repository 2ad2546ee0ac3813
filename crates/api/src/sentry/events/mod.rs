//! Events: the stored payload in the public shape, lists and single ones.

mod entries;
mod grouping_info;
mod json;
mod lookup;
mod meta_tree;
mod reader;
mod remedy;
mod routes;
mod shape;
mod summary;
mod tags;
#[cfg(test)]
mod tests;

use utoipa_axum::router::OpenApiRouter;

use crate::ApiState;

pub(crate) use json::{full_text, get, list};
pub(crate) use reader::{EventReader, Listing, Loaded};
pub(crate) use routes::{answer_list, event_not_found, open};
pub(crate) use shape::{Event, SimpleEvent};
pub(crate) use tags::{query as tag_query, quoted};

/// All routes of this part.
pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(routes::routes()).merge(lookup::routes())
}
