//! `urtext score - --lines`: one process that answers article by article.

use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

use serde_json::{Value, json};
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
    let limit = reading.limits.document;
    loop {
        line.clear();
        number += 1;
        if input.by_ref().take(limit).read_until(b'\n', &mut line).map_err(Failure::internal)? == 0
        {
            return Ok(ExitCode::SUCCESS);
        }
        let answer = if line.len() as u64 == limit && !line.ends_with(b"\n") {
            input.skip_until(b'\n').map_err(Failure::internal)?;
            refused(number, &format!("is longer than {}", reading.limits.document_words()))
        } else if line.trim_ascii().is_empty() {
            continue;
        } else {
            answer(&mut desk, line.trim_ascii_end(), number, add, reading)
        };
        if !printed(writeln!(out, "{}", inert_json(&answer)).and_then(|()| out.flush()))? {
            return Ok(ExitCode::SUCCESS);
        }
    }
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
    let scored = super::with_archive(desk, &article).map_err(|failure| failure.to_string());
    let added = if add {
        desk.add(&article).map(Some).map_err(|error| error.to_string())
    } else {
        Ok(None)
    };
    match (scored, added) {
        (Ok((mut value, _)), Ok(added)) => {
            if let (Some(added), Some(object)) = (added, value.as_object_mut()) {
                object.insert("kept_as".to_owned(), json!(added.unwrap_or(article.id)));
            }
            value
        }
        (Err(error), _) | (_, Err(error)) => {
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
