//! Any bytes as an accepted envelope: its journey never panics, whatever kinds of items it has.
#![no_main]

use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_processing::digest;
use bartizan_protocol::Encoding;
use bartizan_protocol::accepted::AcceptedRequest;
use bytes::Bytes;
use libfuzzer_sys::fuzz_target;

/// The first byte chooses how the rest is packed.
const ENCODINGS: [Encoding; 4] = [Encoding::Identity, Encoding::Gzip, Encoding::Deflate, Encoding::Zstd];

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let content_encoding = ENCODINGS[usize::from(*first) % ENCODINGS.len()];
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 2,
        key_id: 3,
        received_us: 1_800_000_000_000_000,
        client_ip: None,
        user_agent: None,
        client: None,
        content_encoding,
        body: Bytes::copy_from_slice(body),
    };
    let found = digest(&QueueRecord { offset: Offset(1), payload: request.encode(), unpacked: None });
    let outcomes: u64 = found.ledger.iter().filter(|line| line.outcome.is_of_received()).map(|line| line.quantity).sum();
    assert_eq!(outcomes, found.received, "items without an outcome");
    assert!(found.ledger.iter().all(|line| line.reason != "internal_error"), "an item failed from inside");
});
