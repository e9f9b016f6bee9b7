//! NITF 3: a story with its head.

use super::super::xml::Element;
use super::{Notice, Story, prose};

/// Reads an `nitf` element.
pub fn story(nitf: &Element) -> Story {
    let mut story = Story { line: Some(nitf.line), ..Story::default() };
    story.language = nitf.attribute("lang").or(nitf.attribute("baselang")).map(str::to_owned);
    if let Some(head) = nitf.at(&["head"]) {
        fill_from_head(&mut story, head);
    }
    if let Some(body) = nitf.at(&["body"]) {
        story.language = story.language.or(body.attribute("lang").map(str::to_owned));
        fill_from_body(&mut story, body);
    }
    // The parts that every page of a paper has say who sent it only where nothing else does.
    let sender = nitf.at(&["head", "docdata", "doc-id"]).and_then(|id| id.attribute("regsrc"));
    let holder = nitf.at(&["head", "docdata", "doc.copyright"]).and_then(|c| c.attribute("holder"));
    story.item.provider = story.item.provider.or(sender.or(holder).map(str::to_owned));
    story
}

fn fill_from_head(story: &mut Story, head: &Element) {
    story.title = head.at(&["title"]).and_then(Element::words);
    let owned = |value: Option<&str>| value.map(str::to_owned);
    for publication in head.all("pubdata") {
        story.source = story.source.take().or(owned(publication.attribute("name")));
        story.this = story.this.take().or(owned(publication.attribute("date.publication")));
    }
    let Some(data) = head.at(&["docdata"]) else { return };
    let norm = |name: &str| owned(data.at(&[name]).and_then(|e| e.attribute("norm")));
    let (issued, released) = (norm("date.issue"), norm("date.release"));
    if issued.is_some() && released > issued {
        story.item.embargo.clone_from(&released);
    }
    story.first = issued.or(released).or_else(|| story.this.take());
    // Its number is unique for one sender only.
    let holder = data.at(&["doc.copyright"]).and_then(|c| c.attribute("holder"));
    story.item.guid = data.at(&["doc-id"]).and_then(|id| {
        let number = id.attribute("id-string")?;
        Some(match id.attribute("regsrc").or(story.source.as_deref()).or(holder) {
            Some(sender) if !number.contains(sender) => format!("{sender}:{number}"),
            _ => number.to_owned(),
        })
    });
    story.item.urgency = owned(data.at(&["urgency"]).and_then(|u| u.attribute("ed-urg")));
    let slug = data.at(&["fixture"]).and_then(|f| f.attribute("fix-id"));
    story.item.slug = owned(slug);
    if let Some(key) = data.at(&["du-key"]) {
        story.item.slug = owned(key.attribute("key")).or(story.item.slug.take());
        let version = key.attribute("version").or(key.attribute("generation"));
        story.item.version = version.and_then(|v| v.parse().ok()).unwrap_or_default();
    }
    let messages: Vec<&Element> = data.all("ed-msg").collect();
    let notes: Vec<&str> = messages.iter().filter_map(|m| m.attribute("info")).collect();
    story.item.note = (!notes.is_empty()).then(|| notes.join(" "));
    let status = data.attribute("management-status").map(Notice::of_status).unwrap_or_default();
    let corrects = data.at(&["correction"]).map(|_| Notice::Correction).unwrap_or_default();
    let told = messages.iter().filter_map(|m| m.attribute("msg-type")).map(Notice::of_signal);
    story.item.notice = told.fold(status.max(corrects), Notice::max);
}

fn fill_from_body(story: &mut Story, body: &Element) {
    let words = |head: &Element, path: &[&str]| head.at(path).and_then(Element::words);
    if let Some(head) = body.at(&["body.head"]) {
        story.title = words(head, &["hedline", "hl1"])
            .or_else(|| words(head, &["hedline"]))
            .or(story.title.take());
        for byline in head.all("byline") {
            let people: Vec<String> = byline.all("person").filter_map(Element::words).collect();
            if people.is_empty() {
                story.authors.extend(byline.words());
            } else {
                story.authors.extend(people);
            }
        }
        story.item.provider = words(head, &["distributor"]);
        story.credit.clone_from(&story.item.provider);
        story.item.dateline = words(head, &["dateline"]);
        let note = head.all("note").filter_map(Element::words).collect::<Vec<_>>();
        if !note.is_empty() {
            let before = story.item.note.take().into_iter();
            story.item.note = Some(before.chain(note).collect::<Vec<_>>().join(" "));
        }
    }
    let mut lines = Vec::new();
    for content in body.all("body.content") {
        lines.extend(prose::lines(content, &mut story.captions));
    }
    story.text = Some(lines.join("\n")).filter(|text| !text.is_empty());
}
