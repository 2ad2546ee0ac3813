//! `/metrics`: figures in the text format of Prometheus.

use std::fmt::{Display, Write};
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use bartizan_api::SystemStatus;
use bartizan_domain::TimeRange;
use bartizan_ingest::IngestState;
use bartizan_ports::events::EventStore;
use bartizan_ports::meta::{LedgerQuery, MetaStore};
use bartizan_ports::queue::Queue;

use super::status::ProcessStatus;

/// Where the figures come from.
#[derive(Clone)]
pub(super) struct Figures {
    pub queue: Arc<dyn Queue>,
    pub meta: Arc<dyn MetaStore>,
    pub events: Arc<dyn EventStore>,
    pub ingest: IngestState,
    pub pipeline: Arc<bartizan_processing::PipelineMetrics>,
    pub status: Arc<ProcessStatus>,
}

/// Text being written.
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP bartizan_{name} {help}\n# TYPE bartizan_{name} {kind}");
    }

    fn value(&mut self, name: &str, labels: &str, value: impl Display) {
        let _ = writeln!(self.0, "bartizan_{name}{labels} {value}");
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "gauge", help);
        self.value(name, "", value);
    }

    fn counter(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "counter", help);
        self.value(name, "", value);
    }

    /// A sum of microseconds, printed in seconds.
    fn seconds(&mut self, name: &str, help: &str, micros: u64) {
        self.counter(name, help, Seconds(micros));
    }
}

/// Microseconds, printed as seconds.
struct Seconds(u64);

impl Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

pub(super) async fn serve(State(figures): State<Figures>) -> Response {
    let page = tokio::task::spawn_blocking(move || figures.page()).await.unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], page).into_response()
}

impl Figures {
    fn page(&self) -> String {
        let mut page = Page(String::new());
        self.door(&mut page);
        self.queue(&mut page);
        self.journey(&mut page);
        self.stores(&mut page);
        self.outcomes(&mut page);
        self.process(&mut page);
        page.0
    }

    fn door(&self, page: &mut Page) {
        let door = self.ingest.snapshot();
        page.counter("ingest_requests_total", "Requests at the SDK's door.", door.requests);
        page.counter("ingest_accepted_total", "Requests that were made durable and answered 200.", door.accepted);
        page.counter("ingest_body_bytes_total", "Bytes of accepted bodies as sent.", door.body_bytes);
        page.gauge("ingest_body_memory_bytes", "Memory that request bodies take now.", door.body_memory_bytes);
        page.counter("ingest_outcomes_lost_total", "Refusals that could not be written to the ledger.", door.outcomes_lost);
        page.family("ingest_answers_total", "counter", "Answers by status.");
        for (status, count) in &door.by_status {
            page.value("ingest_answers_total", &format!("{{status=\"{status}\"}}"), count);
        }
        page.family("ingest_refusals_total", "counter", "Refusals by reason.");
        for (reason, count) in &door.refusals {
            page.value("ingest_refusals_total", &format!("{{reason=\"{reason}\"}}"), count);
        }
    }

    fn queue(&self, page: &mut Page) {
        let queue = self.queue.stats();
        let processed = self.meta.processed().unwrap_or_default();
        let indexed = self.events.indexed().unwrap_or_default();
        let lag = queue.newest.0.saturating_sub(processed.0.min(indexed.0));
        page.gauge("queue_lag_records", "Durable records that are not processed and indexed yet.", lag);
        page.gauge("queue_newest_offset", "Newest durable record.", queue.newest.0);
        page.gauge("queue_processed_offset", "Records processed and counted up to here.", processed.0);
        page.gauge("queue_indexed_offset", "Records indexed and visible up to here.", indexed.0);
        page.gauge("queue_bytes", "Bytes of queue segments on disk.", queue.bytes);
        page.gauge("queue_segments", "Queue segment files.", queue.segments);
        page.counter("queue_damaged_records_total", "Records set aside as damaged.", queue.damaged);
        page.counter("queue_fsyncs_total", "Group commits.", queue.syncs);
        page.seconds("queue_fsync_seconds_total", "Time in fsync.", queue.sync_time_us);
        page.gauge("queue_fsync_last_seconds", "Time of the newest fsync.", Seconds(queue.last_sync_us));
    }

    fn journey(&self, page: &mut Page) {
        let journey = self.pipeline.snapshot();
        page.counter("processing_records_total", "Queue records taken apart.", journey.records);
        page.counter("processing_batches_total", "Batches committed.", journey.batches);
        page.counter("processing_events_total", "New events counted.", journey.events);
        page.counter("processing_duplicates_total", "Items that were stored before.", journey.duplicates);
        page.counter("processing_invalid_total", "Items broken beyond use.", journey.invalid);
        page.counter("processing_raw_total", "Items kept raw.", journey.raw);
        page.counter("processing_attachments_total", "Attachments stored.", journey.attachments);
        page.counter("processing_damaged_total", "Records that were set aside.", journey.damaged);
        page.counter("processing_retries_total", "Times a store failed and the queue was read again.", journey.retries);
        page.seconds("processing_decode_seconds_total", "Time taking records apart, over all workers.", journey.decode_us);
        page.seconds("processing_append_seconds_total", "Time in appends to the event store.", journey.append_us);
    }

    fn stores(&self, page: &mut Page) {
        let events = self.events.stats();
        page.gauge("events_documents", "Documents in the event store.", events.documents);
        page.gauge("events_index_bytes", "Bytes of indexes.", events.index_bytes);
        page.gauge("events_payload_bytes", "Bytes of payload packs.", events.payload_bytes);
        page.gauge("events_sealed_bytes", "Bytes of those packs that are sealed, after their day was over.", events.sealed_bytes);
        page.gauge("events_days", "Day indexes.", events.days);
        page.gauge("events_files", "Files of the event store.", events.files);
        page.counter("events_commits_total", "Index commits.", events.commits);
        page.seconds("events_commit_seconds_total", "Time in index commits.", events.commit_time_us);
        let meta = self.meta.meta_stats().unwrap_or_default();
        page.gauge("meta_bytes", "Bytes of the metadata store.", meta.bytes);
        page.gauge("meta_issues", "Issues.", meta.issues);
        page.counter("meta_commits_total", "Metadata transactions of batches.", meta.commits);
        page.seconds("meta_commit_seconds_total", "Time in metadata transactions of batches.", meta.commit_time_us);
        page.counter("meta_commit_rows_total", "Rows that those transactions wrote or removed.", meta.commit_rows);
        page.family("meta_rows", "gauge", "Rows of the hot tables, those that arriving events write to; counted once a minute at most.");
        for table in self.meta.hot_rows().unwrap_or_default() {
            page.value("meta_rows", &format!("{{table=\"{}\"}}", table.table), table.rows);
        }
        page.gauge("outbox_pending", "Notifications that wait to be delivered.", self.meta.outbox_pending().unwrap_or_default());
    }

    /// The ledger over all time, by category and outcome: received is their sum.
    fn outcomes(&self, page: &mut Page) {
        let all = LedgerQuery { organization_id: None, projects: Vec::new(), range: TimeRange::ALL, bucket_us: None };
        let Ok(sums) = self.meta.ledger(&all) else { return };
        let mut totals = std::collections::BTreeMap::<(String, &'static str), u64>::new();
        for sum in sums {
            *totals.entry((sum.category, sum.outcome.as_str())).or_default() += sum.quantity;
        }
        page.family("outcomes_total", "counter", "Items by category and what became of them.");
        for ((category, outcome), quantity) in totals {
            let labels = format!("{{category=\"{}\",outcome=\"{outcome}\"}}", category.replace(['"', '\\', '\n'], "_"));
            page.value("outcomes_total", &labels, quantity);
        }
    }

    fn process(&self, page: &mut Page) {
        page.gauge("memory_resident_bytes", "Resident memory.", self.status.memory_rss_bytes().unwrap_or_default());
        let disk = self.status.disk();
        page.gauge("disk_free_bytes", "Free bytes on the data volume.", disk.free_bytes);
        page.gauge("disk_total_bytes", "Size of the data volume.", disk.total_bytes);
        page.gauge("disk_reserve_bytes", "Free bytes below which the door refuses.", disk.reserve_bytes);
        page.gauge("start_time_seconds", "When the process began, in seconds since the epoch.", self.status.started_at().seconds());
    }
}
