//! Defines the kinds of evidence for a direction, and the weight of each in each situation.

/// How the two articles of a pair are related, on which the weight of a signal depends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situation {
    /// Both are from one outlet: one clock, one desk, one story retold as it develops.
    SameOutlet,
    /// From different outlets that both credit the same agency: each may have any version of the
    /// agency's story.
    SameWire,
    /// From different outlets, or from unknown ones.
    #[default]
    OtherOutlet,
}

/// What a signal is based on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Dates that the outlets claim.
    Dates,
    /// Times at which the pages were seen.
    Witness,
    /// Credits, links, and what one page says about the other's outlet.
    Credit,
    /// The wording of the two texts.
    Wording,
}

/// One kind of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Claimed dates: one is days before the other.
    ClaimedDay,
    /// Claimed times with zones: one is before the other.
    ClaimedTime,
    /// Claimed dates of one outlet, whose clock is the same for both.
    OwnClock,
    /// Witnessed times: one page was seen before the other.
    Seen,
    /// One is the page of the agency or outlet that the other credits.
    CreditedPage,
    /// One names an agency as its origin, the other does not.
    CreditLost,
    /// Both credit an agency: one in its dateline or byline, the other only as a contributor.
    Contributor,
    /// One says that it was first published by the other's outlet.
    SaysSo,
    /// One page's canonical link leads to the other's outlet.
    Canonical,
    /// One names the other's outlet in its text, but not vice versa.
    NamesOutlet,
    /// Traces of spinning that only one has.
    SpinMarks,
    /// Where words were swapped, those of one side are usual in their place and those of the other
    /// less so.
    CommonWords,
    /// One is part of the other: its beginning, or a passage that it surrounds with words of its
    /// own.
    Part,
    /// The other has more of this one's first quarter than vice versa: a version with a new top is
    /// later.
    NewTop,
}

impl Signal {
    /// Every signal, with its weights in each [`Situation`], what it is based on, and its wording
    /// in evidence (`… → the id it supports`).
    ///
    /// A weight is the change in log-odds at strength 1; a signal with weight 0 is not reported.
    /// The weights were learned by `cargo bench --bench direction` (logistic regression, drawn
    /// towards first estimates because labelled pairs are few). New tops, parts and lost credits
    /// never decide alone. Between outlets, new tops and parts were right in 37 of 69 pairs of a
    /// corpus held out of learning, and traces of spinning also occur in originals that were typed
    /// in haste. An outlet named in a text is not always its source: as the only evidence it was
    /// right in 4 of 8 pairs that readers judged, the others being joint releases.
    pub const ALL: [(Self, [f64; 3], Ground, &'static str); 14] = [
        (Self::ClaimedDay, [2.8, 2.8, 2.8], Ground::Dates, "dated earlier"),
        (Self::ClaimedTime, [4.5, 4.5, 4.5], Ground::Dates, "dated earlier to the minute"),
        (Self::OwnClock, [3.0, 3.0, 3.0], Ground::Dates, "dated earlier by the same outlet"),
        (Self::Seen, [1.4, 1.4, 1.1], Ground::Witness, "seen earlier"),
        (Self::CreditedPage, [4.0, 4.0, 4.0], Ground::Credit, "the credited source's own page"),
        (Self::CreditLost, [0.0, 0.3, 0.3], Ground::Credit, "names the agency"),
        (
            Self::Contributor,
            [0.0, 0.4, 0.0],
            Ground::Credit,
            "carries the agency's own dateline or byline",
        ),
        (Self::SaysSo, [4.0, 4.0, 4.0], Ground::Credit, "named as first publisher"),
        (Self::Canonical, [4.0, 4.0, 4.0], Ground::Credit, "the other's canonical link"),
        (Self::NamesOutlet, [0.5, 0.5, 0.5], Ground::Credit, "named in the other's text"),
        (Self::SpinMarks, [0.4, 0.4, 0.4], Ground::Wording, "without traces of spinning"),
        (Self::CommonWords, [0.8, 0.8, 0.8], Ground::Wording, "has the more common wording"),
        (
            Self::Part,
            [0.5, 0.5, 0.0],
            Ground::Wording,
            "contains the whole passage within its story",
        ),
        (Self::NewTop, [0.4, 0.6, 0.0], Ground::Wording, "the other version opens with later news"),
    ];

    /// Returns the change in log-odds at strength 1.
    pub fn weight(self, situation: Situation) -> f64 {
        Self::ALL[self as usize].1[situation as usize]
    }

    /// Returns what the signal is based on.
    pub fn ground(self) -> Ground {
        Self::ALL[self as usize].2
    }

    /// Returns the wording of the signal in evidence.
    pub fn words(self) -> &'static str {
        Self::ALL[self as usize].3
    }

    /// Returns whether it is based on dates, claimed or witnessed, and not on what the articles
    /// say.
    pub fn is_time(self) -> bool {
        matches!(self.ground(), Ground::Dates | Ground::Witness)
    }

    /// Returns whether one of the two pages itself says that the other is its source.
    pub fn is_avowal(self) -> bool {
        matches!(self, Self::CreditedPage | Self::SaysSo | Self::Canonical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_stand_in_their_order() {
        assert!(
            Signal::ALL
                .iter()
                .enumerate()
                .all(|(at, (signal, weights, ..))| *signal as usize == at && weights[2] >= 0.0)
        );
    }

    #[test]
    fn new_tops_parts_names_and_lost_credits_decide_nothing_by_themselves() {
        for weak in [
            Signal::NewTop,
            Signal::Part,
            Signal::CreditLost,
            Signal::Contributor,
            Signal::SpinMarks,
            Signal::NamesOutlet,
        ] {
            for situation in [Situation::SameOutlet, Situation::SameWire, Situation::OtherOutlet] {
                assert!(weak.weight(situation) < super::super::LEAST_SUM);
            }
        }
    }
}
