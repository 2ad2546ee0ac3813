//! Rules of a project: writing them, and taking an older version back.

use bartizan_domain::grouping::{NewRuleVersion, RuleTexts, RuleVersion};
use bartizan_domain::time::SECOND_US;
use bartizan_domain::{OrganizationId, ProjectId, UserId};
use bartizan_ports::meta::MAX_RULE_VERSIONS;

use crate::{App, AppError, AppResult};

/// Rules begin so long after they were written: by then every process that groups has read them.
pub const RULES_DELAY_US: i64 = 3 * SECOND_US;

impl App {
    /// Writes new rules for events to come.
    ///
    /// # Errors
    /// `Invalid` with the field, line and column of the first fault; `NotFound`.
    pub fn write_rules(
        &self,
        organization: OrganizationId,
        project: ProjectId,
        texts: &RuleTexts,
        author: Option<UserId>,
    ) -> AppResult<RuleVersion> {
        texts.parse().map_err(|(field, fault)| AppError::invalid(field, fault.to_string()))?;
        let newest = self.meta().rule_versions(organization, project, 1)?.pop();
        if let Some(same) = newest.filter(|version| version.texts == *texts) {
            return Ok(same);
        }
        self.add_version(organization, project, texts.clone(), author, None)
    }

    /// Takes back an older version: its rules become the newest version. Number 0 stands for no rules.
    ///
    /// # Errors
    /// `Invalid` for a version that is not kept, `NotFound`.
    pub fn restore_rules(
        &self,
        organization: OrganizationId,
        project: ProjectId,
        number: i64,
        author: Option<UserId>,
    ) -> AppResult<RuleVersion> {
        let versions = self.meta().rule_versions(organization, project, MAX_RULE_VERSIONS)?;
        let texts = match versions.into_iter().find(|version| version.number == number) {
            Some(version) => version.texts,
            None if number == 0 => RuleTexts::default(),
            None => return Err(AppError::invalid("version", format!("Version {number} is not kept."))),
        };
        self.add_version(organization, project, texts, author, Some(number))
    }

    fn add_version(
        &self,
        organization: OrganizationId,
        project: ProjectId,
        texts: RuleTexts,
        author: Option<UserId>,
        restored_from: Option<i64>,
    ) -> AppResult<RuleVersion> {
        let created = self.now();
        let version = NewRuleVersion { texts, author, restored_from, created, active_from: created.plus(RULES_DELAY_US) };
        Ok(self.meta().add_rule_version(organization, project, &version)?)
    }
}
