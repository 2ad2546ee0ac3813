//! Whether a page may send: the project's allowed domains.

use http::HeaderMap;
use http::header::{ORIGIN, REFERER};
use url::Url;

/// True when the request names no page, or one the project allows.
pub(crate) fn is_allowed(headers: &HeaderMap, allowed_domains: &[String]) -> bool {
    if allowed_domains.is_empty() || allowed_domains.iter().any(|entry| entry.trim() == "*") {
        return true;
    }
    let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).map(str::trim).filter(|t| !t.is_empty());
    let Some(origin) = text(ORIGIN).or_else(|| text(REFERER)) else {
        return true;
    };
    allowed_domains.iter().any(|entry| matches(entry.trim(), origin))
}

/// `example.com`, `*.example.com`, `example.com:8080`, `https://example.com`, or the origin word for word.
fn matches(entry: &str, origin: &str) -> bool {
    if entry.eq_ignore_ascii_case(origin) {
        return true;
    }
    let Ok(url) = Url::parse(origin) else {
        return false;
    };
    let Some(host) = url.host_str() else {
        return false;
    };
    let (scheme, rest) = entry.split_once("://").map_or((None, entry), |(scheme, rest)| (Some(scheme), rest));
    if scheme.is_some_and(|s| s != "*" && !s.eq_ignore_ascii_case(url.scheme())) {
        return false;
    }
    let authority = rest.split('/').next().unwrap_or(rest);
    let (pattern, port) = split_port(authority);
    port.is_none_or(|p| p == "*" || p.parse().ok() == url.port_or_known_default()) && host_matches(pattern, host)
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn host_matches(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    match pattern.strip_prefix("*.") {
        Some(base) => host == base || host.strip_suffix(base).is_some_and(|head| head.ends_with('.')),
        None => pattern == "*" || pattern == host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(origin: &'static str, entry: &str) -> bool {
        let headers = HeaderMap::from_iter([(ORIGIN, http::HeaderValue::from_static(origin))]);
        is_allowed(&headers, &[entry.to_owned()])
    }

    #[test]
    fn entries_name_hosts_schemes_and_ports() {
        for (origin, entry, expected) in [
            ("https://example.com", "example.com", true),
            ("https://EXAMPLE.com/page", "example.com", true),
            ("https://a.example.com", "example.com", false),
            ("https://a.example.com", "*.example.com", true),
            ("https://example.com", "*.example.com", true),
            ("https://evilexample.com", "*.example.com", false),
            ("http://example.com", "https://example.com", false),
            ("https://example.com", "https://example.com/", true),
            ("https://example.com:8080", "example.com:8080", true),
            ("https://example.com", "example.com:443", true),
            ("https://example.com", "example.com:8080", false),
            ("https://example.com:1", "example.com", true),
            ("null", "example.com", false),
            ("null", "null", true),
            ("null", "*", true),
            ("http://[::1]:3000", "[::1]", true),
        ] {
            assert_eq!(allowed(origin, entry), expected, "{origin} by {entry}");
        }
    }

    #[test]
    fn without_origin_the_referrer_counts_and_without_both_anything_goes() {
        let entry = ["example.com".to_owned()];
        assert!(is_allowed(&HeaderMap::new(), &entry));
        let headers = HeaderMap::from_iter([(REFERER, http::HeaderValue::from_static("https://other.com/x"))]);
        assert!(!is_allowed(&headers, &entry));
        assert!(is_allowed(&headers, &[]));
    }
}
