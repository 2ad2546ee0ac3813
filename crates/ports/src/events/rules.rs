//! What the words of a query mean, shared by every store: which filters fit which fields, how a text falls into
//! words, what a wildcard matches, and in which order answers come.
//!
//! Pure functions; no store may have its own idea of them.

use std::cmp::Ordering;

use bartizan_domain::Timestamp;
use bartizan_domain::dataset::{COMMON_FIELDS, Dataset, DatasetSchema, FieldKind};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{Aggregate, EventQuery, FieldRef, Filter, GroupKey, GroupOrder, Row, Select};
use bartizan_domain::time::SECOND_US;
use rustc_hash::FxHashSet;

use crate::{ErrorKind, StoreError, StoreResult};

/// Longest word of a text, in bytes; a longer one is cut.
pub const MAX_WORD_BYTES: usize = 255;
/// Longest value of a keyword, id or tag, in bytes; a longer one is cut (search for it is cut alike).
pub const MAX_KEYWORD_BYTES: usize = 4_096;
/// Longest tag key, in bytes.
pub const MAX_TAG_KEY_BYTES: usize = 256;
/// Longest text that is indexed, in bytes.
pub const MAX_TEXT_BYTES: usize = 65_536;
/// Deepest nesting of a filter.
pub const MAX_FILTER_DEPTH: usize = 64;
/// Most conditions and values in a query's filters together.
pub const MAX_FILTER_NODES: usize = 20_000;
/// Most rows or groups one answer may reach into (`offset + limit`).
pub const MAX_WINDOW: usize = 100_000;
/// Most keys or aggregates of one query.
pub const MAX_COLUMNS: usize = 64;
/// Most groups kept while a query is answered; beyond it the answer is marked as truncated.
pub const MAX_GROUPS: usize = 100_000;
/// Last moment a document may carry (9999-12-31T23:59:59Z); later ones are stored as this one.
pub const MAX_TIMESTAMP: Timestamp = Timestamp::from_seconds(253_402_300_799);

/// Cuts a text to at most `max_bytes`, at a character boundary.
pub fn cut(text: &str, max_bytes: usize) -> &str {
    if text.len() <= max_bytes {
        return text;
    }
    let end = (0..=max_bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}

/// Lower case, character by character (no special final forms), so that folding never depends on neighbours.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// The next run of letters and digits at or after byte `from`: start and end.
pub fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let start = from + rest.find(char::is_alphanumeric)?;
    let tail = text.get(start..)?;
    let end = tail.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |len| start + len);
    Some((start, end))
}

/// The folded form of one word as it is indexed.
pub fn fold_word(word: &str, out: &mut String) {
    out.clear();
    fold_into(cut(word, MAX_WORD_BYTES), out);
    let end = cut(out, MAX_WORD_BYTES).len();
    out.truncate(end);
}

/// Words of a text: runs of letters and digits, in lower case. `app.views.checkout` is three words in a row, so
/// that each part is found and the whole is found as a phrase.
pub fn words(text: &str) -> Vec<String> {
    let (mut list, mut from) = (Vec::new(), 0);
    while let Some((start, end)) = next_word(text, from) {
        let mut word = String::new();
        fold_word(text.get(start..end).unwrap_or_default(), &mut word);
        list.push(word);
        from = end;
    }
    list
}

/// What a text search asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSearch {
    /// Words that must occur.
    pub words: Vec<String>,
    /// Whether the last of them may be only the beginning of a word.
    pub prefix: bool,
}

impl TextSearch {
    /// Reads the text of a [`Filter::Text`]. Without any word in it, nothing is found.
    pub fn parse(text: &str) -> Self {
        Self { words: words(text), prefix: text.trim_end().ends_with('*') }
    }

    /// Whether a text with these words meets the search as a phrase.
    pub fn matches_phrase(&self, text: &[String]) -> bool {
        let wanted = self.words.len();
        wanted > 0
            && text
                .windows(wanted)
                .any(|window| window.iter().zip(&self.words).enumerate().all(|(at, (have, want))| self.matches_word(at, have, want)))
    }

    /// Whether the word at index `at` of the search is met by `have`.
    fn matches_word(&self, at: usize, have: &str, want: &str) -> bool {
        if self.prefix && at + 1 == self.words.len() { have.starts_with(want) } else { have == want }
    }

    /// Whether the words of the texts together hold every word searched for.
    pub fn matches_words(&self, text: &[String]) -> bool {
        !self.words.is_empty() && self.words.iter().enumerate().all(|(at, want)| text.iter().any(|have| self.matches_word(at, have, want)))
    }
}

/// Text fields a search without a field looks into.
pub const FREE_TEXT_FIELDS: [&str; 2] = ["title", "message"];

/// A wildcard pattern: `*` is any run of characters, the rest is itself, case does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wildcard {
    pieces: Vec<String>,
}

impl Wildcard {
    /// Reads a pattern.
    pub fn new(pattern: &str) -> Self {
        Self { pieces: cut(pattern, MAX_KEYWORD_BYTES).split('*').map(fold).collect() }
    }

    /// Folded text before the first `*`.
    pub fn prefix(&self) -> &str {
        self.pieces.first().map_or("", String::as_str)
    }

    /// Whether every value matches (`*`, `**`).
    pub fn is_any(&self) -> bool {
        self.pieces.len() > 1 && self.pieces.iter().all(String::is_empty)
    }

    /// Whether the value matches.
    pub fn matches(&self, value: &str) -> bool {
        self.matches_folded(&fold(value))
    }

    /// Whether a value that is folded already matches.
    pub fn matches_folded(&self, value: &str) -> bool {
        let Some((first, rest)) = self.pieces.split_first() else { return false };
        let Some((last, middle)) = rest.split_last() else { return value == first };
        let Some(mut left) = value.strip_prefix(first.as_str()) else { return false };
        for piece in middle {
            match left.find(piece.as_str()) {
                Some(at) => left = left.get(at + piece.len()..).unwrap_or_default(),
                None => return false,
            }
        }
        left.ends_with(last.as_str())
    }
}

/// The document as every store keeps it: fields of the schema with values of their kind only, each value once,
/// lengths and times inside their bounds; an empty text is no value.
#[must_use]
pub fn normalized(dataset: Dataset, mut document: Document) -> Document {
    document.timestamp = document.timestamp.clamp(Timestamp(0), MAX_TIMESTAMP);
    let schema = dataset.schema();
    document.fields.retain_mut(|(name, value)| own_field(schema, name).is_some_and(|kind| fit(kind, value)));
    dedup_fields(&mut document.fields);
    for (key, value) in &mut document.tags {
        key.truncate(cut(key, MAX_TAG_KEY_BYTES).len());
        value.truncate(cut(value, MAX_KEYWORD_BYTES).len());
    }
    document.tags.retain(|(key, value)| !key.is_empty() && !value.is_empty());
    dedup_tags(&mut document.tags);
    document
}

/// Kind of a field of the dataset's own (not a common one).
fn own_field(schema: &DatasetSchema, name: &str) -> Option<FieldKind> {
    schema.fields.iter().find(|f| f.name == name).map(|f| f.kind)
}

/// Makes the value one of its kind, or says that it is none.
fn fit(kind: FieldKind, value: &mut FieldValue) -> bool {
    if value.as_str() == Some("") {
        return false;
    }
    match (kind, &mut *value) {
        (FieldKind::Keyword | FieldKind::Id, FieldValue::Str(text)) => {
            text.truncate(cut(text, MAX_KEYWORD_BYTES).len());
            true
        }
        (FieldKind::Text, FieldValue::Str(text)) => {
            text.truncate(cut(text, MAX_TEXT_BYTES).len());
            true
        }
        (FieldKind::I64, FieldValue::I64(_)) | (FieldKind::Bool, FieldValue::Bool(_)) => true,
        (FieldKind::F64, FieldValue::F64(n)) => n.is_finite(),
        (FieldKind::F64, FieldValue::I64(_)) => {
            *value = value.as_f64().map_or(FieldValue::Null, FieldValue::F64);
            true
        }
        (FieldKind::Time, FieldValue::Time(t)) => {
            *t = (*t).clamp(Timestamp(0), MAX_TIMESTAMP);
            true
        }
        _ => false,
    }
}

fn dedup_fields(fields: &mut Vec<(&'static str, FieldValue)>) {
    let mut at = 0;
    while at < fields.len() {
        let (before, rest) = fields.split_at(at);
        let repeated = rest.first().is_some_and(|field| before.contains(field));
        if repeated {
            fields.remove(at);
        } else {
            at += 1;
        }
    }
}

fn dedup_tags(tags: &mut Vec<(String, String)>) {
    if tags.len() <= 32 {
        let mut at = 0;
        while at < tags.len() {
            let (before, rest) = tags.split_at(at);
            if rest.first().is_some_and(|tag| before.contains(tag)) {
                tags.remove(at);
            } else {
                at += 1;
            }
        }
    } else {
        let mut seen: FxHashSet<(String, String)> = FxHashSet::default();
        tags.retain(|tag| seen.insert(tag.clone()));
    }
}

/// Order of two values in an answer: by value, `Null` last.
pub fn compare_values(a: &FieldValue, b: &FieldValue) -> Ordering {
    match (a, b) {
        (FieldValue::Null, FieldValue::Null) => Ordering::Equal,
        (FieldValue::Null, _) => Ordering::Greater,
        (_, FieldValue::Null) => Ordering::Less,
        (FieldValue::F64(x), FieldValue::F64(y)) => x.total_cmp(y),
        _ => a.partial_cmp(b).unwrap_or(Ordering::Equal),
    }
}

/// Order of two values in an answer that may be descending: `Null` is last either way.
pub fn compare_in_order(a: &FieldValue, b: &FieldValue, descending: bool) -> Ordering {
    let null = matches!(a, FieldValue::Null) || matches!(b, FieldValue::Null);
    if descending && !null { compare_values(b, a) } else { compare_values(a, b) }
}

/// Sorts groups as asked; equal ones by their keys, so that pages are stable. `Null` is last either way.
pub fn sort_groups(rows: &mut [Row], keys: usize, order: Option<(GroupOrder, bool)>) {
    let by_keys = |a: &Row, b: &Row| {
        a.values.iter().zip(&b.values).take(keys).map(|(x, y)| compare_values(x, y)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
    };
    rows.sort_by(|a, b| {
        let Some((order, descending)) = order else { return by_keys(a, b) };
        let at = match order {
            GroupOrder::Aggregate(at) => keys + at,
            GroupOrder::Key(at) => at,
        };
        let (Some(x), Some(y)) = (a.values.get(at), b.values.get(at)) else { return by_keys(a, b) };
        compare_in_order(x, y, descending).then_with(|| by_keys(a, b))
    });
}

/// Start of the time bucket that holds `at`.
pub fn bucket(at: i64, width_us: i64, origin_us: i64) -> i64 {
    let width = i128::from(width_us.max(1));
    let (at, origin) = (i128::from(at), i128::from(origin_us));
    let start = at - (at - origin).rem_euclid(width);
    i64::try_from(start).unwrap_or(i64::MIN)
}

/// Index of the value a percentile answers, in `count` values from small to large (nearest rank, downwards).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "0 <= p <= 100")]
pub fn percentile_rank(percentile: f64, count: u64) -> u64 {
    (percentile / 100.0 * count.saturating_sub(1) as f64).floor() as u64
}

/// Kind of what is referred to; a tag is a keyword.
///
/// # Errors
/// `Invalid` when the dataset has no such field.
pub fn kind_of(dataset: Dataset, field: &FieldRef) -> StoreResult<FieldKind> {
    match field {
        FieldRef::Tag(_) => Ok(FieldKind::Keyword),
        FieldRef::Field(name) => dataset
            .schema()
            .field(name)
            .map(|spec| spec.kind)
            .ok_or_else(|| invalid(format!("dataset {} has no field {name:?}", dataset.schema().name))),
    }
}

/// True for a field every document has.
pub fn is_common(name: &str) -> bool {
    COMMON_FIELDS.iter().any(|f| f.name == name)
}

/// Counted names in the order they are answered: most frequent first, then by name.
pub fn most_frequent(counted: impl IntoIterator<Item = (String, u64)>, limit: usize) -> Vec<(String, u64)> {
    let mut all: Vec<(String, u64)> = counted.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.truncate(limit);
    all
}

/// Checks that a query makes sense for its dataset.
///
/// # Errors
/// `Invalid` with a sentence that names the field.
pub fn check_query(query: &EventQuery) -> StoreResult<()> {
    let mut nodes = 0;
    check_filter(query.dataset, &query.filter, 0, &mut nodes)?;
    match &query.select {
        Select::Rows { fields, by, limit, offset, .. } => {
            check_window(*limit, *offset)?;
            if let Some((field, _)) = by {
                check_order(query.dataset, field)?;
            }
            check_columns(fields.len())?;
            fields.iter().try_for_each(|field| kind_of(query.dataset, field).map(drop))
        }
        Select::Groups { keys, aggregates, order, limit, offset } => {
            check_window(*limit, *offset)?;
            check_columns(keys.len() + aggregates.len())?;
            keys.iter().try_for_each(|key| check_key(query.dataset, keys, key))?;
            aggregates.iter().try_for_each(|a| check_aggregate(query.dataset, a, &mut nodes))?;
            match order {
                Some((GroupOrder::Key(at), _)) if *at >= keys.len() => Err(invalid("order by a key that is not there")),
                Some((GroupOrder::Aggregate(at), _)) if *at >= aggregates.len() => Err(invalid("order by an aggregate that is not there")),
                _ => Ok(()),
            }
        }
    }
}

/// Checks that a filter fits its dataset. `depth` and `nodes` start at 0.
///
/// # Errors
/// `Invalid` with a sentence that names the field.
pub fn check_filter(dataset: Dataset, filter: &Filter, depth: usize, nodes: &mut usize) -> StoreResult<()> {
    *nodes += 1;
    if depth > MAX_FILTER_DEPTH {
        return Err(invalid(format!("a filter may be nested {MAX_FILTER_DEPTH} deep")));
    }
    match filter {
        Filter::All | Filter::None => {}
        Filter::And(list) | Filter::Or(list) => {
            list.iter().try_for_each(|inner| check_filter(dataset, inner, depth + 1, nodes))?;
        }
        Filter::Not(inner) => check_filter(dataset, inner, depth + 1, nodes)?,
        Filter::Equals(field, value) => check_value(dataset, field, value)?,
        Filter::In(field, values) => {
            *nodes += values.len();
            kind_of(dataset, field)?;
            values.iter().try_for_each(|value| check_value(dataset, field, value))?;
        }
        Filter::Exists(field) => drop(kind_of(dataset, field)?),
        Filter::Compare(field, _, value) => check_compare(dataset, field, value)?,
        Filter::Wildcard(field, _) => match kind_of(dataset, field)? {
            FieldKind::Keyword | FieldKind::Id => {}
            kind => return Err(unfit(field, kind, "a wildcard")),
        },
        Filter::Text { field, .. } => {
            if let Some(name) = field {
                let field = FieldRef::field(name);
                match kind_of(dataset, &field)? {
                    FieldKind::Text => {}
                    kind => return Err(unfit(&field, kind, "a text search")),
                }
            }
        }
    }
    if *nodes > MAX_FILTER_NODES {
        return Err(invalid(format!("a query may have {MAX_FILTER_NODES} conditions and values")));
    }
    Ok(())
}

fn check_value(dataset: Dataset, field: &FieldRef, value: &FieldValue) -> StoreResult<()> {
    let kind = kind_of(dataset, field)?;
    let fits = match kind {
        FieldKind::Keyword | FieldKind::Id => matches!(value, FieldValue::Str(_)),
        FieldKind::I64 => matches!(value, FieldValue::I64(_)),
        FieldKind::F64 => matches!(value, FieldValue::F64(_) | FieldValue::I64(_)),
        FieldKind::Bool => matches!(value, FieldValue::Bool(_)),
        FieldKind::Time => matches!(value, FieldValue::Time(_) | FieldValue::I64(_)),
        FieldKind::Text => false,
    };
    if fits { Ok(()) } else { Err(unfit(field, kind, "this value")) }
}

fn check_compare(dataset: Dataset, field: &FieldRef, value: &FieldValue) -> StoreResult<()> {
    let kind = kind_of(dataset, field)?;
    match kind {
        FieldKind::I64 | FieldKind::F64 | FieldKind::Time if value.as_f64().is_some_and(f64::is_finite) => Ok(()),
        _ => Err(unfit(field, kind, "a comparison with this value")),
    }
}

fn check_order(dataset: Dataset, field: &FieldRef) -> StoreResult<()> {
    match kind_of(dataset, field)? {
        kind @ (FieldKind::Id | FieldKind::Text) => Err(unfit(field, kind, "ordering")),
        _ => Ok(()),
    }
}

fn check_key(dataset: Dataset, keys: &[GroupKey], key: &GroupKey) -> StoreResult<()> {
    match key {
        GroupKey::Field(field) => match kind_of(dataset, field)? {
            kind @ (FieldKind::Id | FieldKind::Text) => Err(unfit(field, kind, "grouping")),
            _ => Ok(()),
        },
        GroupKey::Renamed { field, beside, .. } => match (kind_of(dataset, field)?, kind_of(dataset, beside)?) {
            (FieldKind::Keyword, FieldKind::I64) if keys.contains(&GroupKey::Field(beside.clone())) => Ok(()),
            (FieldKind::Keyword, FieldKind::I64) => Err(invalid("a renamed key needs the key it stands beside")),
            (kind, _) => Err(unfit(field, kind, "other names")),
        },
        GroupKey::Time { field, width_us, .. } => {
            let field = FieldRef::field(field);
            match kind_of(dataset, &field)? {
                FieldKind::Time if *width_us >= SECOND_US => Ok(()),
                FieldKind::Time => Err(invalid("a time bucket is at least one second wide")),
                kind => Err(unfit(&field, kind, "time buckets")),
            }
        }
    }
}

fn check_aggregate(dataset: Dataset, aggregate: &Aggregate, nodes: &mut usize) -> StoreResult<()> {
    let number = |field: &FieldRef, time: bool, what: &str| match (field, kind_of(dataset, field)?) {
        (FieldRef::Field(_), FieldKind::I64 | FieldKind::F64) => Ok(()),
        (FieldRef::Field(_), FieldKind::Time) if time => Ok(()),
        (_, kind) => Err(unfit(field, kind, what)),
    };
    match aggregate {
        Aggregate::Count => Ok(()),
        Aggregate::CountDistinct(field) => match kind_of(dataset, field)? {
            kind @ (FieldKind::Id | FieldKind::Text) => Err(unfit(field, kind, "counting distinct values")),
            _ => Ok(()),
        },
        Aggregate::CountDistinctRenamed { field, beside, .. } => match (kind_of(dataset, field)?, kind_of(dataset, beside)?) {
            (FieldKind::Keyword, FieldKind::I64) => Ok(()),
            (kind, _) => Err(unfit(field, kind, "other names")),
        },
        Aggregate::Sum(field) => number(field, false, "a sum"),
        Aggregate::Avg(field) => number(field, false, "a mean"),
        Aggregate::Min(field) | Aggregate::Max(field) => number(field, true, "an extreme"),
        Aggregate::Percentile(field, p) if (0.0..=100.0).contains(p) => number(field, false, "a percentile"),
        Aggregate::Percentile(..) => Err(invalid("a percentile lies between 0 and 100")),
        Aggregate::CountIf(filter) => check_filter(dataset, filter, 0, nodes),
    }
}

fn check_window(limit: usize, offset: usize) -> StoreResult<()> {
    if limit.saturating_add(offset) > MAX_WINDOW {
        return Err(invalid(format!("an answer reaches at most {MAX_WINDOW} rows far")));
    }
    Ok(())
}

fn check_columns(count: usize) -> StoreResult<()> {
    if count > MAX_COLUMNS { Err(invalid(format!("a query has at most {MAX_COLUMNS} columns"))) } else { Ok(()) }
}

fn unfit(field: &FieldRef, kind: FieldKind, what: &str) -> StoreError {
    match field {
        FieldRef::Tag(name) => invalid(format!("tag {name:?} does not fit {what}")),
        FieldRef::Field(name) => invalid(format!("field {name:?} ({kind:?}) does not fit {what}")),
    }
}

fn invalid(message: impl Into<String>) -> StoreError {
    StoreError::new(ErrorKind::Invalid, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_identifiers_and_sentences_into_words() {
        assert_eq!(
            words("Cannot read properties of undefined (reading 'price')"),
            ["cannot", "read", "properties", "of", "undefined", "reading", "price"]
        );
        assert_eq!(words("app.views.checkout_all"), ["app", "views", "checkout", "all"]);
        assert_eq!(words("Größe: ÄÖ"), ["größe", "äö"]);
        assert!(words(" -- ").is_empty());
        assert_eq!(words(&"x".repeat(1000))[0].len(), MAX_WORD_BYTES);
    }

    #[test]
    fn matches_wildcards_without_case() {
        let matches = |pattern: &str, value: &str| Wildcard::new(pattern).matches(value);
        assert!(matches("*Price*", "the price is"));
        assert!(matches("app.*.checkout", "app.views.CHECKOUT"));
        assert!(!matches("app.*.checkout", "app.checkout"));
        assert!(matches("a*a", "aa") && !matches("a*a", "a"));
        assert!(matches("*", "") && matches("", "") && !matches("", "x"));
        assert!(matches("a*b*c", "axxbyyc") && !matches("a*b*c", "axxcyyb"));
        assert!(matches("[x]+", "[X]+") && !matches("[x]+", "x"));
    }

    #[test]
    fn buckets_align_to_their_origin_also_before_it() {
        assert_eq!(bucket(125, 100, 0), 100);
        assert_eq!(bucket(125, 100, 50), 50);
        assert_eq!(bucket(-1, 100, 0), -100);
        assert_eq!(bucket(i64::MAX, i64::MAX, i64::MIN), i64::MAX - 1);
    }

    #[test]
    fn cuts_at_characters() {
        assert_eq!(cut("äöü", 3), "ä");
        assert_eq!(cut("abc", 3), "abc");
    }
}
