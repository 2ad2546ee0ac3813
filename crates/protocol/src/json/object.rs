//! An object that keeps its order.

use std::borrow::Cow;

use super::Value;

/// Entries up to which a duplicate is looked for by comparing each with each.
const LINEAR_DEDUP_ENTRIES: usize = 16;

/// A JSON object: entries in the order they were sent, keys unique. Lookup is a walk, which is quickest for
/// the handful of keys that real objects have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Object<'a> {
    entries: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Object<'a> {
    /// An empty object.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// From entries as they stood in the text: of equal keys the last value wins, at the first one's place.
    pub fn from_entries(mut entries: Vec<(Cow<'a, str>, Value<'a>)>) -> Self {
        if has_duplicate(&entries) {
            entries = without_duplicates(entries);
        }
        Self { entries }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True without entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Value of a key.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        self.entries.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value<'a>> {
        self.entries.iter_mut().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// True when the key is there, even with `null`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Text of a key whose value is a string.
    pub fn get_str(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_str)
    }

    /// Object of a key whose value is one.
    pub fn get_object(&self, key: &str) -> Option<&Self> {
        self.get(key).and_then(Value::as_object)
    }

    /// Array of a key whose value is one.
    pub fn get_array(&self, key: &str) -> Option<&[Value<'a>]> {
        self.get(key).and_then(Value::as_array)
    }

    /// Puts a value under a key and returns the old one.
    pub fn insert(&mut self, key: impl Into<Cow<'a, str>>, value: impl Into<Value<'a>>) -> Option<Value<'a>> {
        let (key, value) = (key.into(), value.into());
        match self.get_mut(&key) {
            Some(slot) => Some(std::mem::replace(slot, value)),
            None => {
                self.entries.push((key, value));
                None
            }
        }
    }

    /// Takes a key out; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value<'a>> {
        let at = self.entries.iter().position(|(k, _)| k == key)?;
        Some(self.entries.remove(at).1)
    }

    /// Keeps the entries for which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&str, &mut Value<'a>) -> bool) {
        self.entries.retain_mut(|(key, value)| keep(key, value));
    }

    /// Keeps the first `len` entries.
    pub fn truncate(&mut self, len: usize) {
        self.entries.truncate(len);
    }

    /// Entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value<'a>)> + DoubleEndedIterator {
        self.entries.iter().map(|(k, v)| (k.as_ref(), v))
    }

    /// Entries in order, values to change.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut Value<'a>)> {
        self.entries.iter_mut().map(|(k, v)| (&**k, v))
    }

    /// Keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(k, _)| k.as_ref())
    }

    /// Values in order.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value<'a>> {
        self.entries.iter().map(|(_, v)| v)
    }

    /// The same object without borrows.
    pub fn into_owned(self) -> Object<'static> {
        let entries = self.entries.into_iter();
        Object { entries: entries.map(|(k, v)| (Cow::Owned(k.into_owned()), v.into_owned())).collect() }
    }
}

impl<'a> IntoIterator for Object<'a> {
    type Item = (Cow<'a, str>, Value<'a>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, K: Into<Cow<'a, str>>, V: Into<Value<'a>>> FromIterator<(K, V)> for Object<'a> {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(iter: T) -> Self {
        Self::from_entries(iter.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
    }
}

/// Notes a key by its length and outer bytes; true when none like it was noted. Most keys of an object differ in these,
/// so that few need comparing.
fn mark(key: &str, seen: &mut [u64; 4]) -> bool {
    let bytes = key.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().map_or(0, usize::from);
    let sum = byte(0) * 31 + byte(bytes.len().saturating_sub(1)) * 7 + byte(bytes.len() / 2) * 3 + bytes.len();
    let bit = 1_u64 << (sum % 64);
    let Some(word) = seen.get_mut(sum / 64 % 4) else { return false };
    let is_first = *word & bit == 0;
    *word |= bit;
    is_first
}

fn has_duplicate(entries: &[(Cow<'_, str>, Value<'_>)]) -> bool {
    if entries.len() <= LINEAR_DEDUP_ENTRIES {
        let mut seen = [0_u64; 4];
        return entries.iter().enumerate().any(|(at, (key, _))| {
            let is_first = mark(key, &mut seen);
            !is_first && entries.iter().take(at).any(|(earlier, _)| earlier == key)
        });
    }
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_ref()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
}

fn without_duplicates<'a>(entries: Vec<(Cow<'a, str>, Value<'a>)>) -> Vec<(Cow<'a, str>, Value<'a>)> {
    let mut place_of = std::collections::HashMap::with_capacity(entries.len());
    let mut kept: Vec<(Cow<'a, str>, Value<'a>)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        let place = *place_of.entry(key.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(slot) => slot.1 = value,
            None => kept.push((key, value)),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_equal_keys_wins_in_small_and_large_objects() {
        for filler in [0_i64, 100] {
            let mut entries: Vec<(Cow<'_, str>, Value<'_>)> = vec![("a".into(), Value::Int(1))];
            entries.extend((0..filler).map(|i| (Cow::from(format!("k{i}")), Value::Int(i))));
            entries.push(("a".into(), Value::Int(2)));
            let object = Object::from_entries(entries);
            assert_eq!(object.len(), usize::try_from(filler).unwrap() + 1);
            assert_eq!(object.get("a"), Some(&Value::Int(2)));
            assert_eq!(object.keys().next(), Some("a"));
        }
    }

    #[test]
    fn inserts_replaces_and_removes_in_order() {
        let mut object: Object<'_> = [("a", 1_i64), ("b", 2), ("c", 3)].into_iter().collect();
        assert_eq!(object.insert("b", "two"), Some(Value::Int(2)));
        assert_eq!(object.remove("a"), Some(Value::Int(1)));
        assert_eq!(object.insert("d", true), None);
        assert_eq!(object.keys().collect::<Vec<_>>(), ["b", "c", "d"]);
        assert_eq!(object.get_str("b"), Some("two"));
    }
}
