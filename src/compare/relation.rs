//! Decides the relation of a pair from its measures.

use chrono::NaiveDate;

use super::bounds::Bounds;
use super::doubts;
use super::measures::Measures;

/// How the two articles of a pair are related.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Relation {
    /// The bodies are the same.
    Identical,
    /// The bodies are the same except for trivial edits.
    Republished,
    /// One is a version of the other: cut, extended or updated.
    Edited,
    /// One is a part of the other, which is much longer.
    Excerpt,
    /// The same sentences in the same order, with words replaced throughout.
    Spun,
    /// The same content reworded, reordered or condensed.
    Rewritten,
    /// The same content reworded, and condensed to less than half of the length.
    Summary,
    /// Both contain passages of a third text.
    SharedSource,
    /// Two texts of one outlet that share only its recurring paragraphs.
    Background,
    /// Only quotations are shared.
    SameQuotes,
    /// Independent reports of the same event.
    #[default]
    SameEvent,
    /// The same formula filled with other facts: two results, two bonds, two matches.
    Template,
    /// The same story in another language, sentence by sentence.
    Translated,
}

impl Relation {
    /// Every relation with its name in the tables, copying ones first.
    pub const ALL: [(Self, &str); 13] = [
        (Self::Identical, "identical"),
        (Self::Republished, "republished"),
        (Self::Edited, "edited"),
        (Self::Excerpt, "excerpt"),
        (Self::Spun, "spun"),
        (Self::Rewritten, "rewritten"),
        (Self::Summary, "summary"),
        (Self::Translated, "translated"),
        (Self::SharedSource, "shared_source"),
        (Self::Background, "background"),
        (Self::SameQuotes, "same_quotes"),
        (Self::SameEvent, "same_event"),
        (Self::Template, "template"),
    ];

    /// The names of the copying relations within one language, of which families consist, in the
    /// tables.
    pub const COPYING: [&str; 7] =
        ["identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"];

    /// Returns the relation's name in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(relation, _)| *relation == self).map_or("", |(_, name)| name)
    }

    /// Whether one text was made from the other, or both from a third, in one language.
    pub fn is_copying(self) -> bool {
        self <= Self::Summary
    }

    /// Whether one text is called a version of the other though each has words of its own.
    pub(super) fn is_version(self) -> bool {
        matches!(self, Self::Edited | Self::Excerpt | Self::Rewritten)
    }

    /// Whether the two go back to one story text, in one language or two.
    pub fn is_of_one_text(self) -> bool {
        self.is_copying() || self == Self::Translated
    }
}

/// Least words of the shorter body for a copy. Chosen by judgement: fewer words can be the same by
/// chance.
const LEAST_WORDS: u32 = 12;
/// Least words of the shorter body for a copy whose words were changed. Chosen by judgement.
pub(super) const LEAST_REWORDED: u32 = 60;
/// Least verbatim words of such a copy. Chosen by judgement; the bounds for rewritten texts are
/// higher.
const LEAST_REWORDED_VERBATIM: u32 = 15;

/// Days within which an outlet revises an article; what it repeats later in another article is a
/// recurring passage. Chosen by judgement.
pub(super) const REVISED_WITHIN: i64 = 7;

/// What is known about a pair apart from its texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ties {
    /// Whether both are from one outlet.
    pub same_source: bool,
    /// Days between the two; `None` unless both are dated.
    pub days_apart: Option<i64>,
    /// Whether either is in a language without labelled pairs.
    pub foreign: bool,
    /// Whether they are two outlets' and neither text names the other outlet, an agency as its
    /// source, or anybody in words of credit. Asked only of versions; false for all others, and if
    /// either outlet is unknown.
    #[serde(default)]
    pub uncredited: bool,
    /// Whether they are two outlets' and neither text names the other outlet, nor both credit one
    /// agency. Asked of versions, as [`Ties::uncredited`] is.
    #[serde(default)]
    pub apart: bool,
    /// Whether, in that case, either text names a release or a statement that its news is from, and
    /// neither credits anybody in words of credit.
    #[serde(default)]
    pub released: bool,
}

/// What is known about one article apart from its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'k> {
    /// Its source's id; `None` if unknown.
    pub source: Option<&'k str>,
    /// The day it was published or first seen; `None` if unknown.
    pub day: Option<NaiveDate>,
    /// Its language's code; `None` if unknown.
    pub language: Option<&'k str>,
}

/// The language of the labelled pairs.
pub(super) const LEARNED: &str = "en";

impl Ties {
    /// Returns the ties of two articles; what is unknown of either counts as not shared.
    pub fn of(a: Known<'_>, b: Known<'_>) -> Self {
        let foreign = |language: Option<&str>| language.is_some_and(|language| language != LEARNED);
        Self {
            same_source: a.source.is_some() && a.source == b.source,
            days_apart: a.day.zip(b.day).map(|(x, y)| (x - y).num_days().abs()),
            foreign: foreign(a.language) || foreign(b.language),
            uncredited: false,
            released: false,
            apart: false,
        }
    }

    /// Returns, in words, why versions of one text that two outlets print may both be from a third;
    /// `None` if something is credited, or if the pair did not look like versions in the first
    /// place.
    pub fn third_text(self) -> Option<&'static str> {
        match () {
            () if self.released => {
                Some("neither text credits anybody, and one names a release or statement")
            }
            () if self.uncredited => {
                Some("neither text credits anybody, and each has much of its own")
            }
            () if self.apart => {
                Some("neither text names the other's outlet, and they share no long passage")
            }
            () => None,
        }
    }
}

/// Returns the relation of a pair; `None` if the two are unrelated.
///
/// The questions are asked in the order below; each is answered by measures that `evidence` in
/// pairs.csv shows. *S* is the shorter body and *L* the longer one. The constants were set on the
/// development half of the labelled pairs (122 pairs of events, 48 hand-made copies), where the
/// groups lie well apart; `cargo bench --bench relations` checks them.
///
/// 1. Nearly all that they share recurs in other articles as boilerplate does: *background*. The same
///    words on both sides: *identical*; up to 1.5 % of S and 6 % of L unmatched:
///    *republished*.
/// 2. S consists largely of quotations and shares hardly anything else: *same quotes*.
/// 3. Sentences one to one and in order, a tenth of the words or more replaced, almost nothing cut
///    or added within sentences, names and numbers kept: *spun*.
/// 4. The shared words are nearly all quoted: *same quotes*.
/// 5. Nearly all sentences of S have a counterpart and the skeleton is kept, but words were
///    replaced, cut and added: *rewritten*.
/// 6. Verbatim passages. Most of both: *edited*. One passage, or nearly all of S, in a much longer
///    L: *excerpt*. A part of both: *shared source*. Within one outlet: *background*, unless the
///    two are near in time and share their beginning.
/// 7. A few quoted words: *same quotes*. Much the same words and names, told independently: *same
///    event*.
///
/// If the answer is a copy (or, with enough facts exchanged, a shared source), two more questions
/// follow: whether the two fill one form with different facts (*template*), and whether something
/// speaks against the answer (see [`doubts`]).
pub fn decide(m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    let told = by_words(m, ties, bounds).filter(|told| !are_stock_phrases(*told, m, ties));
    let doubted = told.and_then(|told| doubts::answered(told, m, ties, bounds));
    match told {
        Some(
            Relation::Identical | Relation::Background | Relation::SameQuotes | Relation::SameEvent,
        )
        | None => told,
        Some(Relation::SharedSource)
            if !(m.particulars.exchanged() >= EXCHANGED_MANY
                && m.particulars.exchanged_share() >= bounds.template_shared) =>
        {
            told
        }
        Some(_) if is_template(m, ties, bounds) => Some(match () {
            () if is_of_one_event(m, ties) => Relation::SharedSource,
            () if ties.same_source && keeps_its_subject(m) => Relation::Background,
            () => Relation::Template,
        }),
        Some(_) => match doubted {
            // An outlet does not spin its own texts: similar wording days later reports what
            // happened next, and on the same day it is a new version.
            Some(Relation::Spun | Relation::Rewritten)
                if ties.same_source && ties.days_apart.is_some_and(|days| days >= LATER) =>
            {
                Some(Relation::Background)
            }
            Some(Relation::Spun) if ties.same_source => Some(Relation::Edited),
            _ => doubted,
        },
    }
}

/// Most words of a run that may be a phrase of the trade, and most of the words in common, of two
/// texts without a rare name or number in common. Of 47 pairs of two outlets that were read under
/// *shared source* or *template*, six are such, all of unrelated texts (docs/accuracy.md, *A
/// thirteenth reading*). Where no name and no number at all is in common, a phrase of the trade may
/// be a little longer, and more words alike: police communiqués on different cases.
const STOCK: (u32, f64) = (14, 0.13);
/// The same two if no name and no number is in common.
const STOCK_OF_NO_FACT: (u32, f64) = (16, 0.25);

/// Whether two outlets' texts share nothing but phrases that anybody in the trade uses: *forward-looking
/// statements are subject to risks*.
fn are_stock_phrases(told: Relation, m: &Measures, ties: Ties) -> bool {
    let (run, likeness) = if m.skeleton == 0.0 { STOCK_OF_NO_FACT } else { STOCK };
    told == Relation::SharedSource
        && !ties.same_source
        && m.in_words(m.longest) <= f64::from(run)
        && m.nearness == 0.0
        && m.likeness < likeness
}

/// Least names and numbers exchanged in a formula. Chosen by judgement.
const EXCHANGED: u32 = 2;
/// The same where nearly every word is equal, since a copy may contain a few altered figures.
/// Chosen by judgement.
const EXCHANGED_MANY: u32 = 4;
/// Days from which the same wording is likely to be about another event. Chosen by judgement.
const LATER: i64 = 2;

/// Least share of the skeleton that two stories of one subject share, and share of the words between
/// the first and the last passage above which the passages are the frame of both. Of 20 pairs of one
/// outlet that were called a formula and read, the five that share an explanatory paragraph of a
/// running story keep half of its names and numbers, and the fifteen that fill one form share words
/// from end to end, or exchange the names (docs/accuracy.md, *A fourteenth reading*).
const ONE_SUBJECT: (f64, f64) = (0.5, 0.62);

/// Whether what an outlet's two stories share is what a running story explains again.
fn keeps_its_subject(m: &Measures) -> bool {
    m.skeleton >= ONE_SUBJECT.0 && m.contiguity <= ONE_SUBJECT.1
}

/// Whether the two texts share only a frame that each fills with its own facts.
fn is_template(m: &Measures, ties: Ties, bounds: &Bounds) -> bool {
    let p = &m.particulars;
    if is_version(m, ties, bounds) {
        return false;
    }
    let later = ties.days_apart.is_some_and(|days| days >= LATER);
    let least = if !later && m.long_verbatim() >= bounds.template_verbatim {
        EXCHANGED_MANY
    } else {
        EXCHANGED
    };
    let share = if later { bounds.template_later } else { bounds.template_share };
    // No name is shared, and each text has figures of its own: a recipe, a table, a form.
    let nameless =
        m.has_names && p.names_kept == 0 && p.own >= EXCHANGED_MANY && 2 * p.own > p.numbers_kept;
    p.exchanged() >= least && p.exchanged_share() >= share
        || later
            && p.numbers_exchanged >= least.max(3)
            && p.numbers_share() >= bounds.template_numbers
        || nameless
        || is_next_of_series(m, ties, bounds)
}

/// Least share of the skeleton by rarity, and least likeness of the words, of two outlets' texts that
/// tell of one event. Of 20 pairs of two outlets that were called a formula and read, the four of one
/// day that print one release or story have .47 and .54 or more; the six that fill one form are of
/// different days (docs/accuracy.md, *A thirteenth reading*).
const ONE_EVENT: (f64, f64) = (0.35, 0.4);

/// Whether two outlets tell of one day's event: they share the rare names and most of the words, and
/// exchange fewer names than they keep, so that figures that differ are two counts of it. Which of the
/// two has its text from the other, if either, is left open.
fn is_of_one_event(m: &Measures, ties: Ties) -> bool {
    !ties.same_source
        && ties.days_apart == Some(0)
        && m.nearness >= ONE_EVENT.0
        && m.likeness >= ONE_EVENT.1
        && m.particulars.names_kept > m.particulars.names_exchanged
}

/// Whether two texts are versions of one story, whatever figures differ.
///
/// True in one of three cases: on one day hardly a word was replaced and both have most of the
/// shorter text; or two outlets share nearly all of a long text and only names were exchanged, as
/// when a hoax is retold about another town; or, in a script without capitals, every sentence has
/// its counterpart and almost nothing was cut or added.
fn is_version(m: &Measures, ties: Ties, bounds: &Bounds) -> bool {
    let p = &m.particulars;
    let of_one_day = ties.days_apart.is_some_and(|days| days < LATER)
        && m.substituted() <= bounds.version_swapped
        && m.short_verbatim() >= bounds.version_short
        && m.skeleton >= bounds.version_skeleton
        && (p.names_kept > p.names_exchanged || m.in_words(m.longest) >= bounds.hoax_words);
    let long = f64::from(m.words_a.min(m.words_b)) >= bounds.hoax_words;
    let renamed = long
        && m.long_verbatim() >= bounds.hoax_long
        && p.numbers_exchanged == 0
        && !ties.same_source;
    let worked_over = long
        && !m.has_names
        && !ties.same_source
        && m.loose_share() <= bounds.worked_loose
        && m.paired_share() >= 0.9;
    of_one_day || renamed || worked_over
}

/// Whether a short text is the next issue of an outlet's series: the same words about another day,
/// or another week's figures.
fn is_next_of_series(m: &Measures, ties: Ties, bounds: &Bounds) -> bool {
    let words = f64::from(m.words_a.min(m.words_b));
    let p = &m.particulars;
    ties.same_source
        && ties.days_apart.is_some_and(|days| days >= LATER)
        && (words <= bounds.series_words
            || words <= bounds.bulletin_words && (p.own >= 3 || p.numbers_exchanged >= 2))
}

/// Whether the verbatim runs of a pair, of which nothing else is measured, leave any answer open but
/// *same event* and none, whatever its sentences show.
pub(super) fn may_show_passages(m: &Measures, bounds: &Bounds) -> bool {
    let passages = m.in_words(m.plain()) >= bounds.passage_plain
        && m.in_words(m.longest) >= bounds.passage_longest;
    let sentences =
        m.verbatim >= LEAST_REWORDED_VERBATIM && m.words_a.min(m.words_b) >= LEAST_REWORDED;
    m.furniture > 0
        || m.verbatim_quoted >= QUOTED_WORDS
        || m.long_verbatim() >= bounds.republished_verbatim.min(bounds.identical_long)
        || passages
        || sentences
}

/// Whether the shared words show a copy or a common source, so that [`decide`] asks how they were
/// changed.
pub(super) fn may_be_copied(m: &Measures, ties: Ties, bounds: &Bounds) -> bool {
    by_words(m, ties, bounds)
        .is_some_and(|told| told.is_copying() || told == Relation::SharedSource)
}

/// Returns the relation by the shared words alone, whatever the facts are.
pub(super) fn by_words(m: &Measures, ties: Ties, bounds: &Bounds) -> Option<Relation> {
    if m.words_a.min(m.words_b) < LEAST_WORDS {
        return None;
    }
    if m.is_furniture() {
        return Some(Relation::Background);
    }
    if m.short_verbatim() >= bounds.identical_short && m.long_verbatim() >= bounds.identical_long {
        return Some(Relation::Identical);
    }
    if m.short_matched() >= bounds.republished_short
        && m.long_matched() >= bounds.republished_long
        && m.long_verbatim() >= bounds.republished_verbatim
    {
        return Some(Relation::Republished);
    }
    // Quotations from a common document say nothing about the rest of the texts, and only the rest
    // can be spun.
    if is_mostly_quotes(m, bounds) {
        return Some(Relation::SameQuotes);
    }
    if is_spun(m, bounds) {
        return Some(Relation::Spun);
    }
    if is_only_quotes(m, bounds) {
        return Some(Relation::SameQuotes);
    }
    if is_rewritten(m, bounds) {
        return Some(Relation::Rewritten);
    }
    if let Some(relation) = by_passages(m, bounds) {
        let part = m.long_matched() < 0.45 && m.short_verbatim() < 0.75;
        let passages = m.standing * 5 >= m.verbatim * 4 && m.long_verbatim() < 0.6;
        let near =
            ties.days_apart.map_or(m.shares_both_beginnings(), |days| days <= REVISED_WITHIN);
        let later = !near && m.long_verbatim() < 0.75;
        let again = m.standing * 2 >= m.verbatim
            && ties.days_apart.is_some_and(|days| days > REVISED_WITHIN);
        let standing =
            ties.same_source && (part || passages || again || later || !m.shares_a_beginning());
        // Recurring paragraphs in the middle of both: the news comes before them, and more of it
        // follows.
        let between = ties.same_source && !m.shares_a_lead() && !m.shares_both_ends();
        // Related stories of one day share much in a different order; versions keep the order.
        let sisters = ties.same_source
            && m.order < bounds.version_order
            && m.long_verbatim() < bounds.version_long;
        // A shared block in the later course of both stories does not make one a version of the
        // other, and a block at the end of both does not make one a part of the other.
        let amid = match relation {
            // A block that returns after a week among other matter is a recurring passage, whoever
            // wrote it first.
            Relation::Edited => {
                (!m.shares_a_beginning()
                    || ties.days_apart.is_some_and(|days| days > REVISED_WITHIN))
                    && m.short_verbatim() < 0.75
            }
            // A statement printed in full at the end of two stories.
            Relation::Excerpt => {
                (m.shares_only_endings() || m.shares_both_ends() && !m.shares_long_beginning())
                    && m.short_verbatim() < 0.75
            }
            _ => false,
        };
        return Some(match () {
            () if standing || between || sisters => Relation::Background,
            () if amid => Relation::SharedSource,
            () => relation,
        });
    }
    if m.verbatim_quoted >= QUOTED_WORDS && m.plain() <= m.verbatim_quoted {
        return Some(Relation::SameQuotes);
    }
    let least = if ties.days_apart.is_some() { bounds.event } else { bounds.event_undated };
    (m.likeness >= least && m.nearness >= bounds.event_names).then_some(Relation::SameEvent)
}

/// Least quoted words in common for *same quotes*. Chosen by judgement.
const QUOTED_WORDS: u32 = 8;
/// Quoted words in common from which two texts report one statement though no quotation of the one
/// is found in the other. Chosen by judgement.
const QUOTED_PASSAGE: u32 = 20;
/// Least likeness of the content words of two texts that share fewer such words; below it they share
/// a title, a motto or a form of address. Chosen by judgement: of 3,548 pairs of Arabic stories with
/// the same quotations 3,317 shared no quotation, but a king's titles.
const QUOTED_LIKENESS: f64 = 0.15;

/// Whether two texts with quoted words in common share no quotation and next to nothing else.
pub(super) fn is_form_of_address(m: &Measures) -> bool {
    m.quotes_shared == 0 && m.verbatim_quoted < QUOTED_PASSAGE && m.likeness < QUOTED_LIKENESS
}

/// Whether the sentences correspond one to one with words replaced throughout.
pub(super) fn is_spun(m: &Measures, bounds: &Bounds) -> bool {
    let quoted_only = f64::from(m.verbatim_quoted) >= 0.75 * f64::from(m.verbatim)
        && m.words_a.min(m.words_b) * 10 < m.words_a.max(m.words_b) * 3;
    m.words_a.min(m.words_b) >= LEAST_REWORDED
        && m.verbatim >= LEAST_REWORDED_VERBATIM
        && m.substituted() >= bounds.spun_swapped
        && m.loose_share() <= bounds.spun_loose
        && m.order >= bounds.spun_order
        && m.paired_share() >= bounds.spun_paired
        // The more is verbatim, the more sentences must have a counterpart: two editions of a story
        // share some sentences whole and have no counterpart for others, while a spun copy has one
        // for nearly all.
        && m.linked_share() >= (bounds.spun_linked + m.short_verbatim()).clamp(0.50, 0.90)
        && m.skeleton >= bounds.spun_skeleton
        && m.short_matched() >= bounds.spun_matched
        // A spinner goes through a text from end to end; a text with a long run or most sentences
        // left alone was cut or updated.
        && f64::from(m.longest) <= bounds.spun_run * f64::from(m.words_a.min(m.words_b))
        && m.altered_share() >= bounds.spun_spread
        && !quoted_only
}

fn is_only_quotes(m: &Measures, bounds: &Bounds) -> bool {
    let mostly =
        m.plain() <= 12 || f64::from(m.plain()) <= bounds.quotes_plain * f64::from(m.verbatim);
    m.verbatim_quoted >= QUOTED_WORDS
        && mostly
        && m.long_verbatim() < bounds.quotes_long
        && m.plain_matched_share() < bounds.quotes_matched
}

/// Whether a text that consists largely of quotations shares hardly anything else with the other:
/// however many quotations two texts share, they do not show copying.
fn is_mostly_quotes(m: &Measures, bounds: &Bounds) -> bool {
    let shorter = f64::from(m.words_a.min(m.words_b));
    m.verbatim_quoted >= QUOTED_WORDS
        && f64::from(m.plain()) <= bounds.authored_short * shorter
        && f64::from(m.verbatim_quoted) >= bounds.quoted_short * shorter
        && m.long_verbatim() < bounds.quotes_long
}

fn is_rewritten(m: &Measures, bounds: &Bounds) -> bool {
    // Reworded more freely than the labelled rewrites: many short shared runs, no long one, and the
    // rare names kept.
    let freely = m.linked_share() >= bounds.freely_linked
        && m.skeleton >= bounds.freely_skeleton
        && m.nearness >= bounds.freely_nearness
        && m.short_matched() >= bounds.freely_matched
        && f64::from(m.plain()) >= bounds.freely_plain
        && f64::from(m.longest) <= bounds.freely_longest
        && m.plain_matched_share() >= bounds.freely_plain_matched;
    // The words of nearly any brief occur somewhere in a text many times as long, so a fair part of
    // the longer text must match too.
    m.words_a.min(m.words_b) >= LEAST_REWORDED
        && m.long_matched() >= bounds.reworded_long
        && (freely || is_condensed(m, bounds))
}

fn is_condensed(m: &Measures, bounds: &Bounds) -> bool {
    // A long run outside quotations was not reworded; such texts are more likely to share a source.
    f64::from(m.verbatim) >= bounds.condensed_verbatim
        && f64::from(m.longest) <= bounds.condensed_longest
        && m.linked_share() >= bounds.condensed_linked
        && m.skeleton >= bounds.condensed_skeleton
        && m.short_matched() >= bounds.condensed_matched
        && m.plain_matched_share() >= bounds.condensed_plain_matched
        && m.substituted() >= bounds.condensed_swapped
        && m.short_verbatim() < bounds.condensed_short
}

/// Returns the relation by verbatim passages outside quotations; `None` if they are too short to
/// tell.
fn by_passages(m: &Measures, bounds: &Bounds) -> Option<Relation> {
    let (short, long) = (m.short_verbatim(), m.long_verbatim());
    let unbroken = m.contiguity;
    let (plain, longest) = (m.in_words(m.plain()), m.in_words(m.longest));
    if plain < bounds.passage_plain || longest < bounds.passage_longest {
        return None;
    }
    if short.min(long) >= bounds.edited_both {
        return Some(Relation::Edited);
    }
    if short >= bounds.most_short {
        let whole = short >= bounds.whole_short && m.loose_share() <= bounds.whole_loose;
        return Some(match () {
            () if whole || unbroken >= bounds.most_unbroken => Relation::Excerpt,
            () if long >= bounds.most_long
                || (short >= bounds.mostly_short && unbroken >= bounds.mostly_unbroken) =>
            {
                Relation::Edited
            }
            () => Relation::SharedSource,
        });
    }
    if short >= bounds.part_short {
        // If two texts of similar length share one passage, neither is a part of the other: both
        // print a third text.
        let much_longer = f64::from(m.words_a.max(m.words_b))
            >= bounds.part_longer * f64::from(m.words_a.min(m.words_b));
        return Some(match () {
            () if !much_longer && m.shares_one_block() => Relation::SharedSource,
            () if (unbroken >= bounds.part_unbroken && plain >= bounds.part_plain)
                || (longest >= bounds.long_run && plain >= bounds.long_plain) =>
            {
                Relation::Excerpt
            }
            () if long >= bounds.part_long => Relation::Edited,
            () => Relation::SharedSource,
        });
    }
    (plain >= bounds.shared_plain && longest >= bounds.shared_longest)
        .then_some(Relation::SharedSource)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns measures of two bodies of 200 words of which 110 are verbatim, in the 64ths from
    /// `first` to `last` of both.
    fn passage(first: u32, last: u32) -> Measures {
        let mask = (first..last).fold(0u64, |mask, bit| mask | 1 << bit);
        Measures {
            compared: true,
            words_a: 200,
            words_b: 200,
            verbatim: 110,
            longest: 60,
            matched_a: 110,
            matched_b: 110,
            order: 1.0,
            contiguity: 1.0,
            coverage: (mask, mask),
            ..Measures::default()
        }
    }

    fn told(m: &Measures, ties: Ties) -> Option<Relation> {
        decide(m, ties, &Bounds::SHIPPED)
    }

    #[test]
    fn within_an_outlet_a_block_amid_both_is_background_and_an_updated_story_is_edited() {
        let one_outlet = Ties { same_source: true, days_apart: Some(1), ..Ties::default() };
        assert_eq!(told(&passage(8, 44), one_outlet), Some(Relation::Background));
        assert_eq!(
            told(&passage(28, 64), one_outlet),
            Some(Relation::Background),
            "only the further course of both"
        );
        assert_eq!(told(&passage(0, 36), one_outlet), Some(Relation::Edited));
        assert_eq!(
            told(&passage(12, 64), one_outlet),
            Some(Relation::Edited),
            "a new top over the old story"
        );
        let disordered = Measures { order: 0.4, ..passage(0, 36) };
        assert_eq!(told(&disordered, one_outlet), Some(Relation::Background));
        assert_eq!(told(&disordered, Ties::default()), Some(Relation::Edited));
    }

    #[test]
    fn the_next_of_a_series_is_no_version_and_a_version_is_no_formula() {
        use crate::compare::Particulars;
        let brief = Measures {
            words_a: 50,
            words_b: 50,
            verbatim: 44,
            matched_a: 46,
            matched_b: 46,
            longest: 20,
            ..passage(0, 60)
        };
        let apart =
            |days: i64| Ties { same_source: true, days_apart: Some(days), ..Ties::default() };
        assert_eq!(told(&brief, apart(7)), Some(Relation::Template));
        assert_ne!(told(&brief, apart(0)), Some(Relation::Template));
        let particulars = Particulars {
            names_kept: 8,
            names_exchanged: 1,
            numbers_exchanged: 5,
            ..Particulars::default()
        };
        let update = Measures {
            particulars,
            verbatim: 150,
            matched_a: 160,
            matched_b: 160,
            has_names: true,
            ..passage(0, 60)
        };
        let reworded = Measures { swapped: 20, kept: 160, skeleton: 0.7, ..update.clone() };
        let same_words = Measures { swapped: 4, kept: 176, skeleton: 0.7, ..update };
        assert_eq!(told(&reworded, apart(0)), Some(Relation::Template));
        assert_eq!(told(&same_words, apart(0)), Some(Relation::Edited));
    }

    proptest::proptest! {
        /// Pairs are left unaligned by the runs alone, so no rule may need less than these show.
        #[test]
        fn without_passages_a_pair_is_of_one_event_or_unrelated(
            words in (0u32..300, 0u32..300),
            runs in proptest::array::uniform4(0f64..1.0),
            sentences in proptest::array::uniform8(0f64..1.0),
            coverage in proptest::prelude::any::<(u64, u64)>(),
            days in proptest::option::of(0i64..9),
            same_source: bool,
        ) {
            let shorter = words.0.min(words.1);
            let part = |of: u32, share: f64| (f64::from(of) * share).round() as u32;
            let verbatim = part(shorter, runs[0] * runs[1]);
            let verbatim_quoted = part(verbatim, runs[2]);
            let m = Measures {
                compared: true,
                words_a: words.0,
                words_b: words.1,
                verbatim,
                verbatim_quoted,
                longest: part(verbatim - verbatim_quoted, runs[3]),
                standing: part(verbatim, sentences[0]),
                matched_a: part(words.0, sentences[1]),
                matched_b: part(words.1, sentences[1]),
                linked: part(shorter, sentences[2]),
                swapped: part(shorter, sentences[3] * 0.5),
                kept: part(shorter, sentences[4] * 0.5),
                loose: part(shorter, sentences[5] * 0.2),
                links: 10,
                authored: 10,
                altered: part(10, sentences[6]),
                paired: part(10, sentences[4]),
                plain_words: shorter,
                plain_matched: part(shorter, sentences[1]),
                order: sentences[7],
                skeleton: sentences[0],
                nearness: sentences[1],
                likeness: runs[3],
                contiguity: sentences[6],
                coverage,
                ..Measures::default()
            };
            let ties = Ties { same_source, days_apart: days, ..Ties::default() };
            let by_words = by_words(&m, ties, &Bounds::SHIPPED);
            let is_event = matches!(by_words, None | Some(Relation::SameEvent));
            proptest::prop_assert!(is_event || may_show_passages(&m, &Bounds::SHIPPED), "{m:?}");
        }
    }

    #[test]
    fn however_much_is_quoted_quotations_make_no_copy() {
        let quotes = Measures { verbatim_quoted: 100, longest: 10, ..passage(0, 40) };
        let own_words = Measures { verbatim: 150, ..quotes.clone() };
        assert_eq!(
            told(&Measures { words_b: 400, ..quotes.clone() }, Ties::default()),
            Some(Relation::SameQuotes)
        );
        assert_ne!(
            told(&Measures { words_b: 400, ..own_words }, Ties::default()),
            Some(Relation::SameQuotes)
        );
    }

    #[test]
    fn phrases_of_the_trade_tie_no_two_outlets() {
        let phrases = Measures {
            longest: 13,
            verbatim: 60,
            matched_a: 60,
            matched_b: 60,
            likeness: 0.05,
            ..passage(28, 64)
        };
        assert_eq!(told(&phrases, Ties::default()), None);
        for more in [
            Measures { nearness: 0.3, ..phrases.clone() },
            Measures { likeness: 0.3, ..phrases.clone() },
            Measures { longest: 30, ..phrases },
        ] {
            assert_eq!(told(&more, Ties::default()), Some(Relation::SharedSource));
        }
    }

    #[test]
    fn two_outlets_that_tell_of_one_day_s_event_fill_no_form() {
        use crate::compare::Particulars;
        let count = |nearness: f64, likeness: f64, days: i64, same_source: bool, names: u32| {
            let m = Measures {
                particulars: Particulars {
                    numbers_exchanged: 9,
                    names_kept: 4,
                    names_exchanged: names,
                    ..Particulars::default()
                },
                nearness,
                likeness,
                swapped: 60,
                kept: 60,
                ..passage(0, 36)
            };
            told(&m, Ties { same_source, days_apart: Some(days), ..Ties::default() })
        };
        assert_eq!(count(0.5, 0.6, 0, false, 0), Some(Relation::SharedSource));
        assert_eq!(count(0.5, 0.6, 1, false, 0), Some(Relation::Template), "the next day's");
        assert_eq!(count(0.1, 0.6, 0, false, 0), Some(Relation::Template), "other events");
        assert_eq!(count(0.5, 0.6, 0, false, 6), Some(Relation::Template), "other people");
        assert_eq!(count(0.5, 0.6, 0, true, 0), Some(Relation::Template), "one outlet's form");
    }
}
