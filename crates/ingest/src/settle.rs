//! The end of every request: limits, the append, and the count of what was refused.

use bartizan_protocol::envelope::{EnvelopeBuilder, ItemBuilder};
use bartizan_protocol::event::parse_event_id;
use bartizan_protocol::json::{Object, Value, parse_lenient};
use bartizan_protocol::{AcceptedRequest, DataCategory, Encoding, Envelope, Item, OutcomeCode, RateLimit, RateLimitScope};
use bytes::{Bytes, BytesMut};

use crate::admission::Admission;
use crate::body::BodyLimits;
use crate::budget::Lease;
use crate::checks;
use crate::error::IngestError;
use crate::state::Door;

/// The word for a key's own limit, in answers and in the ledger.
const KEY_LIMIT: &str = "key_limit";

impl Door {
    /// Counts a refusal nobody can be named for.
    pub(crate) fn note(&self, error: IngestError) -> IngestError {
        self.metrics.count_refusal(error.reason());
        error
    }

    /// Counts a refusal with what the request brought.
    pub(crate) fn settle<T>(&self, admission: &Admission, result: Result<T, IngestError>) -> Result<T, IngestError> {
        if let Err(error) = &result {
            self.metrics.count_refusal(error.reason());
            if let Some(outcome) = error.outcome() {
                for (category, quantity) in &admission.tally {
                    self.count(admission, *category, outcome, error.reason(), *quantity);
                }
            }
        }
        result
    }

    pub(crate) fn count(&self, admission: &Admission, category: DataCategory, outcome: OutcomeCode, reason: &'static str, quantity: u32) {
        self.outcomes.count(&admission.key, category, outcome, reason, quantity, admission.caller.received);
    }

    /// Bounds of a body that may unpack to `max_bytes`.
    pub(crate) const fn body_limits(&self, max_bytes: usize) -> BodyLimits {
        BodyLimits { max_bytes, idle_timeout: self.config.body_idle_timeout }
    }

    /// Refuses a key that is over its limit, without taking from it.
    pub(crate) fn ask_limit(&self, admission: &Admission) -> Result<(), IngestError> {
        self.take_limit(admission, 0).inspect_err(|_| {
            for (category, quantity) in &admission.tally {
                self.count(admission, *category, OutcomeCode::RateLimited, KEY_LIMIT, *quantity);
            }
        })
    }

    fn take_limit(&self, admission: &Admission, quantity: u32) -> Result<(), IngestError> {
        self.limiter.take(&admission.key, quantity, admission.caller.received).map_err(|retry_after_s| {
            IngestError::RateLimited(vec![RateLimit {
                retry_after_s,
                categories: vec![DataCategory::Default, DataCategory::Error, DataCategory::Security],
                scope: RateLimitScope::Key,
                reason: KEY_LIMIT.to_owned(),
                namespaces: Vec::new(),
            }])
        })
    }

    /// Takes the envelope's events from the key's limit. Over it, the events and what hangs on them leave
    /// the envelope, and the refusal to answer with is returned.
    pub(crate) fn limit(&self, admission: &mut Admission, envelope: &mut Envelope) -> Option<IngestError> {
        let events = envelope.items.iter().filter(|item| checks::is_limited(item)).count();
        if events == 0 {
            return None;
        }
        let refusal = self.take_limit(admission, u32::try_from(events).unwrap_or(u32::MAX)).err()?;
        let is_dropped = |item: &Item| checks::is_limited(item) || checks::needs_event(item);
        for item in envelope.items.extract_if(.., |item| is_dropped(item)) {
            self.count(admission, item.item_type().category(), OutcomeCode::RateLimited, KEY_LIMIT, item.quantity());
        }
        admission.tally = checks::tally(envelope);
        Some(refusal)
    }

    /// Everything of the record but its body.
    pub(crate) fn record_head(&self, admission: &Admission, encoding: Encoding) -> BytesMut {
        accepted(admission, encoding, Bytes::new()).encode_head()
    }

    /// Appends a record that is complete and returns when it is durable.
    pub(crate) async fn append_record(&self, record: Bytes, body_bytes: usize, unpacked: Option<Bytes>) -> Result<(), IngestError> {
        match unpacked {
            Some(unpacked) => self.queue.append_unpacked(record, unpacked).await?,
            None => self.queue.append(record).await?,
        };
        self.metrics.count_accepted(body_bytes);
        Ok(())
    }

    /// Appends an envelope that was made here.
    pub(crate) async fn append_envelope(&self, admission: &Admission, envelope: Vec<u8>, lease: &mut Lease) -> Result<(), IngestError> {
        let length = envelope.len();
        lease.grow(length.saturating_mul(2))?;
        let record = accepted(admission, Encoding::Identity, envelope.into()).encode();
        self.append_record(record, length, None).await
    }

    /// Takes one event from the key's limit and appends the envelope it was made into.
    pub(crate) async fn append_event(&self, admission: &Admission, envelope: Vec<u8>, lease: &mut Lease) -> Result<(), IngestError> {
        self.take_limit(admission, 1).inspect_err(|_| {
            for (category, quantity) in &admission.tally {
                self.count(admission, *category, OutcomeCode::RateLimited, KEY_LIMIT, *quantity);
            }
        })?;
        self.append_envelope(admission, envelope, lease).await
    }
}

fn accepted(admission: &Admission, content_encoding: Encoding, body: Bytes) -> AcceptedRequest {
    AcceptedRequest {
        organization_id: admission.key.organization_id.0,
        project_id: admission.key.project_id.0,
        key_id: admission.key.key_id.0,
        received_us: admission.caller.received.0,
        client_ip: admission.caller.client_ip,
        user_agent: admission.caller.user_agent.clone(),
        client: admission.client.clone(),
        content_encoding,
        body,
    }
}

/// A new event id: random, in the form of a version 4 UUID.
pub(crate) fn new_event_id() -> [u8; 16] {
    let random = rand::random::<u128>();
    let versioned = random & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62);
    versioned.to_be_bytes()
}

/// The id of the event an envelope without one in its headers makes: the payload's own, else a new one.
/// `None` when it makes no event.
pub(crate) fn missing_event_id(envelope: &Envelope) -> Option<[u8; 16]> {
    let item = envelope.items.iter().find(|item| item.item_type().creates_event())?;
    Some(payload_event_id(&item.payload).unwrap_or_else(new_event_id))
}

fn payload_event_id(payload: &[u8]) -> Option<[u8; 16]> {
    let value = parse_lenient(payload).ok()?;
    value.get("event_id").and_then(Value::as_str).and_then(parse_event_id)
}

/// Prints an envelope anew, with the items it still has and the event's id.
pub(crate) fn rebuild(envelope: &Envelope, event_id: Option<[u8; 16]>) -> Vec<u8> {
    let mut builder = EnvelopeBuilder::with_header(owned(envelope.header.fields()));
    if let Some(id) = &event_id {
        builder = builder.event_id(id);
    }
    for item in &envelope.items {
        builder = builder.push(ItemBuilder::with_header(owned(item.header.fields())), &item.payload);
    }
    builder.build()
}

fn owned(fields: Object<'_>) -> Object<'static> {
    fields.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ids_are_version_4() {
        let id = new_event_id();
        assert_eq!((id[6] >> 4, id[8] >> 6), (4, 2));
        assert_ne!(id, new_event_id());
    }
}
