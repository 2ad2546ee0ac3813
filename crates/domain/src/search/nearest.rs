//! The known word nearest to a mistyped one.

/// Words farther apart than this are not meant for one another.
const MAX_DISTANCE: usize = 2;
/// Longer words are not compared: nobody mistypes them into a known one, and the cost is quadratic.
const MAX_WORD_CHARS: usize = 40;

/// The word of `known` that differs least from `word`, if it is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).take(MAX_WORD_CHARS + 1).collect();
    if word.len() > MAX_WORD_CHARS {
        return None;
    }
    let allowed = MAX_DISTANCE.min(word.len() / 2);
    known
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits (insert, delete, replace) from one to the other, without regard to case.
fn distance(word: &[char], other: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (i, b) in other.chars().flat_map(char::to_lowercase).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (a, cell) in word.iter().zip(row.iter_mut().skip(1)) {
            let replace = diagonal + usize::from(*a != b);
            diagonal = *cell;
            left = replace.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_word_that_was_meant() {
        let known = ["unresolved", "resolved", "archived", "assigned", "unassigned"];
        assert_eq!(nearest("unresolvd", known), Some("unresolved"));
        assert_eq!(nearest("Resolved", known), Some("resolved"));
        assert_eq!(nearest("asigned", known), Some("assigned"));
        assert_eq!(nearest("banana", known), None);
        assert_eq!(nearest("x", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"a".repeat(5_000), known), None);
    }
}
