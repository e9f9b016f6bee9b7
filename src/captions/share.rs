//! How many of a run's captions are foreign to their stories, and what that makes of each.
//!
//! Where hardly any is, one that looks foreign is mostly one that names its story's things in words
//! of its own. The share is that under which the run's probabilities agree with it (Saerens,
//! Latinne and Decaestecker, *Adjusting the outputs of a classifier to new a priori probabilities*,
//! 2002), with a prior for small runs.

use super::model::Model;
use super::{CaptionVerdict, Judged};

/// The prior: as if two of ten captions more had been found foreign.
const FOREIGN: f64 = 2.0;
const JUDGED: f64 = 10.0;
/// Share below which a run is an ordinary one, where what looks foreign is mostly a teaser or a
/// picture told in other words, and how sure an accusation must be there: on pages of the world
/// none of 24 at less was one that an outlet would own up to.
const ORDINARY: f64 = 0.25;
const SURE: f64 = 0.95;
/// Foreign captions of one page from which they are its list of other stories, if no picture of the
/// page shows the story.
const LIST: usize = 3;
/// Rounds after which the share hardly moves.
const ROUNDS: usize = 50;

/// Takes back the accusations of pages of which several captions are foreign and none belongs to
/// the story: no editor errs so often on one page, and a list of teasers or a gallery looks like
/// that. O(captions).
pub(super) fn spare_lists(judged: &mut [Judged]) {
    let own = |j: &Judged| matches!(j.verdict, CaptionVerdict::Related | CaptionVerdict::Archive);
    for page in judged.chunk_by_mut(|x, y| x.article == y.article) {
        let foreign = page.iter().filter(|j| j.verdict == CaptionVerdict::Unrelated).count();
        if foreign < LIST || page.iter().any(own) {
            continue;
        }
        for judged in page.iter_mut().filter(|j| j.verdict == CaptionVerdict::Unrelated) {
            judged.verdict = CaptionVerdict::Unknown;
            judged.evidence.push_str(
                "; one of several of the page that are foreign to its story: a list or a gallery",
            );
        }
    }
}

/// Takes back the accusations that do not hold where foreign captions are as rare as in this run.
/// O(captions).
pub(super) fn spare_where_rare(judged: &mut [Judged]) {
    let model = Model::shipped();
    if judged.iter().all(|j| j.verdict != CaptionVerdict::Unrelated) {
        return;
    }
    let share = share_of(model, judged.iter().filter_map(|j| j.unrelated));
    let least = if share < ORDINARY { SURE } else { model.unrelated };
    // Of what was found in the text more was asked.
    for judged in
        judged.iter_mut().filter(|j| j.verdict == CaptionVerdict::Unrelated && j.caption.listed)
    {
        let unrelated = judged.unrelated.map_or(0.0, |p| model.where_share_is(share, p));
        if unrelated < least {
            judged.verdict = CaptionVerdict::Unknown;
            judged
                .evidence
                .push_str("; too few captions beside it are foreign to their stories to be sure");
        }
    }
}

/// The share of foreign captions, by the probabilities under the share learned from.
fn share_of(model: &Model, unrelated: impl Iterator<Item = f64> + Clone) -> f64 {
    let judged = unrelated.clone().count() as f64 + JUDGED;
    let mut share = model.share;
    for _ in 0..ROUNDS {
        share = (FOREIGN + unrelated.clone().map(|p| model.where_share_is(share, p)).sum::<f64>())
            / judged;
    }
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_follows_the_run() {
        let model = Model::shipped();
        let of = |foreign: usize, related: usize| {
            let all: Vec<f64> = std::iter::repeat_n(0.98, foreign)
                .chain(std::iter::repeat_n(0.02, related))
                .collect();
            share_of(model, all.iter().copied())
        };
        assert!((0.1..0.4).contains(&of(1, 0)), "{}", of(1, 0));
        assert!((0.3..0.6).contains(&of(100, 120)), "{}", of(100, 120));
        assert!(of(3, 1000) < 0.01, "{}", of(3, 1000));
    }
}
