//! Who may ask: requests that a foreign page makes a browser send are refused, and where a token is
//! set, so are those without it.

use std::net::SocketAddr;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;

/// Names under which a browser on the same machine reaches a server on loopback.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// Paths that are answered without the token: they tell nothing about the archive.
const OPEN: [&str; 3] = ["/", "/healthz", "/v1/openapi.json"];
/// Where the pages of a report are, which browsers ask for without the header of the token.
pub const REPORT: &str = "/report/";
/// Name of the cookie that stands for the token there.
const COOKIE: &str = "urtext-report";
/// Seconds that the cookie lasts. Chosen by judgement: a working day.
const LASTING: u32 = 12 * 60 * 60;
/// Port of an address that names none, by RFC 9110.
const HTTP: u16 = 80;

/// What a request must show.
#[derive(Debug)]
pub struct Guard {
    listening: SocketAddr,
    names: Vec<String>,
    token: Option<[u8; 32]>,
}

impl Guard {
    /// Makes the guard of a server that listens on an address and is also known under `names`.
    pub fn new(listening: SocketAddr, names: &[String], token: Option<&str>) -> Self {
        let names = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { listening, names, token: token.map(hash) }
    }

    /// Whether requests need a token.
    pub fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Checks host, origin and token of a request.
    pub fn check<B>(&self, request: &Request<B>) -> Result<(), Refusal> {
        let headers = request.headers();
        let host = self.host(request)?;
        check_origin(headers, &host)?;
        let site = one(headers, &HeaderName::from_static("sec-fetch-site"))?;
        // A link from elsewhere may lead to the page, which shows nothing yet.
        if let Some(site) = site
            && !["same-origin", "none"].contains(&site)
            && request.uri().path() != "/"
        {
            return Err(foreign("header Sec-Fetch-Site").with(site));
        }
        self.check_token(request.method(), headers, request.uri().path())
    }

    /// Returns a cookie that lets a browser that has shown the token read the report, and nothing
    /// else; `None` where no token is needed. It does not tell the token, is not sent with requests
    /// that another site begins, and cannot be read by scripts.
    pub fn cookie(&self) -> Option<String> {
        let token = self.token.as_ref()?;
        Some(format!(
            "{COOKIE}={}; Path={REPORT}; Max-Age={LASTING}; HttpOnly; SameSite=Strict",
            hex(&of_report(token))
        ))
    }

    /// Returns the host that a request names, if it is one of ours. A name that somebody else can
    /// point at this machine is none: that is how DNS rebinding works.
    fn host<B>(&self, request: &Request<B>) -> Result<String, Refusal> {
        let missing = || {
            let remedy = "send HTTP/1.1 with one Host header";
            Refusal::new(StatusCode::BAD_REQUEST, "header Host", "no host is named", remedy)
        };
        let named = one(request.headers(), &header::HOST)?.ok_or_else(missing)?;
        let in_target = request.uri().authority().map(Authority::as_str);
        for host in std::iter::once(named).chain(in_target) {
            if !self.is_ours(host) {
                let message = "this host is not one that the server answers for";
                let remedy = "use the address that the server printed when it started, or name the host with --host";
                let refusal =
                    Refusal::new(StatusCode::MISDIRECTED_REQUEST, "header Host", message, remedy);
                return Err(refusal.with(host));
            }
        }
        Ok(named.to_ascii_lowercase())
    }

    fn is_ours(&self, host: &str) -> bool {
        let Ok(authority) = host.to_ascii_lowercase().parse::<Authority>() else { return false };
        if host.contains('@') {
            return false;
        }
        let (name, port) = (authority.host(), authority.port_u16());
        if self.names.iter().any(|known| known == name) {
            return true;
        }
        let literal = name.trim_start_matches('[').trim_end_matches(']');
        let is_name = match self.listening.ip().is_loopback() {
            true => LOOPBACK.contains(&name) || literal == self.listening.ip().to_string(),
            // An address cannot be pointed elsewhere; only names can.
            false => literal.parse::<std::net::IpAddr>().is_ok(),
        };
        is_name && port.unwrap_or(HTTP) == self.listening.port()
    }

    fn check_token(&self, method: &Method, headers: &HeaderMap, path: &str) -> Result<(), Refusal> {
        let Some(wanted) = &self.token else { return Ok(()) };
        if OPEN.contains(&path) {
            return Ok(());
        }
        let given = one(headers, &header::AUTHORIZATION)?
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| hash(token.trim()));
        // Hashes are compared, so that the time tells nothing about the token.
        if given.as_ref() == Some(wanted) {
            return Ok(());
        }
        if method == Method::GET && path.starts_with(REPORT) && has_cookie(headers, wanted) {
            return Ok(());
        }
        let message = if given.is_some() { "this is not the token" } else { "a token is needed" };
        let remedy = match path.starts_with(REPORT) {
            true => "open the report from the desk page, after the token was typed there",
            false => {
                "send `Authorization: Bearer TOKEN` with the content of the server's --token-file"
            }
        };
        Err(Refusal::new(StatusCode::UNAUTHORIZED, "header Authorization", message, remedy))
    }
}

/// Returns what the cookie must hold, from the hash of the token.
fn of_report(token: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update(b"urtext report\0").chain_update(token).finalize().into()
}

/// Whether a browser sends the cookie of the report.
fn has_cookie(headers: &HeaderMap, token: &[u8; 32]) -> bool {
    let wanted = hash(&hex(&of_report(token)));
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut values = sent
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    values.any(|value| hash(value) == wanted)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a name or address leads to this machine only.
pub fn is_loopback(name: &str) -> bool {
    let literal = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || literal.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Refuses requests from pages of another origin, and of none.
fn check_origin(headers: &HeaderMap, host: &str) -> Result<(), Refusal> {
    let Some(origin) = one(headers, &header::ORIGIN)? else { return Ok(()) };
    let lower = origin.to_ascii_lowercase();
    let of = lower.strip_prefix("http://").or_else(|| lower.strip_prefix("https://"));
    if of == Some(host) { Ok(()) } else { Err(foreign("header Origin").with(origin)) }
}

fn foreign(place: &str) -> Refusal {
    let message = "another site's page made the browser send this request";
    let remedy = "open the server's own page, or send the request from a program";
    Refusal::new(StatusCode::FORBIDDEN, place, message, remedy)
}

/// Returns the value of a header that may be given once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match value.to_str() {
        Ok(value) if values.next().is_none() => Ok(Some(value)),
        _ => {
            let message = "the header is given twice, or is not ASCII";
            let remedy = "send it once, in ASCII";
            Err(Refusal::new(StatusCode::BAD_REQUEST, &format!("header {name}"), message, remedy))
        }
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(listening: &str, names: &[&str], token: Option<&str>) -> Guard {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Guard::new(listening.parse().expect("an address"), &names, token)
    }

    fn allows(guard: &Guard, path: &str, headers: &[(&str, &str)]) -> bool {
        let request = headers
            .iter()
            .fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
        guard.check(&request.body(()).expect("a request")).is_ok()
    }

    #[test]
    fn only_our_own_names_are_hosts() {
        let guard = guard("127.0.0.1:8117", &["desk.example"], None);
        for host in
            ["127.0.0.1:8117", "localhost:8117", "LOCALHOST:8117", "[::1]:8117", "desk.example"]
        {
            assert!(allows(&guard, "/metrics", &[("Host", host)]), "{host}");
        }
        for host in [
            "evil.example:8117",
            "127.0.0.1",
            "127.0.0.1:80",
            "localhost.evil.example:8117",
            "a@localhost:8117",
            "0.0.0.0:8117",
            "",
        ] {
            assert!(!allows(&guard, "/metrics", &[("Host", host)]), "{host}");
        }
        assert!(!allows(&guard, "/metrics", &[]));
        let twice = [("Host", "localhost:8117"), ("Host", "localhost:8117")];
        assert!(!allows(&guard, "/metrics", &twice));
        let target = "http://evil.example/metrics";
        assert!(!allows(&guard, target, &[("Host", "localhost:8117")]));
    }

    #[test]
    fn elsewhere_than_on_loopback_addresses_are_hosts_and_names_are_not() {
        let guard = guard("0.0.0.0:8117", &[], Some("a token of some length"));
        let bearer = ("Authorization", "Bearer a token of some length");
        assert!(allows(&guard, "/metrics", &[("Host", "192.0.2.7:8117"), bearer]));
        assert!(!allows(&guard, "/metrics", &[("Host", "evil.example:8117"), bearer]));
    }

    #[test]
    fn names_of_loopback_lead_nowhere_else() {
        for name in ["localhost", "LOCALHOST", "127.0.0.1", "127.0.0.2", "[::1]"] {
            assert!(is_loopback(name), "{name}");
        }
        for name in ["desk.example", "localhost.evil.example", "0.0.0.0", "192.0.2.7", "[::]"] {
            assert!(!is_loopback(name), "{name}");
        }
    }

    #[test]
    fn requests_of_foreign_pages_are_refused() {
        let guard = guard("127.0.0.1:8117", &[], None);
        let host = ("Host", "localhost:8117");
        for (name, value, allowed) in [
            ("Origin", "http://localhost:8117", true),
            ("Origin", "http://127.0.0.1:8117", false),
            ("Origin", "http://localhost:8118", false),
            ("Origin", "null", false),
            ("Origin", "https://evil.example", false),
            ("Sec-Fetch-Site", "same-origin", true),
            ("Sec-Fetch-Site", "none", true),
            ("Sec-Fetch-Site", "cross-site", false),
            ("Sec-Fetch-Site", "same-site", false),
        ] {
            let is = allows(&guard, "/v1/articles/a", &[host, (name, value)]);
            assert_eq!(is, allowed, "{name}: {value}");
        }
        assert!(allows(&guard, "/", &[host, ("Sec-Fetch-Site", "cross-site")]));
    }

    #[test]
    fn a_token_is_asked_for_wherever_the_archive_speaks() {
        let guard = guard("127.0.0.1:8117", &[], Some("correct horse battery"));
        let host = ("Host", "localhost:8117");
        let with = |value| allows(&guard, "/metrics", &[host, ("Authorization", value)]);
        assert!(with("Bearer correct horse battery"));
        assert!(!with("Bearer correct horse") && !with("Basic correct horse battery"));
        assert!(!allows(&guard, "/metrics", &[host]) && allows(&guard, "/healthz", &[host]));
    }

    #[test]
    fn the_cookie_of_the_report_opens_the_report_alone() {
        let guard = guard("127.0.0.1:8117", &[], Some("correct horse battery"));
        let host = ("Host", "localhost:8117");
        let whole = guard.cookie().expect("a cookie");
        assert!(whole.ends_with("; HttpOnly; SameSite=Strict"), "{whole}");
        let cookie = whole.split(';').next().expect("a value");
        let with = |path, value: &str| allows(&guard, path, &[host, ("Cookie", value)]);
        assert!(with("/report/", cookie) && with("/report/report-texts/a.html", cookie));
        assert!(with("/report/", &format!("other=1; {cookie}")));
        assert!(!with("/metrics", cookie) && !with("/v1/articles/a", cookie));
        assert!(!with("/report/", &cookie[..cookie.len() - 1]) && !with("/report/", ""));
        let site = ("Sec-Fetch-Site", "cross-site");
        assert!(!allows(&guard, "/report/", &[host, site, ("Cookie", cookie)]));
        let other = Guard::new("127.0.0.1:8117".parse().expect("an address"), &[], Some("another"));
        assert!(!allows(&other, "/report/", &[host, ("Cookie", cookie)]));
        assert!(!whole.contains("correct"));
    }
}
