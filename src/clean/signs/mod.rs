//! Reads the features of each line of an article: what it consists of, what is beside it, where it
//! is on the page.
//!
//! Signs and settings are the input of the model ([`super::model`]); their names are given as
//! evidence in the tables.

mod alone;
mod page;
mod setting;
mod vocabulary;

use super::Reason;
use super::credit::{self, Agencies};
use super::lines::Line;
use crate::languages::{self, Language};
use crate::text::fold;

/// Declares an enumeration whose values each have a name in words.
macro_rules! named {
    ($(#[$doc:meta])* $kind:ident, $all:ident; $($value:ident = $words:literal,)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $kind { $(#[doc = $words] $value,)* }

        /// The names in words, in order.
        pub const $all: &[&str] = &[$($words,)*];
    };
}

named! {
    /// A feature of a line, whatever its position.
    Sign, SIGNS;
    OneWord = "one word",
    TwoWords = "two words",
    FewWords = "three or four words",
    ShortLine = "five to seven words",
    MidLine = "eight to eleven words",
    HeadlineLength = "twelve to seventeen words",
    SentenceLength = "eighteen to twenty-nine words",
    ParagraphLength = "thirty to fifty-nine words",
    LongParagraph = "sixty words or more",
    ShortSentence = "a short sentence",
    Sentence = "ends like a sentence",
    LongSentence = "reads as running text",
    TwoSentences = "contains two sentences",
    ManySentences = "contains several sentences",
    Question = "ends with a question mark",
    Exclamation = "ends with an exclamation mark",
    CutShort = "ends with an ellipsis",
    Colon = "ends with a colon",
    Comma = "ends with a comma",
    Quotes = "contains a quotation mark",
    OpensQuote = "begins with a quotation mark",
    Bullet = "begins with a list marker",
    BeginsDigit = "begins with a digit",
    BeginsSmall = "begins with a small letter",
    OnlyDigits = "only digits",
    Digits = "contains digits",
    ManyDigits = "mostly digits",
    Figures = "states figures",
    Bar = "parts separated by bars or dots",
    Path = "a breadcrumb path",
    Brackets = "in brackets",
    EndsBracket = "ends with a bracket",
    Address = "an address",
    HoldsAddress = "contains an address",
    At = "names an account",
    Shouted = "mostly capitals",
    AllCapitals = "every word capitalised",
    ManyCapitals = "most words capitalised",
    NoCapitals = "only the first word capitalised",
    NoScript = "a script without case",
    FunctionNone = "no common words",
    FunctionFew = "few common words",
    FunctionMany = "as many common words as running text",
    NoLanguage = "a language without word lists",
    OtherLanguage = "words of a language other than the text's",
    Saying = "a verb of saying",
    NoticeOne = "a word of notices",
    NoticeTwo = "words of notices",
    NoticeMany = "many words of notices",
    Reader = "addresses the reader",
    ReaderTwice = "addresses the reader repeatedly",
    SiteOne = "a word for what sites ask of readers",
    SiteTwo = "words for what sites ask of readers",
    ReaderSite = "asks something of the reader",
    CaptionPage = "words of players and forms",
    CaptionSource = "opens like a picture credit",
    CaptionArchive = "marked as an archive picture",
    Scenery = "words typical of captions",
    PictureWord = "a word of picture credits",
    CreditOpening = "opens like a byline",
    Role = "a writer's role",
    Ago = "says how long ago",
    Stamped = "a word of publishing",
    Month = "names a month",
    Weekday = "names a weekday",
    Time = "contains a time of day",
    Year = "contains a year",
    NamesOnly = "only names",
    Copyright = "copyright line",
    NamesPicture = "mentions a picture",
    NamesAgency = "names an agency",
    EndsAgency = "ends with an agency",
    EndsName = "ends with names after a full stop",
    SlashNames = "names with a slash",
    Contributed = "names contributors",
    NoWords = "no words",
    Post = "a signed post",
    GalleryCounter = "gallery counter",
    Gallery = "part of a gallery",
    SignsAgency = "signed by an agency",
    MadeAsCaption = "written like a caption",
    CreditEnd = "ends with a photo credit",
    SetOffBracket = "ends with a bracket set apart",
    BracketTeaser = "a teaser in brackets",
    ShareBar = "share buttons",
    SameTwice = "repeats itself",
    HeadingRelated = "teaser heading before a colon",
    HeadingOther = "a heading before a colon",
    PhotoCredit = "photo credit",
    Byline = "names the author",
    DateLine = "date line",
    OpensStory = "opens with a dateline",
    OpensWire = "opens with an agency's dateline",
    WholeFurniture = "boilerplate phrase",
    WholeRelated = "teaser heading",
    WholeByline = "byline phrase",
    WholeCaption = "caption phrase",
    BeginsFurniture = "begins with a boilerplate phrase",
    BeginsRelated = "begins like a teaser",
    BeginsByline = "begins like a byline",
    BeginsCaption = "begins like a caption",
    HoldsFurniture = "holds a boilerplate phrase",
    HoldsRelated = "contains a teaser phrase",
    RunningTime = "ends with a running time",
    RecursTwice = "occurs in another article of the source",
    RecursShort = "recurs in the source's articles",
    RecursProse = "recurs often in the source's articles",
    RecursEdge = "recurs at the edge of the source's articles",
    NewToSource = "in no other of the source's articles",
    Repeated = "occurred on the page before",
    Repeats = "occurs on the page again",
    Title = "the record's title",
    TitlePart = "contains the record's title",
    TitleSome = "words of the title",
    TitleMost = "most words of the title",
    OnTopicNone = "no word of the main text",
    OnTopicFew = "few words of the main text",
    OnTopicSome = "some words of the main text",
    OnTopicMany = "words of the main text",
    IntroducesWriter = "introduces somebody not named in the text",
    AuthorHeading = "author heading",
    CreditColon = "mentions a picture before a colon",
    EndsCredit = "ends like a picture credit",
    CopyrightName = "a copyright mark before a name",
    GluedWord = "words run together",
    BareCredit = "ends with a photo credit and no sentence",
    FilePhoto = "opens like the caption of an archive picture",
    Side = "states a person's position in a picture",
    FullDate = "a sentence with a full date",
    NameAndHouse = "a name and an agency",
    CreditAgain = "one of several lines with a name and an agency",
    CreditNear = "near lines with a name and an agency",
    EndsAlike = "ends like other lines of the page",
    BeginsAlike = "begins like other lines of the page",
    SharedTail = "ends with the same name as other lines of the page",
}

named! {
    /// A feature of a line's position.
    Setting, SETTINGS;
    Always = "any line",
    Alone = "the only line",
    NoText = "no running text on the page",
    First = "the first line",
    Second = "the second line",
    Last = "the last line",
    LastThree = "among the last three lines",
    BeforeAll = "before any running text",
    BeforeMain = "before the main text",
    Opens = "opens the main text",
    InMain = "in the main text",
    Ends = "ends the main text",
    AfterMain = "after the main text",
    AfterAll = "after all running text",
    Just1Before = "right before the main text",
    Just2Before = "two lines before the main text",
    Near5Before = "a few lines before the main text",
    Near10Before = "some lines before the main text",
    FarBefore = "far before the main text",
    Just1After = "right after the main text",
    Just2After = "two lines after the main text",
    Near5After = "a few lines after the main text",
    Near10After = "some lines after the main text",
    FarAfter = "far after the main text",
    ShortIn = "a short line in the main text",
    MidIn = "a line of medium length in the main text",
    SentenceIn = "a sentence in the main text",
    ProseIn = "running text in the main text",
    ShortBefore = "a short line before the main text",
    MidBefore = "a line of medium length before the main text",
    SentenceBefore = "a sentence before the main text",
    ProseBefore = "running text before the main text",
    ShortAfter = "a short line after the main text",
    MidAfter = "a line of medium length after the main text",
    SentenceAfter = "a sentence after the main text",
    ProseAfter = "running text after the main text",
    ProseNone = "no running text near",
    ProseOne = "running text near",
    ProseTwo = "two lines of running text near",
    ProseMany = "amid running text",
    ProseBothSides = "running text on both sides",
    AmongShort = "among short lines",
    AmongHeadlines = "among lines of headline length",
    AmongFurniture = "among boilerplate",
    FewLines = "a text of few lines",
    SomeLines = "a text of some lines",
    ManyLines = "a text of many lines",
    PageLines = "a whole page",
    AllProse = "almost only running text",
    MostProse = "a text mostly of running text",
    HalfProse = "a page half of running text",
    LittleProse = "a page with little running text",
    UnderTeasers1 = "right below a teaser heading",
    UnderTeasers = "below a teaser heading",
    AfterTitle = "between title and text",
    AfterTitleNear = "right after the title",
    UnderAuthor = "below author heading",
    ShortFinal = "a short last line",
    Alternates = "lines of one length alternate",
    SameShape = "same shape as the lines beside it",
    OffTopicShort = "after the main text, without any of its words",
    OnTopicBefore = "words of the main text before the main text",
    FiguresNear = "among figures",
    RecursNear = "among lines that recur",
    Continues = "continues the sentence of the line before",
    GoesOn = "its sentence continues on the next line",
    ShortAboveCredit = "a short line above a picture credit",
    MidAboveCredit = "a line of medium length above a picture credit",
    LongAboveCredit = "a long line above a picture credit",
    SentenceAboveCredit = "a short sentence above a picture credit",
    ProseAboveCredit = "a long sentence above a picture credit",
    CreditAboveCredit = "a picture credit above another",
    ShortBelowCredit = "a short line below a picture credit",
    MidBelowCredit = "a line of medium length below a picture credit",
    LongBelowCredit = "a long line below a picture credit",
    SentenceBelowCredit = "a short sentence below a picture credit",
    ProseBelowCredit = "a long sentence below a picture credit",
    CreditBelowCredit = "a picture credit below another",
}

/// A set of signs, or of settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Set([u64; 3]);

impl Set {
    /// Builds the set of these signs.
    pub const fn of(signs: &[Sign]) -> Self {
        let mut set = [0; 3];
        let mut at = 0;
        while at < signs.len() {
            let sign = signs[at] as usize;
            set[sign / 64] |= 1 << (sign % 64);
            at += 1;
        }
        Self(set)
    }

    fn add(&mut self, sign: Sign) {
        self.put(sign as usize);
    }

    #[inline]
    fn add_if(&mut self, holds: bool, sign: Sign) {
        if holds {
            self.put(sign as usize);
        }
    }

    #[inline]
    fn put(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn remove(&mut self, sign: Sign) {
        self.0[sign as usize / 64] &= !(1 << (sign as usize % 64));
    }

    /// Whether the set contains the sign.
    pub fn has(&self, sign: Sign) -> bool {
        self.0[sign as usize / 64] >> (sign as usize % 64) & 1 == 1
    }

    /// Whether the set of settings contains this one.
    pub fn has_setting(&self, setting: Setting) -> bool {
        self.0[setting as usize / 64] >> (setting as usize % 64) & 1 == 1
    }

    /// Whether the set contains any of the signs.
    pub fn has_any(&self, signs: Self) -> bool {
        self.0.iter().zip(signs.0).fold(0, |any, (own, other)| any | own & other) != 0
    }

    /// Calls `f` with the index of each member in [`SIGNS`] or [`SETTINGS`], in ascending order.
    fn each(self, mut f: impl FnMut(usize)) {
        for (word, mut bits) in self.0.into_iter().enumerate() {
            while bits != 0 {
                f(word * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }
}

/// The features of the lines of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// The signs of each line.
    pub signs: Vec<Set>,
    /// The setting of each line.
    pub settings: Vec<Set>,
}

/// Number of features of a line, by definition its signs, those of the lines before and after it,
/// and its settings.
pub const FEATURES: usize = 3 * SIGNS.len() + SETTINGS.len();

impl Seen {
    /// Calls `f` with each feature of line `at`, in ascending order; all are below [`FEATURES`].
    pub fn each_feature(&self, at: usize, mut f: impl FnMut(usize)) {
        let beside =
            [(Some(at), 0), (at.checked_sub(1), SIGNS.len()), (Some(at + 1), 2 * SIGNS.len())];
        for (line, from) in beside {
            if let Some(signs) = line.and_then(|line| self.signs.get(line)) {
                signs.each(|sign| f(from + sign));
            }
        }
        self.settings[at].each(|setting| f(3 * SIGNS.len() + setting));
    }
}

/// Reads the signs and settings of all lines. `given` is the record's language code. O(bytes).
pub fn read(
    lines: &[Line<'_>],
    title: Option<&str>,
    given: Option<&str>,
    agencies: &Agencies,
) -> Seen {
    let title = title
        .filter(|title| title.len() <= LONGEST_TITLE)
        .map(fold::phrase)
        .filter(|title| title.contains(' '));
    let reader = alone::Reader::new(title.as_deref(), language(lines, given), agencies);
    let mut signs: Vec<Set> = lines.iter().map(|line| reader.read(line)).collect();
    page::compare(lines, &mut signs, agencies);
    let settings = setting::read(lines, &signs);
    Seen { signs, settings }
}

/// Longest title, in bytes, that is compared with the lines; a longer one is not a headline. Chosen
/// by judgement.
const LONGEST_TITLE: usize = 400;

/// Number of sentences from which the language is detected. Chosen by judgement.
const SENTENCES: usize = 8;

/// Returns what the signs of a line say about credits in it. Long lines were not searched, so for
/// them both flags are set.
pub fn of_credits(line: &Line<'_>, signs: Set) -> credit::Seen {
    credit::Seen {
        agency: line.words > alone::MAY_CREDIT || signs.has(Sign::NamesAgency),
        contributor: line.words > alone::LONGEST || signs.has(Sign::Contributed),
    }
}

/// Returns the language of the text, detected from its first sentences, or else that of the record;
/// `None` if neither has word lists.
fn language(lines: &[Line<'_>], given: Option<&str>) -> Option<&'static Language> {
    let given = given.map(languages::code_of);
    let given = given.as_deref();
    let sentences = lines
        .iter()
        .filter(|line| line.terminal && line.words >= 8 && !line.phrase.is_empty())
        .take(SENTENCES);
    languages::told(sentences.map(|line| line.phrase.as_str()), given)
        .or_else(|| given.and_then(languages::of))
}

/// Returns the name of a feature in words.
pub fn name(feature: usize) -> &'static str {
    use std::sync::LazyLock;
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let beside = |where_: &'static str| SIGNS.iter().map(move |sign| format!("{where_}{sign}"));
        beside("")
            .chain(beside("line before: "))
            .chain(beside("line after: "))
            .chain(SETTINGS.iter().map(|s| (*s).to_owned()))
            .collect()
    });
    NAMES.get(feature).map_or("", String::as_str)
}

/// Whether a piece of evidence only concerns the position of a line, the lines beside it, or its
/// length.
pub fn is_of_place(evidence: Reason) -> bool {
    let evidence = evidence.words();
    evidence.starts_with("line b")
        || SETTINGS.contains(&evidence)
        || SIGNS[..=Sign::LongParagraph as usize].contains(&evidence)
}
