//! The SDK's own fingerprint: a list of words, some of them variables.

use std::borrow::Cow;

use super::parameterize::parameterize;
use super::view::EventView;

/// A fingerprint with its variables filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// Words in order; `None` stands for the default grouping.
    pub(super) words: Vec<Option<String>>,
}

impl Fingerprint {
    /// Reads the event's fingerprint; `None` when it only asks for the default.
    pub(super) fn of(event: &EventView<'_>) -> Option<Self> {
        if event.fingerprint.iter().all(|w| is_default(w)) {
            return None;
        }
        let words = event.fingerprint.iter().map(|w| (!is_default(w)).then(|| word(w, event))).collect();
        Some(Self { words })
    }

    /// True when the default grouping is part of it.
    pub(super) fn has_default(&self) -> bool {
        self.words.iter().any(Option::is_none)
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
