//! How much a caption's words have to do with a story.

use std::cell::RefCell;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use regex::Regex;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::clean::{Block, Cleaned, Label};
use crate::ingest::Article;
use crate::text::{Class, Document, Frequencies, Word, fold, words};

/// Weight of a name against that of another word of the same rarity.
const NAME: f64 = 2.0;
/// What a word is worth of which the story has another form or compound only.
const RESEMBLING: f64 = 0.4;
/// Weight from which a word that caption and story have in common tells something.
const TELLING: f64 = 0.25;
/// Letters of a beginning that two forms of a word share; shorter words have no other beginning than themselves.
const BEGINNING: usize = 6;
/// Letters of a headline's word from which it is looked for within longer words.
const WITHIN: usize = 3;
/// Articles from which the run is large enough to tell rare words from common ones.
const LEARNED: usize = 20;

/// Articles from which frequencies are learned; more add nothing to the weights.
const SAMPLE: usize = 400;

/// Counts in how many articles of the run each stem occurs, or of an even sample of a large one; nothing if no article has a caption.
pub fn learn(articles: &[Article], cleaned: &[Cleaned], documents: &[Document]) -> Frequencies {
    if cleaned.iter().all(|c| c.captions.is_empty()) {
        return Frequencies::default();
    }
    let step = articles.len().div_ceil(SAMPLE).max(1);
    let sampled = articles.par_iter().zip(cleaned).zip(documents).step_by(step);
    let sets: Vec<FxHashSet<u32>> = sampled.map(|((a, c), d)| Vocabulary::of_story(a, c, d).stems).collect();
    Frequencies::count(sets)
}

/// Weight of a stem by its rarity: ln(N / n) / ln N, at least 0.05; 1 in a run too small to tell.
fn rarity(frequencies: &Frequencies, stem: u32) -> f64 {
    let all = frequencies.documents();
    if all < LEARNED {
        return 1.0;
    }
    let n = f64::from(frequencies.of(stem)) + 0.5;
    ((all as f64 / n).ln() / (all as f64).ln()).max(0.05)
}

/// The stems of a story: headline and body.
#[derive(Debug, Default)]
pub struct Vocabulary {
    stems: FxHashSet<u32>,
    /// The stems that the story has with a capital.
    named: FxHashSet<u32>,
    /// The beginnings of the story's longer words, and of those with a capital.
    beginnings: FxHashSet<u32>,
    named_beginnings: FxHashSet<u32>,
    /// The stems of the headline.
    headline: FxHashSet<u32>,
    /// The headline's content words, folded, of [`WITHIN`] letters or more.
    headline_words: Vec<String>,
    /// Words of headline and body.
    words: usize,
    language: Option<Algorithm>,
}

impl Vocabulary {
    /// Takes a story's stems from its body, read as `document`, and its headline. O(bytes).
    pub fn of_story(article: &Article, clean: &Cleaned, document: &Document) -> Self {
        let language = clean.language.as_deref().and_then(stemmer_of);
        let mut story = Self { language, ..Self::default() };
        let (mut headline, mut headline_words) = (FxHashSet::default(), Vec::new());
        let mut add = |text: &str, all: &[Word]| {
            story.words += all.len();
            for (at, stem) in stems_of(text, all, language) {
                let name = all[at].class.has(Class::CAPITAL) && (all[at].class.has(Class::ACRONYM) || !all[at].class.has(Class::SENTENCE));
                let beginning = beginning_of(all[at].of(text));
                story.stems.insert(stem);
                story.beginnings.extend(beginning);
                if name {
                    story.named.insert(stem);
                    story.named_beginnings.extend(beginning);
                }
            }
        };
        add(&article.text, &document.words);
        for title in [clean.title.as_deref(), article.title.as_deref()].into_iter().flatten() {
            let mut all = Vec::new();
            words::read(title, 0..title.len(), &mut all);
            add(title, &all);
            let content = |at: &usize| !all[*at].class.has(Class::FUNCTION | Class::DIGIT);
            headline.extend(stems_of(title, &all, language).into_iter().filter(|(at, _)| content(at)).map(|(_, stem)| stem));
            let long = (0..all.len()).filter(content).map(|at| fold::fold(all[at].of(title))).filter(|word| word.chars().count() >= WITHIN);
            headline_words.extend(long);
        }
        story.headline = headline;
        story.headline_words = headline_words;
        story
    }

    /// Whether a longer word holds a word of the headline, as compounds do.
    fn holds_headline(&self, word: &str) -> bool {
        let folded = fold::fold(word);
        self.headline_words.iter().any(|part| part.len() < folded.len() && folded.contains(part.as_str()))
    }

    /// Words of headline and body.
    pub fn len(&self) -> usize {
        self.words
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.words == 0
    }
}

/// A name of a caption: its capitalised words in a row, or a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As it stands.
    pub text: String,
    /// Words of it.
    pub words: usize,
    /// Words of it that the story has as names too.
    pub held: usize,
    /// Whether the story has its last word, as a surname is, or half of its words.
    pub found: bool,
    /// Whether a preposition of place stands before it.
    pub place: bool,
    /// Whether it says where, when or of what, not who: a preposition stands before it, or another such name and a comma.
    pub setting: bool,
}

/// What was measured of a caption.
#[derive(Debug, Default)]
pub struct Measured {
    /// Weighted share of the caption's content words that the story holds, in [0, 1]; 0.5 for a caption without any.
    pub relatedness: f64,
    /// Whether nothing is left of the caption once credit and scenery are gone.
    pub says_nothing: bool,
    /// The different names of the caption, in order; an abbreviation behind its name is no other.
    pub names: Vec<Name>,
    /// Whether a content word of it stands in the headline.
    pub in_headline: bool,
    /// Whether a word of it holds a word of the headline within: a `shotgun` under a headline about a `gun`.
    pub holds_headline: bool,
    /// Words left once credit and buttons are gone.
    pub words: usize,
    /// Other content words that the story does not hold.
    pub words_missing: usize,
    /// Other content words that it holds, or holds in another form; such as half the articles have left out.
    pub words_found: usize,
}

impl Measured {
    /// Names that the story holds.
    pub fn found(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| n.found)
    }

    /// Names that the story does not hold.
    pub fn missing(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|n| !n.found)
    }

    /// Whether the story holds two words in a row of a name, as a person's first and last are.
    pub fn full_name_found(&self) -> bool {
        self.names.iter().any(|n| n.found && n.held >= 2)
    }

    /// Whether the body of an article, or its own page outside captions and teasers, holds the last word of a missing name.
    pub fn is_told_by(&self, article: &Article, clean: &Cleaned, whole_page: bool) -> bool {
        let names: Vec<&str> =
            self.missing().map(|n| n.text.rsplit(' ').next().unwrap_or(&n.text)).filter(|n| n.chars().count() >= 4).collect();
        let told = |text: &str| {
            names.iter().any(|name| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                text.match_indices(name).any(|(at, _)| edge(text[..at].chars().next_back()) && edge(text[at + name.len()..].chars().next()))
            })
        };
        if whole_page {
            let own = |b: &&Block| !matches!(b.label, Label::Caption | Label::Related);
            clean.blocks.iter().filter(own).any(|b| told(b.of(&article.text))) || article.authors.iter().any(|author| told(author))
        } else {
            clean.body.iter().any(|piece| told(&article.text[piece.clone()]))
        }
    }

    /// Whether the story does not hold the last place that the caption names: there the picture was taken.
    pub fn is_elsewhere(&self) -> bool {
        self.names.iter().rfind(|n| n.place).is_some_and(|n| !n.found)
    }
}

static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[.!?”]\s+\p{Lu}[\p{L}. '-]{2,50}[,/|]\s?(?:AP|AFP|EPA|Reuters|REUTERS|Getty|Associated Press|dpa|Bloomberg|Xinhua|TASS|EFE|ANSA|UPI)(?-u:\b).{0,40}$)|(?:[(\[][^()\[\]]{0,90}(?:[Pp]hoto|PHOTO|AP|AFP|Getty|Reuters|REUTERS|Images|[Ff]oto|EPA|Archiv)[^()\[\]]{0,60}[)\]]?)|(?:(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ff]otos?|[Ii]mages?|[Cc]redits?|Bild|Quelle|Crédit|©|Picture)(?: ?by| ?von| ?credit)?\s?[:/]?\s?\p{Lu}[^.]{0,60}\.?$)|(?:©.*$)").expect("a fixed pattern")
});

/// `Ann Roe/Harbour News` at the end, and what buttons of picture viewers say.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3}(?: \([LRC]\)(?: and \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){0,3} \([LRC]\))?)? ?[/|] ?\p{Lu}[\p{L}.'’& -]{1,40}\)?\s*$)|(?i:(?-u:\b)(?:enlarge this image|toggle caption|hide caption|show caption|view gallery|click to enlarge)(?-u:\b))")
        .expect("a fixed pattern")
});

/// What every credit holds one of.
static CREDIT_HINTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let hints = [
        "photo",
        "foto",
        "image",
        "credit",
        "crédit",
        "bild",
        "quelle",
        "picture",
        "archiv",
        "©",
        "AP",
        "EPA",
        "reuters",
        "getty",
        "press",
        "dpa",
        "bloomberg",
        "xinhua",
        "tass",
        "EFE",
        "ANSA",
        "UPI",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(hints).expect("a list of short words")
});

/// What the words of picture viewers hold one of.
static BUTTONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(["enlarge", "caption", "gallery"]).expect("a list of short words")
});

/// Whether what stands behind the last division can be the name of a house, as the end of [`HOUSE`] has it: a capital, and little more.
fn may_end_in_house(caption: &str) -> bool {
    let end = caption.trim_end();
    let Some(at) = memchr::memrchr2(b'/', b'|', end.as_bytes()) else { return false };
    let house = end[at + 1..].strip_prefix(' ').unwrap_or(&end[at + 1..]);
    house.starts_with(char::is_uppercase) && house.chars().count() <= HOUSE_LETTERS
}

/// Characters of the longest name of a house with a bracket behind it.
const HOUSE_LETTERS: usize = 42;

/// A caption without its photo credits and the words of picture viewers.
pub fn without_credit(caption: &str) -> String {
    // Most captions of a gallery hold neither, and looking at length costs more than all the rest.
    let mut text = if CREDIT_HINTS.is_match(caption) { CREDIT.replace_all(caption, " ").into_owned() } else { caption.to_owned() };
    if memchr::memchr2(b'/', b'|', caption.as_bytes()).is_none() && !BUTTONS.is_match(caption) {
        return text;
    }
    // A credit can stand twice.
    for _ in 0..3 {
        if !may_end_in_house(&text) && !BUTTONS.is_match(&text) {
            break;
        }
        let shorter = HOUSE.replace_all(&text, " ").trim_end().to_owned();
        if shorter == text {
            break;
        }
        text = shorter;
    }
    text
}

/// Measures a caption, without its credit, against a story. O(bytes of the caption).
pub fn measure(text: &str, story: &Vocabulary, frequencies: &Frequencies) -> Measured {
    let document = Document::read(text, std::slice::from_ref(&(0..text.len())));
    let (mut found, mut total) = (0.0, 0.0);
    let mut out = Measured { relatedness: 0.5, ..Measured::default() };
    let mut seen = FxHashSet::default();
    let mut names: Vec<(u32, bool)> = Vec::new();
    for (at, stem) in stems_of(text, &document.words, story.language) {
        let word = &document.words[at];
        if word.class.has(Class::FUNCTION) || is_german_function(word.of(text), story.language) || is_scenery(word.of(text)) {
            continue;
        }
        let opens = word.class.has(Class::SENTENCE) && !word.class.has(Class::ACRONYM);
        // A capital that only opens the caption makes a name if the story has it within a sentence.
        let name = word.class.has(Class::CAPITAL) && (!opens || story.named.contains(&stem));
        // A name is in the story only as a name: the `Open` of a tournament is not its `open`.
        let holds = if name { story.named.contains(&stem) } else { story.stems.contains(&stem) };
        if name {
            names.push((at as u32, holds));
        }
        if !seen.insert(stem) {
            continue;
        }
        out.holds_headline |= story.holds_headline(word.of(text));
        out.in_headline |= story.headline.contains(&stem) && !word.class.has(Class::DIGIT);
        let weight = rarity(frequencies, stem) * if name { NAME } else { 1.0 } * if word.class.has(Class::DIGIT) { 0.5 } else { 1.0 };
        total += weight;
        let resembles = !holds
            && beginning_of(word.of(text)).is_some_and(|b| if name { &story.named_beginnings } else { &story.beginnings }.contains(&b));
        found += match () {
            () if holds => weight,
            () if resembles => weight * RESEMBLING,
            () => 0.0,
        };
        out.words_missing += usize::from(!name && !holds && !resembles);
        out.words_found += usize::from(!name && (holds || resembles) && rarity(frequencies, stem) >= TELLING);
    }
    out.words = document.words.len();
    out.says_nothing = total == 0.0;
    if total > 0.0 {
        out.relatedness = found / total;
    }
    out.names = in_rows(text, &document.words, &names);
    out
}

/// Joins capitalised words in a row to names; a name within another, and the abbreviation of another, are left out.
fn in_rows(text: &str, all: &[Word], names: &[(u32, bool)]) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    // Word behind the last name that tells where or when.
    let mut setting: Option<usize> = None;
    let follows = |x: &(u32, bool), y: &(u32, bool)| {
        x.0 + 1 == y.0 && matches!(&text[all[x.0 as usize].end as usize..all[y.0 as usize].start as usize], " " | ". " | "-" | "\u{a0}")
    };
    for row in names.chunk_by(follows) {
        let (first, last) = (row[0].0 as usize, row[row.len() - 1].0 as usize);
        let name = &text[all[first].start as usize..all[last].end as usize];
        let known = out.iter_mut().find(|other| is_same_name(&other.text, name));
        let held = row.iter().filter(|(_, holds)| *holds).count();
        let found = row[row.len() - 1].1 || 2 * held >= row.len();
        // `in Port Ellery, Ore.`
        let listed =
            setting.is_some_and(|end| end == first && text[all[first - 1].end as usize..all[first].start as usize].starts_with(','));
        let led = first.checked_sub(1).is_some_and(|before| is_preposition(all[before].of(text)));
        setting = (led || listed).then_some(last + 1);
        match known {
            Some(other) => {
                other.held = other.held.max(held);
                other.found |= found;
            }
            None => out.push(Name {
                text: name.to_owned(),
                words: row.len(),
                held,
                found,
                place: first.checked_sub(1).is_some_and(|before| is_preposition_of_place(all[before].of(text))),
                setting: first.checked_sub(1).is_some_and(|before| is_preposition(all[before].of(text))) || listed,
            }),
        }
    }
    out
}

/// Whether `name` is part of a name said before, or made of its first letters.
fn is_same_name(before: &str, name: &str) -> bool {
    let initials: String = before.split([' ', '-']).filter_map(|w| w.chars().next()).collect();
    before.split_whitespace().collect::<Vec<_>>().windows(name.split_whitespace().count().max(1)).any(|part| part.join(" ") == name)
        || name.chars().count() >= 2 && initials.starts_with(name)
}

/// Words behind which a name says where, when or of what.
fn is_preposition(word: &str) -> bool {
    is_preposition_of_place(word)
        || matches!(
            word,
            "a" | "an"
                | "A"
                | "An"
                | "during"
                | "on"
                | "from"
                | "of"
                | "to"
                | "for"
                | "by"
                | "the"
                | "The"
                | "am"
                | "aus"
                | "von"
                | "des"
                | "der"
                | "de"
                | "du"
                | "del"
                | "la"
                | "le"
                | "el"
                | "di"
                | "della"
        )
}

/// German words that carry no content and mean something in English, so that they are no [`Class::FUNCTION`].
fn is_german_function(word: &str, language: Option<Algorithm>) -> bool {
    matches!(language, Some(Algorithm::German))
        && matches!(
            word,
            "die" | "Die" | "war" | "War" | "man" | "Man" | "also" | "alle" | "Alle" | "mehr" | "Mehr" | "seit" | "Seit" | "hier" | "Hier"
        )
}

fn is_preposition_of_place(word: &str) -> bool {
    matches!(
        word,
        "in" | "at"
            | "near"
            | "outside"
            | "im"
            | "bei"
            | "à"
            | "en"
            | "au"
            | "aux"
            | "dans"
            | "a"
            | "nel"
            | "no"
            | "na"
            | "em"
            | "te"
            | "i"
            | "в"
            | "на"
    )
}

/// Words that any caption has, whatever it shows: days, months, sides, what pictures show people do.
fn is_scenery(word: &str) -> bool {
    #[rustfmt::skip]
    const SCENERY: &[&str] = &[
"am", "ap", "april", "arrives", "attends", "august", "background", "bst", "cdt", "center", "centre", "cest", "cet", "cst", "december",
        "edt", "est", "february", "file", "foreground", "foto", "friday", "front", "gmt", "image", "january", "july", "june", "left", "march",
        "may", "mdt", "monday", "mst", "november", "october", "pdt", "photo", "photograph", "picture", "pictured", "pm", "poses", "pst",
        "right", "saturday", "seen", "september", "shows", "speaks", "stands", "sunday", "thursday", "tuesday", "uhr", "utc", "walks",
        "waves", "wednesday",
    ];
    SCENERY.binary_search(&fold::fold(word).as_str()).is_ok()
}

thread_local! {
    /// Stems found before on this thread, by language and word: a news text is mostly words that were met already.
    static KNOWN: RefCell<FxHashMap<(Option<u8>, u32), u32>> = RefCell::default();
}

/// The stem of each word, with the word's number; in scripts without spaces, of each pair of characters.
fn stems_of(text: &str, all: &[Word], language: Option<Algorithm>) -> Vec<(usize, u32)> {
    let spaceless = |word: &Word| word.of(text).starts_with(words::is_spaceless);
    let stemmer = language.map(Stemmer::create);
    let mut out = Vec::with_capacity(all.len());
    KNOWN.with_borrow_mut(|known| {
        for (at, word) in all.iter().enumerate() {
            let spelled = word.of(text);
            if spelled.bytes().all(|b| b.is_ascii_alphanumeric()) {
                // Only such a word is told by its key alone: `trump's` and `U.S.` share theirs with other words.
                let stem = known.entry((language.map(|l| l as u8), word.key)).or_insert_with(|| stem_of(spelled, stemmer.as_ref()));
                out.push((at, *stem));
            } else if !spaceless(word) {
                out.push((at, stem_of(spelled, stemmer.as_ref())));
            } else if let Some(next) = all.get(at + 1).filter(|n| n.start == word.end && spaceless(n)) {
                out.push((at, word.key.rotate_left(5) ^ next.key));
            }
        }
    });
    out
}

/// What a longer word begins with.
fn beginning_of(word: &str) -> Option<u32> {
    let (at, _) = word.char_indices().nth(BEGINNING)?;
    Some(words::key(&fold::fold(&word[..at])))
}

/// The stem of one word, without a possessive ending.
fn stem_of(spelled: &str, stemmer: Option<&Stemmer>) -> u32 {
    let mut folded = fold::fold(spelled);
    for ending in ["'s", "’s"] {
        if let Some(bare) = folded.strip_suffix(ending) {
            folded.truncate(bare.len());
        }
    }
    match stemmer {
        Some(stemmer) => words::key(&stemmer.stem(&folded)),
        // Without a stemmer the first five letters stand for the word and its endings.
        None => words::key(folded.char_indices().nth(5).map_or(folded.as_str(), |(i, _)| &folded[..i])),
    }
}

fn stemmer_of(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "no" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenery_is_found_wherever_it_stands_in_the_list() {
        for word in ["ap", "April", "left", "Wednesday"] {
            assert!(is_scenery(word), "{word}");
        }
        assert!(!is_scenery("ferry"));
    }

    #[test]
    fn photo_credits_are_no_part_of_what_a_caption_shows() {
        let text = CREDIT.replace_all("Crews at the pier (AP Photo/Ann Roe)", " ");
        assert!(!text.contains("Roe"));
        assert!(!CREDIT.replace_all("Crews at the pier. Photo: Ann Roe", " ").contains("Roe"));
    }
}
