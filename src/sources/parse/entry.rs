//! Reads the values of one `[[source]]` table; whatever is wrong with them becomes a finding.
//!
//! Called by [`super::read`] for each entry.

use toml::Spanned;
use toml::de::{DeString, DeValue};

use super::{Placed, Reader};
use crate::sources::{Kind, Severity, domain};

impl Reader<'_> {
    pub(super) fn source(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<Placed> {
        let start = entry.span().start;
        let (line, _) = self.places.of_byte(start);
        let Some(table) = entry.get_ref().as_table() else {
            self.find(
                "bad-value",
                "",
                start,
                "a source is not a table",
                "write it as a [[source]] table",
            );
            return None;
        };
        let id = table.get("id").and_then(|v| v.get_ref().as_str()).unwrap_or_default().to_owned();
        let mut placed = Placed::empty(line);
        placed.source.id = id.clone();
        for (key, value) in table {
            self.value(&mut placed, key, value);
        }
        let source = &placed.source;
        let lacking = [
            ("id", id.trim().is_empty()),
            ("name", source.name.trim().is_empty()),
            ("kind", !table.contains_key("kind")),
        ];
        for (key, _) in lacking.into_iter().filter(|(_, lacks)| *lacks) {
            self.find(
                "missing-field",
                &id,
                start,
                format!("a source has no `{key}`"),
                &format!("add `{key} = \"…\"`"),
            );
        }
        placed.id_stated = !placed.source.id.is_empty();
        Some(placed)
    }

    /// Reads the value of one key of a source.
    fn value(
        &mut self,
        placed: &mut Placed,
        key: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let id = placed.source.id.clone();
        let source = &mut placed.source;
        match key.get_ref().as_ref() {
            "id" => drop(self.string(&id, "id", value)),
            "name" => source.name = self.string(&id, "name", value).unwrap_or_default(),
            "kind" => self.kind(placed, value),
            "country" => source.country = self.string(&id, "country", value),
            "language" => source.language = self.string(&id, "language", value),
            "owner" => source.owner = self.string(&id, "owner", value),
            "domains" => self.domains(placed, value),
            "credits" => {
                for (text, at) in self.strings(&id, "credits", value) {
                    placed.credit_places.push(self.places.of_byte(at));
                    placed.source.credits.push(text);
                }
            }
            "licenses" => source.licenses = self.texts(&id, "licenses", value),
            "aliases" => source.aliases = self.texts(&id, "aliases", value),
            other => self.find(
                "unknown-key",
                &id,
                key.span().start,
                format!("unknown key `{other}`"),
                "the known keys are id, name, domains, kind, country, language, owner, credits, licenses, aliases",
            ),
        }
    }

    fn kind(&mut self, placed: &mut Placed, value: &Spanned<DeValue<'_>>) {
        let id = placed.source.id.clone();
        let Some(kind) = self.string(&id, "kind", value) else { return };
        if let Some(known) = Kind::named(&kind) {
            (placed.source.kind, placed.kind_stated) = (known, true);
            return;
        }
        let known = Kind::ALL.map(|(_, name)| name).join(", ");
        self.find(
            "unknown-kind",
            &id,
            value.span().start,
            format!("unknown kind of source `{kind}`"),
            &format!("use one of {known}"),
        );
    }

    fn domains(&mut self, placed: &mut Placed, value: &Spanned<DeValue<'_>>) {
        let id = placed.source.id.clone();
        for (text, at) in self.strings(&id, "domains", value) {
            match domain::bare(&text) {
                Ok(host) => {
                    self.folded(&id, at, &text, &host);
                    placed.domain_places.push(self.places.of_byte(at));
                    placed.source.domains.push(host);
                }
                Err(why) => self.find(
                    "bad-domain",
                    &id,
                    at,
                    format!("the domain `{text}` {why}"),
                    "write the bare host name, as in \"example.com\"",
                ),
            }
        }
    }

    fn texts(&mut self, id: &str, key: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        self.strings(id, key, value).into_iter().map(|(text, _)| text).collect()
    }

    /// Adds a finding if a domain is not written in the form in which it is compared.
    fn folded(&mut self, id: &str, byte: usize, text: &str, host: &str) {
        let Ok(loose) = domain::loose(text) else { return };
        // A leading `www.` stays in the registry, where it keeps the outlet's other hosts from
        // being found; hence the warning.
        let severity = if loose.host == host { Severity::Note } else { Severity::Warning };
        if !loose.changes.is_empty() {
            self.find(
                "domain-form",
                id,
                byte,
                format!("`{text}` {}", loose.changes.join(", ")),
                &format!("write \"{}\"", loose.host),
            );
            if let Some(finding) = self.findings.last_mut() {
                finding.severity = severity;
            }
        }
    }

    fn string(&mut self, id: &str, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            None => {
                self.find(
                    "bad-value",
                    id,
                    value.span().start,
                    format!("`{key}` is a {}", value.get_ref().type_str()),
                    "write a string in quotation marks",
                );
                None
            }
        }
    }

    fn strings(
        &mut self,
        id: &str,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(String, usize)> {
        let Some(items) = value.get_ref().as_array() else {
            self.find(
                "bad-value",
                id,
                value.span().start,
                format!("`{key}` is a {}", value.get_ref().type_str()),
                "write a list of strings, as in [\"a\", \"b\"]",
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.string(id, key, item).map(|text| (text, item.span().start)))
            .collect()
    }
}
