//! Grouping: which issue an event belongs to, and why.
//!
//! **Invariant:** a pure function of event and configuration; no clock, no store, no IO. Its result carries its
//! explanation.

mod component;
mod config;
mod cursor;
mod dates;
mod directory;
mod enhance;
mod exception;
mod fingerprint;
mod message;
mod names;
mod parameterize;
mod regrouper;
mod stack;
mod tokens;
pub mod view;

use bartizan_domain::GroupHash;
use serde::Serialize;

pub use component::{Component, Part};
pub use config::GroupingConfig;
pub use directory::{GroupingDirectory, ProjectRules};
pub use enhance::TraceMarks;
pub use parameterize::parameterize;
pub use regrouper::Regrouper;
pub use tokens::tokens;
pub use view::{CspView, EventView, ExceptionView, Family, FrameView, ThreadView};

use component::Hasher;
use fingerprint::Fingerprint;

/// Name of this version of the algorithm; a change that moves hashes gets a new one.
pub const GROUPING_VERSION: &str = "bartizan:2026-12";
/// The version before: without rules. It stays computable, so that its issues are found.
pub const PREVIOUS_VERSION: &str = "bartizan:2026-11";

/// One way to look at the event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// `app`, `system`, `default`, `custom-fingerprint`, `checksum` or `fallback`.
    pub key: &'static str,
    /// `component`, `salted-component`, `custom-fingerprint`, `checksum`, `hashed-checksum` or `fallback`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// For people: "in-app exception stack trace".
    pub description: &'static str,
    /// The hash, when this variant decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<GroupHash>,
    /// Why it does not decide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'static str>,
    /// The tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Component>,
    /// Words of a fingerprint, filled in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The rule that set the fingerprint, as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// Result of grouping.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grouping {
    /// Version of the algorithm.
    pub config: &'static str,
    /// Contributing hashes, the primary one first; never empty.
    pub hashes: Vec<GroupHash>,
    /// What was looked at.
    pub variants: Vec<Variant>,
    /// Position of the exception that names the issue.
    #[serde(skip)]
    pub main_exception: Option<usize>,
    /// Title that a rule gives the issue.
    #[serde(skip)]
    pub title: Option<String>,
}

/// The best a strategy has to offer.
struct Best {
    key: &'static str,
    description: &'static str,
    component: Component,
    main: Option<usize>,
    /// What was tried before and why it did not decide.
    passed_over: Option<Variant>,
}

/// Groups an event; its frames are as the rules made them afterwards.
///
/// In a project that has issues of the version before, that version's hash comes first: whoever looks the hashes up in
/// order finds the old issue, and none splits. Where the project's own rules make another group of the event, they decide
/// alone: somebody wrote them to change just that.
pub fn group(event: &mut EventView<'_>, config: &GroupingConfig) -> Grouping {
    let previous = config.with_previous.then(|| previous(event));
    let without_rules = (config.with_previous && config.has_rules()).then(|| without_rules(event.clone()));
    enhance::enhance(event, &config::BUILT_IN, config.stack.as_deref());
    let mut grouping = current(event, config);
    let ruled = without_rules.is_some_and(|plain| !grouping.hashes.contains(&plain));
    if let Some((hash, component)) = previous.filter(|(hash, _)| !ruled && !grouping.hashes.contains(hash)) {
        grouping.hashes.insert(0, hash);
        let plain = variant("previous", "component", "the version before; issues it made stay");
        grouping.variants.push(Variant { hash: Some(hash), component, ..plain });
    }
    grouping
}

/// The hash of this version without the rules of the project.
fn without_rules(mut event: EventView<'_>) -> GroupHash {
    enhance::enhance(&mut event, &config::BUILT_IN, None);
    current(&event, &GroupingConfig::default()).hashes.first().copied().unwrap_or_default()
}

fn current(event: &EventView<'_>, config: &GroupingConfig) -> Grouping {
    if let Some(checksum) = event.checksum.filter(|c| !c.is_empty()) {
        return by_checksum(checksum, event);
    }
    let best = best(event);
    match Fingerprint::decide(event, &config.fingerprints, &config::BUILT_IN_FINGERPRINTS) {
        Some(fingerprint) if !fingerprint.has_default() => by_fingerprint(fingerprint, best.as_ref()),
        fingerprint => by_component(best, fingerprint),
    }
}

/// The hash of [`PREVIOUS_VERSION`]: no rules but those of normalisation, only the client's fingerprint, and no word of Dart. With its tree
/// when frames of the application alone decided, so that issues of the same frames can be told.
fn previous(event: &EventView<'_>) -> (GroupHash, Option<Component>) {
    let mut event = event.clone();
    event.frames_mut().filter(|frame| frame.family == Family::Dart).for_each(|frame| frame.family = Family::Other);
    event.traces_mut().for_each(|marks| marks.as_before = true);
    let event = &event;
    let grouping = match event.checksum.filter(|c| !c.is_empty()) {
        Some(checksum) => by_checksum(checksum, event),
        None => match Fingerprint::of(event) {
            Some(fingerprint) if !fingerprint.has_default() => by_fingerprint(fingerprint, None),
            fingerprint => by_component(best(event), fingerprint),
        },
    };
    let decides = grouping.variants.into_iter().find(|variant| variant.hash.is_some());
    let component = decides.filter(|variant| (variant.key, variant.kind) == ("app", "component")).and_then(|variant| variant.component);
    (grouping.hashes.first().copied().unwrap_or_default(), component)
}

const fn variant(key: &'static str, kind: &'static str, description: &'static str) -> Variant {
    Variant { key, kind, description, hash: None, hint: None, component: None, values: Vec::new(), rule: None }
}

fn decided(variants: Vec<Variant>, hash: GroupHash, main_exception: Option<usize>, title: Option<String>) -> Grouping {
    Grouping { config: GROUPING_VERSION, hashes: vec![hash], variants, main_exception, title }
}

fn by_checksum(checksum: &str, event: &EventView<'_>) -> Grouping {
    let ready = checksum.parse::<GroupHash>().ok();
    let hash = ready.unwrap_or_else(|| hash_of(|hasher| hasher.add("checksum", checksum)));
    let kind = if ready.is_some() { "checksum" } else { "hashed-checksum" };
    let found = Variant { hash: Some(hash), values: vec![checksum.to_owned()], ..variant("checksum", kind, "checksum sent by the client") };
    decided(vec![found], hash, event.exceptions.len().checked_sub(1), None)
}

fn by_fingerprint(fingerprint: Fingerprint, best: Option<&Best>) -> Grouping {
    let Fingerprint { words, origin, rule, title } = fingerprint;
    let words: Vec<String> = words.into_iter().flatten().collect();
    let hash = hash_of(|hasher| words.iter().for_each(|w| hasher.add("fingerprint", w)));
    let custom = Variant { hash: Some(hash), values: words, rule, ..variant("custom-fingerprint", origin.kind(), origin.description()) };
    let passed_over = best.map(|best| Variant {
        hint: Some("the fingerprint decides"),
        component: Some(best.component.clone()),
        ..variant(best.key, "component", best.description)
    });
    decided(std::iter::once(custom).chain(passed_over).collect(), hash, best.and_then(|b| b.main), title)
}

/// Words of a fingerprint that refines the default, with its rule and title.
fn refinement(fingerprint: Option<Fingerprint>) -> (Vec<String>, Option<String>, Option<String>) {
    fingerprint.map(|f| (f.words.into_iter().flatten().collect(), f.rule, f.title)).unwrap_or_default()
}

fn by_component(best: Option<Best>, fingerprint: Option<Fingerprint>) -> Grouping {
    let (salt, rule, title) = refinement(fingerprint);
    let hash = hash_of(|hasher| {
        salt.iter().for_each(|w| hasher.add("fingerprint", w));
        match &best {
            Some(best) => hasher.add_component(&best.component),
            None => hasher.add("fallback", ""),
        }
    });
    let Some(best) = best else {
        let found = Variant { hash: Some(hash), values: salt, rule, ..variant("fallback", "fallback", "nothing to group by") };
        return decided(vec![found], hash, None, title);
    };
    let kind = if salt.is_empty() { "component" } else { "salted-component" };
    let chosen =
        Variant { hash: Some(hash), component: Some(best.component), values: salt, rule, ..variant(best.key, kind, best.description) };
    decided(std::iter::once(chosen).chain(best.passed_over).collect(), hash, best.main, title)
}

fn hash_of(fill: impl FnOnce(&mut Hasher)) -> GroupHash {
    let mut hasher = Hasher::default();
    fill(&mut hasher);
    hasher.finish()
}

/// Strategies in order; the first that contributes wins.
fn best(event: &EventView<'_>) -> Option<Best> {
    exceptions(event)
        .or_else(|| threads(event))
        .or_else(|| frames(event.frames.as_deref(), event.marks, ["stack trace", "in-app stack trace", "stacktraces"]))
        .or_else(|| csp(event))
        .or_else(|| plain_message(event))
}

const NO_APP_FRAMES: &str = "no frame of the application contributes";

fn exceptions(event: &EventView<'_>) -> Option<Best> {
    if event.exceptions.is_empty() {
        return None;
    }
    let app = exception::chain(event, true);
    if app.has_stack {
        let description = "in-app exception stack trace";
        return Some(Best { key: "app", description, component: app.component, main: app.main, passed_over: None });
    }
    let system = exception::chain(event, false);
    let (key, description, passed_over) = if system.has_stack {
        ("system", "exception stack trace", Some(passed_over("in-app exception stack trace")))
    } else {
        ("default", "exception", None)
    };
    system.component.contributes.then_some(Best { key, description, component: system.component, main: system.main, passed_over })
}

fn passed_over(description: &'static str) -> Variant {
    Variant { hint: Some(NO_APP_FRAMES), ..variant("app", "component", description) }
}

fn threads(event: &EventView<'_>) -> Option<Best> {
    let thread = event.thread()?;
    frames(thread.frames.as_deref(), thread.marks, ["thread stack trace", "in-app thread stack trace", "threads"])
}

fn frames(frames: Option<&[FrameView<'_>]>, marks: TraceMarks, [plain, in_app, id]: [&'static str; 3]) -> Option<Best> {
    let frames = frames?;
    let app = stack::stack(frames, marks, true).component;
    if app.contributes {
        let component = Component::node(id, vec![app]);
        return Some(Best { key: "app", description: in_app, component, main: None, passed_over: None });
    }
    let system = stack::stack(frames, marks, false).component;
    system.contributes.then(|| Best {
        key: "system",
        description: plain,
        component: Component::node(id, vec![system]),
        main: None,
        passed_over: Some(passed_over(in_app)),
    })
}

fn csp(event: &EventView<'_>) -> Option<Best> {
    let report = event.csp?;
    let source = if report.is_local { "'self'".to_owned() } else { csp_source(report.blocked_uri) };
    let parts = vec![Component::leaf("directive", report.directive), Component::leaf("source", source)];
    let component = Component::node("csp", parts);
    Some(Best { key: "default", description: "directive and source", component, main: None, passed_over: None })
}

/// The host of what was blocked, or the word the browser used.
pub fn csp_source(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once("://") else {
        return uri.split(':').next().unwrap_or(uri).to_ascii_lowercase();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit_once('@').map_or(host, |(_, h)| h);
    if host.is_empty() { scheme.to_ascii_lowercase() } else { host.to_ascii_lowercase() }
}

fn plain_message(event: &EventView<'_>) -> Option<Best> {
    let text = event.template.or(event.message)?;
    let component = Component::node("message-only", vec![message::text("message", text)]);
    let found = Best { key: "default", description: "message", component, main: None, passed_over: None };
    found.component.contributes.then_some(found)
}

#[cfg(test)]
mod tests;
