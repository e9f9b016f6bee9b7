//! Reads JSON as it occurs in pages, and mends it if it is not quite valid.

use serde_json::Value;

/// Bytes of a page's data that are read, as parsed values take up to ten times as much memory; data
/// beyond that is skipped. Chosen by judgement: no more than a fifth of the largest page.
pub(super) const ROOM: usize = 4 << 20;

/// Reads the first value of a script; `None` if it cannot be mended either. Linear in its length.
///
/// Mends, in this order: line breaks inside strings, a script escaped as HTML
/// (`{&quot;@type&quot;`), then in one pass escapes that JSON does not have (`\x27`, `\'`),
/// unpaired surrogates, quotation marks inside strings, and commas before a closing bracket.
pub(super) fn read(script: &str) -> Option<Value> {
    let text = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let text = text
        .trim_end()
        .trim_end_matches(';')
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>");
    // JSON uses raw control characters only as white space between tokens.
    let clean: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if let Some(value) = first(&clean) {
        return Some(value);
    }
    let escaped = clean.trim_start_matches(['{', '[', ' ']);
    if escaped.starts_with("&quot;")
        || escaped.starts_with("&#34;")
        || escaped.starts_with("&#x22;")
    {
        let plain = clean
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&#x22;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        return first(&plain).or_else(|| first(&mended(&plain)));
    }
    first(&mended(&clean))
}

fn first(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok()
}

/// Returns the text with escapes, quotation marks and commas made valid.
fn mended(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len() + 64);
    let (mut at, mut within) = (0, false);
    while at < bytes.len() {
        match (within, bytes[at]) {
            (true, b'\\') => {
                at += escape(&bytes[at..], &mut out);
                continue;
            }
            (true, b'"') if !is_end(&bytes[at + 1..]) => out.extend(b"\\\""),
            (_, b'"') => {
                within = !within;
                out.push(b'"');
            }
            (false, b',') if matches!(next(&bytes[at + 1..]), Some(b'}' | b']')) => {}
            (_, byte) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_default()
}

/// Writes an escape in valid JSON; returns the number of bytes read.
fn escape(bytes: &[u8], out: &mut Vec<u8>) -> usize {
    let hex = |range: std::ops::Range<usize>| {
        bytes.get(range).filter(|h| h.iter().all(u8::is_ascii_hexdigit))
    };
    match bytes.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => out.extend(&bytes[..2]),
        Some(b'x') if hex(2..4).is_some() => {
            out.extend(b"\\u00");
            out.extend(&bytes[2..4]);
            return 4;
        }
        Some(b'u') => {
            let Some(code) = hex(2..6) else {
                out.extend(b"\\\\u");
                return 2;
            };
            let is_high = matches!(code.first(), Some(b'd' | b'D'))
                && matches!(code.get(1), Some(b'8' | b'9' | b'a' | b'b' | b'A' | b'B'));
            let is_low = matches!(code.first(), Some(b'd' | b'D'))
                && matches!(code.get(1), Some(b'c'..=b'f' | b'C'..=b'F'));
            let paired = is_high
                && bytes.get(6..8) == Some(b"\\u")
                && matches!(bytes.get(8), Some(b'd' | b'D'))
                && matches!(bytes.get(9), Some(b'c'..=b'f' | b'C'..=b'F'));
            if paired && hex(8..12).is_some() {
                out.extend(&bytes[..12]);
                return 12;
            }
            out.extend(if is_high || is_low { b"\\ufffd" } else { &bytes[..6] });
            return 6;
        }
        Some(b'\'') => out.push(b'\''),
        Some(_) => {
            out.extend(b"\\\\");
            return 1;
        }
        None => {}
    }
    2
}

/// Returns the next byte that is not white space.
fn next(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|b| !b.is_ascii_whitespace())
}

/// Whether a quotation mark before these bytes ends its string: JSON syntax follows, not words.
fn is_end(bytes: &[u8]) -> bool {
    match next(bytes) {
        None | Some(b':' | b'}' | b']') => true,
        Some(b',') => {
            let comma = bytes.iter().position(|b| *b == b',').unwrap_or(0);
            matches!(
                next(&bytes[comma + 1..]),
                None | Some(b'"' | b'{' | b'[' | b'}' | b']' | b'-' | b'0'..=b'9')
            )
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_quite_json_is_mended() {
        for script in [
            r#"{"name":"Jane Doe","n":1}"#,
            "<!-- {\"name\":\"Jane Doe\"} -->",
            r#"{&quot;name&quot;:&quot;Jane Doe&quot;}"#,
            r#"{"about":"the \x27old\x27 "tired" ferry, \'Odin\'","name":"Jane Doe",}"#,
            r#"{"about":"half \ud83d of it","name":"Jane Doe"}"#,
        ] {
            assert_eq!(
                read(script).and_then(|v| v["name"].as_str().map(str::to_owned)).as_deref(),
                Some("Jane Doe"),
                "{script}"
            );
        }
        assert_eq!(
            read(r#"{"a":"\ud83d\ude00 "x" y"}"#).map(|v| v["a"].clone()),
            Some(Value::from("😀 \"x\" y"))
        );
        assert_eq!(read("function() {}"), None);
        assert_eq!(read(&"{\"a\":\\".repeat(50_000)), None);
    }
}
