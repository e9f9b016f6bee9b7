//! What was altered in a copy, each alteration with both wordings.

mod apart;
mod claims;
pub(super) mod lexicon;
mod names;
mod numbers;
mod swapped;

use std::ops::Range;

use super::measures::Aligned;
use super::prepare::Prepared;
use super::quotes::Quotes;
use super::words::Step;
use crate::text::{Document, Word, speakers};

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
    /// A *the mayor said* lost: what somebody claimed is told as a fact.
    Attribution,
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
            Self::Attribution => "attribution",
        }
    }

    /// How much such an alteration can mislead: `high`, `medium` or `low`.
    pub fn severity(self) -> &'static str {
        match self {
            Self::Quote | Self::Negation | Self::Number => "high",
            Self::Name | Self::Date | Self::Attribution => "medium",
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
    /// The text that lost something, where adding it would alter nothing; `None` for what alters in both directions.
    pub lost_in: Option<Side>,
    /// Of a quotation, who says it, where either text names somebody: that text and the bytes of the name; of two, `a`'s.
    pub speaker: Option<(Side, Range<usize>)>,
}

/// One of two compared texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

/// Least share of words of the shorter of two aligned sentences that must be equal before their facts are compared.
const ALIKE: f64 = 0.5;
/// The same for what hangs on the whole sentence: negation and hedge.
const MUCH_ALIKE: f64 = 0.55;
/// The same before an attribution is missed.
const VERY_ALIKE: f64 = 0.7;
/// Words of a swap up to which it is one thing; a longer one is another clause.
const CLAUSE: usize = 3;
/// Equal words beside an alteration that speak for themselves, whatever the rest of the sentences says.
const AROUND: u32 = 4;
/// Words shown on either side of an alteration.
const CONTEXT: u32 = 2;

/// Lists the alterations between two bodies, in the order of `a`. O(words).
pub fn find(a: &Prepared<'_>, b: &Prepared<'_>, aligned: &Aligned, quotes: &Quotes, texts: (&str, &str)) -> Vec<Drift> {
    let (da, db) = (a.document, b.document);
    let facts = (numbers::values(da, texts.0), numbers::values(db, texts.1));
    let named = |qa: &Range<u32>, qb: &Range<u32>| {
        let in_a = speakers::speaker(da, texts.0, qa).map(|name| (Side::A, da.span(&name)));
        in_a.or_else(|| speakers::speaker(db, texts.1, qb).map(|name| (Side::B, db.span(&name))))
    };
    let mut out: Vec<Drift> = quotes
        .altered
        .iter()
        .map(|(qa, qb)| Drift {
            kind: DriftKind::Quote,
            a: closed(texts.0, da.span(qa)),
            b: closed(texts.1, db.span(qb)),
            lost_in: None,
            speaker: named(qa, qb),
        })
        .collect();
    for (link, steps) in aligned.links.iter().zip(&aligned.steps) {
        let (sa, sb) = if aligned.from_b { (link.to, link.from) } else { (link.from, link.to) };
        let (sa, sb) = (&da.sentences[sa as usize], &db.sentences[sb as usize]);
        let kept: u32 = steps.iter().map(|s| if let Step::Same(r, _) = s { r.end - r.start } else { 0 }).sum();
        let alike = f64::from(kept) / f64::from((sa.end - sa.start).min(sb.end - sb.start).max(1));
        let pair = Pair { da, db, sa, sb, texts };
        for (at, step) in steps.iter().enumerate() {
            if let Step::Swapped(ra, rb) = step {
                let around = around(steps, at);
                if alike >= ALIKE || around >= AROUND {
                    pair.swapped(ra, rb, a, b, &mut out);
                }
                if around >= AROUND {
                    pair.modal(ra, rb, &mut out);
                }
            }
        }
        pair.apart(&facts, a, b, &mut out);
        if alike >= VERY_ALIKE {
            pair.attribution(steps, &mut out);
        }
        if alike >= MUCH_ALIKE {
            pair.counted(DriftKind::Negation, lexicon::is_negator, steps, &mut out);
            pair.counted(DriftKind::Hedge, lexicon::is_hedge, steps, &mut out);
        }
    }
    out.sort_by_key(|d| (d.a.start, d.b.start, d.kind));
    // One alteration can be found in two ways, with more or less around it.
    let overlap = |x: &Range<usize>, y: &Range<usize>| x.start < y.end && y.start < x.end;
    out.dedup_by(|later, first| {
        later.kind == first.kind && later.kind != DriftKind::Quote && overlap(&later.a, &first.a) && overlap(&later.b, &first.b)
    });
    out
}

/// A stretch that opens a quotation (a fragment with its verb), with the mark that closes it.
fn closed(text: &str, span: Range<usize>) -> Range<usize> {
    const MARKS: [char; 6] = ['"', '“', '”', '„', '«', '»'];
    let behind = text[span.end..].chars().next().filter(|c| MARKS.contains(c) && text[span.clone()].contains(MARKS));
    span.start..span.end + behind.map_or(0, char::len_utf8)
}

/// Equal words right before and right after a step.
fn around(steps: &[Step], at: usize) -> u32 {
    let same = |step: Option<&Step>| if let Some(Step::Same(range, _)) = step { range.end - range.start } else { 0 };
    same(at.checked_sub(1).and_then(|i| steps.get(i))) + same(steps.get(at + 1))
}

/// Two aligned sentences.
struct Pair<'p> {
    da: &'p Document,
    db: &'p Document,
    sa: &'p Range<u32>,
    sb: &'p Range<u32>,
    texts: (&'p str, &'p str),
}

impl Drift {
    /// The name of a quotation's speaker, as it stands in one of the two texts.
    pub fn speaker_in<'t>(&self, texts: (&'t str, &'t str)) -> Option<&'t str> {
        let (side, bytes) = self.speaker.as_ref()?;
        let text = if *side == Side::A { texts.0 } else { texts.1 };
        text.get(bytes.clone())
    }
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
        Drift { kind, a: self.da.span(&wide(ra, self.sa)), b: self.db.span(&wide(rb, self.sb)), lost_in: None, speaker: None }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{measures, quotes, tiles};
    use super::*;
    use crate::clean::Cleaned;
    use crate::text::Document;

    fn drift(a: &str, b: &str) -> Vec<(DriftKind, String, String)> {
        let read = |text: &str| Document::read(text, std::slice::from_ref(&(0..text.len())));
        let documents = (read(a), read(b));
        let clean = Cleaned::default();
        let (pa, pb) = (Prepared::of(&clean, &documents.0, &[]), Prepared::of(&clean, &documents.1, &[]));
        let tiles = tiles::find(&tiles::Seeds::of(&documents.0.words), &documents.1.words);
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
    fn facts_of_reordered_sentences_are_found_by_unit_month_and_title() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert_eq!(
            kinds(
                "The union and the Coastal Line signed the harbour agreement on March 3, the mediator said.",
                "On March 9, the mediator said, the harbour agreement was signed by Coastal Line and union."
            ),
            [DriftKind::Date]
        );
        assert_eq!(
            kinds(
                "The harbour court of Halvik ruled 6-1 that the strike could go on under the old law.",
                "Under the old law the strike could go on, in a 4-3 ruling of the harbour court of Halvik."
            ),
            [DriftKind::Number]
        );
        assert_eq!(
            kinds(
                "On Friday the acting Harbour Secretary Tom Roe chose Mia Poe to lead the office of ferries.",
                "Mia Poe was chosen on Friday to lead the office of ferries by acting Harbour Secretary Lars Doe."
            ),
            [DriftKind::Name]
        );
        // A number that the other text has elsewhere is no other number.
        assert!(
            kinds("The crews of 63 boats met on Monday. A mediator came.", "A mediator came on Monday. The crews of 63 boats met.")
                .is_empty()
        );
    }

    #[test]
    fn a_rounded_number_is_the_same_number() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        let told = "The price of fuel in the harbour of Halvik rose by 7.6 percent in the last year.";
        assert!(kinds(told, "The price of fuel in the harbour of Halvik rose by about 8 percent in the last year.").is_empty());
        assert!(kinds(told, "The price of fuel in the harbour of Halvik rose by 8 percent in the last year.").is_empty());
        assert_eq!(kinds(told, "The price of fuel in the harbour of Halvik rose by 17.6 percent in the last year."), [DriftKind::Number]);
    }

    #[test]
    fn an_attribution_lost_is_told_and_one_that_moved_is_not() {
        let told = "The old bridge of the harbour town will be closed for two years, the mayor said on Monday.";
        let bare = "The old bridge of the harbour town will be closed for two years on Monday.";
        assert_eq!(drift(told, bare).into_iter().map(|d| d.0).collect::<Vec<_>>(), [DriftKind::Attribution]);
        assert!(drift(told, &format!("{bare} So the mayor said at noon in the hall.")).is_empty());
    }

    #[test]
    fn what_may_be_is_not_what_will_be() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        let told = "The smaller crews may in the end have to sell a boat this year.";
        assert_eq!(kinds(told, "The smaller crews will in the end have to sell a boat this year."), [DriftKind::Hedge]);
        assert!(kinds(told, "The smaller crews might in the end have to sell a boat this year.").is_empty());
    }

    #[test]
    fn degrees_and_abbreviations_are_style() {
        let kinds = |a, b| drift(a, b).into_iter().map(|d| d.0).collect::<Vec<_>>();
        assert!(
            kinds(
                "The crews went on leave of at least 17 days in the harbour of Halvik.",
                "The crews went on leave of not less than 17 days in the harbour of Halvik."
            )
            .is_empty()
        );
        assert!(
            kinds("The crews met in Ellery, Cal., where they wait.", "The crews met in Ellery, California, where they wait.").is_empty()
        );
    }

    #[test]
    fn a_text_drifts_from_itself_in_nothing() {
        let text = "“We will not go,” Doe said on Monday. 63 ferries allegedly stood still.";
        assert!(drift(text, text).is_empty());
    }
}
