//! ARC, the format of web archives before WARC.

use std::io::{self, BufRead};

use super::{Header, Next, line, skip};

/// The version of the format, stated by the file's first record.
#[derive(Debug, Default)]
pub(super) struct Version {
    begun: bool,
    /// Fields after the address: 4 in version 1, 9 in version 2.
    behind: usize,
}

impl Version {
    /// Reads the header of the next record.
    pub(super) fn next(&mut self, reader: &mut (dyn BufRead + Send)) -> io::Result<Next> {
        let first = loop {
            match line(reader)? {
                None => return Ok(Next::End),
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        let text = String::from_utf8_lossy(&first).into_owned();
        let fields: Vec<&str> = text.split(' ').filter(|f| !f.is_empty()).collect();
        let Some(length) =
            fields.last().and_then(|l| l.parse::<u64>().ok()).filter(|_| fields.len() >= 5)
        else {
            return Ok(Next::Lost("no record of an ARC file begins here".to_owned()));
        };
        if !self.begun {
            self.begun = true;
            // The first record describes the file; its first line begins with the version.
            let mut head = reader.take_line(length)?;
            self.behind = if head.trim_start().starts_with('2') { 9 } else { 4 };
            let rest = length.saturating_sub(head.len() as u64);
            head.clear();
            skip(reader, rest)?;
            return self.next(reader);
        }
        // An address may contain spaces; the fields after it do not.
        let behind = self.behind.min(fields.len() - 1);
        let url = fields[..fields.len() - behind].join(" ");
        let rest = &fields[fields.len() - behind..];
        Ok(Next::Header(Header {
            kind: "response".to_owned(),
            url: Some(url),
            date: rest.get(1).map(|d| (*d).to_owned()),
            content_type: rest.get(2).map(|t| (*t).to_owned()),
            digest: None,
            refers_to: None,
            length,
            is_http: true,
            behind_garbage: false,
        }))
    }
}

/// Reads one line within a record.
trait TakeLine {
    fn take_line(&mut self, limit: u64) -> io::Result<String>;
}

impl TakeLine for dyn BufRead + Send + '_ {
    fn take_line(&mut self, limit: u64) -> io::Result<String> {
        let mut line = Vec::new();
        io::Read::take(&mut *self, limit.min(4096)).read_until(b'\n', &mut line)?;
        // Each byte that is not ASCII becomes one character, so that the length stays that of the
        // bytes.
        Ok(line.iter().map(|&b| if b.is_ascii() { char::from(b) } else { '?' }).collect())
    }
}
