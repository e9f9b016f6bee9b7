//! Captions of small invented stories, judged whole.

use super::*;
use crate::lineage::DateBasis;
use crate::lineage::Standing;
use crate::lineage::Story;

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
        published: Some(Stamp::of_day(chrono::NaiveDate::from_ymd_opt(2021, 6, 7).expect("a day"))),
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
            let text = format!("Minister Jane Doe visits the harbour in {town}, June {day}, 2021.");
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
    let foreign =
        "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final in Port Ellery";
    let body = "Ferry crews in Halvik stopped work on Monday.";
    let article = Article { text: body.to_owned(), ..Article::default() };
    let caption =
        |gallery| Caption { text: foreign.to_owned(), own: foreign.len(), listed: true, gallery };
    let english = || Cleaned { language: Some("en".to_owned()), ..Cleaned::default() };
    let clean = Cleaned { body: vec![0..body.len()], captions: vec![caption(false)], ..english() };
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
            .map(|t| Caption { text: (*t).to_owned(), own: t.len(), listed: true, gallery: false })
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
        [const { Document { words: Vec::new(), sentences: Vec::new(), quotes: Vec::new() } }; 3];
    let judged = of_events(&articles, &cleaned, &documents, &[&[0, 1], &[2]]);
    assert!(judged.iter().all(|j| j.other_articles == 2), "{judged:?}");
    assert!(
        judged[0].evidence.contains("of another event")
            && judged[2].evidence.contains("of another event")
    );
}
