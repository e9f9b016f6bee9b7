//! Pages as browsers and archives save them: MHTML, SingleFile, and the Wayback Machine's copies.
//!
//! The saving program says where the page was found and when. A page can imitate the notes of
//! SingleFile and of the Wayback Machine, so they are only believed in a file of its own, never in
//! a capture that has an address and a time.

use std::borrow::Cow;

use super::dates::{self, Reading, Stamp};
use super::editions::{self, Edition};
use super::mime::{self, HEADERS, Headers};
use super::record::Parsed;
use super::records::Reader;
use super::{page, urls};

/// Where and when a page was saved.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The address at which it was found.
    pub url: Option<String>,
    /// The time at which it was.
    pub seen: Option<Stamp>,
    /// The edition of a paper that the address names instead of a page.
    pub edition: Option<Edition>,
}

/// Bytes in which SingleFile's note is looked for. Chosen by judgement: it comes before the head.
const HEAD: usize = 4 << 10;

impl Saved {
    /// Reads the note of the program that saved a page; empty if there is none.
    pub fn read(html: &str) -> Self {
        let saved = single_file(html);
        let mut saved = if saved.url.is_some() { saved } else { wayback(html) };
        saved.edition = saved.url.as_deref().and_then(editions::of_address);
        saved.url = saved.url.filter(|url| !urls::leads_elsewhere(url));
        saved
    }
}

/// Reads SingleFile's comment: ` Page saved with SingleFile `, `url: …`, `saved date: …`.
fn single_file(html: &str) -> Saved {
    let head = &html.as_bytes()[..html.len().min(HEAD)];
    let head = String::from_utf8_lossy(head);
    let note = head
        .split_once("<!--")
        .and_then(|(_, rest)| rest.split_once("-->"))
        .map(|(note, _)| note)
        .filter(|note| note.trim_start().starts_with("Page saved with SingleFile"));
    let Some(note) = note else { return Saved::default() };
    let line = |name: &str| note.lines().find_map(|line| line.trim().strip_prefix(name));
    let url = line("url:").and_then(urls::normalise);
    Saved { url, seen: line("saved date:").and_then(time), ..Saved::default() }
}

/// Reads what the Wayback Machine adds to a page: the address in its script or its form, or before
/// that of the page's own tags, and the comment `FILE ARCHIVED ON 10:30:00 Jun 11, 2024`.
fn wayback(html: &str) -> Saved {
    const MARKS: [&str; 3] =
        ["BEGIN WAYBACK TOOLBAR INSERT", "End Wayback Rewrite JS Include", "FILE ARCHIVED ON "];
    let is_in = |mark: &&&str| memchr::memmem::find(html.as_bytes(), mark.as_bytes()).is_some();
    if MARKS.iter().filter(is_in).count() < 2 {
        return Saved::default();
    }
    let behind = |mark: &str| {
        let at = memchr::memmem::find(html.as_bytes(), mark.as_bytes())?;
        html.get(at + mark.len()..)
    };
    let quoted = |mark: &str| behind(mark)?.split('"').next();
    let script = quoted("__wm.wombat(\"").and_then(urls::normalise);
    let form = behind("id=\"wm-ipp").and_then(|toolbar| {
        let (_, field) = toolbar.split_once("name=\"url\"")?;
        urls::normalise(field.split_once("value=\"")?.1.split('"').next()?)
    });
    let tag = ["rel=\"canonical\" href=\"", "property=\"og:url\" content=\""]
        .iter()
        .find_map(|mark| urls::archived(quoted(mark)?));
    let (tagged, tag_time) = tag.unzip();
    let note = behind("FILE ARCHIVED ON ").and_then(|rest| {
        let (clock, day) = rest.split_once(" AND ")?.0.split_once(' ')?;
        time(&format!("{day} {clock} UTC"))
    });
    let url = script.or(form).or(tagged);
    Saved { url, seen: note.or(tag_time.flatten()), ..Saved::default() }
}

/// Returns a page without the Wayback Machine's toolbar.
pub fn without_toolbar(html: Cow<'_, str>) -> Cow<'_, str> {
    const BEGIN: &str = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->";
    const END: &str = "<!-- END WAYBACK TOOLBAR INSERT -->";
    let Some(begin) = memchr::memmem::find(html.as_bytes(), BEGIN.as_bytes()) else { return html };
    match html[begin..].find(END) {
        Some(length) => Cow::Owned([&html[..begin], &html[begin + length + END.len()..]].concat()),
        None => html,
    }
}

/// Parses a time that a program wrote.
fn time(text: &str) -> Option<Stamp> {
    match dates::read(text.trim()) {
        Ok(Reading::Plain(stamp)) => Some(stamp),
        _ => None,
    }
}

/// Whether the beginning of a file is that of a page saved as MHTML: a mail message of a page and
/// its pictures that names the page's address or the browser.
pub fn is_mhtml(head: &[u8]) -> bool {
    let (headers, _) = Headers::read(&head[..head.len().min(HEADERS)]);
    headers.value("content-type").is_some_and(|kind| {
        let kind = kind.to_ascii_lowercase();
        kind.starts_with("multipart/related") || kind.starts_with("text/html")
    }) && (headers.value("snapshot-content-location").is_some()
        || headers.value("from").is_some_and(|from| from.contains("Saved by")))
}

impl Reader<'_> {
    /// Reads a page saved as MHTML: the part at the address of the whole, or the first page if it
    /// states none.
    pub(super) fn mhtml(&mut self, bytes: &[u8]) {
        let (headers, body) = Headers::read(bytes);
        let main = headers.value("snapshot-content-location");
        let part = match headers.parameter("boundary") {
            Some(boundary) => {
                let pages = || {
                    mime::parts(body, boundary)
                        .map(Headers::read)
                        .filter(|(part, _)| part.is_html())
                };
                match main {
                    Some(main) => pages().find(|(part, _)| {
                        part.value("content-location").is_some_and(|at| is_same_place(at, main))
                    }),
                    None => pages().next(),
                }
            }
            None if headers.is_html() => Some(Headers::read(bytes)),
            None => None,
        };
        let Some((part, body)) = part else {
            return self.reject_whole(match main {
                Some(_) => "is MHTML without the page at its Snapshot-Content-Location",
                None => "is MHTML without a page",
            });
        };
        let address = main.or(part.value("content-location")).map(str::to_owned);
        let body = part.decoded(body);
        let limits = &self.settings.limits;
        match page::read(&body, part.parameter("charset"), address.as_deref(), true, limits) {
            Ok(mut article) => {
                article.noted = true;
                article.first_seen = headers.value("date").and_then(time);
                self.take(Parsed::whole(Some(1), article, self.input.stem(), limits));
            }
            Err(reason) => self.reject_whole(reason),
        }
    }
}

/// Whether two headers name one address, whatever part of the page is shown and however long lines
/// were folded.
fn is_same_place(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        let page = text.split('#').next().unwrap_or_default();
        page.chars().filter(|c| !c.is_whitespace()).collect()
    };
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Article, Input, Settings, records};

    const TEXT: &str = "<p>The ferries of Halvik stood still on Monday, and the quays were empty from the morning until late in the evening.</p>";

    fn read(name: &str, bytes: &[u8]) -> Article {
        let input = Input { label: name.to_owned(), path: None };
        let mut rejects = Vec::new();
        let settings = Settings::default();
        let contents = records::read_bytes(bytes.to_vec(), &input, None, &settings, &mut rejects);
        contents.articles.into_iter().next().unwrap_or_else(|| panic!("{rejects:?}"))
    }

    #[test]
    fn the_page_of_mhtml_is_read_whatever_its_encoding() {
        let html = format!("<html><head><title>Fähren</title></head><body>{TEXT}</body></html>");
        let printable: String = html
            .bytes()
            .map(|b| {
                if b == b'=' || b >= 128 { format!("={b:02X}") } else { char::from(b).to_string() }
            })
            .collect();
        for (encoding, body) in [
            ("quoted-printable", printable.replace("Monday", "Mon=\r\nday")),
            ("8bit", html.clone()),
        ] {
            let mail = format!(
                "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://hh.example/a\r\nDate: Tue, 8 Jun 2021 06:00:00 -0000\r\n\
                 MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x\"\r\n\r\n\r\n\
                 ----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://ads.example/frame\r\n\r\n<p>Buy a ferry now, they are cheap and they float.</p>\r\n\
                 ----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\nContent-Location: https://hh.example/a\r\n\r\n{body}\r\n----x--\r\n"
            );
            let article = read("a.mhtml", mail.as_bytes());
            assert!(article.text.starts_with("The ferries of Halvik stood still on Monday"));
            assert_eq!(article.url.as_deref(), Some("https://hh.example/a"));
            assert_eq!(
                article.first_seen.map(|s| s.to_string()).as_deref(),
                Some("2021-06-08T06:00:00Z")
            );
        }
        assert_eq!(mime::of_base64(b"RsOkaHJl\r\nbg=="), "Fähren".as_bytes());
        assert_eq!(mime::of_quoted_printable(b"a=3Db=\nc=zz=+f= f="), b"a=bc=zz=+f= f=");
    }

    #[test]
    fn mhtml_without_the_part_that_it_is_about_is_no_page() {
        let mail = format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://hh.example/a#top\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html\r\n\
             Content-Location: https://hh.example/a\r\n\r\n{TEXT}\r\n--x--\r\n"
        );
        assert!(read("a.mhtml", mail.as_bytes()).noted);
        let input = Input { label: "b.mhtml".to_owned(), path: None };
        let mut rejects = Vec::new();
        let other =
            mail.replace("\r\nContent-Location: https://hh", "\r\nContent-Location: https://ads");
        let settings = Settings::default();
        records::read_bytes(other.into_bytes(), &input, None, &settings, &mut rejects);
        assert!(rejects[0].reason.contains("Snapshot-Content-Location"), "{rejects:?}");
    }

    #[test]
    fn a_note_in_a_page_is_believed_at_its_head_alone() {
        let note = "<!--\n Page saved with SingleFile \n url: https://hh.example/a?utm_source=x \n saved date: Tue Jun 08 2021 08:00:00 GMT+0200 (CEST)\n-->";
        let saved = Saved::read(&format!("<!DOCTYPE html> <html>{note}{TEXT}"));
        assert_eq!(saved.url.as_deref(), Some("https://hh.example/a"));
        assert_eq!(saved.seen.map(|s| s.to_string()).as_deref(), Some("2021-06-08T08:00:00+02:00"));
        for page in [format!("<html><!-- x -->{note}{TEXT}"), format!("<html>{TEXT}")] {
            assert_eq!(Saved::read(&page), Saved::default());
        }
    }
}
