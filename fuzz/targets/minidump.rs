//! Any bytes as a minidump, its stacks walked with unwind rules for every module: it becomes threads within the bounds, or the
//! event says that it cannot be read.
#![no_main]

mod common;

use bartizan_protocol::json::Object;
use bartizan_symbols::minidump::{apply, apply_failure, read};
use bartizan_symbols::native::modules::Modules;
use bartizan_symbols::native::{FileKind, ObjectInfo};
use common::{CACHE, OneFile, SCOPE};
use libfuzzer_sys::fuzz_target;

/// Functions and rules of a module, whatever it is.
const SYMBOLS: &[u8] = b"MODULE Linux x86_64 C0DE00000000000000000000000000000 module
FUNC 1000 100 0 outer
1000 100 7 0
FILE 0 /src/main.c
PUBLIC 2000 0 other
STACK CFI INIT 1000 100 .cfa: $rsp 8 + .ra: .cfa -8 + ^
STACK CFI 1004 .cfa: $rsp 16 + $rbp: .cfa -16 + ^
STACK CFI INIT 2000 1000 .cfa: $rbp 16 + .ra: .cfa 8 - ^ $rbp: .cfa 16 - ^
";
/// Frames kept of one stack.
const MAX_FRAMES: usize = 250;

fuzz_target!(|data: &[u8]| {
    common::let_panics_be_caught();
    let features = ["symtab", "debug", "unwind"].map(str::to_owned).to_vec();
    let info = ObjectInfo {
        kind: FileKind::Breakpad,
        debug_id: "c0de0000-0000-0000-0000-000000000000".to_owned(),
        code_id: None,
        arch: "x86_64".to_owned(),
        role: None,
        features,
    };
    let files = OneFile::new(vec![info], SYMBOLS).for_everything();
    let mut modules = Modules::new(SCOPE, &files, &CACHE);
    let mut event = Object::new();
    match read(data, &mut modules) {
        Ok(crash) => {
            assert!(crash.threads.iter().all(|thread| thread.frames.len() <= MAX_FRAMES));
            apply(&mut event, &crash);
        }
        Err(error) => apply_failure(&mut event, &error),
    }
    assert!(!event.is_empty());
});
