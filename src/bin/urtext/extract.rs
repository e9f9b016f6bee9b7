//! `urtext extract`: prints each article as it was read.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use urtext::answers::extract::line;
use urtext::clean;
use urtext::ingest;

use super::arguments::Extract;
use super::failure::Failure;
use super::heard;
use super::terminal::{self, Level, many, plain};

/// Most rejects shown; the rest are only counted. Chosen by judgement.
const SHOWN: usize = 20;

/// Runs the command.
pub fn run(options: &Extract) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.path())?;
    let reading = super::report::reading(&options.reading)?;
    let inputs = super::report::planned(&options.inputs)?;
    let batch = ingest::run(&inputs, &reading, &|_| ());
    if batch.articles.is_empty() && !heard::lacks_a_field(&reading, &batch) {
        return Err(super::report::nothing_read(&batch));
    }
    heard::check_fields(&reading, &batch)?;
    let cleaned = clean::run(&batch.articles, &registry);
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = batch
        .articles
        .iter()
        .zip(&cleaned)
        .try_for_each(|(a, c)| writeln!(out, "{}", terminal::inert_json(&line(a, c))))
        .and_then(|()| out.flush());
    if !terminal::printed(printed)? {
        return Ok(ExitCode::SUCCESS);
    }
    if terminal::level() == Level::Verbose {
        heard::detail(&batch);
        return Ok(ExitCode::SUCCESS);
    }
    for reject in batch.rejects.iter().take(SHOWN) {
        terminal::note(&plain(&heard::rejected(reject)));
    }
    if batch.rejects.len() > SHOWN {
        terminal::note(&format!("and {}", many(batch.rejects.len() - SHOWN, "more reject")));
    }
    Ok(ExitCode::SUCCESS)
}
