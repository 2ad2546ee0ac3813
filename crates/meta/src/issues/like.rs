//! Patterns with `*` as patterns of `LIKE`, with `!` to escape.

use bartizan_ports::{ErrorKind, StoreError, StoreResult};

/// Longest pattern in characters; no title is longer.
const MAX_PATTERN_CHARS: usize = 1000;
/// Most `*` in a pattern: each multiplies the work of a miss.
const MAX_STARS: usize = 8;

fn escaped(text: &str, star: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '%' | '_' | '!' => pattern.extend(['!', c]),
            '*' => pattern.push_str(star),
            other => pattern.push(other),
        }
    }
    pattern
}

fn check(text: &str) -> StoreResult<()> {
    if text.chars().count() > MAX_PATTERN_CHARS {
        return Err(StoreError::new(ErrorKind::Invalid, format!("pattern is longer than {MAX_PATTERN_CHARS} characters")));
    }
    Ok(())
}

/// The whole value matches `text`, where `*` stands for any run of characters.
pub(crate) fn wildcard(text: &str) -> StoreResult<String> {
    check(text)?;
    if text.matches('*').count() > MAX_STARS {
        return Err(StoreError::new(ErrorKind::Invalid, format!("pattern has more than {MAX_STARS} wildcards")));
    }
    Ok(escaped(text, "%"))
}

/// The value contains `text` as it stands.
pub(crate) fn contains(text: &str) -> StoreResult<String> {
    check(text)?;
    Ok(format!("%{}%", escaped(text, "*")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stars_are_wild() {
        assert_eq!(wildcard("a*b%c_d!").unwrap(), "a%b!%c!_d!!");
        assert_eq!(contains("50%*").unwrap(), "%50!%*%");
        assert_eq!(wildcard(&"*".repeat(9)).unwrap_err().kind, ErrorKind::Invalid);
        assert_eq!(contains(&"x".repeat(1001)).unwrap_err().kind, ErrorKind::Invalid);
    }
}
