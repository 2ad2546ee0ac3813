//! What is still to be done, written down so that a crash forgets none of it: a JSON list in a setting of the installation.

use std::marker::PhantomData;

use bartizan_ports::meta::MetaStore;
use parking_lot::Mutex;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{AppError, AppResult};

/// The list of one setting. It is read and written back by one at a time, as far as one value of this type is shared.
pub(crate) struct OpenList<T> {
    setting: &'static str,
    turn: Mutex<()>,
    entries: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> OpenList<T> {
    /// The list in that setting.
    pub(crate) const fn new(setting: &'static str) -> Self {
        Self { setting, turn: Mutex::new(()), entries: PhantomData }
    }

    /// What is in it. A list that cannot be read (of a newer version, perhaps) counts as empty, and the log says so.
    ///
    /// # Errors
    /// `Store`.
    pub(crate) fn entries(&self, meta: &dyn MetaStore) -> AppResult<Vec<T>> {
        let Some(text) = meta.setting(self.setting)? else { return Ok(Vec::new()) };
        Ok(serde_json::from_str(&text).unwrap_or_else(|error| {
            tracing::warn!(setting = self.setting, %error, "a list of open work cannot be read");
            Vec::new()
        }))
    }

    /// Changes it; an empty one leaves no setting.
    ///
    /// # Errors
    /// `Store`.
    pub(crate) fn change(&self, meta: &dyn MetaStore, change: impl FnOnce(&mut Vec<T>)) -> AppResult<()> {
        let _turn = self.turn.lock();
        let mut entries = self.entries(meta)?;
        change(&mut entries);
        let text = (!entries.is_empty()).then(|| serde_json::to_string(&entries)).transpose();
        let text = text.map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(meta.set_setting(self.setting, text.as_deref())?)
    }
}

#[cfg(test)]
mod tests {
    use bartizan_ports::meta::{MemoryMeta, System};

    use super::*;

    #[test]
    fn it_is_written_down_until_it_is_done() {
        let (meta, list) = (MemoryMeta::new(), OpenList::<u32>::new("test.open"));
        assert_eq!(list.entries(&meta).unwrap(), Vec::<u32>::new());
        list.change(&meta, |open| open.extend([1, 2])).unwrap();
        let after_a_crash = OpenList::<u32>::new("test.open");
        assert_eq!(after_a_crash.entries(&meta).unwrap(), [1, 2]);
        after_a_crash.change(&meta, |open| open.retain(|n| *n > 1)).unwrap();
        assert_eq!(meta.setting("test.open").unwrap().as_deref(), Some("[2]"));
        list.change(&meta, Vec::clear).unwrap();
        assert_eq!(meta.setting("test.open").unwrap(), None);
    }

    #[test]
    fn what_cannot_be_read_keeps_nobody_from_working() {
        let (meta, list) = (MemoryMeta::new(), OpenList::<u32>::new("test.open"));
        System::set_setting(&meta, "test.open", Some("{}")).unwrap();
        assert_eq!(list.entries(&meta).unwrap(), Vec::<u32>::new());
        list.change(&meta, |open| open.push(7)).unwrap();
        assert_eq!(list.entries(&meta).unwrap(), [7]);
    }

    #[test]
    fn many_at_once_lose_nothing() {
        let (meta, list) = (MemoryMeta::new(), OpenList::<u32>::new("test.open"));
        std::thread::scope(|scope| {
            for n in 0..8 {
                let (meta, list) = (&meta, &list);
                scope.spawn(move || list.change(meta, |open| open.push(n)).unwrap());
            }
        });
        let mut found = list.entries(&meta).unwrap();
        found.sort_unstable();
        assert_eq!(found, (0..8).collect::<Vec<_>>());
    }
}
