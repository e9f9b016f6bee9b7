//! Tables in Apache Parquet: their pages checked here, then read by polars within bounds.

use std::sync::atomic::{AtomicUsize, Ordering};

pub mod pages;
#[cfg(feature = "tables")]
mod table;

#[cfg(feature = "tables")]
pub use table::bounded;

/// How many files are being read by polars.
static READING: AtomicUsize = AtomicUsize::new(0);

/// Whether a panic may be polars' at a damaged file: it is caught, and the file a reject. A
/// program's panic hook may ask, so as not to print what its user need not know.
pub fn is_reading() -> bool {
    READING.load(Ordering::Relaxed) > 0
}

/// Reads what may make somebody else's reader panic; `None` if it did, which is then neither
/// printed nor passed on.
#[cfg(feature = "tables")]
pub fn quietly<T>(read: impl FnOnce() -> T) -> Option<T> {
    let _reading = Reading::begin();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).ok()
}

/// Counts a file in as long as it lives.
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
