//! All cases of one outlet or agency as a folder to hand on: a list, a table, and a page for each
//! copy beside its original.
//!
//! Nothing is decided here: a dossier shows what a report shows, chosen by whom it concerns.

mod cases;
mod index;
pub mod table;

use std::collections::BTreeSet;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::ingest::own;
use crate::page::case::{self, Opening, Told};
use crate::page::model::Pair;
use crate::report::findings::{self, Finding, anchor};
use crate::report::{Folder, Format, ReportError, Source};
use crate::words::Language;

pub use cases::{Case, Part};

/// Name of the page that lists the cases.
pub const INDEX: &str = "index.html";

/// A dossier being made.
pub struct Dossier<'d> {
    /// What the run found.
    source: &'d Source<'d>,
    /// Id of the outlet or agency that it is about.
    subject: &'d str,
    /// The language of the pages. The table is English.
    language: Language,
    /// The cases, by date and id.
    cases: Vec<Case>,
    /// The run's findings, to which cases refer.
    found: Vec<Finding>,
    /// The same, worded for the pages.
    told: Vec<Finding>,
}

impl<'d> Dossier<'d> {
    /// Gathers the cases of a source, which may be an agency that is only credited. A source that
    /// nothing is known of has none. O(articles + pairs).
    pub fn of(source: &'d Source<'d>, subject: &'d str, language: Language) -> Self {
        let found = findings::list(source);
        let told = findings::list_in(source, language);
        let cases = cases::of(source, subject, &found);
        Self { source, subject, language, cases, found, told }
    }

    /// Number of cases.
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Writes the list, the table `cases` and the pages into an opened folder, and puts it in the
    /// place of an earlier dossier. Returns its path.
    ///
    /// # Errors
    /// [`ReportError`]; an earlier dossier is then left intact.
    pub fn write(&self, folder: Folder, format: Format) -> Result<PathBuf, ReportError> {
        // Of two findings on one pair the first has the page of the two texts.
        let mut seen = BTreeSet::new();
        let alone: Vec<bool> =
            self.cases.iter().map(|case| seen.insert((case.article, case.other))).collect();
        let pages: Vec<Option<String>> = self
            .cases
            .par_iter()
            .zip(alone)
            .map(|(case, alone)| if alone { self.page(case, &folder) } else { Ok(None) })
            .collect::<Result<_, _>>()?;
        folder.table(table::build(self, &pages), format)?;
        folder.file(INDEX, index::html(self, &pages).as_bytes())?;
        folder.file(own::MARKER, own::DOSSIER_MARK.as_bytes())?;
        folder.publish()
    }

    /// Writes the page of a case, if both texts are there and short enough to be shown; returns its
    /// name.
    fn page(&self, case: &Case, folder: &Folder) -> Result<Option<String>, ReportError> {
        let f = self.source.findings;
        let (Some(other), Some(comparison)) = (case.other, case.comparison) else {
            return Ok(None);
        };
        let ids = [case.article, other].map(|at| f.articles[at as usize].id.as_str());
        let anchor = anchor('p', &ids);
        let name = format!("case-{}.html", anchor.trim_start_matches("p-"));
        let pair = Pair { anchor, copy: case.article, parent: other, comparison };
        let Some(beside) = case::Case::of_pair(self.source, &pair, self.language) else {
            return Ok(None);
        };
        let opening = Opening {
            language: self.language,
            generator: own::PAGE,
            back: Some((INDEX.to_owned(), self.title())),
            lines: case
                .lost
                .iter()
                .map(|agency| index::of_lost(self.name_of(agency), self.language.words()))
                .collect(),
            finding: self.told(case),
            ..Opening::default()
        };
        folder.file(&name, case::html(opening, Some(&beside)).as_bytes())?;
        Ok(Some(name))
    }

    /// Returns the finding on a case, as the pages word it.
    fn told(&self, case: &Case) -> Option<Told> {
        case.finding.map(|n| Told::of(&self.told[n], self.language))
    }

    fn finding(&self, case: &Case) -> Option<&Finding> {
        case.finding.map(|n| &self.found[n])
    }

    /// The title of the list.
    fn title(&self) -> String {
        self.language.words().with("page.dossier.title", self.name_of(self.subject))
    }

    fn name_of<'n>(&'n self, id: &'n str) -> &'n str {
        self.source.registry.by_id(id).map_or(id, |known| &known.name)
    }
}

/// Whether a dossier has a file of this name.
pub(crate) fn is_file(name: &str) -> bool {
    let is_page = |rest: &str| rest.strip_suffix(".html").is_some_and(|n| n.len() == 16);
    name == INDEX
        || name.strip_prefix("case-").is_some_and(is_page)
        || [Format::Csv, Format::Parquet].iter().any(|f| name == format!("cases.{}", f.ending()))
}

/// Returns the name of a dossier's folder: the source's id with any other character than letters,
/// digits, dots and hyphens replaced by a hyphen.
pub fn folder_name(subject: &str) -> String {
    let name: String = subject
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-') { c } else { '-' })
        .collect();
    match name.trim_start_matches('.') {
        "" => "dossier".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_never_outside_of_the_one_named() {
        assert_eq!(folder_name("halvik-times"), "halvik-times");
        assert_eq!(folder_name("../../etc/x y"), "-..-etc-x-y");
        assert_eq!(folder_name(".."), "dossier");
    }
}
