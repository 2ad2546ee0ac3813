use crate::search::{Expr, MAX_DEPTH, MAX_LENGTH_BYTES, MAX_TOKENS, Operator, SearchError, Span, Term, parse};

fn error(text: &str) -> SearchError {
    parse(text).map(|q| q.to_string()).unwrap_err()
}

/// Every token as `key operator values`, in order.
fn tokens(text: &str) -> Vec<String> {
    let query = parse(text).unwrap();
    let mut out = Vec::new();
    query.root.unwrap().for_each_token(&mut |token| {
        let not = if token.negated { "!" } else { "" };
        out.push(match &token.term {
            Term::Text(value) => format!("{not}<{}>", value.text()),
            Term::Match { key, operator, values } => {
                let values: Vec<String> = values.iter().map(|v| format!("<{}>", v.text())).collect();
                format!("{not}{} {}{}", key.name, operator.as_str(), values.join(""))
            }
        });
    });
    out
}

#[test]
fn reads_terms_of_every_form() {
    let text = r#"is:unresolved !browser.name:"Mobile Safari" level:[error, "very bad"] timesSeen:>=10 firstSeen:-24h
        has:release !has:dist dist:"" tags[level]:x url:https://a.example/b?c=d file:*.rs free words "a phrase""#;
    assert_eq!(
        tokens(text),
        [
            "is <unresolved>",
            "!browser.name <Mobile Safari>",
            "level <error><very bad>",
            "timesSeen >=<10>",
            "firstSeen <-24h>",
            "has <release>",
            "!has <dist>",
            "dist <>",
            "level <x>",
            "url <https://a.example/b?c=d>",
            "file <*.rs>",
            "<free>",
            "<words>",
            "<a phrase>",
        ]
    );
}

#[test]
fn knows_where_terms_stand() {
    let query = parse("  !release:1.0 x").unwrap();
    let Some(Expr::And(list)) = query.root else { panic!("two terms") };
    let Some(Expr::Token(token)) = list.first() else { panic!("a term") };
    assert_eq!(token.span, Span { start: 2, length: 12 });
    let Term::Match { key, operator, values } = &token.term else { panic!("a match") };
    assert_eq!((key.span, *operator), (Span { start: 3, length: 7 }, Operator::Equals));
    assert_eq!(values[0].span, Span { start: 11, length: 3 });
}

#[test]
fn and_binds_tighter_than_or_and_parentheses_tighter_still() {
    let print = |text: &str| format!("{:?}", shape(&parse(text).unwrap().root.unwrap()));
    fn shape(expr: &Expr) -> String {
        match expr {
            Expr::And(list) => format!("({})", list.iter().map(shape).collect::<Vec<_>>().join("&")),
            Expr::Or(list) => format!("({})", list.iter().map(shape).collect::<Vec<_>>().join("|")),
            Expr::Not(inner) => format!("!{}", shape(inner)),
            Expr::Token(token) => token.to_string(),
        }
    }
    assert_eq!(print("a b OR c AND d"), "\"((a&b)|(c&d))\"");
    assert_eq!(print("a (b OR c)"), "\"(a&(b|c))\"");
    assert_eq!(print("!(a b) ((c))"), "\"(!(a&b)&c)\"");
    assert_eq!(print("!(a) () or"), "\"(!a&or)\"");
}

#[test]
fn escapes_and_odd_words() {
    assert_eq!(tokens(r"a:\*b c:C:\dir\x"), ["a <*b>", r"c <C:\dir\x>"]);
    let literal = parse(r"a:\*b").unwrap().to_string();
    assert_eq!(literal, r"a:\*b");
    assert_eq!(
        tokens("std::io::Error TypeError: http://x.example 12:30 foo()"),
        ["<std::io::Error>", "<TypeError:>", "<http://x.example>", "<12:30>", "<foo()>",]
    );
    assert_eq!(tokens(r#""odd key":1 count():>5 (TypeError:)"#), ["odd key <1>", "count() ><5>", "<TypeError:>"]);
}

#[test]
fn an_empty_query_is_no_condition() {
    for text in ["", "   ", "()", "( () )"] {
        assert_eq!(parse(text).unwrap().root, None, "{text:?}");
    }
}

#[test]
fn errors_say_where_and_what_would_be_right() {
    let cases = [
        ("message:\"abc", 8, "not closed"),
        ("(a OR b", 0, "not closed"),
        ("a b)", 3, "closes nothing"),
        ("level:[a,b", 6, "not closed"),
        ("level:[a,,b]", 9, "value is missing"),
        ("release: x", 8, "value is missing"),
        ("timesSeen:>", 11, "value is missing"),
        ("a OR", 2, "after this OR"),
        ("OR a", 0, "before this OR"),
        ("a AND OR b", 2, "after this AND"),
        ("AND a", 0, "before this AND"),
        ("a ! b", 2, "exclamation"),
        ("a:\"b\"c", 5, "right after the value"),
    ];
    for (text, position, message) in cases {
        let error = error(text);
        assert_eq!(error.position, position, "{text}: {error}");
        assert!(error.message.contains(message), "{text}: {error}");
        assert!(error.hint.is_some(), "{text}");
    }
    assert_eq!(error("relase:").hint.as_deref(), Some("did you mean release: ?"));
    assert_eq!(
        error("release: x").explain(),
        "Error in the search query at character 9: a value is missing after release:; \
         write release:\"\" for an empty value, has:release for any value."
    );
}

#[test]
fn limits_hold() {
    assert!(error(&"a".repeat(MAX_LENGTH_BYTES + 1)).message.contains("longer"));
    assert!(error(&"a ".repeat(MAX_TOKENS + 1)).message.contains("terms"));
    assert!(parse(&"a ".repeat(MAX_TOKENS)).is_ok());
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(error(&nested(MAX_DEPTH + 1)).message.contains("nested"));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert!(error(&format!("a:[{}1]", "1,".repeat(150))).message.contains("list"));
}
