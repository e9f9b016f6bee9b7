//! Finds out whom a page names, and as what.

use crate::clean::credit::is_copyright;
use crate::clean::{Cleaned, Label};
use crate::ingest::Article;
use crate::languages::credit::phrases;
use crate::lineage::Evidence;
use crate::sources::domain;
use crate::text::fold;

/// Returns whether a line attributes a text to somebody who, according to `is_own`, is not the
/// page's own house.
pub(super) fn says_elsewhere(line: &str, is_own: &dyn Fn(&str) -> bool) -> bool {
    if is_copyright(line) {
        return !is_own(&holder(line));
    }
    let phrase = fold::phrase(line);
    if phrases().first.within(&phrase).next().is_some() {
        return true;
    }
    let short = line.len() <= 120;
    // For example `From https://…`.
    let linked = line
        .find("http")
        .filter(|at| line[..*at].split_whitespace().count() <= 3)
        .and_then(|at| domain::host_of(&line[at..]));
    if linked.is_some_and(|host| {
        !is_own(&label_of(&host)) && !NETWORKS.contains(&label_of(&host).as_str())
    }) {
        return true;
    }
    let labelled = line.split_once(':').is_some_and(|(label, name)| {
        phrases().source.contains(fold::phrase(label).as_str())
            && name.chars().any(char::is_alphabetic)
            && !is_own(name)
    });
    let via = || {
        line.split_once(" via ").is_some_and(|(_, name)| {
            name.starts_with(char::is_uppercase)
                || name.split_whitespace().next().is_some_and(|w| domain::host_of(w).is_some())
        })
    };
    short && (labelled || via())
}

/// Longest sentence, in bytes, that says where its text appeared first, without what it quotes.
/// Chosen by judgement; a longer one tells of something else that did.
const ELSEWHERE: usize = 160;

/// Returns whether a page says that its text is from elsewhere: *This article originally appeared in
/// the Halvik Herald.* A teaser's *Read the full story* says so of another text. O(bytes).
pub(in crate::lineage) fn says_first_elsewhere(e: &Evidence<'_>, at: u32) -> bool {
    let text = &e.articles[at as usize].text;
    let mut blocks = e.cleaned[at as usize].blocks.iter();
    blocks.any(|block| {
        let line = block.of(text);
        !matches!(block.label, Label::Caption | Label::Related)
            && (line.len() <= ELSEWHERE && says_first(line)
                || sentences(line).any(|part| {
                    says_first(part) && part.len() > ELSEWHERE && unquoted(part) <= ELSEWHERE
                }))
    })
}

/// Returns the sentences of a line, as far as a full stop and a capital show them. O(bytes).
pub(in crate::lineage) fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    let ends = line.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).filter(|end| {
        let mut after = line[*end..].chars();
        after.next().is_some_and(char::is_whitespace)
            && after.find(|c| !c.is_whitespace()).is_some_and(|c| !c.is_lowercase())
    });
    ends.chain([line.len()]).map(move |end| {
        let part = &line[from..end];
        from = end;
        part.trim()
    })
}

/// Longest sentence, in bytes, that says so. Chosen by judgement: it may quote another title.
const SENTENCE: usize = 400;

/// Returns whether a sentence says that a text appeared elsewhere before. O(bytes).
pub(in crate::lineage) fn says_first(sentence: &str) -> bool {
    sentence.len() <= SENTENCE && phrases().first.within(&fold::phrase(sentence)).next().is_some()
}

/// Returns the bytes of a sentence that are not within quotation marks, such as another title of its
/// text.
fn unquoted(sentence: &str) -> usize {
    sentence
        .split(['"', '“', '”', '„', '«', '»'])
        .enumerate()
        .filter(|(n, _)| n % 2 == 0)
        .map(|(_, part)| part.len())
        .sum()
}

/// Least letters of a domain's label that is a name by itself; a shorter one is a common word too
/// often (*post*, *times*). Chosen by judgement.
const LABEL: usize = 6;

/// Returns whether a text contains an outlet's domain, or its label as a word of its own: *first
/// published by Soundcourier* for `soundcourier.example`. O(bytes).
pub(in crate::lineage) fn has_domain(text: &str, id: &str) -> bool {
    let label = label_of(id);
    text.contains(id)
        || label.chars().count() >= LABEL && fold::phrase(text).split(' ').any(|w| w == label)
}

/// Names of hosts to which any page links.
const NETWORKS: [&str; 8] =
    ["facebook", "twitter", "x", "youtube", "instagram", "linkedin", "t", "whatsapp"];

/// Returns the holder that a copyright line names, without years and the usual phrases.
fn holder(line: &str) -> String {
    let words = fold::phrase(line);
    const COMMON: [&str; 22] = [
        "copyright",
        "c",
        "all",
        "rights",
        "reserved",
        "by",
        "the",
        "this",
        "material",
        "may",
        "not",
        "be",
        "published",
        "broadcast",
        "rewritten",
        "or",
        "redistributed",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "and",
    ];
    words
        .split(' ')
        .filter(|w| !COMMON.contains(w) && !w.bytes().all(|b| b.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns whether a text was distributed for anybody to print, by a mark at the start of a line or
/// anywhere in a short one.
pub(super) fn is_notice(article: &Article) -> bool {
    article
        .title
        .as_deref()
        .into_iter()
        .chain(article.text.lines())
        .filter(|line| !line.is_empty())
        .any(|line| {
            let head = &line[..line.floor_char_boundary(60.min(line.len()))];
            let part = fold::phrase(if line.len() <= 120 { line } else { head });
            if line.len() <= 120 {
                phrases().notice.within(&part).next().is_some()
            } else {
                phrases().notice.iter().any(|mark| part.starts_with(mark))
            }
        })
}

/// Returns the names by which an article's own house may be called.
pub(super) fn houses(article: &Article, clean: &Cleaned, e: &Evidence<'_>) -> Vec<String> {
    let mut out: Vec<String> = article.outlet.iter().cloned().collect();
    out.extend(article.url.as_deref().and_then(domain::host_of).map(|host| label_of(&host)));
    if let Some(id) = clean.source.as_deref() {
        out.push(label_of(id));
        if let Some(source) = e.registry.by_id(id) {
            out.push(source.name.clone());
            out.extend(source.aliases.iter().chain(&source.credits).cloned());
            out.extend(source.owner.clone());
        }
    }
    out
}

/// Returns the name within a host: `herald` for `www.herald.example`.
pub(super) fn label_of(host: &str) -> String {
    let domain = domain::registrable(host).unwrap_or(host);
    domain.split('.').next().unwrap_or_default().to_owned()
}

/// Returns whether two sources are one house: the same source, or one named after the other (`dpa`,
/// `dpa-afx`).
pub(super) fn is_kin(id: &str, other: &str, e: &Evidence<'_>) -> bool {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'))
    };
    let named = |one: &str, two: &str| {
        e.registry
            .by_id(one)
            .zip(e.registry.by_id(two))
            .is_some_and(|(one, two)| one.name.split(' ').any(|word| word == two.name))
    };
    id == other || begins(id, other) || begins(other, id) || named(id, other) || named(other, id)
}

/// Returns whether the body of a page names a source: `told the Halvik Times` in the Halvik Times.
pub(super) fn body_names(
    (article, clean): (&Article, &Cleaned),
    id: &str,
    e: &Evidence<'_>,
) -> bool {
    names(&clean.body_text(&article.text), id, e)
}

/// Returns whether a text names a source anywhere ([`Registry::is_named`](crate::sources::Registry)).
pub(in crate::lineage) fn names(text: &str, id: &str, e: &Evidence<'_>) -> bool {
    e.registry.is_named(text, id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlisted_outlet_is_named_by_its_domain_or_a_long_label() {
        assert!(has_domain("First published by Soundcourier.", "soundcourier.example"));
        assert!(has_domain("First published on post.example.", "post.example"));
        assert!(!has_domain("First published in the Halvik Post.", "post.example"));
        assert!(!has_domain("First published on Soundcouriers.", "soundcourier.example"));
    }

    #[test]
    fn sentences_end_before_a_capital() {
        let all = |line| sentences(line).collect::<Vec<_>>();
        assert_eq!(all("One. Two? “Three.” four"), ["One.", "Two?", "“Three.” four"]);
        assert_eq!(all(""), [""]);
        assert_eq!(unquoted("It appeared as “A long title” in the Herald"), 29);
    }
}
