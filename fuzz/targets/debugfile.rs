//! Any bytes as an uploaded debug file (ELF, Mach-O, PDB, PE, Breakpad, portable PDB, source bundle): it is taken or refused,
//! and an event with frames in it is resolved or stays as it came.
#![no_main]

mod common;

use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::native::images::Images;
use bartizan_symbols::native::modules::Modules;
use bartizan_symbols::native::{FileKind, ObjectInfo, event};
use common::{CACHE, OneFile, SCOPE};
use libfuzzer_sys::fuzz_target;

/// Where the image stands in the event.
const BASE: u64 = 0x10000;
/// Offsets of frames in it.
const OFFSETS: [u64; 9] = [0, 1, 8, 0x10, 0x40, 0x1000, 0x1139, 0x4000, 0xffff_ffff];
/// Objects of one file that are asked.
const MAX_OBJECTS: usize = 3;

fuzz_target!(|data: &[u8]| {
    common::let_panics_be_caught();
    let Ok(infos) = CACHE.inspect(data, None) else { return };
    let files = OneFile::new(infos.clone(), data);
    for info in infos.iter().take(MAX_OBJECTS) {
        let text = event_of(info);
        let Ok(Value::Object(mut event)) = Value::parse(&text) else { panic!("an event of our own cannot be read: {text}") };
        let mut modules = Modules::new(SCOPE, &files, &CACHE);
        if let Some(image) = Images::of(&event).iter().next() {
            let _ = modules.unwind(image);
        }
        let report = event::symbolicate_with(&mut event, &mut modules);
        check(&event, &report);
    }
});

fn event_of(info: &ObjectInfo) -> String {
    let (kind, frame): (_, fn(u64) -> String) = match info.kind {
        FileKind::PortablePdb => {
            ("pe_dotnet", |n| format!(r#"{{"addr_mode":"rel:0","function_id":"{:#x}","instruction_addr":"{n:#x}"}}"#, 0x0600_0001 + n % 5))
        }
        _ => ("elf", |n| format!(r#"{{"instruction_addr":"{:#x}"}}"#, BASE + n)),
    };
    let frames: Vec<_> = OFFSETS.map(frame).to_vec();
    format!(
        r#"{{"platform":"native","exception":{{"values":[{{"type":"x","stacktrace":{{"frames":[{}]}}}}]}},
            "debug_meta":{{"images":[{{"type":"{kind}","debug_id":"{}","image_addr":"{BASE:#x}","image_size":2147483648}}]}}}}"#,
        frames.join(","),
        info.debug_id
    )
}

/// Nothing is lost or told twice, and lines begin with 1.
fn check(event: &Object<'_>, report: &event::Report) {
    let values = event.get_object("exception").and_then(|outer| outer.get_array("values")).unwrap_or_default();
    let frames = values.first().and_then(|value| value.get("stacktrace")?.get("frames")?.as_array()).unwrap_or_default();
    assert!(frames.len() >= OFFSETS.len() && report.resolved + report.unresolved <= OFFSETS.len(), "{report:?}: {event:?}");
    assert!(frames.iter().all(|frame| frame.get("lineno").is_none_or(|line| line.as_u64() != Some(0))), "{event:?}");
}
