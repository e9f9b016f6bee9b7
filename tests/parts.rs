//! A corpus cut into parts teaches and tells the same as in one piece.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use support::weeks::{self, Seeded};
use urtext::clean::{self, Cleaned, Outlets, Recurrence};
use urtext::ingest::{self, Article, Batch};
use urtext::merge::{self, Merge};
use urtext::pipeline::{self, Settings, Texts, Unwatched};
use urtext::report::{self, Beside, Folder, Format, Source};
use urtext::sources::Registry;

/// Names of places that outlets and captions are made of.
const PLACES: [&str; 8] =
    ["Halvik", "Brennick", "Sandhavn", "Ostermark", "Quenby", "Varde", "Lund Sound", "Torshaug"];

fn sample() -> (Batch, Registry) {
    let list = std::fs::read_to_string("tests/sources.toml").expect("the list");
    (read(Path::new("tests/corpus")), Registry::parse("tests/sources.toml", &list).expect("sound"))
}

fn read(path: &Path) -> Batch {
    let plan = ingest::plan::plan(&[path.display().to_string()]).expect("articles");
    ingest::run(&plan, &ingest::Settings::default(), &|_| ())
}

/// Returns some 560 articles, more than the sample of stems holds: invented weeks of news with
/// copies and boilerplate, and single stories, of which some have captions and some name their
/// outlet only.
fn made() -> (Batch, Registry) {
    let mut lines: String = (0..30).map(weeks::articles).collect();
    let mut seeded = Seeded(11);
    for n in 0..300 {
        let place = PLACES[seeded.below(8) as usize];
        let mut record = serde_json::json!({
            "id": format!("single-{n}"),
            "title": format!("{place} counts {} boats", seeded.below(5_000)),
            "text": format!("{}\n\nRead more from {place} every day of the year.", weeks::story(5_000 + n)),
        });
        match seeded.below(4) {
            0 => record["source"] = format!("{place} Morning Courier").into(),
            _ => {
                let host = place.to_lowercase().replace(' ', "-");
                record["url"] = format!("https://{host}-morning-courier.example/{n}").into();
            }
        }
        if seeded.below(3) == 0 {
            record["captions"] = serde_json::json!([format!(
                "Boats in the harbour of {} before the storm",
                PLACES[seeded.below(8) as usize]
            )]);
        }
        lines += &format!("{record}\n");
    }
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("made.jsonl"), lines).expect("written");
    (read(folder.path()), Registry::shipped().expect("sound"))
}

/// Returns every table of a run by name; a run in parts if their number is given.
fn tables(corpus: fn() -> (Batch, Registry), parts: Option<u64>) -> BTreeMap<String, String> {
    let (mut batch, registry) = corpus();
    let settings = Settings::default();
    let findings = match parts {
        None => pipeline::run(&mut batch, &registry, &settings, &Unwatched),
        Some(parts) => pipeline::run_in_parts(&mut batch, &registry, &settings, parts, &Unwatched)
            .expect("values that can be sent"),
    };
    let source = Source {
        findings: &findings,
        batch: &batch,
        registry: &registry,
        settings: &settings,
        beside: &Beside::default(),
    };
    let out = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(out.path(), "all", false).expect("opened");
    let written = report::write(&source, folder, Format::Csv, None).expect("written");
    let files = std::fs::read_dir(written).expect("read").map(|file| file.expect("a file").path());
    files
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

/// Compares the tables of a run in one piece with those of runs in parts.
fn is_the_same_in_parts(corpus: fn() -> (Batch, Registry)) {
    let whole = tables(corpus, None);
    assert!(whole.len() > 10 && whole["articles.csv"].lines().count() > 20);
    for parts in [1, 2, 16] {
        let cut = tables(corpus, Some(parts));
        assert!(whole.keys().eq(cut.keys()));
        for (name, text) in &whole {
            let first = text.lines().zip(cut[name].lines()).find(|(x, y)| x != y);
            assert!(*text == cut[name], "{name} in {parts} parts: {first:?}");
        }
    }
}

#[test]
fn the_sample_in_parts_gives_the_same_tables() {
    is_the_same_in_parts(sample);
}

#[test]
fn a_larger_corpus_in_parts_gives_the_same_tables() {
    is_the_same_in_parts(made);
}

/// A corpus whose texts were cleaned by all it teaches of recurring lines.
struct Corpus {
    articles: Vec<Article>,
    cleaned: Vec<Cleaned>,
    registry: Registry,
}

impl Corpus {
    fn read() -> Self {
        let (batch, registry) = made();
        let recurrence = Recurrence::learn(&clean::pages(&batch.articles, &registry));
        let cleaned = clean::part(&batch.articles, &registry, &recurrence);
        Self { articles: batch.articles, cleaned, registry }
    }

    /// Learns from the articles for which `is_in` says so.
    fn learn(&self, is_in: impl Fn(usize) -> bool) -> (clean::Pages, Outlets, Texts) {
        let here = || (0..self.articles.len()).filter(|at| is_in(*at));
        let articles: Vec<Article> = here().map(|at| self.articles[at].clone()).collect();
        let cleaned: Vec<Cleaned> = here().map(|at| self.cleaned[at].clone()).collect();
        let documents = clean::read_all(&articles, &cleaned);
        (
            clean::pages(&articles, &self.registry),
            Outlets::learn(&articles, &cleaned, &self.registry),
            Texts::learn(&articles, &cleaned, &documents),
        )
    }
}

/// Checks that three parts merge in any order and grouping into what the whole teaches.
fn merges<M: Merge + Clone + PartialEq + std::fmt::Debug>(whole: &M, parts: [M; 3]) {
    let [x, y, z] = parts;
    assert!(*whole == merge::all([x.clone(), y.clone(), z.clone()]), "in order");
    let grouped = x.clone().merge(y.clone().merge(z.clone()));
    assert!(*whole == grouped, "grouped otherwise");
    assert!(*whole == z.clone().merge(x.clone()).merge(y), "in another order");
    assert!(x == x.clone().merge(x.clone()) && x == x.clone().merge(M::default()), "with itself");
    assert!(*whole == whole.clone().merge(z), "with a part of itself");
}

#[test]
fn what_parts_teach_merges_into_what_the_whole_teaches() {
    let corpus = Corpus::read();
    let whole = corpus.learn(|_| true);
    let config = ProptestConfig {
        cases: 5,
        failure_persistence: None,
        rng_seed: prop::test_runner::RngSeed::Fixed(7),
        ..ProptestConfig::default()
    };
    let mut runner = prop::test_runner::TestRunner::new(config);
    let splits = prop::collection::vec(0u8..3, corpus.articles.len());
    runner
        .run(&splits, |of| {
            let [x, y, z] = [0, 1, 2].map(|part| corpus.learn(|at| of[at] == part));
            merges(&whole.0, [x.0, y.0, z.0]);
            merges(&whole.1, [x.1, y.1, z.1]);
            merges(&whole.2, [x.2, y.2, z.2]);
            Ok(())
        })
        .expect("merged");
}

#[test]
fn recurring_lines_of_an_outlet_do_not_depend_on_other_outlets() {
    let corpus = Corpus::read();
    let of = |articles: &[Article]| Recurrence::learn(&clean::pages(articles, &corpus.registry));
    let is_here =
        |article: &&Article| article.url.as_ref().is_some_and(|url| url.contains("varde"));
    let here: Vec<Article> = corpus.articles.iter().filter(is_here).cloned().collect();
    let ((all, _), (own, _)) = (of(&corpus.articles).learned(), of(&here).learned());
    assert!(!own.is_empty() && own.iter().all(|line| all.contains(line)));
}
