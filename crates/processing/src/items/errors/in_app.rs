//! Writes what the rules made of `in_app` back into the event, and takes it out again.

use bartizan_protocol::json::{Object, Value};

use crate::grouping::{EventView, FrameView, TraceMarks};

/// `in_app` of every frame, a list for each stack trace in the order of [`traces`].
pub(super) fn judged(view: &EventView<'_>) -> Vec<Vec<bool>> {
    let flags = |frames: Option<&[FrameView<'_>]>, marks: TraceMarks| {
        let mut flags: Vec<bool> = frames.unwrap_or_default().iter().map(|f| f.in_app).collect();
        if marks.inverted {
            flags.reverse();
        }
        flags
    };
    let exceptions = view.exceptions.iter().map(|e| flags(e.frames.as_deref(), e.marks));
    let threads = view.threads.iter().map(|t| flags(t.frames.as_deref(), t.marks));
    exceptions.chain(threads).chain(std::iter::once(flags(view.frames.as_deref(), view.marks))).collect()
}

/// Changes `in_app` where it differs; what it was is kept as `data.orig_in_app` (1 or 0).
pub(super) fn store(event: &mut Object<'_>, judged: Vec<Vec<bool>>) {
    let mut judged = judged.into_iter();
    traces(event, &mut |frames| {
        let flags = judged.next().unwrap_or_default();
        for (frame, own) in frames.iter_mut().filter_map(Value::as_object_mut).zip(flags) {
            let before = frame.get("in_app").and_then(Value::as_bool) == Some(true);
            if before != own {
                frame.insert("in_app", own);
                remember(frame, before);
            }
        }
    });
}

fn remember(frame: &mut Object<'_>, before: bool) {
    if !matches!(frame.get("data"), Some(Value::Object(_))) {
        frame.insert("data", Object::new());
    }
    if let Some(data) = frame.get_mut("data").and_then(Value::as_object_mut) {
        data.insert("orig_in_app", u64::from(before));
    }
}

/// Undoes [`store`].
pub(super) fn restore(event: &mut Object<'_>) {
    traces(event, &mut |frames| {
        for frame in frames.iter_mut().filter_map(Value::as_object_mut) {
            let before = frame.get("data").and_then(|d| d.get("orig_in_app")).and_then(Value::as_u64);
            if let Some(before) = before {
                frame.insert("in_app", before == 1);
            }
        }
    });
}

/// Frames of exceptions, of threads, and of the event itself; an empty list where there is no stack trace.
fn traces(event: &mut Object<'_>, each: &mut impl FnMut(&mut [Value<'_>])) {
    for key in ["exception", "threads"] {
        let values = event.get_mut(key).and_then(Value::as_object_mut).and_then(|e| e.get_mut("values")).and_then(Value::as_array_mut);
        for holder in values.into_iter().flatten().filter_map(Value::as_object_mut) {
            each(frames(holder));
        }
    }
    each(frames(event));
}

fn frames<'f, 'e>(holder: &'f mut Object<'e>) -> &'f mut [Value<'e>] {
    let frames =
        holder.get_mut("stacktrace").and_then(Value::as_object_mut).and_then(|s| s.get_mut("frames")).and_then(Value::as_array_mut);
    frames.map(Vec::as_mut_slice).unwrap_or_default()
}
