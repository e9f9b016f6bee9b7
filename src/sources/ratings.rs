//! Third-party ratings of domains (CSV or a workbook), kept apart from Urtext's own findings.

use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::csv::{self, Content, column};
use super::list::{DOMAIN_COLUMNS, RATING_COLUMNS};
use super::{Registry, domain};
use crate::files;

/// Why ratings could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RatingsError {
    /// The file cannot be read or is not UTF-8.
    #[error("{}: cannot read the ratings", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        cause: std::io::Error,
    },
    /// A column is missing.
    #[error("{}:1: no column {name}; the columns are: {seen}", path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The missing column's name, in backquotes.
        name: String,
        /// The columns that the header has.
        seen: String,
    },
    /// No row is usable.
    #[error("{}: no usable rating{first}", path.display())]
    Nothing {
        /// The file.
        path: PathBuf,
        /// Why the first unusable row was rejected; empty if there is none.
        first: String,
    },
}

/// How to read a file of ratings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// Name of the domain column; `None` for `domain` or another usual name.
    pub domain: Option<String>,
    /// Name of the rating column; `None` for `score` or `rating`.
    pub score: Option<String>,
    /// The best possible rating; `None` to assume 1 if at most one rating in twenty is above 1,
    /// else 100. The worst is always 0.
    pub highest: Option<f64>,
}

/// One rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rating {
    /// The value as the file gives it.
    pub value: f64,
    /// Line in the file, from 1.
    pub line: usize,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Line in the file, from 1.
    pub line: usize,
    /// `domain` or `score`.
    pub field: &'static str,
    /// Why it could not be used, including the value.
    pub reason: String,
}

/// Ratings by domain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ratings {
    /// The file's name without its folders.
    pub name: String,
    /// xxh3 hash of the file (128 bits), in hex.
    pub xxh3: String,
    /// The best possible rating.
    pub highest: f64,
    /// The rows that could not be used, in order of line.
    pub unusable: Vec<Unusable>,
    by_host: FxHashMap<String, Rating>,
}

/// Largest share of ratings above 1 that still counts as mistakes on a scale of 0 to 1, not as a
/// scale of 0 to 100.
///
/// Chosen by judgement: it tolerates single typing errors, and a real 0–100 file has far more.
const MISTAKES: f64 = 0.05;

impl Ratings {
    /// Reads a file of ratings. O(rows).
    ///
    /// A row is left out and listed in `unusable` if its domain is invalid, names only part of a
    /// site (a path), or was already given another rating, or if its rating is NaN, infinite or out
    /// of range. An empty rating counts as no rating.
    ///
    /// # Errors
    /// [`RatingsError`] if the file cannot be read, lacks a column, or has no usable row.
    pub fn open(path: &Path, columns: &Columns) -> Result<Self, RatingsError> {
        let unread = |cause| RatingsError::Read { path: path.to_owned(), cause };
        let bytes = files::whole(path).map_err(unread)?;
        let xxh3 = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
        let content = Content::of(bytes).map_err(|reason| {
            unread(io::Error::new(io::ErrorKind::InvalidData, format!("it {reason}")))
        })?;
        let mut rows = content.rows();
        let header = rows.next().unwrap_or_default();
        let at = |named: &Option<String>, usual: &[&str]| {
            let found = named
                .as_deref()
                .map_or_else(|| column(&header, usual), |name| column(&header, &[name]));
            found.ok_or_else(|| RatingsError::Column {
                path: path.to_owned(),
                name: format!("`{}`", named.as_deref().unwrap_or(usual[0])),
                seen: header.cells().collect::<Vec<_>>().join(", "),
            })
        };
        let (domains, scores) =
            (at(&columns.domain, &DOMAIN_COLUMNS)?, at(&columns.score, &RATING_COLUMNS)?);
        let read: Vec<(usize, String, String)> = rows
            .map(|row| (row.line, row.cell(domains).to_owned(), row.cell(scores).to_owned()))
            .filter(|(_, domain, score)| !(domain.is_empty() && score.is_empty()))
            .collect();
        let values: Vec<f64> = read
            .iter()
            .filter_map(|(_, _, score)| csv::number(score))
            .filter(|v: &f64| v.is_finite())
            .collect();
        let above = values.iter().filter(|v| **v > 1.0).count() as f64;
        let usual = if above <= MISTAKES * values.len() as f64 { 1.0 } else { 100.0 };
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let mut out =
            Self { name, xxh3, highest: columns.highest.unwrap_or(usual), ..Self::default() };
        for (line, domain, score) in read.into_iter().filter(|(_, _, score)| !score.is_empty()) {
            if let Err((field, reason)) = out.add(line, &domain, &score) {
                out.unusable.push(Unusable { line, field, reason });
            }
        }
        if out.by_host.is_empty() {
            let first = out
                .unusable
                .first()
                .map(|u| format!("; line {}: {}", u.line, u.reason))
                .unwrap_or_default();
            return Err(RatingsError::Nothing { path: path.to_owned(), first });
        }
        Ok(out)
    }

    fn add(
        &mut self,
        line: usize,
        domain: &str,
        score: &str,
    ) -> Result<(), (&'static str, String)> {
        let loose = domain::loose(domain)
            .map_err(|why| ("domain", format!("the domain `{domain}` {why}")))?;
        if loose.lossy {
            return Err((
                "domain",
                format!(
                    "`{domain}` is only part of a site; ratings can be matched to whole domains only"
                ),
            ));
        }
        let value = csv::number(score).ok_or_else(|| {
            ("score", format!("the rating `{score}` of `{domain}` is not a number"))
        })?;
        if !(0.0..=self.highest).contains(&value) {
            let what = if value.is_finite() {
                format!("is not between 0 and {}", self.highest)
            } else {
                "is not a finite number".to_owned()
            };
            return Err(("score", format!("the rating `{score}` of `{domain}` {what}")));
        }
        match self.by_host.get(&loose.host) {
            Some(first) if first.value != value => Err((
                "score",
                format!(
                    "`{domain}` is rated `{score}` here and `{}` at line {}",
                    first.value, first.line
                ),
            )),
            Some(_) => Ok(()),
            None => {
                self.by_host.insert(loose.host, Rating { value, line });
                Ok(())
            }
        }
    }

    /// Returns the number of rated domains.
    pub fn len(&self) -> usize {
        self.by_host.len()
    }

    /// Whether no domain is rated; never the case after [`Ratings::open`].
    pub fn is_empty(&self) -> bool {
        self.by_host.is_empty()
    }

    /// Returns the rating of a source: that of its first rated domain, else of the first domain
    /// whose registrable domain is rated. `None` if there is none.
    ///
    /// A source that is not in the registry is looked up by its id, if that is a domain.
    pub fn of_source(&self, id: &str, registry: &Registry) -> Option<Rating> {
        let hosts: Vec<&str> = registry
            .by_id(id)
            .map_or_else(|| vec![id], |s| s.domains.iter().map(String::as_str).collect());
        let whole = hosts.iter().find_map(|h| self.by_host.get(*h));
        whole
            .or_else(|| {
                hosts
                    .iter()
                    .filter_map(|h| domain::registrable(h))
                    .find_map(|d| self.by_host.get(d))
            })
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: &Columns) -> Result<Ratings, RatingsError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ratings.csv");
        std::fs::write(&path, text).expect("written");
        Ratings::open(&path, columns)
    }

    #[test]
    fn ratings_are_joined_by_registrable_domain() {
        let ratings = read(
            "domain,score\nHTTPS://www.Halvik.co.uk/,0.9\nnwa.example,0.5\n",
            &Columns::default(),
        )
        .expect("read");
        let registry = Registry::parse(
            "t",
            "[[source]]\nid = \"halvik\"\nname = \"Halvik\"\nkind = \"outlet\"\ndomains = [\"other.example\", \"news.halvik.co.uk\"]\n",
        )
        .expect("sound");
        assert_eq!(ratings.of_source("halvik", &registry), Some(Rating { value: 0.9, line: 2 }));
        assert_eq!(ratings.of_source("nwa.example", &registry).map(|r| r.value), Some(0.5));
        assert_eq!(ratings.of_source("Some Name", &registry), None);
    }

    #[test]
    fn what_is_no_rating_is_named_at_its_line() {
        let text = "domain,score\na.example,NaN\nb.example,1.5\nc.example,-1\nd.example,good\n10.0.0.1,1\ne.example/news,1\nf.example,1\nf.example,0\nf.example,1\ng.example,\n"
            .to_owned()
            + &(0..40).map(|n| format!("h{n}.example,0.5\n")).collect::<String>();
        let ratings = read(&text, &Columns::default()).expect("read");
        let unusable: Vec<(usize, &str)> =
            ratings.unusable.iter().map(|u| (u.line, u.field)).collect();
        assert_eq!(
            unusable,
            [
                (2, "score"),
                (3, "score"),
                (4, "score"),
                (5, "score"),
                (6, "domain"),
                (7, "domain"),
                (9, "score")
            ]
        );
        assert_eq!((ratings.len(), ratings.highest), (41, 1.0));
    }

    #[test]
    fn scale_and_columns_are_told_or_stated() {
        assert_eq!(
            read("domain,score\na.example,40\nb.example,1\n", &Columns::default())
                .expect("read")
                .highest,
            100.0
        );
        let columns = Columns {
            domain: Some("site".into()),
            score: Some("trust".into()),
            highest: Some(5.0),
        };
        let ratings = read("site;trust\na.example;4\nb.example;7\n", &columns).expect("read");
        assert_eq!((ratings.len(), ratings.unusable.len()), (1, 1));
        assert!(matches!(read("a,b\n", &Columns::default()), Err(RatingsError::Column { .. })));
        assert!(matches!(
            read("domain,score\na.example,NaN\n", &Columns::default()),
            Err(RatingsError::Nothing { .. })
        ));
    }
}
