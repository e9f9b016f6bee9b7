//! Progress of a run.

/// Receives the progress of a run.
pub trait Watch: Sync {
    /// Called when a stage begins; `of` is its number of steps, if known.
    fn begin(&self, stage: &'static str, of: Option<u64>);
    /// Called with the number of steps done so far.
    fn step(&self, done: u64);
    /// Called when a stage ends; `survived` describes its output.
    fn end(&self, stage: &'static str, survived: &str);
}

/// Ignores all progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&self, _: &'static str, _: Option<u64>) {}
    fn step(&self, _: u64) {}
    fn end(&self, _: &'static str, _: &str) {}
}
