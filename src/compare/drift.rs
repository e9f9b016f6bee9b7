//! What was altered in a copy, each alteration with both wordings.

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::quotes::Quotes;
use super::words::Step;
use crate::clean::Cleaned;
use crate::text::{Class, Document, Word, fold, numerals};

/// What kind of alteration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DriftKind {
    /// Words inside quotation marks.
    Quote,
    /// A number.
    Number,
    /// A weekday, month, day or year.
    Date,
    /// A name.
    Name,
    /// A *not* lost or gained.
    Negation,
    /// An *allegedly* lost or gained.
    Hedge,
}

impl DriftKind {
    /// The kind's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Quote => "quote",
            Self::Number => "number",
            Self::Date => "date",
            Self::Name => "name",
            Self::Negation => "negation",
            Self::Hedge => "hedge",
        }
    }

    /// How much such an alteration can mislead: `high`, `medium` or `low`.
    pub fn severity(self) -> &'static str {
        match self {
            Self::Quote | Self::Negation | Self::Number => "high",
            Self::Name | Self::Date => "medium",
            Self::Hedge => "low",
        }
    }
}

/// One alteration: bytes of both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// What kind.
    pub kind: DriftKind,
    /// Where it stands in `a`.
    pub a: Range<usize>,
    /// Where it stands in `b`.
    pub b: Range<usize>,
}

/// Least share of words of the shorter of two aligned sentences that must be equal before their facts are compared.
const ALIKE: f64 = 0.5;
/// The same for what hangs on the whole sentence: negation and hedge.
const MUCH_ALIKE: f64 = 0.55;
/// Words shown on either side of an alteration.
const CONTEXT: u32 = 2;

/// Lists the alterations between two bodies, in the order of `a`. O(words).
pub fn find(a: &Prepared, b: &Prepared, aligned: &Aligned, quotes: &Quotes, texts: (&str, &str)) -> Vec<Drift> {
    let (da, db) = (&a.document, &b.document);
    let mut out: Vec<Drift> =
        quotes.altered.iter().map(|(qa, qb)| Drift { kind: DriftKind::Quote, a: da.span(qa), b: db.span(qb) }).collect();
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let (sa, sb) = if aligned.from_b { (link.to, link.from) } else { (link.from, link.to) };
        let (sa, sb) = (&da.sentences[sa as usize], &db.sentences[sb as usize]);
        let kept: u32 = steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum();
        let alike = f64::from(kept) / f64::from((sa.end - sa.start).min(sb.end - sb.start).max(1));
        if alike < ALIKE {
            continue;
        }
        let pair = Pair { da, db, sa, sb, texts };
        for step in steps {
            if let Step::Swapped(ra, rb) = step {
                pair.swapped(ra, rb, a, b, &mut out);
            }
        }
        if alike >= MUCH_ALIKE {
            pair.counted(DriftKind::Negation, is_negator, steps, &mut out);
            pair.counted(DriftKind::Hedge, is_hedge, steps, &mut out);
        }
    }
    out.sort_by_key(|d| (d.a.start, d.b.start, d.kind));
    out.dedup();
    out
}

/// Two aligned sentences.
struct Pair<'p> {
    da: &'p Document,
    db: &'p Document,
    sa: &'p Range<u32>,
    sb: &'p Range<u32>,
    texts: (&'p str, &'p str),
}

impl Pair<'_> {
    fn word_a(&self, at: u32) -> (&Word, &str) {
        let word = &self.da.words[at as usize];
        (word, word.of(self.texts.0))
    }

    fn word_b(&self, at: u32) -> (&Word, &str) {
        let word = &self.db.words[at as usize];
        (word, word.of(self.texts.1))
    }

    /// The bytes of two word ranges with a little context, inside their sentences.
    fn shown(&self, kind: DriftKind, ra: &Range<u32>, rb: &Range<u32>) -> Drift {
        let wide = |r: &Range<u32>, s: &Range<u32>| r.start.saturating_sub(CONTEXT).max(s.start)..(r.end + CONTEXT).min(s.end);
        Drift { kind, a: self.da.span(&wide(ra, self.sa)), b: self.db.span(&wide(rb, self.sb)) }
    }

    /// Numbers, dates and names in words that stand in each other's place.
    fn swapped(&self, ra: &Range<u32>, rb: &Range<u32>, a: &Prepared, b: &Prepared, out: &mut Vec<Drift>) {
        let (numbers_a, numbers_b) = (numbers(self.da, self.texts.0, ra), numbers(self.db, self.texts.1, rb));
        let (all_a, all_b) = (numbers(self.da, self.texts.0, self.sa), numbers(self.db, self.texts.1, self.sb));
        let elsewhere_a = |v: f64| all_a.iter().any(|n| n.1 == v);
        let elsewhere_b = |v: f64| all_b.iter().any(|n| n.1 == v);
        let lost = numbers_a.iter().find(|(_, v)| !elsewhere_b(*v));
        let gained = numbers_b.iter().find(|(_, v)| !elsewhere_a(*v));
        if let (Some(&(i, x)), Some(&(j, y))) = (lost, gained) {
            let dated = [x, y].iter().all(|v| v.fract() == 0.0 && (1900.0..2100.0).contains(v))
                || (self.beside_month_a(i) && self.beside_month_b(j));
            let kind = if dated { DriftKind::Date } else { DriftKind::Number };
            out.push(self.shown(kind, &(i..i + 1), &(j..j + 1)));
            return;
        }
        let calendar_a = ra.clone().find(|&i| is_calendar(self.word_a(i).1));
        let calendar_b = rb.clone().find(|&j| is_calendar(self.word_b(j).1));
        if let (Some(i), Some(j)) = (calendar_a, calendar_b) {
            let (x, y) = (fold::fold(self.word_a(i).1), fold::fold(self.word_b(j).1));
            // `Monday` for `July` is house style; `Monday` for `Tuesday` is not. `Jan` and `January` are one month.
            if is_weekday(&x) == is_weekday(&y) && x.get(..3) != y.get(..3) {
                out.push(self.shown(DriftKind::Date, &(i..i + 1), &(j..j + 1)));
            }
            return;
        }
        let name = |document: &Document, word: u32| {
            let class = document.words[word as usize].class;
            class.has(Class::CAPITAL) && !class.has(Class::FUNCTION | Class::SENTENCE | Class::DIGIT)
        };
        let named_a: Vec<u32> = ra.clone().filter(|&i| name(self.da, i)).collect();
        let named_b: Vec<u32> = rb.clone().filter(|&j| name(self.db, j)).collect();
        if let (Some(&i), Some(&j)) = (named_a.first(), named_b.first()) {
            let whole = named_a.len() == ra.len() && named_b.len() == rb.len() && ra.len() <= 3 && rb.len() <= 3;
            let unknown = named_a.iter().all(|&i| !mentions(b, self.da.words[i as usize].key))
                && named_b.iter().all(|&j| !mentions(a, self.db.words[j as usize].key));
            let (last_a, last_b) = (named_a[named_a.len() - 1], named_b[named_b.len() - 1]);
            // `Mr. Doe` for `Jane Doe`: what differs stands before a name that both have.
            let before_shared_name = self.sa.contains(&ra.end)
                && self.sb.contains(&rb.end)
                && self.da.words[ra.end as usize].class.has(Class::CAPITAL)
                && self.da.words[ra.end as usize].key == self.db.words[rb.end as usize].key;
            if whole && unknown && !before_shared_name && !is_style(self.word_a(last_a).1, self.word_b(last_b).1) {
                out.push(self.shown(DriftKind::Name, &(i..last_a + 1), &(j..last_b + 1)));
            }
        }
    }

    /// Negators or hedges that one of the two sentences has more of.
    fn counted(&self, kind: DriftKind, is: fn(&str) -> bool, steps: &[Step], out: &mut Vec<Drift>) {
        let in_a: Vec<u32> = self.sa.clone().filter(|&i| is(self.word_a(i).1)).collect();
        let in_b: Vec<u32> = self.sb.clone().filter(|&j| is(self.word_b(j).1)).collect();
        if in_a.is_empty() == in_b.is_empty() {
            return;
        }
        for step in steps {
            let (ra, rb) = match step {
                Step::Same(..) => continue,
                Step::Swapped(ra, rb) => (ra.clone(), rb.clone()),
                Step::Cut(ra, at) => (ra.clone(), *at..*at),
                Step::Added(at, rb) => (*at..*at, rb.clone()),
            };
            // A long stretch without counterpart is a cut clause, not a lost word.
            if ra.len().max(rb.len()) > 6 || !(ra.clone().any(|i| in_a.contains(&i)) || rb.clone().any(|j| in_b.contains(&j))) {
                continue;
            }
            if ra.clone().any(|i| self.da.words[i as usize].class.has(Class::QUOTED))
                || rb.clone().any(|j| self.db.words[j as usize].class.has(Class::QUOTED))
            {
                continue;
            }
            out.push(self.shown(kind, &ra, &rb));
        }
    }

    fn beside_month_a(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|i| self.sa.contains(i)).any(|i| is_calendar(self.word_a(i).1))
    }

    fn beside_month_b(&self, at: u32) -> bool {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter(|j| self.sb.contains(j)).any(|j| is_calendar(self.word_b(j).1))
    }
}

/// The numbers in a range of words, with the word each begins at; `thirty-four` is one number.
fn numbers(document: &Document, text: &str, range: &Range<u32>) -> Vec<(u32, f64)> {
    let mut out: Vec<(u32, f64)> = Vec::new();
    let mut open: Option<u32> = None;
    for at in range.clone() {
        let word = &document.words[at as usize];
        let Some(value) = numerals::value(word.of(text)) else { continue };
        match (out.last_mut(), open) {
            (Some(last), Some(before)) if before + 1 == at && (1.0..=9.0).contains(&value) => {
                last.1 += value;
                open = None;
            }
            _ => {
                let tens = !word.class.has(Class::DIGIT) && (20.0..=90.0).contains(&value);
                open = tens.then_some(at);
                out.push((at, value));
            }
        }
    }
    out
}

/// Whether a body holds a content word at all.
fn mentions(body: &Prepared, key: u32) -> bool {
    !body.sentences_with(key).is_empty()
}

/// Whether two names are one in another style: initials, a shortened or differently spelled form.
fn is_style(a: &str, b: &str) -> bool {
    let (x, y) = (fold::fold(a), fold::fold(b));
    x.starts_with(&y) || y.starts_with(&x) || textdistance::nstr::jaro_winkler(&x, &y) >= 0.85
}

fn is_weekday(folded: &str) -> bool {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].contains(&folded)
}

fn is_calendar(word: &str) -> bool {
    const MONTHS: [&str; 19] = [
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "apr",
    ];
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    let folded = fold::fold(word);
    is_weekday(&folded) || folded == "may" || MONTHS.contains(&folded.as_str())
}

fn is_negator(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "not"
            | "never"
            | "no"
            | "none"
            | "nobody"
            | "nothing"
            | "neither"
            | "nor"
            | "cannot"
            | "nicht"
            | "kein"
            | "keine"
            | "nie"
            | "jamais"
            | "nunca"
    ) || folded.ends_with("n't")
        || folded.ends_with("n’t")
}

fn is_hedge(word: &str) -> bool {
    let folded = fold::fold(word);
    matches!(
        folded.as_str(),
        "allegedly"
            | "alleged"
            | "reportedly"
            | "purportedly"
            | "purported"
            | "supposedly"
            | "suspected"
            | "apparently"
            | "possibly"
            | "perhaps"
            | "presumably"
            | "probably"
            | "might"
            | "unconfirmed"
            | "mutmaßlich"
            | "angeblich"
            | "presuntamente"
    )
}

/// Counts the marks that spinning software leaves in a body: punctuation glued to quotation marks, `a` before a vowel and
/// `an` before a consonant. Evidence, never proof. O(bytes).
pub fn marks(text: &str, clean: &Cleaned) -> u32 {
    let mut count = 0;
    for piece in &clean.body {
        let piece = &text[piece.clone()];
        let bytes = piece.as_bytes();
        let mut previous: [char; 2] = [' ', ' '];
        for c in piece.chars() {
            // `said,"we` and `that”crews`: a letter right behind a mark right behind a letter or comma
            let glued = matches!(previous[1], '"' | '”')
                && c.is_alphabetic()
                && (previous[0].is_alphanumeric() || matches!(previous[0], '.' | ',' | '?' | '!'));
            count += u32::from(glued);
            previous = [previous[1], c];
        }
        for (at, _) in piece.match_indices(" an ").chain(piece.match_indices(" a ")) {
            let article_is_an = bytes[at + 2] == b'n';
            let next = piece[at + 1..].trim_start_matches(['a', 'n']).trim_start();
            let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
            if word.len() < 4 || word.chars().any(char::is_uppercase) {
                continue;
            }
            let vowel = word.starts_with(['a', 'e', 'i', 'o']);
            let silent = word.starts_with("hour")
                || word.starts_with("honest")
                || word.starts_with("honor")
                || word.starts_with("honour")
                || word.starts_with("heir");
            let like_w = word.starts_with("one") || word.starts_with("once") || word.starts_with("eu") || word.starts_with("ewe");
            count += u32::from(if article_is_an {
                !vowel && !silent && !word.starts_with('u') && !word.starts_with('h')
            } else {
                vowel && !like_w
            });
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::{measures, quotes, tiles};
    use super::*;
    use crate::ingest::Article;

    fn drift(a: &str, b: &str) -> Vec<(DriftKind, String, String)> {
        let prepare = |text: &str| {
            Prepared::of(
                &Article { text: text.to_owned(), ..Article::default() },
                &Cleaned { body: vec![0..text.len()], ..Cleaned::default() },
                &[],
            )
        };
        let (pa, pb) = (prepare(a), prepare(b));
        let tiles = tiles::find(&tiles::Seeds::of(&pa), &pb);
        let aligned = measures::align(&pa, &pb, &tiles);
        let quotes = quotes::compare(&pa, &pb, &tiles, Some(&aligned), (a, b));
        find(&pa, &pb, &aligned, &quotes, (a, b)).into_iter().map(|d| (d.kind, a[d.a].to_owned(), b[d.b].to_owned())).collect()
    }

    #[test]
    fn a_changed_number_is_shown_on_both_sides_and_its_other_spelling_is_not() {
        let told = "At least 63 sailors were on board the ferry when it left the harbour.";
        assert_eq!(
            drift(told, "At least 36 sailors were on board the ferry when it left the harbour."),
            [(DriftKind::Number, "At least 63 sailors were".to_owned(), "At least 36 sailors were".to_owned())]
        );
        assert!(drift("The five ferries left the old harbour late.", "The 5 ferries left the old harbour late.").is_empty());
        assert!(drift("Only thirty-four boats left the old harbour late.", "Only 34 boats left the old harbour late.").is_empty());
        assert!(drift("They left the harbour late without a boat.", "They left the harbour late with out an boat.").is_empty());
    }

    #[test]
    fn a_lost_not_and_a_lost_hedge_are_found() {
        let lost = drift("The boat was not the one used by the crew on Monday.", "The boat was the one used by the crew on Monday.");
        assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Negation]);
        let lost =
            drift("The captain allegedly sold the old boat to the harbour union.", "The captain sold the old boat to the harbour union.");
        assert_eq!(lost.iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Hedge]);
    }

    #[test]
    fn dates_and_names_are_told_from_style() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert_eq!(
            kinds("The crew left the harbour on Monday with two boats.", "The crew left the harbour on Friday with two boats."),
            [DriftKind::Date]
        );
        assert_eq!(
            kinds("The crew left the harbour of Halvik with two boats.", "The crew left the harbour of Brennick with two boats."),
            [DriftKind::Name]
        );
        assert!(
            kinds("The crew of Mr. Doe left the harbour with two boats.", "The crew of Jane Doe left the harbour with two boats.")
                .is_empty()
        );
    }

    #[test]
    fn a_text_drifts_from_itself_in_nothing() {
        let text = "“We will not go,” Doe said on Monday. 63 ferries allegedly stood still.";
        assert!(drift(text, text).is_empty());
    }

    #[test]
    fn spinner_marks_are_counted_and_clean_text_has_none() {
        let clean = |text: &str| marks(text, &Cleaned { body: vec![0..text.len()], ..Cleaned::default() });
        assert_eq!(clean("to Doe that”crews won’t sail by”harbour rules and an sailor and a ancient boat"), 4);
        assert_eq!(clean("“We will,” he said. “An hour is a unit.” It was an honest one, a useful one, a one-off."), 0);
    }
}
