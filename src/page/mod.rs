//! The report as one web page: a single file that needs no network, no server and no other file.
//!
//! [`model`] gathers what the views show, [`beside`] the comparisons of copies with their
//! originals. Both are written as compressed JSON into `<template>` elements; the script in
//! `script/` unpacks them and builds the views. What a reader needs first (findings, the week, the
//! sources) is also written as plain HTML by the templates in `templates/`, so that the page can be
//! read without a script.
//!
//! All text of articles is foreign: the templates escape it, the script only ever sets it as text,
//! characters that steer are replaced, only addresses of the web become links, and the
//! page's Content-Security-Policy allows no script and no style but its own and no request at all.

pub mod beside;
pub mod case;
pub mod desk;
mod front;
mod joined;
pub mod model;
mod pack;
mod plain;
mod sankey;
pub(crate) mod shown;
mod week;

use std::sync::LazyLock;

use askama::Template;
use rayon::prelude::*;

use crate::ingest::own;
use crate::report::{PAGE, ReportError, Sink, Source, TEXTS, findings};
use crate::words::{Language, Words};
use front::Front;

/// The page's script, joined from its parts.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    joined::script(concat!(
        include_str!("script/dom.js"),
        include_str!("script/data.js"),
        include_str!("script/words.js"),
        include_str!("script/query.js"),
        include_str!("script/review.js"),
        include_str!("script/findings.js"),
        include_str!("script/sources.js"),
        include_str!("script/story.js"),
        include_str!("script/beside.js"),
        include_str!("script/lists.js"),
        include_str!("script/main.js"),
    ))
});

/// The page's style sheet, joined from its parts.
pub(crate) const STYLE: &str = concat!(
    include_str!("style/base.css"),
    include_str!("style/parts.css"),
    include_str!("style/beside.css"),
    include_str!("style/narrow.css"),
);

/// One block of data in the page.
struct Packed {
    /// The element's id.
    id: String,
    /// The data, compressed, as base64.
    data: String,
}

/// The page as its template takes it.
#[derive(Template)]
#[template(path = "page.html", config = "src/page/askama.toml")]
struct Page<'p> {
    w: &'static Words,
    title: &'p str,
    generator: &'p str,
    policy: String,
    style: &'p str,
    script: &'p str,
    front: Front,
    packed: Vec<Packed>,
}

/// Comparisons on pages of their own. Chosen by judgement: what some seconds write.
const PAGES: usize = 5_000;

/// Returns the page of a run as one file. The same run gives the same bytes.
pub fn html(source: &Source<'_>, language: Language) -> String {
    html_within(source, language, &model::Limits::default())
}

/// Returns the page of a run, holding no more than `limits` allow. What does not fit is left out,
/// and the page says of how many it shows how many.
pub fn html_within(source: &Source<'_>, language: Language, limits: &model::Limits) -> String {
    made(source, language, limits, &|_, _, _| Ok(())).expect("nothing is written that could fail")
}

/// Writes the page of a run, and the comparisons that find no room in it as pages of their own into
/// the folder [`TEXTS`] beside it.
///
/// # Errors
/// Those of `sink`.
pub fn write(source: &Source<'_>, language: Language, sink: &Sink<'_>) -> Result<(), ReportError> {
    let limits = model::Limits { pages: PAGES, ..model::Limits::default() };
    let page = made(source, language, &limits, &|pair, title, finding| {
        let Some(texts) = case::Case::of_pair(source, pair, language) else { return Ok(()) };
        let opening = case::Opening {
            language,
            generator: own::PAGE,
            back: Some((format!("../{PAGE}#{}", pair.anchor), title.to_owned())),
            finding: finding.map(|finding| case::Told::of(finding, language)),
            ..case::Opening::default()
        };
        let name = format!("{TEXTS}/{}.html", pair.anchor);
        sink(&name, case::html(opening, Some(&texts)).as_bytes())
    })?;
    sink(PAGE, page.as_bytes())
}

/// Writes a comparison on a page of its own, of a report with a title, with the finding on it.
type Apart<'a> =
    dyn Fn(&model::Pair, &str, Option<&findings::Finding>) -> Result<(), ReportError> + Sync + 'a;

/// Makes the page, and calls `apart` for each comparison that has one of its own.
fn made(
    source: &Source<'_>,
    language: Language,
    limits: &model::Limits,
    apart: &Apart<'_>,
) -> Result<String, ReportError> {
    let w = language.words();
    let found = findings::list_in(source, language);
    let chosen = model::Chosen::of(source, &found, limits);
    let chunks = beside::chunks(source, &chosen, w, limits);
    let data = model::Data::of(source, w, &found, &chosen, &chunks);
    let texts = plain::texts(source, language, &chosen.pairs, &data.findings);
    let front = Front::of(source, w, &data, texts);
    let title = front.title.clone();
    let places = chunks.places.par_iter().zip(&chosen.pairs);
    places.filter(|(place, _)| place.0 == beside::APART).try_for_each(|(_, pair)| {
        let finding = found.iter().find(|x| x.comparison == Some(pair.comparison));
        apart(pair, &title, finding)
    })?;
    let mut packed = vec![Packed { id: "data".to_owned(), data: pack::json(&data) }];
    packed.extend(
        chunks
            .packed
            .into_iter()
            .enumerate()
            .map(|(n, data)| Packed { id: format!("pairs-{n}"), data }),
    );
    let page = Page {
        w,
        title: &title,
        generator: own::REPORT_PAGE,
        policy: policy(Some(&SCRIPT)),
        style: STYLE,
        script: &SCRIPT,
        front,
        packed,
    };
    Ok(page.render().expect("writing into a string fails only if a value's own formatting does"))
}

/// Returns the policy that lets the browser use this style and run this script, if there is one,
/// and nothing else: no request, no other script, no form, no frame.
pub(crate) fn policy(script: Option<&str>) -> String {
    let script = script.map_or(String::new(), |text| {
        format!(" script-src 'sha256-{}';", pack::sha256_base64(text))
    });
    format!(
        "default-src 'none';{script} style-src 'sha256-{}'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'",
        pack::sha256_base64(STYLE)
    )
}

/// Returns the policy of a report's page that is served: that of the page itself, with the script
/// and style of this version, and no frame around it.
pub(crate) fn policy_of_report() -> String {
    format!("{}; frame-ancestors 'none'", policy(Some(SCRIPT.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of script that a page may carry (issue 20).
    const MOST_SCRIPT: usize = 30_000;

    #[test]
    fn script_and_style_fit_the_page_and_cannot_end_early() {
        assert!(SCRIPT.len() <= MOST_SCRIPT, "{}", SCRIPT.len());
        for part in [SCRIPT.as_str(), STYLE] {
            assert!(!part.contains("</") && !part.contains("<!--"), "would end its element");
        }
        for word in
            ["innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "document.write", "fetch("]
        {
            assert!(!SCRIPT.contains(word), "{word}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
