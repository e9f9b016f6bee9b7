//! Finds the end of a quotation in the paragraphs after the one in which it begins.

use std::ops::Range;

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
