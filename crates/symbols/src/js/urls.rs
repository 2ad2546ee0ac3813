//! Addresses of files: under which ones a file may have been uploaded, and where references lead.

/// Longest address that is looked at, in bytes.
const MAX_URL_BYTES: usize = 4096;
/// Lines from the end of a minified file that may hold the reference to its map.
const REFERENCE_LINES: usize = 16;
/// Marks before the reference.
const MARKS: [&str; 2] = ["//# sourceMappingURL=", "//@ sourceMappingURL="];
/// Host that stands for `~` while an address is joined.
const ANY_HOST: &str = "app://any-host";

/// The reference at the end of a minified file; the last one counts.
pub fn reference(code: &str) -> Option<&str> {
    let found = code.lines().rev().take(REFERENCE_LINES).find_map(|line| {
        let line = line.trim();
        MARKS.iter().find_map(|mark| line.rfind(mark).and_then(|at| line.get(at + mark.len()..)))
    });
    found.and_then(|text| text.split_whitespace().next())
}

/// Addresses under which a file may have been uploaded, the most exact first: whole, without query, by path alone. A
/// fragment never counts.
pub fn candidates(url: &str) -> Vec<String> {
    let whole = url.split('#').next().unwrap_or_default();
    if whole.is_empty() || whole.len() > MAX_URL_BYTES {
        return Vec::new();
    }
    let plain = whole.split('?').next().unwrap_or_default();
    let mut list = vec![whole.to_owned(), plain.to_owned()];
    if let Some(path) = path_of(whole) {
        list.push(format!("~{path}"));
        list.push(format!("~{}", path.split('?').next().unwrap_or_default()));
    } else if !whole.starts_with('~') {
        list.push(format!("~/{plain}"));
    }
    let mut seen = Vec::with_capacity(list.len());
    for text in list {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

/// Path (with query) of an absolute address or path.
fn path_of(url: &str) -> Option<&str> {
    match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)),
        None => url.starts_with('/').then_some(url),
    }
}

/// An address of http or https without its fragment, and its host, with the port where it is not the usual one.
pub fn on_the_web(url: &str) -> Option<(&str, String)> {
    let plain = url.split('#').next().filter(|plain| plain.len() <= MAX_URL_BYTES)?;
    let parsed = url::Url::parse(plain).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = parsed.host_str().filter(|host| !host.is_empty())?;
    Some((plain, parsed.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))))
}

/// A reference as seen from the file that holds it.
pub fn joined(base: &str, reference: &str) -> String {
    if reference.contains("://") || reference.starts_with("~/") {
        return reference.to_owned();
    }
    // `~/assets/app.js` has a path and no host; a path of a file system neither scheme nor host.
    let (absolute, strip) = match base.strip_prefix('~') {
        Some(path) => (format!("{ANY_HOST}{path}"), Some("~")),
        None if base.contains("://") => (base.to_owned(), None),
        None => (format!("{ANY_HOST}/{}", base.trim_start_matches('/')), Some(if base.starts_with('/') { "" } else { "~" })),
    };
    let joined = url::Url::parse(&absolute).and_then(|base| base.join(reference));
    match (joined, strip) {
        (Err(_), _) => reference.to_owned(),
        (Ok(url), None) => url.into(),
        (Ok(url), Some(instead)) => url.as_str().strip_prefix(ANY_HOST).map_or_else(|| url.to_string(), |path| format!("{instead}{path}")),
    }
}

/// A source as it is shown and grouped by: without what only the bundler's folders add.
pub fn source_name(source: &str) -> String {
    let mut name = source;
    for scheme in ["webpack:///", "webpack://", "webpack-internal:///", "turbopack:///", "rollup:///", "vite:///", "ng://"] {
        if let Some(rest) = name.strip_prefix(scheme) {
            name = rest;
            // `webpack://name-of-the-project/./src/app.ts`
            if let Some((first, path)) = rest.split_once("/./")
                && !first.contains('/')
            {
                name = path;
            }
            break;
        }
    }
    while let Some(rest) = name.strip_prefix("./").or_else(|| name.strip_prefix("../")) {
        name = rest;
    }
    let name = name.split('?').next().filter(|name| !name.is_empty()).unwrap_or(name);
    if name.is_empty() { source.to_owned() } else { name.to_owned() }
}

/// Where a source is: beside the map, or the minified file.
pub fn source_path(base: &str, source: &str) -> String {
    if source.starts_with('/') || source.contains("://") { source.to_owned() } else { joined(base, source) }
}

/// Module of a source: its path without scheme, host and ending.
pub fn module(source: &str) -> String {
    let name = source_name(source);
    let path = path_of(&name).unwrap_or(&name).trim_start_matches('/');
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    if folder.is_empty() { stem.to_owned() } else { format!("{folder}/{stem}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_are_found_at_the_end() {
        assert_eq!(reference("f()\n//# sourceMappingURL=app.js.map\n"), Some("app.js.map"));
        assert_eq!(reference("f()//# sourceMappingURL=app.js.map?x=1\n//# debugId=1\n"), Some("app.js.map?x=1"));
        assert_eq!(reference("//@ sourceMappingURL=a\n//# sourceMappingURL=b"), Some("b"));
        assert_eq!(reference("f()"), None);
        assert_eq!(reference("//# sourceMappingURL="), None);
    }

    #[test]
    fn an_address_has_candidates_in_order() {
        let list = candidates("https://example.org/assets/app.js?v=1#x");
        let wanted =
            ["https://example.org/assets/app.js?v=1", "https://example.org/assets/app.js", "~/assets/app.js?v=1", "~/assets/app.js"];
        assert_eq!(list, wanted);
        assert_eq!(candidates("app:///main.js"), ["app:///main.js", "~/main.js"]);
        assert_eq!(candidates("/srv/app/main.js"), ["/srv/app/main.js", "~/srv/app/main.js"]);
        assert_eq!(candidates("main.js"), ["main.js", "~/main.js"]);
        assert!(candidates("").is_empty());
    }

    #[test]
    fn what_the_web_has_is_told_by_its_host() {
        let host = |url: &str| on_the_web(url).map(|(plain, host)| (plain.to_owned(), host));
        let told = |plain: &str, host: &str| Some((plain.to_owned(), host.to_owned()));
        assert_eq!(host("https://CDN.example.com/a.js?x#y"), told("https://CDN.example.com/a.js?x", "cdn.example.com"));
        assert_eq!(host("http://localhost:8080/a.js"), told("http://localhost:8080/a.js", "localhost:8080"));
        for other in ["app:///a.js", "/a.js", "a.js", "file:///a.js", "http://", "capacitor://localhost/a.js", ""] {
            assert_eq!(host(other), None, "{other}");
        }
    }

    #[test]
    fn references_lead_somewhere() {
        for (base, reference, wanted) in [
            ("~/assets/app.js", "app.js.map", "~/assets/app.js.map"),
            ("~/assets/app.js", "../maps/app.js.map", "~/maps/app.js.map"),
            ("~/assets/app.js", "/app.js.map", "~/app.js.map"),
            ("https://example.org/a/app.js", "app.js.map", "https://example.org/a/app.js.map"),
            ("https://example.org/a/app.js", "https://cdn.example.org/x.map", "https://cdn.example.org/x.map"),
            ("/srv/app/main.js", "main.js.map", "/srv/app/main.js.map"),
            ("app:///main.js", "main.js.map", "app:///main.js.map"),
            ("~/a.js", "../../../etc/x", "~/etc/x"),
        ] {
            assert_eq!(joined(base, reference), wanted, "{reference} from {base}");
        }
    }

    #[test]
    fn sources_have_short_names() {
        for (source, wanted, path) in [
            ("webpack:///./src/app.ts", "src/app.ts", "src/app"),
            ("webpack://shop/./src/app.ts?1234", "src/app.ts", "src/app"),
            ("../../src/app.vue", "src/app.vue", "src/app"),
            ("src/app.min.js", "src/app.min.js", "src/app"),
            ("https://example.org/src/app.ts", "https://example.org/src/app.ts", "src/app"),
            ("", "", ""),
        ] {
            assert_eq!((source_name(source).as_str(), module(source).as_str()), (wanted, path), "{source}");
        }
    }

    proptest! {
        #[test]
        fn no_address_panics(base in ".{0,40}|[a-z~:/.?#]{0,30}", reference in ".{0,40}|[a-z~:/.?#]{0,30}") {
            let _ = (joined(&base, &reference), candidates(&base), source_name(&base), module(&base), super::reference(&base));
        }
    }
}
