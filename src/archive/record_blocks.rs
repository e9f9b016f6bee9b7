//! Packs records into the blocks of an index, each filling a page of the store.

use super::coding::{PAGE, put, take, take_bytes};

/// Blocks by the first number in them.
pub type Blocks = Vec<(u64, Vec<u8>)>;

/// Compression level of records. Chosen by judgement, the same as for texts.
const LEVEL: i32 = 9;

/// Packs records, in ascending order of numbers, into blocks that fill a page of the store each;
/// returns their first numbers and bytes.
///
/// A block is the length of its entries, then the entries compressed with zstd:
/// `(step of the number, length, record)`.
pub fn pack(records: &[(u32, Vec<u8>)]) -> std::io::Result<Blocks> {
    let mut packer = zstd::bulk::Compressor::new(LEVEL)?;
    let mut out = Vec::new();
    let (mut from, mut usual) = (0, 8);
    while from < records.len() {
        let left = records.len() - from;
        let mut count = usual.min(left);
        let mut block = packed_block(&mut packer, &records[from..from + count])?;
        // Try once more if much of the page is free, then with fewer records until they fit.
        let more = (count * PAGE * 15 / block.len() / 16).min(left);
        if more > count {
            count = more;
            block = packed_block(&mut packer, &records[from..from + count])?;
        }
        while block.len() > PAGE && count > 1 {
            count = (count * PAGE * 31 / block.len() / 32).clamp(1, count - 1);
            block = packed_block(&mut packer, &records[from..from + count])?;
        }
        out.push((u64::from(records[from].0), block));
        from += count;
        usual = count;
    }
    Ok(out)
}

fn packed_block(
    packer: &mut zstd::bulk::Compressor<'_>,
    records: &[(u32, Vec<u8>)],
) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let mut last = records.first().map_or(0, |r| r.0);
    for (number, record) in records {
        put(u64::from(number - last), &mut raw);
        put(record.len() as u64, &mut raw);
        raw.extend_from_slice(record);
        last = *number;
    }
    let mut out = Vec::new();
    put(raw.len() as u64, &mut out);
    out.extend(packer.compress(&raw)?);
    Ok(out)
}

/// Size in bytes from which a block is not decompressed. Chosen by judgement, as a limit on memory.
const LARGEST: u64 = 1 << 30;

/// Unpacks a block; calls `each` with the number and the bytes of each record until it returns
/// `false`. `None` if the block is damaged.
pub fn unpack(
    first: u64,
    mut block: &[u8],
    mut each: impl FnMut(u32, &[u8]) -> bool,
) -> Option<()> {
    let length = take(&mut block).filter(|l| *l < LARGEST)?;
    let raw = zstd::bulk::decompress(block, length as usize).ok()?;
    let mut rest = raw.as_slice();
    let mut number = u32::try_from(first).ok()?;
    while !rest.is_empty() {
        number = number.checked_add(u32::try_from(take(&mut rest)?).ok()?)?;
        let length = take(&mut rest)?;
        if !each(number, take_bytes(&mut rest, length)?) {
            break;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_fill_pages_and_each_comes_back() {
        let records: Vec<(u32, Vec<u8>)> = (0..900u32)
            .map(|n| {
                (n * 3 + 1, (0..300 + n % 500).map(|i| ((n * i % 253) ^ (i * i)) as u8).collect())
            })
            .collect();
        let blocks = pack(&records).expect("packed");
        let mut back = Vec::new();
        for (first, block) in &blocks {
            unpack(*first, block, |number, bytes| {
                back.push((number, bytes.to_vec()));
                true
            })
            .expect("a block");
        }
        assert_eq!(back, records);
        assert!(
            blocks.iter().all(|(_, b)| b.len() <= PAGE)
                && blocks.len() * PAGE < 2 * records.iter().map(|r| r.1.len()).sum::<usize>()
        );
    }
}
