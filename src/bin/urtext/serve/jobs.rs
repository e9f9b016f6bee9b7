//! The bounded pool in which articles are read and judged, apart from the thread that speaks to
//! clients.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::super::failure::Failure;

type Job = Box<dyn FnOnce() + Send>;

/// Worker threads, and the queue in front of them.
///
/// Each worker is a pool of one thread, in which what the stages do in parallel is done in order:
/// with many requests at once, that takes less time than sharing each among all cores.
#[derive(Debug)]
pub struct Jobs {
    queue: SyncSender<Job>,
    _workers: Vec<rayon::ThreadPool>,
}

impl Jobs {
    /// Starts the workers; at most `waiting` jobs wait in the queue.
    pub fn start(workers: usize, waiting: usize) -> Result<Self, Failure> {
        let (queue, jobs) = mpsc::sync_channel(waiting);
        let jobs = Arc::new(Mutex::new(jobs));
        let worker = |_| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|cause| {
                let hint = "allow more processes and memory (`ulimit -u`, `ulimit -v`), or give fewer --threads";
                Failure::input(format!("{workers} worker threads cannot be started: {cause}"), hint)
            })?;
            let jobs = Arc::clone(&jobs);
            pool.spawn(move || work(&jobs));
            Ok(pool)
        };
        let workers = (0..workers).map(worker).collect::<Result<_, Failure>>()?;
        Ok(Self { queue, _workers: workers })
    }

    /// Queues a job; what it returns arrives at the receiver, which fails if the job panics or the
    /// queue is full. A job that nobody waits for any more is not begun.
    pub fn submit<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            if !answer.is_closed() {
                let _ = answer.send(job());
            }
        });
        let _ = self.queue.try_send(job);
        answered
    }
}

/// Does one job after another until the queue is closed.
fn work(jobs: &Mutex<Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // The panic has been printed; whoever waits for the answer sees that there is none.
        let _ = panic::catch_unwind(AssertUnwindSafe(job));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_costs_one_answer_and_no_worker() {
        let jobs = Jobs::start(1, 2).expect("started");
        let lost = jobs.submit(|| -> u8 { panic::resume_unwind(Box::new("expected")) });
        assert!(lost.blocking_recv().is_err());
        assert_eq!(jobs.submit(|| 7).blocking_recv(), Ok(7));
    }

    #[test]
    fn what_nobody_waits_for_is_not_begun() {
        let jobs = Jobs::start(1, 4).expect("started");
        let (hold, held) = mpsc::channel::<()>();
        let first = jobs.submit(move || held.recv().is_ok());
        let (tell, told) = mpsc::channel::<()>();
        drop(jobs.submit(move || tell.send(()).is_ok()));
        hold.send(()).expect("waited for");
        assert_eq!(first.blocking_recv(), Ok(true));
        assert_eq!(jobs.submit(|| 1).blocking_recv(), Ok(1));
        assert!(told.try_recv().is_err());
    }
}
