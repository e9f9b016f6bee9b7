//! Reads back the tables that `urtext report` wrote, as CSV or Parquet.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::super::Registry;
use super::super::csv::{Rows, column};
use super::seen::{Gathering, Run, Seen};
use crate::{files, inert};

/// Why a report's tables could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A table is missing or cannot be read.
    #[error("{}: cannot read this table of the report", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        cause: std::io::Error,
    },
    /// A table is not in the form in which a report writes it.
    #[error("{}:{line}: {what}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Line of a CSV file, or row of a Parquet file, from 1.
        line: usize,
        /// What is wrong, including the value.
        what: String,
    },
}

/// Reads the tables of a report from a folder; a CSV file takes precedence over a Parquet file.
/// O(tables).
///
/// # Errors
/// [`RunError`] names the table, and the line if one is broken.
pub fn open(folder: &Path, known: &Registry) -> Result<Run, RunError> {
    let mut run = Gathering::new(known);
    sources(folder, &mut run)?;
    Table::open(folder, "flows", &["from_source", "to_source", "articles"])?.each(|cells| {
        run.flow(cells.text(0), cells.text(1), cells.number(2)?);
        Ok(())
    })?;
    Table::open(folder, "articles", &["article_id", "source_id", "wire"])?.each(|cells| {
        run.article(cells.text(0), cells.text(1), cells.text(2));
        Ok(())
    })?;
    Table::open(folder, "pairs", &["article_a", "article_b", "relation"])?.each(|cells| {
        run.pair(cells.text(0), cells.text(1), cells.text(2));
        Ok(())
    })?;
    Table::open(folder, "blocks", &["article_id", "label", "text"])?.each(|cells| {
        run.block(cells.text(0), cells.text(1), cells.foreign(2));
        Ok(())
    })?;
    const SPINNERS: [&str; 5] =
        ["source_a", "source_b", "replaced_alike", "replaced_by_both", "examples"];
    Table::open(folder, "spinners", &SPINNERS)?.each(|cells| {
        let counts = (cells.number(2)?, cells.number(3)?);
        run.spinners(cells.text(0), cells.text(1), counts, cells.foreign(4));
        Ok(())
    })?;
    Ok(run.finish())
}

/// Reads the table of sources.
fn sources(folder: &Path, run: &mut Gathering) -> Result<(), RunError> {
    const COLUMNS: [&str; 13] = [
        "source_id",
        "name",
        "articles",
        "originals",
        "identical",
        "republished",
        "edited",
        "excerpt",
        "spun",
        "rewritten",
        "summary",
        "quote_fidelity_count",
        "quote_fidelity_of",
    ];
    Table::open(folder, "sources", &COLUMNS)?.each(|cells| {
        let copies = (4..11).map(|at| cells.number(at)).sum::<Result<u32, _>>()?;
        let (kept, of) = (cells.number(11)?, cells.number(12)?);
        run.source(Seen {
            id: cells.text(0).to_owned(),
            name: cells.foreign(1).to_owned(),
            articles: cells.number(2)?,
            originals: cells.number(3)?,
            copies,
            spun: cells.number(8)?,
            altered: (of.saturating_sub(kept), of),
        });
        Ok(())
    })
}

/// Where the rows of a table come from.
enum Form {
    Csv(String),
    #[cfg(feature = "tables")]
    Parquet(Vec<polars::prelude::StringChunked>),
}

/// A table being read, with the requested columns.
struct Table {
    path: PathBuf,
    form: Form,
    names: Vec<&'static str>,
}

/// The cells of a row, in the order in which the columns were requested.
struct Cells<'c> {
    cells: &'c [Cow<'c, str>],
    names: &'c [&'static str],
}

impl Cells<'_> {
    /// Returns the cell's text; empty if the cell is missing.
    fn text(&self, at: usize) -> &str {
        &self.cells[at]
    }

    /// Returns the foreign text of a cell, without the apostrophe that protects it in spreadsheets;
    /// empty if the cell is missing.
    fn foreign(&self, at: usize) -> &str {
        let text = self.text(at);
        text.strip_prefix('\'').unwrap_or(text)
    }

    fn number(&self, at: usize) -> Result<u32, String> {
        let text = self.text(at);
        text.parse().map_err(|_| format!("`{}` is not a count: `{text}`", self.names[at]))
    }
}

impl Table {
    fn open(folder: &Path, name: &str, names: &[&'static str]) -> Result<Self, RunError> {
        let path = folder.join(format!("{name}.csv"));
        let names = names.to_vec();
        match files::text(&path) {
            Ok(text) => Ok(Self { path, form: Form::Csv(text), names }),
            #[cfg(feature = "tables")]
            Err(cause)
                if cause.kind() == std::io::ErrorKind::NotFound
                    && path.with_extension("parquet").exists() =>
            {
                let path = path.with_extension("parquet");
                let form = Form::Parquet(parquet(&path, &names)?);
                Ok(Self { path, form, names })
            }
            Err(cause) => Err(RunError::Read { path, cause }),
        }
    }

    fn each(&self, mut with: impl FnMut(&Cells<'_>) -> Result<(), String>) -> Result<(), RunError> {
        let failed =
            |line: usize| move |what| RunError::Table { path: self.path.clone(), line, what };
        let names = self.names.as_slice();
        match &self.form {
            Form::Csv(text) => {
                let header = Rows::of(text).next().unwrap_or_default();
                let find = |name: &&'static str| {
                    column(&header, &[name]).ok_or_else(|| format!("there is no column `{name}`"))
                };
                let columns =
                    names.iter().map(find).collect::<Result<Vec<_>, _>>().map_err(failed(1))?;
                for row in Rows::of(text).skip(1) {
                    if row.len() != header.len() {
                        return Err(failed(row.line)(format!(
                            "{} cells where the header has {}",
                            row.len(),
                            header.len()
                        )));
                    }
                    let cells: Vec<Cow<'_, str>> =
                        columns.iter().map(|&at| inert::unspelled(row.cell(at)).into()).collect();
                    with(&Cells { cells: &cells, names }).map_err(failed(row.line))?;
                }
            }
            #[cfg(feature = "tables")]
            Form::Parquet(columns) => {
                for row in 0..columns.first().map_or(0, |c| c.len()) {
                    let cells: Vec<Cow<'_, str>> =
                        columns.iter().map(|c| c.get(row).unwrap_or_default().into()).collect();
                    with(&Cells { cells: &cells, names }).map_err(failed(row + 1))?;
                }
            }
        }
        Ok(())
    }
}

/// Reads the columns of a Parquet table as text.
#[cfg(feature = "tables")]
fn parquet(
    path: &Path,
    names: &[&'static str],
) -> Result<Vec<polars::prelude::StringChunked>, RunError> {
    use polars::prelude::DataType;

    use crate::ingest::Limits;
    use crate::ingest::parquet::bounded;

    let failed = |what: String| RunError::Table { path: path.to_owned(), line: 1, what };
    let bytes =
        files::whole(path).map_err(|cause| RunError::Read { path: path.to_owned(), cause })?;
    let frame =
        bounded(&bytes, &|name| names.contains(&name), &Limits::default()).map_err(failed)?;
    if let Some(name) = names.iter().find(|name| frame.column(name).is_err()) {
        return Err(failed(format!("there is no column `{name}`")));
    }
    let first_line = |e: polars::prelude::PolarsError| {
        failed(e.to_string().lines().next().unwrap_or_default().to_owned())
    };
    let text = |name: &&'static str| {
        let column = frame.column(name)?.cast(&DataType::String)?;
        Ok(column.str()?.iter().map(|cell| cell.map(inert::unspelled)).collect())
    };
    names.iter().map(text).collect::<Result<_, _>>().map_err(first_line)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Writes the tables of a report on two articles of two outlets, with these blocks.
    fn report(blocks: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let sources = "source_id,name,articles,originals,identical,republished,edited,excerpt,spun,rewritten,summary,quote_fidelity_count,quote_fidelity_of\n";
        let outlet = |id: &str, name: &str| format!("{id},{name},2,2,0,0,0,0,0,0,0,0,0\n");
        for (name, text) in [
            ("sources", sources.to_owned() + &outlet("one", "'-Post-") + &outlet("two", "''s Post")),
            ("flows", "from_source,to_source,articles\n".to_owned()),
            ("articles", "article_id,source_id,wire\na,one,\nb,one,\nc,two,\nd,two,\n".to_owned()),
            ("pairs", "article_a,article_b,relation\n".to_owned()),
            ("blocks", format!("article_id,label,text\n{blocks}")),
            (
                "spinners",
                "source_a,source_b,replaced_alike,replaced_by_both,examples\none,two,9,10,'- old → new\n"
                    .to_owned(),
            ),
        ] {
            fs::write(folder.path().join(format!("{name}.csv")), text).expect("written");
        }
        folder
    }

    #[test]
    fn foreign_text_comes_back_as_it_was_before_it_was_made_harmless() {
        let line = "- All pictures of the harbour are \u{202e}our own";
        let blocks: String = ["a", "b", "c", "d"]
            .map(|id| format!("{id},boilerplate,\"'{}\"\n", inert::spelled(line)))
            .concat();
        let folder = report(&blocks);
        let known = Registry::parse("test", "").expect("an empty list");
        let run = open(folder.path(), &known).expect("read");
        assert_eq!(
            run.sources.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(),
            ["-Post-", "'s Post"]
        );
        let tie = &run.ties[&(0, 1)];
        assert_eq!(
            (tie.furniture.as_slice(), tie.replacements.as_str()),
            (&[line.to_owned()][..], "- old → new")
        );
    }

    #[test]
    fn a_spelled_out_line_end_does_not_end_a_row() {
        let folder = report("a\\u{d}b,body,x\n");
        let known = Registry::parse("test", "").expect("an empty list");
        assert!(open(folder.path(), &known).is_ok());
    }
}
