//! The OpenAPI document is the one committed.

#[test]
fn the_committed_document_is_current() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/bartizan.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        committed == bartizan_api::openapi_json(),
        "openapi/bartizan.json is out of date: run `cargo run -p bartizan-api --example openapi`"
    );
}

#[test]
fn paths_have_the_slash_their_door_is_written_with() {
    for path in bartizan_api::openapi().paths.paths.keys() {
        let fits = if path.starts_with("/api/0/") { path.ends_with('/') } else { path.starts_with("/api/native/") && !path.ends_with('/') };
        assert!(fits, "{path}");
    }
}
