//! The third door: events of every dataset. (Being written.)
