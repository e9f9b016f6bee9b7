//! HTTP responses stored in archives: headers, chunked and compressed bodies.

use std::borrow::Cow;
use std::io::Read;

use crate::ingest::Limits;

/// A response.
#[derive(Debug)]
pub(super) struct Message<'b> {
    status: Option<u16>,
    headers: Vec<(String, String)>,
    /// The body as it was transferred.
    pub(super) body: &'b [u8],
}

/// Parses a response; `None` if the bytes do not begin like one.
pub(super) fn read(bytes: &[u8]) -> Option<Message<'_>> {
    let (first, mut rest) = cut_line(bytes);
    let mut words = first.split(|b| *b == b' ').filter(|w| !w.is_empty());
    if !words.next()?.starts_with(b"HTTP") {
        return None;
    }
    let status =
        words.next().and_then(|w| std::str::from_utf8(w).ok()).and_then(|w| w.parse().ok());
    let mut headers = Vec::new();
    while !rest.is_empty() && headers.len() < 1_000 {
        let (line, after) = cut_line(rest);
        rest = after;
        if line.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(line);
        if let Some((name, value)) = text.split_once(':') {
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Some(Message { status, headers, body: rest })
}

/// Splits off the first line, without its line end.
fn cut_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let line = &bytes[..end];
    (line.strip_suffix(b"\r").unwrap_or(line), bytes.get(end + 1..).unwrap_or_default())
}

impl<'b> Message<'b> {
    /// Wraps a body stored without HTTP headers.
    pub(super) fn bare(body: &'b [u8], content_type: Option<&str>) -> Self {
        let headers =
            content_type.map(|t| ("content-type".to_owned(), t.to_owned())).into_iter().collect();
        Self { status: None, headers, body }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Whether the response is a page that was found.
    pub(super) fn status_is_good(&self) -> bool {
        self.status.is_none_or(|s| matches!(s, 200 | 203))
    }

    /// Returns the media type of the body, without parameters, in lower case.
    pub(super) fn content_type(&self) -> Option<String> {
        self.header("content-type")
            .map(|t| t.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
            .filter(|t| !t.is_empty())
    }

    /// Returns the character set named by the response.
    pub(super) fn charset(&self) -> Option<&str> {
        let kind = self.header("content-type")?;
        let at = kind.to_ascii_lowercase().find("charset=")?;
        Some(
            kind[at + 8..]
                .trim_matches(['"', '\'', ' '])
                .split(';')
                .next()
                .unwrap_or_default()
                .trim_matches(['"', '\'']),
        )
    }

    /// Returns the body with its chunks joined and decompressed.
    ///
    /// Archives often store bodies already joined or decompressed under headers that say otherwise;
    /// those are returned unchanged.
    ///
    /// # Errors
    /// Returns the reason if the body unpacks beyond the limit of a document, or uses an
    /// unsupported compression.
    pub(super) fn decoded(&self, limits: &Limits) -> Result<Cow<'b, [u8]>, String> {
        let chunked = self
            .header("transfer-encoding")
            .is_some_and(|t| t.to_ascii_lowercase().contains("chunked"));
        let mut body = match chunked.then(|| joined(self.body)).flatten() {
            Some(joined) => Cow::Owned(joined),
            None => Cow::Borrowed(self.body),
        };
        let packed = self.header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        for name in packed.split(',').map(str::trim).filter(|n| !n.is_empty()).rev().take(4) {
            let unpacked = match name {
                "identity" | "none" | "utf-8" => continue,
                "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                    capped(flate2::read::MultiGzDecoder::new(&*body), limits)?
                }
                "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => {
                    capped(flate2::read::ZlibDecoder::new(&*body), limits)?
                }
                "deflate" => capped(flate2::read::DeflateDecoder::new(&*body), limits)?,
                "br" => capped(brotli_decompressor::Decompressor::new(&*body, 1 << 16), limits)?,
                "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
                    match zstd::Decoder::new(&*body) {
                        Ok(decoder) => capped(decoder, limits)?,
                        Err(_) => None,
                    }
                }
                "gzip" | "x-gzip" | "zstd" => None,
                other => {
                    return Err(format!(
                        "is compressed with `{}`, which is not supported",
                        crate::ingest::record::shortened(other)
                    ));
                }
            };
            // A body that cannot be decompressed was stored decompressed.
            if let Some(unpacked) = unpacked {
                body = Cow::Owned(unpacked);
            }
        }
        Ok(body)
    }
}

/// Decompresses up to the limit of a document. `None` if nothing can be decompressed; if the data
/// breaks off, what was read before.
///
/// # Errors
/// Returns the reason if the body exceeds the limit.
fn capped(packed: impl Read, limits: &Limits) -> Result<Option<Vec<u8>>, String> {
    let mut out = Vec::new();
    let read = packed.take(limits.document.saturating_add(1)).read_to_end(&mut out);
    if out.len() as u64 > limits.document {
        return Err(format!("unpacks to more than {}", limits.document_words()));
    }
    Ok((read.is_ok() || !out.is_empty()).then_some(out))
}

/// Joins a chunked body; `None` if it is not chunked. If it breaks off, returns what there is.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let (line, rest) = cut_line(body);
        let size = std::str::from_utf8(line)
            .ok()
            .map(|l| l.split(';').next().unwrap_or_default().trim())
            .filter(|l| !l.is_empty());
        let size = size.and_then(|l| usize::from_str_radix(l, 16).ok());
        match size {
            Some(0) => return Some(out),
            Some(size) => {
                out.extend_from_slice(&rest[..size.min(rest.len())]);
                body = rest.get(size..).unwrap_or_default();
                body =
                    body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
            }
            None if out.is_empty() => return None,
            None => return Some(out),
        }
        if body.is_empty() {
            return Some(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(message: &[u8]) -> String {
        let message = read(message).expect("a response");
        String::from_utf8(message.decoded(&Limits::default()).expect("a body").into_owned())
            .expect("UTF-8")
    }

    #[test]
    fn chunks_are_joined_and_what_is_none_is_left() {
        assert_eq!(body(b"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n"), "abcdefg");
        assert_eq!(
            body(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n<p>not chunked</p>"),
            "<p>not chunked</p>"
        );
        assert_eq!(
            body(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffff\r\nabc"),
            "abc"
        );
    }

    #[test]
    fn bodies_are_unpacked_up_to_the_limit() {
        let gzip = |bytes: &[u8]| {
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            packer.write_all(bytes).expect("packed");
            packer.finish().expect("packed")
        };
        let message = |bytes: &[u8]| {
            [&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"[..], &gzip(bytes)].concat()
        };
        assert_eq!(body(&message(b"hello")), "hello");
        let bomb = message(&vec![b' '; 30 << 20]);
        assert!(bomb.len() < 100_000);
        let refused = read(&bomb).expect("a response").decoded(&Limits::default());
        assert!(refused.is_err_and(|e| e.contains("unpacks to more than 20 MiB")));
        assert_eq!(
            body(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nstored unpacked"),
            "stored unpacked"
        );
    }
}
