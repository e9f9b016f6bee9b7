//! Tests the archive from the outside: weeks that accumulate, repeated runs, damage, and concurrent
//! writers.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::weeks::{self, Seeded, WEEKS};
use support::{Outcome, run, table};
use urtext::archive::{ArchiveError, Reader, Writer, verify};

/// A folder with an archive, reports and the weeks that were read.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(weeks::quick_folder())
    }

    fn of(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn report(&self, inputs: &[&Path], out: &str, archive: Option<&str>, more: &[&str]) -> Outcome {
        let texts = |p: &Path| p.display().to_string();
        let mut arguments: Vec<String> = vec!["report".into()];
        arguments.extend(inputs.iter().map(|p| texts(p)));
        arguments.extend([
            "--sources".into(),
            "tests/sources.toml".into(),
            "--out".into(),
            texts(&self.of(out)),
        ]);
        arguments
            .extend(archive.into_iter().flat_map(|a| ["--archive".into(), texts(&self.of(a))]));
        arguments.extend(more.iter().map(|m| (*m).to_owned()));
        run(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), "")
    }

    fn done(&self, inputs: &[&Path], out: &str, archive: Option<&str>, more: &[&str]) -> Outcome {
        let outcome = self.report(inputs, out, archive, more);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        outcome
    }

    fn archive(&self, command: &str, name: &str, more: &[&str]) -> Outcome {
        let folder = self.of(name).display().to_string();
        run(&[&["archive", command, "--archive", &folder], more].concat(), "")
    }

    fn stats(&self, name: &str) -> Value {
        serde_json::from_str(&self.archive("stats", name, &["--json"]).stdout).expect("JSON")
    }

    /// Returns the tables of a report, without its summary and its page, which name inputs and the
    /// archive's state.
    fn tables(&self, out: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.of(out))
            .into_iter()
            .filter(|(name, _)| !name.ends_with("summary.json") && !name.ends_with("report.html"))
            .collect()
    }
}

/// Returns every file below a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            out.extend(
                files(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)),
            );
        } else {
            out.insert(name, fs::read(&path).expect("read"));
        }
    }
    out
}

#[test]
fn ten_weekly_runs_are_one_run_over_all() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..WEEKS).map(|w| weeks::write(place.0.path(), w)).collect();
    for (week, input) in inputs.iter().enumerate() {
        place.done(&[input], "weekly", Some("a"), &["--week", &weeks::name(week)]);
    }
    place.done(&[], "kept", Some("a"), &[]);
    let all: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    place.done(&all, "one", None, &[]);
    assert_eq!(
        place.tables("kept/all"),
        place.tables("one/all"),
        "the same pairs, originals, everything"
    );
    let copies =
        table(&place.of("one/all/articles.csv")).iter().filter(|r| r["role"] == "copy").count();
    assert!(copies >= WEEKS * 4, "{copies} copies");
    assert_eq!(place.stats("a")["articles"], table(&place.of("one/all/articles.csv")).len());
    assert_eq!(place.stats("a")["pairs"], table(&place.of("one/all/pairs.csv")).len());
}

#[test]
fn a_week_is_compared_with_what_is_kept_and_its_tables_stay_as_issued() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..4).map(|w| weeks::write(place.0.path(), w)).collect();
    for (week, input) in inputs.iter().enumerate().take(3) {
        place.done(&[input], "weekly", Some("a"), &["--week", &weeks::name(week)]);
    }
    let issued = files(&place.of("weekly/2021-W22"));
    place.done(&[&inputs[3]], "weekly", Some("a"), &["--week", &weeks::name(3)]);
    assert_eq!(files(&place.of("weekly/2021-W22")), issued);
    let summary: Value = serde_json::from_slice(&issued["summary.json"]).expect("JSON");
    assert_eq!(
        (&summary["archive"]["generation"], &summary["archive"]["articles"]),
        (&3.into(), &25.into())
    );
    // An agency story of two weeks ago is the original of this week's copy.
    let rows = table(&place.of("weekly/2021-W22/articles.csv"));
    let late = rows.iter().find(|r| r["article_id"] == "dbc-002").expect("listed");
    assert_eq!((late["role"].as_str(), late["original_id"].as_str()), ("copy", "nwa-001"));
    let first = rows
        .iter()
        .find(|r| r["article_id"] == "nwa-001")
        .expect("listed, as the copy is paired with it");
    assert!(first["flags"].contains("not_counted"));
    assert!(
        rows.iter().all(|r| r["article_id"] != "nwa-000"),
        "what touches nothing of the week is not listed"
    );
    assert!(table(&place.of("weekly/2021-W22/pairs.csv")).iter().all(|r| {
        ["article_a", "article_b"].iter().any(|side| {
            rows.iter().any(|a| a["article_id"] == r[*side] && !a["flags"].contains("not_counted"))
        })
    }));
    let listed = table(&place.of("weekly/2021-W22/pairs.csv")).len();
    assert_eq!(summary["pairs"], listed);
}

#[test]
fn the_history_keeps_every_week_and_a_re_run_replaces_its_own() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..3).map(|w| weeks::write(place.0.path(), w)).collect();
    for (week, input) in inputs.iter().enumerate() {
        place.done(&[input], "weekly", Some("a"), &["--week", &weeks::name(week)]);
    }
    let history = table(&place.of("weekly/history.csv"));
    let of = |rows: &[support::Row], week: &str| {
        rows.iter().filter(|r| r["week"] == week).cloned().collect::<Vec<_>>()
    };
    let schema: Value =
        serde_json::from_str(&run(&["schema", "history", "--json"], "").stdout).expect("JSON");
    let never_empty = |c: &&Value| c["empty"] == "never";
    let columns = schema["columns"].as_array().expect("a list");
    assert_eq!(columns.len(), history[0].len());
    for c in columns.iter().filter(never_empty) {
        let column = c["column"].as_str().expect("a name");
        assert!(history.iter().all(|row| !row[column].is_empty()), "{column}");
    }
    assert_eq!(of(&history, "2021-W20").len(), 2);
    assert_eq!(of(&history, "2021-W22").len(), 3);
    assert!(
        of(&history, "2021-W21")
            .iter()
            .all(|r| r["state"] == "2" && r["state_articles"] == "16" && r["articles"] == "4")
    );
    // Repeating a run changes nothing, not even the state.
    place.done(&[&inputs[1]], "weekly", Some("a"), &["--week", "2021-W21"]);
    let again = table(&place.of("weekly/history.csv"));
    assert_eq!(of(&again, "2021-W22"), of(&history, "2021-W22"));
    assert_eq!(of(&again, "2021-W21").len(), 2);
    // One more article gives the week new rows, which replace the old ones.
    let more = place.of("more.jsonl");
    let text = weeks::articles(1)
        .lines()
        .next()
        .expect("an article")
        .replace("nwa-004", "nwa-late")
        .replace("HALVIK", "BRENNICK");
    fs::write(&more, text).expect("written");
    place.done(&[&more], "weekly", Some("a"), &["--week", "2021-W21"]);
    let replaced = of(&table(&place.of("weekly/history.csv")), "2021-W21");
    assert_eq!(replaced.iter().map(|r| r["articles"].as_str()).collect::<Vec<_>>(), ["4", "5"]);
}

#[test]
fn the_same_article_is_recognised_and_an_edited_one_is_a_revision() {
    let place = Place::new();
    let input = weeks::write(place.0.path(), 0);
    place.done(&[&input], "o", Some("a"), &[]);
    let before = files(&place.of("a"));
    let again = place.done(&[&input], "o", Some("a"), &[]);
    assert!(again.stderr.contains("8 articles, 0 new, 8 already known"), "{}", again.stderr);
    assert_eq!(files(&place.of("a")), before, "nothing is written");
    let edited =
        weeks::articles(0).replace("HALVIK", "BRENNICK").replace("on the day", "on that day");
    fs::write(&input, edited).expect("written");
    let revised = place.done(&[&input], "o", Some("a"), &[]);
    assert!(
        revised.stderr.contains("16 articles, 8 new (8 of them under ids already in use)"),
        "{}",
        revised.stderr
    );
    let ids: Vec<String> =
        table(&place.of("o/all/articles.csv")).iter().map(|r| r["article_id"].clone()).collect();
    assert!(ids.contains(&"nwa-000".to_owned()) && ids.contains(&"nwa-000~2".to_owned()));
}

#[test]
fn an_export_read_back_gives_the_same_tables() {
    let place = Place::new();
    let input = weeks::write(place.0.path(), 2);
    // What a saved page says of its own address is kept as a claim only, and so is a message's sender.
    let is_noted = |name: &str| {
        ["saved", "single-file", "wayback"].iter().any(|start| name.starts_with(start))
            || [".eml", ".mbox"].iter().any(|end| name.ends_with(end))
    };
    let formats: Vec<PathBuf> = fs::read_dir("tests/formats")
        .expect("the samples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| !path.file_name().is_some_and(|name| is_noted(&name.to_string_lossy())))
        .collect();
    let mut inputs = vec![input.as_path(), Path::new("tests/corpus")];
    inputs.extend(formats.iter().map(PathBuf::as_path));
    place.done(&inputs, "o", Some("a"), &[]);
    let lines = place.of("export.jsonl");
    fs::write(&lines, place.archive("export", "a", &[]).stdout).expect("written");
    place.done(&[&lines], "p", Some("b"), &[]);
    let without_rejects = |out: &str| {
        place
            .tables(out)
            .into_iter()
            .filter(|(name, _)| name != "rejects.csv")
            .collect::<BTreeMap<_, _>>()
    };
    assert_eq!(without_rejects("o/all"), without_rejects("p/all"));
    assert_eq!(place.archive("export", "a", &[]).stdout, place.archive("export", "b", &[]).stdout);
}

#[test]
fn pruning_gives_space_back_and_keeps_the_rest() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..4).map(|w| weeks::write(place.0.path(), w)).collect();
    for input in &inputs {
        place.done(&[input], "o", Some("a"), &[]);
    }
    let before = place.stats("a");
    let outcome = place.archive("prune", "a", &["--before", "2021-05-31", "--json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let told: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!((&told["dropped"], &told["articles"]), (&16.into(), &18.into()));
    let bytes = |v: &Value| v["bytes"].as_u64().expect("a number");
    assert!(bytes(&place.stats("a")) < bytes(&before) && bytes(&told) == bytes(&place.stats("a")));
    assert!(verify::verify(&place.of("a")).expect("read").damage.is_empty());
    // As if the remaining articles had been the only ones: the late copies have lost their
    // originals.
    place.done(&[], "left", Some("a"), &[]);
    place.done(&[&inputs[2], &inputs[3]], "rest", None, &[]);
    assert_eq!(place.tables("left/all"), place.tables("rest/all"));
}

#[test]
fn the_archive_is_the_same_whatever_the_threads() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..2).map(|w| weeks::write(place.0.path(), w)).collect();
    for (name, threads) in [("a", "1"), ("b", "4")] {
        for input in &inputs {
            place.done(
                &[input, Path::new("tests/corpus")],
                name,
                Some(&format!("archive-{name}")),
                &["--threads", threads],
            );
        }
    }
    assert_eq!(files(&place.of("archive-a")), files(&place.of("archive-b")));
}

#[test]
fn a_second_writer_is_told_at_once_and_readers_go_on() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..2).map(|w| weeks::write(place.0.path(), w)).collect();
    place.done(&[&inputs[0]], "o", Some("a"), &[]);
    let reader = Reader::open(&place.of("a")).expect("opened");
    let before = everything(&reader).expect("read");
    let writer = Writer::open(&place.of("a")).expect("opened");
    let outcome = place.report(&[&inputs[1]], "o", Some("a"), &[]);
    assert_eq!(outcome.code, 3);
    assert!(
        outcome.stderr.contains("another process is writing") && outcome.stderr.contains("hint:"),
        "{}",
        outcome.stderr
    );
    assert_eq!(place.archive("stats", "a", &[]).code, 0, "readers need no lock");
    drop(writer);
    place.done(&[&inputs[1]], "o", Some("a"), &[]);
    assert_eq!(place.archive("prune", "a", &["--before", "2021-05-20"]).code, 0);
    assert_eq!(everything(&reader).expect("read"), before, "what was open stays as it was");
    assert!(
        everything(&Reader::open(&place.of("a")).expect("opened")).expect("read").len()
            > before.len()
    );
}

/// Returns everything that a reader can read, by id.
fn everything(reader: &Reader) -> Result<BTreeMap<String, String>, ArchiveError> {
    let mut out = BTreeMap::new();
    for (number, article) in reader.articles(&|_, _| true)? {
        let record = reader.record(number)?;
        let found = reader.find(&article.id)?.map(|r| r.number);
        let text = record.as_ref().map(|r| reader.text(r)).transpose()?;
        let mut held = Vec::new();
        for item in record.iter().flat_map(|r| &r.fingerprint.skeleton) {
            held.push(reader.naming(*item)?);
        }
        out.insert(
            article.id.clone(),
            format!("{article:?} {record:?} {found:?} {text:?} {held:?}"),
        );
    }
    out.insert(
        String::new(),
        format!("{:?} {:?} {:?}", reader.knowledge()?, reader.history()?, reader.index().lines()?),
    );
    let mut postings = Vec::new();
    reader.index().each_holders(urtext::archive::index::Look::Surface, |key, holders| {
        postings.push((key, holders))
    })?;
    out.insert("=".to_owned(), format!("{postings:?}"));
    Ok(out)
}

#[test]
fn a_flipped_byte_or_a_cut_is_found_and_never_believed() {
    let place = Place::new();
    let inputs: Vec<PathBuf> = (0..2).map(|w| weeks::write(place.0.path(), w)).collect();
    for (week, input) in inputs.iter().enumerate() {
        place.done(&[input], "o", Some("a"), &["--week", &weeks::name(week)]);
    }
    let folder = place.of("a");
    let whole = everything(&Reader::open(&folder).expect("opened")).expect("read");
    let mut seeded = Seeded(7);
    let mut tried = 0;
    for (name, bytes) in files(&folder).into_iter().filter(|(name, _)| name != "LOCK") {
        let path = folder.join(&name);
        for turn in 0..40 {
            let at = seeded.below(bytes.len() as u64) as usize;
            let mut now = bytes.clone();
            if turn % 4 == 3 {
                now.truncate(at);
            } else {
                now[at] ^= 1 << seeded.below(8);
            }
            fs::write(&path, &now).expect("written");
            tried += 1;
            let found = verify::verify(&folder).expect("looked");
            assert!(!found.damage.is_empty(), "{name} at {at}, turn {turn}: not found");
            match Reader::open(&folder).and_then(|reader| everything(&reader)) {
                Ok(said) => {
                    assert_eq!(said, whole, "{name} at {at}: a wrong answer without a word")
                }
                Err(ArchiveError::Damaged { path, what }) => {
                    assert!(path.starts_with(&folder) && !what.is_empty())
                }
                Err(other) => panic!("{name} at {at}: {other}"),
            }
        }
        fs::write(&path, &bytes).expect("written");
    }
    assert!(tried >= 160 && verify::verify(&folder).expect("looked").damage.is_empty());
}

#[test]
fn damage_ends_a_report_with_the_file_and_a_remedy() {
    let place = Place::new();
    let input = weeks::write(place.0.path(), 0);
    place.done(&[&input], "o", Some("a"), &[]);
    let segment = place.of("a/segments/articles-00000001.parquet");
    let mut bytes = fs::read(&segment).expect("read");
    bytes[100] ^= 1;
    fs::write(&segment, bytes).expect("written");
    let tables = place.tables("o/all");
    let outcome = place.report(&[&input], "o", Some("a"), &[]);
    assert_eq!((outcome.code, place.tables("o/all") == tables), (3, true), "{}", outcome.stderr);
    assert!(
        outcome.stderr.contains("articles-00000001.parquet: archive damaged")
            && outcome.stderr.contains("urtext archive verify"),
        "{}",
        outcome.stderr
    );
    let verified = place.archive("verify", "a", &["--json"]);
    let told: Value = serde_json::from_str(&verified.stdout).expect("JSON");
    assert_eq!((verified.code, &told["whole"]), (3, &Value::Bool(false)));
    fs::remove_file(&segment).expect("removed");
    assert_eq!(place.archive("verify", "a", &[]).code, 3);
    assert_eq!(place.report(&[&input], "o", Some("a"), &[]).code, 3);
}

#[test]
fn another_version_and_a_folder_of_other_things_are_refused() {
    let place = Place::new();
    let input = weeks::write(place.0.path(), 0);
    place.done(&[&input], "o", Some("a"), &[]);
    let manifest = place.of("a/MANIFEST");
    let text = fs::read_to_string(&manifest).expect("read");
    let json = text.lines().next().expect("a line").replacen("\"format\":5", "\"format\":7", 1);
    fs::write(
        &manifest,
        format!("{json}\nxxh3 {:016x}\n", xxhash_rust::xxh3::xxh3_64(json.as_bytes())),
    )
    .expect("written");
    for outcome in [
        place.report(&[&input], "o", Some("a"), &[]),
        place.archive("stats", "a", &[]),
        place.archive("verify", "a", &[]),
    ] {
        assert_eq!(outcome.code, 3);
        assert!(
            outcome.stderr.contains("has format 7") && outcome.stderr.contains("hint:"),
            "{}",
            outcome.stderr
        );
    }
    fs::create_dir(place.of("mine")).expect("made");
    fs::write(place.of("mine/notes.txt"), "mine").expect("written");
    let refused = place.report(&[&input], "o", Some("mine"), &[]);
    assert_eq!((refused.code, files(&place.of("mine")).len()), (3, 1));
    assert!(refused.stderr.contains("neither empty nor an archive"), "{}", refused.stderr);
    assert_eq!(place.archive("stats", "none", &[]).code, 3);
    assert_eq!(place.report(&[], "o", Some("none"), &[]).code, 3);
    assert!(!place.of("none").exists(), "nothing is begun where there is nothing to keep");
}
