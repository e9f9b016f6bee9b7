//! Ends cleanly on Ctrl-C and SIGTERM: what was being written is removed, the last report stays.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// How often the removal is tried again: as often as tables can be begun meanwhile, and more.
const TRIES: usize = 100;

/// Opens a folder that is removed if the program is told to end while it is being written. From the
/// first moment on: whoever ends the program while the folder is made waits until it is known.
pub fn guard<T, E>(
    open: impl FnOnce() -> Result<T, E>,
    folder: impl Fn(&T) -> &Path,
) -> Result<T, E> {
    catch();
    let mut unfinished = UNFINISHED.lock();
    let opened = open()?;
    if let Ok(unfinished) = &mut unfinished {
        **unfinished = Some(folder(&opened).to_owned());
    }
    Ok(opened)
}

/// Ends with exit code 130 if the program is told to end. What an archive's writer leaves is
/// cleared away by the next one.
pub fn catch() {
    // A second handler in one process would be refused; there is one report a process.
    let _ = ctrlc::set_handler(|| {
        end("urtext: interrupted; the last report is still whole, and so is the archive", 130)
    });
}

/// Removes what was being written, says why, and ends the program.
pub fn end(message: &str, code: i32) -> ! {
    if let Ok(mut unfinished) = UNFINISHED.lock()
        && let Some(folder) = unfinished.take()
    {
        // Tables are written side by side: while one is removed another may be begun.
        for _ in 0..TRIES {
            if std::fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
        }
    }
    super::terminal::tell(message);
    std::process::exit(code);
}

/// Nothing is left to remove.
pub fn release() {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        *unfinished = None;
    }
}
