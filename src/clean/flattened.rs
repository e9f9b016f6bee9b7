//! Texts whose lines were lost: separates sentences that recur from the story around them.
//!
//! Some collections store a page as one line, so that a notice of the outlet (*you have read your
//! last free article …*) is in one line with the beginning of each story, and no line recurs.
//! Sentences of long lines are therefore looked up like lines. Those that recur as boilerplate does
//! become blocks of their own; the others are joined again.

use super::lines::{self, Line, Place};
use super::recurrence::{Recurrence, Standing};

/// Length in bytes above which a line is looked up sentence by sentence, in any text. By
/// definition: a longer one cannot be a caption.
const LONG: usize = lines::SHORT;
/// The same for a line that is most of its text. Chosen by judgement: three sentences.
const MOST_OF_TEXT: usize = 400;
/// Fewest words of a passage that is cut from a line because it recurs. Chosen by judgement:
/// shorter ones are phrases that stories have in common.
const LEAST: usize = 8;

/// Replaces each line that may be several by its sentences. O(bytes of those lines).
pub fn split(text: &str, places: Vec<Place>) -> Vec<Place> {
    let is_long = |place: &Place| {
        let length = (place.end - place.start) as usize;
        length > LONG || length > MOST_OF_TEXT && length * 2 > text.len()
    };
    if !places.iter().any(is_long) {
        return places;
    }
    let mut out = Vec::with_capacity(places.len() * 2);
    let mut letters = Vec::with_capacity(lines::SHORT);
    for place in places {
        if !is_long(&place) {
            out.push(place);
            continue;
        }
        let line = &text[place.start as usize..place.end as usize];
        let first = out.len();
        for (start, end) in sentences(line) {
            let start = place.start + start as u32;
            out.push(Place {
                continues: out.len() > first,
                ..Place::of(text, place.number, start, place.start + end as u32, &mut letters)
            });
        }
    }
    out
}

/// Returns the byte ranges of the sentences of a line, without the white space between them.
///
/// A sentence ends at a stop before white space, and at the stops of scripts without spaces.
/// Abbreviations end one too, which does no harm: what does not recur is joined again.
fn sentences(line: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut stopped = false;
    for (at, c) in line.char_indices() {
        if stopped && c.is_whitespace() && !is_amid_number(&line[..at], &line[at..]) {
            out.push((start, at));
            start = at + c.len_utf8();
        } else if start == at && c.is_whitespace() {
            start += c.len_utf8();
        }
        let closes = matches!(c, '"' | '”' | '’' | '\'' | '»' | '“' | ')' | ']' | '」');
        stopped = matches!(c, '.' | '!' | '?' | '…' | '।' | '؟' | '۔') || stopped && closes;
        if matches!(c, '。' | '！' | '？') {
            out.push((start, at + c.len_utf8()));
            start = at + c.len_utf8();
        }
    }
    if start < line.len() {
        out.push((start, line.len()));
    }
    out
}

/// Most digits before the point of such a number. Chosen by judgement: four are a year, which ends
/// sentences.
const DIGITS: usize = 3;

/// Whether a point stands within a number that is set with a space: *7. 5 per cent*.
fn is_amid_number(before: &str, after: &str) -> bool {
    let Some(before) = before.strip_suffix('.') else { return false };
    let digits = before.chars().rev().take_while(|c| c.is_numeric()).count();
    (1..=DIGITS).contains(&digits) && after.trim_start().starts_with(char::is_numeric)
}

/// Reads the lines found in a text, with their standing in the source's articles. Sentences of a
/// long line are joined again, except for passages that recur as boilerplate does. O(bytes).
pub fn read<'t>(
    text: &'t str,
    places: &[Place],
    recurrence: &Recurrence,
    source: Option<&str>,
) -> Vec<Line<'t>> {
    let standings = recurrence.standings(source, places);
    if !places.iter().any(|place| place.continues) {
        let mut lines = lines::read(text, places);
        lines.iter_mut().zip(standings).for_each(|(line, standing)| line.standing = standing);
        return lines;
    }
    let mut joined = Vec::with_capacity(places.len());
    let mut of_joined = Vec::with_capacity(places.len());
    let mut letters = Vec::with_capacity(lines::SHORT);
    let mut at = 0;
    while at < places.len() {
        let next = places[at + 1..].iter().position(|place| !place.continues);
        let end = next.map_or(places.len(), |next| at + 1 + next);
        for run in passages(text, &places[at..end], &standings[at..end]) {
            let run = at + run.start..at + run.end;
            let (first, last) = (&places[run.start], &places[run.end - 1]);
            joined.push(if run.len() == 1 {
                *first
            } else {
                Place::of(text, first.number, first.start, last.end, &mut letters)
            });
            of_joined.push(least(&standings[run]));
        }
        at = end;
    }
    let mut lines = lines::read(text, &joined);
    lines.iter_mut().zip(of_joined).for_each(|(line, standing)| line.standing = standing);
    lines
}

/// Cuts the sentences of one line into runs that recur as boilerplate does and runs that do not.
fn passages(text: &str, places: &[Place], standings: &[Standing]) -> Vec<std::ops::Range<usize>> {
    let recurs = |at: usize| standings[at].is_prose_furniture();
    let mut runs: Vec<(bool, std::ops::Range<usize>)> = Vec::new();
    for at in 0..places.len() {
        match runs.last_mut() {
            Some((same, run)) if *same == recurs(at) => run.end = at + 1,
            _ => runs.push((recurs(at), at..at + 1)),
        }
    }
    // A short passage is part of what surrounds it.
    let words = |run: &std::ops::Range<usize>| {
        let bytes = places[run.start].start as usize..places[run.end - 1].end as usize;
        text[bytes].split_whitespace().count()
    };
    let mut out: Vec<(bool, std::ops::Range<usize>)> = Vec::with_capacity(runs.len());
    for (recurs, run) in runs {
        let recurs = recurs && words(&run) >= LEAST;
        match out.last_mut() {
            Some((same, before)) if *same == recurs => before.end = run.end,
            _ => out.push((recurs, run)),
        }
    }
    out.into_iter().map(|(_, run)| run).collect()
}

/// Returns the standing of a run of sentences: that of the one that recurs least.
fn least(standings: &[Standing]) -> Standing {
    standings
        .iter()
        .copied()
        .min_by_key(|s| (s.articles, s.neighbours, s.texts))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::identity::Identity;
    use super::super::pages::Pages;
    use super::*;
    use crate::ingest::Article;

    const NOTICE: &str = "You are reading one of the articles that are open to everybody. Our reporting costs money, and readers pay for it. If you have an account, log in to read on, or choose the offer that suits you best.";

    #[test]
    fn a_point_within_a_number_ends_no_sentence() {
        let count = |line: &str| sentences(line).len();
        assert_eq!(count("بیکاری به ۷. ۵ درصد رسید. خدمه در بندر ماندند."), 2);
        assert_eq!(count("The crews met in 2019. 20 of them stayed in port."), 2);
    }

    fn text(n: usize) -> String {
        format!(
            "The crews of ferry {0}{0} stopped work on pier {0}{0}{0}, which nobody had expected of them. They wait for {0}{0} weeks of pay, said the head of their union in the town of Halvik{0}. {NOTICE} The talks of pier {0}{0}{0} go on, said Dr. Roe of Ostrey{0}.",
            char::from(b'a' + n as u8)
        )
    }

    fn learned(texts: &[String]) -> (Vec<Vec<Place>>, Recurrence) {
        let places: Vec<Vec<Place>> =
            texts.iter().map(|text| split(text, lines::find(text))).collect();
        let titles = ["Ferries", "Cranes", "Weather", "Elections", "Football", "Theatre"];
        let article = |n: usize| Article {
            id: n.to_string(),
            title: Some(titles[n].to_owned()),
            ..Article::default()
        };
        let articles: Vec<Article> = (0..texts.len()).map(article).collect();
        let named = Identity { source: Some("a.example".to_owned()), claimed: None };
        let pages = Pages::learn(&articles, &vec![named; articles.len()], &places);
        (places, Recurrence::learn(&pages))
    }

    fn blocks<'t>(text: &'t str, places: &[Place], known: &Recurrence) -> Vec<&'t str> {
        read(text, places, known, Some("a.example")).iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_notice_amid_a_line_becomes_a_block_and_the_story_stays_whole() {
        let texts: Vec<String> = (0..6).map(text).collect();
        let (places, known) = learned(&texts);
        for (text, places) in texts.iter().zip(&places) {
            let (before, after) = text.split_once(NOTICE).expect("a notice");
            assert_eq!(blocks(text, places, &known), [before.trim(), NOTICE, after.trim()]);
        }
    }

    #[test]
    fn what_two_texts_share_is_not_cut() {
        let texts = [text(0), text(1), "Nothing else.".to_owned()];
        let (places, known) = learned(&texts);
        assert_eq!(blocks(&texts[0], &places[0], &known), [texts[0].as_str()]);
    }

    #[test]
    fn lines_of_a_text_with_paragraphs_are_not_split() {
        let paragraphs = format!("{}\n{}\n{}", text(0), text(1), text(2));
        let places = lines::find(&paragraphs);
        assert_eq!(split(&paragraphs, places.clone()), places);
    }

    #[test]
    fn sentences_partition_a_line() {
        let line = "Crews wait. “They left!” she said. 船员等待。没有人离开。The end";
        let parts: Vec<&str> = sentences(line).iter().map(|(from, to)| &line[*from..*to]).collect();
        assert_eq!(
            parts,
            ["Crews wait.", "“They left!”", "she said.", "船员等待。", "没有人离开。", "The end"]
        );
        assert_eq!(sentences("  "), []);
    }
}
