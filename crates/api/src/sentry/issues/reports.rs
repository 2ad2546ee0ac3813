//! What users wrote about the events of an issue.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::target::IssueTarget;
use super::{READ, with_legacy};
use crate::auth::Caller;
use crate::pagination::{Page, Paged};
use crate::sentry::user_reports::{self, UserReportBody};
use crate::{ApiResult, ApiState};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().merge(with_legacy(routes!(list))).merge(with_legacy(routes!(feedback)))
}

/// Reports about an issue, newest first.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/user-reports/", tag = "feedback",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<UserReportBody>))
)]
async fn list(State(state): State<ApiState>, caller: Caller, target: IssueTarget, page: Page) -> ApiResult<Paged<UserReportBody>> {
    state
        .blocking(move |state| {
            let found = target.open(state, &caller, &READ)?;
            let reports = user_reports::of_issue(state, &found.project, found.id())?;
            Ok(page.slice(reports.iter().map(UserReportBody::from).collect()))
        })
        .await
}

/// Reports about an issue; the same as `user-reports/`.
#[utoipa::path(
    get, path = "/api/0/organizations/{organization}/issues/{issue}/user-feedback/", tag = "feedback",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("issue" = String, Path), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<UserReportBody>))
)]
async fn feedback(state: State<ApiState>, caller: Caller, target: IssueTarget, page: Page) -> ApiResult<Paged<UserReportBody>> {
    list(state, caller, target, page).await
}
