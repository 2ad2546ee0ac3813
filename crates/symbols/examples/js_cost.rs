//! What a source map costs: `cargo run --release --example js_cost -- CODE.js CODE.js.map [rounds]`.
//!
//! Prints the time to read the map once (with the names of all functions), the memory it then takes, and the time of one
//! event of fifty frames at places spread over the file, metadata and blobs in memory: the first one ever, the first one
//! of a process that finds the map kept on disk, and every further one.

use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::time::Instant;

use bartizan_domain::artifact::ArtifactBundle;
use bartizan_domain::{ArtifactId, Timestamp};
use bartizan_ports::blobs::{BlobStore as _, MemoryBlobs};
use bartizan_ports::meta::{Artifacts as _, MemoryMeta, NewProject, Organizations as _, Projects as _};
use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::Folder;
use bartizan_symbols::js::map::Map;
use bartizan_symbols::js::{FORM_VERSION, JsSymbols, bundle};
use bartizan_symbols::native::Scope;
use bytes::Bytes;
use zip::write::SimpleFileOptions;

const FRAMES: usize = 50;
const ROUNDS: u32 = 200;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut args = std::env::args().skip(1);
    let (Some(code), Some(map)) = (args.next(), args.next()) else { return Err("js_cost CODE.js CODE.js.map [rounds]".into()) };
    let rounds = args.next().and_then(|n| n.parse().ok()).unwrap_or(ROUNDS);
    let (code, map) = (std::fs::read_to_string(code)?, std::fs::read_to_string(map)?);
    let mut out = std::io::stdout().lock();

    let started = Instant::now();
    let read = Map::read(Some(&code), &map)?;
    let took = started.elapsed().as_secs_f64() * 1e3;
    writeln!(out, "code {} B, map {} B: read once in {took:.1} ms, {} B in memory", code.len(), map.len(), read.size())?;
    drop(read);

    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let open = || Folder::open(folder.path(), FORM_VERSION, u64::MAX);
    let (new, scope) = store(&runtime, &code, &map)?;
    let Ok(Value::Object(event)) = Value::parse(&event(&code)).map(Value::into_owned) else { return Err("no event".into()) };
    let (without, resolved) = apply(&new, scope, &event);
    let (first, _) = apply(&new.clone().with_folder(open()?), scope, &event);
    let kept: u64 = std::fs::read_dir(folder.path().join(format!("v{FORM_VERSION}")))?
        .map(|file| Ok(file?.metadata()?.len()))
        .sum::<std::io::Result<u64>>()?;
    let symbols = new.with_folder(open()?);
    let (again, _) = apply(&symbols, scope, &event);
    let started = Instant::now();
    for _ in 0..rounds {
        black_box(apply(&symbols, scope, &event));
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / f64::from(rounds);
    let [without, first, again] = [without, first, again].map(|seconds| seconds * 1e3);
    writeln!(out, "event of {FRAMES} frames ({resolved} resolved): {each:.0} us; the first {without:.1} ms with nothing kept on disk,")?;
    writeln!(out, "{first:.1} ms with the map kept in {kept} B for later, {again:.1} ms in a process that finds it")?;
    Ok(())
}

fn apply(symbols: &JsSymbols, scope: Scope, event: &Object<'static>) -> (f64, usize) {
    let mut event = event.clone();
    let started = Instant::now();
    let report = symbols.apply(&mut event, scope);
    (started.elapsed().as_secs_f64(), report.resolved)
}

/// Places spread over the file, line and column from 1.
fn event(code: &str) -> String {
    let frame = |n: usize| {
        let offset = (code.len() / (FRAMES + 1)) * (n + 1);
        let before = code.get(..offset).unwrap_or_default();
        let (line, column) = (before.matches('\n').count() + 1, offset - before.rfind('\n').map_or(0, |at| at + 1) + 1);
        format!(r#"{{"abs_path":"https://shop.example/app.js","function":"t","lineno":{line},"colno":{column},"in_app":true}}"#)
    };
    let frames: Vec<_> = (0..FRAMES).map(frame).collect();
    format!(r#"{{"platform":"javascript","release":"1","exception":{{"values":[{{"stacktrace":{{"frames":[{}]}}}}]}}}}"#, frames.join(","))
}

fn store(runtime: &tokio::runtime::Runtime, code: &str, map: &str) -> Result<(JsSymbols, Scope), Failure> {
    let (meta, blobs) = (Arc::new(MemoryMeta::new()), Arc::new(MemoryBlobs::default()));
    let organization = meta.create_organization("acme", "acme", Timestamp(1))?;
    let new = NewProject {
        organization_id: organization.id,
        slug: "web".to_owned(),
        name: "web".to_owned(),
        platform: None,
        team: None,
        public_key: "a".repeat(32),
        secret_key: "b".repeat(32),
    };
    let (project, _) = meta.create_project(&new, Timestamp(1))?;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let manifest = r#"{"files":{"a.js":{"type":"minified_source","url":"~/app.js","headers":{"sourcemap":"app.js.map"}},
        "a.js.map":{"type":"source_map","url":"~/app.js.map"}}}"#;
    for (path, text) in [("a.js", code), ("a.js.map", map), ("manifest.json", manifest)] {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    let bytes = Bytes::from(zip.finish()?.into_inner());
    let files = bundle::inspect(&bytes)?;
    let bundle = ArtifactBundle {
        id: ArtifactId(0),
        organization_id: organization.id,
        projects: vec![project.id],
        checksum: "a".repeat(40),
        release: "1".to_owned(),
        dist: String::new(),
        blob_key: format!("{}/_bundles/{}", organization.id, "a".repeat(40)),
        size: bytes.len() as u64,
        files: files.len() as u64,
        created: Timestamp(1),
        used: Timestamp(1),
    };
    runtime.block_on(blobs.put(&bundle.blob_key, bytes))?;
    meta.save_bundle(&bundle, &files)?;
    let symbols = JsSymbols::new(meta, blobs, runtime.handle().clone(), Arc::new(|_| {}));
    Ok((symbols, Scope { organization: organization.id.0, project: project.id.0 }))
}
