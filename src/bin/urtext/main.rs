//! The `urtext` program: parses arguments, runs the library, prints the results.

mod archive;
mod arguments;
mod audit;
mod calibrate;
mod config;
mod diff;
mod dossier;
mod earlier;
mod extract;
mod failure;
mod heard;
mod interrupt;
mod memory;
mod mistyped;
mod page;
mod progress;
mod remake;
mod report;
mod schema;
mod score;
#[cfg(feature = "serve")]
mod serve;
mod shell;
mod terminal;
mod threads;
mod timings;

use std::io::{self, Write};
use std::process::ExitCode;

/// The stages allocate and free many small vectors on all threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quiet_expected_panics();
    let (arguments, defaults) = match config::arguments(std::env::args_os().collect()) {
        Ok(arguments) => arguments,
        Err(config::Stop::Usage(told)) => return explain(&told),
        Err(config::Stop::Failure(failure)) => return failure.print(),
    };
    terminal::set_level(arguments.common.level());
    if let Some(defaults) = &defaults {
        terminal::note(&config::told(defaults));
    }
    let threads = if let arguments::Command::Report(options) = &arguments.command {
        options.threads
    } else {
        None
    };
    if let Err(failure) = threads::start(threads) {
        return failure.print();
    }
    let outcome = match arguments.command {
        arguments::Command::Report(options) => report::run(&options, defaults),
        arguments::Command::Check(options) | arguments::Command::Score(options) => {
            score::run(&options)
        }
        #[cfg(feature = "serve")]
        arguments::Command::Serve(options) => serve::run(&options),
        arguments::Command::Audit(options) => audit::run(&options),
        arguments::Command::Calibrate(options) => calibrate::run(&options),
        arguments::Command::Archive(options) => archive::run(&options),
        arguments::Command::Extract(options) => extract::run(&options),
        arguments::Command::Schema(options) => schema::run(&options),
        arguments::Command::Shell(options) => shell::run(&options),
        arguments::Command::Diff(options) => diff::run(&options),
        arguments::Command::Dossier(options) => dossier::run(&options),
        arguments::Command::Page(options) => remake::run(&options),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.print(),
    }
}

/// Prints help, the version, or what is wrong with the arguments, in colour on a terminal.
fn explain(told: &clap::Error) -> ExitCode {
    match terminal::printed(told.print().and_then(|()| io::stdout().flush())) {
        Ok(_) => {
            if let Some(hint) = mistyped::hint(told) {
                terminal::tell(&format!("hint: {hint}"));
            }
            ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2))
        }
        Err(failure) => failure.print(),
    }
}

/// Silences the panic messages of polars on damaged files: the panic is caught and the file becomes
/// a reject.
fn quiet_expected_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !urtext::ingest::parquet::is_reading() {
            print(panic);
        }
    }));
}
