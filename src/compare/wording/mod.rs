//! Decides whether two wordings of one quotation say different things or only look different.
//!
//! Outlets set quotations in their own way: spelling, numbers in digits or words, abbreviations,
//! masked swear words, spaces lost or added by a scraper, an article more or less, a wrong letter.
//! A reader who compares the two calls none of these altered. A word left out, added or exchanged
//! is another matter, and so is *would* for *could*.

mod tokens;

use std::ops::Range;

use super::words::Step;
use crate::languages::Language;
use crate::text::{Class, Document, Quote, Word, dates, fold, numerals, units};
pub use tokens::{letters, push_letters, same};

/// A quotation with its document and text.
pub type Quoted<'q> = (&'q Document, &'q str, &'q Quote);

/// Most words of a difference at either end of a quotation that is an exchange and not a trimming.
/// Chosen by judgement.
const END: usize = 3;
/// Words left out in a row beyond which the two show different parts of what was said. Chosen by
/// judgement.
const PART: usize = 8;
/// Most words left out in a row that were picked out on purpose; a longer cut is a clause. Chosen
/// by judgement.
const CUT: usize = 3;

/// Whether two quotations say different things, given the alignment of their words.
///
/// Trimmed ends, words replaced by `…` or put in brackets, whatever [`same`] accepts, and the same
/// words in another order are no difference. `in_place` is whether the two texts run parallel
/// sentence by sentence in other words, so that a difference at an end is an exchange. A quotation
/// that was only cut is not altered either, unless the missing words are a number, a name, a *not*
/// or a *perhaps* in `language`.
pub fn is_altered(
    steps: &[Step],
    a: Quoted<'_>,
    b: Quoted<'_>,
    in_place: bool,
    language: Option<&Language>,
) -> bool {
    let last = steps.len().saturating_sub(1);
    let cuts = steps.iter().enumerate().filter(|(_, step)| !is_notation(step, a, b));
    let cuts: Vec<Option<bool>> = cuts
        .map(|(i, step)| match step {
            Step::Cut(ra, _) => Some(i != 0 && i != last && is_telling(a, ra, language)),
            Step::Added(_, rb) => Some(i != 0 && i != last && is_telling(b, rb, language)),
            _ => None,
        })
        .collect();
    // What is trimmed at an end says nothing about the rest.
    let within = || steps.get(1..last).unwrap_or_default().iter();
    let one_way = !within().any(|step| matches!(step, Step::Cut(..)))
        || !within().any(|step| matches!(step, Step::Added(..)));
    if one_way && cuts.iter().all(|cut| *cut == Some(false)) {
        return false;
    }
    let altered = steps.iter().enumerate().any(|(i, step)| {
        let (first, last) = (i == 0, i == last);
        match step {
            _ if is_notation(step, a, b) => false,
            Step::Same(..) => false,
            Step::Swapped(ra, rb) => {
                if is_bracketed(a, ra) != is_bracketed(b, rb) {
                    return false;
                }
                let whole = first && begins(a) && begins(b)
                    || last && ends(a) && ends(b)
                    || is_exchanged(a, ra, b, rb);
                !(first || last)
                    || in_place && like_long(ra, rb)
                    || whole && ra.len() <= END && rb.len() <= END
            }
            Step::Cut(ra, at) => !(first || last || is_left_out(a, ra, b, &(*at..*at))),
            Step::Added(at, rb) => !(first || last || is_left_out(b, rb, a, &(*at..*at))),
        }
    });
    altered && !reordered(a, b)
}

/// Whether a few words that one of two quotations lacks contain a number, a name, a *not* or a
/// *perhaps*.
///
/// False for more than [`CUT`] words: whoever shortens a quotation cuts a whole clause.
fn is_telling(
    (document, text, _): Quoted<'_>,
    range: &Range<u32>,
    language: Option<&Language>,
) -> bool {
    let word = |at: u32| &document.words[at as usize];
    let is_date = |w: &Word| dates::weekday(text, w).is_some() || dates::month(text, w).is_some();
    let number = |w: &Word| {
        w.class.has(Class::DIGIT) || numerals::value(w.of(text)).is_some_and(|value| value != 1.0)
    };
    let telling = |w: &Word| {
        let Some(language) = language else { return false };
        let claims = &language.claims;
        let folded = fold::fold(w.of(text));
        let name = language.names.capitals
            && w.class.has(Class::CAPITAL)
            && !w.class.has(Class::SENTENCE | Class::FUNCTION);
        name && !is_date(w)
            || [&claims.negators, &claims.hedges, &claims.open, &claims.softeners]
                .iter()
                .any(|list| list.contains(&folded))
    };
    // `so-called` is one word to a reader.
    let joined = || {
        let stretch = fold::fold(&text[document.span(range)]);
        language.is_some_and(|language| language.claims.softeners.contains(&stretch))
    };
    range.len() <= CUT && (range.clone().map(word).any(|w| number(w) || telling(w)) || joined())
}

/// Whether the two sides of a step say the same in another notation: a value, a month of another
/// calendar, a currency code, a masked word.
pub fn is_notation(step: &Step, a: Quoted<'_>, b: Quoted<'_>) -> bool {
    match step {
        Step::Same(..) => true,
        Step::Swapped(ra, rb) => {
            same(a, ra, b, rb)
                || is_currency(a, ra) && is_currency(b, rb)
                || is_stump(a, ra, b, rb)
                || is_stump(b, rb, a, ra)
        }
        Step::Cut(ra, at) => {
            same(a, ra, b, &(*at..*at))
                || is_currency(a, ra)
                || is_month_again(a, ra)
                || is_hole(b, *at)
        }
        Step::Added(at, rb) => {
            same(b, rb, a, &(*at..*at))
                || is_currency(b, rb)
                || is_month_again(b, rb)
                || is_hole(a, *at)
        }
    }
}

/// Whether a word was lost when the page was read and left its comma behind: *tired of ,
/// rain*.
fn is_hole((document, text, quote): Quoted<'_>, at: u32) -> bool {
    let word = |at: Option<u32>| at.and_then(|at| document.words.get(at as usize));
    let (Some(before), Some(next)) = (word(at.checked_sub(1)), word(Some(at))) else {
        return false;
    };
    let gap = &text[before.end() as usize..next.start as usize];
    let marks = gap.trim_start();
    quote.words.start < at
        && at < quote.words.end
        && marks.len() < gap.len()
        && marks.starts_with([',', ';'])
}

/// Whether everything of a word but its ending was lost: *for 's children*.
fn is_stump(
    (whole, text, _): Quoted<'_>,
    ra: &Range<u32>,
    (document, other, _): Quoted<'_>,
    rb: &Range<u32>,
) -> bool {
    let (Some(last), Some(stump)) =
        (whole.words.get(ra.end as usize - 1), document.words.get(rb.start as usize))
    else {
        return false;
    };
    let before = other[..stump.start as usize].strip_suffix(['\'', '’']);
    let cut = before.is_some_and(|before| before.ends_with(char::is_whitespace));
    ra.len() == 1
        && rb.len() == 1
        && cut
        && stump.of(other) == "s"
        && last.of(text).ends_with(['s'])
}

/// Whether the range is just the code of a currency beside a number.
fn is_currency((document, text, _): Quoted<'_>, range: &Range<u32>) -> bool {
    let word = |at: u32| document.words.get(at as usize);
    let number = |at: Option<u32>| at.and_then(word).is_some_and(|w| w.class.has(Class::DIGIT));
    let coded =
        range.clone().all(|at| word(at).is_some_and(|w| units::is_currency_code(w.of(text))));
    range.len() == 1 && coded && (number(range.start.checked_sub(1)) || number(Some(range.end)))
}

/// Whether the words name the same month as the words beside them, after a slash or in brackets:
/// *أيار/مايو*.
fn is_month_again((document, text, _): Quoted<'_>, range: &Range<u32>) -> bool {
    let all = &document.words;
    let Some((month, words)) = dates::month_at(text, all, range.start as usize) else {
        return false;
    };
    let beside = |gap: Range<u32>| match (all.get(gap.start as usize), all.get(gap.end as usize)) {
        (Some(first), Some(next)) => {
            text[first.end() as usize..next.start as usize].contains(['/', '('])
        }
        _ => false,
    };
    let is_month =
        |at: u32| dates::month_at(text, all, at as usize).is_some_and(|(other, _)| other == month);
    let before = || {
        let last = range.start.checked_sub(1);
        let two = range.start.checked_sub(2);
        last.is_some_and(|at| {
            beside(at..range.start) && (is_month(at) || two.is_some_and(is_month))
        })
    };
    words == range.len() && (beside(range.end - 1..range.end) && is_month(range.end) || before())
}

/// Whether the longer of two stretches is at most twice as long as the other.
fn like_long(x: &Range<u32>, y: &Range<u32>) -> bool {
    x.len().min(y.len()) * 2 >= x.len().max(y.len())
}

/// Whether words were replaced by the same number of words, all of them content words.
fn is_exchanged(a: Quoted<'_>, ra: &Range<u32>, b: Quoted<'_>, rb: &Range<u32>) -> bool {
    let full = |document: &Document, words: &Range<u32>| {
        document.words[words.start as usize..words.end as usize]
            .iter()
            .all(|w| !w.class.has(Class::FUNCTION))
    };
    ra.len() == rb.len() && full(a.0, ra) && full(b.0, rb)
}

/// Whether words of one quotation are missing in the other in a way that a quotation allows.
fn is_left_out(a: Quoted<'_>, words: &Range<u32>, b: Quoted<'_>, at: &Range<u32>) -> bool {
    let sentences = || {
        let starts =
            |word: u32| a.0.words.get(word as usize).is_none_or(|w| w.class.has(Class::SENTENCE));
        starts(words.start) && starts(words.end)
    };
    words.len() > PART
        || is_bracketed(a, words)
        || is_elided(b)
        || same(a, words, b, at)
        || sentences()
}

/// Whether any of the words is in brackets within its quotation.
fn is_bracketed((document, text, quote): Quoted<'_>, words: &Range<u32>) -> bool {
    let Some(part) = document.words.get(words.start as usize..words.end as usize) else {
        return false;
    };
    let open = |word: &Word| {
        let before = &text[quote.bytes.start as usize..word.start as usize];
        [('[', ']'), ('(', ')')]
            .iter()
            .any(|(from, to)| before.rfind(*from).is_some_and(|at| !before[at..].contains(*to)))
    };
    part.iter().any(open)
}

/// Whether a quotation itself shows that something was left out.
fn is_elided((_, text, quote): Quoted<'_>) -> bool {
    let quote = &text[quote.bytes.start as usize..quote.bytes.end as usize];
    quote.contains('…')
        || quote.contains("..")
        || quote.contains(". .")
        || quote.contains("[")
        || quote.contains("--")
}

/// Whether a quotation begins like a sentence: with a capital or a number.
fn begins((document, text, quote): Quoted<'_>) -> bool {
    document.words[quote.words.start as usize]
        .of(text)
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// Whether a quotation ends where a sentence or a clause does.
fn ends((_, text, quote): Quoted<'_>) -> bool {
    const STOPS: [char; 6] = ['.', ',', '!', '?', ';', '।'];
    let behind: String = text[quote.bytes.end as usize..].chars().take(3).collect();
    text[..quote.bytes.end as usize].trim_end().ends_with(STOPS) || behind.contains(STOPS)
}

/// Whether two quotations have the same words in another order.
fn reordered((da, _, a): Quoted<'_>, (db, _, b): Quoted<'_>) -> bool {
    let keys = |document: &Document, quote: &Quote| {
        let mut keys: Vec<u32> = document.words
            [quote.words.start as usize..quote.words.end as usize]
            .iter()
            .map(|w| w.key)
            .collect();
        keys.sort_unstable();
        keys
    };
    a.words.len() == b.words.len() && keys(da, a) == keys(db, b)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn altered(x: &str, y: &str) -> bool {
        let (x, y) = (format!("“{x},” she said."), format!("“{y},” she said."));
        let read = |text: &str| Document::read(text, &[0..text.len()]);
        let (a, b) = (read(&x), read(&y));
        let steps = words::align(&a.words, &b.words, (&a.quotes[0].words, &b.quotes[0].words));
        is_altered(
            &steps,
            (&a, &x, &a.quotes[0]),
            (&b, &y, &b.quotes[0]),
            false,
            crate::languages::of("en"),
        )
    }

    #[test]
    fn what_a_reader_sees_as_the_same_is_not_altered() {
        for (x, y) in [
            (
                "We honour the labour of our crews and recognise their programme",
                "We honor the labor of our crews and recognize their program",
            ),
            (
                "We cannot pay the crews for it, and we don't want to",
                "We can not pay the crews for it, and we do not want to",
            ),
            (
                "They took the boat inthe storm to thewhole coast",
                "They took the boat in the storm to the whole coast",
            ),
            (
                "They took the bo at in the sto rm to the coast",
                "They took the boat in the storm to the coast",
            ),
            (
                "We found out on Sept. 11 what boats can do",
                "We found out on September 11 what boats can do",
            ),
            (
                "We lost 300 mln dlrs on the boats this year",
                "We lost 300 million dollars on the boats this year",
            ),
            ("It took 10% of our boats this year", "It took 10 per cent of our boats this year"),
            (
                "It works for the town's children and theirs",
                "It works for the 's children and theirs",
            ),
            (
                "He felt anger from Brennick, and had bad dreams",
                "He felt anger from , and had bad dreams",
            ),
            (
                "We never stood on the quay at five in the morning",
                "We never stood on the quay at 5 in the morning",
            ),
            ("It takes 14.2 million of our 9,000 crews", "It takes 14.2 million of our 9000 crews"),
            (
                "The bridge is f***ing tired and we know it",
                "The bridge is fucking tired and we know it",
            ),
            (
                "The bridge is f—king tired and we know it",
                "The bridge is fucking tired and we know it",
            ),
            ("It will be back on the table again", "It wil be back on the table again"),
            (
                "They should communicate the message today",
                "They should communciate the message today",
            ),
            ("We get a clear majority of the votes", "We get clear majority of the votes"),
            ("It rose by 5 percent in the year", "It rose by 5% in the year"),
            ("A live counterterrorism case is on", "A live counter- terrorism case is on"),
            ("E essa gente tá perseguindo a caravana", "E essa gente está perseguindo a caravana"),
            ("The crews have also left the harbour", "The crews also have left the harbour"),
            ("Die Straße ist für alle groß genug", "Die Strasse ist für alle gross genug"),
            ("The planes came from Raqqa in the night", "The planes came from Raqa in the night"),
            (
                "بقيت السفينة في الميناء منذ 18 مايو من العام الماضي",
                "بقيت السفينة في الميناء منذ 18 أيار/مايو من العام الماضي",
            ),
            (
                "بقيت السفينة في الميناء منذ نوفمبر من العام",
                "بقيت السفينة في الميناء منذ تشرين الثاني من العام",
            ),
            ("عادت أربع سفن إلى الميناء القديم اليوم", "عادت 4 سفن إلى الميناء القديم اليوم"),
            ("عاد في الثالثة والعشرين من عمره إلى الميناء", "عاد في الـ23 من عمره إلى الميناء"),
            (
                "The pier costs an estimated $2.2 billion (USD 1.5 billion) in all",
                "The pier costs an estimated AUD 2.2 billion ($1.5 billion) in all",
            ),
            (
                "I was *NUMBER* years old when I first sailed",
                "I was 24 years old when I first sailed",
            ),
            ("We will, and I say it for all crews, sail on Monday", "We will sail on Monday"),
            (
                "I tell him: drop the nets because they are ours",
                "I tell him: drop the nets, drop the nets because they are ours",
            ),
            (
                "The town wants all of the old boats back in the harbour",
                "The town wants all the boats back in the harbour",
            ),
            ("Users of Internet Explorer wait for a patch", "Users of IE wait for a patch"),
        ] {
            assert!(!altered(x, y), "{x} / {y}");
            assert!(!altered(y, x), "{y} / {x}");
        }
    }

    #[test]
    fn a_word_that_says_something_else_is_altered() {
        for (x, y) in [
            ("We would sail with the crews on Monday", "We could sail with the crews on Monday"),
            ("We have never stood on the quay at five", "We have ever stood on the quay at five"),
            ("It was an able crew of the harbour", "It was an unable crew of the harbour"),
            ("There is a legal way to the harbour", "There is an illegal way to the harbour"),
            ("We fear the boats of Iran in the strait", "We fear the boats of Iraq in the strait"),
            ("We will not sell the boats to the town", "We will sell the boats to the town"),
            (
                "There is a growing impatience on trade here",
                "There is a growing impatience concerning trade here",
            ),
            (
                "We lost 300 million on the boats this year",
                "We lost 400 million on the boats this year",
            ),
            ("عادت أربع سفن إلى الميناء القديم اليوم", "عادت 5 سفن إلى الميناء القديم اليوم"),
            ("بقيت السفينة هنا منذ 18 مايو من العام", "بقيت السفينة هنا منذ 18 حزيران من العام"),
            (
                "We will sail with 18 or fewer crews on Monday",
                "We will sail with or fewer crews on Monday",
            ),
            (
                "The memory of Jane Doe shall be dear to the town",
                "The memory of Jane shall be dear to the town",
            ),
            (
                "It is a way to deal with the so-called storm of the year",
                "It is a way to deal with the storm of the year",
            ),
            (
                "The boats of the town will perhaps sail on Monday",
                "The boats of the town will sail on Monday",
            ),
            ("I would like one million barrels a year", "I would like one million barrels a day"),
            (
                "[There was so far] no boat of the kind here",
                "[There was largest far] no boat of the kind here",
            ),
        ] {
            assert!(altered(x, y), "{x} / {y}");
            assert!(altered(y, x), "{y} / {x}");
        }
    }
}
