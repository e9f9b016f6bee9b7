//! Computes what the pages of a Parquet column promise, from their headers, before anything is
//! unpacked.
//!
//! polars allocates the memory that a page header, or the first numbers of a delta-encoded page,
//! asks for; a file of a few kilobytes can ask for petabytes, and a failed allocation aborts the
//! process. So every header of a column that is read is checked first. Only encodings that yield no
//! more values than the header says are accepted; the delta encodings contain counts and lengths of
//! their own inside the compressed bytes and are refused. Source: parquet.thrift of the Apache
//! Parquet format 2.12, and the Thrift compact protocol.

/// Bytes that a value takes once it is read, besides its content: a string view, 16 bytes by
/// definition.
const VALUE: u64 = 16;
/// Levels of nested structures that are read; a page header needs four. Chosen by judgement.
const DEPTH: u32 = 16;

/// Values one after the other; like those below, the number of an accepted encoding in
/// parquet.thrift, the format's specification.
const PLAIN: i64 = 0;
/// Indices into a dictionary, as format 1 names them.
const PLAIN_DICTIONARY: i64 = 2;
/// Run lengths and bit-packed runs (same format specification).
const RLE: i64 = 3;
/// Indices into a dictionary, as format 2 names them.
const RLE_DICTIONARY: i64 = 8;
/// The bytes of all values by position (same format specification).
const BYTE_STREAM_SPLIT: i64 = 9;

/// Returns an upper bound of the bytes that reading a column chunk takes, from the headers of its
/// pages.
///
/// `chunk` is the chunk as stored in the file, `values` the number of its values according to the
/// file's footer. O(length of the headers).
///
/// # Errors
/// Returns why the chunk is not read: a header is damaged, points past the end of the chunk, or
/// promises what its page cannot hold.
pub fn cost(chunk: &[u8], values: u64) -> Result<u64, String> {
    let mut rest = chunk;
    let (mut bytes, mut told, mut is_first) = (0u64, 0u64, true);
    // Like polars, read pages until all values are there and ignore what follows.
    while told < values {
        let mut thrift = Thrift(rest);
        let header = Header::read(&mut thrift).ok_or("a page header is damaged")?;
        let page = header.page(is_first)?;
        let size = usize::try_from(page.stored).unwrap_or(usize::MAX);
        rest = thrift.0.get(size..).ok_or("a page is longer than its column")?;
        bytes =
            bytes.saturating_add(page.unpacked).saturating_add(page.values.saturating_mul(VALUE));
        told = told.saturating_add(if page.is_data { page.values } else { 0 });
        is_first = false;
    }
    if told > values {
        Err(format!("its pages promise {told} values, but its footer {values}"))
    } else {
        Ok(bytes)
    }
}

/// The fields of a page header that are checked; `None` if missing.
#[derive(Debug, Default)]
struct Header {
    kind: Option<i64>,
    unpacked: Option<i64>,
    stored: Option<i64>,
    /// The numbers in the header specific to the page's type, by field.
    inner: [Option<i64>; 8],
}

/// A page with a consistent header.
struct Page {
    stored: u64,
    unpacked: u64,
    values: u64,
    is_data: bool,
}

impl Header {
    fn read(thrift: &mut Thrift<'_>) -> Option<Self> {
        let mut header = Self::default();
        let mut field = 0;
        while let Some(kind) = thrift.field(&mut field)? {
            match field {
                1 => header.kind = Some(thrift.number(kind)?),
                2 => header.unpacked = Some(thrift.number(kind)?),
                3 => header.stored = Some(thrift.number(kind)?),
                // The headers of a data page, a dictionary page and a data page of version 2.
                5 | 7 | 8 if kind == Thrift::STRUCT => header.inner = Self::numbers(thrift)?,
                _ => thrift.skip(kind, 0)?,
            }
        }
        Some(header)
    }

    fn numbers(thrift: &mut Thrift<'_>) -> Option<[Option<i64>; 8]> {
        let mut numbers = [None; 8];
        let mut field = 0;
        while let Some(kind) = thrift.field(&mut field)? {
            match numbers.get_mut(usize::from(field)) {
                Some(slot) if matches!(kind, 3..=6) => *slot = Some(thrift.number(kind)?),
                _ => thrift.skip(kind, 0)?,
            }
        }
        Some(numbers)
    }

    /// Checks the header for consistency.
    fn page(&self, is_first: bool) -> Result<Page, String> {
        let size = |n: Option<i64>| {
            n.and_then(|n| u64::try_from(n).ok()).ok_or("a page header holds a negative size")
        };
        let (stored, unpacked, values) =
            (size(self.stored)?, size(self.unpacked)?, size(self.inner[1])?);
        let page = |is_data| Ok(Page { stored, unpacked, values, is_data });
        match self.kind {
            Some(0) => self.encoding(2).and_then(|()| page(true)),
            // An entry takes at least one byte.
            Some(2) if is_first && values <= unpacked => {
                self.encoding(2).and_then(|()| page(false))
            }
            Some(2) => Err(
                "a dictionary promises more entries than it has bytes, or is in the wrong place"
                    .to_owned(),
            ),
            Some(3) => {
                let (nulls, rows, levels) = (
                    size(self.inner[2])?,
                    size(self.inner[3])?,
                    size(self.inner[5])?.saturating_add(size(self.inner[6])?),
                );
                if nulls > values || rows > values || levels > stored.min(unpacked) {
                    return Err("a page header does not fit its page".to_owned());
                }
                self.encoding(4).and_then(|()| page(true))
            }
            _ => Err("a page is of an unknown type".to_owned()),
        }
    }

    fn encoding(&self, field: usize) -> Result<(), String> {
        match self.inner[field] {
            Some(PLAIN | PLAIN_DICTIONARY | RLE | RLE_DICTIONARY | BYTE_STREAM_SPLIT) => Ok(()),
            Some(5..=7) => {
                Err("it is delta-encoded, which is not supported; write it with plain or dictionary encoding"
                    .to_owned())
            }
            _ => Err("a page has an unknown encoding".to_owned()),
        }
    }
}

/// Reads the Thrift compact protocol from the start of a byte slice.
struct Thrift<'a>(&'a [u8]);

impl Thrift<'_> {
    /// Type code of a structure in the specification of the protocol.
    const STRUCT: u8 = 12;

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut out = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(out);
            }
        }
        None
    }

    /// Returns the type of the next field and sets `field` to its number; `Some(None)` at the end
    /// of the structure.
    #[allow(clippy::option_option)]
    fn field(&mut self, field: &mut u16) -> Option<Option<u8>> {
        let head = self.byte()?;
        if head == 0 {
            return Some(None);
        }
        *field = match u16::from(head >> 4) {
            0 => u16::try_from(zigzag(self.varint()?)).ok()?,
            step => field.checked_add(step)?,
        };
        Some(Some(head & 0x0f))
    }

    /// Reads an integer of that type.
    fn number(&mut self, kind: u8) -> Option<i64> {
        match kind {
            3 => self.byte().map(|b| i64::from(b.cast_signed())),
            4..=6 => self.varint().map(zigzag),
            _ => None,
        }
    }

    fn pass(&mut self, length: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    /// Skips a value of that type. An item of a list takes at least one byte, so that the work is
    /// linear.
    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        if depth > DEPTH {
            return None;
        }
        match kind {
            // The type of a boolean field is its value.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass(8),
            8 => self.varint().and_then(|length| self.pass(length)),
            9 | 10 => {
                let head = self.byte()?;
                let size = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                (0..size).try_for_each(|_| self.item(head & 0x0f, depth))
            }
            11 => {
                let size = self.varint()?;
                let kinds = if size > 0 { self.byte()? } else { 0 };
                (0..size).try_for_each(|_| {
                    self.item(kinds >> 4, depth).and_then(|()| self.item(kinds & 0x0f, depth))
                })
            }
            Self::STRUCT => {
                let mut field = 0;
                while let Some(kind) = self.field(&mut field)? {
                    self.skip(kind, depth + 1)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    fn item(&mut self, kind: u8, depth: u32) -> Option<()> {
        if matches!(kind, 1 | 2) { self.pass(1) } else { self.skip(kind, depth + 1) }
    }
}

fn zigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes a number as the protocol does.
    fn varint(mut n: u64) -> Vec<u8> {
        let mut out = Vec::new();
        while n >= 0x80 {
            out.push(n as u8 | 0x80);
            n >>= 7;
        }
        out.push(n as u8);
        out
    }

    /// Encodes fields of type i32, consecutive from 1.
    fn numbers(all: &[i64]) -> Vec<u8> {
        all.iter()
            .flat_map(|n| [vec![0x15], varint(((n << 1) ^ (n >> 63)).cast_unsigned())].concat())
            .collect()
    }

    /// Builds a data page: sizes, number of values, encoding, and its bytes.
    fn page(unpacked: i64, stored: i64, values: i64, encoding: i64, bytes: usize) -> Vec<u8> {
        let inner = [numbers(&[values, encoding, 3, 3]), vec![0]].concat();
        [numbers(&[0, unpacked, stored]), vec![0x2c], inner, vec![0], vec![0; bytes]].concat()
    }

    fn dictionary(unpacked: i64, values: i64, bytes: usize) -> Vec<u8> {
        let inner = [numbers(&[values, 0]), vec![0]].concat();
        [numbers(&[2, unpacked, bytes as i64]), vec![0x4c], inner, vec![0], vec![0; bytes]].concat()
    }

    #[test]
    fn pages_cost_what_they_unpack_to_and_sixteen_bytes_a_value() {
        let two = [page(30, 20, 3, PLAIN, 20), page(40, 20, 4, RLE_DICTIONARY, 20)].concat();
        assert_eq!(cost(&two, 7), Ok(70 + 7 * 16));
        let with_dictionary = [dictionary(50, 5, 10), page(8, 8, 9, RLE_DICTIONARY, 8)].concat();
        assert_eq!(cost(&with_dictionary, 9), Ok(58 + 14 * 16));
        assert_eq!(cost(&[], 0), Ok(0), "an empty column has no pages");
        // Statistics and checksums are skipped: a field of type i32, and a structure with a string
        // in it.
        let mut longer = page(30, 20, 3, PLAIN, 20);
        longer.splice(longer.len() - 21..longer.len() - 21, [0x4c, 0x18, 3, b'a', b'b', b'c', 0]);
        assert_eq!(cost(&longer, 3), Ok(30 + 48));
    }

    #[test]
    fn a_page_that_promises_more_than_it_can_hold_is_refused() {
        for (what, chunk, values) in [
            ("more values than the footer", page(30, 20, i64::from(i32::MAX), PLAIN, 20), 3),
            ("fewer values than the footer", page(30, 20, 2, PLAIN, 20), 3),
            ("none, again and again", page(0, 0, 0, PLAIN, 0).repeat(9), 3),
            ("a negative size", page(-1, 20, 3, PLAIN, 20), 3),
            ("a negative count", page(30, 20, -3, PLAIN, 20), 3),
            ("more bytes than the column", page(30, 2_000, 3, PLAIN, 20), 3),
            (
                "a dictionary of more entries than bytes",
                [dictionary(50, 51, 10), page(8, 8, 3, PLAIN, 8)].concat(),
                3,
            ),
            (
                "two dictionaries",
                [dictionary(50, 5, 10), dictionary(50, 5, 10), page(8, 8, 3, PLAIN, 8)].concat(),
                3,
            ),
            ("delta-encoded", page(30, 20, 3, 5, 20), 3),
            ("no encoding", page(30, 20, 3, 77, 20), 3),
            ("cut", page(30, 20, 3, PLAIN, 20)[..12].to_vec(), 3),
            ("a list of petabytes", [vec![0x19, 0xf5], varint(1 << 50)].concat(), 3),
            ("structures without end", vec![0x4c; 100_000], 3),
        ] {
            assert!(cost(&chunk, values).is_err(), "{what}");
        }
    }

    #[test]
    fn whatever_the_bytes_it_ends() {
        let whole = [dictionary(50, 5, 10), page(8, 8, 9, RLE_DICTIONARY, 8)].concat();
        for at in 0..whole.len() {
            for flip in 1..=255 {
                let mut broken = whole.clone();
                broken[at] ^= flip;
                let _ = cost(&broken, 9);
            }
        }
    }
}
