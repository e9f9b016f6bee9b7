//! drift: a row is one alteration in a pair with a copying relation.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};

/// The columns.
pub const COLUMNS: &[Column] = &[
    column("copy_id", Kind::Id),
    column("original_id", Kind::Id),
    column("kind", Kind::Id),
    column("original_text", Kind::Text),
    column("copy_text", Kind::Text),
    column("original_start", Kind::Int),
    column("original_end", Kind::Int),
    column("copy_start", Kind::Int),
    column("copy_end", Kind::Int),
    column("severity", Kind::Id),
    column("speaker", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None of its own.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("drift", COLUMNS, &["copy_id", "original_id", "copy_start", "original_start", "kind"]);
    for (c, verdict) in f.comparisons.iter().zip(&f.lineage.verdicts).filter(|(c, _)| f.tells_of(&[c.a, c.b])) {
        // Without a direction the smaller id stands as the original; articles are numbered by id.
        let original_is_a = verdict.original.unwrap_or(c.a) == c.a;
        for d in c.alterations(verdict.original) {
            let (original, copy) = if original_is_a { ((c.a, &d.a), (c.b, &d.b)) } else { ((c.b, &d.b), (c.a, &d.a)) };
            let text = |(at, bytes): (u32, &std::ops::Range<usize>)| f.articles[at as usize].text[bytes.clone()].to_owned();
            let points = |(at, bytes): (u32, &std::ops::Range<usize>)| {
                let whole = &f.articles[at as usize].text;
                let start = whole[..bytes.start].chars().count();
                (start, start + whole[bytes.clone()].chars().count())
            };
            let (original_points, copy_points) = (points(original), points(copy));
            table.push([
                f.articles[copy.0 as usize].id.as_str().into(),
                f.articles[original.0 as usize].id.as_str().into(),
                d.kind.name().into(),
                text(original).into(),
                text(copy).into(),
                original_points.0.into(),
                original_points.1.into(),
                copy_points.0.into(),
                copy_points.1.into(),
                d.kind.severity().into(),
                d.speaker_in((&f.articles[c.a as usize].text, &f.articles[c.b as usize].text)).map(str::to_owned).into(),
            ]);
        }
    }
    Ok(table)
}
