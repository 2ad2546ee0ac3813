//! What users wrote about an event: lists, and the door through which they write.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::attachment::UserReport;
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::project::Project;
use bartizan_domain::query::{EventQuery, FieldRef, Filter, Select};
use bartizan_domain::{EventId, GroupHash, IssueId, TimeRange};
use bartizan_protocol::accepted::{AcceptedRecord, AcceptedRequest, Encoding};
use bartizan_protocol::envelope::{EnvelopeBuilder, ItemType};
use bytes::Bytes;
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Caller, MaybeCaller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::{ApiError, ApiResult, ApiState};

/// Longest text of a report, in bytes.
const MAX_COMMENTS_BYTES: usize = 16 * 1024;
/// Longest name or address, in bytes.
const MAX_NAME_BYTES: usize = 256;
const READ: [&str; 4] = ["project:read", "project:write", "project:admin", "event:read"];
const WRITE: [&str; 4] = ["project:read", "project:write", "project:admin", "event:write"];

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(list, create))
}

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = UserReport)]
pub(crate) struct UserReportBody {
    id: String,
    #[serde(rename = "eventID")]
    event_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    comments: String,
    #[serde(rename = "dateCreated")]
    date_created: String,
    user: Option<Value>,
    event: Value,
    issue: Option<Value>,
}

impl From<&UserReport> for UserReportBody {
    fn from(report: &UserReport) -> Self {
        let event_id = report.event_id.map(|id| id.to_string());
        let user = report.email.as_ref().or(report.name.as_ref()).map(
            |_| json!({"id": null, "username": null, "email": report.email, "name": report.name, "ipAddress": null, "avatarUrl": null}),
        );
        Self {
            id: report.id.to_string(),
            event: json!({"id": event_id, "eventID": event_id}),
            event_id,
            name: report.name.clone(),
            email: report.email.clone(),
            comments: report.comments.clone(),
            date_created: report.created.to_rfc3339(),
            user,
            issue: report.issue_id.map(|id| json!({"id": id.to_string()})),
        }
    }
}

/// Reports of a project, newest first.
#[utoipa::path(
    get, path = "/api/0/projects/{organization}/{project}/user-feedback/", tag = "feedback",
    security(("bearer" = ["project:read", "project:write", "project:admin", "event:read"])),
    params(("organization" = String, Path), ("project" = String, Path), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<UserReportBody>))
)]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, project)): Path<(String, String)>,
    page: Page,
) -> ApiResult<Paged<UserReportBody>> {
    state
        .blocking(move |state| {
            let found = state.project(&caller, &organization, &project, &READ)?;
            let mut reports =
                state.meta.user_reports(found.organization_id(), Some(found.project_id()), None, page.limit + 1, page.offset)?;
            find_issues(state, &found.project, &mut reports)?;
            Ok(page.wrap_extra(reports.iter().map(UserReportBody::from).collect()))
        })
        .await
}

/// Reports of a project that are looked through for those of one issue.
const MAX_LOOKED_AT: usize = 1_000;

/// Reports about an issue, newest first. A report names an event; its issue is found through the event.
pub(crate) fn of_issue(state: &ApiState, project: &Project, issue: IssueId) -> ApiResult<Vec<UserReport>> {
    let mut reports = state.meta.user_reports(project.organization_id, Some(project.id), None, MAX_LOOKED_AT, 0)?;
    find_issues(state, project, &mut reports)?;
    reports.retain(|report| report.issue_id == Some(issue));
    Ok(reports)
}

/// Fills in the issues of reports that do not know theirs.
fn find_issues(state: &ApiState, project: &Project, reports: &mut [UserReport]) -> ApiResult<()> {
    let events: Vec<FieldValue> =
        reports.iter().filter(|r| r.issue_id.is_none()).filter_map(|r| r.event_id).map(|id| FieldValue::Str(id.to_string())).collect();
    if events.is_empty() {
        return Ok(());
    }
    let limit = events.len();
    let result = state.events.query(&EventQuery {
        dataset: Dataset::Errors,
        organization_id: project.organization_id,
        projects: vec![project.id],
        range: TimeRange::ALL,
        filter: Filter::In(FieldRef::field("event_id"), events),
        select: Select::Rows { fields: vec![FieldRef::field(GROUP_HASH)], by: None, newest_first: true, limit, offset: 0 },
    })?;
    let hash_of = result.rows.iter().filter_map(|row| Some((row.event?.1, row.values.first()?.as_str()?.parse::<GroupHash>().ok()?)));
    let hash_of: HashMap<EventId, GroupHash> = hash_of.collect();
    let hashes: Vec<GroupHash> = hash_of.values().copied().collect();
    let issue_of: HashMap<GroupHash, IssueId> = state.meta.issues_of_hashes(project.id, &hashes)?.into_iter().collect();
    for report in reports.iter_mut().filter(|report| report.issue_id.is_none()) {
        let hash = report.event_id.and_then(|event| hash_of.get(&event));
        report.issue_id = hash.and_then(|hash| issue_of.get(hash)).copied();
    }
    Ok(())
}

/// A report to write.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct NewReport {
    #[serde(default)]
    event_id: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    comments: String,
}

impl NewReport {
    fn check(&self) -> ApiResult<EventId> {
        let event = self.event_id.parse().map_err(|_| ApiError::field("event_id", "32 hexadecimal digits are required."))?;
        if self.comments.trim().is_empty() {
            return Err(ApiError::field("comments", "This field may not be blank."));
        }
        if self.comments.len() > MAX_COMMENTS_BYTES {
            return Err(ApiError::field("comments", format!("Ensure this field has no more than {MAX_COMMENTS_BYTES} bytes.")));
        }
        for (field, value) in [("name", &self.name), ("email", &self.email)] {
            if value.as_ref().is_some_and(|value| value.len() > MAX_NAME_BYTES) {
                return Err(ApiError::field(field, format!("Ensure this field has no more than {MAX_NAME_BYTES} bytes.")));
            }
        }
        Ok(event)
    }
}

/// Writes a report, by a token or by the project's DSN (`Authorization: DSN …`). It takes the way of every event.
#[utoipa::path(
    post, path = "/api/0/projects/{organization}/{project}/user-feedback/", tag = "feedback",
    security((), ("bearer" = ["project:read", "project:write", "project:admin", "event:write"])),
    params(("organization" = String, Path), ("project" = String, Path)), request_body = NewReport,
    responses((status = 200, body = UserReportBody))
)]
async fn create(
    State(state): State<ApiState>,
    MaybeCaller(caller): MaybeCaller,
    Path((organization, project)): Path<(String, String)>,
    headers: HeaderMap,
    body: JsonBody,
) -> ApiResult<Json<UserReportBody>> {
    let dsn = dsn_key(&headers);
    let (record, report) = state
        .blocking(move |state| {
            let project = match (caller, dsn) {
                (Some(caller), _) => state.project(&caller, &organization, &project, &WRITE)?.project,
                (None, Some(key)) => by_key(state, &organization, &project, &key)?,
                (None, None) => return Err(ApiError::unauthorized("Authentication credentials were not provided.")),
            };
            let draft: NewReport = body.parse()?;
            record(state, &project, &draft)
        })
        .await?;
    state.queue.append(record).await?;
    Ok(Json((&report).into()))
}

/// The public key of `Authorization: DSN https://KEY@host/1`.
fn dsn_key(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, dsn) = value.split_once(' ')?;
    let (_, rest) = dsn.trim().split_once("://").filter(|_| scheme.eq_ignore_ascii_case("dsn"))?;
    let (user, _) = rest.split_once('@')?;
    Some(user.split(':').next().unwrap_or(user).to_owned())
}

/// The project of the path, when the key is an active one of it. Anything else answers alike.
fn by_key(state: &ApiState, organization: &str, project: &str, key: &str) -> ApiResult<Project> {
    let refused = || ApiError::unauthorized("Invalid DSN");
    let tenant = match organization.parse() {
        Ok(id) => state.meta.organization(id),
        Err(_) => state.meta.organization_by_slug(organization),
    };
    let tenant = tenant.map_err(|_| refused())?;
    let found = match project.parse() {
        Ok(id) => state.meta.project(tenant.id, id),
        Err(_) => state.meta.project_by_slug(tenant.id, project),
    };
    let found = found.map_err(|_| refused())?;
    let keys = state.meta.keys(tenant.id, found.id)?;
    if keys.iter().any(|k| k.active && bartizan_app::equal_secrets(&k.public_key, key)) { Ok(found) } else { Err(refused()) }
}

/// The queue's record of a report, and the report as it will be.
fn record(state: &ApiState, project: &Project, draft: &NewReport) -> ApiResult<(Bytes, UserReport)> {
    let event_id = draft.check()?;
    let now = state.now();
    let keys = state.meta.keys(project.organization_id, project.id)?;
    let key = keys.iter().find(|key| key.active).or_else(|| keys.first());
    let key = key.ok_or_else(|| ApiError::bad_request("The project has no client key."))?;
    let item = json!({"event_id": event_id.to_string(), "name": draft.name, "email": draft.email, "comments": draft.comments});
    let body = EnvelopeBuilder::new().event_id(&event_id.0).item(&ItemType::UserReport, item.to_string().as_bytes()).build();
    let request = AcceptedRequest {
        organization_id: project.organization_id.0,
        project_id: project.id.0,
        key_id: key.id.0,
        received_us: now.0,
        client_ip: None,
        user_agent: None,
        client: None,
        content_encoding: Encoding::Identity,
        body: body.into(),
    };
    let report = UserReport {
        id: 0,
        organization_id: project.organization_id,
        project_id: project.id,
        event_id: Some(event_id),
        issue_id: None,
        name: draft.name.clone(),
        email: draft.email.clone(),
        comments: draft.comments.clone(),
        created: now,
    };
    Ok((AcceptedRecord::Request(request).encode(), report))
}
