//! Accounts, sessions, tokens.

use bartizan_domain::account::{Preferences, Session, TokenOwner};
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{TokenId, UserId};

use super::stage::{Stage, at, fails};
use crate::ErrorKind::{Conflict, NotFound};
use crate::meta::{MetaStore, NewToken, NewUser};

fn new_user(email: &str) -> NewUser {
    NewUser { email: email.to_owned(), name: "Ada".to_owned(), password_hash: Some("hash".to_owned()), is_superuser: true }
}

/// By id, by address in any case, with password hash; an address is taken once.
pub(super) fn users_are_found(meta: &dyn MetaStore) {
    assert_eq!(meta.count_users().unwrap(), 0);
    let user = meta.create_user(&new_user("Ada@Example.org"), at(1)).unwrap();
    assert_eq!((user.email.as_str(), user.is_superuser, user.is_active, user.created), ("ada@example.org", true, true, at(1)));
    assert_eq!(meta.count_users().unwrap(), 1);
    assert_eq!(meta.user(user.id).unwrap(), user);
    assert_eq!(meta.user_by_email("ADA@example.org").unwrap(), (user.clone(), Some("hash".to_owned())));
    fails(meta.create_user(&new_user("ada@EXAMPLE.org"), at(2)), Conflict);
    fails(meta.user(UserId(4242)), NotFound);
    fails(meta.user_by_email("nobody@example.org"), NotFound);
    let changed = bartizan_domain::account::User { name: "Lady Ada".into(), is_superuser: false, is_active: false, ..user };
    meta.update_user(&changed).unwrap();
    meta.touch_login(user.id, at(9)).unwrap();
    assert_eq!(meta.user(user.id).unwrap(), bartizan_domain::account::User { last_login: Some(at(9)), ..changed.clone() });
    fails(meta.update_user(&bartizan_domain::account::User { id: UserId(4242), ..changed }), NotFound);
    fails(meta.touch_login(UserId(4242), at(1)), NotFound);
}

fn session(user_id: UserId, token_hash: &str, expires: i64) -> Session {
    Session {
        token_hash: token_hash.to_owned(),
        user_id,
        csrf_token: "c".to_owned(),
        created: at(0),
        expires: at(expires),
        device: Some("Firefox".to_owned()),
        last_seen: at(0),
    }
}

/// A session is there until its end, and can be ended before.
pub(super) fn sessions_end(meta: &dyn MetaStore) {
    let user = meta.create_user(&new_user("a@b.c"), at(0)).unwrap();
    for (name, expires) in [("one", 10), ("two", 20)] {
        meta.create_session(&session(user.id, name, expires)).unwrap();
    }
    assert_eq!(meta.session("one", at(9)).unwrap(), session(user.id, "one", 10));
    fails(meta.session("one", at(10)), NotFound);
    assert_eq!(meta.purge_sessions(at(15)).unwrap(), 1);
    fails(meta.session("one", at(0)), NotFound);
    meta.delete_session("two").unwrap();
    meta.delete_session("two").unwrap();
    fails(meta.session("two", at(0)), NotFound);
}

/// Each sees their own, last used first, and none that has ended.
pub(super) fn sessions_are_listed(meta: &dyn MetaStore) {
    let user = meta.create_user(&new_user("a@b.c"), at(0)).unwrap();
    let other = meta.create_user(&new_user("d@e.f"), at(0)).unwrap();
    for (owner, name, expires) in [(user.id, "old", 5), (user.id, "one", 50), (user.id, "two", 50), (other.id, "other", 50)] {
        meta.create_session(&session(owner, name, expires)).unwrap();
    }
    meta.touch_session("two", at(7)).unwrap();
    meta.touch_session("nobody", at(7)).unwrap();
    let names: Vec<_> = meta.sessions(user.id, at(9)).unwrap().into_iter().map(|s| (s.token_hash, s.last_seen)).collect();
    assert_eq!(names, [("two".to_owned(), at(7)), ("one".to_owned(), at(0))]);
    assert_eq!(meta.sessions(UserId(4242), at(9)).unwrap(), []);
}

/// Kept per person, replaced as a whole.
pub(super) fn preferences_are_kept(meta: &dyn MetaStore) {
    let user = meta.create_user(&new_user("a@b.c"), at(0)).unwrap();
    let other = meta.create_user(&new_user("d@e.f"), at(0)).unwrap();
    assert_eq!(meta.preferences(user.id).unwrap(), Preferences::default());
    let dark = Preferences { theme: Some("dark".into()), time_zone: Some("Europe/Vienna".into()), ..Preferences::default() };
    meta.set_preferences(user.id, &dark).unwrap();
    assert_eq!(meta.preferences(user.id).unwrap(), dark);
    assert_eq!(meta.preferences(other.id).unwrap(), Preferences::default());
    let german = Preferences { language: Some("de".into()), ..Preferences::default() };
    meta.set_preferences(user.id, &german).unwrap();
    assert_eq!(meta.preferences(user.id).unwrap(), german);
    fails(meta.preferences(UserId(4242)), NotFound);
    fails(meta.set_preferences(UserId(4242), &dark), NotFound);
}

/// Whoever changes a password wants everybody else out.
pub(super) fn a_new_password_ends_sessions(meta: &dyn MetaStore) {
    let user = meta.create_user(&new_user("a@b.c"), at(0)).unwrap();
    let other = meta.create_user(&new_user("d@e.f"), at(0)).unwrap();
    for name in ["here", "mine"] {
        meta.create_session(&session(user.id, name, 10)).unwrap();
    }
    meta.create_session(&session(other.id, "other", 10)).unwrap();
    meta.set_password(user.id, "new", Some("here")).unwrap();
    assert_eq!(meta.user_by_email("a@b.c").unwrap().1.as_deref(), Some("new"));
    fails(meta.session("mine", at(1)), NotFound);
    meta.session("here", at(1)).unwrap();
    meta.set_password(user.id, "newer", None).unwrap();
    fails(meta.session("here", at(1)), NotFound);
    meta.session("other", at(1)).unwrap();
    fails(meta.set_password(UserId(4242), "x", None), NotFound);
}

/// By hash until they end; listed newest first; revoked by their owner only.
pub(super) fn tokens_are_found_until_they_end(meta: &dyn MetaStore) {
    let stage = Stage::new(meta, "acme");
    let user = stage.person("a@b.c");
    let owners = [TokenOwner::User(user), TokenOwner::Organization(stage.org())];
    let token = |hash: &str, owner| NewToken {
        name: "ci".to_owned(),
        owner,
        created_by: Some(user),
        scopes: ScopeSet::parse(["org:read", "project:releases"]).unwrap(),
        token_hash: hash.to_owned(),
        last_characters: "abcd".to_owned(),
        expires: Some(at(100)),
    };
    let mine = meta.create_token(&token("h1", owners[0]), at(1)).unwrap();
    let org = meta.create_token(&token("h2", owners[1]), at(2)).unwrap();
    let later = meta.create_token(&NewToken { expires: None, ..token("h3", owners[1]) }, at(3)).unwrap();
    fails(meta.create_token(&token("h1", owners[1]), at(4)), Conflict);
    assert_eq!(meta.token_by_hash("h1", at(99)).unwrap(), mine);
    fails(meta.token_by_hash("h1", at(100)), NotFound);
    assert_eq!(meta.token_by_hash("h3", at(1_000_000)).unwrap().scopes, later.scopes);
    assert_eq!(meta.tokens(owners[1]).unwrap(), [later, org.clone()]);
    meta.touch_token(org.id, at(50)).unwrap();
    assert_eq!(meta.token_by_hash("h2", at(60)).unwrap().last_used, Some(at(50)));
    fails(meta.delete_token(owners[0], org.id), NotFound);
    fails(meta.delete_token(owners[0], TokenId(4242)), NotFound);
    meta.delete_token(owners[1], org.id).unwrap();
    fails(meta.token_by_hash("h2", at(60)), NotFound);
    assert_eq!(meta.tokens(owners[0]).unwrap(), [mine]);
}
