//! The same bug is one issue whatever varies around it; another bug is another issue.

use bartizan_domain::GroupHash;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::process_event;

fn hash(event: &Value) -> GroupHash {
    let digest = process_event(event);
    let grouped = digest.errors.first().and_then(|(_, g)| g.as_ref()).expect("grouped");
    *grouped.hashes.first().expect("a hash")
}

fn frame(function: &str, line: u64, root: &str) -> Value {
    json!({"filename": "shop/cart.py", "abs_path": format!("{root}/shop/cart.py"), "module": "shop.cart", "function": function, "lineno": line,
        "context_line": "    total = rates[code]", "vars": {"line": line}})
}

fn python(kind: &str, value: &str, frames: &[Value]) -> Value {
    json!({"platform": "python", "exception": {"values": [{"type": kind, "value": value, "stacktrace": {"frames": frames}}]}})
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_paths_ids_machines_and_depth_do_not_matter(
        line in 1_u64..5000, root in "/(srv|opt|home)/[a-z]{1,8}", id in 0_u64..u64::MAX, machine in "[a-z]{1,8}-[0-9]{1,3}", depth in 1_usize..600,
    ) {
        let base = python("KeyError", "order 1", &[frame("main", 1, "/app"), frame("walk", 2, "/app"), frame("charge", 3, "/app")]);
        let mut frames = vec![frame("main", line, &root)];
        frames.extend((0..depth).map(|_| frame("walk", line + 1, &root)));
        frames.push(frame("charge", line + 2, &root));
        let mut other = python("KeyError", &format!("order {id}"), &frames);
        other["server_name"] = json!(machine);
        other["user"] = json!({"id": id.to_string()});
        prop_assert_eq!(hash(&base), hash(&other));
    }

    #[test]
    fn ids_in_messages_do_not_matter(id in 0_u64..u64::MAX, uuid in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", ms in 1_u32..100_000, ip in (0_u8..255, 0_u8..255)) {
        let message = |id: u64, uuid: &str, ms: u32, ip: (u8, u8)| {
            json!({"message": format!("job {id} ({uuid}) on 10.0.{}.{} took {ms}ms and failed", ip.0, ip.1)})
        };
        let base = message(1, "00000000-0000-4000-8000-000000000000", 5, (1, 1));
        prop_assert_eq!(hash(&base), hash(&message(id, &uuid, ms, ip)));
    }

    #[test]
    fn another_type_or_function_is_another_issue(kind in "[A-Z][a-z]{3,10}Error", function in "[a-z]{3,10}_[a-z]{3,10}") {
        let base = python("KeyError", "x", &[frame("main", 1, "/app"), frame("charge", 3, "/app")]);
        prop_assume!(kind != "KeyError");
        prop_assert_ne!(hash(&base), hash(&python(&kind, "x", &[frame("main", 1, "/app"), frame("charge", 3, "/app")])));
        prop_assert_ne!(hash(&base), hash(&python("KeyError", "x", &[frame("main", 1, "/app"), frame(&function, 3, "/app")])));
    }

    #[test]
    fn content_hashes_of_assets_do_not_matter(a in "[0-9a-f]{8}", b in "[0-9][0-9a-f]{7}") {
        let event = |hash: &str, column: u64| {
            let url = format!("https://shop.example.com/assets/main.{hash}.js");
            json!({"platform": "javascript", "exception": {"values": [{"type": "TypeError", "value": "x is undefined", "stacktrace": {"frames": [
                {"filename": url, "function": "HTMLButtonElement.onClick", "lineno": 1, "colno": column, "in_app": true},
                {"filename": url, "function": "Cart.total", "lineno": 1, "colno": column + 7, "in_app": true}]}}]}})
        };
        prop_assume!(a.bytes().any(|c| c.is_ascii_digit()));
        prop_assert_eq!(hash(&event(&a, 10)), hash(&event(&b, 9000)));
    }
}
