//! The constants of the rule that names relations, each with its meaning, and variants of them that
//! show how near a decision is to another.

/// Declares the bounds, each with name, value and meaning.
macro_rules! bounds {
    ($($name:ident = $value:literal, $meaning:literal;)*) => {
        /// The constants of [`relation::decide`](super::relation::decide). Shares are in [0, 1];
        /// all other bounds are numbers of words or ratios of lengths.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Bounds {
            $(#[doc = $meaning] pub $name: f64,)*
        }

        impl Bounds {
            /// The constants in use; `cargo bench --bench relations` checks them on labelled pairs.
            pub const SHIPPED: Self = Self { $($name: $value,)* };

            /// The names of all bounds, in the order of [`Bounds::values`].
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// Returns the values of all bounds.
            pub fn values(&self) -> Vec<f64> {
                vec![$(self.$name),*]
            }

            /// Returns mutable references to the values of all bounds.
            pub fn values_mut(&mut self) -> Vec<&mut f64> {
                vec![$(&mut self.$name),*]
            }
        }
    };
}

bounds! {
    identical_short = 0.995, "*Identical*: least share of the shorter body verbatim.";
    identical_long = 0.97, "*Identical*: least share of the longer body verbatim.";
    republished_short = 0.985, "*Republished*: least share of the shorter body matched.";
    republished_long = 0.94, "*Republished*: least share of the longer body matched.";
    republished_verbatim = 0.90, "*Republished*: least share of the longer body verbatim.";
    template_share = 0.20, "*Template*: least share of the names and numbers in shared places that were exchanged, ...";
    template_later = 0.14, "... and the same if the two are days apart.";
    template_numbers = 0.50, "*Template*: the same for numbers alone, if the two are days apart.";
    template_verbatim = 0.85, "*Template*: share of the longer body verbatim from which two exchanged ones are alterations of a copy.";
    template_shared = 0.30, "*Template* rather than shared source: least share of them exchanged.";
    spun_swapped = 0.10, "*Spun*: least share of the words of linked sentences that were replaced.";
    spun_loose = 0.20, "*Spun*: greatest share of words without any counterpart.";
    spun_order = 0.85, "*Spun*: least share of sentences in order.";
    spun_paired = 0.60, "*Spun*: least share of linked sentences that correspond one to one.";
    spun_linked = 0.40, "*Spun*: least share of the shorter body in linked sentences, to which the share that is verbatim is added.";
    spun_skeleton = 0.80, "*Spun*: least share of names and numbers kept.";
    spun_matched = 0.25, "*Spun*: least share of the shorter body matched.";
    spun_run = 0.30, "*Spun*: longest run outside quotations, as a share of the shorter body.";
    spun_spread = 0.50, "*Spun*: least share of the linked sentences in which words were swapped.";
    quotes_plain = 0.30, "*Same quotes*: greatest share of the verbatim words outside quotations.";
    quotes_long = 0.45, "*Same quotes*: share of the longer body verbatim from which more than quotations is shared.";
    quotes_matched = 0.34, "*Same quotes*: share of the words outside quotations matched from which more than quotations is shared.";
    quoted_short = 0.35, "*Same quotes*: least share of the shorter body in shared quotations, ...";
    authored_short = 0.11, "... with at most this share of it in other verbatim words.";
    reworded_long = 0.15, "*Rewritten*: least share of the longer body matched.";
    freely_linked = 0.80, "*Rewritten* freely: least share of the shorter body in linked sentences.";
    freely_skeleton = 0.80, "*Rewritten* freely: least share of names and numbers kept.";
    freely_nearness = 0.70, "*Rewritten* freely: the same weighted by rarity.";
    freely_matched = 0.34, "*Rewritten* freely: least share of the shorter body matched.";
    freely_plain = 35.0, "*Rewritten* freely: least verbatim words outside quotations.";
    freely_longest = 14.0, "*Rewritten* freely: longest run outside quotations.";
    freely_plain_matched = 0.30, "*Rewritten* freely: least share of the words outside quotations matched.";
    condensed_verbatim = 20.0, "*Rewritten*, condensed: least verbatim words.";
    condensed_longest = 20.0, "*Rewritten*, condensed: longest run outside quotations; a longer one was not reworded.";
    condensed_linked = 0.80, "*Rewritten*, condensed: least share of the shorter body in linked sentences.";
    condensed_skeleton = 0.78, "*Rewritten*, condensed: least share of names and numbers kept.";
    condensed_matched = 0.45, "*Rewritten*, condensed: least share of the shorter body matched.";
    condensed_plain_matched = 0.36, "*Rewritten*, condensed: least share of the words outside quotations matched.";
    condensed_swapped = 0.15, "*Rewritten*, condensed: least share of the words of linked sentences swapped.";
    condensed_short = 0.60, "*Rewritten*, condensed: share of the shorter body verbatim from which it was not reworded.";
    passage_plain = 20.0, "Passages: least verbatim words outside quotations.";
    passage_longest = 10.0, "Passages: least length of the longest run outside quotations.";
    edited_both = 0.45, "*Edited*: share of both bodies verbatim.";
    most_short = 0.55, "Least share of the shorter body verbatim that counts as most of it.";
    whole_short = 0.75, "*Excerpt*: share of the shorter body verbatim from which it is nothing but passages.";
    whole_loose = 0.05, "*Excerpt*: greatest share of words without counterpart then.";
    most_unbroken = 0.80, "*Excerpt*: how unbroken the passage is in the longer body.";
    most_long = 0.30, "*Edited*: share of the longer body verbatim if most of the shorter is.";
    mostly_short = 0.60, "*Edited*: share of the shorter body verbatim, if the passage is ...";
    mostly_unbroken = 0.40, "... this unbroken.";
    part_short = 0.30, "Least share of the shorter body verbatim that counts as a part of it.";
    part_longer = 1.50, "*Excerpt* of a part: least length of the longer body, in lengths of the shorter.";
    part_unbroken = 0.90, "*Excerpt*: how unbroken that part is in the longer body, ...";
    part_plain = 60.0, "... of so many words outside quotations.";
    long_run = 90.0, "*Excerpt*: a run of so many words outside quotations, ...";
    long_plain = 100.0, "... of so many in all.";
    part_long = 0.32, "*Edited*: share of the longer body verbatim if a part of the shorter is.";
    shared_plain = 25.0, "*Shared source*: least verbatim words outside quotations.";
    shared_longest = 12.0, "*Shared source*: least length of the longest run outside quotations.";
    version_order = 0.60, "One outlet's *edited*: least share of sentences in order, ...";
    version_long = 0.60, "... unless so much of the longer body is verbatim.";
    event = 0.18, "*Same event*: least likeness of the content words if both dates are known.";
    event_undated = 0.21, "*Same event*: least likeness of the content words if a date is missing.";
    event_names = 0.15, "*Same event*: least share of names and numbers, by rarity.";
    spun_lexical = 0.03, "*Spun*: least share of the words of linked sentences that were changed one for another, ...";
    spun_longer = 1.90, "... if the longer body is at least this many times as long as the shorter.";
    spun_synonyms = 4.0, "*Spun*: least synonyms among the swapped words and phrases, ...";
    spun_synonymous = 0.15, "... and their least share.";
    worked_short = 0.60, "Words replaced, but not *spun*: least share of the shorter body, and of its words outside quotations, verbatim for a version; below it the text was rewritten.";
    quotes_nearly = 0.85, "*Same quotes*, not a copy: least share of the verbatim words quoted, ...";
    quotes_printed = 0.75, "... up to this share of the longer body verbatim.";
    quotes_mostly = 0.60, "*Same quotes*, not a copy: least share of the verbatim words quoted, ...";
    quotes_beside = 0.50, "... if a smaller share of the words outside quotations is matched.";
    reworded_swapped = 0.07, "*Rewritten*: least share of the words of linked sentences replaced; below it nothing was reworded.";
    reworded_both = 0.45, "*Rewritten*: least sum of the shares of the shorter body matched and verbatim, ...";
    reworded_linked = 0.95, "... unless at least this share of it is in linked sentences.";
    quotes_most = 0.70, "*Same quotes* and not rewritten: from this share of the verbatim words quoted on ...";
    reworded_plain = 0.40, "... if less of the words outside quotations is matched ...";
    reworded_short = 0.49, "... and less of the shorter body ...";
    reworded_much = 0.17, "... or of the longer.";
    reworded_brief = 15.0, "*Rewritten*: least verbatim words outside quotations of a brief.";
    own_short = 0.28, "*Rewritten* in a language without labelled pairs: least share of the shorter body that is in its own words and matched, ...";
    own_matched = 0.50, "... of its own words matched, ...";
    own_long = 0.30, "... of the longer body matched ...";
    own_both = 0.50, "... and of the shorter.";
    own_lexical = 0.04, "... or least share of the words of linked sentences changed one for another.";
    own_verbatim = 0.25, "... if so much of the shorter is verbatim.";
    own_some = 0.20, "*Shared source*, not a version: least share of the shorter body in its own words, ...";
    own_explained = 0.40, "... of which less than this share is matched, ...";
    own_run = 50.0, "... without a run of own words of this length ...";
    own_unbroken = 0.95, "... nor one so unbroken in the longer body.";
    gathered_order = 0.50, "*Shared source*: share of links in order below which both texts collect what somebody said, ...";
    gathered_quoted = 0.40, "... if so much of the verbatim words is quoted; and the same for two texts with words replaced around the quotations.";
    excerpt_short = 0.37, "*Excerpt*: least share of the shorter body verbatim; below it the passage is part of a story of its own.";
    excerpt_longer = 2.0, "... unless it is one long run and the longer body is at least this many times as long as the shorter.";
    version_swapped = 0.06, "A version, not a *template*: greatest share of the words of linked sentences replaced, on one day, ...";
    version_short = 0.60, "... with at least this share of the shorter body verbatim ...";
    version_skeleton = 0.55, "... and at least this share of names and numbers kept.";
    hoax_long = 0.85, "A copy with other names, not a *template*: least share of the longer body verbatim, ...";
    hoax_words = 150.0, "... in a body of at least this many words.";
    worked_loose = 0.05, "In scripts without capitals, a version and not a *template*: greatest share of words without a counterpart.";
    series_words = 60.0, "*Template*: most words of the shorter body for an outlet's text of another day to be the next issue of a series.";
    bulletin_words = 125.0, "*Template*: the same if each text has at least three particulars of its own, or two numbers differ.";
}

/// Number of variants of the bounds that vote on a decision. Chosen by judgement; how often a
/// verdict of given firmness is right is printed by `cargo bench --bench relations`.
const VARIANTS: usize = 40;
/// Standard deviations of a variant's bounds: of the log-odds for shares, of the logarithm for all
/// other bounds. Chosen by judgement, checked by the same bench.
const SPREAD: (f64, f64) = (0.25, 0.15);

impl Bounds {
    /// Returns copies of the bounds, each bound moved slightly and independently, the same ones in
    /// every run. Their votes show how near a pair is to another relation.
    ///
    /// By one standard deviation a share moves by a quarter of a unit of log-odds (.50 to .44 or
    /// .56, .90 to .87 or .92), any other bound by 15 %.
    pub fn variants() -> Vec<Self> {
        // SplitMix64 (Steele et al. 2014); the sum of twelve uniform numbers minus six is close
        // enough to a normal one.
        let mut state = 0x5eed_u64;
        let mut uniform = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        };
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        (0..VARIANTS)
            .map(|_| {
                let mut bounds = Self::SHIPPED;
                for bound in bounds.values_mut() {
                    *bound = if *bound < 1.0 {
                        let odds = (*bound / (1.0 - *bound)).ln() + SPREAD.0 * normal();
                        1.0 / (1.0 + (-odds).exp())
                    } else {
                        *bound * (SPREAD.1 * normal()).exp()
                    };
                }
                bounds
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_stand_around_the_bounds_and_stay_in_range() {
        let all = Bounds::variants();
        assert_eq!(all, Bounds::variants());
        for (at, shipped) in Bounds::SHIPPED.values().into_iter().enumerate() {
            let values: Vec<f64> = all.iter().map(|b| b.values()[at]).collect();
            assert!(
                values.iter().any(|v| *v < shipped) && values.iter().any(|v| *v > shipped),
                "{}",
                Bounds::NAMES[at]
            );
            assert!(
                values.iter().all(|v| *v > 0.0 && (shipped >= 1.0 || *v < 1.0)),
                "{}",
                Bounds::NAMES[at]
            );
        }
    }
}
