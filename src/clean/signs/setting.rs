//! Reads where a line is: before, in or after the main text, and among which lines.

use std::ops::Range;

use super::{Set, Setting, Sign};
use crate::clean::lines::Line;

/// Most lines between two lines of running text for both to belong to one text. Chosen by
/// judgement; the model was learned with it.
const GAP: usize = 8;

/// Signs that running text is not part of the story.
const NOT_CORE: Set = Set::of(&[
    Sign::MadeAsCaption,
    Sign::CreditEnd,
    Sign::SetOffBracket,
    Sign::RecursProse,
    Sign::ReaderSite,
    Sign::HoldsFurniture,
    Sign::BeginsRelated,
    Sign::BeginsFurniture,
    Sign::Repeated,
    Sign::NoticeMany,
    Sign::Copyright,
    Sign::HeadingRelated,
    Sign::HeadingOther,
    Sign::CutShort,
]);

/// Signs of boilerplate.
const FURNITURE: Set = Set::of(&[
    Sign::WholeFurniture,
    Sign::WholeRelated,
    Sign::ShareBar,
    Sign::RecursShort,
    Sign::BeginsFurniture,
    Sign::SiteTwo,
    Sign::NoticeTwo,
    Sign::NoticeMany,
]);

const ON_TOPIC: Set = Set::of(&[Sign::OnTopicMany, Sign::OnTopicSome]);

/// Signs that a short line is the credit of a picture.
const CREDITS: Set = Set::of(&[
    Sign::PhotoCredit,
    Sign::CreditColon,
    Sign::CopyrightName,
    Sign::NameAndHouse,
    Sign::EndsCredit,
    Sign::EndsAgency,
]);

/// Most words of a line that is only a picture credit. Chosen by judgement; the model was learned
/// with it.
const CREDIT: usize = 14;

/// Number of lines on either side that count as beside a line. Chosen by judgement; the model was
/// learned with it.
const BESIDE: usize = 3;

/// Prefix counts of the lines that have a property, which give the count in any range in O(1).
struct Counted(Vec<u32>);

impl Counted {
    fn of(n: usize, has: impl Fn(usize) -> bool) -> Self {
        let mut before = Vec::with_capacity(n + 1);
        let mut count = 0;
        before.push(0);
        before.extend((0..n).map(|at| {
            count += u32::from(has(at));
            count
        }));
        Self(before)
    }

    fn within(&self, lines: &Range<usize>) -> u32 {
        self.0[lines.end] - self.0[lines.start]
    }

    /// Counts those within a range, except line `at` of the range.
    fn others(&self, lines: &Range<usize>, at: usize) -> u32 {
        self.within(lines) - self.within(&(at..at + 1))
    }
}

/// Whether a line is a picture credit and nothing else.
fn is_credit(signs: Set, line: &Line<'_>) -> bool {
    line.words <= CREDIT && !signs.has(Sign::LongSentence) && signs.has_any(CREDITS)
}

/// Settings above and below a picture credit, by [`kind`]: a caption is more often a sentence, a
/// heading more often a short line.
const ABOVE_CREDIT: [Setting; 6] = [
    Setting::ShortAboveCredit,
    Setting::MidAboveCredit,
    Setting::LongAboveCredit,
    Setting::SentenceAboveCredit,
    Setting::ProseAboveCredit,
    Setting::CreditAboveCredit,
];
const BELOW_CREDIT: [Setting; 6] = [
    Setting::ShortBelowCredit,
    Setting::MidBelowCredit,
    Setting::LongBelowCredit,
    Setting::SentenceBelowCredit,
    Setting::ProseBelowCredit,
    Setting::CreditBelowCredit,
];

/// Returns what kind of line is beside a credit: short, of medium length, long, a short or a long
/// sentence, or a credit itself.
fn kind(line: &Line<'_>, is_credit: bool) -> usize {
    match (line.terminal, line.words) {
        _ if is_credit => 5,
        (true, 12..) => 4,
        (true, _) => 3,
        (false, 12..) => 2,
        (false, 5..) => 1,
        (false, _) => 0,
    }
}

/// Reads the settings of all lines. O(lines).
pub(super) fn read(lines: &[Line<'_>], signs: &[Set]) -> Vec<Set> {
    use Setting::*;
    let n = lines.len();
    let core: Vec<bool> =
        signs.iter().zip(lines).map(|(s, l)| l.is_prose(10) && !s.has_any(NOT_CORE)).collect();
    let cores = Counted::of(n, |i| core[i]);
    let short = Counted::of(n, |i| lines[i].words <= 4);
    let headlines = Counted::of(n, |i| (5..=20).contains(&lines[i].words) && !lines[i].terminal);
    let furniture = Counted::of(n, |i| signs[i].has_any(FURNITURE));
    let recurring = Counted::of(n, |i| signs[i].has(Sign::RecursShort));
    let figures = Counted::of(n, |i| lines[i].is_figures());
    let credits: Vec<bool> = signs.iter().zip(lines).map(|(s, l)| is_credit(*s, l)).collect();
    let shapes: Vec<(bool, u32)> =
        lines.iter().map(|line| (line.terminal, line.words.max(1).ilog2())).collect();
    // The main text is the run with the most words.
    let (mut best, mut run) = ((0usize, 0usize, 0usize), None::<(usize, usize, usize)>);
    let (mut first, mut last) = (None, None);
    for at in (0..n).filter(|at| core[*at]) {
        first = first.or(Some(at));
        last = Some(at);
        run = Some(match run {
            Some((from, to, words)) if at - to <= GAP => (from, at, words + lines[at].words),
            _ => (at, at, lines[at].words),
        });
        if let Some(run) = run.filter(|run| run.2 > best.2) {
            best = run;
        }
    }
    let (from, to, _) = best;
    let prose_words: usize =
        (0..n).filter(|i| lines[*i].is_prose(10)).map(|i| lines[i].words).sum();
    let all_words: usize = lines.iter().map(|l| l.words).sum::<usize>().max(1);
    let title = (0..n).find(|i| signs[*i].has(Sign::Title));
    let mut out = Vec::with_capacity(n);
    let (mut teasers, mut author): (Option<usize>, Option<usize>) = (None, None);
    for at in 0..n {
        let line = &lines[at];
        let mut s = Set::default();
        let mut add = |holds: bool, setting: Setting| {
            if holds {
                s.put(setting as usize);
            }
        };
        add(true, Always);
        add(n == 1, Alone);
        add(at == 0, First);
        add(at == 1, Second);
        add(at + 1 == n, Last);
        add(at + 3 >= n, LastThree);
        add(n <= 4, FewLines);
        add((5..=40).contains(&n), SomeLines);
        add((41..=120).contains(&n), ManyLines);
        add(n > 120, PageLines);
        let share = prose_words * 20 / all_words;
        add(share >= 18, AllProse);
        add((13..18).contains(&share), MostProse);
        add((7..13).contains(&share), HalfProse);
        add(share < 7, LittleProse);
        let class = match () {
            () if line.is_prose(12) => 3,
            () if line.terminal && line.words >= 4 => 2,
            () if line.words >= 5 => 1,
            () => 0,
        };
        match (first, last) {
            (Some(first), Some(last)) => {
                add(at < first, BeforeAll);
                add(at < from && at >= first, BeforeMain);
                add(at == from, Opens);
                add(at >= from && at <= to, InMain);
                add(at == to, Ends);
                add(at > to && at <= last, AfterMain);
                add(at > last, AfterAll);
                if at < from {
                    add(
                        true,
                        match from - at {
                            1 => Just1Before,
                            2 => Just2Before,
                            3..=5 => Near5Before,
                            6..=10 => Near10Before,
                            _ => FarBefore,
                        },
                    );
                    add(true, [ShortBefore, MidBefore, SentenceBefore, ProseBefore][class]);
                    add(signs[at].has_any(ON_TOPIC), OnTopicBefore);
                } else if at > to {
                    add(
                        true,
                        match at - to {
                            1 => Just1After,
                            2 => Just2After,
                            3..=5 => Near5After,
                            6..=10 => Near10After,
                            _ => FarAfter,
                        },
                    );
                    add(true, [ShortAfter, MidAfter, SentenceAfter, ProseAfter][class]);
                    add(signs[at].has(Sign::OnTopicNone), OffTopicShort);
                } else {
                    add(true, [ShortIn, MidIn, SentenceIn, ProseIn][class]);
                }
            }
            _ => add(true, NoText),
        }
        let near = cores.others(&(at.saturating_sub(2)..(at + 3).min(n)), at);
        add(true, [ProseNone, ProseOne, ProseTwo, ProseMany, ProseMany][near as usize]);
        add(at > 0 && at + 1 < n && core[at - 1] && core[at + 1], ProseBothSides);
        let beside = at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(n);
        add(n > 4 && short.within(&beside) as usize == beside.len(), AmongShort);
        add(headlines.within(&beside) >= 4, AmongHeadlines);
        add(furniture.others(&beside, at) >= 2, AmongFurniture);
        add(recurring.others(&beside, at) >= 2, RecursNear);
        add(figures.others(&beside, at) >= 2, FiguresNear);
        add(teasers.is_some_and(|t| t + 1 == at), UnderTeasers1);
        add(teasers.is_some(), UnderTeasers);
        add(author.is_some_and(|t| at <= t + 3), UnderAuthor);
        add(title.is_some_and(|t| t < at && at < from), AfterTitle);
        add(title.is_some_and(|t| t < at && at <= t + 2), AfterTitleNear);
        let alike = |by: usize| {
            at >= by
                && at + by < n
                && shapes[at - by] == shapes[at]
                && shapes[at + by] == shapes[at]
        };
        add(alike(1), SameShape);
        add(alike(2), Alternates);
        add(at + 1 == n && line.words <= 4, ShortFinal);
        let goes_on = |at: usize| {
            !lines[at].terminal && lines[at].words >= 4 && signs[at + 1].has(Sign::BeginsSmall)
        };
        add(at > 0 && goes_on(at - 1), Continues);
        add(at + 1 < n && goes_on(at), GoesOn);
        let kind = kind(line, credits[at]);
        add(at + 1 < n && credits[at + 1], ABOVE_CREDIT[kind]);
        add(at > 0 && credits[at - 1], BELOW_CREDIT[kind]);
        if signs[at].has(Sign::WholeRelated)
            || signs[at].has(Sign::BeginsRelated) && line.words <= 8
        {
            teasers = Some(at);
        } else if core[at] && line.words >= 18 {
            teasers = None;
        }
        if signs[at].has(Sign::AuthorHeading) {
            author = Some(at);
        }
        out.push(s);
    }
    out
}
