//! The desk over HTTP: the same answers as those of the commands, and nothing for strangers.

mod support;

use std::fs;
use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use support::server::{Answer, Server, answer, request};
use support::{records, run, texts};

const SOURCES: [&str; 2] = ["--sources", "tests/sources.toml"];

fn check(server: &Server, article: &str, more: &[&str], stdin: &str) -> String {
    let archive = server.archive();
    let outcome =
        run(&[&["check", article, "--archive", &archive], &SOURCES[..], more].concat(), stdin);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

/// Whether an answer is an error as the interface describes it.
fn is_refusal(answer: &Answer) -> bool {
    let told = answer.json();
    let is_text = |key: &str| told[key].as_str().is_some_and(|text| !text.is_empty());
    told["status"] == answer.status && ["error", "place", "remedy"].into_iter().all(is_text)
}

#[test]
fn answers_are_those_of_check_byte_for_byte() {
    let server = Server::start(&[]);
    for (id, text) in texts() {
        let answer = server.post("/v1/score", text.as_bytes());
        assert_eq!(answer.status, 200, "{id}: {}", answer.text());
        assert!(answer.text() == check(&server, "-", &["--json"], &text), "{id}");
    }
    for (id, record) in records() {
        let answer = server.post("/v1/score", record.as_bytes());
        assert!(answer.text() == check(&server, "-", &["--json"], &record), "{id}");
    }
    // A name gives the id that the file's name would give.
    let path = "tests/corpus/dbc-page-library.txt";
    let body = fs::read(path).expect("read");
    let answer = server.post("/v1/score?name=dbc-page-library.txt", &body);
    assert!(answer.text() == check(&server, path, &["--json"], ""));
    // The page is that of --html.
    let file = server.place.path().join("page.html").display().to_string();
    check(&server, path, &["--html", &file], "");
    let html = [("Accept", "text/html,*/*;q=0.5")];
    let answer = server.send("POST /v1/score?name=dbc-page-library.txt", &html, &body);
    assert!(answer.head.contains("content-type: text/html"), "{}", answer.head);
    assert!(answer.body == fs::read(&file).expect("read"));
}

#[test]
fn extract_and_diff_answer_as_the_commands_do() {
    let server = Server::start(&[]);
    let lines = fs::read_to_string("tests/corpus/week23.jsonl").expect("read") + "{\"id\":7}\n";
    let told = server.post("/v1/extract", lines.as_bytes()).json();
    let printed = run(&[&["extract", "-"], &SOURCES[..]].concat(), &lines).stdout;
    let printed: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(told["articles"].as_array(), Some(&printed));
    assert!(told["rejects"].as_array().is_some_and(|rejects| !rejects.is_empty()), "{told}");

    let records = records();
    let (a, b) = (&records["nwa-0607-strike"], &records["ht-0607-strike"]);
    let file = |name: &str, text: &str| {
        let path = server.place.path().join(name);
        fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let (file_a, file_b) = (file("a.json", a), file("b.json", b));
    let printed = run(&[&["diff", &file_a, &file_b, "--json"], &SOURCES[..]].concat(), "").stdout;
    let told = server.post("/v1/diff", format!("{{\"a\":{a},\"b\":{b}}}").as_bytes());
    assert!(told.text() == printed, "{}", told.text());
    let text = |text: &str| serde_json::json!({"a": text, "b": "The ferry left."}).to_string();
    let told = server.post("/v1/diff", text("The ferry left the harbour.").as_bytes());
    assert_eq!(told.status, 200, "{}", told.text());
    let told = server.post("/v1/diff", text("").as_bytes());
    assert!(told.status == 422 && is_refusal(&told), "{}", told.text());
    assert!(told.json()["place"].as_str().is_some_and(|place| place.starts_with("body `a`")));
}

#[test]
fn articles_and_sources_are_those_of_the_archive() {
    let server = Server::start(&[]);
    let told = server.get("/v1/articles/ht-0607-strike").json();
    assert_eq!(told["article"]["id"], "ht-0607-strike");
    assert_eq!(told["article"]["text"], texts()["ht-0607-strike"]);
    assert_eq!(told["last_report"]["parent_id"], "nwa-0607-strike");
    assert_eq!(told["last_report"]["relation"], "republished");
    let source = told["source_id"].as_str().expect("a source").to_owned();
    let row = server.get(&format!("/v1/sources/{source}")).json();
    let scored = check(&server, "-", &["--json"], &records()["ht-0607-strike"]);
    let scored: serde_json::Value = serde_json::from_str(&scored).expect("JSON");
    assert_eq!(row["source"], scored["source"]);
    for path in ["/v1/articles/no%20such", "/v1/sources/none", "/v1/articles/%ff", "/nowhere"] {
        let told = server.get(path);
        assert!([400, 404].contains(&told.status) && is_refusal(&told), "{path}: {}", told.text());
    }
    let told = server.get("/v1/score");
    assert!(told.status == 405 && is_refusal(&told), "{}", told.text());
}

#[test]
fn what_a_report_adds_is_seen_at_once() {
    let server = Server::start(&[]);
    assert_eq!(server.get("/v1/articles/new").status, 404);
    let text = "The lighthouse of Halvik was painted green on Friday, which nobody had asked for and everybody came to see.";
    let line = serde_json::json!({"id": "new", "text": text}).to_string();
    let out = server.place.path().join("out").display().to_string();
    let archive = server.archive();
    let report = ["report", "-", "--no-page", "--archive", &archive, "--out", &out];
    let outcome = run(&[&report[..], &SOURCES].concat(), &line);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(server.get("/v1/articles/new").status, 200);
    let told = server.post("/v1/score", text.as_bytes());
    assert_eq!(told.json()["nearest"][0]["article_id"], "new");
    assert!(server.get("/metrics").text().contains("urtext_archive_articles 30"));
}

#[test]
fn hostile_hosts_and_origins_are_refused() {
    let server = Server::start(&[]);
    let port = server.address.rsplit_once(':').expect("a port").1.to_owned();
    let local = format!("localhost:{port}");
    let body = texts()["ht-0607-strike"].clone();
    let post = |headers: &[(&str, &str)]| server.send("POST /v1/score", headers, body.as_bytes());
    assert_eq!(post(&[("Host", &local)]).status, 200);
    assert_eq!(post(&[("Origin", &format!("http://{}", server.address))]).status, 200);
    let rebound = format!("evil.example:{port}");
    let wrong = format!("http://{rebound}");
    for (headers, status) in [
        (vec![("Host", rebound.as_str())], 421),
        (vec![("Host", "127.0.0.1")], 421),
        (vec![("Origin", "https://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![("Origin", wrong.as_str())], 403),
        (vec![("Host", local.as_str()), ("Origin", "http://localhost:1")], 403),
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Host", local.as_str()), ("Host", local.as_str())], 400),
    ] {
        let told = post(&headers);
        assert!(told.status == status && is_refusal(&told), "{headers:?}: {}", told.text());
    }
    let without = server.raw(b"GET /metrics HTTP/1.0\r\n\r\n");
    assert_eq!(without.status, 400);
    let absolute = format!("GET http://{rebound}/metrics");
    assert_eq!(server.send(&absolute, &[], b"").status, 421);
    // No other origin is ever let in, not even asked beforehand.
    let asked = [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")];
    let told = server.send("OPTIONS /v1/score", &asked, b"");
    assert_eq!(told.status, 403);
    for told in [told, server.get("/"), server.get("/metrics")] {
        assert!(!told.head.to_lowercase().contains("access-control-"), "{}", told.head);
        assert!(told.head.contains("content-security-policy: default-src 'none'"));
        assert!(told.head.contains("x-content-type-options: nosniff"));
    }
}

#[test]
fn the_page_holds_what_its_policy_allows() {
    let server = Server::start(&[]);
    let told = server.get("/");
    assert_eq!(told.status, 200);
    let policy = told.head.lines().find(|line| line.starts_with("content-security-policy"));
    let policy = policy.expect("a policy");
    for part in ["connect-src 'self'", "frame-ancestors 'none'", "script-src 'sha256-"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe") && told.text().contains("29 articles"));
}

#[test]
fn oversized_bodies_are_refused_before_they_are_read() {
    let server = Server::start(&["--limit", "document=2000"]);
    let told = server.post("/v1/score", "a word ".repeat(300).as_bytes());
    assert!(told.status == 413 && is_refusal(&told), "{}", told.text());
    // A length that is only stated is refused without its body.
    let head = format!(
        "POST /v1/score HTTP/1.1\r\nHost: {}\r\nContent-Length: 999999999999\r\nConnection: close\r\n\r\n",
        server.address
    );
    assert_eq!(server.raw(head.as_bytes()).status, 413);
    // So is one of unknown length, once it is too long.
    let head = format!(
        "POST /v1/score HTTP/1.1\r\nHost: {}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n",
        server.address
    );
    let chunk = format!("3e8\r\n{}\r\n", "x".repeat(1000));
    assert_eq!(server.raw((head + &chunk.repeat(3) + "0\r\n\r\n").as_bytes()).status, 413);
    let head = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\n", server.address);
    let told = server.raw((head + "X: " + &"y".repeat(100_000) + "\r\n\r\n").as_bytes());
    assert!([400, 431].contains(&told.status), "{}", told.status);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn slow_clients_are_given_up_and_hold_nobody_else_up() {
    let server = Server::start(&["--time", "3", "--parallel", "2"]);
    let begun = Instant::now();
    // A head that never ends.
    let mut dribbling = server.connect();
    dribbling.write_all(b"GET /healthz HTTP/1.1\r\nHost: ").expect("sent");
    // Bodies that never arrive, more than may be read at once.
    let head = request(&server.address, "POST /v1/score", &[("X", "y")], &[b'x'; 500]);
    let mut waiting: Vec<_> = (0..4).map(|_| server.connect()).collect();
    for stream in &mut waiting {
        stream.write_all(&head[..head.len() - 100]).expect("sent");
    }
    assert_eq!(server.get("/healthz").status, 200);
    // Who sends no body does not wait for those that send theirs slowly.
    assert_eq!(server.get("/v1/articles/ht-0607-strike").status, 200);
    assert!(begun.elapsed() < Duration::from_millis(2500), "{:?}", begun.elapsed());
    for mut stream in waiting {
        let told = answer(&mut stream);
        assert!([408, 503].contains(&told.status) && is_refusal(&told), "{}", told.text());
    }
    assert_ne!(answer(&mut dribbling).status, 200);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    // Nothing of it is left: an article is judged, if not at the first attempt on a busy machine.
    let body = texts()["ht-0607-strike"].clone();
    let judged = |_| server.post("/v1/score", body.as_bytes()).status == 200;
    assert!((0..20).any(judged));
}

#[test]
fn a_client_that_reads_nothing_is_given_up() {
    let server = Server::start(&["--time", "1"]);
    let whole = server.get("/v1/openapi.json").body.len();
    // More answers than fit into the buffers of the system, some 10 MB.
    let asked = 2_000;
    let one = format!("GET /v1/openapi.json HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    let mut deaf = server.connect();
    deaf.write_all(one.repeat(asked).as_bytes()).expect("sent");
    thread::sleep(Duration::from_secs(4));
    let mut read = Vec::new();
    let _ = deaf.read_to_end(&mut read);
    assert!(!read.is_empty() && read.len() < asked * whole, "{} of {}", read.len(), asked * whole);
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn malformed_requests_are_told_place_value_and_remedy() {
    let server = Server::start(&[]);
    for (path, body, status, place) in [
        ("/v1/diff", "{\"a\": \"x\",\n \"b\": }", 400, "body:2:7"),
        ("/v1/diff", "{\"a\": \"x\"}", 400, "body:1:10"),
        ("/v1/diff", "{\"a\": \"x\", \"b\": \"y\", \"c\": 1}", 400, "body:1:"),
        ("/v1/diff", "", 400, "body:1:0"),
        ("/v1/score", "{\"id\": 1}\n", 422, "body"),
        ("/v1/score", "", 422, "body"),
        ("/v1/score?name=../x", "text", 400, "query `name`"),
        ("/v1/score?nmae=x", "text", 400, "query `nmae`"),
        ("/v1/extract", "\u{0}\u{1}\u{2}", 422, "body"),
    ] {
        let told = server.post(path, body.as_bytes());
        assert!(told.status == status && is_refusal(&told), "{path} {body}: {}", told.text());
        let at = told.json()["place"].as_str().expect("a place").to_owned();
        assert!(at.starts_with(place), "{path} {body}: {at}");
    }
    // What is said to be JSON is never read as text.
    let json = [("Content-Type", "application/json; charset=utf-8")];
    let told = server.send("POST /v1/score", &json, b"{\"text\": \"unfinished");
    assert!(told.status == 400 && is_refusal(&told), "{}", told.text());
    assert_eq!(told.json()["place"], "body:1:20");
    let record = &records()["ht-0607-strike"];
    assert_eq!(server.send("POST /v1/score", &json, record.as_bytes()).status, 200);
    let two = fs::read("tests/corpus/week23.jsonl").expect("read");
    let told = server.post("/v1/score", &two);
    assert!(told.status == 422 && told.text().contains("articles, not one"), "{}", told.text());
    for garbage in [&b"\r\n\r\n"[..], b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\xff\xfe\0"]
    {
        assert_ne!(server.raw(garbage).status, 200);
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn two_hundred_requests_at_once_are_all_answered_alike() {
    let server = Server::start(&["--time", "120"]);
    let body = texts()["dbc-page-library"].clone();
    let want = check(&server, "-", &["--json"], &body);
    thread::scope(|scope| {
        let all: Vec<_> =
            (0..200).map(|_| scope.spawn(|| server.post("/v1/score", body.as_bytes()))).collect();
        for one in all {
            let told = one.join().expect("answered");
            assert!(told.status == 200 && told.text() == want, "{}: {}", told.status, told.text());
        }
    });
    let metrics = server.get("/metrics").text();
    let counted = "urtext_requests_total{method=\"POST\",route=\"/v1/score\",status=\"200\"} 200";
    assert!(metrics.contains(counted), "{metrics}");
    let within = "urtext_request_duration_seconds_bucket{route=\"/v1/score\",le=\"+Inf\"} 200";
    assert!(metrics.contains(within), "{metrics}");
}

#[test]
fn without_the_token_nothing_is_told_of_the_archive() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    fs::write(&file, "a-secret-of-some-length\nand a note\n").expect("written");
    let file = file.display().to_string();
    let server = Server::start(&["--token-file", &file]);
    let bearer = [("Authorization", "Bearer a-secret-of-some-length")];
    for path in ["/metrics", "/v1/articles/ht-0607-strike", "/v1/sources/halvik-times"] {
        let told = server.get(path);
        assert!(told.status == 401 && is_refusal(&told), "{path}: {}", told.text());
        assert_ne!(server.send(&format!("GET {path}"), &bearer, b"").status, 401);
    }
    let wrong = [("Authorization", "Bearer a-secret-of-some-lengtH")];
    assert_eq!(server.send("POST /v1/score", &wrong, b"text").status, 401);
    assert_eq!(server.get("/healthz").status, 200);
    assert!(!server.get("/").text().contains("29 articles"));
    // Elsewhere than on loopback there is always one.
    let archive = server.archive();
    let outcome = run(&["serve", "--archive", &archive, "--listen", "0.0.0.0:0"], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("--token-file"), "{}", outcome.stderr);
    // So there is with a name that others may know, which stands alone.
    let host = |name: &str| run(&["serve", "--archive", &archive, "--host", name], "");
    let outcome = host("desk.example");
    assert!(outcome.code == 3 && outcome.stderr.contains("--token-file"), "{}", outcome.stderr);
    let outcome = host("https://desk.example/");
    assert!(outcome.code == 2 && outcome.stderr.contains("leave out scheme"), "{}", outcome.stderr);
    fs::write(folder.path().join("short"), "short\n").expect("written");
    let short = folder.path().join("short").display().to_string();
    let outcome = run(&["serve", "--archive", &archive, "--token-file", &short], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("at least 16"), "{}", outcome.stderr);
    let taken = server.address.clone();
    let outcome = run(&["serve", "--archive", &archive, "--listen", &taken], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("another port"), "{}", outcome.stderr);
    let outcome = run(&["serve", "--archive", "tests/corpus"], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("not an archive"), "{}", outcome.stderr);
}

#[test]
fn told_to_stop_it_answers_what_it_has_and_takes_nothing_new() {
    let mut server = Server::start(&[]);
    let body = texts()["ht-0607-strike"].clone();
    let whole = request(&server.address, "POST /v1/score", &[], body.as_bytes());
    let mut open = server.connect();
    open.write_all(&whole[..whole.len() - 10]).expect("sent");
    // An idle connection holds nothing up.
    let _idle = server.connect();
    assert_eq!(server.get("/healthz").status, 200);
    server.signal();
    thread::sleep(Duration::from_millis(300));
    assert!(std::net::TcpStream::connect(&server.address).is_err());
    open.write_all(&whole[whole.len() - 10..]).expect("sent");
    assert_eq!(answer(&mut open).status, 200);
    let (code, said) = server.ended();
    assert_eq!((code, said.as_str()), (Some(0), "urtext: stopped\n"));
}

#[test]
fn what_is_wrong_with_the_archive_is_told_to_whoever_runs_the_server() {
    let mut server = Server::start(&[]);
    fs::write(server.place.path().join("archive/MANIFEST"), "damaged").expect("written");
    let told = server.get("/v1/articles/ht-0607-strike");
    assert!(told.status == 500 && is_refusal(&told), "{}", told.text());
    assert_eq!(told.json()["error"], "the archive cannot be read");
    let archive = server.archive();
    assert!(!told.text().contains(&archive), "{}", told.text());
    // What was last known is still told.
    assert!(server.get("/metrics").text().contains("urtext_archive_articles 29"));
    server.signal();
    let (_, said) = server.ended();
    assert!(said.contains("MANIFEST") || said.contains(&archive), "{said}");
}

#[test]
fn the_description_lists_doors_that_open() {
    let server = Server::start(&["--report", "reports"]);
    let described = server.get("/v1/openapi.json").json();
    let paths = described["paths"].as_object().expect("paths");
    assert_eq!(paths.len(), 12);
    for (path, item) in paths {
        for method in item.as_object().expect("an object").keys() {
            let path = path.replace("{id}", "no-such-id");
            let told = server.send(&format!("{} {path}", method.to_uppercase()), &[], b"");
            let missing = told.status == 404 && !told.text().contains("no-such-id");
            assert!(told.status != 405 && !missing, "{method} {path}: {}", told.text());
            let statuses = item[method.as_str()]["responses"].as_object().expect("responses");
            assert!(statuses.contains_key(&told.status.to_string()), "{method} {path}");
        }
    }
}

#[test]
fn the_last_report_is_shown_under_its_own_policy_and_to_nobody_else() {
    let reports = tempfile::tempdir().expect("a folder");
    let out = reports.path().display().to_string();
    let report = ["report", "tests/corpus", "--out", &out];
    assert_eq!(run(&[&report[..], &SOURCES].concat(), "").code, 0);
    let server = Server::start(&["--report", &out]);
    let desk = server.get("/").text();
    assert!(desk.contains("href=\"/report/\"") && desk.contains("(all)"));
    let told = server.get("/report/");
    let page = fs::read(reports.path().join("all/report.html")).expect("read");
    assert!(told.status == 200 && told.body == page, "{}", told.head);
    let policy = told.head.lines().find(|line| line.starts_with("content-security-policy"));
    let policy = policy.expect("a policy").trim_start_matches("content-security-policy: ");
    // The policy of the server is that of the page, and frames are forbidden too.
    let own = policy.trim_end_matches("; frame-ancestors 'none'");
    assert!(own.len() < policy.len() && !own.contains("unsafe"), "{policy}");
    let of_page = String::from_utf8_lossy(&page).replace("&#39;", "'").replace("&#x27;", "'");
    assert!(of_page.contains(own), "{policy}");
    for (path, headers, status) in [
        ("/report/", vec![("Sec-Fetch-Site", "cross-site")], 403),
        ("/report/", vec![("Origin", "https://evil.example")], 403),
        ("/report/", vec![("Host", "evil.example")], 421),
        ("/report/report-texts/none.html", vec![], 404),
        ("/report/report-texts/..%2freport.html", vec![], 404),
        ("/report/report-texts/.html", vec![], 404),
        ("/report/summary.json", vec![], 404),
    ] {
        let told = server.send(&format!("GET {path}"), &headers, b"");
        assert!(told.status == status && is_refusal(&told), "{path}: {}", told.text());
    }
    let without = Server::start(&[]);
    assert!(!without.get("/").text().contains("/report/"));
    let told = without.get("/report/");
    assert!(told.status == 404 && told.text().contains("--report DIR"), "{}", told.text());
    let outcome = run(&["serve", "--archive", &without.archive(), "--report", "Cargo.toml"], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("is not a folder"), "{}", outcome.stderr);
}

#[test]
fn with_a_token_the_report_needs_its_cookie_which_opens_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    fs::write(&file, "a-secret-of-some-length\n").expect("written");
    let file = file.display().to_string();
    let server = Server::start(&["--token-file", &file, "--report", "reports"]);
    assert_eq!(server.get("/report/").status, 401);
    assert_eq!(server.post("/v1/session", b"").status, 401);
    let bearer = ("Authorization", "Bearer a-secret-of-some-length");
    let foreign = [bearer, ("Origin", "https://evil.example")];
    assert_eq!(server.send("POST /v1/session", &foreign, b"").status, 403);
    let told = server.send("POST /v1/session", &[bearer], b"");
    assert_eq!(told.status, 204, "{}", told.text());
    let cookie = told.head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.expect("a cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    let cookie = [("Cookie", cookie.split(';').next().expect("a value"))];
    assert_eq!(server.send("GET /report/", &cookie, b"").status, 200);
    assert_eq!(server.send("GET /metrics", &cookie, b"").status, 401);
    assert_eq!(server.send("POST /v1/score", &cookie, b"text").status, 401);
    // What is shown to those without the token does not name the report.
    let desk = server.get("/").text();
    assert!(desk.contains("/report/") && !desk.contains("(all)"));
    let open = Server::start(&[]);
    assert!(!open.post("/v1/session", b"").head.contains("set-cookie"));
}

/// Waits until the metrics have a line, and returns them.
fn wait_for(server: &Server, line: &str) -> String {
    for _ in 0..120 {
        let metrics = server.get("/metrics").text();
        if metrics.lines().any(|found| found == line) {
            return metrics;
        }
        thread::sleep(Duration::from_millis(250));
    }
    panic!("no `{line}` in {}", server.get("/metrics").text());
}

#[test]
fn files_put_into_the_watched_folder_are_archived_and_bad_ones_told_once() {
    let incoming = tempfile::tempdir().expect("a folder");
    let watch = incoming.path().display().to_string();
    let mut server = Server::start(&["--watch", &watch]);
    let put = |name: &str, content: &str| {
        fs::write(incoming.path().join(name), content).expect("written");
    };
    let text = |what: &str| {
        format!(
            "The lighthouse of Halvik was painted {what} on Friday, which nobody had asked for and everybody came to see."
        )
    };
    let line =
        |id: &str, what: &str| serde_json::json!({"id": id, "text": text(what)}).to_string() + "\n";
    put("two.jsonl", &(line("green", "green") + &line("red", "red") + "{\"id\":7}\n"));
    put("old.pdf", "%PDF-1.7 and so on");
    put(".hidden.jsonl", &line("blue", "blue"));
    let metrics = wait_for(&server, "urtext_watch_articles_total{outcome=\"added\"} 2");
    for line in [
        "urtext_watch_files_total{outcome=\"read\"} 1",
        "urtext_watch_files_total{outcome=\"bad\"} 1",
        "urtext_watch_failures_total 0",
        "urtext_watch_waiting 0",
    ] {
        assert!(metrics.contains(line), "{metrics}");
    }
    assert_eq!(server.get("/v1/articles/green").status, 200);
    assert_eq!(server.get("/v1/articles/blue").status, 404);
    let told = server.post("/v1/score", text("green").as_bytes());
    assert_eq!(told.json()["nearest"][0]["article_id"], "green");
    // While another process writes to the archive, files wait; nothing is lost.
    let path = server.place.path().join("archive/LOCK");
    let lock = fs::File::options().write(true).open(path).expect("opened");
    lock.try_lock().expect("locked");
    put("late.jsonl", &(line("green", "green") + &line("white", "white")));
    wait_for(&server, "urtext_watch_failures_total 1");
    assert_eq!(server.get("/v1/articles/white").status, 404);
    drop(lock);
    let metrics = wait_for(&server, "urtext_watch_articles_total{outcome=\"added\"} 3");
    assert!(metrics.contains("urtext_watch_articles_total{outcome=\"known\"} 1"), "{metrics}");
    // A bad file is read again once it has changed.
    put("old.pdf", &text("yellow"));
    wait_for(&server, "urtext_watch_articles_total{outcome=\"added\"} 4");
    server.signal();
    let (code, said) = server.ended();
    assert_eq!(code, Some(0), "{said}");
    for (part, times) in [
        ("unsupported format: PDF", 1),
        ("watch: 2 articles from 1 file: 2 new, 0 already known", 1),
        ("its files wait", 1),
        ("two.jsonl:3:", 1),
    ] {
        assert_eq!(said.matches(part).count(), times, "{part}: {said}");
    }
    let verified = run(&["archive", "verify", "--archive", &server.archive()], "");
    assert_eq!(verified.code, 0, "{}", verified.stdout);
    let outcome = run(&["serve", "--archive", &server.archive(), "--watch", &server.archive()], "");
    assert!(outcome.code == 3 && outcome.stderr.contains("is the archive"), "{}", outcome.stderr);
}

#[test]
fn a_page_sent_by_the_bookmark_stays_in_the_browser_until_it_is_checked() {
    let server = Server::start(&[]);
    // What stands behind the mark of an address is not sent; the desk opens from any page.
    let told = server.send("GET /", &[("Sec-Fetch-Site", "cross-site")], b"");
    assert_eq!(told.status, 200);
    let page = told.text();
    assert!(page.contains("id=\"mark\"") && page.contains("#page="));
    assert!(told.head.contains("form-action 'none'") && !told.head.contains("unsafe"));
    // It cannot be made to send anything there.
    let told = server.send("POST /", &[("Origin", "https://news.example")], b"page");
    assert_eq!(told.status, 403);
    assert_eq!(server.post("/", b"page").status, 405);
}
