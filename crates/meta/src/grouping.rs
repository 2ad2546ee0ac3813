//! Rules of projects over time; merging and splitting.

use bartizan_domain::grouping::{NewRuleVersion, RuleTexts, RuleVersion};
use bartizan_domain::merge::MergeReason;
use bartizan_domain::{IssueId, OrganizationId, ProjectId, Timestamp, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::{Groupings, MAX_RULE_VERSIONS, Merged, ProjectGrouping, SplitPart};
use rusqlite::{Connection, Row};

use crate::codec::signed;
use crate::issues::{merge, split};
use crate::projects;
use crate::sql::{all, exec, number};
use crate::store::SqliteMeta;

/// Newest versions of a project that an event on its way may still need.
const LIVE_VERSIONS: usize = 3;
/// Option of projects with issues of the grouping version before.
const PREVIOUS: &str = "grouping.previous";

const SELECT: &str = "SELECT project_id, number, stack_rules, fingerprint_rules, author_id, restored_from, created, active_from
    FROM grouping_versions WHERE project_id = $1 ORDER BY number DESC LIMIT $2";

fn version(row: &Row<'_>) -> rusqlite::Result<RuleVersion> {
    Ok(RuleVersion {
        project_id: ProjectId(row.get(0)?),
        number: row.get(1)?,
        texts: RuleTexts { stack: row.get(2)?, fingerprints: row.get(3)? },
        author: row.get::<_, Option<i64>>(4)?.map(UserId),
        restored_from: row.get(5)?,
        created: Timestamp(row.get(6)?),
        active_from: Timestamp(row.get(7)?),
    })
}

fn versions(conn: &Connection, project: ProjectId, limit: usize) -> StoreResult<Vec<RuleVersion>> {
    all(conn, SELECT, (project.0, signed(limit as u64)), version)
}

fn add(conn: &Connection, project: ProjectId, new: &NewRuleVersion) -> StoreResult<RuleVersion> {
    let next = number(conn, "SELECT max(number) FROM grouping_versions WHERE project_id = $1", [project.0])? + 1;
    let sql = "INSERT INTO grouping_versions
            (project_id, number, stack_rules, fingerprint_rules, author_id, restored_from, created, active_from)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let author = new.author.map(|id| id.0);
    let texts = (&new.texts.stack, &new.texts.fingerprints);
    exec(conn, sql, (project.0, next, texts.0, texts.1, author, new.restored_from, new.created.0, new.active_from.0))?;
    let oldest = next - signed(MAX_RULE_VERSIONS as u64);
    exec(conn, "DELETE FROM grouping_versions WHERE project_id = $1 AND number <= $2", (project.0, oldest))?;
    Ok(RuleVersion {
        number: next,
        project_id: project,
        texts: new.texts.clone(),
        author: new.author,
        restored_from: new.restored_from,
        created: new.created,
        active_from: new.active_from,
    })
}

fn groupings(conn: &Connection) -> StoreResult<Vec<ProjectGrouping>> {
    let sql = "SELECT p.id, EXISTS (SELECT 1 FROM project_options o WHERE o.project_id = p.id AND o.name = $1 AND o.value = 'true')
        FROM projects p WHERE p.deleting = 0 AND (
            EXISTS (SELECT 1 FROM grouping_versions v WHERE v.project_id = p.id)
            OR EXISTS (SELECT 1 FROM project_options o WHERE o.project_id = p.id AND o.name = $2))";
    let found = all(conn, sql, (PREVIOUS, PREVIOUS), |row| Ok((ProjectId(row.get(0)?), row.get::<_, bool>(1)?)))?;
    found
        .into_iter()
        .map(|(project_id, with_previous)| {
            let mut versions = versions(conn, project_id, LIVE_VERSIONS)?;
            versions.reverse();
            Ok(ProjectGrouping { project_id, with_previous, versions })
        })
        .collect()
}

impl Groupings for SqliteMeta {
    fn rule_versions(&self, organization_id: OrganizationId, project_id: ProjectId, limit: usize) -> StoreResult<Vec<RuleVersion>> {
        self.read(|conn| {
            projects::check(conn, organization_id, project_id)?;
            versions(conn, project_id, limit)
        })
    }

    fn add_rule_version(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        version: &NewRuleVersion,
    ) -> StoreResult<RuleVersion> {
        self.write(|conn| {
            projects::check(conn, organization_id, project_id)?;
            add(conn, project_id, version)
        })
    }

    fn groupings(&self) -> StoreResult<Vec<ProjectGrouping>> {
        self.read(groupings)
    }

    fn merge_issues(
        &self,
        organization_id: OrganizationId,
        parent: IssueId,
        children: &[IssueId],
        reason: MergeReason,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<Merged> {
        let merged = self.write_with_cache(|conn, cache| {
            cache.clear();
            merge::merge(conn, organization_id, parent, children, reason, actor, now)
        })?;
        self.sweep()?;
        Ok(merged)
    }

    fn split_issue(
        &self,
        organization_id: OrganizationId,
        issue: IssueId,
        part: &SplitPart,
        actor: Option<UserId>,
        now: Timestamp,
    ) -> StoreResult<IssueId> {
        self.write_with_cache(|conn, cache| {
            cache.clear();
            split::split(conn, organization_id, issue, part, actor, now)
        })
    }
}
