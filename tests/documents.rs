//! Documents, mail and tables of office programs, and the exports of press archives: one story in
//! every form.

mod support;

use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use support::run;

const TITLE: &str = "Ferry crews stop work in Halvik";
const SECOND: &str = "Buses of Halvik carry twice as many passengers";
const CAPTION: &str = "A ferry at the quay of Halvik on Monday. Photo: Ola Berg";

/// Returns the articles of a file in the order of their lines, and what standard error says.
fn extract(file: &str) -> (Vec<Value>, String) {
    let outcome = run(&["extract", file, "--sources", "tests/sources.toml"], "");
    assert!(matches!(outcome.code, 0 | 3), "{file}: {}", outcome.stderr);
    let mut articles: Vec<Value> =
        outcome.stdout.lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    articles.sort_by_key(|a| a["line"].as_u64());
    (articles, outcome.stderr)
}

fn sample(file: &str) -> (Vec<Value>, String) {
    extract(&format!("tests/formats/{file}"))
}

/// Checks that an article has the title and both paragraphs of the story.
fn is_story(file: &str, article: &Value) {
    let text = article["text"].as_str().expect("a text");
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    assert_eq!(article["title"], TITLE, "{file}: {article}");
    assert_eq!(lines.len(), 2, "{file}: {text}");
    assert!(
        lines[0].starts_with("The ferries of Halvik stood still on Monday, and the quays")
            && lines[0].ends_with("late in the evening.")
            && lines[1].starts_with("“We have waited two years")
            && lines[1].ends_with("on Friday night."),
        "{file}: {text}"
    );
}

fn day(article: &Value) -> &str {
    let published = article["published"].as_str().unwrap_or_default();
    published.get(..10).unwrap_or_default()
}

#[test]
fn documents_give_title_text_captions_author_and_date() {
    for (file, captions, told) in [
        ("styled.docx", true, ""),
        ("tracked.docx", true, ""),
        ("styled.odt", true, ""),
        ("framed.odt", true, ""),
        ("styled.rtf", true, ""),
        ("unicode.rtf", false, "has a footnote, which is not read"),
    ] {
        let (articles, stderr) = sample(file);
        assert_eq!(articles.len(), 1, "{file}: {stderr}");
        let a = &articles[0];
        is_story(file, a);
        assert_eq!((day(a), &a["authors"]), ("2021-06-07", &json!(["Jane Writer"])), "{file}: {a}");
        let expected = if captions { json!([CAPTION]) } else { json!([]) };
        assert_eq!(a["captions"], expected, "{file}");
        assert_eq!(
            stderr.contains(told),
            !stderr.is_empty() || told.is_empty(),
            "{file}: {stderr}"
        );
        assert_eq!(stderr.is_empty(), told.is_empty(), "{file}: {stderr}");
        let stem = file.split('.').next().expect("a stem");
        assert_eq!((a["id"].as_str(), &a["url"]), (Some(stem), &json!(null)), "{file}");
    }
}

#[test]
fn mail_is_read_with_its_claims_and_attachments_are_told() {
    for (file, told) in [
        ("letter.eml", "`timetable.pdf`, which is attached, is not read"),
        ("flowed.eml", ""),
        ("letters.mbox", ""),
        ("letters-crlf.mbox", ""),
    ] {
        let (articles, stderr) = sample(file);
        assert_eq!(articles.len(), 1 + usize::from(file.ends_with("mbox")), "{file}: {stderr}");
        let a = &articles[0];
        is_story(file, a);
        assert_eq!(a["published"], "2021-06-07T09:12:00+02:00", "{file}");
        assert_eq!(a["authors"], json!(["Jane Writer"]), "{file}");
        assert!(a["id"].as_str().is_some_and(|id| id.ends_with("@harbourherald.example")));
        assert_eq!(stderr.is_empty(), told.is_empty(), "{file}: {stderr}");
        assert!(stderr.contains(told), "{file}: {stderr}");
        if let Some(b) = articles.get(1) {
            assert_eq!((&b["title"], day(b)), (&json!(SECOND), "2021-06-08"), "{file}");
            assert!(b["text"].as_str().is_some_and(|t| t.contains("\nFrom Thursday on")), "{b}");
        }
    }
}

#[test]
fn sheets_are_tables_of_articles() {
    for (file, author, url) in [
        ("shared.xlsx", true, true),
        ("inline.xlsx", true, true),
        ("dates.ods", true, true),
        ("sheets.ods", false, false),
    ] {
        let (articles, stderr) = sample(file);
        assert_eq!((articles.len(), stderr.as_str()), (2, ""), "{file}");
        let at = articles.iter().position(|a| a["title"] == TITLE).expect("the story");
        is_story(file, &articles[at]);
        assert_eq!(day(&articles[at]), "2021-06-07", "{file}: {}", articles[at]);
        assert_eq!(articles[at]["authors"] == json!(["Jane Writer"]), author, "{file}");
        assert_eq!(articles[at]["url"].is_string(), url, "{file}");
        assert_eq!(articles[1 - at]["title"], SECOND, "{file}");
    }
}

#[test]
fn exports_are_split_into_their_articles() {
    for (file, count, caption, words, archive) in [
        ("nexis-uni.docx", 2, true, true, "Nexis Uni"),
        ("nexis-uni.rtf", 1, true, true, "Nexis Uni"),
        ("lexisnexis.txt", 2, true, true, "LexisNexis"),
        ("lexisnexis.html", 2, true, true, "LexisNexis"),
        ("factiva.html", 2, true, true, "Factiva"),
        ("factiva.rtf", 2, false, true, "Factiva"),
        ("proquest.txt", 2, false, false, "ProQuest"),
        ("proquest.docx", 2, false, false, "ProQuest"),
    ] {
        let (articles, stderr) = sample(file);
        assert_eq!((articles.len(), stderr.as_str()), (count, ""), "{file}");
        let a = &articles[0];
        is_story(file, a);
        let source = a["source"].as_str().unwrap_or_default();
        assert!(source.starts_with("Harbour Herald"), "{file}: {a}");
        assert_eq!(day(a), "2021-06-07", "{file}");
        let authors: Vec<String> = serde_json::from_value(a["authors"].clone()).expect("a list");
        assert_eq!(authors.join(";").to_lowercase(), "jane writer", "{file}");
        let expected = if caption { json!([CAPTION]) } else { json!([]) };
        assert_eq!((&a["captions"], &a["language"]), (&expected, &json!("en")), "{file}");
        let page = a["item"]["page"].as_str().unwrap_or_default();
        assert!(page.ends_with('4'), "{file}: {a}");
        assert!(a["item"]["section"].is_string(), "{file}: {a}");
        assert_eq!(a["item"]["words"] == 44, words, "{file}: {a}");
        assert_eq!(a["item"]["provider"], archive, "{file}");
        if let Some(b) = articles.get(1) {
            assert_eq!((&b["title"], day(b)), (&json!(SECOND), "2021-06-08"), "{file}: {b}");
        }
    }
}

#[test]
fn what_cannot_be_read_says_where_and_what_to_do() {
    for (file, articles, says) in [
        ("cut.docx", 0, "is not a readable zip file"),
        ("locked.odt", 0, "is protected by a password; save it without"),
        ("deep.rtf", 0, "is nested more than 512 levels deep"),
        ("no-text.eml", 0, "is a message without text; `plan.pdf`, which is attached, is not read"),
        ("half.mbox", 1, "half.mbox:15: is a message without text"),
        ("no-text.xlsx", 0, "name it with --field text=COLUMN"),
        ("broken.ods", 1, "`content.xml` in it ends prematurely here"),
        ("unfit-nexis.txt", 0, "2 of its 3 articles do not have its form"),
        ("proquest-list.txt", 1, "has no full text; export it with the full text"),
        ("old.doc", 0, "save it as DOCX"),
        ("page.pdf", 0, "pdftotext"),
    ] {
        let (found, stderr) = extract(&format!("tests/bad/{file}"));
        assert_eq!(found.len(), articles, "{file}: {stderr}");
        assert!(stderr.contains(says), "{file}: {stderr}");
    }
}

#[test]
fn contents_count_and_not_names() {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, name) in [
        ("styled.rtf", "a.doc"),
        ("lexisnexis.html", "b.doc"),
        ("nexis-uni.docx", "c"),
        ("shared.xlsx", "d.csv"),
        ("letter.eml", "e.txt"),
        ("letters.mbox", "f"),
        ("proquest.txt", "g.rtf"),
    ] {
        let path = folder.path().join(name);
        fs::copy(format!("tests/formats/{file}"), &path).expect("copied");
        let (articles, stderr) = extract(&path.display().to_string());
        is_story(name, articles.first().unwrap_or_else(|| panic!("{name}: {stderr}")));
        fs::remove_file(path).expect("removed");
    }
}

#[test]
fn hostile_documents_take_no_longer_than_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let head =
        "From: a@b.example\nSubject: x\nMIME-Version: 1.0\nDate: Mon, 7 Jun 2021 09:12:00 +0200\n";
    for (name, bytes, says) in [
        ("groups.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(4 << 20)), "512 levels"),
        ("words.rtf", format!("{{\\rtf1 {}}}", "\\b0\\i0 ".repeat(2 << 20)), "without text"),
        (
            "lines.rtf",
            format!("{{\\rtf1 {}}}", "a\\par ".repeat(3 << 20)),
            "more than 100000 lines",
        ),
        (
            "fonts.rtf",
            format!(
                "{{\\rtf1{{\\fonttbl{}}}{}}}",
                "{\\f9\\fcharset1 A;}".repeat(200_000),
                "\\f9 a".repeat(500_000)
            ),
            "",
        ),
        (
            "parts.eml",
            format!(
                "{head}Content-Type: multipart/mixed; boundary=b\n\n{}",
                "--b\n\na\n".repeat(1 << 20)
            ),
            "",
        ),
        ("headers.eml", format!("{head}{}", "a: b\n".repeat(3 << 20)), ""),
        ("letters.mbox", format!("From a\n{head}\nx\n\n").repeat(60_000), ""),
        ("marks.txt", "End of Document\nBody\n".repeat(400_000), "do not have its form"),
        (
            "counters.txt",
            "1 of 2 DOCUMENTS\nLENGTH: 3 words\n".repeat(400_000),
            "do not have its form",
        ),
        (
            "rules.txt",
            format!("{}\nProQuest document ID: 1\n", "_".repeat(20)).repeat(200_000),
            "do not have its form",
        ),
        (
            "codes.txt",
            "HD\nSN\nDocument AAAA000020210607eh670000d\n".repeat(200_000),
            "do not have its form",
        ),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let began = Instant::now();
        let (_, stderr) = extract(&path.display().to_string());
        let took = began.elapsed();
        assert!(stderr.contains(says), "{name}: {stderr}");
        assert!(took < Duration::from_secs(6), "{name}: {took:?}");
        fs::remove_file(path).expect("removed");
    }
}
