//! Normalises the names in a frame: what differs between builds, browsers, machines and runs is taken off.

use std::borrow::Cow;

use super::view::{Family, FrameView};

/// Function names that say nothing.
const UNKNOWN_FUNCTIONS: [&str; 10] = [
    "?",
    "<anonymous>",
    "anonymous",
    "anonymous function",
    "<unknown>",
    "<redacted>",
    "(anonymous)",
    "<unknown function>",
    "unknown",
    "<native>",
];

/// Why a name is not used.
pub(super) type Hint = &'static str;

/// The name was made short by a tool: it differs from build to build.
pub(super) const MINIFIED: Hint = "minified name";

/// The function's name as it groups, or why it does not.
pub(super) fn function<'a>(frame: &FrameView<'a>) -> Result<Cow<'a, str>, Hint> {
    let name = frame.function.map(str::trim).filter(|f| !f.is_empty()).ok_or("unknown function")?;
    let name: Cow<'a, str> = match frame.family {
        Family::JavaScript => Cow::Borrowed(javascript(name)),
        Family::Java => java_function(name),
        Family::Ruby => ruby(name),
        Family::Php => php(name),
        Family::Rust => rust(name),
        Family::Dart => dart(name),
        Family::Native => native(name),
        Family::DotNet => dotnet(name),
        Family::Go => Cow::Owned(without_brackets(name, b'[', b']')),
        Family::Python | Family::Other => Cow::Borrowed(name),
    };
    if name.is_empty() || UNKNOWN_FUNCTIONS.iter().any(|u| name.eq_ignore_ascii_case(u)) {
        return Err("unknown function");
    }
    if frame.family == Family::JavaScript && name.len() <= 2 && looks_minified(frame) {
        return Err(MINIFIED);
    }
    Ok(name)
}

/// Engines decorate names differently: `async Foo.bar`, `new Foo`, `Object.bar [as x]`, `bar/<`, `async*bar`.
pub(super) fn javascript(name: &str) -> &str {
    let name = name.split(" [as ").next().unwrap_or(name);
    let name = name.trim_start_matches("async ").trim_start_matches("async*").trim_start_matches("new ");
    let name = name.split_once(['/', '(']).map_or(name, |(head, _)| head);
    let name = name.trim_end_matches('<');
    let last = name.rsplit('.').next().unwrap_or(name);
    if last.starts_with('<') && !last.ends_with('>') { "" } else { last }
}

fn looks_minified(frame: &FrameView<'_>) -> bool {
    let file = frame.filename.or(frame.abs_path).unwrap_or_default();
    frame.colno.is_some_and(|c| c > 300) || file.contains(".min.") || stable_file_name(file).1
}

/// `lambda$run$0`, `access$100`, `fn__1234`, `invoke0`.
fn java_function(name: &str) -> Cow<'_, str> {
    let kept = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if kept.len() < name.len() && kept.ends_with(['$', '_']) {
        return Cow::Borrowed(kept.trim_end_matches(['$', '_']));
    }
    Cow::Borrowed(name)
}

/// `block (2 levels) in save` is `save`; compiled templates carry numbers at their end.
fn ruby(name: &str) -> Cow<'_, str> {
    let name = if name.starts_with("block ") || name.starts_with("rescue in ") || name.starts_with("ensure in ") {
        name.rsplit(" in ").next().unwrap_or(name)
    } else {
        name
    };
    if name.contains("_erb__") || name.contains("_haml__") || name.contains("_slim__") {
        return Cow::Borrowed(name.split("__").next().unwrap_or(name));
    }
    Cow::Borrowed(name)
}

/// Anonymous classes and closures carry a path and a line.
fn php(name: &str) -> Cow<'_, str> {
    if let Some((head, tail)) = name.split_once("class@anonymous") {
        let method = tail.rsplit_once("::").map_or("", |(_, m)| m);
        return Cow::Owned(format!("{head}class@anonymous::{method}"));
    }
    match name.split_once("{closure") {
        Some((head, _)) => Cow::Owned(format!("{head}{{closure}}")),
        None => Cow::Borrowed(name),
    }
}

/// The hash at the end goes, and so do type parameters.
fn rust(name: &str) -> Cow<'_, str> {
    let name = match name.rsplit_once("::h") {
        Some((head, hash)) if hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => head,
        _ => name,
    };
    if name.starts_with('<') { Cow::Borrowed(name) } else { Cow::Owned(without_brackets(name, b'<', b'>')) }
}

/// A closure is `<anonymous closure>` to the machine and `<fn>` to the SDK, however many it stands in; `<save_async_body>` is
/// the rest of `save`; type arguments differ from call to call. `_Cart@17463221` is private, `_extension#0` has no name.
fn dart(name: &str) -> Cow<'_, str> {
    if !name.contains(['<', '@', '#']) {
        return Cow::Borrowed(name);
    }
    let marked = name.replace("<anonymous closure>", DART_CLOSURE).replace("<fn>", DART_CLOSURE);
    let bare = without_numbers(&without_brackets(&marked, b'<', b'>'));
    let mut out = String::with_capacity(bare.len());
    let mut was_closure = false;
    for part in bare.split('.').filter(|part| !part.is_empty()) {
        let is_closure = part == DART_CLOSURE;
        if is_closure && was_closure {
            continue;
        }
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str(if is_closure { "<fn>" } else { part });
        was_closure = is_closure;
    }
    // A closure in nothing: it could be any.
    if out == "<fn>" { Cow::Borrowed("") } else { Cow::Owned(out) }
}

const DART_CLOSURE: &str = "{fn}";

/// Without `@` and `#` that stand before a number, and that number.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, piece) in text.split_inclusive(['@', '#']).enumerate() {
        let rest = if index == 0 { piece } else { piece.trim_start_matches(|c: char| c.is_ascii_digit()) };
        if rest.len() < piece.len() {
            out.pop();
        }
        out.push_str(rest);
    }
    out
}

/// Arguments and template parameters go.
fn native(name: &str) -> Cow<'_, str> {
    if name.starts_with(['-', '+']) || name.starts_with("operator") {
        return Cow::Borrowed(name);
    }
    let bare = without_brackets(&without_brackets(name, b'<', b'>'), b'(', b')');
    let bare = bare.trim();
    let bare = bare.strip_suffix("const").map_or(bare, str::trim_end);
    if bare.is_empty() { Cow::Borrowed(name) } else { Cow::Owned(bare.to_owned()) }
}

/// `<Save>b__12_0` and `<Save>d__7.MoveNext` are `<Save>`; generics lose their arity.
fn dotnet(name: &str) -> Cow<'_, str> {
    let name = name.split_once('(').map_or(name, |(head, _)| head);
    if let Some(end) = name.find('>')
        && name.get(end + 1..).is_some_and(|tail| tail.contains("__"))
    {
        return Cow::Borrowed(name.get(..=end).unwrap_or(name));
    }
    Cow::Borrowed(name.split('`').next().unwrap_or(name))
}

/// Takes out balanced brackets with what they hold; leaves the text alone when they are not balanced.
fn without_brackets(text: &str, open: u8, close: u8) -> String {
    let mut depth = 0_usize;
    let mut out = String::with_capacity(text.len());
    let (open, close) = (char::from(open), char::from(close));
    for c in text.chars() {
        if c == open {
            depth += 1;
        } else if c == close {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return text.to_owned(),
            }
        } else if depth == 0 {
            out.push(c);
        }
    }
    if depth == 0 { out } else { text.to_owned() }
}

/// The module as it groups, or why it does not.
pub(super) fn module<'a>(frame: &FrameView<'a>) -> Result<Cow<'a, str>, Hint> {
    let module = frame.module.map(str::trim).filter(|m| !m.is_empty()).ok_or("no module")?;
    match frame.family {
        Family::Java => Ok(java_class(module)),
        Family::JavaScript if module.contains("://") || module.starts_with('/') => Err("module is a path"),
        Family::JavaScript => Ok(Cow::Owned(stable_path(module))),
        Family::Php => Ok(php(module)),
        _ => Ok(Cow::Borrowed(module)),
    }
}

/// The class without what proxies and class generators add to it. Also used for types of exceptions.
pub(super) fn java_class(class: &str) -> Cow<'_, str> {
    const CUTS: [&str; 9] = [
        "$$Lambda",
        "$$EnhancerBy",
        "$$FastClassBy",
        "$$SpringCGLIB",
        "$$KeyFactory",
        "$HibernateProxy",
        "_$$_",
        "$ByteBuddy",
        "$$ExternalSynthetic",
    ];
    let class = CUTS.iter().filter_map(|cut| class.find(cut)).min().and_then(|at| class.get(..at)).unwrap_or(class);
    let bare = class.trim_end_matches(|c: char| c.is_ascii_digit());
    let generated =
        ["$Proxy", "GeneratedMethodAccessor", "GeneratedConstructorAccessor", "GeneratedSerializationConstructorAccessor", "__"];
    if bare.len() < class.len() && generated.iter().any(|g| bare.ends_with(g)) {
        return Cow::Borrowed(bare);
    }
    // Anonymous classes are numbered in the order of the source: `Outer$3$1`.
    if bare.ends_with('$') {
        let outer = class.split('$').filter(|part| !part.bytes().all(|b| b.is_ascii_digit())).collect::<Vec<_>>().join("$");
        return Cow::Owned(outer);
    }
    Cow::Borrowed(class)
}

/// The file as it groups: its name in small letters, without folders, query and content hash.
pub(super) fn file(frame: &FrameView<'_>) -> Result<String, Hint> {
    let path = frame.filename.or(frame.abs_path).map(str::trim).filter(|f| !f.is_empty()).ok_or("no filename")?;
    if is_dead_path(path) {
        return Err("native code");
    }
    if path.starts_with("data:") || path.starts_with("blob:") {
        return Err("file has no name");
    }
    let (name, _) = stable_file_name(path);
    if name.is_empty() { Err("file has no name") } else { Ok(name) }
}

/// Paths of code that has no file.
pub(super) fn is_dead_path(path: &str) -> bool {
    matches!(path, "<anonymous>" | "[native code]" | "native code" | "native" | "eval code" | "[wasm code]")
}

fn stable_path(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/{}", stable_name(name).0),
        None => stable_name(path).0,
    }
}

/// Name of the file without its content hash, and whether there was one.
fn stable_file_name(path: &str) -> (String, bool) {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest.split_once('/').map_or("", |(_, p)| p));
    let name = path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(path);
    stable_name(name)
}

fn stable_name(name: &str) -> (String, bool) {
    if name.is_empty() {
        return (String::new(), false);
    }
    if name.starts_with('<') {
        // `<ipython-input-3-0a1b2c>`, `<frozen importlib._bootstrap>`
        return (name.split(|c: char| c.is_ascii_digit()).next().unwrap_or(name).to_ascii_lowercase(), false);
    }
    let (stem, extension) = name.rsplit_once('.').map_or((name, ""), |(s, e)| (s, e));
    let mut out = String::with_capacity(name.len());
    let (stem, mut had_hash) = match tail_hash(stem) {
        Some(bare) => (bare, true),
        None => (stem, false),
    };
    for (separator, piece) in pieces(stem) {
        if is_content_hash(piece) {
            had_hash = true;
            continue;
        }
        if !out.is_empty() {
            out.extend(separator);
        }
        out.push_str(piece);
    }
    if out.is_empty() {
        out.push('*');
    }
    if !extension.is_empty() {
        out.push('.');
        out.push_str(extension);
    }
    out.make_ascii_lowercase();
    (out, had_hash)
}

/// Characters of a content hash in the alphabet of base64url, as Rollup and Vite write it behind a dash.
const BASE64_HASH_CHARS: usize = 8;

/// The name before a hash that holds a dash or an underscore itself (`index-B1xZ_9Qa`); without one it is found as a piece.
fn tail_hash(stem: &str) -> Option<&str> {
    let at = stem.len().checked_sub(BASE64_HASH_CHARS)?;
    let (head, tail) = stem.split_at_checked(at)?;
    let bare = head.strip_suffix(['-', '.']).filter(|bare| !bare.is_empty())?;
    let bytes = tail.as_bytes();
    let in_alphabet = bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    // Where words and numbers meet, no class of characters changes but from a capital to small letters.
    let class = |b: u8| (b.is_ascii_digit(), b.is_ascii_uppercase(), b.is_ascii_lowercase());
    let is_break = |pair: &[u8]| match pair {
        [a, b] => {
            a.is_ascii_alphanumeric()
                && b.is_ascii_alphanumeric()
                && class(*a) != class(*b)
                && !(a.is_ascii_uppercase() && b.is_ascii_lowercase())
        }
        _ => false,
    };
    let breaks = bytes.windows(2).filter(|pair| is_break(pair)).count();
    (in_alphabet && bytes.iter().any(|b| matches!(b, b'-' | b'_')) && breaks >= 2).then_some(bare)
}

/// Pieces between dots, dashes, underscores and tildes, each with what stood before it.
fn pieces(stem: &str) -> impl Iterator<Item = (Option<char>, &str)> {
    let mut rest = stem;
    let mut separator = None;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let here = separator;
        let at = rest.find(['.', '-', '_', '~']);
        let piece = match at {
            Some(at) => {
                separator = rest.get(at..).and_then(|r| r.chars().next());
                let piece = rest.get(..at).unwrap_or_default();
                rest = rest.get(at + 1..).unwrap_or_default();
                piece
            }
            None => {
                done = true;
                rest
            }
        };
        Some((here, piece))
    })
}

/// Hashes of bundlers: hexadecimal with a digit, seven or more; or eight mixed characters; or a bare number.
fn is_content_hash(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    if bytes.is_empty() || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    if digits == bytes.len() {
        return true;
    }
    let lower = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
    let upper = bytes.iter().filter(|b| b.is_ascii_uppercase()).count();
    let hex = bytes.iter().all(u8::is_ascii_hexdigit) && !(lower > 0 && upper > 0);
    let mixed = (8..=32).contains(&bytes.len()) && lower > 0 && upper > 1 && (digits > 0 || scattered_capitals(bytes));
    (hex && digits > 0 && bytes.len() >= 7) || mixed || (bytes.len() >= 16 && digits >= 3 && lower > 0)
}

/// True for `DfKqWxLm`, false for `CheckoutPage`: capitals where no word begins.
fn scattered_capitals(bytes: &[u8]) -> bool {
    bytes.len() == 8
        && bytes.windows(2).filter(|w| w.iter().all(u8::is_ascii_uppercase)).count()
            + bytes
                .windows(3)
                .filter(|w| matches!(w, [a, b, c] if a.is_ascii_uppercase() && b.is_ascii_lowercase() && c.is_ascii_uppercase()))
                .count()
            >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(family: Family, function: &'static str) -> FrameView<'static> {
        FrameView { family, function: Some(function), ..FrameView::default() }
    }

    #[test]
    fn functions_lose_what_engines_and_compilers_add() {
        let cases = [
            (Family::JavaScript, "async Foo.bar", "bar"),
            (Family::JavaScript, "Object.bar [as baz]", "bar"),
            (Family::JavaScript, "bar/<", "bar"),
            (Family::JavaScript, "async*bar", "bar"),
            (Family::JavaScript, "new Foo", "Foo"),
            (Family::Java, "lambda$run$0", "lambda$run"),
            (Family::Java, "access$100", "access"),
            (Family::Java, "fn__1234", "fn"),
            (Family::Java, "step2", "step2"),
            (Family::Ruby, "block (2 levels) in save", "save"),
            (Family::Ruby, "_app_views_users_show_html_erb__123_456", "_app_views_users_show_html_erb"),
            (Family::Php, "App\\{closure:/srv/app/x.php:12}", "App\\{closure}"),
            (Family::Php, "class@anonymous/srv/x.php:7$0::run", "class@anonymous::run"),
            (Family::Rust, "app::run<T>::h0123456789abcdef", "app::run"),
            (Family::Rust, "app::run::{{closure}}", "app::run::{{closure}}"),
            (Family::Native, "std::vector<int, A<int>>::push(int const&) const", "std::vector::push"),
            (Family::Native, "-[View draw:]", "-[View draw:]"),
            (Family::DotNet, "<Save>b__12_0", "<Save>"),
            (Family::Go, "Map[int,string].Get", "Map.Get"),
            (Family::Python, "<listcomp>", "<listcomp>"),
            (Family::Dart, "_CartState.build.<anonymous closure>.<anonymous closure>", "_CartState.build.<fn>"),
            (Family::Dart, "_CartState.build.<fn>", "_CartState.build.<fn>"),
            (Family::Dart, "_CartState@17463221.total", "_CartState.total"),
            (Family::Dart, "Cart.save.<Cart_save_async_body>", "Cart.save"),
            (Family::Dart, "Cart.save.<async>.<fn>", "Cart.save.<fn>"),
            (Family::Dart, "new Cart<Item, Map<String, int>>.of", "new Cart.of"),
            (Family::Dart, "_extension#3|total", "_extension|total"),
            (Family::Dart, "Price|get#gross", "Price|get#gross"),
            (Family::Dart, "Version.<=", "Version.<="),
        ];
        for (family, name, expected) in cases {
            assert_eq!(function(&frame(family, name)).as_deref(), Ok(expected), "{name}");
        }
        for name in ["<fn>", "<anonymous closure>", "<fn>.<fn>", "<unknown>"] {
            assert!(function(&frame(Family::Dart, name)).is_err(), "{name}");
        }
        for name in ["?", "<anonymous>", "Anonymous function", "foo.<anonymous>", ""] {
            assert!(function(&frame(Family::JavaScript, name)).is_err(), "{name}");
        }
    }

    #[test]
    fn minified_names_count_only_where_code_is_readable() {
        let minified = FrameView { filename: Some("https://x.io/assets/main.3f2a1bc9.js"), ..frame(Family::JavaScript, "t") };
        let readable = FrameView { filename: Some("src/main.js"), ..frame(Family::JavaScript, "t") };
        assert!(function(&minified).is_err());
        assert_eq!(function(&readable).as_deref(), Ok("t"));
    }

    #[test]
    fn files_lose_folders_and_content_hashes() {
        let cases = [
            ("/srv/releases/20261123/app/Views.py", "views.py"),
            ("C:\\work\\App\\Main.cs", "main.cs"),
            ("https://cdn.example.com/assets/main.3f2a1bc9.js?v=2", "main.js"),
            ("https://cdn.example.com/assets/index-DfKq8xLm.js", "index.js"),
            ("https://cdn.example.com/static/js/42.0a1b2c3d.chunk.js", "chunk.js"),
            ("vendors~main.abcdef1234567.js", "vendors~main.js"),
            ("checkout-page.js", "checkout-page.js"),
            ("CheckoutPage.tsx", "checkoutpage.tsx"),
            ("<ipython-input-3-0a1b2c>", "<ipython-input-"),
        ];
        for (path, expected) in cases {
            let frame = FrameView { filename: Some(path), ..FrameView::default() };
            assert_eq!(file(&frame).as_deref(), Ok(expected), "{path}");
        }
        for path in ["<anonymous>", "[native code]", "https://example.com/", "blob:https://x/1"] {
            assert!(file(&FrameView { filename: Some(path), ..FrameView::default() }).is_err(), "{path}");
        }
    }

    #[test]
    fn classes_lose_generated_parts() {
        let cases = [
            ("com.acme.Shop$$Lambda$14/0x0000800100", "com.acme.Shop"),
            ("com.acme.Shop$$EnhancerBySpringCGLIB$$1a2b", "com.acme.Shop"),
            ("com.acme.Shop$$SpringCGLIB$$0", "com.acme.Shop"),
            ("com.sun.proxy.$Proxy42", "com.sun.proxy.$Proxy"),
            ("jdk.internal.reflect.GeneratedMethodAccessor17", "jdk.internal.reflect.GeneratedMethodAccessor"),
            ("com.acme.Outer$3$1", "com.acme.Outer"),
            ("com.acme.Step2", "com.acme.Step2"),
        ];
        for (class, expected) in cases {
            assert_eq!(java_class(class), expected);
        }
    }
}
