//! Groups copies into families and builds the copy tree of each.
//!
//! Families are formed by joining verified copies, strongest ties first. Two families join through
//! an article only if their passages in that article overlap, so that neither a digest of two
//! stories nor shared boilerplate welds the stories together.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::claims::Claims;
use super::root::moments::Moment;
use super::tree::tree;
use super::{Evidence, Parent, Role, Standing, Verdict, credit};
use crate::clean::credit::Basis;
use crate::clean::{Cleaned, Label};
use crate::compare::{Comparison, Relation};
use crate::text::fold;

/// Least share of the shorter body that must be matched for a copy to join a family. Chosen by
/// judgement.
const TIE: f64 = 0.3;
/// Inverse of the least share of the smaller side's passages that must overlap in the article
/// through which two families join: 2 means half. Chosen by judgement.
const OVERLAP: u32 = 2;

/// Least firmness of a tie that joins two families. Chosen by judgement: below it, one text is as
/// likely as not no copy of the other.
const LIKELY: f64 = 0.5;

/// Probability from which a root is named and an edge of the tree is stated: the same from which
/// the original of a pair is named ([`direction::LEAST_SUM`](super::direction::LEAST_SUM)), which
/// was chosen by judgement.
const DECIDED: f64 = 0.73;

/// A family of copies.
#[derive(Debug, Clone, PartialEq)]
pub struct Cluster {
    /// The articles, ascending; two or more.
    pub members: Vec<u32>,
    /// The article that all others derive from; `None` if the evidence does not decide.
    pub root: Option<u32>,
    /// Probability that the root is the right one among all members; `None` unless a tree names it.
    pub confidence: Option<f64>,
    /// The agency whose lost story this is, if none of its own pages is a member.
    pub lost_wire: Option<String>,
    /// Number of independent outlets that credit the agency of a lost story; 0 without one.
    pub credited_by: u32,
    /// Indices of the comparisons that tie its members.
    pub ties: Vec<u32>,
    /// Whether the earliest member names no agency while others, none of them listed, do; it is
    /// then left open whose story it is.
    pub disputed: bool,
}

/// The judgements on pairs and dates from which families are built.
#[derive(Clone, Copy)]
pub struct Judged<'j> {
    /// The direction of each comparison.
    pub verdicts: &'j [Verdict],
    /// When each article was written.
    pub moments: &'j [Moment],
    /// How far claimed dates are believed.
    pub claims: &'j Claims,
}

/// Builds the families, their trees and the standing of each article.
pub fn build(e: &Evidence<'_>, judged: &Judged<'_>) -> (Vec<Cluster>, Vec<Standing>) {
    // A page without a body, such as a gallery under a story's headline, is neither original nor
    // copy; nor was a translation written independently.
    let role = |clean: &Cleaned| (!clean.body.is_empty()).then_some(Role::Independent);
    let mut standings: Vec<Standing> = e
        .cleaned
        .iter()
        .map(|clean| Standing { role: role(clean), ..Standing::default() })
        .collect();
    let both = e.comparisons.iter().zip(judged.verdicts);
    for (c, verdict) in both.filter(|(c, _)| c.relation == Relation::Translated) {
        for at in [c.a, c.b].into_iter().filter(|at| verdict.original != Some(*at)) {
            standings[at as usize].role = None;
        }
    }
    let mut clusters = Vec::new();
    let own = own_matter(e.comparisons);
    for members in families(e.articles.len(), e.comparisons, &own) {
        let number = clusters.len() as u32;
        let mut cluster = Cluster {
            root: None,
            confidence: None,
            lost_wire: None,
            credited_by: 0,
            disputed: false,
            ties: ties_of(&members, e.comparisons, &own),
            members,
        };
        let parents = parents(&mut cluster, e, judged);
        settle(&mut cluster, &parents, (e, judged.claims), &mut standings, number);
        clusters.push(cluster);
    }
    (clusters, standings)
}

/// Returns the comparisons between members of one family.
fn ties_of(members: &[u32], comparisons: &[Comparison], own: &FxHashSet<u32>) -> Vec<u32> {
    let is_member = |at: u32| members.binary_search(&at).is_ok();
    members
        .iter()
        .flat_map(|&a| {
            let from = comparisons.partition_point(|c| c.a < a);
            comparisons[from..].iter().zip(from as u32..).take_while(move |(c, _)| c.a == a)
        })
        .filter(|(c, at)| c.relation.is_copying() && is_member(c.b) && !own.contains(at))
        .map(|(_, at)| at)
        .collect()
}

/// Number of 64ths of an article that it may share with another outlet's text beyond what it shares
/// with its own outlet's. Chosen by judgement.
const BEYOND: u32 = 4;

/// Returns the ties between an article and another outlet's text that consist of what the article's
/// own outlet has in another article, to which that text is closer. Whoever copies a story also
/// copies the outlet's standing paragraphs, which recur in the outlet's next stories. O(comparisons
/// · articles of the same outlet that one article is compared with).
fn own_matter(comparisons: &[Comparison]) -> FxHashSet<u32> {
    let mut kin: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (c, at) in comparisons.iter().zip(0u32..).filter(|(c, _)| c.ties.same_source) {
        kin.entry(c.a).or_default().push(at);
        kin.entry(c.b).or_default().push(at);
    }
    let covered = |c: &Comparison, at: u32| {
        if c.a == at { c.measures.coverage.0 } else { c.measures.coverage.1 }
    };
    let closeness = |c: &Comparison| c.measures.short_matched() + c.measures.long_matched();
    let of = |x: u32, y: u32| {
        let at = comparisons.binary_search_by_key(&(x.min(y), x.max(y)), |c| (c.a, c.b)).ok()?;
        Some(&comparisons[at]).filter(|c| c.relation.is_copying())
    };
    let is_own = |c: &Comparison, mine: u32, other: u32| {
        kin.get(&mine).into_iter().flatten().map(|at| &comparisons[*at as usize]).any(|k| {
            let sister = if k.a == mine { k.b } else { k.a };
            (covered(c, mine) & !covered(k, mine)).count_ones() <= BEYOND
                && of(sister, other).is_some_and(|s| closeness(s) > closeness(c))
        })
    };
    let apart = comparisons
        .iter()
        .zip(0u32..)
        .filter(|(c, _)| c.relation.is_copying() && !c.ties.same_source);
    apart.filter(|(c, _)| is_own(c, c.a, c.b) || is_own(c, c.b, c.a)).map(|(_, at)| at).collect()
}

/// Joins verified copies into families, strongest ties first.
fn families(articles: usize, comparisons: &[Comparison], own: &FxHashSet<u32>) -> Vec<Vec<u32>> {
    let mut ties: Vec<(u64, &Comparison)> = comparisons
        .iter()
        .zip(0u32..)
        .filter(|(_, at)| !own.contains(at))
        .map(|(c, _)| c)
        .filter(|c| {
            c.relation.is_copying()
                && (c.measures.short_matched() >= TIE
                    || matches!(c.relation, Relation::Rewritten | Relation::Summary))
        })
        .map(|c| ((1e9 * (2.0 - c.measures.short_matched() - c.measures.long_matched())) as u64, c))
        .collect();
    ties.sort_by_key(|(weakness, c)| (*weakness, c.a, c.b));
    let mut family: Vec<u32> = (0..articles as u32).collect();
    let mut passages: Vec<u64> = vec![0; articles];
    let mut members: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (_, tie) in ties {
        let (x, y) = (family[tie.a as usize], family[tie.b as usize]);
        let fits = |at: u32, mask: u64| {
            let known = passages[at as usize];
            known == 0
                || mask == 0
                || (known & mask).count_ones() * OVERLAP
                    >= known.count_ones().min(mask.count_ones())
        };
        // An estimate adds an article to a family, and joins no two families; nor does a copy that
        // is as likely none.
        let weak = tie.descent.is_some() || tie.standing.firmness.is_some_and(|f| f < LIKELY);
        if x != y && weak && members.contains_key(&x) && members.contains_key(&y) {
            continue;
        }
        if x != y && !(fits(tie.a, tie.measures.coverage.0) && fits(tie.b, tie.measures.coverage.1))
        {
            continue;
        }
        passages[tie.a as usize] |= tie.measures.coverage.0;
        passages[tie.b as usize] |= tie.measures.coverage.1;
        if x != y {
            let (keep, drop) = (x.min(y), x.max(y));
            let moved = members.remove(&drop).unwrap_or_else(|| vec![drop]);
            moved.iter().for_each(|&m| family[m as usize] = keep);
            members.entry(keep).or_insert_with(|| vec![keep]).extend(moved);
        }
    }
    let mut out: Vec<Vec<u32>> = members.into_values().collect();
    out.iter_mut().for_each(|m| m.sort_unstable());
    out.sort();
    out
}

/// Returns the parent of each member for which the evidence shows one, with the comparison that
/// ties the two.
///
/// If the root is certain enough, the tree gives all parents; otherwise only those whose edges lead
/// away from every text that may well be the root. In a lost wire story, members that credit the
/// agency also get the parent they are closest to. Without a tree, only pairs whose own direction
/// is settled give parents, the closest one for each copy, along an order that rules out cycles; if
/// that leaves one member without a parent, it is the root.
///
/// A tree overrules a pair only where it is more certain than the pair. The root is contested if
/// some pair is more certain that it is a copy than the tree is that it is the root, if the archive
/// held the other member of such a pair first, or if pairs name others as its original and it as
/// nobody's. A root and a member that contest each other are called neither original nor copy. An
/// edge is left out if its own pair is more certain of the opposite direction, or if neither the
/// pair nor the wording of three articles supports it. If the root names no agency but other
/// members do, the owner of the story is contested too, unless one of these members is listed.
fn parents(cluster: &mut Cluster, e: &Evidence<'_>, judged: &Judged<'_>) -> FxHashMap<u32, Parent> {
    let verdicts = judged.verdicts;
    let (members, inside) = (&cluster.members, cluster.ties.as_slice());
    let between: FxHashMap<(u32, u32), u32> = inside
        .iter()
        .map(|&at| ((e.comparisons[at as usize].a, e.comparisons[at as usize].b), at))
        .collect();
    let tie = |x: u32, y: u32| between.get(&(x.min(y), x.max(y))).copied();
    if let Some(tree) = tree(members, inside, e, verdicts, judged.moments) {
        let names = |first: u32, other: u32| {
            tie(first, other).map(|at| &verdicts[at as usize]).filter(|v| v.original == Some(first))
        };
        let surer = |first: u32, other: u32, than: f64| {
            names(first, other).and_then(Verdict::confidence).is_some_and(|p| p > than)
        };
        let root = members[tree.root];
        let held = |m: u32| tie(m, root).is_some() && judged.claims.outlasts(e, m, root);
        let rivals: Vec<u32> = members
            .iter()
            .copied()
            .filter(|m| surer(*m, root, tree.roots[tree.root]) || held(*m))
            .collect();
        let alone = || {
            members.iter().any(|m| names(*m, root).is_some())
                && !members.iter().any(|m| names(root, *m).is_some())
        };
        let decided = tree.roots[tree.root] >= DECIDED
            && rivals.is_empty()
            && !alone()
            && !credit::says_first_elsewhere(e, root);
        if decided {
            cluster.root = Some(root);
            cluster.confidence = Some(tree.roots[tree.root]);
        }
        let wire = lost_wire(cluster, e).map(|(wire, _)| wire);
        let credits =
            |at: u32| wire.as_ref().is_some_and(|wire| e.cleaned[at as usize].credits.states(wire));
        let disputed = decided
            && wire.as_ref().is_some_and(|wire| {
                !credits(root) && !is_vouched(cluster, wire, (e, judged.claims))
            });
        if disputed {
            (cluster.root, cluster.confidence, cluster.disputed) = (None, None, true);
        }
        let members = &cluster.members;
        let sure = |at: usize| {
            if decided { tree.roots[tree.root] } else { tree.downward[at] - tree.lost[at] }
        };
        let is_told = |at: usize| {
            sure(at) >= DECIDED && (decided || tree.evident[at]) && !rivals.contains(&members[at])
                || credits(members[at])
        };
        let told = tree.parents.iter().enumerate().filter(|(at, _)| is_told(*at));
        let told = told.filter_map(|(at, parent)| Some((at, members[at], members[(*parent)?])));
        let told = told.filter(|(at, copy, article)| {
            !(surer(*copy, *article, sure(*at)) || disputed && *article == root)
        });
        // Something must show the link itself: closeness separates relatives from strangers but
        // does not show which was first, and what is too little for a verdict on the pair is too
        // little for a link. Of ten links between outlets that rested on such a trace, mostly that
        // one of two copies names the agency, a reader confirmed none (docs/accuracy.md).
        let told = told.filter(|(at, copy, article)| {
            tie(*copy, *article).is_none_or(|tied| {
                let (c, verdict) = (&e.comparisons[tied as usize], &verdicts[tied as usize]);
                let named = verdict.original == Some(*article);
                !verdict.is_against(c.a == *article) && (named || tree.shown[*at] || credits(*copy))
            })
        });
        // Whoever signs with an agency's name does not have the text from a page that does not,
        // unless it names that page.
        let is_agency = |id: &String| e.registry.by_id(id).is_some_and(|s| s.is_agency());
        let told = told.filter(|(_, copy, article)| {
            let of = |at: u32| &e.cleaned[at as usize];
            let mut owed = of(*copy).credits.stated().filter(|id| is_agency(id)).peekable();
            let is_theirs = |id: &String| {
                of(*article).credits.states(id) || of(*article).source.as_ref() == Some(id)
            };
            owed.peek().is_none()
                || owed.any(is_theirs)
                || of(*article)
                    .source
                    .as_deref()
                    .is_some_and(|id| credit::names(&e.articles[*copy as usize].text, id, e))
        });
        let parent = |at: usize, copy, article| {
            Some(Parent { article, comparison: tie(copy, article)?, shown: tree.shown[at] })
        };
        return told
            .filter_map(|(at, copy, article)| Some((copy, parent(at, copy, article)?)))
            .collect();
    }
    let mut sums: FxHashMap<u32, f64> = FxHashMap::default();
    for &at in inside {
        let (c, v) = (&e.comparisons[at as usize], &verdicts[at as usize]);
        *sums.entry(c.a).or_default() += v.log_odds.clamp(-3.0, 3.0);
        *sums.entry(c.b).or_default() -= v.log_odds.clamp(-3.0, 3.0);
    }
    let mut order = members.clone();
    order.sort_by(|x, y| {
        let of = |at: &u32| sums.get(at).copied().unwrap_or_default();
        of(y).total_cmp(&of(x)).then(x.cmp(y))
    });
    let rank: FxHashMap<u32, usize> =
        order.into_iter().enumerate().map(|(rank, at)| (at, rank)).collect();
    let mut best: FxHashMap<u32, (f64, Parent)> = FxHashMap::default();
    for &at in inside {
        let (c, v) = (&e.comparisons[at as usize], &verdicts[at as usize]);
        let Some(original) = v.original else { continue };
        let copy = if original == c.a { c.b } else { c.a };
        if rank[&original] > rank[&copy] {
            continue;
        }
        let closeness = c.measures.short_matched() + c.measures.long_matched();
        let nearer = |(known, p): &(f64, Parent)| {
            closeness > *known || (closeness == *known && rank[&original] < rank[&p.article])
        };
        if best.get(&copy).is_none_or(nearer) {
            best.insert(
                copy,
                (closeness, Parent { article: original, comparison: at, shown: false }),
            );
        }
    }
    let parents: FxHashMap<u32, Parent> =
        best.into_iter().map(|(copy, (_, parent))| (copy, parent)).collect();
    let mut orphans = members.iter().copied().filter(|m| !parents.contains_key(m));
    if let (Some(only), None) = (orphans.next(), orphans.next()) {
        cluster.root = Some(only);
    }
    parents
}

/// Finds the roles and a lost wire story of one family, and records the standing of each member.
fn settle(
    cluster: &mut Cluster,
    parents: &FxHashMap<u32, Parent>,
    (e, claims): (&Evidence<'_>, &Claims),
    standings: &mut [Standing],
    number: u32,
) {
    if let Some((wire, credited_by)) = lost_wire(cluster, e).filter(|_| !cluster.disputed) {
        (cluster.lost_wire, cluster.credited_by) = (Some(wire), credited_by);
    }
    let vouched =
        cluster.lost_wire.as_ref().is_some_and(|wire| is_vouched(cluster, wire, (e, claims)));
    // Anybody can print an agency credit: it shows where their own page comes from, but says
    // nothing about other pages.
    let owes = |at: u32| {
        cluster
            .lost_wire
            .as_ref()
            .is_some_and(|w| vouched || e.cleaned[at as usize].credits.states(w))
    };
    let original = match (&cluster.lost_wire, cluster.root) {
        (Some(wire), _) => Some(format!("wire:{wire}")),
        (None, Some(root)) => Some(e.articles[root as usize].id.clone()),
        (None, None) => None,
    };
    for &member in &cluster.members {
        let standing = &mut standings[member as usize];
        standing.cluster = Some(number);
        standing.parent = parents.get(&member).cloned();
        if standing.parent.is_some() || cluster.lost_wire.is_none() || owes(member) {
            standing.original.clone_from(&original);
        }
        standing.role = match (&standing.parent, &cluster.lost_wire) {
            (Some(_), _) => Some(Role::Copy),
            (None, Some(_)) => owes(member).then_some(Role::Copy),
            (None, None) if cluster.root == Some(member) => Some(Role::Original),
            // Several members have no parent, and the evidence does not show which of them, if any,
            // is the original.
            (None, None) => None,
        };
        if let Some(parent) = &standing.parent {
            let c = &e.comparisons[parent.comparison as usize];
            standing.relation = Some(c.relation);
            let matched = if c.a == member {
                f64::from(c.measures.matched_a) / f64::from(c.measures.words_a.max(1))
            } else {
                f64::from(c.measures.matched_b) / f64::from(c.measures.words_b.max(1))
            };
            standing.copied_share = Some(matched);
        }
        if standing.role == Some(Role::Original) {
            standing.original = Some(e.articles[member as usize].id.clone());
        }
    }
}

/// Returns whether a listed outlet credits the story to the agency.
pub(super) fn is_vouched(
    cluster: &Cluster,
    wire: &str,
    (e, claims): (&Evidence<'_>, &Claims),
) -> bool {
    cluster
        .members
        .iter()
        .any(|at| claims.is_listed(*at) && e.cleaned[*at as usize].credits.states(wire))
}

/// Returns the agency whose story the family is, if none of its own pages is a member, and how many
/// independent outlets say so.
///
/// That agency is credited with the text by more members than any other, and by at least half of
/// them (a picture credit does not count), including the root if that is named by another member or
/// is of an unknown outlet. Because anybody can write `(AP)` above a text, either a listed outlet
/// must be among those that credit it, or several outlets that share neither an owner nor
/// boilerplate, whose texts open alike, while no member without the credit may have been first. If
/// all call the agency a contributor, the story may be their own, so a single outlet's pages do not
/// show a lost one.
fn lost_wire(cluster: &Cluster, e: &Evidence<'_>) -> Option<(String, u32)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for &member in &cluster.members {
        let is_agency =
            |id: &&String| e.registry.by_id(id).is_some_and(|source| source.is_agency());
        for agency in e.cleaned[member as usize].credits.stated().filter(is_agency) {
            *counts.entry(agency.as_str()).or_default() += 1;
        }
    }
    let mut best: Vec<(usize, &str)> = counts.into_iter().map(|(id, n)| (n, id)).collect();
    best.sort_by(|x, y| y.0.cmp(&x.0).then(x.1.cmp(y.1)));
    let &(most, agency) = best.first()?;
    let credits = |at: u32| e.cleaned[at as usize].credits.states(agency);
    // A root that credits nobody and is named by no other member has the same lost story as the
    // members that credit the agency: an early date alone does not make it the root's own.
    let is_named = |root: u32| {
        let source = e.cleaned[root as usize].source.as_deref();
        let others = cluster.members.iter().filter(|m| **m != root);
        source.is_none_or(|id| {
            others.clone().any(|&m| credit::names(&e.articles[m as usize].text, id, e))
        })
    };
    let own_page =
        cluster.members.iter().any(|&m| e.cleaned[m as usize].source.as_deref() == Some(agency));
    let clear = best.get(1).is_none_or(|second| second.0 < most)
        && most * 2 >= cluster.members.len()
        && cluster.root.is_none_or(|root| credits(root) || !is_named(root));
    if !clear || own_page {
        return None;
    }
    let crediting: Vec<u32> = cluster.members.iter().copied().filter(|at| credits(*at)).collect();
    let (outlets, listed) = independent(&crediting, e);
    let opposed = || {
        let date = |at: u32| {
            super::moment(&e.articles[at as usize], e.dates[at as usize].0).map(|d| d.earliest())
        };
        let first = crediting.iter().filter_map(|at| date(*at)).min();
        cluster
            .members
            .iter()
            .filter(|at| !credits(**at))
            .any(|at| date(*at).zip(first).is_none_or(|(own, first)| own <= first))
    };
    // `The Northern Wire contributed to this report.`
    let helped = |at: &u32| e.cleaned[*at as usize].credits.agencies[agency] == Basis::Contributor;
    if outlets < 2 && crediting.iter().all(helped) {
        return None;
    }
    let trusted = listed || outlets >= 2 && !opposed() && open_alike(&crediting, e);
    trusted.then(|| (agency.to_owned(), outlets))
}

/// Least number of words of a boilerplate line that two outlets do not share by chance. Chosen by
/// judgement.
const FURNITURE: usize = 5;

/// Returns the number of unrelated outlets among the articles, and whether one of them is listed.
///
/// Outlets of one owner count as one, and so do unlisted outlets that share a line of boilerplate,
/// as sites of one operator do.
fn independent(articles: &[u32], e: &Evidence<'_>) -> (u32, bool) {
    let mut groups: Vec<(BTreeSet<&str>, FxHashSet<&str>)> = Vec::new();
    let mut listed = false;
    for &at in articles {
        let clean = &e.cleaned[at as usize];
        let Some(id) = clean.source.as_deref() else { continue };
        let source = e.registry.by_id(id);
        listed |= source.is_some();
        let own: BTreeSet<&str> =
            std::iter::once(id).chain(source.and_then(|s| s.owner.as_deref())).collect();
        let furniture =
            clean.blocks.iter().filter(|b| matches!(b.label, Label::Boilerplate | Label::Related));
        let furniture = furniture
            .map(|b| b.of(&e.articles[at as usize].text))
            .filter(|line| line.split_whitespace().count() >= FURNITURE);
        let furniture: FxHashSet<&str> =
            if source.is_some() { FxHashSet::default() } else { furniture.collect() };
        match groups
            .iter_mut()
            .find(|(ids, lines)| !ids.is_disjoint(&own) || !lines.is_disjoint(&furniture))
        {
            Some((ids, lines)) => {
                ids.extend(own);
                lines.extend(furniture);
            }
            None => groups.push((own, furniture)),
        }
    }
    (groups.len() as u32, listed)
}

/// Number of words that make up the opening of a text. Chosen by judgement.
const OPENING: usize = 8;

/// Returns whether stories of two outlets open with the same words, as copies of an agency's story
/// do; a passage that stories merely share need not be at the top.
fn open_alike(articles: &[u32], e: &Evidence<'_>) -> bool {
    let mut seen: FxHashMap<String, &str> = FxHashMap::default();
    articles.iter().any(|&at| {
        let clean = &e.cleaned[at as usize];
        let (Some(source), Some(first)) = (clean.source.as_deref(), clean.body.first()) else {
            return false;
        };
        let first = &e.articles[at as usize].text[first.clone()];
        let opening = fold::phrase(&first[..first.floor_char_boundary(first.len().min(240))]);
        let opening = opening.split(' ').take(OPENING).collect::<Vec<_>>().join(" ");
        *seen.entry(opening).or_insert(source) != source
    })
}
