//! Records of news services whose fields are nested, or whose text is only a teaser;
//! recognised by the names of their fields.
//!
//! The names are those of the services' documentation in 2025.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use super::agency;
use super::fields::{Field, FieldMap, Slots, Value};

/// How the records of a service differ from the common names.
struct Shape {
    /// Fields that every record of the service has.
    marks: &'static [&'static str],
    /// Where fields are, in order of preference.
    places: &'static [(Field, &'static [&'static str])],
    /// Where a teaser is that stands for the text if there is none.
    teasers: &'static [&'static str],
}

/// The Guardian's content API, the article search and the top stories of the New York Times,
/// NewsCatcher 2, Mediastack, Bing News, and News API and GNews where they give no content.
const SHAPES: [Shape; 7] = [
    Shape {
        marks: &["webUrl", "webPublicationDate"],
        places: &[
            (Field::Text, &["fields.bodyText", "blocks.body.*.bodyTextSummary"]),
            (Field::Html, &["fields.body"]),
            (Field::Title, &["fields.headline"]),
            (Field::Authors, &["fields.byline"]),
            (Field::Source, &["fields.publication"]),
            (Field::Modified, &["fields.lastModified"]),
            (Field::Captions, &["elements.*.assets.0.typeData.caption"]),
        ],
        teasers: &["fields.standfirst", "fields.trailText"],
    },
    Shape {
        marks: &["web_url", "pub_date", "headline"],
        places: &[
            (Field::Id, &["_id"]),
            (Field::Url, &["web_url"]),
            (Field::Title, &["headline.main"]),
            (Field::Authors, &["byline.original"]),
            (Field::Captions, &["multimedia.caption", "multimedia.*.caption"]),
        ],
        teasers: &["lead_paragraph", "abstract", "snippet"],
    },
    Shape {
        marks: &["abstract", "url", "published_date"],
        places: &[(Field::Captions, &["multimedia.*.caption"])],
        teasers: &["abstract"],
    },
    Shape {
        marks: &["clean_url", "published_date", "summary"],
        places: &[(Field::Text, &["summary"]), (Field::Id, &["_id"])],
        teasers: &["excerpt"],
    },
    Shape {
        marks: &["description", "published_at", "category", "url"],
        places: &[],
        teasers: &["description"],
    },
    Shape {
        marks: &["name", "url", "description", "provider"],
        places: &[(Field::Title, &["name"]), (Field::Source, &["provider.*.name"])],
        teasers: &["description"],
    },
    Shape {
        marks: &["title", "description", "publishedAt", "url"],
        places: &[],
        teasers: &["description"],
    },
];

/// Top-level names of a record that are examined. Chosen by judgement; records of services have
/// some fifty.
const NAMES: usize = 500;

/// The names of a record's fields.
pub struct Names(BTreeSet<String>);

impl Names {
    /// Reads the names at the top of a JSON object; `None` if it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        TopLevel.deserialize(&mut serde_json::Deserializer::from_slice(bytes)).ok().map(Self)
    }

    /// Returns the names in alphabetical order.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a field of that name exists.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    /// Whether a field of that name exists in any case.
    pub fn has_in_any_case(&self, name: &str) -> bool {
        self.0.iter().any(|n| n.eq_ignore_ascii_case(name))
    }

    /// Whether the record is one of a service that holds its text elsewhere.
    pub fn is_of_service(&self) -> bool {
        self.shape().is_some()
    }

    /// Whether a field is read though its name maps to none: by a service's shape, or as ninjs.
    pub fn reads(&self, name: &str) -> bool {
        let first = |path: &&str| path.split('.').next() == Some(name);
        let by_shape = self.shape().is_some_and(|shape| {
            shape.places.iter().flat_map(|(_, paths)| paths.iter()).any(&first)
                || shape.teasers.iter().any(first)
        });
        by_shape || agency::ninjs::is_named_so(self) && agency::ninjs::reads(name)
    }

    fn shape(&self) -> Option<&'static Shape> {
        SHAPES.iter().find(|shape| shape.marks.iter().all(|mark| self.has(mark)))
    }
}

struct TopLevel;

impl<'de> DeserializeSeed<'de> for TopLevel {
    type Value = BTreeSet<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for TopLevel {
    type Value = BTreeSet<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            map.next_value::<IgnoredAny>()?;
            if names.len() < NAMES {
                names.insert(name.into_owned());
            }
        }
        Ok(names)
    }
}

/// Returns why a record is a review of a claim, not an article; `None` if it is not one.
///
/// schema.org's `ClaimReview` and the claims of Google's fact check tools have a `text`, which is
/// what somebody claimed.
pub fn claim_review(bytes: &[u8]) -> Option<&'static str> {
    memchr::memmem::find(bytes, b"laimReview")?;
    let names = Names::read(bytes)?;
    // An article may have a review of its claims beside its text.
    if ["articleBody", "html", "body", "content"].iter().any(|name| names.has(name)) {
        return None;
    }
    if names.has("claimReviewed") && is_a(bytes, "ClaimReview") {
        Some("is a ClaimReview, the rating of a claim, not an article")
    } else if names.has("claimReview") && (names.has("claimant") || names.has("claimDate")) {
        Some("is a claim with its reviews (ClaimReview), not an article")
    } else if names.has("claims") && !names.has("text") {
        Some("is a list of claims with their reviews (ClaimReview), not of articles")
    } else {
        None
    }
}

/// Characters of a service's message that are shown. Chosen by judgement.
const MESSAGE: usize = 200;

/// Returns what an object without text is if a service answered that it found nothing, or with an
/// error; `lists` are the names under which answers hold their articles. `None` for anything else.
pub fn no_articles(bytes: &[u8], lists: &[&str]) -> Option<String> {
    // An answer without articles is short.
    let json: Json = serde_json::from_slice(bytes.get(..bytes.len().min(MOST))?).ok()?;
    let object = json.as_object()?;
    let is_record =
        ["title", "headline", "url", "link"].iter().any(|name| object.contains_key(*name));
    if is_record {
        return None;
    }
    let is_empty = |map: &serde_json::Map<String, Json>| {
        lists
            .iter()
            .find(|name| map.get(**name).and_then(Json::as_array).is_some_and(Vec::is_empty))
            .map(|name| (*name).to_owned())
    };
    let inner = || object.values().filter_map(Json::as_object).find_map(is_empty);
    if let Some(list) = is_empty(object).or_else(inner) {
        return Some(format!(
            "is the answer of a service that found no articles (`{list}` is empty); ask for other words or dates"
        ));
    }
    let failed = |status: &Json| match status {
        Json::String(word) => matches!(word.to_lowercase().as_str(), "error" | "fail" | "failed"),
        Json::Number(code) => code.as_u64().is_some_and(|code| (400..600).contains(&code)),
        _ => false,
    };
    let is_error = ["error", "errors", "fault"].iter().any(|name| object.contains_key(*name))
        || ["status", "statusCode", "code"].iter().filter_map(|name| object.get(*name)).any(failed);
    let message = is_error.then(|| message(&json)).flatten()?;
    let message: String = message.chars().filter(|c| !c.is_control()).take(MESSAGE).collect();
    Some(format!(
        "is an error of the service that was asked, not articles: `{message}`; ask it again"
    ))
}

/// Bytes of an answer in which an error is looked for. Chosen by judgement.
const MOST: usize = 1 << 20;

/// Returns the message of an error, wherever its service puts it.
fn message(json: &Json) -> Option<String> {
    const NAMES: [&str; 10] = [
        "message",
        "error",
        "errors",
        "fault",
        "faultstring",
        "detail",
        "description",
        "info",
        "response",
        "code",
    ];
    match json {
        Json::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Json::Array(list) => list.first().and_then(message),
        Json::Object(map) => NAMES.iter().find_map(|name| message(map.get(*name)?)),
        _ => None,
    }
}

/// Whether a JSON object states that type of schema.org, alone or among others.
fn is_a(bytes: &[u8], kind: &str) -> bool {
    let Ok(json) = serde_json::from_slice::<Json>(bytes) else { return false };
    match json.get("@type") {
        Some(Json::String(one)) => one == kind,
        Some(Json::Array(all)) => all.iter().any(|one| one.as_str() == Some(kind)),
        _ => false,
    }
}

/// Fills the slots that a known service holds elsewhere; returns whether the text is only a teaser.
///
/// Only for records without text: nothing that a common name holds is replaced.
pub fn fill(names: &Names, json: &Json, slots: &mut Slots<'_>) -> bool {
    let Some(shape) = names.shape() else { return false };
    for (field, paths) in shape.places {
        let slot = &mut slots[*field as usize];
        if matches!(slot, None | Some(Value::Other(_) | Value::Null)) {
            *slot = paths.iter().find_map(|path| value(json, path)).or(slot.take());
        }
    }
    // The New York Times writes `By Jane Doe`.
    if let Some(Value::Text(byline)) = &mut slots[Field::Authors as usize] {
        *byline = Cow::Owned(agency::without_by(byline).to_owned());
    }
    if slots[Field::Text as usize].is_some() || slots[Field::Html as usize].is_some() {
        return false;
    }
    slots[Field::Text as usize] = shape.teasers.iter().find_map(|path| value(json, path));
    slots[Field::Text as usize].is_some()
}

/// Fills the source where it is an object without a name, as Event Registry's.
pub fn fill_source(json: &Json, slots: &mut Slots<'_>) {
    let found = ["source.title", "source.uri"].iter().find_map(|path| value(json, path));
    let slot = &mut slots[Field::Source as usize];
    *slot = found.or(slot.take());
}

/// Fills the slots for which the user named a path: `--field source=source.name`.
pub fn fill_mapped(map: &FieldMap, json: &Json, slots: &mut Slots<'_>) {
    for (field, value) in map.along_paths(|path| value(json, path)) {
        slots[field as usize] = Some(value);
    }
}

/// Returns what is at a path, the names of fields and the numbers of entries separated by dots,
/// with `*` for all entries of a list: a string, or several. `None` if there is none.
fn value(json: &Json, path: &str) -> Option<Value<'static>> {
    let mut found = vec![json];
    for step in path.split('.') {
        found = found
            .into_iter()
            .flat_map(|json| match json {
                Json::Object(map) => map.get(step).into_iter().collect::<Vec<_>>(),
                Json::Array(list) if step == "*" => list.iter().collect(),
                Json::Array(list) => {
                    step.parse::<usize>().ok().and_then(|n| list.get(n)).into_iter().collect()
                }
                _ => Vec::new(),
            })
            .collect();
    }
    let text = |json: &Json| json.as_str().filter(|t| !t.trim().is_empty()).map(str::to_owned);
    if let [Json::Array(list)] = found.as_slice() {
        found = list.iter().collect();
    }
    let mut texts: Vec<String> = found.into_iter().filter_map(text).collect();
    match texts.len() {
        0 => None,
        1 => texts.pop().map(|text| Value::Text(Cow::Owned(text))),
        _ => Some(Value::List(texts.into_iter().map(|t| Ok(Cow::Owned(t))).collect(), 0)),
    }
}

/// Whether a record is NewsCatcher's, whose dates are in UTC but do not say so; those whose zone it
/// does not know are marked. Others, too, have the domain of a page in `clean_url`, so it also
/// needs another name that this version of the service uses.
pub fn is_in_utc(bytes: &[u8]) -> bool {
    const VERSIONS: [(&str, [&str; 2]); 2] = [
        ("clean_url", ["published_date_precision", "summary"]),
        ("domain_url", ["published_date_precision", "name_source"]),
    ];
    let has = |name: &str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    (has("\"clean_url\"") || has("\"domain_url\""))
        && !has("timezone unknown")
        && Names::read(bytes).is_some_and(|names| {
            VERSIONS.iter().any(|(domain, others)| {
                names.has(domain) && others.iter().any(|other| names.has(other))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_to_strings_and_lists_of_them() {
        let json: Json = serde_json::from_str(
            r#"{"a":{"b":"x","c":[{"d":"1"},{"d":"2"},{"d":3}],"e":["p","q"]},"n":7}"#,
        )
        .expect("JSON");
        let list = |texts: &[&str]| {
            let texts = texts.iter().map(|t| Ok(Cow::Owned((*t).to_owned()))).collect();
            Some(Value::List(texts, 0))
        };
        assert_eq!(value(&json, "a.b"), Some(Value::Text("x".into())));
        assert_eq!(value(&json, "a.c.*.d"), list(&["1", "2"]));
        assert_eq!(value(&json, "a.c.1.d"), Some(Value::Text("2".into())));
        assert_eq!(value(&json, "a.e"), list(&["p", "q"]));
        for none in ["n", "a", "a.x", "a.b.c", "a.c.9.d", ""] {
            assert_eq!(value(&json, none), None, "{none}");
        }
    }

    #[test]
    fn only_the_service_that_gives_times_in_utc_is_taken_to_do_so() {
        for (record, utc) in [
            (r#"{"clean_url":"a.example","published_date_precision":"full"}"#, true),
            (r#"{"domain_url":"a.example","name_source":"A"}"#, true),
            (r#"{"clean_url":"a.example","published_date":"2024-06-11 08:12:00"}"#, false),
            (r#"{"clean_url":"a.example","published_date_precision":"timezone unknown"}"#, false),
        ] {
            assert_eq!(is_in_utc(record.as_bytes()), utc, "{record}");
        }
    }

    #[test]
    fn answers_without_articles_are_told_as_what_they_are() {
        let told = |answer: &str| no_articles(answer.as_bytes(), &["articles", "results", "docs"]);
        for (answer, says) in [
            (r#"{"status":"ok","totalResults":0,"articles":[]}"#, "`articles` is empty"),
            (r#"{"response":{"status":"ok","total":0,"results":[]}}"#, "`results` is empty"),
            (r#"{"articles":{"results":[],"totalResults":0}}"#, "`results` is empty"),
            (
                r#"{"status":"error","code":"apiKeyInvalid","message":"Your API key is invalid."}"#,
                "`Your API key is invalid.`",
            ),
            (r#"{"errors":["The query is too long"]}"#, "`The query is too long`"),
            (
                r#"{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"x"}}}"#,
                "`Invalid ApiKey`",
            ),
            (r#"{"error":{"code":"rate_limit","message":"Slow down"}}"#, "`Slow down`"),
            (r#"{"message":"No access","status":403}"#, "`No access`"),
        ] {
            assert!(
                told(answer).is_some_and(|why| why.contains(says)),
                "{answer}: {:?}",
                told(answer)
            );
        }
        for record in [
            r#"{"title":"x","articles":[]}"#,
            r#"{"url":"https://a.example","error":"none"}"#,
            r#"{"status":"ok","message":"x"}"#,
            r#"{"id":"a"}"#,
            r#"[]"#,
        ] {
            assert_eq!(told(record), None, "{record}");
        }
    }

    #[test]
    fn reviews_of_claims_are_no_articles() {
        for review in [
            r#"{"@type":"ClaimReview","claimReviewed":"x","url":"https://a.example"}"#,
            r#"{"text":"x","claimant":"y","claimReview":[]}"#,
            r#"{"claims":[{"text":"x","claimReview":[]}]}"#,
        ] {
            assert!(claim_review(review.as_bytes()).is_some(), "{review}");
        }
        for article in [
            r#"{"text":"On ClaimReview"}"#,
            r#"{"text":"x","claimReview":[{"title":"y"}]}"#,
            r#"{"@type":"ClaimReview","claimReviewed":"x","articleBody":"y"}"#,
            r#"{"@type":"NewsArticle","claimReviewed":"ClaimReview","text":"y"}"#,
        ] {
            assert_eq!(claim_review(article.as_bytes()), None, "{article}");
        }
    }
}
