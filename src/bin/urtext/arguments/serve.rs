//! The options of `urtext serve`.

use std::path::PathBuf;

use axum::http::uri::Authority;
use clap::Args;

use super::{Reading, SourceList};

/// `urtext serve`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  urtext serve --archive /srv/archive
  urtext serve --archive /srv/archive --report reports --watch incoming
  urtext serve --archive /srv/archive --listen 0.0.0.0:8117 --token-file token --host desk.example
  curl --data-binary @draft.html 'http://127.0.0.1:8117/v1/score?name=draft.html'

Open the printed address in a browser and paste an article, or drop a file. For programs, GET /v1/openapi.json describes all
paths. It answers on this machine only, unless --listen says otherwise, and then only to those who know the token. It ends
on Ctrl-C or SIGTERM once the requests that it has are answered (exit code 0).")]
pub struct Serve {
    /// The archive to compare with, which `report --archive` wrote. What a report adds meanwhile is
    /// seen from the next request on.
    #[arg(long, value_name = "DIR")]
    pub archive: PathBuf,
    /// Also show the page of the last report: a folder that `report --out` writes to, as in
    /// `reports`, of which the last week's is shown; or that of one report.
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Add the articles of files that are put into this folder to the archive, without a report. A
    /// file is read once it has not changed for two seconds; one that holds no article is named on
    /// standard error and not read again until it changes.
    #[arg(long, value_name = "DIR")]
    pub watch: Option<PathBuf>,
    /// Address and port to listen on; port 0 is any that is free. Elsewhere than on loopback, a
    /// token is needed.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8117")]
    pub listen: std::net::SocketAddr,
    /// Answer only requests that send the first line of FILE, as `Authorization: Bearer TOKEN`.
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// A name or address, without a port, under which the server is also reached, as behind a proxy.
    /// Unless it is one of loopback, a token is needed. Can be repeated.
    #[arg(long, value_name = "NAME", value_parser = bare_host)]
    pub host: Vec<String>,
    /// Most seconds from the head of a request to its answer; also how long a client may send or
    /// read nothing.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub time: u16,
    /// Most requests that are answered at once, and most bodies that are read at once; further ones
    /// wait within their time.
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub parallel: u16,
    /// Number of worker threads; does not affect the answers [default: one per core].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// The source list.
    #[command(flatten)]
    pub sources: SourceList,
    /// How articles are read. The limit `document` also bounds the body of a request.
    #[command(flatten)]
    pub reading: Reading,
}

/// Reads the name of a host, which stands alone.
fn bare_host(value: &str) -> Result<String, String> {
    match value.parse::<Authority>() {
        Ok(name) if name.host() == value => Ok(value.to_owned()),
        _ => Err("not a bare host name or address; leave out scheme, port and path, as in desk.example or [2001:db8::1]".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_stands_alone() {
        for name in ["desk.example", "Desk", "192.0.2.7", "[2001:db8::1]"] {
            assert_eq!(bare_host(name).as_deref(), Ok(name));
        }
        for name in ["", "https://desk.example", "desk.example:443", "a@desk.example", "desk/x"] {
            assert!(bare_host(name).is_err(), "{name}");
        }
    }
}
