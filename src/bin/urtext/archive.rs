//! `urtext archive`: statistics, verification, pruning and export.

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;
use serde_json::json;
use urtext::archive::{ArchiveError, Change, Reader, Writer, export, pairs, verify};
use urtext::inert;

use super::arguments::{Archive, ArchiveCommand};
use super::failure::Failure;
use super::interrupt;
use super::terminal::{self, inert_json, many, plain, print};

/// Runs the command.
pub fn run(options: &Archive) -> Result<ExitCode, Failure> {
    match &options.command {
        ArchiveCommand::Stats(of) => stats(&of.archive, of.json),
        ArchiveCommand::Verify(of) => verified(&of.archive, of.json),
        ArchiveCommand::Prune { of, before } => prune(&of.archive, *before, of.json),
        ArchiveCommand::Export { archive } => exported(archive),
    }
}

/// Prints sizes and counts.
fn stats(folder: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let reader = Reader::open(folder)?;
    let manifest = reader.manifest();
    let pairs = reader.pairs().map(pairs::read).transpose()?.map_or(0, |frame| frame.height());
    let (mut sources, mut words, mut days) = (std::collections::BTreeSet::new(), 0u64, Vec::new());
    reader.each_record(|r| {
        sources.extend(r.cleaned.source);
        words += u64::from(r.fingerprint.words);
        days.extend(r.article.moment().map(|s| s.day));
    })?;
    let history = reader.history()?;
    let weeks = urtext::archive::keep::weeks(&history).len();
    let of = |prefix: &str| {
        manifest
            .files
            .iter()
            .filter(|(n, _)| n.starts_with(prefix))
            .map(|(_, f)| f.bytes)
            .sum::<u64>()
    };
    let (texts, index) = (of("segments/"), of("index-"));
    let day = |day: Option<&NaiveDate>| day.map(NaiveDate::to_string);
    let (first, last) = (day(days.iter().min()), day(days.iter().max()));
    let text = if as_json {
        format!(
            "{}\n",
            json!({
                "schema": 1, "format": manifest.format, "generation": manifest.generation, "articles": manifest.articles, "pairs": pairs,
                "sources": sources.len(), "words": words, "first": first, "last": last, "weeks": weeks,
                "bytes": manifest.bytes(), "bytes_articles": texts, "bytes_index": index, "bytes_pairs": of("pairs-"),
                "segments": reader.segments().len(), "files": manifest.files.len() + 1,
            })
        )
    } else {
        let span =
            first.zip(last).map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
        format!(
            "{} from {}{span}\n{}, {} of history\n{} bytes: {texts} for articles in {}, {index} for indexes, {} for pairs\ngeneration {}, format {}\n",
            many(manifest.articles as usize, "article"),
            many(sources.len(), "source"),
            many(pairs, "verified pair"),
            many(weeks, "week"),
            manifest.bytes(),
            many(reader.segments().len(), "segment"),
            of("pairs-"),
            manifest.generation,
            manifest.format,
        )
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Checks every file against its checksums. Damage ends with the exit code for bad input.
fn verified(folder: &Path, as_json: bool) -> Result<ExitCode, Failure> {
    let found = verify::verify(folder)?;
    let whole = found.damage.is_empty();
    let damage: Vec<String> = found.damage.iter().map(told).collect();
    let leftovers: Vec<String> = found.leftovers.iter().map(|p| p.display().to_string()).collect();
    let text = if as_json {
        let report = json!({
            "schema": 1, "whole": whole, "files": found.files, "bytes": found.bytes, "articles": found.articles,
            "damage": damage, "leftovers": leftovers,
        });
        format!("{}\n", inert_json(&report))
    } else {
        let mut lines: Vec<String> = damage;
        lines.extend(
            leftovers.iter().map(|l| {
                format!("{l}: left behind by an interrupted run; the next run removes it")
            }),
        );
        lines.push(match whole {
            true => format!(
                "{} with {} bytes are intact; {} read",
                many(found.files, "file"),
                found.bytes,
                many(found.articles as usize, "article")
            ),
            false => format!("the archive is damaged in {}", many(found.damage.len(), "place")),
        });
        lines.iter().map(|l| format!("{}\n", plain(l))).collect()
    };
    print(&text)?;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// Returns an error with its cause.
fn told(error: &ArchiveError) -> String {
    let cause = std::error::Error::source(error).map(|c| format!(": {c}")).unwrap_or_default();
    format!("{error}{cause}")
}

/// Drops the articles older than a day.
fn prune(folder: &Path, before: NaiveDate, as_json: bool) -> Result<ExitCode, Failure> {
    Reader::open(folder)?;
    interrupt::catch();
    let mut writer = Writer::open(folder)?;
    let mut change = Change::default();
    let Some(reader) = writer.reader() else {
        return Err(ArchiveError::Missing { path: folder.to_owned() }.into());
    };
    let bytes = reader.manifest().bytes();
    reader.each_record(|r| {
        let old = r.article.moment().is_some_and(|stamp| stamp.day < before);
        change.dropped.extend(old.then_some(r.number));
    })?;
    let dropped = change.dropped.len();
    if dropped > 0 {
        writer.commit(&change)?;
    }
    let (left, after) =
        writer.reader().map_or((0, 0), |r| (r.manifest().articles, r.manifest().bytes()));
    let text = if as_json {
        format!(
            "{}\n",
            json!({"schema": 1, "dropped": dropped, "articles": left, "bytes_before": bytes, "bytes": after})
        )
    } else {
        format!(
            "{} dropped, {left} kept; {} bytes freed\n",
            many(dropped, "article"),
            bytes.saturating_sub(after)
        )
    };
    print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints all articles as JSON lines, by id.
fn exported(folder: &Path) -> Result<ExitCode, Failure> {
    let mut articles = Reader::open(folder)?.articles(&|_, _| true)?;
    articles.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = articles
        .iter()
        .try_for_each(|(_, a)| writeln!(out, "{}", inert::json(&export::line(a))))
        .and_then(|()| out.flush());
    terminal::printed(printed)?;
    Ok(ExitCode::SUCCESS)
}
