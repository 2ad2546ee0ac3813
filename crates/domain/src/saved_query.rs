//! Saved questions to the events, under a name that the whole organisation sees.

use serde::{Deserialize, Serialize};

use crate::{OrganizationId, ProjectId, SavedQueryId, Timestamp, UserId};

/// Longest name in characters.
pub const MAX_SAVED_QUERY_NAME_CHARS: usize = 255;
/// Longest query, column or other word in characters.
pub const MAX_SAVED_QUERY_WORD_CHARS: usize = 2_000;
/// Most columns, as in the table that the question is put to.
pub const MAX_SAVED_QUERY_FIELDS: usize = 20;
/// Most projects, environments or drawn functions a question names.
pub const MAX_SAVED_QUERY_NAMES: usize = 100;
/// Most questions an organisation keeps.
pub const MAX_SAVED_QUERIES: usize = 500;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct QueryState {
    /// Columns of the table; with a function among them it has groups, without one it lists events.
    pub fields: Vec<String>,
    /// Search.
    pub query: String,
    /// Column that orders the table, `-` before it for descending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orderby: Option<String>,
    /// Functions drawn over time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub y_axis: Vec<String>,
    /// Kind of chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<String>,
    /// Period, as `14d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Start of a fixed period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// End of a fixed period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// Projects; none for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<ProjectId>,
    /// Environments; none for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<String>,
    /// Width of a point of the chart, as `1h`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<String>,
    /// Groups drawn as lines of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_events: Option<u32>,
}

impl QueryState {
    /// Short enough to be kept.
    pub fn is_bounded(&self) -> bool {
        let words = [&self.orderby, &self.display, &self.range, &self.start, &self.end, &self.interval];
        let names = self.fields.iter().chain(&self.y_axis).chain(&self.environment);
        let all = words.into_iter().flatten().chain(names).chain([&self.query]);
        self.fields.len() <= MAX_SAVED_QUERY_FIELDS
            && [self.y_axis.len(), self.environment.len(), self.projects.len()].iter().all(|count| *count <= MAX_SAVED_QUERY_NAMES)
            && all.into_iter().all(|word| word.chars().count() <= MAX_SAVED_QUERY_WORD_CHARS)
    }
}

/// A question someone saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedQuery {
    /// Row.
    pub id: SavedQueryId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Who saved it; `None` for a token of the organisation.
    pub created_by: Option<UserId>,
    /// Name.
    pub name: String,
    /// What it asks.
    pub state: QueryState,
    /// When it was saved.
    pub created: Timestamp,
    /// When it was last changed.
    pub updated: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_read_what_they_wrote_and_are_bounded() {
        let state = QueryState {
            fields: vec!["title".into(), "count()".into()],
            projects: vec![ProjectId(3)],
            top_events: Some(5),
            ..QueryState::default()
        };
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(text, r#"{"fields":["title","count()"],"query":"","projects":[3],"topEvents":5}"#);
        assert_eq!(serde_json::from_str::<QueryState>(&text).unwrap(), state);
        assert_eq!(serde_json::from_str::<QueryState>("{}").unwrap(), QueryState::default());
        assert!(state.is_bounded());
        let too_much = [
            QueryState { query: "x".repeat(MAX_SAVED_QUERY_WORD_CHARS + 1), ..QueryState::default() },
            QueryState { fields: vec![String::new(); MAX_SAVED_QUERY_FIELDS + 1], ..QueryState::default() },
            QueryState { projects: vec![ProjectId(1); MAX_SAVED_QUERY_NAMES + 1], ..QueryState::default() },
            QueryState { y_axis: vec!["y".repeat(MAX_SAVED_QUERY_WORD_CHARS + 1)], ..QueryState::default() },
        ];
        assert!(too_much.iter().all(|state| !state.is_bounded()));
    }
}
