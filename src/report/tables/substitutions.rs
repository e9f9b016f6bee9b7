//! substitutions: one row per run of words in a copy that replaces others, in spun pairs and in
//! each copy compared with its best parent. Names, numbers and dates are in drift instead.

use std::ops::Range;

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::recognized;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("copy_id", Kind::Id),
    column("original_id", Kind::Id),
    column("relation", Kind::Id),
    column("kind", Kind::Id),
    column("original_text", Kind::Text),
    column("copy_text", Kind::Text),
    column("originals", Kind::Int),
    column("original_start", Kind::Int),
    column("original_end", Kind::Int),
    column("copy_start", Kind::Int),
    column("copy_end", Kind::Int),
    column("copy_source", Kind::Id),
    column("copy_title", Kind::Text),
    column("copy_url", Kind::Text),
    column("copy_published", Kind::Id),
    column("original_source", Kind::Id),
    column("original_title", Kind::Text),
    column("original_url", Kind::Text),
    column("original_published", Kind::Id),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new(
        "substitutions",
        COLUMNS,
        &["copy_id", "original_id", "copy_start", "original_start"],
    );
    for substitution in f.spin.substitutions.iter().filter(|x| f.tells_of(&[x.original, x.copy])) {
        let text =
            |at: u32, bytes: &Range<usize>| f.articles[at as usize].text[bytes.clone()].to_owned();
        let points = |at: u32, bytes: &Range<usize>| {
            let whole = &f.articles[at as usize].text;
            let start = whole[..bytes.start].chars().count();
            (start, start + whole[bytes.clone()].chars().count())
        };
        let (original, copy) = (substitution.original, substitution.copy);
        let from = points(original, &substitution.original_bytes);
        let to = points(copy, &substitution.copy_bytes);
        let own = [
            f.articles[copy as usize].id.as_str().into(),
            f.articles[original as usize].id.as_str().into(),
            f.comparisons[substitution.comparison as usize].relation.name().into(),
            substitution.kind.name().into(),
            text(original, &substitution.original_bytes).into(),
            text(copy, &substitution.copy_bytes).into(),
            substitution.originals.into(),
            from.0.into(),
            from.1.into(),
            to.0.into(),
            to.1.into(),
        ];
        let both = [copy, original].into_iter().flat_map(|at| recognized(f, at));
        table.push(own.into_iter().chain(both));
    }
    Ok(table)
}
