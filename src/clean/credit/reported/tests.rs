use super::super::{is_within, position, words};
use super::*;
use crate::sources::Registry;

/// Returns the agencies that a paragraph credits in any way, sorted.
fn read(agencies: &Agencies, line: &str) -> String {
    let mut ids = sources(line, agencies, Place::default());
    ids.extend(position::credited(line, agencies).into_iter().map(|(id, _)| id));
    ids.extend(super::super::dateline(line, 0, agencies).and_then(|(_, id)| id));
    if is_within(line, 300) {
        ids.extend(words::in_words(line, true, agencies));
    }
    ids.sort_unstable();
    ids.dedup();
    ids.join("+")
}

#[test]
fn agencies_are_credited_in_the_forms_of_many_languages() {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let agencies = Agencies::of(&registry);
    let forms = [
        // Arabic, Persian, Urdu, Hebrew
        ("وقال شهود إن السفن بقيت في الميناء (أ ف ب)", "afp"),
        ("نقلا عن وكالة رويترز، بقيت السفن في الميناء.", "reuters"),
        ("بقيت السفن في الميناء، وفق وكالة الأناضول.", "anadolu"),
        ("بقيت السفن في الميناء، وفق رويترز.", "reuters"),
        ("وفقا لرويترز، بقيت السفن في الميناء.", "reuters"),
        ("بقيت السفن في الميناء، وفقاً لوكالة الأنباء الألمانية.", "dpa"),
        ("وفقا لوكالة أنباء شينخوا، بقيت السفن في الميناء.", "xinhua"),
        ("نقلت وكالة رويترز عن القبطان قوله إن السفن بقيت في الميناء.", "reuters"),
        ("ونقلت وكالة فرانس برس عن شهود أن السفن بقيت في الميناء.", "afp"),
        ("وقالت وكالة تاس الروسية إن السفن بقيت في الميناء.", "tass"),
        ("وفق ما أوردته وكالة الأنباء الفرنسية، بقيت السفن في الميناء.", "afp"),
        ("بقيت السفن في الميناء، كما أفادت وكالة أسوشيتد برس.", "ap"),
        ("وأفاد مراسل وكالة سانا بأن السفن بقيت في الميناء.", "sana"),
        ("المصدر: رويترز", "reuters"),
        ("المصدر: وكالة الأنباء الألمانية", "dpa"),
        ("به گزارش ایسنا، کشتی‌ها در بندر ماندند و خدمه منتظر دستور تازه هستند.", "isna"),
        ("به گزارش خبرگزاری مهر به نقل از رادیو، کشتی‌ها در بندر ماندند.", "mehr"),
        ("به گزارش هالویک پست به نقل از رویترز این کشتی‌ها در بندر ماندند.", "reuters"),
        ("به‌گزارش ایسنا کشتی‌ها در بندر ماندند.", "isna"),
        ("به نقل از رویترز، این کشتی‌ها در بندر ماندند.", "reuters"),
        ("مدیر بندر در گفت‌وگو با ایلنا، گفت کشتی‌ها ماندند.", "ilna"),
        ("مدیر بندر در گفت‌وگو با خبرنگار ایرنا، از ماندن کشتی‌ها گفت.", "irna"),
        ("منبع: ایرنا", "irna"),
        ("خبر رساں ادارے رائٹرز کے مطابق جہاز بندرگاہ میں رہے۔", "reuters"),
        ("اے ایف پی کے مطابق جہاز بندرگاہ میں رہے۔", "afp"),
        ("כך לפי סוכנות הידיעות רויטרס.", "reuters"),
        // Turkish, Azerbaijani, Kazakh, Uzbek
        ("AA'nın haberine göre gemiler limanda kaldı.", "anadolu"),
        ("Kaptan, AA muhabirine gemilerin limanda kaldığını söyledi.", "anadolu"),
        ("İSTANBUL (AA) - Gemiler limanda kaldı.", "anadolu"),
        ("Kaynak: Anadolu Ajansı", "anadolu"),
        ("AZƏRTAC xəbər verir ki, gəmilər limanda qalıb.", "azertac"),
        ("Gəmilər limanda qalıb. Bu barədə AZƏRTAC-a istinadən məlumat verilir.", "azertac"),
        ("Қазақпарат хабарлауынша, кемелер айлақта қалды.", "kazinform"),
        ("Кемалар портда қолди. ЎзА", "uza"),
        // Russian, Ukrainian, Belarusian, Bulgarian, Serbian, Macedonian
        ("Как сообщает ТАСС, суда остались в порту.", "tass"),
        ("Суда остались в порту, сообщает РИА Новости.", "ria"),
        ("Об этом сообщает Рейтер со ссылкой на капитана.", "reuters"),
        ("Об этом сообщило агентство «Интерфакс».", "interfax"),
        ("МОСКВА, 12 июня. /ТАСС/. Суда остались в порту.", "tass"),
        ("Про це повідомляє Укрінформ з посиланням на капітана.", "ukrinform"),
        ("Судна залишилися в порту, передає УНІАН.", "unian"),
        ("Караблі засталіся ў порце, паведамляе БелТА.", "belta"),
        ("Корабите останаха в пристанището, съобщи БТА.", "bta"),
        ("Brodovi su ostali u luci, prenosi Tanjug.", "tanjug"),
        ("Бродови су остали у луци, преноси Танјуг.", "tanjug"),
        ("Бродовите останаа во пристаништето, јавува МИА.", "mia"),
        // Croatian, Bosnian, Slovene, Czech, Slovak, Polish
        ("ZAGREB, 12. lipnja (Hina) - Brodovi su ostali u luci.", "hina"),
        ("Brodovi su ostali u luci, javlja Reuters.", "reuters"),
        ("Izvor: FENA", "fena"),
        ("Ladje so ostale v pristanišču, poroča francoska tiskovna agencija AFP.", "afp"),
        ("Lodě zůstaly v přístavu, informovala agentura Reuters.", "reuters"),
        ("Praha 12. června (ČTK) - Lodě zůstaly v přístavu.", "ctk"),
        ("Zdroj: ČTK", "ctk"),
        ("Lode zostali v prístave, informuje TASR.", "tasr"),
        ("Statki zostały w porcie, podaje PAP.", "pap"),
        // Hungarian, Romanian, Greek, Albanian
        ("Az MTI tudósítása szerint a hajók a kikötőben maradtak.", "mti"),
        ("A hajók a kikötőben maradtak – közölte az MTI.", "mti"),
        ("Vasele au rămas în port, informează AGERPRES.", "agerpres"),
        ("Potrivit Mediafax, vasele au rămas în port.", "mediafax"),
        ("Τα πλοία έμειναν στο λιμάνι, μεταδίδει το ΑΠΕ-ΜΠΕ.", "ana-mpa"),
        ("Πηγή: ΑΠΕ-ΜΠΕ", "ana-mpa"),
        ("Anijet mbetën në port, raporton Reuters.", "reuters"),
        // Nordic and Baltic
        ("Båtarna låg kvar i hamnen, rapporterar TT.", "tt"),
        ("Båtene ble liggende i havnen, melder NTB.", "ntb"),
        ("Bådene blev i havnen, skriver Ritzau.", "ritzau"),
        ("STT:n mukaan laivat jäivät satamaan.", "stt"),
        ("Laivat jäivät satamaan, kertoo Reuters.", "reuters"),
        ("BNS-i teatel jäid laevad sadamasse.", "bns"),
        ("Kuģi palika ostā, ziņo LETA.", "leta"),
        ("Laivai liko uoste, praneša ELTA.", "elta"),
        // German, Dutch, French, Italian, Portuguese, Spanish, Catalan, Galician
        ("Die Schiffe blieben im Hafen. Das berichtet die Nachrichtenagentur AFP.", "afp"),
        ("De schepen bleven in de haven, meldt ANP.", "anp"),
        ("Les navires sont restés au port, rapporte l'AFP.", "afp"),
        ("Le navi sono rimaste in porto, riferisce l'agenzia Ansa.", "ansa"),
        ("Os navios ficaram no porto, avançou a Lusa.", "lusa"),
        ("Los barcos siguen en el puerto, informa la agencia EFE.", "efe"),
        ("Els vaixells són al port, segons informa EFE.", "efe"),
        ("Os barcos seguen no porto, segundo informa Europa Press.", "europapress"),
        // India and Bangladesh
        ("जहाज बंदरगाह में रहे। (भाषा)", "pti"),
        ("समाचार एजेंसी एएनआई के अनुसार जहाज बंदरगाह में रहे।", "ani"),
        ("পিটিআইয়ের খবর", "pti"),
        ("জাহাজগুলো বন্দরে ছিল। খবর বাসসের।", "bss"),
        ("জাহাজগুলো বন্দরে ছিল। সূত্র: এএফপি, বিবিসি", "afp"),
        ("ঢাকা, ১২ জুন, ২০২৫ (বাসস): জাহাজগুলো বন্দরে ছিল।", "bss"),
        ("খুলনা, ১২ জুন (ইউএনবি) - জাহাজগুলো বন্দরে ছিল।", "unb"),
        ("UNB, Khulna: The boats stayed in the harbour.", "unb"),
        ("DHAKA, June 12, 2025 (BSS/AFP) - The boats stayed.", "afp+bss"),
        ("The boats stayed in the harbour on Monday, UNB reports.", "unb"),
        ("The boats stayed in the harbour, reports Reuters.", "reuters"),
        // East and South-East Asia
        ("据新华社报道，船只留在港口。", "xinhua"),
        ("新华社北京6月12日电（记者张三）船只留在港口。", "xinhua"),
        ("來源：中央社", "cna-tw"),
        ("ロイター通信によると、船は港に残った。", "reuters"),
        ("船は港に残った。（共同）", "kyodo"),
        ("［東京 12日 ロイター］ - 船は港に残った。", "reuters"),
        ("로이터통신에 따르면 배들은 항구에 남았다.", "reuters"),
        ("배들이 항구에 남았다고 AFP통신이 12일 보도했다.", "afp"),
        ("船は港に残ったとロイターが報じた。", "reuters"),
        ("AFP통신에 따르면 배들은 항구에 남았다.", "afp"),
        ("(서울=연합뉴스) 홍길동 기자 = 배들은 항구에 남았다.", "yonhap"),
        ("Kapal tetap di pelabuhan, seperti dilansir Antara, Kamis.", "antara"),
        ("Dilansir dari Antara, kapal tetap di pelabuhan.", "antara"),
        ("Kapal masih di pelabuhan, lapor Bernama.", "bernama"),
        ("Hãng tin Reuters đưa tin các tàu vẫn ở cảng.", "reuters"),
        ("สำนักข่าวรอยเตอร์รายงานว่าเรือยังอยู่ที่ท่าเรือ", "reuters"),
        ("Theo TTXVN, các tàu vẫn ở cảng.", "vna"),
        ("Kwa mujibu wa shirika la habari la Reuters, meli zilibaki bandarini.", "reuters"),
    ];
    let wrong: Vec<_> = forms
        .iter()
        .map(|(line, ids)| (*line, *ids, read(&agencies, line)))
        .filter(|(_, ids, found)| ids != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_sentence_about_an_agency_credits_nobody() {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let agencies = Agencies::of(&registry);
    let lines = [
        "Reuters was sued by a former editor on Monday over a contract.",
        "Here is how it came about, as reported by Reuters: the boats stayed.",
        "Reuters reported: the boats stayed in the harbour.",
        "The minister told UNB that the boats would stay for now.",
        "ТАСС уволил редактора после проверки договоров.",
        "Суд оштрафовал ТАСС на большую сумму за долг.",
        "خبرگزاری ایسنا مدیر تازه‌ای برای بخش خود برگزید.",
        "AA'nın yeni genel müdürü göreve başladı.",
        "Tanjug je dobio novog direktora posle konkursa.",
        "उसकी भाषा हिंदी है और वह बंदरगाह में काम करता है।",
        "বার্তা সংস্থা এপি গতকাল নতুন সম্পাদক নিয়োগ করেছে।",
        "তিনি পুরাতন বাসস্ট্যান্ড এলাকায় নামেন।",
        "Antara lain, kapal tetap berada di pelabuhan itu.",
        "Acara itu dihadiri banyak orang. Antara lain menteri.",
        "他们共同表示，船只将留在港口。",
        "연합뉴스는 새 사장을 뽑았다.",
        "배들이 항구에 남았다. [AP=연합뉴스]",
        "بنا جديد في الميناء منذ الصيف الماضي.",
        "أقالت وكالة رويترز محررها أمس في لندن.",
        "زار الوزير مقر وكالة رويترز في لندن أمس.",
        "وقال القبطان لوكالة فرانس برس إن السفن بقيت في الميناء.",
        "وقالت وفا القبطان إن السفن بقيت في الميناء.",
        "Beta: a version that testers try first.",
        "Το ΑΠΕ-ΜΠΕ έχει νέο πρόεδρο από την άνοιξη.",
        "MTI-nek új vezérigazgatója van tavasz óta.",
    ];
    let wrong: Vec<_> = lines
        .iter()
        .map(|line| (*line, read(&agencies, line)))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Returns the agencies that a sentence of a language names as its source.
fn named(agencies: &Agencies, language: &str, line: &str) -> String {
    let place = Place { language: Some(language).filter(|code| !code.is_empty()), country: None };
    sources(line, agencies, place).join("+")
}

#[test]
fn persons_places_and_words_called_like_an_agency_need_a_word_for_one() {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let agencies = Agencies::of(&registry);
    for (language, line, ids) in [
        ("cs", "Lodě zůstaly v přístavu, uvedla Petra Nováková.", ""),
        ("cs", "Lodě zůstaly v přístavu, uvedla Petra.", ""),
        ("cs", "Lodě zůstaly v přístavu, uvedla agentura Petra.", "petra"),
        ("cs", "Lodě zůstaly v přístavu, uvedla Reuters Nováková.", ""),
        ("de", "Die Schiffe blieben im Hafen, berichtet Petra Müller.", ""),
        ("de", "Die Schiffe blieben im Hafen, meldet Saba Yilmaz.", ""),
        ("de", "Die Schiffe blieben im Hafen, meldet die Nachrichtenagentur Petra.", "petra"),
        ("hu", "Petra szerint a hajók a kikötőben maradtak.", ""),
        ("el", "Σύμφωνα με το ΑΠΕ, τα πλοία έμειναν στο λιμάνι.", ""),
        ("el", "Σύμφωνα με το πρακτορείο ΑΠΕ, τα πλοία έμειναν στο λιμάνι.", "ana-mpa"),
        ("tr", "ANKA'nın haberine göre gemiler limanda kaldı.", ""),
        ("tr", "ANKA Haber Ajansı'nın haberine göre gemiler limanda kaldı.", "anka"),
        ("hi", "भाषा के अनुसार जहाज बंदरगाह में रहे।", ""),
        ("ru", "Суда остались в порту, сообщает Кабар.", ""),
        ("ru", "Суда остались в порту, сообщает агентство «Кабар».", "kabar"),
    ] {
        assert_eq!(named(&agencies, language, line), ids, "{line}");
    }
}

#[test]
fn initials_and_phrases_act_in_their_own_languages() {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let agencies = Agencies::of(&registry);
    for (language, line, ids) in [
        ("mk", "Бродовите останаа во пристаништето, јавува МИА.", "mia"),
        ("ru", "Суда остались в порту, сообщает МИА.", ""),
        ("ru", "Суда остались в порту, сообщает МИА «Россия сегодня».", ""),
        ("ru", "Суда остались в порту, сообщает агентство APA.", "apa"),
        ("ru", "Суда остались в порту, сообщает APA.", ""),
        ("de", "Die Schiffe blieben im Hafen, meldet APA.", "apa"),
        ("pl", "Statki zostały w porcie, podaje CP.", ""),
        ("en", "The boats stayed in the harbour, reports ANP.", ""),
        ("nl", "De schepen bleven in de haven, meldt ANP.", "anp"),
        ("no", "Båtene ble liggende i havnen, melder NTB.", ""),
        ("nb", "Båtene ble liggende i havnen, melder NTB.", "ntb"),
        ("es", "El capitán informa a Efe.", ""),
        ("es", "Los barcos siguen en el puerto, informa Efe.", "efe"),
        ("ca", "Els vaixells són al port, segons informa EFE.", "efe"),
        ("hr", "Бродови су остали у луци, преноси Танјуг.", "tanjug"),
        ("sv", "Die Schiffe blieben im Hafen, meldet Reuters.", ""),
        ("", "Die Schiffe blieben im Hafen, meldet Reuters.", "reuters"),
    ] {
        assert_eq!(named(&agencies, language, line), ids, "{line}");
    }
    let home = Place { language: Some("en"), country: Some("NL") };
    let line = "The boats stayed in the harbour, reports ANP.";
    assert_eq!(sources(line, &agencies, home), ["anp"], "an outlet of the agency's country");
}

#[test]
fn a_clause_is_read_no_further_than_its_limit() {
    let registry = Registry::shipped().expect("the shipped list is sound");
    let agencies = Agencies::of(&registry);
    let line = "Reuters ".repeat(60) + &"wort ".repeat(400_000);
    let begun = std::time::Instant::now();
    assert!(sources(&line, &agencies, Place::default()).is_empty());
    // Folded anew for each name, the rest of the line takes minutes.
    assert!(begun.elapsed().as_secs() < 30);
}
