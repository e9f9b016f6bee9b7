//! Tests `urtext audit` from the outside: lists in every form, odd entries, and comparison with a
//! report.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use support::run;

/// A finding as (code, severity, line).
type Found = (String, String, Option<u64>);

/// Audits a list and returns the exit code and the findings; `arguments` come after the file.
fn audit(list: &str, arguments: &[&str]) -> (i32, Vec<Found>, Vec<Value>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list");
    fs::write(&path, list).expect("written");
    let path = path.display().to_string();
    let outcome = run(&[&["audit", &path, "--json"], arguments].concat(), "");
    let json: Value =
        serde_json::from_str(&outcome.stdout).unwrap_or_else(|e| panic!("{e}: {}", outcome.stderr));
    assert_eq!(json["schema"], 1);
    let findings = json["findings"].as_array().expect("a list").clone();
    for f in &findings {
        for key in ["code", "severity", "source_id", "message", "remedy"] {
            assert!(f[key].is_string(), "{key} in {f}");
        }
        assert!(!f["remedy"].as_str().expect("text").is_empty() && f.get("line").is_some());
        let code = f["code"].as_str().expect("text");
        assert!(
            urtext::sources::audit::CODES.contains(&code),
            "{code} cannot be given to --fail-on"
        );
    }
    let text = |f: &Value, key: &str| f[key].as_str().expect("text").to_owned();
    let found = findings
        .iter()
        .map(|f| (text(f, "code"), text(f, "severity"), f["line"].as_u64()))
        .collect();
    (outcome.code, found, findings)
}

fn found(list: &str) -> Vec<(String, u64)> {
    audit(list, &[]).1.into_iter().map(|(code, _, line)| (code, line.unwrap_or(0))).collect()
}

fn want(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(code, line)| ((*code).to_owned(), *line)).collect()
}

#[test]
fn one_list_in_three_forms_gives_the_same_look_alike() {
    let toml = "[[source]]\nid = \"x\"\nname = \"X\"\nkind = \"outlet\"\ndomains = [\"bloomberg.com.co\"]\n";
    assert_eq!(found(toml), want(&[("lookalike-domain", 5)]));
    assert_eq!(
        found("domain,score\nhalvik.example,1\nbloomberg.com.co,0\n"),
        want(&[("lookalike-domain", 3)])
    );
    assert_eq!(found("halvik.example\nbloomberg.com.co\n"), want(&[("lookalike-domain", 2)]));
}

#[test]
fn a_list_is_held_against_its_own_outlets_too() {
    let source = |id: &str, domain: &str| {
        format!(
            "[[source]]\nid = \"{id}\"\nname = \"{id}\"\nkind = \"outlet\"\ndomains = [\"{domain}\"]\n"
        )
    };
    let list =
        source("ostrey", "ostreyislander.example") + &source("other", "ostreyislannder.example");
    assert_eq!(found(&list), want(&[("lookalike-domain", 10)]));
    let one = "[[source]]\nid = \"o\"\nname = \"O\"\nkind = \"outlet\"\ndomains = [\"ostreyislander.example\", \"ostreyislannder.example\"]\n";
    assert_eq!(found(one), []);
}

#[test]
fn an_empty_list_is_an_error_in_every_form() {
    for list in ["", "\n\n", "# nothing yet\n", "domain,score\n", "[score]\nspin = 10\n"] {
        let (code, found, _) = audit(list, &["--fail-on", "error"]);
        assert_eq!(
            (code, found.first().map(|f| f.0.as_str())),
            (4, Some("empty-list")),
            "{list:?}"
        );
    }
}

#[test]
fn capitals_schemes_paths_idns_addresses_and_bad_ratings_each_have_a_finding() {
    let list = "domain,score\nHalvik.Example,1\nhttp://a.example,1\nb.example/news,1\nk\u{fc}ste.example,1\nxn--kste-0ra.example,1\n10.0.0.1,1\n2001:db8::1,1\nnodot,1\nc.example,NaN\nd.example,inf\ne.example,-0.1\nco.uk,1\nf.example,0.5\nf.example,0.5\n";
    assert_eq!(
        found(list),
        want(&[
            ("domain-form", 2),
            ("domain-form", 3),
            ("domain-form", 4),
            ("domain-form", 5),
            ("domain-form", 6),
            ("duplicate-domain", 6),
            ("bad-domain", 7),
            ("bad-domain", 8),
            ("bad-domain", 9),
            ("bad-rating", 10),
            ("bad-rating", 11),
            ("bad-rating", 12),
            ("public-suffix", 13),
            ("duplicate-domain", 15),
        ])
    );
}

#[test]
fn letters_of_two_scripts_in_one_name_are_named() {
    // A Cyrillic а in a name that resembles no known outlet's.
    assert_eq!(
        found("h\u{430}lvik-times.example\n"),
        want(&[("domain-form", 1), ("mixed-script", 1)])
    );
}

#[test]
fn known_outlets_under_one_name_are_named() {
    let list = "[[source]]\nid = \"x\"\nname = \"X\"\nkind = \"outlet\"\ndomains = [\"reuters.com\", \"bbc.co.uk\"]\n";
    assert_eq!(found(list), want(&[("several-outlets", 1)]));
}

#[test]
fn the_threshold_decides_the_exit_code() {
    let list = "HALVIK.example\n";
    let exit = |level: &str| audit(list, &["--fail-on", level]).0;
    assert_eq!((exit("note"), exit("warning"), exit("error")), (4, 0, 0));
    assert_eq!(audit(list, &[]).0, 0);
}

#[test]
fn standard_input_and_other_registries_are_read() {
    let outcome = run(
        &["audit", "-", "--sources", "tests/sources.toml"],
        "ostreyislannder.example\nreuters.com.co\n",
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("-:1:1: warning [lookalike-domain]"), "{}", outcome.stdout);
    // Reuters is not in that registry.
    assert_eq!(outcome.stdout.matches("lookalike-domain").count(), 1);
}

#[test]
fn a_hundred_thousand_rows_take_less_than_ten_seconds() {
    let rows: String = (0..100_000)
        .map(|n| {
            format!("outlet{n},Outlet Number {n} of Halvik,HTTPS://www.Outlet-{n}.example/news\n")
        })
        .collect();
    let started = std::time::Instant::now();
    let (_, found, _) = audit(&format!("id,name,domain\n{rows}"), &[]);
    let seconds = started.elapsed().as_secs_f64();
    let forms = found.iter().filter(|f| f.0 == "domain-form").count();
    assert_eq!(forms, 100_000);
    assert!(seconds < 10.0, "{seconds}");
}

/// A source of a generated report: id, articles, originals, republished, spun, quotations kept and
/// compared.
type Made<'m> = (&'m str, u32, u32, u32, u32, u32, u32);

/// Writes those tables and columns of a report that the audit reads.
fn tables(folder: &Path, sources: &[Made<'_>], more: &BTreeMap<&str, String>) {
    let mut text = "source_id,name,kind,articles,originals,identical,republished,edited,excerpt,spun,rewritten,summary,quote_fidelity_count,quote_fidelity_of\n".to_owned();
    for (id, articles, originals, republished, spun, kept, of) in sources {
        text.push_str(&format!(
            "{id},{id},,{articles},{originals},0,{republished},0,0,{spun},0,0,{kept},{of}\n"
        ));
    }
    fs::write(folder.join("sources.csv"), text).expect("written");
    let headers = [
        ("flows", "from_source,to_source,articles\n"),
        ("articles", "article_id,source_id,wire\n"),
        ("pairs", "article_a,article_b,relation\n"),
        ("blocks", "article_id,label,text\n"),
        ("spinners", "source_a,source_b,replaced_alike,replaced_by_both,examples\n"),
    ];
    for (name, header) in headers {
        let rows = more.get(name).map_or("", String::as_str);
        fs::write(folder.join(format!("{name}.csv")), format!("{header}{rows}")).expect("written");
    }
}

const LIST: &str = "id,name,domain,kind\nhalvik,Halvik Times,halvik.example,outlet\nnwa,Northern Wire,nwa.example,wire\nquiet,Quiet Post,quiet.example,outlet\n";

#[test]
fn a_report_shows_who_is_missing_who_never_came_and_who_does_otherwise_than_declared() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources = [
        ("halvik.example", 40, 1, 39, 0, 5, 5),
        ("nwa", 30, 20, 5, 5, 2, 9),
        ("small.example", 1, 1, 0, 0, 0, 0),
        ("weighty.example", 9, 9, 0, 0, 0, 0),
    ];
    tables(folder.path(), &sources, &BTreeMap::new());
    let (_, found, findings) = audit(LIST, &["--run", &folder.path().display().to_string()]);
    let of = |code: &str| -> Vec<(&str, &str, Option<u64>)> {
        let pairs = found.iter().zip(&findings).filter(|(f, _)| f.0 == code);
        pairs.map(|(f, v)| (v["source_id"].as_str().expect("text"), f.1.as_str(), f.2)).collect()
    };
    // The largest comes first; sources that are not in the list have no line.
    assert_eq!(
        of("unlisted-source"),
        [("weighty.example", "warning", None), ("small.example", "note", None)]
    );
    assert_eq!(of("unseen-source"), [("quiet", "note", Some(4))]);
    assert_eq!(
        of("behaviour-mismatch"),
        [("halvik", "warning", Some(2)), ("nwa", "warning", Some(3)), ("nwa", "warning", Some(3))]
    );
}

#[test]
fn one_source_under_two_ids_and_a_network_are_seen_in_a_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = ["halvik", "halvik.test", "a.example", "b.example", "c.example"];
    let sources: Vec<Made<'_>> = ids.iter().map(|id| (*id, 4, 4, 0, 0, 0, 0)).collect();
    let mut more: BTreeMap<&str, String> = BTreeMap::new();
    for (source, id) in ids.iter().enumerate() {
        for n in 0..4 {
            more.entry("articles").or_default().push_str(&format!("{source}-{n},{id},\n"));
            for line in 0..3 {
                // The last three share three lines in all their articles.
                let text = if source >= 2 {
                    format!("The Ostrey group of papers and line number {line}")
                } else {
                    format!("Lines of {id} alone and number {line}")
                };
                more.entry("blocks")
                    .or_default()
                    .push_str(&format!("{source}-{n},boilerplate,{text}\n"));
            }
        }
    }
    tables(folder.path(), &sources, &more);
    let (_, found, findings) = audit(LIST, &["--run", &folder.path().display().to_string()]);
    let message = |code: &str| -> Vec<&str> {
        found
            .iter()
            .zip(&findings)
            .filter(|(f, _)| f.0 == code)
            .map(|(_, v)| v["message"].as_str().expect("text"))
            .collect()
    };
    assert_eq!(message("split-source").len(), 1);
    assert!(message("split-source")[0].contains("`halvik.test` (4 articles)"));
    assert_eq!(message("network").len(), 1);
    assert!(
        message("network")[0]
            .starts_with("`a.example`, `b.example`, `c.example` look like one network"),
        "{:?}",
        message("network")
    );
}

#[test]
fn identical_texts_tie_outlets_only_without_an_agencys_credit() {
    let ties = |wire: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut more: BTreeMap<&str, String> = BTreeMap::new();
        for n in 0..3 {
            more.entry("articles")
                .or_default()
                .push_str(&format!("a{n},a.example,{wire}\nb{n},b.example,\n"));
            more.entry("pairs").or_default().push_str(&format!("a{n},b{n},identical\n"));
        }
        tables(
            folder.path(),
            &[("a.example", 9, 9, 0, 0, 0, 0), ("b.example", 9, 9, 0, 0, 0, 0)],
            &more,
        );
        audit(LIST, &["--run", &folder.path().display().to_string()])
            .1
            .iter()
            .filter(|f| f.0 == "network")
            .count()
    };
    assert_eq!((ties(""), ties("nwa")), (1, 0));
}

#[test]
fn outlets_that_spin_with_the_same_words_are_a_network() {
    let ties = |alike: u32| {
        let folder = tempfile::tempdir().expect("a folder");
        let row = format!("a.example,b.example,{alike},{},big → large; quick → fast\n", alike + 2);
        tables(
            folder.path(),
            &[("a.example", 9, 9, 0, 0, 0, 0), ("b.example", 9, 9, 0, 0, 0, 0)],
            &BTreeMap::from([("spinners", row)]),
        );
        let (_, found, findings) = audit(LIST, &["--run", &folder.path().display().to_string()]);
        let told = found.iter().zip(findings).find(|(f, _)| f.0 == "network");
        told.map(|(f, v)| (f.1.clone(), v["message"].as_str().expect("text").to_owned()))
    };
    let (severity, message) = ties(12).expect("a network");
    assert_eq!(severity, "note");
    assert!(
        message.contains("replace 12 of 14 words in the same way (big → large; quick → fast)"),
        "{message}"
    );
    assert_eq!(ties(9), None, "few words are chance, or one style book");
}

#[test]
fn a_report_in_parquet_is_audited_like_one_in_csv() {
    let out = tempfile::tempdir().expect("a folder");
    let audited = |form: &str| {
        let place = out.path().join(form).display().to_string();
        let report = [
            "report",
            "tests/corpus",
            "--sources",
            "tests/sources.toml",
            "--out",
            &place,
            "--format",
            form,
        ];
        assert_eq!(run(&report, "").code, 0);
        audit(LIST, &["--run", &format!("{place}/all"), "--sources", "tests/sources.toml"]).2
    };
    let (csv, parquet) = (audited("csv"), audited("parquet"));
    assert!(csv.iter().any(|f| f["code"] == "unlisted-source"));
    assert_eq!(csv, parquet);
    let broken = out.path().join("parquet/all/flows.parquet");
    fs::write(&broken, b"PAR1 no table PAR1").expect("written");
    let outcome = run(
        &[
            "audit",
            "tests/sources.toml",
            "--run",
            &out.path().join("parquet/all").display().to_string(),
        ],
        "",
    );
    assert_eq!(outcome.code, 3);
    assert!(outcome.stderr.contains("flows.parquet"), "{}", outcome.stderr);
}

#[test]
fn the_report_of_the_corpus_fits_its_list() {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    assert_eq!(
        run(&["report", "tests/corpus", "--sources", "tests/sources.toml", "--out", &place], "")
            .code,
        0
    );
    let outcome = run(
        &[
            "audit",
            "tests/sources.toml",
            "--run",
            &format!("{place}/all"),
            "--sources",
            "tests/sources.toml",
        ],
        "",
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(outcome.stdout.matches("[unlisted-source]").count(), 2, "{}", outcome.stdout);
    assert_eq!(outcome.stdout.matches("[unseen-source]").count(), 0, "{}", outcome.stdout);
}

#[test]
fn a_folder_without_tables_and_a_broken_table_end_with_exit_code_3() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().display().to_string();
    let missing = run(&["audit", "tests/sources.toml", "--run", &place], "");
    assert_eq!(missing.code, 3);
    assert!(
        missing.stderr.contains("sources.csv") && missing.stderr.contains("hint:"),
        "{}",
        missing.stderr
    );
    tables(folder.path(), &[("a", 1, 1, 0, 0, 0, 0)], &BTreeMap::new());
    let text = fs::read_to_string(folder.path().join("sources.csv"))
        .expect("read")
        .replace("a,a,,1", "a,a,,many");
    fs::write(folder.path().join("sources.csv"), text).expect("written");
    let broken = run(&["audit", "tests/sources.toml", "--run", &place], "");
    assert_eq!(broken.code, 3);
    assert!(
        broken.stderr.contains("sources.csv:2: `articles` is not a count: `many`"),
        "{}",
        broken.stderr
    );
}

#[test]
fn a_folder_and_a_missing_list_are_told_with_what_to_name_instead() {
    let folder = run(&["audit", "tests/corpus"], "");
    assert!(
        folder.code == 3 && folder.stderr.contains("--run") && folder.stderr.contains("--archive"),
        "{}",
        folder.stderr
    );
    let missing = run(&["audit", "tests/no-such-list.toml"], "");
    assert!(
        missing.code == 3 && missing.stderr.contains("name an existing source list"),
        "{}",
        missing.stderr
    );
}

#[test]
fn an_earlier_audit_leaves_what_is_new_and_what_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (list, last) = (place("list.csv"), place("last.json"));
    let audit = |more: &[&str]| run(&[&["audit", &list], more].concat(), "");
    let of = |domains: &[&str]| {
        let rows: String = domains.iter().map(|domain| format!("{domain}\n")).collect();
        fs::write(&list, format!("domain\n{rows}")).expect("written");
    };
    of(&["halvik.example", "bloomberg.com.co", "co.uk", "nytimes.com.co"]);
    fs::write(&last, audit(&["--json"]).stdout).expect("written");
    let since = ["--baseline", last.as_str()];
    let told = audit(&since).stdout;
    assert_eq!(told, "4 sources: 0 new, 0 gone, 3 as before\n");
    // A row is added at the top, so that all lines move, and one is removed.
    of(&["brennick.example", "halvik.example", "spiegel.ltd", "bloomberg.com.co", "co.uk"]);
    let told = audit(&since).stdout;
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.len() <= 5, "{told}");
    assert!(lines[0].contains("list.csv:4:1: new warning [lookalike-domain]"), "{told}");
    assert!(lines[2].contains("gone warning [lookalike-domain]"), "{told}");
    assert_eq!(lines[3], "5 sources: 1 new, 1 gone, 2 as before");
    // Only what is new crosses a threshold.
    let code = |fail_on: &str| audit(&[&since[..], &["--fail-on", fail_on]].concat()).code;
    assert_eq!([code("error"), code("public-suffix")], [0, 0]);
    assert_eq!([code("warning"), code("lookalike-domain")], [4, 4]);
    assert_eq!(audit(&["--fail-on", "public-suffix"]).code, 4);
    let json: Value =
        serde_json::from_str(&audit(&[&since[..], &["--json"]].concat()).stdout).expect("JSON");
    let new: Vec<&Value> = json["findings"].as_array().expect("a list").iter().collect();
    assert_eq!(new.iter().filter(|finding| finding["new"] == true).count(), 1);
    assert_eq!(json["gone"][0]["code"], "lookalike-domain");
    // What --json prints with an earlier audit is one, too.
    fs::write(&last, json.to_string()).expect("written");
    assert_eq!(audit(&since).stdout, "5 sources: 0 new, 0 gone, 3 as before\n");
    fs::write(&last, "{\"findings\": 7}").expect("written");
    let outcome = audit(&since);
    assert!(outcome.code == 3 && outcome.stderr.contains("last.json:1:14: not an audit"));
    let outcome = audit(&["--fail-on", "public-sufix"]);
    assert!(outcome.code == 2 && outcome.stderr.contains("codes are bad-domain"));
}

#[test]
fn sarif_names_rule_level_place_and_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("list.txt").display().to_string();
    fs::write(&list, "halvik.example\nco.uk\n").expect("written");
    let outcome = run(&["audit", &list, "--sarif", "--fail-on", "error"], "");
    assert_eq!(outcome.code, 4);
    let log: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"public-suffix".into(), &"error".into()));
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["region"]["startLine"], 2);
    let uri = place["artifactLocation"]["uri"].as_str().expect("an address");
    assert!(uri.starts_with("file:///") && uri.ends_with("list.txt"), "{uri}");
    assert_eq!(run(&["audit", &list, "--sarif", "--json"], "").code, 2);
}

/// Returns a workbook with one sheet of these rows.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    use std::io::Write;
    let cells = |row: &&[&str]| {
        let cell = |text: &&str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
        format!("<row>{}</row>", row.iter().map(cell).collect::<String>())
    };
    let sheet = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        rows.iter().map(cells).collect::<String>()
    );
    let files = [
        (
            "xl/workbook.xml",
            "<workbook xmlns:r='r'><sheets><sheet name='List' sheetId='1' r:id='rId1'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in files {
        let method = rawzip::CompressionMethod::STORE;
        let (mut entry, config) =
            archive.new_file(name).compression_method(method).start().expect("an entry");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content.as_bytes()).expect("written");
        let (_, end) = writer.finish().expect("finished");
        entry.finish(end).expect("finished");
    }
    archive.finish().expect("finished");
    out
}

#[test]
fn a_list_in_any_form_serves_the_audit_and_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let rows: [&[&str]; 4] = [
        &["Domain", "Source", "Score", "Country", "Language", "Owner"],
        &[
            "https://www.halvik.example/",
            "Höhere Halvik Times",
            "92,5",
            "Norway",
            "English",
            "Fjord Media",
        ],
        &["dailybuzz.example", "Daily Buzz", "20", "US", "en", "Buzz Inc"],
        &["co.uk", "All of them", "1", "Atlantis", "xx", ""],
    ];
    let table: String = rows.iter().map(|row| row.join(";") + "\n").collect();
    fs::write(at("list.csv"), encoding_rs::WINDOWS_1252.encode(&table).0).expect("written");
    fs::write(at("list.xlsx"), workbook(&rows)).expect("written");
    let story = "{\"id\":\"a\",\"url\":\"https://news.halvik.example/a\",\"text\":\"HALVIK (Reuters) - The ferries of Halvik stood still on Monday.\"}\n";
    fs::write(at("a.jsonl"), story).expect("written");
    for (list, line) in [("list.csv", 4), ("list.xlsx", 4)] {
        let outcome = run(&["audit", &at(list), "--json"], "");
        let json: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        assert_eq!(json["sources"], 3, "{list}: {}", outcome.stdout);
        let findings = json["findings"].as_array().expect("a list");
        let codes: Vec<(&str, u64)> = findings
            .iter()
            .filter_map(|f| Some((f["code"].as_str()?, f["line"].as_u64()?)))
            .filter(|(code, _)| *code != "domain-form")
            .collect();
        assert_eq!(
            codes,
            [("bad-value", line), ("bad-value", line), ("public-suffix", line)],
            "{list}"
        );
        let out = at("out");
        let outcome = run(&["report", &at("a.jsonl"), "--sources", &at(list), "--out", &out], "");
        assert_eq!(outcome.code, 0, "{list}: {}", outcome.stderr);
        let says = format!("{list}:{line}: not used: `co.uk` is a public suffix");
        assert!(outcome.stderr.contains(&says), "{}", outcome.stderr);
        let articles = support::table(&Path::new(&out).join("all/articles.csv"));
        assert_eq!(articles[0]["source_id"], "halvik.example", "{list}");
        assert_eq!(articles[0]["wire"], "reuters", "the built-in agencies stay");
        let sources = support::table(&Path::new(&out).join("all/sources.csv"));
        let halvik = sources.iter().find(|row| row["source_id"] == "halvik.example");
        assert_eq!(halvik.map(|row| row["name"].as_str()), Some("Höhere Halvik Times"), "{list}");
    }
    for (name, bytes, says) in [
        ("ads.txt", b"# ads.txt\nads.example, pub-1, DIRECT, f08\n".to_vec(), "this is an ads.txt"),
        (
            "rank.csv",
            b"rank,score\n1,2\n".to_vec(),
            "no column holds a domain; the columns are: rank, score",
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1".to_vec(), "save it as XLSX or CSV"),
        ("broken.xlsx", b"PK\x03\x04broken".to_vec(), "zip file"),
    ] {
        fs::write(at(name), bytes).expect("written");
        let outcome =
            run(&["report", &at("a.jsonl"), "--sources", &at(name), "--out", &at("o")], "");
        assert!(outcome.code == 3 && outcome.stderr.contains(says), "{name}: {}", outcome.stderr);
    }
    fs::write(at("list.toml"), "domain,name\nhalvik.example,Halvik\n").expect("written");
    let outcome =
        run(&["report", &at("a.jsonl"), "--sources", &at("list.toml"), "--out", &at("o")], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("not valid TOML"), "{}", outcome.stderr);
}
