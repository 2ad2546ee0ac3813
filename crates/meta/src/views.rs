//! Saved views.

use bartizan_domain::view::SavedView;
use bartizan_domain::{OrganizationId, Timestamp, UserId, ViewId};
use bartizan_ports::meta::{NewView, Views};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, Row};

use crate::codec::{flag, signed, time};
use crate::sql::{all, changed, exec, one};
use crate::store::SqliteMeta;

const VIEW: &str = "view";

fn view_row(row: &Row<'_>) -> rusqlite::Result<(SavedView, String)> {
    let view = SavedView {
        id: ViewId(row.get("id")?),
        organization_id: OrganizationId(row.get("organization_id")?),
        owner: UserId(row.get("owner_user_id")?),
        shared: flag(row, "shared")?,
        name: row.get("name")?,
        state: bartizan_domain::view::ViewState::default(),
        created: time(row, "created")?,
    };
    Ok((view, row.get("state")?))
}

/// Reads what the view shows.
fn complete((view, state): (SavedView, String)) -> StoreResult<SavedView> {
    let state = serde_json::from_str(&state);
    let state = state.map_err(|error| StoreError::new(ErrorKind::Corrupt, "a saved view cannot be read").caused_by(error))?;
    Ok(SavedView { state, ..view })
}

fn text(state: &bartizan_domain::view::ViewState) -> StoreResult<String> {
    serde_json::to_string(state).map_err(|error| StoreError::new(ErrorKind::Internal, "a view cannot be written").caused_by(error))
}

fn by_id(conn: &Connection, organization: OrganizationId, id: ViewId) -> StoreResult<SavedView> {
    let sql = "SELECT id, organization_id, owner_user_id, shared, name, state, created FROM saved_views
        WHERE organization_id = $1 AND id = $2";
    one(conn, VIEW, sql, (organization.0, id.0), view_row).and_then(complete)
}

impl Views for SqliteMeta {
    fn create_view(&self, view: &NewView, now: Timestamp) -> StoreResult<SavedView> {
        let sql = "INSERT INTO saved_views (organization_id, owner_user_id, shared, name, state, created)
            VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, organization_id, owner_user_id, shared, name, state, created";
        let values = (view.organization_id.0, view.owner.0, view.shared, &view.name, text(&view.state)?, now.0);
        self.write(|conn| one(conn, VIEW, sql, values, view_row).and_then(complete))
    }

    fn views(&self, organization_id: OrganizationId, user: Option<UserId>) -> StoreResult<Vec<SavedView>> {
        // Nobody has the id 0: without a person only shared views are left, in the order they were made.
        let user = user.map_or(0, |user| user.0);
        let sql = "SELECT v.id, v.organization_id, v.owner_user_id, v.shared, v.name, v.state, v.created
            FROM saved_views v LEFT JOIN saved_view_places p ON p.view_id = v.id AND p.user_id = $1
            WHERE v.organization_id = $2 AND (v.shared = 1 OR v.owner_user_id = $3)
            ORDER BY CASE WHEN p.place IS NULL THEN 1 ELSE 0 END, p.place, v.id";
        let rows = self.read(|conn| all(conn, sql, (user, organization_id.0, user), view_row))?;
        rows.into_iter().map(complete).collect()
    }

    fn view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<SavedView> {
        self.read(|conn| by_id(conn, organization_id, id))
    }

    fn update_view(&self, view: &SavedView) -> StoreResult<()> {
        let sql = "UPDATE saved_views SET name = $1, state = $2, shared = $3 WHERE organization_id = $4 AND id = $5";
        let values = (&view.name, text(&view.state)?, view.shared, view.organization_id.0, view.id.0);
        self.write(|conn| changed(VIEW, exec(conn, sql, values)?))
    }

    fn delete_view(&self, organization_id: OrganizationId, id: ViewId) -> StoreResult<()> {
        self.write(|conn| {
            by_id(conn, organization_id, id)?;
            exec(conn, "DELETE FROM saved_view_places WHERE view_id = $1", [id.0])?;
            changed(VIEW, exec(conn, "DELETE FROM saved_views WHERE organization_id = $1 AND id = $2", (organization_id.0, id.0))?)
        })
    }

    fn place_views(&self, organization_id: OrganizationId, user: UserId, order: &[ViewId]) -> StoreResult<()> {
        self.write(|conn| {
            let clear = "DELETE FROM saved_view_places WHERE user_id = $1
                AND view_id IN (SELECT id FROM saved_views WHERE organization_id = $2)";
            exec(conn, clear, (user.0, organization_id.0))?;
            let put = "INSERT INTO saved_view_places (user_id, view_id, place)
                SELECT $1, v.id, $2 FROM saved_views v WHERE v.organization_id = $3 AND v.id = $4 ON CONFLICT DO NOTHING";
            for (place, id) in order.iter().enumerate() {
                exec(conn, put, (user.0, signed(place as u64), organization_id.0, id.0))?;
            }
            Ok(())
        })
    }
}
