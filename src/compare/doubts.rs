//! What speaks against a first answer: somebody else's words, passages that are no part of the
//! whole, words that nobody changed.
//!
//! [`relation`](super::relation) tells by how much two texts share, and where. This asks whose the
//! shared words are ([`voices`](super::voices)) and how they were changed
//! ([`rewording`](super::rewording)), and takes the milder word where the first one does not hold.
//! A false accusation costs more than a missed one.

use super::bounds::Bounds;
use super::measures::{Measures, share};
use super::relation::{Relation, Ties};

/// Words of the shorter body below which a rewording must show in more words than quotations leave.
const BRIEF: u32 = 100;

/// What becomes of a first answer; `None` for a pair that is nothing.
pub fn answered(told: Relation, m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    match told {
        Relation::Spun => spun(m, ties, bounds),
        Relation::Rewritten => rewritten(m, ties, bounds),
        Relation::Edited | Relation::Excerpt => Some(passages(told, m, bounds)),
        _ => Some(told),
    }
}

/// Share of the shared words that are quoted.
fn quoted(m: &Measures) -> f64 {
    share(m.verbatim_quoted, m.verbatim)
}

/// Lengths of the shorter body that the longer one has.
fn longer(m: &Measures) -> f64 {
    f64::from(m.words_a.max(m.words_b)) / f64::from(m.words_a.min(m.words_b).max(1))
}

/// A text with words changed: by a spinner all through, by an editor here and there, and not at all
/// in what somebody said.
///
/// A spinner puts synonyms for words. Where the thesaurus knows few of what was put, or there is
/// none for the language, the words are of another edition, standard or translation: of 48 foreign
/// pairs with as many words changed readers called seven spun, of twelve English ones all three
/// with four synonyms or more, and one of the other nine.
fn spun(m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    let lexical = share(m.reworded.lexical, m.linked);
    let synonyms = f64::from(m.reworded.synonyms);
    let by_synonyms = synonyms >= bounds.spun_synonyms
        && synonyms >= bounds.spun_synonymous * f64::from(m.reworded.swaps);
    match () {
        () if quoted(m) >= bounds.quotes_nearly && lexical < bounds.spun_lexical => {
            Some(Relation::SameQuotes)
        }
        () if m.reworded.lexical == 0
            || lexical < bounds.spun_lexical && longer(m) >= bounds.spun_longer =>
        {
            Some(whole_or_part(m, bounds))
        }
        // What one outlet's own rewording is, `decide` says.
        () if by_synonyms || ties.same_source => Some(Relation::Spun),
        () if m.short_verbatim() >= bounds.worked_short => Some(whole_or_part(m, bounds)),
        () => rewritten(m, ties, bounds),
    }
}

/// What shares most of its words, hardly one of them changed: a version, or a part of the other.
fn whole_or_part(m: &Measures, bounds: &Bounds) -> Relation {
    if m.short_verbatim() >= bounds.whole_short && m.long_verbatim() < bounds.edited_both {
        Relation::Excerpt
    } else {
        Relation::Edited
    }
}

/// A text told anew: nothing is where no word was changed, where little is shared, or where what is
/// shared is somebody's.
fn rewritten(m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    if m.substituted() < bounds.reworded_swapped {
        return Some(if m.short_verbatim() >= bounds.most_short {
            whole_or_part(m, bounds)
        } else {
            Relation::SharedSource
        });
    }
    let plain = f64::from(m.plain());
    let thin = m.short_matched() + m.short_verbatim() < bounds.reworded_both
        && m.linked_share() < bounds.reworded_linked;
    let spoken = quoted(m) >= bounds.quotes_most
        && m.plain_matched_share() < bounds.reworded_plain
        && (m.short_matched() < bounds.reworded_short || m.long_matched() < bounds.reworded_much);
    let brief = m.words_a.min(m.words_b) < BRIEF && plain < bounds.reworded_brief;
    if spoken || brief {
        return (m.verbatim_quoted > 0).then_some(Relation::SameQuotes);
    }
    // How the same matter is told independently was learned in one language; elsewhere the outlets'
    // own words must show it.
    let changed = share(m.reworded.lexical, m.linked) >= bounds.own_lexical
        && m.short_matched() >= bounds.own_both
        && m.short_verbatim() >= bounds.own_verbatim;
    let own = share(m.own.matched, m.words_a.min(m.words_b)) >= bounds.own_short
        && share(m.own.matched, m.own.words) >= bounds.own_matched
        && m.long_matched() >= bounds.own_long
        && m.short_matched() >= bounds.own_both
        && m.words_a.min(m.words_b) >= BRIEF;
    if thin || ties.foreign && !ties.same_source && !own && !changed {
        return Some(Relation::SharedSource);
    }
    Some(Relation::Rewritten)
}

/// Passages: a part is most of a text, and a version is more than what somebody said.
fn passages(told: Relation, m: &Measures, bounds: &Bounds) -> Relation {
    let spoken = quoted(m) >= bounds.quotes_nearly && m.long_verbatim() < bounds.quotes_printed
        || m.plain_words > 0
            && quoted(m) >= bounds.quotes_mostly
            && m.plain_matched_share() < bounds.quotes_beside;
    if spoken {
        return Relation::SameQuotes;
    }
    let shorter = m.words_a.min(m.words_b);
    let theirs = share(m.own.words, shorter) >= bounds.own_some
        && share(m.own.matched, m.own.words) < bounds.own_explained
        && f64::from(m.own.longest) < bounds.own_run
        && m.short_verbatim() < bounds.whole_short
        && (told == Relation::Edited || m.contiguity < bounds.own_unbroken);
    let gathered = m.order < bounds.gathered_order && quoted(m) >= bounds.gathered_quoted;
    if theirs || gathered {
        return Relation::SharedSource;
    }
    let whole_run = f64::from(m.longest) >= bounds.long_run && longer(m) >= bounds.excerpt_longer;
    if told == Relation::Excerpt && m.short_verbatim() < bounds.excerpt_short && !whole_run {
        return Relation::SharedSource;
    }
    // Of a part that is no whole passage the news must be in it: the beginning of either.
    let headless = !m.shares_a_lead() && m.coverage != (0, 0);
    if told == Relation::Excerpt
        && m.short_verbatim() < bounds.whole_short
        && m.contiguity < bounds.own_unbroken
        && headless
    {
        return Relation::SharedSource;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::rewording::Reworded;
    use crate::compare::voices::Own;

    const ABROAD: Ties = Ties { same_source: false, days_apart: Some(0), foreign: true };

    fn told(first: Relation, m: &Measures, ties: Ties) -> Option<Relation> {
        answered(first, m, ties, &Bounds::SHIPPED)
    }

    /// Two bodies of 200 and 240 words whose sentences stand one to one, 80 words verbatim and a
    /// fifth of the rest swapped.
    fn reworded() -> Measures {
        Measures {
            words_a: 200,
            words_b: 240,
            verbatim: 80,
            longest: 9,
            matched_a: 130,
            matched_b: 130,
            linked: 190,
            swapped: 40,
            kept: 140,
            plain_words: 200,
            plain_matched: 130,
            order: 1.0,
            ..Measures::default()
        }
    }

    #[test]
    fn a_text_in_which_no_word_was_changed_is_a_version_and_not_spun() {
        let lexical = |lexical: u32| Measures {
            reworded: Reworded { lexical, swaps: lexical, synonyms: lexical / 2 },
            ..reworded()
        };
        assert_eq!(told(Relation::Spun, &lexical(20), Ties::default()), Some(Relation::Spun));
        assert_eq!(told(Relation::Spun, &lexical(0), Ties::default()), Some(Relation::Edited));
        assert_eq!(
            told(Relation::Spun, &Measures { words_b: 500, ..lexical(3) }, Ties::default()),
            Some(Relation::Edited)
        );
        assert_eq!(
            told(Relation::Spun, &Measures { verbatim_quoted: 78, ..lexical(2) }, Ties::default()),
            Some(Relation::SameQuotes)
        );
    }

    #[test]
    fn what_was_not_reworded_is_not_rewritten() {
        assert_eq!(
            told(Relation::Rewritten, &reworded(), Ties::default()),
            Some(Relation::Rewritten)
        );
        let unchanged = Measures { swapped: 4, verbatim: 150, ..reworded() };
        assert_eq!(told(Relation::Rewritten, &unchanged, Ties::default()), Some(Relation::Edited));
        assert_eq!(
            told(Relation::Rewritten, &Measures { words_b: 700, ..unchanged }, Ties::default()),
            Some(Relation::Excerpt)
        );
        let thin =
            Measures { verbatim: 30, linked: 160, matched_a: 50, matched_b: 50, ..reworded() };
        assert_eq!(told(Relation::Rewritten, &thin, Ties::default()), Some(Relation::SharedSource));
    }

    #[test]
    fn abroad_the_outlets_own_words_must_show_that_one_was_rewritten() {
        let own = |words: u32, matched: u32| Measures {
            own: Own { words, matched, longest: 9 },
            ..reworded()
        };
        assert_eq!(told(Relation::Rewritten, &own(100, 70), ABROAD), Some(Relation::Rewritten));
        assert_eq!(told(Relation::Rewritten, &own(100, 30), ABROAD), Some(Relation::SharedSource));
        assert_eq!(
            told(Relation::Rewritten, &own(100, 30), Ties::default()),
            Some(Relation::Rewritten)
        );
    }

    #[test]
    fn passages_that_somebody_said_make_no_version() {
        let passages = |words: u32, matched: u32| Measures {
            own: Own { words, matched, longest: 9 },
            verbatim: 100,
            ..reworded()
        };
        assert_eq!(told(Relation::Edited, &passages(80, 60), ABROAD), Some(Relation::Edited));
        assert_eq!(told(Relation::Edited, &passages(80, 10), ABROAD), Some(Relation::SharedSource));
        let speech = Measures { verbatim_quoted: 90, ..passages(80, 60) };
        assert_eq!(told(Relation::Edited, &speech, ABROAD), Some(Relation::SameQuotes));
    }

    #[test]
    fn a_passage_in_a_story_of_its_own_is_no_excerpt() {
        let passage = |verbatim: u32| Measures {
            verbatim,
            longest: verbatim,
            own: Own { words: 200, matched: verbatim, longest: verbatim },
            ..reworded()
        };
        assert_eq!(
            told(Relation::Excerpt, &passage(70), Ties::default()),
            Some(Relation::SharedSource)
        );
        assert_eq!(
            told(Relation::Excerpt, &passage(160), Ties::default()),
            Some(Relation::Excerpt)
        );
        // Of a part in pieces the beginning of either is in it.
        let pieces = |coverage: (u64, u64)| Measures { contiguity: 0.7, coverage, ..passage(120) };
        assert_eq!(
            told(Relation::Excerpt, &pieces((0xff, 0xff00)), Ties::default()),
            Some(Relation::Excerpt)
        );
        assert_eq!(
            told(Relation::Excerpt, &pieces((0xff00, 0xff00)), Ties::default()),
            Some(Relation::SharedSource)
        );
    }
}
