//! `urtext calibrate`: learns the weights of the indicators from somebody's ratings.

use std::path::Path;
use std::process::ExitCode;

use urtext::reliability::calibrate::{self, Example, Fitted, LEAST_SOURCES};
use urtext::reliability::profile::INDICATORS;
use urtext::report::profiles::Profiles;
use urtext::sources::ratings::{Columns, Ratings};

use crate::arguments::Calibrate;
use crate::failure::Failure;
use crate::report::registry;
use crate::terminal;

/// Prints a `[score]` block fitted to ratings; the correlations go to standard error.
pub fn run(options: &Calibrate) -> Result<ExitCode, Failure> {
    let registry = registry(options.sources.as_deref())?;
    let (domain, score) = options.ratings_columns.clone().unzip();
    let columns = Columns { domain, score, highest: options.ratings_highest };
    let ratings = Ratings::open(&options.ratings, &columns)?;
    let profiles = Profiles::open(&options.report).map_err(|e| {
        Failure::input(
            e,
            "name a report's folder with the tables `sources` and `profile`, as in reports/all",
        )
    })?;
    let examples: Vec<Example> = profiles
        .scored()
        .filter_map(|(id, values)| {
            let rating = ratings.of_source(id, &registry)?.value;
            Some(Example { id: id.to_owned(), values, rating })
        })
        .collect();
    let file = options.ratings.display();
    if examples.len() < LEAST_SOURCES {
        return Err(Failure::input(
            format!("{file}: only {} scored sources of the report have a rating", examples.len()),
            format!("give a report and ratings with at least {LEAST_SOURCES} sources in common"),
        ));
    }
    let Some(fitted) = calibrate::fit(&examples) else {
        return Err(Failure::input(
            format!("{file}: no indicator goes with these ratings"),
            "check --ratings-columns; equal ratings teach nothing",
        ));
    };
    let name = options.ratings.file_name().unwrap_or(options.ratings.as_os_str());
    terminal::print(&block(&fitted, Path::new(name)))?;
    let warning = match fitted.out_of_fold {
        Some(order) if order > 0.0 => "",
        _ => "; these weights do not order sources that they were not fitted to",
    };
    terminal::note(&format!(
        "{} sources; Spearman with the ratings {} out of fold, {} in sample{warning}",
        fitted.sources,
        shown(fitted.out_of_fold),
        shown(fitted.in_sample)
    ));
    Ok(ExitCode::SUCCESS)
}

fn shown(correlation: Option<f64>) -> String {
    correlation.map_or_else(|| "unknown".to_owned(), |r| format!("{r:.2}"))
}

/// Returns the `[score]` block of a source list.
fn block(fitted: &Fitted, name: &Path) -> String {
    let to = format!(
        "{}, {} sources, Spearman {} out of fold",
        urtext::inert::spelled(&name.display().to_string()).replace(['"', '\\'], "_"),
        fitted.sources,
        shown(fitted.out_of_fold)
    );
    let mut out = format!("[score]\nfitted = \"{to}\"\n\n[score.indicators]\n");
    for (about, weight) in
        INDICATORS.iter().zip(&fitted.weights).filter(|(about, _)| about.weight > 0.0)
    {
        out.push_str(&format!("{} = {weight:.2}\n", about.name));
    }
    out
}
