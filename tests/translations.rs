//! Stories in other languages: what is a translation, what only reports the same event, and what
//! follows from either.

mod support;

use support::{Row, run, table};

/// A story of an outlet in English, invented.
const ENGLISH: &str = "Coast guard rescues 63 from ferry off Ostrey\n\nOSTREY - The ferry Halvik Star ran aground near Ostrey on Tuesday morning with 63 passengers and 14 crew on board, the Norland coast guard said.\n\nCaptain Henrik Solberg told Radio Brennick that the rudder had jammed at 6:40 in thick fog. Two tugs, the Bjarne and the Skarra, pulled the ship free after 5 hours.\n\nNobody was injured. The mayor of Ostrey, Marit Lindqvist, opened the school gymnasium, where 38 people spent the night.\n\nNordersiel Lines, which has owned the ferry since 1998, said that repairs would cost about 2.4 million crowns. The company carried 175,000 passengers last year.\n\nIn 2014 the sister ship Brennick Queen had hit the same rocks. An inquiry led by Professor Anders Falk asked for 12 new buoys, of which only 7 have been laid.\n\nTransport minister Viktor Dahlgren promised in Halvik on Wednesday to lay the other 5 before October.";

/// The same story in German, translated sentence by sentence.
const GERMAN: &str = "Küstenwache rettet 63 Menschen von Fähre vor Ostrey\n\nOSTREY - Die Fähre Halvik Star ist am Dienstagmorgen mit 63 Passagieren und 14 Besatzungsmitgliedern nahe Ostrey auf Grund gelaufen, wie die Küstenwache von Norland mitteilte.\n\nKapitän Henrik Solberg sagte Radio Brennick, das Ruder habe um 6:40 Uhr bei dichtem Nebel geklemmt. Zwei Schlepper, die Bjarne und die Skarra, zogen das Schiff nach 5 Stunden frei.\n\nVerletzt wurde niemand. Die Bürgermeisterin von Ostrey, Marit Lindqvist, öffnete die Turnhalle der Schule, in der 38 Menschen die Nacht verbrachten.\n\nNordersiel Lines, der die Fähre seit 1998 gehört, teilte mit, die Reparatur werde etwa 2,4 Millionen Kronen kosten. Die Reederei beförderte im vergangenen Jahr 175.000 Fahrgäste.\n\nIm Jahr 2014 war das Schwesterschiff Brennick Queen auf dieselben Felsen gelaufen. Eine Untersuchung unter Leitung von Professor Anders Falk forderte 12 neue Bojen, von denen erst 7 ausgelegt sind.\n\nVerkehrsminister Viktor Dahlgren versprach am Mittwoch in Halvik, die übrigen 5 vor Oktober auszulegen.";

/// The same story in Russian, translated sentence by sentence.
const RUSSIAN: &str = "Береговая охрана спасла 63 человек с парома у Острея\n\nОСТРЕЙ - Паром «Халвик Стар» во вторник утром сел на мель близ Острея; на борту было 63 пассажира и 14 членов экипажа, сообщила береговая охрана Норланда.\n\nКапитан Хенрик Сольберг рассказал «Радио Бренник», что руль заклинило в 6:40 в густом тумане. Два буксира, «Бьярне» и «Скарра», сняли судно с мели через 5 часов.\n\nНикто не пострадал. Мэр Острея Марит Линдквист открыла школьный спортзал, где 38 человек провели ночь.\n\n«Нордерсиль Лайнс», которой паром принадлежит с 1998 года, сообщила, что ремонт обойдётся примерно в 2,4 миллиона крон. В прошлом году компания перевезла 175 000 пассажиров.\n\nВ 2014 году на те же скалы налетел однотипный паром «Бренник Куин». Комиссия под руководством профессора Андерса Фалька потребовала установить 12 новых буёв, из которых установлены лишь 7.\n\nМинистр транспорта Виктор Дальгрен в среду в Халвике пообещал установить остальные 5 до октября.";

/// Another reporter's story of the same event, in German.
const REPORT: &str = "Bürgermeisterin lobt Helfer nach Havarie\n\nMarit Lindqvist hat eine kurze Nacht hinter sich. In der Turnhalle von Ostrey haben sie und ihre Nachbarn Suppe gekocht, Decken verteilt und Kinder getröstet, die von der Halvik Star kamen.\n\n„So etwas vergisst man nicht“, sagt der Fischer Jens Aalto, der mit seinem Kutter als Erster bei der Fähre war und neun Menschen an Land brachte.\n\nDer Verkehrsminister Viktor Dahlgren will am Mittwoch nach Halvik kommen. In Ostrey fragen sie sich, warum von den Bojen, die nach dem Unglück der Brennick Queen zugesagt waren, noch immer welche fehlen.\n\nKapitän Henrik Solberg schwieg am Abend auf der Mole. Die Reederei Nordersiel Lines sucht nun eine Ersatzfähre, denn am Wochenende beginnt das Fest von Skarra, zu dem jedes Jahr 4.000 Gäste kommen.";

/// An English copy of the English story, with a few words changed.
fn copy() -> String {
    ENGLISH.replace("Nobody was injured", "No one was hurt").replace("promised", "pledged")
}

fn record(id: &str, outlet: &str, day: u32, text: &str) -> String {
    let text = serde_json::to_string(text).expect("JSON");
    format!(
        "{{\"id\":\"{id}\",\"url\":\"https://www.{outlet}.example/{id}\",\"published\":\"2021-06-{day:02}T08:00:00Z\",\"text\":{text}}}\n"
    )
}

struct Tables {
    pairs: Vec<Row>,
    articles: Vec<Row>,
    findings: Vec<Row>,
    stories: Vec<Row>,
    stderr: String,
}

fn report(input: &str) -> Tables {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let list = ["report", "-", "--sources", "tests/sources.toml", "--out", &place];
    let outcome = run(&list, input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let read = |name: &str| table(&out.path().join("all").join(name));
    Tables {
        pairs: read("pairs.csv"),
        articles: read("articles.csv"),
        findings: read("findings.csv"),
        stories: read("stories.csv"),
        stderr: outcome.stderr,
    }
}

/// Returns the relation of two articles; empty if they are not among the pairs.
fn relation<'t>(tables: &'t Tables, a: &str, b: &str) -> &'t str {
    let is = |r: &&Row| {
        (r["article_a"] == a && r["article_b"] == b) || (r["article_a"] == b && r["article_b"] == a)
    };
    tables.pairs.iter().find(is).map_or("", |r| &r["relation"])
}

#[test]
fn a_translation_is_found_in_either_script_and_dated_by_its_dates() {
    let input = record("en", "courier", 9, ENGLISH)
        + &record("de", "bote", 10, GERMAN)
        + &record("ru", "vestnik", 10, RUSSIAN);
    let tables = report(&input);
    for (a, b) in [("en", "de"), ("en", "ru"), ("de", "ru")] {
        assert_eq!(relation(&tables, a, b), "translated", "{a} {b}");
    }
    let pair = |a: &str, b: &str| {
        tables
            .pairs
            .iter()
            .find(|r| r["article_a"] == a && r["article_b"] == b)
            .unwrap_or_else(|| panic!("no {a} {b}"))
    };
    let found = pair("de", "en");
    assert_eq!((&*found["original"], &*found["original_basis"]), ("en", "earliest"));
    assert!(found["relation_firmness"].parse::<f64>().expect("a probability") >= 0.9);
    assert!(found["evidence"].contains("at the same place"), "{}", found["evidence"]);
    assert_eq!((&*found["quotes_altered"], &*found["facts_drifted"]), ("", ""));
    assert!(tables.stderr.contains("in two languages"), "{}", tables.stderr);
}

#[test]
fn nothing_is_held_against_a_translation() {
    let input = record("en", "courier", 9, ENGLISH) + &record("de", "bote", 10, GERMAN);
    let tables = report(&input);
    assert!(tables.findings.is_empty(), "{:?}", tables.findings);
    let empty = |r: &Row| r["credit"].is_empty() && r["original_id"].is_empty();
    assert!(tables.articles.iter().all(empty));
}

#[test]
fn a_report_of_the_same_event_in_another_language_is_no_translation() {
    let input = record("en", "courier", 9, ENGLISH)
        + &record("de", "bote", 10, REPORT)
        + &record("de2", "blatt", 10, GERMAN);
    let tables = report(&input);
    assert_ne!(relation(&tables, "en", "de"), "translated");
    assert_eq!(relation(&tables, "en", "de2"), "translated");
}

#[test]
fn texts_of_one_language_are_compared_as_before() {
    let input = record("en", "courier", 9, ENGLISH)
        + &record("copy", "standard", 10, &copy())
        + &record("de", "bote", 10, GERMAN);
    let tables = report(&input);
    assert!(["edited", "republished"].contains(&relation(&tables, "en", "copy")));
    assert_eq!(relation(&tables, "copy", "de"), "translated");
}

/// A result of a match, in English and in German, with its numbers.
fn result(german: bool, [date, goals, minute, crowd, points, days]: [u32; 6]) -> String {
    if german {
        format!(
            "Halvik gegen Brennick am {date}. Juni: Endstand {goals} zu 0. Henrik Solberg traf für Halvik in Minute {minute} vor {crowd} Zuschauern im Stadion Nordersiel. Trainer Anders Falk lobte Torwart Jens Aalto. Halvik hat nun {points} Punkte und spielt in {days} Tagen gegen Ostrey mit Marit Lindqvist."
        )
    } else {
        format!(
            "Halvik against Brennick on {date} June: final score {goals} to 0. Henrik Solberg scored for Halvik in minute {minute} before {crowd} spectators in the stadium of Nordersiel. Coach Anders Falk praised goalkeeper Jens Aalto. Halvik now has {points} points and plays Ostrey with Marit Lindqvist in {days} days."
        )
    }
}

#[test]
fn two_results_in_one_formula_are_no_translation_of_each_other() {
    let (one, other) = ([3, 2, 41, 6120, 19, 7], [9, 1, 88, 4870, 22, 5]);
    let input = record("en", "courier", 9, &result(false, one))
        + &record("de", "bote", 10, &result(true, other));
    assert_ne!(relation(&report(&input), "de", "en"), "translated");
}

#[test]
fn translations_of_one_text_are_one_origin_and_nobody_wrote_them_independently() {
    let input = record("en", "courier", 9, ENGLISH)
        + &record("de", "bote", 10, GERMAN)
        + &record("ru", "vestnik", 10, RUSSIAN);
    let tables = report(&input);
    let role = |id: &str| {
        tables.articles.iter().find(|r| r["article_id"] == id).map(|r| r["role"].as_str())
    };
    assert_eq!((role("en"), role("de"), role("ru")), (Some("independent"), Some(""), Some("")));
    assert_eq!(tables.stories.len(), 1);
    assert_eq!(tables.stories[0]["independent_origins"], "1");
}

#[test]
fn the_same_sentences_in_another_order_are_no_translation() {
    let mut paragraphs: Vec<&str> = GERMAN.split("\n\n").collect();
    paragraphs.reverse();
    let input =
        record("en", "courier", 9, ENGLISH) + &record("de", "bote", 10, &paragraphs.join("\n\n"));
    assert_ne!(relation(&report(&input), "de", "en"), "translated");
}

#[test]
fn the_window_holds_for_translations_too() {
    let input = record("en", "courier", 1, ENGLISH) + &record("de", "bote", 11, GERMAN);
    assert_eq!(relation(&report(&input), "de", "en"), "translated");
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(
        &["report", "-", "--sources", "tests/sources.toml", "--window", "7d", "--out", &place],
        &input,
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let pairs = table(&out.path().join("all/pairs.csv"));
    assert!(pairs.iter().all(|r| &*r["relation"] != "translated"), "{pairs:?}");
}
