//! Names of columns in the languages of `languages/data`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fields::Field;
use crate::languages;
use crate::text::fold;

/// What a name of a column means in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    /// The field that such a column holds.
    pub(super) field: Field,
    /// Place of the name in the language's list for the field.
    pub(super) place: usize,
    /// Code of the language.
    pub(super) code: &'static str,
    /// Whether the name counts only beside others of its language.
    pub(super) doubtful: bool,
}

/// Bytes above which a name is not looked up. Chosen by judgement.
const LONGEST: usize = 200;

/// Returns a name as [`fold::label`] does; empty for one that is too long to be a name.
pub(super) fn heading(name: &str) -> String {
    if name.len() > LONGEST { String::new() } else { fold::label(name) }
}

/// Returns what a name, as [`heading`] returns it, means in each language that knows it.
pub(super) fn of(heading: &str) -> &'static [Heading] {
    static ALL: LazyLock<FxHashMap<String, Vec<Heading>>> = LazyLock::new(|| {
        let mut all: FxHashMap<String, Vec<Heading>> = FxHashMap::default();
        for language in languages::dated() {
            let lists = [(&language.columns, false), (&language.doubtful_columns, true)];
            for (list, doubtful) in lists {
                for (field, names) in list {
                    let Some(field) = Field::named(field) else { continue };
                    for (place, name) in names.iter().enumerate() {
                        let code = language.code.as_str();
                        let meaning = Heading { field, place, code, doubtful };
                        all.entry(self::heading(name)).or_default().push(meaning);
                    }
                }
            }
        }
        all
    });
    ALL.get(heading).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_of_a_field_and_no_name_means_two_fields() {
        let mut met: FxHashMap<String, Field> = FxHashMap::default();
        for language in languages::dated() {
            for (name, words) in &language.columns {
                let field = Field::named(name);
                let Some(field) = field else { panic!("{}: no field `{name}`", language.code) };
                for word in words {
                    let first = *met.entry(heading(word)).or_insert(field);
                    assert_eq!(first, field, "{}: `{word}`", language.code);
                }
            }
            let doubtful = language.doubtful_columns.keys();
            assert!(doubtful.into_iter().all(|name| Field::named(name).is_some()));
        }
        let languages = languages::dated().filter(|l| !l.columns.is_empty()).count();
        assert!(languages >= 30, "{languages}");
    }
}
