//! `bartizan key`: the keys that DSNs of a project carry.

use anyhow::{Context, Result, bail, ensure};
use bartizan_domain::key::ClientKey;
use bartizan_domain::project::Project;
use bartizan_ports::meta::KeyPatch;
use serde_json::{Value, json};

use super::admin::Admin;
use super::args::{KeyChoice, KeyCommand, ProjectChoice};
use super::output;
use crate::config::{Config, nearest};

pub(crate) fn key(config: &Config, command: KeyCommand, json: bool) -> Result<()> {
    let admin = Admin::of_installation(config)?;
    match command {
        KeyCommand::List(choice) => list(&Keys::of(&admin, &choice)?, json),
        KeyCommand::Rotate(choice) => rotate(&Keys::of(&admin, &choice.project)?, &choice, json),
        KeyCommand::Disable(choice) => switch(&Keys::of(&admin, &choice.project)?, &choice, false, json),
        KeyCommand::Enable(choice) => switch(&Keys::of(&admin, &choice.project)?, &choice, true, json),
    }
}

/// A project with its keys.
struct Keys<'a> {
    admin: &'a Admin,
    project: Project,
    keys: Vec<ClientKey>,
}

impl<'a> Keys<'a> {
    fn of(admin: &'a Admin, choice: &ProjectChoice) -> Result<Self> {
        let organization = admin.organization(&choice.org)?.id;
        let projects = admin.meta.projects(organization)?;
        let slugs = || projects.iter().map(|project| project.slug.as_str());
        let Some(project) = projects.iter().find(|project| project.slug == choice.project) else {
            let hint = nearest(&choice.project, slugs()).map(|slug| format!("; did you mean {slug}?")).unwrap_or_default();
            bail!("no project {:?}{hint}", choice.project);
        };
        let keys = admin.meta.keys(organization, project.id)?;
        Ok(Self { admin, project: project.clone(), keys })
    }

    /// The key meant; without a name the only one that is on.
    fn choose(&self, choice: &KeyChoice) -> Result<&ClientKey> {
        if let Some(named) = &choice.key {
            return self
                .keys
                .iter()
                .find(|key| key.public_key == *named)
                .with_context(|| format!("no key {named:?}; `key list` shows all"));
        }
        let mut active = self.keys.iter().filter(|key| key.active);
        let key = active.next().context("no key is on; name one that `key list` shows")?;
        ensure!(active.next().is_none(), "several keys are on; name one that `key list` shows");
        Ok(key)
    }

    fn describe(&self, key: &ClientKey) -> Result<Value> {
        Ok(json!({"key": key.public_key, "label": key.label, "active": key.active, "dsn": self.admin.dsn(&self.project, key)?}))
    }
}

fn list(keys: &Keys<'_>, json: bool) -> Result<()> {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for key in &keys.keys {
        rows.push(keys.describe(key)?);
        let state = if key.active { "on " } else { "off" };
        lines.push(format!("{}  {state}  {}  {}", key.public_key, key.label, keys.admin.dsn(&keys.project, key)?));
    }
    let text = lines.join("\n");
    output::print(json, &Value::Array(rows), if text.is_empty() { "no key" } else { &text })
}

fn rotate(keys: &Keys<'_>, choice: &KeyChoice, json: bool) -> Result<()> {
    let old = keys.choose(choice)?;
    let new = keys.admin.app.rotate_key(keys.project.organization_id, keys.project.id, old)?;
    let mut data = keys.describe(&new)?;
    if let Some(fields) = data.as_object_mut() {
        fields.insert("disabled".to_owned(), Value::from(old.public_key.as_str()));
    }
    let dsn = keys.admin.dsn(&keys.project, &new)?;
    let told = format!("new DSN {dsn}\nthe old key {} is off: what is sent with it is refused until `key enable`", old.public_key);
    output::print(json, &data, &told)
}

fn switch(keys: &Keys<'_>, choice: &KeyChoice, active: bool, json: bool) -> Result<()> {
    let key = match (&choice.key, active) {
        (None, true) => bail!("name the key to switch on; `key list` shows all"),
        _ => keys.choose(choice)?,
    };
    let patch = KeyPatch { active: Some(active), ..KeyPatch::default() };
    let changed = keys.admin.app.update_key(keys.project.organization_id, keys.project.id, key.id, &patch)?;
    let state = if active { "on" } else { "off" };
    output::print(json, &keys.describe(&changed)?, &format!("key {} is {state}", changed.public_key))
}
