//! A zip file of documents: each file in it is read as a file of its own.

use std::path::PathBuf;

use super::{Kind, Package, kind};
use crate::ingest::format::Format;
use crate::ingest::records::{self, Reader};
use crate::ingest::{Input, Limits};

/// What to do about a zip file within a zip file.
const NESTED: &str = "unpack the outer one and give the folder";

impl Reader<'_> {
    /// Reads every file of a zip file, in the order of their names. What all of them unpack to
    /// together, documents among them included, is bounded as for one file.
    pub(super) fn bundle(&mut self, package: &Package<'_>, watch: &mut dyn FnMut(u64)) {
        let names: Vec<String> =
            package.names().filter(|n| is_file(n)).map(str::to_owned).collect();
        if names.is_empty() {
            return self.reject_whole("is a zip file without files");
        }
        for name in names {
            if self.is_full() {
                return;
            }
            let input = Input {
                label: format!("{}/{name}", self.input.label),
                path: Some(PathBuf::from(&name)),
            };
            match package.bytes(&name) {
                Ok(bytes) => self.file_within(bytes, &input, package),
                Err(reason) if package.is_exhausted() => {
                    return self.reject_whole(format!(
                        "{reason}; `{}` in it and those behind it are not read",
                        crate::ingest::record::shortened(&name)
                    ));
                }
                Err(reason) => self.reject_whole(reason),
            }
            watch(self.contents.articles.len() as u64);
        }
    }

    /// Reads a file of a zip file.
    fn file_within(&mut self, bytes: Vec<u8>, input: &Input, package: &Package<'_>) {
        // What it unpacks to is taken from what the whole zip file may.
        let room = package.room.get();
        let format = match packed(&bytes, &self.settings.limits, room) {
            Packed::No => None,
            Packed::Document => Some(Format::Zip),
            Packed::Refused(reason) => return self.reject_within(input, reason),
        };
        let mut rejects = Vec::new();
        let read = records::read_within(bytes, input, format, self.settings, &mut rejects, room);
        package.take(read.unpacked);
        self.adopt(read, rejects);
    }
}

/// How a file of a zip file is packed itself.
enum Packed {
    No,
    /// A document or table of an office program.
    Document,
    /// In a way that is not read, with the reason.
    Refused(String),
}

fn packed(bytes: &[u8], limits: &Limits, room: u64) -> Packed {
    let compressed = [&[0x1f, 0x8b][..], &[0x28, 0xb5, 0x2f, 0xfd]];
    if compressed.iter().any(|magic| bytes.starts_with(magic)) {
        return Packed::Refused(format!("is compressed within a zip file; {NESTED}"));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Packed::No;
    }
    let kind = |package: Package<'_>| {
        package.limit(room);
        kind(&package, limits)
    };
    match Package::open(bytes, limits).map(kind) {
        Ok(Kind::Wacz | Kind::Bundle) => {
            Packed::Refused(format!("is a zip file within a zip file; {NESTED}"))
        }
        // What is broken, the reader of documents tells.
        _ => Packed::Document,
    }
}

/// Whether a name is that of a file which somebody put there: no folder, nothing hidden, nothing
/// that a Mac adds.
fn is_file(name: &str) -> bool {
    let mut steps = name.split('/');
    !name.ends_with('/')
        && !name.is_empty()
        && steps.all(|step| {
            (!step.starts_with('.') || step == "." || step == "..") && step != "__MACOSX"
        })
}
