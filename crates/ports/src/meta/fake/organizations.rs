//! Organisations, members, teams.

use bartizan_domain::organization::{Member, Organization, Role, Team};
use bartizan_domain::{MemberId, OrganizationId, TeamId, Timestamp, UserId};

use super::MemoryMeta;
use super::state::{MemberRow, State, conflict};
use crate::meta::{NewMember, Organizations};
use crate::{ErrorKind, StoreError, StoreResult};

fn complete(state: &State, row: &MemberRow) -> Member {
    let joined = state.team_members.iter().filter(|(_, member)| *member == row.id);
    let mut teams: Vec<String> = joined.filter_map(|(team, _)| state.teams.get(team)).map(|t| t.slug.clone()).collect();
    teams.sort_unstable();
    Member {
        id: row.id,
        organization_id: row.organization_id,
        user: row.user_id.and_then(|id| state.users.get(&id)).map(|(user, _)| user.clone()),
        email: row.email.clone(),
        role: row.role,
        teams,
        invited_by: row.invited_by,
        invite_token_hash: row.invite_token_hash.clone(),
        created: row.created,
    }
}

fn row(state: &State, organization: OrganizationId, id: MemberId) -> StoreResult<&MemberRow> {
    state.members.get(&id).filter(|m| m.organization_id == organization).ok_or_else(|| StoreError::not_found("member"))
}

fn refuse_last_owner(state: &State, organization: OrganizationId, id: MemberId) -> StoreResult<()> {
    let is_owner = |m: &&MemberRow| m.organization_id == organization && m.role == Role::Owner && m.user_id.is_some();
    let member = row(state, organization, id)?;
    if is_owner(&member) && state.members.values().filter(is_owner).count() == 1 {
        return Err(StoreError::new(ErrorKind::Conflict, "an organization keeps at least one owner"));
    }
    Ok(())
}

fn is_member(state: &State, organization: OrganizationId, user: UserId) -> bool {
    state.members.values().any(|m| m.organization_id == organization && m.user_id == Some(user))
}

impl Organizations for MemoryMeta {
    fn create_organization(&self, slug: &str, name: &str, now: Timestamp) -> StoreResult<Organization> {
        let mut state = self.state.lock();
        if state.organizations.values().any(|o| o.slug == slug) {
            return Err(conflict("this slug"));
        }
        let id = OrganizationId(state.new_id());
        let made = Organization { id, slug: slug.to_owned(), name: name.to_owned(), created: now };
        state.organizations.insert(id, made.clone());
        Ok(made)
    }

    fn organization(&self, id: OrganizationId) -> StoreResult<Organization> {
        self.state.lock().organizations.get(&id).cloned().ok_or_else(|| StoreError::not_found("organization"))
    }

    fn organization_by_slug(&self, slug: &str) -> StoreResult<Organization> {
        let state = self.state.lock();
        state.organizations.values().find(|o| o.slug == slug).cloned().ok_or_else(|| StoreError::not_found("organization"))
    }

    fn organizations(&self) -> StoreResult<Vec<Organization>> {
        let mut list: Vec<_> = self.state.lock().organizations.values().cloned().collect();
        list.sort_by(|a, b| a.slug.cmp(&b.slug));
        Ok(list)
    }

    fn update_organization(&self, organization: &Organization) -> StoreResult<()> {
        let mut state = self.state.lock();
        if state.organizations.values().any(|o| o.slug == organization.slug && o.id != organization.id) {
            return Err(conflict("this slug"));
        }
        let row = state.organizations.get_mut(&organization.id).ok_or_else(|| StoreError::not_found("organization"))?;
        row.slug.clone_from(&organization.slug);
        row.name.clone_from(&organization.name);
        Ok(())
    }

    fn create_member(&self, member: &NewMember, now: Timestamp) -> StoreResult<Member> {
        let mut state = self.state.lock();
        let (organization_id, email) = (member.organization_id, member.email.to_lowercase());
        let same = |m: &MemberRow| m.organization_id == organization_id && m.email == email;
        if state.members.values().any(same) || member.user_id.is_some_and(|user| is_member(&state, organization_id, user)) {
            return Err(conflict("this membership"));
        }
        let id = MemberId(state.new_id());
        let row = MemberRow {
            id,
            organization_id,
            user_id: member.user_id,
            email,
            role: member.role,
            invited_by: member.invited_by,
            invite_token_hash: member.invite_token_hash.clone(),
            created: now,
        };
        state.members.insert(id, row.clone());
        Ok(complete(&state, &row))
    }

    fn members(&self, organization_id: OrganizationId) -> StoreResult<Vec<Member>> {
        let state = self.state.lock();
        let rows = state.members.values().filter(|m| m.organization_id == organization_id);
        let mut list: Vec<_> = rows.map(|row| complete(&state, row)).collect();
        list.sort_by(|a, b| (&a.email, a.id).cmp(&(&b.email, b.id)));
        Ok(list)
    }

    fn member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<Member> {
        let state = self.state.lock();
        row(&state, organization_id, id).map(|row| complete(&state, row))
    }

    fn member_of_user(&self, organization_id: OrganizationId, user_id: UserId) -> StoreResult<Member> {
        let state = self.state.lock();
        let found = state.members.values().find(|m| m.organization_id == organization_id && m.user_id == Some(user_id));
        found.map(|row| complete(&state, row)).ok_or_else(|| StoreError::not_found("member"))
    }

    fn set_role(&self, organization_id: OrganizationId, id: MemberId, role: Role) -> StoreResult<()> {
        let mut state = self.state.lock();
        row(&state, organization_id, id)?;
        if role != Role::Owner {
            refuse_last_owner(&state, organization_id, id)?;
        }
        if let Some(member) = state.members.get_mut(&id) {
            member.role = role;
        }
        Ok(())
    }

    fn accept_invite(&self, invite_token_hash: &str, user_id: UserId) -> StoreResult<Member> {
        let mut state = self.state.lock();
        let open = |m: &&MemberRow| m.user_id.is_none() && m.invite_token_hash.as_deref() == Some(invite_token_hash);
        let mut row = state.members.values().find(open).cloned().ok_or_else(|| StoreError::not_found("invitation"))?;
        if is_member(&state, row.organization_id, user_id) {
            return Err(conflict("this membership"));
        }
        (row.user_id, row.invite_token_hash) = (Some(user_id), None);
        state.members.insert(row.id, row.clone());
        Ok(complete(&state, &row))
    }

    fn delete_member(&self, organization_id: OrganizationId, id: MemberId) -> StoreResult<()> {
        let mut state = self.state.lock();
        refuse_last_owner(&state, organization_id, id)?;
        state.members.remove(&id);
        state.team_members.retain(|(_, member)| *member != id);
        Ok(())
    }

    fn create_team(&self, organization_id: OrganizationId, slug: &str, name: &str, now: Timestamp) -> StoreResult<Team> {
        let mut state = self.state.lock();
        if state.teams.values().any(|t| t.organization_id == organization_id && t.slug == slug) {
            return Err(conflict("this slug"));
        }
        let id = TeamId(state.new_id());
        let made = Team { id, organization_id, slug: slug.to_owned(), name: name.to_owned(), created: now };
        state.teams.insert(id, made.clone());
        Ok(made)
    }

    fn teams(&self, organization_id: OrganizationId) -> StoreResult<Vec<(Team, u64)>> {
        let state = self.state.lock();
        let of_tenant = state.teams.values().filter(|t| t.organization_id == organization_id);
        let count = |t: &Team| state.team_members.iter().filter(|(team, _)| *team == t.id).count() as u64;
        let mut list: Vec<_> = of_tenant.map(|t| (t.clone(), count(t))).collect();
        list.sort_by(|a, b| a.0.slug.cmp(&b.0.slug));
        Ok(list)
    }

    fn team_by_slug(&self, organization_id: OrganizationId, slug: &str) -> StoreResult<Team> {
        let state = self.state.lock();
        let found = state.teams.values().find(|t| t.organization_id == organization_id && t.slug == slug);
        found.cloned().ok_or_else(|| StoreError::not_found("team"))
    }

    fn update_team(&self, team: &Team) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.team(team.organization_id, team.id)?;
        let other = |t: &Team| t.organization_id == team.organization_id && t.slug == team.slug && t.id != team.id;
        if state.teams.values().any(other) {
            return Err(conflict("this slug"));
        }
        if let Some(row) = state.teams.get_mut(&team.id) {
            row.slug.clone_from(&team.slug);
            row.name.clone_from(&team.name);
        }
        Ok(())
    }

    fn delete_team(&self, organization_id: OrganizationId, id: TeamId) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.team(organization_id, id)?;
        state.teams.remove(&id);
        state.team_members.retain(|(team, _)| *team != id);
        state.projects.values_mut().for_each(|p| p.teams.retain(|team| *team != id));
        Ok(())
    }

    fn set_team_member(&self, organization_id: OrganizationId, team: TeamId, member: MemberId, present: bool) -> StoreResult<()> {
        let mut state = self.state.lock();
        state.team(organization_id, team)?;
        row(&state, organization_id, member)?;
        if present {
            state.team_members.insert((team, member));
        } else {
            state.team_members.remove(&(team, member));
        }
        Ok(())
    }
}
