//! Checks what speaks against a first answer: reported speech, passages that are not a part of the
//! whole, words that nobody changed.
//!
//! [`relation`](super::relation) decides by how much two texts share, and where. This module asks
//! whose the shared words are ([`voices`](super::voices)) and how they were changed
//! ([`rewording`](super::rewording)), and returns a milder relation if the first answer does not
//! hold. A false accusation costs more than a missed one.

use super::bounds::Bounds;
use super::copying;
use super::measures::{Measures, share};
use super::relation::{Relation, Ties};

/// Words of the shorter body below which a rewriting needs shared words outside quotations, and two
/// reports are not told from a copy by their passages. Chosen by judgement.
const BRIEF: u32 = 100;

/// Least [probability](copying::probability) of one story text from which two outlets' texts are
/// versions of each other though neither names where it has its own from. A reader confirmed 45 of
/// 48 pairs of two outlets from here on, and 11 of 57 below (docs/accuracy.md, *An eleventh
/// reading*).
const FIRM: f64 = 0.9;

/// Least such probability for a version that does not hold most of the shorter text, where neither
/// outlet names the other nor both an agency. Of 142 versions of two outlets below [`FIRM`] that were
/// read in three readings, 64 were right; of the 53 that this and [`TAKEN_OVER`] leave out, 11
/// (docs/accuracy.md, *A fifteenth reading*).
const POSSIBLE: f64 = 0.75;

/// Least words of one unbroken passage by which another outlet has taken a text over although it is
/// not sure that they go back to one story, and share of the shorter body in verbatim runs from which
/// it has most of it in any case.
const TAKEN_OVER: (u32, f64) = (27, 0.8);

/// Share of the longer body's words below which it is no edited version of the shorter: it holds the
/// shorter among other matter, or a passage of it. Of the pairs of two outlets that were read as
/// *edited* below it, none was (docs/accuracy.md, *A fourteenth reading*).
const LEAST_OF_LONGER: f64 = 0.16;

/// Returns what remains of a first answer; `None` if the pair turns out to be unrelated.
pub fn answered(told: Relation, m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    let remains = match told {
        Relation::Spun => spun(m, ties, bounds),
        Relation::Rewritten => rewritten(m, ties, bounds),
        Relation::Edited | Relation::Excerpt => Some(passages(told, m, bounds)),
        _ => Some(told),
    };
    let remains = remains.map(|told| match told {
        Relation::Edited if m.long_matched() < LEAST_OF_LONGER => small_part(m, bounds),
        told => told,
    });
    match remains {
        Some(told)
            if told.is_version() && may_be_of_a_third(m, ties, bounds)
                || matches!(told, Relation::Edited | Relation::Excerpt)
                    && are_two_reports(m, ties) =>
        {
            Some(Relation::SharedSource)
        }
        remains => remains,
    }
}

/// Whether two outlets may have worked over one release, each for itself: neither names the other,
/// one names a release or, if no agency is named either, each has much of its own, and it is not
/// almost sure that they go back to one story. They share as much as an outlet and the one that edits
/// its text, so neither is said to have the other's text.
fn may_be_of_a_third(m: &Measures, ties: Ties, bounds: &Bounds) -> bool {
    (ties.released || ties.uncredited && m.short_verbatim() < bounds.worked_short)
        && copying::probability(m, ties) < FIRM
}

/// Whether two outlets that do not name each other may each have reported what somebody said or what
/// a third wrote: they do not share most of the shorter text, and it is not likely enough that they go
/// back to one story, or not sure and no passage that they share is long.
fn are_two_reports(m: &Measures, ties: Ties) -> bool {
    if !ties.apart || m.words_a.min(m.words_b) < BRIEF {
        return false;
    }
    let probability = copying::probability(m, ties);
    let in_pieces = m.in_words(m.longest) < f64::from(TAKEN_OVER.0);
    m.short_verbatim() < TAKEN_OVER.1 && (probability < POSSIBLE || in_pieces && probability < FIRM)
}

/// Returns the share of the verbatim words that are quoted.
fn quoted(m: &Measures) -> f64 {
    share(m.verbatim_quoted, m.verbatim)
}

/// Returns the ratio of the longer body's length to the shorter one's.
fn longer(m: &Measures) -> f64 {
    f64::from(m.words_a.max(m.words_b)) / f64::from(m.words_a.min(m.words_b).max(1))
}

/// Checks a text with words replaced: a spinner replaces them throughout, an editor here and there,
/// and nobody replaces them in reported speech.
///
/// A spinner uses synonyms. If the thesaurus knows few of the replacements, or there is none for
/// the language, the words belong to another edition, variety of the language or translation: of 48
/// foreign pairs with as many words changed, readers called seven spun; of twelve English pairs,
/// all three with four synonyms or more, and one of the other nine.
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
        // `decide` names an outlet's own rewording.
        () if by_synonyms || ties.same_source => Some(Relation::Spun),
        () if m.short_verbatim() >= bounds.worked_short => Some(worked_over(m, ties, bounds)),
        () => rewritten(m, ties, bounds),
    }
}

/// Returns the relation of two texts that share most words and have others replaced throughout.
///
/// Nobody rewords a quotation, so what was done shows in the outlets' own words. If these were
/// left alone, one text is a version of the other; if not, it was rewritten, unless so much is
/// quoted that both report one statement.
fn worked_over(m: &Measures, ties: Ties, bounds: &Bounds) -> Relation {
    if m.plain_verbatim_share() >= bounds.worked_short {
        return whole_or_part(m, bounds);
    }
    if quoted(m) >= bounds.gathered_quoted {
        return Relation::SharedSource;
    }
    match rewritten(m, ties, bounds) {
        Some(Relation::Rewritten) => Relation::Rewritten,
        _ => whole_or_part(m, bounds),
    }
}

/// Returns the relation of two texts that share most words with hardly any changed: a version, or a
/// part of the other.
fn whole_or_part(m: &Measures, bounds: &Bounds) -> Relation {
    if m.short_verbatim() >= bounds.whole_short && m.long_verbatim() < bounds.edited_both {
        Relation::Excerpt
    } else {
        Relation::Edited
    }
}

/// Returns the relation of two texts of which the longer has little of the shorter: a part of it, if
/// it has most of that, and else what both have from a third.
fn small_part(m: &Measures, bounds: &Bounds) -> Relation {
    if m.short_verbatim() >= bounds.most_short {
        passages(Relation::Excerpt, m, bounds)
    } else {
        Relation::SharedSource
    }
}

/// Checks a rewritten text: the answer does not hold if no word was changed, if little is shared,
/// or if the shared words are reported speech.
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
    // How independent reports of the same matter differ was learned in one language; in the others
    // the outlets' own words must show the rewriting.
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

/// Checks passages: an excerpt is most of a text, and a version is more than reported speech.
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
    let whole_run = m.in_words(m.longest) >= bounds.long_run && longer(m) >= bounds.excerpt_longer;
    if told == Relation::Excerpt && m.short_verbatim() < bounds.excerpt_short && !whole_run {
        return Relation::SharedSource;
    }
    // A part that is not one whole passage must contain the news, that is the beginning of either
    // text.
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

    const ABROAD: Ties = Ties {
        same_source: false,
        days_apart: Some(0),
        foreign: true,
        uncredited: false,
        released: false,
        apart: false,
    };

    fn told(first: Relation, m: &Measures, ties: Ties) -> Option<Relation> {
        answered(first, m, ties, &Bounds::SHIPPED)
    }

    /// Returns measures of two bodies of 200 and 240 words whose sentences correspond one to one,
    /// with 80 words verbatim and a fifth of the rest replaced.
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
    fn of_texts_with_words_replaced_the_outlets_own_words_tell_what_was_done() {
        let with_quotes = |verbatim_quoted: u32, plain_words: u32| {
            let measures = Measures {
                verbatim: 130,
                verbatim_quoted,
                plain_words,
                reworded: Reworded { lexical: 20, swaps: 20, synonyms: 0 },
                ..reworded()
            };
            told(Relation::Spun, &measures, Ties::default())
        };
        assert_eq!(with_quotes(0, 200), Some(Relation::Edited));
        assert_eq!(with_quotes(30, 170), Some(Relation::Rewritten));
        assert_eq!(with_quotes(60, 140), Some(Relation::SharedSource), "both report a statement");
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
    fn two_outlets_that_name_nobody_may_both_have_a_release() {
        let alone = Ties { uncredited: true, ..Ties::default() };
        assert_eq!(told(Relation::Rewritten, &reworded(), alone), Some(Relation::SharedSource));
        assert_eq!(
            told(Relation::Rewritten, &reworded(), Ties::default()),
            Some(Relation::Rewritten),
            "one names the other"
        );
        let whole = Measures { verbatim: 190, matched_a: 195, matched_b: 195, ..reworded() };
        assert_eq!(told(Relation::Edited, &whole, alone), Some(Relation::Edited));
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
        // A part in pieces contains the beginning of either text.
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

    #[test]
    fn a_text_that_holds_little_of_another_is_no_edit_of_it() {
        let short = |verbatim: u32| Measures {
            words_a: 200,
            words_b: 2_000,
            verbatim,
            longest: verbatim,
            matched_a: verbatim,
            matched_b: verbatim,
            own: Own { words: 200, matched: verbatim, longest: verbatim },
            contiguity: 1.0,
            ..reworded()
        };
        let of = |m: &Measures| told(Relation::Edited, m, Ties::default());
        assert_eq!(of(&short(190)), Some(Relation::Excerpt), "a brief within a long story");
        assert_eq!(of(&short(60)), Some(Relation::SharedSource));
        assert_eq!(of(&Measures { words_b: 240, ..short(190) }), Some(Relation::Edited));
    }

    #[test]
    fn two_outlets_that_share_short_passages_may_both_report_a_statement() {
        let apart = Ties { apart: true, ..Ties::default() };
        let passages = |longest: u32, verbatim: u32| Measures {
            longest,
            verbatim,
            matched_a: verbatim + 10,
            matched_b: verbatim + 10,
            own: Own { words: 150, matched: 140, longest },
            ..reworded()
        };
        assert_eq!(told(Relation::Edited, &passages(14, 110), apart), Some(Relation::SharedSource));
        assert_eq!(
            told(Relation::Edited, &passages(14, 110), Ties::default()),
            Some(Relation::Edited),
            "one names the other"
        );
        // Where it is likely enough that they go back to one story, a long passage or most of the
        // shorter text makes a version.
        let likely = |longest: u32, verbatim: u32| Measures {
            links: 20,
            paired: 20,
            skeleton: 1.0,
            likeness: 0.9,
            ..passages(longest, verbatim)
        };
        for (longest, verbatim) in [(60, 110), (14, 170)] {
            let m = likely(longest, verbatim);
            assert!(copying::probability(&m, apart) >= POSSIBLE);
            assert_eq!(told(Relation::Edited, &m, apart), Some(Relation::Edited));
        }
        let unlikely = Measures { likeness: 0.1, skeleton: 0.0, ..passages(60, 110) };
        assert!(copying::probability(&unlikely, apart) < POSSIBLE);
        assert_eq!(told(Relation::Edited, &unlikely, apart), Some(Relation::SharedSource));
    }
}
