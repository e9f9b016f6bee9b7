//! Checks what a list claims: ids, domains, credits and names.

use rustc_hash::FxHashMap;

use super::super::parse::{Form, Placed, Read};
use super::super::{Kind, Source, domain, lookup};
use super::{Finding, Severity, lookalike};

/// Checks the claims of a list, in order of line.
///
/// Reports ids, domains, credits and names claimed twice, names almost alike, overlapping domains,
/// public suffixes, sources without a domain, agencies without credits, licences that are no
/// source's id, and an empty list. Includes the findings of reading the list. O(entries).
pub fn check(read: &Read) -> Vec<Finding> {
    // In a CSV or plain list the domain serves as the id.
    let mut claims = Claims { plain: read.form != Form::Toml, ..Claims::default() };
    claims.found = read.findings.clone();
    if read.sources.is_empty() {
        let message = "the list contains no sources".to_owned();
        let remedy = "add a source, or name another file";
        claims.report("empty-list", Severity::Error, ("", (1, 1)), message, remedy);
    }
    for placed in &read.sources {
        claims.id(placed);
        claims.domains(placed);
        claims.credits(placed);
        claims.name(&placed.source);
        claims.fields(&placed.source);
    }
    for placed in &read.sources {
        claims.overlaps(placed);
        claims.licenses(&placed.source);
    }
    claims.similar_names();
    claims.found.sort_by_key(|f| (f.line, f.column, f.code));
    claims.found
}

/// Where a list says something: line and column, both from 1.
type At = (usize, usize);

/// The claims of a list as far as it was read, each with the source that made it first.
#[derive(Default)]
struct Claims<'l> {
    plain: bool,
    /// The line of each id.
    ids: FxHashMap<&'l str, usize>,
    domains: FxHashMap<&'l str, (&'l str, usize)>,
    credits: FxHashMap<String, (&'l str, usize)>,
    names: FxHashMap<String, (&'l str, usize)>,
    found: Vec<Finding>,
}

impl<'l> Claims<'l> {
    fn report(
        &mut self,
        code: &'static str,
        severity: Severity,
        (source_id, (line, column)): (&str, At),
        message: String,
        remedy: &str,
    ) {
        self.found.push(Finding {
            code,
            severity,
            source_id: source_id.to_owned(),
            line: Some(line),
            column: Some(column),
            message,
            remedy: remedy.to_owned(),
        });
    }

    fn id(&mut self, placed: &'l Placed) {
        let (id, line) = (placed.source.id.as_str(), placed.source.line);
        if let Some(first) = self.ids.insert(id, line).filter(|_| placed.id_stated) {
            let message = format!("the id `{id}` is taken by the source at line {first}");
            let remedy = "give each source its own id, or merge the two";
            self.report("duplicate-id", Severity::Error, (id, (line, 1)), message, remedy);
        }
        if id.starts_with(['=', '+', '-', '@']) {
            let message = format!("the id `{id}` begins like a spreadsheet formula");
            let remedy = "begin it with a letter or digit";
            self.report("bad-id", Severity::Error, (id, (line, 1)), message, remedy);
        }
    }

    fn domains(&mut self, placed: &'l Placed) {
        let id = placed.source.id.as_str();
        for (host, &at) in placed.source.domains.iter().zip(&placed.domain_places) {
            if domain::is_public_suffix(host) {
                let message = format!(
                    "`{host}` is a public suffix: it would claim every site registered under it"
                );
                let remedy = "write the outlet's own domain";
                self.report("public-suffix", Severity::Error, (id, at), message, remedy);
            }
            let Some((other, line)) = self.domains.insert(host, (id, at.0)) else { continue };
            // Listing a domain twice for one source is untidy; two owners of one domain cannot both
            // be right.
            let (severity, message) = if other == id {
                let message = format!("the domain `{host}` is already listed at line {line}");
                (Severity::Warning, message)
            } else {
                let message = format!("the domain `{host}` is claimed by `{other}` at line {line}");
                (Severity::Error, message)
            };
            let remedy = "leave it in one place";
            self.report("duplicate-domain", severity, (id, at), message, remedy);
        }
    }

    fn credits(&mut self, placed: &'l Placed) {
        let id = placed.source.id.as_str();
        for (credit, &at) in placed.source.credits.iter().zip(&placed.credit_places) {
            let known = self.credits.insert(lookup::name_key(credit), (id, at.0));
            if let Some((other, line)) = known.filter(|(other, _)| *other != id) {
                let message =
                    format!("the credit `{credit}` is claimed by `{other}` at line {line}");
                let remedy = "leave it with one of the two";
                self.report("duplicate-credit", Severity::Error, (id, at), message, remedy);
            }
        }
    }

    fn name(&mut self, source: &'l Source) {
        let (id, name) = (source.id.as_str(), source.name.as_str());
        if name.is_empty() {
            return;
        }
        let known = self.names.insert(lookup::name_key(name), (id, source.line));
        if let Some((other, line)) = known.filter(|(other, _)| *other != id) {
            let message = format!("the name `{name}` is also that of `{other}` at line {line}");
            let remedy = "give them different names, or merge the two if they are one outlet";
            let at = (source.line, 1);
            self.report("duplicate-name", Severity::Warning, (id, at), message, remedy);
        }
    }

    fn fields(&mut self, source: &Source) {
        let (id, at) = (source.id.as_str(), (source.line, 1));
        if source.domains.is_empty() && !self.plain {
            let message = format!("`{id}` has no domain: it can only be found by name");
            let remedy = "add `domains = [\"…\"]`";
            self.report("missing-field", Severity::Note, (id, at), message, remedy);
        }
        if source.kind == Kind::Wire && source.credits.is_empty() && !self.plain {
            let message =
                format!("the agency `{id}` has no credits: its copy cannot be recognised");
            let remedy = "add `credits = [\"…\"]`";
            self.report("missing-field", Severity::Warning, (id, at), message, remedy);
        }
    }

    fn overlaps(&mut self, placed: &Placed) {
        let id = placed.source.id.as_str();
        for (host, &at) in placed.source.domains.iter().zip(&placed.domain_places) {
            let parents = host.match_indices('.').map(|(dot, _)| &host[dot + 1..]);
            for parent in parents {
                let known = self.domains.get(parent).copied();
                if let Some((other, line)) = known.filter(|(other, _)| *other != id) {
                    let message =
                        format!("`{host}` lies under `{parent}` of `{other}` (line {line})");
                    let remedy = "nothing if they are two outlets: the longer domain wins";
                    self.report("overlapping-domain", Severity::Note, (id, at), message, remedy);
                }
            }
        }
    }

    fn licenses(&mut self, source: &Source) {
        for license in &source.licenses {
            if !self.ids.contains_key(license.as_str()) {
                let message = format!("the licence `{license}` is not the id of any source");
                let remedy = "list the agency, or correct the id";
                let at = (source.id.as_str(), (source.line, 1));
                self.report("unlisted-source", Severity::Warning, at, message, remedy);
            }
        }
    }

    /// Reports names that differ in one letter: two outlets, or one outlet spelled two ways.
    ///
    /// [`lookup::same_name`] requires ten letters for that. Names with digits are left out, because
    /// numbers set outlets apart.
    fn similar_names(&mut self) {
        let names = self.names.iter().filter(|(name, _)| !name.chars().any(|c| c.is_ascii_digit()));
        let mut sorted: Vec<(String, (&str, usize))> =
            names.map(|(name, first)| (name.clone(), *first)).collect();
        sorted.sort_by(|(x, (_, at)), (y, (_, line))| (at, x).cmp(&(line, y)));
        // Two names one edit apart share a form once at most one letter is left out of each.
        let mut forms: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, (name, (id, line))) in sorted.iter().enumerate() {
            let mut near: Option<usize> = None;
            for form in lookalike::deletions(name) {
                let known = forms.entry(form).or_default();
                let found =
                    known.iter().copied().find(|&other| lookup::same_name(&sorted[other].0, name));
                near = near.into_iter().chain(found).min();
                if known.len() < SERIES {
                    known.push(at);
                }
            }
            let other = near.map(|n| sorted[n].1).filter(|(other, _)| other != id);
            if let Some((other, first)) = other {
                let message =
                    format!("its name is spelled almost like that of `{other}` at line {first}");
                let remedy = "nothing if they are two outlets; articles that give only a name may be counted for either";
                self.report("similar-name", Severity::Note, (id, (*line, 1)), message, remedy);
            }
        }
    }
}

/// Number of names sharing a form from which they are a series, not spellings of one name; later
/// names are not added to the form. Chosen by judgement; it also bounds the comparisons per form.
const SERIES: usize = 8;

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
