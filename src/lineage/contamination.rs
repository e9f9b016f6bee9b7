//! Finds copies stitched from several articles: those that contain the parts which the best parent
//! lacks.
//!
//! Textual criticism calls such a witness contaminated. The best parent keeps its place in the tree
//! and the other articles are named beside it, so that a digest is not reported as a heavily edited
//! copy of one story.

use super::{DateBasis, Evidence, Further, Standing, Verdict, moment};
use crate::compare::{Comparison, Relation};
use crate::ingest::Stamp;

/// Least number of 64ths of a copy that only this further article contains: about an eighth of it.
/// Chosen by judgement.
const LEAST_PART: u32 = 8;
/// Largest number of further articles named per copy. Chosen by judgement.
const MOST: usize = 3;

/// Names the further articles that each copy was made from. O(comparisons).
pub fn find(
    e: &Evidence<'_>,
    verdicts: &[Verdict],
    dates: &[(Option<Stamp>, DateBasis)],
    standings: &mut [Standing],
) {
    let mut offers: Vec<(u32, u32, u32)> = Vec::new();
    for (at, (c, verdict)) in e.comparisons.iter().zip(verdicts).enumerate() {
        if let Some(copy) = copy_of(c, verdict, e, dates) {
            offers.push((copy, if copy == c.a { c.b } else { c.a }, at as u32));
        }
    }
    offers.sort_unstable();
    for group in offers.chunk_by(|x, y| x.0 == y.0) {
        let copy = group[0].0;
        let Some(parent) = standings[copy as usize].parent.as_ref() else { continue };
        let covered = |at: u32| {
            let c = &e.comparisons[at as usize];
            if c.a == copy { c.measures.coverage.0 } else { c.measures.coverage.1 }
        };
        let mut known = covered(parent.comparison);
        let mut further = Vec::new();
        while further.len() < MOST {
            let gain = |at: u32| (covered(at) & !known).count_ones();
            let Some(&(_, article, comparison)) =
                group.iter().max_by_key(|(_, other, at)| (gain(*at), std::cmp::Reverse(*other)))
            else {
                break;
            };
            if gain(comparison) < LEAST_PART {
                break;
            }
            further.push(Further {
                article,
                comparison,
                share: f64::from(gain(comparison)) / 64.0,
            });
            known |= covered(comparison);
        }
        standings[copy as usize].further = further;
    }
}

/// Returns the side of a pair that took a passage from the other: by its direction or, where both
/// contain runs of one text, the later one if they are from different outlets.
fn copy_of(
    c: &Comparison,
    verdict: &Verdict,
    e: &Evidence<'_>,
    dates: &[(Option<Stamp>, DateBasis)],
) -> Option<u32> {
    if let Some(original) = verdict.original {
        return Some(if original == c.a { c.b } else { c.a });
    }
    if c.relation != Relation::SharedSource || c.ties.same_source {
        return None;
    }
    let when = |at: u32| moment(&e.articles[at as usize], dates[at as usize].0);
    let (x, y) = (when(c.a)?, when(c.b)?);
    if x.latest() < y.earliest() {
        return Some(c.b);
    }
    (y.latest() < x.earliest()).then_some(c.a)
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Article, Batch, Stamp};
    use crate::pipeline::{self, Findings, Settings, Unwatched};
    use crate::sources::Registry;

    const FERRY: &str = "Ferry crews in Halvik stopped work on Monday after talks about their pay failed for the third time. The Coastal Line, which runs sixteen boats, said that it would not hire other crews before the court has ruled. Jane Doe, who speaks for the union, said that her members had waited for nine weeks and would wait no longer. In the harbour, lorries with fish and milk stood in a queue that reached back to the bridge.";
    const CRANE: &str = "A crane of forty metres fell across the railway at Brennick in the night and cut the line to the north. Nobody was hurt, the fire brigade said, because the last train had passed eleven minutes before. The owner of the site, a builder called Roe and Sons, spoke of a gust that no forecast had named. Engineers hope to lift the boom by Thursday, when a second crane arrives from the south.";

    fn run(articles: Vec<(&str, String, &str)>) -> Findings {
        let articles = articles.into_iter().map(|(id, text, day)| Article {
            id: id.to_owned(),
            url: Some(format!("https://{id}.example/story")),
            text,
            published: day.parse().ok().map(Stamp::of_day),
            ..Article::default()
        });
        let mut batch = Batch { articles: articles.collect(), ..Batch::default() };
        pipeline::run(
            &mut batch,
            &Registry::shipped().expect("the shipped list is whole"),
            &Settings::default(),
            &Unwatched,
        )
    }

    fn sources<'f>(f: &'f Findings, id: &str) -> (Option<&'f str>, Vec<&'f str>) {
        let at = f.articles.iter().position(|a| a.id == id).expect("the article");
        let standing = &f.lineage.standings[at];
        let name = |at: u32| f.articles[at as usize].id.as_str();
        (
            standing.parent.as_ref().map(|p| name(p.article)),
            standing.further.iter().map(|x| name(x.article)).collect(),
        )
    }

    #[test]
    fn a_copy_stitched_from_two_stories_names_both_and_welds_neither() {
        let f = run(vec![
            ("crane", CRANE.to_owned(), "2021-06-07"),
            ("digest", format!("{FERRY}\n\n{CRANE}"), "2021-06-10"),
            ("ferry", FERRY.to_owned(), "2021-06-07"),
        ]);
        let (parent, further) = sources(&f, "digest");
        let mut both: Vec<&str> = parent.into_iter().chain(further).collect();
        both.sort_unstable();
        assert_eq!(both, ["crane", "ferry"]);
        let (crane, ferry) = (&f.lineage.standings[0], &f.lineage.standings[2]);
        assert!(crane.cluster != ferry.cluster, "crane and ferry are two families");
    }

    #[test]
    fn a_plain_copy_has_one_source() {
        let f = run(vec![
            ("copy", FERRY.to_owned(), "2021-06-10"),
            ("crane", CRANE.to_owned(), "2021-06-07"),
            ("ferry", FERRY.to_owned(), "2021-06-07"),
        ]);
        assert_eq!(sources(&f, "copy"), (Some("ferry"), Vec::new()));
    }
}
