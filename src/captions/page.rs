//! Judges the captions of one article together: what they share shows a series or an album.
//!
//! Called by [`super::run`] and [`super::of_article`]; [`super::verdict`] decides on each caption.

use super::dated::Dated;
use super::ledger::Places;
use super::measure::{self, Measured};
use super::story::Story;
use super::verdict::{self, Case, Told};
use super::{Judged, items, kind};
use crate::clean::{Caption, Cleaned};
use crate::ingest::{Article, Stamp};
use crate::languages;
use crate::text::{Document, Frequencies, fold};

/// Number of other articles of an event that are searched before a caption is accused. Chosen by
/// judgement, as a limit on time.
const LOOKED_AT: usize = 40;

/// An article among the others of its run.
pub(super) struct Page<'p> {
    pub(super) at: usize,
    pub(super) articles: &'p [Article],
    pub(super) cleaned: &'p [Cleaned],
    pub(super) published: Option<Stamp>,
}

impl Page<'_> {
    pub(super) fn judge(
        &self,
        event: &[u32],
        frequencies: &Frequencies,
        bare: &[String],
        places: &[Places],
        document: &Document,
    ) -> Vec<Judged> {
        let (at, article, clean) = (self.at, &self.articles[self.at], &self.cleaned[self.at]);
        let story = Story::of(article, clean, document, Some(bare));
        let opinion = is_opinion(article);
        let items = clean.captions.iter().any(|c| !c.listed) && items::are_several(article, clean);
        let told = |measured: &Measured| {
            let others = event.iter().map(|o| *o as usize).filter(|o| *o != at).take(LOOKED_AT);
            Told {
                on_the_page: measured.is_told_by(article, clean, true),
                by_others: others
                    .filter(|&o| measured.is_told_by(&self.articles[o], &self.cleaned[o], false))
                    .count(),
            }
        };
        let measured: Vec<Measured> =
            bare.iter().map(|bare| measure::measure(bare, &story, frequencies)).collect();
        let series: Vec<bool> = (0..measured.len()).map(|n| is_of_a_series(&measured, n)).collect();
        let language = clean.language.as_deref().and_then(languages::of);
        let read =
            |c: &Caption| Dated::read(c, self.published, kind::is_counted(&c.text), language);
        let dated: Vec<Dated> = clean.captions.iter().map(read).collect();
        let album = verdict::is_album(dated.iter().zip(&measured));
        let captions = clean.captions.iter().zip(bare).zip(places).zip(measured).zip(series);
        captions
            .zip(dated)
            .map(|(((((caption, bare), places), measured), series), dated)| {
                let case = Case {
                    article: at as u32,
                    caption,
                    bare,
                    measured,
                    dated,
                    story_words: story.words,
                    places: *places,
                    opinion,
                    items,
                    series,
                    album,
                };
                case.judge(&told)
            })
            .collect()
    }
}

/// Number of words missing from the story that two captions of a series have in common. Chosen by
/// judgement.
const SHARED: usize = 2;
/// Number of other captions with which a caption of a series must share so many. Chosen by
/// judgement.
const OTHERS: usize = 2;

/// Whether a caption shares what the story lacks with several other captions of the article, as in
/// a gallery or a list.
fn is_of_a_series(all: &[Measured], number: usize) -> bool {
    let own = &all[number];
    own.is_foreign()
        && all
            .iter()
            .enumerate()
            .filter(|(n, other)| *n != number && own.shared(other) >= SHARED)
            .count()
            >= OTHERS
}

/// Whether title or address mark an article as an opinion piece.
fn is_opinion(article: &Article) -> bool {
    const SECTIONS: [&str; 14] = [
        "opinion",
        "opinions",
        "op-ed",
        "oped",
        "comment",
        "commentary",
        "commentisfree",
        "column",
        "columns",
        "columnists",
        "editorial",
        "editorials",
        "meinung",
        "kommentare",
    ];
    let titled =
        article.title.as_deref().is_some_and(|title| fold::phrase(title).starts_with("opinion "));
    let path =
        article.url.as_deref().and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    titled
        || path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .split('/')
            .skip(1)
            .any(|part| SECTIONS.contains(&part))
}
