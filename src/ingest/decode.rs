//! Opens an input and unpacks it, within bounds.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::Xxh3;

use super::{Digest, Input, Limits};

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
        if self.unpacked > self.limits.unpacked && self.unpacked > packed.saturating_mul(self.limits.ratio) {
            return Err(io::Error::other(format!("unpacks to more than {} times its size", self.limits.ratio)));
        }
        Ok(n)
    }
}

/// What unpacks the bytes.
enum Unpacked<R: Read> {
    Plain(BufReader<R>),
    Gzip(BufReader<Capped<flate2::bufread::MultiGzDecoder<BufReader<R>>>>),
    Zstd(BufReader<Capped<zstd::Decoder<'static, BufReader<R>>>>),
}

/// An opened input: its unpacked bytes.
pub struct Opened {
    name: String,
    /// Stored bytes read so far.
    stored: Arc<AtomicU64>,
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
        None => of(Box::new(io::stdin()), "-".to_owned(), limits),
        Some(path) => {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            of(Box::new(File::open(path)?), name, limits)
        }
    }
}

/// As [`open`], of bytes that come from elsewhere; `name` stands in the digest.
///
/// # Errors
/// What `raw` says when its first bytes are read.
pub fn of(raw: Box<dyn Read + Send>, name: String, limits: &Limits) -> io::Result<Opened> {
    let packed = Arc::new(AtomicU64::new(0));
    let mut raw = BufReader::with_capacity(1 << 18, Digesting { inner: raw, hash: Box::new(Xxh3::new()), bytes: Arc::clone(&packed) });
    let (limits, stored) = (*limits, Arc::clone(&packed));
    let head = raw.fill_buf()?;
    let inner = if head.starts_with(&[0x1f, 0x8b]) {
        let inner = flate2::bufread::MultiGzDecoder::new(raw);
        Unpacked::Gzip(BufReader::with_capacity(1 << 18, Capped { inner, limits, packed, unpacked: 0 }))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let inner = zstd::Decoder::with_buffer(raw)?;
        Unpacked::Zstd(BufReader::with_capacity(1 << 18, Capped { inner, limits, packed, unpacked: 0 }))
    } else {
        Unpacked::Plain(raw)
    };
    Ok(Opened { name, stored, inner })
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

    /// The digest of the stored bytes; what was not read yet is read first, as far as it can be.
    pub fn digest(self) -> Digest {
        let mut raw = match self.inner {
            Unpacked::Plain(r) => r,
            Unpacked::Gzip(r) => r.into_inner().inner.into_inner(),
            Unpacked::Zstd(r) => r.into_inner().inner.finish(),
        };
        // A read error here was met before, and rejected, by whoever read the records.
        let _ = io::copy(&mut raw, &mut io::sink());
        let stored = raw.into_inner();
        Digest { name: self.name, xxh3: format!("{:032x}", stored.hash.digest128()), bytes: stored.bytes.load(Ordering::Relaxed) }
    }
}
