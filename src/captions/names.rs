//! Finds the names in a caption.

use crate::text::Word;

/// A name in a caption: adjacent capitalised words, or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as printed.
    pub text: String,
    /// Number of its words.
    pub words: usize,
    /// Number of its words that are names in the story too.
    pub held: usize,
    /// Whether the story contains its last word, as a surname, or at least half of its words.
    pub found: bool,
    /// Whether a preposition of place precedes it.
    pub place: bool,
    /// Whether it states where, when or of what rather than who: a preposition or article precedes
    /// it, or another such name and a comma.
    pub setting: bool,
}

/// Joins adjacent capitalised words to names. A name that is part of an earlier one, or its
/// abbreviation, is merged into it.
pub(super) fn in_rows(text: &str, all: &[Word], names: &[(u32, bool)]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    // Index of the word after the last name that states where or when.
    let mut setting: Option<usize> = None;
    let follows = |x: &(u32, bool), y: &(u32, bool)| {
        x.0 + 1 == y.0
            && matches!(
                &text[all[x.0 as usize].end() as usize..all[y.0 as usize].start as usize],
                " " | ". " | "-" | "\u{a0}"
            )
    };
    for row in names.chunk_by(follows) {
        let (first, last) = (row[0].0 as usize, row[row.len() - 1].0 as usize);
        let name = &text[all[first].start as usize..all[last].end() as usize];
        let known = out.iter_mut().find(|other| is_same_name(&other.text, name));
        let held = row.iter().filter(|(_, holds)| *holds).count();
        let found = row[row.len() - 1].1 || 2 * held >= row.len();
        // `in Port Ellery, Ore.`
        let listed = setting.is_some_and(|end| {
            end == first
                && text[all[first - 1].end() as usize..all[first].start as usize].starts_with(',')
        });
        let led = first.checked_sub(1).is_some_and(|before| is_preposition(all[before].of(text)));
        setting = (led || listed).then_some(last + 1);
        match known {
            Some(other) => {
                other.held = other.held.max(held);
                other.found |= found;
            }
            None => out.push(Name {
                text: name.to_owned(),
                words: row.len(),
                held,
                found,
                place: first
                    .checked_sub(1)
                    .is_some_and(|before| is_preposition_of_place(all[before].of(text))),
                setting: first
                    .checked_sub(1)
                    .is_some_and(|before| is_preposition(all[before].of(text)))
                    || listed,
            }),
        }
    }
    out
}

/// Whether `name` is part of an earlier name, or consists of its initials.
fn is_same_name(before: &str, name: &str) -> bool {
    let initials: String = before.split([' ', '-']).filter_map(|w| w.chars().next()).collect();
    before
        .split_whitespace()
        .collect::<Vec<_>>()
        .windows(name.split_whitespace().count().max(1))
        .any(|part| part.join(" ") == name)
        || name.chars().count() >= 2 && initials.starts_with(name)
}

/// Whether a name after this word states where, when or of what.
fn is_preposition(word: &str) -> bool {
    is_preposition_of_place(word)
        || matches!(
            word,
            "a" | "an"
                | "A"
                | "An"
                | "during"
                | "on"
                | "from"
                | "of"
                | "to"
                | "for"
                | "by"
                | "the"
                | "The"
                | "am"
                | "aus"
                | "von"
                | "des"
                | "der"
                | "de"
                | "du"
                | "del"
                | "la"
                | "le"
                | "el"
                | "di"
                | "della"
        )
}

fn is_preposition_of_place(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "outside"
            | "im"
            | "bei"
            | "à"
            | "en"
            | "au"
            | "aux"
            | "dans"
            | "a"
            | "nel"
            | "no"
            | "na"
            | "em"
            | "te"
            | "i"
            | "в"
            | "на"
    )
}
