//! Files that are not what they should be, and copies.

use std::fs;

use bartizan_ports::ErrorKind;
use bartizan_ports::meta::contract::stage::{Stage, fails};
use bartizan_ports::meta::{Accounts, Issues, System};

use crate::support::Home;

fn kind_of_open(home: &Home) -> ErrorKind {
    match home.try_open() {
        Ok(_) => panic!("opened"),
        Err(error) => error.kind,
    }
}

#[test]
fn a_file_of_something_else_is_refused_and_left_alone() {
    let home = Home::new();
    let text = "this is a letter, not a database. ".repeat(200);
    fs::write(home.file(), &text).unwrap();
    assert_eq!(kind_of_open(&home), ErrorKind::Corrupt);
    assert_eq!(fs::read_to_string(home.file()).unwrap(), text);

    let home = Home::new();
    rusqlite::Connection::open(home.file()).unwrap().execute_batch("CREATE TABLE recipes (name TEXT)").unwrap();
    assert_eq!(kind_of_open(&home), ErrorKind::Invalid);

    let home = Home::new();
    fs::create_dir(home.file()).unwrap();
    assert_eq!(kind_of_open(&home), ErrorKind::Unavailable);
}

#[test]
fn damage_is_found() {
    let home = Home::new();
    {
        let store = home.open();
        let stage = Stage::new(&store, "acme");
        stage.commit((0..500).map(|n| stage.event(n, 0)).collect(), 1);
    }
    // A clean close has folded the log into the file.
    let mut bytes = fs::read(home.file()).unwrap();
    let (from, to) = (bytes.len() / 2, bytes.len() / 2 + 40_000);
    bytes[from..to].fill(0xA5);
    fs::write(home.file(), &bytes).unwrap();
    match home.try_open() {
        Err(error) => assert_eq!(error.kind, ErrorKind::Corrupt),
        Ok(store) => match store.check_meta() {
            Err(error) => assert_eq!(error.kind, ErrorKind::Corrupt),
            Ok(problems) => assert!(!problems.is_empty(), "nothing noticed"),
        },
    }
}

#[test]
fn counters_that_do_not_agree_are_named() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let mut event = stage.event(1, 0);
    event.user_hash = Some(1);
    let id = stage.put(event, 1).id;
    let conn = rusqlite::Connection::open(home.file()).unwrap();
    conn.execute_batch("UPDATE issues SET users_seen = 5; UPDATE issue_hours SET count = 9; DELETE FROM issue_details").unwrap();
    conn.execute_batch("INSERT INTO issue_hashes VALUES (1, x'00112233445566778899aabbccddeeff', 4711)").unwrap();
    let problems = store.check_meta().unwrap();
    let want = [
        format!("issue {id} has more events in its hours than in all"),
        format!("issue {id} counts other users than are listed for it"),
        format!("issue {id} has no title"),
        "issue 4711 has hashes but is not there".to_owned(),
    ];
    assert_eq!(problems, want);
}

#[test]
fn a_hash_that_outlived_its_issue_makes_a_new_one() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let first = stage.put(stage.event(1, 0), 1).id;
    let conn = rusqlite::Connection::open(home.file()).unwrap();
    conn.execute_batch("DELETE FROM issues; DELETE FROM issue_details").unwrap();
    let again = stage.put(stage.event(1, 2), 3);
    assert_ne!(again.id, first);
    assert_eq!((again.times_seen, again.number), (1, 2));
}

#[test]
fn a_backup_is_a_whole_store() {
    let home = Home::new();
    let store = home.open();
    let stage = Stage::new(&store, "acme");
    let copy = Home::new();
    // Written to while it is copied.
    std::thread::scope(|scope| {
        let backup = scope.spawn(|| store.backup_to(&copy.file()));
        for n in 0..30 {
            stage.commit(vec![stage.event(1, n)], n);
        }
        backup.join().unwrap().unwrap();
    });
    fails(store.backup_to(&copy.file()), ErrorKind::Conflict);
    fails(store.backup_to(&copy.dir.path().join("no/such/folder/meta.db")), ErrorKind::Unavailable);
    store.backup_to(&copy.dir.path().join("it's a \"copy\".db")).unwrap();
    assert!(!copy.dir.path().join("meta.db.partial").exists());
    #[cfg(unix)]
    for file in [home.file(), copy.file()] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600, "only the owner reads");
    }
    let restored = copy.open();
    assert_eq!(restored.check_meta().unwrap(), Vec::<String>::new());
    assert_eq!(restored.count_users().unwrap(), 0);
    let kept = Stage::new(&restored, "new");
    let seen = restored.issue_by_number(stage.org(), stage.project.id, 1).map_or(0, |issue| issue.times_seen);
    assert!(seen <= 30);
    kept.put(kept.event(1, 0), 1);
}
