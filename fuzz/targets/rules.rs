//! Any text as the rules of a project (stack-trace rules, a line `%%`, fingerprint rules): reading them never panics, a fault
//! lies inside the text, and whatever can be read groups events of every family, twice the same.
#![no_main]

use std::sync::Arc;

use bartizan_domain::grouping::RuleTexts;
use bartizan_ports::grouping::Grouper as _;
use bartizan_processing::grouping::Regrouper;
use libfuzzer_sys::fuzz_target;

/// One event of each kind of thing that rules ask for.
const EVENTS: [&[u8]; 3] = [
    br#"{"platform":"python","release":"shop@1.0.0","message":"odd","tags":[["shop","eu-1"]],"exception":{"values":[
        {"type":"ValueError","value":"no 7","mechanism":{"type":"generic","handled":false},"stacktrace":{"frames":[
        {"function":"dispatch","module":"flask.app","filename":"site-packages/flask/app.py","abs_path":"/usr/lib/python3/site-packages/flask/app.py","in_app":false},
        {"function":"total_for","module":"shop.cart","filename":"shop/cart.py","context_line":"x = prices[sku]","in_app":true}]}}]}}"#,
    br#"{"platform":"native","exception":{"values":[{"type":"SIGSEGV","stacktrace":{"frames":[
        {"function":"std::vector<int>::at(unsigned long)","package":"/usr/lib/libstdc++.so.6","instruction_addr":"0x1000"},
        {"function":"main","package":"/opt/shop/bin/shop","in_app":true}]}}]}}"#,
    br#"{"platform":"javascript","logger":"app","level":"warning","logentry":{"formatted":"ChunkLoadError: Loading chunk 7 failed"}}"#,
];

fuzz_target!(|text: &str| {
    let (stack, fingerprints) = text.split_once("%%").unwrap_or((text, ""));
    let rules = RuleTexts { stack: stack.to_owned(), fingerprints: fingerprints.to_owned() };
    let payloads = EVENTS.map(Arc::from);
    let found = match Regrouper.regroup(&payloads, &rules) {
        Ok(found) => found,
        Err((field, fault)) => {
            let lines = if field == "stackRules" { stack } else { fingerprints }.split('\n').count();
            assert!((1..=lines).contains(&(fault.line as usize)), "{fault} is beyond the end");
            assert!(fault.column >= 1 && !fault.message.is_empty());
            return;
        }
    };
    assert!(found.iter().all(Option::is_some), "an event was lost");
    assert_eq!(Regrouper.regroup(&payloads, &rules).ok(), Some(found), "the same rules made something else");
});
