//! WACZ: a zip file with WARC files in `archive/`. Nothing is unpacked to disk.

use std::io::{BufRead, BufReader, Read};

use rawzip::{CompressionMethod, ZipArchive};

use crate::ingest::members::Members;
use crate::ingest::office::FILES;
use crate::ingest::records::Reader;

impl Reader<'_> {
    /// Reads every WARC file of the archive.
    pub(in crate::ingest) fn wacz(&mut self, bytes: &[u8], watch: &mut dyn FnMut(u64)) {
        let archive = match ZipArchive::from_slice(bytes) {
            Ok(archive) => archive,
            Err(e) => return self.reject_whole(format!("is not a readable zip file: {e}")),
        };
        let (mut entries, mut files) = (archive.entries(), 0);
        let mut room = self
            .settings
            .limits
            .unpacked
            .max((bytes.len() as u64).saturating_mul(self.settings.limits.ratio));
        for seen in 0.. {
            let entry = match entries.next_entry() {
                Ok(Some(_)) if seen == FILES => {
                    return self.reject_whole(format!(
                        "has more than {FILES} entries; those behind them are not read"
                    ));
                }
                Ok(Some(entry)) => entry,
                Ok(None) => break,
                Err(e) => return self.reject_whole(format!("is a broken zip file: {e}")),
            };
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
            if !(name.ends_with(".warc") || name.ends_with(".warc.gz")) {
                continue;
            }
            files += 1;
            let data = match archive.get_entry(entry.wayfinder()) {
                Ok(local) => local.data(),
                Err(e) => {
                    self.reject_whole(format!(
                        "`{}` in it is broken: {e}",
                        crate::ingest::record::shortened(&name)
                    ));
                    continue;
                }
            };
            let stored: Box<dyn Read + Send + '_> = match entry.compression_method() {
                CompressionMethod::STORE => Box::new(data),
                CompressionMethod::DEFLATE => Box::new(flate2::bufread::DeflateDecoder::new(data)),
                _ => {
                    self.reject_whole(format!(
                        "`{}` in it uses an unsupported compression",
                        crate::ingest::record::shortened(&name)
                    ));
                    continue;
                }
            };
            // The limit applies to what all files of the archive unpack to together.
            let mut stored = BufReader::new(stored);
            let packed = stored.fill_buf().is_ok_and(|head| head.starts_with(&[0x1f, 0x8b]));
            let unpacked: Box<dyn Read + Send + '_> =
                if packed { Box::new(Members::new(stored)) } else { Box::new(stored) };
            let mut reader = BufReader::new(unpacked.take(room));
            self.warc(&mut reader, watch);
            room = reader.into_inner().limit();
            if room == 0 {
                return self.reject_whole(format!(
                    "unpacks to more than {} times its size",
                    self.settings.limits.ratio
                ));
            }
        }
        if files == 0 {
            self.reject_whole("is a zip file without WARC files");
        }
    }
}
