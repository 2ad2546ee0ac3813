//! A table as a file for spreadsheets.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::column::Column;
use super::routes::{READ, asked, check_dataset, columns};
use super::table::Table;
use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::search::Window;
use crate::{ApiResult, ApiState};

/// Most rows of a file: what a spreadsheet still opens at once, and some megabytes of memory here.
const MAX_ROWS: usize = 10_000;
/// Says that rows were left out.
const TRUNCATED: &str = "x-bartizan-truncated";

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(export))
}

/// The table of `/api/0/organizations/{organization}/events/` as CSV, at most 10,000 rows.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/events.csv", tag = "native",
    security(("bearer" = ["org:read", "org:write", "org:admin", "event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("field" = Vec<String>, Query), ("query" = Option<String>, Query), ("sort" = Option<String>, Query),
        ("project" = Option<Vec<String>>, Query), ("environment" = Option<Vec<String>>, Query),
        ("statsPeriod" = Option<String>, Query), ("start" = Option<String>, Query), ("end" = Option<String>, Query),
    ),
    responses((status = 200, content_type = "text/csv", body = String))
)]
async fn export(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>, params: Params) -> ApiResult<Response> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            check_dataset(&params)?;
            let columns = columns(&params, "field", &["id", "title", "project.name", "timestamp"])?;
            let window = Window::read(state, &access, &params)?;
            let (listing, having) = asked(state, &access, &caller, &window, &params)?;
            let sort = params.filled("sort");
            let mut rows =
                Table { state, window: &window, listing: &listing, columns: &columns, having: &having, sort }.rows(MAX_ROWS + 1, 0)?;
            let more = rows.len() > MAX_ROWS;
            rows.truncate(MAX_ROWS);
            let headers = [
                (header::CONTENT_TYPE.as_str(), "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION.as_str(), "attachment; filename=\"events.csv\""),
                (TRUNCATED, if more { "true" } else { "false" }),
            ];
            Ok((headers, text(&columns, &rows)).into_response())
        })
        .await
}

/// Comma-separated values (RFC 4180).
pub(super) fn text(columns: &[Column], rows: &[Value]) -> String {
    let mut out = String::new();
    line(&mut out, columns.iter().map(|column| quoted(&column.name)));
    let empty = Map::new();
    for row in rows {
        let cells = row.as_object().unwrap_or(&empty);
        line(&mut out, columns.iter().map(|column| cells.get(&column.name).map(cell).unwrap_or_default()));
    }
    out
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Text comes from whoever sent the event: one that a spreadsheet would compute gets an apostrophe, as it does by hand.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if guard.is_empty() && !text.contains(['"', ',', '\n', '\r']) {
        return text.to_owned();
    }
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
