//! The story of a page that is assembled only by scripts, read from the data that the page includes
//! for them.
//!
//! Frameworks put a page's data into a script: Next (`__NEXT_DATA__`, or pieces pushed to
//! `self.__next_f`), Nuxt, Apollo, Arc's Fusion, WordPress' REST responses. All of it is JSON and,
//! whatever its keys, the story is next to the page's own title.

use serde_json::{Map, Value};

use super::dom::{Bounds, Dom, Id};
use super::text::folded;

/// Values examined in one script. Chosen by judgement; it bounds the work.
const VALUES: usize = 300_000;
/// Values examined in all the data of one page. Chosen by judgement; no page has many scripts that
/// large.
const VALUES_OF_PAGE: usize = 4 * VALUES;
/// Levels that are walked. Chosen by judgement; references may be circular.
const DEPTH: usize = 48;
/// Bytes from which a text in the data is a story rather than a teaser. Chosen by judgement.
const STORY: usize = 400;
/// Places in one script from which a value is tried. Chosen by judgement; each try may read the
/// whole rest.
const STARTS: usize = 40;

/// A story in a page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Story {
    /// Its paragraphs.
    pub(super) lines: Vec<String>,
}

/// Finds the story with one of `titles` in the data of a page. Linear in the length of its scripts.
pub(super) fn story(dom: &Dom, titles: &[&str], bounds: Bounds) -> Option<Story> {
    let titles: Vec<String> = titles.iter().map(|t| folded(t)).filter(|t| t.len() >= 8).collect();
    let mut best: (usize, Vec<String>) = (0, Vec::new());
    let mut room = VALUES_OF_PAGE;
    for value in values(dom) {
        let left = VALUES.min(room);
        let mut search = Search { titles: &titles, root: &value, bounds, left, best: (0, None) };
        search.walk(&value, 0);
        room -= left - search.left;
        if let (length, Some(lines)) = search.best
            && length > best.0
        {
            best = (length, lines);
        }
    }
    (best.0 >= STORY).then_some(Story { lines: best.1 })
}

/// Returns everything in a page's scripts that parses as JSON.
fn values(dom: &Dom) -> Vec<Value> {
    let (mut out, mut pushed, mut room) = (Vec::new(), String::new(), super::jsonld::ROOM);
    let mut copies = VALUES;
    for id in
        dom.below(0).filter(|&id| dom.name(id) == "script" && dom.attribute(id, "src").is_none())
    {
        let text: String = dom.children(id).filter_map(|c| dom.text(c)).collect();
        let text = text.trim();
        let Some(left) = room.checked_sub(text.len()) else { continue };
        room = left;
        if let Some(piece) = piece(text) {
            pushed.push_str(&piece);
        } else if text.starts_with(['{', '[']) {
            out.extend(first(text).map(|value| revived(dom, id, value, &mut copies)));
        } else if text.len() >= STORY {
            assigned(text, &mut out);
        }
    }
    flight(&pushed, &mut out);
    out
}

fn first(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok()
}

/// Returns the content of one piece of React's stream: `self.__next_f.push([1,"…"])`. `None` if the
/// script is not such a piece.
fn piece(text: &str) -> Option<String> {
    let at = text.find("__next_f.push(")?;
    match first(&text[at + "__next_f.push(".len()..])? {
        Value::Array(mut items) if items.len() >= 2 => match items.swap_remove(1) {
            Value::String(piece) => Some(piece),
            _ => Some(String::new()),
        },
        _ => Some(String::new()),
    }
}

/// Parses the rows of React's stream: `1a:{…}`, or a text with its length in bytes, `1b:T4c3,…`.
fn flight(stream: &str, out: &mut Vec<Value>) {
    let mut rows = Map::new();
    let mut rest = stream;
    while let Some((name, row)) = rest.split_once(':') {
        let name = name.rsplit('\n').next().unwrap_or_default();
        let text = row.strip_prefix('T').and_then(|row| {
            let length = row.bytes().take_while(u8::is_ascii_hexdigit).count();
            let text = row[length..].strip_prefix(',')?;
            Some((usize::from_str_radix(&row[..length], 16).ok()?, text))
        });
        if let Some((length, text)) = text {
            let end = text.floor_char_boundary(length.min(text.len()));
            rows.insert(format!("${name}"), Value::String(text[..end].to_owned()));
            rest = &text[end..];
        } else {
            let end = row.find('\n').unwrap_or(row.len());
            if let Some(value) =
                first(row[..end].trim_start_matches(|c: char| c.is_ascii_uppercase()))
            {
                rows.insert(format!("${name}"), value);
            }
            rest = &row[end..];
        }
    }
    if !rows.is_empty() {
        out.push(Value::Object(rows));
    }
}

/// Parses values that a script assigns: `window.x = {…}`, `JSON.parse("…")`.
fn assigned(text: &str, out: &mut Vec<Value>) {
    let mut at = 0;
    for _ in 0..STARTS {
        let Some(found) = text[at..].find(['=', '(']).map(|i| at + i + 1) else { break };
        at = found;
        let rest = text[at..].trim_start();
        let parsed = match rest.as_bytes().first() {
            Some(b'{' | b'[') => {
                let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
                let value = stream.next().and_then(Result::ok);
                value.map(|value| (value, stream.byte_offset()))
            }
            Some(b'"') if text[..at].ends_with("JSON.parse(") => {
                first(rest).as_ref().and_then(Value::as_str).and_then(first).map(|value| (value, 0))
            }
            _ => None,
        };
        if let Some((value, length)) = parsed {
            at = text.len() - rest.len() + length;
            out.push(value);
        }
    }
}

/// Resolves Nuxt's list, in which each number is the index of a value; returns other data
/// unchanged. `left` is what may still be copied, see [`resolved`].
fn revived(dom: &Dom, id: Id, value: Value, left: &mut usize) -> Value {
    if !dom.attribute(id, "id").is_some_and(|id| id.contains("NUXT_DATA")) {
        return value;
    }
    let Value::Array(items) = &value else { return value };
    resolved(items, 0, 0, left)
}

/// Copies the value at an index with what it refers to, until nothing is left of `left`: a value
/// may be referred to often, so each copy costs one, and its key and text cost by their length.
fn resolved(items: &[Value], at: usize, depth: usize, left: &mut usize) -> Value {
    let Some(value) = items.get(at).filter(|_| depth < DEPTH && *left > 0) else {
        return Value::Null;
    };
    let mut follow = |key: &str, v: &Value| {
        if *left == 0 {
            return None;
        }
        *left = left.saturating_sub(1 + key.len() / 16);
        Some(match v.as_u64().and_then(|n| usize::try_from(n).ok()) {
            Some(n) => resolved(items, n, depth + 1, left),
            None => copied(v, left),
        })
    };
    match value {
        Value::Object(map) => {
            Value::Object(map.iter().map_while(|(k, v)| Some((k.clone(), follow(k, v)?))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map_while(|v| follow("", v)).collect()),
        other => copied(other, left),
    }
}

/// Copies a value that refers to no other; it costs what is in it.
fn copied(value: &Value, left: &mut usize) -> Value {
    fn cost(value: &Value) -> usize {
        match value {
            Value::String(text) => text.len() / 16,
            Value::Array(list) => list.iter().map(|v| 1 + cost(v)).sum(),
            Value::Object(map) => map.iter().map(|(k, v)| 1 + k.len() / 16 + cost(v)).sum(),
            _ => 0,
        }
    }
    *left = left.saturating_sub(cost(value));
    value.clone()
}

/// The search for the story in one value.
struct Search<'v> {
    titles: &'v [String],
    root: &'v Value,
    bounds: Bounds,
    left: usize,
    /// The longest story found: its length and paragraphs.
    best: (usize, Option<Vec<String>>),
}

/// Whether a key denotes other stories, or content that is not the text of this one.
fn is_aside(key: &str) -> bool {
    const WORDS: [&str; 24] = [
        "related",
        "recommend",
        "comment",
        "author",
        "byline",
        "promo",
        "teaser",
        "caption",
        "credit",
        "seo",
        "meta",
        "image",
        "video",
        "gallery",
        "bio",
        "tag",
        "taxonomy",
        "disclaimer",
        "newsletter",
        "trending",
        "popular",
        "footer",
        "script",
        "style",
    ];
    let key = key.to_ascii_lowercase();
    WORDS.iter().any(|word| key.contains(word))
}

impl<'v> Search<'v> {
    fn walk(&mut self, value: &'v Value, depth: usize) {
        if depth > DEPTH || self.left == 0 {
            return;
        }
        self.left -= 1;
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.walk(item, depth + 1)),
            Value::Object(map) => {
                if self.is_own(map) {
                    self.consider(map);
                }
                map.values().for_each(|item| self.walk(item, depth + 1));
            }
            _ => {}
        }
    }

    /// Whether a title in the data is one that the page shows, which may be followed by the site's
    /// name.
    fn is_title(&self, told: &str) -> bool {
        let begins = |title: &String| {
            told.len() >= 24
                && title
                    .strip_prefix(told)
                    .is_some_and(|rest| rest.starts_with(' ') && rest.len() <= told.len())
        };
        self.titles.iter().any(|title| title == told || begins(title))
    }

    /// Whether an object has the page's title, directly or in a nested field:
    /// `"title":{"rendered":"…"}`.
    fn is_own(&self, map: &Map<String, Value>) -> bool {
        let is_title = |v: &Value| {
            v.as_str()
                .is_some_and(|t| t.len() <= 600 && self.is_title(&folded(&plain(t, self.bounds))))
        };
        map.iter().any(|(key, v)| {
            let key = key.to_ascii_lowercase();
            (key.contains("title") || key.contains("headline") || key == "name" || key == "hed")
                && (is_title(v) || v.as_object().is_some_and(|inner| inner.values().any(is_title)))
        })
    }

    /// Keeps the longest text below one key of an object.
    fn consider(&mut self, map: &'v Map<String, Value>) {
        for (key, value) in map.iter().filter(|(key, _)| !is_aside(key)) {
            let mut lines = Vec::new();
            self.collect(key, value, 0, &mut lines);
            let length = lines.iter().map(String::len).sum();
            if length > self.best.0 {
                self.best = (length, Some(lines));
            }
        }
    }

    /// Collects the paragraphs below a value, in order.
    fn collect(&mut self, key: &str, value: &'v Value, depth: usize, lines: &mut Vec<String>) {
        if depth > DEPTH || self.left == 0 {
            return;
        }
        self.left = self.left.saturating_sub(1 + value.as_str().map_or(0, str::len) / 16);
        match value {
            Value::String(text) if text.starts_with('$') && text.len() <= 12 => {
                if let Some(row @ Value::String(_)) = self.root.get(text.as_str()) {
                    self.collect(key, row, depth + 1, lines);
                }
            }
            Value::String(text) if is_text(key, text) => {
                if text.contains('<') {
                    lines.extend(
                        super::fragment(text, self.bounds)
                            .unwrap_or_default()
                            .split('\n')
                            .map(str::to_owned)
                            .filter(|l| !l.is_empty()),
                    );
                } else {
                    lines.extend(
                        text.split('\n').map(|l| plain(l, self.bounds)).filter(|l| !l.is_empty()),
                    );
                }
            }
            Value::Array(items) => {
                items.iter().for_each(|item| self.collect(key, item, depth + 1, lines))
            }
            Value::Object(map) => {
                if let Some(target) = map
                    .get("__ref")
                    .or_else(|| map.get("id").filter(|_| map.contains_key("typename")))
                    .and_then(Value::as_str)
                    && let Some(row) = self.root.get(target)
                {
                    return self.collect(key, row, depth + 1, lines);
                }
                let kind = ["type", "nodeType", "__typename", "name", "kind"]
                    .iter()
                    .find_map(|k| map.get(*k).and_then(Value::as_str));
                let kind = kind.unwrap_or_default().to_ascii_lowercase();
                if is_aside(&kind) || kind.contains("interstitial") || kind.contains("embed") {
                    return;
                }
                let begun = lines.len();
                for (key, item) in map.iter().filter(|(key, _)| !is_aside(key)) {
                    self.collect(key, item, depth + 1, lines);
                }
                // The pieces of one paragraph: words, links and the like.
                let is_block = ["paragraph", "heading", "list-item", "listitem", "quote"]
                    .iter()
                    .any(|k| kind.contains(k))
                    || kind == "p";
                if is_block && lines.len() > begun + 1 {
                    let whole = joined(&lines.split_off(begun));
                    lines.push(whole);
                }
            }
            _ => {}
        }
    }
}

/// Joins the pieces of a paragraph into one line, adding a space where two pieces have none between
/// them.
fn joined(pieces: &[String]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if !out.is_empty()
            && !out.ends_with(char::is_whitespace)
            && piece.starts_with(char::is_alphanumeric)
        {
            out.push(' ');
        }
        out.push_str(piece);
    }
    out
}

/// Whether a string is part of a text, judged by its key, or because it cannot be anything else.
fn is_text(key: &str, text: &str) -> bool {
    const KEYS: [&str; 12] = [
        "text",
        "content",
        "value",
        "html",
        "body",
        "rendered",
        "children",
        "paragraph",
        "p",
        "articlebody",
        "bodytext",
        "markup",
    ];
    let trimmed = text.trim();
    if trimmed.is_empty()
        || trimmed.starts_with("http")
        || trimmed.starts_with(['{', '[', '/', '#']) && !trimmed.contains(". ")
    {
        return false;
    }
    let key = key.to_ascii_lowercase();
    let is_prose = trimmed.len() >= 80 && trimmed.matches(' ').count() * 20 >= trimmed.len();
    KEYS.contains(&key.as_str()) && trimmed.contains(|c: char| c.is_alphabetic())
        || is_prose && !key.contains("desc") && !key.contains("summary")
}

/// Returns a line without tags and escapes.
fn plain(text: &str, bounds: Bounds) -> String {
    if text.contains(['<', '&']) {
        return super::fragment(text, bounds).unwrap_or_default().replace('\n', " ");
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { depth: 512, nodes: 300_000 };
    const ONE: &str = "The ferries of Halvik stood still on Monday, and the quays were empty from the morning until late in the evening, the port said.";
    const TWO: &str = "\u{201c}We have waited two years for this rise,\u{201d} said Jane Doe of the seamen's union, which had called the strike on Friday night.";

    fn lines(html: &str) -> Vec<String> {
        let dom = Dom::parse(html, BOUNDS).expect("a page");
        story(&dom, &["Ferries stand still"], BOUNDS).map(|s| s.lines).unwrap_or_default()
    }

    fn html() -> String {
        format!("<p>{ONE}</p><p>{TWO}</p><p>{ONE}</p><p>{TWO}</p>")
    }

    #[test]
    fn a_title_with_the_sites_name_behind_it_is_still_the_storys() {
        let body = serde_json::to_string(&html()).expect("a string");
        let page = format!(
            "<script type=application/json>{{\"title\":\"Ferries of Halvik stand still\",\"body\":{body}}}</script>"
        );
        let dom = Dom::parse(&page, BOUNDS).expect("a page");
        let found = |title: &str| story(&dom, &[title], BOUNDS).is_some();
        assert!(found("Ferries of Halvik stand still - Coast | Quay Post"));
        assert!(!found("Ferries of Halvik stand stillness") && !found("Ferries"));
    }

    #[test]
    fn the_story_beside_the_title_is_found_whatever_brings_it() {
        let whole = [ONE, TWO, ONE, TWO];
        let quoted = |text: &str| serde_json::to_string(text).expect("a string");
        let body = quoted(&html());
        let article = format!("{{\"title\":\"Ferries stand still\",\"body\":{body}}}");
        let other = format!("{{\"title\":\"Otters\",\"body\":{}}}", quoted(&html().repeat(4)));
        let pages = [
            format!(
                "<script id=__NEXT_DATA__ type=application/json>{{\"props\":{{\"all\":[{other},{article}]}}}}</script>"
            ),
            format!(
                "<script>window.__NUXT__={{\"data\":[{article}]}};var x = {{\"a\":1}};</script>"
            ),
            format!("<script>window.__STATE__ = JSON.parse({});</script>", quoted(&article)),
            format!(
                "<script>self.__next_f.push([1,{}])</script><script>self.__next_f.push([1,{}])</script>",
                quoted("1:I[\"x\"]\n2:{\"title\":\"Ferries stand still\",\"body\":\"$3\"}\n"),
                quoted(&format!("3:T{:x},{}4:null\n", html().len(), html()))
            ),
            format!(
                "<script>Fusion.globalContent={{\"headlines\":{{\"basic\":\"Ferries stand still\"}},\"content_elements\":[{{\"type\":\"text\",\"content\":{0}}},{{\"type\":\"image\",\"caption\":\"A ferry\"}},{{\"type\":\"text\",\"content\":{1}}},{{\"type\":\"text\",\"content\":{0}}},{{\"type\":\"text\",\"content\":{1}}}]}};</script>",
                quoted(ONE),
                quoted(TWO)
            ),
            format!(
                "<script type=application/json>{{\"Story:1\":{{\"headline\":\"Ferries stand still\",\"parts\":[{{\"__ref\":\"P:1\"}},{{\"__ref\":\"P:2\"}},{{\"__ref\":\"P:1\"}},{{\"__ref\":\"P:2\"}}]}},\"P:1\":{{\"text\":{}}},\"P:2\":{{\"text\":{}}}}}</script>",
                quoted(ONE),
                quoted(TWO)
            ),
            format!(
                "<script type=application/json>[{{\"title\":{{\"rendered\":\"Ferries stand still\"}},\"content\":{{\"rendered\":{body}}}}}]</script>"
            ),
            format!(
                "<script type=application/json id=__NUXT_DATA__>[[\"Reactive\",1],{{\"title\":2,\"body\":3}},\"Ferries stand still\",{body}]</script>"
            ),
        ];
        for page in &pages {
            assert_eq!(lines(page), whole, "{page}");
        }
    }

    #[test]
    fn pieces_of_a_paragraph_are_one_line() {
        let page = format!(
            "<script type=application/json>{{\"title\":\"Ferries stand still\",\"body\":[{{\"type\":\"paragraph\",\"children\":[{{\"text\":\"Read \"}},{{\"type\":\"link\",\"children\":[{{\"text\":\"this\"}}]}},{{\"text\":\", said {}\"}}]}}]}}</script>",
            ONE.repeat(4)
        );
        assert_eq!(lines(&page), [format!("Read this, said {}", ONE.repeat(4))]);
    }

    #[test]
    fn circles_and_bombs_end() {
        let round = "<script type=application/json id=__NUXT_DATA__>[{\"title\":1,\"a\":0,\"b\":0},\"Ferries stand still\"]</script>";
        assert!(lines(round).is_empty());
        let round = "<script type=application/json>{\"A\":{\"title\":\"Ferries stand still\",\"b\":{\"__ref\":\"A\"},\"c\":{\"__ref\":\"A\"}}}</script>";
        assert!(lines(round).is_empty());
        let deep = format!("<script>x = {}</script>", "[".repeat(100_000));
        assert!(lines(&deep).is_empty());
    }

    /// Returns the number of bytes and values that a list of Nuxt's resolves to.
    fn size(list: &str) -> usize {
        fn of(value: &Value) -> usize {
            1 + match value {
                Value::String(text) => text.len(),
                Value::Array(list) => list.iter().map(of).sum(),
                Value::Object(map) => map.iter().map(|(k, v)| k.len() + of(v)).sum(),
                _ => 0,
            }
        }
        let items: Vec<Value> = serde_json::from_str(list).expect("a list");
        of(&resolved(&items, 0, 0, &mut { VALUES }))
    }

    #[test]
    fn copies_cost_what_is_in_them_wherever_it_is() {
        let twice = format!("[{}]", ["1"; 1_000].join(","));
        let (text, key) = ("x".repeat(100_000), "k".repeat(100_000));
        for bomb in [
            format!("[{twice},[\"{text}\"]]"),
            format!("[{twice},{{\"a\":\"{text}\"}}]"),
            format!("[{twice},{{\"{key}\":-1}}]"),
            format!("[{twice},[[\"{text}\"]]]"),
            format!("[{twice},[{}]]", ["-1"; 50_000].join(",")),
            format!("[[{}]]", ["0"; 50_000].join(",")),
        ] {
            assert!(size(&bomb) <= 20 * VALUES, "{} {}", &bomb[bomb.len() - 20..], size(&bomb));
        }
    }

    #[test]
    fn many_small_bombs_are_no_worse_than_one() {
        let one = "<script type=application/json id=__NUXT_DATA__>[[0,0,0,0],1]</script>";
        let began = std::time::Instant::now();
        assert!(lines(&one.repeat(5_000)).is_empty());
        let one = "<script>x={\"A\":{\"title\":\"Ferries stand still\",\"b\":{\"__ref\":\"A\"},\"c\":{\"__ref\":\"A\"}}}</script>";
        assert!(lines(&one.repeat(5_000)).is_empty());
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }

    #[test]
    fn rows_of_a_stream_are_read_to_their_end_only() {
        let read = |stream: &str| {
            let mut out = Vec::new();
            flight(stream, &mut out);
            out.pop().unwrap_or_default()
        };
        let rows = read("1:T3,abc2:T\n3:Tx,y\n4:[1]\n");
        assert_eq!(rows, serde_json::json!({"$1": "abc", "$4": [1]}));
        let began = std::time::Instant::now();
        read(&"a:T\n".repeat(500_000));
        read(&"a:Tf\n".repeat(500_000));
        assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    }
}
