//! Opens files that somebody named or that stand where one is expected, whatever they turn out to
//! be: a pipe that nobody writes to, a device without end or a file without bounds must neither
//! stop the program nor fill its memory.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long a pipe may be without anybody who writes to it.
const WAIT: Duration = Duration::from_secs(10);
/// Bytes beyond which a source list, ratings or a table of a report are none: a list of a million
/// outlets has a tenth of it.
pub const LARGEST: u64 = 256 << 20;
/// What a named pipe is called.
pub const PIPE: &str = "a named pipe";

/// What a path leads to if it is neither file nor folder.
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

/// Opens a pipe, which waits until somebody else opens it for writing.
///
/// # Errors
/// What the system says, or that nobody came.
pub fn open_pipe(path: &Path) -> io::Result<File> {
    let (tell, told) = mpsc::channel();
    let path = path.to_owned();
    // Whoever waits in vain cannot be called back; the thread ends with the program.
    thread::Builder::new().spawn(move || tell.send(File::open(path)))?;
    told.recv_timeout(WAIT).unwrap_or_else(|_| {
        Err(io::Error::new(
            io::ErrorKind::TimedOut,
            format!("it is a pipe that nobody began to write to within {} seconds", WAIT.as_secs()),
        ))
    })
}

/// Checks that nothing but a file stands there: to open a pipe may take for ever, even for writing.
///
/// # Errors
/// What the system says, or that it is something else.
pub fn check(path: &Path) -> io::Result<()> {
    match special(path) {
        Some(kind) => Err(io::Error::other(format!("it is {kind}, not a file"))),
        None => Ok(()),
    }
}

/// Opens a file, and nothing but a file.
///
/// # Errors
/// What the system says, or that it is something else.
pub fn open(path: &Path) -> io::Result<File> {
    check(path)?;
    File::open(path)
}

/// Reads a file or a pipe to its end, as long as that comes within [`LARGEST`] bytes.
///
/// # Errors
/// What the system says; that nobody writes to the pipe, or that it is a device or too large.
pub fn whole(path: &Path) -> io::Result<Vec<u8>> {
    let file = if special(path) == Some(PIPE) { open_pipe(path)? } else { open(path)? };
    bounded(file)
}

/// Reads to the end, as long as that comes within [`LARGEST`] bytes.
///
/// # Errors
/// What the reader says, or that it is too large.
pub fn bounded(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it has more than {} MiB", LARGEST >> 20),
        ));
    }
    Ok(bytes)
}

/// As [`whole`], of text.
///
/// # Errors
/// As [`whole`], or that it is not UTF-8.
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
