//! A crash as the parts of an event.

use bartizan_protocol::json::{Object, Value};

use super::walk::{Crash, DumpError, Module, Thread};

/// Kind of the images of a system.
pub(super) fn image_kind(os: &str) -> &'static str {
    match os {
        "Windows" => "pe",
        "macOS" | "iOS" => "macho",
        _ => "elf",
    }
}

fn hex(address: u64) -> String {
    format!("{address:#x}")
}

fn object<const N: usize>(entries: [(&'static str, Value<'static>); N]) -> Object<'static> {
    entries.into_iter().filter(|(_, value)| !value.is_null()).collect()
}

/// Writes a crash into the event that came with the dump: exception, threads and modules are the dump's; what the event
/// says of its system and device stays.
pub fn apply(event: &mut Object<'_>, crash: &Crash) {
    if event.get_str("platform").is_none_or(|platform| platform == "other") {
        event.insert("platform", "native");
    }
    if crash.reason.is_some() && event.get("level").is_none_or(Value::is_null) {
        event.insert("level", "fatal");
    }
    let os = object([
        ("name", crash.os.into()),
        ("version", crash.os_version.clone().into()),
        ("build", crash.os_build.clone().into()),
        ("type", "os".into()),
    ]);
    let device = object([
        ("arch", crash.arch.into()),
        ("cpu_description", crash.cpu.clone().into()),
        ("processor_count", (crash.cpu_count as u64).into()),
        ("type", "device".into()),
    ]);
    context(event, "os", os);
    context(event, "device", device);
    let kind = image_kind(crash.os);
    let images = crash.modules.iter().map(|module| Value::Object(image(module, kind, crash.arch))).collect();
    let mut meta = match event.remove("debug_meta") {
        Some(Value::Object(meta)) => meta,
        _ => Object::new(),
    };
    meta.insert("images", Value::Array(images));
    event.insert("debug_meta", meta);
    exception(event, crash);
    let threads = crash.threads.iter().map(|thread| Value::Object(self::thread(thread, &crash.modules))).collect();
    event.insert("threads", object([("values", Value::Array(threads))]));
}

/// Says in the event that its dump could not be used. The dump itself stays as an attachment.
pub fn apply_failure(event: &mut Object<'_>, error: &DumpError) {
    let problem = object([("type", "invalid_data".into()), ("name", "minidump".into()), ("reason", error.to_string().into())]);
    match event.get_mut("errors").and_then(Value::as_array_mut) {
        Some(errors) => errors.push(problem.into()),
        None => {
            event.insert("errors", Value::Array(vec![problem.into()]));
        }
    }
    let value = event.get_mut("exception").and_then(|e| e.pointer_mut("values.0")).and_then(Value::as_object_mut);
    let own = value.filter(|value| value.get_object("mechanism").and_then(|m| m.get_str("type")) == Some("minidump"));
    if let Some(exception) = own.filter(|exception| !exception.contains_key("stacktrace")) {
        exception.insert("value", format!("Native crash; {error}"));
    }
}

fn context(event: &mut Object<'_>, name: &'static str, found: Object<'static>) {
    if !matches!(event.get("contexts"), Some(Value::Object(_))) {
        event.insert("contexts", Object::new());
    }
    let Some(contexts) = event.get_mut("contexts").and_then(Value::as_object_mut) else { return };
    match contexts.get_mut(name).and_then(Value::as_object_mut) {
        Some(own) => {
            for (key, value) in found {
                if !own.contains_key(&key) {
                    own.insert(key, value);
                }
            }
        }
        None => {
            contexts.insert(name, found);
        }
    }
}

fn image(module: &Module, kind: &'static str, arch: &'static str) -> Object<'static> {
    object([
        ("type", kind.into()),
        ("code_file", module.file.clone().into()),
        ("debug_file", module.debug_file.clone().into()),
        ("debug_id", module.debug_id.clone().into()),
        ("code_id", module.code_id.clone().into()),
        ("image_addr", hex(module.address).into()),
        ("image_size", module.size.into()),
        ("arch", arch.into()),
    ])
}

fn exception(event: &mut Object<'_>, crash: &Crash) {
    let Some(thread) = crash.threads.iter().find(|thread| thread.is_crashed) else { return };
    let reason = crash.reason.clone().unwrap_or_else(|| "Minidump".to_owned());
    let value = match (&crash.reason, crash.address) {
        (None, _) => "Dump of a running process".to_owned(),
        (Some(reason), Some(address)) => format!("Fatal error: {reason} at {}", hex(address)),
        (Some(reason), None) => format!("Fatal error: {reason}"),
    };
    let mut mechanism = object([("type", "minidump".into()), ("handled", false.into()), ("synthetic", true.into())]);
    if let Some(number) = crash.signal {
        mechanism.insert("meta", object([("signal", object([("number", u64::from(number).into())]).into())]));
    }
    if let Some(address) = crash.address {
        mechanism.insert("data", object([("crash_address", hex(address).into())]));
    }
    let exception = object([
        ("type", reason.into()),
        ("value", value.into()),
        ("thread_id", u64::from(thread.id).into()),
        ("mechanism", mechanism.into()),
        ("stacktrace", stacktrace(thread, &crash.modules)),
    ]);
    event.insert("exception", object([("values", Value::Array(vec![exception.into()]))]));
}

fn thread(thread: &Thread, modules: &[Module]) -> Object<'static> {
    object([
        ("id", u64::from(thread.id).into()),
        ("name", thread.name.clone().into()),
        ("crashed", thread.is_crashed.into()),
        ("current", thread.is_crashed.into()),
        // The stack of the thread that crashed stands at the exception.
        ("stacktrace", if thread.is_crashed { Value::Null } else { stacktrace(thread, modules) }),
    ])
}

/// Frames with the caller first, as events have them.
fn stacktrace(thread: &Thread, modules: &[Module]) -> Value<'static> {
    if thread.frames.is_empty() {
        return Value::Null;
    }
    let frames = thread.frames.iter().rev().map(|frame| {
        let module = modules.iter().find(|m| frame.address.checked_sub(m.address).is_some_and(|at| at < m.size));
        let package = module.map(|module| module.file.clone());
        object([("instruction_addr", hex(frame.address).into()), ("package", package.into()), ("trust", frame.trust.into())]).into()
    });
    let registers: Object<'static> = thread.registers.iter().map(|(name, value)| (*name, hex(*value))).collect();
    object([("frames", Value::Array(frames.collect())), ("registers", registers.into())]).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minidump::walk::Frame;

    #[test]
    fn a_crash_becomes_an_event() {
        let module = Module {
            address: 0x1000,
            size: 0x1000,
            file: "/opt/shop/shop".to_owned(),
            debug_file: None,
            debug_id: Some("b6b17d6a-2bb8-a4d9-c5d8-a8d34f9a22ab".to_owned()),
            code_id: None,
        };
        let frames = vec![Frame { address: 0x1010, trust: "context" }, Frame { address: 0x1020, trust: "cfi" }];
        let crashed = Thread { id: 7, name: Some("main".to_owned()), is_crashed: true, frames, registers: vec![("rip", 0x1010)] };
        let crash = Crash {
            reason: Some("SIGSEGV / SEGV_MAPERR".to_owned()),
            address: Some(8),
            signal: Some(11),
            threads: vec![crashed, Thread { id: 8, ..Thread::default() }],
            modules: vec![module],
            os: "Linux",
            os_version: Some("6.1.0".to_owned()),
            arch: "x86_64",
            cpu_count: 2,
            ..Crash::default()
        };
        let Ok(Value::Object(mut event)) = Value::parse(r#"{"contexts":{"os":{"name":"Debian"}},"exception":{"values":[]}}"#) else {
            panic!("fixture")
        };
        apply(&mut event, &crash);
        let event = Value::Object(event);
        let text = |path: &str| event.pointer(path).map(|value| value.to_string()).unwrap_or_default();
        let expected = [
            ("platform", "\"native\""),
            ("level", "\"fatal\""),
            ("contexts.os.name", "\"Debian\""),
            ("contexts.os.version", "\"6.1.0\""),
            ("contexts.device.arch", "\"x86_64\""),
            ("debug_meta.images.0.image_addr", "\"0x1000\""),
            ("exception.values.0.type", "\"SIGSEGV / SEGV_MAPERR\""),
            ("exception.values.0.value", "\"Fatal error: SIGSEGV / SEGV_MAPERR at 0x8\""),
            ("exception.values.0.thread_id", "7"),
            ("exception.values.0.mechanism.meta.signal.number", "11"),
            ("exception.values.0.stacktrace.frames.1.instruction_addr", "\"0x1010\""),
            ("exception.values.0.stacktrace.frames.1.package", "\"/opt/shop/shop\""),
            ("exception.values.0.stacktrace.registers.rip", "\"0x1010\""),
            ("threads.values.0.crashed", "true"),
            ("threads.values.0.stacktrace", ""),
            ("threads.values.1.id", "8"),
        ];
        for (path, value) in expected {
            assert_eq!(text(path), value, "{path}");
        }
    }

    #[test]
    fn a_broken_dump_leaves_a_message() {
        let text = r#"{"exception":{"values":[{"type":"Minidump","mechanism":{"type":"minidump"}}]}}"#;
        let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture") };
        apply_failure(&mut event, &DumpError::Broken("it has no threads".to_owned()));
        let text = Value::Object(event).to_string();
        assert!(text.contains("Native crash; the minidump cannot be read: it has no threads"), "{text}");
        assert!(text.contains(r#""errors":[{"type":"invalid_data","name":"minidump""#), "{text}");
    }
}
