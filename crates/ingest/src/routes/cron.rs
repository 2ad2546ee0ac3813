//! `/cron/{slug}/`: a check-in by plain HTTP, from curl in a crontab.

use axum::extract::{Path, Request, State};
use axum::response::IntoResponse;
use bartizan_protocol::envelope::EnvelopeBuilder;
use bartizan_protocol::event::{parse_event_id, print_event_id};
use bartizan_protocol::json::{Object, Value, parse_lenient};
use bartizan_protocol::limits::MAX_CHECK_IN_BYTES;
use bartizan_protocol::{DataCategory, ItemType};
use http::StatusCode;

use super::{read_unpacked, without_429};
use crate::admission::Entry;
use crate::answer::Answer;
use crate::error::IngestError;
use crate::state::{Door, IngestState};

/// Client named for callers that do not name one.
const PLAIN_CLIENT: &str = "bartizan-http";
/// Statuses a monitor may report.
const STATUSES: [&str; 5] = ["ok", "error", "in_progress", "missed", "timeout"];

/// `GET|POST /api/{project}/cron/{slug}/`
pub(super) async fn take(State(state): State<IngestState>, Path((project, slug)): Path<(String, String)>, request: Request) -> Answer {
    accept(&state.door, Entry::new(&project, DataCategory::Monitor), slug, request).await
}

/// `GET|POST /api/{project}/cron/{slug}/{key}/`
pub(super) async fn take_with_key(
    State(state): State<IngestState>,
    Path((project, slug, key)): Path<(String, String, String)>,
    request: Request,
) -> Answer {
    let entry = Entry { path_key: Some(&key), ..Entry::new(&project, DataCategory::Monitor) };
    accept(&state.door, entry, slug, request).await
}

async fn accept(door: &Door, entry: Entry<'_>, slug: String, request: Request) -> Answer {
    let (mut admission, parts, body) = door.enter(request, entry).await.map_err(without_429)?;
    admission.client.get_or_insert_with(|| PLAIN_CLIENT.to_owned());
    let result = async {
        let (bytes, mut lease) = read_unpacked(door, &parts, body, MAX_CHECK_IN_BYTES).await?;
        let check_in = check_in(slug, parts.uri.query().unwrap_or_default(), &bytes)?;
        let envelope = EnvelopeBuilder::new().item(&ItemType::CheckIn, &check_in.to_vec());
        door.append_envelope(&admission, envelope.build(), &mut lease).await
    };
    let result = result.await;
    door.settle(&admission, result).map_err(without_429)?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Puts together the check-in: the body's fields, over them the query's, over them the path's slug.
fn check_in(slug: String, query: &str, body: &[u8]) -> Result<Value<'static>, IngestError> {
    let mut fields = match body.trim_ascii() {
        [] => Object::new(),
        body => match parse_lenient(body)?.into_owned() {
            Value::Object(fields) => fields,
            _ => return Err(IngestError::Invalid("the check-in is no JSON object")),
        },
    };
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            name @ ("status" | "environment" | "check_in_id") => {
                fields.insert(name.to_owned(), value.into_owned());
            }
            "duration" => {
                let seconds: f64 = value.parse().map_err(|_| IngestError::Invalid("bad duration"))?;
                fields.insert("duration", seconds);
            }
            _ => {}
        }
    }
    fields.insert("monitor_slug", slug);
    check_id(&mut fields)?;
    match fields.get_str("status") {
        Some(status) if STATUSES.contains(&status) => Ok(Value::Object(fields)),
        _ => Err(IngestError::Invalid("missing or unknown status")),
    }
}

/// Without an id the nil id is set, which means the check-in that is open.
fn check_id(fields: &mut Object<'static>) -> Result<(), IngestError> {
    let id = match fields.get("check_in_id") {
        None | Some(Value::Null) => [0; 16],
        Some(id) => id.as_str().and_then(parse_event_id).ok_or(IngestError::Invalid("bad check_in_id"))?,
    };
    fields.insert("check_in_id", print_event_id(&id));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(query: &str, body: &[u8]) -> Result<String, String> {
        check_in("nightly".into(), query, body).map(|v| v.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn the_query_goes_over_the_body() {
        insta::assert_snapshot!(
            made("status=ok&duration=1.5&environment=prod&other=x", br#"{"status":"error","monitor_config":{}}"#).unwrap(),
            @r#"{"status":"ok","monitor_config":{},"duration":1.5,"environment":"prod","monitor_slug":"nightly","check_in_id":"00000000000000000000000000000000"}"#
        );
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert_eq!(made("", b"").unwrap_err(), "invalid request: missing or unknown status");
        assert_eq!(made("status=fine", b"").unwrap_err(), "invalid request: missing or unknown status");
        assert_eq!(made("status=ok&duration=x", b"").unwrap_err(), "invalid request: bad duration");
        assert_eq!(made("status=ok&check_in_id=x", b"").unwrap_err(), "invalid request: bad check_in_id");
        assert_eq!(made("status=ok", b"[]").unwrap_err(), "invalid request: the check-in is no JSON object");
    }
}
