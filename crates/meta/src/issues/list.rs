//! Pages of issues.
//!
//! Each order has an index that holds one status of one project in order. A page is read from its head: one short read
//! per project and status, merged here, so the cost follows the size of the page and not the number of issues. With
//! more projects than [`MAX_LANES`] allows, one statement sorts instead.

use bartizan_domain::issue::Status;
use bartizan_domain::{IssueId, OrganizationId, ProjectId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::limits::MAX_HITS;
use bartizan_ports::meta::{IssueFilter, IssueGroup, IssueGroupKey, IssueList, IssuePage, IssueSort};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::filter::{Condition, needs_details, statuses};
use super::row;
use crate::codec::{self, signed, unsigned};
use crate::projects;
use crate::sql::{all, number};

/// Most pairs of project and status read one by one.
const MAX_LANES: usize = 192;

/// Sort keys and id of a row; compared as a whole, largest first.
type Key = (i64, i64, i64);

/// One statement over one project and status, or over many projects.
struct Lane<'a> {
    projects: &'a [ProjectId],
    status: Option<Status>,
}

fn order_columns(sort: IssueSort) -> (&'static str, &'static str) {
    match sort {
        IssueSort::LastSeen => ("i.last_seen", "0"),
        IssueSort::FirstSeen => ("i.first_seen", "0"),
        IssueSort::TimesSeen => ("i.times_seen", "0"),
        IssueSort::UsersSeen => ("i.users_seen", "0"),
        IssueSort::Priority => ("i.priority", "i.last_seen"),
    }
}

fn order_text(sort: IssueSort) -> &'static str {
    match sort {
        IssueSort::LastSeen => "i.last_seen DESC, i.id DESC",
        IssueSort::FirstSeen => "i.first_seen DESC, i.id DESC",
        IssueSort::TimesSeen => "i.times_seen DESC, i.id DESC",
        IssueSort::UsersSeen => "i.users_seen DESC, i.id DESC",
        IssueSort::Priority => "i.priority DESC, i.last_seen DESC, i.id DESC",
    }
}

/// `FROM … WHERE …` of a lane.
fn condition(organization: OrganizationId, lane: &Lane<'_>, filter: &IssueFilter) -> Condition {
    let mut condition = Condition::after(Vec::new());
    condition.sql.push_str(" FROM issues i");
    if needs_details(filter) {
        condition.sql.push_str(" JOIN issue_details d ON d.issue_id = i.id");
    }
    match lane.projects {
        [only] => {
            let project = condition.bind(only.0);
            condition.sql.push_str(&format!(" WHERE i.project_id = {project}"));
        }
        many => {
            let ids: Vec<String> = many.iter().map(ToString::to_string).collect();
            condition.sql.push_str(&format!(" WHERE i.project_id IN ({})", ids.join(", ")));
        }
    }
    if let Some(status) = lane.status {
        let status = condition.bind(status.as_str().to_owned());
        condition.sql.push_str(&format!(" AND i.status = {status}"));
    }
    let organization = condition.bind(organization.0);
    condition.sql.push_str(&format!(" AND i.organization_id = {organization} AND "));
    condition.filter(filter);
    condition
}

fn heads(conn: &Connection, list: &IssueList, lane: &Lane<'_>, wanted: usize) -> StoreResult<Vec<Key>> {
    let mut condition = condition(list.organization_id, lane, &list.filter);
    let limit = condition.bind(signed(wanted as u64));
    let (key, second) = order_columns(list.sort);
    let sql = format!("SELECT {key}, {second}, i.id{} ORDER BY {} LIMIT {limit}", condition.sql, order_text(list.sort));
    all(conn, &sql, params_from_iter(condition.values), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

fn merged(conn: &Connection, list: &IssueList, projects: &[ProjectId], wanted: usize) -> StoreResult<Vec<Key>> {
    let statuses = statuses(&list.filter);
    if statuses.is_empty() {
        return Ok(Vec::new());
    }
    if projects.len() * statuses.len() > MAX_LANES {
        return heads(conn, list, &Lane { projects, status: None }, wanted);
    }
    let mut keys = Vec::new();
    for project in projects {
        for status in &statuses {
            let lane = Lane { projects: std::slice::from_ref(project), status: Some(*status) };
            keys.extend(heads(conn, list, &lane, wanted)?);
        }
    }
    keys.sort_unstable_by(|a: &Key, b: &Key| b.cmp(a));
    keys.truncate(wanted);
    Ok(keys)
}

/// One page.
pub(super) fn page(conn: &Connection, list: &IssueList) -> StoreResult<IssuePage> {
    let end = list.check()?;
    let projects = projects::visible(conn, list.organization_id, &list.projects)?;
    if projects.is_empty() {
        return Ok(IssuePage::default());
    }
    let keys = merged(conn, list, &projects, end + 1)?;
    let more = keys.len() > end;
    let mut issues = Vec::new();
    for (_, _, id) in keys.iter().skip(list.offset).take(list.limit) {
        issues.push(row::by_id(conn, list.organization_id, IssueId(*id), list.viewer)?);
    }
    let hits = count(conn, list.organization_id, &projects, &list.filter, Some(MAX_HITS))?;
    Ok(IssuePage { issues, hits, more })
}

/// Columns of a group, and how a row of them is read.
type GroupColumns = (&'static str, fn(&Row<'_>) -> rusqlite::Result<IssueGroup>);

const fn group_columns(key: IssueGroupKey) -> GroupColumns {
    match key {
        IssueGroupKey::State => ("i.status, i.substatus", |row| {
            let substatus: Option<String> = row.get(1)?;
            Ok(IssueGroup::State(codec::status(&row.get::<_, String>(0)?)?, codec::substatus(substatus.as_deref())?))
        }),
        IssueGroupKey::Priority => ("i.priority", |row| Ok(IssueGroup::Priority(row.get(0)?))),
        IssueGroupKey::Assignee => {
            ("i.assignee_user_id, i.assignee_team_id", |row| Ok(IssueGroup::Assignee(codec::assignee(row.get(0)?, row.get(1)?))))
        }
        IssueGroupKey::Project => ("i.project_id", |row| Ok(IssueGroup::Project(ProjectId(row.get(0)?)))),
    }
}

/// How many match in each group, in one pass.
pub(super) fn count_by(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    filter: &IssueFilter,
    key: IssueGroupKey,
) -> StoreResult<Vec<(IssueGroup, u64)>> {
    filter.check()?;
    let projects = projects::visible(conn, organization, projects)?;
    if projects.is_empty() {
        return Ok(Vec::new());
    }
    let condition = condition(organization, &Lane { projects: &projects, status: None }, filter);
    let (columns, read) = group_columns(key);
    let sql = format!("SELECT {columns}, count(*) AS issues{} GROUP BY {columns} ORDER BY {columns}", condition.sql);
    all(conn, &sql, params_from_iter(condition.values), |row| Ok((read(row)?, codec::count(row, "issues")?)))
}

/// How many match, at most `most`.
pub(super) fn count(
    conn: &Connection,
    organization: OrganizationId,
    projects: &[ProjectId],
    filter: &IssueFilter,
    most: Option<u64>,
) -> StoreResult<u64> {
    filter.check()?;
    let projects = projects::visible(conn, organization, projects)?;
    if projects.is_empty() {
        return Ok(0);
    }
    let mut condition = condition(organization, &Lane { projects: &projects, status: None }, filter);
    let sql = match most {
        None => format!("SELECT count(*){}", condition.sql),
        Some(most) => {
            let limit = condition.bind(signed(most));
            format!("SELECT count(*) FROM (SELECT 1 AS hit{} LIMIT {limit}) AS hits", condition.sql)
        }
    };
    let values: Vec<Value> = condition.values;
    number(conn, &sql, params_from_iter(values)).map(unsigned)
}
