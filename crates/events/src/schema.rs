//! The index schema of a dataset, and the handles of an index that exists.
//!
//! | field | how |
//! |---|---|
//! | `organization_id`, `project_id` | whole numbers, indexed and columns |
//! | `timestamp`, `offset`, `I64` and `Time` fields | whole numbers, columns |
//! | `event_key` | hash of the event id, indexed: half the dictionary of the full id |
//! | `event_hi`, `event_lo` | the event id, two columns |
//! | `address` | column: pack number << 40 \| position in the pack |
//! | `has` | names of the text and id fields a document has |
//! | `Keyword` | raw, indexed and column |
//! | `Id` | raw, indexed |
//! | `Text` | words with positions; `title` also as a column, to be answered without its payload |
//! | `F64`, `Bool` | columns |
//! | `tags` | one JSON field, raw, indexed and columns; keys encoded by [`tag_path`] |
//!
//! An index that exists is read through its own schema: a field it does not know has no values there.

use std::borrow::Cow;

use bartizan_domain::EventId;
use bartizan_domain::dataset::{Dataset, FieldKind};
use rustc_hash::FxHashMap;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, JsonObjectOptions, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use crate::words::WORDS;

/// Version of this mapping; a day says in its `schema.json` which one it was written with.
pub(crate) const MAPPING_VERSION: u32 = 1;

/// Text fields that are also columns.
const TEXT_COLUMNS: [&str; 1] = ["title"];

const RAW: &str = "raw";

fn indexing(tokenizer: &str, option: IndexRecordOption) -> TextFieldIndexing {
    TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option).set_fieldnorms(false)
}

fn keyword(column: bool) -> TextOptions {
    let options = TextOptions::default().set_indexing_options(indexing(RAW, IndexRecordOption::Basic));
    if column { options.set_fast(RAW) } else { options }
}

fn text(column: bool) -> TextOptions {
    let options = TextOptions::default().set_indexing_options(indexing(WORDS, IndexRecordOption::WithFreqsAndPositions));
    if column { options.set_fast(RAW) } else { options }
}

/// The schema of a new index.
pub(crate) fn build(dataset: Dataset) -> Schema {
    let mut schema = Schema::builder();
    let both = NumericOptions::default() | INDEXED | FAST;
    schema.add_i64_field("organization_id", both.clone());
    schema.add_i64_field("project_id", both);
    schema.add_i64_field("timestamp", FAST);
    schema.add_i64_field("offset", FAST);
    schema.add_u64_field("event_key", INDEXED);
    schema.add_u64_field("event_hi", FAST);
    schema.add_u64_field("event_lo", FAST);
    schema.add_u64_field("address", FAST);
    schema.add_text_field("has", keyword(false));
    let tags = JsonObjectOptions::default().set_indexing_options(indexing(RAW, IndexRecordOption::Basic)).set_fast(RAW);
    schema.add_json_field("tags", tags);
    for field in dataset.schema().fields {
        match field.kind {
            FieldKind::Keyword => schema.add_text_field(field.name, keyword(true)),
            FieldKind::Id => schema.add_text_field(field.name, keyword(false)),
            FieldKind::Text => schema.add_text_field(field.name, text(TEXT_COLUMNS.contains(&field.name))),
            FieldKind::I64 | FieldKind::Time => schema.add_i64_field(field.name, FAST),
            FieldKind::F64 => schema.add_f64_field(field.name, FAST),
            FieldKind::Bool => schema.add_bool_field(field.name, FAST),
        };
    }
    schema.build()
}

/// Handles of an index's fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    /// The dataset.
    pub(crate) dataset: Dataset,
    /// The index's own schema.
    pub(crate) schema: Schema,
    /// Fields every index has.
    pub(crate) common: Common,
    named: FxHashMap<&'static str, Field>,
}

/// Fields every index has.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Common {
    pub(crate) organization_id: Field,
    pub(crate) project_id: Field,
    pub(crate) timestamp: Field,
    pub(crate) offset: Field,
    pub(crate) event_key: Field,
    pub(crate) event_hi: Field,
    pub(crate) event_lo: Field,
    pub(crate) address: Field,
    pub(crate) has: Field,
    pub(crate) tags: Field,
}

impl Fields {
    /// Reads the handles; fails when a common one is missing.
    pub(crate) fn of(dataset: Dataset, schema: Schema) -> tantivy::Result<Self> {
        let common = Common {
            organization_id: schema.get_field("organization_id")?,
            project_id: schema.get_field("project_id")?,
            timestamp: schema.get_field("timestamp")?,
            offset: schema.get_field("offset")?,
            event_key: schema.get_field("event_key")?,
            event_hi: schema.get_field("event_hi")?,
            event_lo: schema.get_field("event_lo")?,
            address: schema.get_field("address")?,
            has: schema.get_field("has")?,
            tags: schema.get_field("tags")?,
        };
        let own = dataset.schema().fields.iter();
        let named = own.filter_map(|spec| Some((spec.name, schema.get_field(spec.name).ok()?))).collect();
        Ok(Self { dataset, schema, common, named })
    }

    /// Handle of a field by its public name, `event_id` excepted.
    pub(crate) fn get(&self, name: &str) -> Option<Field> {
        match name {
            "organization_id" => Some(self.common.organization_id),
            "project_id" => Some(self.common.project_id),
            "timestamp" => Some(self.common.timestamp),
            "offset" => Some(self.common.offset),
            name => self.named.get(name).copied(),
        }
    }

    /// Whether the field is a column of this index.
    pub(crate) fn is_column(&self, name: &str) -> bool {
        self.get(name).is_some_and(|field| self.schema.get_field_entry(field).is_fast())
    }
}

/// A tag's key as a path of the JSON field: letters, digits, `_` and `-` stay, any other byte becomes `~` and two
/// hex digits, so that no key can look like a path.
pub(crate) fn tag_path(key: &str) -> Cow<'_, str> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    if key.bytes().all(plain) {
        return Cow::Borrowed(key);
    }
    let mut path = String::with_capacity(key.len() + 8);
    for byte in key.bytes() {
        if plain(byte) {
            path.push(char::from(byte));
        } else {
            path.push('~');
            path.extend([byte >> 4, byte & 15].into_iter().filter_map(|n| char::from_digit(u32::from(n), 16)));
        }
    }
    Cow::Owned(path)
}

/// The key of a path; `None` for what [`tag_path`] never makes.
pub(crate) fn tag_key(path: &str) -> Option<String> {
    let mut key = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'~' {
            key.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        key.push((digit()? << 4) | digit()?);
    }
    String::from_utf8(key).ok()
}

/// Name of a tag's column.
pub(crate) fn tag_column(key: &str) -> String {
    tag_column_of_path(&tag_path(key))
}

/// The same for a key that is encoded already.
pub(crate) fn tag_column_of_path(path: &str) -> String {
    format!("tags.{path}")
}

/// Both halves of an event id.
pub(crate) fn halves(event: EventId) -> (u64, u64) {
    let whole = u128::from_be_bytes(event.0);
    #[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
    let halves = ((whole >> 64) as u64, whole as u64);
    halves
}

/// The event id of both halves.
pub(crate) fn whole(hi: u64, lo: u64) -> EventId {
    EventId(((u128::from(hi) << 64) | u128::from(lo)).to_be_bytes())
}

/// The indexed key of an event id.
pub(crate) fn event_key(event: EventId) -> u64 {
    let (hi, lo) = halves(event);
    crate::hash::mix(hi ^ lo.rotate_left(32).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_odd_tag_keys_without_collisions() {
        assert_eq!(tag_path("browser"), "browser");
        assert_eq!(tag_path("browser.name"), "browser~2ename");
        assert_eq!(tag_path("a~2e"), "a~7e2e");
        assert_eq!(tag_path("ä\u{1}\0"), "~c3~a4~01~00");
        for key in ["browser", "browser.name", "a~2e", "ä\u{1}\0", ""] {
            assert_eq!(tag_key(&tag_path(key)).as_deref(), Some(key));
        }
        assert_eq!([tag_key("a~2"), tag_key("~zz"), tag_key("~ff")], [None, None, None]);
    }

    #[test]
    fn takes_event_ids_apart_and_together() {
        let event = EventId([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
        let (hi, lo) = halves(event);
        assert_eq!(whole(hi, lo), event);
        assert_eq!(hi, 0x0102_0304_0506_0708);
    }
}
