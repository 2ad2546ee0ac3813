//! From a queue record to what is to be stored: unpack with a cap, cut the envelope, take each item through its
//! journey. A panic in one item is that item's fate only.

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::{EventId, KeyId, OrganizationId, Outcome, ProjectId, Timestamp};
use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_protocol::accepted::{AcceptedRecord, AcceptedRequest, Encoding, OutcomeCode, OutcomeCount};
use bartizan_protocol::category::DataCategory;
use bartizan_protocol::envelope::{Envelope as WireEnvelope, Item, ItemType};
use bartizan_protocol::gzip;
use bartizan_protocol::json::Value;
use bartizan_protocol::limits::MAX_ENVELOPE_BYTES;
use bartizan_symbols::Symbols;
use bytes::Bytes;

use crate::fate::{Fate, Owner, add_up, entry};
use crate::grouping::GroupingDirectory;
use crate::items::{self, Envelope, Output};

/// Kind of an attachment that is a minidump.
pub(crate) const DUMP_KIND: &str = "event.minidump";
/// The event of a dump that came without one.
const CRASH_EVENT: &[u8] = br#"{"platform":"native","level":"fatal","exception":{"values":[{"type":"Minidump","value":"Native crash","mechanism":{"type":"minidump","handled":false,"synthetic":true}}]}}"#;
/// A body is expected to be about so many times larger than it was sent.
const EXPECTED_RATIO: usize = 6;
/// Up to this size a gzip body is unpacked in one piece.
const MAX_AT_ONCE_BYTES: usize = 4 * 1024 * 1024;

/// What records are taken apart with.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) retention_days: u32,
    /// Debug files and source maps; without them frames stay as they came.
    pub(crate) symbols: Option<Symbols>,
    /// Rules of all projects.
    pub(crate) grouping: Arc<GroupingDirectory>,
}

/// A record taken apart.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) offset: Offset,
    pub(crate) output: Output,
    /// How many items came, counted before anything is decided about them.
    pub(crate) received: Vec<LedgerEntry>,
    /// Why the record as a whole could not be read; it is set aside.
    pub(crate) damaged: Option<String>,
}

/// Takes a record apart. Never fails: what cannot be read has an outcome or is reported as damaged.
pub(crate) fn record(record: &QueueRecord, context: &Context) -> Decoded {
    let offset = record.offset;
    let mut received = Vec::new();
    let (output, damaged) = match AcceptedRecord::decode(&record.payload) {
        Ok(AcceptedRecord::Request(request)) => (self::request(&request, record, context, &mut received), None),
        Ok(AcceptedRecord::Outcomes(counts)) => {
            let ledger: Vec<LedgerEntry> = counts.iter().map(refused).collect();
            received.extend(ledger.iter().filter(|line| line.outcome.is_of_received()).map(came));
            (Output { ledger, ..Output::default() }, None)
        }
        Err(error) => (Output::default(), Some(error.to_string())),
    };
    Decoded { offset, output, received: add_up(received), damaged }
}

/// The line that says that what has this outcome came.
fn came(line: &LedgerEntry) -> LedgerEntry {
    LedgerEntry { outcome: Outcome::Received, reason: String::new(), ..line.clone() }
}

/// A count of the door as a line of the ledger.
fn refused(count: &OutcomeCount) -> LedgerEntry {
    let owner = Owner {
        organization_id: OrganizationId(count.organization_id),
        project_id: ProjectId(count.project_id),
        key_id: KeyId(count.key_id),
        received: Timestamp(count.timestamp_us),
    };
    let outcome = match count.outcome {
        OutcomeCode::Accepted => Outcome::Accepted,
        OutcomeCode::Filtered => Outcome::Filtered,
        OutcomeCode::Sampled => Outcome::Sampled,
        OutcomeCode::RateLimited => Outcome::RateLimited,
        OutcomeCode::Invalid => Outcome::Invalid,
        OutcomeCode::Duplicate => Outcome::Duplicate,
        OutcomeCode::ClientDiscard => Outcome::ClientDiscard,
        OutcomeCode::Unsupported => Outcome::Unsupported,
    };
    entry(owner, count.category.as_str().to_owned(), outcome, &count.reason, u64::from(count.quantity))
}

fn request(request: &AcceptedRequest, record: &QueueRecord, context: &Context, received: &mut Vec<LedgerEntry>) -> Output {
    let owner = Owner {
        organization_id: OrganizationId(request.organization_id),
        project_id: ProjectId(request.project_id),
        key_id: KeyId(request.key_id),
        received: Timestamp(request.received_us),
    };
    let whole = Fate::new(owner, DataCategory::Unknown, 1);
    let unpacked = record.unpacked.clone().map_or_else(|| unpack(&request.body, request.content_encoding), Ok);
    let read = unpacked.map_err(|_| "unpack").and_then(|bytes| WireEnvelope::parse(bytes).map_err(|_| "invalid_envelope"));
    match read {
        Ok(wire) => {
            whole.settled_before();
            for item in &wire.items {
                received.push(arrival(owner, item.item_type().category(), quantity(item)));
            }
            let output = all_items(request, owner, record.offset, &wire, context, received);
            // Reports that came as one list.
            received.push(arrival(owner, DataCategory::Security, output.found_within));
            output
        }
        Err(reason) => {
            received.push(arrival(owner, DataCategory::Unknown, 1));
            Output { ledger: vec![whole.invalid(reason)], ..Output::default() }
        }
    }
}

fn arrival(owner: Owner, category: DataCategory, quantity: u64) -> LedgerEntry {
    entry(owner, category.as_str().to_owned(), Outcome::Received, "", quantity)
}

/// How many items an item stands for.
fn quantity(item: &Item) -> u64 {
    u64::from(item.quantity().max(1))
}

fn all_items(
    request: &AcceptedRequest,
    owner: Owner,
    offset: Offset,
    wire: &WireEnvelope,
    context: &Context,
    received: &mut Vec<LedgerEntry>,
) -> Output {
    let header = wire.header.fields();
    let infer_ip =
        header.get("sdk").and_then(|s| s.get("settings")).and_then(|s| s.get("infer_ip")).and_then(Value::as_str).map(str::to_owned);
    let envelope = Envelope {
        owner,
        offset,
        event_id: wire.header.event_id.map(EventId),
        sent_at: wire.header.sent_at_us.map(Timestamp),
        client_ip: request.client_ip,
        infer_ip,
        user_agent: request.user_agent.as_deref(),
        client: request.client.as_deref(),
        attachments: i64::try_from(wire.items.iter().filter(|i| matches!(i.item_type(), ItemType::Attachment)).count()).unwrap_or(0),
        header: &wire.header.raw,
        retention_days: context.retention_days,
        symbols: context.symbols.as_ref(),
        dump: dump(wire),
        grouping: context.grouping.of(owner.project_id, owner.received),
    };
    let mut output = Output::default();
    crash_without_event(&envelope, wire, &mut output);
    // What such a crash is counted as came with its dump.
    received.extend(output.events.iter().map(|_| arrival(owner, DataCategory::Error, 1)));
    for (index, item) in wire.items.iter().enumerate() {
        let fate = || Fate::new(owner, item.item_type().category(), quantity(item));
        match catch_unwind(AssertUnwindSafe(|| items::process(&envelope, item, index, fate()))) {
            Ok(found) => output.extend(found),
            Err(_) => {
                tracing::error!(offset = offset.0, index, kind = item.item_type().as_str(), "processing an item failed; it is set aside");
                output.ledger.push(fate().invalid("internal_error"));
            }
        }
    }
    output
}

/// The first minidump among the attachments.
fn dump(wire: &WireEnvelope) -> Option<&[u8]> {
    let is_dump = |item: &&Item| {
        matches!(item.item_type(), ItemType::Attachment) && item.header.fields().get_str("attachment_type") == Some(DUMP_KIND)
    };
    wire.items.iter().find(is_dump).map(|item| item.payload.as_ref())
}

/// A dump that came without an event is one itself.
fn crash_without_event(envelope: &Envelope<'_>, wire: &WireEnvelope, output: &mut Output) {
    let has_event = wire.items.iter().any(|item| matches!(item.item_type(), ItemType::Event));
    if has_event || envelope.dump.is_none() || envelope.event_id.is_none() {
        return;
    }
    let event = AssertUnwindSafe(|| items::errors::event(envelope, CRASH_EVENT, wire.items.len()));
    if let Ok(Ok(event)) = catch_unwind(event) {
        output.events.push(items::errors::draft(event, Fate::new(envelope.owner, DataCategory::Error, 1)));
    }
}

/// Unpacks a body; an error when it is broken or larger than an envelope may be.
pub(crate) fn unpack(body: &Bytes, encoding: Encoding) -> std::io::Result<Bytes> {
    if encoding == Encoding::Gzip
        && let Some(plain) = gzip::unpack(body, MAX_AT_ONCE_BYTES)
    {
        return Ok(Bytes::from(plain));
    }
    match encoding {
        Encoding::Identity => Ok(body.clone()),
        Encoding::Gzip => capped(flate2::read::MultiGzDecoder::new(body.as_ref()), body.len()),
        Encoding::Deflate => capped(flate2::read::ZlibDecoder::new(body.as_ref()), body.len()),
        Encoding::Brotli => capped(brotli_decompressor::Decompressor::new(body.as_ref(), 16 * 1024), body.len()),
        Encoding::Zstd => capped(zstd::stream::read::Decoder::new(body.as_ref())?, body.len()),
    }
}

fn capped(reader: impl Read, packed: usize) -> std::io::Result<Bytes> {
    let mut out = Vec::with_capacity(packed.saturating_mul(EXPECTED_RATIO).clamp(1024, 1024 * 1024));
    reader.take(MAX_ENVELOPE_BYTES as u64 + 1).read_to_end(&mut out)?;
    if out.len() > MAX_ENVELOPE_BYTES {
        return Err(std::io::Error::other("larger than an envelope may be"));
    }
    Ok(Bytes::from(out))
}
