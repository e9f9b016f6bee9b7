//! `urtext diff`: shows two articles side by side.

mod columns;

use std::io::IsTerminal;
use std::process::ExitCode;

use urtext::answers::diff::View;

use super::arguments::Diff as Options;
use super::failure::Failure;
use super::page::Place;
use super::terminal;

/// Runs the command.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let registry = super::report::registry(options.sources.as_deref())?;
    let reading = super::report::reading(&options.reading)?;
    // Checked before reading: the first read would leave nothing for the second.
    if options.a == "-" && options.b == "-" {
        return Err(Failure::input(
            "`-` (standard input) is both articles",
            "save one of the two to a file",
        ));
    }
    let page = options
        .html
        .as_deref()
        .map(|path| Place::of(path, &[&options.a, &options.b], options.force))
        .transpose()?;
    let a = super::score::one_article(&options.a, &reading)?;
    let b = super::score::one_article(&options.b, &reading)?;
    let view = View::of(a, b, &registry);
    if let Some(place) = &page {
        place.write(&view.page(&registry))?;
    }
    let text = if options.json {
        format!("{}\n", view.json())
    } else if options.html.is_some() {
        return Ok(ExitCode::SUCCESS);
    } else {
        let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        columns::of(&view, usize::from(options.width), colour)
    };
    terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
