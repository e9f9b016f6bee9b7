//! Stories, copies, captions and the texts of findings as plain HTML, for readers without a script.

use super::case::Case;
use super::front::PLAIN;
use super::model::{Data, FindingRow, Pair};
use crate::report::Source;
use crate::words::{Language, Words};

/// Articles of a story that are listed. Chosen by judgement.
const MEMBERS: usize = 20;
/// Bytes of texts below findings. Chosen by judgement: those of some twenty findings, so that the
/// page of 612 articles stays below 3 MB.
const TEXTS: usize = 300_000;

/// What is listed beside findings, sources and flows.
pub(super) struct Plain {
    /// The first stories.
    pub stories: Vec<Story>,
    /// The first copies.
    pub copies: Vec<Copy>,
    /// The first captions: text, article, verdict, why.
    pub captions: Vec<(String, Article, &'static str, String)>,
}

/// A story.
pub(super) struct Story {
    /// The fragment.
    pub h: String,
    /// Its headline, or that it has none.
    pub title: String,
    /// Outlets, origins and articles, in words.
    pub counts: String,
    /// Its first articles, each with its relation or role.
    pub articles: Vec<(Article, &'static str)>,
    /// How many are listed of how many, in words; empty if all are.
    pub cut: String,
}

/// A copy, and what it is compared with.
pub(super) struct Copy {
    /// Both articles.
    pub sides: [Article; 2],
    /// Its relation, and what became of the credit.
    pub words: [&'static str; 2],
    /// The page of their comparison; empty if there is none.
    pub page: String,
}

/// An article.
pub(super) struct Article {
    /// Its outlet.
    pub outlet: String,
    /// Its headline, or else its id.
    pub title: String,
    /// Its language; empty if unknown.
    pub language: String,
    /// Its date in words.
    pub date: String,
    /// Its address; empty if unknown.
    pub url: String,
}

impl Article {
    fn of(data: &Data, w: &Words, at: usize) -> Self {
        let all = &data.articles;
        let source = usize::try_from(all.source[at]).ok().and_then(|n| data.sources.get(n));
        let title = if all.title[at].is_empty() { &all.id[at] } else { &all.title[at] };
        let date = match all.date[at].as_str() {
            "" => w.of("say.undated").to_owned(),
            date => w.date(date),
        };
        Self {
            outlet: source.map_or(w.of("say.unknown_outlet"), |source| &source.name).to_owned(),
            title: title.clone(),
            language: all.lang[at].clone(),
            date,
            url: all.url[at].clone(),
        }
    }
}

impl Plain {
    /// Gathers what is listed. O(articles).
    pub(super) fn of(data: &Data, w: &'static Words) -> Self {
        let mut members: rustc_hash::FxHashMap<u32, Vec<usize>> = rustc_hash::FxHashMap::default();
        let shown = &data.stories[..data.stories.len().min(PLAIN)];
        members.extend(shown.iter().map(|story| (story.n, Vec::new())));
        for (at, story) in data.articles.story.iter().enumerate() {
            if let Some(list) = members.get_mut(story) {
                list.push(at);
            }
        }
        let copy = |(h, a, o, chunk, _): &(String, u32, u32, i32, u32)| {
            let at = *a as usize;
            let apart = *chunk == super::beside::APART;
            Copy {
                sides: [*a, *o].map(|at| Article::of(data, w, at as usize)),
                words: [
                    w.among("name", data.articles.relation[at]),
                    w.among("credit", data.articles.credit[at]),
                ],
                page: if apart {
                    format!("{}/{h}.html", crate::report::TEXTS)
                } else {
                    String::new()
                },
            }
        };
        let caption = |row: &super::model::CaptionRow| {
            let article = Article::of(data, w, usize::try_from(row.a).ok()?);
            Some((row.text.clone(), article, w.among("verdict", row.verdict), row.why.clone()))
        };
        Self {
            stories: shown.iter().map(|row| story(data, w, row, &members[&row.n])).collect(),
            copies: data.pairs.iter().take(PLAIN).map(copy).collect(),
            captions: data.captions.iter().take(PLAIN).filter_map(caption).collect(),
        }
    }
}

fn story(data: &Data, w: &'static Words, row: &super::model::StoryRow, members: &[usize]) -> Story {
    let (articles, outlets, origins) = row.counts;
    let counts = [("outlet", outlets), ("origin", origins as usize), ("article", articles)];
    let what = |at: usize| match (data.articles.relation[at], data.articles.role[at]) {
        ("", role) => {
            let role = usize::try_from(role).ok().and_then(|n| w.list("role").nth(n));
            role.unwrap_or(w.of("say.open"))
        }
        (relation, _) => w.among("relation", relation),
    };
    let listed = members.iter().take(MEMBERS);
    let count = members.len().min(MEMBERS);
    Story {
        h: row.h.clone(),
        title: match row.title.as_str() {
            "" => w.of("say.headless").to_owned(),
            title => title.to_owned(),
        },
        counts: counts.map(|(of, n)| w.count(&format!("count.{of}"), n, &[&n])).join(", "),
        articles: listed.map(|at| (Article::of(data, w, *at), what(*at))).collect(),
        cut: match count < articles {
            true => w.cut("page.of_members", count, articles),
            false => String::new(),
        },
    }
}

/// Returns the texts of the first findings side by side, as elements, until their room is used up;
/// empty for one without two texts.
pub(super) fn texts(
    s: &Source<'_>,
    language: Language,
    pairs: &[Pair],
    found: &[FindingRow],
) -> Vec<String> {
    let mut room = TEXTS;
    let text = |row: &FindingRow| {
        let pair = usize::try_from(row.pair).ok().and_then(|n| pairs.get(n));
        let case = pair.filter(|_| room > 0).and_then(|pair| Case::of_pair(s, pair, language));
        let text = case.as_ref().map_or(String::new(), Case::texts);
        if text.len() > room {
            room = 0;
            return String::new();
        }
        room -= text.len();
        text
    };
    found.iter().take(PLAIN).map(text).collect()
}
