//! What each stage of a run took: `--timings`.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::terminal;

/// Ticks of processor time in a second, as Linux counts them in `/proc` (`USER_HZ`, the same on
/// all of its platforms; proc_pid_stat(5)).
const TICKS: f64 = 100.0;

/// The first line of the file.
const HEADER: &str = "stage,seconds,processor_seconds,peak_mib,output\n";

/// Collects what the stages of a run took.
#[derive(Default)]
pub struct Timings {
    stages: Mutex<Vec<Stage>>,
}

/// A stage that has begun, and what it took once it has ended.
struct Stage {
    name: &'static str,
    begun: Instant,
    processor_before: Option<f64>,
    took: Option<Took>,
}

/// What a finished stage took.
struct Took {
    seconds: Duration,
    /// Seconds of processor time of all threads; `None` where the system does not tell.
    processor: Option<f64>,
    /// Most memory that the process has used by the end of the stage, in bytes.
    peak: Option<u64>,
    output: String,
}

impl Timings {
    /// A stage begins.
    pub fn begin(&self, name: &'static str) {
        if let Ok(mut stages) = self.stages.lock() {
            stages.push(Stage {
                name,
                begun: Instant::now(),
                processor_before: processor(),
                took: None,
            });
        }
    }

    /// The stage that began last under this name has ended, with an output in words.
    pub fn end(&self, name: &'static str, output: &str) {
        let Ok(mut stages) = self.stages.lock() else { return };
        if let Some(stage) = stages.iter_mut().rev().find(|stage| stage.name == name) {
            stage.took = Some(Took {
                seconds: stage.begun.elapsed(),
                processor: processor().zip(stage.processor_before).map(|(now, then)| now - then),
                peak: super::memory::peak(),
                output: output.to_owned(),
            });
        }
    }

    /// Prints the table on standard error, or writes it as CSV into a file.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn tell(&self, file: Option<&Path>) -> Result<(), Failure> {
        let Ok(stages) = self.stages.lock() else { return Ok(()) };
        let finished = || stages.iter().filter_map(|s| s.took.as_ref().map(|took| (s.name, took)));
        let Some(path) = file else {
            for line in table(finished()) {
                terminal::tell(&terminal::plain(&line));
            }
            return Ok(());
        };
        let mut text = HEADER.to_owned();
        for (name, took) in finished() {
            let _ = writeln!(
                text,
                "{name},{:.3},{},{},\"{}\"",
                took.seconds.as_secs_f64(),
                took.processor.map(|s| format!("{s:.2}")).unwrap_or_default(),
                took.peak.map(|bytes| (bytes >> 20).to_string()).unwrap_or_default(),
                took.output.replace('"', "\"\"")
            );
        }
        fs::write(path, text).map_err(|error| unwritable(path, &error))
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(
        format!("{}: cannot be written: {error}", path.display()),
        "name another file with --timings=FILE",
    )
}

/// Returns the lines of the table for people.
fn table<'t>(stages: impl Iterator<Item = (&'static str, &'t Took)>) -> Vec<String> {
    let mut lines =
        vec![format!("{:<12} {:>9} {:>9} {:>9}  output", "stage", "seconds", "processor", "peak")];
    for (name, took) in stages {
        lines.push(format!(
            "{name:<12} {:>9.2} {:>9} {:>9}  {}",
            took.seconds.as_secs_f64(),
            took.processor.map_or("-".to_owned(), |s| format!("{s:.2}")),
            took.peak.map_or("-".to_owned(), |bytes| format!("{} MiB", bytes >> 20)),
            took.output
        ));
    }
    lines
}

/// Returns the processor time of all threads so far, in seconds; `None` where the system does not
/// tell.
fn processor() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program is in parentheses and may hold blanks: fields are counted after it.
    let fields: Vec<&str> = stat.get(stat.rfind(')')? + 1..)?.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    // Fields 14 and 15 of proc_pid_stat(5), utime and stime, are the 12th and 13th after the name.
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Where `--timings` puts its table.
#[derive(Debug, Clone)]
pub enum Target {
    /// On standard error.
    Terminal,
    /// Into a CSV file.
    File(PathBuf),
}

impl Target {
    /// Reads the value of the option: empty for standard error.
    pub fn read(value: &str) -> Result<Self, std::convert::Infallible> {
        Ok(if value.is_empty() { Self::Terminal } else { Self::File(PathBuf::from(value)) })
    }

    /// Checks before the run that the file can be written, and that nothing else is lost by it.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or it exists and is not a table of timings.
    pub fn check(&self, force: bool) -> Result<(), Failure> {
        let Self::File(path) = self else { return Ok(()) };
        // A terminal or a pipe has no content to lose, and might never let go of who opens it.
        if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
            return Ok(());
        }
        // A link that leads nowhere is there, and stays.
        let is_new = fs::symlink_metadata(path).is_err();
        let open = fs::OpenOptions::new().append(true).create(true).read(true).open(path);
        let mut file = open.map_err(|error| unwritable(path, &error))?;
        if is_new {
            // A run that ends early leaves no empty file behind.
            return fs::remove_file(path).map_err(|error| unwritable(path, &error));
        }
        let mut begins = Vec::new();
        let most = HEADER.len() as u64;
        file.by_ref().take(most).read_to_end(&mut begins).map_err(|e| unwritable(path, &e))?;
        if force || begins.is_empty() || begins == HEADER.as_bytes() {
            return Ok(());
        }
        Err(Failure::input(
            format!("{}: exists and is not a table of timings", path.display()),
            "name another file with --timings=FILE, or use --force to overwrite this one",
        ))
    }

    /// Returns the file, if there is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Terminal => None,
            Self::File(path) => Some(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_has_ended_has_a_row() {
        let timings = Timings::default();
        timings.begin("clean");
        timings.end("clean", "2 \"articles\"");
        timings.begin("compare");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("timings.csv");
        timings.tell(Some(&file)).expect("written");
        let text = fs::read_to_string(&file).expect("read");
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 2, "{text}");
        assert!(rows[1].starts_with("clean,0.") && rows[1].ends_with("\"2 \"\"articles\"\"\""));
        assert!(timings.tell(Some(&folder.path().join("gone/timings.csv"))).is_err());
    }

    #[test]
    fn a_file_of_other_content_is_not_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = |name: &str| Target::File(folder.path().join(name));
        fs::write(folder.path().join("notes.csv"), "mine\n").expect("written");
        assert!(target("notes.csv").check(false).is_err());
        assert!(target("notes.csv").check(true).is_ok());
        assert!(target("gone/timings.csv").check(true).is_err());
        assert!(target("timings.csv").check(false).is_ok());
        let timings = Timings::default();
        timings.tell(target("timings.csv").file()).expect("written");
        assert!(target("timings.csv").check(false).is_ok(), "a table of timings is replaced");
    }

    #[test]
    #[cfg(unix)]
    fn devices_are_not_read_and_links_stay() {
        assert!(Target::File("/dev/zero".into()).check(false).is_ok());
        let folder = tempfile::tempdir().expect("a folder");
        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(folder.path().join("timings.csv"), &link).expect("linked");
        assert!(Target::File(link.clone()).check(false).is_ok());
        assert!(fs::symlink_metadata(&link).is_ok());
        assert!(Target::File(folder.path().to_owned()).check(false).is_err());
    }

    #[test]
    fn the_processor_time_is_known() {
        assert!(!cfg!(target_os = "linux") || processor().is_some());
    }
}
