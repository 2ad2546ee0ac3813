//! Mutations by kind. Each answers `None` where it does not apply.

use serde_json::{Value, json};

/// A change of an event.
pub(crate) type Mutation = fn(&Value) -> Option<Value>;

/// What one bug looks like elsewhere or later: the issue must stay one.
pub(crate) const MUST_MERGE: [(&str, Mutation); 24] = [
    ("lines shift", lines_shift),
    ("columns shift", columns_shift),
    ("other machine's paths", other_paths),
    ("numbers in the message", numbers),
    ("ids in the message", ids),
    ("addresses and times in the message", addresses),
    ("new build's asset names", asset_names),
    ("new build's memory addresses", memory_addresses),
    ("deeper recursion", recursion),
    ("another engine's names", engine_names),
    ("comment on the crash line", comment),
    ("reformatted crash line", spaces),
    ("vendor frames added", vendor_frame),
    ("vendor version in its path", vendor_version),
    ("newer release and other tags", release),
    ("other user and request", user),
    ("variables differ", variables),
    ("numbers of generated classes", generated),
    ("telemetry wraps a call", telemetry),
    ("message in another wording of the cause", value_differs),
    ("source context missing around", context_gone),
    ("query of the asset", query),
    ("runtime and packages elsewhere", elsewhere),
    ("a build without folders", without_folders),
];

/// What another bug looks like: it must be another issue.
pub(crate) const MUST_SPLIT: [(&str, Mutation); 6] = [
    ("another type", other_type),
    ("another innermost own function", other_function),
    ("another own module", other_module),
    ("one own call less", call_less),
    ("another message without a stack", other_message),
    ("another own caller", other_caller),
];

fn edited(event: &Value, edit: impl FnOnce(&mut Value) -> bool) -> Option<Value> {
    let mut copy = event.clone();
    (edit(&mut copy) && copy != *event).then_some(copy)
}

/// The exceptions: some SDKs send the bare list.
pub(crate) fn exceptions(event: &Value) -> Option<&Vec<Value>> {
    event.get("exception").and_then(|e| e.as_array().or_else(|| e.get("values")?.as_array()))
}

fn values(event: &mut Value) -> &mut [Value] {
    let Some(exception) = event.get_mut("exception") else { return &mut [] };
    let list = if exception.is_array() { Some(exception) } else { exception.get_mut("values") };
    list.and_then(Value::as_array_mut).map(Vec::as_mut_slice).unwrap_or_default()
}

fn frames(event: &mut Value) -> Vec<&mut Value> {
    values(event).iter_mut().filter_map(|e| e.pointer_mut("/stacktrace/frames")?.as_array_mut()).flatten().collect()
}

fn each_frame(event: &Value, edit: impl Fn(&mut Value)) -> Option<Value> {
    edited(event, |e| {
        frames(e).into_iter().for_each(edit);
        true
    })
}

fn each_text(event: &Value, keys: &[&str], edit: impl Fn(&str) -> String) -> Option<Value> {
    each_frame(event, |frame| {
        for key in keys {
            if let Some(Value::String(text)) = frame.get_mut(*key) {
                *text = edit(text);
            }
        }
    })
}

/// The platform; that of Dart's SDK is `other`.
fn platform(event: &Value) -> &str {
    let is_dart = event.pointer("/sdk/name").and_then(Value::as_str).is_some_and(|name| name.starts_with("sentry.dart"));
    if is_dart { "dart" } else { event["platform"].as_str().unwrap_or_default() }
}

fn add(frame: &mut Value, key: &str, by: u64) {
    if let Some(n) = frame.get(key).and_then(Value::as_u64) {
        frame[key] = json!(n + by);
    }
}

fn lines_shift(event: &Value) -> Option<Value> {
    each_frame(event, |f| add(f, "lineno", 17))
}

fn columns_shift(event: &Value) -> Option<Value> {
    each_frame(event, |f| add(f, "colno", 1311))
}

fn other_paths(event: &Value) -> Option<Value> {
    each_text(event, &["abs_path", "filename"], |t| {
        t.replace("/srv/shop/", "/home/deploy/releases/20261123/")
            .replace("/build/shop/", "/go/src/build-77/")
            .replace("/var/www/shop/", "/opt/sites/x/")
            .replace("C:\\build\\", "D:\\agents\\42\\")
            .replace("https://shop.example.com/", "https://eu2.shop.example.com/v2/")
    })
}

fn messages(event: &Value, edit: impl Fn(&str) -> String) -> Option<Value> {
    edited(event, |e| {
        for value in values(e) {
            if let Some(Value::String(text)) = value.get_mut("value") {
                *text = edit(text);
            }
        }
        for key in ["message", "formatted"] {
            if let Some(Value::String(text)) = e.get_mut("logentry").and_then(|l| l.get_mut(key)) {
                *text = edit(text);
            }
        }
        if let Some(Value::String(text)) = e.get_mut("message") {
            *text = edit(text);
        }
        true
    })
}

fn numbers(event: &Value) -> Option<Value> {
    messages(event, |t| {
        t.replace("4711", "99120").replace("1532", "88").replace("30001", "45003").replace("17", "23").replace(" 7 ", " 1204 ")
    })
}

fn ids(event: &Value) -> Option<Value> {
    messages(event, |t| {
        t.replace("1f0c2d3e-4a5b-4c6d-8e7f-901234567890", "00aa11bb-22cc-4d3e-9f40-55aa66bb77cc").replace("sku-88412", "sku-10")
    })
}

fn addresses(event: &Value) -> Option<Value> {
    messages(event, |t| t.replace("10.1.2.3:5432", "[2001:db8::17]:6432").replace("0x7ffd0a1b2c3d", "0x10").replace(" ms", "ms"))
        .filter(|e| !e.to_string().contains("[2001"))
        .or_else(|| messages(event, |t| t.replace("10.1.2.3", "172.16.99.4").replace("0x7ffd0a1b2c3d", "0x10")))
}

fn asset_names(event: &Value) -> Option<Value> {
    each_text(event, &["abs_path", "filename"], |t| t.replace("DfKq8xLm", "B1xZ_9Qa").replace("8a7b6c5d", "0f1e2d3c"))
}

fn memory_addresses(event: &Value) -> Option<Value> {
    each_frame(event, |f| {
        if f.get("instruction_addr").is_some() {
            f["instruction_addr"] = json!("0x7fab00001234");
        }
        if let Some(Value::String(package)) = f.get_mut("package") {
            *package = package.replace("1F0C2D3E-4A5B-4C6D-8E7F-901234567890", "AA0C2D3E-4A5B-4C6D-8E7F-90123456AAAA");
        }
        if let Some(Value::String(function)) = f.get_mut("function") {
            *function = function.replace("h0123456789abcdef", "hfedcba9876543210");
        }
    })
}

/// Repeats the innermost own frame as often as a deeper call would.
fn recursion(event: &Value) -> Option<Value> {
    edited(event, |e| {
        let Some(list) = values(e).last_mut().and_then(|v| v.pointer_mut("/stacktrace/frames")?.as_array_mut()) else { return false };
        let Some(at) = (1..list.len()).find(|i| list[*i]["function"] == list[i - 1]["function"] && list[*i]["in_app"] == json!(true))
        else {
            return false;
        };
        let again = list[at].clone();
        for _ in 0..9 {
            list.insert(at, again.clone());
        }
        true
    })
}

fn engine_names(event: &Value) -> Option<Value> {
    if platform(event) == "dart" {
        return each_text(event, &["function"], |t| t.replace("<fn>", "<anonymous closure>").replace("State.", "State@17463221."));
    }
    if platform(event) != "javascript" {
        return None;
    }
    each_text(event, &["function"], |t| match t.rsplit_once('.') {
        Some((_, last)) => format!("{last}/<"),
        None => format!("async*{t}"),
    })
}

fn comment(event: &Value) -> Option<Value> {
    let sign = match platform(event) {
        "python" | "ruby" => "  # why?",
        "javascript" | "node" | "php" => "  // why?",
        _ => return None,
    };
    each_text(event, &["context_line"], |t| format!("{t}{sign}"))
}

fn spaces(event: &Value) -> Option<Value> {
    each_text(event, &["context_line"], |t| format!("\t\t{}  ", t.trim()))
}

fn vendor(event: &Value) -> Option<Value> {
    let frame = |path: &str, module: Value, function: &str| json!({"abs_path": path, "filename": path, "module": module, "function": function, "lineno": 5, "in_app": false});
    Some(match platform(event) {
        "python" => frame("/usr/lib/python3.12/site-packages/requests/sessions.py", json!("requests.sessions"), "send"),
        "javascript" => frame("https://shop.example.com/node_modules/lodash/map.js", Value::Null, "baseMap"),
        "node" => frame("/srv/shop/node_modules/express/lib/router.js", json!("express.lib:router"), "next"),
        "java" => frame("FilterChain.java", json!("org.springframework.web.FilterChain"), "doFilter"),
        "go" => frame("/home/x/go/pkg/mod/github.com/lib/pq@v1.2.3/conn.go", json!("github.com/lib/pq"), "exec"),
        "php" => frame("/var/www/shop/vendor/symfony/http/Kernel.php", Value::Null, "Symfony\\Kernel::handle"),
        "ruby" => frame("/usr/local/bundle/gems/puma-6.4.0/lib/puma/server.rb", Value::Null, "process_client"),
        "dart" => {
            let frame = frame("package:dio/src/dio_mixin.dart", Value::Null, "DioMixin.fetch");
            edited(&frame, |frame| {
                // The SDK takes packages for the application's.
                frame["in_app"] = json!(true);
                true
            })?
        }
        "csharp" => frame("Kernel.cs", json!("Microsoft.AspNetCore.Kernel"), "Run"),
        _ => return None,
    })
}

fn has_own_frame(event: &Value) -> bool {
    let mut copy = event.clone();
    values(&mut copy)
        .iter()
        .all(|v| v.pointer("/stacktrace/frames").and_then(Value::as_array).is_some_and(|f| f.iter().any(|f| f["in_app"] == true)))
}

fn vendor_frame(event: &Value) -> Option<Value> {
    let frame = vendor(event).filter(|_| has_own_frame(event))?;
    edited(event, |e| {
        let Some(list) = values(e).last_mut().and_then(|v| v.pointer_mut("/stacktrace/frames")?.as_array_mut()) else { return false };
        list.insert(list.len() / 2, frame);
        true
    })
}

fn vendor_version(event: &Value) -> Option<Value> {
    each_text(event, &["abs_path"], |t| {
        t.replace("rack-3.0.8", "rack-3.1.12").replace("activerecord-7.1.2", "activerecord-8.0.0").replace("python3.11", "python3.14")
    })
}

/// The runtime and the packages lie in other folders, as another installer puts them.
fn elsewhere(event: &Value) -> Option<Value> {
    each_text(event, &["abs_path"], |t| {
        t.replace("/usr/lib/go-1.19/", "/home/ci/sdk/go1.25.1/")
            .replace("/usr/lib/ruby/3.1.0/", "/opt/hostedtoolcache/Ruby/3.3.9/x64/lib/ruby/3.3.0/")
            .replace("/usr/share/rubygems-integration/all/gems/", "/usr/local/bundle/gems/")
    })
}

/// A build of Go without the builder's folders: files are named by package, and the SDK cannot tell whose a frame is.
fn without_folders(event: &Value) -> Option<Value> {
    if platform(event) != "go" {
        return None;
    }
    each_frame(event, |frame| {
        let Some(path) = frame["abs_path"].as_str().and_then(|path| path.rsplit('/').next()) else { return };
        frame["filename"] = json!(format!("{}/{path}", frame["module"].as_str().unwrap_or_default()));
        for key in ["abs_path", "in_app", "pre_context", "context_line", "post_context"] {
            if let Some(frame) = frame.as_object_mut() {
                frame.remove(key);
            }
        }
    })
}

fn release(event: &Value) -> Option<Value> {
    edited(event, |e| {
        e["release"] = json!("shop@2.0.0");
        e["environment"] = json!("staging");
        e["tags"] = json!({"region": "eu-9", "shard": "17"});
        e["server_name"] = json!("web-99");
        true
    })
}

fn user(event: &Value) -> Option<Value> {
    edited(event, |e| {
        e["user"] = json!({"id": "77", "email": "jo@example.com"});
        e["request"] = json!({"url": "https://shop.example.com/orders/77?x=1", "method": "POST"});
        e["contexts"]["browser"] = json!({"name": "Firefox", "version": "140.0"});
        true
    })
}

fn variables(event: &Value) -> Option<Value> {
    each_frame(event, |f| f["vars"] = json!({"order": {"id": 991, "total": "17.5"}}))
}

fn generated(event: &Value) -> Option<Value> {
    each_frame(event, |f| {
        for key in ["function", "module"] {
            if let Some(Value::String(text)) = f.get_mut(key) {
                *text = text
                    .replace("SpringCGLIB$$0", "SpringCGLIB$$7")
                    .replace("lambda$pay$3", "lambda$pay$11")
                    .replace("erb__1720346592_43220", "erb__9911_88")
                    .replace("b__12_0", "b__14_2")
                    .replace("Order.php:12}", "Order.php:19}")
                    .replace("_extension#0", "_extension#7");
            }
        }
    })
}

fn telemetry(event: &Value) -> Option<Value> {
    let frame = match platform(event) {
        "javascript" | "node" => {
            json!({"abs_path": "/srv/shop/node_modules/@sentry/core/build/trace.js", "filename": "/srv/shop/node_modules/@sentry/core/build/trace.js", "function": "startSpan", "in_app": true, "lineno": 8})
        }
        "python" => {
            json!({"abs_path": "/srv/venv/lib/python3.12/site-packages/sentry_sdk/utils.py", "filename": "sentry_sdk/utils.py", "module": "sentry_sdk.utils", "function": "runner", "in_app": true, "lineno": 8})
        }
        "java" => {
            json!({"module": "io.sentry.spring.SentryFilter", "function": "doFilter", "filename": "SentryFilter.java", "in_app": true, "lineno": 8})
        }
        "dart" => {
            json!({"abs_path": "package:sentry/src/sentry.dart", "filename": "sentry.dart", "package": "sentry", "function": "Sentry.runZonedGuarded.<fn>", "in_app": true, "lineno": 8})
        }
        _ => return None,
    };
    edited(event, |e| {
        let Some(list) = values(e).last_mut().and_then(|v| v.pointer_mut("/stacktrace/frames")?.as_array_mut()) else { return false };
        list.insert(1.min(list.len()), frame);
        true
    })
    .filter(|_| has_own_frame(event))
}

/// With own frames that name functions, the text of the message does not matter. Built-in noise rules ask for it.
fn value_differs(event: &Value) -> Option<Value> {
    let named = |e: &Value| {
        let list = e.pointer("/stacktrace/frames").and_then(Value::as_array);
        list.is_some_and(|f| f.iter().any(|f| f["in_app"] == true && f["function"].as_str().is_some_and(|t| t.len() > 2)))
    };
    // What the SDK made up of a thrown text has nothing but the text.
    let made_up = |e: &Value| e["mechanism"]["synthetic"] == true;
    if exceptions(event)?.iter().any(|e| made_up(e) || !named(e)) {
        return None;
    }
    edited(event, |e| {
        values(e).iter_mut().for_each(|v| v["value"] = json!("something else was wrong: größer"));
        true
    })
}

fn context_gone(event: &Value) -> Option<Value> {
    each_frame(event, |f| {
        if let Some(frame) = f.as_object_mut() {
            frame.remove("pre_context");
            frame.remove("post_context");
        }
    })
}

fn query(event: &Value) -> Option<Value> {
    each_text(event, &["abs_path", "filename"], |t| if t.starts_with("http") { format!("{t}?v=20261123") } else { t.to_owned() })
}

fn other_type(event: &Value) -> Option<Value> {
    edited(event, |e| {
        let Some(last) = values(e).last_mut() else { return false };
        last["type"] = json!("AnotherError");
        true
    })
}

/// A frame of the team's code. An SDK may take packages and the standard library for it.
fn is_own(frame: &Value) -> bool {
    let path = frame["abs_path"].as_str().or_else(|| frame["filename"].as_str()).unwrap_or_default();
    let foreign = ["/rustc/", "package:flutter/", "package:dio/", "package:shelf/", "<asynchronous suspension>", "<anonymous>"];
    frame["in_app"] == true && !foreign.iter().any(|start| path.starts_with(start)) && !path.contains("/.cargo/registry/")
}

/// The own frame `back` steps from the crash in the exception thrown last.
fn own_frame(event: &mut Value, back: usize) -> Option<&mut Value> {
    let list = values(event).last_mut()?.pointer_mut("/stacktrace/frames")?.as_array_mut()?;
    list.iter_mut().rev().filter(|f| is_own(f)).nth(back)
}

fn other_function(event: &Value) -> Option<Value> {
    edited(event, |e| {
        own_frame(e, 0).is_some_and(|f| {
            f.get("function").is_some() && {
                f["function"] = json!("settleRefund");
                true
            }
        })
    })
}

fn other_caller(event: &Value) -> Option<Value> {
    edited(event, |e| {
        own_frame(e, 1).is_some_and(|f| {
            f["function"] = json!("importBackorders");
            true
        })
    })
}

fn other_module(event: &Value) -> Option<Value> {
    edited(event, |e| {
        own_frame(e, 0).is_some_and(|f| {
            f.get("module").is_some_and(Value::is_string) && {
                f["module"] = json!("acme.refunds");
                true
            }
        })
    })
}

fn call_less(event: &Value) -> Option<Value> {
    edited(event, |e| {
        let Some(list) = values(e).last_mut().and_then(|v| v.pointer_mut("/stacktrace/frames")?.as_array_mut()) else { return false };
        let own: Vec<usize> = (0..list.len()).filter(|i| is_own(&list[*i])).collect();
        let [.., before, last] = own.as_slice() else { return false };
        // Not every engine names the class: `parse` that calls `Cart.parse` looks like a recursion.
        let name = |at: usize| list[at]["function"].as_str().and_then(|name| name.rsplit('.').next()).map(str::to_owned);
        let recursive = name(*before) == name(*last);
        list.remove(*last);
        !recursive
    })
}

fn other_message(event: &Value) -> Option<Value> {
    let threads = event.get("threads").and_then(|t| t.as_array().or_else(|| t.get("values")?.as_array()));
    let has_stack = threads.into_iter().flatten().any(|thread| thread["stacktrace"]["frames"].is_array());
    if event.get("exception").is_some() || has_stack {
        return None;
    }
    edited(event, |e| {
        e["logentry"] = json!({"message": "the warehouse is closed"});
        if let Some(event) = e.as_object_mut() {
            event.remove("message");
        }
        true
    })
}
