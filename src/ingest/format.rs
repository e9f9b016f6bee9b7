//! Detects the format of an input, by content first, then by name.

use std::fs::File;
use std::io::Read;

use super::{FieldMap, Input, agency, charset, mail, mime, own, saved};

/// Bytes examined to detect a format. Chosen by judgement.
pub const HEAD: usize = 4096;

/// Bytes in which a first tag is recognised; the longest that is looked for has 14.
const TAG: usize = 32;

/// A format that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unread {
    /// Its name, as it stands behind `unsupported format: `.
    pub name: &'static str,
    /// What the user can do about it; `None` where nothing would make an article of it.
    pub remedy: Option<&'static str>,
}

impl Unread {
    const fn new(name: &'static str) -> Self {
        Self { name, remedy: None }
    }

    const fn with(name: &'static str, remedy: &'static str) -> Self {
        Self { name, remedy: Some(remedy) }
    }

    /// Returns the reason for a reject.
    pub fn reason(self) -> String {
        let remedy = self.remedy.map(|remedy| format!("; {remedy}")).unwrap_or_default();
        format!("has an unsupported format: {}{remedy}", self.name)
    }
}

/// What Safari saves.
const WEB_ARCHIVE: Unread =
    Unread::with("Safari web archive", "save the page as Page Source, or with another browser");

const PDF: Unread =
    Unread::with("PDF", "make a text file of it with `pdftotext FILE.pdf`, or save it as DOCX");

/// What Microsoft's programs saved before 2007. A password hides newer documents in the same
/// container.
const OLD_OFFICE: Unread = Unread::with(
    "Microsoft Office before 2007 (.doc, .xls, .msg), or a document with a password",
    "save it as DOCX, XLSX or EML without a password",
);

/// What unpacks a file, and packs it as this program reads it.
const REPACK: &str = "unpack it, or compress it with gzip or zstd";

const PICTURE: Unread = Unread::new("picture");
const BINARY: Unread = Unread::new("binary data");

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line.
    JsonLines,
    /// JSON values: objects, lists of objects, or an export that contains a list. Input that turns
    /// out not to be JSON is read as plain text.
    Json {
        /// Whether the file name says JSON; such a file is never read as plain text.
        named: bool,
    },
    /// A page.
    Html,
    /// A page saved as MHTML.
    Mhtml,
    /// A table with a header.
    Csv,
    /// Apache Parquet.
    Parquet,
    /// RSS or Atom.
    Feed,
    /// NewsML or NITF.
    News,
    /// WARC or ARC.
    Warc,
    /// A zip file: of WARC files (WACZ), or a document or table of an office program.
    Zip,
    /// A document in RTF.
    Rtf,
    /// A mail message.
    Message,
    /// A mailbox of several messages.
    Mailbox,
    /// Plain text.
    Text,
    /// A format that is not supported.
    Unread(Unread),
}

impl Format {
    /// Returns the name of the format for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "JSON lines",
            Self::Json { .. } => "JSON",
            Self::Html => "HTML",
            Self::Mhtml => "MHTML",
            Self::Csv => "CSV",
            Self::Parquet => "Parquet",
            Self::Feed => "feed",
            Self::News => "NewsML or NITF",
            Self::Warc => "WARC",
            Self::Zip => "zip file",
            Self::Rtf => "RTF",
            Self::Message => "mail message",
            Self::Mailbox => "mailbox",
            Self::Text => "plain text",
            Self::Unread(format) => format.name,
        }
    }
}

/// Returns a file's format if it is not supported, judged by its name and first bytes.
///
/// `None` also for a file that cannot be read: the error is reported when its records are read.
pub fn unread(input: &Input, file: File) -> Option<Unread> {
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head).ok()?;
    if head.starts_with(&[0x1f, 0x8b]) || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return unread_name(input);
    }
    match tell(&head, input, &FieldMap::default()) {
        Format::Unread(format) => Some(format),
        _ => None,
    }
}

/// Returns what a file is if its name rules out an article, whatever its bytes look like.
fn unread_name(input: &Input) -> Option<Unread> {
    const NAMES: [(Unread, &[&str]); 2] = [
        (Unread::new("settings file"), &[".toml", ".yaml", ".yml", ".ini"]),
        (Unread::new("script or style sheet"), &[".js", ".css", ".py", ".rs", ".sh"]),
    ];
    NAMES.iter().find(|(_, endings)| input.ends_with(endings)).map(|(format, _)| *format)
}

/// Detects the format of unpacked bytes that begin with `begun`. Only [`HEAD`] bytes are examined,
/// and those that follow comments.
pub fn tell(begun: &[u8], input: &Input, fields: &FieldMap) -> Format {
    let head = &begun[..begun.len().min(HEAD)];
    if let Some(format) = unread_name(input) {
        return Format::Unread(format);
    }
    const MAGIC: [(&[u8], Format); 14] = [
        (b"PAR1", Format::Parquet),
        (b"WARC/", Format::Warc),
        (b"filedesc://", Format::Warc),
        (b"PK\x03\x04", Format::Zip),
        (b"%PDF", Format::Unread(PDF)),
        (b"\x04\x22\x4d\x18", Format::Unread(Unread::with("lz4-compressed file", REPACK))),
        (b"BZh", Format::Unread(Unread::with("bzip2-compressed file", REPACK))),
        (b"\xfd7zXZ\x00", Format::Unread(Unread::with("xz-compressed file", REPACK))),
        (b"\x89PNG", Format::Unread(PICTURE)),
        (b"\xff\xd8\xff", Format::Unread(PICTURE)),
        (b"GIF8", Format::Unread(PICTURE)),
        (b"\xd0\xcf\x11\xe0", Format::Unread(OLD_OFFICE)),
        (b"{\\rtf", Format::Rtf),
        (b"bplist00", Format::Unread(WEB_ARCHIVE)),
    ];
    if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return *format;
    }
    if let Some(text) = charset::of_utf32(&head[..head.len() & !3])
        .filter(|text| !text.is_empty() && !text.contains('\0'))
    {
        return tell(text.as_bytes(), input, fields);
    }
    let utf16 = head.starts_with(&[0xff, 0xfe])
        || head.starts_with(&[0xfe, 0xff])
        || charset::unmarked_utf16(head).is_some();
    if utf16 {
        let text = charset::of_text(&head[..head.len() & !1]).unwrap_or_default().into_owned();
        if !text.contains('\0') && !text.is_empty() {
            return tell(text.as_bytes(), input, fields);
        }
    }
    if head.contains(&0) && !utf16 && !input.ends_with(&[".html", ".htm", ".csv", ".tsv", ".jsonl"])
    {
        return Format::Unread(BINARY);
    }
    let is_message = mail::is_message(begun, input.ends_with(&[".eml"]));
    let is_multipart = input.ends_with(&[".mhtml", ".mht"]) || !is_message;
    if saved::is_mhtml(begun) || is_multipart && mime::is_multipart(begun) {
        return Format::Mhtml;
    }
    if is_message {
        return Format::Message;
    }
    if mail::is_mailbox(begun) {
        return Format::Mailbox;
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if input.ends_with(&[".jsonl", ".ndjson", ".jsonlines"]) {
        return Format::JsonLines;
    }
    if input.ends_with(&[".csv", ".tsv"]) {
        return Format::Csv;
    }
    if let Some(format) = markup(begun) {
        return match format {
            Format::Html if own::is_page(head) => Format::Unread(Unread::with(
                "comparison written by `urtext diff`",
                "name the two articles",
            )),
            Format::Html if own::is_report_page(head) => Format::Unread(Unread::with(
                "page of a report",
                "name the articles that the report was made from",
            )),
            other => other,
        };
    }
    let named = input.ends_with(&[".json"]);
    let first_line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    if start.first() == Some(&b'{') {
        let is_json = |line: &[u8]| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok();
        let one_a_line = is_json(first_line)
            || super::mended::numbered(first_line).is_some_and(|line| is_json(&line));
        // A line longer than `head` cannot be checked; an object at its start is taken for JSON
        // lines unless the name says JSON.
        let long_line = first_line.len() == start.len() && !named && head.len() >= HEAD;
        let single = named
            && start.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count() <= 1;
        if (one_a_line && !single) || long_line {
            return Format::JsonLines;
        }
    }
    match start.first() {
        _ if named => Format::Json { named },
        Some(b'{' | b'[') => Format::Json { named },
        _ if input.ends_with(&[".html", ".htm", ".xhtml"]) => Format::Html,
        _ if input.ends_with(&[".rss", ".atom", ".xml"]) => Format::Feed,
        _ if is_header(first_line, fields) => Format::Csv,
        _ => Format::Text,
    }
}

/// Recognises HTML, or the XML of a feed, by its first tags.
fn markup(bytes: &[u8]) -> Option<Format> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let mut rest = start;
    // Declarations and comments may precede the first tag.
    loop {
        let (length, end) = match rest {
            [b'<', b'?', ..] => (2, &b"?>"[..]),
            [b'<', b'!', b'-', b'-', ..] => (4, &b"-->"[..]),
            _ => break,
        };
        let after = &rest[length..];
        rest = after[memchr::memmem::find(after, end)? + end.len()..].trim_ascii_start();
    }
    let rest = String::from_utf8_lossy(&rest[..rest.len().min(TAG)]).to_ascii_lowercase();
    // The name of the root, which a document type states too.
    let root = rest.strip_prefix("<!doctype").map(str::trim_start).or(rest.strip_prefix('<'));
    let root = root.and_then(|r| r.split([' ', '\t', '\r', '\n', '>', '/', '[']).next());
    let root = root.map(|name| name.rsplit(':').next().unwrap_or(name));
    match root {
        Some("plist") => return Some(Format::Unread(WEB_ARCHIVE)),
        Some(root) if agency::is_root(root) => return Some(Format::News),
        _ => {}
    }
    if ["<rss", "<feed", "<rdf:rdf", "<atom:feed", "<channel"].iter().any(|t| rest.starts_with(t)) {
        return Some(Format::Feed);
    }
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<article",
        "<div",
        "<!doctype",
        "<script",
        "<link",
        "<p>",
        "<p ",
    ];
    if tags.iter().any(|t| rest.starts_with(t)) {
        return Some(Format::Html);
    }
    start.get(..5).is_some_and(|xml| xml.eq_ignore_ascii_case(b"<?xml")).then_some(Format::Feed)
}

/// Whether a line is the header of a table of articles: at least two columns, of which at least two
/// are known fields.
fn is_header(line: &[u8], fields: &FieldMap) -> bool {
    let line = charset::of_text(line).unwrap_or_else(|| String::from_utf8_lossy(line));
    [',', '\t', ';'].iter().any(|&sign| {
        let names: Vec<&str> = line.split(sign).map(|name| name.trim().trim_matches('"')).collect();
        names.len() >= 2 && names.iter().filter(|n| fields.knows(n)).count() >= 2
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, head: &[u8]) -> Format {
        tell(head, &Input { label: name.to_owned(), path: None }, &FieldMap::default())
    }

    #[test]
    fn content_tells_the_format_whatever_the_name() {
        for (head, format) in [
            (&b"<?xml version=\"1.0\"?>\n<!-- x --><rss version=\"2.0\">"[..], Format::Feed),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html><html>", Format::Html),
            (b"\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC", Format::Html),
            (b"WARC/1.0\r\n", Format::Warc),
            (b"{\"id\":\"a\"}\n{\"id\":\"b\"}\n", Format::JsonLines),
            (b"{\n \"id\":\"a\"}", Format::Json { named: false }),
            (b"title,url,text\n", Format::Csv),
            (b"Monday, 7 June, the ferries stood still\n", Format::Text),
            (b"%PDF-1.7", Format::Unread(PDF)),
            (b"{\\rtf1\\ansi", Format::Rtf),
            (b"From: a@b.example\nDate: x\nMessage-ID: <c>\n\nText", Format::Message),
            (b"From a@b.example Mon\nSubject: x\n\nText", Format::Mailbox),
            (b"From: Halvik\nDate: Monday\n\nText", Format::Text),
            (b"a\0b", Format::Unread(BINARY)),
        ] {
            assert_eq!(told("-", head), format, "{}", String::from_utf8_lossy(head));
        }
        for (before, tag, format) in [
            ("", "<html>", Format::Html),
            ("<?xml version=\"1.0\"?>", "<html>", Format::Html),
            ("<?xml version=\"1.0\"?>", "<rss>", Format::Feed),
        ] {
            let head = format!("{before}<!-- {} -->\n{tag}", "terms of use ".repeat(1_000));
            assert_eq!(told("-", head.as_bytes()), format, "{before}{tag}");
            let (input, mut rejects) = (Input { label: "-".to_owned(), path: None }, Vec::new());
            let settings = crate::ingest::Settings::default();
            let bytes = format!("{head}<p>Text").into_bytes();
            let read =
                crate::ingest::records::read_bytes(bytes, &input, None, &settings, &mut rejects);
            let is_text = read.articles.iter().any(|a| a.text.contains("terms of use"));
            assert!(!is_text, "{before}{tag}");
        }
        assert_eq!(told("a.eml", b"From: Halvik\nDate: Monday\n\nText"), Format::Message);
        assert_eq!(told("a.toml", b"a = 1"), Format::Unread(Unread::new("settings file")));
        assert_eq!(told("a.json.gz", b"\"x\""), Format::Json { named: true });
        assert_eq!(told("a.tsv", b"x"), Format::Csv);
    }
}
