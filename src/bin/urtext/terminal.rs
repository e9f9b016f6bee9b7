//! Keeps foreign characters from controlling the terminal.

use std::io::{self, Write};
use std::sync::OnceLock;

pub use urtext::answers::many;
use urtext::inert;

use super::failure::Failure;

/// Returns the text with control and direction characters replaced by `�`; line feeds, carriage
/// returns and tabs become spaces.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' => ' ',
            c if inert::steers(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Returns the value as JSON in which characters that steer are escaped.
pub fn inert_json(value: &serde_json::Value) -> String {
    inert::json(&value.to_string())
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Errors, and what was asked for with an option of its own.
    Quiet,
    /// Also progress, summaries and warnings.
    Usual,
    /// Also how each file was read, and each stage, reject and request.
    Verbose,
}

/// The level of this run; [`Level::Usual`] until it is set.
static LEVEL: OnceLock<Level> = OnceLock::new();

/// Sets how much is said, once.
pub fn set_level(level: Level) {
    let _ = LEVEL.set(level);
}

/// Returns how much is said.
pub fn level() -> Level {
    LEVEL.get().copied().unwrap_or(Level::Usual)
}

/// Prints a line to standard error, however quiet the run is. An error is ignored, since there is
/// nowhere left to report it.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints a line to standard error, unless the run is quiet: a summary or a warning.
pub fn note(line: &str) {
    if level() >= Level::Usual {
        tell(line);
    }
}

/// Prints a line to standard error if the run is verbose.
pub fn detail(line: &str) {
    if level() == Level::Verbose {
        tell(line);
    }
}

/// Prints to standard output; a reader that has closed the pipe is not a failure.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush())).map(drop)
}

/// Interprets the result of writing to standard output: `true` if it is still being read, `false`
/// if the reader has closed the pipe.
pub fn printed(outcome: io::Result<()>) -> Result<bool, Failure> {
    match outcome {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(e) => Err(Failure::input(
            format!("standard output cannot be written: {e}"),
            "make room, or send it somewhere else",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_direction_marks_do_not_reach_the_terminal() {
        let json = inert_json(&serde_json::json!("a\u{9b}31m\u{202e}b"));
        assert_eq!(json, "\"a\\u009b31m\\u202eb\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), "a\u{9b}31m\u{202e}b");
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\nd"), "a\u{fffd}[31mb\u{fffd}c d");
    }
}
