use proptest::prelude::*;

use super::*;

fn scrubbed(text: &str) -> String {
    let Ok(Value::Object(mut event)) = Value::parse(text) else { panic!("fixture: {text}") };
    let mut notes = Notes::default();
    scrub_event(&mut event, &mut notes);
    notes.write(&mut event);
    Value::Object(event).to_string()
}

#[test]
fn a_whole_event() {
    let out = scrubbed(
        r#"{"event_id":"4111111111111111","message":"login with password=x1 failed",
        "exception":{"values":[{"type":"E","value":"card 4111 1111 1111 1111","stacktrace":{"frames":[
            {"function":"get_token","filename":"token=abc","context_line":"password = read()","vars":{"password":"x2","n":"{'api_key': 'x3'}","author":"Jane"}}]}}]},
        "request":{"url":"https://u:x4@h/p?token=x5abc","headers":[["Authorization","Bearer x6"],["User-Agent","curl/8"]],"cookies":[["sessionid","x7"],["theme","dark"]],
            "data":{"user":{"passwd":"x8"},"card":4111111111111111},"env":{"SECRET_KEY":"x9"},"query_string":[["api_key","x10"],["page","2"]]},
        "extra":{"nested":[{"token":"x11"},["password","x12"]],"attributes":[{"key":"otp","value":"x13"}],"tokens_used":12,"password":null,"has_secret":true},
        "breadcrumbs":{"values":[{"data":{"auth":"x14"},"message":"GET /?password=x15"}]},
        "contexts":{"trace":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"},"app":{"credentials":{"a":1}}},
        "tags":[["my_secret","x16"],["ok","yes"]],"user":{"id":"42","data":{"ssn":"078-05-1120"}}}"#,
    );
    insta::assert_snapshot!(out);
    for i in 1..=16 {
        assert!(!out.contains(&format!("\"x{i}\"")) && !out.contains(&format!("x{i}abc")), "x{i} survived: {out}");
    }
}

const SECRET: &str = "zQ9-planted-7Kp3x";

/// Ways to write a secret down.
fn planted() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(format!(r#"{{"password":"{SECRET}"}}"#)),
        Just(format!(r#"{{"X-Api-Key":"{SECRET}"}}"#)),
        Just(format!(r#"{{"a":[{{"client_secret":["{SECRET}"]}}]}}"#)),
        Just(format!(r#"[["access_token","{SECRET}"]]"#)),
        Just(format!(r#"{{"key":"passwd","value":"{SECRET}"}}"#)),
        Just(format!(r#""text with password={SECRET} inside""#)),
        Just(format!(r#""{{'auth_token': '{SECRET}', 'x': 1}}""#)),
        Just(format!(r#""{{\"secret\":\"{SECRET}\"}}""#)),
        Just(format!(r#""Authorization: Bearer {SECRET}""#)),
        Just(format!(r#""mysql://root:{SECRET}@db/app""#)),
        Just(format!(r#""-----BEGIN PRIVATE KEY-----\n{SECRET}\n-----END PRIVATE KEY-----""#)),
    ]
}

/// Places in an event where data of the application can stand; `$` is the secret.
const PLACES: [&str; 14] = [
    r#"{"extra":{"a":{"b":[1,$]}}}"#,
    r#"{"contexts":{"own":{"x":$}}}"#,
    r#"{"request":{"data":$}}"#,
    r#"{"request":{"env":{"a":$}}}"#,
    r#"{"request":{"headers":[["X-Own",$]]}}"#,
    r#"{"user":{"data":{"a":$}}}"#,
    r#"{"breadcrumbs":{"values":[{"data":{"a":$}}]}}"#,
    r#"{"exception":{"values":[{"stacktrace":{"frames":[{"vars":{"a":$}}]}}]}}"#,
    r#"{"exception":{"values":[{"value":$}]}}"#,
    r#"{"threads":{"values":[{"stacktrace":{"frames":[{"vars":{"a":$}}]}}]}}"#,
    r#"{"logentry":{"message":"m","params":[$]}}"#,
    r#"{"tags":[["a",$]]}"#,
    r#"{"unknown_part":{"deep":{"er":$}}}"#,
    r#"{"spans":[{"data":{"a":$}}]}"#,
];

proptest! {
    #[test]
    fn planted_secrets_never_survive(place in 0..PLACES.len(), secret in planted()) {
        let event = PLACES[place].replace('$', &secret);
        let out = scrubbed(&event);
        prop_assert!(!out.contains(SECRET), "{event} became {out}");
    }
}
