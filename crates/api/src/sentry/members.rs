//! Members of an organisation and invitations.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_app::MemberDraft;
use bartizan_domain::MemberId;
use bartizan_domain::organization::{Member, Role};
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::shapes::{MemberAnswer, TeamDetail};
use super::teams::find_team;
use crate::auth::{Access, Caller};
use crate::body::JsonBody;
use crate::pagination::{Page, Paged};
use crate::params::Params;
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default()
        .routes(routes!(list, add))
        .routes(routes!(users))
        .routes(routes!(detail, update, remove))
        .routes(routes!(join_team, leave_team))
}

const READ: &[&str] = &["member:read", "org:read"];

/// The member with that id; `me` is the caller.
fn find(state: &ApiState, access: &Access, name: &str) -> ApiResult<Member> {
    if name == "me" {
        return access.member.clone().ok_or_else(ApiError::not_found);
    }
    let id = name.parse().map(MemberId).map_err(|_| ApiError::not_found())?;
    Ok(state.meta.member(access.organization_id(), id)?)
}

fn is_self(access: &Access, member: &Member) -> bool {
    access.member.as_ref().is_some_and(|own| own.id == member.id)
}

/// Nobody gives, takes or touches a role above their own.
fn check_role(access: &Access, role: Role) -> ApiResult<()> {
    if access.highest_role_to_give().is_some_and(|highest| role <= highest) { Ok(()) } else { Err(ApiError::forbidden()) }
}

/// Members and open invitations.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/members/", tag = "members",
    security(("bearer" = ["member:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("query" = Option<String>, Query), ("per_page" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Vec<MemberAnswer>), (status = 404)))]
async fn list(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    page: Page,
    params: Params,
) -> ApiResult<Paged<MemberAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let query = params.filled("query").map(|query| query.trim_start_matches("email:").trim_matches('"').to_lowercase());
            let mut members = state.meta.members(access.organization_id())?;
            members.retain(|member| query.as_ref().is_none_or(|query| matches(member, query)));
            Ok(page.slice(members).map(|member| MemberAnswer::from(&member)))
        })
        .await
}

fn matches(member: &Member, query: &str) -> bool {
    member.email.contains(query) || member.user.as_ref().is_some_and(|user| user.name.to_lowercase().contains(query))
}

/// Members who have taken their invitation, with the projects of their teams.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/users/", tag = "members",
    security(("bearer" = ["member:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path)),
    responses((status = 200, body = Vec<MemberAnswer>), (status = 404)))]
async fn users(State(state): State<ApiState>, caller: Caller, Path(organization): Path<String>) -> ApiResult<Json<Vec<MemberAnswer>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let members = state.meta.members(access.organization_id())?;
            Ok(Json(members.iter().filter(|member| member.user.is_some()).map(MemberAnswer::from).collect()))
        })
        .await
}

/// Team and role in it, as requests name them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TeamRoleBody {
    team_slug: String,
}

/// A member to add, or changes to one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MemberBody {
    email: Option<String>,
    org_role: Option<String>,
    role: Option<String>,
    teams: Option<Vec<String>>,
    team_roles: Option<Vec<TeamRoleBody>>,
}

impl MemberBody {
    fn role(&self) -> ApiResult<Option<Role>> {
        let text = self.org_role.as_deref().or(self.role.as_deref());
        text.map(|text| Role::parse(text).ok_or_else(|| ApiError::field("orgRole", format!("\"{text}\" is not a valid choice."))))
            .transpose()
    }

    fn teams(&self) -> Option<Vec<String>> {
        let roles = self.team_roles.as_ref().map(|roles| roles.iter().map(|role| role.team_slug.clone()).collect());
        roles.or_else(|| self.teams.clone())
    }
}

/// Adds a member: at once when the address has an account here, else as an invitation whose link is in the answer.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/members/", tag = "members",
    security(("bearer" = ["member:write", "member:invite"]), ("session" = [])), request_body = MemberBody,
    params(("organization" = String, Path)),
    responses((status = 201, body = MemberAnswer), (status = 400), (status = 404), (status = 409)))]
async fn add(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    body: JsonBody,
) -> ApiResult<(StatusCode, Json<MemberAnswer>)> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["member:write", "member:invite"])?;
            let new: MemberBody = body.parse()?;
            let role = new.role()?.unwrap_or(Role::Member);
            if role > Role::Member {
                check_role(&access, role)?;
            }
            let draft = MemberDraft {
                organization_id: access.organization_id(),
                email: new.email.clone().ok_or_else(|| ApiError::field("email", "This field is required."))?,
                role,
                teams: new.teams().unwrap_or_default(),
                invited_by: caller.user_id(),
            };
            let invitation = state.app.add_member(&draft)?;
            state.credentials().clear();
            Ok((StatusCode::CREATED, Json(MemberAnswer::from(&invitation.member).with_link(invitation.link))))
        })
        .await
}

/// One member; `me` is the caller.
#[utoipa::path(get, path = "/api/0/organizations/{organization}/members/{member}/", tag = "members",
    security(("bearer" = ["member:read", "org:read"]), ("session" = [])),
    params(("organization" = String, Path), ("member" = String, Path, description = "Id or `me`")),
    responses((status = 200, body = MemberAnswer), (status = 404)))]
async fn detail(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, member)): Path<(String, String)>,
) -> ApiResult<Json<MemberAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, READ)?;
            let member = find(state, &access, &member)?;
            Ok(Json(MemberAnswer::from(&member).with_roles(access.highest_role_to_give())))
        })
        .await
}

/// Changes role and teams of a member.
#[utoipa::path(put, path = "/api/0/organizations/{organization}/members/{member}/", tag = "members",
    security(("bearer" = ["member:write"]), ("session" = [])), request_body = MemberBody,
    params(("organization" = String, Path), ("member" = String, Path)),
    responses((status = 200, body = MemberAnswer), (status = 400), (status = 403), (status = 404), (status = 409)))]
async fn update(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, member)): Path<(String, String)>,
    body: JsonBody,
) -> ApiResult<Json<MemberAnswer>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["member:write"])?;
            let mut member = find(state, &access, &member)?;
            let change: MemberBody = body.parse()?;
            if let Some(role) = change.role()?.filter(|role| *role != member.role) {
                check_role(&access, member.role)?;
                check_role(&access, role)?;
                member = state.app.set_role(access.organization_id(), member.id, role)?;
            }
            if let Some(teams) = change.teams() {
                member = state.app.set_member_teams(access.organization_id(), member.id, &teams)?;
            }
            Ok(Json(MemberAnswer::from(&member).with_roles(access.highest_role_to_give())))
        })
        .await
}

/// Removes a member, withdraws an invitation, or leaves (`me`).
#[utoipa::path(delete, path = "/api/0/organizations/{organization}/members/{member}/", tag = "members",
    security(("bearer" = ["member:admin", "member:read"]), ("session" = [])),
    params(("organization" = String, Path), ("member" = String, Path)),
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    Path((organization, member)): Path<(String, String)>,
) -> ApiResult<StatusCode> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &["member:admin", "member:read"])?;
            let member = find(state, &access, &member)?;
            if !(caller.is_session() && is_self(&access, &member)) {
                access.require(&["member:admin"])?;
                check_role(&access, member.role)?;
            }
            state.app.remove_member(access.organization_id(), member.id)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

fn change_team(state: &ApiState, caller: &Caller, path: &(String, String, String), present: bool) -> ApiResult<TeamDetail> {
    let (organization, member, team) = path;
    let access = state.organization(caller, organization, &["org:read", "team:write", "member:write"])?;
    let member = find(state, &access, member)?;
    if !(caller.is_session() && is_self(&access, &member)) {
        access.require(&["team:write", "member:write"])?;
    }
    let (team, _) = find_team(state, &access, team)?;
    state.app.set_team_member(access.organization_id(), team.id, member.id, present)?;
    let access = state.organization(caller, organization, &["org:read", "team:write", "member:write"])?;
    let (team, members) = find_team(state, &access, &team.slug)?;
    Ok(TeamDetail::of(&access, &team, members, None))
}

/// Adds a member to a team; everybody may join by themselves.
#[utoipa::path(post, path = "/api/0/organizations/{organization}/members/{member}/teams/{team}/", tag = "members",
    security(("bearer" = ["org:read", "team:write", "member:write"]), ("session" = [])),
    params(("organization" = String, Path), ("member" = String, Path), ("team" = String, Path)),
    responses((status = 201, body = TeamDetail), (status = 403), (status = 404)))]
async fn join_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path(path): Path<(String, String, String)>,
) -> ApiResult<(StatusCode, Json<TeamDetail>)> {
    state.blocking(move |state| Ok((StatusCode::CREATED, Json(change_team(state, &caller, &path, true)?)))).await
}

/// Takes a member out of a team.
#[utoipa::path(delete, path = "/api/0/organizations/{organization}/members/{member}/teams/{team}/", tag = "members",
    security(("bearer" = ["org:read", "team:write", "member:write"]), ("session" = [])),
    params(("organization" = String, Path), ("member" = String, Path), ("team" = String, Path)),
    responses((status = 200, body = TeamDetail), (status = 403), (status = 404)))]
async fn leave_team(
    State(state): State<ApiState>,
    caller: Caller,
    Path(path): Path<(String, String, String)>,
) -> ApiResult<Json<TeamDetail>> {
    state.blocking(move |state| Ok(Json(change_team(state, &caller, &path, false)?))).await
}
