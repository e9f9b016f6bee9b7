//! The kinds of evidence for a direction, and what each is worth in which situation.

/// How the two articles of a pair stand to each other. What a signal is worth depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situation {
    /// Both are of one outlet: one clock, one desk, one story told again as it goes on.
    SameOutlet,
    /// Of different outlets, and both credit the same agency: each may have any state of the
    /// agency's story.
    SameWire,
    /// Of different outlets, or of unknown ones.
    #[default]
    OtherOutlet,
}

/// What a signal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    /// Dates that the outlets claim.
    Dates,
    /// Times at which somebody saw the pages.
    Witness,
    /// Credits, links, and what one page says of the other's outlet.
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
    /// Witnessed times: somebody saw the one page before the other.
    Seen,
    /// One is the page of the agency or outlet that the other credits.
    CreditedPage,
    /// One names an agency as its origin, the other does not.
    CreditLost,
    /// Both credit an agency: one in dateline or byline, the other as a contributor only.
    Contributor,
    /// One says that it was first published by the other's outlet.
    SaysSo,
    /// One page's canonical link leads to the other's outlet.
    Canonical,
    /// One names the other's outlet in its text, and not the other way round.
    NamesOutlet,
    /// Marks of spinning that only one carries.
    SpinMarks,
    /// The words that stand in each other's place are usual there on the one side, and less so on
    /// the other.
    CommonWords,
    /// One is a part of the other: its beginning, or a passage that it sets between words of its
    /// own.
    Part,
    /// The other has more of its first quarter than it has of the other's: a version with a new top
    /// is later.
    NewTop,
}

impl Signal {
    /// Every signal, with its weights in each [`Situation`], what it rests on, and how it is told
    /// in evidence (`… → the id it speaks for`).
    ///
    /// A weight is the change in log-odds at strength 1; at 0 the signal is not told. The weights
    /// were learned by `cargo bench --bench direction` (logistic regression, drawn towards first
    /// estimates because labelled pairs are few). New tops, parts and lost credits decide nothing
    /// by themselves anywhere: between outlets new tops and parts were right in 37 of 69 pairs of a
    /// corpus that they were not learned from, and marks of spinning stand in originals too, where
    /// those were typed in haste. Who is named in a text need not be its source: alone it was right
    /// in 4 of 8 pairs that readers judged, and the others are joint releases.
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
        (Self::SpinMarks, [0.4, 0.4, 0.4], Ground::Wording, "free of spinner marks"),
        (Self::CommonWords, [0.8, 0.8, 0.8], Ground::Wording, "has the more usual wording"),
        (Self::Part, [0.5, 0.5, 0.0], Ground::Wording, "holds the whole passage in its story"),
        (Self::NewTop, [0.4, 0.6, 0.0], Ground::Wording, "the other version opens with later news"),
    ];

    /// The change in log-odds at strength 1.
    pub fn weight(self, situation: Situation) -> f64 {
        Self::ALL[self as usize].1[situation as usize]
    }

    /// What it rests on.
    pub fn ground(self) -> Ground {
        Self::ALL[self as usize].2
    }

    /// How the signal is told.
    pub fn words(self) -> &'static str {
        Self::ALL[self as usize].3
    }

    /// Whether it rests on dates, claimed or witnessed, and not on what the articles say.
    pub fn is_time(self) -> bool {
        matches!(self.ground(), Ground::Dates | Ground::Witness)
    }

    /// Whether one of the two pages itself says that the other is its source.
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
