//! Pairs single marks, which look like apostrophes.
//!
//! Called by [`super::spans`] if a single mark may open a quotation.

use std::ops::Range;

use super::gather::{closes, opens};

/// Words that begin with an apostrophe instead of an opening quotation mark, folded.
const CLIPPED: [&str; 9] = ["bout", "cause", "em", "m", "n", "round", "s", "til", "twas"];

/// Returns the ranges between single marks, which look like apostrophes: ‘…’, '…', ‚…‘, `…'.
///
/// An apostrophe at the end of a word (*the boys’ books*, *goin’ home*) closes only if no better
/// mark follows.
pub(super) fn singles(text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut from = piece.start;
    while let Some(found) = text[from..piece.end].find(['\'', '‘', '‚', '`', '\u{91}']) {
        let at = from + found;
        let Some(mark) = text[at..].chars().next() else { break };
        let start = at + mark.len_utf8();
        from = start;
        if !opens(text, piece, at, mark.len_utf8()) || is_clipped(&text[start..piece.end]) {
            continue;
        }
        let closing: &[char] = match mark {
            '\'' => &['\'', '’'],
            '‘' => &['’', '\''],
            '‚' => &['‘', '’', '\''],
            '`' => &['\'', '’', '´', '`'],
            _ => &['\u{92}', '’', '\''],
        };
        let mut weak: Option<(usize, usize)> = None;
        let mut end: Option<(usize, usize)> = None;
        for (i, c) in
            text[start..piece.end].char_indices().filter(|(_, c)| closing.contains(c) || *c == mark)
        {
            let here = start + i;
            if opens(text, piece, here, c.len_utf8()) {
                if c == mark && here > start {
                    break;
                }
                continue;
            }
            if !closing.contains(&c) || !closes(text, piece, here, c.len_utf8()) {
                continue;
            }
            let apostrophe = text[..here].ends_with(['s', 'S', 'n', 'z', 'x'])
                && text[here + c.len_utf8()..piece.end]
                    .strip_prefix(' ')
                    .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if apostrophe {
                weak = weak.or(Some((here, c.len_utf8())));
            } else {
                end = Some((here, c.len_utf8()));
                break;
            }
        }
        let Some((end, width)) = end.or(weak) else { continue };
        // A single word or letter between single marks is a term, or not a quotation at all: rock
        // 'n' roll.
        if text[start..end].split_whitespace().count() >= 2 {
            out.push(start..end);
            from = end + width;
        }
    }
    out
}

/// Returns whether a clipped word or a decade follows an apostrophe: *’em*, *’90s*.
fn is_clipped(rest: &str) -> bool {
    let word: String =
        rest.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    CLIPPED.contains(&word.as_str())
        || word.len() == 3
            && word.ends_with('s')
            && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
}
