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

use std::ops::Range;

use super::Article;
use crate::text::words::{self, Class, is_spaceless};

/// Greatest width in columns that a line of a wrapped text can have. Chosen by judgement; widths of
/// 65 to 80 are common.
const WIDEST: usize = 100;
/// Smallest width in columns that the widest line of a wrapped text can have. Chosen by judgement,
/// just below newspaper columns of 20.
const NARROWEST: usize = 18;
/// The same for scripts written without spaces, just below Japanese columns. Chosen by judgement.
const NARROWEST_SPACELESS: usize = 12;
/// Width in columns below which a text counts as a newspaper column, set in proportional type, so
/// that a full line may be a tenth shorter. Chosen by judgement, between newspaper columns (20 to
/// 40) and typed lines (65 to 80).
const COLUMN: usize = 48;
/// Widths in columns of the widest line for which a single broken sentence is enough evidence.
/// Chosen by judgement around the usual 65 to 80 columns.
const TYPED: Range<usize> = 55..86;
/// Mean bytes per line above which no text is wrapped, whatever its script. Chosen by judgement:
/// [`WIDEST`] characters of three bytes, and a margin.
const LONG: usize = 330;
/// Lengths in bytes of lines that quoted-printable broke with a final `=`; RFC 2045 allows 76 at
/// most. The lower bound was chosen by judgement.
const QUOTED_PRINTABLE: Range<usize> = 55..78;
/// Bytes that are searched for the divided words of a text, so that a long text is not searched
/// again for each of thousands. Chosen by judgement; it covers a text of 200 kB in narrow columns
/// completely, and cut 5 MB of wrapped text from 8.75 s to 0.31 s.
const SEARCHED: usize = 256 << 20;
/// Words before which a hyphen at a line end stays: `Vor-` and `Nachteile` have `und` between them.
const SUSPENDED: [&str; 16] = [
    "and", "or", "to", "und", "oder", "bzw", "sowie", "bis", "en", "of", "och", "eller", "og",
    "et", "ou", "y",
];

/// A line that is not empty.
struct Line<'t> {
    /// Its byte range, without surrounding white space.
    bytes: Range<usize>,
    text: &'t str,
    /// Its width in characters.
    width: usize,
    indent: usize,
    /// Whether an empty line or the start of the text precedes it.
    opens: bool,
    /// Whether it is a row of a table: it contains separated columns.
    is_row: bool,
}

/// What the end of a line and the beginning of the next say about the break between them.
#[derive(Clone, Copy)]
struct Break {
    /// Whether the next word would not have fitted on the line.
    full: bool,
    /// Whether the line ends without a punctuation mark.
    open: bool,
    /// Whether the line ends in a punctuation mark of any kind.
    marked: bool,
    /// Whether the sentence goes on: no full stop, then a lower-case letter if the script has case.
    goes_on: bool,
    /// Whether the break divides a word.
    divided: bool,
}

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

/// Turns `<br>` tags left by an export into line ends.
fn broken(text: String) -> String {
    if memchr::memmem::find(text.as_bytes(), b"<br").is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"<br") {
        out.push_str(&rest[..at]);
        let tag = &rest[at + 3..];
        let length = tag.bytes().take_while(|b| matches!(b, b' ' | b'/')).count();
        if tag.as_bytes().get(length) == Some(&b'>') {
            rest = &tag[length + 1..];
            // One line end, not two, if the line ended here anyway.
            out.push(if rest.starts_with(['\n', '\r']) { ' ' } else { '\n' });
            out.extend(std::iter::repeat_n(' ', length + 3));
        } else {
            out.push_str("<br");
            rest = tag;
        }
    }
    out + rest
}

/// Joins lines broken by quoted-printable and decodes its escapes, if long lines end in `=`.
fn printable(text: String, joined: &mut Vec<u32>) -> String {
    let is_soft = |end: usize| {
        let line = text[..end]
            .rfind('\n')
            .map_or(&text[..end], |at| &text[at + 1..end])
            .trim_end_matches('\r');
        line.ends_with('=') && QUOTED_PRINTABLE.contains(&line.len())
    };
    let finder = memchr::memchr_iter(b'\n', text.as_bytes());
    if !finder
        .filter(|end| matches!(text.as_bytes()[..*end], [.., b'='] | [.., b'=', b'\r']))
        .any(is_soft)
    {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let soft = bare.len() < line.len() && bare.ends_with('=');
        let mut rest = &bare[..bare.len() - usize::from(soft)];
        while let Some(at) = memchr::memchr(b'=', rest.as_bytes()) {
            out.push_str(&rest[..at]);
            let (read, escapes) = character(&rest.as_bytes()[at..]);
            match read {
                Some(c) => {
                    out.push(c);
                    invisible(3 * escapes - c.len_utf8(), &mut out);
                    rest = &rest[at + 3 * escapes..];
                }
                None => {
                    out.push('=');
                    rest = &rest[at + 1..];
                }
            }
        }
        out.push_str(rest);
        if soft {
            joined.push((out.len() + line.len() - bare.len()) as u32);
            invisible(line.len() - bare.len() + 1, &mut out);
        } else {
            out.push_str(&line[bare.len()..]);
        }
    }
    out
}

/// Decodes the character that escapes such as `=C3=A4` at the start of `bytes` stand for; returns
/// it with the number of escapes read.
fn character(bytes: &[u8]) -> (Option<char>, usize) {
    let hex = |b: u8| {
        (b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
            .then(|| (b as char).to_digit(16))
            .flatten()
    };
    let mut read = [0u8; 4];
    for (at, escape) in bytes.chunks_exact(3).take(4).enumerate() {
        let (b'=', Some(high), Some(low)) = (escape[0], hex(escape[1]), hex(escape[2])) else {
            break;
        };
        read[at] = (high * 16 + low) as u8;
        if let Ok(text) = std::str::from_utf8(&read[..=at]) {
            return (text.chars().next().filter(|c| !c.is_control()), at + 1);
        }
    }
    (None, 0)
}

/// Returns the lines that are not empty.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut start, mut opens) = (0, true);
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    for end in ends {
        let raw = &text[start..end];
        let line = raw.trim();
        if line.is_empty() {
            opens = true;
        } else {
            let indent = raw.len() - raw.trim_start().len();
            let from = start + indent;
            out.push(Line {
                bytes: from..from + line.len(),
                text: line,
                width: if line.is_ascii() { line.len() } else { line.chars().count() },
                indent,
                opens: std::mem::take(&mut opens),
                is_row: memchr::memchr(b'\t', line.as_bytes()).is_some()
                    || holds_columns(line)
                    || memchr::memchr_iter(b'|', line.as_bytes()).nth(1).is_some(),
            });
        }
        start += raw.len() + 1;
    }
    out
}

/// The shape of a wrapped text.
struct Shape {
    /// Width of a full line in columns.
    width: usize,
    /// Whether the text has mostly lower-case letters, so that a capital marks the start of a
    /// sentence.
    cased: bool,
}

/// Counts of the line ends of a text.
#[derive(Default)]
struct Counts {
    full: usize,
    /// Of the full lines, those that end in a punctuation mark.
    marked: usize,
    /// Line ends in the middle of a sentence.
    amid: usize,
    /// Of these, those of full lines.
    amid_full: usize,
    /// Full lines that end without a punctuation mark.
    open: usize,
}

impl Shape {
    /// Returns the shape of the text if it is wrapped.
    fn tell(lines: &[Line<'_>]) -> Option<Self> {
        let mut widths: Vec<usize> =
            lines.iter().map(|l| l.width).filter(|w| *w <= WIDEST).collect();
        let (narrow, all) =
            (widths.iter().sum::<usize>(), lines.iter().map(|l| l.width).sum::<usize>());
        if widths.len() < 2 || narrow * 10 < all * 6 {
            return None;
        }
        let (mut small, mut letters) = (0, 0);
        for c in lines.iter().flat_map(|l| l.text.chars()).filter(|c| c.is_alphabetic()) {
            letters += 1;
            small += usize::from(c.is_lowercase());
        }
        let cased = small * 2 > letters;
        widths.sort_unstable();
        let mut tried = 0;
        // A few lines may be wider, such as headings and addresses: the greatest width is tried
        // first, then the ones that a twentieth and an eighth of the lines exceed.
        [0, 20, 8].into_iter().find_map(|part| {
            let width = widths[widths.len() - 1 - widths.len().checked_div(part).unwrap_or(0)];
            let shape = Self { width, cased };
            (std::mem::replace(&mut tried, width) != width && shape.fits(lines)).then_some(shape)
        })
    }

    /// Whether the lines end as those of a text wrapped at this width do.
    fn fits(&self, lines: &[Line<'_>]) -> bool {
        let spaceless =
            lines.iter().filter(|l| l.text.chars().next_back().is_some_and(is_spaceless)).count()
                * 2
                > lines.len();
        if self.width < if spaceless { NARROWEST_SPACELESS } else { NARROWEST } {
            return false;
        }
        let mut counts = Counts::default();
        let (mut ends, mut ends_within) = (0, 0);
        for pair in lines.windows(2) {
            let Some(b) = self.break_between(&pair[0], &pair[1]) else { continue };
            counts.full += usize::from(b.full);
            counts.marked += usize::from(b.full && b.marked);
            counts.open += usize::from(b.open && b.full);
            counts.amid += usize::from(b.goes_on);
            counts.amid_full += usize::from(b.goes_on && b.full);
            ends += usize::from(b.full && ends_sentence(pair[0].text));
            ends_within += usize::from(holds_stop(pair[0].text));
        }
        let Counts { full, marked, amid, amid_full, open } = counts;
        // Every line that breaks off in mid-sentence was too full for another word: only wrapped
        // texts look like that.
        let exact = self.width >= COLUMN && amid_full == amid && amid_full >= 3;
        if full >= 4 && marked * 5 > full * 2 && !exact || amid_full * 4 < open {
            return false;
        }
        if !self.cased {
            return amid_full >= 3 && amid_full * 10 >= amid * 9 && ends_within > 0;
        }
        if self.width < COLUMN {
            return amid_full >= 4
                && amid_full * 5 >= amid * 4
                && ends_within > 0
                && ends_within >= ends;
        }
        let plainly = TYPED.contains(&self.width)
            && amid_full == amid
            && amid * 8 >= lines.len()
            && lines.iter().any(|l| ends_sentence(l.text));
        amid_full * 5 >= amid * 4 && (amid_full >= 3 || amid_full >= 1 && plainly)
    }

    /// Describes the break between two lines; `None` if the second cannot continue the first.
    fn break_between(&self, line: &Line<'_>, next: &Line<'_>) -> Option<Break> {
        let first = next.text.chars().next()?;
        let last = line.text.chars().next_back()?;
        if next.opens
            || line.is_row
            || next.is_row
            || line.width * 4 > self.width * 5
            || first == '\u{3000}'
            || is_item(next.text)
            || is_address(next.text)
        {
            return None;
        }
        let open = last.is_alphanumeric()
            || matches!(last, '-' | '\u{ad}' | '‐' | '%' | '$' | '€' | '>' | '/' | '&');
        let letter = next
            .text
            .chars()
            .find(|c| !matches!(c, '"' | '“' | '„' | '«' | '(' | '[' | '‘' | '\'' | '<'));
        let small =
            letter.is_some_and(|c| if self.cased { c.is_lowercase() } else { c.is_alphanumeric() });
        // A line indented further starts a new paragraph, unless a sentence goes on in it.
        if next.indent > line.indent + 1 && !(small && self.cased && !ends_sentence(line.text)) {
            return None;
        }
        let word = if is_spaceless(first) {
            2
        } else {
            next.text.split(' ').next().unwrap_or_default().chars().count()
        };
        let divided = matches!(last, '-' | '\u{ad}' | '‐')
            && line.text.chars().rev().nth(1).is_some_and(char::is_alphabetic);
        let room = if self.width < COLUMN && !is_spaceless(first) {
            self.width - self.width / 10
        } else {
            self.width
        };
        let full = line.width + 1 + word > room || divided && line.width * 4 >= self.width * 3;
        let goes_on = (small || open && self.cased && ends_in_function_word(line.text))
            && (open || matches!(last, ',' | '"' | '”' | ')' | '\'' | ';' | '、' | '，'))
            && !ends_sentence(line.text);
        Some(Break { full, open, marked: !open, goes_on, divided })
    }

    /// Returns the gaps between lines that belong together, and what replaces each.
    fn joins(
        &self,
        lines: &[Line<'_>],
        text: &str,
        title: Option<&str>,
    ) -> Vec<(Range<usize>, Filling)> {
        let title = title.map(str::trim).unwrap_or_default();
        let breaks: Vec<Option<Break>> =
            lines.windows(2).map(|pair| self.break_between(&pair[0], &pair[1])).collect();
        let divided = breaks.iter().flatten().filter(|b| b.divided && b.goes_on).count();
        let hyphenates =
            divided >= 2 && divided * 14 >= breaks.iter().flatten().filter(|b| b.full).count();
        let (mut out, mut searched) = (Vec::new(), 0);
        for (pair, b) in lines.windows(2).zip(breaks) {
            let Some(b) = b.filter(|_| !pair[0].text.eq_ignore_ascii_case(title)) else { continue };
            if !(b.full || b.goes_on && pair[0].width * 2 >= self.width) {
                continue;
            }
            let (end, next) = (pair[0].bytes.end, pair[1].bytes.start);
            let soft = pair[0].text.ends_with('\u{ad}');
            if b.divided
                && b.goes_on
                && (soft
                    || is_one_word(pair[0].text, pair[1].text, hyphenates, text, &mut searched))
            {
                let hyphen = pair[0].text.chars().next_back().map_or(0, char::len_utf8);
                out.push((end - hyphen..next, Filling::Nothing));
            } else {
                out.push((end..next, Filling::Space));
            }
        }
        out
    }
}

/// Whether the two parts of a word around a hyphen at a line end form one word without it.
///
/// The text itself decides if the word occurs in it again, otherwise whether the text `hyphenates`.
/// A hyphen before a capital or a digit stays. `searched` counts the bytes searched so far, at most
/// [`SEARCHED`].
fn is_one_word(line: &str, next: &str, hyphenates: bool, text: &str, searched: &mut usize) -> bool {
    let line = line.trim_end_matches(['-', '‐']);
    let before = &line[line
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8))..];
    let behind = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
    if before.is_empty() || !behind.starts_with(char::is_lowercase) || SUSPENDED.contains(&behind) {
        return false;
    }
    *searched += 2 * text.len();
    if *searched > SEARCHED {
        return hyphenates;
    }
    let stands = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    if stands(&format!("{before}-{behind}")) {
        return false;
    }
    hyphenates || stands(&format!("{before}{behind}"))
}

/// Whether the last word of a line is one that cannot end a sentence or a list item: *of*, *the*,
/// *said*.
fn ends_in_function_word(line: &str) -> bool {
    let last = line.len() - line.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let mut read = Vec::new();
    words::read(line, last..line.len(), &mut read);
    line[last..].starts_with(char::is_lowercase)
        && matches!(read.as_slice(), [word] if word.class.has(Class::FUNCTION))
}

/// Whether the line ends as a sentence does, ignoring quotation marks and brackets after the stop.
fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」', '』'])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।', '؟', '۔', '։'])
}

/// Whether a sentence, or in scripts without spaces a clause, ends within the line.
fn holds_stop(line: &str) -> bool {
    let stop =
        |mark: char| line.match_indices(mark).any(|(at, _)| at + mark.len_utf8() < line.len());
    [". ", "? ", "! ", ".\" ", ".” ", ", "].iter().any(|s| line.contains(s))
        || ['。', '、', '，', '।', '؟', '۔', '،'].into_iter().any(stop)
}

/// Whether the line is nothing but an address, as in a list of links.
fn is_address(line: &str) -> bool {
    line.contains("://") && !line.contains(' ')
}

/// Whether the line contains wide gaps other than after a sentence.
fn holds_columns(line: &str) -> bool {
    line.match_indices("   ")
        .any(|(at, _)| !line[..at].ends_with([' ', '.', '!', '?', ':', '"', '”']))
}

/// Whether the line begins like a list item: with a bullet, a dash, or a number or letter followed
/// by a stop or bracket.
fn is_item(line: &str) -> bool {
    let mut chars = line.chars();
    let Some(first) = chars.next() else { return false };
    if matches!(
        first,
        '•' | '*' | '·' | '▪' | '■' | '●' | '○' | '◆' | '‣' | '►' | '#' | '+' | '☐' | '・'
    ) {
        return true;
    }
    if matches!(first, '-' | '–' | '—') {
        return chars.next() == Some(' ');
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits == 0 && first.is_ascii_alphabetic() { 1 } else { digits };
    (1..=3).contains(&mark)
        && line.as_bytes().get(mark).is_some_and(|b| matches!(b, b'.' | b')'))
        && line.as_bytes().get(mark + 1) == Some(&b' ')
        && (digits > 0 || line.as_bytes()[1] == b')')
}

#[cfg(test)]
mod tests {
    use super::*;

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
