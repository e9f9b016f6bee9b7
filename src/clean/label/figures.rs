//! Keeps results, prices, scores and polls that follow body, and the headings among them.
//!
//! Called by [`super::by_evidence`] once every line has a label.

use super::Labelled;
use crate::clean::Label;
use crate::clean::Reason;
use crate::clean::lines::Line;

/// Most words of a heading among figures, such as `Six months`. Chosen by judgement.
const MOST_HEADING: usize = 6;

/// Labels as body the results, prices, scores and polls that follow body, with the short headings
/// among them.
pub(super) fn figures(lines: &[Line<'_>], labels: &mut [Labelled]) {
    for at in 1..lines.len() {
        let is_cut = |at: usize, labels: &[Labelled]| {
            matches!(labels[at].0, Label::Boilerplate | Label::Related)
        };
        let heads = lines[at].words <= MOST_HEADING
            && lines.get(at + 1).is_some_and(Line::is_figures)
            && lines[at - 1].is_figures();
        if is_cut(at, labels)
            && labels[at - 1].0 == Label::Body
            && (lines[at].is_figures() || heads)
        {
            labels[at] = (Label::Body, Reason::Shown("among figures"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::label::tests::{kept, labelled, story};

    #[test]
    fn results_are_body_from_their_dateline_on() {
        let text = "HALVIK, June 7 - Year ended May 31\nShr 34 cts vs 1.16 dlrs\nNet 3,542,217 vs 3,071,456\nSix months\nShr 12 cts vs 8 cts";
        assert_eq!(labelled(text, None), [Label::Body; 5]);
        let text = format!(
            "{}\nHalvik 2-1 Ostrey\nSund 0-0 Norrey\nYou may also like\nWhy would anyone row alone?\nSign in",
            story()
        );
        assert_eq!(kept(&text), [[true; 10].as_slice(), &[false; 3]].concat());
    }
}
