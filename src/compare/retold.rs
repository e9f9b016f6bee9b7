//! Finds stories told anew among pairs whose words in a row are too few to show copying, by the
//! model of [`descent`].

use super::relation::{LEARNED, LEAST_REWORDED, REVISED_WITHIN};
use super::tiles::{self, Seeds};
use super::{
    Comparison, Pairs, Prepared, Relation, Standing, Ties, descent, documents, measures, quotes,
};

/// Least probability that two bodies are one story told anew. With the weights of both stories held
/// out, 255 of 514 rewrites by language models lie above it and one of 14,281 other pairs
/// (`cargo bench --bench descent`). From .9 on, of 12 pairs read in 2,875 Nigerian articles, which no
/// rule was made on, five were right, and from .99 on two of two (docs/verdicts.md, *How firm a
/// retelling is*).
const NAMED: f64 = 0.99;
/// Least likeness of the content words and least share of the smaller skeleton. Chosen by judgement:
/// most pairs lie below them and are spared the work.
const LIKENESS: f64 = 0.3;
const SKELETON: f64 = 0.4;

/// Whether a pair is of those that the model was learned from, its language apart: two outlets'
/// texts, near in time, of which no rule that looks at other pairs has decided.
fn may_be_retold(c: &Comparison, ties: Ties) -> bool {
    let m = &c.measures;
    // Two reports of one statement or document follow its plan without following each other.
    c.relation == Relation::SameEvent
        && c.standing.firmness.is_some()
        && !ties.same_source
        && ties.days_apart.is_none_or(|days| days <= REVISED_WITHIN)
        && m.words_a.min(m.words_b) >= LEAST_REWORDED
        && m.likeness >= LIKENESS
        && m.skeleton >= SKELETON
}

impl Pairs<'_> {
    /// Calls a pair *rewritten*, or a *summary* if one body is less than half as long as the other,
    /// if the model is sure of it. O(words) for the pairs that may be.
    ///
    /// No alterations are listed: where sentences do not correspond word by word, a fact that is
    /// missing or put otherwise is no drift.
    pub(super) fn retell(&self, c: &mut Comparison) {
        // A pair whose words were not compared carries no ties yet.
        let ties = self.e.ties(c.a, c.b);
        let is_english = |at: u32| self.e.cleaned[at as usize].language.as_deref() == Some(LEARNED);
        if !may_be_retold(c, ties) || ![c.a, c.b].into_iter().all(is_english) {
            return;
        }
        let terms = |at: u32| {
            let at = at as usize;
            descent::Terms::of(&self.e.articles[at].text, &self.e.documents[at], &self.rarity)
        };
        let found = descent::measures::measure(&terms(c.a), &terms(c.b));
        let probability = descent::model::probability(&found);
        if probability < NAMED || !found.may_be_retold() {
            return;
        }
        self.measure_again(c);
        let m = &c.measures;
        let condensed = 2 * m.words_a.min(m.words_b) < m.words_a.max(m.words_b);
        c.standing = Standing { firmness: Some(probability), runner_up: Some(c.relation) };
        c.relation = if condensed { Relation::Summary } else { Relation::Rewritten };
        (c.descent, c.ties) = (Some(found), ties);
    }

    /// Measures the runs, sentences and quotations of a pair, whatever was measured before.
    fn measure_again(&self, c: &mut Comparison) {
        let one = |at: u32| {
            let at = at as usize;
            let skeleton = &self.e.fingerprints[at].skeleton;
            Prepared::of(&self.e.cleaned[at], &self.e.documents[at], skeleton)
        };
        let (x, y) = (one(c.a), one(c.b));
        let texts = self.e.texts(c.a, c.b);
        let tiles = tiles::find(&Seeds::of(&x.document.words), &y.document.words);
        let mut runs = measures::runs(&x, &y, &tiles, c.measures.nearness as f32);
        documents::discount(&mut runs.measures, &x, &y, &tiles, texts);
        let mut aligned = measures::align(&x, &y, &tiles);
        measures::join_words(&mut aligned, &x, &y, texts);
        let mut measured = runs.and_sentences(&aligned);
        quotes::compare(&x, &y, &tiles, Some(&aligned), texts).note(&mut measured);
        (measured.likeness, measured.quotes_altered) = (c.measures.likeness, 0);
        c.measures = measured;
    }
}
