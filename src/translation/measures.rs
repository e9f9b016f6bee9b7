//! Measures what two texts in different languages have in common, and whether it stands in the same
//! places.

use super::Anchor;
use crate::compare::order;

/// Half of the width, in shares of the body, within which an anchor stands at the same place.
/// Languages take more or less room for the same, and so for parts of a text. Chosen by judgement.
const REACH: f32 = 0.08;
/// Least weight of an anchor that is compared: what a quarter of all articles have says nothing.
/// Chosen by judgement.
const LEAST_WEIGHT: f32 = 0.23;
/// Half of the width within which a number stands in the place of another: that of a sentence. Chosen
/// by judgement.
const CLOSE: f32 = 0.04;
/// Least different anchors that a translation and its original share: fewer stand at the same places
/// by chance. Of the labelled translations found 97 % have as many.
const LEAST_SHARED: u32 = 5;
/// Numbers at the same place from which [`super::NAMED`] is enough. Chosen by judgement.
const NUMBERS: f32 = 2.0;
/// Probability from which a pair with fewer numbers may be a translation: the same people are named
/// in one order in reports of their next meeting too. Of 144 pairs, of which a reader found five
/// wrong, this bound drops four of the five and ten others.
const WITHOUT_NUMBERS: f64 = 0.99;
/// Least share of what both texts have that must be in one order. Of the labelled translations found
/// 98 % have it. Of 17 pairs that were found without this bound in 22,915 articles, six that are no
/// translations have .40 to .62.
const IN_ORDER: f32 = 0.7;
/// Occurrences of one anchor in one text that are looked at. Chosen by judgement: it bounds the
/// work.
const OCCURRENCES: usize = 16;

/// What two texts have in common. All sums count each shared anchor once, with the smaller of its
/// two weights.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measures {
    /// Different anchors that both have.
    pub shared: u32,
    /// Sum over those.
    pub weight: f32,
    /// The part of it that stands at the same place in both.
    pub near: f32,
    /// The part of it that would stand at the same place by chance.
    pub chance: f32,
    /// The part of it that is in the same order, at most.
    pub ordered: f32,
    /// Share of the anchors of `a` and of `b`, by weight, that the other has, in [0, 1].
    pub covered: (f32, f32),
    /// Different numbers in `a` and in `b`.
    pub numbers: (u32, u32),
    /// Different numbers that stand at the same place in both.
    pub numbers_near: f32,
    /// Occurrences of numbers that only one text has, where the other has another number that only it
    /// has: one formula filled with other facts has many.
    pub exchanged: u32,
}

/// The anchors of one text with the same key.
fn runs(anchors: &[Anchor]) -> impl Iterator<Item = &[Anchor]> {
    anchors.chunk_by(|x, y| x.key == y.key)
}

/// Returns the places of a number; none of anything else.
fn places(run: &[Anchor]) -> impl Iterator<Item = f32> {
    let count = if run[0].is_number() { run.len().min(OCCURRENCES) } else { 0 };
    run[..count].iter().map(|anchor| anchor.at)
}

/// Returns how many places of one list can be paired with places of the other within [`CLOSE`].
fn paired(mut x: Vec<f32>, mut y: Vec<f32>) -> u32 {
    x.sort_unstable_by(f32::total_cmp);
    y.sort_unstable_by(f32::total_cmp);
    let (mut i, mut j, mut pairs) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        if (x[i] - y[j]).abs() < CLOSE {
            (i, j, pairs) = (i + 1, j + 1, pairs + 1);
        } else if x[i] < y[j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

/// Compares the anchors of two texts, each ascending by key and place. All measures are 0 if either
/// has none. O(anchors + shared anchors · log shared anchors), with at most 256 of them.
pub fn measure(a: &[Anchor], b: &[Anchor]) -> Measures {
    let weight = |anchors: &[Anchor]| runs(anchors).map(|run| run[0].weight).sum::<f32>();
    let numbers = |anchors: &[Anchor]| runs(anchors).filter(|r| r[0].is_number()).count() as u32;
    let mut out = Measures { numbers: (numbers(a), numbers(b)), ..Measures::default() };
    let mut found: Vec<(f32, f32, f32)> = Vec::new();
    let mut in_common = 0.0;
    let (mut only_a, mut only_b) = (Vec::new(), Vec::new());
    let mut of_b = runs(b).peekable();
    for x in runs(a) {
        while let Some(y) = of_b.next_if(|y| y[0].key < x[0].key) {
            only_b.extend(places(y));
        }
        let Some(y) = of_b.next_if(|y| y[0].key == x[0].key) else {
            only_a.extend(places(x));
            continue;
        };
        let worth = x[0].weight.min(y[0].weight);
        in_common += worth;
        if worth >= LEAST_WEIGHT {
            out.add(x, y, worth, &mut found);
        }
    }
    of_b.for_each(|y| only_b.extend(places(y)));
    out.exchanged = paired(only_a, only_b);
    let share = |all: f32| if all > 0.0 { (in_common / all).min(1.0) } else { 0.0 };
    out.covered = (share(weight(a)), share(weight(b)));
    out.ordered = order::heaviest(&order::sorted(found));
    out
}

impl Measures {
    /// Adds the occurrences of one anchor in both texts.
    fn add(&mut self, x: &[Anchor], y: &[Anchor], worth: f32, found: &mut Vec<(f32, f32, f32)>) {
        let (x, y) = (&x[..x.len().min(OCCURRENCES)], &y[..y.len().min(OCCURRENCES)]);
        let (few, many) = if x.len() <= y.len() { (x, y) } else { (y, x) };
        let each = worth / few.len() as f32;
        let (mut near, mut chance) = (0u32, 0.0);
        for one in few {
            let distance = |other: &&Anchor| (other.at - one.at).abs();
            let nearest = many.iter().min_by(|p, q| distance(p).total_cmp(&distance(q)));
            let Some(nearest) = nearest else { continue };
            near += u32::from(distance(&nearest) < REACH);
            let span = (one.at + REACH).min(1.0) - (one.at - REACH).max(0.0);
            chance += 1.0 - (1.0 - span).powi(many.len() as i32);
            let (p, q) = if few.as_ptr() == x.as_ptr() { (one, nearest) } else { (nearest, one) };
            found.push((p.at, q.at, each));
        }
        self.shared += 1;
        self.weight += worth;
        self.near += each * near as f32;
        self.chance += each * chance;
        if x[0].is_number() {
            self.numbers_near += near as f32 / few.len() as f32;
        }
    }

    /// Says in words what was found.
    pub fn describe(&self) -> String {
        let percent = |x: f32| format!("{:.0} %", 100.0 * x);
        let share = |x: f32| if self.weight > 0.0 { x / self.weight } else { 0.0 };
        format!(
            "{} names, numbers and international words in common ({} and {} of either text's, by weight), {} of their weight at the same place ({} by chance), {} in the same order; {:.0} of {} and {} numbers at the same place, {} exchanged",
            self.shared,
            percent(self.covered.0),
            percent(self.covered.1),
            percent(share(self.near)),
            percent(share(self.chance)),
            percent(share(self.ordered)),
            self.numbers_near,
            self.numbers.0,
            self.numbers.1,
            self.exchanged
        )
    }

    /// Returns whether the two may be a translation and its original, whatever the model says: they
    /// share enough, in the same order, and more numbers are the same than were exchanged. Two results
    /// that fill one formula exchange most of them; of the labelled translations 5 in 1,000 do.
    /// `probability` is the model's.
    pub fn may_be_translation(&self, probability: f64) -> bool {
        self.shared >= LEAST_SHARED
            && self.in_order() >= IN_ORDER
            && self.exchanged as f32 <= self.numbers_near
            && (self.numbers_near >= NUMBERS || probability >= WITHOUT_NUMBERS)
    }

    /// Returns the share of what both have that is in the same order, in [0, 1]; 0 if nothing is
    /// shared.
    pub fn in_order(&self) -> f32 {
        if self.weight > 0.0 { self.ordered / self.weight } else { 0.0 }
    }

    /// Returns by how much more of what both have stands at the same place than chance would give:
    /// 1 if all of it does, 0 at chance; 0 too if nothing is shared.
    pub fn excess(&self) -> f32 {
        let room = self.weight - self.chance;
        if room > 0.0 { (self.near - self.chance) / room } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(places: &[f32]) -> Vec<Anchor> {
        places
            .iter()
            .zip(1u64..)
            .map(|(&at, n)| Anchor { key: 1 << 60 | n, at, weight: 1.0 })
            .collect()
    }

    #[test]
    fn the_same_places_are_told_from_the_same_names_elsewhere() {
        let original = anchors(&[0.0, 0.1, 0.3, 0.5, 0.7, 0.9]);
        let translation = measure(&original, &anchors(&[0.01, 0.12, 0.28, 0.55, 0.71, 0.95]));
        assert_eq!((translation.shared, translation.near, translation.ordered), (6, 6.0, 6.0));
        assert_eq!((translation.excess(), translation.covered), (1.0, (1.0, 1.0)));
        let turned = measure(&original, &anchors(&[0.9, 0.75, 0.6, 0.3, 0.1, 0.0]));
        assert_eq!((turned.shared, turned.near, turned.ordered), (6, 0.0, 1.0));
        assert!(turned.excess() < 0.0);
    }

    #[test]
    fn another_number_at_the_same_place_is_exchanged() {
        let one = anchors(&[0.1, 0.3, 0.5]);
        let mut other = one.clone();
        other[1].key = 1 << 60 | 9;
        other.sort_unstable_by_key(|a| a.key);
        assert_eq!(measure(&one, &other).exchanged, 1);
        other.iter_mut().for_each(|a| a.at += if a.key & 0xff == 9 { 0.3 } else { 0.0 });
        assert_eq!(measure(&one, &other).exchanged, 0);
    }

    #[test]
    fn without_anchors_everything_is_zero() {
        assert_eq!(measure(&[], &[]), Measures::default());
        let alone = measure(&anchors(&[0.5]), &[]);
        assert_eq!((alone.shared, alone.excess(), alone.covered), (0, 0.0, (0.0, 0.0)));
    }
}
