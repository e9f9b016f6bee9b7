//! Prints the wall-clock and processor seconds that each stage of a report takes:
//! `cargo bench --bench stages -- INPUT...`
//!
//! Processor time is this process's own, as reported by the system (Linux; empty elsewhere), and
//! stays meaningful on a busy machine, where the wall clock does not.

use std::sync::Mutex;
use std::time::Instant;

use urtext::ingest::{self, Settings as Reading};
use urtext::pipeline::{self, Settings, Watch};
use urtext::sources::Registry;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Returns the processor seconds used so far by all threads; `None` if the system does not report
/// them.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    // Fields 14 and 15 of proc(5), in ticks of 1/100 s; the two fields up to the parenthesis are
    // cut off.
    Some((fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?) / 100.0)
}

struct Clock(Mutex<(Instant, Option<f64>)>);

impl Watch for Clock {
    fn begin(&self, _: &'static str, _: Option<u64>) {
        *self.0.lock().expect("one thread") = (Instant::now(), processor());
    }

    fn step(&self, _: u64) {}

    fn end(&self, stage: &'static str, survived: &str) {
        let (wall, cpu) = *self.0.lock().expect("one thread");
        let cpu =
            processor().zip(cpu).map_or(String::new(), |(now, then)| format!("{:7.2}", now - then));
        println!("{stage:<14} {:7.2} {cpu:>7}   {survived}", wall.elapsed().as_secs_f64());
    }
}

fn main() {
    let inputs: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    if inputs.is_empty() {
        println!("give inputs: cargo bench --bench stages -- INPUT...");
        return;
    }
    let registry = Registry::shipped().expect("the list built in is sound");
    let plan = ingest::plan::plan(&inputs).expect("inputs that can be opened");
    let clock = Clock(Mutex::new((Instant::now(), None)));
    println!("{:<14} {:>7} {:>7}", "stage", "wall s", "cpu s");
    clock.begin("ingest", None);
    let mut batch = ingest::run(&plan, &Reading::default(), &|_| ());
    clock.end("ingest", &format!("{} articles", batch.articles.len()));
    pipeline::run(&mut batch, &registry, &Settings::default(), &clock);
}
