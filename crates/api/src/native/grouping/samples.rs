//! Stored events that a preview of rules looks at. Of more than it can group anew these are the newest, and some of every
//! group that has none among them: a rule is often written for an error that is seldom.

use std::collections::HashMap;

use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::FieldValue;
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, QueryResult, Row, Select};
use bartizan_domain::{EventId, GroupHash, OrganizationId, ProjectId, TimeRange, Timestamp};

use crate::{ApiResult, ApiState};

/// Events that are looked at; some hundred milliseconds.
const MAX_EVENTS: usize = 2_000;
/// Of these, the newest whatever their group when there are more.
const NEWEST: usize = 1_000;
/// Events of a group that are looked at beyond the newest.
const PER_GROUP: usize = 3;
/// Groups that are looked for, those with most events first.
const MAX_GROUPS: usize = 1_000;
/// Questions for groups that had none among the answers so far: frequent ones fill the first answers.
const MAX_ROUNDS: usize = 8;
/// Events of such a question.
const ROUND_EVENTS: usize = 500;

/// An event to look at.
pub(super) struct Sampled {
    pub(super) event: EventId,
    pub(super) at: Timestamp,
    /// Group it was stored under.
    pub(super) hash: GroupHash,
    pub(super) title: String,
}

/// What was taken.
pub(super) struct Samples {
    pub(super) events: Vec<Sampled>,
    /// The period has more.
    pub(super) truncated: bool,
}

/// Takes events of a project and a time.
pub(super) struct Sampler<'a> {
    pub(super) state: &'a ApiState,
    pub(super) tenant: OrganizationId,
    pub(super) project: ProjectId,
    pub(super) range: TimeRange,
}

impl Sampler<'_> {
    /// At most [`MAX_EVENTS`] events.
    pub(super) fn take(&self) -> ApiResult<Samples> {
        let newest = self.rows(Filter::All, MAX_EVENTS)?;
        let truncated = newest.total > newest.rows.len() as u64;
        let mut events: Vec<Sampled> = newest.rows.iter().filter_map(read).collect();
        if !truncated {
            return Ok(Samples { events, truncated });
        }
        let rest = events.split_off(NEWEST.min(events.len()));
        let mut taken: HashMap<GroupHash, usize> = HashMap::new();
        events.iter().for_each(|event| *taken.entry(event.hash).or_default() += 1);
        some_of_each(&mut events, &mut taken, rest);
        for _ in 0..MAX_ROUNDS {
            let missing = self.groups_without(&taken)?;
            if missing.is_empty() || events.len() >= MAX_EVENTS {
                break;
            }
            let found = self.rows(Filter::In(FieldRef::field(GROUP_HASH), missing), ROUND_EVENTS)?;
            some_of_each(&mut events, &mut taken, found.rows.iter().filter_map(read));
        }
        events.truncate(MAX_EVENTS);
        Ok(Samples { events, truncated })
    }

    fn rows(&self, filter: Filter, limit: usize) -> ApiResult<QueryResult> {
        let fields = ["timestamp", GROUP_HASH, "title"].map(FieldRef::field).to_vec();
        self.ask(filter, Select::Rows { fields, by: None, newest_first: true, limit, offset: 0 })
    }

    /// Groups of which nothing was taken.
    fn groups_without(&self, taken: &HashMap<GroupHash, usize>) -> ApiResult<Vec<FieldValue>> {
        let known = taken.keys().map(|hash| FieldValue::Str(hash.to_string())).collect();
        let select = Select::Groups {
            keys: vec![GroupKey::Field(FieldRef::field(GROUP_HASH))],
            aggregates: vec![Aggregate::Count],
            order: Some((GroupOrder::Aggregate(0), true)),
            limit: MAX_GROUPS,
            offset: 0,
        };
        let found = self.ask(Filter::In(FieldRef::field(GROUP_HASH), known).negate(), select)?;
        Ok(found.rows.into_iter().filter_map(|row| row.values.into_iter().next()).filter(|hash| hash.as_str().is_some()).collect())
    }

    fn ask(&self, filter: Filter, select: Select) -> ApiResult<QueryResult> {
        Ok(self.state.events.query(&EventQuery {
            dataset: Dataset::Errors,
            organization_id: self.tenant,
            projects: vec![self.project],
            range: self.range,
            filter,
            select,
        })?)
    }
}

/// Takes up to [`PER_GROUP`] of each group.
fn some_of_each(events: &mut Vec<Sampled>, taken: &mut HashMap<GroupHash, usize>, found: impl IntoIterator<Item = Sampled>) {
    for event in found {
        let count = taken.entry(event.hash).or_default();
        if *count < PER_GROUP {
            *count += 1;
            events.push(event);
        }
    }
}

fn read(row: &Row) -> Option<Sampled> {
    let [FieldValue::Time(at), FieldValue::Str(hash), title] = row.values.as_slice() else { return None };
    let (_, event) = row.event?;
    Some(Sampled { event, at: *at, hash: hash.parse().ok()?, title: title.as_str().unwrap_or_default().to_owned() })
}
