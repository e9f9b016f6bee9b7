//! NewsML 1: an item is a tree of components, each with lines for readers and its content.

use super::super::fields::Field;
use super::super::xml::Element;
use super::{Notice, Story, nitf, prose};

/// Reads a `NewsItem`.
pub fn story(element: &Element) -> Story {
    let mut story = Story { line: Some(element.line), ..Story::default() };
    if let Some(identification) = element.at(&["identification"]) {
        identify(&mut story, identification);
    }
    if let Some(management) = element.at(&["newsmanagement"]) {
        manage(&mut story, management);
    }
    let mut parts = Parts::default();
    for component in element.all("newscomponent") {
        read(component, false, None, &mut story, &mut parts);
    }
    story.captions.append(&mut parts.captions);
    if let Some(nitf) = parts.nitf {
        fill(&mut story, nitf);
    }
    if parts.further > 0 {
        let are = if parts.further == 1 { "is" } else { "are" };
        let reason =
            format!("is one of several of the item; {} more {are} not read", parts.further);
        story.lost.push((Field::Text, reason));
    }
    story
}

/// What was found in the components.
#[derive(Default)]
struct Parts {
    captions: Vec<String>,
    nitf: Option<Story>,
    /// The [`rank`] of the component that is read, and of the text that was taken.
    rank: u8,
    taken: u8,
    /// Texts that are neither the story nor the same text in another form.
    further: usize,
}

fn formal(element: &Element, path: &[&str]) -> Option<String> {
    let found = element.at(path)?;
    found.attribute("formalname").map(str::to_owned).or_else(|| found.words())
}

fn identify(story: &mut Story, identification: &Element) {
    let id = |name: &str| identification.at(&["newsidentifier", name]).and_then(Element::words);
    let provider = id("providerid");
    // The public identifier names the version too; the other three name the item.
    let parts: Option<Vec<String>> =
        ["providerid", "dateid", "newsitemid"].map(id).into_iter().collect();
    story.item.guid =
        parts.map(|p| format!("urn:newsml:{}", p.join(":"))).or_else(|| id("publicidentifier"));
    story.item.version = id("revisionid").and_then(|v| v.parse().ok()).unwrap_or_default();
    story.item.provider = provider;
    story.item.slug = identification.at(&["namelabel"]).and_then(Element::words);
}

fn manage(story: &mut Story, management: &Element) {
    let words = |name: &str| management.at(&[name]).and_then(Element::words);
    story.first = words("firstcreated");
    story.this = words("thisrevisioncreated");
    story.item.urgency = formal(management, &["urgency"]);
    let status = formal(management, &["status"]).unwrap_or_default();
    story.item.notice = Notice::of_status(&status);
    let told = management.all("instruction").filter_map(|i| i.attribute("formalname"));
    story.item.notice = told.map(Notice::of_signal).fold(story.item.notice, Notice::max);
    if story.item.notice == Notice::Withheld {
        story.item.embargo =
            management.at(&["statuswillchange", "dateandtime"]).and_then(Element::words);
    }
}

/// Reads a component and those inside it; `of_picture` says that it belongs to a picture.
/// `role` is that of the component around it.
fn read(
    component: &Element,
    of_picture: bool,
    role: Option<&str>,
    story: &mut Story,
    parts: &mut Parts,
) {
    let own = formal(component, &["role"]).map(|role| role.to_ascii_lowercase());
    let role = own.as_deref().or(role).unwrap_or_default().to_owned();
    parts.rank = rank(&role);
    let has_picture = component.all("contentitem").any(is_picture);
    let nested = component.all("newscomponent").any(|c| c.all("contentitem").any(is_picture));
    let of_picture = of_picture
        || has_picture
        || matches!(role.as_str(), "caption" | "picture" | "photo" | "image" | "graphic" | "video")
        || nested && !component.all("newscomponent").any(is_text_component);
    if !of_picture {
        lines(component, story);
    }
    let credit = component.at(&["newslines", "creditline"]).and_then(Element::words);
    for item in component.all("contentitem").filter(|item| !is_picture(item)) {
        let Some(data) = item.at(&["datacontent"]) else { continue };
        content(data, of_picture, credit.as_deref(), story, parts);
    }
    for inner in component.all("newscomponent") {
        read(inner, of_picture, Some(&role), story, parts);
    }
}

/// Returns how far a text in that role is from being the story: a summary stands for it only if
/// there is nothing else.
fn rank(role: &str) -> u8 {
    match role {
        "main" => 0,
        "summary" | "abstract" | "teaser" | "lead" => 2,
        _ => 1,
    }
}

fn is_picture(item: &Element) -> bool {
    let kind = formal(item, &["mediatype"]).unwrap_or_default().to_ascii_lowercase();
    matches!(kind.as_str(), "photo" | "graphic" | "video" | "audio" | "animation" | "image")
}

fn is_text_component(component: &Element) -> bool {
    component.all("contentitem").any(|item| {
        formal(item, &["mediatype"]).is_some_and(|kind| kind.eq_ignore_ascii_case("text"))
    }) && formal(component, &["role"]).is_none_or(|role| !role.eq_ignore_ascii_case("caption"))
}

/// Reads the lines for readers and the metadata of a component, as far as nothing outside it gave
/// them.
fn lines(component: &Element, story: &mut Story) {
    let line = |name: &str| component.at(&["newslines", name]).and_then(Element::words);
    story.title = story.title.take().or_else(|| line("headline"));
    story.credit = story.credit.take().or_else(|| line("creditline"));
    story.item.slug = line("slugline").or(story.item.slug.take());
    story.item.dateline = story.item.dateline.take().or_else(|| line("dateline"));
    if story.authors.is_empty() {
        let bylines = component.at(&["newslines"]);
        story.authors = bylines
            .map(|l| l.all("byline").filter_map(Element::words).collect())
            .unwrap_or_default();
    }
    let party = |name: &str| formal(component, &["administrativemetadata", name, "party"]);
    if let Some(provider) = party("provider") {
        story.item.provider = Some(provider);
    }
    story.credit = story.credit.take().or_else(|| party("source"));
    story.language =
        story.language.take().or_else(|| formal(component, &["descriptivemetadata", "language"]));
    let note = component.at(&["newslines", "newsline"]).filter(|line| {
        formal(line, &["newslinetype"])
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("note"))
    });
    let note = note.and_then(|n| n.at(&["newslinetext"])).and_then(Element::words);
    story.item.note = story.item.note.take().or(note);
}

fn content(
    data: &Element,
    of_picture: bool,
    credit: Option<&str>,
    story: &mut Story,
    parts: &mut Parts,
) {
    let inner = data.at(&["nitf"]).or_else(|| data.find("nitf"));
    let mut captions = Vec::new();
    let read = inner.map(nitf::story);
    let text = match &read {
        Some(read) => read.text.clone().unwrap_or_default(),
        None => prose::lines(data.find("body").unwrap_or(data), &mut captions).join("\n"),
    };
    if text.trim().is_empty() {
        return;
    }
    if of_picture {
        parts.captions.push(prose::credited(text.replace('\n', " "), credit));
    } else if story.text.is_none() || parts.rank < parts.taken {
        parts.further += usize::from(story.text.is_some());
        story.text = Some(text);
        parts.captions.append(&mut captions);
        (parts.nitf, parts.taken) = (read, parts.rank);
    } else if !same_words(story.text.as_deref().unwrap_or_default(), &text) {
        parts.further += 1;
    }
}

/// Whether two texts are the same words, as one text in two forms is.
fn same_words(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Takes from a story inside the item what the item itself does not say.
fn fill(story: &mut Story, inner: Story) {
    story.title = story.title.take().or(inner.title);
    story.credit = story.credit.take().or(inner.credit);
    story.language = story.language.take().or(inner.language);
    story.first = story.first.take().or(inner.first);
    if story.authors.is_empty() {
        story.authors = inner.authors;
    }
    story.captions.extend(inner.captions);
    story.item.dateline = story.item.dateline.take().or(inner.item.dateline);
    story.item.notice = story.item.notice.max(inner.item.notice);
    story.item.note = story.item.note.take().or(inner.item.note);
}
