//! `urtext diff`: shows two articles side by side.

mod columns;
mod page;

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::clean::{self, Cleaned};
use urtext::compare::{Bounds, Prepared, Ties, diff, standing};
use urtext::dating;
use urtext::fingerprint;
use urtext::ingest::{Article, own};
use urtext::report::schema::rounded;

use super::arguments::Diff as Options;
use super::failure::Failure;
use super::terminal;

/// Two articles and their comparison.
pub struct View {
    articles: [Article; 2],
    cleaned: [Cleaned; 2],
    found: diff::Diff,
    /// How firm the relation is; `None` without one.
    firmness: Option<f64>,
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
    let page = options.html.as_deref().map(place).transpose()?;
    if let Some(path) = options.html.as_deref().filter(|_| !options.force) {
        replaceable(path, [&options.a, &options.b])?;
    }
    let a = super::score::one_article(&options.a, &reading)?;
    let mut b = super::score::one_article(&options.b, &reading)?;
    if a.id == b.id {
        b.id = format!("{} (2)", b.id);
    }
    let articles = [a, b];
    let cleaned: [Cleaned; 2] = clean::run(&articles, &registry)
        .try_into()
        .map_err(|_| Failure::internal("an article was lost on the way"))?;
    let documents = clean::read_all(&articles, &cleaned);
    let prints = fingerprint::run(&articles, &documents);
    let of = |at: usize| {
        let day =
            dating::of(&articles[at], &cleaned[at], &documents[at], None).0.map(|stamp| stamp.day);
        (cleaned[at].source.as_deref(), day, cleaned[at].language.as_deref())
    };
    let ties = Ties::of(of(0), of(1));
    let prepared = |at: usize| Prepared::of(&cleaned[at], &documents[at], &prints[at].skeleton);
    let found = diff::run(&prepared(0), &prepared(1), (&articles[0].text, &articles[1].text), ties);
    let standing =
        |relation| standing::standing(&found.measures, ties, relation, &Bounds::variants());
    let firmness = found.relation.and_then(|relation| standing(relation).firmness);
    let view = View { articles, cleaned, found, firmness };
    if let Some(path) = &page {
        // Written to a temporary file and renamed, so that an interrupted run never leaves half a
        // page.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = path.with_file_name(format!(".{name}.partial-{}", std::process::id()));
        let written = fs::write(&beside, view.page()).and_then(|()| fs::rename(&beside, path));
        written.map_err(|why| {
            let _ = fs::remove_file(&beside);
            Failure::input(
                format!("{} cannot be written: {why}", path.display()),
                "name a file in a folder that you may write to",
            )
        })?;
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

/// Returns the path a page is written to, with a link resolved to its file. Fails for what is not a
/// regular file, such as `/dev/stdout`, because it would be replaced with one.
fn place(path: &Path) -> Result<PathBuf, Failure> {
    let Ok(there) = fs::symlink_metadata(path) else { return Ok(path.to_owned()) };
    let real = if there.is_symlink() { path.canonicalize().ok() } else { Some(path.to_owned()) };
    real.filter(|real| real.is_file()).ok_or_else(|| {
        Failure::input(
            format!("{}: is not a regular file, and would be overwritten", path.display()),
            "name a file with --html",
        )
    })
}

/// Refuses to replace one of the articles, or a file that is neither empty nor a comparison.
fn replaceable(path: &Path, articles: [&String; 2]) -> Result<(), Failure> {
    let hint = "name another file with --html, or use --force to replace it";
    let real = path.canonicalize().ok();
    if real.is_some()
        && articles.iter().any(|article| Path::new(article).canonicalize().ok() == real)
    {
        return Err(Failure::input(
            format!("{}: is one of the two articles, and would be overwritten", path.display()),
            hint,
        ));
    }
    if real.is_some_and(|real| {
        !own::is_page(&own::head(&real))
            && fs::metadata(&real).is_ok_and(|m| !m.is_file() || m.len() > 0)
    }) {
        return Err(Failure::input(
            format!(
                "{}: is not a comparison written by this program, and would be overwritten",
                path.display()
            ),
            hint,
        ));
    }
    Ok(())
}

impl View {
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

    fn json(&self) -> String {
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
            "confidence": self.firmness.map(rounded),
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
