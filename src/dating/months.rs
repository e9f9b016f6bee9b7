//! Finds the months in which an article can have been written if no day is stated.

use crate::text::{Document, dates, fold, words};

/// Every month, one bit each (by definition).
pub const ANY: u16 = 0x0fff;

/// Returns the months in which a text can have been written, by its own words. English only.
///
/// One bit per month, January lowest. If a text says *this month* and all its days are in one month
/// (*June 16*), it was written in that month; if it says *June this year*, it is taken to have been
/// written in a later month of the year. All months if it says neither or contradicts itself.
pub fn possible(text: &str, document: &Document) -> u16 {
    let this = words::key("this");
    let words = &document.words;
    let says = |at: usize, phrase: [&str; 2]| {
        let pair = words.get(at..at + 2).filter(|pair| pair[0].key == this);
        pair.is_some_and(|pair| {
            pair.iter().zip(phrase).all(|(word, is)| fold::fold(word.of(text)) == is)
        })
    };
    let mentions = dates::mentions_among(text, words);
    let mut possible = ANY;
    let mut with_day = mentions
        .iter()
        .filter(|(_, m)| m.year.is_none() && m.day.is_some())
        .filter_map(|(_, m)| m.month);
    if let Some(month) = with_day.next()
        && with_day.all(|other| other == month)
        && (0..words.len()).any(|at| says(at, ["this", "month"]))
    {
        possible &= 1 << (month - 1);
    }
    for at in 1..words.len().saturating_sub(1) {
        if says(at, ["this", "year"])
            && let Some(month) = dates::month(text, &words[at - 1])
        {
            possible &= ANY & !((1 << month) - 1);
        }
    }
    if possible == 0 { ANY } else { possible }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u16 {
        possible(text, &Document::read(text, &[0..text.len()]))
    }

    #[test]
    fn a_text_tells_the_months_in_which_it_can_have_been_written() {
        assert_eq!(
            of("The two mayors meet this month. The talks of June 16 are the first."),
            1 << 5
        );
        assert_eq!(of("The talks of June 16 are the first."), ANY, "they may lie long back");
        assert_eq!(
            of("They meet this month, on June 16, after talks on May 3."),
            ANY,
            "which of the two?"
        );
        assert_eq!(of("They also met in Halvik in June this year."), 0x0fc0);
        assert_eq!(
            of("They met in December this year."),
            ANY,
            "what leaves no month tells nothing"
        );
        assert_eq!(of("Die Bürgermeister trafen sich."), ANY);
    }
}
