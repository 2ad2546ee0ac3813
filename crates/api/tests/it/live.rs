//! The live stream.

use std::time::Duration;

use axum::body::Body;
use futures_util::StreamExt;
use http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::history::History;

/// A stream that is read as it comes.
struct Live {
    body: axum::body::BodyDataStream,
    text: String,
}

impl Live {
    async fn open(past: &History, token: &str, path: &str) -> Self {
        let request = Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap();
        let response = past.world.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next event and its data.
    async fn next(&mut self) -> (String, Value) {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
                let found = (field("event:"), serde_json::from_str(&field("data:")).unwrap_or(Value::Null));
                self.text = rest.to_owned();
                return found;
            }
            let bytes = tokio::time::timeout(Duration::from_secs(20), self.body.next()).await.expect("an event").unwrap().unwrap();
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }
}

#[tokio::test]
async fn changes_arrive_within_their_tenant() {
    let past = History::new();
    let (ann, mallory) = (past.world.full_token(&past.world.ann), past.world.full_token(&past.world.mallory));
    let mut live = Live::open(&past, &ann, "/api/native/organizations/acme/stream").await;
    let mut api_only = Live::open(&past, &ann, "/api/native/organizations/acme/stream?project=api").await;
    let mut foreign = Live::open(&past, &mallory, "/api/native/organizations/globex/stream").await;
    for stream in [&mut live, &mut api_only, &mut foreign] {
        assert_eq!(stream.next().await.0, "ping");
    }
    let web = past.issue("web", 2);
    past.world.as_ann("put", &format!("/api/0/issues/{web}/"), Some(json!({"status": "resolved"}))).await;
    let (event, data) = live.next().await;
    assert_eq!(event, "issue");
    assert_eq!((&data["kind"], &data["shortId"], &data["count"]), (&json!("status"), &json!("WEB-2"), &json!("3")));
    // The next thing the others hear is something else.
    let api = past.issue("api", 1);
    past.world.as_ann("put", &format!("/api/0/issues/{api}/"), Some(json!({"priority": "low"}))).await;
    assert_eq!(api_only.next().await.1["shortId"], "API-1");
    let waiting = tokio::time::timeout(Duration::from_millis(500), foreign.next()).await;
    assert!(waiting.is_err(), "nothing of another tenant is heard");
}

#[tokio::test]
async fn changes_of_one_issue_come_together_and_a_slow_client_is_told() {
    let past = History::new();
    let ann = past.world.full_token(&past.world.ann);
    let mut live = Live::open(&past, &ann, "/api/native/organizations/acme/stream").await;
    assert_eq!(live.next().await.0, "ping");
    let web = past.issue("web", 2);
    let issue = past.world.meta.issue(past.world.acme.id, web, None).unwrap().issue;
    let change = |kind, times_seen| bartizan_ports::meta::IssueChange {
        organization_id: issue.organization_id,
        project_id: issue.project_id,
        issue_id: issue.id,
        number: issue.number,
        kind,
        title: issue.title.clone(),
        last_seen: issue.last_seen,
        times_seen,
        users_seen: 2,
    };
    use bartizan_ports::meta::IssueChangeKind::{New, Updated};
    past.world.live.send(change(New, 1)).unwrap();
    past.world.live.send(change(Updated, 2)).unwrap();
    let (_, data) = live.next().await;
    assert_eq!((&data["kind"], &data["count"]), (&json!("new"), &json!("2")));
    for n in 0..40 {
        past.world.live.send(change(Updated, n)).unwrap();
    }
    assert_eq!(live.next().await.0, "lagged");
}
