//! Settings: by flag, `BARTIZAN_*` variable or `bartizan.toml`, in that order of precedence.
//!
//! One table ([`settings::SETTINGS`]) names every setting with its default and meaning; the documentation, the flags,
//! the check for unknown names and the parser all read it. Values that would lame the server are refused ([`limits`]). An unknown name is refused with the nearest right one,
//! and a secret may come from a file (`BARTIZAN_S3_SECRET_KEY_FILE=/run/secrets/s3`).

mod kubernetes;
mod limits;
mod nearest;
mod settings;
mod size;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use bartizan_app::uploads::{ArtifactPolicy, UploadLimits};
use bartizan_ingest::TrustedProxy;
use bartizan_integrations::outbound::Allowance;
use tracing_subscriber::EnvFilter;

pub(crate) use nearest::nearest;
pub(crate) use settings::{SETTINGS, Setting};

/// Prefix of environment variables.
const ENV_PREFIX: &str = "BARTIZAN_";
/// Variables for the project's own tests; never settings.
const TEST_PREFIX: &str = "BARTIZAN_TEST_";
/// Longest secret read from a file, in bytes.
const MAX_SECRET_FILE_BYTES: u64 = 64 * 1024;

/// Where a value came from, for `config check`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Default,
    File(PathBuf),
    Env(String),
    Flag,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Env(name) => f.write_str(name),
            Self::Flag => f.write_str("flag"),
        }
    }
}

/// Settings as text, before they are parsed.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawConfig {
    values: BTreeMap<&'static str, (String, Source)>,
    ignored: Vec<String>,
}

/// Settings ready for use.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    pub base_url: String,
    /// False when it was derived from `listen`: a running server may then know better.
    pub base_url_is_set: bool,
    /// False when `listen` is the default.
    pub listen_is_set: bool,
    pub log: String,
    pub log_format: LogFormat,
    pub trusted_proxies: Vec<TrustedProxy>,
    pub retention_days: u32,
    pub artifacts: ArtifactPolicy,
    pub outbound: Allowance,
    pub queue_max_bytes: u64,
    pub disk_reserve_bytes: u64,
    pub workers: usize,
    pub index_memory_bytes: usize,
    pub blobs: BlobsConfig,
}

/// Form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    Text,
    Json,
}

/// Where blobs are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlobsConfig {
    Folder,
    S3 { bucket: String, region: String, endpoint: Option<String>, access_key: String, secret_key: String, prefix: String },
}

impl RawConfig {
    /// Gathers settings: defaults, then file, then environment, then flags.
    pub(crate) fn gather(
        file: Option<&Path>,
        env: impl Iterator<Item = (String, String)>,
        flags: &[(&'static str, String)],
    ) -> Result<Self> {
        let mut raw = Self::default();
        for setting in SETTINGS {
            raw.set(setting, setting.default.to_owned(), Source::Default);
        }
        if let Some(path) = file {
            raw.read_file(path)?;
        }
        raw.read_env(env)?;
        for (name, value) in flags {
            let setting = find(name).with_context(|| format!("flag for unknown setting {name}"))?;
            raw.set(setting, value.clone(), Source::Flag);
        }
        Ok(raw)
    }

    fn set(&mut self, setting: &'static Setting, value: String, source: Source) {
        self.values.insert(setting.name, (value, source));
    }

    fn read_file(&mut self, path: &Path) -> Result<()> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let table: toml::Table = text.parse().with_context(|| format!("{} is not valid TOML", path.display()))?;
        for (name, value) in table {
            let setting = find(&name).ok_or_else(|| unknown(&name, &format!("in {}", path.display()), ""))?;
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => flag.to_string(),
                toml::Value::Array(items) => {
                    items.iter().map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_owned)).collect::<Vec<_>>().join(",")
                }
                _ => bail!("{name} in {} must be a string, a number or a list", path.display()),
            };
            self.set(setting, text, Source::File(path.to_owned()));
        }
        Ok(())
    }

    fn read_env(&mut self, env: impl Iterator<Item = (String, String)>) -> Result<()> {
        let env: Vec<_> = env.filter(|(variable, _)| variable.starts_with(ENV_PREFIX)).collect();
        let services = kubernetes::services(&env);
        for (variable, value) in env {
            if variable.starts_with(TEST_PREFIX) || variable == "BARTIZAN_CONFIG" {
                continue;
            }
            let name = variable[ENV_PREFIX.len()..].to_ascii_lowercase();
            if let Some(setting) = find(&name) {
                self.set(setting, value, Source::Env(variable));
            } else if let Some(setting) = name.strip_suffix("_file").and_then(find).filter(|s| s.secret) {
                self.set(setting, read_secret(Path::new(&value), &variable)?, Source::Env(variable));
            } else if kubernetes::is_service_link(&services, &variable, &value) {
                self.ignored.push(variable);
            } else {
                return Err(unknown(&name, "in the environment", ENV_PREFIX));
            }
        }
        Ok(())
    }

    /// Variables with our prefix that are no settings and not ours.
    pub(crate) fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// Every setting with its value (secrets masked) and source, in table order.
    pub(crate) fn describe(&self) -> Vec<(&'static Setting, String, Source)> {
        SETTINGS
            .iter()
            .map(|setting| {
                let (value, source) = self.values.get(setting.name).cloned().unwrap_or_default_value();
                let shown = if setting.secret && !value.is_empty() { "[hidden]".to_owned() } else { value };
                (setting, shown, source)
            })
            .collect()
    }

    fn text(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |(value, _)| value.as_str())
    }

    fn is_set(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|(_, source)| *source != Source::Default)
    }

    fn parse<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>, wanted: &str) -> Result<T> {
        let text = self.text(name);
        parse(text).with_context(|| format!("{} is not {wanted}", self.told(name)))
    }

    /// A setting with its value and source, for messages.
    fn told(&self, name: &str) -> String {
        let source = self.values.get(name).map_or_else(String::new, |(_, source)| format!(" (from {source})"));
        format!("{name} = {:?}{source}", self.text(name))
    }

    /// A size within bounds.
    fn size(&self, name: &str, bounds: RangeInclusive<u64>) -> Result<u64> {
        let least = size::shown(*bounds.start());
        let wanted = match *bounds.end() {
            u64::MAX => format!("a size of at least {least}, such as {}", self.default_text(name)),
            most => format!("a size from {least} to {}", size::shown(most)),
        };
        self.parse(name, |text| size::parse_bytes(text).filter(|bytes| bounds.contains(bytes)), &wanted)
    }

    fn default_text(&self, name: &str) -> &'static str {
        find(name).map_or("", |setting| setting.default)
    }

    /// Parses all settings.
    pub(crate) fn resolve(&self) -> Result<Config> {
        let listen: SocketAddr = self.parse("listen", parse_listen, "an address such as 127.0.0.1:9000 or :9000")?;
        let base_url = match self.text("base_url") {
            "" => default_base_url(self.text("listen"), listen),
            _ => self.parse("base_url", parse_base_url, "an http or https address without a path")?,
        };
        Ok(Config {
            data_dir: PathBuf::from(self.text("data_dir")),
            listen,
            base_url,
            base_url_is_set: !self.text("base_url").is_empty(),
            listen_is_set: self.is_set("listen"),
            log: self.parse("log", parse_log, "a log filter such as `info` or `info,bartizan_processing=debug`")?,
            log_format: self.parse("log_format", parse_log_format, "text or json")?,
            trusted_proxies: self.resolve_proxies()?,
            retention_days: self.parse(
                "retention_days",
                |t| t.parse().ok().filter(|d| (1..=3650).contains(d)),
                "a number of days from 1 to 3650",
            )?,
            artifacts: self.resolve_artifacts()?,
            outbound: self.parse("outbound_allow", |t| t.parse().ok(), "a list of hosts, addresses or networks such as 10.0.0.0/8")?,
            queue_max_bytes: self.size("queue_max_bytes", limits::MIN_QUEUE_BYTES..=u64::MAX)?,
            disk_reserve_bytes: self.size("disk_reserve_bytes", limits::MIN_DISK_RESERVE_BYTES..=u64::MAX)?,
            workers: self.parse("workers", |t| t.parse().ok().filter(|n| (1..=64).contains(n)), "a number from 1 to 64")?,
            index_memory_bytes: usize::try_from(self.size("index_memory_bytes", limits::INDEX_MEMORY_BYTES)?)?,
            blobs: self.resolve_blobs()?,
        })
    }

    fn resolve_artifacts(&self) -> Result<ArtifactPolicy> {
        let days = |text: &str| text.parse().ok().filter(|days| (1..=3650).contains(days));
        let files = |text: &str| text.parse().ok().filter(|files| *files > 0);
        Ok(ArtifactPolicy {
            limits: UploadLimits {
                max_project_bytes: self.parse("artifact_max_bytes", size::parse_bytes, "a size such as 32GiB")?,
                max_project_files: self.parse("artifact_max_files", files, "a number of files")?,
            },
            retention_days: self.parse("artifact_retention_days", days, "a number of days from 1 to 3650")?,
        })
    }

    fn resolve_proxies(&self) -> Result<Vec<TrustedProxy>> {
        let proxies = self.parse("trusted_proxies", parse_addresses, "a list of addresses or networks such as 10.0.0.0/8")?;
        ensure!(
            !proxies.iter().any(|proxy| proxy.is_too_wide()),
            "{} believes every client's word on its address; name the proxies, in networks of at most 10.0.0.0/8 or fc00::/7",
            self.told("trusted_proxies")
        );
        Ok(proxies)
    }

    fn resolve_blobs(&self) -> Result<BlobsConfig> {
        let bucket = self.text("s3_bucket");
        if bucket.is_empty() {
            // Otherwise blobs would quietly lie in the data folder.
            let alone = ["s3_endpoint", "s3_prefix"].into_iter().find(|name| !self.text(name).is_empty());
            return match alone {
                Some(name) => bail!("{} is set without s3_bucket; name the bucket, or blobs stay in the data folder", self.told(name)),
                None => Ok(BlobsConfig::Folder),
            };
        }
        for name in ["s3_access_key", "s3_secret_key"] {
            if self.text(name).is_empty() {
                bail!("{name} is needed because s3_bucket is set");
            }
        }
        let is_address = |text: &str| text.is_empty() || text.starts_with("https://") || text.starts_with("http://");
        let endpoint = self.parse("s3_endpoint", |text| is_address(text).then(|| text.to_owned()), "an http or https address")?;
        Ok(BlobsConfig::S3 {
            bucket: bucket.to_owned(),
            region: self.text("s3_region").to_owned(),
            endpoint: Some(endpoint).filter(|address| !address.is_empty()),
            access_key: self.text("s3_access_key").to_owned(),
            secret_key: self.text("s3_secret_key").to_owned(),
            prefix: self.text("s3_prefix").to_owned(),
        })
    }
}

/// A missing entry cannot happen (defaults fill all), but must not panic either.
trait UnwrapOrDefaultValue {
    fn unwrap_or_default_value(self) -> (String, Source);
}

impl UnwrapOrDefaultValue for Option<(String, Source)> {
    fn unwrap_or_default_value(self) -> (String, Source) {
        self.unwrap_or((String::new(), Source::Default))
    }
}

fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

fn unknown(name: &str, place: &str, prefix: &str) -> anyhow::Error {
    let shown = |n: &str| if prefix.is_empty() { n.to_owned() } else { format!("{prefix}{}", n.to_ascii_uppercase()) };
    let names = SETTINGS.iter().map(|s| s.name);
    match nearest(name, names) {
        Some(right) => anyhow::anyhow!("unknown setting {} {place}; did you mean {}?", shown(name), shown(right)),
        None => anyhow::anyhow!("unknown setting {} {place}; `bartizan config check` lists all", shown(name)),
    }
}

fn read_secret(path: &Path, variable: &str) -> Result<String> {
    let size = std::fs::metadata(path).with_context(|| format!("{variable}: cannot read {}", path.display()))?.len();
    if size > MAX_SECRET_FILE_BYTES {
        bail!("{variable}: {} is too large for a secret", path.display());
    }
    let text = std::fs::read_to_string(path).with_context(|| format!("{variable}: cannot read {}", path.display()))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

fn parse_listen(text: &str) -> Option<SocketAddr> {
    match text.strip_prefix(':') {
        Some(port) => port.parse().ok().map(|port: u16| SocketAddr::from(([0, 0, 0, 0], port))),
        None => text.replace("localhost", "127.0.0.1").parse().ok(),
    }
}

/// An address people can open: the listener as it was typed; a wildcard one is reached by name.
fn default_base_url(typed: &str, listen: SocketAddr) -> String {
    if listen.ip().is_unspecified() { format!("http://localhost:{}", listen.port()) } else { format!("http://{typed}") }
}

fn parse_base_url(text: &str) -> Option<String> {
    let trimmed = text.trim_end_matches('/');
    let rest = trimmed.strip_prefix("https://").or_else(|| trimmed.strip_prefix("http://"))?;
    (!rest.is_empty() && !rest.contains(['/', '?', '#', '@', ' '])).then(|| trimmed.to_owned())
}

fn parse_log(text: &str) -> Option<String> {
    EnvFilter::try_new(text).ok().map(|_| text.to_owned())
}

fn parse_log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

fn parse_addresses(text: &str) -> Option<Vec<TrustedProxy>> {
    text.split(',').map(str::trim).filter(|t| !t.is_empty()).map(|t| t.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
