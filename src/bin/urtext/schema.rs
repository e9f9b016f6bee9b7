//! `urtext schema`: prints the data dictionary.

use std::process::ExitCode;

use serde_json::{Value, json};
use urtext::report::dictionary::{self, Entry};
use urtext::report::tables;

use super::arguments::Schema;
use super::failure::Failure;
use super::terminal;

/// Runs the command.
pub fn run(options: &Schema) -> Result<ExitCode, Failure> {
    let names: Vec<&str> =
        tables::NAMES.into_iter().chain(dictionary::BESIDE.map(|(name, _)| name)).collect();
    if let Some(unknown) = options.tables.iter().find(|t| !names.contains(&t.as_str())) {
        return Err(Failure::input(
            format!("unknown table `{unknown}`"),
            format!("the tables are {}", names.join(", ")),
        ));
    }
    let wanted =
        |e: &Entry| options.tables.is_empty() || options.tables.iter().any(|t| t == e.table);
    let entries: Vec<Entry> = dictionary::entries().into_iter().filter(wanted).collect();
    let text = if options.json {
        let columns: Vec<Value> = entries
            .iter()
            .map(|e| {
                json!({"table": e.table, "column": e.column, "type": e.kind, "unit": (!e.unit.is_empty()).then_some(e.unit),
                    "meaning": e.meaning, "empty": e.empty, "example": e.example})
            })
            .collect();
        format!("{}\n", json!({"schema": 1, "columns": columns}))
    } else if options.markdown {
        markdown(&entries)
    } else {
        lines(&entries)
    };
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Formats a Markdown table for each table, under a description of its rows.
fn markdown(entries: &[Entry]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut out = String::from(dictionary::OPENING);
    for of_table in entries.chunk_by(|a, b| a.table == b.table) {
        let table = of_table[0].table;
        out.push_str(&format!(
            "\n## {table}\n{}\n\n| column | type, unit | meaning | empty if | example |\n|---|---|---|---|---|\n",
            dictionary::rows(table)
        ));
        for e in of_table {
            let kind = if e.unit.is_empty() {
                e.kind.to_owned()
            } else {
                format!("{}, {}", e.kind, e.unit)
            };
            out.push_str(&format!(
                "| `{}` | {} | {} | {} | {} |\n",
                e.column,
                cell(&kind),
                cell(e.meaning),
                cell(e.empty),
                cell(e.example)
            ));
        }
    }
    out
}

/// Formats one line per column, under the name of its table.
fn lines(entries: &[Entry]) -> String {
    let mut out = String::new();
    let mut table = "";
    for e in entries {
        if e.table != table {
            table = e.table;
            out.push_str(&format!("{}{table}\n", if out.is_empty() { "" } else { "\n" }));
        }
        let unit = if e.unit.is_empty() { String::new() } else { format!(", {}", e.unit) };
        out.push_str(&format!(
            "  {:<24} {}{unit}: {}. Empty: {}. Example: {}\n",
            e.column, e.kind, e.meaning, e.empty, e.example
        ));
    }
    out
}
