//! Finds the headline of a text in which the model found none.
//!
//! Called by [`super::by_evidence`] once every line has a label.

use super::Labelled;
use crate::clean::Label;
use crate::clean::Reason;
use crate::clean::lines::Line;
use crate::clean::signs::{Seen, Set, Sign};

/// Number of words of a headline. The least was chosen by judgement; from 25 words a line counts as
/// running text ([`Line::is_prose`]).
const HEADLINE: std::ops::Range<usize> = 4..25;

/// Signs that a line belongs to a picture.
const OF_PICTURES: Set = Set::of(&[
    Sign::MadeAsCaption,
    Sign::CreditEnd,
    Sign::PhotoCredit,
    Sign::Gallery,
    Sign::GalleryCounter,
    Sign::CaptionPage,
    Sign::CaptionSource,
    Sign::PictureWord,
    Sign::CreditColon,
    Sign::EndsCredit,
    Sign::EndsAgency,
    Sign::Side,
    Sign::NamesPicture,
    Sign::SetOffBracket,
]);

/// Labels the headline of a text in which none was found, since the record may give no title:
/// either headings that repeat one another above the text, or a first line before running text that
/// is neither a sentence nor part of a picture.
pub(super) fn heading(lines: &[Line<'_>], seen: &Seen, labels: &mut [Labelled]) {
    let [first, rest @ ..] = lines else { return };
    if labels.iter().any(|(label, _)| *label == Label::Headline) {
        return;
    }
    let again = stands_again(lines);
    again
        .iter()
        .for_each(|at| labels[*at] = (Label::Headline, Reason::Shown("repeated above the text")));
    if !again.is_empty() {
        return;
    }
    let may_be = match labels[0].0 {
        Label::Body => true,
        Label::Caption => !seen.signs[0].has_any(OF_PICTURES),
        _ => false,
    };
    if may_be
        && HEADLINE.contains(&first.words)
        && !first.terminal
        && !first.is_figures()
        && !first.text.ends_with(':')
        && !seen.signs[0].has(Sign::OpensStory)
        && !seen.signs[0].has(Sign::Post)
        && rest.iter().any(|line| line.is_prose(12))
    {
        labels[0] = (Label::Headline, Reason::Shown("first heading before the text"));
    }
}

/// Number of lines, from the top, among which a repeated headline is looked for, as in the page
/// title and again above the text. Chosen by judgement.
const ABOVE: usize = 40;

/// Returns the lines above the text that repeat one headline, with or without the name of the site
/// after it.
fn stands_again(lines: &[Line<'_>]) -> Vec<usize> {
    let above = lines.iter().take(ABOVE).position(|line| line.is_prose(12)).unwrap_or(0);
    let is_heading = |at: &usize| {
        (HEADLINE.contains(&lines[*at].words)) && !lines[*at].terminal && !lines[*at].is_figures()
    };
    let headings: Vec<usize> = (0..above).filter(is_heading).collect();
    let holds = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let of = |short: usize| -> Vec<usize> {
        headings
            .iter()
            .copied()
            .filter(|at| holds(&lines[*at].phrase, &lines[short].phrase))
            .collect()
    };
    headings.iter().map(|at| of(*at)).find(|same| same.len() >= 2).unwrap_or_default()
}
