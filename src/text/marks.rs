//! Finds where quotations begin and end, by their quotation marks.
//!
//! Outlets quote in many ways: “…”, "…", ‘…’, '…', „…“, „…”, ‚…‘, «…», »…«, ‹…›, ›…‹, ``…'', `…',
//! 「…」, ”…”, `&quot;…&quot;`, and the bytes 0x93 and 0x94 of Windows read as control characters. A
//! mark alone means little: “ closes in German, ’ is also an apostrophe, and " looks the same on
//! either side. The context decides: an opening mark has a space before it and none after it, and a
//! closing mark the reverse.

mod gather;
mod later;
mod pairing;
mod singles;

use std::ops::Range;

use gather::gather;
pub use later::closed_later;
use pairing::{paired, settle, turn_guillemets};
use singles::singles;

/// The role of a mark in its own style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    /// Opens or closes depending on its context.
    Either,
}

/// A mark that cannot be an apostrophe.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    width: usize,
    role: Role,
    looks: Looks,
}

/// The role that a mark's neighbours suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    Opening,
    Closing,
    Unclear,
}

/// How a paragraph ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Outside of quotations.
    Closed,
    /// Within a quotation that opened the paragraph, as running quotations do.
    Running,
    /// Behind a mark that nothing in the paragraph closes.
    Left {
        /// Where the mark begins.
        mark: usize,
        /// Where the quotation begins, right behind the mark.
        from: usize,
    },
}

/// Returns the ranges of `text[piece]` between quotation marks, in order, and how the piece ends.
///
/// `running` says that the previous paragraph ended within a quotation. O(bytes).
pub fn spans(text: &str, piece: Range<usize>, running: bool) -> (Vec<Range<usize>>, Ending) {
    let (mut marks, single) = gather(text, piece.clone());
    if marks.is_empty() && !single {
        return (Vec::new(), Ending::Closed);
    }
    turn_guillemets(text, &mut marks);
    settle(text, &mut marks);
    let (mut out, open) = paired(text, &piece, &marks, running);
    if single {
        let inner = singles(text, &piece);
        if !inner.is_empty() {
            out = merged(text, out, inner);
        }
    }
    (out, open)
}

/// Merges ranges between double and between single marks; of two nested ones the outer counts.
fn merged(text: &str, doubles: Vec<Range<usize>>, singles: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let meet = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
    // Single marks around double ones count only if they are certainly marks, that is, if the
    // quotation ends with punctuation.
    let holds = |outer: &Range<usize>, inner: &Range<usize>| {
        outer.start <= inner.start
            && inner.end <= outer.end
            && text[..outer.end].ends_with(['.', ',', '!', '?', '…', '”', '"'])
    };
    let kept: Vec<Range<usize>> = singles
        .into_iter()
        .filter(|s| doubles.iter().all(|d| !meet(s, d) || holds(s, d)))
        .collect();
    let mut out: Vec<Range<usize>> = doubles
        .into_iter()
        .filter(|d| !kept.iter().any(|s| meet(s, d)))
        .chain(kept.iter().cloned())
        .collect();
    out.sort_unstable_by_key(|span| span.start);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        spans(text, 0..text.len(), false).0.into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn every_house_s_marks_quote() {
        for (open, close) in [
            ("“", "”"),
            ("\"", "\""),
            ("‘", "’"),
            ("'", "'"),
            ("„", "“"),
            ("„", "”"),
            ("‚", "‘"),
            ("«", "»"),
            ("« ", " »"),
            ("»", "«"),
            ("›", "‹"),
            ("‹", "›"),
            ("``", "''"),
            ("`", "'"),
            ("”", "”"),
            ("&quot;", "&quot;"),
            ("\u{93}", "\u{94}"),
            ("\u{91}", "\u{92}"),
        ] {
            let text = format!(
                "{open}We don’t sail before the boys’ pay is in,{close} Doe said. {open}It’s late.{close}"
            );
            let found: Vec<&str> = quoted(&text).into_iter().map(str::trim).collect();
            assert_eq!(
                found,
                ["We don’t sail before the boys’ pay is in,", "It’s late."],
                "{open}…{close}"
            );
            let inside = format!("Doe said they {open}will not sail{close} today.");
            assert_eq!(
                quoted(&inside).into_iter().map(str::trim).collect::<Vec<_>>(),
                ["will not sail"],
                "{open}…{close}"
            );
        }
    }

    #[test]
    fn of_nested_quotations_the_outer_one_counts() {
        assert_eq!(
            quoted("“He told me ‘no way’ and left,” she said."),
            ["He told me ‘no way’ and left,"]
        );
        assert_eq!(
            quoted("‘He told me “no way” and left,’ she said."),
            ["He told me “no way” and left,"]
        );
        assert_eq!(
            quoted("„Er sagte ‚auf keinen Fall‘ und ging“, sagte sie."),
            ["Er sagte ‚auf keinen Fall‘ und ging"]
        );
    }

    #[test]
    fn straight_marks_in_straight_marks_are_quoted_with_the_rest() {
        assert_eq!(
            quoted("Doe said, \"They sail on so-called \"open days.\""),
            ["They sail on so-called \"open days."]
        );
    }

    #[test]
    fn apostrophes_open_and_close_nothing() {
        for none in [
            "The crews' pay and the owners' boats weren't settled.",
            "It was the summer of '69 and rock 'n' roll was the boys' music.",
            "The ‘90s were the workers’ years.",
            "Get 'em while they're hot, the sailors' union said.",
        ] {
            assert!(quoted(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn a_mark_that_is_missing_does_not_turn_the_rest_inside_out() {
        let text = "He spoke of a \"test, she said. Roe also said that \"it is over\" and \"it is late\" at noon.";
        assert_eq!(quoted(text), ["it is over", "it is late"]);
    }

    #[test]
    fn a_quotation_that_runs_on_is_closed_in_a_later_paragraph() {
        assert_eq!(spans("“We begin here.", 0..17, false), (vec![3..17], Ending::Running));
        let text = "And here we end,” she said.";
        assert_eq!(spans(text, 0..text.len(), true).0, [0..16]);
        assert!(spans(text, 0..text.len(), false).0.is_empty());
    }

    #[test]
    fn a_quotation_that_begins_in_a_sentence_may_end_in_a_later_paragraph() {
        let end = |paragraphs: &[&str]| {
            let text = paragraphs.join("\n");
            let mut pieces = Vec::new();
            let mut from = 0;
            for paragraph in paragraphs {
                pieces.push(from..from + paragraph.len());
                from += paragraph.len() + 1;
            }
            let (_, Ending::Left { mark, .. }) = spans(&text, pieces[0].clone(), false) else {
                return None;
            };
            closed_later(&text, mark, &pieces[1..]).map(|end| text[end.start..].to_owned())
        };
        let opening = "The crews wrote: «We stay in";
        assert_eq!(end(&[opening, "until we are paid» and left."]).as_deref(), Some("» and left."));
        assert_eq!(end(&[opening, "«until", "«we are paid»."]).as_deref(), Some("»."));
        assert_eq!(end(&[opening, "They said «no» again."]), None, "another one begins");
        assert_eq!(end(&[opening, "They left."]), None);
        assert_eq!(end(&[opening, "They left.", "«No», she said."]), None, "after narration");
        assert_eq!(end(&["They wrote: \"We stay", "in\" and left."]), None, "may be either mark");
    }
}
