//! `/security/` and `/csp-report/`: what browsers report of a page's content policy.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::{DataCategory, ItemType, OutcomeCode};
use http::StatusCode;
use http::request::Parts;

use super::read_unpacked;
use crate::admission::{Admission, Entry, media_type};
use crate::answer::Answer;
use crate::budget::Lease;
use crate::error::IngestError;
use crate::settle::new_event_id;
use crate::state::{Door, IngestState};

/// Reports taken of one request.
const MAX_REPORTS: usize = 100;
/// Reason for reports of other kinds than content policy.
const REPORT_TYPE: &str = "security_report_type";

/// `POST /api/{project}/security/?sentry_key=…`
pub(super) async fn post(State(state): State<IngestState>, Path(project): Path<String>, request: Request) -> Answer {
    let door = &state.door;
    let entry = Entry { is_limited: true, ..Entry::new(&project, DataCategory::Security) };
    let (mut admission, parts, body) = door.enter(request, entry).await?;
    let result = async {
        if !matches!(media_type(&parts.headers).as_str(), "application/json" | "application/csp-report" | "application/reports+json") {
            return Err(IngestError::UnsupportedMediaType);
        }
        let (bytes, mut lease) = read_unpacked(door, &parts, body, door.config.max_event_bytes).await?;
        append(door, &mut admission, &parts, &bytes, &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map(|()| StatusCode::OK.into_response())
}

/// Each report becomes an envelope of its own, for each is an event with an id of its own.
async fn append(door: &Door, admission: &mut Admission, parts: &Parts, bytes: &[u8], lease: &mut Lease) -> Result<(), IngestError> {
    let reports = match parse_lenient(bytes)? {
        Value::Array(reports) => reports,
        report @ Value::Object(_) => vec![report],
        _ => return Err(IngestError::Invalid("the report is no JSON object")),
    };
    if reports.len() > MAX_REPORTS {
        return Err(IngestError::BodyTooLarge);
    }
    let (taken, other): (Vec<_>, Vec<_>) = reports.into_iter().partition(is_content_policy);
    let other = u32::try_from(other.len()).unwrap_or(u32::MAX);
    if other > 0 {
        door.count(admission, DataCategory::Security, OutcomeCode::Invalid, REPORT_TYPE, other);
    }
    for (done, report) in taken.iter().enumerate() {
        // Should this one fail, it and those behind it are counted as refused.
        admission.tally = vec![(DataCategory::Security, u32::try_from(taken.len().saturating_sub(done)).unwrap_or(u32::MAX))];
        door.append_event(admission, envelope(parts, report), lease).await?;
    }
    Ok(())
}

fn is_content_policy(report: &Value<'_>) -> bool {
    report.get("csp-report").is_some_and(|body| body.as_object().is_some())
        || (report.get("type").and_then(Value::as_str) == Some("csp-violation") && report.get("body").is_some())
}

fn envelope(parts: &Parts, report: &Value<'_>) -> Vec<u8> {
    let query = |wanted: &str| {
        let pairs = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        pairs.into_iter().find(|(name, value)| name == wanted && !value.is_empty()).map(|(_, value)| value.into_owned())
    };
    let item = ItemBuilder::new(&ItemType::RawSecurity)
        .header("content_type", "application/json")
        .maybe("sentry_release", query("sentry_release"))
        .maybe("sentry_environment", query("sentry_environment"));
    EnvelopeBuilder::new().event_id(&new_event_id()).push(item, &report.to_vec()).build()
}
