//! Where the stacks of an event stand, and which frames are nobody's own code.

use bartizan_protocol::json::{Object, Value};

/// Folders of an operating system's own code.
const SYSTEM_FOLDERS: &[&str] = &[
    "/lib/",
    "/lib64/",
    "/usr/lib/",
    "/usr/lib64/",
    "/lib32/",
    "/usr/libexec/",
    "/system/library/",
    "/library/apple/",
    "/system/lib",
    "/apex/",
    "/vendor/lib",
    "c:\\windows\\",
    "/developer/",
    "linux-gate.so",
    "linux-vdso.so",
    "[vdso]",
];
/// Beginnings of functions of runtimes and of the start of a process or thread.
const RUNTIME_FUNCTIONS: &[&str] = &[
    "std::",
    "core::",
    "alloc::",
    "<std::",
    "<core::",
    "<alloc::",
    "__rust_",
    "rust_begin_unwind",
    "rust_panic",
    "__gnu_cxx::",
    "__cxa_",
    "__libc_",
    "_start",
    "__scrt_common_main",
    "BaseThreadInitThunk",
    "RtlUserThreadStart",
    "start_thread",
    "clone3",
    "_sigtramp",
    "_dyld_start",
];
/// Parts of paths of a toolchain's own sources.
const RUNTIME_PATHS: &[&str] = &["/rustc/", "/library/std/src/", "/library/core/src/", "\\vctools\\crt\\", "/glibc/", "/libstdc++-v3/"];

/// Calls `each` for everything that may hold a stack trace; true for the one that crashed.
pub(crate) fn each_stack<'a>(event: &mut Object<'a>, mut each: impl FnMut(&mut Object<'a>, bool)) {
    each(event, true);
    if let Some(values) = values(event, "exception") {
        values.iter_mut().filter_map(Value::as_object_mut).for_each(|exception| each(exception, true));
    }
    if let Some(values) = values(event, "threads") {
        for thread in values.iter_mut().filter_map(Value::as_object_mut) {
            let crashed = matches!(thread.get("crashed"), Some(Value::Bool(true)));
            each(thread, crashed);
        }
    }
}

fn values<'e, 'a>(event: &'e mut Object<'a>, key: &str) -> Option<&'e mut Vec<Value<'a>>> {
    match event.get_mut(key)? {
        Value::Array(list) => Some(list),
        Value::Object(object) => object.get_mut("values").and_then(Value::as_array_mut),
        _ => None,
    }
}

/// The signal of the last exception's mechanism.
pub(crate) fn signal(event: &Object<'_>) -> Option<u32> {
    let exceptions = event.get_object("exception")?.get_array("values")?;
    let number = exceptions.last()?.pointer("mechanism.meta.signal.number")?;
    number.as_u64().and_then(|n| u32::try_from(n).ok())
}

/// Whether a module belongs to the operating system, by its path.
pub fn is_system(package: &str) -> bool {
    let package = package.to_ascii_lowercase();
    SYSTEM_FOLDERS.iter().any(|folder| package.starts_with(folder))
        || package.contains(".framework/versions/a/") && package.starts_with("/system")
}

/// Says of native frames whose SDK does not say it itself whether they are the application's: what stands outside the
/// system's folders is. Before normalisation, which would otherwise take all of them for foreign.
pub fn mark_in_app(event: &mut Object<'_>) {
    let images = super::images::Images::of(event);
    if images.is_empty() {
        return;
    }
    each_stack(event, |holder, _| {
        let Some(trace) = holder.get_mut("stacktrace").and_then(Value::as_object_mut) else { return };
        let Some(frames) = trace.get_mut("frames").and_then(Value::as_array_mut) else { return };
        for frame in frames.iter_mut().filter_map(Value::as_object_mut) {
            if frame.get("in_app").is_some_and(|told| !told.is_null()) {
                continue;
            }
            let Some(image) = frame.get("instruction_addr").and_then(super::images::address).and_then(|at| images.at(at)) else { continue };
            let own = frame.get_str("package").or(image.file.as_deref()).is_some_and(|package| !is_system(package));
            let own = own && !is_runtime(frame);
            frame.insert("in_app", own);
        }
    });
}

/// Whether a frame is a runtime's by its function or file.
pub(crate) fn is_runtime(frame: &Object<'_>) -> bool {
    let function = frame.get_str("function").unwrap_or_default();
    let path = frame.get_str("abs_path").unwrap_or_default();
    RUNTIME_FUNCTIONS.iter().any(|start| function.starts_with(start)) || RUNTIME_PATHS.iter().any(|part| path.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_modules_are_known_by_their_place() {
        for package in ["/usr/lib/x86_64-linux-gnu/libc.so.6", "C:\\Windows\\System32\\ntdll.dll", "/System/Library/X.framework/X"] {
            assert!(is_system(package), "{package}");
        }
        for package in ["/opt/shop/bin/shop", "C:\\Program Files\\Shop\\shop.exe", "/home/u/lib/x.so", "shop"] {
            assert!(!is_system(package), "{package}");
        }
    }
}
