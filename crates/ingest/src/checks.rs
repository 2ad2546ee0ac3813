//! Limits of the items of an envelope, and what they are counted as.

use bartizan_protocol::limits as wire;
use bartizan_protocol::{DataCategory, Envelope, Item, ItemType};

use crate::config::IngestConfig;
use crate::error::IngestError;

/// Checks sizes and numbers of items. One item over its limit refuses the whole envelope.
pub(crate) fn check(envelope: &Envelope, config: &IngestConfig) -> Result<(), IngestError> {
    let mut seen = Seen::default();
    for item in &envelope.items {
        let kind = item.item_type();
        if matches!(kind, ItemType::MetricBuckets | ItemType::Integration) {
            return Err(IngestError::ForbiddenItem(kind.to_string()));
        }
        if item.payload.len() > max_bytes(item, config) || seen.is_over(item, config) {
            return Err(IngestError::ItemTooLarge(kind.to_string()));
        }
    }
    Ok(())
}

fn max_bytes(item: &Item, config: &IngestConfig) -> usize {
    match item.item_type() {
        ItemType::Attachment | ItemType::UnrealReport | ItemType::Unknown(_) => config.max_attachment_bytes,
        ItemType::Session | ItemType::Sessions => wire::MAX_SESSION_BYTES,
        ItemType::ClientReport => wire::MAX_CLIENT_REPORT_BYTES,
        ItemType::CheckIn => wire::MAX_CHECK_IN_BYTES,
        ItemType::Profile | ItemType::ProfileChunk => wire::MAX_PROFILE_BYTES,
        ItemType::ReplayEvent | ItemType::ReplayRecording => wire::MAX_REPLAY_COMPRESSED_BYTES,
        ItemType::ReplayVideo => wire::MAX_REPLAY_UNCOMPRESSED_BYTES,
        ItemType::OtlpTraces | ItemType::OtlpLogs => wire::MAX_CONTAINER_BYTES,
        ItemType::Span | ItemType::Log | ItemType::TraceMetric if is_container(item) => wire::MAX_CONTAINER_BYTES,
        ItemType::Span => wire::MAX_SPAN_BYTES,
        ItemType::Log => wire::MAX_LOG_BYTES,
        ItemType::TraceMetric => wire::MAX_TRACE_METRIC_BYTES,
        _ => config.max_event_bytes,
    }
}

/// A container of many entries, told by its media type.
fn is_container(item: &Item) -> bool {
    item.header.content_type.as_deref().is_some_and(|media_type| media_type.starts_with("application/vnd.sentry.items."))
}

/// Items seen so far, of the kinds whose number is limited.
#[derive(Default)]
struct Seen {
    attachments: usize,
    attachments_bytes: usize,
    sessions: usize,
    client_reports: usize,
    profiles: usize,
    spans: usize,
}

impl Seen {
    fn is_over(&mut self, item: &Item, config: &IngestConfig) -> bool {
        let (count, max) = match item.item_type() {
            ItemType::Attachment => {
                self.attachments_bytes = self.attachments_bytes.saturating_add(item.payload.len());
                if self.attachments_bytes > config.max_attachments_bytes {
                    return true;
                }
                (&mut self.attachments, wire::MAX_ATTACHMENTS_COUNT)
            }
            ItemType::Session | ItemType::Sessions => (&mut self.sessions, wire::MAX_SESSION_COUNT),
            ItemType::ClientReport => (&mut self.client_reports, wire::MAX_CLIENT_REPORT_COUNT),
            ItemType::Profile => (&mut self.profiles, wire::MAX_PROFILE_COUNT),
            ItemType::Span if !is_container(item) => (&mut self.spans, wire::MAX_STANDALONE_SPAN_COUNT),
            _ => return false,
        };
        *count += 1;
        *count > max
    }
}

/// What an envelope brings, by category. Statements of the SDK itself are not counted.
pub(crate) fn tally(envelope: &Envelope) -> Vec<(DataCategory, u32)> {
    let mut tally: Vec<(DataCategory, u32)> = Vec::new();
    for item in &envelope.items {
        let category = item.item_type().category();
        if category == DataCategory::Internal {
            continue;
        }
        match tally.iter_mut().find(|(known, _)| *known == category) {
            Some((_, sum)) => *sum = sum.saturating_add(item.quantity()),
            None => tally.push((category, item.quantity())),
        }
    }
    tally
}

/// True for items that a key's limit of events holds for.
pub(crate) fn is_limited(item: &Item) -> bool {
    matches!(item.item_type().category(), DataCategory::Error | DataCategory::Security | DataCategory::Default)
}

/// True for items that mean nothing without the event they came with.
pub(crate) fn needs_event(item: &Item) -> bool {
    matches!(item.item_type(), ItemType::Attachment | ItemType::FormData)
}
