//! Decides which marks open and which close, and pairs them.
//!
//! Called by [`super::spans`] with the marks that cannot be apostrophes.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::{Ending, Looks, Mark, Role};

/// Swaps the roles of guillemets that point inwards (»…«, ›…‹), as in German and Danish outlets.
pub(super) fn turn_guillemets(text: &str, marks: &mut [Mark]) {
    for (out, back) in [('«', '»'), ('‹', '›')] {
        let is = |mark: &Mark, c: char| text[mark.at..].starts_with(c);
        let first = marks.iter().find(|m| is(m, out) || is(m, back));
        if first.is_some_and(|m| is(m, back) && m.looks == Looks::Opening) {
            for mark in marks.iter_mut() {
                if is(mark, out) {
                    mark.role = Role::Close;
                } else if is(mark, back) {
                    mark.role = Role::Open;
                }
            }
        }
    }
}

/// Decides the roles of marks that may open or close.
///
/// Where “ opens, ” closes. Other marks alternate, unless the context contradicts this for two or
/// more of them, or for one if their number is odd: a missing mark would reverse all that follow.
pub(super) fn settle(text: &str, marks: &mut [Mark]) {
    if marks.iter().any(|m| m.role == Role::Open) {
        let closing =
            |m: &&mut Mark| m.role == Role::Either && text[m.at..].starts_with(['”', '\u{94}']);
        marks.iter_mut().filter(closing).for_each(|m| m.role = Role::Close);
    }
    let either = || marks.iter().filter(|m| m.role == Role::Either).enumerate();
    let turn = |i: usize| if i.is_multiple_of(2) { Looks::Opening } else { Looks::Closing };
    let against =
        either().filter(|(i, m)| m.looks != Looks::Unclear && m.looks != turn(*i)).count();
    if against < 1 + usize::from(either().count().is_multiple_of(2)) {
        return;
    }
    for mark in marks.iter_mut().filter(|m| m.role == Role::Either) {
        match mark.looks {
            Looks::Opening => mark.role = Role::Open,
            Looks::Closing => mark.role = Role::Close,
            Looks::Unclear => {}
        }
    }
}

/// Pairs the marks; see [`spans`].
pub(super) fn paired(
    text: &str,
    piece: &Range<usize>,
    marks: &[Mark],
    running: bool,
) -> (Vec<Range<usize>>, Ending) {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let mut begun = running;
    for mark in marks {
        match (open, mark.role) {
            // Closes what the previous paragraph left open.
            (None, Role::Close | Role::Either) if begun && mark.looks == Looks::Closing => {
                out.push(piece.start..mark.at)
            }
            (None, Role::Open | Role::Either) => open = Some(mark.at + mark.width),
            (Some(from), Role::Close | Role::Either) => {
                out.push(from..mark.at);
                open = None;
            }
            // A second opening mark within a sentence is a quotation inside the quotation;
            // otherwise the first one was never closed.
            (Some(from), Role::Open) => {
                let before = &text[from..mark.at];
                let sentence =
                    before.contains(". ") || before.contains("! ") || before.contains("? ");
                let within = mark.looks == Looks::Opening
                    && !sentence
                    && before
                        .trim_end()
                        .ends_with(|c: char| c.is_alphanumeric() || is_combining_mark(c));
                open = Some(if within && text[mark.at..].starts_with('"') {
                    from
                } else {
                    mark.at + mark.width
                });
            }
            (None, Role::Close) => {}
        }
        begun = false;
    }
    let opens_paragraph = |from: usize| !text[piece.start..from].contains(char::is_alphanumeric);
    let Some(from) = open else { return (out, Ending::Closed) };
    if opens_paragraph(from) {
        out.push(from..piece.end);
        return (out, Ending::Running);
    }
    let mark = marks.iter().rev().find(|m| m.at + m.width == from);
    let points = |m: &&Mark| m.role == Role::Open && m.looks != Looks::Closing;
    (out, mark.filter(points).map_or(Ending::Closed, |m| Ending::Left { mark: m.at, from }))
}
