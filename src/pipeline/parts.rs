//! Runs the pipeline over a corpus cut into parts, as separate machines would.
//!
//! What one stage of a part passes on goes through bytes, and a part never sees another's articles
//! before pairs are made. The findings are those of [`super::run`]; `tests/parts.rs` compares the
//! tables, `cargo bench --bench parts -- INPUT...` does so for any corpus.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{
    Findings, Job, Knowledge, Known, Neighbourhood, Settings, Texts, Watch, candidates, compare,
    conclude, keep_week,
};
use crate::clean::{self, Cleaned, Outlets, Recurrence};
use crate::fingerprint::{self, Fingerprint};
use crate::ingest::{Article, Batch, DateBasis, Stamp};
use crate::merge::{self, Merge};
use crate::sources::Registry;
use crate::text::Document;

/// Returns a value as the next stage reads it: through bytes.
///
/// # Errors
/// If the value cannot be serialised, or if other bytes come back.
pub fn sent<T: Serialize + DeserializeOwned>(value: &T) -> Result<T, postcard::Error> {
    postcard::from_bytes(&postcard::to_allocvec(value)?)
}

/// What all stages before the making of pairs have read of an article.
type Row = (Article, Cleaned, Document, (Option<Stamp>, DateBasis), Fingerprint, bool);

/// Runs every stage over a batch that is cut into parts by the keys of its articles. At least one
/// part is made.
///
/// # Errors
/// See [`sent`].
pub fn run_in_parts(
    batch: &mut Batch,
    registry: &Registry,
    settings: &Settings,
    parts: u64,
    watch: &dyn Watch,
) -> Result<Findings, postcard::Error> {
    let (articles, counted) = keep_week(batch, settings);
    let mut cut: Vec<(Vec<Article>, Vec<bool>)> = vec![Default::default(); parts.max(1) as usize];
    for (article, counts) in articles.into_iter().zip(counted) {
        let part = &mut cut[(article.key() % parts.max(1)) as usize];
        part.0.push(article);
        part.1.push(counts);
    }

    let pages = merged(&cut, |(articles, _)| clean::pages(articles, registry))?;
    let recurrence = Recurrence::learn(&pages);

    let mut cleaned: Vec<Vec<Cleaned>> = cut
        .iter()
        .map(|(articles, _)| sent(&clean::part(articles, registry, &sent(&recurrence)?)))
        .collect::<Result<_, _>>()?;
    let outlets: Outlets = merge::all(
        cut.iter()
            .zip(&cleaned)
            .map(|((articles, _), cleaned)| sent(&Outlets::learn(articles, cleaned, registry)))
            .collect::<Result<Vec<_>, _>>()?,
    );
    for ((articles, _), cleaned) in cut.iter().zip(&mut cleaned) {
        sent(&outlets)?.settle(articles, cleaned, registry);
    }

    let mut texts = Texts::default();
    let mut rows: Vec<Row> = Vec::new();
    for ((articles, counted), cleaned) in cut.into_iter().zip(cleaned) {
        let near = Neighbourhood::read(articles, cleaned, settings.as_of);
        let fingerprints = fingerprint::run(&near.articles, &near.documents);
        let learned = Texts::learn(&near.articles, &near.cleaned, &near.documents);
        texts = texts.merge(sent(&learned)?);
        let read = near.articles.into_iter().zip(near.cleaned).zip(near.documents);
        let read = read.zip(near.dates).zip(fingerprints).zip(counted);
        for (((((article, clean), document), date), fingerprint), counts) in read {
            rows.push(sent(&(article, clean, document, date, fingerprint, counts))?);
        }
    }
    let knowledge = Knowledge::of_texts(recurrence, &texts);
    let mut near = gathered(rows);
    near.candidates = sent(&candidates(&near, settings, watch))?;
    let known = Known { knowledge: &knowledge, registry, as_of: settings.as_of };
    let comparisons = sent(&compare(&near, &known, watch))?;
    Ok(conclude(near, comparisons, knowledge, &Job { registry, settings, watch }))
}

/// Learns from each part and merges what came back.
fn merged<P, M: Merge + Serialize + DeserializeOwned>(
    parts: &[P],
    learn: impl Fn(&P) -> M,
) -> Result<M, postcard::Error> {
    let learned = parts.iter().map(|part| sent(&learn(part))).collect::<Result<Vec<M>, _>>()?;
    Ok(merge::all(learned))
}

/// Sets the articles of all parts beside each other, ascending by id.
fn gathered(mut rows: Vec<Row>) -> Neighbourhood {
    rows.sort_by(|x, y| x.0.id.cmp(&y.0.id));
    let mut near = Neighbourhood::default();
    for (article, clean, document, date, fingerprint, counts) in rows {
        near.articles.push(article);
        near.cleaned.push(clean);
        near.documents.push(document);
        near.dates.push(date);
        near.fingerprints.push(fingerprint);
        near.counted.push(counts);
    }
    near
}
