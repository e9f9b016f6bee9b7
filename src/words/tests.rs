use super::*;

/// Calls `each` with the path of every text in a value.
fn texts(value: &Value, path: &str, each: &mut dyn FnMut(&str, &str)) {
    match value {
        Value::String(text) => each(path, text),
        Value::Array(all) => {
            (0..).zip(all).for_each(|(n, value)| texts(value, &format!("{path}.{n}"), each));
        }
        Value::Object(all) => {
            all.iter().for_each(|(name, value)| texts(value, &format!("{path}.{name}"), each));
        }
        _ => panic!("{path} is no text"),
    }
}

/// Returns the places that a text keeps for values, each once.
fn places(text: &str) -> Vec<usize> {
    let found = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')?.0.parse().ok());
    let mut out: Vec<usize> = found.collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Lists the texts of a language, each with its path and its places.
fn paths(language: Language) -> Vec<(String, Vec<usize>)> {
    let mut out = Vec::new();
    let mut add = |path: &str, text: &str| out.push((path.to_owned(), places(text)));
    texts(&language.words().script, "script", &mut add);
    texts(&language.words().page, "page", &mut add);
    out
}

#[test]
fn both_files_have_the_same_words_with_the_same_places() {
    let (english, german) = (paths(Language::En), paths(Language::De));
    for (one, other) in [(&english, &german), (&german, &english)] {
        let missing: Vec<_> = one.iter().filter(|text| !other.contains(text)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
    assert!(english.len() > 300, "{}", english.len());
}

#[test]
fn no_text_is_left_empty_or_in_the_other_language() {
    for (language, _) in Language::ALL {
        let mut empty = Vec::new();
        let mut check = |path: &str, text: &str| {
            if text.is_empty() {
                empty.push(path.to_owned());
            }
        };
        texts(&language.words().script, "script", &mut check);
        texts(&language.words().page, "page", &mut check);
        // A charge needs no second sentence, and an English page has no English to explain.
        empty.retain(|path| !path.ends_with("status.charged") && path != "page.english");
        assert!(empty.is_empty(), "{language:?}: {empty:?}");
    }
    // What is longer than a name is hardly the same in both.
    let mut german = Vec::new();
    texts(&Language::De.words().page, "page", &mut |path, text| {
        german.push((path.to_owned(), text.to_owned()));
    });
    texts(&Language::En.words().page, "page", &mut |path, text| {
        let same = german.iter().any(|(at, other)| at == path && other == text);
        assert!(!same || text.split(' ').count() < 3, "{path}: {text}");
    });
}

#[test]
fn markup_is_a_few_elements_and_only_where_the_name_says_so() {
    for (language, _) in Language::ALL {
        let words = language.words();
        let mut check = |path: &str, text: &str| {
            let mut rest = text.to_owned();
            if path.split('.').any(|name| name.ends_with("_html")) {
                for tag in ["b", "i", "code"] {
                    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
                    assert_eq!(rest.matches(&open).count(), rest.matches(&close).count(), "{path}");
                    rest = rest.replace(&open, "").replace(&close, "");
                }
            }
            assert!(
                !rest.contains(['<', '&'])
                    && (!rest.contains('>') || rest.contains(":>2") || rest.contains(">2")),
                "{path}"
            );
        };
        texts(&words.script, "script", &mut check);
        texts(&words.page, "page", &mut check);
    }
}

#[test]
fn dates_and_shares_are_worded_as_the_script_words_them() {
    let (w, de) = (Language::En.words(), Language::De.words());
    assert_eq!(w.date("2021-06-07T09:12:00+02:00"), "7 June 2021, 09:12 UTC+02:00");
    assert_eq!(w.date("2021-06-07T09:12:00Z"), "7 June 2021, 09:12 UTC");
    assert_eq!((w.date("2021-12-31"), w.date("soon")), ("31 December 2021".into(), "soon".into()));
    assert_eq!(de.date("2021-03-01"), "1. März 2021");
    assert_eq!(
        (w.percent(Some(0.998)), w.percent(Some(1.0))),
        ("99\u{a0}%".into(), "100\u{a0}%".into())
    );
    assert_eq!(
        (w.percent(None), de.percent(None)),
        ("not measured".into(), "nicht gemessen".into())
    );
    assert_eq!((w.decimal(0.625, 1), de.decimal(0.25, 2)), ("0.6".into(), "0,25".into()));
    assert_eq!(
        (w.number(4), de.number(12), w.number(13)),
        ("four".into(), "zwölf".into(), "13".into())
    );
}

#[test]
fn values_take_their_places_and_are_not_looked_into() {
    assert_eq!(filled("{1} by {0}, {1}", &[&"{1}", &2]), "2 by {1}, 2");
    assert_eq!(filled("no place", &[]), "no place");
}

#[test]
fn every_name_that_a_verdict_may_have_has_words() {
    use crate::compare::Relation;
    for (language, _) in Language::ALL {
        let w = language.words();
        let has = |list: &str, name: &str| assert_ne!(w.among(list, name), "", "{list}.{name}");
        for relation in Relation::COPYING {
            has("relation", relation);
            has("page.definitions", relation);
            has("page.figures", &format!("copies_{relation}"));
            has("page.sentence.alike", relation);
        }
        Relation::ALL.iter().for_each(|(_, name)| has("name", name));
        for (status, name, told) in crate::report::findings::Status::ALL {
            has("status", name);
            assert_eq!(w.among("page.sentence.status", name).is_empty(), told.is_empty());
            if language == Language::En {
                assert_eq!(w.among("page.sentence.status", name), status.words());
            }
        }
        for kind in crate::report::findings::Kind::all() {
            has("kind", kind.name());
        }
        for (_, kind) in crate::sources::Kind::ALL {
            has("source", kind);
        }
        for (_, label) in crate::clean::Label::ALL {
            has("label", label);
        }
        for severity in ["high", "medium", "low"] {
            has("severity", severity);
        }
        for (signal, _, _, told) in crate::lineage::direction::Signal::ALL {
            has("page.signal", &format!("{signal:?}"));
            if language == Language::En {
                assert_eq!(w.among("page.signal", &format!("{signal:?}")), told);
            }
        }
        for about in crate::reliability::profile::INDICATORS {
            has("page.indicator", about.name);
            if language == Language::En {
                assert_eq!(w.among("page.indicator", about.name), about.words);
            }
        }
    }
}

#[test]
fn templates_and_script_name_words_that_there_are() {
    let w = Language::En.words();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page");
    let (mut templates, mut scripts) = (0, 0);
    for entry in std::fs::read_dir(folder.join("templates")).expect("templates") {
        let text = std::fs::read_to_string(entry.expect("a file").path()).expect("text");
        for call in ["w.of(\"", "w.with(\"", "w.list(\"", "w.cut(\""] {
            for path in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(w.at(path).is_some(), "{path}");
                templates += 1;
            }
        }
    }
    for entry in std::fs::read_dir(folder.join("script")).expect("scripts") {
        let path = entry.expect("a file").path();
        if !path.is_file() {
            continue;
        }
        let text = std::fs::read_to_string(path).expect("text");
        // `W.lead.flows` or `S.all`, up to what is no name: a bracket then picks a member.
        let short =
            [("W.", ""), ("S.", "say."), ("H.", "head."), ("T.", "title."), ("C.", "count.")];
        for (name, list) in short {
            for (at, _) in text.match_indices(name) {
                if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') {
                    continue;
                }
                let rest = &text[at + name.len()..];
                let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_'));
                let path = format!("{list}{}", &rest[..end.unwrap_or(rest.len())]);
                let path = path.trim_end_matches('.');
                assert!(w.at(path).is_some(), "{path}");
                scripts += 1;
            }
        }
    }
    assert!(templates > 40 && scripts > 80, "{templates} {scripts}");
}
