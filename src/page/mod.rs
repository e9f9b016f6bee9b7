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
mod sankey;
pub(crate) mod shown;
mod week;
pub(crate) mod words;

use std::sync::LazyLock;

use askama::Template;

use crate::ingest::own;
use crate::report::Source;
use crate::report::findings;
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
    title: &'p str,
    generator: &'p str,
    policy: String,
    style: &'p str,
    script: &'p str,
    front: Front,
    packed: Vec<Packed>,
}

/// Returns the page of a run. The same run gives the same bytes.
pub fn html(source: &Source<'_>) -> String {
    html_within(source, &model::Limits::default())
}

/// Returns the page of a run, holding no more than `limits` allow. What does not fit is left out,
/// and the page says of how many it shows how many.
pub fn html_within(source: &Source<'_>, limits: &model::Limits) -> String {
    let found = findings::list(source);
    let chosen = model::Chosen::of(source, &found, limits);
    let chunks = beside::chunks(source, &chosen, limits);
    let data = model::Data::of(source, &found, &chosen, &chunks);
    let front = Front::of(source, &data);
    let mut packed = vec![Packed { id: "data".to_owned(), data: pack::json(&data) }];
    packed.extend(
        chunks
            .packed
            .into_iter()
            .enumerate()
            .map(|(n, data)| Packed { id: format!("pairs-{n}"), data }),
    );
    let title = front.title.clone();
    let page = Page {
        title: &title,
        generator: own::REPORT_PAGE,
        policy: policy(Some(&SCRIPT)),
        style: STYLE,
        script: &SCRIPT,
        front,
        packed,
    };
    page.render().expect("writing into a string fails only if a value's own formatting does")
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
