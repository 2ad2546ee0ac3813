//! Arbitrary and damaged bytes: any answer is fine, a panic is not.

use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::rate_limit::RateLimit;
use bartizan_protocol::{AcceptedRecord, AcceptedRequest, AuthSources, Dsn, Encoding, Envelope, PublicKey, event};
use bytes::Bytes;
use proptest::prelude::*;

const ENVELOPE: &[u8] = b"{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"sent_at\":\"2026-11-23T05:05:06Z\"}\n\
{\"type\":\"event\",\"length\":27}\n{\"message\":\"hi \\ud800\",\"a\":1}\n{\"type\":\"attachment\",\"filename\":\"x\"}\nabc\n";

/// Bytes that look like the real thing: JSON's own characters are frequent.
fn jsonish() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        4 => proptest::sample::select(b"{}[]\",:\\u d8-+.eENaInfity\n\r0123456789".to_vec()),
        1 => any::<u8>(),
    ];
    proptest::collection::vec(byte, 0..400)
}

/// A valid text with some bytes replaced.
fn damaged(text: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec((0..text.len(), any::<u8>()), 0..6).prop_map(move |changes| {
        let mut bytes = text.to_vec();
        for (at, byte) in changes {
            bytes[at] = byte;
        }
        bytes
    })
}

fn record() -> Bytes {
    let request = AcceptedRequest {
        organization_id: 1,
        project_id: 2,
        key_id: 3,
        received_us: 4,
        client_ip: Some([127, 0, 0, 1].into()),
        user_agent: Some("agent".into()),
        client: None,
        content_encoding: Encoding::Gzip,
        body: Bytes::from_static(b"body"),
    };
    request.encode()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn json_survives(bytes in jsonish()) {
        if let Ok(value) = parse_lenient(&bytes) {
            // What was read prints as strict JSON.
            prop_assert!(Value::parse(&value.to_string()).is_ok());
        }
    }

    #[test]
    fn envelopes_survive(bytes in prop_oneof![jsonish(), damaged(ENVELOPE)]) {
        let length = bytes.len();
        if let Ok(envelope) = Envelope::parse(Bytes::from(bytes)) {
            let payloads: usize = envelope.items.iter().map(|item| item.payload.len()).sum();
            prop_assert!(payloads <= length);
            envelope.header.fields();
        }
    }

    #[test]
    fn records_survive(cut in 0_usize..80, at in 0_usize..80, byte in any::<u8>(), noise in proptest::collection::vec(any::<u8>(), 0..80)) {
        let mut bytes = record().to_vec();
        if let Some(slot) = bytes.get_mut(at) {
            *slot = byte;
        }
        bytes.truncate(cut);
        let _ = AcceptedRecord::decode(&Bytes::from(bytes));
        let _ = AcceptedRecord::decode(&Bytes::from(noise.clone()));
        let mut tagged = vec![0x21, 60, 0, 0, 0];
        tagged.extend(noise);
        let _ = AcceptedRecord::decode(&Bytes::from(tagged));
    }

    #[test]
    fn words_survive(text in "\\PC{0,60}") {
        let _ = text.parse::<Dsn>();
        let _ = text.parse::<PublicKey>();
        let _ = event::parse_event_id(&text);
        let _ = event::parse_timestamp_str(&text);
        let _ = RateLimit::parse_all(&text);
        let header = format!("Sentry {text}");
        let query = format!("sentry_key={text}");
        for source in [text.as_str(), &header, &query] {
            let _ = AuthSources { x_sentry_auth: Some(source), ..Default::default() }.read();
            let _ = AuthSources { authorization: Some(source), ..Default::default() }.read();
            let _ = AuthSources { query: Some(source), ..Default::default() }.read();
        }
    }

    #[test]
    fn moments_survive(secs in any::<f64>(), whole in any::<i64>()) {
        event::parse_timestamp(&Value::Float(secs));
        event::parse_timestamp(&Value::Int(whole));
    }
}
