//! Determines when a caption's picture was taken, as far as the caption says so.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::credit;
use crate::clean::Caption;
use crate::clean::credit::names_picture;
use crate::ingest::Stamp;
use crate::languages::{self, Language, credit::Held};
use crate::text::{dates, fold};

/// Age in days above which a picture is old. Chosen by judgement.
const OLD: i64 = 14;
/// Age in days from which a picture cannot be a photograph: about 180 years. Chosen by judgement.
const BEFORE_CAMERAS: i64 = 180 * 365;
/// Number of words above which a caption is a text of its own, whose dates and marks are not those
/// of the picture. Chosen by judgement.
const TEXT: usize = 150;
/// Number of dates, none a part of another, from which a caption tells a history. Chosen by
/// judgement.
const HISTORY: usize = 3;
/// Most words of an opening date: `On Friday, September 6, 2013, …`. Chosen by judgement.
const OPENING: usize = 5;

/// What a caption says about the time its picture was taken.
#[derive(Debug, Default)]
pub(super) struct Dated {
    /// The day stated, or, without a year, the one closest to the article's; `None` if no day is
    /// stated.
    pub(super) day: Option<NaiveDate>,
    /// Days from that day to the article's; `None` if either is unknown.
    pub(super) age_days: Option<i64>,
    /// Whether even the latest day that the date can mean is long before the article.
    pub(super) old: bool,
    /// Whether year, month and day are stated.
    pub(super) exact: bool,
    /// Whether the caption is a line of the text whose date is that of an event or a source.
    pub(super) told: bool,
}

impl Dated {
    /// Reads the first full date of a caption, or else the first date of any kind. `counted` means
    /// that the picture is numbered, as in a gallery; `language` is the article's, if known.
    ///
    /// Some dates do not say when the picture was taken: a sentence that opens with a date tells
    /// what happened then, a text with many dates tells a history, and a day without a year is
    /// recent.
    pub(super) fn read(
        caption: &Caption,
        published: Option<Stamp>,
        counted: bool,
        language: Option<&Language>,
    ) -> Self {
        let mentions = dates::mentions(&caption.text);
        let exact = mentions.iter().find(|m| m.exact().is_some());
        // In a gallery only a full date counts: captions there tell whole lives, and the gallery
        // may grow after the article was published.
        let any = mentions
            .iter()
            .find(|m| m.day.is_some())
            .or(mentions.first())
            .filter(|_| !caption.gallery && !counted);
        let Some(mention) = exact.or(any) else { return Self::default() };
        let Some(published) = published else {
            return Self { day: mention.exact(), exact: exact.is_some(), ..Self::default() };
        };
        let latest = mention.latest(published.day);
        let day = if mention.day.is_some() { latest } else { None };
        let age = latest.map(|day| (published.day - day).num_days());
        let told = !caption.listed && (is_note(&caption.text) || is_told(caption, language));
        let since = || language.is_some_and(|language| tells_since_when(&caption.text, language));
        let of_another = told
            || exact.is_none() && (since() || is_year_of_thing(&caption.text))
            || mention.year.is_none()
            || dates_told(&mentions) >= HISTORY
            || is_text(&caption.text)
            || opens_with_date(&caption.text);
        Self {
            day,
            age_days: day.map(|day| (published.day - day).num_days()),
            exact: exact.is_some(),
            told,
            old: !of_another
                && !counted
                && age.is_some_and(|age| age > OLD && age < BEFORE_CAMERAS),
        }
    }
}

/// Returns the number of dates that no other one contains: *in 2018* is part of *3 March 2018*.
fn dates_told(mentions: &[dates::Mention]) -> usize {
    let contains = |other: &dates::Mention, one: &dates::Mention| {
        other.year == one.year && other.month.is_some() && one.month.is_none()
    };
    mentions.iter().filter(|one| !mentions.iter().any(|other| contains(other, one))).count()
}

/// Whether a caption has so many words that it is a text of its own.
fn is_text(caption: &str) -> bool {
    caption.split_whitespace().nth(TEXT).is_some()
}

/// Whether a line is a note or an item of a list, whose date does not belong to a picture:
/// `3 Jane Doe, Radio Halvik, 23 October 2001`, `• The result for the year …`,
/// `Source: Bulletin of April 1998`.
fn is_note(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = (1..=3).contains(&(line.len() - rest.len()))
        && rest.starts_with([' ', '.', ')', '\t', '\u{a0}'])
        && rest.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_uppercase);
    let source = || {
        let first =
            line.split_once(':').map(|(first, _)| first).filter(|first| !names_picture(first));
        first.map(fold::phrase).is_some_and(|first| {
            languages::all().iter().any(|l| l.captions.source.contains(&first))
        })
    };
    // The pictures of a gallery are numbered too.
    let pictured =
        names_picture(line) || credit::without_credit(line).trim().len() < line.trim().len();
    numbered && !pictured || line.starts_with(['•', '▪', '◦', '·', '*', '†', '■']) || source()
}

/// Whether a line of the text without a mark of a picture (a credit, there or on the next line, or a
/// word for a picture) is a sentence of the story, whose dates are those of events: it opens with a
/// date, has an auxiliary of the past (*was*, *had*; nine languages have a list), opens with what
/// somebody says, or breaks off at a comma or the like. So is one
/// that is signed as a text is.
fn is_told(caption: &Caption, language: Option<&Language>) -> bool {
    let line = caption.text.trim();
    let worded = caption.own < caption.text.len() || names_picture(line);
    if !worded && is_signed_as_text(line) {
        return true;
    }
    let pictured = worded || credit::without_credit(line).trim_end().len() < line.len();
    let past = || {
        let past = language.map(|language| &language.captions.past);
        past.is_some_and(|past| fold::phrase(line).split(' ').any(|word| past.contains(word)))
    };
    !pictured
        && (line.ends_with([',', ';', ':'])
            || opens_with_speech(line)
            || opens_with_date(line)
            || past())
}

/// Longest name of an agency in a bracket, in characters. Chosen by judgement.
const SIGNATURE: usize = 12;
/// Least words of a line that a bracket with two agencies signs as a text. Chosen by judgement: the
/// picture of two agencies has a short line.
const SIGNED: usize = 20;

/// Whether a line ends with a bracket that signs a text and no picture: *(mit dpa)*, or
/// *(AFP, dpa)* below a long one.
fn is_signed_as_text(line: &str) -> bool {
    let Some(inner) = line.strip_suffix(')').and_then(|rest| Some(rest.rsplit_once('(')?.1)) else {
        return false;
    };
    if names_picture(inner) {
        return false;
    }
    let material = fold::phrase(inner)
        .rsplit_once(' ')
        .is_some_and(|(phrase, _)| languages::credit::phrases().material.contains(&phrase));
    let several = || {
        let parts: Vec<&str> = inner.split([',', '/']).map(str::trim).collect();
        parts.len() > 1
            && parts
                .iter()
                .all(|part| (2..=SIGNATURE).contains(&part.chars().count()) && !part.contains(' '))
            && line.split_whitespace().nth(SIGNED - 1).is_some()
    };
    material || several()
}

/// Least words of a quotation that somebody says; fewer can be the name of a work or a ship. Chosen by
/// judgement.
const SAID: usize = 6;

/// Most words of a speaker before what they say, in a transcript. Chosen by judgement.
const SPEAKER: usize = 4;

/// Whether a line opens with a speaker in capitals, as transcripts do: *DOE: Shortly after …*
fn opens_with_speaker(line: &str) -> bool {
    let Some((speaker, rest)) = line.split_once(':') else { return false };
    rest.starts_with(' ')
        && speaker.split_whitespace().count() <= SPEAKER
        && speaker.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !speaker.contains(char::is_lowercase)
        && !names_picture(speaker)
}

/// Whether a line opens with a quotation of some length, or with one that does not end in it.
fn opens_with_speech(line: &str) -> bool {
    if opens_with_speaker(line) {
        return true;
    }
    let Some(rest) = line.strip_prefix(['"', '“', '„', '«', '»']) else { return false };
    rest.split_once(['"', '”', '“', '»', '«'])
        .is_none_or(|(quoted, _)| quoted.split_whitespace().nth(SAID - 1).is_some())
}

/// Whether a caption opens like a sentence of a story that tells what happened on a day: with one
/// function word and a date.
fn opens_with_date(caption: &str) -> bool {
    let opening: Vec<&str> = caption.split_whitespace().take(OPENING).collect();
    let first = opening.first().map(|word| fold::fold(word)).unwrap_or_default();
    let is_function = languages::all().iter().any(|l| l.words.function.contains(&first));
    let dated = |words: &[&str]| !dates::mentions(&words.join(" ")).is_empty();
    is_function && opening.len() > 1 && (dated(&opening[1..]) || dated(&opening[..2]))
}

/// Whether the only date of a caption is a year in a bracket after a name: that of a work, a model or a
/// film, *Harbour Bridge (2018)*.
fn is_year_of_thing(caption: &str) -> bool {
    let is_year = |inner: &str| inner.len() == 4 && inner.bytes().all(|b| b.is_ascii_digit());
    let mut years = caption.match_indices('(').filter(|(at, _)| {
        let inside = &caption[at + 1..];
        let inner = inside.split(')').next().unwrap_or_default();
        is_year(inner) && caption[..*at].trim_end().ends_with(char::is_alphanumeric)
    });
    let digits = caption.split(|c: char| !c.is_ascii_digit()).filter(|run| is_year(run)).count();
    years.next().is_some() && years.count() + 1 == digits
}

/// Most words from *since* to a year. Chosen by judgement: an article, a day and a month.
const SINCE: usize = 4;

/// Whether a caption says since which year something holds: *Pope since 2013*.
fn tells_since_when(caption: &str, language: &Language) -> bool {
    let folded = fold::phrase(caption);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    words.iter().enumerate().any(|(at, word)| {
        language.captions.since.contains(*word) && words[at + 1..].iter().take(SINCE).any(is_year)
    })
}

/// Marks of archive pictures in all languages.
static ARCHIVE: LazyLock<Held> = LazyLock::new(|| {
    Held::of(
        languages::all().iter().flat_map(|l| &l.captions.archive).map(String::as_str).collect(),
    )
});

/// Whether a caption itself says that its picture is an old one.
pub(super) fn is_file_photo(caption: &str) -> bool {
    if is_text(caption) {
        return false;
    }
    let folded = fold::phrase(caption);
    // A mark of one language means nothing in another, or means the same. A word by itself may be
    // that of a place: *up to the military archive*.
    let mut marks = ARCHIVE.within(&folded);
    marks.any(|mark| mark.chars().count() > BARE || stands_apart(caption, mark))
        || (folded == "file" || folded.starts_with("file "))
            && (caption.starts_with("FILE") || caption.starts_with("(FILE"))
        || ["/file", "(file)", "(File)", "/File", ", File"].iter().any(|s| stands_in(caption, s))
}

/// Longest mark, in letters, that is the word for an archive itself; longer ones are phrases, or
/// compounds that name a picture (*Archivbild*).
const BARE: usize = 9;

/// Whether a word is set off from what is before it in a caption, by a mark or the beginning of the
/// caption, or by a word for a picture: *Foto: Archiv*, *(archivo)*, *Foto Arkiv*.
fn stands_apart(caption: &str, mark: &str) -> bool {
    let words: Vec<(usize, &str)> = caption
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - caption.as_ptr() as usize, word))
        .collect();
    words.iter().enumerate().any(|(n, (at, word))| {
        let before = caption[..*at].trim_end();
        let picture = n > 0 && names_picture(words[n - 1].1);
        fold::phrase(word) == mark
            && (picture || before.ends_with(|c: char| !c.is_alphanumeric()) || before.is_empty())
            && !before.ends_with('-')
    })
}

/// Whether a mark, or its plural, is in a caption as a word of its own, and not in an address.
fn stands_in(caption: &str, mark: &str) -> bool {
    caption.match_indices(mark).any(|(at, _)| {
        let (before, after) = (&caption[..at], &caption[at + mark.len()..]);
        let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let host = token.split('/').next().unwrap_or_default();
        let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_host = ending.len() >= 2 && ending.chars().all(|c| c.is_ascii_lowercase());
        let is_address = token.contains("://") || is_host;
        let after = after.strip_prefix('s').unwrap_or(after);
        !is_address && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_that_tells_what_happened_is_not_the_pictures() {
        let published = NaiveDate::from_ymd_opt(2021, 6, 9).map(Stamp::of_day);
        let old = |text: &str, counted: bool| {
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed: true, gallery: false };
            Dated::read(&caption, published, counted, languages::of("en")).old
        };
        assert!(old("Jane Doe speaks to crews in Halvik on March 3, 2016.", false));
        assert!(old("Crews at the pier of Halvik in June 2015. | NWA", false));
        assert!(
            !old("Jane Doe speaks to crews in Halvik on March 3, 2016.", true),
            "one of a gallery"
        );
        assert!(
            !old("On Friday, September 6, 2013, Doe told the crews of the closures.", false),
            "a sentence of the body"
        );
        assert!(!old("In 1990, Doe held that ferries had souls.", false));
        assert!(
            !old("Jane Doe speaks to crews on March 3.", false),
            "a day without a year is near"
        );
        assert!(
            old(
                "Jane Doe before the 2016 vote, due on March 18, in Halvik on March 3, 2016.",
                false
            ),
            "two days, and the year of one of them"
        );
        assert!(
            !old("Roe signed the charter of Halvik on Monday, June 18, 1787.", false),
            "before cameras"
        );
        let life =
            "Doe led the union from May 2, 2009 to June 3, 2013. She was born on October 26, 1947.";
        assert!(!old(life, false), "a history");
    }

    #[test]
    fn the_date_of_a_note_found_in_the_text_is_no_pictures() {
        let published = NaiveDate::from_ymd_opt(2021, 6, 9).map(Stamp::of_day);
        let old = |text: &str, listed: bool| {
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed, gallery: false };
            Dated::read(&caption, published, false, languages::of("en")).old
        };
        for note in [
            "3  Jane Doe, Radio Halvik with Paul Roe, 23 October 2001",
            "• The net result for the year to date 31 March 2002 was a surplus.",
            "Source: Bulletin of the Halvik Poll, 4 April 1998",
        ] {
            assert!(!old(note, false) && old(note, true), "{note}");
        }
        assert!(old("Jane Doe at the pier of Halvik, 23 October 2001", false));
        assert!(
            old("5. Jane Doe walks the rope for the circus on May 27, 1955. Ann Roe / NWA", false),
            "one of a gallery"
        );
        assert!(old("18. This Jan. 25, 2012 photo shows the pier of Halvik.", false));
        assert!(old("Photo: Jane Doe at the pier of Halvik, 23 October 2001", false));
    }

    #[test]
    fn the_date_of_a_piece_of_a_sentence_is_no_pictures() {
        let published = NaiveDate::from_ymd_opt(2021, 6, 9).map(Stamp::of_day);
        let old = |text: &str, listed: bool| {
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed, gallery: false };
            Dated::read(&caption, published, false, languages::of("en")).old
        };
        for told in [
            "Late in the evening on April 28, 2001, Roe, then 22, walked to the pier of Halvik,",
            "Jane Doe of Halvik, who pleaded guilty on May 8, 2009, to 47 counts including:",
            "Jane Doe, 22, of Halvik, was arrested on Monday, Dec. 29, 2008.",
            "“The riots of October 18, 2009 damaged our ferries,” said Doe.",
        ] {
            assert!(!old(told, false), "{told}");
            assert!(old(told, true), "the page says that it is a caption: {told}");
        }
        assert!(old("\"Titanic\" leaves the pier of Halvik, April 10, 2012.", false), "a ship");
        assert!(old("Jane Doe at the pier of Halvik on May 13, 2013. (NWA Photo/Ann Roe)", false));
        // Words that are no auxiliary, or not only one.
        for (language, caption) in [
            ("pl", "Były prezydent Jan Kowalski w Halviku, 3 marca 2016"),
            ("de", "Waren im Hafen von Halvik, 3. März 2016"),
            ("es", "Una nueva era del muelle de Halvik, 3 de marzo de 2016"),
        ] {
            let text = caption.to_owned();
            let caption = Caption { own: text.len(), text, listed: false, gallery: false };
            assert!(
                Dated::read(&caption, published, false, languages::of(language)).old,
                "{language}"
            );
        }
    }

    #[test]
    fn a_file_photo_says_so_in_its_language() {
        for caption in [
            "FILE - Jane Doe",
            "Jane Doe. File photo",
            "Die Fähre (Archivfoto)",
            "Паром (архивное фото)",
            "Nave, foto d'archivio",
        ] {
            assert!(is_file_photo(caption), "{caption}");
        }
        assert!(!is_file_photo("Jane Doe files a complaint"));
        for caption in [
            "Jane Doe. NWA Photo/Ann Roe/file",
            "Jane Doe (Ann Roe/File).",
            "Doe, File",
            "Jane Doe in Halvik, File/NWA Photo",
            "Jane Doe (NWA/File/Halvik News)",
            "Jane Doe. NWA/files",
        ] {
            assert!(is_file_photo(caption), "{caption}");
        }
        for caption in [
            "The crews, https://halviktimes.example/files/1.jpg",
            "The crews, https://halviktimes.example/a/file/1.jpg",
            "The crews, www.halviktimes.example/file.php",
            "The crews waiting, Filed by Doe",
        ] {
            assert!(!is_file_photo(caption), "{caption}");
        }
        assert!(
            !is_file_photo(&format!("Jane Doe. File photo. {}", "The crews went on. ".repeat(50))),
            "a text of its own"
        );
    }

    #[test]
    fn what_is_signed_as_a_text_is_no_picture_and_a_place_no_mark() {
        let published = NaiveDate::from_ymd_opt(2021, 6, 9).map(Stamp::of_day);
        let old = |text: &str, language: &str| {
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed: false, gallery: false };
            Dated::read(&caption, published, false, languages::of(language)).old
        };
        let sentence = "Die Fähren nach Brennvik fahren seltener als im April 2019, teilt der Hafen von Halvik am Donnerstag in einem Bericht mit.";
        assert!(!old(&format!("{sentence} (mit NWA)"), "de"));
        assert!(!old(&format!("{sentence} (NWA, SW)"), "de"));
        assert!(old("Fähre im Hafen von Halvik im April 2019 (NWA/SW)", "de"), "a short line");
        assert!(old("Fähre im Hafen von Halvik im April 2019 (Foto: NWA)", "de"));
        assert!(!old("Jane Doe, 83, leitet seit dem Jahr 2013 den Hafen", "de"));
        assert!(!old("Jane Doe, head of the harbour since 2013", "en"));
        assert!(old("Jane Doe im Hafen von Halvik, Mai 2013", "de"));
        assert!(!old("Halvik not in the final for the first time since 2010. (Photo: Roe)", "en"));
        assert!(!old("My Harbour Bridge (2018) and my Ferry (Photo: Roe)", "en"));
        assert!(old("Harbour Bridge (2018) in a picture of May 2016 (Photo: Roe)", "en"));
        assert!(!old("DOE: Shortly after the case of May 2010, the port was shut", "en"));

        for mark in
            ["Hafen. Foto: Archiv", "Hafen (Archiv)", "Archiv: Hafen", "Hafen. Archivbild Doe"]
        {
            assert!(is_file_photo(mark), "{mark}");
        }
        for word in ["Der Weg zum alten Archiv der Stadt", "Blick ins Herald-Archiv: Alles begann"]
        {
            assert!(!is_file_photo(word), "{word}");
        }
    }
}
