//! Card numbers and social security numbers in text.

/// Digits a text needs before it can hold either.
const MIN_DIGITS: usize = 9;
/// Longest card number.
const MAX_CARD_DIGITS: usize = 19;

/// Calls `found` with start, end and rule of each number in the text.
pub(super) fn find(text: &str, mut found: impl FnMut(usize, usize, &'static str)) {
    let bytes = text.as_bytes();
    if bytes.len() < MIN_DIGITS || bytes.iter().filter(|b| b.is_ascii_digit()).count() < MIN_DIGITS {
        return;
    }
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + offset;
        if start_is_free(bytes, start) {
            if let Some(end) = card(bytes, start) {
                found(start, end, "@creditcard:filter");
                at = end;
                continue;
            }
            if let Some(end) = social_security(bytes, start) {
                found(start, end, "@usssn:filter");
                at = end;
                continue;
            }
        }
        at = start + bytes.get(start..).map_or(1, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count().max(1));
    }
}

fn start_is_free(bytes: &[u8], start: usize) -> bool {
    let before = start.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
    !(before.is_ascii_alphanumeric() || matches!(before, b'.' | b'-'))
}

fn end_is_free(bytes: &[u8], end: usize) -> bool {
    let next = bytes.get(end).copied().unwrap_or(b' ');
    let after = bytes.get(end + 1).copied().unwrap_or(b' ');
    !(next.is_ascii_alphanumeric() || (matches!(next, b'.' | b'-') && after.is_ascii_digit()))
}

/// End of the card number that starts here: 13 to 19 digits, single spaces or dashes between them.
fn card(bytes: &[u8], start: usize) -> Option<usize> {
    let mut digits = [0_u8; MAX_CARD_DIGITS];
    let mut count = 0;
    let mut at = start;
    let mut best = None;
    while let (Some(byte), Some(slot)) = (bytes.get(at), digits.get_mut(count)) {
        if byte.is_ascii_digit() {
            *slot = byte - b'0';
            count += 1;
            at += 1;
            if end_is_free(bytes, at) && digits.get(..count).is_some_and(is_card) {
                best = Some(at);
            }
        } else if matches!(byte, b' ' | b'-') && count > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
            at += 1;
        } else {
            break;
        }
    }
    best
}

/// True for a whole number that is a card number.
pub(super) fn is_card_number(number: u64) -> bool {
    let mut digits = [0_u8; 20];
    let mut rest = number;
    let mut count = 0;
    for slot in digits.iter_mut().rev() {
        *slot = u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        count += 1;
        if rest == 0 {
            break;
        }
    }
    count >= 14 && digits.get(digits.len() - count..).is_some_and(is_card)
}

/// Prefix and length of a known network, and a right check digit.
fn is_card(digits: &[u8]) -> bool {
    let head = |n: usize| digits.iter().take(n).fold(0_u32, |sum, d| sum * 10 + u32::from(*d));
    let known = match digits.len() {
        13 if head(1) == 4 => true,
        14 => matches!(head(3), 300..=305) || matches!(head(2), 36 | 38 | 39),
        15 => matches!(head(2), 34 | 37),
        16 => {
            head(1) == 4
                || matches!(head(2), 51..=55 | 65 | 62)
                || matches!(head(4), 2221..=2720 | 6011 | 3528..=3589)
                || matches!(head(3), 644..=649)
        }
        17..=19 => head(2) == 62,
        _ => false,
    };
    known && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            let d = u32::from(*d);
            if i % 2 == 0 { d } else { d * 2 - if d > 4 { 9 } else { 0 } }
        })
        .sum();
    sum.is_multiple_of(10)
}

fn social_security(bytes: &[u8], start: usize) -> Option<usize> {
    let text = bytes.get(start..start + 11)?;
    let [a, b, c, b'-', d, e, b'-', rest @ ..] = text else { return None };
    let number =
        |digits: &[u8]| digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0_u32, |sum, d| sum * 10 + u32::from(d - b'0')));
    let (area, group, serial) = (number(&[*a, *b, *c])?, number(&[*d, *e])?, number(rest)?);
    let valid = area != 0 && area != 666 && area < 900 && group != 0 && serial != 0;
    (valid && end_is_free(bytes, start + 11)).then_some(start + 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<(&str, &'static str)> {
        let mut out = Vec::new();
        find(text, |start, end, rule| out.push((&text[start..end], rule)));
        out
    }

    #[test]
    fn finds_cards_and_social_security_numbers() {
        assert_eq!(rules("card 4111111111111111!"), [("4111111111111111", "@creditcard:filter")]);
        assert_eq!(rules("4111 1111 1111 1111 12"), [("4111 1111 1111 1111", "@creditcard:filter")]);
        assert_eq!(rules("5500-0000-0000-0004,378282246310005").len(), 2);
        assert_eq!(rules("ssn 078-05-1120."), [("078-05-1120", "@usssn:filter")]);
        assert!(is_card_number(4_111_111_111_111_111) && is_card_number(378_282_246_310_005));
    }

    #[test]
    fn leaves_other_numbers_alone() {
        for text in [
            "4111111111111112",
            "1795410306789012",
            "1795410306789",
            "a4111111111111111",
            "4111111111111111f",
            "0.4111111111111111",
            "078-05-11201",
            "000-12-3456",
            "2026-11-23 04:05:06",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            "123456789012345678901234567890",
        ] {
            assert!(rules(text).is_empty(), "{text}");
        }
        assert!(!is_card_number(1_795_410_306_789_012) && !is_card_number(0));
    }
}
