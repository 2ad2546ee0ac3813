//! What can be searched of where an event happened: request, system, device, place, feature flags, thread.

use bartizan_domain::dataset::FLAGS;
use bartizan_domain::document::FieldValue;
use bartizan_protocol::json::{Object, Value};

use super::document::Fields;
use crate::normalize::request::header;

/// Feature flags that can be searched.
const MAX_FLAGS: usize = 100;
/// Texts out of a context: field, context, key.
const TEXTS: [(&str, &str, &str); 8] = [
    ("os.build", "os", "build"),
    ("device.name", "device", "name"),
    ("device.brand", "device", "brand"),
    ("device.arch", "device", "arch"),
    ("device.locale", "device", "locale"),
    ("device.orientation", "device", "orientation"),
    ("device.uuid", "device", "device_unique_identifier"),
    ("unreal.crash_type", "unreal", "crash_type"),
];
/// Yes or no out of a context: field, context, key.
const SWITCHES: [(&str, &str, &str); 4] = [
    ("os.rooted", "os", "rooted"),
    ("device.simulator", "device", "simulator"),
    ("device.online", "device", "online"),
    ("device.charging", "device", "charging"),
];
/// Where the user is: field, key of `user.geo`.
const PLACES: [(&str, &str); 4] =
    [("geo.country_code", "country_code"), ("geo.region", "region"), ("geo.city", "city"), ("geo.subdivision", "subdivision")];

/// Puts what is there.
pub(super) fn put(fields: &mut Fields, event: &Object<'_>) {
    if let Some(request) = event.get_object("request") {
        fields.keyword("http.referer", header(request, "Referer"));
    }
    if let Some(contexts) = event.get_object("contexts") {
        of_contexts(fields, contexts);
    }
    if let Some(geo) = event.get_object("user").and_then(|user| user.get_object("geo")) {
        PLACES.iter().for_each(|(name, key)| fields.keyword(name, geo.get_str(key)));
    }
    if let Some(is_main) = main_thread(event) {
        fields.put("error.main_thread", FieldValue::Bool(is_main));
    }
}

fn of_contexts(fields: &mut Fields, contexts: &Object<'_>) {
    let inside = |context: &str, key: &str| contexts.get_object(context).and_then(|context| context.get(key));
    for (name, context, key) in TEXTS {
        fields.keyword(name, inside(context, key).and_then(Value::as_str));
    }
    for (name, context, key) in SWITCHES {
        if let Some(value) = inside(context, key).and_then(Value::as_bool) {
            fields.put(name, FieldValue::Bool(value));
        }
    }
    if let Some(level) = inside("device", "battery_level").and_then(Value::as_f64).filter(|level| (0.0..=100.0).contains(level)) {
        #[expect(clippy::cast_possible_truncation, reason = "a percentage")]
        fields.put("device.battery_level", FieldValue::I64(level as i64));
    }
    // Some SDKs send the number as text.
    match inside("response", "status_code") {
        Some(Value::Str(code)) => fields.keyword("http.status_code", Some(code)),
        Some(other) => fields.keyword("http.status_code", other.as_u64().map(|code| code.to_string()).as_deref()),
        None => {}
    }
    let flags = inside("flags", "values").and_then(Value::as_array).unwrap_or_default();
    for flag in flags.iter().take(MAX_FLAGS).filter_map(Value::as_object) {
        if let (Some(name), Some(result)) = (flag.get_str("flag"), flag.get("result").and_then(told)) {
            fields.keyword(FLAGS, Some(&format!("{name}={result}")));
        }
    }
}

/// A flag's result as people write it.
fn told(result: &Value<'_>) -> Option<String> {
    let text = result.as_str().map(str::to_owned);
    text.or_else(|| result.as_bool().map(|yes| yes.to_string())).or_else(|| result.as_f64().map(|number| number.to_string()))
}

/// Whether the thread that failed is the main one: the exception's own, else the one that crashed.
fn main_thread(event: &Object<'_>) -> Option<bool> {
    let values = |key: &str| event.get_object(key).and_then(|outer| outer.get_array("values")).unwrap_or_default();
    let threads = || values("threads").iter().filter_map(Value::as_object);
    let own = values("exception").last().and_then(|exception| exception.get("thread_id")).filter(|id| !id.is_null());
    let thread = match own {
        Some(id) => threads().find(|thread| thread.get("id") == Some(id)),
        None => threads().find(|thread| thread.get("crashed").and_then(Value::as_bool) == Some(true)),
    };
    thread?.get("main").and_then(Value::as_bool)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(event: &str) -> Vec<(&'static str, FieldValue)> {
        let Ok(Value::Object(event)) = Value::parse(event) else { panic!("fixture") };
        let mut fields = Fields(Vec::new());
        put(&mut fields, &event);
        fields.0
    }

    fn one(event: &str, name: &str) -> Option<FieldValue> {
        fields(event).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    #[test]
    fn the_thread_of_the_exception_comes_before_the_one_that_crashed() {
        let threads = r#""threads":{"values":[{"id":1,"main":true},{"id":2,"main":false,"crashed":true}]}"#;
        let of = |exception: &str| one(&format!("{{{exception}{threads}}}"), "error.main_thread");
        assert_eq!(of(r#""exception":{"values":[{"thread_id":1}]},"#), Some(FieldValue::Bool(true)));
        assert_eq!(of(r#""exception":{"values":[{"thread_id":9}]},"#), None, "nobody knows that thread");
        assert_eq!(of(""), Some(FieldValue::Bool(false)));
    }

    #[test]
    fn flags_and_numbers_have_one_form() {
        let event = r#"{"contexts":{"flags":{"values":[{"flag":"new-cart","result":true},{"flag":"group","result":"b"},{"flag":"odd"},7]},
            "response":{"status_code":503},"device":{"battery_level":87.5}}}"#;
        let found = fields(event);
        let flags: Vec<_> = found.iter().filter(|(name, _)| *name == FLAGS).filter_map(|(_, value)| value.as_str()).collect();
        assert_eq!(flags, ["new-cart=true", "group=b"]);
        assert_eq!(one(event, "http.status_code"), Some(FieldValue::Str("503".to_owned())));
        assert_eq!(one(event, "device.battery_level"), Some(FieldValue::I64(87)));
        let wrong = r#"{"contexts":{"flags":[],"response":7,"device":{"battery_level":-1,"simulator":"no"},"os":null}}"#;
        assert_eq!(fields(wrong), []);
    }
}
