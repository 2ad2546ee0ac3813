//! The local journal: the queue door on segment files of one folder.
//!
//! **Promise.** When `append` returns, the record is on disk (group commit: one writer thread, many
//! waiters, one fsync for all that wait). Nothing acknowledged is lost by a crash or a power cut, nothing
//! is read twice from one position, and offsets never go back.
//!
//! **Invariant:** after a failed write or fsync nothing more is acknowledged before a known state is
//! re-established: the file is cut back to its durable length and synced, or a new segment takes over.
//!
//! # Files, format version 1
//!
//! All numbers are little endian; checksums are CRC-32 (IEEE). A folder holds
//!
//! - `journal.lock`: held by `flock` while a journal is open;
//! - `<first offset, 20 digits>.seg`: the segments. There is always at least one, so that its name keeps
//!   the next offset when everything else is deleted. A segment appears whole: it is written as
//!   `….seg.new`, synced and renamed;
//! - `damaged/`: copies of bytes that could not be read (`.bin`), each with a line of text (`.txt`).
//!   They are raw requests: look at them and delete them.
//!
//! A segment begins with a header of 48 bytes, then its records follow without gaps:
//!
//! | segment header | bytes | |
//! |---|---|---|
//! | magic | 8 | `BZTNSEG\n` |
//! | version | 4 | 1 |
//! | zero | 4 | |
//! | first | 8 | offset of the first record, as in the name |
//! | previous | 8 | offset of the last record before this segment (offsets between were never used) |
//! | seal | 8 | a random number, of this segment alone |
//! | zero | 4 | |
//! | crc | 4 | over the 44 bytes before |
//!
//! | record | bytes | |
//! |---|---|---|
//! | seal | 8 | as in the segment header |
//! | offset | 8 | one more than the record before |
//! | len | 4 | payload length |
//! | body crc | 4 | over the 8 bytes of the offset and the payload |
//! | header crc | 4 + 4 | four zero bytes, then the checksum over the 28 bytes before |
//! | payload | len | |
//!
//! **Damage.** A record header that is not sound is searched for from there on: the next place where the
//! seal, the header checksum and a higher offset agree. The seal is random, so a payload cannot pretend to
//! hold a record. What lies between is a *hole*: reported as skipped, copied to `damaged/`, read no more.
//! When only the payload checksum differs the hole is that one record.
//!
//! **The end.** In the newest segment unsound bytes after the last sound record are a torn tail and are cut
//! when the journal is opened (kept in `damaged/` when they have the form of a whole record; their offsets
//! are then not used again). In every older segment records end at the `previous` of the next one: what
//! stands after that was never acknowledged, what is missing before it is a hole.

mod catalog;
mod damage;
mod disk;
mod error;
mod format;
mod gate;
mod journal;
mod log;
mod options;
mod reader;
mod recover;
mod room;
#[cfg(test)]
mod sim;
mod unpacked;
mod walk;
mod writer;

pub use journal::Journal;
pub use options::{FreeSpaceProbe, JournalOptions};
pub use recover::OpenReport;
