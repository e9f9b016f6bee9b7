//! Finds the quotation marks of a paragraph, with the role that their form and their neighbours
//! suggest.
//!
//! Called first by [`super::spans`].

use std::ops::Range;

use super::{Looks, Mark, Role};

/// Marks that a careless export left as named entities.
const ENTITIES: [(&str, Role); 5] = [
    ("&quot;", Role::Either),
    ("&ldquo;", Role::Open),
    ("&rdquo;", Role::Close),
    ("&laquo;", Role::Open),
    ("&raquo;", Role::Close),
];

/// Returns the marks that cannot be apostrophes, and whether the piece has a single mark that may
/// open a quotation.
pub(super) fn gather(text: &str, piece: Range<usize>) -> (Vec<Mark>, bool) {
    let bytes = &text.as_bytes()[piece.clone()];
    let (mut out, mut single, mut german, mut next) = (Vec::new(), false, false, 0);
    // Every mark begins with one of eight bytes, five of them rare, and none of these occurs later
    // within a character.
    let rare = memchr::memchr3(0xC2, 0xE3, 0xEF, bytes).is_some()
        || memchr::memchr2(b'`', b'&', bytes).is_some();
    let any = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'&' | 0xE2 | 0xC2 | 0xE3 | 0xEF);
    let slow = if rare { bytes } else { &[] }
        .iter()
        .enumerate()
        .filter(|(_, byte)| any(byte))
        .map(|(i, _)| i);
    for i in slow.chain(memchr::memchr3_iter(b'"', b'\'', 0xE2, if rare { &[] } else { bytes })) {
        if i < next {
            continue;
        }
        let at = piece.start + i;
        let mut chars = text[at..piece.end].chars();
        let Some(c) = chars.next() else { break };
        let doubled = matches!(c, '\'' | '‘' | '’' | '`') && chars.next() == Some(c);
        let (role, width) = match c {
            '"' | '＂' => (Role::Either, c.len_utf8()),
            '&' => match ENTITIES.iter().find(|(name, _)| text[at..piece.end].starts_with(name)) {
                Some((name, role)) => (*role, name.len()),
                None => continue,
            },
            '„' | '\u{84}' => {
                german = true;
                (Role::Open, c.len_utf8())
            }
            '“' | '\u{93}' | '”' | '\u{94}' if german => (Role::Close, c.len_utf8()),
            '“' | '\u{93}' => (Role::Open, c.len_utf8()),
            '”' | '\u{94}' => (Role::Either, c.len_utf8()),
            '«' | '‹' | '「' | '『' | '《' => (Role::Open, c.len_utf8()),
            '»' | '›' | '」' | '』' | '》' => (Role::Close, c.len_utf8()),
            '‘' | '`' if doubled => (Role::Open, 2 * c.len_utf8()),
            '\'' | '’' if doubled => (Role::Either, 2 * c.len_utf8()),
            '\'' | '‘' | '‚' | '`' | '\u{91}' => {
                single |= opens(text, &piece, at, c.len_utf8());
                continue;
            }
            _ => continue,
        };
        out.push(Mark { at, width, role, looks: looks(text, &piece, at, width) });
        next = i + width;
        german &= role != Role::Close;
    }
    (out, single)
}

pub(super) fn before(text: &str, piece: &Range<usize>, at: usize) -> Option<char> {
    text[piece.start..at].chars().next_back()
}

fn behind(text: &str, piece: &Range<usize>, at: usize) -> Option<char> {
    text[at..piece.end].chars().next()
}

/// Returns whether a mark at this position could open: no part of a word precedes it, and something
/// quoted follows it.
pub(super) fn opens(text: &str, piece: &Range<usize>, at: usize, width: usize) -> bool {
    before(text, piece, at).is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '„' | '"' | ':')
    }) && behind(text, piece, at + width).is_some_and(|c| {
        !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')')
    })
}

/// Returns whether a mark at this position could close: something precedes it, and no word
/// continues after it.
pub(super) fn closes(text: &str, piece: &Range<usize>, at: usize, width: usize) -> bool {
    before(text, piece, at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '['))
        && behind(text, piece, at + width).is_none_or(|c| !c.is_alphanumeric())
}

fn looks(text: &str, piece: &Range<usize>, at: usize, width: usize) -> Looks {
    match (opens(text, piece, at, width), closes(text, piece, at, width)) {
        (true, false) => Looks::Opening,
        (false, true) => Looks::Closing,
        _ => Looks::Unclear,
    }
}
