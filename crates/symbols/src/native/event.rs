//! One event's native and .NET frames: from addresses to functions, in place.

use std::str::FromStr;

use bartizan_protocol::json::{Object, Value};
use symbolic::common::{Arch, InstructionInfo};

use super::cache::FormCache;
use super::files::{DebugFile, DebugFiles, Scope};
use super::images::{Image, Images, address};
use super::lookup::{self, Resolved};
use super::modules::{ImageStatus, Modules};
use super::places;

/// Frames of one stack after inlined functions are written out.
const MAX_FRAMES: usize = 512;
/// Frames that are looked up in one event.
const MAX_LOOKUPS: usize = 20_000;
/// Kind of image of a .NET assembly with a portable PDB.
const DOTNET: &str = "pe_dotnet";
/// Bits of a metadata token that name the row; the others name the table.
const TOKEN_ROW: u64 = 0x00ff_ffff;

/// A native image that frames point into and that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What became of it.
    pub status: ImageStatus,
    /// Name of its file.
    pub image: String,
    /// Its whole path; empty when unknown.
    pub path: String,
    /// Its debug id, else its code id.
    pub id: Option<String>,
    /// Architecture.
    pub arch: Option<String>,
    /// Why the file could not be read, when there is one.
    pub reason: Option<String>,
    /// Frames that stay addresses because of it.
    pub frames: usize,
}

/// What was done to an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Frames that got a function.
    pub resolved: usize,
    /// Frames that stay as they were.
    pub unresolved: usize,
    /// Images that are missing or broken, one each.
    pub problems: Vec<Problem>,
}

/// Whether an event has frames that this step looks at.
pub fn concerns(event: &Object<'_>) -> bool {
    !Images::of(event).is_empty()
}

/// Resolves all frames with an address or a method token. Frames that cannot be resolved stay and say why in
/// `symbolicator_status`; stacks that changed keep their original as `raw_stacktrace`; images get their status.
///
/// Done again on a stored event it starts from the originals.
pub fn symbolicate(event: &mut Object<'_>, scope: Scope, files: &dyn DebugFiles, cache: &FormCache) -> Report {
    let mut modules = Modules::new(scope, files, cache);
    symbolicate_with(event, &mut modules)
}

/// As [`symbolicate`], with modules that were looked up before.
pub fn symbolicate_with(event: &mut Object<'_>, modules: &mut Modules<'_>) -> Report {
    let images = Images::of(event);
    if images.is_empty() {
        return Report::default();
    }
    let signal = places::signal(event);
    let mut step = Step { images: &images, modules: &mut *modules, report: Report::default(), signal, left: MAX_LOOKUPS };
    places::each_stack(event, |holder, is_crash| step.stack(holder, is_crash));
    let Step { mut report, .. } = step;
    mark_images(event, &images, modules, &mut report);
    report
}

struct Step<'s, 'c> {
    images: &'s Images,
    modules: &'s mut Modules<'c>,
    report: Report,
    signal: Option<u32>,
    left: usize,
}

impl Step<'_, '_> {
    /// One exception, thread or event with its `stacktrace`.
    fn stack(&mut self, holder: &mut Object<'_>, is_crash: bool) {
        if let Some(raw) = holder.remove("raw_stacktrace") {
            holder.insert("stacktrace", raw);
        }
        let Some(trace) = holder.get_object("stacktrace") else { return };
        let Some(frames) = trace.get_array("frames") else { return };
        let adjust = trace.get_str("instruction_addr_adjustment").unwrap_or("auto").to_owned();
        let register = trace.get_object("registers").and_then(instruction_register);
        let top = frames.len().saturating_sub(1);
        let mut out: Vec<Value<'static>> = Vec::with_capacity(frames.len());
        let mut changed = false;
        for (index, value) in frames.iter().enumerate() {
            let Some(frame) = value.as_object() else { continue };
            let place = Place { is_top: index == top, is_crash, adjust: &adjust, register, signal: self.signal };
            match self.frame(frame, &place) {
                Some(resolved) => {
                    changed = true;
                    out.extend(resolved);
                }
                None => out.push(value.clone().into_owned()),
            }
        }
        if changed {
            out.drain(..out.len().saturating_sub(MAX_FRAMES));
            let mut new = trace.clone().into_owned();
            new.insert("frames", Value::Array(out));
            let old = holder.insert("stacktrace", Value::Object(new));
            holder.insert("raw_stacktrace", old.unwrap_or_default());
        }
    }

    /// The frames that a frame stands for, the caller first; `None` when this step has nothing to say of it.
    fn frame(&mut self, frame: &Object<'_>, place: &Place<'_>) -> Option<Vec<Value<'static>>> {
        let at = frame.get("instruction_addr").and_then(address)?;
        let by_index = frame.get_str("addr_mode").and_then(|mode| mode.strip_prefix("rel:")).map(|index| index.parse::<usize>().ok());
        let image = match by_index {
            Some(index) => self.images.by_index(index?),
            None => self.images.at(at),
        };
        let Some(image) = image else { return self.unresolved(frame, None, "unknown_image") };
        self.left = self.left.checked_sub(1)?;
        if image.kind == DOTNET {
            return self.method(frame, image, at);
        }
        let address = if by_index.is_some() { at } else { place.adjusted(image, at).checked_sub(image.address)? };
        let Some(module) = self.modules.get(image) else { return self.unresolved(frame, Some(image), "other") };
        if let Err(status) = module.symbols {
            return self.unresolved(frame, Some(image), status.as_frame_status());
        }
        let found = lookup::at_address(module, address);
        if found.is_empty() {
            return self.unresolved(frame, Some(image), "missing_symbol");
        }
        self.report.resolved += 1;
        Some(found.into_iter().rev().map(|resolved| Value::Object(write(frame, image, resolved))).collect())
    }

    fn method(&mut self, frame: &Object<'_>, image: &Image, offset: u64) -> Option<Vec<Value<'static>>> {
        let token = frame.get("function_id").and_then(address)?;
        let method = u32::try_from(token & TOKEN_ROW).ok()?;
        let offset = u32::try_from(offset).ok()?;
        let module = self.modules.get(image)?;
        if let Err(status) = module.symbols {
            return self.unresolved(frame, Some(image), status.as_frame_status());
        }
        match lookup::in_method(module, method, offset) {
            None => self.unresolved(frame, Some(image), "missing_symbol"),
            Some(resolved) => {
                self.report.resolved += 1;
                Some(vec![Value::Object(write(frame, image, resolved))])
            }
        }
    }

    fn unresolved(&mut self, frame: &Object<'_>, image: Option<&Image>, status: &'static str) -> Option<Vec<Value<'static>>> {
        self.report.unresolved += 1;
        let mut out = frame.clone().into_owned();
        if let Some(image) = image {
            package(&mut out, image);
            self.count(image);
        }
        out.insert("symbolicator_status", status);
        Some(vec![Value::Object(out)])
    }

    fn count(&mut self, image: &Image) {
        let Some((status, reason)) =
            self.modules.known(image.index).and_then(|m| m.symbols.as_ref().err().map(|s| (*s, m.problem.clone())))
        else {
            return;
        };
        let id = image.debug_id.clone().or_else(|| image.code_id.clone());
        let label = image.label();
        match self.report.problems.iter_mut().find(|problem| problem.id == id && problem.image == label) {
            Some(problem) => problem.frames += 1,
            None => {
                let path = image.file.clone().unwrap_or_default();
                let image = Problem { status, image: label.to_owned(), path, id, arch: image.arch.clone(), reason, frames: 1 };
                self.report.problems.push(image);
            }
        }
    }
}

impl ImageStatus {
    const fn as_frame_status(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Malformed => "malformed",
            Self::Timeout | Self::FetchingFailed | Self::Found | Self::Unused | Self::Other => "other",
        }
    }
}

/// Where a frame stands in its stack.
struct Place<'p> {
    is_top: bool,
    is_crash: bool,
    adjust: &'p str,
    register: Option<u64>,
    signal: Option<u32>,
}

impl Place<'_> {
    /// The address of the call: all but the frame that crashed hold the address to return to, which is behind it.
    fn adjusted(&self, image: &Image, at: u64) -> u64 {
        let arch = image.arch.as_deref().and_then(|arch| Arch::from_str(arch).ok()).unwrap_or_default();
        let mut info = InstructionInfo::new(arch, at);
        match self.adjust {
            "none" => return at,
            "all" => return info.previous_address(),
            "all_but_first" if self.is_top => return at,
            "all_but_first" => return info.previous_address(),
            _ => {}
        }
        // A top frame of a stack that did not crash is where the thread stands, not a return address.
        if self.is_top && !self.is_crash {
            return at;
        }
        info.is_crashing_frame(self.is_top).signal(self.signal).ip_register_value(self.register).caller_address()
    }
}

fn instruction_register(registers: &Object<'_>) -> Option<u64> {
    ["rip", "eip", "pc"].iter().find_map(|name| registers.get(name).and_then(address))
}

fn package(frame: &mut Object<'static>, image: &Image) {
    if frame.get_str("package").is_none_or(str::is_empty)
        && let Some(file) = &image.file
    {
        frame.insert("package", file.clone());
    }
}

fn write(frame: &Object<'_>, image: &Image, resolved: Resolved) -> Object<'static> {
    let mut out = frame.clone().into_owned();
    package(&mut out, image);
    if let Some(name) = resolved.name {
        if name.full != name.short {
            out.insert("raw_function", name.full);
        }
        out.insert("function", name.short);
    }
    if let Some(symbol) = resolved.symbol {
        out.insert("symbol", symbol);
    }
    match resolved.start.and_then(|start| image.address.checked_add(start)) {
        Some(start) => out.insert("symbol_addr", format!("{start:#x}")),
        None => out.remove("symbol_addr"),
    };
    if let Some(path) = resolved.path {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(&path).to_owned();
        out.insert("filename", name);
        out.insert("abs_path", path);
    }
    match resolved.line {
        Some(line) => out.insert("lineno", u64::from(line)),
        None => out.remove("lineno"),
    };
    out.remove("colno");
    if let Some(context) = resolved.context {
        let lines = |lines: Vec<String>| Value::Array(lines.into_iter().map(Value::from).collect());
        out.insert("pre_context", lines(context.before));
        out.insert("context_line", context.line);
        out.insert("post_context", lines(context.after));
    }
    if places::is_runtime(&out) {
        out.insert("in_app", false);
    }
    out.insert("symbolicator_status", "symbolicated");
    if resolved.is_inlined {
        out.insert("trust", "inline");
    }
    out
}

/// Writes what became of each image into `debug_meta.images`.
fn mark_images(event: &mut Object<'_>, images: &Images, modules: &Modules<'_>, report: &mut Report) {
    report.problems.sort_by_key(|problem| std::cmp::Reverse(problem.frames));
    let list = event.get_mut("debug_meta").and_then(Value::as_object_mut).and_then(|meta| meta.get_mut("images"));
    let Some(list) = list.and_then(Value::as_array_mut) else { return };
    for image in images.iter() {
        let Some(Value::Object(out)) = list.get_mut(image.index) else { continue };
        let module = modules.known(image.index);
        let status = module.map_or(ImageStatus::Unused, |m| m.symbols.as_ref().map_or_else(|status| *status, |_| ImageStatus::Found));
        out.insert("debug_status", status.as_str());
        if let Some(unwind) = modules.unwind_status(image.index) {
            out.insert("unwind_status", unwind.as_str());
        }
        let files = module.map(|m| m.files.as_slice()).unwrap_or_default();
        out.insert("features", features(files));
        if !files.is_empty() {
            let status = if status == ImageStatus::Malformed { "malformed" } else { "ok" };
            out.insert("candidates", Value::Array(files.iter().map(|file| candidate(file, status)).collect()));
        }
    }
}

fn features(files: &[DebugFile]) -> Object<'static> {
    let has = |feature: &str| files.iter().any(|file| file.has(feature));
    [("has_debug_info", has("debug")), ("has_unwind_info", has("unwind")), ("has_symbols", has("symtab")), ("has_sources", has("sources"))]
        .into_iter()
        .collect()
}

fn candidate(file: &DebugFile, debug: &'static str) -> Value<'static> {
    let mut download = Object::new();
    download.insert("status", "ok");
    download.insert("features", features(std::slice::from_ref(file)));
    let mut out = Object::new();
    out.insert("source", "project");
    out.insert("source_name", "Project");
    out.insert("location", file.name.clone());
    out.insert("download", download);
    let mut used = Object::new();
    used.insert("status", debug);
    out.insert("debug", used);
    Value::Object(out)
}
