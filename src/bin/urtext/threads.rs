//! The worker threads, begun before anything asks for them.

use std::error::Error as _;
use std::thread;

use super::failure::Failure;

/// As many as `--threads` takes.
const MOST: usize = 1_024;

/// Begins so many threads; by default as many as `RAYON_NUM_THREADS` says, or else one per core.
///
/// # Errors
/// [`Failure`] where the system allows no more threads: the first stage would panic there.
pub fn start(named: Option<u16>) -> Result<(), Failure> {
    let of_environment =
        || std::env::var("RAYON_NUM_THREADS").ok()?.parse().ok().filter(|n| *n > 0);
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    let threads = named.map(usize::from).or_else(of_environment).unwrap_or_else(cores).min(MOST);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build_global() {
        // Without a cause, a library began them first; the output is the same for any number.
        Err(e) => e.source().map_or(Ok(()), |cause| {
            let error = format!("{threads} worker threads cannot be started: {cause}");
            Err(Failure::input(error, "allow more processes and memory (`ulimit -u`, `ulimit -v`), or set RAYON_NUM_THREADS=1"))
        }),
        Ok(()) => Ok(()),
    }
}
