//! Finds the part of a page that holds its text: the part that the page marks as such, else the
//! smallest one that holds nearly all of the prose.

use rustc_hash::FxHashSet;

use super::dom::{Dom, Id};
use super::text::Page;

/// Weight of prose below which a page may tell its story without any. Chosen by judgement: two or
/// three lines of comments and notices.
pub(super) const LITTLE: usize = 400;

/// Parts with one marker that are joined at most. Chosen by judgement; it bounds the work, and a
/// story has fewer pieces.
const PIECES: usize = 1_000;

impl Page<'_> {
    /// Returns the container of the main text.
    pub(super) fn container(&self) -> Id {
        let enough = (self.prose[0] / 4).max(1);
        if let Some(marked) = self.marked_without_prose() {
            return marked;
        }
        // The element that contains the headline is the story; others beside it may be teasers.
        let headed: FxHashSet<Id> = self
            .dom
            .below(0)
            .filter(|&id| self.dom.name(id) == "h1")
            .flat_map(|id| self.dom.ancestors(id))
            .collect();
        for sign in [is_marked, is_article] {
            let mut found: Vec<Id> = self
                .dom
                .below(0)
                .filter(|&id| self.prose[id as usize] > 0 && sign(self.dom, id))
                .collect();
            found.retain(|&id| !self.dom.ancestors(id).any(|up| self.cut[up as usize]));
            // A story in chunks has the same marker several times, with much prose in each.
            let own = |id: Id| if headed.contains(&id) { 3 } else { 1 };
            let Some(&best) = found
                .iter()
                .max_by_key(|&&id| (self.prose[id as usize] * own(id), std::cmp::Reverse(id)))
            else {
                continue;
            };
            let alike: Vec<Id> = found
                .iter()
                .copied()
                .filter(|&id| {
                    self.dom.name(id) == self.dom.name(best)
                        && (self.dom.attribute(id, "class") == self.dom.attribute(best, "class")
                            || mark(self.dom, id).is_some_and(|m| Some(m) == mark(self.dom, best)))
                })
                .filter(|&id| {
                    id == best
                        || !self.dom.ancestors(id).any(|up| up == best)
                            && !self.dom.ancestors(best).any(|up| up == id)
                })
                .take(PIECES)
                .collect();
            let whole = if sign(self.dom, best) && alike.len() > 1 && is_marked(self.dom, best) {
                let common = self.common(&alike);
                let inside: usize = alike.iter().map(|&id| self.prose[id as usize]).sum();
                // A list of teasers also shares one marker, but makes up less than half of a page
                // with a story.
                let is_most = inside * 2 >= self.prose[0] || headed.contains(&common);
                if is_most && inside * 10 >= self.prose[common as usize] * 8 {
                    common
                } else {
                    best
                }
            } else {
                best
            };
            if self.prose[whole as usize] >= enough {
                return self.tighten(whole);
            }
        }
        self.tighten(0)
    }

    /// Returns the part that the page marks as its story although it contains no prose, if the page
    /// has no prose elsewhere either: a table of results, a list, a poem.
    fn marked_without_prose(&self) -> Option<Id> {
        if self.prose[0] > LITTLE {
            return None;
        }
        let marked =
            self.dom.below(0).filter(|&id| is_marked(self.dom, id) && !self.cut[id as usize]);
        let shown = |id: Id| {
            self.lines(id).iter().filter(|l| !l.is_link()).map(|l| l.weight).sum::<usize>()
        };
        let (weight, id) = marked.take(20).map(|id| (shown(id), std::cmp::Reverse(id))).max()?;
        (weight > 2 * self.prose[id.0 as usize]).then_some(id.0)
    }

    /// Returns the lowest common ancestor of these nodes.
    fn common(&self, ids: &[Id]) -> Id {
        let chain = |id: Id| {
            let mut up: Vec<Id> = std::iter::once(id).chain(self.dom.ancestors(id)).collect();
            up.reverse();
            up
        };
        let mut shared = chain(ids[0]);
        for &id in &ids[1..] {
            let other = chain(id);
            let same = shared.iter().zip(&other).take_while(|(a, b)| a == b).count();
            shared.truncate(same);
        }
        shared.last().copied().unwrap_or(0)
    }

    /// Descends as long as a single child holds nearly all of the prose.
    fn tighten(&self, mut at: Id) -> Id {
        loop {
            let next = self.dom.children(at).max_by_key(|&c| self.prose[c as usize]);
            match next {
                Some(child)
                    if self.prose[child as usize] * 100 >= self.prose[at as usize] * 93
                        && self.prose[child as usize] > 0 =>
                {
                    at = child
                }
                _ => return at,
            }
        }
    }
}

/// Whether the page marks the element as the text of its story.
pub(super) fn is_marked(dom: &Dom, id: Id) -> bool {
    mark(dom, id).is_some()
}

/// Returns the name or property by which the page marks the element as the text of its story.
fn mark(dom: &Dom, id: Id) -> Option<&'static str> {
    const MARKS: &[&str] = &[
        "articlebody",
        "articletext",
        "articlecontent",
        "articlefulltext",
        "storybody",
        "storytext",
        "storycontent",
        "postbody",
        "postcontent",
        "posttext",
        "entrycontent",
        "entrybody",
        "bodytext",
        "bodycopy",
        "bodycontent",
        "contentbody",
        "newstext",
        "newsbody",
        "newscontent",
        "fulltext",
        "richtext",
        "textcontent",
        "contenttext",
        "pagecontent",
        "singlecontent",
        "articlemain",
        "artikeltext",
    ];
    if !matches!(dom.name(id), "div" | "section" | "article" | "main" | "td" | "span")
        && !dom.name(id).contains('-')
    {
        return None;
    }
    if dom
        .attribute(id, "itemprop")
        .is_some_and(|p| p.split_whitespace().any(|w| w.eq_ignore_ascii_case("articleBody")))
    {
        return Some("articlebody");
    }
    ["class", "id", "data-testid", "data-component"]
        .iter()
        .filter_map(|a| dom.attribute(id, a))
        .find_map(|names| {
            names.split_whitespace().find_map(|name| {
                let plain: String = name
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                    .flat_map(char::to_lowercase)
                    .collect();
                MARKS.iter().copied().find(|m| plain.contains(m))
            })
        })
}

pub(super) fn is_article(dom: &Dom, id: Id) -> bool {
    matches!(dom.name(id), "article" | "main")
        || dom.attribute(id, "role").is_some_and(|r| matches!(r, "article" | "main"))
}
