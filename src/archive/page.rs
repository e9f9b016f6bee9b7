//! Reads one page of a column of texts without the rest of its file.
//!
//! A Parquet reader first reads the footer, which takes longer than a whole `score` may take. The
//! index therefore stores the place of each text's page. A page is a header, then lengths and texts
//! compressed with zstd (Apache Parquet, *File format*, data pages v1 and dictionary pages in plain
//! encoding).

use std::ops::Range;

use super::coding::take;

/// Size in bytes from which a page is not decompressed. Chosen by judgement, as a limit on memory.
const LARGEST: u64 = 1 << 31;
/// Greatest depth of nested structures in a header. Chosen by judgement; the format needs less.
const DEPTH: u32 = 8;

/// The contents of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Values, preceded by the levels that tell which are missing.
    Values,
    /// Values that other pages refer to.
    Dictionary,
    /// Anything else: references to a dictionary, or another encoding.
    Other,
}

/// The header of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The contents of the page.
    pub kind: Kind,
    /// Number of values in it.
    pub values: u64,
    /// Length of the header in bytes.
    pub header: usize,
    /// Number of bytes after the header.
    pub packed: usize,
    unpacked: usize,
}

/// The plain encoding, by the Parquet format.
const PLAIN: i64 = 0;
/// Type of a page with values, by the Parquet format.
const DATA_PAGE: i64 = 0;
/// Type of a dictionary page, by the Parquet format.
const DICTIONARY_PAGE: i64 = 2;

/// Reads a header from the front of `bytes` (thrift, compact protocol); `None` if it is not one.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut rest = bytes;
    // Fields of the page header, and of the headers nested in it, by number.
    let mut own = [0i64; 9];
    let mut inner = [[-1i64; 3]; 9];
    structure(&mut rest, 0, &mut |path, value| match *path {
        [field @ 1..=8] => own[field as usize] = value,
        [field @ 1..=8, part @ 1..=2] => inner[field as usize][part as usize] = value,
        _ => {}
    })?;
    let at = |field: usize| (inner[field][1], inner[field][2]);
    let (kind, values) = match (own[1], at(5), at(7)) {
        (DATA_PAGE, (values, PLAIN), _) => (Kind::Values, values),
        (DICTIONARY_PAGE, _, (values, PLAIN)) => (Kind::Dictionary, values),
        (DICTIONARY_PAGE, _, (values, 2)) => (Kind::Dictionary, values),
        (_, (values, _), _) => (Kind::Other, values),
    };
    let size = |value: i64| u64::try_from(value).ok().filter(|n| *n < LARGEST).map(|n| n as usize);
    Some(Header {
        kind,
        values: u64::try_from(values).ok()?,
        header: bytes.len() - rest.len(),
        packed: size(own[3])?,
        unpacked: size(own[2])?,
    })
}

/// Reads one structure; calls `each` with every number in it and the path of field numbers that
/// leads to it. `None` if it is malformed.
fn structure(bytes: &mut &[u8], depth: u32, each: &mut dyn FnMut(&[i16], i64)) -> Option<()> {
    let mut field = 0i16;
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if byte == 0 {
            return Some(());
        }
        field = match byte >> 4 {
            0 => i16::try_from(signed(take(bytes)?)).ok()?,
            step => field.checked_add(i16::from(step))?,
        };
        value(bytes, byte & 0xf, depth, &mut |path, number| {
            let mut whole = [field; DEPTH as usize + 2];
            let length = path.len().min(DEPTH as usize + 1);
            whole[1..=length].copy_from_slice(&path[..length]);
            each(&whole[..=length], number);
        })?;
    }
}

fn value(bytes: &mut &[u8], kind: u8, depth: u32, each: &mut dyn FnMut(&[i16], i64)) -> Option<()> {
    if depth > DEPTH {
        return None;
    }
    match kind {
        1 | 2 => each(&[], i64::from(kind == 1)),
        3 => skip(bytes, 1)?,
        4..=6 => each(&[], signed(take(bytes)?)),
        7 => skip(bytes, 8)?,
        8 => {
            let length = take(bytes)?;
            skip(bytes, length)?;
        }
        9 | 10 => {
            let (&head, rest) = bytes.split_first()?;
            *bytes = rest;
            let count = if head >> 4 == 0xf { take(bytes)? } else { u64::from(head >> 4) };
            for _ in 0..count {
                // In lists, a boolean takes a byte of its own.
                if matches!(head & 0xf, 1 | 2) {
                    skip(bytes, 1)?
                } else {
                    value(bytes, head & 0xf, depth + 1, &mut |_, _| ())?
                }
            }
        }
        12 => structure(bytes, depth + 1, each)?,
        _ => return None,
    }
    Some(())
}

fn skip(bytes: &mut &[u8], length: u64) -> Option<()> {
    super::coding::take_bytes(bytes, length).map(|_| ())
}

fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// A decompressed page.
#[derive(Debug, Default)]
pub struct Texts {
    bytes: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Texts {
    /// Decompresses a page of texts, given with its header; `None` if it is not one. O(bytes).
    pub fn unpack(page: &[u8]) -> Option<Self> {
        let header = header(page)?;
        let packed = page.get(header.header..header.header + header.packed)?;
        let bytes = zstd::bulk::decompress(packed, header.unpacked).ok()?;
        let mut at = match header.kind {
            Kind::Dictionary => 0,
            Kind::Values => 4 + word(&bytes, 0)?,
            Kind::Other => return None,
        };
        let mut places = Vec::with_capacity((header.values as usize).min(bytes.len() / 4 + 1));
        for _ in 0..header.values {
            let start = at + 4;
            at = start.checked_add(word(&bytes, at)?).filter(|end| *end <= bytes.len())?;
            places.push(start..at);
        }
        Some(Self { bytes, places })
    }

    /// Returns text `number` of the page; `None` if there is none or it is not UTF-8.
    pub fn text(&self, number: usize) -> Option<&str> {
        std::str::from_utf8(&self.bytes[self.places.get(number)?.clone()]).ok()
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize)
}
