//! Client keys with their addresses.

use bartizan_domain::key::{ClientKey, RateLimit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A limit: so many events within so many seconds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
pub(crate) struct KeyRateLimit {
    window: u32,
    count: u32,
}

/// Addresses of a key.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct KeyDsn {
    pub(crate) public: String,
    secret: String,
    csp: String,
    security: String,
    minidump: String,
    nel: String,
    unreal: String,
    crons: String,
    cdn: String,
    playstation: String,
    integration: String,
    otlp_traces: String,
    otlp_logs: String,
}

impl KeyDsn {
    fn of(base_url: &str, key: &ClientKey) -> Self {
        let (scheme, host) = base_url.split_once("://").unwrap_or(("http", base_url));
        let (public, secret, project) = (&key.public_key, &key.secret_key, key.project_id);
        let api = format!("{base_url}/api/{project}");
        let query = |name: &str| format!("{api}/{name}/?sentry_key={public}");
        Self {
            public: format!("{scheme}://{public}@{host}/{project}"),
            secret: format!("{scheme}://{public}:{secret}@{host}/{project}"),
            csp: query("csp-report"),
            security: query("security"),
            minidump: query("minidump"),
            nel: query("nel"),
            unreal: format!("{api}/unreal/{public}/"),
            crons: format!("{api}/cron/___MONITOR_SLUG___/{public}/"),
            cdn: format!("{base_url}/js-sdk-loader/{public}.min.js"),
            playstation: query("playstation"),
            integration: format!("{api}/integration/"),
            otlp_traces: format!("{api}/integration/otlp/v1/traces"),
            otlp_logs: format!("{api}/integration/otlp/v1/logs"),
        }
    }
}

/// Versions a loader script may load.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SdkChoices {
    choices: Vec<[&'static str; 2]>,
}

/// What a loader script would switch on.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LoaderOptions {
    has_replay: bool,
    has_performance: bool,
    has_debug: bool,
    has_feedback: bool,
    has_logs_and_metrics: bool,
}

/// A client key.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ClientKey)]
pub(crate) struct Key {
    id: String,
    name: String,
    label: String,
    public: String,
    secret: String,
    project_id: i64,
    is_active: bool,
    rate_limit: Option<KeyRateLimit>,
    pub(crate) dsn: KeyDsn,
    browser_sdk_version: &'static str,
    browser_sdk: SdkChoices,
    date_created: String,
    dynamic_sdk_loader_options: LoaderOptions,
}

impl Key {
    /// A key of an installation under that address.
    pub(crate) fn of(base_url: &str, key: &ClientKey) -> Self {
        Self {
            id: key.public_key.clone(),
            name: key.label.clone(),
            label: key.label.clone(),
            public: key.public_key.clone(),
            secret: key.secret_key.clone(),
            project_id: key.project_id.0,
            is_active: key.active,
            rate_limit: key.rate_limit.map(|limit: RateLimit| KeyRateLimit { window: limit.window_s, count: limit.count }),
            dsn: KeyDsn::of(base_url, key),
            browser_sdk_version: "latest",
            browser_sdk: SdkChoices { choices: vec![["latest", "latest"]] },
            date_created: key.created.to_rfc3339(),
            dynamic_sdk_loader_options: LoaderOptions::default(),
        }
    }
}
