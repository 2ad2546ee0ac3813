//! People and their sessions; tokens are next door.

use bartizan_domain::account::{ApiToken, Preferences, Session, TokenOwner, User};
use bartizan_domain::{OrganizationId, Timestamp, TokenId, UserId};
use bartizan_ports::meta::{Accounts, NewSession, NewToken, NewUser};
use bartizan_ports::{ErrorKind, StoreError, StoreResult};
use rusqlite::{Connection, Row};

use crate::codec::{flag, time, time_opt, unsigned};
use crate::error::taken;
use crate::sql::{all, changed, exec, first, number, one};
use crate::store::SqliteMeta;
use crate::tokens;

const USER: &str = "user";
const USER_BY_ID: &str = "SELECT id, email, name, password_hash, is_superuser, is_active, created, last_login FROM users WHERE id = $1";
const USER_BY_EMAIL: &str =
    "SELECT id, email, name, password_hash, is_superuser, is_active, created, last_login FROM users WHERE email = $1";

pub(crate) fn user_row(row: &Row<'_>) -> rusqlite::Result<User> {
    Ok(User {
        id: UserId(row.get("id")?),
        email: row.get("email")?,
        name: row.get("name")?,
        is_superuser: flag(row, "is_superuser")?,
        is_active: flag(row, "is_active")?,
        created: time(row, "created")?,
        last_login: time_opt(row, "last_login")?,
    })
}

fn session_row(row: &Row<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        token_hash: row.get("token_hash")?,
        user_id: UserId(row.get("user_id")?),
        csrf_token: row.get("csrf_token")?,
        created: time(row, "created")?,
        expires: time(row, "expires")?,
        device: row.get("device")?,
        last_seen: time(row, "last_seen")?,
    })
}

/// Ends all sessions of a person but one.
fn end_sessions(conn: &Connection, user: UserId, keep: Option<&str>) -> StoreResult<usize> {
    exec(conn, "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2", (user.0, keep.unwrap_or_default()))
}

/// Preferences as stored; what cannot be read counts as none, so that nobody is locked out by them.
fn preferences(text: Option<String>) -> Preferences {
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

impl Accounts for SqliteMeta {
    fn count_users(&self) -> StoreResult<u64> {
        self.read(|conn| number(conn, "SELECT count(*) FROM users", [])).map(unsigned)
    }

    fn create_user(&self, user: &NewUser, now: Timestamp) -> StoreResult<User> {
        let sql = "INSERT INTO users (email, name, password_hash, is_superuser, is_active, created)
            VALUES ($1, $2, $3, $4, 1, $5) RETURNING id, email, name, is_superuser, is_active, created, last_login";
        let email = user.email.to_lowercase();
        let values = (email, &user.name, &user.password_hash, i64::from(user.is_superuser), now.0);
        self.write(|conn| one(conn, USER, sql, values, user_row)).map_err(taken("this e-mail address"))
    }

    fn user(&self, id: UserId) -> StoreResult<User> {
        self.read(|conn| one(conn, USER, USER_BY_ID, [id.0], user_row))
    }

    fn user_by_email(&self, email: &str) -> StoreResult<(User, Option<String>)> {
        self.read(|conn| one(conn, USER, USER_BY_EMAIL, [email.to_lowercase()], |row| Ok((user_row(row)?, row.get("password_hash")?))))
    }

    fn set_password(&self, id: UserId, password_hash: &str, keep: Option<&str>) -> StoreResult<()> {
        self.write(|conn| {
            let rows = exec(conn, "UPDATE users SET password_hash = $1 WHERE id = $2", (password_hash, id.0))?;
            changed(USER, rows)?;
            end_sessions(conn, id, keep).map(drop)
        })
    }

    fn preferences(&self, id: UserId) -> StoreResult<Preferences> {
        let sql = "SELECT preferences FROM users WHERE id = $1";
        self.read(|conn| one(conn, USER, sql, [id.0], |row| row.get(0).map(preferences)))
    }

    fn set_preferences(&self, id: UserId, preferences: &Preferences) -> StoreResult<()> {
        let text = serde_json::to_string(preferences).map_err(|error| StoreError::new(ErrorKind::Invalid, error.to_string()))?;
        self.write(|conn| changed(USER, exec(conn, "UPDATE users SET preferences = $1 WHERE id = $2", (text, id.0))?))
    }

    fn update_user(&self, user: &User) -> StoreResult<()> {
        let sql = "UPDATE users SET name = $1, is_superuser = $2, is_active = $3 WHERE id = $4";
        self.write(|conn| {
            let values = (&user.name, i64::from(user.is_superuser), i64::from(user.is_active), user.id.0);
            changed(USER, exec(conn, sql, values)?)
        })
    }

    fn touch_login(&self, id: UserId, now: Timestamp) -> StoreResult<()> {
        self.write(|conn| changed(USER, exec(conn, "UPDATE users SET last_login = $1 WHERE id = $2", (now.0, id.0))?))
    }

    fn create_session(&self, session: &NewSession) -> StoreResult<()> {
        let sql = "INSERT INTO sessions (token_hash, user_id, csrf_token, created, expires, device, last_seen)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let s = session;
        let values = (&s.token_hash, s.user_id.0, &s.csrf_token, s.created.0, s.expires.0, &s.device, s.last_seen.0);
        self.write(|conn| exec(conn, sql, values).map(drop))
    }

    fn session(&self, token_hash: &str, now: Timestamp) -> StoreResult<Session> {
        let sql = "SELECT token_hash, user_id, csrf_token, created, expires, device, last_seen FROM sessions
            WHERE token_hash = $1 AND expires > $2";
        self.read(|conn| one(conn, "session", sql, (token_hash, now.0), session_row))
    }

    fn sessions(&self, user: UserId, now: Timestamp) -> StoreResult<Vec<Session>> {
        let sql = "SELECT token_hash, user_id, csrf_token, created, expires, device, last_seen FROM sessions
            WHERE user_id = $1 AND expires > $2 ORDER BY last_seen DESC, token_hash";
        self.read(|conn| all(conn, sql, (user.0, now.0), session_row))
    }

    fn touch_session(&self, token_hash: &str, now: Timestamp) -> StoreResult<()> {
        let sql = "UPDATE sessions SET last_seen = $1 WHERE token_hash = $2";
        self.write(|conn| exec(conn, sql, (now.0, token_hash)).map(drop))
    }

    fn delete_session(&self, token_hash: &str) -> StoreResult<()> {
        self.write(|conn| exec(conn, "DELETE FROM sessions WHERE token_hash = $1", [token_hash]).map(drop))
    }

    fn purge_sessions(&self, now: Timestamp) -> StoreResult<u64> {
        self.write(|conn| exec(conn, "DELETE FROM sessions WHERE expires <= $1", [now.0])).map(|rows| rows as u64)
    }

    fn create_token(&self, token: &NewToken, now: Timestamp) -> StoreResult<ApiToken> {
        self.write(|conn| tokens::create(conn, token, now)).map_err(taken("this token"))
    }

    fn token_by_hash(&self, token_hash: &str, now: Timestamp) -> StoreResult<ApiToken> {
        self.read(|conn| tokens::by_hash(conn, token_hash, now))
    }

    fn tokens(&self, owner: TokenOwner) -> StoreResult<Vec<ApiToken>> {
        self.read(|conn| tokens::of_owner(conn, owner))
    }

    fn delete_token(&self, owner: TokenOwner, id: TokenId) -> StoreResult<()> {
        self.write(|conn| tokens::delete(conn, owner, id))
    }

    fn touch_token(&self, id: TokenId, now: Timestamp) -> StoreResult<()> {
        self.write(|conn| exec(conn, "UPDATE tokens SET last_used = $1 WHERE id = $2", (now.0, id.0)).map(drop))
    }

    fn organizations_of(&self, user: UserId) -> StoreResult<Vec<OrganizationId>> {
        let sql = "SELECT organization_id FROM members WHERE user_id = $1 ORDER BY organization_id";
        self.read(|conn| all(conn, sql, [user.0], |row| row.get(0).map(OrganizationId)))
    }
}

/// A person, for a row that names one.
pub(crate) fn find(conn: &Connection, id: UserId) -> StoreResult<Option<User>> {
    first(conn, USER_BY_ID, [id.0], user_row)
}
