//! People, sessions and tokens.

use bartizan_domain::account::{ApiToken, Preferences, Session, TokenOwner, User};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{OrganizationId, Timestamp, TokenId, UserId};

use crate::StoreResult;

/// A user to create.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Address; stored in small letters.
    pub email: String,
    /// Name for people.
    pub name: String,
    /// Argon2id hash in PHC form; `None` for an account that cannot sign in by password yet.
    pub password_hash: Option<String>,
    /// May do everything.
    pub is_superuser: bool,
}

/// A session to create.
pub type NewSession = Session;

/// A token to create.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What people call it.
    pub name: String,
    /// Whom it stands for.
    pub owner: TokenOwner,
    /// Who makes it.
    pub created_by: Option<UserId>,
    /// What it may do.
    pub scopes: ScopeSet,
    /// SHA-256 of the token, hex.
    pub token_hash: String,
    /// Its last four characters.
    pub last_characters: String,
    /// When it ends, if ever.
    pub expires: Option<Timestamp>,
}

/// Accounts.
pub trait Accounts: Send + Sync + 'static {
    /// Number of accounts; 0 means that the installation is to be set up.
    ///
    /// # Errors
    /// `Unavailable`.
    fn count_users(&self) -> StoreResult<u64>;
    /// Makes an account.
    ///
    /// # Errors
    /// `Conflict` when the address is taken.
    fn create_user(&self, user: &NewUser, now: Timestamp) -> StoreResult<User>;
    /// By id.
    ///
    /// # Errors
    /// `NotFound`.
    fn user(&self, id: UserId) -> StoreResult<User>;
    /// By address, with the password hash.
    ///
    /// # Errors
    /// `NotFound`.
    fn user_by_email(&self, email: &str) -> StoreResult<(User, Option<String>)>;
    /// Sets a new password hash and ends all sessions of the user but the one with the hash `keep`.
    ///
    /// # Errors
    /// `NotFound`.
    fn set_password(&self, id: UserId, password_hash: &str, keep: Option<&str>) -> StoreResult<()>;
    /// How the person wants the interface.
    ///
    /// # Errors
    /// `NotFound`.
    fn preferences(&self, id: UserId) -> StoreResult<Preferences>;
    /// Replaces the preferences.
    ///
    /// # Errors
    /// `NotFound`.
    fn set_preferences(&self, id: UserId, preferences: &Preferences) -> StoreResult<()>;
    /// Changes name, superuser and active flags.
    ///
    /// # Errors
    /// `NotFound`.
    fn update_user(&self, user: &User) -> StoreResult<()>;
    /// Notes a sign-in.
    ///
    /// # Errors
    /// `NotFound`.
    fn touch_login(&self, id: UserId, now: Timestamp) -> StoreResult<()>;

    /// Stores a session.
    ///
    /// # Errors
    /// `Unavailable`.
    fn create_session(&self, session: &NewSession) -> StoreResult<()>;
    /// A session that has not ended by `now`.
    ///
    /// # Errors
    /// `NotFound`.
    fn session(&self, token_hash: &str, now: Timestamp) -> StoreResult<Session>;
    /// Sessions of a person that have not ended by `now`, last used first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn sessions(&self, user: UserId, now: Timestamp) -> StoreResult<Vec<Session>>;
    /// Notes a use.
    ///
    /// # Errors
    /// `Unavailable`.
    fn touch_session(&self, token_hash: &str, now: Timestamp) -> StoreResult<()>;
    /// Ends a session; ending what is not there succeeds.
    ///
    /// # Errors
    /// `Unavailable`.
    fn delete_session(&self, token_hash: &str) -> StoreResult<()>;
    /// Removes ended sessions.
    ///
    /// # Errors
    /// `Unavailable`.
    fn purge_sessions(&self, now: Timestamp) -> StoreResult<u64>;

    /// Stores a token.
    ///
    /// # Errors
    /// `Conflict` for an equal hash.
    fn create_token(&self, token: &NewToken, now: Timestamp) -> StoreResult<ApiToken>;
    /// A token that has not ended by `now`.
    ///
    /// # Errors
    /// `NotFound`.
    fn token_by_hash(&self, token_hash: &str, now: Timestamp) -> StoreResult<ApiToken>;
    /// Tokens of a person or organisation, newest first.
    ///
    /// # Errors
    /// `Unavailable`.
    fn tokens(&self, owner: TokenOwner) -> StoreResult<Vec<ApiToken>>;
    /// Revokes a token of that owner.
    ///
    /// # Errors
    /// `NotFound`.
    fn delete_token(&self, owner: TokenOwner, id: TokenId) -> StoreResult<()>;
    /// Notes a use.
    ///
    /// # Errors
    /// `Unavailable`.
    fn touch_token(&self, id: TokenId, now: Timestamp) -> StoreResult<()>;

    /// Organisations a person belongs to.
    ///
    /// # Errors
    /// `Unavailable`.
    fn organizations_of(&self, user: UserId) -> StoreResult<Vec<OrganizationId>>;
}
