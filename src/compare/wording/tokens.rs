//! Reads stretches of words as a reader does, and compares what is seen.

use std::ops::Range;

use super::Quoted;
use crate::text::{Class, Word, dates, fold, numerals};

/// Words whose loss or gain means nothing: articles and hesitation sounds, folded.
#[rustfmt::skip]
const EMPTY: &[&str] = &[
    "a", "ah", "an", "d", "das", "de", "dem", "den", "der", "die", "een", "eh", "ein", "eine", "einem", "einen", "einer", "el", "erm", "gli", "het", "hm", "hmm",
    "il", "la", "las", "le", "les", "lo", "los", "oh", "os", "that", "the", "uh", "um", "uma", "un", "una", "une", "well", "yeah",
];

/// Spoken forms and the words they stand for, folded.
#[rustfmt::skip]
const SPOKEN: &[(&str, &str)] = &[
    ("bout", "about"), ("cause", "because"), ("em", "them"), ("ne", "eine"), ("nen", "einen"), ("pa", "para"), ("pra", "para"), ("ta", "esta"),
    ("tao", "estao"), ("tava", "estava"), ("til", "until"), ("till", "until"), ("to", "estou"), ("yes", "yeah"),
];

/// Whether two stretches of words are the same to a reader. O(n · m).
pub fn same(a: Quoted<'_>, ra: &Range<u32>, b: Quoted<'_>, rb: &Range<u32>) -> bool {
    let (x, y) = (shown(a, ra), shown(b, rb));
    let bare = |quoted: Quoted<'_>, words: &Range<u32>| quoted.1[quoted.0.span(words)].to_owned();
    is_masked(x)
        || is_masked(y)
        || {
            let (p, q) = (tokens(&a.0.words, a.1, ra, x), tokens(&b.0.words, b.1, rb, y));
            p.agree(&q) || is_initials(&p, &q) || is_initials(&q, &p)
        }
        || !ra.is_empty() && !rb.is_empty() && fold::same_to_a_reader(&bare(a, ra), &bare(b, rb))
}

/// Returns a stretch of words with the text between it and its neighbours, within the quotation.
fn shown<'t>((document, text, quote): Quoted<'t>, words: &Range<u32>) -> &'t str {
    let from = (words.start as usize)
        .checked_sub(1)
        .map_or(0, |before| document.words[before].end())
        .max(quote.bytes.start) as usize;
    let to = document
        .words
        .get(words.end as usize)
        .map_or(text.len() as u32, |next| next.start)
        .min(quote.bytes.end) as usize;
    text.get(from..to.max(from)).unwrap_or_default()
}

/// Whether letters of a word are masked (`f***ed`, `s—t`, `f-----g`), or a word is replaced by the
/// name of its kind (`*NUMBER*`).
fn is_masked(text: &str) -> bool {
    if let Some((_, rest)) = text.split_once('*')
        && let Some((name, _)) = rest.split_once('*')
        && name.len() > 2
        && name.chars().all(|c| c.is_uppercase() || c == '_')
    {
        return true;
    }
    let chars: Vec<char> = text.chars().collect();
    let letter = |at: usize| chars.get(at).is_some_and(|c| c.is_alphabetic());
    chars.iter().enumerate().any(|(at, c)| {
        let twice = chars.get(at + 1) == Some(c);
        let (before, behind) = (at > 0 && letter(at - 1), letter(at + 1));
        match c {
            '*' | '#' | '•' | '●' => twice || before && behind,
            '_' => twice,
            '@' => before && behind,
            '-' => twice && chars.get(at + 2) == Some(c),
            // A lone first letter and a dash; other dashes are between words.
            '—' | '–' => {
                before
                    && behind
                    && (at < 2 || !letter(at - 2))
                    && !matches!(chars[at - 1], 'a' | 'A' | 'I' | 'i' | 'y' | 'e' | 'o' | 'à')
            }
            _ => false,
        }
    })
}

/// What a reader sees of a stretch of words.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Month(u32),
    /// Folded word, whether it is capitalised other than at the beginning of a sentence, and
    /// whether a full stop follows.
    Word(String, bool, bool),
}

struct Tokens(Vec<Token>);

/// Reads words as a reader does: numbers as values, contractions taken apart.
fn tokens(words: &[Word], text: &str, range: &Range<u32>, shown: &str) -> Tokens {
    let mut out: Vec<Token> = Vec::new();
    // `5%`: the sign belongs to the preceding number.
    if shown.trim_start().starts_with('%') {
        out.push(Token::Word("percent".to_owned(), false, false));
    }
    let (mut at, end) = (range.start as usize, (range.end as usize).min(words.len()));
    while at < end {
        let word = &words[at];
        let raw = word.of(text);
        if let Some((month, named)) = dates::month_at(text, words, at) {
            // `أيار/مايو`
            let again = out.last() == Some(&Token::Month(month))
                && text[..word.start as usize].trim_end().ends_with(['/', '(']);
            if !again {
                out.push(Token::Month(month));
            }
            at += named;
            continue;
        }
        at += 1;
        let behind = &text[word.end() as usize..];
        let capital = word.class.has(Class::CAPITAL) && !word.class.has(Class::SENTENCE);
        for piece in raw.split('-').filter(|piece| !piece.is_empty()) {
            read(piece, capital, behind, &mut out);
        }
    }
    Tokens(out)
}

fn read(raw: &str, capital: bool, behind: &str, out: &mut Vec<Token>) {
    let folded: String = fold::fold(raw).replace('’', "'");
    // The `cent` of `per cent` is not a hundred.
    if matches!(folded.as_str(), "cent" | "cento" | "ciento")
        && let Some(Token::Word(per, ..)) = out.last_mut()
        && matches!(per.as_str(), "per" | "por" | "pour")
    {
        "percent".clone_into(per);
        return;
    }
    if let Some(value) = numerals::value(raw).or_else(|| multiplier(&folded)) {
        // `twenty five`, `three hundred`, `14.2 million`
        match out.last_mut() {
            Some(Token::Number(before)) if value >= 100.0 && *before < value => *before *= value,
            Some(Token::Number(before))
                if *before >= 20.0 && value < 10.0 && *before % 10.0 == 0.0 =>
            {
                *before += value
            }
            _ => out.push(Token::Number(value)),
        }
        if behind.trim_start().starts_with('%') {
            out.push(Token::Word("percent".to_owned(), false, false));
        }
        return;
    }
    let mut push =
        |word: &str| out.push(Token::Word(letters(word), capital, behind.starts_with('.')));
    let endings = [
        ("n't", "not"),
        ("'re", "are"),
        ("'ve", "have"),
        ("'ll", "will"),
        ("'m", "am"),
        ("'d", "'d"),
        ("'s", "'s"),
    ];
    match (folded.as_str(), endings.iter().find(|(ending, _)| folded.ends_with(ending))) {
        ("cannot", _) => ["can", "not"].into_iter().for_each(push),
        ("prozent" | "procent" | "pct", _) => push("percent"),
        ("gonna", _) => ["going", "to"].into_iter().for_each(push),
        ("wanna", _) => ["want", "to"].into_iter().for_each(push),
        ("won't", _) => ["will", "not"].into_iter().for_each(push),
        ("can't", _) => ["can", "not"].into_iter().for_each(push),
        (word, Some((ending, full))) => {
            push(&word[..word.len() - ending.len()]);
            out.push(Token::Word((*full).to_owned(), false, false));
        }
        (word, None) => push(word),
    }
}

/// Returns the number by which a word multiplies the preceding one, in wire notation; `None` if it
/// does not.
fn multiplier(folded: &str) -> Option<f64> {
    match folded {
        "mln" | "mio" | "millionen" | "millones" | "milhoes" | "millions" => Some(1e6),
        "bln" | "bn" | "mrd" | "milliarden" | "billions" => Some(1e9),
        _ => None,
    }
}

impl Tokens {
    /// Whether two stretches agree token by token, ignoring empty words and joined or split ones.
    fn agree(&self, other: &Self) -> bool {
        let (x, y) = (&self.0, &other.0);
        let joined = |tokens: &[Token]| tokens.iter().map(Token::spelled).collect::<String>();
        if joined(x) == joined(y) && !x.is_empty() {
            return true;
        }
        // reach[i][j]: whether x[..i] and y[..j] agree.
        let mut reach = vec![vec![false; y.len() + 1]; x.len() + 1];
        reach[0][0] = true;
        for i in 0..=x.len() {
            for j in 0..=y.len() {
                let back = |di: usize, dj: usize| i >= di && j >= dj && reach[i - di][j - dj];
                reach[i][j] = reach[i][j]
                    || back(1, 0) && x[i - 1].is_empty()
                    || back(0, 1) && y[j - 1].is_empty()
                    || back(1, 1) && x[i - 1].fits(&y[j - 1])
                    || back(2, 1) && glued(&joined(&x[i - 2..i]), &joined(&y[j - 1..j]))
                    || back(1, 2) && glued(&joined(&x[i - 1..i]), &joined(&y[j - 2..j]))
                    || back(2, 2) && joined(&x[i - 2..i]) == joined(&y[j - 2..j]);
            }
        }
        reach[x.len()][y.len()]
    }
}

/// Whether two spellings are one word, whole or split, with at most one slip.
fn glued(x: &str, y: &str) -> bool {
    x == y || x.chars().count().min(y.chars().count()) >= 7 && distance(x, y) <= 1
}

impl Token {
    fn spelled(&self) -> String {
        match self {
            Self::Number(value) => value.to_string(),
            Self::Month(month) => format!(" {month} "),
            Self::Word(word, ..) => letters(word),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Word(word, ..) if EMPTY.contains(&word.as_str()) || word == "'s")
    }

    fn fits(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Month(x), Self::Month(y)) => x == y,
            (Self::Number(x), Self::Number(y)) => (x - y).abs() < 1e-9 * x.abs().max(1.0),
            (Self::Word(x, cx, sx), Self::Word(y, cy, sy)) => {
                x == y
                    || is_clitic(x, y)
                    || is_clitic(y, x)
                    || is_abbreviated(x, y, *sx)
                    || is_abbreviated(y, x, *sy)
                    || *cx && *cy && squeezed(x) == squeezed(y)
                    || spelling(x) == spelling(y)
                    || *cx && *cy && roman(x).is_some() && roman(x) == roman(y)
                    || is_slip(x, y, *cx && *cy)
            }
            _ => false,
        }
    }
}

/// Returns the Roman numeral of an ordinal as French and Italian write it: `Ve`, `Vème`; `None` if
/// it is not one.
fn roman(word: &str) -> Option<&str> {
    let bare = ["eme", "ere", "e", "o", "a"].iter().find_map(|ending| word.strip_suffix(ending))?;
    (!bare.is_empty() && bare.bytes().all(|b| b"ivxlcdm".contains(&b))).then_some(bare)
}

/// Removes doubled letters from a name; transliterations differ in them.
fn squeezed(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    name.chars().for_each(|c| {
        if !out.ends_with(c) {
            out.push(c)
        }
    });
    out
}

/// Whether one stretch is the initials of the other: *IE*, *Internet Explorer*.
fn is_initials(x: &Tokens, y: &Tokens) -> bool {
    let initials: String =
        y.0.iter()
            .filter_map(|t| if let Token::Word(word, ..) = t { word.chars().next() } else { None })
            .collect();
    matches!(x.0.as_slice(), [Token::Word(short, ..)] if y.0.len() > 1 && *short == initials)
}

/// Whether a contraction may stand for a word.
fn is_clitic(short: &str, full: &str) -> bool {
    matches!((short, full), ("'s", "is" | "has" | "us") | ("'d", "would" | "had" | "did"))
}

/// Whether `short` abbreviates `full`: *Sept.*, *Gov.*, *mln*, *dlrs*, *km*.
fn is_abbreviated(short: &str, full: &str, stopped: bool) -> bool {
    let n = short.chars().count();
    if n < 2 || n >= full.chars().count() || short.chars().next() != full.chars().next() {
        return false;
    }
    let mut rest = full.chars();
    let within = short.chars().all(|c| rest.any(|d| d == c));
    let vowels = short.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    within && (stopped || !vowels)
}

/// Least letters of a word beside a part that is spelled in two ways: with fewer, *our* and *or*,
/// *off* and *of*, *pour* and *por* would be one word. Chosen by judgement.
const PART_OF_WORD: usize = 2;

/// Returns one spelling for words that British and American outlets spell differently.
fn spelling(word: &str) -> String {
    let mut out = word.to_owned();
    // Parts of words: *colour*, *programme*, *travelled*, not *our* and *off* by themselves.
    for (british, american) in [
        ("isation", "ization"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("yse", "yze"),
        ("ysing", "yzing"),
        ("our", "or"),
        ("mme", "m"),
        ("ogue", "og"),
        ("ae", "e"),
        ("oe", "e"),
        ("ll", "l"),
        ("ence", "ense"),
        ("ff", "f"),
    ] {
        if out.len() >= british.len() + PART_OF_WORD {
            out = out.replace(british, american);
        }
    }
    for (british, american) in [
        ("grey", "gray"),
        ("cheque", "check"),
        ("tyre", "tire"),
        ("plough", "plow"),
        ("kerb", "curb"),
        ("jewelery", "jewelry"),
        ("whisky", "whiskey"),
    ] {
        out = out.replace(british, american);
    }
    for (british, american) in [("tre", "ter"), ("tres", "ters"), ("bre", "ber")] {
        if let Some(stem) = out.strip_suffix(british) {
            out = format!("{stem}{american}");
        }
    }
    out
}

/// Whether one word is a slip or a spoken form of the other: one edit or, in long words, two after
/// the first letters; *tá* for *está*. False for an edit of the first letter (*able*, *unable*;
/// *import*, *export*), for short names, and for two words that matter to a claim.
fn is_slip(x: &str, y: &str, names: bool) -> bool {
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if SPOKEN.contains(&(short, long)) {
        return true;
    }
    let n = short.chars().count().min(long.chars().count());
    let first = |count: usize| short.chars().take(count).eq(long.chars().take(count));
    if n < 4
        || names && n < 5
        || !first(1)
        || short.contains(char::is_numeric)
        || long.contains(char::is_numeric)
    {
        return false;
    }
    if is_weighty(short) && is_weighty(long) {
        return false;
    }
    let apart = distance(short, long);
    apart <= 1 || apart == 2 && first(2) && n >= if names { 9 } else { 7 }
}

/// Whether a word matters to what is claimed although it is small.
fn is_weighty(word: &str) -> bool {
    #[rustfmt::skip]
    const WEIGHTY: &[&str] = &[
        "been", "before", "behind", "being", "can", "could", "ever", "every", "from", "have", "here", "just", "less", "many", "might", "more", "most",
        "must", "never", "over", "shall", "should", "some", "their", "them", "then", "there", "these", "they", "this", "those", "under", "were", "what",
        "when", "where", "will", "with", "without", "would", "your", "yours",
    ];
    WEIGHTY.binary_search(&word).is_ok()
}

/// Returns the number of edits between two words, with two exchanged letters as one (restricted
/// Damerau–Levenshtein). O(n · m).
fn distance(x: &str, y: &str) -> usize {
    let (x, y): (Vec<char>, Vec<char>) = (x.chars().collect(), y.chars().collect());
    let mut rows = vec![vec![0usize; y.len() + 1]; x.len() + 1];
    for i in 0..=x.len() {
        for j in 0..=y.len() {
            rows[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let swap = usize::from(x[i - 1] != y[j - 1]);
                    let mut best =
                        (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + swap);
                    if i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] {
                        best = best.min(rows[i - 2][j - 2] + 1);
                    }
                    best
                }
            };
        }
    }
    rows[x.len()][y.len()]
}

/// Returns only the letters and digits of a text, folded, with ligatures spelled out.
pub fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_letters(text, &mut out);
    out
}

/// Appends the [`letters`] of a text to `out`.
pub fn push_letters(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(
            text.bytes()
                .filter(u8::is_ascii_alphanumeric)
                .map(|b| char::from(b.to_ascii_lowercase())),
        );
        return;
    }
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' => out.push('d'),
            'ı' => out.push('i'),
            _ => fold::push(c, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_not_spellings_of_one_another() {
        assert_eq!(spelling("colour"), spelling("color"));
        assert_eq!(spelling("tyres"), spelling("tires"));
        for (x, y) in [("our", "or"), ("off", "of"), ("ill", "il"), ("four", "for")] {
            assert_ne!(spelling(x), spelling(y), "{x}, {y}");
        }
    }
}
