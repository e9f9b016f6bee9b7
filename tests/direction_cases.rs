//! Which of two articles came first: what decides it, and what must not.

mod support;

use serde_json::json;
use support::{Row, run, table};

fn pairs(records: &[serde_json::Value]) -> Vec<Row> {
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let input: String = records.iter().map(|record| format!("{record}\n")).collect();
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], &input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    table(&out.path().join("all/pairs.csv"))
}

fn page(id: &str, outlet: &str, published: &str, text: &str) -> serde_json::Value {
    let published = (!published.is_empty()).then_some(published);
    json!({"id": id, "url": format!("https://{outlet}/{id}"), "published": published, "text": text})
}

/// Returns the outlet of the original of two pages, with its probability; both orders of ids must
/// agree.
fn original(one: (&str, &str, &str), other: (&str, &str, &str)) -> Option<(String, f64)> {
    let named = |first: &str, second: &str| {
        let rows =
            pairs(&[page(first, one.0, one.1, one.2), page(second, other.0, other.1, other.2)]);
        let [row] = rows.as_slice() else { panic!("one pair: {rows:?}") };
        assert!(
            ["identical", "republished", "edited", "excerpt", "spun"]
                .contains(&row["relation"].as_str()),
            "{row:?}"
        );
        let outlet = if row["original"] == first { one.0 } else { other.0 };
        (!row["original"].is_empty()).then(|| {
            (outlet.to_owned(), row["original_confidence"].parse().expect("a probability"))
        })
    };
    let (forth, back) = (named("a-1", "b-2"), named("z-1", "b-2"));
    assert_eq!(forth, back, "the order of ids tells nothing");
    forth
}

const STORY: &str = "Two towns of the valley want to open the Nordvik salt works again and will put 50 million crowns into the pumps, because the price of road salt has doubled in two winters.\nMayor Olga Petersen said the council would make a decision next month, after engineers have taken a close look at the lower galleries. She warned that the plan could fail if the state refused to share the cost.\nThe salt works employed two hundred people until the flood of last spring, when the galleries filled with water and the pumps broke down within a day. Most of the workers have found other jobs in Halvik since then.\nAnders Novak, who runs the harbour, told reporters on Friday that lawyers were reading a draft under which Halvik would pay for salt with timber. He did not rule out a longer contract.\nA group of residents has started a campaign against the plan. They fear heavy traffic on the narrow road along the river and want the council to wait for a study of the ground water.";

/// Rare words in place of common ones.
const HEAVY: &str = "Two towns of the valley wish to reopen the Nordvik salt plants again and will place 50 million crowns into the pumps, because the cost of road salt has doubled in two winters.\nMayor Olga Petersen stated the council would produce a ruling following month, after technicians have taken a near glance at the bottom galleries. She cautioned that the scheme could flop if the state declined to split the expense.\nThe salt plants hired two hundred folks until the deluge of last spring, when the galleries stuffed with water and the pumps failed within a day. Most of the laborers have discovered other posts in Halvik since then.\nAnders Novak, who operates the harbour, informed journalists on Friday that attorneys were studying a draft under which Halvik would pay for salt with lumber. He did not exclude a lengthier deal.\nA band of inhabitants has launched a drive against the scheme. They dread hefty traffic on the slim road along the river and desire the council to delay for a survey of the soil water.";

/// Common words, but in uncommon combinations.
const LIGHT: &str = "Two towns of the valley want to open the Nordvik salt works again and will put 50 million crowns into the pumps, because the cost of road salt has doubled in two winters.\nMayor Olga Petersen said the council would take a ruling next month, after experts have taken a near look at the lower halls. She said that the plan could fall if the state declined to split the cost.\nThe salt works kept two hundred people until the flood of last spring, when the halls filled with water and the pumps gave up within a day. Most of the staff have got other posts in Halvik since then.\nAnders Novak, who heads the harbour, told newsmen on Friday that lawyers were going through a draft under which Halvik would pay for salt with wood. He did not drop a longer deal.\nA group of locals has begun a push against the plan. They fear big traffic on the tight road along the river and want the council to hold for a check of the ground water.";

#[test]
fn of_spun_copies_the_one_with_the_usual_words_is_the_original() {
    for spun in [HEAVY, LIGHT] {
        let (outlet, confidence) = original(("one.example", "", STORY), ("two.example", "", spun))
            .expect("the wording tells");
        assert_eq!(outlet, "one.example");
        assert!(confidence > 0.75, "{confidence}");
    }
}

const NOTICE: &str = "From Wednesday the free movement of citizens is forbidden between half past ten in the evening and five in the morning in the towns of Estrand, Lunde, Moen and Sandvika, except for urgent matters of health and for companies that work at night.\nRestaurants may serve outdoors only, and close at half past ten. Weddings, parties and gatherings of more than five persons are forbidden in these towns, and parks are closed to persons above the age of sixty-five except in the morning.\nPublic transport runs at half of its seats. Inspectors of the ministry check the measures, and the fine for a person without a mask is thirty-five crowns.";
const LONG_TOP: &str = "The government of Nordmark decided on Tuesday that all movement in several towns is forbidden at night, and the mayors were told by telephone before the paper was printed.\nThe people of these towns may not leave their homes in those hours, not even for a walk with the dog, and taxis are to wait at the hospital.";
const GERMAN: &str = "Von Mittwoch an dürfen die Bürger von Estrand, Lunde, Moen und Sandvika zwischen halb elf am Abend und fünf Uhr am Morgen ihre Wohnungen nicht verlassen, außer in dringenden Fällen und zur Arbeit in Betrieben, die nachts laufen.\nGaststätten dürfen nur im Freien bewirten und schließen um halb elf. Hochzeiten, Feiern und Treffen von mehr als fünf Personen sind verboten, und Parks sind für Menschen über fünfundsechzig nur am Morgen offen.\nBusse und Bahnen fahren mit der Hälfte der Plätze. Wer keine Maske trägt, zahlt fünfunddreißig Kronen.";
const GERMAN_TOP: &str = "Die Regierung von Nordmark hat am Dienstag beschlossen, dass in mehreren Orten nachts niemand auf die Straße darf, und die Bürgermeister erfuhren es am Telefon.\nAuch Spaziergänge mit dem Hund sind in diesen Stunden nicht erlaubt, und Taxis sollen am Krankenhaus warten.";

#[test]
fn a_new_top_tells_nothing_between_outlets() {
    for (top, notice) in [(LONG_TOP, NOTICE), (GERMAN_TOP, GERMAN)] {
        let long = format!("{top}\n{notice}");
        assert_eq!(original(("one.example", "", &long), ("two.example", "", notice)), None);
        let hours = [("2020-07-28 21:39", "2020-07-28 22:18"), ("2020-07-28", "2020-07-28")];
        for (first, second) in hours {
            assert_eq!(
                original(("one.example", first, &long), ("two.example", second, notice)),
                None,
                "{first} {second}"
            );
        }
    }
}

#[test]
fn a_longer_text_around_a_passage_tells_nothing_between_outlets() {
    let passage = STORY.split_inclusive('\n').take(2).collect::<String>();
    let around = format!("{STORY}\n{NOTICE}");
    assert_eq!(original(("one.example", "", &around), ("two.example", "", &passage)), None);
}

#[test]
fn a_credit_makes_nobody_the_original() {
    for credit in ["The Washington Post", "(c) Inland Post", "Source: Reuters"] {
        let copy = format!("{STORY}\n{credit}");
        assert_eq!(
            original(("one.example", "", STORY), ("two.example", "", &copy)),
            None,
            "{credit}"
        );
    }
}

#[test]
fn who_says_that_another_published_first_is_not_the_original_whatever_the_dates() {
    let dates =
        [("", ""), ("2021-06-01", "2021-06-08"), ("2021-06-07T09:00:00Z", "2021-06-08T09:00:00Z")];
    for (forged, honest) in dates {
        for line in [
            "This story was first published by one.example.",
            "This article originally appeared on one.example.",
        ] {
            let copy = format!("{line}\n{STORY}");
            let named = original(("one.example", honest, STORY), ("two.example", forged, &copy));
            assert!(
                named.as_ref().is_none_or(|(outlet, _)| outlet == "one.example"),
                "{forged} {line}: {named:?}"
            );
        }
    }
}

#[test]
fn who_says_that_a_text_appeared_elsewhere_first_is_no_original_of_another_outlet() {
    let copy = format!("{STORY}\nThis article originally appeared on Harbour.example.");
    let named = |first: &str, second: &str| {
        original(("one.example", "2021-06-01", first), ("two.example", "2021-06-08", second))
    };
    assert_eq!(named(STORY, STORY).map(|(outlet, _)| outlet).as_deref(), Some("one.example"));
    assert_eq!(named(&copy, STORY), None, "the earlier one has it from a third");
    assert_eq!(named(STORY, &copy).map(|(outlet, _)| outlet).as_deref(), Some("one.example"));
}

#[test]
fn days_tell_more_within_an_outlet_than_between_two() {
    let updated = STORY.replace("next month", "in the autumn");
    let confidence = |outlet: &str, day: &str| {
        let named = original(("one.example", "2021-06-08", STORY), (outlet, day, &updated));
        named.map(|(_, confidence)| confidence)
    };
    assert_eq!(confidence("two.example", "2021-06-08"), None);
    let (a_day, two_days) =
        (confidence("two.example", "2021-06-09"), confidence("two.example", "2021-06-10"));
    assert!(
        a_day.is_some_and(|p| (0.75..0.9).contains(&p)) && two_days > a_day,
        "{a_day:?} {two_days:?}"
    );
}

const GAZETTE: &str = "O armador Tibério Falcato Mourisca entregou à polícia de Vilamar cópia das fichas de entrada no hotel em que se hospedou, em março de 2014, quando teria ido a uma reunião com o ex-secretário Anselmo Quintela e com a diretora de portos Filomena Arruda.\nNo encontro, ele conta que ficou combinada a entrega de R$ 3 milhões para a campanha do prefeito Rogério Sampaulo. O documento foi anexado na segunda-feira, 9, pela defesa de Mourisca, junto com o comprovante da viagem de ida e volta para Vilamar.\nO delator sustenta que do Hotel Atlântico foi de carona a uma sala alugada pelos cabos da campanha, onde Quintela – que era coordenador do partido – e um ex-assessor, Lourival Bastos, teriam pedido apoio a empresas do porto.\nO repasse foi inicialmente apontado aos investigadores por Filomena Arruda, a primeira delatora da Operação Maré, em agosto de 2016. A ex-diretora relatou ter recebido um pedido via Lourival Bastos, e disse que o dinheiro chegou a um escritório da zona sul.\nNa versão de Mourisca, a ex-diretora o procurou em 2014 e contou que precisava de ajuda para a campanha. Ele confirmou que levou o valor a um intermediário, sem saber quem era o beneficiário, e que o recibo foi queimado no mesmo dia.";
const BLOG: &str = "Tibério Falcato, pagador de propinas, entregou à polícia de Vilamar cópia das fichas de hospedagem em um hotel, em março de 2014, quando teria ido a uma reunião com o ex-secretário Anselmo Quintela e com a diretora de portos Filomena Arruda. As informações são do jornal Gazeta de Vilamar.\nNo encontro, ele conta que ficou combinada a entrega de R$ 3 milhões para a campanha do prefeito Rogério Sampaulo. O documento foi entregue pelo advogado de Mourisca juntamente com o comprovante da viagem de ida e volta para Vilamar.\nMourisca sustenta que do Hotel Atlântico foi de carona até uma sala alugada pelos cabos da campanha, onde Quintela, que era coordenador do partido, e um ex-assessor, Lourival Bastos, teriam pedido dinheiro às empresas do porto.\nO repasse já havia sido mencionado aos investigadores por Filomena Arruda, a primeira delatora da Operação Maré, quando citou o mesmo episódio. Arruda disse que recebeu um pedido de Lourival Bastos, e que o dinheiro chegou ao escritório da zona sul.\nMourisca conta que a ex-diretora o procurou em 2014 e falou que precisava de ajuda para a campanha. Ele confirmou que levou o valor ao intermediário, sem saber quem era o beneficiário, e que o recibo foi queimado no mesmo dia.";

#[test]
fn a_before_a_vowel_is_no_mark_of_spinning_in_portuguese() {
    let rows = pairs(&[
        page("blog", "diario.example", "", BLOG),
        page("gazette", "gazeta.example", "", GAZETTE),
    ]);
    assert!(
        rows.iter()
            .all(|row| row["original"] != "blog" && !row["evidence"].contains("broken a/an")),
        "{rows:?}"
    );
}

#[test]
fn a_passage_that_an_outlet_had_first_is_not_its_copier_s_when_it_prints_it_again() {
    let again = format!("{NOTICE}\n{}", STORY.split_inclusive('\n').skip(1).collect::<String>());
    let rows = pairs(&[
        page("first", "honest.example", "2021-06-07T09:00:00Z", STORY),
        page("copier", "copier.example", "2021-06-08T09:00:00Z", STORY),
        page("second", "honest.example", "2021-06-09T09:00:00Z", &again),
    ]);
    let of = |x: &str, y: &str| {
        rows.iter()
            .find(|r| [&r["article_a"], &r["article_b"]] == [x, y])
            .unwrap_or_else(|| panic!("{rows:?}"))
    };
    assert_eq!(of("copier", "first")["original"], "first");
    let later = of("copier", "second");
    assert!(
        ["edited", "excerpt", "spun", "republished"].contains(&later["relation"].as_str()),
        "{later:?}"
    );
    assert_eq!(later["original"], "");
}

#[test]
fn what_was_seen_outranks_what_is_claimed() {
    let seen = |id: &str, outlet: &str, claimed: &str, seen: &str| {
        let mut record = page(id, outlet, claimed, STORY);
        record["first_seen"] = json!(seen);
        record
    };
    for claim in ["2021-06-01T09:00:00Z", "2021-06-01", "2021-06-07T08:59:00Z"] {
        let rows = pairs(&[
            seen("honest", "honest.example", "2021-06-07T09:00:00Z", "2021-06-07T10:00:00Z"),
            seen("forger", "forger.example", claim, "2021-06-08T10:00:00Z"),
        ]);
        assert_eq!(rows[0]["original"], "honest", "{claim}");
    }
}

/// Returns copy, parent and evidence of each row of the tree of five outlets, the first two of
/// which print a story dated `first` and `second`.
fn links(first: &str, second: &str) -> Vec<(String, String, String)> {
    let shorter: Vec<&str> = STORY.lines().take(4).collect();
    let shorter = format!(
        "{}\nThe ministry of works had no comment on the plan of the two towns when it was asked on Saturday.",
        shorter.join("\n").replace("close look", "long look")
    );
    let later = [
        ("c", "10", "heavy", "much"),
        ("d", "11", "a longer contract", "a longer deal"),
        ("e", "12", "next month", "in a month"),
    ];
    let mut records =
        vec![page("a", "one.np", first, STORY), page("b", "two.np", second, &shorter)];
    for (id, day, was, is) in later {
        records.push(page(
            id,
            &format!("{id}.np"),
            &format!("2021-06-{day} 10:00:00"),
            &STORY.replace(was, is),
        ));
    }
    let out = tempfile::tempdir().expect("a folder");
    let input: String = records.iter().map(|record| format!("{record}\n")).collect();
    let outcome = run(
        &[
            "report",
            "-",
            "--sources",
            "tests/sources.toml",
            "--out",
            &out.path().display().to_string(),
        ],
        &input,
    );
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let rows = table(&out.path().join("all/stemma.csv"));
    rows.iter()
        .map(|row| (row["copy_id"].clone(), row["parent_id"].clone(), row["evidence"].clone()))
        .collect()
}

#[test]
fn no_parent_is_named_without_ground_or_against_the_clocks_of_a_country() {
    let between = |first: &str, second: &str| -> Option<String> {
        let all = links(first, second);
        assert!(all.iter().all(|(_, _, evidence)| !evidence.is_empty()), "{all:?}");
        assert_eq!(
            all.iter().filter(|(copy, parent, _)| copy > &"b".to_owned() && parent == "a").count(),
            3,
            "{all:?}"
        );
        let found = all
            .iter()
            .find(|(copy, parent, _)| (copy, parent) == (&"b".to_owned(), &"a".to_owned()));
        found.map(|(_, _, evidence)| evidence.clone())
    };
    let told = between("2021-06-03 08:56:00", "2021-06-05 10:20:00").expect("the days say so");
    assert!(told.contains("dated earlier"), "{told}");
    assert_eq!(
        between("2021-06-05 08:56:00", "2021-06-05 10:20:00"),
        None,
        "clocks without a zone show no order within some hours"
    );
    assert_eq!(
        between("2021-06-05 11:56:00", "2021-06-05 10:20:00"),
        None,
        "printed later on the same day"
    );
    assert_eq!(between("2021-06-05", "2021-06-05"), None, "of one day");
}

#[test]
fn what_was_seen_when_an_outlet_s_past_was_loaded_is_no_copy_for_that() {
    let seen = |id: &str, outlet: &str, published: &str, seen: &str, text: &str| {
        let mut record = page(id, outlet, published, text);
        record["first_seen"] = json!(seen);
        record
    };
    let named = |others: &[&str]| {
        let mut records = vec![
            seen("a", "one.example", "2021-05-30", "2021-06-10T10:50:36Z", STORY),
            seen("b", "two.example", "2021-06-01", "2021-06-01T16:04:28Z", STORY),
        ];
        for (n, day) in others.iter().enumerate() {
            let text = format!(
                "{} in Halvik: {NOTICE}",
                ["Fares", "Herring", "Timber", "Salt", "Ferries"][n]
            );
            records.push(seen(&format!("o{n}"), "one.example", day, "2021-06-10T10:50:20Z", &text));
        }
        let rows = pairs(&records);
        let row = rows
            .iter()
            .find(|row| (row["article_a"].as_str(), row["article_b"].as_str()) == ("a", "b"))
            .expect("the pair");
        row["original"].clone()
    };
    assert_eq!(named(&[]), "b", "a single page that is seen late is seen late");
    assert_eq!(named(&["2021-06-08", "2021-06-05", "2021-06-04", "2021-06-03"]), "");
    assert_eq!(
        named(&["2021-06-10", "2021-06-10", "2021-06-10", "2021-06-09"]),
        "b",
        "a load of the day's news"
    );
    assert_eq!(
        named(&["2021-05-30", "2021-05-30", "2021-05-30", "2021-05-30"]),
        "b",
        "all of one day: the crawler was down"
    );
}
