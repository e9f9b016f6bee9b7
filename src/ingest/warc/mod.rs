//! Web archives: WARC and ARC, read record by record with the memory of one record.
//!
//! Of the existing crates, fastwarc 2.0 reads both formats and brings its own gzip, lz4, brotli and
//! zstd; it would rebuild every dependency of polars. warc 0.4 does not read ARC, requires every
//! record to be well-formed, and stops for good at the first one that is not. A reader needs
//! little: a header, a length, and a search for the next record if the length was wrong.

mod arc;
mod http;
mod wacz;

use std::io::{self, BufRead, Read};

use rustc_hash::FxHashMap;

use super::dates::{self, Reading};
use super::format::{self, Format};
use super::record::{Parsed, hashed_id};
use super::records::Reader;
use super::{Stamp, members, page, urls};

/// Bytes above which a record's header is not taken for one. Chosen by judgement.
const HEADER: usize = 64 << 10;
/// Records of a file that may claim to be longer than the rest of the file before it is abandoned;
/// the next record is searched for inside each. Chosen by judgement; it bounds that search.
const LIES: u32 = 100;

/// The reason given if something else is found where a record should begin.
const NO_RECORD: &str = "no record begins here; the length of the one before it may be wrong";

/// A record's header.
#[derive(Debug, Default)]
struct Header {
    kind: String,
    url: Option<String>,
    date: Option<String>,
    content_type: Option<String>,
    digest: Option<String>,
    refers_to: Option<String>,
    length: u64,
    /// Whether the body is an HTTP message.
    is_http: bool,
    /// Whether something else precedes it in its line.
    behind_garbage: bool,
}

/// What has been read of an archive so far.
#[derive(Default)]
struct Seen {
    records: u64,
    /// Records that were shorter than they claimed.
    lies: u32,
    /// Index of the article for each payload digest and each address, for revisits.
    payloads: FxHashMap<String, usize>,
    addresses: FxHashMap<String, usize>,
}

/// The result of looking for a header.
enum Next {
    Header(Header),
    /// Something else was found; the reason.
    Lost(String),
    End,
}

impl Reader<'_> {
    /// Reads a WARC or ARC file.
    pub(super) fn warc(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let mut seen = Seen::default();
        let is_arc = reader.fill_buf().is_ok_and(|head| head.starts_with(b"filedesc://"));
        let mut arc = arc::Version::default();
        let pages = self.contents.records;
        // The bytes after a record that claimed too great a length.
        let mut left: Option<io::Cursor<Vec<u8>>> = None;
        // Whether the marker with which a record begins was read in search of one.
        let mut marked = false;
        // Number of articles before the last record.
        let mut before = self.contents.articles.len();
        while !self.is_full() {
            let reader: &mut (dyn BufRead + Send) = match &mut left {
                Some(left) => left,
                None => &mut *reader,
            };
            let behind_marker = std::mem::take(&mut marked);
            let next = if is_arc { arc.next(reader) } else { header(reader, behind_marker) };
            match next {
                Ok(Next::Header(header)) => {
                    if header.behind_garbage {
                        seen.records += 1;
                        self.take(Parsed::lost(Some(seen.records), NO_RECORD));
                    }
                    seen.records += 1;
                    before = self.contents.articles.len();
                    match self.capture(&header, reader, &mut seen) {
                        Ok(None) => {}
                        Ok(Some(behind)) => left = Some(io::Cursor::new(behind)),
                        Err(e) if self.lose(&e, before, &mut seen) => {}
                        Err(_) if left.take().is_some() => {}
                        Err(_) => break,
                    }
                    watch(self.contents.articles.len() as u64);
                }
                Ok(Next::Lost(reason)) => {
                    seen.records += 1;
                    self.take(Parsed::lost(Some(seen.records), reason));
                    match if is_arc { Ok(false) } else { resync(reader) } {
                        Ok(true) => marked = true,
                        Ok(false) if left.take().is_some() => {}
                        Ok(false) => break,
                        Err(e) if self.lose(&e, before, &mut seen) => {}
                        Err(_) => break,
                    }
                }
                Ok(Next::End) if left.take().is_some() => {}
                Ok(Next::End) => break,
                Err(e) => {
                    seen.records += u64::from(!members::loss(&e).is_some_and(|loss| loss.read));
                    if !self.lose(&e, before, &mut seen) && left.take().is_none() {
                        break;
                    }
                }
            }
        }
        if self.contents.records == pages {
            self.reject_whole(format!("holds no page in {} records", seen.records));
        }
    }

    /// Reports a loss; returns whether reading can continue after it. An article whose member
    /// turned out to be damaged is removed.
    fn lose(&mut self, error: &io::Error, before: usize, seen: &mut Seen) -> bool {
        let number = Some(seen.records.max(1));
        let Some(loss) = members::loss(error) else {
            self.take(Parsed::lost(number, format!("ends prematurely here: {error}")));
            return false;
        };
        if loss.read && self.contents.articles.len() > before {
            self.contents.records -= (self.contents.articles.len() - before) as u64;
            self.contents.articles.truncate(before);
            seen.payloads.retain(|_, at| *at < before);
            seen.addresses.retain(|_, at| *at < before);
        }
        self.take(Parsed::lost(number, format!("ends prematurely here: {error}")));
        true
    }

    /// Reads the body of a record, and the page in it if there is one. If its length was wrong,
    /// returns the bytes read beyond its true end, of which no more than the document limit was
    /// kept; the reject says so if there were more.
    fn capture(
        &mut self,
        header: &Header,
        reader: &mut (dyn BufRead + Send),
        seen: &mut Seen,
    ) -> io::Result<Option<Vec<u8>>> {
        let number = Some(seen.records);
        let limit = self.settings.limits.document.saturating_add(HEADER as u64);
        let is_capture = matches!(header.kind.as_str(), "response" | "resource" | "revisit")
            && header.url.as_deref().is_none_or(|u| u.starts_with("http"));
        let mut body = Vec::new();
        let wanted = header.length.min(limit);
        let got = reader.take(wanted).read_to_end(&mut body)? as u64;
        let cut = got < wanted;
        let rest = header.length - wanted;
        let skipped = io::copy(&mut reader.take(rest), &mut io::sink());
        let is_whole = skipped.as_ref().is_ok_and(|skipped| !cut && *skipped == rest);
        if !is_whole
            && seen.lies < LIES
            && let Some(at) = memchr::memmem::find(&body, b"\r\n\r\nWARC/1.")
        {
            seen.lies += 1;
            let unread = match skipped {
                Ok(0) => String::new(),
                Ok(_) => format!("; what follows its first {wanted} bytes is not read"),
                Err(e) => format!("; what follows its first {wanted} bytes is not read: {e}"),
            };
            self.take(Parsed::lost(
                number,
                format!(
                    "is shorter than its stated length: another record begins within it{unread}"
                ),
            ));
            return Ok(Some(body.split_off(at + 4)));
        }
        if !cut {
            skipped?;
        }
        if !is_whole && (!cut || !is_capture) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if !is_capture {
            return Ok(None);
        }
        let message = if header.is_http {
            http::read(&body)
        } else {
            Some(http::Message::bare(&body, header.content_type.as_deref()))
        };
        let Some(message) = message else {
            // Not an HTTP message: nothing says what the body is.
            return if cut { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
        };
        if header.kind == "revisit" {
            if message.content_type().is_some() && !is_page(&message) {
                return Ok(None);
            }
            let parsed = self.revisit(header, seen);
            self.take(parsed);
        } else if message.status_is_good() && is_page(&message) {
            let parsed = if header.length > limit {
                Parsed::lost(number, self.settings.limits.too_long())
            } else if cut {
                Parsed::lost(
                    number,
                    "ends prematurely: the record is shorter than its stated length",
                )
            } else {
                self.captured(header, &message, number)
            };
            if parsed.article.is_ok() {
                let at = self.contents.articles.len();
                seen.payloads.extend(header.digest.clone().map(|d| (d, at)));
                seen.addresses.extend(header.url.clone().map(|u| (u, at)));
            }
            self.take(parsed);
            if cut {
                return Ok(None);
            }
        }
        if cut && header.kind != "revisit" {
            Err(io::ErrorKind::UnexpectedEof.into())
        } else {
            Ok(None)
        }
    }

    fn captured(
        &self,
        header: &Header,
        message: &http::Message<'_>,
        number: Option<u64>,
    ) -> Parsed {
        let limits = &self.settings.limits;
        let body = match message.decoded(limits) {
            Ok(body) => body,
            Err(reason) => return Parsed::lost(number, reason),
        };
        match page::read(&body, message.charset(), header.url.as_deref(), false, limits) {
            Ok(mut article) => {
                // A page captured from an archive was seen when that archive saw it.
                article.first_seen =
                    article.first_seen.or_else(|| header.date.as_deref().and_then(witnessed));
                Parsed::whole(number, article, None, limits)
            }
            Err(reason) => Parsed::lost(
                number,
                format!("{}: {reason}", header.url.as_deref().unwrap_or("a page")),
            ),
        }
    }

    /// Reads a page that was captured again unchanged: the same text, at another time or address.
    fn revisit(&self, header: &Header, seen: &Seen) -> Parsed {
        let by_digest = header.digest.as_ref().and_then(|d| seen.payloads.get(d));
        let by_address = [&header.refers_to, &header.url]
            .into_iter()
            .flatten()
            .find_map(|u| seen.addresses.get(u));
        let Some(&at) = by_digest.or(by_address) else {
            let what = header.url.as_deref().unwrap_or("a page");
            return Parsed::lost(
                Some(seen.records),
                format!("{what}: is a revisit of a capture that is not in this file"),
            );
        };
        let mut article = self.contents.articles[at].clone();
        article.url = header.url.as_deref().and_then(urls::of_capture).or(article.url);
        article.first_seen = header.date.as_deref().and_then(witnessed);
        article.id = hashed_id(&article);
        Parsed::whole(Some(seen.records), article, None, &self.settings.limits)
    }
}

/// Whether a message contains a page: its type says so, or is missing and the content looks like
/// one.
fn is_page(message: &http::Message<'_>) -> bool {
    match message.content_type() {
        Some(kind) => matches!(kind.as_str(), "text/html" | "application/xhtml+xml"),
        None => {
            let input = super::Input { label: String::new(), path: None };
            format::tell(message.body, &input, &super::FieldMap::default()) == Format::Html
        }
    }
}

/// Parses the time of a capture.
fn witnessed(text: &str) -> Option<Stamp> {
    // ARC writes it as 20080430204825.
    let text = if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}T{}Z", &text[..8], &text[8..])
    } else {
        text.to_owned()
    };
    match dates::read(&text) {
        Ok(Reading::Plain(stamp)) => Some(stamp),
        _ => None,
    }
}

/// Reads a line of at most [`HEADER`] bytes, without its line end; `None` at the end of the file.
fn line(reader: &mut (dyn BufRead + Send)) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if reader.take(HEADER as u64).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    while line.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
        line.pop();
    }
    Ok(Some(line))
}

/// With what a record begins, up to the minor version. Its first byte occurs in it only once.
const MARKER: &[u8] = b"WARC/1.";

/// Reads the header of the next record; `marked` says that its [`MARKER`] was read already.
fn header(reader: &mut (dyn BufRead + Send), marked: bool) -> io::Result<Next> {
    let first = loop {
        match line(reader)? {
            line if marked => break [MARKER, &line.unwrap_or_default()].concat(),
            None => return Ok(Next::End),
            Some(line) if line.is_empty() => {}
            Some(line) => break line,
        }
    };
    let behind_garbage = !first.starts_with(b"WARC/");
    if behind_garbage
        && ![&b"WARC/1.0"[..], b"WARC/1.1"].iter().any(|version| first.ends_with(version))
    {
        return Ok(Next::Lost(NO_RECORD.to_owned()));
    }
    let (mut fields, mut bytes) = (Vec::<(String, String)>::new(), 0);
    loop {
        let Some(line) = line(reader)? else { return Err(io::ErrorKind::UnexpectedEof.into()) };
        bytes += line.len();
        if bytes > HEADER {
            return Ok(Next::Lost(format!("has a header longer than {HEADER} bytes")));
        }
        if line.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        match text.split_once(':') {
            _ if text.starts_with([' ', '\t']) => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            }
            Some((name, value)) => {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
            }
            None => {}
        }
    }
    let find = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let Some(length) = find("content-length").and_then(|l| l.parse().ok()) else {
        return Ok(Next::Lost("has no length".to_owned()));
    };
    let content_type = find("content-type");
    Ok(Next::Header(Header {
        kind: find("warc-type").unwrap_or_default().to_ascii_lowercase(),
        // wget puts the address in angle brackets.
        url: find("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned()),
        date: find("warc-date"),
        is_http: content_type
            .as_deref()
            .is_some_and(|t| t.to_ascii_lowercase().starts_with("application/http")),
        content_type,
        digest: find("warc-payload-digest"),
        refers_to: find("warc-refers-to-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned()),
        length,
        behind_garbage,
    }))
}

/// Skips bytes.
fn skip(reader: &mut (dyn BufRead + Send), length: u64) -> io::Result<()> {
    let skipped = io::copy(&mut reader.take(length), &mut io::sink())?;
    if skipped == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Advances to just behind the [`MARKER`] of the next record; returns `false` if there is none.
fn resync(reader: &mut (dyn BufRead + Send)) -> io::Result<bool> {
    // Bytes of the marker that end what was read so far; a buffer may end within it.
    let mut met = 0;
    loop {
        let window = reader.fill_buf()?;
        if window.is_empty() {
            return Ok(false);
        }
        // Garbage need not end with a line end.
        let end = window.iter().position(|&byte| {
            met = if byte == MARKER[met] { met + 1 } else { usize::from(byte == MARKER[0]) };
            met == MARKER.len()
        });
        let passed = end.map_or(window.len(), |end| end + 1);
        reader.consume(passed);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests;
