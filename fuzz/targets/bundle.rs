//! Any bytes as an artifact bundle: its files are listed and unpacked under their bounds, or it is refused.
#![no_main]

use bartizan_symbols::js::bundle::{Archive, MAX_ENTRY_BYTES, inspect};
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let bytes = Bytes::copy_from_slice(data);
    let Ok(files) = inspect(&bytes) else { return };
    let Ok(mut archive) = Archive::open(bytes) else { panic!("it was opened before") };
    for file in files.iter().take(4) {
        if let Ok(text) = archive.read(&file.path) {
            assert!(text.len() as u64 <= MAX_ENTRY_BYTES);
        }
    }
});
