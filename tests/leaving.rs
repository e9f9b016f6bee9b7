//! What leaves the program: no character that steers and no formula, in any field, through any
//! command.

mod support;

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use support::{run, table};
use urtext::inert::{is_formula, steers};

/// Characters that steer a terminal, a reader or a parser.
const STEERING: [&str; 17] = [
    "\u{1b}[31m",
    "\u{7}",
    "\u{8}",
    "\0",
    "\u{7f}",
    "\u{85}",
    "\u{90}",
    "\u{9b}31m",
    "\u{61c}",
    "\u{200e}",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{2029}",
    "\u{206a}",
    "\u{fff9}",
    "\u{e0041}\u{e007f}",
];

/// Texts that a spreadsheet could run.
const FORMULAS: [&str; 14] = [
    "=1+1",
    "+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    " =1+1",
    "\u{200b}=1+1",
    "\u{200d}+1",
    "\u{2060}@SUM(1)",
    "\u{ad}-1+1",
    "\u{feff}=1+1",
    "\u{202e}=1+1",
    "\u{e0041}=1+1",
    "\u{ff1d}1+1",
];

/// The fields of a record that hold foreign text.
const FIELDS: [&str; 13] = [
    "id",
    "url",
    "canonical",
    "source",
    "title",
    "text",
    "captions",
    "authors",
    "credit",
    "language",
    "published",
    "first_seen",
    "published_basis",
];

fn payloads() -> Vec<String> {
    let steering = STEERING.iter().flat_map(|p| [format!("a{p}b"), format!("{p}=1+1")]);
    steering.chain(FORMULAS.iter().map(|p| (*p).to_owned())).collect()
}

/// Returns words that no other story has, so that each payload's articles are a family of their
/// own. The numbers are mixed as in SplitMix64.
fn own_words(nth: usize, count: usize) -> String {
    let word = |at: usize| {
        let z = ((nth * 1000 + at) as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let syllable = |n: u32| {
            let part = (z >> (8 * n)) as usize;
            ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"][part % 12].to_owned()
                + ["a", "e", "i", "o", "u"][part / 12 % 5]
        };
        (1..5).map(syllable).collect::<String>()
    };
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

/// Returns a story with a quotation, a byline and a caption, each with a place for the payload.
fn story(id: &str, nth: usize, payload: &str) -> Value {
    let text = format!(
        "HALVIK (AP) — The {} were closed.\n\n\
         {payload} “We have seen {payload} so much {} here,” said Tove Maren {payload}.\n\n\
         By noon {} sailed with forty passengers.\n\n{payload}\n\nThe {} was built in 1931.",
        own_words(nth, 14),
        own_words(nth + 100, 8),
        own_words(nth + 200, 14),
        own_words(nth + 300, 14),
    );
    json!({
        "id": id, "url": format!("https://halvik.example/{nth}/{id}"), "title": format!("{} break loose", own_words(nth, 2)), "text": text,
        "captions": [format!("{payload} The quay of Halvik on Monday.")], "authors": ["Fenna Roskell"], "published": "2021-06-07T09:12:00Z",
    })
}

/// Returns, for each payload and field, a record with the payload in that field alone, and for some
/// fields a copy at another outlet.
fn records() -> Vec<Value> {
    let mut out = Vec::new();
    for (nth, payload) in payloads().into_iter().enumerate() {
        for field in FIELDS {
            let id = format!("n{nth}-{field}");
            let mut record = story(&id, nth, if field == "text" { &payload } else { "" });
            record[field] = match field {
                "text" => record["text"].clone(),
                "id" => json!(format!("{payload}{id}")),
                "url" | "canonical" => json!(format!("https://halvik.example/{payload}{nth}")),
                "captions" | "authors" => json!([payload]),
                _ => json!(payload),
            };
            if !["text", "source", "credit", "id"].contains(&field) {
                out.push(record);
                continue;
            }
            let mut copy = record.clone();
            copy["id"] = json!(format!("{}-copy", record["id"].as_str().expect("text")));
            copy["url"] = json!(format!("https://ostrey.example/{id}"));
            copy["published"] = json!("2021-06-08");
            if field == "source" {
                copy.as_object_mut().expect("an object").remove("url");
            }
            out.extend([record, copy]);
        }
    }
    out
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

/// Checks and counts whatever leaves the program.
#[derive(Default)]
struct Seen {
    outputs: usize,
    cells: usize,
    faults: Vec<String>,
}

impl Seen {
    fn text(&mut self, place: &str, text: &str) {
        self.outputs += 1;
        if let Some(c) = text.chars().find(|c| steers(*c)) {
            self.faults.push(format!("{place}: {c:?}"));
        }
    }

    /// Checks JSON, as lines or as one object.
    fn json(&mut self, place: &str, text: &str) {
        self.text(place, text);
        let whole = serde_json::from_str::<Value>(text).is_ok();
        if !whole && text.lines().any(|line| serde_json::from_str::<Value>(line).is_err()) {
            self.faults.push(format!("{place}: no JSON"));
        }
    }

    fn folder(&mut self, place: &Path) {
        for entry in fs::read_dir(place).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.display().to_string();
            let text = fs::read_to_string(&path).expect("UTF-8");
            if name.ends_with("json") || name.ends_with("jsonl") {
                self.json(&name, &text);
                continue;
            }
            self.text(&name, &text);
            if !name.ends_with("csv") {
                continue;
            }
            for (column, cell) in table(&path).into_iter().flatten() {
                self.cells += 1;
                if is_formula(&cell) && cell.parse::<f64>().is_err() {
                    self.faults.push(format!("{name}, {column}: {cell:?}"));
                }
            }
        }
    }

    /// Runs a command with text output.
    fn shown(&mut self, arguments: &[&str], stdin: &str) {
        let outcome = run(arguments, stdin);
        self.text(&arguments.join(" "), &(outcome.stdout + &outcome.stderr));
        assert!([0, 3].contains(&outcome.code), "{arguments:?}: {}", outcome.stderr);
    }

    /// Runs a command with JSON output.
    fn programs(&mut self, arguments: &[&str], stdin: &str) -> String {
        let outcome = run(arguments, stdin);
        self.json(&arguments.join(" "), &outcome.stdout);
        self.text(&arguments.join(" "), &outcome.stderr);
        outcome.stdout
    }

    fn end(self, outputs: usize, cells: usize) {
        println!("{} outputs, {} cells", self.outputs, self.cells);
        assert!(
            self.faults.is_empty(),
            "{} faults: {:#?}",
            self.faults.len(),
            &self.faults[..self.faults.len().min(20)]
        );
        assert!(
            self.outputs >= outputs && self.cells >= cells,
            "{} outputs, {} cells",
            self.outputs,
            self.cells
        );
    }
}

#[test]
fn nothing_steers_in_the_output_of_commands_that_take_many_articles() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let records = records();
    assert_eq!(records.len(), 48 * (13 + 4));
    fs::create_dir(at("in")).expect("made");
    fs::write(at("in/week.jsonl"), lines(&records)).expect("written");
    // File names are foreign text too.
    for (nth, name) in
        ["=1+1.txt", "a\u{1b}[31mb.txt", "\u{202e}txt.exe.txt", "\u{200b}=1.txt", "\u{9b}c.jsonl"]
            .iter()
            .enumerate()
    {
        fs::write(
            folder.path().join("in").join(name),
            story("x", nth, "")["text"].as_str().expect("text"),
        )
        .expect("written");
    }
    let ratings =
        payloads().iter().map(|p| format!("\"{}\",1\n", p.replace('"', ""))).collect::<String>();
    fs::write(at("ratings.csv"), format!("domain,score\nhalvik.example,1\n{ratings}"))
        .expect("written");

    let mut seen = Seen::default();
    let report = [
        "report",
        &at("in"),
        "--out",
        &at("out"),
        "--archive",
        &at("kept"),
        "--ratings",
        &at("ratings.csv"),
    ];
    for week in [&[][..], &["--week", "2021-W23"], &["--week", "2021-W24"]] {
        seen.shown(&[&report[..], week].concat(), "");
    }
    for name in ["all", "2021-W23", "2021-W24"] {
        seen.folder(&Path::new(&at("out")).join(name));
    }
    let extracted = seen.programs(&["extract", &at("in")], "");
    // What is spelled out is not lost.
    let titles: Vec<Value> = extracted
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).expect("JSON")["title"].clone())
        .collect();
    assert!(
        titles.contains(&json!("a\u{202e}b")) && titles.contains(&json!("a\u{e0041}\u{e007f}b"))
    );
    let export = seen.programs(&["archive", "export", "--archive", &at("kept")], "");
    assert!(export.lines().count() > 600, "{}", export.lines().count());
    for job in ["stats", "verify"] {
        seen.shown(&["archive", job, "--archive", &at("kept")], "");
        seen.programs(&["archive", job, "--archive", &at("kept"), "--json"], "");
    }
    // A few at a time, so that neither side blocks on the other's pipe.
    let answers: String = records[..260]
        .chunks(10)
        .map(|some| {
            seen.programs(&["score", "-", "--lines", "--archive", &at("kept")], &lines(some))
        })
        .collect();
    assert_eq!(answers.lines().count(), 260);
    for against in [["--run", &at("out/all")], ["--archive", &at("kept")]] {
        seen.shown(&[&["audit", "tests/sources.toml"][..], &against].concat(), "");
        seen.programs(&[&["audit", "tests/sources.toml", "--json"][..], &against].concat(), "");
    }
    seen.end(70, 100_000);
}

#[test]
fn nothing_steers_in_the_output_of_commands_that_take_one_article() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let mut seen = Seen::default();
    for (nth, payload) in payloads().into_iter().enumerate() {
        // All fields at once; a rejected id or date must not hide the others.
        let mut record = story(&format!("n{nth}{payload}"), nth, &payload);
        for field in ["source", "title", "credit", "language"] {
            record[field] = json!(payload);
        }
        record["authors"] = json!([payload]);
        let mut copy = record.clone();
        copy["id"] = json!(format!("c{nth}{payload}"));
        copy["text"] = json!(
            record["text"]
                .as_str()
                .expect("text")
                .replace("forty", "ninety")
                .replace("have seen", "had met")
        );
        fs::write(at("a.json"), record.to_string()).expect("written");
        fs::write(at("b.json"), copy.to_string()).expect("written");
        seen.shown(&["score", &at("b.json"), "--against", &at("a.json")], "");
        seen.programs(&["score", &at("b.json"), "--against", &at("a.json"), "--json"], "");
        seen.shown(&["diff", &at("a.json"), &at("b.json"), "--html", &at("page.html")], "");
        seen.text("page", &fs::read_to_string(at("page.html")).unwrap_or_default());
        let scored = at("scored.html");
        seen.shown(&["score", &at("b.json"), "--against", &at("a.json"), "--html", &scored], "");
        seen.text("scored", &fs::read_to_string(scored).unwrap_or_default());
        seen.shown(&["diff", &at("a.json"), &at("b.json")], "");
        seen.programs(&["diff", &at("a.json"), &at("b.json"), "--json"], "");
        // A list in which every entry is foreign.
        let text = Value::from(payload.as_str()).to_string().replace("\\u", "\\\\u");
        fs::write(
            at("list.csv"),
            format!(
                "id,name,domain,kind\n\"{payload}\",\"{payload}\",{payload}.example,{payload}\n"
            ),
        )
        .expect("written");
        fs::write(
            at("list.toml"),
            format!("[[source]]\nid = {text}\nname = {text}\ndomains = [{text}]\nkind = {text}\n"),
        )
        .expect("written");
        for list in ["list.csv", "list.toml"] {
            seen.shown(&["audit", &at(list)], "");
            let outcome = run(&["audit", &at(list), "--json"], "");
            seen.text("audit --json", &(outcome.stdout + &outcome.stderr));
        }
        // Arguments are repeated in messages.
        seen.shown(&["extract", &at(&format!("no{}", payload.replace('\0', "")))], "");
    }
    seen.end(48 * 13, 0);
}

/// Runs a shell command in the crate's folder.
#[cfg(target_os = "linux")]
fn shell(command: &str) -> i32 {
    let urtext = env!("CARGO_BIN_EXE_urtext");
    let status = std::process::Command::new("sh")
        .args(["-c", &command.replace("urtext ", &format!("{urtext} "))])
        .status();
    status.expect("a shell").code().unwrap_or(-1)
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_no_internal_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().display();
    let jobs = [
        format!("report tests/corpus --sources tests/sources.toml --out {out}"),
        "extract tests/corpus".to_owned(),
        "score tests/corpus/dbc-page-library.txt --against tests/corpus/week23.jsonl".to_owned(),
        "score tests/corpus/dbc-page-library.txt --against tests/corpus/week23.jsonl --json"
            .to_owned(),
        "diff tests/corpus/dbc-page-library.txt tests/corpus/ht-page-lighthouse.txt".to_owned(),
        "diff tests/corpus/dbc-page-library.txt tests/corpus/ht-page-lighthouse.txt --json"
            .to_owned(),
        "audit tests/sources.toml".to_owned(),
        "audit tests/sources.toml --json".to_owned(),
        "schema".to_owned(),
        "shell bash".to_owned(),
        "--help".to_owned(),
        "score --help".to_owned(),
        "--version".to_owned(),
    ];
    for job in &jobs {
        // Progress cannot be reported, but the work is done all the same.
        assert_eq!(shell(&format!("urtext {job} >/dev/null 2>/dev/full")), 0, "{job}");
        // Output that was asked for cannot be written: not an internal error, and not a success
        // either.
        let wanted = if job.starts_with("report") { 0 } else { 3 };
        assert_eq!(shell(&format!("urtext {job} 2>/dev/null >/dev/full")), wanted, "{job}");
        // A reader that closes the pipe early.
        assert_eq!(
            shell(&format!(
                "{{ urtext {job} 2>/dev/null; echo $? >{out}/code; }} | true; exit $(cat {out}/code)"
            )),
            0,
            "{job}"
        );
    }
    assert_eq!(shell("urtext extract no-such-file 2>/dev/full"), 3);
}

#[test]
fn weeks_that_are_none_are_refused() {
    for week in [
        "0000-W01",
        "0001-W01",
        "-001-W01",
        "+2021-W01",
        "2021-W00",
        "2021-W54",
        "2021-W+1",
        "2021-W",
        "-W01",
        "99999-W01",
        "2021W23",
    ] {
        let week = format!("--week={week}");
        assert_eq!(
            run(&["report", "tests/corpus", &week, "--out", "/nonexistent"], "").code,
            2,
            "{week}"
        );
    }
}
