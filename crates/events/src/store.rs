//! The store: its days, and the door's calls spread over them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::Document;
use bartizan_domain::query::{EventQuery, Filter, QueryResult, Select};
use bartizan_domain::time::DAY_US;
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::events::{CheckReport, EventStats, EventStore, Removed, RetentionPolicy, StoredEvent, rules};
use bartizan_ports::queue::Offset;
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use parking_lot::{Mutex, RwLock};

use crate::clock;
use crate::day::{self, Day, Eviction, Repacked, Subject, filter_hash};
use crate::error::{At, EventsError, Result};
use crate::indexed::Indexed;
use crate::maintenance::Maintenance;
use crate::options::{EventsOptions, OpenReport, RepackReport};
use crate::query::{self, OpenDay};
use crate::shared::Shared;

/// A resent event is looked for in every day that changed so recently.
const RESENT_SECONDS: i64 = 48 * 3_600;
/// Documents that may wait in memory for a writer, over all days.
const MAX_PENDING_BYTES: usize = 24 << 20;

type Days = BTreeMap<(Dataset, i64), Arc<Day>>;

/// Everything but the maintenance thread.
pub(crate) struct Inner {
    pub(crate) shared: Arc<Shared>,
    days: RwLock<Days>,
    indexed: Indexed,
    /// One commit at a time.
    committing: Mutex<()>,
    /// One repack at a time.
    repacking: Mutex<()>,
    commits: AtomicU64,
    commit_time_us: AtomicU64,
}

/// The embedded event store. See the module head for what lies where.
pub struct TantivyEvents {
    inner: Arc<Inner>,
    _maintenance: Maintenance,
}

impl TantivyEvents {
    /// Opens or makes the store in `options.dir`. Reads folder names only; days are opened when they are needed,
    /// and one that is damaged is reported and does not keep the others from opening.
    ///
    /// # Errors
    /// `Unavailable` or `Full` when the folder cannot be made or read.
    pub fn open(options: EventsOptions) -> StoreResult<(Self, OpenReport)> {
        let dir = options.dir.clone();
        fs::create_dir_all(&dir).at("create", &dir)?;
        let indexed = Indexed::open(&dir)?;
        let shared = Arc::new(Shared::new(options));
        let mut days = Days::new();
        for dataset in Dataset::ALL {
            for number in list_days(&dir.join(dataset.schema().name))? {
                days.insert((dataset, number), Arc::new(Day::new(Arc::clone(&shared), dataset, number)));
            }
        }
        days.retain(|_, day| day.exists());
        let report = OpenReport { days: days.len(), problems: days.values().filter_map(|day| day.problem()).collect() };
        let inner = Arc::new(Inner {
            shared,
            days: RwLock::new(days),
            indexed,
            committing: Mutex::new(()),
            repacking: Mutex::new(()),
            commits: AtomicU64::new(0),
            commit_time_us: AtomicU64::new(0),
        });
        let maintenance = Maintenance::start(&inner);
        Ok((Self { inner, _maintenance: maintenance }, report))
    }

    /// Does at once what the maintenance thread does from time to time: trains dictionaries, closes idle writers,
    /// merges days that are over, bounds memory.
    ///
    /// # Errors
    /// `Unavailable`, `Full`.
    pub fn maintain(&self) -> StoreResult<()> {
        Ok(self.inner.maintain(true)?)
    }

    /// Does at once what a thread does from time to time: seals the packs of days that are over at `now_seconds` (since
    /// the epoch) and were left alone for as long as the options say. Days that are written to are left out.
    ///
    /// # Errors
    /// `Unavailable` when another process writes to the store, `Full`, `Corrupt`; the other days are done all the same.
    pub fn repack(&self, now_seconds: i64) -> StoreResult<RepackReport> {
        self.inner.shared.claim()?;
        let done = self.inner.repack(now_seconds, &|| false)?;
        let stats = self.stats();
        Ok(RepackReport {
            packs: done.packs,
            documents: done.records,
            bytes_before: done.bytes_before,
            bytes_after: done.bytes_after,
            payload_bytes: stats.payload_bytes,
        })
    }
}

/// Days in a dataset's folder; what a removal left half done is finished.
fn list_days(folder: &Path) -> Result<Vec<i64>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.at("read", folder)?,
    };
    let mut days = Vec::new();
    for entry in entries {
        let entry = entry.at("read", folder)?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.ends_with(".removed") {
            let _ = fs::remove_dir_all(entry.path());
        }
        days.extend(day::folder_number(name));
    }
    Ok(days)
}

impl Inner {
    /// All days, or those of a dataset.
    pub(crate) fn days(&self, of: Option<Dataset>) -> Vec<Arc<Day>> {
        let days = self.days.read();
        days.iter().filter(|((dataset, _), _)| of.is_none_or(|of| of == *dataset)).map(|(_, day)| Arc::clone(day)).collect()
    }

    fn day(&self, dataset: Dataset, number: i64) -> Option<Arc<Day>> {
        self.days.read().get(&(dataset, number)).cloned()
    }

    fn day_for_writing(&self, dataset: Dataset, number: i64) -> Arc<Day> {
        if let Some(day) = self.day(dataset, number) {
            return day;
        }
        let mut days = self.days.write();
        let new = || Arc::new(Day::new(Arc::clone(&self.shared), dataset, number));
        Arc::clone(days.entry((dataset, number)).or_insert_with(new))
    }

    fn append(&self, dataset: Dataset, documents: Vec<Document>) -> Result<()> {
        let mut by_day: BTreeMap<i64, Vec<Document>> = BTreeMap::new();
        for document in documents {
            let document = rules::normalized(dataset, document);
            by_day.entry(document.timestamp.day()).or_default().push(document);
        }
        for (number, mut documents) in by_day {
            // A day may be dropped by retention between being found and being written: then a new one is made.
            while let Some(back) = self.day_for_writing(dataset, number).append(documents)? {
                let mut days = self.days.write();
                days.remove(&(dataset, number));
                documents = back;
            }
        }
        self.bound_pending()
    }

    /// Gives waiting documents a writer when too many wait.
    fn bound_pending(&self) -> Result<()> {
        while self.shared.pending_bytes.load(Ordering::Relaxed) > MAX_PENDING_BYTES {
            let Some(day) = self.days(None).into_iter().max_by_key(|day| day.pending_bytes()) else { break };
            if day.pending_bytes() == 0 {
                break;
            }
            self.make_room_for_writer()?;
            day.drain_pending()?;
        }
        Ok(())
    }

    /// Closes the writers used longest ago until one more may be opened.
    fn make_room_for_writer(&self) -> Result<()> {
        let mut open: Vec<Arc<Day>> = self.days(None).into_iter().filter(|day| day.has_writer() == Some(true)).collect();
        open.sort_by_key(|day| day.used());
        for day in open {
            if self.shared.open_writers.load(Ordering::Relaxed) < self.shared.options.max_open_writers {
                break;
            }
            day.evict_writer()?;
        }
        Ok(())
    }

    fn commit(&self, up_to: u64) -> Result<()> {
        let _one = self.committing.lock();
        if self.shared.given_up.swap(false, Ordering::AcqRel) {
            return Err(EventsError::GivenUp);
        }
        let started = Instant::now();
        let mut dirty: Vec<Arc<Day>> = self.days(None).into_iter().filter(|day| day.is_dirty()).collect();
        // Days with a writer first: then they are clean, and may give their place to those that wait.
        dirty.sort_by_key(|day| day.has_writer() == Some(false));
        for day in &dirty {
            if day.has_writer() == Some(false) {
                self.make_room_for_writer()?;
            }
            if let Err(error) = day.commit(Some(up_to)) {
                self.shared.given_up.store(false, Ordering::Release);
                return Err(error);
            }
        }
        self.indexed.move_to(up_to, !dirty.is_empty())?;
        if !dirty.is_empty() {
            let took = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.commits.fetch_add(1, Ordering::Relaxed);
            self.commit_time_us.fetch_add(took, Ordering::Relaxed);
        }
        Ok(())
    }

    fn locate(&self, dataset: Dataset, events: &[(ProjectId, EventId, Timestamp)]) -> Result<Vec<Option<Offset>>> {
        let since = clock::now_seconds() - RESENT_SECONDS;
        let is_recent = |day: &Day| day.is_dirty() || day.changed_seconds() >= since;
        let days = self.days.read().clone();
        let recent: Vec<&Arc<Day>> =
            days.iter().rev().filter(|((of, _), day)| *of == dataset && is_recent(day)).map(|(_, day)| day).collect();
        let locate = |(project, event, at): &(ProjectId, EventId, Timestamp)| -> Result<Option<Offset>> {
            let hash = filter_hash(*project, *event);
            let around = (*at).clamp(Timestamp(0), rules::MAX_TIMESTAMP).day();
            let near = (around - 1..=around + 1).filter_map(|number| days.get(&(dataset, number))).filter(|day| !is_recent(day));
            for day in near.chain(recent.iter().copied()) {
                let found = match day.locate(*project, *event, hash) {
                    // Nothing new could be stored beside a damaged index: it is made again first.
                    Err(error) if error.kind() == ErrorKind::Corrupt && day.can_be_rebuilt() => {
                        tracing::warn!(day = %day.folder().display(), %error, "the index is damaged; rebuilding it from its packs");
                        day.rebuild()?;
                        day.locate(*project, *event, hash)?
                    }
                    found => found?,
                };
                if let Some(offset) = found {
                    return Ok(Some(Offset(offset)));
                }
            }
            Ok(None)
        };
        events.iter().map(locate).collect()
    }

    /// The days a query looks into.
    fn open_days(&self, query: &EventQuery) -> StoreResult<Vec<OpenDay>> {
        let (first, last) = (query.range.start.day(), query.range.end.plus(-1).day());
        let mut open = Vec::new();
        if !query.projects.is_empty() && query.range.start < query.range.end {
            for day in self.days(Some(query.dataset)).into_iter().filter(|day| (first..=last).contains(&day.number)) {
                if !day.is_readable() {
                    continue;
                }
                match OpenDay::open(Arc::clone(&day)) {
                    Ok(day) => open.push(day),
                    // Dropped by retention meanwhile.
                    Err(_) if !day.is_readable() => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(open)
    }

    fn query(&self, query: &EventQuery) -> StoreResult<QueryResult> {
        rules::check_query(query)?;
        Ok(query::answer(query, &self.open_days(query)?, self.shared.options.query_threads)?)
    }

    fn query_each(&self, query: &EventQuery, selects: &[Select]) -> StoreResult<Vec<QueryResult>> {
        selects.iter().try_for_each(|select| rules::check_query(&query.with(select.clone())))?;
        Ok(query::answer_each(query, selects, &self.open_days(query)?, self.shared.options.query_threads)?)
    }

    fn tag_keys(&self, query: &EventQuery, limit: usize) -> StoreResult<Vec<(String, u64)>> {
        rules::check_query(query)?;
        Ok(query::tag_keys(query, limit, &self.open_days(query)?, self.shared.options.query_threads)?)
    }

    fn get(
        &self,
        dataset: Dataset,
        organization: OrganizationId,
        project: ProjectId,
        event: EventId,
        near: Option<Timestamp>,
    ) -> StoreResult<Option<StoredEvent>> {
        let mut days = self.days(Some(dataset));
        days.reverse();
        let near = near.map(|at| at.day());
        days.sort_by_key(|day| near.map_or(0, |near| (day.number - near).abs().min(2)));
        let mut failed: Option<StoreError> = None;
        for day in days.into_iter().filter(|day| day.is_readable()) {
            match day.read_event(organization, project, event) {
                Ok(Some(found)) => return Ok(Some(found)),
                Ok(None) => {}
                // The event may be in a day that is whole: a damaged one is told of only when it is not.
                Err(error) => failed = failed.or_else(|| Some(error.into())),
            }
        }
        failed.map_or(Ok(None), Err)
    }

    fn documents(
        &self,
        dataset: Dataset,
        organization: OrganizationId,
        events: &[(ProjectId, EventId, Timestamp)],
    ) -> StoreResult<Vec<Option<Document>>> {
        let read = |(project, event, at): &(ProjectId, EventId, Timestamp)| -> StoreResult<Option<Document>> {
            let at = (*at).clamp(Timestamp(0), rules::MAX_TIMESTAMP);
            match self.day(dataset, at.day()).filter(|day| day.is_readable()) {
                Some(day) => Ok(day.read_document(organization, *project, *event)?),
                None => Ok(None),
            }
        };
        events.iter().map(read).collect()
    }

    fn replace(&self, dataset: Dataset, documents: Vec<Document>) -> Result<u64> {
        let mut by_day: BTreeMap<i64, Vec<Document>> = BTreeMap::new();
        for document in documents {
            let document = rules::normalized(dataset, document);
            by_day.entry(document.timestamp.day()).or_default().push(document);
        }
        let mut replaced = 0;
        for (number, documents) in by_day {
            let Some(day) = self.day(dataset, number).filter(|day| day.is_readable()) else { continue };
            if day.has_writer() == Some(false) {
                self.make_room_for_writer()?;
            }
            replaced += day.replace(documents)?;
        }
        Ok(replaced)
    }

    fn retain(&self, policy: RetentionPolicy) -> Result<Removed> {
        let mut removed = Removed::default();
        for day in self.days(Some(policy.dataset)) {
            if (day.number + 1).saturating_mul(DAY_US) > policy.keep_from.0 {
                continue;
            }
            let size = day.remove()?;
            self.days.write().retain(|_, have| !Arc::ptr_eq(have, &day));
            removed.days += 1;
            removed.documents += size.documents;
            removed.bytes += size.index_bytes + size.payload_bytes;
        }
        Ok(removed)
    }

    fn erase(&self, dataset: Dataset, subject: &Subject<'_>) -> StoreResult<Removed> {
        rules::check_filter(dataset, subject.filter, 0, &mut 0)?;
        let (first, last) = (subject.range.start.day(), subject.range.end.plus(-1).day());
        let mut removed = Removed::default();
        for day in self.days(Some(dataset)).into_iter().filter(|day| (first..=last).contains(&day.number)) {
            let more = day.erase(subject)?;
            removed.documents += more.documents;
            removed.bytes += more.bytes;
        }
        Ok(removed)
    }

    fn check(&self, repair: bool) -> CheckReport {
        let mut report = CheckReport::default();
        for day in self.days(None) {
            let mut verdict = day.verify();
            if repair && verdict.rebuild {
                match day.rebuild() {
                    Ok(rebuilt) => {
                        let note = format!("{}: indexed {} events from the packs", day.folder().display(), rebuilt.documents);
                        report.repaired.push(if rebuilt.damaged > 0 {
                            format!("{note}, {} could not be read", rebuilt.damaged)
                        } else {
                            note
                        });
                        // Only what the repair left is a problem still.
                        verdict = day.verify();
                    }
                    Err(error) => report.problems.push(format!("{}: cannot be rebuilt: {error}", day.folder().display())),
                }
            }
            report.problems.extend(verdict.problems);
        }
        report
    }

    /// Bounds filters and open days, closes idle writers, trains dictionaries. `all`: without waiting for idleness.
    pub(crate) fn maintain(&self, all: bool) -> Result<()> {
        let today = clock::now_seconds().div_euclid(86_400);
        for dataset in Dataset::ALL {
            let newest = self.days(Some(dataset)).last().map_or(today, |day| day.number);
            if let Some(dictionaries) = self.shared.dictionaries(dataset) {
                dictionaries.train_when_ready(newest)?;
            }
        }
        let idle = std::time::Duration::from_secs(if all { 0 } else { self.shared.options.writer_idle_seconds });
        let mut writers = 0;
        for day in self.days(None) {
            match day.close_when_idle(idle, day.number < today) {
                Ok(Eviction::Busy) => writers += 1,
                Ok(Eviction::Closed | Eviction::Nothing) => {}
                Err(error) => tracing::error!(day = %day.folder().display(), %error, "a day could not be closed"),
            }
        }
        self.bound_filters();
        self.bound_readers();
        self.indexed.settle()?;
        if writers == 0 {
            self.shared.rest();
        }
        Ok(())
    }

    /// Whether [`Self::repack`] has days to look at.
    pub(crate) fn is_repack_due(&self, now_seconds: i64) -> bool {
        self.days(None).iter().any(|day| day.is_repack_due(now_seconds))
    }

    /// Seals packs of days that are over. One day's failure does not keep the others from it.
    pub(crate) fn repack(&self, now_seconds: i64, stop: &dyn Fn() -> bool) -> Result<Repacked> {
        let _one = self.repacking.lock();
        let (mut sum, mut failed) = (Repacked::default(), None);
        for day in self.days(None) {
            match day.repack(now_seconds, stop) {
                Ok(done) => {
                    if done.packs > 0 {
                        let (before, after) = (done.bytes_before, done.bytes_after);
                        tracing::info!(day = %day.folder().display(), packs = done.packs, before, after, "sealed the packs of a day");
                    }
                    sum.add(done);
                }
                Err(EventsError::Stopped) => break,
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(sum), Err)
    }

    fn bound_filters(&self) {
        let mut days: Vec<Arc<Day>> = self.days(None).into_iter().filter(|day| day.filter_bytes() > 0).collect();
        days.sort_by_key(|day| std::cmp::Reverse(day.used()));
        let mut sum = 0;
        for (at, day) in days.iter().enumerate() {
            sum += day.filter_bytes();
            if at > 0 && sum > self.shared.options.filter_memory_bytes {
                day.drop_filter();
            }
        }
    }

    fn bound_readers(&self) {
        let mut open: Vec<Arc<Day>> = self.days(None).into_iter().filter(|day| day.is_open()).collect();
        open.sort_by_key(|day| std::cmp::Reverse(day.used()));
        open.iter().skip(self.shared.options.max_open_days).for_each(|day| day.close_reader());
    }
}

impl EventStore for TantivyEvents {
    fn append(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<()> {
        Ok(self.inner.append(dataset, documents)?)
    }

    fn locate(&self, dataset: Dataset, events: &[(ProjectId, EventId, Timestamp)]) -> StoreResult<Vec<Option<Offset>>> {
        Ok(self.inner.locate(dataset, events)?)
    }

    fn commit(&self, up_to: Offset) -> StoreResult<()> {
        Ok(self.inner.commit(up_to.0)?)
    }

    fn indexed(&self) -> StoreResult<Offset> {
        Ok(Offset(self.inner.indexed.get()))
    }

    fn query(&self, query: &EventQuery) -> StoreResult<QueryResult> {
        self.inner.query(query)
    }

    fn query_each(&self, query: &EventQuery, selects: &[Select]) -> StoreResult<Vec<QueryResult>> {
        self.inner.query_each(query, selects)
    }

    fn tag_keys(&self, query: &EventQuery, limit: usize) -> StoreResult<Vec<(String, u64)>> {
        self.inner.tag_keys(query, limit)
    }

    fn get(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        project_id: ProjectId,
        event_id: EventId,
        near: Option<Timestamp>,
    ) -> StoreResult<Option<StoredEvent>> {
        self.inner.get(dataset, organization_id, project_id, event_id, near)
    }

    fn documents(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        events: &[(ProjectId, EventId, Timestamp)],
    ) -> StoreResult<Vec<Option<Document>>> {
        self.inner.documents(dataset, organization_id, events)
    }

    fn replace(&self, dataset: Dataset, documents: Vec<Document>) -> StoreResult<u64> {
        Ok(self.inner.replace(dataset, documents)?)
    }

    fn retain(&self, policy: RetentionPolicy) -> StoreResult<Removed> {
        Ok(self.inner.retain(policy)?)
    }

    fn erase(
        &self,
        dataset: Dataset,
        organization_id: OrganizationId,
        projects: &[ProjectId],
        range: TimeRange,
        filter: &Filter,
    ) -> StoreResult<Removed> {
        if range.start >= range.end {
            return Err(StoreError::new(ErrorKind::Invalid, "the range of an erasure is empty"));
        }
        self.inner.erase(dataset, &Subject { organization: organization_id, projects, range, filter })
    }

    fn check(&self, repair: bool) -> StoreResult<CheckReport> {
        Ok(self.inner.check(repair))
    }

    fn stats(&self) -> EventStats {
        let mut stats = EventStats {
            commits: self.inner.commits.load(Ordering::Relaxed),
            commit_time_us: self.inner.commit_time_us.load(Ordering::Relaxed),
            ..EventStats::default()
        };
        for day in self.inner.days(None) {
            let size = day.size();
            stats.documents += size.documents;
            stats.index_bytes += size.index_bytes;
            stats.payload_bytes += size.payload_bytes;
            stats.sealed_bytes += size.sealed_bytes;
            stats.files += size.files;
            stats.days += 1;
        }
        stats
    }
}
