//! Conditions on the numbers of groups, such as `count():>10`, beside those on events.

use super::ast::{Expr, Key, Operator, Query, Term, Token, Value};
use super::error::SearchError;
use super::values;
use crate::Timestamp;

/// A condition on a function over the events of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AggregateTerm {
    /// The function as it is written in columns: `count()`, `count_unique(user)`.
    pub function: Key,
    /// How it compares.
    pub operator: Operator,
    /// With what.
    pub value: Value,
    /// `!` stood before it.
    pub negated: bool,
}

/// What a group's number must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    operator: Operator,
    low: f64,
    high: f64,
    negated: bool,
}

impl Bounds {
    /// Whether a number is within. No number is neither within nor without.
    #[expect(clippy::float_cmp, reason = "a person asks for exactly this number")]
    pub fn hold(self, number: Option<f64>) -> bool {
        let Some(number) = number else { return false };
        let holds = match self.operator {
            Operator::Equals if self.low == self.high => number == self.low,
            Operator::Equals => number >= self.low && number < self.high,
            Operator::Less => number < self.low,
            Operator::AtMost => number <= self.high,
            Operator::Greater => number > self.high,
            Operator::AtLeast => number >= self.low,
        };
        holds != self.negated
    }
}

impl AggregateTerm {
    /// Its bounds as a number.
    ///
    /// # Errors
    /// When the value is none.
    pub fn number(&self) -> Result<Bounds, SearchError> {
        let number = values::decimal(&self.value)?;
        Ok(Bounds { operator: self.operator, low: number, high: number, negated: self.negated })
    }

    /// Its bounds as a time, in microseconds since 1970.
    ///
    /// # Errors
    /// When the value is none.
    #[expect(clippy::cast_precision_loss, reason = "moments of this era fit into 53 bits of microseconds")]
    pub fn time(&self, now: Timestamp) -> Result<Bounds, SearchError> {
        let range = values::time_range(self.operator, &self.value, now)?;
        Ok(Bounds { operator: Operator::Equals, low: range.start.0 as f64, high: range.end.0 as f64, negated: self.negated })
    }
}

/// Takes the conditions on groups out of a query. They may stand beside others, joined by AND.
///
/// # Errors
/// When one stands in a group of parentheses or beside an OR, or has several values.
pub fn split(query: Query) -> Result<(Query, Vec<AggregateTerm>), SearchError> {
    let parts = match query.root {
        Some(Expr::And(parts)) => parts,
        other => other.into_iter().collect(),
    };
    let (mut plain, mut terms) = (Vec::with_capacity(parts.len()), Vec::new());
    for part in parts {
        match part {
            Expr::Token(token) if function_of(&token).is_some() => terms.push(term(token)?),
            other => plain.push(check(other)?),
        }
    }
    Ok((Query { root: Expr::and(plain) }, terms))
}

/// The key of a term that is a function.
fn function_of(token: &Token) -> Option<&Key> {
    match &token.term {
        Term::Match { key, .. } if is_function(key) => Some(key),
        _ => None,
    }
}

/// `name(…)`
pub(super) fn is_function(key: &Key) -> bool {
    !key.explicit_tag && key.name.ends_with(')') && key.name.contains('(')
}

fn term(token: Token) -> Result<AggregateTerm, SearchError> {
    let Term::Match { key, operator, mut values } = token.term else {
        return Err(SearchError::at(token.span, "a condition on a group names a function"));
    };
    match (values.pop(), values.pop()) {
        (Some(value), None) => Ok(AggregateTerm { function: key, operator, value, negated: token.negated }),
        _ => Err(SearchError::at(key.span, format!("{} compares with one number", key.name)).hint(format!("write {}:>10", key.name))),
    }
}

fn check(expr: Expr) -> Result<Expr, SearchError> {
    let mut found = None;
    expr.for_each_token(&mut |token| {
        if found.is_none() {
            found = function_of(token).cloned();
        }
    });
    match found {
        None => Ok(expr),
        Some(key) => Err(SearchError::at(key.span, format!("{} is about groups and cannot stand in parentheses or beside OR", key.name))
            .hint("join it to the rest by AND")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn bounds(text: &str) -> Bounds {
        let (_, terms) = split(parse(text).unwrap()).unwrap();
        terms[0].number().unwrap()
    }

    #[test]
    fn conditions_on_groups_leave_the_others() {
        let (rest, terms) = split(parse("level:error count():>10 !count_unique(user):<=2.5k").unwrap()).unwrap();
        assert_eq!(rest.to_string(), "level:error");
        let told: Vec<_> = terms.iter().map(|t| (t.function.name.as_str(), t.operator, t.value.text(), t.negated)).collect();
        assert_eq!(
            told,
            [("count()", Operator::Greater, "10".to_owned(), false), ("count_unique(user)", Operator::AtMost, "2.5k".to_owned(), true)]
        );
        assert_eq!(terms[1].number().unwrap(), Bounds { operator: Operator::AtMost, low: 2_500.0, high: 2_500.0, negated: true });
        assert_eq!(split(parse("epm():0.5").unwrap()).unwrap().0.root, None);
    }

    #[test]
    fn every_operator_compares() {
        for (text, held) in [
            ("count():>2", [false, false, true]),
            ("count():>=2", [false, true, true]),
            ("count():<2", [true, false, false]),
            ("count():<=2", [true, true, false]),
            ("count():2", [false, true, false]),
            ("!count():2", [true, false, true]),
        ] {
            assert_eq!([1.0, 2.0, 3.0].map(|number| bounds(text).hold(Some(number))), held, "{text}");
            assert!(!bounds(text).hold(None), "{text}: nothing is no number");
        }
    }

    #[test]
    fn times_compare_as_they_do_elsewhere() {
        let now = Timestamp::from_seconds(1_000_000);
        let since = |text: &str| split(parse(text).unwrap()).unwrap().1[0].time(now).unwrap();
        for (text, seconds, held) in
            [("last_seen():-1h", 999_000, true), ("last_seen():-1h", 990_000, false), ("last_seen():+1h", 990_000, true)]
        {
            assert_eq!(since(text).hold(Some(f64::from(seconds) * 1e6)), held, "{text}");
        }
    }

    #[test]
    fn a_condition_on_groups_says_where_it_may_not_stand() {
        for text in ["level:error OR count():>1", "(a OR count():>1) b", "!(count():>1 b)", "count():[1,2]"] {
            let error = split(parse(text).unwrap()).unwrap_err();
            assert_eq!(text.get(error.position..error.position + error.length), Some("count()"), "{text}: {error}");
        }
        assert!(split(parse("count():>many").unwrap()).unwrap().1[0].number().is_err());
    }
}
