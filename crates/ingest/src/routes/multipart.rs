//! `multipart/form-data` cut out of a body that is in memory: parts are slices of it, nothing is copied.

use bytes::{Buf as _, Bytes};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use memchr::memmem;

use crate::error::IngestError;

/// Parts taken of one body.
const MAX_PARTS: usize = 200;
/// Longest head of a part.
const MAX_PART_HEAD_BYTES: usize = 16 * 1024;
/// Longest boundary; the standard allows 70.
const MAX_BOUNDARY_BYTES: usize = 200;

const BROKEN: IngestError = IngestError::Invalid("broken multipart body");

/// One part of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) data: Bytes,
}

/// Boundary of a form; `None` when the body is none.
pub(super) fn boundary(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let (media_type, parameters) = value.split_once(';')?;
    if !media_type.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parameter(parameters, "boundary").filter(|text| !text.is_empty() && text.len() <= MAX_BOUNDARY_BYTES)
}

/// Cuts a body into its parts. What stands before the first and behind the last boundary is skipped.
pub(super) fn parse(body: Bytes, boundary: &str) -> Result<Vec<Part>, IngestError> {
    let opening = format!("--{boundary}");
    let delimiter = format!("\r\n--{boundary}");
    let finder = memmem::Finder::new(delimiter.as_bytes());
    let mut rest = body;
    if rest.starts_with(opening.as_bytes()) {
        rest.advance(opening.len());
    } else {
        let start = finder.find(&rest).ok_or(BROKEN)?;
        rest.advance(start.saturating_add(delimiter.len()));
    }
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        skip_line_end(&mut rest)?;
        let end = finder.find(&rest).ok_or(BROKEN)?;
        if parts.len() == MAX_PARTS {
            return Err(IngestError::BodyTooLarge);
        }
        parts.push(parse_part(rest.split_to(end))?);
        rest.advance(delimiter.len());
    }
    Ok(parts)
}

/// A boundary's line may end with blanks.
fn skip_line_end(rest: &mut Bytes) -> Result<(), IngestError> {
    let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    rest.advance(blanks);
    if !rest.starts_with(b"\r\n") {
        return Err(BROKEN);
    }
    rest.advance(2);
    Ok(())
}

fn parse_part(mut bytes: Bytes) -> Result<Part, IngestError> {
    let window = bytes.get(..MAX_PART_HEAD_BYTES).unwrap_or(&bytes);
    let end = memmem::find(window, b"\r\n\r\n").ok_or(BROKEN)?;
    let head = bytes.split_to(end);
    bytes.advance(4);
    let mut part = Part { data: bytes, ..Part::default() };
    for line in String::from_utf8_lossy(&head).split("\r\n") {
        let Some((name, value)) = line.split_once(':') else { continue };
        if name.trim().eq_ignore_ascii_case("content-disposition") {
            part.name = parameter(value, "name").ok_or(BROKEN)?;
            part.filename = parameter(value, "filename");
        } else if name.trim().eq_ignore_ascii_case("content-type") {
            part.content_type = Some(value.trim().to_owned());
        }
    }
    Ok(part)
}

/// Value of a parameter of a header, quoted or not.
fn parameter(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (name, value) = rest.split_once('=')?;
        let name = name.rsplit(';').next().unwrap_or(name).trim();
        let (value, tail) = split_value(value.trim_start());
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = tail;
    }
}

fn split_value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, tail) = text.split_at(text.find(';').unwrap_or(text.len()));
        return (value.trim().to_owned(), tail);
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            // Browsers escape quotes only; paths of Windows keep their backslashes.
            '\\' if chars.as_str().starts_with('"') => value.extend(chars.next()),
            c => value.push(c),
        }
    }
    (value, chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &'static str) -> Result<Vec<(String, Option<String>, String)>, IngestError> {
        let parts = parse(Bytes::from_static(text.as_bytes()), "XX")?;
        Ok(parts.into_iter().map(|p| (p.name, p.filename, String::from_utf8_lossy(&p.data).into_owned())).collect())
    }

    #[test]
    fn parts_are_cut_at_boundaries() {
        let text = "preamble\r\n--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX  \r\n\
                    content-type: text/plain\r\ncontent-disposition: form-data; filename=\"C:\\x\\\"y\\\".dmp\"; name=b\r\n\r\n\r\n--\r\n\r\n--XX--\r\nepilogue";
        let expected =
            [("a".to_owned(), None, "1".to_owned()), ("b".to_owned(), Some("C:\\x\"y\".dmp".to_owned()), "\r\n--\r\n".to_owned())];
        assert_eq!(parsed(text).unwrap(), expected);
        assert_eq!(parsed("--XX--").unwrap(), []);
        assert_eq!(
            parsed("--XX\r\ncontent-disposition: form-data; name=a\r\n\r\n\r\n--XX--").unwrap(),
            [("a".to_owned(), None, String::new())]
        );
    }

    #[test]
    fn broken_bodies_are_refused() {
        for text in ["", "--YY--", "--XX", "--XXjunk", "--XX\r\nhead only", "--XX\r\ncontent-disposition: form-data; name=a\r\n\r\nno end"]
        {
            assert!(parsed(text).is_err(), "{text}");
        }
        let many = format!("{}--XX--", "--XX\r\na: b\r\n\r\n\r\n".repeat(MAX_PARTS + 1));
        assert!(matches!(parse(many.into(), "XX"), Err(IngestError::BodyTooLarge)));
    }

    #[test]
    fn the_boundary_is_read_from_the_media_type() {
        let of = |text: &'static str| boundary(&HeaderMap::from_iter([(CONTENT_TYPE, http::HeaderValue::from_static(text))]));
        assert_eq!(of("multipart/form-data; boundary=XX").as_deref(), Some("XX"));
        assert_eq!(of("Multipart/Form-Data; charset=utf-8; boundary=\"X;X\"").as_deref(), Some("X;X"));
        assert_eq!(of("multipart/form-data"), None);
        assert_eq!(of("application/json; boundary=XX"), None);
    }

    proptest::proptest! {
        #[test]
        fn arbitrary_bodies_do_no_harm(body in proptest::collection::vec(proptest::sample::select(b"-X\r\n :;=\"an".to_vec()), 0..200)) {
            let _ = parse(Bytes::from(body), "XX");
        }
    }
}
