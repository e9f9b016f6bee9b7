//! The index's record of each article: everything that `score` needs except the text.

use std::collections::BTreeMap;
use std::mem::take as take_out;
use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::codes::{Coded, LABELS, stored};
use super::coding::{put, put_ascending, take, take_ascending};
use super::segment::Place;
use crate::clean::credit::{Basis, Dateline};
use crate::clean::identity::CLAIM;
use crate::clean::{
    Block, Caption, Cleaned, Credits, Label, Reason, body, boilerplate_share, interned,
};
use crate::compare::Relation;
use crate::fingerprint::Fingerprint;
use crate::ingest::dates::Stated;
use crate::ingest::{Article, DateBasis, Stamp};
use crate::lineage::Role;

/// The place of an article in the last run that included it. Articles are identified by their
/// numbers in the archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kin {
    /// The first article of its event.
    pub story: u32,
    /// The first article of its family; `None` if it has no family.
    pub cluster: Option<u32>,
    /// Its role in the family; `None` if the evidence does not tell.
    pub role: Option<Role>,
    /// Its best parent; `None` if it has none.
    pub parent: Option<u32>,
    /// The family's original, as shown in the tables.
    pub original: Option<String>,
    /// Its relation to its parent.
    pub relation: Option<Relation>,
    /// Its date, from whatever basis.
    pub date: Option<Stamp>,
    /// The basis of the date.
    pub basis: DateBasis,
}

/// One article of the archive without its text.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its number in the archive, which never changes.
    pub number: u32,
    /// The fields needed by later stages: id, addresses, title, dates, stub. Empty are the text,
    /// the place in the input, and the fields that cleaning has already read (outlet, authors,
    /// captions, credit, language); a segment holds them all.
    pub article: Article,
    /// The article after cleaning.
    pub cleaned: Cleaned,
    /// Its fingerprints, without those of the surface, which are kept only in the postings.
    pub fingerprint: Fingerprint,
    /// The xxh3 hash of its text.
    pub text_hash: u64,
    /// The place of its text.
    pub place: Place,
    /// Its place in the last run; `None` if it was only added.
    pub kin: Option<Kin>,
}

/// The evidence of blocks by number: constants of the program, each kept once per archive.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    names: Vec<&'static str>,
}

impl Evidence {
    /// Restores the evidence of an archive, in its order.
    pub fn of(names: &[String]) -> Self {
        Self { names: names.iter().map(|n| interned(n)).collect() }
    }

    /// Returns the names in their order.
    pub fn names(&self) -> Vec<String> {
        self.names.iter().map(|n| (*n).to_owned()).collect()
    }

    /// Adds the evidence of some articles that is not yet known, in alphabetical order.
    pub fn learn<'c>(&mut self, cleaned: impl Iterator<Item = &'c Cleaned>) {
        let known: FxHashSet<&str> = self.names.iter().copied().collect();
        let mut new: Vec<&'static str> = cleaned
            .flat_map(|c| &c.blocks)
            .map(|b| b.evidence.words())
            .filter(|e| !known.contains(e))
            .collect::<FxHashSet<_>>()
            .into_iter()
            .collect();
        new.sort_unstable();
        self.names.extend(new);
    }

    fn number(&self, name: &str) -> u64 {
        self.names.iter().position(|n| *n == name).unwrap_or_default() as u64
    }
}

/// Restores a date; `None` if it is none.
fn date(stored: Option<Stated>) -> Option<Option<Stamp>> {
    stored.map(Stamp::try_from).transpose().ok()
}

/// The stored form; the fields are stored in this order.
#[derive(Serialize, Deserialize)]
struct Stored {
    id: String,
    url: Option<String>,
    canonical: Option<String>,
    title: Option<String>,
    published: Option<Stated>,
    published_basis: u8,
    first_seen: Option<Stated>,
    stub: bool,
    text_hash: u64,
    place: (u32, u64, u32, u32),
    words: u32,
    quotes: u32,
    body_hash: u64,
    skeleton: Vec<u8>,
    blocks: Vec<u8>,
    body: Option<Vec<u8>>,
    background: Vec<(u32, u32, u32)>,
    clean_title: Option<String>,
    agencies: Vec<(String, u8)>,
    dateline: Option<(String, u32, u32)>,
    bylined: bool,
    authors: Vec<String>,
    captions: Vec<(String, u32, bool, bool)>,
    language: Option<String>,
    byline_date: Option<Stated>,
    source: Option<String>,
    boilerplate_share: Option<f64>,
    kin: Option<StoredKin>,
}

#[derive(Serialize, Deserialize)]
struct StoredKin {
    story: u32,
    cluster: Option<u32>,
    role: Option<u8>,
    parent: Option<u32>,
    original: Option<String>,
    relation: Option<u8>,
    /// Stored only if it differs from `published`.
    date: Option<Option<Stated>>,
    basis: u8,
}

impl StoredKin {
    fn of(kin: &Kin, published: Option<Stamp>) -> Self {
        Self {
            story: kin.story,
            cluster: kin.cluster,
            role: kin.role.map(Coded::code),
            parent: kin.parent,
            original: kin.original.clone(),
            relation: kin.relation.map(Coded::code),
            date: (kin.date != published).then(|| kin.date.map(Stated::from)),
            basis: kin.basis.code(),
        }
    }

    /// Returns what was stored; `None` for codes that stand for nothing.
    fn read(self, published: Option<Stamp>) -> Option<Kin> {
        Some(Kin {
            story: self.story,
            cluster: self.cluster,
            role: stored(self.role)?,
            parent: self.parent,
            original: self.original,
            relation: stored(self.relation)?,
            date: self.date.map_or(Some(published), date)?,
            basis: DateBasis::from_code(self.basis)?,
        })
    }
}

impl Stored {
    /// Takes the article; `None` for codes and dates that stand for nothing.
    fn article(&mut self) -> Option<Article> {
        Some(Article {
            id: take_out(&mut self.id),
            url: take_out(&mut self.url),
            canonical: take_out(&mut self.canonical),
            title: self.title.clone(),
            published: date(take_out(&mut self.published))?,
            published_basis: DateBasis::from_code(self.published_basis)?,
            first_seen: date(take_out(&mut self.first_seen))?,
            stub: self.stub,
            ..Article::default()
        })
    }

    /// Takes the cleaned article; `None` for bytes that are not one.
    fn cleaned(&mut self, evidence: &Evidence) -> Option<Cleaned> {
        let blocks = blocks(&self.blocks, evidence)?;
        let dateline = take_out(&mut self.dateline).map(|(place, block_start, end)| Dateline {
            place,
            block_start,
            end,
        });
        let agencies: Option<BTreeMap<String, Basis>> = take_out(&mut self.agencies)
            .into_iter()
            .map(|(id, n)| Some((id, Basis::from_code(n)?)))
            .collect();
        let both = take_out(&mut self.source);
        let (source, claimed) = match both.as_deref().and_then(|text| text.split_once(CLAIM)) {
            Some((source, claimed)) => (Some(source.to_owned()), Some(claimed.to_owned())),
            None => (both, None),
        };
        let caption = |(text, own, listed, gallery): (String, u32, bool, bool)| {
            Some(Caption { own: own as usize, listed, gallery, text })
                .filter(|c| c.text.is_char_boundary(c.own))
        };
        Some(Cleaned {
            body: self
                .body
                .as_ref()
                .map_or_else(|| Some(body(&blocks, dateline.as_ref())), |bytes| ranges(bytes))?,
            boilerplate_share: self.boilerplate_share.unwrap_or_else(|| boilerplate_share(&blocks)),
            blocks,
            background: take_out(&mut self.background)
                .into_iter()
                .map(|(from, to, texts)| (from as usize..to as usize, texts))
                .collect(),
            // Stored only if it differs from the record's own.
            title: take_out(&mut self.clean_title).or_else(|| take_out(&mut self.title)),
            credits: Credits {
                agencies: agencies?,
                dateline,
                bylined: self.bylined,
                authors: take_out(&mut self.authors),
            },
            captions: take_out(&mut self.captions)
                .into_iter()
                .map(caption)
                .collect::<Option<_>>()?,
            language: take_out(&mut self.language),
            byline_date: date(take_out(&mut self.byline_date))?,
            source: source.filter(|source| !source.is_empty()),
            claimed,
        })
    }
}

/// Joins source and claimed source with a character that no id contains; `None` if there is
/// neither.
fn packed_identity(c: &Cleaned) -> Option<String> {
    let source = c.source.clone().unwrap_or_default();
    let both = c
        .claimed
        .as_ref()
        .map_or_else(|| source.clone(), |claimed| format!("{source}{CLAIM}{claimed}"));
    Some(both).filter(|text| !text.is_empty())
}

impl Record {
    /// Serialises the record.
    pub fn packed(&self, evidence: &Evidence) -> Vec<u8> {
        let (a, c, f) = (&self.article, &self.cleaned, &self.fingerprint);
        let place = (self.place.segment, self.place.offset, self.place.length, self.place.ordinal);
        let mut skeleton = Vec::with_capacity(f.skeleton.len() * 4 + 2);
        put_ascending(&f.skeleton, &mut skeleton);
        let stored = Stored {
            id: a.id.clone(),
            url: a.url.clone(),
            canonical: a.canonical.clone(),
            title: a.title.clone(),
            published: a.published.map(Stated::from),
            published_basis: a.published_basis.code(),
            first_seen: a.first_seen.map(Stated::from),
            stub: a.stub,
            text_hash: self.text_hash,
            place,
            words: f.words,
            quotes: f.quotes,
            body_hash: f.body,
            skeleton,
            blocks: packed_blocks(&c.blocks, evidence),
            // What cleaning derives from the blocks is stored only if it differs.
            body: (c.body != body(&c.blocks, c.credits.dateline.as_ref()))
                .then(|| packed_ranges(&c.body)),
            background: c
                .background
                .iter()
                .map(|(r, texts)| (r.start as u32, r.end as u32, *texts))
                .collect(),
            clean_title: c.title.clone().filter(|t| Some(t) != a.title.as_ref()),
            agencies: c
                .credits
                .agencies
                .iter()
                .map(|(id, basis)| (id.clone(), basis.code()))
                .collect(),
            dateline: c.credits.dateline.as_ref().map(|d| (d.place.clone(), d.block_start, d.end)),
            bylined: c.credits.bylined,
            authors: c.credits.authors.clone(),
            captions: c
                .captions
                .iter()
                .map(|c| (c.text.clone(), c.own as u32, c.listed, c.gallery))
                .collect(),
            language: c.language.clone(),
            byline_date: c.byline_date.map(Stated::from),
            source: packed_identity(c),
            boilerplate_share: (c.boilerplate_share != boilerplate_share(&c.blocks))
                .then_some(c.boilerplate_share),
            kin: self.kin.as_ref().map(|kin| StoredKin::of(kin, a.published)),
        };
        // Plain data in memory: serialising it cannot fail.
        postcard::to_allocvec(&stored).unwrap_or_default()
    }

    /// Deserialises a record; `None` if the bytes are not one.
    pub fn unpack(number: u32, bytes: &[u8], evidence: &Evidence) -> Option<Self> {
        let mut s: Stored = postcard::from_bytes(bytes).ok()?;
        let mut article = s.article()?;
        // Of a claim alone, an empty source is stored.
        let has_source = s.source.is_some();
        let cleaned = s.cleaned(evidence)?;
        // Only the file itself said where such an article is from: see `Article::claiming`.
        article.noted = article.url.is_none() && article.canonical.is_some() && has_source;
        let skeleton = take_ascending(&mut s.skeleton.as_slice())?;
        let kin = match s.kin {
            None => None,
            Some(kin) => Some(kin.read(article.published)?),
        };
        let (segment, offset, length, ordinal) = s.place;
        Some(Self {
            number,
            article,
            cleaned,
            fingerprint: Fingerprint {
                surface: Vec::new(),
                skeleton,
                quotes: s.quotes,
                words: s.words,
                body: s.body_hash,
            },
            text_hash: s.text_hash,
            place: Place { segment, offset, length, ordinal },
            kin,
        })
    }
}

fn packed_blocks(blocks: &[Block], evidence: &Evidence) -> Vec<u8> {
    let mut out = Vec::with_capacity(blocks.len() * 6);
    let (mut line, mut at) = (0, 0);
    for b in blocks {
        put(u64::from(b.line - line), &mut out);
        put(u64::from(b.bytes.start - at), &mut out);
        put(u64::from(b.bytes.end - b.bytes.start), &mut out);
        put(evidence.number(b.evidence.words()) * LABELS + u64::from(b.label.code()), &mut out);
        (line, at) = (b.line, b.bytes.end);
    }
    out
}

fn blocks(mut bytes: &[u8], evidence: &Evidence) -> Option<Vec<Block>> {
    let mut out: Vec<Block> = Vec::new();
    let (mut line, mut at) = (0u32, 0u32);
    while !bytes.is_empty() {
        let mut next = || u32::try_from(take(&mut bytes)?).ok();
        line = line.checked_add(next()?)?;
        let start = at.checked_add(next()?)?;
        at = start.checked_add(next()?)?;
        let both = u64::from(next()?);
        let label = Label::from_code((both % LABELS) as u8)?;
        out.push(Block {
            line,
            bytes: start..at,
            label,
            evidence: Reason::of(evidence.names.get((both / LABELS) as usize)?),
        });
    }
    Some(out)
}

fn packed_ranges(ranges: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(ranges.len() * 3);
    let mut at = 0;
    for range in ranges {
        put((range.start - at) as u64, &mut out);
        put((range.end - range.start) as u64, &mut out);
        at = range.end;
    }
    out
}

fn ranges(mut bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let (mut out, mut at) = (Vec::new(), 0usize);
    while !bytes.is_empty() {
        let start = at.checked_add(take(&mut bytes)? as usize)?;
        at = start.checked_add(take(&mut bytes)? as usize)?;
        out.push(start..at);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::Registry;
    use crate::{clean, fingerprint};

    #[test]
    fn a_record_comes_back_as_it_was_cleaned() {
        let text = "HALVIK, Norway (NWA) — Ferry crews stopped work on Monday.\nThe harbour stood still until 18:00, said Marit Solberg.\n\nSHARE THIS ARTICLE\nPhoto: ferries in Halvik. (NWA)";
        let articles = vec![Article {
            id: "a".to_owned(),
            text: text.to_owned(),
            title: Some("Crews stop work".to_owned()),
            url: Some("https://halviktimes.example/1".to_owned()),
            published: super::super::segment::stamp("2021-06-07T09:12:00+02:00"),
            captions: vec!["Ferries".to_owned()],
            ..Article::default()
        }];
        let cleaned = clean::run(&articles, &Registry::shipped().expect("a registry"));
        let fingerprint =
            fingerprint::run(&articles, &clean::read_all(&articles, &cleaned)).remove(0);
        let mut evidence = Evidence::of(&["an older one".to_owned()]);
        evidence.learn(cleaned.iter());
        let kin = Kin {
            story: 7,
            role: Some(Role::Copy),
            relation: Some(Relation::Spun),
            parent: Some(3),
            ..Kin::default()
        };
        let record = Record {
            number: 9,
            article: Article { text: String::new(), captions: Vec::new(), ..articles[0].clone() },
            cleaned: cleaned[0].clone(),
            fingerprint: Fingerprint { surface: Vec::new(), ..fingerprint },
            text_hash: 5,
            place: Place { segment: 1, offset: 2, length: 3, ordinal: 4 },
            kin: Some(kin),
        };
        let bytes = record.packed(&evidence);
        let back = Record::unpack(9, &bytes, &Evidence::of(&evidence.names())).expect("a record");
        assert_eq!(format!("{back:?}"), format!("{record:?}"));
        assert!(
            !back.cleaned.blocks.is_empty()
                && !back.cleaned.captions.is_empty()
                && !back.fingerprint.skeleton.is_empty()
        );
        for cut in 0..bytes.len() {
            assert!(Record::unpack(9, &bytes[..cut], &evidence).is_none());
        }
    }
}
