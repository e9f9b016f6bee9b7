//! Saved pages: one article per file, or an export of several.

use super::record::Parsed;
use super::records::Reader;
use super::saved::{self, Saved};
use super::{Article, Limits, charset, editions, exports, html, urls};

/// Reads a page found at `url`, or if `is_file`, where the program that saved it notes;
/// `label` is the character set named by its transport.
///
/// # Errors
/// Returns the reason why it yields no article: it is too large, or shows no text.
pub fn read(
    bytes: &[u8],
    label: Option<&str>,
    url: Option<&str>,
    is_file: bool,
    limits: &Limits,
) -> Result<Article, String> {
    if bytes.len() as u64 > limits.document {
        return Err(limits.too_long());
    }
    let mut html = charset::of_page(bytes, label);
    // What a capture says of itself outranks what its page says.
    let named = url.is_some();
    let address = match url {
        Some(url) if !is_file => urls::of_capture(url),
        Some(url) => urls::normalise(url).filter(|url| !urls::leads_elsewhere(url)),
        None => None,
    };
    let noted = if is_file && !named { Saved::read(&html) } else { Saved::default() };
    if noted.url.is_some() || url.and_then(urls::archived).is_some() {
        html = saved::without_toolbar(html);
    }
    let mut article = html::read(&html, address.as_deref().or(noted.url.as_deref()), limits.page())
        .map_err(|e| e.to_string())?;
    let stated = [url, noted.url.as_deref(), article.url.as_deref(), article.canonical.as_deref()];
    let edition = noted.edition.clone();
    let of_address = || stated.into_iter().flatten().find_map(editions::of_address);
    if let Some(edition) = edition.or_else(of_address) {
        article.url = article.url.filter(|url| !urls::leads_elsewhere(url));
        editions::claim(&mut article, edition);
    }
    article.canonical = article.canonical.filter(|url| !urls::leads_elsewhere(url));
    article.noted = noted != Saved::default();
    article.first_seen = noted.seen.or_else(|| urls::archived(url?)?.1);
    if article.text.trim().is_empty() {
        Err("is a page without text".to_owned())
    } else {
        Ok(article)
    }
}

impl Reader<'_> {
    /// Reads a whole file as one page, or as an export of several articles.
    pub(super) fn page(&mut self, bytes: &[u8]) {
        if exports::may_be(bytes) && self.export_page(&charset::of_page(bytes, None)) {
            return;
        }
        match read(bytes, None, None, true, &self.settings.limits) {
            Ok(article) => {
                self.take(Parsed::whole(Some(1), article, self.input.stem(), &self.settings.limits))
            }
            Err(reason) => self.reject_whole(reason),
        }
    }
}
