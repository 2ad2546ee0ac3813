//! Grouping: which issue an event belongs to, and why.
//!
//! **Invariant:** a pure function of event and configuration; no clock, no store, no IO. Its result carries its
//! explanation.

mod component;
mod cursor;
mod dates;
mod exception;
mod fingerprint;
mod message;
mod names;
mod parameterize;
mod stack;
pub mod view;

use bartizan_domain::GroupHash;
use serde::Serialize;

pub use component::{Component, Part};
pub use parameterize::parameterize;
pub use view::{CspView, EventView, ExceptionView, Family, FrameView, ThreadView};

use component::Hasher;
use fingerprint::Fingerprint;

/// Name of this version of the algorithm; a change that moves hashes gets a new one.
pub const GROUPING_VERSION: &str = "bartizan:2026-11";

/// Choices of a project. None yet; the rules editor adds them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupingConfig {}

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

/// Groups an event.
pub fn group(event: &EventView<'_>, _config: &GroupingConfig) -> Grouping {
    if let Some(checksum) = event.checksum.filter(|c| !c.is_empty()) {
        return by_checksum(checksum, event);
    }
    let best = best(event);
    match Fingerprint::of(event) {
        Some(fingerprint) if !fingerprint.has_default() => by_fingerprint(&fingerprint, best.as_ref()),
        fingerprint => by_component(best, fingerprint),
    }
}

fn by_checksum(checksum: &str, event: &EventView<'_>) -> Grouping {
    let ready = checksum.parse::<GroupHash>().ok();
    let hash = ready.unwrap_or_else(|| hash_of(|hasher| hasher.add("checksum", checksum)));
    let kind = if ready.is_some() { "checksum" } else { "hashed-checksum" };
    let variant = Variant {
        key: "checksum",
        kind,
        description: "checksum sent by the client",
        hash: Some(hash),
        hint: None,
        component: None,
        values: vec![checksum.to_owned()],
    };
    Grouping {
        config: GROUPING_VERSION,
        hashes: vec![hash],
        variants: vec![variant],
        main_exception: event.exceptions.len().checked_sub(1),
    }
}

fn by_fingerprint(fingerprint: &Fingerprint, best: Option<&Best>) -> Grouping {
    let words: Vec<String> = fingerprint.words.iter().flatten().cloned().collect();
    let hash = hash_of(|hasher| words.iter().for_each(|w| hasher.add("fingerprint", w)));
    let custom = Variant {
        key: "custom-fingerprint",
        kind: "custom-fingerprint",
        description: "fingerprint set by the client",
        hash: Some(hash),
        hint: None,
        component: None,
        values: words,
    };
    let passed_over = best.map(|best| Variant {
        key: best.key,
        kind: "component",
        description: best.description,
        hash: None,
        hint: Some("the fingerprint decides"),
        component: None,
        values: Vec::new(),
    });
    Grouping {
        config: GROUPING_VERSION,
        hashes: vec![hash],
        variants: std::iter::once(custom).chain(passed_over).collect(),
        main_exception: best.and_then(|b| b.main),
    }
}

fn by_component(best: Option<Best>, fingerprint: Option<Fingerprint>) -> Grouping {
    let Some(best) = best else { return fallback(fingerprint) };
    let salt: Vec<String> = fingerprint.map(|f| f.words.into_iter().flatten().collect()).unwrap_or_default();
    let hash = hash_of(|hasher| {
        salt.iter().for_each(|w| hasher.add("fingerprint", w));
        hasher.add_component(&best.component);
    });
    let kind = if salt.is_empty() { "component" } else { "salted-component" };
    let chosen = Variant {
        key: best.key,
        kind,
        description: best.description,
        hash: Some(hash),
        hint: None,
        component: Some(best.component),
        values: salt,
    };
    Grouping {
        config: GROUPING_VERSION,
        hashes: vec![hash],
        variants: std::iter::once(chosen).chain(best.passed_over).collect(),
        main_exception: best.main,
    }
}

fn fallback(fingerprint: Option<Fingerprint>) -> Grouping {
    let salt: Vec<String> = fingerprint.map(|f| f.words.into_iter().flatten().collect()).unwrap_or_default();
    let hash = hash_of(|hasher| {
        salt.iter().for_each(|w| hasher.add("fingerprint", w));
        hasher.add("fallback", "");
    });
    let variant = Variant {
        key: "fallback",
        kind: "fallback",
        description: "nothing to group by",
        hash: Some(hash),
        hint: None,
        component: None,
        values: salt,
    };
    Grouping { config: GROUPING_VERSION, hashes: vec![hash], variants: vec![variant], main_exception: None }
}

fn hash_of(fill: impl FnOnce(&mut Hasher)) -> GroupHash {
    let mut hasher = Hasher::default();
    fill(&mut hasher);
    hasher.finish()
}

/// Strategies in order; the first that contributes wins.
fn best(event: &EventView<'_>) -> Option<Best> {
    exceptions(event)
        .or_else(|| frames(event.thread_frames(), "thread stack trace", "in-app thread stack trace", "threads"))
        .or_else(|| frames(event.frames.as_deref(), "stack trace", "in-app stack trace", "stacktraces"))
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
    Variant { key: "app", kind: "component", description, hash: None, hint: Some(NO_APP_FRAMES), component: None, values: Vec::new() }
}

fn frames(frames: Option<&[FrameView<'_>]>, plain: &'static str, in_app: &'static str, id: &'static str) -> Option<Best> {
    let frames = frames?;
    let app = stack::stack(frames, true).component;
    if app.contributes {
        let component = Component::node(id, vec![app]);
        return Some(Best { key: "app", description: in_app, component, main: None, passed_over: None });
    }
    let system = stack::stack(frames, false).component;
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
