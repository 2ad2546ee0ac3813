//! The state of the installation: queue, stores, disk, and what became of everything received.

use std::collections::{BTreeMap, HashMap};

use axum::Json;
use axum::extract::State;
use bartizan_domain::time::DAY_US;
use bartizan_domain::{OrganizationId, Outcome, TimeRange};
use bartizan_ports::meta::{LedgerQuery, LedgerSum};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::{ApiError, ApiResult, ApiState};

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(system))
}

/// Window of the ledger's sums.
const LEDGER_WINDOW_US: i64 = DAY_US;
/// How often the ledger is read until nothing was written meanwhile.
const MAX_LEDGER_READS: usize = 5;

/// The queue.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QueueState {
    oldest: u64,
    newest: u64,
    processed: u64,
    indexed: u64,
    /// Records accepted and not processed yet.
    lag_records: u64,
    bytes: u64,
    segments: u64,
    disk_free_bytes: u64,
    last_sync_us: u64,
}

/// The event store.
#[derive(Debug, Serialize, ToSchema)]
struct EventsState {
    documents: u64,
    bytes: u64,
    days: u64,
}

/// The metadata store.
#[derive(Debug, Serialize, ToSchema)]
struct MetaState {
    bytes: u64,
}

/// The volume.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DiskState {
    total_bytes: u64,
    free_bytes: u64,
    reserve_bytes: u64,
}

/// A sum of the ledger.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerRow {
    category: String,
    outcome: &'static str,
    reason: String,
    quantity: u64,
}

/// What became of everything received.
#[derive(Debug, Serialize, ToSchema)]
struct LedgerState {
    since: String,
    /// Items that came, counted before anything was decided about them: the sum of all outcomes but `client_discard`.
    received: u64,
    rows: Vec<LedgerRow>,
}

/// What came by a key.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct KeyState {
    project_id: String,
    project_slug: String,
    key_id: String,
    label: String,
    accepted: u64,
    rate_limited: u64,
}

/// The state of the installation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SystemState {
    version: String,
    started_at: String,
    queue: QueueState,
    events: EventsState,
    meta: MetaState,
    memory_rss_bytes: u64,
    disk: DiskState,
    ledger: LedgerState,
    keys: Vec<KeyState>,
}

fn queue_state(state: &ApiState) -> ApiResult<QueueState> {
    let stats = state.queue.stats();
    let processed = state.meta.processed()?.0;
    Ok(QueueState {
        oldest: stats.oldest.0,
        newest: stats.newest.0,
        processed,
        indexed: state.events.indexed()?.0,
        lag_records: stats.newest.0.saturating_sub(processed),
        bytes: stats.bytes,
        segments: stats.segments,
        disk_free_bytes: stats.disk_free_bytes,
        last_sync_us: stats.last_sync_us,
    })
}

/// Sums over categories, outcomes and reasons; what SDKs themselves dropped never reached us.
fn ledger_state(since: String, received: u64, sums: &[LedgerSum]) -> LedgerState {
    let mut rows: BTreeMap<(String, Outcome, String), u64> = BTreeMap::new();
    for sum in sums {
        *rows.entry((sum.category.clone(), sum.outcome, sum.reason.clone())).or_default() += sum.quantity;
    }
    let row = |((category, outcome, reason), quantity): ((String, Outcome, String), u64)| LedgerRow {
        category,
        outcome: outcome.as_str(),
        reason,
        quantity,
    };
    LedgerState { since, received, rows: rows.into_iter().map(row).collect() }
}

/// What came and what became of it, of one moment: a batch between the two questions makes them be asked again.
fn ledger_of(state: &ApiState, query: &LedgerQuery) -> ApiResult<(u64, Vec<LedgerSum>)> {
    let mut came = state.meta.received(query)?;
    for _ in 0..MAX_LEDGER_READS {
        let sums = state.meta.ledger(query)?;
        let after = state.meta.received(query)?;
        if after == came {
            return Ok((came, sums));
        }
        came = after;
    }
    Ok((came, state.meta.ledger(query)?))
}

fn key_states(state: &ApiState, organization: OrganizationId, sums: &[LedgerSum]) -> ApiResult<Vec<KeyState>> {
    let mut by_key: HashMap<_, (u64, u64)> = HashMap::new();
    for sum in sums {
        let entry = by_key.entry(sum.key_id).or_default();
        match sum.outcome {
            Outcome::Accepted => entry.0 += sum.quantity,
            Outcome::RateLimited => entry.1 += sum.quantity,
            _ => {}
        }
    }
    let mut keys = Vec::new();
    for project in state.meta.projects(organization)? {
        for key in state.meta.keys(organization, project.id)? {
            let (accepted, rate_limited) = by_key.get(&key.id).copied().unwrap_or_default();
            keys.push(KeyState {
                project_id: project.id.to_string(),
                project_slug: project.slug.clone(),
                key_id: key.public_key,
                label: key.label,
                accepted,
                rate_limited,
            });
        }
    }
    Ok(keys)
}

/// Organisations whose figures the caller may see: all of a superuser, those they own of everybody else.
fn visible(state: &ApiState, caller: &Caller) -> ApiResult<Vec<Access>> {
    let mut own = state.organizations_of(caller)?;
    own.retain(|access| access.allows("org:admin"));
    if own.is_empty() && !caller.is_superuser() { Err(ApiError::forbidden()) } else { Ok(own) }
}

/// State of queue, stores, disk and ledger: for superusers, and for owners with the ledger of their own organisations.
#[utoipa::path(get, path = "/api/native/system", tag = "system", security(("session" = []), ("bearer" = ["org:admin"])),
    responses((status = 200, body = SystemState), (status = 403)))]
async fn system(State(state): State<ApiState>, caller: Caller) -> ApiResult<Json<SystemState>> {
    state
        .blocking(move |state| {
            let organizations = visible(state, &caller)?;
            let range = TimeRange::last(LEDGER_WINDOW_US, state.now().plus(1));
            let (mut sums, mut received) = (Vec::new(), 0);
            let mut keys = Vec::new();
            for access in &organizations {
                let id = access.organization_id();
                let query = LedgerQuery { organization_id: Some(id), projects: Vec::new(), range, bucket_us: None };
                let (came, own) = ledger_of(state, &query)?;
                received += came;
                keys.extend(key_states(state, id, &own)?);
                sums.extend(own);
            }
            let (events, meta, disk) = (state.events.stats(), state.meta.meta_stats()?, state.status.disk());
            Ok(Json(SystemState {
                version: state.status.version().to_owned(),
                started_at: state.status.started_at().to_rfc3339(),
                queue: queue_state(state)?,
                events: EventsState {
                    documents: events.documents,
                    bytes: events.index_bytes.saturating_add(events.payload_bytes),
                    days: events.days,
                },
                meta: MetaState { bytes: meta.bytes },
                memory_rss_bytes: state.status.memory_rss_bytes().unwrap_or(0),
                disk: DiskState { total_bytes: disk.total_bytes, free_bytes: disk.free_bytes, reserve_bytes: disk.reserve_bytes },
                ledger: ledger_state(range.start.to_rfc3339(), received, &sums),
                keys,
            }))
        })
        .await
}
