//! JSON as SDKs really send it. The strict parser goes first; only what it refuses is cleaned and tried again.

use std::borrow::Cow;

use memchr::memchr2;
use thiserror::Error;

use super::Value;

/// Nesting the strict parser follows.
const MAX_DEPTH: usize = 128;

/// Why a text is no JSON even with good will.
#[derive(Debug, Error)]
pub enum JsonError {
    /// Nothing there.
    #[error("empty input")]
    Empty,
    /// More than 128 levels.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// Anything else, with line and column of the cleaned text.
    #[error("invalid JSON: {0}")]
    Syntax(#[from] serde_json::Error),
}

/// Parses JSON and forgives what SDKs are known to send: bytes that are not UTF-8 and halves of surrogate
/// pairs become U+FFFD, bare `NaN`, `Infinity` and numbers out of range become `null`, control characters
/// inside strings are taken as they are, a byte order mark is skipped. Of equal keys the last wins.
///
/// # Errors
/// When it is empty, too deep, or still not JSON; also when something follows the value.
pub fn parse_lenient(input: &[u8]) -> Result<Value<'_>, JsonError> {
    if let Ok(text) = std::str::from_utf8(input)
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    let text = String::from_utf8_lossy(input);
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(JsonError::Empty);
    }
    let cleaned = clean(text)?;
    let value: Value<'_> = serde_json::from_str(&cleaned)?;
    Ok(value.into_owned())
}

/// Rewrites the text token by token into what the strict parser takes.
fn clean(text: &str) -> Result<String, JsonError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let (token, tail) = match first {
            '"' => split_string(rest),
            c if is_word(c) => rest.split_at(rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            c => rest.split_at(c.len_utf8()),
        };
        match first {
            '"' => clean_string(token, &mut out),
            '[' | '{' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(JsonError::TooDeep);
                }
                out.push(first);
            }
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                out.push(first);
            }
            _ => out.push_str(&clean_word(token)),
        }
        rest = tail;
    }
    Ok(out)
}

const fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')
}

fn clean_word(word: &str) -> Cow<'_, str> {
    let unsigned = word.trim_start_matches(['-', '+']);
    if matches!(unsigned, "NaN" | "nan" | "Infinity" | "inf" | "Inf") {
        return "null".into();
    }
    let is_number = unsigned.starts_with(|c: char| c.is_ascii_digit());
    if is_number && word.parse::<f64>().is_ok_and(f64::is_infinite) {
        return "null".into();
    }
    word.into()
}

/// Splits after the closing quote (or takes all when there is none).
fn split_string(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(found) = bytes.get(at..).and_then(|tail| memchr2(b'"', b'\\', tail)) {
        let place = at + found;
        if bytes.get(place) == Some(&b'"') {
            return text.split_at_checked(place + 1).unwrap_or((text, ""));
        }
        at = place + 2;
    }
    (text, "")
}

fn clean_string(token: &str, out: &mut String) {
    let mut chars = token.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => clean_escape(&mut chars, out),
            '\u{0}'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
}

fn clean_escape(chars: &mut std::str::Chars<'_>, out: &mut String) {
    let rest = chars.as_str();
    let Some(code) = rest.strip_prefix('u').and_then(hex4) else {
        out.push('\\');
        out.extend(chars.next());
        return;
    };
    let mut used = 5;
    match code {
        0xd800..=0xdbff => match rest.get(5..).and_then(|t| t.strip_prefix("\\u")).and_then(hex4) {
            Some(0xdc00..=0xdfff) => {
                used = 11;
                out.push('\\');
                out.push_str(rest.get(..used).unwrap_or_default());
            }
            _ => out.push_str("\\ufffd"),
        },
        0xdc00..=0xdfff => out.push_str("\\ufffd"),
        _ => {
            out.push('\\');
            out.push_str(rest.get(..used).unwrap_or_default());
        }
    }
    // All of `used` is ASCII, so it counts characters too.
    if let Some(last) = used.checked_sub(1) {
        chars.nth(last);
    }
}

fn hex4(text: &str) -> Option<u16> {
    let digits = text.get(..4)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(input: &[u8]) -> String {
        parse_lenient(input).map_or_else(|e| format!("error: {e}"), |v| v.to_string())
    }

    #[test]
    fn forgives_what_sdks_send() {
        let cases: &[(&[u8], &str)] = &[
            (br#"{"a":NaN,"b":[Infinity,-Infinity],"c":"NaN"}"#, r#"{"a":null,"b":[null,null],"c":"NaN"}"#),
            (b"{\"a\":\"x\xffy\"}", "{\"a\":\"x\u{fffd}y\"}"),
            (br#"["\ud800","\udc00x","\ud83d\ude00","\ud800\u0041"]"#, "[\"\u{fffd}\",\"\u{fffd}x\",\"😀\",\"\u{fffd}A\"]"),
            (br#"["\ud800","\\ud800"]"#, "[\"\u{fffd}\",\"\\\\ud800\"]"),
            (b"[1e999,-1e999,1e3]", "[null,null,1000.0]"),
            (b"{\"a\":\"line\nbreak\"}", r#"{"a":"line\nbreak"}"#),
            (b"\xef\xbb\xbf{}", "{}"),
            (br#"{"a":1,"a":2}"#, r#"{"a":2}"#),
            (b" \n[1] \n", "[1]"),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), *expected, "{}", String::from_utf8_lossy(input));
        }
    }

    #[test]
    fn refuses_the_rest() {
        for input in [&b"{} x"[..], b"{} {}", b"{", b"\"open", b"\"\\", b"\"\\u12", b"nul", b"{'a':1}", b"[NaNa]"] {
            assert!(matches!(parse_lenient(input), Err(JsonError::Syntax(_))), "{}", String::from_utf8_lossy(input));
        }
        assert!(matches!(parse_lenient(b" \n"), Err(JsonError::Empty)));
    }

    #[test]
    fn refuses_deep_nesting_before_it_hurts() {
        let deep = "[".repeat(1_000_000);
        assert!(matches!(parse_lenient(deep.as_bytes()), Err(JsonError::TooDeep)));
        let fine = format!("{}{}", "[".repeat(100), "]".repeat(100));
        assert!(parse_lenient(fine.as_bytes()).is_ok());
    }
}
