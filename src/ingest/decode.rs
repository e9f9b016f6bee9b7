//! Opens an input and unpacks it, within bounds.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::Xxh3;

use super::members::Members;
use super::{Digest, Input, Limits};
use crate::files;

/// A reader that keeps a digest of what passed through it.
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

/// A reader that ends in an error where a file unpacks to far more than any text does.
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

/// Bytes that are read to the end of a stream of which no more is wanted.
const REST: u64 = 64 << 20;
/// Appends what there is to read, up to so many bytes.
///
/// `Read::read_to_end` would write zeros into all of the vector's room first, which then takes
/// memory.
///
/// # Errors
/// What the reader says; what came before stays appended.
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

/// What unpacks the bytes.
enum Unpacked<R: Read> {
    Plain(BufReader<R>),
    Gzip(BufReader<Capped<Members<BufReader<R>>>>),
    Zstd(BufReader<Capped<zstd::Decoder<'static, BufReader<R>>>>),
}

/// An opened input: its unpacked bytes.
pub struct Opened {
    name: String,
    /// Stored bytes read so far.
    stored: Arc<AtomicU64>,
    /// Whether it comes from somebody who may never end.
    is_stream: bool,
    inner: Unpacked<Digesting<Box<dyn Read + Send>>>,
}

/// Opens an input and undoes gzip and zstd, told by their first bytes.
///
/// Reading ends in an error where the file unpacks beyond the limits.
///
/// # Errors
/// What the system says of the file.
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

/// As [`open`], of bytes that come from elsewhere; `name` stands in the digest.
///
/// # Errors
/// What `raw` says when its first bytes are read.
pub fn of(raw: Box<dyn Read + Send>, name: String, limits: &Limits) -> io::Result<Opened> {
    let packed = Arc::new(AtomicU64::new(0));
    let mut raw = BufReader::with_capacity(
        1 << 18,
        Digesting { inner: raw, hash: Box::new(Xxh3::new()), bytes: Arc::clone(&packed) },
    );
    let (limits, stored) = (*limits, Arc::clone(&packed));
    let head = raw.fill_buf()?;
    let inner = if head.starts_with(&[0x1f, 0x8b]) {
        let inner = Members::new(raw);
        Unpacked::Gzip(BufReader::with_capacity(
            1 << 18,
            Capped { inner, limits, packed, unpacked: 0 },
        ))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let inner = zstd::Decoder::with_buffer(raw)?;
        Unpacked::Zstd(BufReader::with_capacity(
            1 << 18,
            Capped { inner, limits, packed, unpacked: 0 },
        ))
    } else {
        Unpacked::Plain(raw)
    };
    Ok(Opened { name, stored, is_stream: false, inner })
}

impl Opened {
    /// The unpacked bytes.
    pub fn reader(&mut self) -> &mut (dyn BufRead + Send) {
        match &mut self.inner {
            Unpacked::Plain(r) => r,
            Unpacked::Gzip(r) => r,
            Unpacked::Zstd(r) => r,
        }
    }

    /// The number of stored bytes read so far, kept up to date while they are read.
    pub fn stored(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.stored)
    }

    /// The digest of the stored bytes; what was not read yet is read first, as far as it can be,
    /// and of a stream no more than 64 MiB.
    pub fn digest(self) -> Digest {
        let raw = match self.inner {
            Unpacked::Plain(r) => Some(r),
            Unpacked::Gzip(r) => r.into_inner().inner.into_inner(),
            Unpacked::Zstd(r) => Some(r.into_inner().inner.finish()),
        };
        let Some(mut raw) = raw else {
            return Digest {
                name: self.name,
                xxh3: String::new(),
                bytes: self.stored.load(Ordering::Relaxed),
            };
        };
        // A read error here was met before, and rejected, by whoever read the records.
        let rest = if self.is_stream { REST } else { u64::MAX };
        let _ = io::copy(&mut (&mut raw).take(rest), &mut io::sink());
        let stored = raw.into_inner();
        Digest {
            name: self.name,
            xxh3: format!("{:032x}", stored.hash.digest128()),
            bytes: stored.bytes.load(Ordering::Relaxed),
        }
    }
}
