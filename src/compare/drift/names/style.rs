//! Whether two spellings are one name: in other letters, shortened, inflected, or two names of one
//! place.
//!
//! Asked by [`super::exchange`] before a name counts as exchanged, and by [`super::extent`] for
//! other forms of a name in a body.

use crate::languages::Language;
use crate::text::fold;

/// Whether two spellings are one name in different styles: initials, inflection, transliteration, a
/// slip, a shortened or joined form.
pub(in crate::compare::drift) fn is_style(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        let folded = fold::fold(name);
        let own = folded.strip_suffix("'s").unwrap_or(&folded).to_owned();
        own.chars().filter(|c| c.is_alphanumeric()).collect::<String>()
    };
    let (x, y) = (letters(a), letters(b));
    let length = x.chars().count().min(y.chars().count());
    let common = x.chars().zip(y.chars()).take_while(|(p, q)| p == q).count();
    if x.is_empty()
        || y.is_empty()
        || common >= 3 && 5 * common >= 3 * length
        || x.contains(&y)
        || y.contains(&x)
    {
        return true;
    }
    let close = fold::distance(&x, &y, (length / 4).max(1)).is_some() && length >= 4;
    close
        || abbreviates(&x, &y)
        || abbreviates(&y, &x)
        || sounds(&x) == sounds(&y)
        || fold::same_to_a_reader(a, b)
}

/// Whether a word mixes letters of two scripts that look alike: that disguises a name and does not
/// change it.
pub(super) fn is_disguised(word: &str) -> bool {
    let has = |script: fold::Script| word.chars().any(|c| fold::Script::of(c) == Some(script));
    has(fold::Script::Latin) && has(fold::Script::Alike) || word.contains('ĸ')
}

/// Returns the consonants of a name, as different transcriptions have them in common: `Gaddafi` and
/// `Qadhafi`, `Kiev` and `Kyiv`.
fn sounds(name: &str) -> String {
    let latin = romanized(name);
    let mut out = String::new();
    for c in latin.chars() {
        let sound = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' | 'j' => continue,
            'c' | 'q' | 'g' | 'k' | 'x' => 'k',
            'b' | 'v' | 'f' | 'p' => 'v',
            'd' | 't' => 't',
            'z' | 's' => 's',
            other => other,
        };
        if !out.ends_with(sound) {
            out.push(sound);
        }
    }
    // A name with only one such consonant is compared by its letters.
    if out.len() < 2 { latin } else { out }
}

/// Converts Cyrillic letters to Latin ones, as most newsrooms do.
fn romanized(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        out.push_str(match c {
            'а' | 'я' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'є' => "e",
            'ж' | 'з' => "z",
            'и' | 'і' | 'ы' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' | 'ш' | 'щ' => "s",
            'т' => "t",
            'у' | 'ю' => "u",
            'ф' => "f",
            'х' => "h",
            'ц' | 'ч' => "ts",
            'ъ' | 'ь' => "",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}

/// Whether a short form consists of letters of the long one, in order and beginning with the first:
/// `Cal` and `California`.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    (1..=4).contains(&short.len())
        && short.len() < long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|r| r == c))
}

/// Whether the words of two names stand for one person, body or place, written otherwise.
pub(super) fn is_one_name(x: &[String], y: &[String], language: &Language) -> bool {
    let folded = |names: &[String]| {
        let own: Vec<String> = names.iter().map(|name| fold::fold(name)).collect();
        own.iter().map(|name| name.strip_suffix("'s").unwrap_or(name)).collect::<Vec<_>>().join(" ")
    };
    x.iter().chain(y).any(|word| is_disguised(word))
        || x.iter().any(|p| y.iter().any(|q| is_style(p, q)))
        || is_style(&x.concat(), &y.concat())
        || is_acronym(x, y)
        || is_acronym(y, x)
        || is_one_place(&folded(x), &folded(y), language)
}

/// Whether one name consists of the initials of the other: `NWA` and `Northern Wire Agency`. Any
/// acronym may also replace a longer name that begins with its letter.
pub(super) fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [acronym] = short else { return false };
    let letters: Vec<char> = acronym.chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = letters.len() >= 2 && letters.iter().all(|c| !c.is_lowercase());
    let first: Vec<char> = long.iter().filter_map(|word| word.chars().next()).collect();
    capitals
        && (long.len() >= 2 || long.iter().any(|word| word.len() > letters.len()))
        && first.first() == letters.first()
        || capitals && letters == first
}

/// Whether two names stand for one country: the country itself, its capital, its government or its
/// people.
pub(super) fn is_one_place(a: &str, b: &str, language: &Language) -> bool {
    let is_form = |known: &str, name: &str| {
        let ending = name.strip_prefix(known).map(|ending| ending.chars().count());
        known == name
            || name.strip_suffix('s') == Some(known)
            || !known.is_ascii()
                && known.chars().count() > 3
                && ending <= Some(3)
                && ending.is_some()
    };
    let names = |place: &str, name: &str| place.split('/').any(|known| is_form(known, name));
    language.names.places.iter().any(|place| names(place, a) && names(place, b))
}
