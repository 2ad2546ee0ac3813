//! Commands that change accounts, organisations, projects and tokens. They open the metadata store beside a running
//! server; the server notices within a second.

use std::io::Read;
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use bartizan_app::issues::{IssueChanges, IssueCommand, StatusChange};
use bartizan_app::{App, AppOptions, Clock, MemberDraft, NewAccount, ProjectDraft, TokenDraft, TokenKind};
use bartizan_domain::Timestamp;
use bartizan_domain::key::ClientKey;
use bartizan_domain::organization::{Organization, Role};
use bartizan_domain::project::Project;
use bartizan_domain::scope::{ALL_SCOPES, ScopeSet};
use bartizan_ports::ErrorKind;
use bartizan_ports::directory::KeySnapshot;
use bartizan_ports::events::MemoryEvents;
use bartizan_ports::meta::{IssueFilter, IssueList, IssueSort, MetaStore, ReleaseUpdate};
use bartizan_processing::grouping::Regrouper;
use serde_json::{Value, json};

use super::args::{OrgCommand, ProjectCommand, RoleArg, TokenCommand, TokenKind as TokenKindArg, UserCommand};
use super::demo::{DemoFix, DemoRelease};
use super::output;
use crate::config::{Config, nearest};
use crate::server::{BASE_URL_SETTING, adapters};

/// Organisation that the demo's projects are made in.
const DEMO_ORGANIZATION: (&str, &str) = ("larkfield", "Larkfield");
/// Longest password read from standard input, in bytes.
const MAX_PASSWORD_INPUT_BYTES: u64 = 4096;

/// The commands of the house on the metadata store of a data folder.
pub(super) struct Admin {
    pub(super) app: App,
    pub(super) meta: Arc<dyn MetaStore>,
    base_url: String,
}

impl Admin {
    /// Opens the metadata store, which is made where there is none.
    pub(super) fn open(config: &Config) -> Result<Self> {
        Self::at(config, Clock::system())
    }

    /// As [`Self::open`], for commands that make no installation where there is none.
    pub(super) fn of_installation(config: &Config) -> Result<Self> {
        adapters::ensure_installation(config)?;
        Self::open(config)
    }

    /// With another idea of what time it is.
    fn at(config: &Config, clock: Clock) -> Result<Self> {
        std::fs::create_dir_all(&config.data_dir).with_context(|| format!("cannot make {}", config.data_dir.display()))?;
        let meta = adapters::open_meta(config)?;
        let base_url = if config.base_url_is_set { None } else { meta.setting(BASE_URL_SETTING)? };
        let base_url = base_url.unwrap_or_else(|| config.base_url.clone());
        let app = App::new(AppOptions {
            meta: Arc::clone(&meta),
            // None of these commands touches events, and the running server holds the real store.
            events: Arc::new(MemoryEvents::new()),
            keys: Arc::new(KeySnapshot::default()),
            grouper: Arc::new(Regrouper),
            turn: Arc::default(),
            clock,
            base_url: base_url.as_str().into(),
        });
        Ok(Self { app, meta, base_url })
    }

    pub(super) fn organization(&self, slug: &str) -> Result<Organization> {
        self.meta.organization_by_slug(slug).map_err(|error| match error.kind {
            ErrorKind::NotFound => {
                let all = self.meta.organizations().unwrap_or_default();
                let hint = nearest(slug, all.iter().map(|o| o.slug.as_str())).map(|s| format!("; did you mean {s}?")).unwrap_or_default();
                anyhow::anyhow!("no organisation {slug:?}{hint}")
            }
            _ => error.into(),
        })
    }

    pub(super) fn dsn(&self, project: &Project, key: &ClientKey) -> Result<String> {
        let (scheme, host) = self.base_url.split_once("://").context("base_url has no scheme")?;
        Ok(format!("{scheme}://{}@{host}/{}", key.public_key, project.id))
    }

    fn describe(&self, project: &Project, key: Option<&ClientKey>) -> Result<Value> {
        let dsn = key.map(|key| self.dsn(project, key)).transpose()?;
        Ok(json!({"id": project.id.to_string(), "slug": project.slug, "dsn": dsn}))
    }
}

pub(crate) fn org(config: &Config, command: OrgCommand, json: bool) -> Result<()> {
    if matches!(command, OrgCommand::List) {
        adapters::ensure_installation(config)?;
    }
    let admin = Admin::open(config)?;
    match command {
        OrgCommand::Create { slug, name } => {
            let made = admin.app.create_organization(&slug, name.as_deref().unwrap_or(&slug), None)?;
            let data = json!({"id": made.id.to_string(), "slug": made.slug, "name": made.name});
            output::print(json, &data, &format!("made organisation {}", made.slug))
        }
        OrgCommand::List => {
            let all = admin.meta.organizations()?;
            let data = all.iter().map(|o| json!({"id": o.id.to_string(), "slug": o.slug, "name": o.name})).collect();
            let text = all.iter().map(|o| format!("{}  {}", o.slug, o.name)).collect::<Vec<_>>().join("\n");
            output::print(json, &data, if text.is_empty() { "no organisation yet" } else { &text })
        }
    }
}

pub(crate) fn user(config: &Config, command: UserCommand, json: bool) -> Result<()> {
    let admin = Admin::open(config)?;
    match command {
        UserCommand::Create { email, name, password_stdin, superuser, org, role } => {
            ensure!(password_stdin, "pass the password on standard input and say --password-stdin");
            let organization = org.map(|slug| admin.organization(&slug)).transpose()?;
            let account = NewAccount { email, name: name.unwrap_or_default(), password: read_password()?, is_superuser: superuser };
            let user = admin.app.create_user(&account)?;
            if let Some(organization) = organization {
                let draft = MemberDraft {
                    organization_id: organization.id,
                    email: user.email.clone(),
                    role: role_of(role),
                    teams: Vec::new(),
                    invited_by: None,
                };
                admin.app.add_member(&draft)?;
            }
            let data = json!({"id": user.id.to_string(), "email": user.email});
            output::print(json, &data, &format!("made account {}", user.email))
        }
        UserCommand::SetPassword { email } => {
            let (user, _) = admin.meta.user_by_email(&email.to_lowercase()).with_context(|| format!("no account {email:?}"))?;
            admin.app.set_password(user.id, &read_password()?)?;
            output::print(json, &json!({"id": user.id.to_string(), "email": user.email}), &format!("new password set for {}", user.email))
        }
    }
}

fn read_password() -> Result<String> {
    let mut text = String::new();
    std::io::stdin().take(MAX_PASSWORD_INPUT_BYTES).read_to_string(&mut text).context("cannot read the password from standard input")?;
    let password = text.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        bail!("no password came on standard input");
    }
    Ok(password.to_owned())
}

const fn role_of(role: RoleArg) -> Role {
    match role {
        RoleArg::Member => Role::Member,
        RoleArg::Admin => Role::Admin,
        RoleArg::Manager => Role::Manager,
        RoleArg::Owner => Role::Owner,
    }
}

pub(crate) fn project(config: &Config, command: ProjectCommand, json: bool) -> Result<()> {
    let admin = Admin::of_installation(config)?;
    match command {
        ProjectCommand::Create { slug, org, platform, name } => {
            let organization = admin.organization(&org)?;
            let draft = ProjectDraft { name: name.unwrap_or_default(), slug: Some(slug), platform, team: None };
            let (project, key) = admin.app.create_project(organization.id, &draft)?;
            let data = admin.describe(&project, Some(&key))?;
            output::print(json, &data, &format!("made project {}\nDSN {}", project.slug, admin.dsn(&project, &key)?))
        }
        ProjectCommand::List { org } => {
            let organization = admin.organization(&org)?;
            let mut rows = Vec::new();
            for project in admin.meta.projects(organization.id)? {
                let keys = admin.meta.keys(organization.id, project.id)?;
                rows.push(admin.describe(&project, keys.iter().find(|key| key.active))?);
            }
            let line =
                |row: &Value| format!("{}  {}", row["slug"].as_str().unwrap_or_default(), row["dsn"].as_str().unwrap_or("(no active key)"));
            let text = rows.iter().map(line).collect::<Vec<_>>().join("\n");
            output::print(json, &Value::Array(rows), if text.is_empty() { "no project yet" } else { &text })
        }
    }
}

pub(crate) fn token(config: &Config, command: TokenCommand, json: bool) -> Result<()> {
    let admin = Admin::of_installation(config)?;
    let TokenCommand::Create { user, org, scope, name, kind } = command;
    let organization = admin.organization(&org)?;
    let (person, _) = admin.meta.user_by_email(&user.to_lowercase()).with_context(|| format!("no account {user:?}"))?;
    let member = admin.meta.member_of_user(organization.id, person.id).is_ok();
    ensure!(member || person.is_superuser, "{user} is not a member of {org}");
    let scopes = ScopeSet::parse(scope.iter().map(String::as_str)).map_err(|unknown| {
        let hint = nearest(&unknown, ALL_SCOPES.into_iter()).map(|s| format!("; did you mean {s}?")).unwrap_or_default();
        anyhow::anyhow!("unknown scope {unknown:?}{hint}")
    })?;
    let kind = match kind {
        TokenKindArg::User => TokenKind::User(person.id),
        TokenKindArg::Organization => TokenKind::Organization(organization.id),
    };
    let minted = admin.app.create_token(&TokenDraft { name, kind, scopes, created_by: Some(person.id), expires: None })?;
    output::print(json, &json!({"token": minted.text, "id": minted.token.id.to_string()}), &minted.text)
}

/// DSN of a project of the demo organisation; both are made when missing.
pub(crate) fn demo_project(config: &Config, slug: &str, name: &str, platform: &str) -> Result<String> {
    let admin = Admin::open(config)?;
    let organization = match admin.meta.organization_by_slug(DEMO_ORGANIZATION.0) {
        Ok(organization) => organization,
        Err(_) => admin.app.create_organization(DEMO_ORGANIZATION.0, DEMO_ORGANIZATION.1, None)?,
    };
    let (project, key) = match admin.meta.project_by_slug(organization.id, slug) {
        Ok(project) => {
            let keys = admin.meta.keys(organization.id, project.id)?;
            let key = keys.into_iter().find(|key| key.active).with_context(|| format!("project {slug} has no active key"))?;
            (project, key)
        }
        Err(_) => {
            let draft =
                ProjectDraft { name: name.to_owned(), slug: Some(slug.to_owned()), platform: Some(platform.to_owned()), team: None };
            admin.app.create_project(organization.id, &draft)?
        }
    };
    admin.dsn(&project, &key)
}

/// Tells of releases of the demo organisation in their order; those that are known already stay as they are.
pub(crate) fn demo_releases(config: &Config, releases: &[DemoRelease]) -> Result<()> {
    let admin = Admin::open(config)?;
    let organization = admin.organization(DEMO_ORGANIZATION.0)?.id;
    for release in releases {
        if admin.meta.release(organization, &release.version).is_ok() {
            continue;
        }
        let project = admin.meta.project_by_slug(organization, release.project)?;
        let (facts, commits) = (Some(release.facts.clone()), Some(release.commits.clone()));
        let update = ReleaseUpdate { projects: vec![project.id], facts, commits, heads: Vec::new() };
        admin.app.update_release(organization, &release.version, &update)?;
        for deploy in &release.deploys {
            admin.app.add_deploy(organization, &release.version, deploy)?;
        }
    }
    Ok(())
}

/// Resolves the issue that a fix is of, at the fix's time; false as long as not all of its events are counted.
pub(crate) fn demo_fix(config: &Config, fix: &DemoFix, events: u64) -> Result<bool> {
    #[expect(clippy::cast_possible_truncation, reason = "a moment of our time in microseconds")]
    let moment = Timestamp((fix.time * 1e6) as i64);
    let admin = Admin::at(config, Clock::new(move || moment))?;
    let organization = admin.organization(DEMO_ORGANIZATION.0)?.id;
    let project = admin.meta.project_by_slug(organization, fix.project())?.id;
    let list = IssueList {
        organization_id: organization,
        projects: vec![project],
        filter: IssueFilter::TitleContains(fix.title().to_owned()),
        sort: IssueSort::TimesSeen,
        limit: 1,
        offset: 0,
        viewer: None,
    };
    let found = admin.meta.list_issues(&list)?.issues;
    let Some(issue) = found.first().filter(|found| found.issue.times_seen >= events) else { return Ok(false) };
    let status = Some(StatusChange::ResolveInRelease(fix.version.clone()));
    let changes = IssueChanges { status, ..IssueChanges::default() };
    admin.app.change_issues(&IssueCommand { organization_id: organization, ids: vec![issue.issue.id], actor: None, changes })?;
    Ok(true)
}

/// Where the server of this data folder listens, as it noted at its start; `None` before its first.
pub(crate) fn noted_address(config: &Config) -> Result<Option<String>> {
    if config.listen_is_set || !config.data_dir.join(adapters::META_FILE).exists() {
        return Ok(None);
    }
    Ok(adapters::open_meta(config)?.setting(crate::server::LISTEN_SETTING)?)
}
