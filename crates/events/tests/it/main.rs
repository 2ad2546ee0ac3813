//! Tests of the store as a whole.

mod contract;
mod differential;
mod durability;
mod sealed;
mod support;
