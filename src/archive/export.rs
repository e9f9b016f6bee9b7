//! Writes the articles of an archive as JSON lines that a report reads back as the same articles.

use serde_json::{Map, Value, json};

use super::segment::written;
use crate::ingest::Article;

/// Returns one article as a line of JSON, without a line feed. Unknown fields are left out.
pub fn line(article: &Article) -> String {
    let text = |t: &Option<String>| t.clone().map(Value::String);
    let list = |l: &Vec<String>| (!l.is_empty()).then(|| json!(l));
    let basis = article.published.map(|_| json!(article.published_basis.name()));
    let fields: [(&str, Option<Value>); 15] = [
        ("id", Some(json!(article.id))),
        ("url", text(&article.url)),
        ("canonical", text(&article.canonical)),
        ("source", text(&article.outlet)),
        ("title", text(&article.title)),
        ("text", Some(json!(article.text))),
        ("captions", list(&article.captions)),
        ("authors", list(&article.authors)),
        ("credit", text(&article.credit)),
        ("language", text(&article.language)),
        ("published", article.published.map(|s| json!(written(&s)))),
        ("published_basis", basis),
        ("modified", article.modified.map(|s| json!(written(&s)))),
        ("first_seen", article.first_seen.map(|s| json!(written(&s)))),
        ("paywall_stub", article.stub.then_some(Value::Bool(true))),
    ];
    let object: Map<String, Value> =
        fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    Value::Object(object).to_string()
}
