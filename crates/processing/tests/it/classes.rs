use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::corpus::{all, hash};
use crate::mutations::{MUST_MERGE, MUST_SPLIT, exceptions};
use crate::process_event;

/// Least share of must-merge pairs that end in one issue, over all and as a mean over kinds of mutation.
const MIN_MERGED: f64 = 0.995;
const MIN_MERGED_MEAN: f64 = 0.97;

fn only_partly_looked_at(event: &Value) -> bool {
    exceptions(event).into_iter().flatten().any(|e| {
        let mechanism = &e["mechanism"];
        mechanism["synthetic"] == true || mechanism["is_exception_group"] == true || mechanism["parent_id"].is_u64()
    })
}

#[test]
#[expect(clippy::print_stdout, reason = "whoever runs it by hand wants the figures")]
fn one_bug_stays_one_issue_and_two_stay_two() {
    let corpus = all();
    let (mut pairs, mut merged, mut rates) = (0_u32, 0_u32, Vec::new());
    let mut report = String::new();
    for (kind, mutate) in MUST_MERGE {
        let (mut tried, mut same) = (0_u32, 0_u32);
        for (name, event) in &corpus {
            let Some(other) = mutate(event) else { continue };
            tried += 1;
            if hash(event) == hash(&other) {
                same += 1;
            } else {
                report.push_str(&format!("split: {name} by {kind}\n"));
            }
        }
        assert!(tried > 0, "{kind} applies to nothing");
        rates.push(f64::from(same) / f64::from(tried));
        (pairs, merged) = (pairs + tried, merged + same);
    }
    let mut false_merges = 0;
    let mut apart = 0;
    for (kind, mutate) in MUST_SPLIT {
        for (name, event) in &corpus {
            // Of a group only one member counts, of a synthetic exception no type: a change beside them is not another bug.
            if only_partly_looked_at(event) {
                continue;
            }
            let Some(other) = mutate(event) else { continue };
            apart += 1;
            if hash(event) == hash(&other) {
                false_merges += 1;
                report.push_str(&format!("merged: {name} by {kind}\n"));
            }
        }
    }
    let overall = f64::from(merged) / f64::from(pairs);
    let mean = rates.iter().sum::<f64>() / f64::from(u32::try_from(rates.len()).unwrap());
    println!(
        "{} events; {merged} of {pairs} must-merge pairs ({:.2} %), mean over {} kinds {:.2} %; {false_merges} of {apart} must-split pairs merged\n{report}",
        corpus.len(),
        overall * 100.0,
        rates.len(),
        mean * 100.0
    );
    assert_eq!(false_merges, 0, "{report}");
    assert!(overall >= MIN_MERGED && mean >= MIN_MERGED_MEAN, "{overall} {mean}\n{report}");
}

#[test]
fn no_two_bugs_of_the_corpus_are_one_issue() {
    let mut issues: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // The recorded envelopes hold some failures twice on purpose, and so do the two lines of Ruby's SDK.
    for (name, event) in all().into_iter().filter(|(name, _)| !name.starts_with("sample-") && !name.starts_with("ruby-raven-")) {
        issues.entry(hash(&event).to_string()).or_default().push(name);
    }
    let shared: Vec<_> = issues.values().filter(|names| names.len() > 1).collect();
    assert_eq!(shared, Vec::<&Vec<String>>::new());
}

/// Grouping knows no history, so the partition of events into issues is the same in any order of arrival.
#[test]
fn the_partition_does_not_depend_on_the_order() {
    let mut events: Vec<(String, Value)> = Vec::new();
    for (name, event) in all() {
        for (kind, mutate) in MUST_MERGE.iter().chain(&MUST_SPLIT) {
            events.extend(mutate(&event).map(|other| (format!("{name}/{kind}"), other)));
        }
    }
    let partition = |order: &mut dyn Iterator<Item = &(String, Value)>| {
        let mut issues: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (name, event) in order {
            issues.entry(hash(event).to_string()).or_default().insert(name.clone());
        }
        issues.into_values().collect::<BTreeSet<_>>()
    };
    assert_eq!(partition(&mut events.iter()), partition(&mut events.iter().rev()));
}

#[test]
fn another_line_of_an_sdk_finds_the_issues_of_the_line_before() {
    let events: BTreeMap<String, Value> = all().into_iter().collect();
    for (name, event) in events.iter().filter(|(name, _)| name.starts_with("ruby-raven-")) {
        assert_eq!(hash(event), hash(&events[&name.replace("raven-", "")]), "{name}");
    }
}

/// Functions of the frames that are marked as the application's in the exception thrown last, outermost first.
fn own_functions(name: &str) -> (String, Vec<String>) {
    let (_, event) = all().into_iter().find(|(each, _)| each == name).unwrap_or_else(|| panic!("{name}"));
    let digest = process_event(&event);
    let (document, grouped) = &digest.errors[0];
    let payload: Value = serde_json::from_slice(&document.payload).unwrap();
    let frames = payload.pointer("/exception/values").and_then(Value::as_array).and_then(|values| values.last()).unwrap();
    let own = frames["stacktrace"]["frames"].as_array().unwrap().iter().filter(|frame| frame["in_app"] == true);
    (grouped.as_ref().unwrap().culprit.clone(), own.filter_map(|frame| frame["function"].as_str().map(str::to_owned)).collect())
}

#[test]
fn frames_of_the_application_are_told_as_real_sdks_send_them() {
    let told: [(&str, &str, &[&str]); 9] = [
        ("go-closure", "example.com/shop/jobs in Each.func1", &["main", "Each", "Each.func1"]),
        ("go-decode", "example.com/shop/store in Decode", &["main", "glob..func8", "Decode"]),
        (
            "go-method-value",
            "example.com/shop/jobs in (*queue).report",
            &["main", "Later", "Later.func1", "(*queue).drain", "(*queue).report"],
        ),
        ("go-trimmed-sort", "example.com/shop/jobs in Rank.func1", &["main", "Rank", "Rank.func1"]),
        ("go-trimmed-handler", "GET /refunds/4711", &["(*shop).refund"]),
        ("ruby-cause", "lib/shop.rb in rescue in priced", &["priced", "rescue in priced"]),
        ("ruby-library", "lib/shop.rb in parse", &["parse"]),
        ("ruby-sinatra", "/orders/4711", &["block in <class:Web>", "share", "/"]),
        ("ruby-template", "app/views/order.html.erb in <main>", &["page", "<main>"]),
    ];
    for (name, culprit, functions) in told {
        let (found, own) = own_functions(name);
        assert_eq!((found.as_str(), own), (culprit, functions.iter().map(|f| (*f).to_owned()).collect()), "{name}");
    }
}

/// Of a thrown text the browser's SDK sends the calls of its own wrapper.
#[test]
fn thrown_texts_are_told_apart_by_what_they_say() {
    let events: BTreeMap<String, Value> = all().into_iter().collect();
    let thrown = &events["browser-string"];
    assert_ne!(hash(thrown), hash(&events["browser-text"]));
    let mut elsewhere = thrown.clone();
    elsewhere["exception"]["values"][0]["stacktrace"]["frames"] = json!([]);
    assert_eq!(hash(thrown), hash(&elsewhere));
    let called = |name: &str| {
        let digest = process_event(&events[name]);
        let grouped = digest.errors[0].1.as_ref().unwrap();
        (grouped.title.clone(), grouped.culprit.clone())
    };
    assert_eq!(called("browser-string"), ("Error: stock service answered 503 after 1532 ms".to_owned(), String::new()));
    assert_eq!(called("browser-message").0, "voucher 1f0c2d3e-4a5b-4c6d-8e7f-901234567890 took 1532 ms");
}

/// What the SDK itself does in a panic, and what the standard library does before, is the same for all.
#[test]
fn a_panic_of_rust_is_told_by_the_frames_of_the_application() {
    let (_, event) = all().into_iter().find(|(name, _)| name == "rust-sdk-panic").unwrap();
    let digest = process_event(&event);
    let (document, grouped) = &digest.errors[0];
    assert_eq!(grouped.as_ref().unwrap().culprit, "main.rs in compat_rust::main::{{closure}}");
    let payload: Value = serde_json::from_slice(&document.payload).unwrap();
    let own: Vec<&str> = payload["exception"]["values"][0]["stacktrace"]["frames"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|frame| frame["in_app"] == true)
        .filter_map(|frame| frame["function"].as_str())
        .collect();
    assert_eq!(own, ["<unknown>", "main", "compat_rust::main", "compat_rust::main::{{closure}}"]);
}

#[test]
fn known_noise_is_one_issue_whatever_the_build() {
    let chunk = |n: u32, url: &str| {
        json!({"platform": "javascript", "exception": {"values": [{
            "type": "ChunkLoadError", "value": format!("Loading chunk {n} failed.\n(error: {url})"),
            "stacktrace": {"frames": [{"filename": url, "abs_path": url, "function": format!("f{n}"), "lineno": 1, "colno": n, "in_app": true}]},
        }]}})
    };
    let (one, other) = (chunk(42, "https://a.io/42.0a1b2c3d.js"), chunk(7, "https://b.io/x/7.ffffffff.js"));
    assert_eq!(hash(&one), hash(&other));
    let mut own = one.clone();
    own["fingerprint"] = json!(["mine"]);
    assert_ne!(hash(&one), hash(&own), "the client's fingerprint comes before built-in rules");
}

/// As the SDK of Dart sends a stack: every package is the application's, and gaps stand between calls.
fn dart(frames: &[(&str, &str)]) -> Value {
    let frame = |(function, path): &(&str, &str)| {
        let name = path.rsplit('/').next().unwrap();
        json!({"function": function, "abs_path": path, "filename": name, "lineno": 7, "in_app": !path.starts_with("dart:")})
    };
    let mut sent: Vec<Value> = frames.iter().map(frame).collect();
    sent.insert(sent.len().min(1), json!({"abs_path": "<asynchronous suspension>", "in_app": true}));
    json!({"platform": "other", "sdk": {"name": "sentry.dart.flutter", "version": "9.1.0"}, "exception": {"values": [
        {"type": "StateError", "value": "Bad state: No element", "stacktrace": {"frames": sent}}]}})
}

#[test]
fn a_bug_of_flutter_is_told_by_the_frames_of_the_application() {
    let own = ("_CartState._pay", "package:shop/cart.dart");
    let innermost = ("Basket.first.<fn>", "package:shop/basket.dart");
    let bug = dart(&[own, innermost, ("ListBase.firstWhere", "dart:collection/list.dart")]);
    let merged = [
        dart(&[own, innermost]),
        dart(&[("_AsyncRun._rootRun", "dart:async/zone.dart"), own, innermost, ("Iterable.first", "dart:core/iterable.dart")]),
        dart(&[("BuildOwner.buildScope", "package:flutter/src/widgets/framework.dart"), own, innermost]),
        dart(&[own, ("DioMixin.fetch", "package:dio/src/dio_mixin.dart"), innermost]),
        dart(&[("runZonedGuarded", "package:sentry_flutter/src/sentry_flutter.dart"), own, innermost]),
        dart(&[own, ("Basket.first.<anonymous closure>.<anonymous closure>", "package:shop/basket.dart")]),
        dart(&[("_CartState@17463221._pay.<_CartState_pay_async_body>", "package:shop/cart.dart"), innermost]),
    ];
    for other in &merged {
        assert_eq!(hash(&bug), hash(other), "{other:#}");
    }
    let apart = [
        dart(&[own, ("Basket.last.<fn>", "package:shop/basket.dart")]),
        dart(&[own, ("Basket.first", "package:shop/basket.dart")]),
        dart(&[own, ("Basket.first.<fn>", "package:shop/wishlist.dart")]),
        dart(&[("_CartState._refund", "package:shop/cart.dart"), innermost]),
        dart(&[innermost]),
    ];
    for other in &apart {
        assert_ne!(hash(&bug), hash(other), "{other:#}");
    }
}

#[test]
fn a_platform_of_dart_is_dart_whoever_says_so() {
    let frames = [("_CartState@1._pay", "package:shop/cart.dart"), ("fetch", "package:dio/src/dio.dart")];
    let bug = dart(&frames);
    for platform in ["dart", "flutter"] {
        let mut named = bug.clone();
        named["platform"] = json!(platform);
        named["sdk"] = json!({"name": "own.client"});
        assert_eq!(hash(&bug), hash(&named), "{platform}");
    }
    let mut other = bug.clone();
    other["sdk"] = json!({"name": "own.client"});
    assert_ne!(hash(&bug), hash(&other), "nothing says that it is Dart");
}

/// Nothing but the machine's and the framework's code: all of it counts, without what every call comes from.
#[test]
fn a_failure_within_flutter_is_told_by_its_frames() {
    let layout = ("RenderFlex.performLayout", "package:flutter/src/rendering/flex.dart");
    let hooks = [("_rootRun", "dart:async/zone.dart"), ("_invoke", "dart:ui/hooks.dart")];
    assert_eq!(hash(&dart(&[hooks[0], layout])), hash(&dart(&[hooks[1], hooks[0], layout])));
    let paint = ("RenderFlex.paint", "package:flutter/src/rendering/flex.dart");
    assert_ne!(hash(&dart(&[hooks[0], layout])), hash(&dart(&[hooks[0], paint])));
}

/// Compiled ahead of time: addresses that were looked up in debug files, each frame native.
#[test]
fn dart_compiled_ahead_of_time_has_frames_of_its_own_too() {
    let native = |function: &str, path: &str, package: &str| json!({"platform": "native", "function": function, "abs_path": path, "package": package, "instruction_addr": "0x7a0010"});
    let event = |frames: Vec<Value>| {
        let mut event = dart(&[]);
        event["exception"]["values"][0]["stacktrace"]["frames"] = json!(frames);
        event
    };
    let app = "/data/app/~~x==/shop.example-1/split_config.arm64_v8a.apk!/lib/arm64-v8a/libapp.so";
    let own = native("Basket.first", "package:shop/basket.dart", app);
    let framework = native("State.setState", "package:flutter/src/widgets/framework.dart", app);
    let engine = native("DartEntry::InvokeFunction", "", "/data/app/x/lib/arm64-v8a/libflutter.so");
    let bug = event(vec![own.clone()]);
    assert_eq!(hash(&bug), hash(&event(vec![engine, framework, own])));
    assert_ne!(hash(&bug), hash(&event(vec![native("Basket.last", "package:shop/basket.dart", app)])));
}
