//! Foreign text that leaves the program: characters that steer a terminal, a reader's eye or a
//! spreadsheet are spelled out.
//!
//! In JSON they stand as its own escapes, in tables as `\u{202e}`. Both can be undone without loss.

/// Whether a character steers what shows it, or hides: control characters (C0 but tab and line
/// feed, delete, C1), direction marks, separators of lines and paragraphs, annotations, tags and
/// supplementary variation selectors. The byte order mark hides nothing: within a text it is a
/// space without width, and old pages have it.
///
/// Source: the general categories Cc, Zl and Zp and the properties Bidi_Control and Deprecated of
/// Unicode 16; tags and the last selectors because text can be hidden in them.
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

/// Whether a character takes no room, or is white space: what stands behind it comes first for
/// whoever leaves it out.
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

/// Whether a spreadsheet could run the text as a formula: its first character that is seen is `=`,
/// `+`, `-` or `@`, of any width.
pub fn is_formula(text: &str) -> bool {
    text.chars().find(|c| !is_unseen(*c)).is_some_and(begins_formulas)
}

/// Whether a spreadsheet's formulas may begin with the character.
pub fn begins_formulas(c: char) -> bool {
    matches!(
        c,
        '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹢' | '﹣' | '﹦' | '﹫' | '\u{2212}'
    )
}

/// Returns JSON in which every character that steers stands as an escape; it means the same.
/// O(bytes).
pub fn json(json: &str) -> String {
    // Tabs and line feeds are JSON's own: those of a text are escapes already.
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

/// Returns the text with every character that steers spelled out, as in `\u{202e}`; a `\u{` of the
/// text itself becomes `\u{5c}u{`.
///
/// [`unspelled`] gives the text back. O(bytes).
pub fn spelled(text: &str) -> String {
    if !text.chars().any(steers) && !text.contains("\\u{") {
        return text.to_owned();
    }
    let text = text.replace("\\u{", "\\u{5c}u{");
    text.chars()
        .map(|c| if steers(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() })
        .collect()
}

/// Takes [`spelled`] back. What it did not write is left as it is. O(bytes).
pub fn unspelled(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.split_once('}').filter(|(hex, _)| hex.len() <= 6);
        let code = code.and_then(|(hex, rest)| {
            Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, rest))
        });
        match code.filter(|(c, _)| steers(*c) || *c == '\\') {
            Some((c, rest)) => out.extend([c].into_iter().chain(rest.chars())),
            None => out.extend(["\\u{", part]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character there is.
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
        // 63 controls (65 but two), 20 marks of direction, separators and deprecated ones, 3 marks
        // besides, 496 tags and selectors.
        assert_eq!(steering, 582);
        assert_eq!(spelled("1\u{1b}[31m\u{202e}x"), "1\\u{1b}[31m\\u{202e}x");
        assert_eq!(
            unspelled("\\u{41} \\u{ \\u{110000} \\u{5c}u{1b}"),
            "\\u{41} \\u{ \\u{110000} \\u{1b}"
        );
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
