//! Measures what the copies of one family do to a text: where they add and where they cut.
//!
//! Rooting a tree at another member reverses the edges between the old root and the new one, and
//! additions on these edges become cuts. The remaining edges show which of the two the copies of
//! this family tend to do, at the top, in the middle and at the end of the text.

use std::iter::Sum;

use statrs::function::beta::ln_beta;

use crate::lineage::collation::Collation;

/// Numbers of unbroken runs of sentences that were added and cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Runs {
    /// Runs that the copy has and the parent lacks.
    pub added: u32,
    /// Runs that the parent has and the copy lacks.
    pub cut: u32,
}

/// The changes made by one copy, or by all copies together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turns {
    /// Before the first sentence that both have.
    pub top: Runs,
    /// Between the first and the last sentence that both have.
    pub amid: Runs,
    /// After the last sentence that both have.
    pub end: Runs,
}

impl Turns {
    /// Returns the counts with parent and copy exchanged if `turned`, else unchanged.
    pub fn seen(self, turned: bool) -> Self {
        let turn =
            |runs: Runs| if turned { Runs { added: runs.cut, cut: runs.added } } else { runs };
        Self { top: turn(self.top), amid: turn(self.amid), end: turn(self.end) }
    }

    /// Returns the log-likelihood of these numbers of additions and cuts, where the share of
    /// additions at each of the three positions is not known in advance.
    ///
    /// This is a Beta–binomial with a flat prior: −ln(n + 1) for n runs of one kind, far less for
    /// the same number of mixed runs; 0 without any.
    pub fn log_likelihood(self) -> f64 {
        let of = |runs: Runs| ln_beta(f64::from(runs.added) + 1.0, f64::from(runs.cut) + 1.0);
        of(self.top) + of(self.amid) + of(self.end)
    }
}

impl Sum for Turns {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let both = |x: Runs, y: Runs| Runs { added: x.added + y.added, cut: x.cut + y.cut };
        all.fold(Self::default(), |x, y| Self {
            top: both(x.top, y.top),
            amid: both(x.amid, y.amid),
            end: both(x.end, y.end),
        })
    }
}

impl Collation {
    /// Counts where `copy` adds to `parent` and where it cuts; all zero if the two have no sentence
    /// in common. O(places).
    pub fn turns(&self, parent: usize, copy: usize) -> Turns {
        let has =
            |at: usize| (self.reading(parent, at).is_some(), self.reading(copy, at).is_some());
        let both: Vec<usize> = (0..self.places()).filter(|at| has(*at) == (true, true)).collect();
        let mut turns = Turns::default();
        let (Some(&first), Some(&last)) = (both.first(), both.last()) else { return turns };
        let (mut in_cut, mut in_added) = (false, false);
        for at in 0..self.places() {
            let runs = match at {
                _ if at < first => &mut turns.top,
                _ if at > last => &mut turns.end,
                _ => &mut turns.amid,
            };
            match has(at) {
                (true, true) => (in_cut, in_added) = (false, false),
                (true, false) => runs.cut += u32::from(!std::mem::replace(&mut in_cut, true)),
                (false, true) => runs.added += u32::from(!std::mem::replace(&mut in_added, true)),
                (false, false) => {}
            }
        }
        turns
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    fn turns(parent: &str, copy: &str) -> Turns {
        let documents =
            [parent, copy].map(|text| Document::read(text, std::slice::from_ref(&(0..text.len()))));
        Collation::of(&documents).turns(0, 1)
    }

    const FERRY: &str = "The old ferry left Halvik late on Monday. Crews had stopped work over their pay. Nobody was hurt in the harbour. The mayor asked for patience.";

    #[test]
    fn runs_are_counted_where_they_stand() {
        let top = format!("A bridge fell near Brennick last night. {FERRY}");
        assert_eq!(
            turns(FERRY, &top),
            Turns { top: Runs { added: 1, cut: 0 }, ..Turns::default() }
        );
        let gap = FERRY
            .replace(" Crews had stopped work over their pay. Nobody was hurt in the harbour.", "");
        assert_eq!(
            turns(FERRY, &gap),
            Turns { amid: Runs { added: 0, cut: 1 }, ..Turns::default() }
        );
        assert_eq!(turns(&gap, FERRY), turns(FERRY, &gap).seen(true));
        let end = FERRY.replace(" The mayor asked for patience.", "");
        assert_eq!(
            turns(FERRY, &end),
            Turns { end: Runs { added: 0, cut: 1 }, ..Turns::default() }
        );
        assert_eq!(turns(FERRY, "Fish rotted on the quay at Ostrey."), Turns::default());
    }

    #[test]
    fn a_family_that_always_adds_is_likelier_than_one_that_does_both() {
        let amid =
            |added, cut| Turns { amid: Runs { added, cut }, ..Turns::default() }.log_likelihood();
        assert!((amid(9, 0) - 0.1_f64.ln()).abs() < 1e-9);
        assert!(amid(9, 0) > amid(7, 2) && (amid(2, 7) - amid(7, 2)).abs() < 1e-9);
        assert!(amid(0, 0).abs() < 1e-9);
    }
}
