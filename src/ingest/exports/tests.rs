use crate::ingest::{Article, Input, Reject, Settings, records};

fn read(name: &str, text: &str) -> (Vec<Article>, Vec<Reject>) {
    let input = Input { label: name.to_owned(), path: None };
    let mut rejects = Vec::new();
    let bytes = text.as_bytes().to_vec();
    let read = records::read_bytes(bytes, &input, None, &Settings::default(), &mut rejects);
    (read.articles, rejects)
}

/// Returns what is said of an article: title, source, day, authors, section, page, words.
fn told(a: &Article) -> (String, String, String, String, String, String, u64) {
    let item = a.item.as_deref().cloned().unwrap_or_default();
    (
        a.title.clone().unwrap_or_default(),
        a.outlet.clone().unwrap_or_default(),
        a.published.map(|p| p.day.to_string()).unwrap_or_default(),
        a.authors.join(", "),
        item.section.unwrap_or_default(),
        item.page.unwrap_or_default(),
        item.words.unwrap_or_default(),
    )
}

const ONE: &str = "The ferries of Halvik stood still on Monday.";
const TWO: &str = "The crews want higher wages.";

fn nexis(title: &str, date: &str) -> String {
    format!(
        "{title}\nHarbour Herald (Halvik)\n{date}\n\nCopyright 2021 Harbour Herald All Rights Reserved\n\nSection:\u{a0}News; Pg. A10\nLength:\u{a0}13 words\nByline:\u{a0}By Jane Writer\n\nBody\n\n{ONE}\n{TWO}\nGraphic\n\nA ferry at the quay.\nClassification\n\nLanguage:\u{a0}ENGLISH\nLoad-Date:\u{a0}June 8, 2021\n\nEnd of Document\n\n"
    )
}

#[test]
fn articles_of_nexis_uni_end_with_its_mark() {
    let cover = "User Name: X\nDate and Time: Friday, 11. June 2021 09:31:00 CEST\nJob Number: 1\nDocuments (2)\n1. Crews strike\nClient/Matter: -None-\nSearch Terms: ferries\nContent Type\nNarrowed by\nNews\nSources: Harbour Herald; Content Type: News\n\n";
    let text = format!(
        "{cover}{}{}",
        nexis("Crews strike", "June 7, 2021 Monday Final Edition"),
        nexis("Crews strike again", "Dienstag 8. Juni 2021")
    );
    let (articles, rejects) = read("a.txt", &text);
    let expected = |title: &str, day: &str| {
        let own = |text: &str| text.to_owned();
        (
            own(title),
            own("Harbour Herald (Halvik)"),
            own(day),
            own("Jane Writer"),
            own("News; Pg. A10"),
            own("A10"),
            13,
        )
    };
    assert_eq!(articles.len(), 2, "{rejects:?}");
    assert_eq!(told(&articles[0]), expected("Crews strike", "2021-06-07"), "{rejects:?}");
    assert_eq!(told(&articles[1]), expected("Crews strike again", "2021-06-08"));
    for a in &articles {
        assert_eq!(a.text, format!("{ONE}\n{TWO}"));
        assert_eq!(
            (a.captions.as_slice(), a.language.as_deref()),
            (&["A ferry at the quay.".to_owned()][..], Some("en"))
        );
    }
    assert!(rejects.is_empty(), "{rejects:?}");
    let (_, rejects) = read("a.txt", &text.replace("Documents (2)", "Documents (3)"));
    assert_eq!(rejects[0].reason, "is an export of Nexis Uni that lists 3 articles, but holds 2");
}

#[test]
fn articles_of_lexisnexis_begin_with_a_counter() {
    let of = |n: usize, counter: &str, labels: [&str; 4]| {
        format!(
            "                               {n} {counter}\n\n\n                        Harbour Herald\n\n               June 7, 2021 Monday\n             Final Edition\n\nFerry crews stop work\nin Halvik\n\n{}: Jane Writer\n\n{}: NEWS; Pg. 4\n\n{}: 13 words\n\nDATELINE: HALVIK\n\n{ONE}\n\n{TWO}\n\nLOAD-DATE: June 8, 2021\n\n{}: ENGLISH\n\nGRAPHIC: A ferry at the quay.\n\n\n             Copyright 2021 Harbour Herald\n                  All Rights Reserved\n\n",
            labels[0], labels[1], labels[2], labels[3]
        )
    };
    let english = ["BYLINE", "SECTION", "LENGTH", "LANGUAGE"];
    let text = format!(
        "Download Request: 1-2\n\n{}{}",
        of(1, "of 2 DOCUMENTS", english),
        of(2, "of 2 DOCUMENTS", english)
    );
    let text = text.replace(TWO, &format!("{TWO}\n\nCorrection: none, said the union."));
    let german =
        of(1, "", ["AUTOR", "RUBRIK", "LÄNGE", "SPRACHE"]).replace("1 \n", "Dokument 1 von 1\n");
    for (text, count) in [(text, 2), (german, 1)] {
        let (articles, rejects) = read("a.txt", &text);
        assert_eq!(articles.len(), count, "{rejects:?}");
        for a in &articles {
            let (title, source, day, authors, _, page, words) = told(a);
            assert_eq!(title, "Ferry crews stop work in Halvik", "{rejects:?}");
            assert_eq!((source.as_str(), day.as_str()), ("Harbour Herald", "2021-06-07"));
            assert_eq!((authors.as_str(), page.as_str(), words), ("Jane Writer", "4", 13));
            assert!(a.text.trim().starts_with(&format!("{ONE}\n\n{TWO}")), "{}", a.text);
            assert_eq!(a.text.contains("said the union"), count == 2, "{}", a.text);
            assert_eq!(a.language.as_deref(), Some("en"));
            assert_eq!(a.captions, ["A ferry at the quay."]);
        }
        assert!(rejects.is_empty(), "{rejects:?}");
    }
}

#[test]
fn factiva_is_read_with_codes_and_without() {
    let coded = format!(
        "SE\nNews\nHD\nFerry crews\nstop work\nBY\nBy Jane Writer\nWC\n13 words\nPD\n7 June 2021\nET\n09:12\nSN\nHarbour Herald\nSC\nHARHER\nPG\n4\nLA\nEnglish\nCY\n(c) 2021 X\nLP\n{ONE}\nTD\n{TWO}\nIN\ni7 : Ferries\nAN\nDocument HARHER0020210607eh670000d\n"
    );
    let tabs = format!(
        "HD\tFerry crews stop work\nBY\tJane Writer\nSE\tNews\nWC\t13 words\nPD\t7 June 2021\nSN\tHarbour Herald\nPG\t4\nLA\tEnglish\nLP\t{ONE}\nTD\t{TWO}\nAN\tDocument HARHER0020210607eh670000d\n"
    );
    let bare = format!(
        "News\nFerry crews stop work\nBy Jane Writer\n13 words\n7 June 2021\n09:12\nHarbour Herald\nHARHER\n4\nEnglish\n(c) 2021 X. All rights reserved.\n{ONE}\n{TWO}\nDocument HARHER0020210607eh670000d\n"
    );
    for text in [coded, tabs, bare] {
        let other = text.replace("eh670000d", "eh670000e").replace("Ferry crews", "Tram crews");
        let text = format!("{text}{other}Search Summary\nText\nferries\n");
        let (articles, rejects) = read("a.txt", &text);
        assert_eq!(articles.len(), 2, "{text}\n{rejects:?}");
        let (title, source, day, authors, section, page, words) = told(&articles[0]);
        assert_eq!(title, "Ferry crews stop work", "{text}");
        assert_eq!((source.as_str(), day.as_str()), ("Harbour Herald", "2021-06-07"), "{text}");
        assert_eq!((authors.as_str(), section.as_str()), ("Jane Writer", "News"), "{text}");
        assert_eq!((page.as_str(), words), ("4", 13), "{text}");
        assert_eq!(articles[0].text, format!("{ONE}\n{TWO}"));
        assert_eq!(articles[0].id, "HARHER0020210607eh670000d");
        assert_eq!(articles[0].language.as_deref(), Some("en"));
        assert!(rejects.is_empty(), "{rejects:?}");
    }
}

#[test]
fn proquest_names_its_fields() {
    let rule = "_".repeat(60);
    let of = |id: &str, text: &str| {
        format!(
            "{rule}\n\nFerry crews stop work\n\nAuthor: Writer, Jane; Berg, Ola\n\nPublication info: Harbour Herald ; Halvik [Halvik]. 07 June 2021: A.4.\n\nAbstract: None.\n\nFull text: {text}\n\nSubject: Ferries\n\nTitle: Ferry crews stop work\n\nPublication title: Harbour Herald\n\nFirst page: A.4\n\nPublication date: Jun 7, 2021\n\nSection: News\n\nLanguage of publication: English\n\nProQuest document ID: {id}\n\nDocument URL: https://www.proquest.com/docview/{id}\n\nDatabase: X\n\n"
        )
    };
    let text = format!(
        "{}{}{}{rule}\n\nCopyright 2021 ProQuest LLC\n",
        of("111", &format!("{ONE}\n\n{TWO}")),
        of("222", ONE),
        of("333", "")
    );
    let (articles, rejects) = read("a.txt", &text);
    assert_eq!(articles.len(), 2, "{rejects:?}");
    let (title, source, day, authors, section, page, _) = told(&articles[0]);
    assert_eq!((title.as_str(), source.as_str()), ("Ferry crews stop work", "Harbour Herald"));
    assert_eq!((day.as_str(), authors.as_str()), ("2021-06-07", "Jane Writer, Ola Berg"));
    assert_eq!((section.as_str(), page.as_str()), ("News", "A.4"));
    assert_eq!(articles[0].text, format!("{ONE}\n\n{TWO}"));
    assert_eq!((articles[0].id.as_str(), &articles[0].url), ("111", &None));
    assert!(rejects[0].reason.contains("has no full text"), "{rejects:?}");
    assert_eq!(rejects.len(), 1);
}

#[test]
fn pages_of_factiva_and_lexisnexis_are_split() {
    let row = |code: &str, value: &str| {
        format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
    };
    let para = |text: &str| format!("<p class=\"articleParagraph enarticleParagraph\">{text}</p>");
    let coded = [
        ("HD", "<b class='enHeadline'>Ferry crews stop work</b>".to_owned()),
        ("WC", "13 words".to_owned()),
        ("PD", "7 June 2021".to_owned()),
        ("SN", "Harbour Herald".to_owned()),
        ("LP", para(ONE)),
        ("TD", para(TWO)),
        ("AN", "<br/>Document HARHER0020210607eh670000d".to_owned()),
    ];
    let coded: String = coded.iter().map(|(code, value)| row(code, value)).collect();
    let coded = format!(
        "<html><body><div class=\"article enArticle\"><table>{coded}</table></div></body></html>"
    );
    let bare = format!(
        "<html><body><div class=\"article enArticle\"><p></p><div>News</div><div id=\"hd\"><span class=\"enHeadline\">Ferry crews stop work</span></div><div>13 words</div><div>7 June 2021</div><div>Harbour Herald</div><div>HARHER</div><div>English</div><div>(c) 2021 Halvik Press</div>{}{}<p>Halvik Press Company</p><p>Document HARHER0020210607eh670000d</p></div></body></html>",
        para(ONE),
        para(TWO)
    );
    let div = |text: &str| {
        format!(
            "<BR><DIV CLASS=\"c0\"><P CLASS=\"c1\"><SPAN CLASS=\"c2\">{text}</SPAN></P></DIV>\n"
        )
    };
    let old: String = [
        "1 of 1 DOCUMENTS",
        "Harbour Herald",
        "June 7, 2021, Monday, Final Edition",
        "Ferry crews<BR>stop work",
        "LENGTH: 13 words",
    ]
    .iter()
    .map(|t| div(t))
    .collect();
    let old = format!(
        "<HTML><BODY><A NAME=\"DOC_ID_0_0\"></A><!-- Hide XML section from browser\n<DOC NUMBER=1>\n<DOCFULL> -->{old}<BR><DIV CLASS=\"c5\"><P>{ONE}</P><P>{TWO}</P></DIV>{}{}</BODY></HTML>",
        div("LANGUAGE: ENGLISH"),
        div("Copyright 2021 X")
    );
    for page in [coded, bare, old] {
        let (articles, rejects) = read("a.html", &page);
        assert_eq!(articles.len(), 1, "{rejects:?}");
        let (title, source, day, ..) = told(&articles[0]);
        assert_eq!(
            (title.as_str(), source.as_str(), day.as_str()),
            ("Ferry crews stop work", "Harbour Herald", "2021-06-07"),
            "{page}"
        );
        assert_eq!(articles[0].text, format!("{ONE}\n{TWO}"));
        assert!(rejects.is_empty(), "{rejects:?}");
    }
}

#[test]
fn what_does_not_fit_is_told_and_not_split() {
    let good = nexis("Crews strike", "June 7, 2021 Monday");
    let bad = good.replace("Length:", "Size:");
    let (articles, rejects) =
        read("a.txt", &format!("{good}{good}{bad}").replacen("Crews", "The crews", 1));
    assert_eq!(articles.len(), 2);
    assert!(
        rejects[0].reason.contains(
            "does not have the form of an article of Nexis Uni: it has no line `Length:`"
        ),
        "{rejects:?}"
    );
    assert_eq!(rejects[0].line, Some(49));
    let (articles, rejects) = read("a.txt", &format!("{good}{bad}{bad}"));
    assert!(articles.is_empty() && rejects.len() == 1, "{rejects:?}");
    assert!(
        rejects[0]
            .reason
            .contains("2 of its 3 articles do not have its form (number 2 has no line `Length:`"),
        "{rejects:?}"
    );
    let (articles, rejects) = read("a.txt", &nexis("Crews strike", "Correction Appended"));
    assert_eq!((told(&articles[0]).0.as_str(), articles[0].published), ("Crews strike", None));
    assert_eq!(
        (rejects[0].field.as_deref(), rejects[0].reason.as_str()),
        (Some("published"), "is missing")
    );
    // A page that mentions the marks is a page.
    let (articles, _) = read(
        "a.html",
        &format!("<html><body><p>{ONE} It says: End of Document.</p></body></html>"),
    );
    assert_eq!(articles.len(), 1);
    let (_, rejects) = read("a.txt", &good.replace("13 words", "900 words"));
    assert_eq!(
        rejects[0].reason,
        "has 13 words, but the archive states 900; part of it is missing"
    );
}

#[test]
fn a_wrong_weekday_costs_the_date_and_not_the_article() {
    let div = |text: &str| format!("<br><div><p><span>{text}</span></p></div>\n");
    let of = |n: usize, date: &str, labels: [&str; 3], foot: &str| -> String {
        let head = [
            format!("{n} of 2 DOCUMENTS"),
            "Harbour Herald".to_owned(),
            date.to_owned(),
            "Ferry crews stop work".to_owned(),
            format!("{}: NEWS; Pg. 4", labels[0]),
            format!("{}: 13 mots", labels[1]),
        ];
        let head: String = head.iter().map(|text| div(text)).collect();
        let tail = format!("{}: ENGLISH", labels[2]);
        format!(
            "<!-- <DOC NUMBER={n}> <DOCFULL> -->{head}<br><div><p>{ONE}</p><p>{TWO}</p></div>{}{}{}",
            div(foot),
            div(&tail),
            div("Copyright 2021 X")
        )
    };
    // 7 June 2021 was a Monday.
    let english = of(
        1,
        "<b>June</b> 7, 2021, Sunday<br>Late Edition - Final<br>Correction Appended",
        ["SECTION", "LENGTH", "LANGUAGE"],
        "DISTRIBUTION: Every Zone",
    );
    let french = of(
        2,
        "<b>7</b> juin 2021 Lundi",
        ["RUBRIQUE", "LONGUEUR", "LANGUE"],
        "SUJET: TRANSPORT (90%); <b>GREVE</b> (88%)",
    );
    let page = format!("<html><body>{english}{french}</body></html>");
    let (articles, rejects) = read("a.html", &page);
    assert_eq!(articles.len(), 2, "{rejects:?}");
    for a in &articles {
        assert_eq!(a.title.as_deref(), Some("Ferry crews stop work"));
        assert_eq!(a.outlet.as_deref(), Some("Harbour Herald"));
        assert_eq!(a.text, format!("{ONE}\n{TWO}"));
        assert_eq!(a.language.as_deref(), Some("en"));
    }
    let days: Vec<bool> = articles.iter().map(|a| a.published.is_some()).collect();
    assert_eq!(days.iter().filter(|dated| **dated).count(), 1);
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!(rejects[0].field.as_deref(), Some("published"));
    assert!(rejects[0].reason.ends_with("names a weekday that does not match the day"));
}
