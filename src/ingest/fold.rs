//! Makes ids unique: repeats fold into one article, contradictions become rejects.

use xxhash_rust::xxh3::xxh3_64;

use super::{Article, Reject, Stamp};

/// Sorts by id and keeps one article an id.
///
/// Same id and same text fold field by field (the earliest date, else the smallest value that is not empty). Same id
/// with another text: the smallest text hash stays, the others become rejects. Independent of input order.
pub fn by_id(mut articles: Vec<Article>, rejects: &mut Vec<Reject>, repeats: &mut u64) -> Vec<Article> {
    let rank = |a: &Article| (xxh3_64(a.text.as_bytes()), a.path.clone(), a.line);
    articles.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| rank(a).cmp(&rank(b))));
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles {
        match kept.last_mut() {
            Some(first) if first.id == article.id && first.text == article.text => {
                *repeats += 1;
                merge(first, article);
            }
            Some(first) if first.id == article.id => rejects.push(Reject {
                path: article.path,
                line: article.line,
                field: Some("id".to_owned()),
                reason: format!("the id `{}` is taken by another text", article.id),
            }),
            _ => kept.push(article),
        }
    }
    kept
}

fn merge(into: &mut Article, other: Article) {
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
    if other.path < into.path {
        into.path = other.path;
        into.line = other.line;
    }
    smallest(&mut into.url, other.url);
    smallest(&mut into.canonical, other.canonical);
    smallest(&mut into.outlet, other.outlet);
    smallest(&mut into.title, other.title);
    // That a page shows none says less than any credit.
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
    if into.published != known || (known == other.published && other.published_basis < into.published_basis) {
        into.published_basis = other.published_basis;
    }
    earliest(&mut into.modified, other.modified);
    into.stub |= other.stub;
    earliest(&mut into.first_seen, other.first_seen);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(id: &str, text: &str, title: Option<&str>, path: &str) -> Article {
        Article { id: id.to_owned(), text: text.to_owned(), title: title.map(str::to_owned), path: path.to_owned(), ..Article::default() }
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
