//! Debug files are read in a process of their own: a file made to overflow a stack, eat memory or never end takes
//! only that process with it.
//!
//! The server starts its own binary again with [`WORKER_COMMAND`]; that process limits its own memory, reads the
//! input file, writes the result and ends. Whoever has no such binary (tests, benches) works in its own process.

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::derive::{Form, derive};
use super::error::NativeError;

/// Name of the hidden command of the binary: `… read-debug-file FORM DEBUG_ID INPUT OUTPUT`.
pub const WORKER_COMMAND: &str = "read-debug-file";
/// Address space of such a process, in bytes.
const MAX_WORKER_BYTES: u64 = 6 * 1024 * 1024 * 1024;
/// How long a file may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the parent waits longer than the process itself does.
const GRACE: Duration = Duration::from_secs(5);
/// Stack of the reading thread, in bytes: nested inlined functions are walked by recursion.
const STACK_BYTES: usize = 256 * 1024 * 1024;
/// How often the end of the process is looked for.
const POLL: Duration = Duration::from_millis(2);
/// Longest message taken from the process, in bytes.
const MAX_MESSAGE_BYTES: u64 = 2048;

/// Where debug files are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    /// In this process, on a thread of its own. A stack overflow is not survived.
    Here,
    /// In a new process of this binary.
    Process {
        /// The binary.
        binary: PathBuf,
    },
}

impl Reader {
    /// Makes a form of the file at `input` and gives its bytes; `scratch` is a free file name beside it.
    pub(crate) fn derive(&self, input: &Path, scratch: &Path, debug_id: &str, form: Form) -> Result<Vec<u8>, NativeError> {
        match self {
            Self::Here => on_thread(input, debug_id, form),
            Self::Process { binary } => {
                let result = in_process(binary, input, scratch, debug_id, form);
                // Gone or never made: nothing to tidy.
                let _ = std::fs::remove_file(scratch);
                result
            }
        }
    }
}

/// The process's side. Gives the exit code: 0 with the result written, 1 with the reason on standard error.
pub fn worker_main(form: &str, debug_id: &str, input: &Path, output: &Path) -> Result<(), NativeError> {
    limit_memory();
    let form = Form::parse(form).ok_or(NativeError::UnknownFormat)?;
    let bytes = on_thread(input, debug_id, form)?;
    std::fs::write(output, bytes).map_err(NativeError::store)
}

fn limit_memory() {
    let limit = rustix::process::Rlimit { current: Some(MAX_WORKER_BYTES), maximum: Some(MAX_WORKER_BYTES) };
    // Refused only where less is allowed already.
    let _ = rustix::process::setrlimit(rustix::process::Resource::As, limit);
}

fn on_thread(input: &Path, debug_id: &str, form: Form) -> Result<Vec<u8>, NativeError> {
    std::thread::scope(|scope| {
        let work = || {
            let data = symbolic::common::ByteView::open(input).map_err(NativeError::store)?;
            catch_unwind(AssertUnwindSafe(|| derive(&data, debug_id, form, PATIENCE))).unwrap_or(Err(NativeError::Crashed))
        };
        let thread = std::thread::Builder::new().name("debug-file".to_owned()).stack_size(STACK_BYTES);
        let handle = thread.spawn_scoped(scope, work).map_err(NativeError::store)?;
        handle.join().unwrap_or(Err(NativeError::Crashed))
    })
}

fn in_process(binary: &Path, input: &Path, scratch: &Path, debug_id: &str, form: Form) -> Result<Vec<u8>, NativeError> {
    let mut child = Command::new(binary)
        .args([WORKER_COMMAND, form.as_str(), debug_id])
        .arg(input)
        .arg(scratch)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(NativeError::store)?;
    let status = wait(&mut child)?;
    if status.success() {
        return std::fs::read(scratch).map_err(NativeError::store);
    }
    if status.code() != Some(1) {
        return Err(NativeError::Crashed);
    }
    let mut message = String::new();
    if let Some(pipe) = child.stderr.take() {
        // Half a message is better than none.
        let _ = pipe.take(MAX_MESSAGE_BYTES).read_to_string(&mut message);
    }
    let message = message.trim();
    let message = message.strip_prefix("bartizan: ").unwrap_or(message);
    Err(NativeError::Malformed(message.strip_prefix("the file is malformed: ").unwrap_or(message).to_owned()))
}

fn wait(child: &mut Child) -> Result<std::process::ExitStatus, NativeError> {
    let until = Instant::now() + PATIENCE + GRACE;
    loop {
        if let Some(status) = child.try_wait().map_err(NativeError::store)? {
            return Ok(status);
        }
        if Instant::now() >= until {
            // It may have ended just now; either way it is waited for.
            let _ = child.kill();
            let _ = child.wait();
            return Err(NativeError::Timeout { seconds: PATIENCE.as_secs() });
        }
        std::thread::sleep(POLL);
    }
}
