//! Reads numbers however they are written: `5`, `five`, `13,400`, `13.400`.

/// Number words up to twenty and the tens, folded, by language of the most frequent news languages.
#[rustfmt::skip]
const NUMERALS: &[(&str, u32)] = &[
    ("acht", 8), ("billion", 1_000_000_000), ("cien", 100), ("cinco", 5), ("cinq", 5), ("cuatro", 4), ("deux", 2), ("diez", 10), ("dix", 10),
    ("dos", 2), ("drei", 3), ("eight", 8), ("eighteen", 18), ("eighty", 80), ("eleven", 11), ("elf", 11), ("fifteen", 15), ("fifty", 50),
    ("five", 5), ("forty", 40), ("four", 4), ("fourteen", 14), ("funf", 5), ("hundert", 100), ("hundred", 100), ("million", 1_000_000), ("neuf", 9), ("neun", 9),
    ("nine", 9), ("nineteen", 19), ("ninety", 90), ("nueve", 9), ("ocho", 8), ("one", 1), ("quatre", 4), ("sechs", 6), ("seis", 6), ("seven", 7),
    ("seventeen", 17), ("seventy", 70), ("sieben", 7), ("siete", 7), ("six", 6), ("sixteen", 16), ("sixty", 60), ("ten", 10), ("thirteen", 13), ("thirty", 30),
    ("thousand", 1000), ("three", 3), ("tres", 3), ("trois", 3), ("twelve", 12), ("twenty", 20), ("two", 2), ("vier", 4), ("zehn", 10), ("zwei", 2), ("zwolf", 12),
];

/// Returns the value of a word that is a number, written in digits or as a number word; `None` for any other word.
///
/// A point or comma before exactly three digits groups thousands; any other is decimal.
pub fn value(word: &str) -> Option<f64> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let mut plain = String::with_capacity(digits.len());
        let mut rest = digits;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            match c {
                '0'..='9' => plain.push(c),
                ',' | '.' => {
                    let group = rest.chars().take_while(char::is_ascii_digit).count();
                    if group != 3 || plain.len() > 3 && !digits.contains([',', '.']) {
                        plain.push('.');
                    }
                }
                _ => return None,
            }
        }
        return plain.parse().ok();
    }
    let folded = super::fold::fold(word);
    NUMERALS.binary_search_by(|(name, _)| name.cmp(&folded.as_str())).ok().map(|i| f64::from(NUMERALS[i].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_sorted() {
        assert!(NUMERALS.is_sorted());
    }

    #[test]
    fn words_and_digits_of_one_number_agree() {
        assert_eq!(value("five"), value("5"));
        assert_eq!(value("13,400"), Some(13400.0));
        assert_eq!(value("13.400"), Some(13400.0));
        assert_eq!(value("3.5"), Some(3.5));
        assert_eq!(value("fünf"), Some(5.0));
        assert_eq!(value("five-year"), None);
        assert_eq!(value("9:21"), None);
    }
}
