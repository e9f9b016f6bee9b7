//! Measures what two bodies have in common beyond words in a row, and whether it stands in the same
//! order.

use rustc_hash::FxHashMap;

use super::terms::{Term, Terms};
use crate::compare::{links, order};

/// Least weight of a stem whose places are compared: what a third of all articles have says nothing.
/// Chosen by judgement.
const LEAST_WEIGHT: f32 = 0.3;
/// Occurrences of one stem in one text that are looked at. Chosen by judgement: it bounds the work.
const OCCURRENCES: usize = 8;
/// Sentences looked at per stem, as in [`links`]. Chosen by judgement: it bounds the work.
const FREQUENT: usize = 24;
/// Least different stems of a sentence that is sought in the other text. Chosen by judgement.
const LEAST_STEMS: usize = 3;
/// Share of a sentence, by weight, that one sentence of the other text has, from which on it counts
/// as told there too. Chosen by judgement.
const TOLD: f32 = 0.25;
/// Least sentences whose order says anything. Chosen by judgement.
const FEW: usize = 3;
/// Words of its own that the shorter body must have: what is nearly all quoted shows no plan. Chosen
/// by judgement.
const LEAST_OWN: u32 = 40;
/// Sentences that must have a counterpart. Chosen by judgement: fewer have no order.
const LEAST_LINKED: u32 = 3;
/// Least share of what both bodies have, by rarity, that must be in one order. Of the labelled
/// rewrites that the model finds 81 % have it; of six pairs that it found in fresh corpora, all
/// independent reports or two stories about one person, none has.
const IN_ORDER: f32 = 0.71;

/// What two bodies have in common outside quotations. `short` is the body with fewer words, `long`
/// the other one; weights are sums over different stems, by rarity in the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measures {
    /// Words of the shorter and of the longer body, outside quotations.
    pub words: (u32, u32),
    /// Weights of the names and numbers of the shorter and of the longer body.
    pub facts: (f32, f32),
    /// The parts of these that the other has.
    pub facts_held: (f32, f32),
    /// Different names and numbers of the shorter body, and how many of them the longer has not.
    pub facts_of_short: (u32, u32),
    /// Weight of the shared stems, without those that are common in the run.
    pub shared: f32,
    /// Occurrences whose order was compared.
    pub occurrences: u32,
    /// Share of their weight that is in the same order, at most, in [0, 1].
    pub ordered: f32,
    /// Sentences of the shorter body that one sentence of the longer tells too.
    pub linked: u32,
    /// How many of these are in the same order, at most.
    pub linked_in_order: u32,
}

/// Compares two bodies. All measures are 0 if either has no stems. O(stems · log stems), with
/// bounded work per stem.
pub fn measure(a: &Terms, b: &Terms) -> Measures {
    let (short, long) = if a.words <= b.words { (a, b) } else { (b, a) };
    let mut out = Measures { words: (short.words, long.words), ..Measures::default() };
    if short.by_key.is_empty() || long.by_key.is_empty() {
        return out;
    }
    out.stems(short, long);
    out.sentences(short, long);
    out
}

/// Returns the occurrences of a stem in a body; empty if it has none.
fn of(body: &Terms, key: u32) -> &[Term] {
    let from = body.by_key.partition_point(|t| t.key < key);
    let to = from + body.by_key[from..].partition_point(|t| t.key == key);
    &body.by_key[from..to]
}

impl Measures {
    /// Compares the stems of both bodies, and their places.
    fn stems(&mut self, short: &Terms, long: &Terms) {
        let mut found: Vec<order::Shared> = Vec::new();
        let mut others = long.runs().peekable();
        for x in short.runs() {
            while let Some(y) = others.next_if(|y| y[0].key < x[0].key) {
                self.facts.1 += fact(y);
            }
            let is_fact = x.iter().any(|t| t.is_fact);
            self.facts.0 += fact(x);
            self.facts_of_short.0 += u32::from(is_fact);
            let Some(y) = others.next_if(|y| y[0].key == x[0].key) else {
                self.facts_of_short.1 += u32::from(is_fact);
                continue;
            };
            self.facts.1 += fact(y);
            self.facts_held.0 += fact(x);
            self.facts_held.1 += fact(y);
            let worth = x[0].weight.min(y[0].weight);
            if worth >= LEAST_WEIGHT {
                self.shared += worth;
                places(x, y, worth, &mut found);
            }
        }
        self.facts.1 += others.map(fact).sum::<f32>();
        let found = order::sorted(found);
        self.occurrences = found.len() as u32;
        let weight: f32 = found.iter().map(|f| f.2).sum();
        self.ordered = if weight > 0.0 { order::heaviest(&found) / weight } else { 0.0 };
    }

    /// Seeks each sentence of the shorter body in the longer one.
    fn sentences(&mut self, short: &Terms, long: &Terms) {
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        let mut counterparts: Vec<u32> = Vec::new();
        for range in &short.sentences {
            let places = &short.in_order[range.start as usize..range.end as usize];
            let mut stems: Vec<Term> = places.iter().map(|at| short.by_key[*at as usize]).collect();
            stems.sort_unstable_by_key(|t| t.key);
            stems.dedup_by_key(|t| t.key);
            if stems.len() < LEAST_STEMS {
                continue;
            }
            scores.clear();
            for stem in &stems {
                let mut before = None;
                for term in of(long, stem.key).iter().take(FREQUENT) {
                    if before != Some(term.sentence) {
                        *scores.entry(term.sentence).or_default() += stem.weight;
                    }
                    before = Some(term.sentence);
                }
            }
            let total: f32 = stems.iter().map(|t| t.weight).sum();
            let best = scores.iter().max_by(|x, y| x.1.total_cmp(y.1).then(y.0.cmp(x.0)));
            let share = best.map_or(0.0, |(_, score)| score / total);
            counterparts.extend(best.filter(|_| share >= TOLD).map(|(sentence, _)| *sentence));
        }
        self.linked = counterparts.len() as u32;
        self.linked_in_order = links::in_order(&counterparts).iter().filter(|x| **x).count() as u32;
    }

    /// Returns by how much more of what both have is in the same order than in two texts in any
    /// order: 1 if all of it is, 0 at chance; 0 too for few occurrences.
    pub fn order_excess(&self) -> f32 {
        beyond_chance(self.ordered, self.occurrences as usize)
    }

    /// Returns the same for the sentences of the shorter body.
    pub fn sentence_order(&self) -> f32 {
        let linked = self.linked as usize;
        if linked < FEW {
            return 0.0;
        }
        beyond_chance(self.linked_in_order as f32 / linked as f32, linked)
    }

    /// Whether the two may be one story told anew, whatever the model says: enough sentences of the
    /// shorter body have a counterpart, most of them in order, as most of what both have is.
    pub fn may_be_retold(&self) -> bool {
        self.words.0 >= LEAST_OWN
            && self.ordered >= IN_ORDER
            && self.linked >= LEAST_LINKED
            && self.linked_in_order * 3 >= self.linked * 2
    }

    /// Returns the weight of names and numbers that only the shorter body has.
    pub fn new_facts(&self) -> f32 {
        self.facts.0 - self.facts_held.0
    }

    /// Says in words what was found.
    pub fn describe(&self) -> String {
        let percent = |x: f32| format!("{:.0} %", 100.0 * x.max(0.0));
        let (facts, new) = self.facts_of_short;
        let share = |(part, all): (f32, f32)| if all > 0.0 { part / all } else { 0.0 };
        format!(
            "told anew, quotations aside: {} of {} names and numbers of the shorter text are in the longer ({} by rarity), which has {} more by rarity; {} of what both have in the same order; {} of {} sentences that the longer tells too in order",
            facts - new,
            facts,
            percent(share((self.facts_held.0, self.facts.0))),
            percent(1.0 - share((self.facts_held.1, self.facts.1))),
            percent(self.ordered),
            self.linked_in_order,
            self.linked,
        )
    }
}

/// Returns the weight of a stem if it is a name or number anywhere in the body; else 0.
fn fact(run: &[Term]) -> f32 {
    if run.iter().any(|t| t.is_fact) { run[0].weight } else { 0.0 }
}

/// Returns by how much a share in order exceeds that of `count` things in any order, whose longest
/// ascending run has about 2 √count (Logan, Shepp 1977; Vershik, Kerov 1977).
fn beyond_chance(share: f32, count: usize) -> f32 {
    let chance = if count == 0 { 1.0 } else { (2.0 / (count as f32).sqrt()).min(1.0) };
    if chance < 1.0 { (share - chance) / (1.0 - chance) } else { 0.0 }
}

/// Pairs each occurrence of a stem in the text that has it less often with the nearest in the other.
fn places(x: &[Term], y: &[Term], worth: f32, found: &mut Vec<order::Shared>) {
    let (x, y) = (&x[..x.len().min(OCCURRENCES)], &y[..y.len().min(OCCURRENCES)]);
    let turned = x.len() > y.len();
    let (few, many) = if turned { (y, x) } else { (x, y) };
    let each = worth / few.len() as f32;
    for one in few {
        let distance = |other: &&Term| (other.at - one.at).abs();
        let nearest = many.iter().min_by(|p, q| distance(p).total_cmp(&distance(q)));
        let Some(nearest) = nearest else { continue };
        let (p, q) = if turned { (nearest, one) } else { (one, nearest) };
        found.push((p.at, q.at, each));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Rarity, likeness};
    use crate::text::Document;

    fn compared(a: &str, b: &str) -> Measures {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let (x, y) = (read(a), read(b));
        let rarity = Rarity::of(&likeness::learn(&[], &[]).frequencies());
        measure(&Terms::of(a, &x, &rarity), &Terms::of(b, &y, &rarity))
    }

    const STORY: &str = "Ferry crews in Halvik stopped work on Monday over their pay. The boats of Olaf Rust stood still at noon. Mayor Jane Doe asked both sides for talks in the tower. The crews demand 63 crowns an hour and a day of rest.";

    #[test]
    fn a_story_told_anew_keeps_order_and_facts() {
        let anew = compared(
            STORY,
            "On Monday the crews of ferries in Halvik walked out in a row about pay. At noon Olaf Rust saw his boats standing still. In the tower, Mayor Jane Doe pleaded for talks. An hourly wage of 63 crowns is the demand, with a restful day.",
        );
        assert_eq!((anew.facts_of_short.1, anew.linked), (0, 4), "{anew:?}");
        assert_eq!(anew.linked_in_order, 4);
        let turned = compared(
            STORY,
            "The crews demand 63 crowns an hour. Mayor Jane Doe asked for talks. Olaf Rust has boats that stood still. Crews of the ferry in Halvik stopped work on Monday.",
        );
        assert!(turned.linked_in_order < turned.linked && turned.ordered < anew.ordered);
        let own = compared(
            STORY,
            "Halvik has 12 ferries, and Per Holm of the union said that none sailed on Monday. Lunde sent a bus for the guests of the Hotel Anker, who paid 9 crowns.",
        );
        assert!(own.facts_of_short.1 > 4 && own.shared < anew.shared, "{own:?}");
    }

    #[test]
    fn nothing_in_common_is_nothing() {
        assert_eq!(compared("", ""), Measures::default());
        let none = compared("one harbour alone", "two other towers");
        assert_eq!((none.shared, none.linked), (0.0, 0));
        assert_eq!(none.order_excess() + none.sentence_order(), 0.0);
    }
}
