//! Measures a caption against a story.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::model::Features;
use super::names::{self, Name};
use super::stems;
use super::story::Story;
use crate::clean::{Block, Cleaned, Label};
use crate::ingest::Article;
use crate::languages::{self, Language};
use crate::text::{Class, Document, Frequencies, fold, words};

/// Weight of a name against that of another word of the same rarity; of a capitalised noun; of a
/// number.
const NAME: f64 = 2.0;
const NOUN: f64 = 1.3;
const NUMBER: f64 = 0.5;
/// Weight from which a word that caption and story have in common tells something.
const TELLING: f64 = 0.25;
/// Articles of a language from which the run is large enough to tell its rare words from common
/// ones.
const LEARNED: u32 = 20;
/// Share of the articles from which a word says nothing.
const COMMON: f64 = 0.35;
/// Chance that a story of the run holds a word by chance, where the run is too small to tell.
const CHANCE: f64 = 0.05;
/// Words of a story for which the chance of a word is the share of the stories that hold it, and
/// how the chance grows with them.
const USUAL_STORY: f64 = 700.0;
const GROWTH: f64 = 0.7;
/// Power that rarity is raised to: a caption is told by its rarest words.
const RAREST: f64 = 1.5;
/// What a caption and a foreign story may have in common, as a share of its weight above chance;
/// where the run cannot tell which words are rare, or the story has a part of a name; where the
/// caption names nothing; and where it shows a scene that could be anywhere.
const LITTLE: f32 = 0.15;
const LITTLE_IN_DOUBT: f32 = 0.05;
const LITTLE_UNNAMED: f32 = 0.05;
const LITTLE_PLACED: f32 = 0.02;
/// Content words below which a caption says too little to be foreign to anything, and if it names
/// nothing.
const LEAST_CONTENT: usize = 3;
const LEAST_UNNAMED: usize = 5;
/// Articles from which frequencies are learned; more add nothing to the weights.
const SAMPLE: usize = 400;

/// Counts in how many articles of the run each stem occurs, or of an even sample of a large one;
/// nothing if no article has a caption.
///
/// How many of them are in a language is counted under `counter`.
pub fn learn(articles: &[Article], cleaned: &[Cleaned], documents: &[Document]) -> Frequencies {
    if cleaned.iter().all(|c| c.captions.is_empty()) {
        return Frequencies::default();
    }
    let step = articles.len().div_ceil(SAMPLE).max(1);
    let sampled = articles.par_iter().zip(cleaned).zip(documents).step_by(step);
    let sets: Vec<FxHashSet<u32>> = sampled
        .map(|((a, c), d)| {
            let mut stems = Story::of(a, c, d).stems;
            stems.extend(c.language.as_deref().map(counter));
            stems
        })
        .collect();
    Frequencies::count(sets)
}

/// The key under which the articles of a language are counted; no word has a space.
fn counter(language: &str) -> u32 {
    words::key(&format!("language {language}"))
}

/// How common words are among the stories of one language.
struct Rarity<'f> {
    frequencies: &'f Frequencies,
    /// Stories of the language; 0 if they are too few to tell.
    stories: f64,
}

impl<'f> Rarity<'f> {
    fn of(frequencies: &'f Frequencies, language: Option<&str>) -> Self {
        // What was learned before languages were counted is taken whole.
        let counted = language.map(|l| frequencies.of(counter(l))).filter(|n| *n > 0);
        let stories = counted.unwrap_or(frequencies.documents() as u32);
        Self { frequencies, stories: if stories < LEARNED { 0.0 } else { f64::from(stories) } }
    }

    fn is_small(&self) -> bool {
        self.stories == 0.0
    }

    fn is_common(&self, stem: u32) -> bool {
        !self.is_small() && f64::from(self.frequencies.of(stem)) > COMMON * self.stories
    }

    /// Rarity of a stem: ln(N / n) / ln N, at least 0.05; 1 in a run too small to tell.
    fn weight(&self, stem: u32) -> f64 {
        if self.is_small() {
            return 1.0;
        }
        let holders = f64::from(self.frequencies.of(stem));
        let n = if holders > 0.0 { holders + 0.5 } else { 0.5 };
        ((self.stories / n).ln() / self.stories.ln()).max(0.05)
    }

    /// The chance that another story of `words` words holds a stem, which this one `holds` or not.
    fn chance(&self, stem: u32, holds: bool, words: usize) -> f64 {
        let usual = if self.is_small() {
            CHANCE
        } else {
            let others = f64::from(self.frequencies.of(stem).saturating_sub(u32::from(holds)));
            ((others + 0.3) / (self.stories + 0.6)).min(0.9)
        };
        1.0 - (1.0 - usual).powf((words as f64 / USUAL_STORY).powf(GROWTH))
    }
}

/// What was measured of a caption.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) features: Features,
    /// Whether nothing is left of the caption once credit and scenery are gone.
    pub(super) says_nothing: bool,
    /// The different names of the caption, in order; an abbreviation behind its name is no other.
    pub(super) names: Vec<Name>,
    /// Content words of it that stand in the headline, or hold one of the headline's.
    pub(super) in_headline: Vec<String>,
    /// Different content words.
    pub(super) content: usize,
    /// Words left once credit and buttons are gone.
    pub(super) words: usize,
    /// Other content words that the story does not hold.
    pub(super) words_missing: usize,
    /// Other content words that it holds, or holds in another form; such as half the articles have
    /// left out.
    pub(super) words_found: usize,
    /// The stems that the story holds in no form.
    pub(super) lacking: FxHashSet<u32>,
    /// The language of the caption, if it is known and the story's.
    pub(super) language: Option<&'static Language>,
}

impl Measured {
    /// Names that the story holds.
    pub(super) fn found(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| n.found)
    }

    /// Names that the story does not hold.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| !n.found)
    }

    /// Whether it names things that can be looked for, and neither they nor its themes are in the
    /// story.
    pub(super) fn is_foreign(&self) -> bool {
        let [share, .., scene, small, nouns] = self.features;
        let (scene, small, nouns) = (scene > 0.0, small > 0.0, nouns > 0.0);
        // Where all nouns have capitals, words in a row make no full name.
        let full_name = |name: &Name| name.words >= 2 && !name.setting && !nouns;
        let named = self.missing().next().is_some();
        let checkable = match () {
            // A scene that could be anywhere is told by whom it names, less by where it is.
            () if scene => {
                self.missing().any(full_name)
                    || named && share <= if nouns { LITTLE_UNNAMED } else { LITTLE_PLACED }
            }
            () if named => true,
            () => self.content >= LEAST_UNNAMED && share <= LITTLE_UNNAMED,
        };
        // A part of a name may be the person or the house.
        let part_found = !nouns && self.missing().any(|n| n.held > 0);
        let little = if small || part_found { LITTLE_IN_DOUBT } else { LITTLE };
        checkable
            && self.content >= LEAST_CONTENT
            && !self.full_name_found()
            && share <= little
            && self.language.is_some()
    }

    /// Whether the story holds two words in a row of a name, as a person's first and last are.
    pub(super) fn full_name_found(&self) -> bool {
        self.names.iter().any(|n| n.found && n.held >= 2)
    }

    /// Content words that it has in common with another caption of the story, and the story lacks.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.lacking.intersection(&other.lacking).count()
    }

    /// Whether the body of an article, or its own page outside captions and teasers, holds the last
    /// word of a missing name.
    pub(super) fn is_told_by(&self, article: &Article, clean: &Cleaned, whole_page: bool) -> bool {
        let names: Vec<&str> = self
            .missing()
            .map(|n| n.text.rsplit(' ').next().unwrap_or(&n.text))
            .filter(|n| n.chars().count() >= 4)
            .collect();
        let told = |text: &str| {
            names.iter().any(|name| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                text.match_indices(name).any(|(at, _)| {
                    edge(text[..at].chars().next_back())
                        && edge(text[at + name.len()..].chars().next())
                })
            })
        };
        if whole_page {
            let own = |b: &&Block| !matches!(b.label, Label::Caption | Label::Related);
            clean.blocks.iter().filter(own).any(|b| told(b.of(&article.text)))
                || article.authors.iter().any(|author| told(author))
        } else {
            clean.body.iter().any(|piece| told(&article.text[piece.clone()]))
        }
    }

    /// Whether the story does not hold the last place that the caption names: there the picture was
    /// taken.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.names.iter().rfind(|n| n.place).is_some_and(|n| !n.found)
    }
}

/// Sums over the content words of a caption.
#[derive(Default)]
struct Sums {
    weight: f64,
    held: f64,
    /// Weight held as it is, not in another form.
    exact: f64,
    expected: f64,
    variance: f64,
    rarest: f64,
    hits: u32,
    forms: u32,
}

/// Measures a caption, without its credit, against a story. O(bytes of the caption), and of the
/// story where little is in common.
pub(super) fn measure(text: &str, story: &Story<'_>, frequencies: &Frequencies) -> Measured {
    let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
    let rarity = Rarity::of(frequencies, story.language);
    let own = story.language.and_then(languages::of);
    let folded: Vec<String> = document.words.iter().map(|w| fold::fold(w.of(text))).collect();
    let language = languages::told(folded.iter().map(String::as_str), story.language)
        .filter(|l| Some(l.code.as_str()) == story.language);
    let (nouns, compounding) =
        own.map_or((false, false), |l| (l.captions.nouns, l.captions.compounds));
    let mut out = Measured {
        features: Features::default(),
        says_nothing: true,
        names: Vec::new(),
        in_headline: Vec::new(),
        content: 0,
        words: document.words.len(),
        words_missing: 0,
        words_found: 0,
        lacking: FxHashSet::default(),
        language,
    };
    let mut sums = Sums::default();
    let mut seen = FxHashSet::default();
    let mut names: Vec<(u32, bool)> = Vec::new();
    let mut others: Vec<(usize, u32, f64, bool)> = Vec::new();
    for (at, stem) in stems::of(text, &document.words, story.stemmer) {
        let (word, folded) = (&document.words[at], &folded[at]);
        let function = word.class.has(Class::FUNCTION)
            || own.is_some_and(|l| l.words.function.contains(folded));
        let common = rarity.is_common(stem) && !word.class.has(Class::CAPITAL);
        if function
            || is_scenery(folded, own)
            || common
            || folded.chars().count() < 2 && !word.class.has(Class::SPACELESS)
        {
            continue;
        }
        let opens = word.class.has(Class::SENTENCE) && !word.class.has(Class::ACRONYM);
        // A capital that only opens the caption makes a name if the story has it within a sentence.
        let name = word.class.has(Class::CAPITAL) && (!opens || story.named.contains(&stem));
        // A name is in the story only as a name: the `Open` of a tournament is not its `open`.
        let holds =
            if name && !nouns { story.named.contains(&stem) } else { story.stems.contains(&stem) };
        if name {
            names.push((at as u32, holds));
        }
        if !seen.insert(stem) {
            continue;
        }
        let kind = match () {
            () if word.class.has(Class::DIGIT) => NUMBER,
            () if name && nouns => NOUN,
            () if name => NAME,
            () => 1.0,
        };
        let weight = kind * rarity.weight(stem).powf(RAREST);
        let chance = rarity.chance(stem, holds, story.words);
        sums.weight += weight;
        sums.expected += weight * chance;
        sums.variance += weight * weight * chance * (1.0 - chance);
        if holds {
            sums.held += weight;
            sums.exact += weight;
            sums.hits += 1;
            sums.rarest = sums.rarest.max(rarity.weight(stem));
        } else {
            others.push((at, stem, weight, name));
        }
        if !word.class.has(Class::DIGIT) && story.is_in_headline(folded) {
            out.in_headline.push(word.of(text).to_owned());
        }
        out.words_found += usize::from(!name && holds && rarity.weight(stem) >= TELLING);
    }
    // Other forms are looked for only where few words stand as they are: that costs a look at the
    // whole story.
    let near = sums.held >= 0.5 * sums.weight;
    for (at, stem, weight, name) in others {
        let resemblance = if near { 0.0 } else { story.resemblance(&folded[at], compounding) };
        sums.held += weight * resemblance;
        sums.forms += u32::from(resemblance > 0.0);
        sums.rarest = sums.rarest.max(weight * resemblance * 0.5);
        if resemblance == 0.0 {
            out.lacking.insert(stem);
        }
        out.words_missing += usize::from(!name && resemblance == 0.0);
        out.words_found += usize::from(!name && resemblance > 0.0);
    }
    out.content = seen.len();
    out.says_nothing = sums.weight == 0.0 && names.is_empty();
    out.names = names::in_rows(text, &document.words, &names);
    let scene =
        own.is_some_and(|l| folded.first().is_some_and(|first| l.captions.openers.contains(first)));
    out.features = features(&sums, &out, story, Traits { scene, nouns, small: rarity.is_small() });
    out
}

/// What else the model asks of a caption.
struct Traits {
    scene: bool,
    nouns: bool,
    small: bool,
}

fn features(sums: &Sums, measured: &Measured, story: &Story<'_>, traits: Traits) -> Features {
    let above_chance =
        (sums.held - sums.expected).max(0.0) / (sums.weight - sums.expected).max(0.05);
    let share = if sums.weight > 0.0 { above_chance.min(1.0) } else { 0.5 };
    let surplus = (sums.exact - sums.expected) / (sums.variance + 0.05).sqrt();
    let full = measured.missing().filter(|n| n.words >= 2 && n.held == 0).count();
    let flag = |set: bool| if set { 1.0 } else { 0.0 };
    [
        share as f32,
        surplus.clamp(-1.0, 8.0) as f32,
        sums.held.ln_1p() as f32,
        sums.rarest as f32,
        measured.in_headline.len().min(2) as f32,
        sums.hits.min(4) as f32,
        sums.forms.min(3) as f32,
        (sums.weight - sums.held).ln_1p() as f32,
        full.min(3) as f32,
        measured.missing().count().min(4) as f32,
        measured.found().count().min(3) as f32,
        (story.words.max(1) as f32).ln(),
        flag(traits.scene),
        flag(traits.small),
        flag(traits.nouns),
    ]
}

/// Words that any caption has, whatever it shows: days, months, sides, what pictures show people
/// do.
fn is_scenery(folded: &str, language: Option<&Language>) -> bool {
    language.is_some_and(|l| l.captions.scenery.contains(folded))
}
