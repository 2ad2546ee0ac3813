//! One source map in the form that is kept: a look-up is a binary search.
//!
//! Reading takes time and memory in proportion to the map's size, which is bounded: mappings, sources, names and
//! sections are counted, an index within an index is refused, and nothing recurses.

pub mod form;

use std::sync::Arc;

use super::mappings::{self, Base, MAX_TOKENS, MappingsError, NONE, Numbers, Token, advance};
use super::scopes::{self, Dialect, Name, Scope, Span};
use super::shape::{Functions, MAX_NAMES, MAX_SOURCES, Shape, Text};
use super::shelf::Shelf;
use super::text::{LineIndex, Places, identifier, line_starts, nth_line, offset_in};

/// Largest source map in bytes.
pub const MAX_MAP_BYTES: usize = 64 * 1024 * 1024;
/// Largest minified file in bytes whose functions are read.
pub const MAX_CODE_BYTES: usize = 32 * 1024 * 1024;
/// Largest source in bytes whose lines are shown.
const MAX_CONTENT_BYTES: usize = 8 * 1024 * 1024;
/// Largest source in bytes whose functions are read when the minified file does not name them.
const MAX_NAMED_SOURCE_BYTES: usize = 512 * 1024;
/// Memory in bytes for beginnings of lines, and as much for functions, of a map's sources; never more than their texts take.
const MAX_WORKED_OUT_BYTES: usize = 2 * 1024 * 1024;
/// Lines of source shown before and after the call.
const CONTEXT_LINES: u32 = 5;
/// Longest line of source shown, in characters.
const MAX_LINE_CHARS: usize = 300;
/// What stands for the cut part of a long line.
const CUT: &str = "{snip}";
/// Longest name of a function or source, in bytes.
const MAX_NAME_BYTES: usize = 1024;
/// A function that nobody named.
const ANONYMOUS: &str = "<anonymous>";

/// Why a map cannot be used; the texts are for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Larger than [`MAX_MAP_BYTES`].
    #[error("it is larger than {MAX_MAP_BYTES} bytes")]
    TooLarge,
    /// A section that is an index itself.
    #[error("a section of it is an index itself")]
    NestedSections,
    /// A section that names a map elsewhere.
    #[error("a section of it holds no map")]
    EmptySection,
    /// No JSON of the right form.
    #[error("it is no source map: {0}")]
    Json(String),
    /// Another version than 3.
    #[error("its version is {0}, not 3")]
    Version(u32),
    /// More sources or names than are read.
    #[error("it has more than {MAX_SOURCES} sources or {MAX_NAMES} names")]
    TooMany,
    /// Mappings that cannot be read.
    #[error(transparent)]
    Mappings(#[from] MappingsError),
}

/// Lines of source around a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// Before, at most five.
    pub before: Vec<String>,
    /// The line itself.
    pub line: String,
    /// After, at most five.
    pub after: Vec<String>,
}

/// Where a position comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Original {
    /// Source as the map names it, with its `sourceRoot`.
    pub source: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// Function around it; `<anonymous>` for one without a name, `None` when nothing tells.
    pub function: Option<String>,
    /// True for code of others, as the map's ignore list says.
    pub is_ignored: bool,
    /// Lines of source; `None` when the map holds no text of the source, or not that line.
    pub context: Option<Context>,
}

/// What a map says of a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It comes from here.
    Original(Box<Original>),
    /// The bundler made it up.
    Generated,
    /// The map does not reach there.
    Outside,
}

struct Source {
    name: Box<str>,
    text: Option<Box<str>>,
    is_ignored: bool,
    /// Line from 1, column, index of the name; sorted.
    functions: Box<[(u32, u32, u32)]>,
    function_names: Box<[Box<str>]>,
}

/// From a position on, in the function of that index: [`NONE`] for none, [`NAMELESS`].
type Boundary = (u32, u32, u32);
const NAMELESS: u32 = u32::MAX - 1;

/// A map, read.
pub struct Map {
    tokens: Box<[Token]>,
    sources: Box<[Source]>,
    boundaries: Box<[Boundary]>,
    functions: Box<[Box<str>]>,
    /// Beginnings of the lines of sources that were shown.
    lines: Shelf<u32>,
    /// Functions in the texts of sources that were asked for them; none of a text that was not understood.
    written: Shelf<Scope>,
    size: usize,
}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Map").field("tokens", &self.tokens.len()).field("sources", &self.sources.len()).finish_non_exhaustive()
    }
}

impl Map {
    /// Reads a map; `code` is the minified file, whose functions are named by it.
    ///
    /// # Errors
    /// See [`MapError`].
    pub fn read(code: Option<&str>, map: &str) -> Result<Self, MapError> {
        if map.len() > MAX_MAP_BYTES {
            return Err(MapError::TooLarge);
        }
        let shape: Shape = serde_json::from_str(body(map)).map_err(|error| MapError::Json(error.to_string()))?;
        let mut reading = Reading::default();
        reading.whole(shape)?;
        mappings::sort(&mut reading.tokens);
        if reading.tokens.iter().any(|token| token.source != NONE && token.source as usize >= reading.sources.len()) {
            return Err(MappingsError::OutOfRange.into());
        }
        let (boundaries, functions) = match code.filter(|code| code.len() <= MAX_CODE_BYTES) {
            Some(code) => reading.name_functions(code),
            None => Default::default(),
        };
        Ok(Self::of(reading.tokens, reading.sources, boundaries, functions))
    }

    /// Of its tables.
    fn of(tokens: Vec<Token>, sources: Vec<Source>, boundaries: Vec<Boundary>, functions: Vec<Box<str>>) -> Self {
        let texts: usize = sources.iter().map(|source| source.text.as_ref().map_or(0, |text| text.len())).sum();
        let worked_out = texts.min(MAX_WORKED_OUT_BYTES);
        let others = sources
            .iter()
            .map(|source| source.name.len() + source.functions.len() * 12 + size_of::<Source>() + names_size(&source.function_names));
        let size = tokens.len() * size_of::<Token>()
            + texts
            + others.sum::<usize>()
            + boundaries.len() * size_of::<Boundary>()
            + names_size(&functions)
            + 2 * worked_out;
        Self {
            tokens: tokens.into(),
            sources: sources.into(),
            boundaries: boundaries.into(),
            functions: functions.into(),
            lines: Shelf::new(worked_out),
            written: Shelf::new(worked_out),
            size,
        }
    }

    /// Memory it takes in bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Where a position of the minified file comes from; line and column from 1.
    pub fn find(&self, line: u32, column: u32) -> Found {
        let at = (line.saturating_sub(1), column.saturating_sub(1));
        let Some(token) = mappings::find(&self.tokens, at.0, at.1) else { return Found::Outside };
        let Some(source) = self.sources.get(token.source as usize) else { return Found::Generated };
        let text = source.text.as_deref().zip(source.text.as_deref().map(|text| self.lines(token.source, text)));
        Found::Original(Box::new(Original {
            source: source.name.to_string(),
            line: token.source_line.saturating_add(1),
            column: token.source_column.saturating_add(1),
            function: self.function(at, source, token),
            is_ignored: source.is_ignored,
            context: text.and_then(|(text, lines)| context(text, &lines, token.source_line, token.source_column)),
        }))
    }

    fn function(&self, at: (u32, u32), source: &Source, token: &Token) -> Option<String> {
        let around = self.boundaries.partition_point(|(line, column, _)| (*line, *column) <= at);
        let boundary = around.checked_sub(1).and_then(|index| self.boundaries.get(index));
        let index = boundary.map_or(NONE, |(_, _, index)| *index);
        if let Some(name) = self.functions.get(index as usize) {
            return Some(name.to_string());
        }
        let known = source.function_at(token).or_else(|| self.written_function(source, token));
        known.or_else(|| (index == NAMELESS).then(|| ANONYMOUS.to_owned()))
    }

    fn lines(&self, source: u32, text: &str) -> Arc<[u32]> {
        self.lines.get(source, || line_starts(text))
    }

    /// By the functions of the source's own text.
    fn written_function(&self, source: &Source, token: &Token) -> Option<String> {
        let text = source.text.as_deref().filter(|text| text.len() <= MAX_NAMED_SOURCE_BYTES)?;
        let lines = self.lines(token.source, text);
        let start = *lines.get(token.source_line as usize)? as usize;
        let offset = start + offset_in(nth_line(text, &lines, token.source_line)?, token.source_column);
        let scopes = self.written.get(token.source, || scopes::read(text, Dialect::Source).unwrap_or_default());
        let resolve = |(start, end): Span| text.get(start..end).unwrap_or_default().into();
        Some(scopes::innermost(&scopes, offset)?.name.map_or_else(|| ANONYMOUS.to_owned(), |name| spelled(name, resolve)))
    }
}

impl Source {
    /// By React Native's own table.
    fn function_at(&self, token: &Token) -> Option<String> {
        let at = (token.source_line.saturating_add(1), token.source_column);
        let after = self.functions.partition_point(|(line, column, _)| (*line, *column) <= at);
        let (_, _, name) = self.functions.get(after.checked_sub(1)?)?;
        self.function_names.get(*name as usize).map(|name| name.to_string()).filter(|name| name != "<global>")
    }
}

/// `Class.method`, `new Class`.
fn spelled(name: Name, resolve: impl Fn(Span) -> String) -> String {
    let own = resolve(name.own);
    let mut text = match name.class.map(resolve) {
        Some(class) if own == "constructor" => format!("new {class}"),
        Some(class) if !class.is_empty() => format!("{class}.{own}"),
        _ => own,
    };
    if text.is_empty() {
        return ANONYMOUS.to_owned();
    }
    truncate(&mut text);
    text
}

fn truncate(text: &mut String) {
    if text.len() > MAX_NAME_BYTES {
        let end = (0..=MAX_NAME_BYTES).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.truncate(end);
    }
}

/// Without the line that servers put before JSON so that no page can load it as a script.
fn body(map: &str) -> &str {
    let map = map.trim_start_matches('\u{feff}');
    if map.starts_with(")]}") { map.split_once('\n').map_or("", |(_, rest)| rest) } else { map }
}

#[derive(Default)]
struct Reading {
    tokens: Vec<Token>,
    sources: Vec<Source>,
    names: Vec<Box<str>>,
}

impl Reading {
    fn whole(&mut self, mut shape: Shape) -> Result<(), MapError> {
        let Some(sections) = shape.sections.take() else { return self.one(shape, (0, 0)) };
        for section in sections.0 {
            let map = section.map.ok_or(MapError::EmptySection)?;
            if map.sections.is_some() {
                return Err(MapError::NestedSections);
            }
            self.one(*map, (section.offset.line, section.offset.column))?;
        }
        Ok(())
    }

    fn one(&mut self, shape: Shape, (line, column): (u32, u32)) -> Result<(), MapError> {
        if let Some(version) = shape.version.filter(|version| *version != 3) {
            return Err(MapError::Version(version));
        }
        let mappings = shape.mappings.ok_or_else(|| MapError::Json("it has neither mappings nor sections".to_owned()))?;
        let base = Base { line, column, sources: self.sources.len() as u32, names: self.names.len() as u32 };
        if self.sources.len() + shape.sources.0.len() > MAX_SOURCES || self.names.len() + shape.names.0.len() > MAX_NAMES {
            return Err(MapError::TooMany);
        }
        mappings::read(&mappings, base, &mut self.tokens)?;
        self.names.extend(shape.names.0.into_iter().map(|name| name.0.unwrap_or_default()));
        let mut ignored: Vec<u32> = shape.ignore_list.0.into_iter().chain(shape.google_ignore_list.0).collect();
        ignored.sort_unstable();
        let root = shape.source_root.unwrap_or_default();
        let mut texts = shape.sources_content.0.into_iter();
        let mut functions = shape.facebook_sources.0.into_iter();
        for (index, name) in shape.sources.0.into_iter().enumerate() {
            let text = texts.next().and_then(|text| text.0).filter(|text| text.len() <= MAX_CONTENT_BYTES);
            let (functions, function_names) =
                functions.next().flatten().and_then(|list| list.0.into_iter().next()).map_or_else(|| Ok(Marks::default()), marks)?;
            let is_ignored = ignored.binary_search(&(index as u32)).is_ok();
            self.sources.push(Source { name: rooted(&root, name), text, is_ignored, functions, function_names });
        }
        Ok(())
    }

    /// What the minified name at a place was in the source: the map's own name, else the word at its origin, else the
    /// minified word itself, which then was not changed.
    fn original_name(&self, lines: &mut LineIndex, place: Option<(u32, u32)>, minified: &str) -> String {
        let exact = |(line, column): (u32, u32)| {
            mappings::find(&self.tokens, line, column).filter(|token| (token.line, token.column) == (line, column))
        };
        let Some(token) = place.and_then(exact) else { return minified.to_owned() };
        if let Some(name) = self.names.get(token.name as usize).filter(|name| !name.is_empty()) {
            return name.to_string();
        }
        let text = self.sources.get(token.source as usize).and_then(|source| source.text.as_deref());
        let line = text.and_then(|text| lines.line(token.source, text, token.source_line));
        match line.map(|line| identifier(line, token.source_column)) {
            Some(word) if !word.is_empty() && !is_keyword(word) => word.to_owned(),
            _ => minified.to_owned(),
        }
    }

    /// Names the functions of the minified file. One pass over the text, one over the functions.
    fn name_functions(&self, code: &str) -> (Vec<Boundary>, Vec<Box<str>>) {
        let Some(scopes) = scopes::read(code, Dialect::JavaScript) else { return Default::default() };
        let offsets = scopes.iter().flat_map(|scope| {
            let name = scope.name.map(|name| [Some(name.own.0), name.class.map(|class| class.0)]).unwrap_or_default();
            [Some(scope.start), Some(scope.end)].into_iter().chain(name).flatten()
        });
        let places = Places::of(code, offsets.collect());
        let mut lines = LineIndex::default();
        let mut names: Vec<Box<str>> = Vec::new();
        let mut named = Vec::with_capacity(scopes.len());
        for scope in &scopes {
            let index = match scope.name {
                None => NAMELESS,
                Some(name) => {
                    let lines = std::cell::RefCell::new(&mut lines);
                    let resolve = |(start, end): Span| {
                        self.original_name(&mut lines.borrow_mut(), places.get(start), code.get(start..end).unwrap_or_default())
                    };
                    names.push(spelled(name, resolve).into());
                    names.len() as u32 - 1
                }
            };
            named.push((scope, index));
        }
        (boundaries(&named, &places), names)
    }
}

fn names_size(names: &[Box<str>]) -> usize {
    names.iter().map(|name| name.len() + size_of::<Box<str>>()).sum()
}

/// The places where the innermost function changes, for functions sorted by their beginning.
fn boundaries(named: &[(&Scope, u32)], places: &Places) -> Vec<Boundary> {
    let mut out: Vec<Boundary> = Vec::with_capacity(named.len() * 2);
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut note = |offset: usize, index: u32| {
        if let Some((line, column)) = places.get(offset) {
            match out.last_mut() {
                Some(last) if (last.0, last.1) == (line, column) => last.2 = index,
                _ => out.push((line, column, index)),
            }
        }
    };
    let around = |open: &[(usize, u32)]| open.last().map_or(NONE, |(_, index)| *index);
    for (scope, index) in named {
        while let Some((end, _)) = open.last().copied().filter(|(end, _)| *end <= scope.start) {
            open.pop();
            note(end, around(&open));
        }
        // A function that reaches out of the one around it was not understood: it ends with it.
        let end = open.last().map_or(scope.end, |(outer, _)| scope.end.min(*outer));
        open.push((end, *index));
        note(scope.start, *index);
    }
    while let Some((end, _)) = open.pop() {
        note(end, around(&open));
    }
    out
}

/// Where functions of a source begin (line from 1, column, index of the name), sorted, and their names.
type Marks = (Box<[(u32, u32, u32)]>, Box<[Box<str>]>);

/// React Native's table of the functions of a source.
fn marks(functions: Functions) -> Result<Marks, MapError> {
    let mut marks = Vec::new();
    let (mut line, mut name) = (1_i64, 0_i64);
    for segments in functions.mappings.unwrap_or_default().split(';') {
        let mut column = 0_i64;
        for segment in segments.split(',').filter(|segment| !segment.is_empty()) {
            let mut numbers = Numbers::new(segment.as_bytes());
            let mut by = || Ok::<_, MappingsError>(numbers.next()?.unwrap_or(0));
            let at = advance(&mut column, by()?)?;
            let named = advance(&mut name, by()?)?;
            let in_line = advance(&mut line, by()?)?;
            if marks.len() >= MAX_TOKENS {
                return Err(MappingsError::TooMany.into());
            }
            marks.push((in_line, at, named));
        }
    }
    marks.sort_unstable();
    let names: Vec<Box<str>> = functions.names.0.into_iter().map(|name| name.0.unwrap_or_default()).collect();
    Ok((marks.into(), names.into()))
}

/// A source below the map's root, unless it is whole already.
fn rooted(root: &str, name: Text) -> Box<str> {
    let mut name = name.0.unwrap_or_default().into_string();
    truncate(&mut name);
    if root.is_empty() || root.len() > MAX_NAME_BYTES || name.starts_with('/') || name.contains("://") {
        return name.into();
    }
    format!("{}/{name}", root.trim_end_matches('/')).into()
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "function" | "class" | "async" | "get" | "set" | "static" | "return" | "export" | "default" | "const" | "let" | "var" | "new"
    )
}

fn context(text: &str, lines: &[u32], line: u32, column: u32) -> Option<Context> {
    let around = |lines_of: std::ops::Range<u32>| lines_of.map_while(|at| nth_line(text, lines, at)).map(|line| shown(line, 0)).collect();
    let (first, next) = (line.saturating_sub(CONTEXT_LINES), line.saturating_add(1));
    let shown = shown(nth_line(text, lines, line)?, column);
    Some(Context { before: around(first..line), line: shown, after: around(next..next.saturating_add(CONTEXT_LINES)) })
}

/// A line of source, a long one cut to what is around the column.
fn shown(line: &str, column: u32) -> String {
    if line.len() <= MAX_LINE_CHARS || line.chars().nth(MAX_LINE_CHARS).is_none() {
        return line.to_owned();
    }
    let at = line.get(..offset_in(line, column)).map_or(0, |before| before.chars().count());
    let start = at.saturating_sub(MAX_LINE_CHARS / 2);
    let mut rest = line.chars().skip(start);
    let piece: String = rest.by_ref().take(MAX_LINE_CHARS).collect();
    let head = if start > 0 { CUT } else { "" };
    let tail = if rest.next().is_some() { CUT } else { "" };
    format!("{head}{piece}{tail}")
}

#[cfg(test)]
mod tests;
