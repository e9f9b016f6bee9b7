//! Counts of requests and times, in the text format of Prometheus.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::incoming::Counts;

/// Upper bounds of the times that are counted, in seconds. Source: the default buckets of
/// Prometheus' client libraries.
const BOUNDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// What was counted since the server was started.
#[derive(Debug, Default)]
pub struct Metrics {
    answered: Mutex<Answered>,
    open: AtomicU64,
}

#[derive(Debug, Default)]
struct Answered {
    /// By method, route and status.
    requests: BTreeMap<(String, &'static str, u16), u64>,
    /// Requests within each bound, by route; cumulated when they are printed.
    times: BTreeMap<&'static str, ([u64; BOUNDS.len()], u64, Duration)>,
}

/// Counts a request as open until it is dropped, also if the client goes away.
#[derive(Debug)]
pub struct Open<'m>(&'m Metrics);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Counts a request that was begun.
    pub fn begin(&self) -> Open<'_> {
        self.open.fetch_add(1, Ordering::Relaxed);
        Open(self)
    }

    /// Counts an answer.
    pub fn end(&self, method: &str, route: &'static str, status: u16, time: Duration) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.requests.entry((method.to_owned(), route, status)).or_default() += 1;
        let (within, all, sum) = answered.times.entry(route).or_default();
        if let Some(at) = BOUNDS.iter().position(|bound| time.as_secs_f64() <= *bound) {
            within[at] += 1;
        }
        *all += 1;
        *sum += time;
    }

    /// Returns the counts, and those of the archive.
    pub fn text(&self, articles: u64, generation: u64, watched: Option<&Counts>) -> String {
        let mut out = String::new();
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        head(&mut out, "urtext_requests_total", "counter", "Requests that were answered.");
        for ((method, route, status), n) in &answered.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(out, "urtext_requests_total{{{labels}}} {n}");
        }
        let name = "urtext_request_duration_seconds";
        head(&mut out, name, "histogram", "Time from the request's head to its answer.");
        for (route, (within, all, sum)) in &answered.times {
            let mut so_far = 0;
            for (bound, n) in BOUNDS.iter().zip(within) {
                so_far += n;
                let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {so_far}");
            }
            let _ = writeln!(out, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {all}");
            let _ = writeln!(out, "{name}_sum{{route=\"{route}\"}} {}", sum.as_secs_f64());
            let _ = writeln!(out, "{name}_count{{route=\"{route}\"}} {all}");
        }
        let open = self.open.load(Ordering::Relaxed);
        for (name, what, value) in [
            ("urtext_requests_open", "Requests that are being read or answered.", open),
            ("urtext_archive_articles", "Articles in the archive.", articles),
            ("urtext_archive_generation", "Generation of the archive.", generation),
        ] {
            head(&mut out, name, "gauge", what);
            let _ = writeln!(out, "{name} {value}");
        }
        out.push_str(&watched.map(Counts::text).unwrap_or_default());
        out
    }
}

fn head(out: &mut String, name: &str, kind: &str, what: &str) {
    let _ = writeln!(out, "# HELP {name} {what}\n# TYPE {name} {kind}");
}
