//! Places in a text: lines and columns from 0, columns in UTF-16 units as JavaScript engines and source maps count them.

use std::collections::HashMap;

/// Lines whose beginnings are kept for all texts of one question together.
const MAX_LINES: usize = 8_000_000;

/// Line and column.
pub(crate) type Place = (u32, u32);

/// Places of given offsets.
pub(crate) struct Places {
    known: Vec<(usize, Place)>,
}

impl Places {
    /// Walks the text once; `offsets` in bytes.
    pub(crate) fn of(text: &str, mut offsets: Vec<usize>) -> Self {
        offsets.sort_unstable();
        offsets.dedup();
        let mut known = Vec::with_capacity(offsets.len());
        let mut wanted = offsets.into_iter().peekable();
        let (mut line, mut column) = (0_u32, 0_u32);
        for (at, c) in text.char_indices() {
            while let Some(offset) = wanted.next_if(|offset| *offset <= at) {
                known.push((offset, (line, column)));
            }
            if wanted.peek().is_none() {
                break;
            }
            if c == '\n' {
                (line, column) = (line.saturating_add(1), 0);
            } else {
                column = column.saturating_add(c.len_utf16() as u32);
            }
        }
        known.extend(wanted.map(|offset| (offset, (line, column))));
        Self { known }
    }

    /// The place of an offset that was asked for.
    pub(crate) fn get(&self, offset: usize) -> Option<Place> {
        let at = self.known.binary_search_by_key(&offset, |(known, _)| *known).ok()?;
        self.known.get(at).map(|(_, place)| *place)
    }
}

/// Byte offset of a column in a line.
pub(crate) fn offset_in(line: &str, column: u32) -> usize {
    let column = column as usize;
    if line.is_ascii() {
        return column.min(line.len());
    }
    let mut units = 0;
    for (at, c) in line.char_indices() {
        if units >= column {
            return at;
        }
        units += c.len_utf16();
    }
    line.len()
}

/// Where the lines of a text of at most 4 GiB begin.
pub(crate) fn line_starts(text: &str) -> Vec<u32> {
    let ends = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
    std::iter::once(0).chain(ends).filter(|start| (*start as usize) < text.len()).collect()
}

/// A line, from 0, without its end; `starts` are of that text.
pub(crate) fn nth_line<'t>(text: &'t str, starts: &[u32], line: u32) -> Option<&'t str> {
    let start = *starts.get(line as usize)? as usize;
    let end = starts.get(line as usize + 1).map_or(text.len(), |end| *end as usize);
    let line = text.get(start..end)?;
    let line = line.strip_suffix('\n').unwrap_or(line);
    Some(line.strip_suffix('\r').unwrap_or(line))
}

/// Beginnings of lines, made for each text when it is first asked for, under a common bound.
#[derive(Default)]
pub(crate) struct LineIndex {
    starts: HashMap<u32, Option<Vec<u32>>>,
    lines: usize,
}

impl LineIndex {
    /// A line of the text with that number.
    pub(crate) fn line<'t>(&mut self, key: u32, text: &'t str, line: u32) -> Option<&'t str> {
        if !self.starts.contains_key(&key) {
            let made = self.index(text);
            self.starts.insert(key, made);
        }
        let starts = self.starts.get(&key)?.as_ref()?;
        let start = *starts.get(line as usize)? as usize;
        let end = starts.get(line as usize + 1).map_or(text.len(), |end| *end as usize);
        text.get(start..end).map(|line| line.trim_end_matches(['\n', '\r']))
    }

    fn index(&mut self, text: &str) -> Option<Vec<u32>> {
        let left = MAX_LINES.saturating_sub(self.lines);
        let ends = text.bytes().zip(1_u32..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
        let starts: Vec<u32> = std::iter::once(0).chain(ends).take(left.saturating_add(1)).collect();
        if starts.len() > left {
            return None;
        }
        self.lines += starts.len();
        Some(starts)
    }
}

/// The identifier at an offset; empty when there is none.
pub(crate) fn identifier(line: &str, column: u32) -> &str {
    let rest = line.get(offset_in(line, column)..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '#'))).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    if word.starts_with(|c: char| c.is_ascii_digit()) { "" } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_utf16_units() {
        let text = "aé😀b\nxy";
        let offset = text.find('b').unwrap();
        let places = Places::of(text, vec![text.len(), offset, text.find('y').unwrap()]);
        assert_eq!(places.get(offset), Some((0, 4)));
        assert_eq!(places.get(text.len()), Some((1, 2)));
        assert_eq!(places.get(1), None);
        assert_eq!(offset_in("aé😀b", 4), offset);
        assert_eq!(offset_in("ab", 9), 2);
    }

    #[test]
    fn lines_are_found_by_number() {
        let (mut index, text) = (LineIndex::default(), "a\r\nbc\n");
        assert_eq!(index.line(0, text, 1), Some("bc"));
        assert_eq!(index.line(0, text, 0), Some("a"));
        assert_eq!(index.line(0, text, 2), Some(""));
        assert_eq!(index.line(0, text, 3), None);
    }

    #[test]
    fn lines_are_those_of_the_text() {
        for text in ["", "a", "a\n", "\n\na\r\nb", "a\n\n", "é\r\n😀"] {
            let starts = line_starts(text);
            let found: Vec<_> = (0..9).map_while(|line| nth_line(text, &starts, line)).collect();
            assert_eq!(found, text.lines().collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn identifiers_are_words() {
        assert_eq!(identifier("x = total(1)", 4), "total");
        assert_eq!(identifier("x = 12", 4), "");
        assert_eq!(identifier("x", 40), "");
    }
}
