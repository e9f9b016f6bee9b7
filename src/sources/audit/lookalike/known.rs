//! The known outlets, indexed for comparison, and the search for the one that a host resembles.
//!
//! [`super::check`] asks it of every domain of a list; [`super::ways`] judges what it finds.

use rustc_hash::{FxHashMap, FxHashSet};
use textdistance::str::damerau_levenshtein;

use super::name::{Beside, deletions, distinctive, look, plain, readings};
use super::slip::Slip;
use super::suffix::{Reach, split};
use super::ways::{LEAST_TWO_WAYS, accompanied, glued, hyphened, moved, swapped, tailed};
use crate::sources::audit::Severity;
use crate::sources::{Source, domain};

/// A known outlet that uses a name.
#[derive(Debug)]
pub(super) struct Bearer<'k> {
    domain: &'k str,
    pub(super) suffix: &'k str,
    country: Option<&'k str>,
    source: &'k str,
}

/// A known label and the outlets that use it.
#[derive(Debug)]
pub(super) struct Name<'k> {
    pub(super) label: &'k str,
    plain: String,
    pub(super) distinctive: usize,
    pub(super) bearers: Vec<Bearer<'k>>,
}

impl<'k> Name<'k> {
    pub(super) fn letters(&self) -> usize {
        self.plain.len()
    }

    /// Whether other outlets may use the name legitimately: it consists of ordinary titles, or
    /// several known outlets have it.
    pub(super) fn common(&self) -> bool {
        self.distinctive == 0 || self.bearers.iter().any(|b| b.source != self.bearers[0].source)
    }

    /// Returns the outlet that a name under `suffix` would pass for, and how that suffix relates to
    /// the outlet's.
    fn nearest(&self, suffix: &str) -> Option<(&Bearer<'k>, Reach)> {
        let reaches = self.bearers.iter().map(|b| (b, Reach::of(suffix, b.suffix, b.country)));
        reaches.min_by_key(|(_, reach)| *reach)
    }
}

/// What a domain resembles, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resemblance<'k> {
    /// The known outlet's domain.
    pub domain: &'k str,
    /// How much the resemblance matters.
    pub severity: Severity,
    /// How it resembles the domain, in words.
    pub how: String,
}

/// A host being checked.
pub(super) struct Seen<'h> {
    /// Its label as displayed.
    pub(super) label: &'h str,
    pub(super) suffix: &'h str,
    /// Whether it is displayed in other characters than it is registered in.
    pub(super) foreign: bool,
}

/// The known outlets, indexed for comparison.
#[derive(Default)]
pub struct Known<'k> {
    pub(super) domains: FxHashSet<&'k str>,
    names: FxHashMap<&'k str, Name<'k>>,
    /// Look of a label (see [`look`]) → labels.
    looks: FxHashMap<String, Vec<&'k str>>,
    /// Label with at most one letter left out → labels.
    forms: FxHashMap<String, Vec<&'k str>>,
}

impl<'k> Known<'k> {
    /// Adds the domains of a source. O(letters²) for the forms of each label.
    pub fn add(&mut self, source: &'k Source) {
        for host in &source.domains {
            self.domains.insert(host);
            // A host under somebody else's domain is not what a look-alike would imitate.
            let Some((label, suffix)) =
                split(host).filter(|_| domain::registrable(host) == Some(host))
            else {
                continue;
            };
            let bearer = Bearer {
                domain: host,
                suffix,
                country: source.country.as_deref(),
                source: &source.id,
            };
            let new = || Name {
                label,
                plain: plain(label),
                distinctive: distinctive(label),
                bearers: Vec::new(),
            };
            let name = self.names.entry(label).or_insert_with(new);
            name.bearers.push(bearer);
            if name.bearers.len() == 1 {
                self.looks.entry(look(label)).or_default().push(label);
                deletions(label)
                    .into_iter()
                    .for_each(|form| self.forms.entry(form).or_default().push(label));
            }
        }
    }

    /// Whether a known outlet owns the host, or a domain above it.
    pub(super) fn owns(&self, host: &str) -> bool {
        let parents = std::iter::successors(Some(host), |rest| {
            rest.split_once('.').map(|(_, parent)| parent)
        });
        parents.into_iter().any(|parent| self.domains.contains(parent))
    }

    /// Returns the known domain that a host resembles, how, and how much that matters.
    ///
    /// `None` if it resembles none, or if a known outlet owns it. O(letters²).
    pub fn resembled(&self, host: &str) -> Option<Resemblance<'k>> {
        if self.owns(host) {
            return None;
        }
        let (label, suffix) = split(host)?;
        let shown = domain::unicode(host);
        let place = host.split('.').position(|l| l == label)?;
        let shown = shown.as_deref().and_then(|s| s.split('.').nth(place)).filter(|s| *s != label);
        let seen = Seen { label: shown.unwrap_or(label), suffix, foreign: shown.is_some() };
        self.head(host)
            .or_else(|| {
                readings(seen.label)
                    .into_iter()
                    .find_map(|(name, beside)| self.read(&seen, &name, &beside))
            })
            .or_else(|| self.slipped(label, suffix))
    }

    /// Finds a known domain at the head of a longer one: `cnn.com.co`, `cnn.com.halvik.example`,
    /// `cnn.com-news.example`.
    ///
    /// Names such as `x.com.au`, where `com.au` is the country's own suffix, are left out: most are
    /// national editions. `com.co` is reported, as a warning, because it passes for `com`; some use
    /// it legitimately.
    fn head(&self, host: &str) -> Option<Resemblance<'k>> {
        let host = host.strip_prefix("www.").unwrap_or(host);
        let (own, suffix) = split(host)?;
        host.match_indices(['.', '-']).find_map(|(at, _)| {
            let domain = *self.domains.get(&host[..at])?;
            let (label, theirs) = domain.split_once('.')?;
            let national = own == label
                && suffix.len() > theirs.len()
                && psl::suffix(host.as_bytes())
                    .is_some_and(|s| s.is_known() && s.typ() == Some(psl::Type::Icann));
            let severity = match (national, suffix) {
                (false, _) => Severity::Error,
                (true, "com.co") => Severity::Warning,
                (true, _) => return None,
            };
            Some(Resemblance {
                domain,
                severity,
                how: format!(
                    "resembles `{domain}`: it begins with that domain, but `{}` may belong to anybody",
                    &host[at + 1..]
                ),
            })
        })
    }

    /// Returns the known name that one reading of the label amounts to, unless it may be chance.
    fn read(&self, seen: &Seen<'_>, name: &str, beside: &Beside<'_>) -> Option<Resemblance<'k>> {
        self.looks.get(&look(name))?.iter().find_map(|label| {
            let known = self.names.get(label)?;
            let (bearer, reach) = known.nearest(seen.suffix)?;
            let alike = name != known.plain;
            // Numbers set stations apart: `9news` is not `gnews` in other characters.
            if alike && !seen.foreign && known.plain.bytes().any(|b| b.is_ascii_digit()) {
                return None;
            }
            let (severity, how) = match beside {
                Beside::Nothing if alike => swapped(seen, known, reach),
                Beside::Nothing if seen.label != known.label => hyphened(seen, known, reach),
                Beside::Nothing => moved(seen, known, reach),
                Beside::Www => (known.letters() >= 3)
                    .then(|| (Severity::Warning, "its name after `www`".to_owned())),
                Beside::Tail(tail) => tailed(seen, known, tail).filter(|_| !alike),
                Beside::Words(words) => accompanied(known, reach, words)
                    .filter(|_| !alike || seen.foreign || known.letters() >= LEAST_TWO_WAYS),
                Beside::Glued(word) => glued(known, reach, word).filter(|_| !alike || seen.foreign),
            }?;
            let also = if alike && *beside != Beside::Nothing {
                ", in characters that look alike"
            } else {
                ""
            };
            let how = match severity {
                Severity::Note => {
                    format!("{how}{also}; the name is common, so this may well be another outlet")
                }
                _ => format!("{how}{also}"),
            };
            Some(Resemblance {
                domain: bearer.domain,
                severity,
                how: format!("resembles `{}`: {how}", bearer.domain),
            })
        })
    }

    /// Finds a typing slip: a letter doubled, dropped, added, swapped with the next, or replaced by
    /// its neighbour on the keyboard.
    ///
    /// Swapping or doubling letters rarely gives an honest name, dropping one sometimes, other
    /// changes often (call signs of stations differ in one letter).
    fn slipped(&self, label: &str, suffix: &str) -> Option<Resemblance<'k>> {
        if distinctive(label) == 0 {
            return None;
        }
        let mut near: Vec<&str> = deletions(label)
            .iter()
            .filter_map(|form| self.forms.get(form))
            .flatten()
            .copied()
            .collect();
        near.sort_unstable();
        near.dedup();
        near.into_iter().find_map(|meant| {
            // The slip is tested first because that is cheaper than the distance.
            let slip = Slip::of(meant, label).filter(|_| damerau_levenshtein(meant, label) == 1)?;
            let known = self.names.get(meant)?;
            let (bearer, reach) = known.nearest(suffix)?;
            let enough = match (slip, reach) {
                (_, Reach::Elsewhere) => false,
                (Slip::Swapped | Slip::Doubled, Reach::Same) => known.letters() >= 5,
                (Slip::Dropped, Reach::Same) => known.letters() >= 7,
                (Slip::Added | Slip::Neighbour, Reach::Same) => known.distinctive >= 6,
                (Slip::Swapped | Slip::Doubled, _) => known.letters() >= 6 && known.distinctive > 0,
                (Slip::Dropped, _) => known.letters() >= 9 && known.distinctive > 0,
                (Slip::Added | Slip::Neighbour, _) => false,
            };
            let how = format!("resembles `{}`: its name with {}", bearer.domain, slip.words());
            enough.then_some(Resemblance {
                domain: bearer.domain,
                severity: Severity::Warning,
                how,
            })
        })
    }
}
