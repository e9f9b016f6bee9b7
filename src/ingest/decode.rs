//! Opens an input, unpacks it and says what it looks like.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use xxhash_rust::xxh3::Xxh3;

use super::{Digest, Input};

/// Bytes looked at to tell a format.
const HEAD: usize = 4096;

/// A reader that keeps a digest of what passed through it.
struct Digesting<R> {
    inner: R,
    hash: Box<Xxh3>,
    bytes: u64,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        self.bytes += n as u64;
        Ok(n)
    }
}

/// What unpacks the bytes.
enum Unpacked<R: Read> {
    Plain(BufReader<R>),
    Gzip(BufReader<flate2::bufread::MultiGzDecoder<BufReader<R>>>),
    Zstd(BufReader<zstd::Decoder<'static, BufReader<R>>>),
}

/// An opened input: its unpacked bytes.
pub struct Opened {
    name: String,
    inner: Unpacked<Digesting<Box<dyn Read + Send>>>,
}

/// Opens an input and undoes gzip and zstd, told by their first bytes.
///
/// # Errors
/// What the system says of the file.
pub fn open(input: &Input) -> io::Result<Opened> {
    let (raw, name): (Box<dyn Read + Send>, String) = match &input.path {
        None => (Box::new(io::stdin()), "-".to_owned()),
        Some(path) => (Box::new(File::open(path)?), path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()),
    };
    let mut raw = BufReader::with_capacity(1 << 18, Digesting { inner: raw, hash: Box::new(Xxh3::new()), bytes: 0 });
    let head = raw.fill_buf()?;
    let inner = if head.starts_with(&[0x1f, 0x8b]) {
        Unpacked::Gzip(BufReader::with_capacity(1 << 18, flate2::bufread::MultiGzDecoder::new(raw)))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Unpacked::Zstd(BufReader::with_capacity(1 << 18, zstd::Decoder::with_buffer(raw)?))
    } else {
        Unpacked::Plain(raw)
    };
    Ok(Opened { name, inner })
}

impl Opened {
    /// The unpacked bytes.
    pub fn reader(&mut self) -> &mut (dyn BufRead + Send) {
        match &mut self.inner {
            Unpacked::Plain(r) => r,
            Unpacked::Gzip(r) => r,
            Unpacked::Zstd(r) => r,
        }
    }

    /// The digest of the stored bytes; what was not read yet is read first, as far as it can be.
    pub fn digest(self) -> Digest {
        let mut raw = match self.inner {
            Unpacked::Plain(r) => r,
            Unpacked::Gzip(r) => r.into_inner().into_inner(),
            Unpacked::Zstd(r) => r.into_inner().finish(),
        };
        // A read error here was met before, and rejected, by whoever read the records.
        let _ = io::copy(&mut raw, &mut io::sink());
        let stored = raw.into_inner();
        Digest { name: self.name, xxh3: format!("{:032x}", stored.hash.digest128()), bytes: stored.bytes }
    }
}

/// Names the format of a file that is not read, by its first bytes; `None` if it may be read.
///
/// A file that cannot be read at all gives `None`: the error comes when its records are read.
pub fn unread_format(file: File) -> Option<&'static str> {
    let mut head = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut head).ok()?;
    if head.starts_with(&[0x1f, 0x8b]) || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return None;
    }
    unread(&head)
}

/// Names the format of a file whose name says that it is no article, whatever its bytes look like.
pub fn unread_name(input: &Input) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 4] = [
        ("a table (CSV)", &[".csv", ".tsv"]),
        ("a settings file", &[".toml", ".yaml", ".yml", ".ini"]),
        ("markup", &[".html", ".htm", ".xml", ".rss", ".atom"]),
        ("an archive of pages", &[".warc", ".arc", ".wacz"]),
    ];
    NAMES.iter().find(|(_, endings)| input.ends_with(endings)).map(|(format, _)| *format)
}

/// Names the format of unpacked bytes that begin with `head` if it is one that is not read.
pub fn unread(head: &[u8]) -> Option<&'static str> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let begins = |what: &str| text.get(..what.len()).is_some_and(|t| t.eq_ignore_ascii_case(what.as_bytes()));
    if begins("<!doctype html") || begins("<html") || begins("<head") {
        Some("HTML")
    } else if begins("<?xml") || begins("<rss") || begins("<feed") {
        Some("XML")
    } else if begins("WARC/") {
        Some("WARC")
    } else if head.starts_with(b"PAR1") {
        Some("Parquet")
    } else if head.starts_with(b"%PDF") {
        Some("PDF")
    } else if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        Some("UTF-16 text")
    } else if head.contains(&0) {
        Some("binary data")
    } else {
        None
    }
}
