//! Finds domains that resemble those of known outlets but are not theirs.
//!
//! The principle: the *label* of a host (the part registered under a public suffix: `cnn` in
//! `cnn.com`) is read as a known label in disguise, in one of the ways that campaigns use: another
//! suffix, a hyphen, a word or `www` beside it, its own suffix run into it, look-alike characters,
//! or a typing slip. Honest names resemble known ones too, the more so the shorter and commoner
//! they are. So each way requires a minimum number of letters, distinctive ones where that matters,
//! and a suffix close enough to the outlet's. The minimums of this module were chosen so that few
//! honest names are reported: measured, 9 of 11,519 rated domains. A domain that a known outlet
//! owns is never reported, so two known outlets are never reported for each other. A finding says
//! which way it is; it does not say who is behind it.

mod known;
mod name;
mod slip;
mod suffix;
mod ways;

use unicode_security::MixedScript;

use super::super::parse::{Form, Read};
use super::super::{Registry, Source, domain};
use super::{Finding, Severity};
pub use known::{Known, Resemblance};
pub use name::deletions;

/// Reports every domain of a list that resembles a known outlet's or mixes scripts, and every
/// source that has the domains of several known outlets. O(domains × letters²).
///
/// A TOML list is also compared with itself: each source with those before it.
pub fn check(read: &Read, registry: &Registry) -> Vec<Finding> {
    let (mut known, mut before) = (Known::default(), Known::default());
    registry.sources.iter().for_each(|source| known.add(source));
    let mut out = Vec::new();
    for placed in &read.sources {
        let source = &placed.source;
        for (host, &place) in source.domains.iter().zip(&placed.domain_places) {
            let resembled = match known.owns(host) {
                true => None,
                false => known
                    .resembled(host)
                    .or_else(|| before.resembled(host))
                    .filter(|r| !source.domains.iter().any(|d| d == r.domain)),
            };
            let found = match resembled {
                Some(r) => Some(lookalike(host, &r)),
                None => mixed_script(host),
            };
            out.extend(found.map(|found| Finding {
                source_id: source.id.clone(),
                line: Some(place.0),
                column: Some(place.1),
                ..found
            }));
        }
        if read.form == Form::Toml {
            before.add(source);
        }
        out.extend(several_outlets(source, registry));
    }
    out
}

/// Returns a finding whose place is not known yet.
fn finding(code: &'static str, severity: Severity, message: String, remedy: String) -> Finding {
    Finding { code, severity, source_id: String::new(), line: None, column: None, message, remedy }
}

fn lookalike(host: &str, r: &Resemblance<'_>) -> Finding {
    let remedy = format!(
        "look up who runs it; if it is the outlet of `{}` itself, list both under one source",
        r.domain
    );
    finding("lookalike-domain", r.severity, format!("`{host}` {}", r.how), remedy)
}

fn mixed_script(host: &str) -> Option<Finding> {
    let shown = domain::unicode(host).filter(|s| s.split('.').any(|l| !l.is_single_script()))?;
    Some(finding(
        "mixed-script",
        Severity::Warning,
        format!("`{shown}` (`{host}`) mixes the letters of several scripts"),
        "make sure that it is the name you mean".to_owned(),
    ))
}

/// Reports a source that has the domains of several known outlets.
fn several_outlets(source: &Source, registry: &Registry) -> Option<Finding> {
    let mut owners: Vec<&str> = source
        .domains
        .iter()
        .flat_map(|host| registry.by_host(host).map(|s| s.id.as_str()))
        .collect();
    owners.sort_unstable();
    owners.dedup();
    let message =
        format!("`{}` has the domains of several known outlets: {}", source.id, owners.join(", "));
    (owners.len() > 1).then(|| Finding {
        source_id: source.id.clone(),
        line: Some(source.line),
        column: Some(1),
        ..finding(
            "several-outlets",
            Severity::Warning,
            message,
            "give each outlet its own entry".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests;
