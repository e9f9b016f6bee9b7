//! `urtext score - --lines`: one process that answers article by article.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::answers::score::{Shown, with_archive};
use urtext::desk::Desk;
use urtext::ingest::{self, records};

use super::super::failure::Failure;
use super::super::terminal::{inert_json, printed};

/// Answers each line of standard input with one line, until the input ends.
///
/// A line that cannot be read or scored gets an answer with the reason, and reading goes on. Empty
/// lines get no answer.
pub fn run(mut desk: Desk, add: bool, reading: &ingest::Settings) -> Result<ExitCode, Failure> {
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let (mut line, mut number) = (Vec::new(), 0u64);
    while let Some(is_whole) =
        next_line(&mut input, &mut line, reading.limits.document).map_err(Failure::internal)?
    {
        number += 1;
        let answer = if !is_whole {
            refused(number, &reading.limits.too_long())
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            answer(&mut desk, line.trim_ascii_end(), number, add, reading)
        };
        if !printed(writeln!(out, "{}", inert_json(&answer)).and_then(|()| out.flush()))? {
            break;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the next line, without its line feed, and skips the rest if it has more than `limit`
/// bytes. Returns whether it is whole; `None` at the end of the input.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>, limit: u64) -> io::Result<Option<bool>> {
    line.clear();
    // One byte more than a whole line: its line feed, or what shows that it is too long.
    if input.take(limit.saturating_add(1)).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    if line.ends_with(b"\n") {
        line.pop();
    } else if line.len() as u64 > limit {
        input.skip_until(b'\n')?;
        return Ok(Some(false));
    }
    Ok(Some(true))
}

fn answer(
    desk: &mut Desk,
    line: &[u8],
    number: u64,
    add: bool,
    reading: &ingest::Settings,
) -> Value {
    let mut rejects = Vec::new();
    let mut articles = records::json_line(line, number, reading, &mut rejects);
    let lost = || rejects.iter().map(|r| r.reason.as_str()).collect::<Vec<_>>().join("; ");
    let article = match articles.len() {
        1 => articles.remove(0),
        0 => return refused(number, &lost()),
        n => return refused(number, &format!("holds {n} articles, not one")),
    };
    // From this line on, articles added to the archive meanwhile are included.
    if let Err(error) = desk.refresh() {
        return refused(number, &error.to_string());
    }
    let scored = with_archive(desk, &article, None).map_err(|error| error.to_string());
    // Only what was scored is added.
    let answered = scored.and_then(|Shown { json: mut value, .. }| {
        if add {
            let added = desk.add(&article).map_err(|error| error.to_string())?;
            if let Some(object) = value.as_object_mut() {
                object.insert("kept_as".to_owned(), json!(added.unwrap_or(article.id)));
            }
        }
        Ok(value)
    });
    match answered {
        Ok(value) => value,
        Err(error) => {
            // Damage in the archive affects few articles, so try to answer the next line. If
            // reopening fails, the next line reports it.
            let _ = desk.reopen();
            refused(number, &error)
        }
    }
}

fn refused(number: u64, error: &str) -> Value {
    json!({"schema": 1, "line": number, "error": error})
}

#[cfg(test)]
mod tests {
    use std::fs;

    use urtext::archive::{Reader, Writer};
    use urtext::sources::Registry;

    use super::*;

    #[test]
    fn a_line_of_as_many_bytes_as_allowed_is_read_and_a_longer_one_skipped() {
        let read = |text: &str| {
            let (mut input, mut line, mut out) = (text.as_bytes(), Vec::new(), Vec::new());
            while let Some(is_whole) = next_line(&mut input, &mut line, 4).expect("read") {
                let text = String::from_utf8(line.clone()).expect("ASCII");
                out.push(if is_whole { text } else { "too long".to_owned() });
            }
            out
        };
        assert_eq!(read("abcd\nabcde\n\nabc\nabcd"), ["abcd", "too long", "", "abc", "abcd"]);
        assert_eq!(read("abcdefghi\nabcde"), ["too long", "too long"]);
        assert!(read("").is_empty());
    }

    #[test]
    fn what_cannot_be_scored_is_not_added() {
        let place = tempfile::tempdir().expect("a folder");
        let registry = Registry::parse("test", "").expect("an empty list");
        let reading = ingest::Settings::default();
        let text = "The ferries of Halvik stayed in the harbour on Monday, because the crews want more for each of the nights at sea that they spend away from Brennick.";
        let line = |id: &str| json!({"id": id, "text": text}).to_string().into_bytes();
        let mut first = Vec::new();
        let article = records::json_line(&line("a"), 1, &reading, &mut first).remove(0);
        keep(place.path(), &article, &registry);
        let segment = fs::read_dir(place.path().join("segments")).expect("a folder").next();
        let segment = segment.expect("a segment").expect("an entry").path();
        let mut bytes = fs::read(&segment).expect("read");
        bytes[8] ^= 1;
        fs::write(&segment, bytes).expect("written");
        let mut desk = Desk::open(place.path(), registry).expect("opened");
        let answer = answer(&mut desk, &line("b"), 1, true, &reading);
        assert!(
            answer["error"].as_str().is_some_and(|e| e.contains("archive damaged")),
            "{answer}"
        );
        assert_eq!(Reader::open(place.path()).expect("opened").manifest().articles, 1);
    }

    /// Writes an archive of one article.
    fn keep(folder: &std::path::Path, article: &ingest::Article, registry: &Registry) {
        use urtext::archive::{Addition, Change};
        use urtext::{clean, fingerprint};
        let articles = std::slice::from_ref(article);
        let cleaned = clean::run(articles, registry);
        let prints = fingerprint::run(articles, &clean::read_all(articles, &cleaned));
        let mut writer = Writer::open(folder).expect("opened");
        let addition = Addition {
            number: 0,
            article,
            cleaned: &cleaned[0],
            fingerprint: &prints[0],
            kin: None,
        };
        let change = Change { articles: vec![addition], ..Change::default() };
        writer.commit(&change).expect("committed");
    }
}
