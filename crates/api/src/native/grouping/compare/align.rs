//! Two explanation trees laid side by side.
//!
//! Parts that say the same stand beside each other in the order both have them; between such anchors parts of the same
//! name are paired in order, and what is left over stands alone.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::sentry::events::{full_text, get, list};

/// Deepest tree that is looked at.
const MAX_DEPTH: usize = 16;
/// Parts of one node that are laid against those of the other; the rest is left out.
const MAX_PARTS: usize = 400;
/// Rows answered at most.
const MAX_ROWS: usize = 2_000;

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Row {
    /// How deep in the tree.
    depth: usize,
    /// What it is: `exception`, `stacktrace`, `frame`, `type` …
    id: String,
    /// Of the left event; none where only the right one has it.
    left: Option<Cell>,
    /// Of the right event.
    right: Option<Cell>,
    /// Both say the same.
    same: bool,
    /// The difference is one by which they are told apart.
    decides: bool,
}

/// What one event says.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Cell {
    /// It counts for the group.
    contributes: bool,
    /// Why it does not count, or how it was changed.
    hint: Option<String>,
    /// Its texts.
    parts: Vec<CellPart>,
}

/// A text with what it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
struct CellPart {
    id: String,
    text: String,
    contributes: bool,
    /// The other side says something else here.
    differs: bool,
}

fn id(node: &Value) -> String {
    full_text(node, "id").unwrap_or_default()
}

fn contributes(node: &Value) -> bool {
    get(node, "contributes").as_bool().unwrap_or(true)
}

fn children(node: &Value) -> Vec<&Value> {
    list(get(node, "values")).into_iter().filter(|value| value.is_object()).take(MAX_PARTS).collect()
}

/// A frame is one line, whatever it is made of.
fn is_line(node: &Value) -> bool {
    id(node) == "frame" || children(node).is_empty()
}

/// What the node says, for telling whether two say the same: the contributing texts below it.
fn says(node: &Value, depth: usize, out: &mut String) {
    if !contributes(node) || depth > MAX_DEPTH {
        return;
    }
    out.push_str(&id(node));
    for value in list(get(node, "values")).into_iter().take(MAX_PARTS) {
        match value {
            Value::String(text) => {
                out.push('\u{1f}');
                out.push_str(text);
                out.push('\u{1e}');
            }
            node => says(node, depth + 1, out),
        }
    }
}

/// What identifies a node beside its neighbours.
fn signature(node: &Value) -> String {
    let mut out = String::new();
    says(node, 0, &mut out);
    if out.is_empty() { format!("{} {}", id(node), full_text(node, "hint").unwrap_or_default()) } else { out }
}

fn cell(node: &Value) -> Cell {
    let own = |node: &Value| {
        let text: Vec<&str> = list(get(node, "values")).into_iter().filter_map(Value::as_str).collect();
        CellPart { id: id(node), text: text.join(" "), contributes: contributes(node), differs: false }
    };
    let mut parts: Vec<CellPart> = children(node).into_iter().map(own).filter(|part| !part.text.is_empty()).collect();
    if parts.is_empty() || !is_line(node) {
        parts = vec![own(node)];
    }
    parts.retain(|part| !part.text.is_empty());
    let hint = full_text(node, "hint").map(|hint| match get(node, "range").as_array().map(Vec::as_slice) {
        Some([first, last]) => {
            let count = last.as_u64().unwrap_or(0).saturating_sub(first.as_u64().unwrap_or(0)) + 1;
            format!("{count} × {hint}")
        }
        _ => hint,
    });
    Cell { contributes: contributes(node), hint, parts }
}

/// Marks the texts that the other cell does not have.
fn mark(cell: &mut Cell, other: Option<&Cell>) {
    for part in &mut cell.parts {
        part.differs = !other.is_some_and(|other| other.parts.iter().any(|theirs| theirs.id == part.id && theirs.text == part.text));
    }
}

fn row(depth: usize, left: Option<&Value>, right: Option<&Value>) -> Row {
    let (mut a, mut b) = (left.map(cell), right.map(cell));
    let (before_a, before_b) = (a.clone(), b.clone());
    a.iter_mut().for_each(|cell| mark(cell, before_b.as_ref()));
    b.iter_mut().for_each(|cell| mark(cell, before_a.as_ref()));
    let said = |node: Option<&Value>| node.map(|node| (contributes(node), signature(node)));
    let (says_a, says_b) = (said(left), said(right));
    let same = says_a == says_b;
    let counts = [&says_a, &says_b].into_iter().flatten().any(|(contributes, _)| *contributes);
    Row { depth, id: id(left.or(right).unwrap_or(&Value::Null)), left: a, right: b, same, decides: !same && counts }
}

/// Both trees as lines; either may be missing.
pub(super) fn rows(left: Option<&Value>, right: Option<&Value>) -> Vec<Row> {
    let mut out = Vec::new();
    walk(0, left, right, &mut out);
    out
}

fn walk(depth: usize, left: Option<&Value>, right: Option<&Value>, out: &mut Vec<Row>) {
    if out.len() >= MAX_ROWS || depth > MAX_DEPTH || (left.is_none() && right.is_none()) {
        return;
    }
    let mut this = row(depth, left, right);
    if left.is_none_or(is_line) && right.is_none_or(is_line) {
        return out.push(this);
    }
    // Of a node with parts it is the parts that differ.
    if left.is_some() && right.is_some() {
        this.decides = false;
    }
    out.push(this);
    let (a, b) = (parts(left), parts(right));
    for (a, b) in pairs(&a, &b) {
        walk(depth + 1, a, b, out);
    }
}

/// Parts of a node that is more than a line.
fn parts(node: Option<&Value>) -> Vec<&Value> {
    node.filter(|node| !is_line(node)).map(children).unwrap_or_default()
}

type Pair<'a> = (Option<&'a Value>, Option<&'a Value>);

/// Parts of both nodes side by side.
fn pairs<'a>(left: &[&'a Value], right: &[&'a Value]) -> Vec<Pair<'a>> {
    let keys = |nodes: &[&Value]| nodes.iter().map(|node| signature(node)).collect::<Vec<_>>();
    let mut out = Vec::new();
    let (mut at, mut to) = (0, 0);
    for (a, b) in common(&keys(left), &keys(right)).into_iter().chain([(left.len(), right.len())]) {
        between(left.get(at..a).unwrap_or_default(), right.get(to..b).unwrap_or_default(), &mut out);
        if let (Some(x), Some(y)) = (left.get(a), right.get(b)) {
            out.push((Some(*x), Some(*y)));
        }
        (at, to) = (a + 1, b + 1);
    }
    out
}

/// Parts between two anchors: those of one name in order, the others alone.
fn between<'a>(left: &[&'a Value], right: &[&'a Value], out: &mut Vec<Pair<'a>>) {
    let mut rest: Vec<&'a Value> = right.to_vec();
    for a in left {
        match rest.iter().position(|b| id(b) == id(a)) {
            Some(at) => {
                out.extend(rest.drain(..at).map(|b| (None, Some(b))));
                out.push((Some(*a), Some(rest.remove(0))));
            }
            None => out.push((Some(*a), None)),
        }
    }
    out.extend(rest.into_iter().map(|b| (None, Some(b))));
}

/// Positions of a longest common subsequence.
fn common(left: &[String], right: &[String]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    let mut lengths = vec![0_u16; (left.len() + 1) * width];
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let of = |i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
            let longest = if a == b { of(i + 1, j + 1) + 1 } else { of(i + 1, j).max(of(i, j + 1)) };
            if let Some(slot) = lengths.get_mut(i * width + j) {
                *slot = longest;
            }
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (left.get(i), right.get(j)) {
        let of = |i: usize, j: usize| lengths.get(i * width + j).copied().unwrap_or(0);
        if a == b {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if of(i + 1, j) >= of(i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn frame(function: &str, line: Option<&str>) -> Value {
        let mut values = vec![json!({"id": "module", "values": ["shop"]}), json!({"id": "function", "values": [function]})];
        values.extend(line.map(|line| json!({"id": "context-line", "values": [line]})));
        json!({"id": "frame", "values": values})
    }

    fn tree(frames: &[Value], kind: &str) -> Value {
        json!({"id": "exception", "values": [{"id": "stacktrace", "values": frames}, {"id": "type", "values": [kind]}]})
    }

    fn told(rows: &[Row]) -> Vec<String> {
        let text = |cell: &Option<Cell>| {
            let parts = cell.iter().flat_map(|cell| &cell.parts);
            parts.map(|part| if part.differs { format!("*{}", part.text) } else { part.text.clone() }).collect::<Vec<_>>().join(" ")
        };
        let mark = |row: &Row| {
            if row.decides {
                "!"
            } else if row.same {
                "="
            } else {
                "~"
            }
        };
        rows.iter().map(|row| format!("{}{} {} | {}", mark(row), row.id, text(&row.left), text(&row.right))).collect()
    }

    #[test]
    fn what_is_the_same_stands_side_by_side() {
        let left = tree(&[frame("main", None), frame("extra", None), frame("pay", Some("x()"))], "E");
        let right = tree(&[frame("main", None), frame("pay", Some("y()"))], "E");
        assert_eq!(
            told(&rows(Some(&left), Some(&right))),
            [
                "~exception  | ",
                "~stacktrace  | ",
                "=frame shop main | shop main",
                "!frame shop *extra | shop *pay *y()",
                "!frame *shop *pay *x() | ",
                "=type E | E",
            ]
        );
    }

    #[test]
    fn what_does_not_count_decides_nothing() {
        let skipped = |hint: &str| json!({"id": "frames", "contributes": false, "hint": hint, "range": [0, 4]});
        let left = tree(&[skipped("not in the application"), frame("pay", None)], "E");
        let right = tree(&[frame("pay", None)], "F");
        let rows = rows(Some(&left), Some(&right));
        assert_eq!(told(&rows), ["~exception  | ", "=stacktrace  | ", "~frames  | ", "=frame shop pay | shop pay", "!type *E | *F"]);
        assert_eq!(rows[2].left.as_ref().unwrap().hint.as_deref(), Some("5 × not in the application"));
    }

    #[test]
    fn one_tree_alone_and_nonsense_are_bounded() {
        assert_eq!(told(&rows(None, Some(&tree(&[], "E")))).len(), 3);
        let wide = tree(&(0..900).map(|n| frame(&format!("f{n}"), None)).collect::<Vec<_>>(), "E");
        assert!(rows(Some(&wide), Some(&wide)).len() <= MAX_ROWS);
        let mut deep = json!({"id": "x", "values": ["end"]});
        for _ in 0..100 {
            deep = json!({"id": "x", "values": [deep]});
        }
        assert!(rows(Some(&deep), None).len() <= MAX_DEPTH + 1);
        assert_eq!(told(&rows(Some(&json!(7)), None)).len(), 1);
    }
}
