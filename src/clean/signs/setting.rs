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

impl Set {
    #[inline]
    fn put_if(&mut self, holds: bool, setting: Setting) {
        if holds {
            self.put(setting as usize);
        }
    }
}

/// Where the running text of a page is.
struct MainText {
    /// Whether each line is running text of a story.
    core: Vec<bool>,
    /// The first and the last such line; `None` if there is none.
    ends: Option<(usize, usize)>,
    /// First and last line of the main text: of the runs of such lines, the one with the most
    /// words.
    from: usize,
    to: usize,
}

impl MainText {
    fn of(lines: &[Line<'_>], signs: &[Set]) -> Self {
        let core: Vec<bool> =
            signs.iter().zip(lines).map(|(s, l)| l.is_prose(10) && !s.has_any(NOT_CORE)).collect();
        let (mut best, mut run) = ((0usize, 0usize, 0usize), None::<(usize, usize, usize)>);
        let mut ends = None;
        for at in (0..lines.len()).filter(|at| core[*at]) {
            ends = Some((ends.map_or(at, |(first, _)| first), at));
            run = Some(match run {
                Some((from, to, words)) if at - to <= GAP => (from, at, words + lines[at].words),
                _ => (at, at, lines[at].words),
            });
            if let Some(run) = run.filter(|run| run.2 > best.2) {
                best = run;
            }
        }
        Self { core, ends, from: best.0, to: best.1 }
    }

    /// Puts where a line is, seen from the main text: how far before or after it, and how long the
    /// line is there.
    fn place(&self, at: usize, line: &Line<'_>, signs: Set, s: &mut Set) {
        use Setting::*;
        let Some((first, last)) = self.ends else { return s.put_if(true, NoText) };
        let (from, to) = (self.from, self.to);
        s.put_if(at < first, BeforeAll);
        s.put_if(at < from && at >= first, BeforeMain);
        s.put_if(at == from, Opens);
        s.put_if(at >= from && at <= to, InMain);
        s.put_if(at == to, Ends);
        s.put_if(at > to && at <= last, AfterMain);
        s.put_if(at > last, AfterAll);
        let class = match () {
            () if line.is_prose(12) => 3,
            () if line.terminal && line.words >= 4 => 2,
            () if line.words >= 5 => 1,
            () => 0,
        };
        if at < from {
            let distance = match from - at {
                1 => Just1Before,
                2 => Just2Before,
                3..=5 => Near5Before,
                6..=10 => Near10Before,
                _ => FarBefore,
            };
            s.put_if(true, distance);
            s.put_if(true, [ShortBefore, MidBefore, SentenceBefore, ProseBefore][class]);
            s.put_if(signs.has_any(ON_TOPIC), OnTopicBefore);
        } else if at > to {
            let distance = match at - to {
                1 => Just1After,
                2 => Just2After,
                3..=5 => Near5After,
                6..=10 => Near10After,
                _ => FarAfter,
            };
            s.put_if(true, distance);
            s.put_if(true, [ShortAfter, MidAfter, SentenceAfter, ProseAfter][class]);
            s.put_if(signs.has(Sign::OnTopicNone), OffTopicShort);
        } else {
            s.put_if(true, [ShortIn, MidIn, SentenceIn, ProseIn][class]);
        }
    }
}

/// Counts of the lines among which a line may be.
struct Among {
    cores: Counted,
    short: Counted,
    headlines: Counted,
    furniture: Counted,
    recurring: Counted,
    figures: Counted,
}

impl Among {
    fn of(lines: &[Line<'_>], signs: &[Set], core: &[bool]) -> Self {
        let n = lines.len();
        let is_headline = |i: usize| (5..=20).contains(&lines[i].words) && !lines[i].terminal;
        Self {
            cores: Counted::of(n, |i| core[i]),
            short: Counted::of(n, |i| lines[i].words <= 4),
            headlines: Counted::of(n, is_headline),
            furniture: Counted::of(n, |i| signs[i].has_any(FURNITURE)),
            recurring: Counted::of(n, |i| signs[i].has(Sign::RecursShort)),
            figures: Counted::of(n, |i| lines[i].is_figures()),
        }
    }

    /// Puts among which lines a line of a page of `n` lines is.
    fn place(&self, at: usize, n: usize, s: &mut Set) {
        use Setting::*;
        let near = self.cores.others(&(at.saturating_sub(2)..(at + 3).min(n)), at);
        s.put_if(true, [ProseNone, ProseOne, ProseTwo, ProseMany, ProseMany][near as usize]);
        let beside = at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(n);
        s.put_if(n > 4 && self.short.within(&beside) as usize == beside.len(), AmongShort);
        s.put_if(self.headlines.within(&beside) >= 4, AmongHeadlines);
        s.put_if(self.furniture.others(&beside, at) >= 2, AmongFurniture);
        s.put_if(self.recurring.others(&beside, at) >= 2, RecursNear);
        s.put_if(self.figures.others(&beside, at) >= 2, FiguresNear);
    }
}

/// The last headings above a line, whose reach ends with running text.
#[derive(Default)]
struct Headings {
    teasers: Option<usize>,
    author: Option<usize>,
}

impl Headings {
    /// Puts below which headings a line is.
    fn place(&self, at: usize, s: &mut Set) {
        use Setting::*;
        s.put_if(self.teasers.is_some_and(|t| t + 1 == at), UnderTeasers1);
        s.put_if(self.teasers.is_some(), UnderTeasers);
        s.put_if(self.author.is_some_and(|t| at <= t + 3), UnderAuthor);
    }

    /// Goes past a line.
    fn pass(&mut self, at: usize, line: &Line<'_>, signs: Set, core: bool) {
        if signs.has(Sign::WholeRelated) || signs.has(Sign::BeginsRelated) && line.words <= 8 {
            self.teasers = Some(at);
        } else if core && line.words >= 18 {
            self.teasers = None;
        }
        if signs.has(Sign::AuthorHeading) {
            self.author = Some(at);
        }
    }
}

/// Returns what all lines of a page have in common: how many they are, and how much of them is
/// running text.
fn of_page(lines: &[Line<'_>]) -> Set {
    use Setting::*;
    let n = lines.len();
    let prose_words: usize = lines.iter().filter(|l| l.is_prose(10)).map(|l| l.words).sum();
    let all_words: usize = lines.iter().map(|l| l.words).sum::<usize>().max(1);
    let share = prose_words * 20 / all_words;
    let mut s = Set::default();
    s.put_if(true, Always);
    s.put_if(n == 1, Alone);
    s.put_if(n <= 4, FewLines);
    s.put_if((5..=40).contains(&n), SomeLines);
    s.put_if((41..=120).contains(&n), ManyLines);
    s.put_if(n > 120, PageLines);
    s.put_if(share >= 18, AllProse);
    s.put_if((13..18).contains(&share), MostProse);
    s.put_if((7..13).contains(&share), HalfProse);
    s.put_if(share < 7, LittleProse);
    s
}

/// Puts at which end of the page a line is.
fn ends(at: usize, line: &Line<'_>, n: usize, s: &mut Set) {
    use Setting::*;
    s.put_if(at == 0, First);
    s.put_if(at == 1, Second);
    s.put_if(at + 1 == n, Last);
    s.put_if(at + 3 >= n, LastThree);
    s.put_if(at + 1 == n && line.words <= 4, ShortFinal);
}

/// Reads the settings of all lines. O(lines).
pub(super) fn read(lines: &[Line<'_>], signs: &[Set]) -> Vec<Set> {
    use Setting::*;
    let n = lines.len();
    let main = MainText::of(lines, signs);
    let among = Among::of(lines, signs, &main.core);
    let credits: Vec<bool> = signs.iter().zip(lines).map(|(s, l)| is_credit(*s, l)).collect();
    let shapes: Vec<(bool, u32)> =
        lines.iter().map(|line| (line.terminal, line.words.max(1).ilog2())).collect();
    let title = (0..n).find(|i| signs[*i].has(Sign::Title));
    let of_page = of_page(lines);
    let goes_on = |at: usize| {
        !lines[at].terminal && lines[at].words >= 4 && signs[at + 1].has(Sign::BeginsSmall)
    };
    let mut headings = Headings::default();
    let place = |(at, line): (usize, &Line<'_>)| {
        let mut s = of_page;
        ends(at, line, n, &mut s);
        main.place(at, line, signs[at], &mut s);
        among.place(at, n, &mut s);
        headings.place(at, &mut s);
        s.put_if(at > 0 && at + 1 < n && main.core[at - 1] && main.core[at + 1], ProseBothSides);
        s.put_if(title.is_some_and(|t| t < at && at < main.from), AfterTitle);
        s.put_if(title.is_some_and(|t| t < at && at <= t + 2), AfterTitleNear);
        let alike = |by: usize| {
            at >= by
                && at + by < n
                && shapes[at - by] == shapes[at]
                && shapes[at + by] == shapes[at]
        };
        s.put_if(alike(1), SameShape);
        s.put_if(alike(2), Alternates);
        s.put_if(at > 0 && goes_on(at - 1), Continues);
        s.put_if(at + 1 < n && goes_on(at), GoesOn);
        let kind = kind(line, credits[at]);
        s.put_if(at + 1 < n && credits[at + 1], ABOVE_CREDIT[kind]);
        s.put_if(at > 0 && credits[at - 1], BELOW_CREDIT[kind]);
        headings.pass(at, line, signs[at], main.core[at]);
        s
    };
    lines.iter().enumerate().map(place).collect()
}
