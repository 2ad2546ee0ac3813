//! Organisations, members, teams.

use bartizan_domain::organization::{Organization, Role, Team};
use bartizan_domain::{MemberId, OrganizationId, TeamId, UserId};

use super::stage::{Stage, at, fails};
use crate::ErrorKind::{Conflict, NotFound};
use crate::meta::{MetaStore, NewMember};

/// A slug is taken once, on making and on renaming.
pub(super) fn slugs_are_unique(meta: &dyn MetaStore) {
    let b = meta.create_organization("b", "Bee", at(1)).unwrap();
    let a = meta.create_organization("a", "Aye", at(2)).unwrap();
    fails(meta.create_organization("a", "Again", at(3)), Conflict);
    assert_eq!(meta.organizations().unwrap(), [a.clone(), b.clone()]);
    assert_eq!(meta.organization(b.id).unwrap(), b);
    assert_eq!(meta.organization_by_slug("a").unwrap(), a);
    fails(meta.update_organization(&Organization { slug: "a".into(), ..b.clone() }), Conflict);
    let renamed = Organization { slug: "c".into(), name: "Sea".into(), ..b };
    meta.update_organization(&renamed).unwrap();
    assert_eq!(meta.organization(b.id).unwrap(), renamed);
    fails(meta.organization_by_slug("b"), NotFound);
    fails(meta.update_organization(&Organization { id: OrganizationId(4242), slug: "z".into(), ..renamed }), NotFound);
}

fn member(organization_id: OrganizationId, user_id: Option<UserId>, email: &str, role: Role) -> NewMember {
    let invite_token_hash = user_id.is_none().then(|| format!("invite-{email}"));
    NewMember { organization_id, user_id, email: email.to_owned(), role, invited_by: None, invite_token_hash }
}

/// An invitation is taken once; a person or address is a member once.
pub(super) fn members_and_invitations(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, ada, bob) = (stage.org(), stage.person("ada@x.org"), stage.person("bob@x.org"));
    let owner = meta.create_member(&member(org, Some(ada), "ada@x.org", Role::Owner), at(1)).unwrap();
    assert_eq!(owner.user.as_ref().map(|u| u.id), Some(ada));
    let invited = meta.create_member(&member(org, None, "Bob@x.org", Role::Member), at(2)).unwrap();
    assert_eq!((invited.email.as_str(), invited.user.is_none()), ("bob@x.org", true));
    fails(meta.create_member(&member(org, None, "bob@X.org", Role::Member), at(3)), Conflict);
    fails(meta.create_member(&member(org, Some(ada), "other@x.org", Role::Member), at(3)), Conflict);
    fails(meta.accept_invite("invite-wrong", bob), NotFound);
    let taken = meta.accept_invite("invite-Bob@x.org", bob).unwrap();
    assert_eq!((taken.id, taken.user.as_ref().map(|u| u.id), taken.invite_token_hash.clone()), (invited.id, Some(bob), None));
    fails(meta.accept_invite("invite-Bob@x.org", bob), NotFound);
    assert_eq!(meta.members(org).unwrap(), [owner.clone(), taken.clone()]);
    assert_eq!(meta.member(org, taken.id).unwrap(), taken);
    assert_eq!(meta.member_of_user(org, ada).unwrap(), owner);
    assert_eq!(meta.organizations_of(ada).unwrap(), [org]);
    meta.set_role(org, taken.id, Role::Admin).unwrap();
    assert_eq!(meta.member(org, taken.id).unwrap().role, Role::Admin);
    meta.delete_member(org, taken.id).unwrap();
    fails(meta.member(org, taken.id), NotFound);
    fails(meta.delete_member(org, MemberId(4242)), NotFound);
    assert_eq!(meta.organizations_of(bob).unwrap(), []);
}

/// The last owner cannot leave or step down; an invitation to be an owner does not count as one.
pub(super) fn an_owner_stays(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, ada, bob) = (stage.org(), stage.person("ada@x.org"), stage.person("bob@x.org"));
    let first = meta.create_member(&member(org, Some(ada), "ada@x.org", Role::Owner), at(1)).unwrap();
    meta.create_member(&member(org, None, "later@x.org", Role::Owner), at(1)).unwrap();
    fails(meta.set_role(org, first.id, Role::Admin), Conflict);
    fails(meta.delete_member(org, first.id), Conflict);
    meta.set_role(org, first.id, Role::Owner).unwrap();
    let second = meta.create_member(&member(org, Some(bob), "bob@x.org", Role::Owner), at(2)).unwrap();
    meta.set_role(org, first.id, Role::Member).unwrap();
    fails(meta.delete_member(org, second.id), Conflict);
    meta.delete_member(org, first.id).unwrap();
}

/// Members join and leave; a removed team or member leaves no trace.
pub(super) fn teams_have_members(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let (org, ada) = (stage.org(), stage.person("ada@x.org"));
    let ada = meta.create_member(&member(org, Some(ada), "ada@x.org", Role::Owner), at(1)).unwrap().id;
    let web = meta.create_team(org, "web", "Web", at(1)).unwrap();
    let api = meta.create_team(org, "api", "API", at(2)).unwrap();
    fails(meta.create_team(org, "web", "Again", at(3)), Conflict);
    for team in [&web, &api, &web] {
        meta.set_team_member(org, team.id, ada, true).unwrap();
    }
    assert_eq!(meta.member(org, ada).unwrap().teams, ["api", "web"]);
    assert_eq!(meta.members(org).unwrap()[0].teams, ["api", "web"]);
    meta.set_team_member(org, api.id, ada, false).unwrap();
    meta.set_team_member(org, api.id, ada, false).unwrap();
    assert_eq!(meta.teams(org).unwrap(), [(api, 0), (web.clone(), 1)]);
    fails(meta.set_team_member(org, TeamId(4242), ada, true), NotFound);
    fails(meta.set_team_member(org, web.id, MemberId(4242), true), NotFound);
    fails(meta.update_team(&Team { slug: "api".into(), ..web.clone() }), Conflict);
    let renamed = Team { slug: "www".into(), ..web.clone() };
    meta.update_team(&renamed).unwrap();
    assert_eq!(meta.team_by_slug(org, "www").unwrap(), renamed);
    fails(meta.team_by_slug(org, "web"), NotFound);
    meta.set_project_team(org, stage.project.id, web.id, true).unwrap();
    assert_eq!(meta.project(org, stage.project.id).unwrap().teams, [web.id]);
    meta.delete_team(org, web.id).unwrap();
    fails(meta.delete_team(org, web.id), NotFound);
    assert!(meta.member(org, ada).unwrap().teams.is_empty());
    assert!(meta.project(org, stage.project.id).unwrap().teams.is_empty());
}
