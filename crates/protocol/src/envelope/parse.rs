//! Cutting bytes into frames.

use bytes::{Buf as _, Bytes};
use memchr::memchr;

use super::{Envelope, EnvelopeError, EnvelopeHeader, Item, ItemHeader};
use crate::limits::{MAX_HEADER_BYTES, MAX_ITEMS_COUNT};

impl Envelope {
    /// Cuts bytes into an envelope of at most 500 items. Payloads are not looked into.
    ///
    /// # Errors
    /// [`EnvelopeError`] says what is wrong with the frames.
    pub fn parse(bytes: Bytes) -> Result<Self, EnvelopeError> {
        let mut rest = bytes;
        skip_empty_lines(&mut rest);
        if rest.is_empty() {
            return Err(EnvelopeError::MissingHeader);
        }
        let header = EnvelopeHeader::parse(take_header_line(&mut rest)?.0)?;
        let mut items = Vec::new();
        loop {
            skip_empty_lines(&mut rest);
            if rest.is_empty() {
                return Ok(Self { header, items });
            }
            if items.len() == MAX_ITEMS_COUNT {
                return Err(EnvelopeError::TooManyItems);
            }
            items.push(take_item(&mut rest)?);
        }
    }
}

fn skip_empty_lines(rest: &mut Bytes) {
    let blank = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
    rest.advance(blank);
}

/// Takes a line without its end; says whether the end was CRLF.
fn take_line(rest: &mut Bytes) -> (Bytes, bool) {
    let Some(end) = memchr(b'\n', rest) else {
        return (std::mem::take(rest), false);
    };
    let mut line = rest.split_to(end);
    rest.advance(1);
    let is_crlf = line.last() == Some(&b'\r');
    if is_crlf {
        line.truncate(line.len().saturating_sub(1));
    }
    (line, is_crlf)
}

fn take_header_line(rest: &mut Bytes) -> Result<(Bytes, bool), EnvelopeError> {
    let (line, is_crlf) = take_line(rest);
    if line.len() > MAX_HEADER_BYTES {
        return Err(EnvelopeError::HeaderTooLong);
    }
    Ok((line, is_crlf))
}

fn take_item(rest: &mut Bytes) -> Result<Item, EnvelopeError> {
    let (line, is_crlf) = take_header_line(rest)?;
    let header = ItemHeader::parse(&line)?;
    let payload = match header.length {
        Some(length) => take_counted(rest, length)?,
        None => take_uncounted(rest, is_crlf),
    };
    Ok(Item { header, payload })
}

fn take_counted(rest: &mut Bytes, length: u64) -> Result<Bytes, EnvelopeError> {
    let fits = usize::try_from(length).ok().filter(|n| *n <= rest.len());
    let Some(length) = fits else {
        return Err(EnvelopeError::Truncated { expected: length, found: rest.len() });
    };
    let payload = rest.split_to(length);
    match (rest.first(), rest.get(1)) {
        (None | Some(b'\n'), _) | (Some(b'\r'), None | Some(b'\n')) => Ok(payload),
        _ => Err(EnvelopeError::MissingNewline),
    }
}

fn take_uncounted(rest: &mut Bytes, is_crlf: bool) -> Bytes {
    let end = memchr(b'\n', rest).unwrap_or(rest.len());
    let mut payload = rest.split_to(end);
    if is_crlf && payload.last() == Some(&b'\r') {
        payload.truncate(payload.len().saturating_sub(1));
    }
    payload
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::ItemType;

    fn parse(text: &'static str) -> Result<Envelope, EnvelopeError> {
        Envelope::parse(Bytes::from_static(text.as_bytes()))
    }

    fn payloads(text: &'static str) -> Vec<String> {
        let items = parse(text).unwrap().items;
        items.iter().map(|item| String::from_utf8_lossy(&item.payload).into_owned()).collect()
    }

    #[test]
    fn forgives_what_sdks_send() {
        let expected = vec!["{}".to_owned(), "a\nb".to_owned()];
        for text in [
            "{}\n{\"type\":\"event\",\"length\":2}\n{}\n{\"type\":\"attachment\",\"length\":3}\na\nb\n",
            "{}\n{\"type\":\"event\",\"length\":2}\n{}\n{\"type\":\"attachment\",\"length\":3}\na\nb",
            "{}\n{\"type\":\"event\"}\n{}\n{\"type\":\"attachment\",\"length\":\"3\"}\na\nb\n\n\n",
            "{}\n\n{\"type\":\"event\",\"length\":null}\n{}\n\n{\"type\":\"attachment\",\"length\":3}\na\nb",
            "{}\r\n{\"type\":\"event\"}\r\n{}\r\n{\"type\":\"attachment\",\"length\":3}\r\na\nb\r\n",
        ] {
            assert_eq!(payloads(text), expected, "{text}");
        }
        assert_eq!(payloads("{}"), Vec::<String>::new());
        assert_eq!(payloads("{}\n{\"type\":\"x\",\"length\":0}"), [""]);
        assert_eq!(payloads("{}\n{\"type\":\"x\",\"length\":0}\n\n{\"type\":\"y\"}\nz"), ["", "z"]);
        assert_eq!(payloads("{}\n{\"type\":\"x\"}"), [""]);
    }

    #[test]
    fn reads_headers() {
        let envelope = parse(concat!(
            r#"{"event_id":"9ec79c33-ec99-42ab-8353-589fcb2e04dc","dsn":"https://e12d836b15bb49d7bbf99e64295d995b@sentry.io/42","#,
            r#""sent_at":"2026-11-23T05:05:06Z","sdk":{"name":"x"},"trace":{"trace_id":"t"},"own":1}"#,
            "\n",
            r#"{"type":"attachment","length":1,"filename":"a.txt","content_type":null,"attachment_type":"event.minidump","own":2}"#,
            "\nz"
        ))
        .unwrap();
        assert_eq!(hex::encode(envelope.header.event_id.unwrap()), "9ec79c33ec9942ab8353589fcb2e04dc");
        assert_eq!(envelope.header.dsn.as_ref().unwrap().project_id, 42);
        assert_eq!(envelope.header.sent_at_us, Some(1_795_410_306_000_000));
        assert_eq!(envelope.header.fields().get_object("trace").unwrap().get_str("trace_id"), Some("t"));
        assert!(envelope.header.fields().contains_key("own"));
        let header = &envelope.items[0].header;
        assert_eq!(header.item_type, ItemType::Attachment);
        assert_eq!((header.filename.as_deref(), header.content_type.as_deref()), (Some("a.txt"), None));
        assert_eq!(header.attachment_type.as_deref(), Some("event.minidump"));
        assert!(header.fields().contains_key("own"));
    }

    #[test]
    fn says_what_is_broken() {
        use EnvelopeError as E;
        assert!(matches!(parse(""), Err(E::MissingHeader)));
        assert!(matches!(parse("nonsense"), Err(E::InvalidHeader(Some(_)))));
        assert!(matches!(parse("[]"), Err(E::InvalidHeader(None))));
        assert!(matches!(parse(r#"{"event_id":"x"}"#), Err(E::InvalidHeaderField("event_id"))));
        assert!(matches!(parse(r#"{"dsn":5}"#), Err(E::InvalidHeaderField("dsn"))));
        assert!(parse(r#"{"event_id":null,"dsn":null,"sent_at":[]}"#).is_ok());
        assert!(matches!(parse("{}\n{}"), Err(E::InvalidItemHeaderField("type"))));
        assert!(matches!(parse("{}\nx"), Err(E::InvalidItemHeader(Some(_)))));
        assert!(matches!(parse("{}\n{\"type\":\"a\",\"length\":-1}\n"), Err(E::InvalidItemHeaderField("length"))));
        assert!(matches!(parse("{}\n{\"type\":\"a\",\"length\":9}\nx"), Err(E::Truncated { expected: 9, found: 1 })));
        assert!(matches!(parse("{}\n{\"type\":\"a\",\"length\":1}\nxy"), Err(E::MissingNewline)));
    }

    #[test]
    fn bounds_items_and_header_lines() {
        let many = format!("{{}}\n{}", "{\"type\":\"x\"}\n\n".repeat(MAX_ITEMS_COUNT + 1));
        assert!(matches!(Envelope::parse(many.into()), Err(EnvelopeError::TooManyItems)));
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_HEADER_BYTES));
        assert!(matches!(Envelope::parse(long.into()), Err(EnvelopeError::HeaderTooLong)));
    }
}
