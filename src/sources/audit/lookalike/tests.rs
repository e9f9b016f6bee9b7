//! Hosts that resemble outlets of the built-in list, and hosts that do not.

use super::*;

/// Returns the domain that a host resembles among the built-in outlets, and the severity.
fn resembles(host: &str) -> Option<(String, Severity)> {
    let registry = Registry::shipped().expect("sound");
    let mut known = Known::default();
    registry.sources.iter().for_each(|source| known.add(source));
    let host = domain::bare(host).expect("a host");
    known.resembled(&host).map(|r| (r.domain.to_owned(), r.severity))
}

#[test]
fn letters_that_look_alike_are_seen_in_any_script() {
    // A Cyrillic а; rn for m; a digit for a letter; an accent.
    for (host, like) in [
        ("\u{430}pnews.com", "apnews.com"),
        ("rnsnbc.com", "msnbc.com"),
        ("b1oomberg.com", "bloomberg.com"),
        ("r\u{e9}uters.com", "reuters.com"),
    ] {
        assert_eq!(resembles(host), Some((like.to_owned(), Severity::Error)), "{host}");
    }
}

#[test]
fn a_known_domain_at_the_head_of_another_is_seen() {
    assert_eq!(resembles("cnn.com.co").map(|r| r.1), Some(Severity::Warning));
    assert_eq!(resembles("www.cnn.com.halvik.example").map(|r| r.1), Some(Severity::Error));
    assert_eq!(resembles("cnn.com-news.example").map(|r| r.1), Some(Severity::Error));
    assert_eq!(resembles("cnn.com.tr"), None);
}

#[test]
fn slips_of_the_fingers_count_in_long_names_under_the_same_suffix() {
    for host in [
        "bloomebrg.com",
        "bloombergg.com",
        "blomberg.com",
        "bloombetg.com",
        "blooomberg.com",
        "bloomebrg.net",
    ] {
        assert!(resembles(host).is_some_and(|(like, _)| like == "bloomberg.com"), "{host}");
    }
    // Another first letter; a letter that is not a neighbour; another country; a short name; an
    // ordinary title.
    for host in ["gloomberg.com", "bloombazg.com", "blomberg.no", "bbd.com", "the-observers.com"] {
        assert_eq!(resembles(host), None, "{host}");
    }
}

#[test]
fn words_beside_a_name_count_where_it_is_nobodys_word() {
    for host in [
        "cnn-breaking.info",
        "wwwreuters.com",
        "bloombergnews.live",
        "cnncom.org",
        "spiegel-de.net",
        "my-washingtonpost.com",
    ] {
        assert!(
            resembles(host).is_some_and(|(_, severity)| severity == Severity::Warning),
            "{host}"
        );
    }
    for host in [
        "thetimeslive.com",
        "observerlive.com",
        "reuters.fr",
        "halvik-news.com",
        "money.reuters.com",
        "off-guardian.halvik",
    ] {
        assert_eq!(resembles(host), None, "{host}");
    }
}

#[test]
fn clones_of_the_kinds_that_campaigns_register_are_told() {
    // From the published reports on the 2022 campaign that cloned the sites of European and
    // American newspapers.
    let hosts = [
        "spiegel.ltd",
        "bild.pics",
        "leparisien.pm",
        "washingtonpost.pm",
        "welt.ltd",
        "faz.ltd",
        "sueddeutsche.me",
        "tagesspiegel.ltd",
        "t-online.life",
        "fox-news.top",
        "dailymail.top",
        "theguardian.co.com",
        "lemonde.ltd",
        "ansa.ltd",
        "repubblica.life",
        "bild.eu.com",
    ];
    let missed: Vec<&str> = hosts.into_iter().filter(|host| resembles(host).is_none()).collect();
    assert_eq!(missed, [""; 0], "of {}", hosts.len());
}

#[test]
fn namesakes_and_national_editions_resemble_nobody() {
    // Ordinary titles and short names under com, net and org; the same name in another country;
    // a hyphen between titles.
    for host in [
        "independent.com",
        "apa.org",
        "express.de",
        "focus.it",
        "wired.co.uk",
        "forbes.fr",
        "thedailymail.net",
        "the-mirror.com",
    ] {
        assert_eq!(resembles(host), None, "{host}");
    }
    // Where anyone can register names, even an ordinary title is reported, as a note.
    assert_eq!(resembles("independent.ltd").map(|r| r.1), Some(Severity::Note));
}

#[test]
fn hardly_any_listed_outlet_resembles_another() {
    let registry = Registry::shipped().expect("sound");
    let (mut named, mut of) = (Vec::new(), 0);
    for (at, source) in registry.sources.iter().enumerate() {
        // All sources except this one.
        let mut known = Known::default();
        registry
            .sources
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .for_each(|(_, other)| known.add(other));
        named.extend(
            source
                .domains
                .iter()
                .filter_map(|host| known.resembled(host).map(|r| format!("{host} {}", r.how))),
        );
        of += source.domains.len();
    }
    // Four are names that two listed outlets share, which stop being reported once both are
    // listed. The others are a publisher's second title, a satire named after a newspaper, and
    // one namesake.
    assert!(of > 1_100 && named.len() <= 7, "{named:#?} of {of}");
}

#[test]
fn every_finding_names_the_outlet_and_the_way_without_accusing() {
    let registry = Registry::shipped().expect("sound");
    let mut known = Known::default();
    registry.sources.iter().for_each(|source| known.add(source));
    let how = |host: &str| known.resembled(host).map(|r| r.how).unwrap_or_default();
    assert_eq!(
        how("spiegel.ltd"),
        "resembles `spiegel.de`: its name under `ltd`, where anyone can register names"
    );
    assert_eq!(
        how("fox-news.top"),
        "resembles `foxnews.com`: its name except for a hyphen, under `top`, where anyone can register names"
    );
    assert_eq!(how("wwwspiegel.de"), "resembles `spiegel.de`: its name after `www`");
    assert_eq!(
        how("spiegel-de.com"),
        "resembles `spiegel.de`: its name with its suffix `de` run into it"
    );
    assert_eq!(
        how("spiegel-nachrichten-news.com"),
        "resembles `spiegel.de`: its name with `nachrichten-news` beside it"
    );
    assert_eq!(how("spiege1.de"), "resembles `spiegel.de`: its name in characters that look alike");
    assert_eq!(how("spigeel.de"), "resembles `spiegel.de`: its name with two letters swapped");
    assert_eq!(
        how("spiegel.de.halvik.example"),
        "resembles `spiegel.de`: it begins with that domain, but `halvik.example` may belong to anybody"
    );
}

/// Turns a label into a look-alike domain.
type Trick = fn(&str) -> String;

fn swapped(l: &str) -> String {
    format!("{}{}{}{}.com", &l[..3], &l[4..5], &l[3..4], &l[5..])
}

#[test]
fn every_known_com_label_is_found_behind_each_trick() {
    let registry = Registry::shipped().expect("sound");
    let mut known = Known::default();
    registry.sources.iter().for_each(|source| known.add(source));
    let labels: Vec<&str> = registry
        .sources
        .iter()
        .flat_map(|s| &s.domains)
        .filter_map(|d| d.strip_suffix(".com"))
        .filter(|l| {
            l.len() >= 8 && !l.contains(['.', '-']) && !l.chars().any(|c| c.is_ascii_digit())
        })
        .collect();
    assert!(labels.len() >= 200, "{}", labels.len());
    let tricks: [(&str, Trick); 6] = [
        ("swapped letters", |l| {
            if l[3..4] == l[4..5] { format!("{l}{}.com", &l[l.len() - 1..]) } else { swapped(l) }
        }),
        ("a letter dropped", |l| format!("{}{}.com", &l[..4], &l[5..])),
        ("a letter doubled", |l| format!("{}{}.com", &l[..5], &l[4..])),
        ("another suffix", |l| format!("{l}.website")),
        ("a longer suffix", |l| format!("{l}.com.co")),
        ("another domain behind", |l| format!("{l}.com.halvik.example")),
    ];
    for (trick, make) in tricks {
        let missed: Vec<&&str> = labels
            .iter()
            .filter(|l| known.resembled(&make(l)).is_none() && !known.owns(&make(l)))
            .collect();
        assert!(missed.is_empty(), "{trick}: {missed:?}");
    }
}
