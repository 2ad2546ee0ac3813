//! What the kernel knows of a process: CPU time, memory; and of a folder: bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Place of a process's own user time in its `stat`, and of that of its children.
const OWN_FIELD: usize = 14;
const CHILDREN_FIELD: usize = 16;

/// CPU time (user and system) of processes, in microseconds.
pub(crate) fn cpu_us(pids: &[u32]) -> u64 {
    pids.iter().map(|pid| ticks(*pid).unwrap_or(0) * 1_000_000 / ticks_per_second()).sum()
}

/// CPU time of the processes that this one started and that ended, in microseconds.
pub(crate) fn children_cpu_us() -> u64 {
    ticks_at(std::process::id(), CHILDREN_FIELD).unwrap_or(0) * 1_000_000 / ticks_per_second()
}

fn ticks(pid: u32) -> Result<u64> {
    ticks_at(pid, OWN_FIELD)
}

/// User and system time together: two fields from the one of that place on.
fn ticks_at(pid: u32, place: usize) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name in brackets may hold spaces; it is the second field.
    let (_, rest) = text.rsplit_once(')').context("no process name")?;
    let mut fields = rest.split_whitespace().skip(place - 3);
    let mut next = || fields.next().and_then(|field| field.parse::<u64>().ok()).context("no time");
    Ok(next()? + next()?)
}

#[expect(unsafe_code, reason = "the standard library has no sysconf")]
fn ticks_per_second() -> u64 {
    // SAFETY: sysconf reads a constant of the system.
    let ticks = unsafe { libc::sysconf(libc::_SC_CLK_TCK) };
    u64::try_from(ticks).unwrap_or(100).max(1)
}

/// CPU time of this process, in microseconds.
#[expect(unsafe_code, reason = "the standard library has no process clock")]
pub(crate) fn own_cpu_us() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a live timespec.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as u64 * 1_000_000 + time.tv_nsec as u64 / 1_000
}

/// Sends a signal to a process that this run started.
#[expect(unsafe_code, reason = "the standard library only kills")]
pub(crate) fn terminate(pid: u32) {
    if let Ok(pid) = i32::try_from(pid) {
        // SAFETY: kill takes two numbers.
        unsafe { libc::kill(pid, libc::SIGTERM) };
    }
}

/// Resident memory of processes together, in bytes.
pub(crate) fn rss_bytes(pids: &[u32]) -> u64 {
    pids.iter().map(|pid| status_kb(*pid, "VmRSS:") * 1024).sum()
}

/// Largest resident memory so far, in bytes.
pub(crate) fn peak_rss_bytes(pids: &[u32]) -> u64 {
    pids.iter().map(|pid| status_kb(*pid, "VmHWM:") * 1024).sum()
}

/// Forgets the largest resident memory so far, where the kernel allows it.
pub(crate) fn reset_peak(pid: u32) {
    let _ = fs::write(format!("/proc/{pid}/clear_refs"), "5");
}

fn status_kb(pid: u32, field: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    text.lines()
        .find_map(|line| line.strip_prefix(field))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// A process and all that it started.
pub(crate) fn family(pid: u32) -> Vec<u32> {
    let mut all = vec![pid];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for thread in threads {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
        at += 1;
    }
    all
}

/// Bytes on disk (allocated blocks) under a path.
pub(crate) fn disk_bytes(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let Ok(meta) = fs::symlink_metadata(path) else { return 0 };
    if !meta.is_dir() {
        return meta.blocks() * 512;
    }
    fs::read_dir(path).into_iter().flatten().flatten().map(|entry| disk_bytes(&entry.path())).sum()
}
