//! Recognises lines that name further contributors to a story: `The Northern Wire contributed to this
//! report.`

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Phrases that name further contributors to a story.
static CONTRIBUTED: LazyLock<AhoCorasick> = LazyLock::new(|| quick(&CONTRIBUTIONS));

/// Strings of which every one of [`CONTRIBUTIONS`] has one, and few lines any.
static CONTRIBUTED_HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| quick(&CONTRIBUTION_HINTS));

const CONTRIBUTION_HINTS: [&str; 5] = ["tribut", "g by", "Additional", "files from", "assistant"];

const CONTRIBUTIONS: [&str; 13] = [
    "contributed to",
    "contributed.",
    "contributed reporting",
    "Reporting by",
    "reporting by",
    "Writing by",
    "Editing by",
    "editing by",
    "Additional reporting",
    "also contributed",
    "With files from",
    "with files from",
    "news assistant",
];

fn quick(phrases: &[&str]) -> AhoCorasick {
    // Leftmost matches are searched with SIMD.
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(phrases)
        .expect("a list of short phrases")
}

/// Whether a line names further contributors to the story.
pub fn is_contributor(line: &str) -> bool {
    CONTRIBUTED_HINTS.is_match(line) && CONTRIBUTED.is_match(line)
}

/// Phrase after which a line names where somebody has worked, unless it goes on with a word for the
/// story itself.
const WORKED_FOR: &str = "contributed to ";
/// Words for the story itself, as far as a line about contributors uses them.
const STORY: [&str; 6] = ["this", "the report", "the story", "the article", "these", "our"];

/// Returns the part of a contributor line in which its contributors are named: of *Jane Roe has
/// contributed to the Northern Wire*, only what precedes the phrase. O(bytes).
pub fn scope(line: &str) -> Range<usize> {
    let worked = line.match_indices(WORKED_FOR).find(|(at, phrase)| {
        let after = &line[at + phrase.len()..];
        !STORY.iter().any(|word| after.starts_with(word))
    });
    0..worked.map_or(line.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_for_contributors_has_a_hint() {
        assert!(CONTRIBUTIONS.iter().all(|phrase| is_contributor(phrase)));
        assert!(!is_contributor("She worked as an assistant, told by Additional files from home."));
    }

    #[test]
    fn whom_somebody_worked_for_is_no_contributor() {
        let named = |line: &str| line[scope(line)].contains("Northern Wire");
        for line in [
            "The Northern Wire contributed to this report.",
            "Jane Roe in Halvik and the Northern Wire contributed to the story.",
            "Jane Roe contributed reporting for the Northern Wire.",
        ] {
            assert!(named(line), "{line}");
        }
        assert!(!named("Jane Roe has contributed to papers and to the Northern Wire."));
        assert!(named("A Northern Wire writer, she contributed to several books."));
    }
}
