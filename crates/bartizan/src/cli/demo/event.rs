//! One demo event as the service's SDK would send it.

use rand::rngs::StdRng;
use rand::{Rng, RngExt};
use serde_json::{Map, Value, json};

use super::company::{self, Service};
use super::scenario::{Frame, Scenario};

/// Builds the event of a scenario at `timestamp` (seconds), `share` of the way through the period.
pub(super) fn build(rng: &mut StdRng, service: &Service, scenario: &Scenario, timestamp: f64, share: f64) -> (String, Value) {
    let event_id = hex::encode(random_bytes(rng));
    let customer = rng.random_range(1..=company::CUSTOMERS);
    let release = company::release_at(service, share);
    let environment = if rng.random_range(0..20) == 0 { "staging" } else { "production" };
    let mut event = json!({
        "event_id": event_id,
        "timestamp": timestamp,
        "platform": service.event_platform,
        "level": scenario.level,
        "release": release,
        "environment": environment,
        "transaction": scenario.transaction,
        "sdk": {"name": service.sdk.0, "version": service.sdk.1},
        "user": user(customer),
        "tags": tags(rng, scenario, customer),
        "contexts": contexts(rng, service),
        "extra": {"order_id": rng.random_range(10_000..99_999), "retry": rng.random_range(0..3)},
        "breadcrumbs": {"values": breadcrumbs(rng, service, scenario, timestamp)},
        "exception": {"values": exceptions(rng, service, scenario)},
    });
    if let Some(map) = event.as_object_mut() {
        add_place(rng, map, service, scenario);
    }
    (event_id, event)
}

fn random_bytes(rng: &mut StdRng) -> [u8; 16] {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn pick<'a, T>(rng: &mut StdRng, items: &'a [T]) -> Option<&'a T> {
    (!items.is_empty()).then(|| rng.random_range(0..items.len())).and_then(|i| items.get(i))
}

fn modulo<'a>(items: &[&'a str], id: u32) -> &'a str {
    items.get(id as usize % items.len().max(1)).copied().unwrap_or_default()
}

fn user(customer: u32) -> Value {
    json!({
        "id": customer.to_string(),
        "username": format!("customer{customer}"),
        "email": format!("customer{customer}@mail.example"),
        "ip_address": format!("203.0.113.{}", customer % 254 + 1),
        "data": {"plan": modulo(company::PLANS, customer)},
    })
}

fn tags(rng: &mut StdRng, scenario: &Scenario, customer: u32) -> Value {
    let mut tags = Map::new();
    tags.insert("region".into(), modulo(company::REGIONS, customer).into());
    tags.insert("plan".into(), modulo(company::PLANS, customer).into());
    for (key, value) in scenario.tags {
        // Over-represented rather than universal, as in life.
        if rng.random_range(0..20) > 0 {
            tags.insert((*key).into(), (*value).into());
        }
    }
    Value::Object(tags)
}

fn contexts(rng: &mut StdRng, service: &Service) -> Value {
    let trace = json!({"trace_id": hex::encode(random_bytes(rng)), "span_id": hex::encode(&random_bytes(rng)[..8]), "op": "http.server"});
    match service.event_platform {
        "python" => json!({"trace": trace, "runtime": {"name": "CPython", "version": "3.13.2", "build": "3.13.2 (main)"}}),
        "cocoa" => json!({
            "trace": trace,
            "os": {"name": "iOS", "version": "18.6"},
            "device": {"family": "iOS", "model": "iPhone17,1", "name": "iPhone", "memory_size": 8_000_000_000_u64},
            "app": {"app_name": "Larkfield", "app_version": "7.3.0", "in_foreground": true},
        }),
        _ => json!({"trace": trace}),
    }
}

fn breadcrumbs(rng: &mut StdRng, service: &Service, scenario: &Scenario, timestamp: f64) -> Vec<Value> {
    let at = |seconds: f64| timestamp - seconds;
    let status = pick(rng, &[200, 200, 200, 204, 500]).copied().unwrap_or(200);
    let (category, message) = match service.event_platform {
        "javascript" => ("ui.click", "button#checkout.primary"),
        "python" => ("query", "SELECT id, sku, qty FROM cart_lines WHERE cart_id = %s"),
        _ => ("touch", "applyGiftCardTapped:"),
    };
    vec![
        json!({"timestamp": at(31.4), "type": "navigation", "category": "navigation", "data": {"from": "/cart", "to": scenario.transaction}}),
        json!({"timestamp": at(9.1), "type": "http", "category": "http", "data": {"url": "https://api.larkfield.example/v2/cart", "method": "GET", "status_code": status}}),
        json!({"timestamp": at(2.7), "type": "default", "category": category, "message": message, "level": "info"}),
        json!({"timestamp": at(0.2), "type": "default", "category": "console", "message": "total is being computed", "level": "warning"}),
    ]
}

fn exceptions(rng: &mut StdRng, service: &Service, scenario: &Scenario) -> Vec<Value> {
    let frames: Vec<Value> = scenario.frames.iter().map(|f| frame(rng, service, f)).collect();
    let mut values = Vec::new();
    if let Some((kind, message)) = scenario.cause {
        values.push(json!({"type": kind, "value": fill(rng, message), "mechanism": {"type": "chained", "handled": true}, "stacktrace": {"frames": frames}}));
    }
    values.push(json!({
        "type": scenario.kind,
        "value": fill(rng, scenario.message),
        "mechanism": {"type": mechanism(service), "handled": scenario.handled},
        "stacktrace": {"frames": frames},
    }));
    values
}

const fn mechanism(service: &Service) -> &'static str {
    match service.event_platform.as_bytes() {
        b"javascript" => "auto.browser.global_handlers.onerror",
        b"cocoa" => "mach",
        _ => "generic",
    }
}

fn frame(rng: &mut StdRng, service: &Service, (function, file, line, in_app, source): &Frame) -> Value {
    let mut frame = json!({"function": function, "filename": file, "abs_path": abs_path(service, file), "lineno": line, "in_app": in_app});
    let Some(map) = frame.as_object_mut() else { return frame };
    if service.event_platform == "javascript" {
        map.insert("colno".into(), 31.into());
    }
    if let Some(hit) = source.get(2) {
        map.insert("pre_context".into(), json!(source.get(..2)));
        map.insert("context_line".into(), (*hit).into());
        map.insert("post_context".into(), json!(source.get(3..)));
        map.insert(
            "vars".into(),
            json!({"total": f64::from(rng.random_range(100..20_000)) / 100.0, "line": {"sku": "GIFT-25", "qty": 1}, "rule": null}),
        );
    }
    frame
}

fn abs_path(service: &Service, file: &str) -> String {
    match service.event_platform {
        // As a build for development calls its files: they are readable as they are.
        "javascript" => format!("webpack-internal:///./{file}"),
        "python" => format!("/srv/{}/{file}", service.slug),
        _ => file.to_owned(),
    }
}

/// Puts different values into the places of a message, so that grouping has something to see through.
fn fill(rng: &mut StdRng, message: &str) -> String {
    message
        .replace("{id}", &hex::encode(&random_bytes(rng)[..4]))
        .replace("{n}", &rng.random_range(2..900).to_string())
        .replace("{ms}", &rng.random_range(1000..9000).to_string())
        .replace("{host}", &format!("10.2.{}.{}", rng.random_range(0..255), rng.random_range(1..255)))
}

/// Server name or browser, and the request.
fn add_place(rng: &mut StdRng, event: &mut Map<String, Value>, service: &Service, scenario: &Scenario) {
    if let Some(server) = pick(rng, service.servers) {
        event.insert("server_name".into(), (*server).into());
    }
    let agent = user_agent(rng);
    match service.event_platform {
        "javascript" => {
            let url = format!("https://shop.larkfield.example{}", scenario.transaction);
            event.insert(
                "request".into(),
                json!({"url": url, "headers": {"User-Agent": agent, "Referer": "https://shop.larkfield.example/cart"}}),
            );
        }
        "python" if service.slug == "api" => {
            let method = scenario.transaction.split(' ').next().unwrap_or("GET");
            event.insert("request".into(), json!({
                "url": "https://api.larkfield.example/v2/orders", "method": method, "query_string": "currency=EUR&step=2",
                "headers": {"User-Agent": agent, "Content-Type": "application/json", "X-Request-Id": hex::encode(&random_bytes(rng)[..8])},
                "data": {"payment": {"kind": "gift_card"}, "lines": [{"sku": "GIFT-25", "qty": 1}]},
            }));
        }
        _ => {}
    }
}

fn user_agent(rng: &mut StdRng) -> &'static str {
    let total: u32 = company::USER_AGENTS.iter().map(|(weight, _)| weight).sum();
    let mut left = rng.random_range(0..total);
    for (weight, agent) in company::USER_AGENTS {
        if left < *weight {
            return agent;
        }
        left -= weight;
    }
    ""
}
