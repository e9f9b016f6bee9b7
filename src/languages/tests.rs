//! What every data file must hold to.

use super::files::DATA;
use super::files::DATES_ONLY;
use super::*;
use crate::text::fold;

#[test]
fn every_data_file_is_read_and_its_words_are_folded() {
    assert!(
        DATA.is_sorted_by_key(|(code, _)| *code) && DATES_ONLY.is_sorted_by_key(|(code, _)| *code)
    );
    for language in dated() {
        for name in language.columns.values().chain(language.doubtful_columns.values()).flatten() {
            assert_eq!(&fold::fold(name), name, "{}", language.code);
        }
        let back = &language.back;
        let units = [&back.minutes, &back.hours, &back.days].into_iter().flatten();
        let phrases = [&back.ago, &back.yesterday, &back.today].into_iter().flatten();
        for phrase in units.chain(phrases) {
            assert_eq!(&fold::fold(phrase), phrase, "{}", language.code);
        }
        let dates = &language.dates;
        let own = dates.own_months.iter().flat_map(|forms| forms.split('/'));
        let marks =
            [&dates.joining, &dates.forenoon, &dates.afternoon, &dates.published, &dates.updated];
        let forms = dates.all_months().chain(dates.all_weekdays()).map(|(_, form)| form).chain(own);
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
            &c.since,
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
