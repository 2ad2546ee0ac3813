//! Tables and charts over errors: `/organizations/{organization}/events/`, `events-stats/` and
//! `events-timeseries/`, the attributes they can be asked for, and tables as files.
//!
//! Columns are fields, tags and functions (`count()`, `count_unique(user)`, `last_seen()` …). With a function in it the
//! table groups by the plain columns, without one it lists single events. A query may ask for groups by their numbers as well
//! (`count():>10`, [`having`]). What is asked can be kept under a name ([`saved`]).

mod attributes;
mod chart;
mod column;
mod export;
mod function;
mod having;
mod routes;
mod saved;
mod series;
mod shared;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use routes::routes;
