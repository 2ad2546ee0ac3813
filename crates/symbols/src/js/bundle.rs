//! Artifact bundles: a ZIP archive (often behind eight bytes of head) with a `manifest.json` that says of each file what it
//! is, under which URL it is known, and its debug id.

use std::collections::HashMap;
use std::io::{Cursor, Read, Seek};

use bartizan_domain::artifact::{BundleFile, FileKind};
use bytes::Bytes;
use serde::Deserialize;
use zip::ZipArchive;

/// Largest manifest in bytes, unpacked.
const MAX_MANIFEST_BYTES: u64 = 16 * 1024 * 1024;
/// Most files in a bundle.
pub const MAX_FILES: usize = 20_000;
/// Largest single file in bytes, unpacked: a source map of a big application.
pub const MAX_ENTRY_BYTES: u64 = 128 * 1024 * 1024;
/// Longest path, URL or reference in bytes.
const MAX_NAME_BYTES: usize = 4096;
const MANIFEST: &str = "manifest.json";

/// Why an archive or a file in it cannot be used. The texts are for the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// No archive.
    #[error("The file is no ZIP archive.")]
    NoArchive,
    /// The manifest is missing, too large or no JSON of the right form.
    #[error("The bundle's manifest.json cannot be used: {0}.")]
    Manifest(String),
    /// Too many files.
    #[error("The bundle has more than {MAX_FILES} files.")]
    TooMany,
    /// A file that the manifest names is not in the archive, or damaged.
    #[error("The file {0} cannot be read from the bundle.")]
    Unreadable(String),
    /// A file is too large.
    #[error("The file {0} has more than {1} bytes unpacked.")]
    TooLarge(String, u64),
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    files: HashMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    url: String,
    #[serde(default)]
    headers: HashMap<String, String>,
}

impl Entry {
    fn header(&self, names: &[&str]) -> Option<&str> {
        self.headers.iter().find(|(name, _)| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))).map(|(_, value)| value.as_str())
    }
}

/// A debug id in the stored form: 32 lower-case hex digits (a longer id's age is left out).
pub fn debug_id(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect();
    let id = plain.get(..32)?;
    (plain.len() <= 40 && plain.bytes().all(|b| b.is_ascii_hexdigit())).then(|| id.to_owned())
}

/// An open archive.
pub struct Archive<R = Cursor<Bytes>> {
    zip: ZipArchive<R>,
}

impl Archive {
    /// Opens an archive and reads its directory.
    ///
    /// # Errors
    /// `NoArchive`, `TooMany`.
    pub fn open(bytes: Bytes) -> Result<Self, BundleError> {
        Self::over(Cursor::new(bytes))
    }
}

impl<R: Read + Seek> Archive<R> {
    /// As [`Archive::open`], read piece by piece.
    ///
    /// # Errors
    /// `NoArchive`, `TooMany`.
    pub fn over(reader: R) -> Result<Self, BundleError> {
        let zip = ZipArchive::new(reader).map_err(|_| BundleError::NoArchive)?;
        if zip.len() > MAX_FILES + 1 { Err(BundleError::TooMany) } else { Ok(Self { zip }) }
    }

    /// A file of the archive, unpacked under a bound; what its head says of its size is not believed.
    ///
    /// # Errors
    /// `Unreadable`, `TooLarge`.
    pub fn read(&mut self, path: &str) -> Result<Vec<u8>, BundleError> {
        self.read_capped(path, MAX_ENTRY_BYTES)
    }

    /// As [`Archive::read`], with a bound of `cap` bytes.
    ///
    /// # Errors
    /// `Unreadable`, `TooLarge`.
    pub(crate) fn read_capped(&mut self, path: &str, cap: u64) -> Result<Vec<u8>, BundleError> {
        let unreadable = || BundleError::Unreadable(path.to_owned());
        let file = self.zip.by_name(path).map_err(|_| unreadable())?;
        let mut bytes = Vec::new();
        file.take(cap.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| unreadable())?;
        if bytes.len() as u64 > cap { Err(BundleError::TooLarge(path.to_owned(), cap)) } else { Ok(bytes) }
    }

    /// Files as the manifest lists them, sorted by path; those with names too long for any use are left out.
    ///
    /// # Errors
    /// `Manifest`, `TooMany`, `Unreadable` for a file that is listed but not there.
    pub fn files(&mut self) -> Result<Vec<BundleFile>, BundleError> {
        let text = self.read_capped(MANIFEST, MAX_MANIFEST_BYTES).map_err(|error| BundleError::Manifest(error.to_string()))?;
        let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| BundleError::Manifest(error.to_string()))?;
        if manifest.files.len() > MAX_FILES {
            return Err(BundleError::TooMany);
        }
        let mut files = Vec::with_capacity(manifest.files.len());
        for (path, entry) in manifest.files {
            if self.zip.index_for_name(&path).is_none() {
                return Err(BundleError::Unreadable(path));
            }
            if path.len() <= MAX_NAME_BYTES && entry.url.len() <= MAX_NAME_BYTES {
                files.push(described(path, &entry));
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}

fn described(path: String, entry: &Entry) -> BundleFile {
    let reference = entry.header(&["sourcemap", "x-sourcemap"]).filter(|text| text.len() <= MAX_NAME_BYTES);
    BundleFile {
        url: if entry.url.is_empty() { path.clone() } else { entry.url.clone() },
        kind: entry.kind.as_deref().map_or(FileKind::Other, FileKind::parse),
        debug_id: entry.header(&["debug-id"]).and_then(debug_id),
        source_map: reference.map(str::to_owned),
        path,
    }
}

/// Files of an artifact bundle.
///
/// # Errors
/// See [`BundleError`].
pub fn inspect(bytes: &Bytes) -> Result<Vec<BundleFile>, BundleError> {
    Archive::open(bytes.clone())?.files()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;

    use super::*;

    /// An archive of these files behind the usual head.
    pub(crate) fn archive(files: &[(&str, &[u8])]) -> Bytes {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in files {
            writer.start_file(*path, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let mut out = b"SYSB\x02\0\0\0".to_vec();
        out.extend(writer.finish().unwrap().into_inner());
        out.into()
    }

    const MANIFEST_TEXT: &str = r#"{"files": {
        "_/_/app.js": {"type": "minified_source", "url": "~/app.js",
            "headers": {"Debug-Id": "1B0D3C2A-5F6E-4711-8899-AABBCCDDEEFF", "sourcemap": "app.js.map"}},
        "_/_/app.js.map": {"type": "source_map", "url": "~/app.js.map", "headers": {}}}}"#;

    #[test]
    fn a_bundle_tells_what_is_in_it() {
        let bytes = archive(&[("_/_/app.js", b"f()"), ("_/_/app.js.map", b"{}"), (MANIFEST, MANIFEST_TEXT.as_bytes())]);
        let files = inspect(&bytes).unwrap();
        assert_eq!(files.iter().map(|f| f.url.as_str()).collect::<Vec<_>>(), ["~/app.js", "~/app.js.map"]);
        assert_eq!(files[0].debug_id.as_deref(), Some("1b0d3c2a5f6e47118899aabbccddeeff"));
        assert_eq!(files[0].source_map.as_deref(), Some("app.js.map"));
        assert_eq!(files[1].kind, FileKind::SourceMap);
        assert_eq!(Archive::open(bytes).unwrap().read("_/_/app.js").unwrap(), b"f()");
    }

    #[test]
    fn what_is_no_bundle_is_refused_with_a_sentence() {
        assert_eq!(inspect(&Bytes::from_static(b"no archive")), Err(BundleError::NoArchive));
        assert!(matches!(inspect(&archive(&[("a", b"")])), Err(BundleError::Manifest(_))));
        let missing = archive(&[(MANIFEST, MANIFEST_TEXT.as_bytes())]);
        assert!(matches!(inspect(&missing), Err(BundleError::Unreadable(_))));
    }

    #[test]
    fn a_bomb_is_cut_off() {
        let bytes = archive(&[("big", &vec![0; 4 << 20])]);
        let mut archive = Archive::open(bytes).unwrap();
        assert_eq!(archive.read_capped("big", 1 << 20), Err(BundleError::TooLarge("big".into(), 1 << 20)));
    }

    #[test]
    fn debug_ids_have_one_form() {
        assert_eq!(debug_id("1B0D3C2A-5F6E-4711-8899-AABBCCDDEEFF").as_deref(), Some("1b0d3c2a5f6e47118899aabbccddeeff"));
        assert_eq!(debug_id("1b0d3c2a5f6e47118899aabbccddeeff0").as_deref(), Some("1b0d3c2a5f6e47118899aabbccddeeff"));
        assert_eq!(debug_id("no id"), None);
        assert_eq!(debug_id("é".repeat(32).as_str()), None);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = inspect(&bytes.into());
        }

        #[test]
        fn no_damage_panics(at in 0_usize..600, with in any::<u8>()) {
            let mut bytes = archive(&[("_/_/app.js", b"f()"), (MANIFEST, MANIFEST_TEXT.as_bytes())]).to_vec();
            let at = at % bytes.len();
            bytes[at] = with;
            let _ = inspect(&bytes.into());
        }
    }
}
