//! The explanation: a tree of what contributed to a hash and of what did not, with the reason.

use std::borrow::Cow;

use bartizan_domain::GroupHash;
use md5::{Digest as _, Md5};
use serde::{Serialize, Serializer};

/// Prefix of everything that is hashed. It never names a version: an algorithm change that leaves the parts of an
/// event as they were leaves its hash as it was.
const DOMAIN: &[u8] = b"bartizan/group\0";

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Component {
    /// What it is: `exception`, `stacktrace`, `frame`, `type` …
    pub id: &'static str,
    /// False when it is only shown.
    #[serde(skip_serializing_if = "is_true")]
    pub contributes: bool,
    /// Why it does not contribute, or how it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Cow<'static, str>>,
    /// First and last position, for a run of frames that were left out for the same reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<(usize, usize)>,
    /// What it is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Part>,
}

/// A child: another node or a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A node.
    Node(Component),
    /// A text.
    Text(String),
}

impl Serialize for Part {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Node(node) => node.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
const fn is_true(value: &bool) -> bool {
    *value
}

impl Component {
    /// A node of other nodes. It contributes when one of them does.
    pub fn node(id: &'static str, children: Vec<Self>) -> Self {
        let contributes = children.iter().any(|c| c.contributes);
        Self { id, contributes, hint: None, range: None, values: children.into_iter().map(Part::Node).collect() }
    }

    /// A leaf.
    pub fn leaf(id: &'static str, text: impl Into<String>) -> Self {
        Self { id, contributes: true, hint: None, range: None, values: vec![Part::Text(text.into())] }
    }

    /// Something that was looked at and left out.
    pub fn ignored(id: &'static str, hint: impl Into<Cow<'static, str>>) -> Self {
        Self { id, contributes: false, hint: Some(hint.into()), range: None, values: Vec::new() }
    }

    /// The same node with a remark.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Calls `each` with the name and text of every contributing leaf, in order.
    pub fn leaves(&self, each: &mut impl FnMut(&'static str, &str)) {
        if !self.contributes {
            return;
        }
        for part in &self.values {
            match part {
                Part::Node(node) => node.leaves(each),
                Part::Text(text) => each(self.id, text),
            }
        }
    }
}

/// Builds a hash out of named texts.
#[derive(Clone)]
pub(super) struct Hasher(Md5);

impl Default for Hasher {
    fn default() -> Self {
        Self(Md5::new_with_prefix(DOMAIN))
    }
}

impl Hasher {
    /// Adds a text. Name and text are framed, so that no two lists of parts look alike.
    pub(super) fn add(&mut self, name: &str, text: &str) {
        self.0.update(name.as_bytes());
        self.0.update([0x1f]);
        self.0.update(text.as_bytes());
        self.0.update([0x1e]);
    }

    /// Adds all contributing leaves of a tree.
    pub(super) fn add_component(&mut self, component: &Component) {
        component.leaves(&mut |name, text| self.add(name, text));
    }

    /// The hash.
    pub(super) fn finish(self) -> GroupHash {
        GroupHash(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_contributing_leaves_count() {
        let hash = |component: &Component| {
            let mut hasher = Hasher::default();
            hasher.add_component(component);
            hasher.finish()
        };
        let plain = Component::node("exception", vec![Component::leaf("type", "E")]);
        let with_ignored = Component::node("exception", vec![Component::leaf("type", "E"), Component::ignored("value", "why")]);
        let other = Component::node("exception", vec![Component::leaf("value", "E")]);
        assert_eq!(hash(&plain), hash(&with_ignored));
        assert_ne!(hash(&plain), hash(&other));
    }
}
