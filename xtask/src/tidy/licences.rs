//! Every dependency is under a licence the house accepts.

use anyhow::{Context, Result};
use serde_json::Value;

/// Licences that may be linked into the binary (SPDX names). One of a dependency's alternatives is enough.
const ACCEPTED: &[&str] = &[
    "Apache-2.0",
    "MIT",
    "MIT-0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "CC0-1.0",
    "Unicode-3.0",
    "MPL-2.0",
    "MPL-2.0+",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "Apache-2.0 WITH LLVM-exception",
];

pub(super) fn check(metadata: &Value) -> Result<Vec<String>> {
    let packages = metadata["packages"].as_array().context("no packages in cargo metadata")?;
    let problems = packages
        .iter()
        .filter(|p| !p["source"].is_null())
        .filter_map(|p| {
            let name = p["name"].as_str().unwrap_or_default();
            match p["license"].as_str() {
                Some(expression) if accepts(expression) => None,
                Some(expression) => Some(format!("{name}: licence {expression} is not accepted")),
                None => Some(format!("{name}: no licence named")),
            }
        })
        .collect();
    Ok(problems)
}

/// `AND` needs all sides, `OR` (also written `/`) one. Parentheses group.
fn accepts(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ").replace(['(', ')'], " ");
    flat.split(" AND ").all(|part| part.split(" OR ").any(|name| ACCEPTED.contains(&name.trim())))
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn expressions() {
        assert!(accepts("MIT OR GPL-3.0"));
        assert!(accepts("MIT/Apache-2.0"));
        assert!(accepts("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!accepts("AGPL-3.0"));
        assert!(!accepts("MIT AND AGPL-3.0"));
    }
}
