//! Nothing that was stored is lost: kill -9 at any moment, signals, a full disk.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::weeks::{self, Seeded, WEEKS};
use urtext::archive::{Reader, manifest, verify};

/// Number of kills; each batch adds an article or two to the archive.
const KILLS: usize = 200;
/// How often a run that finished before it could be killed is repeated.
const ATTEMPTS: usize = 30;
/// Number of kills after which a run is made to its end and its tables are checked.
const BETWEEN: usize = 20;

/// Returns a batch of one or two articles from the weeks, in later rounds with other ids.
fn batch(number: usize) -> String {
    let lines: Vec<String> = (0..WEEKS)
        .flat_map(|w| weeks::articles(w).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let of = |n: usize| {
        let (line, round) = (&lines[n % lines.len()], n / lines.len());
        // In later rounds the same stories have other ids and another word.
        if round == 0 {
            line.clone()
        } else {
            line.replace("nwa-", "nwb-")
                .replace("ht-", "hu-")
                .replace("dbc-", "dbd-")
                .replace("number", "numeral")
        }
    };
    (number..=number + number % 2).map(|n| of(n * 3 / 2) + "\n").collect()
}

fn command(inputs: &[PathBuf], archive: Option<&Path>, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_urtext"));
    command.arg("report").args(inputs).args(["--sources", "tests/sources.toml", "--out"]).arg(out);
    archive.map(|a| command.arg("--archive").arg(a));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn finished(inputs: &[PathBuf], archive: Option<&Path>, out: &Path) -> Duration {
    let start = Instant::now();
    assert!(command(inputs, archive, out).status().expect("started").success());
    start.elapsed()
}

/// Waits for a duration and returns whether the run was still going.
fn after(child: &mut Child, moment: Duration) -> bool {
    sleep(moment);
    child.try_wait().expect("asked").is_none()
}

fn tables(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries =
        fs::read_dir(out.join("all")).expect("a report").map(|e| e.expect("an entry").path());
    entries
        .filter(|p| {
            !["summary.json", "rejects.csv", "report.html"].iter().any(|name| p.ends_with(name))
        })
        .map(|p| {
            (
                p.display().to_string().rsplit('/').next().unwrap_or_default().to_owned(),
                fs::read(&p).expect("read"),
            )
        })
        .collect()
}

/// Returns the ids in an archive, which must be undamaged.
fn kept(archive: &Path) -> Vec<String> {
    if !archive.join(manifest::NAME).exists() {
        return Vec::new();
    }
    let found = verify::verify(archive).expect("looked");
    assert!(found.damage.is_empty(), "{:?}", found.damage);
    let mut ids: Vec<String> = Reader::open(archive)
        .expect("opened")
        .articles(&|_, _| true)
        .expect("read")
        .into_iter()
        .map(|(_, a)| a.id)
        .collect();
    ids.sort();
    ids
}

/// Returns the number of files of a generation that was not published.
fn leftovers(archive: &Path) -> usize {
    // The files may change during the check.
    let manifest = manifest::Manifest::read(archive).ok();
    manifest::leftovers(archive, manifest.as_ref()).map_or(0, |left| left.len())
}

#[test]
fn two_hundred_kills_of_a_growing_run_lose_nothing() {
    let place = weeks::quick_folder();
    let (archive, out, plain) =
        (place.path().join("a"), place.path().join("o"), place.path().join("p"));
    let inputs: Vec<PathBuf> = (0..KILLS)
        .map(|n| {
            let path = place.path().join(format!("batch{n}.jsonl"));
            fs::write(&path, batch(n)).expect("written");
            path
        })
        .collect();
    let mut seeded = Seeded(11);
    let mut usual = finished(&inputs[..1], Some(&archive), &out);
    let (mut killed, mut halfway, mut committed, mut before) = (0, 0, 0, kept(&archive));
    for (n, input) in inputs.iter().enumerate() {
        // A run that finished before it could be killed is repeated.
        for attempt in 0..ATTEMPTS {
            // Kills are spread over the whole run; every second one over the time after the first
            // file of the next generation appears.
            let writing = n % 2 == 0 && attempt == 0;
            let width = match (writing, n % 4) {
                (false, _) => usual,
                (true, 0) => Duration::from_millis(10),
                (true, _) => Duration::from_millis(60),
            };
            let moment = Duration::from_micros(seeded.below(width.as_micros() as u64 + 1));
            let mut child = command(std::slice::from_ref(input), Some(&archive), &out)
                .spawn()
                .expect("started");
            while writing && leftovers(&archive) == 0 && child.try_wait().expect("asked").is_none()
            {
                sleep(Duration::from_micros(200));
            }
            let running = after(&mut child, moment);
            // The run may end by itself at this moment.
            let _ = child.kill();
            let status = child.wait().expect("ended");
            halfway += usize::from(leftovers(&archive) > 0);
            let now = kept(&archive);
            assert!(
                before.iter().all(|id| now.binary_search(id).is_ok()),
                "kill {n}: an article that was kept is gone"
            );
            if status.success() {
                let lines = fs::read_to_string(input).expect("read");
                let id = |l: &str| {
                    serde_json::from_str::<serde_json::Value>(l).expect("JSON")["id"]
                        .as_str()
                        .expect("an id")
                        .to_owned()
                };
                assert!(
                    lines.lines().all(|l| now.binary_search(&id(l)).is_ok()),
                    "run {n} said that it was done"
                );
            }
            committed += usize::from(now.len() > before.len() && !status.success());
            before = now;
            if running && !status.success() {
                killed += 1;
                break;
            }
        }
        if n % BETWEEN == BETWEEN - 1 {
            usual = finished(&inputs[..=n], Some(&archive), &out);
            finished(&inputs[..=n], None, &plain);
            assert!(
                tables(&out) == tables(&plain),
                "after kill {n} the tables are those of an undisturbed run"
            );
            before = kept(&archive);
            assert_eq!(
                leftovers(&archive),
                0,
                "the next run clears away what the killed ones left"
            );
        }
    }
    assert_eq!(killed, KILLS, "so many runs were killed while they were going");
    assert!(halfway >= KILLS / 10, "only {halfway} were killed with files half made");
    eprintln!(
        "{killed} of {KILLS} killed, {halfway} with files half made, {committed} after they had committed; {} articles kept",
        before.len()
    );
}

#[test]
fn signals_end_a_run_cleanly() {
    let place = weeks::quick_folder();
    let (archive, out) = (place.path().join("a"), place.path().join("o"));
    let inputs: Vec<PathBuf> = (0..WEEKS).map(|w| weeks::write(place.path(), w)).collect();
    finished(&inputs[..1], Some(&archive), &out);
    let usual = finished(&inputs[..1], Some(&archive), &out);
    let (mut clean, mut before) = (0, kept(&archive));
    for (n, input) in inputs.iter().enumerate() {
        let mut child =
            command(std::slice::from_ref(input), Some(&archive), &out).spawn().expect("started");
        after(&mut child, usual * (3 + n as u32 / 2) / 8);
        let signal = if n % 2 == 0 { "-TERM" } else { "-INT" };
        let sent: ExitStatus =
            Command::new("kill").args([signal, &child.id().to_string()]).status().expect("sent");
        let status = child.wait().expect("ended");
        clean += usize::from(status.code() == Some(130));
        // `None`: the signal arrived before anything was being written, and ended the process in
        // the default way.
        assert!(matches!(status.code(), Some(0 | 130) | None), "{status:?} {sent:?}");
        let now = kept(&archive);
        assert!(before.iter().all(|id| now.binary_search(id).is_ok()));
        before = now;
        let partial = fs::read_dir(&out).expect("read").filter(|e| {
            e.as_ref().expect("an entry").file_name().to_string_lossy().contains("partial")
        });
        assert!(status.code() != Some(130) || partial.count() == 0);
    }
    assert!(clean >= 2, "{clean} of {WEEKS} ended by signal");
    finished(&inputs, Some(&archive), &out);
    assert_eq!(kept(&archive).len(), WEEKS * 9 - 2);
}

#[test]
fn a_full_disk_leaves_the_last_archive_whole() {
    let place = weeks::quick_folder();
    let (archive, out) = (place.path().join("a"), place.path().join("o"));
    let inputs: Vec<PathBuf> = (0..2).map(|w| weeks::write(place.path(), w)).collect();
    finished(&inputs[..1], Some(&archive), &out);
    let (before, tables_before) = (kept(&archive), tables(&out));
    // File size limits in blocks, from less than a manifest to less than an index.
    let mut refused = 0;
    for blocks in [0, 1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128, 160] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let limited = Command::new("sh")
            .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_urtext"), "report"])
            .arg(&inputs[1])
            .args(["--sources", "tests/sources.toml", "--out"])
            .arg(&out)
            .arg("--archive")
            .arg(&archive)
            .output()
            .expect("started");
        let told = String::from_utf8_lossy(&limited.stderr).into_owned();
        let now = kept(&archive);
        if limited.status.code() != Some(0) {
            refused += 1;
            assert_eq!(limited.status.code(), Some(3), "{blocks}: {told}");
            assert!(
                told.contains("cannot be written")
                    && told.contains("hint:")
                    && !told.contains("panicked"),
                "{blocks}: {told}"
            );
            assert_eq!(tables(&out), tables_before, "{blocks}");
        }
        assert!(
            now == before || limited.status.code() == Some(0) || now.len() > before.len(),
            "{blocks}"
        );
    }
    assert!(refused >= 5, "{refused}");
    finished(&inputs, Some(&archive), &out);
    assert_eq!(kept(&archive).len(), 16);
}
