//! Selects word shingles by winnowing.

use crate::text::Word;

/// Words per shingle. Chosen by judgement: shorter shingles find shorter passages and more chance
/// matches.
pub const SHINGLE: usize = 8;
/// Shingles per window. Chosen by judgement with [`SHINGLE`]: by the guarantee of winnowing, any
/// shared run of `SHINGLE + WINDOW - 1` = 16 words leaves a shared fingerprint (Schleimer et al.
/// 2003).
pub const WINDOW: usize = 9;

/// Mixes the keys of one shingle's words into a hash.
fn shingle(words: &[Word]) -> u64 {
    let mixed = words.iter().fold(0u64, |h, w| {
        h.rotate_left(13).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(w.key)
    });
    let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 32)
}

/// Returns the smallest shingle hash of every window, each selected position once (the rightmost of
/// equal hashes).
///
/// A text shorter than a window keeps its smallest hash; one shorter than a shingle keeps nothing.
/// O(words). Source: Schleimer, Wilkerson, Aiken, *Winnowing: local algorithms for document
/// fingerprinting*, SIGMOD 2003.
pub fn winnow(words: &[Word]) -> Vec<u64> {
    let hashes: Vec<u64> = words.windows(SHINGLE).map(shingle).collect();
    let mut kept = Vec::with_capacity(hashes.len() / 4 + 1);
    if hashes.is_empty() {
        return kept;
    }
    let window = WINDOW.min(hashes.len());
    let mut chosen = usize::MAX;
    for start in 0..=hashes.len() - window {
        let end = start + window;
        if chosen == usize::MAX || chosen < start {
            let least = (start..end).rev().min_by_key(|&i| hashes[i]).unwrap_or(start);
            chosen = least;
            kept.push(hashes[least]);
        } else if hashes[end - 1] <= hashes[chosen] {
            chosen = end - 1;
            kept.push(hashes[chosen]);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn keep(text: &str) -> Vec<u64> {
        let mut all = Vec::new();
        words::read(text, 0..text.len(), &mut all);
        winnow(&all)
    }

    fn numbered(from: usize, to: usize) -> String {
        (from..to).map(|i| format!("w{i}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_shared_run_of_sixteen_words_always_leaves_a_shared_fingerprint() {
        for offset in 0..30 {
            let a =
                format!("{} {}", numbered(1000, 1000 + offset), numbered(0, SHINGLE + WINDOW - 1));
            let b = format!(
                "{} {} {}",
                numbered(2000, 2017),
                numbered(0, SHINGLE + WINDOW - 1),
                numbered(3000, 3030)
            );
            let a = keep(&a);
            assert!(keep(&b).iter().any(|h| a.contains(h)), "{offset}");
        }
    }

    #[test]
    fn the_running_minimum_agrees_with_brute_force() {
        let text = (0..400).map(|i| format!("w{}", i * i % 37)).collect::<Vec<_>>().join(" ");
        let mut all = Vec::new();
        words::read(&text, 0..text.len(), &mut all);
        let hashes: Vec<u64> = all.windows(SHINGLE).map(shingle).collect();
        let (mut slow, mut last) = (Vec::new(), usize::MAX);
        for start in 0..=hashes.len() - WINDOW {
            let at = (start..start + WINDOW).rev().min_by_key(|&i| hashes[i]).expect("a window");
            if at != last {
                slow.push(hashes[at]);
                last = at;
            }
        }
        assert_eq!(winnow(&all), slow);
    }

    #[test]
    fn short_texts_keep_one_or_nothing() {
        assert!(keep("one two three four five six seven").is_empty());
        assert_eq!(keep("one two three four five six seven eight nine").len(), 1);
    }
}
