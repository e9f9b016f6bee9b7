//! Pages written by `--html` and `urtext page`: where they may go, and writing them whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};

use urtext::ingest::own;

use super::failure::Failure;

/// A place for a page, checked before the work begins.
#[derive(Debug)]
pub struct Place(PathBuf);

impl Place {
    /// Checks a path. Unless `force` is set, a file that this program did not write and the inputs
    /// themselves are refused.
    pub fn of(path: &Path, inputs: &[&str], force: bool) -> Result<Self, Failure> {
        let place = place(path)?;
        if !force {
            replaceable(path, inputs)?;
        }
        Ok(Self(place))
    }

    /// Checks the path of a report's page. Unless `force` is set, a file that no report wrote is
    /// refused.
    pub fn of_report(path: &Path, force: bool) -> Result<Self, Failure> {
        let place = place(path)?;
        if !force && place.exists() && !own::is_report_page(&own::head(&place)) {
            return Err(Failure::input(
                format!("{}: is not the page of a report, and would be replaced", path.display()),
                "move it elsewhere, or use --force to replace it",
            ));
        }
        Ok(Self(place))
    }

    /// Writes the page to a temporary file and renames it, so that an interrupted run never leaves
    /// half a page.
    pub fn write(&self, page: &str) -> Result<(), Failure> {
        let Self(path) = self;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = path.with_file_name(format!(".{name}.partial-{}", std::process::id()));
        let written = fs::write(&beside, page).and_then(|()| fs::rename(&beside, path));
        written.map_err(|why| {
            let _ = fs::remove_file(&beside);
            Failure::input(
                format!("{} cannot be written: {why}", path.display()),
                "name a file in a folder that you may write to",
            )
        })
    }
}

/// Returns the path a page is written to, with a link resolved to its file. Fails for what is not a
/// regular file, such as `/dev/stdout`, because it would be replaced with one.
fn place(path: &Path) -> Result<PathBuf, Failure> {
    let Ok(there) = fs::symlink_metadata(path) else { return Ok(path.to_owned()) };
    let real = if there.is_symlink() { path.canonicalize().ok() } else { Some(path.to_owned()) };
    real.filter(|real| real.is_file()).ok_or_else(|| {
        Failure::input(
            format!("{}: is not a regular file, and would be overwritten", path.display()),
            "name a file with --html",
        )
    })
}

/// Refuses to replace an input, or a file that is neither empty nor a comparison.
fn replaceable(path: &Path, inputs: &[&str]) -> Result<(), Failure> {
    let hint = "name another file with --html, or use --force to replace it";
    let real = path.canonicalize().ok();
    if real.is_some() && inputs.iter().any(|input| Path::new(input).canonicalize().ok() == real) {
        return Err(Failure::input(
            format!("{}: is one of the inputs, and would be overwritten", path.display()),
            hint,
        ));
    }
    if real.is_some_and(|real| {
        !own::is_page(&own::head(&real))
            && fs::metadata(&real).is_ok_and(|m| !m.is_file() || m.len() > 0)
    }) {
        return Err(Failure::input(
            format!(
                "{}: is not a comparison written by this program, and would be overwritten",
                path.display()
            ),
            hint,
        ));
    }
    Ok(())
}
