//! Completion of the search line: keys, and the values a key has.

use axum::Json;
use axum::extract::{Path, State};
use bartizan_domain::dataset::FLAGS;
use bartizan_domain::search::keys::{self, KEYS, KnownKey, ValueKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Access, Caller};
use crate::params::Params;
use crate::sentry::issues::READ;
use crate::sentry::search::Window;
use crate::sentry::tags::{Tags, ValueSort, label, listing};
use crate::{ApiError, ApiResult, ApiState};

/// Most values answered.
const MAX_VALUES: usize = 50;
/// Results of feature flags looked at for the flags' names.
const MAX_FLAG_RESULTS: usize = 500;

pub(crate) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::default().routes(routes!(search_keys)).routes(routes!(search_values))
}

/// A key of the search language.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchKey {
    key: String,
    /// `issue`, `event` or `tag`.
    kind: &'static str,
    /// `text`, `number`, `time`, `boolean`, `words` or `actor`.
    value_type: &'static str,
    /// Other names it answers to.
    aliases: Vec<&'static str>,
    description: String,
    /// Events with a value, for tags.
    count: Option<u64>,
}

/// A value a key may have.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SearchValue {
    value: String,
    /// Events with it, where they were counted.
    count: Option<u64>,
    last_seen: Option<String>,
}

impl SearchValue {
    fn word(value: impl Into<String>) -> Self {
        Self { value: value.into(), count: None, last_seen: None }
    }
}

fn known(key: &KnownKey) -> SearchKey {
    SearchKey {
        key: key.name.to_owned(),
        kind: match key.owner {
            keys::Owner::Issue => "issue",
            keys::Owner::Event => "event",
        },
        value_type: match key.values {
            ValueKind::Text => "text",
            ValueKind::Number => "number",
            ValueKind::Time => "time",
            ValueKind::Bool => "boolean",
            ValueKind::Words(_) => "words",
            ValueKind::Actor => "actor",
        },
        aliases: key.aliases.to_vec(),
        description: key.description.to_owned(),
        count: None,
    }
}

/// Feature flags that events had, most frequent first.
fn flags(seen: &Tags<'_>) -> ApiResult<Vec<SearchKey>> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    for value in seen.values(FLAGS, ValueSort::Count, None, MAX_FLAG_RESULTS, 0)? {
        let Some((name, _)) = value.value.split_once('=') else { continue };
        match counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => *count += value.count,
            None => counts.push((name.to_owned(), value.count)),
        }
    }
    let key = |(name, count): (String, u64)| SearchKey {
        description: format!("Feature flag {name}"),
        key: format!("{FLAGS}[{name}]"),
        kind: "tag",
        value_type: "text",
        aliases: Vec::new(),
        count: Some(count),
    };
    Ok(counts.into_iter().map(key).collect())
}

/// Keys of the search language, then the tags and feature flags seen in the period.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/search/keys", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(("organization" = String, Path), ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query)),
    responses((status = 200, body = Vec<SearchKey>))
)]
async fn search_keys(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<SearchKey>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let window = Window::read(state, &access, &params)?;
            let listing = listing(state, &access, &caller, &window, &Params::default(), "query")?;
            let seen = Tags { state, organization: access.organization_id(), listing: &listing };
            let flags = flags(&seen)?;
            let tags = seen.tag_keys()?.into_iter().filter(|(key, _)| !keys::is_known(key)).map(|(key, count)| SearchKey {
                description: label(&key),
                key,
                kind: "tag",
                value_type: "text",
                aliases: Vec::new(),
                count: Some(count),
            });
            Ok(Json(KEYS.iter().map(known).chain(tags).chain(flags).collect()))
        })
        .await
}

/// Values of a key; `query` keeps those that contain its text.
#[utoipa::path(
    get, path = "/api/native/organizations/{organization}/search/values", tag = "native",
    security(("bearer" = ["event:read", "event:write", "event:admin"])),
    params(
        ("organization" = String, Path), ("key" = String, Query), ("query" = Option<String>, Query),
        ("project" = Option<Vec<String>>, Query), ("statsPeriod" = Option<String>, Query),
    ),
    responses((status = 200, body = Vec<SearchValue>))
)]
async fn search_values(
    State(state): State<ApiState>,
    caller: Caller,
    Path(organization): Path<String>,
    params: Params,
) -> ApiResult<Json<Vec<SearchValue>>> {
    state
        .blocking(move |state| {
            let access = state.organization(&caller, &organization, &READ)?;
            let key = params.filled("key").ok_or_else(|| ApiError::field("key", "This field is required."))?;
            let wanted = params.first("query").unwrap_or_default().to_lowercase();
            let window = Window::read(state, &access, &params)?;
            let mut values = fixed(state, &access, &window, key)?;
            values.retain(|value| value.value.to_lowercase().contains(&wanted));
            if has_seen_values(key) {
                let listing = listing(state, &access, &caller, &window, &Params::default(), "query")?;
                let tags = Tags { state, organization: access.organization_id(), listing: &listing };
                // Of a flag the results are values of one field, each behind the flag's name.
                let flag = keys::flag(key).map(|name| format!("{name}="));
                let name = if flag.is_some() { FLAGS } else { keys::find(key).map_or(key, |known| known.name) };
                let contains = flag.as_ref().map_or_else(|| wanted.clone(), |prefix| format!("{prefix}{wanted}"));
                let seen = tags.values(name, ValueSort::Count, Some(contains.as_str()).filter(|text| !text.is_empty()), MAX_VALUES, 0)?;
                let shown = seen.into_iter().filter_map(|seen| {
                    let value = flag.as_ref().map_or(Some(seen.value.as_str()), |prefix| seen.value.strip_prefix(prefix.as_str()))?;
                    Some(SearchValue { value: value.to_owned(), count: Some(seen.count), last_seen: seen.last_seen })
                });
                values.extend(shown);
            }
            values.truncate(MAX_VALUES);
            Ok(Json(values))
        })
        .await
}

/// Values that are known without looking at events.
fn fixed(state: &ApiState, access: &Access, window: &Window, key: &str) -> ApiResult<Vec<SearchValue>> {
    let words = |list: &[&str]| list.iter().map(|word| SearchValue::word(*word)).collect::<Vec<_>>();
    let Some(known) = keys::find(key) else { return Ok(Vec::new()) };
    Ok(match (known.values, known.name) {
        (ValueKind::Words(list), _) => words(list),
        (ValueKind::Bool, _) => words(&["true", "false"]),
        (ValueKind::Number, _) => words(&[">10", ">100", ">1000"]),
        (ValueKind::Time, _) => words(&["-1h", "-24h", "-7d", "-30d", "+7d", "+30d"]),
        (ValueKind::Actor, _) => actors(state, access)?,
        (ValueKind::Text, "has") => keys::names().filter(|name| has_seen_values(name)).map(SearchValue::word).collect(),
        (ValueKind::Text, "project") => window.projects.iter().map(|project| SearchValue::word(project.slug.clone())).collect(),
        (ValueKind::Text, "release" | "firstRelease" | "cameWith") => words(&["latest"]),
        (ValueKind::Text, _) => Vec::new(),
    })
}

fn actors(state: &ApiState, access: &Access) -> ApiResult<Vec<SearchValue>> {
    let mut values: Vec<SearchValue> = ["me", "none", "my_teams"].map(SearchValue::word).into();
    let teams = state.meta.teams(access.organization_id())?;
    values.extend(teams.into_iter().map(|(team, _)| SearchValue::word(format!("#{}", team.slug))));
    let members = state.meta.members(access.organization_id())?;
    values.extend(members.into_iter().filter_map(|member| member.user).map(|user| SearchValue::word(user.email)));
    Ok(values)
}

/// Keys whose values events carry and that can be counted.
fn has_seen_values(key: &str) -> bool {
    use bartizan_domain::dataset::{Dataset, FieldKind};
    let Some(known) = keys::find(key) else { return true };
    let groupable = Dataset::Errors.schema().field(known.name).is_none_or(|field| field.kind == FieldKind::Keyword);
    let plain = matches!(known.values, ValueKind::Text) && known.owner == keys::Owner::Event;
    plain && groupable && !matches!(known.name, "has" | "project" | "id" | "release.package" | "release.version" | "release.build")
}
