//! Learns what sets the kinds of lines on pages apart, and measures how well that holds on hosts
//! not learned from.
//!
//! `cargo bench --bench blocks -- DATA...` reads labelled articles: folders with `articles.jsonl`
//! and `gold.jsonl` (`id`, `lines` of number and label), folders of articles with
//! `paragraphs_gold.jsonl` (`id`, `paragraphs` with `text` and `label`) and `captions_gold.jsonl`
//! (`id`, `caption`), and files of articles that are entirely body; without arguments, the sets
//! beside the checkout. It prints precision and recall in folds by host, set by set, with and
//! without knowledge of what recurs in the source, and the file of weights learned from all data
//! (`src/clean/blocks.toml`). `--rows` prints every line that is misclassified by a model that did
//! not learn from its host.

mod learn;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use learn::{Example, learn};
use rayon::prelude::*;
use urtext::clean::credit::Agencies;
use urtext::clean::flattened;
use urtext::clean::lines::{self, Line};
use urtext::clean::model::Model;
use urtext::clean::pages::Pages;
use urtext::clean::recurrence::{Recurrence, Standing};
use urtext::clean::signs::Sign;
use urtext::clean::{Label, identity, label, signs};
use urtext::ingest::{self, Article, plan};
use urtext::sources::Registry;
use urtext::text::fold;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Number of folds that the hosts are divided into.
const FOLDS: u64 = 8;
/// Most articles used from a file of articles that are entirely body.
const MOST: usize = 1_000;
/// Weights of an article, by judgement: labelled by readers or publishers, by paragraph; labelled
/// by line; labelled by a second extractor; and the factor for its second copy, which is learned as
/// if it were its source's only article.
const PARAGRAPHS: f32 = 6.0;
const LINES: f32 = 1.0;
const SILVER: f32 = 0.5;
const ALONE: f32 = 0.5;
/// Factor for the third copy of an article, which is learned as if its source had many articles,
/// since the sources of the labelled articles do not. By judgement.
const AMONG_MANY: f32 = 0.5;
/// Percentage of the lines of each label that recur in that case: half of the boilerplate, none of
/// the body. By judgement.
const RECUR: [(Label, u64); 5] = [
    (Label::Boilerplate, 50),
    (Label::Byline, 15),
    (Label::Related, 15),
    (Label::Caption, 3),
    (Label::Headline, 1),
];
/// Weight of an article that is entirely body. By judgement.
const PLAIN: f32 = 0.3;

/// Signs of captions. Extractors keep captions as body, so such a line is left unlabelled even
/// where two of them agree.
const PICTURES: [usize; 3] =
    [Sign::MadeAsCaption as usize, Sign::CreditEnd as usize, Sign::PhotoCredit as usize];

fn doubt((label, _): (&mut Option<usize>, &Vec<u16>)) {
    *label = label.filter(|label| Label::ALL[*label].0 != Label::Body);
}

/// A labelled article.
struct Doc {
    set: String,
    /// What is kept on one side of a fold: the article's host, or the article itself in sets from
    /// one host.
    fold: u64,
    host: String,
    lines: Vec<(u32, usize, String)>,
    labels: Vec<Option<usize>>,
    /// Features with knowledge of what recurs in the source, without it, and as if the source had
    /// many articles.
    features: [Vec<Vec<u16>>; 3],
    weight: f32,
}

type Gold<'g> = dyn Fn(&Article, &[Line<'_>]) -> Option<Vec<Option<usize>>> + Sync + 'g;

fn place(name: &str) -> Option<usize> {
    Label::ALL.iter().position(|(_, known)| *known == name)
}

/// Returns the outlet, or else the last two labels of the URL's host.
fn host(article: &Article) -> String {
    let url = article.url.as_deref().unwrap_or_default();
    let host = url
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', '?', ':']).next())
        .unwrap_or_default();
    let labels: Vec<&str> = host.rsplit('.').take(2).collect();
    let host = labels.into_iter().rev().collect::<Vec<_>>().join(".");
    article.outlet.clone().filter(|outlet| !outlet.is_empty()).unwrap_or(host)
}

/// Reads the features of a run of articles, of which `gold` labels some.
fn read(
    set: &str,
    files: &[String],
    gold: &Gold<'_>,
    weight: &(dyn Fn(&Article) -> f32 + Sync),
    registry: &Registry,
) -> Vec<Doc> {
    let articles = ingest::run(
        &plan::plan(files).expect("labelled articles"),
        &ingest::Settings::default(),
        &|_| (),
    )
    .articles;
    let mut names = identity::Names::default();
    let identities: Vec<identity::Identity> =
        articles.iter().map(|a| names.identify(registry, a)).collect();
    let places: Vec<Vec<lines::Place>> = articles.par_iter().map(lines::of).collect();
    let recurrence = Recurrence::learn(&Pages::learn(&articles, &identities, &places));
    let pages: Vec<Option<String>> = articles
        .iter()
        .zip(&identities)
        .map(|(a, i)| i.furniture(a, |source| recurrence.has_pages(source)))
        .collect();
    let agencies = Agencies::of_run(registry);
    let doc = |at: usize| {
        let article = &articles[at];
        let mut lines =
            flattened::read(&article.text, &places[at], &recurrence, pages[at].as_deref());
        let standings: Vec<_> =
            lines.iter_mut().map(|line| std::mem::take(&mut line.standing)).collect();
        let mut labels = gold(article, &lines)?;
        let features = |lines: &[Line<'_>]| -> Vec<Vec<u16>> {
            let seen = signs::read(
                lines,
                article.title.as_deref(),
                article.language.as_deref(),
                &agencies,
            );
            let of = |at: usize| {
                let mut features = Vec::new();
                seen.each_feature(at, |feature| features.push(feature as u16));
                features
            };
            (0..lines.len()).map(of).collect()
        };
        let alone = features(&lines);
        let weight = weight(article);
        if weight == SILVER {
            labels
                .iter_mut()
                .zip(&alone)
                .filter(|(_, f)| f.iter().any(|f| PICTURES.contains(&usize::from(*f))))
                .for_each(doubt);
        }
        lines.iter_mut().zip(standings).for_each(|(line, standing)| line.standing = standing);
        let marked = features(&lines);
        among_many(article, &mut lines, &labels);
        let host = host(article);
        let apart = if set.ends_with(".zst") { article.id.as_str() } else { host.as_str() };
        Some(Doc {
            set: set.to_owned(),
            fold: xxh3_64_with_seed(apart.as_bytes(), 7) % FOLDS,
            lines: lines.iter().map(|l| (l.number, l.words, l.text.to_owned())).collect(),
            labels,
            features: [marked, alone, features(&lines)],
            weight,
            host,
        })
    };
    (0..articles.len()).into_par_iter().map(doc).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// Marks lines as if the source had many articles.
fn among_many(article: &Article, lines: &mut [Line<'_>], labels: &[Option<usize>]) {
    let of = 40;
    let last = lines.len();
    for (at, (line, label)) in lines.iter_mut().zip(labels).enumerate() {
        let label = label.map(|label| Label::ALL[label].0);
        let share =
            RECUR.iter().find(|(known, _)| Some(*known) == label).map_or(0, |(_, share)| *share);
        let recurs = xxh3_64_with_seed(article.id.as_bytes(), line.key) % 100 < share;
        let at_edge = at < 2 || at + 3 >= last;
        line.standing = if recurs {
            Standing {
                articles: 12,
                neighbours: 9,
                texts: 9,
                edges: if at_edge { 12 } else { 0 },
                of,
            }
        } else {
            Standing { articles: 1, neighbours: 1, texts: 1, edges: u32::from(at_edge), of }
        };
    }
}

fn jsonl(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).expect("labels");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON lines")).collect()
}

fn text(value: &serde_json::Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// Reads articles with labels by line number.
fn numbered(folder: &Path, registry: &Registry) -> Vec<Doc> {
    let lines = |gold: &serde_json::Value| -> BTreeMap<u64, Option<usize>> {
        let lines = gold["lines"].as_array().expect("lines").iter();
        lines
            .map(|line| {
                (line[0].as_u64().expect("a number"), place(line[1].as_str().expect("a label")))
            })
            .collect()
    };
    let gold: BTreeMap<String, BTreeMap<u64, Option<usize>>> = jsonl(&folder.join("gold.jsonl"))
        .iter()
        .map(|gold| (text(gold, "id"), lines(gold)))
        .collect();
    let file = folder.join("articles.jsonl");
    let firm: BTreeSet<String> = jsonl(&file)
        .iter()
        .filter(|a| matches!(text(a, "gold").as_str(), "hand" | "fundus"))
        .map(|a| text(a, "id"))
        .collect();
    let labels = |article: &Article, lines: &[Line<'_>]| {
        let gold = gold.get(&article.id)?;
        Some(
            lines.iter().map(|line| gold.get(&u64::from(line.number)).copied().flatten()).collect(),
        )
    };
    let weight = |article: &Article| if firm.contains(&article.id) { LINES } else { SILVER };
    read(&folder.display().to_string(), &[file.display().to_string()], &labels, &weight, registry)
}

/// Reads articles with labelled paragraphs: all files of the folders, with the labels of the last.
fn with_paragraphs(folders: &[&Path], registry: &Registry) -> Vec<Doc> {
    let folder = folders.last().expect("a folder");
    let paragraphs = |gold: &serde_json::Value| -> Vec<(String, String)> {
        let all = gold["paragraphs"].as_array().expect("paragraphs").iter();
        all.map(|p| (fold::phrase(&text(p, "text")), text(p, "label"))).collect()
    };
    let gold: BTreeMap<String, Vec<(String, String)>> =
        jsonl(&folder.join("paragraphs_gold.jsonl"))
            .iter()
            .map(|gold| (text(gold, "id"), paragraphs(gold)))
            .collect();
    let named = |folder: &&Path| {
        std::fs::read_dir(folder)
            .expect("a folder")
            .map(|e| e.expect("a file").path().display().to_string())
    };
    let mut files: Vec<String> = folders
        .iter()
        .flat_map(named)
        .filter(|p| p.ends_with(".jsonl") && !p.contains("gold."))
        .collect();
    files.sort();
    let mut captions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for gold in jsonl(&folder.join("captions_gold.jsonl")) {
        captions.entry(text(&gold, "id")).or_default().push(fold::phrase(&text(&gold, "caption")));
    }
    let labels = |article: &Article, lines: &[Line<'_>]| {
        let captions = captions.get(&article.id);
        let Some(gold) = gold.get(&article.id) else {
            let is = |line: &Line<'_>| {
                captions.is_some_and(|all| all.contains(&fold::phrase(line.text)))
            };
            return captions.map(|_| {
                lines.iter().map(|line| if is(line) { place("caption") } else { None }).collect()
            });
        };
        let label = |line: &Line<'_>| {
            let phrase = fold::phrase(line.text);
            let within = |part: &str| {
                part.len() * 2 > phrase.len()
                    && format!(" {phrase} ").contains(&format!(" {part} "))
            };
            let found = gold
                .iter()
                .find(|(text, _)| *text == phrase)
                .or_else(|| gold.iter().find(|(text, _)| within(text)));
            place(found?.1.trim_start_matches("dateline_"))
        };
        Some(lines.iter().map(label).collect())
    };
    read(&folder.display().to_string(), &files, &labels, &|_| PARAGRAPHS, registry)
}

/// Reads articles that are entirely body.
fn plain(file: &Path, registry: &Registry) -> Vec<Doc> {
    let file = file.display().to_string();
    let labels = |_: &Article, lines: &[Line<'_>]| Some(vec![place("body"); lines.len()]);
    let mut docs = read(&file, std::slice::from_ref(&file), &labels, &|_| PLAIN, registry);
    docs.truncate(MOST);
    docs
}

/// Counts of predictions against labels.
#[derive(Default, Clone, Copy)]
struct Count {
    /// Lines that are not body: found, wrongly predicted, missed; the same for captions.
    furniture: [f64; 3],
    captions: [f64; 3],
    /// Words of body, and how many of them were cut.
    words: [f64; 2],
}

impl Count {
    fn add(&mut self, doc: &Doc, said: &[usize]) {
        let (body, headline, caption) = (place("body"), place("headline"), place("caption"));
        for ((gold, said), (_, words, _)) in
            doc.labels.iter().zip(said).zip(&doc.lines).filter(|((gold, _), _)| gold.is_some())
        {
            if *gold == headline {
                continue;
            }
            let tell = |count: &mut [f64; 3], is: bool, told: bool| match (is, told) {
                (true, true) => count[0] += 1.0,
                (false, true) => count[1] += 1.0,
                (true, false) => count[2] += 1.0,
                _ => {}
            };
            tell(&mut self.furniture, *gold != body, Some(*said) != body);
            tell(&mut self.captions, *gold == caption, Some(*said) == caption);
            if *gold == body {
                self.words[0] += *words as f64;
                self.words[1] += if Some(*said) != body { *words as f64 } else { 0.0 };
            }
        }
    }

    fn print(&self, name: &str) {
        let rates = |[found, wrong, missed]: [f64; 3]| {
            let (p, r) = (found / (found + wrong).max(1.0), found / (found + missed).max(1.0));
            (p, r, 2.0 * p * r / (p + r).max(1e-9))
        };
        let (p, r, f) = rates(self.furniture);
        let (cp, cr, cf) = rates(self.captions);
        let cut = self.words[1] / self.words[0].max(1.0);
        println!(
            "{name}: not body {p:.4} right, {r:.4} found, F1 {f:.4}; captions {cp:.3}, {cr:.3}, {cf:.3}; words of body cut {cut:.4}"
        );
    }
}

fn learned(docs: &[Doc], keep: impl Fn(&Doc) -> bool) -> Model {
    let mut examples = Vec::new();
    for doc in docs.iter().filter(|doc| keep(doc)) {
        examples.push(Example {
            features: &doc.features[0],
            labels: &doc.labels,
            weight: doc.weight,
        });
        if doc.features[0] != doc.features[1] {
            examples.push(Example {
                features: &doc.features[1],
                labels: &doc.labels,
                weight: doc.weight * ALONE,
            });
        }
        if doc.weight != PLAIN {
            examples.push(Example {
                features: &doc.features[2],
                labels: &doc.labels,
                weight: doc.weight * AMONG_MANY,
            });
        }
    }
    learn(&examples)
}

/// Returns the labels that a model predicts for the lines of an article.
fn said(model: &Model, doc: &Doc, features: &[Vec<u16>]) -> Vec<usize> {
    let scores = features.iter().zip(&doc.lines).map(|(features, (_, words, _))| {
        let mut scores = model.score(features);
        label::weigh_words(*words, &mut scores);
        scores
    });
    model.decode(&scores.collect::<Vec<_>>())
}

fn main() {
    let (options, mut data): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .partition(|argument| argument.starts_with("--"));
    if data.is_empty() {
        let sets = [
            "data/blocks",
            "data/blocks/other",
            "data/events",
            "data2/events",
            "data/world/reuters.jsonl.zst",
        ];
        data = sets.iter().map(|set| format!("../shared/{set}")).collect();
    }
    let registry = Registry::shipped().expect("the shipped list is whole");
    let mut docs: Vec<Doc> = Vec::new();
    let mut before: Vec<&Path> = Vec::new();
    for path in data.iter().map(Path::new) {
        docs.extend(if path.is_file() {
            plain(path, &registry)
        } else if path.join("gold.jsonl").exists() {
            numbered(path, &registry)
        } else {
            // A later folder of stories is read together with those before it.
            before.push(path);
            with_paragraphs(&before, &registry)
        });
    }
    let models: Vec<Model> =
        (0..FOLDS).into_par_iter().map(|fold| learned(&docs, |doc| doc.fold != fold)).collect();
    let mut counts: BTreeMap<(&str, &str), Count> = BTreeMap::new();
    for doc in &docs {
        for (features, how) in doc.features.iter().zip(["", ", alone", ", among many"]) {
            let said = said(&models[doc.fold as usize], doc, features);
            counts.entry((&doc.set, how)).or_default().add(doc, &said);
            if how.is_empty() && options.iter().any(|o| o == "--rows") {
                for ((said, gold), (number, _, text)) in
                    said.iter().zip(&doc.labels).zip(&doc.lines)
                {
                    if let Some(gold) = gold.filter(|gold| gold != said) {
                        println!(
                            "{}\t{}\t{number}\t{}\t{}\t{text}",
                            doc.set,
                            doc.host,
                            Label::ALL[gold].1,
                            Label::ALL[*said].1
                        );
                    }
                }
            }
        }
    }
    let hosts: BTreeSet<&str> = docs.iter().map(|doc| doc.host.as_str()).collect();
    println!("{} articles of {} hosts, held out by host in {FOLDS} folds", docs.len(), hosts.len());
    counts.iter().for_each(|((set, how), count)| count.print(&format!("{set}{how}")));
    let model = learned(&docs, |_| true);
    println!(
        "\n# Learned by `cargo bench --bench blocks` from {} articles of {} hosts.",
        docs.len(),
        hosts.len()
    );
    let labels: Vec<&str> = Label::ALL.iter().map(|(_, name)| *name).collect();
    println!("# What each adds to the log-odds of: {}.", labels.join(", "));
    print!("{}", model.file());
}
