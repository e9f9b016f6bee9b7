//! Turns what the user named into the list of files to read.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::{IngestError, format, own};
use crate::files;

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// The name used in tables and messages: the path as the user gave it, or `-`.
    pub label: String,
    /// The file; `None` for standard input.
    pub path: Option<PathBuf>,
}

impl Input {
    /// Returns the file's name without folders and without the extensions of compression and
    /// format; `None` for standard input.
    pub fn stem(&self) -> Option<String> {
        let name = self.path.as_ref()?.file_name()?.to_string_lossy().into_owned();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        Some(if stem.is_empty() { name } else { stem }.to_owned())
    }

    /// Whether the file's name, compression extension removed, has one of these extensions.
    pub fn ends_with(&self, endings: &[&str]) -> bool {
        let name = self.label.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        endings.iter().any(|e| name.ends_with(e))
    }
}

/// An entry of a folder that is skipped although it is not hidden: output of the program itself, or
/// something that is not a regular file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOver {
    /// Its path.
    pub path: String,
    /// What it is.
    pub what: &'static str,
}

/// The files to read.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files, sorted, each once: of several names for one, the first in this order.
    pub inputs: Vec<Input>,
    /// Entries that were found but are not read.
    pub passed_over: Vec<PassedOver>,
}

/// Lists the files that `named` refers to as [`list`] does, without the skipped entries.
///
/// # Errors
/// As [`list`].
pub fn plan(named: &[String]) -> Result<Vec<Input>, IngestError> {
    list(named).map(|plan| plan.inputs)
}

/// Lists the files that `named` refers to, sorted, each once.
///
/// Folders are walked; hidden files and folders in them are skipped, and so are reports, archives
/// and anything that is not a regular file. A name that is neither a file nor a folder and contains
/// `*`, `?` or `[` is a glob. A named pipe is an input only if it is named itself, and is not
/// opened here because its content can be read only once.
///
/// # Errors
/// Returns [`IngestError`] if a named file cannot be opened or is in an unsupported format, and if
/// a folder or glob holds nothing.
pub fn list(named: &[String]) -> Result<Plan, IngestError> {
    let mut plan = Plan::default();
    let (mut inputs, passed_over) = (Vec::new(), &mut plan.passed_over);
    for name in named {
        let path = Path::new(name);
        if name == "-" {
            if inputs.iter().any(|i: &Input| i.path.is_none()) {
                return Err(IngestError::StandardInputTwice);
            }
            inputs.push(Input { label: name.clone(), path: None });
        } else if is_address(name) && !path.exists() {
            return Err(IngestError::Address { path: name.clone() });
        } else if path.is_dir() {
            inputs.extend(folder(name, path, passed_over)?);
        } else if !path.exists() && name.contains(['*', '?', '[']) {
            inputs.extend(pattern(name, passed_over)?);
        } else if let Some(kind) = files::special(path) {
            if kind != files::PIPE {
                return Err(IngestError::Special { path: name.clone(), kind });
            }
            inputs.push(Input { label: name.clone(), path: Some(path.to_owned()) });
        } else {
            let file = File::open(path)
                .map_err(|cause| IngestError::Open { path: name.clone(), cause })?;
            let input = Input { label: name.clone(), path: Some(path.to_owned()) };
            if let Some(format) = format::unread(&input, file) {
                return Err(IngestError::Format { path: name.clone(), format });
            }
            inputs.push(input);
        }
    }
    inputs.sort();
    let mut seen = HashSet::new();
    inputs.retain(|input| {
        // A path that cannot be resolved is reported when it is read.
        let place = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        input.path.as_ref().is_none_or(|path| seen.insert(place(path)))
    });
    passed_over.sort();
    passed_over.dedup();
    plan.inputs = inputs;
    Ok(plan)
}

/// Whether a name is an address of the web: it begins with `http://` or `https://`.
pub fn is_address(name: &str) -> bool {
    let begins = |with: &str| name.get(..with.len()).is_some_and(|x| x.eq_ignore_ascii_case(with));
    begins("http://") || begins("https://")
}

/// Returns what a file found in a folder is, if it must not be read.
fn passed(path: &Path) -> Option<&'static str> {
    files::special(path)
        .or_else(|| own::is_history(path).then_some("the history of this program's reports"))
}

fn folder(
    name: &str,
    path: &Path,
    passed_over: &mut Vec<PassedOver>,
) -> Result<Vec<Input>, IngestError> {
    if let Some(what) = own::folder(path) {
        return Err(IngestError::Own { path: name.to_owned(), what });
    }
    let mut found = Vec::new();
    let before = passed_over.len();
    let visible = |entry: &walkdir::DirEntry| {
        if entry.depth() == 0 {
            return true;
        }
        if entry.file_name().to_string_lossy().starts_with('.') {
            return false;
        }
        let what = if entry.file_type().is_dir() {
            own::folder(entry.path())
        } else {
            passed(entry.path())
        };
        passed_over
            .extend(what.map(|what| PassedOver { path: entry.path().display().to_string(), what }));
        what.is_none()
    };
    for entry in walkdir::WalkDir::new(path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => found.push(Input {
                label: entry.path().display().to_string(),
                path: Some(entry.into_path()),
            }),
            // An unreadable part of a folder stays in the list: it is rejected, with the reason,
            // when it is read.
            Err(e) if e.depth() > 0 => found.extend(
                e.path()
                    .map(|p| Input { label: p.display().to_string(), path: Some(p.to_owned()) }),
            ),
            Err(e) => {
                let cause = e
                    .into_io_error()
                    .unwrap_or_else(|| io::Error::other("a cycle of symbolic links"));
                return Err(IngestError::Open { path: name.to_owned(), cause });
            }
        }
    }
    match passed_over.get(before) {
        Some(own) if found.is_empty() => {
            Err(IngestError::Own { path: own.path.clone(), what: own.what })
        }
        None if found.is_empty() => Err(IngestError::Nothing { path: name.to_owned() }),
        _ => Ok(found),
    }
}

fn pattern(name: &str, passed_over: &mut Vec<PassedOver>) -> Result<Vec<Input>, IngestError> {
    let bad = |e: glob::PatternError| IngestError::Pattern {
        path: name.to_owned(),
        message: e.msg.to_owned(),
    };
    let mut found = Vec::new();
    for entry in glob::glob(name).map_err(bad)? {
        let path = entry.unwrap_or_else(|e| e.path().to_owned());
        if path.is_dir() {
            match folder(&path.display().to_string(), &path, passed_over) {
                Ok(inputs) => found.extend(inputs),
                Err(IngestError::Own { path, what }) => passed_over.push(PassedOver { path, what }),
                // A folder that is empty or unreadable counts as not matched by the pattern.
                Err(_) => {}
            }
        } else if let Some(what) = passed(&path) {
            passed_over.push(PassedOver { path: path.display().to_string(), what });
        } else {
            found.push(Input { label: path.display().to_string(), path: Some(path) });
        }
    }
    if found.is_empty() { Err(IngestError::Nothing { path: name.to_owned() }) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_once_however_it_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().display().to_string();
        for name in ["a.txt", "b.txt"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        let named = |names: &[&str]| -> Vec<String> {
            let names: Vec<String> = names.iter().map(|n| format!("{root}/{n}")).collect();
            plan(&names).expect("a plan").into_iter().map(|i| i.label).collect()
        };
        let label = |name: &str| format!("{root}/{name}");
        assert_eq!(named(&["a.txt", "./a.txt"]), [label("./a.txt")]);
        assert_eq!(named(&["./a.txt", "a.txt"]), [label("./a.txt")]);
        let up = format!("../{}/a.txt", folder.path().file_name().expect("a name").display());
        assert_eq!(named(&[&up, "a.txt"]), [label(&up)]);
        assert_eq!(named(&[".", "b.txt"]).len(), 2);
        assert_eq!(named(&["", "./", "*.txt"]).len(), 2);
    }
}
