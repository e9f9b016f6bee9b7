//! The articles as columns.

use serde::Serialize;

use super::super::shown;
use super::Chosen;
use crate::lineage::Role;
use crate::report::Source;

/// Most characters of a headline. Chosen by judgement.
const TITLE: usize = 200;
/// Most characters of an id that is shown. Chosen by judgement.
const ID: usize = 120;

/// The articles, one entry per article in each column.
#[derive(Debug, Default, Serialize)]
pub struct Articles {
    /// Ids.
    pub id: Vec<String>,
    /// Sources by place; -1 if unknown.
    pub source: Vec<i32>,
    /// What the page calls itself, where the source is unknown; empty otherwise.
    pub claimed: Vec<String>,
    /// Headlines; empty if unknown.
    pub title: Vec<String>,
    /// Addresses that may become links; empty if there is none.
    pub url: Vec<String>,
    /// Dates as the tables show them; empty if undated.
    pub date: Vec<String>,
    /// Where the date was read.
    pub basis: Vec<&'static str>,
    /// First and last day on which an article without a stated date can have been written; empty if
    /// not bounded.
    pub span: Vec<(String, String)>,
    /// Words of the body.
    pub words: Vec<u32>,
    /// Language of the body; empty if not sure.
    pub lang: Vec<String>,
    /// Event, by number.
    pub story: Vec<u32>,
    /// Family, by number; -1 if none.
    pub family: Vec<i32>,
    /// Role: 0 original, 1 copy, 2 independent, -1 unknown.
    pub role: Vec<i8>,
    /// Best parent, by place; -1 if none is known or it was left out.
    pub parent: Vec<i32>,
    /// Relation to the parent; empty without one.
    pub relation: Vec<&'static str>,
    /// What became of the credit; empty if not judged.
    pub credit: Vec<&'static str>,
    /// Agencies credited on the page, by place among the sources.
    pub wire: Vec<Vec<i32>>,
    /// Altered quotations held against it.
    pub quotes: Vec<u32>,
    /// Altered facts held against it.
    pub facts: Vec<u32>,
    /// Score; `None` if too little could be checked.
    pub score: Vec<Option<f64>>,
}

impl Articles {
    /// Gathers the chosen articles.
    pub fn of(s: &Source<'_>, chosen: &Chosen) -> Self {
        let mut out = Self::default();
        for &at in &chosen.articles {
            out.push(s, chosen, at);
        }
        out
    }

    fn push(&mut self, s: &Source<'_>, chosen: &Chosen, at: u32) {
        let f = s.findings;
        let n = at as usize;
        let (article, clean) = (&f.articles[n], &f.cleaned[n]);
        let (standing, record) = (&f.lineage.standings[n], &f.reliability.articles[n]);
        let (date, basis) = f.lineage.dates[n];
        let span = f.lineage.intervals[n].as_ref();
        let day = |day: Option<chrono::NaiveDate>| day.map_or(String::new(), |d| d.to_string());
        self.id.push(shown::line(&article.id, ID));
        self.source.push(chosen.number(clean.source.as_deref()));
        let claimed = clean.claimed.as_deref().filter(|_| clean.source.is_none());
        self.claimed.push(shown::line(claimed.unwrap_or_default(), ID));
        self.title.push(shown::line(clean.title.as_deref().unwrap_or_default(), TITLE));
        let url = article.url.as_deref().or(article.canonical.as_deref());
        self.url.push(url.and_then(shown::link).unwrap_or_default());
        self.date.push(date.map_or(String::new(), |d| d.to_string()));
        self.basis.push(if date.is_some() { basis.name() } else { "" });
        self.span.push(span.map_or_else(Default::default, |x| (day(x.low), day(x.high))));
        self.words.push(f.fingerprints[n].words);
        self.lang.push(clean.language.clone().unwrap_or_default());
        self.story.push(standing.story);
        self.family.push(standing.cluster.map_or(-1, |c| c as i32));
        self.role.push(match standing.role {
            Some(Role::Original) => 0,
            Some(Role::Copy) => 1,
            Some(Role::Independent) => 2,
            None => -1,
        });
        let parent = standing.parent.as_ref().and_then(|p| chosen.place(p.article));
        self.parent.push(parent.map_or(-1, |p| p as i32));
        self.relation.push(standing.relation.map_or("", |r| r.name()));
        self.credit.push(record.credit.map_or("", |c| c.name()));
        let agencies = clean.credits.agencies.keys().map(|id| chosen.number(Some(id)));
        self.wire.push(agencies.filter(|n| *n >= 0).collect());
        self.quotes.push(if record.compared { record.quotes_altered } else { 0 });
        self.facts.push(if record.compared { record.facts_drifted } else { 0 });
        self.score.push(record.score.map(crate::report::schema::rounded));
    }
}
