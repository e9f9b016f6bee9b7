//! Opens an input and unpacks it, within limits.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::Xxh3;

use super::members::Members;
use super::{Digest, Input, Limits, ReadAs};
use crate::files;

/// A reader that keeps a digest of the bytes read through it.
struct Digesting<R> {
    inner: R,
    hash: Box<Xxh3>,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Bytes of which formats, compression and dialects are told; as many as a file's first buffer
/// holds. Chosen by judgement.
const HEAD: usize = 1 << 18;

/// A reader whose first buffer holds [`HEAD`] bytes, or all there are, however few a pipe yields at
/// a time.
struct Headed<R> {
    inner: R,
    head: io::Cursor<Vec<u8>>,
    /// The error met behind the head, if any.
    error: Option<io::Error>,
}

impl<R: BufRead> Headed<R> {
    fn new(mut inner: R) -> Self {
        let mut head = Vec::new();
        let error = fill(&mut inner, HEAD as u64, &mut head).err();
        Self { inner, head: io::Cursor::new(head), error }
    }
}

impl<R: BufRead> Read for Headed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Headed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.head.fill_buf()?.is_empty() {
            self.head.fill_buf()
        } else if let Some(error) = self.error.take() {
            Err(error)
        } else {
            self.inner.fill_buf()
        }
    }

    fn consume(&mut self, n: usize) {
        if self.head.fill_buf().is_ok_and(|head| !head.is_empty()) {
            self.head.consume(n);
        } else {
            self.inner.consume(n);
        }
    }
}

/// A reader that fails once a file unpacks to far more than any text does.
struct Capped<R> {
    inner: R,
    limits: Limits,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.unpacked += n as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.unpacked > self.limits.unpacked
            && self.unpacked > packed.saturating_mul(self.limits.ratio)
        {
            return Err(io::Error::other(format!(
                "unpacks to more than {} times its size",
                self.limits.ratio
            )));
        }
        Ok(n)
    }
}

/// Bytes read at most to finish the digest of a stream after its records; a stream may never end.
/// Chosen by judgement.
const REST: u64 = 64 << 20;
/// Appends what the reader yields, up to `most` bytes.
///
/// Unlike `Read::read_to_end`, it does not zero the spare capacity of the vector first, which would
/// make that memory resident.
///
/// # Errors
/// Returns the reader's error; what was read before it stays appended.
pub fn fill(reader: &mut dyn BufRead, most: u64, out: &mut Vec<u8>) -> io::Result<()> {
    let mut left = usize::try_from(most).unwrap_or(usize::MAX);
    while left > 0 {
        let found = match reader.fill_buf() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let part = &found[..found.len().min(left)];
        if part.is_empty() {
            break;
        }
        out.extend_from_slice(part);
        let n = part.len();
        reader.consume(n);
        left -= n;
    }
    Ok(())
}

/// A buffered reader with a first buffer of [`HEAD`] bytes.
type Buffered<R> = Headed<BufReader<R>>;

/// The unpacking reader.
enum Unpacked<R: Read> {
    Plain(Buffered<R>),
    Gzip(Buffered<Capped<Members<Buffered<R>>>>),
    Zstd(Buffered<Capped<zstd::Decoder<'static, Buffered<R>>>>),
}

fn buffered<R: Read>(inner: R) -> Buffered<R> {
    Headed::new(BufReader::with_capacity(HEAD, inner))
}

/// An opened input that yields its unpacked bytes.
pub struct Opened {
    name: String,
    /// Stored bytes read so far.
    stored: Arc<AtomicU64>,
    /// Whether the input is a stream, which may never end.
    is_stream: bool,
    inner: Unpacked<Digesting<Box<dyn Read + Send>>>,
}

/// Opens an input and undoes gzip and zstd compression, recognised by the first bytes.
///
/// Reading fails once the file unpacks beyond the limits.
///
/// # Errors
/// Returns the operating system's error.
pub fn open(input: &Input, limits: &Limits) -> io::Result<Opened> {
    match &input.path {
        None => of(Box::new(io::stdin()), "-".to_owned(), limits)
            .map(|opened| Opened { is_stream: true, ..opened }),
        Some(path) => {
            let name =
                path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            match files::special(path) {
                None => of(Box::new(File::open(path)?), name, limits),
                Some(files::PIPE) => of(Box::new(files::open_pipe(path)?), name, limits)
                    .map(|opened| Opened { is_stream: true, ..opened }),
                Some(kind) => Err(io::Error::other(format!("it is {kind}, not a file"))),
            }
        }
    }
}

/// As [`open`], for bytes that come from elsewhere; `name` is the name in the digest.
///
/// # Errors
/// Returns the error of reading the first bytes of `raw`.
pub fn of(raw: Box<dyn Read + Send>, name: String, limits: &Limits) -> io::Result<Opened> {
    let packed = Arc::new(AtomicU64::new(0));
    let mut raw =
        buffered(Digesting { inner: raw, hash: Box::new(Xxh3::new()), bytes: Arc::clone(&packed) });
    let (limits, stored) = (*limits, Arc::clone(&packed));
    let head = raw.fill_buf()?;
    let inner = if head.starts_with(&[0x1f, 0x8b]) {
        let inner = Members::new(raw);
        Unpacked::Gzip(buffered(Capped { inner, limits, packed, unpacked: 0 }))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let inner = zstd::Decoder::with_buffer(raw)?;
        Unpacked::Zstd(buffered(Capped { inner, limits, packed, unpacked: 0 }))
    } else {
        Unpacked::Plain(raw)
    };
    Ok(Opened { name, stored, is_stream: false, inner })
}

impl Opened {
    /// Returns the unpacked bytes.
    pub fn reader(&mut self) -> &mut (dyn BufRead + Send) {
        match &mut self.inner {
            Unpacked::Plain(r) => r,
            Unpacked::Gzip(r) => r,
            Unpacked::Zstd(r) => r,
        }
    }

    /// Returns the number of stored bytes read so far, which is updated while they are read.
    pub fn stored(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.stored)
    }

    /// Returns the digest of the stored bytes. What was not read yet is read first, as far as
    /// possible, and at most 64 MiB of a stream.
    pub fn digest(self) -> Digest {
        let raw = match self.inner {
            Unpacked::Plain(r) => Some(r),
            Unpacked::Gzip(r) => r.inner.into_inner().inner.into_inner(),
            Unpacked::Zstd(r) => Some(r.inner.into_inner().inner.finish()),
        };
        let Some(mut raw) = raw else {
            return Digest {
                name: self.name,
                xxh3: String::new(),
                bytes: self.stored.load(Ordering::Relaxed),
                read_as: ReadAs::default(),
            };
        };
        // A read error here was already met, and rejected, when the records were read.
        let rest = if self.is_stream { REST } else { u64::MAX };
        let _ = io::copy(&mut (&mut raw).take(rest), &mut io::sink());
        let stored = raw.inner.into_inner();
        Digest {
            name: self.name,
            xxh3: format!("{:032x}", stored.hash.digest128()),
            bytes: stored.bytes.load(Ordering::Relaxed),
            read_as: ReadAs::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields a few bytes at a time, as a pipe may.
    struct Dripping(io::Cursor<Vec<u8>>, usize);

    impl Read for Dripping {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    #[test]
    fn the_first_buffer_is_the_same_however_the_bytes_arrive() {
        let text = "\u{feff}ID;Maintext\nä;Fähre, und noch eine\n".repeat(100).into_bytes();
        let gzip = || {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            io::Write::write_all(&mut out, &text).expect("packed");
            out.finish().expect("packed")
        };
        let members = [gzip(), gzip()].concat();
        let zstd = zstd::encode_all(&text[..], 1).expect("packed");
        for (stored, unpacked) in
            [(text.clone(), text.clone()), (members, text.repeat(2)), (zstd, text.clone())]
        {
            for step in [1, 3, 1 << 20] {
                let raw = Box::new(Dripping(io::Cursor::new(stored.clone()), step));
                let mut opened = of(raw, String::new(), &Limits::default()).expect("opened");
                assert!(opened.reader().fill_buf().expect("read") == unpacked, "{step}");
                let mut all = Vec::new();
                opened.reader().read_to_end(&mut all).expect("read");
                assert!(all == unpacked);
                let digest = opened.digest();
                assert_eq!(digest.bytes, stored.len() as u64);
                let hash = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&stored));
                assert_eq!(digest.xxh3, hash);
            }
        }
    }

    #[test]
    fn an_error_comes_after_the_bytes_before_it() {
        struct Breaking(bool);
        impl Read for Breaking {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::Error::other("gone"));
                }
                buffer[..3].copy_from_slice(b"abc");
                Ok(3)
            }
        }
        let mut opened =
            of(Box::new(Breaking(false)), String::new(), &Limits::default()).expect("opened");
        let mut all = Vec::new();
        let error = opened.reader().read_to_end(&mut all).expect_err("an error");
        assert_eq!((all.as_slice(), error.to_string().as_str()), (&b"abc"[..], "gone"));
    }
}
