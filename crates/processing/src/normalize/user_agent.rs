//! Reads a `User-Agent` header: browser, operating system, device.
//!
//! Written by hand instead of a table of regular expressions: browsers have frozen what they send, the few shapes
//! left fit in one file, and a table costs tens of megabytes of memory.

/// What a header says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Browser or client: name and version.
    pub(crate) browser: Option<(&'static str, String)>,
    /// Operating system: name and version (empty when not told).
    pub(crate) os: Option<(&'static str, String)>,
    /// Device.
    pub(crate) device: Option<Device>,
}

/// A device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Device {
    /// `iPhone`, `Pixel 8`, `Spider` …
    pub(crate) family: String,
    /// Maker, where it is sure.
    pub(crate) brand: Option<&'static str>,
    /// Model, where it is told.
    pub(crate) model: Option<String>,
}

/// Token of the header, then name. The first that is there wins, so forks stand before what they pretend to be.
const BROWSERS: [(&str, &str); 37] = [
    ("EdgA/", "Edge Mobile"),
    ("EdgiOS/", "Edge Mobile"),
    ("Edg/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPiOS/", "Opera Mobile"),
    ("OPT/", "Opera Touch"),
    ("Opera Mini/", "Opera Mini"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Ddg/", "DuckDuckGo"),
    ("Brave/", "Brave"),
    ("Whale/", "Whale"),
    ("MiuiBrowser/", "MiuiBrowser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Electron/", "Electron"),
    ("FBAV/", "Facebook"),
    ("Instagram ", "Instagram"),
    ("GSA/", "Google"),
    ("CriOS/", "Chrome Mobile iOS"),
    ("FxiOS/", "Firefox iOS"),
    ("Focus/", "Firefox Focus"),
    ("HeadlessChrome/", "HeadlessChrome"),
    ("Chromium/", "Chromium"),
    ("Firefox/", "Firefox"),
    ("okhttp/", "okhttp"),
    ("python-requests/", "Python Requests"),
    ("Python/", "Python"),
    ("axios/", "axios"),
    ("curl/", "curl"),
    ("PostmanRuntime/", "PostmanRuntime"),
    ("Go-http-client/", "Go-http-client"),
    ("Dart/", "Dart"),
    ("Wget/", "Wget"),
];
/// What calls itself a machine.
const BOTS: [(&str, &str); 16] = [
    ("Googlebot", "Googlebot"),
    ("bingbot", "bingbot"),
    ("Slackbot", "Slackbot"),
    ("YandexBot", "YandexBot"),
    ("DuckDuckBot", "DuckDuckBot"),
    ("Baiduspider", "Baiduspider"),
    ("facebookexternalhit", "FacebookBot"),
    ("Twitterbot", "Twitterbot"),
    ("AhrefsBot", "AhrefsBot"),
    ("SemrushBot", "SemrushBot"),
    ("GPTBot", "GPTBot"),
    ("ClaudeBot", "ClaudeBot"),
    ("Applebot", "Applebot"),
    ("PetalBot", "PetalBot"),
    ("LinkedInBot", "LinkedInBot"),
    ("SentryUptimeBot", "SentryUptimeBot"),
];
/// Longest header that is read.
const MAX_HEADER_BYTES: usize = 1024;

/// Reads a header.
pub(crate) fn parse(header: &str) -> Agent {
    let header = match header.char_indices().find(|(at, _)| *at >= MAX_HEADER_BYTES) {
        Some((at, _)) => header.get(..at).unwrap_or_default(),
        None => header,
    };
    let comment = header.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inner, _)| inner);
    if let Some((token, name)) = BOTS.iter().find(|(token, _)| header.contains(token)) {
        let device = Device { family: "Spider".to_owned(), ..Device::default() };
        return Agent { browser: Some((name, version_after(header, &format!("{token}/")))), os: None, device: Some(device) };
    }
    let os = operating_system(header, comment);
    let device = device(header, comment, os.as_ref().map(|(name, _)| *name));
    Agent { browser: browser(header, os.as_ref().map(|(name, _)| *name)), os, device }
}

/// Digits and dots behind a token.
fn version_after(header: &str, token: &str) -> String {
    let Some((_, rest)) = header.split_once(token) else { return String::new() };
    rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '_')).take(32).map(|c| if c == '_' { '.' } else { c }).collect()
}

/// `131.0.6778.86` is 131.0.6778: the last part says nothing.
fn short(version: &str) -> String {
    version.splitn(4, '.').take(3).collect::<Vec<_>>().join(".").trim_end_matches('.').to_owned()
}

fn browser(header: &str, os: Option<&str>) -> Option<(&'static str, String)> {
    if let Some((token, name)) = BROWSERS.iter().find(|(token, _)| header.contains(token)) {
        let mobile = os == Some("Android") || header.contains("Mobile");
        let name = match *name {
            "Firefox" if mobile => "Firefox Mobile",
            "Opera" if mobile => "Opera Mobile",
            other => other,
        };
        return Some((name, short(&version_after(header, token))));
    }
    if header.contains("Chrome/") {
        let version = short(&version_after(header, "Chrome/"));
        let name = match os {
            Some("Android") if header.contains("; wv)") => "Chrome Mobile WebView",
            Some("Android") => "Chrome Mobile",
            _ => "Chrome",
        };
        return Some((name, version));
    }
    if header.contains("Trident/") || header.contains("MSIE ") {
        let version = if header.contains("rv:") { version_after(header, "rv:") } else { version_after(header, "MSIE ") };
        return Some(("IE", version));
    }
    if header.contains("Safari/") || header.contains("AppleWebKit/") {
        let version = short(&version_after(header, "Version/"));
        return match os {
            Some("Android") => Some(("Android", version)),
            Some("iOS" | "iPadOS") if header.contains("Safari/") => Some(("Mobile Safari", version)),
            Some("iOS" | "iPadOS") => Some(("Mobile Safari UI/WKWebView", version)),
            _ if header.contains("Safari/") => Some(("Safari", version)),
            _ => None,
        };
    }
    None
}

fn operating_system(header: &str, comment: &str) -> Option<(&'static str, String)> {
    if comment.contains("Windows Phone") {
        return Some(("Windows Phone", version_after(comment, "Windows Phone ")));
    }
    if comment.contains("Windows") {
        let version = match version_after(comment, "Windows NT ").as_str() {
            "10.0" => "10",
            "6.3" => "8.1",
            "6.2" => "8",
            "6.1" => "7",
            "6.0" => "Vista",
            "5.1" | "5.2" => "XP",
            _ => "",
        };
        return Some(("Windows", version.to_owned()));
    }
    if comment.contains("Android") || header.contains("Dalvik/") {
        return Some(("Android", version_after(comment, "Android ")));
    }
    if comment.contains("iPhone") || comment.contains("iPad") || comment.contains("iPod") {
        return Some(("iOS", short(&version_after(comment, " OS "))));
    }
    if comment.contains("Mac OS X") || comment.contains("Macintosh") {
        let version = short(&version_after(comment, "Mac OS X "));
        return Some((if comment.contains("Macintosh") || !version.is_empty() { "Mac OS X" } else { "iOS" }, version));
    }
    if header.contains("CrOS") {
        return Some(("Chrome OS", header.split_once("CrOS ").map_or_else(String::new, |(_, rest)| short(&version_after(rest, " ")))));
    }
    if comment.contains("Ubuntu") || header.contains("Ubuntu/") {
        return Some(("Ubuntu", String::new()));
    }
    if comment.contains("Fedora") {
        return Some(("Fedora", String::new()));
    }
    (comment.contains("Linux") || comment.contains("X11")).then(|| ("Linux", String::new()))
}

fn device(header: &str, comment: &str, os: Option<&str>) -> Option<Device> {
    let apple = |family: &str| Device { family: family.to_owned(), brand: Some("Apple"), model: Some(family.to_owned()) };
    match os? {
        "iOS" if comment.contains("iPad") => Some(apple("iPad")),
        "iOS" if comment.contains("iPod") => Some(apple("iPod")),
        "iOS" => Some(apple("iPhone")),
        "Mac OS X" => Some(apple("Mac")),
        "Android" => android(header, comment),
        _ => None,
    }
}

/// `Linux; Android 14; Pixel 8 Build/…`: the model is what stands behind the version.
fn android(header: &str, comment: &str) -> Option<Device> {
    let behind = comment.split(';').map(str::trim).skip_while(|part| !part.starts_with("Android")).skip(1);
    let mut model = behind.filter(|part| !matches!(*part, "wv" | "U") && !is_language(part));
    let name = model.next().map(|m| m.split(" Build").next().unwrap_or(m).trim()).filter(|m| !m.is_empty() && !m.starts_with("rv:"));
    let generic = || Device {
        family: if header.contains("Mobile") { "Generic Smartphone" } else { "Generic Tablet" }.to_owned(),
        ..Device::default()
    };
    match name {
        // What Chrome sends in place of a model since it stopped telling.
        None | Some("K" | "Mobile" | "Tablet") => Some(generic()),
        Some(name) => {
            let brand = match name {
                n if n.starts_with("SM-") || n.starts_with("SAMSUNG") => Some("Samsung"),
                n if n.starts_with("Pixel") || n.starts_with("Nexus") => Some("Google"),
                n if n.starts_with("Redmi") || n.starts_with("Mi ") || n.starts_with("POCO") => Some("Xiaomi"),
                n if n.starts_with("moto") => Some("Motorola"),
                _ => None,
            };
            Some(Device { family: name.chars().take(64).collect(), brand, model: Some(name.chars().take(64).collect()) })
        }
    }
}

fn is_language(part: &str) -> bool {
    part.len() == 5 && part.as_bytes().get(2) == Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(header: &str) -> String {
        let agent = parse(header);
        let pair = |p: Option<(&'static str, String)>| p.map_or_else(|| "-".to_owned(), |(n, v)| format!("{n} {v}").trim().to_owned());
        format!("{} | {} | {}", pair(agent.browser), pair(agent.os), agent.device.map_or_else(|| "-".to_owned(), |d| d.family))
    }

    #[test]
    fn reads_what_is_common() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome 131.0.0 | Windows 10 | -",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51",
                "Edge 131.0.2903 | Windows 10 | -",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Safari 18.1 | Mac OS X 10.15.7 | Mac",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox 132.0 | Linux | -"),
            (
                "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
                "Firefox Mobile 132.0 | Android 14 | Generic Smartphone",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Mobile Safari 17.5 | iOS 17.5.1 | iPhone",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
                "Chrome Mobile iOS 131.0.6778 | iOS 16.6 | iPad",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome Mobile 131.0.0 | Android 10 | Generic Smartphone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome Mobile WebView 130.0.0 | Android 14 | Pixel 8",
            ),
            (
                "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
                "Samsung Internet 23.0 | Android 13 | SAMSUNG SM-S918B",
            ),
            ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot 2.1 | - | Spider"),
            ("Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", "IE 11.0 | Windows 7 | -"),
            ("curl/8.5.0", "curl 8.5.0 | - | -"),
            ("okhttp/4.12.0", "okhttp 4.12.0 | - | -"),
            ("Dalvik/2.1.0 (Linux; U; Android 12; SM-G991B Build/SP1A)", "- | Android 12 | SM-G991B"),
            ("nonsense ((((", "- | - | -"),
            ("", "- | - | -"),
        ];
        for (header, expected) in cases {
            assert_eq!(line(header), expected, "{header}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(header in "(?s).{0,300}") {
            parse(&header);
        }

        #[test]
        fn never_panics_on_pieces(pieces in proptest::collection::vec(proptest::sample::select(vec!["(", ")", ";", "Android ", "Chrome/", "1.2", "CrOS ", "é", "Mobile", " OS ", "Build", "Windows NT "]), 0..20)) {
            parse(&pieces.concat());
        }
    }
}
