//! When two names are one, and whether a text knows a name.

use super::Prepared;
use crate::text::fold;

/// Whether a body holds a content word at all.
pub(super) fn mentions(body: &Prepared<'_>, key: u32) -> bool {
    !body.sentences_with(key).is_empty()
}

/// Whether two names are one in another style: initials, a shortened or differently spelled form.
pub(super) fn is_style(a: &str, b: &str) -> bool {
    let (x, y) = (fold::fold(a), fold::fold(b));
    x.starts_with(&y) || y.starts_with(&x) || abbreviates(&x, &y) || abbreviates(&y, &x) || textdistance::nstr::jaro_winkler(&x, &y) >= 0.85
}

/// Whether a short form is made of letters of the long one, in order and from the first: `Cal` and `California`.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    (2..=4).contains(&short.len())
        && short.len() < long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|r| r == c))
}
