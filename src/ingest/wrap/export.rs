//! Undoes what exports and mail leave in texts: tags for line ends, lines broken by
//! quoted-printable.

use std::ops::Range;

use super::invisible;

/// Lengths in bytes of lines that quoted-printable broke with a final `=`; RFC 2045 allows 76 at
/// most. The lower bound was chosen by judgement.
const QUOTED_PRINTABLE: Range<usize> = 55..78;

/// Turns `<br>` tags left by an export into line ends.
pub(super) fn broken(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"<br").is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"<br") {
        out.push_str(&rest[..at]);
        let tag = &rest[at + 3..];
        let length = tag.bytes().take_while(|b| matches!(b, b' ' | b'/')).count();
        if tag.as_bytes().get(length) == Some(&b'>') {
            rest = &tag[length + 1..];
            // One line end, not two, if the line ended here anyway.
            out.push(if rest.starts_with(['\n', '\r']) { ' ' } else { '\n' });
            out.extend(std::iter::repeat_n(' ', length + 3));
        } else {
            out.push_str("<br");
            rest = tag;
        }
    }
    out + rest
}

/// Joins lines broken by quoted-printable and decodes its escapes, if long lines end in `=`.
pub(super) fn printable(text: String, joined: &mut Vec<u32>) -> String {
    let is_soft = |end: usize| {
        let line = text[..end]
            .rfind('\n')
            .map_or(&text[..end], |at| &text[at + 1..end])
            .trim_end_matches('\r');
        line.ends_with('=') && QUOTED_PRINTABLE.contains(&line.len())
    };
    let finder = memchr::memchr_iter(b'\n', text.as_bytes());
    if !finder
        .filter(|end| matches!(text.as_bytes()[..*end], [.., b'='] | [.., b'=', b'\r']))
        .any(is_soft)
    {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let soft = bare.len() < line.len() && bare.ends_with('=');
        let mut rest = &bare[..bare.len() - usize::from(soft)];
        while let Some(at) = memchr::memchr(b'=', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            let (read, escapes) = character(&rest.as_bytes()[at..]);
            match read {
                Some(c) => {
                    out.push(c);
                    invisible(3 * escapes - c.len_utf8(), &mut out);
                    rest = &rest[at + 3 * escapes..];
                }
                None => {
                    out.push('=');
                    rest = &rest[at + 1..];
                }
            }
        }
        out.push_str(rest);
        if soft {
            joined.push((out.len() + line.len() - bare.len()) as u32);
            invisible(line.len() - bare.len() + 1, &mut out);
        } else {
            out.push_str(&line[bare.len()..]);
        }
    }
    out
}

/// Decodes the character that escapes such as `=C3=A4` at the start of `bytes` stand for; returns
/// it with the number of escapes read.
fn character(bytes: &[u8]) -> (Option<char>, usize) {
    let hex = |b: u8| {
        (b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
            .then(|| (b as char).to_digit(16))
            .flatten()
    };
    let mut read = [0u8; 4];
    for (at, escape) in bytes.chunks_exact(3).take(4).enumerate() {
        let (b'=', Some(high), Some(low)) = (escape[0], hex(escape[1]), hex(escape[2])) else {
            break;
        };
        read[at] = (high * 16 + low) as u8;
        if let Ok(text) = std::str::from_utf8(&read[..=at]) {
            return (text.chars().next().filter(|c| !c.is_control()), at + 1);
        }
    }
    (None, 0)
}
