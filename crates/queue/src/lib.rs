//! The local journal: segment files, CRC, group commit with fsync before the answer, back pressure.
