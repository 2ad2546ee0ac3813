//! Sizes as people write them.

/// `512MiB`, `8 GiB`, `1000000`; powers of 1024 (`KB`, `MB` … mean the same).
pub(crate) fn parse_bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(split);
    let number: u64 = digits.parse().ok()?;
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return None,
    };
    number.checked_mul(1 << shift)
}

/// A size as people write it, in the largest unit that needs no fraction.
pub(crate) fn shown(bytes: u64) -> String {
    const UNITS: [(u32, &str); 3] = [(30, "GiB"), (20, "MiB"), (10, "KiB")];
    let unit = UNITS.into_iter().find(|(shift, _)| bytes >> shift > 0 && bytes.trailing_zeros() >= *shift);
    unit.map_or_else(|| bytes.to_string(), |(shift, name)| format!("{}{name}", bytes >> shift))
}

#[cfg(test)]
mod tests {
    use super::{parse_bytes, shown};

    #[test]
    fn sizes_are_shown_as_they_are_written() {
        for text in ["16MiB", "1GiB", "17", "3KiB"] {
            assert_eq!(shown(parse_bytes(text).unwrap()), text);
        }
    }

    #[test]
    fn sizes() {
        assert_eq!(parse_bytes("512MiB"), Some(512 << 20));
        assert_eq!(parse_bytes("8 GiB"), Some(8 << 30));
        assert_eq!(parse_bytes("17"), Some(17));
        assert_eq!(parse_bytes("much"), None);
        assert_eq!(parse_bytes("99999999999T"), None);
    }
}
