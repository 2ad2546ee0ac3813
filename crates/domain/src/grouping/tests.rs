use super::*;

#[test]
fn globs_match_whole_texts() {
    let cases = [
        ("**/site-packages/**", Shape::Path, "/srv/lib/Site-Packages/flask/app.py", true),
        ("**/site-packages/**", Shape::Path, "C:\\py\\site-packages\\a.py", true),
        ("**/site-packages/**", Shape::Path, "site-packages/a.py", true),
        ("src/*.js", Shape::Path, "/home/me/src/a.js", true),
        ("src/*.js", Shape::Path, "/home/me/src/deep/a.js", false),
        ("/usr/lib/**", Shape::Path, "/usr/lib/x/y.so", true),
        ("/usr/lib/**", Shape::Path, "/opt/usr/lib/y.so", false),
        ("*.min.js", Shape::Path, "a.min.js", true),
        ("org.acme.*", Shape::Name, "org.acme.a.B", true),
        ("org.acme.*", Shape::Name, "Org.acme.a", false),
        ("a?c", Shape::Name, "abc", true),
        ("a?c", Shape::Name, "ac", false),
        ("*a*b*c*", Shape::Name, "xxaxxbxxcxx", true),
        ("", Shape::Name, "", true),
        ("*", Shape::Name, "", true),
    ];
    for (pattern, shape, text, expected) in cases {
        assert_eq!(Glob::new(pattern, shape).unwrap().matches(text), expected, "{pattern} on {text}");
    }
}

#[test]
fn a_hostile_pattern_is_answered_in_bounded_steps() {
    let pattern = "*a".repeat(MAX_PATTERN_BYTES / 2);
    let glob = Glob::new(&pattern, Shape::Name).unwrap();
    assert!(!glob.matches(&"a".repeat(100_000).replace("aaaa", "aaab")));
    assert!(Glob::new(&"x".repeat(MAX_PATTERN_BYTES + 1), Shape::Name).is_none());
}

#[test]
fn stack_rules_are_read() {
    let text = r#"
# comment
family:python,ruby path:**/site-packages/** -app
[ function:dispatch ] | !module:acme.* type:"Bad * thing" | [ app:yes ] ^-group v+app max-frames=8 category=noise # behind
stack.function:main invert-stacktrace=1 min-frames=2
"#;
    let rules = StackRules::parse(text).unwrap().rules;
    assert_eq!(rules.len(), 3);
    assert_eq!((rules[0].line, rules[0].matchers[0].patterns.len()), (3, 2));
    assert_eq!((rules[1].caller.len(), rules[1].callee.len()), (1, 1));
    assert!(rules[1].matchers[0].negated);
    let expected =
        [Action::Group(false, Reach::Up), Action::App(true, Reach::Down), Action::MaxFrames(8), Action::Category("noise".to_owned())];
    assert_eq!(rules[1].actions, expected);
    assert_eq!(rules[2].actions, [Action::Invert(true), Action::MinFrames(2)]);
}

#[test]
fn fingerprint_rules_are_read() {
    let text = "type:A !level:debug tags.shop:eu-* -> {{ default }}, pay-{{ tags.shop }}, \"two words\" title=\"In {{ type }}\"\nmessage:\"a b\" -> x # y";
    let rules = FingerprintRules::parse(text).unwrap().rules;
    assert_eq!(rules[0].words, ["{{ default }}", "pay-{{ tags.shop }}", "two words"]);
    assert_eq!(rules[0].title.as_deref(), Some("In {{ type }}"));
    assert_eq!(rules[0].matchers[2].field, Field::Tag("shop".to_owned()));
    assert_eq!((rules[1].words.as_slice(), rules[1].line), (&["x".to_owned()][..], 2));
}

#[test]
fn faults_name_their_place_and_what_would_be_right() {
    let stack = [
        ("path:x", 1, 7, "ends with what it does"),
        ("\n\n  paht:x -app", 3, 3, "Known are: family, path"),
        ("path:x -ap", 1, 8, "is no action"),
        ("path:\"x -app", 1, 6, "never closed"),
        ("[function:x] function:y -app", 1, 14, "“|”"),
        ("app:perhaps -app", 1, 5, "“yes” or “no”"),
        ("path:x max-frames=many", 1, 8, "a number up to"),
        ("-app", 1, 1, "begins with a condition"),
        ("logger:x -app", 1, 1, "cannot be asked here"),
    ];
    for (text, line, column, words) in stack {
        let fault = StackRules::parse(text).unwrap_err();
        assert_eq!((fault.line, fault.column), (line, column), "{text}: {fault}");
        assert!(fault.message.contains(words), "{text}: {fault}");
    }
    for (text, column, words) in [
        ("type:x", 7, "Expected “->”"),
        ("type:x -> ", 11, "Expected a word"),
        ("type:x -> {{ default", 11, "never closed"),
        ("type:x -> a b", 13, "Nothing but title"),
    ] {
        let fault = FingerprintRules::parse(text).unwrap_err();
        assert_eq!(fault.column, column, "{text}: {fault}");
        assert!(fault.message.contains(words), "{text}: {fault}");
    }
}

#[test]
fn texts_are_bounded() {
    assert!(StackRules::parse(&"path:x -app\n".repeat(MAX_RULES)).is_ok());
    assert_eq!(StackRules::parse(&"path:x -app\n".repeat(MAX_RULES + 1)).unwrap_err().line, 501);
    assert!(StackRules::parse(&"#".repeat(MAX_RULES_BYTES + 1)).is_err());
    assert!(StackRules::parse(&format!("path:x -app {}", " ".repeat(MAX_LINE_BYTES))).is_err());
}

proptest::proptest! {
    #[test]
    fn reading_never_panics(text in "(?s).{0,300}") {
        let _ = StackRules::parse(&text);
        let _ = FingerprintRules::parse(&text);
    }

    #[test]
    fn near_rules_never_panic_and_faults_are_inside(text in "(\\[|\\]|\\||!|path:|type:|\"|\\*|->|\\{\\{|\\}\\}| |-app|\\^|v|a|=|#|title=|,|é|\n){0,40}") {
        let lines = u32::try_from(text.lines().count().max(1)).unwrap();
        for fault in [StackRules::parse(&text).err(), FingerprintRules::parse(&text).err()].into_iter().flatten() {
            proptest::prop_assert!(fault.line >= 1 && fault.line <= lines && fault.column >= 1);
        }
    }

    #[test]
    fn a_glob_of_a_text_itself_matches(text in "[a-z/.]{1,40}") {
        proptest::prop_assert!(Glob::new(&text, Shape::Name).unwrap().matches(&text));
        proptest::prop_assert!(Glob::new(&["**", &text, "**"].concat(), Shape::Path).unwrap().matches(&text));
    }
}
