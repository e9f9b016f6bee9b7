//! The function words of nine languages, as a set of keys that is asked for every word.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::key;

/// The keys of the function words.
pub(super) static FUNCTION_KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::of(FUNCTION_WORDS.iter().map(|w| key(w))));

/// A set of a few hundred keys, optimized for being queried for every word of a run.
pub(crate) struct Keys {
    /// Each key is at the place given by its last bits, or shortly after; a free place holds
    /// [`Keys::FREE`].
    places: Box<[u32]>,
    /// Whether the set includes the key that marks a free place.
    free: bool,
}

impl Keys {
    /// The key that marks a free place. Chosen by judgement: any value would do.
    const FREE: u32 = 0;

    /// Creates the set of these keys.
    pub(crate) fn of(keys: impl Iterator<Item = u32>) -> Self {
        let keys: FxHashSet<u32> = keys.collect();
        let mut set = Self {
            places: vec![Self::FREE; (keys.len() * 8).next_power_of_two()].into(),
            free: keys.contains(&Self::FREE),
        };
        for key in keys.into_iter().filter(|key| *key != Self::FREE) {
            let at = set.place(key);
            set.places[at] = key;
        }
        set
    }

    /// Returns the free place where a new key belongs.
    fn place(&self, key: u32) -> usize {
        let last = self.places.len() - 1;
        let mut at = key as usize & last;
        while self.places[at] != Self::FREE {
            at = (at + 1) & last;
        }
        at
    }

    /// Returns whether the set contains a key.
    #[inline]
    pub(crate) fn contains(&self, key: u32) -> bool {
        let last = self.places.len() - 1;
        let mut at = key as usize & last;
        // Of the words of a text, most end at the first place.
        loop {
            match self.places[at] {
                Self::FREE => return key == Self::FREE && self.free,
                held if held == key => return true,
                _ => at = (at + 1) & last,
            }
        }
    }
}

#[rustfmt::skip]
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "al", "all", "also", "am", "an", "and", "any", "are", "as", "at", "au", "auch", "auf", "aus", "aux", "avec", "be",
    "because", "been", "before", "bei", "being", "but", "by", "can", "che", "com", "como", "con", "could", "da", "dans", "das", "dass", "de",
    "dei", "del", "della", "dem", "den", "der", "des", "di", "did", "do", "does", "du", "durch", "e", "een", "ein", "eine", "einem", "einen",
    "einer", "el", "elle", "em", "en", "er", "es", "est", "et", "for", "from", "fur", "had", "has", "hat", "have", "he", "her", "het", "him",
    "his", "i", "if", "il", "ils", "im", "in", "into", "is", "ist", "it", "its", "je", "just", "la", "las", "le", "les", "lo", "los", "mais",
    "me", "mit", "more", "most", "my", "nach", "ne", "nicht", "no", "nor", "not", "o", "och", "oder", "of", "om", "on", "only", "or", "os",
    "our", "out", "over", "par", "para", "pas", "per", "por", "pour", "qu", "que", "qui", "s", "said", "se", "sein", "ses", "she", "should",
    "si", "sich", "sie", "sind", "so", "some", "son", "su", "such", "sul", "sur", "t", "than", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "to", "too", "um", "un", "una", "und", "une", "up", "us", "van", "via", "vom", "von", "vor",
    "was", "we", "werden", "were", "what", "when", "which", "while", "who", "will", "wird", "with", "would", "y", "you", "your", "zu", "zum",
    "zur", "а", "был", "была", "были", "было", "быть", "в", "для", "до", "его", "ее", "за", "и", "из", "или", "к", "как", "мы", "на", "не",
    "но", "о", "он", "она", "они", "от", "по", "при", "с", "так", "то", "у", "что", "чтобы", "это", "التي", "الذي", "الى", "ان", "او", "بعد",
    "بين", "ثم", "حتى", "ذلك", "على", "عن", "في", "قبل", "قد", "كان", "كانت", "كل", "لا", "ما", "مع", "من", "هذا", "هذه", "و",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_are_sorted() {
        assert!(FUNCTION_WORDS.is_sorted());
    }
}
