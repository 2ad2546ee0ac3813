//! A project with its settings.

use std::collections::BTreeMap;

use bartizan_domain::fetching::FETCH_HOSTS;
use bartizan_domain::organization::Team;
use bartizan_domain::project::Project;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Avatar, EmptyObject, OrganizationSummary, ProjectSummary, project_summary};
use crate::auth::Access;
use crate::{ApiResult, ApiState};

/// Id of the grouping that decides which events belong together.
const GROUPING_CONFIG: &str = "bartizan:1";

/// Tags and contexts shown first on an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HighlightPreset {
    tags: Vec<String>,
    context: EmptyObject,
}

/// A project with its settings.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Project)]
pub(crate) struct ProjectDetail {
    #[serde(flatten)]
    summary: ProjectSummary,
    is_internal: bool,
    is_public: bool,
    avatar: Avatar,
    color: String,
    status: &'static str,
    organization: OrganizationSummary,
    options: BTreeMap<String, Value>,
    default_environment: Option<String>,
    digests_min_delay: i64,
    digests_max_delay: i64,
    subject_prefix: String,
    subject_template: String,
    allowed_domains: Vec<String>,
    resolve_age: i64,
    data_scrubber: bool,
    data_scrubber_defaults: bool,
    safe_fields: Vec<String>,
    sensitive_fields: Vec<String>,
    #[serde(rename = "scrubIPAddresses")]
    scrub_ip_addresses: bool,
    /// True when it names hosts to fetch from.
    scrape_java_script: bool,
    /// Hosts that JavaScript and its source maps are fetched from; none by default.
    scrape_java_script_hosts: Vec<String>,
    store_crash_reports: Option<i64>,
    security_token: String,
    security_token_header: Option<String>,
    #[serde(rename = "verifySSL")]
    verify_ssl: bool,
    relay_pii_config: Option<String>,
    grouping_config: &'static str,
    grouping_enhancements: String,
    derived_grouping_enhancements: String,
    secondary_grouping_config: Option<String>,
    secondary_grouping_expiry: i64,
    fingerprinting_rules: String,
    enable_auto_release_creation: bool,
    highlight_tags: Vec<String>,
    #[schema(value_type = Object)]
    highlight_context: Value,
    highlight_preset: HighlightPreset,
    processing_issues: i64,
    builtin_symbol_sources: Vec<String>,
    symbol_sources: &'static str,
    dynamic_sampling_biases: Option<Vec<EmptyObject>>,
    is_dynamically_sampled: bool,
    plugins: Vec<EmptyObject>,
    debug_files_role: Option<String>,
}

/// An option of a project, read from its JSON text.
pub(crate) fn option<T: DeserializeOwned>(project: &Project, name: &str) -> Option<T> {
    serde_json::from_str(project.options.get(name)?).ok()
}

/// A project in full, as the caller sees it.
pub(crate) fn project_detail(state: &ApiState, access: &Access, project: &Project, teams: &[(Team, u64)]) -> ApiResult<ProjectDetail> {
    let fetch_hosts: Vec<String> = option(project, FETCH_HOSTS).unwrap_or_default();
    Ok(ProjectDetail {
        summary: project_summary(state, access, project, teams)?,
        is_internal: false,
        is_public: false,
        avatar: Avatar::letters(),
        color: color(&project.slug),
        status: if project.active { "active" } else { "disabled" },
        organization: OrganizationSummary::of(state, access),
        options: option(project, "options").unwrap_or_default(),
        default_environment: option(project, "default_environment"),
        digests_min_delay: option(project, "digests_min_delay_s").unwrap_or(300),
        digests_max_delay: option(project, "digests_max_delay_s").unwrap_or(1_800),
        subject_prefix: option(project, "subject_prefix").unwrap_or_default(),
        subject_template: option(project, "subject_template").unwrap_or_else(|| "$shortID - $title".to_owned()),
        allowed_domains: option(project, "allowed_domains").unwrap_or_else(|| vec!["*".to_owned()]),
        resolve_age: option(project, "resolve_age_hours").unwrap_or(0),
        data_scrubber: true,
        data_scrubber_defaults: true,
        safe_fields: Vec::new(),
        sensitive_fields: Vec::new(),
        scrub_ip_addresses: false,
        scrape_java_script: !fetch_hosts.is_empty(),
        scrape_java_script_hosts: fetch_hosts,
        store_crash_reports: None,
        security_token: String::new(),
        security_token_header: None,
        verify_ssl: true,
        relay_pii_config: None,
        grouping_config: GROUPING_CONFIG,
        grouping_enhancements: String::new(),
        derived_grouping_enhancements: String::new(),
        secondary_grouping_config: None,
        secondary_grouping_expiry: 0,
        fingerprinting_rules: String::new(),
        enable_auto_release_creation: true,
        highlight_tags: option(project, "highlight_tags").unwrap_or_default(),
        highlight_context: option(project, "highlight_context").unwrap_or_else(|| Value::Object(serde_json::Map::default())),
        highlight_preset: HighlightPreset { tags: Vec::new(), context: EmptyObject {} },
        processing_issues: 0,
        builtin_symbol_sources: Vec::new(),
        symbol_sources: "[]",
        dynamic_sampling_biases: None,
        is_dynamically_sampled: false,
        plugins: Vec::new(),
        debug_files_role: None,
    })
}

/// A colour that stays the same for a slug.
fn color(slug: &str) -> String {
    let hash = slug.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    // Middle brightness in every channel keeps letters on it readable.
    let channel = |shift: u32| 64 + ((hash >> shift) & 0x7f);
    format!("#{:02x}{:02x}{:02x}", channel(0), channel(8), channel(16))
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn colours_are_stable_and_well_formed() {
        assert_eq!(color("web"), color("web"));
        assert_ne!(color("web"), color("api"));
        assert_eq!(color("web").len(), 7);
    }
}
