//! Decides the verdict on one caption and states its reasons.

use super::dated::{self, Dated};
use super::kind::{self, Kind};
use super::ledger::Places;
use super::measure::Measured;
use super::model::Model;
use super::names::Name;
use super::{CaptionVerdict, Judged};
use crate::clean::Caption;
use crate::ingest::Stamp;
use crate::text::many;

/// Relatedness from which an old picture belongs to the story even without a name in common. Chosen
/// by judgement.
const NEAR: f64 = 0.5;
/// Age in days from which a picture of something in the story is of another occasion, if the place
/// it names is missing from the story. Chosen by judgement.
const OTHER_OCCASION: i64 = 3;
/// Number of pictures of other occasions from which they are the story's own, as in an album of a
/// journey. Chosen by judgement.
const ALBUM: usize = 3;
/// Least number of words of a caption found in the text that can be judged unrelated. Chosen by
/// judgement.
const LEAST_FOUND: usize = 8;
/// Most words of a caption found in the text; a longer one is an item of a round-up with the credit
/// of its picture. Chosen by judgement after such an item was one of the only two accusations on
/// 45,010 fresh articles, both wrong.
const MOST_FOUND: usize = 50;
/// Least number of names in a caption found in the text that the story must lack, and how many
/// times more these must be than the names it contains. Chosen by judgement.
const LEAST_NAMES: usize = 5;
/// Number of other articles of the event that must mention what a listed caption names for it to be
/// spared. One is enough for a caption found in the text. Chosen by judgement.
const LEAST_TOLD: usize = 2;
/// Least number of words of a story that a listed caption can be foreign to. Chosen by judgement.
const LEAST_STORY: usize = 40;
/// Least number of words of a story that a caption found in its text can be foreign to, because
/// texts in feeds break off after a caption and two sentences. Chosen by judgement.
const LEAST_STORY_FOUND: usize = 100;

/// Where else the names missing from the story are mentioned.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Told {
    pub(super) on_the_page: bool,
    pub(super) by_others: usize,
}

/// A caption with all that is known about it.
pub(super) struct Case<'c> {
    pub(super) article: u32,
    pub(super) caption: &'c Caption,
    /// The caption without its credit.
    pub(super) bare: &'c str,
    pub(super) measured: Measured,
    pub(super) dated: Dated,
    pub(super) story_words: usize,
    pub(super) places: Places,
    /// Whether the article is an opinion piece.
    pub(super) opinion: bool,
    /// Whether the page consists of several items.
    pub(super) items: bool,
    /// Whether other captions of the article share what the story lacks.
    pub(super) series: bool,
    /// Whether the article shows pictures of several other occasions (see [`is_album`]).
    pub(super) album: bool,
}

/// Whether so many captions of an article are of days before it and of places that it lacks that
/// these pictures are what it shows, not old ones.
pub(super) fn is_album<'c>(captions: impl Iterator<Item = (&'c Dated, &'c Measured)>) -> bool {
    captions.filter(|(dated, measured)| is_of_other_occasion(dated, measured)).count() >= ALBUM
}

fn is_of_other_occasion(dated: &Dated, measured: &Measured) -> bool {
    measured.is_elsewhere() && dated.age_days.is_some_and(|days| days >= OTHER_OCCASION)
}

/// What was decided about a caption before its verdict.
struct Grounds {
    told: Told,
    kind: Option<Kind>,
    /// Whether it would be accused, were it not spared.
    foreign: bool,
    says_old: bool,
}

impl Case<'_> {
    /// Judges the caption. `told` is called only before an accusation.
    pub(super) fn judge(self, told: &dyn Fn(&Measured) -> Told) -> Judged {
        let measured = &self.measured;
        let model = Model::shipped();
        let unrelated = if measured.says_nothing || measured.content == 0 {
            0.5
        } else {
            model.unrelated(&measured.features)
        };
        let dated = &self.dated;
        let says_old = dated::is_file_photo(&self.caption.text) && !measured.says_nothing;
        let kind = self.kind(unrelated);
        let foreign_enough =
            if self.caption.listed { measured.is_foreign() } else { self.is_sure_although_found() };
        let accusable =
            kind.is_none() && measured.language.is_some() && !says_old && foreign_enough;
        let foreign =
            accusable && unrelated >= if self.caption.listed { model.unrelated } else { 0.5 };
        let told = if foreign { told(measured) } else { Told::default() };
        let spared = self.is_spared(told);
        let found = measured.found().count();
        let touches = found > 0 || 1.0 - unrelated >= NEAR;
        let weighs = (!measured.says_nothing && kind.is_none()).then_some(unrelated);
        // If only its kind is known, the caption says nothing about its story.
        let unrelated =
            if kind.is_some_and(|k| k != Kind::Language) { unrelated.min(0.5) } else { unrelated };
        let relatedness = 1.0 - unrelated;
        let elsewhere =
            found > 0 && !self.album && !dated.told && is_of_other_occasion(dated, measured);
        let old = says_old || dated.old || elsewhere;
        let verdict = match () {
            () if measured.says_nothing => CaptionVerdict::Unknown,
            () if foreign && spared => CaptionVerdict::Unknown,
            () if foreign => CaptionVerdict::Unrelated,
            () if old && (touches || says_old || dated.old && dated.exact && kind.is_none()) => {
                CaptionVerdict::Archive
            }
            () if unrelated <= model.related
                || unrelated < 0.5 && measured.found().any(|n| n.words >= 2) =>
            {
                CaptionVerdict::Related
            }
            () => CaptionVerdict::Unknown,
        };
        let grounds = Grounds { told, kind, foreign, says_old };
        let evidence = self.evidence(verdict, &grounds);
        Judged {
            article: self.article,
            caption: self.caption.clone(),
            verdict,
            relatedness,
            date: dated.day.map(Stamp::of_day),
            age_days: dated.age_days,
            other_articles: self.places.articles,
            evidence,
            unrelated: weighs,
            features: measured.features,
            accusable,
        }
    }

    /// Whether a caption that would be accused is not: the story is too short to tell, or the names
    /// are mentioned elsewhere.
    fn is_spared(&self, told: Told) -> bool {
        self.tells_little()
            || told.on_the_page
            || told.by_others >= if self.caption.listed { LEAST_TOLD } else { 1 }
            || self.opinion && !self.caption.listed
    }

    /// Returns the kind of the caption that keeps it from being accused; `None` if there is none,
    /// or if the caption is so close to its story that it does not matter. O(words) for the others.
    fn kind(&self, unrelated: f64) -> Option<Kind> {
        let of_itself = (unrelated > 0.5 || self.measured.is_foreign())
            .then(|| kind::of(self.caption, self.bare, &self.measured))
            .flatten();
        of_itself.or_else(|| (unrelated > 0.5).then(|| self.company()).flatten())
    }

    /// Whether the story has too few words to be judged by.
    fn tells_little(&self) -> bool {
        self.story_words < if self.caption.listed { LEAST_STORY } else { LEAST_STORY_FOUND }
    }

    /// Returns the kind that follows from the other captions of the article, from other articles
    /// with the caption, or from the page; `None` if none of them says anything.
    fn company(&self) -> Option<Kind> {
        match () {
            () if self.series => Some(Kind::Series),
            () if self.places.events > 0 => Some(Kind::Shared),
            () if self.items && !self.caption.listed => Some(Kind::Item),
            () => None,
        }
    }

    /// Whether a caption found in the text is foreign beyond doubt. Only a caption listed by the
    /// record surely is one; one found in the text must name a person and many other things missing
    /// from the story.
    fn is_sure_although_found(&self) -> bool {
        let measured = &self.measured;
        measured.missing().any(|n| n.words >= 2 && !n.setting && self.may_be_somebody(&n.text))
            && measured.missing().count() >= LEAST_NAMES
            && measured.found().all(|n| n.place)
            && measured.found().count() * LEAST_NAMES <= measured.missing().count()
            && (LEAST_FOUND..=MOST_FOUND).contains(&measured.words)
            && measured.words_found <= 1
            && measured.in_headline.is_empty()
            && !self.caption.text.contains(['"', '“', '„', '«', '»'])
    }

    /// Whether a name may be a person's: *Southwest China's Chongqing* is a place, and a bracket at
    /// the end names who made the picture.
    fn may_be_somebody(&self, name: &str) -> bool {
        let text = self.caption.text.trim_end();
        let bracket = text.ends_with([']', ')']).then(|| text.rfind(['[', '('])).flatten();
        !name.contains("'s ")
            && !name.contains("’s ")
            && bracket.is_none_or(|open| text[..open].contains(name))
    }

    /// Puts the reasons for a verdict into words.
    fn evidence(&self, verdict: CaptionVerdict, grounds: &Grounds) -> String {
        let mut evidence = self.words_and_names(verdict);
        evidence.extend(self.age(grounds));
        evidence.extend(grounds.kind.map(|kind| kind.name().to_owned()));
        evidence.extend(self.mercies(grounds));
        if self.places.articles > 0 {
            let events = match self.places.events {
                0 => String::new(),
                1 => ", of another event".to_owned(),
                n => format!(", of {n} other events"),
            };
            let others = many(self.places.articles as usize, "other article");
            evidence.push(format!("appears with {others}{events}"));
        }
        if evidence.is_empty() {
            evidence.push("names nothing that could be looked for".to_owned());
        }
        evidence.join("; ")
    }

    /// Says which of the caption's names and words the story has, and which it lacks.
    fn words_and_names(&self, verdict: CaptionVerdict) -> Vec<String> {
        let measured = &self.measured;
        let mut out = Vec::new();
        if measured.found().next().is_some() {
            out.push(format!("in the story: {}", shown(measured.found())));
        }
        if !measured.in_headline.is_empty() {
            out.push(format!("in the headline: {}", measured.in_headline.join(", ")));
        }
        if measured.missing().next().is_some() {
            out.push(format!("not in the story: {}", shown(measured.missing())));
        }
        let (held, lacking) = (measured.words_found, measured.words_missing);
        if verdict == CaptionVerdict::Related && held > 0 {
            out.push(format!("{} of the caption in the story", many(held, "other word")));
        }
        if verdict == CaptionVerdict::Unrelated && lacking > 0 {
            out.push(format!(
                "{} of the caption {} not in the story",
                many(lacking, "other word"),
                if lacking == 1 { "is" } else { "are" }
            ));
        }
        out
    }

    /// Says how old the picture is.
    fn age(&self, grounds: &Grounds) -> Vec<String> {
        let mut out = Vec::new();
        if grounds.says_old {
            out.push("described as an old picture".to_owned());
        }
        match (self.dated.age_days, self.dated.old) {
            (Some(days), _) if days >= OTHER_OCCASION => {
                out.push(format!("dated {days} days before the article"))
            }
            (None, true) => out.push("names a month or year long before the article".to_owned()),
            _ => {}
        }
        out
    }

    /// Says why a caption that names what the story lacks is not accused.
    fn mercies(&self, grounds: &Grounds) -> Vec<String> {
        let mut out = Vec::new();
        if grounds.foreign && self.tells_little() {
            out.push(format!("the story has too few words to judge by ({})", self.story_words));
        }
        if grounds.foreign && self.opinion && !self.caption.listed {
            out.push("illustrates an opinion piece".to_owned());
        }
        if grounds.told.on_the_page {
            out.push("named elsewhere on the page".to_owned());
        }
        let others = grounds.told.by_others;
        if others > 0 {
            out.push(format!("named by {} of the event", many(others, "other article")));
        }
        out
    }
}

/// Joins the first five names of a list.
fn shown<'n>(names: impl Iterator<Item = &'n Name>) -> String {
    let all: Vec<&str> = names.map(|n| n.text.as_str()).collect();
    let mut list = all.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if all.len() > 5 {
        list.push_str(", …");
    }
    list
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::languages;

    #[test]
    fn an_old_picture_of_nothing_in_the_story_is_not_its_archive() {
        let text = "Tennis player Ann Roe lifts the trophy in Port Ellery, March 3, 2016. iStock";
        let verdict = |share: f32, held: f32, hits: f32| {
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed: true, gallery: false };
            let mut features = [0.0; crate::captions::model::FEATURES.len()];
            (features[0], features[2], features[5]) = (share, held, hits);
            (features[7], features[9]) = (if share > 0.0 { 0.0 } else { 3.0 }, 2.0 - hits.min(2.0));
            features[11] = 5.0;
            let measured = Measured {
                features,
                says_nothing: false,
                names: Vec::new(),
                in_headline: Vec::new(),
                content: 9,
                words: 12,
                words_missing: 9,
                words_found: 0,
                lacking: FxHashSet::default(),
                language: languages::of("en"),
            };
            let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).expect("a day");
            Case {
                article: 0,
                caption: &caption,
                bare: text,
                measured,
                dated: Dated::read(&caption, Some(Stamp::of_day(day(2021, 6, 7))), false, None),
                story_words: 100,
                places: Places::default(),
                opinion: false,
                items: false,
                series: false,
                album: false,
            }
            .judge(&|_| Told::default())
        };
        let foreign = verdict(0.0, 0.0, 0.0);
        assert!(foreign.evidence.contains("stock"), "{}", foreign.evidence);
        assert_eq!(foreign.verdict, CaptionVerdict::Unknown);
        assert_eq!(verdict(1.0, 3.0, 4.0).verdict, CaptionVerdict::Archive);
    }
}
