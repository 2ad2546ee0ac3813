//! The tree and its serde.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Object;

/// A JSON value that borrows from its text where it can.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value<'a> {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number that fits into 64 bits with sign.
    Int(i64),
    /// A whole number above `i64::MAX`.
    UInt(u64),
    /// Any other number; never NaN or infinite when it was parsed.
    Float(f64),
    /// Text.
    Str(Cow<'a, str>),
    /// List.
    Array(Vec<Value<'a>>),
    /// Object.
    Object(Object<'a>),
}

impl<'a> Value<'a> {
    /// Parses strict JSON.
    ///
    /// # Errors
    /// When the text is not JSON, nests deeper than 128, or something follows the value.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// True for `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number. A float without a fraction counts.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(n) => Some(*n),
            Self::UInt(n) => i64::try_from(*n).ok(),
            // 2^53: up to here each whole number has its own float.
            Self::Float(x) if x.fract() == 0.0 && x.abs() <= 9_007_199_254_740_992.0 => Some(*x as i64),
            _ => None,
        }
    }

    /// A whole number that is not negative. A float without a fraction counts.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::UInt(n) => Some(*n),
            other => other.as_i64().and_then(|n| u64::try_from(n).ok()),
        }
    }

    /// Any number.
    pub const fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(n) => Some(*n as f64),
            Self::UInt(n) => Some(*n as f64),
            Self::Float(x) => Some(*x),
            _ => None,
        }
    }

    /// A truth value.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// An object.
    pub const fn as_object(&self) -> Option<&Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// An object, to change it.
    pub const fn as_object_mut(&mut self) -> Option<&mut Object<'a>> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// A list.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// A list, to change it.
    pub const fn as_array_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Value of a key when this is an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// Walks a path of keys and list positions joined by dots: `exception.values.0.type`.
    pub fn pointer(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |value, step| match value {
            Self::Object(object) => object.get(step),
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// As [`Value::pointer`], to change what is found.
    pub fn pointer_mut(&mut self, path: &str) -> Option<&mut Self> {
        path.split('.').try_fold(self, |value, step| match value {
            Self::Object(object) => object.get_mut(step),
            Self::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Takes the value and leaves `null`.
    #[must_use]
    pub const fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Null)
    }

    /// The same tree without borrows.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(b) => Value::Bool(b),
            Self::Int(n) => Value::Int(n),
            Self::UInt(n) => Value::UInt(n),
            Self::Float(x) => Value::Float(x),
            Self::Str(text) => Value::Str(Cow::Owned(text.into_owned())),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(object) => Value::Object(object.into_owned()),
        }
    }

    /// Compact JSON. A float that is not finite is printed as `null`.
    pub fn to_vec(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.print(&mut out);
        out
    }

    /// Appends compact JSON, as [`Self::to_vec`] makes it.
    pub fn print(&self, out: &mut Vec<u8>) {
        super::print::value(out, self);
    }
}

/// Compact JSON.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.to_vec()))
    }
}

macro_rules! from_plain {
    ($($from:ty => |$it:ident| $to:expr),* $(,)?) => {$(
        impl<'a> From<$from> for Value<'a> {
            fn from($it: $from) -> Self {
                $to
            }
        }
    )*};
}

from_plain! {
    bool => |b| Self::Bool(b),
    i64 => |n| Self::Int(n),
    i32 => |n| Self::Int(i64::from(n)),
    u32 => |n| Self::Int(i64::from(n)),
    u64 => |n| i64::try_from(n).map_or(Self::UInt(n), Self::Int),
    f64 => |x| Self::Float(x),
    String => |text| Self::Str(Cow::Owned(text)),
    &'a str => |text| Self::Str(Cow::Borrowed(text)),
    Cow<'a, str> => |text| Self::Str(text),
    Vec<Value<'a>> => |items| Self::Array(items),
    Object<'a> => |object| Self::Object(object),
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Int(n) => serializer.serialize_i64(*n),
            Self::UInt(n) => serializer.serialize_u64(*n),
            Self::Float(x) => serializer.serialize_f64(*x),
            Self::Str(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| seq.serialize_element(item))?;
                seq.end()
            }
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, b: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Value::Int(n))
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Value::from(n))
    }

    fn visit_f64<E: de::Error>(self, x: f64) -> Result<Self::Value, E> {
        Ok(if x.is_finite() { Value::Float(x) } else { Value::Null })
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Str(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Str(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Value::Str(Cow::Owned(text)))
    }

    fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(Value::Str(Cow::Owned(String::from_utf8_lossy(bytes).into_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((Key(key), value)) = map.next_entry()? {
            entries.push((key, value));
        }
        Ok(Value::Object(Object::from_entries(entries)))
    }
}

struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Borrowed(text)))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(text)))
    }

    fn visit_i64<E: de::Error>(self, n: i64) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(n.to_string())))
    }

    fn visit_u64<E: de::Error>(self, n: u64) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(n.to_string())))
    }

    fn visit_bool<E: de::Error>(self, b: bool) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(b.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borrows_plain_strings_and_owns_escaped_ones() {
        let value = Value::parse(r#"{"plain":"text","es\"caped":"a\nb"}"#).unwrap();
        let entries: Vec<_> = value.as_object().unwrap().clone().into_iter().collect();
        assert!(matches!(&entries[0], (Cow::Borrowed("plain"), Value::Str(Cow::Borrowed("text")))));
        assert!(matches!(&entries[1], (Cow::Owned(k), Value::Str(Cow::Owned(v))) if k == "es\"caped" && v == "a\nb"));
    }

    #[test]
    fn keeps_numbers_apart() {
        let value = Value::parse("[1,-1,18446744073709551615,1.5,1e2]").unwrap();
        assert_eq!(
            value.as_array().unwrap(),
            [Value::Int(1), Value::Int(-1), Value::UInt(u64::MAX), Value::Float(1.5), Value::Float(100.0)]
        );
        assert_eq!(value.pointer("4").and_then(Value::as_i64), Some(100));
        assert_eq!(value.pointer("3").and_then(Value::as_i64), None);
        assert_eq!(value.pointer("0").and_then(Value::as_f64), Some(1.0));
    }

    #[test]
    fn prints_in_the_order_it_read() {
        let text = r#"{"z":1,"a":[true,null,{"b":"ü\n"}],"m":-0.5}"#;
        assert_eq!(Value::parse(text).unwrap().to_string(), text);
        assert_eq!(Value::parse(text).unwrap().into_owned().to_string(), text);
        assert_eq!(Value::Float(f64::NAN).to_string(), "null");
    }

    #[test]
    fn walks_paths() {
        let mut value = Value::parse(r#"{"exception":{"values":[{"type":"E"}]}}"#).unwrap();
        assert_eq!(value.pointer("exception.values.0.type").and_then(Value::as_str), Some("E"));
        assert_eq!(value.pointer("exception.values.1.type"), None);
        *value.pointer_mut("exception.values.0").unwrap() = Value::Null;
        assert_eq!(value.to_string(), r#"{"exception":{"values":[null]}}"#);
    }
}
