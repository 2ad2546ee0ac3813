//! Reading stored payloads without trusting their shape: what is not of the kind asked for is absent.

use bartizan_domain::Timestamp;
use serde_json::Value;

/// The member of that name; null where there is none.
pub(crate) fn get<'a>(value: &'a Value, key: &str) -> &'a Value {
    value.get(key).unwrap_or(&Value::Null)
}

/// A scalar as text.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A scalar member as text.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    scalar(get(value, key))
}

/// A scalar member as text, when it is not empty.
pub(crate) fn full_text(value: &Value, key: &str) -> Option<String> {
    text(value, key).filter(|text| !text.is_empty())
}

/// A whole number, also when it came as text.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// A member that is an object; null otherwise.
pub(crate) fn object(value: &Value, key: &str) -> Value {
    Some(get(value, key)).filter(|member| member.is_object()).cloned().unwrap_or(Value::Null)
}

/// A list, or the list in `{"values": […]}`; nulls are left out.
pub(crate) fn list(value: &Value) -> Vec<&Value> {
    let items = value.as_array().or_else(|| get(value, "values").as_array());
    items.map(|items| items.iter().filter(|item| !item.is_null()).collect()).unwrap_or_default()
}

/// `[[key, value] …]`, `[{"key":…, "value":…} …]` or `{key: value …}`; entries without a key are left out.
pub(crate) fn pairs(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        Value::Array(items) => items.iter().filter_map(pair).collect(),
        _ => Vec::new(),
    }
}

fn pair(item: &Value) -> Option<(String, Value)> {
    match item {
        Value::Array(pair) => Some((scalar(pair.first()?)?, pair.get(1).cloned().unwrap_or(Value::Null))),
        Value::Object(_) => Some((text(item, "key")?, get(item, "value").clone())),
        _ => None,
    }
}

/// A moment: seconds since the epoch, or RFC 3339.
pub(crate) fn moment(value: &Value) -> Option<Timestamp> {
    match value {
        Value::String(text) => Timestamp::parse(text).or_else(|| text.parse().ok().and_then(from_seconds)),
        Value::Number(number) => number.as_f64().and_then(from_seconds),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn from_seconds(seconds: f64) -> Option<Timestamp> {
    let micros = (seconds * 1e6).round();
    (micros.is_finite() && micros.abs() < 1e18).then_some(Timestamp(micros as i64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_pairs_and_lists_of_every_shape() {
        let wanted = vec![("a".to_owned(), json!("1")), ("b".to_owned(), Value::Null)];
        assert_eq!(pairs(&json!({"a": "1", "b": null})), wanted);
        assert_eq!(pairs(&json!([["a", "1"], ["b"], 5, [], [null, 1]])), wanted);
        assert_eq!(pairs(&json!([{"key": "a", "value": "1"}, {"key": "b"}])), wanted);
        assert_eq!(list(&json!({"values": [1, null, 2]})), list(&json!([1, 2])));
        assert!(list(&json!("x")).is_empty());
    }

    #[test]
    fn reads_moments() {
        assert_eq!(moment(&json!(1.5)), Some(Timestamp(1_500_000)));
        assert_eq!(moment(&json!("1970-01-01T00:00:01Z")), Some(Timestamp(1_000_000)));
        assert_eq!(moment(&json!("2.25")), Some(Timestamp(2_250_000)));
        assert_eq!(moment(&json!(1e300)), None);
        assert_eq!(moment(&json!([])), None);
    }
}
