use proptest::prelude::*;

use crate::search::{Expr, Key, MAX_DEPTH, MAX_LENGTH_BYTES, Operator, Pattern, Query, Span, Term, Token, Value, parse};

/// The same tree without positions.
fn bare(expr: Expr) -> Expr {
    match expr {
        Expr::And(list) => Expr::And(list.into_iter().map(bare).collect()),
        Expr::Or(list) => Expr::Or(list.into_iter().map(bare).collect()),
        Expr::Not(inner) => Expr::Not(Box::new(bare(*inner))),
        Expr::Token(token) => {
            let value = |v: Value| Value { span: Span::default(), ..v };
            let term = match token.term {
                Term::Text(v) => Term::Text(value(v)),
                Term::Match { key, operator, values } => {
                    Term::Match { key: Key { span: Span::default(), ..key }, operator, values: values.into_iter().map(value).collect() }
                }
            };
            Expr::Token(Token { term, span: Span::default(), ..token })
        }
    }
}

fn pattern() -> impl Strategy<Value = Pattern> {
    prop::collection::vec(prop_oneof![3 => "[ -~äß€]{1,6}".prop_map(Some), 1 => Just(None)], 0..4).prop_map(|pieces| {
        let mut pattern = Pattern::default();
        for piece in pieces {
            match piece {
                Some(text) => pattern.push_literal(&text),
                None => pattern.push_any(),
            }
        }
        pattern
    })
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        pattern().prop_map(|pattern| Value { pattern, quoted: true, span: Span::default() }),
        "[a-z0-9_.+-]{1,8}".prop_map(|text| Value { pattern: Pattern::literal(text), quoted: false, span: Span::default() }),
    ]
}

fn token() -> impl Strategy<Value = Token> {
    let operator = prop_oneof![
        Just(Operator::Less),
        Just(Operator::AtMost),
        Just(Operator::Greater),
        Just(Operator::AtLeast),
        Just(Operator::Equals),
    ];
    let key = prop_oneof![
        "[a-z][a-z_.]{0,8}".prop_map(|name| Key { name, explicit_tag: false, span: Span::default() }),
        "[a-z :\"\\\\]{1,8}".prop_map(|name| Key { name, explicit_tag: false, span: Span::default() }),
        "[a-z]{1,8}".prop_map(|name| Key { name, explicit_tag: true, span: Span::default() }),
    ];
    let term = prop_oneof![
        value().prop_map(Term::Text),
        (key.clone(), operator, value()).prop_map(|(key, operator, v)| Term::Match { key, operator, values: vec![v] }),
        (key, prop::collection::vec(value(), 1..4)).prop_map(|(key, values)| Term::Match { key, operator: Operator::Equals, values }),
    ];
    (any::<bool>(), term).prop_map(|(negated, term)| Token { negated, term, span: Span::default() })
}

fn expr() -> impl Strategy<Value = Expr> {
    token().prop_map(Expr::Token).prop_recursive(4, 24, 4, |inner| {
        let list = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            list().prop_filter_map("one at least", Expr::and),
            list().prop_filter_map("one at least", Expr::or),
            inner.clone().prop_map(Expr::negate),
        ]
    })
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,200}") {
        let _ = parse(&text);
    }

    #[test]
    fn never_panics_on_the_signs_of_the_language(text in "[a-zA:!\"*\\\\()\\[\\],<>= \\-ORANDä]{0,80}") {
        if let Ok(query) = parse(&text) {
            let printed = query.to_string();
            if printed.len() <= MAX_LENGTH_BYTES {
                let again = parse(&printed).map_err(|e| TestCaseError::fail(format!("{printed}: {e}")))?;
                prop_assert_eq!(again.root.map(bare), query.root.map(bare), "{}", printed);
            }
        }
    }

    #[test]
    fn printing_and_reading_gives_the_same_tree(expr in expr()) {
        let printed = Query { root: Some(expr.clone()) }.to_string();
        prop_assume!(printed.len() <= MAX_LENGTH_BYTES);
        let read = parse(&printed).map_err(|e| TestCaseError::fail(format!("{printed}: {e}")))?;
        prop_assert_eq!(read.root.map(bare), Some(expr), "{}", printed);
    }
}

#[test]
fn the_deepest_tree_can_be_printed_and_read() {
    let mut text = "a".to_owned();
    for _ in 0..MAX_DEPTH {
        text = format!("x (y {text} OR z)");
    }
    let query = parse(&text).unwrap();
    let again = parse(&query.to_string()).unwrap();
    assert_eq!(again.root.map(bare), query.root.map(bare));
}
