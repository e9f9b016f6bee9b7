//! Reads the signs that a line has by itself.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::vocabulary::{self as v, Vocabulary};
use super::{Set, Sign};
use crate::clean::credit::{Agencies, byline, is_contributor, names_picture, opens_story};
use crate::clean::lines::{self, Line};
use crate::clean::{Label, lexicon, pictures};
use crate::languages::{self, Language};
use crate::text::{eight, fold, is_post_signature};

/// English, whose words for pictures are used in all languages.
static ENGLISH: LazyLock<Option<&'static Language>> = LazyLock::new(|| languages::of("en"));

static HTTP: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("http"));

/// Most words of a line that is searched for contributor phrases; a longer one is neither
/// boilerplate, credit nor caption. Chosen by judgement.
pub(super) const LONGEST: usize = 60;
/// Most words of a line in which agencies are looked for. Chosen by judgement.
pub(super) const MAY_CREDIT: usize = 40;

/// A small set of hashes, for look-ups that mostly fail.
struct Few {
    /// Bit set of the first six bits of each hash.
    first: u64,
    all: Vec<u64>,
}

impl Few {
    fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let all: Vec<u64> = hashes.collect();
        Self { first: all.iter().fold(0, |bits, hash| bits | 1 << (hash >> 58)), all }
    }

    #[inline]
    fn contains(&self, hash: u64) -> bool {
        self.first >> (hash >> 58) & 1 == 1 && self.all.contains(&hash)
    }
}

/// Reads the signs of lines one by one.
pub(super) struct Reader<'r> {
    /// The record's title, folded, and the hashes of its words.
    title: Option<(&'r str, Few)>,
    language: Option<&'static Language>,
    vocabulary: &'static Vocabulary,
    agencies: &'r Agencies,
}

impl<'r> Reader<'r> {
    pub(super) fn new(
        title: Option<&'r str>,
        language: Option<&'static Language>,
        agencies: &'r Agencies,
    ) -> Self {
        let title = title.map(|title| (title, Few::of(eight::words(title).map(|word| word.hash))));
        Self { title, language, vocabulary: Vocabulary::of(language), agencies }
    }

    /// Reads the signs of a line. O(bytes).
    pub(super) fn read(&self, line: &Line<'_>) -> Set {
        use Sign::*;
        let mut s = Set::default();
        let text = line.text;
        let beyond = Beyond::of(text);
        length(line, &mut s);
        make(line, &beyond, &mut s);
        if line.phrase.is_empty() && line.words == 0 {
            s.add(NoWords);
            return s;
        }
        s.add_if(self.language.is_none(), NoLanguage);
        let (opening, telling) =
            if line.phrase.is_empty() { (false, false) } else { self.words(line, &mut s) };
        s.add_if(is_post_signature(text) || lines::is_signed_post(text), Post);
        s.add_if(lines::is_address(text), Address);
        if pictures::is_gallery(text) {
            s.add(if line.words <= 4 { GalleryCounter } else { Gallery });
        }
        let opens = opens_story(text, self.agencies);
        s.add_if(opens.is_some(), OpensStory);
        s.add_if(opens == Some(true), OpensWire);
        s.add_if(line.words <= LONGEST && is_contributor(text), Contributed);
        s.add_if(line.words <= 16 && signs_for_an_agency(text, self.agencies), SignsAgency);
        s.add_if(
            pictures::reads_as_caption(text)
                && !is_dateline_like(text)
                && !lines::holds_dateline(text),
            MadeAsCaption,
        );
        s.add_if(
            (3..=120).contains(&line.words) && pictures::ends_in_photo_credit(text),
            CreditEnd,
        );
        s.add_if(s.has(CreditEnd) && !line.terminal && line.words >= 5, BareCredit);
        s.add_if(pictures::opens_as_old(text), FilePhoto);
        s.add_if(
            (3..=60).contains(&line.words) && pictures::ends_in_set_off_bracket(text),
            SetOffBracket,
        );
        if let Some((label, how)) = (!line.phrase.is_empty())
            .then(|| lexicon::find_told(&line.phrase, opening, telling))
            .flatten()
        {
            s.add(match (how, label) {
                ("boilerplate phrase", Label::Related) => WholeRelated,
                ("boilerplate phrase", Label::Byline) => WholeByline,
                ("boilerplate phrase", Label::Caption) => WholeCaption,
                ("boilerplate phrase", _) => WholeFurniture,
                ("begins with a boilerplate phrase", Label::Related) => BeginsRelated,
                ("begins with a boilerplate phrase", Label::Byline) => BeginsByline,
                ("begins with a boilerplate phrase", Label::Caption) => BeginsCaption,
                ("begins with a boilerplate phrase", _) => BeginsFurniture,
                (_, Label::Related) => HoldsRelated,
                _ => HoldsFurniture,
            });
        }
        // Versions of one story share their paragraphs and the boilerplate between them, so a line
        // must also recur in different stories or between different neighbours.
        let elsewhere =
            line.standing.texts >= 2 || line.standing.neighbours >= 2 && !line.is_prose(12);
        s.add_if(line.standing.articles >= 2 && elsewhere, RecursTwice);
        s.add_if(line.standing.is_furniture(), RecursShort);
        s.add_if(line.standing.is_prose_furniture(), RecursProse);
        s.add_if(
            line.standing.texts >= 3 && line.standing.edges * 5 >= line.standing.articles * 4,
            RecursEdge,
        );
        s.add_if(line.standing.of >= 2 && line.standing.articles < 2, NewToSource);
        credits(line, &beyond, self.language, &mut s);
        if line.words <= MAY_CREDIT
            && let Some((_, named)) = self.agencies.find(text).last()
        {
            s.add(NamesAgency);
            s.add_if(is_last(&text[..named.start], &text[named.end..]), EndsAgency);
        }
        s.add_if(line.terminal && s.has(Month) && s.has(Year), FullDate);
        let names = line.words <= 8
            && (s.has(AllCapitals) || s.has(SlashNames))
            && text.contains([',', '/', '|', '•']);
        s.add_if(names && !line.terminal && s.has(NamesAgency) && !s.has(Digits), NameAndHouse);
        if line.is_prose(12) {
            return s;
        }
        s.add_if(line.words <= 25 && lines::is_bracketed_teaser(text), BracketTeaser);
        s.add_if(lines::is_share_bar(text), ShareBar);
        s.add_if(lines::says_the_same_twice(text), SameTwice);
        let heading = text.split_once(':').filter(|(before, _)| before.len() <= 40).and_then(
            |(before, _)| lexicon::before_colon(before.trim_start_matches(['*', '•', ' '])),
        );
        s.add_if(heading == Some(Label::Related), HeadingRelated);
        s.add_if(heading.is_some_and(|label| label != Label::Related), HeadingOther);
        s.add_if(
            text.starts_with(['©', 'Ⓒ'])
                || text.starts_with("(c)")
                || text.starts_with("Copyright"),
            Copyright,
        );
        s.add_if(pictures::is_photo_credit(text), PhotoCredit);
        s.add_if(line.words <= 12 && names_picture(text), NamesPicture);
        s.add_if(line.words <= 30 && is_byline(text, s.has(NamesAgency), self.agencies), Byline);
        s.add_if(
            line.words <= 14 && !line.terminal && opens.is_none() && lines::holds_date(text),
            DateLine,
        );
        s.add_if(lines::ends_in_running_time(text), RunningTime);
        s.add_if(lexicon::is_author_heading(&line.phrase), AuthorHeading);
        s
    }

    /// Reads the signs that the words of a line show, by the lists of the text's language, by what
    /// sites want of their readers, and by the title. Returns whether the first word may begin a
    /// boilerplate phrase, and whether one of the words may belong to one.
    fn words(&self, line: &Line<'_>, s: &mut Set) -> (bool, bool) {
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
        match count.notice {
            0 => {}
            1 => s.add(NoticeOne),
            2 => s.add(NoticeTwo),
            _ => s.add(NoticeMany),
        }
        s.add_if(count.page > 0, CaptionPage);
        s.add_if(count.scenery >= 2, Scenery);
        s.add_if(count.reader == 1, Reader);
        s.add_if(count.reader > 1, ReaderTwice);
        s.add_if(count.site == 1, SiteOne);
        s.add_if(count.site > 1, SiteTwo);
        s.add_if(
            count.reader > 0 && count.site > 1 && count.site * 9 >= line.words && !s.has(Quotes),
            ReaderSite,
        );
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
    fn add(&mut self, is: u32, pair: u32) {
        let one = |what: u32| usize::from(is & what != 0);
        self.common += one(v::FUNCTION);
        self.notice += one(v::NOTICE);
        self.page += usize::from((is | pair) & v::PAGE != 0);
        self.scenery += one(v::SCENERY);
        self.reader += one(v::READER);
        self.site += one(v::SITE);
        self.any |= is | pair & v::SIDE;
    }
}

/// Whether an agency's name ends the line, or only a person's name follows it.
fn is_last(before: &str, behind: &str) -> bool {
    let behind = behind.trim_end_matches(['.', ')', ']', ' ']);
    let is_name = || {
        behind.split_whitespace().count() <= 4
            && behind.split_whitespace().all(|word| !word.starts_with(char::is_lowercase))
    };
    behind.is_empty()
        || (behind.starts_with(['/', '|']) || before.ends_with(['/', '|', '(', '[', '©']))
            && is_name()
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

fn length(line: &Line<'_>, s: &mut Set) {
    use Sign::*;
    s.add(match line.words {
        0 | 1 => OneWord,
        2 => TwoWords,
        3 | 4 => FewWords,
        5..=7 => ShortLine,
        8..=11 => MidLine,
        12..=17 => HeadlineLength,
        18..=29 => SentenceLength,
        30..=59 => ParagraphLength,
        _ => LongParagraph,
    });
    s.add_if(line.terminal, Sentence);
    s.add_if(line.terminal && line.words < 8, ShortSentence);
    s.add_if(line.is_prose(12), LongSentence);
}

/// What the characters beyond ASCII show, found in one pass; most lines have few or none.
#[derive(Default)]
struct Beyond {
    quotes: bool,
    bars: bool,
    /// Whether there is a full-width colon.
    colon: bool,
    copyright: bool,
    /// Number of sentence ends in scripts with full stops of their own.
    stops: usize,
    /// Whether a capital comes right after a small letter, and at least one of the two is beyond
    /// ASCII.
    glued: bool,
}

impl Beyond {
    /// Scans a text. O(bytes).
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut from = 0;
        while let Some(at) = eight::beyond_ascii(text.as_bytes(), from) {
            let mut characters = text[at..].chars();
            let Some(c) = characters.next() else { break };
            match c {
                '“' | '„' | '«' | '「' | '”' => found.quotes = true,
                '·' | '•' => found.bars = true,
                '：' => found.colon = true,
                '©' => found.copyright = true,
                '。' | '।' | '؟' | '۔' => found.stops += 1,
                _ if found.glued => {}
                _ if c.is_uppercase() => found.glued = text[..at].ends_with(char::is_lowercase),
                _ if c.is_lowercase() => {
                    found.glued = characters.next().is_some_and(char::is_uppercase)
                }
                _ => {}
            }
            from = at + c.len_utf8();
        }
        found
    }
}

/// The ASCII marks that a line has, found in one pass.
struct Marks(u8);

impl Marks {
    const QUOTE: u8 = 1;
    const BAR: u8 = 2;
    const SLASH: u8 = 4;
    const ABOVE: u8 = 8;
    const AT: u8 = 16;

    /// Scans a text, free of branches so that it vectorises. O(bytes).
    fn of(text: &str) -> Self {
        let mark = |byte: u8, mark: u8, bit: u8| if byte == mark { bit } else { 0 };
        Self(text.bytes().fold(0, |found, b| {
            found
                | mark(b, b'"', Self::QUOTE)
                | mark(b, b'|', Self::BAR)
                | mark(b, b'/', Self::SLASH)
                | mark(b, b'>', Self::ABOVE)
                | mark(b, b'@', Self::AT)
        }))
    }

    /// Whether the line has any of some marks.
    fn has(&self, marks: u8) -> bool {
        self.0 & marks != 0
    }
}

/// Reads the signs that the characters of a line show.
fn make(line: &Line<'_>, beyond: &Beyond, s: &mut Set) {
    use Sign::*;
    let text = line.text;
    let bytes = text.as_bytes();
    let bare = text.trim_end_matches(['"', '”', '’', '\'', '»', '“', ')', ']', '」']);
    s.add_if(bare.ends_with(['?', '？', '؟']), Question);
    s.add_if(bare.ends_with(['!', '！']), Exclamation);
    s.add_if(text.ends_with('…') || text.ends_with("...") || text.ends_with("[…]"), CutShort);
    s.add_if(text.ends_with([':', '：']), Colon);
    s.add_if(text.ends_with([',', '،', '、']), Comma);
    let marks = Marks::of(text);
    s.add_if(marks.has(Marks::QUOTE) || beyond.quotes, Quotes);
    s.add_if(text.starts_with(['"', '“', '„', '«', '»', '「', '\'', '‘']), OpensQuote);
    s.add_if(
        text.starts_with(['•', '-', '–', '—', '*', '·', '■', '►', '▶', '▸', '→', '✓', '●']),
        Bullet,
    );
    s.add_if(bytes[0].is_ascii_digit(), BeginsDigit);
    s.add_if(text.starts_with(char::is_lowercase), BeginsSmall);
    if text.len() <= 1200 {
        // The sum of so many flags fits a byte, and sums of bytes vectorise best.
        let few = |few: &[u8]| few.iter().map(|b| u8::from(b.is_ascii_digit())).sum::<u8>();
        let digits: usize = bytes.chunks(255).map(|chunk| usize::from(few(chunk))).sum();
        s.add_if(digits > 0, Digits);
        s.add_if(digits * 3 >= text.len(), ManyDigits);
        s.add_if(digits > 0 && !text.contains(char::is_alphabetic), OnlyDigits);
    }
    s.add_if(line.is_figures(), Figures);
    if text.len() <= 600 {
        let strokes = marks.has(Marks::BAR) || beyond.bars;
        s.add_if(strokes || marks.has(Marks::SLASH) && text.contains(" // "), Bar);
        s.add_if(
            line.words <= 6
                && (marks.has(Marks::SLASH | Marks::ABOVE) || !text.is_ascii())
                && [" / ", " > ", " › ", " » ", "  /  "].iter().any(|x| text.contains(x)),
            Path,
        );
        let dotted = || {
            memchr::memchr_iter(b'.', bytes)
                .any(|at| bytes[..at].ends_with(b"www") || bytes[at + 1..].starts_with(b"com"))
        };
        s.add_if(HTTP.find(bytes).is_some() || dotted(), HoldsAddress);
        s.add_if(marks.has(Marks::AT), At);
    }
    s.add_if(text.starts_with(['(', '[']) && text.ends_with([')', ']']), Brackets);
    s.add_if(text.ends_with([')', ']']), EndsBracket);
    let sentences = full_stops(text, beyond, 4) + usize::from(line.terminal);
    s.add_if(sentences >= 2, TwoSentences);
    s.add_if(sentences >= 4, ManySentences);
    if line.words <= 30 && !(line.terminal && line.is_prose(12)) {
        capitals(text, s);
    }
}

/// Counts the stops that end a sentence within a text, up to `most`.
fn full_stops(text: &str, beyond: &Beyond, most: usize) -> usize {
    let ends = |at: &usize| {
        let next = &text[at + 1..];
        next.starts_with(' ') || next.starts_with(['"', '”', '»', '“', '\''])
    };
    let plain =
        memchr::memchr3_iter(b'.', b'!', b'?', text.as_bytes()).filter(ends).take(most).count();
    (plain + beyond.stops).min(most)
}

fn capitals(text: &str, s: &mut Set) {
    use Sign::*;
    let (mut upper, mut lower, mut other) = (0, 0, 0);
    let (mut names, mut slash) = (true, false);
    for word in text.split_whitespace() {
        let c = word.chars().find(|c| c.is_alphanumeric());
        match c {
            Some(c) if c.is_uppercase() => upper += 1,
            Some(c) if c.is_lowercase() => {
                lower += 1;
                names = false;
            }
            Some(_) => {
                other += 1;
                names = false;
            }
            None => {}
        }
        slash |= word.contains('/') || word == "|";
    }
    s.add_if(lines::is_shouted(text), Shouted);
    s.add_if(upper > 1 && lower == 0 && other == 0, AllCapitals);
    s.add_if(lower > 0 && upper * 2 > lower + upper + other, ManyCapitals);
    s.add_if(upper == 1 && lower >= 2, NoCapitals);
    s.add_if(upper + lower == 0, NoScript);
    s.add_if(names && (2..=4).contains(&upper) && !text.ends_with(['.', '!', '?', ':']), NamesOnly);
    s.add_if(names && slash && upper >= 2, SlashNames);
    // `… on the quay. Jane Roe/Harbour News`
    let end =
        text.rfind(['.', '”', '"']).map(|at| text[at..].trim_start_matches(['.', '”', '"', ' ']));
    s.add_if(
        end.is_some_and(|e| {
            !e.is_empty()
                && e.len() <= 60
                && e.split_whitespace().count() <= 6
                && e.split_whitespace().all(|w| !w.starts_with(char::is_lowercase))
                && e.contains(char::is_alphabetic)
                && text.len() - e.len() >= 20
        }),
        EndsName,
    );
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

/// Reads whether a line opens or ends like the credit of a picture, in the words of the text's
/// language or in English.
fn credits(line: &Line<'_>, beyond: &Beyond, language: Option<&'static Language>, s: &mut Set) {
    use Sign::*;
    let text = line.text;
    if line.words > 80 {
        return;
    }
    let is_picture = |word: &str| {
        let folded = fold::fold(word);
        !folded.is_empty()
            && [language, *ENGLISH]
                .into_iter()
                .flatten()
                .any(|l| l.credit.picture.contains(&folded) || l.captions.source.contains(&folded))
    };
    // The last word before the mark, or its part from the last capital on if words were run
    // together: `in LondonCredit: Jane Roe`.
    let last_word = |before: &str| -> String {
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let from =
            word.char_indices().rev().find(|(_, c)| c.is_uppercase()).map_or(0, |(at, _)| at);
        if word.chars().all(|c| c.is_uppercase()) {
            word.to_owned()
        } else {
            word[from..].to_owned()
        }
    };
    let mut from = 0;
    let mark = |from: usize| {
        let plain = memchr::memchr2(b':', b'/', &text.as_bytes()[from..]);
        let wide = if beyond.colon { text[from..].find('：') } else { None };
        plain.into_iter().chain(wide).min().map(|at| at + from)
    };
    while let Some(at) = mark(from) {
        let word = last_word(text[..at].trim_end());
        if word.len() >= 3 && is_picture(&word) && !text[at..].starts_with("://") {
            s.add(CreditColon);
            s.add_if(text.len() - at <= 60 && at > 20, EndsCredit);
            break;
        }
        from = at + text[at..].chars().next().map_or(1, char::len_utf8);
    }
    if beyond.copyright
        && let Some(at) = text.find('©')
    {
        let rest = text[at + 2..].trim_start();
        s.add_if(rest.starts_with(char::is_alphabetic) && text.len() - at <= 80, CopyrightName);
    }
    let tail = text.rsplit(['.', '(', '|', '/', '–', '-']).next().unwrap_or_default();
    s.add_if(
        tail.len() < text.len()
            && tail.len() <= 40
            && tail.split(|c: char| !c.is_alphanumeric()).any(|w| w.len() > 3 && is_picture(w)),
        EndsCredit,
    );
    let bytes = text.as_bytes();
    let plain = bytes.iter().zip(&bytes[1..]).fold(false, |any, (before, c)| {
        any | (before.is_ascii_lowercase() & c.is_ascii_uppercase())
    });
    s.add_if(plain || beyond.glued, GluedWord);
}

fn starts_as_byline(text: &str) -> bool {
    let by = ["By ", "BY ", "by ", "Von ", "Par ", "Por ", "Di ", "Door ", "Af ", "Av "]
        .iter()
        .find_map(|b| text.strip_prefix(b));
    by.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_uppercase()))
        || text.len() <= 120 && byline::names_after_words(text)
}

fn signs_for_an_agency(text: &str, agencies: &Agencies) -> bool {
    let capitals = |text: &str| {
        let joining = |w: &str| matches!(w, "and" | "&" | "und" | "et");
        text.split_whitespace().all(|w| joining(w) || w.starts_with(char::is_uppercase))
    };
    if let Some((before, after)) = text.split_once('|')
        && agencies
            .exactly(before.trim().trim_start_matches("The "))
            .or_else(|| agencies.exactly(before))
            .is_some()
    {
        return lines::holds_date(after);
    }
    if let Some((before, after)) = text.rsplit_once('/')
        && agencies.exactly(after).is_some()
    {
        return before.contains(" and ") && capitals(before);
    }
    agencies.glued(text).is_some_and(|(_, start)| {
        capitals(&text[..start]) && text[..start].split_whitespace().count() >= 2
    })
}

fn is_byline(text: &str, named: bool, agencies: &Agencies) -> bool {
    if starts_as_byline(text) && !text.ends_with(['.', '!', '?', '"', '”']) {
        return true;
    }
    if ["(Reporting", "(Additional", "(Writing", "(Editing", "(With"]
        .iter()
        .any(|opening| text.starts_with(opening))
    {
        return true;
    }
    let names_agency = named && agencies.signing(text).next().is_some();
    names_agency
        && !(text.len() <= 100 && names_picture(text))
        && !text.ends_with(['.', '!', '?', ':'])
        && text.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count() <= 2
}

fn is_dateline_like(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(80)];
    head.contains(") —")
        || head.contains(") -")
        || head.contains(") –")
        || head.split(['—', '–']).next().is_some_and(|h| {
            h.len() < head.len()
                && h.split_whitespace().all(|w| !w.starts_with(char::is_lowercase))
                && !h.starts_with("FILE")
        })
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

    #[test]
    fn templates_sign_for_an_agency_in_several_ways() {
        let list = "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\ncredits=['NWA','Northern Wire Agency']\n";
        let agencies = Agencies::of(&crate::sources::Registry::parse("t", list).expect("sound"));
        let signed = [
            "Northern Wire Agency | Monday, June 7, 2021, 7:24 a.m.",
            "JANE DOE and JOHN ROE / NWA",
            "Jane DoeNorthern Wire Agency",
        ];
        assert!(signed.iter().all(|line| signs_for_an_agency(line, &agencies)));
        let not = [
            "CreditNorthern Wire Agency",
            "Jane Doe / NWA",
            "Northern Wire Agency | Read more",
            "The ferry that she sold to Northern Wire Agency",
            "NWA",
        ];
        assert!(not.iter().all(|line| !signs_for_an_agency(line, &agencies)));
    }
}
