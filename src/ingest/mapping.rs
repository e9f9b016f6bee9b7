//! Which name in a record or a table is which field.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;

use super::fields::Field;
use super::headings::{self, Heading, heading};

/// Ranks of names in another spelling, and of names in the languages of `languages/data`: they
/// begin behind those of all names. Of judgement.
const SPELT: usize = 1_000;
const LANGUAGES: usize = 2_000;

/// Maps the names in a record to fields.
#[derive(Debug, Clone)]
pub struct FieldMap {
    /// The names that are known; of those present, the one with the smallest rank wins.
    names: Vec<Known>,
    /// What the user mapped.
    mapped: Vec<Mapped>,
}

/// A name that is known.
#[derive(Debug, Clone)]
struct Known {
    name: String,
    /// The name as [`heading`] returns it.
    heading: String,
    field: Field,
    rank: usize,
}

impl Known {
    fn of(name: &str, field: Field, rank: usize) -> Self {
        Self { name: name.to_owned(), heading: heading(name), field, rank }
    }
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
            let all = std::iter::once(&name).chain(others).zip(1..);
            names.extend(all.map(|(name, rank)| Known::of(name, field, rank)));
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
        self.names.retain(|known| known.name != column.trim());
        self.names.push(Known::of(column.trim(), field, 0));
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

    /// Whether a column of that name can map to a field.
    pub fn knows(&self, name: &str) -> bool {
        self.spelt(name).is_some() || !headings::of(&heading(name)).is_empty()
    }

    /// Returns the field that each column of a table maps to, with its rank, in order.
    ///
    /// A name outranks the same name in other letters, with other accents or with other spaces,
    /// hyphens and underscores, and that outranks the names in the languages of `languages/data`.
    /// Of two columns for one field the one with the smaller rank counts, else the first.
    pub fn columns(&self, names: &[&str]) -> Vec<Option<(Field, usize)>> {
        let spelt: Vec<_> = names.iter().map(|name| self.spelt(name)).collect();
        let open = || names.iter().zip(&spelt).filter(|(_, field)| field.is_none());
        let named: Vec<_> = open().map(|(name, _)| headings::of(&heading(name))).collect();
        // Many headings are the same in several languages; a doubtful one needs company in one.
        let company: FxHashSet<&str> = named
            .iter()
            .flat_map(|all| all.iter())
            .filter(|h| !h.doubtful)
            .map(|h| h.code)
            .collect();
        let mut named = named.into_iter();
        let by_language = |all: &[Heading]| {
            let counts = |h: &&Heading| !h.doubtful || company.contains(h.code);
            let found = all.iter().filter(counts).min_by_key(|h| (h.doubtful, h.place, h.field))?;
            Some((found.field, LANGUAGES + found.place))
        };
        let fields = spelt.into_iter();
        fields.map(|field| field.or_else(|| by_language(named.next()?))).collect()
    }

    /// Returns the field of a name that is known in some spelling, with its rank: as it is, in
    /// another case, or with other accents and signs.
    fn spelt(&self, name: &str) -> Option<(Field, usize)> {
        self.find(name).or_else(|| {
            // What the user mapped comes first.
            let best = |is: &dyn Fn(&&Known) -> bool| {
                self.names.iter().filter(is).min_by_key(|known| known.rank)
            };
            let in_case = best(&|known| known.name.eq_ignore_ascii_case(name));
            let wanted = if in_case.is_none() { heading(name) } else { String::new() };
            let alike = |known: &&Known| !wanted.is_empty() && known.heading == wanted;
            let known = in_case.or_else(|| best(&alike))?;
            self.meet(known);
            let is_other = in_case.is_none() && known.rank > 0;
            Some((known.field, if is_other { SPELT + known.rank } else { known.rank }))
        })
    }

    /// Returns the field of a name in a record, with its rank.
    pub(super) fn find(&self, name: &str) -> Option<(Field, usize)> {
        let known = self.names.iter().find(|known| known.name == name)?;
        self.meet(known);
        Some((known.field, known.rank))
    }

    /// Notes that a record has a column that the user named.
    fn meet(&self, known: &Known) {
        if known.rank == 0 {
            let mapped = self.mapped.iter().filter(|mapped| mapped.column == known.name);
            mapped.for_each(Mapped::meet);
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
        assert_eq!(shared.columns(&["RAW"]), [Some((Field::Text, 0))]);
        assert!(shared.has_paths() && shared.along_paths(|_| None::<u8>).is_empty());
        assert_eq!(map.unmet(), [("source", "source.name"), ("title", "kop")]);
        assert_eq!(shared.along_paths(|path| Some(path.len())), [(Field::Source, 11)]);
        assert_eq!(map.unmet(), [("title", "kop")]);
    }

    #[test]
    fn headings_are_known_in_any_spelling_and_in_many_languages() {
        let fields = |names: &[&str]| -> Vec<&str> {
            let found = FieldMap::default().columns(names).into_iter();
            found.map(|field| field.map_or("-", |(field, _)| field.name())).collect()
        };
        for (names, want) in [
            (
                ["Full Text", "publication-date", "TITLE", "Source_Domain"],
                "text published title source",
            ),
            (
                ["Volltext", "Erscheinungsdatum", "Überschrift", "QUELLE"],
                "text published title source",
            ),
            (
                ["Texte intégral", "date de parution", "Titre", "média"],
                "text published title source",
            ),
            (["contenido", "Fecha_Publicación", "titulo", "Medio"], "text published title source"),
            (["Testo", "Data", "titolo", "Testata"], "text published title source"),
            (["Conteúdo", "Data", "manchete", "Veículo"], "text published title source"),
            (["Inhoud", "publicatiedatum", "Kop", "Krant"], "text published title source"),
            (["Treść", "data", "Tytuł", "Źródło"], "text published title source"),
            (["Текст", "Дата публикации", "Заголовок", "СМИ"], "text published title source"),
            (["Brödtext", "Datum", "Rubrik", "Tidning"], "text published title source"),
            (["metin", "TARİH", "Başlık", "gazete"], "text published title source"),
            (["Κείμενο", "ΗΜΕΡΟΜΗΝΙΑ", "τίτλος", "Εφημερίδα"], "text published title source"),
            (["النص", "تاريخ النشر", "العنوان", "الصحيفة"], "text published title source"),
            (["本文", "掲載日", "見出し", "新聞社"], "text published title source"),
            (["正文", "发布时间", "标题", "来源"], "text published title source"),
            (["본문", "게재일", "제목", "언론사"], "text published title source"),
            // A word of two meanings needs company in its language.
            (["text", "data", "rubrik", "title"], "text - - title"),
        ] {
            assert_eq!(fields(&names).join(" "), want, "{names:?}");
        }
    }

    #[test]
    fn of_two_columns_for_one_field_the_better_known_name_counts() {
        let mut map = FieldMap::default();
        let best = |map: &FieldMap, names: &[&str]| {
            let found = map.columns(names);
            let ranks =
                found.iter().enumerate().filter_map(|(at, f)| f.map(|(_, rank)| (rank, at)));
            ranks.min().map(|(_, at)| names[at].to_owned())
        };
        for (names, want) in [
            (["Überschrift", "title"], "title"),
            (["Full-Text", "body"], "body"),
            (["Überschrift", "Titel"], "Titel"),
            (["Titel", "Titel"], "Titel"),
        ] {
            assert_eq!(best(&map, &names).as_deref(), Some(want), "{names:?}");
        }
        map.map("title=ueberschrift").expect("a mapping");
        assert_eq!(best(&map, &["Titel", "Ueberschrift"]).as_deref(), Some("Ueberschrift"));
        map.map("published=Tag der Aufnahme").expect("a mapping");
        assert_eq!(best(&map, &["date", "tag_der_aufnahme"]).as_deref(), Some("tag_der_aufnahme"));
        assert!(map.unmet().is_empty());
    }
}
