//! The week at a glance: its figures, each with its course over the weeks before.

use crate::report::Source;
use crate::report::figures;
use crate::report::past_weeks::PastWeek;
use crate::words::Words;

/// The run as a whole.
pub(super) struct Week {
    /// The ISO week, such as `2021-W23`; `None` if the report covers all articles.
    pub name: Option<String>,
    /// The first week of the course and the last before this one; `None` without an earlier week.
    pub since: Option<(String, String)>,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A figure.
pub(super) struct Figure {
    /// What it counts.
    pub words: &'static str,
    /// How many.
    pub n: u64,
    /// The weeks before; `None` if it is not known of any.
    pub past: Option<Past>,
}

/// The course of a figure, drawn in a picture of 96 by 20.
pub(super) struct Past {
    /// The points of the line, and the last one.
    pub points: String,
    /// This week's point.
    pub last: [String; 2],
    /// The change since the last week before.
    pub change: String,
    /// The picture in words.
    pub words: String,
}

impl Week {
    /// Gathers the figures of a run.
    pub(super) fn of(s: &Source<'_>, w: &'static Words) -> Self {
        let name = s.settings.week.map(|(year, week)| format!("{year}-W{week:02}"));
        let before = s.beside.week_before.as_ref().map_or(&[][..], |before| &before.past);
        let figures = figures::of(s).into_iter().map(|(key, n)| Figure {
            words: w.among("page.figures", &key),
            n,
            past: Past::of(before, &key, n, name.as_deref().unwrap_or_default(), w),
        });
        let ends = before.first().zip(before.last());
        Self {
            since: ends.map(|(first, last)| (first.name.clone(), last.name.clone())),
            figures: figures.collect(),
            name,
        }
    }
}

impl Past {
    fn of(before: &[PastWeek], key: &str, n: u64, name: &str, w: &Words) -> Option<Self> {
        let known = before.iter().filter_map(|w| Some((w.name.as_str(), *w.figures.get(key)?)));
        let mut course: Vec<(&str, u64)> = known.collect();
        let (_, last) = *course.last()?;
        course.push((name, n));
        let most = course.iter().map(|(_, n)| *n).max().unwrap_or_default().max(1);
        let step = 90.0 / (course.len() - 1) as f64;
        let place = |at: usize, n: u64| {
            let y = 17.0 - 14.0 * n as f64 / most as f64;
            [format!("{:.1}", 3.0 + step * at as f64), format!("{y:.1}")]
        };
        let places: Vec<[String; 2]> =
            course.iter().enumerate().map(|(at, (_, n))| place(at, *n)).collect();
        let change = match n.abs_diff(last) {
            0 => w.of("page.unchanged").to_owned(),
            by if n > last => format!("+{by}"),
            by => format!("\u{2212}{by}"),
        };
        let told: Vec<String> = course.iter().map(|(week, n)| format!("{week}: {n}")).collect();
        Some(Self {
            points: places.iter().map(|p| p.join(",")).collect::<Vec<_>>().join(" "),
            last: places.last().cloned().unwrap_or_default(),
            change,
            words: told.join(", "),
        })
    }
}
