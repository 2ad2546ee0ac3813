//! What a debug file costs: `cargo run --release --example native_cost -- FILE [rounds]`, with any ELF, Mach-O, PDB or
//! Breakpad file.
//!
//! Prints the time to read the file once into its compact form and that form's size, and the time of one event of fifty
//! frames in functions spread over the file.

use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Instant;

use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::native::derive::{Form, derive};
use bartizan_symbols::native::object::inspect;
use bartizan_symbols::native::{CacheOptions, DebugFile, DebugFiles, FormCache, NativeError, NativeSymbols, ObjectInfo, Reader, Scope};
use bytes::Bytes;
use symbolic::debuginfo::Object as DebugObject;

const FRAMES: usize = 50;
const ROUNDS: u32 = 500;
const SCOPE: Scope = Scope { organization: 1, project: 1 };
/// Where the image stands in the event.
const BASE: u64 = 0x5500_0000_0000;

type Failure = Box<dyn std::error::Error>;

/// The one file there is.
struct OneFile(DebugFile, Bytes);

impl DebugFiles for OneFile {
    fn find(&self, _: Scope, _: Option<&str>, _: Option<&str>) -> Result<Vec<DebugFile>, NativeError> {
        Ok(vec![self.0.clone()])
    }

    fn load(&self, _: &DebugFile) -> Result<Bytes, NativeError> {
        Ok(self.1.clone())
    }
}

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let path = args.next().ok_or("native_cost FILE [rounds]")?;
    let rounds = args.next().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let bytes = std::fs::read(path)?;
    let info = inspect(&bytes, None)?.into_iter().next().ok_or("no debug file")?;
    let mut out = std::io::stdout().lock();
    let started = Instant::now();
    let form = derive(&bytes, &info.debug_id, Form::SymCache, std::time::Duration::from_secs(600))?;
    let took = started.elapsed().as_secs_f64();
    writeln!(out, "file {} B, {}: read once in {took:.2} s into {} B", bytes.len(), info.features.join("+"), form.len())?;
    drop(form);

    let event = event(&bytes, &info)?;
    let dir = std::env::temp_dir().join(format!("native-cost-{}", std::process::id()));
    let options = CacheOptions { dir: dir.clone(), max_disk_bytes: u64::MAX, max_open: 8, reader: Reader::Here };
    let file = DebugFile {
        id: 1,
        scope: SCOPE,
        checksum: "a".repeat(40),
        kind: info.kind,
        debug_id: info.debug_id,
        code_id: info.code_id,
        name: "file".to_owned(),
        features: info.features,
        blob: String::new(),
    };
    let symbols = NativeSymbols::new(Arc::new(OneFile(file, Bytes::from(bytes))), Arc::new(FormCache::open(options)?));
    let (first, resolved) = apply(&symbols, &event);
    let started = Instant::now();
    for _ in 0..rounds {
        black_box(apply(&symbols, &event));
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / f64::from(rounds);
    writeln!(out, "event of {FRAMES} frames ({resolved} resolved): first {first:.2} s, then {each:.0} us")?;
    std::fs::remove_dir_all(dir)?;
    Ok(())
}

fn apply(symbols: &NativeSymbols, event: &Object<'static>) -> (f64, usize) {
    let mut event = event.clone();
    let started = Instant::now();
    let report = symbols.after(&mut event, SCOPE);
    (started.elapsed().as_secs_f64(), report.resolved)
}

/// Frames a few bytes into functions spread over the file.
fn event(bytes: &[u8], info: &ObjectInfo) -> Result<Object<'static>, Failure> {
    let object = DebugObject::parse(bytes)?;
    let functions: Vec<u64> = object.symbol_map().iter().filter(|symbol| symbol.size > 16).map(|symbol| symbol.address + 8).collect();
    let step = functions.len() / FRAMES;
    if step == 0 {
        return Err("it has fewer functions than an event has frames".into());
    }
    let frames: Vec<String> = functions
        .iter()
        .step_by(step)
        .take(FRAMES)
        .map(|address| format!(r#"{{"instruction_addr":"{:#x}","trust":"cfi"}}"#, BASE + address))
        .collect();
    let text = format!(
        r#"{{"platform":"native","exception":{{"values":[{{"type":"SIGSEGV","stacktrace":{{"frames":[{}]}}}}]}},
            "debug_meta":{{"images":[{{"type":"elf","debug_id":"{}","image_addr":"{BASE:#x}","image_size":4294967296}}]}}}}"#,
        frames.join(","),
        info.debug_id
    );
    match Value::parse(&text).map(Value::into_owned) {
        Ok(Value::Object(event)) => Ok(event),
        _ => Err("no event".into()),
    }
}
