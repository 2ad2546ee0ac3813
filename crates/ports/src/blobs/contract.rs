//! What every blob store must do. Each function panics with what went wrong; [`all`] runs them in turn
//! on one store, each under an organisation of its own, so a shared bucket will do.

use bytes::Bytes;

use super::BlobStore;
use crate::ErrorKind;

/// Runs the whole suite.
pub async fn all(store: &dyn BlobStore) {
    stores_and_reads_back(store).await;
    replaces_a_blob(store).await;
    reads_ranges(store).await;
    refuses_ranges_outside(store).await;
    tells_what_is_missing(store).await;
    deletes_twice(store).await;
    lists_by_whole_segments(store).await;
    refuses_bad_keys(store).await;
    keeps_large_and_empty_blobs(store).await;
}

async fn put(store: &dyn BlobStore, key: &str, data: &[u8]) {
    store.put(key, Bytes::copy_from_slice(data)).await.unwrap_or_else(|e| panic!("put {key}: {e:?}"));
}

async fn get(store: &dyn BlobStore, key: &str) -> Bytes {
    store.get(key, None).await.unwrap_or_else(|e| panic!("get {key}: {e:?}"))
}

/// What was put is read back byte for byte, with its size.
pub async fn stores_and_reads_back(store: &dyn BlobStore) {
    put(store, "contract-a/p/one.bin", b"\x00one\xff").await;
    assert_eq!(get(store, "contract-a/p/one.bin").await.as_ref(), b"\x00one\xff");
    let info = store.head("contract-a/p/one.bin").await.expect("head of a stored blob");
    assert_eq!((info.key.as_str(), info.size), ("contract-a/p/one.bin", 5));
}

/// A second put under the same key wins, also when it is shorter.
pub async fn replaces_a_blob(store: &dyn BlobStore) {
    put(store, "contract-b/p/x", b"a longer first text").await;
    put(store, "contract-b/p/x", b"short").await;
    assert_eq!(get(store, "contract-b/p/x").await.as_ref(), b"short");
}

/// Ranges inside the blob, whole, partial and empty.
pub async fn reads_ranges(store: &dyn BlobStore) {
    put(store, "contract-c/p/x", b"0123456789").await;
    for (range, want) in [(0..10, "0123456789"), (0..1, "0"), (3..7, "3456"), (9..10, "9"), (4..4, ""), (10..10, "")] {
        let got = store.get("contract-c/p/x", Some(range.clone())).await;
        assert_eq!(got.expect("range inside").as_ref(), want.as_bytes(), "{range:?}");
    }
}

/// A range that is not wholly inside is `Invalid`, never a shorter answer.
pub async fn refuses_ranges_outside(store: &dyn BlobStore) {
    put(store, "contract-d/p/x", b"0123456789").await;
    #[expect(clippy::reversed_empty_ranges, reason = "a reversed range is one of the wrong inputs")]
    let bad = [0..11, 9..12, 10..11, 50..60, 5..3];
    for range in bad {
        let got = store.get("contract-d/p/x", Some(range.clone())).await;
        assert_eq!(got.map_err(|e| e.kind), Err(ErrorKind::Invalid), "{range:?}");
    }
}

/// Missing blobs are `NotFound` from every reading verb.
pub async fn tells_what_is_missing(store: &dyn BlobStore) {
    let key = "contract-e/p/never-put";
    assert_eq!(store.get(key, None).await.map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.get(key, Some(0..1)).await.map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.get(key, Some(0..0)).await.map_err(|e| e.kind), Err(ErrorKind::NotFound));
    assert_eq!(store.head(key).await.map_err(|e| e.kind), Err(ErrorKind::NotFound));
}

/// A delete takes effect, and once more does no harm.
pub async fn deletes_twice(store: &dyn BlobStore) {
    put(store, "contract-f/p/x", b"gone soon").await;
    store.delete("contract-f/p/x").await.expect("first delete");
    assert_eq!(store.head("contract-f/p/x").await.map_err(|e| e.kind), Err(ErrorKind::NotFound));
    store.delete("contract-f/p/x").await.expect("second delete");
    store.delete("contract-f/p/never/there").await.expect("delete of what never was");
}

/// Listing goes by whole segments and is sorted by key.
pub async fn lists_by_whole_segments(store: &dyn BlobStore) {
    for key in ["contract-g/p1/b", "contract-g/p1/a", "contract-g/p1/deep/er/c", "contract-g/p10/a", "contract-g/p2/a"] {
        put(store, key, key.as_bytes()).await;
    }
    let found = store.list("contract-g/p1").await.expect("list");
    let keys: Vec<&str> = found.iter().map(|b| b.key.as_str()).collect();
    assert_eq!(keys, ["contract-g/p1/a", "contract-g/p1/b", "contract-g/p1/deep/er/c"]);
    assert!(found.iter().all(|b| b.size == b.key.len() as u64), "sizes: {found:?}");
    assert_eq!(store.list("contract-g").await.expect("list").len(), 5);
    assert_eq!(store.list("contract-g/p1/a").await.expect("a key is not under itself"), []);
    assert_eq!(store.list("contract-none").await.expect("list of nothing"), []);
    assert!(store.list("").await.expect("list of all").len() >= 5);
}

/// A key that could leave its tenant is refused by every verb.
pub async fn refuses_bad_keys(store: &dyn BlobStore) {
    for key in ["", "one", "one/two", "/abs/o/lute", "a/../../etc/passwd", "a/b/", "a/b/UP", "a/b/%2e%2e/c", "a/b/\u{e9}"] {
        assert_eq!(store.put(key, Bytes::new()).await.map_err(|e| e.kind), Err(ErrorKind::Invalid), "put {key:?}");
        assert_eq!(store.get(key, None).await.map_err(|e| e.kind), Err(ErrorKind::Invalid), "get {key:?}");
        assert_eq!(store.head(key).await.map_err(|e| e.kind), Err(ErrorKind::Invalid), "head {key:?}");
        assert_eq!(store.delete(key).await.map_err(|e| e.kind), Err(ErrorKind::Invalid), "delete {key:?}");
    }
    assert_eq!(store.list("a/../b").await.map_err(|e| e.kind), Err(ErrorKind::Invalid));
}

/// No bytes, and some megabytes.
pub async fn keeps_large_and_empty_blobs(store: &dyn BlobStore) {
    put(store, "contract-h/p/empty", b"").await;
    assert_eq!(get(store, "contract-h/p/empty").await.len(), 0);
    let large: Vec<u8> = (0..3_000_000_u32).map(|i| (i % 251) as u8).collect();
    put(store, "contract-h/p/large", &large).await;
    assert!(get(store, "contract-h/p/large").await == large, "large blob differs");
    let part = store.get("contract-h/p/large", Some(2_999_990..3_000_000)).await.expect("range");
    assert_eq!(part.as_ref(), &large[2_999_990..]);
}
