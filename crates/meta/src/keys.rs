//! Client keys.

use bartizan_domain::key::{ClientKey, KeySettings, RateLimit};
use bartizan_domain::{KeyId, OrganizationId, ProjectId, Timestamp};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::KeyPatch;
use rusqlite::{Connection, Row};

use crate::codec::{flag, time};
use crate::sql::{all, changed, exec, one};

const KEY: &str = "key";
/// Option of a project that names the origins a browser may send from: a JSON list.
const ALLOWED_DOMAINS: &str = "allowed_domains";

/// A key to make.
pub(crate) struct NewKey<'a> {
    pub(crate) label: &'a str,
    pub(crate) public_key: &'a str,
    pub(crate) secret_key: &'a str,
    pub(crate) rate_limit: Option<RateLimit>,
}

fn rate_limit(row: &Row<'_>) -> rusqlite::Result<Option<RateLimit>> {
    let count: Option<u32> = row.get("rate_limit_count")?;
    let window_s: Option<u32> = row.get("rate_limit_window_s")?;
    Ok(count.zip(window_s).map(|(count, window_s)| RateLimit { count, window_s }))
}

fn key_row(row: &Row<'_>) -> rusqlite::Result<ClientKey> {
    Ok(ClientKey {
        id: KeyId(row.get("id")?),
        project_id: ProjectId(row.get("project_id")?),
        public_key: row.get("public_key")?,
        secret_key: row.get("secret_key")?,
        label: row.get("label")?,
        active: flag(row, "active")?,
        rate_limit: rate_limit(row)?,
        created: time(row, "created")?,
    })
}

pub(crate) fn create(conn: &Connection, project: ProjectId, new: &NewKey<'_>, now: Timestamp) -> StoreResult<ClientKey> {
    let sql = "INSERT INTO client_keys
        (project_id, public_key, secret_key, label, active, rate_limit_count, rate_limit_window_s, created)
        VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
        RETURNING id, project_id, public_key, secret_key, label, active, rate_limit_count, rate_limit_window_s, created";
    let limit = new.rate_limit;
    let values = (project.0, new.public_key, new.secret_key, new.label, limit.map(|l| l.count), limit.map(|l| l.window_s), now.0);
    one(conn, KEY, sql, values, key_row)
}

pub(crate) fn list(conn: &Connection, project: ProjectId) -> StoreResult<Vec<ClientKey>> {
    let sql = "SELECT id, project_id, public_key, secret_key, label, active, rate_limit_count, rate_limit_window_s, created
        FROM client_keys WHERE project_id = $1 ORDER BY id";
    all(conn, sql, [project.0], key_row)
}

pub(crate) fn update(conn: &Connection, project: ProjectId, id: KeyId, patch: &KeyPatch) -> StoreResult<ClientKey> {
    let select = "SELECT id, project_id, public_key, secret_key, label, active, rate_limit_count, rate_limit_window_s, created
        FROM client_keys WHERE project_id = $1 AND id = $2";
    let mut key = one(conn, KEY, select, (project.0, id.0), key_row)?;
    if let Some(label) = &patch.label {
        key.label.clone_from(label);
    }
    key.active = patch.active.unwrap_or(key.active);
    key.rate_limit = patch.rate_limit.unwrap_or(key.rate_limit);
    let sql = "UPDATE client_keys SET label = $1, active = $2, rate_limit_count = $3, rate_limit_window_s = $4
        WHERE project_id = $5 AND id = $6";
    let limit = key.rate_limit;
    let values = (&key.label, i64::from(key.active), limit.map(|l| l.count), limit.map(|l| l.window_s), project.0, id.0);
    exec(conn, sql, values)?;
    Ok(key)
}

pub(crate) fn delete(conn: &Connection, project: ProjectId, id: KeyId) -> StoreResult<()> {
    changed(KEY, exec(conn, "DELETE FROM client_keys WHERE project_id = $1 AND id = $2", (project.0, id.0))?)
}

pub(crate) fn all_settings(conn: &Connection) -> StoreResult<Vec<KeySettings>> {
    let sql = "SELECT p.organization_id, k.project_id, k.id, k.public_key, k.active, p.active AS project_active, p.deleting,
            k.rate_limit_count, k.rate_limit_window_s, o.value AS allowed_domains
        FROM client_keys k JOIN projects p ON p.id = k.project_id
        LEFT JOIN project_options o ON o.project_id = p.id AND o.name = $1 ORDER BY k.id";
    all(conn, sql, [ALLOWED_DOMAINS], |row| {
        let domains: Option<String> = row.get("allowed_domains")?;
        Ok(KeySettings {
            organization_id: OrganizationId(row.get("organization_id")?),
            project_id: ProjectId(row.get("project_id")?),
            key_id: KeyId(row.get("id")?),
            public_key: row.get("public_key")?,
            active: flag(row, "active")?,
            project_active: flag(row, "project_active")? && !flag(row, "deleting")?,
            rate_limit: rate_limit(row)?,
            allowed_domains: domains.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
        })
    })
}
