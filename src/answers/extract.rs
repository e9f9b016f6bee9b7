//! One article as it was read, with the labels of its lines.

use serde_json::{Value, json};

use crate::clean::{self, Cleaned};
use crate::dating;
use crate::ingest::Article;
use crate::ingest::agency::Item;
use crate::sources::Registry;

/// Returns articles as the objects that are printed, in their order.
pub fn objects(articles: &[Article], registry: &Registry) -> Vec<Value> {
    let cleaned = clean::run(articles, registry);
    articles.iter().zip(&cleaned).map(|(article, clean)| line(article, clean)).collect()
}

/// Returns an article as a JSON object.
pub fn line(article: &Article, clean: &Cleaned) -> Value {
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

/// Returns what an agency's format, or a press archive, says of an item.
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
        "section": item.section,
        "page": item.page,
        "words": item.words,
    })
}
