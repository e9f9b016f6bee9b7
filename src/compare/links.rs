//! Links the sentences of one body to those of the other that say the same.

use super::prepare::{Prepared, words};
use crate::text::Class;

/// Sentences looked at per word: of a word that occurs in more, only the first ones. Chosen by
/// judgement: it bounds the work.
const FREQUENT: usize = 24;
/// Least rank for a link: the weighted share of a sentence's content words found in its
/// counterpart, plus [`FOLLOWS`] where that applies. Chosen by judgement.
const LEAST: f32 = 0.28;
/// Added to the rank of a sentence that is, or follows within two of, the previous counterpart.
/// Chosen by judgement.
const FOLLOWS: f32 = 0.12;
/// Least words of a sentence to be linked. Chosen by judgement.
const SHORTEST: u32 = 4;

/// A sentence and its counterpart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Number of the sentence in the text linked from.
    pub from: u32,
    /// Number of the sentence in the text linked to.
    pub to: u32,
    /// Weighted share of the content words of `from` that `to` has, in [0, 1].
    pub share: f32,
}

/// Links each sentence of `from` to the sentence of `to` with the greatest share of its content
/// words, if that is enough.
///
/// A word weighs less the more sentences of `to` it occurs in; of similar candidates the one that
/// continues from the previous counterpart is preferred. Empty if either text is empty. O(words ·
/// `FREQUENT`).
pub fn find(from: &Prepared<'_>, to: &Prepared<'_>) -> Vec<Link> {
    let mut scores = vec![0.0f32; to.document.sentences.len()];
    let mut touched: Vec<u32> = Vec::new();
    let mut links = Vec::new();
    let mut previous: Option<u32> = None;
    for (sentence, number) in from.document.sentences.iter().zip(0u32..) {
        if sentence.end - sentence.start < SHORTEST {
            continue;
        }
        let mut keys: Vec<u32> = words(from.document, sentence)
            .iter()
            .filter(|w| !w.class.has(Class::FUNCTION))
            .map(|w| w.key)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let mut total = 0.0;
        for &key in &keys {
            let places = to.sentences_with(key);
            let weight = if places.is_empty() { 1.0 } else { 1.0 / (places.len() as f32).sqrt() };
            total += weight;
            for &(_, place) in places.iter().take(FREQUENT) {
                if scores[place as usize] == 0.0 {
                    touched.push(place);
                }
                scores[place as usize] += weight;
            }
        }
        let rank = |place: u32, score: f32| {
            score / total
                + if previous.is_some_and(|p| (p..=p + 2).contains(&place)) { FOLLOWS } else { 0.0 }
        };
        let best = touched
            .iter()
            .map(|&place| (rank(place, scores[place as usize]), place))
            .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
        if let Some((ranked, place)) = best
            && ranked >= LEAST
        {
            links.push(Link {
                from: number,
                to: place,
                share: (scores[place as usize] / total).min(1.0),
            });
            previous = Some(place);
        }
        touched.drain(..).for_each(|place| scores[place as usize] = 0.0);
    }
    links
}

/// Returns the share of links in ascending order: the longest non-descending subsequence of
/// counterparts over all links.
///
/// In [0, 1]; 1 for fewer than two links. O(links · log links).
pub fn order(links: &[Link]) -> f64 {
    if links.len() < 2 {
        return 1.0;
    }
    let counterparts: Vec<u32> = links.iter().map(|l| l.to).collect();
    in_order(&counterparts).into_iter().filter(|kept| *kept).count() as f64 / links.len() as f64
}

/// Whether each counterpart belongs to the longest non-descending subsequence. O(n · log n).
pub fn in_order(counterparts: &[u32]) -> Vec<bool> {
    // For each length of a subsequence the position of its smallest end, and for each position its
    // predecessor.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; counterparts.len()];
    for (at, counterpart) in counterparts.iter().enumerate() {
        let length = ends.partition_point(|&end| counterparts[end] <= *counterpart);
        before[at] = length.checked_sub(1).map(|l| ends[l]);
        if length == ends.len() { ends.push(at) } else { ends[length] = at }
    }
    let mut kept = vec![false; counterparts.len()];
    let mut at = ends.last().copied();
    while let Some(place) = at {
        kept[place] = true;
        at = before[place];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_the_longest_ascending_share() {
        let links: Vec<Link> =
            [3, 4, 1, 5].iter().zip(0..).map(|(&to, from)| Link { from, to, share: 1.0 }).collect();
        assert!((order(&links) - 0.75).abs() < 1e-9);
        assert!((order(&links[..1]) - 1.0).abs() < 1e-9);
        assert_eq!(in_order(&[3, 4, 1, 5]), [true, true, false, true]);
    }
}
