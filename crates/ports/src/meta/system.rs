//! Ledger, outbox, settings of the installation, figures.

use bartizan_domain::{KeyId, OrganizationId, Outcome, ProjectId, TimeRange, Timestamp};

use crate::StoreResult;

/// A question to the ledger.
#[derive(Debug, Clone)]
pub struct LedgerQuery {
    /// Tenant, or all.
    pub organization_id: Option<OrganizationId>,
    /// Projects, or all of the tenant when empty.
    pub projects: Vec<ProjectId>,
    /// Received within.
    pub range: TimeRange,
    /// Width of a bucket in microseconds; `None` for one bucket over the range.
    pub bucket_us: Option<i64>,
}

/// A sum of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerSum {
    /// Project.
    pub project_id: ProjectId,
    /// Key.
    pub key_id: KeyId,
    /// Category.
    pub category: String,
    /// Outcome.
    pub outcome: Outcome,
    /// Reason.
    pub reason: String,
    /// Start of the bucket (start of the range without buckets).
    pub bucket: Timestamp,
    /// Items.
    pub quantity: u64,
}

/// An outbox row to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Row.
    pub id: i64,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Project.
    pub project_id: ProjectId,
    /// What.
    pub kind: String,
    /// Key for at-most-once effects.
    pub idempotency_key: String,
    /// JSON object as text.
    pub payload: String,
    /// When it was written.
    pub created: Timestamp,
    /// Deliveries tried.
    pub attempts: u32,
}

/// Outbox.
pub trait Outbox: Send + Sync + 'static {
    /// Rows that are due, oldest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn outbox_due(&self, now: Timestamp, limit: usize) -> StoreResult<Vec<OutboxRow>>;
    /// Marks a row delivered.
    ///
    /// # Errors
    /// `NotFound`.
    fn outbox_done(&self, id: i64, now: Timestamp) -> StoreResult<()>;
    /// Puts a row off after a failure.
    ///
    /// # Errors
    /// `NotFound`.
    fn outbox_retry(&self, id: i64, next: Timestamp, error: &str) -> StoreResult<()>;
    /// Rows waiting.
    ///
    /// # Errors
    /// `Unavailable`.
    fn outbox_pending(&self) -> StoreResult<u64>;
}

/// Figures of the metadata store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MetaStats {
    /// Bytes on disk.
    pub bytes: u64,
    /// Transactions since the start and the sum of their times in microseconds.
    pub commits: u64,
    /// See `commits`.
    pub commit_time_us: u64,
    /// Rows that those transactions wrote or removed.
    pub commit_rows: u64,
    /// Issues.
    pub issues: u64,
}

/// How large one table of the metadata store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableRows {
    /// Table.
    pub table: &'static str,
    /// Rows in it.
    pub rows: u64,
}

/// Installation-wide matters.
pub trait System: Send + Sync + 'static {
    /// Sums of the ledger's outcomes; what was received is no outcome, see [`System::received`].
    ///
    /// # Errors
    /// `Unavailable`.
    fn ledger(&self, query: &LedgerQuery) -> StoreResult<Vec<LedgerSum>>;
    /// How many items came, counted apart from what became of them; `bucket_us` is not looked at.
    ///
    /// # Errors
    /// `Unavailable`.
    fn received(&self, query: &LedgerQuery) -> StoreResult<u64>;
    /// A setting of the installation.
    ///
    /// # Errors
    /// `Unavailable`.
    fn setting(&self, name: &str) -> StoreResult<Option<String>>;
    /// Sets (or with `None` removes) a setting of the installation.
    ///
    /// # Errors
    /// `Unavailable`.
    fn set_setting(&self, name: &str, value: Option<&str>) -> StoreResult<()>;
    /// Drops hourly counts, ledger minutes (folded into hours after two days), delivered outbox rows and attachments'
    /// rows older than `keep_from`; returns the blob keys that are free to delete.
    ///
    /// # Errors
    /// `Unavailable`.
    fn retain_meta(&self, keep_from: Timestamp, now: Timestamp) -> StoreResult<Vec<String>>;
    /// Writes a consistent copy of the store to a file while it is in use.
    ///
    /// # Errors
    /// `Full`, `Unavailable`.
    fn backup_to(&self, file: &std::path::Path) -> StoreResult<()>;
    /// Checks the store's integrity; problems as sentences.
    ///
    /// # Errors
    /// `Unavailable`.
    fn check_meta(&self) -> StoreResult<Vec<String>>;
    /// Current figures.
    ///
    /// # Errors
    /// `Unavailable`.
    fn meta_stats(&self) -> StoreResult<MetaStats>;
    /// Rows of the hot tables, those that arriving events write to. Counting takes time in a large store: the answer may
    /// be some minutes old.
    ///
    /// # Errors
    /// `Unavailable`.
    fn hot_rows(&self) -> StoreResult<Vec<TableRows>>;
}
