//! Maps that were read, and those that could not be, in memory under a bound.
//!
//! A key begins with the blob, whose key begins with the organisation and names its content: two tenants never share an
//! entry, and an entry never grows stale. Whether a project may use the blob is asked of the store every time.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::map::Map;
use super::step::Step;

/// Memory for maps, in bytes. The map used last stays, whatever its size.
pub const MAX_CACHE_BYTES: usize = 96 * 1024 * 1024;
/// Entries, of maps and of failures.
const MAX_ENTRIES: usize = 1024;

/// What a map is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MapKey {
    /// Key of the archive.
    pub blob: String,
    /// Path of the map in it; empty for a map within the minified file.
    pub path: String,
    /// The minified file whose functions are named.
    pub code: String,
}

struct Slot {
    result: Result<Arc<Map>, Step>,
    used: u64,
    bytes: usize,
}

#[derive(Default)]
struct State {
    slots: HashMap<MapKey, Slot>,
    clock: u64,
    bytes: usize,
}

/// The cache.
pub struct MapCache {
    max_bytes: usize,
    state: Mutex<State>,
    /// Held while a map is read: one at a time, so that memory has a bound and nothing is read twice.
    reading: Mutex<()>,
}

impl Default for MapCache {
    fn default() -> Self {
        Self::new(MAX_CACHE_BYTES)
    }
}

impl std::fmt::Debug for MapCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MapCache").field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}

impl MapCache {
    /// With that much memory, in bytes.
    pub fn new(max_bytes: usize) -> Self {
        Self { max_bytes, state: Mutex::default(), reading: Mutex::default() }
    }

    /// Memory in use, in bytes.
    pub fn bytes(&self) -> usize {
        self.state.lock().bytes
    }

    /// A map from memory, or read now.
    ///
    /// # Errors
    /// The step that failed; remembered unless trying again may help.
    pub fn get(&self, key: MapKey, read: impl FnOnce() -> Result<Map, Step>) -> Result<Arc<Map>, Step> {
        if let Some(known) = self.known(&key) {
            return known;
        }
        let _one = self.reading.lock();
        if let Some(known) = self.known(&key) {
            return known;
        }
        let result = read().map(Arc::new);
        if !result.as_ref().is_err_and(Step::is_temporary) {
            self.remember(key, result.clone());
        }
        result
    }

    fn known(&self, key: &MapKey) -> Option<Result<Arc<Map>, Step>> {
        let mut state = self.state.lock();
        state.clock += 1;
        let now = state.clock;
        let slot = state.slots.get_mut(key)?;
        slot.used = now;
        Some(slot.result.clone())
    }

    fn remember(&self, key: MapKey, result: Result<Arc<Map>, Step>) {
        let mut state = self.state.lock();
        state.clock += 1;
        let bytes = key.blob.len() + key.path.len() + key.code.len() + result.as_ref().map_or(0, |map| map.size());
        while !state.slots.is_empty() && (state.bytes + bytes > self.max_bytes || state.slots.len() >= MAX_ENTRIES) {
            let oldest = state.slots.iter().min_by_key(|(_, slot)| slot.used).map(|(key, _)| key.clone());
            let Some(gone) = oldest.and_then(|key| state.slots.remove(&key)) else { break };
            state.bytes = state.bytes.saturating_sub(gone.bytes);
        }
        state.bytes += bytes;
        let used = state.clock;
        state.slots.insert(key, Slot { result, used, bytes });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = r#"{"version":3,"sources":["a.js"],"names":[],"mappings":"AAAA"}"#;

    fn key(name: &str) -> MapKey {
        MapKey { blob: "1/_bundles/x".to_owned(), path: name.to_owned(), code: String::new() }
    }

    fn map() -> Result<Map, Step> {
        Ok(Map::read(None, MAP).unwrap())
    }

    #[test]
    fn a_map_is_read_once() {
        let cache = MapCache::default();
        cache.get(key("a"), map).unwrap();
        cache.get(key("a"), || panic!("it is known")).unwrap();
    }

    #[test]
    fn failures_are_remembered_unless_they_may_pass() {
        let cache = MapCache::default();
        let broken = Step::Broken { map: "a".to_owned(), reason: "x".to_owned() };
        assert_eq!(cache.get(key("a"), || Err(broken.clone())).unwrap_err(), broken);
        assert_eq!(cache.get(key("a"), || panic!("it is known")).unwrap_err(), broken);
        assert!(cache.get(key("b"), || Err(Step::Store("away".to_owned()))).is_err());
        assert!(cache.get(key("b"), map).is_ok());
    }

    #[test]
    fn memory_has_a_bound_and_the_last_map_stays() {
        let one = map().unwrap().size() + key("0").blob.len() + 1;
        let cache = MapCache::new(one * 3);
        for n in 0..9 {
            cache.get(key(&n.to_string()), map).unwrap();
            assert!(cache.bytes() <= one * 3);
        }
        cache.get(key("8"), || panic!("it is known")).unwrap();
        let tiny = MapCache::new(1);
        tiny.get(key("a"), map).unwrap();
        tiny.get(key("a"), || panic!("it is known")).unwrap();
    }
}
