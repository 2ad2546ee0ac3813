//! Ledger, outbox, settings, growing old.

use std::collections::BTreeMap;

use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{OrganizationId, Outcome, ProjectId, Timestamp};

use super::MemoryMeta;
use super::state::{Delivery, State};
use crate::meta::limits::MIN_LEDGER_BUCKET_US;
use crate::meta::{LedgerQuery, LedgerSum, MetaStats, Outbox, OutboxRow, System, TableRows};
use crate::{ErrorKind, StoreError, StoreResult};

fn waiting(state: &mut State, id: i64) -> StoreResult<&mut Delivery> {
    let found = state.outbox.iter_mut().find(|d| d.row.id == id && d.delivered.is_none());
    found.ok_or_else(|| StoreError::not_found("outbox row"))
}

impl Outbox for MemoryMeta {
    fn outbox_due(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<OutboxRow>> {
        let state = self.state.lock();
        let mut due: Vec<_> = state.outbox.iter().filter(|d| d.delivered.is_none() && d.next <= now).collect();
        due.sort_by_key(|d| (d.next, d.row.id));
        Ok(due.into_iter().take(limit).map(|d| d.row.clone()).collect())
    }

    fn outbox_done(&self, id: i64, now: Timestamp) -> StoreResult<()> {
        let mut state = self.state.lock();
        let delivery = waiting(&mut state, id)?;
        delivery.delivered = Some(now);
        delivery.row.attempts += 1;
        Ok(())
    }

    fn outbox_retry(&self, id: i64, next: Timestamp, _error: &str) -> StoreResult<()> {
        let mut state = self.state.lock();
        let delivery = waiting(&mut state, id)?;
        delivery.next = next;
        delivery.row.attempts += 1;
        Ok(())
    }

    fn outbox_pending(&self) -> StoreResult<u64> {
        Ok(self.state.lock().outbox.iter().filter(|d| d.delivered.is_none()).count() as u64)
    }
}

fn is_wanted(query: &LedgerQuery, organization: OrganizationId, project: ProjectId, minute: Timestamp) -> bool {
    query.organization_id.is_none_or(|id| id == organization)
        && (query.projects.is_empty() || query.projects.contains(&project))
        && query.range.start <= minute
        && minute < query.range.end
}

fn sums(state: &State, query: &LedgerQuery) -> Vec<LedgerSum> {
    let mut sums = BTreeMap::new();
    for ((minute, organization, project, key, category, outcome, reason), quantity) in &state.ledger {
        if *outcome != Outcome::Received && is_wanted(query, *organization, *project, *minute) {
            let bucket = query.bucket_us.map_or(query.range.start, |width| minute.floor(width));
            *sums.entry((bucket, *project, *key, category, *outcome, reason)).or_insert(0) += quantity;
        }
    }
    let line = |((bucket, project_id, key_id, category, outcome, reason), quantity): (_, u64)| {
        let (category, reason): (&String, &String) = (category, reason);
        LedgerSum { project_id, key_id, category: category.clone(), outcome, reason: reason.clone(), bucket, quantity }
    };
    sums.into_iter().map(line).collect()
}

fn fold_ledger(state: &mut State, before: Timestamp) {
    for (mut key, quantity) in std::mem::take(&mut state.ledger) {
        if key.0 < before {
            key.0 = key.0.floor(HOUR_US);
        }
        *state.ledger.entry(key).or_default() += quantity;
    }
}

fn drop_attachments(state: &mut State, keep_from: Timestamp) -> Vec<String> {
    let mut free = std::mem::take(&mut state.orphan_blobs);
    free.extend(state.attachments.iter().filter(|a| a.created < keep_from).map(|a| a.blob_key.clone()));
    state.attachments.retain(|a| a.created >= keep_from);
    free.retain(|key| !state.attachments.iter().any(|a| a.blob_key == *key));
    free.sort_unstable();
    free.dedup();
    free
}

impl System for MemoryMeta {
    fn ledger(&self, query: &LedgerQuery) -> StoreResult<Vec<LedgerSum>> {
        if query.bucket_us.is_some_and(|width| width < MIN_LEDGER_BUCKET_US) {
            return Err(StoreError::new(ErrorKind::Invalid, "a bucket of the ledger is at least a minute wide"));
        }
        Ok(sums(&self.state.lock(), query))
    }

    fn received(&self, query: &LedgerQuery) -> StoreResult<u64> {
        let state = self.state.lock();
        let came = state.ledger.iter().filter(|((minute, organization, project, _, _, outcome, _), _)| {
            *outcome == Outcome::Received && is_wanted(query, *organization, *project, *minute)
        });
        Ok(came.map(|(_, quantity)| quantity).sum())
    }

    fn setting(&self, name: &str) -> StoreResult<Option<String>> {
        Ok(self.state.lock().settings.get(name).cloned())
    }

    fn set_setting(&self, name: &str, value: Option<&str>) -> StoreResult<()> {
        let mut state = self.state.lock();
        match value {
            Some(value) => state.settings.insert(name.to_owned(), value.to_owned()),
            None => state.settings.remove(name),
        };
        Ok(())
    }

    fn retain_meta(&self, keep_from: Timestamp, now: Timestamp) -> StoreResult<Vec<String>> {
        let mut state = self.state.lock();
        let hour = keep_from.floor(HOUR_US);
        state.issue_hours.retain(|(_, start), _| *start >= hour);
        state.project_hours.retain(|(_, start), _| *start >= hour);
        state.ledger.retain(|key, _| key.0 >= keep_from);
        fold_ledger(&mut state, now.plus(-2 * DAY_US).floor(HOUR_US));
        state.outbox.retain(|d| d.delivered.is_none_or(|at| at >= keep_from));
        Ok(drop_attachments(&mut state, keep_from))
    }

    /// The fake has no file; it says so.
    fn backup_to(&self, _file: &std::path::Path) -> StoreResult<()> {
        Err(StoreError::new(ErrorKind::Invalid, "a store in memory has nothing to copy"))
    }

    fn check_meta(&self) -> StoreResult<Vec<String>> {
        let state = self.state.lock();
        let mut problems = Vec::new();
        for issue in state.issues.values() {
            let users = state.issue_users.iter().filter(|(id, _)| *id == issue.id).count() as u64;
            let hours: u64 = state.issue_hours.iter().filter(|((id, _), _)| *id == issue.id).map(|(_, count)| count).sum();
            if users != issue.users_seen {
                problems.push(format!("issue {} counts other users than are listed for it", issue.id));
            }
            if hours > issue.times_seen {
                problems.push(format!("issue {} has more events in its hours than in all", issue.id));
            }
        }
        Ok(problems)
    }

    fn meta_stats(&self) -> StoreResult<MetaStats> {
        let state = self.state.lock();
        Ok(MetaStats { bytes: 0, commits: state.commits, commit_time_us: 0, commit_rows: 0, issues: state.issues.len() as u64 })
    }

    fn hot_rows(&self) -> StoreResult<Vec<TableRows>> {
        Ok(vec![TableRows { table: "issues", rows: self.meta_stats()?.issues }])
    }
}
