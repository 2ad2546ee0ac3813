//! Content security policy reports, as browsers send them and as they are stored.

use bartizan_protocol::json::{Object, Value};

/// Names of the Reporting API in the names of the older reports.
const NEW_NAMES: [(&str, &str); 11] = [
    ("documentURL", "document_uri"),
    ("blockedURL", "blocked_uri"),
    ("effectiveDirective", "effective_directive"),
    ("originalPolicy", "original_policy"),
    ("sourceFile", "source_file"),
    ("lineNumber", "line_number"),
    ("columnNumber", "column_number"),
    ("statusCode", "status_code"),
    ("sample", "script_sample"),
    ("disposition", "disposition"),
    ("referrer", "referrer"),
];

/// The reports in a body: `{"csp-report": {…}}`, one entry of the Reporting API or a list of them. Other kinds of
/// report are left out.
pub(crate) fn reports(body: Value<'_>) -> Vec<Object<'_>> {
    match body {
        Value::Array(items) => items.into_iter().flat_map(reports).collect(),
        Value::Object(mut object) => {
            if let Some(Value::Object(report)) = object.remove("csp-report") {
                return vec![renamed(report)];
            }
            let is_csp = object.get_str("type").is_none_or(|kind| kind == "csp-violation");
            match object.remove("body") {
                Some(Value::Object(report)) if is_csp => vec![renamed(report)],
                _ if object.contains_key("effective_directive") || object.contains_key("violated-directive") => vec![renamed(object)],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn renamed(report: Object<'_>) -> Object<'_> {
    report
        .into_iter()
        .filter(|(_, value)| !value.is_null() && !matches!(value, Value::Array(_) | Value::Object(_)))
        .map(|(key, value)| {
            let name = NEW_NAMES.iter().find(|(new, _)| *new == key).map_or_else(|| key.replace('-', "_"), |(_, name)| (*name).to_owned());
            (name, value)
        })
        .collect()
}

/// An event around a report.
pub(crate) fn event_of<'a>(report: Object<'a>, user_agent: Option<&str>) -> Object<'a> {
    let mut event = Object::new();
    event.insert("type", "csp");
    event.insert("logger", "csp");
    event.insert("platform", "javascript");
    event.insert("level", "error");
    let mut request = Object::new();
    if let Some(url) = report.get_str("document_uri") {
        request.insert("url", url.to_owned());
    }
    let headers: Vec<Value<'a>> =
        [("User-Agent", user_agent.map(str::to_owned)), ("Referer", report.get_str("referrer").map(str::to_owned))]
            .into_iter()
            .filter_map(|(name, text)| Some(Value::Array(vec![Value::from(name), Value::from(text.filter(|t| !t.is_empty())?)])))
            .collect();
    if !headers.is_empty() {
        request.insert("headers", Value::Array(headers));
    }
    if !request.is_empty() {
        event.insert("request", request);
    }
    event.insert("csp", report);
    event
}

/// The directive that was broken, without its values.
pub(crate) fn directive<'r>(report: &'r Object<'_>) -> &'r str {
    let told = report.get_str("effective_directive").filter(|d| !d.is_empty()).or_else(|| report.get_str("violated_directive"));
    told.unwrap_or_default().split_whitespace().next().unwrap_or_default()
}

/// True when what was blocked belongs to the page itself.
pub(crate) fn is_local(report: &Object<'_>) -> bool {
    let blocked = report.get_str("blocked_uri").unwrap_or_default();
    if matches!(blocked, "" | "self" | "'self'" | "inline" | "eval" | "wasm-eval" | "trusted-types-sink" | "trusted-types-policy") {
        return matches!(blocked, "" | "self" | "'self'");
    }
    let host = |uri: &str| uri.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest).to_ascii_lowercase());
    match (host(blocked), report.get_str("document_uri").and_then(host)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    }
}

/// `Blocked 'script' from 'evil.example'`
pub(crate) fn title(report: &Object<'_>) -> String {
    let what = match directive(report) {
        "script-src" | "script-src-elem" | "script-src-attr" => "script",
        "style-src" | "style-src-elem" | "style-src-attr" => "style",
        "img-src" => "image",
        "font-src" => "font",
        "connect-src" => "connect",
        "frame-src" | "child-src" => "child",
        "media-src" => "media",
        "object-src" => "object",
        "manifest-src" => "manifest",
        "base-uri" => "base",
        "form-action" => "form action",
        "frame-ancestors" => "frame",
        "worker-src" => "worker",
        other => other,
    };
    let blocked = report.get_str("blocked_uri").unwrap_or_default();
    match blocked {
        "inline" => format!("Blocked inline '{what}'"),
        "eval" | "wasm-eval" => format!("Blocked unsafe {blocked} '{what}'"),
        _ if is_local(report) => format!("Blocked '{what}' from 'self'"),
        _ => format!("Blocked '{what}' from '{}'", crate::grouping::csp_source(blocked)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_kinds_of_report_are_read() {
        let old = r#"{"csp-report":{"document-uri":"https://shop.io/a","violated-directive":"img-src 'self'","blocked-uri":"https://evil.io/x.png"}}"#;
        let new = r#"[{"type":"csp-violation","body":{"documentURL":"https://shop.io/a","effectiveDirective":"img-src","blockedURL":"https://evil.io/x.png"}},{"type":"deprecation","body":{}}]"#;
        for text in [old, new] {
            let found = reports(Value::parse(text).unwrap());
            let [report] = found.as_slice() else { panic!("{text}") };
            assert_eq!((directive(report), title(report).as_str()), ("img-src", "Blocked 'image' from 'evil.io'"));
            assert!(!is_local(report));
        }
        assert!(reports(Value::parse(r#"{"known-pins":[]}"#).unwrap()).is_empty());
        let inline: Object<'_> = [("blocked_uri", "inline"), ("effective_directive", "script-src-elem")].into_iter().collect();
        assert_eq!(title(&inline), "Blocked inline 'script'");
    }
}
