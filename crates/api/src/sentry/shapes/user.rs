//! People.

use bartizan_domain::account::User;
use serde::Serialize;
use utoipa::ToSchema;

use super::EmptyObject;

/// Picture of a person, team or organisation: always their letters.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Avatar {
    avatar_type: &'static str,
    avatar_uuid: Option<String>,
    avatar_url: Option<String>,
}

impl Avatar {
    /// Letters of the name.
    pub(crate) const fn letters() -> Self {
        Self { avatar_type: "letter_avatar", avatar_uuid: None, avatar_url: None }
    }
}

/// An address of a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EmailAnswer {
    id: String,
    email: String,
    is_verified: bool,
}

/// A person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = User)]
pub(crate) struct UserAnswer {
    pub(crate) id: String,
    pub(crate) name: String,
    username: String,
    pub(crate) email: String,
    avatar_url: &'static str,
    is_active: bool,
    is_suspended: bool,
    has_password_auth: bool,
    is_managed: bool,
    date_joined: String,
    last_login: Option<String>,
    has2fa: bool,
    last_active: Option<String>,
    is_superuser: bool,
    is_staff: bool,
    experiments: EmptyObject,
    emails: Vec<EmailAnswer>,
    avatar: Avatar,
}

impl From<&User> for UserAnswer {
    fn from(user: &User) -> Self {
        let last = user.last_login.map(|t| t.to_rfc3339());
        Self {
            id: user.id.to_string(),
            name: user.name.clone(),
            username: user.email.clone(),
            email: user.email.clone(),
            avatar_url: "",
            is_active: user.is_active,
            is_suspended: false,
            has_password_auth: true,
            is_managed: false,
            date_joined: user.created.to_rfc3339(),
            last_login: last.clone(),
            has2fa: false,
            last_active: last,
            is_superuser: user.is_superuser,
            is_staff: user.is_superuser,
            experiments: EmptyObject {},
            emails: vec![EmailAnswer { id: user.id.to_string(), email: user.email.clone(), is_verified: true }],
            avatar: Avatar::letters(),
        }
    }
}

/// Settings of a person's view.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserOptions {
    theme: &'static str,
    language: &'static str,
    stacktrace_order: i64,
    default_issue_event: &'static str,
    timezone: &'static str,
    clock24_hours: bool,
}

/// The caller themselves.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SelfUser {
    #[serde(flatten)]
    user: UserAnswer,
    options: UserOptions,
    flags: EmptyObject,
    identities: Vec<EmptyObject>,
    authenticators: Vec<EmptyObject>,
}

impl From<&User> for SelfUser {
    fn from(user: &User) -> Self {
        let options = UserOptions {
            theme: "system",
            language: "en",
            stacktrace_order: -1,
            default_issue_event: "recommended",
            timezone: "UTC",
            clock24_hours: true,
        };
        Self { user: user.into(), options, flags: EmptyObject {}, identities: Vec::new(), authenticators: Vec::new() }
    }
}
