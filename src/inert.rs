//! Makes foreign text safe to output: characters that steer a terminal, a reader's eye or a
//! spreadsheet are spelled out.
//!
//! In JSON they become JSON escapes, in tables they are written as `\u{202e}`. Both can be reversed
//! without loss.

/// Whether a character controls how text is displayed, or hides text.
///
/// True for control characters (C0 except tab and line feed, delete, C1), direction marks, line and
/// paragraph separators, deprecated format characters, annotation marks, tags and supplementary
/// variation selectors. False for the byte order mark: it hides nothing (within a text it is a
/// zero-width space), and old pages contain it.
///
/// Source: the general categories Cc, Zl and Zp, the property Bidi_Control, and the deprecated
/// format characters U+206A–U+206F of Unicode 16; tags and the supplementary selectors because text
/// can be hidden in them.
pub fn steers(c: char) -> bool {
    match c {
        '\t' | '\n' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => {
            true
        }
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}' => true,
        c => c.is_control(),
    }
}

/// Whether a character takes no room, is white space or steers: software that drops such a
/// character sees the next one first.
///
/// Source: Default_Ignorable_Code_Point and White_Space of Unicode 16.
pub fn is_unseen(c: char) -> bool {
    match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200d}'
        | '\u{feff}'
        | '\u{2060}'..='\u{2065}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_whitespace() || steers(c),
    }
}

/// Whether a spreadsheet could run the text as a formula: its first visible character is `=`, `+`,
/// `-` or `@`, of any width.
pub fn is_formula(text: &str) -> bool {
    text.chars().find(|c| !is_unseen(*c)).is_some_and(begins_formulas)
}

/// Whether a spreadsheet formula may begin with the character.
pub fn begins_formulas(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹢' | '﹣' | '﹦' | '﹫' | '\u{2212}'
    )
}

/// Returns equivalent JSON in which every character that steers is escaped. O(bytes).
pub fn json(json: &str) -> String {
    // Raw tabs and line feeds can only be JSON's own white space: those of a text are already
    // escaped.
    if !json.chars().any(steers) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match steers(c) {
            true => c
                .encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| out.push_str(&format!("\\u{unit:04x}"))),
            false => out.push(c),
        }
    }
    out
}

/// Returns the text with every character that steers spelled out, as in `\u{202e}`; a literal `\u{`
/// becomes `\u{5c}u{`.
///
/// [`unspelled`] reverses it. O(bytes).
pub fn spelled(text: &str) -> String {
    // Most cells are plain; this test has no branch, and so takes many bytes at once.
    let is_plain = |b: u8| matches!(b, b'\t' | b'\n' | b' '..=b'~') & (b != b'\\');
    let plain = text.bytes().fold(true, |all, b| all & is_plain(b));
    if plain || !text.chars().any(steers) && !text.contains("\\u{") {
        return text.to_owned();
    }
    let text = text.replace("\\u{", "\\u{5c}u{");
    text.chars()
        .map(|c| if steers(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() })
        .collect()
}

/// Reverses [`spelled`]. Escapes of characters that `spelled` does not escape stay as they are.
/// O(bytes).
pub fn unspelled(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code =
            part.split_once('}').filter(|(hex, _)| hex.len() <= 6).and_then(|(hex, rest)| {
                let c = char::from_u32(u32::from_str_radix(hex, 16).ok()?)?;
                // Other spellings of the number, such as `+1b`, `1B` and `01b`, are never written.
                let written = format!("{:x}", u32::from(c)) == hex && (steers(c) || c == '\\');
                written.then_some((c, rest))
            });
        match code {
            Some((c, rest)) => out.extend([c].into_iter().chain(rest.chars())),
            None => out.extend(["\\u{", part]),
        }
    }
    out
}

/// Returns a text as XML, within an element or an attribute; what XML does not allow is replaced.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push_str(&format!("&#{};", u32::from(c))),
            // Characters that XML 1.0 does not allow, section 2.2.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if c < ' ' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Iterates over every character.
    fn all() -> impl Iterator<Item = char> {
        (0..=0x10_ffff).filter_map(char::from_u32)
    }

    #[test]
    fn every_character_that_steers_is_spelled_out_and_comes_back() {
        let mut steering = 0;
        for c in all() {
            let text = format!("a{c}b\\u{{41}}{c}");
            let cell = spelled(&text);
            assert_eq!(unspelled(&cell), text);
            assert!(!cell.chars().any(steers), "{c:?}");
            steering += u32::from(steers(c));
        }
        // 63 controls (65 except two), 20 direction marks, separators and deprecated format
        // characters, 3 annotation marks, 496 tags and selectors.
        assert_eq!(steering, 582);
        assert_eq!(spelled("1\u{1b}[31m\u{202e}x"), "1\\u{1b}[31m\\u{202e}x");
        assert_eq!(
            unspelled("\\u{41} \\u{ \\u{110000} \\u{5c}u{1b}"),
            "\\u{41} \\u{ \\u{110000} \\u{1b}"
        );
        for never_written in ["\\u{+1b}", "\\u{1B}", "\\u{01b}", "\\u{5C}u{1b}"] {
            assert_eq!(unspelled(never_written), never_written);
        }
    }

    #[test]
    fn json_means_the_same_and_nothing_in_it_steers() {
        for c in all() {
            let text = format!("a{c}b");
            let shown = json(&serde_json::Value::from(text.as_str()).to_string());
            assert_eq!(serde_json::from_str::<String>(&shown).ok(), Some(text));
            assert!(!shown.chars().any(|c| steers(c) || c == '\n' || c == '\t'), "{c:?}: {shown}");
        }
    }

    #[test]
    fn formulas_are_told_behind_anything_that_is_not_seen() {
        for c in all().filter(|c| is_unseen(*c)) {
            assert!(is_formula(&format!("{c}=1+1")) && is_formula(&format!("{c}{c}@x")), "{c:?}");
        }
        assert!(!is_formula("a=1") && !is_formula("") && !is_formula("\u{200b}x"));
    }
}
