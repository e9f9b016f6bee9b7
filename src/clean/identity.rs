//! Identifies the source of an article: the host that served it, or else what is claimed.
//!
//! A page belongs to the host that served it. Everything else that names an outlet is a claim: the
//! canonical link of a saved page, the link of a feed to another site, the name in a record without
//! an address, the name in the page's boilerplate. Anybody can claim to be anybody, so what a page
//! says about itself is shown but does not count. What a record says counts as long as nothing else
//! is known of the outlet: users who export their own collection without addresses have no other
//! name for it. Once the run has a page that the outlet's own host served, claims to be that outlet
//! are shown but no longer count ([`Outlets::settle`]).

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Block, Cleaned, Label};
use crate::ingest::Article;
use crate::merge::Merge;
use crate::sources::{Kind, Registry, domain, lookup};

/// The source of an article, and the source it claims to be from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The source that the article counts for; `None` if unknown.
    pub source: Option<String>,
    /// The source that it only claims to be from; `None` if it claims none.
    pub claimed: Option<String>,
}

impl Identity {
    /// Returns the name under which the lines of the page are learned; `None` if no outlet is
    /// named. Claims have a name of their own, so that they do not affect what is learned about the
    /// outlet they name.
    ///
    /// `has_pages` tells whether a source's own host has served an article.
    pub fn furniture(&self, article: &Article, has_pages: impl Fn(&str) -> bool) -> Option<String> {
        match (&self.source, &self.claimed) {
            (Some(source), _) if is_served(article) || !has_pages(source) => Some(source.clone()),
            (Some(claimed), _) | (None, Some(claimed)) => Some(format!("{CLAIM}{claimed}")),
            (None, None) => None,
        }
    }

    /// Returns itself, or what the boilerplate of the page names if nothing else is known.
    pub fn or_from_furniture(
        self,
        text: &str,
        blocks: &[Block],
        title: Option<&str>,
        registry: &Registry,
    ) -> Self {
        if self.source.is_some() || self.claimed.is_some() {
            return self;
        }
        let found = from_furniture(text, blocks, title, registry);
        Self { source: found.clone(), claimed: found }
    }
}

/// Prefix of the name of an outlet that is only claimed. No outlet's name contains it.
pub const CLAIM: char = '\u{1}';

/// Caches what each host and outlet name was identified as.
#[derive(Debug, Default)]
pub struct Names {
    known: FxHashMap<(Option<String>, Option<String>), Option<String>>,
}

impl Names {
    /// Identifies an article by its address, or else by its record.
    pub fn identify(&mut self, registry: &Registry, article: &Article) -> Identity {
        let host = |address: &Option<String>| address.as_deref().and_then(domain::host_of);
        let (own, named) = (host(&article.url), host(&article.canonical));
        if own.is_some() {
            let source = self.find(registry, own, None);
            let claimed = named
                .and_then(|named| self.find(registry, Some(named), None))
                .filter(|claimed| Some(claimed) != source.as_ref());
            return Identity { source, claimed };
        }
        // What an agency's item says of its page is no better than what it says of its sender.
        if named.is_some() && article.item.is_none() {
            return Identity { source: None, claimed: self.find(registry, named, None) };
        }
        let source = self.find(registry, None, article.outlet.clone());
        Identity { claimed: source.clone(), source }
    }

    fn find(
        &mut self,
        registry: &Registry,
        host: Option<String>,
        outlet: Option<String>,
    ) -> Option<String> {
        let key = (host, outlet);
        if let Some(found) = self.known.get(&key) {
            return found.clone();
        }
        let found = registry.identify(key.0.as_deref(), key.1.as_deref());
        self.known.insert(key, found.clone());
        found
    }
}

/// Whether the address of an article names the host that served it, as [`Names::identify`] needs;
/// an IP address names nobody, and what the file itself says of its address is a claim.
pub fn is_served(article: &Article) -> bool {
    !article.noted && article.url.as_deref().and_then(domain::host_of).is_some()
}

/// Least length, in letters, of a name that is matched with a domain; shorter ones match by chance.
/// Chosen by judgement.
const LEAST_NAME: usize = 6;

/// What the articles of a collection tell about their outlets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlets {
    /// Sources whose own host served an article.
    served: BTreeSet<String>,
    /// Sources that are not registered and known by their domain.
    domains: BTreeSet<String>,
}

impl Merge for Outlets {
    fn merge(self, other: Self) -> Self {
        Self { served: self.served.merge(other.served), domains: self.domains.merge(other.domains) }
    }
}

impl Outlets {
    /// Learns from articles and what was found to be their source. O(articles).
    pub fn learn(articles: &[Article], cleaned: &[Cleaned], registry: &Registry) -> Self {
        let sources = || cleaned.iter().map(|clean| clean.source.as_deref());
        let mut outlets = Self::named(sources().flatten(), registry);
        for (article, source) in articles.iter().zip(sources()) {
            if let Some(source) = source
                && !outlets.served.contains(source)
                && is_served(article)
            {
                outlets.served.insert(source.to_owned());
            }
        }
        outlets
    }

    /// Learns from the sources alone.
    pub fn named<'s>(sources: impl Iterator<Item = &'s str>, registry: &Registry) -> Self {
        let sources: FxHashSet<&str> = sources.collect();
        let is_open = |id: &str| registry.by_id(id).is_none();
        let domains = sources
            .into_iter()
            .filter(|id| is_open(id) && domain::registrable(id) == Some(*id))
            .map(str::to_owned)
            .collect();
        Self { served: BTreeSet::new(), domains }
    }

    /// Decides on the source of each article once all outlets are known. O(articles).
    ///
    /// An outlet that is known by its name in one article and by its domain in another gets a
    /// single id, that of the domain: see [`Aliases`]. The source of an article that no known host
    /// served is cleared if its outlet's own host served others; the claim stays.
    pub fn settle(&self, articles: &[Article], cleaned: &mut [Cleaned], registry: &Registry) {
        let aliases = self.aliases();
        let served: FxHashSet<&str> =
            self.served.iter().map(|id| aliases.domain(id, registry).unwrap_or(id)).collect();
        for (article, clean) in articles.iter().zip(cleaned) {
            let domain =
                clean.source.as_deref().and_then(|source| aliases.domain(source, registry));
            if let Some(domain) = domain {
                clean.source = Some(domain.to_owned());
            }
            if !is_served(article) {
                clean.claimed = clean.source.clone().or(clean.claimed.take());
                clean.source =
                    clean.source.take().filter(|source| !served.contains(source.as_str()));
            }
        }
    }

    /// Returns the domains that names stand for.
    pub fn aliases(&self) -> Aliases<'_> {
        let mut domains: FxHashMap<String, Option<&str>> = FxHashMap::default();
        for id in &self.domains {
            let label =
                lookup::name_key(&id.split('.').next().unwrap_or_default().replace('-', " "));
            domains.entry(label).and_modify(|known| *known = None).or_insert(Some(id));
        }
        Aliases(domains)
    }
}

/// The domains of outlets by the names that they resemble; `None` where two begin the same way.
///
/// `Harbour Herald` is `harbourherald.example` unless there is a second domain that begins so.
#[derive(Debug)]
pub struct Aliases<'o>(FxHashMap<String, Option<&'o str>>);

impl<'o> Aliases<'o> {
    /// Returns the domain that a source id stands for; `None` if there is none, or if the source is
    /// registered.
    pub fn domain(&self, id: &str, registry: &Registry) -> Option<&'o str> {
        if registry.by_id(id).is_some() {
            return None;
        }
        let key = lookup::name_key(id);
        let known = (key.chars().count() >= LEAST_NAME).then(|| self.0.get(&key))?;
        known.copied().flatten()
    }
}

/// Returns the source that an article's boilerplate names; `None` unless the evidence is clear.
///
/// There are two ways: a name after a headline (`Headline – Name`) that the page confirms, either
/// by the bare headline on another line or by the name in a byline (`Written by name`); or a
/// registered outlet, agencies excepted, whose name or domain occurs in boilerplate that names no
/// other registered outlet.
pub fn from_furniture(
    text: &str,
    blocks: &[Block],
    title: Option<&str>,
    registry: &Registry,
) -> Option<String> {
    let furniture: Vec<&str> = blocks
        .iter()
        .filter(|b| matches!(b.label, Label::Boilerplate | Label::Byline | Label::Headline))
        .map(|b| b.of(text))
        .collect();
    let headlines =
        blocks.iter().filter(|b| b.label == Label::Headline).map(|b| b.of(text)).chain(title);
    for headline in headlines {
        let Some((bare, name)) = suffix(headline) else { continue };
        let key = lookup::name_key(name);
        let bare_key = lookup::name_key(bare);
        let repeated =
            blocks.iter().any(|b| lookup::same_name(&lookup::name_key(b.of(text)), &bare_key));
        let signed = furniture.iter().any(|line| names_site(line, &key));
        if !key.is_empty() && (repeated || signed) {
            return Some(
                registry
                    .by_similar_name(name)
                    .map_or_else(|| lookup::outlet_id(name), |s| s.id.clone()),
            );
        }
    }
    let mut found: Option<&str> = None;
    // A byline may name an agency or another outlet; only the page's own boilerplate names its
    // outlet.
    let own = blocks
        .iter()
        .filter(|b| matches!(b.label, Label::Boilerplate | Label::Headline))
        .map(|b| (b.of(text), b.label));
    for (line, label) in own.filter(|(line, _)| line.len() <= 200).take(MOST_LINES) {
        for source in registry.sources.iter().filter(|s| s.kind != Kind::Wire) {
            let named = std::iter::once(&source.name).chain(&source.aliases).any(|name| {
                is_named(line, name) && (label != Label::Headline || is_set_apart(line, name))
            }) || source.domains.iter().any(|domain| is_host_in(line, domain));
            if named {
                match found {
                    Some(other) if other != source.id => return None,
                    _ => found = Some(&source.id),
                }
            }
        }
    }
    found.map(str::to_owned)
}

/// Most lines of boilerplate searched for the outlet's name; each is compared with every registered
/// source. Chosen by judgement, as a limit on time.
const MOST_LINES: usize = 2_000;

/// What separates a headline from the name of the site.
const APART: [&str; 6] = [" – ", " — ", " | ", " - ", " :: ", " » "];

/// Whether a headline is the name of an outlet, or has it set apart by a separator: *Deadline* and
/// *Fortune* also occur as ordinary words in headlines.
fn is_set_apart(headline: &str, name: &str) -> bool {
    let (opens, closes) = (headline.strip_prefix(name), headline.strip_suffix(name));
    headline == name
        || APART.iter().any(|mark| {
            opens.is_some_and(|rest| rest.starts_with(mark))
                || closes.is_some_and(|rest| rest.ends_with(mark))
        })
}

/// Splits `Headline – Site` and `Headline | Site`; `None` if either part has an unlikely length.
fn suffix(headline: &str) -> Option<(&str, &str)> {
    let (at, width) =
        APART.iter().filter_map(|s| headline.rfind(s).map(|at| (at, s.len()))).max()?;
    let (bare, name) = (headline[..at].trim(), headline[at + width..].trim());
    (bare.split_whitespace().count() >= 4
        && name.split_whitespace().count() <= 5
        && name.chars().count() >= 3)
        .then_some((bare, name))
}

/// Whether the site signs as its own author: `Written by name`.
fn names_site(line: &str, key: &str) -> bool {
    let author = ["Written by ", "By ", "Posted by ", "Author: ", "Source: ", "Published by "]
        .iter()
        .find_map(|p| line.strip_prefix(p));
    author.is_some_and(|author| lookup::same_name(&lookup::name_key(author), key))
}

/// Whether a line contains a domain as a complete host: `www.as.example` belongs to `as.example`,
/// `kompas.example` does not.
fn is_host_in(line: &str, domain: &str) -> bool {
    line.match_indices(domain).any(|(at, found)| {
        let is_part = |c: char| c.is_alphanumeric() || c == '-';
        let rest = &line[at + found.len()..];
        let goes_on = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_part));
        !line[..at].ends_with(is_part) && !rest.starts_with(is_part) && !goes_on
    })
}

/// Whether a line names an outlet, as whole words and with the same case. Names of fewer than seven
/// characters prove nothing.
fn is_named(line: &str, name: &str) -> bool {
    name.chars().count() >= 7
        && line.match_indices(name).any(|(at, found)| {
            let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            edge(line[..at].chars().next_back()) && edge(line[at + found.len()..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Reason;

    fn found(lines: &[(&str, Label)]) -> Option<String> {
        let registry = Registry::parse("t", "[[source]]\nid='hh'\nname='Harbour Herald'\nkind='outlet'\ndomains=['hh.example']\n[[source]]\nid='bp'\nname='Borough Post'\nkind='outlet'\n").expect("sound");
        let text = lines.iter().map(|(l, _)| *l).collect::<Vec<_>>().join("\n");
        let mut at = 0;
        let blocks: Vec<Block> = lines
            .iter()
            .enumerate()
            .map(|(i, (line, label))| {
                let bytes = at..at + line.len() as u32;
                at = bytes.end + 1;
                Block { line: i as u32, bytes, label: *label, evidence: Reason::Shown("") }
            })
            .collect();
        from_furniture(&text, &blocks, None, &registry)
    }

    #[test]
    fn an_outlet_that_names_itself_in_furniture_is_found() {
        assert_eq!(
            found(&[("Sign up for the Harbour Herald letter", Label::Boilerplate)]).as_deref(),
            Some("hh")
        );
        assert_eq!(found(&[("The Harbour Herald was wrong, it said.", Label::Body)]), None);
        assert_eq!(
            found(&[("Harbour Herald", Label::Boilerplate), ("Borough Post", Label::Boilerplate)]),
            None
        );
        assert_eq!(
            found(&[("Borough Post | Crews stop work", Label::Headline)]).as_deref(),
            Some("bp")
        );
        assert_eq!(
            found(&[("Borough Post offices close for a day", Label::Headline)]),
            None,
            "words of the headline"
        );
    }

    #[test]
    fn a_domain_is_a_whole_host_and_no_tail_of_another() {
        assert!(
            is_host_in("as told by www.as.example, today", "as.example")
                && is_host_in("as.example", "as.example")
        );
        assert!(is_host_in("Write to desk@as.example.", "as.example"));
        for line in
            ["told by Kompas.example", "of nord-as.example", "at as.example.net", "as.examples"]
        {
            assert!(!is_host_in(line, "as.example"), "{line}");
        }
    }

    #[test]
    fn an_address_without_a_host_name_serves_nobody() {
        let article = |url: Option<&str>| Article {
            url: url.map(str::to_owned),
            outlet: Some("Harbour Herald".to_owned()),
            ..Article::default()
        };
        let of = |url: Option<&str>| {
            let articles = [article(url), article(None)];
            let registry = Registry::parse(
                "t",
                "[[source]]\nid='hh'\nname='Harbour Herald'\nkind='outlet'\ndomains=['hh.example']\n",
            )
            .expect("sound");
            let mut names = Names::default();
            let mut all: Vec<Cleaned> = articles
                .iter()
                .map(|article| {
                    let Identity { source, claimed } = names.identify(&registry, article);
                    Cleaned { source, claimed, ..Cleaned::default() }
                })
                .collect();
            Outlets::learn(&articles, &all, &registry).settle(&articles, &mut all, &registry);
            all.into_iter().map(|clean| clean.source).collect::<Vec<_>>()
        };
        let hh = || Some("hh".to_owned());
        assert_eq!(of(Some("https://hh.example/1")), [hh(), None]);
        assert_eq!(of(Some("http://192.168.0.1/1")), [hh(), hh()]);
    }

    #[test]
    fn a_name_and_a_domain_that_agree_are_one_outlet() {
        let registry = Registry::parse("t", "[[source]]\nid='hh'\nname='Other'\nkind='outlet'\n")
            .expect("sound");
        let of = |ids: &[&str]| -> Vec<String> {
            let outlets = Outlets::named(ids.iter().copied(), &registry);
            let aliases = outlets.aliases();
            ids.iter().map(|id| aliases.domain(id, &registry).unwrap_or(id).to_owned()).collect()
        };
        assert_eq!(of(&["Harbour Herald", "harbour-herald.com"]), ["harbour-herald.com"; 2]);
        assert_eq!(
            of(&["Harbour Herald", "harbourherald.com", "harbourherald.net"])[0],
            "Harbour Herald"
        );
        assert_eq!(of(&["Post", "post.com"])[0], "Post");
    }

    #[test]
    fn a_name_behind_the_headline_needs_a_second_sign() {
        let headline = ("Crews stop work in the north – Copy4U", Label::Headline);
        assert_eq!(found(&[headline]), None);
        assert_eq!(
            found(&[headline, ("Written by copy4u", Label::Byline)]).as_deref(),
            Some("Copy4U")
        );
        assert_eq!(
            found(&[headline, ("Crews stop work in the north", Label::Headline)]).as_deref(),
            Some("Copy4U")
        );
    }
}
