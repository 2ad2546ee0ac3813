//! Maps that were read, and those that could not be, in memory under a bound; behind it a folder with what was read, so
//! that a restart, or more maps than fit into memory, do not fetch and read archives again.
//!
//! A key begins with the blob, whose key begins with the organisation and names its content: two tenants never share an
//! entry, and an entry never grows stale. Whether a project may use the blob is asked of the store every time.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};

use super::map::Map;
use super::map::form::{self, Mark};
use super::step::Step;
use crate::folder::Folder;

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

impl MapKey {
    /// Its digest; each part with its length, so that no two keys run together alike.
    fn mark(&self) -> Mark {
        let mut hash = Sha256::new();
        for part in [&self.blob, &self.path, &self.code] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        hash.finalize().into()
    }
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
    folder: Option<Folder>,
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
    /// Most bytes on disk that a server gives the maps.
    pub const MAX_DISK_BYTES: u64 = 2 * 1024 * 1024 * 1024;

    /// With that much memory, in bytes.
    pub fn new(max_bytes: usize) -> Self {
        Self { max_bytes, state: Mutex::default(), folder: None, reading: Mutex::default() }
    }

    /// With a folder for maps, of [`form::FORM_VERSION`]. Failures are kept in memory only.
    #[must_use]
    pub fn with_folder(self, folder: Folder) -> Self {
        Self { folder: Some(folder), ..self }
    }

    /// Memory in use, in bytes.
    pub fn bytes(&self) -> usize {
        self.state.lock().bytes
    }

    /// A map from memory, from the folder, or read now.
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
        let mark = key.mark();
        let result = match self.kept(&mark) {
            Some(map) => Ok(map),
            None => read().inspect(|map| self.keep(&mark, map)),
        };
        let result = result.map(Arc::new);
        if !result.as_ref().is_err_and(Step::is_temporary) {
            self.remember(key, result.clone());
        }
        result
    }

    /// A map from the folder. A file of no use is removed.
    fn kept(&self, mark: &Mark) -> Option<Map> {
        let (folder, name) = (self.folder.as_ref()?, file_name(mark));
        let read = folder.read(&name, form::MAX_FILE_BYTES).map_err(|error| error.to_string());
        let map = match read {
            Ok(None) => return None,
            Ok(Some(bytes)) => form::unpacked(&bytes, mark).map_err(|error| error.to_string()),
            Err(error) => Err(error),
        };
        match map {
            Ok(map) => {
                folder.touch(&name);
                Some(map)
            }
            Err(error) => {
                tracing::warn!(file = name, error, "a kept source map cannot be used; it is read anew");
                folder.remove(&name);
                None
            }
        }
    }

    fn keep(&self, mark: &Mark, map: &Map) {
        let Some(folder) = &self.folder else { return };
        let Some(bytes) = form::packed(map, mark) else { return };
        let name = file_name(mark);
        // It stays in memory; the next start reads it from the archive.
        if let Err(error) = folder.put(&name, &bytes) {
            tracing::warn!(file = name, %error, "a source map that was read cannot be kept on disk");
        }
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

fn file_name(mark: &Mark) -> String {
    format!("{}.map", hex::encode(mark))
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

    fn on(root: &std::path::Path) -> MapCache {
        MapCache::default().with_folder(Folder::open(root, form::FORM_VERSION, 1 << 20).unwrap())
    }

    #[test]
    fn a_restart_finds_the_map_and_only_the_map() {
        let root = tempfile::tempdir().unwrap();
        on(root.path()).get(key("a"), map).unwrap();
        let broken = Step::Broken { map: "b".to_owned(), reason: "x".to_owned() };
        on(root.path()).get(key("b"), || Err(broken.clone())).unwrap_err();
        let again = on(root.path());
        let found = again.get(key("a"), || panic!("it is on disk")).unwrap();
        assert_eq!(found.find(1, 1), map().unwrap().find(1, 1));
        again.get(key("b"), map).expect("failures are not kept");
    }

    #[test]
    fn every_part_of_a_key_keeps_maps_apart() {
        let root = tempfile::tempdir().unwrap();
        let key = |blob: &str, path: &str, code: &str| MapKey { blob: blob.to_owned(), path: path.to_owned(), code: code.to_owned() };
        let keys = [key("1/x", "a", "c"), key("2/x", "a", "c"), key("1/x", "ac", ""), key("1/xa", "", "c"), key("1/x", "", "ac")];
        for (read, key) in keys.iter().enumerate() {
            let source = format!(r#"{{"version":3,"sources":["{read}.js"],"mappings":"AAAA"}}"#);
            on(root.path()).get(key.clone(), || Ok(Map::read(None, &source).unwrap())).unwrap();
        }
        for (number, key) in keys.iter().enumerate() {
            let map = on(root.path()).get(key.clone(), || panic!("it is on disk")).unwrap();
            let super::super::map::Found::Original(found) = map.find(1, 1) else { panic!("it has an origin") };
            assert_eq!(found.source, format!("{number}.js"));
        }
    }

    #[test]
    fn a_damaged_file_is_read_anew_and_replaced() {
        let root = tempfile::tempdir().unwrap();
        on(root.path()).get(key("a"), map).unwrap();
        let path = root.path().join(format!("v{}", form::FORM_VERSION)).join(file_name(&key("a").mark()));
        let whole = std::fs::read(&path).unwrap();
        let other = root.path().join(format!("v{}", form::FORM_VERSION)).join(file_name(&key("other").mark()));
        std::fs::copy(&path, other).unwrap();
        on(root.path()).get(key("other"), || Err(Step::NoPosition)).expect_err("it holds another map than its name says");
        for damaged in [&whole[..whole.len() - 1], &whole[..3], b"", &[0; 4000], &[&whole[..], b"x"].concat()] {
            std::fs::write(&path, damaged).unwrap();
            let mut was_read = false;
            let read = || {
                was_read = true;
                map()
            };
            on(root.path()).get(key("a"), read).unwrap();
            assert!(was_read);
            assert_eq!(std::fs::read(&path).unwrap(), whole);
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_does_no_harm() {
        let root = tempfile::tempdir().unwrap();
        let cache = on(root.path());
        std::fs::remove_dir_all(root.path()).unwrap();
        std::fs::write(root.path(), b"in the way").unwrap();
        cache.get(key("a"), map).unwrap();
        cache.get(key("a"), || panic!("it is in memory")).unwrap();
        std::fs::remove_file(root.path()).unwrap();
        std::fs::create_dir(root.path()).unwrap();
    }
}
