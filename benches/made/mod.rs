//! Traditions generated at random: a story, its copies and the copies of those, with their whole
//! descent known.
//!
//! Fifty copies descend from a story and from each other: words are edited, sentences cut and
//! added, some copies spun, some parents lost, and dates given by day and off by up to a day either
//! way.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use urtext::ingest::{Article, Batch, Stamp};
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

/// Copies of a tradition, including those that are lost.
pub const COPIES: usize = 50;
/// How copies are made. Shares are in [0, 1].
#[derive(Clone, Copy)]
pub struct Kind {
    /// Share of the copies that are made from the original directly; the others copy any earlier
    /// text, the original included.
    pub favour: f64,
    /// Share of the copies that are word for word the parent.
    pub verbatim: f64,
    /// Share of the edited copies that lack up to three sentences from the middle.
    pub gaps: f64,
    /// Whether the original itself is lost.
    pub headless: bool,
}

/// The original is copied more than any other text.
pub const FAVOURED: Kind = Kind { favour: 0.3, verbatim: 0.0, gaps: 0.0, headless: false };

const NOUNS: &str = "ferry harbour union mayor court crane bridge train boat island village market school council budget strike pay wage boiler engine \
     library chart map wreck storm river valley tunnel road ticket fare driver sailor captain owner builder house garden wall tower clock \
     museum painting letter archive teacher pupil hospital nurse doctor patient farmer field harvest mill factory worker machine";
const VERBS: &str = "closed opened repaired sold bought left reached crossed stopped delayed moved built painted found lost counted watched praised \
     blamed invited ordered planned paid raised lowered changed kept carried dropped lifted";
const ADJECTIVES: &str = "old new long short wide narrow quiet loud red blue heavy light early late cheap costly northern southern empty crowded wooden stone";
const NAMES: &str = "Doe Roe Lind Marsh Hale Voss Tarn Quill Berg Fenn Hart Lowe Pike Rudd Sato Novak Weiss Moreau Silva Ortiz";
const PLACES: &str =
    "Halvik Brennick Coldwater Yarrow Ferrand Tarnside Oldgate Norhaven Eastmoor Lindale";
/// Common words and what a spinner replaces them with.
const SPUN: &[(&str, &str)] = &[
    ("old", "ancient"),
    ("new", "novel"),
    ("long", "lengthy"),
    ("short", "brief"),
    ("wide", "broad"),
    ("quiet", "tranquil"),
    ("heavy", "weighty"),
    ("early", "premature"),
    ("late", "belated"),
    ("cheap", "inexpensive"),
    ("costly", "expensive"),
    ("empty", "vacant"),
    ("closed", "shuttered"),
    ("repaired", "mended"),
    ("sold", "vended"),
    ("bought", "purchased"),
    ("left", "departed"),
    ("stopped", "halted"),
    ("delayed", "postponed"),
    ("built", "constructed"),
    ("found", "discovered"),
    ("lost", "misplaced"),
    ("watched", "observed"),
    ("praised", "lauded"),
    ("changed", "altered"),
    ("kept", "retained"),
    ("carried", "transported"),
    ("lifted", "hoisted"),
    ("ordered", "commanded"),
    ("paid", "remunerated"),
    ("boat", "vessel"),
    ("house", "residence"),
    ("road", "thoroughfare"),
    ("letter", "missive"),
    ("doctor", "physician"),
    ("teacher", "educator"),
    ("worker", "labourer"),
    ("village", "hamlet"),
    ("storm", "tempest"),
    ("painting", "artwork"),
    ("owner", "proprietor"),
    ("said", "stated"),
    ("near", "adjacent to"),
    ("because", "owing to"),
    ("people", "individuals"),
];

/// A random number generator (SplitMix64): the same seed gives the same numbers.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }

    fn of<'w>(&mut self, list: &'w str) -> &'w str {
        let words: Vec<&str> = list.split_whitespace().collect();
        words[self.below(words.len())]
    }

    fn chance(&mut self, p: f64) -> bool {
        self.next() < p
    }

    /// Returns an exponentially distributed number with the given mean.
    pub fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.next()).ln()
    }
}

/// Returns a random sentence of some twenty words.
fn sentence(r: &mut Random) -> String {
    let (a, b, c) = (r.of(NOUNS), r.of(NOUNS), r.of(NOUNS));
    let (x, y) = (r.of(ADJECTIVES), r.of(ADJECTIVES));
    let (v, w) = (r.of(VERBS), r.of(VERBS));
    let (name, place, number) = (r.of(NAMES), r.of(PLACES), 12 + r.below(880));
    match r.below(5) {
        0 => format!(
            "The {x} {a} near {place} {v} the {b} because {number} people {w} the {y} {c} in the week before."
        ),
        1 => format!(
            "In {place} the {a} of {name} {v} {number} {y} things while the {x} {b} {w} the {c} again."
        ),
        2 => format!(
            "Jane {name} said that the {x} {a} {v} the {b} and that {number} people {w} the {y} {c}."
        ),
        3 => format!(
            "About {number} people {v} the {x} {a}, and the {b} of {place} {w} a {y} {c} for {name}."
        ),
        _ => format!(
            "The {a} {v} the {x} {b} of {place}, where {name} {w} the {y} {c} for {number} days in a row."
        ),
    }
}

/// A text as a list of sentences.
#[derive(Clone)]
pub struct Text(pub Vec<String>);

impl Text {
    pub fn made(sentences: usize, r: &mut Random) -> Self {
        Self((0..sentences).map(|_| sentence(r)).collect())
    }

    /// Returns the text as an editor changes it.
    pub fn edited(&self, r: &mut Random) -> Self {
        let mut text = self.clone();
        if r.chance(0.35) && text.0.len() > 10 {
            let kept = text.0.len() - 1 - r.below(text.0.len() / 4);
            text.0.truncate(kept);
        }
        for sentence in &mut text.0 {
            if r.chance(0.3) {
                let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
                let at = r.below(words.len() - 1);
                if words[at].chars().all(char::is_lowercase) {
                    let (adjective, noun) = (r.of(ADJECTIVES), r.of(NOUNS));
                    words[at] = if r.chance(0.5) { adjective.to_owned() } else { noun.to_owned() };
                }
                *sentence = words.join(" ");
            }
        }
        for _ in 0..1 + r.below(3) {
            let at = r.below(text.0.len() + 1);
            text.0.insert(at, sentence(r));
        }
        text
    }

    /// Returns the text without up to three sentences from the middle.
    fn gapped(mut self, r: &mut Random) -> Self {
        let from = 1 + r.below(self.0.len().saturating_sub(5).max(1));
        let until = (from + 1 + r.below(3)).min(self.0.len() - 1);
        self.0.drain(from.min(until)..until);
        self
    }

    /// Returns the text as a spinner changes it.
    fn spun(&self) -> Self {
        let swap = |word: &str| {
            let bare = word.trim_matches([',', '.']);
            SPUN.iter()
                .find(|(common, _)| *common == bare)
                .map_or_else(|| word.to_owned(), |(_, rare)| word.replace(bare, rare))
        };
        Self(self.0.iter().map(|s| s.split(' ').map(swap).collect::<Vec<_>>().join(" ")).collect())
    }

    pub fn joined(&self) -> String {
        self.0.chunks(2).map(|p| p.join(" ")).collect::<Vec<_>>().join("\n\n")
    }
}

/// A tradition and its true descent.
pub struct Tradition {
    pub articles: Vec<Article>,
    /// Closest surviving ancestor of each article; articles without one have no entry.
    pub parents: BTreeMap<String, String>,
    pub root: String,
}

pub fn day(hours: f64, r: &mut Random) -> NaiveDate {
    let off = r.below(3) as f64 - 1.0;
    let days = (100.0 + hours / 24.0 + off).floor().max(0.0);
    NaiveDate::from_ymd_opt(2021, 1, 1)
        .expect("a day")
        .checked_add_days(Days::new(days as u64))
        .expect("a day")
}

pub fn article(number: usize, seed: u64, text: &Text, published: NaiveDate) -> Article {
    Article {
        id: format!("t{seed}-{number:02}"),
        url: Some(format!("https://outlet-{seed}-{number}.example/story")),
        text: text.joined(),
        published: Some(Stamp::of_day(published)),
        ..Article::default()
    }
}

/// Generates the tradition of a seed.
pub fn tradition(seed: u64, kind: Kind) -> Tradition {
    let mut r = Random(seed);
    let mut texts = vec![Text::made(18, &mut r)];
    let (mut times, mut parents) = (vec![0.0], vec![0]);
    for _ in 0..COPIES {
        // Any text may be copied, the original most of all.
        let parent = if r.chance(kind.favour) { 0 } else { r.below(texts.len()) };
        let text = if kind.verbatim > 0.0 && r.chance(kind.verbatim) {
            texts[parent].clone()
        } else if r.chance(0.1) {
            texts[parent].spun()
        } else if kind.gaps > 0.0 && r.chance(kind.gaps) {
            texts[parent].edited(&mut r).gapped(&mut r)
        } else {
            texts[parent].edited(&mut r)
        };
        times.push(times[parent] + 4.0 + r.wait(20.0));
        texts.push(text);
        parents.push(parent);
    }
    let lost: Vec<bool> =
        (0..texts.len()).map(|n| if n == 0 { kind.headless } else { r.chance(0.1) }).collect();
    let id = |n: usize| format!("t{seed}-{n:02}");
    let mut true_parents = BTreeMap::new();
    let mut articles = Vec::new();
    for n in (0..texts.len()).filter(|n| !lost[*n]) {
        articles.push(article(n, seed, &texts[n], day(times[n], &mut r)));
        if n > 0 {
            let mut at = parents[n];
            while at > 0 && lost[at] {
                at = parents[at];
            }
            if !lost[at] {
                true_parents.insert(id(n), id(at));
            }
        }
    }
    Tradition { articles, parents: true_parents, root: id(0) }
}

impl Tradition {
    /// Runs the pipeline on the tradition among other news.
    pub fn run(&self, seed: u64, registry: &Registry) -> Findings {
        let mut all = self.articles.clone();
        all.extend(others(&mut Random(seed + 1000)));
        run(all, registry)
    }

    /// Whether an article descends from another.
    pub fn descends(&self, article: &str, from: &str) -> bool {
        let mut at = self.parents.get(article);
        while let Some(parent) = at {
            if parent == from {
                return true;
            }
            at = self.parents.get(parent);
        }
        false
    }

    /// Returns which of two articles is the ancestor of the other; `None` if neither is.
    pub fn nearer(&self, found: &Findings, a: u32, b: u32) -> Option<u32> {
        let id = |at: u32| found.articles[at as usize].id.as_str();
        if self.descends(id(b), id(a)) {
            return Some(a);
        }
        self.descends(id(a), id(b)).then_some(b)
    }
}

/// Returns other news, so that the run learns which words are common.
pub fn others(r: &mut Random) -> Vec<Article> {
    let day = NaiveDate::from_ymd_opt(2020, 6, 1).expect("a day");
    (0..60)
        .map(|n| Article {
            id: format!("other-{n}"),
            url: Some(format!("https://other-{n}.example/story")),
            text: Text::made(14, r).joined(),
            published: Some(Stamp::of_day(day)),
            ..Article::default()
        })
        .collect()
}

pub fn run(mut articles: Vec<Article>, registry: &Registry) -> Findings {
    articles.sort_by(|x, y| x.id.cmp(&y.id));
    let mut batch = Batch { articles, ..Batch::default() };
    pipeline::run(&mut batch, registry, &Settings::default(), &Unwatched)
}
