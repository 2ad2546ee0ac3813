//! Printing and parsing are inverse.

use bartizan_protocol::envelope::ItemBuilder;
use bartizan_protocol::json::{Value, parse_lenient};
use bartizan_protocol::{Envelope, EnvelopeBuilder, ItemType};
use bytes::Bytes;
use proptest::prelude::*;

fn item() -> impl Strategy<Value = (String, Option<String>, Vec<u8>)> {
    ("[a-z_]{1,12}", proptest::option::of(".{0,20}"), proptest::collection::vec(any::<u8>(), 0..200))
}

fn json() -> impl Strategy<Value = Value<'static>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (i64::MAX as u64 + 1..).prop_map(Value::UInt),
        // The parser is exact for floats of up to 15 digits, which all that SDKs send are.
        any::<i32>().prop_map(|n| Value::Float(f64::from(n) / 16.0)),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            proptest::collection::vec((".{0,6}", inner), 0..6).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn an_envelope_reads_back(id in any::<[u8; 16]>(), items in proptest::collection::vec(item(), 0..8)) {
        let mut builder = EnvelopeBuilder::new().event_id(&id);
        for (name, filename, payload) in &items {
            let header = ItemBuilder::new(&ItemType::from_name(name)).maybe("filename", filename.clone());
            builder = builder.push(header, payload);
        }
        let envelope = Envelope::parse(Bytes::from(builder.build())).unwrap();
        prop_assert_eq!(envelope.header.event_id, Some(id));
        prop_assert_eq!(envelope.items.len(), items.len());
        for (item, (name, filename, payload)) in envelope.items.iter().zip(&items) {
            prop_assert_eq!(item.item_type().as_str(), name);
            prop_assert_eq!(&item.header.filename, filename);
            prop_assert_eq!(&item.payload[..], &payload[..]);
        }
    }

    #[test]
    fn a_tree_reads_back(value in json()) {
        let text = value.to_vec();
        prop_assert_eq!(parse_lenient(&text).unwrap(), value);
    }
}
