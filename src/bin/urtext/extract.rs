//! `urtext extract`: prints each article as it was read.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::clean::{self, Cleaned};
use urtext::dating;
use urtext::ingest::agency::Item;
use urtext::ingest::{self, Article};

use super::arguments::Extract;
use super::failure::Failure;
use super::terminal::{self, many, plain};

/// Most rejects shown; the rest are only counted. Chosen by judgement.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(options: &Extract) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
    let reading = super::report::reading(&options.reading)?;
    let inputs = super::report::planned(&options.inputs)?;
    let batch = ingest::run(&inputs, &reading, &|_| ());
    if batch.articles.is_empty() && !super::heard::lacks_a_field(&reading, &batch) {
        return Err(super::report::nothing_read(&batch));
    }
    super::heard::check_fields(&reading, &batch)?;
    let cleaned = clean::run(&batch.articles, &registry);
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = batch
        .articles
        .iter()
        .zip(&cleaned)
        .try_for_each(|(a, c)| writeln!(out, "{}", terminal::inert_json(&line(a, c))))
        .and_then(|()| out.flush());
    if !terminal::printed(printed)? {
        return Ok(ExitCode::SUCCESS);
    }
    for reject in batch.rejects.iter().take(SHOWN) {
        let line = reject.line.map(|l| format!(":{l}")).unwrap_or_default();
        let field = reject.field.as_deref().map(|f| format!(" `{f}`")).unwrap_or_default();
        terminal::tell(&plain(&format!("{}{line}:{field} {}", reject.path, reject.reason)));
    }
    if batch.rejects.len() > SHOWN {
        terminal::tell(&format!("and {}", many(batch.rejects.len() - SHOWN, "more reject")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns articles as the objects that are printed, in their order.
#[cfg(feature = "serve")]
pub fn objects(articles: &[Article], registry: &urtext::sources::Registry) -> Vec<Value> {
    let cleaned = clean::run(articles, registry);
    articles.iter().zip(&cleaned).map(|(article, clean)| line(article, clean)).collect()
}

/// Returns an article as a JSON object.
fn line(article: &Article, clean: &Cleaned) -> Value {
    let (published, basis) = dating::of(article, clean, &clean.document(article), None);
    let blocks: Vec<Value> =
        clean.blocks.iter().map(|b| json!([b.line, b.label.name(), b.of(&article.text)])).collect();
    let agencies: Vec<&str> = clean.credits.agencies.keys().map(String::as_str).collect();
    let mut line = json!({
        "path": article.path,
        "line": article.line,
        "id": article.id,
        "url": article.url,
        "canonical": article.canonical,
        "source": clean.source.as_ref().or(article.outlet.as_ref()),
        "title": clean.title,
        "text": article.text,
        "published": published.map(|d| d.to_string()),
        "published_basis": basis.name(),
        "modified": article.modified.map(|d| d.to_string()),
        "paywall_stub": article.stub,
        "first_seen": article.first_seen.map(|d| d.to_string()),
        "authors": clean.credits.authors,
        "captions": clean.captions.iter().map(|c| &c.text).collect::<Vec<_>>(),
        "credit": article.credit.clone().filter(|credit| !credit.is_empty()).or_else(|| (!agencies.is_empty()).then(|| agencies.join("+"))),
        "language": clean.language,
        "blocks": blocks,
    });
    if let (Some(item), Some(fields)) = (&article.item, line.as_object_mut()) {
        fields.insert("item".to_owned(), told(item));
    }
    line
}

/// Returns what an agency's format says of an item.
fn told(item: &Item) -> Value {
    json!({
        "guid": item.guid,
        "version": (item.version > 0).then_some(item.version),
        "notice": item.notice.name(),
        "embargo": item.embargo,
        "note": item.note,
        "slug": item.slug,
        "urgency": item.urgency,
        "provider": item.provider,
        "dateline": item.dateline,
    })
}
