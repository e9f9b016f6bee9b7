//! The fields of a record: their names, the other names under which data holds them, and the type
//! that each may have.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

pub use super::mapping::{FieldMap, MappingError, nearest};

/// A field of the native record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Unique id.
    Id,
    /// URL of the page.
    Url,
    /// The address that the page names as its own.
    Canonical,
    /// The outlet.
    Source,
    /// The headline.
    Title,
    /// The text.
    Text,
    /// The text as HTML, used if there is no plain text.
    Html,
    /// Captions apart from the text.
    Captions,
    /// Authors.
    Authors,
    /// Credit.
    Credit,
    /// Language.
    Language,
    /// Claimed time of publication.
    Published,
    /// Claimed time of the last change.
    Modified,
    /// Time at which the article was observed.
    FirstSeen,
    /// Where the claimed time of publication was read.
    PublishedBasis,
    /// Whether the text is only what a paywall lets through.
    PaywallStub,
}

impl Field {
    /// Number of fields, by definition that of the variants.
    pub const COUNT: usize = 16;

    /// Every field with its name and, in order of preference, the other names under which data
    /// holds it.
    ///
    /// The other names are those used by news-please, newspaper4k, trafilatura, Webz.io, News API,
    /// GNews, NewsCatcher, Event Registry, the Guardian's API and schema.org exports.
    pub const NAMES: [(Self, &'static str, &'static [&'static str]); Self::COUNT] = [
        (Self::Id, "id", &["uuid"]),
        (
            Self::Url,
            "url",
            &["link", "permalink", "mainEntityOfPage", "article_url", "news_url", "webUrl"],
        ),
        (Self::Canonical, "canonical", &["canonical_url", "canonical_link", "canonicalLink"]),
        (
            Self::Source,
            "source",
            &[
                "source_domain",
                "sitename",
                "site_name",
                "meta_site_name",
                "hostname",
                "media_name",
                "outlet",
                "publisher",
                "domain",
                "source-hostname",
                "clean_url",
                "domain_url",
            ],
        ),
        (Self::Title, "title", &["headline", "article_title", "webTitle"]),
        (
            Self::Text,
            "text",
            &[
                "maintext",
                "articleBody",
                "article_text",
                "body",
                "content_text",
                "full_text",
                "fulltext",
                "bodyText",
                "content",
            ],
        ),
        (Self::Html, "html", &["content_html", "raw_html", "rawHtml", "html_content"]),
        (Self::Captions, "captions", &["caption"]),
        (Self::Authors, "authors", &["author", "byline", "creator"]),
        (Self::Credit, "credit", &["sourceOrganization"]),
        (Self::Language, "language", &["lang", "meta_lang", "inLanguage"]),
        (
            Self::Published,
            "published",
            &[
                "date_publish",
                "publish_date",
                "datePublished",
                "published_at",
                "publishedAt",
                "date_published",
                "pubDate",
                "publication_date",
                "published_date",
                "publishedDate",
                "publishDate",
                "publicationDate",
                "webPublicationDate",
                "publish_time",
                "pub_date",
                "dateTimePub",
                "dateTime",
                "date",
                "datum",
                "fecha",
            ],
        ),
        (
            Self::Modified,
            "modified",
            &["dateModified", "date_modify", "date_modified", "updated_at", "updated"],
        ),
        (
            Self::FirstSeen,
            "first_seen",
            &["date_download", "crawled", "seendate", "crawl_date", "indexed_date"],
        ),
        (Self::PublishedBasis, "published_basis", &[]),
        (Self::PaywallStub, "paywall_stub", &[]),
    ];

    /// Returns the field of that name; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, known, _)| *known == name).map(|(field, ..)| *field)
    }

    /// Returns the field's name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize].1
    }
}

/// The value of a field in a JSON record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// A string.
    Text(Cow<'a, str>),
    /// The entries of a list that were read, and how many more it has; an entry that is not a
    /// string is given as the name of its type.
    List(Vec<Result<Cow<'a, str>, &'static str>>, usize),
    /// A schema.org or WordPress object that stands for its name, address, caption or text:
    /// `{"@type":"Person","name":"Jane Doe"}`, `{"rendered":"<p>…</p>"}`.
    Named(Cow<'a, str>),
    /// A boolean.
    Bool(bool),
    /// A type that no field can have, by name.
    Other(&'static str),
}

impl Value<'_> {
    /// Returns the name of the type for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "a string",
            Self::List(..) => "a list",
            Self::Named(_) => "an object",
            Self::Bool(_) => "a boolean",
            Self::Other(kind) => kind,
        }
    }

    /// Returns the total size in bytes of the strings in the value.
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Null | Self::Bool(_) | Self::Other(_) => 0,
            Self::Text(text) | Self::Named(text) => text.len() as u64,
            Self::List(items, _) => items.iter().flatten().map(|text| text.len() as u64).sum(),
        }
    }
}

/// The fields of one record.
pub type Slots<'a> = [Option<Value<'a>>; Field::COUNT];

/// Puts a value into its slot, unless a better name has filled it.
///
/// A null counts as an absent field, and a blank fills a slot only as long as nothing else does:
/// another name may still hold the value.
pub fn put<'a>(
    slots: &mut Slots<'a>,
    ranks: &mut [usize; Field::COUNT],
    (field, rank): (Field, usize),
    value: Value<'a>,
) {
    let slot = &mut slots[field as usize];
    if matches!(&value, Value::Text(text) if text.trim().is_empty()) {
        *slot = slot.take().or(Some(value));
    } else if rank < ranks[field as usize] && value != Value::Null {
        *slot = Some(value);
        ranks[field as usize] = rank;
    }
}

/// Reads a JSON object into slots; the second field is how many entries of a list to read.
pub struct Record<'m>(pub &'m FieldMap, pub usize);

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = Slots<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = Slots<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut slots: Slots<'de> = Default::default();
        let mut ranks = [usize::MAX; Field::COUNT];
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let Some((field, rank)) = self.0.find(&name) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = map.next_value_seed(Any(self.1))?;
            put(&mut slots, &mut ranks, (field, rank), value);
        }
        Ok(slots)
    }
}

/// Reads any JSON value as far as a field can hold it, with that many entries of a list.
#[derive(Clone, Copy)]
struct Any(usize);

impl<'de> DeserializeSeed<'de> for Any {
    type Value = Value<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, v: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Value::Other("a number"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(Value::Other("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Value::Other("a number"))
    }

    fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(v)))
    }

    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(v.to_owned())))
    }

    fn visit_string<E>(self, v: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(v)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() < self.0 {
            let Some(item) = seq.next_element_seed(self)? else { return Ok(Value::List(items, 0)) };
            items.push(match item {
                Value::Text(text) | Value::Named(text) => Ok(text),
                other => Err(other.kind()),
            });
        }
        let mut more = 0;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            more += 1;
        }
        Ok(Value::List(items, more))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut named = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if matches!(&*key, "name" | "@id" | "caption" | "rendered") && named.is_none() {
                named = match map.next_value_seed(self)? {
                    Value::Text(text) => Some(text),
                    _ => None,
                };
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(named.map_or(Value::Other("an object"), Value::Named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'j>(json: &'j str, map: &FieldMap) -> Slots<'j> {
        Record(map, 3).deserialize(&mut serde_json::Deserializer::from_str(json)).expect("JSON")
    }

    #[test]
    fn fields_stand_in_the_order_of_their_numbers() {
        assert!(Field::NAMES.iter().enumerate().all(|(i, (f, ..))| *f as usize == i));
    }

    #[test]
    fn the_documents_list_every_name_that_is_read() {
        let readme = include_str!("../../docs/inputs.md");
        for (_, name, others) in Field::NAMES {
            let row = readme
                .lines()
                .find(|line| line.starts_with(&format!("| `{name}` | ")))
                .unwrap_or_default();
            let named = row.rsplit(" | ").next().unwrap_or_default();
            assert!(
                !row.is_empty() && others.iter().all(|other| named.contains(&format!("`{other}`"))),
                "{name}: {others:?}"
            );
        }
    }

    #[test]
    fn the_native_name_outranks_another_in_any_order() {
        let map = FieldMap::default();
        for json in [
            r#"{"text":"a","body":"b"}"#,
            r#"{"body":"b","text":"a"}"#,
            r#"{"body":"a","text":null}"#,
        ] {
            assert_eq!(
                read(json, &map)[Field::Text as usize],
                Some(Value::Text("a".into())),
                "{json}"
            );
        }
    }

    #[test]
    fn a_mapping_outranks_the_native_name() {
        let mut map = FieldMap::default();
        map.map("text=raw").expect("a mapping");
        assert_eq!(
            read(r#"{"text":"a","raw":"b"}"#, &map)[Field::Text as usize],
            Some(Value::Text("b".into()))
        );
        assert!(
            map.map("texts=raw").is_err() && map.map("text").is_err() && map.map("text=").is_err()
        );
    }

    #[test]
    fn of_a_long_list_the_first_are_read_and_the_others_counted() {
        let slots = read(
            r#"{"authors":["a","b",{"name":"c"},"d",5],"captions":["a","b","c"]}"#,
            &FieldMap::default(),
        );
        let three = vec![Ok("a".into()), Ok("b".into()), Ok("c".into())];
        assert_eq!(slots[Field::Authors as usize], Some(Value::List(three.clone(), 2)));
        assert_eq!(slots[Field::Captions as usize], Some(Value::List(three, 0)));
    }

    #[test]
    fn wrong_types_are_named() {
        let map = FieldMap::default();
        let slots = read(r#"{"id":7,"captions":["a",1],"authors":{"x":1},"unknown":[1]}"#, &map);
        assert_eq!(slots[Field::Id as usize], Some(Value::Other("a number")));
        assert_eq!(
            slots[Field::Captions as usize],
            Some(Value::List(vec![Ok("a".into()), Err("a number")], 0))
        );
        assert_eq!(slots[Field::Authors as usize], Some(Value::Other("an object")));
    }
}
