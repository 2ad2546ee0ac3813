//! Versions of releases as people read them.

use serde::Serialize;
use utoipa::ToSchema;

/// Digits of a commit's hash that people read.
const SHORT_HASH_CHARS: usize = 12;

/// Parts of a version.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionParts {
    raw: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    major: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minor: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    patch: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pre: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_code: Option<String>,
    components: u64,
}

/// A version taken apart.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct VersionInfo {
    package: Option<String>,
    version: VersionParts,
    description: String,
    build_hash: Option<String>,
}

fn split_package(version: &str) -> (Option<&str>, &str) {
    version.rsplit_once('@').filter(|(package, _)| !package.is_empty()).map_or((None, version), |(p, v)| (Some(p), v))
}

fn is_hash(text: &str) -> bool {
    text.len() >= SHORT_HASH_CHARS && text.len() <= 40 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The version without its package; a commit's hash is cut short.
pub(crate) fn short_version(version: &str) -> String {
    let (_, rest) = split_package(version);
    if is_hash(rest) { rest.chars().take(SHORT_HASH_CHARS).collect() } else { rest.to_owned() }
}

impl VersionInfo {
    /// Takes a version apart; `None` when there is nothing to tell.
    pub(crate) fn of(version: &str) -> Option<Self> {
        let (package, raw) = split_package(version);
        if raw.is_empty() {
            return None;
        }
        let (core, build) = raw.split_once('+').map_or((raw, None), |(core, build)| (core, Some(build)));
        let (numbers, pre) = core.split_once('-').map_or((core, None), |(numbers, pre)| (numbers, Some(pre)));
        let parts: Option<Vec<u64>> = numbers.trim_start_matches('v').split('.').map(|part| part.parse().ok()).collect();
        let parts = parts.filter(|parts| parts.len() <= 4 && !is_hash(raw)).unwrap_or_default();
        let at = |index: usize| parts.get(index).copied();
        let semantic = !parts.is_empty();
        Some(Self {
            package: package.map(str::to_owned),
            version: VersionParts {
                raw: raw.to_owned(),
                major: at(0),
                minor: at(1).or_else(|| semantic.then_some(0)),
                patch: at(2).or_else(|| semantic.then_some(0)),
                pre: pre.filter(|_| semantic).map(str::to_owned),
                build_code: build.filter(|_| semantic).map(str::to_owned),
                components: parts.len() as u64,
            },
            description: short_version(version),
            build_hash: is_hash(raw).then(|| raw.to_owned()).or_else(|| build.filter(|b| is_hash(b)).map(str::to_owned)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        assert_eq!(short_version("shop@1.2.3"), "1.2.3");
        assert_eq!(short_version("0123456789abcdef0123456789abcdef01234567"), "0123456789ab");
        let info = serde_json::to_value(VersionInfo::of("shop@1.2.3-rc.1+77")).unwrap();
        assert_eq!(info["version"]["major"], 1);
        assert_eq!((&info["version"]["pre"], &info["version"]["buildCode"]), (&"rc.1".into(), &"77".into()));
        assert_eq!(info["package"], "shop");
        let plain = serde_json::to_value(VersionInfo::of("spring")).unwrap();
        assert!(plain["version"].get("major").is_none());
    }
}
