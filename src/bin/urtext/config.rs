//! Defaults of options from a file: `urtext.toml`.
//!
//! The file is turned into options that stand behind those of the command line, so that each value
//! is read by the same parser. An option that the command line has, or contradicts, is left out.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Parser};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use urtext::ingest::fields::nearest;
use urtext::ingest::{FieldMap, Limits};
use urtext::report::Defaults;

use super::arguments::Arguments;
use super::failure::Failure;
use super::terminal::plain;

/// The file that is read if it is in the working directory.
const NAME: &str = "urtext.toml";

/// Keys that may stand above the tables: options that mean the same in every command that has them.
const SHARED: [&str; 8] =
    ["field", "format", "limit", "page-language", "quiet", "sources", "threads", "verbose"];
/// Options that no file can set: those that overwrite or change what is kept must be meant each
/// time.
const EACH_TIME: [&str; 3] = ["add", "before", "force"];
/// Options without a default.
const NONE: [&str; 4] = ["config", "help", "no-config", "version"];

/// Why there are no arguments.
#[derive(Debug)]
pub enum Stop {
    /// The command line is wrong, or asks for help.
    Usage(clap::Error),
    /// The file is wrong.
    Failure(Failure),
}

/// Returns the arguments, and what came from a file of defaults.
pub fn arguments(given: Vec<OsString>) -> Result<(Arguments, Option<Defaults>), Stop> {
    let first = Arguments::try_parse_from(&given);
    if let Err(told) = &first
        && told.kind() != ErrorKind::MissingRequiredArgument
    {
        return Err(Stop::Usage(first.expect_err("it is an error")));
    }
    let line = Line::of(&given);
    let Some((path, text)) = line.file().map_err(Stop::Failure)? else {
        return first.map(|arguments| (arguments, None)).map_err(Stop::Usage);
    };
    let file = File::read(&path, &text).map_err(Stop::Failure)?;
    let command = line.command.as_deref().map_or("", canonical);
    let (mut whole, mut keys) = (given, Vec::new());
    for entry in file.entries_of(command) {
        if !line.names.contains(&entry.key) && fits(&whole, line.end, entry) {
            for option in &entry.options {
                whole.insert(line.end, option.clone());
            }
            keys.push(entry.shown());
        }
    }
    let arguments = Arguments::try_parse_from(&whole).map_err(Stop::Usage)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let defaults = (!keys.is_empty()).then_some(Defaults { file: name, keys });
    Ok((arguments, defaults))
}

/// Returns the line that says what came from a file.
pub fn told(defaults: &Defaults) -> String {
    plain(&format!("defaults from {}: {}", defaults.file, defaults.keys.join(", ")))
}

/// Returns the name of a command's table.
fn canonical(command: &str) -> &str {
    if command == "score" { "check" } else { command }
}

/// Whether options can be added to a command line: they do not contradict it, and need nothing that
/// it lacks.
fn fits(given: &[OsString], at: usize, entry: &Entry) -> bool {
    let parsed = |line: &[OsString]| Arguments::try_parse_from(line).err();
    let lacks = |error: Option<&clap::Error>| -> Vec<String> {
        match error.and_then(|error| error.get(ContextKind::InvalidArg)) {
            Some(ContextValue::Strings(names)) => names.clone(),
            Some(ContextValue::String(name)) => vec![name.clone()],
            _ => Vec::new(),
        }
    };
    let mut with = given.to_vec();
    with.splice(at..at, entry.options.iter().cloned());
    let Some(error) = parsed(&with) else { return true };
    match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let before = parsed(given);
            let before = lacks(before.as_ref());
            lacks(Some(&error)).iter().all(|name| before.contains(name))
        }
        _ => false,
    }
}

/// What a command line says, as far as it concerns defaults.
#[derive(Debug, Default)]
struct Line {
    command: Option<String>,
    /// The long names of the options that it has.
    names: BTreeSet<String>,
    config: Option<PathBuf>,
    /// Number of the argument before which options can be added.
    end: usize,
}

impl Line {
    fn of(given: &[OsString]) -> Self {
        let mut line = Self { end: given.len(), ..Self::default() };
        let mut rest = given.iter().enumerate().skip(1);
        while let Some((at, argument)) = rest.next() {
            let text = argument.to_string_lossy();
            if text == "--" {
                line.end = at;
                break;
            }
            if let Some(option) = text.strip_prefix("--") {
                let (name, value) = option.split_once('=').unzip();
                let name = name.unwrap_or(option);
                line.names.insert(name.to_owned());
                if name == "config" {
                    let next = || rest.next().map(|(_, value)| value.clone());
                    line.config = value.map(OsString::from).or_else(next).map(PathBuf::from);
                }
            } else if let Some(letters) = text.strip_prefix('-') {
                for (letter, name) in [('q', "quiet"), ('v', "verbose")] {
                    if letters.contains(letter) {
                        line.names.insert(name.to_owned());
                    }
                }
            } else if line.command.is_none() {
                line.command = Some(text.into_owned());
            }
        }
        line
    }

    /// Reads the file of defaults; `None` if there is none, or none is wanted.
    fn file(&self) -> Result<Option<(PathBuf, String)>, Failure> {
        if self.names.contains("no-config") || self.config.is_none() && !Path::new(NAME).exists() {
            return Ok(None);
        }
        let path = self.config.clone().unwrap_or_else(|| PathBuf::from(NAME));
        let bytes = urtext::files::whole(&path).map_err(|cause| {
            let what = format!("{}: cannot be read: {cause}", path.display());
            Failure::input(what, "name an existing file with --config, or give --no-config")
        })?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some((path, text.trim_start_matches('\u{feff}').to_owned()))),
            Err(cause) => {
                let line = cause.as_bytes()[..cause.utf8_error().valid_up_to()]
                    .iter()
                    .filter(|byte| **byte == b'\n')
                    .count();
                let what = format!("{}:{}: is not UTF-8", path.display(), line + 1);
                Err(Failure::input(what, "save the file as UTF-8"))
            }
        }
    }
}

/// A key of the file, with the options that it stands for.
#[derive(Debug)]
struct Entry {
    /// The command of its table; empty above the tables.
    table: String,
    key: String,
    options: Vec<OsString>,
}

impl Entry {
    /// Returns the key as it is shown: `report.out`.
    fn shown(&self) -> String {
        match self.table.as_str() {
            "" => self.key.clone(),
            table => format!("{table}.{}", self.key),
        }
    }
}

/// A file of defaults that has been checked.
#[derive(Debug)]
struct File {
    entries: Vec<Entry>,
}

impl File {
    /// Reads and checks the text of a file.
    fn read(path: &Path, text: &str) -> Result<Self, Failure> {
        let checked = Checked { path, text, root: built() };
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let hint = "the file is TOML: see docs/config.md for an example";
            Failure::input(format!("{}: {}", checked.place(at), error.message()), hint)
        })?;
        let mut entries = Vec::new();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            match (checked.table(name), value.get_ref()) {
                (Some(command), DeValue::Table(options)) => {
                    let mut own = Vec::new();
                    for (key, value) in options {
                        own.push(checked.entry(name, &commands(command), key, value)?);
                    }
                    checked.agree(name, options, &own)?;
                    entries.extend(own);
                }
                (Some(_), other) => {
                    let kind = article(other.type_str());
                    let what = format!("`{name}` is {kind}, not a table");
                    let hint = format!("write [{name}] on a line of its own");
                    return Err(checked.failure(key, &what, hint));
                }
                (None, _) if SHARED.contains(&name) => {
                    let with: Vec<&Command> =
                        checked.commands().flat_map(commands).filter(|c| has(c, name)).collect();
                    entries.push(checked.entry("", &with, key, value)?);
                }
                (None, _) => return Err(checked.unknown(key, "", &checked.outer())),
            }
        }
        Ok(Self { entries })
    }

    /// Returns the defaults for a command: those of its table, and the shared ones that its table
    /// does not have.
    fn entries_of<'f>(&'f self, command: &'f str) -> impl Iterator<Item = &'f Entry> {
        let own = move |entry: &&Entry| entry.table == command;
        let is_own =
            move |key: &str| self.entries.iter().any(|e| e.table == command && e.key == key);
        // In `audit`, the option of this name is another list.
        let is_shared = move |entry: &&Entry| {
            entry.table.is_empty()
                && !is_own(&entry.key)
                && !(command == "audit" && entry.key == "sources")
        };
        self.entries.iter().filter(own).chain(self.entries.iter().filter(is_shared))
    }
}

/// The definition of the command line, with the options of all commands in each.
fn built() -> Command {
    let mut root = Arguments::command();
    root.build();
    root
}

/// Returns a command, or those that it consists of.
fn commands(command: &Command) -> Vec<&Command> {
    let inner: Vec<&Command> =
        command.get_subcommands().filter(|c| c.get_name() != "help").collect();
    if inner.is_empty() { vec![command] } else { inner }
}

fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|arg| arg.get_long() == Some(name))
}

fn has(command: &Command, name: &str) -> bool {
    option(command, name).is_some()
}

/// A file while it is checked.
struct Checked<'t> {
    path: &'t Path,
    text: &'t str,
    root: Command,
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

impl Checked<'_> {
    /// Returns the commands that can have a table.
    fn commands(&self) -> impl Iterator<Item = &Command> {
        let none = ["help", "score", "schema", "shell"];
        self.root.get_subcommands().filter(move |c| !none.contains(&c.get_name()))
    }

    fn table(&self, name: &str) -> Option<&Command> {
        self.commands().find(|command| command.get_name() == name)
    }

    /// Returns all keys and tables above the tables.
    fn outer(&self) -> BTreeSet<String> {
        let tables = self.commands().map(Command::get_name);
        tables.chain(SHARED).map(str::to_owned).collect()
    }

    /// Returns path and line of a byte.
    fn place(&self, byte: usize) -> String {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("{}:{line}", plain(&self.path.display().to_string()))
    }

    fn failure(&self, key: &Key<'_>, what: &str, hint: impl Into<String>) -> Failure {
        Failure::input(format!("{}: {what}", self.place(key.span().start)), hint)
    }

    /// Returns the failure for a key that is not known.
    fn unknown(&self, key: &Key<'_>, table: &str, known: &BTreeSet<String>) -> Failure {
        let name = plain(key.get_ref());
        let place = if table.is_empty() { String::new() } else { format!(" in [{table}]") };
        let hint = match (EACH_TIME.contains(&name.as_str()), nearest(&name, known)) {
            (true, _) => format!("give `--{name}` on the command line each time"),
            (_, near) if near.is_empty() => {
                let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
                format!("known here: {}", known.join(", "))
            }
            (_, near) => {
                let near: Vec<String> = near.iter().map(|key| format!("`{key}`")).collect();
                format!("nearest: {}", near.join(", "))
            }
        };
        let what = match EACH_TIME.contains(&name.as_str()) {
            true => format!("`{name}`{place} cannot be a default"),
            false => format!("unknown key `{name}`{place}"),
        };
        self.failure(key, &what, hint)
    }

    /// Reads a key of a table.
    fn entry(
        &self,
        table: &str,
        commands: &[&Command],
        key: &Key<'_>,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Entry, Failure> {
        let name: &str = key.get_ref();
        let found = commands.iter().find_map(|c| Some((*c, option(c, name)?)));
        let is_refused = EACH_TIME.contains(&name) || NONE.contains(&name);
        let Some((command, arg)) = found.filter(|_| !is_refused) else {
            let all = commands.iter().flat_map(|command| command.get_arguments());
            let all = all.filter_map(|arg| arg.get_long());
            let known = all.filter(|name| !EACH_TIME.contains(name) && !NONE.contains(name));
            return Err(self.unknown(key, table, &known.map(str::to_owned).collect()));
        };
        let options = options(arg, name, value.get_ref())
            .map_err(|(what, hint)| self.failure(key, &format!("`{name}` is {what}"), hint))?;
        for text in options.iter().filter_map(|option| option.to_str()?.split_once('=')) {
            let why = match name {
                "field" => FieldMap::default().map(text.1).err().map(|why| why.to_string()),
                "limit" => Limits::default().set(text.1).err().map(|why| why.to_string()),
                _ => None,
            };
            if let Some(why) = why {
                let hint = "write the value as on the command line";
                return Err(self.failure(key, &format!("`{name}`: {why}"), hint));
            }
        }
        // A command within another one.
        let within: &[&str] = match table {
            "archive" => &["archive"],
            _ => &[],
        };
        for option in &options {
            let start = std::iter::once("urtext").chain(within.iter().copied());
            let line = start.chain([command.get_name()]).map(OsString::from);
            let told = Arguments::try_parse_from(line.chain([option.clone()])).err();
            if let Some(why) = told.as_ref().and_then(bad_value) {
                let shown = plain(&option.to_string_lossy());
                let value = shown.split_once('=').map_or("", |(_, value)| value);
                let hint = "write the value as on the command line";
                return Err(self.failure(key, &format!("`{name}`: {}", why(value)), hint));
            }
        }
        Ok(Entry { table: table.to_owned(), key: name.to_owned(), options })
    }

    /// Checks that the keys of a table do not contradict one another.
    fn agree(&self, table: &str, keys: &DeTable<'_>, own: &[Entry]) -> Result<(), Failure> {
        let mut line: Vec<OsString> = ["urtext", table].map(OsString::from).to_vec();
        for entry in own {
            line.extend(entry.options.iter().cloned());
            let Some(error) = Arguments::try_parse_from(&line).err() else { continue };
            let key = keys.keys().find(|key| **key.get_ref() == entry.key);
            if let (ErrorKind::ArgumentConflict, Some(key)) = (error.kind(), key) {
                let what = format!("`{}` contradicts another key of [{table}]", entry.key);
                let sides = [ContextKind::InvalidArg, ContextKind::PriorArg];
                let names = sides.iter().filter_map(|side| match error.get(*side)? {
                    ContextValue::String(name) => {
                        Some(name.trim_start_matches('-').split([' ', '=', '[']).next()?.to_owned())
                    }
                    _ => None,
                });
                let other = names.into_iter().find(|name| *name != entry.key);
                let hint = other.map_or("remove one of the two".to_owned(), |other| {
                    format!("remove it, or `{other}`")
                });
                return Err(self.failure(key, &what, hint));
            }
        }
        Ok(())
    }
}

/// Returns the options that a value stands for, or what it is and what it should be.
fn options(arg: &Arg, name: &str, value: &DeValue<'_>) -> Result<Vec<OsString>, (String, String)> {
    let with = |text: String| OsString::from(format!("--{name}={text}"));
    let wrong = |wanted: &str| {
        Err((article(value.type_str()), format!("write {wanted}: `{}`", example(arg, name))))
    };
    let is_list = matches!(arg.get_action(), ArgAction::Append)
        || arg.get_num_args().is_some_and(|range| range.max_values() > 1);
    let may_be_bare = arg.get_num_args().is_some_and(|range| range.min_values() == 0);
    match value {
        DeValue::Boolean(true) if !arg.get_action().takes_values() || may_be_bare => {
            Ok(vec![OsString::from(format!("--{name}"))])
        }
        DeValue::Boolean(false) if !arg.get_action().takes_values() || may_be_bare => {
            Ok(Vec::new())
        }
        _ if !arg.get_action().takes_values() => wrong("true or false"),
        DeValue::Array(items) if is_list => {
            let texts: Option<Vec<String>> =
                items.iter().map(|item| scalar(item.get_ref())).collect();
            match texts {
                Some(texts) => Ok(texts.into_iter().map(with).collect()),
                None => wrong("a list of texts"),
            }
        }
        value => match scalar(value) {
            Some(text) => Ok(vec![with(text)]),
            None if is_list => wrong("a text or a list of texts"),
            None => wrong("one text or number"),
        },
    }
}

/// Returns a text, number or date as it stands on a command line.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(|number| number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

fn article(kind: &str) -> String {
    match kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => format!("an {kind}"),
        false => format!("a {kind}"),
    }
}

/// Returns a line as it could stand in the file.
fn example(arg: &Arg, name: &str) -> String {
    let value = arg.get_value_names().and_then(|names| names.first()).map_or("VALUE", |n| n);
    match arg.get_action() {
        ArgAction::SetTrue => format!("{name} = true"),
        ArgAction::Append => format!("{name} = [\"{value}\"]"),
        _ => format!("{name} = \"{value}\""),
    }
}

/// Returns what says why a value is refused; `None` if an error is not about a value.
fn bad_value(error: &clap::Error) -> Option<impl Fn(&str) -> String> {
    let is_about_value = matches!(
        error.kind(),
        ErrorKind::InvalidValue
            | ErrorKind::ValueValidation
            | ErrorKind::TooManyValues
            | ErrorKind::TooFewValues
            | ErrorKind::WrongNumberOfValues
            | ErrorKind::NoEquals
    );
    let source = std::error::Error::source(error).map(ToString::to_string);
    let choices = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(names)) => Some(names.join(", ")),
        _ => None,
    };
    is_about_value.then_some({
        move |value: &str| match (&source, &choices) {
            (Some(why), _) if why.contains('`') => why.clone(),
            (Some(why), _) => format!("`{value}`: {why}"),
            (None, Some(choices)) => format!("`{value}` is none of {choices}"),
            (None, None) => format!("`{value}` is not a value of this option"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split_whitespace().map(OsString::from).collect()
    }

    fn read(text: &str) -> Result<File, String> {
        File::read(Path::new("urtext.toml"), text)
            .map_err(|failure| format!("{failure} | {}", failure.hint().unwrap_or_default()))
    }

    fn of(text: &str, command: &str) -> Vec<String> {
        let file = read(text).expect("read");
        let options = file.entries_of(command).flat_map(|entry| entry.options.clone());
        options.map(|option| option.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_table_holds_for_its_command_and_what_stands_above_for_all() {
        let text = "sources = \"a.toml\"\nlimit = [\"document=1M\", \"lines=9\"]\nthreads = 2\n[report]\nas-of = 2021-12-31\nsources = \"b.toml\"\ngraphs = true\nno-page = false\n[serve]\ntime = 0x10\n";
        assert_eq!(
            of(text, "report"),
            [
                "--as-of=2021-12-31",
                "--graphs",
                "--sources=b.toml",
                "--limit=document=1M",
                "--limit=lines=9",
                "--threads=2"
            ]
        );
        assert_eq!(of(text, "audit"), ["--limit=document=1M", "--limit=lines=9", "--threads=2"]);
        assert!(of(text, "serve").contains(&"--time=16".to_owned()));
    }

    #[test]
    fn what_is_wrong_is_told_with_line_key_and_remedy() {
        for (text, said) in [
            ("\nsauces = 1", "urtext.toml:2: unknown key `sauces` | nearest: `sources`"),
            (
                "[report]\n\nwindwo = 1",
                "urtext.toml:3: unknown key `windwo` in [report] | nearest: `window`",
            ),
            (
                "[report]\nforce = true",
                "urtext.toml:2: `force` in [report] cannot be a default | give `--force` on the command line each time",
            ),
            (
                "[report]\ngraphs = \"yes\"",
                "urtext.toml:2: `graphs` is a string | write true or false: `graphs = true`",
            ),
            (
                "[report]\nout = true",
                "urtext.toml:2: `out` is a boolean | write one text or number: `out = \"OUT\"`",
            ),
            (
                "[report]\nwindow = \"soon\"",
                "urtext.toml:2: `window`: `soon` is not a number of days; write it as 90d | write the value as on the command line",
            ),
            (
                "format = \"xml\"",
                "urtext.toml:1: `format`: `xml` is none of csv, parquet, xlsx, sqlite | write the value as on the command line",
            ),
            (
                "report = 1",
                "urtext.toml:1: `report` is an integer, not a table | write [report] on a line of its own",
            ),
            (
                "field = [1, [2]]",
                "urtext.toml:1: `field` is an array | write a list of texts: `field = [\"NAME=COLUMN\"]`",
            ),
            (
                "[report]\nno-page = true\nopen = true",
                "urtext.toml:3: `open` contradicts another key of [report] | remove it, or `no-page`",
            ),
        ] {
            assert_eq!(read(text).err().as_deref(), Some(said), "{text}");
        }
        let broken = read("a = ").expect_err("not TOML");
        assert!(broken.starts_with("urtext.toml:1: "), "{broken}");
        assert!(read("[archive]\njson = true\n[check]\nagainst = [\"a\", \"b\"]").is_ok());
    }

    #[test]
    fn the_command_line_wins_and_what_contradicts_it_is_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("defaults.toml");
        std::fs::write(&path, "quiet = true\n[report]\nout = \"there\"\nno-page = true\nratings-columns = \"a,b\"\narchive = \"kept\"\n[audit]\narchive = \"kept\"\n").expect("written");
        let config = format!("--config={}", path.display());
        let with = |line: &str| {
            let mut given = words(line);
            given.insert(1, OsString::from(&config));
            let (arguments, defaults) = arguments(given).expect("arguments");
            (arguments, defaults.map(|defaults| defaults.keys).unwrap_or_default())
        };
        // What is required may come from the file.
        let (arguments, keys) = with("urtext report");
        assert_eq!(keys, ["report.archive", "report.no-page", "report.out", "quiet"]);
        assert!(arguments.common.quiet);
        let (arguments, keys) = with("urtext report a.jsonl --open -v --out=here");
        assert_eq!(keys, ["report.archive"]);
        let super::super::arguments::Command::Report(report) = arguments.command else {
            panic!("not a report")
        };
        assert_eq!(report.out, Path::new("here"));
        assert_eq!(with("urtext audit list.toml --run there").1, ["quiet"]);
        assert_eq!(with("urtext report --ratings r.csv -- a.jsonl").1.len(), 5);
    }
}
