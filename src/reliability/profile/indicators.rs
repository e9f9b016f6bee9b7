//! What is fixed about each indicator: its name, group, direction, scale and weight.

/// A group of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// What the source does to the work of others.
    Conduct,
    /// What independent origins report too.
    Corroboration,
    /// Where the source says that it has its news from.
    Sourcing,
    /// Headlines and tone.
    Presentation,
}

impl Group {
    /// Returns the group's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Conduct => "conduct",
            Self::Corroboration => "corroboration",
            Self::Sourcing => "sourcing",
            Self::Presentation => "presentation",
        }
    }
}

/// What a higher rate means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Better,
    /// More is worse.
    Worse,
    /// It only describes, and never counts in a score.
    Neither,
}

impl Direction {
    /// Returns the direction's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Better => "more_is_better",
            Self::Worse => "more_is_worse",
            Self::Neither => "neither",
        }
    }
}

/// An indicator, in the order of [`INDICATORS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is described in INDICATORS")]
pub enum Indicator {
    Credited,
    QuotesKept,
    FactsDrifted,
    Spun,
    Backdated,
    CaptionsUnrelated,
    Copied,
    QuotesCorroborated,
    NumbersCorroborated,
    NamesCorroborated,
    NamedSources,
    UnnamedSources,
    QuotesWithSpeaker,
    Bylined,
    Dated,
    Dateline,
    AgencyNamed,
    Corrected,
    HeadlineSupported,
    HeadlineQuestion,
    HeadlineQuotation,
    HeadlineExclamation,
    HeadlineCapitals,
    HeadlineReader,
    Exclamations,
    Questions,
    OpinionMarked,
    Boilerplate,
    OldPictures,
    LoadedWords,
}

/// What is fixed about an indicator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct About {
    /// The indicator.
    pub indicator: Indicator,
    /// Its name in the tables and in `[score.indicators]`.
    pub name: &'static str,
    /// Its group.
    pub group: Group,
    /// What a higher rate means.
    pub direction: Direction,
    /// The rates at which it earns nothing and everything, in this order.
    pub scale: (f64, f64),
    /// Its default weight in the score of a source; 0 for one that only describes.
    pub weight: f64,
    /// What is counted, to follow "3 of 41".
    pub words: &'static str,
}

/// Returns an indicator that only describes.
const fn about(
    indicator: Indicator,
    name: &'static str,
    group: Group,
    words: &'static str,
) -> About {
    let (direction, scale) = (Direction::Neither, (0.0, 0.0));
    About { indicator, name, group, direction, scale, weight: 0.0, words }
}

impl About {
    /// Returns the indicator with the rates at which it earns nothing and everything, and its
    /// default weight.
    const fn scaled(self, scale: (f64, f64), weight: f64) -> Self {
        let direction = if scale.0 < scale.1 { Direction::Better } else { Direction::Worse };
        Self { direction, scale, weight, ..self }
    }
}

/// Number of indicators.
pub const N: usize = 30;

/// Every indicator, in the order of the tables.
///
/// The scale of what a source does to others' work reaches from always to never (for quotations,
/// from half), and its weights are judgement. The other scales reach about from the tenth to the
/// ninetieth percentile of the rates of 140 sources with five articles or more in 37,554 articles
/// of US outlets; those of what is rare, from a rate of one in fifty headlines or four in a
/// thousand sentences to none.
///
/// The other weights follow a rule, on the same articles: how alike an indicator orders the sources
/// by two random halves of their articles (with 40 articles or more; Spearman–Brown), times how far
/// its value goes with the mean of the others (with 20 articles or more; the corrected item–total
/// correlation), and together 87 of 143 points. What chance decides, or what has nothing to do with
/// the rest, weighs little; an indicator that goes against the rest (bylines, which agency reports
/// lack; capitals) weighs 1. Source: Nunnally, Bernstein, *Psychometric Theory*, 3rd ed., ch. 8. No
/// rating by anybody was consulted.
pub const INDICATORS: [About; N] = {
    use Group::{Conduct, Corroboration, Presentation, Sourcing};
    use Indicator as I;
    [
        about(I::Credited, "credited", Conduct, "copies keep the credit").scaled((0.0, 1.0), 15.0),
        about(I::QuotesKept, "quotes_kept", Conduct, "copied quotations are unaltered")
            .scaled((0.5, 1.0), 10.0),
        about(I::FactsDrifted, "facts_drifted", Conduct, "copies alter a fact")
            .scaled((1.0, 0.0), 6.0),
        about(I::Spun, "spun", Conduct, "copies are spun").scaled((1.0, 0.0), 20.0),
        about(I::Backdated, "backdated", Conduct, "copies are dated before their original")
            .scaled((1.0, 0.0), 5.0),
        about(
            I::CaptionsUnrelated,
            "captions_unrelated",
            Conduct,
            "captions are unrelated to their story",
        )
        .scaled((0.5, 0.0), 0.0),
        about(I::Copied, "copied", Conduct, "articles are copies"),
        about(
            I::QuotesCorroborated,
            "quotes_corroborated",
            Corroboration,
            "quotations also appear in another independent report of the event",
        )
        .scaled((0.09, 0.21), 4.0),
        about(
            I::NumbersCorroborated,
            "numbers_corroborated",
            Corroboration,
            "numbers also appear in another independent report of the event",
        )
        .scaled((0.1, 0.19), 5.0),
        about(
            I::NamesCorroborated,
            "names_corroborated",
            Corroboration,
            "names also appear in another independent report of the event",
        )
        .scaled((0.26, 0.45), 6.0),
        about(
            I::NamedSources,
            "named_sources",
            Sourcing,
            "sentences report what a named source says",
        )
        .scaled((0.08, 0.34), 14.0),
        about(
            I::UnnamedSources,
            "unnamed_sources",
            Sourcing,
            "sentences report what an unnamed source says",
        ),
        about(
            I::QuotesWithSpeaker,
            "quotes_with_speaker",
            Sourcing,
            "quotations have a named speaker beside them",
        )
        .scaled((0.55, 0.91), 11.0),
        about(I::Bylined, "bylined", Sourcing, "articles name their author")
            .scaled((0.1, 1.0), 1.0),
        about(I::Dated, "dated", Sourcing, "articles have a date"),
        about(I::Dateline, "dateline", Sourcing, "articles have a dateline"),
        about(I::AgencyNamed, "agency_named", Sourcing, "articles name an agency"),
        about(I::Corrected, "corrected", Sourcing, "articles state a correction"),
        about(
            I::HeadlineSupported,
            "headline_supported",
            Presentation,
            "headlines have more than a fifth of their words in the text",
        ),
        about(
            I::HeadlineQuestion,
            "headline_question",
            Presentation,
            "headlines end in a question mark",
        )
        .scaled((0.12, 0.01), 5.0),
        about(I::HeadlineQuotation, "headline_quotation", Presentation, "headlines quote"),
        about(
            I::HeadlineExclamation,
            "headline_exclamation",
            Presentation,
            "headlines have an exclamation mark",
        )
        .scaled((0.02, 0.0), 4.0),
        about(
            I::HeadlineCapitals,
            "headline_capitals",
            Presentation,
            "headlines have ordinary words in capitals",
        )
        .scaled((0.02, 0.0), 1.0),
        about(I::HeadlineReader, "headline_reader", Presentation, "headlines address the reader")
            .scaled((0.06, 0.005), 3.0),
        about(
            I::Exclamations,
            "exclamations",
            Presentation,
            "sentences end in an exclamation mark",
        )
        .scaled((0.004, 0.0), 9.0),
        about(I::Questions, "questions", Presentation, "sentences end in a question mark")
            .scaled((0.042, 0.006), 10.0),
        about(
            I::OpinionMarked,
            "opinion_marked",
            Presentation,
            "articles of opinion or in the first person are marked as opinion",
        )
        .scaled((0.05, 0.94), 5.0),
        about(I::Boilerplate, "boilerplate", Presentation, "lines are boilerplate"),
        about(I::OldPictures, "old_pictures", Presentation, "captions are of old pictures"),
        about(
            I::LoadedWords,
            "loaded_words",
            Presentation,
            "sentences judge in the writer's own words",
        )
        .scaled((0.012, 0.0005), 9.0),
    ]
};

impl Indicator {
    /// Returns what is fixed about the indicator.
    pub fn about(self) -> &'static About {
        &INDICATORS[self as usize]
    }

    /// Returns the indicator with that name; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        INDICATORS.iter().find(|about| about.name == name).map(|about| about.indicator)
    }
}

impl About {
    /// Returns what a rate is worth, in [0, 1]: 0 at the worse end of the scale and beyond, 1 at
    /// the better one; 0.5 for an indicator that only describes.
    pub fn value(&self, rate: f64) -> f64 {
        match self.direction {
            Direction::Neither => 0.5,
            _ => ((rate - self.scale.0) / (self.scale.1 - self.scale.0)).clamp(0.0, 1.0),
        }
    }

    /// Whether it is counted where the source's conduct is, and not article by article here.
    pub fn is_conduct(&self) -> bool {
        self.group == Group::Conduct
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_stand_at_their_own_place_and_scales_give_their_ends() {
        for (at, about) in INDICATORS.iter().enumerate() {
            assert_eq!(about.indicator as usize, at, "{}", about.name);
            assert_eq!(Indicator::named(about.name), Some(about.indicator));
            // An unrelated caption is bad, and yet costs nothing by default.
            let is_free = about.direction == Direction::Neither
                || about.indicator == Indicator::CaptionsUnrelated;
            assert_eq!(is_free, about.weight == 0.0, "{}", about.name);
            if about.weight > 0.0 {
                assert_eq!((about.value(about.scale.0), about.value(about.scale.1)), (0.0, 1.0));
            }
        }
    }
}
