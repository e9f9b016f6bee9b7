//! Labels the lines of one article: combines the model's scores with rules that override them.
//!
//! Doubtful lines are kept as body, because reporting that is cut cannot be compared. The more
//! words a line has, the surer the model must be before the line is cut.

use rustc_hash::FxHashMap;

use super::Label;
use super::credit::{self, Agencies};
use super::ending;
use super::lexicon;
use super::lines::Line;
use super::model::{Model, Scores};
use super::reactions;
use super::recurrence::Standing;
use super::signs::{self, Seen, Set, Setting, Sign};
use crate::languages::credit::phrases;
use crate::text::{fold, is_post_signature};

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
/// Number of different repeated sentences from which they count as a gallery's captions. Chosen by
/// judgement.
const GALLERY: usize = 3;
/// Tenths of a text's words below which hardly any body is left. Chosen by judgement.
const LEAST_BODY: usize = 4;
/// Longest line, in bytes, that can be the closing credit of a text. Chosen by judgement.
const LONGEST_CREDIT: usize = 60;

/// Number of words of a headline. From 25 words a line counts as running text ([`Line::is_prose`]).
const HEADLINE: std::ops::Range<usize> = 4..25;

/// Most words of a heading among figures, such as `Six months`. Chosen by judgement.
const MOST_HEADING: usize = 6;

/// Evidence for a line that recurs.
pub const RECURS: &str = "recurs in the source's articles";
/// Evidence for a line that is body although it recurs.
pub const KEPT: &str = "recurs, but hardly any body is left without it";

/// Evidence for a line that repeats an earlier one.
const AGAIN: &str = "repeated";

/// A line's label and the evidence for it.
pub(super) type Labelled = (Label, &'static str);

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
            label.1 = KEPT;
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
        .filter(|(at, _)| certain[*at].is_none_or(|(_, how)| how != AGAIN))
        .unzip();
    let mut out: Vec<Labelled> =
        certain.iter().map(|label| label.unwrap_or((Label::Boilerplate, AGAIN))).collect();
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
fn evidence(model: &Model, seen: &Seen, at: usize, label: usize) -> &'static str {
    let signs = seen.signs[at];
    match Label::ALL[label].0 {
        Label::Boilerplate if signs.has(Sign::RecursShort) || signs.has(Sign::RecursProse) => {
            RECURS
        }
        Label::Caption if signs.has(Sign::PhotoCredit) => "photo credit",
        _ => model.evidence(seen, at, label),
    }
}

/// Whether a line cannot be body, whatever surrounds it: a heading of teasers, or a line that
/// recurs.
fn is_no_body(line: &Line<'_>, signs: Set) -> bool {
    signs.has(Sign::WholeRelated) || recurs(line) && !signs.has_any(OWN)
}

/// Signs that a line is part of a story although it recurs.
const OWN: Set = Set::of(&[Sign::Title, Sign::Post, Sign::OpensStory]);

/// Power of the number of a source's articles: a line that occurs in fewer articles than that is
/// left to the model, because in large sources lines of stories recur too, such as headings above
/// results. Chosen by judgement on sources of nine thousand articles and of a dozen.
const OFTEN: f64 = 0.4;

/// Whether a line recurs too often to be part of a story. This is a rule because the model has seen
/// hardly any sources with many articles.
fn recurs(line: &Line<'_>) -> bool {
    let standing = line.standing;
    f64::from(standing.articles) >= f64::from(standing.of).powf(OFTEN)
        && if line.is_prose(12) { standing.is_prose_furniture() } else { standing.is_furniture() }
}

/// Labels the lines that can be labelled without the model.
fn certain(lines: &[Line<'_>], seen: &Seen) -> Vec<Option<Labelled>> {
    let mut labels: Vec<Option<Labelled>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let signs = &seen.signs[at];
        if signs.has(Sign::NoWords) {
            labels[at] = Some((Label::Boilerplate, "no words"));
        } else if reactions::is_count(line.text) {
            labels[at] = Some((Label::Boilerplate, "a count of readers' reactions"));
        } else if signs.has(Sign::SignsAgency) {
            labels[at] = Some((Label::Byline, "signed by an agency"));
        } else if signs.has(Sign::HoldsFurniture)
            && !is_amid_text(line, seen, at)
            && let Some(found) = lexicon::find(&line.phrase)
        {
            labels[at] = Some(found);
        } else if signs.has(Sign::Gallery) {
            labels[at] = Some((Label::Caption, "part of a gallery"));
        } else if signs.has(Sign::HeadingRelated) && !line.terminal {
            labels[at] = Some((Label::Related, "teaser heading before a colon"));
        } else if signs.has(Sign::HeadingOther) {
            // `Editor's note: …`, which is not a caption either.
            labels[at] = Some((Label::Boilerplate, "a heading before a colon"));
        } else if signs.has(Sign::Post) {
            labels[at] = Some((Label::Body, "a signed post"));
            // The line before a signature is the post itself, even if it recurs.
            if at > 0 && is_post_signature(line.text) && labels[at - 1].is_none() {
                labels[at - 1] = Some((Label::Body, "a signed post"));
            }
        }
    }
    if let ([line], [label @ None]) = (lines, labels.as_mut_slice())
        && line.words >= 3
    {
        *label = Some((Label::Body, if recurs(line) { KEPT } else { "the only text" }));
    }
    twice(lines, seen, &mut labels);
    labels
}

/// Words from which a sentence that holds a phrase of boilerplate is weighed wherever it stands.
/// Chosen by judgement: of 25 labelled lines of this kind (`benches/blocks`), five are body and one
/// a caption, and they hold a twentieth of the words of body that were cut.
const LONG: usize = 40;

/// Whether a line is running text in the main text, or long and no notice that addresses the reader
/// again and again. There a phrase of boilerplate is only one of the signs that the model weighs:
/// of 19 labelled lines in the main text (`benches/blocks`), three are boilerplate, eight captions
/// and eight body.
fn is_amid_text(line: &Line<'_>, seen: &Seen, at: usize) -> bool {
    const NOTICE: Set = Set::of(&[Sign::NoticeMany, Sign::ReaderTwice]);
    line.is_prose(12) && seen.settings[at].has_setting(Setting::InMain)
        || line.is_prose(LONG) && !seen.signs[at].has_any(NOTICE)
}

/// Labels repeated sentences. If several are shown twice in a row, they are the captions of a
/// gallery; otherwise the first occurrence may be body or anything else: menus, comments and forms
/// are repeated too.
fn twice(lines: &[Line<'_>], seen: &Seen, labels: &mut [Option<Labelled>]) {
    const FURNITURE: Set = Set::of(&[
        Sign::RecursProse,
        Sign::HoldsFurniture,
        Sign::MadeAsCaption,
        Sign::CreditEnd,
        Sign::Gallery,
    ]);
    let is_open = |at: &usize| {
        labels[*at].is_none() && lines[*at].is_prose(12) && !seen.signs[*at].has_any(FURNITURE)
    };
    let prose: Vec<usize> = (0..lines.len()).filter(is_open).collect();
    // Hardly any text has two lines with the same key; in the others no lines need comparing.
    let mut keys: Vec<u64> = prose.iter().map(|at| lines[*at].key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|two| two[0] != two[1]) {
        return;
    }
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for at in prose {
        places.entry(lines[at].text).or_default().push(at);
    }
    let different = places.len();
    places.retain(|_, at| at.len() > 1);
    // If most sentences are repeated, the whole page was extracted twice.
    let gallery = places.len() >= GALLERY
        && places.len() * 2 <= different
        && is_shown_twice(lines, labels, &places);
    for at in places.values() {
        for &again in &at[usize::from(!gallery)..] {
            labels[again] = Some(if gallery {
                (Label::Caption, "repeated, as in a gallery")
            } else {
                (Label::Boilerplate, AGAIN)
            });
        }
    }
}

/// Whether the repeated lines are one row of lines and the same row right after it, and no running
/// text follows: a passage that occurs twice amid running text is no gallery.
fn is_shown_twice(
    lines: &[Line<'_>],
    labels: &[Option<Labelled>],
    places: &FxHashMap<&str, Vec<usize>>,
) -> bool {
    let mut both: Vec<usize> = places.values().flatten().copied().collect();
    both.sort_unstable();
    let in_a_row = both.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let half = places.len();
    let same_order = both.len() == 2 * half
        && (0..half).all(|at| lines[both[at]].text == lines[both[half + at]].text);
    let runs_on = |last: usize| {
        (last + 1..lines.len()).any(|at| labels[at].is_none() && lines[at].is_prose(12))
    };
    in_a_row && same_order && both.last().is_some_and(|last| !runs_on(*last))
}

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
fn heading(lines: &[Line<'_>], seen: &Seen, labels: &mut [Labelled]) {
    let [first, rest @ ..] = lines else { return };
    if labels.iter().any(|(label, _)| *label == Label::Headline) {
        return;
    }
    let again = stands_again(lines);
    again.iter().for_each(|at| labels[*at] = (Label::Headline, "repeated above the text"));
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
        labels[0] = (Label::Headline, "first heading before the text");
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

/// Labels as body the results, prices, scores and polls that follow body, with the short headings
/// among them.
fn figures(lines: &[Line<'_>], labels: &mut [Labelled]) {
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
            labels[at] = (Label::Body, "among figures");
        }
    }
}

/// Most words of the name after *source:*. Chosen by judgement.
const NAME: usize = 4;

/// Whether a line is *source:* and a name in the words of any language, and no sentence.
fn is_source(text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, name)| {
        phrases().source.contains(fold::phrase(label).as_str())
            && (1..=NAME).contains(&name.split_whitespace().count())
            && !name.ends_with(['.', '!', '?', '।', '。'])
    })
}

/// Labels as byline an agency's name alone on a line after the text: it is the credit of the text,
/// because no text follows that a picture could belong to. *Source:* and a name there are no part
/// of the text either.
fn closing_credits(lines: &[Line<'_>], agencies: &Agencies, labels: &mut [Labelled]) {
    let Some(last) =
        (0..lines.len()).rev().find(|&at| labels[at].0 == Label::Body && lines[at].words >= 5)
    else {
        return;
    };
    for at in last + 1..lines.len() {
        let text = lines[at].text;
        if labels[at].0 == Label::Caption && lines[at].words >= 4 {
            return;
        }
        if text.len() <= LONGEST_CREDIT
            && labels[at].0 != Label::Byline
            && !agencies.listed(text.trim_matches(|c: char| !c.is_alphanumeric())).is_empty()
        {
            labels[at] = (Label::Byline, "credits an agency after the text");
        } else if text.len() <= LONGEST_CREDIT && labels[at].0 == Label::Body && is_source(text) {
            labels[at] = (Label::Boilerplate, "names its source after the text");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;
    use crate::sources::Registry;

    fn labelled(text: &str, title: Option<&str>) -> Vec<Label> {
        let registry = Registry::parse(
            "t",
            "[[source]]\nid='nwa'\nname='Northern Wire Agency'\nkind='wire'\ncredits=['NWA', 'Northern Wire Agency']\n",
        )
        .expect("sound");
        run(&mut lines::read(text, &lines::find(text)), title, None, &Agencies::of(&registry))
            .0
            .into_iter()
            .map(|(label, _)| label)
            .collect()
    }

    const SECOND: &str = "Thousands of travellers waited at the quays while the talks went on behind the doors of the town hall.";
    const THIRD: &str = "A mediator had called both sides to the capital, where they were to meet again in the course of the week.";
    const PARAGRAPH: &str = "The ferry crews of the northern islands stopped work on Monday after talks about their pay failed again.";

    /// A text of eight paragraphs.
    fn story() -> String {
        let more = (1..6).map(|n| {
            format!("In the {n}th week, said Jane Doe of the union, no fewer than {n} boats a day had to turn back with all their freight.")
        });
        [PARAGRAPH, SECOND, THIRD]
            .map(str::to_owned)
            .into_iter()
            .chain(more)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// Whether each line of a text is labelled body.
    fn kept(text: &str) -> Vec<bool> {
        labelled(text, Some("Ferry crews stop work in the north"))
            .into_iter()
            .map(|label| label == Label::Body)
            .collect()
    }

    #[test]
    fn a_plain_article_is_body_throughout() {
        assert_eq!(
            labelled(
                &format!("{PARAGRAPH}\n\n{SECOND}\nThe boats lay idle all day.\n{THIRD}"),
                None
            ),
            [Label::Body; 4]
        );
    }

    #[test]
    fn page_furniture_is_told_from_body() {
        let head = "News / Harbour\nFerry crews stop work in the north\nBy Jane Doe\nUpdated June 7, 2021\nA ferry in the harbour. (NWA photo)";
        let tail = "You may also like\nA dog that swims to school\nWhy would anyone row alone?\nTen boats that you can build yourself\n© 2021 Harbour";
        let text = format!(
            "{head}\n{}\nAdvertisement\n{SECOND} It was cold.\n{THIRD} It rained.\n{tail}",
            story()
        );
        let labels = labelled(&text, Some("Ferry crews stop work in the north"));
        use Label::{Byline, Caption, Headline};
        assert_eq!(labels[1..5], [Headline, Byline, Byline, Caption]);
        assert_ne!(labels[13], Label::Body);
        assert!(labels[5..13].iter().all(|label| *label == Label::Body));
        assert!(labels[labels.len() - 5..].iter().all(|label| *label != Label::Body), "{labels:?}");
    }

    #[test]
    fn a_source_named_after_the_text_is_no_part_of_it() {
        let below = |line: &str| labelled(&format!("{PARAGRAPH}\n{SECOND}\n{line}"), None)[2];
        for line in ["SOURCE: HARBOUR POST", "Fonte: Diário do Porto", "Quelle: Hafenblatt"] {
            assert_ne!(below(line), Label::Body, "{line}");
        }
        assert_eq!(below("Source: a sailor who saw it all from the quay that night."), Label::Body);
    }

    #[test]
    fn agency_lines_are_bylines_and_their_sentences_are_not() {
        assert_eq!(
            labelled(
                &format!(
                    "Northern Wire Agency\n{PARAGRAPH}\nThe NWA said it would not comment on the matter today.\n{SECOND}"
                ),
                None
            ),
            [Label::Byline, Label::Body, Label::Body, Label::Body]
        );
    }

    #[test]
    fn galleries_and_videos_are_told_from_body() {
        let gallery = "Photos: The strike Photos: The strike A crew waits at the pier. Hide Caption 1 of 2 Photos: The strike A mediator arrives by car. Hide Caption 2 of 2";
        let text = format!("{}\n{gallery}\n{SECOND} It was cold.\n{THIRD} It rained.", story());
        let labels = labelled(&text, None);
        assert_eq!(labels.iter().filter(|label| **label == Label::Body).count(), 10, "{labels:?}");
        assert_eq!(labels[8], Label::Caption);
    }

    #[test]
    fn a_line_that_addresses_the_reader_is_furniture_unless_it_stands_amid_the_text() {
        let box_ = "With a digital subscription you never miss what happens in our town.";
        assert_eq!(
            kept(&format!("{}\n{box_}\n{SECOND} It was cold.\n{THIRD} It rained.", story())),
            [true; 11]
        );
        let offer = "Subscribe to our newsletter now and you never miss what happens in your town.";
        let kept = kept(&format!("{}\n{offer}\nMost read\nSign in", story()));
        assert_eq!(kept, [[true; 8].as_slice(), &[false; 3]].concat());
    }

    #[test]
    fn a_page_read_twice_is_kept_once_and_captions_shown_twice_are_a_gallery() {
        let twice = format!("{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}");
        use Label::{Body, Boilerplate, Caption};
        assert_eq!(
            labelled(&twice, None),
            [Body, Body, Body, Boilerplate, Boilerplate, Boilerplate]
        );
        let own: Vec<String> = (0..4)
            .map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did."))
            .collect();
        let gallery = format!(
            "{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}",
            own.join("\n")
        );
        assert_eq!(labelled(&gallery, None), [[Body; 4].as_slice(), &[Caption; 6]].concat());
    }

    #[test]
    fn a_passage_that_stands_twice_amid_the_text_is_kept_once() {
        use Label::{Body, Boilerplate};
        let more: Vec<String> = (0..3)
            .map(|n| format!("{PARAGRAPH} It was the {n}th time in {n} years that they did."))
            .collect();
        let text = format!(
            "{}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\n{PARAGRAPH}\n{SECOND}\n{THIRD}\nThe mayor of Halvik said that she would row to the islands herself if nobody else did so.",
            more.join("\n")
        );
        assert_eq!(
            labelled(&text, None),
            [[Body; 6].as_slice(), &[Boilerplate; 3], &[Body]].concat()
        );
    }

    #[test]
    fn sentences_repeated_apart_are_no_gallery() {
        let box_ = |n: usize| {
            format!(
                "The {n}th reader wrote that the boats of the north would never sail on time again."
            )
        };
        let comments: Vec<String> = (0..3).map(box_).collect();
        let replies: Vec<String> = (0..3).map(|n| format!("{}\nReply\n{n}", box_(n))).collect();
        let text = format!("{}\n{}\nReply\n{}", story(), comments.join("\n"), replies.join("\n"));
        let labels = labelled(&text, None);
        assert!(labels.iter().all(|label| *label != Label::Caption), "{labels:?}");
    }

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

    #[test]
    fn an_article_keeps_its_body_though_most_of_its_lines_recur() {
        let registry =
            Registry::parse("t", "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\n")
                .expect("sound");
        let agencies = Agencies::of(&registry);
        let text = story();
        let mut lines = lines::read(&text, &lines::find(&text));
        for line in lines.iter_mut().skip(1) {
            line.standing = Standing { articles: 9, neighbours: 9, texts: 9, edges: 2, of: 12 };
        }
        let (labels, _) = run(&mut lines, None, None, &agencies);
        assert!(labels.iter().all(|(label, _)| *label == Label::Body), "{labels:?}");
        assert!(labels[1..].iter().all(|(_, how)| *how == KEPT), "{labels:?}");
    }

    #[test]
    fn lines_keep_their_standing_if_the_first_labels_are_kept() {
        let registry =
            Registry::parse("t", "[[source]]\nid='nwa'\nname='Northern Wire'\nkind='wire'\n")
                .expect("sound");
        let agencies = Agencies::of(&registry);
        let text = format!("{PARAGRAPH}\n{}", ["Sign in"; 30].join("\n"));
        let mut lines = lines::read(&text, &lines::find(&text));
        let standing = Standing { articles: 9, neighbours: 9, texts: 9, edges: 2, of: 120 };
        lines.iter_mut().for_each(|line| line.standing = standing);
        let (labels, _) = run(&mut lines, None, None, &agencies);
        assert_eq!(labels[0].0, Label::Body);
        assert!(lines.iter().all(|line| line.standing == standing));
    }

    #[test]
    fn a_signed_post_is_body() {
        let text =
            format!("{PARAGRAPH}\nWe sail again!\n— Jane Doe (@jdoe) July 16, 2018\n{SECOND}");
        assert_eq!(labelled(&text, None), [Label::Body; 4]);
    }

    #[test]
    fn an_author_note_is_furniture_and_a_person_of_the_story_is_not() {
        let note = "Ida Moe is a columnist and professor of harbour law.";
        assert_eq!(
            kept(&format!("{}\n{note}", story())),
            [[true; 8].as_slice(), &[false]].concat()
        );
        let about = "About the author\nShe likes the sea and everything that swims in it.";
        assert_eq!(
            kept(&format!("{}\n{about}", story())),
            [[true; 8].as_slice(), &[false; 2]].concat()
        );
        let text = format!(
            "{}\nThe mediator Mia Poe came by train and left by boat.\nMia Poe is a professor of harbour law.",
            story()
        );
        assert_eq!(kept(&text), [true; 10]);
    }

    #[test]
    fn teasers_addresses_and_corrections_are_furniture() {
        for line in [
            "READ: Why no boat came to Ostrey",
            "https://halviktimes.example/a/b",
            "Share: Facebook | Twitter | WhatsApp",
            "Advertisement",
            "(Photos: The long strike of Halvik)",
            "Correction: An earlier text gave the wrong day.",
            "Halvik Times Halvik Times",
        ] {
            let kept =
                kept(&format!("{}\n{line}\n{SECOND} It was cold.\n{THIRD} It rained.", story()));
            assert!(!kept[8] && kept[..8].iter().all(|kept| *kept), "{line}");
        }
        let credit = format!(
            "{}\n(Photo: Jane Roe, Getty Images)\n{SECOND} It was cold.\n{THIRD} It rained.",
            story()
        );
        assert_eq!(labelled(&credit, None)[8], Label::Caption);
        let post = format!(
            "{}\nWe sail again! — Jane Doe (@jdoe) July 16, 2018\n{SECOND} It was cold.",
            story()
        );
        assert!(kept(&post)[8]);
    }
}
