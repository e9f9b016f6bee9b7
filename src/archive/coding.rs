//! Encodes numbers in as few bytes as they need. Entries made of them are packed into blocks that
//! fill a page of the store.

/// Most bytes of a value of the store that fits on one page of it (4,096) with its key and the
/// page's bookkeeping; a limit of the store's format.
pub const PAGE: usize = 4_064;

/// Appends a number, seven bits per byte, the lowest first.
pub fn put(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Takes a number from the front of `bytes`; `None` if they end within it or it does not fit 64
/// bits.
pub fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for (at, &byte) in bytes.iter().enumerate().take(10) {
        let part = u64::from(byte & 0x7f);
        if at == 9 && part > 1 {
            return None;
        }
        number |= part << (7 * at);
        if byte & 0x80 == 0 {
            *bytes = &bytes[at + 1..];
            return Some(number);
        }
    }
    None
}

/// Takes `length` bytes from the front; `None` if there are fewer.
pub fn take_bytes<'b>(bytes: &mut &'b [u8], length: u64) -> Option<&'b [u8]> {
    let (front, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(front)
}

/// Appends the count of ascending numbers, then their differences.
pub fn put_ascending(numbers: &[u32], out: &mut Vec<u8>) {
    put(numbers.len() as u64, out);
    let mut last = 0;
    for &number in numbers {
        put(u64::from(number - last), out);
        last = number;
    }
}

/// Takes ascending numbers from the front; `None` if the bytes do not hold them.
pub fn take_ascending(bytes: &mut &[u8]) -> Option<Vec<u32>> {
    let count = take(bytes)?;
    // A count larger than the bytes can hold must not allocate memory.
    let mut out = Vec::with_capacity(usize::try_from(count).ok()?.min(bytes.len()));
    let mut last = 0u32;
    for _ in 0..count {
        last = last.checked_add(u32::try_from(take(bytes)?).ok()?)?;
        out.push(last);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, u64::from(u32::MAX), u64::MAX];
        let mut out = Vec::new();
        numbers.iter().for_each(|n| put(*n, &mut out));
        let mut rest = out.as_slice();
        assert!(numbers.iter().all(|n| take(&mut rest) == Some(*n)) && rest.is_empty());
    }

    #[test]
    fn what_is_cut_or_too_large_is_no_number() {
        assert_eq!(take(&mut [0x80u8].as_slice()), None);
        assert_eq!(take(&mut [0xff; 10].as_slice()), None);
        assert_eq!(take_ascending(&mut [0xffu8, 0xff, 0xff, 0xff, 0x0f, 1].as_slice()), None);
    }

    #[test]
    fn ascending_numbers_come_back() {
        let mut out = Vec::new();
        put_ascending(&[3, 3, 900, u32::MAX], &mut out);
        assert_eq!(take_ascending(&mut out.as_slice()), Some(vec![3, 3, 900, u32::MAX]));
    }
}
