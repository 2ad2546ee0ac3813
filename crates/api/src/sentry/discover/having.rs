//! Conditions on the numbers of groups: `count():>10` in the query of a table.

use bartizan_domain::Timestamp;
use bartizan_domain::document::FieldValue;
use bartizan_domain::search::aggregates::{AggregateTerm, Bounds};

use super::column::{Column, ColumnKind};
use super::function::Function;
use crate::sentry::search::Fault;
use crate::{ApiError, ApiResult};

/// A condition on a group.
#[derive(Debug, Clone)]
pub(super) struct Having {
    /// As the query names the function.
    pub(super) name: String,
    pub(super) function: Function,
    bounds: Bounds,
}

impl Having {
    /// Reads a condition; its function needs to be no column.
    pub(super) fn read(term: &AggregateTerm, now: Timestamp) -> ApiResult<Self> {
        let name = &term.function.name;
        let ColumnKind::Function(function) = Column::parse(name)?.kind else {
            return Err(ApiError::bad_request(format!("{name} is no function.")));
        };
        let bounds = if function.type_name == "date" { term.time(now) } else { term.number() };
        Ok(Self { name: name.clone(), function, bounds: bounds.map_err(Fault::from)? })
    }

    /// Whether a group meets it, from the values of the function's aggregates.
    pub(super) fn holds(&self, stored: &[FieldValue], width_us: i64) -> bool {
        let number = if self.function.type_name == "date" {
            stored.first().and_then(FieldValue::as_f64)
        } else {
            self.function.result(stored, width_us).as_f64()
        };
        self.bounds.hold(number)
    }
}

/// Conditions on groups where there are no groups.
pub(super) fn refuse(having: &[Having]) -> ApiResult<()> {
    match having.first() {
        None => Ok(()),
        Some(first) => Err(ApiError::bad_request(format!(
            "{0} in the query is a condition on groups: add a function such as {0} to the fields.",
            first.name
        ))),
    }
}
