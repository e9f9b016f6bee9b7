//! Per-language data, one file per language, and detection of the language of a passage.
//!
//! A word list belongs to a language and applies only to passages in that language ([`told`]): *no*
//! negates in English and means *in the* in Portuguese. If a language lacks a list, no charge is
//! made that would need it.
//!
//! The data are in `languages/data/`, one TOML file per language, named by its ISO 639 code. Names
//! of months, weekdays and halves of the day are those of the Unicode CLDR (see `data/NOTICE`),
//! with the cases used in dates. Each section is a field of [`Language`]; missing sections and
//! lists are empty. Words are folded as by [`crate::text::fold::fold`]: small letters, no accents.

mod captions;
pub mod claims;
pub mod credit;
mod equivalents;
pub mod names;
mod notice;
pub mod numbers;
mod sourcing;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::text::eight::{self, Table};

pub use captions::Captions;
pub use claims::Claims;
pub use equivalents::Equivalents;
pub use names::Names;
pub use notice::Notice;
pub use numbers::Numbers;
pub use sourcing::Sourcing;

/// A set of folded words.
pub type Words = FxHashSet<String>;

/// The word lists of one language.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// ISO 639 code: two letters, or three where there is no shorter one.
    pub code: String,
    /// Words that occur in any text of the language and by which it is detected.
    pub words: Common,
    /// Words that change what a sentence claims.
    pub claims: Claims,
    /// Words that connect quotations with speakers.
    pub speech: Speech,
    /// Number words.
    pub numbers: Numbers,
    /// Phrases in which texts state their authors and sources.
    pub credit: credit::Credit,
    /// Words of pages that show a notice in place of a story.
    pub notice: Notice,
    /// Words before and within names.
    pub names: Names,
    /// Names of months and weekdays.
    pub dates: Dates,
    /// Words that show the kind of a caption.
    pub captions: Captions,
    /// Words that show where a text has its news from.
    pub sourcing: Sourcing,
}

/// Words that occur in any text of a language.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Common {
    /// Articles, pronouns, prepositions, conjunctions, auxiliaries.
    pub function: Words,
    /// Spellings of one word, joined by a slash: Ukrainian *уже/вже*.
    pub variants: Equivalents,
}

/// Words that connect quotations with speakers.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Speech {
    /// Verbs of saying, in the forms used in news.
    pub saying: Words,
    /// Other verbs that indicate the speaker if they are next to a quotation: *strich (heraus)*.
    pub beside: Words,
    /// Prepositions of attribution: *according (to)*, *laut*, *selon*.
    pub by: Words,
    /// Other words of a sentence that reports a statement; they do not point to the speaker: *a
    /// statement*, *açıkladı*.
    pub reported: Words,
    /// Words of a sentence that announces a document before a colon: *the text*, *in full*, *as
    /// follows*.
    pub announcing: Words,
    /// Auxiliaries before a verb of saying: *a déclaré*, *hat gesagt*.
    pub helping: Words,
    /// Pronouns for speakers: *she*, *er*.
    pub pronouns: Words,
    /// Articles that may precede a title and a name: *the*, *der*.
    pub articles: Words,
    /// Offices and forms of address, which are not names; in compounding languages, the endings of
    /// such words.
    pub roles: Words,
    /// Those whom speakers address: *reporters*, *Zeitung*, agencies and broadcasters.
    pub outlets: Words,
    /// Words in the names of bodies, which are not people: *ministry*, *court*.
    pub bodies: Words,
}

/// Names of months and weekdays in the forms used in dates. A slash separates forms.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Months, starting with January.
    pub months: Vec<String>,
    /// Weekdays, starting with Monday.
    pub weekdays: Vec<String>,
    /// Forms of months used only in date lines and fields: abbreviations, and names that mean
    /// another month elsewhere.
    pub short_months: Vec<String>,
    /// Forms of weekdays used only in date lines and fields.
    pub short_weekdays: Vec<String>,
    /// Months of the country's calendar beside the Gregorian one: Persian starting with Farvardin,
    /// Hebrew with Tishri.
    pub own_months: Vec<String>,
    /// Words between day, month and year.
    pub joining: Words,
    /// Marks of the hours before noon; `am` is known everywhere.
    pub forenoon: Words,
    /// Marks of the hours after noon.
    pub afternoon: Words,
    /// Words of a line that states the time of publication.
    pub published: Words,
    /// Words of a line that states the time of an update.
    pub updated: Words,
}

impl Dates {
    /// Returns the forms in the first list, then those in the second, each with its index in its
    /// list.
    fn forms(lists: [&Vec<String>; 2]) -> impl Iterator<Item = (usize, &str)> {
        lists.into_iter().flat_map(|list| list.iter().enumerate()).flat_map(|(number, forms)| {
            forms.split('/').filter(|form| !form.is_empty()).map(move |form| (number, form))
        })
    }

    /// Returns every form of a month with the month's number from 0.
    pub fn all_months(&self) -> impl Iterator<Item = (usize, &str)> {
        Self::forms([&self.months, &self.short_months])
    }

    /// Returns every form of a weekday with its number from 0, Monday.
    pub fn all_weekdays(&self) -> impl Iterator<Item = (usize, &str)> {
        Self::forms([&self.weekdays, &self.short_weekdays])
    }
}

/// The data files by language code, sorted.
const DATA: &[(&str, &str)] = &[
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
const DATES_ONLY: &[(&str, &str)] = &[
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

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| DATA.iter().map(parse).collect());

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

/// Returns the code by which the data of a language are found, from a language tag: `nb` for
/// `no-NO`, `he` for `iw`.
///
/// That is the tag's first part in small letters, whether or not there are data for it. Norwegian
/// in either form is filed under `nb`, Tagalog under `fil`, Serbo-Croatian under `sr`; the other
/// codes replaced are former ones.
pub fn code_of(tag: &str) -> String {
    let first = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match first.as_str() {
        "no" | "nn" => "nb".to_owned(),
        "iw" => "he".to_owned(),
        "in" => "id".to_owned(),
        "tl" => "fil".to_owned(),
        "sh" => "sr".to_owned(),
        _ => first,
    }
}

/// Returns the word lists of a language by its code; `None` if it has none, or only names of dates.
pub fn of(code: &str) -> Option<&'static Language> {
    LANGUAGES
        .binary_search_by(|language| language.code.as_str().cmp(code))
        .ok()
        .map(|at| &LANGUAGES[at])
}

/// Each function word with a bit set for each language that has it, in the order of [`all`].
static FUNCTION: LazyLock<Table<u64>> = LazyLock::new(|| {
    let mut owners = Table::default();
    for (at, language) in LANGUAGES.iter().enumerate() {
        let words = language.words.function.iter().flat_map(|word| eight::words(word));
        words.for_each(|word| owners.add(word.hash, 1 << at));
    }
    owners
});

/// Least number of function words by which a passage shows its language by itself. Chosen by
/// judgement.
const LEAST_SHOWN: usize = 2;

/// Detects the language of a passage given as folded words or phrases; `None` if unknown, in which
/// case no list applies.
///
/// The result is the language with the most function words in the passage, if it has at least
/// `LEAST_SHOWN` of them and more than any other (one more still if `usual` is a language without
/// lists). `usual` is the language of the article: a passage with fewer function words is taken to
/// be in it, and so is one in which it ties with others for the most. O(words).
pub fn told<'w>(
    folded: impl IntoIterator<Item = &'w str>,
    usual: Option<&str>,
) -> Option<&'static Language> {
    let mut shown = [0usize; DATA.len()];
    for word in folded.into_iter().flat_map(eight::words) {
        let mut owners = FUNCTION.get(word.hash);
        while owners != 0 {
            shown[owners.trailing_zeros() as usize] += 1;
            owners &= owners - 1;
        }
    }
    let most = shown.iter().copied().max().unwrap_or(0);
    let usual_at = usual.and_then(|code| {
        LANGUAGES.binary_search_by(|language| language.code.as_str().cmp(code)).ok()
    });
    if most < LEAST_SHOWN {
        return usual_at.map(|at| &LANGUAGES[at]);
    }
    let mut leading = shown.iter().enumerate().filter(|(_, n)| **n == most).map(|(at, _)| at);
    let first = leading.next()?;
    match leading.next() {
        None if usual.is_none() || usual_at.is_some() || most > LEAST_SHOWN => {
            Some(&LANGUAGES[first])
        }
        None => None,
        Some(_) => usual_at.filter(|at| shown[*at] == most).map(|at| &LANGUAGES[at]),
    }
}

/// Least share of function words in a text of a language; texts in other languages have some by
/// chance. Chosen by judgement.
const LEAST_SHARE: f64 = 0.2;

/// Detects the language of a whole text by its first words, folded; `None` if it is mixed or in
/// none of the known languages.
///
/// Unlike [`told`], this requires as many function words as any text has. O(words).
pub fn of_text<'w>(folded: &[impl AsRef<str> + 'w]) -> Option<&'static Language> {
    let language = told(folded.iter().map(AsRef::as_ref), None)?;
    let shown =
        folded.iter().filter(|word| language.words.function.contains(word.as_ref())).count();
    (shown as f64 >= LEAST_SHARE * folded.len() as f64).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    fn told_of(text: &str, usual: Option<&str>) -> Option<&'static str> {
        let folded: Vec<String> = text.split_whitespace().map(fold::fold).collect();
        told(folded.iter().map(String::as_str), usual).map(|language| language.code.as_str())
    }

    #[test]
    fn every_data_file_is_read_and_its_words_are_folded() {
        assert!(
            DATA.is_sorted_by_key(|(code, _)| *code)
                && DATES_ONLY.is_sorted_by_key(|(code, _)| *code)
        );
        for language in dated() {
            let dates = &language.dates;
            let own = dates.own_months.iter().flat_map(|forms| forms.split('/'));
            let marks = [
                &dates.joining,
                &dates.forenoon,
                &dates.afternoon,
                &dates.published,
                &dates.updated,
            ];
            let forms =
                dates.all_months().chain(dates.all_weekdays()).map(|(_, form)| form).chain(own);
            for form in forms.chain(marks.into_iter().flatten().map(String::as_str)) {
                assert_eq!(fold::fold(form), form, "{}", language.code);
            }
            for (list, count) in [
                (&dates.months, 12),
                (&dates.short_months, 12),
                (&dates.own_months, 12),
                (&dates.short_weekdays, 7),
            ] {
                assert!(list.is_empty() || list.len() == count, "{}", language.code);
            }
        }
        assert!(DATA.len() <= u64::BITS as usize, "a bit for each language");
        for language in all() {
            assert!(!language.words.function.is_empty(), "{}", language.code);
            let claims = &language.claims;
            let claims = [
                &claims.negators,
                &claims.degrees,
                &claims.denials,
                &claims.hedges,
                &claims.open,
                &claims.settled,
                &claims.softeners,
            ];
            let names = [
                &language.names.titles,
                &language.names.institutions,
                &language.names.given,
                &language.names.told,
            ];
            let lists = [
                &language.words.function,
                &language.speech.saying,
                &language.speech.reported,
                &language.speech.announcing,
            ]
            .into_iter()
            .chain(claims)
            .chain(names);
            let numbers = &language.numbers;
            let numbers = [&numbers.cardinals, &numbers.scales, &numbers.ordinals, &numbers.parts]
                .into_iter()
                .flat_map(|words| words.keys());
            for word in numbers
                .map(String::as_str)
                .chain(language.words.variants.iter().flat_map(|forms| forms.split('/')))
            {
                assert_eq!(fold::fold(word), word, "{}", language.code);
            }
            let notice = &language.notice;
            let notices =
                [&notice.words, &notice.address].into_iter().flatten().chain(&notice.beginnings);
            let own = &language.sourcing;
            let own = [&own.unnamed, &own.first_person, &own.reader, &own.loaded, &own.spans]
                .into_iter()
                .flatten();
            for word in lists.flatten().chain(notices).chain(own) {
                assert_eq!(&fold::fold(word), word, "{}", language.code);
            }
            let c = &language.captions;
            let marks = [
                &c.archive,
                &c.symbol,
                &c.page,
                &c.figures,
                &c.by,
                &c.openers,
                &c.past,
                &c.first_person,
                &c.source,
                &c.sides,
                &c.scenery,
            ];
            for mark in marks.into_iter().flatten() {
                assert_eq!(&fold::phrase(mark), mark, "{}", language.code);
            }
        }
    }

    #[test]
    fn a_passage_is_in_the_language_whose_words_it_has() {
        assert_eq!(told_of("the crews of the ferries would not sail", None), Some("en"));
        assert_eq!(
            told_of("os barcos não saem no domingo e a greve continua para uma semana", Some("en")),
            Some("pt")
        );
        assert_eq!(told_of("die Fähren fahren nicht und das ist auch gut", Some("en")), Some("de"));
        assert_eq!(told_of("Halvik Brennick", Some("fr")), Some("fr"));
        assert_eq!(told_of("Halvik Brennick", None), None);
    }

    #[test]
    fn a_text_with_a_few_words_of_a_language_is_not_in_it() {
        let of = |text: &str| {
            of_text(&text.split_whitespace().map(fold::fold).collect::<Vec<_>>())
                .map(|l| l.code.as_str())
        };
        assert_eq!(of("the crews of the ferries would not sail on Monday"), Some("en"));
        assert_eq!(
            of(
                "Posade trajekata danas se nisu vratile kućama, javljaju lučke vlasti, dok putnici čekaju ispred zatvorenih blagajni na obali i traže odgovore"
            ),
            None
        );
    }

    #[test]
    fn a_tag_gives_the_code_of_its_data_file() {
        for (tag, code) in [
            ("no", "nb"),
            ("nn-NO", "nb"),
            ("nb_NO", "nb"),
            ("iw", "he"),
            (" in-ID", "id"),
            ("tl", "fil"),
            ("sh", "sr"),
            ("EN-us", "en"),
            ("", ""),
        ] {
            assert_eq!(code_of(tag), code, "{tag}");
        }
        assert!(of(&code_of("no")).is_some());
    }

    #[test]
    fn without_a_list_nothing_is_told() {
        assert_eq!(told_of("Laivat eivät lähde", Some("fi")), None);
    }
}
