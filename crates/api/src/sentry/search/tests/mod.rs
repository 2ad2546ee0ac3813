//! How conditions fall on their sides.

use bartizan_domain::query::{FieldRef, Filter};
use bartizan_ports::meta::IssueFilter;

use super::Node;
use super::window::environment_filter;

fn event(name: &str) -> Node {
    Node::Event(Filter::Exists(FieldRef::field(name)))
}

fn issue(id: i64) -> Node {
    Node::Issue(IssueFilter::Priority(id))
}

#[test]
fn conditions_of_one_side_become_one() {
    let node = Node::and(vec![issue(1), event("a"), Node::and(vec![event("b"), issue(2)]), Node::ALL]);
    let (issues, events) = node.as_pair().unwrap();
    assert_eq!(issues, IssueFilter::And(vec![IssueFilter::Priority(1), IssueFilter::Priority(2)]));
    assert!(matches!(events, Filter::And(list) if list.len() == 2));
    assert_eq!(Node::and(vec![]), Node::ALL);
    assert_eq!(Node::and(vec![issue(1), Node::ALL]), issue(1));
}

#[test]
fn alternatives_stay_apart_and_swallow_what_is_always_true() {
    let mixed = Node::or(vec![issue(1), event("a")]);
    assert!(mixed.as_pair().is_none());
    assert_eq!(Node::or(vec![Node::ALL, event("a")]), Node::ALL);
    assert_eq!(Node::or(vec![Node::Event(Filter::All), issue(1)]), Node::ALL);
    assert_eq!(Node::or(vec![]), Node::Issue(IssueFilter::None));
    let nested = Node::and(vec![event("x"), mixed, Node::or(vec![issue(2), event("b")])]);
    assert!(matches!(nested, Node::And(parts) if parts.len() == 3));
}

#[test]
fn the_empty_environment_stands_for_none() {
    assert_eq!(environment_filter(&[]), Filter::All);
    assert!(matches!(environment_filter(&["a".into()]), Filter::In(_, names) if names.len() == 1));
    assert!(matches!(environment_filter(&[String::new()]), Filter::Not(_)));
    assert!(matches!(environment_filter(&["a".into(), String::new()]), Filter::Or(_)));
}
