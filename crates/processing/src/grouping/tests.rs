use super::*;

fn frame(function: &'static str, line: u64) -> FrameView<'static> {
    FrameView {
        family: Family::Python,
        module: Some("shop.cart"),
        filename: Some("shop/cart.py"),
        abs_path: Some("/srv/app/shop/cart.py"),
        function: Some(function),
        context_line: Some("    total = rates[code]"),
        lineno: Some(line),
        in_app: true,
        ..FrameView::default()
    }
}

fn error(kind: &'static str, value: &'static str, frames: Vec<FrameView<'static>>) -> EventView<'static> {
    let exception = ExceptionView { kind: Some(kind), value: Some(value), frames: Some(frames), ..ExceptionView::default() };
    EventView { platform: "python", exceptions: vec![exception], level: "error", ..EventView::default() }
}

fn grouped(event: &EventView<'_>, config: &GroupingConfig) -> Grouping {
    group(&mut event.clone(), config)
}

fn hash(event: &EventView<'_>) -> GroupHash {
    grouped(event, &GroupingConfig::default()).hashes[0]
}

#[test]
fn the_same_bug_is_one_issue() {
    let base = error("KeyError", "'GBP' 17", vec![frame("checkout", 10), frame("charge", 20)]);
    let mut others = vec![
        error("KeyError", "'USD' 18", vec![frame("checkout", 11), frame("charge", 2000)]),
        error("KeyError", "", vec![frame("checkout", 10), frame("charge", 20)]),
        error("KeyError", "'GBP'", vec![frame("checkout", 10), frame("charge", 20), frame("charge", 21), frame("charge", 21)]),
    ];
    let elsewhere = FrameView { abs_path: Some("C:\\app\\shop\\cart.py"), ..frame("charge", 20) };
    others.push(error("KeyError", "'GBP'", vec![frame("checkout", 10), elsewhere]));
    let commented = FrameView { context_line: Some("total = rates[code]  # why does this fail?"), ..frame("charge", 20) };
    others.push(error("KeyError", "'GBP'", vec![frame("checkout", 10), commented]));
    let library = FrameView { in_app: false, module: Some("requests.api"), ..frame("get", 5) };
    others.push(error("KeyError", "'GBP'", vec![frame("checkout", 10), frame("charge", 20), library]));
    for other in &others {
        assert_eq!(hash(&base), hash(other), "{other:#?}");
    }
}

#[test]
fn the_version_before_shows_the_frames_it_decided_by() {
    let config = GroupingConfig { with_previous: true, ..GroupingConfig::default() };
    // A built-in rule leaves the second frame out, the version before knew none.
    let telemetry = FrameView { module: Some("sentry_sdk.utils"), filename: Some("sentry_sdk/utils.py"), ..frame("runner", 5) };
    let found = grouped(&error("KeyError", "x", vec![frame("checkout", 10), telemetry]), &config);
    assert_eq!(found.hashes.len(), 2);
    let [app, previous] = ["app", "previous"].map(|key| found.variants.iter().find(|variant| variant.key == key).unwrap());
    assert_eq!((previous.hash, app.hash), (Some(found.hashes[0]), Some(found.hashes[1])));
    assert!(serde_json::to_string(&previous.component).unwrap().contains("runner"));
    let mut message = EventView { template: Some("odd"), message: Some("odd"), level: "error", ..EventView::default() };
    let variants = group(&mut message, &config).variants;
    assert!(variants.iter().all(|variant| variant.key != "previous" || variant.component.is_none()), "{variants:?}");
}

/// Dart became known within this version: the one before saw its frames as those of any other platform.
#[test]
fn issues_of_dart_that_the_version_before_made_are_found() {
    let of = |family, function| {
        let frames = vec![FrameView {
            family,
            module: None,
            filename: Some("cart.dart"),
            abs_path: Some("package:shop/cart.dart"),
            ..frame(function, 1)
        }];
        EventView { platform: "other", ..error("StateError", "x", frames) }
    };
    let config = GroupingConfig { with_previous: true, ..GroupingConfig::default() };
    let found = grouped(&of(Family::Dart, "_CartState@17463221.total"), &config);
    let before = previous(&of(Family::Other, "_CartState@17463221.total")).0;
    assert_eq!((found.hashes.len(), found.hashes[0]), (2, before), "the old hash is looked up first");
    assert_eq!(found.hashes[1], hash(&of(Family::Dart, "_CartState.total")));
}

/// Within this version texts that are thrown came to be told by what they say.
#[test]
fn issues_of_thrown_texts_that_the_version_before_made_are_found() {
    let thrown = |value| {
        let mut event = error("Error", value, vec![frame("report", 1)]);
        event.exceptions[0].synthetic = true;
        event.exceptions[0].mechanism = Some("auto.browser.browserapierrors.setTimeout");
        event
    };
    let config = GroupingConfig { with_previous: true, ..GroupingConfig::default() };
    let [one, other] = ["the cart is locked", "no stock"].map(|value| grouped(&thrown(value), &config).hashes);
    assert_eq!((one.len(), one[0]), (2, other[0]), "the old hash is looked up first");
    assert_ne!(one[1], other[1]);
}

#[test]
fn different_bugs_are_different_issues() {
    let base = error("KeyError", "x", vec![frame("checkout", 10), frame("charge", 20)]);
    let others = [
        error("ValueError", "x", vec![frame("checkout", 10), frame("charge", 20)]),
        error("KeyError", "x", vec![frame("checkout", 10), frame("refund", 20)]),
        error("KeyError", "x", vec![frame("charge", 20)]),
    ];
    for other in &others {
        assert_ne!(hash(&base), hash(other));
    }
}

#[test]
fn browsers_and_minifier_runs_agree() {
    let js = |file: &'static str, function: &'static str, colno: u64| FrameView {
        family: Family::JavaScript,
        filename: Some(file),
        abs_path: Some(file),
        function: Some(function),
        lineno: Some(1),
        colno: Some(colno),
        in_app: true,
        ..FrameView::default()
    };
    let event = |frames: Vec<FrameView<'static>>| EventView { platform: "javascript", ..error("TypeError", "x is undefined", frames) };
    let chrome = event(vec![
        js("https://shop.io/assets/main.0a1b2c3d.js", "HTMLButtonElement.onClick", 900),
        js("https://shop.io/assets/main.0a1b2c3d.js", "Cart.total", 42),
    ]);
    let firefox = event(vec![
        js("https://shop.io/assets/main.0a1b2c3d.js", "onClick", 901),
        js("https://shop.io/assets/main.0a1b2c3d.js", "total/<", 43),
    ]);
    let next_build = event(vec![
        js("https://shop.io/assets/main.ffffff11.js", "HTMLButtonElement.onClick", 77),
        js("https://shop.io/assets/main.ffffff11.js", "Cart.total", 1),
    ]);
    assert_eq!(hash(&chrome), hash(&firefox));
    assert_eq!(hash(&chrome), hash(&next_build));
    let minified = |name, value: &'static str| {
        let mut event =
            event(vec![js("https://shop.io/assets/main.0a1b2c3d.js", name, 900), js("https://shop.io/assets/main.0a1b2c3d.js", "t", 900)]);
        event.exceptions[0].value = Some(value);
        event
    };
    assert_eq!(hash(&minified("n", "a is 5")), hash(&minified("r", "a is 6")));
    assert_ne!(hash(&minified("n", "a is 5")), hash(&minified("n", "b.c is not a function")), "names say nothing, so the message must");
}

#[test]
fn without_frames_of_the_application_the_others_count() {
    let library = |function| FrameView { in_app: false, ..frame(function, 1) };
    let event = error("OSError", "x", vec![library("open"), library("read")]);
    let grouping = grouped(&event, &GroupingConfig::default());
    let keys: Vec<_> = grouping.variants.iter().map(|v| (v.key, v.hash.is_some())).collect();
    assert_eq!(keys, [("system", true), ("app", false)]);
    assert_ne!(hash(&event), hash(&error("OSError", "x", vec![library("open"), library("write")])));
}

#[test]
fn a_message_groups_by_its_template_or_without_its_numbers() {
    let message = |text: &'static str| EventView { message: Some(text), ..EventView::default() };
    assert_eq!(hash(&message("user 5 not found")), hash(&message("user 123456 not found")));
    assert_ne!(hash(&message("user 5 not found")), hash(&message("order 5 not found")));
    let template = |text: &'static str| EventView { template: Some("user %s gone"), ..message(text) };
    assert_eq!(hash(&template("user jane gone")), hash(&template("user joe gone")));
}

#[test]
fn fingerprints_replace_or_refine() {
    let base = error("KeyError", "x", vec![frame("charge", 20)]);
    let with = |words: Vec<&'static str>| EventView { fingerprint: words, ..base.clone() };
    assert_eq!(hash(&base), hash(&with(vec!["{{ default }}"])));
    let refined = with(vec!["{{ default }}", "eu"]);
    assert_ne!(hash(&base), hash(&refined));
    assert_ne!(hash(&refined), hash(&with(vec!["{{ default }}", "us"])));
    let custom = EventView { fingerprint: vec!["payments"], ..error("ValueError", "y", vec![]) };
    assert_eq!(hash(&with(vec!["payments"])), hash(&custom));
    let checksum = EventView { checksum: Some("d41d8cd98f00b204e9800998ecf8427e"), ..base.clone() };
    assert_eq!(hash(&checksum).to_string(), "d41d8cd98f00b204e9800998ecf8427e");
}

#[test]
fn security_reports_group_by_directive_and_host() {
    let report =
        |directive, blocked_uri| EventView { csp: Some(CspView { directive, blocked_uri, is_local: false }), ..EventView::default() };
    assert_eq!(hash(&report("img-src", "https://evil.io/a.png")), hash(&report("img-src", "https://EVIL.io/b.png?x=1")));
    assert_ne!(hash(&report("img-src", "https://evil.io/a.png")), hash(&report("script-src", "https://evil.io/a.png")));
    assert_eq!(csp_source("inline"), "inline");
    assert_eq!(csp_source("data:text/plain,x"), "data");
}

#[test]
fn an_empty_event_still_has_a_hash_and_the_explanation_is_json() {
    let grouping = grouped(&EventView::default(), &GroupingConfig::default());
    assert_eq!((grouping.hashes.len(), grouping.variants[0].kind), (1, "fallback"));
    let event = error("KeyError", "x", vec![frame("charge", 20)]);
    let json = serde_json::to_value(grouped(&event, &GroupingConfig::default())).expect("json");
    assert_eq!(json["variants"][0]["component"]["values"][0]["values"][1]["hint"], "the stack trace says more");
}

/// Hashes are stored: a change here is a new version of the algorithm.
#[test]
fn hashes_stay_what_they_are() {
    let event = error("KeyError", "x", vec![frame("charge", 20)]);
    insta::assert_snapshot!(hash(&event).to_string());
}
