//! Printing an envelope.

use super::ItemType;
use crate::event::print_event_id;
use crate::json::{Object, Value};

/// Prints an envelope item by item.
#[derive(Debug, Clone, Default)]
pub struct EnvelopeBuilder {
    header: Object<'static>,
    items: Vec<u8>,
}

impl EnvelopeBuilder {
    /// An envelope without headers and items.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts from headers that are there already.
    pub const fn with_header(header: Object<'static>) -> Self {
        Self { header, items: Vec::new() }
    }

    /// Names the event.
    #[must_use]
    pub fn event_id(self, id: &[u8; 16]) -> Self {
        self.header("event_id", print_event_id(id))
    }

    /// Sets one header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.header.insert(name, value);
        self
    }

    /// Adds an item with its type and length as only headers.
    #[must_use]
    pub fn item(self, item_type: &ItemType, payload: &[u8]) -> Self {
        self.push(ItemBuilder::new(item_type), payload)
    }

    /// Adds an item with headers of its own.
    #[must_use]
    pub fn push(mut self, item: ItemBuilder, payload: &[u8]) -> Self {
        let mut header = item.header;
        header.insert("length", payload.len() as u64);
        self.items.extend_from_slice(&Value::Object(header).to_vec());
        self.items.push(b'\n');
        self.items.extend_from_slice(payload);
        self.items.push(b'\n');
        self
    }

    /// The bytes.
    pub fn build(self) -> Vec<u8> {
        let mut out = Value::Object(self.header).to_vec();
        out.reserve(self.items.len().saturating_add(1));
        out.push(b'\n');
        out.extend_from_slice(&self.items);
        out
    }
}

/// Headers of an item to print.
#[derive(Debug, Clone)]
pub struct ItemBuilder {
    header: Object<'static>,
}

impl ItemBuilder {
    /// An item of a kind.
    pub fn new(item_type: &ItemType) -> Self {
        let mut header = Object::new();
        header.insert("type", item_type.as_str().to_owned());
        Self { header }
    }

    /// Starts from headers that are there already; the length is set anew.
    pub const fn with_header(header: Object<'static>) -> Self {
        Self { header }
    }

    /// Sets one header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.header.insert(name, value);
        self
    }

    /// Sets one header when there is a value.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Value<'static>>>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_lines() {
        let bytes = EnvelopeBuilder::new()
            .event_id(&[0xab; 16])
            .item(&ItemType::Event, b"{}")
            .push(ItemBuilder::new(&ItemType::Attachment).header("filename", "a.txt").maybe("x", None::<String>), b"a\nb")
            .build();
        insta::assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
        {"event_id":"abababababababababababababababab"}
        {"type":"event","length":2}
        {}
        {"type":"attachment","filename":"a.txt","length":3}
        a
        b
        "#);
    }
}
