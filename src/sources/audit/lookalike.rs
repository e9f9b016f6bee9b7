//! Domains that look like those of known outlets and are not theirs.
//!
//! Every rule compares the *label* (what is registered under a public suffix: `cnn` of `cnn.com`) or the whole domain with
//! those of the known outlets. A domain that a known outlet owns is never accused, and two known outlets never of each other.
//! `urtext audit LIST --json` on a list of real outlets measures the false alarms; what was measured stands at each rule.

use rustc_hash::{FxHashMap, FxHashSet};
use textdistance::str::damerau_levenshtein;
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

use super::super::parse::{Form, Read};
use super::super::{Registry, Source, domain};
use super::{Finding, Severity};

/// Letters from which a label that differs in one slip of the fingers is one misspelled.
///
/// Under 8, honest names that differ in a letter abound: of 11,639 rated domains 74 are one edit from a known outlet under the same
/// suffix at 4 to 7 letters, hardly any on purpose; from 8 on there are 18, of which the slips that are looked for name 6.
const LEAST_TYPO: usize = 8;
/// Letters from which a label under a suffix open to anybody, or with a bait word glued on, is taken for the known one.
const LEAST_SWAP: usize = 5;
/// Letters from which a label that stands between hyphens, beside a bait word, is taken for the known one.
const LEAST_PART: usize = 3;
/// Letters from which a label may carry a bait word without a hyphen.
const LEAST_GLUED: usize = 7;

/// Endings that pass for another: misspelled (`cm`, `om`), or open to anybody and given away (`co`, `tk` …).
const PASSING: [&str; 8] = ["co", "cm", "om", "tk", "ml", "ga", "cf", "gq"];
/// Words that make a name look like a department of a known outlet.
const BAIT: [&str; 16] = [
    "news",
    "online",
    "daily",
    "live",
    "today",
    "tv",
    "media",
    "us",
    "usa",
    "world",
    "global",
    "breaking",
    "official",
    "politics",
    "edition",
    "globalnews",
];
/// Ordinary titles of newspapers, and words of them: many outlets bear them by right, with or without another word beside them.
const SHARED: [&str; 32] = [
    "citizen",
    "courier",
    "deadline",
    "express",
    "focus",
    "gazette",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "journal",
    "local",
    "mail",
    "metro",
    "mirror",
    "nation",
    "news",
    "observer",
    "post",
    "record",
    "spectator",
    "standard",
    "star",
    "state",
    "sun",
    "telegraph",
    "time",
    "times",
    "today",
    "tribune",
    "week",
    "world",
];
/// Letters from which a label in plain ASCII that looks the same is taken for the known one.
const LEAST_LOOK: usize = 4;

/// Known outlets, ready to be compared with.
#[derive(Default)]
pub struct Known<'k> {
    domains: FxHashSet<&'k str>,
    /// Label → domains that bear it.
    labels: FxHashMap<&'k str, Vec<&'k str>>,
    /// Label with up to one letter left out → labels.
    forms: FxHashMap<String, Vec<&'k str>>,
    /// What a label looks like → labels.
    looks: FxHashMap<String, Vec<&'k str>>,
}

/// A label with nothing, and with each of its characters, left out: two strings one edit apart have one of these in common.
pub fn deletions(text: &str) -> FxHashSet<String> {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len())
        .map(|out| chars.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| c).collect())
        .chain(std::iter::once(text.to_owned()))
        .collect()
}

/// What a label looks like, in any script: the skeleton of UTS 39 without case and accents, with `vv` for `w`.
fn look(label: &str) -> String {
    let once: String = skeleton(label).filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    skeleton(&once.to_lowercase()).collect::<String>().to_lowercase().replace("vv", "w")
}

fn label(host: &str) -> Option<(&str, &str)> {
    domain::registrable(host)?.split_once('.')
}

impl<'k> Known<'k> {
    /// Adds the domains of a source. O(letters).
    pub fn add(&mut self, source: &'k Source) {
        for host in &source.domains {
            self.domains.insert(host);
            // A host under somebody else's domain is not what a look-alike would imitate.
            let Some((label, _)) = label(host).filter(|_| domain::registrable(host) == Some(host)) else { continue };
            let bearers = self.labels.entry(label).or_default();
            bearers.push(host);
            if bearers.len() == 1 {
                self.looks.entry(look(label)).or_default().push(label);
                deletions(label).into_iter().for_each(|form| self.forms.entry(form).or_default().push(label));
            }
        }
    }

    /// Whether a known outlet owns the host, or the registrable domain it lies under.
    fn owns(&self, host: &str) -> bool {
        let mut rest = host;
        loop {
            if self.domains.contains(rest) {
                return true;
            }
            match rest.split_once('.') {
                Some((_, parent)) => rest = parent,
                None => return false,
            }
        }
    }

    /// The known domain that a host looks like, how, and how sure that is.
    ///
    /// `None` for a host that a known outlet owns.
    pub fn resembled(&self, host: &str) -> Option<Resemblance<'k>> {
        if self.owns(host) {
            return None;
        }
        let (label, suffix) = label(host)?;
        let found = |domain: &'k str, severity, how: String| Some(Resemblance { domain, severity, how });
        self.confusable(host, label)
            .or_else(|| {
                self.prefix(host).and_then(|(d, severity)| found(d, severity, format!("begins with `{d}`, and may be somebody else's")))
            })
            .or_else(|| self.swapped(label, suffix).and_then(|d| found(d, Severity::Warning, format!("is `{d}` under another suffix"))))
            .or_else(|| self.baited(label).and_then(|(d, word)| found(d, Severity::Warning, format!("is `{d}` with `{word}` beside it"))))
            .or_else(|| self.misspelled(label, suffix).and_then(|(d, how)| found(d, Severity::Warning, format!("is `{d}` with {how}"))))
    }

    fn bearer(&self, label: &str, suffix: &str) -> Option<&'k str> {
        let bearers = self.labels.get(label)?;
        bearers.iter().find(|d| d.split_once('.').is_some_and(|(_, s)| s == suffix)).or_else(|| bearers.first()).copied()
    }

    /// Characters that look alike: `аpnews.com` with a Cyrillic а, `reuter5.com`, `rnsnbc.com`.
    ///
    /// No false alarm among 11,519 rated domains.
    fn confusable(&self, host: &str, label: &str) -> Option<Resemblance<'k>> {
        let shown = domain::unicode(host);
        let name = shown.as_deref().and_then(|s| s.split('.').nth(host.split('.').position(|l| l == label)?)).unwrap_or(label);
        let look = look(name);
        let same = self.looks.get(&look).filter(|_| shown.is_some() || name.len() >= LEAST_LOOK)?.iter().find(|known| **known != label)?;
        let domain = self.bearer(same, "com")?;
        let how = match &shown {
            Some(shown) => format!("is shown as `{shown}`, which looks like `{domain}`"),
            None => format!("looks like `{domain}`"),
        };
        Some(Resemblance { domain, severity: Severity::Error, how })
    }

    /// A known domain at the head of a longer one: `cnn.com.co`, `cnn.com.halvik.example`, `cnn.com-news.example`.
    ///
    /// `x.com.au` and its like, where `com.au` is the country's own suffix, are not meant: they are national editions more often
    /// than not. `com.co` is the one that passes for `com`, though some use it by right.
    fn prefix(&self, host: &str) -> Option<(&'k str, Severity)> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        let (own, suffix) = label(host)?;
        host.match_indices(['.', '-']).find_map(|(at, _)| {
            let domain = *self.domains.get(&host[..at])?;
            let (label, theirs) = domain.split_once('.')?;
            let national = own == label
                && suffix.len() > theirs.len()
                && psl::suffix(host.as_bytes()).is_some_and(|s| s.is_known() && s.typ() == Some(psl::Type::Icann));
            match (national, suffix) {
                (false, _) => Some((domain, Severity::Error)),
                (true, "com.co") => Some((domain, Severity::Warning)),
                (true, _) => None,
            }
        })
    }

    /// The label of an international outlet (`com`, `org`, `net`) under a suffix that passes for its own or is open to anybody.
    fn swapped(&self, label: &str, suffix: &str) -> Option<&'k str> {
        let open = !suffix.contains('.') && suffix.is_ascii() && (suffix.len() > 3 || PASSING.contains(&suffix));
        let least = if PASSING.contains(&suffix) { LEAST_PART } else { LEAST_SWAP };
        if !open || label.len() < least {
            return None;
        }
        self.labels.get(label)?.iter().copied().find(|d| matches!(d.split_once('.'), Some((_, "com" | "org" | "net"))))
    }

    /// A known label with a bait word beside it: `reuters-business-news.ga`, `bloomberg-us.com`, `bloombergnews.live`, `wwwcnn.com`.
    fn baited(&self, label: &str) -> Option<(&'k str, &'static str)> {
        let parts: Vec<&str> = label.split('-').collect();
        let known = |name: &str, least: usize| {
            let title = name.strip_prefix("the").unwrap_or(name);
            let bearer = (name.len() >= least && !SHARED.contains(&title)).then(|| self.bearer(name, "com")).flatten();
            bearer.filter(|d| matches!(d.split_once('.'), Some((_, "com" | "org" | "net"))))
        };
        if parts.len() > 1 {
            let bait = |part: &&str| BAIT.iter().find(|b| *b == part).copied();
            if let (Some(domain), Some(word)) = (parts.iter().find_map(|p| known(p, LEAST_PART)), parts.iter().find_map(bait)) {
                return Some((domain, word));
            }
        }
        if let Some(domain) = label.strip_prefix("www").and_then(|name| known(name.trim_start_matches('-'), LEAST_PART)) {
            return Some((domain, "www"));
        }
        if let Some(domain) = label.strip_suffix("com").and_then(|name| known(name.trim_end_matches('-'), LEAST_PART)) {
            return Some((domain, "com"));
        }
        BAIT.iter().find_map(|word| {
            let name = label.strip_suffix(word).or_else(|| label.strip_prefix(word))?;
            Some((known(name, LEAST_GLUED)?, *word))
        })
    }

    /// One slip of the fingers in a long label under the same suffix: a letter doubled, dropped, swapped with the next, or hit
    /// beside its key.
    fn misspelled(&self, label: &str, suffix: &str) -> Option<(&'k str, &'static str)> {
        if label.len() < LEAST_TYPO - 1 {
            return None;
        }
        let mut near: Vec<&str> = deletions(label).iter().filter_map(|form| self.forms.get(form)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        near.into_iter().filter(|known| known.len() >= LEAST_TYPO).find_map(|known| {
            // The slip is told first, as it costs less than the distance.
            let how = slip(known, label).filter(|_| damerau_levenshtein(known, label) == 1)?;
            let domain = self.labels.get(known)?.iter().find(|d| d.split_once('.').is_some_and(|(_, s)| s == suffix))?;
            Some((*domain, how))
        })
    }
}

/// What a domain looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resemblance<'k> {
    /// The known outlet's domain.
    pub domain: &'k str,
    /// How much it matters.
    pub severity: Severity,
    /// In what, in words.
    pub how: String,
}

/// What slip of the fingers makes `typed` of `meant`, which differ in one edit; `None` for another change.
///
/// The first letter is rarely mistyped, and numbers tell stations apart.
fn slip(meant: &str, typed: &str) -> Option<&'static str> {
    let (meant, typed): (Vec<char>, Vec<char>) = (meant.chars().collect(), typed.chars().collect());
    let at = meant.iter().zip(&typed).position(|(x, y)| x != y).unwrap_or(meant.len().min(typed.len()));
    let (was, is) = (meant.get(at).copied(), typed.get(at).copied());
    if at == 0 || [was, is].iter().flatten().any(|c| c.is_ascii_digit() || *c == '-') {
        return None;
    }
    match meant.len().cmp(&typed.len()) {
        std::cmp::Ordering::Greater => Some("a letter dropped"),
        std::cmp::Ordering::Less if is.is_some_and(|c| c == typed[at - 1] || typed.get(at + 1) == Some(&c)) => Some("a letter doubled"),
        std::cmp::Ordering::Less => Some("a letter added"),
        std::cmp::Ordering::Equal if was == typed.get(at + 1).copied() && is == meant.get(at + 1).copied() => Some("two letters swapped"),
        std::cmp::Ordering::Equal => {
            was.zip(is).filter(|(x, y)| beside(*x, *y) || alike(*x, *y)).map(|_| "a letter replaced by its neighbour")
        }
    }
}

/// Whether two keys touch on the usual keyboard.
fn beside(a: char, b: char) -> bool {
    const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let place = |c: char| KEYS.iter().enumerate().find_map(|(row, keys)| Some((row as i32, keys.find(c)? as i32)));
    place(a).zip(place(b)).is_some_and(|((r, x), (s, y))| match s - r {
        0 => (x - y).abs() == 1,
        // The lower row stands half a key to the right.
        1 => y == x || y == x - 1,
        -1 => x == y || x == y - 1,
        _ => false,
    })
}

/// Whether two letters look alike in small print.
fn alike(a: char, b: char) -> bool {
    const ALIKE: [(char, char); 4] = [('i', 'l'), ('i', 'j'), ('u', 'v'), ('g', 'q')];
    ALIKE.iter().any(|&(x, y)| (a, b) == (x, y) || (b, a) == (x, y))
}

/// Names every domain of the list that looks like one of a known outlet's, mixes scripts, or brings two known outlets under
/// one name. O(domains × letters).
///
/// A list of outlets (TOML) is held against itself too: each source against those before it.
pub fn check(read: &Read, registry: &Registry) -> Vec<Finding> {
    let (mut known, mut before) = (Known::default(), Known::default());
    registry.sources.iter().for_each(|source| known.add(source));
    let mut out = Vec::new();
    for placed in &read.sources {
        let source = &placed.source;
        let mut owners: Vec<&str> = Vec::new();
        for (host, &(line, column)) in source.domains.iter().zip(&placed.domain_places) {
            let mut find = |code, severity, message: String, remedy: String| {
                let (source_id, line, column) = (source.id.clone(), Some(line), Some(column));
                out.push(Finding { code, severity, source_id, line, column, message, remedy });
            };
            let resembled = match known.owns(host) {
                true => None,
                false => known.resembled(host).or_else(|| before.resembled(host)).filter(|r| !source.domains.iter().any(|d| d == r.domain)),
            };
            if let Some(r) = &resembled {
                find(
                    "lookalike-domain",
                    r.severity,
                    format!("`{host}` {}", r.how),
                    format!(
                        "make sure that it is not meant to pass for `{}`; if it is the outlet's own, list both under one source",
                        r.domain
                    ),
                );
            }
            if let Some(shown) = domain::unicode(host).filter(|s| resembled.is_none() && s.split('.').any(|l| !l.is_single_script())) {
                find(
                    "mixed-script",
                    Severity::Warning,
                    format!("`{shown}` (`{host}`) mixes the letters of several scripts"),
                    "make sure that it is the name you mean".to_owned(),
                );
            }
            owners.extend(registry.by_host(host).map(|s| s.id.as_str()));
        }
        if read.form == Form::Toml {
            before.add(source);
        }
        owners.sort_unstable();
        owners.dedup();
        if owners.len() > 1 {
            out.push(Finding {
                code: "several-outlets",
                severity: Severity::Warning,
                source_id: source.id.clone(),
                line: Some(source.line),
                column: Some(1),
                message: format!("`{}` has the domains of several known outlets: {}", source.id, owners.join(", ")),
                remedy: "give each outlet its own entry".to_owned(),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outlet and the words that say how a host resembles it, among the outlets that are built in.
    fn resembles(host: &str) -> Option<(String, Severity)> {
        let registry = Registry::shipped().expect("sound");
        let mut known = Known::default();
        registry.sources.iter().for_each(|source| known.add(source));
        let host = domain::bare(host).expect("a host");
        known.resembled(&host).map(|r| (r.domain.to_owned(), r.severity))
    }

    #[test]
    fn letters_that_look_alike_are_seen_in_any_script() {
        // A Cyrillic а; rn for m; a digit for a letter; an accent.
        for (host, like) in [
            ("\u{430}pnews.com", "apnews.com"),
            ("rnsnbc.com", "msnbc.com"),
            ("b1oomberg.com", "bloomberg.com"),
            ("r\u{e9}uters.com", "reuters.com"),
        ] {
            assert_eq!(resembles(host), Some((like.to_owned(), Severity::Error)), "{host}");
        }
    }

    #[test]
    fn a_known_domain_at_the_head_of_another_is_seen() {
        assert_eq!(resembles("cnn.com.co").map(|r| r.1), Some(Severity::Warning));
        assert_eq!(resembles("www.cnn.com.halvik.example").map(|r| r.1), Some(Severity::Error));
        assert_eq!(resembles("cnn.com-news.example").map(|r| r.1), Some(Severity::Error));
        assert_eq!(resembles("cnn.com.tr"), None);
    }

    #[test]
    fn slips_of_the_fingers_count_in_long_names_under_the_same_suffix() {
        for host in ["bloomebrg.com", "bloombergg.com", "blomberg.com", "bloombetg.com", "blooomberg.com"] {
            assert!(resembles(host).is_some_and(|(like, _)| like == "bloomberg.com"), "{host}");
        }
        // Another first letter, a letter that no finger takes for the other, another country, a short name.
        for host in ["gloomberg.com", "bloombazg.com", "blomberg.no", "bbd.com"] {
            assert_eq!(resembles(host), None, "{host}");
        }
    }

    #[test]
    fn bait_words_and_foreign_suffixes_count_only_beside_a_name_that_is_nobodys_word() {
        for host in ["cnn-breaking.info", "wwwreuters.com", "bloombergnews.live", "reuters.news", "cnn.cm", "cnncom.org"] {
            assert!(resembles(host).is_some(), "{host}");
        }
        for host in ["thetimeslive.com", "observerlive.com", "reuters.fr", "halvik-news.com", "money.reuters.com"] {
            assert_eq!(resembles(host), None, "{host}");
        }
    }

    /// What makes a look-alike of a label.
    type Trick = fn(&str) -> String;

    fn swapped(l: &str) -> String {
        format!("{}{}{}{}.com", &l[..3], &l[4..5], &l[3..4], &l[5..])
    }

    #[test]
    fn every_known_com_label_is_found_behind_each_trick() {
        let registry = Registry::shipped().expect("sound");
        let mut known = Known::default();
        registry.sources.iter().for_each(|source| known.add(source));
        let labels: Vec<&str> = registry
            .sources
            .iter()
            .flat_map(|s| &s.domains)
            .filter_map(|d| d.strip_suffix(".com"))
            .filter(|l| l.len() >= LEAST_TYPO && !l.contains(['.', '-']) && !l.chars().any(|c| c.is_ascii_digit()))
            .collect();
        assert!(labels.len() >= 200, "{}", labels.len());
        let tricks: [(&str, Trick); 6] = [
            ("swapped letters", |l| if l[3..4] == l[4..5] { format!("{l}{}.com", &l[l.len() - 1..]) } else { swapped(l) }),
            ("a letter dropped", |l| format!("{}{}.com", &l[..4], &l[5..])),
            ("a letter doubled", |l| format!("{}{}.com", &l[..5], &l[4..])),
            ("another suffix", |l| format!("{l}.website")),
            ("a longer suffix", |l| format!("{l}.com.co")),
            ("another domain behind", |l| format!("{l}.com.halvik.example")),
        ];
        for (trick, make) in tricks {
            let missed: Vec<&&str> = labels.iter().filter(|l| known.resembled(&make(l)).is_none() && !known.owns(&make(l))).collect();
            assert!(missed.is_empty(), "{trick}: {missed:?}");
        }
    }
}
