//! Applies stack-trace rules: which frames belong to the application, which count, and how many.
//!
//! A project has hundreds of rules and an event hundreds of frames. Each rule is filed under a piece of text that every
//! match must contain; one walk over each name of a frame then finds the few rules worth trying.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;
use bartizan_domain::grouping::{Action, Field, Glob, Matcher, Reach, Shape, StackRule};

use super::view::{EventView, ExceptionView, FrameView};

/// Texts of a frame under which rules are filed.
const ANCHORS: usize = 4;

/// Rules made ready.
#[derive(Debug, Clone)]
pub(super) struct Enhancer {
    rules: Vec<StackRule>,
    /// Who wrote them, for the explanation.
    author: &'static str,
    index: [Option<Index>; ANCHORS],
    /// Rules that have no text to be filed under.
    always: Vec<usize>,
}

#[derive(Debug, Clone)]
struct Index {
    automaton: AhoCorasick,
    /// Rules of each pattern.
    rules: Vec<Vec<usize>>,
}

/// What rules say of a stack trace as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TraceMarks {
    /// Only the innermost so many counting frames count.
    pub max_frames: Option<u32>,
    /// With fewer counting frames the stack trace does not count.
    pub min_frames: Option<u32>,
    /// The frames were turned round.
    pub inverted: bool,
    /// The stack trace is read as the version before read it: frames without a usable name fold when they are of one file, and that
    /// an SDK wrote down its own calls is not seen.
    pub as_before: bool,
}

/// The texts of a frame as patterns see them.
struct Texts<'f> {
    paths: [Option<String>; 2],
    package: Option<String>,
    module: Option<&'f str>,
    function: Option<&'f str>,
}

/// What rules made of a frame.
#[derive(Debug, Clone, Default)]
struct Mark {
    category: Option<String>,
}

impl Enhancer {
    pub(super) fn new(rules: Vec<StackRule>, author: &'static str) -> Self {
        let mut filed: [Vec<(String, usize)>; ANCHORS] = Default::default();
        let mut always = Vec::new();
        for (number, rule) in rules.iter().enumerate() {
            match anchor(rule) {
                Some((slot, text)) => {
                    if let Some(list) = filed.get_mut(slot) {
                        list.push((text, number));
                    }
                }
                None => always.push(number),
            }
        }
        Self { rules, author, index: filed.map(index), always }
    }

    /// Changes the frames of one stack trace.
    fn apply(&self, frames: &mut Vec<FrameView<'_>>, exception: Option<&Facts<'_>>, trace: &mut TraceMarks, marks: &mut Vec<Mark>) {
        let texts: Vec<Texts<'_>> = frames.iter().map(texts).collect();
        marks.resize(frames.len(), Mark::default());
        let mut invert = false;
        for (number, at) in self.candidates(&texts) {
            let Some(rule) = self.rules.get(number) else { continue };
            if !self.fits(rule, at, frames, &texts, marks, exception) {
                continue;
            }
            for action in &rule.actions {
                match action {
                    Action::App(own, reach) => reached(frames, at, *reach).for_each(|f| f.in_app = *own),
                    Action::Group(counts, reach) => {
                        let author = self.author;
                        reached(frames, at, *reach).for_each(|f| f.left_out_by = (!counts).then_some(author));
                    }
                    Action::MaxFrames(n) => trace.max_frames = Some(*n).filter(|n| *n > 0),
                    Action::MinFrames(n) => trace.min_frames = Some(*n).filter(|n| *n > 0),
                    Action::Category(name) => {
                        if let Some(mark) = marks.get_mut(at) {
                            mark.category = Some(name.clone());
                        }
                    }
                    Action::Invert(yes) => invert = *yes,
                }
            }
        }
        if invert {
            frames.reverse();
            marks.reverse();
            trace.inverted = !trace.inverted;
        }
    }

    /// Pairs of rule and frame worth trying, in the order of the rules.
    fn candidates(&self, texts: &[Texts<'_>]) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::with_capacity(texts.len() * 2);
        for (at, texts) in texts.iter().enumerate() {
            found.extend(self.always.iter().map(|number| (*number, at)));
            let [path, package, module, function] = &self.index;
            let mut look = |index: &Option<Index>, text: Option<&str>| {
                if let (Some(index), Some(text)) = (index, text) {
                    for hit in index.automaton.find_overlapping_iter(text) {
                        let rules = index.rules.get(hit.pattern().as_usize()).map(Vec::as_slice).unwrap_or_default();
                        found.extend(rules.iter().map(|number| (*number, at)));
                    }
                }
            };
            texts.paths.iter().for_each(|p| look(path, p.as_deref()));
            look(package, texts.package.as_deref());
            look(module, texts.module);
            look(function, texts.function);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn fits(
        &self,
        rule: &StackRule,
        at: usize,
        frames: &[FrameView<'_>],
        texts: &[Texts<'_>],
        marks: &[Mark],
        exception: Option<&Facts<'_>>,
    ) -> bool {
        let all = |matchers: &[Matcher], at: Option<usize>| {
            let Some((frame, texts, mark)) = at.and_then(|at| Some((frames.get(at)?, texts.get(at)?, marks.get(at)?))) else {
                return matchers.is_empty();
            };
            matchers.iter().all(|m| fits_frame(m, frame, texts, mark, exception))
        };
        all(&rule.matchers, Some(at))
            && (rule.caller.is_empty() || all(&rule.caller, at.checked_sub(1)))
            && (rule.callee.is_empty() || all(&rule.callee, at.checked_add(1)))
    }
}

/// Type, value and mechanism of the exception a stack trace belongs to.
struct Facts<'a> {
    kind: Option<&'a str>,
    value: Option<&'a str>,
    mechanism: Option<&'a str>,
}

fn fits_frame(m: &Matcher, frame: &FrameView<'_>, texts: &Texts<'_>, mark: &Mark, exception: Option<&Facts<'_>>) -> bool {
    match &m.field {
        Field::Family => m.fits(Some(frame.family.as_str())),
        Field::Path => {
            let any = texts.paths.iter().flatten().any(|text| m.patterns.iter().any(|p| p.is_match(text)));
            any != m.negated
        }
        Field::Package => m.fits_prepared(texts.package.as_deref()),
        Field::Module => m.fits(texts.module),
        Field::Function => m.fits(texts.function),
        Field::App => m.fits_flag(frame.in_app),
        Field::Category => m.fits(mark.category.as_deref()),
        Field::Type => m.fits(exception.and_then(|e| e.kind)),
        Field::Value => m.fits(exception.and_then(|e| e.value)),
        Field::Mechanism => m.fits(exception.and_then(|e| e.mechanism)),
        _ => false,
    }
}

fn reached<'f, 'a>(frames: &'f mut [FrameView<'a>], at: usize, reach: Reach) -> std::slice::IterMut<'f, FrameView<'a>> {
    let range = match reach {
        Reach::Here => at..at.saturating_add(1).min(frames.len()),
        Reach::Up => at.saturating_add(1).min(frames.len())..frames.len(),
        Reach::Down => 0..at.min(frames.len()),
    };
    frames.get_mut(range).unwrap_or_default().iter_mut()
}

/// The text a rule is filed under: the longest that one of its own conditions demands.
fn anchor(rule: &StackRule) -> Option<(usize, String)> {
    let slot = |field: &Field| match field {
        Field::Path => Some(0),
        Field::Package => Some(1),
        Field::Module => Some(2),
        Field::Function => Some(3),
        _ => None,
    };
    let demanded = rule.matchers.iter().filter(|m| !m.negated && m.patterns.len() == 1);
    let texts = demanded.filter_map(|m| Some((slot(&m.field)?, m.patterns.first()?.literal()?)));
    texts.max_by_key(|(_, text)| text.len())
}

fn index(filed: Vec<(String, usize)>) -> Option<Index> {
    let mut patterns: Vec<String> = Vec::new();
    let mut rules: Vec<Vec<usize>> = Vec::new();
    for (text, number) in filed {
        match patterns.iter().position(|known| *known == text) {
            Some(at) => rules.get_mut(at)?.push(number),
            None => {
                patterns.push(text);
                rules.push(vec![number]);
            }
        }
    }
    if patterns.is_empty() {
        return None;
    }
    Some(Index { automaton: AhoCorasick::new(patterns).ok()?, rules })
}

fn texts<'a>(frame: &FrameView<'a>) -> Texts<'a> {
    let path = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(|t| Glob::prepared(t, Shape::Path));
    let second = frame.filename.filter(|name| frame.abs_path.is_none_or(|path| !path.ends_with(name)));
    Texts { paths: [path(frame.abs_path), path(second)], package: path(frame.package), module: frame.module, function: frame.function }
}

fn apply_all(all: &[Option<&Enhancer>], frames: &mut Vec<FrameView<'_>>, exception: Option<&Facts<'_>>, trace: &mut TraceMarks) {
    let mut marks = Vec::new();
    for rules in all.iter().flatten() {
        rules.apply(frames, exception, trace, &mut marks);
    }
}

/// Applies the built-in rules, then the project's, to every stack trace of the event.
pub(super) fn enhance(event: &mut EventView<'_>, built_in: &Enhancer, own: Option<&Enhancer>) {
    let all = [Some(built_in), own];
    for exception in &mut event.exceptions {
        let ExceptionView { kind, value, mechanism, frames, marks, .. } = exception;
        let facts = Facts { kind: *kind, value: *value, mechanism: *mechanism };
        if let Some(frames) = frames {
            apply_all(&all, frames, Some(&facts), marks);
        }
    }
    for thread in &mut event.threads {
        if let Some(frames) = &mut thread.frames {
            apply_all(&all, frames, None, &mut thread.marks);
        }
    }
    if let Some(frames) = &mut event.frames {
        apply_all(&all, frames, None, &mut event.marks);
    }
}

/// The hint for a frame that a rule took out.
pub(super) fn left_out_hint(author: &'static str) -> Cow<'static, str> {
    Cow::Owned(format!("left out by {author}"))
}
