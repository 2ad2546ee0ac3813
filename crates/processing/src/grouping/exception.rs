//! Exceptions: one, a chain, or a tree of groups (RFC 0079).

use bartizan_domain::GroupHash;

use super::component::{Component, Hasher};
use super::message;
use super::names;
use super::stack::stack;
use super::view::{EventView, ExceptionView, Family};

/// The exceptions of an event as a component.
pub(super) struct Chain {
    pub(super) component: Component,
    /// A stack trace contributed.
    pub(super) has_stack: bool,
    /// Position of the exception that names the issue.
    pub(super) main: Option<usize>,
}

pub(super) fn chain(event: &EventView<'_>, app_only: bool) -> Chain {
    let family = Family::of(event.platform);
    let each: Vec<(Component, bool)> = event.exceptions.iter().map(|e| exception(e, family, app_only)).collect();
    let picked = pick(&event.exceptions, &each);
    let has_stack = picked.indices.iter().any(|i| each.get(*i).is_some_and(|(_, stack)| *stack));
    let children = picked.indices.iter().filter_map(|i| each.get(*i)).map(|(c, _)| c.clone()).collect();
    let id = if event.exceptions.len() > 1 { "chained-exception" } else { "exceptions" };
    let mut component = Component::node(id, children);
    component.hint = picked.hint.map(Into::into);
    Chain { component, has_stack, main: picked.main }
}

/// Type, then error code or value, then stack trace; and whether the stack trace contributes.
fn exception(exception: &ExceptionView<'_>, family: Family, app_only: bool) -> (Component, bool) {
    let mut parts = Vec::with_capacity(3);
    let kind = exception.kind.map(str::trim).filter(|k| !k.is_empty());
    match kind {
        Some(_) if exception.synthetic => parts.push(Component::ignored("type", "made up by the SDK")),
        Some(kind) if family == Family::Java => parts.push(Component::leaf("type", names::java_class(kind))),
        Some(kind) => parts.push(Component::leaf("type", kind)),
        None => {}
    }
    if exception.has_calls_of_the_sdk() && !exception.marks.as_before {
        parts.extend(exception.value.filter(|v| !v.trim().is_empty()).map(|value| message::text("value", value)));
        parts.push(Component::ignored("stacktrace", "the SDK's own calls"));
        return (Component::node("exception", parts), false);
    }
    let trace = exception.frames.as_deref().filter(|f| !f.is_empty()).map(|frames| stack(frames, exception.marks, app_only));
    let has_stack = trace.as_ref().is_some_and(|t| t.component.contributes);
    let enough = trace.as_ref().is_some_and(|t| t.component.contributes && !t.is_weak);
    let value = exception.value.filter(|v| !v.trim().is_empty());
    match (exception.ns_error, value) {
        (Some((domain, code)), _) => parts.push(Component::leaf("ns-error", format!("{domain} {code}"))),
        (None, Some(_)) if enough => parts.push(Component::ignored("value", "the stack trace says more")),
        (None, Some(value)) => parts.push(message::text("value", value)),
        (None, None) => {}
    }
    parts.extend(trace.map(|t| t.component));
    (Component::node("exception", parts), has_stack)
}

struct Picked {
    indices: Vec<usize>,
    main: Option<usize>,
    hint: Option<&'static str>,
}

/// Which exceptions count. Wrappers of a group that hold only one kind of failure are dropped.
fn pick(exceptions: &[ExceptionView<'_>], each: &[(Component, bool)]) -> Picked {
    let all = || Picked { indices: (0..exceptions.len()).collect(), main: exceptions.len().checked_sub(1), hint: None };
    if !exceptions.iter().any(|e| e.is_group) {
        return all();
    }
    let Some(tree) = Tree::build(exceptions) else { return all() };
    let mut distinct: Vec<(GroupHash, usize)> = Vec::new();
    for index in tree.top_level(exceptions) {
        let Some((component, _)) = each.get(index) else { continue };
        let mut hasher = Hasher::default();
        hasher.add_component(component);
        let hash = hasher.finish();
        if !distinct.iter().any(|(known, _)| *known == hash) {
            distinct.push((hash, index));
        }
    }
    match distinct.as_slice() {
        [] => all(),
        [(_, only)] => Picked {
            indices: tree.first_child_path(*only),
            main: Some(*only),
            hint: Some("a group of one kind of exception counts as that exception"),
        },
        _ => {
            // Tasks of a group end in any order.
            distinct.sort_unstable();
            let mut indices: Vec<usize> = distinct.iter().map(|(_, index)| *index).collect();
            indices.push(tree.root);
            Picked { indices, main: Some(tree.root), hint: Some("one exception of each kind in the group, and the group") }
        }
    }
}

struct Tree {
    root: usize,
    children: Vec<Vec<usize>>,
}

impl Tree {
    /// `None` when ids are missing or double, a parent is unknown, there are several roots, a cycle, or groups only.
    fn build(exceptions: &[ExceptionView<'_>]) -> Option<Self> {
        if exceptions.iter().all(|e| e.is_group) {
            return None;
        }
        let mut by_id = std::collections::BTreeMap::new();
        for (index, exception) in exceptions.iter().enumerate() {
            if by_id.insert(exception.exception_id?, index).is_some() {
                return None;
            }
        }
        let mut children = vec![Vec::new(); exceptions.len()];
        let mut root = None;
        // By id, so that "first child" means the first one made.
        for index in by_id.values().copied() {
            match exceptions.get(index)?.parent_id {
                Some(parent) => children.get_mut(*by_id.get(&parent)?)?.push(index),
                None if root.is_none() => root = Some(index),
                None => return None,
            }
        }
        let tree = Self { root: root?, children };
        (tree.reachable() == exceptions.len()).then_some(tree)
    }

    fn of(&self, index: usize) -> &[usize] {
        self.children.get(index).map_or(&[], Vec::as_slice)
    }

    /// Every node has one parent, so counting from the root ends; a cycle is simply not reached.
    fn reachable(&self) -> usize {
        let mut todo = vec![self.root];
        let mut count = 0;
        while let Some(index) = todo.pop() {
            count += 1;
            todo.extend(self.of(index));
        }
        count
    }

    /// The nearest descendants of the root that are no groups.
    fn top_level(&self, exceptions: &[ExceptionView<'_>]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut todo = vec![self.root];
        while let Some(index) = todo.pop() {
            if exceptions.get(index).is_some_and(|e| e.is_group) {
                todo.extend(self.of(index).iter().rev());
            } else {
                found.push(index);
            }
        }
        found
    }

    /// Innermost cause first, as SDKs order a chain.
    fn first_child_path(&self, from: usize) -> Vec<usize> {
        let mut path = vec![from];
        let mut at = from;
        while let Some(next) = self.of(at).first() {
            path.push(*next);
            at = *next;
        }
        path.reverse();
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exception(kind: &'static str, id: i64, parent: Option<i64>, is_group: bool) -> ExceptionView<'static> {
        ExceptionView {
            kind: Some(kind),
            value: Some("v"),
            exception_id: Some(id),
            parent_id: parent,
            is_group,
            ..ExceptionView::default()
        }
    }

    fn types(exceptions: Vec<ExceptionView<'static>>) -> (Vec<String>, Option<usize>) {
        let event = EventView { platform: "python", exceptions, ..EventView::default() };
        let chain = chain(&event, true);
        let mut out = Vec::new();
        chain.component.leaves(&mut |name, text| {
            if name == "type" {
                out.push(text.to_owned());
            }
        });
        (out, chain.main)
    }

    #[test]
    fn a_group_of_one_kind_is_that_exception() {
        let group = vec![
            exception("ValueError", 2, Some(0), false),
            exception("ValueError", 1, Some(0), false),
            exception("ExceptionGroup", 0, None, true),
        ];
        assert_eq!(types(group), (vec!["ValueError".to_owned()], Some(1)));
    }

    #[test]
    fn nested_groups_count_each_kind_once_in_any_order() {
        let group = |a: &'static str, b: &'static str| {
            vec![
                exception(b, 3, Some(2), false),
                exception("ExceptionGroup", 2, Some(0), true),
                exception(a, 1, Some(0), false),
                exception("ExceptionGroup", 0, None, true),
            ]
        };
        let (one, main) = types(group("ValueError", "TypeError"));
        assert_eq!(one, types(group("TypeError", "ValueError")).0);
        assert_eq!((one.len(), main), (3, Some(3)));
    }

    #[test]
    fn a_broken_tree_counts_whole() {
        for (id, parent) in [(0, Some(0)), (0, None), (5, Some(9))] {
            let broken = vec![exception("A", id, parent, false), exception("G", 0, None, true)];
            assert_eq!(types(broken).0.len(), 2);
        }
        let groups = vec![exception("G", 1, Some(0), true), exception("G", 0, None, true)];
        assert_eq!(types(groups).0.len(), 2);
    }
}
