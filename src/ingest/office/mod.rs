//! Zip files: documents and tables of office programs, web archives (WACZ), and bundles of files of
//! any kind.
//!
//! Nothing is unpacked to disk. calamine was rejected for tables, as it unpacks files and makes
//! rectangles of cells without limits, and brings a second zip reader.

mod bundle;
mod cells;
mod docx;
mod odf;
mod xlsx;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::Read;

use chrono::NaiveDate;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::fields::Value;
use super::records::Reader;
use super::xml::{self, Element};
use super::{Limits, feed, own};

/// Entries of a zip file that are examined; one with more is read only if it is a document or a web
/// archive. Chosen by judgement.
pub(super) const FILES: usize = 10_000;

/// The files in a zip file, each unpacked when it is asked for.
pub(super) struct Package<'b> {
    archive: ZipSliceArchive<&'b [u8]>,
    /// Where each file is, by its name.
    places: BTreeMap<String, (ZipArchiveEntryWayfinder, CompressionMethod)>,
    /// Bytes that may still be unpacked, and whether a file would have taken more.
    room: Cell<u64>,
    exhausted: Cell<bool>,
    ratio: u64,
    /// Whether it has more than [`FILES`] entries.
    has_more: bool,
    /// The last day on which a file in it was changed, if any says so.
    changed: Option<NaiveDate>,
}

impl<'b> Package<'b> {
    /// Opens a zip file.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Self, String> {
        let archive = ZipArchive::from_slice(bytes)
            .map_err(|e| format!("is not a readable zip file: {e}"))?;
        let (mut places, mut has_more) = (BTreeMap::new(), false);
        let mut changed: Option<NaiveDate> = None;
        let mut entries = archive.entries();
        for seen in 0.. {
            let next = entries.next_entry().map_err(|e| format!("is a broken zip file: {e}"))?;
            let Some(entry) = next else { break };
            if seen == FILES {
                has_more = true;
                break;
            }
            if entry.is_dir() {
                continue;
            }
            let stamp = entry.last_modified();
            let (year, month, day) = (stamp.year(), stamp.month(), stamp.day());
            // The zero of these clocks is the year 1980, which programs write that keep no time.
            if year > 1980 {
                let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
                changed = changed.max(day);
            }
            let name = String::from_utf8_lossy(entry.file_path().as_ref()).replace('\\', "/");
            // The first of a name is the one that documents mean.
            let name = if places.contains_key(&name) { numbered(&name, seen) } else { name };
            let method = match entry.flags().is_encrypted() {
                true => CompressionMethod::AES,
                false => entry.compression_method(),
            };
            places.insert(name, (entry.wayfinder(), method));
        }
        let grown = (bytes.len() as u64).saturating_mul(limits.ratio);
        let room = Cell::new(limits.unpacked.max(grown).min(MOST));
        let exhausted = Cell::new(false);
        Ok(Self { archive, places, room, exhausted, ratio: limits.ratio, has_more, changed })
    }

    /// Whether a file would have unpacked to more than all of them may.
    fn is_exhausted(&self) -> bool {
        self.exhausted.get()
    }

    /// Lowers the number of bytes that may be unpacked.
    fn limit(&self, room: u64) {
        self.room.set(self.room.get().min(room));
    }

    /// Takes bytes that were unpacked elsewhere from those that may be.
    fn take(&self, bytes: u64) {
        self.room.set(self.room.get().saturating_sub(bytes));
    }

    /// Returns the last day on which a file in it was changed; `None` if none says so.
    pub(super) fn changed(&self) -> Option<NaiveDate> {
        self.changed
    }

    /// Whether it has a file of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Returns the names of its files, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Unpacks a file; empty if there is none of that name.
    ///
    /// # Errors
    /// Returns why it cannot be unpacked.
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, String> {
        let Some((place, method)) = self.places.get(name) else { return Ok(Vec::new()) };
        let broken = |e: &dyn std::fmt::Display| {
            format!("`{}` in it is broken: {e}", super::record::shortened(name))
        };
        let entry = self.archive.get_entry(*place).map_err(|e| broken(&e))?;
        let unpacked: Box<dyn Read + '_> = match *method {
            CompressionMethod::STORE => Box::new(entry.data()),
            CompressionMethod::DEFLATE => Box::new(flate2::read::DeflateDecoder::new(entry.data())),
            CompressionMethod::AES => {
                return Err(format!(
                    "`{}` in it is encrypted; unpack it with its password and give the file",
                    super::record::shortened(name)
                ));
            }
            _ => return Err(broken(&"its compression is not supported")),
        };
        let mut out = Vec::new();
        let mut reader = entry.verifying_reader(unpacked).take(self.room.get() + 1);
        reader.read_to_end(&mut out).map_err(|e| broken(&e))?;
        let left = self.room.get().checked_sub(out.len() as u64);
        self.room.set(left.ok_or_else(|| {
            self.exhausted.set(true);
            // What was unpacked in vain counts too.
            self.room.set(0);
            format!("unpacks to more than {} times its size, or to more than 256 MiB", self.ratio)
        })?);
        Ok(out)
    }

    /// Unpacks a file of XML and calls `visit` with each element for whose name `is_item` holds, as
    /// [`xml::each`]; one that is too large is passed over and told.
    ///
    /// # Errors
    /// Returns why it cannot be read, with its name.
    pub(super) fn each(
        &self,
        name: &str,
        limits: &Limits,
        is_item: &dyn Fn(&str) -> bool,
        visit: &mut dyn FnMut(Element) -> bool,
    ) -> Result<(), String> {
        let bytes = self.bytes(name)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let text = feed::decoded(&bytes);
        let mut damage = None;
        let end = xml::each(&text, limits, is_item, &mut |item| match item {
            Ok(element) => visit(element),
            Err(reason) => {
                damage.get_or_insert(reason);
                false
            }
        });
        match damage.or(end.err()) {
            Some((line, reason)) => Err(format!(
                "cannot be read: `{}` in it {reason} (line {line})",
                super::record::shortened(name)
            )),
            None => Ok(()),
        }
    }
}

/// Bytes that the files of a zip file may unpack to at most, whatever its size. As for files that
/// are held in memory whole.
const MOST: u64 = 256 << 20;

/// What a zip file holds.
enum Kind {
    /// A Word document, with the name of its main part.
    Docx(String),
    /// An Excel table, with the name of its main part.
    Xlsx(String),
    Odt,
    Ods,
    Wacz,
    /// Files of any kind.
    Bundle,
    /// Something else, with what to do.
    Unread(&'static str),
}

/// Returns the main part of a package of Microsoft's, as its relationships name it.
fn main_part(package: &Package<'_>, limits: &Limits) -> Option<String> {
    let mut main = None;
    let read = package.each("_rels/.rels", limits, &|n| n == "relationship", &mut |element| {
        let is_main = element.attribute("type").is_some_and(|t| t.ends_with("/officeDocument"));
        if is_main {
            main = element.attribute("target").map(|t| t.trim_start_matches('/').to_owned());
        }
        main.is_none()
    });
    read.ok()?;
    main.filter(|main| package.has(main))
}

fn kind(package: &Package<'_>, limits: &Limits) -> Kind {
    if package.names().any(|name| name.ends_with(".warc") || name.ends_with(".warc.gz")) {
        return Kind::Wacz;
    }
    let known = ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"];
    let main = main_part(package, limits)
        .or_else(|| known.iter().find(|name| package.has(name)).map(|name| (*name).to_owned()));
    match main {
        Some(main) if main.starts_with("word/") => return Kind::Docx(main),
        Some(main) if main.ends_with(".xml") && main.starts_with("xl/") => return Kind::Xlsx(main),
        Some(main) if main.starts_with("xl/") => {
            return Kind::Unread(
                "has an unsupported format: binary Excel table (.xlsb); save it as XLSX or CSV",
            );
        }
        Some(main) if main.starts_with("ppt/") => {
            return Kind::Unread("has an unsupported format: slides; save them as text");
        }
        _ => {}
    }
    let stated = package.bytes("mimetype").unwrap_or_default();
    let stated = String::from_utf8_lossy(&stated).trim().to_owned();
    match stated.strip_prefix("application/vnd.oasis.opendocument.") {
        Some(kind) if kind.starts_with("text") => Kind::Odt,
        Some(kind) if kind.starts_with("spreadsheet") => Kind::Ods,
        Some(_) => {
            Kind::Unread("is an OpenDocument file that is neither text nor table; save it as text")
        }
        None if stated == "application/epub+zip" => {
            Kind::Unread("has an unsupported format: e-book (EPUB); save it as text or HTML")
        }
        None if package.names().any(|name| name.ends_with(".iwa")) => Kind::Unread(
            "has an unsupported format: Apple Pages or Numbers; export it as DOCX, XLSX or CSV",
        ),
        None if package.names().any(|n| n.rsplit('/').next() == Some(own::MARKER)) => {
            Kind::Unread("holds a report of this program, not articles; name the articles")
        }
        None if package.has_more => {
            Kind::Unread("has more than 10000 entries; unpack it and give the folder")
        }
        None => Kind::Bundle,
    }
}

/// Returns the rows of the first sheet of a workbook (XLSX or ODS) that has any, each with its
/// number and the texts of its cells.
///
/// # Errors
/// Returns why it cannot be read, or what it is instead.
pub(crate) fn rows(bytes: &[u8], limits: &Limits) -> Result<Vec<(usize, Vec<String>)>, String> {
    let package = Package::open(bytes, limits)?;
    let mut rows = Vec::new();
    let mut visit = |number: u64, cells: Vec<Option<Value<'static>>>| {
        let texts = cells.into_iter().map(|cell| match cell {
            Some(Value::Text(text)) => text.into_owned(),
            Some(Value::Bool(truth)) => truth.to_string(),
            _ => String::new(),
        });
        rows.push((usize::try_from(number).unwrap_or(usize::MAX), texts.collect()));
    };
    match kind(&package, limits) {
        Kind::Xlsx(main) => xlsx::first_sheet(&package, &main, limits, &mut visit)?,
        Kind::Ods => odf::first_sheet(&package, limits, &mut visit)?,
        Kind::Unread(reason) => return Err(reason.to_owned()),
        Kind::Docx(_) | Kind::Odt | Kind::Wacz | Kind::Bundle => {
            return Err("is a zip file, but not a table; save it as CSV or XLSX".to_owned());
        }
    }
    Ok(rows)
}

impl Reader<'_> {
    /// Reads a zip file, whatever it is.
    pub(super) fn zip(&mut self, bytes: &[u8], watch: &mut dyn FnMut(u64)) {
        let limits = self.settings.limits;
        let package = match Package::open(bytes, &limits) {
            Ok(package) => package,
            Err(reason) => return self.reject_whole(reason),
        };
        if let Some(room) = self.room {
            package.limit(room);
        }
        let whole = package.room.get();
        self.package(&package, bytes, watch);
        self.contents.unpacked += whole.saturating_sub(package.room.get());
    }

    fn package(&mut self, package: &Package<'_>, bytes: &[u8], watch: &mut dyn FnMut(u64)) {
        let limits = self.settings.limits;
        let (name, document) = match kind(package, &limits) {
            Kind::Docx(main) => ("DOCX", docx::read(package, &main, &limits)),
            Kind::Odt => ("ODT", odf::read(package, &limits)),
            Kind::Xlsx(main) => {
                self.read_as.format = "XLSX";
                return self.xlsx(package, &main, watch);
            }
            Kind::Ods => {
                self.read_as.format = "ODS";
                return self.ods(package, watch);
            }
            Kind::Wacz => {
                self.read_as.format = "WACZ";
                return self.wacz(bytes, watch);
            }
            Kind::Bundle => return self.bundle(package, watch),
            Kind::Unread(reason) => return self.reject_whole(reason),
        };
        self.read_as.format = name;
        match document {
            Ok(document) => self.written(document),
            Err(reason) => self.reject_whole(reason),
        }
    }
}

/// Returns a name for a file whose own is taken: of `a/b.html`, `a/b (7).html`.
fn numbered(name: &str, number: usize) -> String {
    let at = name.rfind('.').filter(|at| !name[*at..].contains('/')).unwrap_or(name.len());
    format!("{} ({number}){}", &name[..at], &name[at..])
}

/// Whether a package says that its files are encrypted.
fn is_encrypted(package: &Package<'_>) -> bool {
    let manifest = package.bytes("META-INF/manifest.xml").unwrap_or_default();
    memchr::memmem::find(&manifest, b"encryption-data").is_some()
}

/// Returns the path of a file that another one names relative to itself: of `styles.xml`, named in
/// `word/document.xml`, `word/styles.xml`.
fn beside(main: &str, name: &str) -> String {
    if let Some(absolute) = name.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = main.split('/').collect();
    folders.pop();
    for step in name.split('/') {
        match step {
            ".." => drop(folders.pop()),
            "." => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests;
