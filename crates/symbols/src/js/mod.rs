//! JavaScript: artifact bundles, source maps, and the frames they explain.

pub mod bundle;
