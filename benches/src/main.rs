//! Load generator and measurements behind make bench.
fn main() {}
