//! Starts the worker threads before anything uses them.

use std::error::Error as _;
use std::thread;

use super::failure::Failure;

/// Most worker threads, also the upper limit of `--threads`. Chosen by judgement.
const MOST: usize = 1_024;

/// Starts `named` threads; by default as many as `RAYON_NUM_THREADS` says, or else one per core.
///
/// # Errors
/// [`Failure`] if the system does not allow that many threads; without this check, the first stage
/// would panic.
pub fn start(named: Option<u16>) -> Result<(), Failure> {
    let of_environment =
        || std::env::var("RAYON_NUM_THREADS").ok()?.parse().ok().filter(|n| *n > 0);
    let cores = || thread::available_parallelism().map_or(1, usize::from);
    let threads = named.map(usize::from).or_else(of_environment).unwrap_or_else(cores).min(MOST);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build_global() {
        // An error without a cause means that a library has already started them; the output does
        // not depend on their number.
        Err(e) => e.source().map_or(Ok(()), |cause| {
            let error = format!("{threads} worker threads cannot be started: {cause}");
            Err(Failure::input(error, "allow more processes and memory (`ulimit -u`, `ulimit -v`), or set RAYON_NUM_THREADS=1"))
        }),
        Ok(()) => Ok(()),
    }
}
