//! Any bytes: the lenient JSON reader never panics, and what it reads survives being printed and read again.
#![no_main]

use bartizan_protocol::json::parse_lenient;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(value) = parse_lenient(data) {
        let printed = value.to_vec();
        assert!(parse_lenient(&printed).is_ok());
    }
});
