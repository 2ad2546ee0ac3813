//! People and the tokens they hold.

use crate::scope::ScopeSet;
use crate::{OrganizationId, Timestamp, TokenId, UserId};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Row.
    pub id: UserId,
    /// Address, lower case, unique.
    pub email: String,
    /// What to call them.
    pub name: String,
    /// May do everything on this installation.
    pub is_superuser: bool,
    /// False when locked out.
    pub is_active: bool,
    /// When the account was made.
    pub created: Timestamp,
    /// Last sign-in, if any.
    pub last_login: Option<Timestamp>,
}

/// A browser session. The cookie holds the secret; the store holds its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie's secret, hex.
    pub token_hash: String,
    /// Whose.
    pub user_id: UserId,
    /// Value unsafe requests must carry in `X-CSRF-Token`.
    pub csrf_token: String,
    /// When it began.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// Whom a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenOwner {
    /// `sntryu_…`: a person, in all their organisations.
    User(UserId),
    /// `sntrys_…`: an organisation.
    Organization(OrganizationId),
}

/// An API token. The store holds its SHA-256 only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Row.
    pub id: TokenId,
    /// What people call it.
    pub name: String,
    /// Whom it stands for.
    pub owner: TokenOwner,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// What it may do.
    pub scopes: ScopeSet,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// Last four characters, to tell tokens apart.
    pub last_characters: String,
    /// When it was made.
    pub created: Timestamp,
    /// Last use, to about a minute.
    pub last_used: Option<Timestamp>,
    /// When it ends, if ever.
    pub expires: Option<Timestamp>,
}
