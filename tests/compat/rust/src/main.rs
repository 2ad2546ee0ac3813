//! Drives the official Rust SDK: a captured error with a source, and a panic. usage: SENTRY_DSN=... compat-rust

use std::fmt;

#[derive(Debug)]
struct OrderError {
    source: std::num::ParseIntError,
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("order has no number")
    }
}

impl std::error::Error for OrderError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

fn main() {
    let guard = sentry::init(sentry::ClientOptions::default().maybe_release(Some("worker@0.3.0")));
    let error = "x1".parse::<u32>().map_err(|source| OrderError { source }).unwrap_err();
    sentry::capture_error(&error);
    let _ = std::panic::catch_unwind(|| panic!("index out of range in batch 17"));
    drop(guard);
}
