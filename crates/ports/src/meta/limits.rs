//! Bounds every store puts on a list, so that a hostile search is refused the same way everywhere.

use super::{IssueFilter, IssueList};
use crate::{ErrorKind, StoreError, StoreResult};

/// Deepest nesting of a filter.
pub const MAX_FILTER_DEPTH: usize = 32;
/// Most conditions in a filter.
pub const MAX_FILTER_TERMS: usize = 500;
/// Most issues a filter may name.
pub const MAX_FILTER_IDS: usize = 20_000;
/// Longest pattern in characters; no title is longer.
pub const MAX_PATTERN_CHARS: usize = 1000;
/// Most `*` in a pattern: each multiplies the work of a miss.
pub const MAX_PATTERN_STARS: usize = 8;
/// Furthest row of a list: paging deeper is refused instead of sorting everything.
pub const MAX_LIST_ROWS: usize = 100_000;
/// Matches of a list are counted up to here.
pub const MAX_HITS: u64 = 1000;
/// Most issues one change may name: it is one transaction, and arriving events wait for it.
pub const MAX_CHANGED_ISSUES: usize = 1000;
/// Narrowest bucket of the ledger, which counts by the minute.
pub const MIN_LEDGER_BUCKET_US: i64 = bartizan_domain::time::MINUTE_US;

fn refused(message: impl Into<String>) -> StoreError {
    StoreError::new(ErrorKind::Invalid, message)
}

impl IssueFilter {
    /// Holds the bounds of this module.
    ///
    /// # Errors
    /// `Invalid` for a filter that is too deep, too wide or too wild.
    pub fn check(&self) -> StoreResult<()> {
        self.check_at(0, &mut 0)
    }

    fn check_at(&self, depth: usize, terms: &mut usize) -> StoreResult<()> {
        *terms += 1;
        if depth > MAX_FILTER_DEPTH || *terms > MAX_FILTER_TERMS {
            return Err(refused("filter has too many conditions"));
        }
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().try_for_each(|part| part.check_at(depth + 1, terms)),
            Self::Not(inner) => inner.check_at(depth + 1, terms),
            Self::InProjects(ids) if ids.len() > MAX_FILTER_IDS => {
                Err(refused(format!("filter names more than {MAX_FILTER_IDS} projects")))
            }
            Self::Ids(ids) if ids.len() > MAX_FILTER_IDS => Err(refused(format!("filter names more than {MAX_FILTER_IDS} issues"))),
            Self::TitleContains(text) => check_length(text),
            Self::Platform(text) | Self::Logger(text) | Self::FirstRelease(text) | Self::TitleMatches(text) => {
                check_length(text)?;
                if text.matches('*').count() > MAX_PATTERN_STARS {
                    return Err(refused(format!("pattern has more than {MAX_PATTERN_STARS} wildcards")));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn check_length(text: &str) -> StoreResult<()> {
    if text.chars().count() > MAX_PATTERN_CHARS {
        return Err(refused(format!("pattern is longer than {MAX_PATTERN_CHARS} characters")));
    }
    Ok(())
}

impl IssueList {
    /// Holds the bounds of this module; answers the row after the page's last.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> StoreResult<usize> {
        self.filter.check()?;
        let end = self.offset.saturating_add(self.limit);
        if end > MAX_LIST_ROWS {
            return Err(refused(format!("a list ends after {MAX_LIST_ROWS} rows; narrow the search")));
        }
        Ok(end)
    }
}
