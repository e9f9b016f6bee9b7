//! Judges whether a caption has to do with its story.
//!
//! A caption is unrelated only if it names people, places or things, several of them, and the story and its headline know
//! none. Generic captions are never accused; a false accusation costs more than a miss.

pub mod relatedness;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::clean::{Caption, Cleaned};
use crate::ingest::{Article, Stamp};
use crate::text::{Document, Frequencies, dates, fold};
use relatedness::Vocabulary;

/// What a caption is to its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaptionVerdict {
    /// It shows what the story is about.
    Related,
    /// An old picture of something that the story is about.
    Archive,
    /// It has nothing to do with the story.
    Unrelated,
    /// It says too little.
    Unknown,
}

impl CaptionVerdict {
    /// The verdict's name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::Archive => "archive",
            Self::Unrelated => "unrelated",
            Self::Unknown => "unknown",
        }
    }
}

/// A judged caption.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The article.
    pub article: u32,
    /// Its caption.
    pub caption: Caption,
    /// The verdict.
    pub verdict: CaptionVerdict,
    /// How related, in [0, 1].
    pub relatedness: f64,
    /// The caption's own date, if it names one.
    pub date: Option<Stamp>,
    /// Days from the caption's date to the article's, if both are known.
    pub age_days: Option<i64>,
    /// Other articles under the same caption.
    pub other_articles: u32,
    /// Why.
    pub evidence: String,
}

/// Days from which a picture is an old one.
const OLD: i64 = 14;
/// Relatedness up to which a caption can be unrelated.
const FOREIGN: f64 = 0.12;
/// Relatedness from which it is related without a name in common.
const NEAR: f64 = 0.3;
/// Days from which a picture of something the story is about, with a name that the story lacks, is of another occasion.
const OTHER_OCCASION: i64 = 3;
/// Relatedness up to which a caption that names hardly anybody can be unrelated, and the names (counted twice) and words that
/// must be missing then.
const STRANGE: f64 = 0.02;
const LEAST_STRANGE: usize = 5;
/// Words that a caption found in the text must have to be called unrelated, and names that the story must lack.
const LEAST_FOUND: usize = 8;
const LEAST_NAMES: usize = 5;
/// Telling words, besides names, that caption and story may have in common by chance; one more is a theme.
const THEME: usize = 3;
/// Other words that must be missing if only one name is.
const LEAST_AROUND: usize = 4;
/// Other articles of the event that must name what a listed caption names to spare it (one is enough for a caption that was found
/// in the text), and how many are looked at.
const LEAST_TOLD: usize = 2;
const LOOKED_AT: usize = 40;
/// Words below which a story says too little to call a caption foreign to it.
const LEAST_STORY: usize = 40;
/// Names and other weighty words that a caption must have, all missing from the story, before it is called unrelated.
const LEAST_MISSING: usize = 3;

/// Judges every caption of every article; by article, then in the order of the captions.
///
/// `frequencies` are those of the run's words. `events` are groups of articles that tell of the same event: what a caption names may
/// stand in another of them.
pub fn run(
    articles: &[Article],
    cleaned: &[Cleaned],
    documents: &[Document],
    frequencies: &Frequencies,
    dates: &[Option<Stamp>],
    events: &[&[u32]],
) -> Vec<Judged> {
    let mut event_of: FxHashMap<u32, &[u32]> = FxHashMap::default();
    events.iter().filter(|e| e.len() > 1).for_each(|event| event_of.extend(event.iter().map(|at| (*at, *event))));
    let ledger = Ledger::of(cleaned, &event_of);
    (0..articles.len())
        .into_par_iter()
        .filter(|at| !cleaned[*at].captions.is_empty())
        .map(|at| {
            let page = Page { at, articles, cleaned, published: dates[at].or(articles[at].first_seen) };
            let others = event_of.get(&(at as u32)).copied().unwrap_or_default();
            let places: Vec<Places> = (0..cleaned[at].captions.len()).map(|number| ledger.besides(at as u32, number)).collect();
            page.judge(others, frequencies, &ledger.bare[at], &places, &documents[at])
        })
        .flatten_iter()
        .collect()
}

/// Judges the captions of one article by what is known of others: how common words are, and where else its captions stand.
///
/// `event` are the articles of its event among `articles`, it may be among them; `places` has an entry for each caption.
pub fn of_article(
    at: usize,
    (articles, cleaned, documents): (&[Article], &[Cleaned], &[Document]),
    published: Option<Stamp>,
    event: &[u32],
    frequencies: &Frequencies,
    places: &[Places],
) -> Vec<Judged> {
    let page = Page { at, articles, cleaned, published: published.or(articles[at].first_seen) };
    let bare: Vec<String> = cleaned[at].captions.iter().map(|c| relatedness::without_credit(c.own())).collect();
    page.judge(event, frequencies, &bare, places, &documents[at])
}

/// One article among others.
struct Page<'p> {
    at: usize,
    articles: &'p [Article],
    cleaned: &'p [Cleaned],
    published: Option<Stamp>,
}

impl Page<'_> {
    fn judge(&self, event: &[u32], frequencies: &Frequencies, bare: &[String], places: &[Places], document: &Document) -> Vec<Judged> {
        let (at, article, clean) = (self.at, &self.articles[self.at], &self.cleaned[self.at]);
        let story = Vocabulary::of_story(article, clean, document);
        let captions = clean.captions.iter().zip(bare).zip(places);
        let mut judged: Vec<Judged> = captions
            .map(|((caption, bare), places)| {
                let measured = relatedness::measure(bare, &story, frequencies);
                let told = || {
                    let others = event.iter().map(|o| *o as usize).filter(|o| *o != at).take(LOOKED_AT);
                    Told {
                        on_the_page: measured.is_told_by(article, clean, true),
                        by_others: others.filter(|&o| measured.is_told_by(&self.articles[o], &self.cleaned[o], false)).count(),
                    }
                };
                judge(at as u32, caption, &measured, story.len(), self.published, *places, &told)
            })
            .collect();
        spare_galleries(&mut judged);
        if is_opinion(article) {
            spare_illustrations(&mut judged);
        }
        judged
    }
}

/// Where else a caption stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Places {
    /// Other articles under it.
    pub articles: u32,
    /// Other events among them.
    pub events: u32,
}

/// Which articles and events each caption stands under.
struct Ledger {
    places: FxHashMap<u64, Vec<(u32, u32)>>,
    /// The key of every caption, by article.
    keys: Vec<Vec<u64>>,
    /// Every caption without its credit, by article.
    bare: Vec<Vec<String>>,
}

impl Ledger {
    /// An article in no event with others is an event of its own.
    fn of(cleaned: &[Cleaned], event_of: &FxHashMap<u32, &[u32]>) -> Self {
        let bare = |clean: &Cleaned| clean.captions.iter().map(|c| relatedness::without_credit(c.own())).collect();
        let bare: Vec<Vec<String>> = cleaned.par_iter().map(bare).collect();
        let keys =
            cleaned.par_iter().zip(&bare).map(|(clean, bare)| clean.captions.iter().zip(bare).map(|(c, bare)| key_of(c, bare)).collect());
        let keys: Vec<Vec<u64>> = keys.collect();
        let mut places: FxHashMap<u64, Vec<(u32, u32)>> = FxHashMap::default();
        for (keys, at) in keys.iter().zip(0u32..) {
            let event = event_of.get(&at).map_or(at, |event| event[0]);
            keys.iter().for_each(|key| places.entry(*key).or_default().push((at, event)));
        }
        places.values_mut().for_each(Vec::dedup);
        Self { places, keys, bare }
    }

    /// Other articles under caption `number` of article `at`, and the other events among them.
    fn besides(&self, at: u32, number: usize) -> Places {
        let places = self.places.get(&self.keys[at as usize][number]).map_or(&[][..], Vec::as_slice);
        let own = places.iter().find(|(article, _)| *article == at).map(|(_, event)| *event);
        let mut events: Vec<u32> = places.iter().map(|(_, event)| *event).filter(|event| Some(*event) != own).collect();
        events.sort_unstable();
        events.dedup();
        Places { articles: places.len() as u32 - u32::from(own.is_some()), events: events.len() as u32 }
    }
}

/// What a caption is recognised by under other articles.
pub fn key(caption: &Caption) -> u64 {
    key_of(caption, &relatedness::without_credit(caption.own()))
}

/// What captions of one picture have in common: their words without the credit, or all if nothing is left then.
fn key_of(caption: &Caption, bare: &str) -> u64 {
    let words = fold::phrase(bare);
    xxh3_64(if words.is_empty() { fold::phrase(caption.own()) } else { words }.as_bytes())
}

fn judge(
    article: u32,
    caption: &Caption,
    measured: &relatedness::Measured,
    story_words: usize,
    published: Option<Stamp>,
    Places { articles: other_articles, events: other_events }: Places,
    told: &dyn Fn() -> Told,
) -> Judged {
    let dated = Dated::read(caption, published);
    let says_old = is_file_photo(&caption.text) && !measured.says_nothing;
    let (found, missing) = (measured.found().count(), measured.missing().count());
    // A place alone connects little: half the world's news mentions Washington.
    let only_places = measured.found().all(|n| n.place);
    let chance = caption.listed && found * LEAST_NAMES <= missing && measured.relatedness <= FOREIGN / 2.0;
    let nothing_found = found == 0 || only_places && found * 4 <= missing || chance;
    let missing_words: usize = measured.missing().map(|n| n.words).sum();
    // One name alone may be an institution that the story is about under another name.
    let several = missing >= 2 || missing_words >= 2 && measured.words_missing >= LEAST_AROUND;
    let named = measured.relatedness <= FOREIGN && several && missing_words + measured.words_missing / 3 >= LEAST_MISSING && nothing_found;
    let unnamed = measured.relatedness <= STRANGE && found == 0 && 2 * missing + measured.words_missing >= LEAST_STRANGE;
    // Only a caption that the record lists is surely one. What was found in the text must name somebody, and much besides.
    let somebody = measured.missing().any(|n| n.words >= 2 && !n.setting);
    let found_in_text = somebody
        && missing >= LEAST_NAMES
        && measured.words >= LEAST_FOUND
        && measured.words_found <= 1
        && !measured.in_headline
        && !measured.holds_headline
        && !caption.text.contains(['"', '“']);
    let theme = measured.words_found > THEME || measured.in_headline && measured.words_found > 0;
    let sure = if caption.listed { !theme } else { found_in_text };
    let foreign = sure && (named || unnamed) && !measured.full_name_found();
    let told = if foreign { told() } else { Told::default() };
    let elsewhere = found > 0 && measured.is_elsewhere() && dated.age_days.is_some_and(|days| days >= OTHER_OCCASION);
    let old = says_old || dated.old || elsewhere;
    let touches = found > 0 || measured.relatedness >= NEAR;
    let spared = story_words < LEAST_STORY || told.on_the_page || told.by_others >= if caption.listed { LEAST_TOLD } else { 1 };
    let verdict = match (touches, foreign, old) {
        _ if measured.says_nothing => CaptionVerdict::Unknown,
        (_, true, _) if spared => CaptionVerdict::Unknown,
        (_, true, _) => CaptionVerdict::Unrelated,
        (true, _, true) => CaptionVerdict::Archive,
        (true, _, false) => CaptionVerdict::Related,
        (false, _, true) if says_old => CaptionVerdict::Archive,
        _ => CaptionVerdict::Unknown,
    };
    let mut evidence = Vec::new();
    if found > 0 {
        evidence.push(format!("in the story: {}", shown(measured.found())));
    }
    if missing > 0 {
        evidence.push(format!("not in the story: {}", shown(measured.missing())));
    }
    if verdict == CaptionVerdict::Unrelated && measured.words_missing > 0 {
        let n = measured.words_missing;
        evidence.push(format!(
            "{n} other word{} of it {} not in the story",
            if n == 1 { "" } else { "s" },
            if n == 1 { "is" } else { "are" }
        ));
    }
    if says_old {
        evidence.push("says that it is an old picture".to_owned());
    }
    match (dated.age_days, dated.old) {
        (Some(days), _) if days >= OTHER_OCCASION => evidence.push(format!("dated {days} days before the article")),
        (None, true) => evidence.push("names a month or year long before the article".to_owned()),
        _ => {}
    }
    if foreign && story_words < LEAST_STORY {
        evidence.push(format!("the story has too few words to tell ({story_words})"));
    }
    if told.on_the_page {
        evidence.push("named elsewhere on the page".to_owned());
    }
    if told.by_others > 0 {
        let n = told.by_others;
        evidence.push(format!("named by {n} other article{} of the event", if n == 1 { "" } else { "s" }));
    }
    if other_articles > 0 {
        let events = match other_events {
            0 => String::new(),
            1 => ", of another event".to_owned(),
            n => format!(", of {n} other events"),
        };
        evidence.push(format!("stands under {other_articles} other article{}{events}", if other_articles == 1 { "" } else { "s" }));
    }
    if evidence.is_empty() {
        evidence.push("names nobody and nothing".to_owned());
    }
    Judged {
        article,
        caption: caption.clone(),
        verdict,
        relatedness: measured.relatedness,
        date: dated.day.map(Stamp::of_day),
        age_days: dated.age_days,
        other_articles,
        evidence: evidence.join("; "),
    }
}

/// No picture of a gallery is called unrelated: the gallery is an item of its own, hung under several stories.
fn spare_galleries(judged: &mut [Judged]) {
    for judged in judged.iter_mut().filter(|j| j.caption.gallery && j.verdict == CaptionVerdict::Unrelated) {
        judged.verdict = CaptionVerdict::Unknown;
        judged.evidence.push_str("; one of a gallery");
    }
}

/// No caption that was found in the text of an opinion piece is called unrelated: such pieces are illustrated.
fn spare_illustrations(judged: &mut [Judged]) {
    for judged in judged.iter_mut().filter(|j| !j.caption.listed && j.verdict == CaptionVerdict::Unrelated) {
        judged.verdict = CaptionVerdict::Unknown;
        judged.evidence.push_str("; illustrates an opinion piece");
    }
}

/// Whether title or address say that an article is somebody's opinion.
fn is_opinion(article: &Article) -> bool {
    const SECTIONS: [&str; 14] = [
        "opinion",
        "opinions",
        "op-ed",
        "oped",
        "comment",
        "commentary",
        "commentisfree",
        "column",
        "columns",
        "columnists",
        "editorial",
        "editorials",
        "meinung",
        "kommentare",
    ];
    let titled = article.title.as_deref().is_some_and(|title| fold::phrase(title).starts_with("opinion "));
    let path = article.url.as_deref().and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    titled || path.split(['?', '#']).next().unwrap_or_default().split('/').skip(1).any(|part| SECTIONS.contains(&part))
}

/// Where else the names stand that a story lacks.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    on_the_page: bool,
    by_others: usize,
}

/// What a caption says of when its picture was taken.
#[derive(Debug, Default)]
struct Dated {
    /// The day, stated or, without a year, the nearest to the article.
    day: Option<NaiveDate>,
    /// Days from that day to the article's.
    age_days: Option<i64>,
    /// Whether even the last day that it can mean lies long before the article.
    old: bool,
}

impl Dated {
    /// Reads the first full date of a caption, else the first date of any kind.
    fn read(caption: &Caption, published: Option<Stamp>) -> Self {
        let mentions = dates::mentions(&caption.text);
        let exact = mentions.iter().find(|m| m.exact().is_some());
        // Of a gallery's captions only a full date counts: they tell whole lives, and the gallery grows after the article.
        let any = mentions.iter().find(|m| m.day.is_some()).or(mentions.first()).filter(|_| !caption.gallery);
        let Some(mention) = exact.or(any) else { return Self::default() };
        let Some(published) = published else { return Self { day: mention.exact(), ..Self::default() } };
        let latest = mention.latest(published.day);
        let day = if mention.day.is_some() { latest } else { None };
        Self {
            day,
            age_days: day.map(|day| (published.day - day).num_days()),
            old: latest.is_some_and(|day| (published.day - day).num_days() > OLD),
        }
    }
}

/// The first names of a list.
fn shown<'n>(names: impl Iterator<Item = &'n relatedness::Name>) -> String {
    let all: Vec<&str> = names.map(|n| n.text.as_str()).collect();
    let mut list = all.iter().take(5).copied().collect::<Vec<_>>().join(", ");
    if all.len() > 5 {
        list.push_str(", …");
    }
    list
}

/// Whether a caption says of itself that its picture is an old one.
fn is_file_photo(caption: &str) -> bool {
    let folded = fold::phrase(caption);
    [
        "file photo",
        "file picture",
        "file image",
        "archive photo",
        "archivbild",
        "archivfoto",
        "photo d archives",
        "foto de archivo",
        "foto d archivio",
    ]
    .iter()
    .any(|s| folded.contains(s))
        || folded.starts_with("file ") && (caption.starts_with("FILE") || caption.starts_with("(FILE"))
        || ["/file", "(file)", "(File)", "/File", ", File"].iter().any(|s| caption.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verdicts on the captions of one article.
    fn judged(article: &Article, clean: Cleaned) -> Vec<CaptionVerdict> {
        let (articles, documents) = (std::slice::from_ref(article), [clean.document(article)]);
        run(articles, &[clean], &documents, &Frequencies::default(), &[article.published], &[]).iter().map(|j| j.verdict).collect()
    }

    fn verdict(caption: &str) -> CaptionVerdict {
        let body = "Ferry crews in Halvik stopped work on Monday. Union leader Jane Doe said the harbour of Halvik would stay shut until the Coastal Line paid 63 sailors. Thousands of travellers waited at the quays of the town, and lorries with fish and milk stood in a queue that reached back to the bridge. A mediator is to arrive by train in the night.";
        let article = Article {
            text: body.to_owned(),
            title: Some("Ferries stand still in Halvik".to_owned()),
            published: Some(Stamp::of_day(chrono::NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day"))),
            ..Article::default()
        };
        let clean = Cleaned {
            body: vec![0..body.len()],
            title: article.title.clone(),
            captions: vec![Caption { text: caption.to_owned(), own: caption.len(), listed: true, gallery: false }],
            ..Cleaned::default()
        };
        judged(&article, clean)[0]
    }

    #[test]
    fn a_caption_of_the_story_is_related_and_a_foreign_one_is_not() {
        assert_eq!(verdict("Union leader Jane Doe at the harbour"), CaptionVerdict::Related);
        assert_eq!(
            verdict("Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery, March 3, 2019"),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn an_old_picture_of_the_story_is_archive() {
        assert_eq!(verdict("FILE - Jane Doe speaks to crews in Halvik, March 3, 2016."), CaptionVerdict::Archive);
        assert_eq!(verdict("Jane Doe speaks to crews in Halvik on March 3, 2016."), CaptionVerdict::Archive);
    }

    #[test]
    fn generic_captions_are_never_accused() {
        for caption in ["File photo", "The White House", "A view of the sea", "Photo: NWA", "Illustration"] {
            assert_ne!(verdict(caption), CaptionVerdict::Unrelated, "{caption}");
        }
    }

    #[test]
    fn scripts_without_capitals_are_judged_by_their_words() {
        let judged = |story: &str, caption: &str, language: &str| {
            let article = Article { text: story.to_owned(), ..Article::default() };
            let clean = Cleaned {
                body: vec![0..story.len()],
                captions: vec![Caption { text: caption.to_owned(), own: caption.len(), listed: true, gallery: false }],
                language: Some(language.to_owned()),
                ..Cleaned::default()
            };
            judged(&article, clean)[0]
        };
        let chinese = "渡轮船员周一在港口停止工作，因为关于工资的谈判再次失败。工会领导人说，在公司支付工资之前，港口将保持关闭。成千上万的旅客在码头等待。";
        assert_eq!(judged(chinese, "旅客在码头等待渡轮", "zh"), CaptionVerdict::Related);
        assert_eq!(judged(chinese, "网球选手在决赛中获胜后举起奖杯", "zh"), CaptionVerdict::Unrelated);
        let arabic = "توقفت أطقم العبارات عن العمل يوم الاثنين في الميناء بعد فشل المحادثات حول الأجور مرة أخرى. وقال زعيم النقابة إن الميناء سيبقى مغلقا حتى تدفع الشركة الأجور. وانتظر آلاف المسافرين على الأرصفة طوال اليوم ولم تصل أي سفينة إلى الجزر البعيدة في الشمال حتى المساء.";
        assert_eq!(judged(arabic, "مسافرون ينتظرون العبارات في الميناء", "ar"), CaptionVerdict::Related);
        assert_eq!(judged(arabic, "لاعبة التنس ترفع الكأس بعد الفوز في المباراة النهائية", "ar"), CaptionVerdict::Unrelated);
        let russian = "Экипажи паромов прекратили работу в понедельник в Хальвике после того, как переговоры о зарплате снова провалились. Лидер профсоюза Анна Долгова заявила, что порт Хальвика останется закрытым, пока компания не заплатит морякам. Тысячи пассажиров весь день ждали на причалах, и ни одно судно не ушло к северным островам до самого вечера, сообщили в порту.";
        assert_eq!(judged(russian, "Анна Долгова в порту Хальвика", "ru"), CaptionVerdict::Related);
        assert_eq!(
            judged(russian, "Теннисистка Мария Петрова поднимает кубок после победы над Ольгой Ивановой в Париже", "ru"),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn a_gallery_and_a_story_of_few_words_accuse_nobody() {
        let foreign = "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery";
        let body = "Ferry crews in Halvik stopped work on Monday.";
        let article = Article { text: body.to_owned(), ..Article::default() };
        let caption = |gallery| Caption { text: foreign.to_owned(), own: foreign.len(), listed: true, gallery };
        let clean = Cleaned { body: vec![0..body.len()], captions: vec![caption(false)], ..Cleaned::default() };
        assert_eq!(judged(&article, clean)[0], CaptionVerdict::Unknown);
        let long = body.repeat(8);
        let article = Article { text: long.clone(), ..Article::default() };
        let clean = Cleaned { body: vec![0..long.len()], captions: vec![caption(true), caption(false)], ..Cleaned::default() };
        assert_eq!(judged(&article, clean), [CaptionVerdict::Unknown, CaptionVerdict::Unrelated]);
    }

    #[test]
    fn what_was_found_in_the_text_is_accused_on_much_evidence_only() {
        let body = "Ferry crews in Halvik stopped work on Monday. ".repeat(8);
        let verdict_at = |text: &str, url: &str| {
            let article = Article {
                text: body.clone(),
                title: Some("Ferries stand still".to_owned()),
                url: Some(format!("https://halviktimes.example/{url}")),
                ..Article::default()
            };
            let caption = Caption { text: text.to_owned(), own: text.len(), listed: false, gallery: false };
            let clean = Cleaned { body: vec![0..body.len()], title: article.title.clone(), captions: vec![caption], ..Cleaned::default() };
            judged(&article, clean)[0]
        };
        let verdict = |text: &str| verdict_at(text, "news/1");
        // Illustrations: a scene anywhere, somebody whom a reader would take for an example.
        assert_eq!(
            verdict("A man looks at empty nets beside a quay in Port Ellery, Ore., June 2, 2019. Ann Roe/AP"),
            CaptionVerdict::Unknown
        );
        assert_eq!(verdict("Enlarge this image toggle caption Ann Roe/AP Ann Roe/AP"), CaptionVerdict::Unknown);
        assert_eq!(
            verdict(
                "Enlarge this image toggle caption Ann Roe (L) and Mia Poe (R)/Harbour Images Ann Roe (L) and Mia Poe (R)/Harbour Images"
            ),
            CaptionVerdict::Unknown
        );
        let names = "Senator Ann Roe shakes hands with Judge Mia Poe before a debate with Mayor Tim Loe in the Old Mint of Port Ellery";
        assert_eq!(verdict(names), CaptionVerdict::Unrelated);
        assert_eq!(verdict_at(names, "story/opinion/1"), CaptionVerdict::Unknown, "opinion pieces are illustrated");
        assert_eq!(verdict(&format!("{names} beside hydroferries")), CaptionVerdict::Unknown, "the headline is about ferries");
        assert_eq!(
            verdict(
                "Senator Ann Roe (L) shakes hands with Judge Mia Poe before a debate on the Lighthouse Bill with Mayor Tim Loe in the Old Mint of Port Ellery"
            ),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn the_ledger_counts_articles_and_events_under_one_picture() {
        let captions =
            ["A crew waits at the pier. Photo: Ann Roe", "A crew waits at the pier. Photo: Mia Poe", "A crew waits at the pier."];
        let articles: Vec<Article> = (0..3).map(|_| Article::default()).collect();
        let cleaned: Vec<Cleaned> = captions
            .iter()
            .map(|c| Cleaned {
                captions: vec![Caption { text: (*c).to_owned(), own: c.len(), listed: true, gallery: false }],
                ..Cleaned::default()
            })
            .collect();
        let documents = [const { Document { words: Vec::new(), sentences: Vec::new(), quotes: Vec::new() } }; 3];
        let judged = run(&articles, &cleaned, &documents, &Frequencies::default(), &[None, None, None], &[&[0, 1]]);
        assert!(judged.iter().all(|j| j.other_articles == 2), "{judged:?}");
        assert!(judged[0].evidence.contains("of another event") && judged[2].evidence.contains("of another event"));
    }
}
