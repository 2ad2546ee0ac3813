//! A map as it stands on disk, to be read again faster than from its JSON.
//!
//! ```text
//! magic (4) | version (4) | CRC-32 of the rest (4) | zstd of: mark (32), sources, functions, boundaries, mappings
//! ```
//!
//! Numbers are of variable length; those of tables are told as differences to the row before. The names that mappings
//! refer to are left out: the functions were named by them already. A file is checked as if anybody had written it: no
//! length in it is believed, and what it takes in memory is counted.

use std::io::Read as _;

use super::{Map, Source};
use crate::js::mappings::{NONE, Token};

/// Counted up whenever this form changes, or what is read from a map or its minified file.
pub const FORM_VERSION: u32 = 1;
/// Most bytes of a file.
pub(crate) const MAX_FILE_BYTES: u64 = MAX_BODY_BYTES as u64 + 1024 * 1024;
/// Most bytes of it when unpacked.
const MAX_BODY_BYTES: usize = 128 * 1024 * 1024;
/// Most memory of a map that is kept on disk, in bytes.
const MAX_MEMORY_BYTES: usize = 384 * 1024 * 1024;
const MAGIC: [u8; 4] = *b"BZSM";
/// Fast: half of the work is the texts of sources.
const LEVEL: i32 = 1;

const HAS_TEXT: u8 = 1;
const IS_IGNORED: u8 = 2;

/// Whose map a file holds.
pub type Mark = [u8; 32];

/// Why a file is of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Another program's, another version's, or another map's.
    #[error("it is not what its name says")]
    Foreign,
    /// Cut off or changed.
    #[error("it is damaged")]
    Damaged,
    /// It would take more than is allowed.
    #[error("it is too large")]
    TooLarge,
}

/// A map in this form; `None` when it is too large to be kept.
pub fn packed(map: &Map, mark: &Mark) -> Option<Vec<u8>> {
    if map.size() > MAX_MEMORY_BYTES {
        return None;
    }
    let mut body = mark.to_vec();
    write_length(&mut body, map.sources.len());
    map.sources.iter().for_each(|source| write_source(&mut body, source));
    write_texts(&mut body, &map.functions);
    // The two that stand for none come before the others, so that all are small.
    write_rows(&mut body, map.boundaries.iter().map(|(line, column, index)| [*line, *column, index.wrapping_add(2)]));
    write_rows(&mut body, map.tokens.iter().map(token_row));
    if body.len() > MAX_BODY_BYTES {
        return None;
    }
    let packed = zstd::bulk::compress(&body, LEVEL).ok()?;
    let mut out = Vec::with_capacity(packed.len() + 12);
    out.extend(MAGIC);
    out.extend(FORM_VERSION.to_le_bytes());
    out.extend(crc32fast::hash(&packed).to_le_bytes());
    out.extend(packed);
    Some(out)
}

/// Reads what [`packed`] made.
///
/// # Errors
/// See [`FormError`].
pub fn unpacked(file: &[u8], mark: &Mark) -> Result<Map, FormError> {
    let (magic, rest) = file.split_first_chunk().ok_or(FormError::Damaged)?;
    let (version, rest) = rest.split_first_chunk().ok_or(FormError::Damaged)?;
    let (sum, rest) = rest.split_first_chunk().ok_or(FormError::Damaged)?;
    if *magic != MAGIC || u32::from_le_bytes(*version) != FORM_VERSION {
        return Err(FormError::Foreign);
    }
    if crc32fast::hash(rest) != u32::from_le_bytes(*sum) {
        return Err(FormError::Damaged);
    }
    let body = decompressed(rest)?;
    let (owner, body) = body.split_first_chunk().ok_or(FormError::Damaged)?;
    if owner != mark {
        return Err(FormError::Foreign);
    }
    let mut reader = Reader { rest: body, memory: MAX_MEMORY_BYTES };
    let sources = reader.list(4, Reader::source)?;
    let functions = reader.texts()?;
    let boundaries = reader.rows(|[line, column, index]| (line, column, index.wrapping_sub(2)))?;
    let tokens = reader.rows(row_token)?;
    if !reader.rest.is_empty() || tokens.iter().any(|token| token.source != NONE && token.source as usize >= sources.len()) {
        return Err(FormError::Damaged);
    }
    Ok(Map::of(tokens, sources, boundaries, functions))
}

fn decompressed(packed: &[u8]) -> Result<Vec<u8>, FormError> {
    let decoder = zstd::stream::read::Decoder::new(packed).map_err(|_| FormError::Damaged)?;
    let mut body = Vec::new();
    decoder.take(MAX_BODY_BYTES as u64 + 1).read_to_end(&mut body).map_err(|_| FormError::Damaged)?;
    if body.len() > MAX_BODY_BYTES { Err(FormError::TooLarge) } else { Ok(body) }
}

fn token_row(token: &Token) -> [u32; 5] {
    [token.line, token.column, token.source.wrapping_add(1), token.source_line, token.source_column]
}

fn row_token([line, column, source, source_line, source_column]: [u32; 5]) -> Token {
    Token { line, column, source: source.wrapping_sub(1), source_line, source_column, name: NONE }
}

fn write_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn write_length(out: &mut Vec<u8>, length: usize) {
    write_number(out, length as u64);
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    write_length(out, text.len());
    out.extend(text.as_bytes());
}

fn write_texts(out: &mut Vec<u8>, texts: &[Box<str>]) {
    write_length(out, texts.len());
    texts.iter().for_each(|text| write_text(out, text));
}

/// Rows of a table, each as the difference to the one before.
fn write_rows<const N: usize>(out: &mut Vec<u8>, rows: impl ExactSizeIterator<Item = [u32; N]>) {
    write_length(out, rows.len());
    let mut before = [0_u32; N];
    for row in rows {
        for (now, before) in row.iter().zip(before) {
            let by = i64::from(*now) - i64::from(before);
            write_number(out, ((by << 1) ^ (by >> 63)) as u64);
        }
        before = row;
    }
}

fn write_source(out: &mut Vec<u8>, source: &Source) {
    write_text(out, &source.name);
    out.push(if source.text.is_some() { HAS_TEXT } else { 0 } | if source.is_ignored { IS_IGNORED } else { 0 });
    if let Some(text) = &source.text {
        write_text(out, text);
    }
    write_rows(out, source.functions.iter().map(|(line, column, name)| [*line, *column, *name]));
    write_texts(out, &source.function_names);
}

struct Reader<'b> {
    rest: &'b [u8],
    /// What may still be allocated, in bytes.
    memory: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, FormError> {
        let (first, rest) = self.rest.split_first().ok_or(FormError::Damaged)?;
        self.rest = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<u64, FormError> {
        let (mut number, mut shift) = (0_u64, 0_u32);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
            shift += 7;
            if shift > 56 {
                return Err(FormError::Damaged);
            }
        }
    }

    /// A number of things that take at least `each` bytes of what is left, and that much memory.
    fn length(&mut self, each: usize, memory_each: usize) -> Result<usize, FormError> {
        let length = usize::try_from(self.number()?).map_err(|_| FormError::Damaged)?;
        if length > self.rest.len() / each {
            return Err(FormError::Damaged);
        }
        self.memory = length.checked_mul(memory_each).and_then(|taken| self.memory.checked_sub(taken)).ok_or(FormError::TooLarge)?;
        Ok(length)
    }

    fn text(&mut self) -> Result<Box<str>, FormError> {
        let length = self.length(1, 1)?;
        let (text, rest) = self.rest.split_at_checked(length).ok_or(FormError::Damaged)?;
        self.rest = rest;
        Ok(std::str::from_utf8(text).map_err(|_| FormError::Damaged)?.into())
    }

    fn list<T>(&mut self, each: usize, mut one: impl FnMut(&mut Self) -> Result<T, FormError>) -> Result<Vec<T>, FormError> {
        let length = self.length(each, size_of::<T>())?;
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(one(self)?);
        }
        Ok(out)
    }

    fn texts(&mut self) -> Result<Vec<Box<str>>, FormError> {
        self.list(1, Self::text)
    }

    fn rows<const N: usize, T>(&mut self, made: impl Fn([u32; N]) -> T) -> Result<Vec<T>, FormError> {
        let mut row = [0_u32; N];
        self.list(N, |reader| {
            for value in &mut row {
                let number = reader.number()?;
                let by = (number >> 1) as i64 ^ -((number & 1) as i64);
                *value = i64::from(*value).checked_add(by).and_then(|now| u32::try_from(now).ok()).ok_or(FormError::Damaged)?;
            }
            Ok(made(row))
        })
    }

    fn source(&mut self) -> Result<Source, FormError> {
        let name = self.text()?;
        let flags = self.byte()?;
        let text = if flags & HAS_TEXT == 0 { None } else { Some(self.text()?) };
        let functions = self.rows(|[line, column, name]| (line, column, name))?.into();
        let function_names = self.texts()?.into();
        Ok(Source { name, text, is_ignored: flags & IS_IGNORED != 0, functions, function_names })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MARK: Mark = [7; 32];
    /// Minified files with their maps, behind a zero each: esbuild's, an index of two, and React Native's.
    const REAL: [&str; 3] = [
        include_str!("../../../../../fuzz/seeds/sourcemap/esbuild.txt"),
        include_str!("../../../../../fuzz/seeds/sourcemap/index.txt"),
        include_str!("../../../../../fuzz/seeds/sourcemap/hermes.txt"),
    ];

    fn assert_alike(map: &Map, lines: u32, columns: u32) {
        let again = unpacked(&packed(map, &MARK).unwrap(), &MARK).unwrap();
        assert_eq!(again.size(), map.size());
        for (line, column) in (0..lines).flat_map(|line| (0..columns).map(move |column| (line, column))) {
            assert_eq!(again.find(line, column), map.find(line, column), "{line}:{column}");
        }
    }

    #[test]
    fn a_map_read_again_answers_alike() {
        for text in REAL {
            let (code, map) = text.split_once('\0').unwrap();
            let map = Map::read(Some(code), map).unwrap();
            assert!(!map.tokens.is_empty());
            assert_alike(&map, code.lines().count() as u32 + 12, 400);
        }
        let cart = (include_str!("../../../tests/it/js/cart.js"), include_str!("../../../tests/it/js/cart.js.map"));
        assert_alike(&Map::read(Some(cart.0), cart.1).unwrap(), 3, cart.0.len() as u32 + 3);
    }

    #[test]
    fn damage_and_others_maps_are_refused() {
        let (code, map) = REAL[0].split_once('\0').unwrap();
        let file = packed(&Map::read(Some(code), map).unwrap(), &MARK).unwrap();
        for at in 0..file.len() {
            assert!(unpacked(&file[..at], &MARK).is_err(), "cut off at {at}");
            for flip in [1, 0x80, 0xff] {
                let mut file = file.clone();
                file[at] ^= flip;
                assert!(unpacked(&file, &MARK).is_err(), "byte {at} ^ {flip}");
            }
        }
        assert_eq!(unpacked(&file, &[8; 32]).unwrap_err(), FormError::Foreign);
    }

    /// A body with the right sum around it, as only somebody who means harm would write it.
    fn forged(body: &[u8]) -> Result<Map, FormError> {
        let packed = zstd::bulk::compress(&[&MARK, body].concat(), 1).unwrap();
        let sum = crc32fast::hash(&packed).to_le_bytes();
        unpacked(&[&MAGIC[..], &FORM_VERSION.to_le_bytes(), &sum, &packed].concat(), &MARK)
    }

    #[test]
    fn lengths_are_not_believed() {
        let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        for before in [&[][..], &[1], &[0], &[0, 0], &[0, 0, 0], &[1, 0, 0], &[1, 0, 1]] {
            assert_eq!(forged(&[before, &huge].concat()).unwrap_err(), FormError::Damaged, "{before:?}");
        }
        assert!(forged(&[0, 0, 0, 0]).unwrap().tokens.is_empty());
        assert_eq!(forged(&[0, 0, 0, 0, 0]).unwrap_err(), FormError::Damaged, "nothing may follow");
        assert_eq!(forged(&[0, 0, 0, 1, 0, 0, 2, 0, 0]).unwrap_err(), FormError::Damaged, "no such source");
        let bomb = vec![0; MAX_BODY_BYTES];
        assert_eq!(forged(&bomb).unwrap_err(), FormError::TooLarge, "it unpacks to more than is read");
        let mut names = vec![0];
        write_length(&mut names, 40_000_000);
        names.resize(40_000_100, 0);
        assert_eq!(forged(&names).unwrap_err(), FormError::TooLarge, "empty names take memory too");
    }

    proptest! {
        #[test]
        fn any_map_read_again_answers_alike(
            mappings in "(([ACEG][AC][ACEG][ACDEG]|[ACEG]|[ACEG][AC][AC][ACEG][AC])[,;]){0,12}",
            code in "[a-z(){}=>:?;,\\[\\] ]{0,60}",
            texts in prop::collection::vec(prop::option::of(".{0,40}"), 0..9),
        ) {
            let sources: Vec<_> = (0..13).map(|n| format!("{n}.js")).collect();
            let map = serde_json::json!({"version": 3, "sources": sources, "sourcesContent": texts, "names": ["a", "b", "c", "d"],
                "mappings": mappings.trim_end_matches([',', ';']), "ignoreList": [1]});
            let read = Map::read(Some(&code), &map.to_string());
            prop_assume!(read.is_ok());
            assert_alike(&read.unwrap(), 5, 70);
        }

        #[test]
        fn no_body_panics(body in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = forged(&body);
        }
    }
}
