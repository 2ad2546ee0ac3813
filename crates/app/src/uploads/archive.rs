//! Archives of debug files, as clients send them that do not cut files into chunks.

use std::io::{Cursor, Read};

use bytes::Bytes;

/// Most files of an archive.
pub const MAX_ARCHIVE_FILES: usize = 256;
/// Largest archive in bytes, packed.
pub const MAX_ARCHIVE_BYTES: usize = 128 * 1024 * 1024;
/// Largest sum of its files in bytes, unpacked: it is held in memory.
const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// Files of a ZIP archive with their names, or the one file that it is when it is no archive.
///
/// # Errors
/// A sentence for the person who sent it.
pub fn unpack(name: &str, bytes: Bytes) -> Result<Vec<(String, Bytes)>, String> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(vec![(name.to_owned(), bytes)]);
    }
    let broken = |error: zip::result::ZipError| format!("The archive cannot be read: {error}.");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MAX_ARCHIVE_FILES {
        return Err(format!("An archive has at most {MAX_ARCHIVE_FILES} files."));
    }
    let (mut files, mut left) = (Vec::new(), MAX_UNPACKED_BYTES);
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        if entry.is_dir() {
            continue;
        }
        let (name, mut content) = (entry.name().to_owned(), Vec::new());
        let read = entry.take(left + 1).read_to_end(&mut content).map_err(|error| format!("{name} cannot be unpacked: {error}."))?;
        left = left.checked_sub(read as u64).ok_or_else(|| format!("The files of an archive have at most {MAX_UNPACKED_BYTES} bytes."))?;
        files.push((name, Bytes::from(content)));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn files_come_out_with_their_names() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("proguard/a.txt", "one"), ("b", "two")] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let bytes = Bytes::from(zip.finish().unwrap().into_inner());
        let files = unpack("x.zip", bytes.clone()).unwrap();
        let shown: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref())).collect();
        assert_eq!(shown, [("proguard/a.txt", b"one".as_slice()), ("b", b"two".as_slice())]);
        assert!(unpack("x.zip", bytes.slice(..bytes.len() / 2)).is_err());
        let plain = Bytes::from_static(b"MODULE Linux");
        assert_eq!(unpack("lib.sym", plain.clone()).unwrap(), [("lib.sym".to_owned(), plain)]);
    }
}
