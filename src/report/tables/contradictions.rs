//! contradictions: one row per difference between two independent reports of an event.

use super::super::schema::{Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::story_id;
use crate::pipeline::Findings;
use crate::reliability::contradictions::{Contradiction, Place};

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("story_id", Kind::Id),
    column("kind", Kind::Id),
    column("about", Kind::Text),
    column("article_a", Kind::Id),
    column("source_a", Kind::Id),
    column("title_a", Kind::Text),
    column("url_a", Kind::Text),
    column("published_a", Kind::Id),
    column("text_a", Kind::Text),
    column("differs_a", Kind::Text),
    column("start_a", Kind::Int),
    column("end_a", Kind::Int),
    column("articles_a", Kind::Int),
    column("article_b", Kind::Id),
    column("source_b", Kind::Id),
    column("title_b", Kind::Text),
    column("url_b", Kind::Text),
    column("published_b", Kind::Id),
    column("text_b", Kind::Text),
    column("differs_b", Kind::Text),
    column("start_b", Kind::Int),
    column("end_b", Kind::Int),
    column("articles_b", Kind::Int),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new(
        "contradictions",
        COLUMNS,
        &["story_id", "kind", "article_a", "start_a", "article_b", "start_b"],
    );
    let told = |c: &&Contradiction| f.tells_of(&[c.a.article, c.b.article]);
    for c in f.reliability.contradictions.iter().filter(told) {
        let about = &f.articles[c.a.article as usize].text[c.about.clone()];
        let own = [story_id(f, c.story).into(), c.kind.name().into(), about.into()];
        table.push(own.into_iter().chain(side(f, &c.a)).chain(side(f, &c.b)));
    }
    Ok(table)
}

fn side(f: &Findings, place: &Place) -> [super::super::schema::Cell; 10] {
    let at = place.article as usize;
    let article = &f.articles[at];
    let points = |bytes: usize| article.text[..bytes].chars().count();
    [
        article.id.as_str().into(),
        f.cleaned[at].source.clone().into(),
        f.cleaned[at].title.clone().into(),
        article.url.clone().into(),
        f.lineage.dates[at].0.map(|date| date.to_string()).into(),
        article.text[place.bytes.clone()].into(),
        article.text[place.differs.clone()].into(),
        points(place.bytes.start).into(),
        points(place.bytes.end).into(),
        place.articles.into(),
    ]
}
