//! Judges what became of the credit of a copied story.
//!
//! A copy is said to have lost a credit only where a reader of both pages would agree. This
//! requires that the page was read whole, in a language whose forms of credit are known; that the
//! original is a page of the agency, a story that several outlets credit to it, or signed; that the
//! original does not itself come from elsewhere; that no date contradicts it; and that the copy
//! names neither the original's outlet nor its writer, nor anybody else it may come from, and does
//! not set the text in quotation marks. Where any of this is unknown, the result is `None`.

pub(super) mod naming;
mod set_off;

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::{Cluster, Evidence, Role, Standing, moment};
use crate::clean::credit::{Agencies, Basis, byline};
use crate::clean::{Block, Cleaned, Label};
use crate::compare::Relation;
use crate::ingest::Article;
use crate::languages::{self, credit::phrases};
use crate::sources::{Kind, domain};
use crate::text::fold;
use naming::{body_names, houses, is_kin, is_notice, says_elsewhere};
pub(super) use naming::{names, says_first_elsewhere};

/// What a copy did with the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditKept {
    /// It names where the story comes from.
    Kept,
    /// It names nobody.
    Stripped,
    /// It names its own staff instead.
    BylineReplaced,
    /// It names another agency.
    WrongAgency,
}

impl CreditKept {
    /// Returns the name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Stripped => "stripped",
            Self::BylineReplaced => "byline_replaced",
            Self::WrongAgency => "wrong_agency",
        }
    }

    /// Returns whether the copy says where the story comes from.
    pub fn is_attributed(self) -> bool {
        self == Self::Kept
    }
}

/// Least share of a copy's words that match its parent verbatim before its credit is judged. Chosen
/// by judgement.
const MOSTLY_COPIED: f64 = 0.5;
/// Least share of a copy's words that its parent has, substituted words included, before it is
/// charged with a lost credit. With less, the copy's own writer contributed to it. Chosen by
/// judgement.
const HARDLY_OWN: f64 = 0.7;
/// Number of outlets that must credit an agency independently before another copy of the story can
/// be said to have lost that credit. Chosen by judgement.
const VOUCHERS: u32 = 2;
/// Longest line, in bytes, that can say where a text comes from. Chosen by judgement.
const LINE: usize = 300;

/// Judges the credit of every copy; `None` where too little is known to say that something is
/// missing.
pub fn judge(e: &Evidence<'_>, clusters: &[Cluster], standings: &mut [Standing]) {
    let judge = Judge { e, agencies: OnceCell::new(), signed: OnceCell::new() };
    for cluster in clusters {
        let Some(origin) = Origin::of(e, cluster) else { continue };
        for &member in &cluster.members {
            let standing = &standings[member as usize];
            let told = (standing.role == Some(Role::Copy))
                .then(|| judge.told(cluster, &origin, member, standings))
                .flatten();
            standings[member as usize].credit = told;
        }
    }
}

/// Whose story a family is.
enum Origin {
    /// An agency's, whose page is among the members or which is known from those that credit it.
    Agency { id: String, page: Option<u32> },
    /// Another outlet's, whose page is among the members.
    Outlet { id: String, page: u32 },
}

impl Origin {
    fn of(e: &Evidence<'_>, cluster: &Cluster) -> Option<Self> {
        if let Some(id) = cluster.lost_wire.clone() {
            return Some(Self::Agency { id, page: None });
        }
        let page = cluster.root?;
        let id = e.cleaned[page as usize].whose()?.to_owned();
        let kind = e.registry.by_id(&id).map(|s| s.kind);
        match kind {
            Some(Kind::Wire) => Some(Self::Agency { id, page: Some(page) }),
            // A press release is meant to be published as it is.
            Some(Kind::PressRelease) => None,
            _ => Some(Self::Outlet { id, page }),
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Agency { id, .. } | Self::Outlet { id, .. } => id,
        }
    }

    fn page(&self) -> Option<u32> {
        match self {
            Self::Agency { page, .. } => *page,
            Self::Outlet { page, .. } => Some(*page),
        }
    }
}

struct Judge<'j, 'e> {
    e: &'j Evidence<'e>,
    agencies: OnceCell<Agencies>,
    /// Source and folded name of everybody who signs two or more articles of that source.
    signed: OnceCell<FxHashSet<(String, String)>>,
}

/// Number of lines from the top among which a writer's name may be. Chosen by judgement.
const TOP: usize = 3;
/// Words of a line that may be a writer's name and place: `From Jane Doe, Halvik`. Chosen by
/// judgement.
const SIGNED: std::ops::RangeInclusive<usize> = 2..=7;

/// Whether a line at the top of a page may name its writer in a form that is not read: it is short
/// and no headline, and has two capitalised words in a row that are no desk's. It may recur, as the
/// names of reporters do, and a menu is better taken for a name than a name for nothing.
fn may_be_signed(article: &Article, clean: &Cleaned) -> bool {
    // `Staff Reporter` is nobody.
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && !phrases().desks.contains(fold::phrase(word).as_str())
    };
    clean.blocks.iter().take(TOP).any(|block| {
        let line = block.of(&article.text);
        let words: Vec<&str> = byline::opened(line).0.split_whitespace().collect();
        !matches!(block.label, Label::Headline | Label::Related)
            && SIGNED.contains(&words.len())
            && !line.contains(|c: char| c.is_ascii_digit())
            && words.windows(2).any(|pair| pair.iter().all(is_name))
    })
}

impl Judge<'_, '_> {
    fn article(&self, at: u32) -> (&Article, &Cleaned) {
        (&self.e.articles[at as usize], &self.e.cleaned[at as usize])
    }

    /// Returns what a copy did with the credit of its origin.
    fn told(
        &self,
        cluster: &Cluster,
        origin: &Origin,
        member: u32,
        standings: &[Standing],
    ) -> Option<CreditKept> {
        let (article, clean) = self.article(member);
        if clean.whose() == Some(origin.id()) || origin.page() == Some(member) {
            return None;
        }
        if self.gives_credit(origin, cluster, member, &standings[member as usize]) {
            return Some(CreditKept::Kept);
        }
        let harm = self.harm(cluster, origin, member, standings)?;
        // These checks come last because few copies get this far.
        let is_excused = self.is_elsewhere(article, clean)
            || self.may_be_credited(article, origin)
            || inherits_name(article, origin, self.e)
            || origin.page().is_some_and(|page| {
                let (original, cleaned) = self.article(page);
                is_notice(original)
                    || self.is_elsewhere(original, cleaned)
                    || set_off::is_set_in_marks(&article.text, &original.text)
                    || self.names_taker(original, member)
            });
        (!is_excused).then_some(harm)
    }

    /// Returns whether a reader of the copy learns whose story it is.
    fn gives_credit(
        &self,
        origin: &Origin,
        cluster: &Cluster,
        member: u32,
        standing: &Standing,
    ) -> bool {
        let (article, clean) = self.article(member);
        if self.states_credit(origin, member) {
            return true;
        }
        let is_named = || {
            names(&article.text, origin.id(), self.e)
                || article.authors.iter().any(|author| names(author, origin.id(), self.e))
                || names(article.credit.as_deref().unwrap_or_default(), origin.id(), self.e)
        };
        let with = origin.page().or(standing.parent.as_ref().map(|p| p.article));
        let inherited =
            || with.is_some_and(|page| body_names(self.article(page), origin.id(), self.e));
        let is_source = || clean.credits.agencies.keys().any(|id| is_kin(id, origin.id(), self.e));
        if (is_source() || is_named()) && !inherited() {
            return true;
        }
        let writers = self.writers(origin, cluster, member);
        !writers.is_empty() && {
            let own = format!(
                " {} {} ",
                fold::phrase(&article.text),
                fold::phrase(&clean.credits.authors.join(" "))
            );
            writers.iter().any(|writer| own.contains(&format!(" {writer} ")))
        }
    }

    /// Returns whether an article credits the origin with its text, or links to it as the page that
    /// the text is from. What a sentence names as its source may excuse the article itself
    /// ([`Self::gives_credit`]), but shows no credit that a copy of it could lose.
    fn states_credit(&self, origin: &Origin, at: u32) -> bool {
        let (article, clean) = self.article(at);
        let link = article.canonical.as_deref();
        clean.credits.stated().any(|id| is_kin(id, origin.id(), self.e))
            || link.and_then(|link| self.e.registry.identify(Some(link), None)).as_deref()
                == Some(origin.id())
    }

    /// Whether a credit of the origin may be on the page that was not counted, because the text
    /// explains its initials as those of another body.
    fn may_be_credited(&self, article: &Article, origin: &Origin) -> bool {
        self.e.registry.by_id(origin.id()).is_some_and(|source| {
            source.credits.iter().any(|form| article.text.contains(&format!("({form})")))
        })
    }

    /// Returns the charge against the copy, by its byline.
    fn harm(
        &self,
        cluster: &Cluster,
        origin: &Origin,
        member: u32,
        standings: &[Standing],
    ) -> Option<CreditKept> {
        let (article, clean) = self.article(member);
        let standing = &standings[member as usize];
        let parent = standing.parent.as_ref()?;
        let known = clean
            .language
            .as_deref()
            .and_then(languages::of)
            .is_some_and(|language| language.credit.complete);
        let copied = standing.copied_share.unwrap_or(0.0);
        let taken = copied + self.e.comparisons[parent.comparison as usize].measures.substituted();
        if !known
            || copied < MOSTLY_COPIED
            || taken < HARDLY_OWN
            || is_teaser(self.e, member, standing)
        {
            return None;
        }
        // The article that the copy was made from had already lost the credit.
        if origin.page() != Some(parent.article) && !self.states_credit(origin, parent.article) {
            return None;
        }
        self.is_owned(cluster, origin, member, standing.relation)?;
        let stands_for_all = |basis: &Basis| {
            matches!(basis, Basis::Dateline | Basis::Byline | Basis::Closing | Basis::Field)
        };
        let others = || clean.credits.agencies.iter();
        if let (Origin::Agency { .. }, Some((other, _))) = (
            origin,
            others().find(|(id, basis)| {
                stands_for_all(basis)
                    && self.e.registry.by_id(id).is_some_and(|s| s.kind == Kind::Wire)
            }),
        ) {
            // If another member credits that agency too, both agencies had the story.
            let shared = cluster
                .members
                .iter()
                .any(|&at| at != member && self.article(at).1.credits.agencies.contains_key(other));
            return (!shared).then_some(CreditKept::WrongAgency);
        }
        if others().next().is_some() {
            return None;
        }
        // The list of authors in a record is not a byline that a reader saw.
        if !page_was_read(article, clean) {
            return None;
        }
        let persons = self.persons(member);
        if persons.is_empty() {
            // An author may be called like an agency, or be its desk: *Reuters Berlin*.
            let named =
                article.authors.iter().any(|author| self.agencies().find(author).next().is_some());
            let open = named || may_be_signed(article, clean);
            return (!open).then_some(CreditKept::Stripped);
        }
        // An agency's page does not always name its writers. In that case somebody who writes here
        // regularly is the outlet's own.
        let writers = self.writers(origin, cluster, member);
        let source = clean.source.as_deref().unwrap_or_default();
        let is_own = || persons.iter().any(|person| self.signs_more(source, person));
        (!writers.is_empty() || is_own()).then_some(CreditKept::BylineReplaced)
    }

    /// Returns `Some` if the story is clearly the origin's own, on better evidence than the word of
    /// those who may have taken it.
    fn is_owned(
        &self,
        cluster: &Cluster,
        origin: &Origin,
        member: u32,
        relation: Option<Relation>,
    ) -> Option<()> {
        let e = self.e;
        let spun = relation == Some(Relation::Spun);
        let date = |at: u32| moment(&e.articles[at as usize], e.dates[at as usize].0);
        match origin {
            Origin::Agency { page: Some(page), id } => {
                // A record that names the agency is not a page of the agency.
                let page_of = &e.articles[*page as usize];
                let address = page_of.url.as_deref().filter(|_| !page_of.noted);
                let host = address.and_then(domain::host_of);
                let is_served =
                    host.and_then(|host| e.registry.by_host(&host)).is_some_and(|s| s.id == *id);
                let fits = match (date(*page), date(member)) {
                    (Some(first), Some(copy)) => first.earliest() <= copy.latest(),
                    (first, copy) => first.is_some() || copy.is_none(),
                };
                (is_served && fits).then_some(())
            }
            Origin::Agency { page: None, .. } => {
                let credits = |at: u32| self.article(at).1.credits.states(origin.id());
                let listed = |at: u32| {
                    self.article(at)
                        .1
                        .source
                        .as_deref()
                        .is_some_and(|id| e.registry.by_id(id).is_some())
                };
                let before = |at: u32| match (date(at), date(member)) {
                    (Some(other), Some(own)) => other.earliest() <= own.latest(),
                    (_, own) => own.is_none(),
                };
                let vouched = cluster
                    .members
                    .iter()
                    .any(|&at| at != member && credits(at) && listed(at) && before(at));
                (vouched && cluster.credited_by >= VOUCHERS).then_some(())
            }
            Origin::Outlet { page, .. } => {
                // Anybody can put any date on a page, and the clock of an unlisted outlet is
                // unknown.
                let listed = e.registry.by_id(origin.id()).is_some();
                // A part of a longer text may be what both took from a document.
                let part = relation == Some(Relation::Excerpt);
                let signed = !self.persons(*page).is_empty()
                    || body_names(self.article(*page), origin.id(), e);
                // Spinning leaves traces of its own, which show the direction without dates.
                let dated = match date(*page).zip(date(member)) {
                    Some((first, copy)) => first.earliest() <= copy.latest(),
                    None => spun && date(member).is_none(),
                };
                let own = |at: u32| {
                    self.article(at)
                        .1
                        .source
                        .as_deref()
                        .and_then(|id| e.registry.by_id(id))
                        .and_then(|s| s.owner.as_deref())
                };
                let sisters = own(*page).is_some() && own(*page) == own(member);
                ((listed || spun) && signed && dated && !part && !sisters).then_some(())
            }
        }
    }

    fn agencies(&self) -> &Agencies {
        self.agencies.get_or_init(|| Agencies::of(self.e.registry))
    }

    /// Returns the persons that an article names as its authors, without the outlet's own name,
    /// desks and placeholders.
    fn persons(&self, at: u32) -> Vec<String> {
        let (article, clean) = self.article(at);
        let mut out: Vec<String> = Vec::new();
        for author in &clean.credits.authors {
            let houses = houses(article, clean, self.e);
            let persons = byline::persons(author, self.agencies());
            out.extend(
                persons
                    .into_iter()
                    .filter(|name| !houses.iter().any(|house| byline::is_house(name, house))),
            );
        }
        out
    }

    /// Returns the folded names of the story's writers: the authors of the origin's page or, for a
    /// lost story, those named by the members that credit it.
    fn writers(&self, origin: &Origin, cluster: &Cluster, member: u32) -> Vec<String> {
        let credits = |at: &u32| *at != member && self.article(*at).1.credits.states(origin.id());
        let pages: Vec<u32> = match origin.page() {
            Some(page) => vec![page],
            None => cluster.members.iter().copied().filter(credits).collect(),
        };
        pages.into_iter().flat_map(|at| self.persons(at)).map(|name| fold::phrase(&name)).collect()
    }

    /// Returns whether a person signs at least two articles of a source.
    fn signs_more(&self, source: &str, person: &str) -> bool {
        let signed = self.signed.get_or_init(|| {
            let (mut once, mut more) = (FxHashSet::default(), FxHashSet::default());
            for (at, clean) in
                (0u32..).zip(self.e.cleaned).filter(|(_, clean)| !clean.credits.authors.is_empty())
            {
                let Some(source) = &clean.source else { continue };
                for name in self.persons(at) {
                    let key = (source.clone(), fold::phrase(&name));
                    if !once.insert(key.clone()) {
                        more.insert(key);
                    }
                }
            }
            more
        });
        signed.contains(&(source.to_owned(), fold::phrase(person)))
    }

    /// Returns whether the original names the copy's writer or outlet, in which case the story may
    /// be theirs.
    fn names_taker(&self, original: &Article, member: u32) -> bool {
        let own = format!(" {} ", fold::phrase(&original.text));
        let signs = |person: &String| own.contains(&format!(" {} ", fold::phrase(person)));
        let source = self.article(member).1.source.as_deref();
        self.persons(member).iter().any(signs)
            || source.is_some_and(|id| names(&original.text, id, self.e))
    }

    /// Returns whether a page says that its text comes from anybody else: another house's copyright
    /// line, `via`, `first published by`, a source line.
    fn is_elsewhere(&self, article: &Article, clean: &Cleaned) -> bool {
        let houses = houses(article, clean, self.e);
        let is_own = |name: &str| {
            byline::letters(name).len() < 3
                || houses.iter().any(|house| byline::is_house(name, house))
        };
        let blocks =
            clean.blocks.iter().filter(|b| b.label != Label::Caption && b.bytes.len() <= LINE);
        let standing = |line: &str| phrases().first.within(&fold::phrase(line)).next().is_some();
        let told = article.credit.iter().flat_map(|credit| credit.split("; "));
        let authors = article.authors.iter().map(String::as_str);
        blocks.clone().any(|block| {
            let line = block.of(&article.text);
            // A house's own copyright line and links are on all its pages.
            if block.recurs() { standing(line) } else { says_elsewhere(line, &is_own) }
        }) || told.chain(authors).any(|line| says_elsewhere(line, &is_own))
    }
}

/// Returns whether a copy names the origin, even if only where its original does too. That is not a
/// credit, but readers do see the name.
fn inherits_name(article: &Article, origin: &Origin, e: &Evidence<'_>) -> bool {
    names(&article.text, origin.id(), e)
}

/// Number of words below which a page is a teaser: what it omits is on the page that it links to.
/// An excerpt is a teaser up to one and a half times as many words, and a text that breaks off in
/// mid-sentence up to twice as many. Chosen by judgement.
const TEASER: u32 = 100;

fn is_teaser(e: &Evidence<'_>, member: u32, standing: &Standing) -> bool {
    let words = e.fingerprints[member as usize].words;
    let text = &e.articles[member as usize].text;
    let last = || {
        e.cleaned[member as usize].body.last().map_or("", |piece| text[piece.clone()].trim_end())
    };
    let breaks_off =
        || !last().ends_with(['.', '!', '?', '"', '”', '’', '\'', '»', ')', '。', '」', '।', '؟']);
    words < TEASER
        || 2 * words < 3 * TEASER && standing.relation == Some(Relation::Excerpt)
        || words < 2 * TEASER && breaks_off()
}

/// Returns whether the page was read beyond its body, so that a credit on it would have been seen.
///
/// This holds if the record has a credit field, a byline or its date was found above the body, or
/// boilerplate was found above and below it. Data sets that contain only bodies show nothing of the
/// kind. A stray heading or a list of contributors is not enough.
fn page_was_read(article: &Article, clean: &Cleaned) -> bool {
    let is_body = |b: &Block| b.label == Label::Body;
    let first = clean.blocks.iter().position(is_body).unwrap_or(0);
    let last = clean.blocks.iter().rposition(is_body).map_or(0, |at| at + 1);
    let has = |blocks: &[Block], labels: &[Label]| blocks.iter().any(|b| labels.contains(&b.label));
    article.credit.is_some()
        || has(&clean.blocks[..first], &[Label::Byline])
        || has(&clean.blocks[..first], &[Label::Headline, Label::Related, Label::Boilerplate])
            && has(&clean.blocks[last..], &[Label::Related, Label::Boilerplate])
}
