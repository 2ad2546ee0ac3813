//! What people and rules may do: one function per command, each one transaction through the doors with its
//! activity and outbox row, whoever gives it (web, API, command line, later chat buttons and rules).
//!
//! **Promise:** a command checks what it is given, changes the store, and leaves the door's snapshot of keys current
//! when it returns. Whether the caller *may* give it is the caller's side of the wall: the web API checks scopes and
//! tenancy before it calls.
//!
//! **Invariant:** a command names its tenant; a row of another organisation is never touched.
//!
//! Synchronous: call from blocking threads.

mod accounts;
mod clock;
mod error;
pub mod grouping;
pub mod issues;
mod keys;
mod members;
mod open_list;
mod organizations;
mod password;
mod projects;
pub mod regroup;
mod releases;
pub mod repair;
mod saved_queries;
mod secret;
mod setup;
mod sign_in;
mod teams;
mod tokens;
pub mod uploads;
mod views;

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_domain::ProjectId;
use bartizan_ports::directory::KeySnapshot;
use bartizan_ports::events::EventStore;
use bartizan_ports::grouping::Grouper;
use bartizan_ports::meta::MetaStore;
use bartizan_ports::turn::Turn;
use parking_lot::Mutex;

pub use accounts::NewAccount;
pub use clock::Clock;
pub use error::{AppError, AppResult, FieldError};
pub use keys::KeyDraft;
pub use members::{Invitation, InvitationAnswer, MemberDraft};
pub use password::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS};
pub use projects::{ProjectDraft, PurgeReport};
pub use releases::{MAX_COMMITS, MAX_VERSION_CHARS};
pub use secret::{equal_secrets, hash_secret, random_event_id, random_hex};
pub use setup::SetUp;
pub use sign_in::{SESSION_LIFETIME_US, SignedIn};
pub use tokens::{MintedToken, TokenDraft, TokenKind};
pub use views::ViewChange;

/// What the commands work on.
#[derive(Clone)]
pub struct AppOptions {
    /// Metadata store.
    pub meta: Arc<dyn MetaStore>,
    /// Event store, for erasing what a deleted issue or project leaves.
    pub events: Arc<dyn EventStore>,
    /// The door's snapshot of keys, replaced after every change of a key or project.
    pub keys: Arc<KeySnapshot>,
    /// Groups stored events anew.
    pub grouper: Arc<dyn Grouper>,
    /// Whose turn it is to write both stores; shared with the pipeline of this process.
    pub turn: Arc<Turn>,
    /// Time.
    pub clock: Clock,
    /// Address under which this installation is reached, without a slash at its end; written into tokens and links.
    pub base_url: Arc<str>,
}

/// The commands. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    options: AppOptions,
    /// Readers of the keys take turns, so that an older snapshot never replaces a newer one.
    refresh: Mutex<()>,
    /// Events that are still to be erased.
    erasures: open_list::OpenList<issues::Erasure>,
    /// Hashes and events are moved between issues by one command at a time.
    regrouping: Mutex<()>,
    /// Number of the next issue when everything of a project was looked at for automatic merging.
    looked_at: Mutex<BTreeMap<ProjectId, i64>>,
    guard: sign_in::SignInGuard,
}

impl App {
    /// Commands on these stores.
    pub fn new(options: AppOptions) -> Self {
        let inner = Inner {
            options,
            refresh: Mutex::new(()),
            erasures: open_list::OpenList::new(issues::OPEN_ERASURES),
            regrouping: Mutex::new(()),
            looked_at: Mutex::default(),
            guard: sign_in::SignInGuard::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Reads all keys anew into the door's snapshot. Commands that change keys or projects do it by themselves; a
    /// server also does it now and then, because other processes change keys too.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn refresh_keys(&self) -> AppResult<()> {
        let _turn = self.inner.refresh.lock();
        let keys = self.meta().all_key_settings()?;
        self.inner.options.keys.replace(keys);
        Ok(())
    }

    fn meta(&self) -> &dyn MetaStore {
        self.inner.options.meta.as_ref()
    }

    fn events(&self) -> &dyn EventStore {
        self.inner.options.events.as_ref()
    }

    fn now(&self) -> bartizan_domain::Timestamp {
        self.inner.options.clock.now()
    }

    fn base_url(&self) -> &str {
        &self.inner.options.base_url
    }
}
