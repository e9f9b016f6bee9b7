//! The rule that names the relation of a pair.

use super::measures::Measures;

/// What a pair of articles is to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same body.
    Identical,
    /// The same body but for trivial edits.
    Republished,
    /// Cut, added to or updated.
    Edited,
    /// A contiguous part, under half.
    Excerpt,
    /// The same sentences in order, words swapped.
    Spun,
    /// The same content re-worded, re-ordered or condensed.
    Rewritten,
    /// Both carry runs of a third text.
    SharedSource,
    /// Only standing paragraphs of one outlet are shared.
    Background,
    /// Only quotations are shared.
    SameQuotes,
    /// The same event, told independently.
    SameEvent,
}

impl Relation {
    /// Every relation with its name in the tables; the copying ones first.
    pub const ALL: [(Self, &str); 10] = [
        (Self::Identical, "identical"),
        (Self::Republished, "republished"),
        (Self::Edited, "edited"),
        (Self::Excerpt, "excerpt"),
        (Self::Spun, "spun"),
        (Self::Rewritten, "rewritten"),
        (Self::SharedSource, "shared_source"),
        (Self::Background, "background"),
        (Self::SameQuotes, "same_quotes"),
        (Self::SameEvent, "same_event"),
    ];

    /// The names of the copying relations.
    pub const COPYING: [&str; 6] = ["identical", "republished", "edited", "excerpt", "spun", "rewritten"];

    /// The relation's name in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(relation, _)| *relation == self).map_or("", |(_, name)| name)
    }

    /// Whether one of the two was made from the other, or both from one text.
    pub fn is_copying(self) -> bool {
        self <= Self::Rewritten
    }
}

/// Words that the shorter body must have to be called a copy, and to be called one whose words were changed.
const LEAST_WORDS: u32 = 12;
const LEAST_REWORDED: u32 = 60;

/// Days within which an outlet revises an article; what it repeats later in another is a standing passage.
const REVISED_WITHIN: i64 = 7;

/// What is known of a pair besides its texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ties {
    /// Whether both stand at one outlet.
    pub same_source: bool,
    /// Days between the two, if both are dated.
    pub days_apart: Option<i64>,
}

/// Names the relation; `None` for an unrelated pair.
///
/// The questions are asked in this order, each answered by measures that the evidence names; `S` is the shorter body and
/// `L` the longer one. The constants were set on the development half of the labelled pairs (122 pairs of events, 48
/// hand-made copies), where the groups lie well apart; the measures of every pair stand in `evidence` of pairs.csv.
///
/// 1. The same words on both sides: *identical*, or *republished* up to 1.5 % of S and 6 % of L.
/// 2. Sentences one to one and in order, a tenth of the words or more swapped, nearly nothing cut or added within
///    sentences, names and numbers kept: *spun*.
/// 3. Shared words nearly all quoted: *same quotes*.
/// 4. Nearly all sentences of S have a counterpart and the skeleton is kept, but words were swapped, cut and added:
///    *rewritten*.
/// 5. Verbatim passages: most of both, *edited*; one passage or nearly all of S, under half of L, *excerpt*; a part of
///    both, *shared source*; within one outlet, *background*, unless the two are near in time and share
///    their beginning.
/// 6. A few quoted words: *same quotes*. Near skeletons: *same event*.
pub fn decide(m: &Measures, ties: Ties) -> Option<Relation> {
    if m.words_a.min(m.words_b) < LEAST_WORDS {
        return None;
    }
    if m.short_verbatim() >= 0.995 && m.long_verbatim() >= 0.97 {
        return Some(Relation::Identical);
    }
    if m.short_matched() >= 0.985 && m.long_matched() >= 0.94 && m.long_verbatim() >= 0.90 {
        return Some(Relation::Republished);
    }
    if is_spun(m) {
        return Some(Relation::Spun);
    }
    if is_only_quotes(m) {
        return Some(Relation::SameQuotes);
    }
    if is_rewritten(m) {
        return Some(Relation::Rewritten);
    }
    if let Some(relation) = by_passages(m) {
        let part = m.long_matched() < 0.45 && m.short_verbatim() < 0.75;
        let passages = m.standing * 5 >= m.verbatim * 4 && m.long_verbatim() < 0.6;
        let near = ties.days_apart.map_or(m.shares_both_beginnings(), |days| days <= REVISED_WITHIN);
        let later = !near && m.long_verbatim() < 0.75;
        let standing = ties.same_source && (part || passages || later || !m.shares_a_beginning());
        // A block in the further course of both stories makes neither a version of the other, one at the end of both
        // neither a part of the other.
        let amid = match relation {
            Relation::Edited => !m.shares_a_beginning() && m.short_verbatim() < 0.75,
            Relation::Excerpt => m.shares_only_endings() && m.short_verbatim() < 0.75,
            _ => false,
        };
        return Some(match () {
            () if standing => Relation::Background,
            () if amid => Relation::SharedSource,
            () => relation,
        });
    }
    if m.verbatim_quoted >= QUOTED_WORDS && m.plain() <= m.verbatim_quoted {
        return Some(Relation::SameQuotes);
    }
    (m.nearness >= SAME_EVENT).then_some(Relation::SameEvent)
}

/// Quoted words that two articles must share to be named for it.
const QUOTED_WORDS: u32 = 8;
/// Nearness of skeletons from which two articles may tell of one event.
const SAME_EVENT: f64 = 0.35;

fn is_spun(m: &Measures) -> bool {
    let quoted_only =
        f64::from(m.verbatim_quoted) >= 0.75 * f64::from(m.verbatim) && m.words_a.min(m.words_b) * 10 < m.words_a.max(m.words_b) * 3;
    m.words_a.min(m.words_b) >= LEAST_REWORDED
        && m.verbatim >= 15
        && m.substituted() >= 0.10
        && m.loose_share() <= 0.20
        && m.order >= 0.85
        && m.paired_share() >= 0.60
        // The more was left verbatim, the more of the text must run in parallel: two editions of a story share some
        // sentences whole and have no counterpart for others, a spun copy has one for nearly all.
        && m.linked_share() >= (0.40 + m.short_verbatim()).clamp(0.50, 0.90)
        && m.skeleton >= 0.80
        && m.short_matched() >= 0.25
        && !quoted_only
}

fn is_only_quotes(m: &Measures) -> bool {
    let mostly = m.plain() <= 12 || f64::from(m.plain()) <= 0.3 * f64::from(m.verbatim);
    m.verbatim_quoted >= QUOTED_WORDS && mostly && m.long_verbatim() < 0.45 && m.plain_matched_share() < 0.34
}

fn is_rewritten(m: &Measures) -> bool {
    // Reworded further than the labelled rewrites are: many short shared runs, none long, and the rare names kept.
    let freely = m.linked_share() >= 0.80
        && m.skeleton >= 0.80
        && m.nearness >= 0.70
        && m.short_matched() >= 0.34
        && m.plain() >= 35
        && m.longest <= 14
        && m.plain_matched_share() >= 0.30;
    // In a text many times as long nearly any brief finds its words somewhere: a fair part of it must be matched too.
    m.words_a.min(m.words_b) >= LEAST_REWORDED && m.long_matched() >= 0.15 && (freely || is_condensed(m))
}

fn is_condensed(m: &Measures) -> bool {
    // A long run outside quotations was not reworded: the two rather share a source.
    m.verbatim >= 20
        && m.longest <= 20
        && m.linked_share() >= 0.80
        && m.skeleton >= 0.78
        && m.short_matched() >= 0.45
        && m.plain_matched_share() >= 0.36
        && m.substituted() >= 0.15
        && m.short_verbatim() < 0.60
}

/// What verbatim passages outside quotations make of a pair; `None` if they are too short to say.
fn by_passages(m: &Measures) -> Option<Relation> {
    let (short, long) = (m.short_verbatim(), m.long_verbatim());
    let unbroken = m.contiguity;
    if m.plain() < 20 || m.longest < 10 {
        return None;
    }
    if short >= 0.45 && long >= 0.45 {
        return Some(Relation::Edited);
    }
    if short >= 0.55 {
        let whole = short >= 0.75 && m.loose_share() <= 0.05;
        return Some(match () {
            () if whole || unbroken >= 0.8 => Relation::Excerpt,
            () if long >= 0.3 || (short >= 0.6 && unbroken >= 0.4) => Relation::Edited,
            () => Relation::SharedSource,
        });
    }
    if short >= 0.30 {
        return Some(match () {
            () if (unbroken >= 0.9 && m.plain() >= 60) || (m.longest >= 90 && m.plain() >= 100) => Relation::Excerpt,
            () if long >= 0.32 => Relation::Edited,
            () => Relation::SharedSource,
        });
    }
    (m.plain() >= 25 && m.longest >= 12).then_some(Relation::SharedSource)
}
