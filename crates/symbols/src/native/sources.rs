//! Source files of one debug id, packed for quick and bounded lookup.
//!
//! Format, little endian: `BZSRC01\n`, `u32` number of files; for each file, sorted by path, `u32` offset of the path,
//! `u32` its length, `u32` offset of the text, `u32` its length (offsets from the start of the pack); then the bytes.
//! Paths have forward slashes. A pack that does not add up answers nothing.

use symbolic::debuginfo::Object;

use super::error::NativeError;

const MAGIC: &[u8; 8] = b"BZSRC01\n";
const HEADER_BYTES: usize = 12;
const ENTRY_BYTES: usize = 16;
/// Files taken from one bundle.
const MAX_FILES: usize = 200_000;
/// Text taken from one bundle, in bytes.
const MAX_TEXT_BYTES: usize = 1024 * 1024 * 1024;
/// Longest path that is kept, in bytes.
const MAX_PATH_BYTES: usize = 4096;

/// Packs the sources of a bundle or of a portable PDB.
pub(crate) fn pack(object: &Object<'_>) -> Result<Vec<u8>, NativeError> {
    let session = object.debug_session().map_err(NativeError::malformed)?;
    let mut files: Vec<(String, String)> = Vec::new();
    let mut bytes = 0_usize;
    for entry in session.files().take(MAX_FILES) {
        let path = entry.map_err(NativeError::malformed)?.abs_path_str();
        let text = session.source_by_path(&path).ok().flatten().and_then(|source| source.contents().map(str::to_owned));
        let Some(text) = text.filter(|_| path.len() <= MAX_PATH_BYTES) else { continue };
        bytes = bytes.saturating_add(text.len());
        if bytes > MAX_TEXT_BYTES {
            return Err(NativeError::TooLarge);
        }
        files.push((normal(&path), text));
    }
    write(files)
}

fn write(mut files: Vec<(String, String)>) -> Result<Vec<u8>, NativeError> {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.dedup_by(|a, b| a.0 == b.0);
    let small = |n: usize| u32::try_from(n).map_err(|_| NativeError::TooLarge);
    let mut head = Vec::with_capacity(HEADER_BYTES + files.len() * ENTRY_BYTES);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(&small(files.len())?.to_le_bytes());
    let mut at = HEADER_BYTES + files.len() * ENTRY_BYTES;
    for (path, text) in &files {
        for part in [path, text] {
            head.extend_from_slice(&small(at)?.to_le_bytes());
            head.extend_from_slice(&small(part.len())?.to_le_bytes());
            at += part.len();
        }
    }
    for part in files.into_iter().flat_map(|(path, text)| [path, text]) {
        head.extend_from_slice(part.as_bytes());
    }
    Ok(head)
}

/// The text of a file in a pack. The path as it stands in the debug information; case counts.
pub fn find<'p>(pack: &'p [u8], path: &str) -> Option<&'p str> {
    let path = normal(path);
    if pack.get(..MAGIC.len())? != MAGIC {
        return None;
    }
    let number = |at: usize| -> Option<usize> {
        let bytes = pack.get(at..at.checked_add(4)?)?;
        usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
    };
    let text = |at: usize| -> Option<&'p str> {
        let (start, len) = (number(at)?, number(at + 4)?);
        std::str::from_utf8(pack.get(start..start.checked_add(len)?)?).ok()
    };
    let (mut low, mut high) = (0, number(MAGIC.len())?);
    while low < high {
        let middle = low + (high - low) / 2;
        let entry = HEADER_BYTES.checked_add(middle.checked_mul(ENTRY_BYTES)?)?;
        match text(entry)?.cmp(&path) {
            std::cmp::Ordering::Equal => return text(entry + 8),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

fn normal(path: &str) -> String {
    path.replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pack_gives_back_what_was_put_in() {
        let files = vec![("/b/main.c".to_owned(), "int main;".to_owned()), ("C:\\a\\x.cs".replace('\\', "/"), "class X".to_owned())];
        let pack = write(files).expect("small");
        assert_eq!(find(&pack, "/b/main.c"), Some("int main;"));
        assert_eq!(find(&pack, "C:\\a\\x.cs"), Some("class X"));
        assert_eq!(find(&pack, "/b/main.h"), None);
        for cut in 0..pack.len() {
            let _ = find(&pack[..cut], "/b/main.c");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(mut pack: Vec<u8>, path: String) {
            let _ = find(&pack, &path);
            pack.splice(0..0, MAGIC.iter().copied());
            let _ = find(&pack, &path);
        }
    }
}
