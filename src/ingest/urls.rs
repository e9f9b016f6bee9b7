//! Reduces the many URLs of one page to one spelling.

use url::Url;

use super::dates::{self, Reading, Stamp};
use crate::sources::domain;

/// Query parameters that say how the reader reached the page and do not identify it.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ncid",
    "cmpid",
    "cmp",
    "ocid",
    "ref",
    "ref_src",
    "referrer",
    "smid",
    "smtyp",
    "sr_share",
    "partner",
    "emc",
    "_r",
    "xid",
    "ito",
    "sref",
    "taid",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "amp",
    "amp_js_v",
    "amp_gsa",
    "outputtype",
    "spm",
    "intcid",
    "icid",
    "campaign_id",
    "instance_id",
    "segment_id",
    "user_id",
    "ftag",
    "click",
    "clicksource",
    "hp",
    "pgtype",
    "wt.nav",
    "wt.mc_id",
];

/// Query parameters that at some sites say how the reader reached the page, and at others identify
/// it.
const AMBIGUOUS: [&str; 6] = ["action", "cid", "mod", "module", "region", "rss"];

/// Caches and viewers, one shown by the other, that are removed from an address. Chosen by
/// judgement: a viewer may show a cache, and no more than that is in use.
const CACHES: usize = 4;

/// Returns the page's URL without fragment, user name, tracking parameters, default port and
/// trailing slashes of its path; of an AMP cache or viewer, an archive of pages, or a link of a search
/// engine, the URL of the page shown.
///
/// A missing scheme becomes `https`. `None` if the text is not a web address.
pub fn normalise(text: &str) -> Option<String> {
    let mut url = web_address(text)?;
    for _ in 0..CACHES {
        let Some(page) = behind_a_cache(&url) else { break };
        url = web_address(&page)?;
    }
    url.set_fragment(None);
    // The user name is not part of the page; clearing it cannot fail because there is a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        let named = names_a_page(url.path());
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(k, _)| !is_tracking(k, named))
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
    }
    let path = url.path().to_owned();
    if path.len() > 1 && path.ends_with('/') {
        url.set_path(path.trim_end_matches('/'));
    }
    Some(url.into())
}

/// Parses a web address, with `https` in place of a missing scheme.
fn web_address(text: &str) -> Option<Url> {
    let text = text.trim();
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase)
            if text.contains('.') && !text.contains(char::is_whitespace) =>
        {
            Url::parse(&format!("https://{}", text.trim_start_matches('/'))).ok()?
        }
        Err(_) => return None,
    };
    (matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|h| h.contains('.') || h.contains(':')))
    .then_some(url)
}

/// Returns the registrable domain of an address, or its host if it has none.
pub fn site(address: &str) -> Option<String> {
    let host = domain::host_of(address.trim())?;
    Some(domain::registrable(&host).map_or_else(|| host.clone(), str::to_owned))
}

/// Whether two addresses are known and belong to different sites.
pub fn are_of_two_sites(x: Option<&str>, y: Option<&str>) -> bool {
    x.and_then(site).zip(y.and_then(site)).is_some_and(|(x, y)| x != y)
}

/// Returns a page's URL and, separately, the address that the page names if it is another outlet's
/// or if there is no URL. Expects normalised URLs.
///
/// If a page names another address of the same outlet, that address replaces its URL. An address at
/// another outlet says where the page came from. Without a URL, the page's own statement remains a
/// claim.
pub fn own_address(
    url: Option<String>,
    canonical: Option<String>,
) -> (Option<String>, Option<String>) {
    match (url, canonical) {
        (Some(url), Some(canonical)) if site(&url) != site(&canonical) => {
            (Some(url), Some(canonical))
        }
        // An address known only from the page itself remains a claim, even if it comes from the
        // program's own export.
        (None, canonical) => (None, canonical),
        (url, canonical) => (canonical.or(url), None),
    }
}

/// Returns the page that an archive of pages shows, normalised, and when the archive saw it:
/// `web.archive.org/web/20240611103000id_/https://example.com/a`. `None` if an address is not an
/// archive's.
pub fn archived(text: &str) -> Option<(String, Option<Stamp>)> {
    let (page, time) = in_an_archive(&web_address(text)?)?;
    let stamp = time.filter(|time| time.len() == 14).and_then(|time| {
        match dates::read(&format!("{}T{}Z", &time[..8], &time[8..])) {
            Ok(Reading::Plain(stamp)) => Some(stamp),
            _ => None,
        }
    });
    Some((normalise(&page)?, stamp))
}

/// Archives of pages whose addresses hold that of the page.
const ARCHIVES: [&str; 11] = [
    "web.archive.org",
    "wayback.archive-it.org",
    "arquivo.pt",
    "webarchive.nationalarchives.gov.uk",
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.fo",
    "archive.vn",
    "archive.md",
];

/// Returns the address that an archive of pages shows, and the digits of the capture's time.
fn in_an_archive(url: &Url) -> Option<(String, Option<String>)> {
    if !ARCHIVES.contains(&url.host_str()?) {
        return None;
    }
    let path = url.path();
    let (at, time) = path.match_indices('/').find_map(|(at, _)| {
        let rest = &path[at + 1..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (time, after) = rest.split_at(digits);
        let page = after.split_once('/')?.1;
        // A suffix of a few letters says how the page was rewritten.
        let is_capture = (4..=14).contains(&digits) && after.find('/')? <= 3;
        (is_capture && page.contains('.')).then_some((at + 1 + rest.len() - page.len(), time))
    })?;
    let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
    // Paths are written with one slash where the address had two.
    let page = path[at..].replacen(":/", "://", 1).replacen(":///", "://", 1);
    Some((format!("{page}{query}"), Some(time.to_owned())))
}

/// Returns the page to which a link of a search engine or a network leads:
/// `www.google.com/url?q=https://example.com/a`.
fn behind_a_link(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let query = || url.query().map(|q| format!("?{q}")).unwrap_or_default();
    let keys: &[&str] = match (host, url.path()) {
        (_, "/url") if is_google(host) => &["q", "url"],
        ("l.facebook.com" | "lm.facebook.com" | "l.instagram.com", _) => &["u"],
        ("out.reddit.com", _) => &["url"],
        ("www.bing.com", "/news/apiclick.aspx") => &["url"],
        ("duckduckgo.com", "/l" | "/l/") => &["uddg"],
        ("getpocket.com", "/redirect") => &["url"],
        ("urldefense.com" | "urldefense.proofpoint.com", "/v2/url") => {
            return of_urldefense(&url.query_pairs().find(|(k, _)| k == "u")?.1);
        }
        ("urldefense.com", path) => {
            let whole = format!("{path}{}", query());
            let (page, _) = whole.strip_prefix("/v3/__")?.split_once("__;")?;
            let page = page.replacen(":/", "://", 1).replacen(":///", "://", 1);
            // An asterisk stands for a character that the end of the address encodes.
            return Some(page).filter(|page| page.starts_with("http") && !page.contains('*'));
        }
        ("12ft.io", path) => {
            let page = path.strip_prefix('/')?.replacen(":/", "://", 1).replacen(":///", "://", 1);
            return page.starts_with("http").then(|| format!("{page}{}", query()));
        }
        (_, "/") if host.ends_with(SAFE_LINKS) => &["url"],
        _ => return None,
    };
    let of = |key: &str| url.query_pairs().find(|(k, _)| k == key).map(|(_, v)| v.into_owned());
    keys.iter().find_map(|key| of(key)).filter(|page| page.starts_with("http"))
}

/// The end of the hosts by which Outlook passes its readers on.
const SAFE_LINKS: &str = ".safelinks.protection.outlook.com";

/// Returns the page in a link of Proofpoint's second version, in which `-` stands for `%` and `_`
/// for a slash.
fn of_urldefense(coded: &str) -> Option<String> {
    let query = coded.replace('_', "/").replace('-', "%").replace('+', "%2B");
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let page = pairs.next().map(|(page, _)| page.into_owned())?;
    page.starts_with("http").then_some(page)
}

/// Whether a host is Google's search, news or AMP viewer: `google.` before a public suffix that is
/// in the list for everybody, not one whose owner lets others choose the name.
fn is_google(host: &str) -> bool {
    let before = ["www.", "news.", "amp.", "translate."];
    let bare = before.iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(host);
    bare.strip_prefix("google.").is_some_and(domain::is_open_suffix)
}

/// Whether a host shows or leads to the pages of others, so that it is nobody's outlet: that of
/// short links, of an archive or cache of pages, of Google's search, news and translation, of
/// PressReader, or one
/// through which a network passes its readers on.
pub fn is_no_outlet(host: &str) -> bool {
    // In wide use for news; an outlet's own short domain is as good as its name.
    const HOSTS: [&str; 33] = [
        "t.co",
        "bit.ly",
        "j.mp",
        "tinyurl.com",
        "goo.gl",
        "ow.ly",
        "buff.ly",
        "dlvr.it",
        "ift.tt",
        "is.gd",
        "lnkd.in",
        "trib.al",
        "fb.me",
        "flip.it",
        "shar.es",
        "rb.gy",
        "cutt.ly",
        "t.ly",
        "apple.news",
        "wayback.archive.org",
        "webcache.googleusercontent.com",
        "translate.googleusercontent.com",
        "translate.goog",
        "l.facebook.com",
        "lm.facebook.com",
        "l.instagram.com",
        "out.reddit.com",
        "pressreader.com",
        "feedproxy.google.com",
        "feeds.feedburner.com",
        "urldefense.com",
        "urldefense.proofpoint.com",
        "12ft.io",
    ];
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    HOSTS.contains(&host)
        || ARCHIVES.contains(&host)
        || host.ends_with(".translate.goog")
        || host.ends_with(".cdn.ampproject.org")
        || host.ends_with(".pressreader.com")
        || host.ends_with(SAFE_LINKS)
        || is_google(host)
}

/// Whether the name or domain of an outlet is that of a host that is none ([`is_no_outlet`]), or of
/// Google News, whose feeds are called `Search - Google News`, or of PressReader.
pub fn names_no_outlet(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    lower == "google news"
        || lower == "pressreader"
        || lower.ends_with(" - google news")
        || domain::host_of(&lower).is_some_and(|host| is_no_outlet(&host))
}

/// Whether an address only leads to a page, which it does not name, or names one of a host that is
/// no outlet ([`is_no_outlet`]).
pub fn leads_elsewhere(url: &str) -> bool {
    web_address(url).is_some_and(|url| url.host_str().is_some_and(is_no_outlet))
}

/// Returns the address of a capture, normalised; `None` if it names no page of an outlet. A link is
/// not followed: what was captured is the page that passes readers on.
pub fn of_capture(text: &str) -> Option<String> {
    let is_link = web_address(text).is_some_and(|url| behind_a_link(&url).is_some());
    normalise(text).filter(|url| !is_link && !leads_elsewhere(url))
}

/// Returns the page shown by an AMP cache or viewer, an archive, or behind a link:
/// `www-example-com.cdn.ampproject.org/c/s/www.example.com/a`.
fn behind_a_cache(url: &Url) -> Option<String> {
    if let Some(page) = behind_a_link(url) {
        return Some(page);
    }
    if let Some((page, _)) = in_an_archive(url) {
        return Some(page);
    }
    let host = url.host_str()?;
    let path = match host {
        _ if host.ends_with(".ampproject.org") => {
            url.path().trim_start_matches('/').split_once('/')?.1
        }
        _ if is_google(host) => url.path().strip_prefix("/amp/")?,
        _ => return None,
    };
    let (scheme, page) = path.strip_prefix("s/").map_or(("http", path), |rest| ("https", rest));
    let query = url.query().map(|q| format!("?{q}")).unwrap_or_default();
    page.contains('.').then(|| format!("{scheme}://{page}{query}"))
}

/// Returns what the addresses of one page have in common: host and path without the markers of
/// mobile, AMP and print versions.
///
/// Expects a normalised URL. Two pages with the same key show one article or versions of it;
/// different keys say nothing.
pub fn page_key(normalised: &str) -> String {
    // Most addresses consist of host and path only and need no parsing.
    if let Some((_, rest)) =
        normalised.split_once("://").filter(|(_, rest)| !rest.contains(['?', '#', '@', ':', '[']))
    {
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        return key_of(host, path.split('/'), "");
    }
    let Ok(url) = Url::parse(normalised) else { return normalised.to_owned() };
    let mut query: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(k, _)| !PRINT.contains(&k.to_ascii_lowercase().as_str()))
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    query.sort();
    let query: Vec<String> = query.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
    key_of(
        url.host_str().unwrap_or_default(),
        url.path_segments().into_iter().flatten(),
        &query.join("&"),
    )
}

/// Returns the key of a page with this host, these path segments and this query.
fn key_of<'p>(mut host: &str, parts: impl Iterator<Item = &'p str>, query: &str) -> String {
    while let Some((_, rest)) =
        host.split_once('.').filter(|(first, rest)| VERSIONS.contains(first) && rest.contains('.'))
    {
        host = rest;
    }
    let mut path = String::new();
    for part in parts.filter(|p| !p.is_empty() && !VERSIONS.contains(p)) {
        path.push('/');
        path.push_str(part);
    }
    for ending in [".amp.html", ".print.html", ".amp", ".html", ".htm", "/index.php", "/index"] {
        if let Some(bare) = path.strip_suffix(ending) {
            path.truncate(bare.len());
        }
    }
    let path = if path.is_empty() { "/" } else { &path };
    format!("{host}{path}?{query}")
}

/// Host labels and path segments that denote a version of a page.
const VERSIONS: &[&str] =
    &["www", "m", "mobile", "mobil", "amp", "touch", "print", "wap", "amphtml"];
/// Query parameters that denote a version of a page.
const PRINT: &[&str] = &["print", "printable", "printversion", "pagewanted", "singlepage"];

/// Whether a parameter does not identify the page; `named` says that its path does.
fn is_tracking(name: &str, named: bool) -> bool {
    let name = name.to_ascii_lowercase();
    name.is_empty()
        || name.starts_with("utm_")
        || name.starts_with("at_")
        || TRACKING.contains(&name.as_str())
        || named && AMBIGUOUS.contains(&name.as_str())
}

/// Whether a path identifies a page without a query: it ends in the name of a document, in several
/// words or in a number of some length. The name of a script or of a section does not.
///
/// How many words and figures was chosen by judgement.
fn names_a_page(path: &str) -> bool {
    const SCRIPTS: [&str; 8] = [".php", ".asp", ".aspx", ".jsp", ".cgi", ".pl", ".cfm", ".do"];
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = last.to_ascii_lowercase();
    !SCRIPTS.iter().any(|ending| last.ends_with(ending))
        && (last.ends_with(".html")
            || last.ends_with(".htm")
            || last.matches(['-', '_']).count() >= 3
            || last.bytes().filter(u8::is_ascii_digit).count() >= 5)
}

#[cfg(test)]
mod tests;
