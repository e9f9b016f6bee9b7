//! Keeps foreign characters from steering the terminal.

use std::io::{self, Write};

/// Returns the text with control and bidirectional characters replaced by `�`; line feeds and tabs become spaces.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' => ' ',
            c if steers(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Returns the value as JSON whose strings hold control and bidirectional characters only as escapes.
pub fn inert_json(value: &serde_json::Value) -> String {
    let json = value.to_string();
    if !json.chars().any(steers) {
        return json;
    }
    json.chars().map(|c| if steers(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }).collect()
}

/// Whether a terminal may obey the character instead of showing it.
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Prints to standard output; a reader that has seen enough and closed the pipe is no failure.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// `1 article`, `2 articles`.
pub fn many(n: usize, one: &str) -> String {
    format!("{n} {one}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_do_not_reach_the_terminal() {
        let json = inert_json(&serde_json::json!("a\u{9b}31m\u{202e}b"));
        assert_eq!(json, "\"a\\u009b31m\\u202eb\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), "a\u{9b}31m\u{202e}b");
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
    }
}
