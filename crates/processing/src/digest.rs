//! The pure part of the journey alone: what a record becomes when everything in it is new.

use std::sync::Arc;

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::document::Document;
use bartizan_domain::ledger::LedgerEntry;
use bartizan_ports::meta::GroupedEvent;
use bartizan_ports::queue::QueueRecord;

use crate::decode;
use crate::fate::add_up;
use crate::pipeline::PipelineOptions;

/// What a record becomes.
#[derive(Debug, Default)]
pub struct Digest {
    /// Events that belong to an issue.
    pub errors: Vec<(Document, Option<GroupedEvent>)>,
    /// Items that are kept raw.
    pub raw: Vec<Document>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// User reports.
    pub user_reports: Vec<UserReport>,
    /// Blobs to store: key and size in bytes.
    pub blobs: Vec<(String, usize)>,
    /// One outcome for each item, added up.
    pub ledger: Vec<LedgerEntry>,
    /// How many items came, counted apart from their outcomes.
    pub received: u64,
    /// Why the record as a whole cannot be read.
    pub damaged: Option<String>,
}

/// Takes a record apart as if all of it were new. No store is asked and nothing is written: for dry runs,
/// measurements and tests.
pub fn digest(record: &QueueRecord) -> Digest {
    let decoded = decode::record(
        record,
        &decode::Context { retention_days: PipelineOptions::default().retention_days, symbols: None, grouping: Arc::default() },
    );
    let received = decoded.received.iter().map(|line| line.quantity).sum();
    let mut digest = Digest { damaged: decoded.damaged, received, ..Digest::default() };
    let output = decoded.output;
    let mut ledger = output.ledger;
    for draft in output.events {
        ledger.push(draft.fate.accepted());
        digest.errors.push((draft.document, draft.grouped));
    }
    for draft in output.raw {
        ledger.push(match &draft.unsupported {
            Some(kind) => draft.fate.unsupported(kind),
            None => draft.fate.accepted(),
        });
        digest.raw.push(draft.document);
    }
    for draft in output.attachments {
        ledger.push(draft.fate.accepted());
        digest.attachments.push(draft.row);
    }
    for (row, fate) in output.user_reports {
        ledger.extend(fate.map(crate::fate::Fate::accepted));
        digest.user_reports.push(row);
    }
    digest.blobs = output.blobs.into_iter().map(|(key, data)| (key, data.len())).collect();
    digest.ledger = add_up(ledger);
    digest
}
