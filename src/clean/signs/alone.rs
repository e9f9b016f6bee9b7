//! Reads the signs that a line has by itself.

mod characters;
mod credited;
mod worded;

use super::vocabulary::Vocabulary;
use super::{Set, Sign};
use crate::clean::credit::{Agencies, is_contributor, names_picture, opens_story};
use crate::clean::lexicon::Held;
use crate::clean::lines::{self, Line};
use crate::clean::{Label, lexicon, pictures};
use crate::languages::Language;
use crate::text::{eight, is_post_signature};
use characters::{Beyond, make};
use credited::{credits, is_byline, is_dateline_like, is_last, signs_for_an_agency};
use worded::Few;

/// Most words of a line that is searched for contributor phrases; a longer one is neither
/// boilerplate, credit nor caption. Chosen by judgement.
pub(super) const LONGEST: usize = 60;
/// Most words of a line in which agencies are looked for. Chosen by judgement.
pub(super) const MAY_CREDIT: usize = 40;

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
        let opens = opens_story(text, self.agencies);
        s.add_if(opens.is_some(), OpensStory);
        s.add_if(opens == Some(true), OpensWire);
        s.add_if(line.words <= LONGEST && is_contributor(text), Contributed);
        s.add_if(line.words <= 16 && signs_for_an_agency(text, self.agencies), SignsAgency);
        pictures_of(line, &mut s);
        if !line.phrase.is_empty()
            && let Some(found) = lexicon::find_told(&line.phrase, opening, telling)
        {
            s.add(boilerplate(found));
        }
        recurrence(line, &mut s);
        credits(line, &beyond, self.language, &mut s);
        self.agency(line, &mut s);
        if !line.is_prose(12) {
            self.short(line, opens.is_some(), &mut s);
        }
        s
    }

    /// Reads whether a line names an agency, and where.
    fn agency(&self, line: &Line<'_>, s: &mut Set) {
        use Sign::*;
        let text = line.text;
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
    }

    /// Reads the signs that only a line shorter than running text can have.
    fn short(&self, line: &Line<'_>, opens_story: bool, s: &mut Set) {
        use Sign::*;
        let text = line.text;
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
            line.words <= 14 && !line.terminal && !opens_story && lines::holds_date(text),
            DateLine,
        );
        s.add_if(lines::ends_in_running_time(text), RunningTime);
        s.add_if(lexicon::is_author_heading(&line.phrase), AuthorHeading);
    }
}

/// Reads the signs that a line belongs to a picture.
fn pictures_of(line: &Line<'_>, s: &mut Set) {
    use Sign::*;
    let text = line.text;
    if pictures::is_gallery(text) {
        s.add(if line.words <= 4 { GalleryCounter } else { Gallery });
    }
    s.add_if(
        pictures::reads_as_caption(text) && !is_dateline_like(text) && !lines::holds_dateline(text),
        MadeAsCaption,
    );
    s.add_if((3..=120).contains(&line.words) && pictures::ends_in_photo_credit(text), CreditEnd);
    s.add_if(s.has(CreditEnd) && !line.terminal && line.words >= 5, BareCredit);
    s.add_if(pictures::opens_as_old(text), FilePhoto);
    s.add_if(
        (3..=60).contains(&line.words) && pictures::ends_in_set_off_bracket(text),
        SetOffBracket,
    );
}

/// Returns the sign of a boilerplate phrase, by its label and how the line holds it.
fn boilerplate((label, held): (Label, Held)) -> Sign {
    use Sign::*;
    match (held, label) {
        (Held::Whole, Label::Related) => WholeRelated,
        (Held::Whole, Label::Byline) => WholeByline,
        (Held::Whole, Label::Caption) => WholeCaption,
        (Held::Whole, _) => WholeFurniture,
        (Held::Begins, Label::Related) => BeginsRelated,
        (Held::Begins, Label::Byline) => BeginsByline,
        (Held::Begins, Label::Caption) => BeginsCaption,
        (Held::Begins, _) => BeginsFurniture,
        (Held::Within, Label::Related) => HoldsRelated,
        (Held::Within, _) => HoldsFurniture,
    }
}

/// Reads how a line recurs in its source.
fn recurrence(line: &Line<'_>, s: &mut Set) {
    use Sign::*;
    let standing = line.standing;
    // Versions of one story share their paragraphs and the boilerplate between them, so a line must
    // also recur in different stories or between different neighbours.
    let elsewhere = standing.texts >= 2 || standing.neighbours >= 2 && !line.is_prose(12);
    s.add_if(standing.articles >= 2 && elsewhere, RecursTwice);
    s.add_if(standing.is_furniture(), RecursShort);
    s.add_if(standing.is_prose_furniture(), RecursProse);
    s.add_if(standing.texts >= 3 && standing.edges * 5 >= standing.articles * 4, RecursEdge);
    s.add_if(standing.of >= 2 && standing.articles < 2, NewToSource);
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
