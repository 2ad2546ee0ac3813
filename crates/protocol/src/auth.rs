//! How a request names its key: header, query or path, exactly one of them.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use percent_encoding::percent_decode_str;
use thiserror::Error;

use crate::dsn::PublicKey;
use crate::limits::MAX_PROTOCOL_VERSION;

/// What a request said of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auth {
    /// Key.
    pub public_key: PublicKey,
    /// Secret half, from very old SDKs. It is not checked.
    pub secret: Option<String>,
    /// Name and version of the SDK: `sentry.python/2.0.0`.
    pub client: Option<String>,
    /// Version of the protocol, 7 when it is not named.
    pub version: u16,
}

/// What is wrong with a request's authorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AuthError {
    /// No form of it is there. (401)
    #[error("missing authorization information")]
    Missing,
    /// More than one form is there. (401)
    #[error("multiple authorization payloads detected")]
    Multiple,
    /// It is there and cannot be read. (401)
    #[error("bad authorization payload")]
    Malformed,
    /// The key is not 32 hex digits. (400)
    #[error("bad sentry DSN public key")]
    BadKey,
    /// A protocol newer than version 7. (400)
    #[error("unsupported protocol version ({0})")]
    Version(u16),
}

/// The places a request may carry its authorization in, as they came.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuthSources<'a> {
    /// Header `X-Sentry-Auth`; empty counts as absent.
    pub x_sentry_auth: Option<&'a str>,
    /// Header `Authorization`; schemes other than `Sentry` and `Basic` count as absent.
    pub authorization: Option<&'a str>,
    /// Query of the address, as it came; counts when it holds `sentry_`.
    pub query: Option<&'a str>,
    /// Key in the path.
    pub path_key: Option<&'a str>,
}

impl AuthSources<'_> {
    /// Reads the one form that is there; `Ok(None)` without any.
    ///
    /// # Errors
    /// [`AuthError`], but never [`AuthError::Missing`].
    pub fn read(self) -> Result<Option<Auth>, AuthError> {
        let x_sentry_auth = self.x_sentry_auth.filter(|text| !text.trim().is_empty()).map(read_x_sentry_auth);
        let authorization = self.authorization.and_then(read_authorization);
        let query = self.query.filter(|text| text.contains("sentry_")).map(read_query);
        let path = self.path_key.map(|key| PartialAuth { key: Some(key.to_owned()), ..PartialAuth::default() }.finish());
        let mut found = [x_sentry_auth, authorization, query, path].into_iter().flatten();
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some(_), Some(_)) => Err(AuthError::Multiple),
            (Some(one), None) => one.map(Some),
        }
    }
}

/// Reads the value of an auth header: `Sentry sentry_key=…, sentry_version=7, …`.
impl FromStr for Auth {
    type Err = AuthError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read_pairs(strip_scheme(text, "sentry").ok_or(AuthError::Malformed)?)
    }
}

#[derive(Default)]
struct PartialAuth {
    key: Option<String>,
    secret: Option<String>,
    client: Option<String>,
    version: Option<String>,
}

impl PartialAuth {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "sentry_key" => self.key = Some(value),
            "sentry_secret" => self.secret = Some(value),
            "sentry_client" => self.client = Some(value),
            "sentry_version" => self.version = Some(value),
            _ => {}
        }
    }

    fn finish(self) -> Result<Auth, AuthError> {
        let key = self.key.ok_or(AuthError::Malformed)?;
        let version = self.version.as_deref().map_or(Ok(MAX_PROTOCOL_VERSION), parse_version)?;
        if version > MAX_PROTOCOL_VERSION {
            return Err(AuthError::Version(version));
        }
        Ok(Auth {
            public_key: key.parse().map_err(|_| AuthError::BadKey)?,
            secret: self.secret.filter(|s| !s.is_empty()),
            client: self.client.filter(|s| !s.is_empty()),
            version,
        })
    }
}

/// `7`, and also `7.0`.
fn parse_version(text: &str) -> Result<u16, AuthError> {
    let major = text.split('.').next().unwrap_or(text).trim();
    if major.is_empty() {
        return Ok(MAX_PROTOCOL_VERSION);
    }
    major.parse().map_err(|_| AuthError::Malformed)
}

/// The rest of a header after a scheme, whatever its case.
fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, tail) = text.trim().split_at_checked(scheme.len())?;
    let is_word_end = tail.is_empty() || tail.starts_with(|c: char| c.is_ascii_whitespace());
    (head.eq_ignore_ascii_case(scheme) && is_word_end).then(|| tail.trim())
}

fn read_x_sentry_auth(text: &str) -> Result<Auth, AuthError> {
    text.parse()
}

fn read_authorization(text: &str) -> Option<Result<Auth, AuthError>> {
    strip_scheme(text, "sentry").map(read_pairs).or_else(|| strip_scheme(text, "basic").map(read_basic))
}

fn read_pairs(text: &str) -> Result<Auth, AuthError> {
    let mut auth = PartialAuth::default();
    for pair in text.split(',') {
        if let Some((name, value)) = pair.split_once('=') {
            auth.set(name.trim(), value.trim().trim_matches('"').to_owned());
        }
    }
    auth.finish()
}

fn read_basic(text: &str) -> Result<Auth, AuthError> {
    let bytes = STANDARD.decode(text).or_else(|_| STANDARD_NO_PAD.decode(text)).map_err(|_| AuthError::Malformed)?;
    let text = String::from_utf8(bytes).map_err(|_| AuthError::Malformed)?;
    let (key, secret) = text.split_once(':').unwrap_or((&text, ""));
    PartialAuth { key: Some(key.to_owned()), secret: Some(secret.to_owned()), ..PartialAuth::default() }.finish()
}

fn read_query(query: &str) -> Result<Auth, AuthError> {
    let mut auth = PartialAuth::default();
    for pair in query.split('&') {
        if let Some((name, value)) = pair.split_once('=') {
            let value = value.replace('+', " ");
            auth.set(name, percent_decode_str(&value).decode_utf8_lossy().into_owned());
        }
    }
    auth.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn header(text: &str) -> Result<Option<Auth>, AuthError> {
        AuthSources { x_sentry_auth: Some(text), ..AuthSources::default() }.read()
    }

    #[test]
    fn reads_every_form() {
        let basic = format!("Basic {}", STANDARD.encode(format!("{KEY}:")));
        let query = format!("a=b&sentry_key={KEY}&sentry_client=my%20sdk&sentry_version=7");
        let sentry = format!("SENTRY sentry_key={KEY}, sentry_version=7,sentry_client=my sdk");
        let forms = [
            AuthSources { x_sentry_auth: Some(&sentry), ..Default::default() },
            AuthSources { authorization: Some(&sentry), x_sentry_auth: Some(""), ..Default::default() },
            AuthSources { authorization: Some(&basic), ..Default::default() },
            AuthSources { query: Some(&query), authorization: Some("Bearer x"), ..Default::default() },
            AuthSources { path_key: Some(KEY), query: Some("status=ok"), ..Default::default() },
        ];
        for form in forms {
            let auth = form.read().unwrap().unwrap();
            assert_eq!((auth.public_key.as_str(), auth.version), (KEY, 7));
        }
        assert_eq!(forms[3].read().unwrap().unwrap().client.as_deref(), Some("my sdk"));
        assert_eq!(forms[0].read().unwrap().unwrap().client.as_deref(), Some("my sdk"));
        assert_eq!(AuthSources::default().read(), Ok(None));
    }

    #[test]
    fn refuses_two_forms() {
        let sentry = format!("Sentry sentry_key={KEY}");
        let query = format!("sentry_key={KEY}");
        let two = AuthSources { x_sentry_auth: Some(&sentry), query: Some(&query), ..Default::default() };
        assert_eq!(two.read(), Err(AuthError::Multiple));
        let two = AuthSources { x_sentry_auth: Some(&sentry), authorization: Some(&sentry), ..Default::default() };
        assert_eq!(two.read(), Err(AuthError::Multiple));
    }

    #[test]
    fn tells_the_wrong_cases_apart() {
        assert_eq!(header("Bearer x"), Err(AuthError::Malformed));
        assert_eq!(header("Sentry"), Err(AuthError::Malformed));
        assert_eq!(header("Sentry sentry_version=7"), Err(AuthError::Malformed));
        assert_eq!(header("Sentry sentry_key=abc"), Err(AuthError::BadKey));
        assert_eq!(header(&format!("Sentry sentry_key={KEY},sentry_version=8")), Err(AuthError::Version(8)));
        assert_eq!(header(&format!("Sentry sentry_key={KEY},sentry_version=x")), Err(AuthError::Malformed));
        assert_eq!(header("é"), Err(AuthError::Malformed));
        let basic = AuthSources { authorization: Some("Basic %%%"), ..Default::default() };
        assert_eq!(basic.read(), Err(AuthError::Malformed));
    }
}
