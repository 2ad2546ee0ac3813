//! Reads a dump and walks its stacks, within limits.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use minidump::{
    Minidump, MinidumpBreakpadInfo, MinidumpContext, MinidumpException, MinidumpMemory, MinidumpMiscInfo, MinidumpModuleList,
    MinidumpSystemInfo, MinidumpThread, MinidumpThreadList, MinidumpThreadNames, Module as _, UnifiedMemory, UnifiedMemoryList,
};
use minidump_unwind::{CallStack, SystemInfo, walk_stack};

use super::provider::Provider;
use crate::native::images::Image;
use crate::native::modules::Modules;
use crate::native::object::debug_id;

/// Largest dump that is looked into, in bytes.
pub const MAX_DUMP_BYTES: usize = 200 * 1024 * 1024;
/// Threads whose stacks are walked; the one that crashed is always among them.
const MAX_THREADS: usize = 256;
/// Frames kept of one stack, those nearest to the crash.
const MAX_FRAMES: usize = 250;
/// Stack looked at for one thread, in bytes from the stack pointer on. Also the bound of a walk through no module.
const MAX_STACK_BYTES: usize = 512 * 1024;
/// Bytes below the stack pointer that stay in view: leaf functions use them on some systems.
const RED_ZONE_BYTES: u64 = 128;
/// Questions the walker may ask about addresses for one thread: some for each frame, many while scanning.
const MAX_QUESTIONS: usize = 20_000;
/// Time for all stacks of a dump.
const MAX_TIME: Duration = Duration::from_secs(10);
/// Modules taken from a dump.
const MAX_MODULES: usize = 2_000;

/// Why a dump cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DumpError {
    /// Not read at all.
    #[error("the minidump is larger than is read")]
    TooLarge,
    /// The dump is broken or lacks what every dump has.
    #[error("the minidump cannot be read: {0}")]
    Broken(String),
}

/// What a dump tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Crash {
    /// `SIGSEGV / SEGV_MAPERR`; absent when the dump was taken without a crash.
    pub reason: Option<String>,
    /// The address that the crash is about.
    pub address: Option<u64>,
    /// Number of the signal, on systems that have them.
    pub signal: Option<u32>,
    /// Threads in the order of the dump.
    pub threads: Vec<Thread>,
    /// Loaded modules.
    pub modules: Vec<Module>,
    /// `Linux`, `Windows` …
    pub os: &'static str,
    /// Version of the system.
    pub os_version: Option<String>,
    /// Build of the system.
    pub os_build: Option<String>,
    /// Architecture by the names of the wire.
    pub arch: &'static str,
    /// What the processor calls itself.
    pub cpu: Option<String>,
    /// Processors.
    pub cpu_count: usize,
    /// True when a limit ended the walk of a stack.
    pub is_cut: bool,
}

/// One thread.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thread {
    /// Number in its system.
    pub id: u32,
    /// Name, when the dump has it.
    pub name: Option<String>,
    /// The one that crashed or asked for the dump.
    pub is_crashed: bool,
    /// The innermost first.
    pub frames: Vec<Frame>,
    /// Registers of the innermost frame.
    pub registers: Vec<(&'static str, u64)>,
}

/// One frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// The instruction, or where the callee returns to.
    pub address: u64,
    /// How it was found, by the names of the wire.
    pub trust: &'static str,
}

/// One module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// First address.
    pub address: u64,
    /// Bytes.
    pub size: u64,
    /// Path of its code.
    pub file: String,
    /// Path of its debug file, when the dump names one.
    pub debug_file: Option<String>,
    /// Identifier of its debug information.
    pub debug_id: Option<String>,
    /// Identifier of its code.
    pub code_id: Option<String>,
}

/// Reads a dump; stacks are walked with what `modules` finds of the images.
///
/// # Errors
/// When the dump is too large or broken.
pub fn read(data: &[u8], modules: &mut Modules<'_>) -> Result<Crash, DumpError> {
    if data.len() > MAX_DUMP_BYTES {
        return Err(DumpError::TooLarge);
    }
    catch_unwind(AssertUnwindSafe(|| read_unguarded(data, modules)))
        .unwrap_or_else(|_| Err(DumpError::Broken("its parts contradict each other".to_owned())))
}

fn broken(error: impl std::fmt::Display) -> DumpError {
    DumpError::Broken(error.to_string())
}

fn read_unguarded(data: &[u8], modules: &mut Modules<'_>) -> Result<Crash, DumpError> {
    let dump = Minidump::read(data).map_err(broken)?;
    let system = dump.get_stream::<MinidumpSystemInfo>().map_err(|_| broken("it does not say which system it is from"))?;
    let threads = dump.get_stream::<MinidumpThreadList<'_>>().map_err(|_| broken("it has no threads"))?;
    let list = dump.get_stream::<MinidumpModuleList>().unwrap_or_default();
    let exception = dump.get_stream::<MinidumpException<'_>>().ok();
    let asked = dump.get_stream::<MinidumpBreakpadInfo>().ok();
    let (os_version, os_build) = system.os_parts();
    let mut crash = Crash {
        reason: exception.as_ref().map(|e| e.get_crash_reason(system.os, system.cpu).to_string()),
        address: exception.as_ref().map(|e| e.get_crash_address(system.os, system.cpu)),
        signal: exception.as_ref().filter(|_| has_signals(system.os)).map(|e| e.raw.exception_record.exception_code),
        modules: list.iter().take(MAX_MODULES).map(module).collect(),
        os: os_name(system.os),
        os_version: Some(os_version).filter(|version| version != "0.0.0"),
        os_build,
        arch: arch_name(system.cpu),
        cpu: system.cpu_info().map(std::borrow::Cow::into_owned),
        cpu_count: usize::from(system.raw.number_of_processors),
        ..Crash::default()
    };
    let crashed =
        exception.as_ref().map(MinidumpException::get_crashing_thread_id).or_else(|| asked.and_then(|info| info.requesting_thread_id));
    let images =
        crash.modules.iter().enumerate().map(|(index, module)| (module.address, image(index, module, crash.os, crash.arch))).collect();
    let provider = Provider::new(images, modules, Instant::now() + MAX_TIME);
    let walker = Walker {
        system: &system,
        info: system_info(&system),
        misc: dump.get_stream::<MinidumpMiscInfo>().ok(),
        names: dump.get_stream::<MinidumpThreadNames>().unwrap_or_default(),
        memory: dump.get_memory().unwrap_or_default(),
        modules: &list,
        exception: exception.as_ref(),
        provider: &provider,
    };
    let mut order: Vec<&MinidumpThread<'_>> = threads.threads.iter().collect();
    // The thread that matters is walked while there is time.
    order.sort_by_key(|thread| Some(thread.raw.thread_id) != crashed);
    for thread in order.into_iter().take(MAX_THREADS) {
        let is_crashed = Some(thread.raw.thread_id) == crashed;
        let (walked, is_cut) = walker.thread(thread, is_crashed);
        crash.is_cut |= is_cut;
        crash.threads.push(walked);
    }
    Ok(crash)
}

struct Walker<'w, 'd, 'm, 'c> {
    system: &'w MinidumpSystemInfo,
    info: SystemInfo,
    misc: Option<MinidumpMiscInfo>,
    names: MinidumpThreadNames,
    memory: UnifiedMemoryList<'d>,
    modules: &'w MinidumpModuleList,
    exception: Option<&'w MinidumpException<'d>>,
    provider: &'w Provider<'m, 'c>,
}

impl<'d> Walker<'_, 'd, '_, '_> {
    fn thread(&self, thread: &MinidumpThread<'d>, is_crashed: bool) -> (Thread, bool) {
        let id = thread.raw.thread_id;
        let name = self.names.get_name(id).map(std::borrow::Cow::into_owned).filter(|name| !name.is_empty());
        let mut out = Thread { id, name, is_crashed, ..Thread::default() };
        let at_crash = self.exception.filter(|_| is_crashed).and_then(|e| e.context(self.system, self.misc.as_ref()));
        let context = at_crash.or_else(|| thread.context(self.system, self.misc.as_ref()));
        let Some(context) = context.map(std::borrow::Cow::into_owned) else { return (out, false) };
        out.registers = context.valid_registers().collect();
        let (frames, is_cut) = self.walk(thread, context);
        out.frames = frames;
        (out, is_cut)
    }

    fn walk(&self, thread: &MinidumpThread<'d>, context: MinidumpContext) -> (Vec<Frame>, bool) {
        let pointer = context.get_stack_pointer();
        let mut stack = CallStack::with_context(context);
        let own = thread.stack_memory(&self.memory);
        let holds = |memory: &UnifiedMemory<'_, '_>| pointer.checked_sub(memory.base_address()).is_some_and(|at| at < memory.size());
        let memory = own.filter(holds).or_else(|| self.memory.memory_at_address(pointer)).or(own);
        let cut = memory.map(|memory| near(&memory, pointer, thread));
        self.provider.allow(MAX_QUESTIONS);
        let view = cut.as_ref().map(UnifiedMemory::Memory);
        let done = poll_once(walk_stack(0, (), &mut stack, view, self.modules, &self.info, self.provider));
        let is_cut = !done || stack.frames.len() > MAX_FRAMES;
        let frames = stack.frames.iter().take(MAX_FRAMES);
        (frames.map(|frame| Frame { address: frame.resume_address, trust: trust(frame.trust) }).collect(), is_cut)
    }
}

/// The part of a stack around its pointer.
fn near<'a>(memory: &UnifiedMemory<'a, '_>, pointer: u64, thread: &MinidumpThread<'_>) -> MinidumpMemory<'a> {
    let (bytes, base) = (memory.bytes(), memory.base_address());
    let endian = match memory {
        UnifiedMemory::Memory(memory) => memory.endian,
        UnifiedMemory::Memory64(memory) => memory.endian,
    };
    let start = pointer.saturating_sub(RED_ZONE_BYTES).max(base);
    let skip = usize::try_from(start - base).unwrap_or(usize::MAX);
    let (skip, start) = if skip < bytes.len() { (skip, start) } else { (0, base) };
    let rest = bytes.get(skip..).unwrap_or_default();
    let bytes = rest.get(..MAX_STACK_BYTES).unwrap_or(rest);
    MinidumpMemory { desc: thread.raw.stack, base_address: start, size: bytes.len() as u64, bytes, endian }
}

/// Runs a walk. It never waits for anything, so that standing still means that its allowance is used up; what was found
/// until then stays in the stack. False when it stood still.
fn poll_once(walk: impl Future<Output = ()>) -> bool {
    let mut walk = pin!(walk);
    walk.as_mut().poll(&mut Context::from_waker(Waker::noop())) == Poll::Ready(())
}

fn system_info(system: &MinidumpSystemInfo) -> SystemInfo {
    SystemInfo {
        os: system.os,
        os_version: None,
        os_build: None,
        cpu: system.cpu,
        cpu_info: None,
        cpu_microcode_version: None,
        cpu_count: usize::from(system.raw.number_of_processors),
    }
}

fn module(module: &minidump::MinidumpModule) -> Module {
    Module {
        address: module.base_address(),
        size: module.size(),
        file: module.code_file().into_owned(),
        debug_file: module.debug_file().map(std::borrow::Cow::into_owned).filter(|file| !file.is_empty()),
        debug_id: module.debug_identifier().and_then(|id| debug_id(&id.to_string())),
        code_id: module.code_identifier().map(|id| id.to_string()).filter(|id| !id.is_empty()),
    }
}

fn image(index: usize, module: &Module, os: &str, arch: &str) -> Image {
    Image {
        index,
        kind: super::report::image_kind(os).to_owned(),
        debug_id: module.debug_id.clone(),
        code_id: module.code_id.clone(),
        file: Some(module.file.clone()),
        arch: Some(arch.to_owned()),
        address: module.address,
        size: module.size,
    }
}

const fn has_signals(os: minidump::system_info::Os) -> bool {
    use minidump::system_info::Os;
    matches!(os, Os::Linux | Os::Android)
}

const fn os_name(os: minidump::system_info::Os) -> &'static str {
    use minidump::system_info::Os;
    match os {
        Os::Windows => "Windows",
        Os::MacOs => "macOS",
        Os::Ios => "iOS",
        Os::Linux => "Linux",
        Os::Android => "Android",
        Os::Solaris => "Solaris",
        _ => "unknown",
    }
}

const fn arch_name(cpu: minidump::system_info::Cpu) -> &'static str {
    use minidump::system_info::Cpu;
    match cpu {
        Cpu::X86 => "x86",
        Cpu::X86_64 => "x86_64",
        Cpu::Arm => "arm",
        Cpu::Arm64 => "arm64",
        Cpu::Mips => "mips",
        Cpu::Mips64 => "mips64",
        Cpu::Ppc => "ppc",
        Cpu::Ppc64 => "ppc64",
        _ => "unknown",
    }
}

const fn trust(trust: minidump_unwind::FrameTrust) -> &'static str {
    use minidump_unwind::FrameTrust;
    match trust {
        FrameTrust::Context => "context",
        FrameTrust::CallFrameInfo => "cfi",
        FrameTrust::FramePointer => "fp",
        FrameTrust::Scan | FrameTrust::CfiScan => "scan",
        FrameTrust::PreWalked => "prewalked",
        FrameTrust::None => "none",
    }
}
