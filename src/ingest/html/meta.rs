//! What a page declares about itself: JSON-LD, OpenGraph and other meta tags, canonical link,
//! language.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::dom::Dom;
use super::jsonld;
use super::names;
use super::text::folded;

/// A page's metadata, verbatim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline: that of JSON-LD, else that of the card.
    pub title: Option<String>,
    /// The headline in JSON-LD.
    pub headline: Option<String>,
    /// The title of the card shown where the page is shared, from OpenGraph and similar tags.
    pub card: Option<String>,
    /// The page's own summary.
    pub description: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The addresses of the authors' pages.
    pub author_pages: Vec<String>,
    /// Whether JSON-LD names only organisations as authors.
    pub by_house: bool,
    /// The page's own address.
    pub canonical: Option<String>,
    /// The name of the site.
    pub site: Option<String>,
    /// The publisher named in JSON-LD.
    pub publisher: Option<String>,
    /// The origin of the story according to JSON-LD.
    pub credit: Option<String>,
    /// A language tag.
    pub language: Option<String>,
    /// Captions of the story's pictures.
    pub captions: Vec<String>,
    /// The text, if the metadata repeats it.
    pub body: Option<String>,
    /// Whether JSON-LD says that it is a live blog.
    pub live: bool,
    /// Whether the page says that it is not free to read.
    pub paywalled: bool,
    /// Publication time in JSON-LD.
    pub published_jsonld: Option<String>,
    /// Publication times in meta tags, best first.
    pub published_meta: Vec<String>,
    /// Dates in meta tags that may be those of the page's creation or last change, best first.
    pub dated_meta: Vec<String>,
    /// Contents of other meta tags that may be dates.
    pub other_dates: Vec<String>,
    /// The address of the story's picture.
    pub image: Option<String>,
    /// Modification time, from JSON-LD or meta tags.
    pub modified: Option<String>,
}

/// Bytes above which a `parsely-page` tag is ignored. Chosen by judgement.
const MOST_PARSELY: usize = 20_000;
/// Custom lines of a card that are read. Chosen by judgement; a card shows two.
const MOST_LABELS: usize = 20;
/// Nodes of JSON-LD examined. Chosen by judgement; it bounds the work.
const NODES: usize = 20_000;

/// Whether a JSON-LD type is a story.
fn is_story(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting"
                | "Report"
                | "LiveBlogPosting"
                | "Review"
                | "SocialMediaPosting"
                | "AnalysisNewsArticle"
        )
}

impl Meta {
    /// Reads a page's head and data. Linear in its nodes.
    pub fn read(dom: &Dom) -> Self {
        let mut meta = Self::default();
        let mut tags: Vec<(String, String)> = Vec::new();
        let (mut scripts, mut room) = (Vec::new(), jsonld::ROOM);
        for id in dom.below(0) {
            match dom.name(id) {
                "script"
                    if dom
                        .attribute(id, "type")
                        .is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) =>
                {
                    let text: String = dom.children(id).filter_map(|c| dom.text(c)).collect();
                    if text.len() <= room {
                        room -= text.len();
                        scripts.extend(jsonld::read(&text));
                    }
                }
                "meta" => {
                    let name = ["property", "name", "itemprop", "http-equiv"]
                        .iter()
                        .find_map(|a| dom.attribute(id, a));
                    if let (Some(names), Some(content)) = (name, dom.attribute(id, "content"))
                        && !content.trim().is_empty()
                    {
                        // RDFa allows several names in one tag.
                        tags.extend(
                            names
                                .split_whitespace()
                                .take(4)
                                .map(|n| (n.to_ascii_lowercase(), content.trim().to_owned())),
                        );
                    }
                }
                "link"
                    if dom
                        .attribute(id, "rel")
                        .is_some_and(|r| r.eq_ignore_ascii_case("canonical")) =>
                {
                    meta.canonical =
                        meta.canonical.take().or(dom.attribute(id, "href").map(str::to_owned));
                }
                "html" => meta.language = dom.attribute(id, "lang").map(str::to_owned),
                _ => {}
            }
        }
        let parsely = parsely(&tags);
        tags.extend(parsely);
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|n| tags.iter().find(|(name, _)| name == n))
                .map(|(_, content)| content.clone())
        };
        meta.card = find(&[
            "dc:title",
            "dc.title",
            "dcterms.title",
            "og:title",
            "twitter:title",
            "parsely-title",
            "title",
            "headline",
        ])
        .map(|t| unescape(&t));
        let address = meta.canonical.clone().or_else(|| find(&["og:url"]));
        meta.stories(&Value::Array(scripts), address.as_deref());
        meta.tags(&tags);
        meta
    }

    fn tags(&mut self, tags: &[(String, String)]) {
        let find = |names: &[&str]| {
            names
                .iter()
                .find_map(|n| tags.iter().find(|(name, _)| name == n))
                .map(|(_, content)| content.clone())
        };
        self.headline.clone_from(&self.title);
        self.title = self.title.take().or_else(|| self.card.clone());
        self.description = find(&["og:description", "description", "twitter:description"])
            .or(self.description.take());
        self.canonical = self.canonical.take().or_else(|| find(&["og:url", "twitter:url"]));
        self.site = find(&["og:site_name", "application-name"]).or(self.site.take());
        self.language = self
            .language
            .take()
            .filter(|l| !l.trim().is_empty())
            .or_else(|| find(&["og:locale", "content-language", "language", "dc.language"]));
        const AUTHORS: [&str; 15] = [
            "dc:creator",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "author",
            "article:author",
            "citation_author",
            "sailthru.author",
            "byl",
            "article:author_name",
            "cxenseparse:author",
            "article.author",
            "article-author",
            "byline",
            // `twitter:misc:Written by`
            "twitter:misc:written",
        ];
        self.author_pages = AUTHORS
            .iter()
            .flat_map(|n| tags.iter().filter(move |(name, c)| name == n && c.starts_with("http")))
            .map(|(_, address)| address.clone())
            .take(names::MOST_PAGES)
            .collect();
        if self.authors.is_empty() {
            let named = |n: &str| -> Vec<String> {
                let own = tags
                    .iter()
                    .filter(|(name, c)| name == n && !c.starts_with("http") && !c.starts_with('@'));
                own.map(|(_, content)| unescape(content)).collect()
            };
            // The custom lines of a card: `twitter:label1` is *Written by*, `twitter:data1` the
            // name.
            let card = || -> Vec<String> {
                let labels = tags.iter().filter(|(n, label)| {
                    n.starts_with("twitter:label") && names::is_opening(label)
                });
                let mut seen = HashSet::new();
                let labels = labels.map(|(n, _)| n.replace("label", "data"));
                let labels = labels.filter(|n| seen.insert(n.clone())).take(MOST_LABELS);
                labels.flat_map(|n| named(&n)).collect()
            };
            self.authors = AUTHORS
                .iter()
                .map(|n| named(n))
                .chain(std::iter::once(card()))
                .find(|names| !names.is_empty())
                .unwrap_or_default();
        }
        const PUBLISHED: &[&str] = &[
            "article:published_time",
            "og:article:published_time",
            "article:published",
            "og:published_time",
            "datepublished",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publish_date",
            "publication_date",
            "publicationdate",
            "publication-date",
            "published_at",
            "published_date",
            "article.published",
            "article_date_original",
            "originalpublicationdate",
            "rnews:datepublished",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms:issued",
            "dc:issued",
            "bt:pubdate",
            "displaydate",
            "display_date",
            "cxenseparse:recs:publishtime",
            "citation_publication_date",
            "citation_date",
            "shareaholic:article_published_time",
            "ptime",
            "og:pubdate",
            "date_published",
            "article:post_date",
            "news_publish_date",
            "release_date",
            "citation_online_date",
        ];
        const DATED: &[&str] = &[
            "dc.date",
            "dcterms.date",
            "dc:date",
            "dcterms:date",
            "dcterms:created",
            "dc:created",
            "date",
            "dc.date.created",
            "dcterms.created",
            "dc.created",
            "article:create_at",
            "article:created",
            "created",
            "creation_date",
            "datecreated",
            "eprints.date",
            "timestamp",
            "time",
        ];
        self.published_meta = PUBLISHED.iter().filter_map(|n| find(&[n])).collect();
        self.dated_meta = DATED.iter().filter_map(|n| find(&[n])).collect();
        const MODIFIED: &[&str] = &[
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "last-modified",
            "lastmod",
            "dc.modified",
            "dcterms.modified",
            "modified",
            "article:modified",
            "revision_date",
            "updated_time",
            "og:article:modified_time",
            "utime",
        ];
        self.modified = self.modified.take().or_else(|| find(MODIFIED));
        // A bare number of other than eight digits is rather the number of a page or an app.
        let like_date = |t: &str| {
            let digits = t.bytes().filter(u8::is_ascii_digit).count();
            (8..=40).contains(&t.len()) && digits >= 6 && (digits < t.len() || digits == 8)
        };
        self.other_dates = tags
            .iter()
            .filter(|(n, c)| like_date(c) && !n.contains("expir") && !n.contains("modif"))
            .map(|(_, c)| c.clone())
            .take(20)
            .collect();
        self.image = find(&["og:image", "twitter:image"]);
        self.paywalled |= find(&["article:content_tier"])
            .is_some_and(|t| matches!(t.as_str(), "locked" | "metered"));
    }

    /// Reads the page's JSON-LD: of several stories the one with the page's address or title, else
    /// the most complete one.
    fn stories(&mut self, data: &Value, address: Option<&str>) {
        let mut waiting = vec![data];
        let mut seen = 0;
        let mut stories: Vec<&Value> = Vec::new();
        let mut known: HashMap<&str, String> = HashMap::new();
        while let Some(value) = waiting.pop() {
            seen += 1;
            if seen > NODES {
                break;
            }
            match value {
                Value::Array(items) => waiting.extend(items.iter().rev()),
                Value::Object(map) => {
                    if let Some(id) = map.get("@id").and_then(Value::as_str)
                        && let Some(name) = text_of(value, "name")
                    {
                        known.entry(id).or_insert(name);
                    }
                    if kinds(value).any(is_story) {
                        stories.push(value);
                    } else if kinds(value).any(|k| k == "WebPage")
                        && self.published_jsonld.is_none()
                    {
                        self.published_jsonld = text_of(value, "datePublished");
                    }
                    waiting.extend(
                        [
                            "@graph",
                            "mainEntity",
                            "mainEntityOfPage",
                            "itemListElement",
                            "item",
                            "hasPart",
                        ]
                        .iter()
                        .filter_map(|k| map.get(*k)),
                    );
                }
                _ => {}
            }
        }
        // A list of teasers contains many stories.
        let bare = |address: &str| {
            address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned()
        };
        let (address, card) = (address.map(bare), self.card.as_deref().map(folded));
        let is_own = |story: &Value| {
            let named = ["url", "@id", "mainEntityOfPage"].iter().any(|key| {
                list(story.get(*key))
                    .filter_map(|v| v.as_str().or_else(|| v.get("@id")?.as_str()))
                    .any(|a| Some(bare(a)) == address)
            });
            named || card.is_some() && text_of(story, "headline").map(|h| folded(&h)) == card
        };
        let own = stories.iter().enumerate().max_by_key(|(at, s)| {
            (
                is_own(s),
                text_of(s, "articleBody").map_or(0, |b| b.len().min(1)),
                text_of(s, "datePublished").is_some(),
                std::cmp::Reverse(*at),
            )
        });
        if let Some((at, story)) = own {
            self.story(story);
            // The same story may be declared twice, each time with other details.
            let headline = text_of(story, "headline");
            for other in
                stories.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, s)| *s).take(20)
            {
                if headline.is_some() && text_of(other, "headline") == headline || is_own(other) {
                    let published = self.published_jsonld.take();
                    self.story(other);
                    self.published_jsonld = published.or(self.published_jsonld.take());
                }
            }
            if self.authors.is_empty() {
                // Authors referenced by `@id` in the same graph.
                let ids = list(story.get("author").or_else(|| story.get("creator")))
                    .filter_map(|a| a.get("@id").and_then(Value::as_str));
                self.authors = ids.filter_map(|id| known.get(id).cloned()).collect();
            }
        }
    }

    fn story(&mut self, story: &Value) {
        let take = |into: &mut Option<String>, key: &str| {
            if into.is_none() {
                *into = text_of(story, key);
            }
        };
        self.live |= kinds(story).any(|kind| kind == "LiveBlogPosting");
        take(&mut self.title, "headline");
        take(&mut self.description, "description");
        take(&mut self.body, "articleBody");
        take(&mut self.modified, "dateModified");
        if let Some(date) = text_of(story, "datePublished")
            .or_else(|| text_of(story, "dateCreated"))
            .or_else(|| text_of(story, "uploadDate"))
        {
            self.published_jsonld = Some(date);
        }
        if self.authors.is_empty() {
            let told = || list(story.get("author").or_else(|| story.get("creator")));
            self.authors = named(story.get("author").or_else(|| story.get("creator")));
            self.by_house = told().next().is_some()
                && told().all(|one| kinds(one).any(|kind| kind.ends_with("Organization")));
        }
        self.publisher =
            self.publisher.take().or_else(|| named(story.get("publisher")).into_iter().next());
        self.credit = self.credit.take().or_else(|| {
            ["sourceOrganization", "provider"]
                .iter()
                .find_map(|key| named(story.get(*key)).into_iter().next())
        });
        if self.site.is_none() {
            self.site = self.publisher.clone();
        }
        self.paywalled |= story.get("isAccessibleForFree").is_some_and(|free| match free {
            Value::Bool(free) => !free,
            Value::String(free) => free.eq_ignore_ascii_case("false"),
            _ => false,
        });
        for image in list(story.get("image")).chain(list(story.get("associatedMedia"))) {
            self.captions.extend(text_of(image, "caption"));
        }
    }
}

/// Returns the content of Parse.ly's older tag `parsely-page`, which is JSON, as the tags that
/// replaced it.
///
/// Source: Parse.ly, *Metadata: parsely-page*.
fn parsely(tags: &[(String, String)]) -> Vec<(String, String)> {
    let page =
        tags.iter().find(|(name, content)| name == "parsely-page" && content.len() <= MOST_PARSELY);
    let Some(page) = page.and_then(|(_, content)| jsonld::read(content)) else { return Vec::new() };
    let of = |key: &str, tag: &str| text_of(&page, key).map(|text| (tag.to_owned(), text));
    let authors = named(page.get("authors").or_else(|| page.get("author")))
        .into_iter()
        .map(|name| ("parsely-author".to_owned(), name));
    authors.chain(of("pub_date", "parsely-pub-date")).chain(of("title", "parsely-title")).collect()
}

/// Returns the types of a JSON-LD object.
fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    list(value.get("@type")).filter_map(Value::as_str).map(|k| k.rsplit('/').next().unwrap_or(k))
}

/// Returns a value as a list: its items, itself, or nothing.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let items: &[Value] = match value {
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    items.iter()
}

/// Returns the first string under a key, unescaped; `None` if it is empty.
fn text_of(value: &Value, key: &str) -> Option<String> {
    list(value.get(key)).find_map(Value::as_str).map(unescape).filter(|t| !t.is_empty())
}

/// Returns the names of persons or organisations, given as strings or objects, each once.
fn named(value: Option<&Value>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for one in list(value) {
        let name = match one {
            Value::String(name) => Some(unescape(name)),
            other => text_of(other, "name"),
        };
        if let Some(name) =
            name.filter(|n| !n.is_empty() && !n.starts_with("http") && seen.insert(n.clone()))
        {
            out.push(name);
        }
    }
    out
}

/// Undoes HTML escapes in metadata and removes tags.
fn unescape(text: &str) -> String {
    let mut out = text.trim().to_owned();
    if out.contains('&') && out.contains(';') {
        out = entities(&out);
    }
    if out.contains('<') && out.contains('>') {
        let mut plain = String::with_capacity(out.len());
        let mut rest = out.as_str();
        while let Some(at) = rest.find('<') {
            let Some(end) = rest[at..].find('>') else { break };
            if rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                plain.push_str(&rest[..at]);
                plain.push(' ');
            } else {
                plain.push_str(&rest[..=at + end]);
            }
            rest = &rest[at + end + 1..];
        }
        plain.push_str(rest);
        out = plain;
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Undoes the escapes left in a plain text (`&quot;`, `&#39;`), line by line; a text without any is
/// returned unchanged.
pub(in crate::ingest) fn unescaped(text: String) -> String {
    let escaped = |line: &str| {
        line.match_indices('&').any(|(at, _)| {
            let name = line.as_bytes()[at + 1..]
                .iter()
                .take(9)
                .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
                .count();
            (2..=8).contains(&name) && line.as_bytes().get(at + 1 + name) == Some(&b';')
        })
    };
    if !text.contains('&') || !escaped(&text) {
        return text;
    }
    let lines =
        text.split('\n').map(|line| if escaped(line) { entities(line) } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n")
}

/// Undoes character references with the parser's own list; a `<` stays as it is.
fn entities(text: &str) -> String {
    let bounds = super::dom::Bounds { depth: 8, nodes: 100 };
    let plain = text.replace('<', "\u{1}");
    // Twice, as `&amp;quot;` is common.
    (0..2)
        .fold(plain, |text, _| {
            if text.contains('&') {
                Dom::parse(&text, bounds).map_or(text, |dom| dom.words(0))
            } else {
                text
            }
        })
        .replace('\u{1}', "<")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authors(html: &str) -> Vec<String> {
        let bounds = super::super::dom::Bounds { depth: 512, nodes: 300_000 };
        Meta::read(&Dom::parse(html, bounds).expect("a page")).authors
    }

    #[test]
    fn names_are_found_once_each_in_linear_time() {
        let began = std::time::Instant::now();
        let story = |authors: &str, graph: &str| {
            authors_of(&format!(
                "{{\"@graph\":[{{\"@type\":\"NewsArticle\",\"author\":[{authors}]}}{graph}]}}"
            ))
        };
        let list = |from: fn(u32) -> String| (0..120_000).map(from).collect::<Vec<_>>().join(",");
        assert_eq!(story("\"Jane Doe\",\"Ola Berg\",\"Jane Doe\"", ""), ["Jane Doe", "Ola Berg"]);
        assert_eq!(story(&list(|n| format!("\"Jane {n}\"")), "").len(), 120_000);
        let graph = ",{\"@id\":\"a\",\"name\":\"Jane Doe\"},{\"@id\":\"a\",\"name\":\"Ola Berg\"}";
        assert_eq!(story("{\"@id\":\"a\"}", graph), ["Jane Doe"]);
        let many: String =
            (0..15_000).map(|n| format!(",{{\"@id\":\"{n}\",\"name\":\"Jane {n}\"}}")).collect();
        assert_eq!(story(&list(|_| "{\"@id\":\"7\"}".to_owned()), &many).len(), 120_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }

    fn authors_of(data: &str) -> Vec<String> {
        authors(&format!("<script type=application/ld+json>{data}</script>"))
    }

    #[test]
    fn the_lines_of_a_card_are_read_once_each() {
        let label = |n: u32| format!("<meta name=twitter:label{n} content='Written by'>");
        let data = |n: u32| format!("<meta name=twitter:data{n} content='Jane Doe'>");
        assert_eq!(authors(&(label(1) + &data(1) + &label(1))), ["Jane Doe"]);
        let began = std::time::Instant::now();
        let many = |one: &dyn Fn(u32) -> String| (0..60_000).map(one).collect::<String>();
        assert_eq!(authors(&(many(&label) + &many(&data))).len(), MOST_LABELS);
        assert_eq!(authors(&(many(&|_| label(1)) + &many(&|_| data(1)))).len(), 60_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }
}
