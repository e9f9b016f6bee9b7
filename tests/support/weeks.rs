//! Ten weeks of invented news: an agency, outlets that copy it at once or weeks later, and
//! boilerplate.

use std::path::{Path, PathBuf};

/// Number of weeks.
pub const WEEKS: usize = 10;

/// Returns the name of a week, counted from 0.
pub fn name(week: usize) -> String {
    format!("2021-W{:02}", 20 + week)
}

/// A seeded generator (SplitMix64), for delays and offsets that are the same in every run.
pub struct Seeded(pub u64);

impl Seeded {
    /// Returns a number below `below`.
    pub fn below(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % below.max(1)
    }
}

#[rustfmt::skip]
const WHO: [&str; 12] = ["Marit Solberg", "the harbour master", "Jonas Lunde", "a baker from Quenby", "Ane Brekke", "the ferry line", "Tor Haugen", "the court", "Siri Moen", "an inspector", "the crew of the Svale", "a teacher"];
#[rustfmt::skip]
const DID: [&str; 12] = ["counted", "repaired", "sold", "painted", "moved", "inspected", "lost", "ordered", "borrowed", "measured", "hid", "returned"];
#[rustfmt::skip]
const WHAT: [&str; 12] = ["lanterns", "barrels of herring", "window frames", "church bells", "snow ploughs", "maps", "school benches", "fishing nets", "copper pipes", "bicycles", "violins", "stamps"];
#[rustfmt::skip]
const WHERE: [&str; 12] = ["near Halvik", "behind the old mill", "in Brennick", "on the northern quay", "at the lighthouse of Ostermark", "under the bridge", "in a barn", "beside the observatory", "at the town hall of Sandhavn", "on the ice", "in the market", "along the sound"];
#[rustfmt::skip]
const WHY: [&str; 12] = ["because the storm had come early", "although nobody had asked for it", "before the tide turned", "while the mayor was abroad", "as the budget had foreseen", "to the surprise of the neighbours", "for the third winter in a row", "without a word of thanks", "after a long quarrel over money", "so that the children could skate", "when the lights went out", "as soon as the road was clear"];

/// Returns story number `n` as the agency publishes it: no two share a sentence.
pub fn story(n: usize) -> String {
    let mut seeded = Seeded(n as u64 * 7_919 + 5);
    let mut pick = |of: &[&'static str; 12]| of[seeded.below(12) as usize];
    let mut sentence = |k: usize| {
        let number = 100 + n * 17 + k * 3;
        let text = format!(
            "{} {} {number} {} {} {}",
            pick(&WHO),
            pick(&DID),
            pick(&WHAT),
            pick(&WHERE),
            pick(&WHY)
        );
        text[..1].to_uppercase() + &text[1..]
    };
    let paragraph = |from: usize, sentence: &mut dyn FnMut(usize) -> String| {
        (from..from + 4).map(|k| sentence(k) + ". ").collect::<String>()
    };
    let (first, second) = (paragraph(0, &mut sentence), paragraph(4, &mut sentence));
    format!(
        "HALVIK (NWA) - {first}\n\n\"{} and were looked after,\" said {} on the day. {}\n\n{second}",
        sentence(8),
        WHO[n % 6 * 2],
        sentence(9) + "."
    )
}

fn line(id: &str, url: &str, day: &str, hour: usize, text: &str) -> String {
    let record = serde_json::json!({"id": id, "url": format!("https://{url}/{id}"), "published": format!("{day}T{hour:02}:00:00Z"), "title": format!("Council news {id}"), "text": text});
    format!("{record}\n")
}

/// Returns the articles of a week as JSON lines: four stories of the agency, copies of them, and
/// one copy of a story from two weeks before.
pub fn articles(week: usize) -> String {
    let monday = chrono::NaiveDate::from_isoywd_opt(2021, 20 + week as u32, chrono::Weekday::Mon)
        .expect("a week");
    let day = |n: u64| (monday + chrono::Days::new(n)).to_string();
    let mut out = String::new();
    for n in 0..4 {
        let number = week * 4 + n;
        let text = story(number);
        out.push_str(&line(
            &format!("nwa-{number:03}"),
            "northernwire.example",
            &day(n as u64),
            8,
            &text,
        ));
        let copy = text
            .replace(" (NWA)", "")
            .replace("looked after", if n == 0 { "cared for" } else { "looked after" });
        out.push_str(&line(
            &format!("ht-{number:03}"),
            "halviktimes.example",
            &day(n as u64),
            11,
            &format!("{copy}\nSHARE THIS ARTICLE WITH YOUR FRIENDS"),
        ));
    }
    if week >= 2 {
        let late = story((week - 2) * 4 + 1).replace(" (NWA)", "");
        out.push_str(&line(
            &format!("dbc-{week:03}"),
            "dailybuzzcopy.example",
            &day(5),
            9,
            &format!("Buzz of the week\n{late}\nREAD MORE BUZZ HERE"),
        ));
    }
    out
}

/// Writes the articles of a week to a file in a folder.
pub fn write(folder: &Path, week: usize) -> PathBuf {
    let path = folder.join(format!("week{week}.jsonl"));
    std::fs::write(&path, articles(week)).expect("written");
    path
}

/// Returns a folder in memory, where the system has one.
pub fn quick_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}
