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
            let known = self.recognise(&mut article)?;
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
        for article in revised {
            match self.revision_id(&article, &taken)? {
                None => out.recognised += 1,
                Some(id) => {
                    out.revisions += 1;
                    taken.insert(id.clone(), xxh3_64(article.text.as_bytes()));
                    new.push(Article { id, ..article });
                }
            }
        }
        new.sort_by(|a, b| a.id.cmp(&b.id));
        if self.next as usize + new.len() > postings::MOST_ARTICLES as usize {
            return Err(ArchiveError::Full { path: self.folder.clone() });
        }
        out.new = (self.next..).zip(new).collect();
        Ok(out)
    }

    /// Gives an article the id under which it is kept or will be, and returns the record kept
    /// there.
    fn recognise(&self, article: &mut Article) -> Result<Option<Record>, ArchiveError> {
        let is_elsewhere = |known: &Record, article: &Article| {
            urls::are_of_two_sites(known.article.url.as_deref(), article.url.as_deref())
        };
        let site = article.url.as_deref().and_then(urls::site);
        // An article renamed in its input because another had its id may be the one kept under that
        // id.
        if let Some(base) =
            site.as_ref().and_then(|site| article.id.strip_suffix(&format!("@{site}")))
            && let Some(known) = self.known(base)?
            && !is_elsewhere(&known, article)
        {
            article.id = base.to_owned();
        }
        let known = self.known(&article.id)?;
        if !known.as_ref().is_some_and(|known| is_elsewhere(known, article)) {
            return Ok(known);
        }
        article.id = format!("{}@{}", article.id, site.unwrap_or_default());
        self.known(&article.id)
    }

    /// Returns the first free id for a revision of an article; `None` if the same revision is kept.
    fn revision_id(
        &self,
        article: &Article,
        taken: &FxHashMap<String, u64>,
    ) -> Result<Option<String>, ArchiveError> {
        let hash = xxh3_64(article.text.as_bytes());
        for number in 2u32.. {
            let id = format!("{}~{number}", article.id);
            match self.known(&id)?.map(|known| known.text_hash) {
                Some(known) if known == hash => return Ok(None),
                None if !taken.contains_key(&id) => return Ok(Some(id)),
                _ => {}
            }
        }
        // Only if four thousand million revisions are kept.
        Err(ArchiveError::Full { path: self.folder.clone() })
    }

    /// Returns the record kept under an id; `None` if there is none.
    fn known(&self, id: &str) -> Result<Option<Record>, ArchiveError> {
        Ok(self.reader.as_ref().map(|r| r.find(id)).transpose()?.flatten())
    }
}
