//! How long problems wait and how long their fixes take.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::TimeRange;
use bartizan_domain::issue::Assignee;
use bartizan_domain::time::{DAY_US, SECOND_US};
use bartizan_domain::time_to_fix::{AGE_BOUNDS_US, Figures, IssueHistory, Report, Spread, StepKind, TrendPoint, report};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::params::Params;
use crate::sentry::issues::{People, READ};
use crate::sentry::search::{ListSort, Search, Window};
use crate::sentry::shapes::Actor;
use crate::{ApiResult, ApiState};

/// Most issues looked at; of more, the youngest.
const MAX_ISSUES: usize = 100_000;
/// Period where the request names none.
const DEFAULT_PERIOD_US: i64 = 30 * DAY_US;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(time_to_fix))
}

/// How lengths of time are spread, in seconds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SpreadBody {
    /// Half took at most this.
    median_seconds: i64,
    /// Nine of ten took at most this.
    p90_seconds: i64,
    longest_seconds: i64,
}

impl From<Spread> for SpreadBody {
    fn from(spread: Spread) -> Self {
        Self {
            median_seconds: spread.median_us / SECOND_US,
            p90_seconds: spread.p90_us / SECOND_US,
            longest_seconds: spread.longest_us / SECOND_US,
        }
    }
}

/// Figures of a set of issues.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FiguresBody {
    /// Open now, whenever they came.
    open: u64,
    /// From the first event until now, of those.
    age: Option<SpreadBody>,
    /// First seen in the period.
    arrived: u64,
    /// Of those, the ones a person has acted on.
    answered: u64,
    /// From the first event to that act.
    response: Option<SpreadBody>,
    /// Resolutions in the period that nobody took back.
    fixed: u64,
    /// Of those, the ones a later event undid.
    came_back: u64,
    /// From the first event, or from when the problem last came back, to the resolution.
    fix: Option<SpreadBody>,
}

impl From<Figures> for FiguresBody {
    fn from(figures: Figures) -> Self {
        Self {
            open: figures.open,
            age: figures.age.map(Into::into),
            arrived: figures.arrived,
            answered: figures.answered,
            response: figures.response.map(Into::into),
            fixed: figures.fixed,
            came_back: figures.came_back,
            fix: figures.fix.map(Into::into),
        }
    }
}

/// Figures of a project.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectFigures {
    id: String,
    slug: String,
    figures: FiguresBody,
}

/// Figures of whom issues are assigned to: fixes of whom they were assigned to then, the rest of whom they are now.
#[derive(Debug, Serialize, ToSchema)]
struct AssigneeFigures {
    /// Null for nobody, and for people and teams that are no more.
    actor: Option<Actor>,
    figures: FiguresBody,
}

/// Open issues of an age.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AgeClass {
    /// Younger than this and not in the class before; null for the last class.
    below_seconds: Option<i64>,
    issues: u64,
}

/// A point of the trend.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TrendPointBody {
    start: String,
    arrived: u64,
    fixed: u64,
    response_median_seconds: Option<i64>,
    fix_median_seconds: Option<i64>,
}

impl From<TrendPoint> for TrendPointBody {
    fn from(point: TrendPoint) -> Self {
        let seconds = |length: Option<i64>| length.map(|us| us / SECOND_US);
        Self {
            start: point.start.to_rfc3339(),
            arrived: point.arrived,
            fixed: point.fixed,
            response_median_seconds: seconds(point.response_median_us),
            fix_median_seconds: seconds(point.fix_median_us),
        }
    }
}

/// The report.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TimeToFix {
    start: String,
    end: String,
    total: FiguresBody,
    /// Most issues fixed or open first.
    projects: Vec<ProjectFigures>,
    /// Most issues fixed or open first.
    assignees: Vec<AssigneeFigures>,
    ages: Vec<AgeClass>,
    /// Width of a point of the trend.
    trend_width_seconds: i64,
    trend: Vec<TrendPointBody>,
    /// There were more issues than are looked at; the oldest are left out.
    partial: bool,
}

/// Age of open issues, time to first response and time to fix of a period, by project and assignee.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/time-to-fix", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query),
        ("start" = Option<String>, Query), ("end" = Option<String>, Query),
        ("environment" = Option<Vec<String>>, Query, description = "Issues with an event of one of these"),
    ),
    responses((status = 200, body = TimeToFix))
)]
async fn time_to_fix(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<TimeToFix>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            Ok(Json(answer(state, &access, &params)?))
        })
        .await
}

/// People and teams that are no more count as nobody, in one row.
fn forget_strangers(people: &People<'_>, issues: &mut [IssueHistory]) {
    let known = |who: Option<Assignee>| who.filter(|who| people.actor(*who).is_some());
    for issue in issues {
        issue.assignee = known(issue.assignee);
        for (kind, _) in &mut issue.steps {
            if let StepKind::Assigned(who) = kind {
                *who = known(*who);
            }
        }
    }
}

fn answer(state: &ApiState, access: &Access, params: &Params) -> ApiResult<TimeToFix> {
    let now = state.now();
    let range = params.time_range(now, DEFAULT_PERIOD_US)?;
    let projects = state.selected_projects(access, params)?;
    let ids: Vec<_> = projects.iter().map(|project| project.id).collect();
    let mut issues = state.meta.issue_histories(access.organization_id(), &ids, range, MAX_ISSUES)?;
    let partial = issues.len() >= MAX_ISSUES;
    // An issue is of an environment whenever its events came from there, not only in the period.
    let window = Window { range: TimeRange::ALL, ..Window::read(state, access, params)? };
    if let Some(known) = (Search { state, window: &window, viewer: None, sort: ListSort::Date }).of_environments()? {
        issues.retain(|issue| known.contains(&issue.id));
    }
    let people = People::new(state, access.organization_id());
    forget_strangers(&people, &mut issues);
    let Report { total, projects: by_project, assignees, ages, width_us, trend } = report(&issues, range, now);
    let weight = |figures: &FiguresBody| std::cmp::Reverse((figures.fixed, figures.open));
    let slug = |id| projects.iter().find(|project| project.id == id).map(|project| project.slug.clone());
    let mut by_project: Vec<_> = by_project
        .into_iter()
        .filter_map(|(id, figures)| Some(ProjectFigures { id: id.to_string(), slug: slug(id)?, figures: figures.into() }))
        .collect();
    by_project.sort_by_key(|each| weight(&each.figures));
    let mut assignees: Vec<_> = assignees
        .into_iter()
        .map(|(who, figures)| AssigneeFigures { actor: who.and_then(|who| people.actor(who)), figures: figures.into() })
        .collect();
    assignees.sort_by_key(|each| weight(&each.figures));
    let bounds = AGE_BOUNDS_US.iter().map(|us| Some(us / SECOND_US)).chain([None]);
    Ok(TimeToFix {
        start: range.start.to_rfc3339(),
        end: range.end.to_rfc3339(),
        total: total.into(),
        projects: by_project,
        assignees,
        ages: bounds.zip(ages).map(|(below_seconds, issues)| AgeClass { below_seconds, issues }).collect(),
        trend_width_seconds: width_us / SECOND_US,
        trend: trend.into_iter().map(Into::into).collect(),
        partial,
    })
}
