//! ninjs: news in JSON, in its versions 1 to 3.

use serde_json::{Map, Value};

use super::super::Limits;
use super::super::record::Parsed;
use super::super::shapes::Names;
use super::{Notice, Story, prose};

/// The properties of an object by their names in lower case: version 1 writes `versioncreated`,
/// version 2 `versionCreated`.
struct Object(Map<String, Value>);

impl Object {
    fn of(value: &Value) -> Option<Self> {
        let map = value.as_object()?;
        Some(Self(map.iter().map(|(k, v)| (k.to_ascii_lowercase(), v.clone())).collect()))
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = match self.0.get(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// Returns the objects in a list, or those of an object in the order of their names.
    fn objects(&self, name: &str) -> Vec<Self> {
        match self.0.get(name) {
            Some(Value::Array(list)) => list.iter().filter_map(Self::of).collect(),
            Some(Value::Object(map)) => map.values().filter_map(Self::of).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the value of that list whose role comes first in `roles`, else the first.
    fn valued(&self, name: &str, roles: &[&str]) -> Option<String> {
        let all = self.objects(name);
        let role = |o: &Self| o.text("role").unwrap_or_default().to_ascii_lowercase();
        let best = roles.iter().find_map(|wanted| all.iter().find(|o| role(o) == *wanted));
        best.and_then(|o| o.text("value")).or_else(|| all.iter().find_map(|o| o.text("value")))
    }

    /// Returns the first property with that beginning and one of these endings, in this order, else
    /// with any ending.
    fn of_kind(&self, start: &str, endings: &[&str]) -> Option<String> {
        let named = endings.iter().find_map(|ending| self.text(&format!("{start}{ending}")));
        named.or_else(|| {
            self.0.keys().filter(|key| key.starts_with(start)).find_map(|key| self.text(key))
        })
    }
}

/// Reads a JSON value as ninjs; `None` if it is something else.
pub fn read(value: &Value, line: Option<u64>, limits: &Limits) -> Option<Parsed> {
    let object = Object::of(value)?;
    if !is_ninjs(&object) {
        return None;
    }
    let kind = object.text("type").unwrap_or_default();
    let mut story = story(&object);
    story.line = line;
    if story.text.is_none() && story.item.notice != Notice::Withdrawn && kind != "text" {
        let what = if kind.is_empty() { "item" } else { &kind };
        return Some(Parsed::lost(line, format!("is a ninjs {what} without text")));
    }
    Some(story.parsed(limits))
}

/// Whether the names of a record's fields are such that it may be ninjs.
pub fn is_likely(names: &Names) -> bool {
    ["$schema", "standard", "$standard", "versioncreated", "pubstatus"]
        .iter()
        .any(|name| names.has_in_any_case(name))
}

/// Whether the names of a record's fields are those that the standard requires, or name it.
pub fn is_named_so(names: &Names) -> bool {
    let has = |all: &[&str]| all.iter().any(|name| names.has_in_any_case(name));
    has(&["$schema", "standard", "$standard"])
        || has(&["uri", "guid"]) && has(&["versioncreated", "pubstatus"])
}

/// Whether a property is read, by its name in any case.
pub fn reads(name: &str) -> bool {
    const READ: [&str; 40] = [
        "$schema",
        "standard",
        "$standard",
        "type",
        "uri",
        "guid",
        "version",
        "versioncreated",
        "firstcreated",
        "pubstatus",
        "signal",
        "signals",
        "embargoed",
        "embargoeduntil",
        "ednote",
        "slugline",
        "urgency",
        "located",
        "language",
        "byline",
        "by",
        "source",
        "provider",
        "copyrightholder",
        "creditline",
        "infosource",
        "infosources",
        "associations",
        "headline",
        "headlines",
        "title",
        "bodies",
        "body_text",
        "body_html",
        "body_richtext",
        "body_xhtml",
        "headline_main",
        "headline_medium",
        "headline_short",
        "body",
    ];
    let name = name.to_ascii_lowercase();
    READ.contains(&name.as_str())
}

/// Whether an object names the standard, or has what the standard requires and others lack.
fn is_ninjs(object: &Object) -> bool {
    let schema = object.text("$schema").or_else(|| object.0.get("standard").map(Value::to_string));
    schema.or_else(|| object.text("$standard")).is_some_and(|s| s.contains("ninjs"))
        || (object.0.contains_key("uri") || object.0.contains_key("guid"))
            && (object.0.contains_key("versioncreated") || object.0.contains_key("pubstatus"))
}

fn story(object: &Object) -> Story {
    let mut story = Story {
        title: object
            .text("headline")
            .or_else(|| object.valued("headlines", &["main", "headline", "title"]))
            .or_else(|| object.of_kind("headline_", &["main", "medium", "short"]))
            .or_else(|| object.text("title")),
        text: body(object),
        language: object.text("language"),
        first: object.text("firstcreated"),
        this: object.text("versioncreated"),
        authors: object.text("byline").or_else(|| object.text("by")).into_iter().collect(),
        ..Story::default()
    };
    let mut sources = object.objects("infosources");
    sources.extend(object.objects("infosource"));
    let name = |o: &Object| o.text("name").or_else(|| o.text("literal"));
    let of_role = |wanted: &str| {
        let found =
            sources.iter().find(|o| o.text("role").is_some_and(|r| super::code(&r) == wanted));
        found.and_then(name)
    };
    let item = &mut story.item;
    item.guid = object.text("uri").or_else(|| object.text("guid"));
    item.version = object.text("version").and_then(|v| v.parse().ok()).unwrap_or_default();
    item.notice = object.text("pubstatus").map(|s| Notice::of_status(&s)).unwrap_or_default();
    for signal in object.objects("signals").iter().chain(&object.objects("signal")) {
        let told = signal.text("name").or_else(|| signal.text("code"));
        item.notice = item.notice.max(told.map(|s| Notice::of_signal(&s)).unwrap_or_default());
    }
    item.embargo = object.text("embargoed").or_else(|| object.text("embargoeduntil"));
    item.note = object.text("ednote");
    item.slug = object.text("slugline");
    item.urgency = object.text("urgency");
    item.dateline = object.text("located");
    item.provider = of_role("provider")
        .or_else(|| object.text("provider"))
        .or_else(|| object.text("copyrightholder"));
    story.source = object.text("source");
    story.credit = object.text("creditline").or_else(|| sources.first().and_then(name));
    let mut pictures = object.objects("associations");
    pictures.retain(|p| p.text("type").is_none_or(|kind| kind != "text"));
    story.captions = pictures.iter().filter_map(caption).collect();
    story
}

/// Returns the body, as plain text where there is one.
fn body(object: &Object) -> Option<String> {
    let plain = |o: &&Object| {
        o.text("contenttype").is_some_and(|kind| kind.eq_ignore_ascii_case("text/plain"))
    };
    let bodies = object.objects("bodies");
    let chosen = bodies.iter().find(plain).and_then(|o| o.text("value"));
    object
        .of_kind("body_", &["text", "html", "richtext", "xhtml"])
        .or(chosen)
        .or_else(|| object.valued("bodies", &["main", "text", "html"]))
}

/// Returns the caption of an associated picture, with its credit.
fn caption(picture: &Object) -> Option<String> {
    let text = picture
        .of_kind("description_", &["caption", "text"])
        .or_else(|| picture.valued("descriptions", &["caption", "text"]))?;
    let credit = picture
        .text("creditline")
        .or_else(|| picture.text("byline"))
        .or_else(|| picture.text("by"))
        .or_else(|| picture.text("copyrightholder"));
    Some(prose::credited(text, credit.as_deref()))
}
