//! Threads of the pipeline, apart from those that serve: on a busy machine a request goes first.
//!
//! An accepted record is durable and may wait; a client that sends one waits for its answer, and the several threads an
//! answer passes through would each wait for a time slice behind the decoding of a batch. So the pipeline has a runtime
//! of its own whose threads are less urgent. Linux hands a thread's urgency down to the threads it starts: the decoders
//! and the index's threads have it too.

use anyhow::{Context, Result};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::system::be_less_urgent;

/// The pipeline's own runtime; there until it is dropped.
pub(super) struct Workshop(Option<Runtime>);

impl Workshop {
    pub(super) fn open() -> Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).enable_all().thread_name("pipeline").on_thread_start(be_less_urgent).build();
        Ok(Self(Some(runtime.context("cannot start the threads of the pipeline")?)))
    }

    /// Starts the journey in here.
    pub(super) fn spawn(&self, journey: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        match &self.0 {
            Some(runtime) => runtime.spawn(journey),
            None => tokio::spawn(journey),
        }
    }
}

/// Leaves threads that still work to themselves: a runtime must not wait for its end inside another one.
impl Drop for Workshop {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
