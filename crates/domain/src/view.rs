//! Saved views: a list of issues under a name, for oneself or for the whole organisation.

use serde::{Deserialize, Serialize};

use crate::{OrganizationId, Timestamp, UserId, ViewId};

/// Longest name in characters.
pub const MAX_VIEW_NAME_CHARS: usize = 60;
/// Longest query in characters.
pub const MAX_VIEW_QUERY_CHARS: usize = 2_000;
/// Most projects or environments a view names.
pub const MAX_VIEW_NAMES: usize = 100;
/// Most views one person keeps in an organisation.
pub const MAX_VIEWS_PER_PERSON: usize = 50;

/// What a view shows, in the words of the list's address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ViewState {
    /// Search.
    pub query: String,
    /// Order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// Grouping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Ids of projects; none for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub project: Vec<String>,
    /// Environments; none for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<String>,
    /// Period, as `14d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stats_period: Option<String>,
    /// Start of a fixed period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// End of a fixed period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

impl ViewState {
    /// Short enough to be kept.
    pub fn is_bounded(&self) -> bool {
        let words = [&self.sort, &self.group, &self.stats_period, &self.start, &self.end];
        let names = self.project.iter().chain(&self.environment);
        self.query.chars().count() <= MAX_VIEW_QUERY_CHARS
            && self.project.len() <= MAX_VIEW_NAMES
            && self.environment.len() <= MAX_VIEW_NAMES
            && words.into_iter().flatten().chain(names).all(|word| word.chars().count() <= MAX_VIEW_QUERY_CHARS)
    }
}

/// A view someone saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Row.
    pub id: ViewId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Who saved it.
    pub owner: UserId,
    /// Everybody in the organisation sees it.
    pub shared: bool,
    /// Name.
    pub name: String,
    /// What it shows.
    pub state: ViewState,
    /// When it was saved.
    pub created: Timestamp,
}

impl SavedView {
    /// Whether a person (or, for `None`, a token of the organisation) sees it.
    pub fn is_seen_by(&self, user: Option<UserId>) -> bool {
        self.shared || user == Some(self.owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_read_what_they_wrote_and_are_bounded() {
        let state =
            ViewState { query: "is:new".into(), project: vec!["1".into()], stats_period: Some("14d".into()), ..ViewState::default() };
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(text, r#"{"query":"is:new","project":["1"],"statsPeriod":"14d"}"#);
        assert_eq!(serde_json::from_str::<ViewState>(&text).unwrap(), state);
        assert_eq!(serde_json::from_str::<ViewState>("{}").unwrap(), ViewState::default());
        assert!(state.is_bounded());
        assert!(!ViewState { query: "x".repeat(MAX_VIEW_QUERY_CHARS + 1), ..ViewState::default() }.is_bounded());
        assert!(!ViewState { project: vec![String::new(); MAX_VIEW_NAMES + 1], ..ViewState::default() }.is_bounded());
    }
}
