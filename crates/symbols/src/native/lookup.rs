//! From an address in an image, or a method in an assembly, to functions, files and lines.

use std::panic::{AssertUnwindSafe, catch_unwind};

use symbolic::ppdb::PortablePdbCache;
use symbolic::symcache::SymCache;

use super::demangle::{FunctionName, function_name};
use super::modules::Module;
use super::sources;

/// Inlined functions given for one address.
const MAX_INLINED: usize = 128;
/// Lines of source before and after the one that is meant.
const CONTEXT_LINES: usize = 5;
/// Longest line of source that is kept, in characters.
const MAX_LINE_CHARS: usize = 512;

/// One function of a place in the code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// Names; absent for portable PDBs, where the SDK tells the name.
    pub name: Option<FunctionName>,
    /// As it stands in the symbol table.
    pub symbol: Option<String>,
    /// Where the function starts, from the image's start.
    pub start: Option<u64>,
    /// Full path of the source file.
    pub path: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// `cpp`, `rust` … when known.
    pub language: Option<&'static str>,
    /// True when the function was inlined into the next one.
    pub is_inlined: bool,
    /// Lines before, the line itself, lines after.
    pub context: Option<SourceContext>,
}

/// A piece of source around a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceContext {
    /// Up to five lines.
    pub before: Vec<String>,
    /// The line.
    pub line: String,
    /// Up to five lines.
    pub after: Vec<String>,
}

/// The functions at an address, counted from the image's start; the innermost first. Empty when none covers it.
pub fn at_address(module: &Module, address: u64) -> Vec<Resolved> {
    let Ok(view) = &module.symbols else { return Vec::new() };
    // The form was made by us, but from a stranger's file: whatever its reader trips over costs this frame only.
    catch_unwind(AssertUnwindSafe(|| symcache(view, module, address))).unwrap_or_default()
}

/// Where the function at an address starts, when there is one.
pub(crate) fn function_at(module: &Module, address: u64) -> Option<u64> {
    let view = module.symbols.as_ref().ok()?;
    let look = || SymCache::parse(view).ok()?.lookup(address).last().map(|location| u64::from(location.function().entry_pc()));
    catch_unwind(AssertUnwindSafe(look)).unwrap_or_default()
}

fn symcache(view: &[u8], module: &Module, address: u64) -> Vec<Resolved> {
    let Ok(cache) = SymCache::parse(view) else { return Vec::new() };
    let mut found: Vec<Resolved> = Vec::new();
    for location in cache.lookup(address).take(MAX_INLINED) {
        let function = location.function();
        let path = location.file().map(|file| file.full_path()).filter(|path| !path.is_empty());
        let line = Some(location.line()).filter(|line| *line > 0);
        let context = path.as_deref().zip(line).and_then(|(path, line)| context(module, path, line));
        found.push(Resolved {
            name: Some(function_name(function.name(), function.language())),
            symbol: Some(function.name().to_owned()),
            start: Some(u64::from(function.entry_pc())).filter(|start| *start != u64::from(u32::MAX)),
            path,
            line,
            language: Some(function.language().name()).filter(|name| *name != "unknown"),
            is_inlined: true,
            context,
        });
    }
    if let Some(outer) = found.last_mut() {
        outer.is_inlined = false;
    }
    found
}

/// The place of a method (its index in the metadata, from 1) and an offset in its intermediate language.
pub fn in_method(module: &Module, method: u32, offset: u32) -> Option<Resolved> {
    let view = module.symbols.as_ref().ok()?;
    let look = || {
        let cache = PortablePdbCache::parse(view).ok()?;
        let line = cache.lookup(method, offset)?;
        let context = context(module, line.file_name, line.line);
        let path = Some(line.file_name.to_owned());
        Some(Resolved { path, line: Some(line.line), language: Some(line.file_lang.name()), context, ..Resolved::default() })
    };
    catch_unwind(AssertUnwindSafe(look)).unwrap_or_default()
}

fn context(module: &Module, path: &str, line: u32) -> Option<SourceContext> {
    let text = module.sources.iter().find_map(|pack| sources::find(pack, path))?;
    context_of(text, usize::try_from(line).ok()?)
}

fn context_of(text: &str, line: usize) -> Option<SourceContext> {
    let start = line.checked_sub(1)?;
    let first = start.saturating_sub(CONTEXT_LINES);
    let mut lines =
        text.lines().skip(first).take(start - first + 1 + CONTEXT_LINES).map(|l| l.chars().take(MAX_LINE_CHARS).collect::<String>());
    let before: Vec<String> = lines.by_ref().take(start - first).collect();
    let line = lines.next()?;
    Some(SourceContext { before, line, after: lines.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_stays_within_the_file() {
        let text = "a\nb\nc";
        let context = context_of(text, 1).expect("line 1");
        assert_eq!((context.before.len(), context.line.as_str(), context.after.len()), (0, "a", 2));
        let context = context_of(text, 3).expect("line 3");
        assert_eq!((context.before.len(), context.line.as_str(), context.after.len()), (2, "c", 0));
        assert_eq!(context_of(text, 4), None);
        assert_eq!(context_of(text, 0), None);
    }
}
