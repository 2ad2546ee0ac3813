//! API tokens in the forms that clients of the ecosystem recognise.
//!
//! - `sntryu_` and 64 hex digits: a person.
//! - `sntrys_`, base64 of `{"iat","url","region_url","org"}`, `_`, 43 base64 digits: an organisation. Command-line
//!   clients read address and organisation out of it, so a token is all they need to be given.

use bartizan_domain::account::{ApiToken, TokenOwner};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{OrganizationId, Timestamp, TokenId, UserId};
use bartizan_ports::meta::NewToken;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use crate::accounts::checked_name;
use crate::secret::{hash_secret, random_bytes, random_hex};
use crate::{App, AppError, AppResult};

/// Prefix of a person's token.
const USER_PREFIX: &str = "sntryu_";
/// Prefix of an organisation's token.
const ORGANIZATION_PREFIX: &str = "sntrys_";

/// Whom a new token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A person, in all their organisations.
    User(UserId),
    /// An organisation.
    Organization(OrganizationId),
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct TokenDraft {
    /// What people call it.
    pub name: String,
    /// Whom it stands for.
    pub kind: TokenKind,
    /// What it may do.
    pub scopes: ScopeSet,
    /// Who makes it.
    pub created_by: Option<UserId>,
    /// When it ends, if ever.
    pub expires: Option<Timestamp>,
}

/// A token just made. The text is shown once and never stored.
#[derive(Debug, Clone)]
pub struct MintedToken {
    /// The secret.
    pub text: String,
    /// What is stored.
    pub token: ApiToken,
}

impl App {
    /// Makes a token.
    ///
    /// # Errors
    /// `Invalid` for a bad name or no scope, `NotFound` for an unknown organisation.
    pub fn create_token(&self, draft: &TokenDraft) -> AppResult<MintedToken> {
        let name = checked_name("name", &draft.name)?;
        if draft.scopes.names().next().is_none() {
            return Err(AppError::invalid("scopes", "Choose at least one scope."));
        }
        let (text, owner) = match draft.kind {
            TokenKind::User(user) => (format!("{USER_PREFIX}{}", random_hex::<32>()), TokenOwner::User(user)),
            TokenKind::Organization(id) => {
                let slug = self.meta().organization(id)?.slug;
                (organization_token(self.base_url(), &slug, self.now()), TokenOwner::Organization(id))
            }
        };
        let last_characters = text.get(text.len().saturating_sub(4)..).unwrap_or_default().to_owned();
        let new = NewToken {
            name,
            owner,
            created_by: draft.created_by,
            scopes: draft.scopes.clone(),
            token_hash: hash_secret(&text),
            last_characters,
            expires: draft.expires,
        };
        let token = self.meta().create_token(&new, self.now())?;
        Ok(MintedToken { text, token })
    }

    /// Revokes a token of that owner.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn delete_token(&self, owner: TokenOwner, id: TokenId) -> AppResult<()> {
        Ok(self.meta().delete_token(owner, id)?)
    }
}

fn organization_token(url: &str, slug: &str, now: Timestamp) -> String {
    let facts = serde_json::json!({"iat": now.seconds(), "url": url, "region_url": url, "org": slug});
    let secret = STANDARD_NO_PAD.encode(random_bytes::<32>());
    format!("{ORGANIZATION_PREFIX}{}_{secret}", STANDARD.encode(facts.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_token_tells_where_it_belongs() {
        let token = organization_token("http://localhost:9000", "acme", Timestamp::from_seconds(1_700_000_000));
        let (facts, secret) = token.strip_prefix(ORGANIZATION_PREFIX).unwrap().rsplit_once('_').unwrap();
        let facts: serde_json::Value = serde_json::from_slice(&STANDARD.decode(facts).unwrap()).unwrap();
        assert_eq!(secret.len(), 43);
        assert_eq!(
            facts,
            serde_json::json!({
                "iat": 1_700_000_000, "url": "http://localhost:9000", "region_url": "http://localhost:9000", "org": "acme"
            })
        );
    }
}
