//! Labels the lines that can be labelled without the model.
//!
//! [`super::by_evidence`] gives these labels, and the lines that cannot be body, infinite weight.

use super::Labelled;
use super::repeated::twice;
use crate::clean::Reason;
use crate::clean::lines::Line;
use crate::clean::signs::{Seen, Set, Setting, Sign};
use crate::clean::{Label, lexicon, reactions};
use crate::text::is_post_signature;

/// Whether a line cannot be body, whatever surrounds it: a heading of teasers, or a line that
/// recurs.
pub(super) fn is_no_body(line: &Line<'_>, signs: Set) -> bool {
    signs.has(Sign::WholeRelated) || recurs(line) && !signs.has_any(OWN)
}

/// Signs that a line is part of a story although it recurs.
const OWN: Set = Set::of(&[Sign::Title, Sign::Post, Sign::OpensStory]);

/// Signs that a line recurs as boilerplate does, which is then given as the reason.
const RECURS: Set = Set::of(&[Sign::RecursShort, Sign::RecursProse]);

/// Power of the number of a source's articles: a line that occurs in fewer articles than that is
/// left to the model, because in large sources lines of stories recur too, such as headings above
/// results. Chosen by judgement on sources of nine thousand articles and of a dozen.
const OFTEN: f64 = 0.4;

/// Whether a line recurs too often to be part of a story. This is a rule because the model has seen
/// hardly any sources with many articles.
pub(super) fn recurs(line: &Line<'_>) -> bool {
    let standing = line.standing;
    f64::from(standing.articles) >= f64::from(standing.of).powf(OFTEN)
        && if line.is_prose(12) { standing.is_prose_furniture() } else { standing.is_furniture() }
}

/// Labels the lines that can be labelled without the model.
pub(super) fn certain(lines: &[Line<'_>], seen: &Seen) -> Vec<Option<Labelled>> {
    let mut labels: Vec<Option<Labelled>> = vec![None; lines.len()];
    for (at, line) in lines.iter().enumerate() {
        let signs = &seen.signs[at];
        if signs.has(Sign::NoWords) {
            labels[at] = Some((Label::Boilerplate, Reason::Shown("no words")));
        } else if reactions::is_count(line.text) {
            labels[at] = Some((Label::Boilerplate, Reason::Shown("a count of readers' reactions")));
        } else if signs.has(Sign::SignsAgency) {
            labels[at] = Some((Label::Byline, Reason::Shown("signed by an agency")));
        } else if signs.has(Sign::HoldsFurniture)
            && !is_amid_text(line, seen, at)
            && let Some((label, held)) = lexicon::find(&line.phrase)
        {
            labels[at] = Some((label, Reason::Shown(held.words())));
        } else if reserves_rights(line) && !signs.has_any(RECURS) {
            labels[at] = Some((Label::Boilerplate, Reason::Shown("reserves rights")));
        } else if signs.has(Sign::Gallery) {
            labels[at] = Some((Label::Caption, Reason::Shown("part of a gallery")));
        } else if signs.has(Sign::HeadingRelated) && !line.terminal {
            labels[at] = Some((Label::Related, Reason::Shown("teaser heading before a colon")));
        } else if signs.has(Sign::HeadingOther) {
            // `Editor's note: …`, which is not a caption either.
            labels[at] = Some((Label::Boilerplate, Reason::Shown("a heading before a colon")));
        } else if signs.has(Sign::Post) {
            labels[at] = Some((Label::Body, Reason::Shown("a signed post")));
            // The line before a signature is the post itself, even if it recurs.
            if at > 0 && is_post_signature(line.text) && labels[at - 1].is_none() {
                labels[at - 1] = Some((Label::Body, Reason::Shown("a signed post")));
            }
        }
    }
    if let ([line], [label @ None]) = (lines, labels.as_mut_slice())
        && line.words >= 3
    {
        *label = Some((
            Label::Body,
            if recurs(line) { Reason::Kept } else { Reason::Shown("the only text") },
        ));
    }
    twice(lines, seen, &mut labels);
    labels
}

/// Most words of a notice of rights. Chosen by judgement: longer ones share their line with a story.
const NOTICE_WORDS: usize = 60;
/// Bytes after the sign of copyright in which its year stands. Chosen by judgement.
const YEAR_WITHIN: usize = 24;

/// Whether a line is the notice of rights below a text: *Copyright 2025 Harbour Media, Inc. All rights
/// reserved. This material may not be published, broadcast, rewritten, or redistributed.* Outlets of one
/// owner, and an agency's customers, print the same, so that it recurs where no outlet has many pages.
fn reserves_rights(line: &Line<'_>) -> bool {
    if line.words > NOTICE_WORDS {
        return false;
    }
    let text = line.text;
    let is_year = |run: &str| {
        run.len() == 4
            && run.bytes().all(|b| b.is_ascii_digit())
            && (run.starts_with("19") || run.starts_with("20"))
    };
    // The word opens sentences too: *Copyright law of 1998*.
    let of_word = || {
        let worded =
            ["Copyright", "COPYRIGHT", "(c)"].iter().find_map(|mark| text.strip_prefix(mark))?;
        let after = worded.trim_start_matches([' ', '©', '(', ')', 'c', ':', ',', '-', '–']);
        Some(is_year(&after[..after.floor_char_boundary(after.len().min(4))]))
    };
    let of_sign = || {
        let head = &text[..text.floor_char_boundary(text.len().min(YEAR_WITHIN))];
        text.starts_with('©') && head.split(|c: char| !c.is_ascii_digit()).any(is_year)
    };
    // *© Roe 2015* and *Copyright 2019 Harbour TV* are pictures' as often.
    let reserved = text.to_ascii_lowercase().contains("rights reserved");
    reserved && (of_word() == Some(true) || of_sign())
        || text.contains("may not be published, broadcast, rewritten")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::label::tests::{PARAGRAPH, SECOND, labelled};

    #[test]
    fn a_signed_post_is_body() {
        let text =
            format!("{PARAGRAPH}\nWe sail again!\n— Jane Doe (@jdoe) July 16, 2018\n{SECOND}");
        assert_eq!(labelled(&text, None), [Label::Body; 4]);
    }

    #[test]
    fn a_notice_of_rights_is_no_body() {
        let notice = "Copyright 2025 Harbour Media, Inc. All rights reserved. This material may not be published, broadcast, rewritten, or redistributed.";
        let later = "This material may not be published, broadcast, rewritten, or redistributed.";
        for line in [notice, "© 2021 Halvik Times. All rights reserved.", later] {
            let labels = labelled(&format!("{PARAGRAPH}\n{SECOND}\n{line}"), None);
            assert_eq!(labels[2], Label::Boilerplate, "{line}");
        }
        let story =
            "Copyright law of 1998 was on the table when the crews met the owners of the port.";
        assert_eq!(labelled(&format!("{PARAGRAPH}\n{story}\n{SECOND}"), None)[1], Label::Body);
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
}
