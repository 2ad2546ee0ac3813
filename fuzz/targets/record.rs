//! Any bytes: the reader of accepted records never panics.
#![no_main]

use bartizan_protocol::AcceptedRecord;
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = AcceptedRecord::decode(&Bytes::copy_from_slice(data));
});
