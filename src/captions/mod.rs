//! Judges whether a caption has to do with its story.
//!
//! A caption is unrelated only if it names people, places or things, several of them, and the story and its headline know
//! none. Generic captions are never accused; a false accusation costs more than a miss.

pub mod relatedness;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::clean::{Caption, Cleaned};
use crate::ingest::{Article, Stamp, dates};
use crate::text::fold;
use relatedness::Vocabulary;

/// What a caption is to its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaptionVerdict {
    /// It shows what the story is about.
    Related,
    /// An old picture of something that the story is about.
    Archive,
    /// It has nothing to do with the story.
    Unrelated,
    /// It says too little.
    Unknown,
}

impl CaptionVerdict {
    /// The verdict's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::Archive => "archive",
            Self::Unrelated => "unrelated",
            Self::Unknown => "unknown",
        }
    }
}

/// A judged caption.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The article.
    pub article: u32,
    /// Its caption.
    pub caption: Caption,
    /// The verdict.
    pub verdict: CaptionVerdict,
    /// How related, in [0, 1].
    pub relatedness: f64,
    /// The caption's own date, if it names one.
    pub date: Option<Stamp>,
    /// Days from the caption's date to the article's, if both are known.
    pub age_days: Option<i64>,
    /// Other articles under the same caption.
    pub other_articles: u32,
    /// Why.
    pub evidence: String,
}

/// Days from which a picture is an old one.
const OLD: i64 = 14;
/// Relatedness up to which a caption can be unrelated.
const FOREIGN: f64 = 0.12;
/// Relatedness from which it is related without a name in common.
const NEAR: f64 = 0.3;
/// Names and other weighty words that a caption must have, all missing from the story, before it is called unrelated.
const LEAST_MISSING: usize = 3;

/// Judges every caption of every article; by article, then in the order of the captions.
pub fn run(articles: &[Article], cleaned: &[Cleaned], dates: &[Option<Stamp>]) -> Vec<Judged> {
    let mut ledger: FxHashMap<u64, u32> = FxHashMap::default();
    for clean in cleaned {
        clean.captions.iter().for_each(|c| *ledger.entry(key(c)).or_default() += 1);
    }
    let frequencies = relatedness::Frequencies::learn(articles, cleaned);
    articles
        .par_iter()
        .zip(cleaned.par_iter())
        .enumerate()
        .filter(|(_, (_, clean))| !clean.captions.is_empty())
        .flat_map_iter(|(at, (article, clean))| {
            let story = Vocabulary::of_story(article, clean);
            clean
                .captions
                .iter()
                .map(|caption| judge(at as u32, caption, &story, dates[at].or(article.first_seen), &frequencies, ledger[&key(caption)] - 1))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn key(caption: &Caption) -> u64 {
    xxh3_64(fold::phrase(&caption.text).as_bytes())
}

fn judge(
    article: u32,
    caption: &Caption,
    story: &Vocabulary,
    published: Option<Stamp>,
    frequencies: &relatedness::Frequencies,
    other_articles: u32,
) -> Judged {
    let measured = relatedness::measure(&caption.text, story, frequencies);
    let date = dates::find(&caption.text);
    let age_days = date.zip(published).map(|(c, p)| (p.day - c.day).num_days());
    let says_old = is_file_photo(&caption.text) && !measured.says_nothing;
    let (found, missing) = (measured.names_found.len(), measured.names_missing.len());
    let foreign = measured.relatedness <= FOREIGN
        && missing + measured.words_missing / 3 >= LEAST_MISSING
        && missing >= 2
        && found * 5 <= missing
        && !measured.full_name_found;
    let old = says_old || age_days.is_some_and(|days| days > OLD);
    let touches = !measured.names_found.is_empty() || measured.relatedness >= NEAR;
    let verdict = match (touches, foreign, old) {
        _ if measured.says_nothing => CaptionVerdict::Unknown,
        (_, true, _) => CaptionVerdict::Unrelated,
        (true, _, true) => CaptionVerdict::Archive,
        (true, _, false) => CaptionVerdict::Related,
        (false, _, true) if says_old => CaptionVerdict::Archive,
        _ => CaptionVerdict::Unknown,
    };
    let mut evidence = Vec::new();
    if !measured.names_found.is_empty() {
        evidence.push(format!("in the story: {}", shown(&measured.names_found)));
    }
    if !measured.names_missing.is_empty() {
        evidence.push(format!("not in the story: {}", shown(&measured.names_missing)));
    }
    if says_old {
        evidence.push("says that it is a file picture".to_owned());
    }
    if let Some(days) = age_days.filter(|d| *d > OLD) {
        evidence.push(format!("dated {days} days before the article"));
    }
    if other_articles > 0 {
        evidence.push(format!("stands under {other_articles} other article{}", if other_articles == 1 { "" } else { "s" }));
    }
    if evidence.is_empty() {
        evidence.push("names nobody and nothing".to_owned());
    }
    Judged {
        article,
        caption: caption.clone(),
        verdict,
        relatedness: measured.relatedness,
        date,
        age_days,
        other_articles,
        evidence: evidence.join("; "),
    }
}

/// The first names of a list.
fn shown(names: &[String]) -> String {
    let mut list = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 5 {
        list.push_str(", …");
    }
    list
}

/// Whether a caption says of itself that its picture is an old one.
fn is_file_photo(caption: &str) -> bool {
    let folded = fold::phrase(caption);
    [
        "file photo",
        "file picture",
        "file image",
        "archive photo",
        "archivbild",
        "archivfoto",
        "photo d archives",
        "foto de archivo",
        "foto d archivio",
    ]
    .iter()
    .any(|s| folded.contains(s))
        || folded.starts_with("file ") && (caption.starts_with("FILE") || caption.starts_with("(FILE"))
        || ["/file", "(file)", "/File", ", File"].iter().any(|s| caption.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(caption: &str) -> CaptionVerdict {
        let body = "Ferry crews in Halvik stopped work on Monday. Union leader Jane Doe said the harbour of Halvik would stay shut until the Coastal Line paid 63 sailors.";
        let article = Article {
            text: body.to_owned(),
            title: Some("Ferries stand still in Halvik".to_owned()),
            published: Some(Stamp::of_day(chrono::NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day"))),
            ..Article::default()
        };
        let clean = Cleaned {
            body: vec![0..body.len()],
            title: article.title.clone(),
            captions: vec![Caption { text: caption.to_owned(), listed: true, gallery: false }],
            ..Cleaned::default()
        };
        run(std::slice::from_ref(&article), &[clean], &[article.published])[0].verdict
    }

    #[test]
    fn a_caption_of_the_story_is_related_and_a_foreign_one_is_not() {
        assert_eq!(verdict("Union leader Jane Doe at the harbour"), CaptionVerdict::Related);
        assert_eq!(
            verdict("Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery, March 3, 2019"),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn an_old_picture_of_the_story_is_archive() {
        assert_eq!(verdict("FILE - Jane Doe speaks to crews in Halvik, March 3, 2016."), CaptionVerdict::Archive);
        assert_eq!(verdict("Jane Doe speaks to crews in Halvik on March 3, 2016."), CaptionVerdict::Archive);
    }

    #[test]
    fn generic_captions_are_never_accused() {
        for caption in ["File photo", "The White House", "A view of the sea", "Photo: NWA", "Illustration"] {
            assert_ne!(verdict(caption), CaptionVerdict::Unrelated, "{caption}");
        }
    }
}
