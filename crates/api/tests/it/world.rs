//! Two organisations, their people and one issue, and a way to call the API.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bartizan_api::{ApiOptions, ApiState, DiskStatus, SystemStatus};
use bartizan_app::{App, AppOptions, Clock, ProjectDraft, TokenDraft, TokenKind};
use bartizan_domain::account::User;
use bartizan_domain::dataset::{Dataset, GROUP_HASH};
use bartizan_domain::document::{Document, FieldValue};
use bartizan_domain::key::ClientKey;
use bartizan_domain::ledger::LedgerEntry;
use bartizan_domain::organization::{Organization, Role};
use bartizan_domain::project::Project;
use bartizan_domain::scope::{ALL_SCOPES, ScopeSet};
use bartizan_domain::time::MINUTE_US;
use bartizan_domain::{EventId, GroupHash, Level, Outcome, Timestamp};
use bartizan_meta::{SqliteMeta, SqliteOptions};
use bartizan_ports::blobs::MemoryBlobs;
use bartizan_ports::directory::KeySnapshot;
use bartizan_ports::events::{EventStore, MemoryEvents};
use bartizan_ports::meta::{BatchCommit, GroupedEvent, MetaStore, NewMember, NewUser};
use bartizan_ports::queue::{MemoryQueue, Offset};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// When every test happens: 2026-11-23T04:05:06Z.
pub(crate) const NOW: Timestamp = Timestamp(1_795_406_706_000_000);
/// The one event there is.
pub(crate) const EVENT: &str = "0123456789abcdef0123456789abcdef";
/// Address the installation believes to have.
pub(crate) const BASE: &str = "http://bartizan.test";

struct Status;

impl SystemStatus for Status {
    fn version(&self) -> &str {
        "0.0.0-test"
    }
    fn started_at(&self) -> Timestamp {
        NOW
    }
    fn memory_rss_bytes(&self) -> Option<u64> {
        Some(20 << 20)
    }
    fn disk(&self) -> DiskStatus {
        DiskStatus { total_bytes: 100, free_bytes: 60, reserve_bytes: 10 }
    }
}

/// The two organisations: `acme`, whose owner is Ann and whose member is Ben, and `globex`, whose owner is Mallory.
/// Root is a superuser and belongs to none.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) meta: Arc<dyn MetaStore>,
    pub(crate) events: Arc<dyn EventStore>,
    pub(crate) blobs: Arc<MemoryBlobs>,
    pub(crate) live: tokio::sync::broadcast::Sender<bartizan_ports::meta::IssueChange>,
    pub(crate) queue: Arc<MemoryQueue>,
    pub(crate) keys: Arc<KeySnapshot>,
    pub(crate) router: Router,
    pub(crate) ann: User,
    pub(crate) ben: User,
    pub(crate) mallory: User,
    pub(crate) root: User,
    pub(crate) acme: Organization,
    pub(crate) globex: Organization,
    pub(crate) web: Project,
    pub(crate) key: ClientKey,
    _folder: tempfile::TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let meta: Arc<dyn MetaStore> = Arc::new(SqliteMeta::open(SqliteOptions::new(folder.path().join("meta.db"))).unwrap());
        let events: Arc<dyn EventStore> = Arc::new(MemoryEvents::new());
        let (queue, keys) = (Arc::new(MemoryQueue::new()), Arc::new(KeySnapshot::default()));
        let clock = Clock::new(|| NOW);
        let blobs = Arc::new(MemoryBlobs::new());
        let live = tokio::sync::broadcast::channel(16).0;
        let app = App::new(AppOptions {
            meta: meta.clone(),
            events: events.clone(),
            keys: keys.clone(),
            grouper: Arc::new(bartizan_ports::grouping::PlainGrouper),
            turn: Arc::default(),
            clock: clock.clone(),
            base_url: BASE.into(),
        });
        let router = bartizan_api::router(ApiState::new(ApiOptions {
            meta: meta.clone(),
            events: events.clone(),
            blobs: blobs.clone(),
            queue: queue.clone(),
            app: app.clone(),
            uploads: uploads(&meta, &blobs, &clock),
            artifacts: Default::default(),
            clock,
            base_url: BASE.into(),
            live: live.clone(),
            status: Arc::new(Status),
            grouper: Arc::new(bartizan_ports::grouping::PlainGrouper),
        }));
        let people = ["ann", "ben", "mallory", "root"].map(|name| person(meta.as_ref(), name));
        let [ann, ben, mallory, root] = people;
        let acme = app.create_organization("acme", "Acme", Some(ann.id)).unwrap();
        let globex = app.create_organization("globex", "Globex", Some(mallory.id)).unwrap();
        let member = NewMember {
            organization_id: acme.id,
            user_id: Some(ben.id),
            email: ben.email.clone(),
            role: Role::Member,
            invited_by: None,
            invite_token_hash: None,
        };
        meta.create_member(&member, NOW).unwrap();
        let team = meta.team_by_slug(acme.id, "acme").unwrap();
        let draft = ProjectDraft { name: "Web".into(), platform: Some("python".into()), team: Some(team.id), ..Default::default() };
        let (web, key) = app.create_project(acme.id, &draft).unwrap();
        store_event(meta.as_ref(), events.as_ref(), &web, &key);
        let web = meta.project(acme.id, web.id).unwrap();
        Self { app, meta, events, blobs, live, queue, keys, router, ann, ben, mallory, root, acme, globex, web, key, _folder: folder }
    }

    /// What its commands work on.
    pub(crate) fn options(&self) -> AppOptions {
        AppOptions {
            meta: self.meta.clone(),
            events: self.events.clone(),
            keys: self.keys.clone(),
            grouper: Arc::new(bartizan_ports::grouping::PlainGrouper),
            turn: Arc::default(),
            clock: Clock::new(|| NOW),
            base_url: BASE.into(),
        }
    }

    /// A token of a person with these scopes.
    pub(crate) fn token(&self, user: &User, scopes: &[&str]) -> String {
        let scopes = ScopeSet::parse(scopes.iter().copied()).unwrap();
        let draft = TokenDraft { name: "test".into(), kind: TokenKind::User(user.id), scopes, created_by: None, expires: None };
        self.app.create_token(&draft).unwrap().text
    }

    /// A token of a person with every scope.
    pub(crate) fn full_token(&self, user: &User) -> String {
        self.token(user, &ALL_SCOPES)
    }

    /// A browser session: the cookie and the CSRF token.
    pub(crate) fn session(&self, user: &User) -> (String, String) {
        let signed_in = self.app.begin_session(user.id, Some("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")).unwrap();
        (format!("bartizan_session={}", signed_in.secret), signed_in.session.csrf_token)
    }

    /// Calls the API.
    pub(crate) async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(Method::from_bytes(method.to_uppercase().as_bytes()).unwrap()).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        // A live stream never ends; nobody reads its body here.
        let endless = parts.headers.get("content-type").is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
        let bytes = if endless { Default::default() } else { body.collect().await.unwrap().to_bytes() };
        Answer { status: parts.status, headers: parts.headers, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
    }

    /// Calls with a bearer token.
    pub(crate) async fn with_token(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.call(method, path, &[("authorization", &format!("Bearer {token}"))], body).await
    }

    /// Calls as Ann, owner of acme, with every scope.
    pub(crate) async fn as_ann(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.with_token(&self.full_token(&self.ann), method, path, body).await
    }
}

fn person(meta: &dyn MetaStore, name: &str) -> User {
    let new = NewUser { email: format!("{name}@example.com"), name: name.to_owned(), password_hash: None, is_superuser: name == "root" };
    meta.create_user(&new, NOW).unwrap()
}

/// One event as the journey stores it: grouped, counted, indexed, in the ledger.
fn store_event(meta: &dyn MetaStore, events: &dyn EventStore, project: &Project, key: &ClientKey) {
    let event_id: EventId = EVENT.parse().unwrap();
    let hash = GroupHash([7; 16]);
    let at = NOW.plus(-MINUTE_US);
    let grouped = GroupedEvent {
        organization_id: project.organization_id,
        project_id: project.id,
        event_id,
        timestamp: at,
        hashes: vec![hash],
        title: "TestError: it broke".into(),
        culprit: "shop.views in checkout".into(),
        kind: "error".into(),
        level: Level::Error,
        platform: Some("python".into()),
        logger: None,
        metadata: r#"{"type":"TestError","value":"it broke"}"#.into(),
        release: Some("web@1.0.0".into()),
        environment: "production".into(),
        user_hash: Some(1),
        unhandled: true,
    };
    let entry = |outcome, quantity| LedgerEntry {
        organization_id: project.organization_id,
        project_id: project.id,
        key_id: key.id,
        category: "error".into(),
        outcome,
        reason: String::new(),
        minute: at.floor(MINUTE_US),
        quantity,
    };
    let batch = BatchCommit {
        up_to: Offset(1),
        events: vec![grouped],
        ledger: vec![entry(Outcome::Accepted, 1), entry(Outcome::RateLimited, 2), entry(Outcome::Received, 3)],
        attachments: Vec::new(),
        user_reports: Vec::new(),
        now: NOW,
    };
    meta.commit_batch(&batch).unwrap();
    let text = |name: &'static str, value: &str| (name, FieldValue::Str(value.to_owned()));
    let document = Document {
        organization_id: project.organization_id, project_id: project.id, event_id, timestamp: at, offset: 1,
        fields: vec![
            text(GROUP_HASH, &hash.to_string()), text("level", "error"), text("title", "TestError: it broke"),
            text("release", "web@1.0.0"), text("environment", "production"), text("server_name", "web-1"),
        ],
        tags: vec![("server_name".into(), "web-1".into())],
        payload: Arc::from(
            format!(r#"{{"event_id":"{EVENT}","platform":"python","level":"error","timestamp":{},"exception":{{"values":[{{"type":"TestError","value":"it broke"}}]}}}}"#, at.seconds())
                .as_bytes(),
        ),
    };
    events.append(Dataset::Errors, vec![document]).unwrap();
    events.commit(Offset(1)).unwrap();
}

/// Uploads that take every archive as one of no interest, and `elf <debug id>` as a debug file.
fn uploads(meta: &Arc<dyn MetaStore>, blobs: &Arc<MemoryBlobs>, clock: &Clock) -> bartizan_app::uploads::Uploads {
    use bartizan_app::uploads::{BundleFinisher, DebugFileFinisher, FoundObject, UploadLimits, Uploads};
    let file = bartizan_domain::artifact::BundleFile {
        path: "app.js".into(),
        url: "~/app.js".into(),
        kind: bartizan_domain::artifact::FileKind::MinifiedSource,
        debug_id: Some("0f".repeat(16)),
        source_map: None,
    };
    let limits = UploadLimits { max_project_bytes: 1 << 20, max_project_files: 3 };
    let bundles = BundleFinisher { meta: meta.clone(), inspect: Arc::new(move |_| Ok(vec![file.clone()])), limits };
    let inspect = Arc::new(|bytes: &bytes::Bytes, _: &str, told: Option<&str>| match bytes.strip_prefix(b"elf ") {
        Some(id) => Ok(vec![FoundObject {
            kind: "elf".into(),
            debug_id: told.map_or_else(|| String::from_utf8_lossy(id).into_owned(), str::to_owned),
            arch: "x86_64".into(),
            features: vec!["debug".into()],
            ..FoundObject::default()
        }]),
        None => Err("This is no debug file.".to_owned()),
    });
    let files = DebugFileFinisher { meta: meta.clone(), inspect, limits };
    Uploads::new(meta.clone(), blobs.clone(), clock.clone(), vec![Arc::new(bundles), Arc::new(files)])
}
