//! Both halves of the native step: before normalisation a dump becomes the event, after the scrub addresses become
//! functions.

use std::sync::Arc;

use bartizan_protocol::json::{Object, Value};

use super::cache::FormCache;
use super::event::{self, Problem, Report};
use super::files::{DebugFiles, Scope};
use super::images::Images;
use super::modules::{ImageStatus, Modules};
use super::places;
use crate::{java, minidump};

/// Problems written on one event; the images with the most frames come first.
const MAX_PROBLEMS: usize = 16;

/// Debug files of all projects, and what was made of them.
#[derive(Clone)]
pub struct NativeSymbols {
    files: Arc<dyn DebugFiles>,
    cache: Arc<FormCache>,
}

impl std::fmt::Debug for NativeSymbols {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NativeSymbols").field("cache", &self.cache).finish_non_exhaustive()
    }
}

impl NativeSymbols {
    /// With the door to debug files and a cache.
    pub fn new(files: Arc<dyn DebugFiles>, cache: Arc<FormCache>) -> Self {
        Self { files, cache }
    }

    /// The cache.
    pub fn cache(&self) -> &FormCache {
        &self.cache
    }

    /// The cache, to keep.
    pub fn cache_handle(&self) -> Arc<FormCache> {
        Arc::clone(&self.cache)
    }

    /// Before normalisation: reads the dump that came with the event, and marks native frames as the application's or
    /// not. Never fails: a dump that cannot be read leaves a message on the event.
    pub fn before(&self, event: &mut Object<'_>, scope: Scope, dump: Option<&[u8]>) {
        if let Some(dump) = dump {
            let mut modules = Modules::new(scope, self.files.as_ref(), &self.cache);
            match minidump::read(dump, &mut modules) {
                Ok(crash) => {
                    minidump::apply(event, &crash);
                    mark_unwind(event, &modules);
                }
                Err(error) => minidump::apply_failure(event, &error),
            }
        }
        places::mark_in_app(event);
    }

    /// Whether unwind rules are there now for an image whose stacks were walked without.
    pub fn unwinds_more(&self, event: &Object<'_>, scope: Scope) -> bool {
        let list = event.get_object("debug_meta").and_then(|meta| meta.get_array("images")).unwrap_or_default();
        let went_without = |index: usize| {
            let status = list.get(index).and_then(|image| image.get("unwind_status")).and_then(Value::as_str);
            status.is_some_and(|status| status != ImageStatus::Found.as_str())
        };
        let mut modules = Modules::new(scope, self.files.as_ref(), &self.cache);
        Images::of(event).iter().filter(|image| went_without(image.index)).any(|image| modules.unwind(image).is_some())
    }

    /// After the scrub: gives frames their functions, files and lines. Problems stand in `errors` with the command that
    /// mends them.
    pub fn after(&self, event: &mut Object<'_>, scope: Scope) -> Report {
        let mut report = Report::default();
        if event::concerns(event) {
            report = event::symbolicate(event, scope, self.files.as_ref(), &self.cache);
        }
        if java::concerns(event) {
            let java = java::deobfuscate(event, scope, self.files.as_ref(), &self.cache);
            report.resolved += java.resolved;
            report.unresolved += java.unresolved;
            report.problems.extend(java.problems);
        }
        note(event, &report.problems);
        report
    }
}

fn mark_unwind(event: &mut Object<'_>, modules: &Modules<'_>) {
    let images = event.get_mut("debug_meta").and_then(Value::as_object_mut).and_then(|meta| meta.get_mut("images"));
    for (index, image) in images.and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
        if let (Some(status), Value::Object(image)) = (modules.unwind_status(index), image) {
            image.insert("unwind_status", status.as_str());
        }
    }
}

/// Kinds of problems, by the names of the wire.
fn kind(problem: &Problem) -> &'static str {
    let is_mapping = problem.image.starts_with("mapping ");
    match problem.status {
        ImageStatus::Missing if is_mapping => "proguard_missing_mapping",
        _ if is_mapping => "proguard_bad_mapping",
        ImageStatus::Missing => "native_missing_dsym",
        _ => "native_bad_dsym",
    }
}

/// What to do about a problem, as a command where one helps.
pub fn remedy(problem: &Problem) -> String {
    let id = problem.id.as_deref().unwrap_or("");
    match problem.status {
        ImageStatus::Missing if problem.id.is_none() => {
            format!("{} has no build id: link it with --build-id and build it again", problem.image)
        }
        ImageStatus::Missing if problem.image.starts_with("mapping ") => {
            format!("sentry-cli upload-proguard mapping.txt, with the mapping of this build (UUID {id})")
        }
        ImageStatus::Missing => format!("sentry-cli debug-files upload --include-sources PATH, where the file with debug id {id} is"),
        ImageStatus::Malformed => "Build the file again and upload it anew".to_owned(),
        _ => "Nothing: the next event tries again".to_owned(),
    }
}

fn note(event: &mut Object<'_>, problems: &[Problem]) {
    let is_own = |error: &Value<'_>| {
        let kind = error.get("type").and_then(Value::as_str).unwrap_or_default();
        kind.starts_with("native_") || kind.starts_with("proguard_")
    };
    if let Some(errors) = event.get_mut("errors").and_then(Value::as_array_mut) {
        errors.retain(|error| !is_own(error));
    }
    let wanted = problems.iter().filter(|problem| !places::is_system(&problem.path));
    let notes: Vec<Value<'static>> = wanted.take(MAX_PROBLEMS).map(|problem| Value::Object(written(problem))).collect();
    if notes.is_empty() {
        return;
    }
    match event.get_mut("errors").and_then(Value::as_array_mut) {
        Some(errors) => errors.extend(notes),
        None => {
            event.insert("errors", Value::Array(notes));
        }
    }
}

fn written(problem: &Problem) -> Object<'static> {
    let mut out = Object::new();
    out.insert("type", kind(problem));
    let id_key = if problem.image.starts_with("mapping ") { "mapping_uuid" } else { "image_uuid" };
    let texts = [
        (id_key, problem.id.clone()),
        ("image_name", Some(problem.image.clone())),
        ("image_path", Some(problem.path.clone()).filter(|path| !path.is_empty())),
        ("image_arch", problem.arch.clone()),
        ("reason", problem.reason.clone()),
        ("fix", Some(remedy(problem))),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            out.insert(key, text);
        }
    }
    out.insert("frames", problem.frames as u64);
    out
}
