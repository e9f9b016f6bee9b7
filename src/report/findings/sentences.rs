//! The findings in words.
//!
//! A sentence says what is on the two pages as they were read, not what anybody meant or did: that
//! texts are alike, that a name was not found, that words differ.

use super::super::Source;
use super::{HarmKind, Kind, Status, counts};
use crate::captions::Judged;
use crate::compare::Relation;
use crate::lineage::{CreditKept, DateBasis};
use crate::words::Words;

/// Most characters of a headline or caption that a sentence quotes. Chosen by judgement.
const LONGEST: usize = 100;

/// Says what was found of an article and the one compared with it.
pub(super) fn copy(
    told: &Telling<'_>,
    at: u32,
    (other, comparison): (Option<u32>, Option<u32>),
    kinds: &[Kind],
    status: Status,
) -> String {
    let (f, w) = (told.source.findings, told.words);
    let relation = comparison.map(|c| f.comparisons[c as usize].relation);
    let theirs = other.map_or_else(
        || match told.owner(at) {
            Some(name) => w.with("page.sentence.story_of", name),
            None => w.of("page.sentence.another").to_owned(),
        },
        |other| told.whose(other),
    );
    let alike = match status {
        Status::Charged | Status::CreditUnsure | Status::Withdrawn => {
            let swapped = f.reliability.articles[at as usize].spin_share;
            alike(w, relation, &theirs, swapped)
        }
        _ => in_common(w, relation, &theirs),
    };
    let opening = w.fill("page.sentence.copy", &[&told.outlet(at), &told.subject(at), &alike]);
    let mut parts = vec![told.capital(opening)];
    for kind in kinds {
        parts.extend(match kind {
            Kind::Harm(HarmKind::Credit) => told.credit(at, other, status),
            Kind::Harm(kind @ (HarmKind::Quotations | HarmKind::Facts)) => {
                other.zip(comparison).and_then(|pair| told.differ(at, pair, *kind, status))
            }
            Kind::Harm(HarmKind::Backdated) => Some(w.of("page.sentence.backdated").to_owned()),
            Kind::Harm(HarmKind::Spin | HarmKind::Caption) => None,
            Kind::Withdrawn => Some(w.of("page.sentence.withdrawn").to_owned()),
        });
    }
    told.with_status(format!("{}.", parts.join("; ")), status)
}

/// Says which caption was found to be about something else.
pub(super) fn caption(told: &Telling<'_>, judged: &Judged, status: Status) -> String {
    let (at, text) = (judged.article, short(&judged.caption.text));
    let values: [&dyn std::fmt::Display; 3] = [&told.outlet(at), &told.subject(at), &text];
    let sentence = told.words.fill("page.sentence.caption", &values);
    told.with_status(told.capital(sentence), status)
}

/// Says how a text is like another.
fn alike(w: &Words, relation: Option<Relation>, theirs: &str, swapped: Option<f64>) -> String {
    let known =
        relation.filter(|relation| *relation == Relation::Translated || relation.is_copying());
    let name = known.map_or("", Relation::name);
    let share = match swapped {
        Some(share) => format!("{:.0} %", share * 100.0),
        None => w.of("page.sentence.many").to_owned(),
    };
    w.fill_among("page.sentence.alike", name, &[&theirs, &share])
}

/// Says how two texts are alike, in words that hold whichever came first.
fn in_common(w: &Words, relation: Option<Relation>, theirs: &str) -> String {
    let name = match relation {
        Some(
            known @ (Relation::Identical
            | Relation::Republished
            | Relation::Spun
            | Relation::Rewritten
            | Relation::Summary
            | Relation::Translated),
        ) => known.name(),
        _ => "",
    };
    w.fill_among("page.sentence.common", name, &[&theirs])
}

/// A run that is told in the words of a language.
#[derive(Clone, Copy)]
pub(super) struct Telling<'t> {
    /// The run.
    pub source: &'t Source<'t>,
    /// The words.
    pub words: &'static Words,
}

impl Telling<'_> {
    /// Adds why nobody is charged.
    fn with_status(&self, sentence: String, status: Status) -> String {
        let why = self.words.among("page.sentence.status", status.name());
        format!("{sentence} {why}").trim_end().to_owned()
    }

    /// Says what became of the credit; `None` without a verdict.
    fn credit(&self, at: u32, other: Option<u32>, status: Status) -> Option<String> {
        let (f, w) = (self.source.findings, self.words);
        let standing = &f.lineage.standings[at as usize];
        let names_copy = matches!(status, Status::Charged | Status::CreditUnsure);
        // Where it is open which of the two is the copy, neither is said to owe the other a credit.
        let page = match names_copy {
            true => w.of("page.sentence.page").to_owned(),
            false => w.with("page.sentence.page_of", self.outlet(at)),
        };
        let whose = self
            .owner(at)
            .filter(|name| names_copy && other.is_none_or(|other| self.outlet(other) != *name))
            .map_or(String::new(), |name| w.with("page.sentence.owner", name));
        let said = match standing.credit? {
            CreditKept::Kept => return None,
            CreditKept::Stripped if names_copy => "page.sentence.stripped",
            CreditKept::Stripped => "page.sentence.stripped_open",
            CreditKept::BylineReplaced => "page.sentence.byline",
            CreditKept::WrongAgency if names_copy => "page.sentence.agency",
            CreditKept::WrongAgency => "page.sentence.agency_open",
        };
        Some(w.fill(said, &[&page, &whose]))
    }

    /// Returns the name of the outlet or agency that a family's text is by; `None` if unknown.
    fn owner(&self, at: u32) -> Option<String> {
        let lineage = &self.source.findings.lineage;
        let cluster = &lineage.clusters[lineage.standings[at as usize].cluster? as usize];
        match (&cluster.lost_wire, cluster.root) {
            (Some(agency), _) => Some(self.name(agency).to_owned()),
            (None, Some(root)) if root != at => Some(self.outlet(root)),
            _ => None,
        }
    }

    /// Says how many quotations or facts differ.
    fn differ(
        &self,
        at: u32,
        (other, comparison): (u32, u32),
        kind: HarmKind,
        status: Status,
    ) -> Option<String> {
        let f = self.source.findings;
        let (quotes, facts) = match status {
            Status::Unknown => {
                let c = &f.comparisons[comparison as usize];
                let firm = || {
                    f.lineage.verdicts[comparison as usize].alterations(c).filter(|d| d.accuses())
                };
                let quotes = firm().filter(|d| !d.kind.is_fact()).count();
                (quotes, firm().count() - quotes)
            }
            _ => counts(f, at, other, comparison),
        };
        let (n, forms) = match kind {
            HarmKind::Quotations => (quotes, "page.sentence.quotes"),
            _ => (facts, "page.sentence.facts"),
        };
        (n > 0).then(|| self.words.count(forms, n, &[&self.words.number(n)]))
    }

    fn name<'n>(&'n self, id: &'n str) -> &'n str {
        self.source.registry.by_id(id).map_or(id, |known| &known.name)
    }

    /// Returns the outlet's name as it reads within a sentence.
    pub(super) fn outlet(&self, at: u32) -> String {
        let clean = &self.source.findings.cleaned[at as usize];
        match (&clean.source, &clean.claimed) {
            (Some(id), _) => self.name(id).to_owned(),
            // What a page says of itself accuses nobody.
            (None, Some(id)) => self.words.with("page.sentence.unknown_named", self.name(id)),
            (None, None) => self.words.of("page.sentence.unknown").to_owned(),
        }
    }

    /// Returns an article's headline, date and outlet: `Halvik Times's “Headline” (8 June 2021)`.
    fn whose(&self, at: u32) -> String {
        let clean = &self.source.findings.cleaned[at as usize];
        let named =
            clean.source.is_some() && clean.title.as_deref().is_some_and(|t| !short(t).is_empty());
        let said = if named { "page.sentence.whose" } else { "page.sentence.of" };
        self.words.fill(said, &[&self.outlet(at), &self.article(at)])
    }

    /// Returns an article's headline and date: `“Headline” (8 June 2021)`.
    fn article(&self, at: u32) -> String {
        self.titled(at, "page.sentence.no_headline")
    }

    /// Returns the same as the subject of a sentence.
    fn subject(&self, at: u32) -> String {
        self.titled(at, "page.sentence.no_headline_subject")
    }

    fn titled(&self, at: u32, without: &str) -> String {
        let (f, w) = (self.source.findings, self.words);
        let title = f.cleaned[at as usize].title.as_deref().map(short).filter(|t| !t.is_empty());
        let title = match title {
            Some(title) => w.with("quoted", title),
            None => w.of(without).to_owned(),
        };
        let date = match f.lineage.dates[at as usize] {
            (Some(stamp), DateBasis::Text) => w.with("page.sentence.by_text", w.day(stamp.day)),
            (Some(stamp), _) => w.day(stamp.day),
            (None, _) => w.of("page.sentence.undated").to_owned(),
        };
        w.fill("page.sentence.article", &[&title, &date])
    }

    /// Begins a sentence with a capital where its first words are the program's own: a name keeps
    /// its own first letter.
    fn capital(&self, text: String) -> String {
        let own = ["page.sentence.unknown", "page.sentence.no_headline_subject"]
            .map(|x| self.words.of(x));
        let mut chars = text.chars();
        match chars.next() {
            Some(first) if own.iter().any(|own| text.starts_with(own)) => {
                first.to_uppercase().chain(chars).collect()
            }
            _ => text,
        }
    }
}

/// Puts a text on one line and cuts it after [`LONGEST`] characters.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST) {
        // At the end of a word, if the text has words.
        Some((at, _)) => {
            let end = line[..at].rfind(' ').filter(|end| *end > at / 2).unwrap_or(at);
            format!("{}…", line[..end].trim_end_matches([' ', ',', ';', ':']))
        }
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_say_what_is_on_the_page_and_not_what_anybody_did() {
        let w = crate::words::english();
        let of =
            |relation| alike(w, Some(relation), "the Courier's “Ferry” (8 June 2021)", Some(0.281));
        assert_eq!(
            of(Relation::Spun),
            "has the sentences of the Courier's “Ferry” (8 June 2021), with 28 % of their words replaced"
        );
        for (relation, _) in Relation::ALL {
            assert!(of(relation).starts_with("has "), "{relation:?}");
            // Nothing may sound as if one had it from the other.
            let open = in_common(w, Some(relation), "the Courier's “Ferry”");
            assert!(["replaced", "edited", "version", "from"].iter().all(|w| !open.contains(w)));
        }
    }

    #[test]
    fn a_long_headline_is_cut() {
        assert_eq!(short(&"word ".repeat(30)).chars().count(), LONGEST);
    }
}
