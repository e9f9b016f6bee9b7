//! What readers said of findings: marks made on the page or in a spreadsheet, shown beside the
//! findings and never counted.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::files;
use crate::inert;
use crate::sources::csv::{Row, Rows, column};

/// Why a file of reviews cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The file cannot be read or is not UTF-8.
    #[error("{}: cannot read the reviews", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        cause: std::io::Error,
    },
    /// The file holds nothing.
    #[error("{}: is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A column is missing.
    #[error("{}:1: no column `{name}`; the columns are: {seen}", path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The missing column's name.
        name: &'static str,
        /// The columns that the header has.
        seen: String,
    },
}

/// A reader's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The finding holds.
    Right,
    /// It does not hold.
    Wrong,
    /// The reader cannot tell.
    Unsure,
}

impl Mark {
    const ALL: [(Self, &str); 3] =
        [(Self::Right, "right"), (Self::Wrong, "wrong"), (Self::Unsure, "unsure")];

    /// Returns the name in files and tables.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(mark, _)| *mark)
    }
}

/// What a reader said of one finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The mark.
    pub mark: Mark,
    /// The reader's note; may be empty.
    pub note: String,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Line in the file, from 1.
    pub line: usize,
    /// `link` or `review`.
    pub field: &'static str,
    /// Why it could not be used, including the value.
    pub reason: String,
}

/// Reviews by the fragment that opens the finding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews {
    /// The file's name without its folders.
    pub name: String,
    /// xxh3 hash of the file (128 bits), in hex.
    pub xxh3: String,
    /// The rows that could not be used, in order of line.
    pub unusable: Vec<Unusable>,
    by_anchor: BTreeMap<String, Review>,
}

impl Reviews {
    /// Reads a CSV file with the columns `link` (as in the table `findings`), `review` (`right`,
    /// `wrong` or `unsure`) and, if there is one, `note`: what the page exports, or a copy of
    /// `findings.csv` with these two columns filled in. Rows without a review are passed over; of
    /// two rows on one finding the later one counts. O(rows).
    ///
    /// # Errors
    /// [`ReviewError`] if the file cannot be read or lacks a column.
    pub fn open(path: &Path) -> Result<Self, ReviewError> {
        let text = files::text(path)
            .map_err(|cause| ReviewError::Read { path: path.to_owned(), cause })?;
        let mut rows = Rows::of(&text);
        let Some(header) = rows.next() else {
            return Err(ReviewError::Empty { path: path.to_owned() });
        };
        let at = |name: &'static str| {
            column(&header, &[name]).ok_or_else(|| ReviewError::Column {
                path: path.to_owned(),
                name,
                seen: header.cells().collect::<Vec<_>>().join(", "),
            })
        };
        let (link, review) = (at("link")?, at("review")?);
        // The column, and whether it is that of the table `findings`.
        let note = column(&header, &["note"])
            .map(|at| (at, false))
            .or_else(|| column(&header, &["review_note"]).map(|at| (at, true)));
        let mut out = Self {
            name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            xxh3: format!("{:032x}", xxhash_rust::xxh3::xxh3_128(text.as_bytes())),
            ..Self::default()
        };
        for row in rows.filter(|row| !row.cell(review).trim().is_empty()) {
            if let Err((field, reason)) = out.add(&row, (link, review, note)) {
                out.unusable.push(Unusable { line: row.line, field, reason });
            }
        }
        Ok(out)
    }

    fn add(
        &mut self,
        row: &Row,
        (link, review, note): (usize, usize, Option<(usize, bool)>),
    ) -> Result<(), (&'static str, String)> {
        let (link, review) = (row.cell(link).trim(), row.cell(review));
        let anchor = link.rsplit('#').next().unwrap_or_default();
        if !anchor.starts_with("f-") || anchor.len() != 18 {
            return Err(("link", format!("`{link}` is no link to a finding")));
        }
        let mark = Mark::named(review)
            .ok_or_else(|| ("review", format!("`{review}` is not right, wrong or unsure")))?;
        let note = match note {
            // A table has guards against formulas and characters that steer.
            Some((at, true)) => {
                let cell = row.cell(at);
                inert::unspelled(cell.strip_prefix('\'').unwrap_or(cell))
            }
            Some((at, false)) => row.cell(at).trim().to_owned(),
            None => String::new(),
        };
        self.by_anchor.insert(anchor.to_owned(), Review { mark, note });
        Ok(())
    }

    /// Returns what was said of the finding that a fragment opens.
    pub fn of(&self, anchor: &str) -> Option<&Review> {
        self.by_anchor.get(anchor)
    }

    /// Number of findings that were reviewed, in this report or in another.
    pub fn len(&self) -> usize {
        self.by_anchor.len()
    }

    /// Whether nothing was reviewed.
    pub fn is_empty(&self) -> bool {
        self.by_anchor.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Reviews, ReviewError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("review.csv");
        std::fs::write(&path, text).expect("written");
        Reviews::open(&path)
    }

    #[test]
    fn reviews_are_read_from_an_export_and_from_a_table_of_findings() {
        let found = read(
            "link,review,note\r\nreport.html#f-0123456789abcdef,right,\"asked them, they agree\"\r\nf-1123456789abcdef,Wrong,\n\
             f-2123456789abcdef,,not looked at\nf-3123456789abcdef,maybe,\nhttps://x.example/,right,\n",
        )
        .expect("read");
        let first = found.of("f-0123456789abcdef").expect("the first");
        assert_eq!((first.mark, first.note.as_str()), (Mark::Right, "asked them, they agree"));
        assert_eq!(found.of("f-1123456789abcdef").map(|r| r.mark.name()), Some("wrong"));
        assert_eq!((found.len(), found.of("f-2123456789abcdef")), (2, None));
        let fields: Vec<_> = found.unusable.iter().map(|u| (u.line, u.field)).collect();
        assert_eq!(fields, [(5, "review"), (6, "link")]);
        let table =
            read("rank,link,review,review_note\n1,report.html#f-0123456789abcdef,unsure,ask\n");
        let table = table.expect("read");
        assert_eq!(table.of("f-0123456789abcdef").map(|r| r.note.as_str()), Some("ask"));
        let guarded =
            read("link,review,review_note\nf-0123456789abcdef,right,'=1+1\n").expect("read");
        assert_eq!(guarded.of("f-0123456789abcdef").map(|r| r.note.as_str()), Some("=1+1"));
    }

    #[test]
    fn a_missing_column_is_named_and_nothing_is_nothing() {
        let missing = read("link,verdict\n").expect_err("no reviews");
        assert!(missing.to_string().contains("no column `review`"), "{missing}");
        assert!(matches!(read(""), Err(ReviewError::Empty { .. })));
        assert!(read("link,review\n").expect("read").is_empty());
        for (at, (mark, name)) in Mark::ALL.into_iter().enumerate() {
            assert_eq!((mark as usize, mark.name()), (at, name));
        }
    }
}
