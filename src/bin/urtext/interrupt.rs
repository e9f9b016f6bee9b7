//! Ends cleanly on Ctrl-C and SIGTERM: removes what was being written and keeps the previous
//! report.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Attempts at removing a folder: more than the number of tables that can be started meanwhile.
/// Chosen by judgement.
const TRIES: usize = 100;

/// Opens a folder that is removed if the program is told to end while writing to it. The lock is
/// held while the folder is created, so an interrupt in that time waits until its path is known.
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

/// Ends with exit code 130 if the program is told to end. What an archive writer leaves behind is
/// removed by the next one.
pub fn catch() {
    // A second handler in the same process is refused, which does no harm: it would be the same
    // one.
    let _ = ctrlc::set_handler(|| {
        end("urtext: interrupted; the previous report and the archive are intact", 130)
    });
}

/// Removes what was being written, prints the message, and ends the program.
pub fn end(message: &str, code: i32) -> ! {
    if let Ok(mut unfinished) = UNFINISHED.lock()
        && let Some(folder) = unfinished.take()
    {
        // Tables are written in parallel: while one is removed, another may be started.
        for _ in 0..TRIES {
            if std::fs::remove_dir_all(&folder).is_ok() || !folder.exists() {
                break;
            }
        }
    }
    super::terminal::tell(message);
    std::process::exit(code);
}

/// Forgets the guarded folder: it is complete and no longer to be removed.
pub fn release() {
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        *unfinished = None;
    }
}
