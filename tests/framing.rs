//! An honest outlet is never made the offender, whatever others do with its stories: copy them,
//! alter them, forge dates, outnumber it.
//!
//! In every case here `honestpost.example`, which is not on the list, wrote its stories itself.
//! Nothing is charged to it, and none of its own stories is called a copy where dates, a witness or
//! the archive show otherwise; each test states in how many cases it is recognised as the original.

mod support;

use std::path::Path;

use support::{Row, run, table};

/// Stories of the corpus, two of them in German.
const CORPUS: [&str; 5] =
    ["oi-0607-strike", "ht-0608-library", "rs-0610-bees", "ip-0608-dam", "kb-0608-schoepfwerk"];
const SPANISH: &str = "Por Elvira Santacruz\n\nLos pescadores de Puerto Alarde dejaron ayer sus barcas en la arena y marcharon en silencio hasta la casa del alcalde, que llevaba tres semanas sin recibirlos. Piden que se drague la bocana, donde en abril encallaron cuatro botes.\n\n\"Mi padre entraba aquí con los ojos cerrados y yo no me atrevo ni con la luna llena\", dijo Ramiro Oyarzun, patrón de la Gaviota Tercera, que perdió el timón contra un banco de grava.\n\nEl consistorio calcula que las obras costarían 740.000 coronas y que la provincia solo pagaría la mitad. La cofradía ofrece sus propias grúas y dos semanas de trabajo sin jornal.\n\nA mediodía el alcalde abrió la puerta, pidió una silla y los escuchó durante cuarenta minutos. Prometió una respuesta antes de la feria de San Telmo y mandó servir limonada a los niños que habían venido con las redes.";
const UKRAINIAN: &str = "Олена Дрогобицька\n\nУ Верхньому Сокільнику вдруге за літо зупинився млин, який стояв ще за прадідів: води в річці стало так мало, що колесо лише похитується. Мельник Панас Кривоніс зачинив двері в середу й поїхав шукати помпу.\n\n«Я чув цей млин щоранку сорок сім років, а тепер прокидаюся від тиші», сказала Ганна Лотоцька, що живе через дорогу і пече хліб для двох сіл.\n\nСільська рада порахувала, що глибший став коштував би 310 тисяч крон. Інженер із Радивилова радить поставити електричний двигун, але громада боїться, що тоді колесо згниє за дві зими.\n\nУ неділю люди зійшлися біля греблі з лопатами. До вечора вони прокопали рівчак завдовжки шістдесят метрів, і вода ворухнула колесо на чверть оберту. Діти плескали в долоні, а мельник сказав, що борошна з того ще не буде.";

/// Returns the stories of a run: id, title and text.
fn stories() -> Vec<(String, String, String)> {
    let records = support::records();
    let of_corpus = CORPUS.iter().map(|id| {
        let value: serde_json::Value = serde_json::from_str(&records[*id]).expect("JSON");
        (
            (*id).to_owned(),
            value["title"].as_str().unwrap_or("A story").to_owned(),
            value["text"].as_str().expect("a text").to_owned(),
        )
    });
    let own = [("es", "Los pescadores callan", SPANISH), ("uk", "Млин без води", UKRAINIAN)];
    of_corpus
        .chain(own.map(|(id, title, text)| (id.to_owned(), title.to_owned(), text.to_owned())))
        .collect()
}

/// What a copy does to a text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Act {
    Faithful,
    /// Changes one word, a different one in each copy.
    OneWord,
    /// Changes a word of each paragraph, the same in all copies: puppets of one operator.
    Puppets,
    Cut,
    Append,
}

const ACTS: [Act; 5] = [Act::Faithful, Act::OneWord, Act::Puppets, Act::Cut, Act::Append];

impl Act {
    fn on(self, text: &str, copy: usize) -> String {
        let mut paragraphs: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        let longest = |paragraphs: &[String]| {
            (0..paragraphs.len()).max_by_key(|at| paragraphs[*at].len()).unwrap_or(0)
        };
        match self {
            Self::Faithful => {}
            Self::OneWord => {
                let at = longest(&paragraphs);
                paragraphs[at] = replaced(&paragraphs[at], 7 + 3 * copy);
            }
            Self::Puppets => paragraphs.iter_mut().for_each(|p| *p = replaced(p, 9)),
            Self::Cut => drop(paragraphs.pop()),
            Self::Append => paragraphs.push(format!(
                "{} {}",
                replaced(&paragraphs[longest(&paragraphs)], 2),
                paragraphs[0]
            )),
        }
        paragraphs.join("\n\n")
    }
}

/// Returns a paragraph in which one plain word is replaced with another of its words.
fn replaced(paragraph: &str, at: usize) -> String {
    let mut words: Vec<&str> = paragraph.split(' ').collect();
    let plain = |w: &str| w.chars().count() > 2 && w.chars().all(char::is_lowercase);
    let places: Vec<usize> = (0..words.len()).filter(|n| plain(words[*n])).collect();
    if places.len() > 3 {
        let (to, from) =
            (places[at % places.len()], places[(at + places.len() / 2) % places.len()]);
        words[to] = words[from];
    }
    words.join(" ")
}

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Dates {
    Exact,
    /// In other time zones than the honest outlet's.
    Zones,
    Days,
    None,
}

/// Returns the time a number of hours into June 2021; `who` is 0 for the honest outlet.
fn date(hours: i64, dates: Dates, who: usize) -> Option<String> {
    let at = chrono::NaiveDate::from_ymd_opt(2021, 6, 1)
        .expect("a day")
        .and_time(chrono::NaiveTime::MIN)
        + chrono::TimeDelta::hours(hours);
    match dates {
        Dates::Exact => Some(format!("{}+02:00", at.format("%Y-%m-%dT%H:%M:%S"))),
        Dates::Zones if who > 0 => Some(format!(
            "{}-05:00",
            (at - chrono::TimeDelta::hours(7)).format("%Y-%m-%dT%H:%M:%S")
        )),
        Dates::Zones => date(hours, Dates::Exact, who),
        Dates::Days => Some(at.format("%Y-%m-%d").to_string()),
        Dates::None => None,
    }
}

/// A case: how the copies of each story are made, and when.
#[derive(Debug, Clone, Copy)]
struct Case {
    copies: usize,
    act: Act,
    dates: Dates,
    /// Hours from the story to its first copy, negative if the copy is dated earlier; later copies
    /// follow at intervals of an hour.
    hours: i64,
    /// Whether the honest outlet's date is left out.
    undated: bool,
    /// Hours after which the story and its first copy were seen.
    seen: Option<(i64, i64)>,
    /// Text before each copy.
    credit: &'static str,
}

const CASE: Case = Case {
    copies: 3,
    act: Act::Faithful,
    dates: Dates::Exact,
    hours: 25,
    undated: false,
    seen: None,
    credit: "",
};

impl Case {
    /// Returns the records of the honest outlet and those of its copiers.
    fn records(&self) -> (String, String) {
        let (mut honest, mut others) = (String::new(), String::new());
        for (n, (id, title, text)) in stories().into_iter().enumerate() {
            let begin = 24 * n as i64 + 9;
            let add = |out: &mut String,
                       id: String,
                       host: String,
                       author: &str,
                       text: String,
                       at: Option<String>,
                       seen: Option<i64>| {
                let mut record = serde_json::json!({"id": id, "url": format!("https://{host}/news/{n}"), "title": title, "authors": [author], "text": text});
                if let Some(at) = at {
                    record["published"] = at.into();
                }
                if let Some(seen) = seen {
                    record["first_seen"] = date(begin + seen, Dates::Exact, 0).into();
                }
                out.push_str(&format!("{record}\n"));
            };
            let own = if self.undated { None } else { date(begin, self.dates, 0) };
            add(
                &mut honest,
                format!("hp-{id}"),
                "honestpost.example".to_owned(),
                "Ann Honest",
                text.clone(),
                own,
                self.seen.map(|s| s.0),
            );
            for copy in 0..self.copies {
                let at = date(begin + self.hours + copy as i64, self.dates, 1 + copy);
                let text = format!("{}{}", self.credit, self.act.on(&text, copy));
                let seen = self.seen.map(|s| s.1 + copy as i64);
                add(
                    &mut others,
                    format!("c{copy}-{id}"),
                    format!("copy{copy}.example"),
                    "Nick Copier",
                    text,
                    at,
                    seen,
                );
            }
        }
        (honest, others)
    }

    /// Reports the case and returns the rows of the honest outlet's stories.
    fn rows(&self) -> Vec<Row> {
        let out = tempfile::tempdir().expect("a folder");
        let (honest, others) = self.records();
        report(&(honest + &others), out.path(), &[])
    }
}

/// Runs a report and returns the rows of the honest outlet's stories.
fn report(input: &str, out: &Path, more: &[&str]) -> Vec<Row> {
    let place = out.display().to_string();
    let given: &[&str] = if input.is_empty() { &["report"] } else { &["report", "-"] };
    let outcome =
        run(&[given, &["--sources", "tests/sources.toml", "--out", &place], more].concat(), input);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    table(&out.join("all/articles.csv"))
        .into_iter()
        .filter(|row| row["article_id"].starts_with("hp-"))
        .collect()
}

/// Whether anything counts against an article.
fn is_charged(row: &Row) -> bool {
    let counted = |name: &str| !["", "0"].contains(&row[name].as_str());
    let harmed = row["score"].parse::<f64>().is_ok_and(|score| score < 95.0);
    !["", "kept"].contains(&row["credit"].as_str())
        || counted("quotes_altered")
        || counted("facts_drifted")
        || harmed
        || row["backdated"] == "1"
}

/// Returns how many stories of the honest outlet are recognised as originals, and how many there
/// are. Asserts that none is charged and, unless `forgiven`, that none is a copy.
fn named(cases: impl Iterator<Item = Case>, forgiven: bool) -> (usize, usize) {
    let (mut named, mut of) = (0, 0);
    for case in cases {
        for row in case.rows() {
            assert!(!is_charged(&row), "{case:?}: {row:?}");
            assert!(
                forgiven || row["role"] != "copy" || row["flags"].contains("revision"),
                "{case:?}: {row:?}"
            );
            named += usize::from(row["role"] == "original");
            of += 1;
        }
    }
    (named, of)
}

#[test]
fn the_earliest_is_the_original_however_its_copies_bunch() {
    let cases = |dates: Dates, hours: &'static [i64]| {
        ACTS.into_iter().enumerate().flat_map(move |(n, act)| {
            hours.iter().enumerate().map(move |(k, hours)| Case {
                copies: [1, 3, 6, 4][(n + k) % 4],
                act,
                dates,
                hours: *hours,
                ..CASE
            })
        })
    };
    let (exact, of) = named(cases(Dates::Exact, &[1, 25, 73, 337, 1_441]), false);
    assert!(exact * 100 >= of * 95, "to the minute: {exact} of {of}");
    let (zones, of) = named(cases(Dates::Zones, &[1, 25]), false);
    assert!(zones * 100 >= of * 95, "to the minute, in two zones: {zones} of {of}");
    let (days, of) = named(cases(Dates::Days, &[1, 25, 73, 1_441]), false);
    assert!(
        days * 100 >= of * 40 && days < of,
        "by days, of which a quarter are the same: {days} of {of}"
    );
}

#[test]
fn forged_dates_charge_nobody() {
    let forged = ACTS
        .into_iter()
        .flat_map(|act| [-1, -24, -721].map(|hours| Case { copies: 2, act, hours, ..CASE }));
    named(forged, true);
    let by_days =
        [Act::Puppets, Act::Cut].map(|act| Case { act, hours: -25, dates: Dates::Days, ..CASE });
    named(by_days.into_iter(), true);
}

#[test]
fn a_witness_outranks_what_is_claimed() {
    let seen = [(1, 48), (2, 20), (5, 300)];
    let cases = ACTS.into_iter().flat_map(|act| {
        seen.map(|seen| Case { copies: 2, act, hours: -25, seen: Some(seen), ..CASE })
    });
    let (right, of) = named(cases, false);
    assert!(right * 100 >= of * 60, "{right} of {of}");
}

#[test]
fn where_nothing_tells_nobody_is_named() {
    let undated = [Act::OneWord, Act::Puppets, Act::Faithful]
        .into_iter()
        .flat_map(|act| [1, 6].map(|copies| Case { copies, act, dates: Dates::None, ..CASE }));
    named(undated, false);
    let half = [Act::OneWord, Act::Puppets].map(|act| Case {
        copies: 1,
        act,
        hours: -30,
        undated: true,
        ..CASE
    });
    named(half.into_iter(), false);
}

#[test]
fn the_credit_of_an_agency_over_a_copy_takes_no_story_away() {
    let forged = [1, 6].into_iter().flat_map(|copies| {
        [Act::Faithful, Act::Puppets].map(|act| Case {
            copies,
            act,
            hours: 2,
            credit: "HALVIK, June 7 (NWA) — ",
            ..CASE
        })
    });
    named(forged, false);
    let earlier = [Act::Faithful, Act::Puppets].map(|act| Case {
        copies: 1,
        act,
        hours: -2,
        credit: "HALVIK, June 7 (NWA) — ",
        ..CASE
    });
    named(earlier.into_iter(), true);
}

#[test]
fn what_the_archive_held_is_no_copy_of_what_came_later() {
    for act in [Act::OneWord, Act::Puppets, Act::Append] {
        for hours in [-24, -700] {
            let (honest, others) = Case { copies: 2, act, hours, ..CASE }.records();
            let folder = tempfile::tempdir().expect("a folder");
            let archive = folder.path().join("archive").display().to_string();
            report(&honest, &folder.path().join("first"), &["--archive", &archive]);
            // Two more runs.
            for (run, input) in [others.as_str(), ""].iter().enumerate() {
                let rows = report(
                    input,
                    &folder.path().join(format!("later{run}")),
                    &["--archive", &archive],
                );
                assert_eq!(rows.len(), 7);
                for row in rows {
                    assert!(
                        !is_charged(&row) && row["role"] != "copy",
                        "{act:?} {hours} {run}: {row:?}"
                    );
                }
            }
        }
    }
}
