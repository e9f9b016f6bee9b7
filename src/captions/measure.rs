//! Measures how much of a caption is found in a story.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::model::Features;
use super::names::{self, Name};
use super::stems;
use super::story::Story;
use crate::clean::{Block, Cleaned, Label};
use crate::ingest::Article;
use crate::languages::{self, Language};
use crate::merge::Merge;
use crate::text::{Class, Document, Frequencies, Sample, fold, words};

/// Weight of a name, relative to another word of the same rarity. Chosen by judgement; the model
/// was learned with it.
const NAME: f64 = 2.0;
/// Weight of a capitalised word in a language that capitalises all nouns. Chosen by judgement; the
/// model was learned with it.
const NOUN: f64 = 1.3;
/// Weight of a number. Chosen by judgement; the model was learned with it.
const NUMBER: f64 = 0.5;
/// Least weight of a word shared by caption and story that counts as found. Chosen by judgement.
const TELLING: f64 = 0.25;
/// Number of articles of a language from which the run shows which words are rare. Chosen by
/// judgement.
const LEARNED: u32 = 20;
/// Share of the articles from which a word says nothing. Chosen by judgement.
const COMMON: f64 = 0.35;
/// Assumed chance that a story contains a given word, for runs too small to count it. Chosen by
/// judgement.
const CHANCE: f64 = 0.05;
/// Length in words of a usual story, for which the chance of a word equals the share of stories
/// that contain it. Chosen by judgement.
const USUAL_STORY: f64 = 700.0;
/// Power by which the chance of a word grows with the length of the story. Chosen by judgement.
const GROWTH: f64 = 0.7;
/// Power to which rarity is raised, because the rarest words identify a caption best. Chosen by
/// judgement; the model was learned with it.
const RAREST: f64 = 1.5;
/// Most that a caption may have in common with a story it is foreign to, as a share of its weight
/// above chance. Chosen by judgement.
const LITTLE: f32 = 0.15;
/// The same if the run cannot show which words are rare, or if the story has part of a name. Chosen
/// by judgement.
const LITTLE_IN_DOUBT: f32 = 0.05;
/// The same if the caption names nothing, or shows a scene in a language that capitalises all
/// nouns. Chosen by judgement.
const LITTLE_UNNAMED: f32 = 0.05;
/// The same if the caption shows a scene that could be anywhere. Chosen by judgement.
const LITTLE_PLACED: f32 = 0.02;
/// Least number of content words of a caption that can be foreign to a story; with fewer it says
/// too little. Chosen by judgement.
const LEAST_CONTENT: usize = 3;
/// The same for a caption that names nothing. Chosen by judgement.
const LEAST_UNNAMED: usize = 5;
/// Number of articles from which frequencies are learned, those with the smallest keys; more do not
/// change the weights noticeably. Chosen by judgement.
const SAMPLE: usize = 400;

/// The stems of a sample of articles, for telling how common each is.
///
/// The number of articles in each language is counted under a key of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stems {
    drawn: Sample<SAMPLE>,
    /// Whether any article has a caption.
    captioned: bool,
}

impl Merge for Stems {
    fn merge(self, other: Self) -> Self {
        Self {
            drawn: self.drawn.merge(other.drawn),
            captioned: self.captioned.merge(other.captioned),
        }
    }
}

impl Stems {
    /// Draws the articles of a part of a collection whose stems are counted. `keys` are those of
    /// the articles ([`Article::key`]).
    pub fn learn(
        keys: &[u64],
        articles: &[Article],
        cleaned: &[Cleaned],
        documents: &[Document],
    ) -> Self {
        let terms = |at: usize| {
            let stems = Story::of(&articles[at], &cleaned[at], &documents[at], None).stems;
            let language = cleaned[at].language.as_deref().map(counter);
            let mut terms: Vec<u32> = stems.into_iter().chain(language).collect();
            terms.sort_unstable();
            terms.dedup();
            terms
        };
        Self {
            drawn: Sample::draw(keys, terms),
            captioned: cleaned.iter().any(|c| !c.captions.is_empty()),
        }
    }

    /// Counts the drawn articles in which each stem occurs; counts nothing if no article of the
    /// collection has a caption.
    pub fn frequencies(&self) -> Frequencies {
        if self.captioned { self.drawn.frequencies() } else { Frequencies::default() }
    }
}

/// Returns the key under which the articles of a language are counted. It contains a space, so it
/// cannot be the key of a word.
fn counter(language: &str) -> u32 {
    words::key(&format!("language {language}"))
}

/// How common words are among the stories of one language.
struct Rarity<'f> {
    frequencies: &'f Frequencies,
    /// Number of stories in the language; 0 if there are too few to judge rarity.
    stories: f64,
}

impl<'f> Rarity<'f> {
    fn of(frequencies: &'f Frequencies, language: Option<&str>) -> Self {
        // Frequencies learned before languages were counted are used as a whole.
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

    /// Returns the rarity of a stem, ln(N / n) / ln N, at least 0.05; 1 in a run too small to tell.
    fn weight(&self, stem: u32) -> f64 {
        if self.is_small() {
            return 1.0;
        }
        let holders = f64::from(self.frequencies.of(stem));
        let n = if holders > 0.0 { holders + 0.5 } else { 0.5 };
        ((self.stories / n).ln() / self.stories.ln()).max(0.05)
    }

    /// Returns the chance that some other story of `words` words contains a stem; `holds` tells
    /// whether this story does.
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

/// The measurements of a caption.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) features: Features,
    /// Whether nothing is left of the caption without its credit and scenery.
    pub(super) says_nothing: bool,
    /// The different names of the caption, in order; an abbreviation after its name does not count
    /// as another.
    pub(super) names: Vec<Name>,
    /// Content words of the caption that occur in the headline, or contain or are part of one of
    /// its words.
    pub(super) in_headline: Vec<String>,
    /// Number of different content words.
    pub(super) content: usize,
    /// Number of words without credit and buttons.
    pub(super) words: usize,
    /// Number of other content words that the story lacks.
    pub(super) words_missing: usize,
    /// Number of other content words that the story has, in the same or another form, without very
    /// common ones.
    pub(super) words_found: usize,
    /// The stems that the story has in no form.
    pub(super) lacking: FxHashSet<u32>,
    /// The language of the caption; `None` if it is unknown or not that of the story.
    pub(super) language: Option<&'static Language>,
}

impl Measured {
    /// Returns the names that the story contains.
    pub(super) fn found(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| n.found)
    }

    /// Returns the names that the story does not contain.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| !n.found)
    }

    /// Whether the caption names things that can be looked for, and the story contains neither them
    /// nor the caption's themes.
    pub(super) fn is_foreign(&self) -> bool {
        let [share, .., scene, small, nouns] = self.features;
        let (scene, small, nouns) = (scene > 0.0, small > 0.0, nouns > 0.0);
        // Where all nouns are capitalised, adjacent capitals do not make a full name.
        let full_name = |name: &Name| name.words >= 2 && !name.setting && !nouns;
        let named = self.missing().next().is_some();
        let checkable = match () {
            // A scene that could be anywhere is identified by the people it names, and less by its
            // place.
            () if scene => {
                self.missing().any(full_name)
                    || named && share <= if nouns { LITTLE_UNNAMED } else { LITTLE_PLACED }
            }
            () if named => true,
            () => self.content >= LEAST_UNNAMED && share <= LITTLE_UNNAMED,
        };
        // Part of a name may be the person or the house.
        let part_found = !nouns && self.missing().any(|n| n.held > 0);
        let little = if small || part_found { LITTLE_IN_DOUBT } else { LITTLE };
        checkable
            && self.content >= LEAST_CONTENT
            && !self.full_name_found()
            && share <= little
            && self.language.is_some()
    }

    /// Whether the story contains two adjacent words of a name, such as a person's first and last
    /// name.
    pub(super) fn full_name_found(&self) -> bool {
        self.names.iter().any(|n| n.found && n.held >= 2)
    }

    /// Counts the stems that it has in common with another caption and that the story lacks.
    pub(super) fn shared(&self, other: &Self) -> usize {
        self.lacking.intersection(&other.lacking).count()
    }

    /// Whether the body of an article contains the last word of a missing name; with `whole_page`,
    /// its page outside captions and teasers.
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

    /// Whether the last place named in the caption, where the picture was probably taken, is
    /// missing from the story.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.names.iter().rfind(|n| n.place).is_some_and(|n| !n.found)
    }
}

/// Sums over the content words of a caption.
#[derive(Default)]
struct Sums {
    weight: f64,
    held: f64,
    /// Weight of words found unchanged, not in another form.
    exact: f64,
    expected: f64,
    variance: f64,
    rarest: f64,
    hits: u32,
    forms: u32,
}

impl Sums {
    /// Adds a word that the story has by chance with a given probability.
    fn add(&mut self, weight: f64, chance: f64) {
        self.weight += weight;
        self.expected += weight * chance;
        self.variance += weight * weight * chance * (1.0 - chance);
    }

    /// Adds a word that the story has.
    fn hit(&mut self, weight: f64, rarity: f64) {
        self.held += weight;
        self.exact += weight;
        self.hits += 1;
        self.rarest = self.rarest.max(rarity);
    }
}

/// A content word of a caption that the story does not have unchanged.
struct Other {
    at: usize,
    stem: u32,
    weight: f64,
    name: bool,
}

/// A caption half measured.
struct Measuring<'m> {
    text: &'m str,
    story: &'m Story<'m>,
    document: &'m Document,
    /// The caption's words, folded.
    folded: &'m [String],
    rarity: Rarity<'m>,
    /// The lists of the story's language.
    own: Option<&'static Language>,
    /// Whether common nouns have capitals in it.
    nouns: bool,
    out: Measured,
    sums: Sums,
    /// The stems met so far.
    seen: FxHashSet<u32>,
    /// Words of names, each with whether the story has it.
    names: Vec<(u32, bool)>,
    others: Vec<Other>,
}

impl Measuring<'_> {
    /// Whether a word says nothing about what a picture shows.
    fn is_filling(&self, at: usize, stem: u32) -> bool {
        let (word, folded) = (&self.document.words[at], &self.folded[at]);
        word.class.has(Class::FUNCTION)
            || self.own.is_some_and(|l| l.words.function.contains(folded))
            || is_scenery(folded, self.own)
            || self.rarity.is_common(stem) && !word.class.has(Class::CAPITAL)
            || folded.chars().count() < 2 && !word.class.has(Class::SPACELESS)
    }

    /// Counts a word.
    fn count(&mut self, at: usize, stem: u32) {
        let (word, story) = (&self.document.words[at], self.story);
        let opens = word.class.has(Class::SENTENCE) && !word.class.has(Class::ACRONYM);
        // A capital at the start of the caption makes a name only if the story has the word
        // capitalised within a sentence.
        let name = word.class.has(Class::CAPITAL) && (!opens || story.named.contains(&stem));
        // A name counts as found only as a name: the `Open` of a tournament is not the adjective
        // `open`.
        let holds = if name && !self.nouns {
            story.named.contains(&stem)
        } else {
            story.stems.contains(&stem)
        };
        if name {
            self.names.push((at as u32, holds));
        }
        if !self.seen.insert(stem) {
            return;
        }
        let kind = match () {
            () if word.class.has(Class::DIGIT) => NUMBER,
            () if name && self.nouns => NOUN,
            () if name => NAME,
            () => 1.0,
        };
        let rarity = self.rarity.weight(stem);
        let weight = kind * rarity.powf(RAREST);
        self.sums.add(weight, self.rarity.chance(stem, holds, story.words));
        if holds {
            self.sums.hit(weight, rarity);
        } else {
            self.others.push(Other { at, stem, weight, name });
        }
        if !word.class.has(Class::DIGIT) && story.is_in_headline(&self.folded[at]) {
            self.out.in_headline.push(word.of(self.text).to_owned());
        }
        self.out.words_found += usize::from(!name && holds && rarity >= TELLING);
    }

    /// Looks for the other words in other forms. Only if few words are found unchanged, because
    /// that needs an index of the whole story.
    fn look_for_forms(&mut self, compounding: bool) {
        let near = self.sums.held >= 0.5 * self.sums.weight;
        for Other { at, stem, weight, name } in std::mem::take(&mut self.others) {
            let resemblance =
                if near { 0.0 } else { self.story.resemblance(&self.folded[at], compounding) };
            self.sums.held += weight * resemblance;
            self.sums.forms += u32::from(resemblance > 0.0);
            self.sums.rarest = self.sums.rarest.max(weight * resemblance * 0.5);
            if resemblance == 0.0 {
                self.out.lacking.insert(stem);
            }
            self.out.words_missing += usize::from(!name && resemblance == 0.0);
            self.out.words_found += usize::from(!name && resemblance > 0.0);
        }
    }
}

/// Measures a caption without its credit against a story. O(bytes of the caption), plus O(bytes of
/// the story) once if little is in common.
pub(super) fn measure(text: &str, story: &Story<'_>, frequencies: &Frequencies) -> Measured {
    let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
    let own = story.language.and_then(languages::of);
    let folded: Vec<String> = document.words.iter().map(|w| fold::fold(w.of(text))).collect();
    let language = languages::told(folded.iter().map(String::as_str), story.language)
        .filter(|l| Some(l.code.as_str()) == story.language);
    let (nouns, compounding) =
        own.map_or((false, false), |l| (l.captions.nouns, l.captions.compounds));
    let mut m = Measuring {
        text,
        story,
        document: &document,
        folded: &folded,
        rarity: Rarity::of(frequencies, story.language),
        own,
        nouns,
        out: Measured {
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
        },
        sums: Sums::default(),
        seen: FxHashSet::default(),
        names: Vec::new(),
        others: Vec::new(),
    };
    for (at, stem) in stems::of(text, &document.words, story.stemmer, |_| true) {
        if !m.is_filling(at, stem) {
            m.count(at, stem);
        }
    }
    m.look_for_forms(compounding);
    let small = m.rarity.is_small();
    let Measuring { mut out, sums, seen, names, .. } = m;
    out.content = seen.len();
    out.says_nothing = sums.weight == 0.0 && names.is_empty();
    out.names = names::in_rows(text, &document.words, &names);
    let scene =
        own.is_some_and(|l| folded.first().is_some_and(|first| l.captions.openers.contains(first)));
    out.features = features(&sums, &out, story, Traits { scene, nouns, small });
    out
}

/// The remaining inputs of the model.
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

/// Whether any caption may have the word, whatever it shows: days, months, sides, and what people
/// do in pictures.
fn is_scenery(folded: &str, language: Option<&Language>) -> bool {
    language.is_some_and(|l| l.captions.scenery.contains(folded))
}
