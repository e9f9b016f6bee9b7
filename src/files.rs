//! Opens files named by users or expected at a path, whatever turns out to be there: a pipe without
//! a writer, an endless device or an unbounded file must neither hang the program nor fill its
//! memory.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long to wait for a writer to open a pipe. Chosen by judgement.
const WAIT: Duration = Duration::from_secs(10);
/// Largest source list, ratings file or report table in bytes. Chosen by judgement: a list of a
/// million outlets takes a tenth of it.
pub const LARGEST: u64 = 256 << 20;
/// What [`special`] calls a named pipe.
pub const PIPE: &str = "a named pipe";

/// Returns what a path leads to if it is neither a file nor a folder; `None` otherwise, also if
/// nothing is there.
pub fn special(path: &Path) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = fs::metadata(path).ok()?.file_type();
        let kinds = [
            (kind.is_fifo(), PIPE),
            (kind.is_socket(), "a socket"),
            (kind.is_char_device() || kind.is_block_device(), "a device"),
        ];
        kinds.into_iter().find(|(is, _)| *is).map(|(_, name)| name)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Opens a pipe for reading and waits until somebody opens it for writing.
///
/// # Errors
/// The system's error, or a timeout if there is no writer within ten seconds.
pub fn open_pipe(path: &Path) -> io::Result<File> {
    let (tell, told) = mpsc::channel();
    let path = path.to_owned();
    // A blocked `open` cannot be cancelled; its thread ends with the program.
    thread::Builder::new().spawn(move || tell.send(File::open(path)))?;
    told.recv_timeout(WAIT).unwrap_or_else(|_| {
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("it is a pipe, and nothing wrote to it within {} seconds", WAIT.as_secs()),
        ))
    })
}

/// Checks that a path does not lead to a pipe, socket or device: opening a pipe can block for ever,
/// even for writing. A folder or a missing file passes.
///
/// # Errors
/// Names what is there instead.
pub fn check(path: &Path) -> io::Result<()> {
    match special(path) {
        Some(kind) => Err(io::Error::other(format!("it is {kind}, not a file"))),
        None => Ok(()),
    }
}

/// Opens a file, refusing pipes, sockets and devices.
///
/// # Errors
/// The system's error, or what is there instead of a file.
pub fn open(path: &Path) -> io::Result<File> {
    check(path)?;
    File::open(path)
}

/// Reads a file or a pipe to its end, up to [`LARGEST`] bytes.
///
/// # Errors
/// The system's error; or there is no writer to the pipe, it is a socket or device, or it is too
/// large.
pub fn whole(path: &Path) -> io::Result<Vec<u8>> {
    let file = if special(path) == Some(PIPE) { open_pipe(path)? } else { open(path)? };
    bounded(file)
}

/// Reads to the end, up to [`LARGEST`] bytes.
///
/// # Errors
/// The reader's error, or that there is more.
pub fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} MiB", LARGEST >> 20),
        ));
    }
    Ok(bytes)
}

/// Reads text as [`whole`] reads bytes.
///
/// # Errors
/// As [`whole`], or the file is not UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(whole(path)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_neither_waited_for_nor_read_without_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, 0o600.into()).expect("a pipe");
        assert!(open(&pipe).is_err_and(|e| e.to_string() == "it is a named pipe, not a file"));
        let devices = ["/dev/zero", "/dev/null"].map(|device| whole(Path::new(device)));
        assert!(devices.iter().all(|read| {
            read.as_ref().is_err_and(|e| e.to_string() == "it is a device, not a file")
        }));
        let large = folder.path().join("large");
        File::create(&large).and_then(|file| file.set_len(LARGEST + 1)).expect("a file of nothing");
        assert!(whole(&large).is_err_and(|e| e.kind() == io::ErrorKind::FileTooLarge));
    }

    #[test]
    fn a_pipe_is_read_once_somebody_writes_to_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, 0o600.into()).expect("a pipe");
        let writer = thread::spawn({
            let pipe = pipe.clone();
            move || fs::write(pipe, "domain")
        });
        assert_eq!(text(&pipe).expect("read"), "domain");
        writer.join().expect("ended").expect("written");
    }
}
