//! Recognises documents that two texts print without quotation marks: a ruling, a statement, posts,
//! a press notice.
//!
//! Words that follow a colon and are the same in both texts are quoted by both, whatever their
//! style. They count as quoted, so they do not make one text a copy of the other.

use super::measures::Measures;
use super::prepare::Prepared;
use super::tiles::Tile;
use crate::languages;
use crate::text::{Class, Document, fold};

/// Least words of a passage for a document. Chosen by judgement.
const LEAST: u32 = 12;
/// Most numbers between a colon and the passage. Chosen by judgement.
const LABEL: usize = 3;
/// Words before a document among which the lines of an address may begin. Chosen by judgement.
const ADDRESS: usize = 16;
/// Words before a colon among which a word may announce a document. Chosen by judgement.
const SENTENCE: usize = 12;
/// Words within which both texts may announce the document in the same words. Chosen by judgement.
const INTRODUCTION: u32 = 40;
/// Most words between two passages of one document, in either text. Chosen by judgement.
const BETWEEN: u32 = 5;
/// Share of the longer text, in percent, above which one text was made from the other, whether or
/// not there is a colon. Chosen by judgement; equals the bound of an edited text (`edited_both`).
const MOST: u32 = 45;
/// Share of the shorter text, in percent, above which it is the document itself and does not quote
/// it. Chosen by judgement.
const ITSELF: u32 = 70;

/// Counts the words of documents that both texts print as quoted.
///
/// A passage is a document if either text has a verb of saying or an announcing word before the
/// colon, or if both texts have a colon before it; passages that follow closely belong to it. Does
/// nothing if more than 45 % of the longer text is shared. O(words).
pub fn discount(
    m: &mut Measures,
    a: &Prepared<'_>,
    b: &Prepared<'_>,
    tiles: &[Tile],
    texts: (&str, &str),
) {
    let set_off = set_off((a.document, b.document), tiles, texts);
    if set_off.iter().zip(tiles).all(|(from, tile)| *from >= tile.length) {
        return;
    }
    let quoted = |at_a: u32, at_b: u32| {
        a.document.words[at_a as usize].class.has(Class::QUOTED)
            || b.document.words[at_b as usize].class.has(Class::QUOTED)
    };
    m.longest = 0;
    for (tile, set_off) in tiles.iter().zip(set_off) {
        let mut run = 0;
        for k in 0..tile.length {
            let (quoted, printed) = (quoted(tile.a + k, tile.b + k), k >= set_off);
            m.verbatim_quoted += u32::from(printed && !quoted);
            run = if quoted || printed { 0 } else { run + 1 };
            m.longest = m.longest.max(run);
        }
    }
}

/// Returns for each run the number of its first word that belongs to a document that both texts
/// print; the run's length if it has none.
fn set_off((a, b): (&Document, &Document), tiles: &[Tile], texts: (&str, &str)) -> Vec<u32> {
    let mut out: Vec<u32> = tiles.iter().map(|tile| tile.length).collect();
    let total: u32 = tiles.iter().map(|t| t.length).sum();
    let (short, long) =
        (a.words.len().min(b.words.len()) as u32, a.words.len().max(b.words.len()) as u32);
    if total * 100 > MOST * long {
        return out;
    }
    for (at, tile) in tiles.iter().enumerate() {
        let follows = at.checked_sub(1).is_some_and(|before| {
            let last = tiles[before];
            let between = |from: u32, to: u32| to >= from && to - from <= BETWEEN;
            out[before] < last.length
                && between(last.a + last.length, tile.a)
                && between(last.b + last.length, tile.b)
        });
        if follows {
            out[at] = 0;
            continue;
        }
        if tile.length < LEAST {
            continue;
        }
        let (in_a, in_b) = (announced(a, tile.a, texts.0), announced(b, tile.b, texts.1));
        let said = in_a == Some(true) || in_b == Some(true);
        let both = in_a.is_some() && in_b.is_some() && total * 100 <= ITSELF * short;
        if said || both {
            out[at] = 0;
        } else if let Some(from) = (1..tile.length.min(INTRODUCTION)).find(|k| {
            let opens = [(a, tile.a), (b, tile.b)].iter().any(|(document, at)| {
                document.words[(at + k) as usize].class.has(Class::PARAGRAPH)
            });
            opens
                && announced(a, tile.a + k, texts.0) == Some(true)
                && announced(b, tile.b + k, texts.1) == Some(true)
        }) {
            // Both texts contain the line that announces it, too.
            out[at] = from;
        }
    }
    out
}

/// Whether a verb of saying or an announcing word comes before the colon that precedes a word;
/// `None` without a colon right before the word (a few numbers may come between), or with a
/// quotation mark after the colon.
fn announced(document: &Document, at: u32, text: &str) -> Option<bool> {
    let words = &document.words;
    let mut first = at as usize;
    // Lines of an address may come before the document.
    if words[first].class.has(Class::PARAGRAPH) {
        let lines = (first.saturating_sub(ADDRESS)..first)
            .rev()
            .filter(|at| words[*at].class.has(Class::PARAGRAPH));
        first = lines
            .into_iter()
            .find(|line| before(document, *line, text) == Some(true))
            .unwrap_or(first);
    }
    before(document, first, text)
}

/// The same for the colon right before one word, see [`announced`].
fn before(document: &Document, mut first: usize, text: &str) -> Option<bool> {
    let words = &document.words;
    for _ in 0..=LABEL {
        let before = first.checked_sub(1)?;
        let gap = &text[words[before].end() as usize..words[first].start as usize];
        if let Some((_, after)) = gap.rsplit_once([':', '：']) {
            let marks = after.contains(['"', '“', '„', '«', '‘', '\'', '”', '’']);
            let says = |word: &str| {
                languages::all().iter().any(|language| language.speech.saying.contains(word))
            };
            let announces = |word: &str| {
                languages::all().iter().any(|language| language.speech.announcing.contains(word))
            };
            let folded = |at: usize| fold::fold(words[at].of(text));
            let sentence = (before.saturating_sub(SENTENCE)..=before)
                .rev()
                .take_while(|at| *at == before || !words[at + 1].class.has(Class::SENTENCE));
            return (!marks).then(|| {
                says(&folded(before)) || sentence.into_iter().any(|at| announces(&folded(at)))
            });
        }
        if !words[before].class.has(Class::DIGIT) {
            return None;
        }
        first = before;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::tiles::{self, Seeds};

    const REST: &str = "The council meets in the old school, where there are more chairs, and coffee is sold by the eighth form.";
    const DOCUMENT: &str = "The rules of the harbour are weak while those of Lunde are strong, and the council must change them before the end of May.";

    fn quoted(a: &str, b: &str) -> (u32, u32) {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let (da, db) = (read(a), read(b));
        let clean = Cleaned::default();
        let (x, y) = (Prepared::of(&clean, &da, &[]), Prepared::of(&clean, &db, &[]));
        let tiles = tiles::find(&Seeds::of(&da.words), &db.words);
        let mut m = Measures {
            verbatim: tiles.iter().map(|t| t.length).sum(),
            longest: 99,
            ..Measures::default()
        };
        discount(&mut m, &x, &y, &tiles, (a, b));
        (m.verbatim, m.verbatim_quoted)
    }

    #[test]
    fn what_a_colon_announces_in_two_stories_is_quoted_by_both() {
        let story = format!(
            "Halvik has a quarrel about berths, and on Monday its mayor wrote to everybody: {DOCUMENT} Nobody answered him that day. {REST}"
        );
        let other = format!(
            "A post went round among the sailors of the coast last night. It reads: {DOCUMENT} By noon it had been taken down again."
        );
        assert_eq!(quoted(&story, &other), (24, 24));
        let numbered = other.replace("reads: ", "reads: 1. ");
        assert_eq!(quoted(&story, &numbered).1, 24);
        let unmarked = other.replace("reads: ", "is long. ");
        assert_eq!(quoted(&story, &unmarked).1, 0, "one colon of a list says little");
        assert_eq!(
            quoted(&story.replace("to everybody", "and said"), &unmarked).1,
            24,
            "somebody is said to say it"
        );
    }

    #[test]
    fn a_document_may_have_an_address_and_its_announcement_may_be_printed_by_both() {
        let pieces = |text: &str| -> Vec<std::ops::Range<usize>> {
            let ends = text.match_indices('\n').map(|(i, _)| i).chain([text.len()]);
            ends.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end)).collect()
        };
        let quoted = |a: &str, b: &str| {
            let (da, db) = (Document::read(a, &pieces(a)), Document::read(b, &pieces(b)));
            let clean = Cleaned::default();
            let (x, y) = (Prepared::of(&clean, &da, &[]), Prepared::of(&clean, &db, &[]));
            let tiles = tiles::find(&Seeds::of(&da.words), &db.words);
            let mut m = Measures::default();
            discount(&mut m, &x, &y, &tiles, (a, b));
            m.verbatim_quoted
        };
        let printed = format!(
            "{REST} {REST} {REST}\nThe decree of the mayor reads as follows:\nDear sailors\n{DOCUMENT}"
        );
        assert_eq!(
            quoted(DOCUMENT, &printed),
            24,
            "the document itself, and a story that prints it"
        );
        let other = format!("The decree of the mayor reads as follows:\nDear sailors\n{DOCUMENT}");
        assert_eq!(quoted(&other, &printed), 26);
    }

    #[test]
    fn a_story_that_another_announces_is_no_document() {
        let copy = format!("We read in the Harbour Post: {DOCUMENT}");
        assert_eq!(quoted(DOCUMENT, &copy).1, 0);
    }
}
