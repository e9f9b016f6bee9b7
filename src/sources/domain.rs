//! Hosts and registrable domains.

use url::{Host, Url};

/// Why a string is not a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// The string is empty.
    #[error("is empty")]
    Empty,
    /// There is a scheme, path, port or user beside the host.
    #[error("holds more than a host name")]
    NotBare,
    /// It is an IP address, not a name.
    #[error("is an IP address")]
    Address,
    /// It has characters or labels that no host name has.
    #[error("is not a host name")]
    Malformed,
    /// It is a single label.
    #[error("has no dot")]
    Single,
}

/// Bytes of the longest host name: 255 octets on the wire (RFC 1035, section 2.3.4) are 253 as
/// text.
const LONGEST: usize = 253;

/// Whether a name is a public suffix under which a registry sells names, such as `com` and `co.uk`,
/// not one of a company whose customers choose the name before it. Needs no allocation.
pub fn is_open_suffix(name: &str) -> bool {
    psl::suffix(name.as_bytes()).is_some_and(|suffix| {
        suffix.as_bytes() == name.as_bytes() && suffix.typ() == Some(psl::Type::Icann)
    })
}

/// Returns the ASCII form (lower case, IDNA) of a bare host name.
///
/// # Errors
/// [`DomainError`] says why the text is not one.
pub fn bare(text: &str) -> Result<String, DomainError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DomainError::Empty);
    }
    if text.contains(['/', ':', '@', '?', '#', ' ']) {
        return Err(if text.parse::<std::net::IpAddr>().is_ok() {
            DomainError::Address
        } else {
            DomainError::NotBare
        });
    }
    match Host::parse(text.trim_end_matches('.')) {
        Ok(Host::Domain(host)) if !host.contains('.') => Err(DomainError::Single),
        Ok(Host::Domain(host))
            if host.len() <= LONGEST
                && host.split('.').all(|label| {
                    !label.is_empty()
                        && label.len() <= 63
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                }) =>
        {
            Ok(host)
        }
        Ok(Host::Domain(_)) | Err(_) => Err(DomainError::Malformed),
        Ok(Host::Ipv4(_) | Host::Ipv6(_)) => Err(DomainError::Address),
    }
}

/// A host extracted from an entry, with what had to be cut off or folded to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// The host: lower case, ASCII (IDNA), without a leading `www.`.
    pub host: String,
    /// The changes, in words; empty for a bare host name.
    pub changes: Vec<String>,
    /// Whether something that narrowed the entry down was lost: a path or a port.
    pub lossy: bool,
}

/// Reads the host from an entry written in any usual way: with a scheme, path, port or capitals, in
/// any script.
///
/// # Errors
/// [`DomainError`] if the entry has no host name, or a user name before it.
pub fn loose(text: &str) -> Result<Loose, DomainError> {
    let mut rest = text.trim().trim_matches(['"', '\'', '<', '>']);
    let (mut changes, mut lossy) = (Vec::new(), false);
    if rest.parse::<std::net::IpAddr>().is_ok() {
        return Err(DomainError::Address);
    }
    if let Some((scheme, after)) = rest.split_once("://") {
        changes.push(format!("has a scheme ({})", scheme.to_lowercase()));
        rest = after;
    } else if let Some(after) = rest.strip_prefix("//") {
        changes.push("has a leading //".to_owned());
        rest = after;
    }
    if let Some(at) = rest.find(['/', '?', '#']) {
        if rest[at..].trim_matches('/').is_empty() {
            changes.push("has a slash at its end".to_owned());
        } else {
            changes.push(format!("has a path ({})", &rest[at..]));
            lossy = true;
        }
        rest = &rest[..at];
    }
    if rest.starts_with('[') {
        return Err(DomainError::Address);
    }
    if let Some((host, port)) =
        rest.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
    {
        if port.is_empty() {
            changes.push("has a colon at its end".to_owned());
        } else {
            changes.push(format!("has a port ({port})"));
            lossy = true;
        }
        rest = host;
    }
    let host = bare(rest)?;
    if rest.chars().any(char::is_uppercase) {
        changes.push("has capitals".to_owned());
    }
    if !rest.is_ascii() {
        changes.push("is an internationalised name".to_owned());
    }
    if let Some(unicode) = unicode(&host).filter(|_| rest.is_ascii()) {
        changes.push(format!("is punycode for {unicode}"));
    }
    let bare = host.strip_prefix("www.").filter(|rest| registrable(rest).is_some());
    if bare.is_some() {
        changes.push("has a leading www.".to_owned());
    }
    Ok(Loose { host: bare.unwrap_or(&host).to_owned(), changes, lossy })
}

/// Returns the form in which an internationalised host is displayed; `None` if the host is plain
/// ASCII or its punycode is broken.
pub fn unicode(host: &str) -> Option<String> {
    if !host.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let (shown, outcome) = idna::domain_to_unicode(host);
    (outcome.is_ok() && !shown.is_ascii()).then_some(shown)
}

/// Returns the registrable domain of an ASCII host: `bbc.co.uk` for `news.bbc.co.uk`.
///
/// `None` for a public suffix itself. Follows the Public Suffix List as compiled into the `psl`
/// crate; under a suffix that is not on the list (`.example`), returns the last two labels.
pub fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// Whether the host is a public suffix, under which unrelated parties register names (`co.uk`,
/// `github.io`).
pub fn is_public_suffix(host: &str) -> bool {
    psl::suffix_str(host) == Some(host)
}

/// Returns the host, in ASCII, of a URL or of a bare domain with or without a path
/// (`yahoo.com/news`). `None` for anything else, such as a name, a single label or an IP address.
pub fn host_of(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || !text.contains('.') {
        return None;
    }
    if let Some(host) = plain_host(text) {
        return Some(host.to_owned());
    }
    let url = match Url::parse(text) {
        Ok(url) if url.has_host() => url,
        _ => Url::parse(&format!("https://{text}")).ok()?,
    };
    match url.host()? {
        Host::Domain(host) if host.contains('.') => Some(host.trim_end_matches('.').to_owned()),
        _ => None,
    }
}

/// Returns the host of a web address if it is written as [`host_of`] would return it, as nearly all
/// are: small ASCII letters, digits and hyphens, a last label with a letter before the rest (an IP
/// address has none), no punycode. `None` where the whole address has to be parsed.
fn plain_host(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with("xn--")
            && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let (before, last) = host.rsplit_once('.')?;
    let is_plain = last.starts_with(|c: char| c.is_ascii_lowercase())
        && is_label(last)
        && before.split('.').all(is_label);
    is_plain.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_host_is_what_parsing_the_address_gives() {
        for plain in [
            "http://a.example",
            "https://news.a-b.example/x?y#z",
            "http://1.2.a3/?x.y",
            "http://-a.ab--c-.example",
        ] {
            let parsed = Url::parse(plain).expect("an address");
            assert_eq!(plain_host(plain), parsed.host_str(), "{plain}");
        }
        for other in [
            "http://A.example",
            "http://a.example:80/",
            "http://u@a.example/",
            "http://a.example./",
            "http://1.2.3.4/",
            "http://1.2.3.0x4/",
            "http://xn--bcher-kva.example/",
            "http://bücher.example/",
            "http://a..example/",
            "http:///a.example",
            "http://a.example\\x",
            "http://localhost/a.b",
            "a.example/x",
        ] {
            assert_eq!(plain_host(other), None, "{other}");
        }
    }

    #[test]
    fn a_bare_domain_is_folded_and_anything_more_is_named() {
        assert_eq!(bare("Example.COM").as_deref(), Ok("example.com"));
        assert_eq!(bare("bücher.example").as_deref(), Ok("xn--bcher-kva.example"));
        assert_eq!(bare("https://a.example"), Err(DomainError::NotBare));
        assert_eq!(bare("192.168.0.1"), Err(DomainError::Address));
        assert_eq!(bare("localhost"), Err(DomainError::Single));
        assert_eq!(bare(""), Err(DomainError::Empty));
    }

    #[test]
    fn a_port_narrows_an_entry_down_and_a_bare_colon_does_not() {
        let read = |text| loose(text).map(|l| (l.host, l.changes, l.lossy));
        let found =
            |change: &str, lossy| Ok(("halvik.example".to_owned(), vec![change.to_owned()], lossy));
        assert_eq!(read("halvik.example:8080"), found("has a port (8080)", true));
        assert_eq!(read("halvik.example:"), found("has a colon at its end", false));
    }

    #[test]
    fn the_public_suffix_list_decides_what_is_registrable() {
        assert_eq!(registrable("news.bbc.co.uk"), Some("bbc.co.uk"));
        assert_eq!(registrable("co.uk"), None);
        assert!(is_public_suffix("co.uk") && !is_public_suffix("bbc.co.uk"));
    }

    #[test]
    fn a_host_is_found_with_and_without_scheme() {
        assert_eq!(host_of("http://WWW.Example.com:80/x").as_deref(), Some("www.example.com"));
        assert_eq!(host_of("yahoo.com/news").as_deref(), Some("yahoo.com"));
        assert_eq!(host_of("The Daily Planet"), None);
        assert_eq!(host_of("U.S. News"), None);
    }
}
