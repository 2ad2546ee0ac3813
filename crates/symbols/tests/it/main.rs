//! A real crash: a C library with its debug information split off crashes in a child process, a minidump is written of
//! it, and both halves of the native step make an event of it.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

mod child;
mod js;
mod store;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::native::{CacheOptions, FormCache, NativeSymbols, Reader, Scope};
use store::Files;

const OWN: Scope = Scope { organization: 1, project: 7 };
const FOREIGN: Scope = Scope { organization: 2, project: 7 };

struct Lab {
    dir: tempfile::TempDir,
    dump: Vec<u8>,
}

impl Lab {
    /// Builds the library, splits it, lets it crash.
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("temporary folder");
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("crash.c"), include_str!("crash.c")).expect("source");
        let (library, debug) = (at("libcrash.so"), at("libcrash.debug"));
        let flags = ["-g", "-O1", "-shared", "-fPIC", "-fomit-frame-pointer", "-Wl,--build-id=sha1", "-o"];
        run(Command::new("cc").args(flags).arg(&library).arg(at("crash.c")));
        run(Command::new("objcopy").arg("--only-keep-debug").arg(&library).arg(&debug));
        run(Command::new("strip").arg(&library));
        let dump = child::crash(&library);
        Self { dir, dump }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn symbols(&self, files: Files) -> NativeSymbols {
        let options = CacheOptions { dir: self.path("cache"), max_disk_bytes: 1 << 30, max_open: 16, reader: Reader::Here };
        NativeSymbols::new(Arc::new(files), Arc::new(FormCache::open(options).expect("cache")))
    }

    fn event(&self, symbols: &NativeSymbols, scope: Scope) -> Object<'static> {
        let Ok(Value::Object(mut event)) = Value::parse(r#"{"platform":"native"}"#) else { panic!("fixture") };
        symbols.before(&mut event, scope, Some(&self.dump));
        symbols.after(&mut event, scope);
        event
    }
}

fn run(command: &mut Command) {
    let output = command.output().expect("a C compiler and binutils are needed");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("readable")
}

/// Frames of the exception, the innermost first: function, file, line.
fn frames(event: &Object<'_>) -> Vec<(String, String, u64)> {
    let exception = event.get_object("exception").and_then(|e| e.get_array("values")).and_then(|v| v.first()).expect("an exception");
    let frames = exception.pointer("stacktrace.frames").and_then(Value::as_array).expect("frames");
    let text = |frame: &Value<'_>, key: &str| frame.get(key).and_then(Value::as_str).unwrap_or("").to_owned();
    let line = |frame: &Value<'_>| frame.get("lineno").and_then(Value::as_u64).unwrap_or(0);
    frames.iter().rev().map(|frame| (text(frame, "function"), text(frame, "filename"), line(frame))).collect()
}

fn image<'e>(event: &'e Object<'_>, name: &str) -> &'e Value<'e> {
    let images = event.get_object("debug_meta").and_then(|meta| meta.get_array("images")).expect("images");
    images.iter().find(|i| i.get("code_file").and_then(Value::as_str).is_some_and(|file| file.ends_with(name))).expect("the image")
}

#[test]
fn a_real_crash_becomes_functions_and_lines() {
    let lab = Lab::new();
    let symbols = lab.symbols(Files::default());

    let bare = lab.event(&symbols, OWN);
    let exception = bare.get_object("exception").and_then(|e| e.get_array("values")).and_then(|v| v.first()).expect("an exception");
    assert_eq!(exception.get("type").and_then(Value::as_str), Some("SIGSEGV / SEGV_MAPERR"));
    assert_eq!(image(&bare, "libcrash.so").get("debug_status").and_then(Value::as_str), Some("missing"));
    let errors = Value::Array(bare.get_array("errors").expect("problems").to_vec()).to_string();
    assert!(errors.contains("native_missing_dsym") && errors.contains("sentry-cli debug-files upload"), "{errors}");

    let files = Files::default();
    files.add(OWN, "libcrash.debug", read(&lab.path("libcrash.debug")));
    // The stripped library still has the unwind rules.
    files.add(OWN, "libcrash.so", read(&lab.path("libcrash.so")));
    files.add_sources(OWN, &lab.path("libcrash.debug"));
    let symbols = lab.symbols(files);
    let event = lab.event(&symbols, OWN);
    let found = frames(&event);
    let top: Vec<_> = found.iter().take(3).map(|(function, file, line)| (function.as_str(), file.as_str(), *line)).collect();
    assert_eq!(top, [("read_total", "crash.c", 13), ("checkout", "crash.c", 18), ("shop", "crash.c", 28)], "{found:#?}");
    let image = image(&event, "libcrash.so");
    assert_eq!(image.get("debug_status").and_then(Value::as_str), Some("found"));
    assert_eq!(image.get("unwind_status").and_then(Value::as_str), Some("found"));
    let frame = event.get_object("exception").and_then(|e| e.get_array("values")).and_then(|v| v.first()).expect("an exception");
    let frame = frame.pointer("stacktrace.frames").and_then(Value::as_array).and_then(|f| f.last()).expect("top frame");
    assert_eq!(frame.get("context_line").and_then(Value::as_str), Some("    return *cart->total;"));
    assert_eq!(frame.get("in_app").map(|v| v.to_string()).as_deref(), Some("true"));

    // Another organisation has the same crash and sees nothing of these files, not even by way of the cache.
    let foreign = lab.event(&symbols, FOREIGN);
    assert!(frames(&foreign).iter().all(|(function, _, _)| function != "checkout"));
}

#[test]
fn a_late_upload_mends_what_is_stored() {
    let lab = Lab::new();
    let mut event = lab.event(&lab.symbols(Files::default()), OWN);
    let files = Files::default();
    files.add(OWN, "libcrash.debug", read(&lab.path("libcrash.debug")));
    let symbols = lab.symbols(files);
    symbols.after(&mut event, OWN);
    assert_eq!(frames(&event).first().map(|frame| frame.0.as_str()), Some("read_total"));
    let once = Value::Object(event.clone()).to_string();
    symbols.after(&mut event, OWN);
    assert_eq!(Value::Object(event).to_string(), once, "doing it again changes nothing");
}

#[test]
fn broken_dumps_say_so_and_hurt_nobody() {
    let lab = Lab::new();
    let symbols = lab.symbols(Files::default());
    let dumps: Vec<Vec<u8>> = (0..200).map(|i| lab.dump[..lab.dump.len() * i / 200].to_vec()).collect();
    let flipped = (0..400).map(|i| {
        let mut dump = lab.dump.clone();
        let at = i * 37 % dump.len().min(8192);
        dump[at] ^= 0xff;
        dump
    });
    for dump in dumps.into_iter().chain(flipped) {
        let Ok(Value::Object(mut event)) = Value::parse("{}") else { panic!("fixture") };
        symbols.before(&mut event, OWN, Some(&dump));
        symbols.after(&mut event, OWN);
        let text = Value::Object(event).to_string();
        // Either what could be read, or why nothing could.
        assert!(text.contains("minidump") || text.contains("\"threads\""), "{text}");
    }
}
