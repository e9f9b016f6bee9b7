//! Names as readers see them: what characters look like, which letters make a name distinctive, and
//! what is beside it.

use rustc_hash::FxHashSet;
use unicode_security::confusable_detection::skeleton;

/// Ordinary newspaper titles and their words, which many outlets use legitimately, alone or with
/// another word.
///
/// Source: the words that end ten or more of 11,519 rated names, and their equivalents in other
/// languages.
const TITLES: &[&str] = &[
    "advocate",
    "bulletin",
    "chronicle",
    "citizen",
    "courier",
    "daily",
    "dailies",
    "deadline",
    "democrat",
    "dispatch",
    "echo",
    "examiner",
    "express",
    "focus",
    "free",
    "gazette",
    "global",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "insider",
    "journal",
    "kurier",
    "leader",
    "ledger",
    "liberation",
    "live",
    "local",
    "magazine",
    "mail",
    "media",
    "messenger",
    "metro",
    "mirror",
    "monitor",
    "nation",
    "national",
    "news",
    "newsnow",
    "observer",
    "online",
    "people",
    "post",
    "pravda",
    "press",
    "progress",
    "public",
    "publico",
    "record",
    "register",
    "reporter",
    "republic",
    "review",
    "sentinel",
    "spectator",
    "standard",
    "star",
    "state",
    "sun",
    "telegraph",
    "time",
    "times",
    "today",
    "tribune",
    "voice",
    "week",
    "weekly",
    "wire",
    "world",
    "zeitung",
];

/// Articles, which precede titles.
const ARTICLES: [&str; 7] = ["der", "die", "el", "il", "la", "le", "the"];

/// Words that make a name look like a department of a known outlet.
const BAIT: [&str; 17] = [
    "news",
    "online",
    "daily",
    "live",
    "today",
    "tv",
    "media",
    "us",
    "usa",
    "world",
    "global",
    "breaking",
    "official",
    "politics",
    "edition",
    "globalnews",
    "info",
];

/// Whether a word is typical of departments of outlets.
pub fn is_bait(word: &str) -> bool {
    BAIT.contains(&word)
}

/// Returns the label without hyphens.
pub fn plain(label: &str) -> String {
    label.replace('-', "")
}

/// Returns what a label looks like in small print: the UTS 39 skeleton without case, accents and
/// hyphens, with digits as the letters they stand for, `rn`, `vv` and `cl` as `m`, `w` and `d`, one
/// letter for `i`, `j` and `l`, and one for `g` and `q`.
///
/// Two labels that look alike have the same look. O(letters).
pub fn look(label: &str) -> String {
    // For ASCII, the skeleton only makes changes that are folded below as well, and it takes most
    // of the time.
    let plain = label.is_ascii();
    let once: String = if plain {
        String::new()
    } else {
        skeleton(label).filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect()
    };
    let shape: String =
        if plain { label.to_lowercase() } else { skeleton(&once.to_lowercase()).collect() };
    let letters: String = shape
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| *c != '-')
        .map(|c| match c {
            '0' => 'o',
            '1' | '|' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            '9' | 'q' => 'g',
            other => other,
        })
        .collect();
    letters.replace("rn", "m").replace("vv", "w").replace("cl", "d").replace(['i', 'j'], "l")
}

/// Returns the number of letters that are not part of an ordinary title or a number: 7 for
/// `spiegel`, 10 for `washingtonpost`, 0 for `dailymail`.
///
/// O(letters × titles).
pub fn distinctive(label: &str) -> usize {
    let label = plain(label);
    let bytes = label.as_bytes();
    let mut least = vec![0; bytes.len() + 1];
    let articles = |end: usize| ARTICLES.iter().any(|a| a.as_bytes() == &bytes[..end]);
    for end in 1..=bytes.len() {
        let one = least[end - 1] + usize::from(!bytes[end - 1].is_ascii_digit());
        let titled = TITLES
            .iter()
            .filter(|t| bytes[..end].ends_with(t.as_bytes()))
            .map(|t| least[end - t.len()]);
        least[end] = if articles(end) { 0 } else { titled.fold(one, usize::min) };
    }
    least[bytes.len()]
}

/// Longest label of a domain in letters (RFC 1035, section 2.3.4). No outlet's name is as long.
const LONGEST: usize = 63;

/// Returns a label as it is and with each of its characters left out: two strings one edit apart
/// share at least one of these forms.
///
/// A text longer than 63 characters, and so longer than any label, only gets the form
/// without omissions: the others would take memory quadratic in its length.
pub fn deletions(text: &str) -> FxHashSet<String> {
    let chars: Vec<char> = text.chars().take(LONGEST + 1).collect();
    let one_out = if chars.len() > LONGEST { 0 } else { chars.len() };
    (0..one_out)
        .map(|out| chars.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| c).collect())
        .chain(std::iter::once(text.to_owned()))
        .collect()
}

/// What is beside a name in a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside<'l> {
    /// Nothing: the label is the name.
    Nothing,
    /// `www`, as in `wwwspiegel.de`.
    Www,
    /// Letters after the name that may be its suffix, as in `spiegel-de.com`.
    Tail(String),
    /// Other words, set off by hyphens.
    Words(Vec<&'l str>),
    /// One word typical of departments, run together with the name.
    Glued(&'static str),
}

/// Returns every way to read a label as a name with something beside it, the likeliest first. About
/// a hundred at most, given the length of labels.
pub fn readings(label: &str) -> Vec<(String, Beside<'_>)> {
    let (parts, whole) = (label.split('-').collect::<Vec<_>>(), plain(label));
    let mut out = vec![(whole.clone(), Beside::Nothing)];
    out.extend(whole.strip_prefix("www").map(|name| (name.to_owned(), Beside::Www)));
    out.extend(
        whole
            .char_indices()
            .skip(3)
            .map(|(cut, _)| (whole[..cut].to_owned(), Beside::Tail(whole[cut..].to_owned()))),
    );
    for from in 0..parts.len() {
        for to in from + 1..=parts.len() {
            let beside: Vec<&str> = parts[..from].iter().chain(&parts[to..]).copied().collect();
            if !beside.is_empty() && beside.len() <= MOST_WORDS {
                out.push((parts[from..to].concat(), Beside::Words(beside)));
            }
        }
    }
    for word in BAIT {
        let names = [whole.strip_suffix(word), whole.strip_prefix(word)];
        out.extend(names.into_iter().flatten().map(|name| (name.to_owned(), Beside::Glued(word))));
    }
    out
}

/// Most words beside a name that are considered; a label of 63 letters can have 32 parts. Chosen by
/// judgement.
const MOST_WORDS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_has_one_look() {
        for (a, b) in [
            ("rnsnbc", "msnbc"),
            ("b1oornberg", "bloomberg"),
            ("vvelt", "welt"),
            ("spiegei", "spiegel"),
            ("r3uter5", "reuters"),
        ] {
            assert_eq!(look(a), look(b));
        }
        assert_eq!(look("\u{430}pnews"), look("ap-news"));
        assert_ne!(look("spiegel"), look("spitzel"));
    }

    #[test]
    fn a_foreign_letter_changes_the_look_of_no_other() {
        let plain = "abcdefghijklmnopqrstuvwxyz0123456789-burn-savvy-clan";
        // The final letter resembles no ASCII letter and so sends the label down the non-ASCII
        // path.
        assert_eq!(look(&format!("{plain}\u{4e2d}")), look(plain) + "\u{4e2d}");
    }

    #[test]
    fn letters_that_no_title_covers_are_counted() {
        let counts = ["spiegel", "washingtonpost", "dailymail", "the-sun", "news24", "nytimes"]
            .map(distinctive);
        assert_eq!(counts, [7, 10, 0, 0, 0, 2]);
    }
}
