//! Items of an envelope, one file or folder per kind. Each takes the item's [`Fate`] and either ends it or hands it
//! on with what is to be stored.

pub(crate) mod attachments;
pub(crate) mod client_reports;
pub(crate) mod errors;
pub(crate) mod raw;
pub(crate) mod user_reports;

use std::net::IpAddr;
use std::sync::Arc;

use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::document::Document;
use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::{EventId, Timestamp};
use bartizan_ports::meta::GroupedEvent;
use bartizan_ports::queue::Offset;
use bartizan_protocol::category::DataCategory;
use bartizan_protocol::envelope::{Item, ItemType};
use bartizan_symbols::Symbols;
use bytes::Bytes;
use md5::{Digest as _, Md5};

use crate::fate::{Fate, Owner};
use crate::grouping::GroupingConfig;
use errors::EventError;

/// What all items of an envelope share.
#[derive(Debug, Clone)]
pub(crate) struct Envelope<'e> {
    pub(crate) owner: Owner,
    pub(crate) offset: Offset,
    pub(crate) event_id: Option<EventId>,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) client_ip: Option<IpAddr>,
    /// `sdk.settings.infer_ip` of the envelope's header.
    pub(crate) infer_ip: Option<String>,
    pub(crate) user_agent: Option<&'e str>,
    pub(crate) client: Option<&'e str>,
    /// Attachments in the envelope.
    pub(crate) attachments: i64,
    /// The envelope's header line.
    pub(crate) header: &'e [u8],
    pub(crate) retention_days: u32,
    /// Debug files and source maps; without them frames stay as they came.
    pub(crate) symbols: Option<&'e Symbols>,
    /// The minidump among the attachments.
    pub(crate) dump: Option<&'e [u8]>,
    /// How the project groups, by the rules of the moment of receipt.
    pub(crate) grouping: Arc<GroupingConfig>,
}

impl Envelope<'_> {
    /// An id for an item that has none of its own: the same whenever the record is read.
    pub(crate) fn derived_id(&self, index: usize, part: usize) -> EventId {
        let mut hasher = Md5::new_with_prefix(b"bartizan/item\0");
        hasher.update(self.offset.0.to_le_bytes());
        hasher.update((index as u64).to_le_bytes());
        hasher.update((part as u64).to_le_bytes());
        EventId(hasher.finalize().into())
    }

    /// `org/project/2026-11-23/<folder>`
    pub(crate) fn blob_folder(&self, folder: &str) -> String {
        let day = self.owner.received.to_rfc3339();
        let day = day.get(..10).unwrap_or("1970-01-01");
        format!("{}/{}/{day}/{folder}", self.owner.organization_id, self.owner.project_id)
    }
}

/// A document whose item waits for the committer's word: new, or stored before.
#[derive(Debug)]
pub(crate) struct EventDraft {
    pub(crate) document: Document,
    /// Set for what belongs to an issue.
    pub(crate) grouped: Option<GroupedEvent>,
    pub(crate) fate: Fate,
}

/// A document of the raw dataset.
#[derive(Debug)]
pub(crate) struct RawDraft {
    pub(crate) document: Document,
    pub(crate) fate: Fate,
    /// Kind of item when this version does no more than keep it.
    pub(crate) unsupported: Option<String>,
}

/// An attachment; its bytes are among the blobs.
#[derive(Debug)]
pub(crate) struct AttachmentDraft {
    pub(crate) row: Attachment,
    pub(crate) fate: Fate,
}

/// What came of one item, or of all items of a record.
#[derive(Debug, Default)]
pub(crate) struct Output {
    pub(crate) events: Vec<EventDraft>,
    pub(crate) raw: Vec<RawDraft>,
    pub(crate) attachments: Vec<AttachmentDraft>,
    pub(crate) user_reports: Vec<(UserReport, Option<Fate>)>,
    pub(crate) blobs: Vec<(String, Bytes)>,
    /// Items that have ended already.
    pub(crate) ledger: Vec<LedgerEntry>,
    /// Items found inside others, beyond those the envelope counts.
    pub(crate) found_within: u64,
}

impl Output {
    pub(crate) fn extend(&mut self, other: Self) {
        self.events.extend(other.events);
        self.raw.extend(other.raw);
        self.attachments.extend(other.attachments);
        self.user_reports.extend(other.user_reports);
        self.blobs.extend(other.blobs);
        self.ledger.extend(other.ledger);
        self.found_within = self.found_within.saturating_add(other.found_within);
    }

    /// Gives everything up: the record will be read again.
    pub(crate) fn abandon(self) {
        self.events.into_iter().for_each(|d| d.fate.settled_before());
        self.raw.into_iter().for_each(|d| d.fate.settled_before());
        self.attachments.into_iter().for_each(|d| d.fate.settled_before());
        self.user_reports.into_iter().filter_map(|(_, fate)| fate).for_each(Fate::settled_before);
    }
}

/// Takes one item through its journey.
pub(crate) fn process(envelope: &Envelope<'_>, item: &Item, index: usize, fate: Fate) -> Output {
    let mut out = Output::default();
    match item.item_type() {
        ItemType::Event | ItemType::Security => match errors::event(envelope, &item.payload, index) {
            Ok(event) => out.events.push(errors::draft(event, fate)),
            // Some SDKs send these as events.
            Err(EventError::Feedback) => {
                user_reports::feedback(envelope, item, index, fate.into_category(DataCategory::Feedback), &mut out)
            }
            Err(EventError::Transaction) => {
                raw::keep(envelope, item, index, "transaction", fate.into_category(DataCategory::Transaction), None, &mut out)
            }
            Err(error) => out.ledger.push(fate.invalid(&error.to_string())),
        },
        ItemType::RawSecurity => raw_security(envelope, item, index, fate, &mut out),
        ItemType::Attachment => attachments::process(envelope, item, index, fate, &mut out),
        ItemType::UserReport => user_reports::user_report(envelope, &item.payload, fate, &mut out),
        ItemType::Feedback => user_reports::feedback(envelope, item, index, fate, &mut out),
        ItemType::ClientReport => client_reports::process(envelope, &item.payload, fate, &mut out),
        _ => raw::process(envelope, item, index, fate, &mut out),
    }
    out
}

fn raw_security(envelope: &Envelope<'_>, item: &Item, index: usize, fate: Fate, out: &mut Output) {
    let fields = item.header.fields();
    let (release, environment) = (fields.get_str("sentry_release"), fields.get_str("sentry_environment"));
    match errors::security(envelope, &item.payload, index, release, environment) {
        Err(error) => out.ledger.push(fate.invalid(&error.to_string())),
        Ok(mut events) => {
            let first = if events.is_empty() { None } else { Some(events.remove(0)) };
            out.found_within = events.len() as u64;
            out.events.extend(events.into_iter().map(|event| errors::draft(event, fate.sibling())));
            match first {
                Some(event) => out.events.push(errors::draft(event, fate)),
                None => out.ledger.push(fate.invalid("no_report")),
            }
        }
    }
}
