//! The words of the page, in one file for the script and for the templates.

use std::sync::LazyLock;

use serde_json::Value;
use serde_json::value::RawValue;

const JSON: &str = include_str!("words.json");

static WORDS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(JSON).expect("words.json is JSON, as tested"));

/// Returns all words, as the script takes them.
pub(crate) fn all() -> &'static RawValue {
    serde_json::from_str(JSON).expect("words.json is JSON, as tested")
}

/// Returns the words under a name, such as `unknown`; empty if there are none.
pub(crate) fn of(name: &str) -> &'static str {
    WORDS[name].as_str().unwrap_or_default()
}

/// Returns the words for one member of a list, such as `spun` of `relation`; empty if there are
/// none.
pub(crate) fn among(list: &str, name: &str) -> &'static str {
    WORDS[list][name].as_str().unwrap_or_default()
}

/// Returns a date as the tables show it in words: `7 June 2021, 09:12 UTC+02:00`. A text of another
/// form is returned as it is.
pub(crate) fn date(shown: &str) -> String {
    let (day, time) = shown.split_once('T').map_or((shown, None), |(day, time)| (day, Some(time)));
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts[..] else { return shown.to_owned() };
    let month = month.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let Some(month) = month.and_then(|n| WORDS["months"][n].as_str()) else {
        return shown.to_owned();
    };
    let time = time.and_then(|time| {
        let (clock, zone) = time.split_at_checked(8)?;
        let zone = if zone == "Z" { String::new() } else { zone.to_owned() };
        Some(format!(", {} UTC{zone}", &clock[..5]))
    });
    format!("{} {month} {year}{}", day.trim_start_matches('0'), time.unwrap_or_default())
}

/// Returns a share in per cent; only a share of 1 is 100 %.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or("not measured".to_owned(), |x| {
        format!("{:.0}\u{a0}%", if x < 1.0 { (x * 100.0).round().min(99.0) } else { 100.0 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_shares_are_worded_as_the_script_words_them() {
        assert_eq!(date("2021-06-07T09:12:00+02:00"), "7 June 2021, 09:12 UTC+02:00");
        assert_eq!(date("2021-06-07T09:12:00Z"), "7 June 2021, 09:12 UTC");
        assert_eq!((date("2021-12-31"), date("soon")), ("31 December 2021".into(), "soon".into()));
        assert_eq!(
            (percent(Some(0.998)), percent(Some(1.0))),
            ("99\u{a0}%".into(), "100\u{a0}%".into())
        );
        assert_eq!(percent(None), "not measured");
    }

    #[test]
    fn every_name_that_a_verdict_may_have_has_words() {
        for relation in crate::compare::Relation::COPYING {
            assert_ne!(among("relation", relation), "", "{relation}");
        }
        for (_, name, _) in crate::report::findings::Status::ALL {
            assert_ne!(among("status", name), "", "{name}");
        }
        for kind in crate::reliability::HarmKind::ALL {
            assert_ne!(among("kind", crate::report::findings::name(kind)), "", "{kind:?}");
        }
        for severity in ["high", "medium", "low"] {
            assert_ne!(among("severity", severity), "");
        }
        assert_ne!(of("unknown"), "");
        assert!(all().get().starts_with('{'));
    }
}
