//! Grouping as a question: what would these rules make of events that are stored already.

use std::sync::Arc;

use bartizan_domain::dataset::GROUP_HASH;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::grouping::{RuleFault, RuleTexts};
use bartizan_domain::user::user_hash;
use bartizan_domain::{GroupHash, Level};

use crate::meta::GroupedEvent;

/// A frame as it groups: module or file with function, and whether it belongs to the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameToken {
    /// `module.function` or `file:function`, normalised.
    pub text: String,
    /// Belongs to the application.
    pub in_app: bool,
    /// The function is known; without it the text is that of a whole file.
    pub has_function: bool,
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

/// A stored event as other rules would have stored it.
#[derive(Debug, Clone, PartialEq)]
pub struct Restated {
    /// What the event store would hold; id, time and offset are those of the stored one.
    pub document: Document,
    /// What the committer would have been given.
    pub event: GroupedEvent,
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
            let frames =
                words.split_whitespace().map(|word| FrameToken { text: word.to_owned(), in_app: true, has_function: true }).collect();
            Some(Regrouped { hash: GroupHash(hash), frames, kind: None, explanation: "{}".to_owned() })
        };
        Ok(payloads.iter().map(one).collect())
    }

    fn restate(
        &self,
        documents: &[Document],
        rules: &RuleTexts,
        _with_previous: bool,
    ) -> Result<Vec<Option<Restated>>, (&'static str, RuleFault)> {
        let payloads: Vec<_> = documents.iter().map(|document| Arc::clone(&document.payload)).collect();
        let grouped = self.regroup(&payloads, rules)?;
        let one = |(document, grouped): (&Document, Option<Regrouped>)| Some(plain(document, grouped?.hash));
        Ok(documents.iter().zip(grouped).map(one).collect())
    }
}

/// The document under another hash, and its fields in the words of the committer.
fn plain(document: &Document, hash: GroupHash) -> Restated {
    let mut document = document.clone();
    document.fields.retain(|(name, _)| *name != GROUP_HASH);
    document.fields.push((GROUP_HASH, FieldValue::Str(hash.to_string())));
    let text = |name: &str| document.fields.iter().find(|(known, _)| *known == name).and_then(|(_, v)| v.as_str().map(str::to_owned));
    let event = GroupedEvent {
        organization_id: document.organization_id,
        project_id: document.project_id,
        event_id: document.event_id,
        timestamp: document.timestamp,
        hashes: vec![hash],
        title: text("title").unwrap_or_default(),
        culprit: text("culprit").unwrap_or_default(),
        kind: text("event.type").unwrap_or_else(|| "error".to_owned()),
        level: text("level").and_then(|level| Level::parse(&level)).unwrap_or_default(),
        platform: text("platform"),
        logger: text("logger"),
        metadata: "{}".to_owned(),
        release: text("release"),
        environment: text("environment").unwrap_or_default(),
        user_hash: text("user").map(|user| user_hash(document.project_id, &user)),
        unhandled: false,
    };
    Restated { document, event }
}

/// Groups stored events by any rules. Pure: nothing is changed.
pub trait Grouper: Send + Sync + 'static {
    /// One answer for each payload; `None` for what is no event.
    ///
    /// # Errors
    /// The field (`stackRules`, `fingerprintRules`) with the first fault in the rules.
    fn regroup(&self, payloads: &[Arc<[u8]>], rules: &RuleTexts) -> Result<Vec<Option<Regrouped>>, (&'static str, RuleFault)>;

    /// Each document as these rules would have stored it; `None` for what is no event. `with_previous` for a project
    /// with issues of the grouping version before.
    ///
    /// # Errors
    /// As [`Grouper::regroup`].
    fn restate(
        &self,
        documents: &[Document],
        rules: &RuleTexts,
        with_previous: bool,
    ) -> Result<Vec<Option<Restated>>, (&'static str, RuleFault)>;
}
