//! The registry of outlets and agencies (`sources.toml`), and how an article finds its source in
//! it.

pub mod audit;
pub mod csv;
pub mod domain;
pub mod list;
pub mod lookup;
pub mod parse;
pub mod ratings;

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

pub use audit::{Finding, Severity};
pub use parse::Weights;

/// The registry that is built into the program.
pub const SHIPPED: &str = include_str!("../../sources.toml");

/// What an outlet is; only what it says of itself or is plain public fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A news agency.
    Wire,
    /// A newspaper, magazine or site.
    Outlet,
    /// A broadcaster.
    Broadcaster,
    /// A site that gathers what others publish.
    Aggregator,
    /// An outlet owned or directed by a state.
    StateMedia,
    /// Satire by its own account.
    Satire,
    /// A distributor of press releases.
    PressRelease,
}

impl Kind {
    /// Every kind with the name it has in `sources.toml` and in the tables.
    pub const ALL: [(Self, &str); 7] = [
        (Self::Wire, "wire"),
        (Self::Outlet, "outlet"),
        (Self::Broadcaster, "broadcaster"),
        (Self::Aggregator, "aggregator"),
        (Self::StateMedia, "state-media"),
        (Self::Satire, "satire"),
        (Self::PressRelease, "press-release"),
    ];

    /// The kind's name in `sources.toml` and in the tables.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of that name, if there is one.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }
}

/// One `[[source]]` of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Unique id, as the tables show it.
    pub id: String,
    /// The name it is known by.
    pub name: String,
    /// Its domains, lower case, without scheme.
    pub domains: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// ISO 3166 code, if stated.
    pub country: Option<String>,
    /// ISO 639-1 code of its main language, if stated.
    pub language: Option<String>,
    /// Who owns it, if stated.
    pub owner: Option<String>,
    /// The forms in which its copy is credited or datelined.
    pub credits: Vec<String>,
    /// Ids of the agencies that it subscribes to, if stated.
    pub licenses: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Line of its `[[source]]` header in the file, from 1.
    pub line: usize,
}

/// Outlets that sell their copy to others and are credited as agencies are.
const SYNDICATES: [&str; 6] = ["bloomberg", "cnn", "dowjones", "guardian", "nyt", "wapo"];

impl Source {
    /// Whether copy credited to it is agency copy: a news agency, a distributor of press releases,
    /// or one of the outlets whose news service others subscribe to. Other outlets are credited
    /// too, as where a story was first published.
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
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// The file is not TOML.
    #[error("{path}:{line}:{column}: not valid TOML: {message}")]
    Syntax {
        /// The file, or a word for the built-in list.
        path: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What the parser said.
        message: String,
    },
    /// The file is TOML, but says something that a registry cannot say.
    #[error("{path}:{line}:{column}: {message}")]
    Content {
        /// The file, or a word for the built-in list.
        path: String,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong, with the value.
        message: String,
        /// What to change.
        remedy: String,
    },
}

/// The sources of a run, with the indexes that find one by domain or by name.
#[derive(Debug, Clone)]
pub struct Registry {
    /// All sources, in the order of the file.
    pub sources: Vec<Source>,
    /// Weights and thresholds of the scores.
    pub weights: Weights,
    by_domain: FxHashMap<String, usize>,
    by_name: FxHashMap<String, usize>,
}

impl Registry {
    /// Reads the registry that is built into the program.
    ///
    /// # Errors
    /// [`SourcesError`] only if the shipped file is broken, which a test rules out.
    pub fn shipped() -> Result<Self, SourcesError> {
        Self::parse("(built-in source list)", SHIPPED)
    }

    /// Reads a registry from a file.
    ///
    /// # Errors
    /// [`SourcesError`] when the file cannot be read, is not TOML, or holds any finding of severity
    /// *error*.
    pub fn open(path: &Path) -> Result<Self, SourcesError> {
        let text = crate::files::text(path)
            .map_err(|cause| SourcesError::Read { path: path.to_owned(), cause })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads a registry from its text; `path` is what errors call it.
    ///
    /// # Errors
    /// As [`Registry::open`].
    pub fn parse(path: &str, text: &str) -> Result<Self, SourcesError> {
        let read = parse::read(path, text)?;
        let findings = audit::claims::check(&read);
        // A list without sources can be meant: it may hold weights alone.
        if let Some(first) =
            findings.iter().find(|f| f.severity == Severity::Error && f.code != "empty-list")
        {
            return Err(SourcesError::Content {
                path: path.to_owned(),
                line: first.line.unwrap_or(1),
                column: first.column.unwrap_or(1),
                message: first.message.clone(),
                remedy: first.remedy.clone(),
            });
        }
        Ok(Self::index(read.sources.into_iter().map(|s| s.source).collect(), read.weights))
    }

    fn index(sources: Vec<Source>, weights: Weights) -> Self {
        let (mut by_domain, mut by_name) = (FxHashMap::default(), FxHashMap::default());
        for (at, source) in sources.iter().enumerate() {
            for domain in &source.domains {
                by_domain.entry(domain.clone()).or_insert(at);
            }
            // A name outranks another source's alias or credit; within a rank the first in the file
            // wins.
            by_name.insert(lookup::name_key(&source.name), at);
        }
        for (at, source) in sources.iter().enumerate() {
            for other in std::iter::once(&source.id).chain(&source.aliases).chain(&source.credits) {
                by_name.entry(lookup::name_key(other)).or_insert(at);
            }
        }
        by_name.remove("");
        Self { sources, weights, by_domain, by_name }
    }

    /// The source of that id.
    pub fn by_id(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.id == id)
    }
}
