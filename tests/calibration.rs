//! Sources with known true rates: how often the 90 % intervals contain the truth, and how well
//! scores rank sources.
//!
//! `cargo test --release --test calibration -- --nocapture` prints the table in the documentation
//! of `src/reliability/prior.rs`.

use std::collections::BTreeMap;

use statrs::distribution::{Beta, ContinuousCDF};
use urtext::reliability::agreement::spearman;
use urtext::reliability::profile::{self, Direction, Indicator};
use urtext::reliability::{Prior, Rate, SourceRecord, score};
use urtext::sources::Weights;

/// SplitMix64 (Steele, Lea, Flood, 2014), so that draws are the same everywhere.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn hit(&mut self, rate: f64) -> bool {
        self.uniform() < rate
    }

    fn hits(&mut self, of: u32, rate: f64) -> u32 {
        (0..of).map(|_| u32::from(self.hit(rate))).sum()
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        Beta::new(a, b).expect("a beta").inverse_cdf(self.uniform())
    }
}

const SOURCES: u32 = 1000;

/// Number of articles of a source: five for every fifth source, else up to 200, with small numbers
/// more likely.
fn articles(dice: &mut Dice, source: u32) -> u32 {
    if source.is_multiple_of(5) { 5 } else { (5.0 * 40.0_f64.powf(dice.uniform())) as u32 }
}

/// Shares of intervals that contain the truth: of all sources, and of those with five articles.
fn coverage(drawn: &[(f64, Rate, bool)]) -> (f64, f64) {
    let rates: Vec<Rate> = drawn.iter().map(|(_, rate, _)| *rate).collect();
    let prior = Prior::fit(&rates);
    let mut held = [(0u32, 0u32); 2];
    for (truth, rate, five) in drawn {
        let e = prior.posterior(rate);
        for (of, counts) in held.iter_mut().enumerate() {
            if of == 0 || *five {
                *counts = (counts.0 + u32::from((e.low..=e.high).contains(truth)), counts.1 + 1);
            }
        }
    }
    let share = |(held, of): (u32, u32)| f64::from(held) / f64::from(of);
    (share(held[0]), share(held[1]))
}

/// Draws sources each of whose articles is one case.
fn drawn(
    seed: u64,
    truth: impl Fn(&mut Dice) -> f64,
    seen: impl Fn(&mut Dice, f64) -> f64,
) -> Vec<(f64, Rate, bool)> {
    let mut dice = Dice(seed);
    (0..SOURCES)
        .map(|source| {
            let rate = truth(&mut dice);
            let of = articles(&mut dice, source);
            let week = seen(&mut dice, rate);
            (rate, Rate::of(dice.hits(of, week), of), of == 5)
        })
        .collect()
}

fn say(what: &str, (all, five): (f64, f64)) {
    println!("//! | {what} | {:.1} % | {:.1} % |", all * 100.0, five * 100.0);
}

fn holds(share: f64) -> bool {
    (0.87..=0.93).contains(&share)
}

#[test]
fn intervals_hold_the_truth_nine_times_in_ten_where_the_model_is_right() {
    for (name, a, b) in [
        ("rates around a quarter, Beta(2, 6)", 2.0, 6.0),
        ("most rates near none, Beta(0.5, 6)", 0.5, 6.0),
        ("high rates, Beta(9, 2)", 9.0, 2.0),
    ] {
        let shares = coverage(&drawn(7, |dice| dice.beta(a, b), |_, rate| rate));
        say(name, shares);
        assert!(holds(shares.0) && holds(shares.1), "{name}: {shares:?}");
    }
}

#[test]
fn intervals_hold_for_a_mixture_of_honest_sources_and_spinners() {
    let mixed =
        |dice: &mut Dice| if dice.hit(0.15) { dice.beta(8.0, 4.0) } else { dice.beta(1.0, 30.0) };
    let shares = coverage(&drawn(11, mixed, |_, rate| rate));
    say("a mixture: 15 % spinners, Beta(8, 4), among honest ones, Beta(1, 30)", shares);
    assert!(holds(shares.0), "{shares:?}");
    // A spinner with five articles is drawn towards the honest majority.
    assert!((0.80..=0.97).contains(&shares.1), "{shares:?}");
}

/// A true rate, the cases of each article or story (its number, hits, cases), and whether there are
/// five articles.
type Grouped = (f64, Vec<(u32, u32, u32)>, bool);

/// Draws sources with four cases per article (or story), correlated within it.
fn grouped(seed: u64, together: f64) -> Vec<Grouped> {
    let mut dice = Dice(seed);
    (0..SOURCES)
        .map(|source| {
            let rate = dice.beta(2.0, 6.0);
            let of = articles(&mut dice, source);
            let strength = 1.0 / together - 1.0;
            let groups = (0..of).map(|group| {
                let own =
                    dice.beta((rate * strength).max(1e-3), ((1.0 - rate) * strength).max(1e-3));
                (group, dice.hits(4, own), 4)
            });
            (rate, groups.collect(), of == 5)
        })
        .collect()
}

#[test]
fn quotations_that_go_together_in_an_article_are_allowed_for() {
    let sources = grouped(13, 0.4);
    let known: Vec<_> = sources
        .iter()
        .map(|(rate, groups, five)| (*rate, Rate::of_articles(groups.iter().copied()), *five))
        .collect();
    let shares = coverage(&known);
    say("four quotations an article that go together (intraclass correlation .4)", shares);
    assert!(holds(shares.0) && holds(shares.1), "{shares:?}");
    // If each quotation were counted as an independent case, many more intervals would miss the
    // truth.
    let naive: Vec<_> = known
        .iter()
        .map(|(rate, counted, five)| (*rate, Rate::of(counted.count, counted.of), *five))
        .collect();
    let missed = coverage(&naive);
    say("the same, each quotation taken for a case of its own", missed);
    assert!(missed.0 < shares.0 - 0.05, "{missed:?}");
}

#[test]
fn articles_of_one_story_that_share_their_fate_are_allowed_for() {
    let sources = grouped(17, 0.4);
    let by_story = |(rate, groups, five): &Grouped| {
        let articles = groups
            .iter()
            .flat_map(|&(story, hits, of)| (0..of).map(move |n| (story, u32::from(n < hits), 1)));
        (*rate, Rate::of_articles(articles), *five)
    };
    let shares = coverage(&sources.iter().map(by_story).collect::<Vec<_>>());
    say("four articles a story that go together (intraclass correlation .4)", shares);
    assert!(holds(shares.0) && holds(shares.1), "{shares:?}");
}

#[test]
fn an_odd_week_is_told_for_what_it_is() {
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let logit = |p: f64| (p / (1.0 - p)).ln();
    // Either everybody's odds are up threefold for a week, or each source has better and worse
    // weeks, with odds up or down by up to a factor of two.
    let up = coverage(&drawn(
        19,
        |dice| dice.beta(2.0, 6.0),
        |_, rate| logistic(logit(rate) + 3.0_f64.ln()),
    ));
    say("a week in which all odds are threefold, against the usual rate", up);
    let uneven = coverage(&drawn(
        23,
        |dice| dice.beta(2.0, 6.0),
        |dice, rate| logistic(logit(rate) + (dice.uniform() * 2.0 - 1.0) * 2.0_f64.ln()),
    ));
    say("weeks in which odds are up or down to twofold, against the usual rate", uneven);
    // The interval is about the week that was seen. Nothing within a week shows that it was
    // unusual, so this has to be stated as a limitation.
    assert!(up.0 < 0.6 && uneven.0 < 0.9, "{up:?} {uneven:?}");
    let week =
        drawn(19, |dice| logistic(logit(dice.beta(2.0, 6.0)) + 3.0_f64.ln()), |_, rate| rate);
    assert!(holds(coverage(&week).0), "the week's own rate");
}

#[test]
fn few_sources_give_intervals_that_hold_about_as_often() {
    let cases = [
        (5, 2.0, 6.0, 0.85),
        (10, 2.0, 6.0, 0.86),
        (20, 2.0, 6.0, 0.87),
        (50, 2.0, 6.0, 0.87),
        (10, 10.0, 30.0, 0.85),
        (10, 0.2, 0.4, 0.80),
    ];
    for (number, a, b, least) in cases {
        let (mut held, mut five, mut runs) = (0.0, 0.0, 0.0);
        for seed in 0..(2000 / number) {
            let sources: Vec<_> = drawn(100 + seed, |dice| dice.beta(a, b), |_, rate| rate)
                .into_iter()
                .take(number as usize)
                .collect();
            let shares = coverage(&sources);
            (held, five, runs) = (held + shares.0, five + shares.1, runs + 1.0);
        }
        say(&format!("{number} sources in the run, Beta({a}, {b})"), (held / runs, five / runs));
        assert!((least..=0.97).contains(&(held / runs)), "{number}: {}", held / runs);
    }
}

/// The indicators of made sources, each with the beta distribution of its rate and the number of
/// cases of one article.
const MADE: [(Indicator, (f64, f64), u32); 7] = [
    (Indicator::Credited, (4.0, 2.0), 0),
    (Indicator::QuotesKept, (8.0, 1.0), 0),
    (Indicator::NamedSources, (3.0, 9.0), 25),
    (Indicator::QuotesWithSpeaker, (8.0, 3.0), 6),
    (Indicator::Bylined, (4.0, 2.0), 1),
    (Indicator::HeadlineQuestion, (1.0, 20.0), 1),
    (Indicator::Questions, (2.0, 80.0), 25),
];

/// The result of scoring made sources.
struct Scored {
    /// Spearman correlation of score and true score, over all sources and over those with fifty
    /// articles or more.
    order: (f64, f64),
    /// Shares of intervals that contain the true score, of all sources and of those with five
    /// articles.
    held: (f64, f64),
}

/// Scores sources drawn with rates that go together as strongly as `together` says (0: not at all),
/// and whose sentences go together within each article.
fn scored(seed: u64, together: f64) -> Scored {
    let (mut dice, weights) = (Dice(seed), Weights::default());
    let (mut sources, mut truths) = (BTreeMap::new(), Vec::new());
    for n in 0..SOURCES {
        let of = articles(&mut dice, n);
        let common = dice.uniform();
        let truth = MADE.map(|(indicator, (a, b), _)| {
            // A mixture of a draw that all rates share, and one of its own.
            let own = if dice.hit(together) { common } else { dice.uniform() };
            let better = indicator.about().direction == Direction::Better;
            Beta::new(a, b).expect("a beta").inverse_cdf(if better { own } else { 1.0 - own })
        });
        let mut record = SourceRecord { articles: of, ..SourceRecord::default() };
        for ((indicator, _, each), rate) in MADE.iter().zip(truth) {
            let cases = (0..of).filter_map(|article| {
                // A tenth of the articles are copies.
                let each = match each {
                    0 => u32::from(dice.hit(0.1)),
                    n => *n,
                };
                let strength = 30.0;
                let own =
                    dice.beta((rate * strength).max(1e-3), ((1.0 - rate) * strength).max(1e-3));
                let own = if each == 1 { rate } else { own };
                (each > 0).then(|| (article, dice.hits(each, own), each))
            });
            record.profile.set(*indicator, Rate::of_articles(cases));
        }
        sources.insert(format!("{n:04}"), record);
        truths.push((truth, of));
    }
    profile::sources::shrink_all(&mut sources, &|_| "outlet");
    score::sources(&mut sources, &weights, &|_| "outlet");
    let (mut all, mut held, mut fives) = (Vec::new(), 0, (0, 0));
    for ((truth, of), record) in truths.iter().zip(sources.values()) {
        let Some(found) = record.score else { continue };
        let parts = score::parts(record, &weights);
        let cost = |part: &score::Part| {
            let at = MADE.iter().position(|(i, _, _)| *i == part.about.indicator);
            part.cost_at(truth[at.expect("made")])
        };
        let want = 100.0 - parts.iter().map(cost).sum::<f64>();
        let holds = (found.low..=found.high).contains(&want);
        held += u32::from(holds);
        if *of == 5 {
            fives = (fives.0 + u32::from(holds), fives.1 + 1);
        }
        all.push((found.value, want, *of));
    }
    assert!(all.len() > 900, "{}", all.len());
    let order = |least: u32| {
        let (of, wanted): (Vec<f64>, Vec<f64>) =
            all.iter().filter(|s| s.2 >= least).map(|s| (s.0, s.1)).unzip();
        spearman(&of, &wanted).expect("spread")
    };
    let share = |held: u32, of: u32| f64::from(held) / f64::from(of);
    Scored {
        order: (order(0), order(50)),
        held: (share(held, all.len() as u32), share(fives.0, fives.1)),
    }
}

#[test]
fn scores_order_sources_as_the_truth_does_and_their_intervals_hold_it() {
    for (together, name, least) in [(0.0, "independent", 0.87), (0.5, "half of them alike", 0.75)] {
        let made = scored(31, together);
        let words = format!(
            "Spearman with the true score {:.3}, {:.3} from fifty articles on",
            made.order.0, made.order.1
        );
        say(&format!("the score, rates of a source {name}; {words}"), made.held);
        assert!(made.order.0 >= 0.84 && made.order.1 >= 0.94, "{:?}", made.order);
        // Where rates go together, intervals are too narrow, although they are widened for it.
        assert!((least..=0.93).contains(&made.held.0) && made.held.1 >= least, "{:?}", made.held);
    }
}
