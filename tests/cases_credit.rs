//! Credits in the forms that readers accept, and what is not a credit: invented pages, each with
//! the right answer.

mod support;

use support::{Row, run, table};

const BRIDGE: &str = "The council of Marrow Bay voted late on Tuesday to close the old swing bridge to lorries from the first of October, ending four years of argument over a crossing that carries nearly 9,000 vehicles a day.\nCouncillors backed the ban by 11 votes to 6 after engineers reported that two of the bridge's eight bearings had cracked since the spring inspection. Repairs will cost 14.2 million crowns, of which the regional fund has promised a third.\n\"Nobody on this council wanted to be the one to say it, but the bridge is tired and we have been lucky for a long time,\" said Ingrid Halloway, who chairs the transport committee.\nHauliers said the detour through Petersfield would add 38 kilometres to each journey. Tomas Breck, whose firm runs 22 lorries between the cannery and the rail depot, told the meeting that he expected to lay off drivers before Christmas.\nThe bridge was built in 1931 and last rebuilt in 1978, when the wooden deck was replaced with steel. A plan for a tunnel was dropped in 2009 after test drilling found loose gravel under the eastern bank.\nPolice will check the weight limit with cameras on both approaches. Residents of the east bank, who gathered outside the hall with lanterns and a brass band, were divided.";
const BRUECKE: &str = "Der Rat von Marrow Bay hat am späten Dienstagabend beschlossen, die alte Drehbrücke ab dem ersten Oktober für Lastwagen zu sperren. Damit enden vier Jahre Streit über eine Überfahrt, die täglich fast 9.000 Fahrzeuge trägt.\n„Niemand in diesem Rat wollte es als Erster aussprechen, aber die Brücke ist müde und wir hatten lange Glück“, sagte Ingrid Halloway, die den Verkehrsausschuss führt.\nFür die Sperrung stimmten elf Ratsmitglieder, sechs waren dagegen. Zuvor hatten Ingenieure berichtet, dass zwei der acht Lager seit der Prüfung im Frühjahr gerissen sind. Die Reparatur kostet 14,2 Millionen Kronen, ein Drittel davon trägt der Fonds der Region.\nDie Fuhrunternehmer erklärten, der Umweg über Petersfield verlängere jede Fahrt um 38 Kilometer. Mehrere Fahrer wären übrig.\nDie Brücke wurde 1931 gebaut und zuletzt 1978 erneuert. Ein Plan für einen Tunnel wurde 2009 nach Probebohrungen aufgegeben, weil unter dem Ostufer loser Kies lag.";

/// Returns a record: id, URL, hour on 18 September 2024 (0 for no date), text, authors.
fn record(id: &str, url: &str, hour: u32, text: &str, authors: &[&str]) -> String {
    let mut record = serde_json::json!({"id": id, "url": format!("https://{url}/{id}"), "title": format!("The bridge, {id}"), "text": text, "authors": authors});
    if hour > 0 {
        record["published"] = format!("2024-09-18T{hour:02}:00:00Z").into();
    }
    format!("{record}\n")
}

struct Report(tempfile::TempDir);

impl Report {
    fn of(input: &str) -> Self {
        let out = tempfile::tempdir().expect("a folder");
        let place = out.path().display().to_string();
        let outcome = run(&["report", "-", "--sources", "sources.toml", "--out", &place], input);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        Self(out)
    }

    fn rows(&self, name: &str) -> Vec<Row> {
        table(&self.0.path().join("all").join(format!("{name}.csv")))
    }

    fn article(&self, id: &str) -> Row {
        self.rows("articles")
            .into_iter()
            .find(|row| row["article_id"] == id)
            .unwrap_or_else(|| panic!("no {id}"))
    }
}

/// Returns what became of the credit in a copy of an agency's page, and the relation of the two.
fn copied(host: &str, original: &str, copy: &str, authors: &[&str]) -> (String, String) {
    let input = record("orig", host, 8, original, &["ADA PIKE"])
        + &record("copy", "www.othernews.example", 12, copy, authors);
    let report = Report::of(&input);
    (report.article("copy")["credit"].clone(), report.article("copy")["relation"].clone())
}

#[test]
fn a_credit_is_kept_in_any_form_that_a_reader_accepts() {
    let ap = format!("MARROW BAY (AP) — {BRIDGE}");
    for tail in [
        "\n(AP)",
        "\n- AP",
        "\nAP",
        " (AP)",
        "\n(AP/Reuters)",
        "\n[AP]",
        "/AP",
        "\nSource: AP",
        "\nWith files from The Associated Press.",
    ] {
        let (credit, relation) =
            copied("apnews.com", &ap, &format!("{BRIDGE}{tail}"), &["Nora Wills"]);
        assert_eq!((credit.as_str(), relation.as_str()), ("kept", "identical"), "{tail}");
    }
    let reuters = format!("MARROW BAY, Sept 18 (Reuters) - {BRIDGE}");
    for tail in ["\nReuters", "\n— Reuters", "\n(Reuters)"] {
        let (credit, relation) =
            copied("reuters.com", &reuters, &format!("{BRIDGE}{tail}"), &["Nora Wills"]);
        assert_eq!((credit.as_str(), relation.as_str()), ("kept", "identical"), "{tail}");
    }
    let dpa = format!("Marrow Bay (dpa) - {BRUECKE}");
    for (head, tail) in [
        ("Marrow Bay/dpa. ", ""),
        ("Marrow Bay (dpa/lno) - ", ""),
        ("", "\n(dpa)"),
        ("", "\nMit Material der dpa"),
        ("", " dpa"),
        ("", "\nQuelle: dpa"),
    ] {
        let (credit, _) =
            copied("dpa.com", &dpa, &format!("{head}{BRUECKE}{tail}"), &["Anna Berg"]);
        assert_eq!(credit, "kept", "{head} {tail}");
    }
}

#[test]
fn who_names_the_writer_of_the_original_replaces_nobody() {
    let ap = format!("MARROW BAY (AP) — {BRIDGE}");
    let page = format!("Updated September 18, 2024\n{BRIDGE}");
    let credit = |authors: &[&str]| copied("apnews.com", &ap, &page, authors).0;
    assert_eq!(credit(&["Ada Pike"]), "kept");
    assert_eq!(credit(&["By ADA PIKE, Staff Writer"]), "kept");
    assert_eq!(credit(&["Nora Wills"]), "byline_replaced");
    assert_eq!(credit(&["Nora Wills and Jo Reeve"]), "byline_replaced");
    assert_eq!(
        copied("apnews.com", &ap, BRIDGE, &["Nora Wills"]).0,
        "",
        "what a record lists no reader has seen"
    );
}

#[test]
fn a_placeholder_is_no_author() {
    let ap = format!("MARROW BAY (AP) — {BRIDGE}");
    for author in [
        "None",
        "-",
        "nan",
        "null",
        "admin",
        "Staff",
        "Web Desk",
        "Editor",
        "Redaktion",
        "Other News",
        "info@othernews.example",
        "2024-09-18",
    ] {
        assert_eq!(copied("apnews.com", &ap, BRIDGE, &[author]).0, "", "{author}");
    }
    let report = Report::of(
        &(record("orig", "apnews.com", 8, &ap, &[])
            + &record("copy", "www.othernews.example", 12, BRIDGE, &["None"])),
    );
    assert_eq!(
        (report.article("copy")["bylined"].as_str(), report.article("copy")["score"].as_str()),
        ("0", ""),
        "nothing could be checked"
    );
}

#[test]
fn a_body_alone_shows_no_lost_credit_and_a_page_does() {
    let ap = format!("MARROW BAY (AP) — {BRIDGE}");
    assert_eq!(copied("apnews.com", &ap, BRIDGE, &[]).0, "");
    let page = format!(
        "News / Town\nUpdated September 18, 2024\n{BRIDGE}\nSign up for our newsletter and get the news of the bay in your inbox"
    );
    assert_eq!(copied("apnews.com", &ap, &page, &[]).0, "stripped");
    // In a language without known forms of credit, a credit cannot be missed.
    let finnish = "Marrow Bayn valtuusto päätti myöhään tiistaina sulkea vanhan kääntösillan kuorma-autoilta lokakuun alusta alkaen, ja neljä vuotta kestänyt riita päättyi.\nInsinöörit kertoivat, että kaksi sillan kahdeksasta laakerista on haljennut kevään tarkastuksen jälkeen. Korjaus maksaa neljätoista miljoonaa kruunua.\nKuljetusyritykset sanoivat, että kiertotie Petersfieldin kautta pidentää jokaista matkaa kolmellakymmenelläkahdeksalla kilometrillä, ja moni kuljettaja jää ilman työtä ennen joulua.\nSilta rakennettiin vuonna 1931 ja uusittiin vuonna 1978, jolloin puinen kansi vaihdettiin teräkseen. Suunnitelma tunnelista hylättiin vuonna 2009.";
    let page = format!(
        "Uutiset / Kaupunki\nUpdated September 18, 2024\n{finnish}\nSign up for our newsletter and get the news of the bay in your inbox"
    );
    assert_eq!(copied("apnews.com", &format!("MARROW BAY (AP) — {finnish}"), &page, &[]).0, "");
}

#[test]
fn two_outlets_that_reprint_a_third_owe_each_other_nothing() {
    // The first is from a listed outlet, or from an unknown one.
    let pairs = |host: &str, first: &str, second: &str| {
        let page = |text: &str| {
            format!("{text}\nSign up for our newsletter and get the news of the bay in your inbox")
        };
        let input = record("first", host, 8, &page(first), &[])
            + &record("second", "hedgezero.example", 12, &page(second), &[]);
        let report = Report::of(&input);
        [report.article("first")["credit"].clone(), report.article("second")["credit"].clone()]
    };
    let (listed, unlisted) = ("www.csmonitor.com", "beforeit.example");
    let is_charged = |credit: &String| !credit.is_empty() && credit != "kept";
    let via = format!("Authored by Marta Lindholm via Saltprice.com,\n\n{BRIDGE}");
    let own = format!("By Copper Moneysworth\n\n{BRIDGE}");
    for (first, second) in [
        (via.clone(), format!("by Copper Money - Jul 14, 2018 7:00 am\n\n{via}")),
        (BRIDGE.to_owned(), format!("Authored by Carl Mauritz,\n\n{BRIDGE}")),
        (BRIDGE.to_owned(), format!("{BRIDGE}\n\n© 2020 by Queen Features Syndicate")),
        (
            own.clone(),
            format!(
                "By Jane Doe\n\n{BRIDGE}\n\nThis article was first published by the Lunde Review."
            ),
        ),
        (own.clone(), format!("By Jane Doe\n\n{BRIDGE}\n\nSource: Lunde Review")),
        (format!("Press release\n\n{own}"), format!("By Jane Doe\n\n{BRIDGE}")),
        (format!("{own}\nJane Doe is a columnist in Halvik."), format!("By Jane Doe\n\n{BRIDGE}")),
        (
            format!("{own}\nFrom https://saltprice.com/2024/bridge.html"),
            format!("By Jane Doe\n\n{BRIDGE}"),
        ),
    ] {
        for host in [listed, unlisted] {
            let found = pairs(host, &first, &second);
            assert!(!found.iter().any(is_charged), "{found:?} {first:.60} {second:.60}");
        }
    }
    // Both may have printed one statement, whoever was first: dates do not show whose text it is.
    for host in [listed, unlisted] {
        for taken in ["By Jane Doe", "click here to get the bay app"] {
            let found = pairs(host, &own, &format!("{taken}\n\n{BRIDGE}"));
            assert_eq!(found[1], "", "{host} {taken}");
        }
    }
}

/// Returns three stories with a passage in common, each under a credit that anybody could write.
fn hoaxes(hosts: [&str; 3]) -> String {
    let passage = "“I was sitting at home when the phone rang,” said Paul Horne, a 38-year-old man from Estrand who was there. “They asked me to dress warmly and to say nothing to my mother.” A spokesman, Fappy Moen, told reporters that the group had hired four hundred people since March. “We pay by the hour, and we pay for the bus,” Moen said. The Sock It Forward charity, which gives socks to the homeless of Estrand, asked for donations at its meeting.";
    let opens = [
        "ESTRAND (AP) - For months there were rumours that people were paid to march in Estrand.",
        "HALVIK (AP) - The candidate broke another rule of decorum on Tuesday when he posted a photo.",
        "HALVIK (AP) - The senator shocked his party on Monday when he endorsed his rival.",
    ];
    (0..3)
        .map(|n| record(&format!("h{n}"), hosts[n], 0, &format!("{} {passage}", opens[n]), &[]))
        .collect()
}

#[test]
fn a_forged_dateline_makes_no_lost_story_of_an_agency() {
    for hosts in [
        ["abcnewz.com.example", "abcnewz.com.example", "realstory.example"],
        ["one.example", "two.example", "three.example"],
    ] {
        let report = Report::of(&hoaxes(hosts));
        assert!(report.rows("clusters").iter().all(|c| c["archetype"] != "wire:ap"));
    }
}

#[test]
fn a_lost_story_needs_independent_outlets_and_says_how_many() {
    let credited = format!("MARROW BAY (AP) — {BRIDGE}");
    let archetype = |input: &str| {
        let clusters = Report::of(input).rows("clusters");
        (clusters[0]["archetype"].clone(), clusters[0]["credited_by"].clone())
    };
    // Two unlisted outlets and nobody else; then with the same boilerplate.
    let two = |tail: &str| {
        record("a", "onepost.example", 9, &format!("{credited}{tail}"), &[])
            + &record("b", "twopost.example", 10, &format!("{credited}{tail}"), &[])
    };
    assert_eq!(archetype(&two("")), ("wire:ap".to_owned(), "2".to_owned()));
    assert_ne!(archetype(&two("\nRead every word of the bay that we print each day")).0, "wire:ap");
    // A story that was there first, under a writer's name, does not become the agency's because
    // others later say so.
    let own = record("own", "honest.example", 8, BRIDGE, &["Jane Doe"]);
    let socks: String = (0..6)
        .map(|n| record(&format!("s{n}"), &format!("sock{n}.example"), 9 + n, &credited, &["AP"]))
        .collect();
    let report = Report::of(&(own + &socks));
    let own = report.article("own");
    assert!(own["credit"].is_empty() && own["role"] != "copy", "{own:?}");
}

#[test]
fn pages_of_one_outlet_to_which_an_agency_contributed_are_no_lost_story_of_it() {
    let archetypes = |line: &str, second: &str| {
        let text = format!("{BRIDGE}\n{line}");
        let own = record("a", "cnn.com", 9, &text, &[]) + &record("b", second, 10, &text, &[]);
        let clusters = Report::of(&own).rows("clusters");
        clusters.iter().map(|c| c["archetype"].clone()).collect::<Vec<_>>().join(" ")
    };
    let helped = "The Associated Press contributed to this report.";
    assert!(!archetypes(helped, "edition.cnn.com").contains("wire:"), "its own story");
    assert!(archetypes("(AP)", "edition.cnn.com").contains("wire:ap"), "signed");
    assert!(archetypes(helped, "two.example").contains("wire:ap"), "two outlets say so");
}

#[test]
fn whom_a_writer_worked_for_and_whom_an_item_or_a_link_names_is_not_credited() {
    for (text, wire) in [
        (format!("{BRIDGE}\nJane Roe has contributed to papers and to the Associated Press."), ""),
        (format!("{BRIDGE}\nThe Associated Press contributed to this report."), "ap"),
        (
            format!(
                "{BRIDGE} [Associated Press]\nThe choir of Marrow Bay sang for nine hours on Sunday and stopped when the last of the listeners had gone home. [Bay Herald]\nHerring costs twice as much as a year ago, and nobody at the quay could say why that is so. [Sound Courier]\nThe lighthouse is for sale again."
            ),
            "",
        ),
        (
            format!(
                "{BRIDGE}\nThe survey compared the accounts of nine papers, among them the\nAssociated Press\n, the Bay Herald and the Sound Courier, over a year."
            ),
            "",
        ),
    ] {
        let report = Report::of(&record("a", "one.example", 9, &text, &[]));
        assert_eq!(report.article("a")["wire"], wire, "{text}");
    }
}

#[test]
fn the_credit_of_a_picture_makes_no_story_of_an_agency() {
    let story = |head: &str| {
        format!(
            "{head}\nA man was tied to a lamp post by a crowd in Estrand for trying to steal a boat in the harbour of Moen. It happened after guests of a harbour café saw the man in the water, pushing a dinghy.\nThe sailor, 40, who gave his name as Sverre Kumla, soon found himself surrounded. The crowd took him to the fish market, where he was kept for more than an hour. Police came at noon and thanked the crowd, but asked it not to do so again. The owner of the dinghy, who is 83, said that he would have lent it to him."
        )
    };
    for credit in [
        "(Representational Image).Reuters",
        "Symbolbild: Reuters",
        "Reuters file picture",
        "File image. Reuters",
    ] {
        let text = story("A crowd in Estrand")
            .replace("\nThe sailor", &format!("\n\n  \n{credit}\nThe sailor"));
        let report = Report::of(
            &(record("a", "ibtoday.example", 0, &text, &[])
                + &record("b", "tipnews.example", 0, &story("In Moen"), &[])),
        );
        assert!(
            report.rows("articles").iter().all(|a| a["wire"].is_empty() && a["credit"].is_empty()),
            "{credit}"
        );
    }
}

#[test]
fn a_sentence_that_ends_in_the_name_of_a_bank_is_body() {
    let text = "ESTRAND - The bank said on Monday that it had placed the loan of the ferry company Nordled with fourteen institutions at home and abroad, two weeks earlier than planned and at a lower price.\nThe loan of 40 mln crowns runs for five years and will pay for two boats.\nLead manager was Bank of Lunde Capital Market Ltd, a daughter of the Bank of Lunde in Britain and co-lead manager Credit Rural de Vestland, he added.";
    let report = Report::of(&record("x", "northwire.example", 0, text, &[]));
    assert!(report.rows("captions").is_empty() && report.rows("blocks").is_empty());
}

/// Runs `extract` on a page or a record and returns its only article.
fn extracted(input: &str) -> serde_json::Value {
    let outcome = run(&["extract", "-"], input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    serde_json::from_str(outcome.stdout.lines().next().expect("an article")).expect("JSON")
}

#[test]
fn missing_values_of_tables_are_missing() {
    let text = BRIDGE.replace('\n', " ").replace('"', "");
    let csv =
        extracted(&format!("url,title,text,authors\nhttps://bay.example/a,nan,\"{text}\",nan\n"));
    assert_eq!((csv["authors"].as_array().map(Vec::len), csv["title"].as_str()), (Some(0), None));
    for number in ["NaN", "-Infinity", "Infinity"] {
        let json = extracted(&format!(
            "{{\"url\": \"https://bay.example/a\", \"title\": \"NaN to bread\", \"rating\": {number}, \"text\": \"{text}\"}}\n"
        ));
        assert_eq!(json["title"], "NaN to bread");
    }
}

#[test]
fn a_bracket_that_never_closes_is_read_in_any_script() {
    for text in [
        "Премиерът каза вчера, 29. ( Българската агенция съобщи за това\nФериботите не тръгнаха в понеделник и хората чакаха на кея.",
        "قال المدير العام اليوم. ( إعادة النظر في قانون الشراكة\nلم تغادر العبارات الميناء يوم الاثنين وانتظر الناس على الرصيف.",
        "Kairo, 29. Jan. ( AFP Der Hafen\nDie Fähren fuhren am Montag nicht, und die Leute warteten auf dem Kai.",
    ] {
        let report = Report::of(&record("open", "paper.example", 8, text, &[]));
        assert_eq!(report.rows("articles").len(), 1, "{text}");
    }
}
