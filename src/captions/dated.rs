//! When a caption's picture was taken, as the caption tells.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::credit;
use crate::clean::Caption;
use crate::clean::credit::names_picture;
use crate::ingest::Stamp;
use crate::languages::{self, credit::Held};
use crate::text::{dates, fold};

/// Days from which a picture is an old one, and from which no camera can have taken it.
const OLD: i64 = 14;
const BEFORE_CAMERAS: i64 = 180 * 365;
/// Words from which a caption is a text of its own, whose dates and marks are not the picture's.
const TEXT: usize = 150;
/// Dates from which it tells a history.
const HISTORY: usize = 3;
/// Words that an opening date takes at most: `On Friday, September 6, 2013, …`.
const OPENING: usize = 5;

/// What a caption says of when its picture was taken.
#[derive(Debug, Default)]
pub(super) struct Dated {
    /// The day, stated or, without a year, the nearest to the article.
    pub(super) day: Option<NaiveDate>,
    /// Days from that day to the article's.
    pub(super) age_days: Option<i64>,
    /// Whether even the last day that it can mean lies long before the article.
    pub(super) old: bool,
}

impl Dated {
    /// Reads the first full date of a caption, else the first date of any kind; `counted` pictures
    /// are a gallery's.
    ///
    /// A sentence that opens with a date tells what happened then, a text of many dates a history,
    /// and a day without a year is near: such dates do not say when the picture was taken.
    pub(super) fn read(caption: &Caption, published: Option<Stamp>, counted: bool) -> Self {
        let mentions = dates::mentions(&caption.text);
        let exact = mentions.iter().find(|m| m.exact().is_some());
        // Of a gallery's captions only a full date counts: they tell whole lives, and the gallery
        // grows after the article.
        let any = mentions
            .iter()
            .find(|m| m.day.is_some())
            .or(mentions.first())
            .filter(|_| !caption.gallery && !counted);
        let Some(mention) = exact.or(any) else { return Self::default() };
        let Some(published) = published else {
            return Self { day: mention.exact(), ..Self::default() };
        };
        let latest = mention.latest(published.day);
        let day = if mention.day.is_some() { latest } else { None };
        let age = latest.map(|day| (published.day - day).num_days());
        let told = mention.year.is_none()
            || mentions.len() >= HISTORY
            || is_text(&caption.text)
            || opens_with_date(&caption.text)
            || !caption.listed && is_note(&caption.text);
        Self {
            day,
            age_days: day.map(|day| (published.day - day).num_days()),
            old: !told && !counted && age.is_some_and(|age| age > OLD && age < BEFORE_CAMERAS),
        }
    }
}

/// Whether a caption has so many words that it is a text of its own.
fn is_text(caption: &str) -> bool {
    caption.split_whitespace().nth(TEXT).is_some()
}

/// Whether a line is a note or an item of a list, whose date is its own:
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

/// Whether a caption opens as a sentence of a story does that tells what happened on a day: with
/// one word and a date.
fn opens_with_date(caption: &str) -> bool {
    let opening: Vec<&str> = caption.split_whitespace().take(OPENING).collect();
    let first = opening.first().map(|word| fold::fold(word)).unwrap_or_default();
    let is_function = languages::all().iter().any(|l| l.words.function.contains(&first));
    let dated = |words: &[&str]| !dates::mentions(&words.join(" ")).is_empty();
    is_function && opening.len() > 1 && (dated(&opening[1..]) || dated(&opening[..2]))
}

/// Marks of old pictures, of all languages.
static ARCHIVE: LazyLock<Held> = LazyLock::new(|| {
    Held::of(
        languages::all().iter().flat_map(|l| &l.captions.archive).map(String::as_str).collect(),
    )
});

/// Whether a caption says of itself that its picture is an old one.
pub(super) fn is_file_photo(caption: &str) -> bool {
    if is_text(caption) {
        return false;
    }
    let folded = fold::phrase(caption);
    // A mark of one language means nothing in another, or the same.
    ARCHIVE.within(&folded).next().is_some()
        || (folded == "file" || folded.starts_with("file "))
            && (caption.starts_with("FILE") || caption.starts_with("(FILE"))
        || ["/file", "(file)", "(File)", "/File", ", File"].iter().any(|s| caption.contains(s))
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
            Dated::read(&caption, published, counted).old
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
            Dated::read(&caption, published, false).old
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
        assert!(
            !is_file_photo(&format!("Jane Doe. File photo. {}", "The crews went on. ".repeat(50))),
            "a text of its own"
        );
    }
}
