//! Recognises lines by a shape that running text does not have: addresses, buttons, posts, teasers
//! in brackets, a dateline within a line.
//!
//! Used by [`crate::clean::signs`] only.

use crate::text::is_post_signature;

/// Longest line, in bytes, that can be a row of share buttons: these have a dozen words at most.
/// Chosen by judgement.
const LONGEST_BAR: usize = 240;

/// Whether the line is an address with at most a few characters after it.
pub fn is_address(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let alone = text.len() - first.len() <= 24;
    alone
        && (first.contains("://")
            || first.starts_with("www.")
            || text == first
                && first.contains('.')
                && first.len() > 6
                && first.contains('/')
                && !first.starts_with(char::is_uppercase))
}

/// Whether the whole line is a teaser in brackets: `(Photos: The strike)`.
pub fn is_bracketed_teaser(text: &str) -> bool {
    let inner = text
        .strip_prefix('(')
        .and_then(|t| t.strip_suffix(')'))
        .or_else(|| text.strip_prefix('[').and_then(|t| t.strip_suffix(']')));
    inner.is_some_and(|inner| {
        !inner.contains(['(', '['])
            && inner
                .find(':')
                .is_some_and(|at| at <= 40 && inner[..at].split_whitespace().count() <= 5)
    })
}

/// Whether the two halves of the line are the same: `Harbour News Harbour News`, as when a logo is
/// followed by its label.
pub fn says_the_same_twice(text: &str) -> bool {
    let words = text.split_whitespace().take(13).count();
    words <= 12
        && words > 0
        && words.is_multiple_of(2)
        && text
            .split_whitespace()
            .zip(text.split_whitespace().skip(words / 2))
            .all(|(first, again)| first == again)
}

/// Whether the line is a social media post with its signature:
/// `We sail! — Jane Doe (@jdoe) July 16, 2018`.
pub fn is_signed_post(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some()
        && text.contains("(@")
        && text.rfind(['—', '–']).is_some_and(|at| is_post_signature(&text[at..]))
}

/// Whether the line has more than twice as many capitals as small letters, as buttons do; false for
/// scripts without case.
pub fn is_shouted(text: &str) -> bool {
    if text.is_ascii() {
        let count = |is: fn(&u8) -> bool| text.as_bytes().iter().filter(|b| is(b)).count();
        return count(u8::is_ascii_uppercase) > 2 * count(u8::is_ascii_lowercase);
    }
    let (mut upper, mut lower) = (0, 0);
    for c in text.chars() {
        upper += u32::from(c.is_uppercase());
        lower += u32::from(c.is_lowercase());
    }
    upper > 2 * lower
}

/// Whether the line is a row of share buttons: names of networks, counts, words in capitals.
///
/// Their counts differ from page to page and are not facts of the story.
pub fn is_share_bar(text: &str) -> bool {
    const NETWORKS: [&str; 12] = [
        "facebook",
        "twitter",
        "tweet",
        "linkedin",
        "pinterest",
        "whatsapp",
        "reddit",
        "tumblr",
        "telegram",
        "flipboard",
        "google",
        "messenger",
    ];
    if text.len() > LONGEST_BAR || text.ends_with(['.', '!', '?']) {
        return false;
    }
    let (mut words, mut networks) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        words += 1;
        if words > 12 {
            return false;
        }
        networks += usize::from(NETWORKS.iter().any(|name| word.eq_ignore_ascii_case(name)));
    }
    networks >= 2 && (2 * networks >= words || is_shouted(text))
}

/// Whether a dateline with its agency occurs within the line:
/// `… in Halvik HALVIK (Reuters) - The crews …`.
///
/// If so, headline, caption and text were run together in one line.
pub fn holds_dateline(text: &str) -> bool {
    let behind =
        |end: usize| text[end..].trim_start_matches([')', ' ']).starts_with(['-', '–', '—']);
    text.match_indices(')').filter(|(at, _)| behind(*at)).any(|(at, _)| {
        let place = text[..at].rfind('(').map(|open| text[..open].trim_end()).unwrap_or_default();
        let in_capitals = |word: &str| {
            word.chars().filter(|c| c.is_uppercase()).count() >= 3
                && !word.chars().any(char::is_lowercase)
        };
        place.rsplit(' ').take(3).any(in_capitals)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_for_sharing_are_no_text() {
        assert!(is_share_bar("CONNECT TWEET LINKEDIN 22 COMMENTEMAILMORE"));
        assert!(is_share_bar("Facebook Twitter Pinterest 14"));
        assert!(!is_share_bar("Facebook and Twitter were told to answer by Friday."));
        assert!(!is_share_bar("Facebook, Twitter told to answer the council of Halvik"));
        assert!(!is_share_bar("TWEET OF THE DAY"));
    }
}
