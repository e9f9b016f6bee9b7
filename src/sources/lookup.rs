//! Finds the source of an article: by domain, by name, or by a slightly different spelling of the
//! name.

use textdistance::str::damerau_levenshtein;

use super::{Registry, Source, domain};
use crate::inert;
use crate::text::fold;

/// Number of letters of the longer name, for each of which two spellings of one name may be one
/// edit apart (Damerau–Levenshtein).
///
/// Chosen by judgement: names of ten letters may differ in one and names of 20 in two. Shorter
/// names must be equal, because agencies with three-letter names differ in a single letter.
const LETTERS_PER_EDIT: usize = 10;

/// Names with fewer letters than this are never compared by similarity: even the longer name then
/// has too few for [`LETTERS_PER_EDIT`].
const SHORT_NAME: usize = LETTERS_PER_EDIT - 1;

/// Country-code domains that are sold worldwide and so do not show where an outlet is.
///
/// Source: Google Search Central, *Managing multi-regional sites*, "generic country code top-level
/// domains" (as of November 2026); `su` belongs to no existing country.
const SOLD_ABROAD: [&str; 21] = [
    "ad", "ai", "as", "bz", "cc", "cd", "co", "dj", "fm", "io", "la", "me", "ms", "nu", "sc", "sr",
    "st", "su", "tv", "tk", "ws",
];

/// Returns the form in which names are compared: the folded words without a leading `the`, joined.
///
/// Articles of other languages stay: `La Presse` and `Die Presse` are two papers.
pub fn name_key(name: &str) -> String {
    let phrase = fold::phrase(name);
    let bare = phrase.strip_prefix("the ").unwrap_or(&phrase);
    bare.replace(' ', "")
}

/// Whether two names (in the form that [`name_key`] returns) are the same name up to spelling.
pub fn same_name(a: &str, b: &str) -> bool {
    let (shorter, longer) = {
        let letters = (a.chars().count(), b.chars().count());
        (letters.0.min(letters.1), letters.0.max(letters.1))
    };
    a == b || (shorter >= SHORT_NAME && damerau_levenshtein(a, b) * LETTERS_PER_EDIT <= longer)
}

impl Registry {
    /// Returns the source that owns a host: the one with the longest registered suffix of the host.
    /// `None` if no suffix is registered.
    pub fn by_host(&self, host: &str) -> Option<&Source> {
        let mut rest = host;
        loop {
            if let Some(&at) = self.by_domain.get(rest) {
                return Some(&self.sources[at]);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Returns an outlet's country as two capital letters: the one the list states for the source,
    /// else that of the country-code domain of its page. `None` if neither shows one.
    pub fn country(&self, id: Option<&str>, url: Option<&str>) -> Option<String> {
        if let Some(listed) =
            id.and_then(|id| self.by_id(id)).and_then(|source| source.country.as_deref())
        {
            return Some(listed.to_ascii_uppercase());
        }
        let host = domain::host_of(url?)?;
        let top = host.rsplit_once('.')?.1;
        let is_country = top.len() == 2 && top != "eu" && !SOLD_ABROAD.contains(&top);
        is_country.then(|| if top == "uk" { "GB".to_owned() } else { top.to_ascii_uppercase() })
    }

    /// Returns the source with that name, id, alias or credit, ignoring case, accents and a leading
    /// `the`.
    pub fn by_name(&self, name: &str) -> Option<&Source> {
        self.by_name.get(&name_key(name)).map(|&at| &self.sources[at])
    }

    /// Returns the source whose name is that name up to spelling; `None` if there is none, or if an
    /// inexact match fits more than one source.
    pub fn by_similar_name(&self, name: &str) -> Option<&Source> {
        if let Some(source) = self.by_name(name) {
            return Some(source);
        }
        let key = name_key(name);
        if key.chars().count() < SHORT_NAME {
            return None;
        }
        let mut found: Option<usize> = None;
        let mut keys: Vec<_> =
            self.by_name.iter().filter(|(k, _)| same_name(k, &key)).map(|(_, &at)| at).collect();
        keys.sort_unstable();
        keys.dedup();
        for at in keys {
            match found {
                None => found = Some(at),
                Some(_) => return None,
            }
        }
        found.map(|at| &self.sources[at])
    }

    /// Identifies the source of a page or outlet: the id of a registered source, else the
    /// registrable domain, else the name.
    ///
    /// `url` takes precedence over `outlet` (the record's `source`: a domain or a name). `None` if
    /// both are missing or empty.
    pub fn identify(&self, url: Option<&str>, outlet: Option<&str>) -> Option<String> {
        if let Some(host) = url.and_then(domain::host_of) {
            return Some(self.by_host(&host).map_or_else(
                || domain::registrable(&host).unwrap_or(&host).to_owned(),
                |s| s.id.clone(),
            ));
        }
        let outlet = outlet.map(str::trim).filter(|o| !o.is_empty())?;
        if let Some(source) = self.by_name(outlet) {
            return Some(source.id.clone());
        }
        if let Some(host) = domain::host_of(outlet).filter(|h| {
            domain::registrable(h).is_some_and(|d| {
                psl::suffix(d.as_bytes()).is_some_and(|s| s.is_known() || d.ends_with(".example"))
            })
        }) {
            return Some(self.by_host(&host).map_or_else(
                || domain::registrable(&host).unwrap_or(&host).to_owned(),
                |s| s.id.clone(),
            ));
        }
        Some(self.by_similar_name(outlet).map_or_else(|| outlet_id(outlet), |s| s.id.clone()))
    }
}

/// Returns the id of an outlet known only by name: the name with white space folded, without
/// characters that steer and without leading characters that a spreadsheet would run as a formula.
pub fn outlet_id(name: &str) -> String {
    // Steering characters go first: once one is removed, the character after it leads.
    let name: String = name.chars().filter(|c| c.is_whitespace() || !inert::steers(*c)).collect();
    let id = name.split_whitespace().collect::<Vec<_>>().join(" ");
    id.trim_start_matches(|c| inert::begins_formulas(c) || inert::is_unseen(c) || c == '\'')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> Registry {
        Registry::parse(
            "test",
            r#"
            [[source]]
            id = "planet"
            name = "The Daily Planet"
            domains = ["planet.example", "daily.other.example"]
            kind = "outlet"
            [[source]]
            id = "wire"
            name = "Example Wire Service"
            domains = ["wire.example"]
            kind = "wire"
            credits = ["EWS"]
            "#,
        )
        .expect("a sound registry")
    }

    #[test]
    fn no_name_makes_an_id_that_runs_as_a_formula() {
        for (name, id) in [
            ("=1+1", "1+1"),
            ("\u{1}=1", "1"),
            ("＝\u{7}@ x", "x"),
            ("Halvik\n Times", "Halvik Times"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(outlet_id(name), id);
        }
    }

    #[test]
    fn a_country_is_listed_or_read_from_a_domain_that_only_its_own_have() {
        let list = "[[source]]\nid = \"planet\"\nname = \"Planet\"\ndomains = [\"planet.fi\"]\nkind = \"outlet\"\ncountry = \"se\"";
        let registry = Registry::parse("test", list).expect("a sound registry");
        let country = |id: Option<&str>, url: &str| registry.country(id, Some(url));
        assert_eq!(
            country(Some("planet"), "https://planet.fi/a").as_deref(),
            Some("SE"),
            "the list knows better"
        );
        assert_eq!(country(None, "https://www.halvik.com.np/a").as_deref(), Some("NP"));
        assert_eq!(country(None, "http://halvik.co.uk").as_deref(), Some("GB"));
        for anywhere in [
            "https://halvik.com/a",
            "https://halvik.tv/a",
            "https://halvik.eu/a",
            "https://192.0.2.7/a",
            "halvik",
        ] {
            assert_eq!(country(None, anywhere), None, "{anywhere}");
        }
        assert_eq!(registry.country(Some("unlisted"), None), None);
    }

    #[test]
    fn the_page_outranks_what_the_record_says() {
        assert_eq!(
            registry().identify(Some("https://www.planet.example/a"), Some("EWS")).as_deref(),
            Some("planet")
        );
    }

    #[test]
    fn hosts_are_found_by_their_longest_registered_suffix() {
        let registry = registry();
        assert_eq!(
            registry.by_host("m.daily.other.example").map(|s| s.id.as_str()),
            Some("planet")
        );
        assert!(registry.by_host("other.example").is_none());
    }

    #[test]
    fn names_are_found_by_alias_credit_and_spelling() {
        let registry = registry();
        assert_eq!(registry.identify(None, Some("daily planet")).as_deref(), Some("planet"));
        assert_eq!(registry.identify(None, Some("Daily Planett")).as_deref(), Some("planet"));
        assert_eq!(registry.identify(None, Some("ews")).as_deref(), Some("wire"));
        assert_eq!(registry.identify(None, Some("EWT")).as_deref(), Some("EWT"));
    }

    #[test]
    fn of_two_equal_names_the_first_in_the_file_counts() {
        let source = |id: &str| {
            format!(
                "[[source]]\nid = \"{id}\"\nname = \"Brennick Post\"\nkind = \"outlet\"\naliases = [\"BP\"]\n"
            )
        };
        let registry =
            Registry::parse("test", &(source("one") + &source("two"))).expect("a warning only");
        for name in ["Brennick Post", "BP"] {
            assert_eq!(registry.by_name(name).map(|s| s.id.as_str()), Some("one"), "{name}");
        }
    }

    #[test]
    fn one_letter_in_ten_may_differ_and_two_in_twenty() {
        let name = |letters: usize, wrong: usize| "x".repeat(wrong) + &"a".repeat(letters - wrong);
        for (letters, wrong, same) in
            [(9, 1, false), (10, 1, true), (19, 2, false), (20, 2, true), (30, 3, true)]
        {
            assert_eq!(same_name(&name(letters, 0), &name(letters, wrong)), same, "{letters}");
        }
        assert!(same_name(&name(9, 0), &name(10, 0)) && !same_name(&name(8, 0), &name(9, 0)));
    }

    #[test]
    fn an_unknown_outlet_keeps_its_domain_or_its_name() {
        let registry = registry();
        assert_eq!(
            registry.identify(Some("https://news.unknown.co.uk/x"), None).as_deref(),
            Some("unknown.co.uk")
        );
        assert_eq!(registry.identify(None, Some("=Some  Site")).as_deref(), Some("Some Site"));
        assert_eq!(registry.identify(None, Some(" ")), None);
    }
}
