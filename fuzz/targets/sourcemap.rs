//! Any bytes as a source map, with the minified file before it: both are read or refused, no place panics, and the form
//! that is kept on disk answers alike. The same bytes as such a form are refused or read.
#![no_main]

use bartizan_symbols::js::map::form::{Mark, packed, unpacked};
use bartizan_symbols::js::map::{Found, Map};
use bartizan_symbols::js::urls::{candidates, joined, reference, source_name};
use libfuzzer_sys::fuzz_target;

const MARK: Mark = [1; 32];

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (code, map) = text.split_once('\0').unwrap_or(("", &text));
    let _ = (reference(code), candidates(code), joined(code, map), source_name(code));
    let _ = unpacked(data, &MARK);
    let Ok(map) = Map::read(Some(code), map) else { return };
    let kept = packed(&map, &MARK).expect("a map of this size is kept");
    let kept = unpacked(&kept, &MARK).expect("what was written is read");
    for line in 0..4 {
        for column in [0, 1, 2, 7, 40, 300, u32::MAX] {
            let found = map.find(line, column);
            assert_eq!(kept.find(line, column), found);
            if let Found::Original(original) = found {
                assert!(original.line > 0 && original.column > 0);
            }
        }
    }
});
