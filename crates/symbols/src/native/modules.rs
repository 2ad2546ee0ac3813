//! The debug files behind the images of one event: looked up once each, with what became of it.

use std::collections::HashMap;

use super::cache::{FormCache, View};
use super::derive::Form;
use super::error::NativeError;
use super::files::{DebugFile, DebugFiles, Scope};
use super::images::Image;
use super::object::FileKind;

/// Images of one event whose files are read; the rest stays unread and says so.
const MAX_MODULES: usize = 200;

/// What became of looking for an image's information, by the names of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageStatus {
    /// Found and read.
    Found,
    /// No frame needed it.
    Unused,
    /// No file with its identifier was uploaded.
    Missing,
    /// A file is there and cannot be read.
    Malformed,
    /// Reading it took too long.
    Timeout,
    /// The store failed.
    FetchingFailed,
    /// Anything else.
    Other,
}

impl ImageStatus {
    /// As it stands in `debug_status`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Unused => "unused",
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Timeout => "timeout",
            Self::FetchingFailed => "fetching_failed",
            Self::Other => "other",
        }
    }

    pub(crate) const fn of(error: &NativeError) -> Self {
        match error {
            NativeError::Malformed(_) | NativeError::UnknownFormat | NativeError::NoDebugId | NativeError::Crashed => Self::Malformed,
            NativeError::Timeout { .. } => Self::Timeout,
            NativeError::Store(_) => Self::FetchingFailed,
            NativeError::TooLarge => Self::Other,
        }
    }
}

/// The files of one image.
#[derive(Debug, Clone)]
pub struct Module {
    /// All files with the identifier.
    pub files: Vec<DebugFile>,
    /// Functions and lines.
    pub symbols: Result<View, ImageStatus>,
    /// Why the file with the symbols could not be read.
    pub problem: Option<String>,
    /// Source files.
    pub sources: Vec<View>,
}

/// Finds and remembers the modules of one event.
pub struct Modules<'c> {
    scope: Scope,
    files: &'c dyn DebugFiles,
    cache: &'c FormCache,
    known: HashMap<usize, Module>,
    unwind: HashMap<usize, Result<View, ImageStatus>>,
}

impl std::fmt::Debug for Modules<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Modules").field("scope", &self.scope).field("known", &self.known.len()).finish_non_exhaustive()
    }
}

impl<'c> Modules<'c> {
    /// Nothing looked up yet.
    pub fn new(scope: Scope, files: &'c dyn DebugFiles, cache: &'c FormCache) -> Self {
        Self { scope, files, cache, known: HashMap::new(), unwind: HashMap::new() }
    }

    /// What was looked up for an image, if it was.
    pub fn known(&self, index: usize) -> Option<&Module> {
        self.known.get(&index)
    }

    /// What became of an image's unwind information, if it was asked for.
    pub fn unwind_status(&self, index: usize) -> Option<ImageStatus> {
        self.unwind.get(&index).map(|found| found.as_ref().map_or_else(|status| *status, |_| ImageStatus::Found))
    }

    /// The module of an image.
    pub fn get(&mut self, image: &Image) -> Option<&Module> {
        if !self.known.contains_key(&image.index) {
            if self.known.len() >= MAX_MODULES {
                return None;
            }
            let module = self.look_up(image);
            self.known.insert(image.index, module);
        }
        self.known.get(&image.index)
    }

    /// The unwind rules of an image.
    pub fn unwind(&mut self, image: &Image) -> Option<View> {
        if let Some(found) = self.unwind.get(&image.index) {
            return found.clone().ok();
        }
        let files = self.get(image)?.files.clone();
        let found = match files.iter().find(|file| file.has("unwind")) {
            None => Err(ImageStatus::Missing),
            Some(file) => self.form(file, Form::Unwind).map_err(|error| ImageStatus::of(&error)),
        };
        self.unwind.insert(image.index, found.clone());
        found.ok()
    }

    fn look_up(&self, image: &Image) -> Module {
        let empty = |status, problem| Module { files: Vec::new(), symbols: Err(status), problem, sources: Vec::new() };
        if image.debug_id.is_none() && image.code_id.is_none() {
            return empty(ImageStatus::Missing, None);
        }
        let files = match self.files.find(self.scope, image.debug_id.as_deref(), image.code_id.as_deref()) {
            Ok(files) => files,
            Err(error) => return empty(ImageStatus::of(&error), Some(error.to_string())),
        };
        let (symbols, problem) = self.symbols(&files);
        let with_sources = files.iter().filter(|file| file.has("sources") && file.kind != FileKind::Pdb);
        let sources = with_sources.filter_map(|file| self.form(file, Form::Sources).ok()).collect();
        Module { files, symbols, problem, sources }
    }

    /// The best file for functions and lines: debug information before a symbol table, the newest first.
    fn symbols(&self, files: &[DebugFile]) -> (Result<View, ImageStatus>, Option<String>) {
        let form = |file: &DebugFile| if file.kind == FileKind::PortablePdb { Form::PortablePdb } else { Form::SymCache };
        let (mut status, mut problem) = (ImageStatus::Missing, None);
        for feature in ["debug", "symtab"] {
            for file in files.iter().filter(|file| file.has(feature) && file.kind != FileKind::SourceBundle) {
                match self.form(file, form(file)) {
                    Ok(view) => return (Ok(view), None),
                    Err(error) => (status, problem) = (ImageStatus::of(&error), Some(format!("{}: {error}", file.name))),
                }
            }
        }
        (Err(status), problem)
    }

    fn form(&self, file: &DebugFile, form: Form) -> Result<View, NativeError> {
        self.cache.get(file, form, || self.files.load(file))
    }
}
