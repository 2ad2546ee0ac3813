//! Artifact bundles in stores, events of minified code, and what becomes of their frames.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use bartizan_domain::artifact::{ArtifactBundle, FoundFile};
use bartizan_domain::{ArtifactId, Timestamp};
use bartizan_ports::blobs::{BlobStore as _, MemoryBlobs};
use bartizan_ports::meta::{Artifacts as _, MemoryMeta, NewProject, Organizations as _, Projects as _};
use bartizan_ports::symbols::{Fetched, ScriptFetcher, Wanted};
use bartizan_protocol::json::{Object, Value};
use bartizan_symbols::Folder;
use bartizan_symbols::js::{FORM_VERSION, JsSymbols, bundle};
use bartizan_symbols::native::Scope;
use bytes::Bytes;
use parking_lot::Mutex;
use zip::write::SimpleFileOptions;

const ID: &str = "1b0d3c2a-5f6e-4711-8899-aabbccddeeff";
/// Written by esbuild 0.28 with `--minify --sourcemap` of `js/cart.ts`.
const CODE: &str = include_str!("js/cart.js");
const MAP: &str = include_str!("js/cart.js.map");

/// A file of a bundle: path in it, its manifest entry, its bytes.
type Member = (&'static str, String, Vec<u8>);

struct Lab {
    runtime: tokio::runtime::Runtime,
    meta: Arc<MemoryMeta>,
    blobs: Arc<MemoryBlobs>,
    symbols: JsSymbols,
    /// Bundles that were noted as used, in order.
    used: Arc<Mutex<Vec<ArtifactId>>>,
}

impl Lab {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("runtime");
        let (meta, blobs) = (Arc::new(MemoryMeta::new()), Arc::new(MemoryBlobs::default()));
        let used = Arc::<Mutex<Vec<ArtifactId>>>::default();
        let note = Arc::clone(&used);
        let note_use = Arc::new(move |file: &FoundFile| note.lock().push(file.bundle));
        let symbols = JsSymbols::new(meta.clone(), blobs.clone(), runtime.handle().clone(), note_use);
        Self { runtime, meta, blobs, symbols, used }
    }

    /// A project of an organisation of its own.
    fn project(&self, slug: &str) -> Scope {
        let organization = self.meta.create_organization(slug, slug, Timestamp(1)).expect("organisation");
        self.project_of(organization.id, slug)
    }

    fn project_of(&self, organization_id: bartizan_domain::OrganizationId, slug: &str) -> Scope {
        let new = NewProject {
            organization_id,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            platform: None,
            team: None,
            public_key: format!("{:0>32}", hex::encode(slug)),
            secret_key: "b".repeat(32),
        };
        let (project, _) = self.meta.create_project(&new, Timestamp(1)).expect("project");
        Scope { organization: organization_id.0, project: project.id.0 }
    }

    fn upload(&self, scope: Scope, release: &str, dist: &str, members: &[Member]) {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let entries: Vec<_> = members.iter().map(|(path, entry, _)| format!("{path:?}:{entry}")).collect();
        zip.start_file("manifest.json", SimpleFileOptions::default()).expect("starts");
        zip.write_all(format!(r#"{{"files":{{{}}}}}"#, entries.join(",")).as_bytes()).expect("writes");
        for (path, _, bytes) in members {
            zip.start_file(*path, SimpleFileOptions::default()).expect("starts");
            zip.write_all(bytes).expect("writes");
        }
        let mut bytes = b"SYSB\x02\0\0\0".to_vec();
        bytes.extend(zip.finish().expect("ends").into_inner());
        let bytes = Bytes::from(bytes);
        let files = bundle::inspect(&bytes).expect("a bundle");
        let checksum = hex::encode(<sha1::Sha1 as sha1::Digest>::digest(&bytes));
        let bundle = ArtifactBundle {
            id: ArtifactId(0),
            organization_id: bartizan_domain::OrganizationId(scope.organization),
            projects: vec![bartizan_domain::ProjectId(scope.project)],
            blob_key: format!("{}/_bundles/{checksum}", scope.organization),
            checksum,
            release: release.to_owned(),
            dist: dist.to_owned(),
            size: bytes.len() as u64,
            files: files.len() as u64,
            created: Timestamp(5),
            used: Timestamp(5),
        };
        self.runtime.block_on(self.blobs.put(&bundle.blob_key, bytes)).expect("stores");
        self.meta.save_bundle(&bundle, &files).expect("saves");
    }

    /// As a new process on these stores would begin, with that folder.
    fn restart(&mut self, folder: &std::path::Path) {
        let folder = Folder::open(folder, FORM_VERSION, 1 << 20).expect("opens");
        let symbols = JsSymbols::new(self.meta.clone(), self.blobs.clone(), self.runtime.handle().clone(), Arc::new(|_| {}));
        self.symbols = symbols.with_folder(folder);
    }

    fn applied(&self, scope: Scope, event: &str) -> Object<'static> {
        let mut event = parsed(event);
        self.symbols.apply(&mut event, scope);
        event
    }
}

fn parsed(event: &str) -> Object<'static> {
    let Ok(Value::Object(event)) = Value::parse(event) else { panic!("fixture") };
    event.into_owned()
}

fn code(url: &str, headers: &str, text: &str) -> Member {
    ("_/code.js", format!(r#"{{"type":"minified_source","url":"{url}","headers":{{{headers}}}}}"#), text.into())
}

fn map(url: &str, headers: &str, text: &str) -> Member {
    ("_/code.js.map", format!(r#"{{"type":"source_map","url":"{url}","headers":{{{headers}}}}}"#), text.into())
}

fn id_header() -> String {
    format!(r#""debug-id":"{ID}""#)
}

/// Column (from 1) of a text in the minified file.
fn column(text: &str) -> usize {
    CODE.find(text).expect("is there") + 1
}

/// An event of `checkout` calling `Cart.total` in `https://shop.example/assets/cart.js`.
fn event(extra: &str, query: &str) -> String {
    let url = format!("https://shop.example/assets/cart.js{query}");
    let frame = |function: &str, column: usize| {
        format!(r#"{{"abs_path":"{url}","filename":"/assets/cart.js","function":"{function}","lineno":1,"colno":{column},"in_app":true}}"#)
    };
    format!(
        r#"{{"platform":"javascript"{extra},"exception":{{"values":[{{"type":"TypeError","stacktrace":{{"frames":[{},{}]}}}}]}}}}"#,
        frame("r", column(".total(")),
        frame("t.total", column(".sum")),
    )
}

fn images(url: &str) -> String {
    format!(r#","debug_meta":{{"images":[{{"type":"sourcemap","code_file":"{url}","debug_id":"{ID}"}}]}}"#)
}

fn with_id() -> String {
    event(&images("https://shop.example/assets/cart.js"), "")
}

fn frames<'e>(event: &'e Object<'_>, key: &str) -> Vec<&'e Object<'e>> {
    let exception = event.get_object("exception").and_then(|e| e.get_array("values")).and_then(|v| v.first()).expect("an exception");
    let frames = exception.get(key).and_then(|trace| trace.get("frames")).and_then(Value::as_array).unwrap_or_default();
    frames.iter().filter_map(Value::as_object).collect()
}

/// Function, file and line of each frame.
fn told(event: &Object<'_>) -> Vec<String> {
    let text = |frame: &Object<'_>, key: &str| frame.get_str(key).unwrap_or("?").to_owned();
    let line = |frame: &Object<'_>| frame.get("lineno").and_then(Value::as_u64).unwrap_or(0);
    frames(event, "stacktrace").into_iter().map(|f| format!("{} {}:{}", text(f, "function"), text(f, "filename"), line(f))).collect()
}

/// Types of what is wrong with the last frame.
fn failed(event: &Object<'_>) -> Vec<String> {
    let frames = frames(event, "stacktrace");
    let errors = frames.last().expect("a frame").get_array("errors").unwrap_or_default();
    errors.iter().map(|error| error.get("type").and_then(Value::as_str).unwrap_or("?").to_owned()).collect()
}

const READABLE: [&str; 2] = ["checkout cart.ts:11", "Cart.total cart.ts:6"];

#[test]
fn a_debug_id_leads_to_the_source() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    lab.upload(shop, "", "", &[code("~/cart.js", &id_header(), CODE), map("~/cart.js.map", &id_header(), MAP)]);
    let event = lab.applied(shop, &with_id());
    assert_eq!(told(&event), READABLE);
    let text = Value::Object(event.clone()).to_string();
    insta::assert_snapshot!(text);
    let twice = lab.applied(shop, &text);
    assert_eq!(Value::Object(twice).to_string(), text, "doing it again changes nothing");
    let used = lab.used.lock().clone();
    assert!(!used.is_empty() && used.iter().all(|id| *id == used[0]), "the bundle is noted as used, from memory too: {used:?}");
    assert_eq!(frames(&event, "raw_stacktrace").last().and_then(|f| f.get_str("function")), Some("t.total"));
}

#[test]
fn a_restart_needs_the_archive_no_more_and_others_do() {
    let (mut lab, folder) = (Lab::new(), tempfile::tempdir().expect("folder"));
    let (shop, rival) = (lab.project("shop"), lab.project("rival"));
    let members = [code("~/cart.js", &id_header(), CODE), map("~/cart.js.map", &id_header(), MAP)];
    lab.upload(shop, "", "", &members);
    lab.restart(folder.path());
    let before = lab.applied(shop, &with_id());
    assert_eq!(told(&before), READABLE);

    lab.upload(rival, "", "", &members);
    lab.blobs = Arc::default();
    lab.restart(folder.path());
    let after = lab.applied(shop, &with_id());
    assert_eq!(Value::Object(after).to_string(), Value::Object(before).to_string(), "no blob is left, and none is asked for");
    assert_ne!(told(&lab.applied(rival, &with_id())), READABLE, "the same file of another organisation is another file");
    assert_eq!(lab.symbols.apply(&mut parsed(&with_id()), rival).resolved, 0);
}

#[test]
fn an_archive_is_read_once_whatever_names_the_map() {
    let inline = format!("{CODE}//# sourceMappingURL=data:application/json;base64,{}", base64(MAP));
    let at_the_end = format!("{CODE}//# sourceMappingURL=cart.js.map");
    for text in [inline, at_the_end] {
        let lab = Lab::new();
        let shop = lab.project("shop");
        lab.upload(shop, "shop@1", "", &[code("~/assets/cart.js", "", &text), map("~/assets/cart.js.map", "", MAP)]);
        let event = event(r#","release":"shop@1""#, "");
        assert_eq!(told(&lab.applied(shop, &event)), READABLE);
        let blobs = lab.runtime.block_on(lab.blobs.list(&shop.organization.to_string())).expect("lists");
        assert_eq!(blobs.len(), 1);
        lab.runtime.block_on(lab.blobs.delete(&blobs[0].key)).expect("deletes");
        assert_eq!(told(&lab.applied(shop, &event)), READABLE, "no blob is left, and none is asked for");
    }
}

#[test]
fn release_and_address_lead_to_the_source_whatever_names_the_map() {
    let release = r#","release":"shop@1""#;
    let inline = format!("{CODE}//# sourceMappingURL=data:application/json;base64,{}", base64(MAP));
    let bare = CODE.split("//#").next().expect("code");
    for (name, members) in [
        ("the reference in the file", vec![code("~/assets/cart.js", "", CODE), map("~/assets/cart.js.map", "", MAP)]),
        ("the header", vec![code("~/assets/cart.js", r#""Sourcemap":"maps/x.map""#, bare), map("~/assets/maps/x.map", "", MAP)]),
        ("the other header", vec![code("~/assets/cart.js", r#""X-SourceMap":"/x.map""#, bare), map("~/x.map", "", MAP)]),
        (
            "a whole address",
            vec![code("https://shop.example/assets/cart.js", "", CODE), map("https://shop.example/assets/cart.js.map", "", MAP)],
        ),
        ("a map in the file", vec![code("~/assets/cart.js", "", &inline)]),
    ] {
        let lab = Lab::new();
        let shop = lab.project("shop");
        lab.upload(shop, "shop@1", "", &members);
        for query in ["", "?v=3", "?v=3#x"] {
            assert_eq!(told(&lab.applied(shop, &event(release, query))), READABLE, "{name} {query}");
        }
        let used = lab.used.lock().len();
        assert_eq!(used, 3, "{name}: noted once an event");
        assert_eq!(failed(&lab.applied(shop, &event(r#","release":"shop@2""#, ""))), ["js_empty_release"], "{name}");
        assert_eq!(lab.used.lock().len(), used, "{name}: nothing was of use");
    }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn a_dist_is_its_own() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    lab.upload(shop, "shop@1", "ios", &[code("~/assets/cart.js", "", CODE), map("~/assets/cart.js.map", "", MAP)]);
    let of = |dist: &str| lab.applied(shop, &event(&format!(r#","release":"shop@1","dist":"{dist}""#), ""));
    assert_eq!(told(&of("ios")), READABLE);
    assert_eq!(failed(&of("android")), ["js_wrong_dist"]);
}

#[test]
fn nobody_elses_files_are_used() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    let sibling = lab.project_of(bartizan_domain::OrganizationId(shop.organization), "blog");
    let stranger = lab.project("other");
    lab.upload(shop, "shop@1", "", &[code("~/assets/cart.js", &id_header(), CODE), map("~/assets/cart.js.map", &id_header(), MAP)]);
    let both = event(&format!(r#","release":"shop@1"{}"#, images("https://shop.example/assets/cart.js")), "");
    // Once for the owner, so that the map is in memory.
    assert_eq!(told(&lab.applied(shop, &both)), READABLE);
    let mixed = Scope { organization: stranger.organization, project: shop.project };
    for scope in [sibling, stranger, mixed] {
        let event = lab.applied(scope, &both);
        assert_eq!(told(&event), ["r /assets/cart.js:1", "t.total /assets/cart.js:1"], "{scope:?}");
        assert_eq!(failed(&event), ["js_unknown_debug_id", "js_empty_release"], "{scope:?}");
        assert!(frames(&event, "raw_stacktrace").is_empty());
    }
}

#[test]
fn every_failed_step_is_told() {
    let release = r#","release":"shop@1""#;
    let bare = CODE.split("//#").next().expect("code");
    let other = r#"{"version":3,"sources":["a.js"],"names":[],"mappings":";AAAA"}"#;
    let made_up = r#"{"version":3,"sources":["a.js"],"names":[],"mappings":"A"}"#;
    let without_text = MAP.replace("sourcesContent", "nothing");
    let at = "~/assets/cart.js";
    let map_at = "~/assets/cart.js.map";
    for (wanted, members, event) in [
        ("js_nothing_to_look_by", vec![], event("", "")),
        ("js_unknown_debug_id", vec![], with_id()),
        ("js_empty_release", vec![], event(release, "")),
        ("js_missing_source", vec![code("~/cart.js", "", CODE), map("~/cart.js.map", "", MAP)], event(release, "")),
        ("js_no_sourcemap_reference", vec![code(at, "", bare), map(map_at, "", MAP)], event(release, "")),
        ("js_missing_sourcemap", vec![code(at, "", CODE)], event(release, "")),
        ("js_invalid_sourcemap", vec![code(at, "", CODE), map(map_at, "", "<html>")], event(release, "")),
        ("js_invalid_sourcemap_location", vec![code(at, "", CODE), map(map_at, "", other)], event(release, "")),
        ("js_generated_code", vec![code(at, "", CODE), map(map_at, "", made_up)], event(release, "")),
        ("js_no_sourcemap_for_debug_id", vec![code(at, &id_header(), CODE)], with_id()),
        ("js_missing_sources_content", vec![code(at, "", CODE), map(map_at, "", &without_text)], event(release, "")),
    ] {
        let lab = Lab::new();
        let shop = lab.project("shop");
        if !members.is_empty() {
            lab.upload(shop, "shop@1", "", &members);
        }
        let event = lab.applied(shop, &event);
        assert_eq!(failed(&event), [wanted]);
        let of_event = event.get_array("errors").expect("told on the event too");
        let first = of_event.first().and_then(Value::as_object).expect("one");
        assert_eq!(first.get_str("type"), Some(wanted));
        assert!(
            first.get_str("fix").is_some_and(|fix| !fix.is_empty()) && first.get("frames").and_then(Value::as_u64) == Some(2),
            "{first:?}"
        );
    }
}

#[test]
fn a_map_is_found_by_the_reference_of_a_file_with_a_debug_id() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    lab.upload(shop, "", "", &[code("~/assets/cart.js", &id_header(), CODE), map("~/assets/cart.js.map", "", MAP)]);
    assert_eq!(told(&lab.applied(shop, &with_id())), READABLE);
}

#[test]
fn a_late_upload_mends_what_is_stored() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    let before = lab.applied(shop, &with_id());
    assert_eq!(failed(&before), ["js_unknown_debug_id"]);
    lab.upload(shop, "", "", &[code("~/cart.js", &id_header(), CODE), map("~/cart.js.map", &id_header(), MAP)]);
    let text = Value::Object(before).to_string();
    let after = lab.applied(shop, &text);
    assert_eq!(told(&after), READABLE);
    assert!(failed(&after).is_empty() && after.get_array("errors").is_none_or(<[_]>::is_empty));
    let raw = frames(&after, "raw_stacktrace");
    assert!(raw.iter().all(|frame| !frame.contains_key("errors")), "the original has no traces of the failure");
}

#[test]
fn bombs_cost_a_message_on_the_frame() {
    let release = r#","release":"shop@1""#;
    let endless = format!(r#"{{"version":3,"sources":[],"mappings":"{}"}}"#, "A,".repeat(7_000_000));
    let nested = format!("{}{}", r#"{"sections":[{"offset":{"line":0,"column":0},"map":"#.repeat(1000), "}]}".repeat(1000));
    let huge = "0".repeat(70 << 20);
    for (bomb, reason) in [(endless, "more than 6000000 mappings"), (nested, "recursion limit"), (huge, "more than 67108864 bytes")] {
        let lab = Lab::new();
        let shop = lab.project("shop");
        lab.upload(shop, "shop@1", "", &[code("~/assets/cart.js", "", CODE), map("~/assets/cart.js.map", "", &bomb)]);
        let event = lab.applied(shop, &event(release, ""));
        let text = Value::Object(event.clone()).to_string();
        assert!(failed(&event) == ["js_invalid_sourcemap"] && text.contains(reason), "{reason}: {text}");
    }
}

#[test]
fn code_that_nobody_bundled_is_left_alone() {
    let lab = Lab::new();
    let shop = lab.project("shop");
    for frame in [
        r#"{"abs_path":"node:internal/timers","lineno":1,"colno":2}"#,
        r#"{"abs_path":"/srv/app/node_modules/express/lib/router.js","lineno":1,"colno":2}"#,
        r#"{"abs_path":"/srv/app/index.js","lineno":1,"colno":2,"context_line":"pay()"}"#,
        r#"{"abs_path":"/srv/app/index.js","lineno":1,"colno":2}"#,
        r#"{"filename":"<anonymous>","lineno":1,"colno":2}"#,
        r#"{"lineno":1,"colno":2}"#,
        r#"{"platform":"python","abs_path":"/srv/app/index.py","lineno":1,"colno":2}"#,
    ] {
        let text = format!(r#"{{"platform":"node","exception":{{"values":[{{"stacktrace":{{"frames":[{frame}]}}}}]}}}}"#);
        let event = lab.applied(shop, &text);
        assert_eq!(Value::Object(event).to_string(), text);
    }
}

/// Answers the same for every file, and writes down which were wanted.
struct Notebook {
    answer: Fetched,
    wanted: Mutex<Vec<Wanted>>,
}

impl ScriptFetcher for Notebook {
    fn want(&self, wanted: Wanted) -> Fetched {
        self.wanted.lock().push(wanted);
        self.answer.clone()
    }
}

/// A lab with somebody who fetches.
fn lab_with(answer: Fetched) -> (Lab, Arc<Notebook>) {
    let mut lab = Lab::new();
    let notebook = Arc::new(Notebook { answer, wanted: Mutex::default() });
    lab.symbols = lab.symbols.clone().with_fetcher(notebook.clone());
    (lab, notebook)
}

#[test]
fn a_file_that_no_upload_explains_is_asked_for_once_in_an_event() {
    let (lab, notebook) = lab_with(Fetched::Waiting);
    let shop = lab.project("shop");
    let release = r#","release":"shop@1","dist":"web""#;
    let found = lab.applied(shop, &event(&format!("{release}{}", images("https://shop.example/assets/cart.js")), "?v=1#x"));
    assert_eq!(failed(&found), ["js_unknown_debug_id", "js_empty_release", "js_fetch_waiting"]);
    let wanted = notebook.wanted.lock().clone();
    let [wanted] = wanted.as_slice() else { panic!("one file, not {wanted:?}") };
    assert_eq!((wanted.url.as_str(), wanted.debug_id.clone()), ("https://shop.example/assets/cart.js?v=1", Some(ID.replace('-', ""))));
    assert_eq!((wanted.project.0, wanted.release.as_str(), wanted.dist.as_str()), (shop.project, "shop@1", "web"));
}

#[test]
fn what_fetching_did_stands_at_the_frame() {
    let release = r#","release":"shop@1""#;
    for (answer, type_, told) in [
        (Fetched::Off, None, ""),
        (Fetched::Done, None, ""),
        (Fetched::NotAllowed, Some("js_fetch_not_allowed"), "Add shop.example in"),
        (Fetched::Failed("shop.example answered 404".to_owned()), Some("js_fetch_failed"), "shop.example answered 404"),
    ] {
        let (lab, _) = lab_with(answer.clone());
        let found = lab.applied(lab.project("shop"), &event(release, ""));
        assert_eq!(failed(&found).get(1).map(String::as_str), type_, "{answer:?}");
        assert!(Value::Object(found).to_string().contains(told), "{answer:?}");
    }
}

#[test]
fn nothing_is_asked_for_that_the_uploads_explain_or_that_the_web_has_not() {
    let (lab, notebook) = lab_with(Fetched::Waiting);
    let shop = lab.project("shop");
    let release = r#","release":"shop@1""#;
    assert_eq!(failed(&lab.applied(shop, &event("", ""))), ["js_nothing_to_look_by"], "where would it be found again?");
    let elsewhere = event(release, "").replace("https://shop.example", "app:///");
    lab.applied(shop, &elsewhere);
    lab.upload(shop, "shop@1", "", &[code("~/assets/cart.js", "", CODE), map("~/assets/cart.js.map", "", MAP)]);
    assert_eq!(told(&lab.applied(shop, &event(release, ""))), READABLE);
    lab.upload(shop, "shop@2", "", &[code("~/assets/cart.js", "", CODE), map("~/assets/cart.js.map", "", "no map")]);
    assert_eq!(failed(&lab.applied(shop, &event(r#","release":"shop@2""#, ""))), ["js_invalid_sourcemap"]);
    assert_eq!(notebook.wanted.lock().len(), 0);
}
