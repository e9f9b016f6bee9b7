//! Unpacks gzip member by member and resumes after damaged ones.
//!
//! Web archives store each record as its own member, so one can be lost without the others. A loss
//! ends in an error that says where it is; reading on after it yields the next member. The end of a
//! damaged member is unknown, so every byte after its first is tried.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// How a gzip member begins (RFC 1952); 8 is the only compression method defined.
const MAGIC: &[u8] = &[0x1f, 0x8b, 8];
/// Bytes of a member that are kept so that they can be searched if it is damaged; in a longer
/// member the search begins where the damage was found. Chosen by judgement; it trades memory
/// against the records found again.
const KEPT: usize = 4 << 20;
/// Unpacked bytes that distinguish a member from bytes that merely look like the start of one.
/// Chosen by judgement; the prefixes compared need only five.
const TELLING: usize = 64;

/// Reports that a part of the file is lost and that reading can continue after it.
#[derive(Debug, thiserror::Error)]
#[error("the data from byte {at} on is damaged: {what}")]
pub struct Loss {
    /// Offset of the first byte of the damaged member, or of the first byte after the last good
    /// one.
    pub at: u64,
    /// What is wrong with it.
    pub what: String,
    /// Whether the whole member was read before it was found to be wrong.
    pub read: bool,
}

/// Returns the [`Loss`] inside an error, if reading can continue after it.
pub fn loss(error: &io::Error) -> Option<&Loss> {
    error.get_ref().and_then(|cause| cause.downcast_ref())
}

/// A reader that can go back to a mark.
pub struct Replay<R> {
    inner: R,
    /// Bytes to be read again, and how many of them have been.
    again: Vec<u8>,
    from: usize,
    /// Bytes read since the mark; `None` once there are more than [`KEPT`].
    since: Option<Vec<u8>>,
    /// Offset in the file of the next byte, and of the mark.
    at: u64,
    mark: u64,
}

impl<R: BufRead> Replay<R> {
    fn mark(&mut self) {
        self.mark = self.at;
        let mut since = self.since.take().unwrap_or_default();
        since.clear();
        self.since = Some(since);
    }

    /// Goes back to the mark, if the bytes since then were kept.
    fn rewind(&mut self) {
        let Some(mut since) = self.since.take() else { return };
        self.at = self.mark;
        if self.from >= since.len() && !self.again.is_empty() {
            // All of `since` came from `again` and is still there.
            self.from -= since.len();
            self.since = Some(since);
            return self.mark();
        }
        since.extend_from_slice(&self.again[self.from..]);
        (self.again, self.from) = (since, 0);
        self.mark();
    }

    /// Returns the next `N` bytes, fewer at the end of the file, without consuming them; sets the
    /// mark before them.
    fn peek<const N: usize>(&mut self) -> io::Result<Vec<u8>> {
        self.mark();
        let mut head = Vec::with_capacity(N);
        self.take(N as u64).read_to_end(&mut head)?;
        self.rewind();
        Ok(head)
    }
}

impl<R: BufRead> Read for Replay<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Replay<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.from < self.again.len() {
            Ok(&self.again[self.from..])
        } else {
            self.inner.fill_buf()
        }
    }

    fn consume(&mut self, n: usize) {
        self.at += n as u64;
        let again = n.min(self.again.len() - self.from);
        if let Some(since) = &mut self.since {
            if since.len() + n > KEPT {
                self.since = None;
            } else if again > 0 {
                since.extend_from_slice(&self.again[self.from..self.from + again]);
            } else if let Ok(bytes) = self.inner.fill_buf() {
                // The consumed bytes are still in the buffer.
                since.extend_from_slice(&bytes[..n]);
            }
        }
        self.from += again;
        if again > 0 && self.from == self.again.len() {
            (self.again, self.from) = (Vec::new(), 0);
        }
        if again == 0 {
            self.inner.consume(n);
        }
    }
}

/// What is being read.
enum State<R> {
    Member(Box<GzDecoder<Replay<R>>>),
    /// After a member.
    Between(Box<Replay<R>>),
    /// In a damaged part whose beginning is marked.
    Lost(Box<Replay<R>>),
    /// Placeholder while the state changes.
    Moved,
}

/// Unpacks all members of a gzip file.
pub struct Members<R: BufRead>(State<R>);

impl<R: BufRead> Members<R> {
    /// Reads the members in `inner`.
    pub fn new(inner: R) -> Self {
        let replay = Replay { inner, again: Vec::new(), from: 0, since: None, at: 0, mark: 0 };
        Self(State::Between(Box::new(replay)))
    }

    /// Returns the underlying reader, positioned after what has been consumed.
    pub fn into_inner(self) -> Option<R> {
        match self.0 {
            State::Member(decoder) => Some(decoder.into_inner().inner),
            State::Between(replay) | State::Lost(replay) => Some(replay.inner),
            State::Moved => None,
        }
    }

    /// Begins the next member; `false` at the end of the file.
    ///
    /// # Errors
    /// Returns a [`Loss`] if something other than a member follows.
    fn begin(&mut self, mut replay: Box<Replay<R>>) -> io::Result<bool> {
        let head = replay.peek::<3>()?;
        if head.is_empty() {
            self.0 = State::Between(replay);
            return Ok(false);
        }
        if head == MAGIC {
            self.0 = State::Member(Box::new(GzDecoder::new(*replay)));
            return Ok(true);
        }
        // Some tape drives and tools pad the last block with zeros.
        let zeros = pass_zeros(&mut replay)?;
        let is_end = zeros && replay.fill_buf()?.is_empty();
        let at = replay.mark;
        self.0 = if is_end { State::Between(replay) } else { State::Lost(replay) };
        if is_end {
            Ok(false)
        } else {
            Err(lost(at, "no gzip member begins at this point".to_owned(), false))
        }
    }

    /// Goes to the next member after a loss; `false` if there is none.
    fn resume(&mut self, mut replay: Box<Replay<R>>) -> io::Result<bool> {
        replay.rewind();
        // Do not try the damaged member again.
        if replay.at == replay.mark && !replay.fill_buf()?.is_empty() {
            replay.consume(1);
        }
        loop {
            let window = replay.fill_buf()?;
            if window.is_empty() {
                self.0 = State::Between(replay);
                return Ok(false);
            }
            let Some(place) = memchr::memchr(MAGIC[0], window) else {
                let all = window.len();
                replay.consume(all);
                continue;
            };
            replay.consume(place);
            if may_begin(&replay.peek::<12>()?) && is_record(&mut replay) {
                self.0 = State::Member(Box::new(GzDecoder::new(*replay)));
                return Ok(true);
            }
            replay.consume(1);
        }
    }
}

/// Whether a member of a web archive may begin with these bytes: such members have no file name,
/// and an extra field only to store their length.
fn may_begin(head: &[u8]) -> bool {
    head.len() == 12
        && head.starts_with(MAGIC)
        && (head[3] == 0 || head[3] == 4 && head[10] <= 64 && head[11] == 0)
}

/// Whether the bytes here unpack to the beginning of a web archive record. Consumes nothing.
fn is_record<R: BufRead>(replay: &mut Replay<R>) -> bool {
    let mut head = Vec::with_capacity(TELLING);
    let read = GzDecoder::new(&mut *replay).take(TELLING as u64).read_to_end(&mut head).is_ok();
    replay.rewind();
    read && (head.starts_with(b"WARC/") || head.starts_with(b"http"))
}

/// Skips zero bytes; returns whether there were any.
fn pass_zeros(reader: &mut impl BufRead) -> io::Result<bool> {
    let mut any = false;
    loop {
        let window = reader.fill_buf()?;
        let zeros = window.iter().take_while(|b| **b == 0).count();
        let more = zeros > 0 && zeros == window.len();
        any |= zeros > 0;
        reader.consume(zeros);
        if !more {
            return Ok(any);
        }
    }
}

fn lost(at: u64, what: String, read: bool) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Loss { at, what, read })
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.0, State::Moved) {
                State::Member(mut decoder) => match decoder.read(buffer) {
                    Ok(0) => self.0 = State::Between(Box::new(decoder.into_inner())),
                    Ok(n) => {
                        self.0 = State::Member(decoder);
                        return Ok(n);
                    }
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {
                        self.0 = State::Member(decoder);
                        return Err(e);
                    }
                    Err(e) => {
                        let replay = Box::new(decoder.into_inner());
                        let at = replay.mark;
                        // The checksum is compared after everything has been read; the error kind
                        // does not distinguish this case from others.
                        let read = e.to_string().contains("checksum");
                        self.0 = State::Lost(replay);
                        return Err(lost(at, e.to_string(), read));
                    }
                },
                State::Between(replay) => {
                    if !self.begin(replay)? {
                        return Ok(0);
                    }
                }
                State::Lost(replay) => {
                    if !self.resume(replay)? {
                        return Ok(0);
                    }
                }
                State::Moved => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write};

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(text.as_bytes()).expect("packed");
        out.finish().expect("packed")
    }

    /// Returns what was read and where each loss begins.
    fn read(bytes: &[u8], window: usize) -> (String, Vec<u64>) {
        let mut members = Members::new(BufReader::with_capacity(window, bytes));
        let (mut out, mut losses) = (Vec::new(), Vec::new());
        while let Err(e) = members.read_to_end(&mut out) {
            losses.push(loss(&e).expect("a loss").at);
        }
        (String::from_utf8_lossy(&out).into_owned(), losses)
    }

    #[test]
    fn members_are_read_and_found_again_whatever_the_window() {
        let record =
            |n: u32| format!("WARC/1.0 {n} {}", "ferries of Halvik, ".repeat(n as usize * 9));
        let good: Vec<Vec<u8>> = (1..6).map(|n| packed(&record(n))).collect();
        let mut damaged = good.concat();
        let (start, end) = (good[0].len(), good[0].len() + good[1].len());
        damaged[start..start + 4].fill(0);
        damaged.splice(end..end, [0x1f, 0x8b, 8, 0, 0x1f, 0x8b]);
        for window in [1, 2, 3, 7, 64, 1 << 16] {
            let (text, losses) = read(&good.concat(), window);
            assert_eq!((text, losses.len()), ((1..6).map(record).collect::<String>(), 0));
            let (text, losses) = read(&damaged, window);
            assert_eq!(text, [1, 3, 4, 5].map(record).concat(), "{window}");
            assert_eq!(losses, [start as u64], "{window}");
        }
        assert_eq!(read(&[], 8), (String::new(), Vec::new()));
        assert_eq!(read(&good[0][..20], 8).1, [0]);
    }
}
