//! Compression: every encoding, kept as it came, and bombs in every encoding.

use bartizan_ingest::IngestConfig;
use bartizan_protocol::Encoding;

use crate::harness::{Harness, KEY, auth, gzip, one_event, zlib};

/// `one_event()` in brotli.
const BROTLI_EVENT: &str = "1b5e00009d05eede3d9a1e16ee746f115629ecb5484c5a5e9d5bea0fc9010cde92d38ba9c3d2071b70e014d0e3340e8a83872ca5c326244af5dc7b80a3a2dc4764d8b9ede9d9fcba362b9eb03632962035850a90c905f8cd31";
/// 8 MiB of blanks in brotli.
const BROTLI_BOMB: &str = "9bffff7ff82540e2b14020f7fe0f";
const BOMB_BYTES: usize = 8 * 1024 * 1024;

fn small() -> IngestConfig {
    IngestConfig { max_envelope_bytes: 1024 * 1024, ..IngestConfig::default() }
}

async fn send(harness: &Harness, encoding: &str, body: Vec<u8>) -> u16 {
    harness.post("/api/42/envelope/", &[("x-sentry-auth", &auth(KEY)), ("content-encoding", encoding)], body).await.status
}

#[tokio::test]
async fn every_encoding_is_taken_and_kept() {
    let plain = one_event();
    let two_members = [gzip(&plain[..20]), gzip(&plain[20..])].concat();
    let bodies = [
        ("gzip", Encoding::Gzip, gzip(&plain)),
        ("GZIP", Encoding::Gzip, two_members),
        ("deflate", Encoding::Deflate, zlib(&plain)),
        ("br", Encoding::Brotli, hex::decode(BROTLI_EVENT).unwrap()),
        ("zstd", Encoding::Zstd, zstd::bulk::compress(&plain, 3).unwrap()),
        ("identity", Encoding::Identity, plain.clone()),
        ("", Encoding::Identity, plain.clone()),
        ("UTF-8", Encoding::Identity, plain.clone()),
    ];
    for (name, encoding, body) in bodies {
        let harness = Harness::new();
        assert_eq!(send(&harness, name, body.clone()).await, 200, "{name}");
        let requests = harness.requests().await;
        assert_eq!((requests[0].content_encoding, &requests[0].body[..]), (encoding, &body[..]), "{name}");
    }
}

#[tokio::test]
async fn bombs_are_refused_in_every_encoding() {
    let blanks = vec![b' '; BOMB_BYTES];
    let bombs = [
        ("gzip", gzip(&blanks)),
        ("deflate", zlib(&blanks)),
        ("br", hex::decode(BROTLI_BOMB).unwrap()),
        ("zstd", zstd::bulk::compress(&blanks, 3).unwrap()),
        ("identity", blanks),
    ];
    for (name, body) in bombs {
        let harness = Harness::with_config(small());
        assert_eq!(send(&harness, name, body).await, 413, "{name}");
        assert_eq!(harness.outcomes().await, ["default Invalid too_large 1"]);
        assert_eq!(harness.state.snapshot().body_memory_bytes, 0);
        harness.assert_nothing_appended().await;
    }
}

#[tokio::test]
async fn a_bomb_within_the_limit_still_meets_the_budget_of_memory() {
    let config = IngestConfig { max_body_memory_bytes: 6 * 1024 * 1024, ..IngestConfig::default() };
    let harness = Harness::with_config(config);
    assert_eq!(send(&harness, "gzip", gzip(&vec![b' '; BOMB_BYTES])).await, 503);
    assert_eq!(harness.state.snapshot().body_memory_bytes, 0);
    assert_eq!(harness.envelope(one_event()).await.status, 200);
}

#[tokio::test]
async fn large_bodies_go_through_whole() {
    let payload = "x".repeat(5 * 1024 * 1024);
    let body = format!("{{}}\n{{\"type\":\"attachment\",\"length\":{}}}\n{payload}\n", payload.len());
    let harness = Harness::new();
    assert_eq!(send(&harness, "zstd", zstd::bulk::compress(body.as_bytes(), 1).unwrap()).await, 200);
    assert_eq!(harness.requests().await.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_unpacked_is_refused() {
    let plain = one_event();
    let cut = |mut bytes: Vec<u8>| {
        bytes.truncate(bytes.len() / 2);
        bytes
    };
    let cases = [
        ("gzip", plain.clone()),
        ("gzip", cut(gzip(&plain))),
        ("gzip", Vec::new()),
        ("deflate", gzip(&plain)),
        ("br", vec![0xff; 64]),
        ("zstd", cut(zstd::bulk::compress(&plain, 3).unwrap())),
    ];
    for (name, body) in cases {
        let harness = Harness::new();
        assert_eq!(send(&harness, name, body).await, 400, "{name}");
        harness.assert_nothing_appended().await;
    }
    for name in ["lz4", "gzip, br", "snappy"] {
        let harness = Harness::new();
        assert_eq!(send(&harness, name, plain.clone()).await, 415, "{name}");
        harness.assert_nothing_appended().await;
    }
}
