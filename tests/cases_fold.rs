//! Copies that differ from their original in typography only: readers see no difference, and
//! neither may the program.

mod support;

use support::{Row, run, table};

const TEXT: &str = "The council of Marrow Sound voted late on Tuesday to close the old swing bridge to lorries from the first of October, ending four years of argument over a crossing that carries nearly 9,000 vehicles a day.\nCouncillors backed the ban by 11 votes to 6 after engineers reported that two of the bridge's eight bearings had cracked since the spring inspection. Repairs will cost 14.2 million crowns, of which the regional fund has promised a third.\n\"Nobody on this council wanted to be the one to say it, but the bridge is bloody tired and we have been lucky for a long time,\" said Ingrid Solberg, who chairs the transport committee.\nHauliers said the detour through Petersfield would add 38 kilometres to each journey. Tomas Breck, whose firm runs 22 lorries between the cannery and the rail depot, told the meeting that he expected to lay off drivers before Christmas.\n\"If the fish arrives an hour late it is worth half as much, and the people who decide this have never stood on the quay at five in the morning,\" Breck said after the vote.";

/// Reports an original and a copy in another typography; returns the pair, the alterations, and the
/// copy's row.
fn compared(original: &str, copy: &str) -> (Option<Row>, Vec<Row>, Row) {
    let record = |id: &str, host: &str, hour: u32, text: &str| {
        let text = serde_json::to_string(text).expect("JSON");
        format!(
            "{{\"id\":\"{id}\",\"url\":\"https://{host}/{id}\",\"published\":\"2024-09-18T{hour:02}:00:00Z\",\"text\":{text}}}\n"
        )
    };
    let input = record("a", "soundpost.example", 8, original)
        + &record("b", "inlandpost.example", 12, copy);
    let out = tempfile::tempdir().expect("a folder");
    let place = out.path().display().to_string();
    let outcome = run(&["report", "-", "--sources", "tests/sources.toml", "--out", &place], &input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let read = |name: &str| table(&out.path().join("all").join(name));
    let copy =
        read("articles.csv").into_iter().find(|row| row["article_id"] == "b").expect("the copy");
    (read("pairs.csv").pop(), read("drift.csv"), copy)
}

/// Asserts that a copy counts as the same text.
fn same(original: &str, copy: &str, what: &str) -> Row {
    let (pair, drift, row) = compared(original, copy);
    let relation = pair.map(|pair| pair["relation"].clone());
    assert_eq!(relation.as_deref(), Some("identical"), "{what}");
    assert!(drift.is_empty(), "{what}: {drift:?}");
    row
}

/// Returns the text with letters replaced by a rule, which is called with the index of the letter.
fn replaced(by: impl Fn(usize, char) -> Option<char>) -> String {
    TEXT.chars().enumerate().map(|(at, c)| by(at, c).unwrap_or(c)).collect()
}

/// Returns the Cyrillic letter that looks like a Latin one.
fn look_alike(c: char) -> Option<char> {
    let at = "aceopxyiACEOPXTHKMB".chars().position(|latin| latin == c)?;
    "асеорхуіАСЕОРХТНКМВ".chars().nth(at)
}

#[test]
fn letters_of_another_script_hide_no_copy_and_are_told() {
    for step in [1, 2, 3] {
        let copy = replaced(|at, c| if at % step == 0 { look_alike(c) } else { None });
        assert!(same(TEXT, &copy, "homoglyphs")["flags"].contains("homoglyphs"));
    }
    assert!(!same(TEXT, TEXT, "itself")["flags"].contains("homoglyphs"));
}

#[test]
fn characters_that_nobody_sees_hide_no_copy() {
    for hidden in
        ['\u{200b}', '\u{2060}', '\u{ad}', '\u{feff}', '\u{fe0f}', '\u{e0061}', '\u{200d}']
    {
        let copy: String =
            TEXT.split_inclusive(char::is_alphabetic).collect::<Vec<_>>().join(&hidden.to_string());
        same(TEXT, &copy, &format!("{hidden:?}"));
    }
}

#[test]
fn case_composition_and_escapes_hide_no_copy() {
    same(TEXT, &TEXT.to_uppercase(), "capitals");
    same(TEXT, &TEXT.replace('"', "&quot;").replace('\'', "&#39;"), "escapes");
    let accented = TEXT.replace('o', "ö").replace('e', "é");
    let apart = accented.replace('ö', "o\u{308}").replace('é', "e\u{301}");
    same(&accented, &apart, "decomposed");
}

#[test]
fn letters_of_a_language_have_one_form() {
    let pl = "Rada miasta Marrow zagłosowała późnym wieczorem we wtorek za zamknięciem starego mostu obrotowego dla ciężarówek od pierwszego października. Kończy to cztery lata sporów o przeprawę, którą codziennie przejeżdża prawie dziewięć tysięcy pojazdów.\n„Nikt w tej radzie nie chciał powiedzieć tego pierwszy, ale most jest zmęczony i długo mieliśmy szczęście” – powiedziała Ingrid Solberg.\nPrzewoźnicy mówią, że objazd wydłuży każdą jazdę o trzydzieści osiem kilometrów.";
    let plain: String = pl
        .chars()
        .map(|c| {
            "ąćęłńóśźż"
                .chars()
                .position(|p| p == c)
                .and_then(|at| "acelnoszz".chars().nth(at))
                .unwrap_or(c)
        })
        .collect();
    same(pl, &plain, "Polish without accents");
    let tr = "Marrow belediye meclisi salı gecesi geç saatlerde eski döner köprüyü ekimin birinden itibaren kamyonlara kapatma kararı aldı. Günde yaklaşık dokuz bin aracın geçtiği köprü üzerindeki dört yıllık tartışma sona erdi. Nakliyeciler, dolaşmanın her yolculuğa otuz sekiz kilometre ekleyeceğini söyledi ve şoförleri işten çıkarmayı beklediklerini bildirdi.";
    let capitals: String =
        tr.chars().map(|c| if c == 'i' { 'İ' } else { c }).collect::<String>().to_uppercase();
    same(tr, &capitals, "Turkish capitals");
    let fa = "شورای شهر دیشب رای داد که پل قدیمی از اول پاییز به روی کامیون‌ها بسته شود و این کار به چهار سال بحث پایان می‌دهد. رئیس کمیته گفت که کسی نمی‌خواست این را بگوید ولی پل خسته است و ما مدت زیادی خوش شانس بوده‌ایم. رانندگان گفتند که راه دیگر هر سفر را سی و هشت کیلومتر طولانی‌تر می‌کند.";
    same(fa, &fa.replace('ی', "ي").replace('ک', "ك"), "Persian in Arabic letters");
    let sr = "Savet grada Marova glasao je kasno u utorak da se stari most zatvori za kamione od prvog oktobra, čime je završen spor oko prelaza koji svaki dan koristi devet hiljada vozila. Niko u ovom savetu nije želeo da to kaže prvi, ali most je umoran i dugo smo imali sreće, rekla je predsednica odbora. Prevoznici kažu da će obilazak svaku vožnju produžiti za trideset osam kilometara.";
    let digraphs = sr.replace("nj", "њ").replace("lj", "љ");
    let cyrillic = digraphs.chars().map(|c| {
        let at = "abvgdđežzijklmnoprstćufhcčšSMNP".chars().position(|p| p == c);
        at.and_then(|at| "абвгдђежзијклмнопрстћуфхцчшСМНП".chars().nth(at)).unwrap_or(c)
    });
    same(sr, &cyrillic.collect::<String>(), "Serbian Cyrillic");
}

#[test]
fn numbers_in_another_notation_and_masks_are_no_alteration() {
    for (from, to) in [
        ("14.2 million crowns", "14,200,000 crowns"),
        ("nearly 9,000 vehicles", "nearly 9 000 vehicles"),
        ("nearly 9,000 vehicles", "nearly 9\u{202f}000 vehicles"),
        ("nearly 9,000 vehicles", "nearly nine thousand vehicles"),
        ("38 kilometres", "38 km"),
        ("22 lorries", "twenty-two lorries"),
        ("first of October", "1st of October"),
    ] {
        let (_, drift, _) = compared(TEXT, &TEXT.replace(from, to));
        assert!(drift.is_empty(), "{to}: {drift:?}");
    }
}

#[test]
fn numbers_that_differ_are_altered() {
    for (from, to) in [
        ("11 votes to 6", "6 votes to 11"),
        ("a third", "a quarter"),
        ("14.2 million crowns", "14.2 billion crowns"),
        ("38 kilometres", "83 kilometres"),
        ("9,000 vehicles", "6,000 vehicles"),
    ] {
        let (_, drift, _) = compared(TEXT, &TEXT.replace(from, to));
        assert_eq!(
            drift.iter().map(|row| row["kind"].as_str()).collect::<Vec<_>>(),
            ["number"],
            "{to}"
        );
    }
}

#[test]
fn words_that_mean_the_same_are_no_drift() {
    let told = "Governor Sander Moen began his fifth term at a glittering ceremony in Estrand on Tuesday. His next term doesn't expire until 2031, when he may run again under the law of the island.\nThe council sent 5,000 helmets to the coast guard and promised more. Sanctions are ineffective for a country of fishermen, Moen said in his speech, which took eight minutes and was carried by all three stations. The choir of the cathedral sang, and the guests stood up.\nOutside the hall forty people held up empty plates. They were denied entry to the square and went home by bus.";
    let copy = told
        .replace("5,000", "five thousand")
        .replace("ineffective", "not effective")
        .replace("denied entry to", "not admitted to");
    for apostrophe in ['´', '‘', '`', 'ʼ', '’'] {
        let (_, drift, _) = compared(told, &copy.replace('\'', &apostrophe.to_string()));
        assert!(drift.is_empty(), "{apostrophe}: {drift:?}");
    }
}
