//! Hashes that lead to one issue.

use std::sync::Arc;

use bartizan_domain::ProjectId;
use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::query::{Aggregate, FieldRef, GroupKey, Names};

use crate::{ApiResult, ApiState};

/// Hashes of a project that are looked at for issues that have several.
const MAX_SHARED_HASHES: usize = 100_000;

/// Hashes that count under another one, because they lead to the same issue.
pub(super) fn names(state: &ApiState, projects: &[ProjectId]) -> ApiResult<Arc<Names>> {
    let mut names = Names::new();
    for project in projects {
        let shared = state.meta.shared_hashes(*project, MAX_SHARED_HASHES)?;
        for (hash, first) in shared.into_iter().filter(|(hash, first)| hash != first) {
            names.insert((project.0, hash.to_string()), first.to_string());
        }
    }
    Ok(Arc::new(names))
}

/// Groups by issue: by hash, those of one issue together.
pub(super) fn key(names: &Arc<Names>) -> GroupKey {
    GroupKey::Renamed { field: FieldRef::field(GROUP_HASH), beside: FieldRef::field("project_id"), names: Arc::clone(names) }
}

/// Number of issues, before it is known which hashes are one issue: see [`named`].
pub(super) fn count() -> Aggregate {
    Aggregate::CountDistinctRenamed { field: FieldRef::field(GROUP_HASH), beside: FieldRef::field("project_id"), names: Arc::default() }
}

/// Tells the counts of issues which hashes are one issue.
pub(super) fn named(mut aggregates: Vec<Aggregate>, state: &ApiState, projects: &[ProjectId]) -> ApiResult<Vec<Aggregate>> {
    let mut known: Option<Arc<Names>> = None;
    for aggregate in &mut aggregates {
        if let Aggregate::CountDistinctRenamed { names, .. } = aggregate {
            let found = match &known {
                Some(found) => Arc::clone(found),
                None => self::names(state, projects)?,
            };
            *names = Arc::clone(known.insert(found));
        }
    }
    Ok(aggregates)
}
