//! Minidumps: what a crashed process left of itself, as the parts of an error event.
//!
//! Stacks are walked here rather than by `minidump-processor`, whose walk has no bound: threads, frames, bytes of stack
//! and time are limited, and what was found until a limit is kept. Of the memory in a dump only addresses and registers
//! come out; its bytes are neither indexed nor shown.

mod provider;
mod report;
mod walk;

pub use report::{apply, apply_failure};
pub use walk::{Crash, DumpError, MAX_DUMP_BYTES, Module, Thread, read};
