//! What is asked of the operating system about this process. Refusals are harmless: things stay as they were.

/// Steps of urgency below ordinary threads: about a third of their share while both want to run, all of it otherwise.
#[cfg(target_os = "linux")]
const NICENESS: libc::c_int = 5;

/// Takes memory in ordinary pages. One of 2 MiB is held for whatever little lies in it: 5 MB of an idle server.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "one system call without pointers")]
pub(crate) fn use_small_pages() {
    // SAFETY: the call takes numbers only and changes nothing but how later memory of this process is mapped.
    unsafe {
        libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0);
    }
}

/// Gives back what is free. The allocator itself looks only when it is asked for memory, which an idle server does not.
#[expect(unsafe_code, reason = "calls without pointers")]
pub(crate) fn give_memory_back() {
    // SAFETY: the call takes a flag and may be made by any thread; it looks only at memory that is free.
    unsafe {
        libmimalloc_sys::mi_collect(true);
    }
    // Libraries written in C ask the system's allocator, which keeps what compressing a day took.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: as above.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// Lets ordinary threads go before the calling one and those it starts.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "one system call without pointers")]
pub(crate) fn be_less_urgent() {
    // SAFETY: the call takes numbers only; on Linux it changes the urgency of the calling thread (0), not of the process.
    unsafe {
        libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS);
    }
}

/// Elsewhere the system decides.
#[cfg(not(target_os = "linux"))]
pub(crate) fn use_small_pages() {}

/// Elsewhere all threads are alike.
#[cfg(not(target_os = "linux"))]
pub(crate) fn be_less_urgent() {}
