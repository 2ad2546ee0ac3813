//! Fingerprints: a list of words, some of them variables, set by a rule of the project, by the client, or by a built-in
//! rule, in this order.

use std::borrow::Cow;

use bartizan_domain::grouping::{Field, FingerprintRule, FingerprintRules, Matcher};

use super::parameterize::parameterize;
use super::view::{EventView, ExceptionView, Family, FrameView};

/// A fingerprint with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// Words in order; `None` stands for the default grouping.
    pub(super) words: Vec<Option<String>>,
    /// Who set it.
    pub(super) origin: Origin,
    /// The rule as it was written.
    pub(super) rule: Option<String>,
    /// Title the rule gives.
    pub(super) title: Option<String>,
}

/// Who set a fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Client,
    Project,
    BuiltIn,
}

impl Origin {
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Client => "fingerprint set by the client",
            Self::Project => "fingerprint set by a rule of the project",
            Self::BuiltIn => "fingerprint set by a built-in rule",
        }
    }

    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Client | Self::Project => "custom-fingerprint",
            Self::BuiltIn => "built-in-fingerprint",
        }
    }
}

impl Fingerprint {
    /// Reads the event's fingerprint; `None` when it only asks for the default.
    pub(super) fn of(event: &EventView<'_>) -> Option<Self> {
        if event.fingerprint.iter().all(|w| is_default(w)) {
            return None;
        }
        let words = event.fingerprint.iter().map(|w| (!is_default(w)).then(|| word(w, event))).collect();
        Some(Self { words, origin: Origin::Client, rule: None, title: None })
    }

    /// The fingerprint that counts among the three.
    pub(super) fn decide(event: &EventView<'_>, project: &FingerprintRules, built_in: &FingerprintRules) -> Option<Self> {
        by_rule(event, project, Origin::Project).or_else(|| Self::of(event)).or_else(|| by_rule(event, built_in, Origin::BuiltIn))
    }

    /// True when the default grouping is part of it.
    pub(super) fn has_default(&self) -> bool {
        self.words.iter().any(Option::is_none)
    }
}

fn by_rule(event: &EventView<'_>, rules: &FingerprintRules, origin: Origin) -> Option<Fingerprint> {
    let rule = rules.rules.iter().find(|rule| fits(rule, event))?;
    let words = rule.words.iter().map(|w| (!is_default(w)).then(|| filled(w, event))).collect();
    let title = rule.title.as_deref().map(|title| filled(title, event));
    Some(Fingerprint { words, origin, rule: Some(rule.text.clone()), title })
}

/// Conditions on exceptions must hold of one exception together, those on frames of one frame together.
fn fits(rule: &FingerprintRule, event: &EventView<'_>) -> bool {
    let of_exception = || rule.matchers.iter().filter(|m| m.field.is_of_exception());
    let of_frame = || rule.matchers.iter().filter(|m| m.field.is_of_frame() && m.field != Field::Family);
    let mut rest = rule.matchers.iter().filter(|m| m.field == Field::Family || !(m.field.is_of_exception() || m.field.is_of_frame()));
    if !rest.all(|m| fits_event(m, event)) {
        return false;
    }
    let nothing = ExceptionView::default();
    let exceptions = || event.exceptions.iter().chain(event.exceptions.is_empty().then_some(&nothing));
    (of_exception().next().is_none() || exceptions().any(|e| of_exception().all(|m| fits_exception(m, e))))
        && (of_frame().next().is_none() || all_frames(event).any(|f| of_frame().all(|m| fits_frame(m, f))))
}

fn all_frames<'e, 'a>(event: &'e EventView<'a>) -> impl Iterator<Item = &'e FrameView<'a>> {
    let of_exceptions = event.exceptions.iter().filter_map(|e| e.frames.as_deref()).flatten();
    of_exceptions.chain(event.frames.as_deref().unwrap_or_default()).chain(event.thread_frames().unwrap_or_default())
}

fn fits_event(m: &Matcher, event: &EventView<'_>) -> bool {
    match &m.field {
        Field::Family => m.fits(Some(Family::of(event.platform).as_str())),
        Field::Message => {
            let texts = || event.message.into_iter().chain(event.template).chain(event.exceptions.iter().filter_map(|e| e.value));
            texts().any(|text| m.patterns.iter().any(|p| p.matches(text))) != m.negated
        }
        Field::Logger => m.fits(event.logger),
        Field::Level => m.fits(Some(event.level)),
        Field::Release => m.fits(event.release),
        Field::Environment => m.fits(event.environment),
        Field::Sdk => m.fits(event.sdk),
        Field::Tag(name) => m.fits(event.tags.iter().find(|(key, _)| key == name).map(|(_, value)| *value)),
        _ => false,
    }
}

fn fits_exception(m: &Matcher, exception: &ExceptionView<'_>) -> bool {
    match m.field {
        Field::Type => m.fits(exception.kind),
        Field::Value => m.fits(exception.value),
        _ => m.fits(exception.mechanism),
    }
}

fn fits_frame(m: &Matcher, frame: &FrameView<'_>) -> bool {
    match m.field {
        Field::Path => [frame.abs_path, frame.filename].into_iter().flatten().any(|t| m.patterns.iter().any(|p| p.matches(t))) != m.negated,
        Field::Module => m.fits(frame.module),
        Field::Package => m.fits(frame.package),
        Field::Function => m.fits(frame.function),
        Field::App => m.fits_flag(frame.in_app),
        _ => false,
    }
}

fn variable(text: &str) -> Option<&str> {
    Some(text.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim())
}

fn is_default(word: &str) -> bool {
    variable(word) == Some("default")
}

/// A word that repeats the message is treated like the message; otherwise each variable is filled in.
fn word(text: &str, event: &EventView<'_>) -> String {
    let repeats = event.message == Some(text) || event.exceptions.iter().any(|e| e.value == Some(text));
    if repeats {
        return parameterize(text).into_owned();
    }
    filled(text, event)
}

/// The text with each variable filled in.
fn filled(text: &str, event: &EventView<'_>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once("{{") {
        let Some((name, behind)) = tail.split_once("}}") else { break };
        out.push_str(head);
        out.push_str(&value(name.trim(), event));
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn value<'a>(name: &str, event: &EventView<'a>) -> Cow<'a, str> {
    let exception = event.exceptions.last();
    let frame = || event.crash_frame(None);
    let found = match name {
        "type" | "error.type" => exception.and_then(|e| e.kind),
        "value" | "error.value" => return exception.and_then(|e| e.value).map_or_else(|| missing(name), parameterize),
        "message" => {
            let text = event.message.or(event.template).or_else(|| exception.and_then(|e| e.value));
            return text.map_or_else(|| missing(name), parameterize);
        }
        "function" | "stack.function" => frame().and_then(|f| f.function),
        "module" | "stack.module" => frame().and_then(|f| f.module),
        "package" | "stack.package" => frame().and_then(|f| f.package),
        "transaction" => event.transaction,
        "logger" => event.logger,
        "level" => Some(event.level).filter(|l| !l.is_empty()),
        "sdk" => event.sdk,
        "family" => Some(Family::of(event.platform).as_str()),
        "path" | "stack.path" => frame().and_then(|f| f.abs_path.or(f.filename)),
        "release" => event.release,
        "environment" => event.environment,
        _ => match name.strip_prefix("tags.") {
            Some(tag) => event.tags.iter().find(|(k, _)| *k == tag).map(|(_, v)| *v),
            None => return Cow::Owned(format!("<unrecognized-variable-{name}>")),
        },
    };
    found.map_or_else(|| missing(name), Cow::Borrowed)
}

fn missing(name: &str) -> Cow<'static, str> {
    Cow::Owned(format!("<no-{}>", name.trim_start_matches("error.").trim_start_matches("stack.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grouping::view::ExceptionView;

    #[test]
    fn variables_are_filled_in() {
        let event = EventView {
            fingerprint: vec!["{{ default }}", "{{type}}-x", "{{ tags.team }}", "{{ nonsense }}", "{{ logger }}", "took 12 days"],
            exceptions: vec![ExceptionView { kind: Some("E"), value: Some("took 12 days"), ..ExceptionView::default() }],
            tags: vec![("team", "pay")],
            ..EventView::default()
        };
        let words = Fingerprint::of(&event).expect("custom").words;
        let texts: Vec<_> = words.iter().map(|w| w.as_deref()).collect();
        assert_eq!(
            texts,
            [None, Some("E-x"), Some("pay"), Some("<unrecognized-variable-nonsense>"), Some("<no-logger>"), Some("took <duration>")]
        );
    }

    #[test]
    fn asking_for_the_default_is_no_fingerprint() {
        let event = EventView { fingerprint: vec!["{{default}}", "{{ default }}"], ..EventView::default() };
        assert_eq!(Fingerprint::of(&event), None);
    }
}
