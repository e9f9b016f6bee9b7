//! Pairs whose original is known: labelled, made by hand or by a language model, or known from
//! timestamps that are withheld.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use urtext::ingest::{self, Article, Batch, Stamp, plan};
use urtext::lineage::direction::Situation;
use urtext::pipeline::{self, Findings, Settings, Unwatched};
use urtext::sources::Registry;

use super::made;

/// A pair that the program calls a copy and whose original is known.
pub struct Example {
    /// The corpus it is from.
    pub corpus: &'static str,
    /// How the two articles' sources relate.
    pub situation: Situation,
    /// The number of each signal and its strength, signed so that above 0 is right.
    pub signals: Vec<(usize, f64)>,
}

/// Seeds of the generated traditions; `cargo bench --bench traditions` uses others.
const MADE: std::ops::Range<u64> = 301..311;
/// The gap between two withheld timestamps, in seconds: above the first the earlier is taken as the
/// original, and above the second the pair is left out. By judgement.
const LEAST_GAP: i64 = 600;
const MOST_GAP: i64 = 3 * 86_400;

/// Returns which of two articles, given by their indexes in the run, is closer to the original;
/// `None` if that is unknown.
type Truth<'t> = dyn Fn(u32, u32) -> Option<u32> + 't;

fn examples(found: &Findings, corpus: &'static str, truth: &Truth<'_>) -> Vec<Example> {
    let pairs = found
        .comparisons
        .iter()
        .zip(&found.lineage.verdicts)
        .filter(|(c, _)| c.relation.is_copying());
    pairs
        .filter_map(|(c, verdict)| {
            let side = if truth(c.a, c.b)? == c.a { 1.0 } else { -1.0 };
            let signals = verdict
                .signals
                .iter()
                .map(|(signal, value)| (*signal as usize, value * side))
                .collect();
            Some(Example { corpus, situation: verdict.situation, signals })
        })
        .collect()
}

fn run(mut batch: Batch, registry: &Registry) -> Findings {
    batch.articles.sort_by(|x, y| x.id.cmp(&y.id));
    pipeline::run(&mut batch, registry, &Settings::default(), &Unwatched)
}

/// Returns the examples whose original is given by a table: `(one, other, original)` by ids.
fn labelled(
    batch: Batch,
    registry: &Registry,
    corpus: &'static str,
    known: &[[String; 3]],
) -> Vec<Example> {
    let found = run(batch, registry);
    let sorted = |x: &str, y: &str| {
        if x < y { (x.to_owned(), y.to_owned()) } else { (y.to_owned(), x.to_owned()) }
    };
    let known: BTreeMap<(String, String), &str> =
        known.iter().map(|[x, y, original]| (sorted(x, y), original.as_str())).collect();
    let id = |at: u32| found.articles[at as usize].id.as_str();
    examples(&found, corpus, &|a, b| {
        known.get(&sorted(id(a), id(b))).map(|original| if *original == id(a) { a } else { b })
    })
}

fn text_of(value: &serde_json::Value, key: &str) -> Option<String> {
    value[key].as_str().map(str::to_owned)
}

/// Reads the lines of a JSON file, compressed with zstd or not; none if the file does not exist.
fn lines(path: &Path) -> Vec<serde_json::Value> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let mut text = String::new();
    if path.extension().is_some_and(|end| end == "zst") {
        zstd::Decoder::new(&*bytes)
            .and_then(|mut unpacked| unpacked.read_to_string(&mut text))
            .expect("a whole zstd file");
    } else {
        text = String::from_utf8(bytes).expect("UTF-8");
    }
    text.split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect("JSON lines"))
        .collect()
}

/// Reads agency copy and its editions, labelled by hand.
fn events(data: &Path, second: &Path, registry: &Registry) -> Vec<Example> {
    let of = |folder: &Path, names: &[&str]| {
        names.iter().map(|name| folder.join("events").join(name)).collect::<Vec<PathBuf>>()
    };
    let files =
        [of(data, &["helsinki.jsonl", "groundnews.jsonl"]), of(second, &["other.jsonl"])].concat();
    let names: Vec<String> =
        files.iter().filter(|f| f.is_file()).map(|f| f.display().to_string()).collect();
    let batch = ingest::run(
        &plan::plan(&names).expect("the events can be read"),
        &ingest::Settings::default(),
        &|_| (),
    );
    let known: Vec<[String; 3]> = [data, second]
        .iter()
        .filter_map(|folder| std::fs::read_to_string(folder.join("events/pairs_gold.csv")).ok())
        .flat_map(|table| table.lines().skip(1).map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let original = match *cells.get(4)? {
                "a" => cells[0],
                "b" => cells[1],
                _ => return None,
            };
            Some([cells[0], cells[1], original].map(str::to_owned))
        })
        .collect();
    labelled(batch, registry, "agency copy", &known)
}

/// Reads spun copies made by hand, without dates, with each original cut where its spun copy ends.
fn spun(folder: &Path, registry: &Registry, corpus: &'static str) -> Vec<Example> {
    let folder = folder.join("derived");
    let gold = lines(&folder.join("gold.jsonl"));
    let ends: BTreeMap<String, usize> = gold
        .iter()
        .filter_map(|g| Some((text_of(g, "original")?, g["source_end"].as_u64()? as usize)))
        .collect();
    let mut batch = Batch::default();
    for document in
        lines(&folder.join("sources.jsonl")).iter().chain(&lines(&folder.join("derived.jsonl")))
    {
        let id = text_of(document, "id").unwrap_or_default();
        let whole = text_of(document, "text").unwrap_or_default();
        let text = whole.chars().take(ends.get(&id).copied().unwrap_or(usize::MAX)).collect();
        batch.articles.push(Article {
            id,
            text,
            title: text_of(document, "title"),
            ..Article::default()
        });
    }
    let spun = gold.iter().filter(|g| g["kind"] == "spun");
    let known: Vec<[String; 3]> = spun
        .filter_map(|g| Some([text_of(g, "id")?, text_of(g, "original")?, text_of(g, "original")?]))
        .collect();
    labelled(batch, registry, corpus, &known)
}

/// Reads the rewrites that language models made of articles.
fn rewrites(data: &Path, registry: &Registry) -> Vec<Example> {
    let folder = data.join("ext/rewrites");
    let mut batch = Batch::default();
    for document in lines(&folder.join("articles.jsonl")) {
        let (id, text) = (
            text_of(&document, "id").unwrap_or_default(),
            text_of(&document, "text").unwrap_or_default(),
        );
        batch.articles.push(Article {
            id,
            text,
            title: text_of(&document, "title"),
            ..Article::default()
        });
    }
    let known: Vec<[String; 3]> = lines(&folder.join("gold.jsonl"))
        .iter()
        .filter_map(|g| Some([text_of(g, "id")?, text_of(g, "original")?, text_of(g, "original")?]))
        .collect();
    labelled(batch, registry, "models' rewrites", &known)
}

/// Reads news whose timestamps are withheld entirely, or except for the day: the earlier is the
/// original.
fn stamped(
    data: &Path,
    file: &str,
    corpus: &'static str,
    by_day: bool,
    registry: &Registry,
) -> Vec<Example> {
    let dateline = regex::Regex::new(r"^([A-Z][A-Za-z.,' ]{2,40}), (?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)\w* \d+ - ")
        .expect("a pattern");
    let mut batch = Batch::default();
    let mut stamps: BTreeMap<String, i64> = BTreeMap::new();
    for document in lines(&data.join("world").join(file)) {
        let id = text_of(&document, "id").unwrap_or_default();
        let text = text_of(&document, "text").unwrap_or_default();
        let published = text_of(&document, "published").unwrap_or_default().replace('T', " ");
        let moment = published
            .get(..16)
            .and_then(|cut| NaiveDateTime::parse_from_str(cut, "%Y-%m-%d %H:%M").ok())
            .or_else(|| {
                published
                    .get(..10)?
                    .parse()
                    .ok()
                    .map(|day: chrono::NaiveDate| day.and_time(chrono::NaiveTime::MIN))
            });
        if let Some(moment) = moment {
            stamps.insert(id.clone(), moment.and_utc().timestamp());
        }
        let host = text_of(&document, "url").and_then(|link| {
            Some(url::Url::parse(&link).ok()?.host_str()?.trim_start_matches("www.").to_owned())
        });
        batch.articles.push(Article {
            id,
            text: if by_day { text } else { dateline.replace(&text, "$1 - ").into_owned() },
            title: text_of(&document, "title"),
            outlet: host.or_else(|| text_of(&document, "source")),
            published: moment.filter(|_| by_day).map(|moment| Stamp::of_day(moment.date())),
            ..Article::default()
        });
    }
    let found = run(batch, registry);
    examples(&found, corpus, &|a, b| {
        let stamp = |at: u32| stamps.get(&found.articles[at as usize].id);
        let gap = stamp(b)? - stamp(a)?;
        (LEAST_GAP < gap.abs() && gap.abs() <= MOST_GAP).then_some(if gap > 0 { a } else { b })
    })
}

/// Returns the pairs of generated traditions in which one article descends from the other.
fn traditions(registry: &Registry) -> Vec<Example> {
    let of_seed = |seed: u64| {
        let tradition = made::tradition(seed, made::FAVOURED);
        let found = tradition.run(seed, registry);
        examples(&found, "made", &|a, b| tradition.nearer(&found, a, b))
    };
    MADE.flat_map(of_seed).collect()
}

/// Returns the examples of all corpora in `data` and beside it.
pub fn all(data: &Path, registry: &Registry) -> Vec<Example> {
    let second = data.with_file_name("data2");
    [
        events(data, &second, registry),
        spun(data, registry, "spun by hand, first half"),
        spun(&second, registry, "spun by hand, second half"),
        rewrites(data, registry),
        stamped(data, "alb.jsonl.zst", "Albanian, undated", false, registry),
        stamped(data, "alb.jsonl.zst", "Albanian, by day", true, registry),
        stamped(data, "reuters.jsonl.zst", "Reuters, undated", false, registry),
        stamped(data, "reuters.jsonl.zst", "Reuters, by day", true, registry),
        stamped(data, "fakebr.jsonl.zst", "Brazilian, undated", false, registry),
        traditions(registry),
    ]
    .into_iter()
    .flatten()
    .collect()
}
