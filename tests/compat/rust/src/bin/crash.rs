//! `crash LIBRARY DUMP`: loads a library whose function `shop` crashes, in a child process, and writes the minidump of
//! the child as a crash reporter does: from outside, while the child waits.
#![allow(unsafe_code)]

use std::env;
use std::ffi::{CString, OsString};
use std::fs::File;
use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crash_handler::{CrashContext, CrashEventResult, CrashHandler, make_crash_event};
use minidump_writer::CrashContextExt;
use minidump_writer::minidump_writer::MinidumpWriterConfig;

const CHILD: &str = "BARTIZAN_CRASH_CHILD";

fn main() {
    let arguments: Vec<OsString> = env::args_os().collect();
    let [_, library, dump] = arguments.as_slice() else { panic!("usage: crash LIBRARY DUMP") };
    if env::var_os(CHILD).is_some() {
        enter_shop(&CString::new(library.as_encoded_bytes()).expect("a path"));
        return;
    }
    let mut child = Command::new(env::current_exe().expect("this binary"))
        .args([library, dump])
        .env(CHILD, "1")
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut context = vec![0; size_of::<CrashContext>()];
    child.stderr.take().expect("a pipe").read_exact(&mut context).expect("the child tells of its crash");
    let context = CrashContext::from_bytes(&context).expect("whole");
    let mut writer = MinidumpWriterConfig::new(context.pid, context.tid);
    writer.set_crash_context(CrashContextExt { inner: context });
    writer.write(&mut File::create(dump).expect("a file")).expect("a dump");
    child.kill().expect("is there");
    child.wait().expect("ends");
}

#[inline(never)]
fn enter_shop(library: &CString) {
    let handler = |context: &CrashContext| {
        let _ = std::io::stderr().write_all(context.as_bytes());
        std::thread::sleep(std::time::Duration::from_secs(60));
        CrashEventResult::Handled(false)
    };
    // SAFETY: the handler writes to a pipe and sleeps.
    let _handler = CrashHandler::attach(unsafe { make_crash_event(handler) }).expect("attaches");
    // SAFETY: the library is the test's own, and the function has this type; that it crashes is the point.
    let sum = unsafe {
        let loaded = libc::dlopen(library.as_ptr(), libc::RTLD_NOW);
        assert!(!loaded.is_null());
        let shop = libc::dlsym(loaded, c"shop".as_ptr());
        assert!(!shop.is_null());
        let shop: extern "C" fn(i32) -> i32 = std::mem::transmute(shop);
        shop(3)
    };
    // Nobody comes here; a call as the last step would leave no frame of its own.
    println!("{sum}");
}
