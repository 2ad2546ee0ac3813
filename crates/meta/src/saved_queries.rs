//! Saved questions to the events.

use bartizan_domain::saved_query::{QueryState, SavedQuery};
use bartizan_domain::{OrganizationId, SavedQueryId, Timestamp, UserId};
use bartizan_ports::meta::{NewSavedQuery, SavedQueries};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::Row;

use crate::codec::time;
use crate::sql::{all, changed, exec, one};
use crate::store::SqliteMeta;

const QUERY: &str = "saved query";

fn query_row(row: &Row<'_>) -> rusqlite::Result<(SavedQuery, String)> {
    let query = SavedQuery {
        id: SavedQueryId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        created_by: row.get::<_, Option<i64>>("created_by_user_id")?.map(UserId),
        name: row.get("name")?,
        state: QueryState::default(),
        created: time(row, "created")?,
        updated: time(row, "updated")?,
    };
    Ok((query, row.get("state")?))
}

/// Reads what is asked.
fn complete((query, state): (SavedQuery, String)) -> StoreResult<SavedQuery> {
    let state = serde_json::from_str(&state);
    let state = state.map_err(|error| StoreError::new(ErrorKind::Corrupt, "a saved query cannot be read").caused_by(error))?;
    Ok(SavedQuery { state, ..query })
}

fn text(state: &QueryState) -> StoreResult<String> {
    serde_json::to_string(state).map_err(|error| StoreError::new(ErrorKind::Internal, "a query cannot be written").caused_by(error))
}

impl SavedQueries for SqliteMeta {
    fn create_saved_query(&self, query: &NewSavedQuery, now: Timestamp) -> StoreResult<SavedQuery> {
        let sql = "INSERT INTO saved_queries (organization_id, created_by_user_id, name, state, created, updated)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, organization_id, created_by_user_id, name, state, created, updated";
        let by = query.created_by.map(|user| user.0);
        let values = (query.organization_id.0, by, &query.name, text(&query.state)?, now.0, now.0);
        self.write(|conn| one(conn, QUERY, sql, values, query_row).and_then(complete))
    }

    fn saved_queries(&self, organization_id: OrganizationId) -> StoreResult<Vec<SavedQuery>> {
        let sql = "SELECT id, organization_id, created_by_user_id, name, state, created, updated FROM saved_queries
            WHERE organization_id = $1 ORDER BY id";
        let rows = self.read(|conn| all(conn, sql, [organization_id.0], query_row))?;
        rows.into_iter().map(complete).collect()
    }

    fn saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<SavedQuery> {
        let sql = "SELECT id, organization_id, created_by_user_id, name, state, created, updated FROM saved_queries
            WHERE organization_id = $1 AND id = $2";
        self.read(|conn| one(conn, QUERY, sql, (organization_id.0, id.0), query_row).and_then(complete))
    }

    fn update_saved_query(&self, query: &SavedQuery) -> StoreResult<()> {
        let sql = "UPDATE saved_queries SET name = $1, state = $2, updated = $3 WHERE organization_id = $4 AND id = $5";
        let values = (&query.name, text(&query.state)?, query.updated.0, query.organization_id.0, query.id.0);
        self.write(|conn| changed(QUERY, exec(conn, sql, values)?))
    }

    fn delete_saved_query(&self, organization_id: OrganizationId, id: SavedQueryId) -> StoreResult<()> {
        let sql = "DELETE FROM saved_queries WHERE organization_id = $1 AND id = $2";
        self.write(|conn| changed(QUERY, exec(conn, sql, (organization_id.0, id.0))?))
    }
}
