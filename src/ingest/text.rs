//! Plain text: one article per file, or an export of several.

use super::record::Parsed;
use super::records::Reader;
use super::{Article, charset, editions};

impl Reader<'_> {
    /// Reads a whole file as one article.
    pub(super) fn text(&mut self, bytes: &[u8]) {
        let Some(text) = charset::of_text(bytes) else {
            return self.reject_whole("is neither UTF-8 nor text in another character set");
        };
        if text.trim().is_empty() {
            return self.reject_whole("holds no text");
        }
        if self.export_text(&text, true) {
            return;
        }
        let mut article = Article { text: text.into_owned(), ..Article::default() };
        if let Some(edition) = editions::of_text(&article.text) {
            editions::claim(&mut article, edition);
        }
        self.take(Parsed::whole(Some(1), article, self.input.stem(), &self.settings.limits));
    }
}
