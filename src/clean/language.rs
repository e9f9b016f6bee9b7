//! Detects the language of a body.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::ingest::Article;
use crate::languages;
use crate::text::fold;
use crate::text::words::is_spaceless;

/// Bytes of body from which the language is detected. Chosen by judgement: a longer sample is more
/// reliable and slower.
const LANGUAGE_SAMPLE: usize = 240;
/// Bytes of body from which the language is detected if the first sample did not show it. Chosen by
/// judgement: three hundred words.
const LONG_SAMPLE: usize = 2_000;
/// Fewest words of a passage whose function words alone show its language. Chosen by judgement: of
/// 5,000 Croatian items of 20 to 40 words 93 had enough words that Czech has as well.
const LEAST_ALONE: usize = 60;

/// The codes of the languages that letters can show.
static DETECTED: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    whatlang::Lang::all().iter().map(|l| languages::code_of(iso_639_1(l.code()))).collect()
});

/// Returns the record's language if it has data or looks like a two-letter code, else the language
/// that the start of the body reliably shows; both by the code of their data
/// ([`languages::code_of`]).
///
/// Where the letters of the first words are not sure, as between close relatives, or show a
/// language without lists, a longer passage decides: letters and function words must agree, letters
/// alone may show a language without lists, and function words alone count from [`LEAST_ALONE`]
/// words on. Where neither is sure, letters that only one language of the script has decide.
pub(super) fn of(article: &Article, body: &[Range<usize>]) -> Option<String> {
    if let Some(code) = article.language.as_deref() {
        let code = languages::code_of(code);
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())
            || languages::dated().any(|language| language.code == code)
        {
            return Some(code);
        }
    }
    let sample = beginning(&article.text, body, LANGUAGE_SAMPLE);
    if is_plainly_english(&sample) {
        return Some("en".to_owned());
    }
    // The first words may lack the letters that only Russian has.
    let longer = LazyCell::new(|| beginning(&article.text, body, LONG_SAMPLE));
    let first = by_letters(&sample).filter(|code| !is_checked(code) || !is_misspelt(code, &longer));
    if let Some(letters) = first.as_deref().filter(|code| languages::of(code).is_some()) {
        return reread(article, body, letters).or(first);
    }
    let sample = longer.as_str();
    let folded = fold::phrase(sample);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let by_words = languages::of_text(&words).map(|language| language.code.clone());
    let by_alphabet = || by_alphabet(sample).map(str::to_owned);
    match (by_letters(sample).or(first), by_words) {
        // Close relatives: the letters are those of one, the words those of the other.
        (Some(letters), Some(words)) => (letters == words).then_some(letters),
        // A text in a language with word lists has some of the words, or letters of its own.
        (Some(letters), None) => {
            if languages::of(&letters).is_none() {
                Some(letters)
            } else {
                by_alphabet()
            }
        }
        (None, by_words) => by_words.filter(|_| words.len() >= LEAST_ALONE).or_else(by_alphabet),
    }
}

/// Letters that the alphabet of each language in Cyrillic letters lacks, of those that another of
/// them has, and those that Bengali lacks of Assamese. Source: exemplar characters of CLDR 47.
const LACKING: [(&str, &str); 7] = [
    ("be", "ищъїєґјљњџђћѓќѕ"),
    ("bn", "ৰৱ"),
    ("bg", "ыэёіїєґўјљњџђћѓќѕ"),
    ("mk", "йщъыьэюяёіїєґўђћ"),
    ("ru", "іїєґўјљњџђћѓќѕ"),
    ("sr", "йщъыьэюяёіїєґўѓќѕ"),
    ("uk", "ыэёъўјљњџђћѓќѕ"),
];
/// Letters that each of some languages with one script has, and the others lack. Source: exemplar
/// characters of CLDR 47.
const OWN: [(&str, &str); 8] = [
    ("ar", "ةى"),
    ("as", "ৰৱ"),
    ("be", "ў"),
    ("ckb", "ڕڵۆێە"),
    ("fa", "پچژگکی"),
    ("ru", "ыэ"),
    ("uk", "їє"),
    ("ur", "ٹڈڑںےہ"),
];
/// Least letters of its own by which a language is known, in a passage of some hundred words. Chosen
/// by judgement: a quotation has fewer.
const LEAST_OWN: usize = 12;

/// Returns the language of whose own letters a sample has many and of no other's more than two;
/// `None` if there is none.
fn by_alphabet(sample: &str) -> Option<&'static str> {
    let count = |letters: &str| sample.chars().filter(|c| letters.contains(*c)).count();
    let mut found = OWN.iter().filter(|(_, letters)| count(letters) >= MISSPELT);
    let (code, letters) = found.next()?;
    (found.next().is_none() && count(letters) >= LEAST_OWN).then_some(code)
}

/// Whether the letters that a language's alphabet lacks are known.
fn is_checked(code: &str) -> bool {
    LACKING.iter().any(|(of, _)| *of == code)
}

/// Such letters from which a text is not in the language: a name in its own spelling may have one or
/// two. Chosen by judgement.
const MISSPELT: usize = 3;

/// Returns the language that the letters of a sample reliably show; `None` if they do not. One whose
/// alphabet lacks some of them is passed over: the detector often takes Russian for Bulgarian.
fn by_letters(sample: &str) -> Option<String> {
    let sample = &*without_latin_names(sample);
    let mut denied = Vec::new();
    loop {
        let info = match denied.is_empty() {
            true => whatlang::detect(sample),
            false => whatlang::Detector::with_denylist(denied.clone()).detect(sample),
        };
        let info = info.filter(whatlang::Info::is_reliable)?;
        let code = languages::code_of(iso_639_1(info.lang().code()));
        if !is_misspelt(&code, sample) {
            return Some(code);
        }
        denied.push(info.lang());
    }
}

/// Drops the Latin letters of a sample that is in a script without spaces: a name or two has as many
/// letters as the sentence around it has characters, and the detector goes by the most frequent script.
fn without_latin_names(sample: &str) -> Cow<'_, str> {
    let joined = sample.chars().filter(|c| is_spaceless(*c)).count();
    let names = sample.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| !run.is_empty());
    // Two characters are about a word.
    if joined / 2 <= names.count() {
        return Cow::Borrowed(sample);
    }
    Cow::Owned(sample.chars().filter(|c| !c.is_ascii_alphabetic()).collect())
}

/// Whether a sample has letters that a language's alphabet lacks, often enough.
fn is_misspelt(code: &str, sample: &str) -> bool {
    let lacking = LACKING.iter().find(|(of, _)| *of == code);
    lacking.is_some_and(|(_, letters)| {
        let foreign = sample.chars().flat_map(char::to_lowercase).filter(|c| letters.contains(*c));
        foreign.take(MISSPELT).count() == MISSPELT
    })
}

/// Returns the language of a body whose first words look like `letters`, if function words show
/// another one both there and in a longer passage: one that letters cannot show, as Albanian looks
/// French to the detector, or one that the letters of the longer passage show too.
fn reread(article: &Article, body: &[Range<usize>], letters: &str) -> Option<String> {
    let by_words = |sample: &str| {
        let folded = fold::phrase(sample);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let code = &languages::of_text(&words)?.code;
        (code != letters).then(|| code.clone())
    };
    by_words(&beginning(&article.text, body, LANGUAGE_SAMPLE))?;
    let longer = beginning(&article.text, body, LONG_SAMPLE);
    by_words(&longer)
        .filter(|code| !DETECTED.contains(code) || by_letters(&longer).as_ref() == Some(code))
}

/// Returns the first bytes of the body, at most `most` and a few spaces.
fn beginning(text: &str, body: &[Range<usize>], most: usize) -> String {
    let mut sample = String::with_capacity(most + 8);
    for piece in body {
        let room = most.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        let piece = &text[piece.clone()];
        sample.push_str(&piece[..piece.floor_char_boundary(room.min(piece.len()))]);
        sample.push(' ');
    }
    sample
}

/// Whether at least a fifth of the words are very common English ones, and three or more of these
/// are peculiar to English.
///
/// This holds for nearly all English prose and for none in other languages; it saves most of the
/// time that language detection takes.
fn is_plainly_english(sample: &str) -> bool {
    const ENGLISH: [&str; 24] = [
        "the", "and", "that", "with", "from", "this", "which", "were", "would", "their", "they",
        "been", "has", "have", "are", "said", "his", "who", "after", "about", "could", "when",
        "than", "you",
    ];
    const SHARED: [&str; 22] = [
        "of", "to", "was", "for", "on", "is", "by", "as", "at", "he", "it", "be", "in", "a", "an",
        "but", "not", "had", "its", "or", "we", "i",
    ];
    let (mut words, mut english, mut shared) = (0, 0, 0);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        let mut lower = [0u8; 5];
        let Some(lower) = lower.get_mut(..word.len()) else { continue };
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        let is_in = |list: &[&str]| list.iter().any(|w| w.as_bytes() == lower);
        english += u32::from(is_in(&ENGLISH));
        shared += u32::from(is_in(&SHARED));
    }
    words >= 12 && english >= 3 && (english + shared) * 5 >= words
}

/// Returns the two-letter code for a three-letter one, or the code itself if it has none.
fn iso_639_1(code: &str) -> &str {
    #[rustfmt::skip]
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"), ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("dan", "da"),
        ("deu", "de"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"),
        ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"),
        ("kor", "ko"), ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"), ("nld", "nl"),
        ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"), ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"),
        ("slv", "sl"), ("sna", "sn"), ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"),
        ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
    ];
    CODES.binary_search_by(|(three, _)| three.cmp(&code)).map_or(code, |i| CODES[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_record_is_named_as_its_lists_are() {
        let of = |code: &str| {
            let article = Article { language: Some(code.to_owned()), ..Article::default() };
            super::of(&article, &[])
        };
        assert_eq!(of("no").as_deref(), Some("nb"));
        assert_eq!(of("nn-NO").as_deref(), Some("nb"));
        assert_eq!(of("iw").as_deref(), Some("he"));
        assert_eq!((of("tl").as_deref(), of("fil").as_deref()), (Some("fil"), Some("fil")));
        assert_eq!((of("xx").as_deref(), of("english")), (Some("xx"), None));
    }

    #[test]
    fn names_in_latin_letters_do_not_hide_the_script_around_them() {
        let chinese = "Halvik Harbour Corporation 今天宣布與 Northern Ferries International 合作，渡輪工人明天復工，港口恢復正常。";
        assert_eq!(by_letters(chinese).as_deref(), Some("zh"));
        let english = "The crews of the ferries told 中央社 that they would stay in port.";
        assert_eq!(without_latin_names(english), english);
    }

    #[test]
    fn a_text_with_letters_that_an_alphabet_lacks_is_not_in_that_language() {
        let russian = "Глава порта рассказал, как проходит ремонт мостов. По его словам, работы идут \
                       полным ходом, и суда вышли бы в море уже в мае, если бы не лёд.";
        assert!(is_misspelt("bg", russian) && !is_misspelt("ru", russian));
        assert_ne!(by_letters(russian).as_deref(), Some("bg"));
        let bulgarian =
            "Кметът обяви, че ремонтът на моста ще започне през май и ще продължи две години.";
        assert!(!is_misspelt("bg", bulgarian), "{bulgarian}");
        assert!(!is_misspelt("bg", "Премиерът се срещна с Бэлла Лёвина"), "a name in its spelling");
    }

    #[test]
    fn letters_that_one_language_alone_has_tell_it() {
        let arabic = "أعلنت إدارة الميناء أن السفينة الكبيرة التي وصلت إلى المدينة مساء الجمعة ستبقى في الميناء أسبوعا كاملا.";
        assert_eq!(by_alphabet(&format!("{arabic} {arabic}")), Some("ar"));
        let persian = "مدیر بندر هالویک گفت که کشتی بزرگ یک هفته در بندر می‌ماند";
        assert_eq!(by_alphabet(&format!("{persian} {persian}")), Some("fa"));
        assert_eq!(by_alphabet("Эта песня была"), None, "a few letters");
        assert_eq!(by_alphabet(""), None);
    }

    #[test]
    fn only_english_is_plainly_english() {
        assert!(is_plainly_english(
            "The crews of the ferries said that they would not sail, as their pay had not been raised for two years."
        ));
        for text in [
            "De bemanning was het er niet mee eens en The Ferry Line is in de haven gebleven, zo was of is het in een brief te lezen.",
            "Die Besatzungen der Fähren haben am Montag die Arbeit niederlegt, was in The Harbour Herald zu lesen war und so an Bord hing.",
            "Mannskapet på ferjene var på land for at de over alt i byen skulle få mer lønn, og han var for det, som by og land.",
        ] {
            assert!(!is_plainly_english(text), "{text}");
        }
    }

    #[test]
    fn a_language_that_letters_cannot_show_is_told_by_its_words() {
        let text = "Ambasadori i ri i portit ka thënë se anija nuk do të niset, sepse ekuipazhi nuk është paguar për dy muaj dhe kapiteni ka refuzuar të flasë. Ai ka thënë se kjo është hera e parë që një anije mbetet në port për shkak të pagave, e që nga viti i kaluar ka pasur ankesa. ".repeat(2);
        let whole = 0..text.len();
        let article = Article { text, ..Article::default() };
        assert_eq!(of(&article, std::slice::from_ref(&whole)).as_deref(), Some("sq"));
        assert!(!DETECTED.contains("sq") && DETECTED.contains("fr"));
    }

    #[test]
    fn close_relatives_are_told_apart_in_longer_passages_only() {
        let of = |text: &str| {
            let article = Article { text: text.to_owned(), ..Article::default() };
            super::of(&article, std::slice::from_ref(&(0..text.len())))
        };
        let sentence = "Mannskapet på ferjene gikk av båtene mandag etter at det ble klart at rederiet hadde satt seg mot å gå opp i lønn, og ingen seilte ut fra Brennvik. ";
        assert_eq!(of(&sentence.repeat(4)).as_deref(), Some("nb"));
        // Words that Czech has as well.
        assert_ne!(
            of("Gotovo 250 žena na brodu u luci, a vlast se na to ne javlja").as_deref(),
            Some("cs")
        );
        assert_eq!(of(""), None);
    }
}
