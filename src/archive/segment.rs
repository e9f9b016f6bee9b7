//! Segments: articles as they were read, one per row, in Parquet that polars, DuckDB and others can
//! scan.

use std::io::{BufWriter, Cursor, Write};
use std::path::Path;

use chrono::{NaiveDate, NaiveTime, Timelike};
use polars::polars_utils::compression::ZstdLevel;
use polars::prelude::*;
use rustc_hash::FxHashMap;

use super::ArchiveError;
use super::checked::Checked;
use super::disk::{Disk, Sequential};
use super::page::{self, Kind, Texts};
use crate::ingest::parquet::quietly;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::sources::domain;

/// Number of rows in a row group, that is, per entry of the footer. Chosen by judgement.
const GROUP: usize = 1_024;
/// Bytes of texts per page, all of which are decompressed to read one text. As measured, a text is
/// read in some 80 µs at 64 KiB; pages twice as large save 4 % of space and take twice the time.
const PAGE: usize = 1 << 16;
/// Most articles in a segment, which a reader of complete articles holds in memory at once. Chosen
/// by judgement.
pub const LARGEST: usize = 1 << 14;
/// Compression level of texts. As measured, level 3 takes a twentieth more space, and level 15 a
/// fortieth less in four times the time.
const LEVEL: i32 = 9;

/// The columns that hold text or null.
const TEXTS: [&str; 13] = [
    "text",
    "id",
    "path",
    "url",
    "canonical",
    "source",
    "title",
    "credit",
    "language",
    "published",
    "published_basis",
    "modified",
    "first_seen",
];

/// Returns the key by which similar articles are stored together: the host of the page, or else the
/// outlet named by the record.
pub fn outlet(article: &Article) -> Option<String> {
    article.url.as_deref().and_then(domain::host_of).or_else(|| article.outlet.clone())
}

/// The place of an article's text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the segment.
    pub segment: u32,
    /// First byte of the page.
    pub offset: u64,
    /// Length of the page in bytes, including its header.
    pub length: u32,
    /// Index of the text within the page.
    pub ordinal: u32,
}

/// Writes a segment and returns the place of each text. The file is synced when this returns.
///
/// # Errors
/// [`ArchiveError::Write`].
pub fn write(
    disk: &dyn Disk,
    path: &Path,
    segment: u32,
    rows: &[(u32, &Article)],
) -> Result<Vec<Place>, ArchiveError> {
    // The error of polars includes that of the disk.
    let told = |e: PolarsError| ArchiveError::writing(path)(std::io::Error::other(e.to_string()));
    let file = Sequential::create(disk, path).map_err(ArchiveError::writing(path))?;
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let frames: Vec<DataFrame> =
        rows.chunks(GROUP).map(frame).collect::<PolarsResult<_>>().map_err(told)?;
    let level = ZstdLevel::try_new(LEVEL).map_err(told)?;
    let schema = frame(&[]).map_err(told)?.schema().as_ref().clone();
    let mut writer = ParquetWriter::new(&mut out)
        .with_compression(ParquetCompression::Zstd(Some(level)))
        .with_statistics(StatisticsOptions::empty())
        .with_data_page_size(Some(PAGE))
        .batched(&schema)
        .map_err(told)?;
    frames
        .iter()
        .try_for_each(|f| writer.write_batch(f))
        .and_then(|()| writer.finish().map(|_| ()))
        .map_err(told)?;
    drop(writer);
    out.flush().and_then(|()| out.get_ref().sync()).map_err(ArchiveError::writing(path))?;
    places(path, segment, rows)
}

fn frame(rows: &[(u32, &Article)]) -> PolarsResult<DataFrame> {
    let text = |name: &str, of: &dyn Fn(&Article) -> Option<String>| {
        Column::new(name.into(), rows.iter().map(|(_, a)| of(a)).collect::<Vec<Option<String>>>())
    };
    let list = |name: &str, of: &dyn Fn(&Article) -> &Vec<String>| {
        let mut builder = ListStringChunkedBuilder::new(name.into(), rows.len(), rows.len());
        rows.iter().for_each(|(_, a)| builder.append_values_iter(of(a).iter().map(String::as_str)));
        Column::from(builder.finish().into_series())
    };
    let stamp = |stamp: Option<Stamp>| stamp.map(|s| written(&s));
    let columns = vec![
        text(TEXTS[0], &|a| Some(a.text.clone())),
        text(TEXTS[1], &|a| Some(a.id.clone())),
        text(TEXTS[2], &|a| Some(a.path.clone())),
        text(TEXTS[3], &|a| a.claiming().0.cloned()),
        text(TEXTS[4], &|a| a.claiming().1.cloned()),
        text(TEXTS[5], &|a| a.outlet.clone()),
        text(TEXTS[6], &|a| a.title.clone()),
        text(TEXTS[7], &|a| a.credit.clone()),
        text(TEXTS[8], &|a| a.language.clone()),
        text(TEXTS[9], &|a| stamp(a.published)),
        text(TEXTS[10], &|a| Some(a.published_basis.name().to_owned())),
        text(TEXTS[11], &|a| stamp(a.modified)),
        text(TEXTS[12], &|a| stamp(a.claiming().2)),
        list("captions", &|a| &a.captions),
        list("authors", &|a| &a.authors),
        joined(rows),
        Column::new(
            "line".into(),
            rows.iter().map(|(_, a)| a.line.map(|l| l as i64)).collect::<Vec<Option<i64>>>(),
        ),
        Column::new("paywall_stub".into(), rows.iter().map(|(_, a)| a.stub).collect::<Vec<bool>>()),
        Column::new("number".into(), rows.iter().map(|(n, _)| i64::from(*n)).collect::<Vec<i64>>()),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Returns the column of the offsets at which lines were joined, without which the lines of an
/// article could not be counted as they stood.
fn joined(rows: &[(u32, &Article)]) -> Column {
    let values = rows.iter().map(|(_, a)| a.joined.len()).sum();
    let mut builder = ListPrimitiveChunkedBuilder::<Int64Type>::new(
        "joined".into(),
        rows.len(),
        values,
        DataType::Int64,
    );
    rows.iter()
        .for_each(|(_, a)| builder.append_values_iter(a.joined.iter().map(|at| i64::from(*at))));
    Column::from(builder.finish().into_series())
}

/// Finds each row's text in the file just written, and thereby checks that it can be read from
/// there.
///
/// # Errors
/// [`ArchiveError::Write`] if a text is not there, [`ArchiveError::Read`] if the file cannot be
/// read.
pub fn places(
    path: &Path,
    segment: u32,
    rows: &[(u32, &Article)],
) -> Result<Vec<Place>, ArchiveError> {
    let wrong = || {
        ArchiveError::writing(path)(std::io::Error::other(
            "a text cannot be found in the file just written",
        ))
    };
    let bytes = std::fs::read(path).map_err(ArchiveError::reading(path))?;
    let metadata =
        ParquetReader::new(Cursor::new(&bytes)).get_metadata().cloned().map_err(|_| wrong())?;
    let mut out = Vec::with_capacity(rows.len());
    for group in &metadata.row_groups {
        let range = group.parquet_columns().first().ok_or_else(wrong)?.byte_range();
        let (mut at, end) = (range.start as usize, range.end as usize);
        let rows = rows.get(out.len()..out.len() + group.num_rows()).ok_or_else(wrong)?;
        // Texts that occur more than once may be in a dictionary.
        let mut dictionary: FxHashMap<String, Place> = FxHashMap::default();
        let mut plain = 0;
        while at < end {
            let header = page::header(&bytes[at..end]).ok_or_else(wrong)?;
            let length = header.header + header.packed;
            let place = Place { segment, offset: at as u64, length: length as u32, ordinal: 0 };
            if header.kind != Kind::Other {
                let texts = Texts::unpack(bytes.get(at..at + length).ok_or_else(wrong)?)
                    .ok_or_else(wrong)?;
                for ordinal in 0..texts.len() {
                    let (text, place) = (
                        texts.text(ordinal).ok_or_else(wrong)?,
                        Place { ordinal: ordinal as u32, ..place },
                    );
                    if header.kind == Kind::Dictionary {
                        dictionary.insert(text.to_owned(), place);
                    } else if rows.get(plain).is_some_and(|(_, a)| a.text == text) {
                        plain += 1;
                        out.push(place);
                    } else {
                        return Err(wrong());
                    }
                }
            }
            at += length;
        }
        if !dictionary.is_empty() {
            for (_, article) in rows {
                out.push(*dictionary.get(article.text.as_str()).ok_or_else(wrong)?);
            }
        }
    }
    if out.len() == rows.len() { Ok(out) } else { Err(wrong()) }
}

/// Reads the articles of a segment with their numbers, in the order of its rows.
///
/// # Errors
/// [`ArchiveError::Damaged`] or [`ArchiveError::Read`].
pub fn read(file: &Checked) -> Result<Vec<(u32, Article)>, ArchiveError> {
    let damaged = |what: String| ArchiveError::Damaged { path: file.path().to_owned(), what };
    let bytes = file.all()?;
    // The bytes are those that were written; if the reader panics on them nonetheless, the program
    // must survive.
    let read = quietly(|| {
        ParquetReader::new(Cursor::new(bytes)).finish().and_then(|frame| articles(&frame))
    });
    match read {
        Some(Ok(Some(articles))) => Ok(articles),
        Some(Ok(None)) => Err(damaged("a row is not an article".to_owned())),
        Some(Err(e)) => Err(damaged(e.to_string().lines().next().unwrap_or_default().to_owned())),
        None => Err(damaged("it cannot be decoded".to_owned())),
    }
}

/// The columns of a segment.
struct Columns {
    texts: Vec<StringChunked>,
    captions: ListChunked,
    authors: ListChunked,
    joined: ListChunked,
    lines: Int64Chunked,
    numbers: Int64Chunked,
    stubs: BooleanChunked,
}

impl Columns {
    fn of(frame: &DataFrame) -> PolarsResult<Self> {
        Ok(Self {
            texts: TEXTS
                .iter()
                .map(|name| frame.column(name)?.str().cloned())
                .collect::<PolarsResult<_>>()?,
            captions: frame.column("captions")?.list()?.clone(),
            authors: frame.column("authors")?.list()?.clone(),
            joined: frame.column("joined")?.list()?.clone(),
            lines: frame.column("line")?.i64()?.clone(),
            numbers: frame.column("number")?.i64()?.clone(),
            stubs: frame.column("paywall_stub")?.bool()?.clone(),
        })
    }

    fn text(&self, column: usize, row: usize) -> Option<String> {
        self.texts[column].get(row).map(str::to_owned)
    }

    /// Returns a date, which is either null or valid; `None` if it is neither.
    fn date(&self, column: usize, row: usize) -> Option<Option<Stamp>> {
        match self.texts[column].get(row) {
            None => Some(None),
            Some(date) => stamp(date).map(Some),
        }
    }

    /// Returns where lines were joined; `None` for a number that is no offset.
    fn offsets(&self, row: usize) -> PolarsResult<Option<Vec<u32>>> {
        let Some(series) = self.joined.get_as_series(row) else { return Ok(Some(Vec::new())) };
        Ok(series.i64()?.iter().map(|at| u32::try_from(at?).ok()).collect())
    }

    /// Returns an article and its number; `None` for a row that is not one.
    fn article(&self, row: usize) -> PolarsResult<Option<(u32, Article)>> {
        let text = |column: usize| self.text(column, row);
        let basis = DateBasis::ALL.into_iter().find(|b| Some(b.name()) == self.texts[10].get(row));
        let dates = [9, 11, 12].map(|column| self.date(column, row));
        let (
            Some(body),
            Some(id),
            Some(path),
            Some(basis),
            [Some(published), Some(modified), Some(first_seen)],
        ) = (text(0), text(1), text(2), basis, dates)
        else {
            return Ok(None);
        };
        let (Some(number), Some(stub), Some(joined)) = (
            self.numbers.get(row).and_then(|n| u32::try_from(n).ok()),
            self.stubs.get(row),
            self.offsets(row)?,
        ) else {
            return Ok(None);
        };
        let article = Article {
            kept: None,
            text: body,
            joined,
            id,
            path,
            line: self.lines.get(row).and_then(|l| u64::try_from(l).ok()),
            url: text(3),
            canonical: text(4),
            outlet: text(5),
            title: text(6),
            captions: list(&self.captions, row)?,
            authors: list(&self.authors, row)?,
            credit: text(7),
            language: text(8),
            published,
            published_basis: basis,
            modified,
            first_seen,
            noted: false,
            stub,
            item: None,
        };
        Ok(Some((number, article)))
    }
}

fn list(lists: &ListChunked, row: usize) -> PolarsResult<Vec<String>> {
    let Some(series) = lists.get_as_series(row) else { return Ok(Vec::new()) };
    Ok(series.str()?.iter().flatten().map(str::to_owned).collect())
}

/// Returns the articles of a segment; `None` if a row is not one.
fn articles(frame: &DataFrame) -> PolarsResult<Option<Vec<(u32, Article)>>> {
    let columns = Columns::of(frame)?;
    (0..frame.height()).map(|row| columns.article(row)).collect()
}

/// Formats a date with everything known about it: `2021-06-07`, `2021-06-07T09:12:00`,
/// `2021-06-07T09:12:00+02:00`.
pub fn written(stamp: &Stamp) -> String {
    let mut out = stamp.day.to_string();
    if let Some(time) = stamp.time {
        out.push_str(&time.format("T%H:%M:%S").to_string());
        if time.nanosecond() > 0 {
            out.push_str(&format!(".{:09}", time.nanosecond()));
        }
    }
    if let Some(offset) = stamp.offset_seconds {
        let (sign, all) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
        out.push_str(&format!("{sign}{:02}:{:02}", all / 3600, all / 60 % 60));
        if all % 60 > 0 {
            out.push_str(&format!(":{:02}", all % 60));
        }
    }
    out
}

/// Parses the output of [`written`]; `None` for anything else.
pub fn stamp(text: &str) -> Option<Stamp> {
    let (day, rest) = text.split_at_checked(10)?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()?;
    let (time, offset) = match rest.find(['+', '-']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let time = match time.strip_prefix('T') {
        Some(time) => Some(NaiveTime::parse_from_str(time, "%H:%M:%S%.f").ok()?),
        None if time.is_empty() => None,
        None => return None,
    };
    let offset_seconds = match offset.split_at_checked(1) {
        None => None,
        Some((sign, all)) => {
            let parts: Option<Vec<i32>> = all.split(':').map(|p| p.parse().ok()).collect();
            let seconds = match parts?.as_slice() {
                [h, m] => h * 3600 + m * 60,
                [h, m, s] => h * 3600 + m * 60 + s,
                _ => return None,
            };
            Some(if sign == "-" { -seconds } else { seconds })
        }
    };
    Some(Stamp { day, time, offset_seconds })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::checked::sums;
    use crate::archive::manifest::FileEntry;

    fn article(n: usize) -> Article {
        let day = NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day");
        let time = NaiveTime::from_hms_nano_opt(
            9,
            12,
            1,
            if n.is_multiple_of(2) { 0 } else { 120_000_000 },
        );
        Article {
            id: format!("a{n}"),
            path: "feeds/week.jsonl".to_owned(),
            line: (!n.is_multiple_of(3)).then_some(n as u64),
            url: n.is_multiple_of(2).then(|| format!("https://halviktimes.example/{n}")),
            title: Some(format!("Ferry {n}")),
            text: format!(
                "Ferry {} stayed in the harbour of Halvik.\nCrews “left” at noon.",
                n / 2
            )
            .repeat(1 + n % 5),
            joined: (0..n % 4).map(|at| at as u32 * 7).collect(),
            captions: (0..n % 3).map(|c| format!("Caption {c}")).collect(),
            authors: vec!["Marit Solberg".to_owned()],
            published: Some(Stamp {
                day,
                time: time.filter(|_| !n.is_multiple_of(4)),
                offset_seconds: (n % 4 > 1).then_some(-5400 - n as i32 % 2),
            }),
            published_basis: DateBasis::JsonLd,
            first_seen: n.is_multiple_of(5).then(|| Stamp::of_day(day)),
            stub: n.is_multiple_of(7),
            ..Article::default()
        }
    }

    fn round(count: usize) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("s.parquet");
        let articles: Vec<Article> = (0..count).map(article).collect();
        let rows: Vec<(u32, &Article)> =
            articles.iter().enumerate().map(|(n, a)| (n as u32 + 5, a)).collect();
        let places = write(&super::super::disk::System, &path, 3, &rows).expect("written");
        let (bytes, sums) = sums(&path).expect("read");
        let file = Checked::open(path, &FileEntry::of(bytes, count as u64, &sums)).expect("opened");
        let back = read(&file).expect("read");
        assert!(
            back.iter().zip(&rows).all(|((n, a), (m, b))| n == m && a == *b) && back.len() == count
        );
        for (place, (_, article)) in places.iter().zip(&rows) {
            let page = file.stretch(place.offset, u64::from(place.length)).expect("read");
            assert_eq!(
                Texts::unpack(&page).expect("a page").text(place.ordinal as usize),
                Some(article.text.as_str())
            );
        }
    }

    #[test]
    fn articles_come_back_and_each_text_is_found_alone() {
        round(1);
        round(40);
        round(GROUP + 700);
    }

    #[test]
    fn dates_come_back_with_all_that_was_known() {
        for n in 0..8 {
            let stamp_of = article(n).published.expect("a date");
            assert_eq!(stamp(&written(&stamp_of)), Some(stamp_of));
        }
        let day = Stamp {
            offset_seconds: Some(7200),
            ..Stamp::of_day(NaiveDate::from_ymd_opt(1999, 1, 2).expect("a day"))
        };
        assert_eq!(stamp(&written(&day)), Some(day));
        assert!(
            ["", "2021-06", "2021-06-07x", "2021-06-07T9", "2021-06-07T09:12:00+2"]
                .iter()
                .all(|t| stamp(t).is_none())
        );
    }
}
