//! People and teams named in a query.

use bartizan_domain::UserId;
use bartizan_domain::issue::Assignee;
use bartizan_domain::search::{SearchError, Value, nearest};
use bartizan_ports::ErrorKind;
use bartizan_ports::meta::MetaStore;

use super::fault::Fault;
use crate::auth::Access;

/// Looks up who a value means.
pub(super) struct Actors<'a> {
    pub(super) meta: &'a dyn MetaStore,
    pub(super) access: &'a Access,
    pub(super) viewer: Option<UserId>,
}

impl Actors<'_> {
    /// Assignees a value stands for; an empty list means nobody is assigned, `None` that nobody can match.
    pub(super) fn assignees(&self, value: &Value) -> Result<Option<Vec<Assignee>>, Fault> {
        let text = value.text();
        match text.as_str() {
            "me" => Ok(self.viewer.map(|user| vec![Assignee::User(user)])),
            "none" | "" => Ok(Some(Vec::new())),
            "my_teams" => self.my_teams(),
            _ => match text.strip_prefix('#') {
                Some(slug) => self.team(slug, value).map(Some),
                None => self.user(value).map(|user| Some(vec![Assignee::User(user)])),
            },
        }
    }

    fn my_teams(&self) -> Result<Option<Vec<Assignee>>, Fault> {
        let Some(member) = &self.access.member else { return Ok(None) };
        let teams = self.meta.teams(self.access.organization_id())?;
        let mine = teams.iter().filter(|(team, _)| member.teams.contains(&team.slug)).map(|(team, _)| Assignee::Team(team.id));
        Ok(Some(mine.collect::<Vec<_>>()).filter(|mine| !mine.is_empty()))
    }

    fn team(&self, slug: &str, value: &Value) -> Result<Vec<Assignee>, Fault> {
        match self.meta.team_by_slug(self.access.organization_id(), slug) {
            Ok(team) => Ok(vec![Assignee::Team(team.id)]),
            Err(error) if error.kind == ErrorKind::NotFound => {
                let teams = self.meta.teams(self.access.organization_id())?;
                let near = nearest(slug, teams.iter().map(|(team, _)| team.slug.as_str())).map(|slug| format!("did you mean #{slug}?"));
                Err(unknown(value, "team", near))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The person a value names: `me`, an address, a user name or an id.
    pub(super) fn user(&self, value: &Value) -> Result<UserId, Fault> {
        let text = value.text();
        if text == "me" {
            return self.viewer.ok_or_else(|| unknown(value, "person", Some("a token of an organization is nobody".to_owned())));
        }
        // Written by us where somebody who left still has issues: the tenant of the issue is the wall, not the person.
        if let Some(id) = text.strip_prefix("user:").and_then(|id| id.parse().ok()) {
            return Ok(UserId(id));
        }
        let members = self.meta.members(self.access.organization_id())?;
        let named = text.strip_prefix("user:").unwrap_or(&text);
        let found = members
            .iter()
            .filter_map(|m| m.user.as_ref())
            .find(|user| user.email.eq_ignore_ascii_case(named) || user.id.to_string() == named || user.name.eq_ignore_ascii_case(named));
        found.map(|user| user.id).ok_or_else(|| {
            let near = nearest(named, members.iter().map(|m| m.email.as_str())).map(|email| format!("did you mean {email}?"));
            unknown(value, "person", near)
        })
    }
}

fn unknown(value: &Value, what: &str, near: Option<String>) -> Fault {
    let error = SearchError::at(value.span, format!("there is no {what} {:?} in this organization", value.text()));
    Fault::Query(error.hint(near.unwrap_or_else(|| "write me, none, my_teams, #team or an address".to_owned())))
}
