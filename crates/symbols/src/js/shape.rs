//! A source map as it is written: JSON, read under bounds.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Most sources of a map, all sections together.
pub(crate) const MAX_SOURCES: usize = 100_000;
/// Most names of a map.
pub(crate) const MAX_NAMES: usize = 2_000_000;
/// Most sections of an index map.
pub(crate) const MAX_SECTIONS: usize = 20_000;

/// A list of at most `N` entries.
#[derive(Debug)]
pub(crate) struct List<T, const N: usize>(pub(crate) Vec<T>);

impl<T, const N: usize> Default for List<T, N> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const N: usize> Deserialize<'de> for List<T, N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, const N: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const N: usize> Visitor<'de> for ListVisitor<T, N> {
    type Value = List<T, N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {N} entries")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(List::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            if list.len() >= N {
                return Err(A::Error::custom(format!("a list has more than {N} entries")));
            }
            list.push(entry);
        }
        Ok(List(list))
    }
}

/// Text, or something in its place that some tools write.
#[derive(Debug, Default)]
pub(crate) struct Text(pub(crate) Option<Box<str>>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl Visitor<'_> for TextVisitor {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Some(text.into())))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
                Ok(Text(Some(text.into())))
            }
            fn visit_unit<E: Error>(self) -> Result<Text, E> {
                Ok(Text(None))
            }
            fn visit_bool<E: Error>(self, _: bool) -> Result<Text, E> {
                Ok(Text(None))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(Some(number.to_string().into())))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(Some(number.to_string().into())))
            }
            fn visit_f64<E: Error>(self, _: f64) -> Result<Text, E> {
                Ok(Text(None))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

/// A map, or an index of maps.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Shape {
    pub(crate) version: Option<u32>,
    pub(crate) source_root: Option<String>,
    pub(crate) sources: List<Text, MAX_SOURCES>,
    pub(crate) sources_content: List<Text, MAX_SOURCES>,
    pub(crate) names: List<Text, MAX_NAMES>,
    pub(crate) mappings: Option<String>,
    pub(crate) sections: Option<List<Section, MAX_SECTIONS>>,
    pub(crate) ignore_list: List<u32, MAX_SOURCES>,
    #[serde(rename = "x_google_ignoreList")]
    pub(crate) google_ignore_list: List<u32, MAX_SOURCES>,
    /// React Native: functions of each source.
    #[serde(rename = "x_facebook_sources")]
    pub(crate) facebook_sources: List<Option<List<Functions, 4>>, MAX_SOURCES>,
}

/// Functions of a source, as React Native's bundler tells them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Functions {
    pub(crate) names: List<Text, MAX_NAMES>,
    pub(crate) mappings: Option<String>,
}

/// A part of an index map.
#[derive(Debug, Deserialize)]
pub(crate) struct Section {
    pub(crate) offset: Offset,
    #[serde(default)]
    pub(crate) map: Option<Box<Shape>>,
}

/// Where a section begins, from 0.
#[derive(Debug, Deserialize)]
pub(crate) struct Offset {
    pub(crate) line: u32,
    pub(crate) column: u32,
}
