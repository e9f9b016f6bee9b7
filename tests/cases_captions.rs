//! Captions that must not be accused, kind by kind, and some that must: each kind in several
//! languages and forms.

mod support;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use support::{run, table};

/// An English story of some 130 words.
const FERRIES: &str = "Ferry crews in Halvik stopped work on Monday after talks about wages failed for the third time. Union leader Jane Doe said the harbour would stay shut until the Coastal Line paid 63 sailors what it owes them. Thousands of travellers waited at the quays of the town, and lorries with fish and milk stood in a queue that reached back to the bridge.\nThe company called the strike unlawful and asked the court to end it. A mediator is to arrive by train in the night. Shops on the islands have bread for two days, the mayor said, and the hospital has moved its patients to the mainland. Fishermen offered lifts in their boats, at no charge, to anybody with a doctor's letter. Nobody expects the boats to sail before the weekend.";
const FAEHREN: &str = "Die Besatzungen der Fähren in Halvik haben am Montag die Arbeit niedergelegt, nachdem die Gespräche über die Löhne zum dritten Mal gescheitert waren. Die Vorsitzende der Gewerkschaft, Jana Dorn, sagte, der Hafen bleibe geschlossen, bis die Reederei ihren 63 Seeleuten zahle, was sie ihnen schuldet. Tausende Reisende warteten an den Kais der Stadt, und Lastwagen mit Fisch und Milch standen in einer Schlange bis zur Brücke.\nDie Reederei nannte den Streik rechtswidrig und rief das Gericht an. Ein Schlichter soll in der Nacht mit dem Zug eintreffen. Die Läden auf den Inseln haben Brot für zwei Tage, sagte der Bürgermeister, und das Krankenhaus hat seine Patienten auf das Festland gebracht.";
const FERRYS: &str = "Las tripulaciones de los transbordadores de Halvik dejaron de trabajar el lunes después de que las conversaciones sobre los salarios fracasaran por tercera vez. La dirigente del sindicato, Juana Dorado, dijo que el puerto seguirá cerrado hasta que la naviera pague a sus 63 marineros lo que les debe. Miles de viajeros esperaban en los muelles de la ciudad, y los camiones con pescado y leche formaban una cola que llegaba hasta el puente.\nLa naviera llamó ilegal a la huelga y pidió al tribunal que le pusiera fin. Un mediador debe llegar en tren por la noche. Las tiendas de las islas tienen pan para dos días, dijo el alcalde.";

/// Returns verdict and evidence of each caption listed with a story.
fn judged(language: &str, story: &str, captions: &[&str]) -> BTreeMap<String, (String, String)> {
    let article = json!({"id": "x", "url": "https://halviktimes.example/news/1", "title": story.split('.').next(), "text": story,
        "language": language, "published": "2021-06-07", "captions": captions});
    all(&[article]).into_iter().map(|((_, caption), said)| (caption, said)).collect()
}

fn all(articles: &[Value]) -> BTreeMap<(String, String), (String, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, articles.iter().map(|a| format!("{a}\n")).collect::<String>())
        .expect("written");
    let out = folder.path().join("out");
    let outcome =
        run(&["report", &input.display().to_string(), "--out", &out.display().to_string()], "");
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rows = table(&out.join("all/captions.csv"));
    rows.iter()
        .map(|r| {
            (
                (r["article_id"].clone(), r["caption"].clone()),
                (r["verdict"].clone(), r["evidence"].clone()),
            )
        })
        .collect()
}

#[test]
fn a_caption_of_another_story_is_unrelated_in_each_language_with_lists() {
    let cases = [
        (
            "en",
            FERRIES,
            "Tennis player Ann Roe lifts the trophy after beating Mia Poe in the final of the Clay Open in Port Ellery",
        ),
        (
            "en",
            FERRIES,
            "Senator Tim Loe speaks at a campaign rally of the Orchard Party in Marlow Heath, Saturday, March 6, 2021. (NWA Photo/Pell Osgood)",
        ),
        (
            "de",
            FAEHREN,
            "Tennisspielerin Anna Rohde jubelt nach ihrem Sieg über Mia Pohl im Finale der Meisterschaft von Ellerbrück. Foto: Tomke Brandt",
        ),
        (
            "es",
            FERRYS,
            "La tenista Ana Robles levanta el trofeo tras vencer a Mía Pozo en la final del Abierto de Puerto Elera",
        ),
    ];
    for (language, story, caption) in cases {
        let said = judged(language, story, &[caption]);
        // A single story shows little about which words are rare, least of all where all nouns look
        // like names.
        let wanted: &[&str] =
            if language == "en" { &["unrelated"] } else { &["unrelated", "unknown"] };
        assert!(
            wanted.contains(&said[caption].0.as_str()),
            "{caption}: {}: {}",
            said[caption].0,
            said[caption].1
        );
    }
}

#[test]
fn kinds_of_captions_that_speak_of_no_picture_of_the_story_are_never_accused() {
    let english = [
        // Gallery counters.
        "1/30 A street vendor hands out free soap in Port Castle town centre NWA",
        "Picture 4 of 12: Goats walk through the deserted streets of Llanbryn",
        "A racegoer attends the Felton Gold Cup in a fashionable scarf (7/30)",
        "3 of 9 The Lyric Playhouse in Carlow closes its doors",
        // Stock pictures, and pictures that only illustrate.
        "Aerial view of Port Castle and the Anmore Valley. Getty Images/iStockphoto",
        "A nurse holds a syringe in Carlow (stock image)",
        "Artist's impression of the Felton Tower in Carlow",
        "Cartoonist Tom Meyer reflects on the year that we leave behind in Carlow",
        // Goods.
        "Wool coat, $249.00, from Felton & Roe",
        "Silk dress by ORSOLA VANT, boots by KELLERMANN",
        "Helmet Roe Tectal | Glasses Roe Aspire | Pack Felton Mule | Shorts Roe Pure",
        // Videos, figures, boilerplate, posts, bylines.
        "How well do you know Tim Loe of the Orchard Party? 01:41",
        "Figure 4. Accuracy of the Felton model on the Carlow structures",
        "Click here to read more about the Orchard Party and Senator Tim Loe",
        "Tim Loe will speak in Carlow tonight! @orchardparty",
        "By Ann Roe, Political Correspondent, Carlow",
        "I took my dog to the Felton Gold Cup in Carlow and lost it there",
        // Broken encoding, and names alone.
        "Prime Minister Tim Loe said heâ€™d visit the Felton Gold Cup",
        "Ann Roe/Felton Images",
        "The Felton Herald",
        // A scene that could be anywhere.
        "A woman walks her dog past a shuttered theatre",
    ];
    for (caption, (verdict, evidence)) in judged("en", FERRIES, &english) {
        assert_ne!(verdict, "unrelated", "{caption}: {evidence}");
    }
    let german = [
        "Bild 4 von 12: Ziegen laufen durch die leeren Straßen von Elmsbrück",
        "Studenten gehen in Ellerbrück eine Treppe hinunter (Symbolbild)",
        "Der Marktplatz von Ellerbrück. Foto: Adobe Stock",
        "Grauer Blazer und Minikleid, beides von ORSOLA VANT",
        "Externer Inhalt von Ellerbrück TV, hier klicken",
        "Abb. 3: Windmühlen in Ellerbrück um das Jahr 1840",
        "Von Hanna Rietmann, Redakteurin für Finanzen in Ellerbrück",
        "Ich habe in Ellerbrück meinen Hund verloren",
    ];
    for (caption, (verdict, evidence)) in judged("de", FAEHREN, &german) {
        assert_ne!(verdict, "unrelated", "{caption}: {evidence}");
    }
    let spanish = [
        "Imagen 4 de 12: las cabras pasean por las calles vacías de Puerto Elera",
        "Estudiantes bajan una escalera en Puerto Elera (imagen ilustrativa)",
        "Haga clic aquí para leer más sobre la tenista Ana Robles",
    ];
    for (caption, (verdict, evidence)) in judged("es", FERRYS, &spanish) {
        assert_ne!(verdict, "unrelated", "{caption}: {evidence}");
    }
}

#[test]
fn a_caption_in_another_language_or_one_without_lists_is_not_accused() {
    let english = "Tennis player Ann Roe lifts the trophy after she has beaten Mia Poe in the final of the Clay Open in Port Ellery";
    let german = "Die Tennisspielerin Anna Rohde jubelt nach dem Sieg über Mia Pohl im Finale der Meisterschaft von Ellerbrück";
    for (language, story, caption) in
        [("de", FAEHREN, english), ("es", FERRYS, english), ("en", FERRIES, german)]
    {
        let said = judged(language, story, &[caption]);
        assert_eq!(said[caption].0, "unknown", "{language}, {caption}: {}", said[caption].1);
    }
    let chinese = "渡轮船员周一在港口停止工作，因为关于工资的谈判再次失败。工会领导人说，在公司支付工资之前，港口将保持关闭。成千上万的旅客在码头等待，没有一艘船驶往北方的岛屿。法院将于星期二审理此案。";
    let foreign = "网球选手在决赛中获胜后举起奖杯";
    assert_eq!(judged("zh", chinese, &[foreign])[foreign].0, "unknown");
}

#[test]
fn related_needs_more_than_a_common_word() {
    let said = judged(
        "de",
        FAEHREN,
        &[
            "Tage wie diese sind in Ellerbrück selten",
            "Gewerkschafterin Jana Dorn am Hafen von Halvik",
        ],
    );
    assert_ne!(said["Tage wie diese sind in Ellerbrück selten"].0, "related");
    assert_eq!(said["Gewerkschafterin Jana Dorn am Hafen von Halvik"].0, "related");
}

#[test]
fn compounds_and_parts_of_names_tie_a_caption_to_its_story() {
    let german = [
        "Der Hafenstreik trifft vor allem die Inselläden",
        "Frau Dorn vor dem Gerichtsgebäude von Ellerbrück",
        "Lastwagenfahrer Uwe Petersen wartet seit Stunden an der Brückenauffahrt",
    ];
    for (caption, (verdict, evidence)) in judged("de", FAEHREN, &german) {
        assert_ne!(verdict, "unrelated", "{caption}: {evidence}");
    }
}

#[test]
fn a_sentence_of_the_body_that_names_a_bank_is_no_caption() {
    for last in [
        "Lead manager was Bank of Lunde Capital Market Ltd, a daughter of the Bank of Lunde in Britain and co-lead manager Credit Rural de Vestland, he added.",
        "The bonds were placed by the Bank of Lunde, Sandvika Trust and three more houses together with the Geneva branch of Credit Vestland and Partners",
        "It will be led by Lunde Capital Market, and of the fourteen houses the largest share is that of Moen Credit Bank.",
    ] {
        let text = format!(
            "ESTRAND - The bank said on Monday that it had placed the loan of the ferry company Nordled with fourteen institutions at home and abroad, two weeks earlier than planned and at a lower price.\nThe loan of 40 mln crowns runs for five years and will pay for two boats.\n{last}\n"
        );
        let said = all(&[
            json!({"id": "x", "source": "northwire.example", "title": "Nordled loan placed early", "text": text}),
        ]);
        assert!(said.is_empty(), "{said:?}");
    }
}

#[test]
fn headline_caption_and_text_in_one_line_are_a_body() {
    let text = "Don't treat us as an island of lepers, says minister FILE PHOTO: News conference after talks between Estrand and Lunde at the Villa Moen in Halvik HALVIK (Reuters) - Estrand will not be treated as a colony of lepers, its foreign minister Luca Dahl said on Saturday, asking the other countries of the league to open their borders to its tourists in June. Several states have said that they may keep their frontiers closed to visitors from Estrand, where the fever killed 1,300 people in the spring. Dahl said he would travel to Lunde, Moen and Sandvika in the coming week to explain that the regions of the south are safe and that hotels and beaches have been made ready.";
    for text in [
        text.to_owned(),
        text.replace("(Reuters) -", "(AFP) —"),
        text.replace("HALVIK (Reuters)", "PORT ELLERY, Estrand (NWA)"),
    ] {
        let said = all(&[json!({"id": "x", "url": "https://newsday.example/1", "text": text})]);
        assert!(said.is_empty(), "{said:?}");
    }
}
