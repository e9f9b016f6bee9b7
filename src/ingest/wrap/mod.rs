//! Joins hard-wrapped lines into paragraphs.
//!
//! Text from wires, mail and scans is often broken at a fixed width: 65 to 80 columns, 20 to 40 in
//! newspaper columns, 20 characters in Japanese. Whether a text is wrapped shows in its shape: its
//! lines end where the next word would not have fitted, in the middle of sentences. Lists, poems,
//! tables and transcripts do neither. Every byte of a text keeps its offset: a line end becomes a
//! space, and what is removed from a word divided at a line end is replaced by invisible
//! characters.
//!
//! Measured when it was introduced: of 97,028 soft line ends in newswire articles wrapped at 65
//! columns, 591 remained, in 360 of 9,419 articles; 2,760 ends of paragraphs that filled their last
//! line were lost. Of 21,766 texts of the test sets, 13 were joined, 12 of them of one corpus. The
//! thresholds were chosen by judgement.

mod export;
mod shape;

use super::Article;
use export::{broken, printable};
use shape::{Shape, lines};

/// Mean bytes per line above which no text is wrapped, whatever its script. Chosen by judgement:
/// [`WIDEST`] characters of three bytes, and a margin.
const LONG: usize = 330;

/// Joins the lines of an article's text if it is wrapped, and records where. The text keeps its
/// length in bytes. O(bytes).
///
/// A line that repeats the record's title is not joined to the next.
pub fn join(article: &mut Article) {
    let mut joined = Vec::new();
    let text = printable(broken(std::mem::take(&mut article.text)), &mut joined);
    article.text = unwrapped(text, article.title.as_deref(), &mut joined);
    joined.sort_unstable();
    article.joined = joined;
}

/// Returns the text with its lines joined if it is wrapped, otherwise unchanged; adds the offsets
/// of the joined line ends to `joined`.
fn unwrapped(text: String, title: Option<&str>, joined: &mut Vec<u32>) -> String {
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if breaks == 0 || text.len() / (breaks + 1) > LONG {
        return text;
    }
    let lines = lines(&text);
    let Some(joins) = Shape::tell(&lines).map(|shape| shape.joins(&lines, &text, title)) else {
        return text;
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (gap, with) in joins {
        out.push_str(&text[at..gap.start]);
        with.fill(gap.len(), &mut out);
        joined.extend(
            text[gap.clone()]
                .bytes()
                .zip(gap.start as u32..)
                .filter(|(b, _)| *b == b'\n')
                .map(|(_, at)| at),
        );
        at = gap.end;
    }
    out.push_str(&text[at..]);
    debug_assert_eq!(out.len(), text.len());
    out
}

/// What replaces the bytes between two joined lines.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Filling {
    /// One space, however many bytes there are.
    Space,
    /// Nothing visible.
    Nothing,
}

impl Filling {
    fn fill(self, mut bytes: usize, out: &mut String) {
        match (self, bytes) {
            (Self::Space, 2) => return out.push('\u{a0}'),
            (Self::Space, _) => {
                out.push(' ');
                bytes -= 1;
            }
            (Self::Nothing, _) => {}
        }
        invisible(bytes, out);
    }
}

/// Appends `bytes` bytes of invisible characters that do not end a word; a single byte becomes a
/// space.
fn invisible(bytes: usize, out: &mut String) {
    match bytes {
        0 => {}
        1 => out.push(' '),
        _ => {
            let odd = bytes % 2;
            (0..bytes / 2 - odd).for_each(|_| out.push('\u{ad}'));
            (0..odd).for_each(|_| out.push('\u{2060}'));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shape::ends_in_function_word;
    use super::*;
    use crate::text::words;

    /// Breaks each paragraph where the next word would not fit.
    fn wrapped(text: &str, width: usize) -> String {
        let mut out = String::new();
        for paragraph in text.split('\n') {
            let mut column = 0;
            for word in paragraph.split(' ') {
                let length = word.chars().count();
                let breaks = column > 0 && column + 1 + length > width;
                out.push_str(if column == 0 {
                    ""
                } else if breaks {
                    "\n"
                } else {
                    " "
                });
                out.push_str(word);
                column = if breaks || column == 0 { length } else { column + 1 + length };
            }
            out.push('\n');
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn joined(text: &str) -> String {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        join(&mut article);
        assert_eq!(article.text.len(), text.len(), "every byte keeps its place");
        assert!(article.joined.iter().all(|at| text.as_bytes()[*at as usize] == b'\n'));
        assert_eq!(
            article.joined.len(),
            text.matches('\n').count() - article.text.matches('\n').count()
        );
        article.text
    }

    const ENGLISH: &str = "HALVIK, June 7 - The crews of the northern ferries stopped work on Monday after talks about their pay had failed again.\nA mediator had called both sides to the capital, where they were to meet for the third time in the course of the week, but nobody of the line came.\nThousands of travellers waited at the quays while the talks went on. Many of them had slept in the halls of the harbour.";

    #[test]
    fn a_space_of_two_bytes_before_the_last_word_is_a_space() {
        assert!(ends_in_function_word("The crews\u{a0}of"));
        assert!(!ends_in_function_word("The crews of\u{a0}"));
    }

    #[test]
    fn paragraphs_broken_at_a_width_are_joined_and_stay_apart() {
        for width in [60, 65, 72, 80] {
            assert!(is_whole(&joined(&wrapped(ENGLISH, width))), "{width}");
            assert!(is_whole(&joined(&wrapped(ENGLISH, width).replace('\n', "\r\n"))), "{width}");
        }
        let apart = wrapped(ENGLISH, 65).replace(".\nA", ".\n\nA").replace(".\nT", ".\n\nT");
        assert_eq!(joined(&apart), ENGLISH.replace('\n', "\n\n"));
    }

    /// Whether no sentence is broken; two paragraphs may have merged where the first fills its last
    /// line.
    fn is_whole(read: &str) -> bool {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        read.lines().all(|line| line.trim_end().ends_with('.')) && words(read) == words(ENGLISH)
    }

    #[test]
    fn one_broken_sentence_is_enough_in_a_short_text() {
        let text = "The ferry line said on Monday that it would pay the crews of its\nfour northern boats two years of wages that had been held back.";
        assert_eq!(joined(text), text.replace('\n', " "));
    }

    #[test]
    fn words_are_where_they_were() {
        let text = wrapped(ENGLISH, 65);
        let read = joined(&text);
        for word in ["stopped", "mediator", "nobody", "quays", "harbour."] {
            assert_eq!(read.find(word), text.find(word), "{word}");
        }
    }

    #[test]
    fn a_newspaper_column_is_joined() {
        for width in [26, 30, 38] {
            assert!(is_whole(&joined(&wrapped(ENGLISH, width))), "{width}");
        }
    }

    #[test]
    fn divided_words_are_whole_again_and_hyphens_of_their_own_stay() {
        let text = "Die Besatzungen der Fähren ha-\nben am Montag die Arbeit nie-\ndergelegt, weil die Gesprä-\nche über ihre Löhne wieder ge-\nscheitert waren. Vor- und Nach-\nteile des Streiks will der Vor-\nund der Nachstand in Schleswig-\nHolstein am Abend abwägen, sag-\nte eine Sprecherin der Linie.";
        let read = joined(text);
        assert!(!read.contains('\n'), "{read}");
        let mut words = Vec::new();
        words::read(&read, 0..read.len(), &mut words);
        let has = |word: &str| words.iter().any(|w| w.key == words::key(word));
        assert!(
            ["haben", "niedergelegt", "gesprache", "gescheitert", "nachteile", "sagte"]
                .into_iter()
                .all(has)
        );
        assert!(!has("vorund") && !has("schleswigholstein") && has("schleswig") && has("holstein"));
    }

    #[test]
    fn where_words_are_not_divided_a_hyphen_stays() {
        let text = "The mediator proposed a long-\nterm deal on Monday that both sides could accept, people\nwho had seen it said, and that it would cost the ferry line\nas much as the boats that it had bought in the spring.";
        let read = joined(text);
        assert!(
            read.starts_with("The mediator proposed a long- term deal")
                || read.contains("long-\nterm"),
            "{read}"
        );
    }

    #[test]
    fn japanese_is_joined_at_twenty_characters() {
        let text = "北の島々を結ぶフェリーの乗組員は月曜日、賃金をめぐる交渉が再び決裂したため、仕事を止めた。仲介役は双方を首都に招き、今週三度目の会合を開く予定だったが、会社側からは誰も来なかったという。";
        let characters: Vec<char> = text.chars().collect();
        let lines: Vec<String> = characters.chunks(20).map(|line| line.iter().collect()).collect();
        let broken = lines.join("\n") + "\n　港では数千人の旅行者が待っていた。";
        let read = joined(&broken);
        assert_eq!(read.matches('\n').count(), 1, "{read}");
    }

    #[test]
    fn lists_poems_tables_and_transcripts_stay_as_they_are() {
        for text in [
            "Bread from the harbour\nmilk\nsix eggs and a bottle of the green oil\nbutter\nflour for the cakes\nsalt",
            "- a boat that nobody wanted to row on the lake in summer\n- an oar that was found on the beach by the children of\n- a net without a hole and a rope that was as long as it",
            "the sea lies still tonight\nand no boat\ncomes from the islands where we left\nour shoes and the small\nhouses of summer,\nour names, our salt\nand the dog that would not come",
            "Who sails at night has seen the tide,\nWho sails by day has seen the town,\nThe mate, the cook, the captain's bride\nHave seen the harbour burning down.\nAnd nobody has ever cried\nWhen all the masts of oak came down.",
            "Q: Will the boats sail again before the end of this week?\nA: We hope so, as all of us would like to be paid for it.\nQ: And if the other side does not come to the next talks?\nA: Then nobody will sail before the leaves are off the trees.",
            "Route            Boats   Seats\nHalvik-Ostrey    4       1,200\nHalvik-Sund      2       640\nOstrey-Sund      1       90",
            "Ferry crews stop work in the north as talks on pay fail\nMayor opens the new bridge over the Sund\nHerring grows cheap\nThe choir sings again after forty years of silence",
        ] {
            assert_eq!(joined(text), text);
        }
    }

    #[test]
    fn tags_for_line_ends_are_line_ends() {
        let tagged = wrapped(ENGLISH, 40).replace('\n', "<br />");
        let read = joined_tags(&tagged);
        assert!(read.lines().all(|line| line.trim_end().ends_with('.')), "{read}");
        assert_eq!(
            joined_tags("One<br>two<b>three").lines().map(str::trim).collect::<Vec<_>>(),
            ["One", "two<b>three"]
        );
    }

    fn joined_tags(text: &str) -> String {
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        join(&mut article);
        assert_eq!(article.text.len(), text.len());
        article.text
    }

    #[test]
    fn what_quoted_printable_broke_is_whole_again() {
        let text = "The crews of the northern ferries stopped work on Monday after talks abou=\nt their pay had failed in the caf=C3=A9 by the quay.\nNobody came.";
        let mut article = Article { text: text.to_owned(), ..Article::default() };
        join(&mut article);
        assert_eq!((article.text.len(), article.joined.len()), (text.len(), 1));
        let mut words = Vec::new();
        words::read(&article.text, 0..text.len(), &mut words);
        assert!(
            ["about", "cafe", "nobody"]
                .iter()
                .all(|word| words.iter().any(|w| w.key == words::key(word)))
        );
        assert_eq!(joined("x = y\nz ="), "x = y\nz =");
    }
}
