//! The ways in which a known name is disguised, one function each, with the letters that each
//! needs.
//!
//! Called by [`super::known::Known`] with a known name that one reading of the host amounts to.

use super::known::{Name, Seen};
use super::name::{distinctive, is_bait};
use super::suffix::{Reach, is_national};
use crate::sources::audit::Severity;

/// Least letters of a known name for a label that has both words beside the name and look-alike
/// characters. Chosen by judgement; the false alarms of all rules together were measured (module
/// docs).
pub(super) const LEAST_TWO_WAYS: usize = 5;

/// A severity and the words that follow "resembles `x`: "; `None` if the resemblance may be chance.
type Verdict = Option<(Severity, String)>;

/// Judges look-alike characters: `аpnews.com` with a Cyrillic а, `reuter5.com`, `rnsnbc.com`.
///
/// All three-letter names are in use, so there only a digit under the same suffix counts.
pub(super) fn swapped(seen: &Seen<'_>, known: &Name<'_>, reach: Reach) -> Verdict {
    if seen.foreign {
        return Some((
            Severity::Error,
            format!("it is shown as `{}`, in characters that look alike", seen.label),
        ));
    }
    let digit = seen.label.bytes().any(|b| b.is_ascii_digit());
    let enough = known.letters() >= 4 || known.letters() == 3 && digit && reach == Reach::Same;
    enough.then(|| (Severity::Error, "its name in characters that look alike".to_owned()))
}

/// Judges a hyphen added to a name or removed from it: `washington-post.pm`.
///
/// Between ordinary titles a hyphen is as common as none (`the-sun`, `thesun`).
pub(super) fn hyphened(seen: &Seen<'_>, known: &Name<'_>, reach: Reach) -> Verdict {
    let words = if seen.label.contains('-') { seen.label } else { known.label };
    let titles = words.split('-').all(|part| distinctive(part) == 0);
    let severity = match (titles, reach) {
        (_, Reach::Elsewhere) => return None,
        (true, Reach::Open) => Severity::Note,
        (true, _) => return None,
        (false, Reach::Same | Reach::Open) => Severity::Warning,
        (false, _) if known.letters() >= 6 => Severity::Warning,
        (false, _) => return None,
    };
    Some((severity, format!("its name except for a hyphen, {}", reach.words(seen.suffix))))
}

/// Judges a known label under another suffix: `spiegel.ltd`, `leparisien.pm`.
///
/// Under `com`, `net` and `org`, names of up to five letters have many namesakes (`apa.org`,
/// `apple.com`). Other countries' suffixes hold the editions of international titles and outlets of
/// the same name, so there only the long name of an outlet that is at home in one country counts.
pub(super) fn moved(seen: &Seen<'_>, known: &Name<'_>, reach: Reach) -> Verdict {
    let national = || known.bearers.iter().all(|b| is_national(b.suffix));
    let enough = match reach {
        Reach::Same => false,
        Reach::Open => known.letters() >= 3,
        Reach::Home => known.letters() >= 5 && !known.common(),
        Reach::General => known.letters() >= 6 && !known.common(),
        Reach::Elsewhere => known.distinctive >= 8 && !known.common() && national(),
    };
    let severity = if known.common() { Severity::Note } else { Severity::Warning };
    enough.then(|| (severity, format!("its name {}", reach.words(seen.suffix))))
}

/// Judges a known label with its own suffix run into it: `spiegel-de.com`, `cnncom.org`.
pub(super) fn tailed(seen: &Seen<'_>, known: &Name<'_>, tail: &str) -> Verdict {
    let bearer = known.bearers.iter().find(|b| b.suffix.replace('.', "") == tail)?;
    let enough = known.letters() >= 5 || tail.len() >= 3 || seen.label.contains('-');
    (known.letters() >= 3 && enough).then(|| {
        (Severity::Warning, format!("its name with its suffix `{}` run into it", bearer.suffix))
    })
}

/// Judges a known label with words beside it, set off by hyphens: `reuters-business-news.ga`,
/// `spiegel-tv.org`, `my-washingtonpost.com`.
///
/// A short name requires a word typical of departments, a long one (ten letters) does not; with
/// five letters, any words of up to three letters count.
pub(super) fn accompanied(known: &Name<'_>, reach: Reach, words: &[&str]) -> Verdict {
    let bait = words.iter().any(|w| is_bait(w));
    let enough = match (known.distinctive, reach) {
        (_, Reach::Elsewhere) => return None,
        (0, Reach::Same | Reach::Open) => known.letters() >= 4 && words.iter().all(|w| is_bait(w)),
        (0, _) => false,
        _ => {
            known.letters() >= 3 && bait
                || known.letters() >= 5 && words.iter().all(|w| w.len() <= 3)
                || known.letters() >= 10
        }
    };
    let severity = if known.distinctive == 0 { Severity::Note } else { Severity::Warning };
    enough.then(|| (severity, format!("its name with `{}` beside it", words.join("-"))))
}

/// Judges a known label run together with a word typical of departments: `bloombergnews.live`,
/// `spiegelnews.com`.
///
/// Honest names are formed the same way from short names and titles (`chinanews.com`,
/// `thetimeslive.com`).
pub(super) fn glued(known: &Name<'_>, reach: Reach, word: &str) -> Verdict {
    let least = if word == "news" { 4 } else { 5 };
    let enough = match reach {
        Reach::Elsewhere => false,
        Reach::Same => known.distinctive >= 3 && known.letters() >= least,
        Reach::Open => {
            known.distinctive >= 4 && known.letters() >= least
                || known.distinctive >= 3 && known.letters() >= 8
        }
        Reach::Home | Reach::General => known.distinctive >= 4 && known.letters() >= 6,
    };
    enough.then(|| (Severity::Warning, format!("its name with `{word}` run into it")))
}
