//! Any text as a ProGuard or R8 mapping: the frames and exceptions of a Java event are named by it or stay as they came.
#![no_main]

mod common;

use bartizan_protocol::json::Value;
use bartizan_symbols::java::deobfuscate;
use common::{CACHE, OneFile, SCOPE};
use libfuzzer_sys::fuzz_target;

const ID: &str = "a48ca62b-df26-544e-a8b9-2a5ce210d1d5";
/// Frames of one stack after inlined methods are written out.
const MAX_FRAMES: usize = 512;

fuzz_target!(|data: &[u8]| {
    common::let_panics_be_caught();
    let Ok(infos) = CACHE.inspect(data, Some(ID)) else { return };
    let files = OneFile::new(infos, data);
    let frame = |module: &str, function: &str, line: u32| {
        format!(r#"{{"module":"{module}","function":"{function}","lineno":{line},"filename":"SourceFile"}}"#)
    };
    let frames =
        [frame("a.a", "a", 1), frame("a.a", "b", 7), frame("a", "a", 0), frame("a.b$c", "<init>", 12), frame("b.c", "a", 4_000_000_000)];
    let text = format!(
        r#"{{"platform":"java","exception":{{"values":[{{"type":"a","module":"a","value":"a.a: a.b$c","stacktrace":{{"frames":[{}]}}}}]}},
            "debug_meta":{{"images":[{{"type":"proguard","uuid":"{ID}"}}]}}}}"#,
        frames.join(",")
    );
    let Ok(Value::Object(mut event)) = Value::parse(&text) else { panic!("an event of our own cannot be read: {text}") };
    deobfuscate(&mut event, SCOPE, &files, &CACHE);
    let first = event.clone();
    let values = event.get_object("exception").and_then(|outer| outer.get_array("values")).unwrap_or_default();
    let frames = values.first().and_then(|value| value.get("stacktrace")?.get("frames")?.as_array()).unwrap_or_default();
    assert!(!frames.is_empty() && frames.len() <= MAX_FRAMES, "{} frames", frames.len());
    deobfuscate(&mut event, SCOPE, &files, &CACHE);
    assert_eq!(first, event, "done again it says something else");
});
