//! What happened to an issue, and the comments of people.

use axum::Json;
use axum::extract::{RawPathParams, State};
use bartizan_app::issues::{BEFORE, Note};
use bartizan_domain::activity::Activity;
use bartizan_domain::{ActivityId, Timestamp};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::people::People;
use super::target::{IssueAccess, IssueTarget};
use super::{READ, WRITE, with_legacy};
use crate::auth::Caller;
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::sentry::shapes::{UserAnswer, parse_actor};
use crate::{ApiError, ApiResult, ApiState};

/// Entries answered at once.
const MAX_ENTRIES: usize = 100;
/// Entries looked through for comments.
const MAX_LOOKED_AT: usize = 1_000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .merge(with_legacy(routes!(activities)))
        .merge(with_legacy(routes!(notes, add_note)))
        .merge(with_legacy(routes!(edit_note, delete_note)))
        .merge(with_legacy(routes!(comments, add_comment)))
        .merge(with_legacy(routes!(edit_comment, delete_comment)))
}

/// One entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityBody {
    /// Id; 0 for the entry that stands for the first event.
    pub(crate) id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Who did it; null for the house.
    pub(crate) user: Option<UserAnswer>,
    /// The app that did it; none.
    #[serde(rename = "sentry_app")]
    pub(crate) sentry_app: Option<Value>,
    /// Details.
    pub(crate) data: Value,
    /// When.
    pub(crate) date_created: String,
}

/// Entries of an issue.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Activities {
    /// Newest first; the first event closes the list.
    pub(crate) activity: Vec<ActivityBody>,
}

/// A comment to write.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NoteBody {
    #[serde(default)]
    text: String,
    /// Who is to take notice and follows the issue from now on: `user:ID` or `team:ID`.
    #[serde(default)]
    mentions: Vec<String>,
}

impl NoteBody {
    fn note(self) -> ApiResult<Note> {
        let unknown = || ApiError::field("mentions", "Write user:<id> or team:<id>.");
        let mentions = self.mentions.iter().map(|mention| parse_actor(mention).ok_or_else(unknown)).collect::<ApiResult<_>>()?;
        Ok(Note { text: self.text, mentions })
    }
}

pub(super) fn body(people: &People<'_>, entry: &Activity) -> ActivityBody {
    let mut data: Value = serde_json::from_str(&entry.data).unwrap_or_else(|_| json!({}));
    if let Some(map) = data.as_object_mut() {
        map.remove(BEFORE);
    }
    if entry.kind == "assigned" && data.get("assigneeType").and_then(Value::as_str) == Some("user") {
        let id = data.get("assignee").and_then(Value::as_str).and_then(|id| id.parse().ok());
        let user = id.and_then(|id| people.person(id));
        if let Some(map) = data.as_object_mut() {
            map.insert("user".to_owned(), json!(user));
        }
    }
    ActivityBody {
        id: entry.id.to_string(),
        kind: entry.kind.clone(),
        user: entry.user_id.and_then(|id| people.person(id)),
        sentry_app: None,
        data,
        date_created: entry.created.to_rfc3339(),
    }
}

/// All entries of an issue, closed by the first event.
pub(super) fn all(state: &ApiState, found: &IssueAccess, people: &People<'_>) -> ApiResult<Vec<ActivityBody>> {
    let entries = state.meta.activity(found.organization_id(), found.id(), MAX_ENTRIES)?;
    let first = ActivityBody {
        id: "0".to_owned(),
        kind: "first_seen".to_owned(),
        user: None,
        sentry_app: None,
        data: json!({}),
        date_created: Timestamp::to_rfc3339(found.found.issue.first_seen),
    };
    Ok(entries.iter().map(|entry| body(people, entry)).chain([first]).collect())
}

fn note_id(params: &RawPathParams) -> ApiResult<ActivityId> {
    let text = params.iter().find(|(name, _)| *name == "note").map(|(_, value)| value);
    text.and_then(|text| text.parse().ok()).ok_or_else(ApiError::not_found)
}

/// What happened to an issue.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/activities/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Activities))
)]
async fn activities(State(state): State<ApiState>, caller: Caller, target: IssueTarget) -> ApiResult<Json<Activities>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let people = People::new(state, found.organization_id());
            Ok(Json(Activities { activity: all(state, &found, &people)? }))
        })
        .await
}

/// Comments on an issue, newest first.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/notes/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Vec<ActivityBody>))
)]
async fn notes(State(state): State<ApiState>, caller: Caller, target: IssueTarget, page: Page) -> ApiResult<Paged<ActivityBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let people = People::new(state, found.organization_id());
            let entries = state.meta.activity(found.organization_id(), found.id(), MAX_LOOKED_AT)?;
            let notes = entries.iter().filter(|entry| entry.kind == "note").map(|entry| body(&people, entry)).collect();
            Ok(page.slice(notes))
        })
        .await
}

/// Comments on an issue; the same as `notes/`.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/comments/", tag = "issues",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)),
    responses((status = 200, body = Vec<ActivityBody>))
)]
async fn comments(state: State<ApiState>, caller: Caller, target: IssueTarget, page: Page) -> ApiResult<Paged<ActivityBody>> {
    notes(state, caller, target, page).await
}

/// Writes a comment.
#[utoipa::path(
    post, path = "/api/0/organizations/{organization}/issues/{issue}/notes/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)), request_body = NoteBody,
    responses((status = 201, body = ActivityBody))
)]
async fn add_note(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    note: JsonBody,
) -> ApiResult<(StatusCode, Json<ActivityBody>)> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let note: NoteBody = note.parse()?;
            let entry = state.app.comment(found.organization_id(), found.id(), caller.person()?.id, &note.note()?)?;
            Ok((StatusCode::CREATED, Json(body(&People::new(state, found.organization_id()), &entry))))
        })
        .await
}

/// Writes a comment; the same as `notes/`.
#[utoipa::path(
    post, path = "/api/0/organizations/{organization}/issues/{issue}/comments/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path)), request_body = NoteBody,
    responses((status = 201, body = ActivityBody))
)]
async fn add_comment(
    state: State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    note: JsonBody,
) -> ApiResult<(StatusCode, Json<ActivityBody>)> {
    add_note(state, caller, target, note).await
}

/// Changes one's own comment.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/issues/{issue}/notes/{note}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("note" = String, Path)), request_body = NoteBody,
    responses((status = 200, body = ActivityBody))
)]
async fn edit_note(
    State(state): State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    params: RawPathParams,
    note: JsonBody,
) -> ApiResult<Json<ActivityBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let id = note_id(&params)?;
            let note: NoteBody = note.parse()?;
            let entry = state.app.edit_comment(found.organization_id(), found.id(), id, caller.person()?.id, &note.note()?)?;
            Ok(Json(body(&People::new(state, found.organization_id()), &entry)))
        })
        .await
}

/// Changes one's own comment; the same as `notes/`.
#[utoipa::path(
    put, path = "/api/0/organizations/{organization}/issues/{issue}/comments/{note}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("note" = String, Path)), request_body = NoteBody,
    responses((status = 200, body = ActivityBody))
)]
async fn edit_comment(
    state: State<ApiState>,
    caller: Caller,
    target: IssueTarget,
    params: RawPathParams,
    note: JsonBody,
) -> ApiResult<Json<ActivityBody>> {
    edit_note(state, caller, target, params, note).await
}

/// Removes one's own comment.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/{issue}/notes/{note}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("note" = String, Path)),
    responses((status = 204, description = "Removed"))
)]
async fn delete_note(State(state): State<ApiState>, caller: Caller, target: IssueTarget, params: RawPathParams) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &WRITE)?;
            let id = note_id(&params)?;
            state.app.delete_comment(found.organization_id(), found.id(), id, caller.person()?.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

/// Removes one's own comment; the same as `notes/`.
#[utoipa::path(
    delete, path = "/api/0/organizations/{organization}/issues/{issue}/comments/{note}/", tag = "issues",
    security(("bearer" = ["event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("note" = String, Path)),
    responses((status = 204, description = "Removed"))
)]
async fn delete_comment(state: State<ApiState>, caller: Caller, target: IssueTarget, params: RawPathParams) -> ApiResult<StatusCode> {
    delete_note(state, caller, target, params).await
}
