//! Compressed JSON as text, and hashes.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Returns a value as JSON, compressed with zlib, in base64: what the browser's `atob` and
/// `DecompressionStream("deflate")` undo.
pub(super) fn json(value: &impl Serialize) -> String {
    let plain = serde_json::to_vec(value).expect("a value of plain numbers, texts and lists");
    let mut encoder =
        ZlibEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(LEVEL));
    let packed = encoder.write_all(&plain).and_then(|()| encoder.finish());
    STANDARD.encode(packed.expect("writing into memory does not fail"))
}

/// Compression level. Source: on the page of 612 articles, 6 gives 2 % more bytes than 9 in a third
/// of the time.
const LEVEL: u32 = 6;

/// Returns the SHA-256 of a text in base64, as Content-Security-Policy takes it.
pub(super) fn sha256_base64(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

/// Returns the SHA-256 of a text in hex, as `sha256sum` prints it.
pub(super) fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_comes_back() {
        let value = vec!["Halvik".to_owned(), "</template>".to_owned(), "北京".repeat(500)];
        let bytes = STANDARD.decode(json(&value)).expect("base64");
        let mut plain = String::new();
        flate2::read::ZlibDecoder::new(&bytes[..]).read_to_string(&mut plain).expect("zlib");
        assert_eq!(serde_json::from_str::<Vec<String>>(&plain).expect("JSON"), value);
    }

    #[test]
    fn the_hash_of_an_empty_text_is_the_known_one() {
        // Source: FIPS 180-4, the digest of the empty message.
        assert_eq!(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
