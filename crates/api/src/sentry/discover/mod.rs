//! Tables and charts over errors: `/organizations/{organization}/events/` and `events-stats/`.
//!
//! Columns are fields, tags and functions (`count()`, `count_unique(user)`, `last_seen()` …). With a function in it the
//! table groups by the plain columns, without one it lists single events.

mod column;
mod routes;
mod series;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use routes::routes;
