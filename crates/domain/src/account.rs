//! People and the tokens they hold.

use serde::{Deserialize, Serialize};

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
    /// `User-Agent` of the browser it began in.
    pub device: Option<String>,
    /// Last use, to about a minute.
    pub last_seen: Timestamp,
}

/// Characters of a session's hash that name it to its owner: enough to tell one's sessions apart, too few to be the hash.
pub const SESSION_ID_CHARS: usize = 16;

impl Session {
    /// Name of the session for its owner.
    pub fn public_id(&self) -> &str {
        self.token_hash.get(..SESSION_ID_CHARS).unwrap_or(&self.token_hash)
    }
}

/// Longest name of a language or a time zone in bytes.
pub const MAX_PREFERENCE_BYTES: usize = 64;

/// How a person wants the interface; what is not said is up to the device.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Preferences {
    /// `light`, `dark` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// `compact`, `normal` or `roomy`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<String>,
    /// BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Name in the IANA time zone database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Preferences {
    /// The first field whose value is none of its kind.
    pub fn fault(&self) -> Option<&'static str> {
        let one_of = |value: &Option<String>, known: &[&str]| value.as_deref().is_none_or(|value| known.contains(&value));
        let name = |value: &Option<String>, marks: &[u8]| {
            let fits = |byte: u8| byte.is_ascii_alphanumeric() || marks.contains(&byte);
            value.as_deref().is_none_or(|v| !v.is_empty() && v.len() <= MAX_PREFERENCE_BYTES && v.bytes().all(fits))
        };
        [
            ("theme", one_of(&self.theme, &["light", "dark", "system"])),
            ("density", one_of(&self.density, &["compact", "normal", "roomy"])),
            ("language", name(&self.language, b"-")),
            ("timeZone", name(&self.time_zone, b"/_+-")),
        ]
        .into_iter()
        .find_map(|(field, fits)| (!fits).then_some(field))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_are_of_their_kind() {
        let some = |text: &str| Some(text.to_owned());
        let good = Preferences { theme: some("dark"), density: None, language: some("de-AT"), time_zone: some("America/Port-au-Prince") };
        assert_eq!(good.fault(), None);
        assert_eq!(Preferences { theme: some("pink"), ..good.clone() }.fault(), Some("theme"));
        assert_eq!(Preferences { density: some(""), ..good.clone() }.fault(), Some("density"));
        assert_eq!(Preferences { language: some("d e"), ..good.clone() }.fault(), Some("language"));
        assert_eq!(Preferences { time_zone: some(&"x".repeat(65)), ..good }.fault(), Some("timeZone"));
    }
}
