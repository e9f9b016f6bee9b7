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
use super::super::{Registry, domain};
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
        let mut owners: Vec<&str> = Vec::new();
        for (host, &(line, column)) in source.domains.iter().zip(&placed.domain_places) {
            let mut find = |code, severity, message: String, remedy: String| {
                let (source_id, line, column) = (source.id.clone(), Some(line), Some(column));
                out.push(Finding { code, severity, source_id, line, column, message, remedy });
            };
            let resembled = match known.owns(host) {
                true => None,
                false => known
                    .resembled(host)
                    .or_else(|| before.resembled(host))
                    .filter(|r| !source.domains.iter().any(|d| d == r.domain)),
            };
            if let Some(r) = &resembled {
                find(
                    "lookalike-domain",
                    r.severity,
                    format!("`{host}` {}", r.how),
                    format!(
                        "look up who runs it; if it is the outlet of `{}` itself, list both under one source",
                        r.domain
                    ),
                );
            }
            if let Some(shown) = domain::unicode(host)
                .filter(|s| resembled.is_none() && s.split('.').any(|l| !l.is_single_script()))
            {
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
                message: format!(
                    "`{}` has the domains of several known outlets: {}",
                    source.id,
                    owners.join(", ")
                ),
                remedy: "give each outlet its own entry".to_owned(),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests;
