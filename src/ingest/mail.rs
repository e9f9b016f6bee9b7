//! Mail: single messages (EML) and mailboxes (mbox).
//!
//! Sender, date and subject are what the message says of itself, and anybody can write them: they
//! are shown and name the source, but are no evidence ([`Article::noted`]).
//!
//! [`Article::noted`]: super::Article::noted

use std::borrow::Cow;

use super::charset;
use super::fields::{Field, Slots, Value};
use super::html;
use super::mime::{self, HEADERS, Headers};
use super::record::{Parsed, shortened};
use super::records::Reader;
use super::urls;

/// Levels of parts within parts that are looked at. Chosen by judgement; mail programs write five
/// at most.
const DEPTH: u32 = 20;

/// Share of the words of the plain text that the page beside it must show to be preferred. Chosen
/// by judgement: a page lacks only the addresses of its links.
const WORDS: f64 = 0.8;

/// Whether the beginning of a file is that of a message; one named `.eml` needs fewer headers.
pub fn is_message(begun: &[u8], named: bool) -> bool {
    let (headers, _) = Headers::read(&begun[..begun.len().min(HEADERS)]);
    let has = |names: &[&str]| names.iter().any(|name| headers.value(name).is_some());
    let sender = has(&["from", "sender", "received", "return-path"]);
    let about = has(&["subject", "date", "to"]);
    let sent = has(&["message-id", "mime-version", "received", "return-path", "content-type"]);
    sender && about && (named || sent)
}

/// Whether the beginning of a file is that of a mailbox: a line `From SENDER DATE` and headers.
pub fn is_mailbox(begun: &[u8]) -> bool {
    begun.starts_with(b"From ")
        && memchr::memchr(b'\n', begun).is_some_and(|end| {
            let (headers, _) = Headers::read(&begun[end + 1..begun.len().min(end + HEADERS)]);
            !headers.is_empty()
        })
}

/// What a message holds beside the text that is read.
#[derive(Default)]
struct Passed {
    /// Names of attachments.
    attachments: Vec<String>,
    /// Whether something is encrypted.
    encrypted: bool,
}

/// The text of a part.
struct Text {
    text: String,
    /// Whether it was a page.
    is_page: bool,
}

impl Reader<'_> {
    /// Reads a single message.
    pub(super) fn message(&mut self, bytes: &[u8]) {
        let parsed = self.parsed_message(bytes, 1, self.input.stem());
        self.take(parsed);
    }

    /// Reads every message of a mailbox.
    pub(super) fn mailbox(&mut self, bytes: &[u8], watch: &mut dyn FnMut(u64)) {
        let (mut line, mut counted) = (1u64, 0);
        for (mark, start, end) in messages(bytes) {
            if self.is_full() {
                return;
            }
            line += memchr::memchr_iter(b'\n', &bytes[counted..mark]).count() as u64;
            counted = mark;
            // The name of the file is that of all messages, so it is the id of none.
            let parsed = self.parsed_message(&unquoted(&bytes[start..end]), line, None);
            self.take(parsed);
            watch(self.contents.articles.len() as u64);
        }
    }

    /// Reads a message; `stem` becomes its id if it has none.
    fn parsed_message(&self, bytes: &[u8], line: u64, stem: Option<String>) -> Parsed {
        let line = Some(line);
        let (headers, body) = Headers::read(bytes);
        if headers.is_empty() {
            return Parsed::lost(line, "is no message: it does not begin with headers");
        }
        let mut passed = Passed::default();
        let text = self.text_of(&headers, body, 0, &mut passed);
        let text = text.map(|text| text.text).filter(|text| !text.trim().is_empty());
        let Some(text) = text else {
            let attached = told(&passed.attachments);
            return Parsed::lost(
                line,
                match (passed.encrypted, attached) {
                    (true, _) => "is encrypted: save the message decrypted".to_owned(),
                    (_, Some(files)) => format!("is a message without text; {files}"),
                    _ => "is a message without text".to_owned(),
                },
            );
        };
        let mut slots = headers_as_fields(&headers);
        slots[Field::Text as usize] = Some(Value::Text(Cow::Owned(text)));
        let mut parsed = Parsed::of(line, slots, stem, &self.settings.limits);
        if let Ok(article) = &mut parsed.article {
            article.noted = true;
        }
        let files = told(&passed.attachments);
        parsed.fields.extend(files.map(|files| (Field::Text, files)));
        parsed
    }

    /// Returns the text of a part, and notes what it holds beside it.
    fn text_of(
        &self,
        headers: &Headers,
        body: &[u8],
        depth: u32,
        passed: &mut Passed,
    ) -> Option<Text> {
        let kind = headers.kind();
        let disposition = headers.value("content-disposition").unwrap_or_default();
        let is_attached =
            disposition.get(..10).is_some_and(|d| d.eq_ignore_ascii_case("attachment"));
        match kind.as_str() {
            "multipart/encrypted" | "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                passed.encrypted = true;
                None
            }
            _ if kind.starts_with("multipart/") && depth < DEPTH => {
                let boundary = headers.parameter("boundary").filter(|b| !b.is_empty())?;
                let parts = mime::parts(body, boundary).map(Headers::read);
                let mut texts = Vec::new();
                for (headers, body) in parts {
                    texts.extend(self.text_of(&headers, body, depth + 1, passed));
                }
                match kind.as_str() {
                    "multipart/alternative" => best(texts),
                    _ => together(texts),
                }
            }
            _ if is_attached => {
                passed.attachments.push(headers.file_name().unwrap_or(kind));
                None
            }
            "text/html" | "application/xhtml+xml" => {
                let bytes = headers.decoded(body);
                let page = charset::of_page(&bytes, headers.parameter("charset"));
                match html::fragment(&page, self.settings.limits.page()) {
                    Ok(text) => Some(Text { text, is_page: true }),
                    Err(why) => {
                        passed.attachments.push(format!("a page that {why}"));
                        None
                    }
                }
            }
            "text/plain" | "text/enriched" => {
                let bytes = headers.decoded(body);
                let text = charset::of_page(&bytes, headers.parameter("charset"));
                let text = text.replace('\0', "\u{fffd}");
                let flowed = headers.parameter("format");
                let text = match flowed.is_some_and(|f| f.eq_ignore_ascii_case("flowed")) {
                    true => of_flowed(&text),
                    false => text,
                };
                Some(Text { text, is_page: false })
            }
            // Signatures, and pages for telephones beside the page itself.
            "application/pkcs7-signature"
            | "application/x-pkcs7-signature"
            | "application/pgp-signature"
            | "text/x-amp-html" => None,
            // Pictures of the page.
            _ if kind.starts_with("image/") && headers.value("content-id").is_some() => None,
            "message/rfc822" => {
                passed.attachments.push("a message".to_owned());
                None
            }
            _ => {
                passed.attachments.push(headers.file_name().unwrap_or(kind));
                None
            }
        }
    }
}

/// Says which attachments are not read; `None` if there are none.
fn told(names: &[String]) -> Option<String> {
    let first = shortened(names.first()?);
    let attached = match names.len() {
        1 => format!("`{first}`, which is attached, is"),
        2 => format!("`{first}` and another attachment are"),
        n => format!("`{first}` and {} more attachments are", n - 1),
    };
    Some(format!("{attached} not read; save what matters to a file of its own"))
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.starts_with(char::is_alphanumeric)).count()
}

/// Chooses between forms of one text: the page, unless it shows much less than the plain text.
fn best(texts: Vec<Text>) -> Option<Text> {
    let plain = texts.iter().filter(|t| !t.is_page).map(|t| words(&t.text)).max().unwrap_or(0);
    let is_good = |t: &Text| t.is_page && words(&t.text) as f64 >= WORDS * plain as f64;
    let at = texts
        .iter()
        .position(|t| is_good(t) && !t.text.trim().is_empty())
        .or_else(|| texts.iter().position(|t| !t.is_page && words(&t.text) == plain))?;
    texts.into_iter().nth(at)
}

/// Joins the texts of parts that belong one behind the other.
fn together(mut texts: Vec<Text>) -> Option<Text> {
    if texts.len() < 2 {
        return texts.pop();
    }
    let is_page = texts.iter().any(|t| t.is_page);
    let texts: Vec<String> = texts.into_iter().map(|t| t.text).collect();
    Some(Text { text: texts.join("\n\n"), is_page })
}

/// Joins the lines of a text whose lines flow (RFC 3676): one that ends in a space goes on.
fn of_flowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out
}

/// Returns where the `From ` line of each message of a mailbox begins, and where it and the message
/// end.
fn messages(bytes: &[u8]) -> Vec<(usize, usize, usize)> {
    let begins = |at: usize| {
        let is_after =
            at == 0 || bytes[..at].ends_with(b"\n\n") || bytes[..at].ends_with(b"\n\r\n");
        let end = memchr::memchr(b'\n', &bytes[at..]).map(|n| at + n + 1)?;
        let next = &bytes[end..bytes.len().min(end + 200)];
        // What a message quotes is followed by anything but a header.
        let name = next.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        (is_after && name > 0 && next.get(name) == Some(&b':')).then_some((at, end))
    };
    let marks: Vec<(usize, usize)> =
        memchr::memmem::find_iter(bytes, b"From ").filter_map(begins).collect();
    let ends = marks.iter().skip(1).map(|(at, _)| *at).chain([bytes.len()]);
    marks.iter().zip(ends).map(|((at, start), end)| (*at, *start, end)).collect()
}

/// Removes the mark before lines that would begin a message: `>From the quay`.
fn unquoted(message: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memmem::find(message, b">From ").is_none() {
        return Cow::Borrowed(message);
    }
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let is_marked = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(&line[usize::from(is_marked)..]);
    }
    Cow::Owned(out)
}

/// Returns what the headers say as fields.
fn headers_as_fields(headers: &Headers) -> Slots<'static> {
    let mut slots: Slots<'static> = Default::default();
    let mut put = |field: Field, text: String| {
        if !text.is_empty() {
            slots[field as usize] = Some(Value::Text(Cow::Owned(text)));
        }
    };
    let id = headers.value("message-id").unwrap_or_default().trim().trim_matches(['<', '>']);
    put(Field::Id, if id.len() <= LONGEST_ID { id.to_owned() } else { String::new() });
    put(Field::Title, subject(headers.value("subject").unwrap_or_default()));
    let date = headers.value("date").unwrap_or_default();
    // A comment names the zone: `+0200 (CEST)`.
    put(Field::Published, date.split('(').next().unwrap_or_default().trim().to_owned());
    let language = headers.value("content-language").unwrap_or_default();
    put(Field::Language, language.split(',').next().unwrap_or_default().trim().to_owned());
    let sender = headers.value("from").or(headers.value("sender")).unwrap_or_default();
    let (name, address) = sender_of(sender);
    let outlet = outlet_of(&address);
    if let Some(name) = name.filter(|name| is_person(name, outlet.as_deref())) {
        put(Field::Authors, name);
    }
    put(Field::Source, outlet.unwrap_or_default());
    slots
}

/// Bytes above which a message's identifier is not its id. Chosen by judgement; RFC 5322 allows a
/// line of 998 characters.
const LONGEST_ID: usize = 250;

/// Returns a subject without the marks of those who passed it on.
fn subject(header: &str) -> String {
    /// Of English, German, French, Spanish, Portuguese and Italian, Dutch, Nordic and Polish mail
    /// programs.
    const MARKS: [&str; 12] =
        ["fwd", "fw", "re", "wg", "aw", "tr", "rv", "i", "enc", "vs", "sv", "pd"];
    let words = mime::of_words(header);
    let mut rest = words.trim();
    while let Some((mark, behind)) = rest.split_once(':')
        && MARKS.contains(&mark.trim().to_lowercase().as_str())
    {
        rest = behind.trim_start();
    }
    rest.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the name, if any, and the address of the first sender.
fn sender_of(header: &str) -> (Option<String>, String) {
    let plain = |name: &str| {
        let name = mime::of_words(name.trim().trim_matches('"').trim());
        let name = name.split(" via ").next().unwrap_or_default().trim().to_owned();
        Some(name).filter(|name| !name.is_empty())
    };
    if let Some((name, rest)) = header.split_once('<') {
        let address = rest.split('>').next().unwrap_or_default();
        return (plain(name), address.trim().to_owned());
    }
    // The older form: `jane@hh.example (Jane Doe)`.
    let (address, name) = header.split_once('(').unwrap_or((header, ""));
    let address = address.split(',').next().unwrap_or_default();
    (plain(name.trim_end_matches(')')), address.trim().to_owned())
}

/// Returns the outlet that an address names: its domain, unless that is of a service that anybody
/// may write from.
fn outlet_of(address: &str) -> Option<String> {
    // In wide use.
    const ANYBODYS: [&str; 24] = [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "ymail.com",
        "aol.com",
        "icloud.com",
        "me.com",
        "mac.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "web.de",
        "t-online.de",
        "freenet.de",
        "orange.fr",
        "free.fr",
        "libero.it",
        "mail.ru",
        "protonmail.com",
        "proton.me",
    ];
    let (local, domain) = address.rsplit_once('@')?;
    let site = urls::site(&format!("https://{}", domain.trim().trim_end_matches('.')))?;
    if site == "substack.com" {
        // The platform's letters come from the address of their publication.
        return urls::site(&format!("https://{}.substack.com", local.split('+').next()?))
            .map(|_| format!("{}.substack.com", local.split('+').next().unwrap_or_default()));
    }
    (!ANYBODYS.contains(&site.as_str()) && !site.starts_with("yahoo.")).then_some(site)
}

/// Whether the name of a sender is a person's: two to four words, none of which belongs to a desk
/// or to the domain of the sender.
fn is_person(name: &str, outlet: Option<&str>) -> bool {
    const DESKS: [&str; 22] = [
        "news",
        "newsletter",
        "press",
        "presse",
        "prensa",
        "stampa",
        "media",
        "office",
        "team",
        "info",
        "redaktion",
        "rédaction",
        "redacción",
        "service",
        "desk",
        "daily",
        "weekly",
        "alert",
        "alerts",
        "briefing",
        "editor",
        "the",
    ];
    let label = outlet.and_then(|o| o.split('.').next()).unwrap_or_default().to_lowercase();
    let all: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    (2..=4).contains(&all.len())
        && name.split_whitespace().all(|w| w.starts_with(char::is_alphabetic))
        && all.iter().all(|w| !DESKS.contains(&w.as_str()))
        && !all.iter().any(|w| w.chars().count() >= 4 && label.contains(w.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Article, Input, Reject, Settings, records};

    fn read(mail: &[u8]) -> (Vec<Article>, Vec<Reject>) {
        let input = Input { label: "a.eml".to_owned(), path: None };
        let mut rejects = Vec::new();
        let settings = Settings::default();
        let read = records::read_bytes(mail.to_vec(), &input, None, &settings, &mut rejects);
        (read.articles, rejects)
    }

    const HEAD: &str = "From: \"Jane Doe\" <jane@press.hh.example>\r\nSubject: =?utf-8?Q?F=C3=A4hren?= stand still\r\nDate: Mon, 7 Jun 2021 09:12:00 +0200 (CEST)\r\nMessage-ID: <a.1@hh.example>\r\nMIME-Version: 1.0\r\n";

    #[test]
    fn headers_are_claims() {
        let mail = format!("{HEAD}Content-Type: text/plain; charset=iso-8859-1\r\n\r\n");
        let (articles, _) = read(&[mail.as_bytes(), b"Die F\xe4hren stehen still."].concat());
        let a = &articles[0];
        assert_eq!((a.text.as_str(), a.noted), ("Die Fähren stehen still.", true));
        assert_eq!(a.title.as_deref(), Some("Fähren stand still"));
        assert_eq!((a.id.as_str(), a.outlet.as_deref()), ("a.1@hh.example", Some("hh.example")));
        assert_eq!(a.authors, ["Jane Doe"]);
        let published = a.published.map(|s| s.to_string());
        assert_eq!(published.as_deref(), Some("2021-06-07T09:12:00+02:00"));
    }

    #[test]
    fn senders_are_read_in_all_their_forms() {
        for (header, name, outlet) in [
            ("Jane Doe <jane@mail.hh.example>", Some("Jane Doe"), Some("hh.example")),
            ("jane@hh.example (Jane Doe)", Some("Jane Doe"), Some("hh.example")),
            ("=?utf-8?Q?J=C3=A1ne_Doe?= via X <x@gmail.com>", Some("Jáne Doe"), None),
            ("Harbour Herald <news@harbourherald.example>", None, Some("harbourherald.example")),
            ("Press Office <press@hh.example>", None, Some("hh.example")),
            ("Tides <tides+daily@substack.com>", None, Some("tides.substack.com")),
            ("nobody", None, None),
            ("", None, None),
        ] {
            let (found, address) = sender_of(header);
            let of = outlet_of(&address);
            assert_eq!(of.as_deref(), outlet, "{header}");
            let found = found.filter(|name| is_person(name, of.as_deref()));
            assert_eq!(found.as_deref(), name, "{header}");
        }
        assert_eq!(subject("Fwd: WG: Re: Ferries: a strike"), "Ferries: a strike");
    }

    #[test]
    fn the_page_is_read_unless_it_says_much_less() {
        let mail = |page: &str| {
            format!(
                "{HEAD}Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: multipart/alternative; boundary=\"oi\"\r\n\r\n--oi\r\nContent-Type: text/plain; format=flowed\r\n\r\nThe ferries \r\nstood still.\r\n\r\n--oi\r\nContent-Type: text/html\r\n\r\n{page}\r\n--oi--\r\n--o\r\nContent-Type: application/pdf; name=x.pdf\r\nContent-Disposition: attachment; filename=\"plan.pdf\"\r\n\r\nJVBERi0=\r\n--o\r\nContent-Type: image/png\r\n\r\nAAAA\r\n--o--\r\n"
            )
        };
        let (articles, rejects) = read(mail("<p>The ferries</p><p>stood still.</p>").as_bytes());
        assert_eq!(articles[0].text, "The ferries\nstood still.");
        assert_eq!(rejects[0].field.as_deref(), Some("text"));
        assert!(rejects[0].reason.contains("`plan.pdf` and another attachment are not read"));
        let (articles, _) = read(mail("<p>View online</p>").as_bytes());
        assert_eq!(articles[0].text.trim(), "The ferries stood still.");
    }

    #[test]
    fn messages_of_a_mailbox_without_identifiers_are_articles_of_their_own() {
        let mailbox = "From a@b.example Mon\nFrom: a@b.example\nSubject: one\n\nFerries stand still.\n\nFrom a@b.example Tue\nFrom: a@b.example\nSubject: two\n\nFerries sail again.\n";
        let input = crate::ingest::Input { label: "letters".to_owned(), path: None };
        let batch = crate::ingest::of_bytes(mailbox.into(), &input, &Default::default());
        assert!(batch.rejects.is_empty(), "{:?}", batch.rejects);
        let mut titles: Vec<_> = batch.articles.iter().filter_map(|a| a.title.as_deref()).collect();
        titles.sort_unstable();
        assert_eq!(titles, ["one", "two"]);
        assert!(batch.articles.iter().all(|a| a.id.len() == 16), "the hash of the text");
    }

    #[test]
    fn a_mailbox_holds_messages_and_quotes_their_marks() {
        let one = format!(
            "From jane Mon Jun  7 09:12:00 2021\n{HEAD}\nOne.\n\n>From the quay.\n\nFrom here on it is text.\n\n"
        );
        let two = format!("From x Tue\n{}\nTwo.\n\n", HEAD.replace("a.1@", "a.2@"));
        let three = "From y Wed\nSubject: none\nFrom: z@hh.example\n\n";
        let (articles, rejects) = read(format!("{one}{two}{three}").as_bytes());
        let texts: Vec<&str> = articles.iter().map(|a| a.text.trim()).collect();
        assert_eq!(texts, ["One.\n\nFrom the quay.\n\nFrom here on it is text.", "Two."]);
        assert_eq!(articles[1].line, Some(14));
        assert_eq!(rejects[0].reason, "is a message without text");
        assert_eq!(rejects.len(), 1);
    }

    #[test]
    fn hostile_messages_cost_little() {
        let nested: String = (0..5_000)
            .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
            .collect();
        let parts = "--b\nContent-Type: image/png\n\n".repeat(100_000);
        for mail in [
            format!("{HEAD}{nested}\nx"),
            format!("{HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}"),
            format!("{HEAD}{}", "a: b\n".repeat(300_000)),
        ] {
            let began = std::time::Instant::now();
            read(mail.as_bytes());
            assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
        }
        let (_, rejects) = read(
            format!("{HEAD}Content-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--")
                .as_bytes(),
        );
        assert!(rejects[0].reason.contains("is encrypted"), "{rejects:?}");
    }
}
