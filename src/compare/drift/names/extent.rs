//! Where a name begins and ends, and what only looks like one.

use std::ops::Range;

use super::style::is_style;
use crate::compare::drift::Pair;
use crate::languages::Language;
use crate::text::{Class, Word, fold};

/// Capitalised words of a body among which other forms of a name are looked for. Chosen by
/// judgement: it bounds the work.
const FORMS: usize = 2000;
/// Words that connect the parts of a name: *Bank of Halvik*.
const TIES: &[&str] = &[
    "of", "de", "do", "da", "dos", "das", "del", "della", "di", "du", "des", "von", "van", "te",
    "se", "e", "i", "and", "&",
];
/// Most bytes of a currency's code. Chosen by judgement.
const SIGN: u32 = 3;

impl Pair<'_> {
    /// Whether a word can belong to a name: its capital is not due to the beginning of a sentence,
    /// and neither text has the word in small letters.
    pub(super) fn is_name(&self, at: u32, second: bool) -> bool {
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
    pub(super) fn trimmed(&self, range: &Range<u32>, second: bool) -> Range<u32> {
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
    pub(super) fn leading(&self, na: Range<u32>, nb: Range<u32>) -> (Range<u32>, Range<u32>) {
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

    /// Whether a word is the code of a currency before its amount, `LKR 86`, or an acronym in
    /// brackets after its name: `(NWA)`.
    pub(super) fn is_sign(&self, range: &Range<u32>, second: bool) -> bool {
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
    pub(super) fn is_name_alone(&self, na: &Range<u32>, nb: &Range<u32>) -> bool {
        na.len() == 1 && nb.len() == 1
    }

    /// Whether a body has a name in another form: inflected, abbreviated or spelled differently.
    pub(super) fn has_form(&self, names: &[String], second: bool) -> bool {
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
    pub(super) fn is_tail(&self, range: &Range<u32>, second: bool, language: &Language) -> bool {
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
    pub(super) fn goes_on(&self, range: &Range<u32>, second: bool) -> bool {
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
    pub(super) fn is_weekday(&self, range: &Range<u32>) -> bool {
        use crate::text::dates;
        range.clone().any(|i| {
            let word = &self.da.words[i as usize];
            dates::weekday(self.texts.0, word).is_some()
                || dates::month(self.texts.0, word).is_some()
        })
    }

    /// Whether a name is the one to which something was said, where each outlet names itself.
    pub(super) fn is_told(&self, range: &Range<u32>, language: &Language) -> bool {
        let before = (range.start.saturating_sub(2).max(self.sa.start)..range.start)
            .map(|i| fold::fold(self.word_a(i).1));
        before.into_iter().any(|word| language.names.told.contains(&word))
    }
}
