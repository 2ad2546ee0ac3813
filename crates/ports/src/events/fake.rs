//! The event store in memory: for tests of the rooms that use the door. Keeps every document as it came and
//! evaluates queries naively.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, QueryResult, Row, Select};
use bartizan_domain::time::DAY_US;
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};
use parking_lot::Mutex;

use super::evaluate::{aggregate, key_values, meets, values};
use super::{CheckReport, EventStats, EventStore, Removed, RetentionPolicy, StoredEvent, rules};
use crate::StoreResult;
use crate::queue::Offset;

/// In-memory event store.
#[derive(Debug, Default)]
pub struct MemoryEvents {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    committed: Vec<(Dataset, Document)>,
    appended: Vec<(Dataset, Document)>,
    indexed: Offset,
    commits: u64,
}

impl MemoryEvents {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// What a crash would do: forgets what was not committed.
    pub fn crash(&self) {
        self.state.lock().appended.clear();
    }
}

impl State {
    /// Committed documents of this tenant, range and filter.
    fn found<'a>(
        &'a self,
        dataset: Dataset,
        organization: OrganizationId,
        projects: &'a [ProjectId],
        range: TimeRange,
        filter: &'a Filter,
    ) -> impl Iterator<Item = &'a Document> + 'a {
        self.committed.iter().filter(move |(of, _)| *of == dataset).map(|(_, document)| document).filter(move |document| {
            document.organization_id == organization
                && projects.contains(&document.project_id)
                && range.start <= document.timestamp
                && document.timestamp < range.end
                && meets(dataset, document, filter)
        })
    }

    /// Removes committed documents and says how many went with how many bytes.
    fn remove(&mut self, doomed: impl Fn(Dataset, &Document) -> bool) -> Removed {
        let mut removed = Removed::default();
        self.committed.retain(|(dataset, document)| {
            let gone = doomed(*dataset, document);
            if gone {
                removed.documents += 1;
                removed.bytes += document.payload.len() as u64;
            }
            !gone
        });
        removed
    }
}

impl EventStore for MemoryEvents {
    fn append(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<()> {
        let documents = documents.into_iter().map(|document| (dataset, rules::normalized(dataset, document)));
        self.state.lock().appended.extend(documents);
        Ok(())
    }

    fn locate(&self, dataset: Dataset, events: &[(ProjectId, EventId, Timestamp)]) -> StoreResult<Vec<Option<Offset>>> {
        let state = self.state.lock();
        let all = || state.appended.iter().chain(&state.committed);
        let offset = |project: ProjectId, event: EventId| {
            all().find(|(of, d)| *of == dataset && d.project_id == project && d.event_id == event).map(|(_, d)| Offset(d.offset))
        };
        Ok(events.iter().map(|(project, event, _)| offset(*project, *event)).collect())
    }

    fn commit(&self, up_to: Offset) -> StoreResult<()> {
        let mut state = self.state.lock();
        let mut appended = std::mem::take(&mut state.appended);
        state.committed.append(&mut appended);
        state.indexed = up_to;
        state.commits += 1;
        Ok(())
    }

    fn indexed(&self) -> StoreResult<Offset> {
        Ok(self.state.lock().indexed)
    }

    fn query(&self, query: &EventQuery) -> StoreResult<QueryResult> {
        rules::check_query(query)?;
        let state = self.state.lock();
        let found: Vec<&Document> =
            state.found(query.dataset, query.organization_id, &query.projects, query.range, &query.filter).collect();
        Ok(match &query.select {
            Select::Rows { fields, by, newest_first, limit, offset } => {
                let mut found = found;
                sort_rows(&mut found, by.as_ref(), *newest_first);
                rows(found, fields, *limit, *offset)
            }
            Select::Groups { keys, aggregates, order, limit, offset } => {
                let mut rows = groups(query.dataset, &found, keys, aggregates);
                rules::sort_groups(&mut rows, keys.len(), *order);
                let total = rows.len() as u64;
                QueryResult { rows: rows.into_iter().skip(*offset).take(*limit).collect(), total, truncated: false }
            }
        })
    }

    fn tag_keys(&self, query: &EventQuery, limit: usize) -> StoreResult<Vec<(String, u64)>> {
        rules::check_query(query)?;
        let state = self.state.lock();
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for document in state.found(query.dataset, query.organization_id, &query.projects, query.range, &query.filter) {
            let keys: BTreeSet<&String> = document.tags.iter().map(|(key, _)| key).collect();
            keys.into_iter().for_each(|key| *counts.entry(key.clone()).or_default() += 1);
        }
        Ok(rules::most_frequent(counts, limit))
    }

    fn get(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
        _near: Option<Timestamp>,
    ) -> StoreResult<Option<StoredEvent>> {
        let state = self.state.lock();
        let found =
            state.found(dataset, organization_id, &[project_id], TimeRange::ALL, &Filter::All).find(|d| d.event_id == event_id).cloned();
        Ok(found.map(|document| StoredEvent {
            project_id,
            event_id,
            timestamp: document.timestamp,
            payload: Arc::clone(&document.payload),
            group_hash: values(&document, &FieldRef::field(GROUP_HASH)).first().and_then(|v| v.as_str().map(str::to_owned)),
        }))
    }

    fn documents(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        events: &[(ProjectId, EventId, Timestamp)],
    ) -> StoreResult<Vec<Option<Document>>> {
        let state = self.state.lock();
        let find = |(project, event, _): &(ProjectId, EventId, Timestamp)| {
            let mut found = state.found(dataset, organization_id, std::slice::from_ref(project), TimeRange::ALL, &Filter::All);
            found.find(|d| d.event_id == *event).cloned()
        };
        Ok(events.iter().map(find).collect())
    }

    fn replace(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<u64> {
        let mut state = self.state.lock();
        let mut replaced = 0;
        for document in documents {
            let document = rules::normalized(dataset, document);
            let key = |d: &Document| (d.organization_id, d.project_id, d.event_id, d.timestamp);
            let place = state.committed.iter_mut().find(|(of, d)| *of == dataset && key(d) == key(&document));
            if let Some((_, stored)) = place {
                *stored = Document { offset: stored.offset, ..document };
                replaced += 1;
            }
        }
        Ok(replaced)
    }

    fn retain(&self, policy: RetentionPolicy) -> StoreResult<Removed> {
        let keeps = |document: &Document| (document.timestamp.day() + 1).saturating_mul(DAY_US) > policy.keep_from.0;
        let mut state = self.state.lock();
        let mut days: Vec<i64> =
            state.committed.iter().filter(|(of, d)| *of == policy.dataset && !keeps(d)).map(|(_, d)| d.timestamp.day()).collect();
        days.sort_unstable();
        days.dedup();
        let removed = state.remove(|dataset, document| dataset == policy.dataset && !keeps(document));
        Ok(Removed { days: days.len() as u64, ..removed })
    }

    fn erase(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        filter: &Filter,
    ) -> StoreResult<Removed> {
        rules::check_filter(dataset, filter, 0, &mut 0)?;
        let mut state = self.state.lock();
        let doomed: Vec<(ProjectId, EventId)> =
            state.found(dataset, organization_id, projects, range, filter).map(|d| (d.project_id, d.event_id)).collect();
        Ok(state.remove(|of, d| of == dataset && doomed.contains(&(d.project_id, d.event_id))))
    }

    fn check(&self, _repair: bool) -> StoreResult<CheckReport> {
        Ok(CheckReport::default())
    }

    fn stats(&self) -> EventStats {
        let state = self.state.lock();
        let mut days: Vec<(Dataset, i64)> = state.committed.iter().map(|(of, d)| (*of, d.timestamp.day())).collect();
        days.sort_unstable();
        days.dedup();
        EventStats {
            documents: state.committed.len() as u64,
            payload_bytes: state.committed.iter().map(|(_, d)| d.payload.len() as u64).sum(),
            days: days.len() as u64,
            commits: state.commits,
            ..EventStats::default()
        }
    }
}

fn sort_rows(found: &mut [&Document], by: Option<&(FieldRef, bool)>, newest_first: bool) {
    found.sort_by_key(|d| (d.timestamp, d.event_id, d.project_id));
    if newest_first {
        found.reverse();
    }
    if let Some((field, descending)) = by {
        found.sort_by(|a, b| rules::compare_in_order(&first(a, field), &first(b, field), *descending));
    }
}

fn first(document: &Document, field: &FieldRef) -> FieldValue {
    values(document, field).into_iter().next().unwrap_or(FieldValue::Null)
}

fn rows(found: Vec<&Document>, fields: &[FieldRef], limit: usize, offset: usize) -> QueryResult {
    let total = found.len() as u64;
    let page = found.into_iter().skip(offset).take(limit).map(|document| Row {
        event: Some((document.project_id, document.event_id)),
        values: fields.iter().map(|field| first(document, field)).collect(),
    });
    QueryResult { rows: page.collect(), total, truncated: false }
}

fn groups(dataset: Dataset, found: &[&Document], keys: &[GroupKey], aggregates: &[Aggregate]) -> Vec<Row> {
    let mut groups: Vec<(Vec<FieldValue>, Vec<&Document>)> = Vec::new();
    if keys.is_empty() {
        groups.push((Vec::new(), Vec::new()));
    }
    for document in found {
        for key in combinations(document, keys) {
            match groups.iter_mut().find(|(have, _)| *have == key) {
                Some((_, members)) => members.push(document),
                None => groups.push((key, vec![document])),
            }
        }
    }
    let row = |(key, members): (Vec<FieldValue>, Vec<&Document>)| {
        let answers = aggregates.iter().map(|a| aggregate(dataset, &members, a));
        Row { event: None, values: key.into_iter().chain(answers).collect() }
    };
    groups.into_iter().map(row).collect()
}

/// Every combination of the document's values for the keys.
fn combinations(document: &Document, keys: &[GroupKey]) -> Vec<Vec<FieldValue>> {
    keys.iter().fold(vec![Vec::new()], |combined, key| {
        let values = key_values(document, key);
        let extend = |prefix: &Vec<FieldValue>| {
            let prefix = prefix.clone();
            values.clone().into_iter().map(move |value| prefix.iter().cloned().chain([value]).collect::<Vec<_>>())
        };
        combined.iter().flat_map(extend).collect()
    })
}
