//! The wire's promises: what is printed reads back, what is hostile is refused without harm, and old
//! formats stay readable.

mod envelope;
mod formats;
mod hostile;
