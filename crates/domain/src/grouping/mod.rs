//! How a project groups its events: the two rule languages, read and checked.
//!
//! Stack-trace rules say of frames whether they belong to the application and whether they count. Fingerprint rules say
//! of whole events how they are to be grouped. Both are lines of `matcher:pattern … action`; a `#` begins a comment.
//! Patterns are globs, never regular expressions, so that no rule can make grouping slow.
//!
//! **Invariant:** reading never panics, and every fault names its line and column.

mod fault;
mod fingerprints;
mod glob;
mod lexer;
mod matcher;
mod regroup;
mod stack_rules;
mod version;

pub use fault::RuleFault;
pub use fingerprints::{FingerprintRule, FingerprintRules};
pub use glob::{Glob, Shape};
pub use matcher::{Field, Matcher};
pub use regroup::{RegroupJob, RegroupKind, RegroupState};
pub use stack_rules::{Action, Reach, StackRule, StackRules};
pub use version::{NewRuleVersion, RuleTexts, RuleVersion};

/// Bytes of one rule text.
pub const MAX_RULES_BYTES: usize = 64 * 1024;
/// Rules in one text.
pub const MAX_RULES: usize = 500;
/// Bytes of one line.
pub const MAX_LINE_BYTES: usize = 2048;
/// Matchers of one rule.
pub const MAX_MATCHERS: usize = 16;
/// Bytes of one pattern.
pub const MAX_PATTERN_BYTES: usize = 256;
/// Words of one fingerprint.
pub const MAX_FINGERPRINT_WORDS: usize = 16;

/// The lines of a text that hold a rule, with their numbers from 1.
fn lines(text: &str) -> Result<Vec<(u32, &str)>, RuleFault> {
    if text.len() > MAX_RULES_BYTES {
        return Err(RuleFault::new(1, 1, format!("The rules are {} bytes long; at most {MAX_RULES_BYTES} are read.", text.len())));
    }
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        if line.len() > MAX_LINE_BYTES {
            return Err(RuleFault::new(number, 1, format!("The line is {} bytes long; at most {MAX_LINE_BYTES} are read.", line.len())));
        }
        if found.len() == MAX_RULES {
            return Err(RuleFault::new(number, 1, format!("There are more than {MAX_RULES} rules.")));
        }
        found.push((number, line));
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
