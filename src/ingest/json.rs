//! JSON lines, and JSON documents: objects, lists of objects, and exports that hold a list.

use std::io::{self, BufRead, Read};

use rayon::prelude::*;
use serde::de::DeserializeSeed;
use serde_json::value::RawValue;

use super::agency;
use super::charset;
use super::decode;
use super::fields::{Field, Record, Slots, Value};
use super::mended::{numbered, paired};
use super::record::{NO_TEXT, Parsed};
use super::records::Reader;
use super::shapes::{self, Names};
use super::{Reject, Settings};

/// Bytes of JSON lines held at a time. Chosen by judgement; it bounds memory whatever the length of
/// the file.
const CHUNK: usize = 32 << 20;
/// Lines parsed at a time, as a chunk may hold as many lines as it has bytes. Chosen by judgement;
/// it bounds the memory that rejects take before the limit on them applies.
const BATCH: usize = 1 << 16;

/// Records of a file whose names are noted. Chosen by judgement: a column that is missing from all
/// of them is rare.
const SAMPLE: usize = 100;
/// Bytes above which the names in a line are not noted. Chosen by judgement; it bounds the work.
const LONG_LINE: usize = 1 << 20;

/// Keys under which exports hold their list: Webz.io, GDELT and News API, JSON Feed, Media Cloud,
/// schema.org, the New York Times, Bing News.
const LISTS: [&str; 11] = [
    "posts",
    "articles",
    "items",
    "stories",
    "@graph",
    "results",
    "documents",
    "news",
    "data",
    "docs",
    "value",
];

impl Reader<'_> {
    /// Reads JSON lines chunk by chunk, with the memory of one chunk whatever the length of the
    /// file.
    pub(super) fn lines(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let (mut line, mut broken) = (1u64, None);
        let mut chunk: Vec<u8> = Vec::with_capacity(CHUNK + (1 << 16));
        while broken.is_none() && !self.is_full() {
            chunk.clear();
            let mut cut = false;
            if let Err(e) = decode::fill(reader, CHUNK as u64, &mut chunk)
                .and_then(|_| self.end_of_line(reader, &mut chunk, &mut cut))
            {
                // Drop what follows the last whole line; the reason says where it was.
                chunk.truncate(chunk.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1));
                broken = Some(e);
            }
            if chunk.is_empty() && broken.is_none() && !cut {
                break;
            }
            line += self.chunk(&chunk, line);
            if cut {
                self.take(Parsed::lost(Some(line), too_long(self.settings)));
                line += 1;
            }
            watch(self.contents.articles.len() as u64);
        }
        if let Some(e) = broken {
            self.take(Parsed::lost(Some(line), format!("ends prematurely here: {e}")));
        } else if self.contents.records == 0 {
            self.reject_whole("holds no record");
        }
    }

    /// Completes the last line of a full chunk. A line beyond the limit is removed from the chunk
    /// and skipped, and `cut` is set.
    fn end_of_line(
        &self,
        reader: &mut (dyn BufRead + Send),
        chunk: &mut Vec<u8>,
        cut: &mut bool,
    ) -> io::Result<()> {
        if chunk.len() < CHUNK || chunk.ends_with(b"\n") {
            return Ok(());
        }
        let start = chunk.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
        let limit = self.settings.limits.document;
        // With its line end; a line that ends in time is measured when it is parsed.
        let room = (limit + 1).saturating_sub((chunk.len() - start) as u64);
        reader.take(room).read_until(b'\n', chunk)?;
        if chunk.ends_with(b"\n") || reader.fill_buf()?.is_empty() {
            return Ok(());
        }
        chunk.truncate(start);
        *cut = true;
        reader.skip_until(b'\n').map(|_| ())
    }

    /// Parses whole lines, the first of which has number `first`; returns how many there are.
    pub(super) fn chunk(&mut self, chunk: &[u8], first: u64) -> u64 {
        let mut lines: Vec<(u64, &[u8])> = Vec::new();
        let (mut number, mut start) = (first, 0);
        for end in memchr::memchr_iter(b'\n', chunk)
            .chain((!chunk.is_empty() && !chunk.ends_with(b"\n")).then_some(chunk.len()))
        {
            if end > start {
                lines.push((number, &chunk[start..end]));
            }
            number += 1;
            start = end + 1;
            if lines.len() == BATCH {
                self.batch(&lines);
                lines.clear();
            }
        }
        self.batch(&lines);
        number - first
    }

    /// Notes the names of a record's fields, or those of the records in its list, of the first
    /// records of a file.
    fn note(&mut self, bytes: &[u8]) {
        if self.noted >= SAMPLE {
            return;
        }
        let Some(names) = Names::read(bytes) else { return };
        let fields = &self.settings.fields;
        let is_text = |name| matches!(fields.find(name), Some((Field::Text | Field::Html, _)));
        let list = if names.all().any(is_text) { None } else { listed(bytes) };
        let inner = list.iter().flatten().take(SAMPLE);
        let records: Vec<Names> = inner.filter_map(|v| Names::read(v.get().as_bytes())).collect();
        self.noted += records.len().max(1);
        for record in if records.is_empty() { vec![names] } else { records } {
            let unread = |name: &&str| fields.find(name).is_some() || !record.reads(name);
            record.all().filter(unread).for_each(|name| self.read_as.note(name, fields.find(name)));
        }
    }

    /// Parses lines, each with its number.
    fn batch(&mut self, lines: &[(u64, &[u8])]) {
        if self.is_full() {
            return;
        }
        let settings = self.settings;
        let decoded = self.other_charset(lines);
        let first = lines.iter().map(|(_, line)| *line);
        first.filter(|line| line.len() <= LONG_LINE).take(SAMPLE).for_each(|line| self.note(line));
        let parsed: Vec<Parsed> = lines
            .par_iter()
            .map(|(line, bytes)| {
                (*line, bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| *line == 1).unwrap_or(bytes))
            })
            .filter(|(_, bytes)| !bytes.trim_ascii().is_empty())
            .flat_map_iter(|(line, bytes)| {
                if bytes.len() as u64 > settings.limits.document {
                    return vec![Parsed::lost(Some(line), too_long(settings))];
                }
                match decoded.filter(|_| std::str::from_utf8(bytes).is_err()) {
                    Some(encoding) => parse(
                        encoding.decode_without_bom_handling(bytes).0.as_bytes(),
                        Some(line),
                        None,
                        settings,
                    ),
                    None => parse(bytes, Some(line), None, settings),
                }
            })
            .collect();
        parsed.into_iter().for_each(|p| self.take(p));
    }

    /// Returns the character set of the file if none of its non-ASCII lines is UTF-8. If some are,
    /// a line that is not is damaged.
    fn other_charset(&mut self, lines: &[(u64, &[u8])]) -> Option<&'static encoding_rs::Encoding> {
        if self.charset.is_none() {
            let (good, bad): (Vec<&[u8]>, Vec<&[u8]>) = lines
                .iter()
                .map(|(_, l)| *l)
                .filter(|l| !l.is_ascii())
                .partition(|l| std::str::from_utf8(l).is_ok());
            if !good.is_empty() {
                self.charset = Some(encoding_rs::UTF_8);
            } else if !bad.is_empty() && bad.iter().all(|l| charset::looks_like_text(l)) {
                let sample: Vec<u8> = bad
                    .into_iter()
                    .take(1_000)
                    .flat_map(|l| l.iter().take(100_000).copied())
                    .collect();
                self.charset = Some(charset::guess(&sample));
            }
        }
        self.charset.filter(|c| *c != encoding_rs::UTF_8)
    }

    /// Reads a JSON document; returns `false` if it is not JSON and the name does not say that it
    /// is.
    pub(super) fn json(&mut self, bytes: &[u8], named: bool) -> bool {
        // Python writes `NaN` and `Infinity`, which JSON does not allow.
        let mended = if values(bytes).is_err() {
            numbered(bytes).filter(|mended| values(mended).is_ok())
        } else {
            None
        };
        let bytes = mended.as_deref().unwrap_or(bytes);
        match values(bytes) {
            Ok(values) if values.is_empty() => self.reject_whole("holds no record"),
            Ok(values) => self.values(bytes, &values),
            Err(e) if named => self.rejected(Reject {
                path: self.input.label.clone(),
                line: Some(e.line() as u64),
                field: None,
                reason: format!("is not JSON: {e}; mend it there, or give plain text another name"),
            }),
            Err(_) => return false,
        }
        true
    }

    fn values(&mut self, bytes: &[u8], values: &[&RawValue]) {
        let (mut at, mut line) = (bytes.as_ptr() as usize, 1u64);
        for value in values {
            if self.is_full() {
                break;
            }
            let raw = value.get().as_bytes();
            let here = raw.as_ptr() as usize;
            line += bytes[at - bytes.as_ptr() as usize..here - bytes.as_ptr() as usize]
                .iter()
                .filter(|b| **b == b'\n')
                .count() as u64;
            at = here;
            self.note(raw);
            let stem = (values.len() == 1).then(|| self.input.stem()).flatten();
            parse(raw, Some(line), stem, self.settings).into_iter().for_each(|p| self.take(p));
        }
    }
}

/// Returns the reason for rejecting a line beyond the limit.
fn too_long(settings: &Settings) -> String {
    settings.limits.too_long()
}

/// Returns the values of a JSON document, with top-level lists expanded.
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

/// Reads one value: a record, or an export that holds a list of records.
fn parse(
    bytes: &[u8],
    line: Option<u64>,
    stem: Option<String>,
    settings: &Settings,
) -> Vec<Parsed> {
    let one = record(bytes, line, stem, settings, false);
    if lacks_text(&one)
        && let Some(list) = listed(bytes)
    {
        // The list may hold only titles and addresses, as GDELT's does.
        let is_bare = |value: &&RawValue| matches!(&record(value.get().as_bytes(), line, None, settings, false).article, Err(reason) if reason == NO_TEXT);
        let titles = list.iter().all(is_bare);
        let (mut out, mut lost) = (Vec::new(), 0);
        for (at, value) in list.iter().enumerate() {
            let parsed = record(value.get().as_bytes(), line, None, settings, titles);
            lost += usize::from(parsed.article.is_err());
            out.push(parsed);
            let left = list.len() - at - 1;
            // As for a file, see `Reader::is_full`.
            if lost as u64 > settings.limits.rejects && 2 * lost > out.len() && left > 0 {
                out.push(Parsed::lost(
                    line,
                    format!("is followed by {left} more records in its list, which are skipped because most before them cannot be read"),
                ));
                break;
            }
        }
        return out;
    }
    if lacks_text(&one)
        && let Some(reason) = shapes::no_articles(bytes, &LISTS)
    {
        return vec![Parsed::lost(line, reason)];
    }
    vec![one]
}

/// The Guardian's answer about one item.
#[derive(serde::Deserialize)]
struct Answer<'j> {
    #[serde(borrow, default)]
    content: Option<&'j RawValue>,
}

/// Whether a record is lost because it has no text.
fn lacks_text(parsed: &Parsed) -> bool {
    matches!(&parsed.article, Err(reason) if reason == NO_TEXT)
}

/// Returns the list of records inside an object, if it holds one; the Guardian's answer about one
/// item is a list of it.
fn listed<'j>(bytes: &'j [u8]) -> Option<Vec<&'j RawValue>> {
    let object: std::collections::BTreeMap<String, &'j RawValue> =
        serde_json::from_slice(bytes).ok()?;
    if let Some(response) = object.get("response").filter(|v| v.get().starts_with('{'))
        && let Ok(Answer { content: Some(one) }) = serde_json::from_str(response.get())
        && one.get().starts_with('{')
    {
        return Some(vec![one]);
    }
    let list_in = |map: &std::collections::BTreeMap<String, &'j RawValue>| {
        LISTS.iter().find_map(|key| map.get(*key).filter(|v| v.get().starts_with('[')).copied())
    };
    let list = list_in(&object).or_else(|| {
        // Event Registry, the Guardian and the New York Times nest theirs one level deeper.
        let wrap = ["articles", "response", "data", "result"];
        let inner =
            wrap.iter().find_map(|key| object.get(*key).filter(|v| v.get().starts_with('{')))?;
        list_in(&serde_json::from_str(inner.get()).ok()?)
    })?;
    let list: Vec<&RawValue> = serde_json::from_str(list.get()).ok()?;
    list.iter().any(|v| v.get().starts_with('{')).then_some(list)
}

/// Reads one record; with `titles`, a record with title and address but without text takes its
/// title as the text.
fn record(
    bytes: &[u8],
    line: Option<u64>,
    stem: Option<String>,
    settings: &Settings,
    titles: bool,
) -> Parsed {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    match Record(&settings.fields, settings.limits.list())
        .deserialize(&mut json)
        .and_then(|slots| json.end().map(|()| slots))
    {
        Ok(slots) => of_slots(bytes, slots, (line, stem), settings, titles),
        Err(e) if std::str::from_utf8(bytes).is_err() => {
            Parsed::lost(line, format!("is not UTF-8 ({e})"))
        }
        Err(e) => match numbered(bytes).or_else(|| paired(bytes)) {
            Some(mended) => record(&mended, line, stem, settings, titles),
            None => Parsed::lost(
                line,
                format!(
                    "is not a JSON record: {}",
                    e.to_string().replace(" at line 1 column", " at column")
                ),
            ),
        },
    }
}

/// Builds the article of a record, after looking for what the record of a known service holds
/// elsewhere than under a common name.
fn of_slots(
    bytes: &[u8],
    mut slots: Slots<'_>,
    (line, stem): (Option<u64>, Option<String>),
    settings: &Settings,
    titles: bool,
) -> Parsed {
    if let Some(reason) = shapes::claim_review(bytes) {
        return Parsed::lost(line, reason);
    }
    let mut is_teaser = false;
    if settings.fields.has_paths()
        && let Some(json) = whole(bytes, settings)
    {
        shapes::fill_mapped(&settings.fields, &json, &mut slots);
    }
    let has = |slots: &Slots<'_>, field: Field| slots[field as usize].is_some();
    if !has(&slots, Field::Text)
        && !has(&slots, Field::Html)
        && let Some(names) = Names::read(bytes)
        && (names.is_of_service() || agency::ninjs::is_likely(&names))
        && let Some(json) = whole(bytes, settings)
    {
        if let Some(parsed) = agency::ninjs::read(&json, line, &settings.limits) {
            return parsed;
        }
        is_teaser = shapes::fill(&names, &json, &mut slots);
    }
    if matches!(slots[Field::Source as usize], Some(Value::Other("an object")))
        && let Some(json) = whole(bytes, settings)
    {
        shapes::fill_source(&json, &mut slots);
    }
    if titles && has(&slots, Field::Url) && !has(&slots, Field::Text) && !has(&slots, Field::Html) {
        slots[Field::Text as usize] = slots[Field::Title as usize].clone();
    }
    if let Some(Value::Text(date)) = &mut slots[Field::Published as usize]
        && is_bare_time(date)
        && shapes::is_in_utc(bytes)
    {
        date.to_mut().push('Z');
    }
    let mut parsed = Parsed::of(line, slots, stem, &settings.limits);
    if let Ok(article) = &mut parsed.article {
        article.stub |= is_teaser;
    }
    parsed
}

/// Parses a record whole, unless it is longer than a document may be.
fn whole(bytes: &[u8], settings: &Settings) -> Option<serde_json::Value> {
    (bytes.len() as u64 <= settings.limits.document)
        .then(|| serde_json::from_slice(bytes).ok())
        .flatten()
}

/// Whether a date is a day and a time without a zone: `2024-06-11 08:12:00`.
fn is_bare_time(date: &str) -> bool {
    date.len() == 19
        && date.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b' ' | b'T'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Input, Limits, records};

    #[test]
    fn a_line_is_as_long_as_allowed_wherever_it_stands() {
        let limits = Limits { document: 1_000, ..Limits::default() };
        let settings = Settings { limits, ..Settings::default() };
        let line = |length: usize| {
            let text = "a b ".repeat(length);
            format!("{{\"text\":\"{}\"}}", &text[..length - 11])
        };
        let read = |bytes: String| {
            let input = Input { label: "a.jsonl".to_owned(), path: None };
            let mut rejects = Vec::new();
            let bytes = bytes.into_bytes();
            let contents = records::read_bytes(bytes, &input, None, &settings, &mut rejects);
            assert_eq!(contents.records as usize, contents.articles.len() + rejects.len());
            (contents.articles.len(), rejects.into_iter().map(|r| (r.line, r.reason)).collect())
        };
        let long = |line: u64| vec![(Some(line), limits.too_long())];
        for before in [0, CHUNK - 1_100, CHUNK - 1_000, CHUNK - 500, CHUNK - 1] {
            let blank = format!("{}\n", " ".repeat(999));
            let filling = blank.repeat(before / 1_000) + &"\n".repeat(before % 1_000);
            let first = (before / 1_000 + before % 1_000) as u64 + 1;
            for end in ["", "\n", "\n\n"] {
                assert_eq!(read(format!("{filling}{}{end}", line(1_000))), (1, Vec::new()));
                assert_eq!(read(format!("{filling}{}{end}", line(1_001))), (0, long(first)));
            }
            let all = format!("{filling}{}\n{}\n{}", line(1_000), line(1_500), line(99));
            assert_eq!(read(all), (2, long(first + 1)), "{before}");
        }
    }
}
