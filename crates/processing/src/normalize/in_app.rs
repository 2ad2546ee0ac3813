//! Which frames belong to the application.
//!
//! Where a rule knows better (a dependency's folder, a runtime's own module) it wins over the SDK; otherwise the SDK's
//! word counts; without one, a frame is the application's unless its platform is native.

use aho_corasick::AhoCorasick;
use std::sync::LazyLock;

use bartizan_protocol::json::Object;
use bartizan_protocol::json::Value;

use crate::grouping::Family;

/// Folders and hosts of code that nobody of the team wrote.
const FOREIGN_PATHS: [&str; 32] = [
    "/site-packages/",
    "/dist-packages/",
    "/node_modules/",
    "node_modules/",
    "/vendor/bundle/",
    "/vendor/",
    "/gems/",
    "/go/pkg/mod/",
    "/usr/local/go/src/",
    "/usr/lib/go",
    "/lib/python2.",
    "/lib/python3.",
    "/rustc/",
    "/.cargo/registry/",
    "/library/std/src/",
    "/library/core/src/",
    "/.rustup/",
    "node:internal",
    "internal/process/",
    "webpack/bootstrap",
    "webpack/runtime",
    "/bower_components/",
    "unpkg.com/",
    "cdnjs.cloudflare.com/",
    "cdn.jsdelivr.net/",
    "googletagmanager.com/",
    "chrome-extension://",
    "moz-extension://",
    "safari-extension://",
    "safari-web-extension://",
    "/.pub-cache/",
    "/sentry_sdk/",
];
/// Modules of runtimes and well known frameworks, by prefix.
const JAVA_MODULES: [&str; 36] = [
    "java.",
    "javax.",
    "jakarta.",
    "jdk.",
    "sun.",
    "com.sun.",
    "kotlin.",
    "kotlinx.",
    "scala.",
    "clojure.",
    "groovy.",
    "android.",
    "androidx.",
    "com.android.",
    "dalvik.",
    "org.springframework.",
    "org.apache.",
    "org.hibernate.",
    "org.eclipse.",
    "org.jboss.",
    "org.glassfish.",
    "org.junit.",
    "io.netty.",
    "io.vertx.",
    "io.micronaut.",
    "io.quarkus.",
    "io.sentry.",
    "reactor.",
    "rx.",
    "io.reactivex.",
    "okhttp3.",
    "retrofit2.",
    "com.google.",
    "com.fasterxml.",
    "com.zaxxer.",
    "org.postgresql.",
];
const DOTNET_MODULES: [&str; 6] = ["System.", "Microsoft.", "Sentry.", "Newtonsoft.", "Npgsql.", "MySql."];
const NATIVE_PACKAGES: [&str; 10] = [
    "/usr/lib/",
    "/lib/x86_64",
    "/lib64/",
    "/System/Library/",
    "/usr/lib/system/",
    "C:\\Windows\\",
    "/apex/",
    "/system/lib",
    "/system/framework",
    "/vendor/lib",
];

static PATHS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(FOREIGN_PATHS).ok());

/// True when the frame is the application's.
pub(super) fn judge(frame: &Object<'_>, family: Family) -> bool {
    let told = frame.get("in_app").and_then(Value::as_bool);
    if told == Some(false) || is_foreign(frame, family) {
        return false;
    }
    told.unwrap_or_else(|| family != Family::Native || is_own_bundle(frame))
}

fn is_foreign(frame: &Object<'_>, family: Family) -> bool {
    let path = frame.get_str("abs_path").or_else(|| frame.get_str("filename")).unwrap_or_default();
    let module = frame.get_str("module").unwrap_or_default();
    let prefixed = |list: &[&str], text: &str| list.iter().any(|prefix| text.starts_with(prefix));
    match family {
        Family::Java => return prefixed(&JAVA_MODULES, module),
        Family::DotNet => return prefixed(&DOTNET_MODULES, module) || module == "System",
        Family::Native => return frame.get_str("package").is_some_and(|p| prefixed(&NATIVE_PACKAGES, p)),
        Family::Python if module == "sentry_sdk" || module.starts_with("sentry_sdk.") => return true,
        Family::JavaScript if path.starts_with("node:") || matches!(path, "native" | "[native code]" | "<anonymous>") => return true,
        // The SDK's own wrapper around event handlers; it is bundled with the application.
        Family::JavaScript if frame.get_str("function").is_some_and(|f| f.ends_with("sentryWrapped")) => return true,
        Family::Rust if prefixed(&["std::", "core::", "alloc::", "__rust"], frame.get_str("function").unwrap_or_default()) => return true,
        _ => {}
    }
    let found = |text: &str| PATHS.as_ref().is_some_and(|paths| paths.is_match(text));
    if path.contains('\\') { found(&path.replace('\\', "/")) } else { found(path) }
}

/// Bundles of iOS apps.
fn is_own_bundle(frame: &Object<'_>) -> bool {
    frame.get_str("package").is_some_and(|p| p.starts_with("/var/containers/Bundle/Application/") || p.contains("/Bundle/Application/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(text: &str, family: Family) -> bool {
        let Ok(Value::Object(frame)) = Value::parse(text) else { panic!("fixture") };
        judge(&frame, family)
    }

    #[test]
    fn rules_win_then_the_client_then_the_default() {
        assert!(!judged(r#"{"abs_path":"/srv/venv/lib/python3.12/site-packages/flask/app.py","in_app":true}"#, Family::Python));
        assert!(!judged(r#"{"abs_path":"C:\\app\\node_modules\\express\\index.js","in_app":true}"#, Family::JavaScript));
        assert!(!judged(r#"{"filename":"node:internal/modules/cjs/loader"}"#, Family::JavaScript));
        assert!(!judged(r#"{"module":"org.springframework.web.Servlet","in_app":true}"#, Family::Java));
        assert!(judged(r#"{"module":"com.acme.Shop"}"#, Family::Java));
        assert!(!judged(r#"{"module":"com.acme.Shop","in_app":false}"#, Family::Java));
        assert!(judged(r#"{"abs_path":"/srv/app/shop.py"}"#, Family::Python));
        assert!(!judged(r#"{"package":"/usr/lib/libc.so","function":"abort"}"#, Family::Native));
        assert!(judged(r#"{"package":"/app/server","in_app":true}"#, Family::Native));
        assert!(!judged(r#"{"function":"core::panicking::panic"}"#, Family::Rust));
    }
}
