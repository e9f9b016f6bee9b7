//! Paths given by the user that are not what they should be: pipes without a writer, devices,
//! links, unbounded files.
#![cfg(unix)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use support::{Outcome, run};

fn pipe(path: &Path) {
    rustix::fs::mkfifoat(rustix::fs::CWD, path, 0o600.into()).expect("a pipe");
}

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// Runs the program, which must end in time and without a panic.
fn ended(arguments: &[&str]) -> Outcome {
    let began = Instant::now();
    let outcome = run(arguments, "");
    assert!(began.elapsed() < Duration::from_secs(20), "{arguments:?}: {:?}", began.elapsed());
    assert!(!outcome.stderr.contains("panicked"), "{arguments:?}: {}", outcome.stderr);
    outcome
}

/// Returns the arguments of a report over the corpus, with more arguments.
fn over<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["report", "tests/corpus", "--out", out], more].concat()
}

#[test]
fn settings_that_never_come_and_those_that_never_end_are_refused() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    pipe(&path("pipe"));
    for (folder, name) in [
        ("archive", "MANIFEST"),
        ("locked", "LOCK"),
        ("2021-W22", "sources.csv"),
        ("run", "sources.csv"),
    ] {
        fs::create_dir(path(folder)).expect("made");
        pipe(&path(folder).join(name));
    }
    let (piped, out) = (path("pipe"), path("out"));
    let (piped, out, home) = (text(&piped), text(&out), text(home.path()));
    let archive = format!("{home}/archive");
    let jobs = [
        over(out, &["--sources", "/dev/zero"]),
        over(out, &["--sources", piped]),
        over(out, &["--ratings", "/dev/zero"]),
        over(out, &["--ratings", piped]),
        over(out, &["--archive", &archive]),
        vec!["archive", "verify", "--archive", &archive],
        vec!["audit", "/dev/zero"],
        vec!["audit", piped],
        vec!["report", "tests/corpus", "--out", home, "--week", "2021-W23"],
    ];
    std::thread::scope(|scope| {
        for job in &jobs {
            scope.spawn(move || assert_eq!(ended(job).code, 3, "{job:?}"));
        }
    });
    let locked = format!("{home}/locked");
    assert_eq!(ended(&over(out, &["--archive", &locked])).code, 3);
    let seen = format!("{home}/run");
    assert_eq!(ended(&["audit", "tests/sources.toml", "--run", &seen]).code, 3);
    assert!(!Path::new(out).join("all").exists(), "and nothing was written");
}

#[test]
fn a_page_goes_where_a_link_leads_and_never_in_the_place_of_what_is_no_file() {
    let home = tempfile::tempdir().expect("a folder");
    let path = |name: &str| home.path().join(name);
    let diff = |html: &Path, force: &[&str]| {
        let articles = [
            "diff",
            "tests/corpus/dbc-page-library.txt",
            "tests/corpus/bh-page-cranes.txt",
            "--html",
            text(html),
        ];
        ended(&[&articles[..], force].concat()).code
    };
    pipe(&path("pipe"));
    symlink(path("pipe"), path("to-pipe")).expect("linked");
    symlink(path("nowhere"), path("to-nowhere")).expect("linked");
    for name in ["pipe", "to-pipe", "to-nowhere", "."] {
        for force in [&[][..], &["--force"]] {
            let before = fs::symlink_metadata(path(name)).expect("there").file_type();
            assert_eq!(diff(&path(name), force), 3, "{name}");
            assert_eq!(
                fs::symlink_metadata(path(name)).expect("there still").file_type(),
                before,
                "{name}"
            );
        }
    }
    assert_eq!(diff(&path("page.html"), &[]), 0);
    symlink(path("page.html"), path("link.html")).expect("linked");
    fs::write(path("page.html"), "").expect("emptied");
    assert_eq!(diff(&path("link.html"), &[]), 0);
    assert!(
        path("link.html").is_symlink() && fs::read(path("page.html")).expect("read").len() > 1_000
    );
}

#[test]
fn what_lies_beside_a_report_is_kept_as_it_is() {
    let out = tempfile::tempdir().expect("a folder");
    let report = || ended(&["report", "tests/corpus/late.jsonl", "--out", text(out.path())]);
    assert_eq!(report().code, 0);
    let all = out.path().join("all");
    let path = |name: &str| all.join(name);
    fs::write(path("notes.txt"), "mine").expect("written");
    pipe(&path("pipe"));
    symlink("/nowhere", path("dangling")).expect("linked");
    // If they were followed, two links to their own folder would be copied 2 to the power of 40
    // times.
    symlink(".", path("one")).expect("linked");
    symlink(".", path("two")).expect("linked");
    fs::create_dir_all(path("folder/within")).expect("made");
    fs::write(path("folder/within/page"), "mine too").expect("written");
    assert_eq!(report().code, 0);
    assert_eq!(fs::read(path("notes.txt")).expect("read"), b"mine");
    assert_eq!(fs::read(path("folder/within/page")).expect("read"), b"mine too");
    assert!(["dangling", "one", "two"].iter().all(|name| path(name).is_symlink()));
    assert!(fs::symlink_metadata(path("pipe")).is_ok_and(|m| !m.is_file() && !m.is_dir()));
}

#[test]
fn a_limit_near_the_end_of_all_numbers_is_refused_or_works() {
    for value in ["1152921504606846976", "1G", "18446744073709551615"] {
        for name in [
            "document",
            "unpacked",
            "ratio",
            "file",
            "rejects",
            "lines",
            "words",
            "quotations",
            "captions",
        ] {
            let limit = format!("{name}={value}");
            let outcome = ended(&["extract", "tests/corpus", "--limit", &limit]);
            let articles = outcome.stdout.lines().count();
            assert!(
                (outcome.code, articles) == (0, 29)
                    || (outcome.code == 3 && value.starts_with("18")),
                "{limit}: {articles}"
            );
        }
    }
}

#[test]
fn more_threads_than_a_system_has_are_never_asked_for() {
    let report = |threads: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_urtext"));
        command.args(["audit", "tests/sources.toml"]).envs([("RAYON_NUM_THREADS", threads)]);
        command.output().expect("started")
    };
    for threads in ["1000000", "0", "-1", "many", ""] {
        assert!(report(threads).status.success(), "{threads}");
    }
    // Stacks larger than any memory.
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_urtext"));
    let outcome = command
        .args(["audit", "tests/sources.toml"])
        .env("RUST_MIN_STACK", "99999999999999")
        .output()
        .expect("started");
    let told = String::from_utf8_lossy(&outcome.stderr);
    assert_eq!(outcome.status.code(), Some(3), "{told}");
    assert!(
        told.contains("worker threads cannot be started") && !told.contains("panicked"),
        "{told}"
    );
}

#[test]
fn lists_of_long_names_and_long_lines_are_checked_in_time() {
    let home = tempfile::tempdir().expect("a folder");
    let audit = |name: &str, text: String| {
        let path = home.path().join(name);
        fs::write(&path, text).expect("written");
        let began = Instant::now();
        ended(&["audit", path.to_str().expect("UTF-8")]);
        began.elapsed()
    };
    let source = |rest: &str| format!("[[source]]\nid = \"a\"\nkind = \"outlet\"\n{rest}\n");
    let many = |n: usize| (0..n).map(|n| format!("\"d{n}.example\"")).collect::<Vec<_>>().join(",");
    // Each takes about a tenth of a second; each used to take half a minute or more.
    let took = [
        audit("name.toml", source(&format!("name = \"{}\"", "x".repeat(300_000)))),
        audit("line.toml", source(&format!("name = \"A\"\ndomains = [{}]", many(60_000)))),
        audit(
            "label.txt",
            format!("{}.com\n{}.com\n", "a".repeat(300_000), vec!["news"; 60_000].join("-")),
        ),
        audit("dots.txt", format!("{}.com\n", vec!["a"; 100_000].join("."))),
    ];
    assert!(took.iter().all(|took| *took < Duration::from_secs(5)), "{took:?}");
}
