//! What a person's browser asks, timed over the web API.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::http::Connection;
use crate::server::{ORG, PROJECT, Server};
use crate::stats::Percentiles;

/// Each question is asked so often, unless its time is over before.
const ASKED: usize = 100;
const TIME_PER_QUESTION: Duration = Duration::from_secs(8);
const ISSUES_OPENED: usize = 25;

/// One kind of question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) name: String,
    pub(crate) latency: Percentiles,
    /// Rows or bytes of the last answer: that something was found.
    pub(crate) found: u64,
}

struct Asker<'a> {
    server: &'a Server,
    connections: Vec<Connection>,
    questions: Vec<Question>,
}

/// Asks everything on a store that has `ids` among its events.
pub(crate) async fn ask_all(server: &Server, ids: &[u128]) -> Result<Vec<Question>> {
    let mut asker = Asker { server, connections: (0..3).map(|_| Connection::new(&server.authority)).collect(), questions: Vec::new() };
    let list = format!("/api/0/organizations/{ORG}/issues/?project={}&limit=25", server.target.project);
    let plain = format!("{list}&query=is:unresolved&statsPeriod=14d");
    let issues = asker.issue_ids(&plain).await?;
    asker.ask("issue list, 25 rows with sparklines, 14 days", |_| vec![plain.clone()]).await?;
    asker.ask("issue list, 24 hours", |_| vec![format!("{list}&query=is:unresolved&statsPeriod=24h")]).await?;
    asker.ask("order by events in 14 days", |_| vec![format!("{list}&query=is:unresolved&statsPeriod=14d&sort=freq")]).await?;
    asker.ask("issue page, its three calls at once", |n| issue_page(&issues, n)).await?;
    for (at, name) in ["its details", "its recommended event", "its tags"].into_iter().enumerate() {
        asker.ask(&format!("of which {name}"), |n| issue_page(&issues, n).into_iter().skip(at).take(1).collect()).await?;
    }
    asker.ask("filtered by a tag, 14 days", |n| vec![format!("{list}&query=customer:c{:04}&statsPeriod=14d", n * 7 % 1000)]).await?;
    asker.ask("filtered by a tag, 24 hours", |n| vec![format!("{list}&query=customer:c{:04}&statsPeriod=24h", n * 7 % 1000)]).await?;
    asker
        .ask("free text, 14 days", |n| {
            vec![format!("{list}&query={}&statsPeriod=14d", ["invoice", "playlist", "webhook", "voucher"][n % 4])]
        })
        .await?;
    asker.ask("event by id with payload", |n| vec![format!("/api/0/projects/{ORG}/{PROJECT}/events/{:032x}/", ids[n % ids.len()])]).await?;
    Ok(asker.questions)
}

fn issue_page(issues: &[String], n: usize) -> Vec<String> {
    let base = format!("/api/0/organizations/{ORG}/issues/{}/", issues[n % issues.len()]);
    vec![base.clone(), format!("{base}events/recommended/"), format!("{base}tags/?limit=5")]
}

impl Asker<'_> {
    async fn issue_ids(&mut self, list: &str) -> Result<Vec<String>> {
        let rows = self.server.api(&mut self.connections[0], list).await?;
        let ids: Vec<String> = rows
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row.get("id")?.as_str().map(str::to_owned))
            .take(ISSUES_OPENED)
            .collect();
        if ids.is_empty() {
            bail!("the issue list is empty");
        }
        Ok(ids)
    }

    /// The first round is not timed: it is the warm-up.
    async fn ask(&mut self, name: &str, paths: impl Fn(usize) -> Vec<String>) -> Result<()> {
        let start = Instant::now();
        let mut samples = Vec::with_capacity(ASKED);
        let mut found = 0;
        for n in 0..=ASKED {
            let paths = paths(n);
            let begin = Instant::now();
            let asked = paths.iter().zip(&mut self.connections).map(|(path, connection)| self.server.api(connection, path));
            let answers = futures_util::future::try_join_all(asked).await?;
            if n > 0 {
                samples.push(u32::try_from(begin.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            found = answers.last().map_or(0, |answer| answer.as_array().map_or(1, |rows| rows.len() as u64));
            if start.elapsed() > TIME_PER_QUESTION {
                break;
            }
        }
        crate::progress(&format!(
            "  {name}: {:.1} ms, found {found}",
            f64::from(samples.get(samples.len() / 2).copied().unwrap_or(0)) / 1000.0
        ));
        self.questions.push(Question { name: name.to_owned(), latency: Percentiles::of(&mut samples), found });
        Ok(())
    }
}
