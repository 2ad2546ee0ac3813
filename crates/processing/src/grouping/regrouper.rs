//! The answer to "what would these rules make of it".

use std::sync::Arc;

use bartizan_domain::document::Document;
use bartizan_domain::grouping::{RuleFault, RuleTexts};
use bartizan_ports::grouping::{Grouper, Regrouped, Restated};

use super::GroupingConfig;
use crate::items::errors::stored;

/// Groups stored events with the algorithm of this program.
#[derive(Debug, Clone, Copy, Default)]
pub struct Regrouper;

impl Grouper for Regrouper {
    fn regroup(&self, payloads: &[Arc<[u8]>], rules: &RuleTexts) -> Result<Vec<Option<Regrouped>>, (&'static str, RuleFault)> {
        let config = GroupingConfig::new(rules, false)?;
        Ok(payloads.iter().map(|payload| stored::regroup(payload, &config)).collect())
    }

    fn restate(
        &self,
        documents: &[Document],
        rules: &RuleTexts,
        with_previous: bool,
    ) -> Result<Vec<Option<Restated>>, (&'static str, RuleFault)> {
        let config = GroupingConfig::new(rules, with_previous)?;
        Ok(documents.iter().map(|document| stored::restate(document, &config)).collect())
    }
}
