//! Reads `sources.toml` and keeps the position of everything that an error may have to point to.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::reliability::profile::{INDICATORS, Indicator};

use super::{Finding, Kind, Severity, Source, SourcesError, domain};

/// Weights and thresholds of the scores: the points that one finding in one article costs.
///
/// Read from `[score]`; a key that is not stated keeps its default. The defaults are chosen by
/// judgement; `sensitivity` in `summary.json` shows how far the grades depend on them.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// An agency's credit removed or replaced with that of the wrong agency.
    pub credit_stripped: f64,
    /// A spun copy with a spin share of 1; a smaller share costs proportionally less.
    pub spin: f64,
    /// Each altered quotation.
    pub altered_quotation: f64,
    /// Each drifted number, date, name, negation, hedge or attribution.
    pub drifted_fact: f64,
    /// Each caption unrelated to its story.
    pub unrelated_caption: f64,
    /// A claimed publication date that other evidence rules out.
    pub backdated: f64,
    /// Number of articles below which a source gets no score.
    pub least_articles: f64,
    /// Weight of each indicator in the score of a source, in the order of [`INDICATORS`].
    pub indicators: Vec<f64>,
    /// What the weights of the indicators were fitted to; `None` if they were not.
    pub fitted: Option<String>,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            credit_stripped: 25.0,
            spin: 60.0,
            altered_quotation: 10.0,
            drifted_fact: 5.0,
            unrelated_caption: 0.0,
            backdated: 15.0,
            least_articles: 3.0,
            indicators: INDICATORS.iter().map(|about| about.weight).collect(),
            fitted: None,
        }
    }
}

impl Weights {
    fn slot(&mut self, name: &str) -> Option<&mut f64> {
        Some(match name {
            "credit_stripped" => &mut self.credit_stripped,
            "spin" => &mut self.spin,
            "altered_quotation" => &mut self.altered_quotation,
            "drifted_fact" => &mut self.drifted_fact,
            "unrelated_caption" => &mut self.unrelated_caption,
            "backdated" => &mut self.backdated,
            "least_articles" => &mut self.least_articles,
            _ => return None,
        })
    }

    /// Returns these weights with that of one indicator multiplied by `factor`.
    pub fn scaled(&self, indicator: Indicator, factor: f64) -> Self {
        let mut scaled = self.clone();
        scaled.indicators[indicator as usize] *= factor;
        scaled
    }

    /// Names of the keys of `[score]`.
    pub const KEYS: [&'static str; 9] = [
        "credit_stripped",
        "spin",
        "altered_quotation",
        "drifted_fact",
        "unrelated_caption",
        "backdated",
        "least_articles",
        "indicators",
        "fitted",
    ];
}

/// The form of a source list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `sources.toml`.
    Toml,
    /// Rows under a header that has a domain column.
    Csv,
    /// One domain per line.
    Plain,
}

/// A source with the positions of its domains and credits in the file.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The source as read.
    pub source: Source,
    /// Whether the list itself states the id; otherwise the id is the first domain, or the name if
    /// there is no domain.
    pub id_stated: bool,
    /// Whether the list itself states a known kind; otherwise `source.kind` is meaningless.
    pub kind_stated: bool,
    /// Line and column of each domain, both from 1.
    pub domain_places: Vec<(usize, usize)>,
    /// Line and column of each credit, both from 1.
    pub credit_places: Vec<(usize, usize)>,
}

/// A source list as read, with the problems of its single entries.
#[derive(Debug, Clone)]
pub struct Read {
    /// The sources that could be read.
    pub sources: Vec<Placed>,
    /// The weights; the defaults if the list has no `[score]` table.
    pub weights: Weights,
    /// Problems with the form of the file; the checks of [`super::audit::check`] come on top.
    pub findings: Vec<Finding>,
    /// The form the list was written in.
    pub form: Form,
}

/// Converts byte offsets of a text to lines and columns.
struct Places<'t> {
    text: &'t str,
    /// Byte offset of the start of each line.
    starts: Vec<usize>,
    /// Number of characters before each stretch of [`STRETCH`] bytes; the last entry is the total.
    before: Vec<usize>,
}

/// Bytes per stretch: an upper bound on the bytes counted for one position, however long its line.
///
/// Chosen by judgement; it trades memory for the index against time per lookup.
const STRETCH: usize = 1 << 10;

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        let mut before = vec![0];
        for stretch in text.as_bytes().chunks(STRETCH) {
            before.push(before.last().copied().unwrap_or_default() + characters(stretch));
        }
        Self {
            text,
            starts: std::iter::once(0)
                .chain(text.match_indices('\n').map(|(at, _)| at + 1))
                .collect(),
            before,
        }
    }

    /// Returns the line and column of a byte offset (both from 1, columns in characters). O(log
    /// lines).
    fn of_byte(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte);
        let line = self.starts.partition_point(|start| *start <= byte);
        (line, self.characters_before(byte) - self.characters_before(self.starts[line - 1]) + 1)
    }

    fn characters_before(&self, byte: usize) -> usize {
        let stretch = byte / STRETCH;
        self.before.get(stretch).copied().unwrap_or_default()
            + characters(&self.text.as_bytes()[stretch * STRETCH..byte])
    }
}

/// Counts the characters that begin in a slice of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Reads the text of a registry file.
///
/// # Errors
/// [`SourcesError::Syntax`] if it is not TOML. Anything else that is wrong becomes a finding.
pub fn read(path: &str, text: &str) -> Result<Read, SourcesError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let places = Places::of(text);
    let table = DeTable::parse(text).map_err(|e| {
        let (line, column) = places.of_byte(e.span().map_or(0, |s| s.start));
        SourcesError::Syntax {
            path: path.to_owned(),
            line,
            column,
            message: e.message().to_owned(),
        }
    })?;
    let mut reader = Reader { places, findings: Vec::new() };
    let (mut sources, mut weights) = (Vec::new(), Weights::default());
    for (key, value) in table.get_ref() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("source", DeValue::Array(entries)) => {
                sources.extend(entries.iter().filter_map(|entry| reader.source(entry)))
            }
            ("score", DeValue::Table(scores)) => reader.weights(scores, &mut weights),
            ("source" | "score", other) => {
                let what = format!("`{}` is a {}", key.get_ref(), other.type_str());
                reader.find(
                    "bad-value",
                    "",
                    key.span().start,
                    what,
                    "write [[source]] tables and one [score] table",
                );
            }
            (name, _) => reader.find(
                "unknown-key",
                "",
                key.span().start,
                format!("unknown key `{name}`"),
                "only [[source]] and [score] are known",
            ),
        }
    }
    sources.sort_by_key(|s: &Placed| s.source.line);
    Ok(Read { sources, weights, findings: reader.findings, form: Form::Toml })
}

/// Returns a value that is a finite number of 0 or more.
fn plain_number(value: &DeValue<'_>) -> Option<f64> {
    let number: Option<f64> = match value {
        DeValue::Float(f) => f.as_str().replace('_', "").parse().ok(),
        DeValue::Integer(i) => i.as_str().replace('_', "").parse().ok(),
        _ => None,
    };
    number.filter(|n| n.is_finite() && *n >= 0.0)
}

struct Reader<'t> {
    places: Places<'t>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn find(
        &mut self,
        code: &'static str,
        source_id: &str,
        byte: usize,
        message: impl Into<String>,
        remedy: &str,
    ) {
        let (line, column) = self.places.of_byte(byte);
        self.findings.push(Finding {
            code,
            severity: Severity::Error,
            source_id: source_id.to_owned(),
            line: Some(line),
            column: Some(column),
            message: message.into(),
            remedy: remedy.to_owned(),
        });
    }

    fn weights(&mut self, table: &DeTable<'_>, weights: &mut Weights) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match (name, value.get_ref()) {
                ("indicators", DeValue::Table(table)) => {
                    self.indicators(table, weights);
                    continue;
                }
                ("fitted", DeValue::String(to)) => {
                    weights.fitted = Some(to.to_string());
                    continue;
                }
                ("indicators" | "fitted", _) => {
                    self.find(
                        "bad-value",
                        "",
                        value.span().start,
                        format!("`{name}` in [score] has a value of the wrong kind"),
                        "write the weights under [score.indicators], and `fitted` as a text",
                    );
                    continue;
                }
                _ => {}
            }
            match (weights.slot(name), plain_number(value.get_ref())) {
                (Some(slot), Some(n)) => *slot = n,
                (None, _) => self.find(
                    "unknown-key",
                    "",
                    key.span().start,
                    format!("unknown key `{name}` in [score]"),
                    &format!("the known keys are {}", Weights::KEYS.join(", ")),
                ),
                (Some(_), None) => self.find(
                    "bad-value",
                    "",
                    value.span().start,
                    format!("`{name}` is not a number, or is less than 0"),
                    "write points as a plain number, as in 10.0",
                ),
            }
        }
    }

    fn indicators(&mut self, table: &DeTable<'_>, weights: &mut Weights) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let indicator = Indicator::named(name).filter(|i| i.about().weight > 0.0);
            match (indicator, plain_number(value.get_ref())) {
                (Some(indicator), Some(n)) => weights.indicators[indicator as usize] = n,
                (None, _) => {
                    let known = INDICATORS.iter().filter(|about| about.weight > 0.0);
                    let known: Vec<&str> = known.map(|about| about.name).collect();
                    self.find(
                        "unknown-key",
                        "",
                        key.span().start,
                        format!("`{name}` is not an indicator with a weight"),
                        &format!("the known keys are {}", known.join(", ")),
                    );
                }
                (Some(_), None) => self.find(
                    "bad-value",
                    "",
                    value.span().start,
                    format!("`{name}` is not a number, or is less than 0"),
                    "write the weight as a plain number, as in 10.0",
                ),
            }
        }
    }

    fn source(&mut self, entry: &Spanned<DeValue<'_>>) -> Option<Placed> {
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
        let mut source = Source {
            id: id.clone(),
            name: String::new(),
            domains: Vec::new(),
            kind: Kind::Outlet,
            country: None,
            language: None,
            owner: None,
            credits: Vec::new(),
            licenses: Vec::new(),
            aliases: Vec::new(),
            line,
        };
        let (mut domain_places, mut credit_places, mut kind_stated) =
            (Vec::new(), Vec::new(), false);
        for (key, value) in table {
            let at = value.span().start;
            match key.get_ref().as_ref() {
                "id" => drop(self.string(&id, "id", value)),
                "name" => source.name = self.string(&id, "name", value).unwrap_or_default(),
                "kind" => {
                    if let Some(kind) = self.string(&id, "kind", value) {
                        match Kind::named(&kind) {
                            Some(kind) => (source.kind, kind_stated) = (kind, true),
                            None => {
                                let known = Kind::ALL.map(|(_, name)| name).join(", ");
                                self.find(
                                    "unknown-kind",
                                    &id,
                                    at,
                                    format!("unknown kind of source `{kind}`"),
                                    &format!("use one of {known}"),
                                );
                            }
                        }
                    }
                }
                "country" => source.country = self.string(&id, "country", value),
                "language" => source.language = self.string(&id, "language", value),
                "owner" => source.owner = self.string(&id, "owner", value),
                "domains" => {
                    for (text, at) in self.strings(&id, "domains", value) {
                        match domain::bare(&text) {
                            Ok(host) => {
                                self.folded(&id, at, &text, &host);
                                domain_places.push(self.places.of_byte(at));
                                source.domains.push(host);
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
                "credits" => {
                    for (text, at) in self.strings(&id, "credits", value) {
                        credit_places.push(self.places.of_byte(at));
                        source.credits.push(text);
                    }
                }
                "licenses" => source.licenses = self.strings(&id, "licenses", value).into_iter().map(|(s, _)| s).collect(),
                "aliases" => source.aliases = self.strings(&id, "aliases", value).into_iter().map(|(s, _)| s).collect(),
                other => self.find(
                    "unknown-key",
                    &id,
                    key.span().start,
                    format!("unknown key `{other}`"),
                    "the known keys are id, name, domains, kind, country, language, owner, credits, licenses, aliases",
                ),
            }
        }
        let lacking: Vec<&str> = [
            ("id", id.trim().is_empty()),
            ("name", source.name.trim().is_empty()),
            ("kind", !table.contains_key("kind")),
        ]
        .into_iter()
        .filter_map(|(key, lacks)| lacks.then_some(key))
        .collect();
        for key in lacking {
            self.find(
                "missing-field",
                &id,
                start,
                format!("a source has no `{key}`"),
                &format!("add `{key} = \"…\"`"),
            );
        }
        let id_stated = !source.id.is_empty();
        Some(Placed { source, domain_places, credit_places, id_stated, kind_stated })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_are_counted_by_hand() {
        let text = format!("a\n{}\nβγ", "äb\u{10348} ".repeat(1_200));
        let places = Places::of(&text);
        let mut by_hand = (1, 1);
        for (at, c) in text.char_indices() {
            assert_eq!(places.of_byte(at), by_hand, "byte {at}");
            by_hand = if c == '\n' { (by_hand.0 + 1, 1) } else { (by_hand.0, by_hand.1 + 1) };
        }
        assert_eq!(places.of_byte(text.len()), by_hand);
        assert_eq!(
            Places::of(&"x".repeat(STRETCH)).of_byte(STRETCH),
            (1, STRETCH + 1),
            "the end of a stretch that is the last"
        );
    }
}
