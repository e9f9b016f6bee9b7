//! Recognises lines that are nothing but the credit of a picture: `Jane Roe / AP`.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::PHOTO;

/// Indices of the patterns in [`CREDIT_LINE`] that match the opening of a credit.
const OPENINGS: [usize; 3] = [0, 2, 3];

static CREDIT_LINE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        // (Photo: John Roe / AP) · Photo by … · Credit: … · Foto: … · Photograph by … · CreditJohn
        // Roe
        r"^[\(\[]?(?i:photo|photos|photograph|photo credit|image|image credit|picture|pic|credit|credits|foto|fotos|bild|bilder|crédit photo|crédits|photo illustration|file photo)(?:\s*(?:by|von|par)\s+\p{Lu}|\s*[:©/])|^Credit\p{Lu}",
        // Jane Roe / REUTERS · Ann Poe | AP · BPA via Getty Images · AFP PHOTO / …
        &format!(r"(?:[/|•]\s*|(?-u:\b)via\s+|^\(?|©\s*|\()(?:{PHOTO})(?:\s*[/|,-]\s*(?:[Ff]ile|{PHOTO}))*\s*[\)\]]?\.?$"),
        &format!(r"^\(?(?:{PHOTO})\s+(?i:photo|file photo|file|images)(?-u:\b)"),
        r"^\(?(?i:AP|AFP|Getty|Pool) ?(?i:photo|images)(?-u:\b)",
        r"(?i:^.{0,60}(?-u:\b)via (?:AP|Reuters|Getty|AFP)(?-u:\b).{0,12}$)",
        r"(?i:(?-u:\b)(?:getty images|pool photo|file photo|courtesy photo|screenshot|handout)\)?\.?$)",
    ])
    .expect("fixed patterns")
});

/// Words that begin or end a line, looked up by two bytes first, which few lines have there.
struct Edges {
    words: Vec<&'static str>,
    pairs: Vec<[u8; 2]>,
}

impl Edges {
    fn begin(words: Vec<&'static str>) -> Self {
        let pairs = words.iter().filter_map(|word| word.as_bytes().first_chunk()).copied();
        Self { pairs: pairs.collect(), words }
    }

    pub(super) fn end(words: Vec<&'static str>) -> Self {
        let pairs = words.iter().filter_map(|word| word.as_bytes().last_chunk()).copied();
        Self { pairs: pairs.collect(), words }
    }

    fn open(&self, text: &str) -> bool {
        text.as_bytes().first_chunk().is_some_and(|pair| self.pairs.contains(pair))
            && self.words.iter().any(|word| text.starts_with(word))
    }

    fn close(&self, text: &str) -> bool {
        text.as_bytes().last_chunk().is_some_and(|pair| self.pairs.contains(pair))
            && self.words.iter().any(|word| text.ends_with(word))
    }
}

/// How each name in [`PHOTO`] begins.
static NAME_BEGINS: LazyLock<Edges> = LazyLock::new(|| {
    let names = PHOTO.trim_start_matches(['(', '?', ':']).split('|');
    Edges::begin(names.map(|name| name.split(['(', '[', ')']).next().unwrap_or(name)).collect())
});

/// How each name in [`PHOTO`] ends, and a name with `/ File` behind it.
static NAME_ENDS: LazyLock<Edges> = LazyLock::new(|| {
    let names = PHOTO.split('|').map(|name| name.trim_end_matches([')', '?']));
    let ends = names.flat_map(|name| {
        let optional = name.split_once('(').map(|(before, _)| before).filter(|b| !b.is_empty());
        [name.rsplit([' ', ']', ':']).next(), optional].into_iter().flatten()
    });
    Edges::end(ends.chain(["File", "file"]).collect())
});

/// Whether a line has `photo`, `images` or `file`, in small letters or capitals.
fn names_file(text: &str) -> bool {
    let words: [&[u8]; 3] = [b"photo", b"images", b"file"];
    let bytes = text.as_bytes();
    words.iter().any(|word| bytes.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word)))
}

/// Whether a line meets a necessary condition of some pattern in [`CREDIT_LINE`]; the patterns
/// themselves take a hundred times as long.
fn may_be_credit_line(text: &str) -> bool {
    const OPENS: [&str; 9] =
        ["photo", "image", "pic", "credit", "cr\u{e9}", "cr\u{c9}", "foto", "bild", "file"];
    // Behind one of these, and behind a name, `photo`, `images` or `file` follows.
    const HOUSES: [&str; 4] = ["ap", "afp", "getty", "pool"];
    const ENDS: [&str; 6] =
        ["getty images", "pool photo", "file photo", "courtesy photo", "screenshot", "handout"];
    let same = |part: Option<&[u8]>, word: &str| {
        part.is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    let opened = text.strip_prefix(['(', '[']).unwrap_or(text).as_bytes();
    let bare = text.strip_suffix('.').unwrap_or(text);
    let ended = bare.strip_suffix(')').unwrap_or(bare).as_bytes();
    let named = bare.strip_suffix([')', ']']).unwrap_or(bare).trim_end();
    let house = || {
        NAME_BEGINS.open(text.strip_prefix('(').unwrap_or(text))
            || HOUSES.iter().any(|word| same(opened.get(..word.len()), word))
    };
    NAME_ENDS.close(named)
        || house() && names_file(text)
        || OPENS.iter().any(|word| same(opened.get(..word.len()), word))
        || ENDS
            .iter()
            .any(|words| same(ended.len().checked_sub(words.len()).map(|at| &ended[at..]), words))
        || memchr::memchr2_iter(b'v', b'V', text.as_bytes())
            .any(|at| same(text.as_bytes().get(at..at + 4), "via "))
}

/// Whether the line is nothing but the credit of a picture.
pub fn is_photo_credit(text: &str) -> bool {
    if text.len() <= 80
        && memchr::memchr(b'/', text.as_bytes()).is_some()
        && NAME_AND_HOUSE.is_match(text)
    {
        return true;
    }
    if text.len() > 140 || text.starts_with("By ") || !may_be_credit_line(text) {
        return false;
    }
    let words = text.split_whitespace().count();
    if words > 16 {
        return false;
    }
    let made = CREDIT_LINE.matches(text);
    // A longer line that only ends with a credit is a caption with its credit.
    made.matched_any()
        && (words <= 8
            || OPENINGS.iter().any(|&pattern| made.matched(pattern))
            || is_all_names(text))
}

/// Matches `Jane Roe/Harbour News`: a photographer and a house.
static NAME_AND_HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\(?\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,3} ?/ ?\p{Lu}[\p{L}.'’ -]{1,40}\)?$",
    )
    .expect("a fixed pattern")
});

/// Whether the line consists of names only, and no sentence ends in it.
fn is_all_names(text: &str) -> bool {
    !text.contains(". ")
        && text.split_whitespace().all(|w| {
            !w.starts_with(char::is_lowercase)
                || matches!(w, "via" | "for" | "by" | "of" | "and" | "de" | "von" | "van")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photo_credits_are_told_from_sentences_and_bylines() {
        for text in [
            "Jane Roe / REUTERS",
            "CreditAssociated Press",
            "Ann Poe | AP",
            "(Photo: John Roe / AP)",
            "BPA via Getty Images",
            "Foto: Anna Muster",
            "AFP PHOTO / Example",
            "Crédits : Jane Roe",
            "Pic: Jane Roe",
            "FOTO: Jane Roe",
            "IMAGE: Jane Roe",
            "PICTURE: Jane Roe",
            "BILD: Jane Roe",
            "Jane Roe / Getty",
            "Jane Roe / Getty Images",
            "Jane Roe | picture alliance.",
            "(Jane Roe / AP, File)",
            "AP file photo",
            "(getty images)",
            "AFPPhoto / Jane Roe",
            "CRÉDIT PHOTO : Jane Roe",
        ] {
            assert!(is_photo_credit(text), "{text}");
        }
        for text in [
            "By JANE DOE AP Harbour Writer",
            "He told Reuters.",
            "The Associated Press — By ANN POE - Associated Press",
            "The photo by the door was old and it fell down again.",
        ] {
            assert!(!is_photo_credit(text), "{text}");
        }
    }
}
