use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// As a bundler writes it: `total` became `t`, `Cart` became `n`, the caller is not renamed.
const SOURCE: &str =
    "export class Cart {\n  total(items) {\n    return items.sum;\n  }\n}\nfunction checkout() {\n  new Cart().total(null);\n}\n";
const CODE: &str = "class n{t(r){return r.sum}}function checkout(){new n().t(null)}";

/// A number in the form of source maps.
fn vlq(number: i64, out: &mut String) {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut rest = if number < 0 { ((-number) << 1) | 1 } else { number << 1 };
    loop {
        let digit = rest & 31;
        rest >>= 5;
        out.push(char::from(DIGITS[(digit | if rest > 0 { 32 } else { 0 }) as usize]));
        if rest == 0 {
            return;
        }
    }
}

/// Mappings of one minified line: column, source line, source column, name.
fn mappings(list: &[(i64, i64, i64, Option<i64>)]) -> String {
    let (mut out, mut last) = (String::new(), (0, 0, 0, 0));
    for (column, line, source_column, name) in list {
        if !out.is_empty() {
            out.push(',');
        }
        for number in [column - last.0, 0, line - last.1, source_column - last.2] {
            vlq(number, &mut out);
        }
        if let Some(name) = name {
            vlq(name - last.3, &mut out);
            last.3 = *name;
        }
        (last.0, last.1, last.2) = (*column, *line, *source_column);
    }
    out
}

fn map(names: bool) -> String {
    let name = |index| names.then_some(index);
    let list = [
        (0, 0, 7, None),
        (6, 0, 13, name(0)),
        (8, 1, 2, name(1)),
        (13, 2, 4, None),
        (20, 2, 11, None),
        (27, 5, 0, None),
        (36, 5, 9, None),
        (47, 6, 2, None),
        (55, 6, 13, name(1)),
    ];
    let content = serde_json::to_string(SOURCE).unwrap();
    let mappings = mappings(&list);
    format!(
        r#"{{"version":3,"sourceRoot":"src/","sources":["cart.js"],"sourcesContent":[{content}],"names":["Cart","total"],"mappings":"{mappings}"}}"#
    )
}

fn original(map: &Map, line: u32, column: u32) -> Original {
    match map.find(line, column) {
        Found::Original(original) => *original,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_position_leads_to_its_function_file_and_lines() {
    let map = Map::read(Some(CODE), &map(true)).unwrap();
    let found = original(&map, 1, 23);
    assert_eq!((found.function.as_deref(), found.source.as_str(), found.line, found.column), (Some("Cart.total"), "src/cart.js", 3, 12));
    let context = found.context.unwrap();
    assert_eq!((context.before.len(), context.line.as_str(), context.after.len()), (2, "    return items.sum;", 5));
    let caller = original(&map, 1, 56);
    assert_eq!((caller.function.as_deref(), caller.line), (Some("checkout"), 7));
}

#[test]
fn names_are_read_from_the_source_when_the_map_has_none() {
    let map = Map::read(Some(CODE), &map(false)).unwrap();
    assert_eq!(original(&map, 1, 23).function.as_deref(), Some("Cart.total"));
}

#[test]
fn without_the_minified_file_the_source_tells_the_functions() {
    let map = Map::read(None, &map(false)).unwrap();
    assert_eq!(original(&map, 1, 23).function.as_deref(), Some("Cart.total"));
    assert_eq!(original(&map, 1, 56).function.as_deref(), Some("checkout"));
}

#[test]
fn a_place_is_told_alike_however_often_it_is_asked_for() {
    let map = Map::read(None, &map(false)).unwrap();
    let places = [1, 7, 9, 14, 21, 23, 28, 37, 48, 56];
    let first: Vec<_> = places.iter().map(|column| original(&map, 1, *column)).collect();
    let again: Vec<_> = places.iter().rev().map(|column| original(&map, 1, *column)).collect();
    assert_eq!(first, again.into_iter().rev().collect::<Vec<_>>());
    assert!(first.iter().all(|found| found.context.is_some()));
}

#[test]
fn positions_without_origin_say_so() {
    let text = r#"{"version":3,"sources":["a"],"names":[],"mappings":"AAAA,U"}"#;
    let map = Map::read(None, text).unwrap();
    assert_eq!(map.find(1, 30), Found::Generated);
    assert_eq!(map.find(2, 1), Found::Outside);
    assert_eq!(original(&map, 1, 1).context, None);
}

#[test]
fn an_index_is_read_section_by_section() {
    let text = format!(
        r#"{{"version":3,"sections":[{{"offset":{{"line":0,"column":0}},"map":{{"version":3,"sources":["a.js"],"names":[],"mappings":"AAAA"}}}},
            {{"offset":{{"line":2,"column":10}},"map":{}}}]}}"#,
        map(true)
    );
    let map = Map::read(None, &text).unwrap();
    assert_eq!(original(&map, 1, 5).source, "a.js");
    assert_eq!(original(&map, 3, 33).source, "src/cart.js");
    assert_eq!(map.find(3, 5), Found::Outside);
}

#[test]
fn react_native_tells_the_functions_itself() {
    // `<global>` from line 1, `checkout` from line 6, both at column 0.
    let text = r#"{"version":3,"sources":["a.js"],"names":[],"mappings":"AAAA,UAKE","x_facebook_sources":[[{"names":["<global>","checkout"],"mappings":"AAA;ACK"}]]}"#;
    let map = Map::read(None, text).unwrap();
    assert_eq!(original(&map, 1, 20).function.as_deref(), Some("checkout"));
    assert_eq!(original(&map, 1, 1).function, None);
}

#[test]
fn the_ignore_list_marks_code_of_others() {
    for key in ["ignoreList", "x_google_ignoreList"] {
        let text = format!(r#"{{"version":3,"sources":["a.js","b.js"],"names":[1,null],"mappings":"AAAA,UCAA","{key}":[1]}}"#);
        let map = Map::read(None, &text).unwrap();
        assert_eq!([original(&map, 1, 1).is_ignored, original(&map, 1, 12).is_ignored], [false, true]);
    }
}

#[test]
fn prefixes_before_the_map_are_skipped() {
    assert!(Map::read(None, &format!(")]}}'\n{}", map(true))).is_ok());
    assert!(Map::read(None, &format!("\u{feff}{}", map(true))).is_ok());
}

#[test]
fn what_is_no_map_is_refused_with_its_reason() {
    let reason = |text: &str| Map::read(None, text).unwrap_err().to_string();
    let nested = r#"{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":{"version":3,"sections":[]}}]}"#;
    let cases = [
        "<!doctype html>",
        "{}",
        r#"{"version":2,"mappings":""}"#,
        r#"{"version":3,"sources":[],"mappings":"AAAA"}"#,
        r#"{"version":3,"sources":["a"],"mappings":"A*"}"#,
        r#"{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"a.map"}]}"#,
        nested,
    ];
    insta::assert_snapshot!(cases.map(reason).join("\n"));
}

#[test]
fn bombs_are_refused() {
    assert_eq!(Map::read(None, &" ".repeat(MAX_MAP_BYTES + 1)).unwrap_err(), MapError::TooLarge);
    assert!(matches!(Map::read(None, &"[".repeat(1_000_000)), Err(MapError::Json(_))));
    let deep = format!("{}{}", r#"{"sections":[{"offset":{"line":0,"column":0},"map":"#.repeat(50_000), "}]}".repeat(50_000));
    assert!(matches!(Map::read(None, &deep), Err(MapError::Json(_))));
    let sources = format!(r#"{{"version":3,"mappings":"","sources":[{}""]}}"#, r#""","#.repeat(MAX_SOURCES));
    assert!(matches!(Map::read(None, &sources), Err(MapError::Json(_))));
    let mut sections = String::from(r#"{"version":3,"sections":["#);
    for line in 0..=crate::js::shape::MAX_SECTIONS {
        let comma = if line == 0 { "" } else { "," };
        write!(sections, r#"{comma}{{"offset":{{"line":{line},"column":0}},"map":{{"version":3,"sources":[],"mappings":""}}}}"#).unwrap();
    }
    sections.push_str("]}");
    assert!(matches!(Map::read(None, &sections), Err(MapError::Json(_))));
    let endless = format!(r#"{{"version":3,"sources":[],"mappings":"{}"}}"#, "A,".repeat(MAX_TOKENS + 1));
    assert_eq!(Map::read(None, &endless).unwrap_err(), MapError::Mappings(MappingsError::TooMany));
}

#[test]
fn deep_code_costs_the_names_only() {
    let deep = "(".repeat(200_000);
    let map = Map::read(Some(&deep), &map(false)).unwrap();
    assert_eq!(original(&map, 1, 23).function.as_deref(), Some("Cart.total"), "told by the source");
}

#[test]
fn long_lines_are_cut_around_the_place() {
    let line = format!("{}HERE{}", "é".repeat(500), "b".repeat(500));
    let cut = shown(&line, 502);
    assert!(cut.starts_with(CUT) && cut.ends_with(CUT) && cut.contains("HERE") && cut.chars().count() < 320, "{cut}");
    assert_eq!(shown("short", 900), "short");
}

proptest! {
    #[test]
    fn no_map_and_no_place_panics(mappings in "[A-Za-z0-9+/,;]{0,80}", code in "[a-z(){}=>:?;,\\[\\] ]{0,80}", line in 0_u32..5, column in 0_u32..200) {
        let text = format!(r#"{{"version":3,"sources":["a","b","c"],"sourcesContent":["function a(){{\né}}"],"names":["n"],"mappings":"{mappings}"}}"#);
        if let Ok(map) = Map::read(Some(&code), &text) {
            let _ = map.find(line, column);
        }
    }

    #[test]
    fn no_text_panics(code in ".{0,80}", map in ".{0,80}") {
        let _ = Map::read(Some(&code), &map);
    }
}
