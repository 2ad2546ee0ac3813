//! API tokens.

use bartizan_domain::account::{ApiToken, TokenOwner};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{OrganizationId, Timestamp, TokenId, UserId};
use bartizan_ports::StoreResult;
use bartizan_ports::meta::NewToken;
use rusqlite::{Connection, Row};

use crate::codec::{time, time_opt, unreadable};
use crate::sql::{all, changed, exec, one};

const TOKEN: &str = "token";
const BY_HASH: &str = "SELECT id, name, owner_user_id, owner_organization_id, created_by, scopes, token_hash, last_characters,
    created, last_used, expires FROM tokens WHERE token_hash = $1 AND (expires IS NULL OR expires > $2)";
const OF_USER: &str = "SELECT id, name, owner_user_id, owner_organization_id, created_by, scopes, token_hash, last_characters,
    created, last_used, expires FROM tokens WHERE owner_user_id = $1 ORDER BY created DESC, id DESC";
const OF_ORGANIZATION: &str = "SELECT id, name, owner_user_id, owner_organization_id, created_by, scopes, token_hash, last_characters,
    created, last_used, expires FROM tokens WHERE owner_organization_id = $1 ORDER BY created DESC, id DESC";

fn token_row(row: &Row<'_>) -> rusqlite::Result<ApiToken> {
    let scopes: String = row.get("scopes")?;
    let owner = match (row.get::<_, Option<i64>>("owner_user_id")?, row.get::<_, Option<i64>>("owner_organization_id")?) {
        (Some(user), None) => TokenOwner::User(UserId(user)),
        (None, Some(organization)) => TokenOwner::Organization(OrganizationId(organization)),
        _ => return Err(unreadable("owner", "neither or both")),
    };
    Ok(ApiToken {
        id: TokenId(row.get("id")?),
        name: row.get("name")?,
        owner,
        created_by: row.get::<_, Option<i64>>("created_by")?.map(UserId),
        scopes: ScopeSet::parse(scopes.split(',')).map_err(|unknown| unreadable("scopes", unknown))?,
        token_hash: row.get("token_hash")?,
        last_characters: row.get("last_characters")?,
        created: time(row, "created")?,
        last_used: time_opt(row, "last_used")?,
        expires: time_opt(row, "expires")?,
    })
}

/// The two owner columns.
fn owner_columns(owner: TokenOwner) -> (Option<i64>, Option<i64>) {
    match owner {
        TokenOwner::User(id) => (Some(id.0), None),
        TokenOwner::Organization(id) => (None, Some(id.0)),
    }
}

pub(crate) fn create(conn: &Connection, token: &NewToken, now: Timestamp) -> StoreResult<ApiToken> {
    let (user, organization) = owner_columns(token.owner);
    let scopes = token.scopes.names().collect::<Vec<_>>().join(",");
    let sql = "INSERT INTO tokens
        (name, owner_user_id, owner_organization_id, created_by, scopes, token_hash, last_characters, created, expires)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        RETURNING id, name, owner_user_id, owner_organization_id, created_by, scopes, token_hash, last_characters,
            created, last_used, expires";
    let values = (
        &token.name,
        user,
        organization,
        token.created_by.map(|id| id.0),
        scopes,
        &token.token_hash,
        &token.last_characters,
        now.0,
        token.expires.map(|t| t.0),
    );
    one(conn, TOKEN, sql, values, token_row)
}

pub(crate) fn by_hash(conn: &Connection, token_hash: &str, now: Timestamp) -> StoreResult<ApiToken> {
    one(conn, TOKEN, BY_HASH, (token_hash, now.0), token_row)
}

pub(crate) fn of_owner(conn: &Connection, owner: TokenOwner) -> StoreResult<Vec<ApiToken>> {
    match owner {
        TokenOwner::User(id) => all(conn, OF_USER, [id.0], token_row),
        TokenOwner::Organization(id) => all(conn, OF_ORGANIZATION, [id.0], token_row),
    }
}

pub(crate) fn delete(conn: &Connection, owner: TokenOwner, id: TokenId) -> StoreResult<()> {
    let rows = match owner {
        TokenOwner::User(user) => exec(conn, "DELETE FROM tokens WHERE id = $1 AND owner_user_id = $2", (id.0, user.0))?,
        TokenOwner::Organization(organization) => {
            exec(conn, "DELETE FROM tokens WHERE id = $1 AND owner_organization_id = $2", (id.0, organization.0))?
        }
    };
    changed(TOKEN, rows)
}
