//! What a pack keeps of a document beside its payload: enough to build the index again.
//!
//! ```text
//! meta   := version(1) organization project event_id[16] timestamp offset
//!           count { index[1] kind[1] value }   fields; index into the dataset's field list
//!           count { key value }                tags
//! raw    := length(meta) u32 le, meta, payload
//! ```
//! Numbers are LEB128, signed ones zigzag; texts are length and bytes; an `f64` is 8 bytes little endian. The index
//! of a field is its place in the dataset's list: adding a field at the end keeps old records readable.

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::{EventId, OrganizationId, ProjectId, Timestamp};

use crate::varint::{Reader, put, put_signed};

const VERSION: u8 = 1;

/// Writes meta and payload of a document.
pub(crate) fn encode(dataset: Dataset, document: &Document, out: &mut Vec<u8>) {
    out.clear();
    out.extend([0; 4]);
    out.push(VERSION);
    put_signed(out, document.organization_id.0);
    put_signed(out, document.project_id.0);
    out.extend(document.event_id.0);
    put_signed(out, document.timestamp.0);
    put(out, document.offset);
    put_fields(dataset, document, out);
    put(out, document.tags.len() as u64);
    for (key, value) in &document.tags {
        put_text(out, key);
        put_text(out, value);
    }
    let length = u32::try_from(out.len() - 4).unwrap_or(u32::MAX);
    out.iter_mut().zip(length.to_le_bytes()).for_each(|(to, from)| *to = from);
    out.extend_from_slice(&document.payload);
}

fn put_fields(dataset: Dataset, document: &Document, out: &mut Vec<u8>) {
    let list = dataset.schema().fields;
    let place = |name: &str| list.iter().position(|spec| spec.name == name).and_then(|at| u8::try_from(at).ok());
    let known = document.fields.iter().filter_map(|(name, value)| Some((place(name)?, value)));
    let known: Vec<(u8, &FieldValue)> = known.filter(|(_, value)| **value != FieldValue::Null).collect();
    put(out, known.len() as u64);
    for (at, value) in known {
        out.push(at);
        match value {
            FieldValue::Str(text) => {
                out.push(b's');
                put_text(out, text);
            }
            FieldValue::I64(n) => {
                out.push(b'i');
                put_signed(out, *n);
            }
            FieldValue::F64(n) => {
                out.push(b'f');
                out.extend(n.to_le_bytes());
            }
            FieldValue::Bool(b) => out.extend([b'b', u8::from(*b)]),
            FieldValue::Time(t) => {
                out.push(b't');
                put_signed(out, t.0);
            }
            FieldValue::Null => {}
        }
    }
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Meta and payload of a raw record; `None` when the lengths do not fit.
pub(crate) fn split(raw: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = raw.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// Reads a document back, payload included when asked for; `None` when the bytes make no sense.
pub(crate) fn decode(dataset: Dataset, raw: &[u8], with_payload: bool) -> Option<Document> {
    let (meta, payload) = split(raw)?;
    let mut reader = Reader(meta);
    if reader.byte()? != VERSION {
        return None;
    }
    let organization_id = OrganizationId(reader.signed()?);
    let project_id = ProjectId(reader.signed()?);
    let event_id = EventId(*reader.take(16)?.first_chunk::<16>()?);
    let timestamp = Timestamp(reader.signed()?);
    let offset = reader.number()?;
    let fields = read_fields(dataset, &mut reader)?;
    let count = reader.number()?;
    let mut tags = Vec::new();
    for _ in 0..count {
        tags.push((reader.text()?, reader.text()?));
    }
    let payload: Arc<[u8]> = if with_payload { Arc::from(payload) } else { Arc::from([]) };
    Some(Document { organization_id, project_id, event_id, timestamp, offset, fields, tags, payload })
}

fn read_fields(dataset: Dataset, reader: &mut Reader<'_>) -> Option<Vec<(&'static str, FieldValue)>> {
    let list = dataset.schema().fields;
    let mut fields = Vec::new();
    for _ in 0..reader.number()? {
        let at = usize::from(reader.byte()?);
        let value = match reader.byte()? {
            b's' => FieldValue::Str(reader.text()?),
            b'i' => FieldValue::I64(reader.signed()?),
            b'f' => FieldValue::F64(f64::from_le_bytes(*reader.take(8)?.first_chunk::<8>()?)),
            b'b' => FieldValue::Bool(reader.byte()? != 0),
            b't' => FieldValue::Time(Timestamp(reader.signed()?)),
            _ => return None,
        };
        if let Some(spec) = list.get(at) {
            fields.push((spec.name, value));
        }
    }
    Some(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_back_what_was_written() {
        let document = Document {
            organization_id: OrganizationId(-1),
            project_id: ProjectId(i64::MAX),
            event_id: EventId([7; 16]),
            timestamp: Timestamp(1_795_410_306_789_012),
            offset: u64::MAX,
            fields: vec![
                ("level", FieldValue::Str("error".into())),
                ("size", FieldValue::I64(i64::MIN)),
                ("received", FieldValue::Time(Timestamp(5))),
                ("error.handled", FieldValue::Bool(true)),
            ],
            tags: vec![("a.b".into(), "ä".into()), ("a.b".into(), "c".into())],
            payload: Arc::from(&b"{}"[..]),
        };
        let mut raw = Vec::new();
        encode(Dataset::Errors, &document, &mut raw);
        assert_eq!(decode(Dataset::Errors, &raw, true).as_ref(), Some(&document));
        assert_eq!(split(&raw).map(|(_, payload)| payload), Some(&b"{}"[..]));
        for end in 0..raw.len() - 2 {
            assert_eq!(decode(Dataset::Errors, &raw[..end], true), None, "cut at {end}");
        }
    }
}
