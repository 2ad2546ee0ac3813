//! The bucket.

use bartizan_blobs::{ObjectBlobs, S3Options};
use bartizan_ports::ErrorKind;
use bartizan_ports::blobs::{BlobStore, contract};
use bytes::Bytes;

use crate::server;

fn options(endpoint: String) -> S3Options {
    S3Options {
        bucket: "bucket-1".into(),
        region: "eu-test-1".into(),
        endpoint: Some(endpoint),
        access_key: "AKTEST".into(),
        secret_key: "secret-of-the-test".into(),
        prefix: "bartizan/blobs".into(),
        allow_http: true,
    }
}

#[tokio::test]
async fn a_signed_put_and_get_reach_the_right_path() {
    let (url, shelf) = server::start().await;
    let blobs = ObjectBlobs::s3(&options(url)).expect("open");
    blobs.put("acme/web/a.bin", Bytes::from_static(b"payload")).await.expect("put");
    assert_eq!(blobs.get("acme/web/a.bin", None).await.expect("get").as_ref(), b"payload");
    let requests = shelf.lock().expect("lock").requests.clone();
    let lines: Vec<_> = requests.iter().map(|r| format!("{} {}", r.method, r.target)).collect();
    assert_eq!(lines, ["PUT /bucket-1/bartizan/blobs/acme/web/a.bin", "GET /bucket-1/bartizan/blobs/acme/web/a.bin"]);
    assert_eq!(requests[0].body, b"payload");
    for request in &requests {
        let signed = &request.headers["authorization"];
        assert!(signed.starts_with("AWS4-HMAC-SHA256 Credential=AKTEST/") && signed.contains("/eu-test-1/s3/aws4_request"), "{signed}");
        let signature = signed.rsplit_once("Signature=").map(|s| s.1).expect("signature");
        assert!(signature.len() == 64 && signature.bytes().all(|b| b.is_ascii_hexdigit()), "{signature}");
        assert!(!format!("{request:?}").contains("secret-of-the-test"));
    }
    // SHA-256 of the body, which the signature covers.
    let digest = "239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e5";
    assert_eq!(requests[0].headers["x-amz-content-sha256"], digest);
}

#[tokio::test]
async fn keeps_the_contract_on_a_small_server() {
    let (url, shelf) = server::start().await;
    let blobs = ObjectBlobs::s3(&options(url)).expect("open");
    contract::all(&blobs).await;
    let shelf = shelf.lock().expect("lock");
    assert!(shelf.objects.keys().all(|path| path.starts_with("/bucket-1/bartizan/blobs/contract-")), "{:?}", shelf.objects.keys());
}

#[tokio::test]
async fn a_refusal_may_be_repeated() {
    let (url, shelf) = server::start().await;
    shelf.lock().expect("lock").refuse_with = Some(403);
    let blobs = ObjectBlobs::s3(&options(url)).expect("open");
    let refused = blobs.put("o/p/a", Bytes::new()).await;
    assert_eq!(refused.map_err(|e| e.kind), Err(ErrorKind::Unavailable));
    assert_eq!(blobs.head("o/p/a").await.map_err(|e| e.kind), Err(ErrorKind::Unavailable));
}

#[test]
fn a_prefix_that_leaves_the_bucket_is_refused() {
    let bad = S3Options { prefix: "../other".into(), ..options("http://127.0.0.1:1".into()) };
    assert_eq!(ObjectBlobs::s3(&bad).err().map(|e| e.kind), Some(ErrorKind::Invalid));
}

/// Runs where `BARTIZAN_TEST_S3_ENDPOINT`, `_BUCKET`, `_ACCESS_KEY` and `_SECRET_KEY` name a server.
#[tokio::test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
async fn keeps_the_contract_on_a_real_server() {
    let setting = |name: &str| std::env::var(format!("BARTIZAN_TEST_S3_{name}")).ok();
    let Some(endpoint) = setting("ENDPOINT") else {
        eprintln!("skipped: BARTIZAN_TEST_S3_ENDPOINT is not set");
        return;
    };
    let real = S3Options {
        bucket: setting("BUCKET").unwrap_or_else(|| "bartizan-test".into()),
        region: setting("REGION").unwrap_or_default(),
        endpoint: Some(endpoint),
        access_key: setting("ACCESS_KEY").unwrap_or_default(),
        secret_key: setting("SECRET_KEY").unwrap_or_default(),
        prefix: format!("contract/{}", std::process::id()),
        allow_http: true,
    };
    let blobs = ObjectBlobs::s3(&real).expect("open");
    contract::all(&blobs).await;
    for blob in blobs.list("").await.expect("list") {
        blobs.delete(&blob.key).await.expect("delete");
    }
}
