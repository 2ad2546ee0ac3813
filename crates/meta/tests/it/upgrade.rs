//! Files of every version that was ever written are opened by this one.

use std::path::{Path, PathBuf};

use bartizan_domain::account::TokenOwner;
use bartizan_domain::issue::{Status, StatusDetails};
use bartizan_domain::organization::Role;
use bartizan_domain::scope::ScopeSet;
use bartizan_domain::{OrganizationId, UserId};
use bartizan_meta::{MIGRATIONS, SqliteMeta};
use bartizan_ports::meta::contract::stage::{Stage, at};
use bartizan_ports::meta::{
    Accounts, Batches, IssueFilter, Issues, NewMember, NewToken, Organizations, Outbox, Projects, Releases, System,
};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use crate::support::Home;

fn fixture(version: i64) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../tests/formats/meta-v{version}/dump.sql"))
}

/// A little of everything.
fn furnish(store: &SqliteMeta) {
    let stage = Stage::new(store, "acme");
    let ada = stage.person("ada@example.org");
    let member = NewMember {
        organization_id: stage.org(),
        user_id: Some(ada),
        email: "ada@example.org".into(),
        role: Role::Owner,
        invited_by: None,
        invite_token_hash: None,
    };
    store.create_member(&member, at(1)).unwrap();
    store.create_team(stage.org(), "web", "Web", at(1)).unwrap();
    let token = NewToken {
        name: "ci".into(),
        owner: TokenOwner::Organization(stage.org()),
        created_by: Some(ada),
        scopes: ScopeSet::parse(["org:ci"]).unwrap(),
        token_hash: "ab".repeat(32),
        last_characters: "wxyz".into(),
        expires: None,
    };
    store.create_token(&token, at(2)).unwrap();
    store.set_setting("installation", Some("it's old")).unwrap();
    let events = (0..9).map(|n| {
        let mut event = stage.event(n % 3, i64::try_from(n).unwrap() * 1000);
        event.user_hash = Some(i64::try_from(n).unwrap() % 2);
        event.release = Some("web@1.0.0".into());
        event
    });
    let outcome = stage.commit(events.collect(), 9000);
    stage.set_status(outcome.changes[2].issue_id, Status::Resolved, None, StatusDetails::default(), 9001);
}

/// What [`furnish`] made is still there, and the store still works.
fn inspect(store: &SqliteMeta) {
    let org = store.organization_by_slug("acme").unwrap().id;
    let project = store.project_by_slug(org, "web").unwrap();
    assert_eq!(store.members(org).unwrap()[0].user.as_ref().unwrap().email, "ada@example.org");
    assert_eq!(store.token_by_hash(&"ab".repeat(32), at(0)).unwrap().owner, TokenOwner::Organization(org));
    assert_eq!(store.setting("installation").unwrap().as_deref(), Some("it's old"));
    assert_eq!(store.count_issues(org, &[project.id], &IssueFilter::Status(Status::Unresolved)).unwrap(), 2);
    let issue = store.issue_by_number(org, project.id, 2).unwrap();
    assert_eq!((issue.times_seen, issue.users_seen, issue.first_seen), (3, 2, at(1000)));
    assert_eq!(store.release(org, "web@1.0.0").unwrap().new_issues, 3);
    assert_eq!(store.keys(org, project.id).unwrap().len(), 1);
    assert_eq!((store.processed().unwrap().0, store.outbox_pending().unwrap()), (10, 3));
    assert_eq!(store.check_meta().unwrap(), Vec::<String>::new());
    assert!(store.user(UserId(1)).is_ok() && store.organization(OrganizationId(1)).is_ok());
    let stage = Stage::new(store, "later");
    assert_eq!(stage.put(stage.event(1, 0), 1).times_seen, 1);
}

#[test]
fn every_old_version_is_upgraded_in_one_step() {
    let newest = MIGRATIONS.last().unwrap().version;
    // Steps that landed together have one fixture, that of the last of them.
    let kept: Vec<i64> = MIGRATIONS.iter().map(|m| m.version).filter(|version| fixture(*version).exists()).collect();
    assert_eq!((kept.first(), kept.last()), (Some(&1), Some(&newest)), "write_fixture makes that of the newest version");
    for version in kept {
        let home = Home::new();
        let dump = std::fs::read_to_string(fixture(version)).unwrap();
        Connection::open(home.file()).unwrap().execute_batch(&dump).unwrap();
        inspect(&home.open());
        let copies = std::fs::read_dir(home.dir.path())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("meta.db.before-"));
        assert_eq!(copies.count(), usize::from(version < newest));
    }
}

#[test]
fn what_was_furnished_is_found_when_opened_again() {
    let home = Home::new();
    furnish(&home.open());
    inspect(&home.open());
}

/// Run by hand when a version of the schema is released: `cargo test -p bartizan-meta -- --ignored write_fixture`.
#[test]
#[ignore = "writes tests/formats/meta-vN of the newest version"]
fn write_fixture() {
    let home = Home::new();
    furnish(&home.open());
    let file = fixture(MIGRATIONS.last().unwrap().version);
    assert!(!file.exists(), "a fixture never changes");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, dump(&Connection::open(home.file()).unwrap())).unwrap();
}

/// The whole file as statements.
fn dump(conn: &Connection) -> String {
    let mut text = String::from("BEGIN;\n");
    let mut schema = conn.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").unwrap();
    let objects: Vec<(String, String, String)> =
        schema.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect();
    for (kind, name, sql) in &objects {
        if name == "sqlite_sequence" {
            continue;
        }
        text.push_str(&format!("{sql};\n"));
        if kind == "table" {
            rows(conn, name, &mut text);
        }
    }
    text.push_str("DELETE FROM sqlite_sequence;\n");
    rows(conn, "sqlite_sequence", &mut text);
    text.push_str("COMMIT;\n");
    text
}

fn rows(conn: &Connection, table: &str, text: &mut String) {
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<String> = (0..columns)
            .map(|at| match row.get_ref(at).unwrap() {
                ValueRef::Null => "NULL".to_owned(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(words) => format!("'{}'", std::str::from_utf8(words).unwrap().replace('\'', "''")),
                ValueRef::Blob(bytes) => format!("x'{}'", hex::encode(bytes)),
            })
            .collect();
        text.push_str(&format!("INSERT INTO {table} VALUES ({});\n", values.join(", ")));
    }
}
