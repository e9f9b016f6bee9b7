//! Builds an article from the fields of one record, whatever format they came in.

use xxhash_rust::xxh3::xxh3_64;

use super::dates::{self, Reading};
use super::fields::{Field, Slots, Value};
use super::{Article, DateBasis, Limits, double, editions, html, urls, wrap};
use crate::inert;
use crate::sources::domain;

/// A record that was read, or the reason why it could not be, with the fields rejected in either
/// case.
#[derive(Debug)]
pub struct Parsed {
    /// Place of the record: its line, or its number if the format has no lines; `None` for a whole
    /// file.
    pub line: Option<u64>,
    /// The article, or why there is none.
    pub article: Result<Article, String>,
    /// Fields lost, with the reason.
    pub fields: Vec<(Field, String)>,
    /// Dates whose order of day and month has to be inferred from the whole file, with their text.
    pub slashed: Vec<(Field, dates::Slashed, String)>,
}

impl Parsed {
    /// Makes a record that is lost.
    pub fn lost(line: Option<u64>, reason: impl Into<String>) -> Self {
        Self { line, article: Err(reason.into()), fields: Vec::new(), slashed: Vec::new() }
    }

    /// Wraps an article read as a whole. Mends its text, and checks its id; without one, the id
    /// becomes `stem` or else a hash.
    pub fn whole(
        line: Option<u64>,
        mut article: Article,
        stem: Option<String>,
        limits: &Limits,
    ) -> Self {
        if let Some(reason) = limits.passed(&article.text) {
            return Self::lost(line, reason);
        }
        if article.id.is_empty() {
            article.id = stem.unwrap_or_else(|| hashed_id(&article));
        }
        double::mend(&mut article);
        wrap::join(&mut article);
        let fields = shorten_lists(&mut article, limits, [0; 2]);
        let article = check_id(&article.id).map(|()| article);
        Self { line, article, fields, slashed: Vec::new() }
    }

    /// Builds the article from the fields of a record; `stem` becomes the id if the record has
    /// none.
    pub fn of(line: Option<u64>, slots: Slots<'_>, stem: Option<String>, limits: &Limits) -> Self {
        let mut parsed = Self::lost(line, "");
        parsed.article = fill(slots, stem, limits, &mut parsed.fields, &mut parsed.slashed);
        parsed
    }
}

/// Bytes above which a headline, a name or a code is dropped. Chosen by judgement; it bounds what
/// hostile records cost later.
const LONGEST: usize = 64 << 10;

/// Shortens lists that exceed the limit and reports them; `unread` is how many captions and authors
/// were already left out.
fn shorten_lists(
    article: &mut Article,
    limits: &Limits,
    unread: [usize; 2],
) -> Vec<(Field, String)> {
    let limit = limits.list();
    let mut lost = Vec::new();
    let lists = [(Field::Captions, &mut article.captions), (Field::Authors, &mut article.authors)];
    for ((field, list), more) in lists.into_iter().zip(unread) {
        if list.len() + more > limit {
            lost.push((
                field,
                format!(
                    "has {} entries, of which only the first {limit} are read",
                    list.len() + more
                ),
            ));
            list.truncate(limit);
        }
    }
    lost
}

/// Whether a value is a program's way of writing that there is none: `nan` and `None` from tables
/// written by Python, `null`, a dash.
pub fn is_missing(value: &str) -> bool {
    const MISSING: [&str; 10] =
        ["nan", "none", "null", "nil", "n/a", "na", "<na>", "undefined", "[]", "{}"];
    let value = value.trim();
    let bare = !value.chars().any(char::is_alphanumeric) && value.chars().count() <= 3;
    bare || value.len() <= 9 && MISSING.iter().any(|missing| value.eq_ignore_ascii_case(missing))
}

/// Removes the mark `… [+412 chars]` or `... [412 chars]` of services that give only the beginning
/// of a text (News API, GNews); also returns whether there was one.
fn without_rest(mut text: String) -> (String, bool) {
    let end = text.trim_end();
    let mark = end.strip_suffix(" chars]").and_then(|t| {
        t.rfind('[').filter(|at| {
            let number = t[at + 1..].strip_prefix('+').unwrap_or(&t[at + 1..]);
            !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
        })
    });
    if let Some(at) = mark {
        text.truncate(text[..at].trim_end().trim_end_matches(['…', '.']).len());
    }
    (text, mark.is_some())
}

/// Whether a text is HTML, whatever its field is called: it begins with a block tag, or contains
/// several closing tags or line breaks.
fn is_html(text: &str) -> bool {
    const ENDS: [&str; 7] = ["</p>", "</div>", "<br>", "<br/>", "<br />", "</li>", "</h2>"];
    let begins = [
        "<p>",
        "<p ",
        "<div",
        "<h1",
        "<h2",
        "<ul",
        "<article",
        "<section",
        "<!doctype html",
        "<html",
    ]
    .iter()
    .any(|tag| {
        text.trim_start().get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
    });
    let ends = || ENDS.iter().map(|end| text.match_indices(end).take(3).count()).sum::<usize>();
    memchr::memchr(b'<', text.as_bytes()).is_some() && (begins && ends() > 0 || ends() > 2)
}

/// The reason for losing a record without text; the caller may then try another reading of the
/// record.
pub const NO_TEXT: &str =
    "has no `text` field; name the one that holds the text with --field text=NAME";

fn fill(
    mut slots: Slots<'_>,
    stem: Option<String>,
    limits: &Limits,
    lost: &mut Vec<(Field, String)>,
    slashed: &mut Vec<(Field, dates::Slashed, String)>,
) -> Result<Article, String> {
    let html = slots[Field::Html as usize].take();
    // WordPress numbers its posts separately on each site, and wraps rendered text in an object.
    let is_rendered = matches!(slots[Field::Text as usize], Some(Value::Named(_)));
    if is_rendered && matches!(slots[Field::Id as usize], Some(Value::Other(_))) {
        slots[Field::Id as usize] = None;
    }
    if let Some(Value::Named(title)) = &slots[Field::Title as usize] {
        slots[Field::Title as usize] =
            Some(Value::Text(html::meta::unescaped(title.to_string()).into()));
    }
    let text = match (slots[Field::Text as usize].take(), html) {
        (Some(Value::Text(text) | Value::Named(text)), _) if is_html(&text) => {
            html::fragment(&text, limits.page()).map_err(|e| format!("`text` {e}"))?
        }
        (Some(Value::Named(text)), _) if is_rendered && !text.trim().is_empty() => {
            html::meta::unescaped(text.into_owned())
        }
        (Some(Value::Text(text)), _) if !text.trim().is_empty() => {
            html::meta::unescaped(text.into_owned())
        }
        (None | Some(Value::Text(_)), Some(Value::Text(html))) if !html.trim().is_empty() => {
            let text = html::fragment(&html, limits.page()).map_err(|e| format!("`html` {e}"))?;
            if text.trim().is_empty() {
                return Err("`html` shows no text".to_owned());
            }
            text
        }
        (Some(Value::Text(_)), _) => return Err("`text` is empty".to_owned()),
        (Some(other), _) => return Err(format!("`text` is {}, not a string", other.kind())),
        (None, _) => return Err(NO_TEXT.to_owned()),
    };
    if text.len() as u64 > limits.document {
        return Err(limits.too_long());
    }
    if let Some(reason) = limits.passed(&text) {
        return Err(reason);
    }
    let (text, is_cut) = without_rest(text);
    if text.trim().is_empty() {
        return Err("`text` shows no text".to_owned());
    }
    let mut article = Article { text, stub: is_cut, ..Article::default() };
    let id = match slots[Field::Id as usize].take() {
        None => None,
        Some(Value::Text(id)) if id.trim().is_empty() => None,
        Some(Value::Text(id)) => Some(id.trim().to_owned()),
        Some(other) => return Err(format!("`id` is {}, not a string", other.kind())),
    };
    let mut strings = |field: Field| -> Option<String> {
        match slots[field as usize].take()? {
            Value::Text(text) | Value::Named(text) if text.len() > LONGEST => {
                lost.push((field, format!("is longer than {} KiB", LONGEST >> 10)));
                None
            }
            Value::Text(text) | Value::Named(text) => {
                Some(text.trim().to_owned()).filter(|t| !t.is_empty() && !is_missing(t))
            }
            other => {
                lost.push((field, format!("is {}, not a string", other.kind())));
                None
            }
        }
    };
    let mut addresses =
        [(Field::Url, strings(Field::Url)), (Field::Canonical, strings(Field::Canonical))];
    article.outlet = strings(Field::Source);
    // Trafilatura calls the address of the page its source.
    if article
        .outlet
        .as_deref()
        .is_some_and(|s| s.starts_with("http://") || s.starts_with("https://"))
    {
        let address = article.outlet.take();
        addresses[0].1 = addresses[0].1.take().or(address);
    }
    let outlet = article.outlet.take();
    article.title = strings(Field::Title);
    article.credit = strings(Field::Credit);
    article.language = strings(Field::Language);
    // The program's own exports name the basis of a date; any other value is ignored.
    let basis = strings(Field::PublishedBasis);
    article.published_basis =
        DateBasis::ALL.into_iter().find(|b| Some(b.name()) == basis.as_deref()).unwrap_or_default();
    let basis_stated = article.published_basis;
    let dates =
        [Field::Published, Field::Modified, Field::FirstSeen].map(|field| (field, strings(field)));
    article.outlet = outlet.filter(|name| {
        let is_none = urls::names_no_outlet(name);
        if is_none {
            lost.push((Field::Source, format!("`{}` is no outlet", shortened(name))));
        }
        !is_none
    });
    let mut edition = None;
    for (field, text) in addresses.into_iter().filter_map(|(field, text)| text.map(|t| (field, t)))
    {
        if let Some(of_paper) = editions::of_address(&text) {
            edition = Some(of_paper);
            continue;
        }
        match urls::normalise(&text) {
            Some(url) if urls::leads_elsewhere(&url) => {
                let why = "leads to a page without naming it or its outlet";
                lost.push((field, format!("`{}` {why}", shortened(&text))));
            }
            Some(url) if field == Field::Url => {
                article.first_seen = urls::archived(&text).and_then(|(_, seen)| seen);
                article.url = Some(url);
            }
            Some(url) => article.canonical = Some(url),
            None => lost.push((field, format!("`{}` is not a web address", shortened(&text)))),
        }
    }
    (article.url, article.canonical) =
        urls::own_address(article.url.take(), article.canonical.take());
    let host = article.url.as_deref().or(article.outlet.as_deref()).and_then(domain::host_of);
    let context = dates::Context::of(article.language.as_deref(), host.as_deref());
    let context = dates::Context { of_file: true, ..context };
    let mut back = Vec::new();
    for (field, text) in dates.into_iter().filter_map(|(field, text)| text.map(|t| (field, t))) {
        match dates::read_in(&text, context) {
            Ok(Reading::Plain(stamp)) => set_date(&mut article, field, stamp),
            Ok(Reading::Slashed(date)) => slashed.push((field, date, text)),
            Err(why) if field != Field::FirstSeen => match dates::back(&text, context) {
                Some(ago) => back.push((field, ago, text)),
                None => lost.push((field, format!("`{}` {why}", shortened(&text)))),
            },
            Err(why) => lost.push((field, format!("`{}` {why}", shortened(&text)))),
        }
    }
    if let Some(edition) = edition {
        editions::claim(&mut article, edition);
        // Its own date, once the order of day and month is known, counts more.
        if slashed.iter().any(|(field, ..)| *field == Field::Published) {
            (article.published, article.published_basis) = (None, basis_stated);
        }
    }
    for (field, ago, text) in back {
        match article.first_seen.map(|seen| ago.before(seen)) {
            Some(Some(stamp)) => set_date(&mut article, field, stamp),
            Some(None) => lost.push((
                field,
                format!("`{text}` counts back from an hour, and `first_seen` states only a day"),
            )),
            None => lost.push((
                field,
                format!("`{text}` counts back from when it was read; state that as `first_seen`"),
            )),
        }
    }
    let mut unread = [0; 2];
    let lists = [(Field::Captions, &mut article.captions), (Field::Authors, &mut article.authors)];
    for ((field, list), unread) in lists.into_iter().zip(&mut unread) {
        match slots[field as usize].take() {
            None => {}
            Some(Value::Text(text) | Value::Named(text)) => list.push(text.into_owned()),
            Some(Value::List(items, more)) => {
                *unread = more;
                for item in items {
                    match item {
                        Ok(text) => list.push(text.into_owned()),
                        Err(kind) => lost.push((field, format!("contains {kind}, not a string"))),
                    }
                }
            }
            Some(other) => {
                lost.push((field, format!("is {}, not a list of strings", other.kind())))
            }
        }
        list.retain(|text| !text.trim().is_empty() && !is_missing(text));
    }
    lost.extend(shorten_lists(&mut article, limits, unread));
    match slots[Field::PaywallStub as usize].take() {
        None => {}
        Some(Value::Bool(stub)) => article.stub = stub,
        Some(Value::Text(text)) => article.stub = text.trim() == "true",
        Some(other) => {
            lost.push((Field::PaywallStub, format!("is {}, not a boolean", other.kind())))
        }
    }
    article.id = id.or(stem).unwrap_or_else(|| hashed_id(&article));
    double::mend(&mut article);
    wrap::join(&mut article);
    check_id(&article.id).map(|()| article)
}

/// Sets one of an article's dates.
pub fn set_date(article: &mut Article, field: Field, stamp: dates::Stamp) {
    match field {
        Field::Published => article.published = Some(stamp),
        Field::Modified => article.modified = Some(stamp),
        _ => article.first_seen = Some(stamp),
    }
}

/// Returns the id for an article without one: a hash of its URL and text.
pub fn hashed_id(article: &Article) -> String {
    let seed = format!("{}\n{}", article.url.as_deref().unwrap_or_default(), article.text);
    format!("{:016x}", xxh3_64(seed.as_bytes()))
}

/// Rejects ids that could not be written to the tables unchanged.
fn check_id(id: &str) -> Result<(), String> {
    if inert::is_formula(id) {
        Err(format!("the id `{}` begins like a spreadsheet formula", shortened(id)))
    } else if id.chars().any(char::is_control) {
        Err(format!(
            "the id `{}` holds a control character",
            shortened(&id.escape_debug().to_string())
        ))
    } else {
        Ok(())
    }
}

/// Returns the first 60 characters of a text, for messages.
pub fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
