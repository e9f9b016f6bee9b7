//! stemma: one row per copy and its best parent.

use super::super::schema::{Cell, Column, Kind, Table, column};
use super::super::{ReportError, Source};
use super::{cluster_id, lag_seconds, recognized};
use crate::lineage::direction::Basis;

/// The table's columns.
pub const COLUMNS: &[Column] = &[
    column("cluster_id", Kind::Id),
    column("copy_id", Kind::Id),
    column("parent_id", Kind::Id),
    column("relation", Kind::Id),
    column("lag_seconds", Kind::Int),
    column("credit", Kind::Id),
    column("confidence", Kind::Float),
    column("evidence", Kind::Text),
    column("further_parents", Kind::Text),
    column("basis", Kind::Id),
    column("copy_source", Kind::Id),
    column("copy_title", Kind::Text),
    column("copy_url", Kind::Text),
    column("copy_published", Kind::Id),
    column("parent_source", Kind::Id),
    column("parent_title", Kind::Text),
    column("parent_url", Kind::Text),
    column("parent_published", Kind::Id),
];

/// The evidence for a link whose own pair has none.
const BY_WORDING: &str = "has wording that its parent changed from an earlier version";

/// Builds the table.
///
/// # Errors
/// None.
pub fn build(s: &Source<'_>) -> Result<Table, ReportError> {
    let f = s.findings;
    let mut table = Table::new("stemma", COLUMNS, &["cluster_id", "copy_id"]);
    for (at, standing) in f.lineage.standings.iter().enumerate() {
        let (Some(parent), Some(cluster)) = (&standing.parent, standing.cluster) else { continue };
        if !f.tells_of(&[at as u32, parent.article]) {
            continue;
        }
        // A copy that credits the lost story's agency got its text from the agency: the member it
        // resembles most is not its source.
        let lost = f.lineage.clusters[cluster as usize].lost_wire.as_ref();
        let from_agency = lost
            .filter(|wire| f.cleaned[at].credits.states(wire))
            .map(|wire| format!("wire:{wire}"));
        let verdict = &f.lineage.verdicts[parent.comparison as usize];
        let confidence = verdict.confidence().filter(|_| from_agency.is_none());
        let basis = if from_agency.is_some() {
            Some(Basis::Source)
        } else {
            verdict.basis().filter(|_| verdict.original != Some(at as u32))
        };
        let shown = parent.shown && from_agency.is_none() && verdict.evidence.is_empty();
        let nearest = from_agency.as_ref().map(|_| f.articles[parent.article as usize].id.as_str());
        // Of a lost story only the agency is known.
        let of_parent = match lost.filter(|_| from_agency.is_some()) {
            Some(wire) => [wire.as_str().into(), Cell::Empty, Cell::Empty, Cell::Empty],
            None => recognized(f, parent.article),
        };
        let own = [
            cluster_id(f, cluster).into(),
            f.articles[at].id.as_str().into(),
            from_agency
                .clone()
                .unwrap_or_else(|| f.articles[parent.article as usize].id.clone())
                .into(),
            standing.relation.map(|r| r.name()).into(),
            lag_seconds(f, parent.article, at as u32).into(),
            f.reliability.articles[at].credit.map(|c| c.name()).into(),
            confidence.into(),
            evidence(nearest, &verdict.evidence, shown).into(),
            (!standing.further.is_empty())
                .then(|| {
                    let told = standing.further.iter().map(|x| {
                        let (id, relation) = (
                            &f.articles[x.article as usize].id,
                            f.comparisons[x.comparison as usize].relation.name(),
                        );
                        format!("{id} ({relation}, {:.0} % more of the copy)", x.share * 100.0)
                    });
                    told.collect::<Vec<_>>().join("; ")
                })
                .into(),
            basis.map(Basis::name).into(),
        ];
        table.push(own.into_iter().chain(recognized(f, at as u32)).chain(of_parent));
    }
    Ok(table)
}

/// Returns the evidence for a link: that of its pair, after the article that was compared if the
/// copy credits the agency. `shown` is set if only its wording speaks for it.
fn evidence(nearest: Option<&str>, of_pair: &[String], shown: bool) -> String {
    let nearest = nearest.map(|id| format!("credits the agency; compared with {id}"));
    let wording = shown.then(|| BY_WORDING.to_owned());
    nearest.into_iter().chain(of_pair.iter().cloned()).chain(wording).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_separated_and_does_not_end_in_a_separator() {
        let of_pair = ["dated earlier".to_owned(), "is longer".to_owned()];
        for (nearest, of_pair, shown, told) in [
            (
                Some("a"),
                &of_pair[..],
                false,
                "credits the agency; compared with a; dated earlier; is longer",
            ),
            (Some("a"), &[], false, "credits the agency; compared with a"),
            (None, &of_pair[..1], false, "dated earlier"),
            (None, &[], true, BY_WORDING),
            (None, &[], false, ""),
        ] {
            assert_eq!(evidence(nearest, of_pair, shown), told);
        }
    }
}
