//! Secrets inside a text: assignments to a secret name, bearer and basic credentials, tokens of known services,
//! private keys, passwords in URLs, card and social security numbers.

use memchr::memmem;
use smallvec::SmallVec;

use super::keys::{Secrecy, secrecy};
use super::{markers, numbers};

/// What stands where a secret stood.
pub(super) const FILTERED: &str = "[Filtered]";
/// A name is looked for this far around a marker.
const MAX_NAME_BYTES: usize = 64;
/// A URL's user and password are looked for this far.
const MAX_USERINFO_BYTES: usize = 256;
/// A token of a known service is at least this long.
const MIN_TOKEN_BYTES: usize = 16;

/// A stretch of text to replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) rule: &'static str,
}

pub(super) type Findings = SmallVec<[Finding; 4]>;

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Data: everything is looked for.
    Data,
    /// Source code: `password = read()` is no secret, a literal or a private key is.
    Source,
}

/// All secrets of a text, in order, without overlaps.
pub(super) fn find(text: &str, kind: TextKind) -> Findings {
    let mut found = Findings::new();
    if text.len() < 4 {
        return found;
    }
    let mut at = 0;
    // A marker inside another one adds nothing: each candidate is judged by the whole name around it.
    while let Some(marker) = markers::next(text, at) {
        at = marker.end;
        if let Some(finding) = judge(text, marker.start, marker.end, kind) {
            at = at.max(finding.end);
            found.push(finding);
        }
    }
    numbers::find(text, |start, end, rule| found.push(Finding { start, end, rule }));
    found.sort_unstable_by_key(|f| (f.start, usize::MAX - f.end));
    let mut end = 0;
    found.retain(|f| {
        let free = f.start >= end;
        end = end.max(f.end);
        free
    });
    found
}

fn judge(text: &str, start: usize, end: usize, kind: TextKind) -> Option<Finding> {
    let marker = text.get(start..end)?;
    let first = marker.as_bytes().first().copied()?.to_ascii_lowercase();
    match first {
        b':' => return url_password(text, end),
        b'-' => return private_key(text, start),
        b'e' if marker.eq_ignore_ascii_case("eyj") => return web_token(text, start),
        b'g' | b'x' if marker.len() > 2 && !marker.eq_ignore_ascii_case("xsrf") => return known_token(text, start),
        b'a' if marker == "AKIA" => return known_token(text, start),
        b'b' => {
            if let Some(found) = scheme_credentials(text, end, marker) {
                return Some(found);
            }
        }
        _ => {}
    }
    assignment(text, start, end, kind)
}

fn url_password(text: &str, start: usize) -> Option<Finding> {
    let rest = text.as_bytes().get(start..)?;
    let rest = rest.get(..rest.len().min(MAX_USERINFO_BYTES))?;
    let stop = rest.iter().position(|b| matches!(b, b'/' | b'?' | b'#' | b' ' | b'\n' | b'"' | b'\'' | b'<' | b'>')).unwrap_or(rest.len());
    let userinfo = rest.get(..stop)?;
    let at = memchr::memrchr(b'@', userinfo)?;
    let colon = memchr::memchr(b':', userinfo.get(..at)?)?;
    let finding = Finding { start: start + colon + 1, end: start + at, rule: "@urlauth:filter" };
    (finding.end > finding.start && text.get(finding.start..finding.end) != Some(FILTERED)).then_some(finding)
}

fn private_key(text: &str, start: usize) -> Option<Finding> {
    let rest = text.get(start..)?;
    let label = rest.as_bytes().get(..rest.len().min(MAX_NAME_BYTES))?;
    let name = memmem::find(label, b"PRIVATE KEY-----")?;
    let body = name + "PRIVATE KEY-----".len();
    let end = rest
        .get(body..)
        .and_then(|tail| tail.find("-----END").map(|at| (at, tail)))
        .and_then(|(at, tail)| tail.get(at + 8..).and_then(|t| t.find("-----")).map(|close| body + at + 8 + close + 5))
        .unwrap_or(rest.len());
    Some(Finding { start, end: start + end, rule: "@pemkey:filter" })
}

const fn is_token_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'~' | b'+' | b'/' | b'=')
}

fn token_end(text: &str, start: usize) -> usize {
    start + text.as_bytes().get(start..).map_or(0, |rest| rest.iter().take_while(|b| is_token_byte(**b)).count())
}

fn starts_free(text: &str, start: usize) -> bool {
    start.checked_sub(1).and_then(|i| text.as_bytes().get(i)).is_none_or(|b| !b.is_ascii_alphanumeric())
}

/// `eyJ….….…`
fn web_token(text: &str, start: usize) -> Option<Finding> {
    let end = token_end(text, start);
    let token = text.get(start..end)?;
    let fits = token.starts_with("eyJ") && token.len() >= 32 && token.matches('.').count() >= 2;
    (fits && starts_free(text, start)).then_some(Finding { start, end, rule: "@bearer:filter" })
}

fn known_token(text: &str, start: usize) -> Option<Finding> {
    let end = token_end(text, start);
    let fits = end - start >= MIN_TOKEN_BYTES && starts_free(text, start);
    fits.then_some(Finding { start, end, rule: "@bearer:filter" })
}

/// `Bearer abc…`, `Basic dXNlcjpwdw==`.
fn scheme_credentials(text: &str, end: usize, marker: &str) -> Option<Finding> {
    let rest = text.as_bytes().get(end..)?;
    let gap = rest.iter().take_while(|b| **b == b' ').count();
    let is_basic = marker.ends_with(' ');
    if gap == 0 && !is_basic {
        return None;
    }
    let start = end + gap;
    let stop = token_end(text, start);
    let token = text.as_bytes().get(start..stop)?;
    let digit = token.iter().any(u8::is_ascii_digit);
    let mixed = token.iter().any(u8::is_ascii_uppercase) && token.iter().any(u8::is_ascii_lowercase);
    let enough = token.len() >= 8 && (digit || mixed || token.len() >= 20 || token.ends_with(b"="));
    enough.then_some(Finding { start, end: stop, rule: "@bearer:filter" })
}

/// `password=x`, `"api_key": "x"`, `'token' => 'x'`, `Authorization: Basic x`.
/// In source code only a literal is a secret: `password = "x"` is, `password = read()` is not.
fn assignment(text: &str, start: usize, end: usize, kind: TextKind) -> Option<Finding> {
    let bytes = text.as_bytes();
    let (name_start, name_end) = name_around(bytes, start, end);
    let secrecy = secrecy(text.get(name_start..name_end)?);
    if secrecy == Secrecy::None {
        return None;
    }
    let mut at = name_end;
    let quoted_name = eat_quote(bytes, &mut at).is_some();
    skip_spaces(bytes, &mut at);
    let sign = *bytes.get(at)?;
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    match (sign, next) {
        (b'=', b'=') | (b':', b':') => return None,
        (b'=', b'>') | (b':', b'=') => at += 2,
        (b'=' | b':', _) => at += 1,
        (b',', _) if quoted_name => at += 1,
        _ => return None,
    }
    let spaced = bytes.get(at) == Some(&b' ');
    skip_spaces(bytes, &mut at);
    let value = value_at(text, at)?;
    if kind == TextKind::Source && !value.literal {
        return None;
    }
    let prose = sign == b':' && spaced && !quoted_name && !value.quoted;
    worth_filtering(text, &value, secrecy, prose, quoted_name).then_some(Finding {
        start: value.start,
        end: value.end,
        rule: "@password:filter",
    })
}

fn name_around(bytes: &[u8], start: usize, end: usize) -> (usize, usize) {
    let fits = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let before = bytes.get(..start).unwrap_or_default().iter().rev().take(MAX_NAME_BYTES).take_while(|b| fits(b)).count();
    let behind = bytes.get(end..).unwrap_or_default().iter().take(MAX_NAME_BYTES).take_while(|b| fits(b)).count();
    (start - before, end + behind)
}

fn skip_spaces(bytes: &[u8], at: &mut usize) {
    *at += bytes.get(*at..).map_or(0, |rest| rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count());
}

/// Eats a quote, escaped or not; gives the quote and how many backslashes stood before it.
fn eat_quote(bytes: &[u8], at: &mut usize) -> Option<(u8, usize)> {
    let slashes = bytes.get(*at..)?.iter().take_while(|b| **b == b'\\').count();
    let quote = *bytes.get(*at + slashes)?;
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return None;
    }
    *at += slashes + 1;
    Some((quote, slashes))
}

struct SecretValue {
    start: usize,
    end: usize,
    /// In quotes or brackets.
    quoted: bool,
    /// In quotes.
    literal: bool,
}

fn value_at(text: &str, at: usize) -> Option<SecretValue> {
    let bytes = text.as_bytes();
    let mut inner = at;
    // Python's `b'…'` and `u'…'`.
    if matches!(bytes.get(at), Some(b'b' | b'u' | b'r')) && matches!(bytes.get(at + 1), Some(b'"' | b'\'')) {
        inner += 1;
    }
    if let Some((quote, slashes)) = eat_quote(bytes, &mut inner) {
        return Some(SecretValue { start: inner, end: closing_quote(bytes, inner, quote, slashes), quoted: true, literal: true });
    }
    if matches!(bytes.get(at), Some(b'[' | b'{' | b'(')) && !text.get(at..)?.starts_with(FILTERED) {
        return Some(SecretValue { start: at, end: closing_bracket(bytes, at), quoted: true, literal: false });
    }
    let word = |from: usize| {
        let stop = |b: &u8| {
            !(b.is_ascii_whitespace() || matches!(b, b',' | b';' | b'&' | b'"' | b'\'' | b')' | b'}' | b']' | b'<' | b'>' | b'\\'))
        };
        from + bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| stop(b)).count())
    };
    let mut end = word(at);
    let scheme = text.get(at..end)?;
    if ["bearer", "basic", "token", "digest", "negotiate", "apikey"].iter().any(|s| scheme.eq_ignore_ascii_case(s)) {
        let mut next = end;
        skip_spaces(bytes, &mut next);
        end = word(next);
    }
    Some(SecretValue { start: at, end, quoted: false, literal: false })
}

/// The quote that closes a text: the same sign behind the same number of backslashes.
fn closing_quote(bytes: &[u8], start: usize, quote: u8, slashes: usize) -> usize {
    let mut at = start;
    let mut seen = 0;
    while let Some(byte) = bytes.get(at) {
        match *byte {
            b'\\' => seen += 1,
            b if b == quote && seen <= slashes => return at - seen.min(at - start),
            _ => seen = 0,
        }
        if *byte == quote {
            seen = 0;
        }
        at += 1;
    }
    at
}

fn closing_bracket(bytes: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in bytes.get(start..).unwrap_or_default().iter().enumerate() {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return start + offset + 1;
                }
            }
            _ => {}
        }
    }
    bytes.len()
}

/// Empty values, truth values and plain prose ("token: unexpected end") are no secrets.
fn worth_filtering(text: &str, value: &SecretValue, secrecy: Secrecy, prose: bool, quoted_name: bool) -> bool {
    let Some(found) = text.get(value.start..value.end) else { return false };
    let trimmed = found.trim();
    let empty = ["", "null", "none", "nil", "undefined", "true", "false", "[]", "{}", "()", "*", "[filtered", FILTERED];
    if empty.iter().any(|e| trimmed.eq_ignore_ascii_case(e)) || trimmed.starts_with("[Filtered") {
        return false;
    }
    if !prose {
        return secrecy == Secrecy::Strong || quoted_name || trimmed.len() >= 4;
    }
    let letters_only = trimmed.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'!' | b'?' | b'-'));
    let digit = trimmed.bytes().any(|b| b.is_ascii_digit());
    let more_words = text.as_bytes().get(value.end) == Some(&b' ');
    match secrecy {
        Secrecy::Strong => !(letters_only && more_words),
        _ => trimmed.len() >= 6 && digit && !(letters_only && more_words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scrubbed(text: &str, kind: TextKind) -> String {
        let mut out = String::new();
        let mut at = 0;
        for f in find(text, kind) {
            out.push_str(&text[at..f.start]);
            out.push_str(FILTERED);
            at = f.end;
        }
        out.push_str(&text[at..]);
        out
    }

    #[test]
    fn filters_secrets_in_data() {
        let cases = [
            ("password=hunter2&user=jane", "password=[Filtered]&user=jane"),
            ("https://x.io/cb?token=abcdef&x=1", "https://x.io/cb?token=[Filtered]&x=1"),
            ("{'password': 'hun\\'ter2', 'n': 1}", "{'password': '[Filtered]', 'n': 1}"),
            ("{\"api_key\":\"abc\",\"n\":1}", "{\"api_key\":\"[Filtered]\",\"n\":1}"),
            ("\"{\\\"password\\\":\\\"x y\\\",\\\"n\\\":1}\"", "\"{\\\"password\\\":\\\"[Filtered]\\\",\\\"n\\\":1}\""),
            ("{:password=>\"x\", :n=>1}", "{:password=>\"[Filtered]\", :n=>1}"),
            ("('password', 'hunter2')", "('password', '[Filtered]')"),
            ("secret_key=b'abc', x=1", "secret_key=b'[Filtered]', x=1"),
            ("'passwords': ['a', 'b'], 'n': 1", "'passwords': [Filtered], 'n': 1"),
            ("Authorization: Basic dXNlcjpwdw== ok", "Authorization: [Filtered] ok"),
            ("authorization: Bearer abc.def-123", "authorization: [Filtered]"),
            ("sent Bearer abcdef123456", "sent Bearer [Filtered]"),
            ("postgres://app:s3cr@t@db:5432/x failed", "postgres://app:[Filtered]@db:5432/x failed"),
            ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!", "jwt [Filtered]!"),
            ("key AKIAIOSFODNN7EXAMPLE used", "key [Filtered] used"),
            ("a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY----- b", "a [Filtered] b"),
            ("a -----BEGIN PRIVATE KEY-----\\nMII", "a [Filtered]"),
            ("paid with 4111 1111 1111 1111.", "paid with [Filtered]."),
            ("password: hunter2", "password: [Filtered]"),
            ("DB_PASSWORD=correcthorse", "DB_PASSWORD=[Filtered]"),
        ];
        for (text, expected) in cases {
            assert_eq!(scrubbed(text, TextKind::Data), expected, "{text}");
        }
    }

    #[test]
    fn leaves_prose_and_code_alone() {
        for text in [
            "password: must not be empty",
            "Unexpected token: '}'",
            "token: unexpected end",
            "author: Jane",
            "basic usage of things",
            "bearer authentication required",
            "password = None",
            "auth=true",
            "https://x.io/a:b@c",
            "http://[::1]:80/",
            "max_tokens: 12",
            "std::auth::token",
            "if token == other",
        ] {
            assert_eq!(scrubbed(text, TextKind::Data), text);
        }
        for text in ["    password = read_password()", "token: str = next(tokens)", "auth(user=user, password=pw)"] {
            assert_eq!(scrubbed(text, TextKind::Source), text);
        }
        assert_eq!(scrubbed("    password = \"hunter2\"  # x", TextKind::Source), "    password = \"[Filtered]\"  # x");
        assert_eq!(scrubbed("KEY = '''-----BEGIN EC PRIVATE KEY-----", TextKind::Source), "KEY = '''[Filtered]");
    }

    proptest::proptest! {
        #[test]
        fn never_panics_and_findings_are_slices(text in "(?s).{0,120}") {
            for f in find(&text, TextKind::Data) {
                proptest::prop_assert!(text.get(f.start..f.end).is_some());
            }
        }

        #[test]
        fn assignments_in_any_frame_are_filtered(head in "[a-z {}\\[\\],]{0,20}", tail in "[a-z {}\\[\\],]{0,20}", i in 0_usize..6) {
            let form = ["password=S3CRETVAL", "\"password\": \"S3CRETVAL\"", "'password': 'S3CRETVAL'", "password: S3CRETVAL1", "\\\"password\\\":\\\"S3CRETVAL\\\"", ":password=>\"S3CRETVAL\""][i];
            let text = format!("{head} {form} {tail}");
            proptest::prop_assert!(!scrubbed(&text, TextKind::Data).contains("S3CRET"), "{}", text);
        }
    }
}
