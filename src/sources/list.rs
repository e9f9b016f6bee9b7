//! Reads a source list in any of its forms (TOML, CSV, a workbook, one domain per line); the form
//! is detected from the content.

use super::csv::{self, Content, Row, Rows, column};
use super::parse::{self, Form, Placed, Read, Weights};
use super::{Finding, Kind, Severity, SourcesError, codes, domain};

/// Accepted names of the domain column in tables: of Urtext's own lists, of NewsGuard, Media
/// Bias/Fact Check and Media Cloud, and of queries of Wikidata.
pub const DOMAIN_COLUMNS: [&str; 17] = [
    "domain",
    "domains",
    "domain name",
    "host",
    "hostname",
    "homepage",
    "official website",
    "official website label",
    "website",
    "website label",
    "web site",
    "site",
    "url",
    "source_domain",
    "source_url",
    "media_url",
    "site_url",
];
const NAME_COLUMNS: [&str; 13] = [
    "name",
    "outlet",
    "source_name",
    "media_name",
    "outlet_name",
    "publication",
    "publication_name",
    "item label",
    "outlet label",
    "source label",
    "media label",
    "source",
    "title",
];
/// The column with the name where that of the name has the domain, as in Media Cloud's lists.
const LABEL_COLUMN: &str = "label";
const ID_COLUMNS: [&str; 2] = ["id", "source_id"];
const OWNER_COLUMNS: [&str; 9] = [
    "owner",
    "owner label",
    "owned by",
    "owned by label",
    "ownership",
    "parent company",
    "parent organization",
    "parent organization label",
    "media group",
];
const COUNTRY_COLUMNS: [&str; 7] = [
    "country",
    "country label",
    "country code",
    "pub_country",
    "country of origin",
    "country of origin label",
    "country name",
];
const LANGUAGE_COLUMNS: [&str; 7] = [
    "language",
    "language label",
    "lang",
    "lang label",
    "primary_language",
    "language of work or name label",
    "language code",
];
/// Accepted names of the column with a third party's rating.
pub const RATING_COLUMNS: [&str; 2] = ["score", "rating"];

/// Reads the list in a file, whatever its form and character set. A file whose name ends in `.toml`
/// is TOML, whatever it looks like.
///
/// # Errors
/// As [`read`], and [`SourcesError::Read`] if it is neither text nor a workbook.
pub fn read_bytes(path: &str, bytes: Vec<u8>) -> Result<Read, SourcesError> {
    let is_named = path.to_ascii_lowercase().ends_with(".toml");
    let content = match std::str::from_utf8(&bytes) {
        Ok(text) if is_named => return parse::read(path, text),
        Ok(_) => Content::of(bytes),
        // A broken character is named at its line.
        Err(_) if is_named || is_toml(&bytes) => {
            return parse::read(path, &String::from_utf8_lossy(&bytes));
        }
        Err(_) => Content::of(bytes),
    };
    match content {
        Ok(Content::Text(text)) => read(path, &text),
        Ok(Content::Sheet(rows)) => Ok(of_rows(rows.into_iter())),
        Err(reason) => Err(SourcesError::Read {
            path: path.into(),
            cause: std::io::Error::new(std::io::ErrorKind::InvalidData, format!("it {reason}")),
        }),
    }
}

fn is_toml(bytes: &[u8]) -> bool {
    form(&String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)])) == Form::Toml
}

/// Bytes by which a broken file is taken for TOML. Chosen by judgement.
const HEAD: usize = 4_096;

/// Reads a list in any form.
///
/// # Errors
/// [`SourcesError::Syntax`] if a list that looks like TOML is not valid TOML. Anything else that is
/// wrong becomes a finding.
pub fn read(path: &str, text: &str) -> Result<Read, SourcesError> {
    Ok(match form(text) {
        Form::Toml => parse::read(path, text)?,
        Form::Csv => of_rows(Rows::of(text)),
        Form::Plain => of_lines(text),
    })
}

/// Detects the form from the first line that is neither blank nor a `#` comment.
///
/// A table header or `key = value` means TOML; a delimiter, or the bare name of a domain column,
/// means CSV; anything else means one domain per line.
fn form(text: &str) -> Form {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let Some(first) = lines.next() else { return Form::Plain };
    let key = first.split_once('=').map(|(key, _)| key.trim()).unwrap_or_default();
    if first.starts_with('[')
        || (!key.is_empty()
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"')))
    {
        Form::Toml
    } else if first.contains([',', ';', '\t'])
        || DOMAIN_COLUMNS.iter().any(|name| first.eq_ignore_ascii_case(name))
    {
        Form::Csv
    } else {
        Form::Plain
    }
}

fn of_lines(text: &str) -> Read {
    let mut list = List::new(Form::Plain);
    for (at, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        let entry = line.split_once(" #").map_or(line, |(entry, _)| entry).trim();
        if !entry.is_empty() && !entry.starts_with('#') {
            let mut placed = Placed::empty(at + 1);
            list.domain(&mut placed, entry);
            list.keep(placed);
        }
    }
    list.read
}

/// What the file of a site says of its advertising, which is no list of outlets.
const ADS_TXT: &str =
    "this is an ads.txt: it names the sellers of a site's advertisements, not outlets";

/// Whether a line is one of an ads.txt: a domain, an account, and `DIRECT` or `RESELLER`.
fn is_of_ads_txt(row: &Row) -> bool {
    let kind = row.cell(2).split('#').next().unwrap_or_default().trim();
    ["DIRECT", "RESELLER"].iter().any(|known| kind.eq_ignore_ascii_case(known))
}

fn of_rows(rows: impl Iterator<Item = Row>) -> Read {
    let mut list = List::new(Form::Csv);
    let mut rows = rows.peekable();
    let Some(header) = rows.next() else { return list.read };
    let Some(domains) = column(&header, &DOMAIN_COLUMNS) else {
        if is_of_ads_txt(&header) || rows.by_ref().take(20).any(|row| is_of_ads_txt(&row)) {
            let fault = Fault {
                code: "missing-field",
                severity: Severity::Error,
                message: ADS_TXT.to_owned(),
                remedy: "give a table with a column `domain`, or one domain per line",
            };
            list.find("", header.line, fault);
            return list.read;
        }
        let seen = header
            .cells()
            .take(20)
            .map(|name| name.chars().take(40).collect())
            .collect::<Vec<String>>()
            .join(", ");
        let fault = Fault {
            code: "missing-field",
            severity: Severity::Error,
            message: format!("no column holds a domain; the columns are: {seen}"),
            remedy: NAME_ONE,
        };
        list.find("", header.line, fault);
        return list.read;
    };
    let columns = Columns {
        width: header.len(),
        domains,
        id: column(&header, &ID_COLUMNS),
        name: column(&header, &NAME_COLUMNS),
        label: column(&header, &[LABEL_COLUMN]),
        kind: column(&header, &["kind"]),
        owner: column(&header, &OWNER_COLUMNS),
        country: column(&header, &COUNTRY_COLUMNS),
        language: column(&header, &LANGUAGE_COLUMNS),
        rating: column(&header, &RATING_COLUMNS),
        lists: ["credits", "aliases", "licenses"].map(|name| column(&header, &[name])),
    };
    let rows: Vec<Row> = rows.collect();
    // Ratings in words or letters are somebody's own scale.
    let is_number = |at: usize| rows.iter().any(|row| csv::number(row.cell(at)).is_some());
    let columns = Columns { rating: columns.rating.filter(|at| is_number(*at)), ..columns };
    for row in &rows {
        list.row(row, &columns);
    }
    list.read
}

const NAME_ONE: &str = "name the column with the host names `domain`";

struct Columns {
    width: usize,
    domains: usize,
    id: Option<usize>,
    name: Option<usize>,
    label: Option<usize>,
    kind: Option<usize>,
    owner: Option<usize>,
    country: Option<usize>,
    language: Option<usize>,
    rating: Option<usize>,
    lists: [Option<usize>; 3],
}

struct List {
    read: Read,
}

/// Something wrong with a row.
struct Fault<'f> {
    code: &'static str,
    severity: Severity,
    message: String,
    remedy: &'f str,
}

impl List {
    fn new(form: Form) -> Self {
        Self {
            read: Read {
                sources: Vec::new(),
                weights: Weights::default(),
                findings: Vec::new(),
                form,
            },
        }
    }

    fn find(&mut self, id: &str, line: usize, fault: Fault<'_>) {
        self.read.findings.push(Finding {
            code: fault.code,
            severity: fault.severity,
            source_id: id.to_owned(),
            line: Some(line),
            column: Some(1),
            message: fault.message,
            remedy: fault.remedy.to_owned(),
        });
    }

    /// Adds the domain in an entry, with a finding for whatever was cut off or folded.
    fn domain(&mut self, placed: &mut Placed, entry: &str) {
        let line = placed.source.line;
        match domain::loose(entry) {
            Ok(loose) => {
                if !loose.changes.is_empty() {
                    let fault = Fault {
                        code: "domain-form",
                        severity: if loose.lossy { Severity::Warning } else { Severity::Note },
                        message: format!(
                            "`{entry}` {}: read as `{}`",
                            loose.changes.join(", "),
                            loose.host
                        ),
                        remedy: &format!("write `{}`", loose.host),
                    };
                    self.find(&loose.host, line, fault);
                }
                placed.source.domains.push(loose.host);
                placed.domain_places.push((line, 1));
            }
            Err(why) => {
                let fault = Fault {
                    code: "bad-domain",
                    severity: Severity::Error,
                    message: format!("the domain `{entry}` {why}"),
                    remedy: "write the bare host name, as in example.com",
                };
                self.find("", line, fault);
            }
        }
    }

    fn row(&mut self, row: &Row, columns: &Columns) {
        if row.len() != columns.width {
            let fault = Fault {
                code: "bad-row",
                severity: Severity::Error,
                message: format!("{} cells where the header has {}", row.len(), columns.width),
                remedy: "quote cells that hold the delimiter, a quotation mark or a line end",
            };
            return self.find("", row.line, fault);
        }
        let mut placed = Placed::empty(row.line);
        let stated = |at: Option<usize>| at.map(|at| row.cell(at)).filter(|cell| !cell.is_empty());
        let before = self.read.findings.len();
        self.domains(row, columns, &mut placed);
        // A number is a row's id in a database, not an outlet's.
        let id = stated(columns.id).filter(|id| !id.bytes().all(|b| b.is_ascii_digit()));
        placed.source.id = id.map(str::to_owned).unwrap_or_default();
        placed.id_stated = !placed.source.id.is_empty();
        let is_domain = |name: &str| {
            name.contains('.')
                && domain::loose(name)
                    .is_ok_and(|loose| placed.source.domains.contains(&loose.host))
        };
        let name = stated(columns.name).filter(|name| !is_domain(name));
        let name = name.or_else(|| stated(columns.label)).or_else(|| stated(columns.name));
        placed.source.name = name.map(str::to_owned).unwrap_or_default();
        placed.source.owner = stated(columns.owner).map(str::to_owned);
        if let Some(text) = stated(columns.country) {
            placed.source.country = codes::country(text).map(str::to_owned);
            if placed.source.country.is_none() {
                self.unknown("country", text, "its ISO 3166 code, as in NO", row.line);
            }
        }
        if let Some(text) = stated(columns.language) {
            placed.source.language = codes::language(text);
            if placed.source.language.is_none() {
                self.unknown("language", text, "its ISO 639 code, as in nb", row.line);
            }
        }
        let parts = |at: Option<usize>| -> Vec<String> {
            stated(at)
                .map(|cell| {
                    cell.split(['|', ';'])
                        .map(|p| p.trim().to_owned())
                        .filter(|p| !p.is_empty())
                        .collect()
                })
                .unwrap_or_default()
        };
        let [credits, aliases, licenses] = columns.lists.map(parts);
        placed.credit_places = vec![(row.line, 1); credits.len()];
        (placed.source.credits, placed.source.aliases, placed.source.licenses) =
            (credits, aliases, licenses);
        if let Some(kind) = stated(columns.kind) {
            self.kind(kind, &mut placed);
        }
        if let Some(rating) = stated(columns.rating) {
            self.check_rating(rating, row.line);
        }
        let id = if placed.id_stated {
            placed.source.id.clone()
        } else {
            placed.source.domains.first().cloned().unwrap_or_default()
        };
        for finding in &mut self.read.findings[before..] {
            finding.source_id.clone_from(&id);
        }
        self.keep(placed);
    }

    /// Reads the cell of the domains.
    fn domains(&mut self, row: &Row, columns: &Columns, placed: &mut Placed) {
        row.cell(columns.domains)
            .split(|c: char| c == '|' || c == ';' || c.is_whitespace())
            .filter(|e| !e.is_empty())
            .for_each(|entry| self.domain(placed, entry));
        if row.cell(columns.domains).is_empty() {
            let fault = Fault {
                code: "missing-field",
                severity: Severity::Error,
                message: "the row has no domain".to_owned(),
                remedy: "add the domain, or take the row out",
            };
            self.find("", row.line, fault);
        }
    }

    /// Notes a country or language that is unknown and is not read.
    fn unknown(&mut self, what: &str, text: &str, code: &str, line: usize) {
        let fault = Fault {
            code: "bad-value",
            severity: Severity::Warning,
            message: format!("unknown {what} `{text}`"),
            remedy: &format!("write {code}, or leave the cell empty"),
        };
        self.find("", line, fault);
    }

    /// Reads the cell of the kind.
    fn kind(&mut self, kind: &str, placed: &mut Placed) {
        if let Some(known) = Kind::named(kind) {
            (placed.source.kind, placed.kind_stated) = (known, true);
            return;
        }
        let known = Kind::ALL.map(|(_, name)| name).join(", ");
        let fault = Fault {
            code: "unknown-kind",
            severity: Severity::Error,
            message: format!("unknown kind of source `{kind}`"),
            remedy: &format!("use one of {known}"),
        };
        self.find("", placed.source.line, fault);
    }

    /// Checks the cell of a rating, which is not read.
    fn check_rating(&mut self, rating: &str, line: usize) {
        if csv::number(rating).is_some_and(|r| (0.0..=100.0).contains(&r)) {
            return;
        }
        let fault = Fault {
            code: "bad-rating",
            severity: Severity::Error,
            message: format!("the rating `{rating}` is not a number from 0 to 100"),
            remedy: "write a number, or leave the cell empty",
        };
        self.find("", line, fault);
    }

    fn keep(&mut self, mut placed: Placed) {
        if placed.source.domains.is_empty() && !placed.id_stated && placed.source.name.is_empty() {
            return;
        }
        if !placed.id_stated {
            placed.source.id = placed
                .source
                .domains
                .first()
                .cloned()
                .unwrap_or_else(|| placed.source.name.clone());
        }
        self.read.sources.push(placed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, Severity, usize)> {
        read("t", text)
            .expect("read")
            .findings
            .iter()
            .map(|f| (f.code, f.severity, f.line.unwrap_or(0)))
            .collect()
    }

    #[test]
    fn the_form_is_told_by_content() {
        assert_eq!(form("# a list\n\n[[source]]\nid = 1"), Form::Toml);
        assert_eq!(form("\u{feff}[score]\n"), Form::Toml);
        assert_eq!(form("id = \"a\""), Form::Toml);
        assert_eq!(form("domain,score\na.example,1"), Form::Csv);
        assert_eq!(form("Domain\na.example"), Form::Csv);
        assert_eq!(form("https://a.example/?id=1\n"), Form::Plain);
        assert_eq!(form("# nothing\n\n"), Form::Plain);
    }

    #[test]
    fn every_odd_form_of_a_domain_is_named_at_its_line() {
        use Severity::{Error, Note, Warning};
        let list = "Halvik.Example\nhttps://a.example\nb.example/news\nküste.example\n10.0.0.1\n[::1]\nlocalhost\nok.example # fine\nwww.c.example\n";
        assert_eq!(
            codes(list),
            [
                ("domain-form", Note, 1),
                ("domain-form", Note, 2),
                ("domain-form", Warning, 3),
                ("domain-form", Note, 4),
                ("bad-domain", Error, 5),
                ("bad-domain", Error, 6),
                ("bad-domain", Error, 7),
                ("domain-form", Note, 9),
            ]
        );
    }

    #[test]
    fn rows_give_ids_names_kinds_and_bad_ratings() {
        let list = "id,name,domain,kind,score\na,A,a.example,wire,0.5\nb,B,b.example,blog,NaN\n,,c.example,,-1\nd,D,d.example,,\ne,E\n,,,,\n";
        assert_eq!(
            codes(list).into_iter().map(|(code, _, line)| (code, line)).collect::<Vec<_>>(),
            [
                ("unknown-kind", 3),
                ("bad-rating", 3),
                ("bad-rating", 4),
                ("bad-row", 6),
                ("missing-field", 7)
            ]
        );
        let read = read("t", list).expect("read");
        let ids: Vec<&str> = read.sources.iter().map(|p| p.source.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c.example", "d"]);
        assert!(read.sources[0].kind_stated && !read.sources[3].kind_stated);
    }

    #[test]
    fn a_table_without_domains_says_so() {
        assert_eq!(codes("rank,score\n1,2\n"), [("missing-field", Severity::Error, 1)]);
    }
}
