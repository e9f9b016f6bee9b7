//! Hosts and registrable domains.

use url::{Host, Url};

/// Why a string is no domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Nothing is there.
    #[error("is empty")]
    Empty,
    /// A scheme, path, port or user stands beside the host.
    #[error("holds more than a host name")]
    NotBare,
    /// An address instead of a name.
    #[error("is an IP address")]
    Address,
    /// Characters or labels that no host name has.
    #[error("is not a host name")]
    Malformed,
    /// A single label.
    #[error("has no dot")]
    Single,
}

/// Bytes of the longest host name (RFC 1035, section 2.3.4).
const LONGEST: usize = 253;

/// Returns the ASCII form (lower case, IDNA) of a bare host name.
///
/// # Errors
/// [`DomainError`] says what else it is.
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

/// A host as it was found in an entry, with what had to be cut off or folded to get at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// Lower case, ASCII (IDNA), without a leading `www.`.
    pub host: String,
    /// What was changed, in words; empty for a bare host name.
    pub changes: Vec<String>,
    /// Whether something that said more than the host was lost: a path, a port, a user.
    pub lossy: bool,
}

/// Reads the host of an entry written in any usual way: with scheme, path, port, capitals, in any
/// script.
///
/// # Errors
/// [`DomainError`] when there is no host name in it.
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
        changes.push(format!("has a port ({port})"));
        (lossy, rest) = (true, host);
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

/// The form in which an internationalised host is shown, `None` for one that is plain ASCII or
/// whose punycode is broken.
pub fn unicode(host: &str) -> Option<String> {
    if !host.split('.').any(|label| label.starts_with("xn--")) {
        return None;
    }
    let (shown, outcome) = idna::domain_to_unicode(host);
    (outcome.is_ok() && !shown.is_ascii()).then_some(shown)
}

/// Returns the registrable domain of an ASCII host: `news.bbc.co.uk` gives `bbc.co.uk`.
///
/// `None` for a public suffix itself. By the Public Suffix List that the `psl` crate carries; under
/// a suffix that the list does not know (`.example`), the last two labels.
pub fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// Whether the host is a public suffix, under which strangers register names (`co.uk`,
/// `github.io`).
pub fn is_public_suffix(host: &str) -> bool {
    psl::suffix_str(host) == Some(host)
}

/// The host of a URL or of a bare domain with or without path (`yahoo.com/news`), in ASCII.
pub fn host_of(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || !text.contains('.') {
        return None;
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

#[cfg(test)]
mod tests {
    use super::*;

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
