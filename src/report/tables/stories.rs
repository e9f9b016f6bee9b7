//! stories: one row per event.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{span, story_id, title_of};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("story_id", Kind::Id),
    column("articles", Kind::Int),
    column("sources", Kind::Int),
    column("independent_origins", Kind::Int),
    column("first_published", Kind::Id),
    column("last_published", Kind::Id),
    column("title", Kind::Text),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("stories", COLUMNS, &["story_id"]);
    for (number, story) in
        f.lineage.stories.iter().enumerate().filter(|(_, s)| f.tells_of(&s.members))
    {
        let mut sources: Vec<&str> =
            story.members.iter().filter_map(|&m| f.cleaned[m as usize].source.as_deref()).collect();
        let nameless = story.members.len() - sources.len();
        sources.sort_unstable();
        sources.dedup();
        let (first, last) = span(f, &story.members);
        table.push([
            story_id(f, number as u32).into(),
            story.members.len().into(),
            (sources.len() + nameless).into(),
            story.independent_origins.into(),
            first.into(),
            last.into(),
            title_of(f, &story.members, None).into(),
        ]);
    }
    Ok(table)
}
