//! What grouping looks at: a borrowed, typed view of a normalised event.

use super::enhance::TraceMarks;

/// Family of platforms whose frames are read alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Family {
    /// Browsers, Node.js and other JavaScript engines.
    JavaScript,
    /// Python.
    Python,
    /// Java, Kotlin, Scala, Clojure, Android.
    Java,
    /// .NET.
    DotNet,
    /// Ruby.
    Ruby,
    /// PHP.
    Php,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Dart, and Flutter where it runs on Dart's own machine.
    Dart,
    /// C, C++, Objective-C, Swift.
    Native,
    /// Everything else.
    #[default]
    Other,
}

impl Family {
    /// The word rules use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JavaScript => "javascript",
            Self::Python => "python",
            Self::Java => "java",
            Self::DotNet => "dotnet",
            Self::Ruby => "ruby",
            Self::Php => "php",
            Self::Go => "go",
            Self::Rust => "rust",
            Self::Dart => "dart",
            Self::Native => "native",
            Self::Other => "other",
        }
    }

    /// Of a platform name as SDKs send it.
    pub fn of(platform: &str) -> Self {
        match platform {
            "javascript" | "node" | "react-native" | "bun" | "deno" => Self::JavaScript,
            "python" => Self::Python,
            "java" | "android" | "kotlin" | "scala" | "clojure" | "groovy" => Self::Java,
            "csharp" | "dotnet" | "fsharp" | "vb" => Self::DotNet,
            "ruby" => Self::Ruby,
            "php" => Self::Php,
            "go" => Self::Go,
            "rust" => Self::Rust,
            "dart" | "flutter" => Self::Dart,
            "native" | "c" | "cocoa" | "objc" | "swift" | "nintendo-switch" => Self::Native,
            other if other.starts_with("javascript") || other.starts_with("node") => Self::JavaScript,
            other if other.starts_with("python") => Self::Python,
            other if other.starts_with("java") => Self::Java,
            _ => Self::Other,
        }
    }
}

/// One frame of a stack trace.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FrameView<'a> {
    /// Family of its platform.
    pub family: Family,
    /// Module or class.
    pub module: Option<&'a str>,
    /// File as the code knows it.
    pub filename: Option<&'a str>,
    /// Full path or URL.
    pub abs_path: Option<&'a str>,
    /// Function.
    pub function: Option<&'a str>,
    /// Package or library.
    pub package: Option<&'a str>,
    /// The line of code.
    pub context_line: Option<&'a str>,
    /// Line.
    pub lineno: Option<u64>,
    /// Column.
    pub colno: Option<u64>,
    /// Belongs to the application.
    pub in_app: bool,
    /// A rule says that it does not count; who wrote the rule.
    pub left_out_by: Option<&'static str>,
}

/// One exception.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExceptionView<'a> {
    /// Class.
    pub kind: Option<&'a str>,
    /// Message.
    pub value: Option<&'a str>,
    /// Frames, oldest call first; `None` without a stack trace.
    pub frames: Option<Vec<FrameView<'a>>>,
    /// What rules say of the stack trace.
    pub marks: TraceMarks,
    /// The type was made up by the SDK.
    pub synthetic: bool,
    /// Place in the tree of an exception group.
    pub exception_id: Option<i64>,
    /// Its parent there.
    pub parent_id: Option<i64>,
    /// Only holds others together.
    pub is_group: bool,
    /// `mechanism.meta.ns_error`: domain and code replace the value.
    pub ns_error: Option<(&'a str, i64)>,
    /// Whether somebody caught it, when told.
    pub handled: Option<bool>,
    /// Type of the mechanism.
    pub mechanism: Option<&'a str>,
}

impl ExceptionView<'_> {
    /// Something that is no error was thrown through the wrapper that the browser SDK puts around handlers. Such a thing carries no
    /// stack trace: what is sent is that of the wrapper reporting it, the same for all that is thrown anywhere.
    pub fn has_calls_of_the_sdk(&self) -> bool {
        let by_wrapper = |kind: &str| kind == "instrument" || kind.starts_with("auto.browser.browserapierrors");
        self.synthetic && self.mechanism.is_some_and(by_wrapper) && self.value.is_some_and(|value| !value.trim().is_empty())
    }
}

/// One thread.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThreadView<'a> {
    /// It crashed.
    pub crashed: bool,
    /// It was running when the event was made.
    pub current: bool,
    /// Frames, if known.
    pub frames: Option<Vec<FrameView<'a>>>,
    /// What rules say of the stack trace.
    pub marks: TraceMarks,
}

/// A report of a content security policy.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CspView<'a> {
    /// The directive that was broken, without its values.
    pub directive: &'a str,
    /// What was blocked, as sent.
    pub blocked_uri: &'a str,
    /// Whether the page itself is where it came from.
    pub is_local: bool,
}

/// An event as grouping sees it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventView<'a> {
    /// Platform.
    pub platform: &'a str,
    /// Exceptions: outermost cause first, the one thrown last at the end.
    pub exceptions: Vec<ExceptionView<'a>>,
    /// Threads.
    pub threads: Vec<ThreadView<'a>>,
    /// The event's own stack trace.
    pub frames: Option<Vec<FrameView<'a>>>,
    /// What rules say of it.
    pub marks: TraceMarks,
    /// Message as a template.
    pub template: Option<&'a str>,
    /// Message as it reads.
    pub message: Option<&'a str>,
    /// Content security policy report.
    pub csp: Option<CspView<'a>>,
    /// Fingerprint the SDK set; empty when it set none.
    pub fingerprint: Vec<&'a str>,
    /// Ready-made hash of old SDKs.
    pub checksum: Option<&'a str>,
    /// Level.
    pub level: &'a str,
    /// Logger.
    pub logger: Option<&'a str>,
    /// Release.
    pub release: Option<&'a str>,
    /// Environment.
    pub environment: Option<&'a str>,
    /// Transaction.
    pub transaction: Option<&'a str>,
    /// Name of the SDK.
    pub sdk: Option<&'a str>,
    /// Tags.
    pub tags: Vec<(&'a str, &'a str)>,
}

impl<'a> EventView<'a> {
    /// The innermost frame of the application, or the innermost at all.
    pub fn crash_frame(&self, main_exception: Option<usize>) -> Option<&FrameView<'a>> {
        let of_exception =
            main_exception.and_then(|i| self.exceptions.get(i)).or_else(|| self.exceptions.last()).and_then(|e| e.frames.as_deref());
        let frames = of_exception.or(self.frames.as_deref()).or_else(|| self.thread_frames())?;
        frames.iter().rev().find(|f| f.in_app).or_else(|| frames.last())
    }

    /// Frames of the one thread that matters: the only crashed one, else the only current one, else the only one.
    pub fn thread_frames(&self) -> Option<&[FrameView<'a>]> {
        self.thread()?.frames.as_deref()
    }

    /// All frames, of exceptions, threads and the event itself.
    pub(super) fn frames_mut(&mut self) -> impl Iterator<Item = &mut FrameView<'a>> {
        let exceptions = self.exceptions.iter_mut().filter_map(|exception| exception.frames.as_mut());
        let threads = self.threads.iter_mut().filter_map(|thread| thread.frames.as_mut());
        exceptions.chain(threads).chain(self.frames.as_mut()).flatten()
    }

    /// What is known of all stack traces.
    pub(super) fn traces_mut(&mut self) -> impl Iterator<Item = &mut TraceMarks> {
        let exceptions = self.exceptions.iter_mut().map(|exception| &mut exception.marks);
        let threads = self.threads.iter_mut().map(|thread| &mut thread.marks);
        exceptions.chain(threads).chain(std::iter::once(&mut self.marks))
    }

    /// The one thread that matters.
    pub(super) fn thread(&self) -> Option<&ThreadView<'a>> {
        fn only<'t, 'a>(mut threads: impl Iterator<Item = &'t ThreadView<'a>>) -> Option<&'t ThreadView<'a>> {
            let first = threads.next()?;
            threads.next().is_none().then_some(first)
        }
        only(self.threads.iter().filter(|t| t.crashed))
            .or_else(|| only(self.threads.iter().filter(|t| t.current)))
            .or_else(|| only(self.threads.iter()))
    }
}
