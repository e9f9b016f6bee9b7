//! Finds where quotations begin and end, by their quotation marks.
//!
//! Outlets quote in many ways: “…”, "…", ‘…’, '…', „…“, „…”, ‚…‘, «…», »…«, ‹…›, ›…‹, ``…'', `…',
//! 「…」, ”…”, `&quot;…&quot;`, and the bytes 0x93 and 0x94 of Windows read as control characters. A
//! mark alone means little: “ closes in German, ’ is also an apostrophe, and " looks the same on
//! either side. The context decides: an opening mark has a space before it and none after it, and a
//! closing mark the reverse.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

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

/// Marks that a careless export left as named entities.
const ENTITIES: [(&str, Role); 5] = [
    ("&quot;", Role::Either),
    ("&ldquo;", Role::Open),
    ("&rdquo;", Role::Close),
    ("&laquo;", Role::Open),
    ("&raquo;", Role::Close),
];

/// Words that begin with an apostrophe instead of an opening quotation mark, folded.
const CLIPPED: [&str; 9] = ["bout", "cause", "em", "m", "n", "round", "s", "til", "twas"];

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

/// Returns the marks that cannot be apostrophes, and whether the piece has a single mark that may
/// open a quotation.
fn gather(text: &str, piece: Range<usize>) -> (Vec<Mark>, bool) {
    let bytes = &text.as_bytes()[piece.clone()];
    let (mut out, mut single, mut german, mut next) = (Vec::new(), false, false, 0);
    // Every mark begins with one of eight bytes, five of them rare, and none of these occurs later
    // within a character.
    let rare = memchr::memchr3(0xC2, 0xE3, 0xEF, bytes).is_some()
        || memchr::memchr2(b'`', b'&', bytes).is_some();
    let any = |byte: &u8| matches!(byte, b'"' | b'\'' | b'`' | b'&' | 0xE2 | 0xC2 | 0xE3 | 0xEF);
    let slow = if rare { bytes } else { &[] }
        .iter()
        .enumerate()
        .filter(|(_, byte)| any(byte))
        .map(|(i, _)| i);
    for i in slow.chain(memchr::memchr3_iter(b'"', b'\'', 0xE2, if rare { &[] } else { bytes })) {
        if i < next {
            continue;
        }
        let at = piece.start + i;
        let mut chars = text[at..piece.end].chars();
        let Some(c) = chars.next() else { break };
        let doubled = matches!(c, '\'' | '‘' | '’' | '`') && chars.next() == Some(c);
        let (role, width) = match c {
            '"' | '＂' => (Role::Either, c.len_utf8()),
            '&' => match ENTITIES.iter().find(|(name, _)| text[at..piece.end].starts_with(name)) {
                Some((name, role)) => (*role, name.len()),
                None => continue,
            },
            '„' | '\u{84}' => {
                german = true;
                (Role::Open, c.len_utf8())
            }
            '“' | '\u{93}' | '”' | '\u{94}' if german => (Role::Close, c.len_utf8()),
            '“' | '\u{93}' => (Role::Open, c.len_utf8()),
            '”' | '\u{94}' => (Role::Either, c.len_utf8()),
            '«' | '‹' | '「' | '『' | '《' => (Role::Open, c.len_utf8()),
            '»' | '›' | '」' | '』' | '》' => (Role::Close, c.len_utf8()),
            '‘' | '`' if doubled => (Role::Open, 2 * c.len_utf8()),
            '\'' | '’' if doubled => (Role::Either, 2 * c.len_utf8()),
            '\'' | '‘' | '‚' | '`' | '\u{91}' => {
                single |= opens(text, &piece, at, c.len_utf8());
                continue;
            }
            _ => continue,
        };
        out.push(Mark { at, width, role, looks: looks(text, &piece, at, width) });
        next = i + width;
        german &= role != Role::Close;
    }
    (out, single)
}

fn before(text: &str, piece: &Range<usize>, at: usize) -> Option<char> {
    text[piece.start..at].chars().next_back()
}

fn behind(text: &str, piece: &Range<usize>, at: usize) -> Option<char> {
    text[at..piece.end].chars().next()
}

/// Returns whether a mark at this position could open: no part of a word precedes it, and something
/// quoted follows it.
fn opens(text: &str, piece: &Range<usize>, at: usize, width: usize) -> bool {
    before(text, piece, at).is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '„' | '"' | ':')
    }) && behind(text, piece, at + width).is_some_and(|c| {
        !c.is_whitespace() && !matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')')
    })
}

/// Returns whether a mark at this position could close: something precedes it, and no word
/// continues after it.
fn closes(text: &str, piece: &Range<usize>, at: usize, width: usize) -> bool {
    before(text, piece, at).is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | '['))
        && behind(text, piece, at + width).is_none_or(|c| !c.is_alphanumeric())
}

fn looks(text: &str, piece: &Range<usize>, at: usize, width: usize) -> Looks {
    match (opens(text, piece, at, width), closes(text, piece, at, width)) {
        (true, false) => Looks::Opening,
        (false, true) => Looks::Closing,
        _ => Looks::Unclear,
    }
}

/// Swaps the roles of guillemets that point inwards (»…«, ›…‹), as in German and Danish outlets.
fn turn_guillemets(text: &str, marks: &mut [Mark]) {
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
fn settle(text: &str, marks: &mut [Mark]) {
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
fn paired(
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

/// Marks whose form shows that they open, with what closes them. The guillemets of German and
/// Danish outlets, »…«, are left out, as they close in others.
const OPENING: [(char, &[char]); 6] = [
    ('«', &['»']),
    ('“', &['”']),
    ('„', &['“', '”']),
    ('「', &['」']),
    ('『', &['』']),
    ('《', &['》']),
];
/// Paragraphs after a mark that nothing closes in its own in which the closing one is looked for.
/// Chosen by judgement: a statement or a letter quoted as a whole.
const MOST: usize = 40;

/// Returns the mark that closes a quotation which begins with the mark at `at` and goes on in the
/// following paragraphs; `None` if a mark of the kind opens another one first, or none closes it.
///
/// Either each of these paragraphs begins with the mark again, or none does. O(bytes of the
/// paragraphs).
pub fn closed_later(text: &str, at: usize, following: &[Range<usize>]) -> Option<Range<usize>> {
    let mark = text[at..].chars().next()?;
    let (_, closing) = OPENING.iter().find(|(open, _)| *open == mark)?;
    let mut repeated = None;
    for piece in following.iter().take(MOST) {
        let paragraph = &text[piece.clone()];
        let begins = paragraph.len() - paragraph.trim_start().len();
        let again = paragraph[begins..].starts_with(mark);
        // Behind paragraphs without it, the mark begins a new quotation: the first was never
        // closed.
        if *repeated.get_or_insert(again) != again {
            return None;
        }
        for (i, c) in paragraph.char_indices() {
            if closing.contains(&c) {
                let at = piece.start + i;
                return Some(at..at + c.len_utf8());
            }
            if c == mark && i > begins {
                return None;
            }
        }
    }
    None
}

/// Returns the ranges between single marks, which look like apostrophes: ‘…’, '…', ‚…‘, `…'.
///
/// An apostrophe at the end of a word (*the boys’ books*, *goin’ home*) closes only if no better
/// mark follows.
fn singles(text: &str, piece: &Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut from = piece.start;
    while let Some(found) = text[from..piece.end].find(['\'', '‘', '‚', '`', '\u{91}']) {
        let at = from + found;
        let Some(mark) = text[at..].chars().next() else { break };
        let start = at + mark.len_utf8();
        from = start;
        if !opens(text, piece, at, mark.len_utf8()) || is_clipped(&text[start..piece.end]) {
            continue;
        }
        let closing: &[char] = match mark {
            '\'' => &['\'', '’'],
            '‘' => &['’', '\''],
            '‚' => &['‘', '’', '\''],
            '`' => &['\'', '’', '´', '`'],
            _ => &['\u{92}', '’', '\''],
        };
        let mut weak: Option<(usize, usize)> = None;
        let mut end: Option<(usize, usize)> = None;
        for (i, c) in
            text[start..piece.end].char_indices().filter(|(_, c)| closing.contains(c) || *c == mark)
        {
            let here = start + i;
            if opens(text, piece, here, c.len_utf8()) {
                if c == mark && here > start {
                    break;
                }
                continue;
            }
            if !closing.contains(&c) || !closes(text, piece, here, c.len_utf8()) {
                continue;
            }
            let apostrophe = text[..here].ends_with(['s', 'S', 'n', 'z', 'x'])
                && text[here + c.len_utf8()..piece.end]
                    .strip_prefix(' ')
                    .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            if apostrophe {
                weak = weak.or(Some((here, c.len_utf8())));
            } else {
                end = Some((here, c.len_utf8()));
                break;
            }
        }
        let Some((end, width)) = end.or(weak) else { continue };
        // A single word or letter between single marks is a term, or not a quotation at all: rock
        // 'n' roll.
        if text[start..end].split_whitespace().count() >= 2 {
            out.push(start..end);
            from = end + width;
        }
    }
    out
}

/// Returns whether a clipped word or a decade follows an apostrophe: *’em*, *’90s*.
fn is_clipped(rest: &str) -> bool {
    let word: String =
        rest.chars().take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    CLIPPED.contains(&word.as_str())
        || word.len() == 3
            && word.ends_with('s')
            && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
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
