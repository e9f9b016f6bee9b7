//! The registry of outlets and agencies (`sources.toml`), and the lookup of an article's source in
//! it.

mod adopted;
pub mod audit;
mod codes;
pub mod csv;
pub mod domain;
pub mod list;
pub mod lookup;
mod named;
pub mod parse;
pub mod ratings;

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

pub use audit::{Finding, Severity};
pub use parse::Weights;

/// The registry that is compiled into the program.
pub const SHIPPED: &str = include_str!("../../sources.toml");

/// The kind of an outlet: only what it says of itself or what is a plain public fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A news agency.
    Wire,
    /// A newspaper, magazine or site.
    Outlet,
    /// A broadcaster.
    Broadcaster,
    /// A site that collects what others publish.
    Aggregator,
    /// An outlet owned or directed by a state.
    StateMedia,
    /// A site that calls itself satire.
    Satire,
    /// A distributor of press releases.
    PressRelease,
}

impl Kind {
    /// Every kind with its name in `sources.toml` and in the tables.
    pub const ALL: [(Self, &str); 7] = [
        (Self::Wire, "wire"),
        (Self::Outlet, "outlet"),
        (Self::Broadcaster, "broadcaster"),
        (Self::Aggregator, "aggregator"),
        (Self::StateMedia, "state-media"),
        (Self::Satire, "satire"),
        (Self::PressRelease, "press-release"),
    ];

    /// Returns the kind's name in `sources.toml` and in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Returns the kind with that name; `None` if there is none.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }
}

/// One `[[source]]` of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The unique id, as the tables show it.
    pub id: String,
    /// The name it is known by.
    pub name: String,
    /// Its domains: lower case, without a scheme.
    pub domains: Vec<String>,
    /// Its kind.
    pub kind: Kind,
    /// ISO 3166 code of its country; `None` if the list does not state it.
    pub country: Option<String>,
    /// ISO 639-1 code of its main language; `None` if the list does not state it.
    pub language: Option<String>,
    /// Its owner; `None` if the list does not state it.
    pub owner: Option<String>,
    /// The forms in which its copy is credited or datelined.
    pub credits: Vec<String>,
    /// Ids of the agencies it subscribes to; empty if the list does not state them.
    pub licenses: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Line of its `[[source]]` header in the file, from 1.
    pub line: usize,
}

/// Ids of the outlets that sell their copy to others and are credited in the way agencies are.
const SYNDICATES: [&str; 6] = ["bloomberg", "cnn", "dowjones", "guardian", "nyt", "wapo"];

impl Source {
    /// Whether copy credited to it counts as agency copy.
    ///
    /// True for news agencies, distributors of press releases and the outlets whose news service
    /// others subscribe to. A credit to any other outlet usually names where a story was first
    /// published.
    pub fn is_agency(&self) -> bool {
        matches!(self.kind, Kind::Wire | Kind::PressRelease)
            || SYNDICATES.contains(&self.id.as_str())
    }
}

/// Why a registry could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SourcesError {
    /// The file could not be read.
    #[error("{}: cannot read the source list", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        #[source]
        cause: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path}:{line}:{column}: not valid TOML: {message}")]
    Syntax {
        /// The file's path, or a name for the built-in list.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in characters.
        column: usize,
        /// The parser's message.
        message: String,
    },
    /// The file is valid TOML but not a valid registry.
    #[error("{path}:{line}:{column}: {message}")]
    Content {
        /// The file's path, or a name for the built-in list.
        path: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1, in characters.
        column: usize,
        /// What is wrong, including the value.
        message: String,
        /// What to change.
        remedy: String,
    },
}

impl SourcesError {
    /// Makes a finding the reason why a list cannot be used.
    fn content(path: &str, finding: &Finding) -> Self {
        Self::Content {
            path: path.to_owned(),
            line: finding.line.unwrap_or(1),
            column: finding.column.unwrap_or(1),
            message: finding.message.clone(),
            remedy: finding.remedy.clone(),
        }
    }
}

/// The sources of a run, with indexes by domain and by name.
#[derive(Debug, Clone)]
pub struct Registry {
    /// All sources, in the order of the file.
    pub sources: Vec<Source>,
    /// Weights and thresholds of the scores.
    pub weights: Weights,
    /// What could not be used of a list that is a table or has one domain per line.
    pub unused: Vec<Finding>,
    by_id: FxHashMap<String, usize>,
    by_domain: FxHashMap<String, usize>,
    by_name: FxHashMap<String, usize>,
}

impl Registry {
    /// Reads the registry that is compiled into the program.
    ///
    /// # Errors
    /// [`SourcesError`] only if the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, SourcesError> {
        Self::parse("(built-in source list)", SHIPPED)
    }

    /// Reads a registry from a file in any form that [`list::read_bytes`] reads.
    ///
    /// A table or a list of domains is completed from the built-in list.
    ///
    /// # Errors
    /// [`SourcesError`] if the file cannot be read, or if it is TOML and has a finding of severity
    /// *error* (except `empty-list`, see [`Registry::parse`]), or holds no usable row.
    pub fn open(path: &Path) -> Result<Self, SourcesError> {
        let unread = |cause| SourcesError::Read { path: path.to_owned(), cause };
        let bytes = crate::files::whole(path).map_err(unread)?;
        let name = path.display().to_string();
        let is_toml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
        if is_toml {
            let no_text =
                |_| unread(std::io::Error::new(std::io::ErrorKind::InvalidData, "it is not UTF-8"));
            return Self::parse(&name, &String::from_utf8(bytes).map_err(no_text)?);
        }
        let read = list::read_bytes(&name, bytes)?;
        match read.form {
            parse::Form::Toml => Self::of_read(&name, read),
            parse::Form::Csv | parse::Form::Plain => Self::of_list(&name, read),
        }
    }

    /// Reads a registry from its text; `path` is the name used in errors.
    ///
    /// A list without sources is accepted.
    ///
    /// # Errors
    /// As [`Registry::open`], except that no file is read.
    pub fn parse(path: &str, text: &str) -> Result<Self, SourcesError> {
        Self::of_read(path, parse::read(path, text)?)
    }

    /// Makes the registry of a list in TOML.
    fn of_read(path: &str, read: parse::Read) -> Result<Self, SourcesError> {
        let findings = audit::claims::check(&read);
        // An empty list is legitimate: it may only set weights.
        if let Some(first) =
            findings.iter().find(|f| f.severity == Severity::Error && f.code != "empty-list")
        {
            return Err(SourcesError::content(path, first));
        }
        Ok(Self::index(read.sources.into_iter().map(|s| s.source).collect(), read.weights))
    }

    fn index(sources: Vec<Source>, weights: Weights) -> Self {
        let (mut by_id, mut by_domain, mut by_name) =
            (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        for (at, source) in sources.iter().enumerate() {
            by_id.entry(source.id.clone()).or_insert(at);
            for domain in &source.domains {
                by_domain.entry(domain.clone()).or_insert(at);
            }
            // A name outranks another source's id, alias or credit. What two sources claim belongs
            // to the first in the file.
            by_name.entry(lookup::name_key(&source.name)).or_insert(at);
        }
        for (at, source) in sources.iter().enumerate() {
            for other in std::iter::once(&source.id).chain(&source.aliases).chain(&source.credits) {
                by_name.entry(lookup::name_key(other)).or_insert(at);
            }
        }
        by_name.remove("");
        Self { sources, weights, unused: Vec::new(), by_id, by_domain, by_name }
    }

    /// Returns the source with that id; `None` if there is none.
    pub fn by_id(&self, id: &str) -> Option<&Source> {
        self.by_id.get(id).map(|at| &self.sources[*at])
    }
}
