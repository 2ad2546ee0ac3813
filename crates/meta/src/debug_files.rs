//! Debug files of projects.

use bartizan_domain::artifact::{DebugFile, Usage};
use bartizan_domain::{DebugFileId, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::meta::limits::MAX_PATTERN_CHARS;
use bartizan_ports::meta::{DebugFileFilter, DebugFiles, MAX_DEBUG_FILE_RELEASES, MAX_FOUND_DEBUG_FILES};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{count, signed, time, unsigned};
use crate::issues::like;
use crate::projects;
use crate::sql::{all, exec, first, number, one};
use crate::store::SqliteMeta;

const FILE: &str = "debug file";
const COLUMNS: &str =
    "f.id, f.organization_id, f.project_id, f.checksum, f.debug_id, f.code_id, f.kind, f.arch, f.role, f.name, f.features,
    f.size, f.created, f.used";
/// Values of one `IN (…)`.
const MAX_CHECKSUMS: usize = 500;

fn file_row(row: &Row<'_>) -> rusqlite::Result<DebugFile> {
    Ok(DebugFile {
        id: DebugFileId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        project_id: ProjectId(row.get("project_id")?),
        checksum: row.get("checksum")?,
        debug_id: row.get("debug_id")?,
        code_id: row.get("code_id")?,
        kind: row.get("kind")?,
        arch: row.get("arch")?,
        role: row.get("role")?,
        name: row.get("name")?,
        features: row.get::<_, String>("features")?.split(',').filter(|f| !f.is_empty()).map(str::to_owned).collect(),
        size: count(row, "size")?,
        created: time(row, "created")?,
        used: time(row, "used")?,
        releases: Vec::new(),
    })
}

fn complete(conn: &Connection, mut file: DebugFile) -> StoreResult<DebugFile> {
    let sql = "SELECT release FROM debug_file_releases WHERE project_id = $1 AND debug_id = $2 ORDER BY release";
    file.releases = all(conn, sql, (file.project_id.0, &file.debug_id), |row| row.get(0))?;
    Ok(file)
}

fn save(conn: &Connection, file: &DebugFile) -> StoreResult<()> {
    projects::check(conn, file.organization_id, file.project_id)?;
    let sql = "INSERT INTO debug_files
            (organization_id, project_id, checksum, debug_id, code_id, kind, arch, role, name, features, size, created, used)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        ON CONFLICT (project_id, checksum, debug_id) DO UPDATE SET code_id = excluded.code_id, kind = excluded.kind,
            arch = excluded.arch, role = excluded.role, name = excluded.name, features = excluded.features,
            size = excluded.size, created = excluded.created, used = excluded.used";
    let f = file;
    let values: [Value; 13] = [
        f.organization_id.0.into(),
        f.project_id.0.into(),
        f.checksum.clone().into(),
        f.debug_id.clone().into(),
        f.code_id.clone().into(),
        f.kind.clone().into(),
        f.arch.clone().into(),
        f.role.clone().into(),
        f.name.clone().into(),
        f.features.join(",").into(),
        signed(f.size).into(),
        f.created.0.into(),
        f.used.0.into(),
    ];
    exec(conn, sql, values).map(drop)
}

/// The conditions of a filter as text, with their values; placeholders go on from those there are.
fn conditions(filter: &DebugFileFilter, values: &mut Vec<Value>) -> String {
    let mut sql = String::new();
    let mut place = |value: Value| {
        values.push(value);
        format!("${}", values.len())
    };
    if let Some(text) = &filter.contains {
        let columns = ["lower(f.name)", "f.debug_id", "lower(coalesce(f.code_id, ''))", "f.checksum"];
        let pattern = like::contains(&text.to_lowercase());
        let any: Vec<String> = columns.iter().map(|c| format!("{c} LIKE {} ESCAPE '!'", place(pattern.clone().into()))).collect();
        sql.push_str(&format!(" AND ({})", any.join(" OR ")));
    }
    for (column, value) in [("debug_id", &filter.debug_id), ("code_id", &filter.code_id)] {
        if let Some(value) = value {
            sql.push_str(&format!(" AND f.{column} = {}", place(value.clone().into())));
        }
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<String> = filter.kinds.iter().map(|kind| place(kind.clone().into())).collect();
        sql.push_str(&format!(" AND f.kind IN ({})", kinds.join(", ")));
    }
    if let Some(release) = &filter.release {
        sql.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM debug_file_releases r WHERE r.project_id = f.project_id AND r.debug_id = f.debug_id
                AND r.release = {})",
            place(release.clone().into())
        ));
    }
    sql
}

fn list(
    conn: &Connection,
    organization: OrganizationId,
    project: ProjectId,
    filter: &DebugFileFilter,
    limit: usize,
    offset: usize,
) -> StoreResult<Vec<DebugFile>> {
    if filter.contains.as_ref().is_some_and(|text| text.chars().count() > MAX_PATTERN_CHARS) {
        return Ok(Vec::new());
    }
    let mut values = vec![Value::from(organization.0), Value::from(project.0)];
    let conditions = conditions(filter, &mut values);
    let (limit_at, offset_at) = (values.len() + 1, values.len() + 2);
    let sql = format!(
        "SELECT {COLUMNS} FROM debug_files f WHERE f.organization_id = $1 AND f.project_id = $2{conditions}
        ORDER BY f.created DESC, f.id DESC LIMIT ${limit_at} OFFSET ${offset_at}"
    );
    values.extend([Value::from(signed(limit as u64)), Value::from(signed(offset as u64))]);
    let rows = all(conn, &sql, params_from_iter(values), file_row)?;
    rows.into_iter().map(|file| complete(conn, file)).collect()
}

fn of_project(conn: &Connection, organization: OrganizationId, project: ProjectId, id: DebugFileId) -> StoreResult<DebugFile> {
    let sql = format!("SELECT {COLUMNS} FROM debug_files f WHERE f.organization_id = $1 AND f.project_id = $2 AND f.id = $3");
    one(conn, FILE, &sql, (organization.0, project.0, id.0), file_row)
}

/// Removes a row; the key of the file's bytes when no other object is in them.
fn remove(conn: &Connection, file: &DebugFile) -> StoreResult<Option<String>> {
    exec(conn, "DELETE FROM debug_files WHERE id = $1", [file.id.0])?;
    let same_id = "SELECT 1 FROM debug_files WHERE project_id = $1 AND debug_id = $2 LIMIT 1";
    if first(conn, same_id, (file.project_id.0, &file.debug_id), |_| Ok(()))?.is_none() {
        let sql = "DELETE FROM debug_file_releases WHERE project_id = $1 AND debug_id = $2";
        exec(conn, sql, (file.project_id.0, &file.debug_id))?;
    }
    let same_bytes = "SELECT 1 FROM debug_files WHERE project_id = $1 AND checksum = $2 LIMIT 1";
    let used = first(conn, same_bytes, (file.project_id.0, &file.checksum), |_| Ok(()))?.is_some();
    Ok((!used).then(|| file.blob_key()))
}

fn usage(conn: &Connection, organization: OrganizationId, project: ProjectId) -> StoreResult<(Usage, Usage)> {
    let read = |sql| {
        let sum = |row: &Row<'_>, at| row.get::<_, Option<i64>>(at).map(|sum| sum.map_or(0, unsigned));
        let row = |row: &Row<'_>| Ok(Usage { count: sum(row, 0)?, bytes: sum(row, 1)? });
        first(conn, sql, (organization.0, project.0), row).map(Option::unwrap_or_default)
    };
    let bundles = read(
        "SELECT count(*), sum(b.size) FROM artifact_bundles b JOIN artifact_bundle_projects p ON p.bundle_id = b.id
        WHERE b.organization_id = $1 AND p.project_id = $2",
    )?;
    let files = read(
        "SELECT sum(f.objects), sum(f.size) FROM (SELECT count(*) AS objects, max(size) AS size FROM debug_files
            WHERE organization_id = $1 AND project_id = $2 GROUP BY checksum) AS f",
    )?;
    Ok((bundles, files))
}

impl DebugFiles for SqliteMeta {
    fn save_debug_files(&self, files: &[DebugFile]) -> StoreResult<()> {
        self.write(|conn| files.iter().try_for_each(|file| save(conn, file)))
    }

    fn debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        filter: &DebugFileFilter,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<DebugFile>> {
        self.read(|conn| list(conn, organization_id, project_id, filter, limit, offset))
    }

    fn debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<DebugFile> {
        self.read(|conn| complete(conn, of_project(conn, organization_id, project_id, id)?))
    }

    fn debug_files_by_checksum(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        checksums: &[String],
    ) -> StoreResult<Vec<DebugFile>> {
        self.read(|conn| {
            let mut found = Vec::new();
            for part in checksums.chunks(MAX_CHECKSUMS) {
                let places: Vec<String> = (3..part.len() + 3).map(|n| format!("${n}")).collect();
                let sql = format!(
                    "SELECT {COLUMNS} FROM debug_files f WHERE f.organization_id = $1 AND f.project_id = $2 AND f.checksum IN ({})
                    ORDER BY f.id",
                    places.join(", ")
                );
                let mut values = vec![Value::from(organization_id.0), Value::from(project_id.0)];
                values.extend(part.iter().cloned().map(Value::from));
                found.extend(all(conn, &sql, params_from_iter(values), file_row)?);
            }
            found.into_iter().map(|file| complete(conn, file)).collect()
        })
    }

    fn find_debug_files(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        debug_id: Option<&str>,
        code_id: Option<&str>,
    ) -> StoreResult<Vec<DebugFile>> {
        let (column, id) = match (debug_id, code_id) {
            (Some(id), _) => ("debug_id", id),
            (None, Some(id)) => ("code_id", id),
            (None, None) => return Ok(Vec::new()),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM debug_files f WHERE f.organization_id = $1 AND f.project_id = $2 AND f.{column} = $3
            ORDER BY f.created DESC, f.id DESC LIMIT {MAX_FOUND_DEBUG_FILES}"
        );
        self.read(|conn| all(conn, &sql, (organization_id.0, project_id.0, id), file_row))
    }

    fn touch_debug_files(&self, ids: &[DebugFileId], now: Timestamp) -> StoreResult<()> {
        if ids.is_empty() {
            return Ok(());
        }
        // A file of a removed project stays forgotten.
        let sql = "UPDATE debug_files SET used = $1 WHERE id = $2 AND used > 0";
        self.write(|conn| ids.iter().try_for_each(|id| exec(conn, sql, (now.0, id.0)).map(drop)))
    }

    fn name_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str, release: &str) -> StoreResult<()> {
        self.write(|conn| {
            projects::check(conn, organization_id, project_id)?;
            let sql = "SELECT count(*) FROM debug_file_releases WHERE project_id = $1 AND debug_id = $2";
            if number(conn, sql, (project_id.0, debug_id))? >= signed(MAX_DEBUG_FILE_RELEASES as u64) {
                return Err(StoreError::new(ErrorKind::Invalid, "too many releases for one debug id"));
            }
            let sql = "INSERT INTO debug_file_releases (project_id, debug_id, release) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
            exec(conn, sql, (project_id.0, debug_id, release)).map(drop)
        })
    }

    fn delete_debug_file(&self, organization_id: OrganizationId, project_id: ProjectId, id: DebugFileId) -> StoreResult<Option<String>> {
        self.write(|conn| remove(conn, &of_project(conn, organization_id, project_id, id)?))
    }

    fn drop_debug_files(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>> {
        let sql = format!("SELECT {COLUMNS} FROM debug_files f WHERE f.used < $1 ORDER BY f.used, f.id LIMIT $2");
        self.write(|conn| {
            let old = all(conn, &sql, (before.0, signed(limit as u64)), file_row)?;
            let mut free = Vec::new();
            for file in old {
                free.extend(remove(conn, &file)?);
            }
            Ok(free)
        })
    }

    fn artifact_usage(&self, organization_id: OrganizationId, project_id: ProjectId) -> StoreResult<(Usage, Usage)> {
        self.read(|conn| usage(conn, organization_id, project_id))
    }
}
