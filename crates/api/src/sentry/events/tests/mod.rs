//! Realistic payloads of SDKs, as stored, and what becomes of them.

use bartizan_domain::{EventId, ProjectId, Timestamp};
use serde_json::{Value, json};

use super::remedy;
use super::shape::{Identity, Surroundings, context_score, event, simple};

fn identity() -> Identity {
    Identity {
        event_id: EventId([0xab; 16]),
        project_id: ProjectId(7),
        timestamp: Timestamp::from_seconds(1_795_406_706),
        group_hash: Some("11".repeat(16)),
        size: 1234,
    }
}

fn shaped(payload: &Value) -> Value {
    serde_json::to_value(event(&identity(), payload, Surroundings::default())).unwrap()
}

/// Python, Django: a chained exception with locals, a request, breadcrumbs.
fn python() -> Value {
    json!({
        "event_id": "abababababababababababababababab", "platform": "python", "level": "error", "received": 1_795_406_707.5,
        "type": "error", "title": "PaymentError: card declined", "culprit": "shop.views in checkout", "transaction": "/checkout/",
        "metadata": {"type": "PaymentError", "value": "card declined", "filename": "shop/views.py", "function": "checkout"},
        "location": "shop/views.py", "release": "shop@1.2.3", "dist": "42", "environment": "production", "server_name": "web-1",
        "sdk": {"name": "sentry.python.django", "version": "2.40.0", "packages": [], "integrations": ["django"]},
        "exception": {"values": [
            {"type": "KeyError", "value": "'amount'", "module": null, "mechanism": {"type": "chained", "handled": true, "exception_id": 1, "parent_id": 0, "source": "__cause__"},
             "stacktrace": {"frames": [{"filename": "shop/cart.py", "abs_path": "/srv/shop/cart.py", "function": "total", "module": "shop.cart", "lineno": 2,
                "pre_context": ["def total(cart):"], "context_line": "    return cart['amount']", "post_context": [], "in_app": true, "vars": {"cart": {"items": "[]"}}}]}},
            {"type": "PaymentError", "value": "card declined", "module": "shop.errors", "thread_id": 12, "mechanism": {"type": "django", "handled": false},
             "stacktrace": {"frames": [
                {"filename": "django/core/handlers/exception.py", "function": "inner", "module": "django.core.handlers.exception", "lineno": 55, "in_app": false},
                {"filename": "shop/views.py", "function": "checkout", "module": "shop.views", "lineno": 31, "colno": null,
                 "pre_context": ["def checkout(request):", "    cart = load()"], "context_line": "    pay(cart)", "post_context": ["    return ok()"], "in_app": true,
                 "vars": {"request": "<WSGIRequest>", "password": "[Filtered]"}}]}}]},
        "request": {"method": "POST", "url": "https://shop.example/checkout/?step=2&q=a%20b", "query_string": "step=2&q=a%20b&empty", "data": {"card": "[Filtered]"},
            "headers": [["user-agent", "Mozilla/5.0"], ["Content-Type", "application/json"], ["cookie", "sid=1; theme=dark"], ["x-request-id", "r1"]],
            "env": {"REMOTE_ADDR": "203.0.113.7"}, "inferred_content_type": "application/json"},
        "breadcrumbs": {"values": [
            {"type": "query", "category": "query", "level": "info", "message": "SELECT 1", "timestamp": 1_795_406_700.25, "data": {"db.system": "postgresql"}},
            {"timestamp": "2026-11-23T04:05:01Z", "message": "no more"}, null]},
        "user": {"id": 42, "email": "jane@example.com", "ip_address": "203.0.113.7", "geo": {"country_code": "DE"}, "plan": "pro"},
        "tags": [["browser", "Firefox 130"], ["customer", "acme"], ["level", "error"], ["user", "id:42"]],
        "contexts": {"runtime": {"name": "CPython", "version": "3.13"}, "trace": {"type": "trace", "trace_id": "t", "span_id": "s"}, "odd": null},
        "extra": {"attempt": 3}, "modules": {"django": "5.2"},
        "errors": [{"type": "invalid_data", "name": "timestamp", "value": "soon"}],
        "_meta": {"request": {"data": {"card": {"": {"rem": [["@creditcard", "s", 0, 10]]}}}},
            "exception": {"values": {"1": {"stacktrace": {"frames": {"1": {"abs_path": {"": {"len": 9}}, "vars": {"abs_path": {"": {"rem": []}}}}}}}}},
            "user": {"email": {"": {"err": ["x"]}}}},
    })
}

#[test]
fn a_command_that_mends_names_server_organisation_and_project() {
    let fix = "sentry-cli sourcemaps inject ./dist && sentry-cli sourcemaps upload --org ORG --project PROJECT ./dist  # then deploy";
    let ready = "sentry-cli sourcemaps inject ./dist && sentry-cli --url https://b.example sourcemaps upload --org acme --project web ./dist  # then deploy";
    let problem = json!({"type": "js_nothing_to_look_by", "message": "m", "fix": fix});
    let stack = json!({"frames": [{"function": "a", "errors": [problem]}, {"function": "b"}]});
    let payload = json!({
        "errors": [problem, {"type": "invalid_data"}], "stacktrace": stack, "threads": {"values": [{"id": 1, "stacktrace": stack}]},
        "exception": {"values": [{"type": "E", "stacktrace": stack}]},
    });
    let mut full = event(&identity(), &payload, Surroundings::default());
    assert!(remedy::is_open(&full));
    remedy::Target { base_url: "https://b.example", organization: "acme", project: "web" }.fill(&mut full);
    assert!(!remedy::is_open(&full));
    let text = serde_json::to_string(&full).unwrap();
    assert_eq!((text.matches(ready).count(), text.matches("ORG").count()), (4, 0), "{text}");
}

#[test]
fn a_python_exception() {
    insta::assert_json_snapshot!(shaped(&python()));
}

#[test]
fn a_browser_exception_with_a_source_map_applied() {
    let frame = json!({"filename": "src/cart.ts", "abs_path": "webpack:///src/cart.ts", "function": "addItem", "lineno": 10, "colno": 5, "in_app": true,
        "context_line": "  throw new Error()", "data": {"sourcemap": "https://cdn.example/app.js.map", "orig_filename": "app.js", "orig_function": "t", "orig_lineno": 1, "orig_colno": 5021}});
    let raw = json!({"frames": [{"filename": "app.js", "function": "t", "lineno": 1, "colno": 5021, "in_app": true}]});
    let payload = json!({"platform": "javascript", "exception": {"values": [{"type": "Error", "value": "boom", "stacktrace": {"frames": [frame]}, "raw_stacktrace": raw}]},
        "debug_meta": {"images": [{"type": "sourcemap", "code_file": "https://cdn.example/app.js", "debug_id": "d"}]}});
    let event = shaped(&payload);
    insta::assert_json_snapshot!(event["entries"]);
    assert_eq!((&event["type"], &event["title"], &event["location"]), (&json!("error"), &json!("Error: boom"), &json!("src/cart.ts")));
}

#[test]
fn threads_messages_reports_and_templates() {
    let android = json!({"threads": {"values": [{"id": 1, "name": "main", "crashed": true, "current": true, "main": true, "state": "RUNNABLE", "held_locks": {"0x1": {"type": 2}},
        "stacktrace": {"frames": [{"function": "run", "module": "a.B", "lock": {"type": 1}, "instruction_addr": "0x10", "trust": "cfi"}], "registers": {"pc": "0x10"}, "frames_omitted": [1, 5]}}]}});
    let message = json!({"logentry": {"message": "slow: %s", "formatted": "slow: /", "params": ["/"]}, "level": "warning"});
    let csp = json!({"csp": {"effective_directive": "img-src", "blocked_uri": "https://evil.example", "disposition": "enforce"}, "type": "csp", "title": "Blocked 'image'"});
    let template =
        json!({"template": {"filename": "a.html", "lineno": 3, "context_line": "{{ x }}"}, "stacktrace": {"frames": [{"function": "f"}]}});
    let all: Vec<Value> = [android, message, csp, template].iter().map(|payload| shaped(payload)["entries"].clone()).collect();
    insta::assert_json_snapshot!(all);
}

#[test]
fn an_event_of_nonsense_still_has_every_key() {
    let python = shaped(&python());
    let nonsense = json!({"exception": 5, "request": [], "breadcrumbs": {"values": "x"}, "user": "jane", "tags": {"a": null, "b": 1}, "contexts": [1],
        "threads": {"values": [5]}, "stacktrace": "x", "errors": "x", "sdk": 1, "logentry": [], "received": {}, "_meta": 7, "platform": "", "debug_meta": null});
    for payload in [nonsense, json!({}), json!(null), json!([1, 2])] {
        let event = shaped(&payload);
        let missing: Vec<&String> = python.as_object().unwrap().keys().filter(|key| event.get(*key).is_none()).collect();
        assert!(missing.is_empty(), "{payload}: {missing:?}");
        assert_eq!(event["entries"], json!([]), "{payload}");
        assert!(serde_json::to_value(simple(&identity(), &payload, None)).is_ok());
    }
}

#[test]
fn the_event_that_tells_most_scores_highest() {
    let full = context_score(&python());
    assert!(full > context_score(&json!({"exception": {"values": [{"type": "E"}]}, "user": {"id": "1"}})));
    assert_eq!(context_score(&json!({})), 0);
}
