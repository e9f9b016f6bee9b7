//! `urtext diff`: shows two articles side by side.

mod columns;

use std::io::IsTerminal;
use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::clean::{self, Cleaned};
use urtext::compare::{Bounds, Prepared, Standing, Ties, diff, standing};
use urtext::dating;
use urtext::fingerprint;
use urtext::ingest::{Article, own};
use urtext::page::beside::Two;
use urtext::page::case::{self, Case, Opening};
use urtext::report::schema::rounded;
use urtext::sources::Registry;

use super::arguments::Diff as Options;
use super::failure::Failure;
use super::page::Place;
use super::terminal;

/// Two articles and their comparison.
pub struct View {
    articles: [Article; 2],
    cleaned: [Cleaned; 2],
    /// Words of their bodies.
    words: [u32; 2],
    found: diff::Diff,
    /// How firm the relation is.
    standing: Standing,
}

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
    let reading = super::report::reading(&options.reading)?;
    // Checked before reading: the first read would leave nothing for the second.
    if options.a == "-" && options.b == "-" {
        return Err(Failure::input(
            "`-` (standard input) is both articles",
            "save one of the two to a file",
        ));
    }
    let page = options
        .html
        .as_deref()
        .map(|path| Place::of(path, &[&options.a, &options.b], options.force))
        .transpose()?;
    let a = super::score::one_article(&options.a, &reading)?;
    let b = super::score::one_article(&options.b, &reading)?;
    let view = View::of(a, b, &registry)?;
    if let Some(place) = &page {
        place.write(&view.page(&registry))?;
    }
    let text = if options.json {
        format!("{}\n", view.json())
    } else if options.html.is_some() {
        return Ok(ExitCode::SUCCESS);
    } else {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        view.columns(usize::from(options.width), colour)
    };
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

impl View {
    /// Compares two articles.
    pub fn of(a: Article, mut b: Article, registry: &Registry) -> Result<Self, Failure> {
        if a.id == b.id {
            b.id = format!("{} (2)", b.id);
        }
        let articles = [a, b];
        let cleaned: [Cleaned; 2] = clean::run(&articles, registry)
            .try_into()
            .map_err(|_| Failure::internal("an article was lost on the way"))?;
        let documents = clean::read_all(&articles, &cleaned);
        let prints = fingerprint::run(&articles, &documents);
        let of = |at: usize| {
            let day = dating::of(&articles[at], &cleaned[at], &documents[at], None)
                .0
                .map(|stamp| stamp.day);
            (cleaned[at].source.as_deref(), day, cleaned[at].language.as_deref())
        };
        let ties = Ties::of(of(0), of(1));
        let prepared = |at: usize| Prepared::of(&cleaned[at], &documents[at], &prints[at].skeleton);
        let found =
            diff::run(&prepared(0), &prepared(1), (&articles[0].text, &articles[1].text), ties);
        let standing = found.relation.map_or_else(Standing::default, |relation| {
            standing::standing(&found.measures, ties, relation, &Bounds::variants())
        });
        let words = [0, 1].map(|at: usize| prints[at].words);
        Ok(Self { articles, cleaned, words, found, standing })
    }

    /// Returns a self-contained page without a script.
    pub fn page(&self, registry: &Registry) -> String {
        let two = Two {
            articles: &self.articles,
            cleaned: &self.cleaned,
            words: self.words,
            found: &self.found,
            standing: self.standing,
        };
        let opening = Opening { generator: own::PAGE, ..Opening::default() };
        case::html(opening, Some(&Case::of_two(&two, registry)))
    }

    /// Describes the relation of the two articles in one sentence.
    fn verdict(&self) -> String {
        let m = &self.found.measures;
        let relation = self.found.relation.map_or("unrelated", |r| r.name());
        let percent = |x: f64| format!("{:.0} %", x * 100.0);
        let quotes = terminal::many(m.quotes_shared as usize, "quotation");
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
    fn heading(&self, side: usize) -> String {
        let (article, clean) = (&self.articles[side], &self.cleaned[side]);
        let mut parts = vec![clean.title.clone().unwrap_or_else(|| article.id.clone())];
        parts.extend(clean.source.clone());
        parts.extend(article.published.map(|stamp| stamp.to_string()));
        parts.join(" · ")
    }

    /// Returns the text of a side.
    fn text(&self, side: usize) -> &str {
        &self.articles[side].text
    }

    /// Returns the object that `--json` prints, as text.
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
        terminal::inert_json(&json!({
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
        }))
    }
}
