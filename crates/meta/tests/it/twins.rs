//! The two engines' migrations describe the same tables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bartizan_meta::MIGRATIONS;

/// Tables with their columns, and indexes as they stand.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    tables: BTreeMap<String, Vec<String>>,
    indexes: Vec<String>,
}

fn folder(engine: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(engine)
}

fn files(engine: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder(engine)).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort_unstable();
    names
}

/// Parts between commas that are not inside parentheses.
fn parts(body: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for c in body.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.into_iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// A column by name and whether it may be null; a constraint as it stands.
fn describe(part: &str) -> String {
    let first = part.split(' ').next().unwrap();
    if ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].contains(&first) {
        return part.to_owned();
    }
    let rest: Vec<&str> = ["NOT NULL", "UNIQUE", "REFERENCES", "PRIMARY KEY"].into_iter().filter(|w| part.contains(w)).collect();
    format!("{first} {}", rest.join(" "))
}

fn shape(engine: &str) -> Shape {
    let mut shape = Shape::default();
    for name in files(engine) {
        let text = std::fs::read_to_string(folder(engine).join(name)).unwrap();
        let code: String = text.lines().map(|line| line.split("--").next().unwrap()).collect::<Vec<_>>().join("\n");
        for statement in code.split(';').map(str::trim).filter(|s| !s.is_empty()) {
            let plain = statement.split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some(rest) = plain.strip_prefix("CREATE TABLE ") {
                let (table, body) = rest.split_once(" (").unwrap();
                let body = &body[..body.rfind(')').unwrap()];
                shape.tables.insert(table.to_owned(), parts(body).iter().map(|p| describe(p)).collect());
            } else {
                shape.indexes.push(plain);
            }
        }
    }
    shape
}

#[test]
fn both_engines_have_the_same_tables() {
    let sqlite = shape("sqlite");
    assert!(sqlite.tables.len() > 25, "{:?}", sqlite.tables.keys());
    assert!(sqlite.tables["issues"].contains(&"last_seen NOT NULL".to_owned()), "{:?}", sqlite.tables["issues"]);
    assert_eq!(sqlite, shape("postgres"));
}

#[test]
fn every_migration_is_embedded() {
    let names: Vec<String> = MIGRATIONS.iter().map(|m| format!("{:04}_{}.sql", m.version, m.name)).collect();
    assert_eq!(names, files("sqlite"));
    assert_eq!(names, files("postgres"));
    let versions: Vec<i64> = MIGRATIONS.iter().map(|m| m.version).collect();
    assert_eq!(versions, (1..=i64::try_from(versions.len()).unwrap()).collect::<Vec<_>>());
}
