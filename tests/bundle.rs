//! A report's tables in one file, read back: a database by SQLite, a workbook by its own XML.

mod support;

use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use support::{Row, run, table};

fn report(format: &str) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let fixed = ["report", "tests/corpus", "--sources", "tests/sources.toml", "--no-page"];
    let outcome = run(&[&fixed[..], &["--out", &place, "--format", format]].concat(), "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    out
}

/// The rows of a table of the database, as the cells of a CSV table are written.
fn rows(base: &Connection, table: &str) -> Vec<Row> {
    let mut select = base.prepare(&format!("SELECT * FROM \"{table}\"")).expect("prepared");
    let names: Vec<String> = select.column_names().map(str::to_owned).collect();
    let row = |row: &rusqlite::Row<'_>| {
        let cell = |(at, name): (usize, &String)| {
            use rusqlite::types::ValueRef;
            let text = match row.get_ref(at)? {
                ValueRef::Null => String::new(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => format!("{number:?}"),
                other => other.as_str()?.to_owned(),
            };
            Ok((name.clone(), text))
        };
        names.iter().enumerate().map(cell).collect()
    };
    let read = select.query_map([], row).expect("read").collect::<rusqlite::Result<_>>();
    read.expect("rows")
}

#[test]
fn the_database_holds_what_the_tables_hold() {
    let out = report("sqlite");
    let folder = out.path().join("all");
    let base =
        Connection::open_with_flags(folder.join("report.sqlite"), OpenFlags::SQLITE_OPEN_READ_ONLY)
            .expect("opened");
    let mut tables = 0;
    for entry in std::fs::read_dir(&folder).expect("the report").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let name = path.file_stem().expect("named").to_string_lossy().into_owned();
        assert_eq!(rows(&base, &name), table(&path), "{name}");
        tables += 1;
    }
    assert_eq!(tables, urtext::report::tables::NAMES.len());
    let whole: String =
        base.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("checked");
    assert_eq!(whole, "ok");
}

#[test]
fn tables_are_linked_by_their_keys() {
    let out = report("sqlite");
    let base = Connection::open(out.path().join("all/report.sqlite")).expect("opened");
    let count = |question: &str| -> i64 {
        base.query_row(question, [], |row| row.get(0)).expect("answered")
    };
    let copies = count("SELECT count(*) FROM stemma");
    assert!(copies > 0);
    let joined = "SELECT count(*) FROM stemma JOIN articles ON copy_id = article_id
        JOIN clusters ON stemma.cluster_id = clusters.cluster_id";
    assert_eq!(count(joined), copies);
    let named = "SELECT count(*) FROM stemma WHERE copy_source IS NOT NULL";
    let known = "SELECT count(*) FROM stemma JOIN sources ON copy_source = source_id";
    assert!(count(named) > 0);
    assert_eq!(count(named), count(known));
    let links = "SELECT count(*) FROM pragma_foreign_key_list('stemma')";
    assert_eq!(count(links), 5, "copy, parent, their sources, the family");
    let meant = "SELECT count(*) FROM column_meanings WHERE \"table\" = 'stemma'";
    assert_eq!(count(meant), count("SELECT count(*) FROM pragma_table_info('stemma')"));
    let facets = std::fs::read(out.path().join("all/datasette.json")).expect("read");
    let facets: serde_json::Value = serde_json::from_slice(&facets).expect("JSON");
    let of_pairs = &facets["databases"]["report"]["tables"]["pairs"]["facets"];
    assert!(of_pairs.as_array().expect("a list").contains(&"relation".into()), "{of_pairs}");
}

/// The members of a ZIP archive, by name.
fn members(path: &Path) -> std::collections::BTreeMap<String, String> {
    let bytes = std::fs::read(path).expect("read");
    let archive = rawzip::ZipArchive::from_slice(&bytes).expect("a ZIP archive");
    let mut out = std::collections::BTreeMap::new();
    for entry in archive.entries() {
        let entry = entry.expect("an entry");
        let name = String::from_utf8(entry.file_path().as_ref().to_vec()).expect("UTF-8");
        let held = archive.get_entry(entry.wayfinder()).expect("its content");
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(held.data()).read_to_string(&mut text).expect("inflated");
        out.insert(name, text);
    }
    out
}

#[test]
fn the_workbook_has_a_sheet_for_each_table() {
    let out = report("xlsx");
    let folder = out.path().join("all");
    let members = members(&folder.join("report.xlsx"));
    let book = &members["xl/workbook.xml"];
    for (name, number) in urtext::report::tables::NAMES.iter().zip(2..) {
        assert!(book.contains(&format!("<sheet name=\"{name}\"")), "{name}");
        let sheet = &members[&format!("xl/worksheets/sheet{number}.xml")];
        let told = table(&folder.join(format!("{name}.csv")));
        assert_eq!(sheet.matches("<row ").count(), told.len() + 1, "{name}");
    }
    // An id that reads as a date or a number stays the text it is.
    let articles = &members["xl/worksheets/sheet3.xml"];
    let id = &table(&folder.join("articles.csv"))[0]["article_id"];
    let cell = format!("t=\"inlineStr\"><is><t xml:space=\"preserve\">{id}</t>");
    assert!(articles.contains(&cell), "{id}");
}

#[test]
fn the_same_report_has_the_same_bytes() {
    for (format, file) in [("xlsx", "report.xlsx"), ("sqlite", "report.sqlite")] {
        let read = |out: &tempfile::TempDir| {
            std::fs::read(out.path().join("all").join(file)).expect("read")
        };
        let (one, other) = (report(format), report(format));
        assert!(read(&one) == read(&other), "{file}");
    }
}
