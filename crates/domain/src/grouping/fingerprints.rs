//! Fingerprint rules: `matchers -> word, word title="…"`.
//!
//! ```text
//! type:ChunkLoadError -> chunk-load
//! message:"payment * declined" -> payments, {{ tags.shop }} title="Payment declined in {{ tags.shop }}"
//! logger:audit level:warning -> {{ default }}, audit
//! ```

use super::lexer::Lexer;
use super::matcher::{Field, Matcher, matchers};
use super::{MAX_FINGERPRINT_WORDS, MAX_PATTERN_BYTES, RuleFault, lines};

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FingerprintRule {
    /// Conditions; all must hold.
    pub matchers: Vec<Matcher>,
    /// Words; `{{ variable }}` inside is filled in.
    pub words: Vec<String>,
    /// Title of the issue.
    pub title: Option<String>,
    /// Line in the text, from 1.
    pub line: u32,
    /// The rule as it was written.
    pub text: String,
}

/// A text of rules. The first that matches decides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FingerprintRules {
    /// In order.
    pub rules: Vec<FingerprintRule>,
}

impl FingerprintRules {
    /// Reads a text.
    ///
    /// # Errors
    /// The first fault, with its place.
    pub fn parse(text: &str) -> Result<Self, RuleFault> {
        let rules = lines(text)?.into_iter().map(|(number, line)| rule(number, line)).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }
}

fn rule(number: u32, line: &str) -> Result<FingerprintRule, RuleFault> {
    let mut lexer = Lexer::new(number, line);
    lexer.skip_spaces();
    let before = lexer.clone();
    let found = matchers(&mut lexer, |f| *f != Field::Category, &[])?;
    if found.is_empty() {
        return Err(before.fault("A rule begins with a condition, for example “type:ChunkLoadError”."));
    }
    lexer.skip_spaces();
    if !lexer.eat("->") {
        return Err(lexer.fault("Expected “->” and the words of the fingerprint."));
    }
    let words = words(&mut lexer)?;
    lexer.skip_spaces();
    let title = lexer.eat("title=").then(|| lexer.text(&[])).transpose()?;
    if !lexer.is_done() {
        return Err(lexer.fault("Nothing but title=\"…\" may follow the words."));
    }
    Ok(FingerprintRule { matchers: found, words, title, line: lexer.line(), text: line.trim().to_owned() })
}

fn words(lexer: &mut Lexer<'_>) -> Result<Vec<String>, RuleFault> {
    let mut found = Vec::new();
    loop {
        lexer.skip_spaces();
        let before = lexer.clone();
        let word = word(lexer)?;
        if word.len() > MAX_PATTERN_BYTES {
            return Err(before.fault(format!("A word has at most {MAX_PATTERN_BYTES} bytes.")));
        }
        if found.len() == MAX_FINGERPRINT_WORDS {
            return Err(before.fault(format!("A fingerprint has at most {MAX_FINGERPRINT_WORDS} words.")));
        }
        found.push(word);
        lexer.skip_spaces();
        if !lexer.eat(",") {
            return Ok(found);
        }
    }
}

/// A quoted text, or pieces without spaces of which `{{ … }}` may hold some.
fn word(lexer: &mut Lexer<'_>) -> Result<String, RuleFault> {
    if lexer.rest().starts_with('"') {
        return lexer.text(&[]);
    }
    let mut out = String::new();
    loop {
        if lexer.rest().starts_with("{{") {
            let opening = lexer.clone();
            let inside = lexer.take(|c| c != '}');
            out.push_str(inside);
            if !lexer.eat("}}") {
                return Err(opening.fault("“{{” is never closed by “}}”."));
            }
            out.push_str("}}");
            continue;
        }
        let piece = lexer.take(|c| !c.is_whitespace() && !matches!(c, ',' | '{'));
        if piece.is_empty() && !lexer.rest().starts_with('{') {
            break;
        }
        out.push_str(piece);
        if !lexer.rest().starts_with("{{") && lexer.eat("{") {
            out.push('{');
        }
    }
    if out.is_empty() { Err(lexer.fault("Expected a word of the fingerprint, for example “{{ default }}”.")) } else { Ok(out) }
}
