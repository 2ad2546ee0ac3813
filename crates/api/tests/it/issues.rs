//! Lists of issues, searches, changes, comments.

use bartizan_domain::Level;
use bartizan_domain::time::{DAY_US, HOUR_US};
use serde_json::{Value, json};

use crate::history::{Draft, History, masked};

#[tokio::test]
async fn searches_find_what_they_say() {
    let past = History::new();
    let cases: &[(&str, &[&str])] = &[
        ("", &["WEB-1", "API-1", "WEB-2", "WEB-3"]),
        ("is:unresolved", &["WEB-1", "API-1", "WEB-2", "WEB-3"]),
        ("is:resolved", &[]),
        ("level:[fatal,warning]", &["WEB-2", "WEB-3"]),
        ("!level:error", &["WEB-2", "WEB-3"]),
        ("timesSeen:>1", &["WEB-2"]),
        ("lastSeen:-1d", &["WEB-1", "API-1", "WEB-2"]),
        ("firstSeen:+1d", &["WEB-3"]),
        ("release:web@2.0.0", &["WEB-2"]),
        ("release:web*", &["WEB-1", "WEB-2", "WEB-3"]),
        ("release:latest project:api", &["API-1"]),
        ("firstRelease:web@2.0.0", &["WEB-2"]),
        ("browser.name:Chrome", &["WEB-2"]),
        ("user:id:1", &["API-1", "WEB-2"]),
        ("user:id:1 level:error", &["API-1"]),
        ("card", &["WEB-2"]),
        ("declined OR miss", &["WEB-2", "WEB-3"]),
        ("is:unassigned (browser.name:Firefox OR level:warning)", &["WEB-2", "WEB-3"]),
        ("browser.name:Firefox environment:staging", &[]),
        ("issue:WEB-3", &["WEB-3"]),
        ("issue:[WEB-3,API-1]", &["API-1", "WEB-3"]),
        ("assigned:me", &[]),
        ("!has:user has:release", &["WEB-1", "WEB-3"]),
        ("!(level:fatal OR release:web@1.0.0)", &["API-1"]),
    ];
    for (query, expected) in cases {
        assert_eq!(past.search(query).await, *expected, "{query}");
    }
}

#[tokio::test]
async fn environment_period_project_and_sort_limit_a_list() {
    let past = History::new();
    assert_eq!(past.list("environment=staging").await, ["WEB-2"]);
    assert_eq!(past.list("environment=").await, ["WEB-3"]);
    assert_eq!(past.list("statsPeriod=24h").await, ["WEB-1", "API-1", "WEB-2"]);
    assert_eq!(past.list("start=2026-11-17&end=2026-11-20").await, ["WEB-3"]);
    assert_eq!(past.list("project=api").await, ["API-1"]);
    assert_eq!(past.list("sort=freq").await[0], "WEB-2");
    assert_eq!(past.list("sort=user").await[0], "WEB-2");
    assert_eq!(past.list("sort=new").await[0], "WEB-1");
    assert_eq!(past.list("query=&shortIdLookup=1&query=web-3").await.len(), 4);
    assert_eq!(past.list("query=web-3&shortIdLookup=1").await, ["WEB-3"]);
    assert_eq!(past.list(&format!("group={}", past.issue("api", 1))).await, ["API-1"]);
}

#[tokio::test]
async fn an_order_by_events_counts_those_of_the_window() {
    let past = History::new();
    let miss = |number, ago_us| Draft {
        number,
        hash: 2,
        ago_us,
        title: "cache miss rate is high",
        environment: "",
        release: "web@1.0.0",
        user: "",
        browser: "",
        level: Level::Warning,
    };
    // WEB-3 has most events ever, of which one within a day; WEB-2 has three, all within a day.
    let old = (10..20).map(|number| miss(number, 5 * DAY_US));
    past.add(&old.chain([miss(20, HOUR_US / 2)]).collect::<Vec<_>>());
    let counts = async |query: &str| {
        let answer = past.world.as_ann("get", &format!("/api/0/organizations/acme/issues/?{query}"), None).await;
        let rows = answer.body.as_array().unwrap().clone();
        rows.iter().map(|row| (row["shortId"].as_str().unwrap().to_owned(), row["count"].as_str().unwrap().to_owned())).collect::<Vec<_>>()
    };
    let row = |id: &str, count: &str| (id.to_owned(), count.to_owned());
    assert_eq!(counts("sort=freq&limit=1").await, [row("WEB-3", "12")]);
    assert_eq!(counts("sort=freq&limit=1&statsPeriod=14d").await, [row("WEB-3", "12")]);
    assert_eq!(counts("sort=freq&limit=1&statsPeriod=24h").await, [row("WEB-2", "3")]);
    let of_a_day = counts("sort=freq&statsPeriod=24h").await;
    assert_eq!(of_a_day.iter().find(|(id, _)| id == "WEB-3"), Some(&row("WEB-3", "1")));
    assert_eq!(past.list("sort=freq&statsPeriod=24h&limit=1&cursor=0:1:0").await.len(), 1);
}

#[tokio::test]
async fn a_list_leads_from_page_to_page_with_its_hits() {
    let past = History::new();
    for query in ["query=&limit=2", "query=release:*&limit=2", "query=&limit=2&sort=freq"] {
        let first = past.world.as_ann("get", &format!("/api/0/organizations/acme/issues/?{query}"), None).await;
        assert_eq!(first.headers["x-hits"], "4", "{query}");
        assert!(first.headers["link"].to_str().unwrap().contains("rel=\"next\"; results=\"true\""), "{query}");
        let second = past.world.as_ann("get", &format!("/api/0/organizations/acme/issues/?{query}&cursor=0:2:0"), None).await;
        assert!(second.headers["link"].to_str().unwrap().contains("rel=\"next\"; results=\"false\""), "{query}");
        let ids = |body: &Value| body.as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        let mut all = [ids(&first.body), ids(&second.body)].concat();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 4, "{query}");
    }
}

#[tokio::test]
async fn a_wrong_query_is_refused_with_its_place() {
    let past = History::new();
    let cases = [
        ("is:unresolvd", 3, "did you mean is:unresolved?"),
        ("level:eror", 6, "did you mean level:error?"),
        ("(a", 0, "closing )"),
        ("firstSeen:soon", 10, "relative time"),
        ("assigned:%23nobody", 9, "did you mean"),
        ("timesSeen:many", 10, "number"),
    ];
    for (query, position, hint) in cases {
        let answer = past.world.as_ann("get", &format!("/api/0/organizations/acme/issues/?query={query}"), None).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
        assert_eq!(answer.body["position"], position, "{query}");
        let told = answer.body["hint"].as_str().unwrap_or_default();
        assert!(told.contains(hint) || query.starts_with("assigned"), "{query}: {told}");
        assert!(answer.body["detail"].as_str().unwrap().contains(&format!("character {}", position + 1)), "{}", answer.body);
    }
}

#[tokio::test]
async fn an_issue_in_a_list_and_alone() {
    let past = History::new();
    let list = past
        .world
        .as_ann("get", "/api/0/organizations/acme/issues/?query=browser.name:Chrome&statsPeriod=24h&expand=inbox&expand=owners", None)
        .await;
    insta::assert_json_snapshot!("issue_in_a_list", masked(&list.body[0], &["stats"]));
    assert_eq!(list.body[0]["stats"]["24h"].as_array().unwrap().len(), 24);
    let sum: u64 = list.body[0]["stats"]["24h"].as_array().unwrap().iter().map(|p| p[1].as_u64().unwrap()).sum();
    assert_eq!(sum, 2);
    let id = past.issue("web", 2);
    let detail = past.world.as_ann("get", &format!("/api/0/issues/{id}/"), None).await;
    insta::assert_json_snapshot!("issue_alone", masked(&detail.body, &["stats"]));
    let by_short_id = past.world.as_ann("get", "/api/0/organizations/acme/issues/WEB-2/", None).await;
    assert_eq!(by_short_id.body["id"], detail.body["id"]);
    let collapsed = past.list("collapse=stats&collapse=lifetime").await;
    assert_eq!(collapsed.len(), 4);
}

#[tokio::test]
async fn issues_are_changed_one_by_one_and_in_bulk() {
    let past = History::new();
    let (web, api) = (past.issue("web", 2), past.issue("api", 1));
    let path = format!("/api/0/organizations/acme/issues/?id={web}&id={api}");
    let body = json!({"status": "ignored", "statusDetails": {"ignoreCount": 10}, "assignedTo": "ann@example.com", "priority": "low"});
    let answer = past.world.as_ann("put", &path, Some(body)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!((&answer.body["status"], &answer.body["substatus"]), (&json!("ignored"), &json!("archived_until_condition_met")));
    assert_eq!((&answer.body["statusDetails"]["ignoreCount"], &answer.body["assignedTo"]["type"]), (&json!(10), &json!("user")));
    assert_eq!(past.search("is:archived assigned:me issue.priority:low").await, ["API-1", "WEB-2"]);
    let one = past
        .world
        .as_ann(
            "put",
            &format!("/api/0/issues/{web}/"),
            Some(json!({"status": "resolved", "statusDetails": {"inRelease": "web@2.0.0"}, "assignedTo": ""})),
        )
        .await;
    assert_eq!(
        (&one.body["status"], &one.body["statusDetails"]["inRelease"], &one.body["assignedTo"]),
        (&json!("resolved"), &json!("web@2.0.0"), &Value::Null)
    );
    assert_eq!(one.body["statusDetails"]["actor"]["email"], "ann@example.com");
    let all = past.world.as_ann("put", "/api/0/projects/acme/web/issues/?status=unresolved", Some(json!({"status": "resolved"}))).await;
    assert_eq!(all.status, 200);
    assert_eq!(past.search("is:unresolved").await, Vec::<String>::new());
    let nothing =
        past.world.as_ann("put", "/api/0/organizations/acme/issues/?query=release:none", Some(json!({"status": "resolved"}))).await;
    assert_eq!(nothing.status, 204);
    for (body, word) in [
        (json!({"status": "fixed"}), "valid choice"),
        (json!({"discard": true}), "Discarding"),
        (json!({"assignedTo": "nobody"}), "Unknown actor"),
        (json!({"isBookmarked": "yes"}), "boolean"),
        (json!({"statusDetails": {"ignoreCount": -1}, "status": "ignored"}), "integer"),
        (json!([]), "object"),
    ] {
        let refused = past.world.as_ann("put", &format!("/api/0/issues/{web}/"), Some(body)).await;
        assert_eq!(refused.status, 400);
        assert!(refused.body.to_string().contains(word), "{}", refused.body);
    }
}

#[tokio::test]
async fn without_ids_and_query_a_bulk_change_is_of_the_status_alone_and_of_open_issues() {
    let past = History::new();
    let path = "/api/0/projects/acme/web/issues/";
    let before = past.search("").await;
    for body in [json!({"merge": 1}), json!({"assignedTo": "ann@example.com"}), json!({"status": "ignored", "priority": "low"}), json!({})]
    {
        let refused = past.world.as_ann("put", path, Some(body.clone())).await;
        let is_empty = body == json!({});
        assert_eq!(
            (refused.status.as_u16(), refused.body.to_string().contains("by id")),
            if is_empty { (200, false) } else { (400, true) },
            "{body}"
        );
    }
    let by_query = format!("{path}?query=is:unresolved");
    assert_eq!(past.world.as_ann("put", &by_query, Some(json!({"merge": 1}))).await.status, 400);
    assert_eq!(past.search("").await, before, "nothing was merged");
    assert_eq!(past.world.as_ann("put", &by_query, Some(json!({"assignedTo": "ann@example.com"}))).await.status, 200);
    assert_eq!(past.search("assigned:me").await, past.search("is:unresolved project:web").await);
    let resolved = past.issue("web", 2);
    past.world.as_ann("put", &format!("{path}?id={resolved}"), Some(json!({"status": "resolved"}))).await;
    let open = past.search("is:unresolved project:web").await;
    assert_eq!(past.world.as_ann("put", path, Some(json!({"status": "ignored"}))).await.status, 200);
    assert_eq!((past.search("is:archived").await, past.search("is:resolved").await), (open, vec!["WEB-2".to_owned()]));
    assert_eq!(past.world.as_ann("delete", path, None).await.status, 204, "no open issue is left");
    assert_eq!(past.search("").await, before);
    assert_eq!(past.world.as_ann("put", path, Some(json!({"status": "unresolved"}))).await.status, 200);
    assert_eq!((past.search("is:unresolved").await, past.search("!is:unresolved").await), (before, Vec::<String>::new()));
}

#[tokio::test]
async fn a_project_in_the_path_is_a_wall_for_ids() {
    let past = History::new();
    let api = past.issue("api", 1);
    let answer = past.world.as_ann("put", &format!("/api/0/projects/acme/web/issues/?id={api}"), Some(json!({"status": "resolved"}))).await;
    assert_eq!(answer.status, 204);
    let mallory = past.world.full_token(&past.world.mallory);
    let foreign = past
        .world
        .with_token(&mallory, "put", &format!("/api/0/organizations/globex/issues/?id={api}"), Some(json!({"status": "resolved"})))
        .await;
    assert_eq!(foreign.status, 204);
    let foreign = past.world.with_token(&mallory, "delete", &format!("/api/0/organizations/globex/issues/?id={api}"), None).await;
    assert_eq!(foreign.status, 204);
    assert_eq!(past.search("is:unresolved project:api").await, ["API-1"]);
}

#[tokio::test]
async fn issues_are_deleted_with_their_events() {
    let past = History::new();
    let web = past.issue("web", 2);
    assert_eq!(past.world.as_ann("delete", &format!("/api/0/organizations/acme/issues/{web}/"), None).await.status, 202);
    assert_eq!(past.world.as_ann("get", &format!("/api/0/issues/{web}/"), None).await.status, 404);
    let events = past.world.as_ann("get", "/api/0/projects/acme/web/events/?query=release:web@2.0.0", None).await;
    assert_eq!(events.body, json!([]));
    let api = past.issue("api", 1);
    assert_eq!(past.world.as_ann("delete", &format!("/api/0/organizations/acme/issues/?id={api}"), None).await.status, 204);
    assert_eq!(past.search("").await, ["WEB-1", "WEB-3"]);
}

#[tokio::test]
async fn comments_are_written_changed_and_removed_by_their_authors() {
    let past = History::new();
    let base = format!("/api/0/issues/{}/notes/", past.issue("web", 2));
    let made = past.world.as_ann("post", &base, Some(json!({"text": " look at this "}))).await;
    assert_eq!((made.status.as_u16(), &made.body["type"], &made.body["data"]["text"]), (201, &json!("note"), &json!("look at this")));
    let one = format!("{base}{}/", made.body["id"].as_str().unwrap());
    let ben = past.world.full_token(&past.world.ben);
    assert_eq!(past.world.with_token(&ben, "put", &one, Some(json!({"text": "mine"}))).await.status, 404);
    assert_eq!(past.world.as_ann("put", &one, Some(json!({"text": "better"}))).await.body["data"]["text"], "better");
    assert_eq!(past.world.as_ann("post", &base, Some(json!({"text": "  "}))).await.status, 400);
    let list = past.world.as_ann("get", &base, None).await;
    assert_eq!(list.body.as_array().unwrap().len(), 1);
    let activity = past.world.as_ann("get", &format!("/api/0/organizations/acme/issues/{}/activities/", past.issue("web", 2)), None).await;
    let kinds: Vec<&str> = activity.body["activity"].as_array().unwrap().iter().map(|a| a["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["note", "first_seen"]);
    assert_eq!(past.world.as_ann("delete", &one, None).await.status, 204);
    assert_eq!(past.world.as_ann("get", &base, None).await.body, json!([]));
}

#[tokio::test]
async fn tab_counts_and_completion() {
    let past = History::new();
    let counts = past.world.as_ann("get", "/api/native/organizations/acme/issue-counts?environment=production", None).await;
    assert_eq!((&counts.body["unresolved"], &counts.body["new"], &counts.body["resolved"]), (&json!(3), &json!(3), &json!(0)));
    let keys = past.world.as_ann("get", "/api/native/organizations/acme/search/keys", None).await;
    assert!(keys.body.as_array().unwrap().iter().any(|key| key["key"] == "is" && key["kind"] == "issue"));
    let values = |key: &'static str| {
        let past = &past;
        async move {
            let answer = past.world.as_ann("get", &format!("/api/native/organizations/acme/search/values?key={key}"), None).await;
            assert_eq!(answer.status, 200, "{key}: {}", answer.body);
            answer.body.as_array().unwrap().iter().map(|v| v["value"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(values("browser.name").await, ["Chrome", "Firefox"]);
    assert!(values("is").await.contains(&"for_review".to_owned()));
    assert!(values("assigned").await.contains(&"ben@example.com".to_owned()));
    assert!(values("release").await.contains(&"api@7".to_owned()));
    for key in ["message", "id", "timestamp", "has", "error.handled", "size", "no%20such%20tag"] {
        values(key).await;
    }
}
