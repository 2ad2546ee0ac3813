//! The JSON of a payload set, after the shapes that the Python and Node SDKs send.

#[cfg(test)]
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::random::Random;
use super::words::{BROWSERS, KINDS, LIBRARIES, MODULES, NOUNS, PATHS, PLACES, REASONS, VERBS};

/// A payload set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shape {
    /// 17-20 KB: chained exceptions, source context, variables, breadcrumbs, request, modules
    Large,
    /// 7 KB: what an average installation stores
    Medium,
    /// 1.7 KB: a bare exception
    Small,
}

/// How much of everything.
struct Amount {
    causes: usize,
    frames: usize,
    lines: usize,
    vars: usize,
    crumbs: usize,
    tags: usize,
    modules: usize,
    request: bool,
}

impl Shape {
    /// Name for tables.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }

    /// Bytes an event's JSON has.
    #[cfg(test)]
    pub(crate) fn bytes(self) -> RangeInclusive<usize> {
        match self {
            Self::Large => 16_500..=20_500,
            Self::Medium => 6_000..=8_000,
            Self::Small => 1_400..=2_000,
        }
    }

    const fn amount(self) -> Amount {
        match self {
            Self::Large => Amount { causes: 2, frames: 6, lines: 5, vars: 8, crumbs: 20, tags: 12, modules: 30, request: true },
            Self::Medium => Amount { causes: 1, frames: 6, lines: 3, vars: 2, crumbs: 6, tags: 12, modules: 10, request: true },
            Self::Small => Amount { causes: 1, frames: 4, lines: 0, vars: 0, crumbs: 1, tags: 4, modules: 0, request: false },
        }
    }
}

/// Platform of an issue's events: a third are of Node.
const fn is_node(issue: usize) -> bool {
    issue % 3 == 2
}

/// Contexts beside the trace, and the SDK: text of an object's inside.
const fn identity(node: bool) -> &'static str {
    if node {
        r#""runtime":{"name":"node","version":"v22.12.0"},"os":{"name":"Linux","kernel_version":"6.8.0-51-generic"}},"platform":"node","sdk":{"name":"sentry.javascript.node","version":"11.12.0","integrations":["Http","Express","Postgres","Redis"]}"#
    } else {
        r#""runtime":{"name":"CPython","version":"3.13.1","build":"3.13.1 (main, Dec  4 2024, 18:05:56)"}},"platform":"python","sdk":{"name":"sentry.python.django","version":"2.75.0","integrations":["argv","atexit","dedupe","django","logging","stdlib"]}"#
    }
}

/// The inside of an object, without its braces.
fn inside(object: &Value) -> String {
    let text = object.to_string();
    text.get(1..text.len().saturating_sub(1)).unwrap_or_default().to_owned()
}

/// Words that belong to an issue and to no other: 24 * 24 * 12 = 6,912 of them.
fn words_of(issue: usize) -> (&'static str, &'static str, &'static str) {
    (VERBS[issue % 24], NOUNS[(issue / 24) % 24], PLACES[(issue / 576) % 12])
}

/// Exceptions of an issue. Everything that grouping looks at depends on the issue alone; variables, line texts'
/// numbers and ids in the message are drawn anew.
pub(super) fn failure(shape: Shape, issue: usize, random: &mut Random) -> String {
    let amount = shape.amount();
    let (verb, noun, place) = words_of(issue);
    let values: Vec<Value> = (0..amount.causes)
        .map(|cause| {
            let kind = KINDS[(issue + cause * 5) % KINDS.len()];
            let reason = REASONS[(issue + cause) % REASONS.len()];
            let frames: Vec<Value> = (0..amount.frames).map(|depth| frame(&amount, issue, cause, depth, random)).collect();
            json!({
                "type": kind,
                "module": format!("acme.{noun}.errors"),
                "value": format!("{reason} {place} for {noun} {} of {}", random.below(1_000_000), hex(random)),
                "mechanism": {"type": if cause + 1 == amount.causes { "django" } else { "chained" }, "handled": false, "exception_id": cause},
                "stacktrace": {"frames": frames},
            })
        })
        .collect();
    let mut object = json!({"exception": {"values": values}, "level": "error", "transaction": format!("acme.{noun}.views.{verb}_{noun}")});
    if shape != Shape::Small {
        object["logger"] = json!(format!("acme.{noun}"));
    }
    format!("{},{},", identity(is_node(issue)), inside(&object))
}

fn frame(amount: &Amount, issue: usize, cause: usize, depth: usize, random: &mut Random) -> Value {
    let (verb, noun, place) = words_of(issue);
    let in_app = depth % 2 == 1;
    let innermost = depth + 1 == amount.frames;
    let (module, function) = if in_app {
        let step = VERBS[(issue + depth + cause) % VERBS.len()];
        let function = if innermost { format!("{verb}_{noun}_in_{place}") } else { format!("{step}_{noun}") };
        (format!("acme.{noun}.{place}"), function)
    } else {
        (
            LIBRARIES[(issue + depth) % LIBRARIES.len()].to_owned(),
            format!("{}_{}", VERBS[depth % VERBS.len()], PLACES[depth % PLACES.len()]),
        )
    };
    let node = is_node(issue);
    let filename = format!("{}.{}", module.replace('.', "/"), if node { "js" } else { "py" });
    let line = 20 + (issue * 7 + depth * 31) % 400;
    let mut object = json!({
        "filename": filename, "abs_path": format!("/srv/acme/releases/current/{filename}"), "function": function, "module": module,
        "lineno": line, "in_app": in_app,
    });
    if node {
        object["colno"] = json!(1 + issue % 80);
    }
    if amount.lines > 0 {
        let lines = if node { amount.lines + 2 } else { amount.lines };
        object["pre_context"] = (0..lines).map(|n| source_line(issue + depth + n)).collect();
        object["context_line"] = source_line(issue + depth + 77);
        object["post_context"] = (0..lines).map(|n| source_line(issue + depth + n + 100)).collect();
    }
    // Node sends no variables unless asked, but two more lines on each side.
    if amount.vars > 0 && !node {
        object["vars"] = Value::Object((0..amount.vars).map(|_| variable(random)).collect());
    }
    object
}

fn source_line(seed: usize) -> Value {
    let (verb, noun, place) = words_of(seed * 131);
    let indent = "    ".repeat(1 + seed % 3);
    Value::String(match seed % 5 {
        0 => format!("{indent}{noun} = self.{place}.{verb}({noun}_id, timeout=settings.TIMEOUT)"),
        1 => format!("{indent}if {noun} is None or not {noun}.is_ready():"),
        2 => format!("{indent}    raise {noun}_errors.Rejected({noun}_id)"),
        3 => format!("{indent}log.debug(\"{verb} %s in {place}\", {noun})"),
        _ => String::new(),
    })
}

fn variable(random: &mut Random) -> (String, Value) {
    let name = format!(
        "{}_{}",
        random.pick(&NOUNS),
        random.pick(&["id", "state", "count", "limit", "index", "payload", "total", "rows", "name", "flags", "token"])
    );
    let value = match random.below(5) {
        0 => json!(random.below(1_000_000).to_string()),
        1 => json!(format!("'{}'", hex(random))),
        2 => json!(format!("<acme.{}.models.{} object at 0x7f{:010x}>", random.pick(&NOUNS), random.pick(&NOUNS), random.next_u64() >> 24)),
        3 => {
            json!({"id": random.below(100_000).to_string(), "state": format!("'{}'", random.pick(&VERBS)), "items": [random.below(99).to_string(), random.below(99).to_string()]})
        }
        _ => json!("None"),
    };
    (name, value)
}

fn hex(random: &mut Random) -> String {
    format!("{:012x}", random.next_u64() >> 16)
}

/// Everything of an event that is of no issue, up to the closing brace.
pub(super) fn surroundings(shape: Shape, random: &mut Random) -> String {
    let amount = shape.amount();
    let mut object = json!({
        "breadcrumbs": {"values": (0..amount.crumbs).map(|n| breadcrumb(n, random)).collect::<Vec<_>>()},
        "release": format!("acme@{}.{}.0", 4 + random.below(2), random.below(12)),
        "environment": random.pick(&["production", "production", "production", "staging"]),
        "server_name": format!("web-{:02}", random.below(40)),
        "tags": tags(amount.tags, random),
    });
    if amount.modules > 0 {
        object["modules"] = MODULES
            .iter()
            .take(amount.modules)
            .map(|name| ((*name).to_owned(), json!(format!("{}.{}.{}", 1 + name.len() % 5, name.len(), 2))))
            .collect::<Map<_, _>>()
            .into();
        object["extra"] = json!({"sys.argv": ["/srv/acme/manage.py", "runserver"], "attempt": random.below(5), "job": hex(random)});
    }
    if amount.request {
        object["request"] = request(random);
    }
    format!("{}}}", inside(&object))
}

fn breadcrumb(index: usize, random: &mut Random) -> Value {
    let timestamp = format!("2026-11-23T05:{:02}:{:02}.{:06}Z", random.below(60), index % 60, random.below(1_000_000));
    match random.below(3) {
        0 => json!({"type": "http", "category": "httplib", "timestamp": timestamp, "level": "info",
            "data": {"url": format!("https://{}.internal.example{}", random.pick(&PLACES), random.pick(&PATHS)), "method": "GET", "status_code": 200 + random.below(4) * 100, "http.query": format!("page={}", random.below(500))}}),
        1 => {
            json!({"type": "default", "category": "query", "timestamp": timestamp, "message": format!("SELECT {n}.id, {n}.state FROM {n} WHERE {n}.id = %s", n = random.pick(&NOUNS))})
        }
        _ => json!({"type": "log", "category": format!("acme.{}", random.pick(&NOUNS)), "timestamp": timestamp, "level": "info",
            "message": format!("{} {} {} took {} ms", random.pick(&VERBS), random.pick(&NOUNS), hex(random), random.below(900))}),
    }
}

fn tags(count: usize, random: &mut Random) -> Value {
    let mut tags = Map::new();
    let mut put = |name: &str, value: String| tags.insert(name.to_owned(), Value::String(value));
    put("customer", format!("c{:04}", random.below(1_000)));
    put("region", random.pick(&["eu-central", "eu-west", "us-east", "ap-south"]).to_owned());
    put("tier", random.pick(&["free", "team", "business"]).to_owned());
    put("queue", random.pick(&PLACES).to_owned());
    for noun in NOUNS.iter().take(count).skip(4) {
        put(&format!("{noun}_kind"), random.pick(&VERBS).to_owned());
    }
    Value::Object(tags)
}

fn request(random: &mut Random) -> Value {
    let path = random.pick(&PATHS);
    json!({
        "url": format!("https://www.acme.example{path}"), "method": random.pick(&["GET", "POST"]),
        "query_string": format!("page={}&q={}", random.below(100), random.pick(&NOUNS)),
        "headers": {"Host": "www.acme.example", "User-Agent": random.pick(&BROWSERS), "Accept": "application/json", "Accept-Encoding": "gzip, deflate, br",
            "Accept-Language": "en-GB,en;q=0.7", "Cookie": format!("csrftoken={}; theme=dark", hex(random)), "X-Request-Id": hex(random)},
        "env": {"SERVER_NAME": "web", "SERVER_PORT": "8000", "REMOTE_ADDR": format!("198.51.100.{}", random.below(250))},
    })
}
