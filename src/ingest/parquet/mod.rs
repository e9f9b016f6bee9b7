//! Tables in Apache Parquet: their pages are checked here, then polars reads them within limits.

use std::sync::atomic::{AtomicUsize, Ordering};

pub mod pages;
#[cfg(feature = "tables")]
mod table;

#[cfg(feature = "tables")]
pub use table::bounded;

/// Number of files that polars is reading.
static READING: AtomicUsize = AtomicUsize::new(0);

/// Whether a panic may come from polars reading a damaged file. Such a panic is caught and the file
/// rejected; the program's panic hook can use this to suppress the message.
pub fn is_reading() -> bool {
    READING.load(Ordering::Relaxed) > 0
}

/// Runs a reader that may panic; `None` if it did. The panic is neither printed nor passed on.
#[cfg(feature = "tables")]
pub fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    let _reading = Reading::begin();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok()
}

/// Counts a file as being read as long as the value lives.
#[cfg(feature = "tables")]
struct Reading;

#[cfg(feature = "tables")]
impl Reading {
    fn begin() -> Self {
        READING.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

#[cfg(feature = "tables")]
impl Drop for Reading {
    fn drop(&mut self) {
        READING.fetch_sub(1, Ordering::Relaxed);
    }
}
