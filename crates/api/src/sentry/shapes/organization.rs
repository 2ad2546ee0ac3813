//! Organisations.

use bartizan_domain::organization::Role;
use bartizan_domain::scope::ScopeSet;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Avatar, EmptyObject, ProjectSummary, TeamDetail};
use crate::ApiState;
use crate::auth::Access;

/// An id with its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StatusAnswer {
    id: &'static str,
    name: &'static str,
}

/// Where an organisation is reached.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganizationLinks {
    organization_url: String,
    region_url: String,
}

/// An organisation in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OrganizationSummary {
    id: String,
    slug: String,
    name: String,
    status: StatusAnswer,
    date_created: String,
    is_early_adopter: bool,
    #[serde(rename = "require2FA")]
    require_2fa: bool,
    require_email_verification: bool,
    avatar: Avatar,
    links: OrganizationLinks,
    has_auth_provider: bool,
    allow_member_invite: bool,
    allow_member_project_creation: bool,
    allow_superuser_access: bool,
    features: Vec<String>,
    access: Vec<String>,
    onboarding_tasks: Vec<EmptyObject>,
}

impl OrganizationSummary {
    /// The organisation the caller is in.
    pub(crate) fn of(state: &ApiState, access: &Access) -> Self {
        let organization = &access.organization;
        let base = &state.base_url;
        Self {
            id: organization.id.to_string(),
            slug: organization.slug.clone(),
            name: organization.name.clone(),
            status: StatusAnswer { id: "active", name: "active" },
            date_created: organization.created.to_rfc3339(),
            is_early_adopter: false,
            require_2fa: false,
            require_email_verification: false,
            avatar: Avatar::letters(),
            links: OrganizationLinks {
                organization_url: format!("{base}/organizations/{}", organization.slug),
                region_url: base.to_string(),
            },
            has_auth_provider: false,
            allow_member_invite: false,
            allow_member_project_creation: false,
            allow_superuser_access: true,
            features: Vec::new(),
            access: access.scopes(),
            onboarding_tasks: Vec::new(),
        }
    }
}

/// A role and what it may do.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Role)]
pub(crate) struct RoleAnswer {
    id: &'static str,
    name: &'static str,
    desc: &'static str,
    scopes: Vec<String>,
    allowed: bool,
    is_allowed: bool,
    is_retired: bool,
    is_team_roles_allowed: bool,
    #[serde(rename = "is_global")]
    is_global_snake: bool,
    is_global: bool,
    minimum_team_role: &'static str,
}

impl RoleAnswer {
    /// All roles; `highest` is the highest one the caller may give.
    pub(crate) fn all(highest: Option<Role>) -> Vec<Self> {
        Role::ALL.into_iter().map(|role| Self::of(role, highest)).collect()
    }

    fn of(role: Role, highest: Option<Role>) -> Self {
        let (name, desc) = match role {
            Role::Member => ("Member", "Reads and works on issues."),
            Role::Admin => ("Admin", "May also change projects, teams and keys."),
            Role::Manager => ("Manager", "May also manage members and the organization."),
            Role::Owner => ("Owner", "May do everything in the organization."),
        };
        let allowed = highest.is_some_and(|highest| role <= highest);
        let global = role >= Role::Manager;
        Self {
            id: role.as_str(),
            name,
            desc,
            scopes: names(&role.scopes()),
            allowed,
            is_allowed: allowed,
            is_retired: false,
            is_team_roles_allowed: false,
            is_global_snake: global,
            is_global: global,
            minimum_team_role: "contributor",
        }
    }
}

fn names(scopes: &ScopeSet) -> Vec<String> {
    scopes.names().map(str::to_owned).collect()
}

/// An organisation in full.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Organization)]
pub(crate) struct OrganizationDetail {
    #[serde(flatten)]
    summary: OrganizationSummary,
    is_default: bool,
    default_role: &'static str,
    role: Option<&'static str>,
    org_role: Option<&'static str>,
    org_role_list: Vec<RoleAnswer>,
    team_role_list: Vec<RoleAnswer>,
    open_membership: bool,
    allow_shared_issues: bool,
    enhanced_privacy: bool,
    data_scrubber: bool,
    data_scrubber_defaults: bool,
    sensitive_fields: Vec<String>,
    safe_fields: Vec<String>,
    store_crash_reports: i64,
    attachments_role: &'static str,
    debug_files_role: &'static str,
    events_member_admin: bool,
    alerts_member_write: bool,
    #[serde(rename = "scrubIPAddresses")]
    scrub_ip_addresses: bool,
    scrape_java_script: bool,
    allow_join_requests: bool,
    relay_pii_config: Option<String>,
    relay_dsn_endpoint: Option<String>,
    trusted_relays: Vec<EmptyObject>,
    experiments: EmptyObject,
    quota: EmptyObject,
    pending_access_requests: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    teams: Option<Vec<TeamDetail>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    projects: Option<Vec<ProjectSummary>>,
}

impl OrganizationDetail {
    /// The organisation the caller is in; with its teams and projects, or without.
    pub(crate) fn of(state: &ApiState, access: &Access, inside: Option<(Vec<TeamDetail>, Vec<ProjectSummary>)>) -> Self {
        let role = access.role().map(Role::as_str);
        let (teams, projects) = inside.unzip();
        Self {
            summary: OrganizationSummary::of(state, access),
            is_default: false,
            default_role: Role::Member.as_str(),
            role,
            org_role: role,
            org_role_list: RoleAnswer::all(access.highest_role_to_give()),
            team_role_list: Vec::new(),
            open_membership: true,
            allow_shared_issues: false,
            enhanced_privacy: false,
            data_scrubber: true,
            data_scrubber_defaults: true,
            sensitive_fields: Vec::new(),
            safe_fields: Vec::new(),
            store_crash_reports: 0,
            attachments_role: Role::Member.as_str(),
            debug_files_role: Role::Admin.as_str(),
            events_member_admin: true,
            alerts_member_write: true,
            scrub_ip_addresses: false,
            scrape_java_script: false,
            allow_join_requests: false,
            relay_pii_config: None,
            relay_dsn_endpoint: None,
            trusted_relays: Vec::new(),
            experiments: EmptyObject {},
            quota: EmptyObject {},
            pending_access_requests: 0,
            teams,
            projects,
        }
    }
}
