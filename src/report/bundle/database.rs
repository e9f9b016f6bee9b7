//! The database: tables linked by their keys, with what their columns mean, and Datasette's
//! metadata.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, params_from_iter};
use serde_json::{Map, json};

use super::super::schema::Data;
use super::super::{Source, dictionary, tables};
use super::{Sheet, Stopped, sheets};

/// Values that a column may have at most to be offered as a facet. Source: Datasette shows 30 of a
/// facet unless asked for more (`default_facet_size`).
const MOST_VALUES: usize = 30;
/// Facets of a table. Chosen by judgement: each is a query when the table is opened.
const MOST_FACETS: usize = 6;

/// The keys by which tables are linked: the table, its key, and the columns of others that hold it.
/// A column that has the key's own name holds it as well.
const KEYS: [(&str, &str, &[&str]); 4] = [
    (
        "articles",
        "article_id",
        &["article_a", "article_b", "copy_id", "original_id", "parent_id", "other_id", "original"],
    ),
    (
        "sources",
        "source_id",
        &[
            "source_a",
            "source_b",
            "from_source",
            "to_source",
            "copy_source",
            "parent_source",
            "original_source",
            "other_source_id",
            "wire",
        ],
    ),
    ("clusters", "cluster_id", &[]),
    ("stories", "story_id", &[]),
];

/// The facets of each table, in the order of the tables.
pub(super) type Facets = Vec<(&'static str, Vec<&'static str>)>;

/// Returns the table and key that a column refers to; `None` if it refers to none, or is that key.
fn referred(table: &str, column: &str) -> Option<(&'static str, &'static str)> {
    KEYS.iter()
        .find(|(_, key, columns)| *key == column || columns.contains(&column))
        .filter(|(owner, ..)| *owner != table || !is_key(table, column))
        .map(|(owner, key, _)| (*owner, *key))
}

fn is_key(table: &str, column: &str) -> bool {
    KEYS.iter().any(|(owner, key, _)| *owner == table && *key == column)
}

/// Writes the database, and returns the columns to offer as facets.
///
/// Keys that name what the report does not list (an article of another week, an agency) refer to
/// nothing: they are not checked.
pub(super) fn write(source: &Source<'_>, path: &Path) -> Result<Facets, Stopped> {
    // Without the flag by which a path that begins with `file:` is an address.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut base = Connection::open_with_flags(path, flags)?;
    // The file is new and takes its place only when it is complete: a journal would protect nothing.
    // Tables refer to later ones, and keys to what the report does not list.
    base.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;",
    )?;
    let all = base.transaction()?;
    let mut facets = Facets::new();
    for sheet in sheets(source) {
        let sheet = sheet?;
        all.execute_batch(&definition(&sheet))?;
        fill(&all, &sheet)?;
        all.execute_batch(&indexes(&sheet))?;
        facets.push((sheet.name, faceted(&sheet)));
    }
    described(&all)?;
    all.commit()?;
    base.close().map_err(|(_, cause)| cause)?;
    Ok(facets)
}

/// Returns the statement that makes a table. Names of tables and columns are the program's own words
/// of letters, digits and underscores.
fn definition(sheet: &Sheet) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (name, data) in &sheet.columns {
        let kind = match data {
            Data::Text(_) => "TEXT",
            Data::Int(_) => "INTEGER",
            Data::Float(_) => "REAL",
        };
        let key = if is_key(sheet.name, name) { " PRIMARY KEY" } else { "" };
        parts.push(format!("\"{name}\" {kind}{key}"));
    }
    parts.extend(sheet.columns.iter().filter_map(|(name, _)| {
        let (table, key) = referred(sheet.name, name)?;
        Some(format!("FOREIGN KEY (\"{name}\") REFERENCES \"{table}\" (\"{key}\")"))
    }));
    format!("CREATE TABLE \"{}\" ({});", sheet.name, parts.join(", "))
}

/// Returns the statements that make an index of each column that refers to another table.
fn indexes(sheet: &Sheet) -> String {
    let refers = |(name, _): &&(&'static str, Data)| referred(sheet.name, name).is_some();
    let index = |(name, _): &(&'static str, Data)| {
        format!("CREATE INDEX \"{0}_{name}\" ON \"{0}\" (\"{name}\");", sheet.name)
    };
    sheet.columns.iter().filter(refers).map(index).collect()
}

/// A cell of a row.
struct Cell<'s>(&'s Data, usize);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Data::Text(v) => ToSqlOutput::Borrowed(
                v[self.1].as_deref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
            ),
            Data::Int(v) => ToSqlOutput::Owned(v[self.1].map_or(Value::Null, Value::Integer)),
            Data::Float(v) => ToSqlOutput::Owned(v[self.1].map_or(Value::Null, Value::Real)),
        })
    }
}

fn fill(base: &Connection, sheet: &Sheet) -> Result<(), Stopped> {
    let marks = vec!["?"; sheet.columns.len()].join(", ");
    let mut insert = base.prepare(&format!("INSERT INTO \"{}\" VALUES ({marks})", sheet.name))?;
    for row in 0..sheet.rows() {
        insert.execute(params_from_iter(sheet.columns.iter().map(|(_, data)| Cell(data, row))))?;
    }
    Ok(())
}

/// Returns the columns whose few values sort the rows of a table.
fn faceted(sheet: &Sheet) -> Vec<&'static str> {
    let few = |(name, data): &&(&'static str, Data)| {
        let Data::Text(v) = data else { return false };
        if is_key(sheet.name, name) {
            return false;
        }
        let mut values = BTreeSet::new();
        let few = v.iter().flatten().all(|value| {
            values.insert(value.as_str());
            values.len() <= MOST_VALUES
        });
        // Where each row has a value of its own, there is nothing to sort.
        few && values.len() >= 2 && values.len() * 2 <= v.len()
    };
    sheet.columns.iter().filter(few).map(|(name, _)| *name).take(MOST_FACETS).collect()
}

/// Adds the tables `table_meanings` and `column_meanings`: the data dictionary.
fn described(base: &Connection) -> Result<(), Stopped> {
    base.execute_batch(
        "CREATE TABLE table_meanings (\"table\" TEXT PRIMARY KEY, \"row\" TEXT);
         CREATE TABLE column_meanings (\"table\" TEXT, \"column\" TEXT, type TEXT, unit TEXT,
             meaning TEXT, empty TEXT, PRIMARY KEY (\"table\", \"column\"));",
    )?;
    let mut table = base.prepare("INSERT INTO table_meanings VALUES (?, ?)")?;
    for name in tables::NAMES {
        table.execute([name, dictionary::rows(name)])?;
    }
    let mut column = base.prepare("INSERT INTO column_meanings VALUES (?, ?, ?, ?, ?, ?)")?;
    for e in dictionary::entries().iter().filter(|e| tables::NAMES.contains(&e.table)) {
        column.execute([e.table, e.column, e.kind, e.unit, e.meaning, e.empty])?;
    }
    Ok(())
}

/// Returns Datasette's metadata as JSON: what each table and column means, and the facets.
pub(super) fn metadata(facets: &Facets) -> String {
    let entries = dictionary::entries();
    let table = |(name, facets): &(&'static str, Vec<&'static str>)| {
        let meanings: Map<_, _> = entries
            .iter()
            .filter(|e| e.table == *name)
            .map(|e| (e.column.to_owned(), e.meaning.into()))
            .collect();
        let mut said = json!({
            "description": dictionary::rows(name),
            "columns": meanings,
            "facets": facets,
        });
        let label = ["title", "name"].iter().find(|label| meanings_has(&entries, name, label));
        if let Some(label) = label {
            said["label_column"] = (*label).into();
        }
        ((*name).to_owned(), said)
    };
    let tables: Map<_, _> = facets.iter().map(table).collect();
    let said = json!({
        "title": "Urtext report",
        "description": "Which outlets republish, edit, excerpt, spin or rewrite which text. Every \
                        verdict has a confidence and may be unknown; a copy of credited agency text \
                        is normal.",
        "databases": { "report": { "tables": tables } },
    });
    let mut text = serde_json::to_string_pretty(&said).unwrap_or_default();
    text.push('\n');
    text
}

fn meanings_has(entries: &[dictionary::Entry], table: &str, column: &str) -> bool {
    entries.iter().any(|e| e.table == table && e.column == column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_refer_to_the_table_that_has_their_key() {
        assert_eq!(referred("pairs", "article_a"), Some(("articles", "article_id")));
        assert_eq!(referred("articles", "article_id"), None, "its own key");
        assert_eq!(referred("articles", "original_id"), Some(("articles", "article_id")));
        assert_eq!(referred("stemma", "parent_source"), Some(("sources", "source_id")));
        assert_eq!(referred("articles", "title"), None);
    }

    #[test]
    fn every_key_is_a_column_of_a_table() {
        let has = |table: &str, column: &str| {
            tables::SCHEMAS
                .iter()
                .any(|(name, columns)| *name == table && columns.iter().any(|c| c.name == column))
        };
        for (table, key, others) in KEYS {
            assert!(has(table, key), "{table}.{key}");
            for other in others {
                assert!(tables::NAMES.iter().any(|table| has(table, other)), "{other}");
            }
        }
    }
}
