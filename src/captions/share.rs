//! Estimates how many of a run's captions are foreign to their stories, and spares captions
//! accordingly.
//!
//! If hardly any are, a caption that looks foreign mostly describes the story in words of its own.
//! The estimate is the share at which the adjusted probabilities of the run average to that share
//! (Saerens, Latinne and Decaestecker, *Adjusting the outputs of a classifier to new a priori
//! probabilities*, 2002), with a prior for small runs.

use super::model::Model;
use super::{CaptionVerdict, Judged};

/// Number of foreign captions in the prior. Chosen by judgement.
const FOREIGN: f64 = 2.0;
/// Number of captions in the prior, foreign or not. Chosen by judgement.
const JUDGED: f64 = 10.0;
/// Share of foreign captions below which a run is ordinary; there, what looks foreign is mostly a
/// teaser or a picture described in other words. Chosen by judgement.
const ORDINARY: f64 = 0.25;
/// Probability that an accusation needs in an ordinary run. As measured on saved pages, none of 24
/// accusations with less was one that the outlet would have to admit.
const SURE: f64 = 0.95;
/// Number of foreign captions on one page from which they are taken for a list of other stories, if
/// no picture of the page shows the story. Chosen by judgement.
const LIST: usize = 3;
/// Number of rounds, after which the share hardly moves. Chosen by judgement.
const ROUNDS: usize = 50;
/// Difference between two rounds below which the share has settled. Chosen by judgement: no bound
/// on the share is as fine.
const SETTLED: f64 = 1e-9;

/// Withdraws the accusations on pages where several captions are foreign and none belongs to the
/// story: an editor does not err that often on one page, but lists of teasers and galleries look
/// like that. O(captions).
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
                "; one of several captions on the page that are foreign to the story, as in a list or a gallery",
            );
        }
    }
}

/// Withdraws the accusations that do not hold if only `share` of all captions are foreign.
/// O(captions).
pub(super) fn spare_where_rare(judged: &mut [Judged], share: f64) {
    let model = Model::shipped();
    let least = if share < ORDINARY { SURE } else { model.unrelated };
    // Captions found in the text already had to meet stricter conditions.
    for judged in
        judged.iter_mut().filter(|j| j.verdict == CaptionVerdict::Unrelated && j.caption.listed)
    {
        let unrelated = judged.unrelated.map_or(0.0, |p| model.where_share_is(share, p));
        if unrelated < least {
            judged.verdict = CaptionVerdict::Unknown;
            judged.evidence.push_str("; foreign captions are too rare in this run to be sure");
        }
    }
}

/// Estimates the share of captions that are foreign to their stories, in (0, 1); without captions
/// that of the prior. O(captions).
pub fn foreign(judged: &[Judged]) -> f64 {
    share_of(Model::shipped(), judged.iter().filter_map(|j| j.unrelated))
}

/// Estimates the share of foreign captions from the probabilities given at the training share.
fn share_of(model: &Model, unrelated: impl Iterator<Item = f64> + Clone) -> f64 {
    let judged = unrelated.clone().count() as f64 + JUDGED;
    let mut share = model.share;
    for _ in 0..ROUNDS {
        let before = share;
        share = (FOREIGN + unrelated.clone().map(|p| model.where_share_is(share, p)).sum::<f64>())
            / judged;
        if (share - before).abs() < SETTLED {
            break;
        }
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
