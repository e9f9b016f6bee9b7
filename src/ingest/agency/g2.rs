//! NewsML-G2: items with their metadata apart from their content.

use super::super::xml::Element;
use super::{Notice, Story, code, nitf, prose};

/// What an item is.
pub enum Read {
    /// A story, possibly without text.
    Story(Box<Story>),
    /// A picture, film or the like, with its captions.
    Picture(Vec<String>),
}

/// Reads a `newsItem`.
pub fn item(element: &Element) -> Read {
    let meta = element.at(&["itemmeta"]);
    let content = element.at(&["contentmeta"]);
    let class = meta.and_then(|m| m.at(&["itemclass"])).and_then(|c| c.attribute("qcode"));
    let story = story(element, meta, content);
    // By the specification an item without a class is a text.
    let is_text = class.is_none_or(|class| matches!(code(class), "text" | "composite"));
    if is_text || story.text.is_some() {
        return Read::Story(Box::new(story));
    }
    Read::Picture(captions(content, story.credit.as_deref()))
}

fn story(element: &Element, meta: Option<&Element>, content: Option<&Element>) -> Story {
    let mut story = Story { line: Some(element.line), ..Story::default() };
    fill_from_content(&mut story, element);
    story.language = content
        .and_then(|c| c.at(&["language"]))
        .and_then(|l| l.attribute("tag"))
        .or(element.attribute("lang"))
        .map(str::to_owned)
        .or(story.language.take());
    story.item.guid = element.attribute("guid").map(str::to_owned);
    story.item.version = element.attribute("version").and_then(|v| v.parse().ok()).unwrap_or(0);
    if let Some(meta) = meta {
        fill_from_item(&mut story, meta);
    }
    if let Some(content) = content {
        fill_from_description(&mut story, content);
    }
    let holder = element.at(&["rightsinfo", "copyrightholder"]).and_then(named);
    story.item.provider = story.item.provider.or(holder);
    story
}

fn fill_from_item(story: &mut Story, meta: &Element) {
    let words = |name: &str| meta.at(&[name]).and_then(Element::words);
    story.this = words("versioncreated").or(story.this.take());
    story.first = words("firstcreated").or(story.first.take());
    story.item.embargo = words("embargoed").or(story.item.embargo.take());
    story.item.provider = meta.at(&["provider"]).and_then(named).or(story.item.provider.take());
    let notes: Vec<String> = meta.all("ednote").filter_map(Element::words).collect();
    if !notes.is_empty() {
        story.item.note = Some(notes.join(" "));
    }
    let title = meta.at(&["title"]).and_then(Element::words);
    story.title = story.title.take().or(title);
    let status = meta.at(&["pubstatus"]).and_then(|s| s.attribute("qcode"));
    let signals = meta.all("signal").filter_map(|s| s.attribute("qcode")).map(Notice::of_signal);
    story.item.notice =
        signals.chain(status.map(Notice::of_status)).fold(story.item.notice, Notice::max);
    // A page on which it is published, as the item claims; other links lead to other stories.
    let page = meta
        .all("link")
        .find(|link| link.attribute("rel").is_some_and(|rel| rel == "irel:hasWebPage"));
    story.page = page.and_then(|link| link.attribute("href")).map(str::to_owned);
}

fn fill_from_description(story: &mut Story, content: &Element) {
    let words = |name: &str| content.at(&[name]).and_then(Element::words);
    let main = content.all("headline").find(|h| {
        h.attribute("role")
            .is_none_or(|role| matches!(code(role), "main" | "mainhead" | "headline"))
    });
    story.title =
        main.and_then(Element::words).or_else(|| words("headline")).or(story.title.take());
    let creators: Vec<String> = content.all("creator").filter_map(named).collect();
    let bylines: Vec<String> = content.all("by").filter_map(Element::words).collect();
    if !bylines.is_empty() {
        story.authors = bylines;
    } else if !creators.is_empty() {
        story.authors = creators;
    }
    story.credit = words("creditline")
        .or_else(|| content.at(&["infosource"]).and_then(named))
        .or(story.credit.take());
    story.item.slug = words("slugline").or(story.item.slug.take());
    story.item.urgency = words("urgency").or(story.item.urgency.take());
    story.item.dateline = words("dateline").or(story.item.dateline.take());
}

/// Reads the fullest of what is in `contentSet`, of equals the first: the others are the same text
/// in other forms, or a part of it.
fn fill_from_content(story: &mut Story, element: &Element) {
    let Some(set) = element.at(&["contentset"]) else { return };
    let words =
        |story: &Story| story.text.as_deref().map_or(0, |text| text.split_whitespace().count());
    let mut is_first = true;
    for data in set.elements().filter(|data| data.name != "remotecontent") {
        let mut found = match data.at(&["nitf"]) {
            Some(nitf) => nitf::story(nitf),
            None => {
                let mut found = Story::default();
                let body = data.find("body").unwrap_or(data);
                let lines = prose::lines(body, &mut found.captions);
                found.text = Some(lines.join("\n")).filter(|text| !text.is_empty());
                found.title = data.find("title").and_then(Element::words);
                found
            }
        };
        found.line = story.line;
        if is_first || words(&found) > words(story) {
            *story = found;
        }
        is_first = false;
    }
}

/// Returns the name of a party: its name, else its literal, else its code.
fn named(party: &Element) -> Option<String> {
    let code_of = || party.attribute("qcode").map(|q| code(q).to_owned());
    party
        .at(&["name"])
        .and_then(Element::words)
        .or_else(|| party.attribute("literal").map(str::to_owned))
        .or_else(code_of)
        .or_else(|| party.attribute("uri").map(str::to_owned))
}

/// Returns the captions of a picture: its descriptions in that role, else all of them.
fn captions(content: Option<&Element>, credit: Option<&str>) -> Vec<String> {
    let Some(content) = content else { return Vec::new() };
    let by = content.at(&["by"]).and_then(Element::words);
    let credit = credit.map(str::to_owned).or(by);
    let is_caption = |d: &&Element| d.attribute("role").is_some_and(|role| code(role) == "caption");
    let mut all: Vec<&Element> = content.all("description").filter(is_caption).collect();
    if all.is_empty() {
        all = content.all("description").collect();
    }
    let texts = all.into_iter().filter_map(Element::words);
    prose::all_credited(texts, credit.as_deref())
}
