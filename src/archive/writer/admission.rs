//! Decides which articles of an input are new, kept already, or revisions, and under which ids.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::Writer;
use crate::archive::record::Record;
use crate::archive::{ArchiveError, postings};
use crate::ingest::{Article, urls};

/// The articles of an input, compared with those kept.
#[derive(Debug, Default)]
pub struct Admitted {
    /// The new articles with the numbers they will have, sorted by id. Revisions have ids of their
    /// own.
    pub new: Vec<(u32, Article)>,
    /// Number of articles already kept, or twice in the input under ids that became one.
    pub recognised: u64,
    /// Number of new texts under ids already kept with another text.
    pub revisions: u64,
}

impl Writer {
    /// Separates new articles from those already kept. The ids of `articles` must be unique.
    ///
    /// The same id with the same text is the article already kept. The same id with another text is
    /// a revision and gets the id `<id>~2`, or the next free number. What another host served under
    /// the id is neither, and is kept as `<id>@<domain>`. A new article that would get the id of
    /// another new one is that article again, or a revision of it. O(articles).
    ///
    /// # Errors
    /// [`ArchiveError::Full`], or those of reading the archive.
    pub fn admit(&self, articles: Vec<Article>) -> Result<Admitted, ArchiveError> {
        let mut out = Admitted::default();
        let mut new: Vec<Article> = Vec::new();
        let mut revised = Vec::new();
        // The ids of `new` with the hashes of their texts.
        let mut taken: FxHashMap<String, u64> = FxHashMap::default();
        for mut article in articles {
            // An article renamed in its input because another had its id may be the one kept under
            // that id.
            if let Some(base) = article
                .url
                .as_deref()
                .and_then(urls::site)
                .and_then(|site| article.id.strip_suffix(&format!("@{site}")))
                && let Some(known) = self.known(base)?
                && !urls::are_of_two_sites(known.article.url.as_deref(), article.url.as_deref())
            {
                article.id = base.to_owned();
            }
            let mut known = self.known(&article.id)?;
            if known.as_ref().is_some_and(|known| {
                urls::are_of_two_sites(known.article.url.as_deref(), article.url.as_deref())
            }) {
                article.id = format!(
                    "{}@{}",
                    article.id,
                    article.url.as_deref().and_then(urls::site).unwrap_or_default()
                );
                known = self.known(&article.id)?;
            }
            let hash = xxh3_64(article.text.as_bytes());
            let known = known.map(|known| known.text_hash);
            match known.or_else(|| taken.get(&article.id).copied()) {
                None => {
                    taken.insert(article.id.clone(), hash);
                    new.push(article);
                }
                Some(known) if known == hash => out.recognised += 1,
                Some(_) => revised.push(article),
            }
        }
        'revised: for article in revised {
            let mut id = String::new();
            let hash = xxh3_64(article.text.as_bytes());
            for number in 2u32.. {
                id = format!("{}~{number}", article.id);
                match self.known(&id)?.map(|known| known.text_hash) {
                    Some(known) if known == hash => {
                        out.recognised += 1;
                        continue 'revised;
                    }
                    None if !taken.contains_key(&id) => break,
                    _ => {}
                }
            }
            out.revisions += 1;
            taken.insert(id.clone(), hash);
            new.push(Article { id, ..article });
        }
        new.sort_by(|a, b| a.id.cmp(&b.id));
        if self.next as usize + new.len() > postings::MOST_ARTICLES as usize {
            return Err(ArchiveError::Full { path: self.folder.clone() });
        }
        out.new = (self.next..).zip(new).collect();
        Ok(out)
    }

    /// Returns the record kept under an id; `None` if there is none.
    fn known(&self, id: &str) -> Result<Option<Record>, ArchiveError> {
        Ok(self.reader.as_ref().map(|r| r.find(id)).transpose()?.flatten())
    }
}
