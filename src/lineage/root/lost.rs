//! Finds a lost text between a member and its copies, from what the copies share against the text
//! they seem to be made from.
//!
//! Each copy of a text changes it in its own way. Where most of the copies agree against their
//! apparent parent, they were made from another text, now lost, which was itself made from the
//! parent or from the parent's own source. The lost text is added to the tree and may be the root
//! like any other.

use crate::lineage::collation::{Collation, Reading};

/// Least number of copies that must agree. Chosen by judgement: it is the least number that can
/// agree at all.
const COPIES: usize = 2;
/// Least number of sentences in which they must agree against the parent. In a single one they may
/// agree by chance, for instance because each removes the credit. Chosen by judgement.
const AGREED: usize = 2;

/// A lost text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its readings, place by place.
    pub readings: Vec<Reading>,
    /// The copies that were made from it, ascending.
    pub copies: Vec<usize>,
}

/// Finds the lost text between `parent` and most of its `copies`; `None` if nothing suggests one.
/// O(places · copies²).
///
/// The copies are the ones that agree against the parent at the place where the largest number
/// does. At each place, the lost text has the reading of the majority among these copies and the
/// parent; ties go to the parent. Anything before the first and after the last sentence that a copy
/// shares with the parent is ignored: it may be boilerplate, and many copies are cut at the end.
/// `twins` gives members with the same text the same number.
pub fn between(
    collation: &Collation,
    parent: usize,
    copies: &[usize],
    twins: &[usize],
) -> Option<Lost> {
    let copies: Vec<usize> =
        copies.iter().copied().filter(|copy| twins[*copy] != twins[parent]).collect();
    let own = |place: usize| collation.reading(parent, place);
    let common = |copy: usize| {
        (0..collation.places())
            .filter(move |place| own(*place).is_some() && collation.reading(copy, *place).is_some())
    };
    let spans: Vec<(usize, usize, usize)> = copies
        .iter()
        .filter_map(|copy| Some((*copy, common(*copy).next()?, common(*copy).next_back()?)))
        .collect();
    let agreeing = |place: usize| -> Vec<usize> {
        let within = spans.iter().filter(|(_, first, last)| (*first..=*last).contains(&place));
        let with = |reading: Reading| {
            within
                .clone()
                .map(|span| span.0)
                .filter(move |copy| collation.reading(*copy, place) == reading)
        };
        let others = within
            .clone()
            .map(|span| collation.reading(span.0, place))
            .filter(|reading| *reading != own(place));
        let most =
            others.max_by_key(|reading| (with(*reading).count(), std::cmp::Reverse(*reading)));
        most.map(|reading| with(reading).collect()).unwrap_or_default()
    };
    let made = (0..collation.places())
        .map(agreeing)
        .max_by_key(|made| (made.len(), std::cmp::Reverse(made.clone())))?;
    if made.len() < COPIES || 2 * made.len() <= copies.len() {
        return None;
    }
    let reading = |place: usize| {
        let votes = |reading: Reading| {
            made.iter().filter(|copy| collation.reading(**copy, place) == reading).count()
        };
        let most = made
            .iter()
            .map(|copy| collation.reading(*copy, place))
            .max_by_key(|reading| (votes(*reading), std::cmp::Reverse(*reading)));
        most.filter(|reading| votes(*reading) > votes(own(place)) + 1).unwrap_or(own(place))
    };
    let readings: Vec<Reading> = (0..collation.places()).map(reading).collect();
    let agreed =
        readings.iter().enumerate().filter(|(place, reading)| **reading != own(*place)).count();
    (agreed >= AGREED).then_some(Lost { readings, copies: made })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    const STORY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour. The mayor asked for patience until spring.";

    fn found(parent: &str, copies: &[&str]) -> Option<Lost> {
        let texts: Vec<&str> = std::iter::once(parent).chain(copies.iter().copied()).collect();
        let documents: Vec<Document> = texts
            .iter()
            .map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))))
            .collect();
        let collation = Collation::of(&documents);
        between(&collation, 0, &(1..texts.len()).collect::<Vec<_>>(), &collation.twins())
    }

    #[test]
    fn copies_that_agree_against_their_parent_have_a_lost_one() {
        let parent = STORY
            .replace("stopped work", "downed tools")
            .replace(" Nobody", " Fish rotted on the quay. Nobody");
        let copies = [
            STORY.replace("old ferry", "white ferry"),
            STORY.replace("until spring", "until winter"),
            parent.replace("late", "early"),
        ];
        let lost = found(&parent, &[&copies[0], &copies[1], &copies[2]])
            .expect("two of three lack the fish");
        assert_eq!(lost.copies, [1, 2]);
        assert_eq!(lost.readings, [Some(0), Some(1), None, Some(0), Some(0)]);
    }

    #[test]
    fn copies_that_each_alter_their_parent_in_their_own_way_have_none() {
        let copies = [
            STORY.replace("old ferry", "white ferry"),
            STORY.replace("until spring", "until winter"),
        ];
        assert_eq!(found(STORY, &[&copies[0], &copies[1]]), None);
        assert_eq!(found(STORY, &[&copies[0], STORY]), None);
        let credited = STORY.replace("Crews had", "Crews, the agency said, had");
        assert_eq!(
            found(&credited, &[&copies[0], &copies[1]]),
            None,
            "both may have struck out the credit"
        );
        let furniture = format!("Read our morning letter every day. {STORY}");
        assert_eq!(
            found(&furniture, &[&copies[0], &copies[1]]),
            None,
            "what only a page has at its top says nothing"
        );
        let short = [&copies[0], STORY]
            .map(|text| text.replace(" The mayor asked for patience until spring.", ""));
        assert_eq!(found(STORY, &[&short[0], &short[1]]), None, "both are cut from the end");
    }
}
