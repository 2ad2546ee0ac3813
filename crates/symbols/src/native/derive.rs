//! Compact forms of debug files, made once and looked things up in many times.
//!
//! | form | made from | answers |
//! |---|---|---|
//! | `SymCache` | ELF, Mach-O, PDB, PE, Breakpad, wasm | address to functions, files, lines |
//! | `Unwind` | the same, where they have unwind information | how a frame's caller is found (Breakpad text) |
//! | `PortablePdb` | portable PDB | method and IL offset to file and line |
//! | `Mapping` | ProGuard or R8 mapping | obfuscated to original names |
//! | `Sources` | source bundle, portable PDB with embedded sources | path to text, see [`super::sources`] |
//! | `Info` | any | the JSON of [`super::object::ObjectInfo`], one for each object |
//!
//! The bytes of the first four are those of the crates that read them; the version in [`FORMAT_VERSION`] is part of the cache's key,
//! so a form of an older version is made anew and never misread.

use std::time::{Duration, Instant};

use symbolic::cfi::AsciiCfiWriter;
use symbolic::common::{Arch, CodeId, DebugId};
use symbolic::debuginfo::{
    DebugSession, FileEntry, FileFormat, Function, Object, ObjectDebugSession, ObjectError, ObjectKind, ObjectLike, SymbolMap,
};
use symbolic::ppdb::{PortablePdb, PortablePdbCacheConverter};
use symbolic::symcache::SymCacheConverter;

use super::error::NativeError;
use super::object::{inspect, pick};

/// Counted up whenever a crate changes one of the forms or our limits change what is in them.
pub const FORMAT_VERSION: u32 = 1;
/// Functions read from one object.
const MAX_FUNCTIONS: usize = 4_000_000;
/// Longest unwind chain followed for one function of a PE file.
const MAX_UNWIND_CHAIN: usize = 32;

/// What is made of a debug file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// Addresses to functions, files and lines.
    SymCache,
    /// Unwind rules.
    Unwind,
    /// Sequence points of a portable PDB.
    PortablePdb,
    /// Names of a ProGuard mapping.
    Mapping,
    /// Source files.
    Sources,
    /// What the file says of itself.
    Info,
}

impl Form {
    /// Short name, part of file names.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SymCache => "symcache",
            Self::Unwind => "unwind",
            Self::PortablePdb => "ppdb",
            Self::Mapping => "mapping",
            Self::Sources => "sources",
            Self::Info => "info",
        }
    }

    /// From its short name.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SymCache, Self::Unwind, Self::PortablePdb, Self::Mapping, Self::Sources, Self::Info]
            .into_iter()
            .find(|form| form.as_str() == text)
    }
}

/// Makes a form of a file.
///
/// # Errors
/// When the file is broken, has no such information, or takes longer than `patience`.
pub fn derive(data: &[u8], debug_id: &str, form: Form, patience: Duration) -> Result<Vec<u8>, NativeError> {
    match form {
        Form::SymCache => symcache(data, debug_id, patience),
        Form::Unwind => unwind(data, debug_id),
        Form::PortablePdb => portable_pdb(data),
        Form::Mapping => mapping(data),
        Form::Sources => super::sources::pack(&pick(data, debug_id)?),
        Form::Info => serde_json::to_vec(&inspect(data, Some(debug_id))?).map_err(NativeError::malformed),
    }
}

fn symcache(data: &[u8], debug_id: &str, patience: Duration) -> Result<Vec<u8>, NativeError> {
    let object = pick(data, debug_id)?;
    let bounded = Bounded { object: &object, until: Instant::now() + patience };
    let mut converter = SymCacheConverter::new();
    converter.process_object(&bounded).map_err(|error| {
        if Instant::now() >= bounded.until {
            NativeError::Timeout { seconds: patience.as_secs() }
        } else {
            NativeError::malformed(Chain(&error))
        }
    })?;
    let mut out = Vec::new();
    converter.serialize(&mut out).map_err(NativeError::malformed)?;
    Ok(out)
}

fn unwind(data: &[u8], debug_id: &str) -> Result<Vec<u8>, NativeError> {
    let object = pick(data, debug_id)?;
    let mut out = Vec::new();
    // The reader of the rules asks for the header of a whole symbol file.
    out.extend_from_slice(b"MODULE unknown unknown 000000000000000000000000000000000 module\n");
    AsciiCfiWriter::new(&mut out)
        .max_unwind_chain_len(Some(MAX_UNWIND_CHAIN))
        .process(&object)
        .map_err(|e| NativeError::malformed(Chain(&e)))?;
    Ok(out)
}

fn portable_pdb(data: &[u8]) -> Result<Vec<u8>, NativeError> {
    let pdb = PortablePdb::parse(data).map_err(|e| NativeError::malformed(Chain(&e)))?;
    let mut converter = PortablePdbCacheConverter::new();
    converter.process_portable_pdb(&pdb).map_err(|e| NativeError::malformed(Chain(&e)))?;
    let mut out = Vec::new();
    converter.serialize(&mut out).map_err(NativeError::malformed)?;
    Ok(out)
}

fn mapping(data: &[u8]) -> Result<Vec<u8>, NativeError> {
    let mut out = Vec::new();
    proguard::ProguardCache::write(&proguard::ProguardMapping::new(data), &mut out).map_err(NativeError::malformed)?;
    Ok(out)
}

/// An error with its causes in one line.
struct Chain<'e>(&'e dyn std::error::Error);

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

/// An object that stops giving functions when there are too many, or when time is up.
struct Bounded<'d, 'o> {
    object: &'o Object<'d>,
    until: Instant,
}

struct BoundedSession<'d> {
    session: ObjectDebugSession<'d>,
    until: Instant,
}

struct BoundedFunctions<'s> {
    functions: symbolic::debuginfo::ObjectFunctionIterator<'s>,
    until: Instant,
    left: usize,
}

/// Why an object gives no more functions.
#[derive(Debug, thiserror::Error)]
enum BoundedError {
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error("there are more functions, or they take longer, than is read")]
    Limit,
}

impl<'s> Iterator for BoundedFunctions<'s> {
    type Item = Result<Function<'s>, BoundedError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == 0 || Instant::now() >= self.until {
            return Some(Err(BoundedError::Limit));
        }
        self.left -= 1;
        Some(self.functions.next()?.map_err(BoundedError::Object))
    }
}

impl<'s> DebugSession<'s> for BoundedSession<'_> {
    type Error = BoundedError;
    type FunctionIterator = BoundedFunctions<'s>;
    type FileIterator = std::iter::Empty<Result<FileEntry<'s>, BoundedError>>;

    fn functions(&'s self) -> Self::FunctionIterator {
        BoundedFunctions { functions: self.session.functions(), until: self.until, left: MAX_FUNCTIONS }
    }

    fn files(&'s self) -> Self::FileIterator {
        std::iter::empty()
    }

    fn source_by_path(&self, path: &str) -> Result<Option<symbolic::debuginfo::sourcebundle::SourceFileDescriptor<'_>>, BoundedError> {
        Ok(self.session.source_by_path(path)?)
    }
}

impl<'d: 'o, 'o> ObjectLike<'d, 'o> for Bounded<'d, '_> {
    type Error = BoundedError;
    type Session = BoundedSession<'d>;
    type SymbolIterator = symbolic::debuginfo::SymbolIterator<'d, 'o>;

    fn file_format(&self) -> FileFormat {
        self.object.file_format()
    }

    fn code_id(&self) -> Option<CodeId> {
        self.object.code_id()
    }

    fn debug_id(&self) -> DebugId {
        self.object.debug_id()
    }

    fn arch(&self) -> Arch {
        self.object.arch()
    }

    fn kind(&self) -> ObjectKind {
        self.object.kind()
    }

    fn load_address(&self) -> u64 {
        self.object.load_address()
    }

    fn has_symbols(&self) -> bool {
        self.object.has_symbols()
    }

    fn symbols(&'o self) -> Self::SymbolIterator {
        self.object.symbols()
    }

    fn symbol_map(&self) -> SymbolMap<'d> {
        self.object.symbol_map()
    }

    fn has_debug_info(&self) -> bool {
        self.object.has_debug_info()
    }

    fn debug_session(&'o self) -> Result<Self::Session, BoundedError> {
        Ok(BoundedSession { session: self.object.debug_session()?, until: self.until })
    }

    fn has_unwind_info(&self) -> bool {
        self.object.has_unwind_info()
    }

    fn has_sources(&self) -> bool {
        self.object.has_sources()
    }

    fn is_malformed(&self) -> bool {
        self.object.is_malformed()
    }
}
