//! The file `indexed`: the queue offset up to which every document is committed. `{"up_to":123}`.
//!
//! On disk it may be behind (after commits of nothing), never ahead.

use std::path::{Path, PathBuf};

use parking_lot::Mutex;

use crate::error::{At, EventsError, Result};
use crate::files;

/// How far the store has come.
pub(crate) struct Indexed {
    path: PathBuf,
    state: Mutex<State>,
}

struct State {
    up_to: u64,
    written: u64,
}

impl Indexed {
    /// Reads the file; 0 when there is none yet.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        let path = dir.join("indexed");
        let up_to = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
            content => parse(&content.at("read", &path)?)
                .ok_or_else(|| EventsError::corrupt(&path, "not an offset; without the file the whole queue is read again"))?,
        };
        Ok(Self { path, state: Mutex::new(State { up_to, written: up_to }) })
    }

    /// The offset.
    pub(crate) fn get(&self) -> u64 {
        self.state.lock().up_to
    }

    /// Moves on; durably when documents were committed, else with the next [`Self::settle`].
    pub(crate) fn move_to(&self, up_to: u64, durable: bool) -> Result<()> {
        let mut state = self.state.lock();
        if durable {
            files::replace(&self.path, print(up_to).as_bytes(), true)?;
            state.written = up_to;
        }
        state.up_to = up_to;
        Ok(())
    }

    /// Writes what was only remembered; a power cut may still take it back, which costs a replay of nothing.
    pub(crate) fn settle(&self) -> Result<()> {
        let mut state = self.state.lock();
        if state.written != state.up_to {
            files::replace(&self.path, print(state.up_to).as_bytes(), false)?;
            state.written = state.up_to;
        }
        Ok(())
    }
}

fn print(up_to: u64) -> String {
    serde_json::json!({ "up_to": up_to }).to_string()
}

fn parse(content: &[u8]) -> Option<u64> {
    serde_json::from_slice::<serde_json::Value>(content).ok()?.get("up_to")?.as_u64()
}
