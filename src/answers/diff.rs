//! Two articles side by side: what was kept, replaced, moved, cut and added, and which facts were
//! altered.

use serde_json::{Value, json};

use super::many;
use crate::clean::{self, Cleaned};
use crate::compare::{self, Bounds, Known, Prepared, Standing, Ties, diff, standing};
use crate::dating;
use crate::fingerprint;
use crate::inert;
use crate::ingest::{Article, own};
use crate::page::beside::Two;
use crate::page::case::{self, Case, Opening};
use crate::report::schema::rounded;
use crate::sources::Registry;
use crate::words::Language;

/// Two articles and their comparison.
pub struct View {
    articles: [Article; 2],
    cleaned: [Cleaned; 2],
    /// Words of their bodies.
    words: [u32; 2],
    /// The comparison.
    pub found: diff::Diff,
    /// How firm the relation is.
    standing: Standing,
}

impl View {
    /// Compares two articles; the first is the supposed original. The second gets another id if
    /// both have the same.
    ///
    /// # Panics
    /// Never: every article is cleaned.
    pub fn of(a: Article, mut b: Article, registry: &Registry) -> Self {
        if a.id == b.id {
            b.id = format!("{} (2)", b.id);
        }
        let articles = [a, b];
        let cleaned: [Cleaned; 2] =
            clean::run(&articles, registry).try_into().expect("every article is cleaned");
        let documents = clean::read_all(&articles, &cleaned);
        let prints = fingerprint::run(&articles, &documents);
        let of = |at: usize| {
            let day = dating::of(&articles[at], &cleaned[at], &documents[at], None)
                .0
                .map(|stamp| stamp.day);
            Known {
                source: cleaned[at].source.as_deref(),
                day,
                language: cleaned[at].language.as_deref(),
            }
        };
        let page = |at: usize| (articles[at].text.as_str(), &cleaned[at]);
        let mut ties = Ties::of(of(0), of(1));
        compare::read_credits(&mut ties, page(0), page(1), registry);
        let prepared = |at: usize| Prepared::of(&cleaned[at], &documents[at], &prints[at].skeleton);
        let found =
            diff::run(&prepared(0), &prepared(1), (&articles[0].text, &articles[1].text), ties);
        let standing = found.relation.map_or_else(Standing::default, |relation| {
            standing::standing(&found.measures, ties, relation, &Bounds::variants())
        });
        let words = [0, 1].map(|at: usize| prints[at].words);
        Self { articles, cleaned, words, found, standing }
    }

    /// Returns a self-contained page without a script.
    pub fn page(&self, registry: &Registry, language: Language) -> String {
        let two = Two {
            articles: &self.articles,
            cleaned: &self.cleaned,
            words: self.words,
            found: &self.found,
            standing: self.standing,
        };
        let opening = Opening { language, generator: own::PAGE, ..Opening::default() };
        case::html(opening, Some(&Case::of_two(&two, registry, language)))
    }

    /// Describes the relation of the two articles in one sentence.
    pub fn verdict(&self) -> String {
        let m = &self.found.measures;
        let relation = self.found.relation.map_or("unrelated", |r| r.name());
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        let quotes = many(m.quotes_shared as usize, "quotation");
        format!(
            "{relation}: {} words verbatim; {} of the first text and {} of the second are in the other; {} of the words in linked sentences swapped; {quotes} shared, {} altered",
            m.verbatim,
            percent(m.containment_a()),
            percent(m.containment_b()),
            percent(m.substituted()),
            m.quotes_altered,
        )
    }

    /// Returns the title, or else the id, of a side, with its source and date.
    pub fn heading(&self, side: usize) -> String {
        let (article, clean) = (&self.articles[side], &self.cleaned[side]);
        let mut parts = vec![clean.title.clone().unwrap_or_else(|| article.id.clone())];
        parts.extend(clean.source.clone());
        parts.extend(article.published.map(|stamp| stamp.to_string()));
        parts.join(" · ")
    }

    /// Returns the text of a side.
    pub fn text(&self, side: usize) -> &str {
        &self.articles[side].text
    }

    /// Returns the object that `--json` prints, as JSON in which characters that steer are escaped.
    pub fn json(&self) -> String {
        let points = |side: usize, bytes: &std::ops::Range<usize>| {
            let text = self.text(side);
            let start = text[..bytes.start].chars().count();
            (start, start + text[bytes.clone()].chars().count())
        };
        let piece = |side: usize, piece: &diff::Piece| {
            let (start, end) = points(side, &piece.bytes);
            json!({"fate": piece.fate.name(side == 1), "quoted": piece.quoted, "start": start, "end": end, "text": self.text(side)[piece.bytes.clone()]})
        };
        let rows: Vec<Value> = self
            .found
            .rows
            .iter()
            .map(|row| {
                json!({"a": row.a.iter().map(|p| piece(0, p)).collect::<Vec<_>>(), "b": row.b.iter().map(|p| piece(1, p)).collect::<Vec<_>>()})
            })
            .collect();
        let drift: Vec<Value> = self
            .found
            .drift
            .iter()
            .map(|d| {
                let (a, b) = (points(0, &d.a), points(1, &d.b));
                json!({"kind": d.kind.name(), "severity": d.severity(), "a_text": self.text(0)[d.a.clone()], "b_text": self.text(1)[d.b.clone()],
                    "a_start": a.0, "a_end": a.1, "b_start": b.0, "b_end": b.1,
                    "speaker": d.speaker_in((self.text(0), self.text(1)))})
            })
            .collect();
        let side = |at: usize| {
            json!({"id": self.articles[at].id, "source_id": self.cleaned[at].source, "title": self.cleaned[at].title,
                "published": self.articles[at].published.map(|d| d.to_string())})
        };
        let m = &self.found.measures;
        inert::json(
            &json!({
                "schema": 1,
                "a": side(0),
                "b": side(1),
                "relation": self.found.relation.map(|r| r.name()),
                "confidence": self.standing.firmness.map(rounded),
                "containment_a_in_b": rounded(m.containment_a()),
                "containment_b_in_a": rounded(m.containment_b()),
                "resemblance": rounded(m.resemblance()),
                "substituted_share": rounded(m.substituted()),
                "quotes_shared": m.quotes_shared,
                "quotes_altered": m.quotes_altered,
                "rows": rows,
                "drift": drift,
            })
            .to_string(),
        )
    }
}
