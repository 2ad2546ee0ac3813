//! The two kinds of header lines.

use bytes::Bytes;

use super::{EnvelopeError, ItemType};
use crate::dsn::Dsn;
use crate::event::{parse_event_id, parse_timestamp};
use crate::json::{Object, Value, parse_lenient};

/// First line of an envelope.
#[derive(Debug, Clone, Default)]
pub struct EnvelopeHeader {
    /// Id of the event the items belong to.
    pub event_id: Option<[u8; 16]>,
    /// Where the SDK meant to send to.
    pub dsn: Option<Dsn>,
    /// When the SDK sent it by its own clock, in microseconds since 1970. A broken value counts as absent.
    pub sent_at_us: Option<i64>,
    /// The line as it came.
    pub raw: Bytes,
}

impl EnvelopeHeader {
    pub(super) fn parse(raw: Bytes) -> Result<Self, EnvelopeError> {
        let value = parse_lenient(&raw).map_err(|e| EnvelopeError::InvalidHeader(Some(e)))?;
        let fields = value.as_object().ok_or(EnvelopeError::InvalidHeader(None))?;
        let event_id = read_field(fields, "event_id", |v| v.as_str().and_then(parse_event_id))?;
        let dsn = read_field(fields, "dsn", |v| v.as_str().and_then(|text| text.parse().ok()))?;
        let sent_at_us = fields.get("sent_at").and_then(parse_timestamp);
        Ok(Self { event_id, dsn, sent_at_us, raw })
    }

    /// All fields as they came: `sdk`, `trace` and whatever else.
    pub fn fields(&self) -> Object<'_> {
        fields_of(&self.raw)
    }
}

fn read_field<T>(fields: &Object<'_>, name: &'static str, read: impl Fn(&Value<'_>) -> Option<T>) -> Result<Option<T>, EnvelopeError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => read(value).map(Some).ok_or(EnvelopeError::InvalidHeaderField(name)),
    }
}

/// First line of an item.
#[derive(Debug, Clone)]
pub struct ItemHeader {
    /// Kind.
    pub item_type: ItemType,
    /// Length of the payload in bytes, when it was named.
    pub length: Option<u64>,
    /// Media type.
    pub content_type: Option<String>,
    /// Name of the file.
    pub filename: Option<String>,
    /// Kind of attachment: `event.attachment`, `event.minidump` …
    pub attachment_type: Option<String>,
    /// Number of entries of a container.
    pub item_count: Option<u64>,
    /// Platform of a profile.
    pub platform: Option<String>,
    /// The line as it came.
    pub raw: Bytes,
}

impl ItemHeader {
    pub(super) fn parse(raw: &Bytes) -> Result<Self, EnvelopeError> {
        let value = parse_lenient(raw).map_err(|e| EnvelopeError::InvalidItemHeader(Some(e)))?;
        let fields = value.as_object().ok_or(EnvelopeError::InvalidItemHeader(None))?;
        let item_type = fields.get_str("type").ok_or(EnvelopeError::InvalidItemHeaderField("type"))?;
        let text = |name: &str| fields.get_str(name).map(str::to_owned);
        Ok(Self {
            item_type: ItemType::from_name(item_type),
            length: read_length(fields.get("length"))?,
            content_type: text("content_type"),
            filename: text("filename"),
            attachment_type: text("attachment_type"),
            item_count: fields.get("item_count").and_then(Value::as_u64),
            platform: text("platform"),
            raw: raw.clone(),
        })
    }

    /// All fields as they came.
    pub fn fields(&self) -> Object<'_> {
        fields_of(&self.raw)
    }
}

/// The line was parsed once already when its header was made, so a failure is not to be expected.
fn fields_of(raw: &[u8]) -> Object<'_> {
    match parse_lenient(raw) {
        Ok(Value::Object(fields)) => fields,
        _ => Object::new(),
    }
}

fn read_length(value: Option<&Value<'_>>) -> Result<Option<u64>, EnvelopeError> {
    let length = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Str(text)) => text.trim().parse().ok(),
        Some(other) => other.as_u64(),
    };
    length.map(Some).ok_or(EnvelopeError::InvalidItemHeaderField("length"))
}
