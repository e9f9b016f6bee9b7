//! Work without Python's lock: it runs in a thread of its own while the calling thread waits,
//! passes on progress, and listens for Ctrl-C.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use pyo3::prelude::*;
use urtext::pipeline::Watch;

use crate::problem::{Class, Problem};

/// How often the waiting thread looks for Ctrl-C and shows progress. Chosen by judgement: nobody
/// notices a tenth of a second.
const EVERY: Duration = Duration::from_millis(100);
/// Bytes of stack of the working thread, as the main thread of a program has on Linux.
const STACK: usize = 8 << 20;

/// A stage that began or ended.
enum Event {
    Begin(&'static str, Option<u64>),
    End(&'static str, String),
}

/// What the working thread tells the waiting one, and the other way round.
#[derive(Default)]
pub struct Watching {
    cancelled: AtomicBool,
    done: AtomicU64,
    events: Mutex<VecDeque<Event>>,
}

/// What a cancelled thread ends with.
struct Cancelled;

impl Watching {
    /// Ends the working thread if nobody waits for it any more.
    fn go_on(&self) {
        if self.cancelled.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Cancelled));
        }
    }

    fn tell(&self, event: Event) {
        if let Ok(mut events) = self.events.lock() {
            events.push_back(event);
        }
    }

    /// Calls `progress(stage, done, of, said)` for what has happened since.
    fn pass_on(
        &self,
        py: Python<'_>,
        progress: &Py<PyAny>,
        stage: &mut &'static str,
    ) -> PyResult<()> {
        let events = self.events.lock().map(|mut e| std::mem::take(&mut *e)).unwrap_or_default();
        for event in events {
            match event {
                Event::Begin(name, of) => {
                    *stage = name;
                    progress.call1(py, (name, 0, of, None::<String>))?;
                }
                Event::End(name, said) => {
                    progress.call1(py, (name, None::<u64>, None::<u64>, Some(said)))?;
                    // Nothing is under way until the next stage begins.
                    *stage = "";
                }
            }
        }
        let done = self.done.load(Ordering::Relaxed);
        progress.call1(py, (*stage, done, None::<u64>, None::<String>)).map(drop)
    }
}

impl Watch for Watching {
    fn begin(&self, stage: &'static str, of: Option<u64>) {
        self.go_on();
        self.done.store(0, Ordering::Relaxed);
        self.tell(Event::Begin(stage, of));
    }

    fn step(&self, done: u64) {
        self.go_on();
        self.done.fetch_max(done, Ordering::Relaxed);
    }

    fn end(&self, stage: &'static str, survived: &str) {
        self.tell(Event::End(stage, survived.to_owned()));
    }
}

/// Does the work and returns its result; Python's other threads run meanwhile.
///
/// On Ctrl-C it returns at once with `KeyboardInterrupt`, and the work ends at its next step.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    progress: Option<&Py<PyAny>>,
    work: impl FnOnce(&Watching) -> Result<T, Problem> + Send + 'static,
) -> PyResult<T> {
    let watching = Arc::new(Watching::default());
    let watched = Arc::clone(&watching);
    let (sender, mut receiver) = mpsc::channel();
    let worker = thread::Builder::new().name("urtext".to_owned()).stack_size(STACK);
    let begun = worker.spawn(move || {
        // Nobody listens after Ctrl-C.
        let _ = sender.send(catch_unwind(AssertUnwindSafe(|| work(&watched))));
    });
    begun.map_err(|why| {
        let what = format!("a thread cannot be started: {why}");
        Problem::new(Class::Internal, what, "allow more processes").raised(py)
    })?;
    let mut stage = "";
    loop {
        let (back, came) = py.detach(move || {
            let came = receiver.recv_timeout(EVERY);
            (receiver, came)
        });
        receiver = back;
        if let Some(progress) = progress {
            watching.pass_on(py, progress, &mut stage).inspect_err(|_| watching.cancel())?;
        }
        match came {
            Ok(Ok(result)) => return result.map_err(|problem| problem.raised(py)),
            Ok(Err(panic)) => return Err(internal(&*panic).raised(py)),
            Err(RecvTimeoutError::Timeout) => {
                py.check_signals().inspect_err(|_| watching.cancel())?
            }
            Err(RecvTimeoutError::Disconnected) => return Err(internal(&"no result").raised(py)),
        }
    }
}

impl Watching {
    fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// Returns the error for a panic.
fn internal(panic: &(dyn Any + Send)) -> Problem {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let remedy = "report this as a mistake in the program, with the articles if you may";
    Problem::new(Class::Internal, format!("internal error: {text}"), remedy)
}
