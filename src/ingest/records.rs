//! Reads the records of one input: detects its format and passes it to the reader for that format.

use std::io::{self, BufRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::dates::{self, Order};
use super::fields::Field;
use super::format::{self, Format};
use super::record::{Parsed, set_date};
use super::{Article, Digest, Input, Limits, ReadAs, Reject, Settings, charset, decode};

/// Bytes above which a document of many articles (JSON that is not lines, a feed, Parquet, mail, RTF,
/// a zip file) is refused, as it is held in memory whole. Chosen by judgement.
const LIMIT: u64 = 256 << 20;

/// What one input held.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its articles; ids are not yet unique.
    pub articles: Vec<Article>,
    /// Records met, including rejected ones.
    pub records: u64,
    /// Digest of the stored bytes; `None` if the input could not be opened.
    pub digest: Option<Digest>,
    /// Bytes that were unpacked of it, if it is a zip file.
    pub(super) unpacked: u64,
}

/// A date that is read once the file's order of day and month is known.
struct Pending {
    article: usize,
    field: Field,
    date: dates::Slashed,
    text: String,
}

/// Reads one input. What cannot be read goes to `rejects`; `watch` receives the number of articles
/// so far.
pub fn read(
    input: &Input,
    settings: &Settings,
    rejects: &mut Vec<Reject>,
    watch: &mut dyn FnMut(u64),
) -> Contents {
    match decode::open(input, &settings.limits) {
        Ok(opened) => Reader::new(input, settings, rejects).contents(opened, None, watch),
        Err(cause) => unopened(input, &cause, rejects),
    }
}

/// Reads bytes in memory as [`read`] reads a file, in the given `format` or else the detected one;
/// `input` only supplies the name and is not opened.
pub fn read_bytes(
    bytes: Vec<u8>,
    input: &Input,
    format: Option<Format>,
    settings: &Settings,
    rejects: &mut Vec<Reject>,
) -> Contents {
    match decode::of(Box::new(io::Cursor::new(bytes)), input.label.clone(), &settings.limits) {
        Ok(opened) => Reader::new(input, settings, rejects).contents(opened, format, &mut |_| ()),
        Err(cause) => unopened(input, &cause, rejects),
    }
}

/// Reads a file within a zip file as [`read_bytes`]; if it is a zip file itself, it may unpack to
/// `room` bytes at most.
pub(super) fn read_within(
    bytes: Vec<u8>,
    input: &Input,
    format: Option<Format>,
    settings: &Settings,
    rejects: &mut Vec<Reject>,
    room: u64,
) -> Contents {
    match decode::of(Box::new(io::Cursor::new(bytes)), input.label.clone(), &settings.limits) {
        Ok(opened) => {
            let reader = Reader { room: Some(room), ..Reader::new(input, settings, rejects) };
            reader.contents(opened, format, &mut |_| ())
        }
        Err(cause) => unopened(input, &cause, rejects),
    }
}

fn unopened(input: &Input, cause: &io::Error, rejects: &mut Vec<Reject>) -> Contents {
    rejects.push(Reject {
        path: input.label.clone(),
        line: None,
        field: None,
        reason: format!("cannot be read: {cause}"),
    });
    Contents { records: 1, ..Contents::default() }
}

/// Reads one line of JSON lines, without its line end; what cannot be read goes to `rejects`.
pub fn json_line(
    line: &[u8],
    number: u64,
    settings: &Settings,
    rejects: &mut Vec<Reject>,
) -> Vec<Article> {
    let input = &Input { label: "-".to_owned(), path: None };
    let mut reader = Reader::new(input, settings, rejects);
    reader.chunk(line, number);
    reader.settle_dates();
    reader.contents.articles
}

/// The state that the readers of all formats fill.
pub(super) struct Reader<'a> {
    pub(super) input: &'a Input,
    pub(super) settings: &'a Settings,
    rejects: &'a mut Vec<Reject>,
    pub(super) contents: Contents,
    order: Order,
    pending: Vec<Pending>,
    /// Records lost.
    lost: u64,
    /// Bytes that the articles take in memory, see [`super::Limits::weight`], and whether that is
    /// too much.
    held: u64,
    overfull: bool,
    /// Stored bytes of the file read so far.
    pub(super) stored: Arc<AtomicU64>,
    /// The character set of the file once it is known; `None` as long as everything was ASCII.
    pub(super) charset: Option<&'static encoding_rs::Encoding>,
    /// Bytes that it may unpack to if it is a zip file within another one; `None` if it is not
    /// within one.
    pub(super) room: Option<u64>,
    /// What the head of a table suggests for cells that are not UTF-8.
    pub(super) guess: Option<&'static encoding_rs::Encoding>,
    /// The name of the character set that the whole file was converted from, if it was.
    converted: Option<&'static str>,
    /// How the file is read.
    pub(super) read_as: ReadAs,
    /// Records whose names were noted.
    pub(super) noted: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        input: &'a Input,
        settings: &'a Settings,
        rejects: &'a mut Vec<Reject>,
    ) -> Self {
        Self {
            input,
            settings,
            rejects,
            contents: Contents::default(),
            order: Order::default(),
            pending: Vec::new(),
            lost: 0,
            held: 0,
            overfull: false,
            stored: Arc::default(),
            charset: None,
            room: None,
            guess: None,
            converted: None,
            read_as: ReadAs::default(),
            noted: 0,
        }
    }

    /// Reads the whole input.
    fn contents(
        mut self,
        mut opened: decode::Opened,
        format: Option<Format>,
        watch: &mut dyn FnMut(u64),
    ) -> Contents {
        self.stored = opened.stored();
        self.run(opened.reader(), format, watch);
        self.settle_dates();
        self.read_as.encoding = self.converted.or(self.charset.map(encoding_rs::Encoding::name));
        let read_as = std::mem::take(&mut self.read_as);
        self.contents.digest = Some(Digest { read_as, ..opened.digest() });
        self.contents
    }

    pub(super) fn reject_whole(&mut self, reason: impl Into<String>) {
        self.rejected(Reject {
            path: self.input.label.clone(),
            line: None,
            field: None,
            reason: reason.into(),
        });
    }

    /// Rejects a file within this one.
    pub(super) fn reject_within(&mut self, input: &Input, reason: String) {
        let path = input.label.clone();
        self.rejected(Reject { path, line: None, field: None, reason });
    }

    /// Takes over what a file within this one held.
    pub(super) fn adopt(&mut self, read: Contents, rejects: Vec<Reject>) {
        let lost = rejects.iter().filter(|reject| reject.field.is_none()).count() as u64;
        self.contents.records += read.records;
        self.lost += lost;
        self.rejects.extend(rejects);
        self.held += read.articles.iter().map(|a| Limits::weight(a.text.len())).sum::<u64>();
        self.contents.articles.extend(read.articles);
        self.weigh(None);
    }

    /// Counts a lost record, and reports when the rest of the file is abandoned for it.
    pub(super) fn rejected(&mut self, mut reject: Reject) {
        if self.is_full() {
            return;
        }
        self.contents.records += 1;
        self.lost += 1;
        if self.is_full() {
            reject.field = None;
            reject.reason = format!(
                "is record number {} that cannot be read, and most records cannot; the rest of the file is skipped",
                self.lost
            );
        }
        self.rejects.push(reject);
    }

    /// Whether so much of the file could not be read, or so much memory is taken, that the rest is
    /// abandoned: later records are neither kept nor counted.
    pub(super) fn is_full(&self) -> bool {
        self.overfull
            || self.lost > self.settings.limits.rejects
                && self.lost > self.contents.articles.len() as u64
    }

    fn run(
        &mut self,
        reader: &mut (dyn BufRead + Send),
        format: Option<Format>,
        watch: &mut dyn FnMut(u64),
    ) {
        let begun = match reader.fill_buf() {
            Ok(begun) => begun,
            Err(e) => return self.reject_whole(format!("cannot be unpacked: {e}")),
        };
        if begun.is_empty() {
            return self.reject_whole("is empty");
        }
        let head = &begun[..begun.len().min(format::HEAD)];
        let format =
            format.unwrap_or_else(|| format::tell(begun, self.input, &self.settings.fields));
        self.read_as.format = format.name();
        match format {
            Format::Unread(format) => self.reject_whole(format.reason()),
            Format::JsonLines if !is_wide(head) => self.lines(reader, watch),
            Format::Csv if !is_wide(head) => self.csv(reader, watch),
            Format::Warc => self.warc(reader, watch),
            format => self.document(reader, format, watch),
        }
    }

    /// Reads a format that needs the whole file in memory.
    fn document(
        &mut self,
        reader: &mut (dyn BufRead + Send),
        format: Format,
        watch: &mut dyn FnMut(u64),
    ) {
        let single = matches!(format, Format::Html | Format::Text);
        let limit = if single {
            self.settings.limits.document
        } else {
            LIMIT.max(self.settings.limits.document)
        };
        let mut bytes = Vec::new();
        if let Err(e) = decode::fill(reader, limit + 1, &mut bytes) {
            return self.reject_whole(format!("ends prematurely: {e}"));
        }
        if bytes.len() as u64 > limit {
            return self.reject_whole(if single {
                self.settings.limits.too_long()
            } else {
                format!("is longer than {} MiB", limit >> 20)
            });
        }
        if let Some(text) = charset::of_utf32(&bytes) {
            bytes = text.into_bytes();
            self.converted = Some("UTF-32");
        } else if is_utf16(&bytes) {
            let is_big = match bytes.first_chunk::<2>() {
                Some([0xfe, 0xff]) => true,
                Some([0xff, 0xfe]) => false,
                _ => charset::unmarked_utf16(&bytes) == Some(encoding_rs::UTF_16BE),
            };
            self.converted = Some(if is_big { "UTF-16BE" } else { "UTF-16LE" });
            bytes = charset::of_text(&bytes).unwrap_or_default().into_owned().into_bytes();
        }
        match format {
            Format::Html => self.page(&bytes),
            Format::Mhtml => self.mhtml(&bytes),
            Format::Feed => self.feed(&bytes),
            Format::News => self.agency(&bytes),
            #[cfg(feature = "tables")]
            Format::Parquet => self.parquet(&bytes),
            #[cfg(not(feature = "tables"))]
            Format::Parquet => self.reject_whole("is Parquet, which this build does not read"),
            Format::Zip => self.zip(&bytes, watch),
            Format::Rtf => self.rtf(&bytes),
            Format::Message => self.message(&bytes),
            Format::Mailbox => self.mailbox(&bytes, watch),
            Format::JsonLines => self.lines(&mut bytes.as_slice(), watch),
            Format::Csv => self.csv(&mut bytes.as_slice(), watch),
            Format::Json { named } => {
                let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                let decoded = if std::str::from_utf8(text).is_err() {
                    self.charset = charset::guess_unless_utf8(text);
                    charset::of_text(text)
                } else {
                    self.charset = (!text.is_ascii()).then_some(encoding_rs::UTF_8);
                    None
                };
                if !self.json(decoded.as_deref().map_or(text, str::as_bytes), named) {
                    self.plain(&bytes);
                }
            }
            _ => self.plain(&bytes),
        }
    }

    fn plain(&mut self, bytes: &[u8]) {
        if bytes.len() as u64 > self.settings.limits.document {
            return self.reject_whole(self.settings.limits.too_long());
        }
        self.text(bytes);
    }

    /// Counts a record and keeps the article or the reject.
    pub(super) fn take(&mut self, parsed: Parsed) {
        let (path, line) = (&self.input.label, parsed.line);
        let reject = |field: Option<String>, reason: String| Reject {
            path: path.clone(),
            line,
            field,
            reason,
        };
        match parsed.article {
            Err(reason) => self.rejected(reject(None, reason)),
            Ok(_) if self.is_full() => {}
            Ok(mut article) => {
                self.contents.records += 1;
                self.rejects.extend(
                    parsed
                        .fields
                        .into_iter()
                        .map(|(field, reason)| reject(Some(field.name().to_owned()), reason)),
                );
                for (field, date, text) in parsed.slashed {
                    self.order.learn(&date);
                    self.pending.push(Pending {
                        article: self.contents.articles.len(),
                        field,
                        date,
                        text,
                    });
                }
                article.path.clone_from(path);
                article.line = line;
                self.complete(&mut article);
                self.held += Limits::weight(article.text.len());
                self.contents.articles.push(article);
                self.weigh(line);
            }
        }
    }

    /// Gives times without a zone the one that the user stated.
    fn complete(&self, article: &mut Article) {
        let Some(zone) = &self.settings.timezone else { return };
        for date in [&mut article.published, &mut article.modified, &mut article.first_seen] {
            *date = date.map(|stamp| zone.complete(stamp));
        }
    }

    /// Abandons a small file that holds very many articles, as one that unpacks to far more than
    /// its size.
    fn weigh(&mut self, line: Option<u64>) {
        let Limits { file, ratio, .. } = self.settings.limits;
        if self.held > file && self.held > self.stored.load(Ordering::Relaxed).saturating_mul(ratio)
        {
            let reason = format!(
                "is the last of {} articles that together take more memory than {} MiB and {ratio} times the file's size; the rest of the file is skipped",
                self.contents.articles.len(),
                file >> 20
            );
            self.rejected(Reject { path: self.input.label.clone(), line, field: None, reason });
            self.overfull = true;
        }
    }

    /// Reads the dates that waited for the file's order of day and month.
    pub(super) fn settle_dates(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let article = &mut self.contents.articles[pending.article];
            match self.order.read(&pending.date) {
                Ok(stamp) => {
                    let zone = self.settings.timezone.as_ref();
                    let stamp = zone.map_or(stamp, |zone| zone.complete(stamp));
                    set_date(article, pending.field, stamp);
                }
                Err(why) => self.rejects.push(Reject {
                    path: article.path.clone(),
                    line: article.line,
                    field: Some(pending.field.name().to_owned()),
                    reason: format!("`{}` {why}", pending.text),
                }),
            }
        }
    }
}

/// Whether even ASCII characters take more than one byte, so that lines cannot be split at the byte
/// of a line end.
fn is_wide(head: &[u8]) -> bool {
    charset::of_utf32(&head[..head.len() & !3]).is_some() || is_utf16(head)
}

fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe])
        || head.starts_with(&[0xfe, 0xff])
        || charset::unmarked_utf16(head).is_some()
}
