//! Two columns for the terminal, readable without colour.

use unicode_width::UnicodeWidthStr;
use urtext::answers::diff::View;
use urtext::compare::diff::{Fate, Piece};

use crate::terminal::plain;

/// Separates the two columns.
const GAP: &str = " | ";
/// The opening mark, closing mark and colour of a piece, by fate.
const MARKS: [(Fate, &str, &str, &str); 3] = [
    (Fate::Alone, "[", "]", "31"),
    (Fate::Substituted, "{", "}", "33"),
    (Fate::Moved, "<", ">", "36"),
];

/// A word with its marks and the colour to show it in.
struct Token {
    text: String,
    colour: Option<&'static str>,
}

/// Returns two texts side by side, `width` columns wide (at least 40), with the alterations
/// below.
pub fn of(view: &View, width: usize, colour: bool) -> String {
    let half = (width.max(40) - GAP.len()) / 2;
    let mut out = String::new();
    let mut pair = |left: &[Vec<Token>], right: &[Vec<Token>]| {
        for line in 0..left.len().max(right.len()) {
            let side = |lines: &[Vec<Token>], fill: bool| {
                shown(lines.get(line).map_or(&[][..], Vec::as_slice), half, fill, colour)
            };
            let line = format!("{}{GAP}{}", side(left, true), side(right, false));
            out.push_str(line.trim_end());
            out.push('\n');
        }
    };
    let heading = |side: usize| {
        wrapped(
            view.heading(side)
                .split_whitespace()
                .map(|w| Token { text: plain(w), colour: Some("1") })
                .collect(),
            half,
        )
    };
    pair(&heading(0), &heading(1));
    let rule = || wrapped(vec![Token { text: "-".repeat(half), colour: None }], half);
    pair(&rule(), &rule());
    for row in &view.found.rows {
        pair(
            &wrapped(tokens(&row.a, view.text(0)), half),
            &wrapped(tokens(&row.b, view.text(1)), half),
        );
        pair(&[Vec::new()], &[]);
    }
    if view.found.rows.is_empty() {
        out.push_str("Neither text has a body to compare.\n\n");
    }
    let full = |text: &str| {
        let lines = wrapped(
            text.split_whitespace().map(|w| Token { text: plain(w), colour: None }).collect(),
            width.max(40),
        );
        lines.iter().map(|line| shown(line, width, false, colour)).collect::<Vec<_>>().join("\n")
    };
    out.push_str(&full(&view.verdict()));
    out.push('\n');
    out.push_str(&full("[only here]  {replaced}  <moved>"));
    out.push('\n');
    for drift in &view.found.drift {
        let (a, b) = (&view.text(0)[drift.a.clone()], &view.text(1)[drift.b.clone()]);
        let by = drift
            .speaker_in((view.text(0), view.text(1)))
            .map_or(String::new(), |name| format!(", {name}"));
        out.push_str(&full(&format!(
            "{} ({}){by}: “{a}” / “{b}”",
            drift.kind.name(),
            drift.severity()
        )));
        out.push('\n');
    }
    out
}

/// Returns the words of a sentence, with marks around each run of the same fate.
fn tokens(pieces: &[Piece], text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for piece in pieces {
        let (before, behind, colour) = MARKS
            .iter()
            .find(|(fate, ..)| *fate == piece.fate)
            .map_or(("", "", None), |(_, before, behind, colour)| {
                (*before, *behind, Some(*colour))
            });
        let words: Vec<String> = text[piece.bytes.clone()].split_whitespace().map(plain).collect();
        let last = words.len().saturating_sub(1);
        for (at, word) in words.into_iter().enumerate() {
            let text = format!(
                "{}{word}{}",
                if at == 0 { before } else { "" },
                if at == last { behind } else { "" }
            );
            out.push(Token { text, colour });
        }
    }
    out
}

/// Breaks tokens into lines of at most `width` columns; a wider word is split.
fn wrapped(tokens: Vec<Token>, width: usize) -> Vec<Vec<Token>> {
    let mut lines: Vec<Vec<Token>> = Vec::new();
    let mut used = 0;
    for token in tokens {
        for text in broken(token.text, width) {
            let wide = text.width();
            let fits = !lines.is_empty() && used + 1 + wide <= width;
            used = if fits { used + 1 + wide } else { wide };
            let token = Token { text, colour: token.colour };
            match lines.last_mut().filter(|_| fits) {
                Some(line) => line.push(token),
                None => lines.push(vec![token]),
            }
        }
    }
    lines
}

/// Returns the word, or its pieces if it is wider than a line.
fn broken(word: String, width: usize) -> Vec<String> {
    if word.width() <= width {
        return vec![word];
    }
    let mut out = vec![String::new()];
    for c in word.chars() {
        if out.last().is_some_and(|piece| format!("{piece}{c}").width() > width) {
            out.push(String::new());
        }
        if let Some(piece) = out.last_mut() {
            piece.push(c);
        }
    }
    out
}

/// Renders one line of one column.
fn shown(tokens: &[Token], width: usize, fill: bool, colour: bool) -> String {
    let mut out = String::new();
    let mut used = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 {
            out.push(' ');
            used += 1;
        }
        used += token.text.width();
        match token.colour.filter(|_| colour) {
            Some(code) => out.push_str(&format!("\u{1b}[{code}m{}\u{1b}[0m", token.text)),
            None => out.push_str(&token.text),
        }
    }
    if fill {
        out.push_str(&" ".repeat(width.saturating_sub(used)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_its_column_and_no_letter_is_lost() {
        let text = "a word, 北京渡轮船员停止工作 and averyveryverylongwordwithoutanyspace here";
        let lines = wrapped(
            text.split_whitespace().map(|w| Token { text: w.to_owned(), colour: None }).collect(),
            12,
        );
        let shown: Vec<String> = lines.iter().map(|line| shown(line, 12, true, false)).collect();
        assert!(shown.iter().all(|line| line.width() == 12), "{shown:?}");
        assert_eq!(
            shown.concat().split_whitespace().collect::<String>(),
            text.split_whitespace().collect::<String>()
        );
    }
}
