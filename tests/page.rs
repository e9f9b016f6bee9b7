//! The page of a report, as far as it can be judged without a browser; `tests/page/run.py` opens it in
//! one.

use std::io::Read;

use base64::Engine;
use serde_json::Value;
use urtext::ingest::{self, Batch};
use urtext::page::model::Limits;
use urtext::page::{html, html_within};
use urtext::pipeline::{self, Settings, Unwatched};
use urtext::report::{Beside, Source};
use urtext::sources::Registry;
use urtext::words::Language;

/// Calls `use_it` with the run over the fictional corpus.
fn corpus<T>(use_it: impl FnOnce(&Source<'_>) -> T) -> T {
    let plan = ingest::plan::list(&["tests/corpus".to_owned()]).expect("the corpus");
    let mut batch: Batch = ingest::run(&plan.inputs, &ingest::Settings::default(), &|_| {});
    let registry = Registry::open("tests/sources.toml".as_ref()).expect("the list");
    let settings = Settings::default();
    let findings = pipeline::run(&mut batch, &registry, &settings, &Unwatched);
    use_it(&Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &Beside::default(),
    })
}

/// Unpacks one block of data of a page.
fn block(page: &str, id: &str) -> Option<Value> {
    let text = page.split(&format!("<template id=\"{id}\">")).nth(1)?.split('<').next()?;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).expect("base64");
    let mut plain = String::new();
    flate2::read::ZlibDecoder::new(&bytes[..]).read_to_string(&mut plain).expect("zlib");
    Some(serde_json::from_str(&plain).expect("JSON"))
}

#[test]
fn what_does_not_fit_is_counted() {
    corpus(|source| {
        let whole = block(&html(source, Language::En), "data").expect("data");
        let few = Limits { articles: 10, findings: 2, rows: 3, beside: 0, pages: 0, text: 60_000 };
        let page = html_within(source, Language::En, &few);
        assert!(page.contains("2 of 5 findings"), "the plain list says what is left out");
        let data = block(&page, "data").expect("data");
        assert_eq!(data["totals"], whole["totals"]);
        assert_eq!(data["articles"]["id"].as_array().map(Vec::len), Some(10));
        assert_eq!(data["findings"].as_array().map(Vec::len), Some(2));
        assert!(block(&page, "pairs-0").is_none());
        let pairs = data["pairs"].as_array().expect("pairs");
        assert!(!pairs.is_empty() && pairs.iter().all(|pair| pair[3] == -1), "{pairs:?}");
    });
}

#[test]
fn what_finds_no_room_has_pages_of_its_own() {
    corpus(|source| {
        let few = Limits { beside: 0, pages: 2, ..Limits::default() };
        let data = block(&html_within(source, Language::En, &few), "data").expect("data");
        let chunks: Vec<i64> =
            data["pairs"].as_array().expect("pairs").iter().filter_map(|p| p[3].as_i64()).collect();
        assert_eq!(chunks.iter().filter(|chunk| **chunk == -2).count(), 2);
        assert!(chunks[..2] == [-2, -2] && chunks[2..].iter().all(|chunk| *chunk == -1));
    });
}

#[test]
fn a_comparison_holds_each_word_of_both_bodies_and_names_what_counts() {
    corpus(|source| {
        let page = html(source, Language::En);
        let (data, beside) =
            (block(&page, "data").expect("data"), block(&page, "pairs-0").expect("comparisons"));
        let spun = &data["findings"][0];
        let pair = spun["pair"].as_u64().expect("its pair") as usize;
        let beside = &beside[data["pairs"][pair][4].as_u64().expect("a place") as usize];
        let counted = beside["alterations"]
            .as_array()
            .expect("alterations")
            .iter()
            .filter(|alteration| alteration["counts"] == true);
        assert_eq!(counted.count(), 4, "as many as the sentence says: {}", spun["text"]);
        let at = data["pairs"][pair][1].as_u64().expect("the copy") as usize;
        let id = data["articles"]["id"][at].as_str().expect("its id");
        let n = source.findings.articles.iter().position(|a| a.id == id).expect("the article");
        let body = source.findings.cleaned[n].body_text(&source.findings.articles[n].text);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let shown: String = beside["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .flat_map(|row| row[1].as_array().expect("pieces"))
            .map(|piece| piece[1].as_str().expect("text"))
            .collect();
        assert_eq!(letters(&shown), letters(&body));
    });
}
