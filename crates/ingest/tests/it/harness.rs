//! A door, a queue in memory, three keys and a clock that stands.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::body::Body;
use axum::http::{Request, Response};
use bartizan_domain::key::{KeySettings, RateLimit};
use bartizan_domain::{KeyId, OrganizationId, ProjectId, Timestamp};
use bartizan_ingest::{IngestConfig, IngestState, router};
use bartizan_ports::directory::KeySnapshot;
use bartizan_ports::queue::{MemoryQueue, Offset, Queue as _};
use bartizan_protocol::{AcceptedRecord, AcceptedRequest, Encoding, Envelope, OutcomeCount};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

/// Key of project 42, without a limit.
pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";
/// Key of project 42 that may send two events a minute.
pub(crate) const LIMITED: &str = "11111111111111111111111111111111";
/// Disabled key of project 42.
pub(crate) const DISABLED: &str = "22222222222222222222222222222222";
/// Key of project 43, which takes pages of example.com only.
pub(crate) const GUARDED: &str = "33333333333333333333333333333333";
/// Key of a project that is disabled.
pub(crate) const ASLEEP: &str = "44444444444444444444444444444444";
pub(crate) const EVENT_ID: &str = "9ec79c33ec9942ab8353589fcb2e04dc";
/// When everything happens, in seconds: the start of a minute.
pub(crate) const NOW_S: i64 = 1_795_410_300;

pub(crate) struct Harness {
    pub(crate) queue: Arc<MemoryQueue>,
    pub(crate) state: IngestState,
    now_s: Arc<AtomicI64>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|v| v.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

fn key(public_key: &str, id: i64, project: i64) -> KeySettings {
    KeySettings {
        organization_id: OrganizationId(1),
        project_id: ProjectId(project),
        key_id: KeyId(id),
        public_key: public_key.into(),
        active: public_key != DISABLED,
        project_active: public_key != ASLEEP,
        rate_limit: (public_key == LIMITED).then_some(RateLimit { count: 2, window_s: 60 }),
        allowed_domains: if public_key == GUARDED { vec!["example.com".into()] } else { vec!["*".into()] },
    }
}

impl Harness {
    pub(crate) fn new() -> Self {
        Self::with(MemoryQueue::new(), IngestConfig::default())
    }

    pub(crate) fn with_config(config: IngestConfig) -> Self {
        Self::with(MemoryQueue::new(), config)
    }

    pub(crate) fn with(queue: MemoryQueue, config: IngestConfig) -> Self {
        let keys = KeySnapshot::default();
        keys.replace([key(KEY, 1, 42), key(LIMITED, 2, 42), key(DISABLED, 3, 42), key(GUARDED, 4, 43), key(ASLEEP, 5, 44)]);
        let queue = Arc::new(queue);
        let now_s = Arc::new(AtomicI64::new(NOW_S));
        let clock = Arc::clone(&now_s);
        let clock = Arc::new(move || Timestamp::from_seconds(clock.load(Ordering::Relaxed)));
        let state = IngestState::with_clock(queue.clone(), Arc::new(keys), config, clock);
        Self { queue, state, now_s }
    }

    pub(crate) fn pass_seconds(&self, seconds: i64) {
        self.now_s.fetch_add(seconds, Ordering::Relaxed);
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<_> = router(self.state.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// Posts to a path under project 42 with headers.
    pub(crate) async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body: Vec<u8> = body.into();
        self.send(request.header("content-length", body.len()).body(Body::from(body)).unwrap()).await
    }

    /// Posts an envelope with the usual key.
    pub(crate) async fn envelope(&self, body: impl Into<Vec<u8>>) -> Answer {
        self.post("/api/42/envelope/", &[("x-sentry-auth", &auth(KEY))], body).await
    }

    /// Posts an event with the usual key.
    pub(crate) async fn store(&self, body: impl Into<Vec<u8>>) -> Answer {
        self.post("/api/42/store/", &[("x-sentry-auth", &auth(KEY))], body).await
    }

    pub(crate) async fn records(&self) -> Vec<AcceptedRecord> {
        let batch = self.queue.read(Offset(0), usize::MAX, usize::MAX).await.unwrap();
        batch.records.iter().map(|r| AcceptedRecord::decode(&r.payload).unwrap()).collect()
    }

    pub(crate) async fn requests(&self) -> Vec<AcceptedRequest> {
        let requests = self.records().await.into_iter().filter_map(|record| match record {
            AcceptedRecord::Request(request) => Some(request),
            AcceptedRecord::Outcomes(_) => None,
        });
        requests.collect()
    }

    /// The one request that was appended, cut into its frames.
    pub(crate) async fn only_request(&self) -> (AcceptedRequest, Envelope) {
        let mut requests = self.requests().await;
        assert_eq!(requests.len(), 1);
        let request = requests.remove(0);
        assert_eq!(request.content_encoding, Encoding::Identity);
        let envelope = Envelope::parse(request.body.clone()).unwrap();
        (request, envelope)
    }

    /// Outcomes as `category outcome reason quantity`, in order.
    pub(crate) async fn outcomes(&self) -> Vec<String> {
        self.queue.refuse(None);
        self.state.outcomes().flush(&*self.queue);
        let print = |c: OutcomeCount| format!("{} {:?} {} {}", c.category, c.outcome, c.reason, c.quantity);
        let records = self.records().await.into_iter();
        let counts = records.filter_map(|record| match record {
            AcceptedRecord::Outcomes(counts) => Some(counts),
            AcceptedRecord::Request(_) => None,
        });
        let mut lines: Vec<String> = counts.flatten().map(print).collect();
        lines.sort_unstable();
        lines
    }

    pub(crate) async fn assert_nothing_appended(&self) {
        assert_eq!(self.requests().await, []);
    }
}

pub(crate) fn auth(key: &str) -> String {
    format!("Sentry sentry_key={key}, sentry_version=7, sentry_client=test/1.0")
}

/// An envelope with one event.
pub(crate) fn one_event() -> Vec<u8> {
    envelope_of(&[("event", br#"{"message":"hey"}"#)])
}

/// An envelope with the usual event id.
pub(crate) fn envelope_of(items: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = format!("{{\"event_id\":\"{EVENT_ID}\"}}\n").into_bytes();
    for (kind, payload) in items {
        out.extend(format!("{{\"type\":\"{kind}\",\"length\":{}}}\n", payload.len()).into_bytes());
        out.extend_from_slice(payload);
        out.push(b'\n');
    }
    out
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
