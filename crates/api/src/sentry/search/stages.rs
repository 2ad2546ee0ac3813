//! How far releases are adopted, counted from the sessions that are stored.

use bartizan_domain::dataset::{Dataset, SESSIONS};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Row, Select};
use bartizan_domain::release_stage::{STAGE_HISTORY_US, STAGE_WINDOW_US, Sessions, Stage, stages};
use bartizan_domain::{ProjectId, TimeRange, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::events::EventStore;

use super::window::Window;

/// Most releases of a piece of time, those with most sessions first.
const MAX_GROUPS: usize = 50_000;

/// Releases of the window's projects that are adopted or replaced in its environments.
pub(super) fn of(events: &dyn EventStore, window: &Window) -> StoreResult<Vec<(ProjectId, String, Stage)>> {
    let (start, end) = (window.now.plus(-STAGE_WINDOW_US), window.now.plus(1));
    let present = sessions(events, window, TimeRange { start, end })?;
    let past = sessions(events, window, TimeRange { start: start.plus(-STAGE_HISTORY_US), end: start })?;
    Ok(stages(&present, &past))
}

fn sessions(events: &dyn EventStore, window: &Window, range: TimeRange) -> StoreResult<Vec<Sessions>> {
    let field = |name: &str| GroupKey::Field(FieldRef::field(name));
    // Pieces begin where the range does, so that the present is one of them.
    let piece = GroupKey::Time { field: "timestamp".to_owned(), width_us: STAGE_WINDOW_US, origin_us: range.start.0 };
    let has_sessions = Filter::Exists(FieldRef::field(SESSIONS)).and(Filter::Exists(FieldRef::field("release")));
    let found = events.query(&EventQuery {
        dataset: Dataset::Raw,
        organization_id: window.organization,
        projects: window.project_ids(),
        range,
        filter: window.environment_filter().and(has_sessions),
        select: Select::Groups {
            keys: vec![field("project_id"), field("release"), piece],
            aggregates: vec![Aggregate::Sum(FieldRef::field(SESSIONS))],
            order: Some((GroupOrder::Aggregate(0), true)),
            limit: MAX_GROUPS,
            offset: 0,
        },
    })?;
    Ok(found.rows.iter().filter_map(read).collect())
}

fn read(row: &Row) -> Option<Sessions> {
    let [FieldValue::I64(project), FieldValue::Str(release), piece, count] = row.values.as_slice() else { return None };
    let piece = match piece {
        FieldValue::Time(Timestamp(piece)) | FieldValue::I64(piece) => *piece,
        _ => return None,
    };
    Some(Sessions { project: ProjectId(*project), release: release.clone(), piece, count: number(count)? })
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more than 53 bits")]
fn number(value: &FieldValue) -> Option<f64> {
    match value {
        FieldValue::F64(n) => Some(*n),
        FieldValue::I64(n) => Some(*n as f64),
        _ => None,
    }
}
