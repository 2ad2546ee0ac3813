//! Reading and writing fields.

use bytes::{BufMut as _, Bytes, BytesMut};
use thiserror::Error;

const NO_TEXT: u16 = u16::MAX;

/// Why bytes are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecordError {
    /// A kind or version this program does not know: written by a newer one, or no record.
    #[error("unknown kind or version of record: {0:#04x}")]
    UnknownKind(u8),
    /// The bytes end too early.
    #[error("record ends too early")]
    Truncated,
    /// A field holds a value it cannot have.
    #[error("bad {0} in record")]
    BadField(&'static str),
}

pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], RecordError> {
        let (head, tail) = self.rest.split_first_chunk().ok_or(RecordError::Truncated)?;
        self.rest = tail;
        Ok(*head)
    }

    pub(super) fn u8(&mut self) -> Result<u8, RecordError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u32(&mut self) -> Result<u32, RecordError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn i64(&mut self) -> Result<i64, RecordError> {
        self.array().map(i64::from_le_bytes)
    }

    pub(super) fn sub(&mut self, length: u32) -> Result<Self, RecordError> {
        let length = usize::try_from(length).map_err(|_| RecordError::Truncated)?;
        let (head, tail) = self.rest.split_at_checked(length).ok_or(RecordError::Truncated)?;
        self.rest = tail;
        Ok(Self::new(head))
    }

    pub(super) fn text(&mut self, field: &'static str) -> Result<Option<&'a str>, RecordError> {
        let length = u16::from_le_bytes(self.array()?);
        if length == NO_TEXT {
            return Ok(None);
        }
        let bytes = self.sub(u32::from(length))?.rest;
        std::str::from_utf8(bytes).map(Some).map_err(|_| RecordError::BadField(field))
    }
}

/// The longest head of a text that is at most `max_bytes` long.
fn cut(text: &str, max_bytes: usize) -> &str {
    let end = (0..=max_bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

#[derive(Default)]
pub(super) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(super) fn u8(&mut self, byte: u8) {
        self.out.push(byte);
    }

    pub(super) fn u32(&mut self, n: u32) {
        self.bytes(&n.to_le_bytes());
    }

    pub(super) fn i64(&mut self, n: i64) {
        self.bytes(&n.to_le_bytes());
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Text over 65,534 bytes is cut at a character.
    pub(super) fn text(&mut self, text: Option<&str>) {
        let Some(text) = text else {
            return self.bytes(&NO_TEXT.to_le_bytes());
        };
        let text = cut(text, usize::from(NO_TEXT - 1));
        let length = u16::try_from(text.len()).unwrap_or_default();
        self.bytes(&length.to_le_bytes());
        self.bytes(text.as_bytes());
    }

    /// Puts tag and length before the header and the body behind it.
    pub(super) fn finish(self, tag: u8, body: &[u8]) -> Bytes {
        let mut record = self.finish_open(tag, body.len());
        record.put_slice(body);
        record.freeze()
    }

    /// Puts tag and length before the header and leaves room for a body.
    pub(super) fn finish_open(self, tag: u8, room: usize) -> BytesMut {
        let length = u32::try_from(self.out.len()).unwrap_or(u32::MAX);
        let mut record = BytesMut::with_capacity(self.out.len().saturating_add(room).saturating_add(5));
        record.put_u8(tag);
        record.put_u32_le(length);
        record.put_slice(&self.out);
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character() {
        assert_eq!(cut("aé", 2), "a");
        assert_eq!(cut("aé", 3), "aé");
        assert_eq!(cut("", 3), "");
    }
}
