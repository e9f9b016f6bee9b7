//! Makes a registry of a table of outlets, or of a list of domains, that somebody else keeps.
//!
//! Such lists say who is who, and next to nothing of agencies and credits; without these no copy of
//! agency text would be credited. So the built-in list completes them.

use rustc_hash::FxHashSet;

use super::parse::{Read, Weights};
use super::{Finding, Registry, Severity, Source, SourcesError, audit};

/// Findings for which a row is not used: its domain would claim other sites, or its id cannot be
/// written to the tables.
const BARRED: [&str; 2] = ["public-suffix", "bad-id"];
/// Errors of a cell that is not needed to know whose an article is.
const HARMLESS: [&str; 3] = ["unknown-kind", "bad-rating", "empty-list"];

impl Registry {
    /// Makes the registry of a table, or of a list of domains.
    ///
    /// A row about a domain of the built-in list states what it has a cell for, and the rest is
    /// taken from there, with the id unless the row has one. The agencies of the built-in list that
    /// no row is about stay. Rows that cannot be used are in [`Registry::unused`]; of two rows about
    /// one domain or with one id, the first counts.
    ///
    /// # Errors
    /// [`SourcesError::Content`] if no row can be used.
    pub(super) fn of_list(path: &str, read: Read) -> Result<Self, SourcesError> {
        let errors: Vec<Finding> = audit::claims::check(&read)
            .into_iter()
            .filter(|f| f.severity == Severity::Error && !HARMLESS.contains(&f.code))
            .collect();
        let barred: FxHashSet<usize> = errors
            .iter()
            .filter(|f| BARRED.contains(&f.code))
            .filter_map(|finding| finding.line)
            .collect();
        let known = Self::shipped()?;
        let mut sources: Vec<Source> = Vec::new();
        let (mut ids, mut domains) = (FxHashSet::default(), FxHashSet::default());
        for placed in read.sources {
            let mut source = placed.source;
            source.domains.retain(|domain| !domains.contains(domain));
            let lists_nothing = source.domains.is_empty();
            if barred.contains(&source.line) || lists_nothing {
                continue;
            }
            let listed = source
                .domains
                .iter()
                .find_map(|domain| known.by_domain.get(domain).map(|at| &known.sources[*at]));
            if let Some(listed) = listed {
                complete(&mut source, listed, placed.id_stated, placed.kind_stated);
            }
            if source.name.is_empty() {
                source.name.clone_from(&source.id);
            }
            domains.extend(source.domains.iter().cloned());
            match sources.iter_mut().find(|s| ids.contains(&source.id) && s.id == source.id) {
                // Two rows about one source of the built-in list.
                Some(first) if !placed.id_stated => first.domains.append(&mut source.domains),
                Some(_) => {}
                None => {
                    ids.insert(source.id.clone());
                    sources.push(source);
                }
            }
        }
        if sources.is_empty() {
            let empty = || Finding {
                code: "empty-list",
                severity: Severity::Error,
                source_id: String::new(),
                line: None,
                column: None,
                message: "the list names no outlet".to_owned(),
                remedy: "give a table with a column `domain`, or one domain per line".to_owned(),
            };
            return Err(SourcesError::content(
                path,
                &errors.into_iter().next().unwrap_or_else(empty),
            ));
        }
        let is_met =
            |s: &Source| ids.contains(&s.id) || s.domains.iter().any(|d| domains.contains(d));
        sources.extend(known.sources.into_iter().filter(|s| s.is_agency() && !is_met(s)));
        Ok(Self { unused: errors, ..Self::index(sources, Weights::default()) })
    }
}

/// Completes a row from the source of the built-in list that has its domain.
fn complete(source: &mut Source, listed: &Source, has_id: bool, has_kind: bool) {
    if !has_id {
        source.id.clone_from(&listed.id);
    }
    if !has_kind {
        source.kind = listed.kind;
    }
    if source.name.is_empty() {
        source.name.clone_from(&listed.name);
    } else if source.name != listed.name {
        source.aliases.push(listed.name.clone());
    }
    for (own, other) in [
        (&mut source.country, &listed.country),
        (&mut source.language, &listed.language),
        (&mut source.owner, &listed.owner),
    ] {
        *own = own.take().or_else(|| other.clone());
    }
    for (own, other) in [
        (&mut source.domains, &listed.domains),
        (&mut source.credits, &listed.credits),
        (&mut source.licenses, &listed.licenses),
        (&mut source.aliases, &listed.aliases),
    ] {
        let more: Vec<String> = other.iter().filter(|text| !own.contains(text)).cloned().collect();
        own.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{Kind, list};

    fn of(text: &str) -> Result<Registry, SourcesError> {
        Registry::of_list("t.csv", list::read("t.csv", text).expect("read"))
    }

    #[test]
    fn lists_of_raters_databases_and_queries_are_read() {
        for list in [
            "Domain,Source,Score,Rating,Country,Language,Owner,Topics\nhalvik.example,Halvik Times,92.5,T,NO,en,Fjord Media,News\n",
            "source_name,url,bias,country,credibility_rating,language,owned by\nHalvik Times,https://www.halvik.example/,left,Norway,HIGH CREDIBILITY,English,Fjord Media\n",
            "id,name,label,homepage,pub_country,primary_language,owner\n17,halvik.example,Halvik Times,https://www.halvik.example/,NOR,en,Fjord Media\n",
            "item;itemLabel;website;ownerLabel;countryLabel;langLabel\nhttp://q.example/Q1;Halvik Times;https://www.halvik.example/;Fjord Media;Norway;English\n",
        ] {
            let registry = of(list).expect(list);
            let source = registry.by_id("halvik.example").expect(list);
            assert_eq!(source.name, "Halvik Times", "{list}");
            assert_eq!(source.owner.as_deref(), Some("Fjord Media"), "{list}");
            assert_eq!(source.country.as_deref(), Some("NO"), "{list}");
            assert_eq!(source.language.as_deref(), Some("en"), "{list}");
            assert!(registry.unused.is_empty(), "{:?}", registry.unused);
        }
    }

    #[test]
    fn the_built_in_list_completes_rows_and_keeps_its_agencies() {
        let registry =
            of("domain,name,owner\nreuters.com,Reuters News,Thomson\nhalvik.example,Halvik,\n")
                .expect("a list");
        let reuters = registry.by_host("www.reuters.com").expect("listed");
        assert_eq!((reuters.id.as_str(), reuters.kind), ("reuters", Kind::Wire));
        assert_eq!(reuters.owner.as_deref(), Some("Thomson"));
        assert!(!reuters.credits.is_empty() && reuters.name == "Reuters News");
        assert_eq!(registry.by_name("Agence France-Presse").map(|s| s.id.as_str()), Some("afp"));
        let shipped = Registry::shipped().expect("sound");
        let unlisted = shipped.sources.iter().find(|s| !s.is_agency()).expect("an outlet");
        assert!(
            registry.by_id(&unlisted.id).is_none(),
            "outlets that no row is about are left out"
        );
        let plain = of("halvik.example\ndailybuzz.example\n").expect("a list");
        assert!(plain.by_id("dailybuzz.example").is_some() && plain.by_id("ap").is_some());
    }

    #[test]
    fn rows_that_cannot_be_used_are_told_and_the_others_count() {
        let registry = of("domain,name\nco.uk,All\nhalvik.example,Halvik\n10.0.0.1,Number\nhalvik.example,Again\n")
            .expect("a list");
        assert_eq!(registry.by_id("halvik.example").map(|s| s.name.as_str()), Some("Halvik"));
        assert!(registry.by_host("other.co.uk").is_none());
        let told: Vec<(&str, Option<usize>)> =
            registry.unused.iter().map(|f| (f.code, f.line)).collect();
        for wanted in [("public-suffix", Some(2)), ("bad-domain", Some(4))] {
            assert!(told.contains(&wanted), "{told:?}");
        }
        for (text, want) in [
            ("rank,score\n1,2\n", "no column holds a domain"),
            ("# ads.txt\nads.example, pub-1, DIRECT, f08\nmore.example, 77, RESELLER\n", "ads.txt"),
            ("domain\n\n", "names no outlet"),
        ] {
            let error = of(text).expect_err(text).to_string();
            assert!(error.contains(want), "{error}");
        }
    }
}
