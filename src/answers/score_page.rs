//! The scored article as a web page, beside the text that it is closest to.

use crate::ingest::{Batch, own};
use crate::page::case::{self, Case, Opening, Told};
use crate::page::model::Pair;
use crate::pipeline::Settings;
use crate::report::findings::{self, anchor};
use crate::report::{Beside, Source};
use crate::sources::Registry;
use crate::words::Language;

use super::score::View;

impl View<'_> {
    /// Returns a self-contained page without a script: what `lines` say, and the article beside its
    /// parent, or else beside the article nearest to it.
    pub fn page(&self, registry: &Registry, lines: &[String], language: Language) -> String {
        let (batch, settings, beside) = (Batch::default(), Settings::default(), Beside::default());
        let source = Source {
            findings: self.findings,
            batch: &batch,
            registry,
            settings: &settings,
            beside: &beside,
        };
        let finding = findings::list_in(&source, language)
            .into_iter()
            .find(|finding| finding.article == self.at && finding.caption.is_none());
        let of_finding = finding.as_ref().and_then(|x| x.other.zip(x.comparison));
        let case = of_finding.or_else(|| self.beside()).and_then(|(other, comparison)| {
            let verdict = &self.findings.lineage.verdicts[comparison as usize];
            // The text that was first stands first.
            let (copy, parent) = match verdict.original == Some(self.at) {
                true => (other, self.at),
                false => (self.at, other),
            };
            let ids = [copy, parent].map(|at| self.findings.articles[at as usize].id.as_str());
            let anchor = anchor('p', &ids);
            Case::of_pair(&source, &Pair { anchor, copy, parent, comparison }, language)
        });
        let article = &self.findings.articles[self.at as usize];
        let title = self.findings.cleaned[self.at as usize].title.as_deref();
        let opening = Opening {
            title: title.unwrap_or(&article.id).to_owned(),
            language,
            generator: own::PAGE,
            printed: lines.to_vec(),
            finding: finding.as_ref().map(|finding| Told::of(finding, language)),
            ..Opening::default()
        };
        case::html(opening, case.as_ref())
    }

    /// Returns the article to show beside the scored one, and their comparison.
    fn beside(&self) -> Option<(u32, u32)> {
        let parent = self.findings.lineage.standings[self.at as usize].parent.as_ref();
        let nearest = || self.nearest().first().map(|(other, n)| (*other, *n as u32));
        parent.map(|p| (p.article, p.comparison)).or_else(nearest)
    }
}
