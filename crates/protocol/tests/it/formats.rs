//! Records of every version ever written stay readable: `tests/formats/accepted-v1` holds one of each kind.

use std::path::PathBuf;

use bartizan_protocol::{AcceptedRecord, AcceptedRequest, DataCategory, Encoding, OutcomeCode, OutcomeCount, RecordError};
use bytes::Bytes;

fn request() -> AcceptedRecord {
    AcceptedRecord::Request(AcceptedRequest {
        organization_id: 1,
        project_id: 42,
        key_id: 7,
        received_us: 1_795_410_306_789_012,
        client_ip: Some("2001:db8::1".parse().unwrap()),
        user_agent: Some("sentry.python/2.0.0".into()),
        client: None,
        content_encoding: Encoding::Identity,
        body: Bytes::from_static(b"{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n{\"type\":\"event\",\"length\":2}\n{}\n"),
    })
}

fn outcomes() -> AcceptedRecord {
    let count = |category, outcome, reason: &str, quantity| OutcomeCount {
        organization_id: 1,
        project_id: 42,
        key_id: 7,
        category,
        outcome,
        reason: reason.into(),
        quantity,
        timestamp_us: 1_795_410_300_000_000,
    };
    AcceptedRecord::Outcomes(vec![
        count(DataCategory::Error, OutcomeCode::RateLimited, "key_limit", 3),
        count(DataCategory::Attachment, OutcomeCode::Invalid, "", u32::MAX),
    ])
}

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "../../tests/formats/accepted-v1", name].iter().collect()
}

/// The fixtures were written once by this version's writer and are never written again.
#[test]
fn version_1_is_read_and_written_the_same() {
    for (name, expected) in [("request.bin", request()), ("outcomes.bin", outcomes())] {
        let bytes = Bytes::from(std::fs::read(fixture(name)).unwrap());
        assert_eq!(AcceptedRecord::decode(&bytes).unwrap(), expected, "{name}");
        assert_eq!(expected.encode(), bytes, "{name}");
        if let AcceptedRecord::Request(request) = expected {
            let mut open = request.encode_head();
            open.extend_from_slice(&request.body);
            assert_eq!(open, bytes);
        }
    }
}

#[test]
fn every_encoding_and_address_reads_back() {
    for content_encoding in Encoding::ALL {
        for client_ip in [None, Some([10, 0, 0, 1].into())] {
            let AcceptedRecord::Request(plain) = request() else { unreachable!() };
            let record = AcceptedRecord::Request(AcceptedRequest { content_encoding, client_ip, client: Some("x".into()), ..plain });
            assert_eq!(AcceptedRecord::decode(&record.encode()).unwrap(), record);
        }
    }
}

#[test]
fn the_body_is_not_copied() {
    let bytes = request().encode();
    let AcceptedRecord::Request(read) = AcceptedRecord::decode(&bytes).unwrap() else { unreachable!() };
    let offset = bytes.len() - read.body.len();
    assert_eq!(read.body.as_ptr(), bytes[offset..].as_ptr());
}

#[test]
fn newer_versions_and_broken_records_are_told_apart() {
    let decode = |bytes: &[u8]| AcceptedRecord::decode(&Bytes::copy_from_slice(bytes));
    assert_eq!(decode(&[0x12, 0, 0, 0, 0]), Err(RecordError::UnknownKind(0x12)));
    assert_eq!(decode(&[]), Err(RecordError::Truncated));
    let whole = request().encode();
    assert_eq!(decode(&whole[..40]), Err(RecordError::Truncated));
    let mut bad = whole.to_vec();
    bad[5 + 32] = 99;
    assert_eq!(decode(&bad), Err(RecordError::BadField("encoding")));
}

#[test]
fn fields_of_later_writers_are_skipped() {
    let whole = request().encode();
    let length = u32::from_le_bytes(whole[1..5].try_into().unwrap());
    let end = 5 + length as usize;
    let mut longer = whole[..1].to_vec();
    longer.extend((length + 3).to_le_bytes());
    longer.extend(&whole[5..end]);
    longer.extend(b"new");
    longer.extend(&whole[end..]);
    assert_eq!(AcceptedRecord::decode(&Bytes::from(longer)), Ok(request()));
}
