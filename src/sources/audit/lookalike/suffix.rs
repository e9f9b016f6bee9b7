//! How a name's suffix relates to that of a known outlet, and who may register names under it.

use super::super::super::domain;

/// Country suffixes that are sold as generic ones, or that belong to territories without a press of
/// their own.
///
/// Sources: the country-code domains that Google Search treats as generic (its documentation of
/// geotargeting), the overseas territories in ISO 3166, the five that Freenom gave away
/// (`cf ga gq ml tk`), and `cm om`, one letter away from `com`.
const OPEN_COUNTRIES: &[&str] = &[
    "ac", "ad", "ag", "ai", "as", "bz", "cc", "cd", "cf", "cm", "co", "cx", "dj", "fm", "ga", "gg",
    "gq", "im", "io", "ki", "la", "lc", "li", "me", "ml", "ms", "mu", "nf", "nu", "om", "pm", "pw",
    "re", "sc", "sh", "sr", "st", "su", "sx", "tc", "tf", "tk", "tl", "to", "tv", "vc", "vg", "wf",
    "ws", "yt",
];

/// Suffixes of cities, regions and peoples, used by local outlets, and suffixes that are not sold
/// to everybody.
///
/// Source: IANA's root zone database and the list of the geoTLD group.
const LOCAL: &[&str] = &[
    "aero",
    "africa",
    "amsterdam",
    "arab",
    "arpa",
    "barcelona",
    "bayern",
    "bcn",
    "berlin",
    "boston",
    "brussels",
    "bzh",
    "capetown",
    "cat",
    "cologne",
    "coop",
    "corsica",
    "cymru",
    "durban",
    "edu",
    "eus",
    "frl",
    "gal",
    "gent",
    "gov",
    "hamburg",
    "helsinki",
    "int",
    "irish",
    "ist",
    "istanbul",
    "joburg",
    "kiwi",
    "koeln",
    "kyoto",
    "lat",
    "london",
    "madrid",
    "melbourne",
    "miami",
    "mil",
    "moscow",
    "museum",
    "nagoya",
    "nrw",
    "nyc",
    "okinawa",
    "osaka",
    "paris",
    "quebec",
    "rio",
    "ruhr",
    "ryukyu",
    "saarland",
    "scot",
    "stockholm",
    "swiss",
    "sydney",
    "taipei",
    "tatar",
    "tirol",
    "tokyo",
    "vegas",
    "vlaanderen",
    "wales",
    "wien",
    "yokohama",
    "zuerich",
];

/// Suffixes that outlets all over the world have used for decades.
const GENERAL: [&str; 4] = ["com", "net", "org", "eu"];

/// How a name's suffix relates to that of a known outlet, from the closest to the most remote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The outlet's own suffix.
    Same,
    /// The suffix of the outlet's country, when the outlet itself uses another.
    Home,
    /// Sold to everybody, and used by few outlets: `ltd`, `news`, `pm`, `eu.com`.
    Open,
    /// `com`, `net`, `org` or `eu`, where namesakes are common.
    General,
    /// Another country, region or city, where namesakes and national editions are common.
    Elsewhere,
}

impl Reach {
    /// Returns how `suffix` relates to an outlet's `own`; `country` is the outlet's ISO 3166 code,
    /// `None` if unknown.
    pub fn of(suffix: &str, own: &str, country: Option<&str>) -> Self {
        let last = suffix.rsplit('.').next().unwrap_or(suffix);
        let code = if last == "uk" { "gb" } else { last };
        let private =
            psl::suffix(suffix.as_bytes()).is_some_and(|s| s.typ() == Some(psl::Type::Private));
        if suffix == own {
            Self::Same
        } else if private {
            Self::Open
        } else if country.is_some_and(|c| c.eq_ignore_ascii_case(code)) {
            Self::Home
        } else if GENERAL.contains(&suffix) {
            Self::General
        } else if LOCAL.contains(&last) || is_national(suffix) && !OPEN_COUNTRIES.contains(&last) {
            Self::Elsewhere
        } else {
            Self::Open
        }
    }

    /// Describes in words who can register a name under the suffix.
    pub fn words(self, suffix: &str) -> String {
        match self {
            Self::Same => format!("under its own suffix `{suffix}`"),
            Self::Home => format!("under `{suffix}`, the suffix of its own country"),
            Self::Open => format!("under `{suffix}`, where anyone can register names"),
            Self::General => format!("under `{suffix}`"),
            Self::Elsewhere => format!("under `{suffix}`, the suffix of another country or place"),
        }
    }
}

/// Whether the suffix belongs to a country: its last label has two letters and is not `eu`.
pub fn is_national(suffix: &str) -> bool {
    suffix.rsplit('.').next().is_some_and(|last| last.len() == 2 && last != "eu")
}

/// Splits a host into its registrable label and the suffix: `bbc` and `co.uk` for `news.bbc.co.uk`.
/// `None` for a public suffix.
pub fn split(host: &str) -> Option<(&str, &str)> {
    domain::registrable(host)?.split_once('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_suffix_has_its_reach() {
        let reach = |suffix| Reach::of(suffix, "de", Some("DE"));
        assert_eq!(
            ["de", "ltd", "pm", "eu.com", "com.co"].map(reach),
            [Reach::Same, Reach::Open, Reach::Open, Reach::Open, Reach::Open]
        );
        assert_eq!(["com", "eu"].map(reach), [Reach::General; 2]);
        assert_eq!(["fr", "co.uk", "wien", "com.tr"].map(reach), [Reach::Elsewhere; 4]);
        assert_eq!(Reach::of("uk", "com", Some("GB")), Reach::Home);
        assert_eq!(Reach::of("us", "com", None), Reach::Elsewhere);
    }
}
