//! Any bytes as a source map, with the minified file before it: both are read or refused, and no place panics.
#![no_main]

use bartizan_symbols::js::map::{Found, Map};
use bartizan_symbols::js::urls::{candidates, joined, reference, source_name};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (code, map) = text.split_once('\0').unwrap_or(("", &text));
    let _ = (reference(code), candidates(code), joined(code, map), source_name(code));
    let Ok(map) = Map::read(Some(code), map) else { return };
    for line in 0..4 {
        for column in [0, 1, 2, 7, 40, 300, u32::MAX] {
            if let Found::Original(original) = map.find(line, column) {
                assert!(original.line > 0 && original.column > 0);
            }
        }
    }
});
