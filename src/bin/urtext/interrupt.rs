//! Ends cleanly on Ctrl-C and SIGTERM: what was being written is removed, the last report stays.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Removes the folder if the program is told to end while it is being written.
pub fn guard(folder: &Path) {
    set(Some(folder.to_owned()));
    catch();
}

/// Ends with exit code 130 if the program is told to end. What an archive's writer leaves is cleared away by the next one.
pub fn catch() {
    // A second handler in one process would be refused; there is one report a process.
    let _ = ctrlc::set_handler(|| {
        if let Ok(mut unfinished) = UNFINISHED.lock()
            && let Some(folder) = unfinished.take()
        {
            let _ = std::fs::remove_dir_all(folder);
        }
        eprintln!("urtext: interrupted; the last report is still whole, and so is the archive");
        std::process::exit(130);
    });
}

/// Nothing is left to remove.
pub fn release() {
    set(None);
}

fn set(folder: Option<PathBuf>) {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        *unfinished = folder;
    }
}
