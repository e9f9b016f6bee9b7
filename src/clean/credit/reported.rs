//! Recognises the agency that a sentence gives as its source: `Об этом сообщает ТАСС.`,
//! `به گزارش ایسنا، …`, `AA'nın haberine göre …`, `…, UNB reports.`
//!
//! A sentence may be about an agency (`ТАСС уволил редактора`), so the phrase and the name must
//! stand alone in their clause, at its beginning or at its end.

use std::ops::Range;

use super::{Agencies, byte_of, edges};
use crate::languages::credit::phrases;
use crate::text::fold;

/// Characters at the beginning of a paragraph within which a sentence names its source. Chosen by
/// judgement, so that a long text in one paragraph is not searched for whom it mentions.
const OPENING: usize = 500;
/// Characters at its end. Chosen by judgement.
const CLOSING: usize = 160;
/// Most bytes of a clause before a name. Chosen by judgement.
const CLAUSE: usize = 240;
/// Most words of a phrase. Chosen by judgement, above the longest in the language data.
const LONGEST: usize = 6;
/// Most words from a name to the verb that ends the sentence, itself included. Chosen by judgement:
/// a day may stand between them.
const BEFORE_VERB: usize = 3;
/// Most characters of a phrase in a script without spaces. Chosen by judgement.
const LONGEST_JOINED: usize = 12;

/// Marks at which a clause begins or ends.
const MARKS: [char; 35] = [
    '.', ',', ';', ':', '!', '?', '…', '—', '–', '(', ')', '[', ']', '/', '|', '*', '_', '•', '»',
    '"', '”', '“', '।', '،', '؛', '؟', '۔', '،', '。', '，', '、', '：', '（', '）', '」',
];

/// Returns the agencies that a paragraph gives as its source near its beginning or its end.
pub(super) fn sources<'a>(line: &str, agencies: &'a Agencies) -> Vec<&'a str> {
    let opening = byte_of(line, OPENING);
    let closing = line.char_indices().rev().take(CLOSING).last().map_or(0, |(at, _)| at);
    let mut out = Vec::new();
    for (id, named) in agencies.find(line) {
        if (named.start < opening || named.start >= closing)
            && !out.contains(&id)
            && (is_told(line, &named) || tells(line, &named) || is_stamped(line, &named))
        {
            out.push(id);
        }
    }
    out
}

/// Whether a phrase before the name fills its clause, or the name ends its clause after one.
fn is_told(line: &str, named: &Range<usize>) -> bool {
    let phrases = &phrases().reported_by;
    let (rest, mark) = rest(line, named);
    // `Here is the story, as reported by the Northern Wire:` introduces what the wire said.
    if matches!(mark, Some(':' | '：')) && rest.is_empty() && line[..named.start].contains(MARKS) {
        return false;
    }
    let ends = fold::phrase(rest).is_empty();
    let ends_with = |lead: &str| {
        let mut tails = lead.char_indices().rev().map(|(at, _)| &lead[at..]);
        let joined = |tail: &&str| edges::is_joined_script(tail) && phrases.contains(tail);
        tails.clone().take(LONGEST_JOINED).any(|tail| joined(&tail))
            || tails.any(|tail| tail.strip_prefix(' ').is_some_and(|tail| phrases.contains(tail)))
    };
    // `به گزارش هالویک به نقل از رویترز`: one whom another cites.
    let begins_with = |lead: &str| {
        lead.match_indices(' ').take(LONGEST).any(|(end, _)| phrases.contains(&lead[..end]))
    };
    leads(line, named.start).iter().filter(|lead| !lead.is_empty()).any(|lead| {
        phrases.contains(lead.as_str()) || (ends || begins_with(lead)) && ends_with(lead)
    })
}

/// Whether the name opens its clause and a phrase follows it.
fn tells(line: &str, named: &Range<usize>) -> bool {
    let (rest, mark) = rest(line, named);
    let rest = fold::phrase(rest);
    let introduces = matches!(mark, Some(':' | '：'));
    if leads(line, named.start).last().is_some_and(|lead| !lead.is_empty()) {
        // `…다고 AFP통신이 22일 보도했다.`, `…とロイターが報じた。`: what was reported comes first.
        let verb = rest.rsplit(' ').next().unwrap_or_default();
        return edges::puts_verbs_last(verb)
            && rest.split(' ').count() <= BEFORE_VERB
            && !introduces
            && phrases().helped.iter().any(|known| known == verb);
    }
    let joined = rest.char_indices().map(|(at, c)| &rest[..at + c.len_utf8()]);
    let mut joined = joined.take(LONGEST_JOINED).take_while(|start| edges::is_joined_script(start));
    let words = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(LONGEST);
    phrases().helped.iter().any(|verb| verb == rest) && !introduces
        || words.map(|end| &rest[..end]).any(|start| phrases().reports.contains(start))
        || joined.any(|start| phrases().reports.contains(start))
}

/// Characters after a name within which the stamp of a Chinese dateline ends: place and day. Chosen
/// by judgement.
const STAMP: usize = 20;

/// Whether a name opens the dateline of a Chinese agency: `新华社北京6月12日电`.
fn is_stamped(line: &str, named: &Range<usize>) -> bool {
    let after = &line[named.end..];
    let stamp = &after[..byte_of(after, STAMP)];
    line[..named.start].chars().all(|c| !c.is_alphanumeric())
        && ["日电", "日電"].iter().any(|stamped| stamp.contains(stamped))
}

/// Returns the folded words between the beginning of the clause and a name: all of them, then
/// without each word for an agency right before the name.
fn leads(line: &str, name: usize) -> Vec<String> {
    let from = line.ceil_char_boundary(name.saturating_sub(CLAUSE));
    let before = line[from..name].trim_end_matches(['«', '„', '"', '“', '‘', '\'', '’', ' ']);
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| MARKS.contains(c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let mut lead = fold::phrase(&before[start..]);
    let mut out = vec![lead.clone()];
    while !lead.is_empty() {
        // The longest of them: *agencija*, *tiskovna agencija*.
        let starts = lead.match_indices(' ').map(|(at, _)| at + 1);
        let found =
            [0].into_iter().chain(starts).find(|at| phrases().agency.contains(&lead[*at..]));
        let Some(at) = found else { break };
        lead.truncate(at.saturating_sub(1));
        out.push(lead.clone());
    }
    out
}

/// Returns what follows a name in its clause, without an ending attached to the name, and the mark
/// that ends the clause.
fn rest<'t>(line: &'t str, named: &Range<usize>) -> (&'t str, Option<char>) {
    let mut after = &line[named.end..];
    let name = &line[named.clone()];
    if let Some(last) = name.chars().next_back() {
        after = &after[edges::ending(after, last, name)..];
    }
    if let Some(ending) = after.strip_prefix(['\'', '’', '-', ':', '‌']) {
        let end = ending.find(|c: char| !c.is_alphabetic()).unwrap_or(ending.len());
        if (1..=ENDING).contains(&ending[..end].chars().count()) {
            after = &ending[end..];
        }
    }
    let after = after.trim_start_matches(['»', '”', '"', '“', '’', '\'', ' ']);
    match after.char_indices().find(|(_, c)| MARKS.contains(c)) {
        Some((at, mark)) => (&after[..at], Some(mark)),
        None => (after, None),
    }
}

/// Most letters of an ending set off by an apostrophe or a hyphen: *AA'nın*, *MTI-nek*, *STT:n*.
/// Chosen by judgement.
const ENDING: usize = 5;

#[cfg(test)]
mod tests {
    use super::super::{is_within, position, words};
    use super::*;
    use crate::sources::Registry;

    /// Returns the agencies that a paragraph credits in any way, sorted.
    fn read(agencies: &Agencies, line: &str) -> String {
        let mut ids = sources(line, agencies);
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
}
