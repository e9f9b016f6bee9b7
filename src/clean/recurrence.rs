//! Finds the lines that recur across a source's articles.
//!
//! Boilerplate recurs between changing neighbours and under dissimilar titles; a paragraph shared
//! by two versions of a story recurs between the same neighbours, or under similar titles.
//! Therefore a line is judged by the number of different neighbours and of different stories it was
//! seen with, not only by how often it occurs. Lines of boilerplate occur in blocks, so the
//! neighbours of a line are the nearest lines that do not recur themselves.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use super::lines::Place;
use super::pages::{Page, Pages};
use crate::text::{fold, words};

/// How a line recurs in its source.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Number of articles of the source that contain the line.
    pub articles: u32,
    /// Number of different pairs of neighbours it was seen between.
    pub neighbours: u32,
    /// Number of different stories among those articles, at most 32. Articles with similar titles
    /// are versions of one story. If a title is missing, or only two articles contain the line,
    /// articles with the same longest line also count as versions.
    pub texts: u32,
    /// Number of articles that have it among their first two or last three lines.
    pub edges: u32,
    /// Number of articles of the source in the run.
    pub of: u32,
}

impl Standing {
    /// Whether a line with few words is boilerplate because it recurs.
    pub fn is_furniture(self) -> bool {
        self.articles >= 3 && self.neighbours >= 2
    }

    /// Whether a line of prose that is not boilerplate is background, that is, occurs in different
    /// stories of the source.
    pub fn is_background(self) -> bool {
        self.texts >= 2 && self.neighbours >= 2
    }

    /// Whether even a line of prose is boilerplate because it recurs: in a fifth of the source's
    /// articles between many different neighbours, or repeatedly at the beginning or end of
    /// different stories.
    pub fn is_prose_furniture(self) -> bool {
        let often = self.texts >= 4 && self.neighbours >= 4 && self.articles * 5 >= self.of;
        let at_the_edge =
            self.texts >= 4 && self.neighbours >= 3 && self.edges * 5 >= self.articles * 4;
        often || at_the_edge
    }
}

/// The recurring lines of each source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Recurrence {
    lines: FxHashMap<u64, Standing>,
    articles: FxHashMap<u64, u32>,
    /// The sources whose own host served a page.
    served: FxHashSet<u64>,
}

/// The serialised form: what was learned, then who served pages, ascending.
type Stored = (Learned, Vec<u64>);

impl From<Stored> for Recurrence {
    fn from(((lines, articles), served): Stored) -> Self {
        let served = served.into_iter().collect();
        Self { served, ..Self::of(lines.into_iter(), articles.into_iter()) }
    }
}

impl From<Recurrence> for Stored {
    fn from(recurrence: Recurrence) -> Self {
        let mut served: Vec<u64> = recurrence.served.iter().copied().collect();
        served.sort_unstable();
        (recurrence.learned(), served)
    }
}

/// What was learned, in ascending order of keys: standings by [`line_key`], then numbers of
/// articles by [`source_key`].
pub type Learned = (Vec<(u64, Standing)>, Vec<(u64, u32)>);

/// Returns the key of a source.
pub fn source_key(source: &str) -> u64 {
    xxh3_64(source.as_bytes())
}

/// Returns the key of a line in a source, made of the source's [`source_key`] and the key of the
/// line's [`super::lines::Place`].
pub fn line_key(source: u64, line: u64) -> u64 {
    xxh3_64_with_seed(&line.to_le_bytes(), source)
}

/// Number of different stories after which counting stops. Chosen by judgement: no rule asks for
/// more than four.
const MOST_TEXTS: u32 = 32;
/// Least share of common words (Jaccard) for two titles to be similar. Chosen by judgement.
const ALIKE: f64 = 0.2;
/// Least length, in characters, of a title word that counts; shorter ones are mostly function
/// words. Chosen by judgement.
const LONG: usize = 4;

/// Returns the content words of a title as sorted hashes; for scripts without spaces, its character
/// bigrams.
pub fn subject(title: Option<&str>) -> Vec<u64> {
    let phrase = title.map(fold::phrase).unwrap_or_default();
    let mut words: Vec<u64> = if phrase.contains(words::is_spaceless) {
        let characters: Vec<char> = phrase.chars().filter(|c| *c != ' ').collect();
        characters
            .windows(2)
            .map(|pair| xxh3_64(pair.iter().collect::<String>().as_bytes()))
            .collect()
    } else {
        phrase
            .split(' ')
            .filter(|word| word.chars().count() >= LONG)
            .map(|word| xxh3_64(word.as_bytes()))
            .collect()
    };
    words.sort_unstable();
    words.dedup();
    words
}

fn are_alike(x: &[u64], y: &[u64]) -> bool {
    let both = x.iter().filter(|word| y.binary_search(word).is_ok()).count();
    both as f64 >= ALIKE * (x.len() + y.len() - both) as f64
}

/// An occurrence of a recurring line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    line: u64,
    /// Number of the page, in the order of [`Pages::iter`].
    page: u32,
    /// Hash of the nearest lines that do not recur.
    context: u64,
    /// Key of the longest other line of its text.
    text: u64,
    edge: bool,
}

/// Counts the different stories among the occurrences of one line in `articles` articles.
///
/// Articles with similar titles tell one story. If either has no title, or if only two articles
/// contain the line, they also do if their longest other line is the same.
fn stories(group: &[Seen], articles: u32, pages: &[(u64, &Page)]) -> u32 {
    let mut told: Vec<&Seen> = Vec::new();
    let subject = |seen: &Seen| &pages[seen.page as usize].1.subject;
    for seen in group.chunk_by(|a, b| a.page == b.page).map(|chunk| &chunk[0]) {
        let mine = subject(seen);
        let is_same = |other: &&&Seen| {
            let theirs = subject(other);
            let untitled = mine.is_empty() || theirs.is_empty();
            if untitled {
                other.text == seen.text
            } else {
                are_alike(mine, theirs) || articles == 2 && other.text == seen.text
            }
        };
        if told.iter().find(is_same).is_none() {
            told.push(seen);
        }
        if told.len() as u32 >= MOST_TEXTS {
            break;
        }
    }
    told.len() as u32
}

/// Number of articles from which a recurring line is not a neighbour of the lines beside it, but
/// part of the same boilerplate. Chosen by judgement.
const TOGETHER: u32 = 3;

/// Returns for each line the last line before it, in the order of `lines`, that does not recur; 0
/// where there is none. O(lines).
fn nearest<'l>(lines: impl Iterator<Item = (&'l u64, &'l u32)>) -> Vec<u64> {
    let mut last = 0;
    lines
        .map(|(line, holders)| {
            let before = last;
            if *holders < TOGETHER {
                last = *line;
            }
            before
        })
        .collect()
}

/// Counts the articles that have each line of a source, for lines that several have. Most lines
/// occur in only one article; counting keys finds the others cheaply.
fn holders(known: &[(u64, &Page, u32)]) -> FxHashMap<u64, u32> {
    let mut keys: Vec<u64> = known
        .par_iter()
        .flat_map_iter(|(source, page, _)| {
            let mut own: Vec<u64> =
                page.lines.iter().map(|line| line_key(*source, *line)).collect();
            own.sort_unstable();
            own.dedup();
            own
        })
        .collect();
    keys.par_sort_unstable();
    keys.chunk_by(|a, b| a == b)
        .filter(|group| group.len() >= 2)
        .map(|group| (group[0], group.len() as u32))
        .collect()
}

/// Returns the recurring lines of a page, each between its recurring neighbours.
fn seen_on(source: u64, page: &Page, at: u32, holders: &FxHashMap<u64, u32>) -> Vec<Seen> {
    let (lines, [longest, second]) = (&page.lines, page.longest);
    let recurs: Vec<u32> = lines
        .iter()
        .map(|line| holders.get(&line_key(source, *line)).copied().unwrap_or(1))
        .collect();
    let before = nearest(lines.iter().zip(&recurs));
    let mut after = nearest(lines.iter().zip(&recurs).rev());
    after.reverse();
    (0..lines.len())
        .filter(|i| recurs[*i] >= 2)
        .map(|i| Seen {
            line: line_key(source, lines[i]),
            page: at,
            context: before[i] ^ after[i].rotate_left(32),
            text: if longest == lines[i] { second } else { longest },
            edge: i < 2 || i + 3 >= lines.len(),
        })
        .collect()
}

/// Returns how a line recurs, from all its occurrences.
fn standing(group: &[Seen], articles: u32, pages: &[(u64, &Page)]) -> Standing {
    let different = |of: fn(&Seen) -> u64| {
        let mut all: Vec<u64> = group.iter().map(of).collect();
        all.sort_unstable();
        all.dedup();
        all.len() as u32
    };
    let by_article = group.chunk_by(|a, b| a.page == b.page);
    Standing {
        articles,
        neighbours: different(|seen| seen.context),
        texts: stories(group, articles, pages),
        edges: by_article.filter(|seen| seen.iter().any(|s| s.edge)).count() as u32,
        of: 0,
    }
}

impl Recurrence {
    /// Restores what was learned before: standings by [`line_key`], and numbers of articles by
    /// [`source_key`]. Who served pages is not restored.
    pub fn of(
        lines: impl Iterator<Item = (u64, Standing)>,
        articles: impl Iterator<Item = (u64, u32)>,
    ) -> Self {
        Self { lines: lines.collect(), articles: articles.collect(), served: FxHashSet::default() }
    }

    /// Returns all that was learned, in ascending order of keys: standings, then the number of
    /// articles of each source.
    pub fn learned(&self) -> Learned {
        let mut lines: Vec<(u64, Standing)> =
            self.lines.iter().map(|(key, standing)| (*key, *standing)).collect();
        let mut articles: Vec<(u64, u32)> =
            self.articles.iter().map(|(key, n)| (*key, *n)).collect();
        lines.sort_unstable_by_key(|(key, _)| *key);
        articles.sort_unstable();
        (lines, articles)
    }

    /// Finds the recurring lines of each outlet among its pages.
    ///
    /// All pages of an outlet have to be there, whatever others are; of two outlets neither affects
    /// what is learned of the other. O(lines · log lines).
    pub fn learn(pages: &Pages) -> Self {
        let served = pages.served();
        let pages: Vec<(u64, &Page)> =
            pages.iter().map(|page| (page.whose.key(&served), page)).collect();
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for (source, _) in &pages {
            *counts.entry(*source).or_default() += 1;
        }
        let known: Vec<(u64, &Page, u32)> = (0u32..)
            .zip(&pages)
            .filter(|(_, (source, _))| counts[source] >= 2)
            .map(|(at, (source, page))| (*source, *page, at))
            .collect();
        let holders = holders(&known);
        let mut seen: Vec<Seen> = known
            .par_iter()
            .flat_map_iter(|(source, page, at)| seen_on(*source, page, *at, &holders))
            .collect();
        seen.par_sort_unstable();
        let recurring = seen
            .chunk_by(|a, b| a.line == b.line)
            .map(|group| (group[0].line, standing(group, holders[&group[0].line], &pages)))
            .collect();
        Self { lines: recurring, articles: counts, served }
    }

    /// Whether a source's own host served a page.
    pub fn has_pages(&self, source: &str) -> bool {
        self.served.contains(&source_key(source))
    }

    /// Returns the standing of each line of an article of `source`, in order; the default for lines
    /// that do not recur.
    pub fn standings(&self, source: Option<&str>, lines: &[Place]) -> Vec<Standing> {
        let source = source.map(source_key);
        let of = source.and_then(|source| self.articles.get(&source)).copied();
        let (Some(source), Some(of)) = (source, of) else {
            return vec![Standing::default(); lines.len()];
        };
        let standing = |line: &Place| {
            let known = self.lines.get(&line_key(source, line.key));
            known.map_or_else(Standing::default, |standing| Standing { of, ..*standing })
        };
        lines.iter().map(standing).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::identity::Identity;
    use super::super::lines::{self, Place};
    use super::*;
    use crate::ingest::Article;

    fn standing(texts: &[&str], titles: &[&str], line: &str) -> Standing {
        let places: Vec<Vec<Place>> = texts.iter().map(|t| lines::find(t)).collect();
        let articles: Vec<Article> = titles
            .iter()
            .enumerate()
            .map(|(n, title)| Article {
                id: n.to_string(),
                title: Some((*title).to_owned()),
                ..Article::default()
            })
            .collect();
        let named = Identity { source: Some("a.example".to_owned()), claimed: None };
        let identities = vec![named; articles.len()];
        let learned = Recurrence::learn(&Pages::learn(&articles, &identities, &places));
        learned.standings(Some("a.example"), &lines::find(line))[0]
    }

    #[test]
    fn furniture_recurs_between_changing_neighbours() {
        let furniture = standing(
            &["a b\nMore 3 here\nc", "d e\nMore 4 here\nf", "g\nMore 5 here\nh"],
            &["", "", ""],
            "More 9 here",
        );
        assert_eq!(furniture, Standing { articles: 3, neighbours: 3, texts: 3, edges: 3, of: 3 });
        assert!(furniture.is_furniture());
    }

    #[test]
    fn a_line_at_both_ends_of_a_page_is_at_the_edge_once() {
        let ends = |n: usize| format!("More here\na{n} b\nb{n} c\nc{n} d\nd{n} e\nMore here");
        let within = |n: usize| format!("a{n} b\nb{n} c\nMore here\nc{n} d\nd{n} e\ne{n} f");
        let texts = [ends(1), ends(2), within(3), within(4)];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let of = standing(&texts, &["", "", "", ""], "More here");
        assert_eq!((of.articles, of.edges), (4, 2));
    }

    #[test]
    fn digits_that_are_the_news_of_a_line_tell_it_from_others() {
        let of = |line: [&str; 3], again: &str| {
            let texts = [
                format!("a b\n{}\nc", line[0]),
                format!("d e\n{}\nf", line[1]),
                format!("g\n{}\nh", line[2]),
            ];
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            standing(&texts, &["", "", ""], again).articles
        };
        assert_eq!(
            of(
                ["Net 34 cts vs 1.16 dlrs", "Net 2 cts vs 9 dlrs", "Net 40 cts vs 1 dlrs"],
                "Net 1 cts vs 1.16 dlrs"
            ),
            0
        );
        assert_eq!(
            of(
                ["Halvik 2-1 Ostrey", "Halvik 0-1 Ostrey", "Halvik 3-3 Ostrey"],
                "Halvik 4-0 Ostrey"
            ),
            0
        );
        assert_eq!(
            of(
                ["12 Comments, 3 shares", "9 Comments, 1 shares", "4 Comments, 8 shares"],
                "1 Comments, 2 shares"
            ),
            3
        );
    }

    #[test]
    fn a_paragraph_of_three_versions_is_no_furniture() {
        let paragraph = standing(
            &["a\nTold them so\nc", "a\nTold them so\nc", "a\nTold them so\nc"],
            &["", "", ""],
            "Told them so",
        );
        assert!(paragraph.articles == 3 && !paragraph.is_furniture());
    }

    #[test]
    fn what_stands_together_under_unlike_titles_is_furniture_and_what_versions_share_is_not() {
        let block = "We use cookies on all pages of the harbour paper.\nFunctional cookies are kept for a year and a day.\nYou can find the policy here.";
        let texts = ["a b", "c d", "e f", "g h"].map(|lead| format!("{lead}\n{block}"));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let line = "Functional cookies are kept for a year and a day.";
        let unlike = [
            "Ferries stand still",
            "Herring grows cheap",
            "Mayor opens bridge",
            "Choir sings again",
        ];
        let of = standing(&texts, &unlike, line);
        assert!(of.neighbours == 4 && of.texts == 4 && of.is_prose_furniture(), "{of:?}");
        let versions = [
            "Ferries stand still",
            "Ferries stand still in Halvik",
            "Ferries stand still again",
            "Ferries stand: talks",
        ];
        let of = standing(&texts, &versions, line);
        assert!(of.texts == 1 && !of.is_prose_furniture() && !of.is_background(), "{of:?}");
    }
}
