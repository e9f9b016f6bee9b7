//! Estimates how likely it is that an alteration holds: that both texts make one statement, and one
//! of them really changes it.
//!
//! The model is logistic and learned by `cargo bench --bench drift` from rows that readers signed
//! or refused with both texts. They refused another notation of one value, two different
//! statements, a form filled in anew and a later state of a story. `benches/drift/read.csv` has the
//! measures of these rows, without texts or ids. A row below [`ACCUSES`] is not held against any
//! outlet.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::{Drift, DriftKind, Setting};
use crate::compare::prepare::Prepared;
use crate::compare::relation::Relation;
use crate::compare::words::{self, Step};
use crate::logistic::Model;
use crate::text::{Class, Document, Word, fold};

/// Least firmness of a row that is held against a copy. Measured on rows of held-out corpora
/// (`cargo bench --bench drift`): all 16 from here on hold, and 98 % of the 21 from 0.9 on.
pub const ACCUSES: f64 = 0.95;

/// Words before and after a quotation that show whether both texts frame it the same way. Chosen by
/// judgement.
const FRAME: u32 = 5;

/// Least letters of a word that counts, and least common beginning of two forms of one word. Chosen
/// by judgement.
const SHORT: usize = 3;

/// Differing words of a quotation that are looked at. Chosen by judgement: it bounds the work.
const MANY: usize = 40;

/// Added to the number of a text's names and numbers, so that a share of few of them counts less.
/// Chosen by judgement.
const FEW: f32 = 5.0;

/// The features of the model, each with the sign that its weight may have; 0 for either.
pub const FEATURES: [(&str, i8); 15] = [
    // Whether it is an altered quotation in a text that was spun throughout.
    ("spun_quote", 1),
    // For any other quotation, share of the shorter wording's words that the other has, in order.
    ("quote_kept", 1),
    // Share of the words right before and after a quotation that are the same.
    ("quote_frame", 1),
    // Whether either quotation has brackets.
    ("quote_brackets", -1),
    // Words of a quotation that really differ and are not forms or slips of each other: none, one,
    // or at least two (0, 0.5, 1).
    ("quote_words", 1),
    // For any other alteration, share of the shorter sentence's words that are equal.
    ("alike", 1),
    // Share of the differing words that the other text does not have.
    ("alone", 1),
    // Whether it is reported as of a moment.
    ("moment", -1),
    // Root of the share of a text's names and numbers that the other does not have, apart from
    // those that differ; the smaller of the two texts' values.
    ("foreign", -1),
    // Share of the longer text in verbatim runs.
    ("verbatim", 1),
    // Whether both texts are from one outlet.
    ("own", -1),
    ("is_name", 0),
    ("is_date", 0),
    ("is_claim", 0),
    ("is_attribution", 0),
];

/// The features of an alteration, in the order of [`FEATURES`].
pub type Features = [f32; FEATURES.len()];

/// The measures of an alteration that are taken where it is found.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Signs {
    /// For a quotation, share of the shorter wording's words that the other has in order;
    /// otherwise, of the shorter sentence's words.
    pub alike: f32,
    /// For a quotation, share of the words right before and after it that are the same.
    pub frame: f32,
    /// Whether either quotation has brackets.
    pub brackets: bool,
    /// How many words of a quotation really differ: none, one, or at least two (0, 0.5, 1).
    pub words: f32,
    /// Share of the differing words that the other text does not have.
    pub alone: f32,
    /// Whether it is reported as of a moment; not set for spun pairs.
    pub moment: bool,
}

impl Signs {
    /// Measures two wordings, given as word ranges; `alike` is that of their sentences. O(words²).
    pub(super) fn of(
        a: &Prepared<'_>,
        b: &Prepared<'_>,
        (ra, rb): (&Range<u32>, &Range<u32>),
        alike: f64,
    ) -> Self {
        let steps = words::align(&a.document.words, &b.document.words, (ra, rb));
        let (mut differing, mut alone) = (0usize, 0usize);
        let mut count = |own: &Document, other: &Prepared<'_>, range: &Range<u32>| {
            let words = &own.words[range.start as usize..range.end as usize];
            for word in words.iter().filter(|w| !w.class.has(Class::FUNCTION)) {
                differing += 1;
                alone += usize::from(other.sentences_with(word.key).is_empty());
            }
        };
        for step in &steps {
            match step {
                Step::Same(..) => {}
                Step::Swapped(x, y) => {
                    count(a.document, b, x);
                    count(b.document, a, y);
                }
                Step::Cut(x, _) => count(a.document, b, x),
                Step::Added(_, y) => count(b.document, a, y),
            }
        }
        Self {
            alike: alike as f32,
            alone: alone as f32 / differing.max(1) as f32,
            ..Self::default()
        }
    }

    /// Measures two wordings of a quotation.
    pub(super) fn of_quote(
        a: &Prepared<'_>,
        b: &Prepared<'_>,
        (qa, qb): (&Range<u32>, &Range<u32>),
        texts: (&str, &str),
    ) -> Self {
        let (da, db) = (a.document, b.document);
        let steps = words::align(&da.words, &db.words, (qa, qb));
        let kept: u32 = steps
            .iter()
            .map(|step| if let Step::Same(range, _) = step { range.end - range.start } else { 0 })
            .sum();
        let keys = |document: &Document, range: Range<u32>| -> Vec<u32> {
            document.words[range.start as usize..range.end as usize].iter().map(|w| w.key).collect()
        };
        let before = |document: &Document, quote: &Range<u32>| {
            keys(document, quote.start.saturating_sub(FRAME)..quote.start)
        };
        let behind = |document: &Document, quote: &Range<u32>| {
            keys(document, quote.end..(quote.end + FRAME).min(document.words.len() as u32))
        };
        let met = |x: &[u32], y: &[u32]| x.iter().filter(|key| y.contains(key)).count();
        let (x, y) = ((before(da, qa), behind(da, qa)), (before(db, qb), behind(db, qb)));
        let most = x.0.len().min(y.0.len()) + x.1.len().min(y.1.len());
        let frame = (met(&x.0, &y.0) + met(&x.1, &y.1)) as f32 / most.max(1) as f32;
        let bracketed = |document: &Document, text: &str, quote: &Range<u32>| {
            text[document.span(quote)].contains(['[', '('])
        };
        Self {
            frame: frame.min(1.0),
            brackets: bracketed(da, texts.0, qa) || bracketed(db, texts.1, qb),
            words: real_words(&steps, (da, db), texts).min(2) as f32 / 2.0,
            ..Self::of(a, b, (qa, qb), f64::from(kept) / qa.len().min(qb.len()).max(1) as f64)
        }
    }
}

/// Returns the number of differing content words of two wordings without a form or slip among those
/// of the other. O(words²) of these, at most [`MANY`] per side.
fn real_words(steps: &[Step], (da, db): (&Document, &Document), texts: (&str, &str)) -> usize {
    let (mut lost, mut gained): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let read = |document: &Document, text: &str, range: &Range<u32>, out: &mut Vec<String>| {
        let words = &document.words[range.start as usize..range.end as usize];
        let telling = |w: &&Word| {
            w.class.has(Class::DIGIT)
                || !w.class.has(Class::FUNCTION) && w.of(text).chars().count() >= SHORT
        };
        out.extend(words.iter().filter(telling).take(MANY).map(|w| fold::fold(w.of(text))));
    };
    for step in steps {
        match step {
            Step::Same(..) => {}
            Step::Swapped(x, y) => {
                read(da, texts.0, x, &mut lost);
                read(db, texts.1, y, &mut gained);
            }
            Step::Cut(x, _) => read(da, texts.0, x, &mut lost),
            Step::Added(_, y) => read(db, texts.1, y, &mut gained),
        }
    }
    lost.truncate(MANY);
    gained.truncate(MANY);
    let near = |x: &str, y: &str| {
        let (n, m) = (x.chars().count(), y.chars().count());
        let common = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
        x == y
            || common >= SHORT && 5 * common >= 3 * n.min(m)
            || fold::distance(x, y, if n.min(m) > 5 { 2 } else { 1 }).is_some()
    };
    let real = |own: &[String], other: &[String]| {
        own.iter().filter(|x| !other.iter().any(|y| near(x, y))).count()
    };
    real(&lost, &gained) + real(&gained, &lost)
}

/// The measures of a pair that apply to all its alterations.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    /// Root of the share of a text's names and numbers that the other does not have, apart from
    /// those that differ; the smaller of the two texts' values.
    foreign: f32,
}

impl Around {
    /// Measures two bodies. O(words).
    pub fn of(a: &Prepared<'_>, b: &Prepared<'_>, texts: (&str, &str), drift: &[Drift]) -> Self {
        let facts = drift
            .iter()
            .filter(|d| matches!(d.kind, DriftKind::Number | DriftKind::Name | DriftKind::Date))
            .count();
        let foreign = |own: &Prepared<'_>, text: &str, other: &Prepared<'_>| -> f32 {
            let named = own.facts(text).language.is_some_and(|language| language.names.capitals);
            let is_fact = |class: Class| {
                class.has(Class::DIGIT)
                    || named
                        && class.has(Class::CAPITAL)
                        && !class.has(Class::SENTENCE | Class::FUNCTION)
            };
            let told: FxHashSet<u32> =
                own.document.words.iter().filter(|w| is_fact(w.class)).map(|w| w.key).collect();
            let alone = told.iter().filter(|key| other.sentences_with(**key).is_empty()).count();
            (alone.saturating_sub(facts) as f32 / (told.len() as f32 + FEW)).sqrt()
        };
        Self { foreign: foreign(a, texts.0, b).min(foreign(b, texts.1, a)) }
    }
}

/// Returns the features of an alteration; `None` if it is only listed.
pub(super) fn features(d: &Drift, around: Around, setting: &Setting) -> Option<Features> {
    if matches!(d.kind, DriftKind::Speaker | DriftKind::QuoteAdded) {
        return None;
    }
    let quote = d.kind == DriftKind::Quote;
    let spun = setting.relation == Relation::Spun;
    let flag = |is: bool| f32::from(u8::from(is));
    // A feature that does not apply to a kind has the same value in all its rows.
    let of = |is: bool, value: f32| if is { value } else { 1.0 };
    Some([
        flag(quote && spun),
        of(quote && !spun, d.signs.alike),
        of(quote && !spun, d.signs.frame),
        flag(quote && !spun && d.signs.brackets),
        of(quote && !spun, d.signs.words),
        of(!quote, d.signs.alike),
        of(!quote, d.signs.alone),
        flag(d.signs.moment),
        if quote { 0.0 } else { around.foreign },
        of(!quote, setting.long_verbatim as f32),
        flag(setting.ties.same_source),
        flag(d.kind == DriftKind::Name),
        flag(d.kind == DriftKind::Date),
        flag(matches!(d.kind, DriftKind::Negation | DriftKind::Hedge)),
        flag(d.kind == DriftKind::Attribution),
    ])
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::shipped("compare/drift/firmness.toml", include_str!("firmness.toml"), &FEATURES)
});

/// Returns the probability that an alteration with these features holds, in [0, 1].
pub fn probability(features: &Features) -> f64 {
    MODEL.probability(features)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::relation::Ties;

    fn firmness(kind: DriftKind, signs: Signs, relation: Relation, foreign: f32) -> f64 {
        let d = Drift {
            kind,
            a: 0..1,
            b: 0..1,
            lost_in: None,
            changes_sense: false,
            speaker: None,
            signs,
            features: None,
        };
        let setting =
            Setting { relation, ties: Ties::default(), long_verbatim: 0.9, firmness: 0.9 };
        probability(&features(&d, Around { foreign }, &setting).expect("a kind that is judged"))
    }

    const PLAIN: Signs =
        Signs { alike: 1.0, frame: 1.0, brackets: false, words: 1.0, alone: 1.0, moment: false };

    #[test]
    fn only_quotations_of_spun_texts_are_held_against_anybody() {
        assert!(firmness(DriftKind::Quote, PLAIN, Relation::Spun, 0.0) >= ACCUSES);
        for kind in [DriftKind::Quote, DriftKind::Number, DriftKind::Name, DriftKind::Attribution] {
            assert!(firmness(kind, PLAIN, Relation::Edited, 0.0) < ACCUSES, "{kind:?}");
        }
    }

    #[test]
    fn a_row_is_less_firm_where_something_else_explains_it() {
        let quote = |signs| firmness(DriftKind::Quote, signs, Relation::Edited, 0.0);
        for less in [
            Signs { alike: 0.6, ..PLAIN },
            Signs { frame: 0.2, ..PLAIN },
            Signs { brackets: true, ..PLAIN },
            Signs { words: 0.0, ..PLAIN },
        ] {
            assert!(quote(less) < quote(PLAIN), "{less:?}");
        }
        let number = |signs, foreign| firmness(DriftKind::Number, signs, Relation::Edited, foreign);
        for less in [
            Signs { alike: 0.6, ..PLAIN },
            Signs { alone: 0.0, ..PLAIN },
            Signs { moment: true, ..PLAIN },
        ] {
            assert!(number(less, 0.0) < number(PLAIN, 0.0), "{less:?}");
        }
        assert!(number(PLAIN, 0.5) < number(PLAIN, 0.0));
    }
}
