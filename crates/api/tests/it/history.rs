//! A richer past for tests of lists, searches and events: three issues of two projects over some days.

use std::sync::Arc;

use bartizan_app::ProjectDraft;
use bartizan_domain::attachment::{Attachment, UserReport};
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::project::Project;
use bartizan_domain::time::{DAY_US, HOUR_US};
use bartizan_domain::{AttachmentId, EventId, GroupHash, IssueId, Level, Timestamp};
use bartizan_ports::meta::{BatchCommit, GroupedEvent};
use bartizan_ports::queue::Offset;
use serde_json::{Value, json};

use crate::world::{NOW, World};

/// One event to store.
pub(crate) struct Draft {
    pub(crate) number: u8,
    pub(crate) hash: u8,
    pub(crate) ago_us: i64,
    pub(crate) title: &'static str,
    pub(crate) environment: &'static str,
    pub(crate) release: &'static str,
    pub(crate) user: &'static str,
    pub(crate) browser: &'static str,
    pub(crate) level: Level,
}

/// Id of the event with that number.
pub(crate) fn event_id(number: u8) -> EventId {
    EventId([number; 16])
}

/// What was stored.
pub(crate) struct History {
    pub(crate) world: World,
    pub(crate) api: Project,
}

impl History {
    /// `WEB-2` (checkout, three events, two users), `WEB-3` (a message, one old event), `API-1` (timeout, one event).
    pub(crate) fn new() -> Self {
        let world = World::new();
        let draft = ProjectDraft { name: "Api".into(), platform: Some("rust".into()), team: None, ..Default::default() };
        let (api, _) = world.app.create_project(world.acme.id, &draft).unwrap();
        let web = world.web.clone();
        let checkout = |number, ago_us, environment, user, browser| Draft {
            number,
            hash: 1,
            ago_us,
            title: "CheckoutError: card declined",
            environment,
            release: "web@2.0.0",
            user,
            browser,
            level: Level::Fatal,
        };
        let drafts = [
            (&web, checkout(1, 3 * HOUR_US, "production", "id:1", "Firefox")),
            (&web, checkout(2, 2 * HOUR_US, "production", "id:2", "Chrome")),
            (&web, checkout(3, HOUR_US, "staging", "id:2", "Chrome")),
            (
                &web,
                Draft {
                    number: 4,
                    hash: 2,
                    ago_us: 5 * DAY_US,
                    title: "cache miss rate is high",
                    environment: "",
                    release: "web@1.0.0",
                    user: "",
                    browser: "",
                    level: Level::Warning,
                },
            ),
            (
                &api,
                Draft {
                    number: 5,
                    hash: 1,
                    ago_us: 30 * 60 * 1_000_000,
                    title: "TimeoutError: upstream took 30s",
                    environment: "production",
                    release: "api@7",
                    user: "id:1",
                    browser: "",
                    level: Level::Error,
                },
            ),
        ];
        for (offset, (project, draft)) in (2..).zip(&drafts) {
            store(&world, project, draft, offset);
        }
        Self { world, api }
    }

    /// Stores further events of the project `web`.
    pub(crate) fn add(&self, drafts: &[Draft]) {
        for (offset, draft) in (100..).zip(drafts) {
            store(&self.world, &self.world.web, draft, offset);
        }
    }

    /// Id of an issue by project slug and number.
    pub(crate) fn issue(&self, slug: &str, number: i64) -> IssueId {
        let project = if slug == "api" { self.api.id } else { self.world.web.id };
        self.world.meta.issue_by_number(self.world.acme.id, project, number).unwrap().id
    }

    /// Short ids a list answers.
    pub(crate) async fn list(&self, query: &str) -> Vec<String> {
        let answer = self.world.as_ann("get", &format!("/api/0/organizations/acme/issues/?{query}"), None).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.body);
        answer.body.as_array().unwrap().iter().map(|issue| issue["shortId"].as_str().unwrap().to_owned()).collect()
    }

    /// Short ids a search finds.
    pub(crate) async fn search(&self, query: &str) -> Vec<String> {
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
        self.list(&format!("query={encoded}")).await
    }
}

/// A payload as the journey stores it.
pub(crate) fn payload(draft: &Draft, at: Timestamp) -> Value {
    let mut payload = json!({
        "event_id": event_id(draft.number), "platform": "javascript", "level": draft.level.as_str(), "title": draft.title,
        "timestamp": at.seconds(), "received": at.seconds() + 1, "release": draft.release,
        "tags": [["browser.name", draft.browser], ["level", draft.level.as_str()], ["release", draft.release]],
        "breadcrumbs": {"values": [{"timestamp": at.seconds() - 1, "category": "ui.click", "message": "button"}]},
        "_grouping": {"config": "test", "hashes": [], "variants": [{"key": "app", "type": "component", "description": "in-app", "hash": "x", "component": {"id": "app", "values": [{"id": "type", "values": ["E"]}]}}]},
    });
    if let Some((kind, value)) = draft.title.split_once(": ") {
        payload["exception"] = json!({"values": [{"type": kind, "value": value, "mechanism": {"type": "onerror", "handled": false},
            "stacktrace": {"frames": [{"filename": "app.js", "function": "pay", "lineno": 3, "in_app": true, "pre_context": ["a", "b"], "context_line": "c", "post_context": ["d"]}]}}]});
    } else {
        payload["logentry"] = json!({"formatted": draft.title});
    }
    if let Some(id) = draft.user.strip_prefix("id:") {
        payload["user"] = json!({"id": id});
    }
    payload
}

/// Stores one event as the journey does.
pub(crate) fn store(world: &World, project: &Project, draft: &Draft, offset: u64) {
    let at = NOW.plus(-draft.ago_us);
    let hash = GroupHash([draft.hash; 16]);
    let event = event_id(draft.number);
    let grouped = GroupedEvent {
        organization_id: project.organization_id,
        project_id: project.id,
        event_id: event,
        timestamp: at,
        hashes: vec![hash],
        title: draft.title.into(),
        culprit: "shop in pay".into(),
        kind: "error".into(),
        level: draft.level,
        platform: Some("javascript".into()),
        logger: None,
        metadata: r#"{"type":"E","value":"v"}"#.into(),
        release: Some(draft.release.into()),
        environment: draft.environment.into(),
        user_hash: (!draft.user.is_empty()).then(|| i64::from(draft.user.as_bytes()[3])),
        unhandled: true,
    };
    let (mut attachments, mut user_reports) = (Vec::new(), Vec::new());
    if draft.number == 3 {
        attachments.push(Attachment {
            id: AttachmentId(0),
            organization_id: project.organization_id,
            project_id: project.id,
            event_id: event,
            kind: "event.attachment".into(),
            name: "log \"1\".html".into(),
            content_type: Some("text/html".into()),
            size: 5,
            sha1: "aa".into(),
            blob_key: format!("{}/{}/attachments/log", project.organization_id, project.id),
            created: at,
        });
        user_reports.push(UserReport {
            id: 0,
            organization_id: project.organization_id,
            project_id: project.id,
            event_id: Some(event),
            issue_id: None,
            name: Some("Jane".into()),
            email: Some("jane@example.com".into()),
            comments: "it broke".into(),
            created: at,
        });
    }
    let batch = BatchCommit { up_to: Offset(offset), events: vec![grouped], ledger: Vec::new(), attachments, user_reports, now: NOW };
    world.meta.commit_batch(&batch).unwrap();
    let text = |name: &'static str, value: &str| (name, FieldValue::Str(value.to_owned()));
    let document = Document {
        organization_id: project.organization_id,
        project_id: project.id,
        event_id: event,
        timestamp: at,
        offset,
        fields: vec![
            text(GROUP_HASH, &hash.to_string()),
            text("level", draft.level.as_str()),
            text("title", draft.title),
            text("release", draft.release),
            text("environment", draft.environment),
            text("user", draft.user),
            ("size", FieldValue::I64(1_000)),
        ],
        tags: vec![("browser.name".into(), draft.browser.into())],
        payload: Arc::from(payload(draft, at).to_string().into_bytes()),
    };
    world.events.append(Dataset::Errors, vec![document]).unwrap();
    world.events.commit(Offset(offset)).unwrap();
}

/// The answer with the members of these names replaced, wherever they are: what differs from run to run or is long.
pub(crate) fn masked(value: &Value, names: &[&str]) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| masked(item, names)).collect(),
        Value::Object(map) => {
            let mask = |(name, inner): (&String, &Value)| {
                let hidden = names.contains(&name.as_str()) && !inner.is_null();
                (name.clone(), if hidden { json!("[masked]") } else { masked(inner, names) })
            };
            Value::Object(map.iter().map(mask).collect())
        }
        other => other.clone(),
    }
}
