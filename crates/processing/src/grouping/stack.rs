//! A stack trace as a component: which frames count, and what of each.

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::FxHasher;

use super::component::Component;
use super::enhance::{TraceMarks, left_out_hint};
use super::names;
use super::view::{Family, FrameView};

/// Longer lines are machine-made code.
const MAX_CONTEXT_LINE_CHARS: usize = 120;
/// Longest cycle of calls that is folded into one round.
const MAX_RECURSION_PERIOD: usize = 4;

/// A stack trace that was looked at.
pub(super) struct Stack {
    /// The tree.
    pub(super) component: Component,
    /// It says so little (file names only) that the message must help.
    pub(super) is_weak: bool,
}

struct Kept<'a> {
    index: usize,
    key: u64,
    module: Option<Cow<'a, str>>,
    file: Option<String>,
    function: Result<Cow<'a, str>, &'static str>,
}

/// Looks at the frames of the application only, or at all of them.
pub(super) fn stack(frames: &[FrameView<'_>], marks: TraceMarks, app_only: bool) -> Stack {
    let mut hints: Vec<Option<Cow<'static, str>>> = vec![None; frames.len()];
    let mut kept: Vec<Kept<'_>> = Vec::with_capacity(if app_only { 16 } else { frames.len() });
    for (index, (frame, hint)) in frames.iter().zip(hints.iter_mut()).enumerate() {
        if app_only && !frame.in_app {
            *hint = Some("not in the application".into());
            continue;
        }
        if let Some(author) = frame.left_out_by {
            *hint = Some(left_out_hint(author));
            continue;
        }
        match look_at(index, frame, marks.as_before) {
            Ok(found) => kept.push(found),
            Err(why) => *hint = Some(why.into()),
        }
    }
    fold_recursion(&mut kept, &mut hints);
    if let [only] = kept.as_slice()
        && only.function.is_err()
        && only.module.is_none()
        && frames.get(only.index).is_some_and(|f| f.family == Family::JavaScript)
    {
        if let Some(hint) = hints.get_mut(only.index) {
            *hint = Some("a single frame without a function".into());
        }
        kept.clear();
    }
    bound(&mut kept, &mut hints, marks);
    assemble(frames, &kept, &hints)
}

/// What tells functions apart within one event although it differs from build to build: a minified name, else the place.
fn within_one_event<'a>(frame: &FrameView<'a>, why: &str) -> (Option<&'a str>, Option<(u64, u64)>) {
    if why == names::MINIFIED {
        return (frame.function.map(names::javascript), None);
    }
    (None, frame.lineno.zip(frame.colno.or(Some(0))))
}

/// The bounds a rule set: only the innermost frames, or none when there are too few.
fn bound(kept: &mut Vec<Kept<'_>>, hints: &mut [Option<Cow<'static, str>>], marks: TraceMarks) {
    let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let keep = if marks.min_frames.is_some_and(|min| kept.len() < size(min)) {
        0
    } else {
        marks.max_frames.map_or(kept.len(), |max| kept.len().min(size(max)))
    };
    let why = if keep == 0 { "fewer frames count than a rule asks for" } else { "beyond the frames a rule lets count" };
    for frame in kept.drain(..kept.len() - keep) {
        if let Some(hint) = hints.get_mut(frame.index) {
            *hint = Some(why.into());
        }
    }
}

fn look_at<'a>(index: usize, frame: &FrameView<'a>, as_before: bool) -> Result<Kept<'a>, &'static str> {
    if frame.abs_path.or(frame.filename).is_some_and(names::is_dead_path) {
        return Err("native code");
    }
    let function = names::function(frame);
    let module = names::module(frame).ok();
    let file = match (&module, frame.family, &function) {
        (Some(_), ..) | (None, Family::Native, Ok(_)) => None,
        (None, Family::Native, Err(_)) => frame.package.map(|p| p.rsplit(['/', '\\']).next().unwrap_or(p).to_ascii_lowercase()),
        _ => names::file(frame).ok(),
    };
    if module.is_none() && file.is_none() && function.is_err() {
        return Err("nothing known about the frame");
    }
    let mut hasher = FxHasher::default();
    (&module, &file, function.as_ref().ok()).hash(&mut hasher);
    if let Err(why) = function
        && !as_before
    {
        within_one_event(frame, why).hash(&mut hasher);
    }
    Ok(Kept { index, key: hasher.finish(), module, file, function })
}

/// Folds repeated rounds of one to four calls into the innermost round, so that the depth of a recursion (and where
/// a long trace was cut) does not matter.
fn fold_recursion(kept: &mut Vec<Kept<'_>>, hints: &mut [Option<Cow<'static, str>>]) {
    for period in (1..=MAX_RECURSION_PERIOD).chain(1..=2) {
        if kept.len() < 2 * period {
            continue;
        }
        let mut out: Vec<Kept<'_>> = Vec::with_capacity(kept.len());
        for frame in kept.drain(..) {
            out.push(frame);
            let Some(second) = out.len().checked_sub(period) else { continue };
            let Some(first) = second.checked_sub(period) else { continue };
            let repeats = match (out.get(first..second), out.get(second..)) {
                (Some(a), Some(b)) => a.iter().zip(b).all(|(x, y)| x.key == y.key),
                _ => false,
            };
            if repeats {
                for folded in out.drain(first..second) {
                    if let Some(hint) = hints.get_mut(folded.index) {
                        *hint = Some("recursion".into());
                    }
                }
            }
        }
        *kept = out;
    }
}

fn assemble(frames: &[FrameView<'_>], kept: &[Kept<'_>], hints: &[Option<Cow<'static, str>>]) -> Stack {
    let mut children = Vec::with_capacity(kept.len() + 4);
    let mut is_weak = true;
    let mut todo = kept.iter().peekable();
    let mut skipped: Option<(usize, usize, &Cow<'static, str>)> = None;
    for (index, (frame, hint)) in frames.iter().zip(hints).enumerate() {
        if let Some(hint) = hint {
            match &mut skipped {
                Some((_, last, why)) if *why == hint => *last = index,
                _ => {
                    children.extend(skipped.take().map(left_out));
                    skipped = Some((index, index, hint));
                }
            }
        } else if let Some(this) = todo.next_if(|k| k.index == index) {
            children.extend(skipped.take().map(left_out));
            let (component, says_something) = frame_component(frame, this, todo.peek().is_none());
            is_weak &= !says_something;
            children.push(component);
        }
    }
    children.extend(skipped.map(left_out));
    Stack { component: Component::node("stacktrace", children), is_weak }
}

fn left_out((first, last, hint): (usize, usize, &Cow<'static, str>)) -> Component {
    Component { range: Some((first, last)), ..Component::ignored("frames", hint.clone()) }
}

/// The line of code tells places in one function apart. It is used for the innermost frame, and where no
/// function is known: lines of callers change more often than they help.
fn frame_component(frame: &FrameView<'_>, kept: &Kept<'_>, innermost: bool) -> (Component, bool) {
    let mut parts = Vec::with_capacity(3);
    if let Some(module) = &kept.module {
        parts.push(Component::leaf("module", module.as_ref()));
    } else if let Some(file) = &kept.file {
        parts.push(Component::leaf("filename", file.as_str()));
    }
    let mut says_something = kept.module.is_some();
    match &kept.function {
        Ok(name) => {
            parts.push(Component::leaf("function", name.as_ref()));
            says_something = true;
        }
        Err(why) if frame.function.is_some() => parts.push(Component::ignored("function", *why)),
        Err(_) => {}
    }
    if (innermost || kept.function.is_err())
        && let Some(line) = context_line(frame)
    {
        parts.push(Component::leaf("context-line", line));
        says_something = true;
    }
    (Component::node("frame", parts), says_something)
}

fn context_line(frame: &FrameView<'_>) -> Option<String> {
    let comment = match frame.family {
        Family::JavaScript | Family::Php => "//",
        Family::Python | Family::Ruby => "#",
        _ => return None,
    };
    let line = frame.context_line?;
    if line.len() > 8 * MAX_CONTEXT_LINE_CHARS {
        return None;
    }
    let code = without_comment(line, comment);
    let mut out = String::with_capacity(code.len());
    for word in code.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty() && out.chars().count() <= MAX_CONTEXT_LINE_CHARS).then_some(out)
}

/// Cuts a comment at the end of the line, unless its sign stands inside quotes.
fn without_comment<'a>(line: &'a str, sign: &str) -> &'a str {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (Some(_), '\\') => escaped = true,
            (Some(open), c) if open == c => quote = None,
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, _) if line.get(at..).is_some_and(|rest| rest.starts_with(sign)) => return line.get(..at).unwrap_or(line),
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(function: &'static str, in_app: bool) -> FrameView<'static> {
        FrameView { family: Family::Python, module: Some("app"), function: Some(function), in_app, ..FrameView::default() }
    }

    fn leaves(frames: &[FrameView<'_>], app_only: bool) -> Vec<String> {
        let mut out = Vec::new();
        stack(frames, TraceMarks::default(), app_only).component.leaves(&mut |name, text| {
            if name == "function" {
                out.push(text.to_owned());
            }
        });
        out
    }

    #[test]
    fn only_frames_of_the_application_count() {
        let frames = [frame("main", true), frame("lib", false), frame("work", true), frame("lib", false)];
        assert_eq!(leaves(&frames, true), ["main", "work"]);
        assert_eq!(leaves(&frames, false), ["main", "lib", "work", "lib"]);
        let explained = serde_json::to_value(stack(&frames, TraceMarks::default(), true).component).expect("json");
        assert_eq!(explained["values"][1]["hint"], "not in the application");
        assert_eq!(explained["values"][1]["range"], serde_json::json!([1, 1]));
    }

    #[test]
    fn the_depth_of_a_recursion_does_not_matter() {
        let deep = |names: &[&'static str], times: usize| {
            let mut frames = vec![frame("main", true)];
            for _ in 0..times {
                frames.extend(names.iter().map(|n| frame(n, true)));
            }
            frames.push(frame("fail", true));
            leaves(&frames, true)
        };
        assert_eq!(deep(&["f"], 1), deep(&["f"], 77));
        assert_eq!(deep(&["f", "g"], 1), deep(&["f", "g"], 33));
        assert_eq!(deep(&["f", "g", "h"], 1), deep(&["f", "g", "h"], 12));
        assert_ne!(deep(&["f"], 2), deep(&["g"], 2));
    }

    #[test]
    fn functions_without_a_name_that_lasts_are_not_taken_for_one() {
        let minified = |name: Option<&'static str>, colno| FrameView {
            family: Family::JavaScript,
            filename: Some("https://x.io/assets/main.0a1b2c3d.js"),
            function: name,
            lineno: Some(1),
            colno: Some(colno),
            in_app: true,
            ..FrameView::default()
        };
        let count = |frames: &[FrameView<'_>], as_before| {
            let marks = TraceMarks { as_before, ..TraceMarks::default() };
            let mut files = 0;
            stack(frames, marks, true).component.leaves(&mut |name, _| files += usize::from(name == "filename"));
            files
        };
        let others = [minified(Some("n"), 400), minified(Some("t"), 500), minified(Some("?"), 600), minified(None, 700)];
        assert_eq!((count(&others, false), count(&others, true)), (4, 0), "the version before took them for one frame, which says nothing");
        let rounds = [others[0], others[1], others[1], others[1], others[2], others[2], others[3]];
        assert_eq!(count(&rounds, false), 4, "the same name or place is a recursion");
    }

    #[test]
    fn comments_and_spaces_on_the_crash_line_do_not_matter() {
        let line = |text: &'static str| context_line(&FrameView { context_line: Some(text), ..frame("f", true) });
        assert_eq!(line("  x = f(1)   # see ticket 5"), line("x  = f(1)"));
        assert_eq!(line("x = '#1' # y").as_deref(), Some("x = '#1'"));
        assert_eq!(line(&"x".repeat(2000).leak()[..]), None);
    }

    #[test]
    fn a_lone_frame_without_function_says_nothing() {
        let only = FrameView { family: Family::JavaScript, filename: Some("https://x.io/"), in_app: true, ..FrameView::default() };
        assert!(!stack(&[only], TraceMarks::default(), true).component.contributes);
        let named = FrameView { filename: Some("https://x.io/a.js"), ..only };
        assert!(!stack(&[named], TraceMarks::default(), true).component.contributes);
        assert!(stack(&[named, named, FrameView { function: Some("go"), ..named }], TraceMarks::default(), true).component.contributes);
    }
}
