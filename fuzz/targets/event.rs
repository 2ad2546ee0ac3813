//! Any bytes as the payload of an error: the whole journey (decode, normalise, scrub, group) never panics, takes bounded
//! time, and gives the item exactly one outcome.
#![no_main]

use bartizan_ports::queue::{Offset, QueueRecord};
use bartizan_processing::digest;
use bartizan_protocol::accepted::AcceptedRequest;
use bartizan_protocol::envelope::EnvelopeBuilder;
use bartizan_protocol::{Encoding, ItemType};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let body = EnvelopeBuilder::new().event_id(&[7; 16]).item(&ItemType::Event, data).build();
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 2,
        key_id: 3,
        received_us: 1_800_000_000_000_000,
        client_ip: None,
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        client: None,
        content_encoding: Encoding::Identity,
        body: body.into(),
    };
    let found = digest(&QueueRecord { offset: Offset(1), payload: request.encode(), unpacked: None });
    let outcomes: u64 = found.ledger.iter().map(|line| line.quantity).sum();
    assert_eq!(outcomes, found.received, "items without an outcome");
    assert!(found.ledger.iter().all(|line| line.reason != "internal_error"), "an item failed from inside");
});
