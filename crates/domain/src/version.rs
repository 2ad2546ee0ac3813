//! The order of releases that are called by versions: `shop@1.2.3-rc.1+77`.
//!
//! Source of the order: semver.org, version 2.0.0, section 11, with up to four numbers as .NET and Windows write them.

use std::cmp::Ordering;

/// Most numbers of a version.
const MAX_NUMBERS: usize = 4;

/// What of a release's name makes its place in the order; package and build are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<'t> {
    numbers: [u64; MAX_NUMBERS],
    /// `rc.1`; a version without comes after all that have one.
    pre: Option<&'t str>,
}

impl<'t> Version<'t> {
    /// Reads a release's name or a version alone; `None` for one that is called by something else, a commit perhaps.
    pub fn parse(release: &'t str) -> Option<Self> {
        let version = release.rsplit_once('@').map_or(release, |(_, version)| version);
        let core = version.split_once('+').map_or(version, |(core, _)| core);
        let (digits, pre) = core.split_once('-').map_or((core, None), |(digits, pre)| (digits, Some(pre)));
        let mut numbers = [0; MAX_NUMBERS];
        let mut slots = numbers.iter_mut();
        for part in digits.strip_prefix('v').unwrap_or(digits).split('.') {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            *slots.next()? = part.parse().ok()?;
        }
        Some(Self { numbers, pre: pre.filter(|pre| !pre.is_empty()) })
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| match (self.pre, other.pre) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(own), Some(other)) => by_parts(own, other),
        })
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Numbers come before words; of two that begin alike the longer is the later.
fn by_parts(own: &str, other: &str) -> Ordering {
    let (mut own, mut other) = (own.split('.'), other.split('.'));
    loop {
        let order = match (own.next(), other.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(own), Some(other)) => match (own.parse::<u64>(), other.parse::<u64>()) {
                (Ok(own), Ok(other)) => own.cmp(&other),
                (Ok(_), Err(_)) => Ordering::Less,
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => own.cmp(other),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_the_order_of_their_numbers() {
        let ordered = [
            "shop@0.9",
            "v1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "web@1.0.0-beta.11+5",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0.1",
            "shop@1.2.3+77",
            "1.10",
            "10",
        ];
        let versions = ordered.map(|text| Version::parse(text).unwrap_or_else(|| panic!("{text}")));
        assert!(versions.is_sorted_by(|a, b| a < b), "{versions:#?}");
        assert_eq!(Version::parse("shop@1.2").map(|v| v.numbers), Version::parse("1.2.0+9").map(|v| v.numbers));
    }

    #[test]
    fn what_is_no_version_has_no_place() {
        for text in ["", "spring", "0a1b2c3d4e5f", "1..2", "1.2.3.4.5", "99999999999999999999", "shop@", "-1", "1.x"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
