//! The page that lists a dossier's cases.

use std::collections::BTreeSet;

use askama::Template;

use super::{Case, Dossier, Part};
use crate::page::case::Told;
use crate::page::{self, words};
use crate::report::schema::Cell;
use crate::report::tables::findings::side;

/// A case as its template takes it.
struct Row {
    date: String,
    /// Outlet, headline and address of the article and of the other.
    sides: [[String; 3]; 2],
    relation: String,
    share: String,
    credit: String,
    finding: Option<Told>,
    page: Option<String>,
}

/// Cases of one part.
struct Section {
    heading: &'static str,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "dossier.html", config = "src/page/askama.toml")]
struct Index {
    title: String,
    generator: &'static str,
    policy: String,
    style: &'static str,
    figures: Vec<(&'static str, usize)>,
    sections: Vec<Section>,
    inputs: Vec<(String, u64, String)>,
    version: &'static str,
}

/// Returns the page; `pages` are the names of the cases' pages.
pub(super) fn html(dossier: &Dossier<'_>, pages: &[Option<String>]) -> String {
    let heading = |part: Part| match part {
        Part::Gave => "Articles of others with its text, or that credit it",
        Part::Took => "Its articles with others' text",
        Part::Open => "Cases that leave open who has it from whom, or are about one article alone",
    };
    let sections = [Part::Gave, Part::Took, Part::Open].into_iter().map(|part| Section {
        heading: heading(part),
        rows: dossier
            .cases
            .iter()
            .zip(pages)
            .filter(|(case, _)| case.part == part)
            .map(|(case, page)| row(dossier, case, page.clone()))
            .collect(),
    });
    let digests = &dossier.source.batch.digests;
    let index = Index {
        title: dossier.title(),
        generator: crate::ingest::own::PAGE,
        policy: page::policy(None),
        style: page::STYLE,
        figures: figures(dossier),
        sections: sections.filter(|section| !section.rows.is_empty()).collect(),
        inputs: digests
            .iter()
            .map(|d| (page::shown::line(&d.name, 400), d.bytes, d.xxh3.clone()))
            .collect(),
        version: env!("CARGO_PKG_VERSION"),
    };
    index.render().expect("writing into a string fails only if a value's own formatting does")
}

/// Says that two articles are copies of a story that is not among the articles.
pub(super) fn of_lost(agency: &str) -> String {
    format!(
        "Both are copies of one story credited to {agency}. None of the agency's own pages is among the articles, so the copy is compared with the closest other copy."
    )
}

/// Returns the share of the article's words that the other has, and of the other's words that the
/// article has, each in [0, 1].
pub(super) fn shares(dossier: &Dossier<'_>, case: &Case) -> Option<(f64, f64)> {
    let c = &dossier.source.findings.comparisons[case.comparison? as usize];
    let (a, b) = (c.measures.containment_a(), c.measures.containment_b());
    Some(if c.a == case.article { (a, b) } else { (b, a) })
}

/// Counts what the cases add up to.
fn figures(dossier: &Dossier<'_>) -> Vec<(&'static str, usize)> {
    let f = dossier.source.findings;
    let gave = || dossier.cases.iter().filter(|case| case.part == Part::Gave);
    let outlets: BTreeSet<&str> =
        gave().filter_map(|case| f.cleaned[case.article as usize].source.as_deref()).collect();
    let credits = |case: &&Case| {
        f.cleaned[case.article as usize].credits.agencies.contains_key(dossier.subject)
    };
    let status = |case: &Case| dossier.finding(case).map(|finding| finding.status);
    let charged = Some(crate::report::findings::Status::Charged);
    vec![
        ("articles of others with its text, or that credit it", gave().count()),
        ("known outlets that these are from", outlets.len()),
        ("of these articles, credit it as an agency", gave().filter(credits).count()),
        (
            "its articles with others' text",
            dossier.cases.iter().filter(|case| case.part == Part::Took).count(),
        ),
        (
            "cases held against an article",
            dossier.cases.iter().filter(|c| status(c) == charged).count(),
        ),
    ]
}

fn row(dossier: &Dossier<'_>, case: &Case, page: Option<String>) -> Row {
    let (s, f) = (dossier.source, dossier.source.findings);
    let at = case.article as usize;
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => page::shown::line(text, 200),
        _ => String::new(),
    };
    let sides = [Some(case.article), case.other].map(|at| {
        let [id, _, _, title, url, _] = side(s, at);
        let outlet =
            at.map_or(String::new(), |at| page::case::outlet(&f.cleaned[at as usize], s.registry));
        let title = if title == Cell::Empty { id } else { title };
        let link = match &url {
            Cell::Text(url) => page::shown::link(url).unwrap_or_default(),
            _ => String::new(),
        };
        [page::shown::line(&outlet, 200), text(&title), link]
    });
    let date = f.lineage.dates[at].0.map(|date| words::date(&date.to_string()));
    let relation = case.comparison.map(|n| f.comparisons[n as usize].relation);
    let basis = f.cleaned[at].credits.agencies.get(dossier.subject);
    let credit = f.reliability.articles[at].credit.map(|credit| credit.name());
    Row {
        date: date.unwrap_or_else(|| "undated".to_owned()),
        sides,
        relation: relation.map_or(String::new(), |r| r.name().replace('_', " ")),
        share: shares(dossier, case)
            .map_or(String::new(), |(share, _)| words::percent(Some(share))),
        credit: match (basis, credit) {
            (Some(basis), _) => format!("named ({})", basis.name()),
            (None, Some(credit)) => words::among("credit", credit).to_owned(),
            (None, None) => String::new(),
        },
        finding: dossier.finding(case).map(Told::of),
        page,
    }
}
