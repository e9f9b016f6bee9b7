//! indicators: one row per article, with what it adds to its source's profile.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use crate::reliability::profile::INDICATORS;

/// The table's columns: the article, its source, and for each indicator that is counted article by
/// article the hits and the cases.
pub const COLUMNS: &[Column] = &[
    column("article_id", Kind::Id),
    column("source_id", Kind::Id),
    column("quotes_corroborated_count", Kind::Int),
    column("quotes_corroborated_of", Kind::Int),
    column("numbers_corroborated_count", Kind::Int),
    column("numbers_corroborated_of", Kind::Int),
    column("names_corroborated_count", Kind::Int),
    column("names_corroborated_of", Kind::Int),
    column("named_sources_count", Kind::Int),
    column("named_sources_of", Kind::Int),
    column("unnamed_sources_count", Kind::Int),
    column("unnamed_sources_of", Kind::Int),
    column("quotes_with_speaker_count", Kind::Int),
    column("quotes_with_speaker_of", Kind::Int),
    column("bylined_count", Kind::Int),
    column("bylined_of", Kind::Int),
    column("dated_count", Kind::Int),
    column("dated_of", Kind::Int),
    column("dateline_count", Kind::Int),
    column("dateline_of", Kind::Int),
    column("agency_named_count", Kind::Int),
    column("agency_named_of", Kind::Int),
    column("corrected_count", Kind::Int),
    column("corrected_of", Kind::Int),
    column("headline_supported_count", Kind::Int),
    column("headline_supported_of", Kind::Int),
    column("headline_question_count", Kind::Int),
    column("headline_question_of", Kind::Int),
    column("headline_quotation_count", Kind::Int),
    column("headline_quotation_of", Kind::Int),
    column("headline_exclamation_count", Kind::Int),
    column("headline_exclamation_of", Kind::Int),
    column("headline_capitals_count", Kind::Int),
    column("headline_capitals_of", Kind::Int),
    column("headline_reader_count", Kind::Int),
    column("headline_reader_of", Kind::Int),
    column("exclamations_count", Kind::Int),
    column("exclamations_of", Kind::Int),
    column("questions_count", Kind::Int),
    column("questions_of", Kind::Int),
    column("opinion_marked_count", Kind::Int),
    column("opinion_marked_of", Kind::Int),
    column("boilerplate_count", Kind::Int),
    column("boilerplate_of", Kind::Int),
    column("old_pictures_count", Kind::Int),
    column("old_pictures_of", Kind::Int),
    column("loaded_words_count", Kind::Int),
    column("loaded_words_of", Kind::Int),
];

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("indicators", COLUMNS, &["article_id"]);
    let listed = f.listed();
    for at in (0..f.articles.len()).filter(|at| listed[*at]) {
        let counts = &f.reliability.articles[at].counts;
        let cells = INDICATORS.iter().filter(|about| !about.is_conduct()).flat_map(|about| {
            let (count, of) = counts.of(about.indicator);
            // Without a case there is no count.
            [Some(count).filter(|_| of > 0).into(), Some(of).filter(|of| *of > 0).into()]
        });
        let own: [Cell; 2] =
            [f.articles[at].id.as_str().into(), f.cleaned[at].source.clone().into()];
        table.push(own.into_iter().chain(cells));
    }
    Ok(table)
}
