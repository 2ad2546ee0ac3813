//! Grouping as a question: what would these rules make of events that are stored already.

use std::sync::Arc;

use bartizan_domain::GroupHash;
use bartizan_domain::grouping::{RuleFault, RuleTexts};

/// A frame as it groups: module or file with function, and whether it belongs to the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameToken {
    /// `module.function` or `file:function`, normalised.
    pub text: String,
    /// Belongs to the application.
    pub in_app: bool,
}

/// A stored event grouped anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regrouped {
    /// The hash these rules give.
    pub hash: GroupHash,
    /// Frames of the exception that names the issue, innermost last.
    pub frames: Vec<FrameToken>,
    /// Type of that exception.
    pub kind: Option<String>,
    /// The explanation, a JSON object as text.
    pub explanation: String,
}

/// A grouper for tests: an event groups by its payload, all events are one group once there is a fingerprint rule, and a
/// frame is a word of the payload.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainGrouper;

impl Grouper for PlainGrouper {
    fn regroup(&self, payloads: &[Arc<[u8]>], rules: &RuleTexts) -> Result<Vec<Option<Regrouped>>, (&'static str, RuleFault)> {
        let (_, fingerprints) = rules.parse()?;
        let one = |payload: &Arc<[u8]>| {
            let mut hash = [0_u8; 16];
            let text: &[u8] = if fingerprints.rules.is_empty() { payload } else { b"one" };
            for (at, byte) in text.iter().enumerate() {
                if let Some(slot) = hash.get_mut(at % 16) {
                    *slot = slot.rotate_left(3) ^ byte;
                }
            }
            let words = String::from_utf8_lossy(payload);
            let frames = words.split_whitespace().map(|word| FrameToken { text: word.to_owned(), in_app: true }).collect();
            Some(Regrouped { hash: GroupHash(hash), frames, kind: None, explanation: "{}".to_owned() })
        };
        Ok(payloads.iter().map(one).collect())
    }
}

/// Groups stored events by any rules. Pure: nothing is changed.
pub trait Grouper: Send + Sync + 'static {
    /// One answer for each payload; `None` for what is no event.
    ///
    /// # Errors
    /// The field (`stackRules`, `fingerprintRules`) with the first fault in the rules.
    fn regroup(&self, payloads: &[Arc<[u8]>], rules: &RuleTexts) -> Result<Vec<Option<Regrouped>>, (&'static str, RuleFault)>;
}
