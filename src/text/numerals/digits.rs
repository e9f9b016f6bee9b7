//! Reads the value of digits, however they are grouped.

use super::reader::Token;

/// Returns the value of digits with their separators, and the other value that they can mean;
/// trailing letters are ignored.
///
/// A point or comma before exactly three digits groups thousands (or is decimal, as the other
/// value); any other is decimal. A comma after three or more digits may also be a misplaced group
/// separator. With several commas, each of them groups, wherever it is: `10,58,084` counts in
/// lakhs, `6,863,86` is a slip.
pub(super) fn digits(folded: &str) -> Option<Token> {
    if !folded.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let separated = |c: char| matches!(c, ',' | '.' | '\'');
    let parts: Vec<&str> = whole.split(separated).collect();
    if parts.iter().any(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        // For `9:21` and `3d2`, the first digits.
        let first: String = folded.chars().take_while(char::is_ascii_digit).collect();
        return first.parse().ok().map(|value| Token::Digits(value, None));
    }
    let grouped =
        parts.len() > 1 && parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3);
    let joined = parts.concat();
    let decimal = |parts: &[&str]| {
        format!("{}.{}", parts[..parts.len() - 1].concat(), parts[parts.len() - 1])
            .parse::<f64>()
            .ok()
    };
    let (value, also) = match parts.len() {
        1 => (joined.parse().ok()?, None),
        2 if grouped => (joined.parse().ok()?, decimal(&parts)),
        2 if parts[0].len() >= 3 && whole.contains(',') => (decimal(&parts)?, joined.parse().ok()),
        2 => (decimal(&parts)?, None),
        _ if grouped || !whole.contains(['.', '\'']) => (joined.parse().ok()?, None),
        _ => (decimal(&parts)?, None),
    };
    Some(Token::Digits(value, also))
}

/// Returns the value of digits with the Korean, Chinese or Japanese signs for a hundred, a
/// thousand, ten thousand, a hundred million and a trillion (`302만4881` is 3,024,881), and the
/// number of bytes that state it; `None` if `text` does not begin with digits or has no such sign.
/// O(digits).
pub(super) fn by_myriads(text: &str) -> Option<(f64, usize)> {
    let times = |c: char| match c {
        '백' | '百' => Some(1e2),
        '천' | '千' => Some(1e3),
        '만' | '万' | '萬' => Some(1e4),
        '억' | '亿' | '億' => Some(1e8),
        '조' | '兆' => Some(1e12),
        _ => None,
    };
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut all, mut section, mut last) = (0.0, 0.0, String::new());
    let (mut counted, mut bytes) = (false, 0);
    for c in text.chars() {
        let before: f64 = if last.is_empty() { 0.0 } else { last.parse().ok()? };
        match times(c) {
            None if c.is_ascii_digit() || c == '.' && !last.is_empty() => last.push(c),
            None if c == ',' && !last.is_empty() => {}
            None => break,
            Some(sign) => {
                counted = true;
                // A sign without digits counts one, unless it multiplies the signs before it.
                let one = last.is_empty() && (sign < 1e4 || section == 0.0);
                let many = if one { 1.0 } else { before };
                if sign >= 1e4 {
                    all += (section + many) * sign;
                    section = 0.0;
                } else {
                    section += many * sign;
                }
                last.clear();
            }
        }
        bytes += c.len_utf8();
    }
    let rest: f64 = if last.is_empty() { 0.0 } else { last.parse().ok()? };
    counted.then_some((all + section + rest, bytes))
}
/// Returns the value of an Arabic decimal whose point is the letter `ر` and whose fraction stands
/// before it, as agencies send it (`7ر59` is 59.7), and the value in the other order; `None` if the
/// folded word is none.
pub(super) fn by_letter(folded: &str) -> Option<(f64, f64)> {
    let (first, last) = folded.split_once('ر')?;
    let are_digits =
        |part: &str| (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(first) || !are_digits(last) {
        return None;
    }
    let join = |whole: &str, fraction: &str| format!("{whole}.{fraction}").parse().ok();
    Some((join(last, first)?, join(first, last)?))
}
