//! Which articles form a family, and what does not join families.

mod support;

use std::collections::BTreeSet;

use support::{Row, run, table};

/// Sixty words of boilerplate that every outlet prints with its stories.
const FURNITURE: &str = "Reporting from the islands is made possible by readers like you who give what they can each month, and every coin goes to the people who gather the news, check it and print it; if you value what you read on these pages, think of giving, because without your help many towns would have nobody left who asks them questions.";

/// Twelve stories that have nothing in common.
const STORIES: [&str; 12] = [
    "A ferry with 63 passengers ran aground off Ostrey early on Tuesday after its steering gear jammed in thick fog. Two tugs pulled the vessel free at high water, and divers are to look at a tear of four metres in the hull once it has reached the yard in Nordersiel.",
    "Herring landed at the auction hall of Skarra fetched the lowest price in nine years. Buyers paid 3 crowns a kilo, half of what was paid in May, while the association led by Tom Roe asked the ministry to open cold stores that stood empty since spring.",
    "Pupils of the Lindal school have counted 417 nests of the black tern, twice as many as last summer. Their teacher Mia Poe sent the figures to Uppermark university, where biologists had believed the bird to be gone from that marsh since the drought.",
    "The Brennick theatre will close for eighteen months while its stage machinery from 1911 is replaced. Director Lars Hagen said plays would move into a disused tram depot on Mill Street, with seats for 240 spectators and a bar inside an old carriage.",
    "Engineers drilling beneath Mount Arvel struck warm water at a depth of 1,850 metres on Thursday. If its flow holds through winter, Torvik Heat expects to supply 900 homes and to shut down the last boiler burning peat in that valley.",
    "Chess player Anna Solheim, 14, beat grandmaster Igor Belan in 52 moves at the Greyport open. She gave up a rook on move 31, which commentators first called a blunder, and needs one more such result for her title.",
    "A court in Westhaven fined the dairy Melkar 2.4 million crowns for having watered down cream between 2016 and 2019. Judge Ruth Adler spoke of a cheat upon every breakfast table; lawyers for the firm announced that they would appeal.",
    "Snow fell on the vineyards of Castel Moro for the first time in June since records began. Growers lit 3,000 candles between the rows at night, yet Paolo Ferri believes a third of the young grapes froze before dawn came.",
    "Archaeologists digging under the car park of Eldby found a loom weight scratched with nineteen runes. Professor Ingrid Vahl reads them as a list of debts, among them two goats and a comb, that some weaver kept around the year 860.",
    "The night train between Kolm and Santerra returns in December after eleven years. Railway chief Jana Novotna promised sleeping cars with showers, tickets from 49 crowns, and an arrival early enough for a swim before any office opens.",
    "Doctors at Fairmead hospital have replaced a heart valve through the wrist of a patient aged 91. Surgeon Omar Haddad needed forty minutes; the woman, a former glider pilot, went home on the third day and mowed her lawn that weekend.",
    "Beekeepers in the Orlen hills blame a new fungus for losing 5,600 colonies. A laboratory at Quist sequenced it within six days and found a strain known only from hornets, said Emil Strand, who heads its office for animal plagues.",
];

/// Returns an outlet's record: story and boilerplate. Boilerplate that several outlets share is
/// taken for the story where it is more than half of what was read of a page; what an outlet's own
/// pages have in common is recognised as boilerplate in any case.
fn record(n: usize, body: &str) -> String {
    let text = serde_json::to_string(&format!("{body}\n\n{FURNITURE}")).expect("JSON");
    format!(
        "{{\"id\":\"a{n:02}\",\"url\":\"https://outlet{n:02}.example/story\",\"published\":\"2021-06-09T{:02}:00:00Z\",\"text\":{text}}}\n",
        n + 6
    )
}

/// Returns six pages, each with two of the stories.
fn stories() -> Vec<String> {
    STORIES.chunks(2).map(|two| two.join("\n\n")).collect()
}

/// Returns the pairs, clusters and articles of a report.
fn report(input: &str) -> (Vec<Row>, Vec<Row>, Vec<Row>) {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let read = |name: &str| table(&out.path().join("all").join(name));
    (read("pairs.csv"), read("clusters.csv"), read("articles.csv"))
}

const COPYING: [&str; 7] =
    ["identical", "republished", "edited", "excerpt", "spun", "rewritten", "summary"];

/// Returns the pairs with a copying relation.
fn copies(pairs: &[Row]) -> BTreeSet<(String, String)> {
    let copying = pairs.iter().filter(|p| COPYING.contains(&p["relation"].as_str()));
    copying.map(|p| (p["article_a"].clone(), p["article_b"].clone())).collect()
}

#[test]
fn furniture_that_all_outlets_share_welds_no_family() {
    assert_eq!(FURNITURE.split_whitespace().count(), 60);
    let input: String = stories().iter().enumerate().map(|(n, story)| record(n, story)).collect();
    let (pairs, clusters, articles) = report(&input);
    assert_eq!(articles.len(), 6);
    assert_eq!((copies(&pairs), clusters.len()), (BTreeSet::new(), 0), "{pairs:?}");
}

#[test]
fn a_digest_of_two_stories_does_not_join_their_families() {
    // Each of the first two stories has a copy; the digest has both stories.
    let stories = stories();
    let mut input: String = stories.iter().enumerate().map(|(n, story)| record(n, story)).collect();
    input += &record(12, &stories[0]);
    input += &record(13, &stories[1]);
    input += &record(14, &format!("{}\n\n{}", stories[0], stories[1]));
    let (pairs, _, articles) = report(&input);
    let family = |id: &str| {
        articles
            .iter()
            .find(|a| a["article_id"] == id)
            .map(|a| a["cluster_id"].clone())
            .expect("the article")
    };
    assert!(!family("a00").is_empty() && family("a00") == family("a12"), "{articles:?}");
    assert!(!family("a01").is_empty() && family("a01") == family("a13"), "{articles:?}");
    assert_ne!(family("a00"), family("a01"));
    // The boilerplate connects none of the others.
    let tied: BTreeSet<String> = copies(&pairs).into_iter().flat_map(|(a, b)| [a, b]).collect();
    assert!((2..6).all(|n| !tied.contains(&format!("a{n:02}"))), "{tied:?}");
}

/// Returns an agency story printed by `n` outlets, each with some words of its own, the first at
/// six o'clock.
fn printed_by(n: usize) -> String {
    let words: Vec<&str> = STORIES[..8].iter().flat_map(|story| story.split(' ')).collect();
    let text = |at: usize| -> String {
        let own = |i: usize| at > 0 && (i * 7 + at * 13).is_multiple_of(97);
        words
            .iter()
            .enumerate()
            .map(|(i, word)| if own(i) { format!("{word}{at}") } else { (*word).to_owned() })
            .collect::<Vec<_>>()
            .join(" ")
    };
    let record = |at: usize| {
        let text = serde_json::to_string(&text(at)).expect("JSON");
        let minute = 60 * 6 + at;
        let time = format!("{:02}:{:02}", minute / 60, minute % 60);
        format!(
            "{{\"id\":\"a{at:03}\",\"url\":\"https://outlet{at:03}.example/s\",\"published\":\"2021-06-09T{time}:00Z\",\"text\":{text}}}\n"
        )
    };
    (0..n).map(record).collect()
}

#[test]
fn a_text_that_everybody_has_makes_pairs_by_the_article_and_its_first_print_stays_the_original() {
    let (pairs, clusters, articles) = report(&printed_by(240));
    assert!(pairs.len() > 240 && pairs.len() <= 240 * 64, "{}", pairs.len());
    assert_eq!(clusters.len(), 1);
    assert!(articles.iter().all(|a| a["cluster_id"] == articles[0]["cluster_id"]));
    let others = articles.iter().filter(|a| a["article_id"] != "a000");
    assert!(
        others.clone().all(|a| a["original_id"] == "a000" || a["original_id"].is_empty()),
        "no later print is called the original"
    );
    assert!(others.filter(|a| a["original_id"] == "a000").count() >= 230);
}

#[test]
fn a_family_of_fifty_is_compared_whole_and_all_pairs_compares_any() {
    assert_eq!(copies(&report(&printed_by(50)).0).len(), 50 * 49 / 2);
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(
        &["report", "-", "--sources", "tests/sources.toml", "--all-pairs", "--out", &place],
        &printed_by(60),
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(copies(&table(&out.path().join("all/pairs.csv"))).len(), 60 * 59 / 2);
}

/// Returns records of one outlet, each a text and the outlet's notice in one line.
fn flattened(texts: &[String]) -> String {
    const NOTICE: &str = "You are reading one of the articles that are open to everybody. Our reporting costs money, and readers pay for it. If you have an account, log in to read on. You may give one article to a friend, who can open it for thirty days. Would you like to read more of the harbour and its people? Choose the offer that suits you and cancel whenever you want.";
    let record = |(n, text): (usize, &String)| {
        let line = serde_json::to_string(&format!("{text} {NOTICE}")).expect("JSON");
        let title: Vec<&str> = text.split(' ').take(6).collect();
        format!(
            "{{\"id\":\"s{n:02}\",\"url\":\"https://outlet.example/{n}\",\"title\":\"{}\",\"published\":\"2021-06-{:02}\",\"text\":{line}}}\n",
            title.join(" "),
            n + 1
        )
    };
    texts.iter().enumerate().map(record).collect()
}

#[test]
fn a_notice_in_one_line_with_each_story_makes_no_copies() {
    let words = |input: &str| {
        let (pairs, clusters, articles) = report(input);
        assert_eq!((copies(&pairs), clusters.len()), (BTreeSet::new(), 0));
        articles.iter().map(|a| a["words"].parse().expect("a number")).collect::<Vec<usize>>()
    };
    // Of stories the notice is cut.
    let whole: Vec<String> = STORIES.chunks(2).map(|two| two.join(" ")).collect();
    let of_stories: Vec<usize> = whole.iter().map(|text| text.split(' ').count()).collect();
    assert_eq!(words(&flattened(&whole)), of_stories);
    // Beginnings of stories keep it, as hardly anything else is left of them.
    let beginning = |story: &&str| story.split(' ').take(12).collect::<Vec<_>>().join(" ") + ".";
    let begun: Vec<String> = STORIES.iter().map(beginning).collect();
    assert!(words(&flattened(&begun)).iter().all(|words| *words > 60));
}

#[test]
fn a_revision_in_one_line_remains_one() {
    let text = STORIES[..3].join(" ");
    let record = |id: &str, day: u32, text: &str| {
        format!(
            "{{\"id\":\"{id}\",\"url\":\"https://outlet.example/{id}\",\"title\":\"Ferry aground\",\"published\":\"2021-06-{day:02}\",\"text\":\"{text}\"}}\n"
        )
    };
    let later = format!("{text} The ferry sails again on Monday, the harbour master said.");
    let input = [record("first", 8, &text), record("second", 9, &later)].concat();
    let (pairs, _, _) = report(&input);
    assert_eq!(copies(&pairs).len(), 1, "{pairs:?}");
}
