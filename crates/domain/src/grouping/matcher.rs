//! Matchers: a field, a pattern, and whether it must not match.

use super::lexer::Lexer;
use super::{Glob, MAX_MATCHERS, MAX_PATTERN_BYTES, RuleFault, Shape};

/// What a matcher looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Family of platforms, a comma-separated list: `javascript`, `python`, `java`, `native` …
    Family,
    /// Path or URL of the file.
    Path,
    /// Module or class.
    Module,
    /// Package or library.
    Package,
    /// Function.
    Function,
    /// `yes` or `no`: belongs to the application.
    App,
    /// Category an earlier rule gave the frame.
    Category,
    /// Type of the exception.
    Type,
    /// Value of the exception.
    Value,
    /// Mechanism of the exception.
    Mechanism,
    /// Message of the event, or value of an exception.
    Message,
    /// Logger.
    Logger,
    /// Level.
    Level,
    /// Release.
    Release,
    /// Environment.
    Environment,
    /// Name of the SDK.
    Sdk,
    /// A tag.
    Tag(String),
}

impl Field {
    /// Reads a name and its aliases.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "family" => Self::Family,
            "path" | "stack.path" | "stack.abs_path" | "stack.filename" => Self::Path,
            "module" | "stack.module" => Self::Module,
            "package" | "stack.package" => Self::Package,
            "function" | "stack.function" => Self::Function,
            "app" | "in-app" | "stack.app" => Self::App,
            "category" | "stack.category" => Self::Category,
            "type" | "error.type" => Self::Type,
            "value" | "error.value" => Self::Value,
            "mechanism" | "error.mechanism" => Self::Mechanism,
            "message" => Self::Message,
            "logger" => Self::Logger,
            "level" => Self::Level,
            "release" => Self::Release,
            "environment" => Self::Environment,
            "sdk" => Self::Sdk,
            other => Self::Tag(other.strip_prefix("tags.").filter(|tag| !tag.is_empty())?.to_owned()),
        })
    }

    /// True for what differs from frame to frame.
    pub const fn is_of_frame(&self) -> bool {
        matches!(self, Self::Family | Self::Path | Self::Module | Self::Package | Self::Function | Self::App | Self::Category)
    }

    /// True for what differs from exception to exception.
    pub const fn is_of_exception(&self) -> bool {
        matches!(self, Self::Type | Self::Value | Self::Mechanism)
    }

    const fn shape(&self) -> Shape {
        match self {
            Self::Path | Self::Package => Shape::Path,
            _ => Shape::Name,
        }
    }
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    /// What it looks at.
    pub field: Field,
    /// Must not match.
    pub negated: bool,
    /// The pattern; several for a family list.
    pub patterns: Vec<Glob>,
}

impl Matcher {
    /// Whether the text fits, the negation applied. A missing text fits no pattern.
    pub fn fits(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.patterns.iter().any(|p| p.matches(text))) != self.negated
    }

    /// As [`Matcher::fits`] for a text that [`Glob::prepared`] made ready.
    pub fn fits_prepared(&self, text: Option<&str>) -> bool {
        text.is_some_and(|text| self.patterns.iter().any(|p| p.is_match(text))) != self.negated
    }

    /// As [`Matcher::fits`] for `yes` or `no`.
    pub fn fits_flag(&self, flag: bool) -> bool {
        self.fits(Some(if flag { "yes" } else { "no" }))
    }

    /// How the text of its field is prepared.
    pub fn shape(&self) -> Shape {
        self.field.shape()
    }
}

/// Reads matchers until something else begins.
pub(super) fn matchers(lexer: &mut Lexer<'_>, allowed: impl Fn(&Field) -> bool, stop: &[char]) -> Result<Vec<Matcher>, RuleFault> {
    let mut found = Vec::new();
    loop {
        lexer.skip_spaces();
        let mut ahead = lexer.clone();
        ahead.eat("!");
        let name = ahead.take(is_name);
        if name.is_empty() || !ahead.rest().starts_with(':') {
            return Ok(found);
        }
        if found.len() == MAX_MATCHERS {
            return Err(lexer.fault(format!("A rule has at most {MAX_MATCHERS} conditions.")));
        }
        found.push(matcher(lexer, &allowed, stop)?);
    }
}

const fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

fn matcher(lexer: &mut Lexer<'_>, allowed: &impl Fn(&Field) -> bool, stop: &[char]) -> Result<Matcher, RuleFault> {
    let negated = lexer.eat("!");
    let before = lexer.clone();
    let name = lexer.take(is_name);
    let field = Field::parse(name)
        .filter(|field| allowed(field))
        .ok_or_else(|| before.fault(format!("“{name}” cannot be asked here. {}", hint(allowed))))?;
    lexer.eat(":");
    let before = lexer.clone();
    let text = lexer.text(stop)?;
    let texts: Vec<&str> = if field == Field::Family { text.split(',').map(str::trim).collect() } else { vec![&text] };
    if field == Field::App && !matches!(text.as_str(), "yes" | "no" | "1" | "0" | "true" | "false") {
        return Err(before.fault("“app” is “yes” or “no”."));
    }
    let patterns: Option<Vec<Glob>> = texts.iter().map(|t| Glob::new(flag_word(&field, t), field.shape())).collect();
    let patterns = patterns.ok_or_else(|| before.fault(format!("A pattern has at most {MAX_PATTERN_BYTES} bytes.")))?;
    Ok(Matcher { field, negated, patterns })
}

fn flag_word<'t>(field: &Field, text: &'t str) -> &'t str {
    match (field, text) {
        (Field::App, "1" | "true") => "yes",
        (Field::App, "0" | "false") => "no",
        _ => text,
    }
}

fn hint(allowed: &impl Fn(&Field) -> bool) -> String {
    const NAMES: [&str; 16] = [
        "family",
        "path",
        "module",
        "package",
        "function",
        "app",
        "category",
        "type",
        "value",
        "mechanism",
        "message",
        "logger",
        "level",
        "release",
        "environment",
        "sdk",
    ];
    let mut known: Vec<&str> = NAMES.into_iter().filter(|n| Field::parse(n).is_some_and(|f| allowed(&f))).collect();
    if allowed(&Field::Tag("x".to_owned())) {
        known.push("tags.NAME");
    }
    format!("Known are: {}.", known.join(", "))
}
