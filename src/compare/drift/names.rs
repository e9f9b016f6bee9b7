//! Compares names of people, organisations and places: which were exchanged for others, whole or in
//! part, in the same role.

use std::ops::Range;

use super::{DriftKind, Fact, Pair, Prepared};
use crate::compare::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, Word, fold};

/// Most words of a name in a swap. Chosen by judgement.
const LONGEST: usize = 4;
/// Share of capitalised words in a sentence above which capitals say nothing: a headline. Chosen by
/// judgement.
const TITLE_CASE: f64 = 0.75;
/// Least words of a sentence for that share to count. Chosen by judgement.
const SHORTEST: usize = 6;
/// Share of equal words below which two sentences need not be about the same. Chosen by judgement.
const LEAST_ALIKE: f64 = 0.45;
/// Least equal words around an exchange in sentences that differ in nothing else. Chosen by
/// judgement.
const AROUND_ALONE: u32 = 6;
/// Most bytes of a currency's code. Chosen by judgement.
const SIGN: u32 = 3;
/// Capitalised words of a body among which other forms of a name are looked for. Chosen by
/// judgement: it bounds the work.
const FORMS: usize = 2000;
/// Words that connect the parts of a name: *Bank of Halvik*.
const TIES: &[&str] = &[
    "of", "de", "do", "da", "dos", "das", "del", "della", "di", "du", "des", "von", "van", "te",
    "se", "e", "i", "and", "&",
];

/// Whether a body contains a content word.
fn mentions(body: &Prepared<'_>, key: u32) -> bool {
    !body.sentences_with(key).is_empty()
}

/// Whether two spellings are one name in different styles: initials, inflection, transliteration, a
/// slip, a shortened or joined form.
pub(super) fn is_style(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        let folded = fold::fold(name);
        let own = folded.strip_suffix("'s").unwrap_or(&folded).to_owned();
        own.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let (x, y) = (letters(a), letters(b));
    let length = x.chars().count().min(y.chars().count());
    let common = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
    if x.is_empty()
        || y.is_empty()
        || common >= 3 && 5 * common >= 3 * length
        || x.contains(&y)
        || y.contains(&x)
    {
        return true;
    }
    let close = fold::distance(&x, &y, (length / 4).max(1)).is_some() && length >= 4;
    close
        || abbreviates(&x, &y)
        || abbreviates(&y, &x)
        || sounds(&x) == sounds(&y)
        || fold::same_to_a_reader(a, b)
}

/// Whether a word mixes letters of two scripts that look alike: that disguises a name and does not
/// change it.
fn is_disguised(word: &str) -> bool {
    let has = |script: fold::Script| word.chars().any(|c| fold::Script::of(c) == Some(script));
    has(fold::Script::Latin) && has(fold::Script::Alike) || word.contains('ĸ')
}

/// Returns the consonants of a name, as different transcriptions have them in common: `Gaddafi` and
/// `Qadhafi`, `Kiev` and `Kyiv`.
fn sounds(name: &str) -> String {
    let latin = romanized(name);
    let mut out = String::new();
    for c in latin.chars() {
        let sound = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | 'j' => continue,
            'c' | 'q' | 'g' | 'k' | 'x' => 'k',
            'b' | 'v' | 'f' | 'p' => 'v',
            'd' | 't' => 't',
            'z' | 's' => 's',
            other => other,
        };
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    // A name with only one such consonant is compared by its letters.
    if out.len() < 2 { latin } else { out }
}

/// Converts Cyrillic letters to Latin ones, as most newsrooms do.
fn romanized(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        out.push_str(match c {
            'а' | 'я' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'є' => "e",
            'ж' | 'з' => "z",
            'и' | 'і' | 'ы' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ш' | 'щ' => "s",
            'т' => "t",
            'у' | 'ю' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' | 'ч' => "ts",
            'ъ' | 'ь' => "",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}

/// Whether a short form consists of letters of the long one, in order and beginning with the first:
/// `Cal` and `California`.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    (1..=4).contains(&short.len())
        && short.len() < long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|r| r == c))
}

impl Pair<'_> {
    /// Finds exchanged names. Only in languages whose capitals distinguish names from other words,
    /// and not in headlines.
    pub(super) fn names(&self, out: &mut Vec<Fact>) {
        let Some(language) = self.language.filter(|language| language.names.capitals) else {
            return;
        };
        if self.is_credit() {
            return;
        }
        let before = out.len();
        let headline = self.is_title_case(self.da, self.sa) || self.is_title_case(self.db, self.sb);
        for (at, step) in self.steps.iter().enumerate().filter(|_| !headline) {
            if let Step::Swapped(ra, rb) = step
                && (self.alike >= super::ALIKE
                    || self.alike >= LEAST_ALIKE && self.around(at) >= super::AROUND)
                && let Some(fact) = self
                    .exchanged(at, ra, rb, language)
                    .or_else(|| self.given(at, (ra, rb), language))
            {
                out.push(fact);
            }
        }
        if out.len() == before {
            self.apart_names(language, out);
        }
    }

    fn is_title_case(&self, document: &Document, sentence: &Range<u32>) -> bool {
        let words = &document.words[sentence.start as usize..sentence.end as usize];
        let telling: Vec<&Word> =
            words.iter().filter(|w| !w.class.has(Class::DIGIT | Class::FUNCTION)).collect();
        let capitals = telling.iter().filter(|w| w.class.has(Class::CAPITAL)).count();
        telling.len() < 3
            || words.len() >= SHORTEST
                && capitals as f64 > TITLE_CASE * telling.len() as f64
                && capitals > LONGEST
    }

    /// Whether a sentence credits writers, editors or photographers.
    fn is_credit(&self) -> bool {
        let credits = |document: &Document, text: &str, sentence: &Range<u32>| {
            let words = &document.words[sentence.start as usize..sentence.end as usize];
            words.iter().any(|w| {
                matches!(
                    fold::fold(w.of(text)).as_str(),
                    "reporting" | "editing" | "photo" | "foto" | "getty" | "redaktion"
                )
            })
        };
        credits(self.da, self.texts.0, self.sa) || credits(self.db, self.texts.1, self.sb)
    }

    fn document(&self, second: bool) -> (&Document, &str) {
        if second { (self.db, self.texts.1) } else { (self.da, self.texts.0) }
    }

    /// Whether a word can belong to a name: its capital is not due to the beginning of a sentence,
    /// and neither text has the word in small letters.
    fn is_name(&self, at: u32, second: bool) -> bool {
        let (document, text) = self.document(second);
        let Some(word) = document.words.get(at as usize) else { return false };
        if !word.class.has(Class::CAPITAL)
            || word.class.has(Class::DIGIT | Class::FUNCTION | Class::SPACELESS)
        {
            return false;
        }
        let (own, other) =
            if second { (self.facts.1, self.facts.0) } else { (self.facts.0, self.facts.1) };
        let opens = word.class.has(Class::SENTENCE)
            || at.checked_sub(1).is_some_and(|before| {
                let previous = document.words[before as usize];
                let gap = &text[previous.end() as usize..word.start as usize];
                // `J. Doe` and `Sen. Doe`, but not `left. Now`
                let stopped = gap.contains(['.', '!', '?'])
                    && !(previous.class.has(Class::CAPITAL)
                        && previous.end() - previous.start <= 4);
                gap.contains(['"', '“', '„', '«', '‘', ':', '•', '\n', '|']) || stopped
            });
        !(own.is_common(word.key) || other.is_common(word.key))
            && (!opens || own.is_named(word.key) || other.is_named(word.key))
    }

    /// Strips function words from both ends of a range.
    fn trimmed(&self, range: &Range<u32>, second: bool) -> Range<u32> {
        let plain = |at: u32| self.document(second).0.words[at as usize].class.has(Class::FUNCTION);
        let (mut start, mut end) = (range.start, range.end);
        while start < end && plain(start) {
            start += 1;
        }
        while start < end && plain(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// Shortens two ranges to the whole names that they begin with, if other words were exchanged
    /// after them: *Doe, winning* and *Roe, who won*.
    fn leading(&self, na: Range<u32>, nb: Range<u32>) -> (Range<u32>, Range<u32>) {
        let run = |range: &Range<u32>, second: bool| {
            let (document, text) = self.document(second);
            let goes_on = |k: &u32| {
                let gap = &text[document.words[*k as usize - 1].end() as usize
                    ..document.words[*k as usize].start as usize];
                self.is_name(*k, second) && (*k == range.start || matches!(gap, " " | "\u{a0}"))
            };
            range.start..range.clone().find(|k| *k > 0 && !goes_on(k)).unwrap_or(range.end)
        };
        let (x, y) = (run(&na, false), run(&nb, true));
        let others = na.clone().any(|k| !self.is_name(k, false))
            || nb.clone().any(|k| !self.is_name(k, true));
        if others && x.len() >= 2 && y.len() >= 2 { (x, y) } else { (na, nb) }
    }

    /// Finds a name replaced by another.
    fn exchanged(
        &self,
        at: usize,
        ra: &Range<u32>,
        rb: &Range<u32>,
        language: &Language,
    ) -> Option<Fact> {
        let (whole_a, whole_b) = (self.trimmed(ra, false), self.trimmed(rb, true));
        let (na, nb) = self.leading(whole_a.clone(), whole_b.clone());
        // If other words follow the name, the step does not show that both texts say the same about
        // it.
        let place = (na == whole_a && nb == whole_b).then_some(at);
        if na.is_empty() || nb.is_empty() || na.len().max(nb.len()) > LONGEST {
            return None;
        }
        let particle =
            |document: &Document, at: u32| document.words[at as usize].class.has(Class::FUNCTION);
        let all_a = na.clone().all(|i| self.is_name(i, false) || particle(self.da, i));
        let all_b = nb.clone().all(|j| self.is_name(j, true) || particle(self.db, j));
        // `Mr. Doe` for `Jane Doe`: what differs is part of a name that both have.
        if !(all_a && all_b)
            || self.goes_on(&na, false)
            || self.goes_on(&nb, true)
            || self.is_tail(&na, false, language)
        {
            return None;
        }
        let key = |document: &Document, at: u32| document.words[at as usize].key;
        let names = |range: &Range<u32>, second: bool| -> Vec<u32> {
            range.clone().filter(|k| self.is_name(*k, second)).collect()
        };
        let (named_a, named_b) = (names(&na, false), names(&nb, true));
        let lost = named_a.iter().all(|&i| !mentions(self.b, key(self.da, i)));
        let new = named_b.iter().all(|&j| !mentions(self.a, key(self.db, j)));
        // A whole name that the other text has elsewhere may replace here one that it does not
        // have.
        let in_sa = |j: &u32| self.sa.clone().any(|i| key(self.da, i) == key(self.db, *j));
        let in_sb = |i: &u32| self.sb.clone().any(|j| key(self.db, j) == key(self.da, *i));
        let role = na.start > self.sa.start && nb.start > self.sb.start && {
            let (x, y) =
                (&self.da.words[na.start as usize - 1], &self.db.words[nb.start as usize - 1]);
            x.key == y.key && !x.class.has(Class::FUNCTION)
        };
        let whole = named_a.len() >= 2
            && named_b.len() >= 2
            && (role || self.around(at) >= super::AROUND)
            && !named_b.iter().any(in_sa)
            && !named_a.iter().any(in_sb);
        // If two sentences differ in nothing else, the name was exchanged, wherever else the text
        // has it.
        let only = self.steps.iter().filter(|step| !matches!(step, Step::Same(..))).count() == 1
            && self.around(at) >= AROUND_ALONE;
        if !(lost && (new || whole) || new && (whole || only)) {
            return None;
        }
        let words = |named: &[u32], second: bool| -> Vec<String> {
            let (document, text) = self.document(second);
            named.iter().map(|k| document.words[*k as usize].of(text).to_owned()).collect()
        };
        let (x, y) = (words(&named_a, false), words(&named_b, true));
        if x.iter().chain(&y).any(|word| is_disguised(word))
            || x.iter().any(|p| y.iter().any(|q| is_style(p, q)))
            || is_style(&x.concat(), &y.concat())
            || is_acronym(&x, &y)
            || is_acronym(&y, &x)
        {
            return None;
        }
        if self.has_form(&x, true) && !only && !(new && whole) || self.has_form(&y, false) && !whole
        {
            return None;
        }
        let folded = |names: &[String]| {
            let own: Vec<String> = names.iter().map(|name| fold::fold(name)).collect();
            own.iter()
                .map(|name| name.strip_suffix("'s").unwrap_or(name))
                .collect::<Vec<_>>()
                .join(" ")
        };
        if is_one_place(&folded(&x), &folded(&y), language)
            || self.is_told(&na, language)
            || self.is_weekday(&na)
        {
            return None;
        }
        // `the District` for `Washington`: a description is not a name.
        let described = |document: &Document, range: &Range<u32>, text: &str| {
            let before = range
                .start
                .checked_sub(1)
                .map(|at| fold::fold(document.words[at as usize].of(text)));
            range.len() == 1 && before.is_some_and(|word| language.speech.articles.contains(&word))
        };
        if described(self.da, &na, self.texts.0) != described(self.db, &nb, self.texts.1)
            && self.is_name_alone(&na, &nb)
        {
            return None;
        }
        if self.is_stamp(&na, false)
            || self.is_stamp(&nb, true)
            || self.is_sign(&na, false)
            || self.is_sign(&nb, true)
        {
            return None;
        }
        Some(self.fact(DriftKind::Name, (&na, &nb), place))
    }

    /// Whether a word is the code of a currency before its amount, `LKR 86`, or an acronym in
    /// brackets after its name: `(NWA)`.
    fn is_sign(&self, range: &Range<u32>, second: bool) -> bool {
        let (document, text) = self.document(second);
        let word = |at: u32| document.words.get(at as usize);
        let (Some(first), Some(last)) = (word(range.start), word(range.end - 1)) else {
            return false;
        };
        let counts = word(range.end).is_some_and(|next| next.class.has(Class::DIGIT));
        let bracketed = text[..first.start as usize].ends_with('(')
            && text[last.end() as usize..].starts_with(')');
        range.len() == 1 && (bracketed || counts && last.end() - first.start <= SIGN)
    }

    /// Whether both names are single words.
    fn is_name_alone(&self, na: &Range<u32>, nb: &Range<u32>) -> bool {
        na.len() == 1 && nb.len() == 1
    }

    /// Whether a body has a name in another form: inflected, abbreviated or spelled differently.
    fn has_form(&self, names: &[String], second: bool) -> bool {
        let (document, text) = self.document(second);
        let capitals = document
            .words
            .iter()
            .filter(|w| w.class.has(Class::CAPITAL) && !w.class.has(Class::DIGIT | Class::FUNCTION))
            .take(FORMS);
        capitals.into_iter().any(|w| {
            let word = w.of(text);
            names.iter().any(|name| {
                name.chars().count() > 3 && word.chars().count() > 3 && is_style(name, word)
            })
        })
    }

    /// Whether a range is the end of a longer name that both texts share otherwise; a title or
    /// given name before it does not count.
    fn is_tail(&self, range: &Range<u32>, second: bool, language: &Language) -> bool {
        let (document, text) = self.document(second);
        let at = |back: u32| range.start.checked_sub(back).map(|k| document.words[k as usize]);
        let gap = |first: Word, next: Word| &text[first.end() as usize..next.start as usize];
        let (Some(before), Some(first)) = (at(1), document.words.get(range.start as usize)) else {
            return false;
        };
        let is_part = |w: Word| {
            let folded = fold::fold(w.of(text));
            let opens = w.class.has(Class::SENTENCE | Class::FUNCTION | Class::DIGIT);
            w.class.has(Class::CAPITAL)
                && !opens
                && !language.names.titles.contains(&folded)
                && !language.names.given.contains(&folded)
        };
        let joined = |first: Word, next: Word| matches!(gap(first, next), " " | "-" | "\u{a0}");
        if !joined(before, *first) {
            return false;
        }
        let tied = TIES.contains(&fold::fold(before.of(text)).as_str())
            && at(2).is_some_and(|two| joined(two, before) && is_part(two));
        is_part(before) || tied
    }

    /// Whether a name continues after a range, so that the range is only its beginning.
    fn goes_on(&self, range: &Range<u32>, second: bool) -> bool {
        let (document, text) = self.document(second);
        let (Some(last), Some(next)) =
            (document.words.get(range.end as usize - 1), document.words.get(range.end as usize))
        else {
            return false;
        };
        let joined =
            matches!(&text[last.end() as usize..next.start as usize], " " | ". " | "-" | "\u{a0}");
        let part =
            |w: &Word| w.class.has(Class::CAPITAL) && !w.class.has(Class::SENTENCE | Class::DIGIT);
        let tied = || {
            let behind = document.words.get(range.end as usize + 1);
            TIES[..TIES.len() - 2].contains(&fold::fold(next.of(text)).as_str())
                && behind.is_some_and(part)
        };
        joined && (part(next) || tied())
    }

    /// Whether a range is a weekday or month, which have capitals in some languages and are dates.
    fn is_weekday(&self, range: &Range<u32>) -> bool {
        use crate::text::dates;
        range.clone().any(|i| {
            let word = &self.da.words[i as usize];
            dates::weekday(self.texts.0, word).is_some()
                || dates::month(self.texts.0, word).is_some()
        })
    }

    /// Whether a name is the one to which something was said, where each outlet names itself.
    fn is_told(&self, range: &Range<u32>, language: &Language) -> bool {
        let before = (range.start.saturating_sub(2).max(self.sa.start)..range.start)
            .map(|i| fold::fold(self.word_a(i).1));
        before.into_iter().any(|word| language.names.told.contains(&word))
    }

    /// Finds a first name replaced by another before a name that both have.
    fn given(
        &self,
        at: usize,
        (ra, rb): (&Range<u32>, &Range<u32>),
        language: &Language,
    ) -> Option<Fact> {
        let (na, nb) = (self.trimmed(ra, false), self.trimmed(rb, true));
        if na.is_empty() || nb.is_empty() || !self.goes_on(&na, false) || !self.goes_on(&nb, true) {
            return None;
        }
        let (after_a, after_b) = (&self.da.words[na.end as usize], &self.db.words[nb.end as usize]);
        let (i, j) = (na.end - 1, nb.end - 1);
        let (x, y) = (fold::fold(self.word_a(i).1), fold::fold(self.word_b(j).1));
        let is_given = |name: &str| language.names.given.contains(name);
        let own = |names: &Prepared<'_>, key: u32| mentions(names, key);
        let exchanged = after_a.key == after_b.key
            && !language.names.titles.contains(&fold::fold(after_a.of(self.texts.0)))
            && is_given(&x)
            && is_given(&y)
            && !language.names.is_nickname(&x, &y)
            && !is_style(&x, &y)
            && !own(self.b, self.da.words[i as usize].key)
            && !own(self.a, self.db.words[j as usize].key);
        exchanged
            .then(|| self.fact(DriftKind::Name, (&(i..na.end + 1), &(j..nb.end + 1)), Some(at)))
    }

    /// Finds a name that the other text does not have where the other sentence has one that this
    /// text does not have: both after the same title, or both before the same kind of institution.
    fn apart_names(&self, language: &Language, out: &mut Vec<Fact>) {
        let run = |from: u32, second: bool| {
            let end = if second { self.sb.end } else { self.sa.end };
            (from..end.min(from + 3))
                .take_while(|k| self.is_name(*k, second))
                .last()
                .map_or(from, |k| k + 1)
        };
        let unknown = |range: &Range<u32>, second: bool| {
            let (document, other) = if second { (self.db, self.a) } else { (self.da, self.b) };
            !range.is_empty()
                && range.clone().all(|k| !mentions(other, document.words[k as usize].key))
        };
        let differ = |ra: &Range<u32>, rb: &Range<u32>| {
            let styled = |i: u32, j: u32| is_style(self.word_a(i).1, self.word_b(j).1);
            !ra.clone().any(|i| rb.clone().any(|j| styled(i, j)))
        };
        for i in self.sa.start..self.sa.end {
            let word = self.da.words[i as usize];
            if !word.class.has(Class::CAPITAL) {
                continue;
            }
            let folded = fold::fold(word.of(self.texts.0));
            if language.names.titles.contains(&folded) {
                let ra = i + 1..run(i + 1, false);
                if ra.len() < 2 || !unknown(&ra, false) {
                    continue;
                }
                let met = (self.sb.start..self.sb.end)
                    .filter(|&j| self.db.words[j as usize].key == word.key);
                for rb in met.map(|j| j + 1..run(j + 1, true)).filter(|rb| rb.len() >= 2) {
                    if unknown(&rb, true) && differ(&ra, &rb) {
                        out.push(self.fact(DriftKind::Name, (&ra, &rb), None));
                        return;
                    }
                }
            } else if language.names.institutions.contains(&folded) {
                let start = |at: u32, from: u32, second: bool| {
                    (from..at).rev().take_while(|k| self.is_name(*k, second)).last().unwrap_or(at)
                };
                let ra = start(i, self.sa.start, false)..i;
                if !unknown(&ra, false) {
                    continue;
                }
                let met = (self.sb.start..self.sb.end)
                    .filter(|&j| self.db.words[j as usize].key == word.key);
                for (rb, j) in met.map(|j| (start(j, self.sb.start, true)..j, j)) {
                    if unknown(&rb, true) && differ(&ra, &rb) {
                        out.push(self.fact(
                            DriftKind::Name,
                            (&(ra.start..i + 1), &(rb.start..j + 1)),
                            None,
                        ));
                        return;
                    }
                }
            }
        }
    }
}

/// Whether one name consists of the initials of the other: `NWA` and `Northern Wire Agency`. Any
/// acronym may also replace a longer name that begins with its letter.
fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [acronym] = short else { return false };
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = letters.len() >= 2 && letters.iter().all(|c| !c.is_lowercase());
    let first: Vec<char> = long.iter().filter_map(|word| word.chars().next()).collect();
    capitals
        && (long.len() >= 2 || long.iter().any(|word| word.len() > letters.len()))
        && first.first() == letters.first()
        || capitals && letters == first
}

/// Whether two names stand for one country: the country itself, its capital, its government or its
/// people.
fn is_one_place(a: &str, b: &str, language: &Language) -> bool {
    let is_form = |known: &str, name: &str| {
        let ending = name.strip_prefix(known).map(|ending| ending.chars().count());
        known == name
            || name.strip_suffix('s') == Some(known)
            || !known.is_ascii()
                && known.chars().count() > 3
                && ending <= Some(3)
                && ending.is_some()
    };
    let names = |place: &str, name: &str| place.split('/').any(|known| is_form(known, name));
    language.names.places.iter().any(|place| names(place, a) && names(place, b))
}
