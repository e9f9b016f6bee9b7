//! The page of the last report, served beside the desk.

use std::fs;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use urtext::ingest::own;
use urtext::report::{PAGE, TEXTS};

use super::State;
use super::answers::Answer;
use super::refusal::Refusal;

/// A report whose page can be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The name of its folder: `2021-W23` or `all`.
    pub name: String,
    folder: PathBuf,
}

/// Returns the report in a folder, or the one of the last week among those that the folder holds;
/// failing that, the one of all weeks. `None` if none has a page.
pub fn latest(folder: &Path) -> Option<Report> {
    let of = |folder: PathBuf| {
        let name = folder.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned();
        let page = folder.join(PAGE);
        (page.is_file() && own::is_report_page(&own::head(&page)))
            .then_some(Report { name, folder })
    };
    if let Some(report) = of(folder.to_owned()) {
        return Some(report);
    }
    let inside = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = inside.filter_map(|entry| entry.file_name().into_string().ok());
    let mut weeks: Vec<String> = names.filter(|name| is_week(name)).collect();
    weeks.sort();
    let weeks = weeks.into_iter().rev().chain(["all".to_owned()]);
    weeks.map(|name| folder.join(name)).find_map(of)
}

/// Whether a name is that of a week's folder: `2021-W23`.
fn is_week(name: &str) -> bool {
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    name.split_once("-W").is_some_and(|(year, week)| {
        year.len() == 4 && week.len() == 2 && is_number(year) && is_number(week)
    })
}

/// Returns the page of the last report.
pub fn page(state: &State) -> Result<Answer, Refusal> {
    let report = current(state)?;
    read(&report.folder.join(PAGE))
}

/// Returns a page that stands beside that of the last report.
pub fn text(state: &State, name: &str) -> Result<Answer, Refusal> {
    let report = current(state)?;
    let path = report.folder.join(TEXTS).join(name);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // The name of a file, not a way to one.
    let is_page = name.ends_with(".html") && !name.starts_with('.') && name.chars().all(is_name);
    if !is_page || !fs::symlink_metadata(&path).is_ok_and(|found| found.is_file()) {
        let message = "the last report has no such page";
        let remedy = "follow the links of /report/; they change when a report is made";
        return Err(Refusal::new(StatusCode::NOT_FOUND, "path", message, remedy).with(name));
    }
    read(&path)
}

fn current(state: &State) -> Result<Report, Refusal> {
    let missing =
        |message: &str, remedy: &str| Refusal::new(StatusCode::NOT_FOUND, "path", message, remedy);
    let Some(folder) = &state.report else {
        let remedy = "start the server with --report DIR, the folder of `urtext report --out`";
        return Err(missing("this server has no reports", remedy));
    };
    latest(folder).ok_or_else(|| {
        let remedy = "make one with `urtext report --out DIR`, without --no-page";
        missing("there is no report with a page yet", remedy)
    })
}

fn read(path: &Path) -> Result<Answer, Refusal> {
    fs::read(path).map(Answer::Report).map_err(|cause| {
        // Where it is concerns whoever runs the server.
        super::super::terminal::tell(&format!("urtext: {}: {cause}", path.display()));
        let remedy = "ask again: a report that is replaced is away for a moment";
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "report",
            "the report cannot be read",
            remedy,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_week_with_a_page_is_shown_and_else_all() {
        let place = tempfile::tempdir().expect("a folder");
        let mark = fs::read("reports/all/report.html").expect("read");
        let make = |name: &str, page: &[u8]| {
            fs::create_dir_all(place.path().join(name)).expect("made");
            fs::write(place.path().join(name).join(PAGE), page).expect("written");
        };
        let shown = || latest(place.path()).map(|report| report.name);
        assert_eq!(shown(), None);
        make("all", &mark);
        assert_eq!(shown().as_deref(), Some("all"));
        make("2021-W09", &mark);
        make("2021-W23", &mark);
        make("2021-W24", b"<p>not one of ours</p>");
        make("2021-Wxx", &mark);
        assert_eq!(shown().as_deref(), Some("2021-W23"));
        let one = latest(&place.path().join("2021-W09"));
        assert_eq!(one.map(|report| report.name).as_deref(), Some("2021-W09"));
    }
}
