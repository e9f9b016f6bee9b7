//! Reports on the reading of inputs, so that nothing passes in silence.

use std::collections::BTreeSet;

use urtext::ingest::fields::nearest;
use urtext::ingest::{Batch, Digest, ReadAs, Reject, Settings};

use super::failure::Failure;
use super::terminal::{self, Level};

/// Files of which a line says how they were read; `summary.json` lists all. Chosen by judgement.
const FILES: usize = 5;
/// Columns that are named of each. Chosen by judgement.
const COLUMNS: usize = 12;

/// Whether a column that the user named with `--field` is missing from records whose columns are
/// known. Where nothing could be read at all, that is what to say first.
pub fn lacks_a_field(reading: &Settings, batch: &Batch) -> bool {
    let has_columns = |read: &ReadAs| !read.columns.is_empty() || !read.ignored.is_empty();
    !reading.fields.unmet().is_empty() && batch.digests.iter().any(|d| has_columns(&d.read_as))
}

/// Fails if a column that the user named with `--field` is in no record.
pub fn check_fields(reading: &Settings, batch: &Batch) -> Result<(), Failure> {
    let unmet = reading.fields.unmet();
    let Some((field, column)) = unmet.first() else { return Ok(()) };
    if batch.digests.is_empty() {
        return Ok(());
    }
    let of = |read: &'_ ReadAs| -> Vec<String> {
        read.columns.keys().chain(&read.ignored).cloned().collect()
    };
    let known: BTreeSet<String> = batch.digests.iter().flat_map(|d| of(&d.read_as)).collect();
    let hint = match (known.is_empty(), nearest(column, &known)) {
        (true, _) => {
            "only tables and JSON have columns; drop `--field` for these inputs".to_owned()
        }
        (false, near) if near.is_empty() => format!("the columns are {}", listed(known.iter())),
        (false, near) => format!("nearest: {}", listed(near.into_iter())),
    };
    Err(Failure::input(format!("--field {field}={column}: no record has `{column}`"), hint))
}

fn listed<'n>(names: impl ExactSizeIterator<Item = &'n String>) -> String {
    let more = names.len().saturating_sub(COLUMNS);
    let shown: Vec<String> = names.take(COLUMNS).map(|name| format!("`{name}`")).collect();
    let shown = shown.join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Tells of each file with columns that were ignored, or with several columns for one field, how it
/// was read; in a verbose run, of every file.
pub fn tell_columns(batch: &Batch) {
    if terminal::level() == Level::Verbose {
        return detail(batch);
    }
    let is_told = |read: &ReadAs| !read.ignored.is_empty() || !read.spare.is_empty();
    let told: Vec<_> = batch.digests.iter().filter(|d| is_told(&d.read_as)).collect();
    for digest in told.iter().take(FILES) {
        terminal::note(&terminal::plain(&line(digest)));
    }
    if told.len() > FILES {
        terminal::note(&format!(
            "and {} with such columns, see `inputs` in summary.json",
            terminal::many(told.len() - FILES, "more file")
        ));
    }
}

/// In a verbose run, tells how each file was read and what of it was not.
pub fn detail(batch: &Batch) {
    if terminal::level() < Level::Verbose {
        return;
    }
    for digest in &batch.digests {
        terminal::detail(&terminal::plain(&line(digest)));
    }
    for reject in &batch.rejects {
        terminal::detail(&terminal::plain(&rejected(reject)));
    }
}

/// Returns place and reason of a reject.
pub fn rejected(reject: &Reject) -> String {
    let line = reject.line.map(|l| format!(":{l}")).unwrap_or_default();
    let field = reject.field.as_deref().map(|f| format!(" `{f}`")).unwrap_or_default();
    format!("{}{line}:{field} {}", reject.path, reject.reason)
}

/// Says how a file was read: its format and encoding and, of a table or JSON, its columns.
fn line(digest: &Digest) -> String {
    let read = &digest.read_as;
    let format = if read.format.is_empty() { "not read" } else { read.format };
    let encoding = read.encoding.map(|name| format!(" in {name}")).unwrap_or_default();
    let mut out = format!("{}: {format}{encoding}", digest.name);
    let columns: Vec<String> = read
        .columns
        .iter()
        .map(|(column, field)| {
            let as_field = match column == field {
                true => String::new(),
                false => format!(" as {field}"),
            };
            let first = read.spare.get(column);
            let gaps = first.map(|first| format!(" where `{first}` is empty"));
            format!("`{column}`{as_field}{}", gaps.unwrap_or_default())
        })
        .collect();
    if !columns.is_empty() || !read.ignored.is_empty() {
        out.push_str(&format!(": read {}", columns.join(", ")));
    }
    if !read.ignored.is_empty() {
        out.push_str(&format!("; ignored {}", listed(read.ignored.iter())));
    }
    out
}
