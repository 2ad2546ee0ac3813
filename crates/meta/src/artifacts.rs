//! Chunks, assemblies, artifact bundles.

use bartizan_domain::artifact::{ArtifactBundle, Assembly, BundleFile, FileKind, FoundFile};
use bartizan_domain::{ArtifactId, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::meta::limits::MAX_PATTERN_CHARS;
use bartizan_ports::meta::{Artifacts, MAX_URL_CANDIDATES};
use bartizan_ports::{StoreError, StoreResult};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::codec::{count, signed, time, unsigned};
use crate::issues::like;
use crate::projects;
use crate::sql::{all, exec, first, number, one};
use crate::store::SqliteMeta;

const BUNDLE: &str = "artifact bundle";
const COLUMNS: &str = "b.id, b.organization_id, b.checksum, b.release, b.dist, b.blob_key, b.size, b.files, b.created, b.used";
const FOUND: &str = "b.id, b.blob_key, b.size, b.dist, b.used, f.path, f.url, f.kind, f.debug_id, f.source_map";
/// Most files one look finds: more would be the same file in ever older bundles.
const MAX_FOUND: i64 = 32;

fn bundle_row(row: &Row<'_>) -> rusqlite::Result<ArtifactBundle> {
    Ok(ArtifactBundle {
        id: ArtifactId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        projects: Vec::new(),
        checksum: row.get("checksum")?,
        release: row.get("release")?,
        dist: row.get("dist")?,
        blob_key: row.get("blob_key")?,
        size: count(row, "size")?,
        files: count(row, "files")?,
        created: time(row, "created")?,
        used: time(row, "used")?,
    })
}

fn file_row(row: &Row<'_>) -> rusqlite::Result<BundleFile> {
    Ok(BundleFile {
        path: row.get("path")?,
        url: row.get("url")?,
        kind: FileKind::parse(&row.get::<_, String>("kind")?),
        debug_id: row.get("debug_id")?,
        source_map: row.get("source_map")?,
    })
}

fn found_row(row: &Row<'_>) -> rusqlite::Result<FoundFile> {
    Ok(FoundFile {
        bundle: ArtifactId(row.get("id")?),
        blob_key: row.get("blob_key")?,
        bundle_size: count(row, "size")?,
        dist: row.get("dist")?,
        used: time(row, "used")?,
        file: file_row(row)?,
    })
}

fn complete(conn: &Connection, mut bundle: ArtifactBundle) -> StoreResult<ArtifactBundle> {
    let sql = "SELECT project_id FROM artifact_bundle_projects WHERE bundle_id = $1 ORDER BY project_id";
    bundle.projects = all(conn, sql, [bundle.id.0], |row| row.get(0).map(ProjectId))?;
    Ok(bundle)
}

fn insert_bundle(conn: &Connection, bundle: &ArtifactBundle, files: &[BundleFile]) -> StoreResult<i64> {
    let sql = "INSERT INTO artifact_bundles (organization_id, checksum, release, dist, blob_key, size, files, created, used)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (organization_id, checksum, release, dist) DO UPDATE SET created = excluded.created, used = excluded.used
        RETURNING id";
    let b = bundle;
    let values = (
        b.organization_id.0,
        &b.checksum,
        &b.release,
        &b.dist,
        &b.blob_key,
        signed(b.size),
        signed(files.len() as u64),
        b.created.0,
        b.used.0,
    );
    let id: i64 = one(conn, BUNDLE, sql, values, |row| row.get(0))?;
    for file in files {
        let sql = "INSERT INTO artifact_files (bundle_id, path, url, kind, debug_id, source_map)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        exec(conn, sql, (id, &file.path, &file.url, file.kind.as_str(), &file.debug_id, &file.source_map))?;
    }
    Ok(id)
}

fn save(conn: &Connection, bundle: &ArtifactBundle, files: &[BundleFile]) -> StoreResult<ArtifactId> {
    for project in &bundle.projects {
        projects::check(conn, bundle.organization_id, *project)?;
    }
    let id = insert_bundle(conn, bundle, files)?;
    for project in &bundle.projects {
        let sql = "INSERT INTO artifact_bundle_projects (bundle_id, project_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        exec(conn, sql, (id, project.0))?;
    }
    Ok(ArtifactId(id))
}

/// The bundle when the project has it.
fn of_project(conn: &Connection, organization: OrganizationId, project: ProjectId, id: ArtifactId) -> StoreResult<ArtifactBundle> {
    let sql = format!(
        "SELECT {COLUMNS} FROM artifact_bundles b JOIN artifact_bundle_projects p ON p.bundle_id = b.id
        WHERE b.organization_id = $1 AND p.project_id = $2 AND b.id = $3"
    );
    complete(conn, one(conn, BUNDLE, &sql, (organization.0, project.0, id.0), bundle_row)?)
}

fn list(
    conn: &Connection,
    organization: OrganizationId,
    project: ProjectId,
    contains: Option<&str>,
    limit: usize,
    offset: usize,
) -> StoreResult<Vec<ArtifactBundle>> {
    let mut sql = format!(
        "SELECT {COLUMNS} FROM artifact_bundles b JOIN artifact_bundle_projects p ON p.bundle_id = b.id
        WHERE b.organization_id = $1 AND p.project_id = $2"
    );
    let mut values = vec![Value::from(organization.0), Value::from(project.0)];
    if let Some(text) = contains {
        if text.chars().count() > MAX_PATTERN_CHARS {
            return Ok(Vec::new());
        }
        let id = text.replace('-', "").to_ascii_lowercase();
        values.extend([like::contains(text), like::contains(text), like::contains(&id)].map(Value::from));
        sql.push_str(
            " AND (lower(b.release) LIKE lower($3) ESCAPE '!' OR EXISTS (SELECT 1 FROM artifact_files f WHERE f.bundle_id = b.id
                AND (lower(f.url) LIKE lower($4) ESCAPE '!' OR f.debug_id LIKE $5 ESCAPE '!')))",
        );
    }
    let (limit_at, offset_at) = (values.len() + 1, values.len() + 2);
    sql.push_str(&format!(" ORDER BY b.created DESC, b.id DESC LIMIT ${limit_at} OFFSET ${offset_at}"));
    values.extend([Value::from(signed(limit as u64)), Value::from(signed(offset as u64))]);
    let rows = all(conn, &sql, params_from_iter(values), bundle_row)?;
    rows.into_iter().map(|bundle| complete(conn, bundle)).collect()
}

/// Removes a bundle that no project has; the key of its bytes when no other row names them.
fn remove_if_orphan(conn: &Connection, id: i64) -> StoreResult<Option<String>> {
    if first(conn, "SELECT 1 FROM artifact_bundle_projects WHERE bundle_id = $1 LIMIT 1", [id], |_| Ok(()))?.is_some() {
        return Ok(None);
    }
    exec(conn, "DELETE FROM artifact_files WHERE bundle_id = $1", [id])?;
    let key: Option<String> = first(conn, "DELETE FROM artifact_bundles WHERE id = $1 RETURNING blob_key", [id], |row| row.get(0))?;
    let Some(key) = key else { return Ok(None) };
    let used = first(conn, "SELECT 1 FROM artifact_bundles WHERE blob_key = $1 LIMIT 1", [&key], |_| Ok(()))?.is_some();
    Ok((!used).then_some(key))
}

fn drop_old(conn: &Connection, before: Timestamp, limit: usize) -> StoreResult<Vec<String>> {
    // A release that still sends events is in use, whichever of its files they need.
    let sql = "SELECT b.id FROM artifact_bundles b WHERE (b.used < $1 AND NOT EXISTS (SELECT 1 FROM releases r
                WHERE r.organization_id = b.organization_id AND r.version = b.release AND r.last_event >= $2))
            OR NOT EXISTS (SELECT 1 FROM artifact_bundle_projects p WHERE p.bundle_id = b.id) ORDER BY b.id LIMIT $3";
    let ids: Vec<i64> = all(conn, sql, (before.0, before.0, signed(limit as u64)), |row| row.get(0))?;
    let mut free = Vec::new();
    for id in ids {
        exec(conn, "DELETE FROM artifact_bundle_projects WHERE bundle_id = $1", [id])?;
        free.extend(remove_if_orphan(conn, id)?);
    }
    Ok(free)
}

fn chunk_list(text: &str) -> Vec<String> {
    text.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn assembly_row(row: &Row<'_>) -> rusqlite::Result<Assembly> {
    Ok(Assembly {
        organization_id: OrganizationId(row.get("organization_id")?),
        kind: row.get("kind")?,
        checksum: row.get("checksum")?,
        target: row.get("target")?,
        chunks: chunk_list(&row.get::<_, String>("chunks")?),
        created: time(row, "created")?,
    })
}

impl Artifacts for SqliteMeta {
    fn note_chunk(&self, organization_id: OrganizationId, sha1: &str, size: u64, now: Timestamp) -> StoreResult<()> {
        let sql = "INSERT INTO upload_chunks (organization_id, sha1, size, created) VALUES ($1, $2, $3, $4)
            ON CONFLICT (organization_id, sha1) DO UPDATE SET created = excluded.created";
        self.write(|conn| exec(conn, sql, (organization_id.0, sha1, signed(size), now.0)).map(drop))
    }

    fn chunks(&self, organization_id: OrganizationId, sha1s: &[String]) -> StoreResult<Vec<Option<u64>>> {
        let sql = "SELECT size FROM upload_chunks WHERE organization_id = $1 AND sha1 = $2";
        self.read(|conn| {
            sha1s.iter().map(|sha1| first(conn, sql, (organization_id.0, sha1), |row| row.get::<_, i64>(0).map(unsigned))).collect()
        })
    }

    fn drop_chunks(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<(OrganizationId, String)>> {
        let sql = "SELECT organization_id, sha1 FROM upload_chunks WHERE created < $1 ORDER BY created LIMIT $2";
        self.write(|conn| {
            let old: Vec<(i64, String)> = all(conn, sql, (before.0, signed(limit as u64)), |row| Ok((row.get(0)?, row.get(1)?)))?;
            for key in &old {
                exec(conn, "DELETE FROM upload_chunks WHERE organization_id = $1 AND sha1 = $2", (key.0, &key.1))?;
            }
            Ok(old.into_iter().map(|(id, sha1)| (OrganizationId(id), sha1)).collect())
        })
    }

    fn begin_assembly(&self, a: &Assembly) -> StoreResult<()> {
        let sql = "INSERT INTO assemblies (organization_id, kind, checksum, target, chunks, created) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (organization_id, kind, checksum, target) DO UPDATE SET chunks = excluded.chunks, created = excluded.created";
        let values = (a.organization_id.0, &a.kind, &a.checksum, &a.target, a.chunks.join(","), a.created.0);
        self.write(|conn| exec(conn, sql, values).map(drop))
    }

    fn assemblies(&self) -> StoreResult<Vec<Assembly>> {
        let sql = "SELECT organization_id, kind, checksum, target, chunks, created FROM assemblies ORDER BY created, checksum";
        self.read(|conn| all(conn, sql, [], assembly_row))
    }

    fn end_assembly(&self, a: &Assembly) -> StoreResult<()> {
        let sql = "DELETE FROM assemblies WHERE organization_id = $1 AND kind = $2 AND checksum = $3 AND target = $4";
        self.write(|conn| exec(conn, sql, (a.organization_id.0, &a.kind, &a.checksum, &a.target)).map(drop))
    }

    fn save_bundle(&self, bundle: &ArtifactBundle, files: &[BundleFile]) -> StoreResult<ArtifactId> {
        self.write(|conn| save(conn, bundle, files))
    }

    fn bundle_by_checksum(
        &self,
        organization_id: OrganizationId,
        checksum: &str,
        release: &str,
        dist: &str,
    ) -> StoreResult<Option<ArtifactBundle>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM artifact_bundles b WHERE b.organization_id = $1 AND b.checksum = $2 AND b.release = $3 AND b.dist = $4"
        );
        self.read(|conn| match first(conn, &sql, (organization_id.0, checksum, release, dist), bundle_row)? {
            Some(bundle) => complete(conn, bundle).map(Some),
            None => Ok(None),
        })
    }

    fn bundles(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        contains: Option<&str>,
        limit: usize,
        offset: usize,
    ) -> StoreResult<Vec<ArtifactBundle>> {
        self.read(|conn| list(conn, organization_id, project_id, contains, limit, offset))
    }

    fn bundle(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        id: ArtifactId,
    ) -> StoreResult<(ArtifactBundle, Vec<BundleFile>)> {
        let sql = "SELECT path, url, kind, debug_id, source_map FROM artifact_files WHERE bundle_id = $1 ORDER BY path";
        self.read(|conn| {
            let bundle = of_project(conn, organization_id, project_id, id)?;
            let files = all(conn, sql, [id.0], file_row)?;
            Ok((bundle, files))
        })
    }

    fn bundle_debug_ids(&self, organization_id: OrganizationId, id: ArtifactId, limit: usize) -> StoreResult<Vec<String>> {
        let sql = "SELECT DISTINCT f.debug_id FROM artifact_files f JOIN artifact_bundles b ON b.id = f.bundle_id
            WHERE b.organization_id = $1 AND f.bundle_id = $2 AND f.debug_id IS NOT NULL ORDER BY f.debug_id LIMIT $3";
        self.read(|conn| all(conn, sql, (organization_id.0, id.0, signed(limit as u64)), |row| row.get(0)))
    }

    fn delete_bundle(&self, organization_id: OrganizationId, project_id: ProjectId, id: ArtifactId) -> StoreResult<Option<String>> {
        self.write(|conn| {
            of_project(conn, organization_id, project_id, id)?;
            exec(conn, "DELETE FROM artifact_bundle_projects WHERE bundle_id = $1 AND project_id = $2", (id.0, project_id.0))?;
            remove_if_orphan(conn, id.0)
        })
    }

    fn touch_bundles(&self, ids: &[ArtifactId], now: Timestamp) -> StoreResult<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let sql = "UPDATE artifact_bundles SET used = $1 WHERE id = $2";
        self.write(|conn| ids.iter().try_for_each(|id| exec(conn, sql, (now.0, id.0)).map(drop)))
    }

    fn drop_bundles(&self, before: Timestamp, limit: usize) -> StoreResult<Vec<String>> {
        self.write(|conn| drop_old(conn, before, limit))
    }

    fn files_by_debug_id(&self, organization_id: OrganizationId, project_id: ProjectId, debug_id: &str) -> StoreResult<Vec<FoundFile>> {
        let sql = format!(
            "SELECT {FOUND} FROM artifact_files f JOIN artifact_bundles b ON b.id = f.bundle_id
                JOIN artifact_bundle_projects p ON p.bundle_id = b.id
            WHERE f.debug_id = $1 AND b.organization_id = $2 AND p.project_id = $3
            ORDER BY b.created DESC, b.id DESC LIMIT {MAX_FOUND}"
        );
        self.read(|conn| all(conn, &sql, (debug_id, organization_id.0, project_id.0), found_row))
    }

    fn files_by_url(
        &self,
        organization_id: OrganizationId,
        project_id: ProjectId,
        release: &str,
        urls: &[String],
    ) -> StoreResult<Vec<FoundFile>> {
        if urls.is_empty() {
            return Ok(Vec::new());
        }
        if urls.len() > MAX_URL_CANDIDATES {
            return Err(StoreError::new(bartizan_ports::ErrorKind::Invalid, "too many URLs in one question for files"));
        }
        let places: Vec<String> = (4..urls.len() + 4).map(|n| format!("${n}")).collect();
        let sql = format!(
            "SELECT {FOUND} FROM artifact_bundles b JOIN artifact_files f ON f.bundle_id = b.id
                JOIN artifact_bundle_projects p ON p.bundle_id = b.id
            WHERE b.organization_id = $1 AND b.release = $2 AND p.project_id = $3 AND f.url IN ({})
            ORDER BY b.created DESC, b.id DESC LIMIT {MAX_FOUND}",
            places.join(", ")
        );
        let mut values = vec![Value::from(organization_id.0), Value::from(release.to_owned()), Value::from(project_id.0)];
        values.extend(urls.iter().cloned().map(Value::from));
        self.read(|conn| all(conn, &sql, params_from_iter(values), found_row))
    }

    fn count_bundles(&self, organization_id: OrganizationId, project_id: ProjectId, release: &str) -> StoreResult<(u64, u64)> {
        let all = "SELECT count(*) FROM artifact_bundles b JOIN artifact_bundle_projects p ON p.bundle_id = b.id
            WHERE b.organization_id = $1 AND p.project_id = $2";
        let of_release = "SELECT count(*) FROM artifact_bundles b JOIN artifact_bundle_projects p ON p.bundle_id = b.id
            WHERE b.organization_id = $1 AND p.project_id = $2 AND b.release = $3";
        self.read(|conn| {
            let total = number(conn, all, (organization_id.0, project_id.0))?;
            Ok((unsigned(total), unsigned(number(conn, of_release, (organization_id.0, project_id.0, release))?)))
        })
    }
}
