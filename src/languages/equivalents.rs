//! Lists of interchangeable words, looked up by word.

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// Lists of words that can stand for the others of their list: *william/bill/will*.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct Equivalents {
    /// The words of each list, joined by slashes.
    lists: Vec<String>,
    /// For each word the indices of the lists that contain it, in ascending order.
    holding: FxHashMap<String, Vec<u32>>,
}

impl From<Vec<String>> for Equivalents {
    fn from(lists: Vec<String>) -> Self {
        let mut holding: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (list, at) in lists.iter().zip(0..) {
            list.split('/').for_each(|word| holding.entry(word.to_owned()).or_default().push(at));
        }
        Self { lists, holding }
    }
}

impl Equivalents {
    /// Returns the lists, each with slashes between its words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(String::as_str)
    }

    /// Whether some list contains both words. O(lists of the first · lists of the second).
    pub fn has_both(&self, a: &str, b: &str) -> bool {
        let of = |word: &str| self.holding.get(word).map_or(&[][..], Vec::as_slice);
        let others = of(b);
        of(a).iter().any(|list| others.contains(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_list_stand_for_one_another() {
        let names = Equivalents::from(vec![
            "william/bill/will".to_owned(),
            "wilhelmina/will/mina".to_owned(),
        ]);
        assert!(
            names.has_both("bill", "william")
                && names.has_both("mina", "will")
                && names.has_both("will", "will")
        );
        assert!(
            !names.has_both("bill", "mina")
                && !names.has_both("bill", "bob")
                && !names.has_both("bob", "bob")
        );
    }
}
