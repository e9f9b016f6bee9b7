//! Tells wrapped texts by the shape of their lines.

use std::ops::Range;

use super::Filling;
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
pub(super) struct Line<'t> {
    /// Its byte range, without surrounding white space.
    bytes: Range<usize>,
    text: &'t str,
    /// Its width in characters.
    width: usize,
    indent: usize,
    /// Whether an empty line or the start of the text precedes it.
    opens: bool,
}

impl Line<'_> {
    /// Whether it is a row of a table: it contains separated columns. Checked for few lines only:
    /// the widths of their lines show that most texts are not wrapped.
    fn is_row(&self) -> bool {
        memchr::memchr(b'\t', self.text.as_bytes()).is_some()
            || holds_columns(self.text)
            || memchr::memchr_iter(b'|', self.text.as_bytes()).nth(1).is_some()
    }
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

/// Returns the lines that are not empty.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
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
            });
        }
        start += raw.len() + 1;
    }
    out
}

/// The shape of a wrapped text.
pub(super) struct Shape {
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
    pub(super) fn tell(lines: &[Line<'_>]) -> Option<Self> {
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
            || line.width * 4 > self.width * 5
            || first == '\u{3000}'
            || line.is_row()
            || next.is_row()
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
    pub(super) fn joins(
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
pub(super) fn ends_in_function_word(line: &str) -> bool {
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
