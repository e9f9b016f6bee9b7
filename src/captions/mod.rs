//! Judges whether a caption has to do with its story.
//!
//! A caption is unrelated only if it names things that can be looked for, the story contains
//! neither them nor the caption's themes, and the learned model is sure. Captions of kinds that
//! describe no particular picture are never judged unrelated, because a false accusation costs more
//! than a miss.

mod credit;
mod dated;
mod items;
mod kind;
mod ledger;
mod measure;
pub mod model;
mod names;
mod share;
mod stems;
mod story;
mod verdict;

use rayon::prelude::*;

use crate::clean::{Caption, Cleaned};
use crate::ingest::{Article, Stamp};
use crate::languages;
use crate::lineage::Lineage;
use crate::text::{Document, Frequencies, fold};
use dated::Dated;
use ledger::Ledger;
pub use ledger::{Places, key};
use measure::Measured;
pub use measure::Stems;
use model::Features;
pub use share::foreign;
use story::Story;
use verdict::{Case, Told};

/// The relation of a caption to its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CaptionVerdict {
    /// It shows what the story is about.
    Related,
    /// It is an old picture of something the story is about.
    Archive,
    /// It has nothing to do with the story.
    Unrelated,
    /// It says too little to be judged.
    Unknown,
}

impl CaptionVerdict {
    /// Returns the name used in the tables.
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
    /// Index of the article.
    pub article: u32,
    /// The caption.
    pub caption: Caption,
    /// The verdict.
    pub verdict: CaptionVerdict,
    /// How closely the caption is related to the story, in [0, 1].
    pub relatedness: f64,
    /// The date stated in the caption; `None` if there is none.
    pub date: Option<Stamp>,
    /// Days from the caption's date to the article's; `None` if either is unknown.
    pub age_days: Option<i64>,
    /// Number of other articles with the same caption.
    pub other_articles: u32,
    /// The reasons for the verdict.
    pub evidence: String,
    /// Probability that the caption belongs to another story, at the share of foreign captions in
    /// the training data; `None` for kinds that cannot be accused.
    pub unrelated: Option<f64>,
    /// The model's input.
    pub features: Features,
    /// Whether the caption is of a kind that can be accused and names what the story lacks, so that
    /// the model decides.
    pub accusable: bool,
}

/// Number of other articles of an event that are searched before a caption is accused. Chosen by
/// judgement, as a limit on time.
const LOOKED_AT: usize = 40;

/// What captions are judged by, in the order of the articles.
pub struct Evidence<'e> {
    /// The articles.
    pub articles: &'e [Article],
    /// Their captions, titles and languages.
    pub cleaned: &'e [Cleaned],
    /// Their bodies in words.
    pub documents: &'e [Document],
    /// In how many stories each stem occurs (see [`Stems`]).
    pub stems: &'e Frequencies,
    /// The share of captions that are foreign to their stories, if an earlier run has estimated it
    /// (see [`foreign`]); otherwise it is estimated from the captions judged.
    pub foreign: Option<f64>,
    /// Their dates and events: what a caption names may be mentioned in another article of the
    /// event.
    pub lineage: &'e Lineage,
}

impl Evidence<'_> {
    /// Returns the articles about the same event as an article, including itself.
    fn event(&self, at: u32) -> &[u32] {
        let story = self.lineage.standings[at as usize].story;
        self.lineage.stories.get(story as usize).map_or(&[], |story| &story.members)
    }

    fn page(&self, at: usize) -> Page<'_> {
        let (articles, cleaned) = (self.articles, self.cleaned);
        let published = self.lineage.dates[at].0.or(articles[at].first_seen);
        Page { at, articles, cleaned, published }
    }
}

/// Judges every caption of every article; the result is ordered by article, then by caption.
pub fn run(e: &Evidence<'_>) -> Vec<Judged> {
    let ledger = Ledger::of(e.cleaned, &|at| e.event(at).first().copied().unwrap_or(at));
    let mut judged: Vec<Judged> = (0..e.articles.len())
        .into_par_iter()
        .filter(|at| !e.cleaned[*at].captions.is_empty())
        .map(|at| {
            let places: Vec<Places> = (0..e.cleaned[at].captions.len())
                .map(|number| ledger.besides(at as u32, number))
                .collect();
            let event = e.event(at as u32);
            e.page(at).judge(event, e.stems, &ledger.bare[at], &places, &e.documents[at])
        })
        .flatten_iter()
        .collect();
    share::spare_lists(&mut judged);
    let share = e.foreign.unwrap_or_else(|| share::foreign(&judged));
    share::spare_where_rare(&mut judged, share);
    judged
}

/// Judges the captions of one article. `places` has one entry per caption: where else it appears.
pub fn of_article(e: &Evidence<'_>, at: usize, places: &[Places]) -> Vec<Judged> {
    let bare: Vec<String> =
        e.cleaned[at].captions.iter().map(|c| credit::without_credit(c.own())).collect();
    let event = e.event(at as u32);
    let mut judged = e.page(at).judge(event, e.stems, &bare, places, &e.documents[at]);
    share::spare_lists(&mut judged);
    let share = e.foreign.unwrap_or_else(|| share::foreign(&judged));
    share::spare_where_rare(&mut judged, share);
    judged
}

/// An article among the others of its run.
struct Page<'p> {
    at: usize,
    articles: &'p [Article],
    cleaned: &'p [Cleaned],
    published: Option<Stamp>,
}

impl Page<'_> {
    fn judge(
        &self,
        event: &[u32],
        frequencies: &Frequencies,
        bare: &[String],
        places: &[Places],
        document: &Document,
    ) -> Vec<Judged> {
        let (at, article, clean) = (self.at, &self.articles[self.at], &self.cleaned[self.at]);
        let story = Story::of(article, clean, document, Some(bare));
        let opinion = is_opinion(article);
        let items = clean.captions.iter().any(|c| !c.listed) && items::are_several(article, clean);
        let told = |measured: &Measured| {
            let others = event.iter().map(|o| *o as usize).filter(|o| *o != at).take(LOOKED_AT);
            Told {
                on_the_page: measured.is_told_by(article, clean, true),
                by_others: others
                    .filter(|&o| measured.is_told_by(&self.articles[o], &self.cleaned[o], false))
                    .count(),
            }
        };
        let measured: Vec<Measured> =
            bare.iter().map(|bare| measure::measure(bare, &story, frequencies)).collect();
        let series: Vec<bool> = (0..measured.len()).map(|n| is_of_a_series(&measured, n)).collect();
        let language = clean.language.as_deref().and_then(languages::of);
        let read =
            |c: &Caption| Dated::read(c, self.published, kind::is_counted(&c.text), language);
        let dated: Vec<Dated> = clean.captions.iter().map(read).collect();
        let album = verdict::is_album(dated.iter().zip(&measured));
        let captions = clean.captions.iter().zip(bare).zip(places).zip(measured).zip(series);
        captions
            .zip(dated)
            .map(|(((((caption, bare), places), measured), series), dated)| {
                let case = Case {
                    article: at as u32,
                    caption,
                    bare,
                    measured,
                    dated,
                    story_words: story.words,
                    places: *places,
                    opinion,
                    items,
                    series,
                    album,
                };
                case.judge(&told)
            })
            .collect()
    }
}

/// Number of words missing from the story that two captions of a series have in common. Chosen by
/// judgement.
const SHARED: usize = 2;
/// Number of other captions with which a caption of a series must share so many. Chosen by
/// judgement.
const OTHERS: usize = 2;

/// Whether a caption shares what the story lacks with several other captions of the article, as in
/// a gallery or a list.
fn is_of_a_series(all: &[Measured], number: usize) -> bool {
    let own = &all[number];
    own.is_foreign()
        && all
            .iter()
            .enumerate()
            .filter(|(n, other)| *n != number && own.shared(other) >= SHARED)
            .count()
            >= OTHERS
}

/// Whether title or address mark an article as an opinion piece.
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
    let titled =
        article.title.as_deref().is_some_and(|title| fold::phrase(title).starts_with("opinion "));
    let path =
        article.url.as_deref().and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    titled
        || path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .split('/')
            .skip(1)
            .any(|part| SECTIONS.contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineage::{DateBasis, Standing, Story};

    /// Captions of articles dated as they say, in events.
    fn of_events(
        articles: &[Article],
        cleaned: &[Cleaned],
        documents: &[Document],
        events: &[&[u32]],
    ) -> Vec<Judged> {
        let mut lineage = Lineage {
            dates: articles.iter().map(|a| (a.published, DateBasis::None)).collect(),
            standings: articles.iter().map(|_| Standing::default()).collect(),
            ..Lineage::default()
        };
        for (members, story) in events.iter().zip(0..) {
            members.iter().for_each(|at| lineage.standings[*at as usize].story = story);
            lineage.stories.push(Story { members: members.to_vec(), independent_origins: 1 });
        }
        let stems = &Frequencies::default();
        run(&Evidence { articles, cleaned, documents, stems, foreign: None, lineage: &lineage })
    }

    /// Judges the captions of one article.
    fn judged(article: &Article, clean: Cleaned) -> Vec<CaptionVerdict> {
        let (articles, documents) = (std::slice::from_ref(article), [clean.document(article)]);
        of_events(articles, &[clean], &documents, &[&[0]]).iter().map(|j| j.verdict).collect()
    }

    fn verdict(caption: &str) -> CaptionVerdict {
        let body = "Ferry crews in Halvik stopped work on Monday. Union leader Jane Doe said the harbour of Halvik would stay shut until the Coastal Line paid 63 sailors. Thousands of travellers waited at the quays of the town, and lorries with fish and milk stood in a queue that reached back to the bridge. A mediator is to arrive by train in the night.";
        let article = Article {
            text: body.to_owned(),
            title: Some("Ferries stand still in Halvik".to_owned()),
            published: Some(Stamp::of_day(
                chrono::NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day"),
            )),
            ..Article::default()
        };
        let clean = Cleaned {
            body: vec![0..body.len()],
            title: article.title.clone(),
            captions: vec![Caption {
                text: caption.to_owned(),
                own: caption.len(),
                listed: true,
                gallery: false,
            }],
            language: Some("en".to_owned()),
            ..Cleaned::default()
        };
        judged(&article, clean)[0]
    }

    #[test]
    fn a_caption_of_the_story_is_related_and_a_foreign_one_is_not() {
        assert_eq!(verdict("Union leader Jane Doe at the harbour"), CaptionVerdict::Related);
        assert_eq!(
            verdict(
                "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery, March 3, 2019"
            ),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn an_old_picture_of_the_story_is_archive() {
        assert_eq!(
            verdict("FILE - Jane Doe speaks to crews in Halvik, March 3, 2016."),
            CaptionVerdict::Archive
        );
        assert_eq!(
            verdict("Jane Doe speaks to crews in Halvik on March 3, 2016."),
            CaptionVerdict::Archive
        );
    }

    #[test]
    fn a_full_date_shows_an_old_picture_whatever_is_on_it() {
        assert_eq!(
            verdict("A view of the exchange on Monday, April 23, 2018."),
            CaptionVerdict::Archive
        );
        assert_eq!(verdict("A view of the exchange on Monday."), CaptionVerdict::Unknown);
    }

    #[test]
    fn pictures_of_a_journey_are_not_old() {
        let body = "Minister Jane Doe came back to Halvik on Monday from her journey along the coast. She told the council of Halvik that the harbours needed new quays, and that the crews there had asked for higher pay.";
        let article = Article {
            text: body.to_owned(),
            title: Some("Doe is back from the coast".to_owned()),
            published: chrono::NaiveDate::from_ymd_opt(2021, 6, 7).map(Stamp::of_day),
            ..Article::default()
        };
        let captions = |days: &[u32]| {
            let towns = ["Port Ellery", "Port Sorrel", "Port Linden", "Port Alder"];
            let caption = |(day, town): (&u32, &str)| {
                let text =
                    format!("Minister Jane Doe visits the harbour in {town}, June {day}, 2021.");
                Caption { own: text.len(), text, listed: true, gallery: false }
            };
            let clean = Cleaned {
                body: vec![0..body.len()],
                title: article.title.clone(),
                captions: days.iter().zip(towns).map(caption).collect(),
                language: Some("en".to_owned()),
                ..Cleaned::default()
            };
            judged(&article, clean)
        };
        assert_eq!(captions(&[2]), [CaptionVerdict::Archive]);
        assert!(!captions(&[1, 2, 3]).contains(&CaptionVerdict::Archive));
    }

    #[test]
    fn generic_captions_are_never_accused() {
        for caption in
            ["File photo", "The White House", "A view of the sea", "Photo: NWA", "Illustration"]
        {
            assert_ne!(verdict(caption), CaptionVerdict::Unrelated, "{caption}");
        }
    }

    #[test]
    fn scripts_without_capitals_are_judged_by_their_words() {
        let judged = |story: &str, caption: &str, language: &str| {
            let article = Article { text: story.to_owned(), ..Article::default() };
            let clean = Cleaned {
                body: vec![0..story.len()],
                captions: vec![Caption {
                    text: caption.to_owned(),
                    own: caption.len(),
                    listed: true,
                    gallery: false,
                }],
                language: Some(language.to_owned()),
                ..Cleaned::default()
            };
            judged(&article, clean)[0]
        };
        let chinese = "渡轮船员周一在港口停止工作，因为关于工资的谈判再次失败。工会领导人说，在公司支付工资之前，港口将保持关闭。成千上万的旅客在码头等待。";
        assert_eq!(judged(chinese, "旅客在码头等待渡轮", "zh"), CaptionVerdict::Related);
        assert_eq!(
            judged(chinese, "网球选手在决赛中获胜后举起奖杯", "zh"),
            CaptionVerdict::Unknown,
            "there are no lists"
        );
        let arabic = "توقفت أطقم العبارات عن العمل يوم الاثنين في الميناء بعد فشل المحادثات حول الأجور مرة أخرى. وقال زعيم النقابة إن الميناء سيبقى مغلقا حتى تدفع الشركة الأجور. وانتظر آلاف المسافرين على الأرصفة طوال اليوم ولم تصل أي سفينة إلى الجزر البعيدة في الشمال حتى المساء.";
        assert_eq!(
            judged(arabic, "مسافرون ينتظرون العبارات في الميناء", "ar"),
            CaptionVerdict::Related
        );
        assert_eq!(
            judged(arabic, "لاعبة التنس ترفع الكأس بعد الفوز في المباراة النهائية", "ar"),
            CaptionVerdict::Unknown
        );
        let russian = "Экипажи паромов прекратили работу в понедельник в Хальвике после того, как переговоры о зарплате снова провалились. Лидер профсоюза Анна Долгова заявила, что порт Хальвика останется закрытым, пока компания не заплатит морякам. Тысячи пассажиров весь день ждали на причалах, и ни одно судно не ушло к северным островам до самого вечера, сообщили в порту.";
        assert_eq!(judged(russian, "Анна Долгова в порту Хальвика", "ru"), CaptionVerdict::Related);
        assert_eq!(
            judged(
                russian,
                "Теннисистка Мария Петрова поднимает кубок после победы над Ольгой Ивановой в Париже",
                "ru"
            ),
            CaptionVerdict::Unknown,
            "one story alone tells little"
        );
    }

    #[test]
    fn a_gallery_and_a_story_of_few_words_accuse_nobody() {
        let foreign = "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery";
        let body = "Ferry crews in Halvik stopped work on Monday.";
        let article = Article { text: body.to_owned(), ..Article::default() };
        let caption = |gallery| Caption {
            text: foreign.to_owned(),
            own: foreign.len(),
            listed: true,
            gallery,
        };
        let english = || Cleaned { language: Some("en".to_owned()), ..Cleaned::default() };
        let clean =
            Cleaned { body: vec![0..body.len()], captions: vec![caption(false)], ..english() };
        assert_eq!(judged(&article, clean)[0], CaptionVerdict::Unknown);
        let long = body.repeat(8);
        let article = Article { text: long.clone(), ..Article::default() };
        let clean = Cleaned {
            body: vec![0..long.len()],
            captions: vec![caption(true), caption(false)],
            ..english()
        };
        assert_eq!(judged(&article, clean), [CaptionVerdict::Unknown, CaptionVerdict::Unrelated]);
    }

    #[test]
    fn a_page_of_foreign_captions_alone_is_a_list() {
        let body = "Ferry crews in Halvik stopped work on Monday. ".repeat(8);
        let article = Article { text: body.clone(), ..Article::default() };
        let foreign = [
            "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery",
            "Senator Tim Loe greets Judge Ola Berg before a debate in the Old Mint of Brennick",
            "Singer Liv Moe falls from the stage during a concert of the Northern Choir in Ostrey",
        ];
        let of = |texts: &[&str]| {
            let captions = texts
                .iter()
                .map(|t| Caption {
                    text: (*t).to_owned(),
                    own: t.len(),
                    listed: true,
                    gallery: false,
                })
                .collect::<Vec<_>>();
            judged(
                &article,
                Cleaned {
                    body: vec![0..body.len()],
                    captions,
                    language: Some("en".to_owned()),
                    ..Cleaned::default()
                },
            )
        };
        assert_eq!(of(&foreign), [CaptionVerdict::Unknown; 3]);
        assert_eq!(of(&foreign[..2]), [CaptionVerdict::Unrelated; 2]);
        let own = ["A ferry of the crews in Halvik on Monday", foreign[0], foreign[1], foreign[2]];
        assert_eq!(of(&own)[1..], [CaptionVerdict::Unrelated; 3]);
    }

    #[test]
    fn what_was_found_in_the_text_is_accused_on_much_evidence_only() {
        let verdict_under = |body: String, text: &str, url: &str| {
            let article = Article {
                text: body.clone(),
                title: Some("Ferries stand still".to_owned()),
                url: Some(format!("https://halviktimes.example/{url}")),
                ..Article::default()
            };
            let caption =
                Caption { text: text.to_owned(), own: text.len(), listed: false, gallery: false };
            let language = Some("en".to_owned());
            let clean = Cleaned {
                body: vec![0..body.len()],
                title: article.title.clone(),
                captions: vec![caption],
                language,
                ..Cleaned::default()
            };
            judged(&article, clean)[0]
        };
        let body =
            |sentences: usize| "Ferry crews in Halvik stopped work on Monday. ".repeat(sentences);
        let verdict_at = |text: &str, url: &str| verdict_under(body(16), text, url);
        let verdict = |text: &str| verdict_at(text, "news/1");
        // Illustrations: a scene that could be anywhere, or a person whom readers take for an
        // example.
        assert_eq!(
            verdict(
                "A man looks at empty nets beside a quay in Port Ellery, Ore., June 2, 2019. Ann Roe/AP"
            ),
            CaptionVerdict::Unknown
        );
        assert_eq!(
            verdict("Enlarge this image toggle caption Ann Roe/AP Ann Roe/AP"),
            CaptionVerdict::Unknown
        );
        assert_eq!(
            verdict(
                "Enlarge this image toggle caption Ann Roe (L) and Mia Poe (R)/Harbour Images Ann Roe (L) and Mia Poe (R)/Harbour Images"
            ),
            CaptionVerdict::Unknown
        );
        let names = "Senator Ann Roe shakes hands with Judge Mia Poe before a debate with Mayor Tim Loe in the Old Mint of Port Ellery";
        assert_eq!(verdict(names), CaptionVerdict::Unrelated);
        assert_eq!(
            verdict_under(body(8), names, "news/1"),
            CaptionVerdict::Unknown,
            "a story broken off"
        );
        let item =
            format!("{names} {}", "where the two had spoken of other things all the morning long and well into the afternoon ".repeat(3));
        assert_eq!(verdict(&item), CaptionVerdict::Unknown, "an item of a round-up");
        assert_eq!(
            verdict_at(names, "story/opinion/1"),
            CaptionVerdict::Unknown,
            "opinion pieces are illustrated"
        );
        for scene in [
            "This photo taken on Aug 13, 2019 shows an orchard on the bank of the Sallow River in Daby village of Port Roe county, Northwest Ostrey's Ellery province. [Photo/NWA]",
            "Barges are tested at the Ellery Innovation Centre of Tug Robotics in the Ellery Development Area on June 12, 2019. [ANN ROE/FOR NORLAND DAILY]",
        ] {
            assert_eq!(verdict(scene), CaptionVerdict::Unknown, "places, and who made it: {scene}");
        }
        assert_eq!(
            verdict(&format!("{names} beside hydroferries")),
            CaptionVerdict::Unknown,
            "the headline is about ferries"
        );
        assert_eq!(
            verdict(
                "Senator Ann Roe (L) shakes hands with Judge Mia Poe before a debate on the Lighthouse Bill with Mayor Tim Loe in the Old Mint of Port Ellery"
            ),
            CaptionVerdict::Unrelated
        );
    }

    #[test]
    fn the_ledger_counts_articles_and_events_under_one_picture() {
        let captions = [
            "A crew waits at the pier. Photo: Ann Roe",
            "A crew waits at the pier. Photo: Mia Poe",
            "A crew waits at the pier.",
        ];
        let articles: Vec<Article> = (0..3).map(|_| Article::default()).collect();
        let cleaned: Vec<Cleaned> = captions
            .iter()
            .map(|c| Cleaned {
                captions: vec![Caption {
                    text: (*c).to_owned(),
                    own: c.len(),
                    listed: true,
                    gallery: false,
                }],
                ..Cleaned::default()
            })
            .collect();
        let documents =
            [const { Document { words: Vec::new(), sentences: Vec::new(), quotes: Vec::new() } };
                3];
        let judged = of_events(&articles, &cleaned, &documents, &[&[0, 1], &[2]]);
        assert!(judged.iter().all(|j| j.other_articles == 2), "{judged:?}");
        assert!(
            judged[0].evidence.contains("of another event")
                && judged[2].evidence.contains("of another event")
        );
    }
}
