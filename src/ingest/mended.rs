//! Repairs JSON that programs write although it is not valid.

/// Replaces the `NaN` and `Infinity` that Python writes and JSON does not allow; `None` if there
/// are none outside strings.
pub(super) fn numbered(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut at, mut within, mut any) = (bytes.to_vec(), 0, false, false);
    while at < bytes.len() {
        let found = ["NaN", "-Infinity", "Infinity"]
            .iter()
            .find(|word| !within && bytes[at..].starts_with(word.as_bytes()));
        match (bytes[at], found) {
            (b'\\', _) if within => at += 1,
            (b'"', _) => within = !within,
            (_, Some(word)) => {
                // A number padded to the same length, so that offsets stay valid.
                out[at..at + word.len()].fill(b'0');
                out[at + 1..at + word.len()].fill(b' ');
                at += word.len() - 1;
                any = true;
            }
            _ => {}
        }
        at += 1;
    }
    any.then_some(out)
}

/// Replaces each unpaired surrogate escape by `\ufffd`, as programs leave them that cut a text
/// between the two halves; `None` if there is none.
pub(super) fn paired(bytes: &[u8]) -> Option<Vec<u8>> {
    let code = |at: usize| -> Option<u16> {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let (mut out, mut at, mut any) = (bytes.to_vec(), 0, false);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match (code(at), code(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                out[at..at + 6].copy_from_slice(b"\\ufffd");
                any = true;
                at += 6;
            }
            _ => at += 2,
        }
        if at >= bytes.len() {
            break;
        }
    }
    any.then_some(out)
}
