//! Changes to a project's settings.
//!
//! A client may send a whole project back with one field changed. So a field this version cannot change is fine as long
//! as it has the value it has; a different value is refused by name, because an answer that looks as if a setting had
//! been taken would be a lie. Fields nobody knows are passed over.

use std::collections::BTreeMap;

use bartizan_domain::fetching::{FETCH_HOSTS, FetchHosts, MAX_FETCH_HOSTS};
use bartizan_ports::meta::ProjectPatch;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::shapes::ProjectDetail;
use crate::body::JsonBody;
use crate::{ApiError, ApiResult};

/// Most domains, tags or other entries of a list setting.
const MAX_LIST: usize = 1_000;

/// Settings that can be changed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProjectUpdate {
    name: Option<String>,
    slug: Option<String>,
    /// Empty for none.
    #[serde(default, deserialize_with = "present")]
    platform: Option<Option<String>>,
    allowed_domains: Option<Vec<String>>,
    /// Hours without an event after which an issue counts as resolved; 0 for never.
    resolve_age: Option<u32>,
    /// False: JavaScript is fetched from no host any more. True holds only with hosts.
    scrape_java_script: Option<bool>,
    /// Hosts that JavaScript and its source maps may be fetched from: `cdn.example.com`, `*.example.com`, `localhost:8080`.
    scrape_java_script_hosts: Option<Vec<String>>,
    subject_prefix: Option<String>,
    subject_template: Option<String>,
    digests_min_delay: Option<u32>,
    digests_max_delay: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    default_environment: Option<Option<String>>,
    highlight_tags: Option<Vec<String>>,
    #[schema(value_type = Option<Object>)]
    highlight_context: Option<Map<String, Value>>,
    #[schema(value_type = Option<Object>)]
    options: Option<Map<String, Value>>,
}

/// Tells a `null` from a field that is not there.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

/// Names of [`ProjectUpdate`]'s fields on the wire.
const CHANGEABLE: [&str; 15] = [
    "name",
    "slug",
    "platform",
    "allowedDomains",
    "resolveAge",
    "scrapeJavaScript",
    "scrapeJavaScriptHosts",
    "subjectPrefix",
    "subjectTemplate",
    "digestsMinDelay",
    "digestsMaxDelay",
    "defaultEnvironment",
    "highlightTags",
    "highlightContext",
    "options",
];

/// Checks a change against the project as it is answered now, and makes the patch.
pub(super) fn apply(current: &ProjectDetail, body: &JsonBody) -> ApiResult<ProjectPatch> {
    let sent: Map<String, Value> = body.parse()?;
    let current = serde_json::to_value(current).map_err(ApiError::internal)?;
    let refused = sent
        .iter()
        .filter(|(name, value)| !CHANGEABLE.contains(&name.as_str()) && current.get(name.as_str()).is_some_and(|now| now != *value));
    let refused: Vec<_> = refused.map(|(name, _)| (name.clone(), "This version cannot change this setting.".to_owned())).collect();
    if !refused.is_empty() {
        return Err(ApiError::fields(refused));
    }
    let update: ProjectUpdate = body.parse()?;
    let hosts = fetch_hosts(&current["scrapeJavaScriptHosts"], &update)?;
    let mut patch = patch(update)?;
    if let Some(hosts) = hosts {
        patch.options.insert(FETCH_HOSTS.to_owned(), (!hosts.is_empty()).then(|| Value::from(hosts.texts()).to_string()));
    }
    Ok(patch)
}

/// The list of hosts to fetch from, when it changes. List and switch say the same; in a project that is sent back whole the
/// one that was changed counts.
fn fetch_hosts(now: &Value, update: &ProjectUpdate) -> ApiResult<Option<FetchHosts>> {
    const FIELD: &str = "scrapeJavaScriptHosts";
    let now = now.as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(Value::as_str);
    let now = FetchHosts::parse(now).unwrap_or_default();
    let sent = update.scrape_java_script_hosts.as_deref();
    if sent.is_some_and(|sent| sent.len() > MAX_FETCH_HOSTS) {
        return Err(ApiError::field(FIELD, format!("At most {MAX_FETCH_HOSTS} hosts.")));
    }
    let sent = sent.map(|sent| FetchHosts::parse(sent.iter().map(String::as_str).filter(|text| !text.trim().is_empty())));
    let sent = sent.transpose().map_err(|bad| ApiError::field(FIELD, bad.to_string()))?;
    match (sent.filter(|sent| *sent != now), update.scrape_java_script) {
        (Some(changed), _) => Ok(Some(changed)),
        (None, Some(false)) if !now.is_empty() => Ok(Some(FetchHosts::default())),
        (None, Some(true)) if now.is_empty() => {
            Err(ApiError::field("scrapeJavaScript", format!("Name the hosts to fetch from in {FIELD}.")))
        }
        (None, _) => Ok(None),
    }
}

fn patch(update: ProjectUpdate) -> ApiResult<ProjectPatch> {
    let mut options: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            options.insert(name.to_owned(), (!value.is_null()).then(|| value.to_string()));
        }
    };
    put("allowed_domains", update.allowed_domains.map(|list| checked_list("allowedDomains", list)).transpose()?);
    put("highlight_tags", update.highlight_tags.map(|list| checked_list("highlightTags", list)).transpose()?);
    put("resolve_age_hours", update.resolve_age.map(Value::from));
    put("subject_prefix", update.subject_prefix.map(Value::from));
    put("subject_template", update.subject_template.map(Value::from));
    put("digests_min_delay_s", update.digests_min_delay.map(Value::from));
    put("digests_max_delay_s", update.digests_max_delay.map(Value::from));
    put("default_environment", update.default_environment.map(Value::from));
    put("highlight_context", update.highlight_context.map(Value::Object));
    put("options", update.options.map(Value::Object));
    Ok(ProjectPatch {
        slug: update.slug,
        name: update.name,
        platform: update.platform.map(|platform| platform.filter(|p| !p.is_empty())),
        active: None,
        options,
    })
}

fn checked_list(field: &str, list: Vec<String>) -> ApiResult<Value> {
    if list.len() > MAX_LIST {
        return Err(ApiError::field(field, format!("At most {MAX_LIST} entries.")));
    }
    Ok(list.into_iter().map(|entry| entry.trim().to_owned()).filter(|entry| !entry.is_empty()).map(Value::from).collect())
}
