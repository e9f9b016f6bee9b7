//! Takes files that appear in a folder into the archive.
//!
//! A file is read once it has stood still from one look to the next, and forgotten about once the
//! archive holds what it had; until then it is tried again. What is known of the folder is not kept
//! between runs: a new server reads it again, and the archive recognises what it has.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use urtext::ingest::{self, IngestError, Input, Reject, plan, records};

use super::super::failure::Failure;
use super::super::heard;
use super::super::terminal::{self, many, plain};
use super::State;

/// Time between two looks at the folder. Chosen by judgement: an article is in the archive within
/// two looks and the time of writing it.
const EVERY: Duration = Duration::from_secs(2);
/// Looks that are left out after a failure at most; they double from one on.
const PATIENCE: u32 = 32;
/// Files that are read before the archive is written. Chosen by judgement: the archive's index is
/// written anew each time, and the articles of all files are in memory.
const AT_ONCE: usize = 200;
/// Bytes of the files that are read before the archive is written, unless one alone has more.
/// Chosen by judgement.
const BYTES: u64 = 64 << 20;
/// Rejects that are named of each file. Chosen by judgement.
const SHOWN: usize = 3;

/// What became of the files, counted since the server was started.
#[derive(Debug, Default)]
pub struct Counts {
    /// Files that were read, and those that held no article.
    read: AtomicU64,
    bad: AtomicU64,
    /// Articles that are new to the archive, and those that it had.
    added: AtomicU64,
    known: AtomicU64,
    /// Times that the archive could not be written.
    failures: AtomicU64,
    /// Files that are seen and not yet read.
    waiting: AtomicU64,
}

impl Counts {
    /// Returns the counts as metrics.
    pub fn text(&self) -> String {
        let value = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let mut out = String::new();
        let name = "urtext_watch_files_total";
        let _ = writeln!(out, "# HELP {name} Files of the watched folder.\n# TYPE {name} counter");
        let _ = writeln!(out, "{name}{{outcome=\"read\"}} {}", value(&self.read));
        let _ = writeln!(out, "{name}{{outcome=\"bad\"}} {}", value(&self.bad));
        let name = "urtext_watch_articles_total";
        let _ = writeln!(out, "# HELP {name} Articles in them.\n# TYPE {name} counter");
        let _ = writeln!(out, "{name}{{outcome=\"added\"}} {}", value(&self.added));
        let _ = writeln!(out, "{name}{{outcome=\"known\"}} {}", value(&self.known));
        let name = "urtext_watch_failures_total";
        let what = "Times that the archive could not be written.";
        let _ = writeln!(out, "# HELP {name} {what}\n# TYPE {name} counter");
        let _ = writeln!(out, "{name} {}", value(&self.failures));
        let name = "urtext_watch_waiting";
        let what = "Files that wait to be read.";
        let _ = writeln!(out, "# HELP {name} {what}\n# TYPE {name} gauge");
        let _ = writeln!(out, "{name} {}", value(&self.waiting));
        out
    }
}

/// A thread that watches a folder.
#[derive(Debug)]
pub struct Watch {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Watch {
    /// Starts to watch a folder.
    pub fn start(folder: &Path, state: Arc<State>) -> Result<Self, Failure> {
        let (stop, stopped) = mpsc::channel();
        let mut folder = Folder::new(folder);
        let work = move || {
            while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(EVERY) {
                folder.look(&state);
            }
        };
        let thread = thread::Builder::new().name("watch".to_owned()).spawn(work);
        let thread = thread.map_err(|cause| {
            let what = format!("the thread of --watch cannot be started: {cause}");
            Failure::input(what, "allow more processes (`ulimit -u`)")
        })?;
        Ok(Self { stop, thread })
    }

    /// Waits until what is being written is written, and ends.
    pub fn end(self) {
        drop(self.stop);
        let _ = self.thread.join();
    }
}

/// Checks that a folder can be watched: it is there, and is neither the archive nor within it, nor
/// around it.
pub fn check(folder: &Path, archive: &Path) -> Result<(), Failure> {
    let shown = || plain(&folder.display().to_string());
    let real = folder.canonicalize().ok().filter(|real| real.is_dir());
    let Some(real) = real else {
        let what = format!("--watch {}: is not a folder", shown());
        return Err(Failure::input(what, "make the folder first"));
    };
    let archive = archive.canonicalize().unwrap_or_else(|_| archive.to_owned());
    if real.starts_with(&archive) {
        let what = format!("--watch {}: is the archive, or in it", shown());
        return Err(Failure::input(what, "name the folder into which articles are put"));
    }
    match plan::list(&[folder.display().to_string()]) {
        Err(error @ IngestError::Own { .. }) => Err(error.into()),
        _ => Ok(()),
    }
}

/// What shows that a file has changed: its length and time.
type Mark = (u64, Option<SystemTime>);

/// A file of the folder.
#[derive(Debug)]
struct Seen {
    mark: Mark,
    /// Whether it has been read, and the archive holds what it had.
    is_done: bool,
}

/// A watched folder.
#[derive(Debug)]
struct Folder {
    path: String,
    files: BTreeMap<PathBuf, Seen>,
    /// What went wrong last, so that it is told once.
    failed: Option<String>,
    /// Looks to leave out, and how many are left out next time.
    pause: u32,
    next_pause: u32,
}

/// A file that has been read.
struct Read {
    path: PathBuf,
    articles: usize,
    rejects: Vec<Reject>,
}

impl Folder {
    fn new(path: &Path) -> Self {
        let path = path.display().to_string();
        Self { path, files: BTreeMap::new(), failed: None, pause: 0, next_pause: 1 }
    }

    /// Looks at the folder, and takes in the files that have stood still since the last look.
    fn look(&mut self, state: &State) {
        if self.pause > 0 {
            self.pause -= 1;
            return;
        }
        let still = match self.still() {
            Ok(still) => still,
            Err(why) => return self.fail(why, &state.watched),
        };
        let waiting = self.files.values().filter(|seen| !seen.is_done).count();
        state.watched.waiting.store(waiting as u64, Ordering::Relaxed);
        if still.is_empty() {
            return;
        }
        if let Err(why) = self.take(&still, state) {
            self.fail(why, &state.watched);
        }
    }

    /// Tells a failure once, and waits longer each time.
    fn fail(&mut self, why: String, counts: &Counts) {
        counts.failures.fetch_add(1, Ordering::Relaxed);
        self.pause = self.next_pause;
        self.next_pause = (self.next_pause * 2).min(PATIENCE);
        if self.failed.as_ref() != Some(&why) {
            terminal::tell(&plain(&format!("urtext: watch: {why}; its files wait")));
            self.failed = Some(why);
        }
    }

    /// Returns the files that have not changed since the last look and are still to be read.
    fn still(&mut self) -> Result<Vec<Input>, String> {
        let found = match plan::list(std::slice::from_ref(&self.path)) {
            Ok(plan) => plan.inputs,
            Err(IngestError::Nothing { .. }) => Vec::new(),
            // All that is there is what the program wrote.
            Err(IngestError::Own { path, .. }) if path != self.path => Vec::new(),
            Err(error) => return Err(error.to_string()),
        };
        let (mut files, mut still, mut bytes) = (BTreeMap::new(), Vec::new(), 0);
        for input in found {
            let Some((path, mark)) = input.path.clone().and_then(|p| Some((p.clone(), mark(&p)?)))
            else {
                continue;
            };
            let before = self.files.remove(&path).filter(|before| before.mark == mark);
            let is_done = before.as_ref().is_some_and(|before| before.is_done);
            let has_room = still.is_empty() || still.len() < AT_ONCE && bytes + mark.0 <= BYTES;
            if before.is_some() && !is_done && has_room {
                bytes += mark.0;
                still.push(input);
            }
            files.insert(path, Seen { mark, is_done });
        }
        self.files = files;
        Ok(still)
    }

    /// Reads files and has the archive take their articles. On an error nothing is marked as done.
    fn take(&mut self, inputs: &[Input], state: &State) -> Result<(), String> {
        let (mut contents, mut read) = (Vec::new(), Vec::new());
        for input in inputs {
            let Some(path) = &input.path else { continue };
            let mut rejects = Vec::new();
            let of_file = records::read(input, &state.reading, &mut rejects, &mut |_| ());
            // One that was written to meanwhile has its turn once it stands still.
            if self.files.get(path).map(|seen| seen.mark) != mark(path) {
                continue;
            }
            let articles = of_file.articles.len();
            read.push(Read { path: path.clone(), articles, rejects });
            contents.push(of_file);
        }
        let batch = ingest::together(contents, Vec::new());
        let (mut added, mut known) = (0, 0);
        if !batch.articles.is_empty() {
            let desk = state.shelf.current().map_err(|failure| failure.to_string())?;
            let all = batch.articles.len() as u64;
            let admitted = desk.add_all(batch.articles).map_err(|error| {
                state.shelf.reopen();
                error.to_string()
            })?;
            added = admitted.new.len() as u64;
            known = all.saturating_sub(added);
        }
        self.done(&read, &batch.rejects, (added, known), &state.watched);
        Ok(())
    }

    /// Marks files as done and tells what became of them.
    fn done(&mut self, read: &[Read], folded: &[Reject], (added, known): (u64, u64), on: &Counts) {
        (self.failed, self.next_pause) = (None, 1);
        for file in read {
            if let Some(seen) = self.files.get_mut(&file.path) {
                seen.is_done = true;
            }
            let outcome = if file.articles == 0 { &on.bad } else { &on.read };
            outcome.fetch_add(1, Ordering::Relaxed);
            for reject in file.rejects.iter().take(SHOWN) {
                terminal::note(&plain(&format!("watch: {}", heard::rejected(reject))));
            }
            if file.rejects.len() > SHOWN {
                let more = many(file.rejects.len() - SHOWN, "more reject");
                let path = file.path.display().to_string();
                terminal::note(&plain(&format!("watch: {path}: and {more}")));
            }
        }
        for reject in folded {
            terminal::note(&plain(&format!("watch: {}", heard::rejected(reject))));
        }
        on.added.fetch_add(added, Ordering::Relaxed);
        on.known.fetch_add(known, Ordering::Relaxed);
        let files = read.iter().filter(|file| file.articles > 0).count();
        if files > 0 {
            terminal::note(&format!(
                "watch: {} from {}: {added} new, {known} already known",
                many((added + known) as usize, "article"),
                many(files, "file")
            ));
        }
        let waiting = self.files.values().filter(|seen| !seen.is_done).count();
        on.waiting.store(waiting as u64, Ordering::Relaxed);
    }
}

fn mark(path: &Path) -> Option<Mark> {
    let found = fs::metadata(path).ok()?;
    Some((found.len(), found.modified().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(inputs: &[Input]) -> Vec<String> {
        let names = inputs.iter().filter_map(|input| input.path.as_ref()?.file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_read_once_it_stands_still_and_again_once_it_has_changed() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("a.txt");
        let mut folder = Folder::new(place.path());
        assert!(folder.still().expect("empty").is_empty());
        fs::write(&path, "begun").expect("written");
        fs::write(place.path().join(".hidden"), "x").expect("written");
        assert!(folder.still().expect("listed").is_empty());
        fs::write(&path, "begun and ended").expect("written");
        assert!(folder.still().expect("listed").is_empty());
        assert_eq!(names(&folder.still().expect("listed")), ["a.txt"]);
        // As long as it is not done, it is tried again.
        assert_eq!(names(&folder.still().expect("listed")), ["a.txt"]);
        let read = [Read { path: path.clone(), articles: 0, rejects: Vec::new() }];
        folder.done(&read, &[], (0, 0), &Counts::default());
        assert!(folder.still().expect("listed").is_empty());
        fs::write(&path, "another text").expect("written");
        assert!(folder.still().expect("listed").is_empty());
        assert_eq!(names(&folder.still().expect("listed")), ["a.txt"]);
        fs::remove_file(&path).expect("removed");
        assert!(folder.still().expect("listed").is_empty() && folder.files.is_empty());
    }

    #[test]
    fn a_failure_is_told_once_and_waited_for_longer_each_time() {
        let mut folder = Folder::new(Path::new("gone"));
        let counts = Counts::default();
        let mut pauses = Vec::new();
        for _ in 0..7 {
            folder.fail("no room".to_owned(), &counts);
            pauses.push(folder.pause);
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 32]);
        assert!(counts.text().contains("urtext_watch_failures_total 7"));
        folder.done(&[], &[], (0, 0), &counts);
        assert_eq!((folder.next_pause, folder.failed), (1, None));
    }
}
