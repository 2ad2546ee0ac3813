//! The address an SDK sends to: `https://<public key>@host/<project id>`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::Url;

/// Length of a key in hex digits.
const KEY_DIGITS: usize = 32;

/// Why a DSN or a key cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DsnError {
    /// Not a URL, or neither `http` nor `https`.
    #[error("invalid dsn: not an http or https address")]
    Address,
    /// The user part is missing or no key.
    #[error("invalid dsn: bad public key")]
    Key,
    /// The last part of the path is no positive number.
    #[error("invalid dsn: bad project id")]
    Project,
}

/// The public half of a client key: 32 lower-case hex digits. Flags behind a dot are read and kept apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PublicKey {
    digits: String,
    no_cache: bool,
}

impl PublicKey {
    /// The 32 digits.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// True when the key came with the flag `no-cache`.
    pub const fn is_no_cache(&self) -> bool {
        self.no_cache
    }
}

impl FromStr for PublicKey {
    type Err = DsnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (digits, flags) = text.split_once('.').unwrap_or((text, ""));
        if digits.len() != KEY_DIGITS || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(DsnError::Key);
        }
        let no_cache = flags.split('.').any(|flag| flag == "no-cache");
        Ok(Self { digits: digits.to_ascii_lowercase(), no_cache })
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.digits)
    }
}

/// A DSN in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dsn {
    /// `http` or `https`.
    pub scheme: String,
    /// Key.
    pub public_key: PublicKey,
    /// Secret half, which only very old SDKs send.
    pub secret: Option<String>,
    /// Host, without port; IPv6 in brackets.
    pub host: String,
    /// Port when it is not the scheme's own.
    pub port: Option<u16>,
    /// Path before the project, with a leading and without a closing slash; empty at the root.
    pub path: String,
    /// Project.
    pub project_id: i64,
}

impl FromStr for Dsn {
    type Err = DsnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(text.trim()).map_err(|_| DsnError::Address)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(DsnError::Address);
        }
        let host = url.host_str().ok_or(DsnError::Address)?.to_owned();
        let (path, project) = url.path().trim_end_matches('/').rsplit_once('/').ok_or(DsnError::Project)?;
        Ok(Self {
            scheme: url.scheme().to_owned(),
            public_key: url.username().parse()?,
            secret: url.password().map(str::to_owned),
            host,
            port: url.port(),
            path: path.trim_end_matches('/').to_owned(),
            project_id: parse_project_id(project).ok_or(DsnError::Project)?,
        })
    }
}

impl fmt::Display for Dsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.public_key)?;
        if let Some(secret) = &self.secret {
            write!(f, ":{secret}")?;
        }
        write!(f, "@{}", self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "{}/{}", self.path, self.project_id)
    }
}

/// Reads a project id as it stands in a DSN or an address: a positive decimal number.
pub fn parse_project_id(text: &str) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|id| *id > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn prints_what_it_reads() {
        for tail in ["errors.example.com/42", "localhost:9000/1", "[::1]:9000/7", "example.com/a/b/3"] {
            for user in [KEY.to_owned(), format!("{KEY}:secret")] {
                let text = format!("https://{user}@{tail}");
                assert_eq!(text.parse::<Dsn>().unwrap().to_string(), text);
            }
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let wrong = |text: String| text.parse::<Dsn>().unwrap_err();
        assert_eq!(wrong("nonsense".into()), DsnError::Address);
        assert_eq!(wrong(format!("ftp://{KEY}@h/1")), DsnError::Address);
        assert_eq!(wrong("https://h/1".into()), DsnError::Key);
        assert_eq!(wrong("https://short@h/1".into()), DsnError::Key);
        assert_eq!(wrong(format!("https://{KEY}@h/web")), DsnError::Project);
        assert_eq!(wrong(format!("https://{KEY}@h")), DsnError::Project);
        assert_eq!(wrong(format!("https://{KEY}@h/0")), DsnError::Project);
    }

    #[test]
    fn keys_lose_case_and_flags() {
        let key: PublicKey = format!("{}.no-cache", KEY.to_uppercase()).parse().unwrap();
        assert_eq!((key.as_str(), key.is_no_cache()), (KEY, true));
        assert!("é123456789abcdef0123456789abcde".parse::<PublicKey>().is_err());
    }
}
