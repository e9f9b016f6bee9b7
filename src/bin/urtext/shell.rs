//! `urtext shell`: completions and manual pages, generated from the command-line definition.

use std::fs;
use std::process::ExitCode;

use clap::CommandFactory;

use super::arguments::{Arguments, Shell};
use super::failure::Failure;
use super::terminal;

/// Runs the command.
pub fn run(options: &Shell) -> Result<ExitCode, Failure> {
    let mut command = Arguments::command();
    if let Some(shell) = options.shell {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut command, "urtext", &mut script);
        terminal::print(&String::from_utf8_lossy(&script))?;
    }
    if let Some(folder) = &options.man {
        let written =
            fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
        written.map_err(|why| {
            Failure::input(
                format!("{} cannot be written: {why}", folder.display()),
                "name a folder that you may write to with --man",
            )
        })?;
    }
    Ok(ExitCode::SUCCESS)
}
