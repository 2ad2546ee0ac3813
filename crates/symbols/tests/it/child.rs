//! The process that crashes: this test binary, started again.
#![expect(unsafe_code, reason = "loading a library and handling a crash are not safe by nature")]

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use crash_handler::{CrashContext, CrashEventResult, CrashHandler, make_crash_event};
use minidump_writer::minidump_writer::MinidumpWriterConfig;

const LIBRARY: &str = "BARTIZAN_TEST_CRASH_LIBRARY";

/// Lets `library` crash in a child and gives the minidump of it.
pub(crate) fn crash(library: &Path) -> Vec<u8> {
    let mut child = Command::new(std::env::current_exe().expect("this binary"))
        .args(["--exact", "child::crashes_when_told", "--nocapture", "--test-threads=1"])
        .env(LIBRARY, library)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut context = vec![0; size_of::<CrashContext>()];
    child.stderr.take().expect("a pipe").read_exact(&mut context).expect("the child tells of its crash");
    let context = CrashContext::from_bytes(&context).expect("whole");
    let mut dump = std::io::Cursor::new(Vec::new());
    let mut writer = MinidumpWriterConfig::new(context.pid, context.tid);
    writer.set_crash_context(minidump_writer::CrashContextExt { inner: context });
    writer.write(&mut dump).expect("a dump");
    child.kill().expect("is there");
    child.wait().expect("ends");
    dump.into_inner()
}

/// Does nothing unless it is the child.
#[test]
fn crashes_when_told() {
    let Some(library) = std::env::var_os(LIBRARY) else { return };
    let handler = |context: &CrashContext| {
        let sent = std::io::stderr().write_all(context.as_bytes());
        assert!(sent.is_ok());
        std::thread::sleep(std::time::Duration::from_secs(60));
        CrashEventResult::Handled(false)
    };
    // SAFETY: the handler writes to a pipe and sleeps.
    let _handler = CrashHandler::attach(unsafe { make_crash_event(handler) }).expect("attaches");
    let path = std::ffi::CString::new(library.as_encoded_bytes()).expect("a path");
    // SAFETY: the library is ours, and the function has this type; that it crashes is the point.
    unsafe {
        let loaded = libc::dlopen(path.as_ptr(), libc::RTLD_NOW);
        assert!(!loaded.is_null());
        let shop = libc::dlsym(loaded, c"shop".as_ptr());
        assert!(!shop.is_null());
        let shop: extern "C" fn(i32) -> i32 = std::mem::transmute(shop);
        shop(3);
    }
}
