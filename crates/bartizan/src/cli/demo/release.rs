//! What Larkfield built and put where: releases with their commits and deploys.

use bartizan_domain::Timestamp;
use bartizan_domain::release::{Commit, Deploy, ReleaseFacts};

use super::company::{SERVICES, Service};

const MINUTE_S: f64 = 60.0;
/// How long before production a release is on staging.
const STAGING_S: f64 = 3.0 * 3600.0;
/// Commits of a release.
const COMMITS: usize = 3;

/// Author with address, and what they wrote; taken in turn.
static CHANGES: &[(&str, &str, &str)] = &[
    ("Priya Nair", "priya@larkfield.example", "Read line prices from PriceRules"),
    ("Jonas Weber", "jonas@larkfield.example", "Keep the cart when the session is renewed"),
    ("Mina Okafor", "mina@larkfield.example", "Take gift cards into account when totals are rounded"),
    ("Lea Fontaine", "lea@larkfield.example", "Ask the tax service once for each order"),
    ("Priya Nair", "priya@larkfield.example", "Show prices in the currency of the shop's region"),
    ("Jonas Weber", "jonas@larkfield.example", "Wait longer for the search before giving up"),
    ("Lea Fontaine", "lea@larkfield.example", "Resize pictures in pieces"),
];

/// A release of a service, with what is told of it.
#[derive(Debug)]
pub(in crate::cli) struct DemoRelease {
    pub project: &'static str,
    pub version: String,
    pub facts: ReleaseFacts,
    /// The newest first.
    pub commits: Vec<Commit>,
    pub deploys: Vec<Deploy>,
}

/// All releases between `start` and `end` (seconds since the epoch), the oldest first.
pub(super) fn releases(start: f64, end: f64) -> Vec<DemoRelease> {
    let mut list: Vec<(f64, &Service, &str)> = SERVICES
        .iter()
        .flat_map(|service| service.releases.iter().map(move |(share, version)| (start + share * (end - start), service, *version)))
        .collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0));
    list.iter().enumerate().map(|(at, (live, service, version))| release(at, *live, service, version)).collect()
}

fn release(at: usize, live: f64, service: &Service, version: &str) -> DemoRelease {
    DemoRelease {
        project: service.slug,
        version: format!("{}@{version}", service.package),
        facts: ReleaseFacts { reference: Some(format!("v{version}")), released: Some(moment(live)), ..ReleaseFacts::default() },
        commits: (0..COMMITS).filter_map(|n| commit(at * COMMITS + n, live, service)).collect(),
        deploys: vec![deploy("staging", live - STAGING_S), deploy("production", live)],
    }
}

fn commit(number: usize, live: f64, service: &Service) -> Option<Commit> {
    let (author, address, message) = CHANGES.get(number % CHANGES.len())?;
    let hours_before = f64::from(u32::try_from(number % COMMITS).ok()? + 1) * 5.0;
    Some(Commit {
        repository: format!("larkfield/{}", service.slug),
        id: sha(number as u128 + 1),
        message: Some((*message).to_owned()),
        author_name: Some((*author).to_owned()),
        author_email: Some((*address).to_owned()),
        created: moment(live - hours_before * 3600.0),
        files: Vec::new(),
    })
}

/// Forty digits that look like a hash, other ones for each commit.
fn sha(number: u128) -> String {
    let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    format!("{:08x}{spread:032x}", spread >> 72 & 0xffff_ffff)
}

fn deploy(environment: &str, finished: f64) -> Deploy {
    Deploy {
        id: 0,
        environment: environment.to_owned(),
        name: None,
        url: None,
        started: Some(moment(finished - 4.0 * MINUTE_S)),
        finished: moment(finished),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of this century")]
fn moment(seconds: f64) -> Timestamp {
    Timestamp::from_seconds(seconds as i64)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_release_is_told_once_in_order_and_ends_in_production() {
        let list = releases(0.0, 1_000_000.0);
        assert_eq!(list.len(), SERVICES.iter().map(|service| service.releases.len()).sum::<usize>());
        assert!(list.is_sorted_by_key(|release| release.facts.released));
        let ids: HashSet<&str> = list.iter().flat_map(|release| &release.commits).map(|commit| commit.id.as_str()).collect();
        assert_eq!(ids.len(), list.len() * COMMITS);
        for release in &list {
            let last = release.deploys.iter().max_by_key(|deploy| deploy.finished).unwrap();
            assert_eq!((last.environment.as_str(), Some(last.finished)), ("production", release.facts.released));
        }
    }
}
