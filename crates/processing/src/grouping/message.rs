//! Messages and values as they group.

use std::borrow::Cow;

use super::component::Component;
use super::parameterize::parameterize;

/// Lines of a text that count. Source: the ecosystem's own rule.
const LINES: usize = 2;

/// A component of a text: its first two lines that hold anything, with variable parts replaced.
pub(super) fn text(id: &'static str, text: &str) -> Component {
    let (head, cut) = first_lines(text);
    let replaced = parameterize(&head);
    if replaced.is_empty() {
        return Component::ignored(id, "empty");
    }
    let changed = replaced != head;
    let mut out = replaced.into_owned();
    if cut {
        out.push_str("...");
    }
    let component = Component::leaf(id, out);
    if changed { component.hinted("variable parts replaced") } else { component }
}

fn first_lines(text: &str) -> (Cow<'_, str>, bool) {
    let text = text.trim();
    if !text.contains('\n') {
        return (Cow::Borrowed(text), false);
    }
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    let head: Vec<&str> = lines.by_ref().take(LINES).collect();
    (Cow::Owned(head.join("\n")), lines.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_count() {
        assert_eq!(first_lines("a\n\n b \nc").0, "a\nb");
        assert!(first_lines("a\n\n b \nc").1);
        assert!(!first_lines("a\n\nb\n").1);
        assert!(!text("value", " \n ").contributes);
    }
}
