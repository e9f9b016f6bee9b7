//! Collects what an archive knows about sources, to compare a source list with it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{ArchiveError, Reader, Record, pairs};
use crate::clean::Label;
use crate::compare::Relation;
use crate::reliability::SourceRecord;
use crate::sources::Registry;
use crate::sources::audit::Run;
use crate::sources::audit::seen::{Gathering, Seen};

/// Collects what [`crate::sources::audit::check`] needs of a run: the sources as counted by the
/// last report, who copied from whom, and the texts and boilerplate that sources have in common.
/// O(archive).
///
/// The archive does not keep which outlets substitute the same words; only the tables of a report
/// show that connection.
///
/// # Errors
/// Those of reading the archive.
pub fn run(reader: &Reader, known: &Registry) -> Result<Run, ArchiveError> {
    let mut run = Gathering::new(known);
    for (id, record) in &reader.knowledge()?.sources {
        run.source(seen(id, record, known));
    }
    let mut records: FxHashMap<u32, Record> = FxHashMap::default();
    reader.each_record(|record| {
        records.insert(record.number, record);
    })?;
    let source = |number: u32| records.get(&number).and_then(|r| r.cleaned.source.as_deref());
    let mut flows: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (number, record) in &records {
        // What a file says of itself is no evidence of who takes from whom.
        let Some(to) = source(*number).filter(|_| !record.article.noted) else { continue };
        run.article(
            &record.article.id,
            to,
            record.cleaned.credits.agencies.keys().next().map_or("", String::as_str),
        );
        let parent = record
            .kin
            .as_ref()
            .filter(|kin| kin.relation.is_some_and(|r| r.is_copying()))
            .and_then(|kin| kin.parent);
        if let Some(from) = parent.and_then(source).filter(|from| *from != to) {
            *flows.entry((from, to)).or_default() += 1;
        }
    }
    flows.into_iter().for_each(|((from, to), articles)| run.flow(from, to, articles));
    for (a, b, relation) in reader.pairs().map(pairs::relations).transpose()?.unwrap_or_default() {
        run.pair(&a, &b, &relation);
    }
    for (number, article) in reader.articles(&|_, _| true)? {
        let Some(record) = records.get(&number) else { continue };
        for block in record.cleaned.blocks.iter().filter(|b| b.label == Label::Boilerplate) {
            run.block(&article.id, Label::Boilerplate.name(), block.of(&article.text));
        }
    }
    Ok(run.finish())
}

/// Converts a source's record.
fn seen(id: &str, record: &SourceRecord, registry: &Registry) -> Seen {
    let quotes = &record.quote_fidelity;
    Seen {
        id: id.to_owned(),
        name: registry.by_id(id).map_or(id, |source| source.name.as_str()).to_owned(),
        articles: record.articles,
        originals: record.originals,
        copies: record.relations.iter().sum(),
        spun: record.copies_of(Relation::Spun),
        altered: (quotes.of - quotes.count.min(quotes.of), quotes.of),
    }
}
