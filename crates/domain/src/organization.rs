//! The tenant, its teams and its members.

use serde::{Deserialize, Serialize};

use crate::account::User;
use crate::scope::ScopeSet;
use crate::{MemberId, OrganizationId, TeamId, Timestamp, UserId};

/// Longest slug in characters.
pub const MAX_SLUG_CHARS: usize = 50;

/// True for `a-z`, `0-9`, `-`, `_`, not only digits (a number is an id), 1 to [`MAX_SLUG_CHARS`] long.
pub fn is_valid_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= MAX_SLUG_CHARS
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
        && slug.bytes().any(|b| !b.is_ascii_digit())
        && !slug.starts_with('-')
}

/// Makes a slug of a name; empty when nothing usable is left.
pub fn slugify(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() || c == '_' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(MAX_SLUG_CHARS);
    slug.trim_end_matches('-').to_owned()
}

/// A tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Row.
    pub id: OrganizationId,
    /// Name in URLs, unique on the installation.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Row.
    pub id: TeamId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// Unique within the tenant.
    pub slug: String,
    /// Name for people.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
}

/// Role of a member in an organisation, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads and works on issues.
    Member,
    /// May also change projects, teams, keys and delete events.
    Admin,
    /// May also manage members of all teams.
    Manager,
    /// May do everything in the organisation.
    Owner,
}

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Self; 4] = [Self::Member, Self::Admin, Self::Manager, Self::Owner];

    /// The ecosystem's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }

    /// Reads the ecosystem's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What this role may do.
    pub fn scopes(self) -> ScopeSet {
        let member = [
            "org:read",
            "project:read",
            "project:releases",
            "team:read",
            "member:read",
            "event:read",
            "event:write",
            "event:admin",
            "alerts:read",
            "alerts:write",
            "monitor:read",
            "monitor:write",
        ];
        let admin = ["project:write", "project:admin", "team:write", "team:admin", "org:integrations", "monitor:admin"];
        let manager = ["org:write", "member:write", "member:admin", "member:invite", "org:ci"];
        let names = match self {
            Self::Member => member.to_vec(),
            Self::Admin => [&member[..], &admin].concat(),
            Self::Manager => [&member[..], &admin, &manager].concat(),
            Self::Owner => return ScopeSet::all(),
        };
        ScopeSet::parse(names).unwrap_or_default()
    }
}

/// A person (or an invitation not yet taken) in an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Row.
    pub id: MemberId,
    /// Tenant.
    pub organization_id: OrganizationId,
    /// The person; `None` while the invitation is open.
    pub user: Option<User>,
    /// Address invited.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Slugs of the teams joined.
    pub teams: Vec<String>,
    /// Who invited them.
    pub invited_by: Option<UserId>,
    /// SHA-256 of the secret in the invitation link, hex, while it is open.
    pub invite_token_hash: Option<String>,
    /// When it was made.
    pub created: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        assert_eq!(slugify("My  Web Shop!"), "my-web-shop");
        assert!(is_valid_slug("web-1") && !is_valid_slug("42") && !is_valid_slug("A") && !is_valid_slug(""));
    }
}
