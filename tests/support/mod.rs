//! Runs the program and reads its tables.
#![allow(dead_code, reason = "each file of tests uses a part of it")]

pub mod server;
pub mod weeks;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A row, by column name.
pub type Row = BTreeMap<String, String>;

/// The result of running the program.
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// Runs the program in the crate's folder.
pub fn run(arguments: &[&str], stdin: &str) -> Outcome {
    let mut child = Command::new(env!("CARGO_BIN_EXE_urtext"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    // A program that fails early does not read its input; that is not an error of the test.
    let _ = child.stdin.take().expect("piped").write_all(stdin.as_bytes());
    let output = child.wait_with_output().expect("ended");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Outcome {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    }
}

/// Starts the program and leaves it running.
pub fn spawn(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_urtext"))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started")
}

/// Reads a CSV table (RFC 4180).
pub fn table(path: &Path) -> Vec<Row> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    let header = rows.remove(0);
    rows.into_iter().map(|r| header.iter().cloned().zip(r).collect()).collect()
}

/// Returns the JSON records of the corpus by id.
pub fn records() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for name in ["week23.jsonl", "late.jsonl"] {
        for line in
            std::fs::read_to_string(Path::new("tests/corpus").join(name)).expect("read").lines()
        {
            let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
            out.insert(value["id"].as_str().expect("an id").to_owned(), line.to_owned());
        }
    }
    out
}

/// Returns the texts of the corpus by article id.
pub fn texts() -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = records()
        .into_iter()
        .map(|(id, line)| {
            let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            (id, value["text"].as_str().expect("a text").to_owned())
        })
        .collect();
    for entry in std::fs::read_dir("tests/corpus").expect("the corpus") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "txt") {
            out.insert(
                path.file_stem().expect("a name").to_string_lossy().into_owned(),
                std::fs::read_to_string(&path).expect("read"),
            );
        }
    }
    out
}
