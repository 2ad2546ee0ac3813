//! Larkfield, the demo company: a web shop with four services, its releases and its customers.

/// A service: one project.
#[derive(Debug)]
pub(super) struct Service {
    pub slug: &'static str,
    pub name: &'static str,
    /// Platform of the project.
    pub platform: &'static str,
    /// `platform` of its events.
    pub event_platform: &'static str,
    pub sdk: (&'static str, &'static str),
    /// Package part of its releases.
    pub package: &'static str,
    pub servers: &'static [&'static str],
    /// Versions with the share of the period after which each went live.
    pub releases: &'static [(f64, &'static str)],
}

pub(super) static SERVICES: &[Service] = &[
    Service {
        slug: "web",
        name: "Web shop",
        platform: "javascript-react",
        event_platform: "javascript",
        sdk: ("sentry.javascript.react", "11.12.0"),
        package: "web",
        servers: &[],
        releases: &[(0.0, "4.16.0"), (0.22, "4.17.0"), (0.38, "4.17.1"), (0.58, "4.17.3"), (0.8, "4.18.0"), (0.985, "4.18.2")],
    },
    Service {
        slug: "api",
        name: "Shop API",
        platform: "python-fastapi",
        event_platform: "python",
        sdk: ("sentry.python.fastapi", "2.75.0"),
        package: "api",
        servers: &["api-1", "api-2", "api-3"],
        releases: &[(0.0, "2.40.0"), (0.3, "2.41.0"), (0.7, "2.42.0"), (0.93, "2.42.1")],
    },
    Service {
        slug: "worker",
        name: "Order worker",
        platform: "python-celery",
        event_platform: "python",
        sdk: ("sentry.python.celery", "2.75.0"),
        package: "worker",
        servers: &["worker-1", "worker-2"],
        releases: &[(0.0, "1.12.0"), (0.5, "1.13.0"), (0.9, "1.13.1")],
    },
    Service {
        slug: "mobile",
        name: "Mobile app",
        platform: "apple-ios",
        event_platform: "cocoa",
        sdk: ("sentry.cocoa", "9.4.0"),
        package: "com.larkfield.shop",
        servers: &[],
        releases: &[(0.0, "7.2.0+311"), (0.6, "7.3.0+318")],
    },
];

/// Browsers as user agent strings, with weights.
pub(super) static USER_AGENTS: &[(u32, &str)] = &[
    (50, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"),
    (
        22,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    ),
    (14, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0"),
    (10, "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36"),
    (4, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
];

/// Customers there are; ids are 1 to this.
pub(super) const CUSTOMERS: u32 = 6_000;
/// Subscription plans, by customer id modulo.
pub(super) static PLANS: &[&str] = &["free", "free", "free", "plus", "plus", "business"];
/// Shop regions, by customer id modulo.
pub(super) static REGIONS: &[&str] = &["eu-west", "eu-west", "eu-central", "us-east"];

/// The version live at a share (0..1) of the period.
pub(super) fn release_at(service: &Service, share: f64) -> String {
    let version =
        service.releases.iter().rev().find(|(from, _)| *from <= share).or_else(|| service.releases.first()).map_or("0.0.0", |(_, v)| *v);
    format!("{}@{version}", service.package)
}
