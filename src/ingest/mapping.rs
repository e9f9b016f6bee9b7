//! Which name in a record or a table is which field.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::fields::Field;

/// Maps the names in a record to fields.
#[derive(Debug, Clone)]
pub struct FieldMap {
    /// Name, field and rank; of the names present, the one with the smallest rank wins.
    names: Vec<(String, Field, usize)>,
    /// What the user mapped.
    mapped: Vec<Mapped>,
}

/// A column that the user named for a field.
#[derive(Debug, Clone)]
struct Mapped {
    field: Field,
    column: String,
    /// Whether any record had it; shared by all clones of the map.
    met: Arc<AtomicBool>,
}

impl Mapped {
    fn meet(&self) {
        self.met.store(true, Ordering::Relaxed);
    }
}

impl Default for FieldMap {
    fn default() -> Self {
        let mut names = Vec::new();
        for (field, name, others) in Field::NAMES {
            names.extend(
                std::iter::once(&name)
                    .chain(others)
                    .zip(1..)
                    .map(|(n, rank)| ((*n).to_owned(), field, rank)),
            );
        }
        Self { names, mapped: Vec::new() }
    }
}

/// Similarity from which a column counts as near to the one that was named; and how many are named.
/// Chosen by judgement.
const NEAR: f64 = 0.75;
const NEAREST: usize = 3;

/// Returns the columns whose names are nearest to one, nearest first; none if none is near.
pub fn nearest<'c>(column: &str, known: &'c BTreeSet<String>) -> Vec<&'c String> {
    let folded = column.to_lowercase();
    let mut near: Vec<(f64, &String)> = known
        .iter()
        .map(|name| (textdistance::str::jaro_winkler(&folded, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= NEAR)
        .collect();
    near.sort_by(|(x, a), (y, b)| y.total_cmp(x).then(a.cmp(b)));
    near.into_iter().take(NEAREST).map(|(_, name)| name).collect()
}

/// Why a `NAME=COLUMN` is not a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not NAME=COLUMN with NAME one of id, url, canonical, source, title, text, html, captions, authors, credit, language, published, modified, first_seen, published_basis, paywall_stub"
)]
pub struct MappingError(String);

impl FieldMap {
    /// Makes COLUMN the first choice for the field NAME.
    ///
    /// # Errors
    /// Returns [`MappingError`] if NAME is not a field or COLUMN is empty.
    pub fn map(&mut self, mapping: &str) -> Result<(), MappingError> {
        let bad = || MappingError(mapping.to_owned());
        let (name, column) = mapping.split_once('=').ok_or_else(bad)?;
        let field = Field::NAMES
            .iter()
            .find(|(_, n, _)| *n == name.trim())
            .map(|(f, ..)| *f)
            .ok_or_else(bad)?;
        if column.trim().is_empty() {
            return Err(bad());
        }
        self.names.retain(|(n, ..)| n != column.trim());
        self.names.push((column.trim().to_owned(), field, 0));
        let column = column.trim().to_owned();
        self.mapped.push(Mapped { field, column, met: Arc::default() });
        Ok(())
    }

    /// Whether any field is mapped to what may be a path into nested JSON: `source.name`.
    pub fn has_paths(&self) -> bool {
        self.mapped.iter().any(|mapped| mapped.column.contains('.'))
    }

    /// Returns the fields mapped to a path for which `read` returns a value, with the values.
    pub fn along_paths<T>(&self, read: impl Fn(&str) -> Option<T>) -> Vec<(Field, T)> {
        let paths = self.mapped.iter().filter(|mapped| mapped.column.contains('.'));
        let found = paths.filter_map(|m| read(&m.column).map(|value| (m, value)));
        found
            .map(|(mapped, value)| {
                mapped.meet();
                (mapped.field, value)
            })
            .collect()
    }

    /// Returns what the user mapped to a column that no record had: the field's name and the
    /// column.
    pub fn unmet(&self) -> Vec<(&'static str, &str)> {
        let unmet = self.mapped.iter().filter(|m| !m.met.load(Ordering::Relaxed));
        unmet.map(|mapped| (mapped.field.name(), mapped.column.as_str())).collect()
    }

    /// Whether a column of that name maps to a field, ignoring ASCII case.
    pub fn knows(&self, name: &str) -> bool {
        self.names.iter().any(|(n, ..)| n.eq_ignore_ascii_case(name))
    }

    /// Returns the field that a table column maps to, with its rank; a match in the same case is
    /// preferred.
    pub fn column(&self, name: &str) -> Option<(Field, usize)> {
        self.find(name).or_else(|| {
            let (known, field, rank) =
                self.names.iter().find(|(n, ..)| n.eq_ignore_ascii_case(name))?;
            self.meet(known, *rank);
            Some((*field, *rank))
        })
    }

    /// Returns the field of a name in a record, with its rank.
    pub(super) fn find(&self, name: &str) -> Option<(Field, usize)> {
        let (known, field, rank) = self.names.iter().find(|(n, ..)| n == name)?;
        self.meet(known, *rank);
        Some((*field, *rank))
    }

    /// Notes that a record has a column that the user named.
    fn meet(&self, name: &str, rank: usize) {
        if rank == 0 {
            self.mapped.iter().filter(|mapped| mapped.column == name).for_each(Mapped::meet);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_no_record_has_is_known() {
        let mut map = FieldMap::default();
        for mapping in ["text=raw", "source=source.name", "title=kop"] {
            map.map(mapping).expect("a mapping");
        }
        let shared = map.clone();
        assert_eq!(shared.column("RAW"), Some((Field::Text, 0)));
        assert!(shared.has_paths() && shared.along_paths(|_| None::<u8>).is_empty());
        assert_eq!(map.unmet(), [("source", "source.name"), ("title", "kop")]);
        assert_eq!(shared.along_paths(|path| Some(path.len())), [(Field::Source, 11)]);
        assert_eq!(map.unmet(), [("title", "kop")]);
    }
}
