//! Names that say their value is secret.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use smallvec::SmallVec;

use super::markers;

/// Parts of a name, written together in small letters, that make it secret wherever they stand.
const STRONG: [&str; 33] = [
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "motdepasse",
    "secret",
    "apikey",
    "privatekey",
    "credential",
    "mysqlpwd",
    "accesskey",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "idtoken",
    "sessiontoken",
    "sessionid",
    "sessid",
    "csrf",
    "xsrf",
    "authorization",
    "authentication",
    "twofactor",
    "bearer",
    "setcookie",
    "creditcard",
    "cardnumber",
    "securitycode",
    "signingkey",
    "encryptionkey",
    "clientsecret",
    "sshkey",
    "connectionstring",
];
/// Whole words of a name that make it secret.
const WEAK: [&str; 16] =
    ["pwd", "pw", "pass", "auth", "otp", "totp", "token", "tokens", "jwt", "cvv", "cvc", "ssn", "mfa", "cookie", "cookies", "dsn"];
/// A name with a weak word is harmless when it ends in one of these: `token_type`, `auth_method`, `max_tokens_limit`.
const HARMLESS_ENDS: [&str; 24] = [
    "type", "count", "limit", "length", "len", "ttl", "expires", "expiry", "in", "at", "url", "uri", "endpoint", "method", "provider",
    "mode", "enabled", "required", "status", "scheme", "user", "usage", "budget", "valid",
];
/// Cookies that carry a session, beside those the rules above find.
const SESSION_COOKIES: [&str; 14] = [
    "session",
    "sid",
    "connect.sid",
    "laravel_session",
    "_session",
    "_gh_sess",
    "user_session",
    "remember_me",
    "remember",
    "aspxauth",
    ".aspxauth",
    "symfony",
    "sess",
    "_ga_session",
];
static STRONG_PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(STRONG)
        .unwrap_or_else(|_| unreachable!("a constant list of short words is a valid automaton"))
});

/// How secret the value of a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrecy {
    /// Not at all.
    None,
    /// A word that is often harmless: small numbers stay.
    Weak,
    /// Always.
    Strong,
}

/// Judges a name: `user_password`, `X-Api-Key`, `sessionToken`.
pub(super) fn secrecy(name: &str) -> Secrecy {
    if name.len() < 2 || name.len() > 200 || !(markers::is_in(name) || name.eq_ignore_ascii_case("dsn")) {
        return Secrecy::None;
    }
    let mut compact = String::with_capacity(name.len());
    let mut starts: SmallVec<[usize; 8]> = SmallVec::new();
    let mut last = b'_';
    for byte in name.bytes() {
        let letter = byte.is_ascii_alphanumeric();
        let begins = letter && (!last.is_ascii_alphanumeric() || (byte.is_ascii_uppercase() && last.is_ascii_lowercase()));
        if begins {
            starts.push(compact.len());
        }
        if letter {
            compact.push(char::from(byte.to_ascii_lowercase()));
        }
        last = byte;
    }
    if STRONG_PARTS.is_match(&compact) {
        return Secrecy::Strong;
    }
    let word = |i: usize| {
        let end = starts.get(i + 1).copied().unwrap_or(compact.len());
        starts.get(i).and_then(|start| compact.get(*start..end)).unwrap_or_default()
    };
    let weak = (0..starts.len()).any(|i| WEAK.contains(&word(i)));
    let harmless = starts.len().checked_sub(1).is_some_and(|last| HARMLESS_ENDS.contains(&word(last)));
    if weak && !harmless { Secrecy::Weak } else { Secrecy::None }
}

/// True for a cookie whose value lets its holder in.
pub(super) fn is_session_cookie(name: &str) -> bool {
    secrecy(name) != Secrecy::None || SESSION_COOKIES.iter().any(|c| c.eq_ignore_ascii_case(name)) || ends_with_session(name)
}

fn ends_with_session(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with("_session") || lower.ends_with("-session") || lower.ends_with(".sid") || lower.starts_with("wordpress_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_names() {
        for name in [
            "password",
            "userPassword",
            "PASSWD",
            "db.password",
            "api_key",
            "X-Api-Key",
            "apiKey",
            "Authorization",
            "Proxy-Authorization",
            "client_secret",
            "MYSQL_PWD",
            "privateKey",
            "private-key",
            "PHPSESSID",
            "session_id",
            "csrfmiddlewaretoken",
            "X-CSRF-Token",
            "two-factor",
            "credentials",
            "AWS_SECRET_ACCESS_KEY",
            "Set-Cookie",
            "old_password_confirmation",
        ] {
            assert_eq!(secrecy(name), Secrecy::Strong, "{name}");
        }
        for name in ["token", "authToken2", "auth", "otp", "slack_token", "jwt", "cvv", "user_token_value", "Cookie", "access_token_x"] {
            assert_ne!(secrecy(name), Secrecy::None, "{name}");
        }
        for name in [
            "author",
            "authors",
            "tokenizer",
            "laptop",
            "passenger",
            "compass",
            "bypass_count",
            "token_type",
            "auth_method",
            "keyboard",
            "hotplate",
            "key",
            "session",
            "accessory",
            "card",
            "twofold",
            "",
            "x",
            "secure",
            "description",
        ] {
            assert_eq!(secrecy(name), Secrecy::None, "{name}");
        }
        assert!(is_session_cookie("connect.sid") && is_session_cookie("shop_session") && !is_session_cookie("theme"));
    }
}
