//! Making stored events readable when what explains them comes after them.
//!
//! An upload notes what it may explain (a setting of the installation, so that a crash forgets nothing); a task of the
//! server walks the events in question from the oldest on, reads their stack traces anew, and stores those that changed
//! in their place, grouped anew ([`App::regroup_events`]). The place in the walk is noted after every page: what is
//! interrupted goes on, and what is done twice changes nothing.

use std::sync::Arc;

use bartizan_domain::dataset::Dataset;
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::query::{EventQuery, FieldRef, Filter, Select};
use bartizan_domain::time::{DAY_US, SECOND_US};
use bartizan_domain::{EventId, OrganizationId, ProjectId, TimeRange, Timestamp};
use bartizan_ports::meta::MetaStore;
use bartizan_ports::symbols::Symbolicator;
use serde::{Deserialize, Serialize};

use crate::open_list::OpenList;
use crate::regroup::RegroupStep;
use crate::{App, AppError, AppResult};

/// Setting that holds the open repairs, a JSON list.
const OPEN_REPAIRS: &str = "repairs.open";
/// Events older than this are left as they are.
pub const REPAIR_DAYS: i64 = 30;
/// Files come in bursts, and events that were read without them are on their way to the store.
const SETTLE_US: i64 = 3 * SECOND_US;
/// Events read anew in one step.
const PAGE_EVENTS: usize = 200;
/// Repairs that wait at most; of more, the oldest are forgotten.
const MAX_OPEN: usize = 1_000;
/// Platforms whose stack traces are read with source maps.
const SCRIPT_PLATFORMS: [&str; 5] = ["javascript", "node", "react-native", "bun", "deno"];

/// Which events of a project an upload may explain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Explained {
    /// Those of a release.
    Release(String),
    /// Those of scripts: its files are known by debug id.
    Scripts,
    /// Those of anything else.
    Native,
}

/// Events to be read anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    organization: OrganizationId,
    project: ProjectId,
    explained: Explained,
    /// When the last upload asked for it.
    noted: Timestamp,
    /// Time of the last event read, and how many of that very time were read.
    cursor: Option<(Timestamp, u64)>,
    /// Events that became readable so far.
    changed: u64,
}

impl Repair {
    /// Events of a project, to be read anew from the oldest on.
    pub const fn new(organization: OrganizationId, project: ProjectId, explained: Explained) -> Self {
        Self { organization, project, explained, noted: Timestamp(0), cursor: None, changed: 0 }
    }

    fn is_of(&self, other: &Self) -> bool {
        (self.organization, self.project, &self.explained) == (other.organization, other.project, &other.explained)
    }

    fn filter(&self) -> Filter {
        let text = |text: &str| FieldValue::Str(text.to_owned());
        let scripts = || Filter::In(FieldRef::field("platform"), SCRIPT_PLATFORMS.map(text).to_vec());
        match &self.explained {
            Explained::Release(release) => Filter::Equals(FieldRef::field("release"), text(release)),
            Explained::Scripts => scripts(),
            Explained::Native => scripts().negate(),
        }
    }
}

/// The list of open repairs.
pub struct Repairs {
    meta: Arc<dyn MetaStore>,
    list: OpenList<Repair>,
}

impl Repairs {
    /// The list of an installation.
    pub fn new(meta: Arc<dyn MetaStore>) -> Self {
        Self { meta, list: OpenList::new(OPEN_REPAIRS) }
    }

    /// Asks for events to be read anew; one that is asked for already begins again.
    ///
    /// # Errors
    /// `Store`.
    pub fn note(&self, repairs: Vec<Repair>, now: Timestamp) -> AppResult<()> {
        if repairs.is_empty() {
            return Ok(());
        }
        self.list.change(self.meta.as_ref(), |open| {
            for repair in repairs {
                open.retain(|known| !repair.is_of(known));
                open.push(Repair { noted: now, ..repair });
            }
            open.drain(..open.len().saturating_sub(MAX_OPEN));
        })
    }

    /// Open repairs, the oldest first.
    ///
    /// # Errors
    /// `Store`.
    pub fn open(&self) -> AppResult<Vec<Repair>> {
        self.list.entries(self.meta.as_ref())
    }

    /// Notes how far a repair is, or that it is done; not of one that was asked for anew in between.
    fn advance(&self, before: &Repair, after: Option<Repair>) -> AppResult<()> {
        self.list.change(self.meta.as_ref(), |open| {
            let Some(after) = after else { return open.retain(|known| known != before) };
            if let Some(known) = open.iter_mut().find(|known| *known == before) {
                *known = after;
            }
        })
    }
}

impl App {
    /// Reads the next events of the oldest open repair anew. To be called again and again, by one task of one process.
    ///
    /// # Errors
    /// `Store`; the step is to be tried again later.
    pub fn step_repair(&self, repairs: &Repairs, symbols: &dyn Symbolicator) -> AppResult<RegroupStep> {
        let open = repairs.open()?;
        let settled = self.now().plus(-SETTLE_US);
        let Some(repair) = open.iter().find(|repair| repair.noted <= settled) else {
            return Ok(if open.is_empty() { RegroupStep::Nothing } else { RegroupStep::Later });
        };
        let page = self.page(repair)?;
        let Some((_, _, last)) = page.last().copied() else {
            if repair.changed > 0 {
                tracing::info!(project = %repair.project, events = repair.changed, "an upload made stored events readable");
            }
            repairs.advance(repair, None)?;
            return Ok(RegroupStep::More);
        };
        let changed = match self.read_anew(repair, &page, symbols) {
            // The project is gone, and its events with it.
            Err(AppError::NotFound(_)) => {
                repairs.advance(repair, None)?;
                return Ok(RegroupStep::More);
            }
            changed => changed?,
        };
        let of_last = page.iter().filter(|(_, _, at)| *at == last).count() as u64;
        let before = repair.cursor.filter(|(at, _)| *at == last).map_or(0, |(_, count)| count);
        let cursor = Some((last, before + of_last));
        repairs.advance(repair, Some(Repair { cursor, changed: repair.changed + changed, ..repair.clone() }))?;
        Ok(RegroupStep::More)
    }

    fn page(&self, repair: &Repair) -> AppResult<Vec<(ProjectId, EventId, Timestamp)>> {
        let (start, same) = repair.cursor.unwrap_or_else(|| (repair.noted.plus(-REPAIR_DAYS * DAY_US), 0));
        let query = EventQuery {
            dataset: Dataset::Errors,
            organization_id: repair.organization,
            projects: vec![repair.project],
            range: TimeRange { start, end: repair.noted.plus(DAY_US) },
            filter: repair.filter(),
            select: Select::Rows {
                fields: vec![FieldRef::field("timestamp")],
                by: None,
                newest_first: false,
                limit: PAGE_EVENTS,
                offset: usize::try_from(same).unwrap_or(usize::MAX),
            },
        };
        let key = |row: &bartizan_domain::query::Row| match (row.event, row.values.first()) {
            (Some((project, event)), Some(FieldValue::Time(at))) => Some((project, event, *at)),
            _ => None,
        };
        Ok(self.events().query(&query)?.rows.iter().filter_map(key).collect())
    }

    fn read_anew(&self, repair: &Repair, page: &[(ProjectId, EventId, Timestamp)], symbols: &dyn Symbolicator) -> AppResult<u64> {
        let stored = self.events().documents(Dataset::Errors, repair.organization, page)?;
        let changed: Vec<Document> = stored.iter().flatten().filter_map(|document| symbols.read_anew(document)).collect();
        if changed.is_empty() {
            return Ok(0);
        }
        Ok(self.regroup_events(repair.organization, repair.project, changed)?.replaced)
    }
}
