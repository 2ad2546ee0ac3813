//! Patterns with `*` as patterns of `LIKE`, with `!` to escape.

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

/// The whole value matches `text`, where `*` stands for any run of characters.
pub(crate) fn wildcard(text: &str) -> String {
    escaped(text, "%")
}

/// The value contains `text` as it stands.
pub(crate) fn contains(text: &str) -> String {
    format!("%{}%", escaped(text, "*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stars_are_wild() {
        assert_eq!(wildcard("a*b%c_d!"), "a%b!%c!_d!!");
        assert_eq!(contains("50%*"), "%50!%*%");
    }
}
