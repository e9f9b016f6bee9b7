//! The findings in words.
//!
//! A sentence says what is on the two pages as they were read, not what anybody meant or did: that
//! texts are alike, that a name was not found, that words differ.

use super::super::Source;
use super::{HarmKind, Status, counts};
use crate::captions::Judged;
use crate::compare::Relation;
use crate::lineage::{CreditKept, DateBasis};

/// Most characters of a headline or caption that a sentence quotes. Chosen by judgement.
const LONGEST: usize = 100;

/// Says what was found of an article and the one compared with it.
pub(super) fn copy(
    s: &Source<'_>,
    at: u32,
    other: Option<u32>,
    comparison: Option<u32>,
    kinds: &[HarmKind],
    status: Status,
) -> String {
    let f = s.findings;
    let relation = comparison.map(|c| f.comparisons[c as usize].relation);
    let theirs = other.map_or_else(
        || owner(s, at).map_or("another text".to_owned(), |name| format!("a story of {name}")),
        |other| whose(s, other),
    );
    let mut parts = vec![format!(
        "{}, in {}, {}",
        capital(&outlet(s, at)),
        article(s, at),
        match status {
            Status::Charged | Status::CreditUnsure => alike(relation, &theirs, share(s, at)),
            _ => in_common(relation, &theirs),
        }
    )];
    for kind in kinds {
        parts.extend(match kind {
            HarmKind::Credit => credit(s, at, other, status),
            HarmKind::Quotations | HarmKind::Facts => {
                other.zip(comparison).and_then(|pair| differ(s, at, pair, *kind, status))
            }
            HarmKind::Backdated => {
                Some("it is dated more than a day before the text that it derives from".to_owned())
            }
            HarmKind::Spin | HarmKind::Caption => None,
        });
    }
    let told = format!("{}.", parts.join("; "));
    if status == Status::Charged { told } else { format!("{told} {}", status.words()) }
}

/// Says which caption was found to be about something else.
pub(super) fn caption(s: &Source<'_>, judged: &Judged, status: Status) -> String {
    let told = format!(
        "{}, in {}, has a caption that mentions nothing found in the story: “{}”.",
        capital(&outlet(s, judged.article)),
        article(s, judged.article),
        short(&judged.caption.text)
    );
    format!("{told} {}", status.words()).trim_end().to_owned()
}

/// Says how a text is like another.
fn alike(relation: Option<Relation>, theirs: &str, swapped: Option<f64>) -> String {
    match relation {
        Some(Relation::Identical) => format!("has the same text as {theirs}"),
        Some(Relation::Republished) => format!("has nearly the same text as {theirs}"),
        Some(Relation::Edited) => format!("has an edited version of {theirs}"),
        Some(Relation::Excerpt) => format!("has a passage from {theirs}"),
        Some(Relation::Spun) => {
            let share = swapped.map_or("many".to_owned(), |x| format!("{:.0} %", x * 100.0));
            format!("has the sentences of {theirs}, with {share} of their words replaced")
        }
        Some(Relation::Rewritten) => format!("has the content of {theirs} in other words"),
        Some(Relation::Summary) => format!("has the content of {theirs}, condensed"),
        Some(Relation::Translated) => format!("has the story of {theirs} in another language"),
        _ => format!("has text from {theirs}"),
    }
}

/// Says how two texts are alike, in words that hold whichever came first.
fn in_common(relation: Option<Relation>, theirs: &str) -> String {
    let what = match relation {
        Some(Relation::Identical) => "the same text",
        Some(Relation::Republished) => "nearly the same text",
        Some(Relation::Spun) => "the same sentences with different words",
        Some(Relation::Rewritten) => "the same content in different words",
        Some(Relation::Summary) => "the same content, in one of them condensed",
        Some(Relation::Translated) => "the same story in two languages",
        _ => "passages in common",
    };
    format!("and {theirs} have {what}")
}

/// Returns the share of words that are swapped, compared with the article's parent.
fn share(s: &Source<'_>, at: u32) -> Option<f64> {
    s.findings.reliability.articles[at as usize].spin_share
}

/// Says what became of the credit; `None` without a verdict.
fn credit(s: &Source<'_>, at: u32, other: Option<u32>, status: Status) -> Option<String> {
    let f = s.findings;
    let standing = &f.lineage.standings[at as usize];
    let names_copy = matches!(status, Status::Charged | Status::CreditUnsure);
    // Where it is open which of the two is the copy, neither is said to owe the other a credit.
    let page = match names_copy {
        true => "the page as read".to_owned(),
        false => format!("the page of {} as read", outlet(s, at)),
    };
    let whose = owner(s, at)
        .filter(|name| names_copy && other.is_none_or(|other| outlet(s, other) != *name))
        .map_or(String::new(), |name| format!(" (the story is {name}'s)"));
    let source = if names_copy { "source for it" } else { "source" };
    Some(match standing.credit? {
        CreditKept::Kept => return None,
        CreditKept::Stripped => format!("{page} names no {source}{whose}"),
        CreditKept::BylineReplaced => format!("{page} names its own staff as the author{whose}"),
        CreditKept::WrongAgency if names_copy => format!("{page} credits another agency{whose}"),
        CreditKept::WrongAgency => format!("{page} credits an agency"),
    })
}

/// Returns the name of the outlet or agency that a family's text is by; `None` if unknown.
fn owner(s: &Source<'_>, at: u32) -> Option<String> {
    let cluster = s.findings.lineage.standings[at as usize].cluster?;
    let cluster = &s.findings.lineage.clusters[cluster as usize];
    match (&cluster.lost_wire, cluster.root) {
        (Some(agency), _) => {
            Some(s.registry.by_id(agency).map_or(agency.as_str(), |known| &known.name).to_owned())
        }
        (None, Some(root)) if root != at => Some(outlet(s, root)),
        _ => None,
    }
}

/// Says how many quotations or facts differ.
fn differ(
    s: &Source<'_>,
    at: u32,
    (other, comparison): (u32, u32),
    kind: HarmKind,
    status: Status,
) -> Option<String> {
    let (quotes, facts) = match status {
        Status::Unknown => {
            let f = s.findings;
            let c = &f.comparisons[comparison as usize];
            let firm =
                || f.lineage.verdicts[comparison as usize].alterations(c).filter(|d| d.accuses());
            let quotes = firm().filter(|d| !d.kind.is_fact()).count();
            (quotes, firm().count() - quotes)
        }
        _ => counts(s.findings, at, other, comparison),
    };
    let (n, one, more) = match kind {
        HarmKind::Quotations => (quotes, "quotation differs", "quotations differ"),
        _ => (
            facts,
            "number, name, date or other fact differs",
            "numbers, names, dates or other facts differ",
        ),
    };
    (n > 0).then(|| format!("{} {}", number(n), if n == 1 { one } else { more }))
}

/// Returns the outlet's name as it reads within a sentence.
pub(super) fn outlet(s: &Source<'_>, at: u32) -> String {
    let clean = &s.findings.cleaned[at as usize];
    match (&clean.source, &clean.claimed) {
        (Some(id), _) => s.registry.by_id(id).map_or(id.as_str(), |known| &known.name).to_owned(),
        // What a page says of itself accuses nobody.
        (None, Some(id)) => {
            let name = s.registry.by_id(id).map_or(id.as_str(), |known| &known.name);
            format!("a page of an unknown outlet (it calls itself {name})")
        }
        (None, None) => "a page of an unknown outlet".to_owned(),
    }
}

/// Returns an article's headline, date and outlet: `Halvik Times's “Headline” (8 June 2021)`.
fn whose(s: &Source<'_>, at: u32) -> String {
    let clean = &s.findings.cleaned[at as usize];
    let named =
        clean.source.is_some() && clean.title.as_deref().is_some_and(|t| !short(t).is_empty());
    match named {
        true => format!("{}'s {}", outlet(s, at), article(s, at)),
        false => format!("{} of {}", article(s, at), outlet(s, at)),
    }
}

/// Returns an article's headline and date: `“Headline” (8 June 2021)`.
fn article(s: &Source<'_>, at: u32) -> String {
    let f = s.findings;
    let title = f.cleaned[at as usize].title.as_deref().map(short).filter(|t| !t.is_empty());
    let title = title.map_or("an article without headline".to_owned(), |t| format!("“{t}”"));
    let date = match f.lineage.dates[at as usize] {
        (Some(stamp), DateBasis::Text) => {
            format!("{}, by its text", stamp.day.format("%-d %B %Y"))
        }
        (Some(stamp), _) => stamp.day.format("%-d %B %Y").to_string(),
        (None, _) => "undated".to_owned(),
    };
    format!("{title} ({date})")
}

/// Spells out a number up to twelve, as newspapers do.
fn number(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    // Only what this file itself worded: a name keeps its own first letter.
    match chars.next() {
        Some('a') if text.starts_with("a page of an unknown") => format!("A{}", chars.as_str()),
        _ => text.to_owned(),
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
        let of =
            |relation| alike(Some(relation), "the Courier's “Ferry” (8 June 2021)", Some(0.281));
        assert_eq!(
            of(Relation::Spun),
            "has the sentences of the Courier's “Ferry” (8 June 2021), with 28 % of their words replaced"
        );
        for (relation, _) in Relation::ALL {
            assert!(of(relation).starts_with("has "), "{relation:?}");
            // Nothing may sound as if one had it from the other.
            let open = in_common(Some(relation), "the Courier's “Ferry”");
            assert!(["replaced", "edited", "version", "from"].iter().all(|w| !open.contains(w)));
        }
    }

    #[test]
    fn a_long_headline_is_cut_and_a_number_spelled_out() {
        assert_eq!(short(&"word ".repeat(30)).chars().count(), LONGEST);
        assert_eq!((number(4), number(13)), ("four".to_owned(), "13".to_owned()));
        assert_eq!(capital("a page of an unknown outlet"), "A page of an unknown outlet");
        assert_eq!(capital("al Jazeera"), "al Jazeera");
    }
}
