//! Writes the OpenAPI document to `openapi/bartizan.json`, or to the file named.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let default = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/bartizan.json"));
    let file = std::env::args_os().nth(1).map_or_else(default, PathBuf::from);
    std::fs::write(file, bartizan_api::openapi_json())
}
