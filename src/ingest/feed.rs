//! Feeds: RSS and Atom. (JSON Feed is JSON that holds a list, see `json.rs`.)
//!
//! feed-rs was rejected: it would change a feature of chrono and thereby rebuild every dependency
//! of polars, and it drops what it does not know. Entities defined in the document are never
//! expanded, so nothing can multiply.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::Reader as Xml;
use quick_xml::events::{BytesStart, Event};

use super::charset;
use super::fields::{Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;
use super::urls;

/// One item, by the meaning of its elements.
#[derive(Debug, Default)]
struct Item {
    line: u64,
    id: String,
    link: String,
    title: String,
    /// The full text and the summary, as HTML.
    content: String,
    summary: String,
    published: String,
    updated: String,
    authors: Vec<String>,
    source: String,
    /// The site of the outlet that a collection of other outlets' items names.
    source_site: Option<String>,
    /// The site of the feed.
    home: Rc<str>,
    /// The base of its relative addresses.
    base: Rc<str>,
    captions: Vec<String>,
}

/// Items after which the rest of a feed is not read; each takes some 500 bytes, and all are held
/// until the feed has said which site it belongs to. Chosen by judgement.
const ITEMS: usize = 100_000;
/// Bytes above which an address is not taken as the base of others, as each of them would repeat
/// it. Chosen by judgement; real ones have some 50.
const BASE: usize = 1 << 10;
/// Depth of nesting from which a document is rejected as not being a feed. Chosen by judgement;
/// real feeds are far flatter.
const DEPTH: usize = 64;

impl Reader<'_> {
    /// Reads a feed; a page in place of a feed is reported differently from an empty feed.
    pub(super) fn feed(&mut self, bytes: &[u8]) {
        let text = decoded(bytes);
        let limit = self.settings.limits.document;
        match items(&text) {
            Err(reason) => self.reject_whole(reason),
            Ok((items, broken)) => {
                if items.is_empty() && broken.is_none() {
                    return self.reject_whole("is a feed without items");
                }
                for item in items {
                    let line = Some(item.line);
                    let size = (item.content.len() + item.summary.len()) as u64;
                    let parsed = if size > limit {
                        Parsed::lost(line, self.settings.limits.too_long())
                    } else {
                        self.item(item)
                    };
                    self.take(parsed);
                    if self.is_full() {
                        return;
                    }
                }
                if let Some((line, reason)) = broken {
                    self.take(Parsed::lost(Some(line), reason));
                }
            }
        }
    }

    fn item(&self, item: Item) -> Parsed {
        let mut slots: Slots<'_> = Default::default();
        let mut put = |field: Field, text: String| {
            if !text.trim().is_empty() {
                slots[field as usize] = Some(Value::Text(Cow::Owned(text.trim().to_owned())));
            }
        };
        // The id is kept even if it is an address, which then also replaces a missing link.
        put(Field::Id, item.id.clone());
        let link = if item.link.trim().is_empty() && item.id.starts_with("http") {
            item.id.clone()
        } else {
            item.link
        };
        let link = absolute(&link, &[&item.base, &item.home]);
        let (site, home) = (urls::site(&link), urls::site(&item.home));
        if home.is_some() && site.is_some() && site != home {
            // Even if the feed links to a page of another site, the words are the feed's own.
            put(Field::Canonical, link);
            put(
                Field::Url,
                if item.id.starts_with("http") && urls::site(&item.id) == home {
                    item.id
                } else {
                    String::new()
                },
            );
            put(Field::Source, home.unwrap_or_default());
        } else {
            // Google News links to itself, and names the outlet beside the link.
            let site = item.source_site.filter(|_| urls::leads_elsewhere(&link));
            put(Field::Url, link);
            put(Field::Source, site.unwrap_or(item.source));
        }
        put(Field::Title, plain(&item.title));
        let html = if item.content.trim().is_empty() { item.summary } else { item.content };
        // A feed with headlines only still shows who ran what when.
        put(Field::Html, if html.trim().is_empty() { item.title } else { html });
        put(
            Field::Published,
            if item.published.trim().is_empty() { item.updated.clone() } else { item.published },
        );
        put(Field::Modified, item.updated);
        for (field, list) in [(Field::Authors, item.authors), (Field::Captions, item.captions)] {
            let list: Vec<_> = list
                .into_iter()
                .map(|t| t.trim().to_owned())
                .filter(|t| !t.is_empty())
                .map(|t| Ok(Cow::Owned(t)))
                .collect();
            if !list.is_empty() {
                slots[field as usize] = Some(Value::List(list, 0));
            }
        }
        Parsed::of(Some(item.line), slots, None, &self.settings.limits)
    }
}

/// Resolves an address against the first base that allows it.
fn absolute(address: &str, bases: &[&str]) -> String {
    let address = address.trim();
    if address.is_empty() || url::Url::parse(address).is_ok() {
        return address.to_owned();
    }
    let whole = bases.iter().find_map(|base| url::Url::parse(base.trim()).ok()?.join(address).ok());
    whole.map_or_else(|| address.to_owned(), String::from)
}

/// Returns an address for use as a base; empty if it is too long for one.
fn base(address: String) -> Rc<str> {
    if address.len() > BASE { Rc::default() } else { address.into() }
}

/// Returns a title without tags.
fn plain(html: &str) -> String {
    let bounds = super::Limits::default().page();
    if html.contains(['<', '&']) {
        super::html::fragment(html, bounds).unwrap_or_default().replace('\n', " ")
    } else {
        html.to_owned()
    }
}

/// Decodes XML: by its byte order mark, as UTF-8, by the label in its declaration, or by a guess
/// from its bytes.
pub(super) fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let label = head.split_once("encoding=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\''])
            .split(['"', '\''])
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    charset::of_page(bytes, label.as_deref())
}

/// The items that could be read, and where and why reading stopped early.
type Items = (Vec<Item>, Option<(u64, String)>);

/// Returns the items of a feed.
///
/// # Errors
/// Returns what the document is instead of a feed.
fn items(text: &str) -> Result<Items, String> {
    let mut xml = Xml::from_str(text);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let (mut items, mut item): (Vec<Item>, Option<Item>) = (Vec::new(), None);
    let mut path: Vec<String> = Vec::new();
    let mut value = String::new();
    let mut is_feed = false;
    let (mut counted, mut line) = (0usize, 1u64);
    let mut home = Item::default();
    loop {
        let at = usize::try_from(xml.buffer_position()).unwrap_or(usize::MAX).min(text.len());
        line += text.as_bytes()[counted..at].iter().filter(|b| **b == b'\n').count() as u64;
        counted = at;
        let event = match xml.read_event() {
            Ok(event) => event,
            Err(e) if is_feed => {
                let line = item.take().map_or(line, |cut| cut.line);
                return Ok((items, Some((line, format!("ends prematurely here: {e}")))));
            }
            Err(e) => return Err(format!("is not a feed: {e}")),
        };
        match event {
            Event::Start(tag) | Event::Empty(tag) if path.len() >= DEPTH => {
                return Err(format!(
                    "is not a feed: `{}` is nested {DEPTH} levels deep",
                    tag.local_name().as_ref() as &str
                ));
            }
            Event::Start(tag) => {
                let name = local(&tag);
                if path.is_empty() {
                    match name.as_str() {
                        "rss" | "feed" | "rdf" | "channel" => is_feed = true,
                        "html" => return Err("is an HTML page, not a feed".to_owned()),
                        other => {
                            return Err(format!(
                                "is XML but not a feed: it begins with `{}`",
                                super::record::shortened(other)
                            ));
                        }
                    }
                }
                if item.is_none() && matches!(name.as_str(), "item" | "entry") {
                    if items.len() >= ITEMS {
                        return Ok((
                            items,
                            Some((
                                line,
                                format!(
                                    "comes after {ITEMS} items; the rest of the feed is skipped"
                                ),
                            )),
                        ));
                    }
                    item = Some(Item { line, base: Rc::clone(&home.base), ..Item::default() });
                }
                if let Some(told) = attribute(&tag, "xml:base") {
                    let within = item.as_mut().unwrap_or(&mut home);
                    within.base = base(absolute(&told, &[&within.base]));
                }
                if let Some(item) = &mut item {
                    // Unescaped tags, as in Atom's XHTML, belong to the text.
                    if path.iter().any(|p| is_text(p)) {
                        value.push_str(&format!("<{name}>"));
                    } else {
                        link(&tag, &name, item);
                        value.clear();
                    }
                }
                if item.is_none() && name == "link" {
                    value.clear();
                    link(&tag, &name, &mut home);
                }
                path.push(name);
            }
            Event::Empty(tag) if item.is_some() && path.iter().any(|p| is_text(p)) => {
                value.push_str(&format!("<{}>", local(&tag)))
            }
            Event::Empty(tag) => link(&tag, &local(&tag), item.as_mut().unwrap_or(&mut home)),
            Event::Text(text) => value.push_str(&text),
            Event::CData(text) => value.push_str(&text),
            Event::GeneralRef(name) => reference(&name, &mut value),
            Event::End(_) => {
                let Some(name) = path.pop() else { continue };
                let inside = path.iter().any(|p| is_text(p));
                if matches!(name.as_str(), "item" | "entry")
                    && !path.iter().any(|p| matches!(p.as_str(), "item" | "entry"))
                {
                    items.extend(item.take());
                } else if let Some(item) = &mut item
                    && !inside
                {
                    fill(
                        item,
                        &name,
                        path.last().map_or("", String::as_str),
                        std::mem::take(&mut value),
                    );
                } else if inside && item.is_some() {
                    value.push_str(&format!("</{name}>"));
                } else if item.is_none()
                    && name == "link"
                    && path.last().is_some_and(|p| p == "channel")
                {
                    home.link = std::mem::take(&mut value);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !is_feed {
        return Err("is not a feed: it contains no elements".to_owned());
    }
    let broken = item.take().map(|cut| {
        (cut.line, "ends prematurely here: the item is not closed; fetch the file again".to_owned())
    });
    let site = base(home.link);
    items.iter_mut().for_each(|item| item.home = Rc::clone(&site));
    Ok((items, broken))
}

/// Returns the local name of an element in lower case: `content:encoded` gives `encoded`; only
/// `media:` is kept, as in `media:content`.
fn local(tag: &BytesStart<'_>) -> String {
    let name = (tag.name().as_ref() as &str).to_ascii_lowercase();
    match name.split_once(':') {
        Some(("media", rest)) => format!("media:{rest}"),
        Some((_, rest)) => rest.to_owned(),
        None => name,
    }
}

/// Whether an element holds the text of an item.
fn is_text(name: &str) -> bool {
    matches!(name, "content" | "summary" | "description" | "encoded")
}

/// Returns an attribute of an element.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .take(50)
        .flatten()
        .find(|a| (a.key.as_ref() as &str) == wanted);
    found.map(|a| a.value.replace("&amp;", "&"))
}

/// Stores the address of an Atom link, and the site of an item's source.
fn link(tag: &BytesStart<'_>, name: &str, item: &mut Item) {
    if name == "source" {
        item.source_site = attribute(tag, "url").and_then(|url| urls::site(&url));
    }
    if name != "link" {
        return;
    }
    let rel = attribute(tag, "rel").unwrap_or_else(|| "alternate".to_owned());
    if rel == "alternate"
        && let Some(href) = attribute(tag, "href")
    {
        item.link = href;
    }
}

/// Appends what an entity stands for; entities defined by the document stand for nothing.
pub(super) fn reference(name: &str, into: &mut String) {
    let number = name
        .strip_prefix("#x")
        .or_else(|| name.strip_prefix("#X"))
        .map(|n| u32::from_str_radix(n, 16));
    let number = number.or_else(|| name.strip_prefix('#').map(str::parse));
    match number {
        Some(Ok(code)) => into.extend(char::from_u32(code)),
        Some(Err(_)) => {}
        None => into.push_str(match name {
            "lt" => "<",
            "gt" => ">",
            "amp" => "&",
            "quot" => "\"",
            "apos" => "'",
            "nbsp" => " ",
            _ => "",
        }),
    }
}

/// Stores the value of an element that ended.
fn fill(item: &mut Item, name: &str, parent: &str, value: String) {
    let first = |slot: &mut String, value: String| {
        if slot.trim().is_empty() {
            *slot = value;
        }
    };
    match name {
        "guid" | "id" if matches!(parent, "item" | "entry") => first(&mut item.id, value),
        "link" if parent == "item" => first(&mut item.link, value),
        "origlink" => item.link = value,
        "title" if matches!(parent, "item" | "entry") => first(&mut item.title, value),
        "encoded" | "content" => first(&mut item.content, value),
        "description" | "summary" if matches!(parent, "item" | "entry") => {
            first(&mut item.summary, value)
        }
        "pubdate" | "published" | "issued" | "date" | "created" => {
            first(&mut item.published, value)
        }
        "updated" | "modified" => first(&mut item.updated, value),
        "creator" => item.authors.push(value),
        "author" if parent == "item" => item.authors.push(value),
        "name" if parent == "author" => item.authors.push(value),
        "source" if parent == "item" => first(&mut item.source, value),
        "media:description" | "media:caption" => item.captions.push(plain(&value)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom_items_are_read() {
        let rss = "<?xml version='1.0'?><rss version='2.0' xmlns:content='x'><channel><title>Herald</title>\n<item><title>Ferries &amp; crews</title><link>https://ht.example/a</link><guid>a1</guid><pubDate>Mon, 07 Jun 2021 09:12:00 +0200</pubDate><dc:creator>Jane Doe</dc:creator><description>Short</description><content:encoded><![CDATA[<p>The ferries stood still.</p><p>All day.</p>]]></content:encoded><media:content><media:description>A ferry.</media:description></media:content></item></channel></rss>";
        let (items, broken) = items(rss).expect("a feed");
        assert!(broken.is_none() && items.len() == 1);
        let a = &items[0];
        assert_eq!(
            (a.line, a.id.as_str(), a.title.as_str(), a.link.as_str()),
            (2, "a1", "Ferries & crews", "https://ht.example/a")
        );
        assert_eq!(
            (a.content.as_str(), a.authors.as_slice(), a.captions.as_slice()),
            (
                "<p>The ferries stood still.</p><p>All day.</p>",
                &["Jane Doe".to_owned()][..],
                &["A ferry.".to_owned()][..]
            )
        );
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>tag:1</id><title>T</title><link rel='self' href='https://x.example/s'/><link href='https://ht.example/b?a=1&amp;b=2'/><published>2021-06-07T09:12:00Z</published><author><name>Ola Berg</name></author><content type='html'>&lt;p&gt;One&lt;/p&gt;</content></entry></feed>";
        let (items, _) = super::items(atom).expect("a feed");
        assert_eq!(
            (items[0].link.as_str(), items[0].content.as_str(), items[0].authors[0].as_str()),
            ("https://ht.example/b?a=1&b=2", "<p>One</p>", "Ola Berg")
        );
    }

    #[test]
    fn bases_and_tags_that_are_not_escaped_are_read() {
        let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://ht.example/x/'><entry xml:base='news/'><title>T</title><link href='b'/><content type='xhtml'><div><p>One <b>two</b></p><br/><p>three</p></div></content></entry></feed>";
        let (items, _) = items(atom).expect("a feed");
        assert_eq!((&*items[0].base, items[0].link.as_str()), ("https://ht.example/x/news/", "b"));
        assert_eq!(absolute(&items[0].link, &[&items[0].base]), "https://ht.example/x/news/b");
        assert_eq!(items[0].content, "<div><p>One <b>two</b></p><br><p>three</p></div>");
        let rss = "<rss><channel><link>https://ht.example/</link><item><title>T</title><link>/a</link><description><p>One.</p><p>Two &amp; three.</p></description></item></channel></rss>";
        let (items, _) = super::items(rss).expect("a feed");
        assert_eq!(items[0].summary, "<p>One.</p><p>Two & three.</p>");
        assert_eq!(absolute("/a", &["", &items[0].home]), "https://ht.example/a");
    }

    #[test]
    fn what_is_no_feed_is_told_apart_from_an_empty_one() {
        assert!(
            items("<html><body>Not found</body></html>").is_err_and(|e| e.contains("HTML page"))
        );
        assert!(items("<svg/>x").is_err());
        assert!(
            items("<rss><channel></channel></rss>").is_ok_and(|(i, b)| i.is_empty() && b.is_none())
        );
        let (all, broken) =
            items("<rss><channel><item><title>a</title></item>\n<item><title>b</ti")
                .expect("a feed");
        assert_eq!((all.len() + usize::from(broken.is_some())), 2);
    }

    #[test]
    fn the_items_of_a_feed_do_not_repeat_its_address() {
        let feed = |address: &str, items: usize| {
            format!(
                "<rss xml:base='{address}'><channel><link>{address}</link>{}</channel></rss>",
                "<item></item><item xml:base='.'></item>".repeat(items)
            )
        };
        let (short, _) = items(&feed("https://ht.example/x/", 2)).expect("a feed");
        assert!(short.iter().all(|i| Rc::ptr_eq(&i.home, &short[0].home)));
        assert_eq!((&*short[0].base, &*short[3].base), (&*short[0].home, "https://ht.example/x/"));
        let long = format!("https://ht.example/{}/", "x".repeat(1 << 20));
        let (long, _) = items(&feed(&long, 5_000)).expect("a feed");
        assert!(long.len() == 10_000 && long.iter().all(|i| i.home.len() + i.base.len() <= 1));
    }

    #[test]
    fn entities_of_the_document_expand_to_nothing() {
        let bomb = format!(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>{}]><rss><channel><item><title>&b20;x</title></item></channel></rss>",
            (1..=20)
                .map(|i| format!("<!ENTITY b{i} '{}'>", format!("&b{};", i - 1).repeat(10)))
                .collect::<String>()
        );
        let (items, _) = items(&bomb).expect("a feed");
        assert_eq!(items[0].title, "x");
        assert!(super::items(&"<rss>".repeat(100_000)).is_err());
    }
}
