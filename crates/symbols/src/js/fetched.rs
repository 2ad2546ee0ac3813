//! What the web has of a minified file, as the artifact bundle that its makers could have uploaded.

use std::io::{Cursor, Write};

use base64::Engine as _;
use bytes::Bytes;
use serde_json::json;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::bundle::debug_id;
use super::find::percent_decoded;
use super::map::Map;
use super::urls;

pub use super::map::{MAX_CODE_BYTES, MAX_MAP_BYTES};

/// Mark before a debug id at the end of a file.
const ID_MARK: &str = "//# debugId=";
/// Lines from the end of a file that may hold its debug id.
const ID_LINES: usize = 16;
/// Names in the archive.
const CODE_PATH: &str = "_/_/fetched.js";
const MAP_PATH: &str = "_/_/fetched.js.map";

/// Why what came is of no use. The texts are parts of a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchedError {
    /// Bytes that are no text.
    #[error("{0} is no text in UTF-8")]
    NoText(String),
    /// The event's file carried another debug id.
    #[error("the file there is of another build: the event names a debug id that is not in it")]
    AnotherBuild,
    /// Neither header nor comment names a map.
    #[error("the file there names no source map: it has neither a sourceMappingURL nor a SourceMap header")]
    NoReference,
    /// The map cannot be read.
    #[error("the source map {0} cannot be used: {1}")]
    Broken(String, String),
    /// The archive could not be written.
    #[error("the bundle could not be made: {0}")]
    Archive(String),
}

/// A minified file that came from the web.
#[derive(Debug, Clone)]
pub struct Code {
    /// Address that the event gives it.
    url: String,
    text: String,
    /// Debug id that is in the file.
    debug_id: Option<String>,
}

/// Where the map of a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapPlace {
    /// At this address.
    Web(String),
    /// In the file itself, as a data: URL.
    Inline,
}

impl Code {
    /// A file and where its map is: `came_from` is its address after redirects, `header` what the answer's `SourceMap` says,
    /// `wanted_id` the debug id that the event gives it (32 hex digits).
    ///
    /// # Errors
    /// See [`FetchedError`].
    pub fn read(
        url: &str,
        came_from: &str,
        body: &[u8],
        header: Option<&str>,
        wanted_id: Option<&str>,
    ) -> Result<(Self, MapPlace), FetchedError> {
        let text = std::str::from_utf8(body).map_err(|_| FetchedError::NoText(url.to_owned()))?.to_owned();
        let own = own_id(&text);
        let debug_id = match wanted_id {
            // Code that gives itself the id carries it as a word of its own, with hyphens.
            Some(id) if own.as_deref() == Some(id) || own.is_none() && text.contains(&hyphenated(id)) => Some(id.to_owned()),
            Some(_) => return Err(FetchedError::AnotherBuild),
            None => own,
        };
        let named = header.filter(|header| !header.is_empty()).or_else(|| urls::reference(&text)).ok_or(FetchedError::NoReference)?;
        let place = if named.starts_with("data:") { MapPlace::Inline } else { MapPlace::Web(whole(&urls::joined(came_from, named))) };
        Ok((Self { url: url.to_owned(), text, debug_id }, place))
    }

    /// The bundle of the file and its map (address and bytes; `None` for one within the file). The map is read once, so that
    /// an error page with a friendly status is not taken for one.
    ///
    /// # Errors
    /// See [`FetchedError`].
    pub fn bundle(&self, map: Option<(&str, &[u8])>) -> Result<Bytes, FetchedError> {
        match map {
            Some((url, bytes)) => readable(url, &self.text, bytes)?,
            None => readable("in the file", &self.text, &self.inline()?)?,
        }
        let mut headers = serde_json::Map::new();
        if let Some(id) = &self.debug_id {
            headers.insert("debug-id".to_owned(), hyphenated(id).into());
        }
        let map_headers = headers.clone();
        if let Some((url, _)) = map {
            headers.insert("sourcemap".to_owned(), url.into());
        }
        let mut files = serde_json::Map::new();
        files.insert(CODE_PATH.to_owned(), json!({"type": "minified_source", "url": self.url, "headers": headers}));
        if let Some((url, _)) = map {
            files.insert(MAP_PATH.to_owned(), json!({"type": "source_map", "url": url, "headers": map_headers}));
        }
        let manifest = json!({ "files": files }).to_string();
        let mut members = vec![("manifest.json", manifest.as_bytes()), (CODE_PATH, self.text.as_bytes())];
        members.extend(map.map(|(_, bytes)| (MAP_PATH, bytes)));
        archive(&members).map_err(|error| FetchedError::Archive(error.to_string()))
    }

    /// The map of a data: URL at the end of the file.
    fn inline(&self) -> Result<Vec<u8>, FetchedError> {
        let broken = |reason: &str| FetchedError::Broken("in the file".to_owned(), reason.to_owned());
        let (head, body) =
            urls::reference(&self.text).and_then(|url| url.split_once(',')).ok_or_else(|| broken("its data: URL has no comma"))?;
        if !head.ends_with(";base64") {
            return Ok(percent_decoded(body));
        }
        let plain = body.trim_end_matches('=');
        base64::engine::general_purpose::STANDARD_NO_PAD.decode(plain).map_err(|error| broken(&error.to_string()))
    }
}

fn readable(url: &str, code: &str, map: &[u8]) -> Result<(), FetchedError> {
    let broken = |reason: String| FetchedError::Broken(url.to_owned(), reason);
    let text = std::str::from_utf8(map).map_err(|_| broken("it is no UTF-8".to_owned()))?;
    Map::read(Some(code), text).map(drop).map_err(|error| broken(error.to_string()))
}

fn archive(members: &[(&str, &[u8])]) -> zip::result::ZipResult<Bytes> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        writer.start_file(*path, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner().into())
}

/// The debug id that a file gives at its end, in the stored form.
fn own_id(text: &str) -> Option<String> {
    let id = text.lines().rev().take(ID_LINES).find_map(|line| line.trim().strip_prefix(ID_MARK));
    id.and_then(|id| debug_id(id.trim()))
}

fn hyphenated(id: &str) -> String {
    let part = |range: std::ops::Range<usize>| id.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

/// Without fragment.
fn whole(url: &str) -> String {
    url.split('#').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::bundle::{Archive, inspect};
    use super::*;

    const MAP: &str = r#"{"version":3,"sources":["a.ts"],"sourcesContent":["f()"],"names":[],"mappings":"AAAA"}"#;
    const ID: &str = "1b0d3c2a5f6e47118899aabbccddeeff";
    const URL: &str = "https://cdn.example.com/assets/app.js?v=1";

    fn read(text: &str, header: Option<&str>, id: Option<&str>) -> Result<(Code, MapPlace), FetchedError> {
        Code::read(URL, URL, text.as_bytes(), header, id)
    }

    #[test]
    fn a_file_and_its_map_become_a_bundle() {
        let (code, place) = read("f()\n//# sourceMappingURL=app.js.map#x\n", None, None).unwrap();
        let url = "https://cdn.example.com/assets/app.js.map";
        assert_eq!(place, MapPlace::Web(url.to_owned()));
        let bytes = code.bundle(Some((url, MAP.as_bytes()))).unwrap();
        let files = inspect(&bytes).unwrap();
        assert_eq!(files.iter().map(|file| file.url.as_str()).collect::<Vec<_>>(), [URL, url]);
        assert_eq!((files[0].source_map.as_deref(), files[0].debug_id.as_deref()), (Some(url), None));
        assert_eq!(Archive::open(bytes).unwrap().read(&files[1].path).unwrap(), MAP.as_bytes());
    }

    #[test]
    fn a_header_goes_before_the_comment_and_a_redirect_moves_the_base() {
        let moved = "https://other.example/x/app.js";
        let (_, place) = Code::read(URL, moved, b"f()\n//# sourceMappingURL=a.map", Some("b.map"), None).unwrap();
        assert_eq!(place, MapPlace::Web("https://other.example/x/b.map".to_owned()));
    }

    #[test]
    fn a_map_within_the_file_is_kept_there() {
        let packed = base64::engine::general_purpose::STANDARD.encode(MAP);
        let (code, place) = read(&format!("f()\n//# sourceMappingURL=data:application/json;base64,{packed}"), None, None).unwrap();
        assert_eq!(place, MapPlace::Inline);
        let files = inspect(&code.bundle(None).unwrap()).unwrap();
        assert_eq!((files.len(), files[0].source_map.as_deref()), (1, None));
        let (code, _) = read("f()\n//# sourceMappingURL=data:application/json;base64,e30=", None, None).unwrap();
        assert!(matches!(code.bundle(None), Err(FetchedError::Broken(..))));
    }

    #[test]
    fn the_debug_id_must_be_in_the_file() {
        let tail = "//# sourceMappingURL=a.map";
        let with = |text: &str| read(&format!("{text}\n{tail}"), None, Some(ID)).map(|(code, _)| code.debug_id);
        assert_eq!(with("e._sentryDebugIds[n]=\"1b0d3c2a-5f6e-4711-8899-aabbccddeeff\""), Ok(Some(ID.to_owned())));
        assert_eq!(with("f()\n//# debugId=1B0D3C2A-5F6E-4711-8899-AABBCCDDEEFF"), Ok(Some(ID.to_owned())));
        assert_eq!(with("f()"), Err(FetchedError::AnotherBuild));
        assert_eq!(with("f()\n//# debugId=00000000-5f6e-4711-8899-aabbccddeeff"), Err(FetchedError::AnotherBuild));
        let (code, _) = read(&format!("f()\n//# debugId={ID}\n{tail}"), None, None).unwrap();
        let files = inspect(&code.bundle(Some(("https://x/a.map", MAP.as_bytes()))).unwrap()).unwrap();
        assert!(files.iter().all(|file| file.debug_id.as_deref() == Some(ID)));
    }

    #[test]
    fn an_error_page_is_no_map() {
        assert!(matches!(read("<!doctype html>", None, None), Err(FetchedError::NoReference)));
        assert!(matches!(Code::read(URL, URL, b"\xff", None, None), Err(FetchedError::NoText(_))));
        let (code, _) = read("f()", Some("a.map"), None).unwrap();
        assert!(matches!(code.bundle(Some(("https://x/a.map", b"<!doctype html>"))), Err(FetchedError::Broken(..))));
    }
}
