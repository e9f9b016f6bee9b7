//! Puts two articles side by side: which sentences correspond, and what became of every word.

use std::ops::Range;

use super::bounds::Bounds;
use super::drift::{self, Drift};
use super::likeness::{Rarity, Terms};
use super::links::{self, Link};
use super::measures::{self, Aligned, Measures};
use super::prepare::Prepared;
use super::relation::{self, Relation, Ties};
use super::tiles::{self, Seeds, Tile};
use super::words::Step;
use super::{copying, documents, prepare, quotes, rewording, voices};
use crate::text::{Class, Document, Frequencies};

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The other text has it in the same place.
    Verbatim,
    /// The other text has other words in its place.
    Substituted,
    /// The other text has it in another place.
    Moved,
    /// The other text does not have it: cut from the first text, or added to the second.
    Alone,
}

impl Fate {
    /// Returns the fate's name in JSON; a word that the other text lacks is `cut` in the first text
    /// and `added` in the second.
    pub fn name(self, second: bool) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Substituted => "substituted",
            Self::Moved => "moved",
            Self::Alone if second => "added",
            Self::Alone => "cut",
        }
    }
}

/// A stretch of one text whose words have the same fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the article's text, including the marks and spaces after its words.
    pub bytes: Range<usize>,
    /// What became of it.
    pub fate: Fate,
    /// Whether it is inside a quotation.
    pub quoted: bool,
}

/// Sentences that are shown side by side; one side may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The first text's pieces, in order.
    pub a: Vec<Piece>,
    /// The second text's pieces, in order.
    pub b: Vec<Piece>,
}

/// A comparison for reading.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The relation of the two; `None` if they are unrelated.
    pub relation: Option<Relation>,
    /// The measures.
    pub measures: Measures,
    /// The alterations, if the relation is a copying one.
    pub drift: Vec<Drift>,
    /// The two bodies sentence by sentence; each word occurs once.
    pub rows: Vec<Row>,
}

/// Compares two bodies for reading; `texts` are the texts of their articles.
///
/// Two bodies without a common word give rows with one side each; an empty body gives no pieces.
/// O(words) for news, in linear memory. The relation can differ from that of a report, which also
/// knows how rare words are and looks at titles and other pairs.
pub fn run(a: &Prepared<'_>, b: &Prepared<'_>, texts: (&str, &str), ties: Ties) -> Diff {
    let tiles = tiles::find(&Seeds::of(&a.document.words), &b.document.words);
    let mut aligned = measures::align(a, b, &tiles);
    measures::join_words(&mut aligned, a, b, texts);
    let quotes = quotes::compare(a, b, &tiles, Some(&aligned), texts);
    // There is no run to learn rarity from, so all names of the skeleton weigh the same.
    let nearness = measures::skeleton_share(a.skeleton, b.skeleton) as f32;
    let rarity = Rarity::of(&Frequencies::default());
    let likeness = Terms::of(a.document, &rarity).likeness(&Terms::of(b.document, &rarity));
    let mut runs = measures::runs(a, b, &tiles, nearness);
    documents::discount(&mut runs.measures, a, b, &tiles, texts);
    let mut measures = runs.and_sentences(&aligned);
    measures.likeness = likeness;
    measures.particulars = measures::particulars(&measures, a, b, &aligned, texts);
    quotes.note(&mut measures);
    voices::tell(&mut measures, a, b, &tiles, &aligned);
    measures.reworded = rewording::of(a, b, &aligned, texts, !ties.foreign);
    let relation = relation::decide(&measures, ties, &Bounds::SHIPPED);
    let drift = match relation {
        // Losses are listed as if the first text were the original.
        Some(relation) if relation.is_copying() => {
            let setting = drift::Setting {
                relation,
                ties,
                long_verbatim: measures.long_verbatim(),
                firmness: copying::probability(&measures, ties),
            };
            let mut all = drift::find((a, b), &aligned, &quotes, texts, &setting);
            all.retain(|d| d.lost_in != Some(drift::Side::A));
            all
        }
        _ => Vec::new(),
    };
    let rows = rows(a, b, &tiles, &aligned, texts);
    Diff { relation, measures, drift, rows }
}

/// Returns the links as (sentence of `a`, sentence of `b`, number of the link, whether it keeps the
/// order), ascending.
fn anchors(aligned: &Aligned) -> Vec<(u32, u32, usize, bool)> {
    let side = |l: &Link| if aligned.from_b { (l.to, l.from) } else { (l.from, l.to) };
    let mut all: Vec<(u32, u32, usize)> =
        aligned.links.iter().enumerate().map(|(n, l)| (side(l).0, side(l).1, n)).collect();
    all.sort_unstable();
    let kept = links::in_order(&all.iter().map(|x| x.1).collect::<Vec<_>>());
    all.into_iter().zip(kept).map(|((x, y, n), kept)| (x, y, n, kept)).collect()
}

/// Returns what became of each word of the two texts.
fn fates(
    lengths: (usize, usize),
    tiles: &[Tile],
    aligned: &Aligned,
    anchors: &[(u32, u32, usize, bool)],
) -> (Vec<Fate>, Vec<Fate>) {
    let (mut fate_a, mut fate_b) = (vec![Fate::Alone; lengths.0], vec![Fate::Alone; lengths.1]);
    let fill = |fates: &mut [Fate], range: &Range<u32>, fate: Fate| {
        for slot in &mut fates[range.start as usize..range.end as usize] {
            *slot = (*slot).min(fate);
        }
    };
    for tile in tiles {
        fill(&mut fate_a, &(tile.a..tile.a + tile.length), Fate::Moved);
        fill(&mut fate_b, &(tile.b..tile.b + tile.length), Fate::Moved);
    }
    for &(.., n, kept) in anchors {
        for step in &aligned.steps[n] {
            let (ra, rb, fate) = match step {
                Step::Same(ra, rb) => (ra, rb, if kept { Fate::Verbatim } else { Fate::Moved }),
                Step::Swapped(ra, rb) => (ra, rb, Fate::Substituted),
                Step::Cut(..) | Step::Added(..) => continue,
            };
            fill(&mut fate_a, ra, fate);
            fill(&mut fate_b, rb, fate);
        }
    }
    (fate_a, fate_b)
}

/// Lays the sentences of two texts side by side: those linked in order share a row.
fn rows(
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    tiles: &[Tile],
    aligned: &Aligned,
    texts: (&str, &str),
) -> Vec<Row> {
    let anchors = anchors(aligned);
    let (fate_a, fate_b) = fates((a.len(), b.len()), tiles, aligned, &anchors);
    let pieces_a = |sentence: u32| pieces(a.document, sentence, &fate_a, texts.0);
    let pieces_b = |sentence: u32| pieces(b.document, sentence, &fate_b, texts.1);
    let mut out: Vec<Row> = Vec::new();
    let (mut next_a, mut next_b) = (0, 0);
    let ends = (a.document.sentences.len() as u32, b.document.sentences.len() as u32);
    let mut last: Option<(u32, u32)> = None;
    for (x, y, ..) in anchors
        .into_iter()
        .filter(|anchor| anchor.3)
        .chain(std::iter::once((ends.0, ends.1, 0, true)))
    {
        // Several sentences of one side can be linked to the same one of the other: they share its
        // row.
        if let Some((before_x, before_y)) = last
            && (x, y) != ends
            && (x == before_x || y == before_y)
            && x < next_a + 1
            && y < next_b + 1
            && let Some(row) = out.last_mut()
        {
            if x == next_a {
                row.a.extend(pieces_a(x));
                next_a += 1;
            }
            if y == next_b {
                row.b.extend(pieces_b(y));
                next_b += 1;
            }
            last = Some((x, y));
            continue;
        }
        out.extend((next_a..x).map(|s| Row { a: pieces_a(s), b: Vec::new() }));
        out.extend((next_b..y).map(|s| Row { a: Vec::new(), b: pieces_b(s) }));
        if (x, y) == ends {
            break;
        }
        out.push(Row {
            a: if x >= next_a { pieces_a(x) } else { Vec::new() },
            b: if y >= next_b { pieces_b(y) } else { Vec::new() },
        });
        (next_a, next_b) = (next_a.max(x + 1), next_b.max(y + 1));
        last = Some((x, y));
    }
    out.retain(|row| !(row.a.is_empty() && row.b.is_empty()));
    out
}

/// Cuts a sentence wherever the fate of its words changes or a quotation begins or ends.
fn pieces(document: &Document, sentence: u32, fates: &[Fate], text: &str) -> Vec<Piece> {
    let range = &document.sentences[sentence as usize];
    let words = prepare::words(document, range);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
    // Punctuation right before the first word and right after the last belongs to the sentence.
    let opening = text[..first.start as usize]
        .chars()
        .rev()
        .take_while(|c| !c.is_whitespace() && !c.is_alphanumeric())
        .map(char::len_utf8)
        .sum::<usize>();
    let closing = text[last.end() as usize..]
        .chars()
        .take_while(|c| !c.is_whitespace() && !c.is_alphanumeric())
        .map(char::len_utf8)
        .sum::<usize>();
    let state = |at: usize| (fates[range.start as usize + at], words[at].class.has(Class::QUOTED));
    let mut out: Vec<Piece> = Vec::new();
    let mut from = 0;
    for at in 1..=words.len() {
        if at < words.len() && state(at) == state(from) {
            continue;
        }
        let start =
            if from == 0 { first.start as usize - opening } else { words[from].start as usize };
        let end = words.get(at).map_or(last.end() as usize + closing, |next| next.start as usize);
        let (fate, quoted) = state(from);
        out.push(Piece { bytes: start..end, fate, quoted });
        from = at;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(a: &str, b: &str) -> Diff {
        let clean = crate::clean::Cleaned::default();
        let documents =
            [a, b].map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))));
        let prepared = |at: usize| Prepared::of(&clean, &documents[at], &[]);
        run(&prepared(0), &prepared(1), (a, b), Ties::default())
    }

    fn shown(pieces: &[Piece], text: &str) -> Vec<(Fate, String)> {
        pieces.iter().map(|p| (p.fate, text[p.bytes.clone()].trim().to_owned())).collect()
    }

    const TOLD: &str = "The old ferry left the harbour of Halvik late on Monday. “We are weary,” said Jane Doe of the union. A mediator will come by train this week.";

    #[test]
    fn every_word_has_its_fate() {
        let copy = "The ancient ferry left the harbour of Halvik late on Monday. It rained. “We are weary,” said Jane Doe of the union.";
        let found = diff(TOLD, copy);
        assert_eq!(
            shown(&found.rows[0].a, TOLD),
            [
                (Fate::Verbatim, "The".into()),
                (Fate::Substituted, "old".into()),
                (Fate::Verbatim, "ferry left the harbour of Halvik late on Monday.".into())
            ]
        );
        assert_eq!(shown(&found.rows[1].b, copy), [(Fate::Alone, "It rained.".into())]);
        assert!(found.rows[2].a[0].quoted && found.rows[2].a[0].fate == Fate::Verbatim);
        assert_eq!(found.rows.last().map(|r| (r.a[0].fate, r.b.len())), Some((Fate::Alone, 0)));
    }

    #[test]
    fn a_sentence_in_another_place_is_moved() {
        let sentences: Vec<&str> = TOLD.split_inclusive(". ").collect();
        let turned = format!("{} {}{}", sentences[2], sentences[0], sentences[1]);
        let found = diff(TOLD, &turned);
        let fates: Vec<Fate> = found.rows.iter().flat_map(|r| r.b.iter().map(|p| p.fate)).collect();
        assert!(
            fates.contains(&Fate::Moved)
                && fates.contains(&Fate::Verbatim)
                && !fates.contains(&Fate::Alone),
            "{fates:?}"
        );
    }

    #[test]
    fn each_word_of_both_texts_stands_in_one_row() {
        let copy = "A mediator will come by train. Nobody left the harbour on Monday, said Jane Doe. “We are weary,” she said.";
        for (a, b) in [(TOLD, copy), (copy, TOLD), (TOLD, TOLD), ("", TOLD)] {
            let found = diff(a, b);
            let join = |side: fn(&Row) -> &Vec<Piece>, text: &str| {
                let mut all: Vec<Range<usize>> =
                    found.rows.iter().flat_map(side).map(|p| p.bytes.clone()).collect();
                all.sort_by_key(|r| r.start);
                assert!(all.windows(2).all(|w| w[0].end <= w[1].start), "{all:?}");
                all.into_iter()
                    .map(|r| text[r].to_owned())
                    .collect::<String>()
                    .split_whitespace()
                    .collect::<String>()
            };
            assert_eq!(join(|r| &r.a, a), a.split_whitespace().collect::<String>());
            assert_eq!(join(|r| &r.b, b), b.split_whitespace().collect::<String>());
        }
    }
}
