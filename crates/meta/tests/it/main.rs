//! The store against the door's contract, a naive model, other writers, old files and damage.

mod contract;
mod support;
