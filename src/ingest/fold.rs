//! Makes ids unique: repeats fold into one article, contradictions become rejects, and pages of
//! different sites stay apart.

use std::collections::{BTreeSet, HashMap};

use xxhash_rust::xxh3::xxh3_64;

use super::{Article, Reject, Stamp, urls};

/// Sorts by id and keeps one article per id and site.
///
/// Articles with the same id and text fold field by field (the earliest date, else the smallest
/// value that is not empty). Of articles with the same id and different texts, the one with the
/// smallest text hash stays and the others become rejects. Neither applies to pages that different
/// sites served, as an id does not say who assigned it: these all stay, and all but the first
/// become `<id>@<domain>`. Independent of input order.
pub fn by_id(
    mut articles: Vec<Article>,
    rejects: &mut Vec<Reject>,
    repeats: &mut u64,
) -> Vec<Article> {
    let rank = |a: &Article| (xxh3_64(a.text.as_bytes()), a.path.clone(), a.line, a.url.clone());
    articles.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| rank(a).cmp(&rank(b))));
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    let mut group = Group::default();
    for article in articles {
        let site = article.url.as_deref().and_then(urls::site);
        match group.met(&kept, &article, site.as_deref()) {
            Some(at) if kept[at].text == article.text => {
                *repeats += 1;
                merge(&mut kept[at], article);
                group.sites.extend(site.map(|site| (site, at)));
            }
            Some(_) => rejects.push(Reject {
                path: article.path,
                line: article.line,
                field: Some("id".to_owned()),
                reason: format!(
                    "the id `{}` is taken by another text; give each text an id of its own, or none",
                    article.id
                ),
            }),
            None => {
                group.sites.extend(site.map(|site| (site, kept.len())));
                kept.push(article);
            }
        }
    }
    named_apart(&mut kept);
    kept
}

/// The articles kept so far that have one id: one per site, or a single one of unknown site, which
/// any other meets.
#[derive(Default)]
struct Group {
    /// Where they begin.
    from: usize,
    /// Where those with the current hash of the text begin, and the hash.
    run: (usize, u64),
    /// The article of each site; empty if the only one is of unknown site.
    sites: HashMap<String, usize>,
}

impl Group {
    /// Returns the kept article that an article of this site may repeat or contradict: one with its
    /// text if there is one. `None` if it stays apart from all of them.
    fn met(&mut self, kept: &[Article], article: &Article, site: Option<&str>) -> Option<usize> {
        let hash = xxh3_64(article.text.as_bytes());
        if kept.get(self.from).is_none_or(|first| first.id != article.id) {
            (self.from, self.run) = (kept.len(), (kept.len(), hash));
            self.sites.clear();
            return None;
        }
        if self.run.1 != hash {
            self.run = (kept.len(), hash);
        }
        match site {
            Some(site) if !self.sites.is_empty() => self.sites.get(site).copied(),
            Some(_) => Some(self.from),
            None => {
                let same = kept[self.run.0..].iter().position(|known| known.text == article.text);
                Some(same.map_or(self.from, |at| self.run.0 + at))
            }
        }
    }
}

/// Gives articles that share an id new ids, except the first, which keeps it.
fn named_apart(articles: &mut [Article]) {
    let is_clash = |w: &[Article]| w[0].id == w[1].id;
    if !articles.windows(2).any(is_clash) {
        return;
    }
    let mut taken: BTreeSet<String> = articles.iter().map(|a| a.id.clone()).collect();
    let clashing: Vec<usize> =
        (1..articles.len()).filter(|at| articles[at - 1].id == articles[*at].id).collect();
    for at in clashing {
        let site = articles[at].url.as_deref().and_then(urls::site).unwrap_or_default();
        let base = format!("{}@{site}", articles[at].id);
        let free = std::iter::once(base.clone())
            .chain((2u32..).map(|n| format!("{base}~{n}")))
            .find(|id| taken.insert(id.clone()));
        articles[at].id = free.unwrap_or(base);
    }
    articles.sort_by(|a, b| a.id.cmp(&b.id));
}

fn merge(into: &mut Article, mut other: Article) {
    fn smallest<T: Ord>(a: &mut Option<T>, b: Option<T>) {
        if let Some(b) = b {
            *a = Some(match a.take() {
                Some(a) if a <= b => a,
                _ => b,
            });
        }
    }
    fn smallest_list(a: &mut Vec<String>, b: Vec<String>) {
        if a.is_empty() || (!b.is_empty() && b < *a) {
            *a = b;
        }
    }
    fn earliest(a: &mut Option<Stamp>, b: Option<Stamp>) {
        if let Some(b) = b
            && a.is_none_or(|a| (b.earliest(), b) < (a.earliest(), a))
        {
            *a = Some(b);
        }
    }
    // What a file says of itself gives way to what is known of the same article otherwise.
    if into.noted != other.noted {
        let (noted, known) =
            if into.noted { (&mut *into, &mut other) } else { (&mut other, &mut *into) };
        if known.url.is_some() || known.first_seen.is_some() {
            (noted.url, noted.first_seen, noted.noted) = (None, None, false);
        } else {
            known.noted = true;
        }
    }
    if other.path < into.path {
        into.path = other.path;
        into.line = other.line;
    }
    smallest(&mut into.url, other.url);
    smallest(&mut into.canonical, other.canonical);
    smallest(&mut into.outlet, other.outlet);
    smallest(&mut into.title, other.title);
    // An empty credit (the page shows none) says less than any credit.
    let shown = |credit: &Option<String>| credit.as_ref().is_some_and(|credit| !credit.is_empty());
    match (shown(&into.credit), shown(&other.credit)) {
        (true, false) => {}
        (false, true) => into.credit = other.credit,
        _ => smallest(&mut into.credit, other.credit),
    }
    smallest(&mut into.language, other.language);
    smallest_list(&mut into.captions, other.captions);
    smallest_list(&mut into.authors, other.authors);
    let known = into.published;
    earliest(&mut into.published, other.published);
    if into.published != known
        || (known == other.published && other.published_basis < into.published_basis)
    {
        into.published_basis = other.published_basis;
    }
    earliest(&mut into.modified, other.modified);
    into.stub |= other.stub;
    smallest(&mut into.item, other.item);
    earliest(&mut into.first_seen, other.first_seen);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_id_of_two_hosts_is_two_articles() {
        let page = |host: &str, text: &str| Article {
            id: "a".to_owned(),
            text: text.to_owned(),
            url: (!host.is_empty()).then(|| format!("https://www.{host}/a")),
            ..Article::default()
        };
        let ids = |all: &[Article]| {
            let (mut rejects, mut repeats) = (Vec::new(), 0);
            let kept = by_id(all.to_vec(), &mut rejects, &mut repeats);
            (kept.into_iter().map(|a| a.id).collect::<Vec<_>>(), rejects.len(), repeats)
        };
        let two = |text| vec![page("x.example", "one"), page("y.example", text)];
        for text in ["one", "another"] {
            let (kept, rejects, repeats) = ids(&two(text));
            assert_eq!((kept.len(), rejects, repeats), (2, 0, 0), "{text}: {kept:?}");
            assert!(kept[0] == "a" && kept[1].starts_with("a@"), "{kept:?}");
            let turned: Vec<Article> = two(text).into_iter().rev().collect();
            assert_eq!(ids(&turned).0, kept);
        }
        assert_eq!(
            ids(&[page("x.example", "one"), page("x.example", "two")]).1,
            1,
            "of one host the ids contradict each other"
        );
        assert_eq!(ids(&[page("x.example", "one"), page("", "one")]), (vec!["a".to_owned()], 0, 1));
    }

    #[test]
    fn articles_of_one_id_are_compared_as_if_each_were_with_all() {
        /// Compares each article with all that are kept.
        fn slowly(mut articles: Vec<Article>) -> (Vec<Article>, usize, u64) {
            let rank = |a: &Article| (xxh3_64(a.text.as_bytes()), a.path.clone(), a.line);
            articles.sort_by_key(rank);
            let (mut kept, mut rejects, mut repeats) = (Vec::<Article>::new(), 0, 0);
            for article in articles {
                let meets = |known: &Article| {
                    !urls::are_of_two_sites(known.url.as_deref(), article.url.as_deref())
                };
                let met = kept.iter_mut().find(|k| meets(k) && k.text == article.text);
                if let Some(known) = met {
                    repeats += 1;
                    merge(known, article);
                } else if kept.iter().any(meets) {
                    rejects += 1;
                } else {
                    kept.push(article);
                }
            }
            named_apart(&mut kept);
            (kept, rejects, repeats)
        }
        for case in 0..4_000u32 {
            let all: Vec<Article> = (0..5)
                .map(|place| {
                    let drawn = xxh3_64(&[case.to_le_bytes(), u32::to_le_bytes(place)].concat());
                    Article {
                        id: "a".to_owned(),
                        text: (drawn % 3).to_string(),
                        url: [None, Some("x"), Some("y"), Some("z")][(drawn >> 8) as usize % 4]
                            .map(|site| format!("https://{site}.example/{}", (drawn >> 16) % 3)),
                        path: place.to_string(),
                        ..Article::default()
                    }
                })
                .collect();
            let (mut rejects, mut repeats) = (Vec::new(), 0);
            let kept = by_id(all.clone(), &mut rejects, &mut repeats);
            assert_eq!((kept, rejects.len(), repeats), slowly(all));
        }
    }

    #[test]
    fn one_id_on_many_sites_takes_linear_time() {
        let began = std::time::Instant::now();
        let all: Vec<Article> = (0..40_000)
            .map(|n| Article {
                id: "a".to_owned(),
                text: if n % 2 == 0 { n.to_string() } else { "one".to_owned() },
                url: (n % 8 != 1).then(|| format!("https://s{n}.example/a")),
                ..Article::default()
            })
            .collect();
        let (mut rejects, mut repeats) = (Vec::new(), 0);
        let kept = by_id(all, &mut rejects, &mut repeats).len();
        assert_eq!(kept + rejects.len() + usize::try_from(repeats).expect("few"), 40_000);
        assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
    }

    fn article(id: &str, text: &str, title: Option<&str>, path: &str) -> Article {
        Article {
            id: id.to_owned(),
            text: text.to_owned(),
            title: title.map(str::to_owned),
            path: path.to_owned(),
            ..Article::default()
        }
    }

    #[test]
    fn repeats_fold_and_contradictions_are_rejected_in_any_order() {
        let all = [
            article("a", "x", Some("B"), "1"),
            article("a", "x", None, "2"),
            article("a", "other", None, "3"),
            article("a", "x", Some("A"), "4"),
        ];
        let mut outcomes = Vec::new();
        for turn in 0..all.len() {
            let mut turned = all.to_vec();
            turned.rotate_left(turn);
            let (mut rejects, mut repeats) = (Vec::new(), 0);
            let kept = by_id(turned, &mut rejects, &mut repeats);
            rejects.sort();
            outcomes.push((kept, rejects, repeats));
        }
        assert!(outcomes.windows(2).all(|w| w[0] == w[1]));
        let (kept, rejects, repeats) = &outcomes[0];
        assert_eq!((kept.len(), rejects.len() as u64 + repeats), (1, 3));
        assert_eq!(kept[0].title.as_deref(), if kept[0].text == "x" { Some("A") } else { None });
    }
}
