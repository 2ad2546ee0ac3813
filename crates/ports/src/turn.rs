//! Whose turn it is to write both stores.
//!
//! Metadata and events are two stores. Between a batch's transaction and the commit of its documents the one is ahead of
//! the other; whoever must see them agree (counts out of the one, rows of the other) takes the turn, which the
//! committer holds from the first batch it writes until everything is committed.

use parking_lot::{Condvar, Mutex};

/// One holder at a time. The holder need not stay on one thread.
#[derive(Debug, Default)]
pub struct Turn {
    is_taken: Mutex<bool>,
    freed: Condvar,
}

/// The turn, held until it is dropped.
#[derive(Debug)]
pub struct Held<'t>(&'t Turn);

impl Turn {
    /// Waits for the turn.
    pub fn take(&self) {
        let mut taken = self.is_taken.lock();
        while *taken {
            self.freed.wait(&mut taken);
        }
        *taken = true;
    }

    /// Gives the turn to the next.
    pub fn give_back(&self) {
        *self.is_taken.lock() = false;
        self.freed.notify_one();
    }

    /// Waits for the turn; it goes back when the answer is dropped.
    pub fn hold(&self) -> Held<'_> {
        self.take();
        Held(self)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.give_back();
    }
}
