//! The last sentence of a text, which an agency signs: `The strike ends on Friday. (AP)`.

use super::Label;
use super::Reason;
use super::label::Labelled;
use super::lines::Line;
use super::signs::{Seen, Set, Sign};

/// Signs that the agency made the picture, not the text.
const PICTURE: Set =
    Set::of(&[Sign::PictureWord, Sign::NamesPicture, Sign::CaptionPage, Sign::Gallery]);

/// Labels as body a last sentence with an agency in brackets that was taken for a caption: it
/// directly follows body, and no body follows it.
pub(super) fn last_sentence(lines: &[Line<'_>], seen: &Seen, labels: &mut [Labelled]) {
    let Some(last) = labels.iter().rposition(|(label, _)| *label == Label::Body) else { return };
    let at = last + 1;
    if at < lines.len()
        && labels[at].0 == Label::Caption
        && lines[last].is_prose(LEAST)
        && !seen.signs[at].has_any(PICTURE)
        && is_signed(lines[at].text)
    {
        labels[at] = (Label::Body, Reason::Shown("a last sentence signed by an agency"));
    }
}

/// Words from which a line before it is text. Chosen by judgement.
const LEAST: usize = 12;

/// Whether a line is a whole sentence with nothing but a short name in brackets behind it.
fn is_signed(line: &str) -> bool {
    let Some((sentence, name)) = line.strip_suffix(')').and_then(|line| line.rsplit_once('('))
    else {
        return false;
    };
    let is_name =
        (2..=LONGEST).contains(&name.chars().count()) && name.chars().all(char::is_alphanumeric);
    is_name && sentence.trim_end().ends_with(['.', '!', '?', '”', '"', '»', '。'])
}

/// Characters of an agency's name as a signature. Chosen by judgement: *Reuters*, *Xinhua*.
const LONGEST: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_brackets_behind_a_sentence_signs_it() {
        assert!(is_signed("The strike ends on Friday. (AP)"));
        assert!(is_signed("„Wir warten“, sagte Doe. (dpa)"));
        for caption in ["Crews at the pier (AP)", "Crews at the pier. (AP Photo/Ann Roe)", "(AP)"] {
            assert!(!is_signed(caption), "{caption}");
        }
    }
}
