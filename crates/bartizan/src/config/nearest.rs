//! "Did you mean": the nearest of several names by edit distance.

/// Furthest distance that still counts as a slip of the hand.
const MAX_DISTANCE: usize = 4;

/// A beginning of at least so many characters stands for the whole name.
const MIN_PREFIX_CHARS: usize = 4;

/// The nearest of `names`, if any is near: a slip of the hand, or a name that was cut short.
pub(crate) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let is_beginning = |candidate: &str| name.chars().count() >= MIN_PREFIX_CHARS && candidate.starts_with(name);
    let far = |candidate: &'a str| (if is_beginning(candidate) { 0 } else { distance(name, candidate) }, candidate);
    names.map(far).filter(|(d, _)| *d <= MAX_DISTANCE).min().map(|(_, c)| c)
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (slot, cb) in row.iter_mut().skip(1).zip(&b) {
            let next = (diagonal + usize::from(ca != *cb)).min(*slot + 1).min(left + 1);
            diagonal = *slot;
            *slot = next;
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_but_no_strangers() {
        let names = ["listen", "data_dir", "log"];
        assert_eq!(nearest("lisen", names.into_iter()), Some("listen"));
        assert_eq!(nearest("datadir", names.into_iter()), Some("data_dir"));
        assert_eq!(nearest("data", names.into_iter()), Some("data_dir"));
        assert_eq!(nearest("completely_other", names.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
