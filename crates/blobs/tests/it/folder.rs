//! The folder.

use bartizan_blobs::ObjectBlobs;
use bartizan_ports::ErrorKind;
use bartizan_ports::blobs::{BlobStore, contract};
use bytes::Bytes;

#[tokio::test]
async fn keeps_the_contract() {
    let dir = tempfile::tempdir().expect("tempdir");
    let blobs = ObjectBlobs::folder(dir.path().join("made/when/missing")).expect("open");
    contract::all(&blobs).await;
}

#[tokio::test]
async fn another_opening_sees_the_same_files_where_their_keys_say() {
    let dir = tempfile::tempdir().expect("tempdir");
    let first = ObjectBlobs::folder(dir.path()).expect("open");
    first.put("acme/web/attachments/a.txt", Bytes::from_static(b"text")).await.expect("put");
    assert_eq!(std::fs::read(dir.path().join("acme/web/attachments/a.txt")).expect("file"), b"text");
    let second = ObjectBlobs::folder(dir.path()).expect("open");
    assert_eq!(second.get("acme/web/attachments/a.txt", None).await.expect("get").as_ref(), b"text");
}

#[tokio::test]
async fn strangers_files_and_half_uploads_are_not_listed() {
    let dir = tempfile::tempdir().expect("tempdir");
    let blobs = ObjectBlobs::folder(dir.path()).expect("open");
    blobs.put("o/p/a", Bytes::from_static(b"1")).await.expect("put");
    for name in ["o/p/b#1", "o/p/UPPER", "o/lonely"] {
        std::fs::write(dir.path().join(name), b"x").expect("write");
    }
    let keys: Vec<String> = blobs.list("").await.expect("list").into_iter().map(|b| b.key).collect();
    assert_eq!(keys, ["o/p/a"]);
}

#[tokio::test]
async fn a_key_under_another_key_is_invalid() {
    let dir = tempfile::tempdir().expect("tempdir");
    let blobs = ObjectBlobs::folder(dir.path()).expect("open");
    blobs.put("o/p/a", Bytes::from_static(b"1")).await.expect("put");
    let under = blobs.put("o/p/a/b", Bytes::from_static(b"2")).await;
    assert_eq!(under.map_err(|e| e.kind), Err(ErrorKind::Invalid));
    assert_eq!(blobs.get("o/p/a", None).await.expect("get").as_ref(), b"1");
}
