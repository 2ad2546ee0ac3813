//! Keys and values in the public shape.

use bartizan_domain::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::sentry::events::tag_query;

/// A key.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TagKey)]
pub(crate) struct TagKeyBody {
    /// Key.
    pub(crate) key: String,
    /// For people.
    pub(crate) name: String,
    /// Distinct values.
    pub(crate) unique_values: u64,
    /// Events with a value.
    pub(crate) total_values: u64,
    /// Most frequent values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) top_values: Option<Vec<TagValueBody>>,
}

/// A value.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TagValue)]
pub(crate) struct TagValueBody {
    /// Key.
    pub(crate) key: String,
    /// For people.
    pub(crate) name: String,
    /// Value.
    pub(crate) value: String,
    /// Events.
    pub(crate) count: u64,
    /// First of them.
    pub(crate) first_seen: Option<String>,
    /// Last of them.
    pub(crate) last_seen: Option<String>,
    /// Search term, where it is not `key:"value"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) query: Option<String>,
    /// Who it is, for the key `user`.
    #[serde(flatten)]
    pub(crate) user: Option<TagUser>,
}

/// The user a value of `user` stands for.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagUser {
    pub(crate) id: Option<String>,
    pub(crate) identifier: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) ip_address: Option<String>,
    pub(crate) avatar_url: Option<String>,
}

impl TagUser {
    /// Of `id:1`, `email:…`, `username:…` or `ip:…`.
    pub(crate) fn of(value: &str) -> Self {
        let Some((kind, rest)) = value.split_once(':') else { return Self::default() };
        let rest = Some(rest.to_owned());
        match kind {
            "id" => Self { id: rest.clone(), identifier: rest, ..Self::default() },
            "email" => Self { email: rest, ..Self::default() },
            "username" => Self { username: rest, ..Self::default() },
            "ip" => Self { ip_address: rest, ..Self::default() },
            _ => Self::default(),
        }
    }
}

impl TagValueBody {
    /// A value with its numbers.
    pub(crate) fn new(key: &str, value: &str, count: u64, first: Option<Timestamp>, last: Option<Timestamp>) -> Self {
        let user = (key == "user").then(|| TagUser::of(value));
        let name = if user.is_some() { value.split_once(':').map_or(value, |(_, rest)| rest) } else { value };
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            value: value.to_owned(),
            count,
            first_seen: first.map(Timestamp::to_rfc3339),
            last_seen: last.map(Timestamp::to_rfc3339),
            query: tag_query(key, Some(value)),
            user,
        }
    }
}

/// A key for people: `server_name` is "Server Name".
pub(crate) fn label(key: &str) -> String {
    match key {
        "url" => return "URL".to_owned(),
        "os" => return "OS".to_owned(),
        "os.name" => return "OS Name".to_owned(),
        _ => {}
    }
    let words = key.split(['_', '.', '-', ' ']).filter(|word| !word.is_empty());
    let title = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    };
    words.map(title).collect::<Vec<_>>().join(" ")
}
