//! The committer: decides for each item whether it is new, and writes a batch in the order that survives a crash.
//!
//! 1. Metadata: issues, counters, ledger and the `processed` checkpoint in one transaction.
//! 2. Event store: append. 3. Event store: commit with the `indexed` checkpoint, when due.
//!
//! A crash between any two steps leaves records that are read again from the smaller checkpoint: those up to
//! `processed` are only indexed where the index lacks them, the others are counted too.
//!
//! **Invariant 2 of the house:** every acknowledged event is counted once and stored once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::Document;
use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::{EventId, IssueId, Outcome, ProjectId, Timestamp};
use bartizan_ports::events::EventStore;
use bartizan_ports::meta::{BatchCommit, Batches, GroupedEvent, IssueChange, IssueChangeKind};
use bartizan_ports::queue::Offset;
use bartizan_ports::turn::Turn;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::decode::Decoded;
use crate::fate::add_up;
use crate::items::Output;
use crate::metrics::PipelineMetrics;

/// Reason of items whose record a store refuses for good.
const REFUSED: &str = "store_refused";

/// Waits before a repeated call; false when the pipeline is to stop instead.
pub(crate) type Patience<'p> = dyn Fn(Duration) -> bool + 'p;

/// Writes batches.
pub(crate) struct Committer {
    meta: Arc<dyn Batches>,
    events: Arc<dyn EventStore>,
    metrics: Arc<PipelineMetrics>,
    processed: Offset,
    indexed: Offset,
    appended: Offset,
    /// Changes whose events cannot be found yet.
    pending: FxHashMap<IssueId, IssueChange>,
    /// Append documents one by one: the last batch held one that was refused.
    is_careful: bool,
    /// Held from the first batch that is written until all is committed: nobody else writes both stores meanwhile.
    turn: Arc<Turn>,
    has_turn: bool,
}

/// What one record writes.
#[derive(Default)]
struct RecordPlan {
    offset: Offset,
    events: Vec<GroupedEvent>,
    ledger: Vec<LedgerEntry>,
    attachments: Vec<Attachment>,
    user_reports: Vec<UserReport>,
}

#[derive(Default)]
struct Plan {
    records: Vec<RecordPlan>,
    errors: Vec<Document>,
    raw: Vec<Document>,
}

/// Where the documents of a batch are stored already, in the order of the drafts.
struct Located {
    errors: Vec<Option<Offset>>,
    raw: Vec<Option<Offset>>,
}

/// Whether a document is new.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    New,
    /// By this very record, read again.
    SameRecord,
    /// By an earlier one.
    Duplicate,
}

impl Committer {
    pub(crate) fn new(meta: Arc<dyn Batches>, events: Arc<dyn EventStore>, metrics: Arc<PipelineMetrics>, turn: Arc<Turn>) -> Self {
        Self {
            meta,
            events,
            metrics,
            processed: Offset(0),
            indexed: Offset(0),
            appended: Offset(0),
            pending: FxHashMap::default(),
            is_careful: false,
            turn,
            has_turn: false,
        }
    }

    fn take_turn(&mut self) {
        if !self.has_turn {
            self.turn.take();
            self.has_turn = true;
        }
    }

    fn give_turn_back(&mut self) {
        if std::mem::take(&mut self.has_turn) {
            self.turn.give_back();
        }
    }

    /// Reads the checkpoints; gives the offset to read on from. Also the way back after any failure.
    pub(crate) fn begin(&mut self) -> StoreResult<Offset> {
        self.give_turn_back();
        self.processed = self.meta.processed()?;
        self.indexed = self.events.indexed()?;
        let start = self.processed.min(self.indexed);
        self.appended = start;
        Ok(start)
    }

    /// True for a record whose metadata is written already.
    pub(crate) fn is_processed(&self, offset: Offset) -> bool {
        offset <= self.processed
    }

    /// True when something was appended that is not committed.
    pub(crate) fn is_dirty(&self) -> bool {
        self.appended > self.indexed || (self.appended == self.indexed && !self.pending.is_empty())
    }

    /// Writes a batch: everything up to `up_to` that was read.
    pub(crate) fn write(
        &mut self,
        batch: Vec<Decoded>,
        up_to: Offset,
        refused_blobs: &FxHashSet<String>,
        now: Timestamp,
        patience: &Patience<'_>,
    ) -> StoreResult<()> {
        self.take_turn();
        let located = match self.locate(&batch) {
            Ok(located) => located,
            Err(error) => {
                batch.into_iter().for_each(|decoded| decoded.output.abandon());
                return Err(error);
            }
        };
        let mut plan = self.plan(batch, &located, refused_blobs);
        if up_to > self.processed {
            self.write_meta(&mut plan, up_to, now, patience)?;
        }
        let started = Instant::now();
        for (dataset, documents) in [(Dataset::Errors, plan.errors), (Dataset::Raw, plan.raw)] {
            self.append(dataset, documents)?;
        }
        PipelineMetrics::add(&self.metrics.append_us, micros(started));
        self.appended = self.appended.max(up_to);
        self.is_careful = false;
        if !self.is_dirty() {
            self.give_turn_back();
        }
        Ok(())
    }

    /// A document that the event store refuses for good must not stop all others: after such a refusal the records
    /// are read again and their documents appended one by one.
    fn append(&mut self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<()> {
        if documents.is_empty() {
            return Ok(());
        }
        if !self.is_careful {
            let result = self.events.append(dataset, documents);
            self.is_careful = result.as_ref().is_err_and(|error| error.kind == ErrorKind::Invalid);
            return result;
        }
        for document in documents {
            let (offset, event_id) = (document.offset, document.event_id);
            match self.events.append(dataset, vec![document]) {
                Err(error) if error.kind == ErrorKind::Invalid => {
                    tracing::error!(%error, offset, %event_id, "a document is refused by the event store; it is left out");
                    PipelineMetrics::add(&self.metrics.refused_records, 1);
                }
                other => other?,
            }
        }
        Ok(())
    }

    /// Commits the event store; gives the changes that may be announced now.
    pub(crate) fn commit_index(&mut self) -> StoreResult<Vec<IssueChange>> {
        let started = Instant::now();
        if self.appended > self.indexed {
            self.events.commit(self.appended)?;
            self.indexed = self.appended;
        }
        self.give_turn_back();
        PipelineMetrics::add(&self.metrics.index_us, micros(started));
        PipelineMetrics::add(&self.metrics.index_commits, 1);
        let mut changes: Vec<IssueChange> = std::mem::take(&mut self.pending).into_values().collect();
        changes.sort_by_key(|change| change.issue_id);
        Ok(changes)
    }

    /// Records up to here are needed by nobody any more.
    pub(crate) fn releasable(&self) -> Offset {
        self.processed.min(self.indexed)
    }

    fn locate(&self, batch: &[Decoded]) -> StoreResult<Located> {
        let key = |d: &Document| (d.project_id, d.event_id, d.timestamp);
        let errors: Vec<_> = batch.iter().flat_map(|r| &r.output.events).map(|e| key(&e.document)).collect();
        let raw: Vec<_> = batch.iter().flat_map(|r| &r.output.raw).map(|e| key(&e.document)).collect();
        let ask = |dataset, keys: &[(ProjectId, EventId, Timestamp)]| {
            if keys.is_empty() { Ok(Vec::new()) } else { self.events.locate(dataset, keys) }
        };
        Ok(Located { errors: ask(Dataset::Errors, &errors)?, raw: ask(Dataset::Raw, &raw)? })
    }

    /// Ends every fate of the batch.
    fn plan(&self, batch: Vec<Decoded>, located: &Located, refused_blobs: &FxHashSet<String>) -> Plan {
        let mut plan = Plan::default();
        let mut errors = Sightings::new(&located.errors);
        let mut raw = Sightings::new(&located.raw);
        for decoded in batch {
            let counts = decoded.offset > self.processed;
            let record = record_plan(decoded, counts, &mut plan, &mut errors, &mut raw, refused_blobs);
            if counts {
                self.count(&record);
                plan.records.push(record);
            }
        }
        plan
    }

    fn count(&self, record: &RecordPlan) {
        let metrics = &self.metrics;
        PipelineMetrics::add(&metrics.events, record.events.len() as u64);
        PipelineMetrics::add(&metrics.attachments, record.attachments.len() as u64);
        let of = |outcome| record.ledger.iter().filter(|l| l.outcome == outcome).count() as u64;
        PipelineMetrics::add(&metrics.duplicates, of(Outcome::Duplicate));
        PipelineMetrics::add(&metrics.invalid, of(Outcome::Invalid));
    }

    fn write_meta(&mut self, plan: &mut Plan, up_to: Offset, now: Timestamp, patience: &Patience<'_>) -> StoreResult<()> {
        let started = Instant::now();
        let commit = batch_commit(std::mem::take(&mut plan.records), up_to, now);
        match self.commit_patiently(&commit.0, patience) {
            Ok(()) => {}
            Err(error) if error.is_retryable() => return Err(error),
            Err(error) => {
                tracing::error!(%error, "a batch was refused; its records are committed one by one");
                self.write_one_by_one(commit.1, plan, up_to, now, patience)?;
            }
        }
        PipelineMetrics::add(&self.metrics.commit_us, micros(started));
        PipelineMetrics::add(&self.metrics.batches, 1);
        Ok(())
    }

    /// Repeats a call that may succeed later for as long as it takes.
    fn commit_patiently(&mut self, commit: &BatchCommit, patience: &Patience<'_>) -> StoreResult<()> {
        let mut pause = Backoff::default();
        loop {
            match self.meta.commit_batch(commit) {
                Ok(outcome) => {
                    self.processed = commit.up_to;
                    self.remember(outcome.changes);
                    return Ok(());
                }
                // The answer of an earlier attempt was lost, not its effect.
                Err(error) if error.kind == ErrorKind::Conflict && self.meta.processed()? >= commit.up_to => {
                    self.processed = commit.up_to;
                    return Ok(());
                }
                Err(error) if error.is_retryable() => {
                    PipelineMetrics::add(&self.metrics.retries, 1);
                    if pause.is_first() {
                        tracing::warn!(%error, "the metadata store does not take the batch; trying again until it does");
                    }
                    if !patience(pause.next()) {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// A record that is refused even alone counts as invalid, and the rest goes on.
    fn write_one_by_one(
        &mut self,
        records: Vec<RecordPlan>,
        plan: &mut Plan,
        up_to: Offset,
        now: Timestamp,
        patience: &Patience<'_>,
    ) -> StoreResult<()> {
        for record in records {
            let offset = record.offset;
            let fallback = refused_lines(&record.ledger);
            let alone = batch_commit(vec![record], offset, now).0;
            match self.commit_patiently(&alone, patience) {
                Ok(()) => continue,
                Err(error) if error.is_retryable() => return Err(error),
                Err(error) => tracing::error!(%error, offset = offset.0, "a record is refused by the metadata store; it is set aside"),
            }
            PipelineMetrics::add(&self.metrics.refused_records, 1);
            plan.errors.retain(|d| d.offset != offset.0);
            plan.raw.retain(|d| d.offset != offset.0);
            let set_aside = BatchCommit { up_to: offset, ledger: fallback, now, ..BatchCommit::default() };
            match self.commit_patiently(&set_aside, patience) {
                Ok(()) => {}
                Err(error) if error.is_retryable() => return Err(error),
                // Not even its outcome can be written (its project is gone): only the checkpoint moves on.
                Err(_) => self.commit_patiently(&BatchCommit { up_to: offset, now, ..BatchCommit::default() }, patience)?,
            }
        }
        if self.processed < up_to {
            self.commit_patiently(&BatchCommit { up_to, now, ..BatchCommit::default() }, patience)?;
        }
        Ok(())
    }

    /// One change per issue is announced: the newest figures, the most telling kind.
    fn remember(&mut self, changes: Vec<IssueChange>) {
        for change in changes {
            match self.pending.get_mut(&change.issue_id) {
                Some(known) => {
                    let kind = if rank(change.kind) > rank(known.kind) { change.kind } else { known.kind };
                    *known = IssueChange { kind, ..change };
                }
                None => {
                    self.pending.insert(change.issue_id, change);
                }
            }
        }
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.give_turn_back();
    }
}

const fn rank(kind: IssueChangeKind) -> u8 {
    match kind {
        IssueChangeKind::New => 3,
        IssueChangeKind::Regressed => 2,
        IssueChangeKind::Unarchived => 1,
        IssueChangeKind::Updated | IssueChangeKind::StatusChanged => 0,
    }
}

/// Walks over what the store said, beside what was seen earlier in the same batch.
struct Sightings<'l> {
    located: std::slice::Iter<'l, Option<Offset>>,
    seen: FxHashMap<(ProjectId, EventId), u64>,
}

impl<'l> Sightings<'l> {
    fn new(located: &'l [Option<Offset>]) -> Self {
        Self { located: located.iter(), seen: FxHashMap::default() }
    }

    /// Whether the next document is new.
    fn judge(&mut self, document: &Document) -> Known {
        let stored = self.located.next().copied().flatten();
        let earlier = self.seen.get(&(document.project_id, document.event_id)).copied();
        let known = match (stored, earlier) {
            // The second of two items with one id in one envelope.
            (_, Some(_)) => Known::Duplicate,
            (Some(offset), None) if offset.0 == document.offset => Known::SameRecord,
            (Some(_), None) => Known::Duplicate,
            (None, None) => Known::New,
        };
        self.seen.entry((document.project_id, document.event_id)).or_insert(document.offset);
        known
    }
}

fn record_plan(
    decoded: Decoded,
    counts: bool,
    plan: &mut Plan,
    errors: &mut Sightings<'_>,
    raw: &mut Sightings<'_>,
    refused_blobs: &FxHashSet<String>,
) -> RecordPlan {
    let Output { events, raw: raws, attachments, user_reports, ledger, .. } = decoded.output;
    let mut record = RecordPlan { offset: decoded.offset, ledger, ..RecordPlan::default() };
    record.ledger.extend(decoded.received);
    let mut duplicate_event = None;
    for draft in events {
        let known = errors.judge(&draft.document);
        if !counts {
            draft.fate.settled_before();
        } else if known == Known::Duplicate {
            duplicate_event = Some(draft.document.event_id);
            record.ledger.push(draft.fate.duplicate());
        } else {
            record.events.extend(draft.grouped);
            record.ledger.push(draft.fate.accepted());
        }
        if known == Known::New {
            plan.errors.push(draft.document);
        }
    }
    for draft in raws {
        let known = raw.judge(&draft.document);
        if !counts {
            draft.fate.settled_before();
        } else if known == Known::Duplicate {
            record.ledger.push(draft.fate.duplicate());
        } else {
            record.ledger.push(match &draft.unsupported {
                Some(kind) => draft.fate.unsupported(kind),
                None => draft.fate.accepted(),
            });
        }
        if known == Known::New {
            plan.raw.push(draft.document);
        }
    }
    for draft in attachments {
        if !counts {
            draft.fate.settled_before();
        } else if duplicate_event == Some(draft.row.event_id) {
            record.ledger.push(draft.fate.duplicate());
        } else if refused_blobs.contains(&draft.row.blob_key) {
            record.ledger.push(draft.fate.invalid("blob_refused"));
        } else {
            record.ledger.push(draft.fate.accepted());
            record.attachments.push(draft.row);
        }
    }
    for (row, fate) in user_reports {
        match fate {
            Some(fate) if counts => record.ledger.push(fate.accepted()),
            Some(fate) => fate.settled_before(),
            None => {}
        }
        if counts {
            record.user_reports.push(row);
        }
    }
    record
}

/// One commit out of many records, and the records again for when it is refused.
fn batch_commit(records: Vec<RecordPlan>, up_to: Offset, now: Timestamp) -> (BatchCommit, Vec<RecordPlan>) {
    let mut commit = BatchCommit { up_to, now, ..BatchCommit::default() };
    for record in &records {
        commit.events.extend(record.events.iter().cloned());
        commit.ledger.extend(record.ledger.iter().cloned());
        commit.attachments.extend(record.attachments.iter().cloned());
        commit.user_reports.extend(record.user_reports.iter().cloned());
    }
    commit.ledger = add_up(commit.ledger);
    (commit, records)
}

/// The lines of a record that cannot be stored: what would have been accepted is invalid.
fn refused_lines(ledger: &[LedgerEntry]) -> Vec<LedgerEntry> {
    let refuse = |line: &LedgerEntry| match line.outcome {
        Outcome::Accepted | Outcome::Unsupported => LedgerEntry { outcome: Outcome::Invalid, reason: REFUSED.to_owned(), ..line.clone() },
        _ => line.clone(),
    };
    add_up(ledger.iter().map(refuse).collect())
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX)
}

/// Pauses between repeated calls: 50 ms, doubled up to 5 s.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    attempts: u32,
}

impl Backoff {
    const FIRST_MS: u64 = 50;
    const LONGEST_MS: u64 = 5_000;

    pub(crate) const fn is_first(&self) -> bool {
        self.attempts == 0
    }

    pub(crate) fn next(&mut self) -> Duration {
        let pause = Self::FIRST_MS.saturating_mul(1 << self.attempts.min(10)).min(Self::LONGEST_MS);
        self.attempts = self.attempts.saturating_add(1);
        Duration::from_millis(pause)
    }

    pub(crate) const fn reset(&mut self) {
        self.attempts = 0;
    }
}

/// An error that stands for "stop now".
pub(crate) fn stopped() -> StoreError {
    StoreError::new(ErrorKind::Unavailable, "the pipeline is stopping")
}

#[cfg(test)]
mod tests;
