//! Reads `sources.toml` and keeps the position of everything that an error may have to point to.

mod entry;
mod places;
mod weights;

use toml::de::{DeTable, DeValue};

use super::{Finding, Kind, Severity, Source, SourcesError};
use crate::reliability::profile::{INDICATORS, Indicator};
use places::Places;
pub use weights::Weights;

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

impl Placed {
    /// Returns a source of which nothing but its line is known yet.
    pub(super) fn empty(line: usize) -> Self {
        let source = Source {
            id: String::new(),
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
        Self {
            source,
            domain_places: Vec::new(),
            credit_places: Vec::new(),
            id_stated: false,
            kind_stated: false,
        }
    }
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
}
