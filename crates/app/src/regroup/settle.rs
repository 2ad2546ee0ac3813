//! What becomes of issues that events have left, or whose events say something else now.

use std::collections::BTreeMap;

use bartizan_domain::grouping::RegroupJob;
use bartizan_domain::{GroupHash, IssueId, Timestamp};
use bartizan_ports::meta::Settlement;

use super::carry::Carried;
use crate::issues::{Question, of_hashes};
use crate::{App, AppResult};

/// Events of one issue in a chunk.
struct Part {
    first: Timestamp,
    last: Timestamp,
    /// Where the last of them went; the issue itself when it stayed.
    into: IssueId,
}

/// Issues that had the events of a chunk.
pub(super) struct Left(BTreeMap<IssueId, Part>);

/// See [`App::settle`].
pub(super) struct Settled {
    pub(super) settlements: Vec<Settlement>,
    /// Issues without a stored event, and where their events went.
    pub(super) emptied: Vec<(IssueId, IssueId)>,
}

impl Left {
    /// Of a chunk whose counters have moved.
    pub(super) fn of(chunk: &[Carried], owners: &BTreeMap<GroupHash, IssueId>) -> Self {
        let mut left: BTreeMap<IssueId, Part> = BTreeMap::new();
        for (planned, _) in chunk {
            let (Some(from), Some(into)) = (owners.get(&planned.from), owners.get(&planned.to)) else { continue };
            let at = planned.timestamp;
            let part = left.entry(*from).or_insert(Part { first: at, last: at, into: *into });
            part.first = part.first.min(at);
            if at >= part.last {
                (part.last, part.into) = (at, *into);
            }
        }
        Self(left)
    }
}

impl App {
    /// First and last event of issues whose own moved or changed, and which issues are empty now. To be asked once the
    /// documents have moved.
    pub(super) fn settle(&self, job: &RegroupJob, left: &Left) -> AppResult<Settled> {
        let mut settled = Settled { settlements: Vec::new(), emptied: Vec::new() };
        for (issue, part) in &left.0 {
            let Ok(found) = self.meta().issue(job.organization_id, *issue, None) else { continue };
            let source = found.issue;
            let (lost_first, lost_last) = (part.first <= source.first_seen, part.last >= source.last_seen);
            if !lost_first && !lost_last && source.times_seen > 0 {
                continue;
            }
            let hashes = self.meta().hashes(job.organization_id, source.id)?;
            let question = Question { app: self, source: &source, filter: of_hashes(&hashes) };
            match question.edge(true)? {
                None if part.into != source.id => settled.emptied.push((source.id, part.into)),
                None => {}
                Some(_) => settled.settlements.extend(question.settlement(lost_first, lost_last)?),
            }
        }
        Ok(settled)
    }
}
