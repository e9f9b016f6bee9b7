//! Two articles of a report as a web page, with the finding on them and the evidence on which was
//! first.

use crate::ingest::own;
use crate::page::case::{self, Case, Opening, Told};
use crate::page::model::Pair;
use crate::report::Source;
use crate::report::findings::{self, anchor};
use crate::words::Language;

/// Returns the page of two articles of a run, named by their ids; `None` if the run has no such
/// article, found no relation between the two, or one of the texts is too long to be shown.
///
/// The text that was first stands first, or else the one named first. O(articles + findings).
pub fn page(source: &Source<'_>, ids: [&str; 2], language: Language) -> Option<String> {
    let f = source.findings;
    let [first, second] = ids.map(|id| f.articles.iter().position(|article| article.id == id));
    let (first, second) = (first? as u32, second? as u32);
    let key = (first.min(second), first.max(second));
    let comparison = f.comparisons.binary_search_by_key(&key, |c| (c.a, c.b)).ok()?;
    let original = f.lineage.verdicts[comparison].original;
    let (parent, copy) = if original == Some(second) { (second, first) } else { (first, second) };
    let comparison = comparison as u32;
    let ids = [copy, parent].map(|at| f.articles[at as usize].id.as_str());
    let pair = Pair { anchor: anchor('p', &ids), copy, parent, comparison };
    let case = Case::of_pair(source, &pair, language)?;
    let finding = findings::list_in(source, language)
        .into_iter()
        .find(|finding| finding.comparison == Some(comparison));
    let opening = Opening {
        language,
        generator: own::PAGE,
        finding: finding.as_ref().map(|finding| Told::of(finding, language)),
        ..Opening::default()
    };
    Some(case::html(opening, Some(&case)))
}
