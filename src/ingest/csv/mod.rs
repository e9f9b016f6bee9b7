//! Tables as text: CSV separated by commas, semicolons, tabs or vertical bars.
//!
//! Every row becomes an article or a reject: a row whose number of cells differs from the header's
//! is rejected, never shifted.

mod rows;

use std::borrow::Cow;
use std::io::BufRead;

use super::charset;
use super::fields::{self, Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;
use rows::{CELLS, Next, Row, Rows, delimiter, is_backslashed, lines};

/// Whether a row repeats the header.
fn is_header(row: &Row, header: &[Vec<u8>]) -> bool {
    header.len() > 1
        && row.ends.len() == header.len()
        && row.cells().zip(header).all(|(cell, name)| cell.trim_ascii() == name)
}

impl Reader<'_> {
    /// Reads a table row by row.
    pub(super) fn csv(&mut self, reader: &mut (dyn BufRead + Send), watch: &mut dyn FnMut(u64)) {
        let (delimiter, backslashed, guess) = match reader.fill_buf() {
            Ok(head) => {
                let delimiter = delimiter(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
                (delimiter, is_backslashed(head, delimiter), charset::guess_unless_utf8(head))
            }
            Err(e) => return self.reject_whole(format!("cannot be unpacked: {e}")),
        };
        let limit = usize::try_from(self.settings.limits.document).unwrap_or(usize::MAX);
        let mut rows = Rows {
            inner: reader,
            delimiter,
            backslashed,
            limit,
            line: 1,
            begun: false,
            after_return: false,
        };
        let (header, stored): (Vec<String>, Vec<Vec<u8>>) = match rows.next() {
            Ok(Next::Row(Row { damage: Some(damage), .. })) => {
                return self
                    .reject_whole(format!("cannot be read as a table: the header {damage}"));
            }
            Ok(Next::Row(row)) => {
                // The rows say more of the character set than the few letters of the header.
                let is_utf8 = row.cells().all(|cell| std::str::from_utf8(cell).is_ok());
                let is_ascii = row.cells().all(<[u8]>::is_ascii);
                self.charset = if is_ascii { None } else { guess.filter(|_| !is_utf8) };
                self.guess = guess;
                let stored = row.cells().map(|cell| cell.trim_ascii().to_vec()).collect();
                let names = row.cells().map(|cell| self.cell(cell));
                (names.map(|name| name.unwrap_or_default().trim().to_owned()).collect(), stored)
            }
            Ok(Next::Long(..)) => {
                let words = self.settings.limits.document_words();
                return self.reject_whole(format!(
                    "has a header longer than {words} or with more than {CELLS} cells"
                ));
            }
            Ok(Next::End) => return self.reject_whole("holds no record"),
            Err(e) => return self.reject_whole(format!("ends prematurely: {e}")),
        };
        let names: Vec<&str> = header.iter().map(String::as_str).collect();
        let columns = self.settings.fields.columns(&names);
        self.read_as.note_all(&names, &columns);
        let has = |field: Field| columns.iter().flatten().any(|(f, _)| *f == field);
        let titles_only = !has(Field::Text) && !has(Field::Html);
        if titles_only && !(has(Field::Title) && has(Field::Url)) {
            let names: Vec<&str> = header.iter().map(String::as_str).take(20).collect();
            return self.reject_whole(format!(
                "has no text column among `{}`; name it with --field text=COLUMN",
                super::record::shortened(&names.join("`, `"))
            ));
        }
        while !self.is_full() {
            match rows.next() {
                // Tables concatenated from several repeat the header.
                Ok(Next::Row(row)) if is_header(&row, &stored) => {}
                Ok(Next::Row(row)) => {
                    let parsed = self.row(&row, &columns, titles_only);
                    self.take(parsed);
                    watch(self.contents.articles.len() as u64);
                }
                Ok(Next::Long(first, last)) => {
                    let words = self.settings.limits.document_words();
                    let lines = lines(first, last);
                    self.take(Parsed::lost(
                        Some(first),
                        format!("is longer than {words} or has more than {CELLS} cells; perhaps a quotation mark is not closed{lines}"),
                    ));
                }
                Ok(Next::End) => break,
                Err(e) => {
                    self.take(Parsed::lost(Some(rows.line), format!("ends prematurely here: {e}")));
                    break;
                }
            }
        }
        if self.contents.records == 0 {
            self.reject_whole("contains a header but no records");
        }
    }

    fn row(&mut self, row: &Row, columns: &[Option<(Field, usize)>], titles_only: bool) -> Parsed {
        let line = Some(row.line);
        if let Some(damage) = row.damage {
            return Parsed::lost(line, format!("{damage}{}", row.lines()));
        }
        if row.ends.len() != columns.len() {
            return Parsed::lost(
                line,
                format!(
                    "has {} cell{}, the header has {}{}",
                    row.ends.len(),
                    if row.ends.len() == 1 { "" } else { "s" },
                    columns.len(),
                    row.lines()
                ),
            );
        }
        let mut slots: Slots<'_> = Default::default();
        let mut ranks = [usize::MAX; Field::COUNT];
        for (cell, column) in row.cells().zip(columns) {
            let Some((field, rank)) = *column else { continue };
            let Some(text) = self.cell(cell) else {
                return Parsed::lost(line, format!("`{}` is not UTF-8", field.name()));
            };
            if text.trim().is_empty() {
                continue;
            }
            let value = if field == Field::Authors { authors(text) } else { Value::Text(text) };
            fields::put(&mut slots, &mut ranks, (field, rank), value);
        }
        if titles_only {
            slots[Field::Text as usize] = slots[Field::Title as usize].clone();
        }
        Parsed::of(line, slots, None, &self.settings.limits)
    }

    /// Returns the text of a cell, with zero bytes replaced by U+FFFD; `None` if it is neither
    /// UTF-8 nor in the file's other character set.
    fn cell<'c>(&mut self, cell: &'c [u8]) -> Option<Cow<'c, str>> {
        let text = match std::str::from_utf8(cell) {
            Ok(text) => {
                if !text.is_ascii() && self.charset.is_none() {
                    self.charset = Some(encoding_rs::UTF_8);
                }
                Cow::Borrowed(text)
            }
            Err(_)
                if self.charset == Some(encoding_rs::UTF_8) || !charset::looks_like_text(cell) =>
            {
                return None;
            }
            Err(_) => {
                let guess = self.guess;
                self.charset
                    .get_or_insert_with(|| guess.unwrap_or_else(|| charset::guess(cell)))
                    .decode_without_bom_handling(cell)
                    .0
            }
        };
        Some(if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text })
    }
}

/// Splits the authors in a cell: `Jane Doe; Ola Berg`, or a list as Python or JSON writes it.
pub(super) fn authors(text: Cow<'_, str>) -> Value<'_> {
    let inner = text.trim().strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let (list, signs): (&str, &[char]) = match inner {
        Some(inner) => (inner, &[',']),
        None => (text.trim(), &[';', '|']),
    };
    let names = list
        .split(signs)
        .map(|n| n.trim().trim_matches(['\'', '"']).trim())
        .filter(|n| !n.is_empty());
    Value::List(names.map(|n| Ok(Cow::Owned(n.to_owned()))).collect(), 0)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Input, Reject, Settings, records};

    /// Ids and texts of the articles; lines and reasons of the rejects.
    type Outcome = (Vec<(String, String)>, Vec<(Option<u64>, String)>);

    fn read(csv: &[u8]) -> Outcome {
        read_within(csv, Settings::default())
    }

    fn read_within(csv: &[u8], settings: Settings) -> Outcome {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("t.csv");
        std::fs::write(&path, csv).expect("written");
        let input = Input { label: "t.csv".to_owned(), path: Some(path) };
        let mut rejects: Vec<Reject> = Vec::new();
        let contents = records::read(&input, &settings, &mut rejects, &mut |_| ());
        assert_eq!(
            contents.records as usize,
            contents.articles.len() + rejects.iter().filter(|r| r.field.is_none()).count()
        );
        (
            contents.articles.into_iter().map(|a| (a.id, a.text)).collect(),
            rejects.into_iter().map(|r| (r.line, r.reason)).collect(),
        )
    }

    #[test]
    fn rows_in_are_rows_out_and_rejects() {
        let (rows, rejects) = read(b"id,text,url\na,\"two\nlines, one \"\"cell\"\"\",https://ht.example/a\nb,ragged\nc,a stray \" quote,\nd,nul\0,x.example/d,more\n");
        assert_eq!(
            rows,
            [
                ("a".to_owned(), "two\nlines, one \"cell\"".to_owned()),
                ("c".to_owned(), "a stray \" quote".to_owned())
            ]
        );
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(4), Some(6)]);
        assert!(rejects[0].1.contains("has 2 cells, the header has 3"), "{rejects:?}");
    }

    #[test]
    fn rows_whose_marks_do_not_fit_are_rejects_with_their_lines() {
        let table = b"id,text,more\na,\"one\",x\nb,\"two,\"three\",x\nc,\"\"four\",x\nd,five,\"\ne,six,\"x\"\nf,seven,x\ng,he\"re, there\"\nh,eight\\,x\ni,5\" pipe,\ni,\"nine\" ,x\nj,ten,\"x";
        let (rows, rejects) = read(table);
        let ids: Vec<&str> = rows.iter().map(|r| r.0.as_str()).collect();
        assert_eq!(ids, ["a", "f", "h", "i", "i"], "{rejects:?}");
        assert_eq!((rows[3].1.as_str(), rows[4].1.as_str()), ("5\" pipe", "nine"));
        let told: Vec<(Option<u64>, bool)> =
            rejects.iter().map(|r| (r.0, r.1.contains("(lines 5 to 6)"))).collect();
        assert_eq!(
            told,
            [
                (Some(3), false),
                (Some(4), false),
                (Some(5), true),
                (Some(8), false),
                (Some(12), false)
            ],
            "{rejects:?}"
        );
        for (at, reason) in
            [(0, "doubling"), (1, "doubling"), (3, "open in one cell"), (4, "never closed")]
        {
            assert!(rejects[at].1.contains(reason), "{rejects:?}");
        }
    }

    #[test]
    fn rows_are_the_same_whatever_the_window() {
        let table = b"id,text\r\na,\"two\r\nlines, \"\"one\"\" cell\"\r\n\r\nb,bare \"x\" cell\rc,\"un\"closed\nd,\"\",\n\"e\" ,\"f\"";
        let rows = |window: usize| {
            let mut inner = std::io::BufReader::with_capacity(window, &table[..]);
            let mut rows = super::Rows {
                inner: &mut inner,
                delimiter: b',',
                backslashed: false,
                limit: 1_000,
                line: 1,
                begun: false,
                after_return: false,
            };
            let mut out = Vec::new();
            while let super::Next::Row(row) = rows.next().expect("read") {
                let cells: Vec<String> =
                    row.cells().map(|c| String::from_utf8_lossy(c).into_owned()).collect();
                out.push((row.line, row.last_line, cells, row.damage));
            }
            out
        };
        let whole = rows(1 << 12);
        assert_eq!(
            whole.iter().map(|r| (r.0, r.1, r.3.is_some())).collect::<Vec<_>>(),
            [
                (1, 1, false),
                (2, 3, false),
                (5, 5, false),
                (6, 6, true),
                (7, 7, false),
                (8, 8, false)
            ]
        );
        assert_eq!(whole[1].2[1], "two\r\nlines, \"one\" cell");
        (1..9).for_each(|window| assert_eq!(rows(window), whole, "{window}"));
    }

    #[test]
    fn lines_may_end_in_any_way_and_cells_hold_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let table = ["id,text", "", "a,\"one", "two\"", "", "b,three", ""].join(end);
            let (rows, rejects) = read(table.as_bytes());
            assert_eq!(
                rows[0].1.split(['\r', '\n']).filter(|l| !l.is_empty()).collect::<Vec<_>>(),
                ["one", "two"],
                "{rejects:?}"
            );
            assert_eq!(rows[1], ("b".to_owned(), "three".to_owned()));
        }
    }

    #[test]
    fn other_signs_and_character_sets_are_told() {
        let (rows, _) = read("\u{feff}ID;Maintext\nä;Fähre\n".as_bytes());
        assert_eq!(rows, [("ä".to_owned(), "Fähre".to_owned())]);
        let (rows, _) = read(
            b"id\ttext\n1\tDie F\xe4hren in Halvik stehen still, die Stra\xdfe ist gesperrt.\n",
        );
        assert_eq!(rows[0].1, "Die Fähren in Halvik stehen still, die Straße ist gesperrt.");
        let (_, rejects) = read(b"id,text\n1,F\xc3\xa4hre\n2,F\xe4hre\n");
        assert_eq!(rejects, [(Some(3), "`text` is not UTF-8".to_owned())]);
    }

    #[test]
    fn a_header_is_in_the_character_set_of_its_cells() {
        let german = "Überschrift;Veröffentlicht;Volltext\nFähren stehen still;7.6.2021;Die Straße zum Hafen ist gesperrt, die Fähren in Halvik stehen still.\n";
        let russian = "Заголовок;Дата;Текст\nПаромы не вышли;7.6.2021;Экипажи паромов требуют повышения зарплаты и не вышли в море.\n";
        let japanese = "見出し,掲載日,本文\n運休,2021-06-07,フェリーは運休した。乗組員は賃上げを求めている。\n";
        let wide = |text: &str| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        };
        let in_set = |label: &str, text: &str| {
            let set = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label");
            set.encode(text).0.into_owned()
        };
        for (bytes, encoding) in [
            (in_set("windows-1252", german), "windows-1252"),
            (in_set("macintosh", german), "macintosh"),
            (german.as_bytes().to_vec(), "UTF-8"),
            (wide(german), "UTF-16LE"),
            (in_set("windows-1251", russian), "windows-1251"),
            (in_set("koi8-r", russian), "KOI8-U"),
            (in_set("shift_jis", japanese), "Shift_JIS"),
            (wide(japanese), "UTF-16LE"),
        ] {
            let input = Input { label: "t.csv".to_owned(), path: None };
            let batch = crate::ingest::of_bytes(bytes, &input, &Settings::default());
            assert!(batch.rejects.is_empty(), "{encoding}: {:?}", batch.rejects);
            let article = &batch.articles[0];
            let title = article.title.as_deref().unwrap_or_default();
            assert!(german.contains(title) || russian.contains(title) || japanese.contains(title));
            let day = article.published.map(|stamp| stamp.to_string());
            assert_eq!(day.as_deref(), Some("2021-06-07"), "{encoding}");
            let read_as = &batch.digests[0].read_as;
            assert_eq!(read_as.encoding, Some(encoding));
            assert!(read_as.columns.len() == 3 && read_as.ignored.is_empty(), "{read_as:?}");
        }
        // The name that a user gives is met too.
        let mut settings = Settings::default();
        settings.fields.map("title=Uberschrift").expect("a mapping");
        let input = Input { label: "t.csv".to_owned(), path: None };
        crate::ingest::of_bytes(in_set("windows-1252", german), &input, &settings);
        assert!(settings.fields.unmet().is_empty());
    }

    #[test]
    fn of_two_columns_for_one_field_the_other_fills_the_gaps_and_is_told() {
        let csv = "Überschrift,title,text\nA,B,one\nC,,two\n";
        let input = Input { label: "t.csv".to_owned(), path: None };
        let batch = crate::ingest::of_bytes(csv.into(), &input, &Settings::default());
        let mut titles: Vec<&str> =
            batch.articles.iter().filter_map(|a| a.title.as_deref()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["B", "C"]);
        let spare = &batch.digests[0].read_as.spare;
        assert_eq!(spare.get("Überschrift").map(String::as_str), Some("title"));
        assert_eq!(spare.len(), 1);
    }

    #[test]
    fn the_stated_zone_is_that_of_times_without_one() {
        let csv = "id,text,published\na,one,2021-06-07 23:30\nb,two,13/6/2021 09:12\nc,three,6/7/2021 09:12\nd,four,2021-06-07T23:30:00Z\ne,five,2021-06-07\n";
        let input = Input { label: "t.csv".to_owned(), path: None };
        let published = |zone: Option<&str>| -> Vec<String> {
            let timezone = zone.map(|zone| zone.parse().expect("a zone"));
            let settings = Settings { timezone, ..Settings::default() };
            let batch = crate::ingest::of_bytes(csv.into(), &input, &settings);
            let dates = batch.articles.iter().filter_map(|a| a.published);
            dates.map(|stamp| stamp.to_string()).collect()
        };
        let (exact, day) = ("2021-06-07T23:30:00Z", "2021-06-07");
        assert_eq!(published(None), [day, "2021-06-13", "2021-07-06", exact, day]);
        let zoned = [
            "2021-06-07T23:30:00+02:00",
            "2021-06-13T09:12:00+02:00",
            "2021-07-06T09:12:00+02:00",
            exact,
            day,
        ];
        assert_eq!(published(Some("CET")), zoned);
        assert_eq!(published(Some("+02:00")), zoned);
    }

    #[test]
    fn dialects_are_told_by_their_rows() {
        let (rows, rejects) =
            read(b"id,text\na,\"she said \\\"no, never\\\" and left\"\nid,text\nb,two\n");
        assert_eq!(
            rows,
            [
                ("a".to_owned(), "she said \"no, never\" and left".to_owned()),
                ("b".to_owned(), "two".to_owned())
            ],
            "{rejects:?}"
        );
        let (rows, _) = read(b"id,text\na,\"of 8\\'9\\\" and C:\\\\x\"\n");
        assert_eq!(rows[0].1, "of 8\\'9\" and C:\\x");
        let (rows, _) = read(b"id,text\na,\"a folder C:\\\"\nb,\"she said \"\"no\"\"\"\n");
        assert_eq!(rows[0].1, "a folder C:\\");
        assert_eq!(rows[1].1, "she said \"no\"");
    }

    #[test]
    fn titles_and_urls_alone_are_articles_and_nothing_else_is_guessed() {
        let (rows, _) = read(
            b"stories_id,publish_date,title,url,language,media_name\n1,2021-06-07,Ferries stand still,https://ht.example/a,en,Herald\n",
        );
        assert_eq!(rows[0].1, "Ferries stand still");
        let (rows, rejects) = read(b"a,b\n1,2\n");
        assert!(rows.is_empty() && rejects[0].1.contains("--field text=COLUMN"), "{rejects:?}");
    }

    #[test]
    fn a_header_whose_marks_do_not_fit_rejects_the_table() {
        for header in ["id,\"te\"xt\"", "id,text,\"more", "id,text,5\" x,6\" x"] {
            let (rows, rejects) = read(format!("{header}\na,one,x,y\n").as_bytes());
            assert!(rows.is_empty() && rejects.len() == 1, "{header}: {rejects:?}");
            assert!(rejects[0].1.contains("the header has"), "{rejects:?}");
        }
    }

    #[test]
    fn a_long_row_is_skipped_and_the_rest_is_read() {
        let settings = Settings {
            limits: crate::ingest::Limits { document: 10_000, ..Default::default() },
            ..Settings::default()
        };
        let csv = format!(
            "id,text\na,{}\nb,short\nc,{}\nd,short\n",
            "x".repeat(50_000),
            ",".repeat(20_000)
        );
        let (rows, rejects) = read_within(csv.as_bytes(), settings);
        assert_eq!(rows.iter().map(|r| r.0.as_str()).collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(rejects.iter().map(|r| r.0).collect::<Vec<_>>(), [Some(2), Some(4)]);
    }
}
