//! Reads the signs that the words of a line show, by the lists of the text's language and by the
//! title.
//!
//! Called by [`super::Reader::read`] for every line that is short enough to be folded.

use super::Reader;
use crate::clean::lines::Line;
use crate::clean::signs::vocabulary::{self as v, Vocabulary};
use crate::clean::signs::{Set, Sign};
use crate::languages;
use crate::text::{eight, fold};

/// A small set of hashes, for look-ups that mostly fail.
pub(super) struct Few {
    /// Bit set of the first six bits of each hash.
    first: u64,
    all: Vec<u64>,
}

impl Few {
    pub(super) fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let all: Vec<u64> = hashes.collect();
        Self { first: all.iter().fold(0, |bits, hash| bits | 1 << (hash >> 58)), all }
    }

    #[inline]
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.first >> (hash >> 58) & 1 == 1 && self.all.contains(&hash)
    }
}

impl<'r> Reader<'r> {
    /// Reads the signs that the words of a line show, by the lists of the text's language, by what
    /// sites want of their readers, and by the title. Returns whether the first word may begin a
    /// boilerplate phrase, and whether one of the words may belong to one.
    pub(super) fn words(&self, line: &Line<'_>, s: &mut Set) -> (bool, bool) {
        use Sign::*;
        let (count, opening) = self.counted(line, s);
        let one = [
            (v::ARCHIVE, CaptionArchive),
            (v::PICTURE, PictureWord),
            (v::SAYING, Saying),
            (v::AGO, Ago),
            (v::STAMP, Stamped),
            (v::DESK, Role),
            (v::MONTH, Month),
            (v::WEEKDAY, Weekday),
        ];
        one.into_iter().for_each(|(what, sign)| s.add_if(count.any & what != 0, sign));
        s.add_if(count.any & v::SIDE != 0 && says_side(line.text, self.vocabulary), Side);
        s.add_if(s.has(Digits) && line.text.len() <= 160 && holds_time(line.text), Time);
        count.reader_and_site(line, s);
        if let Some(language) = self.language {
            s.add_if(count.common == 0, FunctionNone);
            s.add_if(count.common > 0 && count.common * 5 < count.all, FunctionFew);
            s.add_if(count.common * 10 >= count.all * 3, FunctionMany);
            if count.common * 5 < count.all && count.all >= 6 {
                let other = languages::told([line.phrase.as_str()], None);
                s.add_if(other.is_some_and(|other| other.code != language.code), OtherLanguage);
            }
        }
        if let Some((title, _)) = &self.title {
            headline(&line.phrase, title, &count, s);
        }
        (opening, count.any & v::TELLING != 0)
    }

    /// Counts the words of a line by their kinds, and returns whether the first may begin a
    /// boilerplate phrase.
    fn counted(&self, line: &Line<'_>, s: &mut Set) -> (Count, bool) {
        use Sign::*;
        let mut count = Count::default();
        let titled = self.title.as_ref().map(|(_, words)| words);
        let (mut before, mut opening) = ((0, 0), false);
        for word in eight::words(&line.phrase) {
            let is = self.vocabulary.word(&word);
            let pair = self.vocabulary.pair(before.0, before.1, word.hash);
            count.all += 1;
            if is | pair != 0 {
                opening |= count.all == 1 && is & v::BEGINS_PHRASE != 0;
                s.add_if(count.all == 1 && is & v::SOURCE != 0, CaptionSource);
                s.add_if(count.all <= 2 && (is | pair) & v::OPENING != 0, CreditOpening);
                count.add(is, pair);
            }
            if is_year(word.text) {
                s.add(Year);
            }
            if let Some(titled) = titled
                && word.characters >= 4
            {
                count.long += 1;
                count.titled += usize::from(titled.contains(word.hash));
            }
            before = (is, word.hash);
        }
        (count, opening)
    }
}

/// Numbers of words of each kind in a line.
#[derive(Default)]
struct Count {
    all: usize,
    common: usize,
    notice: usize,
    page: usize,
    scenery: usize,
    reader: usize,
    site: usize,
    /// Words of four or more characters, and how many of them the title has.
    long: usize,
    titled: usize,
    /// Union of the kinds of all words.
    any: u32,
}

impl Count {
    /// Counts a word by its own kinds and those of the pair that it forms with the word before.
    pub(super) fn add(&mut self, is: u32, pair: u32) {
        let one = |what: u32| usize::from(is & what != 0);
        self.common += one(v::FUNCTION);
        self.notice += one(v::NOTICE);
        self.page += usize::from((is | pair) & v::PAGE != 0);
        self.scenery += one(v::SCENERY);
        self.reader += one(v::READER);
        self.site += one(v::SITE);
        self.any |= is | pair & v::SIDE;
    }

    /// Reads what the numbers of words of notices, captions and sites show.
    fn reader_and_site(&self, line: &Line<'_>, s: &mut Set) {
        use Sign::*;
        match self.notice {
            0 => {}
            1 => s.add(NoticeOne),
            2 => s.add(NoticeTwo),
            _ => s.add(NoticeMany),
        }
        s.add_if(self.page > 0, CaptionPage);
        s.add_if(self.scenery >= 2, Scenery);
        s.add_if(self.reader == 1, Reader);
        s.add_if(self.reader > 1, ReaderTwice);
        s.add_if(self.site == 1, SiteOne);
        s.add_if(self.site > 1, SiteTwo);
        s.add_if(
            self.reader > 0 && self.site > 1 && self.site * 9 >= line.words && !s.has(Quotes),
            ReaderSite,
        );
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether punctuation sets off a person's position in a picture: `Jane Doe, left, and …`,
/// `(from left)`.
fn says_side(text: &str, vocabulary: &Vocabulary) -> bool {
    let apart = |at: usize| {
        let rest = text[at + 1..].trim_start();
        let end = rest.find([',', ')', ':', ';']).filter(|end| *end <= 24);
        end.is_some_and(|end| vocabulary.phrase(&fold::phrase(&rest[..end])) & v::SIDE != 0)
    };
    let opened = || {
        text.find([',', ':'])
            .filter(|end| *end <= 24)
            .is_some_and(|end| vocabulary.phrase(&fold::phrase(&text[..end])) & v::SIDE != 0)
    };
    text.match_indices([',', '(']).any(|(at, _)| apart(at)) || opened()
}

/// Whether a line contains a time of day: `7:05`, `14.30`, `8h15`.
fn holds_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_time = |w: &[u8]| {
        matches!(w[1], b':' | b'.' | b'h') && [w[0], w[2], w[3]].iter().all(u8::is_ascii_digit)
    };
    let ends = |at: usize| !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
    bytes.windows(4).enumerate().any(|(at, w)| is_time(w) && ends(at))
}

/// Reads how a line relates to the record's title.
fn headline(phrase: &str, title: &str, count: &Count, s: &mut Set) {
    use Sign::*;
    if phrase == title {
        return s.add(Title);
    }
    let (short, long) = if phrase.len() <= title.len() { (phrase, title) } else { (title, phrase) };
    let few = || short.split(' ').count();
    let opens = || long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    let ends = || long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
    if (opens() || ends()) && few() >= 3 {
        return s.add(if long.split(' ').count() - few() <= 6 { Title } else { TitlePart });
    }
    s.add_if(count.titled >= 1, TitleSome);
    s.add_if(count.titled >= 3 && count.titled * 3 >= count.long * 2, TitleMost);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_in_a_line_as_whole_words() {
        let title = "crews stop work";
        let is_title = |phrase: &str| {
            let mut signs = Set::default();
            headline(phrase, title, &Count::default(), &mut signs);
            signs.has(Sign::Title)
        };
        assert!(is_title("crews stop work") && is_title("crews stop work in the north"));
        assert!(is_title("halvik times crews stop work"));
        assert!(!is_title("crews stop workers in the north"));
        assert!(!is_title("why screws crews stop works") && !is_title("the aircrews stop work"));
    }
}
