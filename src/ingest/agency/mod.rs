//! What news agencies send: NewsML-G2, NewsML 1, NITF and ninjs.
//!
//! The names of elements are those of the specifications of the IPTC: NewsML-G2 2.34, NewsML 1.2,
//! NITF 3.6, ninjs 1.6, 2.2 and 3.1.

mod g2;
mod newsml;
pub mod ninjs;
mod nitf;
mod prose;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fields::{Field, Slots, Value};
use super::record::Parsed;
use super::records::Reader;
use super::xml::{self, Element};
use super::{Article, Limits, feed, urls};

/// What the sender says of the standing of an item.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Notice {
    /// It may be published.
    #[default]
    None,
    /// It corrects an earlier version.
    Correction,
    /// It may not be published yet.
    Withheld,
    /// It is withdrawn ("killed"): nobody may publish it any more.
    Withdrawn,
}

impl Notice {
    /// Returns the name in tables; `None` for an item without a notice.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Correction => Some("correction"),
            Self::Withheld => Some("withheld"),
            Self::Withdrawn => Some("withdrawn"),
        }
    }

    /// Returns the notice that a publishing status stands for, without the prefix of its
    /// vocabulary: `usable`, `withheld`, `embargoed`, `canceled`.
    fn of_status(status: &str) -> Self {
        match code(status).to_ascii_lowercase().as_str() {
            "canceled" | "cancelled" => Self::Withdrawn,
            "withheld" | "embargoed" => Self::Withheld,
            _ => Self::None,
        }
    }

    /// Returns the notice that a signal or instruction stands for: `correction`, `kill`.
    fn of_signal(signal: &str) -> Self {
        match code(signal).to_ascii_lowercase().as_str() {
            "correction" | "corrected" | "rectify" => Self::Correction,
            "kill" | "killed" | "cancel" | "withdrawal" | "withdrawn" | "delete" | "recall" => {
                Self::Withdrawn
            }
            _ => Self::None,
        }
    }
}

/// What an agency's format says of an item beside its text. Texts are the sender's; `None` where it
/// says nothing.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Item {
    /// The identifier that all versions of the item share.
    pub guid: Option<String>,
    /// The number of this version, from 1; 0 if it is not stated.
    pub version: u64,
    /// The notice on this version, or [`Notice::Withdrawn`] if a later one withdraws it.
    pub notice: Notice,
    /// Until when it may not be published, as stated.
    pub embargo: Option<String>,
    /// The note to editors.
    pub note: Option<String>,
    /// The slug.
    pub slug: Option<String>,
    /// The urgency, as stated: 1 (most urgent) to 8 or 9.
    pub urgency: Option<String>,
    /// Who sent it.
    pub provider: Option<String>,
    /// The dateline, if it is not part of the text.
    pub dateline: Option<String>,
    /// The section in which it was printed, as stated.
    pub section: Option<String>,
    /// The page on which it was printed, as stated.
    pub page: Option<String>,
    /// Its length in words, as stated.
    pub words: Option<u64>,
}

/// One item, by the meaning of its elements.
#[derive(Debug, Default)]
struct Story {
    line: Option<u64>,
    /// A page on which it is published, as the item claims.
    page: Option<String>,
    title: Option<String>,
    /// Plain text or HTML.
    text: Option<String>,
    captions: Vec<String>,
    authors: Vec<String>,
    credit: Option<String>,
    language: Option<String>,
    /// When the first version, and this one, was made.
    first: Option<String>,
    this: Option<String>,
    source: Option<String>,
    item: Item,
    /// Fields that were not read, with the reason.
    lost: Vec<(Field, String)>,
}

/// Bytes above which a note, a slug and the like are dropped, as for a headline. Chosen by
/// judgement.
const LONGEST: usize = 64 << 10;

impl Story {
    /// Builds the article. A withdrawal without text has its note, or else its headline, as text.
    fn parsed(mut self, limits: &Limits) -> Parsed {
        if self.text.as_deref().is_none_or(|text| text.trim().is_empty()) {
            self.text = if self.item.notice == Notice::Withdrawn {
                self.item.note.clone().or_else(|| self.title.clone())
            } else {
                None
            };
        }
        let Some(text) = self.text.take() else {
            return Parsed::lost(self.line, "is an item without text");
        };
        if self.source.is_none() {
            self.source.clone_from(&self.item.provider);
        }
        if self.language.as_deref().is_none_or(|l| l.to_ascii_lowercase().starts_with("en")) {
            self.authors.iter_mut().for_each(|author| *author = without_by(author).to_owned());
        }
        let mut slots: Slots<'_> = Default::default();
        let id = self.item.guid.clone().map(|guid| match self.item.version {
            0 | 1 => guid,
            version => format!("{guid}#{version}"),
        });
        let published = self.first.or_else(|| self.this.clone());
        for (field, value) in [
            (Field::Id, id),
            (Field::Canonical, self.page),
            (Field::Source, self.source),
            (Field::Title, self.title),
            (Field::Text, Some(text)),
            (Field::Credit, self.credit),
            (Field::Language, self.language),
            (Field::Published, published),
            (Field::Modified, self.this),
        ] {
            slots[field as usize] = value.map(|text| Value::Text(Cow::Owned(text)));
        }
        for (field, list) in [(Field::Captions, self.captions), (Field::Authors, self.authors)] {
            let (read, more) = (list.len().min(limits.list()), list.len());
            let list: Vec<_> = list.into_iter().take(read).map(|t| Ok(Cow::Owned(t))).collect();
            if !list.is_empty() {
                slots[field as usize] = Some(Value::List(list, more - read));
            }
        }
        let mut parsed = Parsed::of(self.line, slots, None, limits);
        parsed.fields.append(&mut self.lost);
        if let Ok(article) = &mut parsed.article {
            for text in [
                &mut self.item.embargo,
                &mut self.item.note,
                &mut self.item.slug,
                &mut self.item.urgency,
                &mut self.item.provider,
                &mut self.item.dateline,
            ] {
                *text = text.take().filter(|text| text.len() <= LONGEST);
            }
            article.item = Some(Box::new(self.item));
        }
        parsed
    }
}

/// Stories after which the rest of a file is not read, as of a feed: all are held until the last is
/// known, as a message's pictures may follow its story. Chosen by judgement.
const ITEMS: usize = 100_000;

/// Returns an English byline without its first word: of `By Jane Doe`, `Jane Doe`.
pub fn without_by(byline: &str) -> &str {
    let name = byline.strip_prefix("By ").or(byline.strip_prefix("BY "));
    name.map(str::trim_start).filter(|name| !name.is_empty()).unwrap_or(byline)
}

/// Returns a code without the prefix of its vocabulary: of `stat:usable`, `usable`.
fn code(qcode: &str) -> &str {
    qcode.rsplit(':').next().unwrap_or(qcode).trim()
}

/// Whether an element of that name (local, in lower case) is the root of a document that agencies
/// send.
pub fn is_root(name: &str) -> bool {
    matches!(
        name,
        "newsmessage"
            | "newsitem"
            | "packageitem"
            | "newsml"
            | "nitf"
            | "conceptitem"
            | "knowledgeitem"
            | "planningitem"
            | "cataloguitem"
            | "catalogitem"
    )
}

/// Whether an element is read as a whole: an item, or what a message says of all its items.
fn is_item(name: &str) -> bool {
    matches!(
        name,
        "newsitem"
            | "nitf"
            | "header"
            | "newsenvelope"
            | "packageitem"
            | "conceptitem"
            | "knowledgeitem"
            | "planningitem"
            | "catalogitem"
    )
}

/// What a message holds: its stories, and the captions of its pictures.
#[derive(Default)]
struct Message {
    /// When it was sent.
    sent: Option<String>,
    stories: Vec<Story>,
    /// Captions of items that are pictures.
    captions: Vec<String>,
    /// Items that are no stories: their kind, as one and as several, and number.
    others: BTreeMap<[&'static str; 2], usize>,
    damage: Vec<xml::Damage>,
}

impl Message {
    fn take(&mut self, element: &Element) {
        match element.name.as_str() {
            "header" => self.sent = element.at(&["sent"]).and_then(Element::words),
            "newsenvelope" => self.sent = element.at(&["dateandtime"]).and_then(Element::words),
            "nitf" => self.stories.push(nitf::story(element)),
            "newsitem" if element.at(&["newsmanagement"]).is_some() || is_version_1(element) => {
                self.stories.push(newsml::story(element));
            }
            "newsitem" => match g2::item(element) {
                g2::Read::Story(story) => self.stories.push(*story),
                g2::Read::Picture(captions) => {
                    *self.others.entry(["picture", "pictures"]).or_default() += 1;
                    self.captions.extend(captions);
                }
            },
            "packageitem" => *self.others.entry(["package", "packages"]).or_default() += 1,
            _ => {
                let kind = ["item that is not news", "items that are not news"];
                *self.others.entry(kind).or_default() += 1;
            }
        }
    }
}

fn is_version_1(element: &Element) -> bool {
    element.at(&["identification"]).is_some() || element.at(&["newscomponent"]).is_some()
}

impl Reader<'_> {
    /// Reads NewsML or NITF. What a message holds beside stories (packages, which only refer to
    /// other items, and pictures) is no record as long as it holds a story; the captions of its
    /// pictures go to a story that is the only one.
    pub(super) fn agency(&mut self, bytes: &[u8]) {
        let text = feed::decoded(bytes);
        let limits = self.settings.limits;
        let mut message = Message::default();
        let end = xml::each(&text, &limits, &is_item, &mut |item| {
            match item {
                Ok(element) if message.stories.len() >= ITEMS => {
                    let reason =
                        format!("comes after {ITEMS} items; the rest of the file is skipped");
                    message.damage.push((element.line, reason));
                    return false;
                }
                Ok(element) => message.take(&element),
                Err(damage) => message.damage.push(damage),
            }
            message.damage.len() as u64 <= limits.rejects
        });
        message.damage.extend(end.err());
        if let ([story], false) = (message.stories.as_mut_slice(), message.captions.is_empty()) {
            story.captions.append(&mut message.captions);
        }
        if message.stories.is_empty() && message.damage.is_empty() {
            return self.reject_whole(match message.others.iter().next() {
                Some(([_, kinds], number)) if *number > 1 => {
                    format!("holds {number} {kinds}, but no story")
                }
                Some((["item that is not news", _], _)) => "is an item that is not news".to_owned(),
                Some((["package", _], _)) => {
                    "is a package, not a story; give the items that it refers to".to_owned()
                }
                Some(([kind, _], _)) => format!("is a {kind}, not a story"),
                None => "is news XML without items".to_owned(),
            });
        }
        for mut story in message.stories {
            if self.is_full() {
                return;
            }
            story.this = story.this.take().or_else(|| message.sent.clone());
            self.take(story.parsed(&limits));
        }
        for (line, reason) in message.damage {
            self.take(Parsed::lost(Some(line), reason));
        }
    }
}

/// Settles what versions of one item, of one sender and host, say of each other: later ones were published when they were
/// made, not when the first was; and a withdrawal withdraws the versions before it.
///
/// The first version of a run keeps the time of the item's first publication, as that is the
/// earliest at which anybody can have copied it.
pub fn settle(articles: &mut [Article]) {
    type Key = (String, Option<String>, Option<String>);
    let mut versions: BTreeMap<Key, Vec<(u64, usize)>> = BTreeMap::new();
    for (at, article) in articles.iter().enumerate() {
        let Some(item) = &article.item else { continue };
        if let Some(guid) = &item.guid {
            // Anybody can put the identifier of another's item on his own.
            let host = article.url.as_deref().and_then(urls::site);
            let key = (guid.clone(), item.provider.clone(), host);
            versions.entry(key).or_default().push((item.version, at));
        }
    }
    for mut group in versions.into_values().filter(|group| group.len() > 1) {
        group.sort_unstable();
        for &(_, at) in &group[1..] {
            let article = &mut articles[at];
            article.published = article.modified.or(article.published);
        }
        let is_withdrawn = |at: usize| {
            articles[at].item.as_ref().is_some_and(|item| item.notice == Notice::Withdrawn)
        };
        let Some(last) = group.iter().rposition(|(_, at)| is_withdrawn(*at)) else { continue };
        for &(_, at) in &group[..last] {
            if let Some(item) = &mut articles[at].item {
                item.notice = Notice::Withdrawn;
            }
        }
    }
}

#[cfg(test)]
mod tests;
