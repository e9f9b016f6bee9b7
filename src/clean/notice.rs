//! Pages that show a notice of cookies and consent in the place of their story.
//!
//! Two outlets' notices are often the same to the letter. Taken for stories, they would be copies of one another.

use super::{Block, Label};
use crate::text::fold;

/// Words of a body above which it is a story, whatever it speaks of.
const LONGEST: usize = 350;
/// Different words of consent that a notice has at least.
const LEAST: usize = 4;

/// Beginnings of the words with which sites ask for consent, folded: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Polish, Scandinavian.
const CONSENT: &[&str] = &[
    "cookie",
    "consent",
    "privacy",
    "partner",
    "tracking",
    "tracker",
    "personal",
    "advertis",
    "identifier",
    "device",
    "browser",
    "geolocation",
    "preference",
    "processing",
    "einwillig",
    "zustimm",
    "datenschutz",
    "datenverarbeitung",
    "werbung",
    "drittanbieter",
    "endgerat",
    "gerat",
    "widerruf",
    "einstellung",
    "partenaire",
    "publicit",
    "personnalis",
    "confidentialit",
    "traceur",
    "donnees",
    "appareil",
    "socios",
    "datos",
    "publicidad",
    "publicidade",
    "privacidad",
    "dispositiv",
    "consenso",
    "dati",
    "pubblicita",
    "parceiro",
    "dados",
    "toestemming",
    "gegevens",
    "advertentie",
    "apparaat",
    "zgod",
    "prywatn",
    "reklam",
    "urzadzen",
    "samtyk",
    "personvern",
    "annons",
    "enhet",
    "informasjonskapsl",
];
/// Words with which they speak to the reader and of themselves.
const ADDRESS: &[&str] = &[
    "you", "your", "we", "our", "us", "sie", "ihre", "ihren", "ihrem", "ihrer", "ihr", "wir", "uns", "unsere", "unserer", "unseren",
    "unseres", "du", "dein", "deine", "vous", "votre", "vos", "nous", "nos", "notre", "usted", "su", "sus", "tu", "tus", "nosotros",
    "nuestros", "nuestro", "noi", "nostri", "tuoi", "tuo", "voi", "suoi", "nossos", "nosso", "seu", "seus", "voce", "u", "uw", "wij",
    "onze", "twoje", "twoich", "my", "nasi", "vi", "du", "deg", "dig", "din", "ditt", "vare", "vara",
];

/// Labels what is left of a text as furniture if it is a notice and no story.
///
/// It is one if it is short, most of it stands in lines that hold two words of consent or more, and most of it speaks to the reader.
/// Linear in the text.
pub fn mark(blocks: &mut [Block], text: &str) {
    // Nearly every story is longer, and need not be folded.
    let words = blocks.iter().filter(|b| b.label == Label::Body).flat_map(|b| b.of(text).split_ascii_whitespace());
    if words.take(LONGEST + 1).count() > LONGEST {
        return;
    }
    let body: Vec<String> = blocks.iter().filter(|b| b.label == Label::Body).map(|b| fold::phrase(b.of(text))).collect();
    let quotes = blocks.iter().filter(|b| b.label == Label::Body).any(|b| b.of(text).contains(['“', '„', '«']));
    if !quotes && is_notice(&body) {
        for block in blocks.iter_mut().filter(|b| b.label == Label::Body) {
            (block.label, block.evidence) = (Label::Boilerplate, "a notice of consent, and no story");
        }
    }
}

fn is_notice(lines: &[String]) -> bool {
    let (mut words, mut of_consent, mut addressed) = (0, 0, 0);
    let mut seen: Vec<&str> = Vec::new();
    for line in lines {
        let all: Vec<&str> = line.split(' ').filter(|w| !w.is_empty()).collect();
        let mut found: Vec<&str> = all.iter().filter_map(|w| CONSENT.iter().find(|stem| w.starts_with(**stem))).copied().collect();
        found.sort_unstable();
        found.dedup();
        words += all.len();
        if words > LONGEST {
            return false;
        }
        of_consent += if found.len() >= 2 { all.len() } else { 0 };
        addressed += if all.iter().any(|w| ADDRESS.contains(w)) { all.len() } else { 0 };
        seen.extend(found);
    }
    seen.sort_unstable();
    seen.dedup();
    seen.len() >= LEAST && of_consent * 10 >= words * 7 && addressed * 10 >= words * 7
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(lines: &[&str]) -> bool {
        is_notice(&lines.iter().map(|l| fold::phrase(l)).collect::<Vec<_>>())
    }

    #[test]
    fn notices_of_consent_are_no_stories() {
        assert!(notice(&[
            "We and our 842 partners store or access information on a device, such as cookies, and process personal data for advertising.",
            "With your consent we and our partners may use geolocation data. You may click to consent to our processing as described."
        ]));
        assert!(notice(&[
            "Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Zum Widerruf lesen Sie unsere Datenschutzerklärung.",
            "Um unser Angebot zu sichern, übermitteln wir Informationen an Drittanbieter, die Cookies auf Ihrem Gerät speichern."
        ]));
        assert!(notice(&[
            "Nous et nos partenaires utilisons des cookies et traceurs pour une publicité personnalisée, avec votre consentement."
        ]));
    }

    #[test]
    fn news_of_cookies_and_privacy_is_news() {
        assert!(!notice(&[
            "A court in Halvik ruled on Monday that sites must ask for consent before they place cookies on a device.",
            "The ruling says that advertising partners may not process personal data without it. Privacy groups welcomed the ruling.",
            "The company said it would appeal. It has 40 days to change the preferences of its browser."
        ]));
        assert!(!notice(&[
            "We waited two years for our rise, the crews said, and you could hear the horns of all the ferries in the harbour."
        ]));
        assert!(!notice(&[]));
    }
}
