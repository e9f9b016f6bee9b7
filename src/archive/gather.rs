//! Selects the articles of a report over an archive: the new ones, and those of the archive to
//! compare them with.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{ArchiveError, Writer};
use crate::ingest::{Article, Batch};
use crate::pipeline::Settings;

/// The articles of a run over an archive.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The number of each article by its id.
    pub numbers: BTreeMap<String, u32>,
    /// Number of new articles.
    pub new: usize,
    /// Number of new texts under ids already kept with another text.
    pub revisions: u64,
    /// Number of articles in the input that were kept already.
    pub recognised: u64,
    /// Number of articles loaded from the archive.
    pub kept: usize,
}

/// Separates the new articles of `batch` from those already kept, and replaces its articles by all
/// that the run looks at: everything new, and of the archive what falls within the window around
/// the week, or else around the new articles. Without a window, or if no new article is dated,
/// everything is loaded; undated articles always are.
///
/// # Errors
/// Those of reading the archive.
pub fn gather(
    writer: &Writer,
    batch: &mut Batch,
    settings: &Settings,
) -> Result<Gathered, ArchiveError> {
    let admitted = writer.admit(std::mem::take(&mut batch.articles))?;
    let span = span(settings, admitted.new.iter().map(|(_, a)| a));
    let wanted = |_: u32, article: &Article| {
        span.is_none_or(|(from, to)| moment(article).is_none_or(|day| from <= day && day <= to))
    };
    let mut all = writer.reader().map(|r| r.articles(&wanted)).transpose()?.unwrap_or_default();
    let runs = writer.reader().map(super::Reader::runs).transpose()?.unwrap_or_default();
    all.iter_mut().for_each(|(number, article)| {
        article.kept = Some(runs.partition_point(|first| first <= number) as u32)
    });
    let mut out = Gathered {
        new: admitted.new.len(),
        revisions: admitted.revisions,
        recognised: admitted.recognised,
        kept: all.len(),
        ..Gathered::default()
    };
    all.extend(admitted.new);
    out.numbers = all.iter().map(|(number, article)| (article.id.clone(), *number)).collect();
    batch.articles = all.into_iter().map(|(_, article)| article).collect();
    batch.articles.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(out)
}

fn moment(article: &Article) -> Option<NaiveDate> {
    article.moment().map(|stamp| stamp.day)
}

/// Returns the first and last day of the articles to load; `None` for all days.
fn span<'a>(
    settings: &Settings,
    new: impl Iterator<Item = &'a Article>,
) -> Option<(NaiveDate, NaiveDate)> {
    let window = Days::new(u64::from(settings.window_days?));
    let (first, last) = match settings.week {
        Some((year, week)) => {
            let monday = NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon)?;
            (monday, monday.checked_add_days(Days::new(6))?)
        }
        None => {
            let days: Vec<NaiveDate> = new.filter_map(moment).collect();
            (*days.iter().min()?, *days.iter().max()?)
        }
    };
    Some((first.checked_sub_days(window)?, last.checked_add_days(window)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Stamp;

    #[test]
    fn the_window_lies_around_the_week_or_else_around_what_is_new() {
        let day = |m, d| NaiveDate::from_ymd_opt(2021, m, d).expect("a day");
        let article =
            |m, d| Article { published: Some(Stamp::of_day(day(m, d))), ..Article::default() };
        let settings = |week, window_days| Settings { week, window_days, ..Settings::default() };
        let new = [article(6, 9), article(6, 1), Article::default()];
        assert_eq!(
            span(&settings(Some((2021, 23)), Some(10)), new.iter()),
            Some((day(5, 28), day(6, 23)))
        );
        assert_eq!(span(&settings(None, Some(1)), new.iter()), Some((day(5, 31), day(6, 10))));
        assert_eq!(span(&settings(Some((2021, 23)), None), new.iter()), None);
        assert_eq!(span(&settings(None, Some(1)), [].iter()), None, "nothing new: everything kept");
    }
}
