//! Which issue an event belongs to.

use bartizan_domain::{GroupHash, IssueId, ProjectId};
use bartizan_ports::meta::GroupedEvent;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};

use super::state::IssueState;
use super::work::Work;
use crate::sql::{exec, first};

impl<'b> Work<'_, 'b> {
    /// Index of the event's issue among the touched ones, and whether it was made just now.
    ///
    /// The first hash that has an issue decides; hashes without one are tied to the same issue. A hash that belongs to
    /// another issue stays there.
    pub(super) fn resolve(&mut self, event: &'b GroupedEvent) -> StoreResult<(usize, bool)> {
        let mut found = None;
        let mut loose: Vec<GroupHash> = Vec::new();
        for hash in &event.hashes {
            match self.issue_of_hash(event.project_id, *hash)? {
                None => loose.push(*hash),
                Some(issue) if found.is_none() => match self.touch(issue, event.project_id)? {
                    Some(index) => found = Some(index),
                    None => loose.push(*hash),
                },
                Some(_) => {}
            }
        }
        let (index, made) = match found {
            Some(index) => (index, false),
            None if event.hashes.is_empty() => {
                return Err(StoreError::new(ErrorKind::Invalid, format!("event {} has no group hash", event.event_id)));
            }
            None => (self.make(event)?, true),
        };
        let issue = self.states.get(index).map(|state| state.id);
        if let Some(issue) = issue {
            for hash in loose {
                self.tie(event.project_id, hash, issue)?;
            }
        }
        Ok((index, made))
    }

    pub(super) fn issue_of_hash(&mut self, project: ProjectId, hash: GroupHash) -> StoreResult<Option<IssueId>> {
        let key = (project, hash);
        if let Some(issue) = self.known.get(&key) {
            return Ok(Some(*issue));
        }
        let issue = match self.cache.get(&key) {
            Some(issue) => Some(issue),
            None => {
                let sql = "SELECT issue_id FROM issue_hashes WHERE project_id = $1 AND hash = $2";
                first(self.conn, sql, (project.0, &hash.0[..]), |row| row.get(0).map(IssueId))?
            }
        };
        if let Some(issue) = issue {
            self.known.insert(key, issue);
        }
        Ok(issue)
    }

    /// The state of an issue that is there; `None` for a hash that outlived its issue.
    fn touch(&mut self, id: IssueId, project: ProjectId) -> StoreResult<Option<usize>> {
        if let Some(index) = self.by_id.get(&id) {
            return Ok(Some(*index));
        }
        Ok(IssueState::load(self.conn, id)?.filter(|state| state.project_id == project).map(|state| self.add(state)))
    }

    fn add(&mut self, state: IssueState<'b>) -> usize {
        let index = self.states.len();
        self.by_id.insert(state.id, index);
        self.states.push(state);
        index
    }

    fn make(&mut self, event: &'b GroupedEvent) -> StoreResult<usize> {
        let id = self.registry.next_issue_id(self.conn)?;
        let number = self.registry.next_number(event.project_id);
        Ok(self.add(IssueState::new(id, number, event, self.now)))
    }

    fn tie(&mut self, project: ProjectId, hash: GroupHash, issue: IssueId) -> StoreResult<()> {
        let sql = "INSERT INTO issue_hashes (project_id, hash, issue_id) VALUES ($1, $2, $3)
            ON CONFLICT (project_id, hash) DO UPDATE SET issue_id = excluded.issue_id";
        exec(self.conn, sql, (project.0, &hash.0[..], issue.0))?;
        self.known.insert((project, hash), issue);
        Ok(())
    }
}
