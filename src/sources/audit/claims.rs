//! Checks what a list claims: ids, domains, credits and names.

use rustc_hash::FxHashMap;

use super::super::parse::{Form, Read};
use super::super::{Kind, domain, lookup};
use super::{Finding, Severity, lookalike};

/// Checks the claims of a list, in order of line.
///
/// Reports ids, domains, credits and names claimed twice, names almost alike, overlapping domains,
/// public suffixes, sources without a domain, agencies without credits, licences that are no
/// source's id, and an empty list. Includes the findings of reading the list. O(entries).
pub fn check(read: &Read) -> Vec<Finding> {
    let mut out = read.findings.clone();
    let mut push = |code,
                    severity,
                    source_id: &str,
                    (line, column): (usize, usize),
                    message: String,
                    remedy: &str| {
        out.push(Finding {
            code,
            severity,
            source_id: source_id.to_owned(),
            line: Some(line),
            column: Some(column),
            message,
            remedy: remedy.to_owned(),
        });
    };
    if read.sources.is_empty() {
        push(
            "empty-list",
            Severity::Error,
            "",
            (1, 1),
            "the list contains no sources".to_owned(),
            "add a source, or name another file",
        );
    }
    // In a CSV or plain list the domain serves as the id.
    let plain = read.form != Form::Toml;
    let mut ids: FxHashMap<&str, usize> = FxHashMap::default();
    let mut domains: FxHashMap<&str, (&str, usize)> = FxHashMap::default();
    let mut credits: FxHashMap<String, (&str, usize)> = FxHashMap::default();
    let mut names: FxHashMap<String, (&str, usize)> = FxHashMap::default();
    for placed in &read.sources {
        let source = &placed.source;
        let (id, here) = (source.id.as_str(), (source.line, 1));
        if let Some(first) = ids.insert(id, source.line).filter(|_| placed.id_stated) {
            push(
                "duplicate-id",
                Severity::Error,
                id,
                here,
                format!("the id `{id}` is taken by the source at line {first}"),
                "give each source its own id, or merge the two",
            );
        }
        if !id.is_empty() && id.starts_with(['=', '+', '-', '@']) {
            push(
                "bad-id",
                Severity::Error,
                id,
                here,
                format!("the id `{id}` begins like a spreadsheet formula"),
                "begin it with a letter or digit",
            );
        }
        for (host, &at) in source.domains.iter().zip(&placed.domain_places) {
            if domain::is_public_suffix(host) {
                push(
                    "public-suffix",
                    Severity::Error,
                    id,
                    at,
                    format!(
                        "`{host}` is a public suffix: it would claim every site registered under it"
                    ),
                    "write the outlet's own domain",
                );
            }
            if let Some((other, line)) = domains.insert(host, (id, at.0)) {
                // Listing a domain twice for one source is untidy; two owners of one domain cannot
                // both be right.
                let (severity, message) = match other == id {
                    true => (
                        Severity::Warning,
                        format!("the domain `{host}` is already listed at line {line}"),
                    ),
                    false => (
                        Severity::Error,
                        format!("the domain `{host}` is claimed by `{other}` at line {line}"),
                    ),
                };
                push("duplicate-domain", severity, id, at, message, "leave it in one place");
            }
        }
        for (credit, &at) in source.credits.iter().zip(&placed.credit_places) {
            match credits.insert(lookup::name_key(credit), (id, at.0)) {
                Some((other, line)) if other != id => {
                    push(
                        "duplicate-credit",
                        Severity::Error,
                        id,
                        at,
                        format!("the credit `{credit}` is claimed by `{other}` at line {line}"),
                        "leave it with one of the two",
                    );
                }
                _ => {}
            }
        }
        if !source.name.is_empty() {
            match names.insert(lookup::name_key(&source.name), (id, source.line)) {
                Some((other, line)) if other != id => push(
                    "duplicate-name",
                    Severity::Warning,
                    id,
                    here,
                    format!("the name `{}` is also that of `{other}` at line {line}", source.name),
                    "give them different names, or merge the two if they are one outlet",
                ),
                _ => {}
            }
        }
        if source.domains.is_empty() && !plain {
            push(
                "missing-field",
                Severity::Note,
                id,
                here,
                format!("`{id}` has no domain: it can only be found by name"),
                "add `domains = [\"…\"]`",
            );
        }
        if source.kind == Kind::Wire && source.credits.is_empty() && !plain {
            push(
                "missing-field",
                Severity::Warning,
                id,
                here,
                format!("the agency `{id}` has no credits: its copy cannot be recognised"),
                "add `credits = [\"…\"]`",
            );
        }
    }
    for placed in &read.sources {
        let source = &placed.source;
        for (host, &at) in source.domains.iter().zip(&placed.domain_places) {
            let mut rest = host.as_str();
            while let Some((_, parent)) = rest.split_once('.') {
                if let Some(&(other, line)) =
                    domains.get(parent).filter(|(other, _)| *other != source.id)
                {
                    push(
                        "overlapping-domain",
                        Severity::Note,
                        &source.id,
                        at,
                        format!("`{host}` lies under `{parent}` of `{other}` (line {line})"),
                        "nothing if they are two outlets: the longer domain wins",
                    );
                }
                rest = parent;
            }
        }
        for license in source.licenses.iter().filter(|l| !ids.contains_key(l.as_str())) {
            push(
                "unlisted-source",
                Severity::Warning,
                &source.id,
                (source.line, 1),
                format!("the licence `{license}` is not the id of any source"),
                "list the agency, or correct the id",
            );
        }
    }
    similar_names(&names, &mut push);
    out.sort_by_key(|f| (f.line, f.column, f.code));
    out
}

/// Number of names sharing a form from which they are a series, not spellings of one name; later
/// names are not added to the form. Chosen by judgement; it also bounds the comparisons per form.
const SERIES: usize = 8;

/// Reports names that differ in one letter: two outlets, or one outlet spelled two ways.
///
/// [`lookup::same_name`] requires ten letters for that. Names with digits are left out, because
/// numbers set outlets apart.
fn similar_names(
    names: &FxHashMap<String, (&str, usize)>,
    push: &mut impl FnMut(&'static str, Severity, &str, (usize, usize), String, &str),
) {
    let mut sorted: Vec<(&String, &(&str, usize))> =
        names.iter().filter(|(name, _)| !name.chars().any(|c| c.is_ascii_digit())).collect();
    sorted.sort_by_key(|(name, (_, line))| (*line, *name));
    // Two names one edit apart share a form once at most one letter is left out of each.
    let mut forms: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, (name, (id, line))) in sorted.iter().enumerate() {
        let mut near: Option<usize> = None;
        for form in lookalike::deletions(name) {
            let known = forms.entry(form).or_default();
            let found =
                known.iter().copied().find(|&other| lookup::same_name(sorted[other].0, name));
            near = near.into_iter().chain(found).min();
            if known.len() < SERIES {
                known.push(at);
            }
        }
        if let Some((_, (other, first))) =
            near.map(|n| sorted[n]).filter(|(_, (other, _))| other != id)
        {
            push(
                "similar-name",
                Severity::Note,
                id,
                (*line, 1),
                format!("its name is spelled almost like that of `{other}` at line {first}"),
                "nothing if they are two outlets; articles that give only a name may be counted for either",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Registry, SHIPPED, SourcesError, list, parse};
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, usize)> {
        check(&parse::read("test", text).expect("TOML"))
            .into_iter()
            .map(|f| (f.code, f.line.unwrap_or(0)))
            .collect()
    }

    fn source(id: &str, rest: &str) -> String {
        format!("[[source]]\nid = \"{id}\"\nname = \"N{id}\"\nkind = \"outlet\"\n{rest}\n")
    }

    #[test]
    fn the_shipped_list_holds_no_error() {
        let registry = Registry::shipped().expect("sound");
        assert!(registry.sources.iter().filter(|s| s.kind == Kind::Wire).count() >= 40);
        assert!(registry.sources.len() >= 140);
        assert!(
            check(&parse::read("shipped", SHIPPED).expect("TOML"))
                .iter()
                .all(|f| f.severity != Severity::Error)
        );
    }

    #[test]
    fn claims_made_twice_are_found_at_their_line() {
        let text = source("a", "domains = [\"x.example\"]\ncredits = [\"AX\"]")
            + &source("b", "domains = [\"x.example\"]\ncredits = [\"ax\"]")
            + &source("a", "domains = [\"y.example\"]");
        assert_eq!(
            codes(&text),
            [("duplicate-domain", 11), ("duplicate-credit", 12), ("duplicate-id", 13)]
        );
    }

    #[test]
    fn public_suffixes_addresses_and_urls_are_no_domains() {
        assert_eq!(codes(&source("a", "domains = [\"co.uk\"]")), [("public-suffix", 5)]);
        assert_eq!(
            codes(&source("a", "domains = [\"https://x.example/\", \"10.0.0.1\", \"ok.example\"]")),
            [("bad-domain", 5), ("bad-domain", 5)]
        );
    }

    #[test]
    fn unknown_keys_and_kinds_are_errors_with_their_place() {
        let text = "[[source]]\nid = \"a\"\nname = \"A\"\nkind = \"blog\"\nurl = \"x\"\n";
        assert_eq!(codes(text), [("missing-field", 1), ("unknown-kind", 4), ("unknown-key", 5)]);
        let Err(SourcesError::Content { line, column, .. }) = Registry::parse("s.toml", text)
        else {
            panic!("accepted")
        };
        assert_eq!((line, column), (4, 8));
    }

    #[test]
    fn broken_toml_is_told_with_line_and_column() {
        let Err(SourcesError::Syntax { line, column, .. }) =
            Registry::parse("s.toml", "[[source]]\nid = \n")
        else {
            panic!("accepted")
        };
        assert_eq!((line, column > 0), (2, true));
    }

    #[test]
    fn an_empty_list_and_a_row_given_twice_are_named() {
        let of = |text: &str| -> Vec<_> {
            check(&list::read("t", text).expect("read"))
                .into_iter()
                .map(|f| (f.code, f.severity, f.line.unwrap_or(0)))
                .collect()
        };
        assert_eq!(of("# none yet\n"), [("empty-list", Severity::Error, 1)]);
        assert_eq!(
            of("a.example\nb.example\na.example\n"),
            [("duplicate-domain", Severity::Warning, 3)]
        );
    }

    #[test]
    fn names_one_letter_apart_are_noted_once() {
        let named = |id: &str, name: &str| {
            format!(
                "[[source]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"outlet\"\ndomains = [\"{id}.example\"]\n"
            )
        };
        let text = named("a", "Harbour Herald")
            + &named("b", "Harbor Herald")
            + &named("c", "HH")
            + &named("d", "HB");
        assert_eq!(codes(&text), [("similar-name", 6)]);
    }
}
