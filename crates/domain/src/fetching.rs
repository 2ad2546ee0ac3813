//! Hosts that a project lets JavaScript and its source maps be fetched from. Nobody is asked for anything while the list
//! is empty.

use std::fmt;
use std::str::FromStr;

/// Option of a project that holds its list, a JSON list of patterns.
pub const FETCH_HOSTS: &str = "fetch_hosts";
/// Most hosts of a project.
pub const MAX_FETCH_HOSTS: usize = 100;
/// Longest pattern in bytes: a name of the DNS with its port.
const MAX_PATTERN_BYTES: usize = 260;

/// `cdn.example.com`, `*.example.com` (any host below, not itself), `localhost:8080` (that port alone; without one the
/// usual port of http and https).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern {
    /// In lower case.
    host: String,
    is_below: bool,
    port: Option<u16>,
}

/// A text that is no pattern; the text is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no host. Write it like cdn.example.com, *.example.com or localhost:8080.")]
pub struct BadPattern(String);

impl HostPattern {
    /// Whether a host (in lower case) is meant; `port` only where it is not the usual one of the scheme.
    pub fn matches(&self, host: &str, port: Option<u16>) -> bool {
        let below = |host: &str| host.strip_suffix(self.host.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'));
        self.port == port && if self.is_below { below(host) } else { host == self.host }
    }
}

impl FromStr for HostPattern {
    type Err = BadPattern;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || BadPattern(text.chars().take(MAX_PATTERN_BYTES).collect());
        let plain = text.trim().to_ascii_lowercase();
        let (is_below, rest) = plain.strip_prefix("*.").map_or((false, plain.as_str()), |rest| (true, rest));
        // An address of IPv6 has colons of its own, so it stands in brackets.
        let after = rest.rfind(']').unwrap_or(0);
        let (host, port) = match rest.get(after..).and_then(|tail| tail.rfind(':')) {
            Some(at) => (rest.get(..after + at), Some(rest.get(after + at + 1..).and_then(|port| port.parse().ok()).ok_or_else(bad)?)),
            None => (Some(rest), None),
        };
        let host = host.filter(|host| text.len() <= MAX_PATTERN_BYTES && is_host(host)).ok_or_else(bad)?;
        Ok(Self { host: host.to_owned(), is_below, port })
    }
}

fn is_host(text: &str) -> bool {
    if let Some(inner) = text.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let is_label = |label: &str| {
        let has_letters_only = label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        !label.is_empty() && label.len() <= 63 && has_letters_only
    };
    text.split('.').all(is_label)
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_below { "*." } else { "" })?;
        f.write_str(&self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// The list of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchHosts(Vec<HostPattern>);

impl FetchHosts {
    /// Of patterns as texts, each once.
    ///
    /// # Errors
    /// The first that is none.
    pub fn parse<'t>(texts: impl IntoIterator<Item = &'t str>) -> Result<Self, BadPattern> {
        let mut out = Vec::new();
        for text in texts {
            let pattern: HostPattern = text.parse()?;
            if !out.contains(&pattern) {
                out.push(pattern);
            }
        }
        Ok(Self(out))
    }

    /// True when nothing may be fetched.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The patterns as texts.
    pub fn texts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// Whether a host is on the list; as [`HostPattern::matches`].
    pub fn allow(&self, host: &str, port: Option<u16>) -> bool {
        let host = host.to_ascii_lowercase();
        let host = host.strip_suffix('.').unwrap_or(&host);
        self.0.iter().any(|pattern| pattern.matches(host, port))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_means_what_it_says_and_no_more() {
        let hosts =
            FetchHosts::parse(["CDN.example.com", "*.shop.example", "127.0.0.1:8080", "[::1]:9", "[::2]", "cdn.example.com"]).unwrap();
        assert_eq!(hosts.texts(), ["cdn.example.com", "*.shop.example", "127.0.0.1:8080", "[::1]:9", "[::2]"]);
        for (host, port) in [
            ("cdn.example.com", None),
            ("Cdn.Example.com.", None),
            ("a.shop.example", None),
            ("a.b.shop.example", None),
            ("127.0.0.1", Some(8080)),
            ("[::1]", Some(9)),
            ("[::2]", None),
        ] {
            assert!(hosts.allow(host, port), "{host} {port:?}");
        }
        for (host, port) in [
            ("example.com", None),
            ("xcdn.example.com", None),
            ("cdn.example.com.evil.net", None),
            ("cdn.example.com", Some(22)),
            ("shop.example", None),
            ("evilshop.example", None),
            (".shop.example", None),
            ("127.0.0.1", None),
            ("127.0.0.1", Some(8081)),
        ] {
            assert!(!hosts.allow(host, port), "{host} {port:?}");
        }
        assert!(!FetchHosts::default().allow("cdn.example.com", None));
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for bad in [
            "",
            "*",
            "*.",
            "http://x.example",
            "x.example/a",
            "a..b",
            "x:",
            "x:99999",
            "x y",
            "[::1",
            "a*b.example",
            "*.*.example",
            "jane@x",
        ] {
            assert!(bad.parse::<HostPattern>().is_err(), "{bad}");
        }
    }
}
