//! Changes of issues as they happen: server-sent events for live lists.
//!
//! Changes of one issue that come close together are told once, with the numbers of the last and the most important
//! kind. A client too slow for the changes is told `lagged` and reads its list anew; it never holds anybody up.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use bartizan_domain::issue::short_id;
use bartizan_domain::{IssueId, OrganizationId, ProjectId};
use bartizan_ports::meta::{IssueChange, IssueChangeKind};
use futures_util::stream;
use http::{HeaderName, HeaderValue, header};
use rustc_hash::FxHashMap;
use serde::Serialize;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, interval_at, sleep_until};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Caller;
use crate::params::Params;
use crate::sentry::issues::READ;
use crate::{ApiError, ApiResult, ApiState};

/// Most streams at the same time.
const MAX_STREAMS: usize = 1_000;
/// Silence longer than this is broken by a ping, so that proxies keep the connection.
const PING_INTERVAL: Duration = Duration::from_secs(15);
/// Changes of one issue within this time are told once.
const COALESCE_FOR: Duration = Duration::from_millis(200);
/// Issues that may wait to be told.
const MAX_PENDING: usize = 1_000;
/// A stream ends after this time; the client opens another, and its rights are looked at anew.
const MAX_LIFETIME: Duration = Duration::from_secs(30 * 60);

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(stream_changes))
}

/// A change as told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LiveChange {
    /// `new`, `updated`, `regressed` or `status`.
    kind: &'static str,
    issue_id: String,
    project_id: String,
    short_id: String,
    title: String,
    last_seen: String,
    /// Events ever, decimal text.
    count: String,
    user_count: u64,
}

/// Changes of issues: events of type `issue` (see `LiveChange`), `lagged` and `ping`.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/stream", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = Option<Vec<String>>, Query)),
    responses((status = 200, body = LiveChange, content_type = "text/event-stream"))
)]
async fn stream_changes(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<impl IntoResponse> {
    let receiver = state.live.subscribe();
    if state.live.receiver_count() > MAX_STREAMS {
        return Err(ApiError::unavailable());
    }
    let audience = state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let projects = state.selected_projects(&access, &params)?;
            let all = params.all("project").all(|name| name.is_empty() || name == "-1");
            let slugs = projects.into_iter().map(|project| (project.id, project.slug)).collect();
            Ok(Audience { organization: access.organization_id(), all, slugs })
        })
        .await?;
    let pump = Pump::new(state, receiver, audience);
    // Proxies that gather answers would hold the events back.
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform")),
        (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, Sse::new(stream::unfold(pump, Pump::next))))
}

/// Whose changes are told.
struct Audience {
    organization: OrganizationId,
    /// Every project, also those made later.
    all: bool,
    slugs: FxHashMap<ProjectId, String>,
}

impl Audience {
    fn hears(&self, change: &IssueChange) -> bool {
        change.organization_id == self.organization && (self.all || self.slugs.contains_key(&change.project_id))
    }
}

struct Pump {
    state: ApiState,
    receiver: Receiver<IssueChange>,
    audience: Audience,
    pending: BTreeMap<IssueId, IssueChange>,
    flush_at: Instant,
    ready: VecDeque<Event>,
    ping: Interval,
    ends: Instant,
}

impl Pump {
    fn new(state: ApiState, receiver: Receiver<IssueChange>, audience: Audience) -> Self {
        let now = Instant::now();
        Self {
            state,
            receiver,
            audience,
            pending: BTreeMap::new(),
            flush_at: now,
            // The first bytes tell the client at once that it is connected.
            ready: VecDeque::from([Event::default().event("ping").data("{}")]),
            ping: interval_at(now + PING_INTERVAL, PING_INTERVAL),
            ends: now + MAX_LIFETIME,
        }
    }

    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some((Ok(event), self));
            }
            tokio::select! {
                received = self.receiver.recv() => match received {
                    Ok(change) => self.take(change),
                    Err(RecvError::Lagged(_)) => self.ready.push_back(Event::default().event("lagged").data("{}")),
                    Err(RecvError::Closed) => return None,
                },
                () = sleep_until(self.flush_at), if !self.pending.is_empty() => self.flush().await,
                _ = self.ping.tick() => self.ready.push_back(Event::default().event("ping").data("{}")),
                () = sleep_until(self.ends) => return None,
            }
        }
    }

    fn take(&mut self, change: IssueChange) {
        if !self.audience.hears(&change) {
            return;
        }
        if self.pending.is_empty() {
            self.flush_at = Instant::now() + COALESCE_FOR;
        }
        let merged = match self.pending.remove(&change.issue_id) {
            Some(before) if rank(before.kind) > rank(change.kind) => IssueChange { kind: before.kind, ..change },
            _ => change,
        };
        self.pending.insert(merged.issue_id, merged);
        if self.pending.len() >= MAX_PENDING {
            self.flush_at = Instant::now();
        }
    }

    async fn flush(&mut self) {
        for change in std::mem::take(&mut self.pending).into_values() {
            let Some(slug) = self.slug(change.project_id).await else { continue };
            let told = told(&change, &slug);
            if let Ok(event) = Event::default().event("issue").json_data(told) {
                self.ready.push_back(event);
            }
        }
    }

    async fn slug(&mut self, project: ProjectId) -> Option<String> {
        if let Some(slug) = self.audience.slugs.get(&project) {
            return Some(slug.clone());
        }
        let organization = self.audience.organization;
        let found = self.state.blocking(move |state| Ok(state.meta.project(organization, project)?)).await.ok()?;
        self.audience.slugs.insert(project, found.slug.clone());
        Some(found.slug)
    }
}

/// Which of two kinds matters more to a list.
const fn rank(kind: IssueChangeKind) -> u8 {
    match kind {
        IssueChangeKind::Updated => 0,
        IssueChangeKind::StatusChanged | IssueChangeKind::Unarchived => 1,
        IssueChangeKind::Regressed => 2,
        IssueChangeKind::New => 3,
    }
}

fn told(change: &IssueChange, slug: &str) -> LiveChange {
    LiveChange {
        kind: match change.kind {
            IssueChangeKind::New => "new",
            IssueChangeKind::Regressed => "regressed",
            IssueChangeKind::Unarchived | IssueChangeKind::StatusChanged => "status",
            IssueChangeKind::Updated => "updated",
        },
        issue_id: change.issue_id.to_string(),
        project_id: change.project_id.to_string(),
        short_id: short_id(slug, change.number),
        title: change.title.clone(),
        last_seen: change.last_seen.to_rfc3339(),
        count: change.times_seen.to_string(),
        user_count: change.users_seen,
    }
}
