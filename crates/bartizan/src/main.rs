//! The binary: command line, configuration, choice of adapters, roles, embedded web files.
fn main() {}
