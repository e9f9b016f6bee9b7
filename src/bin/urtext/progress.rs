//! Shows progress on standard error, if that is a terminal or the run is verbose.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};
use urtext::pipeline::Watch;

use super::terminal::{self, Level};
use super::timings::Timings;

/// Shows the running stage, and leaves a line for each finished one.
pub struct Progress {
    bar: Mutex<ProgressBar>,
    shown: bool,
    lines: bool,
    /// What the stages took.
    pub timings: Timings,
}

impl Progress {
    /// Starts without a bar. Bars are shown only on a terminal, lines also in a verbose run, and
    /// neither in a quiet one.
    pub fn new() -> Self {
        let shown = std::io::stderr().is_terminal() && terminal::level() >= Level::Usual;
        Self {
            bar: Mutex::new(ProgressBar::hidden()),
            shown,
            lines: shown || terminal::level() == Level::Verbose,
            timings: Timings::default(),
        }
    }

    fn replace(&self, bar: ProgressBar) {
        if let Ok(mut current) = self.bar.lock() {
            current.finish_and_clear();
            *current = bar;
        }
    }
}

impl Watch for Progress {
    fn begin(&self, stage: &'static str, of: Option<u64>) {
        self.timings.begin(stage);
        if !self.shown {
            return;
        }
        let bar = match of {
            Some(of) => ProgressBar::new(of),
            None => ProgressBar::new_spinner(),
        };
        let template = if of.is_some() {
            "{prefix:<12} {bar:30} {human_pos}/{human_len} {eta}"
        } else {
            "{prefix:<12} {spinner} {human_pos}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(stage);
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        self.replace(bar);
    }

    fn step(&self, done: u64) {
        if self.shown
            && let Ok(bar) = self.bar.try_lock()
        {
            bar.set_position(bar.position().max(done));
        }
    }

    fn end(&self, stage: &'static str, survived: &str) {
        self.timings.end(stage, survived);
        if self.shown {
            self.replace(ProgressBar::hidden());
        }
        if self.lines {
            terminal::tell(&format!("{stage:<12} {survived}"));
        }
    }
}
