//! One event's JavaScript frames: from minified positions to functions, files and lines, in place.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_domain::{OrganizationId, ProjectId};
use bartizan_ports::blobs::BlobStore;
use bartizan_ports::meta::Artifacts;
use bartizan_ports::symbols::{Fetched, ScriptFetcher, Wanted};
use bartizan_protocol::json::{Object, Value};

use super::bundle::debug_id;
use super::cache::MapCache;
use super::find::{Finder, Match, NoteUse, Question};
use super::map::{Found, Original};
use super::step::Step;
use super::urls;
use crate::folder::Folder;
use crate::native::{Scope, places};

/// Frames of an event that are looked up.
const MAX_FRAMES: usize = 1_000;
/// Minified files of an event that are looked for.
const MAX_FILES: usize = 64;
/// Problems written on one event; those of the most frames come first.
const MAX_PROBLEMS: usize = 16;
/// Kinds of entries in `errors` that are this step's.
const PREFIX: &str = "js_";
/// Prefixes of what no bundler wrote: the engine's and runtime's own code, and code without a file.
const FOREIGN: [&str; 10] =
    ["node:", "internal/", "ext:", "native ", "[native", "<anonymous", "eval", "webpack-internal:", "chrome-extension:", "moz-extension:"];

/// What was done to an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Frames that got their source.
    pub resolved: usize,
    /// Frames that stay minified.
    pub unresolved: usize,
}

/// Source maps of all projects, and the frames they explain.
#[derive(Clone)]
pub struct JsSymbols {
    finder: Finder,
    fetcher: Option<Arc<dyn ScriptFetcher>>,
}

impl std::fmt::Debug for JsSymbols {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JsSymbols").field("finder", &self.finder).finish_non_exhaustive()
    }
}

impl JsSymbols {
    /// On these stores. Call from threads that may wait; `runtime` runs the reads of blobs, `note_use` is told of every file
    /// that explained a minified one.
    pub fn new(artifacts: Arc<dyn Artifacts>, blobs: Arc<dyn BlobStore>, runtime: tokio::runtime::Handle, note_use: NoteUse) -> Self {
        Self { finder: Finder::new(artifacts, blobs, runtime, note_use), fetcher: None }
    }

    /// With a folder in which maps that were read are kept, of [`super::map::form::FORM_VERSION`].
    #[must_use]
    pub fn with_folder(self, folder: Folder) -> Self {
        Self { finder: self.finder.with_cache(MapCache::default().with_folder(folder)), ..self }
    }

    /// With somebody who is told of files that no upload explains.
    #[must_use]
    pub fn with_fetcher(self, fetcher: Arc<dyn ScriptFetcher>) -> Self {
        Self { fetcher: Some(fetcher), ..self }
    }

    /// Gives the frames of a scrubbed event their functions, files and lines. A stack that changed keeps its original as
    /// `raw_stacktrace`; a frame that stays minified says in its `errors` which steps failed and what mends it, and the
    /// event says so in its own. Done again on a stored event it starts from the originals.
    pub fn apply(&self, event: &mut Object<'_>, scope: Scope) -> Report {
        if !concerns(event) {
            return Report::default();
        }
        let text = |key: &str| event.get_str(key).unwrap_or_default().to_owned();
        let question = Question {
            organization: OrganizationId(scope.organization),
            project: ProjectId(scope.project),
            release: text("release"),
            dist: text("dist"),
        };
        let platform = text("platform");
        let mut step = Walk {
            finder: &self.finder,
            fetcher: self.fetcher.as_deref(),
            question,
            platform,
            ids: debug_ids(event),
            files: HashMap::new(),
            left: MAX_FRAMES,
            report: Report::default(),
            problems: Vec::new(),
        };
        places::each_stack(event, |holder, _| step.stack(holder));
        let Walk { report, problems, .. } = step;
        note(event, problems);
        report
    }
}

/// Whether an event may have frames that this step looks at.
pub fn concerns(event: &Object<'_>) -> bool {
    is_javascript(event.get_str("platform").unwrap_or_default()) || !debug_ids(event).is_empty()
}

fn is_javascript(platform: &str) -> bool {
    matches!(platform, "javascript" | "node" | "react-native" | "bun" | "deno")
}

/// Debug ids in their one form, by the file they are for.
pub fn debug_ids(event: &Object<'_>) -> HashMap<String, String> {
    let images = event.get_object("debug_meta").and_then(|meta| meta.get_array("images")).unwrap_or_default();
    let images = images.iter().filter_map(Value::as_object).filter(|image| image.get_str("type") == Some("sourcemap"));
    images.filter_map(|image| Some((image.get_str("code_file")?.to_owned(), debug_id(image.get_str("debug_id")?)?))).collect()
}

struct Problem {
    step: Step,
    url: String,
    frames: u64,
}

struct Walk<'w> {
    finder: &'w Finder,
    fetcher: Option<&'w dyn ScriptFetcher>,
    question: Question,
    platform: String,
    ids: HashMap<String, String>,
    /// What is known of each minified file.
    files: HashMap<String, Result<Match, Vec<Step>>>,
    left: usize,
    report: Report,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    /// One exception, thread or event with its `stacktrace`.
    fn stack(&mut self, holder: &mut Object<'_>) {
        if !self.is_ours(holder) {
            return;
        }
        if is_mapped(holder)
            && let Some(raw) = holder.remove("raw_stacktrace")
        {
            holder.insert("stacktrace", raw);
        }
        frames_mut(holder).for_each(clean);
        // Most stacks have no minified frame: they are not copied.
        if !frames(holder).any(|frame| self.minified(frame).is_some()) {
            return;
        }
        let raw = holder.get("stacktrace").cloned();
        let mut changed = false;
        for frame in frames_mut(holder) {
            changed |= self.frame(frame);
        }
        if let Some(raw) = raw.filter(|_| changed && !holder.contains_key("raw_stacktrace")) {
            holder.insert("raw_stacktrace", raw);
        }
    }

    /// Native frames keep their own original.
    fn is_ours(&self, holder: &Object<'_>) -> bool {
        frames(holder).any(|frame| is_javascript(frame.get_str("platform").unwrap_or(&self.platform)))
    }

    /// True when the frame became readable.
    fn frame(&mut self, frame: &mut Object<'_>) -> bool {
        let Some(url) = self.minified(frame) else { return false };
        let Some(left) = self.left.checked_sub(1) else { return self.failed(frame, &url, &[Step::TooMany]) };
        self.left = left;
        let number = |key: &str| frame.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
        let place = number("lineno").zip(number("colno"));
        let found = match self.file(&url) {
            Err(steps) => return self.failed(frame, &url, &steps),
            Ok(found) => found,
        };
        let Some((line, column)) = place else { return self.failed(frame, &url, &[Step::NoPosition]) };
        match found.map.find(line, column) {
            Found::Original(original) => {
                if original.context.is_none() {
                    self.problem(frame, &url, &Step::NoSourceText { source_file: original.source.clone() });
                }
                write(frame, *original, &found, &url);
                self.report.resolved += 1;
                true
            }
            Found::Generated => self.failed(frame, &url, &[Step::Generated { line, column }]),
            Found::Outside => self.failed(frame, &url, &[Step::Outside { line, column }]),
        }
    }

    /// The address of the minified file of a frame that this step looks at.
    fn minified(&self, frame: &Object<'_>) -> Option<String> {
        if !is_javascript(frame.get_str("platform").unwrap_or(&self.platform)) {
            return None;
        }
        let url = frame.get_str("abs_path").filter(|path| !path.is_empty()).or_else(|| frame.get_str("filename"))?;
        if url.is_empty() || FOREIGN.iter().any(|prefix| url.starts_with(prefix)) || url.starts_with("data:") || url.starts_with("blob:") {
            return None;
        }
        let has_id = self.id(url).is_some();
        // Code that nobody bundled: packages, and files of a server whose SDK read the lines itself.
        if !has_id && (url.contains("/node_modules/") || self.platform != "javascript" && frame.contains_key("context_line")) {
            return None;
        }
        Some(url.to_owned())
    }

    fn id(&self, url: &str) -> Option<&String> {
        self.ids.get(url).or_else(|| url.split(['?', '#']).next().and_then(|plain| self.ids.get(plain)))
    }

    fn file(&mut self, url: &str) -> Result<Match, Vec<Step>> {
        if let Some(known) = self.files.get(url) {
            return known.clone();
        }
        if self.files.len() >= MAX_FILES {
            return Err(vec![Step::TooMany]);
        }
        let found = self.finder.map(&self.question, url, self.id(url).map(String::as_str));
        let found = found.map_err(|mut steps| {
            steps.extend(self.fetch(url, &steps));
            steps
        });
        self.files.insert(url.to_owned(), found.clone());
        found
    }

    /// Asks for a file that no upload explains, and tells what is known of it.
    fn fetch(&self, url: &str, failed: &[Step]) -> Option<Step> {
        let fetcher = self.fetcher.filter(|_| failed.last().is_some_and(Step::is_fetchable))?;
        let (url, host) = urls::on_the_web(url)?;
        let Question { organization, project, release, dist } = self.question.clone();
        let wanted = Wanted { organization, project, release, dist, debug_id: self.id(url).cloned(), url: url.to_owned() };
        match fetcher.want(wanted) {
            Fetched::Off | Fetched::Done => None,
            Fetched::NotAllowed => Some(Step::FetchNotAllowed { host }),
            Fetched::Waiting => Some(Step::FetchWaiting { host }),
            Fetched::Failed(reason) => Some(Step::FetchFailed { reason }),
        }
    }

    fn failed(&mut self, frame: &mut Object<'_>, url: &str, steps: &[Step]) -> bool {
        // A server's own files are not bundled as a rule: without debug id and uploads there is nothing to tell.
        let is_plain = self.platform != "javascript" && self.id(url).is_none();
        if is_plain && steps.iter().all(|step| matches!(step, Step::NothingToLookBy | Step::EmptyRelease { .. } | Step::UnknownUrl { .. }))
        {
            return false;
        }
        self.report.unresolved += 1;
        for step in steps {
            self.problem(frame, url, step);
        }
        with_data(frame, |data| {
            data.insert("symbolicated", false);
        });
        false
    }

    fn problem(&mut self, frame: &mut Object<'_>, url: &str, step: &Step) {
        let written = Value::Object(step.written(url));
        match frame.get_mut("errors").and_then(Value::as_array_mut) {
            Some(errors) => errors.push(written),
            None => {
                frame.insert("errors", Value::Array(vec![written]));
            }
        }
        if let Some(problem) = self.problems.iter_mut().find(|problem| problem.url == url && problem.step.code() == step.code()) {
            problem.frames += 1;
        } else if self.problems.len() < MAX_FILES {
            self.problems.push(Problem { step: step.clone(), url: url.to_owned(), frames: 1 });
        }
    }
}

fn frames<'o>(holder: &'o Object<'_>) -> impl Iterator<Item = &'o Object<'o>> {
    let frames = holder.get_object("stacktrace").and_then(|trace| trace.get_array("frames")).unwrap_or_default();
    frames.iter().filter_map(Value::as_object)
}

fn frames_mut<'o, 'e>(holder: &'o mut Object<'e>) -> impl Iterator<Item = &'o mut Object<'e>> {
    let list = holder.get_mut("stacktrace").and_then(Value::as_object_mut).and_then(|trace| trace.get_mut("frames"));
    list.and_then(Value::as_array_mut).into_iter().flatten().filter_map(Value::as_object_mut)
}

/// Whether an earlier time changed the stack.
fn is_mapped(holder: &Object<'_>) -> bool {
    frames(holder).any(|frame| frame.get_object("data").is_some_and(|data| data.contains_key("sourcemap")))
}

fn is_own(error: &Value<'_>) -> bool {
    error.get("type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with(PREFIX))
}

/// Takes out what an earlier time wrote.
fn clean(frame: &mut Object<'_>) {
    if let Some(errors) = frame.get_mut("errors").and_then(Value::as_array_mut) {
        errors.retain(|error| !is_own(error));
        if errors.is_empty() {
            frame.remove("errors");
        }
    }
    if let Some(data) = frame.get_mut("data").and_then(Value::as_object_mut) {
        data.retain(|key, _| {
            !matches!(key, "symbolicated" | "sourcemap" | "resolved_with") && (!key.starts_with("orig_") || key == "orig_in_app")
        });
        if data.is_empty() {
            frame.remove("data");
        }
    }
}

/// Writes the problems of the frames on the event, one for each file and step.
fn note(event: &mut Object<'_>, mut problems: Vec<Problem>) {
    if let Some(errors) = event.get_mut("errors").and_then(Value::as_array_mut) {
        errors.retain(|error| !is_own(error));
    }
    if problems.is_empty() {
        return;
    }
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.frames));
    let mut notes: Vec<Value<'_>> = Vec::new();
    for problem in problems.iter().take(MAX_PROBLEMS) {
        let mut out = problem.step.written(&problem.url);
        out.insert("frames", problem.frames);
        notes.push(Value::Object(out));
    }
    match event.get_mut("errors").and_then(Value::as_array_mut) {
        Some(errors) => errors.extend(notes),
        None => {
            event.insert("errors", Value::Array(notes));
        }
    }
}

fn with_data<'a>(frame: &mut Object<'a>, change: impl FnOnce(&mut Object<'a>)) {
    if frame.get_object("data").is_none() {
        frame.insert("data", Object::new());
    }
    if let Some(data) = frame.get_mut("data").and_then(Value::as_object_mut) {
        change(data);
    }
}

/// The source takes the place of the minified position, which stays in `data`.
fn write(frame: &mut Object<'_>, original: Original, found: &Match, url: &str) {
    let kept = ["abs_path", "filename", "function", "lineno", "colno"].map(|key| (format!("orig_{key}"), frame.get(key).cloned()));
    let map_url = if found.url.starts_with('~') { urls::joined(url, found.url.trim_start_matches('~')) } else { found.url.clone() };
    let by = found.by;
    let path = urls::source_path(&map_url, &original.source);
    with_data(frame, |data| {
        for (key, value) in kept.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            data.insert(key, value);
        }
        data.insert("sourcemap", map_url);
        data.insert("resolved_with", by);
        data.insert("symbolicated", true);
    });
    if frame.contains_key("module") {
        frame.insert("module", urls::module(&original.source));
    }
    frame.insert("filename", urls::source_name(&original.source));
    frame.insert("abs_path", path);
    if let Some(function) = original.function {
        frame.insert("function", function);
    }
    frame.insert("lineno", u64::from(original.line));
    frame.insert("colno", u64::from(original.column));
    if original.is_ignored || original.source.contains("node_modules/") {
        frame.insert("in_app", false);
    }
    for key in ["pre_context", "context_line", "post_context"] {
        frame.remove(key);
    }
    if let Some(context) = original.context {
        let lines = |list: Vec<String>| Value::Array(list.into_iter().map(Value::from).collect());
        frame.insert("pre_context", lines(context.before));
        frame.insert("context_line", context.line);
        frame.insert("post_context", lines(context.after));
    }
}
