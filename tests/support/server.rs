//! A running `urtext serve`, and requests to it over a plain socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::run;

/// A running server with the corpus as its archive.
pub struct Server {
    pub place: tempfile::TempDir,
    pub address: String,
    child: Child,
    stderr: BufReader<std::process::ChildStderr>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    pub fn start(more: &[&str]) -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let (archive, out) = (place.path().join("archive"), place.path().join("out"));
        let (archive, out) = (archive.display().to_string(), out.display().to_string());
        let sources = ["--sources", "tests/sources.toml"];
        let report = ["report", "tests/corpus", "--no-page", "--archive", &archive, "--out", &out];
        let outcome = run(&[&report[..], &sources].concat(), "");
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let listen = ["serve", "--archive", &archive, "--listen", "127.0.0.1:0"];
        let mut child = Command::new(env!("CARGO_BIN_EXE_urtext"))
            .args([&listen[..], &sources, more].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
        let mut line = String::new();
        stderr.read_line(&mut line).expect("a line");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
        let address = address.unwrap_or_else(|| panic!("no address: {line}")).0.to_owned();
        Self { place, address, child, stderr }
    }

    pub fn archive(&self) -> String {
        self.place.path().join("archive").display().to_string()
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("set");
        stream
    }

    /// Sends bytes as they are, and returns the answer.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that refuses early does not read the rest.
        let _ = stream.write_all(bytes);
        answer(&mut stream)
    }

    pub fn send(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.raw(&request(&self.address, line, headers, body))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path}"), &[], b"")
    }

    pub fn post(&self, path: &str, body: &[u8]) -> Answer {
        self.send(&format!("POST {path}"), &[], body)
    }

    /// Asks the server to stop.
    pub fn signal(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
    }

    /// Waits for the server's end; returns its exit code and what it said last.
    pub fn ended(&mut self) -> (Option<i32>, String) {
        let status = self.child.wait().expect("ended");
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).expect("read");
        (status.code(), said)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes a request that ends its connection.
pub fn request(host: &str, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        head.push_str(&format!("Host: {host}\r\n"));
    }
    if line.starts_with("POST") {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    [head.as_bytes(), b"\r\n", body].concat()
}

/// Reads an answer until the connection ends.
pub fn answer(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // A reset after the answer is the end too.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n");
    let Some(end) = end else { return Answer { status: 0, head: String::new(), body: bytes } };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or_default();
    Answer { status, head, body: bytes[end + 4..].to_vec() }
}
