//! What a page shows under any title: an appeal, a disclosure, a notice about the outlet.
//!
//! Two pages of one outlet under unlike titles, whose shared words hold no word of either title, share what the outlet hangs under all of
//! its pages, though it may be all that was kept of them.

use rustc_hash::FxHashSet;

use super::prepare::Prepared;
use super::tiles::Tile;
use crate::text::{Class, Word, words};

/// Letters of a word of a title that tells of its story.
const TELLING: usize = 4;
/// Telling words that each title has alone.
const ALONE: usize = 2;

/// The telling words of a title.
fn telling(title: &str) -> FxHashSet<u32> {
    let mut all: Vec<Word> = Vec::new();
    words::read(title, 0..title.len(), &mut all);
    let tells = |word: &&Word| !word.class.has(Class::FUNCTION | Class::SPACELESS) && word.of(title).chars().count() >= TELLING;
    all.iter().filter(tells).map(|word| word.key).collect()
}

/// Whether two titles have little in common and the shared runs nothing of either. O(words).
///
/// A missing or short title proves nothing.
pub fn is_standing(titles: (Option<&str>, Option<&str>), a: &Prepared<'_>, tiles: &[Tile]) -> bool {
    let (Some(x), Some(y)) = titles else { return false };
    let (x, y) = (telling(x), telling(y));
    let (only_x, only_y): (Vec<u32>, Vec<u32>) = (x.difference(&y).copied().collect(), y.difference(&x).copied().collect());
    if only_x.len() < ALONE || only_y.len() < ALONE || 2 * x.intersection(&y).count() > x.len().min(y.len()) {
        return false;
    }
    let shared = tiles.iter().flat_map(|tile| &a.document.words[tile.a as usize..(tile.a + tile.length) as usize]);
    let mut found = shared.filter(|word| only_x.contains(&word.key) || only_y.contains(&word.key));
    found.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Cleaned;
    use crate::compare::tiles::{self, Seeds};
    use crate::text::Document;

    const APPEAL: &str = "We know that you come to us every day, and we thank you for it. Tell us what you think of our new page by the button on the right.";

    fn standing(titles: (Option<&str>, Option<&str>), text: &str) -> bool {
        let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
        let prepared = Prepared::of(&Cleaned::default(), &document, &[]);
        is_standing(titles, &prepared, &tiles::find(&Seeds::of(&document.words), &document.words))
    }

    #[test]
    fn what_holds_no_word_of_two_unlike_titles_is_the_outlet_s() {
        let unlike = (Some("Ferries stand still in Halvik"), Some("Herring prices climb again | Halvik"));
        assert!(standing(unlike, APPEAL));
        assert!(!standing(unlike, &format!("{APPEAL} The ferries sail on Monday.")), "a word of a title");
        assert!(!standing((Some("Ferries stand still"), Some("Ferries stand still again")), APPEAL), "one story under two titles");
        assert!(!standing((Some("Ferries stand still"), None), APPEAL) && !standing((Some("Appeal"), Some("Help")), APPEAL));
    }
}
