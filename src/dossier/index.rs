//! The page that lists a dossier's cases.

use std::collections::BTreeSet;

use askama::Template;

use super::{Case, Dossier, Part};
use crate::page;
use crate::page::case::Told;
use crate::report::schema::Cell;
use crate::report::tables::findings::side;
use crate::words::Words;

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
    w: &'static Words,
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
    let w = dossier.language.words();
    let heading = |part: Part| match part {
        Part::Gave => w.of("page.dossier.gave"),
        Part::Took => w.of("page.dossier.took"),
        Part::Open => w.of("page.dossier.open"),
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
        w,
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
pub(super) fn of_lost(agency: &str, w: &Words) -> String {
    w.with("page.dossier.lost", agency)
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
    let (f, w) = (dossier.source.findings, dossier.language.words());
    let gave = || dossier.cases.iter().filter(|case| case.part == Part::Gave);
    let outlets: BTreeSet<&str> =
        gave().filter_map(|case| f.cleaned[case.article as usize].source.as_deref()).collect();
    let credits = |case: &&Case| {
        f.cleaned[case.article as usize].credits.agencies.contains_key(dossier.subject)
    };
    let status = |case: &Case| dossier.finding(case).map(|finding| finding.status);
    let charged = Some(crate::report::findings::Status::Charged);
    vec![
        (w.of("page.dossier.n_gave"), gave().count()),
        (w.of("page.dossier.n_outlets"), outlets.len()),
        (w.of("page.dossier.n_credit"), gave().filter(credits).count()),
        (
            w.of("page.dossier.n_took"),
            dossier.cases.iter().filter(|case| case.part == Part::Took).count(),
        ),
        (
            w.of("page.dossier.n_charged"),
            dossier.cases.iter().filter(|c| status(c) == charged).count(),
        ),
    ]
}

fn row(dossier: &Dossier<'_>, case: &Case, page: Option<String>) -> Row {
    let (s, f, w) = (dossier.source, dossier.source.findings, dossier.language.words());
    let at = case.article as usize;
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => page::shown::line(text, 200),
        _ => String::new(),
    };
    let sides = [Some(case.article), case.other].map(|at| {
        let [id, _, _, title, url, _] = side(s, at);
        let outlet = at
            .map_or(String::new(), |at| page::case::outlet(&f.cleaned[at as usize], s.registry, w));
        let title = if title == Cell::Empty { id } else { title };
        let link = match &url {
            Cell::Text(url) => page::shown::link(url).unwrap_or_default(),
            _ => String::new(),
        };
        [page::shown::line(&outlet, 200), text(&title), link]
    });
    let date = f.lineage.dates[at].0.map(|date| w.date(&date.to_string()));
    let relation = case.comparison.map(|n| f.comparisons[n as usize].relation);
    let basis = f.cleaned[at].credits.agencies.get(dossier.subject);
    let credit = f.reliability.articles[at].credit.map(|credit| credit.name());
    Row {
        date: date.unwrap_or_else(|| w.of("say.undated").to_owned()),
        sides,
        relation: relation.map_or(String::new(), |r| w.among("name", r.name()).to_owned()),
        share: shares(dossier, case).map_or(String::new(), |(share, _)| w.percent(Some(share))),
        credit: match (basis, credit) {
            (Some(basis), _) => w.with("page.dossier.named", w.among("basis", basis.name())),
            (None, Some(credit)) => w.among("credit", credit).to_owned(),
            (None, None) => String::new(),
        },
        finding: dossier.told(case),
        page,
    }
}
