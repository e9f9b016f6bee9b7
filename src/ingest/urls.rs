//! One spelling for the many URLs of one page.

use url::Url;

/// Query parameters that name the reader's way to the page, not the page.
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
    "mod",
    "taid",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "amp",
    "outputtype",
    "spm",
    "cid",
    "intcid",
    "icid",
    "campaign_id",
    "instance_id",
    "segment_id",
    "user_id",
    "rss",
    "ftag",
    "click",
    "clicksource",
    "hp",
    "action",
    "pgtype",
    "module",
    "region",
    "wt.nav",
    "wt.mc_id",
];

/// Returns the page's URL without fragment, tracking parameters, default port and a trailing slash of its path.
///
/// A missing scheme becomes `https`. `None` for what is no web address.
pub fn normalise(text: &str) -> Option<String> {
    let text = text.trim();
    let mut url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) if text.contains('.') && !text.contains(char::is_whitespace) => {
            Url::parse(&format!("https://{}", text.trim_start_matches('/'))).ok()?
        }
        Err(_) => return None,
    };
    if !matches!(url.scheme(), "http" | "https") || !url.host_str().is_some_and(|h| h.contains('.') || h.contains(':')) {
        return None;
    }
    url.set_fragment(None);
    // The user name of a URL is no part of the page; clearing it cannot fail where there is a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        let kept: Vec<(String, String)> =
            url.query_pairs().filter(|(k, _)| !is_tracking(k)).map(|(k, v)| (k.into_owned(), v.into_owned())).collect();
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

fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.is_empty() || name.starts_with("utm_") || name.starts_with("at_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_page_is_no_part_of_it() {
        assert_eq!(
            normalise("HTTPS://User@Example.com:443/a/b/?utm_source=x&id=7&fbclid=z#top").as_deref(),
            Some("https://example.com/a/b?id=7")
        );
        assert_eq!(normalise("example.com/a").as_deref(), Some("https://example.com/a"));
    }

    #[test]
    fn what_is_no_web_address_is_none() {
        for text in ["", "mailto:a@b.example", "file:///etc/passwd", "no address", "http://"] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
