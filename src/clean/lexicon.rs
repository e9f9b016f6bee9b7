//! Looks lines up in the list of general boilerplate phrases.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Label;
use crate::text::fold;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::parse(include_str!("furniture.txt")));

/// How a line holds a boilerplate phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The line is the phrase.
    Whole,
    /// The line begins with it.
    Begins,
    /// The phrase is anywhere in the line.
    Within,
}

impl Held {
    /// Returns the evidence in the words of the tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Whole => "boilerplate phrase",
            Self::Begins => "begins with a boilerplate phrase",
            Self::Within => "holds a boilerplate phrase",
        }
    }
}

/// Boilerplate phrases, grouped by how they match.
struct Lexicon {
    whole: FxHashMap<&'static str, Label>,
    /// Bytes of the longest key of `whole`.
    longest_whole: usize,
    begins: FxHashMap<&'static str, Label>,
    /// Number of words of the longest key of `begins`.
    longest_beginning: usize,
    first_words: FxHashSet<&'static str>,
    anywhere: AhoCorasick,
    anywhere_labels: Vec<Label>,
    telling: Vec<&'static str>,
    colon: FxHashMap<&'static str, Label>,
    role: FxHashSet<&'static str>,
    /// Words that address the reader and words for what a site wants of its readers, each with
    /// whether it is one or the other.
    address: FxHashMap<&'static str, (bool, bool)>,
}

impl Lexicon {
    fn parse(list: &'static str) -> Self {
        let (mut whole, mut begins, mut phrases, mut anywhere_labels) =
            (FxHashMap::default(), FxHashMap::default(), Vec::new(), Vec::new());
        let (mut address, mut colon) =
            (FxHashMap::<&str, (bool, bool)>::default(), FxHashMap::default());
        let mut role = FxHashSet::default();
        for line in list.lines().filter(|l| !l.starts_with('#')) {
            let mut parts = line.splitn(3, ' ');
            let (Some(mode), Some(label), Some(phrase)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if mode == "@" {
                for word in phrase.split(' ') {
                    match label {
                        "role" => drop(role.insert(word)),
                        "reader" => address.entry(word).or_default().0 = true,
                        _ => address.entry(word).or_default().1 = true,
                    }
                }
                continue;
            }
            let Some(label) = Label::named(label) else { continue };
            match mode {
                "=" => drop(whole.insert(phrase, label)),
                "^" => drop(begins.insert(phrase, label)),
                ":" => drop(colon.insert(phrase, label)),
                _ => {
                    phrases.push(phrase);
                    anywhere_labels.push(label);
                }
            }
        }
        let longest_beginning = begins.keys().map(|p| p.split(' ').count()).max().unwrap_or(0);
        let longest = |phrase: &&'static str| {
            phrase.split(' ').max_by_key(|word| word.len()).unwrap_or_default()
        };
        let telling = phrases.iter().map(longest).collect();
        let anywhere = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases)
            .expect("a small list of plain phrases");
        let longest_whole = whole.keys().map(|phrase| phrase.len()).max().unwrap_or(0);
        let first_words = begins.keys().map(|phrase| first_word(phrase)).collect();
        Self {
            whole,
            longest_whole,
            begins,
            longest_beginning,
            first_words,
            anywhere,
            anywhere_labels,
            telling,
            colon,
            role,
            address,
        }
    }

    /// Looks up a line that may be one of the phrases or begin with one.
    fn find_opening(&self, phrase: &str) -> Option<(Label, Held)> {
        if phrase.len() <= self.longest_whole
            && let Some(&label) = self.whole.get(phrase)
        {
            return Some((label, Held::Whole));
        }
        if !self.first_words.contains(first_word(phrase)) {
            return None;
        }
        let ends = phrase.match_indices(' ').map(|(i, _)| i).chain(std::iter::once(phrase.len()));
        ends.take(self.longest_beginning).find_map(|end| {
            let label = *self.begins.get(&phrase[..end])?;
            Some((label, if end == phrase.len() { Held::Whole } else { Held::Begins }))
        })
    }
}

fn first_word(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or_default()
}

/// Looks up a line given as folded words (see [`crate::text::fold::phrase`]); returns the label and
/// how it matched, or `None`.
pub fn find(phrase: &str) -> Option<(Label, Held)> {
    find_told(phrase, true, true)
}

/// As [`find`], for a caller that knows whether the line begins with one of the [`opening_words`]
/// and whether it contains one of the [`telling_words`].
pub fn find_told(phrase: &str, opening: bool, telling: bool) -> Option<(Label, Held)> {
    let lexicon = &*LEXICON;
    if opening && let Some(found) = lexicon.find_opening(phrase) {
        return Some(found);
    }
    if !telling {
        return None;
    }
    let bytes = phrase.as_bytes();
    // The first phrase of whole words, and of those that begin there the longest.
    let found = lexicon
        .anywhere
        .find_overlapping_iter(phrase)
        .filter(|hit| {
            (hit.start() == 0 || bytes[hit.start() - 1] == b' ')
                && matches!(bytes.get(hit.end()), None | Some(b' '))
        })
        .min_by_key(|hit| (hit.start(), std::cmp::Reverse(hit.end())))?;
    Some((lexicon.anywhere_labels[found.pattern().as_usize()], Held::Within))
}

/// Returns the label of a line whose beginning, up to a colon, is one of the list's headings:
/// `Read more: …`, `Correction: …`; `None` if it is not.
pub fn before_colon(beginning: &str) -> Option<Label> {
    LEXICON.colon.get(fold::phrase(beginning).as_str()).copied()
}

/// Whether the line is a heading above a note about the author.
pub fn is_author_heading(phrase: &str) -> bool {
    matches!(
        phrase,
        "about the author"
            | "about the authors"
            | "about the writer"
            | "about author"
            | "uber den autor"
            | "uber die autorin"
            | "zur person"
    )
}

/// Whether a phrase names a writer's role, such as columnist or professor.
pub fn holds_role(phrase: &str) -> bool {
    phrase.split(' ').any(|word| LEXICON.role.contains(word))
}

/// Returns the longest word of each phrase that may occur anywhere in a line. A line with none of
/// these words contains none of the phrases.
pub fn telling_words() -> impl Iterator<Item = &'static str> {
    LEXICON.telling.iter().copied()
}

/// Returns the first word of each phrase that may be a whole line or begin one.
pub fn opening_words() -> impl Iterator<Item = &'static str> {
    let whole = LEXICON.whole.keys().map(|phrase| first_word(phrase));
    whole.chain(LEXICON.first_words.iter().copied())
}

/// Returns the words that address the reader or say what a site wants of its readers, each with
/// whether it does the one and the other.
pub fn addressing() -> impl Iterator<Item = (&'static str, bool, bool)> {
    LEXICON.address.iter().map(|(word, (reader, site))| (*word, *reader, *site))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_of_the_list_is_folded_and_labelled() {
        for line in include_str!("furniture.txt").lines().filter(|l| !l.starts_with('#')) {
            let parts: Vec<&str> = line.splitn(3, ' ').collect();
            let known = match parts[0] {
                "=" | "^" | "*" | ":" => Label::named(parts[1]).is_some(),
                "@" => ["reader", "site", "role"].contains(&parts[1]),
                _ => false,
            };
            assert!(parts.len() == 3 && known, "{line}");
            assert_eq!(fold::phrase(parts[2]), parts[2], "{line}");
        }
    }

    #[test]
    fn a_phrase_matches_only_whole_words() {
        assert_eq!(find("advertisement").map(|f| f.0), Some(Label::Boilerplate));
        assert_eq!(find("advertisements fell"), None);
        assert_eq!(find("sign up for our paper").map(|f| f.0), Some(Label::Boilerplate));
        assert_eq!(find("this site uses cookies to work").map(|f| f.0), Some(Label::Boilerplate));
        assert_eq!(find("no excuse cookies were said"), None);
        assert_eq!(
            find("no excuse cookies were said in the privacy policy").map(|f| f.0),
            Some(Label::Boilerplate),
            "a later phrase of whole words"
        );
    }
}
