//! Reads the records of one input: JSON lines, JSON, or plain text.

use std::io::{BufRead, Read};

use rayon::prelude::*;
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::dates::{self, Order, Reading};
use super::fields::{Field, FieldMap, Record, Value};
use super::{Article, Digest, Input, Reject, decode, urls};
use crate::sources::domain;

/// Bytes of JSON lines parsed at a time.
const CHUNK: usize = 32 << 20;
/// Bytes above which a text, a line or a JSON document is refused.
const LIMIT: u64 = 256 << 20;

/// What one input held.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its articles, ids not yet unique.
    pub articles: Vec<Article>,
    /// Records met, rejected ones included.
    pub records: u64,
    /// Digest of the stored bytes; `None` if it could not be opened.
    pub digest: Option<Digest>,
}

/// A date field still to be read: which article, which field, the text.
struct Pending {
    article: usize,
    field: Field,
    date: dates::Slashed,
    text: String,
}

/// Reads one input; what cannot be read goes to `rejects`, `watch` is told the number of records so far.
pub fn read(input: &Input, fields: &FieldMap, rejects: &mut Vec<Reject>, watch: &mut dyn FnMut(u64)) -> Contents {
    let mut opened = match decode::open(input) {
        Ok(opened) => opened,
        Err(cause) => {
            rejects.push(whole(input, format!("cannot be read: {cause}")));
            return Contents { records: 1, ..Contents::default() };
        }
    };
    let mut reader = Reader { input, fields, rejects, contents: Contents::default(), order: Order::default(), pending: Vec::new() };
    reader.run(opened.reader(), watch);
    reader.settle_dates();
    let mut contents = reader.contents;
    contents.digest = Some(opened.digest());
    contents
}

fn whole(input: &Input, reason: String) -> Reject {
    Reject { path: input.label.clone(), line: None, field: None, reason }
}

/// A record read, or the reason why not; with rejected fields either way.
struct Parsed {
    line: u64,
    article: Result<Article, String>,
    fields: Vec<(Field, String)>,
    slashed: Vec<(Field, dates::Slashed, String)>,
}

struct Reader<'a> {
    input: &'a Input,
    fields: &'a FieldMap,
    rejects: &'a mut Vec<Reject>,
    contents: Contents,
    order: Order,
    pending: Vec<Pending>,
}

impl Reader<'_> {
    fn reject_whole(&mut self, reason: impl Into<String>) {
        self.contents.records += 1;
        self.rejects.push(whole(self.input, reason.into()));
    }

    fn run(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let head = match reader.fill_buf() {
            Ok(head) => head,
            Err(e) => return self.reject_whole(format!("cannot be unpacked: {e}")),
        };
        if head.is_empty() {
            return self.reject_whole("is empty");
        }
        if let Some(format) = decode::unread_name(self.input).or_else(|| decode::unread(&head[..head.len().min(4096)])) {
            return self.reject_whole(format!("is {format}, which is not read"));
        }
        let named_lines = self.input.ends_with(&[".jsonl", ".ndjson", ".jsonlines"]);
        let named_json = self.input.ends_with(&[".json"]);
        let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let first = start.first().copied();
        let first_line = start.split(|b| *b == b'\n').next().unwrap_or_default();
        let one_a_line = first == Some(b'{') && serde_json::from_slice::<serde::de::IgnoredAny>(first_line).is_ok();
        // A line longer than the look-ahead cannot be checked; an object that begins there is JSON lines or JSON.
        let long_line = first == Some(b'{') && first_line.len() == start.len() && !named_json;
        let single = named_json && start.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count() <= 1;
        if named_lines || (one_a_line && !single) || long_line {
            self.lines(reader, watch);
        } else {
            self.document(reader, named_json, matches!(first, Some(b'{' | b'[')));
        }
    }

    /// JSON lines, a chunk at a time.
    fn lines(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let (mut line, mut broken) = (1u64, None);
        let mut chunk: Vec<u8> = Vec::with_capacity(CHUNK + (1 << 16));
        while broken.is_none() {
            chunk.clear();
            let read = reader.take(CHUNK as u64).read_to_end(&mut chunk);
            let full = chunk.len() == CHUNK;
            let rest = match read {
                Ok(_) if full && !chunk.ends_with(b"\n") => reader.take(LIMIT).read_until(b'\n', &mut chunk).map(|_| ()),
                Ok(_) => Ok(()),
                Err(e) => Err(e),
            };
            if let Err(e) = rest {
                // What stands behind the last whole line is cut off; the reason says where.
                chunk.truncate(chunk.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1));
                broken = Some(e);
            }
            if chunk.is_empty() && broken.is_none() {
                break;
            }
            line += self.chunk(&chunk, line);
            watch(self.contents.articles.len() as u64);
        }
        if let Some(e) = broken {
            self.contents.records += 1;
            self.rejects.push(Reject {
                path: self.input.label.clone(),
                line: Some(line),
                field: None,
                reason: format!("is broken off here: {e}"),
            });
        } else if self.contents.records == 0 {
            self.reject_whole("holds no record");
        }
    }

    /// Parses whole lines, the first of which has number `first`; returns how many there are.
    fn chunk(&mut self, chunk: &[u8], first: u64) -> u64 {
        let mut lines: Vec<(u64, &[u8])> = Vec::new();
        let (mut number, mut start) = (first, 0);
        for end in memchr::memchr_iter(b'\n', chunk).chain((!chunk.ends_with(b"\n")).then_some(chunk.len())) {
            lines.push((number, &chunk[start..end]));
            number += 1;
            start = end + 1;
        }
        let fields = self.fields;
        let parsed: Vec<Parsed> = lines
            .into_par_iter()
            .map(|(line, bytes)| (line, bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| line == 1).unwrap_or(bytes)))
            .filter(|(_, bytes)| !bytes.trim_ascii().is_empty())
            .map(|(line, bytes)| parse(bytes, line, None, fields))
            .collect();
        parsed.into_iter().for_each(|p| self.take(p));
        number - first
    }

    /// A JSON document (one value or several, lists opened) or a plain text.
    fn document(&mut self, reader: &mut (dyn BufRead + Send), named_json: bool, like_json: bool) {
        let mut bytes = Vec::new();
        if let Err(e) = reader.take(LIMIT + 1).read_to_end(&mut bytes) {
            return self.reject_whole(format!("is broken off: {e}"));
        }
        if bytes.len() as u64 > LIMIT {
            return self.reject_whole(format!("is longer than {} MiB", LIMIT >> 20));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if like_json || named_json {
            match values(bytes) {
                Ok(values) => return self.values(bytes, &values),
                Err(e) if named_json => {
                    self.contents.records += 1;
                    self.rejects.push(Reject {
                        path: self.input.label.clone(),
                        line: Some(e.line() as u64),
                        field: None,
                        reason: format!("is not JSON: {e}"),
                    });
                    return;
                }
                Err(_) => {}
            }
        }
        self.text(bytes);
    }

    fn values(&mut self, bytes: &[u8], values: &[&RawValue]) {
        if values.is_empty() {
            return self.reject_whole("holds no record");
        }
        let (mut at, mut line) = (bytes.as_ptr() as usize, 1u64);
        for value in values {
            let raw = value.get().as_bytes();
            let here = raw.as_ptr() as usize;
            line += bytes[at - bytes.as_ptr() as usize..here - bytes.as_ptr() as usize].iter().filter(|b| **b == b'\n').count() as u64;
            at = here;
            let stem = (values.len() == 1).then(|| self.input.stem()).flatten();
            self.take(parse(raw, line, stem, self.fields));
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => {
                return self.reject_whole(format!(
                    "is not UTF-8 text: byte {} is `\\x{:02x}`",
                    e.valid_up_to() + 1,
                    bytes[e.valid_up_to()]
                ));
            }
        };
        if text.trim().is_empty() {
            return self.reject_whole("holds no text");
        }
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        article.id = self.input.stem().unwrap_or_else(|| hashed_id(&article));
        let article = check_id(&article.id).map(|()| article);
        self.take(Parsed { line: 1, article, fields: Vec::new(), slashed: Vec::new() });
    }

    fn take(&mut self, parsed: Parsed) {
        self.contents.records += 1;
        let path = &self.input.label;
        match parsed.article {
            Err(reason) => self.rejects.push(Reject { path: path.clone(), line: Some(parsed.line), field: None, reason }),
            Ok(mut article) => {
                for (field, reason) in parsed.fields {
                    self.rejects.push(Reject { path: path.clone(), line: Some(parsed.line), field: Some(field.name().to_owned()), reason });
                }
                for (field, date, text) in parsed.slashed {
                    self.order.learn(&date);
                    self.pending.push(Pending { article: self.contents.articles.len(), field, date, text });
                }
                article.path.clone_from(path);
                article.line = Some(parsed.line);
                self.contents.articles.push(article);
            }
        }
    }

    /// Reads the dates that waited for the file's order of day and month.
    fn settle_dates(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let article = &mut self.contents.articles[pending.article];
            match self.order.read(&pending.date) {
                Ok(stamp) if pending.field == Field::Published => article.published = Some(stamp),
                Ok(stamp) => article.first_seen = Some(stamp),
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

/// The values of a JSON document, a top-level list opened.
fn values(bytes: &[u8]) -> Result<Vec<&RawValue>, serde_json::Error> {
    let mut out = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>() {
        let value = value?;
        if value.get().starts_with('[') {
            out.extend(serde_json::from_str::<Vec<&RawValue>>(value.get())?);
        } else {
            out.push(value);
        }
    }
    Ok(out)
}

/// Reads one record.
fn parse(bytes: &[u8], line: u64, stem: Option<String>, names: &FieldMap) -> Parsed {
    let mut parsed = Parsed { line, article: Err(String::new()), fields: Vec::new(), slashed: Vec::new() };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let slots = Record(names).deserialize(&mut json).and_then(|slots| json.end().map(|()| slots));
    parsed.article = match slots {
        Ok(slots) => fill(slots, stem, &mut parsed.fields, &mut parsed.slashed),
        Err(e) if std::str::from_utf8(bytes).is_err() => Err(format!("is not UTF-8 ({e})")),
        Err(e) => Err(format!("is not a JSON record: {}", e.to_string().replace(" at line 1 column", " at column"))),
    };
    parsed
}

fn fill(
    mut slots: super::fields::Slots<'_>,
    stem: Option<String>,
    lost: &mut Vec<(Field, String)>,
    slashed: &mut Vec<(Field, dates::Slashed, String)>,
) -> Result<Article, String> {
    let text = match slots[Field::Text as usize].take() {
        Some(Value::Text(text)) if !text.trim().is_empty() => text.into_owned(),
        Some(Value::Text(_)) => return Err("`text` is empty".to_owned()),
        Some(other) => return Err(format!("`text` is {}, not a string", other.kind())),
        None => return Err("has no `text`".to_owned()),
    };
    let mut article = Article { text, ..Article::default() };
    let id = match slots[Field::Id as usize].take() {
        None => None,
        Some(Value::Text(id)) if id.trim().is_empty() => None,
        Some(Value::Text(id)) => Some(id.trim().to_owned()),
        Some(other) => return Err(format!("`id` is {}, not a string", other.kind())),
    };
    let mut strings = |field: Field| -> Option<String> {
        match slots[field as usize].take()? {
            Value::Text(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            other => {
                lost.push((field, format!("is {}, not a string", other.kind())));
                None
            }
        }
    };
    let addresses = [(Field::Url, strings(Field::Url)), (Field::Canonical, strings(Field::Canonical))];
    article.outlet = strings(Field::Source);
    article.title = strings(Field::Title);
    article.credit = strings(Field::Credit);
    article.language = strings(Field::Language);
    let dates = [(Field::Published, strings(Field::Published)), (Field::FirstSeen, strings(Field::FirstSeen))];
    for (field, text) in addresses.into_iter().filter_map(|(field, text)| text.map(|t| (field, t))) {
        match urls::normalise(&text) {
            Some(url) if field == Field::Url => article.url = Some(url),
            Some(url) => article.canonical = Some(url),
            None => lost.push((field, format!("`{}` is no web address", shortened(&text)))),
        }
    }
    // A page of one outlet that names another address of it is that page; the address of another outlet is where it came from.
    if let Some(canonical) = article.canonical.take() {
        let site = |url: &str| domain::host_of(url).and_then(|h| domain::registrable(&h).map(str::to_owned));
        match article.url.as_deref() {
            Some(url) if site(url) != site(&canonical) => article.canonical = Some(canonical),
            _ => article.url = Some(canonical),
        }
    }
    for (field, text) in dates.into_iter().filter_map(|(field, text)| text.map(|t| (field, t))) {
        match dates::read(&text) {
            Ok(Reading::Plain(stamp)) if field == Field::Published => article.published = Some(stamp),
            Ok(Reading::Plain(stamp)) => article.first_seen = Some(stamp),
            Ok(Reading::Slashed(date)) => slashed.push((field, date, text)),
            Err(why) => lost.push((field, format!("`{}` {why}", shortened(&text)))),
        }
    }
    for (field, list) in [(Field::Captions, &mut article.captions), (Field::Authors, &mut article.authors)] {
        match slots[field as usize].take() {
            None => {}
            Some(Value::Text(text)) => list.push(text.into_owned()),
            Some(Value::List(items)) => {
                for item in items {
                    match item {
                        Ok(text) => list.push(text.into_owned()),
                        Err(kind) => lost.push((field, format!("holds {kind}, not a string"))),
                    }
                }
            }
            Some(other) => lost.push((field, format!("is {}, not a list of strings", other.kind()))),
        }
        list.retain(|text| !text.trim().is_empty());
    }
    article.id = id.or(stem).unwrap_or_else(|| hashed_id(&article));
    check_id(&article.id).map(|()| article)
}

/// The id of an article that has none: a hash of its URL and text.
fn hashed_id(article: &Article) -> String {
    let seed = format!("{}\n{}", article.url.as_deref().unwrap_or_default(), article.text);
    format!("{:016x}", xxh3_64(seed.as_bytes()))
}

/// Refuses ids that could not stand in the tables as they are.
fn check_id(id: &str) -> Result<(), String> {
    if id.starts_with(['=', '+', '-', '@']) {
        Err(format!("the id `{}` begins like a spreadsheet formula", shortened(id)))
    } else if id.chars().any(char::is_control) {
        Err(format!("the id `{}` holds a control character", shortened(&id.escape_debug().to_string())))
    } else {
        Ok(())
    }
}

/// The first 60 characters, for messages.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
