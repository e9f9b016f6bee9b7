//! Detects pages that show a notice in place of their story: a refusal, a request for consent, a
//! login, an offer, a form.
//!
//! The notices of two outlets are often identical to the letter. Taken for stories, they would
//! count as copies of one another.

use super::Reason;
use std::collections::BTreeSet;

use super::{Block, Label, lines};
use crate::languages::{self, Language};
use crate::text::fold;

/// Most words of a body that can be a notice; a longer one is a story. Chosen by judgement.
const LONGEST: usize = 350;
/// Number of words up to which [`LEAST`] terms are enough for a notice; a longer one needs
/// [`LEAST_LONG`], and a larger share of sentences that address the reader. Chosen by judgement.
const SHORT: usize = 160;
/// Least number of different terms of the trade in a short notice. Chosen by judgement.
const LEAST: usize = 4;
/// Least number of these terms in a longer notice. Chosen by judgement.
const LEAST_LONG: usize = 6;
/// Number of words by which the language of a page is detected. Chosen by judgement.
const SHOWN: usize = 60;
/// Most words of a first line without a full stop that can be the headline of the missing story.
/// Chosen by judgement.
const HEADLINE: usize = 20;

/// Labels the remaining body as boilerplate if it is a notice.
///
/// A notice is short, at least 70 % of its words are in sentences about browsers, accounts, offers
/// and consent, at least half (70 % if it is long) are in sentences that address the reader, and it
/// quotes nobody. The terms are those of the page's language and the English ones. O(bytes).
pub fn mark(blocks: &mut [Block], text: &str) {
    for block in blocks.iter_mut().filter(|b| b.label == Label::Body && is_unfilled(b.of(text))) {
        (block.label, block.evidence) =
            (Label::Boilerplate, Reason::Shown("an unfilled template variable"));
    }
    // Nearly every story is longer, and is not worth folding.
    let is_space = |b: u8| (b == b' ') | (b.wrapping_sub(b'\t') < 5) & (b != 0x0B);
    let mut words = 0;
    for block in blocks.iter().filter(|b| b.label == Label::Body) {
        words += lines::count_stretches(block.of(text), is_space);
        if words > LONGEST {
            return;
        }
    }
    let body: Vec<&str> =
        blocks.iter().filter(|b| b.label == Label::Body).map(|b| b.of(text)).collect();
    let quotes = body.iter().any(|line| line.contains(['“', '„', '«']));
    if !quotes && (is_notice(&body) || is_rest(&body, blocks, text)) {
        for block in blocks.iter_mut().filter(|b| b.label == Label::Body) {
            (block.label, block.evidence) =
                (Label::Boilerplate, Reason::Shown("a notice in place of a story"));
        }
    }
}

/// Whether a short line contains a template variable that was not filled in:
/// `Get news on {{subject}} daily!`
fn is_unfilled(line: &str) -> bool {
    let named = |rest: &str| {
        rest.split_once("}}")
            .is_some_and(|(name, _)| name.len() <= 40 && !name.contains(['{', '\n']))
    };
    line.len() <= 400
        && memchr::memchr(b'{', line.as_bytes()).is_some()
        && line.match_indices("{{").any(|(at, _)| named(&line[at + 2..]))
}

/// Whether a body is the remainder of a notice most of whose lines are already labelled
/// boilerplate: the page as a whole is a notice, and every line of the body uses a term of notices.
fn is_rest(body: &[&str], blocks: &[Block], text: &str) -> bool {
    let words = |lines: &[&str]| {
        lines.iter().map(|line| line.split_ascii_whitespace().count()).sum::<usize>()
    };
    let page: Vec<&str> = blocks
        .iter()
        .filter(|b| matches!(b.label, Label::Body | Label::Boilerplate))
        .map(|b| b.of(text))
        .collect();
    let rest = words(body);
    let used = |line: &&str| {
        let folded = fold::phrase(line);
        let term = |word: &str| {
            languages::all().iter().any(|language| language.notice.term(word).is_some())
        };
        folded.split(' ').any(term)
    };
    rest > 0
        && 2 * rest < words(&page)
        && words(&page) <= SHORT
        && body.iter().all(used)
        && is_notice(&page)
}

/// A sentence reduced to what decides whether the text is a notice.
struct Sentence {
    words: usize,
    addresses: bool,
}

fn is_notice(lines: &[&str]) -> bool {
    let lines = match lines {
        [first, rest @ ..] if !rest.is_empty() && is_headline(first) => rest,
        all => all,
    };
    let sentences: Vec<String> = lines
        .iter()
        .flat_map(|line| line.split_inclusive(['.', '!', '?', ':', '。']))
        .map(fold::phrase)
        .filter(|s| !s.is_empty())
        .collect();
    let folded = || sentences.iter().flat_map(|s| s.split(' '));
    let known = languages::told(folded().take(SHOWN), None);
    let lists: Vec<&Language> = match known {
        Some(language) if language.code == "en" => vec![language],
        Some(language) => languages::of("en").into_iter().chain([language]).collect(),
        None => languages::all().iter().collect(),
    };
    let mut terms: BTreeSet<&str> = BTreeSet::new();
    let (mut of_the_trade, mut all) = (0, Vec::with_capacity(sentences.len()));
    for sentence in &sentences {
        let words: Vec<&str> = sentence.split(' ').collect();
        let found: BTreeSet<&str> =
            words.iter().filter_map(|w| lists.iter().find_map(|l| l.notice.term(w))).collect();
        if found.len() >= 2 || found.len() == 1 && words.len() <= 12 {
            of_the_trade += words.len();
        }
        let addresses = words.iter().any(|w| lists.iter().any(|l| l.notice.address.contains(*w)));
        // A notice reports nobody's words, except in sentences that address the reader; `denied` in
        // *access denied* is a term and not a verb of saying.
        let says = |w: &str, l: &Language| {
            l.speech.saying.contains(w)
                && !l.notice.address.contains(w)
                && l.notice.term(w).is_none()
        };
        if !addresses && words.iter().any(|w| known.is_some_and(|l| says(w, l))) {
            return false;
        }
        all.push(Sentence { words: words.len(), addresses });
        terms.extend(found);
    }
    let words: usize = all.iter().map(|s| s.words).sum();
    let addressed: usize = all.iter().filter(|s| s.addresses).map(|s| s.words).sum();
    let least = if words <= SHORT { LEAST } else { LEAST_LONG };
    words > 0
        && terms.len() >= least
        && of_the_trade * 10 >= words * 7
        && addressed * 10 >= words * if words <= SHORT { 5 } else { 7 }
}

/// Whether a first line can be a headline: short, and not a sentence.
fn is_headline(line: &str) -> bool {
    !line.trim_end().ends_with(['.', '!', '?', ':', '…', '。'])
        && line.split_ascii_whitespace().count() <= HEADLINE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(lines: &[&str]) -> bool {
        is_notice(lines)
    }

    #[test]
    fn a_form_that_was_not_filled_in_is_no_story() {
        for line in [
            "Get email notifications on {{subject}} daily!",
            "Hello {{ user.name }}, welcome back to the harbour pages.",
        ] {
            assert!(is_unfilled(line), "{line}");
        }
        for line in [
            "The crews met at noon.",
            "{{ The crews met at noon.",
            "He wrote {{sic} and left the harbour.",
        ] {
            assert!(!is_unfilled(line), "{line}");
        }
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
    fn refusals_forms_and_offers_are_no_stories_in_many_languages() {
        for page in [
            "Access to this page has been denied. Please enable JavaScript and cookies in your browser and reload. Your IP address is 10.0.0.1.",
            "Ferry fares rise\nSign up! I agree to the user agreement and the privacy policy of this site.",
            "The Harbour Moment: a newsletter for you. By submitting your email, you agree to our Privacy Notice and the use of your data.",
            "You have read your free articles this month. Subscribe for unlimited digital access, or log in to your account.",
            "Bitte melden Sie sich mit Ihrer E-Mail und Ihrem Passwort an. Jetzt Premium testen: der Zugang ist jederzeit kündbar.",
            "Przykro nam, z tego adresu IP odnotowaliśmy wiele zapytań. Prosimy zaznaczyć: nie jestem robotem. Dostęp zostanie przywrócony.",
            "Для продолжения войдите на сайт или зарегистрируйтесь. Введите ваш пароль и адрес почты, и вы получите доступ к материалам.",
            "Ya ha leído sus artículos gratis. Suscríbase para acceder a todo el contenido, o inicie sesión con su cuenta y su contraseña.",
            "Você atingiu o limite de artigos grátis. Faça login na sua conta ou assine para ter acesso ilimitado ao nosso conteúdo.",
            "Vul uw e-mailadres in en ontvang onze nieuwsbrief. U gaat akkoord met de voorwaarden en ons privacybeleid.",
            "Inserisci la tua email per ricevere la newsletter. Iscrivendoti accetti i nostri termini e la informativa sulla privacy.",
            "Вибачте, з вашої мережі надійшло багато запитів. Перевірте налаштування вашого браузера і підтвердьте, що ви не робот.",
        ] {
            assert!(notice(&page.split('\n').collect::<Vec<_>>()), "{page}");
        }
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
        assert!(!notice(&[
            "Subscribers of the ferry line can use the new site from Monday. The line has moved 4,000 accounts to a new server.",
            "Passengers had been unable to log in since Friday. The mayor of Halvik, who has an account too, walked to the counter.",
        ]));
        assert!(!notice(&[
            "Die Stadt Halvik hat am Montag ihr neues Portal für Bürger geöffnet. Wer sich anmeldet, kann Formulare ausfüllen.",
            "Der Server war am Vormittag für eine Stunde gestört. Die Stadträtin bat um Geduld und lobte ihre Leute.",
        ]));
        assert!(!notice(&[]));
    }
}
