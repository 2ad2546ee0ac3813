//! Java and Kotlin frames of obfuscated apps: ProGuard and R8 mappings, by the identifiers in `debug_meta`.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use bartizan_protocol::json::{Object, Value};
use proguard::{ProguardCache, StackFrame, class_name_to_descriptor};

use crate::native::cache::{FormCache, View};
use crate::native::derive::Form;
use crate::native::files::{DebugFiles, Scope};
use crate::native::modules::ImageStatus;
use crate::native::object::{FileKind, debug_id};
use crate::native::{event::Problem, event::Report, places};

/// Mappings read for one event.
const MAX_MAPPINGS: usize = 8;
/// Frames of one stack after inlined methods are written out.
const MAX_FRAMES: usize = 512;
/// Longest exception value in which class names are looked for, in bytes.
const MAX_VALUE_BYTES: usize = 16 * 1024;

/// Whether an event names a mapping.
pub fn concerns(event: &Object<'_>) -> bool {
    !mapping_ids(event).is_empty()
}

/// Gives frames and exceptions the names and lines of the source; stacks that changed keep their original as
/// `raw_stacktrace`. Done again on a stored event it starts from the originals.
pub fn deobfuscate(event: &mut Object<'_>, scope: Scope, files: &dyn DebugFiles, cache: &FormCache) -> Report {
    let mut report = Report::default();
    let mut views: Vec<View> = Vec::new();
    let ids = mapping_ids(event);
    for (index, id) in ids.into_iter().take(MAX_MAPPINGS) {
        let found = mapping(scope, files, cache, &id);
        set_status(event, index, found.as_ref().map_or_else(|problem| problem.status, |_| ImageStatus::Found));
        match found {
            Ok(view) => views.push(view),
            Err(problem) => report.problems.push(*problem),
        }
    }
    let mappings: Vec<ProguardCache<'_>> = views.iter().filter_map(|view| ProguardCache::parse(view).ok()).collect();
    if mappings.is_empty() {
        return report;
    }
    let work = AssertUnwindSafe(|| places::each_stack(event, |holder, _| stack(holder, &mappings, &mut report)));
    if catch_unwind(work).is_err() {
        report.unresolved += 1;
    }
    report
}

fn mapping_ids(event: &Object<'_>) -> Vec<(usize, String)> {
    let images = event.get_object("debug_meta").and_then(|meta| meta.get_array("images")).unwrap_or_default();
    let id = |image: &Value<'_>| {
        let image = image.as_object().filter(|image| image.get_str("type") == Some("proguard"))?;
        image.get_str("uuid").or_else(|| image.get_str("debug_id")).and_then(debug_id)
    };
    images.iter().enumerate().filter_map(|(index, image)| Some((index, id(image)?))).collect()
}

fn mapping(scope: Scope, files: &dyn DebugFiles, cache: &FormCache, id: &str) -> Result<View, Box<Problem>> {
    let problem = |status, reason| {
        Box::new(Problem {
            status,
            image: format!("mapping {id}"),
            path: String::new(),
            id: Some(id.to_owned()),
            arch: None,
            reason,
            frames: 0,
        })
    };
    let found = files.find(scope, Some(id), None).map_err(|error| problem(ImageStatus::of(&error), Some(error.to_string())))?;
    let file = found.iter().find(|file| file.kind == FileKind::Proguard).ok_or_else(|| problem(ImageStatus::Missing, None))?;
    let view = cache.get(file, Form::Mapping, || files.load(file));
    view.map_err(|error| problem(ImageStatus::of(&error), Some(error.to_string())))
}

fn set_status(event: &mut Object<'_>, index: usize, status: ImageStatus) {
    let images = event.get_mut("debug_meta").and_then(Value::as_object_mut).and_then(|meta| meta.get_mut("images"));
    if let Some(Value::Object(image)) = images.and_then(Value::as_array_mut).and_then(|images| images.get_mut(index)) {
        image.insert("debug_status", status.as_str());
    }
}

fn stack(holder: &mut Object<'_>, mappings: &[ProguardCache<'_>], report: &mut Report) {
    if let Some(raw) = holder.remove("raw_stacktrace") {
        holder.insert("stacktrace", raw);
    }
    let exception = exception(holder, mappings);
    let Some(trace) = holder.get_object("stacktrace") else { return };
    let Some(frames) = trace.get_array("frames") else { return };
    let mut walk = Walk { mappings, descriptor: exception.as_deref().map(class_name_to_descriptor), is_first: true, outline: None };
    let (mut out, mut changed): (Vec<Value<'static>>, bool) = (Vec::with_capacity(frames.len()), false);
    // Mappings are applied from the throwing frame outwards: what an outlined frame says belongs to the next one out.
    for value in frames.iter().rev() {
        match value.as_object().and_then(|frame| walk.frame(frame)) {
            Some(found) => {
                changed = true;
                report.resolved += 1;
                out.extend(found.into_iter().map(Value::Object));
            }
            None => out.push(value.clone().into_owned()),
        }
    }
    if changed {
        out.truncate(MAX_FRAMES);
        out.reverse();
        let mut new = trace.clone().into_owned();
        new.insert("frames", Value::Array(out));
        let old = holder.insert("stacktrace", Value::Object(new));
        holder.insert("raw_stacktrace", old.unwrap_or_default());
    }
}

/// Names the class of an exception, and those in its text. Gives the full name of the class.
fn exception(holder: &mut Object<'_>, mappings: &[ProguardCache<'_>]) -> Option<String> {
    let kind = holder.get_str("type")?;
    let full = match holder.get_str("module") {
        Some(module) => format!("{module}.{kind}"),
        None => kind.to_owned(),
    };
    if let Some(value) = holder.get_str("value").filter(|value| value.len() <= MAX_VALUE_BYTES).and_then(|value| rename_in(value, mappings))
    {
        holder.insert("value", value);
    }
    let Some(class) = class(&full, mappings) else { return Some(full) };
    let (module, kind) = class.rsplit_once('.').map_or((None, class), |(module, kind)| (Some(module), kind));
    holder.insert("type", kind.to_owned());
    if let Some(module) = module {
        holder.insert("module", module.to_owned());
    }
    Some(class.to_owned())
}

fn class<'m>(name: &str, mappings: &[ProguardCache<'m>]) -> Option<&'m str> {
    mappings.iter().find_map(|mapping| mapping.remap_class(name))
}

/// Class names in a text, as in messages of casts and of serialisation. Only names with a package: single letters are
/// words far more often than classes.
fn rename_in(text: &str, mappings: &[ProguardCache<'_>]) -> Option<String> {
    let (mut out, mut changed, mut rest) = (String::with_capacity(text.len()), false, text);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '$');
    while !rest.is_empty() {
        let word_end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(word_end);
        let name = word.trim_end_matches('.');
        let original = Some(name).filter(|name| name.contains('.')).and_then(|name| class(name, mappings));
        // A name that is no word is no class's: read again, parts of it would be taken for others.
        match original.filter(|original| original.chars().all(is_part)) {
            Some(original) => {
                changed = true;
                out.push_str(original);
                out.extend(word.get(name.len()..));
            }
            None => out.push_str(word),
        }
        let gap_end = after.find(is_part).unwrap_or(after.len());
        let (gap, next) = after.split_at(gap_end);
        out.push_str(gap);
        rest = next;
    }
    changed.then_some(out)
}

struct Walk<'w, 'm> {
    mappings: &'w [ProguardCache<'m>],
    descriptor: Option<String>,
    is_first: bool,
    outline: Option<usize>,
}

impl Walk<'_, '_> {
    /// The frames that one stands for, the innermost first; `None` when no mapping knows its class. An empty list stands
    /// for a frame that the compiler made up.
    fn frame(&mut self, frame: &Object<'_>) -> Option<Vec<Object<'static>>> {
        let (module, function) = (frame.get_str("module")?, frame.get_str("function")?);
        let line = frame.get("lineno").and_then(Value::as_u64).and_then(|line| usize::try_from(line).ok());
        let is_first = std::mem::replace(&mut self.is_first, false);
        let mapping = self.mappings.iter().find(|mapping| mapping.remap_class(module).is_some())?;
        let file = frame.get_str("filename").map_or(Cow::Borrowed(""), Cow::Borrowed);
        let obfuscated = match (line, file.is_empty()) {
            (Some(line), false) => StackFrame::with_file(module, function, line, &file),
            (Some(line), true) => StackFrame::new(module, function, line),
            (None, _) => StackFrame::new(module, function, 0),
        };
        let Some(found) = mapping.remap_frame_with_context(&obfuscated, self.descriptor.as_deref(), is_first, &mut self.outline) else {
            return Some(Vec::new());
        };
        let had_mappings = found.had_mappings();
        let found: Vec<Object<'static>> = found.take(MAX_FRAMES).map(|original| write(frame, &original)).collect();
        if !found.is_empty() || had_mappings {
            return Some(found);
        }
        let mut out = frame.clone().into_owned();
        out.insert("module", mapping.remap_class(module)?.to_owned());
        Some(vec![out])
    }
}

fn write(frame: &Object<'_>, original: &StackFrame<'_>) -> Object<'static> {
    let mut out = frame.clone().into_owned();
    out.insert("module", original.class().to_owned());
    out.insert("function", original.method().to_owned());
    match original.line().filter(|line| *line > 0) {
        Some(line) => out.insert("lineno", line as u64),
        None => out.remove("lineno"),
    };
    out.remove("colno");
    out.remove("abs_path");
    if let Some(file) = original.file() {
        out.insert("filename", file.to_owned());
    }
    if original.method_synthesized() {
        out.insert("in_app", false);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const MAPPING: &str = "\
# compiler: R8
com.example.shop.Checkout -> a.a:
# {\"id\":\"sourceFile\",\"fileName\":\"Checkout.kt\"}
    1:1:void total(int):42:42 -> b
    1:1:void pay():17 -> b
com.example.shop.EmptyCartException -> a.b:
no a.b class -> d.d:
";

    fn mapped() -> Vec<u8> {
        let mut out = Vec::new();
        ProguardCache::write(&proguard::ProguardMapping::new(MAPPING.as_bytes()), &mut out).expect("fits");
        out
    }

    #[test]
    fn inlined_methods_become_frames_and_exceptions_get_their_names() {
        let bytes = Arc::new(mapped());
        let mappings = [ProguardCache::parse(&bytes).expect("ours")];
        let text = r#"{"type":"b","module":"a","value":"a.b cannot be cast to a.a. Not a.c",
            "stacktrace":{"frames":[{"module":"android.os.Looper","function":"loop","lineno":9},
            {"module":"a.a","function":"b","lineno":1,"filename":"SourceFile"}]}}"#;
        let Ok(Value::Object(mut holder)) = Value::parse(text) else { panic!("fixture") };
        let mut report = Report::default();
        stack(&mut holder, &mappings, &mut report);
        let trace = holder.get("stacktrace").and_then(|trace| trace.get("frames")).and_then(Value::as_array).expect("frames");
        let frames: Vec<_> = trace.iter().map(|frame| format!("{}", frame)).collect();
        let [looper, outer, inner] = frames.as_slice() else { panic!("{frames:#?}") };
        assert!(looper.contains("android.os.Looper"), "{looper}");
        assert!(outer.contains("\"pay\"") && outer.contains("17") && outer.contains("com.example.shop.Checkout"), "{outer}");
        assert!(inner.contains("\"total\"") && inner.contains("42") && inner.contains("Checkout.kt"), "{inner}");
        assert_eq!((holder.get_str("type"), holder.get_str("module")), (Some("EmptyCartException"), Some("com.example.shop")));
        let value = "com.example.shop.EmptyCartException cannot be cast to com.example.shop.Checkout. Not a.c";
        assert_eq!(holder.get_str("value"), Some(value));
        assert_eq!(rename_in("d.d", &mappings), None, "nobody's class has such a name");
        let again = holder.clone();
        stack(&mut holder, &mappings, &mut report);
        assert_eq!(holder.get("stacktrace"), again.get("stacktrace"));
    }
}
