//! The data files, read once: a new language is a new line here.

use std::sync::LazyLock;

use super::Language;
use super::numbers::Numbers;

/// The data files by language code, sorted.
pub(super) const DATA: &[(&str, &str)] = &[
    ("ar", include_str!("data/ar.toml")),
    ("bg", include_str!("data/bg.toml")),
    ("cs", include_str!("data/cs.toml")),
    ("da", include_str!("data/da.toml")),
    ("de", include_str!("data/de.toml")),
    ("el", include_str!("data/el.toml")),
    ("en", include_str!("data/en.toml")),
    ("es", include_str!("data/es.toml")),
    ("fa", include_str!("data/fa.toml")),
    ("fr", include_str!("data/fr.toml")),
    ("he", include_str!("data/he.toml")),
    ("hi", include_str!("data/hi.toml")),
    ("hr", include_str!("data/hr.toml")),
    ("id", include_str!("data/id.toml")),
    ("it", include_str!("data/it.toml")),
    ("nb", include_str!("data/nb.toml")),
    ("nl", include_str!("data/nl.toml")),
    ("pl", include_str!("data/pl.toml")),
    ("pt", include_str!("data/pt.toml")),
    ("ro", include_str!("data/ro.toml")),
    ("ru", include_str!("data/ru.toml")),
    ("sq", include_str!("data/sq.toml")),
    ("sv", include_str!("data/sv.toml")),
    ("tr", include_str!("data/tr.toml")),
    ("uk", include_str!("data/uk.toml")),
];

/// Languages with little more than names of dates, sorted; no passage is detected as being in one
/// of them.
pub(super) const DATES_ONLY: &[(&str, &str)] = &[
    ("af", include_str!("data/af.toml")),
    ("az", include_str!("data/az.toml")),
    ("be", include_str!("data/be.toml")),
    ("bn", include_str!("data/bn.toml")),
    ("bs", include_str!("data/bs.toml")),
    ("ca", include_str!("data/ca.toml")),
    ("cy", include_str!("data/cy.toml")),
    ("et", include_str!("data/et.toml")),
    ("eu", include_str!("data/eu.toml")),
    ("fi", include_str!("data/fi.toml")),
    ("fil", include_str!("data/fil.toml")),
    ("ga", include_str!("data/ga.toml")),
    ("gl", include_str!("data/gl.toml")),
    ("gu", include_str!("data/gu.toml")),
    ("hu", include_str!("data/hu.toml")),
    ("hy", include_str!("data/hy.toml")),
    ("is", include_str!("data/is.toml")),
    ("ja", include_str!("data/ja.toml")),
    ("ka", include_str!("data/ka.toml")),
    ("kk", include_str!("data/kk.toml")),
    ("km", include_str!("data/km.toml")),
    ("kn", include_str!("data/kn.toml")),
    ("ko", include_str!("data/ko.toml")),
    ("lo", include_str!("data/lo.toml")),
    ("lt", include_str!("data/lt.toml")),
    ("lv", include_str!("data/lv.toml")),
    ("mk", include_str!("data/mk.toml")),
    ("ml", include_str!("data/ml.toml")),
    ("mn", include_str!("data/mn.toml")),
    ("mr", include_str!("data/mr.toml")),
    ("ms", include_str!("data/ms.toml")),
    ("my", include_str!("data/my.toml")),
    ("ne", include_str!("data/ne.toml")),
    ("pa", include_str!("data/pa.toml")),
    ("si", include_str!("data/si.toml")),
    ("sk", include_str!("data/sk.toml")),
    ("sl", include_str!("data/sl.toml")),
    ("sr", include_str!("data/sr.toml")),
    ("sw", include_str!("data/sw.toml")),
    ("ta", include_str!("data/ta.toml")),
    ("te", include_str!("data/te.toml")),
    ("th", include_str!("data/th.toml")),
    ("ur", include_str!("data/ur.toml")),
    ("uz", include_str!("data/uz.toml")),
    ("vi", include_str!("data/vi.toml")),
    ("zh", include_str!("data/zh.toml")),
];

fn parse((code, data): &(&str, &str)) -> Language {
    let language: Language =
        toml::from_str(data).unwrap_or_else(|error| panic!("languages/data/{code}.toml: {error}"));
    Language { code: (*code).to_owned(), ..language }
}

pub(super) static LANGUAGES: LazyLock<Vec<Language>> =
    LazyLock::new(|| DATA.iter().map(parse).collect());

static DATED: LazyLock<Vec<Language>> = LazyLock::new(|| DATES_ONLY.iter().map(parse).collect());

/// Returns every language with names of months: first those of [`all`], then those with at most
/// phrases of credit besides.
pub fn dated() -> impl Iterator<Item = &'static Language> {
    LANGUAGES.iter().chain(DATED.iter())
}

/// Returns all languages that have word lists, by code.
pub fn all() -> &'static [Language] {
    &LANGUAGES
}

/// Returns the number words of all languages together.
///
/// They serve to ask whether two wordings can be the same; no charge is based on them.
pub fn all_numbers() -> &'static Numbers {
    static ALL: LazyLock<Numbers> = LazyLock::new(|| {
        let mut all = Numbers::default();
        LANGUAGES.iter().for_each(|language| all.join(&language.numbers));
        all
    });
    &ALL
}

/// Returns the word lists of a language by its code; `None` if it has none, or only names of dates.
pub fn of(code: &str) -> Option<&'static Language> {
    LANGUAGES
        .binary_search_by(|language| language.code.as_str().cmp(code))
        .ok()
        .map(|at| &LANGUAGES[at])
}
