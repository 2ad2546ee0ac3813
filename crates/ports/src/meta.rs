//! The second door: metadata. (Being written.)
