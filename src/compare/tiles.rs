//! Verbatim runs: the longest stretches of words that two bodies share, wherever they stand.
//!
//! Greedy string tiling on seeds: longest first, each word of either side in one run at most.
//! Source: Wise, *YAP3: improved detection of similarities in computer program and other texts*, SIGCSE 1996.

use super::prepare::{Prepared, SEED};

/// Occurrences of a seed in one text above which it leads nowhere (a refrain, or an attack).
const REFRAIN: usize = 8;

/// A run of equal words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// First word in `a`.
    pub a: u32,
    /// First word in `b`.
    pub b: u32,
    /// Words.
    pub length: u32,
}

/// Returns the runs of at least [`SEED`] words, in the order of `a`.
///
/// No two overlap on either side. Empty where nothing is shared. O((n + m) · `REFRAIN`²) at the worst, linear for
/// news.
pub fn find(a: &Prepared, b: &Prepared) -> Vec<Tile> {
    let mut runs = runs(a, b);
    runs.sort_unstable_by_key(|t| (std::cmp::Reverse(t.length), t.a, t.b));
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut tiles = Vec::new();
    for run in runs {
        // What longer runs left of this one, piece by piece.
        let mut from = 0;
        for at in 0..=run.length {
            let taken = at == run.length || used_a[(run.a + at) as usize] || used_b[(run.b + at) as usize];
            if taken {
                if (at - from) as usize >= SEED {
                    tiles.push(Tile { a: run.a + from, b: run.b + from, length: at - from });
                    used_a[(run.a + from) as usize..(run.a + at) as usize].fill(true);
                    used_b[(run.b + from) as usize..(run.b + at) as usize].fill(true);
                }
                from = at + 1;
            }
        }
    }
    tiles.sort_unstable();
    tiles
}

/// Maximal runs of equal words around shared seeds, overlapping ones included.
fn runs(a: &Prepared, b: &Prepared) -> Vec<Tile> {
    let (x, y) = (&a.seeds, &b.seeds);
    let equal = |i: u32, j: u32| a.document.words[i as usize].key == b.document.words[j as usize].key;
    let (mut i, mut j) = (0, 0);
    // (diagonal, position in a) of every shared seed
    let mut hits: Vec<(i64, u32)> = Vec::new();
    while i < x.len() && j < y.len() {
        match x[i].0.cmp(&y[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                let hash = x[i].0;
                let end_i = i + x[i..].iter().take_while(|s| s.0 == hash).count();
                let end_j = j + y[j..].iter().take_while(|s| s.0 == hash).count();
                if end_i - i <= REFRAIN && end_j - j <= REFRAIN {
                    for p in &x[i..end_i] {
                        for q in &y[j..end_j] {
                            if (0..SEED as u32).all(|k| equal(p.1 + k, q.1 + k)) {
                                hits.push((i64::from(q.1) - i64::from(p.1), p.1));
                            }
                        }
                    }
                }
                (i, j) = (end_i, end_j);
            }
        }
    }
    hits.sort_unstable();
    let mut out: Vec<Tile> = Vec::new();
    let mut last = i64::MIN;
    for (diagonal, at) in hits {
        match out.last_mut() {
            Some(run) if last == diagonal && at <= run.a + run.length => run.length = run.length.max(at + SEED as u32 - run.a),
            _ => out.push(Tile { a: at, b: (i64::from(at) + diagonal) as u32, length: SEED as u32 }),
        }
        last = diagonal;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::ingest::Article;

    fn prepared(text: &str) -> Prepared {
        let article = Article { text: text.to_owned(), ..Article::default() };
        Prepared::of(&article, &Cleaned { body: vec![0..text.len()], ..Cleaned::default() }, &[])
    }

    #[test]
    fn moved_runs_are_found_and_none_overlap() {
        let (a, b) = (prepared("a1 a2 a3 a4 a5 a6 x b1 b2 b3 b4 b5"), prepared("b1 b2 b3 b4 b5 y a1 a2 a3 a4 a5 a6"));
        assert_eq!(find(&a, &b), [Tile { a: 0, b: 6, length: 6 }, Tile { a: 7, b: 0, length: 5 }]);
    }

    #[test]
    fn a_text_against_itself_is_one_run() {
        let text = "one two three four five six seven eight nine ten";
        assert_eq!(find(&prepared(text), &prepared(text)), [Tile { a: 0, b: 0, length: 10 }]);
        assert!(find(&prepared(""), &prepared(text)).is_empty());
    }

    #[test]
    fn one_word_repeated_is_bounded() {
        let text = "word ".repeat(200_000);
        assert!(find(&prepared(&text), &prepared(&text)).is_empty());
    }
}
