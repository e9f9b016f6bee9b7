//! One comparison as a page of its own, which needs no script: what `urtext diff --html`, `urtext
//! score --html` and `urtext dossier` write. It shows what the report's page shows of the pair.

use askama::Template;

use super::beside::{self, Alteration, Beside, Side, Two};
use super::model::Pair;
use super::{STYLE, shown};
use crate::clean::Cleaned;
use crate::ingest::Article;
use crate::report::Source;
use crate::report::findings::{Finding, Status};
use crate::sources::Registry;
use crate::words::{Language, Words};

/// Most characters of a headline, an id and an outlet's name. Chosen by judgement.
const LINE: usize = 300;

/// What a page of its own says above the comparison.
#[derive(Debug, Default)]
pub struct Opening {
    /// The language of the page.
    pub language: Language,
    /// The title; the comparison's headlines if it is empty.
    pub title: String,
    /// The tag that tells which command wrote the page.
    pub generator: &'static str,
    /// The page that lists all cases: address and words.
    pub back: Option<(String, String)>,
    /// What is said of the article, a paragraph each.
    pub lines: Vec<String>,
    /// What the command prints, in English, a line each; folded away if a comparison follows.
    pub printed: Vec<String>,
    /// The finding on the pair.
    pub finding: Option<Told>,
}

/// A finding in words.
#[derive(Debug, Clone)]
pub struct Told {
    /// Whether it is a charge.
    pub charged: bool,
    /// Its status and kinds.
    pub tags: Vec<String>,
    /// The sentence.
    pub text: String,
    /// What it costs, how sure it is and how often readers confirmed its kind.
    pub about: String,
}

impl Told {
    /// Puts a finding into words.
    pub fn of(finding: &Finding, language: Language) -> Self {
        let w = language.words();
        let kinds = finding.kinds.iter().map(|kind| w.among("kind", kind.name()));
        Self {
            charged: finding.status == Status::Charged,
            tags: std::iter::once(w.among("status", finding.status.name()))
                .chain(kinds)
                .map(str::to_owned)
                .collect(),
            text: shown::plain(&finding.sentence),
            about: super::front::about(finding, w),
        }
    }
}

/// What is known of one article of a comparison.
struct Head {
    outlet: String,
    title: String,
    date: String,
    url: Option<String>,
    id: String,
    language: String,
}

/// Two texts side by side, ready to be written as a page.
pub struct Case {
    heads: [Head; 2],
    beside: Beside,
}

/// The articles named in a table of findings may be long; more bytes than this are not aligned.
/// Chosen by judgement, as the limit of the report's page.
const LONGEST: usize = 60_000;

impl Case {
    /// Compares a pair of a run; `None` if one of the texts is too long to be shown.
    pub fn of_pair(s: &Source<'_>, pair: &Pair, language: Language) -> Option<Self> {
        let (f, w) = (s.findings, language.words());
        let head = |at: u32| {
            let (date, basis) = f.lineage.dates[at as usize];
            let date = date.map(|date| {
                let basis = w.among("basis", basis.name());
                w.fill("say.read_from", &[&w.date(&date.to_string()), &basis])
            });
            head(&f.articles[at as usize], &f.cleaned[at as usize], date, (s.registry, w))
        };
        let beside = beside::of_pair(s, pair, w, LONGEST)?;
        Some(Self { heads: [head(pair.parent), head(pair.copy)], beside })
    }

    /// Compares two articles by themselves.
    pub fn of_two(two: &Two<'_>, registry: &Registry, language: Language) -> Self {
        let w = language.words();
        let head = |at: usize| {
            let date = two.articles[at].published.map(|date| w.date(&date.to_string()));
            head(&two.articles[at], &two.cleaned[at], date, (registry, w))
        };
        Self { heads: [head(0), head(1)], beside: beside::of_two(two, registry, w) }
    }
}

/// Returns the name of an article's outlet, or what its page calls itself.
pub(crate) fn outlet(clean: &Cleaned, registry: &Registry, w: &Words) -> String {
    let unknown = w.of("say.unknown_outlet");
    match (&clean.source, &clean.claimed) {
        (Some(id), _) => registry.by_id(id).map_or(id.clone(), |known| known.name.clone()),
        (None, Some(claimed)) => w.fill("say.calls_itself", &[&unknown, claimed]),
        (None, None) => unknown.to_owned(),
    }
}

fn head(
    article: &Article,
    clean: &Cleaned,
    date: Option<String>,
    (registry, w): (&Registry, &Words),
) -> Head {
    let outlet = outlet(clean, registry, w);
    let url = article.url.as_deref().or(article.canonical.as_deref());
    Head {
        outlet: shown::line(&outlet, LINE),
        title: shown::line(clean.title.as_deref().unwrap_or(&article.id), LINE),
        date: date.unwrap_or_else(|| w.of("say.undated").to_owned()),
        url: url.and_then(shown::link),
        id: shown::line(&article.id, LINE),
        language: clean.language.clone().unwrap_or_default(),
    }
}

/// A side of the page: where it stands, what is known of the article, and what was read of it.
struct Column<'p> {
    place: &'static str,
    head: &'p Head,
    side: &'p Side,
    credit: String,
    /// Evidence that this side was first, with weights.
    evidence: Vec<(&'static str, String)>,
}

/// A piece of text with its element.
struct Mark<'p> {
    tag: &'static str,
    class: String,
    text: &'p str,
}

/// A difference in words.
struct Difference<'p> {
    what: &'static str,
    speaker: &'p str,
    about: String,
    held: &'static str,
    texts: &'p (String, String),
}

/// Lines of both pages that are no body, with their labels.
struct Apart<'p> {
    words: String,
    sides: [Vec<(&'static str, &'p str)>; 2],
}

impl<'p> Apart<'p> {
    /// `None` if neither page has any.
    fn of(
        words: &str,
        w: &'static Words,
        beside: &'p Beside,
        lines: fn(&Side) -> &Vec<(&'static str, String)>,
    ) -> Option<Self> {
        let named =
            |(label, text): &'p (&'static str, String)| (w.among("label", label), text.as_str());
        let sides = [0, 1].map(|at: usize| lines(&beside.sides[at]).iter().map(named).collect());
        let [first, copy]: &[Vec<_>; 2] = &sides;
        let words = w.fill(words, &[&first.len(), &copy.len()]);
        (first.len() + copy.len() > 0).then_some(Self { words, sides })
    }
}

/// Both bodies side by side.
#[derive(Template)]
#[template(path = "texts.html", config = "src/page/askama.toml")]
struct Texts<'p> {
    rows: Vec<[Vec<Mark<'p>>; 2]>,
    languages: [&'p str; 2],
}

impl Case {
    /// Returns both bodies side by side, as an element.
    pub(super) fn texts(&self) -> String {
        let rows = self.beside.rows.iter();
        let texts = Texts {
            rows: rows.map(|(first, copy)| [marks(first, false), marks(copy, true)]).collect(),
            languages: [&self.heads[0].language, &self.heads[1].language],
        };
        texts.render().expect("writing into a string fails only if a value's own formatting does")
    }
}

#[derive(Template)]
#[template(path = "case.html", config = "src/page/askama.toml")]
struct Page<'p> {
    w: &'static Words,
    title: String,
    generator: &'static str,
    opening: &'p Opening,
    policy: String,
    style: &'p str,
    beside: Option<&'p Beside>,
    columns: Vec<Column<'p>>,
    differences: Vec<Difference<'p>>,
    texts: String,
    above: Option<Apart<'p>>,
    below: Option<Apart<'p>>,
    version: &'static str,
}

/// Returns the page. Without a case it says only what the opening says.
pub fn html(mut opening: Opening, case: Option<&Case>) -> String {
    for line in opening.lines.iter_mut().chain(&mut opening.printed) {
        *line = shown::plain(line);
    }
    let w = opening.language.words();
    let title = match (opening.title.is_empty(), case) {
        (true, Some(case)) => format!("{} / {}", case.heads[0].title, case.heads[1].title),
        _ => shown::line(&opening.title, 2 * LINE),
    };
    let beside = case.map(|case| &case.beside);
    let page = Page {
        w,
        title,
        generator: opening.generator,
        opening: &opening,
        policy: super::policy(None),
        style: STYLE,
        beside,
        columns: case.map_or_else(Vec::new, |case| vec![column(case, 0, w), column(case, 1, w)]),
        differences: beside
            .map_or_else(Vec::new, |b| b.alterations.iter().map(|x| difference(x, w)).collect()),
        texts: case.map_or_else(String::new, Case::texts),
        above: beside.and_then(|b| Apart::of("title.above", w, b, |side| &side.above)),
        below: beside.and_then(|b| Apart::of("title.below", w, b, |side| &side.below)),
        version: env!("CARGO_PKG_VERSION"),
    };
    page.render().expect("writing into a string fails only if a value's own formatting does")
}

fn column<'c>(case: &'c Case, at: usize, w: &'static Words) -> Column<'c> {
    let side = &case.beside.sides[at];
    let mut credit: Vec<String> = side
        .credits
        .iter()
        .map(|(name, basis)| format!("{name} ({})", w.among("basis", basis)))
        .collect();
    credit.extend(side.authors.iter().cloned());
    let signals = case.beside.signals.iter().filter(|(_, of, _)| usize::from(*of) == at);
    Column {
        place: w.list("title.sides").nth(at).unwrap_or_default(),
        head: &case.heads[at],
        side,
        credit: if credit.is_empty() {
            w.of("say.none_found").to_owned()
        } else {
            credit.join(", ")
        },
        evidence: signals
            .map(|(what, _, weight)| (*what, format!("+{}", w.decimal(*weight, 2))))
            .collect(),
    }
}

fn difference<'a>(alteration: &'a Alteration, w: &'static Words) -> Difference<'a> {
    let sure = match alteration.firm {
        None => w.of("say.only_listed").to_owned(),
        firm => w.with("say.probability", w.percent(firm)),
    };
    Difference {
        what: w.among("drift", alteration.kind),
        speaker: &alteration.speaker,
        about: format!("{} · {sure}", w.among("severity", alteration.severity)),
        held: w.of(if alteration.counts { "say.held" } else { "say.free" }),
        texts: &alteration.texts,
    }
}

fn marks(parts: &[(u8, String, i32)], second: bool) -> Vec<Mark<'_>> {
    parts.iter().map(|(kind, text, mark)| Mark::of(*kind, *mark, second, text)).collect()
}

impl<'p> Mark<'p> {
    fn of(kind: u8, alteration: i32, second: bool, text: &'p str) -> Self {
        let fate = ["same", "swapped", "moved", "alone"][usize::from(kind & 3)];
        let (alone, altered) = (fate == "alone", alteration >= 0);
        let tag = match (alone, second) {
            (true, true) => "ins",
            (true, false) => "del",
            _ if altered => "mark",
            _ => "span",
        };
        let quoted = if kind & 4 != 0 { " quoted" } else { "" };
        let drift = if altered { " drift" } else { "" };
        Self { tag, class: format!("{fate}{quoted}{drift}"), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_has_the_element_that_the_report_gives_it() {
        let of = |kind, alteration, second| {
            let mark = Mark::of(kind, alteration, second, "x");
            (mark.tag, mark.class)
        };
        assert_eq!(of(0, -1, false), ("span", "same".to_owned()));
        assert_eq!(of(5, 0, true), ("mark", "swapped quoted drift".to_owned()));
        assert_eq!(of(3, -1, false), ("del", "alone".to_owned()));
        assert_eq!(of(3, 2, true), ("ins", "alone drift".to_owned()));
    }

    #[test]
    fn foreign_text_cannot_become_markup_and_no_script_may_run() {
        let opening = Opening {
            title: "<script>alert('x')&\"\u{202e}".to_owned(),
            generator: crate::ingest::own::PAGE,
            lines: vec!["<img src=x>".to_owned()],
            printed: vec!["\u{202e}<img src=y>".to_owned()],
            ..Opening::default()
        };
        let page = html(opening, None);
        assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains('\u{202e}'));
        assert!(!page.contains("script-src"));
    }
}
