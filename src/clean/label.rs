//! Labels the lines of one article: combines the model's scores with rules that override them.
//!
//! Doubtful lines are kept as body, because reporting that is cut cannot be compared. The more
//! words a line has, the surer the model must be before the line is cut.

mod certain;
mod closing;
mod figures;
mod headline;
mod repeated;

use super::Reason;
use super::credit::{self, Agencies};
use super::lines::Line;
use super::model::{Model, Scores};
use super::recurrence::Standing;
use super::signs::{self, Seen, Sign};
use super::{Label, ending};
use certain::{certain, is_no_body};
use closing::closing_credits;
use figures::figures;
use headline::heading;

/// Number of words up to which a line is cut as soon as that is more likely than not. For longer
/// lines the odds must be higher in proportion to the number of words. Chosen in folds by host
/// (`benches/blocks`): with this value five in a thousand words of body are cut.
const CHEAP: f32 = 4.0;
/// Share of that weight that also goes to captions, because their words are kept. Chosen in folds
/// by host (`benches/blocks`): from .25 to .5, captions found (.49 to .51 on held-out pages) trade
/// against words of body cut (.0054 to .0057).
const CAPTION: f32 = 0.4;
/// Log-odds that outweigh any model score: larger by definition than all sums that the weights can
/// reach.
const CERTAIN: f32 = 1e6;
/// Log-odds added to body on every line of a text in which no line was labelled body, so that one
/// is found if any is likely enough. Chosen by judgement.
const SOME_BODY: f32 = 4.0;
/// Tenths of a text's words below which hardly any body is left. Chosen by judgement.
const LEAST_BODY: usize = 4;

/// A line's label and the evidence for it.
pub(super) type Labelled = (Label, Reason);

/// Labels every line, and returns with the labels the signs that credits are read by. `language` is
/// the code given by the record.
///
/// If recurrence removes more words than it leaves, and hardly any body is left, the text is
/// labelled again as if none of its lines recurred. If that is how it stays labelled, the lines no
/// longer have a standing.
pub fn run(
    lines: &mut [Line<'_>],
    title: Option<&str>,
    language: Option<&str>,
    agencies: &Agencies,
) -> (Vec<Labelled>, Vec<credit::Seen>) {
    let (labels, seen) = by_evidence(lines, title, language, agencies);
    let may_recur =
        |line: &Line<'_>| line.standing.is_furniture() || line.standing.is_prose_furniture();
    let words = |lines: &[Line<'_>], counts: &dyn Fn(usize) -> bool| -> usize {
        lines.iter().enumerate().filter(|(at, _)| counts(*at)).map(|(_, line)| line.words).sum()
    };
    let taken: Vec<bool> = lines
        .iter()
        .zip(&labels)
        .map(|(line, label)| label.0 != Label::Body && may_recur(line))
        .collect();
    let (all, left) = (words(lines, &|_| true), words(lines, &|at| labels[at].0 == Label::Body));
    if left * 10 >= all * LEAST_BODY || words(lines, &|at| taken[at]) <= left {
        return (labels, seen);
    }
    let standings: Vec<Standing> =
        lines.iter_mut().map(|line| std::mem::take(&mut line.standing)).collect();
    let (mut again, _) = by_evidence(lines, title, language, agencies);
    if words(lines, &|at| again[at].0 == Label::Body) * 10 < all * LEAST_BODY {
        lines.iter_mut().zip(standings).for_each(|(line, standing)| line.standing = standing);
        return (labels, seen);
    }
    for (label, taken) in again.iter_mut().zip(taken) {
        if label.0 == Label::Body && taken {
            label.1 = Reason::Kept;
        }
    }
    (again, seen)
}

/// Labels every line by the model and the rules.
fn by_evidence(
    lines: &[Line<'_>],
    title: Option<&str>,
    language: Option<&str>,
    agencies: &Agencies,
) -> (Vec<Labelled>, Vec<credit::Seen>) {
    let model = Model::shipped();
    let seen = signs::read(lines, title, language, agencies);
    let certain = certain(lines, &seen);
    let mut scores = model.scores(&seen);
    for (at, (scores, line)) in scores.iter_mut().zip(lines).enumerate() {
        weigh_words(line.words, scores);
        match certain[at] {
            Some((label, _)) => scores[place(label)] += CERTAIN,
            None if is_no_body(line, seen.signs[at]) => scores[place(Label::Body)] -= CERTAIN,
            None => {}
        }
        if seen.signs[at].has(Sign::OpensWire) {
            scores[place(Label::Caption)] -= CERTAIN;
        }
    }
    // Repeated lines are left out of decoding, as if the text continued after them.
    let (once, scores): (Vec<usize>, Vec<Scores>) = scores
        .into_iter()
        .enumerate()
        .filter(|(at, _)| certain[*at].is_none_or(|(_, how)| how != Reason::Repeated))
        .unzip();
    let mut out: Vec<Labelled> = certain
        .iter()
        .map(|label| label.unwrap_or((Label::Boilerplate, Reason::Repeated)))
        .collect();
    for (at, label) in once.into_iter().zip(decoded(model, scores)) {
        out[at] =
            certain[at].unwrap_or_else(|| (Label::ALL[label].0, evidence(model, &seen, at, label)));
    }
    heading(lines, &seen, &mut out);
    figures(lines, &mut out);
    ending::last_sentence(lines, &seen, &mut out);
    closing_credits(lines, agencies, &mut out);
    (
        out,
        lines
            .iter()
            .zip(&seen.signs)
            .map(|(line, signs)| signs::of_credits(line, *signs))
            .collect(),
    )
}

/// Adds to the score of body, and in part to that of caption, what cutting a line of this length
/// would cost.
pub fn weigh_words(words: usize, scores: &mut Scores) {
    let missed = (words as f32 / CHEAP).ln().max(0.0);
    scores[place(Label::Body)] += missed;
    scores[place(Label::Caption)] += missed * CAPTION;
}

/// Returns the index of a label in [`Label::ALL`].
fn place(label: Label) -> usize {
    Label::ALL.iter().position(|(known, _)| *known == label).unwrap_or(0)
}

/// Decodes the most likely labels; if none is body, tries again with a bonus for body.
fn decoded(model: &Model, mut scores: Vec<Scores>) -> Vec<usize> {
    let body = place(Label::Body);
    let labels = model.decode(&scores);
    if labels.contains(&body) {
        return labels;
    }
    scores.iter_mut().for_each(|scores| scores[body] += SOME_BODY);
    model.decode(&scores)
}

/// Returns the evidence that weighs most for a line's label; recurrence and photo credits take
/// precedence, because other code looks for them.
fn evidence(model: &Model, seen: &Seen, at: usize, label: usize) -> Reason {
    let signs = seen.signs[at];
    match Label::ALL[label].0 {
        Label::Boilerplate if signs.has(Sign::RecursShort) || signs.has(Sign::RecursProse) => {
            Reason::Recurs
        }
        Label::Caption if signs.has(Sign::PhotoCredit) => Reason::PhotoCredit,
        _ => Reason::of(model.evidence(seen, at, label)),
    }
}

#[cfg(test)]
mod tests;
