//! What a token or role may do: the ecosystem's scopes.

use std::collections::BTreeSet;

/// All scopes there are, by their public names.
pub const ALL_SCOPES: [&str; 25] = [
    "org:read",
    "org:write",
    "org:admin",
    "org:ci",
    "org:integrations",
    "project:read",
    "project:write",
    "project:admin",
    "project:releases",
    "project:distribution",
    "team:read",
    "team:write",
    "team:admin",
    "member:read",
    "member:write",
    "member:admin",
    "member:invite",
    "event:read",
    "event:write",
    "event:admin",
    "alerts:read",
    "alerts:write",
    "monitor:read",
    "monitor:write",
    "monitor:admin",
];

/// A set of scopes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScopeSet(BTreeSet<String>);

impl ScopeSet {
    /// From names; unknown ones are an error that names the first.
    ///
    /// # Errors
    /// The unknown scope.
    pub fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut set = BTreeSet::new();
        for name in names.into_iter().map(str::trim).filter(|n| !n.is_empty()) {
            if !ALL_SCOPES.contains(&name) {
                return Err(name.to_owned());
            }
            set.insert(name.to_owned());
        }
        Ok(Self(set))
    }

    /// Every scope.
    pub fn all() -> Self {
        Self(ALL_SCOPES.iter().map(|s| (*s).to_owned()).collect())
    }

    /// True when any of `wanted` is held; `x:admin` holds `x:write` and `x:read`, `x:write` holds `x:read`.
    pub fn allows_any(&self, wanted: &[&str]) -> bool {
        wanted.iter().any(|scope| self.allows(scope))
    }

    /// True when `wanted` is held or implied.
    pub fn allows(&self, wanted: &str) -> bool {
        if self.0.contains(wanted) {
            return true;
        }
        let Some((noun, verb)) = wanted.split_once(':') else { return false };
        let held = |v: &str| self.0.contains(&format!("{noun}:{v}"));
        match verb {
            "read" => held("write") || held("admin"),
            "write" | "invite" | "releases" => held("admin") || (verb == "releases" && held("write")),
            _ => false,
        }
    }

    /// Names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.iter().filter(|name| other.allows(name)).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admin_implies_write_and_read_of_the_same_noun_only() {
        let set = ScopeSet::parse(["event:admin"]).unwrap();
        assert!(set.allows("event:read") && set.allows("event:write"));
        assert!(!set.allows("project:read"));
        assert_eq!(ScopeSet::parse(["event:reed"]), Err("event:reed".to_owned()));
    }
}
