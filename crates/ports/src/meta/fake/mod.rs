//! A metadata store in memory: the door's law in the plainest words, for tests and as the model adapters are held to.
//! It scans where a store has an index, and is never fast.

mod accounts;
mod artifacts;
mod batch;
mod debug_files;
mod filter;
mod grouping;
mod issues;
mod merges;
mod organizations;
mod projects;
mod regroup;
mod releases;
mod saved_queries;
mod state;
mod system;
mod tickets;
mod views;

use parking_lot::Mutex;

use state::State;

/// See the module.
#[derive(Default)]
pub struct MemoryMeta {
    state: Mutex<State>,
}

impl MemoryMeta {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::MemoryMeta;
    use crate::meta::contract;

    #[test]
    fn holds_the_contract() {
        contract::all(|demand| demand(&MemoryMeta::new()));
    }
}
