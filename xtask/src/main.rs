//! Chores: tidy, openapi.
fn main() {}
