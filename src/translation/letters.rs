//! Reduces a word in any script with an alphabet to the consonants it is heard by.
//!
//! Names change their letters from script to script and their endings from language to language,
//! while the order of their consonants stays: `Scholz`, `Шольц`, `ショルツ` all give `srs`. Sounds
//! that a script or a language does not keep apart are one: *l* and *r*, *b*, *v* and *w*, *s*, *z*
//! and *sh*. Source: the idea of Soundex (R. C. Russell, US patent 1,261,167, 1918), with
//! romanisations by ISO 9 for Cyrillic, ISO 843 for Greek and Hepburn for kana, simplified.

use crate::text::fold;

/// Appends a word in small Latin letters; letters of scripts that are not known stay as they are.
pub fn romanize(word: &str, into: &mut String) {
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            into.push(c.to_ascii_lowercase());
        } else if let Some(syllable) = kana(c) {
            into.push_str(syllable);
        } else if !c.is_ascii() {
            let from = into.len();
            fold::push(c, into);
            if !into[from..].is_ascii() {
                let letters: Vec<char> = into.drain(from..).collect();
                for letter in letters {
                    match latin(letter) {
                        Some(latin) => into.push_str(latin),
                        None => into.push(letter),
                    }
                }
            }
        }
    }
}

/// Returns a small Cyrillic or Greek letter in Latin letters, as it is usually written in news;
/// `None` for any other letter.
fn latin(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'є' | 'ε' => "e",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'и' | 'і' | 'ї' | 'η' | 'ι' => "i",
        'й' | 'ј' | 'ы' | 'υ' => "y",
        'к' | 'κ' => "k",
        'л' | 'љ' | 'λ' => "l",
        'м' | 'μ' => "m",
        'н' | 'њ' | 'ν' => "n",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'у' => "u",
        'ф' | 'φ' => "f",
        'х' | 'χ' => "h",
        'ц' => "ts",
        'ч' | 'ћ' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ђ' => "d",
        'џ' => "dzh",
        'ξ' => "x",
        'θ' => "th",
        'ψ' => "ps",
        _ => return None,
    })
}

/// Whether a character is katakana, in which Japanese writes foreign names.
pub fn is_katakana(c: char) -> bool {
    matches!(u32::from(c), 0x30A1..=0x30FA | 0x30FC)
}

/// Returns a katakana character in Latin letters; `None` for any other character.
fn kana(c: char) -> Option<&'static str> {
    Some(match c {
        'ア' | 'ァ' => "a",
        'イ' | 'ィ' => "i",
        'ウ' | 'ゥ' => "u",
        'エ' | 'ェ' => "e",
        'オ' | 'ォ' | 'ヲ' => "o",
        'カ' | 'ヵ' => "ka",
        'キ' => "ki",
        'ク' => "ku",
        'ケ' | 'ヶ' => "ke",
        'コ' => "ko",
        'ガ' => "ga",
        'ギ' => "gi",
        'グ' => "gu",
        'ゲ' => "ge",
        'ゴ' => "go",
        'サ' => "sa",
        'シ' => "si",
        'ス' => "su",
        'セ' => "se",
        'ソ' => "so",
        'ザ' => "za",
        'ジ' | 'ヂ' => "zi",
        'ズ' | 'ヅ' => "zu",
        'ゼ' => "ze",
        'ゾ' => "zo",
        'タ' => "ta",
        'チ' => "ti",
        'ツ' => "tsu",
        'テ' => "te",
        'ト' => "to",
        'ダ' => "da",
        'デ' => "de",
        'ド' => "do",
        'ナ' => "na",
        'ニ' => "ni",
        'ヌ' => "nu",
        'ネ' => "ne",
        'ノ' => "no",
        'ハ' => "ha",
        'ヒ' => "hi",
        'フ' => "fu",
        'ヘ' => "he",
        'ホ' => "ho",
        'バ' => "ba",
        'ビ' => "bi",
        'ブ' => "bu",
        'ベ' => "be",
        'ボ' => "bo",
        'パ' => "pa",
        'ピ' => "pi",
        'プ' => "pu",
        'ペ' => "pe",
        'ポ' => "po",
        'マ' => "ma",
        'ミ' => "mi",
        'ム' => "mu",
        'メ' => "me",
        'モ' => "mo",
        'ヤ' | 'ャ' => "ya",
        'ユ' | 'ュ' => "yu",
        'ヨ' | 'ョ' => "yo",
        'ラ' => "ra",
        'リ' => "ri",
        'ル' => "ru",
        'レ' => "re",
        'ロ' => "ro",
        'ワ' | 'ヮ' => "wa",
        'ン' => "n",
        'ヴ' => "vu",
        'ッ' | 'ー' => "",
        _ => return None,
    })
}

/// Spellings of several letters that stand for one sound, longest first, with that sound.
const SOUNDS: [(&str, char); 20] = [
    ("tsch", 's'),
    ("dsch", 's'),
    ("sch", 's'),
    ("tch", 's'),
    ("dzh", 's'),
    ("sh", 's'),
    ("zh", 's'),
    ("ch", 's'),
    ("ts", 's'),
    ("tz", 's'),
    ("cs", 's'),
    ("sz", 's'),
    ("dj", 's'),
    ("ph", 'f'),
    ("th", 't'),
    ("qu", 'k'),
    ("ck", 'k'),
    ("kh", 'k'),
    ("gh", 'g'),
    ("rh", 'r'),
];

/// Appends the consonants of a romanized word, each doubled one once; digits are left out.
pub fn consonants(romanized: &str, into: &mut String) {
    let mut last = None;
    let mut push = |c: char| {
        // Japanese writes *n* before *p* and *b*.
        if matches!(c, 'p' | 'b') && last == Some('m') {
            into.pop();
            into.push('n');
        }
        if last != Some(c) {
            into.push(c);
        }
        last = Some(c);
    };
    let mut rest = romanized;
    while let Some(c) = rest.chars().next() {
        if let Some((spelling, sound)) = SOUNDS.iter().find(|(s, _)| rest.starts_with(s)) {
            push(*sound);
            rest = &rest[spelling.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' | '0'..='9' => {}
            'x' => {
                push('k');
                push('s');
            }
            'c' if rest.starts_with(['e', 'i', 'y']) => push('s'),
            'c' | 'q' => push('k'),
            'z' => push('s'),
            'v' | 'w' => push('b'),
            'l' => push('r'),
            other => push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(word: &str) -> String {
        let (mut latin, mut out) = (String::new(), String::new());
        romanize(word, &mut latin);
        consonants(&latin, &mut out);
        out
    }

    #[test]
    fn a_name_is_heard_alike_in_every_script() {
        for names in [
            &["Biden", "Байден", "バイデン"][..],
            &["Scholz", "Шольц", "ショルツ"],
            &["Trump", "Трамп", "トランプ", "Τραμπ"],
            &["Putin", "Путин", "Путін", "プーチン"],
            &["Zelensky", "Зеленський", "Selenskyj"],
        ] {
            let all: Vec<String> = names.iter().map(|name| heard(name)).collect();
            assert!(all.iter().all(|h| *h == all[0]), "{all:?}");
        }
    }

    #[test]
    fn words_without_consonants_and_unknown_scripts_lose_nothing_else() {
        assert_eq!(heard("eau"), "");
        assert_eq!(heard("2021"), "");
        assert_eq!(heard("بايدن"), "بايدن");
    }
}
