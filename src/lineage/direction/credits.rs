//! Reads the evidence of credits, links and names for a direction.

use super::{Signal, Sum};
use crate::clean::Cleaned;
use crate::clean::credit::Basis;
use crate::lineage::Evidence;
use crate::lineage::credit::naming;
use crate::sources::Kind;

/// Reads credits, canonical links, "first published in" and names of outlets.
pub(super) fn read(sum: &mut Sum<'_>, e: &Evidence<'_>, a: usize, b: usize) {
    named(sum, e, a, b);
    canonical(sum, e, a, b);
}

/// Reads canonical links that lead from one outlet's page to the other outlet.
fn canonical(sum: &mut Sum<'_>, e: &Evidence<'_>, a: usize, b: usize) {
    let leads = |from: usize, to: usize| {
        // Without the address that served the page, the link may be the page's own.
        let link =
            e.articles[from].canonical.as_deref().filter(|_| e.articles[from].url.is_some())?;
        let site = e.registry.identify(Some(link), None)?;
        (e.cleaned[to].source.as_deref() == Some(site.as_str())
            && e.cleaned[from].source.as_deref() != Some(site.as_str()))
        .then_some(())
    };
    match (leads(b, a), leads(a, b)) {
        (Some(()), None) => sum.add(Signal::Canonical, 1.0),
        (None, Some(())) => sum.add(Signal::Canonical, -1.0),
        _ => {}
    }
}

/// Returns whether an agency is named where an article opens or closes, or in its credit field, not
/// only as a contributor.
fn is_own_copy(clean: &Cleaned) -> bool {
    clean.credits.agencies.values().any(|basis| {
        matches!(basis, Basis::Dateline | Basis::Byline | Basis::Closing | Basis::Field)
    })
}

/// Reads credits, self-attribution and "first published in".
fn named(sum: &mut Sum<'_>, e: &Evidence<'_>, a: usize, b: usize) {
    let (ca, cb) = (&e.cleaned[a], &e.cleaned[b]);
    let own = |of: &Cleaned, other: &Cleaned| {
        of.source.as_deref().is_some_and(|id| {
            e.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire || !s.credits.is_empty())
                && other.source.as_deref() != Some(id)
                && other.credits.states(id)
                && other.credits.agencies[id] != Basis::OwnPage
        })
    };
    // Only agencies count here: an outlet's own pages often do not name it, so a copy that credits
    // an outlet does not show that the other lost the credit.
    let names_agency = |of: &Cleaned| {
        of.credits.stated().any(|id| e.registry.by_id(id).is_some_and(|s| s.is_agency()))
    };
    match (own(ca, cb), own(cb, ca)) {
        (true, false) => sum.add(Signal::CreditedPage, 1.0),
        (false, true) => sum.add(Signal::CreditedPage, -1.0),
        _ => match (names_agency(ca), names_agency(cb)) {
            (true, false) => sum.add(Signal::CreditLost, 1.0),
            (false, true) => sum.add(Signal::CreditLost, -1.0),
            _ => sum.add(
                Signal::Contributor,
                f64::from(i8::from(is_own_copy(ca)) - i8::from(is_own_copy(cb))),
            ),
        },
    }
    let id = |at: usize| e.cleaned[at].source.as_deref();
    let (Some(id_a), Some(id_b)) = (id(a), id(b)) else { return };
    if id_a == id_b {
        return;
    }
    let listed = |id: &str| e.registry.by_id(id).is_some();
    // The name of an outlet that no list holds may be any word of its domain.
    let named = |part: &str, id: &str| {
        e.registry.is_named(part, id) && (listed(id) || naming::has_domain(part, id))
    };
    // Most texts do not name the other outlet at all.
    let says_so = |at: usize, other: &str| {
        e.registry.is_named(&e.articles[at].text, other)
            && e.cleaned[at]
                .blocks
                .iter()
                .flat_map(|block| naming::sentences(block.of(&e.articles[at].text)))
                .any(|part| naming::says_first(part) && named(part, other))
    };
    match (says_so(b, id_a), says_so(a, id_b)) {
        (true, false) => return sum.add(Signal::SaysSo, 1.0),
        (false, true) => return sum.add(Signal::SaysSo, -1.0),
        _ => {}
    }
    let name = |id: &'_ str| {
        let name = e.registry.by_id(id).map_or(id, |s| s.name.as_str());
        name.trim_start_matches("The ").to_owned()
    };
    let (name_a, name_b) = (name(id_a), name(id_b));
    if name_a == name_b || name_a.chars().count() < 4 || name_b.chars().count() < 4 {
        return;
    }
    let mentions = |at: usize, other: &str| {
        e.cleaned[at].body.iter().any(|piece| e.articles[at].text[piece.clone()].contains(other))
    };
    let only = |at: usize, not: usize, name: &str| mentions(at, name) && !mentions(not, name);
    match (only(b, a, &name_a), only(a, b, &name_b)) {
        (true, false) => sum.add(Signal::NamesOutlet, 1.0),
        (false, true) => sum.add(Signal::NamesOutlet, -1.0),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Article, Batch};
    use crate::pipeline::{Settings, Unwatched, run};
    use crate::sources::Registry;

    const LIST: &str = "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\nlanguage='en'\ndomains=['northernwire.example']\ncredits=['Northern Wire Agency']\n";
    const FERRY: &str = "Ferry crews in Halvik stopped work on Monday after talks about their pay failed for the third time. The Coastal Line, which runs sixteen boats, said that it would not hire other crews before the court has ruled.\n\nJane Doe, who speaks for the union, said that her members had waited for nine weeks and would wait no longer. In the harbour, lorries with fish and milk stood in a queue that reached back to the bridge.";

    /// Whether a copy with that text shows the agency's page to be the one it credits, and the way
    /// in which it credits the agency.
    fn credited(copy: &str) -> (bool, Option<crate::clean::credit::Basis>) {
        let article = |id: &str, host: &str, text: &str| Article {
            id: id.to_owned(),
            url: Some(format!("https://{host}/{id}")),
            text: text.to_owned(),
            language: Some("en".to_owned()),
            ..Article::default()
        };
        let registry = Registry::parse("t", LIST).expect("sound");
        let mut batch = Batch {
            articles: vec![
                article("copy", "halviktimes.example", copy),
                article("own", "northernwire.example", FERRY),
            ],
            ..Batch::default()
        };
        let found = run(&mut batch, &registry, &Settings::default(), &Unwatched);
        let says = |verdict: &crate::lineage::Verdict| {
            [true, false].iter().any(|first| verdict.says(&[Signal::CreditedPage], *first))
        };
        assert_eq!(found.lineage.verdicts.len(), 1);
        let basis = found.cleaned[0].credits.agencies.get("nwa").copied();
        (says(&found.lineage.verdicts[0]), basis)
    }

    #[test]
    fn a_sentence_that_names_its_source_shows_no_credited_page() {
        let told = FERRY.replace(
            "for the third time.",
            "for the third time, as reported by Northern Wire Agency.",
        );
        assert_eq!(credited(&told), (false, Some(Basis::Reported)));
        let stated = format!("HALVIK (Northern Wire Agency) — {FERRY}");
        assert_eq!(credited(&stated), (true, Some(Basis::Dateline)));
    }

    #[test]
    fn a_sentence_names_the_first_publisher_by_any_of_its_names() {
        const OUTLETS: &str = "[[source]]\nid='herald'\nname='The Halvik Herald'\nkind='outlet'\nlanguage='en'\ndomains=['halvikherald.example']\naliases=['Herald Online']\n";
        let registry = Registry::parse("t", OUTLETS).expect("sound");
        let says_so = |closing: &str| {
            let article = |id: &str, host: &str, text: String| Article {
                id: id.to_owned(),
                url: Some(format!("https://{host}/{id}")),
                text,
                language: Some("en".to_owned()),
                ..Article::default()
            };
            let long = format!("{FERRY} {closing}");
            let mut batch = Batch {
                articles: vec![
                    article("own", "halvikherald.example", FERRY.to_owned()),
                    article("copy", "soundcourier.example", long),
                ],
                ..Batch::default()
            };
            let found = run(&mut batch, &registry, &Settings::default(), &Unwatched);
            found.lineage.verdicts.iter().any(|v| v.says(&[Signal::SaysSo], true))
        };
        assert!(says_so("This article first appeared in the Herald Online."));
        assert!(!says_so("This article first appeared in the Sound Gazette."));
        assert!(!says_so("This article first appeared on Monday. Herald Online has no comment."));
    }
}
