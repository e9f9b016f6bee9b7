//! The structure of mail messages (RFC 5322, RFC 2045 to 2047), which MHTML shares.
//!
//! mail-parser was rejected: its version 1 asks for a newer compiler, and 0.11 has no limits (20 MB
//! of headers take 803 MB).

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::charset;

/// Bytes of a message's and its parts' headers that are read. Chosen by judgement.
pub(super) const HEADERS: usize = 64 << 10;

/// Parts of a message that are looked at. Chosen by judgement: a page and its pictures are some
/// hundred.
const PARTS: usize = 10_000;

/// Whether the beginning of a file is that of a message of several parts.
pub(super) fn is_multipart(begun: &[u8]) -> bool {
    let (headers, _) = Headers::read(&begun[..begun.len().min(HEADERS)]);
    headers.value("mime-version").is_some() && headers.kind().starts_with("multipart/")
}

/// The headers of a message or of one of its parts.
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads headers; also returns what follows them.
    pub(super) fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let (mut fields, mut rest) = (Vec::<(String, String)>::new(), bytes);
        while !rest.is_empty() && bytes.len() - rest.len() < HEADERS {
            let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = match std::str::from_utf8(&rest[..end]) {
                Ok(line) => Cow::Borrowed(line),
                Err(_) => charset::guess(&rest[..end]).decode_without_bom_handling(&rest[..end]).0,
            };
            rest = rest.get(end + 1..).unwrap_or_default();
            let is_name = |name: &str| {
                !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            };
            match line.split_once(':') {
                _ if line.trim().is_empty() => break,
                _ if line.starts_with([' ', '\t']) && !fields.is_empty() => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push(' ');
                        value.push_str(line.trim());
                    }
                }
                Some((name, value)) if is_name(name) => {
                    fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
                }
                // No header: the file is something else.
                _ => return (Self(Vec::new()), bytes),
            }
        }
        (Self(fields), rest)
    }

    /// Returns the first header of that name, given in lower case.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether there are none: what was read is no message.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns a parameter of the content type: `boundary`, `charset`.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        parameter(self.value("content-type")?, name)
    }

    /// Returns the content type without its parameters, in lower case; a part without one is plain
    /// text (RFC 2045, 5.2).
    pub(super) fn kind(&self) -> String {
        let kind = self.value("content-type").unwrap_or("text/plain");
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Returns the name of the file that a part holds.
    pub(super) fn file_name(&self) -> Option<String> {
        let disposition = self.value("content-disposition").unwrap_or_default();
        let plain = || parameter(disposition, "filename").or(self.parameter("name"));
        let extended = || {
            let (_, value) = parameter(disposition, "filename*")?.split_once("''")?;
            let bytes = of_escapes(value.as_bytes(), b'%');
            Some(String::from_utf8_lossy(&bytes).into_owned())
        };
        extended().or_else(|| plain().map(of_words)).filter(|name| !name.trim().is_empty())
    }

    /// Whether a part is a page.
    pub(super) fn is_html(&self) -> bool {
        matches!(self.kind().as_str(), "text/html" | "application/xhtml+xml" | "application/xhtml")
    }

    /// Undoes the encoding of a part.
    pub(super) fn decoded<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        match self
            .value("content-transfer-encoding")
            .unwrap_or_default()
            .to_ascii_lowercase()
            .as_str()
        {
            "quoted-printable" => Cow::Owned(of_quoted_printable(body)),
            "base64" => Cow::Owned(of_base64(body)),
            _ => Cow::Borrowed(body),
        }
    }
}

/// Returns the parts of a message between its boundaries, also the last of one that is cut off.
pub(super) fn parts<'b>(body: &'b [u8], boundary: &str) -> impl Iterator<Item = &'b [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let starts: Vec<usize> = memchr::memmem::find_iter(body, &mark)
        .filter(|at| *at == 0 || body[at - 1] == b'\n')
        .filter(|at| {
            // The boundary of an inner message may begin with that of the outer one.
            matches!(body.get(at + mark.len()), None | Some(b'\r' | b'\n' | b' ' | b'\t' | b'-'))
        })
        .take(PARTS)
        .collect();
    let length = mark.len();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([body.len()]).collect();
    starts.into_iter().zip(ends).filter_map(move |(start, end)| {
        let part = &body[start + length..end];
        if part.starts_with(b"--") {
            return None;
        }
        let line = memchr::memchr(b'\n', part)?;
        Some(&part[line + 1..])
    })
}

/// Returns a parameter of a header: of `attachment; filename="a; b.pdf"`, that of `filename`.
fn parameter<'v>(value: &'v str, name: &str) -> Option<&'v str> {
    let mut rest = value;
    while let Some(at) = rest.find(';') {
        rest = rest[at + 1..].trim_start();
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_at(after.find(';').unwrap_or(after.len())),
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = behind;
    }
    None
}

/// Decodes the encoded words of a header (RFC 2047): `=?utf-8?Q?F=C3=A4hre?=`. What is not valid
/// stays as it is.
pub(super) fn of_words(text: &str) -> String {
    let mut out = String::new();
    // Bytes of adjacent words in one character set, as a character may be divided between them.
    let mut held: Option<(&'static Encoding, Vec<u8>)> = None;
    let mut rest = text;
    while let Some(at) = rest.find("=?") {
        let Some((encoding, bytes, length)) = word(&rest[at..]) else {
            flush(&mut held, &mut out);
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let between = &rest[..at];
        match &mut held {
            Some((before, all)) if between.trim().is_empty() && *before == encoding => {
                all.extend(bytes);
            }
            _ => {
                let is_adjacent = held.is_some() && between.trim().is_empty();
                flush(&mut held, &mut out);
                if !is_adjacent {
                    out.push_str(between);
                }
                held = Some((encoding, bytes));
            }
        }
        rest = &rest[at + length..];
    }
    flush(&mut held, &mut out);
    out.push_str(rest);
    out
}

fn flush(held: &mut Option<(&'static Encoding, Vec<u8>)>, out: &mut String) {
    if let Some((encoding, bytes)) = held.take() {
        out.push_str(&encoding.decode_without_bom_handling(&bytes).0);
    }
}

/// Decodes the encoded word at the beginning of `text`; returns its character set, bytes and
/// length.
fn word(text: &str) -> Option<(&'static Encoding, Vec<u8>, usize)> {
    let mut parts = text.strip_prefix("=?")?.splitn(4, '?');
    let (label, form, coded, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    if !rest.starts_with('=') {
        return None;
    }
    // A language may follow the character set (RFC 2231, 5).
    let label = label.split('*').next().unwrap_or_default();
    let bytes = match form {
        "B" | "b" => of_base64(coded.as_bytes()),
        "Q" | "q" => of_escapes(coded.replace('_', " ").as_bytes(), b'='),
        _ => return None,
    };
    let length = text.len() - rest.len() + 1;
    Some((Encoding::for_label(label.as_bytes())?, bytes, length))
}

/// Undoes escapes of one sign and two hexadecimal digits.
fn of_escapes(bytes: &[u8], sign: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).filter(|_| byte == sign);
        let code = code.filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// Decodes quoted-printable (RFC 2045, 6.7); what is not valid stays as it is.
pub(super) fn of_quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest.get(..2).filter(|two| two.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|two| std::str::from_utf8(two).ok());
        if let Some(byte) = code.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            out.push(byte);
            rest = &rest[2..];
        } else if let Some(after) = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")) {
            rest = after;
        } else {
            out.push(b'=');
        }
    }
    out.extend_from_slice(rest);
    out
}

/// Decodes base64 (RFC 4648), skipping everything outside its alphabet.
pub(super) fn of_base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words_are_joined_before_they_are_decoded() {
        for (text, plain) in [
            ("=?utf-8?Q?F=C3=A4hren_stehen?= still", "Fähren stehen still"),
            ("=?utf-8?Q?F=C3?= =?utf-8?q?=A4hre?=", "Fähre"),
            ("=?iso-8859-1?Q?F=E4hre?=\t=?utf-8?B?w6Q=?=", "Fähreä"),
            ("A =?us-ascii*en?Q?b?= c", "A b c"),
            ("=?utf-8?X?a?= =?utf-8?Q?a", "=?utf-8?X?a?= =?utf-8?Q?a"),
            ("=?nonsense?Q?a?=", "=?nonsense?Q?a?="),
            ("1 =? 2", "1 =? 2"),
        ] {
            assert_eq!(of_words(text), plain);
        }
    }

    #[test]
    fn parameters_may_be_quoted_and_names_of_files_encoded() {
        let value = "attachment; size=3; filename=\"a; b.pdf\"; x = y";
        assert_eq!(parameter(value, "FILENAME"), Some("a; b.pdf"));
        assert_eq!(parameter(value, "x"), Some("y"));
        assert_eq!(parameter(value, "y"), None);
        let part = b"Content-Disposition: attachment; filename*=utf-8''F%C3%A4hre.pdf\n\n";
        assert_eq!(Headers::read(part).0.file_name().as_deref(), Some("Fähre.pdf"));
    }

    #[test]
    fn an_inner_boundary_may_begin_with_the_outer_one() {
        let body = b"--x\n\none\n--xy\ntwo\n--x\n\nthree\n--x--\n";
        let all: Vec<&[u8]> = parts(body, "x").collect();
        assert_eq!(all, [&b"\none\n--xy\ntwo\n"[..], b"\nthree\n"]);
    }
}
